//! What a process does as it was started to do: the settings that a chain ends with.

use super::Asked;
use crate::cluster::fact::{Fact, WorldFact};
use crate::cluster::journal::Entry;
use crate::kafka::consumer::config::CommitWhen;
use crate::kafka::consumer::config::{CommitMode, ConsumerConfig, Listener};
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::exception::Exception;
use crate::kafka::ids::ClientName;
use crate::kafka::offset_causes::CommitOrigin;
use crate::session::language::why::event::Event;

impl Asked<'_> {
    /// The setting of a process that made it do what its start (or its end) led to.
    pub(super) fn setting(&self, entry: &Entry, of: &Entry) -> Option<Event> {
        let Fact::Consumer(client, said) = &of.fact else { return None };
        let config = self.cluster.settings_before(of.id, client)?;
        Some(Event::RunsWith { client: *client, settings: settings(config, entry, client, said)? })
    }
}

/// The settings by which a consumer did what it says because of an entry.
fn settings(
    config: &ConsumerConfig,
    because: &Entry,
    client: &ClientName,
    said: &ConsumerFact,
) -> Option<String> {
    use ConsumerFact::*;
    let started = because.fact.starts(client);
    match said {
        PollReturned { .. } => started.then(|| work(config)),
        CallbackStarted { .. } => started.then(|| callback(config)),
        CallbackFinished { .. } => {
            started.then(|| format!("listener_throws={}", config.behaviour.listener_throws.word()))
        }
        ExceptionThrown { exception } => thrown(config, *exception).filter(|_| started),
        DeserializationFailed { .. } => {
            let poisoned = matches!(because.fact.done(), Some(WorldFact::RecordPoisoned { .. }));
            poisoned.then(|| format!("on_poison={}", config.behaviour.on_poison.word()))
        }
        CommitStarted { origin, .. } => {
            let asked =
                matches!(because.fact, Fact::Consumer(_, CallRequested { .. } | CommitCallback { .. }));
            (!asked).then(|| commit(config, *origin))
        }
        HandlerStalled { .. }
        | HandlerResumed { .. }
        | ProcessClosed
        | WokenUp
        | SecondThread
        | CallRequested { .. }
        | RequestSent { .. }
        | ResponseReceived { .. }
        | RequestTimedOut { .. }
        | SubscriptionChanged { .. }
        | Unsubscribed
        | TopicIdChanged { .. }
        | TopicsChanged { .. }
        | RejoinNeeded { .. }
        | JoinedGroup { .. }
        | AssignmentComputed { .. }
        | MemberStateChanged { .. }
        | EpochReached { .. }
        | AssignmentChanged { .. }
        | PositionSet { .. }
        | Sought { .. }
        | PausedByCall { .. }
        | PauseForgotten { .. }
        | ResumedByCall { .. }
        | CommitSucceeded { .. }
        | CommitFailed { .. }
        | CommitCallback { .. }
        | PartitionsPaused { .. }
        | PartitionsResumed { .. }
        | OffsetOutOfRange { .. }
        | RecordSkipped { .. }
        | CoordinatorUnknown
        | MembershipLost { .. }
        | PollIntervalExceeded { .. } => None,
    }
}

fn thrown(config: &ConsumerConfig, exception: Exception) -> Option<String> {
    Some(match exception {
        Exception::NoOffsetForPartition | Exception::OffsetOutOfRange => "auto.offset.reset=none".to_owned(),
        Exception::InvalidSessionTimeout => {
            format!("session.timeout.ms={}", config.session_timeout.as_millis())
        }
        Exception::InconsistentGroupProtocol => {
            let names: Vec<&str> = config.strategy.iter().map(|assignor| assignor.name()).collect();
            format!("partition.assignment.strategy={}", names.join(", "))
        }
        Exception::UnsupportedAssignor => {
            format!("group.remote.assignor={}", config.remote_assignor.as_deref().unwrap_or_default())
        }
        Exception::StaleMemberEpoch
        | Exception::UnreleasedInstanceId
        | Exception::InvalidRequest
        | Exception::InvalidRegularExpression
        | Exception::GroupIdNotFound
        | Exception::CommitFailed
        | Exception::RebalanceInProgress
        | Exception::FencedInstanceId
        | Exception::RecordDeserialization
        | Exception::GroupMaxSizeReached
        | Exception::Timeout
        | Exception::RetriableCommitFailed
        | Exception::Wakeup
        | Exception::ConcurrentModification
        | Exception::IllegalState
        | Exception::InvalidGroupId
        | Exception::Kafka => return None,
    })
}

fn work(config: &ConsumerConfig) -> String {
    let every = config.behaviour.spike_every;
    let spike = config.behaviour.spike.map(|spike| format!(" spike={spike} spike_every={every}"));
    format!("processing_time={}{}", config.behaviour.processing_time, spike.unwrap_or_default())
}

fn callback(config: &ConsumerConfig) -> String {
    let listener = format!("listener={}", config.behaviour.listener.word());
    match (config.behaviour.listener, config.behaviour.callback_time.is_zero()) {
        (Listener::None, _) => format!("callback_time={}", config.behaviour.callback_time),
        (_, true) => listener,
        (_, false) => format!("{listener} callback_time={}", config.behaviour.callback_time),
    }
}

/// How a process commits of itself.
pub(super) fn commits(config: &ConsumerConfig) -> String {
    let by_itself = config.behaviour.commit.when == CommitWhen::LeftToPoll;
    commit(config, if by_itself { CommitOrigin::Auto } else { CommitOrigin::Sync })
}

fn commit(config: &ConsumerConfig, origin: CommitOrigin) -> String {
    match origin {
        CommitOrigin::Auto => {
            let interval = config.auto_commit_interval.as_millis();
            format!("enable.auto.commit=true auto.commit.interval.ms={interval}")
        }
        CommitOrigin::Callback => format!("listener={}", config.behaviour.listener.word()),
        CommitOrigin::Sync | CommitOrigin::Async | CommitOrigin::Admin => {
            let CommitMode { word, when, .. } = config.behaviour.commit;
            match when == CommitWhen::AfterSome {
                true => format!("commit={word} commit_every={}", config.behaviour.commit_every),
                false => format!("commit={word}"),
            }
        }
    }
}
