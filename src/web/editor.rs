//! The session's text, to be edited: a plain field with line numbers, its mistakes at their lines, suggestions at the
//! caret, and the buttons that run it. What is typed is kept in the page's [`Draft`], which outlives the editor.
//!
//! While somebody types, the text is only read and checked; it is run when that is asked for.

pub mod suggest;
pub mod text_field;

use crate::session::language::desk::{DeskLabel, DeskPhrase};
use crate::session::lexer::ScriptError;
use crate::session::scenario::Scenario;
use crate::web::action::{Action, Verb};
use crate::web::editor::suggest::Suggesting;
use crate::web::editor::text_field::{byte_at, insert, numbers, stripe};
use crate::web::lang::Lang;
use crate::web::markup::markup;
use crate::web::part::{Context, Piece};
use crate::web::shell::desk::{DeskAction, Draft, text_of};
use crate::web::shell::dock::PageShare;
use crate::web::terminal::paste_output::select_line;
use gloo_timers::callback::Timeout;
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::{HtmlElement, HtmlTextAreaElement};
use yew::prelude::*;

/// The text is checked so many milliseconds after the last letter.
const CHECKED_AFTER: u32 = 300;
/// The most mistakes that are listed.
const MOST_LISTED: usize = 50;

/// What the editor is given.
pub struct EditorProps {
    pub page: PageShare,
    pub draft: Rc<RefCell<Draft>>,
    /// Of the session that is open.
    pub edition: u64,
    pub lang: Lang,
    pub dispatch: Callback<Action>,
}

impl PartialEq for EditorProps {
    fn eq(&self, other: &Self) -> bool {
        // The text may have been run, and be wrong: the draft knows.
        self.page == other.page
            && self.edition == other.edition
            && self.lang == other.lang
            && !self.draft.borrow().ran
    }
}

/// The editor.
pub struct TextEditor {
    field: NodeRef,
    gutter: NodeRef,
    stripes: NodeRef,
    list: NodeRef,
    /// The text as it is typed, and whether the field has to be given it.
    text: AttrValue,
    errors: Vec<ScriptError>,
    /// Whether these came of running it.
    ran: bool,
    checking: Option<Timeout>,
    suggesting: Option<Suggesting>,
    /// Where the caret is to be once the field is drawn.
    caret: Option<u32>,
}

/// What happens in it.
pub enum EditorMsg {
    Typed,
    /// The caret was moved.
    Moved,
    Check,
    Scrolled,
    Key(KeyboardEvent),
    /// This suggestion is taken.
    Take(usize),
    Leave,
    /// A mistake was pressed: its line.
    Show(u32),
    Run {
        to_now: bool,
    },
    TakeAnew,
}

impl Piece for TextEditor {
    type Message = EditorMsg;
    type Properties = EditorProps;

    fn create(ctx: &Context<Self>) -> Self {
        let mut editor = TextEditor {
            field: NodeRef::default(),
            gutter: NodeRef::default(),
            stripes: NodeRef::default(),
            list: NodeRef::default(),
            text: AttrValue::default(),
            errors: Vec::new(),
            ran: false,
            checking: None,
            suggesting: None,
            caret: None,
        };
        editor.follow(ctx);
        editor.caret = Some(ctx.props().draft.borrow().caret);
        editor
    }

    fn changed(&mut self, ctx: &Context<Self>, _: &EditorProps) -> bool {
        self.follow(ctx);
        true
    }

    fn update(&mut self, ctx: &Context<Self>, msg: EditorMsg) -> bool {
        match msg {
            EditorMsg::Typed => self.typed(ctx, false),
            EditorMsg::Moved => {
                self.keep_caret(ctx);
                return self.suggesting.take().is_some();
            }
            EditorMsg::Check => self.check(),
            EditorMsg::Scrolled => {
                self.align();
                return self.suggesting.take().is_some();
            }
            EditorMsg::Key(event) => return self.key(ctx, &event),
            EditorMsg::Take(which) => self.take(ctx, which),
            EditorMsg::Leave => return self.suggesting.take().is_some(),
            EditorMsg::Show(line) => {
                if let Some(field) = self.element() {
                    select_line(&field, line);
                }
                return false;
            }
            EditorMsg::Run { to_now } => self.run(ctx, to_now),
            EditorMsg::TakeAnew => {
                let text = ctx.props().page.0.try_borrow().map(|page| text_of(&page.session));
                if let Ok(text) = text {
                    ctx.props().draft.borrow_mut().begin(text, ctx.props().edition);
                    self.follow(ctx);
                }
            }
        }
        true
    }

