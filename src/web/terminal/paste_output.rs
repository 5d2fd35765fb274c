//! The dialog for the output of one's own cluster: which commands to run there, a field for what they print, what was
//! understood of it, and the button that opens it as a session. What cannot be read is said at its lines and stays.

use crate::session::import::mistake::ImportError;
use crate::session::import::remark::PlacedRemark;
use crate::session::import::{ImportChoice, Imported, chosen, read, session};
use crate::session::language::desk::{DeskLabel, DeskPhrase};
use crate::session::language::label::Label;
use crate::session::language::phrase::Phrase;
use crate::session::lexer::LARGEST_FILE;
use crate::session::terminal::COMMANDS_TO_PASTE;
use crate::web::action::Action;
use crate::web::icons::{Icon, icon};
use crate::web::lang::Lang;
use crate::web::markup::markup;
use crate::web::mount::root::Instance;
use crate::web::part::{Context, Piece};
use crate::web::shared::Shared;
use crate::web::shell::desk::DeskAction;
use crate::web::shell::help;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, HtmlDialogElement, HtmlTextAreaElement};
use yew::prelude::*;

/// The most mistakes that are told.
const MOST_TOLD: usize = 50;

/// What the dialog is given.
#[derive(PartialEq)]
pub struct PasteOutputProps {
    pub instance: Instance,
    /// It is asked for, with this text in its field; another one whenever it is asked for again.
    pub given: Option<Shared<String>>,
    pub lang: Lang,
    pub dispatch: Callback<Action>,
}

/// The dialog.
pub struct PasteOutput {
    dialog: NodeRef,
    field: NodeRef,
    text: String,
    found: Option<Result<Imported, Vec<ImportError>>>,
    /// It is to be opened, once it is drawn.
    opens: bool,
}

/// What happens in it.
pub enum PasteOutputMsg {
    Typed,
    /// More was pasted than the field is made for: it is answered, and not put in.
    TooMuch(String),
    Open,
    Close,
    /// A mistake was pressed: its line.
    Show(u32),
}

impl Piece for PasteOutput {
    type Message = PasteOutputMsg;
    type Properties = PasteOutputProps;

    fn create(ctx: &Context<Self>) -> Self {
        let (dialog, field) = Default::default();
        let mut new = PasteOutput { dialog, field, text: String::new(), found: None, opens: false };
        new.take_given(ctx);
        new
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &PasteOutputProps) -> bool {
        if ctx.props().given != old.given {
            self.take_given(ctx);
        }
        true
    }

    fn update(&mut self, ctx: &Context<Self>, msg: PasteOutputMsg) -> bool {
        match msg {
            PasteOutputMsg::Typed => {
                let field = self.field.cast::<HtmlTextAreaElement>();
                self.understand(field.map(|field| field.value()).unwrap_or_default());
            }
            PasteOutputMsg::TooMuch(text) => self.found = Some(read(text.as_bytes())),
            PasteOutputMsg::Open => {
                if let Some(Ok(_)) = self.found {
                    help::close(&self.dialog);
                    let text = self.text.clone();
                    ctx.props().dispatch.emit(Action::Desk(DeskAction::Import { text, group: None }));
                }
            }
            PasteOutputMsg::Close => {
                help::close(&self.dialog);
            }
            PasteOutputMsg::Show(line) => {
                if let Some(field) = self.field.cast::<HtmlTextAreaElement>() {
                    select_line(&field, line);
                }
                return false;
            }
        }
        true
    }

    fn rendered(&mut self, _: &Context<Self>) {
        if std::mem::take(&mut self.opens)
            && let Some(dialog) = self.dialog.cast::<HtmlDialogElement>().filter(|dialog| !dialog.open())
        {
            // Only a dialog that has left the page refuses.
            let _ = dialog.show_modal();
            if let Some(field) = self.field.cast::<HtmlTextAreaElement>() {
                let _ = field.focus();
            }
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let PasteOutputProps { instance, given, lang, .. } = ctx.props();
        let title = instance.id("paste-output-title");
        let close = ctx.link().callback(|_: MouseEvent| PasteOutputMsg::Close);
        // Until it is asked for, there is nothing in it.
        let inside = given.is_some().then(|| self.view_inside(ctx));
        markup! {
            <dialog class="sheet-dialog paste-output" ref={self.dialog.clone()} aria-labelledby={title.clone()}
                data-testid="paste-output-dialog">
                <header>
                    <h2 id={title}>{ lang.desk_label(DeskLabel::PasteTitle) }</h2>
                    <button type="button" class="quiet" aria-label={lang.label(Label::Close)} onclick={close}>
                        { icon(Icon::Close) }
                    </button>
                </header>
                <div>{ for inside }</div>
            </dialog>
        }
    }
}

impl PasteOutput {
    /// Shows the text that came with the question; without one, what was typed before stays.
    fn take_given(&mut self, ctx: &Context<Self>) {
        let Some(given) = &ctx.props().given else { return };
        self.opens = true;
        if !given.is_empty() {
            self.understand(given.to_string());
        }
    }

    fn understand(&mut self, text: String) {
        self.found = (!text.trim().is_empty()).then(|| read(text.as_bytes()));
        self.text = text;
    }

