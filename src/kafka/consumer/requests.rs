//! Requests without an answer yet (`ConsumerNetworkClient`): who sent them, why, and until when they count.

use super::committer::Commit;
use super::membership::MembershipRequest;
use super::retries::RetriedAsk;
use super::{Consumer, ConsumerTimer, Fx};
use crate::kafka::api::*;
use crate::kafka::consumer::asks::Peer;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::effects::Ticket;
use crate::kafka::ids::*;
use crate::kafka::offset_causes::{CommitFailure, CommitFate};
use crate::sim::queue::Queue;
use crate::sim::sorted::SortedMap;
use crate::sim::time::{SimDuration, SimTime};
use std::sync::Arc;

/// What an answer will be used for.
#[derive(Clone, Debug, PartialEq)]
pub enum Purpose {
    FindCoordinator,
    Metadata,
    /// The membership's own.
    Membership(MembershipRequest),
    Commit(Commit),
    OffsetFetch,
    /// Where to start, with what was asked for.
    ListOffsets(Arc<[(TopicPartition, OffsetSpec)]>),
    /// Whether committed offsets are still good.
    OffsetsForLeaderEpoch,
    /// `offsetsForTimes`, on behalf of the application.
    OffsetsForTimes,
    Fetch(BrokerId),
    /// Nobody wants the answer any more: a JoinGroup or SyncGroup of an earlier membership, a lookup.
    Forgotten,
}

impl Purpose {
    /// Whether it is part of a join.
    pub fn joins(&self) -> bool {
        matches!(self, Purpose::Membership(request) if request.joins())
    }
}

/// A request without an answer yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Unanswered {
    pub api: ApiKey,
    pub purpose: Purpose,
    /// On which connection it went.
    pub peer: Peer,
    pub sent_at: SimTime,
    /// When `request.timeout.ms` (for JoinGroup: longer) is over.
    pub times_out_at: SimTime,
}

/// A request that waits for its connection.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Unsent {
    pub to: BrokerId,
    pub request: Request,
    pub purpose: Purpose,
    pub ticket: Ticket,
}

/// A request that will not be answered, since its connection is closed.
pub(super) struct Lost {
    pub peer: Peer,
    /// `None` if it was not sent.
    pub number: Option<u64>,
    pub purpose: Purpose,
}

/// All requests without an answer yet, by correlation number.
#[derive(Clone, Debug, Default)]
pub struct Requests {
    next_number: u64,
    pub(super) unanswered: SortedMap<u64, Unanswered>,
    /// They go out when the network is pumped next.
    pub(super) unsent: Vec<Unsent>,
    /// Answers that have arrived and are not read yet, oldest first; with a ticket if they are not read at once.
    pub(super) inbox: Queue<(u64, Response, Ticket)>,
    /// The timer is armed for this instant or an earlier one.
    timer_at: Option<SimTime>,
}

impl Requests {
    /// Whether anything is unanswered that this peer was asked.
    pub(super) fn awaits(&self, peer: Peer) -> bool {
        self.unanswered.values().any(|request| request.peer == peer)
    }

    /// Whether a request of that kind is under way.
    pub fn under_way(&self, wanted: impl Fn(&Purpose) -> bool) -> bool {
        self.unanswered.values().any(|request| wanted(&request.purpose))
    }

    /// The answers to requests of that kind will be dropped.
    pub(super) fn forget(&mut self, unwanted: impl Fn(&Purpose) -> bool) {
        for request in self.unanswered.values_mut().filter(|request| unwanted(&request.purpose)) {
            request.purpose = Purpose::Forgotten;
        }
    }

    /// The answer is here, though it is not read yet: the request cannot time out any more.
    pub(super) fn arrived(&mut self, number: u64, response: Response, ticket: Ticket) {
        if let Some(request) = self.unanswered.get_mut(&number) {
            request.times_out_at = SimTime::MAX;
            self.inbox.push_back((number, response, ticket));
        }
    }

