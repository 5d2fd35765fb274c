//! A group's rebalances, one after the other: why each began, how long it took, who held it up, what it moved.
//!
//! A rebalance lasts until the assignment is stored, or until another begins or the coordinator is gone. What
//! held it up is noted when the phase ends, by what ended it: the last member that rejoined, a session that ran out, a
//! time that was over.

use super::Cluster;
use super::journal::EntryId;
use super::whom::Whom;
use crate::cluster::nodes::ConsumerId;
use crate::kafka::coordinator::CoordinatorTimer;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::group_state::GroupState;
use crate::kafka::ids::*;
use crate::kafka::rebalance_causes::{RebalanceReason, RemovalReason};
use crate::sim::time::{SimDuration, SimTime};
use std::sync::Arc;

/// A rebalance.
#[derive(Clone, Debug, PartialEq)]
pub struct Rebalance {
    pub began: SimTime,
    /// The entry that tells of its beginning.
    pub entry: EntryId,
    pub reason: RebalanceReason,
    /// The group was empty: it waits for newcomers first.
    pub from_empty: bool,
    /// The generation it led to, once the join phase is complete.
    pub generation: Option<Generation>,
    pub joined: Option<SimTime>,
    /// `None` while it lasts.
    pub ended: Option<SimTime>,
    /// Another one began, or the coordinator was lost, before its assignment was there.
    pub cut_short: bool,
    pub members: u32,
    /// Partitions given to another consumer than had them before, in order.
    pub moved: Arc<Vec<TopicPartition>>,
    /// What held it up, in this order.
    pub waits: Vec<Waited>,
}

/// What held a rebalance up, and when.
#[derive(Clone, Debug, PartialEq)]
pub struct Waited {
    pub from: SimTime,
    pub until: SimTime,
    pub what: WaitedFor,
}

/// What ended a wait.
#[derive(Clone, Debug, PartialEq)]
pub enum WaitedFor {
    /// `group.initial.rebalance.delay.ms` was over.
    Newcomers,
    /// It rejoined, as the last one.
    Rejoin(Whom),
    /// It joined, or never did, with the member id that it had been given.
    MemberId(Whom),
    /// Its `session.timeout.ms` was over.
    Session(Whom),
    /// They had not rejoined when the largest `max.poll.interval.ms` was over.
    Absent(Vec<Whom>),
    /// It left.
    Leave(Whom),
    /// The leader's SyncGroup came, or something made it useless.
    Assignment(Option<Whom>),
}

impl Rebalance {
    /// How long it took, or has lasted.
    pub fn took(&self, now: SimTime) -> SimDuration {
        self.ended.unwrap_or(now).since(self.began)
    }

    /// What held it up the longest.
    pub fn longest_wait(&self) -> Option<&Waited> {
        let waits = self.waits.iter().filter(|wait| wait.until > wait.from);
        waits.rev().max_by_key(|wait| wait.until.since(wait.from))
    }
}

impl Cluster {
    /// All rebalances of a group, the one that lasts included.
    pub fn rebalance_list(&self, group: &GroupId) -> Vec<Rebalance> {
        self.past.accounts.group(group).map(|account| account.rebalance_list()).unwrap_or_default()
    }

