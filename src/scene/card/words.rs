//! What is said of a consumer: what its application's thread does, and the sentence that a screen reader gets.

use crate::cluster::observation::{AppThread, ConsumerView, ProcessState};
use crate::scene::card::{Condition, badge};
use crate::scene::mark::TextTone;
use crate::scene::owned::by_topic;
use crate::session::language::Lang;
use crate::session::language::label::StageLabel;
use crate::session::language::stage::StagePhrase;
use crate::sim::time::SimTime;

/// What the application thread does.
pub fn thread(lang: Lang, consumer: &ConsumerView, now: SimTime) -> (String, TextTone) {
    let nothing = || ("—".to_string(), TextTone::Muted);
    let label = |label, tone| (lang.stage_label(label).to_string(), tone);
    let say = |phrase, tone| (lang.say::<StagePhrase>(phrase), tone);
    if Condition::of(consumer).ended() {
        return nothing();
    }
    if consumer.process == ProcessState::Frozen {
        return label(StageLabel::StandsStill, TextTone::Gap);
    }
    match &consumer.thread {
        AppThread::None => nothing(),
        AppThread::Poll if !consumer.workers.is_empty() => {
            say(StagePhrase::AtWork(consumer.workers.len()), TextTone::Ink)
        }
        AppThread::Poll => ("poll()".to_string(), TextTone::Ink),
        AppThread::PollJoining => label(StageLabel::PollJoining, TextTone::Stake),
        AppThread::Processing { offset, .. } => say(StagePhrase::Processing(*offset), TextTone::Ink),
        AppThread::Blocked { since, .. } => say(StagePhrase::BlockedFor(now - *since), TextTone::Stake),
        AppThread::OffsetsForTimes { .. } => ("offsetsForTimes()".to_string(), TextTone::Ink),
        AppThread::Unsubscribed => label(StageLabel::Unsubscribed, TextTone::Muted),
        AppThread::CommitSync { .. } => ("commitSync()".to_string(), TextTone::Ink),
        AppThread::Callback { callback, .. } => (callback.name().to_string(), TextTone::Stake),
        AppThread::Close => ("close()".to_string(), TextTone::Muted),
    }
}

pub fn sentence(lang: Lang, consumer: &ConsumerView, condition: Condition, now: SimTime) -> String {
    let mut out = format!("{}: {}", consumer.name, badge(lang, consumer, now));
    let mut add = |mark: &str, words: &str| {
        out.push_str(mark);
        out.push_str(words);
    };
    if consumer.leader && !condition.ended() {
        add(", ", lang.stage_label(StageLabel::IsLeader));
    }
    if consumer.cut_off {
        add(", ", lang.stage_label(StageLabel::CutOffFromBrokers));
    }
    if !condition.ended() {
        add("; ", &lang.say(StagePhrase::AppThreadDoes(&thread(lang, consumer, now).0)));
    }
    match consumer.owned.len() {
        0 => add("; ", lang.stage_label(StageLabel::OwnsNothing)),
        _ => add("; ", &lang.say(StagePhrase::Owns(&by_topic(&consumer.owned)))),
    }
    out
}
