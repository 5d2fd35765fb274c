//! Why somebody joined, left or was taken out, why a group rebalanced, why a client gave up what it had.

use super::super::Cluster;
use super::super::journal::{Entry, EntryId};
use super::Hindered;
use super::application::ends;
use crate::cluster::fact::{Fact, WorldFact};
use crate::kafka::api::ErrorCode;
use crate::kafka::consumer::calls::Call;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::ids::*;
use crate::kafka::rebalance_causes::{RebalanceReason, RejoinCause, RemovalReason};

impl Cluster {
    pub(super) fn led_to_membership(&self, entry: &Entry) -> Option<EntryId> {
        let id = entry.id;
        match &entry.fact {
            Fact::Group(group, GroupFact::RebalanceStarted { reason }) => {
                self.began_rebalance(id, group, reason)
            }
            Fact::Group(group, GroupFact::GenerationStarted { .. }) => self.rebalance_of(id, group),
            Fact::Group(group, GroupFact::AssignmentStored { generation, .. }) => {
                self.last_before(id, |fact| {
                    matches!(fact, Fact::Group(of, GroupFact::GenerationStarted { generation: begun, .. })
                    if of == group && begun == generation)
                })
            }
            Fact::World(WorldFact::CoordinatorTookOver { group, .. }) => self.last_before(
                id,
                |fact| matches!(fact, Fact::World(WorldFact::CoordinatorLost { group: of }) if of == group),
            ),
            Fact::Group(
                _,
                GroupFact::MemberAdded { member, .. } | GroupFact::StaticMemberReplaced { new: member, .. },
            ) => self.led_to_joining(id, member),
            Fact::Group(_, GroupFact::MemberRemoved { member, reason, .. }) => {
                self.led_to_removal(id, member, *reason)
            }
            Fact::Group(_, GroupFact::StaticMemberAbsent { member, .. }) => {
                self.led_to_removal(id, member, RemovalReason::DidNotRejoin)
            }
            Fact::Consumer(client, ConsumerFact::RejoinNeeded { cause }) => {
                self.led_to_rejoin(entry, client, cause)
            }
            Fact::Consumer(client, ConsumerFact::AssignmentChanged { owned }) if owned.is_empty() => {
                self.took_away(id, client)
            }
            Fact::Consumer(client, ConsumerFact::AssignmentChanged { .. }) => self.took_some_away(id, client),
            Fact::Consumer(client, ConsumerFact::MembershipLost { .. }) => self.ended_membership(id, client),
            _ => None,
        }
    }

    pub(super) fn group_of(&self, client: &ClientName) -> Option<&GroupId> {
        self.consumer_spec(client).map(|spec| &spec.group)
    }

    /// The rebalance under way before an entry.
    pub fn rebalance_of(&self, before: EntryId, group: &GroupId) -> Option<EntryId> {
        self.last_before(
            before,
            |fact| matches!(fact, Fact::Group(of, GroupFact::RebalanceStarted { .. }) if of == group),
        )
    }

    /// The newest assignment of a group before an entry.
    pub(super) fn assignment_of(&self, before: EntryId, group: &GroupId) -> Option<EntryId> {
        self.last_before(
            before,
            |fact| matches!(fact, Fact::Group(of, GroupFact::AssignmentStored { .. }) if of == group),
        )
    }

    fn began_rebalance(&self, before: EntryId, group: &GroupId, reason: &RebalanceReason) -> Option<EntryId> {
        self.last_before(before, |fact| match (reason, fact) {
            (
                RebalanceReason::MemberJoined { member },
                Fact::Group(_, GroupFact::MemberAdded { member: added, .. }),
            ) => added == member,
            (
                RebalanceReason::MemberRemoved { member, .. },
                Fact::Group(_, GroupFact::MemberRemoved { member: removed, .. }),
            ) => removed == member,
            (
                RebalanceReason::StaticMemberReplaced { member },
                Fact::Group(_, GroupFact::StaticMemberReplaced { new, .. }),
            ) => new == member,
            (
                RebalanceReason::MemberChanged { member } | RebalanceReason::LeaderRejoined { member },
                Fact::Consumer(client, ConsumerFact::RejoinNeeded { .. }),
            ) => self.client_of_member(member).as_ref() == Some(client),
            (
                RebalanceReason::GroupTooLarge,
                Fact::World(WorldFact::CoordinatorTookOver { group: of, .. }),
            ) => of == group,
            _ => false,
        })
    }

