//! The scenarios that come with the page, and the list to choose one from.

use crate::session::language::label::{Label, Subject};
use crate::web::action::Action;
use crate::web::browser::when;
use crate::web::lang::Lang;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// What is opened when nothing else is asked for.
pub const DEFAULT: &str = "crash-after-auto-commit";

/// One scenario: its name and its text.
pub type ScenarioFile = (&'static str, &'static str);

/// Scenarios about the same thing.
pub struct Theme {
    pub subject: Subject,
    pub scenarios: &'static [ScenarioFile],
}

macro_rules! themes {
    ($($subject:ident: [$($id:literal),* $(,)?]),* $(,)?) => {
        /// Every file in `static/scenarios`, in the order in which it is best read.
        pub const THEMES: &[Theme] = &[$(Theme {
            subject: Subject::$subject,
            scenarios: &[$(($id, include_str!(concat!("../../../static/scenarios/", $id, ".session")))),*],
        }),*];
    };
}

themes![
    Groups: [
        "scale-out", "two-groups", "first-join", "book-examples", "range-skew", "sticky-leave", "add-partitions",
        "regex-topic", "standalone",
    ],
    Rebalancing: [
        "join-eager", "join-cooperative", "slow-member", "static-restart", "static-gone", "rolling-deploy",
        "two-bounce",
    ],
    Failures: [
        "session-timeout", "clean-close", "zombie", "slow-handler", "fenced-twin", "coordinator-down", "poison-pill",
        "two-threads",
    ],
    Committing: [
        "crash-after-auto-commit", "commit-first", "commit-sync", "commit-async", "async-retry", "async-then-sync",
        "commit-every-n", "commit-on-revoke", "workers-auto-commit", "off-by-one", "external-offsets",
    ],
    Positions: [
        "expired-offsets", "retention-overtakes", "reset-none", "replay", "reset-offsets",
    ],
    Tuning: ["fetch-tuning", "poll-size", "rack-aware"],
];

/// The scenario of this name.
pub fn scenario(name: &str) -> Option<ScenarioFile> {
    THEMES.iter().flat_map(|theme| theme.scenarios).find(|(id, _)| *id == name).copied()
}

/// What the list is given.
#[derive(PartialEq, Properties)]
pub struct PickerProps {
    /// The scenario that is open; `None` for a file.
    pub open: Option<&'static str>,
    /// The open file's title.
    pub title: AttrValue,
    pub lang: Lang,
    pub dispatch: Callback<Action>,
}

/// The list.
pub struct ScenarioPicker;

impl Component for ScenarioPicker {
    type Message = ();
    type Properties = PickerProps;

    fn create(_: &Context<Self>) -> Self {
        ScenarioPicker
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let PickerProps { open, title, lang, dispatch } = ctx.props();
        let onchange = when(dispatch, |event: Event| {
            let chosen = event.target_dyn_into::<HtmlSelectElement>()?.value();
            scenario(&chosen).map(|(id, _)| Action::OpenScenario(id))
        });
        let file = open.is_none().then(|| {
            html! { <option key="" value="" selected=true>{ title }</option> }
        });
        html! {
            <select class="picker" data-testid="scenario" aria-label={lang.label(Label::Scenario)} {onchange}>
                { for file }
                { for THEMES.iter().map(|theme| html! {
                    <optgroup key={theme.subject as usize} label={lang.subject(theme.subject)}>
                        { for theme.scenarios.iter().map(|(id, text)| html! {
                            <option key={*id} value={*id} selected={*open == Some(*id)}>
                                { title_in(text, *lang).unwrap_or(id) }
                            </option>
                        }) }
                    </optgroup>
                }) }
            </select>
        }
    }
}

/// The title that a script gives itself, without reading the rest of it.
fn title_in(script: &str, lang: Lang) -> Option<&str> {
    let line = script.lines().map(str::trim).find_map(|line| line.strip_prefix("title "))?;
    let quoted = |mark: &str| Some(line.split_once(mark)?.1.split_once('"')?.0);
    let english = quoted("en=\"");
    match lang {
        Lang::Ko => quoted("ko=\"").or(english),
        Lang::En => english,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_scenario_comes_with_the_page() {
        assert!(scenario(DEFAULT).is_some());
    }

    #[test]
    fn a_title_is_found_in_either_language() {
        let script = "# why\ntitle en=\"A clean close\" ko=\"깔끔한 종료\"\n";
        assert_eq!(title_in(script, Lang::En), Some("A clean close"));
        assert_eq!(title_in(script, Lang::Ko), Some("깔끔한 종료"));
        assert_eq!(title_in("title en=\"A\"", Lang::Ko), Some("A"));
        assert_eq!(title_in("topic orders partitions=1", Lang::En), None);
    }
}
