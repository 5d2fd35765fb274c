//! What is said of a coordinator: the line below its states, and the sentence that a screen reader gets.

use crate::cluster::observation::{
    AppThread, ConsumerView, GroupView, MemberView, Observation, ProcessState,
};
use crate::cluster::whom::FormerMember;
use crate::kafka::group_state::GroupState;
use crate::scene::mark::TextTone;
use crate::session::language::Lang;
use crate::session::language::epoch::EpochText;
use crate::session::language::label::StageLabel;
use crate::session::language::stage::StagePhrase;
use crate::session::language::units::bytes;
use crate::sim::time::SimTime;

/// The line under the chain: whom the group waits for, or that all is well.
pub fn status(lang: Lang, observation: &Observation, group: &GroupView) -> (TextTone, String) {
    if group.id.is_none() {
        return (TextTone::Muted, lang.stage_label(StageLabel::NoGroupId).to_string());
    }
    let now = observation.time;
    if let Some(since) = group.coordinator_lost {
        return (TextTone::Gap, lang.say(StagePhrase::CoordinatorLost(now - since)));
    }
    if group.state == GroupState::Dead {
        return (TextTone::Muted, lang.stage_label(StageLabel::NoMembers).to_string());
    }
    if let Some(epochs) = &group.epochs {
        let standing = StagePhrase::StateFor { state: epochs.state.name(), span: now - group.state_since };
        let computes = lang.say(EpochText::BrokerComputes(epochs.assignor.name()));
        return (TextTone::Muted, [&computes, " · ", &lang.say(standing)].concat());
    }
    if !matches!(group.state, GroupState::PreparingRebalance | GroupState::CompletingRebalance) {
        let standing = StagePhrase::StateFor { state: group.state.name(), span: now - group.state_since };
        let rebalances = lang.say(StagePhrase::Rebalances(group.rebalances));
        let protocol = group.protocol.as_ref().map_or(String::new(), |name| format!("{name} · "));
        let across = match group.effort.cross_rack_bytes {
            0 => String::new(),
            sum => format!(" · {}", lang.say(StagePhrase::AcrossRacks(&bytes(sum)))),
        };
        return (TextTone::Muted, [&protocol, &rebalances, " · ", &lang.say(standing), &across].concat());
    }
    let members = group.members.iter().filter(|member| member.awaited);
    let waiting: Vec<(String, String)> = members.map(|member| awaited(lang, observation, member)).collect();
    // The reasons of many do not fit on the line; each card tells its own.
    let few = waiting.len() <= 2;
    let one = |(name, why): &(String, String)| if few { format!("{name} ({why})") } else { name.clone() };
    let mut words = match waiting.is_empty() {
        true => lang.say(StagePhrase::RebalancingFor(now - group.state_since)),
        false => lang.say(StagePhrase::WaitingFor(&waiting.iter().map(one).collect::<Vec<_>>().join(", "))),
    };
    if let Some(deadline) = group.phase_deadline {
        words.push_str(" · ");
        words.push_str(&lang.say(StagePhrase::AtMost(deadline.since(now))));
    }
    (TextTone::Stake, words)
}

/// A member that the group waits for, and why it has not come.
fn awaited(lang: Lang, observation: &Observation, member: &MemberView) -> (String, String) {
    let now = observation.time;
    let name = member.client.as_ref().map_or(member.member_id.as_str(), |client| client.as_str());
    let consumer = member.client.as_ref().and_then(|c| observation.consumers.iter().find(|v| v.name == *c));
    let label = |label| lang.stage_label(label).to_string();
    let why = match (&member.former, consumer) {
        (Some(FormerMember::Process(end)), _) => {
            ended(lang, *end, now).unwrap_or_else(|| label(StageLabel::EarlierProcess))
        }
        (Some(FormerMember::Membership), _) => label(StageLabel::EarlierMembership),
        (None, Some(consumer)) => reason(lang, consumer, now),
        (None, None) => label(StageLabel::Unknown),
    };
    let earlier = member.former.is_some();
    (if earlier { lang.say(StagePhrase::TheEarlier(name)) } else { name.to_string() }, why)
}

/// How a process ended, or why it stands still.
fn ended(lang: Lang, process: ProcessState, now: SimTime) -> Option<String> {
    match process {
        ProcessState::Killed { since } => Some(lang.say(StagePhrase::KilledAgo(now - since))),
        ProcessState::Closed { since } => Some(lang.say(StagePhrase::ClosedAgo(now - since))),
        ProcessState::Failed { .. } => Some(lang.stage_label(StageLabel::Failed).to_string()),
        ProcessState::Frozen => Some(lang.stage_label(StageLabel::Frozen).to_string()),
        ProcessState::Running | ProcessState::Stalled | ProcessState::Closing => None,
    }
}

/// Why the coordinator has not heard from a member yet.
fn reason(lang: Lang, consumer: &ConsumerView, now: SimTime) -> String {
    if let Some(end) = ended(lang, consumer.process, now) {
        return end;
    }
    let label = |label| lang.stage_label(label).to_string();
    if consumer.cut_off {
        return label(StageLabel::CutOff);
    }
    let phrase = match &consumer.thread {
        AppThread::Processing { started, .. } => StagePhrase::StillProcessing(now - *started),
        AppThread::Blocked { since, .. } => StagePhrase::HandlerBlocked(now - *since),
        AppThread::OffsetsForTimes { since } => {
            StagePhrase::InCall { call: "offsetsForTimes", span: now - *since }
        }
        AppThread::CommitSync { since } => StagePhrase::InCall { call: "commitSync", span: now - *since },
        AppThread::Callback { callback, since } => {
            StagePhrase::InCall { call: callback.name(), span: now - *since }
        }
        AppThread::Unsubscribed => return label(StageLabel::Unsubscribed),
        AppThread::PollJoining => return label(StageLabel::Joining),
        AppThread::Poll => return label(StageLabel::NotHeardYet),
        AppThread::Close | AppThread::None => return label(StageLabel::Going),
    };
    lang.say(phrase)
}

pub fn sentence(lang: Lang, observation: &Observation, group: &GroupView) -> String {
    let (_, status) = status(lang, observation, group);
    if let Some(epochs) = &group.epochs {
        return lang.say(EpochText::GroupTold {
            group: group.id.as_str(),
            state: epochs.state.name(),
            epochs: (epochs.group_epoch, epochs.assignment_epoch),
            members: group.members.len(),
            status: &status,
        });
    }
    lang.say(StagePhrase::Group {
        group: group.id.as_str(),
        state: group.state.name(),
        generation: group.generation.0,
        members: group.members.len(),
        status: &status,
    })
}
