//! What the page has to say to the visitor: notices that pass, and the panel of what is wrong with a file.

use crate::session::SessionFault;
use crate::session::language::label::Label;
use crate::session::language::notice::{Complaint, Notice};
use crate::session::language::phrase::Phrase;
use crate::session::lexer::ScriptError;
use crate::web::action::{Action, Verb};
use crate::web::icons::{Icon, icon};
use crate::web::lang::Lang;
use crate::web::markup::{class_if, markup};
use crate::web::part::{Context, Piece};
use crate::web::shared::Shared;
use crate::web::touched;
use yew::prelude::*;

/// The most errors that the panel shows; the copy has them all.
const SHOWN: usize = 200;
/// The most characters of a faulty line that are shown.
const EXCERPT: usize = 110;

/// A sentence that goes away by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    /// The sentence.
    pub said: Notice,
    /// What can be done about it at once.
    pub offer: Option<Verb>,
}

/// A file that could not be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Which file; `None` for a link.
    pub name: Option<String>,
    /// What is wrong, each with its place.
    pub faults: Vec<Fault>,
}

/// One thing that is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// `line:column`; empty if the whole file is meant.
    pub place: String,
    /// The sentence.
    pub message: Complaint,
    /// The faulty line, and under how many of its characters the mark stands.
    pub excerpt: Option<(String, usize)>,
}

impl Problem {
    /// The errors in a script, each with the line it is in.
    pub fn in_script(name: &str, bytes: &[u8], errors: Vec<ScriptError>) -> Self {
        let text = std::str::from_utf8(bytes).ok().filter(|text| !text.contains('\0'));
        let lines: Vec<&str> = text.map(|text| text.lines().collect()).unwrap_or_default();
        let faults = errors
            .into_iter()
            .map(|error| {
                let (line, column) = (error.span.line as usize, error.span.column as usize);
                let excerpt = lines.get(line.wrapping_sub(1)).filter(|line| !line.trim().is_empty());
                Fault {
                    place: format!("{line}:{column}"),
                    message: error.into(),
                    excerpt: excerpt.and_then(|line| cut_out(line, column.saturating_sub(1))),
                }
            })
            .collect();
        Problem { name: Some(name.to_owned()), faults }
    }

    /// One sentence about a whole file.
    pub fn whole(name: &str, message: Complaint) -> Self {
        Problem { name: Some(name.to_owned()), ..Problem::of_link(message) }
    }

    /// What is wrong with a link.
    pub fn of_link(message: Complaint) -> Self {
        Problem { name: None, faults: vec![Fault { place: String::new(), message, excerpt: None }] }
    }

    /// Which file, and that nothing was lost.
    fn title(&self, lang: Lang) -> String {
        match &self.name {
            Some(name) => lang.say(Phrase::NotOpened(name)),
            None => lang.label(Label::LinkNotWhole).to_owned(),
        }
    }

    /// All of it as text, for the clipboard.
    pub fn text(&self, lang: Lang) -> String {
        let mut text = format!("{}\n", self.title(lang));
        for fault in &self.faults {
            let colon = if fault.place.is_empty() { "" } else { ": " };
            text.push_str(&format!("{}{colon}{}\n", fault.place, lang.say(fault.message.clone())));
        }
        text
    }
}

/// What should not be, in English, as the rules of the simulation are.
pub fn fault_in_words(fault: &SessionFault) -> String {
    fault.told(|why| touched::here().map(|touched| (touched.refusal)(why, Lang::En)).unwrap_or_default())
}

/// The line as far as it is shown, if the marked place is in it.
fn cut_out(line: &str, at: usize) -> Option<(String, usize)> {
    (at < EXCERPT).then(|| (line.replace('\t', " ").chars().take(EXCERPT).collect(), at))
}

/// What the error panel is given.
#[derive(PartialEq)]
pub struct ProblemProps {
    pub problem: Shared<Problem>,
    pub lang: Lang,
    pub dispatch: Callback<Action>,
}

/// The error panel.
pub struct ProblemPanel {
    copied: bool,
}

impl Piece for ProblemPanel {
    type Message = ();
    type Properties = ProblemProps;