    /// Takes everything that was asked, or was to be asked, on a connection.
    pub(super) fn take_those_of(&mut self, peer: Peer) -> Vec<Lost> {
        let (theirs, others) =
            std::mem::take(&mut self.unanswered).into_iter().partition(|(_, request)| request.peer == peer);
        self.unanswered = others;
        let theirs: SortedMap<u64, Unanswered> = theirs;
        let sent = |(number, Unanswered { purpose, .. })| Lost { peer, number: Some(number), purpose };
        let mut lost: Vec<Lost> = theirs.into_iter().map(sent).collect();
        if peer == Peer::Coordinator {
            let unsent = |Unsent { purpose, .. }| Lost { peer, number: None, purpose };
            lost.extend(std::mem::take(&mut self.unsent).into_iter().map(unsent));
        }
        lost
    }

    /// Which broker of `count` has the fewest requests to answer (`leastLoadedNode`).
    fn least_loaded(&self, count: u8) -> BrokerId {
        let load = |broker: &BrokerId| {
            self.unanswered.values().filter(|request| request.peer == Peer::Broker(*broker)).count()
        };
        (0..count).map(BrokerId).min_by_key(load).unwrap_or(BrokerId(0))
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
        let api = request.api_key();
        let to_coordinator = api.sent_to() == SentTo::Coordinator;
        if to_coordinator && self.lookup.connecting {
            let ticket = self.remember(fx);
            return self.requests.unsent.push(Unsent { to, request, purpose, ticket });
        }
        self.requests.next_number += 1;
        let number = self.requests.next_number;
        let timeout = match purpose {
            Purpose::Membership(request) => self.membership_timeout(request),
            _ => self.config.request_timeout,
        };
        let times_out_at = now + timeout;
        if self.requests.timer_at.is_none_or(|armed| times_out_at < armed) {
            self.requests.timer_at = Some(times_out_at);
            fx.set_timer(ConsumerTimer::Requests, times_out_at);
        }
        let peer = if to_coordinator { Peer::Coordinator } else { Peer::Broker(to) };
        let unanswered = Unanswered { api, purpose, peer, sent_at: now, times_out_at };
        self.requests.unanswered.insert(number, unanswered);
        if api.journalled() != Journalled::No {
            let contents = api.journalled() == Journalled::Contents;
            let told = contents.then(|| Arc::new(request.clone()));
            fx.note(ConsumerFact::RequestSent { api, number, request: told });
        }
        fx.send(to, number, request);
    }

    /// Hands an answer to the part that waits for it. An answer for which no part waits any more is dropped.
    pub(super) fn handle_response(&mut self, number: u64, response: Response, now: SimTime, fx: &mut Fx) {
        let Some(Unanswered { api, purpose, .. }) = self.requests.unanswered.remove(&number) else { return };
        if api.journalled() != Journalled::No {
            let error = response.error();
            let contents = api.journalled() == Journalled::Contents;
            let told = contents.then(|| Arc::new(response.clone()));
            fx.note(ConsumerFact::ResponseReceived { api, number, error, response: told });
        }
        match (purpose, response) {
            (Purpose::FindCoordinator, Response::FindCoordinator { error, coordinator }) => {
                self.coordinator_found(error, coordinator, now, fx);
            }
            (Purpose::Metadata, Response::Metadata { topics }) => self.metadata_learnt(topics, now, fx),
            (Purpose::Membership(request), response) => self.membership_answered(request, response, now, fx),
            (Purpose::Commit(commit), Response::OffsetCommit(answer)) => {
                self.commit_answered(commit, answer.error(), CommitFailure::Answered, now, fx);
            }
            (Purpose::OffsetFetch, Response::OffsetFetch(answer)) => {
                self.committed_offsets_fetched(answer, now, fx);
            }
            (Purpose::ListOffsets(asked), Response::ListOffsets(answer)) => {
                self.offsets_listed(&asked, answer, now, fx);
            }
            (Purpose::OffsetsForLeaderEpoch, Response::OffsetsForLeaderEpoch(answer)) => {
                self.positions_validated(answer, now, fx);
            }
            (Purpose::OffsetsForTimes, Response::ListOffsets(answer)) => {
                self.times_answered(answer, now, fx);
            }
            (Purpose::Forgotten, _) => {}
            (Purpose::Fetch(broker), Response::Fetch(answer)) => {
                self.records_fetched(broker, answer, now, fx);
            }
            (_, response) => debug_assert!(false, "{} was not asked for", response.api_key().name()),
        }
    }

