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

pub const SAME_AGAIN: &str = "... 같은 일이 {0}번 더 있었습니다";
pub const AND_SO_ON: &str = "... 이렇게 {0}단계를 더 거슬러 올라갑니다";
/// Before a reason, and before one beside others, in a line of text and on the page.
pub const BECAUSE: [&str; 2] = ["이유: ", "이유: "];
pub const AND_BECAUSE: [&str; 2] = ["또 다른 이유: ", "또 다른 이유: "];

pub fn event(event: &Event) -> &'static str {
    match event {
        Event::TopicCreated { .. } => "토픽 {0:가} 파티션 {1}개로 생성되었습니다",
        Event::TopicCreatedAgain { .. } => "토픽 {0:가} 삭제되었다가 파티션 {1}개로 다시 생성되었습니다",
        Event::MorePartitions { .. } => "토픽 {0}에 파티션이 추가되어 {1}개가 되었습니다",
        Event::TopicDeleted(_) => "토픽 {0:가} 모든 레코드와 함께 삭제되었습니다",
        Event::PositionKept { .. } => "{1:가} 다시 생성되었을 때 {0:는} 위치를 그대로 두었습니다: {2}",
        Event::CannotBeDeserialized { .. } => "{0}의 오프셋 {1}에 있는 레코드는 역직렬화할 수 없습니다",
        Event::Learnt { age: None, .. } => "{0:는} 이를 {1}초에 알게 되었습니다",
        Event::Learnt { age: Some(_), .. } => {
            "{0:는} 이를 {1}초에 알게 되었습니다(metadata.max.age.ms는 {2})"
        }
        Event::Started(_) => "{0:가} 시작되었습니다",
        Event::StartedAgain(_) => "{0:가} 다시 시작되었습니다",
        Event::Killed(_) => "{0:가} kill 되었습니다",
        Event::Frozen(_) => "{0:가} 얼어붙었습니다",
        Event::CutOff { broker: Some(_), .. } => "{0:가} 브로커 {1:와} 끊겼습니다",
        Event::CutOff { broker: None, .. } => "{0:가} 모든 브로커와 끊겼습니다",
        Event::Stalled { lasted: Lasted::Until(_), .. } => "{0}의 핸들러가 {1}초부터 {2}초까지 막혔습니다",
        Event::Stalled { lasted: Lasted::WillEnd(_), .. } => {
            "{0}의 핸들러가 {1}초에 막혔고, {2}초에 풀립니다"
        }
        Event::Stalled { lasted: Lasted::Open, .. } => {
            "{0}의 핸들러가 {1}초에 막혔고, 아직 풀리지 않았습니다"
        }
        Event::WokenUp(_) => {
            "누군가 {0}의 wakeup()을 불렀습니다. 다음 poll이나 commitSync는 WakeupException을 던집니다"
        }
        Event::CallAsked { .. } => "{0}의 애플리케이션에 {1} 호출이 요청되었습니다",
        Event::CloseAsked { operation, .. } => close_asked(*operation),
        Event::CloseWithoutLeavingAsked(_) => "{0:를} 그룹을 떠나지 말고 닫으라는 요청이 있었습니다",
        Event::Closed(_) => "{0:가} 닫혔습니다",
        Event::ClosedWithoutLeaving(_) => "{0:가} LeaveGroup을 보내지 않고 닫혔습니다",
        Event::ClosedWithoutCoordinator(_) => {
            "{0:는} 코디네이터를 몰라 LeaveGroup을 보내지 못하고 닫혔습니다"
        }
        Event::LeaveGroupLost(_) => "{0:가} 닫혔지만 LeaveGroup이 코디네이터에 이르지 못했습니다",
        Event::ClosedAsStatic { .. } => {
            "{0:는} 정적 멤버(group.instance.id={1})라서 LeaveGroup을 보내지 않고 닫혔습니다"
        }
        Event::LastHeartbeatLost { for_successor: false, .. } => {
            "{0:가} 닫혔지만 에포크 -1의 하트비트가 이르지 못했습니다"
        }
        Event::LastHeartbeatLost { .. } => "{0:가} 닫혔지만 에포크 -2의 하트비트가 이르지 못했습니다",
        Event::ClosedWithoutSaying(_) => "{0:가} 떠난다는 하트비트를 보내지 않고 닫혔습니다",
        Event::ClosedForSuccessor { .. } => {
            "{0:는} 정적 멤버(group.instance.id={1})라서 에포크 -2로 자리를 남기고 닫혔습니다"
        }
        Event::ClosedInMidBatch(_) => "{0:가} 배치 도중에 닫혔습니다",
        Event::StillInClose { .. } => {
            "{0:는} 닫으라는 요청을 받고 {1:가} 지나도 아직 close() 안에 있었습니다"
        }
        Event::NotClosed { in_hand: 0, .. } => "{0:는} 닫으라는 요청을 받고 {1:가} 지나도 닫히지 않았습니다",
        Event::NotClosed { .. } => {
            "{0:는} 닫으라는 요청을 받고 {1:가} 지나도 레코드 {2}개가 남아 닫히지 않았습니다"
        }
        Event::RemovalAsked { .. } => "관리자가 정적 멤버 {0:를} {1}에서 제거했습니다",
        Event::NotPolled { .. } => "{0:가} {1} ms 동안 poll을 호출하지 않았습니다(max.poll.interval.ms)",
        Event::AtWork { .. } => "{0:는} 아직 레코드 {1}개를 처리하고 있었습니다",
        Event::InCallback { .. } => "{0:는} 아직 {1} 안에 있었습니다",
        Event::InCommitSync(_) => "{0:는} 아직 commitSync 안에 있었습니다",
        Event::InAutomaticCommit(_) => "{0:가} 아직 자동 커밋을 기다리고 있었습니다",
        Event::RunsWith { .. } => "{0:는} {1} 설정으로 실행됩니다",
    }
}

