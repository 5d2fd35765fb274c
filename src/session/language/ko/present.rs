//! The texts of the picture for a room, of its code for phones, and of the handout.

use crate::session::language::present::{PresentLabel, PresentPhrase};

pub const fn label(label: PresentLabel) -> &'static str {
    match label {
        PresentLabel::Reads => "읽는 중",
        PresentLabel::Idle => "쉬는 중",
        PresentLabel::Works => "처리 중",
        PresentLabel::Commits => "커밋 중",
        PresentLabel::LooksUp => "조회 중",
        PresentLabel::Joins => "합류 중",
        PresentLabel::GivesUp => "반납 중",
        PresentLabel::TakesOver => "넘겨받음",
        PresentLabel::LostAll => "모두 잃음",
        PresentLabel::Member => "멤버",
        PresentLabel::StillMember => "아직 멤버",
        PresentLabel::NotMember => "멤버 아님",
        PresentLabel::Awaited => "기다림",
        PresentLabel::Screen => "강의 화면",
        PresentLabel::Back => "이전 설명으로",
        PresentLabel::Next => "다음 설명으로",
        PresentLabel::Code => "휴대폰용 코드",
        PresentLabel::Leave => "나가기",
        PresentLabel::Choices => "청중의 답",
        PresentLabel::Black => "검은 화면. 아무 키나 누르면 돌아옵니다.",
        PresentLabel::MarkRecords => "레인 위를 끌거나, 처음과 마지막 레코드에서 Enter를 누릅니다.",
        PresentLabel::Wrong => "오답:",
        PresentLabel::Holds => "다음 설명으로. 시간이 흐르고 있으면 멈춥니다.",
        PresentLabel::Rings => "다음 레인, 카드, 코디네이터, 또는 앞의 것을 짚습니다.",
        PresentLabel::RingsRecord => "짚은 레인의 다음 레코드, 또는 앞의 레코드를 짚습니다.",
        PresentLabel::Marks => "짚은 것을 청중의 예측으로 표시합니다.",
        PresentLabel::CodeHead => "휴대폰으로 보기",
        PresentLabel::CodeHelp => {
            "코드를 찍으면 바로 이 순간이 열립니다. 휴대폰에서 고른 답은 그 휴대폰에만 남고 서버로 보내지 않습니다."
        }
        PresentLabel::Reach => "다른 사람은 어떤 주소로 이 페이지를 열 수 있습니까?",
        PresentLabel::ReachHelp => {
            "지금 페이지는 파일이나 이 컴퓨터에서 열려 있어 휴대폰이 찾을 수 없습니다. 다른 사람도 열 수 있는 사본의 \
             주소를 입력하세요. 주소는 이 브라우저에 보관합니다."
        }
        PresentLabel::ReachField => "주소",
        PresentLabel::UseReach => "코드 만들기",
        PresentLabel::ChangeReach => "다른 주소 쓰기",
        PresentLabel::Short => {
            "세션 전체는 코드 하나에 담기에 너무 깁니다. 이 코드는 직접 하신 일을 빼고 시나리오를 이 시각에서 엽니다."
        }
        PresentLabel::TooLong => {
            "페이지에 들어 있는 시나리오가 아니고 코드 하나에 담기에도 너무 깁니다. 파일로 저장해서 보내세요."
        }
        PresentLabel::NoAddress => {
            "아직 주소가 없습니다. https://example.org/groupscope/ 같은 주소를 입력하세요."
        }
        PresentLabel::NoScheme => {
            "휴대폰이 여는 주소는 http:// 또는 https://로 시작합니다. 맨 앞에 붙여 주세요."
        }
        PresentLabel::NoHost => {
            "http:// 또는 https:// 뒤에 컴퓨터 이름이 없거나 이름에 쓸 수 없는 글자가 있습니다. https://example.org/처럼 \
             적어 주세요."
        }
        PresentLabel::OnlyHere => {
            "이 주소는 여는 기기 자신을 뜻합니다. 휴대폰은 자기 자신에게서 페이지를 찾게 됩니다. 이 컴퓨터가 네트워크에서 \
             쓰는 이름이나 번호를 입력하세요."
        }
        PresentLabel::Audience => "강의실에서",
        PresentLabel::Prediction => "내 예측",
        PresentLabel::Why => "그렇게 생각한 까닭",
        PresentLabel::Answers => "정답",
        PresentLabel::RightIs => "정답:",
    }
}

pub const fn phrase(phrase: &PresentPhrase) -> &'static str {
    match phrase {
        PresentPhrase::AtStake(_) => "미커밋 {0}개",
        PresentPhrase::Again(_) => "다시 처리될 {0}개",
        PresentPhrase::Twice(_) => "중복 {0}개",
        PresentPhrase::Lost(_) => "갭 {0}개",
        PresentPhrase::Position(_) => "위치 {0}",
        PresentPhrase::Committed(_) => "커밋 {0}",
        PresentPhrase::More(_) => "외 {0}개",
        PresentPhrase::Generation(_) => "세대 {0}",
        PresentPhrase::WaitsFor(_) => "{0:를} 기다림",
        PresentPhrase::WaitsForMany(_) => "멤버 {0}개를 기다림",
        PresentPhrase::Question(_) => "질문 {0}",
        PresentPhrase::AnswerTo(_) => "질문 {0}의 정답",
    }
}
