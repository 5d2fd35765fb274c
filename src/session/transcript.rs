//! What happened, in sentences: the one formatter behind the transcript, the session tests and the page's list.
//!
//! States, errors, requests and callbacks are spelled as Kafka spells them.

mod closing;
mod commits;
mod reading;

use crate::cluster::journal::Entry;
use crate::kafka::api::ErrorCode;
use crate::kafka::broker::retention::Retention;
use crate::kafka::fact::{
    CommitFault, CommitOrigin, Deletion, Exception, Fact, GroupState, RebalanceReason, RemovalReason,
    SentAgain,
};
use crate::kafka::ids::{BrokerId, MemberId, Offset, TopicName, TopicPartition};
use crate::kafka::producer::Rate;
use crate::session::names::Names;
use crate::sim::time::SimTime;

mod assignors;
mod calls;

pub(super) use calls::call_text;

/// How much a transcript tells. Each level tells what the ones before it tell, and more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Nothing,
    /// What people did, what groups went through, what was lost.
    Story,
    /// Commits, callbacks, positions, reasons as well.
    Detail,
    /// Every request, answer and poll as well.
    Wire,
}

impl Level {
    /// The level of that name in a script.
    pub fn of(word: &str) -> Level {
        match word {
            "nothing" => Level::Nothing,
            "detail" => Level::Detail,
            "wire" => Level::Wire,
            _ => Level::Story,
        }
    }
}

/// From which level on a fact is told.
pub fn level(fact: &Fact) -> Level {
    match fact {
        Fact::RequestSent { .. } | Fact::PollReturned { .. } | Fact::CommitStarted { .. } => Level::Wire,
        Fact::ResponseReceived { error, .. } if error.is_none() => Level::Wire,
        Fact::ResponseReceived { .. }
        | Fact::RequestTimedOut { .. }
        | Fact::MemberIdHandedOut { .. }
        | Fact::JoinPhaseExtended { .. }
        | Fact::LeaderElected { .. }
        | Fact::ProtocolsDiffer { .. }
        | Fact::AssignmentComputed { .. }
        | Fact::PendingMemberRemoved { .. }
        | Fact::OffsetCommitted { .. }
        | Fact::TopicsChanged { .. }
        | Fact::TopicIdChanged { .. }
        | Fact::RejoinNeeded { .. }
        | Fact::JoinedGroup { .. }
        | Fact::CallbackStarted { .. }
        | Fact::CallbackFinished { .. }
        | Fact::PositionSet { .. }
        | Fact::Sought { .. }
        | Fact::CommitSucceeded { .. }
        | Fact::CommitCallback { exception: None, .. }
        | Fact::PartitionsPaused { .. }
        | Fact::PartitionsResumed { .. }
        | Fact::ExceptionThrown { exception: Exception::RebalanceInProgress, .. }
        | Fact::CommitFailed { error: ErrorCode::None, .. }
        | Fact::CoordinatorUnknown { .. } => Level::Detail,
        _ => Level::Story,
    }
}

/// A line of the transcript: the instant and the sentence.
pub fn line(names: &Names, entry: &Entry) -> String {
    stamped(entry.time, &sentence(names, entry))
}

/// A sentence behind its instant.
pub fn stamped(time: SimTime, sentence: &str) -> String {
    format!("{:>9}  {sentence}", time.to_string())
}

/// What happened, in one sentence, with consumers' names where they are known.
pub fn sentence(names: &Names, entry: &Entry) -> String {
    let fact = &entry.fact;
    topic(fact)
        .or_else(|| process(fact))
        .or_else(|| closing::sentence(fact))
        .or_else(|| disturbance(fact))
        .or_else(|| wire(fact))
        .or_else(|| membership(names, fact))
        .or_else(|| coordinator(names, entry))
        .or_else(|| offsets(names, fact))
        .or_else(|| consumer(fact))
        .or_else(|| assignors::sentence(names, fact))
        .or_else(|| calls::sentence(fact))
        .or_else(|| reading::sentence(fact))
        .or_else(|| commit(fact))
        .unwrap_or_default()
}

