//! What is said and offered once a script is over or left: the sentence that stays, what its reader said at the
//! questions and what became of it, what there is to try, and where one goes on.

use crate::session::caption::Caption;
use crate::session::language::label::Label;
use crate::session::language::lesson::{LessonLabel, LessonPhrase};
use crate::session::language::phrase::Phrase;
use crate::session::language::units::clock;
use crate::session::prediction::verdict::GuessVerdict;
use crate::session::scenario::Texts;
use crate::session::suggestion::Suggestion;
use crate::web::action::{Action, Verb};
use crate::web::lang::Lang;
use crate::web::markup::{class_if, markup};
use crate::web::part::Part;
use crate::web::shared::Shared;
use crate::web::story::tasks::TasksToTry;
use crate::web::story::{Afterwards, ToTry, in_language, rich, tag_of, text_of};
use yew::prelude::*;

/// What came of what was said at a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhatCame {
    Foretold(GuessVerdict),
    /// An option was chosen; whether it was the right one.
    Chosen(bool),
}

/// See the head of this file.
#[derive(PartialEq)]
pub struct EndCard {
    pub afterwards: Afterwards,
    pub captions: Shared<Vec<Caption>>,
    /// The questions at which something was said, by their places among the captions.
    pub said: Vec<(usize, WhatCame)>,
    pub lang: Lang,
    pub dispatch: Callback<Action>,
}

impl Part for EndCard {
    fn view(&self) -> Html {
        let EndCard { afterwards, lang, .. } = self;
        let Afterwards { departed, next, suggestion, learned, to_try } = afterwards;
        let lang = *lang;
        let (said, back) = match departed {
            Some(at) => (lang.say(Phrase::OwnRun(&clock(*at))), Verb::BackToScript),
            None => (lang.label(Label::ScriptIsOver).to_owned(), Verb::Rewind),
        };
        let next = next.map(|file| {
            let name = lang.say(Phrase::NextScenario(file.title(lang)));
            self.button("next-scenario", name, Action::OpenScenario(file.id))
        });
        markup! {
            <div class="afterwards" data-testid="afterwards">
                <p>{ said }</p>
                <div class="stays">{ for learned.as_ref().map(|texts| view_learned(texts, lang)) }</div>
                <div class="you-said-all">{ for self.view_said() }</div>
                <div class="to-try">{ for to_try.as_ref().map(|to_try| view_tasks(to_try, lang)) }</div>
                { for next }
                { self.button("offer-back", lang.action(back).to_owned(), Action::Do(back)) }
                { self.button("offer-try", lang.say(Phrase::Try(*suggestion)), deed_of(*suggestion)) }
            </div>
        }
    }
}

impl EndCard {
    fn button(&self, testid: &'static str, name: String, action: Action) -> Html {
        let onclick = self.dispatch.reform(move |_: MouseEvent| action.clone());
        // Where a lesson is over, one goes on with the next.
        let is_first = testid == "next-scenario" && self.afterwards.departed.is_none();
        let class = class_if(is_first, "primary");
        markup! { <button type="button" class={[class]} data-testid={testid} {onclick}>{ name }</button> }
    }

    /// The questions, each with what came of what was said.
    fn view_said(&self) -> Option<Html> {
        let lang = self.lang;
        let line = |(place, came): &(usize, WhatCame)| {
            let caption = &self.captions[*place];
            let (as_said, told) = match came {
                WhatCame::Foretold(verdict) => {
                    (*verdict == GuessVerdict::Same, lang.say(LessonPhrase::Verdict(*verdict)))
                }
                WhatCame::Chosen(true) => (true, lang.say(LessonPhrase::Verdict(GuessVerdict::Same))),
                WhatCame::Chosen(false) => (false, lang.lesson_label(LessonLabel::Otherwise).to_owned()),
            };
            markup! {
                <li key={*place} class={[class_if(as_said, "as-said")]}>
                    <span class="came" aria-hidden="true">{ if as_said { "✓" } else { "◇" } }</span>
                    <span>
                        <b>{ told }</b>
                        <small lang={tag_of(&caption.en, &caption.ko, lang)}>{ rich(text_of(caption, lang)) }</small>
                    </span>
                </li>
            }
        };
        (!self.said.is_empty()).then(|| {
            markup! {
                <section data-testid="said-in-all" aria-label={lang.lesson_label(LessonLabel::YouSaidAll)}>
                    <p class="tasks-head">{ lang.lesson_label(LessonLabel::YouSaidAll) }</p>
                    <ul>{ for self.said.iter().map(line) }</ul>
                </section>
            }
        })
    }
}

/// The sentence that stays.
fn view_learned(texts: &Texts, lang: Lang) -> Html {
    markup! {
        <p class="learned" data-testid="learned" lang={tag_of(&texts.en, &texts.ko, lang)}>
            <small>{ lang.lesson_label(LessonLabel::Stays) }</small>
            { rich(in_language(&texts.en, &texts.ko, lang)) }
        </p>
    }
}

fn view_tasks(to_try: &ToTry, lang: Lang) -> Html {
    let ToTry { tasks, ticked } = to_try.clone();
    TasksToTry { tasks, ticked, lang }.view()
}

/// What is done when it is tried.
fn deed_of(suggestion: Suggestion) -> Action {
    match suggestion {
        Suggestion::Restart(name) => Action::To(Verb::Restart, name),
        Suggestion::Resume(name) => Action::To(Verb::Stall, name),
        Suggestion::Thaw(name) => Action::To(Verb::Freeze, name),
        Suggestion::Mend(name) => Action::To(Verb::Cut, name),
        Suggestion::Kill(name) => Action::To(Verb::Kill, name),
        Suggestion::AddConsumer => Action::Do(Verb::AddConsumer),
    }
}