    fn create(_: &Context<Self>) -> Self {
        ProblemPanel { copied: false }
    }

    fn changed(&mut self, _: &Context<Self>, _: &ProblemProps) -> bool {
        self.copied = false;
        true
    }

    fn update(&mut self, ctx: &Context<Self>, (): ()) -> bool {
        if let Some(window) = web_sys::window() {
            // A page that is not served over HTTPS has no clipboard; the text can still be marked and copied.
            if window.is_secure_context() {
                let _ =
                    window.navigator().clipboard().write_text(&ctx.props().problem.text(ctx.props().lang));
                self.copied = true;
            }
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let (problem, lang) = (&ctx.props().problem, ctx.props().lang);
        let close = ctx.props().dispatch.reform(|_: MouseEvent| Action::Do(Verb::Dismiss));
        let hidden = problem.faults.len().saturating_sub(SHOWN);
        let faults =
            problem.faults.iter().take(SHOWN).enumerate().map(|(n, fault)| view_fault(n, fault, lang));
        let more = if hidden > 0 { lang.say(Phrase::MoreErrors(hidden)) } else { String::new() };
        markup! {
            <section class="problem" role="alert" data-testid="problem"
                aria-label={lang.label(Label::WhatIsWrong)}>
                <div class="ends">
                    <strong>{ problem.title(lang) }</strong>
                    <button class="quiet" type="button" aria-label={lang.label(Label::CloseMessage)} onclick={close}>
                        { icon(Icon::Close) }
                    </button>
                </div>
                <ol>{ for faults }</ol>
                <div class="ends">
                    <span>{ more }</span>
                    <button type="button" onclick={ctx.link().callback(|_: MouseEvent| ())}>
                        { lang.label(if self.copied { Label::Copied } else { Label::Copy }) }
                    </button>
                </div>
            </section>
        }
    }
}

fn view_fault(place: usize, fault: &Fault, lang: Lang) -> Html {
    let excerpt = fault.excerpt.as_ref().map(|(line, at)| {
        let indent = " ".repeat(*at);
        markup! { <pre aria-hidden="true">{ line }{ "\n" }{ indent }<b>{ "^" }</b></pre> }
    });
    markup! {
        <li key={place}>
            <p>
                <code>{ &fault.place }</code>{ " " }
                <span lang={lang.tag()}>{ lang.say(fault.message.clone()) }</span>
            </p>
            <div>{ for excerpt }</div>
        </li>
    }
}

/// What is said below the stage, in a place of its own: the notice, or else, until something was done, what can be.
pub fn view_notice(notice: Option<&Toast>, untouched: bool, lang: Lang, dispatch: &Callback<Action>) -> Html {
    let offer = notice.and_then(|notice| notice.offer).map(|verb| {
        let act = dispatch.reform(move |_: MouseEvent| Action::Do(verb));
        markup! { <button type="button" onclick={act} data-testid="notice-offer">{ lang.action(verb) }</button> }
    });
    let text = notice.map(|notice| markup! { <span>{ lang.say(notice.said.clone()) }</span> });
    let hints = (untouched && notice.is_none()).then(|| view_hints(lang));
    markup! {
        <div class="below-stage">
            <div class={["notice", class_if(notice.is_none(), "nothing")]} role="status" data-testid="notice">
                <div>{ for text }</div>
                <div>{ for offer }</div>
            </div>
            <div class="hints">{ for hints }</div>
        </div>
    }
}

/// The first deeds, and their keys.
fn view_hints(lang: Lang) -> Html {
    let deeds = [Verb::AddConsumer, Verb::Pause, Verb::Step, Verb::Undo, Verb::Help];
    markup! {
        <p data-testid="hints">
            <span>{ lang.label(Label::NothingCanBreak) }</span>
            { for deeds.into_iter().map(|verb| {
                let name = if verb == Verb::Help { lang.label(Label::Keys) } else { lang.action(verb) };
                let name = name.strip_prefix("+ ").unwrap_or(name);
                markup! { <span key={verb.row().id}>{ name }{ " " }<kbd>{ verb.row().key }</kbd></span> }
            }) }
        </p>
    }
}
