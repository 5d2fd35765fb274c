//! The terminal, pasted output and the text editor, in Korean.

use crate::session::language::desk::{DeskLabel, DeskPhrase};

#[rustfmt::skip]
pub const fn label(label: DeskLabel) -> &'static str {
    match label {
        DeskLabel::Timeline => "타임라인",
        DeskLabel::Tabs => "타임라인 또는 터미널",
        DeskLabel::Described => "볼 내용",
        DeskLabel::GroupToDescribe => "그룹",
        DeskLabel::LogOf => "로그",
        DeskLabel::AllClients => "전체",
        DeskLabel::OtherClients => "다른 컨슈머 …",
        DeskLabel::ToolOutput => "도구의 출력",
        DeskLabel::ClientsLog => "클라이언트 로그",
        DeskLabel::NoGroupYet => "이 시점에는 그룹이 없습니다.",
        DeskLabel::NothingLogged => "아직 이 로그에 남은 것이 없습니다.",
        DeskLabel::KilledThere => "kill로 종료됨",
        DeskLabel::FailedThere => "예외로 종료됨",
        DeskLabel::PasteOutput => "내 클러스터의 출력 붙여넣기",
        DeskLabel::PasteTitle => "--describe 출력으로 내 그룹 가져오기",
        DeskLabel::RunThere => "클러스터에 접속되는 곳에서 주소와 그룹 이름을 바꿔 실행하세요. 첫 명령만으로도 되고, 나머지는 멤버와 할당자를 더 알려 줍니다.",
        DeskLabel::CopyCommands => "명령 복사",
        DeskLabel::PasteHere => "출력을 여기에 붙여 넣으세요",
        DeskLabel::NothingLeaves => {
            "붙여넣은 내용은 이 페이지 안에서만 읽고 어디로도 보내지 않습니다. 세션 링크에는 이 출력으로 만든 세션이 들어가며 그룹과 토픽의 이름도 포함되니, 공유할 때 \
             주의하세요."
        }
        DeskLabel::OpenAsSession => "세션으로 열기",
        DeskLabel::CannotRead => "아직 읽을 수 없습니다. 입력한 텍스트는 그대로 있습니다.",
        DeskLabel::WasAssumed => "가정한 것과 출력만으로는 알 수 없는 것",
        DeskLabel::OtherGroups => "출력에 있는 다른 그룹",
        DeskLabel::EditorTitle => "텍스트로 보는 세션",
        DeskLabel::SessionText => "세션 텍스트",
        DeskLabel::RunFromStart => "처음부터 실행",
        DeskLabel::RunFromStartHelp => "이 텍스트를 00:00부터 실행합니다. 지금 열려 있는 세션은 되돌릴 수 있습니다. (Ctrl+Enter)",
        DeskLabel::RunToNow => "지금 시점까지 실행",
        DeskLabel::RunToNowHelp => "이 텍스트를 00:00부터 보이지 않게 실행하고, 지금 보고 있는 시점에서 멈춥니다.",
        DeskLabel::TakeText => "세션 텍스트 다시 가져오기",
        DeskLabel::BackToStage => "스테이지로 돌아가기",
        DeskLabel::IsOpen => "지금 열려 있는 세션의 텍스트입니다.",
        DeskLabel::CanRun => "바뀌었지만 아직 실행하지 않았습니다. 잘못된 곳은 없습니다.",
        DeskLabel::SessionMoved => "그사이 세션이 바뀌었습니다. 입력한 텍스트는 그대로 있습니다.",
        DeskLabel::EditorHelp => {
            "텍스트는 언제나 첫 줄부터 실행됩니다. 실행 중인 세션의 지난 시점은 바꿀 수 없습니다. 지금 시점에 하나만 더하려면 작업대의 메뉴를 쓰세요. 메뉴마다 \
             해당하는 줄이 보입니다. 여기에 입력한 내용은 스테이지에 다녀와도 남아 있습니다."
        }
        DeskLabel::Suggestions => "자동 완성",
        DeskLabel::SuggestionKeys => {
            "Ctrl+Space로 자동 완성을 엽니다. ↑ ↓로 고르고 Enter나 Tab으로 넣으며 Esc로 닫습니다. 목록이 없을 때 Tab을 누르면 다음 칸으로 \
             이동합니다."
        }
        DeskLabel::Mistakes => "텍스트에서 잘못된 곳",
    }
}

pub const fn phrase(phrase: &DeskPhrase) -> &'static str {
    match phrase {
        DeskPhrase::Line(_) => "{0}번째 줄",
        DeskPhrase::LineAndColumn { .. } => "{0}번째 줄 {1}번째 칸",
        DeskPhrase::MadeOf { .. } => "붙여넣은 출력의 그룹 {0}: 파티션 {1}개, 멤버 {2}개",
        DeskPhrase::MoreRows(_) => "{0}줄 더 있습니다. 복사하면 모두 들어갑니다",
        DeskPhrase::LogEnds { .. } => "{0}: 로그가 {1}에 끝났습니다: {2}",
        DeskPhrase::NotRun(_) => "잘못된 곳 {0}개: 실행하지 않았습니다",
        DeskPhrase::InText(_) => "잘못된 곳 {0}개",
    }
}
