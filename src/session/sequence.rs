//! What a sequence diagram of a group is made of: requests and answers between members and coordinator, and what both
//! go through, in order. What happens all the time is counted, not shown.

use crate::cluster::fact::{Fact, Object};
use crate::cluster::journal::{Entry, EntryId, Journal};
use crate::kafka::api::{ApiKey, ErrorCode};
use crate::kafka::exception::Exception;
use crate::kafka::group_state::GroupState;
use crate::kafka::ids::*;
use crate::kafka::rebalance_causes::Callback;
use crate::session::language::journal::each_fact;
use crate::sim::time::{SimDuration, SimTime};

/// No diagram is longer, in steps that are shown.
const MOST_STEPS: usize = 80;
/// So many entries are looked at for it.
const MOST_ENTRIES: usize = 20_000;
/// A pause that is worth a line.
const PAUSE: SimDuration = SimDuration::from_millis(300);

/// What of a fact belongs into the diagram.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SequenceEvent<'a> {
    /// A client asks.
    Request(ApiKey),
    /// It has its answer.
    Response(ApiKey, ErrorCode),
    /// It waits no longer for one.
    NoResponse(ApiKey),
    Started,
    Killed,
    Frozen,
    CutOff,
    /// It goes on, or its connection does.
    GoesOn,
    Closes,
    Calls(Callback, &'a [TopicPartition]),
    Owns(&'a [TopicPartition]),
    Throws(Exception),
    /// The group is in another state.
    State(GroupState),
    Removed(MemberId),
    /// It happens all the time: counted under this name.
    Routine(&'static str),
    /// No part of it.
    Nothing,
}

/// Whether requests of this kind are counted as long as all goes well.
const fn is_routine(api: ApiKey) -> bool {
    matches!(
        api,
        ApiKey::Heartbeat | ApiKey::OffsetCommit | ApiKey::ListOffsets | ApiKey::OffsetsForLeaderEpoch
    )
}

each_fact! {
    /// What of a fact belongs into the diagram.
    pub event: SequenceEvent<'_> {
        World {
            ProcessStarted { .. } => SequenceEvent::Started,
            ProcessKilled { .. } | GraceExpired { .. } => SequenceEvent::Killed,
            ProcessFrozen { .. } => SequenceEvent::Frozen,
            ProcessThawed { .. } | LinkRestored { .. } => SequenceEvent::GoesOn,
            LinkCut { .. } => SequenceEvent::CutOff,
            CloseRequested { .. } | CloseRequestedWith { .. } | ClosedInMidBatch { .. } => SequenceEvent::Closes,
            TopicCreated { .. } | PartitionsAdded { .. } | TopicDeleted { .. } | RetentionChanged { .. }
            | RecordPoisoned { .. } | BurstAsked { .. } | CommitsDisturbed { .. } | CoordinatorLost { .. }
            | CoordinatorTookOver { .. } | MemberRemovalAsked { .. } | OffsetsReset { .. } | DeletionAsked { .. }
            | RateChanged { .. } | ProcessingTimeChanged { .. } | GroupBounced { .. } => SequenceEvent::Nothing,
        }
        Consumer {
            RequestSent { api, .. } if is_routine(*api) => SequenceEvent::Routine(api.name()),
            RequestSent { api, .. } => SequenceEvent::Request(*api),
            ResponseReceived { api, error, .. } if is_routine(*api) && error.is_none() => SequenceEvent::Nothing,
            ResponseReceived { api, error, .. } => SequenceEvent::Response(*api, *error),
            RequestTimedOut { api, .. } => SequenceEvent::NoResponse(*api),
            CallbackStarted { callback, partitions } => SequenceEvent::Calls(*callback, partitions),
            AssignmentChanged { owned } => SequenceEvent::Owns(owned),
            ExceptionThrown { exception } => SequenceEvent::Throws(*exception),
            PollReturned { .. } => SequenceEvent::Routine("poll"),
            HandlerStalled { .. } | HandlerResumed { .. } | ProcessClosed | WokenUp | SecondThread
            | CallRequested { .. } | SubscriptionChanged { .. } | Unsubscribed | TopicIdChanged { .. }
            | TopicsChanged { .. } | RejoinNeeded { .. } | JoinedGroup { .. } | AssignmentComputed { .. }
            | MemberStateChanged { .. } | EpochReached { .. }
            | CallbackFinished { .. } | PositionSet { .. } | Sought { .. } | PausedByCall { .. }
            | PauseForgotten { .. } | ResumedByCall { .. } | CommitStarted { .. } | CommitSucceeded { .. }
            | CommitFailed { .. } | CommitCallback { .. } | PartitionsPaused { .. } | PartitionsResumed { .. }
            | OffsetOutOfRange { .. } | DeserializationFailed { .. } | RecordSkipped { .. } | CoordinatorUnknown
            | MembershipLost { .. } | PollIntervalExceeded { .. } => SequenceEvent::Nothing,
        }
        Group {
            GroupStateChanged { to, .. } => SequenceEvent::State(*to),
            MemberRemoved { member, .. } => SequenceEvent::Removed(*member),
            MemberIdHandedOut { .. } | PendingMemberExpired { .. } | PendingMemberRemoved { .. } | MemberAdded { .. }
            | StaticMemberReplaced { .. } | RebalanceStarted { .. } | StaticMemberAbsent { .. }
            | JoinPhaseExtended { .. } | GenerationStarted { .. } | ProtocolsDiffer { .. } | LeaderElected { .. }
            | AssignmentStored { .. } | OffsetCommitted { .. } | OffsetCommitRefused { .. } | OffsetCommitLost { .. }
            | OffsetsExpired { .. } | OffsetsDeleted { .. } | GroupDeleted | ConsumerGroupBegan | GroupUpgraded { .. }
            | GroupDowngraded { .. } | ConsumerGroupStateChanged { .. } | GroupEpochRaised { .. }
            | TargetComputed { .. } | RevocationAsked { .. } | RevocationAcknowledged { .. } | MemberAdvanced { .. }
            | StaticMemberAway { .. } | HeartbeatRefused { .. } => SequenceEvent::Nothing,
        }
        Broker {
            RecordsDeleted { .. } => SequenceEvent::Nothing,
        }
    }
}

/// A line of the diagram.
#[derive(Clone, Debug, PartialEq)]
pub enum SequenceLine<'a> {
    /// Something that is shown, of a consumer or (`None`) of the coordinator.
    Event { entry: EntryId, time: SimTime, client: Option<ClientName>, event: SequenceEvent<'a> },
    /// A pause, and how often what happened in it.
    Quiet { lasted: SimDuration, counted: Vec<(&'static str, u32)> },
}

/// Whose line an entry of this group stands on: a consumer's, or the coordinator's; `None` if it is of another group.
fn place(entry: &Entry, group: &GroupId, consumers: &[ClientName]) -> Option<Option<ClientName>> {
    let of_group = |client: &ClientName| consumers.contains(client);
    match &entry.fact {
        Fact::World(fact) => match fact.object() {
            Object::Process(client) => of_group(&client).then_some(Some(client)),
            Object::Group(_) | Object::Topic(_) => None,
        },
        Fact::Consumer(client, _) => of_group(client).then_some(Some(*client)),
        Fact::Group(of, _) => (of == group).then_some(None),
        Fact::Broker(..) => None,
    }
}

/// The newest lines of a group's diagram, oldest first.
pub fn lines<'a>(
    journal: &'a Journal,
    now: SimTime,
    group: &GroupId,
    consumers: &[ClientName],
) -> Vec<SequenceLine<'a>> {
    let mut found = Vec::new();
    let mut steps = 0;
    for entry in journal.iter().rev().take(MOST_ENTRIES) {
        let Some(client) = place(entry, group, consumers) else { continue };
        let event = event(&entry.fact);
        if event == SequenceEvent::Nothing {
            continue;
        }
        steps += usize::from(!matches!(event, SequenceEvent::Routine(_)));
        if steps > MOST_STEPS {
            break;
        }
        found.push((entry, client, event));
    }
    found.reverse();
    let mut lines: Vec<SequenceLine> = Vec::new();
    let mut counted: Vec<(&'static str, u32)> = Vec::new();
    let mut last: Option<SimTime> = None;
    for (entry, client, event) in found {
        if let SequenceEvent::Routine(name) = event {
            match counted.iter_mut().find(|(known, _)| *known == name) {
                Some((_, times)) => *times += 1,
                None => counted.push((name, 1)),
            }
            continue;
        }
        let lasted = last.map_or(SimDuration::ZERO, |last| entry.time - last);
        if lasted >= PAUSE {
            lines.push(SequenceLine::Quiet { lasted, counted: std::mem::take(&mut counted) });
        }
        counted.clear();
        lines.push(SequenceLine::Event { entry: entry.id, time: entry.time, client, event });
        last = Some(entry.time);
    }
    // What has gone on since.
    let lasted = last.map_or(SimDuration::ZERO, |last| now - last);
    if lasted >= PAUSE {
        lines.push(SequenceLine::Quiet { lasted, counted });
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Session;

    fn told(lines: &[SequenceLine]) -> Vec<String> {
        let line = |line: &SequenceLine| match line {
            SequenceLine::Quiet { .. } => "...".to_owned(),
            SequenceLine::Event { client, event, .. } => {
                let who = client.map_or("coordinator".to_owned(), |client| client.to_string());
                match event {
                    SequenceEvent::Request(api) => format!("{who} {}", api.name()),
                    SequenceEvent::Response(api, error) => format!("{who} {} {}", api.name(), error.name()),
                    SequenceEvent::State(state) => format!("{who} {}", state.name()),
                    other => format!("{who} {other:?}"),
                }
            }
        };
        lines.iter().map(line).collect()
    }

    #[test]
    fn a_first_join_is_the_exchange_that_kafka_documents() {
        let script = "topic orders partitions=2\ngroup billing strategy=range\n\
            consumers c1 group=billing\nrun for=8s\n";
        let mut session = Session::open("test", script.as_bytes()).expect("a script that is right");
        session.seek(SimTime::from_millis(8000));
        let lines = lines(session.cluster().journal(), session.now(), &"billing".into(), &["c1".into()]);
        let told = told(&lines);
        let wanted = [
            "c1 Started",
            "c1 FindCoordinator",
            "c1 FindCoordinator NONE",
            "c1 JoinGroup",
            // The group comes into being with the first request for it.
            "coordinator Empty",
            "c1 JoinGroup MEMBER_ID_REQUIRED",
            "c1 JoinGroup",
            "coordinator PreparingRebalance",
            "...",
            "coordinator CompletingRebalance",
            "c1 JoinGroup NONE",
            "c1 SyncGroup",
            "coordinator Stable",
            "c1 SyncGroup NONE",
        ];
        assert_eq!(told[..wanted.len()], wanted, "{told:#?}");
        assert!(lines.len() <= 2 * MOST_STEPS);
        assert!(matches!(lines.last(), Some(SequenceLine::Quiet { .. })), "it has read on since");
        // What happens all the time is no line of its own.
        assert!(told.iter().all(|line| !line.contains("Heartbeat") && !line.contains("Routine")));
    }
}
