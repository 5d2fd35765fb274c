//! The scenarios that come with the page, and the list to choose one from. The text of the first one is part of the
//! program, so that something is to be seen at once; the others are fetched when they are chosen. Their titles are
//! taken out of the files while the program is compiled.

use crate::session::language::label::{Label, ScenarioSubject};
use crate::web::action::Action;
use crate::web::browser::when;
use crate::web::lang::Lang;
use crate::web::markup::markup;
use crate::web::part::Part;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// What is opened when nothing else is asked for.
pub const DEFAULT: &str = "crash-after-auto-commit";
/// Its text.
pub const DEFAULT_TEXT: &str = include_str!("../../../static/scenarios/crash-after-auto-commit.session");

/// One scenario.
#[derive(PartialEq, Eq)]
pub struct ScenarioFile {
    /// Its name, and that of its file without `.session`.
    pub id: &'static str,
    en: &'static str,
    ko: &'static str,
}

impl ScenarioFile {
    /// The title that the script gives itself.
    pub const fn title(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en,
            Lang::Ko => self.ko,
        }
    }
}

/// Scenarios about the same thing.
pub struct ScenarioGroup {
    pub subject: ScenarioSubject,
    pub scenarios: &'static [ScenarioFile],
}

macro_rules! title {
    ($id:literal, $mark:literal) => {{
        const TEXT: &str = include_str!(concat!("../../../static/scenarios/", $id, ".session"));
        const SPAN: (usize, usize) = quoted_in_title(TEXT.as_bytes(), $mark.as_bytes());
        // A copy: with a slice of it, the whole text would be part of the program.
        const TITLE: [u8; SPAN.1 - SPAN.0] = copy(TEXT.as_bytes(), SPAN.0);
        match std::str::from_utf8(&TITLE) {
            Ok(title) => title,
            Err(_) => $id,
        }
    }};
}

macro_rules! themes {
    ($($subject:ident: [$($id:literal),* $(,)?]),* $(,)?) => {
        /// Every file in `static/scenarios`, in the order in which it is best read.
        pub const THEMES: &[ScenarioGroup] = &[$(ScenarioGroup {
            subject: ScenarioSubject::$subject,
            scenarios: &[$(
                ScenarioFile { id: $id, en: title!($id, " en=\""), ko: title!($id, " ko=\"") }
            ),*],
        }),*];
    };
}

/// Where the quoted text after `mark` stands in the script's line `title`. Without such a line, or such a text in it,
/// the program does not compile.
const fn quoted_in_title(script: &[u8], mark: &[u8]) -> (usize, usize) {
    let mut at = 0;
    while !(starts_with(script, b"title ", at) && (at == 0 || script[at - 1] == b'\n')) {
        at += 1;
    }
    while !starts_with(script, mark, at) {
        // No such text in it.
        assert!(script[at] != b'\n');
        at += 1;
    }
    let from = at + mark.len();
    let mut to = from;
    while script[to] != b'"' {
        to += 1;
    }
    (from, to)
}

const fn starts_with(text: &[u8], with: &[u8], at: usize) -> bool {
    let mut i = 0;
    while i < with.len() {
        if text[at + i] != with[i] {
            return false;
        }
        i += 1;
    }
    true
}

const fn copy<const N: usize>(text: &[u8], from: usize) -> [u8; N] {
    let mut copied = [0; N];
    let mut i = 0;
    while i < N {
        copied[i] = text[from + i];
        i += 1;
    }
    copied
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

/// All of them.
pub fn scenarios() -> impl Iterator<Item = &'static ScenarioFile> {
    THEMES.iter().flat_map(|theme| theme.scenarios)
}

/// The scenario of this name.
pub fn scenario(name: &str) -> Option<&'static ScenarioFile> {
    scenarios().find(|scenario| scenario.id == name)
}

/// The scenario that is best read after the one of this name.
pub fn after(name: &str) -> Option<&'static ScenarioFile> {
    scenarios().skip_while(|scenario| scenario.id != name).nth(1)
}

/// The list.
#[derive(PartialEq)]
pub struct ScenarioPicker {
    /// The scenario that is open; `None` for a file.
    pub open: Option<&'static str>,
    /// The open file's title.
    pub title: AttrValue,
    pub lang: Lang,
    pub dispatch: Callback<Action>,
}

impl Part for ScenarioPicker {
    fn view(&self) -> Html {
        let ScenarioPicker { open, title, lang, dispatch } = self;
        let onchange = when(dispatch, |event: Event| {
            let chosen = event.target_dyn_into::<HtmlSelectElement>()?.value();
            scenario(&chosen).map(|file| Action::OpenScenario(file.id))
        });
        let file = open.is_none().then(|| {
            markup! { <option key="" value="" selected=true>{ title }</option> }
        });
        markup! {
            <select class="picker" data-testid="scenario" aria-label={lang.label(Label::Scenario)} {onchange}>
                { for file }
                { for THEMES.iter().map(|theme| markup! {
                    <optgroup key={theme.subject as usize} label={lang.subject(theme.subject)}>
                        { for theme.scenarios.iter().map(|file| markup! {
                            <option key={file.id} value={file.id} selected={*open == Some(file.id)}>
                                { file.title(*lang) }
                            </option>
                        }) }
                    </optgroup>
                }) }
            </select>
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_scenario_is_one_of_them() {
        assert_eq!(scenario(DEFAULT).map(|file| file.id), Some(DEFAULT));
    }

    #[test]
    fn titles_are_taken_from_the_files() {
        let file = scenario("clean-close").unwrap();
        let script = include_str!("../../../static/scenarios/clean-close.session");
        let line = format!("title en=\"{}\" ko=\"{}\"", file.title(Lang::En), file.title(Lang::Ko));
        assert!(script.lines().any(|written| written == line), "{line}");
    }
}
