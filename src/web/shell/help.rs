//! The list of keys, from the table of actions and from that of the page for a room.

use crate::session::language::course::CourseLabel;
use crate::session::language::label::Label;
use crate::session::language::present::PresentLabel;
use crate::web::action::{ACTIONS, Action, ActionRow, Verb};
use crate::web::icons::{Icon, icon};
use crate::web::lang::Lang;
use crate::web::markup::markup;
use crate::web::mount::root::Instance;
use crate::web::part::Part;
use crate::web::present::keys::{ROOM_KEYS, RoomRow, shown};
use web_sys::HtmlDialogElement;
use yew::prelude::*;

/// The list, in a dialog.
#[derive(PartialEq)]
pub struct Help {
    pub instance: Instance,
    /// The dialog, which alone knows whether it is open: the browser closes it by itself, and tells that only later.
    pub dialog: NodeRef,
    /// Whether it was ever opened: until then there is nothing in it.
    pub opened: bool,
    /// Whether keys of a single character do anything.
    pub letter_keys: bool,
    pub lang: Lang,
    pub dispatch: Callback<Action>,
}

/// Opens the list, or closes it if it is open.
pub fn toggle(dialog: &NodeRef) {
    if !close(dialog)
        && let Some(dialog) = dialog.cast::<HtmlDialogElement>()
    {
        // Only a dialog that has left the page refuses.
        let _ = dialog.show_modal();
    }
}

/// Closes the list; whether it was open.
pub fn close(dialog: &NodeRef) -> bool {
    let open = dialog.cast::<HtmlDialogElement>().filter(HtmlDialogElement::open);
    if let Some(dialog) = &open {
        dialog.close();
    }
    open.is_some()
}

impl Part for Help {
    fn view(&self) -> Html {
        let Help { instance, dialog, opened, letter_keys, lang, dispatch } = self;
        let lang = *lang;
        let title = instance.id("help-title");
        let shut = dispatch.reform(|_: MouseEvent| Action::Do(Verb::Help));
        let keyed = ACTIONS.iter().filter(|row| *opened && !row.key.is_empty());
        markup! {
            <dialog class="help" ref={dialog.clone()} aria-labelledby={title.clone()} data-testid="help-list">
                <header>
                    <h2 id={title}>{ lang.label(Label::Keys) }</h2>
                    <button type="button" class="quiet" aria-label={lang.label(Label::Close)} onclick={shut}>
                        { icon(Icon::Close) }
                    </button>
                </header>
                { view_switch(*letter_keys, lang, dispatch) }
                <table>
                    <tbody>
                        { for keyed.map(|row| view_row(row, lang)) }
                        { listed("1-9", "1–9", Vec::new(), lang.label(Label::ChooseByNumber)) }
                    </tbody>
                </table>
                <h3>{ lang.present_label(PresentLabel::Screen) }</h3>
                <table data-testid="room-keys">
                    <tbody>{ for ROOM_KEYS.iter().filter(|_| *opened).map(|row| view_room_row(row, lang)) }</tbody>
                </table>
            </dialog>
        }
    }
}

/// A person who speaks to the computer, or slips, does nothing unmeant by a single letter.
fn view_switch(on: bool, lang: Lang, dispatch: &Callback<Action>) -> Html {
    let onchange = dispatch.reform(|_: Event| Action::Do(Verb::LetterKeys));
    markup! {
        <label class="switch">
            <input type="checkbox" checked={on} data-testid="letter-keys" {onchange} />
            <span>{ lang.course_label(CourseLabel::LetterKeys) }</span>
            <small hidden={on}>{ lang.course_label(CourseLabel::LettersAreOff) }</small>
        </label>
    }
}

fn view_row(row: &ActionRow, lang: Lang) -> Html {
    let also = [row.also].into_iter().filter(|key| !key.is_empty()).map(str::to_owned).collect();
    listed(row.id, row.key, also, lang.action_help(row.verb))
}

/// Which keys do it before a room.
fn view_room_row(row: &RoomRow, lang: Lang) -> Html {
    let opposite = row.opposite.map_or(&[][..], |(_, keys)| keys);
    let mut keys = row.keys.iter().chain(opposite).map(|key| shown(key));
    let first = keys.next().unwrap_or_default();
    listed(row.keys[0], &first, keys.collect(), lang.present_label(row.help))
}

/// A line of the list: a key, others that do the same, and what they do.
fn listed(id: &'static str, key: &str, also: Vec<String>, help: &'static str) -> Html {
    let other = |key: String| markup! { <>{ " " }<kbd>{ key }</kbd></> };
    markup! {
        <tr key={id}>
            <th scope="row"><kbd>{ key.to_owned() }</kbd>{ for also.into_iter().map(other) }</th>
            <td>{ help }</td>
        </tr>
    }
}
