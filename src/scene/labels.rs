//! Keeps labels apart: several things want to stand on one line, each near its own point.

use crate::sim::sorted::sort_by;

/// Something that wants to stand with its middle at `center`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wish {
    pub center: f64,
    pub width: f64,
    /// When there is no room for all, the smallest rank gives way first.
    pub rank: u8,
}

/// Left edges for `wishes` within `min..max`, at least `gap` apart, in the same order; `None` for those that
/// found no room. Everybody stays as near to their wish as their neighbours let them.
pub fn place(wishes: &[Wish], min: f64, max: f64, gap: f64) -> Vec<Option<f64>> {
    let mut kept: Vec<usize> = (0..wishes.len()).collect();
    sort_by(&mut kept, |&a, &b| wishes[b].rank.cmp(&wishes[a].rank).then(a.cmp(&b)));
    while needed(wishes, &kept, gap) > max - min && !kept.is_empty() {
        kept.pop();
    }
    sort_by(&mut kept, |&a, &b| wishes[a].center.total_cmp(&wishes[b].center).then(a.cmp(&b)));
    let mut left = vec![None; wishes.len()];
    for cluster in clusters(wishes, &kept, min, max, gap) {
        let mut x = cluster.start;
        for &i in &cluster.members {
            left[i] = Some(x);
            x += wishes[i].width + gap;
        }
    }
    left
}

fn needed(wishes: &[Wish], kept: &[usize], gap: f64) -> f64 {
    kept.iter().map(|&i| wishes[i].width + gap).sum::<f64>() - gap
}

struct LabelCluster {
    start: f64,
    members: Vec<usize>,
}

/// Neighbours that would touch are joined, and stand together around the mean of their wishes.
fn clusters(wishes: &[Wish], order: &[usize], min: f64, max: f64, gap: f64) -> Vec<LabelCluster> {
    let mut done: Vec<LabelCluster> = Vec::new();
    for &i in order {
        let mut members = vec![i];
        loop {
            let start = settled(wishes, &members, min, max, gap);
            match done.last() {
                Some(last) if last.start + needed(wishes, &last.members, gap) + gap > start => {
                    let last = done.pop().map(|cluster| cluster.members).unwrap_or_default();
                    members.splice(0..0, last);
                }
                _ => {
                    done.push(LabelCluster { start, members });
                    break;
                }
            }
        }
    }
    done
}

fn settled(wishes: &[Wish], members: &[usize], min: f64, max: f64, gap: f64) -> f64 {
    let mut offset = 0.0;
    let mut sum = 0.0;
    for &i in members {
        sum += wishes[i].center - wishes[i].width / 2.0 - offset;
        offset += wishes[i].width + gap;
    }
    let total = offset - gap;
    (sum / members.len() as f64).min(max - total).max(min)
}

/// A line on which labels take their places one after the other; what is taken stays taken.
#[derive(Clone, Debug)]
pub struct LabelRow {
    limits: (f64, f64),
    gap: f64,
    taken: Vec<(f64, f64)>,
}

impl LabelRow {
    /// An empty line from `min` to `max`, with so much space between two labels.
    pub fn new(min: f64, max: f64, gap: f64) -> LabelRow {
        LabelRow { limits: (min, max), gap, taken: Vec::new() }
    }

    fn is_free(&self, x: f64, width: f64) -> bool {
        let slack = 1e-6;
        let clear =
            |&(from, to): &(f64, f64)| x + width + self.gap <= from + slack || x + slack >= to + self.gap;
        x + slack >= self.limits.0 && x + width <= self.limits.1 + slack && self.taken.iter().all(clear)
    }

    /// Keeps a place free of labels.
    pub fn keep(&mut self, from: f64, to: f64) {
        self.taken.push((from, to));
    }

    /// Takes the place from `x` on, if it is free.
    pub fn take(&mut self, x: f64, width: f64) -> Option<f64> {
        self.is_free(x, width).then(|| {
            self.taken.push((x, x + width));
            x
        })
    }