fn topic(fact: &Fact) -> Option<String> {
    Some(match fact {
        Fact::TopicCreated { topic, partitions } => {
            format!("topic {topic} created with {}", count(u64::from(*partitions), "partition"))
        }
        Fact::PartitionsAdded { topic, partitions } => {
            format!("topic {topic} now has {partitions} partitions")
        }
        Fact::TopicDeleted { topic } => format!("topic {topic} deleted, with all its records"),
        Fact::RetentionChanged { topic, retention } => retained(topic, *retention),
        Fact::RecordsDeleted { partition, from, to, why } => {
            let why = match why {
                Deletion::Asked => "as asked",
                Deletion::TooOld => "retention.ms",
                Deletion::TooMany => "retention.bytes",
            };
            format!("{partition} starts at {to} now: {} deleted ({why})", count(to - from, "record"))
        }
        Fact::RecordPoisoned { partition, offset } => {
            format!("the record at {offset} of {partition} will be one that cannot be deserialized")
        }
        Fact::BurstAsked { producer, records } => {
            format!("{producer} writes {} at once", count(u64::from(*records), "record"))
        }
        _ => return None,
    })
}

fn process(fact: &Fact) -> Option<String> {
    Some(match fact {
        Fact::ProcessStarted { client, incarnation: 1 } => format!("{client} started"),
        Fact::ProcessStarted { client, .. } => format!("{client} started again"),
        Fact::ProcessKilled { client, processed_uncommitted: 0 } => format!("{client} killed"),
        Fact::ProcessKilled { client, processed_uncommitted: 1 } => {
            format!("{client} killed; 1 processed record was not committed yet")
        }
        Fact::ProcessKilled { client, processed_uncommitted: records } => {
            format!("{client} killed; {records} processed records were not committed yet")
        }
        Fact::ProcessFrozen { client } => format!("{client} frozen: both threads stand still"),
        Fact::ProcessThawed { client } => format!("{client} runs on"),
        Fact::HandlerStalled { client, at_work: false, .. } => {
            format!("{client} will stall in its handler, at its next record")
        }
        Fact::HandlerStalled { client, heartbeats: true, .. } => {
            format!("{client} stalled in its handler; heartbeats go on")
        }
        Fact::HandlerStalled { client, .. } => {
            format!("{client} stalled in its handler; it is joining and sends no heartbeats")
        }
        Fact::HandlerResumed { client, at_work: false } => format!("{client} will not stall after all"),
        Fact::HandlerResumed { client, .. } => format!("{client} goes on with its handler"),
        Fact::ProcessClosed { client } => format!("{client} closed"),
        Fact::RateChanged { producer, rate: Rate(0) } => format!("{producer} pauses"),
        Fact::RateChanged { producer, rate } => format!("{producer} now writes {rate}"),
        Fact::ProcessingTimeChanged { client, time } => format!("{client} now takes {time} for a record"),
        Fact::GroupBounced { group, strategy } => {
            format!(
                "all consumers of {group} close, to start again with partition.assignment.strategy={strategy}"
            )
        }
        Fact::CoordinatorLost { group } => {
            format!("{group} has lost its coordinator; nobody answers for it but with NOT_COORDINATOR")
        }
        Fact::CoordinatorTookOver { group, state, generation, members } => {
            let members = count(u64::from(*members), "member");
            format!(
                "{group} has a new coordinator, which read from __consumer_offsets that {group} is {} in generation \
                 {generation} with {members}",
                state.name()
            )
        }
        Fact::MemberRemovalAsked { group, instance } => {
            format!("an administrator removes the static member {instance} from {group}")
        }
        Fact::LinkCut { client, broker: None } => format!("{client} cut off from all brokers"),
        Fact::LinkCut { client, broker: Some(BrokerId(broker)) } => {
            format!("{client} cut off from broker {broker}")
        }
        Fact::LinkRestored { client } => format!("{client} reaches the brokers again"),
        _ => return None,
    })
}

