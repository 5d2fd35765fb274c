//! What somebody who asks why has to know of this instant: who keeps whom from polling, who knows of which topic, who
//! has no coordinator.

use super::super::journal::EntryId;
use super::super::{Cluster, TimerKey};
use super::application::ends;
use crate::kafka::consumer::ConsumerTimer;
use crate::kafka::coordinator::Member;
use crate::kafka::fact::Fact;
use crate::kafka::ids::*;
use crate::sim::time::{SimDuration, SimTime};

/// How long something lasted that was done to a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lasted {
    /// It was over then.
    Until(SimTime),
    /// It lasts, and will be over by itself then.
    WillEnd(SimTime),
    /// It lasts until somebody ends it.
    Open,
}

/// Whom a consumer does not reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CutFrom {
    /// Any broker.
    Brokers,
    /// The leader of the partition in question.
    Leader(BrokerId),
    /// The coordinator of its group.
    Coordinator(BrokerId, GroupId),
}

impl Cluster {
    /// How long a stalled handler, a frozen process or a cut network has been so.
    pub fn lasted(&self, begun: EntryId) -> Lasted {
        let Some(entry) = self.entry(begun) else { return Lasted::Open };
        let (Fact::HandlerStalled { client, .. }
        | Fact::ProcessFrozen { client }
        | Fact::LinkCut { client, .. }) = &entry.fact
        else {
            return Lasted::Open;
        };
        let ends = |fact: &Fact| match (&entry.fact, fact) {
            (Fact::HandlerStalled { .. }, Fact::HandlerResumed { client: of, .. })
            | (Fact::ProcessFrozen { .. }, Fact::ProcessThawed { client: of })
            | (Fact::LinkCut { .. }, Fact::LinkRestored { client: of }) => of == client,
            (Fact::LinkCut { .. }, _) => false,
            (
                _,
                Fact::ProcessKilled { client: of, .. }
                | Fact::ProcessClosed { client: of }
                | Fact::ProcessStarted { client: of, .. },
            ) => of == client,
            _ => false,
        };
        let later = self.past.journal.iter_from(begun.0 as usize + 1);
        if let Some(end) = later.into_iter().find(|later| ends(&later.fact)) {
            return Lasted::Until(end.time);
        }
        let Some(index) = self.nodes.consumer_id(client) else {
            return Lasted::Open;
        };
        let index = index as u16;
        let timer = match &entry.fact {
            Fact::HandlerStalled { .. } => TimerKey::Consumer(index, ConsumerTimer::Resume),
            Fact::ProcessFrozen { .. } => TimerKey::Thaw(index),
            _ => TimerKey::Mend(index),
        };
        self.wire.schedule.timer(&timer).map_or(Lasted::Open, Lasted::WillEnd)
    }

    /// The member that has a partition in its assignment, as the coordinator knows it.
    pub fn assigned_member(&self, group: &GroupId, partition: &TopicPartition) -> Option<&MemberId> {
        let members = self.nodes.coordinator.group(group)?.members();
        let holds = |member: &&Member| member.assignment().is_some_and(|given| given.contains(partition));
        members.into_iter().find(holds).map(Member::member_id)
    }

    /// From which broker that matters to a partition a consumer is cut off.
    pub fn cut_off_from(&self, client: &ClientName, partition: &TopicPartition) -> Option<CutFrom> {
        let process = self.nodes.consumer(client)?;
        let group = &process.spec.group;
        let leader = self.nodes.brokers.leader(partition.partition);
        if process.cut_off {
            Some(CutFrom::Brokers)
        } else if process.cuts(leader) {
            Some(CutFrom::Leader(leader))
        } else {
            let coordinator = self.nodes.brokers.coordinator(group);
            process.cuts(coordinator).then(|| CutFrom::Coordinator(coordinator, group.clone()))
        }
    }

    /// Whether a process sends its coordinator nothing: it is over, stands still, or is cut off from it.
    pub fn is_silent(&self, client: &ClientName) -> bool {
        let process = self.nodes.consumer(client);
        process.is_some_and(|process| {
            !process.alive()
                || process.frozen()
                || process.cuts(self.nodes.brokers.coordinator(&process.spec.group))
        })
    }

    /// What keeps an application from calling poll now.
    pub fn keeps_from_poll(&self, client: &ClientName) -> Option<EntryId> {
        let end = self.next_entry();
        let at = self.is_at(end, client);
        at.blocker.or(at.callback).or_else(|| self.stalled(end, client)).or(at.poll)
    }

