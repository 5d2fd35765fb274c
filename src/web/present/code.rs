//! The code that opens this very moment on a phone: large, with its address in letters. Where the page cannot be
//! reached from outside, an address is asked for once.

use crate::session::language::label::Label;
use crate::session::language::present::PresentLabel;
use crate::session::link::{Rest, SessionLink};
use crate::session::reach::{ReachMistake, audience_address, own_reach, reach};
use crate::web::action::Action;
use crate::web::browser::window;
use crate::web::lang::Lang;
use crate::web::markup::markup;
use crate::web::mount::root::Instance;
use crate::web::mount::storage::Storage;
use crate::web::part::{Context, Piece, piece};
use crate::web::share::qr::{QrCode, QrProps, fits};
use crate::web::shared::Shared;
use crate::web::shell::help;
use crate::web::shell::presenting::RoomDeed;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Under this name the address is kept that others can reach.
pub const REACH: &str = "reach";

/// What the code leads to.
#[derive(Debug, PartialEq, Eq)]
pub struct CodeLink {
    /// The fragment of the whole session.
    pub whole: String,
    /// That of the scenario at this instant; empty for a session that is none of the page's.
    pub short: String,
}

impl CodeLink {
    pub fn of(link: &SessionLink) -> CodeLink {
        let short = SessionLink { rest: Rest::default(), ..link.clone() };
        CodeLink {
            whole: link.fragment(),
            short: if link.scenario.is_empty() { String::new() } else { short.fragment() },
        }
    }
}

/// What the dialog is given.
#[derive(PartialEq)]
pub struct CodeProps {
    pub instance: Instance,
    /// It is open while there is something to lead to.
    pub code: Option<Shared<CodeLink>>,
    pub title: AttrValue,
    pub storage: Storage,
    pub lang: Lang,
    pub dispatch: Callback<Action>,
}

/// The dialog.
pub struct RoomCode {
    dialog: NodeRef,
    field: NodeRef,
    /// The address of a page that others can open, without a fragment.
    reach: Option<String>,
    /// What was typed, and what is wrong with it.
    typed: String,
    mistake: Option<ReachMistake>,
    shown: bool,
}

/// What is done in it.
pub enum CodeMsg {
    Typed(String),
    Use,
    Another,
}

impl Piece for RoomCode {
    type Message = CodeMsg;
    type Properties = CodeProps;

