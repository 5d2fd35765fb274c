//! The fixed texts of the page.

use crate::session::bench::SettingTheme;
use crate::session::language::label::{ColumnLabel, Label, SettingLabel};

#[rustfmt::skip]
pub fn label(label: Label) -> &'static str {
    match label {
        Label::LinkNotWhole => "링크의 일부를 읽지 못했습니다. 읽은 만큼 열었습니다.",
        Label::PageTitle => "groupscope: Kafka 컨슈머 그룹 들여다보기",
        Label::Places => "화면 메뉴",
        Label::Bench => "작업대",
        Label::SessionAndPage => "세션과 페이지",
        Label::ColoursOfSystem => "색: 시스템 설정대로",
        Label::ColoursLight => "색: 밝게",
        Label::ColoursDark => "색: 어둡게",
        Label::Scenario => "시나리오",
        Label::Stage => "스테이지",
        Label::StoryAndJournal => "이야기와 기록",
        Label::TimelineAndTotals => "타임라인과 합계",
        Label::Failed => "groupscope에 오류가 나서 이 페이지가 멈췄습니다. 새로 고치면 계속할 수 있습니다.",
        Label::FailedAdvice => "아래는 열려 있던 내용입니다. .session 파일로 저장하면 이어서 할 수 있습니다. 오류를 알릴 때 \
            함께 보내 주세요.",
        Label::Keys => "키",
        Label::Close => "닫기",
        Label::ChooseByNumber => "질문이 있으면 답하고, 없으면 컨슈머를 고릅니다. 컨슈머 하나에 대한 키는 고른 컨슈머에 적용됩니다.",
        Label::WhatIsWrong => "파일에서 잘못된 곳",
        Label::CloseMessage => "이 메시지 닫기",
        Label::Copy => "복사",
        Label::Copied => "복사됨",
        Label::DropHere => ".session 파일을 놓으면 열립니다",
        Label::DropReturns => "지금 열려 있는 세션은 되돌릴 수 있습니다.",
        Label::Time => "시간",
        Label::BackToBeginning => "처음으로",
        Label::Speed => "속도",
        Label::SpeedKeys => "속도 (+와 -). 자동 속도는 일이 일어나면 느려지고 아무 일도 없으면 빨라집니다.",
        Label::AutoPace => "자동 속도",
        Label::MoreSteps => "다른 이동과 반복",
        Label::SimulatedTime => "시뮬레이션 시각",
        Label::Undo => "실행 취소",
        Label::Redo => "다시 실행",
        Label::More => "더 보기",
        Label::AddSomething => "추가하기 …",
        Label::RebalanceProtocol => "리밸런스 프로토콜",
        Label::Assignor => "할당자",
        Label::BetweenLists => ", ",
        Label::Partitions => "파티션",
        Label::RecordsPerSecond => "레코드/초",
        Label::NobodyWrites => "이 토픽에 쓰는 프로듀서가 없습니다",
        Label::ChooseThis => "이 컨슈머 고르기: 고르면 키가 이 컨슈머에 적용됩니다",
        Label::FindConsumer => "컨슈머 찾기",
        Label::DoIt => "실행",
        Label::PasteProperties => "consumer.properties 붙여넣기",
        Label::Understood => "읽은 내용",
        Label::Resume => "재개",
        Label::Thaw => "녹이기",
        Label::Mend => "잇기",
        Label::Story => "이야기",
        Label::ShowAnswer => "정답 보기",
        Label::NothingTold => "왼쪽에서 컨슈머를 추가하거나 막거나 kill 하고, 오프셋이 어떻게 되는지 보세요.",
        Label::ScriptIsOver => "스크립트가 끝났습니다. 재생하면 시뮬레이션이 계속됩니다.",
        Label::NothingCanBreak => "무엇을 해도 망가지지 않습니다:",
        Label::WhatHappened => "일어난 일",
        Label::GoToInstant => "이 순간으로 가기",
        Label::GoToBeginning => "시작한 순간으로 가기",
        Label::Why => "이유",
        Label::CloseAnswer => "답 닫기",
        Label::Rebalances => "리밸런스, 최근 것부터",
    }
}

