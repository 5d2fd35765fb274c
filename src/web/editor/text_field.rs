//! A plain field of text as an editor: numbers beside its lines, marks below them, places in it, and words put into it.

use crate::web::markup::markup;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

/// The number of each line, as one text.
pub fn numbers(text: &str) -> String {
    let count = text.split('\n').count();
    (1..=count).map(|number| format!("{number}\n")).collect()
}

/// How high a line is, in pixels; the style sheet has the same.
pub const LINE: u32 = 20;

/// A mark below a line.
pub fn stripe(line: u32) -> Html {
    let y = u64::from(line.saturating_sub(1)) * u64::from(LINE);
    markup! { <rect key={line as usize} y={y.to_string()} width="100%" height={LINE.to_string()} /> }
}

/// Browsers count UTF-16 units: the place of a caret in bytes.
pub fn byte_at(text: &str, units: u32) -> Option<usize> {
    let mut passed = 0;
    for (byte, letter) in text.char_indices() {
        if passed >= units {
            return Some(byte);
        }
        passed += letter.len_utf16() as u32;
    }
    (passed >= units).then_some(text.len())
}

/// And the other way round.
pub fn units_at(text: &str, byte: usize) -> u32 {
    text.get(..byte).map_or(0, |before| before.encode_utf16().count() as u32)
}

/// Puts a word in the place of what stands between `from`, in bytes, and the caret. The browser can undo it.
pub fn insert(field: &HtmlTextAreaElement, text: &str, from: usize, word: &str) {
    let end = field.selection_end().ok().flatten().unwrap_or_default();
    let start = units_at(text, from);
    let _ = field.focus();
    let _ = field.set_selection_range(start, end);
    if !type_into(field, word) {
        let _ = field.set_range_text(word);
        let after = start + word.encode_utf16().count() as u32;
        let _ = field.set_selection_range(after, after);
    }
}

/// Has the browser type, so that it remembers; whether it did.
fn type_into(field: &HtmlTextAreaElement, word: &str) -> bool {
    let Some(document) = field.owner_document() else { return false };
    let Ok(command) = js_sys::Reflect::get(&document, &JsValue::from_str("execCommand")) else {
        return false;
    };
    let Ok(command) = command.dyn_into::<js_sys::Function>() else { return false };
    let (what, how) = (JsValue::from_str("insertText"), JsValue::FALSE);
    let typed = command.call3(&document, &what, &how, &JsValue::from_str(word));
    typed.is_ok_and(|typed| typed.is_truthy())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caret_is_found_behind_letters_of_any_width() {
        let text = "a가😀b";
        for (units, byte) in [(0, 0), (1, 1), (2, 4), (4, 8), (5, 9)] {
            assert_eq!(byte_at(text, units), Some(byte));
            assert_eq!(units_at(text, byte), units);
        }
        assert_eq!(byte_at(text, 6), None);
    }

    #[test]
    fn the_line_after_the_last_break_has_a_number_too() {
        assert_eq!(numbers("a\nb\n"), "1\n2\n3\n");
    }
}
