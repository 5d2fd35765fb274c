//! What an answer to "why" says: events, members, states. A clause that goes on with a sentence begins with what joins
//! it to that.

mod causes;
mod foreseen;
mod reconciling;

pub use causes::*;
pub use foreseen::*;
pub use reconciling::*;

use crate::cluster::{CutFrom, Lasted};
use crate::kafka::consumer::close_options::GroupMembershipOperation;
use crate::session::language::why::event::Event;
use crate::session::language::why::member::{MembershipClaim, Who};
use crate::session::language::why::notice::{Patience, ProcessEnd, Prospect, StaticExit, Until};
use crate::session::language::why::state::{Present, State};

pub const SAME_AGAIN: &str = "... the same again {0} times";
pub const AND_SO_ON: &str = "... and so on, {0} steps back";
/// Before a reason, and before one beside others, in a line of text and on the page.
pub const BECAUSE: [&str; 2] = ["because ", "because "];
pub const AND_BECAUSE: [&str; 2] = ["and because ", "and "];

pub fn event(event: &Event) -> &'static str {
    match event {
        Event::TopicCreated { .. } => "{0} was created with {1} partition{1:s}",
        Event::TopicCreatedAgain { .. } => "{0} was deleted and created again, with {1} partition{1:s}",
        Event::MorePartitions { .. } => "{0} was given more partitions: it has {1}",
        Event::TopicDeleted(_) => "topic {0} was deleted, with all its records",
        Event::PositionKept { .. } => "{0} kept its position when {1} was created again: {2}",
        Event::CannotBeDeserialized { .. } => "the record at {1} of {0} cannot be deserialized",
        Event::Learnt { age: None, .. } => "{0} learnt of it at {1} s",
        Event::Learnt { age: Some(_), .. } => "{0} learnt of it at {1} s (metadata.max.age.ms is {2})",
        Event::Started(_) => "{0} was started",
        Event::StartedAgain(_) => "{0} was started again",
        Event::Killed(_) => "{0} was killed",
        Event::Frozen(_) => "{0} was frozen",
        Event::CutOff { broker: Some(_), .. } => "{0} was cut off from broker {1}",
        Event::CutOff { broker: None, .. } => "{0} was cut off from the brokers",
        Event::Stalled { lasted: Lasted::Until(_), .. } => "{0}'s handler was stalled from {1} s to {2} s",
        Event::Stalled { lasted: Lasted::WillEnd(_), .. } => {
            "{0}'s handler was stalled at {1} s, until {2} s"
        }
        Event::Stalled { lasted: Lasted::Open, .. } => {
            "{0}'s handler was stalled at {1} s and has not gone on since"
        }
        Event::WokenUp(_) => "{0} was woken up: its next poll or commitSync throws a WakeupException",
        Event::CallAsked { .. } => "{0}'s application was told to call {1}",
        Event::CloseAsked { operation, .. } => close_asked(*operation),
        Event::CloseWithoutLeavingAsked(_) => "{0} was asked to close without leaving its group",
        Event::Closed(_) => "{0} closed",
        Event::ClosedWithoutLeaving(_) => "{0} closed and sent no LeaveGroup",
        Event::ClosedWithoutCoordinator(_) => {
            "{0} closed and sent no LeaveGroup, since it knew no coordinator"
        }
        Event::LeaveGroupLost(_) => "{0} closed, but its LeaveGroup did not reach a coordinator",
        Event::ClosedAsStatic { .. } => {
            "{0} closed and sent no LeaveGroup, as a static member (group.instance.id={1})"
        }
        Event::LastHeartbeatLost { for_successor: false, .. } => {
            "{0} closed, but its last heartbeat, with epoch -1, did not reach a coordinator"
        }
        Event::LastHeartbeatLost { .. } => {
            "{0} closed, but its last heartbeat, with epoch -2, did not reach a coordinator"
        }
        Event::ClosedWithoutSaying(_) => "{0} closed and sent no heartbeat that says that it leaves",
        Event::ClosedForSuccessor { .. } => {
            "{0} closed with epoch -2: as a static member (group.instance.id={1}) it leaves its place to a successor"
        }
        Event::ClosedInMidBatch(_) => "{0} was closed in the middle of a batch",
        Event::StillInClose { .. } => "{0} was still in close() {1} after it was asked to close",
        Event::NotClosed { in_hand: 0, .. } => "{0} had not closed {1} after it was asked to",
        Event::NotClosed { .. } => {
            "{0} had not closed {1} after it was asked to, with {2} record{2:s} in hand"
        }
        Event::RemovalAsked { .. } => "an administrator removed the static member {0} from {1}",
        Event::NotPolled { .. } => "{0} had not called poll for {1} ms (max.poll.interval.ms)",
        Event::AtWork { .. } => "{0} was still at work on {1} record{1:s}",
        Event::InCallback { .. } => "{0} was still in {1}",
        Event::InCommitSync(_) => "{0} was still in commitSync",
        Event::InAutomaticCommit(_) => "{0} was still waiting for its automatic commit",
        Event::RunsWith { .. } => "{0} runs with {1}",
    }
}

