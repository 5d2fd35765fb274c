//! The two ends of the header: what is open, and what can be done with it and with the page. Components of their own,
//! because nothing in them changes while time passes.

use crate::session::language::label::Label;
use crate::web::action::{Action, Verb};
use crate::web::icons::{Icon, icon};
use crate::web::lang::Lang;
use crate::web::markup::markup;
use crate::web::mount::root::Instance;
use crate::web::part::{Part, part};
use crate::web::share::ShareButton;
use crate::web::shell::files;
use crate::web::shell::scenario_picker::ScenarioPicker;
use crate::web::shell::theme::Theme;
use crate::web::time::transport::icon_button;
use yew::prelude::*;

/// The name, the scenario, and the button for the controls.
#[derive(PartialEq)]
pub struct Brand {
    pub instance: Instance,
    /// The scenario that is open; `None` for a file.
    pub open: Option<&'static str>,
    /// The open session's title.
    pub title: AttrValue,
    pub lang: Lang,
    /// Whether the controls are drawn out, on a narrow screen.
    pub drawer: bool,
    pub dispatch: Callback<Action>,
}

impl Part for Brand {
    fn view(&self) -> Html {
        let Brand { instance, open, title, lang, drawer, dispatch } = self;
        let toggle = dispatch.reform(|_: MouseEvent| Action::Do(Verb::Controls));
        markup! {
            <div class="brand">
                <h1>{ "groupscope" }</h1>
                { part(ScenarioPicker { open: *open, title: title.clone(), lang: *lang, dispatch: dispatch.clone() }) }
                <button type="button" class="square drawer-button" data-testid="controls"
                    aria-label={lang.label(Label::Bench)} aria-expanded={drawer.to_string()}
                    aria-controls={instance.id("controls")} onclick={toggle}>
                    { icon(if *drawer { Icon::Close } else { Icon::Sliders }) }
                </button>
            </div>
        }
    }
}

/// Files, theme, language, help.
#[derive(PartialEq)]
pub struct Tools {
    pub theme: Theme,
    pub lang: Lang,
    /// The invisible field behind the "open" button.
    pub chooser: NodeRef,
    pub dispatch: Callback<Action>,
}

impl Part for Tools {
    fn view(&self) -> Html {
        let Tools { theme, lang, chooser, dispatch } = self;
        let lang = *lang;
        let theme_name = lang.label(match theme {
            Theme::Auto => Label::ColoursOfSystem,
            Theme::Light => Label::ColoursLight,
            Theme::Dark => Label::ColoursDark,
        });
        let language = dispatch.reform(|_: MouseEvent| Action::Do(Verb::Language));
        markup! {
            <div class="tools" role="group" aria-label={lang.label(Label::SessionAndPage)}>
                { word_button(Verb::Open, lang, dispatch) }
                { word_button(Verb::Save, lang, dispatch) }
                { part(ShareButton { lang, dispatch: dispatch.clone() }) }
                { icon_button(Verb::Present, Icon::Room, lang.action(Verb::Present), lang, dispatch) }
                { icon_button(Verb::Theme, theme.icon(), theme_name, lang, dispatch) }
                <button type="button" data-testid="language" title={Verb::Language.hint(lang)}
                    aria-label={lang.action_help(Verb::Language).trim_end_matches('.')} onclick={language}>
                    { lang.action(Verb::Language) }
                </button>
                { word_button(Verb::Help, lang, dispatch) }
                { files::view_chooser(chooser, dispatch) }
            </div>
        }
    }
}

fn word_button(verb: Verb, lang: Lang, dispatch: &Callback<Action>) -> Html {
    let onclick = dispatch.reform(move |_: MouseEvent| Action::Do(verb));
    let row = verb.row();
    markup! {
        <button type="button" data-testid={row.id} title={verb.hint(lang)} {onclick}>{ lang.action(verb) }</button>
    }
}
