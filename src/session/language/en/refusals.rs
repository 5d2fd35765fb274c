//! Why a command was refused.

use crate::cluster::command_error::{ClientError, CommandError, EmptyTask, GroupError, Limit, TopicError};
use crate::session::language::en::properties::property;

#[rustfmt::skip]
pub fn refusal(error: &CommandError) -> &'static str {
    match error {
        CommandError::Client(_, error) => client(*error),
        CommandError::Group(_, error) => group(*error),
        CommandError::Topic(_, error) => topic(*error),
        CommandError::Limit(reached) => limit(reached),
        CommandError::Property(error) => property(error),
        CommandError::NoConsumer { .. } => "There is no consumer `{0}`; there is {1}.",
        CommandError::NoBroker { .. } => "There is no broker {0}; they are counted from 0 to {1}.",
        CommandError::NothingToAssign { .. } => "There is no partition `{1}` that {0} could assign to itself.",
        CommandError::DoesNotOwn { .. } => "{0} does not own {1} (IllegalStateException); it owns {2}.",
        CommandError::NoOffsetsWithoutGroup => "A consumer without a group has no offsets anywhere.",
        CommandError::NoStaticMember { .. } => "{0} has no static member `{1}`; it has {2}.",
        CommandError::NotEmpty { members, task, .. } => not_empty(*task, members.is_empty()),
        CommandError::NothingCommitted { .. } => "{0} has committed nothing of `{1}`.",
        CommandError::TopicSubscribed { .. } =>
            "{0} has members that subscribe to {1} (GROUP_SUBSCRIBED_TO_TOPIC); close them first.",
        CommandError::NoAssignor => "A strategy needs at least one assignor.",
        CommandError::NoTopic { .. } => "There is no topic `{0}`; there is {1}.",
        CommandError::TopicCollides { .. } =>
            "Topic '{0}' collides with existing topics: {1}. Choose another name.",
        CommandError::SamePartitions { .. } => "{0} has {1} partition{1:s} already; ask for more.",
        CommandError::FewerPartitions { .. } =>
            "{0} has {1} partition{1:s} and Kafka cannot take any away; ask for more than {1}.",
        CommandError::NoPartition { .. } => "{0} has {1} partitions, counted from 0; there is no {2}.",
        CommandError::PartitionNotThere(_) => "There is no partition `{0}`.",
        CommandError::BeyondEnd { .. } => "{0} ends at {1}; Kafka answers OFFSET_OUT_OF_RANGE to {2}.",
        CommandError::BeforeStart { .. } => "{0} starts at {1} already; there is nothing before {2}.",
        CommandError::AlreadyWritten { .. } =>
            "{0} ends at {1}: the record at {2} is written and does not change; name {1} or later.",
    }
}

#[rustfmt::skip]
fn client(error: ClientError) -> &'static str {
    match error {
        ClientError::NameTaken => "There is a `{0}` already; choose another name, or restart it.",
        ClientError::NoConsumers => "There is no consumer `{0}`; start one first.",
        ClientError::IsProducer => "{0} is a producer; name a consumer.",
        ClientError::NoProducer => "There is no producer `{0}`.",
        ClientError::NotRunning => "{0} is not running; restart it first.",
        ClientError::StillRuns => "{0} is running; close or kill it before it is started again.",
        ClientError::NothingToKill => "{0} is not running; there is nothing to kill.",
        ClientError::Frozen => "{0} is frozen; thaw it first.",
        ClientError::FrozenInBounce => "{0} is frozen and cannot close; thaw it first.",
        ClientError::NotFrozen => "{0} is not frozen.",
        ClientError::AlreadyStalled => "{0}'s handler is stalled already.",
        ClientError::NotStalled => "{0}'s handler is not stalled.",
        ClientError::AlreadyCutOff => "{0} is cut off already.",
        ClientError::NotCutOff => "{0} is not cut off.",
        ClientError::Closing => "{0} is closing; restart it when it has closed.",
        ClientError::ReadsNothing => "{0} would read nothing; name topics, a pattern, or partitions to assign.",
        ClientError::ReadsInSeveralWays =>
            "{0} can subscribe to topics or to a pattern or assign partitions: one of them.",
        ClientError::SubscribesWithoutGroup => "{0} subscribes, so it needs a group.",
        ClientError::NoTopicToSubscribe => "{0} would subscribe to no topic; name at least one, or a pattern.",
        ClientError::TopicsAndPattern => "{0} can subscribe to topics or to a pattern, not to both.",
        ClientError::PatternNeedsConsumerProtocol =>
            "{0} cannot subscribe to a SubscriptionPattern with group.protocol=classic \
             (UnsupportedOperationException); let it resolve the pattern itself, or run it with \
             group.protocol=consumer.",
        ClientError::PatternNeedsKafka40 =>
            "{0} cannot subscribe to a SubscriptionPattern: consumers of the recorded Kafka have no such call. \
             Let it resolve the pattern itself.",
        ClientError::CannotSubscribe => "{0} has no group, which a subscription needs (InvalidGroupIdException).",
        ClientError::Standalone =>
            "{0} assigned its partitions itself, which excludes a subscription (IllegalStateException); let it \
             unsubscribe first.",
        ClientError::StoreIsNeverRead =>
            "{0} would read its store in onPartitionsAssigned, which is never called after assign(); choose another \
             way to commit.",
        ClientError::CommitsWithoutGroup =>
            "{0} has no group to commit for: enable.auto.commit=true needs a group.id.",
        ClientError::SubscribesToNothing => "{0} subscribes to nothing already.",
        ClientError::OwnsNothing => "{0} owns no partition now; wait until it has some.",
    }
}

