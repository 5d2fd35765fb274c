//! Why a position is where it is, who made a commit, why it came to nothing, why offsets and records are gone.

use super::super::Cluster;
use super::super::journal::{Cause, Entry, EntryId};
use super::application::ends;
use crate::cluster::fact::{Fact, WorldFact};
use crate::kafka::api::Assignment;
use crate::kafka::broker::fact::BrokerFact;
use crate::kafka::broker::retention::Deletion;
use crate::kafka::consumer::calls::Call;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::group_state::GroupState;
use crate::kafka::ids::*;
use crate::kafka::offset_causes::{CommitOrigin, PositionSource, SentAgain};
use crate::kafka::rebalance_causes::Callback;

impl Cluster {
    /// What a consumer owns without a position there: it waits for the committed offsets, or for where to begin. `None`
    /// if there is nothing.
    pub fn without_position(&self, client: &ClientName) -> Option<Vec<TopicPartition>> {
        let process = self.nodes.consumer(client)?;
        let subscription = process.consumer.subscription();
        let owned = subscription.owned();
        let lacking = owned.iter().filter(|partition| subscription.position(partition).is_none());
        Some(lacking.cloned().collect::<Vec<_>>()).filter(|lacking| !lacking.is_empty())
    }

    /// What a consumer owns and never reads, since onPartitionsAssigned threw when it was called with that; and the end
    /// of that call.
    pub fn given_in_vain(
        &self,
        before: EntryId,
        client: &ClientName,
    ) -> Option<(EntryId, Vec<TopicPartition>)> {
        let callback = Callback::OnPartitionsAssigned;
        let threw = ConsumerFact::CallbackFinished { callback, threw: true };
        let threw = self.last_said_since_start(before, client, |said| *said == threw)?.id;
        let subscription = self.nodes.consumer(client)?.consumer.subscription();
        let withheld =
            subscription.iter().filter(|(_, state)| state.withheld).map(|(partition, _)| *partition);
        let withheld: Vec<_> = withheld.filter(|one| subscription.position(one).is_none()).collect();
        (!withheld.is_empty()).then_some((threw, withheld))
    }

    /// What made a record one that nobody can deserialize.
    pub(super) fn poisoned(
        &self,
        before: EntryId,
        partition: &TopicPartition,
        offset: Offset,
    ) -> Option<EntryId> {
        self.last_before(before, |fact| {
            matches!(fact.done(), Some(WorldFact::RecordPoisoned { partition: of, offset: at })
                if of == partition && *at == offset)
        })
    }

    /// When a topic was created last before an entry.
    pub(in crate::cluster) fn topic_created(&self, before: EntryId, topic: &TopicName) -> Option<EntryId> {
        self.last_before(before, |fact| matches!(fact.of_topic(topic), Some(WorldFact::TopicCreated { .. })))
    }

    /// When a topic was deleted last before an entry.
    pub fn topic_deleted(&self, before: EntryId, topic: &TopicName) -> Option<EntryId> {
        self.last_before(before, |fact| matches!(fact.of_topic(topic), Some(WorldFact::TopicDeleted { .. })))
    }

    /// Why records were deleted: by a command, or as the topic's retention has it since somebody changed that, or
    /// since the topic was created.
    pub(super) fn led_to_deletion(
        &self,
        entry: &Entry,
        partition: &TopicPartition,
        why: Deletion,
    ) -> Option<EntryId> {
        let topic = &partition.topic;
        let by_retention = matches!(why, Deletion::TooOld | Deletion::TooMany);
        let kept = self.last_before(entry.id, |fact| {
            by_retention && matches!(fact.of_topic(topic), Some(WorldFact::RetentionChanged { .. }))
        });
        kept.or_else(|| match entry.cause() {
            Cause::Command => None,
            Cause::Start | Cause::Entry(_) => self.topic_created(entry.id, topic),
        })
    }

