//! Membership in a group: the seam between the client and the protocol of its group.
//!
//! Everything else in the client asks here and does not know which protocol it is. What each asks:
//!
//! - `application`: in each turn of poll, [`Consumer::membership_step`]; whether records are withheld,
//!   [`Consumer::revoking`]; it says that it lives, [`Consumer::polled`]; and throws what the membership cannot
//!   survive, [`Membership::fatal`].
//! - `listener`: to go on when a method of the listener has returned in the middle of a rebalance,
//!   [`Consumer::rebalance_goes_on`].
//! - `committer`: in whose name to commit, [`Consumer::committer`]; what a refusal means, [`Consumer::commit_refused`];
//!   it says how the commit before a rebalance ended, [`Consumer::commit_before_rebalance_answered`].
//! - `closing`, `calls`: which callback comes before leaving, [`Consumer::callback_before_leaving`]; to be silent,
//!   [`Consumer::stop_heartbeats`]; to leave, [`Consumer::leave`].
//! - `network_client`, `lookup`, `requests`: whether a thread beside the application's reads answers, and when,
//!   [`Consumer::background_reads`], [`Consumer::background_looks_next`]; they bring the answers to the membership's
//!   own requests, their loss, and the news of the coordinator.
//! - `metadata`: which topics others subscribe to that this client must know, [`Membership::led_topics`]; it brings
//!   news.
//! - the world looks: [`Membership::state`] and the questions after it, [`Consumer::rejoining`],
//!   [`Consumer::holds_over`].
//!
//! `classic` is the protocol of JoinGroup, SyncGroup, Heartbeat and LeaveGroup.
//!
//! Not modelled: the consumer protocol (KIP-848).

mod classic;

pub use classic::{AfterRebalance, Heartbeat, MemberState};

use super::close_options::GroupMembershipOperation;
use super::committer::{Commit, CommitResult};
use super::lookup::CoordinatorFound;
use super::requests::Purpose;
use super::{Consumer, ConsumerTimer, Fx};
use crate::kafka::api::{ErrorCode, Response};
use crate::kafka::exception::Exception;
use crate::kafka::ids::*;
use crate::kafka::rebalance_causes::Callback;
use crate::sim::sorted::SortedMap;
use crate::sim::time::{SimDuration, SimTime};
use classic::Classic;

/// Which protocol the client speaks with its group (`group.protocol`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Protocol {
    #[default]
    Classic,
}

/// The membership.
#[derive(Clone, Debug, Default)]
pub struct Membership {
    protocol: Protocol,
    /// What the classic protocol knows.
    classic: Classic,
    /// When poll was last called.
    last_poll: Option<SimTime>,
    /// To be thrown at the next poll.
    fatal: Option<Exception>,
}

/// A request of the membership's own, by what its answer will be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MembershipRequest {
    Join,
    /// With the generation it was sent in.
    Sync(Generation),
    /// With the generation it was sent in.
    Heartbeat(Generation),
    Leave,
}

impl MembershipRequest {
    /// Whether it is part of a join.
    pub(super) fn joins(self) -> bool {
        matches!(self, MembershipRequest::Join | MembershipRequest::Sync(_))
    }
}

/// In whose name a commit is sent.
pub(super) struct Committer {
    pub generation: Generation,
    pub member_id: MemberId,
    pub group_instance_id: Option<InstanceId>,
}

impl Committer {
    /// A consumer that is no member of the group.
    fn no_member() -> Self {
        Committer { generation: Generation::NONE, member_id: MemberId::default(), group_instance_id: None }
    }
}

/// How far a turn of poll has come with the membership.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joined {
    /// There is nothing to do: poll goes on to positions and records.
    Ready,
    /// A join is under way. Poll returns records of what is assigned still, and looks for no positions.
    Pending,
    /// Poll waits, until its timeout, before it does anything else; or a callback is running.
    Blocked,
}

/// The clocks that a membership watches while the application does something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MembershipClock {
    /// The next heartbeat is due.
    Heartbeat,
    /// The background thread looks at the network.
    Look,
    /// `max.poll.interval.ms` since the last poll.
    PollInterval,
    /// `session.timeout.ms` since the last answered heartbeat.
    Session,
}

impl Membership {
    /// Whether it has, or seeks, a place in its group.
    pub fn is_underway(&self) -> bool {
        match self.protocol {
            Protocol::Classic => self.classic.state != MemberState::Unjoined,
        }
    }

    /// Whether it has asked for a place in the next generation, and does not know that generation yet.
    pub fn awaits_generation(&self) -> bool {
        match self.protocol {
            Protocol::Classic => self.classic.state == MemberState::PreparingRebalance,
        }
    }

    /// Where the member stands.
    pub fn state(&self) -> MemberState {
        match self.protocol {
            Protocol::Classic => self.classic.state,
        }
    }

    /// The generation it believes in.
    pub fn generation(&self) -> Generation {
        match self.protocol {
            Protocol::Classic => self.classic.generation,
        }
    }

    /// Its member id; empty while it has none.
    pub fn member_id(&self) -> &MemberId {
        match self.protocol {
            Protocol::Classic => &self.classic.member_id,
        }
    }