    /// Why a client has to join again.
    fn led_to_rejoin(&self, entry: &Entry, client: &ClientName, cause: &RejoinCause) -> Option<EntryId> {
        let (id, group) = (entry.id, self.group_of(client)?);
        match cause {
            RejoinCause::NeedToRevoke => self.assignment_of(id, group),
            RejoinCause::AlreadyRebalancing
            | RejoinCause::CommitWhileRebalancing
            | RejoinCause::Failed(ErrorCode::RebalanceInProgress) => self.rebalance_of(id, group),
            RejoinCause::SubscriptionChanged | RejoinCause::AssignmentDoesNotMatch => {
                self.changed_subscription(id, client)
            }
            RejoinCause::MetadataChanged => self.changed_topics(id, client),
            RejoinCause::Failed(_)
            | RejoinCause::Disconnected
            | RejoinCause::ModifiedByHeartbeatThread { .. } => self.lost_the_coordinator(id, client, group),
            RejoinCause::GivenMemberId(_) | RejoinCause::MembershipLost { .. } | RejoinCause::Leaving => {
                self.led_to_joining_of(id, client)
            }
        }
    }

    /// The leader's topics have changed: what it subscribes to by a pattern may have changed with that.
    fn changed_topics(&self, before: EntryId, client: &ClientName) -> Option<EntryId> {
        let last = |is: fn(&ConsumerFact) -> bool| {
            self.last_before(before, |fact| fact.of_consumer(client).is_some_and(is))
        };
        let changed = last(|fact| matches!(fact, ConsumerFact::TopicsChanged { .. }));
        let rejoined = last(|fact| matches!(fact, ConsumerFact::RejoinNeeded { .. }));
        let subscribed = self.changed_subscription(before, client).filter(|entry| Some(*entry) > rejoined);
        subscribed.or(changed)
    }

    /// What took a client's join away from it: its coordinator went, or it was cut off, or lost its membership.
    fn lost_the_coordinator(&self, before: EntryId, client: &ClientName, group: &GroupId) -> Option<EntryId> {
        self.last_before(before, |fact| match fact {
            Fact::World(
                WorldFact::CoordinatorLost { group: of } | WorldFact::CoordinatorTookOver { group: of, .. },
            ) => of == group,
            Fact::Consumer(of, ConsumerFact::MembershipLost { .. })
            | Fact::World(WorldFact::ProcessStarted { client: of, .. }) => of == client,
            fact => self.cuts_coordinator(fact, client),
        })
    }

    /// A client that subscribed to something else since it joined has to join again because of that.
    pub(super) fn changed_subscription(&self, before: EntryId, client: &ClientName) -> Option<EntryId> {
        self.last_before(
            before,
            |fact| matches!(fact, Fact::Consumer(of, ConsumerFact::SubscriptionChanged { .. }) if of == client),
        )
    }

    fn led_to_removal(&self, before: EntryId, member: &MemberId, reason: RemovalReason) -> Option<EntryId> {
        let client = self.client_of_member(member)?;
        match reason {
            RemovalReason::SessionExpired => {
                self.silenced(before, member).or_else(|| self.lost_touch(before, member, &client))
            }
            RemovalReason::DidNotRejoin | RemovalReason::DidNotSync => {
                let silenced = self.silenced(before, member).or_else(|| self.commits_first(before, &client));
                silenced.or_else(|| self.kept_from_poll(before, &client))
            }
            RemovalReason::Left => self.left(before, &client),
            RemovalReason::NewMemberJoinExpired => self.led_to_joining_of(before, &client),
            RemovalReason::RemovedByAdmin | RemovalReason::Replaced | RemovalReason::GroupFull => None,
        }
    }

