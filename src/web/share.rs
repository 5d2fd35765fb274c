//! Sending a session to somebody: the dialog with its link in three kinds, its picture for a phone (a QR code), and
//! everything that can be saved.

pub mod album;
pub mod embed;
pub mod picture;
pub mod qr;
pub mod work_list;

use crate::session::language::label::{Label, ShareLabel};
use crate::session::link::{LONGEST_LINK, Rest, SessionLink};
use crate::sim::time::SimTime;
use crate::web::action::{Action, Verb};
use crate::web::icons::{Icon, icon};
use crate::web::lang::Lang;
use crate::web::markup::{class_if, markup};
use crate::web::memory::address;
use crate::web::mount::root::Instance;
use crate::web::part::{Context, Part, Piece, piece};
use crate::web::share::embed::{EmbedProps, EmbedTab, Embedded};
use crate::web::share::qr::QrCode;
use crate::web::shell::files;
use crate::web::shell::page::Page;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// The addresses that lead to the session, as it was when the dialog was opened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// With what was done, at this moment.
    pub moment: String,
    /// With what was done, from the start.
    pub start: String,
    /// As the scenario is; empty for a file.
    pub plain: String,
    /// Whether anything was done.
    pub changed: bool,
    /// How many characters the longest fragment has.
    pub length: usize,
    /// For a figure in another page.
    pub embedded: Embedded,
}

impl Sheet {
    /// That of the page as it stands.
    pub fn of(page: &Page, lang: Lang) -> Sheet {
        let moment = page.link();
        let start = SessionLink { at: SimTime::ZERO, ..moment.clone() };
        let plain =
            SessionLink { scenario: moment.scenario.clone(), at: SimTime::ZERO, rest: Rest::default() };
        let fragment = moment.fragment();
        let changed = page.session.can_undo() || page.session.can_redo();
        Sheet {
            length: fragment.len(),
            moment: address::to_share(&fragment),
            start: address::to_share(&start.fragment()),
            plain: if plain.scenario.is_empty() {
                String::new()
            } else {
                address::to_share(&plain.fragment())
            },
            changed,
            embedded: Embedded {
                scenario: if changed { String::new() } else { moment.scenario.clone() },
                fragment,
                title: page.session.title(lang).to_owned(),
                picture: format!("{}.svg", files::stem(page.session.name())),
                text: page.session.to_script(),
                now: page.session.now(),
            },
        }
    }
}

/// Which of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    Moment,
    Start,
    Plain,
}

/// What the dialog is given.
#[derive(PartialEq)]
pub struct ShareProps {
    pub instance: Instance,
    /// The dialog, which alone knows whether it is open.
    pub dialog: NodeRef,
    pub sheet: Sheet,
    pub lang: Lang,
    pub dispatch: Callback<Action>,
}

/// The dialog.
pub struct ShareDialog {
    kind: LinkKind,
    /// Whether a figure for another page is made.
    embeds: bool,
    field: NodeRef,
}

/// What is chosen in it.
pub enum ShareMsg {
    Kind(LinkKind),
    Embeds(bool),
}

impl Piece for ShareDialog {
    type Message = ShareMsg;
    type Properties = ShareProps;

    fn create(_: &Context<Self>) -> Self {
        ShareDialog { kind: LinkKind::Moment, embeds: false, field: NodeRef::default() }
    }

    fn update(&mut self, _: &Context<Self>, msg: ShareMsg) -> bool {
        match msg {
            ShareMsg::Kind(kind) => self.kind = kind,
            ShareMsg::Embeds(embeds) => self.embeds = embeds,
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let ShareProps { instance, dialog, sheet, lang, dispatch } = ctx.props();
        let (title, shut) =
            (instance.id("share-title"), dispatch.reform(|_: MouseEvent| Action::Do(Verb::Share)));
        // A closed dialog has no figure running in it.
        let closed = ctx.link().callback(|_: Event| ShareMsg::Embeds(false));
        // Until it is opened, there is nothing in it.
        let inside = (!sheet.moment.is_empty()).then(|| match self.embeds {
            true => view_embed(ctx),
            false => self.view_inside(ctx),
        });
        markup! {
            <dialog class="sheet-dialog share" ref={dialog.clone()} aria-labelledby={title.clone()}
                data-testid="share-dialog" onclose={closed}>
                <header>
                    <h2 id={title}>{ lang.action(Verb::Share) }</h2>
                    <button type="button" class="quiet" aria-label={lang.label(Label::Close)} onclick={shut}>
                        { icon(Icon::Close) }
                    </button>
                </header>
                { self.view_tabs(ctx) }
                <div>{ for inside }</div>
            </dialog>
        }
    }
}

/// What can be saved, with what stands below its name.
const FILES: [(Verb, ShareLabel); 12] = [
    (Verb::Present, ShareLabel::Room),
    (Verb::Save, ShareLabel::SessionFile),
    (Verb::SaveSvg, ShareLabel::Svg),
    (Verb::SavePng, ShareLabel::Png),
    (Verb::SaveMoving, ShareLabel::Moving),
    (Verb::SaveStoryboard, ShareLabel::Storyboard),
    (Verb::Handout, ShareLabel::Handout),
    (Verb::SaveSequence, ShareLabel::Sequence),
    (Verb::SavePlantUml, ShareLabel::Sequence),
    (Verb::SaveReport, ShareLabel::Report),
    (Verb::SaveNumbers, ShareLabel::Numbers),
    (Verb::SaveJournal, ShareLabel::Journal),
];

fn view_file(verb: Verb, label: ShareLabel, lang: Lang, dispatch: &Callback<Action>) -> Html {
    let onclick = dispatch.reform(move |_: MouseEvent| Action::Do(verb));
    let id = format!("share-{}", verb.row().id);
    markup! {
        <button key={verb as usize} type="button" class="file" data-testid={id} {onclick}>
            <strong>{ lang.action(verb) }</strong>
            <span>{ lang.share_label(label) }</span>
        </button>
    }
}

fn view_embed(ctx: &Context<ShareDialog>) -> Html {
    let ShareProps { instance, sheet, lang, dispatch, .. } = ctx.props();
    piece::<EmbedTab>(EmbedProps {
        instance: *instance,
        embedded: sheet.embedded.clone(),
        lang: *lang,
        dispatch: dispatch.clone(),
    })
}

impl ShareDialog {
    fn view_tabs(&self, ctx: &Context<Self>) -> Html {
        let ShareProps { lang, .. } = ctx.props();
        let tab = |(embeds, label, id): (bool, ShareLabel, &'static str)| {
            let onclick = ctx.link().callback(move |_: MouseEvent| ShareMsg::Embeds(embeds));
            let class = class_if(self.embeds == embeds, "chosen");
            markup! {
                <button key={id} type="button" class={class} aria-pressed={(self.embeds == embeds).to_string()}
                    data-testid={id} {onclick}>
                    { lang.share_label(label) }
                </button>
            }
        };
        let tabs =
            [(false, ShareLabel::Kinds, "share-tab-link"), (true, ShareLabel::Embed, "share-tab-embed")];
        markup! {
            <div class="share-tabs" role="group" aria-label={lang.action(Verb::Share)}>
                { for tabs.into_iter().map(tab) }
            </div>
        }
    }

