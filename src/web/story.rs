//! The caption card: what the scenario says at this instant, and what it asks.

pub mod guess;
pub mod journal_list;
pub mod sequence;
pub mod tasks;
pub mod why_panel;

use crate::kafka::ids::{Offset, TopicPartition};
use crate::session::caption::{Caption, CaptionKind, Choice};
use crate::session::course::Lesson;
use crate::session::language::label::Label;
use crate::session::language::lesson::LessonLabel;
use crate::session::language::phrase::Phrase;
use crate::session::language::units::clock;
use crate::session::prediction::PredictionKind;
use crate::session::scenario::Texts;
use crate::session::suggestion::Suggestion;
use crate::session::tasks::LessonTask;
use crate::sim::sorted::SortedMap;
use crate::sim::time::SimTime;
use crate::web::action::{Action, Verb};
use crate::web::browser::bring_into_view;
use crate::web::lang::Lang;
use crate::web::later;
use crate::web::markup::{class_if, markup};
use crate::web::part::{Context, Piece};
use crate::web::shared::Shared;
use crate::web::shell::lesson::Foretelling;
use crate::web::story::guess::{GuessForm, VerdictBoxes};
use crate::web::story::tasks::TasksToTry;
use crate::web::touched;
use web_sys::Element;
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
    /// The option of the question that was chosen by its number, and how often that was done.
    pub pressed: (u64, usize),
    /// Whether an answer is only told to who asks for it.
    pub waits_to_reveal: bool,
    /// What is foretold at the question that stands.
    pub foretold: Option<Foretold>,
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
    Reveal(Standing),
}

/// The card.
pub struct Story {
    /// The option chosen, by question.
    chosen: SortedMap<usize, usize>,
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
        Story {
            chosen: SortedMap::new(),
            asked_for: Vec::new(),
            to_be_seen: false,
            question: NodeRef::default(),
        }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &StoryProps) -> bool {
        if ctx.props().captions != old.captions || ctx.props().fresh != old.fresh {
            self.chosen.clear();
            self.asked_for.clear();
        }
        let StoryProps { pressed, captions, reached, .. } = ctx.props();
        if *pressed != old.pressed
            && let Some(standing) = standing_question(captions, *reached)
        {
            self.update(ctx, StoryMsg::Choose(standing.question, pressed.1));
        }
        self.to_be_seen |= ctx.props().asking && !old.asking;
        true
    }

    fn rendered(&mut self, _: &Context<Self>) {
        if self.to_be_seen
            && let Some(question) = self.question.cast::<Element>()
        {
            self.to_be_seen = false;
            bring_into_view(&question);
        }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: StoryMsg) -> bool {
        let StoryProps { waits_to_reveal, dispatch, .. } = ctx.props();
        match msg {
            StoryMsg::Choose(question, option) => {
                if !waits_to_reveal {
                    dispatch.emit(Action::GoOn);
                }
                self.chosen.insert(question, option);
            }
            StoryMsg::Reveal(Standing { question, answer }) => {
                if answer == QuestionAnswer::Later {
                    dispatch.emit(Action::Do(Verb::Play));
                }
                self.asked_for.push(question);
            }
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let StoryProps { title, captions, reached, lang, afterwards, waits_to_reveal, dispatch, .. } =
            ctx.props();
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
            Some(Standing { question, answer: QuestionAnswer::At(place) }) if self.tells(ctx, question) => {
                Some(&captions[place])
            }
            _ => None,
        };
        markup! {
            <section class="story" part="caption" aria-label={lang.label(Label::Story)} data-testid="story"
                lang={lang.tag()}>
                <p class="counter">{ counter }</p>
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
                <div>{ for afterwards.as_ref().map(|afterwards| view_afterwards(afterwards, *lang, dispatch)) }</div>
            </section>
        }
    }
}

impl Story {
    /// Whether the answer of this question may be told.
    fn tells(&self, ctx: &Context<Self>, question: usize) -> bool {
        !ctx.props().waits_to_reveal || self.asked_for.contains(&question)
    }

