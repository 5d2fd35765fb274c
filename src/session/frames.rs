//! The instants of a stretch of which pictures are drawn, for a picture that moves.

use crate::session::playback::Loop;
use crate::sim::time::{SimDuration, SimTime};

/// So many pictures a stretch has at most.
pub const MOST_FRAMES: u64 = 600;

/// How long a stretch is that nobody has chosen, at most.
const UNCHOSEN: SimDuration = SimDuration::from_secs(10);
/// From one picture to the next, in a stretch that needs no more than [`MOST_QUICK`].
pub const EVERY: SimDuration = SimDuration::from_millis(200);
/// So many pictures are drawn while somebody waits.
const MOST_QUICK: u64 = 150;

/// What a picture that moves shows, and how often it is drawn anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PictureStretch {
    pub from: SimTime,
    pub to: SimTime,
    pub every: SimDuration,
}

impl PictureStretch {
    /// The loop, if there is one; one without an end ends at the cursor. Else what led to the cursor, at most ten
    /// seconds; at the very beginning the first ten seconds.
    pub fn at(now: SimTime, looped: Option<Loop>) -> PictureStretch {
        let looped = looped.map(|looped| (looped.from, looped.to.unwrap_or(now)));
        let (from, to) = looped.filter(|(from, to)| from < to).unwrap_or(match now > SimTime::ZERO {
            true => (now.before(UNCHOSEN), now),
            false => (now, now + UNCHOSEN),
        });
        let least = (to - from).as_micros().div_ceil(MOST_QUICK - 1);
        // Whole tenths of a second.
        let every = least.max(EVERY.as_micros()).div_ceil(100_000) * 100_000;
        PictureStretch { from, to, every: SimDuration::from_micros(every) }
    }

    /// The instants of its pictures; see [`frames`].
    ///
    /// # Errors
    /// As [`frames`] has them.
    pub fn instants(self) -> Result<Vec<SimTime>, StretchMistake> {
        frames(self.from, self.to, self.every)
    }
}

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
    fn the_loop_is_shown_or_what_led_to_the_cursor() {
        let at = SimTime::from_millis;
        let stretch = |now, looped| {
            let PictureStretch { from, to, every } = PictureStretch::at(at(now), looped);
            (from.as_millis(), to.as_millis(), every.as_micros() / 1_000)
        };
        let looped = |from, to: Option<u64>| Some(Loop { from: at(from), to: to.map(at) });
        assert_eq!(stretch(4_000, None), (0, 4_000, 200));
        assert_eq!(stretch(25_000, None), (15_000, 25_000, 200));
        assert_eq!(stretch(0, None), (0, 10_000, 200));
        assert_eq!(stretch(4_000, looped(6_000, Some(7_500))), (6_000, 7_500, 200));
        assert_eq!(stretch(9_000, looped(6_000, None)), (6_000, 9_000, 200));
        assert_eq!(stretch(5_000, looped(6_000, None)), (0, 5_000, 200));
        // A long one is drawn less often.
        let hour = PictureStretch::at(at(0), looped(0, Some(3_600_000)));
        assert_eq!(hour.every, SimDuration::from_millis(24_200));
        assert!(hour.instants().is_ok_and(|instants| instants.len() <= 150));
    }

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
