//! The chain of an answer: from an entry to the command or fault it began with, step by step.

use super::commits::other_commit;
use super::{Asked, Step};
use crate::cluster::fact::{Fact, WorldFact};
use crate::cluster::journal::{Entry, EntryId};
use crate::kafka::api::{Assignment, ErrorCode, JoinGroupRequest, Request};
use crate::kafka::broker::fact::BrokerFact;
use crate::kafka::consumer::close_options::GroupMembershipOperation;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::coordinator::SessionSetting;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::ids::*;
use crate::kafka::offset_causes::CommitOrigin;
use crate::kafka::rebalance_causes::{RejoinCause, RemovalReason};
use crate::session::language::why::Claim;
use crate::session::language::why::commit::CommitClaim;
use crate::session::language::why::event::Event;
use crate::session::language::why::member::{MembershipClaim, Who};
use crate::session::language::why::reconciling::EpochClaim;
use crate::sim::time::SimDuration;

impl Asked<'_> {
    /// An entry, and because of what it is there, down to the beginning.
    pub(super) fn chain(&self, from: EntryId) -> Vec<Step> {
        self.folded(self.links(from, None))
    }

    /// What led to an entry, without the entry itself.
    pub(super) fn reasons(&self, of: EntryId) -> Vec<Step> {
        if let Some(told) = self.news(of).or_else(|| self.meanwhile(of)) {
            return self.folded(told);
        }
        match self.cluster.because(of) {
            Some(reason) => self.folded(self.links(reason.entry, Some(reason.of))),
            None => Vec::new(),
        }
    }

    /// Every step from an entry, which led to `of`, down to the beginning.
    pub(super) fn links(&self, from: EntryId, of: Option<EntryId>) -> Vec<Step> {
        let mut steps: Vec<Step> = Vec::new();
        let mut of_share = of.is_none_or(|of| self.is_of_share(of));
        let mut next = Some((from, of));
        while let Some((id, of)) = next
            && let Some(entry) = self.cluster.entry(id)
        {
            for claim in self.claims(entry, of.and_then(|of| self.cluster.entry(of))) {
                let last = steps.last();
                if last.is_none_or(|last| !self.are_the_same(&last.claim, &claim)) {
                    steps.push(Step::new(entry.id, entry.time, claim));
                }
            }
            steps.extend(of.map(|of| self.other_news(of, id)).unwrap_or_default());
            of_share &= self.is_of_share(id);
            let meanwhile = || if of_share { self.meanwhile(id) } else { None };
            if let Some(told) = self.news(id).or_else(meanwhile) {
                steps.extend(told);
                break;
            }
            next = self.cluster.because(id).map(|reason| (reason.entry, Some(reason.of)));
        }
        steps
    }

    /// What an entry says as a reason for something else; `of` is the entry it led to at once.
    pub(super) fn claims(&self, entry: &Entry, of: Option<&Entry>) -> Vec<Claim> {
        if let Some(closed) = of.and_then(|of| other_commit(entry, of)) {
            return vec![closed.into()];
        }
        let beside = of.and_then(|of| {
            self.setting(entry, of).or_else(|| waiting(entry, of)).or_else(|| self.learnt(entry, of))
        });
        let beside = beside.or_else(|| self.stayed(of?));
        beside.map(Claim::from).into_iter().chain(self.told_of(entry)).collect()
    }

    /// What an entry says by itself. Where nothing else is known of it, it says what the transcript has.
    pub(super) fn told_of(&self, entry: &Entry) -> Vec<Claim> {
        let told = match &entry.fact {
            Fact::World(done) => self.told_of_deed(entry, done).map(Claim::from),
            Fact::Consumer(client, said) => self.told_of_said(entry, client, said),
            Fact::Group(group, GroupFact::MemberRemoved { member, reason }) => {
                let claims = self.removal(entry, group, member, *reason);
                let unrevoked = (*reason == RemovalReason::DidNotRevoke).then(|| {
                    let within = self.cluster.told_to_revoke(entry.id, group, member);
                    EpochClaim::NotRevoked { who: self.who(entry.id, member), within }
                });
                return claims.into_iter().map(Claim::from).chain(unrevoked.map(Claim::from)).collect();
            }
            Fact::Group(group, said) => self.told_of_group(entry, group, said),
            Fact::Broker(_, BrokerFact::RecordsDeleted { .. }) => None,
        };
        vec![told.unwrap_or(Claim::Fact(entry.id))]
    }

    fn told_of_deed(&self, entry: &Entry, done: &WorldFact) -> Option<Event> {
        use WorldFact::*;
        Some(match *done {
            ProcessStarted { client, incarnation: 1 } => Event::Started(client),
            ProcessStarted { client, .. } => Event::StartedAgain(client),
            ProcessKilled { client, .. } => Event::Killed(client),
            ProcessFrozen { client } => Event::Frozen(client),
            LinkCut { client, broker } => Event::CutOff { client, broker },
            CloseRequested { client, leave: false } => Event::CloseWithoutLeavingAsked(client),
            CloseRequested { client, leave: true } => {
                Event::CloseAsked { client, operation: GroupMembershipOperation::Default }
            }
            CloseRequestedWith { client, operation, .. } => Event::CloseAsked { client, operation },
            GraceExpired { client, grace, in_close: true, .. } => Event::StillInClose { client, grace },
            GraceExpired { client, grace, in_hand, .. } => Event::NotClosed { client, grace, in_hand },
            ClosedInMidBatch { client, .. } => Event::ClosedInMidBatch(client),
            MemberRemovalAsked { group, instance } => Event::RemovalAsked { instance, group },
            TopicCreated { topic, partitions } => match self.cluster.created_again(entry.id, &topic) {
                true => Event::TopicCreatedAgain { topic, partitions },
                false => Event::TopicCreated { topic, partitions },
            },
            PartitionsAdded { topic, partitions } => Event::MorePartitions { topic, partitions },
            TopicDeleted { topic } => Event::TopicDeleted(topic),
            RecordPoisoned { partition, offset } => Event::CannotBeDeserialized { partition, offset },
            RetentionChanged { .. }
            | BurstAsked { .. }
            | ProcessThawed { .. }
            | CommitsDisturbed { .. }
            | CoordinatorLost { .. }
            | CoordinatorTookOver { .. }
            | OffsetsReset { .. }
            | DeletionAsked { .. }
            | LinkRestored { .. }
            | RateChanged { .. }
            | ProcessingTimeChanged { .. }
            | GroupBounced { .. } => return None,
        })
    }

    fn told_of_said(&self, entry: &Entry, who: &ClientName, said: &ConsumerFact) -> Option<Claim> {
        use ConsumerFact::*;
        let client = *who;
        Some(match said {
            WokenUp => Event::WokenUp(client).into(),
            CallRequested { call } => Event::CallAsked { client, call: call.clone() }.into(),
            ProcessClosed => self.closed(entry, who).into(),
            HandlerStalled { .. } => {
                let lasted = self.cluster.lasted(entry.id);
                let since = self.cluster.stall_began(entry.id).unwrap_or(entry.time);
                Event::Stalled { client, since, lasted }.into()
            }
            TopicIdChanged { topic, kept } => {
                Event::PositionKept { client, topic: *topic, kept: kept.clone() }.into()
            }
            PollIntervalExceeded { last_poll } => {
                Event::NotPolled { client, silent: entry.time.since(*last_poll) }.into()
            }
            PollReturned { records } => {
                let records = records.iter().map(|(_, from, to)| to - from).sum();
                Event::AtWork { client, records }.into()
            }
            CallbackStarted { callback, .. } => Event::InCallback { client, callback: *callback }.into(),
            CommitFailed { error, .. } => self.told_of_failure(entry, who, *error)?.into(),
            RequestTimedOut { api, .. } => self.told_of_timeout(entry, who, *api).into(),
            ResponseReceived { api, error, .. } => {
                CommitClaim::AnsweredWith { client, api: *api, error: *error }.into()
            }
            CoordinatorUnknown => {
                let timeout = self.cluster.settings_before(entry.id, who)?.session_timeout;
                CommitClaim::NoHeartbeatAnswer { client, timeout }.into()
            }
            AssignmentChanged { owned } if !self.shrank(entry, who, owned) => Claim::Fact(entry.id),
            AssignmentChanged { owned } if owned.is_empty() => MembershipClaim::GaveUpAll(client).into(),
            AssignmentChanged { owned } => {
                MembershipClaim::GaveUpAllBut { client, owned: owned.to_vec() }.into()
            }
            MembershipLost { error } => no_member(client, *error).into(),
            RejoinNeeded { cause } => self.told_of_rejoin(entry, client, cause).into(),
            HandlerResumed { .. }
            | SecondThread
            | RequestSent { .. }
            | SubscriptionChanged { .. }
            | Unsubscribed
            | TopicsChanged { .. }
            | JoinedGroup { .. }
            | AssignmentComputed { .. }
            | MemberStateChanged { .. }
            | EpochReached { .. }
            | CallbackFinished { .. }
            | PositionSet { .. }
            | Sought { .. }
            | PausedByCall { .. }
            | PauseForgotten { .. }
            | ResumedByCall { .. }
            | CommitStarted { .. }
            | CommitSucceeded { .. }
            | CommitCallback { .. }
            | PartitionsPaused { .. }
            | PartitionsResumed { .. }
            | ExceptionThrown { .. }
            | OffsetOutOfRange { .. }
            | DeserializationFailed { .. }
            | RecordSkipped { .. } => return None,
        })
    }

    fn told_of_group(&self, entry: &Entry, group: &GroupId, said: &GroupFact) -> Option<Claim> {
        use GroupFact::*;
        Some(match said {
            MemberAdded { member, instance } => {
                let (who, group) = (Who::Client(self.client(member)), *group);
                match *instance {
                    None => MembershipClaim::Joined { who, group }.into(),
                    Some(instance) => MembershipClaim::JoinedAsStatic { who, group, instance }.into(),
                }
            }
            StaticMemberReplaced { instance, old, new } => {
                self.replaced(entry.id, group, instance, (old, new))?.into()
            }
            AssignmentStored { generation, .. } => MembershipClaim::Assigned(*generation).into(),
            OffsetCommitLost { .. } => CommitClaim::NotStored(*group).into(),
            GroupStateChanged { .. }
            | MemberIdHandedOut { .. }
            | PendingMemberExpired { .. }
            | PendingMemberRemoved { .. }
            | MemberRemoved { .. }
            | RebalanceStarted { .. }
            | StaticMemberAbsent { .. }
            | JoinPhaseExtended { .. }
            | GenerationStarted { .. }
            | ProtocolsDiffer { .. }
            | LeaderElected { .. }
            | OffsetCommitted { .. }
            | OffsetCommitRefused { .. }
            | OffsetsExpired { .. }
            | OffsetsDeleted { .. }
            | ConsumerGroupBegan
            | GroupUpgraded { .. }
            | GroupDowngraded { .. }
            | ConsumerGroupStateChanged { .. }
            | GroupEpochRaised { .. }
            | TargetComputed { .. }
            | RevocationAsked { .. }
            | RevocationAcknowledged { .. }
            | MemberAdvanced { .. }
            | StaticMemberAway { .. }
            | HeartbeatRefused { .. }
            | GroupDeleted => return None,
        })
    }

    /// Whether a client owned something before its assignment changed that it does not own after that.
    fn shrank(&self, entry: &Entry, client: &ClientName, owned: &Assignment) -> bool {
        let changed = |said: &ConsumerFact| matches!(said, ConsumerFact::AssignmentChanged { .. });
        let before = self.cluster.last_said_since_start(entry.id, client, changed);
        match before.and_then(|before| before.fact.of_consumer(client)) {
            Some(ConsumerFact::AssignmentChanged { owned: before }) => {
                before.iter().any(|partition| !owned.contains(partition))
            }
            Some(_) | None => false,
        }
    }

    /// Why a consumer has to join again. It may not have taken what the leader gave it: since its subscription changed
    /// that can happen once because the leader had not heard of it; after that it is the sticky assignor.
    fn told_of_rejoin(&self, entry: &Entry, client: ClientName, cause: &RejoinCause) -> MembershipClaim {
        if *cause != RejoinCause::AssignmentDoesNotMatch {
            return MembershipClaim::HadToRejoin { client, reason: cause.to_string() };
        }
        let before = self.cluster.last_said(
            entry.id,
            &client,
            |said| matches!(said, ConsumerFact::RejoinNeeded { cause: before } if before == cause),
        );
        let again = before > self.cluster.changed_subscription(entry.id, &client);
        MembershipClaim::NotTaken { client, again }
    }

    fn removal(
        &self,
        entry: &Entry,
        group: &GroupId,
        member: &MemberId,
        reason: RemovalReason,
    ) -> Vec<MembershipClaim> {
        let (who, group) = (self.who(entry.id, member), *group);
        let removed = MembershipClaim::Removed { who, group };
        let timeouts = self.timeouts(entry.id, member);
        match reason {
            RemovalReason::Left => vec![MembershipClaim::Left { who, group }],
            RemovalReason::SessionExpired(by) => {
                let session = match by {
                    SessionSetting::Client => timeouts.map(|(session, _)| session),
                    SessionSetting::Broker | SessionSetting::Group => {
                        Some(self.cluster.coordinator().session_timeout_of(&group))
                    }
                };
                vec![removed, MembershipClaim::NoHeartbeat { who, session, by }]
            }
            RemovalReason::DidNotRevoke => vec![removed],
            RemovalReason::DidNotRejoin => {
                let within = timeouts.map(|(_, rebalance)| rebalance);
                vec![removed, MembershipClaim::NotRejoined { who, within }]
            }
            RemovalReason::DidNotSync => vec![removed, MembershipClaim::NoSync(who)],
            RemovalReason::GroupFull => vec![removed, MembershipClaim::GroupFull(group)],
            RemovalReason::NewMemberJoinExpired => vec![removed, MembershipClaim::FirstJoinExpired(who)],
            RemovalReason::RemovedByAdmin | RemovalReason::Replaced => vec![removed],
        }
    }

    /// The consumer's name; of a member whose consumer is not known, as much of the id as tells whose it is.
    fn client(&self, member: &MemberId) -> ClientName {
        let client = self.cluster.client_of_member(member);
        client.unwrap_or_else(|| ClientName::from(self.names.member(member)))
    }

    /// The consumer's name at an entry; of a member whose process had been started again by then, the earlier one.
    fn who(&self, before: EntryId, member: &MemberId) -> Who {
        let Some(client) = self.cluster.client_of_member(member) else {
            return Who::Client(self.client(member));
        };
        match self.cluster.admitted(before, member).zip(self.cluster.start_of(before, &client)) {
            Some((added, started)) if started > added => Who::Earlier(client, None),
            _ => Who::Client(client),
        }
    }

    /// `session.timeout.ms` and `max.poll.interval.ms` as the member's last JoinGroup had them.
    pub(in crate::session) fn timeouts(
        &self,
        before: EntryId,
        member: &MemberId,
    ) -> Option<(SimDuration, SimDuration)> {
        let client = self.cluster.client_of_member(member)?;
        let sent = |before: EntryId, wanted: &dyn Fn(&MemberId) -> bool| {
            self.cluster.last_said(before, &client, |said| {
                join_sent(said).is_some_and(|join| wanted(&join.member_id))
            })
        };
        // A static member joins without an id, and is given one.
        let first = || sent(self.cluster.admitted(before, member)?, &|_| true);
        let joining = sent(before, &|id| id == member).or_else(first)?;
        let join = join_sent(self.cluster.entry(joining)?.fact.of_consumer(&client)?)?;
        Some((join.session_timeout, join.rebalance_timeout))
    }
}

