//! What the network and the clocks bring to a membership, by the protocol of its group.

use super::{MembershipClock, MembershipRequest};
use crate::kafka::api::Response;
use crate::kafka::consumer::config::GroupProtocol;
use crate::kafka::consumer::lookup::CoordinatorFound;
use crate::kafka::consumer::{Consumer, ConsumerTimer, Fx};
use crate::sim::time::{SimDuration, SimTime};

impl Consumer {
    /// Whether a thread beside the application's reads what the network brings.
    pub(in crate::kafka::consumer) fn background_reads(&self) -> bool {
        match self.membership.protocol {
            GroupProtocol::Classic => self.membership.classic.heartbeat.enabled,
            GroupProtocol::Consumer => !self.ended(),
        }
    }

    /// There is something for that thread to read or to do: it looks at the network in its own rhythm.
    pub(in crate::kafka::consumer) fn background_looks_next(&mut self, now: SimTime, fx: &mut Fx) {
        if self.membership.background_owns_network() {
            return; // it wakes by itself
        }
        if self.background_reads() {
            let at = self.membership.heartbeat().next_look(now, self.config.retry_backoff);
            fx.set_timer(ConsumerTimer::HeartbeatThread, at);
        }
    }

    /// The coordinator is found.
    pub(in crate::kafka::consumer) fn coordinator_is_known(
        &mut self,
        found: CoordinatorFound,
        now: SimTime,
        fx: &mut Fx,
    ) {
        match self.membership.protocol {
            GroupProtocol::Classic => self.session_begins_anew(found, now, fx),
            GroupProtocol::Consumer => {}
        }
    }

    /// One of its clocks has run down.
    pub(in crate::kafka::consumer) fn membership_clock(
        &mut self,
        clock: MembershipClock,
        now: SimTime,
        fx: &mut Fx,
    ) {
        match (self.membership.protocol, clock) {
            (GroupProtocol::Classic, MembershipClock::Heartbeat) => self.heartbeat_due(now, fx),
            (GroupProtocol::Classic, MembershipClock::Look) => self.heartbeat_thread_looks(now, fx),
            (GroupProtocol::Classic, MembershipClock::PollInterval) => self.poll_interval_over(now, fx),
            (GroupProtocol::Classic, MembershipClock::Session) => self.session_over(now, fx),
            // The background thread looks after all of them whenever it wakes.
            (GroupProtocol::Consumer, _) => {}
        }
    }

    /// How long one of its requests may take. JoinGroup may be parked for the whole rebalance timeout.
    pub(in crate::kafka::consumer) fn membership_timeout(&self, request: MembershipRequest) -> SimDuration {
        let parked = self.config.max_poll_interval + SimDuration::from_secs(5);
        match request {
            MembershipRequest::Join => self.config.request_timeout.max(parked),
            MembershipRequest::Sync(_)
            | MembershipRequest::Heartbeat(_)
            | MembershipRequest::Leave
            | MembershipRequest::ConsumerHeartbeat { .. } => self.config.request_timeout,
        }
    }

    /// One of its requests was answered.
    pub(in crate::kafka::consumer) fn membership_answered(
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
            (MembershipRequest::ConsumerHeartbeat { epoch }, Response::ConsumerGroupHeartbeat(answer)) => {
                self.group_heartbeat_answered(epoch, answer, now, fx);
            }
            (_, response) => debug_assert!(false, "{} was not asked for", response.api_key().name()),
        }
    }

    /// One of its requests was lost with the connection.
    pub(in crate::kafka::consumer) fn membership_request_lost(
        &mut self,
        request: MembershipRequest,
        now: SimTime,
        fx: &mut Fx,
    ) {
        match request {
            MembershipRequest::Join | MembershipRequest::Sync(_) => self.join_lost(fx),
            MembershipRequest::Heartbeat(_) => self.heartbeat_failed(now, fx),
            MembershipRequest::Leave => {}
            MembershipRequest::ConsumerHeartbeat { epoch } => self.group_heartbeat_lost(epoch),
        }
    }

    /// There are news of the topics.
    pub(in crate::kafka::consumer) fn membership_has_metadata(&mut self, now: SimTime, fx: &mut Fx) {
        match self.membership.protocol {
            GroupProtocol::Classic => {
                self.membership.classic.refreshed = true;
                self.lead_if_elected(now, fx);
            }
            // The background thread goes on with what waited for it.
            GroupProtocol::Consumer => {}
        }
    }
}
