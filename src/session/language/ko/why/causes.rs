//! What an answer to "why" says: rebalances, commits, records, shares.

use crate::cluster::Hindered;
use crate::cluster::waits::{WaitFor, WaitLimit};
use crate::kafka::consumer::subscription::MatchedBy;
use crate::kafka::offset_causes::CommitFate;
use crate::session::language::why::commit::{AtMost, CommitClaim, Fate, Got, Later, Meaning};
use crate::session::language::why::rebalance::{LedTo, ListedRebalance, SoManyMoved};
use crate::session::language::why::record::{Asks, By, RecordClaim};
use crate::session::language::why::share::{DealtBy, Divided, More, ShareClaim, Went, WentTo};
use crate::session::language::why::waiting::{
    Awaited, Hindering, Late, Limited, Moved, Silenced, Silent, Waiting, When, WithId,
};

pub fn awaited(awaited: &Awaited) -> &'static str {
    match awaited {
        Awaited::Member(_) => "{0}",
        Awaited::Leader(_) => "리더 {0}",
        Awaited::ItsLeader => "리더",
    }
}

pub fn limited(limited: &Limited) -> &'static str {
    match limited.0 {
        None => "",
        Some((_, WaitLimit::InitialDelay(_))) => "{0}초까지(group.initial.rebalance.delay.ms는 {1}) ",
        Some((_, WaitLimit::SessionTimeout(_))) => "session.timeout.ms({1})가 끝나는 {0}초까지 ",
        Some((_, WaitLimit::PollInterval(_))) => "늦어도 max.poll.interval.ms({1})가 끝나는 {0}초까지 ",
    }
}

pub fn silent(silent: &Silent) -> &'static str {
    match silent.1 {
        None if silent.2.is_some() => "{1} 재합류하지 못하고 {0}",
        None => "{0}",
        Some(Silenced::Killed(_)) if silent.2.is_some() => "{2} 재합류하지 못하고 {1}초에 kill 된 {0}",
        Some(Silenced::Frozen(_)) if silent.2.is_some() => "{2} 재합류하지 못하고 {1}초에 얼어붙은 {0}",
        Some(Silenced::CutOff(_)) if silent.2.is_some() => "{2} 재합류하지 못하고 {1}초에 브로커와 끊긴 {0}",
        Some(Silenced::Closed(_)) if silent.2.is_some() => "{2} 재합류하지 못하고 {1}초에 닫힌 {0}",
        Some(Silenced::Killed(_)) => "{1}초에 kill 된 {0}",
        Some(Silenced::Frozen(_)) => "{1}초에 얼어붙은 {0}",
        Some(Silenced::CutOff(_)) => "{1}초에 브로커와 끊긴 {0}",
        Some(Silenced::Closed(_)) => "{1}초에 닫힌 {0}",
    }
}

pub fn when(when: &When) -> &'static str {
    match when {
        When::At(_) => "{0}초에",
        When::FromTo(..) => "{0}초부터 {1}초까지({2})",
    }
}

pub fn moved(moved: &Moved) -> &'static str {
    match moved.0.len() {
        0 => "",
        _ => ". 파티션 {0}개가 옮겨 갔습니다({1})",
    }
}

