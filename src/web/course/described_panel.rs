//! The stage in words, for those who ask for it: a panel beside which everything goes on.

use crate::session::language::course::CourseLabel;
use crate::web::action::{Action, Verb};
use crate::web::icons::{Icon, icon};
use crate::web::lang::Lang;
use crate::web::markup::markup;
use crate::web::part::Part;
use crate::web::shared::Shared;
use crate::web::shell::study::StudyAction;
use yew::prelude::*;

/// See the head of this file.
#[derive(PartialEq)]
pub struct DescribedPanel {
    pub sentences: Shared<Vec<String>>,
    pub lang: Lang,
    pub dispatch: Callback<Action>,
}

impl Part for DescribedPanel {
    fn view(&self) -> Html {
        let DescribedPanel { sentences, lang, dispatch } = self;
        let close = dispatch.reform(|_: MouseEvent| Action::Study(StudyAction::CloseDescription));
        let title = lang.course_label(CourseLabel::Description);
        markup! {
            <section class="described" data-testid="described" aria-label={title}>
                <header>
                    <h2>{ title }{ " " }<kbd>{ Verb::Describe.row().key }</kbd></h2>
                    <button type="button" class="quiet" data-testid="close-described"
                        aria-label={lang.course_label(CourseLabel::CloseDescription)} onclick={close}>
                        { icon(Icon::Close) }
                    </button>
                </header>
                <ul>
                    { for sentences.iter().enumerate().map(|(n, sentence)| markup! { <li key={n}>{ sentence }</li> }) }
                </ul>
            </section>
        }
    }
}
