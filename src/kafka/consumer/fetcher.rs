//! Fetching records (`Fetcher`, `FetchCollector`). Where to start is found out in `positions`.
//!
//! One fetch is under way per broker. What comes back is buffered; poll hands out at most `max.poll.records` from the
//! buffer, partition by partition in the order in which the records came, and sends the next fetches before it
//! returns, so that they travel while the application works. A fetch asks for every partition of its broker that has
//! a position and nothing in the buffer; a partition with records left there is not asked for.
//!
//! What went wrong with a partition waits in the buffer as well, and is found when its turn comes: records that came
//! before it are returned first.
//!
//! Not modelled: fetch sessions (and that from 4.1 on, to keep them, nothing is fetched from a broker while any of its
//! partitions is in the buffer), leader epochs that change.

use super::config::OffsetReset;
use super::requests::Purpose;
use super::retries::RetriedAsk;
use super::subscription::PartitionState;
use super::topic_ids::TopicIds;
use super::{Consumer, Fx};
use crate::kafka::api::*;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::ids::*;
use crate::sim::queue::Queue;
use crate::sim::sorted::{SortedMap, SortedSet, sort_by_key};
use crate::sim::time::SimTime;

/// Buffered records of one partition: a range of offsets (`CompletedFetch`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Buffered {
    pub partition: TopicPartition,
    pub topic_id: TopicId,
    pub from: Offset,
    /// One past the last.
    pub to: Offset,
    /// What was answered instead of records.
    error: ErrorCode,
    /// Offsets of records that cannot be deserialized.
    poison: Vec<Offset>,
}

/// What poll throws instead of returning records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Thrown {
    /// OffsetOutOfRangeException: `auto.offset.reset` is `none`.
    OutOfRange,
    /// RecordDeserializationException at this record.
    Poison(TopicPartition, Offset),
}

/// The epoch of all leaders: none is ever elected anew.
pub(super) const LEADER_EPOCH: LeaderEpoch = 0;

/// The fetch buffer.
#[derive(Clone, Debug, Default)]
pub struct Fetcher {
    in_flight: SortedSet<BrokerId>,
    completed: Queue<Buffered>,
    /// When each partition last gave records, as a running number: who waited longest is asked for first.
    served: SortedMap<TopicPartition, u64>,
    turn: u64,
    /// A broker did not know a partition; the metadata will be asked for.
    topics_doubted: bool,
    /// Which topics of their names it fetches from.
    pub(super) ids: TopicIds,
    /// Fetch requests sent so far.
    pub requests_sent: u64,
}

impl Fetcher {
    /// Which topics of their names it fetches from.
    pub fn ids(&self) -> &TopicIds {
        &self.ids
    }

    /// What is buffered, oldest first.
    pub fn buffered(&self) -> impl Iterator<Item = &Buffered> {
        self.completed.iter()
    }

    /// Whether a partition has buffered records.
    fn has(&self, partition: &TopicPartition) -> bool {
        self.completed.iter().any(|buffered| buffered.partition == *partition)
    }

    /// Forget the buffered records of partitions that are not `kept`.
    pub(super) fn retain(&mut self, kept: impl Fn(&TopicPartition) -> bool) {
        self.completed.retain(|buffered| kept(&buffered.partition));
        self.served.retain(|partition, _| kept(partition));
    }
}

impl Consumer {
    /// Hands out at most `max.poll.records` from the buffer and moves the positions. Throws only if no records come
    /// before what is wrong.
    pub(super) fn take_records(
        &mut self,
        fx: &mut Fx,
    ) -> Result<Vec<(TopicPartition, Offset, Offset)>, Thrown> {
        let mut paused = Queue::new();
        let taken = self.take_unpaused(&mut paused, fx);
        // What is buffered of a paused partition waits behind the others for its `resume`.
        self.fetcher.completed.append(&mut paused);
        taken
    }

