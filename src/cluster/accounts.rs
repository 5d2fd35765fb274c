//! Who owned what and when, as the clients themselves saw it: unowned and paused time, rebalances, marks.
//!
//! A partition is owned by a running process that has it in its client's assignment; killed and frozen processes
//! do not run. Unowned time counts from the first assignment on.

mod epochs;

use super::journal::EntryId;
use super::observation::{Effort, EpochBegan, Mark, OwnershipSpan, RebalanceSpan, RevocationSpan};
use super::rebalances::{Rebalance, Waited, WaitedFor};
use super::whom::Whom;
use super::work::Work;
use crate::cluster::nodes::ConsumerId;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::group_state::GroupState;
use crate::kafka::ids::*;
use crate::kafka::rebalance_causes::RebalanceReason;
use crate::sim::shared_log::SharedLog;
use crate::sim::sorted::SortedMap;
use crate::sim::time::{SimDuration, SimTime};
use epochs::EpochAccount;
use std::sync::Arc;

/// The accounts of all groups.
#[derive(Clone, Debug, Default)]
pub struct Accounts {
    groups: SortedMap<GroupId, GroupAccount>,
    marks: SharedLog<Mark>,
}

/// One group's account.
#[derive(Clone, Debug, Default)]
pub struct GroupAccount {
    partitions: SortedMap<TopicPartition, PartitionAccount>,
    rebalances: SharedLog<RebalanceSpan>,
    running: Option<RebalanceSpan>,
    /// Rebalances one by one that are over, and the one that lasts.
    over: SharedLog<Rebalance>,
    lasting: Option<Rebalance>,
    /// Completed join phases, and targets of a consumer group.
    assignments: u64,
    /// Why the next rebalance begins.
    reason: Option<RebalanceReason>,
    /// Time in rebalances that are over.
    rebalancing: SimDuration,
    moved: u64,
    /// Whom each partition was given to last.
    given: Arc<SortedMap<TopicPartition, ConsumerId>>,
    work: Work,
    epochs: EpochAccount,
}

/// One partition's account: whole spans, and the one that lasts.
#[derive(Clone, Debug, Default)]
struct PartitionAccount {
    closed: SharedLog<OwnershipSpan>,
    open: Option<(SimTime, Option<ClientName>)>,
    unowned: SimDuration,
}

impl Accounts {
    /// A group's account.
    pub fn group(&self, group: &GroupId) -> Option<&GroupAccount> {
        self.groups.get(group)
    }

    /// What is worth a mark on the time axis, oldest first.
    pub fn marks(&self) -> &SharedLog<Mark> {
        &self.marks
    }

    pub(super) fn mark(&mut self, mark: Mark) {
        self.marks.push(mark);
    }

    pub(super) fn group_mut(&mut self, group: &GroupId) -> &mut GroupAccount {
        // Look first: the key is cloned only once in a run.
        if !self.groups.contains_key(group) {
            self.groups.insert(*group, GroupAccount::default());
        }
        self.groups.entry(*group).or_default()
    }
}

impl GroupAccount {
    /// How often it was decided anew who shall have what: completed join phases; of a consumer group, whose members
    /// come to that one by one, the targets for members.
    pub fn rebalances(&self) -> u64 {
        self.assignments
    }

    /// The spans between leaving Stable (or Empty) and being Stable again.
    pub fn rebalance_spans(&self) -> Vec<RebalanceSpan> {
        self.rebalances.iter().cloned().chain(self.running).collect()
    }

    /// All rebalances, the one that lasts included.
    pub fn rebalance_list(&self) -> Vec<Rebalance> {
        self.over.iter().cloned().chain(self.lasting.clone()).collect()
    }

    /// When the join phase of the rebalance that lasts was complete.
    pub(super) fn joined(&self) -> Option<SimTime> {
        self.lasting.as_ref()?.joined
    }

    /// Whether the rebalance that lasts began when the group was empty.
    pub(super) fn begins_from_empty(&self) -> bool {
        self.lasting.as_ref().is_some_and(|lasting| lasting.from_empty)
    }

    pub(super) fn rebalance_begins(
        &mut self,
        reason: RebalanceReason,
        entry: EntryId,
        wait: Option<Waited>,
        now: SimTime,
    ) {
        self.rebalance_ends(wait, true, now);
        self.lasting = Some(Rebalance {
            began: now,
            entry,
            reason,
            from_empty: false,
            generation: None,
            joined: None,
            ended: None,
            cut_short: false,
            members: 0,
            moved: Arc::default(),
            waits: Vec::new(),
        });
    }

