//! A picture of the stage that stands alone: its elements as a tree, and how that is written as an SVG document.
//!
//! Such a picture knows no style sheet. Everything it is drawn with is an attribute, so that it looks the same in
//! somebody else's page, whose own styles do not reach it, and in programs that know little of CSS.

pub mod handout;
pub mod look;
pub mod moving;
pub mod storyboard;

use crc::{CRC_32_ISO_HDLC, Crc};
use std::fmt::Write;

/// What stands before and behind the link in a picture.
const BEFORE: &str = "<metadata id=\"groupscope\">";
const BEHIND: &str = "</metadata>";
/// What the names begin with that elements of a picture are referred to by.
const NAMES: &str = "gs-";

/// An element, with what is in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Content>,
}

/// What can stand in an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    Element(Element),
    Text(String),
}

/// A whole picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// In CSS pixels, as they are written.
    pub width: String,
    pub height: String,
    /// What it is called.
    pub title: String,
    /// The link that opens what it shows, as the part of an address behind `#`.
    pub fragment: String,
    /// The colour behind everything.
    pub ground: String,
    /// What is drawn, one over the other.
    pub sheets: Vec<Content>,
}

impl Element {
    /// An element of this name with these attributes.
    pub fn new<const N: usize>(name: &str, attributes: [(&str, String); N]) -> Self {
        Element {
            name: name.to_owned(),
            attributes: attributes.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
            children: Vec::new(),
        }
    }

    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// Whether nothing would be seen of it: no line and no fill, no content.
    pub fn is_nothing(&self) -> bool {
        match self.name.as_str() {
            "g" | "svg" | "title" | "text" => self.children.is_empty(),
            "path" if self.attribute("d") == Some("") => true,
            "path" | "rect" | "circle" => {
                self.attribute("fill") == Some("none") && self.attribute("stroke").is_none()
            }
            _ => false,
        }
    }

    /// Writes it as XML.
    pub fn write(&self, out: &mut String) {
        // Nothing can go wrong in writing to a string.
        let _ = write!(out, "<{}", self.name);
        for (name, value) in &self.attributes {
            let _ = write!(out, " {name}=\"{}\"", escaped(value).replace('"', "&quot;"));
        }
        if self.children.is_empty() {
            return out.push_str("/>");
        }
        out.push('>');
        self.children.iter().for_each(|child| child.write(out));
        let _ = write!(out, "</{}>", self.name);
    }
}

impl Content {
    /// Writes it as XML.
    pub fn write(&self, out: &mut String) {
        match self {
            Content::Element(element) => element.write(out),
            Content::Text(text) => out.push_str(&escaped(text)),
        }
    }
}

impl Picture {
    /// The SVG document, in which `style` is written before everything else, if there is any.
    fn document(&self, style: &str, drawn: &[Content]) -> String {
        let mut sheets = String::new();
        drawn.iter().for_each(|sheet| sheet.write(&mut sheets));
        // Two pictures in one page have names of their own.
        let own = format!("{NAMES}{:08x}-", Crc::<u32>::new(&CRC_32_ISO_HDLC).checksum(sheets.as_bytes()));
        let (style, sheets) = (style.replace(NAMES, &own), sheets.replace(NAMES, &own));
        let (width, height) = (escaped(&self.width), escaped(&self.height));
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
             height=\"{height}\" role=\"img\"><title>{}</title>{BEFORE}{}{BEHIND}{style}\
             <rect width=\"{width}\" height=\"{height}\" fill=\"{}\"/>{sheets}</svg>\n",
            escaped(&self.title),
            escaped(&self.fragment),
            escaped(&self.ground)
        )
    }

    /// The SVG document.
    pub fn to_svg(&self) -> String {
        self.document("", &self.sheets)
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The link in a picture that groupscope made; `None` in any other file.
pub fn fragment_in(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (_, behind) = text.split_once(BEFORE)?;
    let (fragment, _) = behind.split_once(BEHIND)?;
    text.trim_start().starts_with("<svg").then(|| fragment.trim().to_owned())
}

/// A colour as `#rrggbb`, of parts from 0 to 255.
pub fn hex_colour(parts: [u8; 3]) -> String {
    let [red, green, blue] = parts;
    format!("#{red:02x}{green:02x}{blue:02x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_of_the_stage_has_its_link_in_it_and_other_files_have_none() {
        let picture = "<svg><title>t</title><metadata id=\"groupscope\">zombie@3s</metadata></svg>";
        assert_eq!(fragment_in(picture.as_bytes()), Some("zombie@3s".to_owned()));
        assert_eq!(fragment_in(b"<svg></svg>"), None);
        assert_eq!(fragment_in(b"title en=\"<metadata id=\\\"groupscope\\\">x</metadata>\""), None);
        assert_eq!(fragment_in(&[0xff, 0xfe]), None);
    }

    #[test]
    fn what_is_written_in_a_picture_does_not_end_its_elements() {
        let mut text = Element::new("text", [("aria-label", "\"<&\"".to_owned())]);
        text.children.push(Content::Text("a < b & c".to_owned()));
        let picture = Picture {
            width: "10".to_owned(),
            height: "5.5".to_owned(),
            title: "</title>".to_owned(),
            fragment: "zombie".to_owned(),
            ground: "#ffffff".to_owned(),
            sheets: vec![Content::Element(text)],
        };
        assert_eq!(
            picture.to_svg(),
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 10 5.5\" width=\"10\" height=\"5.5\" \
             role=\"img\"><title>&lt;/title&gt;</title><metadata id=\"groupscope\">zombie</metadata>\
             <rect width=\"10\" height=\"5.5\" fill=\"#ffffff\"/>\
             <text aria-label=\"&quot;&lt;&amp;&quot;\">a &lt; b &amp; c</text></svg>\n"
        );
    }
}
