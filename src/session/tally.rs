//! What an `expect` line can ask about that only the journal knows: which errors and exceptions there were, which
//! requests were sent, what a listener was told.

// A match names all that there is: the compiler asks where a new fact belongs.
#![deny(clippy::wildcard_enum_match_arm)]

use crate::cluster::fact::Fact;
use crate::cluster::journal::Journal;
use crate::cluster::observation::Observation;
use crate::kafka::api::{ApiKey, ErrorCode};
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::exception::Exception;
use crate::kafka::ids::{ClientName, GroupId};
use crate::kafka::rebalance_causes::Callback;
use crate::sim::sorted::SortedMap;
use std::sync::Arc;

/// The errors that a commit can meet, by Kafka's names.
pub const COMMIT_ERRORS: &[&str] = &[
    ErrorCode::UnknownMemberId.name(),
    ErrorCode::IllegalGeneration.name(),
    ErrorCode::RebalanceInProgress.name(),
    ErrorCode::FencedInstanceId.name(),
    ErrorCode::NotCoordinator.name(),
    ErrorCode::CoordinatorNotAvailable.name(),
    ErrorCode::CoordinatorLoadInProgress.name(),
    ErrorCode::UnknownTopicOrPartition.name(),
    ErrorCode::OffsetMetadataTooLarge.name(),
    ErrorCode::InvalidGroupId.name(),
    ErrorCode::StaleMemberEpoch.name(),
];

/// The requests that are told one by one; fetches have a measure of their own.
pub const REQUESTS: &[&str] = &ApiKey::TOLD;

/// The methods of a ConsumerRebalanceListener.
pub const METHODS: &[&str] = &[
    Callback::OnPartitionsAssigned.name(),
    Callback::OnPartitionsRevoked.name(),
    Callback::OnPartitionsLost.name(),
];

/// The world at an instant, and what there had been by then.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    pub world: Observation,
    pub tally: Arc<Tally>,
}

/// Whom something happened to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Counted {
    Group(GroupId),
    Client(ClientName),
}

/// Whom a count is asked of.
#[derive(Clone, Copy, Debug)]
pub enum Of<'a> {
    Everything,
    Group(&'a str),
    Consumer(&'a str),
}

/// What was counted so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tally {
    /// By the measure, and its part: the error, the exception, the request, the method.
    counts: SortedMap<(&'static str, &'static str, Counted), u64>,
    last_exception: SortedMap<ClientName, Exception>,
    /// How many journal entries were read.
    read: usize,
}

impl Tally {
    /// Reads the entries that are new.
    pub fn read_on(&mut self, journal: &Journal) {
        for entry in journal.iter_from(self.read) {
            self.learn(&entry.fact);
        }
        self.read = journal.len();
    }

    fn learn(&mut self, fact: &Fact) {
        let counted = match fact {
            Fact::Consumer(client, said) => self
                .of_consumer(client, said)
                .map(|(measure, part)| (measure, part, Counted::Client(*client))),
            Fact::Group(group, said) => {
                of_group(said).map(|(measure, part)| (measure, part, Counted::Group(*group)))
            }
            Fact::World(_) | Fact::Broker(..) => None,
        };
        if let Some(counted) = counted {
            *self.counts.entry(counted).or_default() += 1;
        }
    }