    /// Whether it believes it leads the group.
    pub fn leading(&self) -> bool {
        match self.protocol {
            Protocol::Classic => self.classic.leading,
        }
    }

    /// What the thread knows that sends heartbeats.
    pub fn heartbeat(&self) -> &Heartbeat {
        match self.protocol {
            Protocol::Classic => &self.classic.heartbeat,
        }
    }

    /// When poll was last called.
    pub fn last_poll(&self) -> Option<SimTime> {
        self.last_poll
    }

    /// Whether a rebalance waits for the automatic commit before it.
    pub fn commits_first(&self) -> bool {
        self.commits_until().is_some()
    }

    /// Until when at most it commits before a rebalance goes on, if it does that now.
    pub fn commits_until(&self) -> Option<SimTime> {
        match self.protocol {
            Protocol::Classic => self.classic.commits_until(),
        }
    }

    /// What the next poll throws, since the membership cannot go on.
    pub(super) fn fatal(&self) -> Option<Exception> {
        self.fatal
    }

    /// Whether close has no use for a last commit: one was fenced before, and close throws that.
    pub(super) fn closes_without_commit(&self) -> bool {
        match self.protocol {
            Protocol::Classic => self.classic.commit_fenced,
        }
    }

    /// A consumer that assigns partitions to itself joins no group.
    pub(super) fn stay_outside(&mut self) {
        match self.protocol {
            Protocol::Classic => self.classic.rejoin_needed = false,
        }
    }

    /// The consumer joins when it subscribes next.
    pub(super) fn must_join(&mut self) {
        match self.protocol {
            Protocol::Classic => self.classic.rejoin_needed = true,
        }
    }

    /// As leader: the topics that members of the group subscribe to.
    pub(super) fn led_topics(&self) -> impl Iterator<Item = &TopicName> {
        match self.protocol {
            Protocol::Classic => {
                let led = self.classic.snapshot.iter().filter(|_| self.classic.leading);
                led.flat_map(SortedMap::keys)
            }
        }
    }

    /// Of the leader: whether it knew of a partition, and that a member subscribes to its topic, when it led last.
    pub fn led(&self, partition: &TopicPartition) -> Option<bool> {
        match self.protocol {
            Protocol::Classic => {
                let partitions = self.classic.snapshot.as_ref()?.get(&partition.topic).copied().flatten();
                Some(partitions.is_some_and(|partitions| partition.partition < partitions))
            }
        }
    }
}

impl Consumer {
    // --- poll

    /// Inside poll: takes the membership as far as it goes now (`ConsumerCoordinator.poll`).
    pub(super) fn membership_step(&mut self, now: SimTime, fx: &mut Fx) -> Joined {
        match self.membership.protocol {
            Protocol::Classic => self.join_step(now, fx),
        }
    }

    /// Whether everything owned is about to be revoked, so that poll returns no more of it (`pendingRevocation`).
    pub fn revoking(&self) -> bool {
        match self.membership.protocol {
            Protocol::Classic => self.membership.commits_first() && !self.config.cooperative(),
        }
    }

    /// The application called poll, is inside it, or poll returned: it lives.
    pub(super) fn polled(&mut self, now: SimTime, fx: &mut Fx) {
        self.membership.last_poll = Some(now);
        match self.membership.protocol {
            Protocol::Classic => self.poll_heartbeat(now, fx),
        }
    }

    /// A method of the listener has returned in the middle of a rebalance.
    pub(super) fn rebalance_goes_on(&mut self, next: AfterRebalance, now: SimTime, fx: &mut Fx) {
        match next {
            AfterRebalance::Join { keep } => self.ready_to_join(&keep, fx),
            AfterRebalance::Install { assigned } => self.install_the_rest(assigned, now, fx),
        }
    }

    // --- commits

    /// In whose name a commit is sent: a member's, or (standalone) nobody's.
    pub(super) fn committer(&self) -> Result<Committer, Exception> {
        match self.membership.protocol {
            _ if self.subscription.manual => Ok(Committer::no_member()),
            Protocol::Classic => self.member_that_commits(),
        }
    }

    /// A commit was refused by the group: what that does to the membership, and the exception the application gets.
    pub(super) fn commit_refused(&mut self, commit: &Commit, error: ErrorCode, fx: &mut Fx) -> Exception {
        match self.membership.protocol {
            Protocol::Classic => self.member_commit_refused(commit, error, fx),
        }
    }

    /// The commit before a rebalance was answered.
    pub(super) fn commit_before_rebalance_answered(
        &mut self,
        result: CommitResult,
        now: SimTime,
        fx: &mut Fx,
    ) {
        match self.membership.protocol {
            Protocol::Classic => self.commit_before_join_done(result, now, fx),
        }
    }

    // --- leaving

    /// No more heartbeats.
    pub(super) fn stop_heartbeats(&mut self, fx: &mut Fx) {
        match self.membership.protocol {
            Protocol::Classic => self.disable_heartbeat(fx),
        }
    }