    /// A fact that the coordinator noted: a rebalance begins, gets on, or ends with it.
    pub(super) fn follow_rebalance(&mut self, group: &GroupId, fact: &GroupFact, asking: Option<ConsumerId>) {
        match fact {
            GroupFact::RebalanceStarted { reason } => {
                let wait = self.wait_for_assignment(group);
                let (entry, now) = (self.next_entry(), self.now);
                self.past.accounts.group_mut(group).rebalance_begins(*reason, entry, wait, now);
            }
            GroupFact::GenerationStarted { generation, members, .. } => {
                let what = self.ended_join_phase(group, asking);
                let now = self.now;
                self.past.accounts.group_mut(group).join_phase_ends(*generation, *members, what, now);
            }
            GroupFact::StaticMemberAbsent { member } => {
                let whom = self.whom(member);
                self.past.accounts.group_mut(group).was_absent(whom);
            }
            GroupFact::GroupStateChanged { from, to } => {
                let over = matches!(to, GroupState::Stable | GroupState::Empty | GroupState::Dead);
                let wait = self.wait_for_assignment(group).filter(|_| over);
                let now = self.now;
                self.past.accounts.group_mut(group).rebalance_follows(*from, *to, wait, now);
            }
            GroupFact::MemberIdHandedOut { .. }
            | GroupFact::PendingMemberExpired { .. }
            | GroupFact::PendingMemberRemoved { .. }
            | GroupFact::MemberAdded { .. }
            | GroupFact::MemberRemoved { .. }
            | GroupFact::StaticMemberReplaced { .. }
            | GroupFact::JoinPhaseExtended { .. }
            | GroupFact::ProtocolsDiffer { .. }
            | GroupFact::LeaderElected { .. }
            | GroupFact::AssignmentStored { .. }
            | GroupFact::OffsetCommitted { .. }
            | GroupFact::OffsetCommitRefused { .. }
            | GroupFact::OffsetCommitLost { .. }
            | GroupFact::OffsetsExpired { .. }
            | GroupFact::OffsetsDeleted { .. }
            | GroupFact::ConsumerGroupBegan
            | GroupFact::GroupUpgraded { .. }
            | GroupFact::GroupDowngraded { .. }
            | GroupFact::ConsumerGroupStateChanged { .. }
            | GroupFact::GroupEpochRaised { .. }
            | GroupFact::TargetComputed { .. }
            | GroupFact::RevocationAsked { .. }
            | GroupFact::RevocationAcknowledged { .. }
            | GroupFact::MemberAdvanced { .. }
            | GroupFact::StaticMemberAway { .. }
            | GroupFact::HeartbeatRefused { .. }
            | GroupFact::GroupDeleted => {}
        }
    }

    /// The wait for the leader's SyncGroup that ends now, if the join phase is complete.
    fn wait_for_assignment(&self, group: &GroupId) -> Option<Waited> {
        let from = self.past.accounts.group(group)?.joined()?;
        let leader = self.nodes.coordinator.group(group).and_then(|group| group.leader());
        let what = WaitedFor::Assignment(leader.map(|leader| self.whom(leader)));
        Some(Waited { from, until: self.now, what })
    }

    /// What ended the join phase: what the coordinator noted while it handled this request or timer, else the member
    /// that sent the request.
    fn ended_join_phase(&self, group: &GroupId, asking: Option<ConsumerId>) -> Option<WaitedFor> {
        use GroupFact::*;
        let mut absent = Vec::new();
        let noted = self.past.journal.iter().rev().take_while(|entry| entry.time == self.now);
        for said in noted.map_while(|entry| entry.fact.of_group(group)) {
            match said {
                MemberRemoved { member, reason: RemovalReason::DidNotRejoin } => {
                    absent.push(self.whom(member));
                }
                LeaderElected { .. } => {}
                _ if !absent.is_empty() => break,
                MemberRemoved { member, reason: RemovalReason::SessionExpired(_) } => {
                    return Some(WaitedFor::Session(self.whom(member)));
                }
                MemberRemoved { member, .. } => return Some(WaitedFor::Leave(self.whom(member))),
                PendingMemberExpired { member }
                | PendingMemberRemoved { member, .. }
                | MemberAdded { member, .. } => return Some(WaitedFor::MemberId(self.whom(member))),
                GroupStateChanged { .. }
                | MemberIdHandedOut { .. }
                | StaticMemberReplaced { .. }
                | RebalanceStarted { .. }
                | StaticMemberAbsent { .. }
                | JoinPhaseExtended { .. }
                | GenerationStarted { .. }
                | ProtocolsDiffer { .. }
                | AssignmentStored { .. }
                | OffsetCommitted { .. }
                | OffsetCommitRefused { .. }
                | OffsetCommitLost { .. }
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
                | GroupDeleted => break,
            }
        }
        if !absent.is_empty() {
            absent.reverse();
            return Some(WaitedFor::Absent(absent));
        }
        let account = self.past.accounts.group(group);
        let timer =
            matches!(&self.past.handled_timer, Some(CoordinatorTimer::Join { group: of }) if of == group);
        if timer && account.is_some_and(|account| account.begins_from_empty()) {
            return Some(WaitedFor::Newcomers);
        }
        let member = self.nodes[asking?].last_member?;
        Some(WaitedFor::Rejoin(self.whom(&member)))
    }
}
