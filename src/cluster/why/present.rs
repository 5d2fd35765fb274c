//! What somebody who asks why has to know of this instant: who keeps whom from polling, who knows of which topic, who
//! has no coordinator.

use super::super::journal::{Entry, EntryId};
use super::super::{Cluster, TimerKey};
use super::application::ends;
use super::incidents::{AppStep, Incident};
use crate::cluster::fact::{Fact, WorldFact};
use crate::cluster::nodes::ConsumerId;
use crate::cluster::process::ConsumerProcess;
use crate::kafka::consumer::ConsumerTimer;
use crate::kafka::consumer::config::CommitWhen;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::consumer::requests::Purpose;
use crate::kafka::consumer::subscription::TopicPattern;
use crate::kafka::coordinator::{ConsumerGroupMember, Group, Member};
use crate::kafka::ids::*;
use crate::kafka::topic_metadata::TopicIdPartition;
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

impl Lasted {
    /// When it will be over by itself, if it lasts and will.
    pub fn will_end(self) -> Option<SimTime> {
        match self {
            Lasted::WillEnd(at) => Some(at),
            Lasted::Until(_) | Lasted::Open => None,
        }
    }
}

/// Whom a consumer does not reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CutFrom {
    /// Any broker.
    Brokers,
    /// The leader of the partition in question.
    Leader(BrokerId),
    /// Another replica of that partition, from which it reads.
    Replica(BrokerId),
    /// The coordinator of its group.
    Coordinator(BrokerId, GroupId),
}

impl Cluster {
    /// How long a stalled handler, a frozen process or a cut network has been so.
    pub fn lasted(&self, begun: EntryId) -> Lasted {
        let Some(entry) = self.entry(begun) else { return Lasted::Open };
        match &entry.fact {
            Fact::Consumer(client, ConsumerFact::HandlerStalled { .. }) => {
                let resumed = |fact: &Fact| {
                    matches!(fact.of_consumer(client), Some(ConsumerFact::HandlerResumed { .. }))
                };
                let timer = |id| TimerKey::Consumer(id, ConsumerTimer::Resume);
                self.lasted_until(begun, client, timer, |fact| resumed(fact) || is_over(fact, client))
            }
            Fact::World(done) => self.deed_lasted(begun, done),
            Fact::Consumer(..) | Fact::Group(..) | Fact::Broker(..) => Lasted::Open,
        }
    }

    /// The same of what was done.
    fn deed_lasted(&self, begun: EntryId, done: &WorldFact) -> Lasted {
        use WorldFact::*;
        match done {
            ProcessFrozen { client } => self.lasted_until(begun, client, TimerKey::Thaw, |fact| {
                matches!(fact.of_process(client), Some(ProcessThawed { .. })) || is_over(fact, client)
            }),
            LinkCut { client, .. } => self.lasted_until(begun, client, TimerKey::Mend, |fact| {
                matches!(fact.of_process(client), Some(LinkRestored { .. }))
            }),
            TopicCreated { .. }
            | PartitionsAdded { .. }
            | TopicDeleted { .. }
            | RetentionChanged { .. }
            | RecordPoisoned { .. }
            | BurstAsked { .. }
            | ProcessStarted { .. }
            | ProcessKilled { .. }
            | ProcessThawed { .. }
            | CloseRequested { .. }
            | CloseRequestedWith { .. }
            | GraceExpired { .. }
            | ClosedInMidBatch { .. }
            | CommitsDisturbed { .. }
            | CoordinatorLost { .. }
            | CoordinatorTookOver { .. }
            | MemberRemovalAsked { .. }
            | OffsetsReset { .. }
            | DeletionAsked { .. }
            | LinkRestored { .. }
            | RateChanged { .. }
            | ProcessingTimeChanged { .. }
            | GroupBounced { .. } => Lasted::Open,
        }
    }

    fn lasted_until(
        &self,
        begun: EntryId,
        client: &ClientName,
        timer: impl Fn(ConsumerId) -> TimerKey,
        ends: impl Fn(&Fact) -> bool,
    ) -> Lasted {
        let mut later = self.past.journal.iter_from(begun.place() + 1);
        if let Some(end) = later.find(|later| ends(&later.fact)) {
            return Lasted::Until(end.time);
        }
        let timer = self.nodes.consumer_id(client).and_then(|id| self.wire.schedule.timer(&timer(id)));
        timer.map_or(Lasted::Open, Lasted::WillEnd)
    }

