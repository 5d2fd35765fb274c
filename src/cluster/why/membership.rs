//! Why somebody joined, left or was taken out, why a group rebalanced, why a client gave up what it had.

use super::super::Cluster;
use super::super::journal::{Entry, EntryId};
use super::Hindered;
use super::application::ends;
use super::incidents::Incident;
use crate::cluster::fact::{Fact, WorldFact};
use crate::kafka::api::{Assignment, ErrorCode};
use crate::kafka::consumer::calls::Call;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::ids::*;
use crate::kafka::rebalance_causes::{RebalanceReason, RejoinCause, RemovalReason};

impl Cluster {
    /// Whether a member id was given to this client.
    pub fn belongs_to(&self, member: &MemberId, client: &ClientName) -> bool {
        self.client_of_member(member).as_ref() == Some(client)
    }

    /// Whether another client comes in place of this static member.
    pub fn is_replaced_by_another(&self, fact: &Fact, client: &ClientName) -> bool {
        let Fact::Group(_, GroupFact::StaticMemberReplaced { old, new, .. }) = fact else { return false };
        self.belongs_to(old, client) && !self.belongs_to(new, client)
    }

    /// The group of a consumer.
    pub fn group_of(&self, client: &ClientName) -> Option<&GroupId> {
        self.consumer_spec(client).map(|spec| &spec.group)
    }

    /// The rebalance under way before an entry.
    pub fn rebalance_of(&self, before: EntryId, group: &GroupId) -> Option<EntryId> {
        self.last_of_group(before, group, |said| matches!(said, GroupFact::RebalanceStarted { .. }))
    }

    /// The newest assignment of a group before an entry.
    pub fn assignment_of(&self, before: EntryId, group: &GroupId) -> Option<EntryId> {
        self.last_of_group(before, group, |said| matches!(said, GroupFact::AssignmentStored { .. }))
    }

    /// When a group lost its coordinator last before an entry.
    pub(super) fn coordinator_lost_before(&self, before: EntryId, group: &GroupId) -> Option<EntryId> {
        self.last_before(before, |fact| {
            matches!(fact.done_to_group(group), Some(WorldFact::CoordinatorLost { .. }))
        })
    }

    /// When another coordinator took a group over last before an entry.
    pub fn taken_over(&self, before: EntryId, group: &GroupId) -> Option<EntryId> {
        self.last_before(before, |fact| {
            matches!(fact.done_to_group(group), Some(WorldFact::CoordinatorTookOver { .. }))
        })
    }

    pub(super) fn began_rebalance(
        &self,
        before: EntryId,
        group: &GroupId,
        reason: &RebalanceReason,
    ) -> Option<EntryId> {
        use GroupFact::*;
        match reason {
            RebalanceReason::MemberJoined { member } => self.last_of_group(
                before,
                group,
                |said| matches!(said, MemberAdded { member: added, .. } if added == member),
            ),
            RebalanceReason::MemberRemoved { member, .. } => self.last_of_group(
                before,
                group,
                |said| matches!(said, MemberRemoved { member: removed, .. } if removed == member),
            ),
            RebalanceReason::StaticMemberReplaced { member } => self.last_of_group(
                before,
                group,
                |said| matches!(said, StaticMemberReplaced { new, .. } if new == member),
            ),
            RebalanceReason::MemberChanged { member } | RebalanceReason::LeaderRejoined { member } => {
                self.rejoin_needed(before, &self.client_of_member(member)?)
            }
            RebalanceReason::GroupTooLarge => self.taken_over(before, group),
        }
    }

    /// When a client had to join again last.
    pub fn rejoin_needed(&self, before: EntryId, client: &ClientName) -> Option<EntryId> {
        self.last_said(before, client, |said| matches!(said, ConsumerFact::RejoinNeeded { .. }))
    }

