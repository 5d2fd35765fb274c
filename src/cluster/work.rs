//! What reading costs a group: time from produce to processed, work done twice, bytes from other racks.
//!
//! Counted by the world, which sees all clocks; no consumer could.

use super::observation::Effort;
use crate::sim::time::SimDuration;
use std::sync::Arc;

/// Values below this have a bucket each.
const EXACT: u64 = 16;
/// Buckets between a power of two and the next.
const STEPS: u64 = 8;
/// More than a day in microseconds falls into the last one.
const BUCKETS: usize = (EXACT + STEPS * 34) as usize;

/// How many records took how long, in buckets that grow with their values: no bucket is wider than an eighth of what
/// it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Histogram {
    counts: [u64; BUCKETS],
    total: u64,
    sum: SimDuration,
    longest: SimDuration,
}

impl Default for Histogram {
    fn default() -> Self {
        Histogram { counts: [0; BUCKETS], total: 0, sum: SimDuration::ZERO, longest: SimDuration::ZERO }
    }
}

impl Histogram {
    /// Counts one record.
    pub fn add(&mut self, span: SimDuration) {
        self.counts[bucket(span.as_micros())] += 1;
        self.total += 1;
        self.sum += span;
        self.longest = self.longest.max(span);
    }

    /// How many there are, and how long they took together.
    pub fn sum(&self) -> (u64, SimDuration) {
        (self.total, self.sum)
    }

    /// The longest of all.
    pub fn longest(&self) -> Option<SimDuration> {
        (self.total > 0).then_some(self.longest)
    }

    /// So many percent of the records took no longer than this, to within an eighth; `None` if there are none.
    pub fn percentile(&self, percent: u64) -> Option<SimDuration> {
        let wanted = (self.total * percent).div_ceil(100);
        let mut seen = 0;
        let reached = self.counts.iter().position(|count| {
            seen += count;
            seen >= wanted
        })?;
        self.longest().map(|longest| SimDuration::from_micros(upper_end(reached)).min(longest))
    }

    /// The buckets that count anything: the longest span each takes, and how many records it has.
    pub fn buckets(&self) -> impl Iterator<Item = (SimDuration, u64)> {
        let filled = self.counts.iter().enumerate().filter(|(_, count)| **count > 0);
        filled.map(|(place, count)| (SimDuration::from_micros(upper_end(place)), *count))
    }
}

fn bucket(micros: u64) -> usize {
    if micros < EXACT {
        return micros as usize;
    }
    let power = u64::from(micros.ilog2());
    let step = (micros >> (power - 3)) & (STEPS - 1);
    ((EXACT + (power - 4) * STEPS + step) as usize).min(BUCKETS - 1)
}

fn upper_end(bucket: usize) -> u64 {
    let bucket = bucket as u64;
    if bucket < EXACT {
        return bucket;
    }
    let (power, step) = ((bucket - EXACT) / STEPS + 4, (bucket - EXACT) % STEPS);
    ((STEPS + step + 1) << (power - 3)) - 1
}

/// One group's costs.
#[derive(Clone, Debug, Default)]
pub struct Work {
    latency: Arc<Histogram>,
    wasted: SimDuration,
    zombie: SimDuration,
    same_rack_bytes: u64,
    cross_rack_bytes: u64,
}

impl Work {
    /// From produce to the end of its first processing, for each record that was processed.
    pub fn latency(&self) -> &Histogram {
        &self.latency
    }

    /// A record was processed `waited` after it was produced; its processing took so long, and that it was processed
    /// before, or by one that works in vain, makes it work for nothing.
    pub(super) fn processed(&mut self, waited: SimDuration, took: SimDuration, again: bool, in_vain: bool) {
        match again {
            true => self.wasted += took,
            false => Arc::make_mut(&mut self.latency).add(waited),
        }
        if in_vain {
            self.zombie += took;
        }
    }

    /// Records were sent to a consumer.
    pub(super) fn sent(&mut self, bytes: u64, same_rack: bool) {
        match same_rack {
            true => self.same_rack_bytes += bytes,
            false => self.cross_rack_bytes += bytes,
        }
    }

    /// As an onlooker sees it, with what others count.
    pub(super) fn effort(&self, fetches: u64, moved: u64, rebalancing: SimDuration) -> Effort {
        Effort {
            fetches,
            moved,
            rebalancing,
            latency_p50: self.latency.percentile(50),
            latency_p99: self.latency.percentile(99),
            latency_max: self.latency.longest(),
            wasted: self.wasted,
            zombie_work: self.zombie,
            same_rack_bytes: self.same_rack_bytes,
            cross_rack_bytes: self.cross_rack_bytes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_span_lies_in_its_bucket_and_no_bucket_is_wide() {
        for micros in (0..40_000).chain([1 << 20, 1_234_567_890, 86_399_999_999]) {
            let (place, end) = (bucket(micros), upper_end(bucket(micros)));
            assert!(end >= micros && end - micros <= micros / 8, "{micros} in the bucket up to {end}");
            assert!(place == 0 || upper_end(place - 1) < micros, "{micros}");
        }
    }

    #[test]
    fn percentiles_are_those_of_the_records() {
        let mut histogram = Histogram::default();
        assert_eq!((histogram.percentile(50), histogram.longest()), (None, None));
        (1..=100).for_each(|number| histogram.add(SimDuration::from_micros(number)));
        let within = |percent, from, to| {
            let found = histogram.percentile(percent).map_or(0, SimDuration::as_micros);
            (from..=to).contains(&found)
        };
        assert!(within(50, 50, 56) && within(99, 99, 100) && within(100, 100, 100));
    }
}
