//! What an `expect` line can ask about that only the journal knows: which errors and exceptions there were, which
//! requests were sent, what a listener was told.

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
        let group = |group: &GroupId| Counted::Group(*group);
        let of = |client: &ClientName| Counted::Client(*client);
        let (measure, part, whom) = match fact {
            Fact::Group(id, GroupFact::OffsetCommitRefused { error, .. }) => {
                ("refused", error.name(), group(id))
            }
            Fact::Group(id, GroupFact::OffsetCommitLost { .. }) => ("lost_commits", "", group(id)),
            Fact::Consumer(client, ConsumerFact::CommitFailed { error, .. }) => {
                ("failed_commits", error.name(), of(client))
            }
            Fact::Consumer(client, ConsumerFact::RequestSent { api, .. }) => ("sent", api.name(), of(client)),
            Fact::Consumer(client, ConsumerFact::CallbackStarted { callback, .. }) => {
                ("called", callback.name(), of(client))
            }
            Fact::Consumer(client, ConsumerFact::PollIntervalExceeded { .. }) => {
                ("poll_timeouts", "", of(client))
            }
            Fact::Consumer(client, ConsumerFact::ExceptionThrown { exception }) => {
                self.thrown(client, *exception)
            }
            Fact::Consumer(client, ConsumerFact::DeserializationFailed { .. }) => {
                self.thrown(client, Exception::RecordDeserialization)
            }
            _ => return,
        };
        *self.counts.entry((measure, part, whom)).or_default() += 1;
    }

    fn thrown(&mut self, client: &ClientName, exception: Exception) -> (&'static str, &'static str, Counted) {
        self.last_exception.insert(*client, exception);
        ("thrown", exception.name(), Counted::Client(*client))
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
