//! Why somebody joined, left or was taken out, why a group rebalanced, why a client gave up what it had.

use super::super::Cluster;
use super::super::journal::{Entry, EntryId};
use super::application::ends;
use crate::kafka::consumer::calls::Call;
use crate::kafka::fact::{Fact, RebalanceReason, RemovalReason};
use crate::kafka::ids::*;

impl Cluster {
    pub(super) fn led_to_membership(&self, entry: &Entry) -> Option<EntryId> {
        let id = entry.id;
        match &entry.fact {
            Fact::RebalanceStarted { group, reason } => self.began_rebalance(id, group, reason),
            Fact::GenerationStarted { group, .. } => self.rebalance_of(id, group),
            Fact::AssignmentStored { group, generation, .. } => self.last_before(id, |fact| {
                matches!(fact, Fact::GenerationStarted { group: of, generation: begun, .. }
                    if of == group && begun == generation)
            }),
            Fact::CoordinatorTookOver { group, .. } => self
                .last_before(id, |fact| matches!(fact, Fact::CoordinatorLost { group: of } if of == group)),
            Fact::MemberAdded { member, .. } | Fact::StaticMemberReplaced { new: member, .. } => {
                self.led_to_joining(id, member)
            }
            Fact::MemberRemoved { member, reason, .. } => self.led_to_removal(id, member, *reason),
            Fact::StaticMemberAbsent { member, .. } => {
                self.led_to_removal(id, member, RemovalReason::DidNotRejoin)
            }
            Fact::RejoinNeeded { client, reason } => self.led_to_rejoin(entry, client, reason),
            Fact::AssignmentChanged { client, owned } if owned.is_empty() => self.took_away(id, client),
            Fact::AssignmentChanged { client, .. } => self.took_some_away(id, client),
            Fact::MembershipLost { client, .. } => self.ended_membership(id, client),
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
            |fact| matches!(fact, Fact::RebalanceStarted { group: of, .. } if of == group),
        )
    }

    /// The newest assignment of a group before an entry.
    pub(super) fn assignment_of(&self, before: EntryId, group: &GroupId) -> Option<EntryId> {
        self.last_before(
            before,
            |fact| matches!(fact, Fact::AssignmentStored { group: of, .. } if of == group),
        )
    }

    fn began_rebalance(&self, before: EntryId, group: &GroupId, reason: &RebalanceReason) -> Option<EntryId> {
        self.last_before(before, |fact| match (reason, fact) {
            (RebalanceReason::MemberJoined { member }, Fact::MemberAdded { member: added, .. }) => {
                added == member
            }
            (RebalanceReason::MemberRemoved { member, .. }, Fact::MemberRemoved { member: removed, .. }) => {
                removed == member
            }
            (RebalanceReason::StaticMemberReplaced { member }, Fact::StaticMemberReplaced { new, .. }) => {
                new == member
            }
            (
                RebalanceReason::MemberChanged { member } | RebalanceReason::LeaderRejoined { member },
                Fact::RejoinNeeded { client, .. },
            ) => self.client_of_member(member).as_ref() == Some(client),
            (RebalanceReason::GroupTooLarge, Fact::CoordinatorTookOver { group: of, .. }) => of == group,
            _ => false,
        })
    }

    /// Why a client has to join again. The reasons are those that travel in JoinGroup.
    fn led_to_rejoin(&self, entry: &Entry, client: &ClientName, reason: &str) -> Option<EntryId> {
        let (id, group) = (entry.id, self.group_of(client)?);
        if reason.starts_with("need to revoke") {
            return self.assignment_of(id, group);
        }
        if reason.ends_with("already rebalancing") || reason.ends_with("RebalanceInProgressException") {
            return self.rebalance_of(id, group);
        }
        if reason.contains("subscription") {
            return self.changed_subscription(id, client);
        }
        if reason.ends_with("metadata has changed") {
            let changed = self.last_before(
                id,
                |fact| matches!(fact, Fact::TopicsChanged { client: of, .. } if of == client),
            );
            return self.changed_subscription(id, client).max(changed);
        }
        if reason.starts_with("rebalance failed") {
            return self.last_before(id, |fact| match fact {
                Fact::CoordinatorLost { group: of } | Fact::CoordinatorTookOver { group: of, .. } => {
                    of == group
                }
                Fact::LinkCut { client: of, .. }
                | Fact::MembershipLost { client: of, .. }
                | Fact::ProcessStarted { client: of, .. } => of == client,
                _ => false,
            });
        }
        self.led_to_joining_of(id, client)
    }

    /// A client that subscribed to something else since it joined has to join again because of that.
    pub(super) fn changed_subscription(&self, before: EntryId, client: &ClientName) -> Option<EntryId> {
        self.last_before(
            before,
            |fact| matches!(fact, Fact::SubscriptionChanged { client: of, .. } if of == client),
        )
    }

