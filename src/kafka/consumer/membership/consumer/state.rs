//! The states of a member of a consumer group, as its client sees them (`org.apache.kafka.clients.consumer.internals.
//! MemberState`).

/// Where the member stands, what a heartbeat's answer does there, and how the state is left. In every state
/// NOT_COORDINATOR and COORDINATOR_NOT_AVAILABLE make the background thread look for the coordinator,
/// COORDINATOR_LOAD_IN_PROGRESS makes it wait a little; after each of them, and after a heartbeat that was not
/// answered, the next heartbeat tells everything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ConsumerMemberState {
    /// Not in the group. No heartbeats.
    ///
    /// - Left: to Joining with the first poll after `subscribe`.
    #[default]
    Unsubscribed,
    /// A heartbeat with epoch 0 and everything in it is sent at once.
    ///
    /// - NONE: to Reconciling, though the assignment may be empty. FENCED_MEMBER_EPOCH, UNKNOWN_MEMBER_ID: to Fenced.
    ///   UNRELEASED_INSTANCE_ID and other errors that forbid joining: to Fatal.
    Joining,
    /// An assignment is being applied; heartbeats go on. A newer one waits for this one to be done.
    ///
    /// - Left: to Acknowledging when the last callback has returned; to Fenced, Fatal and Stale as from Stable.
    Reconciling,
    /// The assignment is applied. A heartbeat that says so is sent at once.
    ///
    /// - Left: when that heartbeat is sent: to Stable, or to Reconciling if a newer assignment waits.
    Acknowledging,
    /// A heartbeat every interval, with nothing but id and epoch.
    ///
    /// - NONE with another assignment: to Reconciling. FENCED_MEMBER_EPOCH, UNKNOWN_MEMBER_ID: to Fenced.
    ///   FENCED_INSTANCE_ID: to Fatal.
    /// - Left also: to PrepareLeaving by close and unsubscribe; to Stale when poll was not called for
    ///   `max.poll.interval.ms`.
    Stable,
    /// The coordinator does not know the member, or not in this epoch. No heartbeats; commits are sent without an
    /// epoch.
    ///
    /// - Left: to Joining, with the same member id, when onPartitionsLost has returned.
    Fenced,
    /// close() or unsubscribe() calls the listener. Heartbeats go on.
    ///
    /// - Left: to Leaving; to Unsubscribed if the member is fenced meanwhile.
    PrepareLeaving,
    /// A last heartbeat, with epoch -1 (static: -2), is sent as soon as there is a coordinator.
    ///
    /// - Left: to Unsubscribed, or to Stale, when it is sent; its answer changes nothing.
    Leaving,
    /// poll was not called for `max.poll.interval.ms`, and the member has left. No heartbeats.
    ///
    /// - Left: to Joining when the next poll has called onPartitionsLost.
    Stale,
    /// The next poll throws. Never left.
    Fatal,
}

impl ConsumerMemberState {
    /// Kafka's spelling.
    pub const fn kafka_name(self) -> &'static str {
        match self {
            ConsumerMemberState::Unsubscribed => "UNSUBSCRIBED",
            ConsumerMemberState::Joining => "JOINING",
            ConsumerMemberState::Reconciling => "RECONCILING",
            ConsumerMemberState::Acknowledging => "ACKNOWLEDGING",
            ConsumerMemberState::Stable => "STABLE",
            ConsumerMemberState::Fenced => "FENCED",
            ConsumerMemberState::PrepareLeaving => "PREPARE_LEAVING",
            ConsumerMemberState::Leaving => "LEAVING",
            ConsumerMemberState::Stale => "STALE",
            ConsumerMemberState::Fatal => "FATAL",
        }
    }

    /// As it is shown on a card.
    pub const fn name(self) -> &'static str {
        match self {
            ConsumerMemberState::Unsubscribed => "Unsubscribed",
            ConsumerMemberState::Joining => "Joining",
            ConsumerMemberState::Reconciling => "Reconciling",
            ConsumerMemberState::Acknowledging => "Acknowledging",
            ConsumerMemberState::Stable => "Stable",
            ConsumerMemberState::Fenced => "Fenced",
            ConsumerMemberState::PrepareLeaving => "PrepareLeaving",
            ConsumerMemberState::Leaving => "Leaving",
            ConsumerMemberState::Stale => "Stale",
            ConsumerMemberState::Fatal => "Fatal",
        }
    }

    /// Whether the member is, as far as its client knows, not in the group (`isNotInGroup`): it sends no heartbeats.
    pub const fn is_outside(self) -> bool {
        matches!(
            self,
            ConsumerMemberState::Unsubscribed
                | ConsumerMemberState::Fenced
                | ConsumerMemberState::Stale
                | ConsumerMemberState::Fatal
        )
    }

    /// Whether a heartbeat is sent without waiting for its time.
    pub(super) const fn sends_at_once(self) -> bool {
        matches!(
            self,
            ConsumerMemberState::Joining | ConsumerMemberState::Acknowledging | ConsumerMemberState::Leaving
        )
    }

    /// Whether an assignment in a heartbeat's answer counts.
    pub(super) const fn takes_assignments(self) -> bool {
        matches!(
            self,
            ConsumerMemberState::Joining
                | ConsumerMemberState::Reconciling
                | ConsumerMemberState::Acknowledging
                | ConsumerMemberState::Stable
        )
    }
}
