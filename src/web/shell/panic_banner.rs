//! What is left when the program itself fails: in each page a banner with its session's text, which reproduces the
//! failure.
//!
//! After a panic nothing of any page runs any more, so the banners are made by hand, from what the roots kept when
//! it last changed.

use crate::session::language::label::Label;
use crate::web::lang::TOLD;
use crate::web::mount::root::Root;
use std::cell::Cell;
use wasm_bindgen::JsValue;

thread_local! {
    static INSTALLED: Cell<bool> = const { Cell::new(false) };
}

/// From now on a panic shows the banner in every page. Yew is told, or it would put a hook of its own in this one's
/// place.
pub fn install() {
    if INSTALLED.replace(true) {
        return;
    }
    yew::set_custom_panic_hook(Box::new(|info| {
        let message = info.to_string();
        web_sys::console::error_1(&JsValue::from_str(&message));
        for root in Root::live() {
            let _ = show(&root, &message);
        }
    }));
}

fn show(root: &Root, message: &str) -> Result<(), JsValue> {
    let (document, page) = (root.document(), root.container());
    if page.query_selector("[data-testid=panic]")?.is_some() {
        return Ok(());
    }
    let banner = document.create_element("section")?;
    banner.set_class_name("panic");
    banner.set_attribute("role", "alert")?;
    banner.set_attribute("data-testid", "panic")?;
    let add = |tag: &str, lang: &str, text: &str| -> Result<(), JsValue> {
        let element = document.create_element(tag)?;
        element.set_attribute("lang", lang)?;
        element.set_text_content(Some(text));
        banner.append_child(&element)?;
        Ok(())
    };
    let lang = root.lang();
    add("strong", lang.tag(), lang.label(Label::Failed))?;
    add("p", lang.tag(), lang.label(Label::FailedAdvice))?;
    add("pre", TOLD, message)?;
    add("pre", TOLD, &root.kept_session())?;
    page.append_child(&banner)?;
    Ok(())
}
