//! The caption card: what the scenario says at this instant, and what it asks.

pub mod end_card;
pub mod guess;
pub mod journal_list;
pub mod sequence;
pub mod tasks;
pub mod why_panel;

use crate::kafka::ids::{Offset, TopicPartition};
use crate::session::caption::{Caption, CaptionKind, Choice};
use crate::session::course::Lesson;
use crate::session::foretelling::Foretelling;
use crate::session::language::label::Label;
use crate::session::language::phrase::Phrase;
use crate::session::prediction::PredictionKind;
use crate::session::prediction::verdict::GuessVerdict;
use crate::session::question::{QuestionAnswer, StandingQuestion, answer_of, standing_question};
use crate::session::scenario::Texts;
use crate::session::suggestion::Suggestion;
use crate::session::tasks::LessonTask;
use crate::sim::sorted::SortedMap;
use crate::sim::time::SimTime;
use crate::web::action::{Action, Verb};
use crate::web::browser::{bring_into_view, nothing_has_the_focus};
use crate::web::lang::Lang;
use crate::web::later;
use crate::web::markup::{class_if, markup};
use crate::web::part::{Context, Piece};
use crate::web::shared::Shared;
use crate::web::story::end_card::{EndCard, WhatCame};
use crate::web::story::guess::{GuessForm, VerdictBoxes};
use crate::web::touched;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

/// What the card is given.
#[derive(PartialEq)]
pub struct StoryProps {
    pub title: AttrValue,
    pub captions: Shared<Vec<Caption>>,
    /// How many captions have been reached.
    pub reached: usize,
    /// Whether playback waits for an answer.
    pub asking: bool,
    /// Another number when somebody begins afresh: what was answered before is forgotten.
    pub fresh: u64,
    /// The option that was chosen, by question.
    pub chosen: Shared<SortedMap<usize, usize>>,
    /// Whether a question has the focus when it comes and nothing else has it.
    pub takes_focus: bool,
    /// Whether an answer is only told to who asks for it.
    pub waits_to_reveal: bool,
    /// What is foretold at the question that stands.
    pub foretold: Option<Foretold>,
    /// How what was said before compared with what happened, by question.
    pub verdicts: Shared<SortedMap<usize, GuessVerdict>>,
    /// Whether digits answer a question.
    pub has_digits: bool,
    /// The lessons before and after this one, where it is one of the course.
    pub beside: Option<LessonsBeside>,
    /// Once the script is left or over.
    pub afterwards: Option<Afterwards>,
    pub lang: Lang,
    pub dispatch: Callback<Action>,
}

/// What is foretold, and of which partitions.
#[derive(Clone, PartialEq)]
pub struct Foretold {
    pub standing: Shared<Foretelling>,
    /// The partitions that can be named.
    pub partitions: Vec<TopicPartition>,
    /// The position in, and the end of, each log that the prediction names.
    pub ends: Vec<(Offset, Offset)>,
}

/// The lessons before and after the open one.
#[derive(Clone, Copy, PartialEq)]
pub struct LessonsBeside {
    pub before: Option<&'static Lesson>,
    pub after: Option<&'static Lesson>,
}

/// What there is to try, and what is done of it.
#[derive(Clone, PartialEq)]
pub struct ToTry {
    pub tasks: Shared<Vec<LessonTask>>,
    pub ticked: Shared<Vec<Option<SimTime>>>,
}

/// What there is to say and to do once the script is left or over.
#[derive(Clone, PartialEq)]
pub struct Afterwards {
    /// When the visitor left it; `None`: it is over.
    pub departed: Option<SimTime>,
    pub next: Option<&'static Lesson>,
    pub suggestion: Suggestion,
    /// The sentence that stays, once the script is over.
    pub learned: Option<Texts>,
    pub to_try: Option<ToTry>,
}

/// What a reader does with a question.
pub enum StoryMsg {
    /// Chooses this option of it.
    Choose(usize, usize),
    /// Asks for its answer.
    Reveal(StandingQuestion),
}

