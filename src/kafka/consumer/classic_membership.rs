//! Being a member of a classic group (`AbstractCoordinator`, `ConsumerCoordinator`): what the client knows of its
//! membership, how it loses it, and when it has to join again. Joining itself is in `joining`.
//!
//! An answer is handled by the thread that reads it (`network_client`); it changes the state of the membership, and
//! what the application has to do about that waits for its next poll.
//!
//! Not modelled: racks that change, `enforceRebalance`.

use super::close_options::GroupMembershipOperation;
use super::heartbeat::Heartbeat;
use super::requests::Purpose;
use super::retries::Asked;
use super::{Consumer, ConsumerTimer, Fx};
use crate::kafka::api::*;
use crate::kafka::assignor::AssignorName;
use crate::kafka::effects::Ticket;
use crate::kafka::fact::{Exception, Fact};
use crate::kafka::ids::*;
use crate::sim::sorted::SortedMap;
use crate::sim::time::SimTime;
use std::sync::Arc;

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
}

impl MemberState {
    /// The constant of Kafka's enum, as the client's own messages spell it.
    pub const fn kafka_name(self) -> &'static str {
        match self {
            MemberState::Unjoined => "UNJOINED",
            MemberState::PreparingRebalance => "PREPARING_REBALANCE",
            MemberState::CompletingRebalance => "COMPLETING_REBALANCE",
            MemberState::Stable => "STABLE",
        }
    }

    /// As it is shown on a card.
    pub const fn name(self) -> &'static str {
        match self {
            MemberState::Unjoined => "Unjoined",
            MemberState::PreparingRebalance => "PreparingRebalance",
            MemberState::CompletingRebalance => "CompletingRebalance",
            MemberState::Stable => "Stable",
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

/// Why a join failed that poll has yet to hear of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum JoinFailure {
    /// JoinGroup or SyncGroup was answered with this error.
    Refused(ErrorCode),
    /// Its connection is closed.
    Disconnected,
}

/// The membership.
#[derive(Clone, Debug)]
pub struct Membership {
    pub(super) state: MemberState,
    pub(super) generation: Generation,
    pub(super) member_id: MemberId,
    pub(super) coordinator: Option<BrokerId>,
    /// FindCoordinator is under way (`findCoordinatorFuture`).
    pub(super) finding: bool,
    /// The connection to the coordinator is being made, and nobody pumps the network now.
    pub(super) connecting: bool,
    pub(super) rejoin_needed: bool,
    pub(super) rejoin_reason: Arc<str>,
    pub(super) prepare: Prepare,
    /// JoinGroup was sent, and poll has not heard yet how the join ended (`joinFuture`).
    pub(super) joining: bool,
    /// How it ended: with an assignment, which only poll installs, or not.
    pub(super) join_result: Option<(Result<Assignment, JoinFailure>, Ticket)>,
    /// Nothing is sent before this.
    pub(super) retry_at: Option<SimTime>,
    pub(super) attempts: u32,
    pub(super) protocol: Option<AssignorName>,
    pub(super) election: Option<Election>,
    pub(super) leading: bool,
    /// As leader: the group's topics and their partitions as of the last assignment.
    pub(super) snapshot: Option<SortedMap<TopicName, Option<u32>>>,
    /// What the sticky assignor remembers: its last assignment and the generation of it.
    pub(super) remembered: (Assignment, Option<Generation>),
    pub(super) heartbeat: Heartbeat,
    /// When poll was last called.
    pub(super) last_poll: Option<SimTime>,
    /// To be thrown at the next poll.
    pub(super) fatal: Option<Exception>,
    /// An asynchronous commit was answered FENCED_INSTANCE_ID.
    pub(super) commit_fenced: bool,
    /// The membership that the owned partitions belong to was lost, and nothing has been assigned since.
    pub(super) lost_since_assigned: bool,
    /// The topics that the last JoinGroup named.
    pub(super) joined_topics: Option<Vec<TopicName>>,
    /// Metadata was asked for since the present rejoin became needed (for a pattern only).
    pub(super) refreshed: bool,
}

