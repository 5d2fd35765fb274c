//! What is wrong with a link.

use crate::session::link::LinkMistake;

pub fn mistake(mistake: &LinkMistake) -> &'static str {
    match mistake {
        LinkMistake::TooLong { .. } => "링크가 {0}자입니다. {1}자까지만 읽습니다. 세션을 파일로 보내 주세요.",
        LinkMistake::NoScenario { meant: None, .. } => "링크에 적힌 시나리오 {0:`는} 없습니다.",
        LinkMistake::NoScenario { meant: Some(_), .. } => {
            "링크에 적힌 시나리오 {0:`는} 없습니다. 혹시 `{1}`인가요?"
        }
        LinkMistake::NoInstant(_) => {
            "링크에 적힌 {0:`는} 시각이 아닙니다. @ 뒤에는 12.4s처럼 24시간까지의 시각을 적습니다."
        }
        LinkMistake::Foreign { .. } => {
            "링크의 ~ 뒤 {1}번째 글자 {0:`는} 링크에 쓰이지 않는 글자입니다. 세션에서 한 일을 읽지 못했습니다. 링크를 다시 복사해 주세요."
        }
        LinkMistake::Newer { .. } => {
            "더 새로운 groupscope에서 만든 링크입니다(형식 {0}, 이 페이지는 {1}까지 읽습니다). 세션에서 한 일을 읽지 못했습니다. \
             페이지를 새로고침하거나 링크를 만든 곳에서 열어 주세요."
        }
        LinkMistake::CutOff { .. } => {
            "링크가 잘렸습니다. {1}바이트 가운데 {0}바이트만 있습니다. 세션에서 한 일을 읽지 못했습니다. 링크 전체를 복사해 주세요."
        }
        LinkMistake::Changed => {
            "링크가 전달되는 동안 바뀌었습니다. 체크섬이 맞지 않습니다. 세션에서 한 일을 읽지 못했습니다. 링크를 다시 복사해 주세요."
        }
        LinkMistake::Empty => "링크에 시나리오도 세션도 없습니다.",
    }
}

pub const NOT_REPEATED: &str = "링크에 든 변경 {1}개 가운데 {0}번째를 다시 할 수 없습니다: {3}의 `{2}`. {4} 그 앞의 변경은 \
                                되었고 뒤의 변경은 되지 않았습니다.";
