//! A dot for each number, on one axis: equal ones lie on top of each other.

/// What is kept free at both ends of an axis, so that the first and the last number have room.
const MARGIN: f64 = 11.0;
/// At its end, for what has no number.
const ROOM_FOR_NEVER: f64 = 34.0;
/// From one tick to the next at the least.
const TICK_APART: f64 = 46.0;
/// From one dot to the next, side by side; and on top of each other, if there is room for all.
const DOT_APART: f64 = 3.6;

/// The axis of a column: the same in all rows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DotAxis {
    /// The largest number.
    top: u64,
    step: u64,
    /// Whether there is something without a number.
    pub has_never: bool,
    width: f64,
}

impl DotAxis {
    /// For these numbers, so many pixels wide. No tick stands between two multiples of `unit`.
    pub fn of(numbers: impl Iterator<Item = Option<u64>>, width: f64, unit: u64) -> DotAxis {
        let (mut top, mut has_never) = (0, false);
        for number in numbers {
            top = top.max(number.unwrap_or(0));
            has_never |= number.is_none();
        }
        let mut axis = DotAxis { top: top.max(unit), step: 1, has_never, width };
        let most = (axis.room() / TICK_APART).floor().max(1.0) as u64;
        axis.step = nice_step(axis.top.div_ceil(most)).max(unit);
        axis.top = axis.top.max(axis.step);
        axis
    }

    fn room(&self) -> f64 {
        let never = if self.has_never { ROOM_FOR_NEVER } else { 0.0 };
        (self.width - 2.0 * MARGIN - never).max(1.0)
    }

    /// Where a number lies; what has none lies at the end.
    pub fn x(&self, number: Option<u64>) -> f64 {
        match number {
            Some(number) => MARGIN + number as f64 / self.top as f64 * self.room(),
            None => self.width - MARGIN,
        }
    }

    /// The numbers that have a tick.
    pub fn ticks(&self) -> impl Iterator<Item = u64> {
        let step = self.step;
        (0..=self.top / step).map(move |place| place * step)
    }
}

/// The least of 1, 2, 5, 10, 20, 25, 50, 100, 200, 250, … that is not below `least`.
fn nice_step(least: u64) -> u64 {
    let mut ten = 1_u64;
    loop {
        let quarter = (ten > 1).then_some(ten / 10 * 25);
        let steps = [Some(ten), Some(2 * ten), quarter, Some(5 * ten)];
        if let Some(step) = steps.into_iter().flatten().find(|step| *step >= least) {
            return step;
        }
        match ten.checked_mul(10) {
            Some(more) if more < u64::MAX / 10 => ten = more,
            _ => return least,
        }
    }
}

/// One of the dots: its middle, and the place of its number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dot {
    pub x: f64,
    /// Above the axis.
    pub above: f64,
    pub place: usize,
}

/// The dots of a row, those of a stack from below, and within a stack by their numbers.
pub fn dots(axis: &DotAxis, numbers: &[Option<u64>], height: f64) -> Vec<Dot> {
    let column = |number: Option<u64>| (axis.x(number) / DOT_APART).round() as usize;
    let mut stacks: Vec<usize> = vec![0; column(None).max(column(Some(axis.top))) + 1];
    for number in numbers {
        stacks[column(*number)] += 1;
    }
    let highest = stacks.iter().max().copied().unwrap_or(0).max(1);
    let apart = DOT_APART.min((height - DOT_APART) / highest as f64);
    stacks.fill(0);
    let mut dots = Vec::with_capacity(numbers.len());
    for (place, number) in numbers.iter().enumerate() {
        let stack = column(*number);
        let above = DOT_APART / 2.0 + stacks[stack] as f64 * apart;
        dots.push(Dot { x: stack as f64 * DOT_APART, above, place });
        stacks[stack] += 1;
    }
    dots
}

/// The dot that is nearest to a point; what is beside a stack counts more than what is above it.
pub fn nearest_dot(dots: &[Dot], x: f64, above: f64) -> Option<usize> {
    let away = |dot: &Dot| (dot.x - x).powi(2) * 4.0 + (dot.above - above).powi(2);
    dots.iter().min_by(|one, other| away(one).total_cmp(&away(other))).map(|dot| dot.place)
}

/// The next place after `from` in the order of the numbers, or the one before it. At an end it stays.
pub fn next_in_order(numbers: &[Option<u64>], from: usize, onward: bool) -> usize {
    let key = |place: usize| (numbers[place].unwrap_or(u64::MAX), place);
    if from >= numbers.len() {
        return 0;
    }
    let here = key(from);
    let others = (0..numbers.len()).filter(|place| (key(*place) > here) == onward && *place != from);
    let found = match onward {
        true => others.min_by_key(|place| key(*place)),
        false => others.max_by_key(|place| key(*place)),
    };
    found.unwrap_or(from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(top: u64, width: f64) -> DotAxis {
        DotAxis::of([Some(top)].into_iter(), width, 1)
    }

    #[test]
    fn ticks_are_round_and_have_room() {
        let ticks = |top, width| axis(top, width).ticks().collect::<Vec<_>>();
        assert_eq!(ticks(3_600, 220.0), [0, 1_000, 2_000, 3_000]);
        assert_eq!(ticks(75, 220.0), [0, 20, 40, 60]);
        assert_eq!(ticks(90, 220.0), [0, 25, 50, 75]);
        assert_eq!(ticks(3_600, 130.0), [0, 2_000]);
        assert_eq!(ticks(0, 220.0), [0, 1]);
        assert_eq!(nice_step(u64::MAX), u64::MAX);
        // Half a second apart at the least.
        let seconds = DotAxis::of([Some(700)].into_iter(), 220.0, 500);
        assert_eq!(seconds.ticks().collect::<Vec<_>>(), [0, 500]);
    }

    #[test]
    fn equal_numbers_lie_on_top_of_each_other_and_all_have_room() {
        let axis = axis(100, 200.0);
        let found = dots(&axis, &[Some(50), Some(50), Some(0), Some(50)], 50.0);
        assert_eq!(found.iter().map(|dot| dot.place).collect::<Vec<_>>(), [0, 1, 2, 3]);
        assert_eq!(found[0].x, found[1].x);
        assert!((found[1].above - found[0].above - DOT_APART).abs() < 1e-9);
        assert_eq!(found[2].above, found[0].above);
        let many = dots(&axis, &[Some(3); 400], 50.0);
        assert!(many.iter().all(|dot| dot.above <= 50.0));
    }

    #[test]
    fn what_has_no_number_lies_at_the_end() {
        let axis = DotAxis::of([Some(10), None].into_iter(), 200.0, 1);
        assert!(axis.has_never && axis.x(None) > axis.x(Some(10)) + 20.0);
        assert!(dots(&axis, &[Some(10), None], 50.0)[1].x <= 200.0);
    }

    #[test]
    fn a_dot_is_found_by_pointer_and_in_order() {
        let axis = axis(100, 200.0);
        let numbers = [Some(40), Some(10), None, Some(40)];
        let found = dots(&axis, &numbers, 50.0);
        assert_eq!(nearest_dot(&found, found[3].x + 1.0, found[3].above + 9.0), Some(3));
        assert_eq!(nearest_dot(&[], 0.0, 0.0), None);
        let onward: Vec<usize> = [1, 0, 3, 2].map(|from| next_in_order(&numbers, from, true)).to_vec();
        assert_eq!(onward, [0, 3, 2, 2]);
        assert_eq!(next_in_order(&numbers, 1, false), 1);
        assert_eq!(next_in_order(&numbers, 2, false), 3);
    }
}