fn close_asked(operation: GroupMembershipOperation) -> &'static str {
    match operation {
        GroupMembershipOperation::Default => "{0:를} 닫으라는 요청이 있었습니다",
        GroupMembershipOperation::LeaveGroup => "{0:를} 닫고 그룹에서 나가라는 요청이 있었습니다",
        GroupMembershipOperation::RemainInGroup => "{0:를} 닫되 그룹에 남으라는 요청이 있었습니다",
    }
}

pub fn who(who: &Who) -> &'static str {
    match who {
        Who::Client(_) => "{0}",
        Who::Earlier(_, None) => "이전 {0}",
        Who::Earlier(_, Some(_)) => "{1} 이전 {0}",
        Who::EarlierMembership(_) => "{0}의 이전 멤버십",
    }
}

pub fn membership(membership: &MembershipClaim) -> &'static str {
    match membership {
        MembershipClaim::Joined { .. } => "{0:가} {1}에 합류했습니다",
        MembershipClaim::JoinedAsStatic { .. } => "{0:가} 정적 멤버 {2:로} {1}에 합류했습니다",
        MembershipClaim::CameBack { .. } => "{0:가} group.instance.id {2:로} {1}에 돌아왔습니다",
        MembershipClaim::TookOver { .. } => {
            "{0:가} {4:를} 대신해 정적 멤버 {2:로} {1}에 돌아와, 리밸런스 없이 세대 {3}의 할당을 이어받았습니다"
        }
        MembershipClaim::SameInstance { .. } => "{0:가} 같은 group.instance.id {1:로} 시작되었습니다",
        MembershipClaim::Left { .. } => "{0:가} {1}에서 나갔습니다",
        MembershipClaim::Removed { .. } => "{0:가} {1}에서 제거되었습니다",
        MembershipClaim::NoHeartbeat { session: None, .. } => "{0:가} 하트비트를 보내지 않았습니다({1})",
        MembershipClaim::NoHeartbeat { session: Some(_), .. } => {
            "{0:가} {2} ms 동안 하트비트를 보내지 않았습니다({1})"
        }
        MembershipClaim::NotRejoined { within: None, .. } => "{0:가} 재합류하지 않았습니다",
        MembershipClaim::NotRejoined { within: Some(_), .. } => {
            "{0:가} {1} ms 안에 재합류하지 않았습니다(max.poll.interval.ms)"
        }
        MembershipClaim::NoSync(_) => "{0:가} 제때 SyncGroup을 보내지 않았습니다",
        MembershipClaim::GroupFull(_) => "{0}에 자리가 없었습니다(group.max.size)",
        MembershipClaim::FirstJoinExpired(_) => "{0}의 첫 합류가 5분이 지나도록 끝나지 않았습니다",
        MembershipClaim::GaveUpAll(_) => "{0:가} 가진 파티션을 모두 내놓았습니다",
        MembershipClaim::GaveUpAllBut { .. } => "{0:가} {1:를} 뺀 나머지를 내놓았습니다",
        MembershipClaim::Assigned(_) => "세대 {0}의 할당이 정해졌습니다",
        MembershipClaim::LearntOfLoss { .. } => "{0:는} 더는 멤버가 아님을 알게 되었습니다({1})",
        MembershipClaim::Refused { .. } => "{0}의 요청이 거부되었습니다({1})",
        MembershipClaim::NotLetIn { taken: true, .. } => {
            "{0:는} 받아들여지지 않았습니다. 같은 group.instance.id를 가진 멤버가 이미 있었습니다({1})"
        }
        MembershipClaim::NotLetIn { .. } => "{0:는} 받아들여지지 않았습니다({1})",
        MembershipClaim::HadToRejoin { .. } => "{0:는} 재합류해야 했습니다: “{1}”",
        MembershipClaim::NotTaken { again: false, .. } => {
            "{0:는} 재합류해야 했습니다. 더는 구독하지 않는 토픽의 파티션이 리더의 할당에 들어 있습니다"
        }
        MembershipClaim::NotTaken { again: true, .. } => {
            "{0:는} 재합류해야 했습니다. 더는 구독하지 않는 토픽의 파티션이 리더의 할당에 들어 있습니다. Kafka의 sticky \
             할당자는 이를 되풀이합니다"
        }
    }
}