    /// Requests whose timeout is over: their connections are closed, and all that was asked there fails
    /// (`NetworkClient.handleTimedOutRequests`). The timer watches the next one.
    pub(super) fn time_out_requests(&mut self, now: SimTime, fx: &mut Fx) {
        if self.requests.timer_at.is_none_or(|at| now < at) {
            return;
        }
        let mut late: Vec<Peer> = Vec::new();
        for (number, request) in self.requests.unanswered.iter().filter(|(_, r)| r.times_out_at <= now) {
            let number = *number;
            fx.note(ConsumerFact::RequestTimedOut { api: request.api, number });
            if !late.contains(&request.peer) {
                late.push(request.peer);
            }
        }
        for peer in late {
            match peer {
                Peer::Coordinator
                    if self.lookup.coordinator.is_some() && !self.membership.background_owns_network() =>
                {
                    self.coordinator_unknown(now, fx);
                }
                _ => self.disconnect(peer, now, fx),
            }
        }
        self.requests.timer_at = self.requests.unanswered.values().map(|request| request.times_out_at).min();
        if let Some(at) = self.requests.timer_at {
            fx.set_timer(ConsumerTimer::Requests, at);
        }
    }

    /// What a lost request means to whom it belonged (`DisconnectException`).
    pub(super) fn request_lost(&mut self, lost: Lost, now: SimTime, fx: &mut Fx) {
        let Lost { peer, number, purpose } = lost;
        // A commit's own failure says so, and comes before those of the commits after it.
        if peer == Peer::Coordinator && !matches!(purpose, Purpose::Commit(_)) {
            self.coordinator_unknown(now, fx);
        }
        match purpose {
            Purpose::FindCoordinator => self.lookup_failed(now, fx),
            Purpose::Membership(request) => self.membership_request_lost(request, now, fx),
            Purpose::Commit(commit) => {
                let failure = CommitFailure::Disconnected { number, fate: CommitFate::Unknown };
                self.commit_answered(commit, ErrorCode::CoordinatorNotAvailable, failure, now, fx);
            }
            Purpose::OffsetFetch => self.position_request_lost(RetriedAsk::OffsetFetch, now, fx),
            Purpose::ListOffsets(_) => self.position_request_lost(RetriedAsk::ListOffsets, now, fx),
            Purpose::OffsetsForLeaderEpoch => self.validation_lost(now, fx),
            Purpose::OffsetsForTimes => self.times_lost(now, fx),
            Purpose::Forgotten => {}
            Purpose::Fetch(broker) => {
                self.fetch_lost(broker);
                self.ask_later(RetriedAsk::Fetch(broker), now, fx);
            }
            Purpose::Metadata => {
                let at = self.ask_later(RetriedAsk::Metadata, now, fx);
                self.ask_metadata_sooner(at, fx);
            }
        }
    }

    /// Whom to ask what every broker knows.
    pub(super) fn any_broker(&self) -> BrokerId {
        self.requests.least_loaded(self.brokers)
    }

    /// How long to wait before the `attempt`-th retry (from 0): doubling, up to `retry.backoff.max.ms`.
    pub(super) fn backoff(&self, attempt: u32) -> SimDuration {
        let factor = 1u64 << attempt.min(20);
        (self.config.retry_backoff * factor).min(self.config.retry_backoff_max.max(self.config.retry_backoff))
    }
}