impl Default for Membership {
    fn default() -> Self {
        Membership {
            state: MemberState::Unjoined,
            generation: Generation::NONE,
            member_id: MemberId::default(),
            coordinator: None,
            finding: false,
            connecting: false,
            rejoin_needed: true,
            rejoin_reason: Arc::from(""),
            prepare: Prepare::Needed,
            joining: false,
            join_result: None,
            retry_at: None,
            attempts: 0,
            protocol: None,
            election: None,
            leading: false,
            snapshot: None,
            remembered: (Assignment::default(), None),
            heartbeat: Heartbeat::default(),
            last_poll: None,
            fatal: None,
            commit_fenced: false,
            lost_since_assigned: false,
            joined_topics: None,
            refreshed: false,
        }
    }
}

impl Membership {
    /// Where the member stands.
    pub fn state(&self) -> MemberState {
        self.state
    }

    /// The generation it believes in.
    pub fn generation(&self) -> Generation {
        self.generation
    }

    /// Its member id; empty while it has none.
    pub fn member_id(&self) -> &MemberId {
        &self.member_id
    }

    /// Whether it believes it leads the group.
    pub fn leading(&self) -> bool {
        self.leading
    }

    /// What the heartbeat thread knows.
    pub fn heartbeat(&self) -> &Heartbeat {
        &self.heartbeat
    }

    /// When poll was last called.
    pub fn last_poll(&self) -> Option<SimTime> {
        self.last_poll
    }

    /// The coordinator, if it is known.
    pub fn coordinator(&self) -> Option<BrokerId> {
        self.coordinator
    }

    /// Whether a join waits for the automatic commit before it.
    pub fn commits_first(&self) -> bool {
        self.commits_until().is_some()
    }

    /// Until when at most it commits before it joins, if it does that now.
    pub fn commits_until(&self) -> Option<SimTime> {
        match self.prepare {
            Prepare::Committing { deadline } | Prepare::CommitFailed { deadline } => Some(deadline),
            Prepare::Needed | Prepare::Callbacks | Prepare::Done => None,
        }
    }
}

impl Consumer {
    /// The next poll has to join again, for this reason (the last one given travels in JoinGroup).
    pub(super) fn request_rejoin(&mut self, reason: &str, fx: &mut Fx) {
        let membership = &mut self.membership;
        let known = membership.rejoin_needed && *membership.rejoin_reason == *reason;
        membership.rejoin_needed = true;
        if known {
            return;
        }
        membership.rejoin_reason = Arc::from(reason);
        membership.refreshed = false;
        let reason = membership.rejoin_reason.clone();
        fx.note(Fact::RejoinNeeded { client: self.name.clone(), reason });
    }

    /// The same, unless it has to already.
    fn request_rejoin_if_necessary(&mut self, reason: &str, fx: &mut Fx) {
        if !self.membership.rejoin_needed {
            self.request_rejoin(reason, fx);
        }
    }

    /// Whether a join is needed or under way, as far as the client knows or will find out in its next poll.
    pub fn rejoining(&self) -> bool {
        let membership = &self.membership;
        membership.rejoin_needed || membership.joining || self.subscription_changed()
    }

    /// Whether the subscription is not the one that it joined with.
    fn subscription_changed(&self) -> bool {
        let joined = self.membership.joined_topics.as_ref();
        joined.is_some_and(|topics| *topics != self.subscription.topics)
    }

    /// The coordinator does not know this member (any more): its generation is void, and its id, unless only the
    /// generation was wrong.
    pub(super) fn membership_lost(&mut self, error: ErrorCode, api: &str, fx: &mut Fx) {
        fx.note(Fact::MembershipLost { client: self.name.clone(), error });
        let reason = format!("encountered {error} from {api} response");
        self.reset_membership(error != ErrorCode::IllegalGeneration, &reason, fx);
    }

