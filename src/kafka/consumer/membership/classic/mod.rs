//! Being a member of a classic group (`AbstractCoordinator`, `ConsumerCoordinator`): what the client knows of its
//! membership, how it loses it, and when it has to join again. Joining is in `joining`, the heartbeat thread in
//! `heartbeat`, commits of a member in `commits`, LeaveGroup in `leaving`.
//!
//! An answer is handled by the thread that reads it (`network_client`); it changes the state of the membership, and
//! what the application has to do about that waits for its next poll.
//!
//! Not modelled: racks that change, `enforceRebalance`.

mod commits;
mod heartbeat;
mod joining;
mod leaving;

pub use heartbeat::Heartbeat;

use crate::kafka::api::*;
use crate::kafka::assignor::AssignorName;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::consumer::membership::{AfterStep, ConsumerMemberState};
use crate::kafka::consumer::requests::Purpose;
use crate::kafka::consumer::{Consumer, Fx};
use crate::kafka::effects::Ticket;
use crate::kafka::ids::*;
use crate::kafka::rebalance_causes::RejoinCause;
use crate::sim::sorted::SortedMap;
use crate::sim::time::SimTime;

/// The client's own view of its membership (`AbstractCoordinator.MemberState`), what each answer does in it, and how
/// it is left. An answer to a request of an older generation changes nothing. In every state NOT_COORDINATOR and
/// COORDINATOR_NOT_AVAILABLE make the client look for its coordinator again, FENCED_INSTANCE_ID and the errors that
/// forbid joining end the application, and FindCoordinator, OffsetFetch and ListOffsets change no membership.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MemberState {
    /// No membership; no heartbeats, no commits (CommitFailedException), no LeaveGroup.
    ///
    /// - Heartbeat, OffsetCommit, SyncGroup: answers to what was sent before; without effect.
    /// - Left: to PreparingRebalance when JoinGroup is sent, after onPartitionsLost if anything was owned.
    #[default]
    Unjoined,
    /// JoinGroup is sent, or to be sent again; no heartbeats, no commits (RebalanceInProgressException).
    ///
    /// - JoinGroup: NONE leads on. MEMBER_ID_REQUIRED: again at once with the id. REBALANCE_IN_PROGRESS: again at
    ///   once. COORDINATOR_LOAD_IN_PROGRESS, or no answer: again after a pause. UNKNOWN_MEMBER_ID: the id is void.
    ///   INCONSISTENT_GROUP_PROTOCOL, INVALID_SESSION_TIMEOUT, GROUP_MAX_SIZE_REACHED: thrown.
    /// - Heartbeat, OffsetCommit, sent before JoinGroup and answered late: NONE and REBALANCE_IN_PROGRESS change
    ///   nothing. ILLEGAL_GENERATION: the generation is void; UNKNOWN_MEMBER_ID: the id as well; the JoinGroup under
    ///   way is forgotten then, and the join begins anew.
    /// - Left: to CompletingRebalance when JoinGroup succeeds; to Unjoined when the generation or the id is void, or by
    ///   close.
    PreparingRebalance,
    /// SyncGroup is sent, or the leader waits for metadata first; heartbeats run, no commits.
    ///
    /// - SyncGroup: NONE leads on. REBALANCE_IN_PROGRESS: JoinGroup again, the generation stays.
    ///   ILLEGAL_GENERATION: the generation is void; UNKNOWN_MEMBER_ID: the id as well. No answer: JoinGroup again.
    /// - Heartbeat: NONE and REBALANCE_IN_PROGRESS keep it alive; ILLEGAL_GENERATION, UNKNOWN_MEMBER_ID as above.
    /// - Left: to Stable; to PreparingRebalance with another JoinGroup; to Unjoined when the generation is void.
    CompletingRebalance,
    /// The assignment is installed; heartbeats and commits run.
    ///
    /// - Heartbeat: REBALANCE_IN_PROGRESS: the next poll joins again. ILLEGAL_GENERATION: the generation is void;
    ///   UNKNOWN_MEMBER_ID: the id as well. No answer for session.timeout.ms: the coordinator is looked for.
    /// - OffsetCommit: REBALANCE_IN_PROGRESS, ILLEGAL_GENERATION, UNKNOWN_MEMBER_ID: as to a heartbeat, and the
    ///   application is told.
    /// - Left: to PreparingRebalance when the next poll rejoins (a rebalance began, the subscription or, for the
    ///   leader, the topics changed, partitions had to be given up); to Unjoined when the generation is void, when
    ///   poll was not called for max.poll.interval.ms, or by close.
    Stable,
    /// A member of a consumer group (KIP-848) has states of its own.
    OfConsumerGroup(ConsumerMemberState),
}