    /// The member that has a partition in its assignment, as the coordinator knows it.
    pub fn assigned_member(&self, group: &GroupId, partition: &TopicPartition) -> Option<&MemberId> {
        let is_it =
            |one: &TopicIdPartition| one.topic == partition.topic && one.partition == partition.partition;
        match self.nodes.coordinator.group(group)? {
            Group::Classic(group) => {
                let holds =
                    |member: &&Member| member.assignment().is_some_and(|given| given.contains(partition));
                group.members().find(holds).map(Member::member_id)
            }
            Group::Consumer(group) => {
                let holds = |member: &&ConsumerGroupMember| member.assigned.iter().any(is_it);
                group.members().find(holds).map(|member| &member.member_id)
            }
        }
    }

    /// From which broker that matters to a partition a consumer is cut off, and the entry that tells of it.
    pub fn cut_off_from(
        &self,
        client: &ClientName,
        partition: &TopicPartition,
    ) -> Option<(CutFrom, EntryId)> {
        let process = self.nodes.consumer(client)?;
        let (reads_from, leader) = (
            process.consumer.reads_from(partition, self.now),
            self.nodes.brokers.leader(partition.partition),
        );
        let Some(cut) = self.cut_since(client, reads_from) else {
            return self.cut_off_from_coordinator(client);
        };
        Some(match reads_from {
            _ if process.cut_off => (CutFrom::Brokers, cut),
            _ if reads_from == leader => (CutFrom::Leader(leader), cut),
            _ => (CutFrom::Replica(reads_from), cut),
        })
    }

    /// Whether a consumer is cut off from its coordinator, and the entry that tells of it. A standalone consumer that
    /// commits nothing needs none.
    pub fn cut_off_from_coordinator(&self, client: &ClientName) -> Option<(CutFrom, EntryId)> {
        let process = self.nodes.consumer(client)?;
        let when = process.consumer.config().behaviour.commit.when;
        let commits = !matches!(when, CommitWhen::Elsewhere | CommitWhen::Never);
        if process.consumer.standalone() && !commits {
            return None;
        }
        let group = &process.spec.group;
        let coordinator = self.nodes.brokers.coordinator(group);
        let cut = self.cut_since(client, coordinator)?;
        Some(match process.cut_off {
            true => (CutFrom::Brokers, cut),
            false => (CutFrom::Coordinator(coordinator, *group), cut),
        })
    }

    /// From which broker a consumer is cut off that it needs: its coordinator, or one from which it reads.
    pub fn cut_off(&self, client: &ClientName) -> Option<(CutFrom, EntryId)> {
        self.cut_off_from_coordinator(client).or_else(|| {
            let process = self.nodes.consumer(client)?;
            let owned = process.consumer.subscription().owned();
            owned.iter().find_map(|partition| self.cut_off_from(client, partition))
        })
    }

    /// What cut a consumer off from a broker, if that lasts: the first cut since its network was whole.
    pub(super) fn cut_since(&self, client: &ClientName, broker: BrokerId) -> Option<EntryId> {
        let process = self.nodes.consumer(client)?;
        if !process.cuts(broker) {
            return None;
        }
        let mended =
            |entry: &&Entry| matches!(entry.fact.of_process(client), Some(WorldFact::LinkRestored { .. }));
        let since = self.backwards(self.next_entry()).take_while(|entry| !mended(entry));
        since.filter(|entry| cuts(&entry.fact, client, broker)).map(|entry| entry.id).last()
    }

    /// Whether a fact is that a consumer was cut off from the coordinator of its group.
    pub fn cuts_coordinator(&self, fact: &Fact, client: &ClientName) -> bool {
        let group = self.group_of(client);
        group.is_some_and(|group| cuts(fact, client, self.nodes.brokers.coordinator(group)))
    }

