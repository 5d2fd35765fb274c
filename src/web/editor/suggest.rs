//! The list of words that can stand at the caret.

use crate::session::completion::{Completion, CompletionOffer, complete};
use crate::session::language::desk::DeskLabel;
use crate::web::lang::Lang;
use crate::web::markup::markup;
use web_sys::{HtmlElement, HtmlTextAreaElement};
use yew::prelude::*;

/// The most words that are listed at once, around the chosen one.
const LISTED: usize = 8;

/// A list that is open.
pub struct Suggesting {
    found: Completion,
    /// What is said of each word.
    help: Vec<String>,
    chosen: usize,
    /// In which line and column the word begins, from 0.
    place: (usize, usize),
}

impl Suggesting {
    /// What can stand at a caret, a place in bytes.
    pub fn at(text: &str, caret: usize, asked: bool, lang: Lang) -> Option<Suggesting> {
        let found = complete(text, caret, asked)?;
        let before = text.get(..found.from)?;
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        // Letters of Hangul are twice as wide.
        let width = |letter: char| if letter.is_ascii() { 1 } else { 2 };
        let place = (before.matches('\n').count(), before[start..].chars().map(width).sum());
        let help = found.offers.iter().map(|offer| offer.about.help(lang)).collect();
        Some(Suggesting { found, help, chosen: 0, place })
    }

    /// The chosen word.
    pub fn chosen(&self) -> usize {
        self.chosen
    }

    /// Chooses the next one, or the one before.
    pub fn go(&mut self, by: isize) {
        let count = self.found.offers.len();
        self.chosen = (self.chosen + count).saturating_add_signed(by) % count.max(1);
    }

    /// Where a word is to be put, in bytes, and the word.
    pub fn word(&self, which: usize) -> Option<(usize, &str)> {
        let offer = self.found.offers.get(which)?;
        Some((self.found.from, offer.text.as_str()))
    }

    /// Puts the list below the caret. By the style's own interface: documents may forbid styles in attributes.
    pub fn put(&self, list: &HtmlElement, field: &HtmlTextAreaElement) {
        let (line, column) = self.place;
        let places = [
            ("--line", line.to_string()),
            ("--column", column.to_string()),
            ("--top", format!("{}px", field.scroll_top())),
            ("--left", format!("{}px", field.scroll_left())),
        ];
        for (name, value) in places {
            let _ = list.style().set_property(name, &value);
        }
    }

    /// The list.
    pub fn view(&self, list: &NodeRef, lang: Lang, take: &Callback<usize>) -> Html {
        let first = self.chosen.saturating_sub(LISTED / 2);
        let first = first.min(self.found.offers.len().saturating_sub(LISTED));
        let row = |(which, (offer, help)): (usize, (&CompletionOffer, &String))| {
            // Before the field loses the focus.
            let onmousedown = take.reform(move |event: MouseEvent| {
                event.prevent_default();
                which
            });
            markup! {
                <li key={which} role="option" aria-selected={(which == self.chosen).to_string()} {onmousedown}>
                    <code>{ &offer.text }</code><span>{ help }</span>
                </li>
            }
        };
        let rows = self.found.offers.iter().zip(&self.help).enumerate().skip(first).take(LISTED);
        markup! {
            <ul class="suggestions" ref={list.clone()} role="listbox" data-testid="suggestions"
                aria-label={lang.desk_label(DeskLabel::Suggestions)}>
                { for rows.map(row) }
            </ul>
        }
    }
}