/// The card.
pub struct Story {
    /// The questions whose answer was asked for.
    asked_for: Vec<usize>,
    /// A question waits for its answer, and may stand out of sight.
    to_be_seen: bool,
    question: NodeRef,
}

impl Piece for Story {
    type Message = StoryMsg;
    type Properties = StoryProps;

    fn create(_: &Context<Self>) -> Self {
        Story { asked_for: Vec::new(), to_be_seen: false, question: NodeRef::default() }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &StoryProps) -> bool {
        if ctx.props().captions != old.captions || ctx.props().fresh != old.fresh {
            self.asked_for.clear();
        }
        let is_judged = |props: &StoryProps| {
            props.foretold.as_ref().is_some_and(|it| it.standing.given && it.standing.seen.is_some())
        };
        self.to_be_seen |= ctx.props().asking && !old.asking || is_judged(ctx.props()) && !is_judged(old);
        true
    }

    fn rendered(&mut self, ctx: &Context<Self>) {
        if self.to_be_seen
            && let Some(question) = self.question.cast::<Element>()
        {
            self.to_be_seen = false;
            bring_into_view(&question);
            if ctx.props().takes_focus
                && nothing_has_the_focus()
                && let Some(card) = question.closest("[tabindex]").ok().flatten()
                && let Some(card) = card.dyn_ref::<HtmlElement>()
            {
                // Only what has left the page refuses.
                let _ = card.focus();
            }
        }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: StoryMsg) -> bool {
        let StoryProps { waits_to_reveal, dispatch, .. } = ctx.props();
        match msg {
            StoryMsg::Choose(question, option) => {
                dispatch.emit(Action::Choose(question, Some(option)));
                if !waits_to_reveal {
                    dispatch.emit(Action::GoOn);
                }
            }
            StoryMsg::Reveal(StandingQuestion { place: question, answer }) => {
                if answer == QuestionAnswer::Later {
                    dispatch.emit(Action::Do(Verb::Play));
                }
                self.asked_for.push(question);
            }
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let StoryProps { title, captions, reached, lang, afterwards, waits_to_reveal, .. } = ctx.props();
        let is_say = |caption: &&Caption| caption.kind == CaptionKind::Say;
        let told = &captions[..(*reached).min(captions.len())];
        let (step, steps) = (told.iter().filter(is_say).count(), captions.iter().filter(is_say).count());
        let said = told.iter().rev().find(is_say);
        let counter = if steps == 0 { String::new() } else { lang.say(Phrase::StepOf { step, steps }) };
        let text = match said {
            Some(caption) => rich(text_of(caption, *lang)),
            None => markup! { <b>{ title }</b> },
        };
        let standing = standing_question(captions, told.len());
        // A visitor who has left the script will not see its answer.
        let standing = standing.filter(|_| afterwards.as_ref().is_none_or(|after| after.departed.is_none()));
        let answer = match standing {
            Some(StandingQuestion { place, answer: QuestionAnswer::At(at) }) if self.tells(ctx, place) => {
                Some(&captions[at])
            }
            _ => None,
        };
        markup! {
            <section class="story" part="caption" aria-label={lang.label(Label::Story)} data-testid="story"
                lang={lang.tag()} tabindex="-1">
                <div class="counter-row">
                    <p class="counter">{ counter }</p><span class="beside">{ for self.view_beside(ctx) }</span>
                </div>
                <p class={["said", sized(said, *lang, SAID)]} data-testid="caption"
                    lang={said.map(|caption| tag_of(&caption.en, &caption.ko, *lang))}
                    hidden={answer.is_some()}>
                    { text }
                </p>
                <p class="counter" hidden={!captions.is_empty()}>{ lang.label(Label::NothingTold) }</p>
                <div>{ for standing.map(|standing| self.view_question(ctx, standing)) }</div>
                <p class={["answer", sized(answer, *lang, SAID)]} aria-live={waits_to_reveal.then_some("polite")}
                    lang={answer.map(|caption| tag_of(&caption.en, &caption.ko, *lang))}>
                    { for answer.map(|caption| rich(text_of(caption, *lang))) }
                </p>
                <div>{ for self.view_afterwards(ctx) }</div>
            </section>
        }
    }
}

impl Story {
    /// The ways to the lessons before and after this one.
    fn view_beside(&self, ctx: &Context<Self>) -> Option<Html> {
        let StoryProps { beside, lang, dispatch, .. } = ctx.props();
        let LessonsBeside { before, after } = (*beside)?;
        let button = |lesson: Option<&'static Lesson>, verb: Verb, sign: &'static str| {
            let name = lesson.map_or(String::new(), |lesson| [": ", lesson.title(*lang)].concat());
            let name = [lang.action(verb), &name].concat();
            let onclick = dispatch.reform(move |_: MouseEvent| Action::Do(verb));
            markup! {
                <button type="button" data-testid={verb.row().id} aria-label={name.clone()} title={name}
                    disabled={lesson.is_none()} {onclick}>{ sign }</button>
            }
        };
        Some(markup! {
            <>
                { button(before, Verb::PreviousLesson, "‹") }
                { button(after, Verb::NextLesson, "›") }
            </>
        })
    }