    fn rendered(&mut self, _: &Context<Self>) {
        if let (Some(caret), Some(field)) = (self.caret.take(), self.element()) {
            // The browser brings the caret into view when the field gets the focus, not when the caret is moved.
            let _ = field.set_selection_range(caret, caret);
            let _ = field.focus();
            if caret == 0 {
                field.set_scroll_top(0);
                field.set_scroll_left(0);
            }
        }
        self.align();
        let drawn = self.list.cast::<HtmlElement>().zip(self.element());
        if let (Some(suggesting), Some((list, field))) = (&self.suggesting, drawn) {
            suggesting.put(&list, &field);
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let EditorProps { lang, dispatch, .. } = ctx.props();
        let back = dispatch.reform(|_: MouseEvent| Action::Do(Verb::EditText));
        markup! {
            <section class="editor" data-testid="editor" aria-label={lang.desk_label(DeskLabel::EditorTitle)}>
                <header>
                    <h2>{ lang.desk_label(DeskLabel::EditorTitle) }</h2>
                    <button type="button" class="quiet" data-testid="back-to-stage" onclick={back}>
                        { lang.desk_label(DeskLabel::BackToStage) }
                    </button>
                </header>
                { self.view_state(ctx) }
                { self.view_field(ctx) }
                <aside>
                    { self.view_mistakes(ctx) }
                    <p class="note">{ lang.desk_label(DeskLabel::EditorHelp) }</p>
                    <p class="note">{ lang.desk_label(DeskLabel::SuggestionKeys) }</p>
                </aside>
            </section>
        }
    }
}

impl TextEditor {
    fn element(&self) -> Option<HtmlTextAreaElement> {
        self.field.cast()
    }

    /// Takes what the draft holds; the session's text where nothing of the visitor's own is in it.
    fn follow(&mut self, ctx: &Context<Self>) {
        let EditorProps { page, draft, edition, .. } = ctx.props();
        let mut draft = draft.borrow_mut();
        if draft.edition.is_none() || !draft.own && draft.edition != Some(*edition) {
            let Ok(page) = page.0.try_borrow() else { return };
            draft.meet(text_of(&page.session), *edition);
        }
        if *self.text != *draft.text {
            self.text = AttrValue::from(draft.text.clone());
        }
        if std::mem::take(&mut draft.ran) {
            (self.errors, self.ran) = (draft.errors.clone(), true);
        } else if !self.ran {
            self.check();
        }
    }

    /// Something was typed, or suggestions are asked for.
    fn typed(&mut self, ctx: &Context<Self>, asked: bool) {
        let Some(field) = self.element() else { return };
        let text = field.value();
        if *text != *self.text {
            ctx.props().draft.borrow_mut().type_in(text.clone());
            self.text = AttrValue::from(text);
            self.ran = false;
            let link = ctx.link().callback(|()| EditorMsg::Check);
            self.checking = Some(Timeout::new(CHECKED_AFTER, move || link.emit(())));
        }
        let caret = self.keep_caret(ctx);
        self.suggesting = byte_at(&self.text, caret)
            .and_then(|caret| Suggesting::at(&self.text, caret, asked, ctx.props().lang));
    }

    fn keep_caret(&self, ctx: &Context<Self>) -> u32 {
        let caret = self.element().and_then(|field| field.selection_end().ok().flatten()).unwrap_or_default();
        ctx.props().draft.borrow_mut().caret = caret;
        caret
    }

    fn check(&mut self) {
        self.checking = None;
        self.ran = false;
        self.errors = Scenario::read(self.text.as_bytes()).err().unwrap_or_default();
    }

    fn run(&mut self, ctx: &Context<Self>, to_now: bool) {
        self.suggesting = None;
        self.check();
        // What is wrong already is not run.
        if self.errors.is_empty() {
            let text = self.text.to_string();
            ctx.props().dispatch.emit(Action::Desk(DeskAction::Run { text, to_now }));
        } else {
            self.ran = true;
        }
    }

    /// A key is pressed in the field; whether the editor is to be drawn anew.
    fn key(&mut self, ctx: &Context<Self>, event: &KeyboardEvent) -> bool {
        let command_key = event.ctrl_key() || event.meta_key();
        match (event.key().as_str(), &mut self.suggesting) {
            (" ", _) if event.ctrl_key() => self.typed(ctx, true),
            ("Enter", _) if command_key => self.run(ctx, false),
            ("ArrowDown", Some(list)) => list.go(1),
            ("ArrowUp", Some(list)) => list.go(-1),
            ("Enter" | "Tab", Some(list)) if !event.shift_key() && !command_key => {
                let chosen = list.chosen();
                self.take(ctx, chosen);
            }
            ("Escape", Some(_)) => self.suggesting = None,
            _ => return false,
        }
        event.prevent_default();
        event.stop_propagation();
        true
    }

    fn take(&mut self, ctx: &Context<Self>, which: usize) {
        let Some((field, list)) = self.element().zip(self.suggesting.take()) else { return };
        if let Some((from, word)) = list.word(which) {
            insert(&field, &self.text, from, word);
            self.typed(ctx, false);
        }
    }

