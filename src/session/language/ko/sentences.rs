//! The sentences of the page.

use crate::session::language::ko::links::{NOT_REPEATED, mistake};
use crate::session::language::ko::refusals::refusal;
use crate::session::language::notice::{Complaint, Notice};
use crate::session::language::phrase::Phrase;
use crate::session::steps::Stride;
use crate::session::suggestion::Suggestion;

pub fn phrase(phrase: &Phrase) -> &'static str {
    match phrase {
        Phrase::StepOf { .. } => "{1}단계 중 {0}단계",
        Phrase::WhyOf(_) => "{0:는} 왜 이런가요?",
        Phrase::ProtocolOf(_) => "{0} 프로토콜",
        Phrase::GroupOf { .. } => "그룹 {0} · 컨슈머 {1}개",
        Phrase::Topic(_) => "토픽 {0}",
        Phrase::AssignorOf(_) => "그룹 {0}의 할당자",
        Phrase::AllOf(_) => "{0} 전체",
        Phrase::ToBeAdded(_) => "추가할 {0}",
        Phrase::Differ(_) => "{0}개 다름",
        Phrase::DiffersFrom(_) => "기본값 {0:와} 다름",
        Phrase::Was(_) => "전에는 {0}",
        Phrase::Reset { .. } => "{0:를} {1:로} 되돌리기",
        Phrase::NotInForce(_) => "아직 적용하지 않은 변경 {0}개",
        Phrase::DoNotFit(_) => "먼저 고칠 값 {0}개",
        Phrase::Restart(_) => "{0} 재시작",
        Phrase::RestartsAhead(_) => {
            "아직 재시작하지 않은 컨슈머: {0}. 그사이에 다른 일을 하면 나머지는 치워 둡니다."
        }
        Phrase::SettingsOf(_) => "{0} 설정",
        Phrase::MoreFor(_) => "{0} 더 보기",
        Phrase::DoTo(_) => "{0}에 할 일 …",
        Phrase::AddPartitionTo(_) => "{0}에 파티션 추가",
        Phrase::Act { .. } => "{1} {0}",
        Phrase::WrittenBy(_) => "{0:가} 씁니다. 0이면 멈춥니다",
        Phrase::SharedBy(_) => "{0:가} 똑같이 나누어 씁니다. 0이면 모두 멈춥니다",
        Phrase::StartWith(_) => "이 설정으로 {0} 시작",
        Phrase::EarlierLines(_) => "이전 {0}줄: 더 보기",
        Phrase::MoreLines(_) => "이 밖에 {0}개가 더 있습니다.",
        Phrase::MoreConsumers(_) => "컨슈머 {0}개 더 있음: 보기",
        Phrase::MoreErrors(_) => "이 밖에 {0}개",
        Phrase::Note(_) => "참고, {0}",
        Phrase::LeftOut { .. } => "{0}번째 줄: 제외함{1}: {2}",
        Phrase::Needed(_) => "{0:가} 필요합니다",
        Phrase::Setting { .. } => "{0} 값: {1}. 기본값: {2}.",
        Phrase::Chart { .. } => "{1}초 동안의 {0}, 최대 {2}",
        Phrase::ChartNow { .. } => "{1}초 동안의 {0}, 지금 {3}, 최대 {2}",
        Phrase::OwnRun(_) => "{0}부터는 스크립트와 다르게 진행됩니다.",
        Phrase::NextScenario(_) => "다음: {0}",
        Phrase::Try(Suggestion::Restart(_)) => "해 보기: {0:를} 다시 시작하세요.",
        Phrase::Try(Suggestion::Resume(_)) => "해 보기: {0}의 핸들러를 계속하게 하세요.",
        Phrase::Try(Suggestion::Thaw(_)) => "해 보기: {0:를} 다시 움직이게 하세요.",
        Phrase::Try(Suggestion::Mend(_)) => "해 보기: {0}의 네트워크를 이으세요.",
        Phrase::Try(Suggestion::Kill(_)) => "해 보기: {0:를} kill 하고 누가 이어받는지 보세요.",
        Phrase::Try(Suggestion::AddConsumer) => "해 보기: 컨슈머를 추가하세요.",
        Phrase::FigureWeighs { .. } => "바로 {0} KB, 그림이 가까워지면 {1} KB. 한 페이지에 한 번만 받습니다",
        Phrase::NotOpened(_) => "{0:를} 열지 못했습니다. 열려 있던 것은 그대로 계속됩니다.",
    }
}