pub fn waiting(waiting: &Waiting) -> &'static str {
    match waiting {
        Waiting::Now { what, former, since, sync, .. } => now(what, *former, since.is_some(), *sync),
        Waiting::AndMore(_) => ". 이 밖에 {0}개를 더 기다립니다",
        Waiting::GoesOnAt(_) => ". 그보다 먼저, {0}초에 다시 움직입니다",
        Waiting::ReachedAgainAt(_) => ". 그보다 먼저, {0}초에 다시 연결됩니다",
        Waiting::HeldUp { .. } => "{0} 동안 {1}",
        Waiting::Newcomers { .. } => {
            "{0:가} 멤버가 더 합류하기를 {1}초까지 기다렸습니다(group.initial.rebalance.delay.ms)"
        }
        Waiting::Session { timeout: None, .. } => {
            "{0:가} {1:를} session.timeout.ms가 끝난 {2}초까지 기다렸습니다"
        }
        Waiting::Session { timeout: Some(_), .. } => {
            "{0:가} {1:를} session.timeout.ms({3})가 끝난 {2}초까지 기다렸습니다"
        }
        Waiting::Absent { .. } => "{0:가} {1:를} max.poll.interval.ms가 끝난 {2}초까지 기다렸습니다",
        Waiting::Leave { left: true, late: Some(_), .. } => {
            "{0:가} {1:를} 기다렸고, {1:는} {3} {2}초에야 나갔습니다"
        }
        Waiting::Leave { left: true, .. } => "{0:가} {1:를} 기다렸고, {2}초에 그 멤버가 나갔습니다",
        Waiting::Leave { left: false, .. } => "{0:가} {1:를} 기다렸고, {2}초에 그 멤버가 제거되었습니다",
        Waiting::Assignment { .. } => "{0:가} {1}의 SyncGroup을 {2}초까지 기다렸습니다",
        Waiting::MemberId { became: WithId::Joined, .. } => {
            "{0:가} 멤버 id를 받고 다시 합류해야 하는 {1:를} 기다렸고, {2}초에 합류했습니다"
        }
        Waiting::MemberId { became: WithId::Left, .. } => {
            "{0:가} 멤버 id를 받고 다시 합류해야 하는 {1:를} 기다렸지만, 합류하지 않고 {2}초에 나갔습니다"
        }
        Waiting::MemberId { became: WithId::Never, .. } => {
            "{0:가} 멤버 id를 받고 다시 합류해야 하는 {1:를} 기다렸지만, session.timeout.ms가 끝난 {2}초까지 합류하지 \
             않았습니다"
        }
        Waiting::Last { late: Late::Unknown, .. } => {
            "{0:가} 마지막으로 재합류한 {1:를} {2}초까지 기다렸습니다"
        }
        Waiting::Last { late: Late::Heartbeat, .. } => {
            "{0:가} {1:를} 기다렸습니다. {1:는} 하트비트의 응답으로 {2}초에야 리밸런스를 알게 \
             되었습니다(heartbeat.interval.ms)"
        }
        Waiting::Last { late: Late::Coordinator, .. } => {
            "{0:가} {1:를} 기다렸습니다. {1:는} 먼저 코디네이터를 찾아야 해서 {2}초에야 재합류했습니다"
        }
        Waiting::Last { late: Late::Hindered(_), .. } => {
            "{0:가} {1:를} 기다렸습니다. {1:는} {3} {2}초에야 재합류했습니다"
        }
        Waiting::Last { late: Late::Poll, .. } => {
            "{0:가} {1:를} 기다렸습니다. {1:는} {2}초에야 poll을 호출해 재합류했습니다"
        }
        Waiting::IsRebalancing { since: None, .. } => "{0:가} 리밸런스 중입니다",
        Waiting::IsRebalancing { since: Some(_), .. } => "{0:가} {1}초부터 리밸런스 중입니다",
        Waiting::Rebalanced { .. } => "{0:가} {2} 세대 {1:로} 리밸런스했습니다{3}",
    }
}

/// What hindered a member, inside a sentence about it.
pub const fn hindering(hindering: &Hindering) -> &'static str {
    match hindering.0 {
        Hindered::Frozen => "{0}초부터 {1}초까지 얼어붙어 있어서",
        Hindered::CutOff => "{0}초부터 {1}초까지 브로커와 끊겨 있어서",
        Hindered::Stalled => "{0}초부터 {1}초까지 핸들러가 멈춰 있어서",
        Hindered::CommitSync => "{0}초부터 {1}초까지 commitSync 안에 있어서",
        Hindered::CommitBeforeJoin => "{0}초부터 {1}초까지 재합류하기 전의 커밋을 하느라",
        Hindered::BehindCommit => "{0}초부터 {1}초까지 응답이 없는 OffsetCommit 뒤에 요청이 밀려 있어서",
        Hindered::AtWork => "{0}초부터 {1}초까지 마지막 poll의 레코드를 처리하느라",
        Hindered::CommitInClose => "{0}초부터 {1}초까지 close() 안에서 커밋을 하느라",
    }
}