pub fn state(state: &State) -> &'static str {
    match state {
        State::Owns { .. } => "{0:가} {1:를} 갖고 있습니다",
        State::HasNoMember { .. } => "{0:가} {1:를} 갖고 있지만 더는 {2}의 멤버가 아닙니다",
        State::HasFromBefore { .. } => "{0:는} {2}에서 자리를 잃기 전에 받은 {1:를} 아직 갖고 있습니다",
        State::Present(_) => "{0}",
        State::OwnsToo(_) => ". {0}도 갖고 있습니다",
        State::HasToo { .. } => ". {0}도 갖고 있지만 더는 {1}의 멤버가 아닙니다",
        State::OwnsWithoutCoordinator { .. } => {
            "{0:가} {3}초부터 {1:를} 갖고 있고 계속 읽습니다. 다만 {2}의 코디네이터가 없습니다"
        }
        State::OwnsPaused { .. } => "{0:가} {1:를} 갖고 있지만 {2}초부터 pause 했습니다",
        State::OwnsCutOff { .. } => "{0:가} {1:를} 갖고 있지만 {2} 끊겼습니다",
        State::OwnsStalled { until: None, .. } => {
            "{0:가} {1:를} 갖고 있지만 {2}초부터 핸들러 안에서 막혀 있습니다"
        }
        State::OwnsStalled { until: Some(_), .. } => {
            "{0:가} {1:를} 갖고 있지만 {2}초부터 {3}초까지 핸들러 안에서 막혀 있습니다"
        }
        State::OwnsReadsNothing { .. } => "{0:가} {1:를} 갖고 있지만 지금은 거기서 아무것도 읽지 않습니다",
        State::OwnsStuck { .. } => "{0:가} {1:를} 갖고 있지만 오프셋 {2}의 레코드에서 더 나아가지 못합니다",
        State::OwnsNoMember { .. } => {
            "{0:를} 아무도 읽지 않습니다. {1:가} 갖고 있지만 더는 {2}의 멤버가 아닙니다"
        }
        State::DoesNotRun { .. } => "{0:를} 아무도 읽지 않습니다. {1:가} 갖고 있지만 실행 중이 아닙니다",
        State::ToHave { .. } => "{0:를} 아직 아무도 읽지 않습니다. {1:가} 갖게 됩니다",
        State::NobodyWithoutCoordinator { .. } => "{0:를} 아무도 읽지 않습니다. {1}의 코디네이터가 없습니다",
        State::NobodyWhileRebalancing { .. } => "{0:를} 아무도 읽지 않습니다. {1:가} 리밸런스 중입니다",
        State::NobodyWithoutMembers { .. } => "{0:를} 아무도 읽지 않습니다. {1}에 멤버가 없습니다",
        State::AssignedToNobody(_) => "{0:를} 아무도 읽지 않습니다. 아무에게도 할당되지 않았습니다",
        State::GaveIt { .. } => "세대 {0}에서 {1}에 할당되었습니다",
        State::GaveUpAt { .. } => "세대 {1}에서 이를 받은 {0:가} {2}초에 내놓았습니다",
        State::HasClosed(_) => "{0:가} 닫혔습니다",
        State::EndedWith { .. } => "{0:가} {1:로} 끝났습니다",
        State::AssignedItself { .. } => "{0:가} assign()으로 {1:를} 직접 맡았습니다",
        State::HoldsOn { .. } => "{0:는} 좀비입니다. {1}에서 자리를 잃었는데 {2:를} 아직 내놓지 않았습니다",
        State::Zombie { .. } => "{0:는} 좀비입니다. 더는 {1}의 멤버가 아닌데 이를 모릅니다",
        State::CutOffNoMember { .. } => "{0:는} 더는 {1}의 멤버가 아니고, {2} 끊겨 있습니다",
        State::NoMember { .. } => "{0:는} {1}의 멤버가 아닙니다",
        State::LooksForCoordinator(_) => "{0:가} 코디네이터를 찾고 있습니다",
        State::IsClosing { in_close: false, .. } => "{0:는} 애플리케이션의 차례가 되는 대로 닫힙니다",
        State::IsClosing { in_close: true, .. } => "{0:는} close() 안에 있습니다",
        State::IsJoining { .. } => "{0:가} {1}에 합류하는 중입니다",
        State::Reads { .. } => "{0:가} {1:를} 읽습니다",
        State::ReadsNothing(_) => "{0:가} 아무것도 읽지 않습니다",
        State::Stuck { read, .. } if read.is_empty() => {
            "{0:가} 아무것도 읽지 못합니다. {1}의 오프셋 {2}에 있는 레코드에서 더 나아가지 못합니다"
        }
        State::Stuck { .. } => {
            "{0:가} {3:를} 읽습니다. {1}의 오프셋 {2}에 있는 레코드에서는 더 나아가지 못합니다"
        }
        State::IsIn { .. } => "{0:는} {2}초부터 {1} 안에 있고, 그동안 아무것도 읽지 않습니다",
        State::ReadsWithoutCoordinator { .. } => "{0:가} {2:를} 읽습니다. 다만 {1}의 코디네이터가 없습니다",
        State::PausedAll { .. } => "{0:가} {1:를} 갖고 있지만 {2}초부터 pause 했습니다",
        State::PausedSome { .. } => "{0:가} {3:를} 읽고, {1:는} {2}초부터 pause 했습니다",
        State::WorkersAreFull { .. } => {
            "{0:가} {1:를} 갖고 있지만 {2}초부터 모두 pause 했습니다. 레코드 {3}개가 워커를 기다립니다"
        }
        State::NoCoordinator { until: None, .. } => {
            "{1}초부터 {0}의 코디네이터가 없습니다. 다른 브로커가 __consumer_offsets를 다 읽어야 합니다"
        }
        State::NoCoordinator { until: Some(_), .. } => {
            "{1}초부터 {0}의 코디네이터가 없습니다. 다른 브로커가 {2}초에 __consumer_offsets를 다 읽습니다"
        }
    }
}

