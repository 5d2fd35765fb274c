//! What is inserted into the sentences of the journal, and what stands in tables.

use crate::kafka::coordinator::SessionSetting;
use crate::kafka::offset_causes::CommitFate;
use crate::kafka::rebalance_causes::{RebalanceReason, RemovalReason};
use crate::session::language::journal::{JournalPhrase, JournalWord, Noun};
use crate::session::language::table::TableText;

pub fn word(word: JournalWord) -> &'static str {
    match word {
        JournalWord::Nothing | JournalWord::Nobody => "없음",
        JournalWord::Outsider => "그룹 밖의 클라이언트",
        JournalWord::TheCommit => "커밋",
        JournalWord::And => ", ",
        JournalWord::AllItOwns => "가진 것 전부",
        JournalWord::AsAsked => "요청에 따라",
        JournalWord::Automatic => "자동",
        JournalWord::InRevoked => "onPartitionsRevoked 안의 commitSync",
        JournalWord::Administrator => "관리자",
        JournalWord::CommittedOffset => "커밋된 오프셋",
        JournalWord::EarlierTopic => "이전 토픽에서의 위치",
        JournalWord::BackToBatch => "커밋하지 못한 배치로 되돌아가는 seek",
        JournalWord::OwnStore => "자체 저장소에 있는 값으로 seek",
        JournalWord::ToBeginning => "처음",
        JournalWord::ToEnd => "끝",
        JournalWord::ToLeave => "그룹을 떠나면서 ",
        JournalWord::ToRemain => "그룹에 남은 채 ",
    }
}

pub fn removal(reason: RemovalReason) -> &'static str {
    match reason {
        RemovalReason::SessionExpired(SessionSetting::Client) => "session.timeout.ms 동안 하트비트가 없음",
        RemovalReason::SessionExpired(SessionSetting::Broker) => {
            "group.consumer.session.timeout.ms 동안 하트비트가 없음"
        }
        RemovalReason::SessionExpired(SessionSetting::Group) => {
            "consumer.session.timeout.ms 동안 하트비트가 없음"
        }
        RemovalReason::Left => "스스로 떠남",
        RemovalReason::RemovedByAdmin => "관리자가 제거함",
        RemovalReason::DidNotRejoin => "합류 단계가 끝날 때까지 다시 합류하지 않음",
        RemovalReason::DidNotSync => "리밸런스 타임아웃 안에 SyncGroup을 보내지 않음",
        RemovalReason::DidNotRevoke => {
            "내놓아야 할 파티션을 리밸런스 타임아웃(max.poll.interval.ms) 안에 내놓지 않음"
        }
        RemovalReason::Replaced => "새 프로세스가 자리를 차지함",
        RemovalReason::GroupFull => "그룹이 가득 참(group.max.size)",
        RemovalReason::NewMemberJoinExpired => "첫 합류가 5분 동안 끝나지 않음",
    }
}

pub fn phrase(phrase: &JournalPhrase) -> &'static str {
    match phrase {
        JournalPhrase::Count(noun, _) => count(*noun),
        JournalPhrase::Waits(_) => "레코드 {0}개가 기다립니다",
        JournalPhrase::At { .. } => "{0} 오프셋 {1}",
        JournalPhrase::Protocol(_) => ", 프로토콜 {0}",
        JournalPhrase::Leader(_) => ", 리더 {0}",
        JournalPhrase::Rate(_) => "초당 {0}개",
        JournalPhrase::Change(_) => " ({0})",
        JournalPhrase::Moved(_) => "이동 {0}개",
        JournalPhrase::Kept(_) => "유지 {0}개",
        JournalPhrase::New(_) => "신규 {0}개",
        JournalPhrase::Offer { .. } => "{0:는} {1}",
        JournalPhrase::After(_) => "{0} 뒤 ",
        JournalPhrase::Within(_) => "{0} 안에 ",
        JournalPhrase::From(_) => "{0}에서 ",
        JournalPhrase::To(_) => "{0}",
        JournalPhrase::ToTime(_) => "{0}초 이후의 첫 레코드",
        JournalPhrase::ThenSeek(_) => "{0} 뒤 seek",
        JournalPhrase::TheTime(_) => "{0}초 시점",
        JournalPhrase::Became(fate, _) => became(*fate),
        JournalPhrase::Began { reason, .. } => began(reason),
    }
}

fn count(noun: Noun) -> &'static str {
    match noun {
        Noun::Record => "레코드 {0}개",
        Noun::Partition => "파티션 {0}개",
        Noun::Member => "멤버 {0}개",
        Noun::Commit => "커밋 {0}개",
        Noun::AutomaticCommit => "자동 커밋 {0}개",
        Noun::Duplicate => "중복 {0}개",
        Noun::Gap => "갭 {0}개",
    }
}

fn became(fate: CommitFate) -> &'static str {
    match fate {
        CommitFate::Unknown => "{0:가} 어떻게 되었는지 알 수 없습니다",
        CommitFate::NotReceived => "코디네이터는 {0:를} 받지 못했습니다",
        CommitFate::Stored => "코디네이터는 {0:를} 저장했습니다",
        CommitFate::Refused => "코디네이터는 {0:를} 거절했습니다",
        CommitFate::NotStored => "코디네이터는 {0:를} 저장하지 않았습니다",
    }
}

fn began(reason: &RebalanceReason) -> &'static str {
    match reason {
        RebalanceReason::MemberJoined { .. } => "{0:가} 합류했습니다",
        RebalanceReason::MemberChanged { .. } => "{0:가} 다른 메타데이터로 다시 합류했습니다",
        RebalanceReason::LeaderRejoined { .. } => "리더 {0:가} 다시 합류했습니다",
        RebalanceReason::StaticMemberReplaced { .. } => "정적 멤버 {0:가} 돌아왔습니다",
        RebalanceReason::MemberRemoved { .. } => "{0:가} 제거되었습니다({1})",
        RebalanceReason::GroupTooLarge => "멤버가 group.max.size보다 많습니다",
    }
}

pub fn table(text: &TableText) -> &'static str {
    match text {
        TableText::Group { .. } => "{0}: {1}, 세대 {2}{3}, {4}",
        TableText::NoCoordinator { .. } => "{0}: {1}초부터 코디네이터 없음",
        TableText::Earlier => " (이전)",
        TableText::EarlierProcess(_) => " (이전, {0})",
        TableText::Awaited => "기다리는 중",
        TableText::AwaitedFor(_) => "기다리는 중, {0} 뒤 세션 만료",
        TableText::SessionEnds(_) => "{0} 뒤 세션 만료",
        TableText::AnswerPending => "응답 대기",
        TableText::Nobody => "없음",
        TableText::AssignedTo(_) => "없음, {0}에 할당됨",
        TableText::IsLeader(_) => "{0} (리더)",
        TableText::Generation(_) => "세대 {0}",
        TableText::NoGeneration => "세대 없음",
        TableText::Span { .. } => "{0}초 ~ {1}",
        TableText::Instant(_) => "{0}초의 상태",
        TableText::At(_) => "{0}초",
        TableText::Now => "지금",
        TableText::CutShort(_) => "{0}, 도중에 끝남",
        TableText::Totals(_) => "기록 {0}, 처리 {1}, 랙 {2}, 중복 {3}, 갭 {4}, 위험 {5}",
        TableText::SkippedAtStart(_) => ", 시작할 때 건너뜀 {0}",
    }
}
