//! Everything a person, a script or an accident can do to the world, in the imperative, and which part of the world
//! carries it out.

use super::Cluster;
use super::apply::{CommandResult, MOST_COMMIT_FAULTS};
use super::command_error::{CommandError, Limit};
use crate::kafka::assignor::AssignorName;
use crate::kafka::broker::retention::Retention;
use crate::kafka::consumer::calls::Call;
use crate::kafka::consumer::close_options::GroupMembershipOperation;
use crate::kafka::consumer::config::ConsumerConfig;
use crate::kafka::consumer::subscription::TopicPattern;
use crate::kafka::ids::*;
use crate::kafka::offset_causes::{CommitFault, ResetTo};
use crate::kafka::partitioner::KeyModel;
use crate::kafka::producer::Rate;
use crate::sim::time::SimDuration;
use std::sync::Arc;

/// A command. What it names must exist, or it is refused and nothing changes.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Create a topic with this many partitions.
    CreateTopic { topic: TopicName, partitions: u32 },
    /// Raise a topic's number of partitions to `partitions`; Kafka never lowers it.
    AddPartitions { topic: TopicName, partitions: u32 },
    /// Delete a topic with all its records and committed offsets.
    DeleteTopic { topic: TopicName },
    /// From now on let the brokers delete a topic's old records by themselves.
    SetRetention { topic: TopicName, retention: Retention },
    /// Delete the records of a partition before an offset: the log start offset moves there.
    DeleteRecords { partition: TopicPartition, before: Offset },
    /// Let the record that will be written at this offset, or the next one, be one that cannot be deserialized.
    PoisonRecord { partition: TopicPartition, offset: Option<Offset> },
    /// Start a producer.
    StartProducer(ProducerSpec),
    /// Change a producer's rate; 0 pauses it.
    SetRate { producer: ClientName, rate: Rate },
    /// Let a producer write this number of records at once, beside its rate.
    Burst { producer: ClientName, records: u32 },
    /// Start a consumer under a name that is not in use.
    StartConsumer(ConsumerSpec),
    /// kill -9: both threads stop for good, without a word.
    KillProcess { client: ClientName },
    /// Finish the batch in hand, then leave cleanly.
    CloseConsumer { client: ClientName },
    /// Close at once and without LeaveGroup, but for a last automatic commit (`close(Duration.ZERO)` with
    /// `internal.leave.group.on.close=false`, as Kafka Streams has it): the group waits for the session's end.
    CloseWithoutLeaving { client: ClientName },
    /// Close as `close(CloseOptions)` says; with a grace, kill the process if it still exists after it (SIGTERM, then
    /// SIGKILL).
    CloseWithOptions { client: ClientName, operation: GroupMembershipOperation, grace: Option<SimDuration> },
    /// Start a process that was killed, closed or failed again, with changed settings if any are given.
    RestartProcess { client: ClientName, config: Option<Arc<ConsumerConfig>> },
    /// Let the application subscribe to other topics, or to a pattern, as soon as it has its thread.
    Subscribe { client: ClientName, topics: Vec<TopicName>, pattern: Option<TopicPattern> },
    /// Let the application make a call before its next poll: seek, pause, resume, unsubscribe, commit.
    Call { client: ClientName, call: Call },
    /// An administrator resets the offsets of a group without members: of these topics and partitions, or, if none are
    /// named, of all that have one.
    ResetOffsets {
        group: GroupId,
        topics: Vec<TopicName>,
        partitions: Vec<TopicPartition>,
        to: ResetTo,
        /// The group starts there: what that passes over was never its to read, and so is no gap.
        start: bool,
    },
    /// An administrator deletes a group without members.
    DeleteGroup { group: GroupId },
    /// An administrator deletes a group's offsets of a topic that no member subscribes to.
    DeleteOffsets { group: GroupId, topic: TopicName },
    /// The broker that coordinates a group goes; after `span` another has taken over.
    FailOver { group: GroupId, span: SimDuration },
    /// An administrator removes a static member from its group.
    RemoveMember { group: GroupId, instance: InstanceId },
    /// Stop both threads (SIGSTOP, a long GC pause); with a span, thaw after it.
    FreezeProcess { client: ClientName, span: Option<SimDuration> },
    /// Let a frozen process run on.
    ThawProcess { client: ClientName },
    /// Block the application thread in its handler; heartbeats go on. With a span, resume after it.
    StallHandler { client: ClientName, span: Option<SimDuration> },
    /// Let a stalled handler go on.
    ResumeHandler { client: ClientName },
    /// Cut the network between a process and all brokers, or one of them, both ways; with a span, mend it after it.
    CutLink { client: ClientName, broker: Option<BrokerId>, span: Option<SimDuration> },
    /// Mend it.
    RestoreLink { client: ClientName },
    /// Change how long the handler takes for one record, from the next record on.
    SetProcessingTime { client: ClientName, processing_time: SimDuration },
    /// Close at once: the records in hand are given up, the one in work as well.
    CloseInMidBatch { client: ClientName },
    /// `wakeup()`: the next poll or commitSync throws WakeupException, and the application closes.
    Wakeup { client: ClientName },
    /// A second thread calls the consumer: ConcurrentModificationException, and the application closes.
    SecondThread { client: ClientName },
    /// The next `count` commits to a group go wrong; with 0, no more of them do.
    DisturbCommits { group: GroupId, count: u32, fault: CommitFault },
    /// Close all running consumers of a group and, when all have closed, start them again with `strategy`
    /// as their `partition.assignment.strategy`: what changing the rebalance protocol takes in one go.
    BounceGroup { group: GroupId, strategy: Vec<AssignorName> },
}