    /// Takes the free place nearest to `x`, if it is no farther than `far`.
    pub fn take_near(&mut self, x: f64, width: f64, far: f64) -> Option<f64> {
        let beside = self.taken.iter().flat_map(|(from, to)| [to + self.gap, from - self.gap - width]);
        let places = beside.chain([x, self.limits.0, self.limits.1 - width]);
        let near = places.filter(|place| (place - x).abs() <= far && self.is_free(*place, width));
        let nearest = near.min_by(|a, b| (a - x).abs().total_cmp(&(b - x).abs()))?;
        self.take(nearest, width)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn wish(center: f64, width: f64, rank: u8) -> Wish {
        Wish { center, width, rank }
    }

    #[test]
    fn a_lone_label_stands_where_it_wants_or_at_the_edge() {
        assert_eq!(place(&[wish(50.0, 20.0, 0)], 0.0, 100.0, 4.0), [Some(40.0)]);
        assert_eq!(place(&[wish(2.0, 20.0, 0)], 0.0, 100.0, 4.0), [Some(0.0)]);
        assert_eq!(place(&[wish(99.0, 20.0, 0)], 0.0, 100.0, 4.0), [Some(80.0)]);
    }

    #[test]
    fn two_labels_at_one_point_share_the_shift() {
        assert_eq!(
            place(&[wish(50.0, 20.0, 0), wish(50.0, 20.0, 0)], 0.0, 100.0, 4.0),
            [Some(28.0), Some(52.0)]
        );
    }

    #[test]
    fn the_least_important_gives_way() {
        assert_eq!(place(&[wish(50.0, 60.0, 1), wish(50.0, 60.0, 2)], 0.0, 100.0, 4.0), [None, Some(20.0)]);
    }

    #[test]
    fn a_taken_place_stays_taken_and_the_nearest_free_one_is_found() {
        let mut row = LabelRow::new(0.0, 100.0, 4.0);
        assert_eq!(row.take(90.0, 20.0), None, "that would leave the line");
        assert_eq!(row.take(40.0, 20.0), Some(40.0));
        assert_eq!(row.take(50.0, 20.0), None);
        assert_eq!(row.take_near(50.0, 20.0, 30.0), Some(64.0));
        assert_eq!(row.take_near(50.0, 20.0, 30.0), None, "16 is farther than 30 away");
        assert_eq!(row.take_near(50.0, 20.0, 40.0), Some(16.0));
    }

    proptest! {
        #[test]
        fn labels_in_a_row_never_overlap_and_never_leave_it(
            wishes in prop::collection::vec((-50.0..550.0f64, 1.0..160.0f64, 0.0..200.0f64), 0..12),
        ) {
            let mut row = LabelRow::new(0.0, 500.0, 6.0);
            for (x, width, far) in wishes {
                let before = row.taken.clone();
                let Some(left) = row.take_near(x, width, far) else { continue };
                prop_assert!((left - x).abs() <= far && left >= -1e-3 && left + width <= 500.001);
                for (from, to) in before {
                    prop_assert!(left + width + 6.0 <= from + 1e-3 || left >= to + 6.0 - 1e-3);
                }
            }
        }

        #[test]
        fn labels_never_overlap_and_never_leave_the_line(
            raw in prop::collection::vec((-50.0..550.0f64, 1.0..160.0f64, 0..4u8), 0..9),
        ) {
            let wishes: Vec<Wish> = raw.iter().map(|&(center, width, rank)| wish(center, width, rank)).collect();
            let placed = place(&wishes, 0.0, 500.0, 6.0);
            let mut spans: Vec<(f64, f64)> = placed
                .iter()
                .zip(&wishes)
                .filter_map(|(left, wish)| left.map(|left| (left, left + wish.width)))
                .collect();
            sort_by(&mut spans, |a, b| a.0.total_cmp(&b.0));
            for span in &spans {
                prop_assert!(span.0 >= -1e-6 && span.1 <= 500.0 + 1e-6);
            }
            for pair in spans.windows(2) {
                prop_assert!(pair[1].0 - pair[0].1 >= 6.0 - 1e-6);
            }
        }
    }
}