fn close_asked(operation: GroupMembershipOperation) -> &'static str {
    match operation {
        GroupMembershipOperation::Default => "{0} was asked to close",
        GroupMembershipOperation::LeaveGroup => "{0} was asked to close and to leave its group",
        GroupMembershipOperation::RemainInGroup => "{0} was asked to close and to remain in its group",
    }
}

pub fn who(who: &Who) -> &'static str {
    match who {
        Who::Client(_) => "{0}",
        Who::Earlier(_, None) => "the earlier {0}",
        Who::Earlier(_, Some(_)) => "the earlier {0}, {1}",
        Who::EarlierMembership(_) => "{0}'s earlier membership",
    }
}

pub fn membership(membership: &MembershipClaim) -> &'static str {
    match membership {
        MembershipClaim::Joined { .. } => "{0} joined {1}",
        MembershipClaim::JoinedAsStatic { .. } => "{0} joined {1} as static member {2}",
        MembershipClaim::CameBack { .. } => "{0} came back to {1} with its group.instance.id {2}",
        MembershipClaim::TookOver { .. } => {
            "{0} came back to {1} as static member {2} in place of {4} and took over the assignment of generation {3} \
             without a rebalance"
        }
        MembershipClaim::SameInstance { .. } => "{0} started with the same group.instance.id {1}",
        MembershipClaim::Left { .. } => "{0} left {1}",
        MembershipClaim::Removed { .. } => "{0} was removed from {1}",
        MembershipClaim::NoHeartbeat { session: None, .. } => "{0} sent no heartbeat ({1})",
        MembershipClaim::NoHeartbeat { session: Some(_), .. } => "{0} sent no heartbeat for {2} ms ({1})",
        MembershipClaim::NotRejoined { within: None, .. } => "{0} had not rejoined",
        MembershipClaim::NotRejoined { within: Some(_), .. } => {
            "{0} had not rejoined within {1} ms (max.poll.interval.ms)"
        }
        MembershipClaim::NoSync(_) => "{0} sent no SyncGroup in time",
        MembershipClaim::GroupFull(_) => "{0} was full (group.max.size)",
        MembershipClaim::FirstJoinExpired(_) => "the first join of {0} had waited for five minutes",
        MembershipClaim::GaveUpAll(_) => "{0} gave up what it had",
        MembershipClaim::GaveUpAllBut { .. } => "{0} gave up all but {1}",
        MembershipClaim::Assigned(_) => "generation {0} was assigned",
        MembershipClaim::LearntOfLoss { .. } => "{0} had learnt that it was no longer a member ({1})",
        MembershipClaim::Refused { .. } => "{0} was refused ({1})",
        MembershipClaim::NotLetIn { taken: true, .. } => {
            "{0} was not let in, since a member had its group.instance.id already ({1})"
        }
        MembershipClaim::NotLetIn { .. } => "{0} was not let in ({1})",
        MembershipClaim::HadToRejoin { .. } => "{0} had to rejoin: {1}",
        MembershipClaim::NotTaken { again: false, .. } => {
            "{0} had to rejoin: the leader's assignment gives it a partition of a topic to which it no longer \
             subscribes"
        }
        MembershipClaim::NotTaken { again: true, .. } => {
            "{0} had to rejoin: the leader's assignment gives it a partition of a topic to which it no longer \
             subscribes, as Kafka's sticky assignor does again and again"
        }
    }
}

