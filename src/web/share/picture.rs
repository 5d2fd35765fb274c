//! The stage as a picture: SVG that stands alone, with its colours in it and the session in its metadata, and PNG.
//!
//! Colours come from style sheets that a picture does not have, so each element gets those of its properties that it is
//! drawn with. Dropping the picture on the page opens the session again.

use crate::scene::picture::look::{dress, written};
use crate::scene::picture::{Content, Element, Picture};
use crate::web::browser::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Blob, BlobPropertyBag, CanvasRenderingContext2d, CssStyleDeclaration, Document, HtmlCanvasElement,
    HtmlImageElement, Url, Window,
};

/// So many pixels a PNG has for one of the stage.
const SHARPNESS: f64 = 2.0;

/// The stage of this page as an SVG document, with the link to what it shows.
pub fn svg(page: &web_sys::Element, title: &str, fragment: &str) -> Option<String> {
    let stage = page.query_selector("[data-testid=stage]").ok()??;
    let window = window()?;
    // What a visitor marked belongs to the visit, not to the picture.
    let sheets = stage.query_selector_all("svg.sheet:not(.foretold)").ok()?;
    let sheets = (0..sheets.length()).filter_map(|place| sheets.item(place)?.dyn_into().ok());
    let sheets: Vec<web_sys::Element> = sheets.collect();
    let size = |name: &str| sheets.first()?.get_attribute(name);
    let picture = Picture {
        width: size("width")?,
        height: size("height")?,
        title: title.to_owned(),
        fragment: fragment.to_owned(),
        ground: ground_below(&window, &stage).unwrap_or_default(),
        sheets: sheets.iter().filter_map(|sheet| dressed(&window, sheet)).collect(),
    };
    Some(picture.to_svg())
}

/// The colour that is seen behind an element.
pub(super) fn ground_below(window: &Window, element: &web_sys::Element) -> Option<String> {
    let style = window.get_computed_style(element).ok()??;
    let colour = written(&value(&style, "background-color"));
    match colour == "none" {
        true => ground_below(window, &element.parent_element()?),
        false => Some(colour),
    }
}

fn value(style: &CssStyleDeclaration, name: &str) -> String {
    style.get_property_value(name).unwrap_or_default()
}

/// An element of the page as one of a picture, if anything is to be seen of it.
pub(super) fn dressed(window: &Window, original: &web_sys::Element) -> Option<Content> {
    let style = window.get_computed_style(original).ok()??;
    if value(&style, "display") == "none" {
        return None;
    }
    let attribute = |name: JsValue| {
        let name = name.as_string()?;
        let value = original.get_attribute(&name)?;
        Some((name, value))
    };
    let nodes = original.child_nodes();
    let child = |place: u32| {
        let node = nodes.item(place)?;
        match node.dyn_into::<web_sys::Element>() {
            Ok(element) => dressed(window, &element),
            Err(node) => node.node_value().filter(|text| !text.is_empty()).map(Content::Text),
        }
    };
    let mut element = Element {
        name: original.tag_name(),
        attributes: original.get_attribute_names().iter().filter_map(attribute).collect(),
        children: (0..nodes.length()).filter_map(child).collect(),
    };
    dress(&mut element, |name| value(&style, name));
    (!element.is_nothing()).then_some(Content::Element(element))
}

/// The SVG as PNG, handed over when it has been drawn; `None` if the browser does not draw it.
pub fn png(document: &Document, svg: String, done: impl FnOnce(Option<Blob>) + 'static) {
    let document = document.clone();
    spawn_local(async move {
        let blob = drawn(&document, &svg).await;
        done(blob.ok());
    });
}

/// A text as a file of this kind.
pub(super) fn blob(text: &str, kind: &str) -> Result<Blob, JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    Blob::new_with_str_sequence_and_options(&js_sys::Array::of1(&JsValue::from_str(text)), &options)
}

async fn drawn(document: &Document, svg: &str) -> Result<Blob, JsValue> {
    let address = Url::create_object_url_with_blob(&blob(svg, "image/svg+xml")?)?;
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
