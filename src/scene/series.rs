//! The charts' numbers: thinned so that a chart of a few hundred pixels never holds more points than it shows.

use crate::cluster::observation::Sample;
use crate::scene::time_axis::nice_end;
use crate::sim::time::SimTime;

/// Points of one chart at most.
const POINTS: u64 = 160;

/// One quantity over time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series {
    /// Seconds and values, ascending in time.
    pub points: Vec<(f64, f64)>,
    /// The right end of the time axis, in seconds; moves rarely.
    pub end: f64,
    /// The upper end of the value axis; a round number.
    pub max: f64,
}

/// The three quantities of the samples.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SeriesSet {
    pub lag: Series,
    pub duplicates: Series,
    pub gaps: Series,
}

/// Thins `samples` (ascending in time): the largest of each stretch stays, and the last one of all.
pub fn series(samples: &[Sample]) -> SeriesSet {
    let end = nice_end(samples.last().map_or(SimTime::ZERO, |sample| sample.time));
    SeriesSet {
        lag: one(samples, end, |sample| sample.lag),
        duplicates: one(samples, end, |sample| sample.duplicates),
        gaps: one(samples, end, |sample| sample.gaps),
    }
}

fn one(samples: &[Sample], end: SimTime, value: impl Fn(&Sample) -> u64) -> Series {
    let bucket = (end.as_micros() / POINTS).max(1);
    let mut points: Vec<(f64, f64)> = Vec::new();
    let mut current = None;
    for sample in samples {
        let point = (sample.time.as_micros() as f64 / 1e6, value(sample) as f64);
        let index = sample.time.as_micros() / bucket;
        match points.last_mut() {
            Some(last) if current == Some(index) => last.1 = last.1.max(point.1),
            _ => points.push(point),
        }
        current = Some(index);
    }
    if let Some(sample) = samples.last() {
        let point = (sample.time.as_micros() as f64 / 1e6, value(sample) as f64);
        if points.last() != Some(&point) {
            points.push(point);
        }
    }
    let largest = points.iter().map(|point| point.1).fold(0.0, f64::max);
    Series { points, end: end.as_micros() as f64 / 1e6, max: nice_max(largest) }
}

/// The next round number with some air below it: 4, 10, 20, 40, 100, ...
fn nice_max(value: f64) -> f64 {
    let mut scale = 1.0;
    loop {
        for step in [4.0, 10.0, 20.0] {
            if value < step * scale {
                return step * scale;
            }
        }
        scale *= 10.0;
    }
}

/// The sample that holds at `now`.
pub fn at(samples: &[Sample], now: SimTime) -> Option<&Sample> {
    let after = samples.partition_point(|sample| sample.time <= now);
    samples[..after].last()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(millis: u64, lag: u64) -> Sample {
        Sample { time: SimTime::from_millis(millis), lag, duplicates: 0, gaps: 0, produced: 0, processed: 0 }
    }

    #[test]
    fn a_chart_never_holds_more_points_than_it_shows_and_keeps_peaks() {
        let mut samples: Vec<Sample> = (0..100_000).map(|i| sample(i * 10, 5)).collect();
        samples[41_234].lag = 900;
        let set = series(&samples);
        assert!(set.lag.points.len() <= 162, "{}", set.lag.points.len());
        assert!(set.lag.points.iter().any(|point| point.1 == 900.0));
        assert_eq!(set.lag.max, 1000.0);
        assert_eq!(set.gaps.max, 4.0);
    }

    #[test]
    fn the_value_at_an_instant_is_that_of_the_last_sample() {
        let samples = [sample(0, 1), sample(1000, 2), sample(2000, 3)];
        assert_eq!(at(&samples, SimTime::from_millis(1999)).map(|s| s.lag), Some(2));
        assert_eq!(at(&samples[1..], SimTime::ZERO), None);
    }
}
