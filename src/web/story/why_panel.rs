//! "Why?": what is chosen on the stage, or else what the moment is about, the chain of causes that made it so, and what
//! will follow by itself. Each sentence leads to its instant. A group's rebalances are listed below, newest first.

use crate::kafka::ids::GroupId;
use crate::scene::Selection;
use crate::session::Session;
use crate::session::language::epoch::EpochText;
use crate::session::language::label::{ColumnLabel, Label};
use crate::session::language::phrase::Phrase;
use crate::session::language::units::short;
use crate::session::language::why::because;
use crate::session::why::{ForetoldLine, Question, Relation};
use crate::sim::sorted::sort_by_key;
use crate::sim::time::SimTime;
use crate::web::action::Action;
use crate::web::lang::Lang;
use crate::web::markup::markup;
use crate::web::part::Part;
use crate::web::shared::Shared;
use yew::prelude::*;

/// The most rebalances that are listed.
const LISTED: usize = 20;

/// An answer, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownAnswer {
    /// What was asked, as a script writes it: `why orders-2 offset=135`.
    pub question: String,
    pub links: Vec<ShownReason>,
    /// What will follow, the soonest first.
    pub ahead: Vec<ForetoldLine>,
    /// A group's rebalances and epochs, newest first: when each began, and what it was.
    pub rebalances: Vec<(SimTime, String)>,
}

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asking {
    /// A visitor, by choosing something.
    Chosen,
    /// Nobody: it is what the moment is about.
    Unasked,
}

/// A sentence of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownReason {
    pub time: SimTime,
    pub sentence: String,
    pub relation: Relation,
}

/// The answer to a question; none where there is none.
pub fn answer(session: &Session, lang: Lang, asked: Option<&(Question, Asking)>) -> Option<ShownAnswer> {
    let (question, asking) = asked?;
    let links = session.why(lang, question).ok()?;
    let ahead = session.foretold(lang, question).unwrap_or_default();
    let reasons = links.into_iter();
    let reasons =
        reasons.map(|link| ShownReason { time: link.time, sentence: link.sentence, relation: link.relation });
    let offset = question.offset.map_or(String::new(), |offset| format!(" #{offset}"));
    let groups = session.cluster().group_ids();
    let mut listed = groups.iter().filter(|_| *asking == Asking::Chosen);
    let group = listed.find(|group| group.as_str() == question.subject);
    let rebalances = group.map_or(Vec::new(), |group| rebalances(session, lang, group));
    let question = format!("{}{offset}", question.subject);
    Some(ShownAnswer { question, links: reasons.collect(), ahead, rebalances })
}

/// The last rebalances of a group, and epochs of a consumer group, the newest first.
fn rebalances(session: &Session, lang: Lang, group: &GroupId) -> Vec<(SimTime, String)> {
    let told = session.rebalances(lang, group);
    let mut list: Vec<_> = told.into_iter().map(|told| (told.began, told.line(lang))).collect();
    list.extend(session.cluster().epochs(group).into_iter().map(|(began, client)| {
        let name = client.as_ref().map_or("", |client| client.as_str());
        (began.at, lang.say(EpochText::began(began.epoch, began.reason, name)))
    }));
    sort_by_key(&mut list, |(began, _)| *began);
    list.into_iter().rev().take(LISTED).collect()
}

/// What is asked by choosing something.
pub fn question(chosen: &Selection) -> Option<Question> {
    let ask = |subject: String, offset, group: Option<String>| Some(Question { subject, offset, group });
    match chosen {
        Selection::Coordinator(group) => ask(group.to_string(), None, None),
        Selection::Consumer(client) => ask(client.to_string(), None, None),
        Selection::Lane(group, partition) => ask(partition.to_string(), None, Some(group.to_string())),
        Selection::Record(group, partition, offset) => {
            ask(partition.to_string(), Some(*offset), Some(group.to_string()))
        }
        Selection::Envelope { .. } => None,
    }
}

/// The panel.
#[derive(PartialEq)]
pub struct WhyPanel {
    pub answer: Shared<Option<ShownAnswer>>,
    pub lang: Lang,
    pub dispatch: Callback<Action>,
}

impl Part for WhyPanel {
    fn view(&self) -> Html {
        let WhyPanel { answer, lang, dispatch } = self;
        let close = dispatch.reform(|_: MouseEvent| Action::Select(None));
        let shown = answer.as_ref().map(|answer| {
            let reason = |reason: &ShownReason| {
                self.view_line(reason.time, because(*lang, reason.relation)[1], &reason.sentence)
            };
            markup! {
                <>
                    <h2>{ lang.say(Phrase::WhyOf(&answer.question)) }</h2>
                    <button type="button" class="quiet" aria-label={lang.label(Label::CloseAnswer)} onclick={close}>
                        { "×" }
                    </button>
                    <ol data-testid="reasons">{ for answer.links.iter().map(reason) }</ol>
                    { self.view_ahead(&answer.ahead) }
                    { self.view_rebalances(&answer.rebalances) }
                </>
            }
        });
        markup! {
            <section class="why" aria-label={lang.label(Label::Why)} data-testid="why" hidden={answer.is_none()}>
                <div>{ for shown }</div>
            </section>
        }
    }
}

impl WhyPanel {
    /// A sentence that leads to its instant.
    fn view_line(&self, time: SimTime, lead: &'static str, sentence: &str) -> Html {
        let go = self.dispatch.reform(move |_: MouseEvent| Action::Visit(time));
        markup! {
            <li>
                <button type="button" onclick={go} title={self.lang.label(Label::GoToInstant)}>
                    <time>{ short(time) }</time>{ " " }
                    <span><em>{ lead }</em>{ sentence }</span>
                </button>
            </li>
        }
    }

    fn view_ahead(&self, ahead: &[ForetoldLine]) -> Html {
        if ahead.is_empty() {
            return Html::default();
        }
        let lang = self.lang;
        let line = |line: &ForetoldLine| self.view_line(line.time, line.bound.words(lang), &line.sentence);
        markup! {
            <>
                <h3>{ lang.column_label(ColumnLabel::IfNobodyInterferes) }</h3>
                <ol class="ahead" data-testid="ahead">{ for ahead.iter().map(line) }</ol>
            </>
        }
    }

    fn view_rebalances(&self, rebalances: &[(SimTime, String)]) -> Html {
        if rebalances.is_empty() {
            return Html::default();
        }
        let rebalance = |(time, told): &(SimTime, String)| {
            let time = *time;
            let go = self.dispatch.reform(move |_: MouseEvent| Action::Visit(time));
            markup! {
                <li>
                    <button type="button" onclick={go} title={self.lang.label(Label::GoToBeginning)}>
                        <time>{ short(time) }</time>{ " " }<span>{ told }</span>
                    </button>
                </li>
            }
        };
        markup! {
            <>
                <h2>{ self.lang.label(Label::Rebalances) }</h2>
                <ul data-testid="rebalances">{ for rebalances.iter().map(rebalance) }</ul>
            </>
        }
    }
}