#[rustfmt::skip]
fn group(error: GroupError) -> &'static str {
    match error {
        GroupError::NotThereYet => "There is no group `{0}` yet; start a consumer in it first.",
        GroupError::NotFound => "There is no group `{0}` yet, or no longer (GROUP_ID_NOT_FOUND).",
        GroupError::NoConsumer => "There is no consumer in group `{0}`.",
        GroupError::CoordinatorAlreadyAway => "{0} has no coordinator already; wait for the next one.",
        GroupError::CoordinatorAway => "{0} has no coordinator now; wait for the next one.",
        GroupError::NoStaticMembers =>
            "{0} has no static members; only those can be removed by their instance id.",
        GroupError::NothingToReset =>
            "{0} has committed nothing that could be reset; name topics or partitions.",
        GroupError::AlreadyBounced => "{0} is being bounced already; wait until it is over.",
        GroupError::AssignedByBroker =>
            "{0} has consumers with group.protocol=consumer, which have no partition.assignment.strategy: the broker \
             assigns. Restart them one by one with other settings instead, such as group.remote.assignor.",
        GroupError::Bounced => "{0} is being bounced; wait until it is over.",
    }
}

#[rustfmt::skip]
fn topic(error: TopicError) -> &'static str {
    match error {
        TopicError::IllegalName =>
            "No topic can be called `{0}`: take up to {1} ASCII letters, digits, `.`, `_` and `-`.",
        TopicError::Exists => "There is a topic `{0}` already; choose another name.",
        TopicError::NoTopics => "There is no topic `{0}`; create it first.",
        TopicError::NotThere => "There is no topic `{0}`.",
    }
}

#[rustfmt::skip]
fn limit(limit: &Limit) -> &'static str {
    match limit {
        Limit::Consumers => "There are {0} consumers already, and that is the limit.",
        Limit::Producers => "There are {0} producers already, and that is the limit.",
        Limit::CommitFaults(_) => "{0} commits may go wrong at the most, not {1}.",
        Limit::Offset(_) => "An offset is {0} at the most here, not {1}.",
        Limit::NoPartitions => "A topic needs at least one partition.",
        Limit::Partitions(_) => "{1} partitions are more than the {0} shown here at most.",
        Limit::AllPartitions(_) => "There are {1} partitions already, and {0} in all is the limit.",
        Limit::Burst(_) => "A burst has 1 to {0} records, not {1}.",
    }
}

#[rustfmt::skip]
fn not_empty(task: EmptyTask, nobody: bool) -> &'static str {
    match (task, nobody) {
        (EmptyTask::ResetOffsets, true) =>
            "{0} is {1}, and its offsets can only be reset while it is Empty; close them all, or wait until they are \
             gone.",
        (EmptyTask::ResetOffsets, false) =>
            "{0} is {1} with member{3:s} {2}, and its offsets can only be reset while it is Empty; close them all, or \
             wait until they are gone.",
        (EmptyTask::DeleteGroup, true) =>
            "{0} is {1}, and only an Empty group can be deleted (NON_EMPTY_GROUP); close them all, or wait until they \
             are gone.",
        (EmptyTask::DeleteGroup, false) =>
            "{0} is {1} with member{3:s} {2}, and only an Empty group can be deleted (NON_EMPTY_GROUP); close them \
             all, or wait until they are gone.",
    }
}
