//! Where instants stand on the time axis: to scale, but for quiet stretches, which are folded.

use crate::scene::mark::within;
use crate::sim::sorted::sort;
use crate::sim::time::{SimDuration, SimTime};

/// How wide a folded stretch is, in pixels.
const FOLD: f64 = 28.0;
/// No shorter range is folded, and no shorter stretch of it.
const LEAST_RANGE: SimDuration = SimDuration::from_secs(40);
const LEAST_FOLD: SimDuration = SimDuration::from_secs(15);

/// From time to place and back.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeScale {
    pub from: SimTime,
    pub to: SimTime,
    /// Where the axis begins, and how wide it is, in pixels.
    pub x: f64,
    pub width: f64,
    stretches: Vec<ScaleStretch>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct ScaleStretch {
    from: SimTime,
    to: SimTime,
    x: f64,
    width: f64,
    folded: bool,
}

/// A folded stretch: where it is, and how long it lasts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fold {
    pub x: f64,
    pub width: f64,
    pub lasts: SimDuration,
}

impl TimeScale {
    /// A scale for this range on this place (left edge, width) that folds `quiet`: ascending stretches within the range
    /// that do not touch.
    pub fn new(range: (SimTime, SimTime), place: (f64, f64), quiet: &[(SimTime, SimTime)]) -> TimeScale {
        let ((from, to), (x, width)) = (range, place);
        let mut scale = TimeScale { from, to: to.max(from), x, width, stretches: Vec::new() };
        let folded: u64 = quiet.iter().map(|(from, to)| (*to - *from).as_micros()).sum();
        let whole = (scale.to - from).as_micros().saturating_sub(folded).max(1);
        let open = (width - quiet.len() as f64 * FOLD).max(1.0);
        let mut at = (from, x);
        for (start, end) in quiet.iter().copied().chain([(scale.to, scale.to)]) {
            let share = (start - at.0).as_micros() as f64 / whole as f64;
            scale.push(at, start, open * share, false);
            at = (start, at.1 + open * share);
            if end > start {
                scale.push(at, end, FOLD, true);
                at = (end, at.1 + FOLD);
            }
        }
        scale
    }

    fn push(&mut self, (from, x): (SimTime, f64), to: SimTime, width: f64, folded: bool) {
        if to > from {
            self.stretches.push(ScaleStretch { from, to, x, width, folded });
        }
    }

    /// Where `time` is, kept within the axis.
    pub fn x_of(&self, time: SimTime) -> f64 {
        let Some(stretch) = self.stretches.iter().rev().find(|stretch| stretch.from <= time) else {
            return self.x;
        };
        let whole = (stretch.to - stretch.from).as_micros().max(1) as f64;
        let share = within(time.since(stretch.from).as_micros() as f64 / whole, 0.0, 1.0);
        stretch.x + stretch.width * share
    }

    /// The time at `x`, kept within the range.
    pub fn time_at(&self, x: f64) -> SimTime {
        let Some(stretch) = self.stretches.iter().rev().find(|stretch| stretch.x <= x) else {
            return self.from;
        };
        let share = within((x - stretch.x) / stretch.width.max(0.001), 0.0, 1.0);
        let span = (stretch.to - stretch.from).as_micros() as f64;
        SimTime::from_micros(stretch.from.as_micros() + (span * share).round() as u64)
    }

    /// The folded stretches.
    pub fn folds(&self) -> impl Iterator<Item = Fold> {
        let folded = self.stretches.iter().filter(|stretch| stretch.folded);
        folded.map(|s| Fold { x: s.x, width: s.width, lasts: s.to - s.from })
    }

    /// Whether an instant lies within a folded stretch.
    pub fn is_folded(&self, time: SimTime) -> bool {
        self.stretches.iter().any(|s| s.folded && s.from < time && time < s.to)
    }

