//! The figure for somebody else's page: how it is wanted, what it looks like, what to write there, what it weighs.

use crate::session::embedding::{EmbedContent, EmbedForm, Embedding, FigureWords, POLICY};
use crate::session::language::label::{EmbedLabel, ShareLabel};
use crate::session::language::phrase::Phrase;
use crate::session::link::{instant, instant_text};
use crate::sim::time::SimTime;
use crate::web::action::Action;
use crate::web::browser::window;
use crate::web::lang::Lang;
use crate::web::markup::{class_if, markup};
use crate::web::mount::root::Instance;
use crate::web::part::{Context, Piece};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// What is embedded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Embedded {
    /// The scenario, if nothing was done in it; else empty.
    pub scenario: String,
    /// The part of the link behind `#`.
    pub fragment: String,
    pub title: String,
    /// What its picture is saved as.
    pub picture: String,
    /// The session as text.
    pub text: String,
    pub now: SimTime,
}

/// What the tab is given.
#[derive(PartialEq)]
pub struct EmbedProps {
    pub instance: Instance,
    pub embedded: Embedded,
    pub lang: Lang,
    pub dispatch: Callback<Action>,
}

/// The tab.
pub struct EmbedTab {
    form: EmbedForm,
    /// As they are written.
    from: String,
    to: String,
    wanted: Embedding,
    /// In CSS pixels.
    width: usize,
}

/// What is chosen.
pub enum EmbedMsg {
    Form(usize),
    From(String),
    To(String),
    Looped(bool),
    Controls(usize),
    Theme(usize),
    Lang(usize),
    Loading(usize),
    Width(usize),
}

const FORMS: [(EmbedForm, EmbedLabel); 3] = [
    (EmbedForm::Html, EmbedLabel::Html),
    (EmbedForm::Frame, EmbedLabel::Frame),
    (EmbedForm::Markdown, EmbedLabel::Markdown),
];
const CONTROLS: [(Option<&str>, EmbedLabel); 3] = [
    (None, EmbedLabel::Minimal),
    (Some("none"), EmbedLabel::NoControls),
    (Some("all"), EmbedLabel::AllControls),
];
const THEMES: [(Option<&str>, EmbedLabel); 3] =
    [(None, EmbedLabel::AsThePage), (Some("light"), EmbedLabel::Light), (Some("dark"), EmbedLabel::Dark)];
const LANGS: [(Option<Lang>, EmbedLabel); 3] = [
    (None, EmbedLabel::AsThePage),
    (Some(Lang::En), EmbedLabel::English),
    (Some(Lang::Ko), EmbedLabel::Korean),
];
const LOADINGS: [(Option<&str>, EmbedLabel); 3] = [
    (None, EmbedLabel::WhenNear),
    (Some("eager"), EmbedLabel::AtOnce),
    (Some("interaction"), EmbedLabel::OnClick),
];
/// How high the preview is, in CSS pixels, and how wide it can be.
const PREVIEW_HEIGHT: u32 = 440;
const WIDTHS: [usize; 3] = [360, 600, 800];

impl Piece for EmbedTab {
    type Message = EmbedMsg;
    type Properties = EmbedProps;

    fn create(ctx: &Context<Self>) -> Self {
        let mut tab = EmbedTab {
            form: EmbedForm::Html,
            from: String::new(),
            to: String::new(),
            wanted: Embedding::default(),
            width: WIDTHS[1],
        };
        tab.begin(&ctx.props().embedded);
        tab
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &EmbedProps) -> bool {
        if ctx.props().embedded != old.embedded {
            self.begin(&ctx.props().embedded);
        }
        true
    }

    fn update(&mut self, _: &Context<Self>, msg: EmbedMsg) -> bool {
        let wanted = &mut self.wanted;
        match msg {
            EmbedMsg::Form(at) => self.form = FORMS[at].0,
            EmbedMsg::From(text) => {
                (wanted.from, self.from) = (instant(text.trim()), text);
            }
            EmbedMsg::To(text) => {
                (wanted.to, self.to) = (instant(text.trim()), text);
            }
            EmbedMsg::Looped(looped) => wanted.looped = looped,
            EmbedMsg::Controls(at) => wanted.controls = CONTROLS[at].0,
            EmbedMsg::Theme(at) => wanted.theme = THEMES[at].0,
            EmbedMsg::Lang(at) => wanted.lang = LANGS[at].0,
            EmbedMsg::Loading(at) => wanted.loading = LOADINGS[at].0,
            EmbedMsg::Width(width) => self.width = width,
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let EmbedProps { embedded, lang, .. } = ctx.props();
        let content = content(embedded);
        let words = FigureWords { picture: &embedded.picture, title: &embedded.title, text: &embedded.text };
        let snippet = self.wanted.snippet(self.form, &content, &words);
        markup! {
            <div class="embed-tab" data-testid="embed-tab">
                <div class="embed-choices">
                    { self.view_choices(ctx) }
                    { view_facts(*lang) }
                </div>
                { self.view_preview(ctx, &content) }
                { view_snippet(&snippet, ctx) }
            </div>
        }
    }
}

fn content(embedded: &Embedded) -> EmbedContent {
    match embedded.scenario.is_empty() {
        true => EmbedContent::State(embedded.fragment.clone()),
        false => EmbedContent::Scenario(embedded.scenario.clone()),
    }
}

/// A choice of a few: its name, what can be chosen, and which is.
struct Segments<'a> {
    name: EmbedLabel,
    options: Vec<EmbedLabel>,
    chosen: usize,
    id: &'static str,
    message: fn(usize) -> EmbedMsg,
    ctx: &'a Context<EmbedTab>,
}