    /// The automatic commit that failed again and again, and for which a client neither rejoined nor left.
    fn commits_first(&self, before: EntryId, client: &ClientName) -> Option<EntryId> {
        let began = self.entry(self.rebalance_of(before, self.group_of(client)?)?)?.time;
        let hindered = self.hindered(before, began, client)?;
        let commits = matches!(hindered.kind, Hindered::CommitBeforeJoin | Hindered::CommitInClose);
        (commits
            && matches!(
                self.entry(hindered.entry)?.fact,
                Fact::Consumer(_, ConsumerFact::CommitFailed { .. })
            ))
        .then_some(hindered.entry)
    }

    /// What came between a member and its coordinator, though it is over: an answer may have been lost by it.
    pub(super) fn lost_touch(
        &self,
        before: EntryId,
        member: &MemberId,
        client: &ClientName,
    ) -> Option<EntryId> {
        let group = self.group_of(client)?;
        let found = self.last_before(before, |fact| match fact {
            Fact::Group(
                _,
                GroupFact::MemberAdded { member: of, .. } | GroupFact::StaticMemberReplaced { new: of, .. },
            ) => of == member,
            Fact::World(WorldFact::ProcessFrozen { client: of })
            | Fact::Consumer(of, ConsumerFact::MembershipLost { .. }) => of == client,
            Fact::World(WorldFact::CoordinatorLost { group: of }) => of == group,
            fact => self.cuts_coordinator(fact, client),
        })?;
        let joined = matches!(
            self.entry(found)?.fact,
            Fact::Group(_, GroupFact::MemberAdded { .. } | GroupFact::StaticMemberReplaced { .. })
        );
        (!joined).then_some(found)
    }

    /// Why a client sent LeaveGroup.
    fn left(&self, before: EntryId, client: &ClientName) -> Option<EntryId> {
        self.last_before(before, |fact| {
            let gives_up = matches!(
                fact.of_consumer(client),
                Some(ConsumerFact::PollIntervalExceeded { .. } | ConsumerFact::Unsubscribed)
            );
            gives_up || ends(fact, client)
        })
    }

    /// Why a client joined: it was started, had lost its place, or subscribes again.
    fn led_to_joining(&self, before: EntryId, member: &MemberId) -> Option<EntryId> {
        self.led_to_joining_of(before, &self.client_of_member(member)?)
    }

    fn led_to_joining_of(&self, before: EntryId, client: &ClientName) -> Option<EntryId> {
        let found = self.last_before(before, |fact| match fact {
            Fact::World(WorldFact::ProcessStarted { client: of, .. })
            | Fact::Consumer(
                of,
                ConsumerFact::MembershipLost { .. }
                | ConsumerFact::Unsubscribed
                | ConsumerFact::PollIntervalExceeded { .. },
            ) => of == client,
            _ => false,
        })?;
        if !matches!(self.entry(found)?.fact, Fact::Consumer(_, ConsumerFact::Unsubscribed)) {
            return Some(found);
        }
        self.changed_subscription(before, client).filter(|again| *again > found).or(Some(found))
    }

    /// Why a client is no longer a member: it was removed or replaced, the group was read anew without it, or went on
    /// without it.
    pub(super) fn ended_membership(&self, before: EntryId, client: &ClientName) -> Option<EntryId> {
        let group = self.group_of(client)?;
        let owner = |member: &MemberId| self.client_of_member(member);
        let its = |member: &MemberId| owner(member).as_ref() == Some(client);
        let found = self.last_before(before, |fact| match fact {
            Fact::Group(
                _,
                GroupFact::MemberRemoved { member, .. } | GroupFact::StaticMemberAbsent { member, .. },
            ) => its(member),
            Fact::Group(_, GroupFact::StaticMemberReplaced { old, new, .. }) => its(old) && !its(new),
            Fact::World(WorldFact::CoordinatorTookOver { group: of, .. }) => of == group,
            Fact::World(WorldFact::ProcessStarted { client: of, .. }) => of == client,
            _ => false,
        })?;
        match self.entry(found)?.fact {
            Fact::World(WorldFact::ProcessStarted { .. }) => self.rebalance_of(before, group),
            _ => Some(found),
        }
    }