    fn rebalance_ends(&mut self, wait: Option<Waited>, cut_short: bool, now: SimTime) {
        if let Some(mut lasting) = self.lasting.take() {
            lasting.waits.extend(wait);
            (lasting.ended, lasting.cut_short) = (Some(now), cut_short);
            self.over.push(lasting);
        }
    }

    /// The join phase is complete: `what` ended it, unless it was over at once.
    pub(super) fn join_phase_ends(
        &mut self,
        generation: Generation,
        members: u32,
        what: Option<WaitedFor>,
        now: SimTime,
    ) {
        let Some(lasting) = &mut self.lasting else { return };
        (lasting.generation, lasting.joined, lasting.members) = (Some(generation), Some(now), members);
        if let Some(what) = what.filter(|_| lasting.began < now) {
            lasting.waits.push(Waited { from: lasting.began, until: now, what });
        }
    }

    /// The join phase ended without a static member.
    pub(super) fn was_absent(&mut self, whom: Whom) {
        let Some(lasting) = &mut self.lasting else { return };
        match lasting.waits.last_mut().map(|wait| &mut wait.what) {
            Some(WaitedFor::Absent(absent)) => absent.push(whom),
            _ => {
                let (from, until) = (lasting.began, lasting.joined.unwrap_or(lasting.began));
                lasting.waits.push(Waited { from, until, what: WaitedFor::Absent(vec![whom]) });
            }
        }
    }

    pub(super) fn rebalance_follows(
        &mut self,
        from: GroupState,
        to: GroupState,
        wait: Option<Waited>,
        now: SimTime,
    ) {
        match to {
            GroupState::PreparingRebalance => {
                if let Some(lasting) = &mut self.lasting {
                    lasting.from_empty = from == GroupState::Empty;
                }
            }
            GroupState::Stable | GroupState::Empty => self.rebalance_ends(wait, false, now),
            GroupState::Dead => self.rebalance_ends(wait, true, now),
            GroupState::CompletingRebalance => {}
        }
    }

    /// What reading cost.
    pub fn work(&self) -> &Work {
        &self.work
    }

    pub(super) fn work_mut(&mut self) -> &mut Work {
        &mut self.work
    }

    /// What reading cost so far, with the number of fetches.
    pub fn effort(&self, fetches: u64, now: SimTime) -> Effort {
        let lasting = self.running.as_ref().map_or(SimDuration::ZERO, |span| now.since(span.started));
        self.work.effort(fetches, self.moved, self.rebalancing + lasting)
    }

    /// Who read a partition when.
    pub fn ownership(&self, partition: &TopicPartition) -> Vec<OwnershipSpan> {
        let Some(account) = self.partitions.get(partition) else { return Vec::new() };
        let open = account.open.map(|(from, owner)| OwnershipSpan { from, to: None, owner });
        account.closed.iter().cloned().chain(open).collect()
    }

    /// When the epochs of a consumer group began, in order; none of a classic group.
    pub fn epochs(&self) -> Vec<EpochBegan> {
        self.epochs.began()
    }

    /// When which partition was being given up, as the coordinator of a consumer group saw it.
    pub fn revocations(&self) -> Vec<RevocationSpan> {
        self.epochs.revocations()
    }

    /// A fact that the coordinator of a consumer group noted.
    pub(super) fn follow_epochs(&mut self, fact: &GroupFact, now: SimTime) {
        if let GroupFact::GroupEpochRaised { epoch, reason } = fact {
            self.epochs.begins(EpochBegan { at: now, epoch: *epoch, reason: *reason });
        } else if let GroupFact::RevocationAsked { member, partitions, .. } = fact {
            self.epochs.settled(*member, now);
            self.epochs.asked(*member, partitions, now);
        } else if let GroupFact::RevocationAcknowledged { member, .. }
        | GroupFact::MemberRemoved { member, .. }
        | GroupFact::StaticMemberAway { member } = fact
        {
            self.epochs.settled(*member, now);
        }
    }

    /// Partitions that were ever owned.
    pub fn partitions(&self) -> impl Iterator<Item = &TopicPartition> {
        self.partitions.keys()
    }