impl Segments<'_> {
    fn view(&self) -> Html {
        let EmbedProps { instance, lang, .. } = self.ctx.props();
        let name = instance.id(self.id);
        let option = |(at, label): (usize, &EmbedLabel)| {
            let message = self.message;
            let onchange = self.ctx.link().callback(move |_: Event| message(at));
            let id = format!("{}-{at}", self.id);
            markup! {
                <label key={at}>
                    <input type="radio" name={name.clone()} checked={self.chosen == at} data-testid={id} {onchange} />
                    <span>{ lang.embed_label(*label) }</span>
                </label>
            }
        };
        markup! {
            <fieldset class="segments">
                <legend>{ lang.embed_label(self.name) }</legend>
                <div>{ for self.options.iter().enumerate().map(option) }</div>
            </fieldset>
        }
    }
}

fn labels<T>(of: &[(T, EmbedLabel)]) -> Vec<EmbedLabel> {
    of.iter().map(|(_, label)| *label).collect()
}

fn place_of<T: PartialEq>(of: &[(T, EmbedLabel)], chosen: &T) -> usize {
    of.iter().position(|(value, _)| value == chosen).unwrap_or(0)
}

impl EmbedTab {
    /// Another session, or another moment of it: the stretch begins there.
    fn begin(&mut self, embedded: &Embedded) {
        let from = Some(embedded.now).filter(|now| *now > SimTime::ZERO);
        self.from = from.map(instant_text).unwrap_or_default();
        self.to = String::new();
        self.wanted = Embedding { from, to: None, looped: false, ..self.wanted.clone() };
    }

    fn view_choices(&self, ctx: &Context<Self>) -> Html {
        let wanted = &self.wanted;
        let choice = |name, id, (options, chosen), message| {
            Segments { name, options, chosen, id, message, ctx }.view()
        };
        let form = (labels(&FORMS), place_of(&FORMS, &self.form));
        let controls = (labels(&CONTROLS), place_of(&CONTROLS, &wanted.controls));
        let theme = (labels(&THEMES), place_of(&THEMES, &wanted.theme));
        let lang = (labels(&LANGS), place_of(&LANGS, &wanted.lang));
        let loading = (labels(&LOADINGS), place_of(&LOADINGS, &wanted.loading));
        let of_element = self.form != EmbedForm::Markdown;
        markup! {
            <>
                { choice(EmbedLabel::As, "embed-form", form, EmbedMsg::Form) }
                <div hidden={!of_element}>
                    { self.view_stretch(ctx) }
                    { choice(EmbedLabel::Controls, "embed-controls", controls, EmbedMsg::Controls) }
                    { choice(EmbedLabel::Theme, "embed-theme", theme, EmbedMsg::Theme) }
                    { choice(EmbedLabel::Language, "embed-lang", lang, EmbedMsg::Lang) }
                    { choice(EmbedLabel::Loads, "embed-loading", loading, EmbedMsg::Loading) }
                </div>
            </>
        }
    }

