//! The sentences of the journal.

use crate::cluster::fact::{Fact, WorldFact};
use crate::kafka::broker::fact::BrokerFact;
use crate::kafka::broker::retention::Retention;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::group_state::GroupState;
use crate::kafka::offset_causes::{CommitFailure, CommitFault, SentAgain};
use crate::kafka::producer::Rate;
use crate::session::language::journal::each_fact;

each_fact! {
    /// The sentence of a fact.
    pub template: &'static str {
        Fact::World(WorldFact::TopicCreated { .. }) => "topic {0} created with {1} partition{1:s}",
        Fact::World(WorldFact::PartitionsAdded { .. }) => "topic {0} now has {1} partitions",
        Fact::World(WorldFact::TopicDeleted { .. }) => "topic {0} deleted, with all its records",
        Fact::World(WorldFact::RetentionChanged { retention: Retention { time: None, bytes: None }, .. }) => {
            "{0} keeps its records for ever"
        },
        Fact::World(WorldFact::RetentionChanged { .. }) => "{0} keeps its records by {1}",
        Fact::Broker(_, BrokerFact::RecordsDeleted { .. }) => "{0} starts at {1} now: {2} record{2:s} deleted ({3})",
        Fact::World(WorldFact::RecordPoisoned { .. }) => "the record at {1} of {0} will be one that cannot be deserialized",
        Fact::World(WorldFact::BurstAsked { .. }) => "{0} writes {1} record{1:s} at once",
        Fact::World(WorldFact::ProcessStarted { incarnation: 1, .. }) => "{0} started",
        Fact::World(WorldFact::ProcessStarted { .. }) => "{0} started again",
        Fact::World(WorldFact::ProcessKilled { processed_uncommitted: 0, .. }) => "{0} killed",
        Fact::World(WorldFact::ProcessKilled { processed_uncommitted: 1, .. }) => {
            "{0} killed; {1} processed record was not committed yet"
        },
        Fact::World(WorldFact::ProcessKilled { .. }) => "{0} killed; {1} processed records were not committed yet",
        Fact::World(WorldFact::ProcessFrozen { .. }) => "{0} frozen: both threads stand still",
        Fact::World(WorldFact::ProcessThawed { .. }) => "{0} runs on",
        Fact::Consumer(_, ConsumerFact::HandlerStalled { at_work: false, .. }) => "{0} will stall in its handler, at its next record",
        Fact::Consumer(_, ConsumerFact::HandlerStalled { heartbeats: true, .. }) => "{0} stalled in its handler; heartbeats go on",
        Fact::Consumer(_, ConsumerFact::HandlerStalled { .. }) => "{0} stalled in its handler; it is joining and sends no heartbeats",
        Fact::Consumer(_, ConsumerFact::HandlerResumed { at_work: false, .. }) => "{0} will not stall after all",
        Fact::Consumer(_, ConsumerFact::HandlerResumed { .. }) => "{0} goes on with its handler",
        Fact::World(WorldFact::CloseRequested { leave: true, .. }) => "{0} asked to close",
        Fact::World(WorldFact::CloseRequested { .. }) => "{0} asked to close without leaving its group",
        Fact::World(WorldFact::CloseRequestedWith { .. }) => "{0} asked to close{1}{2}",
        Fact::World(WorldFact::GraceExpired { in_close: true, .. }) => "{0} is still in close() after {1}, and gets SIGKILL",
        Fact::World(WorldFact::GraceExpired { in_hand: 0, .. }) => "{0} has not closed within {1}, and gets SIGKILL",
        Fact::World(WorldFact::GraceExpired { .. }) => {
            "{0} has not closed within {1}, with {2} record{2:s} in hand, and gets SIGKILL"
        },
        Fact::Consumer(_, ConsumerFact::ProcessClosed) => "{0} closed",
        Fact::World(WorldFact::ClosedInMidBatch { .. }) => {
            "{0} closes in the middle of its batch and gives up {1} record{1:s}"
        },
        Fact::Consumer(_, ConsumerFact::WokenUp) => "{0} woken up: its next poll or commitSync throws a WakeupException",
        Fact::Consumer(_, ConsumerFact::SecondThread) => "a second thread calls {0}",
        Fact::World(WorldFact::CommitsDisturbed { count: 0, .. }) => "commits to {0} go well again",
        Fact::World(WorldFact::CommitsDisturbed { count: 1, fault: CommitFault::Lost, .. }) => {
            "the next commit to {0} will not be replicated in offsets.commit.timeout.ms"
        },
        Fact::World(WorldFact::CommitsDisturbed { fault: CommitFault::Lost, .. }) => {
            "the next {1} commits to {0} will not be replicated in offsets.commit.timeout.ms"
        },
        Fact::World(WorldFact::CommitsDisturbed { count: 1, fault: CommitFault::Loading { .. }, .. }) => {
            "the next commit to {0} will meet a coordinator that is loading"
        },
        Fact::World(WorldFact::CommitsDisturbed { fault: CommitFault::Loading { .. }, .. }) => {
            "the next {1} commits to {0} will meet a coordinator that is loading"
        },
        Fact::World(WorldFact::CoordinatorLost { .. }) => {
            "{0} has lost its coordinator; nobody answers for it but with NOT_COORDINATOR"
        },
        Fact::World(WorldFact::CoordinatorTookOver { .. }) => {
            "{0} has a new coordinator, which read from __consumer_offsets that {0} is {1} in generation {2} with {3} \
             member{3:s}"
        },
        Fact::World(WorldFact::MemberRemovalAsked { .. }) => "an administrator removes the static member {1} from {0}",
        Fact::World(WorldFact::OffsetsReset { .. }) => "an administrator resets the offsets of {0} to {1}: {2}",
        Fact::World(WorldFact::DeletionAsked { topic: None, .. }) => "an administrator deletes {0}",
        Fact::World(WorldFact::DeletionAsked { .. }) => "an administrator deletes the offsets of {0} for {1}",
        Fact::Consumer(_, ConsumerFact::CallRequested { .. }) => "{0} is to call {1} before its next poll",
        Fact::World(WorldFact::LinkCut { broker: None, .. }) => "{0} cut off from all brokers",
        Fact::World(WorldFact::LinkCut { .. }) => "{0} cut off from broker {1}",
        Fact::World(WorldFact::LinkRestored { .. }) => "{0} reaches the brokers again",
        Fact::World(WorldFact::RateChanged { rate: Rate(0), .. }) => "{0} pauses",
        Fact::World(WorldFact::RateChanged { .. }) => "{0} now writes {1}",
        Fact::World(WorldFact::ProcessingTimeChanged { .. }) => "{0} now takes {1} for a record",
        Fact::World(WorldFact::GroupBounced { .. }) => {
            "all consumers of {0} close, to start again with partition.assignment.strategy={1}"
        },

        Fact::Consumer(_, ConsumerFact::RequestSent { .. }) => "{0} {1} sent",
        Fact::Consumer(_, ConsumerFact::ResponseReceived { error, .. }) if error.is_none() => "{0} {1} answered",
        Fact::Consumer(_, ConsumerFact::ResponseReceived { .. }) => "{0} {1} -> {2}",
        Fact::Consumer(_, ConsumerFact::RequestTimedOut { .. }) => "{0} {1} timed out without an answer (request.timeout.ms)",

        // A group that did not exist is Dead for the state machine; nothing died.
        Fact::Group(_, GroupFact::GroupStateChanged { from: GroupState::Dead, .. }) => "{0} created: {2}",
        Fact::Group(_, GroupFact::GroupStateChanged { .. }) => "{0}: {1} -> {2}",
        Fact::Group(_, GroupFact::MemberIdHandedOut { .. }) => "{0}: {1} got the member id {2} and is to join with it",
        Fact::Group(_, GroupFact::PendingMemberExpired { .. }) => "{0}: {1} never came back with its member id",
        Fact::Group(_, GroupFact::PendingMemberRemoved { .. }) => "{0}: {1} will not come back with its member id: {2}",
        Fact::Group(_, GroupFact::MemberAdded { instance: None, .. }) => "{0} joined {1}",
        Fact::Group(_, GroupFact::MemberAdded { .. }) => "{0} joined {1} as static member {2}",
        Fact::Group(_, GroupFact::MemberRemoved { .. }) => "{0} removed from {1}: {2}",
        Fact::Group(_, GroupFact::StaticMemberReplaced { .. }) => "{0}: static member {1} is {3} now; {2} is fenced",
        Fact::Group(_, GroupFact::RebalanceStarted { .. }) => "{0} begins to rebalance: {1}",
        Fact::Group(_, GroupFact::StaticMemberAbsent { .. }) => "{0}: static member {1} has not rejoined, and keeps its place",
        Fact::Group(_, GroupFact::JoinPhaseExtended { .. }) => {
            "{0} waits {1} more for members to join (group.initial.rebalance.delay.ms)"
        },
        Fact::Group(_, GroupFact::GenerationStarted { .. }) => "{0}: generation {1} begins with {2} member{2:s}{3}{4}",
        Fact::Group(_, GroupFact::ProtocolsDiffer { .. }) => "{0} shares no assignor with {1}: {1} offers {2}; {3}",
        Fact::Group(_, GroupFact::LeaderElected { .. }) => "{0}: {1} is the leader now",
        Fact::Group(_, GroupFact::AssignmentStored { .. }) => "{0} assigned: {1}{2}",
        Fact::Group(_, GroupFact::OffsetCommitted { .. }) => "{0} stored {1} for {2}",
        Fact::Group(_, GroupFact::OffsetCommitRefused { .. }) => "{0} refused a commit of {1}: {2}",
        Fact::Group(_, GroupFact::OffsetCommitLost { .. }) => "{0} does not store {1} for {2}: {3}{4}",
        Fact::Group(_, GroupFact::OffsetsExpired { .. }) => "{0}: committed offsets expired for {1} (offsets.retention.minutes)",
        Fact::Group(_, GroupFact::OffsetsDeleted { .. }) => "{0}: committed offsets deleted for {1}",
        Fact::Group(_, GroupFact::GroupDeleted) => "{0} deleted",

        Fact::Consumer(_, ConsumerFact::SubscriptionChanged { topics, .. }) if topics.is_empty() => {
            "{0} subscribes to a pattern that matches no topic it knows"
        },
        Fact::Consumer(_, ConsumerFact::SubscriptionChanged { .. }) => "{0} now subscribes to {1}",
        Fact::Consumer(_, ConsumerFact::Unsubscribed) => "{0} has unsubscribed, and polls no more",
        Fact::Consumer(_, ConsumerFact::TopicIdChanged { .. }) => "{0} learns that {1} was created again, and keeps its position: {2}",
        Fact::Consumer(_, ConsumerFact::TopicsChanged { .. }) => "{0} (leader) sees that topics have changed",
        Fact::Consumer(_, ConsumerFact::RejoinNeeded { .. }) => "{0} has to rejoin: {1}",
        Fact::Consumer(_, ConsumerFact::JoinedGroup { leader: true, .. }) => "{0} is in generation {1} as leader",
        Fact::Consumer(_, ConsumerFact::JoinedGroup { .. }) => "{0} is in generation {1} as follower",
        Fact::Consumer(_, ConsumerFact::AssignmentComputed { withheld: 0, .. }) => {
            "{0} (leader) computed who of {1} member{1:s} reads which of {2} partition{2:s} ({3})"
        },
        Fact::Consumer(_, ConsumerFact::AssignmentComputed { withheld: 1, .. }) => {
            "{0} (leader) computed who of {1} member{1:s} reads which of {2} partition{2:s} ({3}; {4} withheld until \
             it is given up)"
        },
        Fact::Consumer(_, ConsumerFact::AssignmentComputed { .. }) => {
            "{0} (leader) computed who of {1} member{1:s} reads which of {2} partition{2:s} ({3}; {4} withheld until \
             they are given up)"
        },
        Fact::Consumer(_, ConsumerFact::CallbackStarted { .. }) => "{0} {1}({2})",
        Fact::Consumer(_, ConsumerFact::CallbackFinished { .. }) => "{0} {1} returned",
        Fact::Consumer(_, ConsumerFact::AssignmentChanged { .. }) => "{0} owns {1}",
        Fact::Consumer(_, ConsumerFact::PositionSet { .. }) => "{0} reads {1} from {2} on ({3})",
        Fact::Consumer(_, ConsumerFact::Sought { .. }) => "{0} seeks {1}{2} {3}",
        Fact::Consumer(_, ConsumerFact::PausedByCall { .. }) => "{0} pauses {1}; poll returns nothing from there",
        Fact::Consumer(_, ConsumerFact::PauseForgotten { partitions, .. }) if partitions.len() == 1 => {
            "{0} gives {1} up, and with it the pause: it will not be paused when it is assigned again"
        },
        Fact::Consumer(_, ConsumerFact::PauseForgotten { .. }) => {
            "{0} gives {1} up, and with them the pause: it will not be paused when it is assigned again"
        },
        Fact::Consumer(_, ConsumerFact::ResumedByCall { .. }) => "{0} resumes {1}",
        Fact::Consumer(_, ConsumerFact::PollReturned { .. }) => "{0} poll returned {1} record{1:s}: {2}",
        Fact::Consumer(_, ConsumerFact::CommitStarted { .. }) => "{0} commits {1} ({2})",
        Fact::Consumer(_, ConsumerFact::CommitSucceeded { .. }) => "{0} committed {1} ({2})",
        Fact::Consumer(_, ConsumerFact::CommitFailed { error, failure: CommitFailure::Answered, .. }) if error.is_none() => {
            "{0} could not commit ({1})"
        },
        Fact::Consumer(_, ConsumerFact::CommitFailed { failure: CommitFailure::Answered, .. }) => "{0} could not commit ({1}): {2}",
        Fact::Consumer(_, ConsumerFact::CommitFailed { failure: CommitFailure::Disconnected { .. }, .. }) => {
            "{0} could not commit ({1}): the connection was closed before the answer came; {3}"
        },
        Fact::Consumer(_, ConsumerFact::CommitCallback { exception: None, .. }) => "{0}'s commit callback: {1} is committed",
        Fact::Consumer(_, ConsumerFact::CommitCallback { sent_again: SentAgain::No, .. }) => "{0}'s commit callback got a {2} for {1}",
        Fact::Consumer(_, ConsumerFact::CommitCallback { sent_again: SentAgain::Yes, .. }) => {
            "{0}'s commit callback got a {2} for {1}; it sends that again"
        },
        Fact::Consumer(_, ConsumerFact::CommitCallback { sent_again: SentAgain::NewerWasSent, .. }) => {
            "{0}'s commit callback got a {2} for {1}; a newer one was sent since, so that is all"
        },
        Fact::Consumer(_, ConsumerFact::PartitionsPaused { .. }) => "{0} pauses all partitions: {1} for its workers",
        Fact::Consumer(_, ConsumerFact::PartitionsResumed { .. }) => "{0} resumes all partitions: {1} for its workers",
        Fact::Consumer(_, ConsumerFact::ExceptionThrown { exception, .. }) if exception.name().starts_with(['I', 'O']) => {
            "{0} got an {1}"
        },
        Fact::Consumer(_, ConsumerFact::ExceptionThrown { .. }) => "{0} got a {1}",
        Fact::Consumer(_, ConsumerFact::OffsetOutOfRange { .. }) => "{0} asked for {1} from {2} on: OFFSET_OUT_OF_RANGE",
        Fact::Consumer(_, ConsumerFact::DeserializationFailed { .. }) => "{0} got a RecordDeserializationException at {2} of {1}",
        Fact::Consumer(_, ConsumerFact::RecordSkipped { .. }) => "{0} gives up the record at {2} of {1} and seeks past it",
        Fact::Consumer(_, ConsumerFact::CoordinatorUnknown) => "{0} no longer knows its coordinator and looks for it",
        Fact::Consumer(_, ConsumerFact::MembershipLost { .. }) => "{0} learnt that it is no longer a member: {1}",
        Fact::Consumer(_, ConsumerFact::PollIntervalExceeded { .. }) => "{0} has not called poll since {1} (max.poll.interval.ms)",
    }
}
