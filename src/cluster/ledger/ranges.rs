//! Ranges of offsets with a value each: what is known of many offsets at once costs as little as what is known of one,
//! however far apart its ends lie.

use crate::kafka::ids::Offset;
use crate::sim::sorted::SortedMap;

/// Disjoint ranges in ascending order; neighbours with one value are one range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ranges<V> {
    /// By where they begin: where they end, and the value.
    by_start: SortedMap<Offset, (Offset, V)>,
}

impl<V> Default for Ranges<V> {
    fn default() -> Self {
        Ranges { by_start: SortedMap::new() }
    }
}

impl<V: Copy + PartialEq> Ranges<V> {
    /// The value at an offset.
    pub fn get(&self, offset: Offset) -> Option<V> {
        let (_, (end, value)) = self.by_start.range(..=offset).next_back()?;
        (offset < *end).then_some(*value)
    }

    /// The parts of `from..to` that have a value, ascending.
    pub fn within(&self, from: Offset, to: Offset) -> impl Iterator<Item = (Offset, Offset, V)> {
        let before = self.by_start.range(..from).next_back();
        // Empty and reversed ranges contain nothing.
        let inside = self.by_start.range(from..to.max(from));
        let clipped = before.into_iter().chain(inside);
        let clipped = clipped.map(move |(start, (end, value))| (*start.max(&from), *end.min(&to), *value));
        clipped.filter(|(start, end, _)| start < end)
    }

    /// The parts of `from..to` that have no value, ascending.
    pub fn holes(&self, from: Offset, to: Offset) -> Vec<(Offset, Offset)> {
        let mut holes = Vec::new();
        let mut at = from;
        for (start, end, _) in self.within(from, to) {
            if at < start {
                holes.push((at, start));
            }
            at = end;
        }
        if at < to {
            holes.push((at, to));
        }
        holes
    }

    /// Gives the parts of `from..to` that have no value this one, and returns them.
    pub fn fill(&mut self, from: Offset, to: Offset, value: V) -> Vec<(Offset, Offset)> {
        let holes = self.holes(from, to);
        for (start, end) in &holes {
            self.insert(*start, *end, value);
        }
        holes
    }

    /// Takes the values of `from..to` away, and returns them.
    pub fn remove(&mut self, from: Offset, to: Offset) -> Vec<(Offset, Offset, V)> {
        let removed: Vec<_> = self.within(from, to).collect();
        for (start, end, value) in &removed {
            self.cut(*start, *end, *value);
        }
        removed
    }

    /// Inserts a range where nothing is, as part of its neighbours if they have the same value.
    fn insert(&mut self, mut from: Offset, mut to: Offset, value: V) {
        if let Some((start, (end, known))) = self.by_start.range(..from).next_back()
            && (*end, *known) == (from, value)
        {
            from = *start;
        }
        if let Some((end, known)) = self.by_start.get(&to).copied()
            && known == value
        {
            self.by_start.remove(&to);
            to = end;
        }
        self.by_start.insert(from, (to, value));
    }

    /// Cuts a part out of the range that contains it.
    fn cut(&mut self, from: Offset, to: Offset, value: V) {
        let Some((start, (end, _))) = self.by_start.range_mut(..=from).next_back() else { return };
        let (start, whole_end) = (*start, std::mem::replace(end, from));
        if start == from {
            self.by_start.remove(&start);
        }
        if to < whole_end {
            self.by_start.insert(to, (whole_end, value));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Against one value an offset.
        #[test]
        fn ranges_are_what_single_offsets_would_be(
            ops in prop::collection::vec((any::<bool>(), 0_u64..40, 0_u64..40, 0_u8..3), 1..30),
            from in 0_u64..40,
            to in 0_u64..40,
        ) {
            let mut ranges = Ranges::default();
            let mut single: SortedMap<Offset, u8> = SortedMap::new();
            for (fill, from, to, value) in ops {
                let touched: Vec<Offset> = match fill {
                    true => {
                        let filled = ranges.fill(from, to, value);
                        filled.into_iter().flat_map(|(from, to)| from..to).collect()
                    }
                    false => {
                        let removed = ranges.remove(from, to);
                        removed.into_iter().flat_map(|(from, to, _)| from..to).collect()
                    }
                };
                let wanted: Vec<Offset> =
                    (from..to).filter(|offset| single.contains_key(offset) != fill).collect();
                prop_assert_eq!(&touched, &wanted);
                for offset in touched {
                    match fill {
                        true => drop(single.insert(offset, value)),
                        false => drop(single.remove(&offset)),
                    }
                }
            }
            for offset in 0..45 {
                prop_assert_eq!(ranges.get(offset), single.get(&offset).copied());
            }
            let inside = ranges.within(from, to).flat_map(|(a, b, value)| (a..b).map(move |at| (at, value)));
            let wanted = single.range(from..to.max(from)).map(|(at, value)| (*at, *value));
            prop_assert!(inside.eq(wanted));
            let all: Vec<_> = ranges.within(0, Offset::MAX).collect();
            let apart = |pair: &[(Offset, Offset, u8)]| pair[0].1 < pair[1].0 || pair[0].2 != pair[1].2;
            prop_assert!(all.windows(2).all(apart), "neighbours of one value are one range: {all:?}");
        }
    }

    #[test]
    fn the_largest_offsets_are_ranges_like_others() {
        let mut ranges = Ranges::default();
        assert_eq!(ranges.fill(3, Offset::MAX, 'a'), [(3, Offset::MAX)]);
        assert_eq!(ranges.remove(10, 1 << 60), [(10, 1 << 60, 'a')]);
        assert_eq!(
            (ranges.get(9), ranges.get(10), ranges.get(Offset::MAX - 1)),
            (Some('a'), None, Some('a'))
        );
        assert_eq!(ranges.holes(0, Offset::MAX), [(0, 3), (10, 1 << 60)]);
    }
}
