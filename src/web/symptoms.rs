//! The symptom finder as a place of the page: at the left one field for a word or a line of a log, and what it finds;
//! at the right what the chosen symptom can come from, where that can be seen, and what mends it.

use crate::session::course::lesson;
use crate::session::language::course::{CourseLabel, CourseText};
use crate::session::language::symptom::{CauseName, SymptomName};
use crate::session::symptom::Symptom;
use crate::session::symptom::search::find;
use crate::web::action::{Action, Verb};
use crate::web::browser::bring_into_view;
use crate::web::course::{full_name, opens};
use crate::web::lang::Lang;
use crate::web::markup::markup;
use crate::web::memory::jotted::Jotter;
use crate::web::part::{Context, Piece};
use crate::web::shell::study::LessonMoment;
use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;

/// What the finder is given.
#[derive(PartialEq)]
pub struct SymptomProps {
    pub lang: Lang,
    /// Where what is typed is kept.
    pub jotter: Jotter,
    /// Whether the page stands in one column: then the causes come below the list.
    pub one_column: bool,
    pub dispatch: Callback<Action>,
}

/// See the head of this file.
pub struct SymptomFinder {
    text: String,
    found: Vec<&'static Symptom>,
    chosen: Option<SymptomName>,
    field: NodeRef,
    causes: NodeRef,
    /// What was chosen may stand out of sight.
    to_be_seen: bool,
    begun: bool,
}

/// What happens in it.
pub enum SymptomMsg {
    Typed(String),
    Choose(SymptomName),
}

impl Piece for SymptomFinder {
    type Message = SymptomMsg;
    type Properties = SymptomProps;

    fn create(ctx: &Context<Self>) -> Self {
        let text = ctx.props().jotter.kept().unwrap_or_default();
        let found = find(&text);
        SymptomFinder {
            text,
            found,
            chosen: None,
            field: NodeRef::default(),
            causes: NodeRef::default(),
            to_be_seen: false,
            begun: false,
        }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: SymptomMsg) -> bool {
        match msg {
            SymptomMsg::Typed(text) => {
                ctx.props().jotter.keep(Some(&text).filter(|text| !text.is_empty()).map(String::as_str));
                self.found = find(&text);
                (self.text, self.chosen) = (text, None);
            }
            SymptomMsg::Choose(name) => {
                self.chosen = Some(name);
                self.to_be_seen = ctx.props().one_column;
            }
        }
        true
    }

    fn rendered(&mut self, _: &Context<Self>) {
        if !std::mem::replace(&mut self.begun, true)
            && let Some(field) = self.field.cast::<HtmlInputElement>()
        {
            field.set_value(&self.text);
            let _ = field.focus();
        }
        if std::mem::take(&mut self.to_be_seen)
            && let Some(causes) = self.causes.cast::<Element>()
        {
            bring_into_view(&causes);
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let lang = ctx.props().lang;
        let oninput = ctx.link().batch_callback(|event: InputEvent| {
            Some(SymptomMsg::Typed(event.target_dyn_into::<HtmlInputElement>()?.value()))
        });
        let shown = self.shown();
        let none = self.found.is_empty();
        markup! {
            <section class="place symptoms" data-testid="symptom-place" aria-label={lang.action(Verb::Symptoms)}>
                <div class="finder">
                    <input ref={self.field.clone()} type="search" autocomplete="off" spellcheck="false"
                        data-testid="symptom-search" placeholder={lang.course_label(CourseLabel::WhatDoYouSee)}
                        aria-label={lang.course_label(CourseLabel::SearchHint)} {oninput} />
                    <p class="counted" role="status">
                        { if none { lang.course_label(CourseLabel::NothingFound).to_owned() }
                            else { lang.say(CourseText::Symptoms(self.found.len())) } }
                    </p>
                    <ul data-testid="symptom-list">
                        { for self.found.iter().map(|symptom| {
                            view_symptom(ctx, symptom, shown.is_some_and(|shown| shown.name == symptom.name))
                        }) }
                    </ul>
                </div>
                <div class="causes" ref={self.causes.clone()} data-testid="symptom-causes">
                    { for shown.map(|symptom| view_causes(ctx, symptom)) }
                </div>
            </section>
        }
    }
}

impl SymptomFinder {
    /// The symptom whose causes are shown: the chosen one, else the first that was found.
    fn shown(&self) -> Option<&'static Symptom> {
        let chosen = self.found.iter().find(|symptom| self.chosen == Some(symptom.name));
        chosen.or(self.found.first()).copied()
    }
}

fn view_symptom(ctx: &Context<SymptomFinder>, symptom: &'static Symptom, is_shown: bool) -> Html {
    let lang = ctx.props().lang;
    let name = symptom.name;
    let onclick = ctx.link().callback(move |_: MouseEvent| SymptomMsg::Choose(name));
    markup! {
        <li key={name as usize}>
            <button type="button" aria-current={is_shown.then_some("true")} data-testid={format!("symptom-{name:?}")}
                {onclick}>
                <strong>{ lang.symptom(name) }</strong>
                <small>{ lang.say(CourseText::CausesOf(symptom.causes.len())) }</small>
                <code lang="en">{ symptom.log }</code>
            </button>
        </li>
    }
}

fn view_causes(ctx: &Context<SymptomFinder>, symptom: &'static Symptom) -> Html {
    let SymptomProps { lang, dispatch, .. } = ctx.props();
    let own = dispatch.reform(|_: MouseEvent| Action::Do(Verb::OwnSettings));
    markup! {
        <>
            <h2>{ lang.symptom(symptom.name) }</h2>
            <p class="meaning">{ lang.symptom_meaning(symptom.name) }</p>
            <ol>{ for symptom.causes.iter().enumerate().map(|(n, cause)| view_cause(ctx, n, *cause)) }</ol>
            <p class="own">
                { lang.course_label(CourseLabel::TryOwn) }{ " " }
                <button type="button" class="link" data-testid="symptom-own-settings" onclick={own}>
                    { lang.course_label(CourseLabel::OwnSettings) }
                </button>
            </p>
        </>
    }
}

fn view_cause(ctx: &Context<SymptomFinder>, place: usize, cause: CauseName) -> Html {
    let SymptomProps { lang, dispatch, .. } = ctx.props();
    let view = cause.view();
    let (name, minutes) = lesson(view.lesson)
        .map(|lesson| (full_name(lesson, *lang), lang.say(CourseText::Minutes(lesson.minutes()))))
        .unwrap_or_default();
    let onclick = opens(dispatch, view.lesson, LessonMoment::Answer, view.look);
    let code = Some(view.code).filter(|code| !code.is_empty());
    let words = view.keys.iter().copied().chain(code);
    markup! {
        <li key={place}>
            <div>
                <h3>{ lang.cause(cause) }</h3>
                <p><b>{ lang.course_label(CourseLabel::HowToTell) }</b>{ lang.cause_sign(cause) }</p>
            </div>
            <p>
                <b>{ lang.course_label(CourseLabel::SeeIt) }</b>
                <a href={["#", view.lesson].concat()} data-testid={format!("see-{cause:?}")} {onclick}>{ name }</a>
                <small>{ minutes }</small>
            </p>
            <p>
                <b>{ lang.course_label(CourseLabel::WhatMends) }</b>
                { for words.map(|word| markup! { <code key={word} lang="en">{ word }</code> }) }
                <span>{ lang.cause_mend(cause) }</span>
            </p>
        </li>
    }
}
