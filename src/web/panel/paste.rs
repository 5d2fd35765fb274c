//! "Paste your consumer.properties": what an engineer has becomes a consumer of the group; what is simulated, what has
//! no effect here and what is wrong are said line by line before anything is started. Only a wrong value keeps it from
//! being started.

use crate::kafka::ids::{ClientName, GroupId};
use crate::session::Lang;
use crate::session::language::label::Label;
use crate::session::language::phrase::Phrase;
use crate::session::lexer::LARGEST_FILE;
use crate::session::properties_text::{LeftOut, Pasted, Refused, read};
use crate::web::action::Action;
use crate::web::browser::bring_into_view;
use crate::web::markup::markup;
use crate::web::part::{Context, Piece};
use crate::web::shell::page::Place;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, Element, HtmlTextAreaElement};
use yew::prelude::*;

/// The most sentences of a kind that are told.
const MOST_TOLD: usize = 20;
/// A real file has many keys without effect; more than these are counted.
const MOST_LEFT_OUT: usize = 200;

/// What the field is given.
#[derive(PartialEq)]
pub struct PasteProps {
    pub group: GroupId,
    /// The name that the new consumer gets.
    pub name: ClientName,
    pub lang: Lang,
    pub dispatch: Callback<Action>,
}

/// The field and what was understood of it.
pub struct Paste {
    field: NodeRef,
    pasted: Pasted,
    errors: Vec<Refused>,
    empty: bool,
    /// What was understood, and the button that starts it; whether they have to be brought into view.
    verdict: NodeRef,
    start: NodeRef,
    unseen: bool,
}

/// What happens in it.
pub enum PasteMsg {
    Typed,
    /// More was pasted than the field is made for: it is answered, and not put in.
    TooMuch(String),
    Start,
}

impl Piece for Paste {
    type Message = PasteMsg;
    type Properties = PasteProps;

    fn create(_: &Context<Self>) -> Self {
        let (field, verdict, start) = Default::default();
        let (pasted, errors) = (Pasted::default(), Vec::new());
        Paste { field, pasted, errors, empty: true, verdict, start, unseen: false }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: PasteMsg) -> bool {
        match msg {
            PasteMsg::Typed => {
                let field = self.field.cast::<HtmlTextAreaElement>();
                self.understand(&field.map(|field| field.value()).unwrap_or_default());
            }
            PasteMsg::TooMuch(text) => self.understand(&text),
            PasteMsg::Start => {
                let props = ctx.props();
                let line = self.line(&props.name, &props.group);
                props.dispatch.emit(Action::Line(Place::Group(props.group), line));
            }
        }
        true
    }

    fn rendered(&mut self, _: &Context<Self>) {
        if std::mem::take(&mut self.unseen) {
            let below = [&self.start, &self.verdict].into_iter().filter_map(|node| node.cast::<Element>());
            below.for_each(|element| bring_into_view(&element));
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let PasteProps { group, name, lang, .. } = ctx.props();
        let start = lang.say(Phrase::StartWith(name.as_str()));
        let oninput = ctx.link().callback(|_: InputEvent| PasteMsg::Typed);
        let onpaste = ctx.link().batch_callback(|event: Event| {
            let event = event.dyn_into::<ClipboardEvent>().ok()?;
            let text = event.clipboard_data()?.get_data("text").ok()?;
            // A browser would be busy for minutes with so many lines in a field.
            (text.len() > LARGEST_FILE).then(|| {
                event.prevent_default();
                PasteMsg::TooMuch(text)
            })
        });
        let onclick = ctx.link().callback(|_: MouseEvent| PasteMsg::Start);
        let ready = !self.empty && self.errors.is_empty();
        markup! {
            <>
                <textarea ref={self.field.clone()} rows="5" spellcheck="false" autocomplete="off" {oninput} {onpaste}
                    data-testid={format!("paste-text-{group}")} aria-label="consumer.properties"
                    placeholder={"session.timeout.ms=45000\nmax.poll.records=500"} />
                { self.view_understood(ctx) }
                <button ref={self.start.clone()} type="button" class="wide"
                    data-testid={format!("paste-go-{group}")} disabled={!ready} {onclick}>
                    { start }
                </button>
            </>
        }
    }
}

impl Paste {
    fn understand(&mut self, text: &str) {
        self.empty = text.trim().is_empty();
        self.pasted = read(text);
        self.errors = self.pasted.errors_of_values();
        self.unseen = true;
    }

    fn line(&self, name: &ClientName, group: &GroupId) -> String {
        format!("consumers {name} group={group} inherit=no{}", self.pasted.words())
    }

    fn view_understood(&self, ctx: &Context<Self>) -> Html {
        let lang = ctx.props().lang;
        let error = |error: &Refused| markup! { <li class="bad">{ error.sentence(lang) }</li> };
        let set = |text: String| markup! { <li class="set"><code>{ text }</code></li> };
        let settings =
            self.pasted.settings.iter().map(|setting| format!("{}={}", setting.name, setting.text));
        let note = |note: &Refused| markup! { <li>{ note.sentence(lang) }</li> };
        let left_out = |left: &LeftOut| {
            markup! { <li><code>{ &left.key }</code>{ " " }{ left.sentence(lang) }</li> }
        };
        markup! {
            <div ref={self.verdict.clone()} class="understood" role="status" tabindex="0"
                aria-label={lang.label(Label::Understood)} hidden={self.empty}>
                <ul>{ for self.errors.iter().take(MOST_TOLD).map(error) }{ for more(self.errors.len(), lang) }</ul>
                <ul>{ for settings.map(set) }</ul>
                <ul>{ for self.pasted.notes.iter().take(MOST_TOLD).map(note) }
                    { for more(self.pasted.notes.len(), lang) }</ul>
                <ul>{ for self.pasted.left_out.iter().take(MOST_LEFT_OUT).map(left_out) }
                    { for more_than(MOST_LEFT_OUT, self.pasted.left_out.len(), lang) }</ul>
            </div>
        }
    }
}

fn more(count: usize, lang: Lang) -> Option<Html> {
    more_than(MOST_TOLD, count, lang)
}

/// How many there are beside those that are told.
fn more_than(told: usize, count: usize, lang: Lang) -> Option<Html> {
    let more = count.checked_sub(told).filter(|more| *more > 0)?;
    Some(markup! { <li>{ lang.say(Phrase::MoreLines(more)) }</li> })
}