    /// How many pixels a second takes where nothing is folded.
    pub fn pixels_a_second(&self) -> f64 {
        let open = self.stretches.iter().filter(|stretch| !stretch.folded);
        let (width, micros) =
            open.fold((0.0, 0), |(width, micros), s| (width + s.width, micros + (s.to - s.from).as_micros()));
        width * 1e6 / micros.max(1) as f64
    }
}

/// The stretches between two `happenings` that are so long that they are folded, with some air at both sides. What lies
/// after the last happening is never folded: nobody knows yet what it will bring.
pub fn quiet(mut happenings: Vec<SimTime>, range: (SimTime, SimTime)) -> Vec<(SimTime, SimTime)> {
    let span = range.1.since(range.0);
    if span < LEAST_RANGE {
        return Vec::new();
    }
    let share = |parts: u64| SimDuration::from_micros(span.as_micros() / parts);
    let (least, air) = (share(5).max(LEAST_FOLD), share(40).max(SimDuration::from_secs(1)));
    happenings.retain(|time| (range.0..=range.1).contains(time));
    happenings.push(range.0);
    sort(&mut happenings);
    let pairs = happenings.windows(2).filter(|pair| pair[1] - pair[0] > least);
    pairs.map(|pair| (pair[0] + air, pair[1].before(air))).collect()
}

/// An end for the range that shows `farthest`, moves rarely, and leaves little unused: whole ticks of its axis.
pub fn nice_end(farthest: SimTime) -> SimTime {
    let secs = farthest.as_millis().div_ceil(1000);
    let steps = [(20, 20), (60, 5), (120, 10), (300, 30), (900, 60), (3600, 300), (u64::MAX, 1800)];
    let step = steps.into_iter().find(|(most, _)| secs <= *most).map_or(1800, |(_, step)| step);
    SimTime::from_millis(secs.div_ceil(step).max(1) * step * 1000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(secs: u64) -> SimTime {
        SimTime::from_millis(secs * 1000)
    }

    #[test]
    fn a_quiet_stretch_is_folded_and_keeps_its_air() {
        let range = (at(0), at(100));
        let quiet = quiet(vec![at(3), at(5), at(60), at(62)], range);
        assert_eq!(quiet, [(SimTime::from_millis(7500), SimTime::from_millis(57_500))]);
        let scale = TimeScale::new(range, (10.0, 528.0), &quiet);
        let folds: Vec<Fold> = scale.folds().collect();
        assert_eq!(folds, [Fold { x: 10.0 + 75.0, width: FOLD, lasts: SimDuration::from_secs(50) }]);
        assert!(scale.is_folded(at(30)) && !scale.is_folded(at(60)));
        assert_eq!((scale.x_of(at(0)), scale.x_of(at(100))), (10.0, 538.0));
        assert_eq!(scale.pixels_a_second(), 10.0);
    }

    #[test]
    fn short_ranges_and_what_is_still_to_come_are_not_folded() {
        assert_eq!(quiet(vec![at(1), at(30)], (at(0), at(31))), []);
        assert_eq!(quiet(vec![at(1), at(2)], (at(0), at(100))), []);
    }

    #[test]
    fn the_end_of_the_range_is_round_not_before_the_present_and_not_far_behind_it() {
        let ends = [0, 20, 21, 31, 59, 61, 130, 3600, 3601].map(|secs| nice_end(at(secs)));
        assert_eq!(ends, [20, 20, 25, 35, 60, 70, 150, 3600, 5400].map(at));
    }

    proptest! {
        #[test]
        fn time_to_place_and_back_is_the_same_time(
            happenings in prop::collection::vec(0u64..200, 0..12),
            millis in 0u64..200_000,
        ) {
            let range = (at(0), at(200));
            let quiet = quiet(happenings.into_iter().map(at).collect(), range);
            let scale = TimeScale::new(range, (50.0, 1000.0), &quiet);
            let time = SimTime::from_millis(millis);
            let back = scale.time_at(scale.x_of(time));
            prop_assert!(back.since(time).max(time.since(back)) <= SimDuration::from_millis(1));
            prop_assert!((50.0..=1050.0).contains(&scale.x_of(time)));
        }
    }
}
