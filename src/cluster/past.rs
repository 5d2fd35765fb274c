//! What has happened: the journal, the truth of each record, the accounts of the groups, and what has to hold.

use super::accounts::Accounts;
use super::invariants::{Generations, Unchecked, Violation};
use super::journal::{Cause, EntryId, Journal};
use super::ledger::DeliveryLedger;
use super::nodes::ConsumerId;
use super::observation::Sample;
use super::starts::Starts;
use crate::kafka::consumer::config::ConsumerConfig;
use crate::kafka::coordinator::CoordinatorTimer;
use crate::kafka::ids::*;
use crate::sim::shared_log::SharedLog;
use crate::sim::sorted::{SortedMap, SortedSet};
use std::sync::Arc;

/// Everything that is only ever added to, and what the next entry is because of.
#[derive(Clone, Debug, Default)]
pub(super) struct Past {
    pub journal: Journal,
    pub ledger: DeliveryLedger,
    pub starts: Starts,
    pub accounts: Accounts,
    pub samples: SharedLog<Sample>,
    /// With which settings processes were started, by the entry that says so.
    pub started: SharedLog<(EntryId, Arc<ConsumerConfig>)>,
    /// The latest offset that an application named itself, to commit it or to seek there.
    pub named: SortedMap<(GroupId, TopicPartition), Offset>,
    /// Offsets that applications committed again in a callback, whatever had been committed since, and who did.
    pub sent_again: SortedMap<(GroupId, TopicPartition), SortedSet<(ConsumerId, Offset)>>,
    /// The committed offset, where it is one of those.
    pub came_again: SortedMap<(GroupId, TopicPartition), Offset>,
    pub violations: Vec<Violation>,
    pub unchecked: Unchecked,
    pub generations: Generations,
    /// What the next entry is because of.
    pub cause: Cause,
    /// The coordinator's timer that is handled, if it is one.
    pub handled_timer: Option<CoordinatorTimer>,
}
