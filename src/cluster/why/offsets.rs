//! Why a position is where it is, who made a commit, why it came to nothing, why offsets and records are gone.

use super::super::Cluster;
use super::super::journal::{Cause, Entry, EntryId};
use super::application::ends;
use super::prepares;
use crate::cluster::fact::{Fact, WorldFact};
use crate::kafka::broker::fact::BrokerFact;
use crate::kafka::consumer::calls::Call;
use crate::kafka::consumer::config::CommitMode;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::group_state::GroupState;
use crate::kafka::ids::*;
use crate::kafka::offset_causes::{CommitOrigin, PositionSource, SentAgain};

impl Cluster {
    pub(super) fn led_to_offsets(&self, entry: &Entry) -> Option<EntryId> {
        let id = entry.id;
        match &entry.fact {
            Fact::Consumer(client, ConsumerFact::PositionSet { partition, source, .. }) => {
                self.set_position(entry, client, partition, *source)
            }
            Fact::Consumer(client, ConsumerFact::OffsetOutOfRange { partition, offset }) => {
                self.left_log(id, client, partition, *offset)
            }
            Fact::Group(group, GroupFact::OffsetsExpired { partitions }) => {
                self.let_expire(id, group, partitions)
            }
            Fact::Consumer(client, ConsumerFact::CommitStarted { origin, offsets }) => {
                self.made_commit(entry, client, *origin, offsets)
            }
            Fact::Consumer(client, ConsumerFact::CommitFailed { error, failure, .. }) => {
                self.failed_commit(entry, client, *error, *failure)
            }
            Fact::Broker(_, BrokerFact::RecordsDeleted { partition, .. }) => {
                let kept = self.last_before(id, |earlier| prepares(earlier, &entry.fact));
                kept.or_else(|| match entry.cause {
                    Cause::Command(_) => None,
                    _ => self.last_before(id, |fact| match fact {
                        Fact::World(WorldFact::TopicCreated { topic, .. }) => *topic == partition.topic,
                        _ => false,
                    }),
                })
            }
            Fact::Group(_, GroupFact::OffsetCommitLost { .. }) => self.disturbed_by(id),
            Fact::Consumer(_, ConsumerFact::RecordSkipped { .. } | ConsumerFact::TopicIdChanged { .. }) => {
                self.last_before(id, |earlier| prepares(earlier, &entry.fact))
            }
            _ => None,
        }
    }

    /// What took a consumer to a position: a call, a fetch that found it had left the log, or else what gave it the
    /// partition.
    fn set_position(
        &self,
        entry: &Entry,
        client: &ClientName,
        partition: &TopicPartition,
        source: PositionSource,
    ) -> Option<EntryId> {
        if let Cause::Entry(handled) = entry.cause
            && matches!(self.entry(handled)?.fact, Fact::Consumer(_, ConsumerFact::RecordSkipped { .. }))
        {
            return Some(handled);
        }
        if source == PositionSource::Seek {
            return self.last_before(entry.id, |fact| match fact {
                Fact::Consumer(of, ConsumerFact::CallRequested { call: Call::Seek { partitions, .. } }) => {
                    of == client && (partitions.is_empty() || partitions.contains(partition))
                }
                _ => false,
            });
        }
        let found = self.last_before(entry.id, |fact| match fact {
            Fact::Consumer(of, ConsumerFact::OffsetOutOfRange { partition: left, .. }) => {
                of == client && left == partition
            }
            Fact::Consumer(of, ConsumerFact::AssignmentChanged { .. })
            | Fact::World(WorldFact::ProcessStarted { client: of, .. }) => of == client,
            _ => false,
        });
        let left = found.filter(|found| {
            matches!(
                self.entry(*found).map(|entry| &entry.fact),
                Some(Fact::Consumer(_, ConsumerFact::OffsetOutOfRange { .. }))
            )
        });
        left.or_else(|| self.gave(entry.id, client, partition))
    }

    /// The assignment that gave a partition to a client; for a standalone one, its start.
    fn gave(&self, before: EntryId, client: &ClientName, partition: &TopicPartition) -> Option<EntryId> {
        let spec = self.consumer_spec(client)?;
        if !spec.assigned.is_empty() {
            return self.start_of(before, client);
        }
        let its = |member: &MemberId| self.client_of_member(member).as_ref() == Some(client);
        let given = self.last_before(before, |fact| match fact {
            Fact::Group(group, GroupFact::AssignmentStored { assignments, .. }) if *group == spec.group => {
                assignments.iter().any(|(member, partitions)| partitions.contains(partition) && its(member))
            }
            // It has what the member had whose place it takes.
            Fact::Group(_, GroupFact::StaticMemberReplaced { new, .. }) => its(new),
            _ => false,
        });
        given.or_else(|| self.assignment_of(before, &spec.group)).or_else(|| self.start_of(before, client))
    }

    /// How a consumer came to ask for what is not in the log: records were deleted, or it was sent there by a call or
    /// a committed offset.
    fn left_log(
        &self,
        before: EntryId,
        client: &ClientName,
        partition: &TopicPartition,
        offset: Offset,
    ) -> Option<EntryId> {
        let group = &self.consumer_spec(client)?.group;
        let deleted = |fact: &Fact| match fact {
            Fact::Broker(_, BrokerFact::RecordsDeleted { partition: place, to, .. }) => {
                place == partition && *to > offset
            }
            _ => false,
        };
        let set = self.last_before(before, |fact| match fact {
            Fact::Consumer(of, ConsumerFact::PositionSet { partition: place, .. }) => {
                of == client && place == partition
            }
            Fact::Consumer(of, ConsumerFact::TopicIdChanged { kept, .. }) => {
                of == client && kept.iter().any(|(place, at)| place == partition && *at == offset)
            }
            fact => deleted(fact),
        })?;
        let Fact::Consumer(_, ConsumerFact::PositionSet { source: PositionSource::Committed, .. }) =
            self.entry(set)?.fact
        else {
            return Some(set);
        };
        self.last_before(set, |fact| match fact {
            Fact::Group(of, GroupFact::OffsetCommitted { offsets, .. })
            | Fact::World(WorldFact::OffsetsReset { group: of, offsets, .. }) => {
                of == group && offsets.iter().any(|(place, to)| place == partition && *to == offset)
            }
            fact => deleted(fact),
        })
        .map(|sent| self.committed_for_earlier(sent, partition).unwrap_or(sent))
    }