    /// Whether the answer of this question may be told.
    fn tells(&self, ctx: &Context<Self>, question: usize) -> bool {
        !ctx.props().waits_to_reveal || self.asked_for.contains(&question)
    }

    /// What was chosen is only marked until the answer has been seen to happen.
    fn view_question(&self, ctx: &Context<Self>, standing: StandingQuestion) -> Html {
        let StoryProps { captions, lang, has_digits, .. } = ctx.props();
        let place = standing.place;
        let caption = &captions[place];
        let options = caption.options();
        let chosen = ctx.props().chosen.get(&place).copied();
        let (tells, waits) = (self.tells(ctx, place), ctx.props().waits_to_reveal);
        let revealed = match standing.answer {
            QuestionAnswer::At(_) => tells,
            QuestionAnswer::Later => false,
            QuestionAnswer::None => tells && (waits || chosen.is_some()),
        };
        let reveal = (!tells).then(|| {
            let onclick = ctx.link().callback(move |_: MouseEvent| StoryMsg::Reveal(standing));
            markup! {
                <button type="button" data-testid="show-answer" {onclick}>{ lang.label(Label::ShowAnswer) }</button>
            }
        });
        let option = |(n, choice): (usize, &Choice)| {
            let (class, mark) = match chosen {
                _ if revealed && choice.right => ("right", " ✓"),
                Some(pick) if revealed && pick == n => ("wrong", " ✗"),
                _ if revealed => ("other", ""),
                Some(pick) if pick == n => ("picked", ""),
                _ => ("", ""),
            };
            markup! {
                <li key={n}>
                    <button type="button" class={[class]} disabled={revealed}
                        lang={tag_of(&choice.en, &choice.ko, *lang)}
                        aria-pressed={(chosen == Some(n)).to_string()}
                        onclick={ctx.link().callback(move |_: MouseEvent| StoryMsg::Choose(place, n))}>
                        { rich(in_language(&choice.en, &choice.ko, *lang)) }{ mark }
                        { for number_of(n, *has_digits && !revealed) }
                    </button>
                </li>
            }
        };
        markup! {
            <div class={["question", class_if(revealed, "revealed")]} key={place} ref={self.question.clone()}
                data-testid="question">
                <p class={sized(Some(caption), *lang, ASKED)} lang={tag_of(&caption.en, &caption.ko, *lang)}>
                    { rich(text_of(caption, *lang)) }
                </p>
                <ul>{ for options.iter().enumerate().map(option) }</ul>
                <div>{ for self.view_foretold(ctx, place) }</div>
                <div>{ for reveal }</div>
            </div>
        }
    }
}

impl Story {
    /// What there is to say and to do once the script is left or over.
    fn view_afterwards(&self, ctx: &Context<Self>) -> Option<Html> {
        let StoryProps { captions, reached, chosen, afterwards, verdicts, lang, dispatch, .. } = ctx.props();
        let said = |(place, caption): (usize, &Caption)| {
            // What was chosen is judged once its answer was told.
            let is_answered = answer_of(captions, place).is_some_and(|at| at < *reached);
            let chosen =
                chosen.get(&place).filter(|_| is_answered).and_then(|pick| caption.options().get(*pick));
            let came = match (verdicts.get(&place), chosen) {
                (Some(verdict), _) => WhatCame::Foretold(*verdict),
                (None, Some(choice)) => WhatCame::Chosen(choice.right),
                (None, None) => return None,
            };
            Some((place, came))
        };
        Some((touched::here()?.end_card)(EndCard {
            afterwards: afterwards.clone()?,
            captions: captions.clone(),
            said: captions.iter().enumerate().filter_map(said).collect(),
            lang: *lang,
            dispatch: dispatch.clone(),
        }))
    }