    fn led_to_removal(&self, before: EntryId, member: &MemberId, reason: RemovalReason) -> Option<EntryId> {
        let client = self.client_of_member(member)?;
        match reason {
            RemovalReason::SessionExpired => {
                self.silenced(before, member).or_else(|| self.lost_touch(before, member, &client))
            }
            RemovalReason::DidNotRejoin | RemovalReason::DidNotSync => {
                self.silenced(before, member).or_else(|| self.kept_from_poll(before, &client))
            }
            RemovalReason::Left => self.left(before, &client),
            RemovalReason::NewMemberJoinExpired => self.led_to_joining_of(before, &client),
            RemovalReason::RemovedByAdmin | RemovalReason::Replaced | RemovalReason::GroupFull => None,
        }
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
            Fact::MemberAdded { member: of, .. } | Fact::StaticMemberReplaced { new: of, .. } => of == member,
            Fact::LinkCut { client: of, .. }
            | Fact::ProcessFrozen { client: of }
            | Fact::MembershipLost { client: of, .. } => of == client,
            Fact::CoordinatorLost { group: of } => of == group,
            _ => false,
        })?;
        let joined =
            matches!(self.entry(found)?.fact, Fact::MemberAdded { .. } | Fact::StaticMemberReplaced { .. });
        (!joined).then_some(found)
    }

    /// Why a client sent LeaveGroup.
    fn left(&self, before: EntryId, client: &ClientName) -> Option<EntryId> {
        self.last_before(before, |fact| {
            ends(fact, client)
                || matches!(fact, Fact::PollIntervalExceeded { client: of, .. } | Fact::Unsubscribed { client: of }
                    if of == client)
        })
    }

    /// Why a client joined: it was started, had lost its place, or subscribes again.
    fn led_to_joining(&self, before: EntryId, member: &MemberId) -> Option<EntryId> {
        self.led_to_joining_of(before, &self.client_of_member(member)?)
    }

    fn led_to_joining_of(&self, before: EntryId, client: &ClientName) -> Option<EntryId> {
        let found = self.last_before(before, |fact| match fact {
            Fact::ProcessStarted { client: of, .. }
            | Fact::MembershipLost { client: of, .. }
            | Fact::Unsubscribed { client: of }
            | Fact::PollIntervalExceeded { client: of, .. } => of == client,
            _ => false,
        })?;
        if !matches!(self.entry(found)?.fact, Fact::Unsubscribed { .. }) {
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
            Fact::MemberRemoved { member, .. } | Fact::StaticMemberAbsent { member, .. } => its(member),
            Fact::StaticMemberReplaced { old, new, .. } => its(old) && !its(new),
            Fact::CoordinatorTookOver { group: of, .. } => of == group,
            Fact::ProcessStarted { client: of, .. } => of == client,
            _ => false,
        })?;
        match self.entry(found)?.fact {
            Fact::ProcessStarted { .. } => self.rebalance_of(before, group),
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
        let Some(Fact::AssignmentStored { assignments, .. }) = self.entry(earlier).map(|entry| &entry.fact)
        else {
            return false;
        };
        // An earlier process of the same consumer may have been a member as well: its end takes nothing from this one.
        let held = |member: &MemberId| {
            assignments.iter().any(|(of, partitions)| of == member && partitions.contains(partition))
        };
        let lost = self.last_before(later, |fact| match fact {
            Fact::ProcessStarted { client, .. }
            | Fact::MembershipLost { client, .. }
            | Fact::PollIntervalExceeded { client, .. }
            | Fact::Unsubscribed { client } => client == owner,
            Fact::MemberRemoved { member, .. } => held(member),
            Fact::StaticMemberReplaced { old, new, .. } => {
                held(old) && self.client_of_member(new).as_ref() != Some(owner)
            }
            Fact::TopicCreated { topic, .. } | Fact::TopicDeleted { topic } => *topic == partition.topic,
            _ => false,
        });
        lost > Some(earlier)
    }

    /// Why a client has nothing any more: it closes, lost its place, or the group rebalances.
    fn took_away(&self, before: EntryId, client: &ClientName) -> Option<EntryId> {
        let group = self.group_of(client)?;
        self.last_before(before, |fact| match fact {
            Fact::CallRequested { client: of, call: Call::Unsubscribe }
            | Fact::MembershipLost { client: of, .. }
            | Fact::PollIntervalExceeded { client: of, .. } => of == client,
            Fact::RebalanceStarted { group: of, .. } => of == group,
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
                Fact::MemberAdded { member: of, .. } | Fact::StaticMemberReplaced { new: of, .. }
                    if of == member =>
                {
                    break;
                }
                Fact::ProcessThawed { client: of } if *of == client => thawed = true,
                Fact::LinkRestored { client: of } if *of == client => mended = true,
                Fact::ProcessFrozen { client: of } if *of == client => {
                    found = if std::mem::take(&mut thawed) { found } else { Some(entry.id) };
                }
                Fact::LinkCut { client: of, broker }
                    if *of == client && broker.is_none_or(|broker| broker == coordinator) =>
                {
                    found = if std::mem::take(&mut mended) { found } else { Some(entry.id) };
                }
                Fact::ProcessKilled { client: of, .. }
                | Fact::ProcessClosed { client: of }
                | Fact::PollIntervalExceeded { client: of, .. }
                | Fact::HandlerStalled { client: of, heartbeats: false, .. }
                    if *of == client =>
                {
                    found = Some(entry.id);
                }
                _ => {}
            }
        }
        found
    }
}