impl Command {
    /// The group that it names, if it names one.
    pub fn group(&self) -> Option<&GroupId> {
        match self {
            Command::StartConsumer(spec) => Some(&spec.group),
            Command::ResetOffsets { group, .. }
            | Command::DeleteGroup { group, .. }
            | Command::DeleteOffsets { group, .. }
            | Command::FailOver { group, .. }
            | Command::RemoveMember { group, .. }
            | Command::DisturbCommits { group, .. }
            | Command::BounceGroup { group, .. } => Some(group),
            Command::CreateTopic { .. }
            | Command::AddPartitions { .. }
            | Command::DeleteTopic { .. }
            | Command::SetRetention { .. }
            | Command::DeleteRecords { .. }
            | Command::PoisonRecord { .. }
            | Command::StartProducer(_)
            | Command::SetRate { .. }
            | Command::Burst { .. }
            | Command::KillProcess { .. }
            | Command::CloseConsumer { .. }
            | Command::CloseWithoutLeaving { .. }
            | Command::CloseWithOptions { .. }
            | Command::RestartProcess { .. }
            | Command::Subscribe { .. }
            | Command::Call { .. }
            | Command::FreezeProcess { .. }
            | Command::ThawProcess { .. }
            | Command::StallHandler { .. }
            | Command::ResumeHandler { .. }
            | Command::CutLink { .. }
            | Command::RestoreLink { .. }
            | Command::SetProcessingTime { .. }
            | Command::CloseInMidBatch { .. }
            | Command::Wakeup { .. }
            | Command::SecondThread { .. } => None,
        }
    }
}

