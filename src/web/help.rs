//! The list of keys, from the one table of actions.

use crate::web::action::{ACTIONS, Action, Row, Verb};
use crate::web::browser::when;
use crate::web::icons::{Icon, icon};
use web_sys::HtmlDialogElement;
use yew::prelude::*;

/// What the list is given.
#[derive(PartialEq, Properties)]
pub struct HelpProps {
    pub open: bool,
    pub dispatch: Callback<Action>,
}

/// The list, in a dialog.
pub struct Help {
    dialog: NodeRef,
}

impl Component for Help {
    type Message = ();
    type Properties = HelpProps;

    fn create(_: &Context<Self>) -> Self {
        Help { dialog: NodeRef::default() }
    }

    fn rendered(&mut self, ctx: &Context<Self>, _: bool) {
        if let Some(dialog) = self.dialog.cast::<HtmlDialogElement>() {
            match (ctx.props().open, dialog.open()) {
                (true, false) => drop(dialog.show_modal()),
                (false, true) => dialog.close(),
                _ => {}
            }
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let shut = ctx.props().dispatch.reform(|_: MouseEvent| Action::Do(Verb::Help));
        // When Escape is pressed the page closes the dialog: the browser would do it by itself, but tell the page only
        // later, and a key that is pressed in between would be taken for the wrong one.
        let open = ctx.props().open;
        let cancelled = when(&ctx.props().dispatch, move |event: Event| {
            event.prevent_default();
            open.then_some(Action::Do(Verb::Help))
        });
        // Pressed twice, Escape closes it all the same.
        let closed = when(&ctx.props().dispatch, move |_: Event| open.then_some(Action::Do(Verb::Help)));
        let keyed = ACTIONS.iter().filter(|row| !row.key.is_empty());
        html! {
            <dialog class="help" ref={self.dialog.clone()} aria-labelledby="help-title" data-testid="help-list"
                oncancel={cancelled} onclose={closed}>
                <header>
                    <h2 id="help-title">{ "Keys" }</h2>
                    <button type="button" class="quiet" aria-label="Close" onclick={shut}>{ icon(Icon::Close) }</button>
                </header>
                <table>
                    <tbody>
                        { for keyed.map(view_row) }
                        <tr key="1-9">
                            <th scope="row"><kbd>{ "1–9" }</kbd></th>
                            <td>{ "Choose a consumer; the keys for one consumer act on it." }</td>
                        </tr>
                    </tbody>
                </table>
            </dialog>
        }
    }
}

fn view_row(row: &Row) -> Html {
    html! {
        <tr key={row.id}>
            <th scope="row"><kbd>{ row.key }</kbd></th>
            <td>{ row.help }</td>
        </tr>
    }
}
