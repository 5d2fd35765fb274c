//! What stands on buttons, and what they do.

use crate::session::language::action::Verb;

pub fn label(verb: Verb) -> &'static str {
    match verb {
        Verb::Play => "재생",
        Verb::Pause => "정지",
        Verb::Step => "다음 줄",
        Verb::StepBack => "이전 줄",
        Verb::NextEntry => "다음 기록",
        Verb::PreviousEntry => "이전 기록",
        Verb::NextRebalance => "다음 리밸런스",
        Verb::PreviousRebalance => "이전 리밸런스",
        Verb::NextRequest => "다음 요청",
        Verb::PreviousRequest => "이전 요청",
        Verb::NextCaption => "다음 설명",
        Verb::PreviousCaption => "이전 설명",
        Verb::LoopFrom => "여기부터 반복",
        Verb::LoopTo => "여기까지 반복",
        Verb::NoLoop => "반복 안 함",
        Verb::Rewind => "처음으로",
        Verb::BackToScript => "스크립트로 돌아가기",
        Verb::Restart => "재시작",
        Verb::Faster => "빠르게",
        Verb::Slower => "느리게",
        Verb::Undo => "실행 취소",
        Verb::Redo => "다시 실행",
        Verb::AddConsumer => "+ 컨슈머 추가",
        Verb::Stall => "막기",
        Verb::Close => "종료",
        Verb::Kill => "kill",
        Verb::Freeze => "얼리기",
        Verb::Cut => "끊기",
        Verb::Eager => "eager",
        Verb::Cooperative => "cooperative",
        Verb::ConsumerProtocol => "consumer (KIP-848)",
        Verb::AddPartition => "+ 추가",
        Verb::Open => "열기",
        Verb::Save => "저장",
        Verb::SaveReport => "보고서",
        Verb::Share => "공유",
        Verb::MyWork => "내 작업",
        Verb::Present => "강의 화면",
        Verb::Compare => "비교",
        Verb::Deploy => "배포",
        Verb::Terminal => "터미널",
        Verb::EditText => "텍스트",
        Verb::SaveSvg => "SVG",
        Verb::SavePng => "PNG",
        Verb::SaveMoving => "움직이는 SVG",
        Verb::SaveStoryboard => "스토리보드",
        Verb::Handout => "학습지",
        Verb::SaveSequence => "Mermaid",
        Verb::SavePlantUml => "PlantUML",
        Verb::SaveNumbers => "CSV",
        Verb::SaveJournal => "기록",
        Verb::BringBack => "되돌리기",
        Verb::Theme => "테마",
        Verb::Language => "한/EN",
        Verb::Controls => "작업대",
        Verb::Course => "코스",
        Verb::Symptoms => "증상",
        Verb::NextLesson => "다음 레슨",
        Verb::PreviousLesson => "이전 레슨",
        Verb::NextVisitor => "다음 방문자",
        Verb::Describe => "말로 듣기",
        Verb::LetterKeys => "한 글자 단축키",
        Verb::OwnSettings => "내 설정",
        Verb::Help => "?",
        Verb::Dismiss => "닫기",
    }
}

const COOPERATIVE: &str =
    "모든 컨슈머를 닫고 [cooperative-sticky]로 다시 시작합니다. 옮겨 가는 파티션만 멈춥니다.";
const CONSUMER_PROTOCOL: &str =
    "컨슈머를 group.protocol=consumer로 하나씩 다시 시작합니다. 그룹을 멈추지 않는 전환입니다.";