    /// What took a consumer to a position: a call, a fetch that found it had left the log, or else what gave it the
    /// partition.
    pub(super) fn set_position(
        &self,
        entry: &Entry,
        client: &ClientName,
        partition: &TopicPartition,
        source: PositionSource,
    ) -> Option<EntryId> {
        if let Cause::Entry(handled) = entry.cause()
            && matches!(self.entry(handled)?.fact, Fact::Consumer(_, ConsumerFact::RecordSkipped { .. }))
        {
            return Some(handled);
        }
        if source == PositionSource::Seek {
            return self.last_said(entry.id, client, |said| {
                matches!(said, ConsumerFact::CallRequested { call: Call::Seek { partitions, .. } }
                    if partitions.is_empty() || partitions.contains(partition))
            });
        }
        let left_log = |said: &ConsumerFact| {
            let ConsumerFact::OffsetOutOfRange { partition: left, .. } = said else { return false };
            left == partition
        };
        let found = self.last_said_since_start(entry.id, client, |said| {
            left_log(said) || matches!(said, ConsumerFact::AssignmentChanged { .. })
        });
        let left = found.filter(|found| found.fact.of_consumer(client).is_some_and(left_log));
        left.map(|left| left.id).or_else(|| self.gave(entry.id, client, partition))
    }

    /// The assignment that gave a partition to a client; for a standalone one, its start.
    fn gave(&self, before: EntryId, client: &ClientName, partition: &TopicPartition) -> Option<EntryId> {
        let spec = self.consumer_spec(client)?;
        if !spec.assigned.is_empty() {
            return self.start_of(before, client);
        }
        let its = |member: &MemberId| self.belongs_to(member, client);
        let gives = |(member, given): &(MemberId, Assignment)| given.contains(partition) && its(member);
        let given = self.last_of_group(before, &spec.group, |said| {
            // It has what the member had whose place it takes.
            matches!(said, GroupFact::StaticMemberReplaced { new, .. } if its(new))
                || matches!(said, GroupFact::AssignmentStored { assignments, .. } if assignments.iter().any(gives))
        });
        given.or_else(|| self.assignment_of(before, &spec.group)).or_else(|| self.start_of(before, client))
    }

    /// When a consumer's position in a partition was set last.
    fn last_position(
        &self,
        before: EntryId,
        client: &ClientName,
        partition: &TopicPartition,
    ) -> Option<EntryId> {
        self.last_said(
            before,
            client,
            |said| matches!(said, ConsumerFact::PositionSet { partition: place, .. } if place == partition),
        )
    }

    /// How a consumer came to ask for what is not in the log: records were deleted, or it was sent there by a call or
    /// a committed offset.
    pub(super) fn left_log(
        &self,
        before: EntryId,
        client: &ClientName,
        partition: &TopicPartition,
        offset: Offset,
    ) -> Option<EntryId> {
        let group = &self.consumer_spec(client)?.group;
        let stands_there = |(place, at): &(TopicPartition, Offset)| place == partition && *at == offset;
        let deleted = |before: EntryId| {
            self.last_before(before, |fact| {
                matches!(fact, Fact::Broker(_, BrokerFact::RecordsDeleted { partition: place, to, .. })
                    if place == partition && *to > offset)
            })
        };
        let kept = self.last_said(
            before,
            client,
            |said| matches!(said, ConsumerFact::TopicIdChanged { kept, .. } if kept.iter().any(stands_there)),
        );
        let set = self.last_position(before, client, partition);
        let newest = deleted(before).max(kept).max(set)?;
        let Fact::Consumer(_, ConsumerFact::PositionSet { source: PositionSource::Committed, .. }) =
            self.entry(newest)?.fact
        else {
            return Some(newest);
        };
        let sent = self.last_before(newest, |fact| stored_offsets(fact, group).iter().any(stands_there));
        sent.max(deleted(newest)).map(|sent| self.committed_for_earlier(sent, partition).unwrap_or(sent))
    }

    /// What was committed for a topic by a consumer that had its position from an earlier one of the same name: because
    /// it kept that.
    fn committed_for_earlier(&self, commit: EntryId, partition: &TopicPartition) -> Option<EntryId> {
        let Fact::Group(_, GroupFact::OffsetCommitted { member, .. }) = &self.entry(commit)?.fact else {
            return None;
        };
        let client = self.client_of_member(member)?;
        let kept = self.learnt_of_topic(commit, &client, &partition.topic);
        let set = self.last_position(commit, &client, partition);
        let created = self.topic_created(commit, &partition.topic);
        let again = created.filter(|created| self.created_again(*created, &partition.topic));
        kept.max(again).filter(|found| Some(*found) >= set.max(created))
    }

