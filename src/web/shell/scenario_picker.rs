//! The list to choose a scenario from: the lessons of the course, by chapter. The text of the one that is opened first
//! is part of the program, so that something is to be seen at once; the others are fetched when they are chosen.

use crate::session::course::CHAPTERS;
pub use crate::session::course::{after, lesson as scenario, lessons as scenarios};
use crate::session::language::label::Label;
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
                { for CHAPTERS.iter().enumerate().map(|(n, chapter)| markup! {
                    <optgroup key={n} label={lang.chapter(chapter.subject)}>
                        { for chapter.lessons.iter().map(|file| markup! {
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
}