    fn link<'a>(&self, sheet: &'a Sheet) -> &'a str {
        match self.kind {
            LinkKind::Plain if !sheet.plain.is_empty() => &sheet.plain,
            LinkKind::Start => &sheet.start,
            LinkKind::Moment | LinkKind::Plain => &sheet.moment,
        }
    }

    fn view_inside(&self, ctx: &Context<Self>) -> Html {
        let ShareProps { sheet, lang, dispatch, .. } = ctx.props();
        let link = self.link(sheet);
        markup! {
            <>
                <div class="share-link">
                    <div>
                        { self.view_field(ctx, link) }
                        { self.view_kinds(ctx) }
                        <p class="note">{ lang.share_label(ShareLabel::NoServer) }</p>
                        <p class="note" hidden={sheet.length <= LONGEST_LINK}>
                            { lang.share_label(ShareLabel::TooLong) }
                        </p>
                    </div>
                    { piece::<QrCode>(qr::QrProps { text: link.to_owned(), lang: *lang }) }
                </div>
                <div class="share-files">
                    { for FILES.iter().map(|(verb, label)| view_file(*verb, *label, *lang, dispatch)) }
                </div>
            </>
        }
    }

    fn view_field(&self, ctx: &Context<Self>, link: &str) -> Html {
        let ShareProps { lang, dispatch, .. } = ctx.props();
        let (field, text) = (self.field.clone(), link.to_owned());
        let dispatch = dispatch.clone();
        let copy = Callback::from(move |_: MouseEvent| {
            // Where copying is refused, it is selected already.
            if let Some(field) = field.cast::<HtmlInputElement>() {
                field.select();
            }
            dispatch.emit(Action::Copy(text.clone()));
        });
        markup! {
            <div class="link-field">
                <input ref={self.field.clone()} type="text" readonly=true value={link.to_owned()}
                    data-testid="share-link" aria-label={lang.share_label(ShareLabel::Link)} />
                <button type="button" class="primary" data-testid="share-copy" onclick={copy}>
                    { lang.share_label(ShareLabel::Copy) }
                </button>
            </div>
        }
    }

    fn view_kinds(&self, ctx: &Context<Self>) -> Html {
        let ShareProps { instance, sheet, lang, .. } = ctx.props();
        let name = instance.id("share-kind");
        let kinds = [
            (LinkKind::Moment, ShareLabel::Moment, true),
            (LinkKind::Start, ShareLabel::Start, true),
            (LinkKind::Plain, ShareLabel::Plain, !sheet.plain.is_empty()),
        ];
        let kind = |(kind, label, offered): (LinkKind, ShareLabel, bool)| {
            let onchange = ctx.link().callback(move |_: Event| ShareMsg::Kind(kind));
            markup! {
                <label key={kind as usize} hidden={!offered}>
                    <input type="radio" name={name.clone()} checked={self.kind == kind} {onchange} />
                    <span>{ lang.share_label(label) }</span>
                </label>
            }
        };
        markup! { <fieldset class="kinds">{ for kinds.into_iter().map(kind) }</fieldset> }
    }
}

/// The button that opens the dialog.
#[derive(PartialEq)]
pub struct ShareButton {
    pub lang: Lang,
    pub dispatch: Callback<Action>,
}

impl Part for ShareButton {
    fn view(&self) -> Html {
        let onclick = self.dispatch.reform(|_: MouseEvent| Action::Do(Verb::Share));
        markup! {
            <button type="button" data-testid="share" title={Verb::Share.hint(self.lang)} {onclick}>
                { self.lang.action(Verb::Share) }
            </button>
        }
    }
}

/// Copies a text for the visitor; whether the browser did is said to `done`.
pub fn copy(text: String, done: impl FnOnce(bool) + 'static) {
    let clipboard = crate::web::browser::window().map(|window| window.navigator().clipboard());
    wasm_bindgen_futures::spawn_local(async move {
        let copied = match clipboard {
            Some(clipboard) => {
                wasm_bindgen_futures::JsFuture::from(clipboard.write_text(&text)).await.is_ok()
            }
            None => false,
        };
        done(copied);
    });
}