impl Cluster {
    /// Which part of the world carries out which command.
    pub(super) fn obey(&mut self, command: &Command) -> CommandResult {
        match command {
            Command::CreateTopic { topic, partitions } => self.create_topic(topic, *partitions),
            Command::AddPartitions { topic, partitions } => self.add_partitions(topic, *partitions),
            Command::DeleteTopic { topic } => self.delete_topic(topic),
            Command::SetRetention { topic, retention } => self.set_retention(topic, *retention),
            Command::DeleteRecords { partition, before } => self.delete_records(partition, *before),
            Command::PoisonRecord { partition, offset } => self.poison_record(partition, *offset),
            Command::StartProducer(spec) => self.start_producer(spec),
            Command::SetRate { producer, rate } => self.set_rate(producer, *rate),
            Command::Burst { producer, records } => self.burst(producer, *records),
            Command::StartConsumer(spec) => self.start_consumer(spec),
            Command::KillProcess { client } => self.consumer(client).and_then(|id| self.kill(id)),
            Command::CloseConsumer { client } => self.running(client).map(|id| self.close(id, true)),
            Command::CloseWithoutLeaving { client } => self.running(client).map(|id| self.close(id, false)),
            Command::CloseWithOptions { client, operation, grace } => {
                let found = if grace.is_some() { self.alive(client) } else { self.running(client) };
                found.map(|id| self.close_with(id, *operation, *grace))
            }
            Command::RestartProcess { client, config } => self.restart(client, config.as_ref()),
            Command::FreezeProcess { client, span } => self.running(client).map(|id| self.freeze(id, *span)),
            Command::ThawProcess { client } => self.thaw_named(client),
            Command::StallHandler { client, span } => {
                self.running(client).and_then(|id| self.stall(id, *span))
            }
            Command::ResumeHandler { client } => self.running(client).and_then(|id| self.resume(id)),
            Command::CutLink { client, broker, span } => {
                self.alive(client).and_then(|id| self.cut(id, *broker, *span))
            }
            Command::RestoreLink { client } => self.consumer(client).and_then(|id| self.restore(id)),
            Command::SetProcessingTime { client, processing_time } => {
                self.set_processing_time(client, *processing_time)
            }
            Command::Subscribe { client, topics, pattern } => {
                self.running(client).and_then(|id| self.subscribe(id, topics, pattern.as_ref()))
            }
            Command::Call { client, call } => self.running(client).and_then(|id| self.make_call(id, call)),
            Command::ResetOffsets { group, topics, partitions, to, start } => {
                self.reset_offsets(group, topics, partitions, (*to, *start))
            }
            Command::DeleteGroup { group } => self.delete_group(group),
            Command::DeleteOffsets { group, topic } => self.delete_offsets(group, topic),
            Command::FailOver { group, span } => self.fail_over(group, *span),
            Command::RemoveMember { group, instance } => self.remove_member(group, instance),
            Command::CloseInMidBatch { client } => self.running(client).map(|id| self.close_in_mid_batch(id)),
            Command::Wakeup { client } => self.running(client).map(|id| self.wakeup(id)),
            Command::SecondThread { client } => self.running(client).map(|id| self.second_thread(id)),
            Command::DisturbCommits { count, .. } if *count > MOST_COMMIT_FAULTS => {
                Err(CommandError::Limit(Limit::CommitFaults(*count)))
            }
            Command::DisturbCommits { group, count, fault } => self.disturb_commits(group, *count, *fault),
            Command::BounceGroup { group, strategy } => self.bounce_group(group, strategy),
        }
    }
}

/// A consumer to be started.
#[derive(Clone, Debug, PartialEq)]
pub struct ConsumerSpec {
    /// Its name: `c1`.
    pub name: ClientName,
    /// `group.id`; [`GroupId::none`] if it has none, which only a standalone consumer may.
    pub group: GroupId,
    /// The partitions it assigns to itself (`assign`); none if it subscribes.
    pub assigned: Vec<TopicPartition>,
    /// The topics it subscribes to; none with a pattern.
    pub topics: Vec<TopicName>,
    /// The pattern it subscribes to instead.
    pub pattern: Option<TopicPattern>,
    /// Its settings.
    pub config: Arc<ConsumerConfig>,
}

impl ConsumerSpec {
    /// Whether the topic is listed, or matches.
    pub fn subscribes_to(&self, topic: &TopicName) -> bool {
        self.topics.contains(topic) || self.pattern.as_ref().is_some_and(|pattern| pattern.matches(topic))
    }
}

/// A producer to be started.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ProducerSpec {
    /// Its name: `p1`.
    pub name: ClientName,
    /// The topic it writes to.
    pub topic: TopicName,
    /// How much it writes.
    pub rate: Rate,
    /// Size of one record in bytes.
    pub record_size: u32,
    /// How its records get their keys, and by that their partitions.
    pub keys: KeyModel,
    /// The producer's own `metadata.max.age.ms`: how late it may learn of new partitions.
    pub metadata_max_age: SimDuration,
}
