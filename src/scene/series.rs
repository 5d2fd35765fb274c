//! The charts' numbers, placed on the time axis: thinned so that a chart never holds more points than it shows.

use crate::cluster::observation::Sample;
use crate::kafka::ids::GroupId;
use crate::scene::mark::Area;
use crate::scene::time_scale::TimeScale;
use crate::session::language::Lang;
use crate::session::language::axis::AxisText;
pub use crate::session::language::axis::Quantity;
use crate::session::language::units::span;
use crate::sim::time::{SimDuration, SimTime};

/// Points of one chart lie at least so many pixels apart.
const APART: f64 = 2.0;
/// Rates and times are those of this stretch before each sample.
const STRETCH: SimDuration = SimDuration::from_secs(1);

/// One quantity over time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series {
    /// Pixels within the chart's area, from its upper left corner, ascending in x.
    pub points: Vec<(f64, f64)>,
    /// What the area's upper edge stands for.
    pub max: u64,
}

/// The curve of a quantity for one group. `samples` ascend in time; of those that share a place the largest stays.
pub fn series(
    quantity: Quantity,
    samples: &[Sample],
    group: &GroupId,
    scale: &TimeScale,
    area: &Area,
) -> Series {
    let of_group: Vec<&Sample> = samples.iter().filter(|sample| sample.group == *group).collect();
    let mut values: Vec<(f64, u64)> = Vec::new();
    let mut before = 0;
    // Up to when a sample shares the place of the last one: it is then not asked for its own.
    let mut shared = SimTime::ZERO;
    for (i, sample) in of_group.iter().enumerate() {
        while before < i && of_group[before].time + STRETCH < sample.time {
            before += 1;
        }
        if sample.time < scale.from || sample.time > scale.to {
            continue;
        }
        let Some(value) = value(quantity, sample, of_group[before]) else { continue };
        match values.last_mut() {
            Some(last) if sample.time < shared && i + 1 < of_group.len() => last.1 = last.1.max(value),
            _ => {
                let x = scale.x_of(sample.time);
                shared = scale.time_at(x + APART);
                values.push((x - area.x, value));
            }
        }
    }
    let max = tight_max(quantity, values.iter().map(|(_, value)| *value).max().unwrap_or(0));
    let y = |value: u64| area.height * (1.0 - value as f64 / max as f64);
    Series { points: values.into_iter().map(|(x, value)| (x, y(value))).collect(), max }
}

/// The quantity at a sample; `before` is the one a second earlier. Times are in microseconds.
fn value(quantity: Quantity, sample: &Sample, before: &Sample) -> Option<u64> {
    let (first, waited) = (sample.first - before.first, sample.waited.saturating_sub(before.waited));
    Some(match quantity {
        Quantity::Lag => return sample.lag,
        Quantity::AtStake => sample.at_stake,
        Quantity::Duplicates => sample.duplicates,
        Quantity::Gaps => sample.gaps,
        Quantity::Unowned => u64::from(sample.unowned),
        Quantity::Throughput => {
            let millis = (sample.time - before.time).as_millis();
            let done = sample.processed.saturating_sub(before.processed);
            (done * 1000).checked_div(millis).unwrap_or(0)
        }
        Quantity::Latency => return waited.as_micros().checked_div(first),
    })
}

/// The next round number: the curve fills at least three fifths of its height.
fn tight_max(quantity: Quantity, largest: u64) -> u64 {
    let least = if quantity == Quantity::Latency { 10_000 } else { 4 };
    let mut scale = 1;
    loop {
        for step in [10, 12, 15, 20, 25, 30, 40, 50, 60, 80] {
            let round = step * scale / 10;
            if round * 10 == step * scale && round >= largest.max(least) {
                return round;
            }
        }
        scale *= 10;
    }
}

