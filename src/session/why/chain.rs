//! The chain of an answer: from an entry to the command or fault it began with, step by step.

use super::commits::other_commit;
use super::{Asked, Step};
use crate::cluster::fact::{Fact, WorldFact};
use crate::cluster::journal::{Entry, EntryId};
use crate::kafka::api::{ApiKey, Request};
use crate::kafka::consumer::close_options::GroupMembershipOperation;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::ids::*;
use crate::kafka::offset_causes::CommitOrigin;
use crate::kafka::rebalance_causes::{RejoinCause, RemovalReason};
use crate::session::language::why::Claim;
use crate::session::language::why::event::Event;
use crate::session::language::why::member::{Membership, Who};
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

    pub(super) fn told_of(&self, entry: &Entry) -> Vec<Claim> {
        let claim = match &entry.fact {
            Fact::Group(group, GroupFact::MemberRemoved { member, reason }) => {
                let claims = self.removal(entry, group, member, *reason);
                return claims.into_iter().map(Claim::from).collect();
            }
            Fact::World(
                WorldFact::TopicCreated { .. }
                | WorldFact::PartitionsAdded { .. }
                | WorldFact::TopicDeleted { .. },
            )
            | Fact::Consumer(_, ConsumerFact::TopicIdChanged { .. })
            | Fact::World(WorldFact::RecordPoisoned { .. }) => self.of_topic(entry).map(Claim::from),
            Fact::Consumer(
                _,
                ConsumerFact::RequestTimedOut { .. }
                | ConsumerFact::ResponseReceived { .. }
                | ConsumerFact::CoordinatorUnknown
                | ConsumerFact::CommitFailed { .. },
            )
            | Fact::Group(_, GroupFact::OffsetCommitLost { .. }) => self.of_commit(entry).map(Claim::from),
            Fact::Group(_, GroupFact::MemberAdded { .. } | GroupFact::StaticMemberReplaced { .. })
            | Fact::Consumer(_, ConsumerFact::AssignmentChanged { .. })
            | Fact::Group(_, GroupFact::AssignmentStored { .. })
            | Fact::Consumer(_, ConsumerFact::MembershipLost { .. } | ConsumerFact::RejoinNeeded { .. }) => {
                self.of_member(entry).map(Claim::from)
            }
            _ => self.of_process(entry).or_else(|| at_work(entry)).map(Claim::from),
        };
        vec![claim.unwrap_or(Claim::Fact(entry.id))]
    }

    /// What was done to a process, or what an application did.
    fn of_process(&self, entry: &Entry) -> Option<Event> {
        Some(match &entry.fact {
            Fact::Consumer(client, ConsumerFact::WokenUp) => Event::WokenUp(*client),
            Fact::Consumer(client, ConsumerFact::CallRequested { call }) => {
                Event::CallAsked { client: *client, call: call.clone() }
            }
            Fact::World(WorldFact::ProcessKilled { client, .. }) => Event::Killed(*client),
            Fact::Consumer(client, ConsumerFact::ProcessClosed) => self.closed(entry, client),
            Fact::World(WorldFact::ProcessFrozen { client }) => Event::Frozen(*client),
            Fact::World(WorldFact::ProcessStarted { client, incarnation: 1 }) => Event::Started(*client),
            Fact::World(WorldFact::ProcessStarted { client, .. }) => Event::StartedAgain(*client),
            Fact::World(WorldFact::LinkCut { client, broker }) => {
                Event::CutOff { client: *client, broker: *broker }
            }
            Fact::Consumer(client, ConsumerFact::HandlerStalled { .. }) => {
                let lasted = self.cluster.lasted(entry.id);
                let since = self.cluster.stall_began(entry.id).unwrap_or(entry.time);
                Event::Stalled { client: *client, since, lasted }
            }
            Fact::World(WorldFact::CloseRequested { client, leave: false }) => {
                Event::CloseWithoutLeavingAsked(*client)
            }
            Fact::World(WorldFact::CloseRequested { client, .. }) => {
                Event::CloseAsked { client: *client, operation: GroupMembershipOperation::Default }
            }
            Fact::World(WorldFact::CloseRequestedWith { client, operation, .. }) => {
                Event::CloseAsked { client: *client, operation: *operation }
            }
            Fact::World(WorldFact::GraceExpired { client, grace, in_close: true, .. }) => {
                Event::StillInClose { client: *client, grace: *grace }
            }
            Fact::World(WorldFact::GraceExpired { client, grace, in_hand, .. }) => {
                Event::NotClosed { client: *client, grace: *grace, in_hand: *in_hand }
            }
            Fact::World(WorldFact::ClosedInMidBatch { client, .. }) => Event::ClosedInMidBatch(*client),
            Fact::World(WorldFact::MemberRemovalAsked { group, instance }) => {
                Event::RemovalAsked { instance: *instance, group: *group }
            }
            _ => return None,
        })
    }

    /// What became of a topic.
    fn of_topic(&self, entry: &Entry) -> Option<Event> {
        Some(match &entry.fact {
            Fact::World(WorldFact::TopicCreated { topic, partitions }) => {
                let (topic, partitions) = (*topic, *partitions);
                match self.cluster.created_again(entry.id, &topic) {
                    true => Event::TopicCreatedAgain { topic, partitions },
                    false => Event::TopicCreated { topic, partitions },
                }
            }
            Fact::Consumer(client, ConsumerFact::TopicIdChanged { topic, kept }) => {
                Event::PositionKept { client: *client, topic: *topic, kept: kept.clone() }
            }
            Fact::World(WorldFact::PartitionsAdded { topic, partitions }) => {
                Event::MorePartitions { topic: *topic, partitions: *partitions }
            }
            Fact::World(WorldFact::TopicDeleted { topic }) => Event::TopicDeleted(*topic),
            Fact::World(WorldFact::RecordPoisoned { partition, offset }) => {
                Event::CannotBeDeserialized { partition: *partition, offset: *offset }
            }
            _ => return None,
        })
    }

    /// How a member came into its group, what it gave up, and why it joined again.
    fn of_member(&self, entry: &Entry) -> Option<Membership> {
        Some(match &entry.fact {
            Fact::Group(group, GroupFact::MemberAdded { member, instance }) => {
                let (who, group) = (Who::Client(self.client(member)), *group);
                match *instance {
                    None => Membership::Joined { who, group },
                    Some(instance) => Membership::JoinedAsStatic { who, group, instance },
                }
            }
            Fact::Group(group, GroupFact::StaticMemberReplaced { instance, old, new }) => {
                self.replaced(entry.id, group, instance, (old, new))?
            }
            Fact::Consumer(client, ConsumerFact::AssignmentChanged { owned }) if owned.is_empty() => {
                Membership::GaveUpAll(*client)
            }
            Fact::Consumer(client, ConsumerFact::AssignmentChanged { owned }) => {
                Membership::GaveUpAllBut { client: *client, owned: owned.to_vec() }
            }
            Fact::Group(_, GroupFact::AssignmentStored { generation, .. }) => {
                Membership::Assigned(*generation)
            }
            Fact::Consumer(client, ConsumerFact::MembershipLost { error }) => {
                Membership::LearntOfLoss { client: *client, error: error.to_string() }
            }
            Fact::Consumer(client, ConsumerFact::RejoinNeeded { cause }) => match cause {
                RejoinCause::AssignmentDoesNotMatch => self.not_taken(entry.id, client),
                cause => Membership::HadToRejoin { client: *client, reason: cause.to_string() },
            },
            _ => return None,
        })
    }

    /// A member did not take what the leader gave it. Since its subscription changed that can happen once because the
    /// leader had not heard of it; after that it is the sticky assignor.
    fn not_taken(&self, before: EntryId, client: &ClientName) -> Membership {
        let last = self.cluster.last_before(before, |fact| match fact {
            Fact::Consumer(of, ConsumerFact::SubscriptionChanged { .. }) => of == client,
            Fact::Consumer(of, ConsumerFact::RejoinNeeded { cause }) => {
                of == client && *cause == RejoinCause::AssignmentDoesNotMatch
            }
            _ => false,
        });
        let again = last.and_then(|last| self.cluster.entry(last));
        let again = again
            .is_some_and(|entry| matches!(entry.fact, Fact::Consumer(_, ConsumerFact::RejoinNeeded { .. })));
        Membership::NotTaken { client: *client, again }
    }

    fn removal(
        &self,
        entry: &Entry,
        group: &GroupId,
        member: &MemberId,
        reason: RemovalReason,
    ) -> Vec<Membership> {
        let (who, group) = (self.who(entry.id, member), *group);
        let removed = Membership::Removed { who, group };
        let timeouts = self.timeouts(entry.id, member);
        match reason {
            RemovalReason::Left => vec![Membership::Left { who, group }],
            RemovalReason::SessionExpired => {
                let session = timeouts.map(|(session, _)| session);
                vec![removed, Membership::NoHeartbeat { who, session }]
            }
            RemovalReason::DidNotRejoin => {
                let within = timeouts.map(|(_, rebalance)| rebalance);
                vec![removed, Membership::NotRejoined { who, within }]
            }
            RemovalReason::DidNotSync => vec![removed, Membership::NoSync(who)],
            RemovalReason::GroupFull => vec![removed, Membership::GroupFull(group)],
            RemovalReason::NewMemberJoinExpired => vec![removed, Membership::FirstJoinExpired(who)],
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
        match self.added(before, member).zip(self.cluster.start_of(before, &client)) {
            Some((added, started)) if started > added => Who::Earlier(client, None),
            _ => Who::Client(client),
        }
    }

    /// Where a member came into its group.
    fn added(&self, before: EntryId, member: &MemberId) -> Option<EntryId> {
        self.cluster.last_before(before, |fact| match fact {
            Fact::Group(
                _,
                GroupFact::MemberAdded { member: of, .. } | GroupFact::StaticMemberReplaced { new: of, .. },
            ) => of == member,
            _ => false,
        })
    }

    /// `session.timeout.ms` and `max.poll.interval.ms` as the member's last JoinGroup had them.
    pub(in crate::session) fn timeouts(
        &self,
        before: EntryId,
        member: &MemberId,
    ) -> Option<(SimDuration, SimDuration)> {
        let client = self.cluster.client_of_member(member)?;
        let sent = |before: EntryId, wanted: &dyn Fn(&MemberId) -> bool| {
            self.cluster.last_before(before, |fact| match fact {
                Fact::Consumer(
                    of,
                    ConsumerFact::RequestSent { api: ApiKey::JoinGroup, request: Some(request), .. },
                ) => {
                    *of == client && matches!(&**request, Request::JoinGroup(join) if wanted(&join.member_id))
                }
                _ => false,
            })
        };
        // A static member joins without an id, and is given one.
        let first = || sent(self.added(before, member)?, &|_| true);
        let joining = sent(before, &|id| id == member).or_else(first)?;
        match &self.cluster.entry(joining)?.fact {
            Fact::Consumer(_, ConsumerFact::RequestSent { request: Some(request), .. }) => match &**request {
                Request::JoinGroup(join) => Some((join.session_timeout, join.rebalance_timeout)),
                _ => None,
            },
            _ => None,
        }
    }
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

/// What kept an application from polling.
fn at_work(entry: &Entry) -> Option<Event> {
    Some(match &entry.fact {
        Fact::Consumer(client, ConsumerFact::PollIntervalExceeded { last_poll }) => {
            Event::NotPolled { client: *client, silent: entry.time.since(*last_poll) }
        }
        Fact::Consumer(client, ConsumerFact::PollReturned { records }) => {
            let records = records.iter().map(|(_, from, to)| to - from).sum();
            Event::AtWork { client: *client, records }
        }
        Fact::Consumer(client, ConsumerFact::CallbackStarted { callback, .. }) => {
            Event::InCallback { client: *client, callback: *callback }
        }
        _ => return None,
    })
}