/// How a consumer learnt by this error that it is no member, or does not become one.
fn no_member(client: ClientName, error: ErrorCode) -> MembershipClaim {
    let (taken, text) = (error == ErrorCode::UnreleasedInstanceId, error.to_string());
    let refused = matches!(error, ErrorCode::InvalidRegularExpression | ErrorCode::GroupIdNotFound);
    match (error.forbids_joining(), refused) {
        (true, _) => MembershipClaim::NotLetIn { client, error: text, taken },
        (false, true) => MembershipClaim::Refused { client, error: text },
        (false, false) => MembershipClaim::LearntOfLoss { client, error: text },
    }
}

/// The JoinGroup that a consumer sends; `None` if it says something else.
pub(super) fn join_sent(said: &ConsumerFact) -> Option<&JoinGroupRequest> {
    let ConsumerFact::RequestSent { request: Some(request), .. } = said else { return None };
    let Request::JoinGroup(join) = &**request else { return None };
    Some(join)
}

/// What an application was in that could not poll, or join again, because of this.
fn waiting(entry: &Entry, of: &Entry) -> Option<Event> {
    if let (
        Fact::Consumer(client, ConsumerFact::CommitFailed { origin: CommitOrigin::Auto, .. }),
        Fact::Group(_, GroupFact::MemberRemoved { .. } | GroupFact::StaticMemberAbsent { .. }),
    ) = (&entry.fact, &of.fact)
    {
        return Some(Event::InAutomaticCommit(*client));
    }
    let Fact::Consumer(client, ConsumerFact::PollIntervalExceeded { .. }) = &of.fact else { return None };
    let commit = matches!(
        entry.fact,
        Fact::World(WorldFact::CoordinatorLost { .. } | WorldFact::LinkCut { .. })
            | Fact::Group(_, GroupFact::OffsetCommitLost { .. })
    );
    commit.then_some(Event::InCommitSync(*client))
}
