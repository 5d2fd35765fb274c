//! Where a group can stand (Kafka 4.0: `ClassicGroupState`, `ConsumerGroupState`).

/// The states of a classic group (`ClassicGroupState`): what each answers, and how it is left.
///
/// In every state JoinGroup is looked at in this order: its session timeout (INVALID_SESSION_TIMEOUT), is there room
/// (GROUP_MAX_SIZE_REACHED), does its protocol type fit and one of its assignors suit all members
/// (INCONSISTENT_GROUP_PROTOCOL), who is it (UNKNOWN_MEMBER_ID, FENCED_INSTANCE_ID). A dynamic newcomer without an id
/// (from version 4 on) is answered MEMBER_ID_REQUIRED with an id to come back with; unused it is void after the session
/// timeout, and only a join phase waits for it.
///
/// SyncGroup, Heartbeat and OffsetCommit: the instance and member ids come first (UNKNOWN_MEMBER_ID,
/// FENCED_INSTANCE_ID), then the generation (ILLEGAL_GENERATION), then SyncGroup's protocol
/// (INCONSISTENT_GROUP_PROTOCOL). LeaveGroup looks at the ids only, of which one that was handed out will do. A
/// heartbeat or a commit that gets past that keeps the session, but for a commit that is answered
/// REBALANCE_IN_PROGRESS. OffsetFetch is always answered.
///
/// A coordinator that takes over finds a group Empty or Stable, as it was written down last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GroupState {
    /// No members; offsets may remain, and ids that were handed out.
    ///
    /// - JoinGroup: with an id that was handed out, as a static member, or without an id before version 4: added, and
    ///   the group prepares its first rebalance. Any other member id: UNKNOWN_MEMBER_ID. There is always room, and any
    ///   protocol will do, if it names one.
    /// - SyncGroup, Heartbeat: UNKNOWN_MEMBER_ID. LeaveGroup: takes back ids that were handed out, else
    ///   UNKNOWN_MEMBER_ID.
    /// - OffsetCommit: accepted without a generation, from anybody; with one UNKNOWN_MEMBER_ID.
    /// - Left: to PreparingRebalance when a member is added; to Dead when it is deleted, by an administrator or by
    ///   the clean-up that finds no offsets left.
    Empty,
    /// Waiting for members to join.
    ///
    /// - JoinGroup: parked until the phase ends, a newcomer's for five minutes at the most. A static member that comes
    ///   without an id takes its former self's place, whose parked one is answered FENCED_INSTANCE_ID. Who
    ///   comes when `group.max.size` are parked is refused, and removed if it was a member.
    /// - SyncGroup: REBALANCE_IN_PROGRESS. Heartbeat: the same, and it keeps the session.
    /// - LeaveGroup: the member goes, its parked JoinGroup is answered UNKNOWN_MEMBER_ID.
    /// - OffsetCommit: accepted, the last generation is still the current one.
    /// - Left: to CompletingRebalance when everybody rejoined and no id that was handed out is open (from Empty: when
    ///   the initial delay is over), or when the rebalance timeout is, without the dynamic members that did not come;
    ///   if only static members are there and none of them came, it waits on. To Empty if nobody is left then.
    PreparingRebalance,
    /// Everybody joined; waiting for the leader's assignment.
    ///
    /// - JoinGroup: a member's is answered again if nothing changed. If something did, and from a newcomer, it begins
    ///   another rebalance; so it always does from a static member back from a restart, since the leader may be
    ///   computing with its old id.
    /// - SyncGroup: parked; the leader's answers all of them. Heartbeat: NONE. LeaveGroup: another rebalance.
    /// - OffsetCommit: REBALANCE_IN_PROGRESS.
    /// - Left: to Stable with the leader's SyncGroup; to PreparingRebalance when somebody comes, changes, goes, falls
    ///   silent or sends no SyncGroup within the rebalance timeout, whereupon parked ones are answered
    ///   REBALANCE_IN_PROGRESS.
    CompletingRebalance,
    /// Everybody has an assignment.
    ///
    /// - JoinGroup: the leader's, a changed member's and a newcomer's begin a rebalance; an unchanged follower is
    ///   answered with the current generation, and so is a static member back from a restart, unless another assignor
    ///   would win the vote now.
    /// - SyncGroup: the stored assignment. Heartbeat: NONE. LeaveGroup: a rebalance. OffsetCommit: accepted.
    /// - Left: to PreparingRebalance when somebody comes, changes, goes, falls silent, or has not fetched its
    ///   assignment in time; when the last one goes, from there to Empty in the same instant.
    Stable,
    /// Gone: deleted. Nobody finds it: SyncGroup, Heartbeat, LeaveGroup and JoinGroup with an id are answered
    /// UNKNOWN_MEMBER_ID, a commit with a generation GROUP_ID_NOT_FOUND (before version 9 ILLEGAL_GENERATION);
    /// JoinGroup without an id and a commit without a generation make a new group of the name. A request that had
    /// found it before would be answered COORDINATOR_NOT_AVAILABLE. Never left.
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

/// The states of a consumer group (KIP-848, `ConsumerGroupState`). They follow from its epochs, and every request is
/// answered alike in all of them, except that only an Empty group can be deleted or replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ConsumerGroupState {
    /// No members; offsets and the epochs may remain.
    Empty,
    /// Members or subscriptions changed after the target was computed: the group epoch is ahead of the assignment
    /// epoch.
    ///
    /// - Left: to Reconciling or Stable with the next heartbeat of any member; to Empty when the last one goes.
    Assigning,
    /// Some member is not where the target wants it.
    ///
    /// - Left: to Stable when the last member has what the target gives it; to Assigning when a member goes; to Empty
    ///   when the last one does.
    Reconciling,
    /// Everybody has what the target gives it.
    Stable,
}

impl ConsumerGroupState {
    /// Kafka's spelling.
    pub const fn name(self) -> &'static str {
        match self {
            ConsumerGroupState::Empty => "Empty",
            ConsumerGroupState::Assigning => "Assigning",
            ConsumerGroupState::Reconciling => "Reconciling",
            ConsumerGroupState::Stable => "Stable",
        }
    }
}