pub const fn present(present: &Present) -> &'static str {
    match present {
        Present::GivenTo { .. } => ". 세대 {0}에서는 {1}에 할당되었습니다",
        Present::Nobody(_) => ". 세대 {0}에서는 아무에게도 할당되지 않았습니다",
        Present::Rebalancing(_) => ". {0:는} 리밸런스 중입니다",
        Present::NoMembers(_) => ". {0}에는 멤버가 없습니다",
    }
}

pub fn cut_from(from: &CutFrom) -> &'static str {
    match from {
        CutFrom::Brokers => "모든 브로커와",
        CutFrom::Leader(_) => "그 파티션의 리더인 브로커 {0:와}",
        CutFrom::Replica(_) => "그 파티션을 읽어 오던 브로커 {0:와}",
        CutFrom::Coordinator(..) => "{1}의 코디네이터인 브로커 {0:와}",
    }
}

pub fn end(end: &ProcessEnd) -> &'static str {
    match end {
        ProcessEnd::Killed(_) => "{0}초에 kill 된",
        ProcessEnd::Closed(_) => "{0}초에 닫힌",
        ProcessEnd::Failed(..) => "{0}초에 {1:로} 끝난",
    }
}

pub fn patience(patience: &Patience) -> &'static str {
    match patience {
        Patience::PollInterval(..) => "max.poll.interval.ms({0})가 끝나는 {1}초",
        Patience::Session(..) => "{2}({0})가 끝나는 {1}초",
    }
}

