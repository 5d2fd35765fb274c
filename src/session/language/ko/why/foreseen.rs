//! What will happen by itself.

use crate::cluster::foreseen::{Bound, ForeseenEvent, OF_CONSUMER};
use crate::cluster::whom::{FormerMember, Whom};

/// Before the sentence, behind the instant.
pub const fn bound(bound: Bound) -> &'static str {
    match bound {
        Bound::Then => "",
        Bound::AtLatest => "늦어도 이때: ",
        Bound::NotBefore => "이때부터: ",
    }
}

pub fn whom(whom: &Whom) -> &'static str {
    match whom.former {
        None => "{0}",
        Some(FormerMember::Process(_)) => "이전 {0}",
        Some(FormerMember::Membership) => "{0}의 이전 멤버십",
    }
}

pub fn foreseen(event: &ForeseenEvent) -> &'static str {
    use ForeseenEvent::*;
    match event {
        Thaws { .. } => "{0:가} 다시 움직일 것입니다",
        Resumes { .. } => "{0}의 핸들러가 다시 움직일 것입니다",
        Reaches { .. } => "{0:가} 브로커와 다시 이어질 것입니다",
        IsKilled { .. } => "{0:가} 그때까지 닫히지 않으면 kill 될 것입니다(grace는 {1})",
        SendsHeartbeat { by: OF_CONSUMER, .. } => {
            "그 전에 다시 합류하지 않는 한 {0:가} 다음 하트비트를 보낼 것입니다(heartbeat.interval.ms는 {1})"
        }
        SendsHeartbeat { .. } => "{0:가} 다음 하트비트를 보낼 것입니다({2:는} {1})",
        CommitsByItself { in_background: false, .. } => {
            "{0:가} 다음 poll에서 커밋할 것입니다(auto.commit.interval.ms는 {1})"
        }
        CommitsByItself { .. } => {
            "{0:가} 백그라운드 스레드가 깨어날 때 커밋할 것입니다(auto.commit.interval.ms는 {1})"
        }
        MissesPoll { is_static: false, .. } => {
            "{0:가} 그 전에 poll을 호출하지 않으면 {1}에서 나갈 것입니다(max.poll.interval.ms는 {2})"
        }
        MissesPoll { by_heartbeat: true, .. } => {
            "{0:가} 그 전에 poll을 호출하지 않으면 에포크 -2로 나가고, {1:는} 세션이 끝날 때까지 그 자리를 남겨 둘 \
             것입니다(max.poll.interval.ms는 {2})"
        }
        MissesPoll { .. } => {
            "{0:가} 그 전에 poll을 호출하지 않으면 {1}에 보내는 하트비트를 멈출 것입니다(max.poll.interval.ms는 {2})"
        }
        AsksForTopics { .. } => {
            "{0:가} 어떤 파티션이 있는지 묻고(metadata.max.age.ms는 {1}) 새 파티션을 알게 될 것입니다"
        }
        Processes { .. } => "{0:가} {1}의 레코드 {2:를} 다 처리할 것입니다",
        SessionEnds { rebalances: true, .. } => {
            "{0:가} {1}에서 제거되고({3}는 {2}) {1:가} 리밸런스할 것입니다"
        }
        SessionEnds { .. } => "{0:가} {1}에서 제거될 것입니다({3}는 {2})",
        MissesRevocation { .. } => {
            "{0:가} 내놓으라고 한 것을 내놓았다고 그 전에 알리지 않으면 {1}에서 제거될 것입니다(max.poll.interval.ms는 {2})"
        }
        MissesRebalance { .. } => {
            "{0:가} {1}에서 제거될 것입니다. {1:는} 더 기다리지 않습니다(max.poll.interval.ms는 {2})"
        }
        IdExpires { .. } => "{1:가} {0}의 멤버 id를 거둘 것입니다. 그 id로 합류한 적이 없습니다",
        DelayEnds { .. } => {
            "그 전에 누가 더 합류하지 않으면 {0:가} 세대를 시작할 것입니다(group.initial.rebalance.delay.ms)"
        }
        DelayExtends { .. } => {
            "그동안 새로 합류한 멤버가 있어 {0:가} 더 기다릴 것입니다(group.initial.rebalance.delay.ms)"
        }
        JoinsEnd { .. } => "{0:가} 재합류하지 않은 멤버 없이 계속할 것입니다(max.poll.interval.ms는 {1})",
        SyncsEnd { .. } => {
            "{0:가} SyncGroup을 보내지 않은 멤버를 제거할 것입니다(max.poll.interval.ms는 {1})"
        }
        TakenOver { .. } => "다른 브로커가 __consumer_offsets를 다 읽고 {0}의 코디네이터가 될 것입니다",
    }
}