    /// What is foretold at the question, and what became of it.
    fn view_foretold(&self, ctx: &Context<Self>, question: usize) -> Option<Html> {
        let StoryProps { foretold, lang, dispatch, .. } = ctx.props();
        let Foretold { standing, partitions, ends } = foretold.clone()?;
        // A figure cannot count: there a question of a number is only asked.
        let counts = standing.prediction.kind != PredictionKind::Number || later::here().is_some();
        let touched = touched::here().filter(|_| standing.place == question && counts)?;
        if !standing.open {
            // Who chose an option has answered with it.
            let unsaid = standing.seen.is_some() && !ctx.props().chosen.contains_key(&question);
            let told = standing.given || unsaid && self.tells(ctx, question);
            return told.then(|| (touched.verdict)(VerdictBoxes { standing, lang: *lang }));
        }
        let (lang, dispatch, waits) = (*lang, dispatch.clone(), ctx.props().waits_to_reveal);
        let beside_options = !ctx.props().captions[question].options().is_empty();
        Some((touched.guess_form)(GuessForm {
            standing,
            partitions,
            ends,
            beside_options,
            waits,
            lang,
            dispatch,
        }))
    }
}

/// The digit that chooses an option, where digits do.
fn number_of(option: usize, shown: bool) -> Option<Html> {
    let number = (option + 1).to_string();
    (shown && option < 9).then(|| markup! { <kbd aria-hidden="true">{ number }</kbd> })
}

/// From so many letters on, a caption and a question are set smaller, to be told in five lines.
const SAID: [usize; 3] = [140, 165, 200];
const ASKED: [usize; 3] = [80, 105, 130];

/// The class for the size of a text. Hangul is twice as wide.
fn sized(caption: Option<&Caption>, lang: Lang, limits: [usize; 3]) -> &'static str {
    let wide = |text: &str| text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let letters = caption.map_or(0, |caption| wide(text_of(caption, lang)));
    ["", "long", "longer", "longest"][limits.iter().filter(|limit| letters > **limit).count()]
}

/// What it says, in a language.
pub fn text_of(caption: &Caption, lang: Lang) -> &str {
    in_language(&caption.en, &caption.ko, lang)
}

/// English stands in where a text has no Korean.
pub fn in_language<'a>(en: &'a str, ko: &'a str, lang: Lang) -> &'a str {
    if lang == Lang::Ko && !ko.is_empty() { ko } else { en }
}

/// The language that such a text is in, for those who have it read out.
pub fn tag_of(en: &str, ko: &str, lang: Lang) -> &'static str {
    if ko.is_empty() || ko == en { Lang::En.tag() } else { lang.tag() }
}

/// Text with `**strong**` words and `` `code` ``, the two marks captions may use.
pub fn rich(text: &str) -> Html {
    let strong = |(place, piece): (usize, &str)| {
        let inner: Html = piece.split('`').enumerate().map(code).collect();
        if place % 2 == 1 {
            markup! { <b>{ inner }</b> }
        } else {
            inner
        }
    };
    text.split("**").enumerate().map(strong).collect()
}

fn code((place, piece): (usize, &str)) -> Html {
    if place % 2 == 1 {
        markup! { <code>{ piece }</code> }
    } else {
        markup! { { piece } }
    }
}