pub fn until(until: &Until) -> &'static str {
    match until {
        Until::Ends(_) => "{0}까지",
        Until::ItIsStarted(_) => "다시 시작될 때까지, 늦어도 {0}까지",
        Until::ItPolls(_) => "그 멤버가 다시 poll을 호출할 때까지, 늦어도 {0}까지",
        Until::IsStarted(..) => "{1:가} 다시 시작될 때까지, 늦어도 {0}까지",
        Until::Joins(..) => "{1:가} 같은 group.instance.id로 합류할 때까지, 늦어도 {0}까지",
    }
}

pub fn notice(notice: &Prospect) -> &'static str {
    match notice {
        Prospect::KeepsMembership { .. } => ". {0:는} {1} 그 멤버십을 남겨 둡니다",
        Prospect::ReachesAgain { .. } => ". {1}보다 먼저, {0}초에 다시 연결됩니다",
        Prospect::ReadsFrom { until: None, .. } => ". 그 브로커에서 {0:를} 읽습니다",
        Prospect::ReadsFrom { .. } => ". 그 브로커에서 {0:를} 읽으며, {1}초에 다시 연결됩니다",
        Prospect::GoesOn { .. } => ". {1}보다 먼저, {0}초에 다시 움직입니다",
        Prospect::IsKilled { .. } => {
            ". 닫으라는 요청을 받았고, 그때까지 닫히지 않으면 {0}초에 kill 됩니다(grace는 {1})"
        }
        Prospect::HasDeleted { .. } => ". 토픽이 삭제된 {0:를} 아직 갖고 있습니다",
        Prospect::IsToStall => ". 다음 레코드를 처리할 때 핸들러 안에서 막힙니다",
        Prospect::Notices { .. } => ". {0:는} {1}에 이를 알아챕니다",
        Prospect::NoticesUnlessStarted { .. } => {
            ". 그 전에 다시 시작되지 않으면 {0:는} {1}에 이를 알아챕니다"
        }
        Prospect::NoHeartbeats { .. } => ". 그때까지 {0}의 하트비트와 커밋은 받아들여지지 않습니다",
        Prospect::NoCommits { .. } => ". 그때까지 {0}의 커밋은 받아들여지지 않습니다",
        Prospect::CountsAgain { .. } => {
            ". {1}초에 다른 코디네이터가 __consumer_offsets를 다 읽으면 {0:는} 이를 다시 멤버로 치고, {2}까지 기다립니다"
        }
        Prospect::KeptFor { .. } => "{0:를} 아무도 읽지 않습니다. {1:는} {3} 이를 {2}의 몫으로 남겨 둡니다",
        Prospect::KeptForStatic { goes, .. } => kept_for_static(*goes),
        Prospect::RemainsStatic { goes, .. } => remains_static(*goes),
        Prospect::IsClosing { .. } => "{0:를} 아무도 읽지 않습니다. {1:가} 닫는 중입니다",
        Prospect::IsLeaving { failed: false, by_heartbeat: true, .. } => {
            "{0:를} 아무도 읽지 않습니다. {1:는} 닫혔고, 마지막 하트비트가 {2:로} 가는 중입니다"
        }
        Prospect::IsLeaving { failed: true, by_heartbeat: true, .. } => {
            "{0:를} 아무도 읽지 않습니다. {1:는} 실패로 끝났고, 마지막 하트비트가 {2:로} 가는 중입니다"
        }
        Prospect::IsLeaving { failed: false, .. } => {
            "{0:를} 아무도 읽지 않습니다. {1:는} 닫혔고, LeaveGroup이 {2:로} 가는 중입니다"
        }
        Prospect::IsLeaving { failed: true, .. } => {
            "{0:를} 아무도 읽지 않습니다. {1:는} 실패로 끝났고, LeaveGroup이 {2:로} 가는 중입니다"
        }
        Prospect::Remains { failed: false, .. } => {
            "{0:를} 아무도 읽지 않습니다. {1:는} 닫혔지만 멤버십이 남아 있습니다. {2:는} {3} {0:를} 그 몫으로 남겨 둡니다"
        }
        Prospect::Remains { failed: true, .. } => {
            "{0:를} 아무도 읽지 않습니다. {1:는} 실패로 끝났지만 멤버십이 남아 있습니다. {2:는} {3} {0:를} 그 몫으로 남겨 \
             둡니다"
        }
    }
}