    fn take_unpaused(
        &mut self,
        paused: &mut Queue<Buffered>,
        fx: &mut Fx,
    ) -> Result<Vec<(TopicPartition, Offset, Offset)>, Thrown> {
        let mut room = u64::from(self.config.max_poll_records);
        let mut taken = Vec::new();
        while room > 0
            && let Some(next) = self.fetcher.completed.first_mut()
        {
            let state = self.subscription.get_mut(&next.partition);
            if state.as_ref().is_some_and(|state| state.paused) {
                paused.extend(self.fetcher.completed.pop_front());
                continue;
            }
            if state.as_ref().is_some_and(|state| state.withheld) {
                self.fetcher.completed.pop_front();
                continue;
            }
            let fits =
                |state: &&mut PartitionState| state.position == Some(next.from) && state.has_valid_position();
            let Some(state) = state.filter(fits) else {
                self.fetcher.completed.pop_front();
                continue;
            };
            if !next.error.is_none() {
                match self.fetch_error(!taken.is_empty(), fx) {
                    Err(_) if !taken.is_empty() => break,
                    Err(thrown) => return Err(thrown),
                    Ok(()) => continue,
                }
            }
            self.fetcher.ids.give(&next.partition, next.topic_id);
            let poison = next.poison.iter().copied().find(|offset| *offset >= next.from);
            if poison == Some(next.from) {
                let thrown = Thrown::Poison(next.partition, next.from);
                if taken.is_empty() {
                    return Err(thrown);
                }
                break;
            }
            let to = next.to.min(next.from + room).min(poison.unwrap_or(Offset::MAX));
            room -= to - next.from;
            (state.position, state.leader_epoch) = (Some(to), Some(LEADER_EPOCH));
            taken.push((next.partition, next.from, to));
            self.fetcher.turn += 1;
            self.fetcher.served.insert(next.partition, self.fetcher.turn);
            next.from = to;
            if next.from == next.to {
                self.fetcher.completed.pop_front();
            }
        }
        Ok(taken)
    }

    /// The next in the buffer is an error, of the present position. Unless it is to be thrown, and not now, it is
    /// taken out.
    fn fetch_error(&mut self, not_now: bool, fx: &mut Fx) -> Result<(), Thrown> {
        let Some(next) = self.fetcher.completed.pop_front() else { return Ok(()) };
        let Some(state) = self.subscription.get_mut(&next.partition) else { return Ok(()) };
        let followed = state.preferred.take().is_some();
        if next.error != ErrorCode::OffsetOutOfRange || followed {
            return Ok(()); // the metadata are asked for already; the leader may have what its follower has not
        }
        if self.config.auto_offset_reset == OffsetReset::None && not_now {
            self.fetcher.completed.insert(0, next);
            return Err(Thrown::OutOfRange);
        }
        let (partition, offset) = (next.partition, next.from);
        fx.note(ConsumerFact::OffsetOutOfRange { partition, offset });
        if self.config.auto_offset_reset == OffsetReset::None {
            return Err(Thrown::OutOfRange);
        }
        state.reset(None);
        Ok(())
    }

    /// Sends a fetch to every broker that has none under way and leads a partition whose buffer is empty. Of partitions
    /// that are about to be revoked nothing is fetched.
    pub(super) fn send_fetches(&mut self, now: SimTime, fx: &mut Fx) {
        if self.revoking() {
            return;
        }
        for broker in (0..self.brokers).map(BrokerId) {
            if self.fetcher.in_flight.contains(&broker) || !self.retries.may(RetriedAsk::Fetch(broker), now) {
                continue;
            }
            let partitions = self.fetchable(broker, now);
            if partitions.is_empty() {
                continue;
            }
            let request = FetchRequest {
                partitions,
                min_bytes: self.config.fetch_min_bytes,
                max_wait: self.config.fetch_max_wait,
                max_bytes: self.config.fetch_max_bytes,
                rack: self.config.client_rack.clone(),
            };
            self.fetcher.in_flight.insert(broker);
            self.fetcher.requests_sent += 1;
            self.send(broker, Request::Fetch(request), Purpose::Fetch(broker), now, fx);
        }
    }