pub fn state(state: &State) -> &'static str {
    match state {
        State::Owns { .. } => "{0} owns {1}",
        State::HasNoMember { .. } => "{0} has {1} but is no member of {2} any more",
        State::HasFromBefore { .. } => "{0} has {1} from before it lost its place in {2}",
        State::Present(_) => "{0}",
        State::OwnsToo(_) => "; {0} owns it, too",
        State::HasToo { .. } => "; {0} has it, too, but is no member of {1} any more",
        State::OwnsWithoutCoordinator { .. } => {
            "{0} owns {1} since {3} s and reads on, though {2} has no coordinator"
        }
        State::OwnsPaused { .. } => "{0} owns {1} but has paused it since {2} s",
        State::OwnsCutOff { .. } => "{0} owns {1}, and is cut off from {2}",
        State::OwnsStalled { until: None, .. } => "{0} owns {1} but its handler has been stalled since {2} s",
        State::OwnsStalled { until: Some(_), .. } => {
            "{0} owns {1} but its handler has been stalled since {2} s, and will be until {3} s"
        }
        State::OwnsReadsNothing { .. } => "{0} owns {1}, and reads nothing of it at the moment",
        State::OwnsStuck { .. } => "{0} owns {1}, and cannot get past the record at {2}",
        State::OwnsNoMember { .. } => "nobody reads {0}: {1} has it but is no member of {2} any more",
        State::DoesNotRun { .. } => "nobody reads {0}: {1} has it and does not run",
        State::ToHave { .. } => "nobody reads {0} yet: {1} is to have it",
        State::NobodyWithoutCoordinator { .. } => "nobody reads {0}: {1} has no coordinator",
        State::NobodyWhileRebalancing { .. } => "nobody reads {0}: {1} is rebalancing",
        State::NobodyWithoutMembers { .. } => "nobody reads {0}: {1} has no members",
        State::AssignedToNobody(_) => "nobody reads {0}: it was assigned to nobody",
        State::GaveIt { .. } => "generation {0} gave it to {1}",
        State::GaveUpAt { .. } => "{0}, to which generation {1} gave it, gave it up at {2} s",
        State::HasClosed(_) => "{0} has closed",
        State::EndedWith { .. } => "{0} ended with {1}",
        State::AssignedItself { .. } => "{0} assigned itself {1}",
        State::HoldsOn { .. } => "{0} is a zombie: it lost its place in {1} and has not given up {2} yet",
        State::Zombie { .. } => "{0} is a zombie: it is no longer a member of {1} and does not know",
        State::CutOffNoMember { .. } => "{0} is no member of {1} any more, and is cut off from {2}",
        State::NoMember { .. } => "{0} is no member of {1}",
        State::LooksForCoordinator(_) => "{0} looks for a coordinator",
        State::IsClosing { in_close: false, .. } => "{0} closes as soon as its application comes to it",
        State::IsClosing { in_close: true, .. } => "{0} is in close()",
        State::IsJoining { .. } => "{0} is joining {1}",
        State::Reads { .. } => "{0} reads {1}",
        State::ReadsNothing(_) => "{0} reads nothing",
        State::Stuck { read, .. } if read.is_empty() => {
            "{0} reads nothing: it cannot get past the record at {2} of {1}"
        }
        State::Stuck { .. } => "{0} reads {3}, and cannot get past the record at {2} of {1}",
        State::IsIn { .. } => "{0} has been in {1} since {2} s, and reads nothing meanwhile",
        State::ReadsWithoutCoordinator { .. } => "{0} reads {2}, though {1} has no coordinator",
        State::PausedAll { paused, .. } if paused.len() == 1 => "{0} owns {1} but has paused it since {2} s",
        State::PausedAll { .. } => "{0} owns {1} but has paused them since {2} s",
        State::PausedSome { .. } => "{0} reads {3}, and has paused {1} since {2} s",
        State::WorkersAreFull { queued: 1, .. } => {
            "{0} owns {1} but has paused all since {2} s: {3} record waits for its workers"
        }
        State::WorkersAreFull { .. } => {
            "{0} owns {1} but has paused all since {2} s: {3} records wait for its workers"
        }
        State::NoCoordinator { until: None, .. } => {
            "{0} has no coordinator since {1} s, until another has read __consumer_offsets"
        }
        State::NoCoordinator { until: Some(_), .. } => {
            "{0} has no coordinator since {1} s, until another has read __consumer_offsets at {2} s"
        }
    }
}

pub const fn present(present: &Present) -> &'static str {
    match present {
        Present::GivenTo { .. } => "; generation {0} gave it to {1}",
        Present::Nobody(_) => "; generation {0} gave it to nobody",
        Present::Rebalancing(_) => "; {0} is rebalancing",
        Present::NoMembers(_) => "; {0} has no members",
    }
}

pub fn cut_from(from: &CutFrom) -> &'static str {
    match from {
        CutFrom::Brokers => "the brokers",
        CutFrom::Leader(_) => "broker {0}, which leads it",
        CutFrom::Replica(_) => "broker {0}, from which it reads it",
        CutFrom::Coordinator(..) => "broker {0}, which coordinates {1}",
    }
}

pub fn end(end: &ProcessEnd) -> &'static str {
    match end {
        ProcessEnd::Killed(_) => "killed at {0} s",
        ProcessEnd::Closed(_) => "closed at {0} s",
        ProcessEnd::Failed(..) => "ended at {0} s with {1}",
    }
}

pub fn patience(patience: &Patience) -> &'static str {
    match patience {
        Patience::PollInterval(..) => "max.poll.interval.ms ({0}) ends at {1} s",
        Patience::Session(..) => "its {2} ({0}) ends at {1} s",
    }
}