/// What ends a consumer otherwise than a close or a kill, and what is done to commits.
fn disturbance(fact: &Fact) -> Option<String> {
    Some(match fact {
        Fact::ClosedInMidBatch { client, given_up } => {
            let records = count(*given_up, "record");
            format!("{client} closes in the middle of its batch and gives up {records}")
        }
        Fact::WokenUp { client } => {
            format!("{client} woken up: its next poll or commitSync throws a WakeupException")
        }
        Fact::SecondThread { client } => format!("a second thread calls {client}"),
        Fact::CommitsDisturbed { group, count: 0, .. } => format!("commits to {group} go well again"),
        Fact::CommitsDisturbed { group, count: commits, fault } => {
            let commits =
                if *commits == 1 { "next commit".to_owned() } else { format!("next {commits} commits") };
            let how = match fault {
                CommitFault::Lost => "not be replicated in offsets.commit.timeout.ms",
                CommitFault::Loading { .. } => "meet a coordinator that is loading",
            };
            format!("the {commits} to {group} will {how}")
        }
        _ => return None,
    })
}

fn wire(fact: &Fact) -> Option<String> {
    Some(match fact {
        Fact::RequestSent { client, api, .. } => format!("{client} {} sent", api.name()),
        Fact::ResponseReceived { client, api, error, .. } if error.is_none() => {
            format!("{client} {} answered", api.name())
        }
        Fact::ResponseReceived { client, api, error, .. } => format!("{client} {} -> {error}", api.name()),
        Fact::RequestTimedOut { client, api, .. } => {
            format!("{client} {} timed out without an answer (request.timeout.ms)", api.name())
        }
        _ => return None,
    })
}

fn membership(names: &Names, fact: &Fact) -> Option<String> {
    Some(match fact {
        // A group that did not exist is Dead for the state machine; nothing died.
        Fact::GroupStateChanged { group, from: GroupState::Dead, to } => {
            format!("{group} created: {}", to.name())
        }
        Fact::GroupStateChanged { group, from, to } => format!("{group}: {} -> {}", from.name(), to.name()),
        Fact::MemberIdHandedOut { group, member } => {
            format!("{group}: {} got the member id {member} and is to join with it", names.member(member))
        }
        Fact::PendingMemberExpired { group, member } => {
            format!("{group}: {} never came back with its member id", names.member(member))
        }
        Fact::PendingMemberRemoved { group, member, reason } => {
            format!(
                "{group}: {} will not come back with its member id: {}",
                names.member(member),
                removal(*reason)
            )
        }
        Fact::MemberAdded { group, member, instance: None } => {
            format!("{} joined {group}", names.member(member))
        }
        Fact::MemberAdded { group, member, instance: Some(instance) } => {
            format!("{} joined {group} as static member {instance}", names.member(member))
        }
        Fact::MemberRemoved { group, member, reason } => {
            format!("{} removed from {group}: {}", names.member(member), removal(*reason))
        }
        Fact::StaticMemberReplaced { group, instance, old, new } => {
            format!("{group}: static member {instance} is {new} now; {old} is fenced")
        }
        _ => return None,
    })
}

fn coordinator(names: &Names, entry: &Entry) -> Option<String> {
    Some(match &entry.fact {
        Fact::RebalanceStarted { group, reason } => {
            format!("{group} begins to rebalance: {}", rebalance(names, reason))
        }
        Fact::StaticMemberAbsent { group, member } => {
            format!("{group}: static member {} has not rejoined, and keeps its place", names.member(member))
        }
        Fact::JoinPhaseExtended { group, by } => {
            format!("{group} waits {by} more for members to join (group.initial.rebalance.delay.ms)")
        }
        Fact::GenerationStarted { group, generation, protocol, leader, members } => {
            let protocol = protocol.as_ref().map(|name| format!(", protocol {name}")).unwrap_or_default();
            let leader = leader
                .as_ref()
                .map(|leader| format!(", leader {}", names.member(leader)))
                .unwrap_or_default();
            let members = count(u64::from(*members), "member");
            format!("{group}: generation {generation} begins with {members}{protocol}{leader}")
        }
        Fact::LeaderElected { group, leader } => {
            format!("{group}: {} is the leader now", names.member(leader))
        }
        Fact::AssignmentStored { group, assignments, .. } => {
            let parts: Vec<String> = assignments
                .iter()
                .map(|(member, partitions)| format!("{} {}", names.member(member), list(partitions)))
                .collect();
            let change = names.change(entry.id).map(|change| format!(" ({change})")).unwrap_or_default();
            format!("{group} assigned: {}{change}", parts.join("; "))
        }
        Fact::GroupDeleted { group } => format!("{group} deleted"),
        _ => return None,
    })
}