    /// Why nobody kept offsets from expiring: the group has no members, nobody subscribes to the topic any more, or it
    /// never had members, and nobody commits.
    pub(super) fn let_expire(
        &self,
        before: EntryId,
        group: &GroupId,
        partitions: &[TopicPartition],
    ) -> Option<EntryId> {
        let state =
            self.last_of_group(before, group, |said| matches!(said, GroupFact::GroupStateChanged { .. }));
        let state = state.and_then(|entry| self.entry(entry)?.fact.of_group(group));
        let empty = matches!(state, Some(GroupFact::GroupStateChanged { to: GroupState::Empty, .. }));
        let found = match empty {
            true => self.last_of_group(before, group, |said| matches!(said, GroupFact::MemberRemoved { .. })),
            false => self.last_before(before, |fact| {
                matches!(fact, Fact::Consumer(client, ConsumerFact::SubscriptionChanged { .. })
                    if state.is_some() && self.group_of(client) == Some(group))
            }),
        };
        found.or_else(|| {
            self.last_before(before, |fact| {
                stored_offsets(fact, group).iter().any(|(place, _)| partitions.contains(place))
            })
        })
    }

    /// What made a commit: the callback of one that failed, a call that somebody wanted, or else the way in which the
    /// process commits since it was started.
    pub(super) fn made_commit(
        &self,
        commit: &Entry,
        client: &ClientName,
        origin: CommitOrigin,
        offsets: &[(TopicPartition, Offset)],
    ) -> Option<EntryId> {
        let again = self.handled_for(commit.cause()).next().filter(|handled| {
            let Fact::Consumer(_, said) = &handled.fact else { return false };
            matches!(said, ConsumerFact::CommitCallback { sent_again: SentAgain::Yes, .. })
        });
        again
            .map(|again| again.id)
            .or_else(|| self.closed_with_commit(commit.id, client, origin))
            .or_else(|| self.called_for_commit(commit.id, client, origin, offsets))
            .or_else(|| self.start_of(commit.id, client))
    }

    /// What ended a client, if its last commit is one that it makes because of that.
    fn closed_with_commit(
        &self,
        commit: EntryId,
        client: &ClientName,
        origin: CommitOrigin,
    ) -> Option<EntryId> {
        let last = self.settings_before(commit, client)?.behaviour.commit.last;
        if origin != CommitOrigin::Auto && !(last && origin == CommitOrigin::Sync) {
            return None;
        }
        let ended = self.last_before(commit, |fact| ends(fact, client));
        ended.filter(|ended| Some(*ended) > self.start_of(commit, client))
    }

    /// The call of which a commit comes. It is made after the batch in hand, so one poll at the most may have returned
    /// since it was asked for.
    fn called_for_commit(
        &self,
        commit: EntryId,
        client: &ClientName,
        origin: CommitOrigin,
        committed: &[(TopicPartition, Offset)],
    ) -> Option<EntryId> {
        if origin != CommitOrigin::Sync {
            return None;
        }
        // A process that never calls commitSync of itself does it because it was asked to, however long ago.
        let never = !self.settings_before(commit, client)?.behaviour.commit.calls_commit();
        let mut polls = 0;
        for (entry, said) in self.said_since_start(commit, client) {
            if matches!(said, ConsumerFact::PollReturned { .. }) {
                polls += 1;
            }
            if let ConsumerFact::CallRequested { call: Call::Commit { offsets } } = said {
                let named = offsets.is_empty() || **offsets == *committed;
                if named && (never || polls <= 1) {
                    return Some(entry.id);
                }
            }
        }
        None
    }
}

/// The offsets that a commit or a reset stores for a group; none, if a fact is neither.
fn stored_offsets<'a>(fact: &'a Fact, group: &GroupId) -> &'a [(TopicPartition, Offset)] {
    let (Fact::Group(of, GroupFact::OffsetCommitted { offsets, .. })
    | Fact::World(WorldFact::OffsetsReset { group: of, offsets, .. })) = fact
    else {
        return &[];
    };
    if of == group { offsets } else { &[] }
}