    /// How long a partition was without an owner until `now`.
    pub fn unowned(&self, partition: &TopicPartition, now: SimTime) -> SimDuration {
        let Some(account) = self.partitions.get(partition) else { return SimDuration::ZERO };
        match &account.open {
            Some((from, None)) => account.unowned + now.since(*from),
            _ => account.unowned,
        }
    }

    /// Brings the owners up to date: `owned` lists every partition that has one now.
    pub(super) fn owners(&mut self, owned: &SortedMap<TopicPartition, ClientName>, now: SimTime) {
        for partition in owned.keys() {
            if !self.partitions.contains_key(partition) {
                self.partitions.insert(*partition, PartitionAccount::default());
            }
        }
        for (partition, account) in &mut self.partitions {
            let owner = owned.get(partition);
            if account.open.as_ref().map(|(_, present)| present.as_ref()) != Some(owner) {
                account.change(owner.cloned(), now);
            }
        }
    }

    pub(super) fn state_changed(&mut self, from: GroupState, to: GroupState, now: SimTime) {
        if to == GroupState::PreparingRebalance && self.running.is_none() {
            let reason = self.reason.take();
            let (ended, generation, members, moved) = (None, None, 0, 0);
            self.running = Some(RebalanceSpan { started: now, ended, generation, reason, members, moved });
        }
        let over = matches!(to, GroupState::Stable | GroupState::Empty | GroupState::Dead) && from != to;
        if over && let Some(mut span) = self.running.take() {
            span.ended = Some(now);
            self.rebalancing += now.since(span.started);
            self.rebalances.push(span);
        }
    }

    /// The reason of the rebalance that begins now, unless one is under way.
    pub(super) fn rebalance_started(&mut self, reason: &RebalanceReason) {
        self.reason = Some(*reason);
    }

    pub(super) fn generation_started(&mut self, generation: Generation, members: u32) {
        self.assignments += 1;
        if let Some(span) = &mut self.running {
            (span.generation, span.members) = (Some(generation), members);
        }
    }

    /// A consumer group with members has a new target.
    pub(super) fn target_computed(&mut self, members: u32) {
        self.assignments += 1;
        if let Some(span) = &mut self.running {
            span.members = members;
        }
    }

    /// A new assignment: who was given what.
    pub(super) fn assigned(&mut self, given: SortedMap<TopicPartition, ConsumerId>) {
        let elsewhere = |(partition, to): &(&TopicPartition, &ConsumerId)| {
            self.given.get(partition).is_some_and(|before| before != *to)
        };
        let moved = given.iter().filter(elsewhere).map(|(partition, _)| *partition);
        let moved: Vec<TopicPartition> = moved.collect();
        self.moved += moved.len() as u64;
        if let Some(span) = &mut self.running {
            span.moved += moved.len() as u32;
        }
        if let Some(lasting) = &mut self.lasting {
            Arc::make_mut(&mut lasting.moved).extend(moved);
        }
        Arc::make_mut(&mut self.given).extend(given);
    }
}

impl PartitionAccount {
    fn change(&mut self, owner: Option<ClientName>, now: SimTime) {
        if let Some((from, before)) = self.open.take() {
            if before.is_none() {
                self.unowned += now.since(from);
            }
            if now > from {
                self.closed.push(OwnershipSpan { from, to: Some(now), owner: before });
            }
        }
        self.open = Some((now, owner));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unowned_time_counts_from_the_first_assignment_on() {
        let partition = TopicPartition::new("orders".into(), 0);
        let at = SimTime::from_millis;
        let owned = SortedMap::from([(partition, ClientName::from("c1"))]);
        let mut account = GroupAccount::default();
        account.owners(&SortedMap::new(), at(0));
        account.owners(&owned, at(3000));
        assert_eq!(account.unowned(&partition, at(5000)), SimDuration::ZERO);
        account.owners(&SortedMap::new(), at(5000));
        assert_eq!(account.unowned(&partition, at(5700)), SimDuration::from_millis(700));
        account.owners(&owned, at(6000));
        assert_eq!(account.unowned(&partition, at(9000)), SimDuration::from_secs(1));
        let owners: Vec<_> = account.ownership(&partition).into_iter().map(|span| span.owner).collect();
        assert_eq!(owners, [Some("c1".into()), None, Some("c1".into())]);
    }
}