/// Why nobody reads the partition of a static member that has stopped its heartbeats.
fn kept_for_static(goes: StaticExit) -> &'static str {
    match goes {
        StaticExit::ForSuccessor => {
            "{0:를} 아무도 읽지 않습니다. {1:는} 더는 하트비트를 보내지 않습니다. 마지막 하트비트의 에포크가 -2였으므로 {2:는} \
             {3} {0:를} 그 몫으로 남겨 둡니다"
        }
        StaticExit::Unheard => {
            "{0:를} 아무도 읽지 않습니다. {1:는} 더는 하트비트를 보내지 않습니다. {2:는} 나간다는 하트비트를 받지 \
             못했으므로 {3} {0:를} 그 몫으로 남겨 둡니다"
        }
        StaticExit::WithoutLeaveGroup => {
            "{0:를} 아무도 읽지 않습니다. {1:는} 더는 하트비트를 보내지 않습니다. 정적 멤버는 LeaveGroup을 보내지 않으므로 \
             {2:는} {3} {0:를} 그 몫으로 남겨 둡니다"
        }
    }
}

/// What a static member is that has stopped its heartbeats.
fn remains_static(goes: StaticExit) -> &'static str {
    match goes {
        StaticExit::ForSuccessor => {
            "{0:는} 더는 하트비트를 보내지 않습니다. 마지막 하트비트의 에포크가 -2였으므로 {2} {1}의 멤버로 남습니다"
        }
        StaticExit::Unheard => {
            "{0:는} 더는 하트비트를 보내지 않습니다. {1:는} 나간다는 하트비트를 받지 못했으므로 {2} 이를 멤버로 \
             칩니다"
        }
        StaticExit::WithoutLeaveGroup => {
            "{0:는} 더는 하트비트를 보내지 않습니다. 정적 멤버는 LeaveGroup을 보내지 않으므로 {2} {1}의 멤버로 남습니다"
        }
    }
}
