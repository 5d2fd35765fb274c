//! Why there is no picture of a stretch.

use crate::session::frames::StretchMistake;

pub fn mistake(mistake: &StretchMistake) -> &'static str {
    match mistake {
        StretchMistake::Empty { .. } => "구간이 {0}에서 {1}까지입니다. 끝은 시작보다 뒤여야 합니다.",
        StretchMistake::TooManyFrames { .. } => {
            "이 구간에는 그림이 {0}장 필요한데, 최대 {1}장까지 그립니다. 구간을 줄이거나 그림 사이의 시간 간격을 늘리세요."
        }
    }
}
