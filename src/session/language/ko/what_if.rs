//! The deploy calculator.

use crate::session::language::ko::properties::property;
use crate::session::language::what_if::WhatIfText;
use crate::session::what_if::{DeployColumn, DeployField, VerdictSentence, WayStep, WhatIfMistake};

/// The row that changes nothing.
pub const AS_IS: &str = "지금 설정";
/// In place of a time after which the group recovered.
pub const NEVER: &str = "회복 못 함";
/// A median, and where most numbers lie.
pub const RANGE: &str = "{0}({1}~{2})";
/// In place of the number 0.
pub const NONE: &str = "0";

pub fn text(text: &WhatIfText) -> &'static str {
    match text {
        WhatIfText::Trial { .. } => "배포 한 번: {0}, 시드 {1}",
        WhatIfText::Legend(_) => {
            "행마다 배포를 {0}번 시뮬레이션했습니다. 값은 중앙값이고, 괄호 안은 100번 가운데 90번이 들어가는 범위입니다. 처음 \
             멈춘 때부터 그룹이 전처럼 읽을 때까지 셉니다. unowned_ms는 모든 파티션의 시간을 더한 값이고, recovery_ms는 마지막 \
             재시작부터 잰 시간입니다. 가장 작은 값에는 *를 붙였습니다."
        }
        WhatIfText::Moved => {
            "시드에 따라 요청의 지연 시간, 간격 안에서 재시작하는 시점, 컨슈머가 내려가 있는 시간, 하트비트와 배치와 커밋의 위상이 \
             달라집니다."
        }
        WhatIfText::TheDeploy(_) => "배포: {0}.",
        WhatIfText::Assumed(_) => "따로 정하지 않아 가정한 값: {0}.",
        WhatIfText::OfSettings => "파일의 설정 가운데 여기에 영향이 없는 것과 알아 둘 것:",
        WhatIfText::Progress { .. } => "배포 {1}번 중 {0}번 시뮬레이션함",
        WhatIfText::Wrong { .. } => "{0}: {1}",
    }
}

pub const fn field(field: DeployField) -> &'static str {
    match field {
        DeployField::Consumers => "컨슈머 {0}개",
        DeployField::Partitions => "파티션 {0}개",
        DeployField::Rate => "초당 레코드 {0}개",
        DeployField::Work => "레코드당 처리 시간 {0}",
        DeployField::Commit => "커밋 방법 {0}",
        DeployField::Gap => "{0}마다 재시작",
        DeployField::Down => "내려가 있는 시간 {0}~{1}",
        DeployField::Stop => "멈추는 방법 {0}",
    }
}

pub const fn step(step: WayStep) -> &'static str {
    match step {
        WayStep::Dynamic => "동적 멤버",
        WayStep::Static => "정적 멤버",
        WayStep::Eager => "eager 리밸런스",
        WayStep::Cooperative => "cooperative 리밸런스",
        WayStep::Consumer => "새 프로토콜",
        WayStep::CommitOnRevoke => "onPartitionsRevoked에서 커밋",
    }
}

pub const fn change(column: DeployColumn) -> &'static str {
    match column {
        DeployColumn::Rebalances => "리밸런스 {0}번(지금 {1}번)",
        DeployColumn::Unowned => "읽는 컨슈머가 없는 시간 {0}(지금 {1})",
        DeployColumn::Duplicates => "두 번 처리하는 레코드 {0}개(지금 {1}개)",
        DeployColumn::Gaps => "잃는 레코드 {0}개(지금 {1}개)",
        DeployColumn::Recovery => "회복까지 {0}(지금 {1})",
    }
}