pub const fn column(label: ColumnLabel) -> &'static str {
    match label {
        ColumnLabel::LinesOf => "보일 줄",
        ColumnLabel::LinesOfStory => "줄거리",
        ColumnLabel::LinesOfCommits => "커밋",
        ColumnLabel::LinesOfRequests => "요청",
        ColumnLabel::LinesNaming => "하나만 …",
        ColumnLabel::LinesOfOne => "이 컨슈머나 파티션이 나오는 줄만",
        ColumnLabel::ChooseOnStage => "나머지는 스테이지에서 고르세요",
        ColumnLabel::ConsumersHere => "컨슈머",
        ColumnLabel::PartitionsHere => "파티션",
        ColumnLabel::IfNobodyInterferes => "아무도 개입하지 않으면 이어질 일",
    }
}

#[rustfmt::skip]
pub fn setting_label(label: SettingLabel) -> &'static str {
    match label {
        SettingLabel::SettingsOfWhom => "설정 대상",
        SettingLabel::FindSetting => "설정 찾기",
        SettingLabel::NothingFound => "이름이나 뜻에 이 말이 들어 있는 설정이 없습니다.",
        SettingLabel::KafkaDefaults => "Kafka 기본값",
        SettingLabel::ClassroomTimes => "수업용 시간",
        SettingLabel::ResetAll => "모두 되돌리기",
        SettingLabel::NotAllTheSame => "서로 다름",
        SettingLabel::NotKafkas => "Kafka의 설정이 아닙니다.",
        SettingLabel::Span => "시간. 예: 200us, 5ms, 6s, 2min",
        SettingLabel::Name => "이름",
        SettingLabel::NoValue => "없음",
        SettingLabel::TakesRestart => "컨슈머는 시작할 때 설정을 읽으므로 재시작해야 합니다.",
        SettingLabel::TakesNothing => "재시작하지 않아도 됩니다.",
        SettingLabel::TakesTheStart => "브로커의 설정은 처음부터 정해져 있습니다.",
        SettingLabel::AllAtOnce => "한꺼번에",
        SettingLabel::AllAtOnceHelp => "모두 닫고, 모두 닫히면 다시 시작합니다.",
        SettingLabel::Rolling => "하나씩",
        SettingLabel::RollingHelp => "하나씩 재시작합니다. 그룹이 안정되면 다음 컨슈머로 넘어갑니다.",
        SettingLabel::FromTheStart => "처음부터",
        SettingLabel::FromTheStartHelp => "이 설정으로 처음부터 다시 실행합니다. 지금 실행은 되돌릴 수 있습니다.",
        SettingLabel::FromNowOn => "지금부터",
        SettingLabel::Discard => "취소",
    }
}

pub fn theme(theme: SettingTheme) -> &'static str {
    match theme {
        SettingTheme::Committing => "커밋",
        SettingTheme::Membership => "멤버십",
        SettingTheme::Processing => "처리",
        SettingTheme::Fetching => "가져오기",
        SettingTheme::Asking => "요청과 메타데이터",
        SettingTheme::Identity => "이름과 위치",
        SettingTheme::Brokers => "브로커",
    }
}

/// What one of our own settings means.
#[rustfmt::skip]
pub fn knob(name: &str) -> &'static str {
    match name {
        "commit" => "애플리케이션이 커밋하는 방식.",
        "commit_every" => "commit=every일 때 레코드 몇 개마다 커밋할지.",
        "listener" => "애플리케이션이 onPartitionsRevoked에서 하는 일.",
        "listener_throws" => "리스너의 어느 메서드가 예외를 던질지: 없음, 항상 하나, 또는 onPartitionsAssigned만 한 번.",
        "callback_time" => "리밸런스 콜백 하나에 걸리는 시간.",
        "processing_time" => "핸들러가 레코드 하나를 처리하는 시간.",
        "poll_timeout" => "poll이 레코드를 기다리는 최대 시간.",
        "spike" => "spike_every개 가운데 하나를 처리하는 시간. 0us이면 다른 레코드와 같습니다.",
        "spike_every" => "파티션마다 레코드 몇 개에 하나씩 spike만큼 걸릴지.",
        "workers" => "poll이 돌려준 것을 처리하는 스레드 수. 0이면 poll하는 스레드가 처리합니다.",
        "queue" => "모든 파티션을 멈추기 전에 워커를 기다릴 수 있는 레코드 수.",
        "order" => "일이 없는 워커가 가져가는 레코드: 파티션의 다음 레코드 또는 아무것이나.",
        "on_poison" => "역직렬화할 수 없는 레코드를 애플리케이션이 어떻게 할지.",
        "rack" => "client.rack과 다를 때 프로세스가 있는 rack.",
        _ => "",
    }
}