/// A value as a person reads it.
pub fn told(quantity: Quantity, value: Option<u64>, lang: Lang) -> String {
    match (quantity, value) {
        (_, None) => "—".to_owned(),
        (Quantity::Latency, Some(micros)) => match SimDuration::from_micros(micros) {
            short if micros < 1_000_000 => format!("{} ms", short.as_millis()),
            long => span(lang, long),
        },
        (Quantity::Throughput, Some(value)) => lang.say(AxisText::EachSecond(value)),
        (_, Some(value)) => value.to_string(),
    }
}

/// The quantity as it was sampled last at or before `now`.
pub fn at(quantity: Quantity, samples: &[Sample], group: &GroupId, now: SimTime) -> Option<u64> {
    let until = samples.partition_point(|sample| sample.time <= now);
    let mut of_group = samples[..until].iter().rev().filter(|sample| sample.group == *group);
    let last = of_group.next()?;
    let before = of_group.take_while(|sample| sample.time + STRETCH >= last.time).last();
    value(quantity, last, before.unwrap_or(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group() -> GroupId {
        GroupId::from("billing")
    }

    fn sample(millis: u64, lag: u64) -> Sample {
        Sample { lag: Some(lag), ..Sample::nothing(SimTime::from_millis(millis), group()) }
    }

    fn lag_of(samples: &[Sample]) -> Series {
        let end = samples.last().map_or(SimTime::ZERO, |sample| sample.time);
        let scale = TimeScale::new((SimTime::ZERO, end), (100.0, 600.0), &[]);
        let area = Area { x: 100.0, y: 0.0, width: 600.0, height: 40.0 };
        series(Quantity::Lag, samples, &group(), &scale, &area)
    }

    #[test]
    fn a_chart_never_holds_more_points_than_it_shows_and_keeps_peaks() {
        let mut samples: Vec<Sample> = (0..100_000).map(|i| sample(i * 10, 5)).collect();
        samples[41_234].lag = Some(900);
        let lag = lag_of(&samples);
        assert!(lag.points.len() <= 302, "{}", lag.points.len());
        assert_eq!(lag.max, 1000);
        assert!(lag.points.iter().any(|point| (point.1 - 4.0).abs() < 0.01));
    }

    #[test]
    fn the_scale_is_round_and_tight() {
        let largest = [0, 4, 5, 9, 11, 560, 610, 1500, 2001];
        let max = largest.map(|value| tight_max(Quantity::Lag, value));
        assert_eq!(max, [4, 4, 5, 10, 12, 600, 800, 1500, 2500]);
    }

    #[test]
    fn the_value_at_an_instant_is_that_of_the_last_sample_of_the_group() {
        let mut samples = vec![sample(0, 1), sample(1000, 2), sample(2000, 3)];
        samples.insert(2, Sample { group: "audit".into(), ..sample(1500, 9) });
        let lag = |millis| at(Quantity::Lag, &samples, &group(), SimTime::from_millis(millis));
        assert_eq!((lag(1999), lag(2000)), (Some(2), Some(3)));
        assert_eq!(at(Quantity::Lag, &samples[1..], &group(), SimTime::ZERO), None);
    }

    #[test]
    fn before_the_first_commit_there_is_no_lag() {
        let samples = [Sample { lag: None, ..sample(0, 0) }, sample(250, 8)];
        assert_eq!(lag_of(&samples).points.len(), 1);
        assert_eq!(told(Quantity::Lag, None, Lang::En), "—");
    }

    #[test]
    fn rates_and_times_are_those_of_the_last_second() {
        let of = |millis: u64, processed: u64, first: u64, waited: u64| Sample {
            processed,
            first,
            waited: SimDuration::from_millis(waited),
            ..sample(millis, 0)
        };
        let samples = [of(0, 0, 0, 0), of(500, 10, 10, 200), of(1000, 20, 20, 400), of(1500, 30, 24, 480)];
        let now = SimTime::from_millis(1500);
        let value = |quantity| told(quantity, at(quantity, &samples, &group(), now), Lang::En);
        assert_eq!((value(Quantity::Throughput), value(Quantity::Latency)), ("20/s".into(), "20 ms".into()));
    }
}