    fn create(ctx: &Context<Self>) -> Self {
        let href = window().and_then(|window| window.location().href().ok()).unwrap_or_default();
        let kept = ctx.props().storage.get(REACH);
        RoomCode {
            dialog: NodeRef::default(),
            field: NodeRef::default(),
            reach: own_reach(&href).or_else(|| reach(&kept.clone().unwrap_or_default()).ok()),
            typed: kept.unwrap_or_default(),
            mistake: None,
            shown: false,
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>) {
        let wanted = ctx.props().code.is_some();
        if std::mem::replace(&mut self.shown, wanted) != wanted {
            match wanted {
                true => help::toggle(&self.dialog),
                false => {
                    help::close(&self.dialog);
                }
            }
        }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: CodeMsg) -> bool {
        match msg {
            CodeMsg::Typed(text) => (self.typed, self.mistake) = (text, None),
            CodeMsg::Use => match reach(&self.typed) {
                Ok(address) => {
                    ctx.props().storage.set(REACH, Some(&address));
                    (self.reach, self.mistake) = (Some(address), None);
                }
                Err(mistake) => {
                    self.mistake = Some(mistake);
                    if let Some(field) = self.field.cast::<HtmlInputElement>() {
                        let _ = field.focus();
                    }
                }
            },
            CodeMsg::Another => {
                self.typed = self.reach.take().unwrap_or_default();
            }
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let CodeProps { instance, code, lang, dispatch, .. } = ctx.props();
        let title = instance.id("room-code-title");
        let shut = dispatch.reform(|_: MouseEvent| Action::Room(RoomDeed::Code(false)));
        let closed = dispatch.reform(|_: Event| Action::Room(RoomDeed::Code(false)));
        let inside = code.as_ref().map(|code| match &self.reach {
            Some(page) => self.view_code(ctx, page, code),
            None => self.view_question(ctx),
        });
        let head = match self.reach {
            Some(_) => PresentLabel::CodeHead,
            None => PresentLabel::Reach,
        };
        markup! {
            <dialog class="room-code" role="dialog" ref={self.dialog.clone()} aria-labelledby={title.clone()}
                data-testid="room-code-dialog" onclose={closed}>
                <header>
                    <h2 id={title}>{ lang.present_label(head) }</h2>
                    <button type="button" class="quiet" data-testid="room-code-close" onclick={shut}>
                        { lang.label(Label::Close) }
                    </button>
                </header>
                <div>{ for inside }</div>
            </dialog>
        }
    }
}

impl RoomCode {
    fn view_code(&self, ctx: &Context<Self>, page: &str, code: &CodeLink) -> Html {
        let lang = ctx.props().lang;
        let whole = audience_address(page, &code.whole);
        let short = (!code.short.is_empty()).then(|| audience_address(page, &code.short));
        let (address, note) = match short {
            _ if fits(&whole) => (Some(whole), None),
            Some(short) => (Some(short), Some(PresentLabel::Short)),
            None => (None, Some(PresentLabel::TooLong)),
        };
        let drawn = address.clone().map(|text| piece::<QrCode>(QrProps { text, lang }));
        let another = ctx.link().callback(|_: MouseEvent| CodeMsg::Another);
        markup! {
            <div class="room-code-inside">
                <div>{ for drawn }</div>
                <div class="room-code-words">
                    <p class="title">{ ctx.props().title.clone() }</p>
                    <p class="address" data-testid="room-code-address">{ address.unwrap_or_default() }</p>
                    <p class="note" data-testid="room-code-note" hidden={note.is_none()}>
                        { note.map_or("", |note| lang.present_label(note)) }
                    </p>
                    <p>{ lang.present_label(PresentLabel::CodeHelp) }</p>
                    <button type="button" data-testid="room-code-another" onclick={another}>
                        { lang.present_label(PresentLabel::ChangeReach) }
                    </button>
                </div>
            </div>
        }
    }

    /// Asks for an address that others can reach.
    fn view_question(&self, ctx: &Context<Self>) -> Html {
        let CodeProps { instance, lang, .. } = ctx.props();
        let (name, wrong) = (instance.id("room-reach"), instance.id("room-reach-wrong"));
        let said = self.mistake.map(|mistake| match mistake {
            ReachMistake::Nothing => PresentLabel::NoAddress,
            ReachMistake::NoScheme => PresentLabel::NoScheme,
            ReachMistake::NoHost => PresentLabel::NoHost,
            ReachMistake::OnlyHere => PresentLabel::OnlyHere,
        });
        let oninput = ctx.link().batch_callback(|event: InputEvent| {
            Some(CodeMsg::Typed(event.target_dyn_into::<HtmlInputElement>()?.value()))
        });
        let onsubmit = ctx.link().callback(|event: SubmitEvent| {
            event.prevent_default();
            CodeMsg::Use
        });
        markup! {
            <form class="room-reach" novalidate=true {onsubmit}>
                <p>{ lang.present_label(PresentLabel::ReachHelp) }</p>
                <label for={name.clone()}>{ lang.present_label(PresentLabel::ReachField) }</label>
                <input id={name} ref={self.field.clone()} type="url" autofocus=true data-testid="room-reach"
                    value={self.typed.clone()}
                    aria-invalid={said.is_some().to_string()} aria-describedby={wrong.clone()} {oninput} />
                <p id={wrong} class="wrong" role="alert" data-testid="room-reach-wrong">
                    { said.map_or("", |said| lang.present_label(said)) }
                </p>
                <button type="submit" class="primary" data-testid="room-reach-use">
                    { lang.present_label(PresentLabel::UseReach) }
                </button>
            </form>
        }
    }
}