    /// When a process that was asked to close is killed if it has not closed by then, and how long after it was asked.
    pub fn grace_ends(&self, client: &ClientName) -> Option<(SimTime, SimDuration)> {
        let index = self.nodes.consumer_id(client)?;
        let at = self.wire.schedule.timer(&TimerKey::Grace(index))?;
        let asked = self.last_before(self.next_entry(), |fact| {
            let done = fact.of_process(client);
            matches!(done, Some(WorldFact::CloseRequestedWith { grace: Some(_), .. }))
        });
        let Some(WorldFact::CloseRequestedWith { grace, .. }) = self.entry(asked?)?.fact.of_process(client)
        else {
            return None;
        };
        (*grace).map(|grace| (at, grace)).filter(|_| self.nodes[index].alive())
    }

    /// Whether a consumer has called close(), and not only been asked to.
    pub fn is_in_close(&self, client: &ClientName) -> bool {
        let process = self.nodes.consumer(client);
        process.is_some_and(|process| process.consumer.application().in_close())
    }

    /// Whether a process sends its coordinator nothing: it is over, stands still, or is cut off from it.
    pub fn is_silent(&self, client: &ClientName) -> bool {
        self.nodes.consumer(client).is_some_and(|process| self.sends_nothing(process))
    }

    /// The same of a process.
    pub(in crate::cluster) fn sends_nothing(&self, process: &ConsumerProcess) -> bool {
        !process.alive()
            || process.frozen()
            || process.cuts(self.nodes.brokers.coordinator(&process.spec.group))
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
        let was_over = |entry: &Entry| matches!(self.lasted(entry.id), Lasted::Until(end) if end <= from);
        let mut returned = None;
        for entry in self.backwards(before) {
            let keeps = match self.incident(&entry.fact, client) {
                Some(Incident::Frozen) => !was_over(entry),
                Some(Incident::Started | Incident::CutOff | Incident::CoordinatorLost) => true,
                Some(
                    Incident::Killed
                    | Incident::Thawed
                    | Incident::Mended
                    | Incident::CoordinatorTookOver
                    | Incident::CloseRequested,
                )
                | None => false,
            };
            let keeps = keeps
                || match entry.fact.of_consumer(client).and_then(AppStep::of) {
                    Some(AppStep::Stalled) => self.stall_keeps_from_poll(entry.id, from, until),
                    Some(AppStep::Polled) => true,
                    Some(AppStep::CallbackFinished) => {
                        returned = Some(entry.time);
                        false
                    }
                    Some(AppStep::CallbackStarted) => {
                        let took = returned.take().map_or(SimDuration::ZERO, |end| end.since(entry.time));
                        took + took >= until.since(from)
                    }
                    Some(
                        AppStep::Threw(_)
                        | AppStep::Resumed
                        | AppStep::CommitStarted(_)
                        | AppStep::CommitSucceeded(_)
                        | AppStep::CommitFailed(..)
                        | AppStep::RejoinNeeded
                        | AppStep::Joins,
                    )
                    | None => false,
                };
            if keeps {
                return Some(entry.id);
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
        self.wire.schedule.timer(&TimerKey::Consumer(index, ConsumerTimer::Metadata))
    }

    /// Whether a consumer knows that there is this partition.
    pub fn is_known_to(&self, client: &ClientName, partition: &TopicPartition) -> bool {
        let process = self.nodes.consumer(client);
        let known = process.and_then(|process| process.consumer.known_topics()?.get(&partition.topic));
        known.is_some_and(|partitions| partition.partition < *partitions)
    }

    /// Whether a consumer that lives does not ask for a topic's metadata, as it does not subscribe to it, and has no
    /// name of it from before.
    pub fn has_no_name_for(&self, client: &ClientName, topic: &TopicName) -> bool {
        let process = self.nodes.consumer(client).filter(|process| process.alive());
        process.is_some_and(|process| !process.consumer.can_name(topic))
    }

    /// Whether a consumer's request for metadata is under way.
    pub fn asks_for_metadata(&self, client: &ClientName) -> bool {
        let process = self.nodes.consumer(client);
        process.is_some_and(|process| process.consumer.asks(|purpose| *purpose == Purpose::Metadata))
    }

    /// The topics there are to which a consumer subscribes as far as it knows: of a pattern those that it knows.
    pub fn matched_topics(&self, client: &ClientName) -> Vec<TopicName> {
        if let Some(pattern) = self.pattern_for_broker(client) {
            return self.resolved_by_broker(client, pattern.as_str());
        }
        let process = self.nodes.consumer(client);
        let known = process.map(|process| &process.consumer.subscription().topics[..]).unwrap_or_default();
        self.subscribed_topics(client).into_iter().filter(|topic| known.contains(topic)).collect()
    }

    /// The pattern that a consumer leaves to the coordinator.
    pub fn pattern_for_broker(&self, client: &ClientName) -> Option<&TopicPattern> {
        self.nodes.consumer(client)?.consumer.subscription().pattern_for_broker()
    }

    /// What the coordinator has found to match a pattern of a consumer's.
    fn resolved_by_broker(&self, client: &ClientName, pattern: &str) -> Vec<TopicName> {
        let group = self.group_of(client).and_then(|group| self.nodes.coordinator.group(group));
        match group {
            Some(Group::Consumer(group)) => group.resolved(pattern).iter().copied().collect(),
            Some(Group::Classic(_)) | None => Vec::new(),
        }
    }

    /// Whether a leader knew of a partition when it assigned its group's partitions last.
    pub fn led(&self, leader: &ClientName, partition: &TopicPartition) -> Option<bool> {
        let process = self.nodes.consumer(leader)?;
        process.consumer.membership().led(partition)
    }

    /// Since when a group has no coordinator, the entry that says so, and when another has taken over.
    pub fn without_coordinator(&self, group: &GroupId) -> Option<(EntryId, Option<SimTime>)> {
        self.nodes.away.get(group)?;
        let lost = self.coordinator_lost_before(self.next_entry(), group)?;
        Some((lost, self.wire.schedule.timer(&TimerKey::TakeOver(*group))))
    }

    /// Since when a group has no coordinator.
    pub(in crate::cluster) fn coordinator_lost(&self, group: &GroupId) -> Option<SimTime> {
        self.without_coordinator(group).and_then(|(lost, _)| self.entry(lost)).map(|entry| entry.time)
    }

    /// What created a partition.
    pub fn created(&self, partition: &TopicPartition) -> Option<EntryId> {
        self.created_before(self.next_entry(), partition)
    }

    /// What had created a partition that was there before an entry. A topic that was deleted and created again counts
    /// as one that has been there since.
    pub fn created_before(&self, before: EntryId, partition: &TopicPartition) -> Option<EntryId> {
        let covers = |entry: &&Entry| {
            let partitions = entry.fact.partitions_of(&partition.topic);
            partitions.is_some_and(|partitions| partition.partition < partitions)
        };
        let newest = self.backwards(before).find(covers)?;
        first_of(self.backwards(newest.id), partition).or(Some(newest.id))
    }

    /// The same of the topic that had the name then, if it had that partition.
    pub fn brought(&self, before: EntryId, partition: &TopicPartition) -> Option<EntryId> {
        let topic = &partition.topic;
        let created = self.topic_created(before, topic);
        let since = self.backwards(before).take_while(|entry| Some(entry.id) >= created);
        first_of(since, partition)
    }
}

/// The first of the entries, newest first, since which a partition was there without an interruption.
fn first_of<'a>(entries: impl Iterator<Item = &'a Entry>, partition: &TopicPartition) -> Option<EntryId> {
    let counts = entries.filter_map(|entry| Some((entry.id, entry.fact.partitions_of(&partition.topic)?)));
    let there = counts.take_while(|(_, partitions)| partition.partition < *partitions);
    there.last().map(|(entry, _)| entry)
}

/// Whether a fact is that a consumer was cut off from a broker.
fn cuts(fact: &Fact, client: &ClientName, broker: BrokerId) -> bool {
    let Some(WorldFact::LinkCut { broker: from, .. }) = fact.of_process(client) else { return false };
    from.is_none_or(|from| from == broker)
}

/// Whether a process is over, or another one runs under its name.
pub(super) fn is_over(fact: &Fact, client: &ClientName) -> bool {
    fact.starts(client)
        || matches!(fact.of_process(client), Some(WorldFact::ProcessKilled { .. }))
        || matches!(fact.of_consumer(client), Some(ConsumerFact::ProcessClosed))
}
