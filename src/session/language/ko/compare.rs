//! Two runs side by side.

use crate::session::compare::CompareMeasure;
use crate::session::compare::pairs::ReadyPair;
use crate::session::language::compare::{CompareLabel, CompareText};

pub fn text(text: &CompareText) -> &'static str {
    match text {
        CompareText::Runs { .. } => "A 실행: {0}\nB 실행: {1}",
        CompareText::NoRebalancing => {
            "–: consumer group(KIP-848)에는 모든 멤버가 함께 겪는 리밸런스가 없습니다. 파티션이 옮겨 가는 동안에도 \
             멤버는 계속 읽습니다."
        }
        CompareText::WhereTheyPart => "두 실행이 갈라지는 곳",
        CompareText::Same => "두 실행의 이야기가 같습니다.",
        CompareText::NoSuchChange(_) => {
            "{0:`는} 바꿀 수 있는 것이 아닙니다. eager, cooperative, consumer, static, dynamic, close, kill, commit-on-revoke, \
             defaults 가운데 고르거나 컨슈머의 설정을 key=value로 쓰세요."
        }
        CompareText::NotPossible(_) => "실행을 그렇게 바꿀 수 없습니다: {0}",
        CompareText::Unread { .. } => "읽는 컨슈머가 없는 파티션: A {0}개, B {1}개",
        CompareText::Instead { .. } => "{0} {2} 대신 {1}",
        CompareText::Gains(_) => "B가 더 나은 점: {0}.",
        CompareText::Price(_) => "A가 더 나은 점: {0}.",
        CompareText::Until(_) => "{0}까지",
        CompareText::Equal => "두 실행의 결과가 같습니다.",
    }
}

pub const fn measure(measure: CompareMeasure) -> &'static str {
    match measure {
        CompareMeasure::Rebalances => "리밸런스",
        CompareMeasure::Rebalancing => "리밸런스에 걸린 시간",
        CompareMeasure::Paused => "컨슈머가 멈춘 시간의 합",
        CompareMeasure::Unowned => "읽는 컨슈머가 없던 시간의 합",
        CompareMeasure::UnownedPartitions => "읽는 컨슈머가 없던 적이 있는 파티션",
        CompareMeasure::LongestUnowned => "한 파티션에 읽는 컨슈머가 없던 가장 긴 시간",
        CompareMeasure::Moved => "옮겨진 파티션",
        CompareMeasure::Duplicates => "두 번 처리된 레코드",
        CompareMeasure::Gaps => "유실(갭)",
        CompareMeasure::Lag => "랙",
    }
}

pub const fn label(label: CompareLabel) -> &'static str {
    match label {
        CompareLabel::Deploy => "배포",
        CompareLabel::SameCommands => "시드와 명령이 같습니다. 무엇을 하든 양쪽에 똑같이 적용됩니다",
        CompareLabel::WhatItCameTo => "결과",
        CompareLabel::WholeRun => "실행 전체",
        CompareLabel::SoFar => "지금까지",
        CompareLabel::WhereTheyPart => "두 실행이 갈라지는 곳",
        CompareLabel::OtherPairs => "비교할 쌍",
        CompareLabel::SomethingElse => "설정 하나만 다르게",
        CompareLabel::Setting => "설정",
        CompareLabel::Value => "B의 값",
        CompareLabel::TwoTexts => "설정 텍스트 둘",
        CompareLabel::FirstText => "A의 consumer.properties",
        CompareLabel::SecondText => "B의 consumer.properties",
        CompareLabel::Compare => "비교",
        CompareLabel::Leave => "실행 하나로 돌아가기",
        CompareLabel::Pair => "비교하는 것",
        CompareLabel::FirstRun => "A 실행",
        CompareLabel::SecondRun => "B 실행",
        CompareLabel::OwnersDiffer => "읽는 컨슈머가 다름",
        CompareLabel::Differences => "차이",
        CompareLabel::AsItIs => "지금 그대로",
        CompareLabel::Otherwise => "다르게",
        CompareLabel::Better => "더 나음",
        CompareLabel::NoSuchSetting => "컨슈머에 그런 설정이 없습니다. 목록에서 고르세요.",
    }
}

pub const fn pair(pair: ReadyPair) -> (&'static str, &'static str) {
    match pair {
        ReadyPair::EagerCooperative => ("eager", "cooperative"),
        ReadyPair::EagerConsumer => ("eager", "consumer(KIP-848)"),
        ReadyPair::CooperativeConsumer => ("cooperative", "consumer(KIP-848)"),
        ReadyPair::RangeSticky => ("range 할당", "sticky 할당"),
        ReadyPair::DynamicStatic => ("동적 멤버", "정적 멤버"),
        ReadyPair::KillClose => ("kill", "close() 호출"),
        ReadyPair::AutoSync => ("자동 커밋", "동기 커밋"),
        ReadyPair::CommitOnRevoke => ("회수 때 커밋하지 않음", "회수 때 커밋"),
        ReadyPair::MaxPollRecords => ("max.poll.records 값 500", "max.poll.records 값 50"),
        ReadyPair::KafkasDefaults => ("지금 그대로", "Kafka 기본값"),
    }
}