    fn fetchable(&self, broker: BrokerId, now: SimTime) -> Vec<FetchPartition> {
        let mut chosen: Vec<_> = self
            .subscription
            .iter()
            .filter(|(partition, state)| self.read_replica(partition, state, now) == broker)
            .filter(|(partition, _)| self.knows(partition) && !self.fetcher.has(partition))
            .filter(|(_, state)| !state.paused && !state.withheld && state.has_valid_position())
            .filter_map(|(partition, state)| Some((partition, state.position?)))
            .collect();
        sort_by_key(&mut chosen, |(partition, _)| self.fetcher.served.get(partition).copied().unwrap_or(0));
        let max_bytes = self.config.max_partition_fetch_bytes;
        let asked = |(partition, fetch_offset): (&TopicPartition, Offset)| FetchPartition {
            partition: *partition,
            topic_id: self.metadata.as_ref().and_then(|topics| topics.id(&partition.topic)),
            fetch_offset,
            max_bytes,
        };
        chosen.into_iter().map(asked).collect()
    }

    /// From which broker a partition is read now.
    pub fn reads_from(&self, partition: &TopicPartition, now: SimTime) -> BrokerId {
        let state = self.subscription.get(partition);
        state.map_or_else(|| self.leader_of(partition), |state| self.read_replica(partition, state, now))
    }

    /// From which broker a partition is read (`selectReadReplica`).
    fn read_replica(&self, partition: &TopicPartition, state: &PartitionState, now: SimTime) -> BrokerId {
        match state.preferred {
            Some((replica, until)) if now < until => replica,
            _ => self.leader_of(partition),
        }
    }

    /// Whether there is such a partition as far as this client knows; of others it knows no leader to ask.
    pub(super) fn knows(&self, partition: &TopicPartition) -> bool {
        let Some(topics) = &self.metadata else { return true };
        topics.get(&partition.topic).is_some_and(|partitions| partition.partition < *partitions)
    }

    /// Records have come: into the buffer, unless the partition or the position moved away meanwhile.
    pub(super) fn records_fetched(
        &mut self,
        broker: BrokerId,
        answer: FetchResponse,
        now: SimTime,
        fx: &mut Fx,
    ) {
        self.fetcher.in_flight.remove(&broker);
        self.retries.answered(RetriedAsk::Fetch(broker));
        for fetched in answer.partitions {
            let Some(state) = self.subscription.get_mut(&fetched.partition) else { continue };
            if state.position != Some(fetched.fetch_offset) {
                continue;
            }
            if let Some(replica) = fetched.preferred_read_replica {
                state.preferred = Some((replica, now + self.config.metadata_max_age));
            }
            let error = fetched.error;
            if matches!(error, ErrorCode::UnknownTopicOrPartition | ErrorCode::UnknownTopicId) {
                self.topics_doubted(now, fx);
            }
            if !error.is_none() || fetched.end_offset > fetched.fetch_offset {
                let (from, to) = (fetched.fetch_offset, fetched.end_offset);
                let (partition, topic_id, poison) = (fetched.partition, fetched.topic_id, fetched.poison);
                self.fetcher.completed.push_back(Buffered { partition, topic_id, from, to, error, poison });
            }
        }
    }

    /// A fetch was lost: the partitions read from there are asked for at their leaders.
    pub(super) fn fetch_lost(&mut self, broker: BrokerId) {
        self.fetcher.in_flight.remove(&broker);
        self.subscription.forget_replica(broker);
    }

    /// What the client knows of the topics is wrong: it asks again, after a pause (`requestMetadataUpdate`).
    pub(super) fn topics_doubted(&mut self, now: SimTime, fx: &mut Fx) {
        if !self.fetcher.topics_doubted {
            self.fetcher.topics_doubted = true;
            self.ask_metadata_sooner(now + self.config.retry_backoff, fx);
        }
    }

    /// The topics are known anew: what could not be found may be asked for again, and if something is missing
    /// that is assigned, so are the topics.
    pub(super) fn topics_refreshed(&mut self, now: SimTime, fx: &mut Fx) {
        self.fetcher.topics_doubted = false;
        self.learn_topic_ids(fx);
        if self.subscription.iter().any(|(partition, _)| !self.knows(partition)) {
            self.topics_doubted(now, fx);
        }
        self.subscription.ask_again();
    }
}
