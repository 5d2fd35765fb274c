//! Where a classic group can stand (Kafka 4.0: `ClassicGroupState`).

/// The states of a classic group (`ClassicGroupState`): what each answers, and how it is left.
///
/// In every state the instance and member ids are looked at first (UNKNOWN_MEMBER_ID, FENCED_INSTANCE_ID), then the
/// generation (ILLEGAL_GENERATION); OffsetFetch is always answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GroupState {
    /// No members; offsets may remain, and ids that were handed out.
    ///
    /// - JoinGroup: a newcomer is added and the group prepares its first rebalance; any member id is unknown.
    /// - SyncGroup, Heartbeat: UNKNOWN_MEMBER_ID. LeaveGroup: takes back ids that were handed out.
    /// - OffsetCommit: accepted without a generation, from anybody.
    /// - Left: to PreparingRebalance when a member is added; to Dead when it is deleted, by an administrator or by
    ///   the clean-up that finds no offsets left.
    Empty,
    /// Waiting for members to join.
    ///
    /// - JoinGroup: parked until the phase ends. SyncGroup, Heartbeat: REBALANCE_IN_PROGRESS, and the heartbeat
    ///   keeps the session. LeaveGroup: the member goes.
    /// - OffsetCommit: accepted, the last generation is still the current one.
    /// - Left: to CompletingRebalance when everybody rejoined or the time is over; to Empty if nobody is left then.
    PreparingRebalance,
    /// Everybody joined; waiting for the leader's assignment.
    ///
    /// - JoinGroup: answered again if nothing changed; else, and with a newcomer, a new rebalance.
    /// - SyncGroup: parked; the leader's answers all of them. Heartbeat: NONE. LeaveGroup: a new rebalance.
    /// - OffsetCommit: REBALANCE_IN_PROGRESS.
    /// - Left: to Stable with the leader's SyncGroup; to PreparingRebalance when somebody comes, changes, goes or
    ///   sends no SyncGroup in time, whereupon parked ones are answered REBALANCE_IN_PROGRESS.
    CompletingRebalance,
    /// Everybody has an assignment.
    ///
    /// - JoinGroup: the leader's, a changed member's and a newcomer's begin a rebalance; an unchanged follower is
    ///   answered with the current generation, and so is a static member back from a restart.
    /// - SyncGroup: the stored assignment. Heartbeat: NONE. LeaveGroup: a rebalance. OffsetCommit: accepted.
    /// - Left: to PreparingRebalance when somebody comes, changes, goes, or has not fetched its assignment in time.
    Stable,
    /// Gone: deleted, or given up by its coordinator. Nobody finds it; a request that did would be answered
    /// COORDINATOR_NOT_AVAILABLE. Never left.
    Dead,
}

impl GroupState {
    /// All of them, in order of declaration.
    pub const ALL: [GroupState; 5] = [
        GroupState::Empty,
        GroupState::PreparingRebalance,
        GroupState::CompletingRebalance,
        GroupState::Stable,
        GroupState::Dead,
    ];

    /// Kafka's spelling.
    pub const fn name(self) -> &'static str {
        match self {
            GroupState::Empty => "Empty",
            GroupState::PreparingRebalance => "PreparingRebalance",
            GroupState::CompletingRebalance => "CompletingRebalance",
            GroupState::Stable => "Stable",
            GroupState::Dead => "Dead",
        }
    }
}