pub fn notice(notice: &Notice) -> &'static str {
    match notice {
        Notice::NothingPlays => "시스템이 움직임을 줄이도록 설정되어 있어 저절로 재생되지 않습니다.",
        Notice::Drawing => "그림을 그리고 있습니다 …",
        Notice::Saved(_) => "{0:로} 저장했습니다.",
        Notice::NotSaved(_) => "브라우저가 {0} 저장을 허용하지 않았습니다.",
        Notice::PartMissing => "페이지의 일부를 받지 못했습니다. 다시 받는 동안에는 답과 차트가 없습니다.",
        Notice::Answer => "답이 나왔습니다. 다 읽은 뒤 이어서 재생하세요.",
        Notice::Question => "질문입니다. 답을 고르거나 그냥 재생하세요.",
        Notice::ChooseFirst => "먼저 컨슈머를 고르세요. 1~9를 누르거나 이름을 클릭하면 됩니다.",
        Notice::Bug { .. } => {
            "groupscope에 버그가 있습니다. {0}에 언제나 지켜져야 할 것이 지켜지지 않았습니다. {1} 이 세션을 저장하세요. 다시 \
             열면 같은 일이 일어납니다."
        }
        Notice::TakesAWhile(_) => {
            "일어나는 일이 많아 시간이 걸립니다. 지금은 {0}입니다. 계속하려면 다시 그곳으로 가세요."
        }
        Notice::NoneAhead(Stride::Line, _) => {
            "{0}까지 이야기에 적을 일이 없습니다. 더 보려면 한 번 더 누르세요."
        }
        Notice::NoneAhead(Stride::Entry, _) => {
            "{0}까지 아무 일도 일어나지 않습니다. 더 보려면 한 번 더 누르세요."
        }
        Notice::NoneAhead(Stride::Request, _) => {
            "{0}까지 요청도 응답도 없습니다. 더 보려면 한 번 더 누르세요."
        }
        Notice::NoneAhead(Stride::Rebalance, _) => {
            "{0}까지 리밸런스가 시작되거나 끝나지 않습니다. 더 보려면 한 번 더 누르세요."
        }
        Notice::NoneAhead(Stride::Caption, _) => "{0} 뒤에는 설명이 없습니다.",
        Notice::NoneBefore(Stride::Line, _) => "{0} 앞에는 이야기에 적힌 일이 없습니다.",
        Notice::NoneBefore(Stride::Entry, _) => "{0} 앞에는 일어난 일이 없습니다.",
        Notice::NoneBefore(Stride::Request, _) => "{0} 앞에는 요청이 없습니다.",
        Notice::NoneBefore(Stride::Rebalance, _) => "{0} 앞에는 리밸런스가 없습니다.",
        Notice::NoneBefore(Stride::Caption, _) => "{0} 앞에는 설명이 없습니다.",
        Notice::NothingToUndo => "취소할 것이 없습니다.",
        Notice::NothingToRedo => "다시 할 것이 없습니다.",
        Notice::LeftScript(_) => "{0}에 스크립트를 벗어났습니다.",
        Notice::FutureSetAside(_) => "{0} 뒤에 일어난 일은 치워 두었습니다.",
        Notice::RestartsSetAside(_) => {
            "이 작업으로 롤링 재시작이 멈췄습니다. 아직 재시작하지 않은 컨슈머: {0}."
        }
        Notice::RunAnew => "설정을 바꾸어 처음부터 다시 실행한 것입니다.",
        Notice::TextRun => "입력한 텍스트를 실행합니다. 열려 있던 세션은 되돌릴 수 있습니다.",
        Notice::TooLongForLink(..) => {
            "세션을 링크로 만들면 {0}자입니다. 링크는 {1}자까지입니다. 대신 파일로 저장하세요. 그동안은 이 브라우저에 보관됩니다."
        }
        Notice::NothingKept => "이 브라우저는 아무것도 보관하지 않습니다. 하신 일은 주소에만 있습니다.",
        Notice::NoRoomToKeep => "이 브라우저에 남은 자리가 없습니다. 하신 일은 주소에만 있습니다.",
        Notice::ScenarioChanged => {
            "링크를 만든 뒤에 시나리오가 바뀌었습니다. 하신 일은 지금의 시나리오에서 다시 했습니다."
        }
        Notice::Copied => "복사했습니다.",
        Notice::NotCopied => "브라우저가 복사를 막았습니다. 선택해서 직접 복사해 주세요.",
        Notice::NextVisitor => {
            "다음 방문자를 위해 이 브라우저에서 하고 보관한 것을 모두 지웁니다. 진도, 내 작업, 쓰던 글이 사라집니다."
        }
        Notice::SessionSetAside(_) => "{0}에서 한 일은 치워 두었습니다.",
    }
}

pub fn complaint(complaint: &Complaint) -> &'static str {
    match complaint {
        Complaint::Refused(error) => refusal(error),
        Complaint::NotNow { .. } => "{0:는} 지금 그럴 수 있는 상태가 아닙니다: {1}.",
        Complaint::NoRate { .. } => "속도는 초당 레코드 수로, 0에서 {1}까지의 숫자입니다. 입력한 값: `{0}`.",
        Complaint::TooLarge { .. } => {
            "파일이 {0}.{1} MB입니다. 세션 파일은 {2} MB까지입니다. 아무것도 읽지 않았습니다."
        }
        Complaint::Unreadable => "브라우저가 읽지 못했습니다. 폴더인가요?",
        Complaint::NotFetched(_) => "{0}에서 받아 오지 못했습니다. 연결을 확인하고 다시 선택해 주세요.",
        Complaint::Script(_) => "{0}",
        Complaint::NotClosed { .. } => {
            "{0:가} {1} 안에 닫히지 않아 아무것도 재시작하지 않았습니다. 핸들러를 계속하게 하거나 kill 하세요."
        }
        Complaint::Link(wrong) => mistake(wrong),
        Complaint::NotRepeated(_) => NOT_REPEATED,
        Complaint::NotStable { .. } => {
            "그룹이 {0} 안에 안정되지 않아 아무것도 재시작하지 않았습니다: {1}. 한꺼번에 재시작해 보세요."
        }
    }
}