    fn view_inside(&self, ctx: &Context<Self>) -> Html {
        let PasteOutputProps { instance, lang, dispatch, .. } = ctx.props();
        let field = instance.id("paste-output-field");
        let copy = dispatch.reform(|_: MouseEvent| Action::Copy(COMMANDS_TO_PASTE.to_owned()));
        let oninput = ctx.link().callback(|_: InputEvent| PasteOutputMsg::Typed);
        let onpaste = ctx.link().batch_callback(|event: Event| {
            let event = event.dyn_into::<ClipboardEvent>().ok()?;
            let text = event.clipboard_data()?.get_data("text").ok()?;
            // A browser would be busy for minutes with so many lines in a field.
            (text.len() > LARGEST_FILE).then(|| {
                event.prevent_default();
                PasteOutputMsg::TooMuch(text)
            })
        });
        let onclick = ctx.link().callback(|_: MouseEvent| PasteOutputMsg::Open);
        let ready = matches!(self.found, Some(Ok(_)));
        markup! {
            <>
                <p>{ lang.desk_label(DeskLabel::RunThere) }</p>
                <div class="commands">
                    <pre tabindex="0">{ COMMANDS_TO_PASTE }</pre>
                    <button type="button" data-testid="copy-commands" onclick={copy}>
                        { lang.desk_label(DeskLabel::CopyCommands) }
                    </button>
                </div>
                <label for={field.clone()}>{ lang.desk_label(DeskLabel::PasteHere) }</label>
                <textarea ref={self.field.clone()} id={field} rows="9" spellcheck="false" autocomplete="off" wrap="off"
                    data-testid="paste-output-field" value={self.text.clone()} {oninput} {onpaste} />
                <div class="understood" role="status" data-testid="paste-output-verdict">
                    { self.view_verdict(ctx) }
                </div>
                <div class="ends">
                    <p class="note">{ lang.desk_label(DeskLabel::NothingLeaves) }</p>
                    <button type="button" class="primary" data-testid="paste-output-open" disabled={!ready} {onclick}>
                        { lang.desk_label(DeskLabel::OpenAsSession) }
                    </button>
                </div>
            </>
        }
    }

    fn view_verdict(&self, ctx: &Context<Self>) -> Html {
        let lang = ctx.props().lang;
        match &self.found {
            None => Html::default(),
            Some(Err(errors)) => {
                let more = errors.len().checked_sub(MOST_TOLD).filter(|more| *more > 0);
                let more = more.map(|more| markup! { <li>{ lang.say(Phrase::MoreErrors(more)) }</li> });
                markup! {
                    <>
                        <p><strong>{ lang.desk_label(DeskLabel::CannotRead) }</strong></p>
                        <ul>
                            { for errors.iter().take(MOST_TOLD).map(|error| self.view_error(ctx, error)) }
                            { for more }
                        </ul>
                    </>
                }
            }
            Some(Ok(imported)) => view_understood(imported, lang),
        }
    }

    fn view_error(&self, ctx: &Context<Self>, error: &ImportError) -> Html {
        let (lang, line) = (ctx.props().lang, error.span.line);
        let onclick = ctx.link().callback(move |_: MouseEvent| PasteOutputMsg::Show(line));
        let excerpt = self.text.lines().nth((line as usize).saturating_sub(1)).unwrap_or_default();
        let excerpt: String = excerpt.chars().take(160).collect();
        markup! {
            <li class="bad" key={format!("{}-{}", line, error.span.column)}>
                <button type="button" class="quiet" {onclick}>{ lang.say(DeskPhrase::Line(line)) }</button>
                { " " }{ error.message(lang) }
                <pre hidden={excerpt.trim().is_empty()}>{ excerpt }</pre>
            </li>
        }
    }
}

/// What the session would be, and what was assumed.
fn view_understood(imported: &Imported, lang: Lang) -> Html {
    let choice = ImportChoice::default();
    let group = &imported.groups[chosen(imported, &choice)];
    let made = DeskPhrase::MadeOf {
        group: group.name.as_deref().unwrap_or("?"),
        partitions: group.partitions.len(),
        members: group.members.len(),
    };
    let remarks = session(imported, &choice).remarks;
    let placed = |PlacedRemark { line, remark }: &PlacedRemark| {
        let line = (*line > 0).then(|| lang.say(DeskPhrase::Line(*line)));
        let line = line.map(|line| markup! { <><code>{ line }</code>{ " " }</> });
        markup! { <li>{ for line }{ lang.say(remark) }</li> }
    };
    markup! {
        <>
            <p><strong>{ lang.say(made) }</strong></p>
            <ul>
                { for imported.remarks.iter().map(placed) }
                { for remarks.iter().map(|remark| markup! { <li>{ lang.say(remark) }</li> }) }
            </ul>
        </>
    }
}

/// Selects a line of the field, and brings it into view.
pub fn select_line(field: &HtmlTextAreaElement, line: u32) {
    let text = field.value();
    let before: Vec<&str> = text.split('\n').take(line as usize).collect();
    let units = |line: &str| line.encode_utf16().count() as u32;
    let Some((last, earlier)) = before.split_last() else { return };
    let start: u32 = earlier.iter().map(|line| units(line) + 1).sum();
    let _ = field.focus();
    let _ = field.set_selection_range(start, start + units(last));
    let lines = text.split('\n').count().max(1) as i32;
    let above = field.scroll_height() / lines * (line as i32 - 3);
    field.set_scroll_top(above.max(0));
}
