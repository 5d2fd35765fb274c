//! Finding out where to start (`OffsetFetcher`, `ConsumerCoordinator.initWithCommittedLookupIfNeeded`): the committed
//! offset, confirmed by the partition's leader, or what `auto.offset.reset` says.
//!
//! Not modelled: logs that were truncated, which is what the leader is asked about.

use super::config::OffsetReset;
use super::fetcher::LEADER_EPOCH;
use super::requests::Purpose;
use super::retries::RetriedAsk;
use super::subscription::Validation;
use super::{Consumer, Fx};
use crate::kafka::api::*;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::exception::Exception;
use crate::kafka::ids::*;
use crate::kafka::offset_causes::PositionSource;
use crate::sim::time::SimTime;

/// How it stands with the committed offsets of partitions that are assigned anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CommittedLookup {
    /// Of some they are asked for, or to be asked for.
    Awaited,
    /// There are none to wait for.
    Over,
}

impl Consumer {
    /// Inside poll: asks the log where to start wherever nothing was committed. Throws if `auto.offset.reset` is
    /// `none`.
    pub(super) fn reset_positions(&mut self, now: SimTime, fx: &mut Fx) {
        let mut unknown = self.subscription.awaiting_reset();
        unknown.retain(|partition| self.knows(partition));
        if unknown.is_empty() || !self.retries.may(RetriedAsk::ListOffsets, now) {
            return;
        }
        let mut wanted = Vec::new();
        for partition in unknown {
            match self.reset_of(&partition, now) {
                Some(spec) => wanted.push((partition, spec)),
                None => return self.fail(Exception::NoOffsetForPartition, now, fx),
            }
        }
        for broker in (0..self.brokers).map(BrokerId) {
            let led = wanted.iter().filter(|(partition, _)| self.leader_of(partition) == broker);
            let partitions: Vec<_> = led.cloned().collect();
            if partitions.is_empty() {
                continue;
            }
            self.mark_asked(partitions.iter().map(|(partition, _)| partition));
            let purpose = Purpose::ListOffsets(partitions.clone().into());
            self.send(broker, Request::ListOffsets(ListOffsetsRequest { partitions }), purpose, now, fx);
        }
    }

    /// What decides where an assigned partition without a position begins: the application's `seekToBeginning` or
    /// `seekToEnd`, else `auto.offset.reset`; nothing if that is `none`.
    fn reset_of(&self, partition: &TopicPartition, now: SimTime) -> Option<OffsetSpec> {
        let state = self.subscription.get(partition);
        let sought = state.and_then(|state| state.sought);
        sought.or(match self.config.auto_offset_reset {
            OffsetReset::Earliest => Some(OffsetSpec::Earliest),
            OffsetReset::Latest => Some(OffsetSpec::Latest),
            OffsetReset::None => None,
            OffsetReset::ByDuration(_) if state.is_some_and(|state| state.none_that_late) => {
                Some(OffsetSpec::Latest)
            }
            // Kafka's timestamps have milliseconds.
            OffsetReset::ByDuration(age) => {
                Some(OffsetSpec::AtTime(SimTime::from_millis(now.before(age).as_millis())))
            }
        })
    }

    /// Asks for committed offsets where they are needed.
    pub(super) fn fetch_committed_offsets(&mut self, now: SimTime, fx: &mut Fx) -> CommittedLookup {
        let partitions = self.subscription.initializing();
        if self.group.is_none() {
            self.begin_without_commits(&partitions);
        } else if !partitions.is_empty() && self.retries.may(RetriedAsk::OffsetFetch, now) {
            let Some(coordinator) = self.lookup.coordinator else {
                self.find_coordinator(now, fx);
                return CommittedLookup::Awaited;
            };
            self.mark_asked(partitions.iter());
            let group_id = self.group;
            let member = self.offsets_asked_as();
            let request = OffsetFetchRequest { group_id, partitions: Some(partitions), member };
            self.send(coordinator, Request::OffsetFetch(request), Purpose::OffsetFetch, now, fx);
        }
        match self.subscription.any_initializing() {
            true => CommittedLookup::Awaited,
            false => CommittedLookup::Over,
        }
    }

    /// At the beginning of a turn of poll: committed positions that are to be confirmed are asked about
    /// (`OffsetFetcher.validatePositionsIfNeeded`). Nobody waits for the answer, and nothing is fetched before it.
    pub(super) fn validate_positions(&mut self, now: SimTime, fx: &mut Fx) {
        let mut needed = self.subscription.to_validate();
        needed.retain(|(partition, _)| self.knows(partition));
        if needed.is_empty() || !self.retries.may(RetriedAsk::OffsetsForLeaderEpoch, now) {
            return;
        }
        for broker in (0..self.brokers).map(BrokerId) {
            let led = needed.iter().filter(|(partition, _)| self.leader_of(partition) == broker);
            let partitions: Vec<_> = led.cloned().collect();
            if partitions.is_empty() {
                continue;
            }
            for (partition, _) in &partitions {
                self.set_validation(partition, Validation::Needed, Validation::Asked);
            }
            let request = Request::OffsetsForLeaderEpoch(OffsetsForLeaderEpochRequest { partitions });
            self.send(broker, request, Purpose::OffsetsForLeaderEpoch, now, fx);
        }
    }