pub fn verdict(sentence: &VerdictSentence) -> &'static str {
    match sentence {
        VerdictSentence::CannotKeepUp { .. } => {
            "컨슈머가 따라가지 못합니다. 레코드를 하나에 {1}씩 초당 {0}개 처리하려면 컨슈머가 {2}개 있어야 하는데, 읽는 것은 \
             {3}개입니다. 배포하든 안 하든 랙이 계속 늘어납니다."
        }
        VerdictSentence::Twice(_) => "배포를 한 번 하면 레코드 {0}개를 두 번 처리합니다.",
        VerdictSentence::Lost(_) => {
            "배포를 한 번 하면 레코드 {0}개를 잃습니다. 커밋했거나 커밋 없이 시작하면서 건너뛰어 끝내 처리하지 않은 레코드입니다."
        }
        VerdictSentence::AllOnce(_) => {
            "시뮬레이션한 배포 {0}번에서 잃은 레코드도, 두 번 처리한 레코드도 없습니다."
        }
        VerdictSentence::NoRebalance => "리밸런스가 일어나지 않습니다.",
        VerdictSentence::Rebalances(_) => "리밸런스가 {0}번 일어납니다.",
        VerdictSentence::AllRead => "모든 파티션에 언제나 읽는 컨슈머가 있습니다.",
        VerdictSentence::Unowned { .. } => {
            "파티션마다 약 {2} 동안 읽는 컨슈머가 없습니다. 파티션 {1}개의 시간을 모두 더하면 {0}입니다."
        }
        VerdictSentence::Recovered(_) => "마지막 재시작부터 {0} 뒤에 그룹이 전처럼 읽습니다.",
        VerdictSentence::NotRecovered { .. } => {
            "{1}번 중 {0}번은 마지막 재시작 뒤 {2} 안에 전처럼 읽지 못했습니다."
        }
        VerdictSentence::Row { better, worse, .. } => match (better.is_empty(), worse.is_empty()) {
            (false, false) => "{0}: {1}. 대신 {2}입니다.",
            (false, true) => "{0}: {1}. 여기서 세는 것 가운데 나빠지는 것은 없습니다.",
            (true, false) => "{0}: 나아지는 것은 없고, 나빠지는 것은 {2}입니다.",
            (true, true) => "{0}: 차이가 없습니다.",
        },
        VerdictSentence::SameAs { .. } => "{0:`는} {1:`와} 같은 배포여서 한 번만 시뮬레이션했습니다.",
        VerdictSentence::NothingHelps => "시뮬레이션한 다른 방법도 모두 결과가 같습니다.",
        VerdictSentence::AutoCommits => {
            "두 번 처리하지 않는 까닭: enable.auto.commit을 켜면 close와 리밸런스가 파티션을 내놓기 전에 처리한 것을 커밋합니다. \
             kill 하면 그러지 못합니다."
        }
        VerdictSentence::CommitIsAssumed => {
            "애플리케이션이 어떻게 커밋하는지는 설정에 없어, poll마다 commitSync를 호출한다고 가정했습니다. 두 번 처리하는 레코드는 \
             여기에 달려 있으니 어떻게 커밋하는지 알려 주세요."
        }
        VerdictSentence::ListenerCommits => "onPartitionsRevoked에서 이미 커밋하고 있습니다.",
        VerdictSentence::MovedWaits(_) => {
            "cooperative 리밸런스에서 읽는 컨슈머가 없는 시간이 더 긴 까닭: 옮겨 갈 파티션은 한 리밸런스에서 내놓고 다음 리밸런스에서 \
             할당됩니다. 다음 리밸런스가 시작된 것을 다른 멤버는 다음 하트비트(heartbeat.interval.ms, {0})에서야 압니다. 옮기지 않는 \
             파티션은 그동안에도 읽습니다. eager에서는 모두 멈추지만 더 짧게 멈춥니다."
        }
        VerdictSentence::MovesByHeartbeats(_) => {
            "group.protocol=consumer에서는 아무도 모두를 기다리지 않고, 브로커가 목표를 계산한 횟수를 셉니다. 옮겨 갈 파티션은 내놓는 멤버의 하트비트와 \
             받는 멤버의 하트비트 사이에 읽는 컨슈머가 없고, 멤버는 {0}마다 하트비트를 보냅니다."
        }
        VerdictSentence::TwinIsRefused => {
            "group.protocol=consumer에서는 kill 된 정적 멤버가 세션이 끝나기 전에 돌아오면 거절됩니다(UNRELEASED_INSTANCE_ID). 그 \
             프로세스는 끝나고, 여기서는 다시 시작하지 않습니다."
        }
        VerdictSentence::KilledIsAwaited { .. } => {
            "kill 된 동적 멤버는 나간다고 알리지 못합니다. 컨슈머가 먼저 돌아와도 그룹은 {1}({0})가 지날 때까지 그 \
             멤버를 기다립니다."
        }
        VerdictSentence::SessionIsShorter { .. } => {
            "정적 멤버의 자리는 {2}({0}) 동안 지켜집니다. 여기서는 {1}까지 내려가 있을 수 있어, 그때는 다른 멤버와 \
             똑같이 빠집니다."
        }
    }
}

pub fn mistake(mistake: &WhatIfMistake) -> &'static str {
    match mistake {
        WhatIfMistake::NoGroup => {
            "세션에 컨슈머가 없습니다. 그룹에 컨슈머를 시작하세요(`consumers c1 c2 group=billing`)."
        }
        WhatIfMistake::NoMembers => {
            "세션의 컨슈머가 파티션을 직접 정해(`assign=`) 리밸런스가 없습니다. 토픽을 구독하게 하세요."
        }
        WhatIfMistake::OutOfRange { .. } => "{0} 값은 {1}에서 {2}까지의 숫자입니다.",
        WhatIfMistake::Span { .. } => "{0} 값은 {1}에서 {2}까지의 시간입니다.",
        WhatIfMistake::DownBackwards => {
            "내려가 있는 최소 시간이 최대 시간보다 깁니다. 짧은 것을 먼저 쓰세요(3s-5s)."
        }
        WhatIfMistake::NoRecords => "쓰는 레코드가 없습니다. 0보다 큰 속도를 주세요.",
        WhatIfMistake::Seeds { .. } => "seeds 값은 1에서 {0}까지의 숫자입니다.",
        WhatIfMistake::TooLong { .. } => {
            "배포 한 번에 {0:가} 걸릴 수 있는데 {1}까지만 됩니다. 간격이나 내려가 있는 시간을 줄이거나 컨슈머를 줄이세요."
        }
        WhatIfMistake::TooMuch { .. } => {
            "배포 한 번 동안 레코드를 {0}개까지 쓸 수 있는데 {1}개까지만 됩니다. 속도를 10분의 1로 줄이고 레코드당 처리 시간을 10배로 \
             늘리면 일의 양이 같아, 리밸런스와 읽는 컨슈머가 없는 시간이 비슷하게 나옵니다."
        }
        WhatIfMistake::NoRow { .. } => "`{0}` 행은 없습니다.{1}",
        WhatIfMistake::Contradiction(..) => "한 행에 {0:와} {1:를} 함께 쓸 수 없습니다. 하나만 고르세요.",
        WhatIfMistake::NothingToCommit(_) => {
            "Kafka에 아무것도 커밋하지 않는 애플리케이션(commit={0})은 onPartitionsRevoked에서 커밋할 것이 없습니다. 그 행을 빼세요."
        }
        WhatIfMistake::Property(error) => property(error),
    }
}