    /// Whether a consumer lost a partition after one assignment gave it to him and before another did: its process or
    /// its membership ended, or the topic became another.
    pub fn lost_between(
        &self,
        earlier: EntryId,
        later: EntryId,
        owner: &ClientName,
        partition: &TopicPartition,
    ) -> bool {
        let Some(Fact::Group(_, GroupFact::AssignmentStored { assignments, .. })) =
            self.entry(earlier).map(|entry| &entry.fact)
        else {
            return false;
        };
        // An earlier process of the same consumer may have been a member as well: its end takes nothing from this one.
        let held = |member: &MemberId| {
            assignments.iter().any(|(of, partitions)| of == member && partitions.contains(partition))
        };
        let lost = self.last_before(later, |fact| match fact {
            Fact::World(WorldFact::ProcessStarted { client, .. })
            | Fact::Consumer(
                client,
                ConsumerFact::MembershipLost { .. }
                | ConsumerFact::PollIntervalExceeded { .. }
                | ConsumerFact::Unsubscribed,
            ) => client == owner,
            Fact::Group(_, GroupFact::MemberRemoved { member, .. }) => held(member),
            Fact::Group(_, GroupFact::StaticMemberReplaced { old, new, .. }) => {
                held(old) && self.client_of_member(new).as_ref() != Some(owner)
            }
            Fact::World(WorldFact::TopicCreated { topic, .. } | WorldFact::TopicDeleted { topic }) => {
                *topic == partition.topic
            }
            _ => false,
        });
        lost > Some(earlier)
    }

    /// Why a client has nothing any more: it closes, lost its place, or the group rebalances.
    fn took_away(&self, before: EntryId, client: &ClientName) -> Option<EntryId> {
        let group = self.group_of(client)?;
        self.last_before(before, |fact| match fact {
            Fact::Consumer(
                of,
                ConsumerFact::CallRequested { call: Call::Unsubscribe }
                | ConsumerFact::MembershipLost { .. }
                | ConsumerFact::PollIntervalExceeded { .. },
            ) => of == client,
            Fact::Group(of, GroupFact::RebalanceStarted { .. }) => of == group,
            fact => ends(fact, client),
        })
    }

    /// Why a client has less than before: another assignment, or another subscription.
    fn took_some_away(&self, before: EntryId, client: &ClientName) -> Option<EntryId> {
        self.assignment_of(before, self.group_of(client)?).max(self.changed_subscription(before, client))
    }

    /// What silenced the process that had this member id, if anything did: the first thing since it joined that was
    /// not undone again.
    pub(in crate::cluster) fn silenced(&self, before: EntryId, member: &MemberId) -> Option<EntryId> {
        let client = self.client_of_member(member)?;
        let coordinator = self.nodes.brokers.coordinator(&self.consumer_spec(&client)?.group);
        let mut found = None;
        let (mut thawed, mut mended) = (false, false);
        for entry in self.backwards(before) {
            match &entry.fact {
                Fact::Group(
                    _,
                    GroupFact::MemberAdded { member: of, .. }
                    | GroupFact::StaticMemberReplaced { new: of, .. },
                ) if of == member => {
                    break;
                }
                Fact::World(WorldFact::ProcessThawed { client: of }) if *of == client => thawed = true,
                Fact::World(WorldFact::LinkRestored { client: of }) if *of == client => mended = true,
                Fact::World(WorldFact::ProcessFrozen { client: of }) if *of == client => {
                    found = if std::mem::take(&mut thawed) { found } else { Some(entry.id) };
                }
                Fact::World(WorldFact::LinkCut { client: of, broker })
                    if *of == client && broker.is_none_or(|broker| broker == coordinator) =>
                {
                    found = if std::mem::take(&mut mended) { found } else { Some(entry.id) };
                }
                Fact::World(WorldFact::ProcessKilled { client: of, .. })
                | Fact::Consumer(
                    of,
                    ConsumerFact::ProcessClosed
                    | ConsumerFact::PollIntervalExceeded { .. }
                    | ConsumerFact::Unsubscribed
                    | ConsumerFact::HandlerStalled { heartbeats: false, at_work: true },
                ) if *of == client => {
                    found = Some(entry.id);
                }
                _ => {}
            }
        }
        found
    }
}
