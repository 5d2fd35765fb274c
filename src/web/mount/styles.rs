//! The style sheets of a page that is not groupscope's own. They stand in the tree the page stands in, so a shadow
//! root keeps them to itself, and they go with the page.

use crate::web::browser::DomListener;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, HtmlElement, Node, ShadowRoot};

/// The sheets that index.html links, for a page in a shadow root of the same document.
const OWN: &str = "link[data-groupscope]";
const ADOPTED: &str = "adoptedStyleSheets";

/// The sheets of one page; see [`Styles::remove`].
#[derive(Default)]
pub struct Styles {
    links: Vec<Element>,
    /// The shadow root that adopted the constructed sheets.
    adopted: Option<(ShadowRoot, Vec<JsValue>)>,
    _loads: Vec<DomListener>,
}

impl Styles {
    /// Gives `container` its sheets: addresses are linked, constructed sheets are adopted. The page is not seen before
    /// the linked ones have arrived.
    ///
    /// # Errors
    /// A sentence: there are none for a page in a shadow root, or one cannot be used here.
    pub fn add(document: &Document, container: &HtmlElement, styles: &[JsValue]) -> Result<Self, String> {
        let shadow = container.get_root_node().dyn_into::<ShadowRoot>().ok();
        let own = if styles.is_empty() && shadow.is_some() { own(document) } else { Vec::new() };
        if shadow.is_some() && styles.is_empty() && own.is_empty() {
            return Err(
                "A page in a shadow root needs `styles`: the addresses of groupscope's style sheets.".into(),
            );
        }
        let (mut addresses, mut sheets) = (own, Vec::new());
        for style in styles {
            match style.as_string() {
                Some(address) => addresses.push(address),
                None => sheets.push(style.clone()),
            }
        }
        let adopted = match (shadow, sheets.is_empty()) {
            (_, true) => None,
            (Some(shadow), false) => Some((shadow, sheets)),
            (None, false) => {
                return Err("Only a shadow root adopts style sheets; elsewhere, give addresses.".into());
            }
        };
        if let Some((shadow, sheets)) = &adopted {
            adopt(shadow, sheets)
                .map_err(|_| "`styles` holds something that is no style sheet.".to_owned())?;
        }
        let mut made = Styles { links: Vec::new(), adopted, _loads: Vec::new() };
        made.link(document, container, &addresses)
            .map_err(|_| "A style sheet could not be linked.".to_owned())?;
        Ok(made)
    }

    fn link(&mut self, document: &Document, page: &HtmlElement, addresses: &[String]) -> Result<(), JsValue> {
        let parent: Node = page.parent_node().ok_or(JsValue::NULL)?;
        let missing = Rc::new(Cell::new(addresses.len()));
        if !addresses.is_empty() {
            page.style().set_property("visibility", "hidden")?;
        }
        for address in addresses {
            let link = document.create_element("link")?;
            link.set_attribute("rel", "stylesheet")?;
            // One that does not arrive is not waited for: an unstyled page says more than none.
            for kind in ["load", "error"] {
                let (missing, page) = (Rc::clone(&missing), page.clone());
                let arrived = move |_| {
                    missing.set(missing.get().saturating_sub(1));
                    if missing.get() == 0 {
                        let _ = page.style().remove_property("visibility");
                    }
                };
                self._loads.extend(DomListener::on(link.clone().into(), kind, arrived));
            }
            link.set_attribute("href", address)?;
            parent.insert_before(&link, Some(page))?;
            self.links.push(link);
        }
        Ok(())
    }

    /// Takes the sheets away again.
    pub fn remove(&mut self) {
        for link in self.links.drain(..) {
            link.remove();
        }
        self._loads.clear();
        if let Some((shadow, sheets)) = self.adopted.take() {
            abandon(&shadow, &sheets);
        }
    }
}

/// The addresses of the sheets of groupscope's own page.
fn own(document: &Document) -> Vec<String> {
    let Ok(links) = document.query_selector_all(OWN) else { return Vec::new() };
    let link = |n| links.get(n)?.dyn_into::<Element>().ok()?.get_attribute("href");
    (0..links.length()).filter_map(link).collect()
}

fn adopted(shadow: &ShadowRoot) -> js_sys::Array {
    let list = js_sys::Reflect::get(shadow, &JsValue::from_str(ADOPTED)).unwrap_or_default();
    js_sys::Array::from(&list)
}

fn adopt(shadow: &ShadowRoot, sheets: &[JsValue]) -> Result<(), JsValue> {
    let list = adopted(shadow);
    for sheet in sheets {
        list.push(sheet);
    }
    js_sys::Reflect::set(shadow, &JsValue::from_str(ADOPTED), &list).map(|_| ())
}

/// Each sheet goes once: another page in the same shadow root may have brought the same.
fn abandon(shadow: &ShadowRoot, sheets: &[JsValue]) {
    let mut list = adopted(shadow).to_vec();
    for sheet in sheets {
        if let Some(place) = list.iter().rposition(|adopted| adopted == sheet) {
            list.remove(place);
        }
    }
    let list: js_sys::Array = list.into_iter().collect();
    let _ = js_sys::Reflect::set(shadow, &JsValue::from_str(ADOPTED), &list);
}