/// What a group waits for now: `timed` if it is known since when, `sync` if for SyncGroup.
fn now(what: &WaitFor, former: bool, timed: bool, sync: bool) -> &'static str {
    match what {
        WaitFor::Newcomers => "{0:가} {2}멤버가 더 합류하기를 기다립니다",
        WaitFor::MemberId => "{0:가} {2}{1:를} 기다립니다. 멤버 id를 받고 아직 합류하지 않았습니다",
        WaitFor::Gone(_) if !former => "{0:가} {2}{3} {1:를} 기다립니다",
        WaitFor::Gone(_) | WaitFor::Former => "{0:가} {2}{1:를} 기다립니다",
        WaitFor::Frozen if timed => "{0:가} {2}{1:를} 기다립니다. {3}초부터 얼어붙어 있습니다",
        WaitFor::Frozen => "{0:가} {2}{1:를} 기다립니다. 얼어붙어 있습니다",
        WaitFor::CutOff if timed => "{0:가} {2}{1:를} 기다립니다. {3}초부터 브로커와 끊겨 있습니다",
        WaitFor::CutOff => "{0:가} {2}{1:를} 기다립니다. 브로커와 끊겨 있습니다",
        WaitFor::Poll { .. } if sync => {
            "{0:가} {2}{1:를} 기다립니다. SyncGroup을 보내지 않았고 {3}초부터 poll을 호출하지 않았습니다"
        }
        WaitFor::Poll { .. } => "{0:가} {2}{1:를} 기다립니다. {3}초부터 poll을 호출하지 않았습니다",
        WaitFor::Heartbeat { .. } => {
            "{0:가} {1:를} 기다립니다. {3}초에 다음 하트비트의 응답으로 리밸런스를 알게 \
             됩니다(heartbeat.interval.ms는 {4})"
        }
        WaitFor::Coordinator => "{0:가} {2}{1:를} 기다립니다. 코디네이터를 찾고 있습니다",
        WaitFor::Commit => "{0:가} {2}{1:를} 기다립니다. 합류하기 전에 커밋하고 있습니다",
        WaitFor::HeartbeatSent => "{0:가} {2}{1:를} 기다립니다. 하트비트의 응답이 아직 없습니다",
        WaitFor::BehindCommit { .. } => {
            "{0:가} {2}{1:를} 기다립니다. {0:가} {3}초까지 붙들고 있는 OffsetCommit이 끝나야 {4}에 응답합니다"
        }
        WaitFor::OnItsWay => "{0:가} {2}{1:를} 기다립니다. {3:가} 가는 중입니다",
    }
}

pub fn got(got: &Got) -> &'static str {
    match got {
        Got::Nothing => "",
        Got::Exception(_) | Got::Error(_) => "{0:로} ",
        Got::ExceptionFor(..) => "{0}({1})으로 ",
    }
}

pub fn fate(fate: &Fate) -> &'static str {
    match (fate.fate, fate.one) {
        (CommitFate::Unknown, true) => "그 커밋이 어떻게 되었는지 아무도 모릅니다",
        (CommitFate::Unknown, false) => "그 커밋들이 어떻게 되었는지 아무도 모릅니다",
        (CommitFate::NotReceived, true) => "코디네이터는 그때 그 커밋을 받지 못했습니다",
        (CommitFate::NotReceived, false) => "코디네이터는 그때 그 커밋들을 받지 못했습니다",
        (CommitFate::Stored, true) => "코디네이터는 그 커밋을 저장했습니다",
        (CommitFate::Stored, false) => "코디네이터는 그 커밋들을 저장했습니다",
        (CommitFate::Refused, true) => "코디네이터는 그 커밋을 거절했습니다",
        (CommitFate::Refused, false) => "코디네이터는 그 커밋들을 거절했습니다",
        (CommitFate::NotStored, true) => "코디네이터는 그 커밋을 저장하지 않았습니다",
        (CommitFate::NotStored, false) => "코디네이터는 그 커밋들을 저장하지 않았습니다",
    }
}