    /// What kept an application from calling poll before an entry, since `from`: what was done to it, a method of its
    /// listener that took most of the time, or else the records that it had in hand.
    pub fn kept_from_poll_until(
        &self,
        before: EntryId,
        from: SimTime,
        client: &ClientName,
    ) -> Option<EntryId> {
        let until = self.entry(before)?.time;
        let mut returned = None;
        for entry in self.backwards(before) {
            match &entry.fact {
                Fact::HandlerStalled { client: of, .. }
                | Fact::ProcessFrozen { client: of }
                | Fact::LinkCut { client: of, .. }
                | Fact::PollReturned { client: of, .. }
                | Fact::ProcessStarted { client: of, .. }
                    if of == client =>
                {
                    return Some(entry.id);
                }
                Fact::CoordinatorLost { group } if Some(group) == self.group_of(client) => {
                    return Some(entry.id);
                }
                Fact::CallbackFinished { client: of, .. } if of == client => returned = Some(entry.time),
                Fact::CallbackStarted { client: of, .. } if of == client => {
                    let took = returned.take().map_or(SimDuration::ZERO, |end| end.since(entry.time));
                    if took + took >= until.since(from) {
                        return Some(entry.id);
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// What silenced the process that had this member id.
    pub fn what_silenced(&self, before: EntryId, member: &MemberId) -> Option<EntryId> {
        let client = self.client_of_member(member)?;
        self.silenced(before, member).or_else(|| self.lost_touch(before, member, &client))
    }

    /// What brought an application to its end; else the start of its process.
    pub fn what_ended(&self, client: &ClientName) -> Option<EntryId> {
        let end = self.next_entry();
        let start = self.start_of(end, client);
        self.last_before(end, |fact| ends(fact, client)).filter(|ended| Some(*ended) > start).or(start)
    }

    /// Why a consumer is no member of its group any more.
    pub fn why_no_member(&self, client: &ClientName) -> Option<EntryId> {
        self.ended_membership(self.next_entry(), client)
    }

    /// When a consumer asks for metadata next.
    pub fn asks_for_metadata_at(&self, client: &ClientName) -> Option<SimTime> {
        let index = self.nodes.consumer_id(client)?;
        self.wire.schedule.timer(&TimerKey::Consumer(index as u16, ConsumerTimer::Metadata))
    }

    /// Whether a consumer knows that there is this partition.
    pub fn is_known_to(&self, client: &ClientName, partition: &TopicPartition) -> bool {
        let process = self.nodes.consumer(client);
        let known = process.and_then(|process| process.consumer.known_topics()?.get(&partition.topic));
        known.is_some_and(|partitions| partition.partition < *partitions)
    }

    /// Since when a group has no coordinator, the entry that says so, and when another has taken over.
    pub fn without_coordinator(&self, group: &GroupId) -> Option<(EntryId, Option<SimTime>)> {
        self.nodes.away.get(group)?;
        let lost = self.last_before(
            self.next_entry(),
            |fact| matches!(fact, Fact::CoordinatorLost { group: of } if of == group),
        )?;
        Some((lost, self.wire.schedule.timer(&TimerKey::TakeOver(group.clone()))))
    }

    /// Since when a group has no coordinator.
    pub(in crate::cluster) fn coordinator_lost(&self, group: &GroupId) -> Option<SimTime> {
        self.without_coordinator(group).and_then(|(lost, _)| self.entry(lost)).map(|entry| entry.time)
    }

    /// What created a partition.
    pub fn created(&self, partition: &TopicPartition) -> Option<EntryId> {
        self.created_before(self.next_entry(), partition)
    }

    /// What had created a partition that was there before an entry.
    pub fn created_before(&self, before: EntryId, partition: &TopicPartition) -> Option<EntryId> {
        self.last_before(before, |fact| match fact {
            Fact::TopicCreated { topic, partitions } => {
                *topic == partition.topic && partition.partition < *partitions
            }
            Fact::PartitionsAdded { topic, partitions } => {
                *topic == partition.topic && partition.partition < *partitions
            }
            _ => false,
        })
        .map(|newest| self.first_that_covers(newest, partition))
    }

    /// The first of the entries up to `newest` after which the partition was there.
    fn first_that_covers(&self, newest: EntryId, partition: &TopicPartition) -> EntryId {
        let mut found = newest;
        for entry in self.backwards(newest) {
            match &entry.fact {
                Fact::TopicCreated { topic, partitions } | Fact::PartitionsAdded { topic, partitions }
                    if *topic == partition.topic =>
                {
                    if *partitions <= partition.partition {
                        break;
                    }
                    found = entry.id;
                }
                _ => {}
            }
        }
        found
    }
}
