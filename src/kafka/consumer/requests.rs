//! Requests without an answer yet (`ConsumerNetworkClient`): who sent them, why, and until when they count.

use super::committer::Commit;
use super::retries::Asked;
use super::{Consumer, ConsumerTimer, Fx};
use crate::kafka::api::*;
use crate::kafka::fact::Fact;
use crate::kafka::ids::*;
use crate::sim::time::{SimDuration, SimTime};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What an answer will be used for.
#[derive(Clone, Debug, PartialEq)]
pub enum Purpose {
    FindCoordinator,
    Metadata,
    Join,
    /// With the generation it was sent in.
    Sync(Generation),
    /// With the generation it was sent in.
    Heartbeat(Generation),
    Leave,
    Commit(Commit),
    OffsetFetch,
    /// Where to start, with what was asked for.
    ListOffsets(Arc<[(TopicPartition, OffsetSpec)]>),
    /// `offsetsForTimes`, on behalf of the application.
    OffsetsForTimes,
    Fetch(BrokerId),
}

impl Purpose {
    /// Whether it went to the group's coordinator.
    fn to_coordinator(&self) -> bool {
        !matches!(
            self,
            Purpose::FindCoordinator
                | Purpose::Metadata
                | Purpose::ListOffsets(_)
                | Purpose::OffsetsForTimes
                | Purpose::Fetch(_)
        )
    }
}

/// A request without an answer yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Unanswered {
    pub api: ApiKey,
    pub purpose: Purpose,
    pub sent_at: SimTime,
    /// When `request.timeout.ms` (for JoinGroup: longer) is over.
    pub times_out_at: SimTime,
}

/// All requests without an answer yet, by correlation number.
#[derive(Clone, Debug, Default)]
pub struct Requests {
    next_number: u64,
    pub(super) unanswered: BTreeMap<u64, Unanswered>,
    /// The timer is armed for this instant or an earlier one.
    timer_at: Option<SimTime>,
}

impl Requests {
    /// Whether a request of that kind is under way.
    pub fn under_way(&self, wanted: impl Fn(&Purpose) -> bool) -> bool {
        self.unanswered.values().any(|request| wanted(&request.purpose))
    }

    /// Whether only the application thread, inside poll, handles this answer.
    pub(super) fn is_for_poll(&self, number: u64, response: &Response) -> bool {
        match response {
            Response::JoinGroup(_) | Response::SyncGroup(_) | Response::OffsetFetch(_) => true,
            Response::ListOffsets(_) => {
                let asked = self.unanswered.get(&number);
                asked.is_none_or(|request| request.purpose != Purpose::OffsetsForTimes)
            }
            _ => false,
        }
    }

    /// The answers to requests of that kind will be dropped.
    pub(super) fn forget(&mut self, unwanted: impl Fn(&Purpose) -> bool) {
        self.unanswered.retain(|_, request| !unwanted(&request.purpose));
    }

    /// The answer is here, though nobody has looked at it yet: the request cannot time out any more.
    pub(super) fn arrived(&mut self, number: u64) {
        if let Some(request) = self.unanswered.get_mut(&number) {
            request.times_out_at = SimTime::MAX;
        }
    }
}

impl Consumer {
    /// Sends a request and remembers what its answer is for.
    pub(super) fn send(
        &mut self,
        to: BrokerId,
        request: Request,
        purpose: Purpose,
        now: SimTime,
        fx: &mut Fx,
    ) {
        self.requests.next_number += 1;
        let number = self.requests.next_number;
        let api = request.api_key();
        let timeout =
            if purpose == Purpose::Join { self.join_timeout() } else { self.config.request_timeout };
        let times_out_at = now + timeout;
        if self.requests.timer_at.is_none_or(|armed| times_out_at < armed) {
            self.requests.timer_at = Some(times_out_at);
            fx.set_timer(ConsumerTimer::Requests, times_out_at);
        }
        self.requests.unanswered.insert(number, Unanswered { api, purpose, sent_at: now, times_out_at });
        if told(api) {
            let told = told_in_full(api).then(|| Arc::new(request.clone()));
            fx.note(Fact::RequestSent { client: self.name.clone(), api, number, request: told });
        }
        fx.send(to, number, request);
    }