pub fn later(later: &Later) -> &'static str {
    match later {
        Later::Nothing => "",
        Later::Stored { one: true } => ". 나중에 받아서 저장했습니다",
        Later::Stored { one: false } => ". 나중에 마지막 것을 받아서 저장했습니다",
    }
}

pub fn meaning(meaning: &Meaning) -> &'static str {
    match meaning {
        Meaning::Plain => "",
        Meaning::TimeoutAnswered => {
            ". default.api.timeout.ms가 끝났고, 마지막 시도에 브로커가 이렇게 응답했습니다"
        }
        Meaning::MembersAlone { since, members, .. } => members_alone(since.is_some(), !members.is_empty()),
        Meaning::NoLongerMember { .. } => ". {0:는} 더는 {1}의 멤버가 아니었습니다",
        Meaning::LaterGeneration(_) => ". {0:는} 이미 다음 세대였습니다",
        Meaning::EpochHadRisen { .. } => {
            ". {1}에서 {0:는} 그때 이미 에포크 {2}에 있었지만, 커밋에는 그 전 에포크가 적혀 있었습니다"
        }
        Meaning::PlaceGivenUp { .. } => ". {0:는} {1}에서 자리를 비운 상태(에포크 -2)였습니다",
        Meaning::Rebalancing(_) => ". {0:는} 리밸런스 중이었습니다",
        Meaning::OtherInstance => ". 다른 컨슈머가 같은 group.instance.id를 쓰고 있었습니다",
        Meaning::NotStored => ". 브로커가 이렇게 응답했고, 저장하지 않았습니다",
        Meaning::Loading => ". 그룹을 읽어 들이던 브로커가 이렇게 응답했습니다",
        Meaning::BetweenJoinAndSync => ". JoinGroup과 SyncGroup 사이에는 멤버가 커밋하지 않습니다",
        Meaning::KnewThatNoMember { .. } => ". {0:는} {1}의 멤버가 아님을 알고 있었습니다",
        Meaning::TimeoutOver => ". default.api.timeout.ms가 끝났습니다",
        Meaning::NoCoordinator => ". 코디네이터를 찾지 못했습니다",
        Meaning::NoGroupId => ". group.id가 없습니다",
        Meaning::Disconnected { timeout: false, .. } => {
            ". 응답이 오기 전에 연결이 닫혀 {0:는} 응답을 보지 못했습니다. {1}{2}"
        }
        Meaning::Disconnected { timeout: true, .. } => {
            ". 응답이 오기 전에 연결이 닫혀 {0:는} 응답을 보지 못했습니다. {1}{2}. 그 뒤 default.api.timeout.ms가 끝났습니다"
        }
    }
}

/// A group with members takes commits from them alone: whether it is known since when it has any, and who they are.
const fn members_alone(since: bool, now: bool) -> &'static str {
    match (now, since) {
        (false, false) => {
            ". {0}에 멤버가 있었습니다. 멤버가 있는 그룹은 멤버의 커밋만 받는데, {1:는} 멤버가 아닙니다"
        }
        (false, true) => {
            ". {0}에 {3}초부터 멤버가 있었습니다. 멤버가 있는 그룹은 멤버의 커밋만 받는데, {1:는} 멤버가 아닙니다"
        }
        (true, false) => {
            ". {0}에 멤버가 있습니다(지금은 {2}). 멤버가 있는 그룹은 멤버의 커밋만 받는데, {1:는} 멤버가 아닙니다"
        }
        (true, true) => {
            ". {0}에 {3}초부터 멤버가 있습니다(지금은 {2}). 멤버가 있는 그룹은 멤버의 커밋만 받는데, {1:는} 멤버가 아닙니다"
        }
    }
}