pub fn until(until: &Until) -> &'static str {
    match until {
        Until::Ends(_) => "{0}",
        Until::ItIsStarted(_) => "it is started again or {0}",
        Until::ItPolls(_) => "it calls poll again or {0}",
        Until::IsStarted(..) => "{1} is started again or {0}",
        Until::Joins(..) => "{1} joins with the same group.instance.id or {0}",
    }
}

pub fn notice(notice: &Prospect) -> &'static str {
    match notice {
        Prospect::KeepsMembership { .. } => "; {0} keeps its membership until {1}",
        Prospect::ReachesAgain { all: false, .. } => "; it reaches it again at {0} s, before {1}",
        Prospect::ReachesAgain { .. } => "; it reaches them again at {0} s, before {1}",
        Prospect::ReadsFrom { until: None, .. } => ", from which it reads {0}",
        Prospect::ReadsFrom { .. } => ", from which it reads {0}; it reaches it again at {1} s",
        Prospect::GoesOn { .. } => "; it goes on at {0} s, before {1}",
        Prospect::IsKilled { .. } => {
            "; it was asked to close, and is killed at {0} s if it has not closed by then (grace is {1})"
        }
        Prospect::HasDeleted { partitions } if partitions.len() == 1 => {
            "; it still has {0}, whose topic was deleted"
        }
        Prospect::HasDeleted { .. } => "; it still has {0}, whose topics were deleted",
        Prospect::IsToStall => "; its handler will stall at its next record",
        Prospect::Notices { .. } => "; {0} notices that when {1}",
        Prospect::NoticesUnlessStarted { .. } => {
            "; {0} notices that when {1}, unless it is started again before"
        }
        Prospect::NoHeartbeats { .. } => "; until then none of {0}'s heartbeats and commits is accepted",
        Prospect::NoCommits { .. } => "; until then none of {0}'s commits is accepted",
        Prospect::CountsAgain { .. } => {
            "; {0} counts it as a member again when another coordinator has read __consumer_offsets at {1} s, until {2}"
        }
        Prospect::KeptFor { .. } => "nobody reads {0}: {1} keeps it for {2} until {3}",
        Prospect::KeptForStatic { goes, .. } => kept_for_static(*goes),
        Prospect::RemainsStatic { goes, .. } => remains_static(*goes),
        Prospect::IsClosing { .. } => "nobody reads {0}: {1} is closing",
        Prospect::IsLeaving { failed: false, by_heartbeat: true, .. } => {
            "nobody reads {0}: {1} has closed, and its last heartbeat is on its way to {2}"
        }
        Prospect::IsLeaving { failed: true, by_heartbeat: true, .. } => {
            "nobody reads {0}: {1} has ended, and its last heartbeat is on its way to {2}"
        }
        Prospect::IsLeaving { failed: false, .. } => {
            "nobody reads {0}: {1} has closed, and its LeaveGroup is on its way to {2}"
        }
        Prospect::IsLeaving { failed: true, .. } => {
            "nobody reads {0}: {1} has ended, and its LeaveGroup is on its way to {2}"
        }
        Prospect::Remains { failed: false, .. } => {
            "nobody reads {0}: {1} has closed, and its membership remains: {2} keeps {0} for it until {3}"
        }
        Prospect::Remains { failed: true, .. } => {
            "nobody reads {0}: {1} has ended, and its membership remains: {2} keeps {0} for it until {3}"
        }
    }
}

/// Why nobody reads the partition of a static member that has stopped its heartbeats.
fn kept_for_static(goes: StaticExit) -> &'static str {
    match goes {
        StaticExit::ForSuccessor => {
            "nobody reads {0}: {1} sends no heartbeats any more, and {2} keeps {0} for it until {3}, as its last \
             heartbeat, with epoch -2, asks for"
        }
        StaticExit::Unheard => {
            "nobody reads {0}: {1} sends no heartbeats any more, and {2} keeps {0} for it until {3}, as {2} has not \
             heard that it goes"
        }
        StaticExit::WithoutLeaveGroup => {
            "nobody reads {0}: {1} sends no heartbeats any more, and {2} keeps {0} for it until {3}, as a static \
             member sends no LeaveGroup"
        }
    }
}

/// What a static member is that has stopped its heartbeats.
fn remains_static(goes: StaticExit) -> &'static str {
    match goes {
        StaticExit::ForSuccessor => {
            "{0} sends no heartbeats any more, and remains a member of {1} until {2}, as its last heartbeat, with \
             epoch -2, asks for"
        }
        StaticExit::Unheard => {
            "{0} sends no heartbeats any more, and remains a member of {1} until {2}, as {1} has not heard that \
             it goes"
        }
        StaticExit::WithoutLeaveGroup => {
            "{0} sends no heartbeats any more, and remains a member of {1} until {2}, as a static member sends no \
             LeaveGroup"
        }
    }
}
