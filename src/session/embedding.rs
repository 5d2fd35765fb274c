//! What an author writes into a page to show a figure there: one element, a frame, or a fence in Markdown.

use crate::session::language::Lang;
use crate::session::link::instant_text;
use crate::sim::time::SimTime;
use std::fmt::Write;

/// What the Content-Security-Policy of a page with figures has to allow.
pub const POLICY: &str = "script-src 'self' 'wasm-unsafe-eval'";
/// The height of a frame, in CSS pixels.
const FRAME_HEIGHT: u32 = 600;

/// How it is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EmbedForm {
    #[default]
    Html,
    Frame,
    Markdown,
}

/// What is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EmbedContent {
    /// A scenario as it is, by its id.
    Scenario(String),
    /// With what was done: the part of a link behind `#`.
    State(String),
}

/// What a figure says to those who do not see it, or not yet.
#[derive(Clone, Copy, Debug)]
pub struct FigureWords<'a> {
    /// The file of its picture.
    pub picture: &'a str,
    /// What is seen.
    pub title: &'a str,
    /// The session's text.
    pub text: &'a str,
}

/// How the figure is wanted; each value is that of the attribute, none where the attribute is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Embedding {
    pub from: Option<SimTime>,
    pub to: Option<SimTime>,
    pub looped: bool,
    pub controls: Option<&'static str>,
    pub theme: Option<&'static str>,
    pub lang: Option<Lang>,
    pub loading: Option<&'static str>,
}

impl Embedding {
    /// The attributes in their order, with their values; `loop` has none.
    fn attributes(&self, content: &EmbedContent) -> Vec<(&'static str, String)> {
        let mut attributes = vec![match content {
            EmbedContent::Scenario(id) => ("scenario", id.clone()),
            EmbedContent::State(state) => ("state", state.clone()),
        }];
        attributes.extend(self.from.map(|from| ("from", instant_text(from))));
        attributes.extend(self.to.map(|to| ("to", instant_text(to))));
        attributes.extend(self.looped.then(|| ("loop", String::new())));
        attributes.extend(self.controls.map(|controls| ("controls", controls.to_owned())));
        attributes.extend(self.theme.map(|theme| ("theme", theme.to_owned())));
        attributes.extend(self.lang.map(|lang| ("lang", lang.tag().to_owned())));
        attributes.extend(self.loading.map(|loading| ("loading", loading.to_owned())));
        attributes
    }

    /// The address of the figure alone, as a frame of this height has it.
    pub fn frame_address(&self, content: &EmbedContent, height: u32) -> String {
        let mut address = "embed.html".to_owned();
        for (name, value) in self.attributes(content) {
            // In a frame, the page around says when it loads.
            if name != "loading" {
                address.push(if address.contains('?') { '&' } else { '?' });
                address += &if value.is_empty() { name.to_owned() } else { format!("{name}={value}") };
            }
        }
        format!("{address}&height={height}")
    }

    /// What is written into the page.
    pub fn snippet(&self, form: EmbedForm, content: &EmbedContent, words: &FigureWords) -> String {
        let FigureWords { title, text, .. } = words;
        match form {
            EmbedForm::Html => self.element(content, words),
            EmbedForm::Frame => format!(
                "<iframe src=\"{}\" title=\"{}\"\n  width=\"100%\" height=\"{FRAME_HEIGHT}\" \
                 style=\"border:0\" loading=\"lazy\"></iframe>",
                quoted(&self.frame_address(content, FRAME_HEIGHT)),
                quoted(title)
            ),
            EmbedForm::Markdown => format!("```groupscope\n{}\n```", text.trim_end()),
        }
    }

    fn element(&self, content: &EmbedContent, words: &FigureWords) -> String {
        let mut element = "<script type=\"module\" src=\"groupscope.js\"></script>\n<group-scope".to_owned();
        for (name, value) in self.attributes(content) {
            // Nothing can go wrong in writing to a string.
            let _ = if value.is_empty() {
                write!(element, " {name}")
            } else {
                write!(element, " {name}=\"{}\"", quoted(&value))
            };
        }
        let (picture, title) = (quoted(words.picture), quoted(words.title));
        let _ = write!(element, ">\n  <img src=\"{picture}\" alt=\"{title}\">\n</group-scope>");
        element
    }
}

fn quoted(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretch() -> Embedding {
        Embedding {
            from: Some(SimTime::from_millis(9_500)),
            to: Some(SimTime::from_millis(16_000)),
            looped: true,
            theme: Some("dark"),
            ..Embedding::default()
        }
    }

    fn words<'a>(title: &'a str, text: &'a str) -> FigureWords<'a> {
        FigureWords { picture: "zombie.svg", title, text }
    }

    #[test]
    fn an_element_has_what_differs_from_the_usual_and_a_picture_for_those_without_scripts() {
        let content = EmbedContent::Scenario("zombie".to_owned());
        assert_eq!(
            stretch().snippet(EmbedForm::Html, &content, &words("A \"zombie\"", "")),
            "<script type=\"module\" src=\"groupscope.js\"></script>\n\
             <group-scope scenario=\"zombie\" from=\"9.5s\" to=\"16s\" loop theme=\"dark\">\n  \
             <img src=\"zombie.svg\" alt=\"A &quot;zombie&quot;\">\n</group-scope>"
        );
    }

    #[test]
    fn a_frame_has_it_in_its_address_but_not_when_it_loads() {
        let content = EmbedContent::State("@9.5s~AVIR".to_owned());
        let eager = Embedding { loading: Some("eager"), ..stretch() };
        assert_eq!(
            eager.frame_address(&content, 440),
            "embed.html?state=@9.5s~AVIR&from=9.5s&to=16s&loop&theme=dark&height=440"
        );
        assert!(eager.snippet(EmbedForm::Frame, &content, &words("t", "")).contains("loop&amp;theme=dark"));
    }

    #[test]
    fn a_fence_has_the_session_in_it() {
        let content = EmbedContent::Scenario("zombie".to_owned());
        let snippet =
            stretch().snippet(EmbedForm::Markdown, &content, &words("t", "topic orders partitions=4\n"));
        assert_eq!(snippet, "```groupscope\ntopic orders partitions=4\n```");
    }
}