fn offsets(names: &Names, fact: &Fact) -> Option<String> {
    Some(match fact {
        Fact::OffsetCommitted { group, member, offsets } => {
            format!("{group} stored {} for {}", at(offsets), whose(names, member))
        }
        Fact::OffsetCommitRefused { group, member, error } => {
            format!("{group} refused a commit of {}: {error}", whose(names, member))
        }
        Fact::OffsetCommitLost { group, member, offsets, error, after } => {
            let (who, late) = (whose(names, member), if after.is_zero() { "" } else { " after " });
            let after = if after.is_zero() { String::new() } else { after.to_string() };
            format!("{group} does not store {} for {who}: {error}{late}{after}", at(offsets))
        }
        Fact::OffsetsExpired { group, partitions } => {
            format!("{group}: committed offsets expired for {} (offsets.retention.minutes)", list(partitions))
        }
        Fact::OffsetsDeleted { group, partitions } => {
            format!("{group}: committed offsets deleted for {}", list(partitions))
        }
        _ => return None,
    })
}

fn consumer(fact: &Fact) -> Option<String> {
    Some(match fact {
        Fact::SubscriptionChanged { client, topics } if topics.is_empty() => {
            format!("{client} subscribes to a pattern that matches no topic it knows")
        }
        Fact::SubscriptionChanged { client, topics } => {
            let topics: Vec<&str> = topics.iter().map(TopicName::as_str).collect();
            format!("{client} now subscribes to {}", topics.join(", "))
        }
        Fact::TopicIdChanged { client, topic, kept } => {
            format!("{client} learns that {topic} was created again, and keeps its position: {}", at(kept))
        }
        Fact::TopicsChanged { client, .. } => format!("{client} (leader) sees that topics have changed"),
        Fact::RejoinNeeded { client, reason } => format!("{client} has to rejoin: {reason}"),
        Fact::JoinedGroup { client, generation, leader, .. } => {
            let role = if *leader { "as leader" } else { "as follower" };
            format!("{client} is in generation {generation} {role}")
        }
        Fact::AssignmentComputed { client, protocol, members, partitions, withheld } => {
            let (members, partitions) =
                (count(u64::from(*members), "member"), count(u64::from(*partitions), "partition"));
            let rest = match withheld {
                0 => String::new(),
                1 => "; 1 withheld until it is given up".to_owned(),
                more => format!("; {more} withheld until they are given up"),
            };
            format!(
                "{client} (leader) computed who of {members} reads which of {partitions} ({protocol}{rest})"
            )
        }
        Fact::CallbackStarted { client, callback, partitions } => {
            format!("{client} {}({})", callback.name(), list(partitions))
        }
        Fact::CallbackFinished { client, callback } => format!("{client} {} returned", callback.name()),
        Fact::AssignmentChanged { client, owned } if owned.is_empty() => format!("{client} owns nothing"),
        Fact::AssignmentChanged { client, owned } => format!("{client} owns {}", list(owned)),
        Fact::ExceptionThrown { client, exception } => {
            let article = if exception.name().starts_with(['I', 'O']) { "an" } else { "a" };
            format!("{client} got {article} {}", exception.name())
        }
        Fact::CoordinatorUnknown { client } => {
            format!("{client} no longer knows its coordinator and looks for it")
        }
        Fact::MembershipLost { client, error } => {
            format!("{client} learnt that it is no longer a member: {error}")
        }
        Fact::PollIntervalExceeded { client, last_poll } => {
            format!("{client} has not called poll since {last_poll} (max.poll.interval.ms)")
        }
        _ => return None,
    })
}