    /// The measure that counts what a consumer says, and its part.
    fn of_consumer(
        &mut self,
        client: &ClientName,
        said: &ConsumerFact,
    ) -> Option<(&'static str, &'static str)> {
        use ConsumerFact::*;
        match said {
            CommitFailed { error, .. } => Some(("failed_commits", error.name())),
            RequestSent { api, .. } => Some(("sent", api.name())),
            CallbackStarted { callback, .. } => Some(("called", callback.name())),
            PollIntervalExceeded { .. } => Some(("poll_timeouts", "")),
            ExceptionThrown { exception } => Some(self.thrown(client, *exception)),
            DeserializationFailed { .. } => Some(self.thrown(client, Exception::RecordDeserialization)),
            HandlerStalled { .. }
            | HandlerResumed { .. }
            | ProcessClosed
            | WokenUp
            | SecondThread
            | CallRequested { .. }
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
            | CallbackFinished { .. }
            | AssignmentChanged { .. }
            | PositionSet { .. }
            | Sought { .. }
            | PausedByCall { .. }
            | PauseForgotten { .. }
            | ResumedByCall { .. }
            | PollReturned { .. }
            | CommitStarted { .. }
            | CommitSucceeded { .. }
            | CommitCallback { .. }
            | PartitionsPaused { .. }
            | PartitionsResumed { .. }
            | OffsetOutOfRange { .. }
            | RecordSkipped { .. }
            | CoordinatorUnknown
            | MembershipLost { .. } => None,
        }
    }

    fn thrown(&mut self, client: &ClientName, exception: Exception) -> (&'static str, &'static str) {
        self.last_exception.insert(*client, exception);
        ("thrown", exception.name())
    }

    /// The exception that was thrown last at the application of this consumer.
    pub fn exception(&self, consumer: &str) -> Option<&'static str> {
        self.last_exception.get(&ClientName::from(consumer)).map(|exception| exception.name())
    }

    /// How often that was, all together or of one kind: `thrown`, `thrown.CommitFailedException`.
    pub fn count(&self, name: &str, of: Of<'_>, world: &Observation) -> u64 {
        let (measure, part) = match name.split_once('.') {
            Some((measure, part)) => (measure, Some(part)),
            None => (name, None),
        };
        let reads = |client: &ClientName, group: &str| {
            world.consumers.iter().any(|view| view.name == *client && view.group.as_str() == group)
        };
        let is_asked = |whom: &Counted| match (whom, of) {
            (_, Of::Everything) => true,
            (Counted::Group(id), Of::Group(group)) => id.as_str() == group,
            (Counted::Client(client), Of::Group(group)) => reads(client, group),
            (Counted::Client(client), Of::Consumer(consumer)) => client.as_str() == consumer,
            (Counted::Group(_), Of::Consumer(_)) => false,
        };
        let counted = self.counts.iter().filter(|((of_measure, of_part, whom), _)| {
            *of_measure == measure && part.is_none_or(|part| part == *of_part) && is_asked(whom)
        });
        counted.map(|(_, count)| count).sum()
    }
}

/// The measure that counts what the coordinator says of a group, and its part.
fn of_group(said: &GroupFact) -> Option<(&'static str, &'static str)> {
    use GroupFact::*;
    match said {
        OffsetCommitRefused { error, .. } => Some(("refused", error.name())),
        OffsetCommitLost { .. } => Some(("lost_commits", "")),
        GroupStateChanged { .. }
        | MemberIdHandedOut { .. }
        | PendingMemberExpired { .. }
        | PendingMemberRemoved { .. }
        | MemberAdded { .. }
        | MemberRemoved { .. }
        | StaticMemberReplaced { .. }
        | RebalanceStarted { .. }
        | StaticMemberAbsent { .. }
        | JoinPhaseExtended { .. }
        | GenerationStarted { .. }
        | ProtocolsDiffer { .. }
        | LeaderElected { .. }
        | AssignmentStored { .. }
        | OffsetCommitted { .. }
        | OffsetsExpired { .. }
        | OffsetsDeleted { .. }
        | ConsumerGroupBegan
        | GroupUpgraded { .. }
        | GroupDowngraded { .. }
        | ConsumerGroupStateChanged { .. }
        | GroupEpochRaised { .. }
        | TargetComputed { .. }
        | RevocationAsked { .. }
        | RevocationAcknowledged { .. }
        | MemberAdvanced { .. }
        | StaticMemberAway { .. }
        | HeartbeatRefused { .. }
        | GroupDeleted => None,
    }
}