    /// What was committed for a topic by a consumer that had its position from an earlier one of the same name: because
    /// it kept that.
    fn committed_for_earlier(&self, commit: EntryId, partition: &TopicPartition) -> Option<EntryId> {
        let Fact::Group(_, GroupFact::OffsetCommitted { member, .. }) = &self.entry(commit)?.fact else {
            return None;
        };
        let client = self.client_of_member(member)?;
        let found = self.last_before(commit, |fact| match fact {
            Fact::Consumer(of, ConsumerFact::TopicIdChanged { topic, .. }) => {
                *of == client && *topic == partition.topic
            }
            Fact::Consumer(of, ConsumerFact::PositionSet { partition: place, .. }) => {
                *of == client && place == partition
            }
            Fact::World(WorldFact::TopicCreated { topic, .. }) => *topic == partition.topic,
            _ => false,
        })?;
        let kept = match &self.entry(found)?.fact {
            Fact::Consumer(_, ConsumerFact::TopicIdChanged { .. }) => true,
            Fact::World(WorldFact::TopicCreated { topic, .. }) => self.created_again(found, topic),
            _ => false,
        };
        kept.then_some(found)
    }

    /// Why nobody kept offsets from expiring: the group has no members, nobody subscribes to the topic any more, or it
    /// never had members, and nobody commits.
    fn let_expire(&self, before: EntryId, group: &GroupId, partitions: &[TopicPartition]) -> Option<EntryId> {
        let state = self.last_before(
            before,
            |fact| matches!(fact, Fact::Group(of, GroupFact::GroupStateChanged { .. }) if of == group),
        );
        let state = state.and_then(|entry| self.entry(entry)).map(|entry| &entry.fact);
        let empty =
            matches!(state, Some(Fact::Group(_, GroupFact::GroupStateChanged { to: GroupState::Empty, .. })));
        let of_group =
            |client: &ClientName| self.consumer_spec(client).is_some_and(|spec| spec.group == *group);
        let found = self.last_before(before, |fact| match fact {
            Fact::Group(of, GroupFact::MemberRemoved { .. }) => empty && of == group,
            Fact::Consumer(client, ConsumerFact::SubscriptionChanged { .. }) => {
                !empty && state.is_some() && of_group(client)
            }
            _ => false,
        });
        found.or_else(|| {
            self.last_before(before, |fact| match fact {
                Fact::Group(of, GroupFact::OffsetCommitted { offsets, .. })
                | Fact::World(WorldFact::OffsetsReset { group: of, offsets, .. }) => {
                    of == group && offsets.iter().any(|(place, _)| partitions.contains(place))
                }
                _ => false,
            })
        })
    }

    /// What made a commit: the callback of one that failed, a call that somebody wanted, or else the way in which the
    /// process commits since it was started.
    fn made_commit(
        &self,
        commit: &Entry,
        client: &ClientName,
        origin: CommitOrigin,
        offsets: &[(TopicPartition, Offset)],
    ) -> Option<EntryId> {
        let again = match commit.cause {
            Cause::Entry(before) => Some(before).filter(|before| {
                let fact = self.entry(*before).map(|entry| &entry.fact);
                matches!(
                    fact,
                    Some(Fact::Consumer(_, ConsumerFact::CommitCallback { sent_again: SentAgain::Yes, .. }))
                )
            }),
            _ => None,
        };
        again
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
        let mode = self.settings_before(commit, client)?.commit;
        let last =
            matches!(mode, CommitMode::ASYNC_THEN_SYNC | CommitMode::CONTIGUOUS | CommitMode::AS_COMPLETED);
        if origin != CommitOrigin::Auto && !(last && origin == CommitOrigin::Sync) {
            return None;
        }
        let ended = |fact: &Fact| {
            ends(fact, client)
                || matches!(fact, Fact::World(WorldFact::ProcessStarted { client: of, .. }) if of == client)
        };
        let found = self.last_before(commit, ended)?;
        (!matches!(self.entry(found)?.fact, Fact::World(WorldFact::ProcessStarted { .. }))).then_some(found)
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
        let mode = self.settings_before(commit, client)?.commit;
        let never = matches!(mode, CommitMode::AUTO | CommitMode::NEVER | CommitMode::EXTERNAL);
        let mut polls = 0;
        for entry in self.backwards(commit) {
            match &entry.fact {
                Fact::Consumer(of, ConsumerFact::PollReturned { .. }) if of == client => polls += 1,
                Fact::World(WorldFact::ProcessStarted { client: of, .. }) if of == client => return None,
                Fact::Consumer(of, ConsumerFact::CallRequested { call: Call::Commit { offsets } })
                    if of == client =>
                {
                    let named = offsets.is_empty() || **offsets == *committed;
                    if named && (never || polls <= 1) {
                        return Some(entry.id);
                    }
                }
                _ => {}
            }
        }
        None
    }
}