    fn set_validation(&mut self, partition: &TopicPartition, from: Validation, to: Validation) {
        if let Some(state) = self.subscription.get_mut(partition)
            && state.validation == from
        {
            state.validation = to;
        }
    }

    /// The leaders know the positions' epochs: records may be fetched.
    pub(super) fn positions_validated(
        &mut self,
        answer: OffsetsForLeaderEpochResponse,
        now: SimTime,
        fx: &mut Fx,
    ) {
        self.retries.answered(RetriedAsk::OffsetsForLeaderEpoch);
        for (partition, error, _) in answer.partitions {
            if error.is_none() {
                self.set_validation(&partition, Validation::Asked, Validation::Done);
            } else {
                self.topics_doubted(now, fx);
                self.set_validation(&partition, Validation::Asked, Validation::Needed);
                self.ask_later(RetriedAsk::OffsetsForLeaderEpoch, now, fx);
            }
        }
    }

    /// The request was lost: it is sent again after a pause.
    pub(super) fn validation_lost(&mut self, now: SimTime, fx: &mut Fx) {
        self.ask_later(RetriedAsk::OffsetsForLeaderEpoch, now, fx);
        for partition in self.subscription.owned().iter() {
            self.set_validation(partition, Validation::Asked, Validation::Needed);
        }
    }

    fn mark_asked<'a>(&mut self, partitions: impl Iterator<Item = &'a TopicPartition>) {
        for partition in partitions {
            if let Some(state) = self.subscription.get_mut(partition) {
                state.asked = true;
            }
        }
    }

    /// The committed offsets are here; where there is none, `auto.offset.reset` decides.
    pub(super) fn committed_offsets_fetched(
        &mut self,
        answer: OffsetFetchResponse,
        now: SimTime,
        fx: &mut Fx,
    ) {
        if !answer.error.is_none() {
            self.position_request_lost(RetriedAsk::OffsetFetch, now, fx);
            // A member that is in another epoch, or is none, still knows its coordinator.
            if !matches!(answer.error, ErrorCode::StaleMemberEpoch | ErrorCode::UnknownMemberId) {
                self.coordinator_unknown(now, fx);
            }
            return;
        }
        self.retries.answered(RetriedAsk::OffsetFetch);
        for FetchedOffset { partition, offset, leader_epoch } in answer.offsets {
            self.start_at(partition, offset, leader_epoch, PositionSource::Committed, fx);
        }
    }

    /// The log's start or end is here. What is no longer asked for, since the application went elsewhere meanwhile,
    /// is left aside.
    pub(super) fn offsets_listed(
        &mut self,
        asked: &[(TopicPartition, OffsetSpec)],
        answer: ListOffsetsResponse,
        now: SimTime,
        fx: &mut Fx,
    ) {
        self.retries.answered(RetriedAsk::ListOffsets);
        for ((partition, spec), (_, error, offset)) in asked.iter().zip(answer.partitions) {
            if !self.reset_of(partition, now).is_some_and(|wanted| wanted.is_like(*spec)) {
                continue;
            }
            if !error.is_none() {
                self.topics_doubted(now, fx);
                if let Some(state) = self.subscription.get_mut(partition) {
                    state.unknown_to_broker = true;
                }
                continue;
            }
            let Some(state) = self.subscription.get_mut(partition) else { continue };
            if let (OffsetSpec::AtTime(_), None) = (spec, offset) {
                (state.asked, state.none_that_late) = (false, true);
                continue;
            }
            let source = match self.config.auto_offset_reset {
                _ if state.sought.is_some() => PositionSource::Seek,
                OffsetReset::ByDuration(age) => PositionSource::ResetByDuration(age),
                OffsetReset::Earliest => PositionSource::ResetEarliest,
                OffsetReset::Latest | OffsetReset::None => PositionSource::ResetLatest,
            };
            self.start_at(*partition, offset, Some(LEADER_EPOCH), source, fx);
        }
    }

    fn start_at(
        &mut self,
        partition: TopicPartition,
        offset: Option<Offset>,
        leader_epoch: Option<LeaderEpoch>,
        source: PositionSource,
        fx: &mut Fx,
    ) {
        let Some(state) = self.subscription.get_mut(&partition) else { return };
        // The application may have sought meanwhile.
        if state.position.is_some() || state.awaiting_reset == (source == PositionSource::Committed) {
            return;
        }
        state.asked = false;
        match offset {
            None => state.awaiting_reset = true,
            Some(offset) => {
                match source {
                    PositionSource::Committed => state.begin_at(offset, leader_epoch),
                    _ => {
                        state.seek(offset);
                        state.leader_epoch = leader_epoch;
                    }
                }
                fx.note(ConsumerFact::PositionSet { partition, offset, source });
            }
        }
    }

    /// A request for positions was lost: they are asked for again after a pause.
    pub(super) fn position_request_lost(&mut self, what: RetriedAsk, now: SimTime, fx: &mut Fx) {
        self.ask_later(what, now, fx);
        for partition in self.subscription.owned().iter() {
            if let Some(state) = self.subscription.get_mut(partition) {
                state.asked = false;
            }
        }
    }
}
