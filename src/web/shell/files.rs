//! Files in and out: chosen by button, dropped on the page, offered as downloads. Nothing leaves the machine.

use crate::kafka::on_demand;
use crate::session::language::label::Label;
use crate::session::language::notice::Complaint;
use crate::session::lexer::{LARGEST_FILE, is_letter_or_digit};
use crate::web::action::Action;
use crate::web::lang::Lang;
use crate::web::markup::markup;
use crate::web::touched;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DataTransfer, Document, File, HtmlAnchorElement, HtmlInputElement, Response};
use yew::prelude::*;

/// How many of the last downloads keep their address: a browser may still be about to fetch them.
const KEPT: usize = 8;

/// Reads `file`, unless it is too large to be a session, and hands over what came of it.
pub fn read(file: File, dispatch: Callback<Action>) {
    let name = file.name();
    let size = file.size();
    if size > LARGEST_FILE as f64 {
        let tenths = (size / 104_857.6).round() as u64;
        let why = Complaint::TooLarge { tenths, most: (LARGEST_FILE >> 20) as u64 };
        dispatch.emit(Action::Unreadable { name, why });
        return;
    }
    spawn_local(async move {
        let action = match JsFuture::from(file.array_buffer()).await {
            Ok(buffer) => Action::OpenBytes { name, bytes: js_sys::Uint8Array::new(&buffer).to_vec() },
            Err(_) => Action::Unreadable { name, why: Complaint::Unreadable },
        };
        dispatch.emit(action);
    });
}

/// Fetches a scenario's text from a folder, and hands over what came of it.
pub fn fetch_scenario(folder: &str, id: &'static str, dispatch: Callback<Action>) {
    let address = format!("{folder}{id}.session");
    spawn_local(async move {
        let mut text = fetched(&address).await.ok().flatten();
        let needs_more = text.as_deref().is_some_and(on_demand::is_needed_by) && on_demand::here().is_none();
        if needs_more && touched::arrive().await.is_err() {
            text = None;
        }
        dispatch.emit(Action::ScenarioCame(id, text.ok_or(Complaint::NotFetched(address))));
    });
}

/// The text at an address; `None` if the server has none.
async fn fetched(address: &str) -> Result<Option<String>, JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let response: Response = JsFuture::from(window.fetch_with_str(address)).await?.unchecked_into();
    if !response.ok() {
        return Ok(None);
    }
    Ok(JsFuture::from(response.text()?).await?.as_string())
}

/// The addresses under which a browser finds what was offered last.
#[derive(Default)]
pub struct Downloads(Vec<Address>);

/// Valid for as long as it is kept.
struct Address(String);

impl Drop for Address {
    fn drop(&mut self) {
        let _ = web_sys::Url::revoke_object_url(&self.0);
    }
}

impl Downloads {
    /// Offers `text` as a download called `name`.
    pub fn offer(&mut self, document: &Document, name: &str, kind: &str, text: &str) -> Result<(), JsValue> {
        let options = web_sys::BlobPropertyBag::new();
        options.set_type(kind);
        let parts = js_sys::Array::of1(&JsValue::from_str(text));
        let blob = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options)?;
        self.offer_blob(document, name, &blob)
    }

    /// Offers what is in `blob`.
    pub fn offer_blob(
        &mut self,
        document: &Document,
        name: &str,
        blob: &web_sys::Blob,
    ) -> Result<(), JsValue> {
        let address = Address(web_sys::Url::create_object_url_with_blob(blob)?);
        let link: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
        link.set_href(&address.0);
        link.set_download(name);
        link.click();
        self.0.truncate(KEPT - 1);
        self.0.insert(0, address);
        Ok(())
    }
}

/// A file name without folders and without `.session`, safe to save under.
pub fn stem(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = last.strip_suffix(".session").unwrap_or(last);
    let safe: String =
        stem.chars().map(|c| if is_letter_or_digit(c) || "-_.".contains(c) { c } else { '-' }).collect();
    if safe.trim_matches('.').is_empty() { "groupscope".to_owned() } else { safe }
}

/// The invisible field behind the "open" button.
pub fn view_chooser(field: &NodeRef, dispatch: &Callback<Action>) -> Html {
    let onchange = {
        let dispatch = dispatch.clone();
        Callback::from(move |event: Event| {
            let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
            if let Some(file) = input.files().and_then(|files| files.get(0)) {
                read(file, dispatch.clone());
            }
            // So that the same file can be chosen again after it was mended.
            input.set_value("");
        })
    };
    markup! {
        <input ref={field.clone()} type="file" accept=".session,.txt,.svg,text/plain,image/svg+xml"
            hidden=true tabindex="-1" aria-hidden="true" data-testid="file" {onchange} />
    }
}

/// Opens the system's file dialog.
pub fn choose(field: &NodeRef) {
    if let Some(input) = field.cast::<HtmlInputElement>() {
        input.click();
    }
}

/// The files a drag carries, if it carries any.
pub fn carried(event: &DragEvent) -> Option<DataTransfer> {
    let transfer = event.data_transfer()?;
    transfer.types().iter().any(|kind| kind.as_string().as_deref() == Some("Files")).then_some(transfer)
}

/// What covers the page while a file is held over it.
pub fn view_drop_zone(shown: bool, lang: Lang) -> Html {
    markup! {
        <div class="drop-zone" hidden={!shown} data-testid="drop-zone">
            <p><strong>{ lang.label(Label::DropHere) }</strong></p>
            <p>{ lang.label(Label::DropReturns) }</p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn a_file_name_is_made_safe() {
        assert_eq!(stem("static/scenarios/join-eager.session"), "join-eager");
        assert_eq!(stem("my session?.session"), "my-session-");
        assert_eq!(stem("장애.session"), "장애");
        assert_eq!(stem("../"), "groupscope");
    }
}