    /// Numbers and marks stand beside the lines of the field, however far it is scrolled.
    fn align(&self) {
        let Some(field) = self.element() else { return };
        let top = field.scroll_top();
        for beside in [&self.gutter, &self.stripes] {
            if let Some(beside) = beside.cast::<HtmlElement>() {
                let _ = beside.style().set_property("transform", &format!("translateY(-{top}px)"));
            }
        }
    }

    /// Where the text stands, and what can be done with it.
    fn view_state(&self, ctx: &Context<Self>) -> Html {
        let EditorProps { draft, edition, lang, .. } = ctx.props();
        let draft = draft.borrow();
        let moved = draft.own && draft.edition != Some(*edition);
        let changed = *self.text != draft.base;
        let said = match self.errors.len() {
            0 if changed => lang.desk_label(DeskLabel::CanRun).to_owned(),
            0 if moved => String::new(),
            0 => lang.desk_label(DeskLabel::IsOpen).to_owned(),
            count if self.ran => lang.say(DeskPhrase::NotRun(count)),
            count => lang.say(DeskPhrase::InText(count)),
        };
        let moved = moved.then(|| lang.desk_label(DeskLabel::SessionMoved));
        let run = |to_now: bool| ctx.link().callback(move |_: MouseEvent| EditorMsg::Run { to_now });
        let state = if !self.errors.is_empty() {
            "wrong"
        } else if changed {
            "changed"
        } else {
            "open"
        };
        markup! {
            <div class="editor-bar">
                <button type="button" class="primary" data-testid="run-text"
                    title={lang.desk_label(DeskLabel::RunFromStartHelp)} onclick={run(false)}>
                    { lang.desk_label(DeskLabel::RunFromStart) }
                </button>
                <button type="button" data-testid="run-text-to-now" title={lang.desk_label(DeskLabel::RunToNowHelp)}
                    onclick={run(true)}>
                    { lang.desk_label(DeskLabel::RunToNow) }
                </button>
                <button type="button" data-testid="take-text" disabled={moved.is_none() && !changed}
                    onclick={ctx.link().callback(|_: MouseEvent| EditorMsg::TakeAnew)}>
                    { lang.desk_label(DeskLabel::TakeText) }
                </button>
                <p role="status" data-testid="editor-state" data-state={state}>
                    <span>{ said }</span>
                    { for moved.map(|moved| markup! { <strong data-testid="session-moved">{ moved }</strong> }) }
                </p>
            </div>
        }
    }

    fn view_field(&self, ctx: &Context<Self>) -> Html {
        let lang = ctx.props().lang;
        let link = ctx.link();
        let wrong = self.errors.iter().map(|error| error.span.line);
        let invalid = (!self.errors.is_empty()).then_some("true");
        let list =
            self.suggesting.as_ref().map(|list| list.view(&self.list, lang, &link.callback(EditorMsg::Take)));
        markup! {
            <div class="text-room">
                <div class="gutter" aria-hidden="true">
                    <pre ref={self.gutter.clone()}>{ numbers(&self.text) }</pre>
                </div>
                <div class="field-room">
                    <div class="stripes" aria-hidden="true">
                        <div ref={self.stripes.clone()}><svg>{ for wrong.map(stripe) }</svg></div>
                    </div>
                    <textarea ref={self.field.clone()} spellcheck="false" autocomplete="off" autocapitalize="off"
                        wrap="off" data-testid="session-text" aria-label={lang.desk_label(DeskLabel::SessionText)}
                        aria-invalid={invalid} value={self.text.clone()}
                        oninput={link.callback(|_: InputEvent| EditorMsg::Typed)}
                        onkeydown={link.callback(EditorMsg::Key)}
                        onclick={link.callback(|_: MouseEvent| EditorMsg::Moved)}
                        onblur={link.callback(|_: FocusEvent| EditorMsg::Leave)}
                        onscroll={link.callback(|_: Event| EditorMsg::Scrolled)} />
                    <div>{ for list }</div>
                </div>
            </div>
        }
    }

    fn view_mistakes(&self, ctx: &Context<Self>) -> Html {
        let lang = ctx.props().lang;
        let mistake = |(place, error): (usize, &ScriptError)| {
            let line = error.span.line;
            let onclick = ctx.link().callback(move |_: MouseEvent| EditorMsg::Show(line));
            let at = DeskPhrase::LineAndColumn { line, column: error.span.column };
            markup! {
                <li key={place} data-line={line.to_string()}>
                    <button type="button" class="quiet" {onclick}>{ lang.say(at) }</button>
                    <span>{ error.message(lang) }</span>
                </li>
            }
        };
        markup! {
            <div role="status">
                <ol class="mistakes" data-testid="editor-mistakes" hidden={self.errors.is_empty()}
                    aria-label={lang.desk_label(DeskLabel::Mistakes)}>
                    { for self.errors.iter().take(MOST_LISTED).enumerate().map(mistake) }
                </ol>
            </div>
        }
    }
}