    /// Hands an answer to whom it belongs; one that nobody waits for any more is dropped.
    pub(super) fn handle_response(&mut self, number: u64, response: Response, now: SimTime, fx: &mut Fx) {
        let Some(Unanswered { api, purpose, .. }) = self.requests.unanswered.remove(&number) else { return };
        if told(api) {
            let (client, error) = (self.name.clone(), response.error());
            let told = told_in_full(api).then(|| Arc::new(response.clone()));
            fx.note(Fact::ResponseReceived { client, api, number, error, response: told });
        }
        match (purpose, response) {
            (Purpose::FindCoordinator, Response::FindCoordinator { error, coordinator }) => {
                self.coordinator_found(error, coordinator, now, fx);
            }
            (Purpose::Metadata, Response::Metadata { topics }) => self.metadata_learnt(topics, now, fx),
            (Purpose::Join, Response::JoinGroup(answer)) => self.join_answered(answer, now, fx),
            (Purpose::Sync(generation), Response::SyncGroup(answer)) => {
                self.sync_answered(generation, answer, now, fx);
            }
            (Purpose::Heartbeat(generation), Response::Heartbeat { error }) => {
                self.heartbeat_answered(generation, error, now, fx);
            }
            (Purpose::Leave, Response::LeaveGroup(_)) => self.leave_answered(),
            (Purpose::Commit(commit), Response::OffsetCommit(answer)) => {
                self.commit_answered(commit, answer.error(), now, fx);
            }
            (Purpose::OffsetFetch, Response::OffsetFetch(answer)) => {
                self.committed_offsets_fetched(answer, now, fx);
            }
            (Purpose::ListOffsets(asked), Response::ListOffsets(answer)) => {
                self.offsets_listed(&asked, answer, now, fx);
            }
            (Purpose::OffsetsForTimes, Response::ListOffsets(answer)) => {
                self.times_answered(answer, now, fx);
            }
            (Purpose::Fetch(broker), Response::Fetch(answer)) => {
                self.records_fetched(broker, answer, now, fx);
            }
            (_, response) => debug_assert!(false, "{} was not asked for", response.api_key().name()),
        }
    }

    /// Lets every request fail whose timeout is over, and watches the next one.
    pub(super) fn time_out_requests(&mut self, now: SimTime, fx: &mut Fx) {
        let unanswered = &self.requests.unanswered;
        let late: Vec<u64> =
            unanswered.iter().filter(|(_, request)| request.times_out_at <= now).map(|(n, _)| *n).collect();
        for number in late {
            if let Some(request) = self.requests.unanswered.remove(&number) {
                let client = self.name.clone();
                fx.note(Fact::RequestTimedOut { client, api: request.api, number });
                self.request_lost(request.purpose, now, fx);
            }
        }
        self.requests.timer_at = self.requests.unanswered.values().map(|request| request.times_out_at).min();
        if let Some(at) = self.requests.timer_at {
            fx.set_timer(ConsumerTimer::Requests, at);
        }
    }

    /// The connection to the coordinator is given up: what was asked of it will not be answered.
    pub(super) fn disconnect_coordinator(&mut self, now: SimTime, fx: &mut Fx) {
        let lost: Vec<u64> = self
            .requests
            .unanswered
            .iter()
            .filter(|(_, request)| request.purpose.to_coordinator())
            .map(|(number, _)| *number)
            .collect();
        for number in lost {
            if let Some(request) = self.requests.unanswered.remove(&number) {
                self.request_lost(request.purpose, now, fx);
            }
        }
    }

    /// What a lost request means to whom it belonged (`DisconnectException`).
    fn request_lost(&mut self, purpose: Purpose, now: SimTime, fx: &mut Fx) {
        // A commit's own failure says so, and comes before those of the commits after it.
        if purpose.to_coordinator() && !matches!(purpose, Purpose::Commit(_)) {
            self.coordinator_unknown(now, fx);
        }
        match purpose {
            Purpose::FindCoordinator => {
                self.membership.finding = false;
                self.back_off(now, fx);
                self.coordinator_looked_up(false, now, fx);
            }
            Purpose::Join | Purpose::Sync(_) => self.join_lost(now, fx),
            Purpose::Heartbeat(_) => self.heartbeat_failed(now, fx),
            Purpose::Leave => self.leave_answered(),
            Purpose::Commit(commit) => {
                self.commit_answered(commit, ErrorCode::CoordinatorNotAvailable, now, fx);
            }
            Purpose::OffsetFetch => self.position_request_lost(Asked::OffsetFetch, now, fx),
            Purpose::ListOffsets(_) => self.position_request_lost(Asked::ListOffsets, now, fx),
            Purpose::OffsetsForTimes => self.times_lost(now, fx),
            Purpose::Fetch(broker) => {
                self.fetch_lost(broker);
                self.ask_later(Asked::Fetch(broker), now, fx);
            }
            Purpose::Metadata => {
                let at = self.ask_later(Asked::Metadata, now, fx);
                fx.set_timer(ConsumerTimer::Metadata, at);
            }
        }
    }

    /// Asks what topics there are, now and every `metadata.max.age.ms`.
    pub(super) fn ask_metadata(&mut self, now: SimTime, fx: &mut Fx) {
        fx.set_timer(ConsumerTimer::Metadata, now + self.config.metadata_max_age);
        if !self.requests.under_way(|purpose| *purpose == Purpose::Metadata) {
            self.send(BrokerId(0), Request::Metadata, Purpose::Metadata, now, fx);
        }
    }

    /// How long to wait before the `attempt`-th retry (from 0): doubling, up to `retry.backoff.max.ms`.
    pub(super) fn backoff(&self, attempt: u32) -> SimDuration {
        let factor = 1u64 << attempt.min(20);
        (self.config.retry_backoff * factor).min(self.config.retry_backoff_max.max(self.config.retry_backoff))
    }
}

/// Whether the journal tells of this kind of request: fetches and metadata are too many and say too little.
fn told(api: ApiKey) -> bool {
    !matches!(api, ApiKey::Fetch | ApiKey::Metadata)
}

/// Whether it tells what was asked and answered as well.
fn told_in_full(api: ApiKey) -> bool {
    told(api) && !matches!(api, ApiKey::Heartbeat | ApiKey::OffsetCommit | ApiKey::ListOffsets)
}
