//! The instants of a stretch of which pictures are drawn, for a picture that moves.

use crate::sim::time::{SimDuration, SimTime};

/// So many pictures a stretch has at most.
pub const MOST_FRAMES: u64 = 600;

/// Why there are no pictures of a stretch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StretchMistake {
    /// It ends where it begins, or before.
    Empty { from: SimTime, to: SimTime },
    /// More than [`MOST_FRAMES`].
    TooManyFrames { has: u64 },
}

/// The instants, one `every` so often.
///
/// # Errors
/// The stretch has no length, or too many pictures.
pub fn frames(from: SimTime, to: SimTime, every: SimDuration) -> Result<Vec<SimTime>, StretchMistake> {
    if to <= from {
        return Err(StretchMistake::Empty { from, to });
    }
    let every = every.as_micros().max(1);
    // The end is one of them in any case: what stands still shows it.
    let has = (to - from).as_micros().div_ceil(every) + 1;
    if has > MOST_FRAMES {
        return Err(StretchMistake::TooManyFrames { has });
    }
    let at = |frame: u64| SimTime::from_micros(from.as_micros() + frame * every);
    Ok((0..has).map(|frame| at(frame).min(to)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_ends_behind_its_beginning_and_has_not_too_many_pictures() {
        let at = SimTime::from_millis;
        let every = SimDuration::from_millis(500);
        assert_eq!(frames(at(1_000), at(2_000), every), Ok(vec![at(1_000), at(1_500), at(2_000)]));
        assert_eq!(frames(at(0), at(700), every), Ok(vec![at(0), at(500), at(700)]));
        let wrong = StretchMistake::Empty { from: at(2_000), to: at(2_000) };
        assert_eq!(frames(at(2_000), at(2_000), every), Err(wrong));
        assert_eq!(frames(at(0), at(300_000), every), Err(StretchMistake::TooManyFrames { has: 601 }));
        assert!(frames(at(0), at(2_000), SimDuration::ZERO).is_err());
    }
}
