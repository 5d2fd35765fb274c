//! Stable sorting whose algorithm is compiled once, for all types: it sorts places, then moves the values there.

use std::cmp::Ordering;

/// Sorts by the values' own order, stably.
pub fn sort<T: Ord>(values: &mut [T]) {
    sort_by(values, Ord::cmp);
}

/// Sorts by a key, stably. The key is made anew for each comparison.
pub fn sort_by_key<T, K: Ord>(values: &mut [T], mut key: impl FnMut(&T) -> K) {
    sort_by(values, |a, b| key(a).cmp(&key(b)));
}

/// Sorts by a comparison, stably.
pub fn sort_by<T>(values: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    if values.is_sorted_by(|a, b| compare(a, b).is_le()) {
        return;
    }
    let places = sorted_places(values.len(), &mut |a, b| compare(&values[a], &values[b]));
    for to in 0..values.len() {
        let mut from = places[to];
        // What belongs here may have been moved on when an earlier place was filled.
        while from < to {
            from = places[from];
        }
        values.swap(to, from);
    }
}

/// Which value belongs in each place. Equal ones keep their order. Merges runs of twice the length each time: the
/// standard library's sort is faster and takes much more code.
fn sorted_places(len: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..len).collect();
    let mut merged = Vec::with_capacity(len);
    let mut run = 1;
    while run < len {
        for start in (0..len).step_by(2 * run) {
            let (middle, end) = ((start + run).min(len), (start + 2 * run).min(len));
            let (mut left, mut right) = (start, middle);
            while left < middle || right < end {
                let takes_left =
                    right == end || left < middle && compare(places[left], places[right]).is_le();
                let from = if takes_left { &mut left } else { &mut right };
                merged.push(places[*from]);
                *from += 1;
            }
        }
        std::mem::swap(&mut places, &mut merged);
        merged.clear();
        run *= 2;
    }
    places
}
