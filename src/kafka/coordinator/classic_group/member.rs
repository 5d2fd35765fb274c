//! A member of a classic group (Kafka 4.0: `ClassicGroupMember`).
//!
//! A member whose JoinGroup or SyncGroup waits for an answer is *parked*: it cannot heartbeat meanwhile, so its
//! session timer does not remove it. The exception is a *new* member in its very first join: nobody can know
//! whether the client is still there, so that wait is limited (to five minutes).
//!
//! Not modelled: the client's address.

use crate::kafka::api::{Assignment, JoinGroupProtocol, JoinGroupRequest, Subscription};
use crate::kafka::coordinator::log::MemberRecord;
use crate::kafka::ids::*;
use crate::sim::time::{SimDuration, SimTime};
use std::sync::Arc;

/// A member of a classic group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub(super) member_id: MemberId,
    pub(super) group_instance_id: Option<InstanceId>,
    pub(super) client_id: ClientId,
    pub(super) session_timeout: SimDuration,
    pub(super) rebalance_timeout: SimDuration,
    /// In the member's order of preference; never empty.
    pub(super) protocols: Arc<[JoinGroupProtocol]>,
    pub(super) assignment: Option<Assignment>,
    pub(super) parked_join: Option<Correlation>,
    pub(super) parked_sync: Option<Correlation>,
    pub(super) is_new: bool,
    pub(super) session_deadline: SimTime,
}

impl Member {
    /// A member whose first join is about to be parked.
    pub(super) fn new(member_id: MemberId, request: &JoinGroupRequest) -> Self {
        Member {
            member_id,
            group_instance_id: request.group_instance_id,
            client_id: request.client_id,
            session_timeout: request.session_timeout,
            rebalance_timeout: request.rebalance_timeout,
            protocols: request.protocols.clone(),
            assignment: None,
            parked_join: None,
            parked_sync: None,
            is_new: true,
            session_deadline: SimTime::MAX,
        }
    }

    /// The member as a record brings it back. Only what it said about the selected protocol is known.
    pub(super) fn from_record(record: &MemberRecord, protocol: &ProtocolName) -> Self {
        let protocol = JoinGroupProtocol { name: *protocol, metadata: record.subscription.clone() };
        Member {
            member_id: record.member_id,
            group_instance_id: record.group_instance_id,
            client_id: record.client_id,
            session_timeout: record.session_timeout,
            rebalance_timeout: record.rebalance_timeout,
            protocols: Arc::from([protocol]),
            assignment: record.assignment.clone(),
            parked_join: None,
            parked_sync: None,
            is_new: false,
            session_deadline: SimTime::MAX,
        }
    }

    /// Its id.
    pub fn member_id(&self) -> &MemberId {
        &self.member_id
    }

    /// Its `group.instance.id`, if it is static.
    pub fn group_instance_id(&self) -> Option<&InstanceId> {
        self.group_instance_id.as_ref()
    }

    /// Its `client.id`.
    pub fn client_id(&self) -> &ClientId {
        &self.client_id
    }

    /// What the leader gave it last; `None` where nothing is stored for it.
    pub fn assignment(&self) -> Option<&Assignment> {
        self.assignment.as_ref()
    }

    /// Its `session.timeout.ms`.
    pub fn session_timeout(&self) -> SimDuration {
        self.session_timeout
    }

    /// Its `max.poll.interval.ms`.
    pub fn rebalance_timeout(&self) -> SimDuration {
        self.rebalance_timeout
    }

    /// When it will be removed if it stays silent. `None` while it is parked and so cannot be; for a new
    /// member in its first join the end of its patience.
    pub fn session_deadline(&self) -> Option<SimTime> {
        if self.is_excused() { None } else { Some(self.session_deadline) }
    }

    /// Whether its JoinGroup waits for an answer.
    pub fn awaiting_join(&self) -> bool {
        self.parked_join.is_some()
    }

    /// Whether its SyncGroup waits for an answer.
    pub fn awaiting_sync(&self) -> bool {
        self.parked_sync.is_some()
    }

    /// What it subscribes to, in the words of its preferred assignor.
    pub fn subscription(&self) -> Option<&Subscription> {
        self.protocols.first().map(|protocol| &protocol.metadata)
    }

    /// Its assignors with its metadata for each, preferred first.
    pub fn protocols(&self) -> &[JoinGroupProtocol] {
        &self.protocols
    }

    /// Whether it keeps its place through a restart.
    pub fn is_static(&self) -> bool {
        self.group_instance_id.is_some()
    }

    /// Whether silence is no reason to remove it.
    pub(super) fn is_excused(&self) -> bool {
        !self.is_new && (self.awaiting_join() || self.awaiting_sync())
    }

    /// Its subscription for one assignor.
    pub(super) fn metadata(&self, protocol: &ProtocolName) -> Option<&Subscription> {
        self.protocols.iter().find(|known| known.name == *protocol).map(|known| &known.metadata)
    }

    /// Whether it knows an assignor.
    pub(super) fn supports(&self, protocol: &ProtocolName) -> bool {
        self.protocols.iter().any(|known| known.name == *protocol)
    }

    /// Takes over what a later join says, and parks it. A join parked before is never answered, as in Kafka.
    pub(super) fn rejoin(&mut self, from: Correlation, request: &JoinGroupRequest) {
        self.protocols = request.protocols.clone();
        self.session_timeout = request.session_timeout;
        self.rebalance_timeout = request.rebalance_timeout;
        self.parked_join = Some(from);
    }
}