    /// Why a client has to join again.
    pub(super) fn led_to_rejoin(
        &self,
        entry: &Entry,
        client: &ClientName,
        cause: &RejoinCause,
    ) -> Option<EntryId> {
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
            | RejoinCause::ModifiedByHeartbeatThread { .. } => self.lost_the_coordinator(id, client),
            RejoinCause::GivenMemberId(_) | RejoinCause::MembershipLost { .. } | RejoinCause::Leaving => {
                self.led_to_joining(id, client)
            }
        }
    }

    /// The leader's topics have changed: what it subscribes to by a pattern may have changed with that.
    fn changed_topics(&self, before: EntryId, client: &ClientName) -> Option<EntryId> {
        let changed =
            self.last_said(before, client, |said| matches!(said, ConsumerFact::TopicsChanged { .. }));
        let rejoined = self.rejoin_needed(before, client);
        let subscribed = self.changed_subscription(before, client).filter(|entry| Some(*entry) > rejoined);
        subscribed.or(changed)
    }

    /// What took a client's join away from it: its coordinator went, or it was cut off, or lost its membership.
    fn lost_the_coordinator(&self, before: EntryId, client: &ClientName) -> Option<EntryId> {
        let lost = self.last_said(before, client, |said| matches!(said, ConsumerFact::MembershipLost { .. }));
        self.came_between(before, client).max(lost).max(self.start_of(before, client))
    }

    /// What came last between a client and its coordinator: a cut, or the loss of it, until another had taken over.
    pub fn came_between(&self, before: EntryId, client: &ClientName) -> Option<EntryId> {
        self.last_before(before, |fact| {
            matches!(
                self.incident(fact, client),
                Some(Incident::CutOff | Incident::CoordinatorLost | Incident::CoordinatorTookOver)
            )
        })
    }

    /// A client that subscribed to something else since it joined has to join again because of that.
    pub fn changed_subscription(&self, before: EntryId, client: &ClientName) -> Option<EntryId> {
        self.last_said(before, client, |said| matches!(said, ConsumerFact::SubscriptionChanged { .. }))
    }

    pub(super) fn led_to_removal(
        &self,
        before: EntryId,
        member: &MemberId,
        reason: RemovalReason,
    ) -> Option<EntryId> {
        let client = self.client_of_member(member)?;
        match reason {
            RemovalReason::SessionExpired(_) => self
                .threw_in_close(before, &client)
                .or_else(|| self.silenced(before, member))
                .or_else(|| self.lost_touch(before, member, &client)),
            RemovalReason::DidNotRejoin | RemovalReason::DidNotSync | RemovalReason::DidNotRevoke => {
                let revokes = reason == RemovalReason::DidNotRevoke;
                if let Some(threw) = self.threw_in_listener(before, &client).filter(|_| revokes) {
                    return Some(threw);
                }
                let silenced = self.silenced(before, member).or_else(|| self.commits_first(before, &client));
                silenced.or_else(|| self.kept_from_poll(before, &client))
            }
            RemovalReason::Left => self.left(before, &client),
            RemovalReason::NewMemberJoinExpired => self.led_to_joining(before, &client),
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
        let silences = |fact: &Fact| {
            let lost = matches!(fact.of_consumer(client), Some(ConsumerFact::MembershipLost { .. }));
            let incident = self.incident(fact, client);
            lost || matches!(incident, Some(Incident::Frozen | Incident::CutOff | Incident::CoordinatorLost))
        };
        let joined = self.admitted(before, member);
        self.last_before(before, silences).filter(|silenced| Some(*silenced) > joined)
    }

    /// When a member came into its group.
    pub fn admitted(&self, before: EntryId, member: &MemberId) -> Option<EntryId> {
        self.last_before(before, |fact| fact.admitted() == Some(member))
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
    pub(super) fn led_to_joining(&self, before: EntryId, client: &ClientName) -> Option<EntryId> {
        let found = self.last_said_since_start(before, client, is_out);
        let Some(found) = found else { return self.start_of(before, client) };
        let unsubscribed = matches!(found.fact.of_consumer(client), Some(ConsumerFact::Unsubscribed));
        let again = self.changed_subscription(before, client);
        again.filter(|again| unsubscribed && *again > found.id).or(Some(found.id))
    }

    /// Why a client is no longer a member: it was removed or replaced, the group was read anew without it, or went on
    /// without it.
    pub(super) fn ended_membership(&self, before: EntryId, client: &ClientName) -> Option<EntryId> {
        let group = self.group_of(client)?;
        let found = self.last_before(before, |fact| {
            fact.left_out().is_some_and(|member| self.belongs_to(member, client))
                || self.is_replaced_by_another(fact, client)
                || matches!(
                    self.incident(fact, client),
                    Some(Incident::CoordinatorTookOver | Incident::Started)
                )
        })?;
        match self.entry(found)?.fact.starts(client) {
            true => self.rebalance_of(before, group),
            false => Some(found),
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
        // An earlier process of the same consumer may have been a member as well: its end takes nothing from this one.
        let held = |member: &MemberId| {
            let mut given = self.assignments(earlier).iter();
            given.any(|(of, partitions)| of == member && partitions.contains(partition))
        };
        let taken = |fact: &Fact| {
            let Fact::Group(_, said) = fact else { return false };
            matches!(said, GroupFact::MemberRemoved { member, .. } if held(member))
                || matches!(said, GroupFact::StaticMemberReplaced { old, new, .. }
                    if held(old) && !self.belongs_to(new, owner))
        };
        let another = |fact: &Fact| {
            let done = fact.of_topic(&partition.topic);
            matches!(done, Some(WorldFact::TopicCreated { .. } | WorldFact::TopicDeleted { .. }))
        };
        let lost = self.last_before(later, |fact| {
            fact.starts(owner) || fact.of_consumer(owner).is_some_and(is_out) || taken(fact) || another(fact)
        });
        lost > Some(earlier)
    }

    /// What an assignment gives to the members of its group; nothing, if the entry tells of none.
    pub fn assignments(&self, stored: EntryId) -> &[(MemberId, Assignment)] {
        self.entry(stored).map(|entry| entry.fact.assignments()).unwrap_or_default()
    }

    /// The member to which an assignment gives a partition.
    pub fn given_to(&self, stored: EntryId, partition: &TopicPartition) -> Option<&MemberId> {
        let mut given = self.assignments(stored).iter();
        given.find(|(_, given)| given.contains(partition)).map(|(member, _)| member)
    }

    /// Why a client has less than before, or nothing any more: it closes, lost its place, or the group rebalances.
    pub(super) fn took_away(
        &self,
        before: EntryId,
        client: &ClientName,
        owned: &Assignment,
    ) -> Option<EntryId> {
        if !owned.is_empty() {
            return self.took_some_away(before, client);
        }
        let gives_up = |said: &ConsumerFact| {
            use ConsumerFact::*;
            matches!(
                said,
                CallRequested { call: Call::Unsubscribe }
                    | MembershipLost { .. }
                    | PollIntervalExceeded { .. }
            )
        };
        let ended = |fact: &Fact| ends(fact, client) || fact.of_consumer(client).is_some_and(gives_up);
        self.rebalance_of(before, self.group_of(client)?).max(self.last_before(before, ended))
    }

    /// Why a client has less than before: another assignment, or another subscription.
    fn took_some_away(&self, before: EntryId, client: &ClientName) -> Option<EntryId> {
        self.assignment_of(before, self.group_of(client)?).max(self.changed_subscription(before, client))
    }

    /// What silenced the process that had this member id, if anything did: the first thing since it joined that was
    /// not undone again.
    pub(in crate::cluster) fn silenced(&self, before: EntryId, member: &MemberId) -> Option<EntryId> {
        let client = self.client_of_member(member)?;
        let mut found = None;
        let (mut thawed, mut mended) = (false, false);
        // A static member that was outside may come back by itself, with its id.
        let mut returned = false;
        let since = self.backwards(before).take_while(|entry| entry.fact.admitted() != Some(member));
        for entry in since {
            match self.incident(&entry.fact, &client) {
                Some(Incident::Thawed) => thawed = true,
                Some(Incident::Mended) => mended = true,
                Some(Incident::Frozen) => {
                    found = if std::mem::take(&mut thawed) { found } else { Some(entry.id) }
                }
                Some(Incident::CutOff) => {
                    found = if std::mem::take(&mut mended) { found } else { Some(entry.id) }
                }
                Some(Incident::Killed) => found = Some(entry.id),
                Some(
                    Incident::Started
                    | Incident::CoordinatorLost
                    | Incident::CoordinatorTookOver
                    | Incident::CloseRequested,
                )
                | None => {}
            }
            let said = entry.fact.of_consumer(&client);
            returned |= matches!(said, Some(ConsumerFact::EpochReached { member: its, .. }) if its == member);
            if said.is_some_and(|said| falls_silent(said) && !(returned && is_out(said))) {
                found = Some(entry.id);
            }
        }
        found
    }
}

/// Whether a consumer has no place in its group any more, as far as it knows.
fn is_out(said: &ConsumerFact) -> bool {
    use ConsumerFact::*;
    matches!(said, MembershipLost { .. } | PollIntervalExceeded { .. } | Unsubscribed)
}

/// Whether a consumer sends its coordinator no heartbeats any more.
fn falls_silent(said: &ConsumerFact) -> bool {
    use ConsumerFact::*;
    matches!(
        said,
        ProcessClosed
            | PollIntervalExceeded { .. }
            | Unsubscribed
            | HandlerStalled { heartbeats: false, at_work: true }
    )
}
