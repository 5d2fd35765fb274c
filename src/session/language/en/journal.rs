//! The sentences of the journal.

use crate::kafka::group_state::GroupState;
use crate::kafka::offset_causes::{CommitFailure, CommitFault, SentAgain};
use crate::kafka::producer::Rate;
use crate::kafka::rebalance_causes::EpochReason;
use crate::session::language::journal::each_fact;

each_fact! {
    /// The sentence of a fact.
    pub template: &'static str {
        World {
            TopicCreated { .. } => "topic {0} created with {1} partition{1:s}",
            PartitionsAdded { .. } => "topic {0} now has {1} partitions",
            TopicDeleted { .. } => "topic {0} deleted, with all its records",
            RetentionChanged { retention, .. } if retention.is_unlimited() => {
                "{0} keeps its records for ever"
            },
            RetentionChanged { .. } => "{0} keeps its records by {1}",
            RecordPoisoned { .. } => "the record at {1} of {0} will be one that cannot be deserialized",
            BurstAsked { .. } => "{0} writes {1} record{1:s} at once",
            ProcessStarted { incarnation: 1, .. } => "{0} started",
            ProcessStarted { .. } => "{0} started again",
            ProcessKilled { processed_uncommitted: 0, .. } => "{0} killed",
            ProcessKilled { processed_uncommitted: 1, .. } => {
                "{0} killed; {1} processed record was not committed yet"
            },
            ProcessKilled { .. } => "{0} killed; {1} processed records were not committed yet",
            ProcessFrozen { .. } => "{0} frozen: both threads stand still",
            ProcessThawed { .. } => "{0} runs on",
            CloseRequested { leave: true, .. } => "{0} asked to close",
            CloseRequested { .. } => "{0} asked to close without leaving its group",
            CloseRequestedWith { .. } => "{0} asked to close{1}{2}",
            GraceExpired { in_close: true, .. } => "{0} is still in close() after {1}, and gets SIGKILL",
            GraceExpired { in_hand: 0, .. } => "{0} has not closed within {1}, and gets SIGKILL",
            GraceExpired { .. } => "{0} has not closed within {1}, with {2} record{2:s} in hand, and gets SIGKILL",
            ClosedInMidBatch { .. } => "{0} closes in the middle of its batch and gives up {1} record{1:s}",
            CommitsDisturbed { count: 0, .. } => "commits to {0} go well again",
            CommitsDisturbed { count: 1, fault: CommitFault::Lost, .. } => {
                "the next commit to {0} will not be replicated in offsets.commit.timeout.ms"
            },
            CommitsDisturbed { fault: CommitFault::Lost, .. } => {
                "the next {1} commits to {0} will not be replicated in offsets.commit.timeout.ms"
            },
            CommitsDisturbed { count: 1, fault: CommitFault::Loading { .. }, .. } => {
                "the next commit to {0} will meet a coordinator that is loading"
            },
            CommitsDisturbed { fault: CommitFault::Loading { .. }, .. } => {
                "the next {1} commits to {0} will meet a coordinator that is loading"
            },
            CoordinatorLost { .. } => "{0} has lost its coordinator; nobody answers for it but with NOT_COORDINATOR",
            CoordinatorTookOver { .. } => {
                "{0} has a new coordinator, which read from __consumer_offsets that {0} is {1} in generation \
                 {2} with {3} member{3:s}"
            },
            MemberRemovalAsked { .. } => "an administrator removes the static member {1} from {0}",
            OffsetsReset { start: true, .. } => "an administrator resets the offsets of {0} to {1}, as its start: {2}",
            OffsetsReset { .. } => "an administrator resets the offsets of {0} to {1}: {2}",
            DeletionAsked { topic: None, .. } => "an administrator deletes {0}",
            DeletionAsked { .. } => "an administrator deletes the offsets of {0} for {1}",
            LinkCut { broker: None, .. } => "{0} cut off from all brokers",
            LinkCut { .. } => "{0} cut off from broker {1}",
            LinkRestored { .. } => "{0} reaches the brokers again",
            RateChanged { rate: Rate(0), .. } => "{0} pauses",
            RateChanged { .. } => "{0} now writes {1}",
            ProcessingTimeChanged { .. } => "{0} now takes {1} for a record",
            GroupBounced { .. } => {
                "all consumers of {0} close, to start again with partition.assignment.strategy={1}"
            },
        }
        Consumer {
            HandlerStalled { at_work: false, .. } => "{0} will stall in its handler, at its next record",
            HandlerStalled { heartbeats: true, .. } => "{0} stalled in its handler; heartbeats go on",
            HandlerStalled { .. } => "{0} stalled in its handler; it is joining and sends no heartbeats",
            HandlerResumed { at_work: false, .. } => "{0} will not stall after all",
            HandlerResumed { .. } => "{0} goes on with its handler",
            ProcessClosed => "{0} closed",
            WokenUp => "{0} woken up: its next poll or commitSync throws a WakeupException",
            SecondThread => "a second thread calls {0}",
            CallRequested { .. } => "{0} is to call {1} before its next poll",
            RequestSent { .. } => "{0} {1} sent",
            ResponseReceived { error, .. } if error.is_none() => "{0} {1} answered",
            ResponseReceived { .. } => "{0} {1} -> {2}",
            RequestTimedOut { .. } => "{0} {1} timed out without an answer (request.timeout.ms)",
            SubscriptionChanged { pattern: Some(_), .. } => {
                "{0} subscribes to what the coordinator finds to match {1}"
            },
            SubscriptionChanged { topics, .. } if topics.is_empty() => {
                "{0} subscribes to a pattern that matches no topic it knows"
            },
            SubscriptionChanged { .. } => "{0} now subscribes to {1}",
            Unsubscribed => "{0} has unsubscribed, and polls no more",
            TopicIdChanged { .. } => "{0} learns that {1} was created again, and keeps its position: {2}",
            TopicsChanged { .. } => "{0} (leader) sees that topics have changed",
            RejoinNeeded { .. } => "{0} has to rejoin: {1}",
            JoinedGroup { leader: true, .. } => "{0} is in generation {1} as leader",
            JoinedGroup { .. } => "{0} is in generation {1} as follower",
            AssignmentComputed { withheld: 0, .. } => {
                "{0} (leader) computed who of {1} member{1:s} reads which of {2} partition{2:s} ({3})"
            },
            AssignmentComputed { withheld: 1, .. } => {
                "{0} (leader) computed who of {1} member{1:s} reads which of {2} partition{2:s} ({3}; {4} \
                 withheld until it is given up)"
            },
            AssignmentComputed { .. } => {
                "{0} (leader) computed who of {1} member{1:s} reads which of {2} partition{2:s} ({3}; {4} \
                 withheld until they are given up)"
            },
            CallbackStarted { .. } => "{0} {1}({2})",
            CallbackFinished { threw: false, .. } => "{0} {1} returned",
            CallbackFinished { .. } => "{0}'s {1} threw an exception",
            AssignmentChanged { .. } => "{0} owns {1}",
            PositionSet { .. } => "{0} reads {1} from {2} on ({3})",
            Sought { .. } => "{0} seeks {1}{2} {3}",
            PausedByCall { .. } => "{0} pauses {1}; poll returns nothing from there",
            PauseForgotten { partitions, .. } if partitions.len() == 1 => {
                "{0} gives {1} up, and with it the pause: it will not be paused when it is assigned again"
            },
            PauseForgotten { .. } => {
                "{0} gives {1} up, and with them the pause: it will not be paused when it is assigned again"
            },
            ResumedByCall { .. } => "{0} resumes {1}",
            PollReturned { .. } => "{0} poll returned {1} record{1:s}: {2}",
            CommitStarted { .. } => "{0} commits {1} ({2})",
            CommitSucceeded { .. } => "{0} committed {1} ({2})",
            CommitFailed { error, failure: CommitFailure::Answered, .. } if error.is_none() => {
                "{0} could not commit ({1})"
            },
            CommitFailed { failure: CommitFailure::Answered, .. } => "{0} could not commit ({1}): {2}",
            CommitFailed { failure: CommitFailure::Disconnected { .. }, .. } => {
                "{0} could not commit ({1}): the connection was closed before the answer came; {3}"
            },
            CommitCallback { exception: None, .. } => "{0}'s commit callback: {1} is committed",
            CommitCallback { sent_again: SentAgain::No, .. } => "{0}'s commit callback got a {2} for {1}",
            CommitCallback { sent_again: SentAgain::Yes, .. } => {
                "{0}'s commit callback got a {2} for {1}; it sends that again"
            },
            CommitCallback { sent_again: SentAgain::NewerWasSent, .. } => {
                "{0}'s commit callback got a {2} for {1}; a newer one was sent since, so that is all"
            },
            PartitionsPaused { .. } => "{0} pauses all partitions: {1} for its workers",
            PartitionsResumed { .. } => "{0} resumes all partitions: {1} for its workers",
            ExceptionThrown { exception, .. } if exception.name().starts_with(['I', 'O']) => "{0} got an {1}",
            ExceptionThrown { .. } => "{0} got a {1}",
            OffsetOutOfRange { .. } => "{0} asked for {1} from {2} on: OFFSET_OUT_OF_RANGE",
            DeserializationFailed { .. } => "{0} got a RecordDeserializationException at {2} of {1}",
            RecordSkipped { .. } => "{0} gives up the record at {2} of {1} and seeks past it",
            CoordinatorUnknown => "{0} no longer knows its coordinator and looks for it",
            MemberStateChanged { .. } => "{0}: {1} -> {2}",
            EpochReached { .. } => "{0} is in epoch {1}",
            MembershipLost { error } if error.forbids_joining() => "{0} is not let into its group: {1}",
            MembershipLost { .. } => "{0} learnt that it is no longer a member: {1}",
            PollIntervalExceeded { .. } => "{0} has not called poll since {1} (max.poll.interval.ms)",
        }
        Group {
            // A group that did not exist is Dead for the state machine; nothing died.
            GroupStateChanged { from: GroupState::Dead, .. } => "{0} created: {2}",
            GroupStateChanged { .. } => "{0}: {1} -> {2}",
            MemberIdHandedOut { .. } => "{0}: {1} got the member id {2} and is to join with it",
            PendingMemberExpired { .. } => "{0}: {1} never came back with its member id",
            PendingMemberRemoved { .. } => "{0}: {1} will not come back with its member id: {2}",
            MemberAdded { instance: None, .. } => "{0} joined {1}",
            MemberAdded { .. } => "{0} joined {1} as static member {2}",
            MemberRemoved { .. } => "{0} removed from {1}: {2}",
            StaticMemberReplaced { .. } => "{0}: static member {1} is {3} now; {2} is fenced",
            RebalanceStarted { .. } => "{0} begins to rebalance: {1}",
            StaticMemberAbsent { .. } => "{0}: static member {1} has not rejoined, and keeps its place",
            JoinPhaseExtended { .. } => "{0} waits {1} more for members to join (group.initial.rebalance.delay.ms)",
            GenerationStarted { .. } => "{0}: generation {1} begins with {2} member{2:s}{3}{4}",
            ProtocolsDiffer { .. } => "{0} shares no assignor with {1}: {1} offers {2}; {3}",
            LeaderElected { .. } => "{0}: {1} is the leader now",
            AssignmentStored { .. } => "{0} assigned: {1}{2}",
            ConsumerGroupBegan => "{0} begins as a consumer group (KIP-848)",
            GroupUpgraded { .. } => "{0} becomes a consumer group with {1} classic member{1:s} in it",
            GroupDowngraded { .. } => "{0} becomes a classic group in generation {1}",
            ConsumerGroupStateChanged { .. } => "{0}: {1} -> {2}",
            GroupEpochRaised { reason: EpochReason::MemberJoined { .. }, .. } => {
                "{0}: group epoch {1}, because {2} joined"
            },
            GroupEpochRaised { reason: EpochReason::SubscriptionChanged { .. }, .. } => {
                "{0}: group epoch {1}, because {2} subscribes to other topics"
            },
            GroupEpochRaised { reason: EpochReason::TopicsChanged, .. } => {
                "{0}: group epoch {1}, because the topics changed"
            },
            GroupEpochRaised { reason: EpochReason::MemberGone { .. }, .. } => {
                "{0}: group epoch {1}, because {2} is gone"
            },
            TargetComputed { targets, .. } if targets.is_empty() => "{0}: target of epoch {1} ({2}): nothing",
            TargetComputed { .. } => "{0}: target of epoch {1} ({2}): {3}",
            RevocationAsked { .. } => "{0}: {1} is told to give up {2} within {3}",
            RevocationAcknowledged { .. } => "{0}: {1} has given up {2}",
            MemberAdvanced { given, waits_for, .. } if given.is_empty() && waits_for.is_empty() => {
                "{0}: {1} is in epoch {2}"
            },
            MemberAdvanced { waits_for, .. } if waits_for.is_empty() => "{0}: {1} is in epoch {2} and gets {3}",
            MemberAdvanced { given, .. } if given.is_empty() => {
                "{0}: {1} is in epoch {2} and waits for {4}, which others still hold"
            },
            MemberAdvanced { .. } => {
                "{0}: {1} is in epoch {2} and gets {3}; it waits for {4}, which others still hold"
            },
            StaticMemberAway { .. } => "{0}: static member {1} is away and keeps its partitions for its successor",
            HeartbeatRefused { .. } => "{0} refused a heartbeat of {1} (epoch {2}): {3}",
            OffsetCommitted { .. } => "{0} stored {1} for {2}",
            OffsetCommitRefused { .. } => "{0} refused a commit of {1}: {2}",
            OffsetCommitLost { .. } => "{0} does not store {1} for {2}: {3}{4}",
            OffsetsExpired { .. } => "{0}: committed offsets expired for {1} (offsets.retention.minutes)",
            OffsetsDeleted { .. } => "{0}: committed offsets deleted for {1}",
            GroupDeleted => "{0} deleted",
        }
        Broker {
            RecordsDeleted { .. } => "{0} starts at {1} now: {2} record{2:s} deleted ({3})",
        }
    }
}