fn commit(fact: &Fact) -> Option<String> {
    Some(match fact {
        Fact::CommitCallback { client, offsets, exception: None, .. } => {
            format!("{client}'s commit callback: {} is committed", at(offsets))
        }
        Fact::CommitCallback { client, offsets, exception: Some(exception), sent_again } => {
            let then = match sent_again {
                SentAgain::No => "",
                SentAgain::Yes => "; it sends that again",
                SentAgain::NewerWasSent => "; a newer one was sent since, so that is all",
            };
            format!("{client}'s commit callback got a {} for {}{then}", exception.name(), at(offsets))
        }
        Fact::CommitStarted { client, origin, offsets } => {
            format!("{client} commits {} ({})", at(offsets), origin_word(*origin))
        }
        Fact::CommitSucceeded { client, origin, offsets } => {
            format!("{client} committed {} ({})", at(offsets), origin_word(*origin))
        }
        Fact::CommitFailed { client, origin, error, failure } => {
            let origin = origin_word(*origin);
            format!("{client} could not commit ({origin}){}", commits::failure(*error, *failure))
        }
        _ => return None,
    })
}

fn retained(topic: &TopicName, retention: Retention) -> String {
    let time = retention.time.map(|time| format!("retention.ms={}", time.as_millis()));
    let bytes = retention.bytes.map(|bytes| format!("retention.bytes={bytes}"));
    let limits: Vec<String> = time.into_iter().chain(bytes).collect();
    match limits.is_empty() {
        true => format!("{topic} keeps its records for ever"),
        false => format!("{topic} keeps its records by {}", limits.join(" and ")),
    }
}

fn origin_word(origin: CommitOrigin) -> &'static str {
    match origin {
        CommitOrigin::Auto => "auto",
        CommitOrigin::Sync => "commitSync",
        CommitOrigin::Async => "commitAsync",
        CommitOrigin::Callback => "commitSync in onPartitionsRevoked",
        CommitOrigin::Admin => "administrator",
    }
}

pub(in crate::session) fn waits(records: u64) -> String {
    format!("{} {}", count(records, "record"), if records == 1 { "waits" } else { "wait" })
}

fn removal(reason: RemovalReason) -> &'static str {
    match reason {
        RemovalReason::SessionExpired => "no heartbeat for session.timeout.ms",
        RemovalReason::Left => "it left",
        RemovalReason::RemovedByAdmin => "an administrator removed it",
        RemovalReason::DidNotRejoin => "it had not rejoined when the join phase ended",
        RemovalReason::DidNotSync => "it sent no SyncGroup within the rebalance timeout",
        RemovalReason::Replaced => "a new process took its place",
        RemovalReason::GroupFull => "the group is full (group.max.size)",
        RemovalReason::NewMemberJoinExpired => "its first join had waited for five minutes",
    }
}

pub(in crate::session) fn rebalance(names: &Names, reason: &RebalanceReason) -> String {
    match reason {
        RebalanceReason::MemberJoined { member } => format!("{} joined", names.member(member)),
        RebalanceReason::MemberChanged { member } => {
            format!("{} rejoined with other metadata", names.member(member))
        }
        RebalanceReason::LeaderRejoined { member } => format!("the leader {} rejoined", names.member(member)),
        RebalanceReason::StaticMemberReplaced { member } => {
            format!("static member {} came back", names.member(member))
        }
        RebalanceReason::MemberRemoved { member, reason } => {
            format!("{} was removed ({})", names.member(member), removal(*reason))
        }
        RebalanceReason::GroupTooLarge => "it has more members than group.max.size".to_owned(),
    }
}

fn whose<'a>(names: &'a Names, member: &'a MemberId) -> &'a str {
    if member.is_empty() { "a client outside the group" } else { names.member(member) }
}

/// `1 partition`, `3 partitions`.
pub fn count(number: u64, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {what}{plural}")
}

/// `orders-0, orders-1`, or `nothing`.
pub fn list(partitions: &[TopicPartition]) -> String {
    if partitions.is_empty() {
        return "nothing".to_owned();
    }
    partitions.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

pub(super) fn at(offsets: &[(TopicPartition, Offset)]) -> String {
    if offsets.is_empty() {
        return "nothing".to_owned();
    }
    offsets
        .iter()
        .map(|(partition, offset)| format!("{partition} at {offset}"))
        .collect::<Vec<_>>()
        .join(", ")
}
