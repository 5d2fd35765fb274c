//! The scenarios that come with the page, and the list to choose one from.

use crate::web::action::Action;
use crate::web::browser::when;
use crate::web::lang::Lang;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// What is opened when nothing else is asked for.
pub const DEFAULT: &str = "crash-after-auto-commit";

macro_rules! scenarios {
    ($($id:literal),* $(,)?) => {
        /// Every scenario: its name and its text.
        pub const SCENARIOS: &[(&str, &str)] =
            &[$(($id, include_str!(concat!("../../static/scenarios/", $id, ".session")))),*];
    };
}

scenarios!["crash-after-auto-commit", "session-timeout", "clean-close", "join-eager", "join-cooperative"];

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
            SCENARIOS.iter().find(|(id, _)| *id == chosen).map(|(id, _)| Action::OpenScenario(id))
        });
        let file = open.is_none().then(|| {
            html! { <option key="" value="" selected=true>{ title }</option> }
        });
        html! {
            <select class="picker" data-testid="scenario" aria-label="Scenario" {onchange}>
                { for file }
                { for SCENARIOS.iter().map(|(id, text)| html! {
                    <option key={*id} value={*id} selected={*open == Some(*id)}>
                        { title_in(text, *lang).unwrap_or(id) }
                    </option>
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
        assert!(SCENARIOS.iter().any(|(id, _)| *id == DEFAULT));
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
