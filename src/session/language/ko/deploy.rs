//! The page's deploy calculator.

use crate::session::language::deploy::{DeployLabel, DeployPhrase};
use crate::session::what_if::{DeployColumn, DeployInput};

/// A median, and from where to where 90 of 100 lie.
pub const MEDIAN: &str = "중앙값 {0}, 100번 가운데 90번은 {1}~{2}";

/// Behind the last number of an axis.
pub const SECOND: &str = "초";

pub const fn label(label: DeployLabel) -> &'static str {
    match label {
        DeployLabel::Place => "배포 계산기",
        DeployLabel::Settings => "내 consumer.properties",
        DeployLabel::Paste => {
            "# 컨슈머 설정이나 세션을 붙여 넣으세요.\nsession.timeout.ms=45000\nmax.poll.records=500"
        }
        DeployLabel::Application => "애플리케이션",
        DeployLabel::TheDeploy => "배포",
        DeployLabel::Compute => "계산",
        DeployLabel::TakeSession => "지금 열린 세션 가져오기",
        DeployLabel::ComputeAgain => "다시 계산",
        DeployLabel::Cancel => "취소",
        DeployLabel::GoOn => "이어서 계산",
        DeployLabel::Changed => "이 숫자는 바꾸기 전 설정의 결과입니다.",
        DeployLabel::NothingYet => "롤링 배포를 한 번 하면 어떤 일이 생깁니까?",
        DeployLabel::WrongInput => "표시한 곳을 고치면 계산할 수 있습니다.",
        DeployLabel::Assumed => "가정",
        DeployLabel::AsYouHaveIt => "지금 설정",
        DeployLabel::Least => "가장 적음",
        DeployLabel::RemoveRow => "빼기",
        DeployLabel::OtherRows => "행으로 더해 볼 다른 방법:",
        DeployLabel::AddRow => "행 추가:",
        DeployLabel::Plots => {
            "점 하나가 시뮬레이션한 배포 한 번입니다. 눈금은 중앙값, 막대는 100번 가운데 5번째에서 95번째까지입니다."
        }
        DeployLabel::Row => "행",
        DeployLabel::Dot => "점",
        DeployLabel::Choose => "시뮬레이션한 배포: 화살표 키로 고르고 Enter로 엽니다",
        DeployLabel::OpenRun => "이 실행 열기",
        DeployLabel::Preparing => "준비하는 중 …",
        DeployLabel::Numbers => "모든 숫자",
        DeployLabel::CopyNumbers => "CSV로 복사",
        DeployLabel::Why => "다른 행과 그 까닭",
        DeployLabel::RevokedNothing => "아무것도 안 함",
        DeployLabel::RevokedCommits => "커밋",
        DeployLabel::RevokedSaves => "커밋하고 저장",
        DeployLabel::RevokedDrains => "기다렸다 커밋",
    }
}

pub const fn phrase(phrase: &DeployPhrase) -> &'static str {
    match phrase {
        DeployPhrase::Used(_) => "설정 {0}개를 씁니다. 나머지는 Kafka의 기본값입니다.",
        DeployPhrase::OfSession { .. } => {
            "세션입니다. 그룹 {0:를} 설정 {1}개로 배포합니다. 나머지는 Kafka의 기본값입니다."
        }
        DeployPhrase::NoEffect(_) => "여기에 영향이 없는 설정 {0}개",
        DeployPhrase::Noted(_) => "알아 둘 것 {0}개",
        DeployPhrase::DeploysEach(_) => "행마다 배포 {0}번",
        DeployPhrase::Done { .. } => "{1}번 중 {0}번",
        DeployPhrase::Seed { .. } => "시드 {0} · {1}",
        DeployPhrase::CompareWith(_) => "A | B: {0}, 같은 시드",
        DeployPhrase::SameAs(_) => "{0:`와} 같은 배포입니다",
        DeployPhrase::Plot { .. } => "{0}, {1}: {2}",
        DeployPhrase::Remove(_) => "행 빼기: {0}",
    }
}

pub const fn input(input: DeployInput) -> &'static str {
    match input {
        DeployInput::Consumers => "컨슈머 수",
        DeployInput::Partitions => "파티션 수",
        DeployInput::Rate => "초당 레코드 수",
        DeployInput::Work => "레코드당 처리 시간",
        DeployInput::Commit => "커밋 방법",
        DeployInput::CommitEvery => "커밋 간격",
        DeployInput::Revoked => "onPartitionsRevoked에서",
        DeployInput::Gap => "재시작 간격",
        DeployInput::Down => "내려가 있는 시간",
        DeployInput::Stop => "멈추는 방법",
        DeployInput::Seeds => "시드 수",
    }
}

pub const fn meaning(input: DeployInput) -> &'static str {
    match input {
        DeployInput::Consumers => "하나씩 재시작, 1~100",
        DeployInput::Partitions => "토픽 하나, 1~1,000",
        DeployInput::Rate => "모든 파티션을 더한 값",
        DeployInput::Work => "예: 8ms",
        DeployInput::Commit => "세션의 commit=과 같음",
        DeployInput::CommitEvery => "이만큼의 레코드마다",
        DeployInput::Revoked => "리스너가 하는 일",
        DeployInput::Gap => "100ms에서 1h까지",
        DeployInput::Down => "다시 시작할 때까지",
        DeployInput::Stop => "30초 뒤에는 kill",
        DeployInput::Seeds => "행마다 횟수, 1~1,000",
    }
}

pub const fn column(column: DeployColumn) -> [&'static str; 2] {
    match column {
        DeployColumn::Rebalances => ["리밸런스", "끝난 횟수"],
        DeployColumn::Unowned => ["읽는 컨슈머 없음", "파티션 시간을 더한 값"],
        DeployColumn::Duplicates => ["중복", "두 번 처리한 레코드"],
        DeployColumn::Gaps => ["유실", "끝내 처리하지 않은 레코드"],
        DeployColumn::Recovery => ["회복", "마지막 재시작부터 따라잡을 때까지"],
    }
}

pub const fn counted(column: DeployColumn) -> &'static str {
    match column {
        DeployColumn::Rebalances => "리밸런스 {0}번",
        DeployColumn::Unowned => "읽는 컨슈머 없이 {0}",
        DeployColumn::Duplicates => "중복 {0}개",
        DeployColumn::Gaps => "유실 {0}개",
        DeployColumn::Recovery => "회복까지 {0}",
    }
}