pub fn at_most(most: &AtMost) -> &'static str {
    match most {
        AtMost::ApiTimeout(..) => "default.api.timeout.ms({0})가 끝나는 {1}초",
        AtMost::PollInterval(..) => "max.poll.interval.ms({0})가 끝나는 {1}초",
        AtMost::CloseTimeout(_) => "close()의 제한 시간이 끝나는 {0}초",
        AtMost::Killed(..) => "닫으라는 요청을 받고 {0} 뒤(grace) kill 되는 {1}초",
    }
}

pub fn commit(claim: &CommitClaim) -> &'static str {
    match claim {
        CommitClaim::SoManyFailed(_) => ". 커밋 {0}개가 실패했습니다",
        CommitClaim::InCommitSync { in_listener: false, .. } => {
            "{0:는} {1}초부터 commitSync 안에 있습니다. 늦어도 {2}까지입니다"
        }
        CommitClaim::InCommitSync { in_listener: true, .. } => {
            "{0:는} {1}초부터 리스너의 commitSync 안에 있습니다. 늦어도 {2}까지입니다"
        }
        CommitClaim::InClose { leaves: true, .. } => {
            "{0:는} {2}초부터 close() 안에 있고, {1}에서 나가기 전에 커밋합니다. 늦어도 {3}까지입니다"
        }
        CommitClaim::InClose { leaves: false, .. } => {
            "{0:는} {2}초부터 close() 안에 있고, 끝나기 전에 커밋합니다. 늦어도 {3}까지입니다"
        }
        CommitClaim::BeforeJoin { reads: true, .. } => {
            "{0:는} {1}에 재합류하기 전에 {2}초부터 커밋하고 있습니다. 늦어도 {3}까지입니다"
        }
        CommitClaim::BeforeJoin { reads: false, .. } => {
            "{0:는} {1}에 재합류하기 전에 {2}초부터 커밋하고 있습니다. 늦어도 {3}까지이고, 그동안 아무것도 읽지 않습니다"
        }
        CommitClaim::NobodyToAsk { .. } => {
            "{0:는} {1:를} 갖고 있지만 거기서 아무것도 읽지 않습니다. {2}초부터 커밋된 오프셋을 물어볼 곳이 없습니다"
        }
        CommitClaim::NeverRead { .. } => {
            "{0:는} {1:를} 갖고 있지만 읽지 않습니다. onPartitionsAssigned가 {1:를} 받고 예외를 던졌습니다"
        }
        CommitClaim::NoOffsetsYet { .. } => {
            "{0:는} {1:를} 갖고 있지만 거기서 아직 아무것도 읽지 않습니다. {2}초부터 어디서 시작할지 응답을 받지 못했습니다"
        }
        CommitClaim::Failed { times: 1, auto: false, .. } => "{0}의 커밋 {1}개가 {3}초에 {2}실패했습니다{4}",
        CommitClaim::Failed { times: 1, auto: true, .. } => {
            "{0}의 자동 커밋 {1}개가 {3}초에 {2}실패했습니다{4}"
        }
        CommitClaim::Failed { auto: false, .. } => "{0}의 커밋 {1}개가 {2}실패했습니다(마지막은 {3}초){4}",
        CommitClaim::Failed { auto: true, .. } => {
            "{0}의 자동 커밋 {1}개가 {2}실패했습니다(마지막은 {3}초){4}"
        }
        CommitClaim::NotStored(_) => "{0:는} 그 커밋을 저장하지 않았습니다",
        CommitClaim::NoneCommitted { .. } => "{0}에 {1}의 커밋된 오프셋이 없었습니다",
        CommitClaim::NotYetCommitted { tried: false, .. } => {
            "{0:가} {2}초부터 {3}초까지 {1:를} 읽었지만 그동안 아무것도 커밋하지 않았습니다({4})"
        }
        CommitClaim::NotYetCommitted { tried: true, .. } => {
            "{0:가} {2}초부터 {3}초까지 {1:를} 읽었지만 그때까지 저장된 커밋이 없었습니다({4})"
        }
        CommitClaim::NoAnswer { timeout: None, .. } => "{0:는} {1}의 응답을 받지 못해 연결을 닫았습니다",
        CommitClaim::NoAnswer { timeout: Some(_), .. } => {
            "{0:는} {2} 동안 {1}의 응답을 받지 못해 연결을 닫았습니다(request.timeout.ms)"
        }
        CommitClaim::AnsweredWith { .. } => "{0:는} {1}의 응답으로 {2:를} 받고 연결을 닫았습니다",
        CommitClaim::OtherAnsweredWith { .. } => {
            "{0}의 다른 커밋이 {1} 응답을 받았고, {0:가} 연결을 닫았습니다"
        }
        CommitClaim::NoHeartbeatAnswer { .. } => {
            "{0:는} {1} 동안 하트비트의 응답을 받지 못해 연결을 닫았습니다(session.timeout.ms)"
        }
        CommitClaim::FromMembersAlone { .. } => "{0}. {1:는} 멤버가 있어 멤버의 커밋만 받습니다",
    }
}