#[rustfmt::skip]
pub fn help(verb: Verb) -> &'static str {
    match verb {
        Verb::Play => "시간을 흐르게 합니다.",
        Verb::Pause => "시간을 멈춥니다.",
        Verb::Step => "이야기의 다음 줄로 갑니다. 기록된 일, 설명, 질문이 한 줄입니다.",
        Verb::StepBack => "이야기의 이전 줄로 돌아갑니다.",
        Verb::NextEntry => "종류를 가리지 않고 다음 기록으로 갑니다.",
        Verb::PreviousEntry => "바로 앞 기록으로 돌아갑니다.",
        Verb::NextRebalance => "다음에 리밸런스가 시작되거나 끝나는 순간으로 갑니다.",
        Verb::PreviousRebalance => "앞서 리밸런스가 시작되거나 끝난 순간으로 돌아갑니다.",
        Verb::NextRequest => "다음 요청을 보내거나 응답을 받는 순간으로 갑니다.",
        Verb::PreviousRequest => "앞서 요청을 보내거나 응답을 받은 순간으로 돌아갑니다.",
        Verb::NextCaption => "다음 설명이나 질문으로 갑니다.",
        Verb::PreviousCaption => "이전 설명이나 질문으로 돌아갑니다.",
        Verb::LoopFrom => "구간을 되풀이해 재생합니다. 구간은 여기서 시작합니다.",
        Verb::LoopTo => "되풀이할 구간이 여기서 끝납니다.",
        Verb::NoLoop => "되돌아가지 않고 이어서 재생합니다.",
        Verb::BackToScript => "직접 한 일을 모두 취소합니다. 스크립트가 쓰인 대로 이어집니다.",
        Verb::Rewind => "처음으로 돌아갑니다. 직접 한 일은 그대로 남습니다.",
        Verb::Faster => "시간을 더 빠르게 흐르게 합니다.",
        Verb::Slower => "시간을 더 느리게 흐르게 합니다.",
        Verb::Undo => "마지막으로 한 일을 취소합니다. 그 전의 미래가 돌아옵니다.",
        Verb::Redo => "취소한 일을 다시 합니다.",
        Verb::AddConsumer => "마지막 컨슈머와 같은 컨슈머를 하나 더 시작합니다.",
        Verb::Stall => {
            "핸들러를 막습니다. 하트비트는 계속되고 poll은 불리지 않습니다. 다시 누르면 계속합니다."
        }
        Verb::Close => "처리하던 배치를 마치고 커밋한 뒤 그룹을 떠납니다.",
        Verb::Kill => "kill -9: 프로세스가 아무 말 없이 완전히 멈춥니다.",
        Verb::Restart => "죽은 컨슈머를 다시 시작합니다.",
        Verb::Freeze => "긴 GC 일시 정지처럼 두 스레드를 모두 멈춥니다. 다시 누르면 계속합니다.",
        Verb::Cut => "브로커와의 네트워크를 끊습니다. 다시 누르면 잇습니다.",
        Verb::Eager => {
            "모든 컨슈머를 닫고 [range]로 다시 시작합니다. 리밸런스가 모두에게서 전부 거두어 갑니다."
        }
        Verb::Cooperative => COOPERATIVE,
        Verb::ConsumerProtocol => CONSUMER_PROTOCOL,
        Verb::AddPartition => "토픽에 파티션을 하나 더합니다.",
        Verb::Open => ".session 파일을 엽니다. 페이지에 끌어다 놓아도 됩니다.",
        Verb::Save => "스크립트를 직접 한 일과 함께 .session 파일로 저장합니다.",
        Verb::SaveReport => "이 순간의 모든 수치를 JSON으로 저장합니다.",
        Verb::Share => "이 세션의 링크와 저장할 수 있는 것을 보여 줍니다.",
        Verb::MyWork => "이 브라우저에 보관된 세션을 보여 줍니다.",
        Verb::Present => "스테이지와 설명 한 줄만 크게 보입니다. 발표용 리모컨으로 넘깁니다.",
        Verb::Compare => "같은 실행에서 한 가지만 바꾸어 둘을 나란히 보여 줍니다.",
        Verb::Deploy => "이 설정으로 롤링 배포를 하면 무엇을 치르는지 계산합니다.",
        Verb::Terminal => "지금 Kafka 도구와 클라이언트 로그에 무엇이 나오는지 보여 줍니다.",
        Verb::EditText => "세션을 텍스트로 보여 주고 고칠 수 있게 합니다.",
        Verb::SaveSvg => "스테이지를 SVG 그림으로 저장합니다. 페이지에 끌어다 놓으면 세션이 다시 열립니다.",
        Verb::SavePng => "스테이지를 PNG 그림으로 저장합니다.",
        Verb::SaveMoving => {
            "스테이지를 움직이는 SVG 그림으로 저장합니다. 반복 구간을 담고, 없으면 최근 10초를 담습니다."
        }
        Verb::SaveStoryboard => "설명마다 스테이지 그림을 한 장씩 실은 인쇄용 페이지를 저장합니다.",
        Verb::Handout => "예측을 적을 자리와 따로 나눈 정답이 있는 인쇄용 문서를 저장합니다.",
        Verb::SaveSequence => "최근 요청을 Mermaid 시퀀스 다이어그램으로 저장합니다.",
        Verb::SavePlantUml => "최근 요청을 PlantUML 시퀀스 다이어그램으로 저장합니다.",
        Verb::SaveNumbers => "이 순간의 숫자를 CSV로 저장합니다.",
        Verb::SaveJournal => "일어난 일을 모두 CSV로 저장합니다.",
        Verb::BringBack => "앞서 열려 있던 세션으로 돌아갑니다.",
        Verb::Theme => "밝게, 어둡게, 또는 시스템 설정대로.",
        Verb::Language => "페이지를 한국어 또는 영어로 봅니다.",
        Verb::Controls => "작업대를 보이거나 숨깁니다. 여기서 설정과 컨슈머를 바꿉니다.",
        Verb::Help => "이 목록을 봅니다.",
        Verb::Dismiss => "메시지와 이 목록, 컨슈머 선택을 치웁니다.",
        Verb::Course | Verb::Symptoms | Verb::NextLesson | Verb::PreviousLesson | Verb::NextVisitor
        | Verb::Describe | Verb::LetterKeys | Verb::OwnSettings => help_of_learning(verb),
    }
}

/// The same for what is done in the course, and by visitors one after the other.
fn help_of_learning(verb: Verb) -> &'static str {
    match verb {
        Verb::Course => "모든 레슨과 지금까지의 진도를 보여 줍니다.",
        Verb::Symptoms => "보이는 증상을 찾습니다. 원인과 그것을 보여 주는 레슨, 고치는 법이 나옵니다.",
        Verb::NextLesson => "코스의 다음 레슨을 엽니다.",
        Verb::PreviousLesson => "바로 앞 레슨을 엽니다.",
        Verb::NextVisitor => "다음 방문자를 위해 처음부터 시작합니다. 여기서 하고 보관한 것을 모두 지웁니다.",
        Verb::Describe => "지금 스테이지에 있는 것을 문장으로 말합니다.",
        Verb::LetterKeys => "한 글자로 된 키를 모두 켜거나 끕니다.",
        Verb::OwnSettings => "내 consumer.properties를 넣는 칸을 엽니다.",
        _ => "",
    }
}