    /// `resetStateAndRejoin`: Unjoined, without a generation; the next join first calls onPartitionsLost.
    pub(super) fn reset_membership(&mut self, forget_id: bool, reason: &str, fx: &mut Fx) {
        let membership = &mut self.membership;
        membership.state = MemberState::Unjoined;
        membership.generation = Generation::NONE;
        membership.prepare = Prepare::Needed;
        // A join that ended well is left for poll to find out that it was in vain.
        membership.joining = matches!(membership.join_result, Some((Ok(_), _)));
        membership.lost_since_assigned = true;
        (membership.leading, membership.election) = (false, None);
        if forget_id {
            membership.member_id = MemberId::default();
        }
        // What the old membership still asks for must not be taken for an answer to the next one's join.
        self.requests.forget(|purpose| matches!(purpose, Purpose::Join | Purpose::Sync(_)));
        self.disable_heartbeat(fx);
        if !self.app.closing() {
            self.request_rejoin(reason, fx);
        }
    }

    /// Sends LeaveGroup if this member is dynamic and joined.
    pub(super) fn send_leave(&mut self, reason: &str, now: SimTime, fx: &mut Fx) {
        self.send_leave_for(GroupMembershipOperation::Default, reason, now, fx);
    }

    /// News of the topics; a pattern is matched with them.
    pub(super) fn metadata_learnt(&mut self, topics: TopicMetadata, now: SimTime, fx: &mut Fx) {
        if self.subscription.match_topics(&topics) {
            self.note_subscription(fx);
        }
        self.metadata = Some(topics);
        self.retries.answered(Asked::Metadata);
        self.topics_refreshed(now, fx);
        self.ask_for_missing_topics(now, fx);
        self.membership.refreshed = true;
        self.lead_if_elected(now, fx);
    }

    /// As long as a subscribed topic does not exist (to the leader: one that any member subscribes to), the metadata
    /// are asked for again after `retry.backoff.ms`, doubling up to `retry.backoff.max.ms`.
    pub(super) fn ask_for_missing_topics(&mut self, now: SimTime, fx: &mut Fx) {
        let Some(topics) = &self.metadata else { return };
        let listed = self.subscription.topics.iter().filter(|_| self.subscription.pattern.is_none());
        let led = self.membership.snapshot.iter().filter(|_| self.membership.leading);
        let missing = listed.chain(led.flat_map(SortedMap::keys)).any(|topic| !topics.contains_key(topic));
        if missing {
            let at = self.ask_later(Asked::MissingTopics, now, fx);
            fx.set_timer(ConsumerTimer::Metadata, at);
        } else {
            self.retries.answered(Asked::MissingTopics);
        }
    }

    /// Inside poll (`rejoinNeededOrPending`): whether the group's topics are no longer what this leader assigned,
    /// or the subscription no longer what it joined with.
    pub(super) fn notice_changes(&mut self, fx: &mut Fx) {
        let membership = &self.membership;
        let known = membership.snapshot.as_ref().zip(self.metadata.as_ref());
        let changed: Vec<TopicName> = known.map_or(Vec::new(), |(snapshot, topics)| {
            let differs =
                |(topic, partitions): &(&TopicName, &Option<u32>)| topics.get(*topic) != partitions.as_ref();
            snapshot.iter().filter(differs).map(|(topic, _)| topic.clone()).collect()
        });
        if membership.joining {
            return;
        }
        if !changed.is_empty() && membership.leading && membership.state == MemberState::Stable {
            if !membership.rejoin_needed {
                fx.note(Fact::TopicsChanged { client: self.name.clone(), topics: changed.into() });
            }
            self.request_rejoin_if_necessary("cached metadata has changed", fx);
        } else if self.subscription_changed() {
            self.request_rejoin_if_necessary("subscription has changed", fx);
        }
    }
}