    /// What was chosen is only marked until the answer has been seen to happen.
    fn view_question(&self, ctx: &Context<Self>, standing: Standing) -> Html {
        let StoryProps { captions, lang, .. } = ctx.props();
        let place = standing.question;
        let caption = &captions[place];
        let CaptionKind::Ask { options, .. } = &caption.kind else { return Html::default() };
        let chosen = self.chosen.get(&place).copied();
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
    /// What is foretold at the question, and what became of it.
    fn view_foretold(&self, ctx: &Context<Self>, question: usize) -> Option<Html> {
        let StoryProps { foretold, lang, dispatch, .. } = ctx.props();
        let Foretold { standing, partitions, ends } = foretold.clone()?;
        // A figure cannot count: there a question of a number is only asked.
        let counts = standing.prediction.kind != PredictionKind::Number || later::here().is_some();
        let touched = touched::here().filter(|_| standing.place == question && counts)?;
        if !standing.open {
            // Who chose an option has answered with it.
            let unsaid = standing.seen.is_some() && !self.chosen.contains_key(&question);
            let told = standing.given || unsaid && self.tells(ctx, question);
            return told.then(|| (touched.verdict)(VerdictBoxes { standing, lang: *lang }));
        }
        let (lang, dispatch, waits) = (*lang, dispatch.clone(), ctx.props().waits_to_reveal);
        let options = &ctx.props().captions[question].kind;
        let beside_options = matches!(options, CaptionKind::Ask { options, .. } if !options.is_empty());
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

/// Says that the script is left or over, and offers what to do next.
fn view_afterwards(afterwards: &Afterwards, lang: Lang, dispatch: &Callback<Action>) -> Html {
    let Afterwards { departed, next, suggestion, learned, to_try } = afterwards;
    let said = match departed {
        Some(at) => lang.say(Phrase::OwnRun(&clock(*at))),
        None => lang.label(Label::ScriptIsOver).to_owned(),
    };
    let back = if departed.is_some() { Verb::BackToScript } else { Verb::Rewind };
    let button = |testid: &'static str, name: String, action: Action| {
        let onclick = dispatch.reform(move |_: MouseEvent| action.clone());
        markup! { <button type="button" data-testid={testid} {onclick}>{ name }</button> }
    };
    let next = next.map(|file| {
        let name = lang.say(Phrase::NextScenario(file.title(lang)));
        button("next-scenario", name, Action::OpenScenario(file.id))
    });
    markup! {
        <div class="afterwards" data-testid="afterwards">
            <p>{ said }</p>
            <div class="stays">{ for learned.as_ref().map(|texts| view_learned(texts, lang)) }</div>
            <div class="to-try">{ for to_try.as_ref().and_then(|to_try| view_tasks(to_try, lang)) }</div>
            { button("offer-back", lang.action(back).to_owned(), Action::Do(back)) }
            { for next }
            { button("offer-try", lang.say(Phrase::Try(*suggestion)), deed_of(*suggestion)) }
        </div>
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

fn view_tasks(to_try: &ToTry, lang: Lang) -> Option<Html> {
    let ToTry { tasks, ticked } = to_try.clone();
    touched::here().map(|touched| (touched.tasks)(TasksToTry { tasks, ticked, lang }))
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

/// From so many letters on, a caption and a question are set smaller, to be told in five lines.
const SAID: [usize; 3] = [140, 165, 200];
const ASKED: [usize; 3] = [80, 105, 130];

/// The class for the size of a text. Hangul is twice as wide.
fn sized(caption: Option<&Caption>, lang: Lang, limits: [usize; 3]) -> &'static str {
    let wide = |text: &str| text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let letters = caption.map_or(0, |caption| wide(text_of(caption, lang)));
    ["", "long", "longer", "longest"][limits.iter().filter(|limit| letters > **limit).count()]
}

/// A question that is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    question: usize,
    answer: QuestionAnswer,
}

/// What is known of a question's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuestionAnswer {
    /// It has been reached: this caption.
    At(usize),
    /// It will be seen.
    Later,
    /// Nothing is said afterwards.
    None,
}

/// The question to be shown when `reached` captions have been reached. It stands until its answer has been followed by
/// something else; without an answer, until the next caption.
fn standing_question(captions: &[Caption], reached: usize) -> Option<Standing> {
    let told = &captions[..reached];
    let asks = |caption: &Caption| matches!(caption.kind, CaptionKind::Ask { .. });
    let question = told.iter().rposition(asks)?;
    let after = &captions[question + 1..];
    let own = &after[..after.iter().position(asks).unwrap_or(after.len())];
    let answer =
        own.iter().position(|caption| caption.kind == CaptionKind::Answer).map(|at| question + 1 + at);
    let told_after =
        |place: usize| told.iter().skip(place + 1).any(|caption| caption.kind == CaptionKind::Say);
    let stands = |answer| Some(Standing { question, answer });
    match answer {
        Some(place) if place < reached => {
            (!told_after(place)).then_some(QuestionAnswer::At(place)).and_then(stands)
        }
        Some(_) => stands(QuestionAnswer::Later),
        None => (!told_after(question)).then_some(QuestionAnswer::None).and_then(stands),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn captions(kinds: &str) -> Vec<Caption> {
        let kind = |letter| match letter {
            'q' => CaptionKind::Ask { options: Vec::new(), prediction: None },
            'a' => CaptionKind::Answer,
            _ => CaptionKind::Say,
        };
        let caption = |kind| Caption { at: SimTime::ZERO, kind, en: String::new(), ko: String::new() };
        kinds.chars().map(kind).map(caption).collect()
    }

    #[test]
    fn a_question_stands_until_its_answer_was_followed_by_something_else() {
        let captions = captions("sqssas");
        let standing: Vec<_> = (0..=6).map(|reached| standing_question(&captions, reached)).collect();
        let shown = |answer| Some(Standing { question: 1, answer });
        let open = shown(QuestionAnswer::Later);
        assert_eq!(standing, [None, None, open, open, open, shown(QuestionAnswer::At(4)), None]);
    }

    #[test]
    fn a_question_without_an_answer_stands_until_the_next_caption() {
        let captions = captions("qsq");
        let standing: Vec<_> = (1..=3).map(|reached| standing_question(&captions, reached)).collect();
        let shown = |question| Some(Standing { question, answer: QuestionAnswer::None });
        assert_eq!(standing, [shown(0), None, shown(2)]);
    }
}