pub fn by(by: &By) -> &'static str {
    match by {
        By::Unknown => "여러 번",
        By::Twice(_) => "{0:가} 두 번",
        By::AndAgain(..) => "{0:가} 한 번, {1:가} 다시 한 번",
    }
}

pub fn asks(asks: &Asks) -> &'static str {
    match asks {
        Asks::At(_, None) => "{0}초에 메타데이터를 다시 요청합니다",
        Asks::At(_, Some(_)) => "{0}초에 메타데이터를 다시 요청합니다(metadata.max.age.ms는 {1})",
        Asks::UnderWay => "메타데이터를 요청했고, 응답은 아직 오지 않았습니다",
        Asks::Silent => "",
    }
}

pub fn record(claim: &RecordClaim) -> &'static str {
    match claim {
        RecordClaim::ProcessedAgain { .. } => "{1}의 레코드 {0:를} {2} 처리했습니다({3})",
        RecordClaim::PassedOver { .. } => "{1}의 레코드 {0:는} 처리되지 않았습니다({2})",
        RecordClaim::PassedOverInHand { .. } => {
            "{1}의 레코드 {0:는} 건너뛰었고, 아직 처리되지 않았습니다({2})"
        }
        RecordClaim::BeforeStart { .. } => {
            "{1}의 레코드 {0:는} 읽히지 않았습니다. {2:가} 시작하기 전에 기록되었고, auto.offset.reset=latest는 그 뒤에서 \
             시작합니다"
        }
        RecordClaim::NotOfGroup { .. } => {
            "{1}의 레코드 {0:는} {2:가} 읽을 레코드가 아니었습니다. 관리자가 그룹을 그 뒤에서 시작하게 했습니다"
        }
        RecordClaim::BeforeAssignment { .. } => {
            "{1}의 레코드 {0:는} 읽히지 않았습니다. {2:가} {3}초에 시작된 뒤에 기록되었지만 {4}의 첫 할당({5}초)보다 먼저였고, \
             auto.offset.reset=latest는 그 뒤에서 시작합니다"
        }
        RecordClaim::BeforeReading { .. } => {
            "{1}의 레코드 {0:는} 읽히지 않았습니다. {3:가} {4}초에 {1:를} 읽기 시작하기 전인 {2}초에 기록되었고, \
             auto.offset.reset=latest는 그 뒤에서 시작합니다"
        }
        RecordClaim::ProcessedOnce { by: None, .. } => "{1}의 레코드 {0:는} 한 번 처리되었습니다",
        RecordClaim::ProcessedOnce { by: Some(_), .. } => "{1}의 레코드 {0:는} {2:가} 한 번 처리했습니다",
        RecordClaim::NotYet { .. } => "{1}의 레코드 {0:는} 아직 처리되지 않았습니다",
        RecordClaim::InHand(_) => "{0:가} 그 레코드를 받아 두었습니다",
        RecordClaim::Stuck(_) => "{0:가} 그 앞의 레코드에서 더 나아가지 못합니다",
        RecordClaim::NotComeToIt { position: None, .. } => "{0:가} 아직 거기까지 읽지 않았습니다",
        RecordClaim::NotComeToIt { position: Some(_), .. } => {
            "{0:가} 아직 거기까지 읽지 않았습니다. 위치는 {1}입니다"
        }
        RecordClaim::NoneSubscribes { .. } => {
            "{0:를} 아무도 읽지 않습니다. {1}에는 {2:를} 구독하는 멤버가 없습니다"
        }
        RecordClaim::KnownAlready { over: true, .. } => {
            "{0:를} 아직 아무도 읽지 않습니다. {1:는} 그 파티션을 알고 있었고, 재합류할 참이었습니다"
        }
        RecordClaim::KnownAlready { over: false, .. } => {
            "{0:를} 아직 아무도 읽지 않습니다. {1:는} 그 파티션을 알고 있고, 재합류할 것입니다"
        }
        RecordClaim::NothingBegins { .. } => {
            "{0:를} 아무도 읽지 않습니다. 세대 {3}의 할당에 들어 있지 않은데, 리더 {1:가} 이미 알고 있어 리밸런스를 \
             시작하게 하는 것이 없습니다. {0:는} {2}의 다음 리밸런스를 기다립니다"
        }
        RecordClaim::NotKnown { asks: Asks::Silent, .. } => {
            "{0:를} 아무도 읽지 않습니다. {1:는} 아직 {2:를} 모릅니다{3}"
        }
        RecordClaim::NotKnown { .. } => "{0:를} 아무도 읽지 않습니다. {1:는} 아직 {2:를} 모르고, {3}",
        RecordClaim::Moves(_) => {
            "{0:를} 아직 아무도 읽지 않습니다. 옮겨 가는 중이고, 리밸런스의 다음 라운드에서 할당됩니다"
        }
        RecordClaim::NobodySubscribes { group: None, .. } => {
            "{0:를} 아무도 읽지 않습니다. {1:를} 구독하는 컨슈머가 없습니다"
        }
        RecordClaim::NobodySubscribes { group: Some(_), .. } => {
            "{2}에서는 {0:를} 아무도 읽지 않습니다. {2}에는 {1:를} 구독하는 컨슈머가 없습니다"
        }
        RecordClaim::TopicDeletedAt { .. } => "토픽 {0:는} {1}초에 삭제되었습니다",
    }
}

