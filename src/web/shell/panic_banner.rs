//! What is left when the program itself fails: a banner with the session's text, which reproduces the failure.
//!
//! After a panic nothing of the page runs any more, so the banner is made by hand, and the text is kept here from
//! the last time it changed.

use crate::session::language::label::Label;
use crate::web::lang::{Lang, TOLD};
use std::cell::{Cell, RefCell};
use wasm_bindgen::JsValue;
use web_sys::Document;

thread_local! {
    static SESSION: RefCell<String> = const { RefCell::new(String::new()) };
    static LANG: Cell<Lang> = const { Cell::new(Lang::En) };
}

/// Keeps the present session's text for the banner.
pub fn keep(session: String) {
    SESSION.with(|kept| *kept.borrow_mut() = session);
}

/// The language of the banner, if there is to be one.
pub fn speak(lang: Lang) {
    LANG.with(|kept| kept.set(lang));
}

/// From now on a panic shows the banner.
pub fn install() {
    std::panic::set_hook(Box::new(|info| {
        let message = info.to_string();
        web_sys::console::error_1(&JsValue::from_str(&message));
        if let Some(document) = web_sys::window().and_then(|window| window.document()) {
            let _ = show(&document, &message);
        }
    }));
}

fn show(document: &Document, message: &str) -> Result<(), JsValue> {
    if document.query_selector("[data-testid=panic]")?.is_some() {
        return Ok(());
    }
    let banner = document.create_element("section")?;
    banner.set_class_name("panic");
    banner.set_attribute("role", "alert")?;
    banner.set_attribute("data-testid", "panic")?;
    let lang = LANG.with(Cell::get);
    let add = |tag: &str, lang: &str, text: &str| -> Result<(), JsValue> {
        let element = document.create_element(tag)?;
        element.set_attribute("lang", lang)?;
        element.set_text_content(Some(text));
        banner.append_child(&element)?;
        Ok(())
    };
    add("strong", lang.tag(), lang.label(Label::Failed))?;
    add("p", lang.tag(), lang.label(Label::FailedAdvice))?;
    add("pre", TOLD, message)?;
    let session = SESSION.with(|kept| kept.try_borrow().map(|text| text.clone()).unwrap_or_default());
    add("pre", TOLD, &session)?;
    if let Some(body) = document.body() {
        body.append_child(&banner)?;
    }
    Ok(())
}