    /// The listener's method before the member leaves: what it owns is revoked, or lost if the membership is not sound.
    pub(super) fn callback_before_leaving(&self) -> Callback {
        match self.membership.protocol {
            Protocol::Classic => self.callback_before_leave_group(),
        }
    }

    /// Leaves the group, without waiting for the answer.
    pub(super) fn leave(
        &mut self,
        operation: GroupMembershipOperation,
        reason: &str,
        now: SimTime,
        fx: &mut Fx,
    ) {
        match self.membership.protocol {
            Protocol::Classic => self.leave_classic_group(operation, reason, now, fx),
        }
    }

    // --- network and clocks

    /// Whether a thread beside the application's reads what the network brings.
    pub(super) fn background_reads(&self) -> bool {
        match self.membership.protocol {
            Protocol::Classic => self.membership.classic.heartbeat.enabled,
        }
    }

    /// There is something for that thread to read or to do: it looks at the network in its own rhythm.
    pub(super) fn background_looks_next(&mut self, now: SimTime, fx: &mut Fx) {
        if self.background_reads() {
            let at = self.membership.heartbeat().next_look(now, self.config.retry_backoff);
            fx.set_timer(ConsumerTimer::HeartbeatThread, at);
        }
    }

    /// The coordinator is found.
    pub(super) fn coordinator_is_known(&mut self, found: CoordinatorFound, now: SimTime, fx: &mut Fx) {
        match self.membership.protocol {
            Protocol::Classic => self.session_begins_anew(found, now, fx),
        }
    }

    /// One of its clocks has run down.
    pub(super) fn membership_clock(&mut self, clock: MembershipClock, now: SimTime, fx: &mut Fx) {
        match (self.membership.protocol, clock) {
            (Protocol::Classic, MembershipClock::Heartbeat) => self.heartbeat_due(now, fx),
            (Protocol::Classic, MembershipClock::Look) => self.heartbeat_thread_looks(now, fx),
            (Protocol::Classic, MembershipClock::PollInterval) => self.poll_interval_over(now, fx),
            (Protocol::Classic, MembershipClock::Session) => self.session_over(now, fx),
        }
    }

    /// How long one of its requests may take. JoinGroup may be parked for the whole rebalance timeout.
    pub(super) fn membership_timeout(&self, request: MembershipRequest) -> SimDuration {
        let parked = self.config.max_poll_interval + SimDuration::from_secs(5);
        match request {
            MembershipRequest::Join => self.config.request_timeout.max(parked),
            MembershipRequest::Sync(_) | MembershipRequest::Heartbeat(_) | MembershipRequest::Leave => {
                self.config.request_timeout
            }
        }
    }

    /// One of its requests was answered.
    pub(super) fn membership_answered(
        &mut self,
        request: MembershipRequest,
        response: Response,
        now: SimTime,
        fx: &mut Fx,
    ) {
        match (request, response) {
            (MembershipRequest::Join, Response::JoinGroup(answer)) => self.join_answered(answer, now, fx),
            (MembershipRequest::Sync(generation), Response::SyncGroup(answer)) => {
                self.sync_answered(generation, answer, now, fx);
            }
            (MembershipRequest::Heartbeat(generation), Response::Heartbeat { error }) => {
                self.heartbeat_answered(generation, error, now, fx);
            }
            (MembershipRequest::Leave, Response::LeaveGroup(_)) => {}
            (_, response) => debug_assert!(false, "{} was not asked for", response.api_key().name()),
        }
    }

    /// One of its requests was lost with the connection.
    pub(super) fn membership_request_lost(&mut self, request: MembershipRequest, now: SimTime, fx: &mut Fx) {
        match request {
            MembershipRequest::Join | MembershipRequest::Sync(_) => self.join_lost(fx),
            MembershipRequest::Heartbeat(_) => self.heartbeat_failed(now, fx),
            MembershipRequest::Leave => {}
        }
    }

    /// There are news of the topics.
    pub(super) fn membership_has_metadata(&mut self, now: SimTime, fx: &mut Fx) {
        match self.membership.protocol {
            Protocol::Classic => {
                self.membership.classic.refreshed = true;
                self.lead_if_elected(now, fx);
            }
        }
    }

    // --- what the world looks at

    /// Its membership, as it sees it.
    pub fn membership(&self) -> &Membership {
        &self.membership
    }

    /// Whether it has told the coordinator that it leaves, and the answer is not read yet.
    pub fn leaving(&self) -> bool {
        self.requests.under_way(|purpose| *purpose == Purpose::Membership(MembershipRequest::Leave))
    }

    /// Whether a join is needed or under way, as far as the client knows or will find out in its next poll.
    pub fn rejoining(&self) -> bool {
        match self.membership.protocol {
            Protocol::Classic => self.join_pending(),
        }
    }

    /// Whether it owns what was assigned to a membership that it has lost. It may even send JoinGroup with it: what a
    /// join has to give up is decided before the callback, in which the membership can be lost.
    pub fn holds_over(&self) -> bool {
        let lost = match self.membership.protocol {
            Protocol::Classic => self.membership.classic.lost_since_assigned,
        };
        lost && !self.subscription.is_empty()
    }
}