impl MemberState {
    /// The constant of Kafka's enum, as the client's own messages spell it.
    pub const fn kafka_name(self) -> &'static str {
        match self {
            MemberState::Unjoined => "UNJOINED",
            MemberState::PreparingRebalance => "PREPARING_REBALANCE",
            MemberState::CompletingRebalance => "COMPLETING_REBALANCE",
            MemberState::Stable => "STABLE",
            MemberState::OfConsumerGroup(state) => state.kafka_name(),
        }
    }

    /// As it is shown on a card.
    pub const fn name(self) -> &'static str {
        match self {
            MemberState::Unjoined => "Unjoined",
            MemberState::PreparingRebalance => "PreparingRebalance",
            MemberState::CompletingRebalance => "CompletingRebalance",
            MemberState::Stable => "Stable",
            MemberState::OfConsumerGroup(state) => state.name(),
        }
    }
}

/// How far the preparations of a join have come (`onJoinPrepare`); they run once per join, not per request. A lost
/// generation leads back to the first from everywhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Prepare {
    /// Not begun. Left when a rejoin is needed: to Committing, or to Callbacks if there is nothing to commit.
    #[default]
    Needed,
    /// The automatic commit is sent and awaited. Its answer leads to Callbacks, if it is worth another try and there
    /// is time for one to CommitFailed.
    Committing { deadline: SimTime },
    /// After a pause it is sent again.
    CommitFailed { deadline: SimTime },
    /// The listener is due. Left when it has returned.
    Callbacks,
    /// JoinGroup may be sent, as often as it takes. Left when a join succeeds.
    Done,
}

/// What the leader was told in JoinGroup's answer and has yet to act upon.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Election {
    pub members: Vec<JoinGroupResponseMember>,
    pub skip_assignment: bool,
}

/// What becomes of the member id when the membership is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum MemberIdAfter {
    /// Only the generation is void.
    Kept,
    /// The next join begins without an id.
    Forgotten,
}

/// Why a join failed that poll has yet to hear of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum JoinFailure {
    /// JoinGroup or SyncGroup was answered with this error.
    Refused(ErrorCode),
    /// Its connection is closed.
    Disconnected,
}

/// What follows a listener's method in the middle of a rebalance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AfterRebalance {
    /// Keep only these partitions, then send JoinGroup.
    Join { keep: Assignment },
    /// Install the new assignment and call `onPartitionsAssigned`.
    Install { assigned: Assignment },
    /// Of a consumer group: the step of the reconciliation after it.
    Reconciliation(AfterStep),
}

/// The membership in a classic group.
#[derive(Clone, Debug)]
pub(super) struct Classic {
    pub(super) state: MemberState,
    pub(super) generation: Generation,
    pub(super) member_id: MemberId,
    pub(super) rejoin_needed: bool,
    pub(super) rejoin_cause: Option<RejoinCause>,
    pub(super) prepare: Prepare,
    /// JoinGroup was sent, and poll has not heard yet how the join ended (`joinFuture`).
    pub(super) joining: bool,
    /// How it ended: with an assignment, which only poll installs, or not.
    pub(super) join_result: Option<(Result<Assignment, JoinFailure>, Ticket)>,
    pub(super) protocol: Option<AssignorName>,
    pub(super) election: Option<Election>,
    pub(super) leading: bool,
    /// As leader: the group's topics and their partitions as of the last assignment.
    pub(super) snapshot: Option<SortedMap<TopicName, Option<u32>>>,
    /// What the sticky assignor remembers: its last assignment and the generation of it.
    pub(super) remembered: (Assignment, Option<Generation>),
    pub(super) heartbeat: Heartbeat,
    /// An asynchronous commit was answered FENCED_INSTANCE_ID.
    pub(super) commit_fenced: bool,
    /// The membership that the owned partitions belong to was lost, and nothing has been assigned since.
    pub(super) lost_since_assigned: bool,
    /// The topics that the last JoinGroup named.
    pub(super) joined_topics: Option<Vec<TopicName>>,
    /// Metadata was asked for since the present rejoin became needed (for a pattern only).
    pub(super) refreshed: bool,
}

impl Default for Classic {
    fn default() -> Self {
        Classic {
            state: MemberState::Unjoined,
            generation: Generation::NONE,
            member_id: MemberId::default(),
            rejoin_needed: true,
            rejoin_cause: None,
            prepare: Prepare::Needed,
            joining: false,
            join_result: None,
            protocol: None,
            election: None,
            leading: false,
            snapshot: None,
            remembered: (Assignment::default(), None),
            heartbeat: Heartbeat::default(),
            commit_fenced: false,
            lost_since_assigned: false,
            joined_topics: None,
            refreshed: false,
        }
    }
}

