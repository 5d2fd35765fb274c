//! Why there is no picture of a stretch.

use crate::session::frames::StretchMistake;

pub fn mistake(mistake: &StretchMistake) -> &'static str {
    match mistake {
        StretchMistake::Empty { .. } => {
            "The stretch goes from {0} to {1}: it has to end after its beginning."
        }
        StretchMistake::TooManyFrames { .. } => {
            "The stretch would have {0} pictures; at most {1} are drawn. Make it shorter, or let more time pass \
             between two of them."
        }
    }
}
