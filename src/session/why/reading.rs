//! Consumers that run and have partitions, and read nothing of them for the moment: in a call, in close(), behind a
//! record that they cannot deserialize, or of a topic that is deleted.

use super::waiting::SHORTEST;
use super::{Asked, Step};
use crate::cluster::fact::Fact;
use crate::cluster::journal::EntryId;
use crate::cluster::observation::{AppThread, ConsumerView, GroupView};
use crate::kafka::consumer::config::OnPoison;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::group_state::GroupState;
use crate::kafka::ids::*;
use crate::session::language::why::commit::CommitClaim;
use crate::session::language::why::notice::Prospect;
use crate::session::language::why::state::State;

impl Asked<'_> {
    /// Why an owner that runs reads nothing of a partition; what is told of the owner itself says the same.
    pub(super) fn reads_nothing(
        &self,
        partition: &TopicPartition,
        owner: &ConsumerView,
    ) -> Option<Vec<Step>> {
        let (client, place) = (owner.name, *partition);
        let is_in_call = self.in_call(owner).is_some() || owner.thread == AppThread::Close;
        let waits = self.waits_for_commit(owner);
        let elsewhere = match waits.as_ref().and_then(|links| links.first()).map(|head| head.claim.commit()) {
            Some(Some(
                CommitClaim::NobodyToAsk { partitions, .. }
                | CommitClaim::NoOffsetsYet { partitions, .. }
                | CommitClaim::NeverRead { partitions, .. },
            )) => {
                let lacking = partitions.contains(partition);
                return if lacking { waits } else { None };
            }
            Some(Some(CommitClaim::BeforeJoin { reads, .. })) => !reads,
            Some(_) => true,
            None => is_in_call || self.cluster.is_in_close(&owner.name),
        };
        if elsewhere {
            let claim = State::OwnsReadsNothing { owner: client, partition: place };
            return Some(self.told(claim, None, self.state(owner)));
        }
        if let Some((offset, thrown)) = self.stuck(owner, partition) {
            let claim = State::OwnsStuck { owner: client, partition: place, offset };
            return Some(self.told(claim, Some(thrown), self.all_of(Some(thrown))));
        }
        let stuck = self.stuck_somewhere(owner)?;
        let reads = |step: &Step| match step.claim.state() {
            Some(State::Stuck { read, .. }) => read.contains(partition),
            _ => false,
        };
        let claim = State::OwnsReadsNothing { owner: client, partition: place };
        (!stuck.iter().any(reads)).then(|| self.told(claim, None, stuck))
    }

    /// The same, for a record that an owner has not come to.
    pub(super) fn why_not_read(&self, partition: &TopicPartition, owner: &ClientName) -> Vec<Step> {
        let owner = self.consumer(owner.as_str()).filter(|owner| !owner.standalone);
        let mut links = owner.and_then(|owner| self.reads_nothing(partition, owner)).unwrap_or_default();
        let is_head = |step: &mut Step| matches!(step.claim.state(), Some(State::OwnsReadsNothing { .. }));
        links.extract_if(..1.min(links.len()), is_head).for_each(drop);
        links
    }

    /// What a consumer says whose application is in a call that keeps it from poll, and why.
    pub(super) fn in_call(&self, consumer: &ConsumerView) -> Option<Vec<Step>> {
        let name = &consumer.name;
        let (method, since) = match consumer.thread {
            AppThread::Callback { callback, since } => (callback.name(), since),
            AppThread::OffsetsForTimes { since } => ("offsetsForTimes", since),
            AppThread::None
            | AppThread::Poll
            | AppThread::PollJoining
            | AppThread::Processing { .. }
            | AppThread::Blocked { .. }
            | AppThread::CommitSync { .. }
            | AppThread::Unsubscribed
            | AppThread::Close => return None,
        };
        if self.world.time.since(since) < SHORTEST && method == "offsetsForTimes" {
            return None;
        }
        let entry = self.cluster.last_said(self.end(), name, |said| match method {
            "offsetsForTimes" => matches!(said, ConsumerFact::CallRequested { .. }),
            _ => matches!(said, ConsumerFact::CallbackStarted { .. }),
        });
        let claim = State::IsIn { client: *name, method: method.to_owned(), since };
        let mut links = self.told(claim, entry, entry.map(|entry| self.reasons(entry)).unwrap_or_default());
        let group = self.world.groups.iter().find(|group| group.id == consumer.group);
        let rebalances = |group: &&GroupView| {
            matches!(group.state, GroupState::PreparingRebalance | GroupState::CompletingRebalance)
        };
        if let Some(group) = group.filter(rebalances) {
            let mut because = self.last_rebalance(&group.id, self.end());
            because.iter_mut().take(1).for_each(|step| step.stand_beside(true));
            links.extend(self.beside(&links, because));
        }
        Some(links)
    }

    /// The record that an owner tries to read again and again, and the entry of its last try.
    fn stuck(&self, owner: &ConsumerView, partition: &TopicPartition) -> Option<(Offset, EntryId)> {
        let config = &self.cluster.consumer_spec(&owner.name)?.config;
        use ConsumerFact::*;
        let found = self.cluster.last_said_since_start(self.end(), &owner.name, |said| {
            let read = |(of, ..): &(TopicPartition, Offset, Offset)| of == partition;
            matches!(said, PollReturned { records } if records.iter().any(read))
                || matches!(
                    said,
                    DeserializationFailed { partition: of, .. }
                        | RecordSkipped { partition: of, .. }
                        | PositionSet { partition: of, .. }
                        | Sought { partition: of, .. }
                    if of == partition
                )
        })?;
        let Fact::Consumer(_, DeserializationFailed { offset, .. }) = found.fact else { return None };
        (config.behaviour.on_poison == OnPoison::Retry).then_some((offset, found.id))
    }

    /// What a member says that cannot get past a record: while poll throws at that, it returns nothing of its other
    /// partitions, unless it has returned something between two tries.
    pub(super) fn stuck_somewhere(&self, consumer: &ConsumerView) -> Option<Vec<Step>> {
        let stuck = consumer.owned.iter().filter_map(|partition| {
            let (offset, thrown) = self.stuck(consumer, partition)?;
            Some((partition, offset, thrown))
        });
        let (partition, offset, thrown) = stuck.max_by_key(|(_, _, thrown)| *thrown)?;
        let before = self.cluster.last_before(thrown, |fact| {
            matches!(
                fact.of_consumer(&consumer.name),
                Some(ConsumerFact::DeserializationFailed { .. } | ConsumerFact::PollReturned { .. })
            )
        });
        let before = before.and_then(|before| self.cluster.entry(before)).map(|before| &before.fact);
        let reads = matches!(before, Some(Fact::Consumer(_, ConsumerFact::PollReturned { .. })));
        let others = consumer
            .owned
            .iter()
            .filter(|other| reads && *other != partition && self.stuck(consumer, other).is_none());
        let (client, read) = (consumer.name, others.cloned().collect());
        let claim = State::Stuck { client, partition: *partition, offset, read };
        Some(self.told(claim, Some(thrown), self.all_of(Some(thrown))))
    }

    /// What a member has of topics that are no more, apart from what it can read.
    pub(super) fn present_and_deleted(
        &self,
        group: &GroupView,
        consumer: &ConsumerView,
    ) -> (Vec<TopicPartition>, Vec<TopicPartition>) {
        let exists = |partition: &TopicPartition| group.lanes.iter().any(|lane| lane.partition == *partition);
        consumer.owned.iter().cloned().partition(exists)
    }

    /// Goes on with what a member has of topics that are no more, and what deleted them.
    pub(super) fn with_deleted(&self, deleted: Vec<TopicPartition>, links: &mut Vec<Step>) {
        let Some(topic) = deleted.first().map(|partition| partition.topic) else { return };
        let gone = self.cluster.topic_deleted(self.end(), &topic);
        let mut because = self.all_of(gone);
        because.iter_mut().take(1).for_each(|step| step.stand_beside(true));
        if let Some(head) = links.first_mut() {
            head.more.push(Prospect::HasDeleted { partitions: deleted }.into());
        }
        links.extend(self.beside(links, because));
    }
}