impl Classic {
    /// Until when at most it commits before it joins, if it does that now.
    pub(super) fn commits_until(&self) -> Option<SimTime> {
        match self.prepare {
            Prepare::Committing { deadline } | Prepare::CommitFailed { deadline } => Some(deadline),
            Prepare::Needed | Prepare::Callbacks | Prepare::Done => None,
        }
    }
}

impl Consumer {
    /// The next poll has to join again, for this reason (the last one given travels in JoinGroup).
    fn request_rejoin(&mut self, cause: RejoinCause, fx: &mut Fx) {
        let membership = &mut self.membership.classic;
        let known = membership.rejoin_needed && membership.rejoin_cause.as_ref() == Some(&cause);
        membership.rejoin_needed = true;
        if known {
            return;
        }
        membership.rejoin_cause = Some(cause);
        membership.refreshed = false;
        fx.note(ConsumerFact::RejoinNeeded { cause });
    }

    /// The same, unless it has to already.
    fn request_rejoin_if_necessary(&mut self, cause: RejoinCause, fx: &mut Fx) {
        if !self.membership.classic.rejoin_needed {
            self.request_rejoin(cause, fx);
        }
    }

    /// Whether a join is needed or under way, as far as the client knows or will find out in its next poll.
    pub(in crate::kafka::consumer::membership) fn join_pending(&self) -> bool {
        let membership = &self.membership.classic;
        membership.rejoin_needed || membership.joining || self.subscription_changed()
    }

    /// Whether the subscription is not the one that it joined with.
    fn subscription_changed(&self) -> bool {
        let joined = self.membership.classic.joined_topics.as_ref();
        joined.is_some_and(|topics| *topics != self.subscription.topics)
    }

    /// The coordinator does not know this member (any more): its generation is void, and its id, unless only the
    /// generation was wrong.
    fn membership_lost(&mut self, error: ErrorCode, api: &'static str, fx: &mut Fx) {
        fx.note(ConsumerFact::MembershipLost { error });
        let id = match error {
            ErrorCode::IllegalGeneration => MemberIdAfter::Kept,
            _ => MemberIdAfter::Forgotten,
        };
        self.reset_membership(id, RejoinCause::MembershipLost { error, api }, fx);
    }

    /// `resetStateAndRejoin`: Unjoined, without a generation; the next join first calls onPartitionsLost.
    fn reset_membership(&mut self, id: MemberIdAfter, cause: RejoinCause, fx: &mut Fx) {
        let membership = &mut self.membership.classic;
        membership.state = MemberState::Unjoined;
        membership.generation = Generation::NONE;
        membership.prepare = Prepare::Needed;
        // A join that ended well is left for poll to find out that it was in vain.
        membership.joining = matches!(membership.join_result, Some((Ok(_), _)));
        membership.lost_since_assigned = true;
        (membership.leading, membership.election) = (false, None);
        if id == MemberIdAfter::Forgotten {
            membership.member_id = MemberId::default();
        }
        // What the old membership still asks for must not be taken for an answer to the next one's join.
        self.requests.forget(Purpose::joins);
        self.disable_heartbeat(fx);
        if !self.app.closing() {
            self.request_rejoin(cause, fx);
        }
    }

    /// Inside poll (`rejoinNeededOrPending`): whether the group's topics are no longer what this leader assigned,
    /// or the subscription no longer what it joined with.
    fn notice_changes(&mut self, fx: &mut Fx) {
        let membership = &self.membership.classic;
        let known = membership.snapshot.as_ref().zip(self.metadata.as_ref());
        let changed: Vec<TopicName> = known.map_or(Vec::new(), |(snapshot, topics)| {
            let differs =
                |(topic, partitions): &(&TopicName, &Option<u32>)| topics.get(*topic) != partitions.as_ref();
            snapshot.iter().filter(differs).map(|(topic, _)| *topic).collect()
        });
        if membership.joining {
            return;
        }
        if !changed.is_empty() && membership.leading && membership.state == MemberState::Stable {
            if !membership.rejoin_needed {
                let by_age = self.by_age.brought_news();
                fx.note(ConsumerFact::TopicsChanged { topics: changed.into(), by_age });
            }
            self.request_rejoin_if_necessary(RejoinCause::MetadataChanged, fx);
        } else if self.subscription_changed() {
            self.request_rejoin_if_necessary(RejoinCause::SubscriptionChanged, fx);
        }
    }
}
