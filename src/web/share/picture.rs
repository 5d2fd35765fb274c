//! The stage as a picture: SVG that stands alone, with its colours in it and the session in its metadata, and PNG.
//!
//! Colours come from style sheets that a picture does not have, so each element gets those of its properties that it is
//! drawn with. Dropping the picture on the page opens the session again.

use crate::web::browser::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Blob, BlobPropertyBag, CanvasRenderingContext2d, CssStyleDeclaration, Document, Element,
    HtmlCanvasElement, HtmlImageElement, Url, XmlSerializer,
};

/// What stands before and behind the link in a picture.
const BEFORE: &str = "<metadata id=\"groupscope\">";
const BEHIND: &str = "</metadata>";

/// The properties that make up the look of a drawing, and the value that need not be written.
const LOOKS: [(&str, &str); 17] = [
    ("fill", "rgb(0, 0, 0)"),
    ("fill-opacity", "1"),
    ("stroke", "none"),
    ("stroke-width", "1px"),
    ("stroke-opacity", "1"),
    ("stroke-dasharray", "none"),
    ("stroke-linecap", "butt"),
    ("stroke-linejoin", "miter"),
    ("opacity", "1"),
    ("font-family", ""),
    ("font-size", ""),
    ("font-weight", "400"),
    ("font-style", "normal"),
    ("text-anchor", "start"),
    ("dominant-baseline", "auto"),
    ("paint-order", "normal"),
    ("visibility", "visible"),
];
/// Only of texts.
const OF_TEXTS: [&str; 5] = ["font-family", "font-size", "font-weight", "font-style", "text-anchor"];
/// So many pixels a PNG has for one of the stage.
const SHARPNESS: f64 = 2.0;

/// The stage of this page as an SVG document, with the link to what it shows.
pub fn svg(page: &Element, title: &str, fragment: &str) -> Option<String> {
    let stage = page.query_selector("[data-testid=stage]").ok()??;
    let window = window()?;
    let ground = window.get_computed_style(&stage.closest(".page").ok()??).ok()??;
    let sheets = stage.query_selector_all("svg.sheet").ok()?;
    let first: Element = sheets.item(0)?.dyn_into().ok()?;
    let (width, height) = (first.get_attribute("width")?, first.get_attribute("height")?);
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" role=\"img\"><title>{}</title>{BEFORE}{fragment}{BEHIND}\
         <rect width=\"{width}\" height=\"{height}\" fill=\"{}\"/>",
        escaped(title),
        colour(&ground, "background-color")
    );
    let serializer = XmlSerializer::new().ok()?;
    for place in 0..sheets.length() {
        let sheet: Element = sheets.item(place)?.dyn_into().ok()?;
        let copy: Element = sheet.clone_node_with_deep(true).ok()?.dyn_into().ok()?;
        dress(&window, &sheet, &copy);
        text += &serializer.serialize_to_string(&copy).ok()?;
    }
    text += "</svg>\n";
    Some(text)
}

fn colour(style: &CssStyleDeclaration, name: &str) -> String {
    style.get_property_value(name).unwrap_or_default()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Gives a copy the look of the original, and takes away what only the page needs. What is not to be seen goes.
fn dress(window: &web_sys::Window, original: &Element, copy: &Element) {
    let Ok(Some(style)) = window.get_computed_style(original) else { return };
    if colour(&style, "display") == "none" {
        return copy.remove();
    }
    let is_text = matches!(original.local_name().as_str(), "text" | "tspan");
    let is_drawn = !matches!(original.local_name().as_str(), "g" | "svg" | "defs" | "title");
    for (name, default) in LOOKS {
        let own = is_drawn && (is_text || !OF_TEXTS.contains(&name));
        let of_group = matches!(name, "opacity" | "visibility");
        let value = colour(&style, name);
        if (own || of_group) && !value.is_empty() && value != default {
            // The picture's elements take every attribute.
            let _ = copy.set_attribute(name, &value.replace("\"", "'"));
        }
    }
    for name in copy.get_attribute_names().iter().filter_map(|name| name.as_string()) {
        let of_page = matches!(name.as_str(), "class" | "tabindex" | "role" | "style")
            || ["data-", "aria-"].iter().any(|prefix| name.starts_with(prefix));
        if of_page {
            let _ = copy.remove_attribute(&name);
        }
    }
    let (originals, copies) = (original.children(), copy.children());
    let pairs: Vec<(Element, Element)> = (0..originals.length())
        .filter_map(|place| Some((originals.item(place)?, copies.item(place)?)))
        .collect();
    for (original, copy) in pairs {
        dress(window, &original, &copy);
    }
}

/// The link in a picture that this page made; `None` in any other file.
pub fn fragment_in(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (_, behind) = text.split_once(BEFORE)?;
    let (fragment, _) = behind.split_once(BEHIND)?;
    text.trim_start().starts_with("<svg").then(|| fragment.trim().to_owned())
}

/// The SVG as PNG, handed over when it has been drawn; `None` if the browser does not draw it.
pub fn png(document: &Document, svg: String, done: impl FnOnce(Option<Blob>) + 'static) {
    let document = document.clone();
    spawn_local(async move {
        let blob = drawn(&document, &svg).await;
        done(blob.ok());
    });
}

async fn drawn(document: &Document, svg: &str) -> Result<Blob, JsValue> {
    let kind = BlobPropertyBag::new();
    kind.set_type("image/svg+xml");
    let parts = js_sys::Array::of1(&JsValue::from_str(svg));
    let address = Url::create_object_url_with_blob(&Blob::new_with_str_sequence_and_options(&parts, &kind)?)?;
    let image = HtmlImageElement::new()?;
    image.set_src(&address);
    let decoded = JsFuture::from(image.decode()).await;
    Url::revoke_object_url(&address)?;
    decoded?;
    let canvas: HtmlCanvasElement = document.create_element("canvas")?.unchecked_into();
    let (width, height) = (f64::from(image.width()) * SHARPNESS, f64::from(image.height()) * SHARPNESS);
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    let context: CanvasRenderingContext2d = canvas.get_context("2d")?.ok_or(JsValue::NULL)?.unchecked_into();
    context.draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, width, height)?;
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        // It calls back in any case.
        let _ = canvas.to_blob(&resolve);
    });
    JsFuture::from(promise).await?.dyn_into()
}

#[cfg(test)]
mod tests {
    use super::fragment_in;

    #[test]
    fn a_picture_of_the_page_has_its_link_in_it_and_other_files_have_none() {
        let picture = "<svg><title>t</title><metadata id=\"groupscope\">zombie@3s</metadata></svg>";
        assert_eq!(fragment_in(picture.as_bytes()), Some("zombie@3s".to_owned()));
        assert_eq!(fragment_in(b"<svg></svg>"), None);
        assert_eq!(fragment_in(b"title en=\"<metadata id=\\\"groupscope\\\">x</metadata>\""), None);
        assert_eq!(fragment_in(&[0xff, 0xfe]), None);
    }
}