pub const fn divided(_: &Divided) -> &'static str {
    "{0:는} 멤버 {2}개에 파티션 {1}개"
}

pub const fn went_to(_: &WentTo) -> &'static str {
    "{0:는} {1}에"
}

pub fn more(more: &More) -> &'static str {
    match more {
        More::Topics(_) => "다른 토픽 {0}개도 모자람",
        More::Partitions(_) => ", 나머지 {0}개는 다른 멤버에",
    }
}

pub fn went(went: &Went) -> &'static str {
    match went.how {
        _ if went.told.is_empty() => "",
        DealtBy::RoundRobin => {
            ". roundrobin은 파티션을 그 토픽을 구독하는 다음 멤버에게 차례로 줍니다({0}{1})"
        }
        DealtBy::NobodysOnly(_) => {
            ". 파티션은 다른 멤버가 받았고({0}{1}), {2:는} 하나뿐인 파티션을 빼앗지 않습니다"
        }
        DealtBy::Plain => ". 파티션은 다른 멤버가 받았습니다({0}{1})",
    }
}

pub fn share(claim: &ShareClaim) -> &'static str {
    match claim {
        ShareClaim::Withheld { owners, .. } if owners.is_empty() => {
            "{0:는} 아직 가진 파티션이 없습니다. 옮겨 갈 파티션({1})은 이미 내놓아졌고, 리밸런스의 다음 라운드에서 \
             할당됩니다"
        }
        ShareClaim::Withheld { .. } => {
            "{0:는} 아직 가진 파티션이 없습니다. 옮겨 갈 파티션({1})은 소유자 {2:가} 내놓을 때까지 할당되지 않습니다"
        }
        ShareClaim::KnowsNoTopic { matched_by: MatchedBy::Broker, .. } => {
            "{0:는} 아직 가진 파티션이 없습니다. 코디네이터가 {1:와} 일치하는 토픽을 찾지 못했습니다"
        }
        ShareClaim::KnowsNoTopic { .. } => {
            "{0:는} 아직 가진 파티션이 없습니다. {1:와} 일치하는 토픽을 아직 모릅니다"
        }
        ShareClaim::UnknownToLeader { .. } => {
            "{0:는} 아직 가진 파티션이 없습니다. 리더 {1:는} 세대 {3:를} 할당할 때 {2:를} 몰랐습니다"
        }
        ShareClaim::MoreMembers { .. } => {
            "{0:는} 할 일이 없습니다. {1}에는 멤버가 {2}개, 파티션이 {3}개 있습니다"
        }
        ShareClaim::IdleByRange { .. } => {
            "{0:는} 할 일이 없습니다. range는 토픽마다 따로 나누고({1}), {0:는} 하나씩 받은 멤버들보다 뒤에 있습니다"
        }
        ShareClaim::OnlyTopic { .. } => {
            "{0:는} 할 일이 없습니다. {1}만 구독하는데, 멤버 {3}개에 파티션이 {2}개입니다{4}"
        }
        ShareClaim::OfItsTopics { .. } => {
            "{0:는} 할 일이 없습니다. 구독하는 토픽의 파티션이 모자랍니다({1}){2}"
        }
        ShareClaim::NoTopics(_) => "{0:는} 할 일이 없습니다. 구독하는 토픽이 하나도 존재하지 않습니다",
        ShareClaim::NoTopicMatched(_) => "{0}에 맞는 토픽은 생성된 적이 없습니다",
        ShareClaim::NeverCreated(_) => "{0:는} 생성된 적이 없습니다",
        ShareClaim::Topics { .. } => {
            "{0:는} 파티션 {2}개 가운데 {1}개를 갖고 있습니다. {0:는} {3:를}, {4:는} {5:를} 구독합니다"
        }
        ShareClaim::Range { .. } => {
            "{0:는} 파티션 {2}개 가운데 {1}개를 갖고 있습니다. range는 토픽마다 따로 나누고, 나머지는 앞에 있는 멤버들이 \
             받습니다"
        }
    }
}

pub fn led_to(led_to: &LedTo) -> &'static str {
    match led_to {
        LedTo::Generation(_) => "세대 {0}: ",
        LedTo::NotYet => "지금: ",
        LedTo::Nothing => "세대 없음: ",
    }
}

pub fn so_many_moved(moved: &SoManyMoved) -> &'static str {
    match moved.0.len() {
        0 => "파티션 {0}개 이동",
        _ => "파티션 {0}개 이동({1})",
    }
}

pub fn listed_rebalance(listed: &ListedRebalance) -> &'static str {
    match (listed.held_up, listed.cut_short) {
        (None, false) => "{0}{1}; {2}; {3}",
        (None, true) => "{0}{1}; {2}; {3}; 중단됨",
        (Some(_), false) => "{0}{1}; {2}, {4}; {3}",
        (Some(_), true) => "{0}{1}; {2}, {4}; {3}; 중단됨",
    }
}