    fn view_stretch(&self, ctx: &Context<Self>) -> Html {
        let lang = ctx.props().lang;
        let field = |label: EmbedLabel,
                     id: &'static str,
                     text: &str,
                     hint: EmbedLabel,
                     message: fn(String) -> EmbedMsg| {
            let wrong = !text.trim().is_empty() && instant(text.trim()).is_none();
            let oninput = ctx.link().batch_callback(move |event: InputEvent| {
                event.target_dyn_into::<HtmlInputElement>().map(|field| message(field.value()))
            });
            markup! {
                <input type="text" size="9" value={text.to_owned()} placeholder={lang.embed_label(hint)}
                    aria-label={lang.embed_label(label)} aria-invalid={wrong.to_string()} data-testid={id} {oninput} />
            }
        };
        let onchange = ctx.link().batch_callback(|event: Event| {
            event.target_dyn_into::<HtmlInputElement>().map(|field| EmbedMsg::Looped(field.checked()))
        });
        let (from, to) = (self.wanted.from, self.wanted.to);
        let unread = [&self.from, &self.to]
            .into_iter()
            .any(|text| !text.trim().is_empty() && instant(text.trim()).is_none());
        let backwards = from.zip(to).is_some_and(|(from, to)| to <= from);
        let wrong = match (unread, backwards) {
            (true, _) => lang.embed_label(EmbedLabel::NoInstant),
            (_, true) => lang.embed_label(EmbedLabel::Backwards),
            _ => "",
        };
        markup! {
            <fieldset class="segments">
                <legend>{ lang.embed_label(EmbedLabel::Stretch) }</legend>
                <div class="stretch">
                    { field(EmbedLabel::From, "embed-from", &self.from, EmbedLabel::Start, EmbedMsg::From) }
                    <span>{ "–" }</span>
                    { field(EmbedLabel::To, "embed-to", &self.to, EmbedLabel::End, EmbedMsg::To) }
                    <label>
                        <input type="checkbox" checked={self.wanted.looped} data-testid="embed-loop" {onchange} />
                        <span>{ lang.embed_label(EmbedLabel::Loop) }</span>
                    </label>
                </div>
                <p class="wrong" role="status" hidden={wrong.is_empty()}>{ wrong }</p>
            </fieldset>
        }
    }

    fn view_preview(&self, ctx: &Context<Self>, content: &EmbedContent) -> Html {
        let lang = ctx.props().lang;
        let width = |width: &usize| {
            let width = *width;
            let onclick = ctx.link().callback(move |_: MouseEvent| EmbedMsg::Width(width));
            let class = class_if(self.width == width, "chosen");
            let pressed = (self.width == width).to_string();
            markup! {
                <button key={width} type="button" class={class} aria-pressed={pressed} {onclick}>
                    { width.to_string() }
                </button>
            }
        };
        // A fence shows the whole session, in the theme and language of the page.
        let mut shown =
            if self.form == EmbedForm::Markdown { Embedding::default() } else { self.wanted.clone() };
        // The page that it stands in is this one, which a frame cannot see.
        shown.lang = shown.lang.or(Some(lang).filter(|_| self.form != EmbedForm::Frame));
        let address = shown.frame_address(content, PREVIEW_HEIGHT);
        let src = Some(address.clone()).filter(|_| weight().is_some());
        let style = format!("width: {}px", self.width);
        markup! {
            <div class="embed-preview" hidden={weight().is_none()}>
                <div class="ends">
                    <h3>{ lang.embed_label(EmbedLabel::Preview) }</h3>
                    <div role="group" aria-label={lang.embed_label(EmbedLabel::Width)}>
                        { for WIDTHS.iter().map(width) }
                    </div>
                </div>
                <div class="frame-room" tabindex="0" role="group" aria-label={lang.embed_label(EmbedLabel::Preview)}>
                    <iframe key={address} {src} title={lang.embed_label(EmbedLabel::Preview)}
                        data-testid="embed-preview" {style}></iframe>
                </div>
            </div>
        }
    }
}

fn view_snippet(snippet: &str, ctx: &Context<EmbedTab>) -> Html {
    let EmbedProps { lang, dispatch, .. } = ctx.props();
    let text = snippet.to_owned();
    let copy = dispatch.reform(move |_: MouseEvent| Action::Copy(text.clone()));
    markup! {
        <div class="embed-snippet">
            <pre tabindex="0" aria-label={lang.embed_label(EmbedLabel::Snippet)} data-testid="embed-snippet">
                { snippet }
            </pre>
            <button type="button" class="primary" data-testid="embed-copy" onclick={copy}>
                { lang.share_label(ShareLabel::Copy) }
            </button>
        </div>
    }
}

/// What a figure asks of the page around.
fn view_facts(lang: Lang) -> Html {
    let weight = weight();
    let weight = weight.as_ref().map(|(loader, program)| lang.say(Phrase::FigureWeighs { loader, program }));
    markup! {
        <dl>
            <dt hidden={weight.is_none()}>{ lang.embed_label(EmbedLabel::Weight) }</dt>
            <dd hidden={weight.is_none()} data-testid="embed-weight">{ weight.unwrap_or_default() }</dd>
            <dt>{ lang.embed_label(EmbedLabel::Policy) }</dt>
            <dd><code>{ POLICY }</code></dd>
            <dt>{ lang.embed_label(EmbedLabel::WithoutScripts) }</dt>
            <dd>{ lang.embed_label(EmbedLabel::PictureStays) }</dd>
        </dl>
    }
}

/// How many kilobytes come at once, and how many when the first figure is near, compressed. The build has written it
/// into the page.
fn weight() -> Option<(String, String)> {
    let said =
        window()?.document()?.query_selector("meta[name=figure-weight]").ok()??.get_attribute("content")?;
    let (loader, program) = said.split_once(' ')?;
    Some((loader.to_owned(), program.to_owned()))
}
