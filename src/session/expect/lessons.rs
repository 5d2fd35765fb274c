//! What lessons ask of measures: how much one has changed since a question, and whether all that a task asks for holds.

use super::{Check, Remembered, agrees, subjects};
use crate::session::lexer::{Operator, ScriptError};
use crate::session::measure::{Found, MeasureUnit, Whose, find, suggestion};
use crate::session::mistake::ExpectMistake;
use crate::session::script::Statement;
use crate::session::tally::Moment;

/// What says how things stand, and does not add up.
const STATES: &[&str] = &[
    "at_risk",
    "at_stake",
    "lag",
    "generation",
    "members",
    "committed",
    "position",
    "log_start",
    "log_end",
    "assigned",
];

/// Whether a measure counts up from the beginning of a run, so that what it was before is taken off.
fn adds_up(check: &Check) -> bool {
    matches!(check.measure.unit, MeasureUnit::Count | MeasureUnit::Span)
        && !STATES.contains(&check.measure.name)
}

/// Checks that a `predict number` line names a measure, that it is one of whom the line is about, and a number.
///
/// # Errors
/// What is wrong with it.
pub fn check_number(line: &Statement, name: &str) -> Result<(), ScriptError> {
    let place = line.names().nth(1).map_or(line.span, |(_, span)| span);
    let Some(measure) = find(name) else {
        let mistake = ExpectMistake::NoMeasure { name: name.to_owned(), hint: suggestion(name) };
        return Err(ScriptError::new(place, mistake));
    };
    let given = match () {
        () if line.list("partition").is_some() => Whose::Partition,
        () if line.list("consumer").is_some() => Whose::Consumer,
        () if line.text("group").is_some() => Whose::Group,
        () => Whose::Totals,
    };
    let only_group = given == Whose::Totals && measure.of.contains(&Whose::Group);
    if !measure.of.contains(&given) && !only_group {
        let mistake = ExpectMistake::WrongFilter { name: name.to_owned(), of: measure.of, given };
        return Err(ScriptError::new(place, mistake));
    }
    match measure.unit {
        MeasureUnit::Word | MeasureUnit::Counts => {
            Err(ScriptError::new(place, ExpectMistake::NotANumber(name.to_owned())))
        }
        MeasureUnit::Count | MeasureUnit::Span | MeasureUnit::Quantile => Ok(()),
    }
}

/// The number that the line is about: how much of it there was between two moments, or, of what does not add up, how it
/// stands at the second. Of several partitions or consumers it is the sum. `None` if there is none.
pub fn difference(line: &Statement, name: &str, before: &Moment, after: &Moment) -> Option<i128> {
    let measure = find(name)?;
    let check = Check {
        measure,
        name: name.to_owned(),
        operator: Operator::Equal,
        value: Found::None,
        text: String::new(),
        span: line.span,
    };
    let number = |moment: &Moment| {
        subjects(line, &check, &moment.world).iter().try_fold(0, |sum, subject| {
            match subject.found(&check, moment) {
                Found::Number(number) => Some(sum + number),
                Found::Word(_) | Found::Counts(_) | Found::None => None,
            }
        })
    };
    let earlier = if adds_up(&check) { number(before).unwrap_or(0) } else { 0 };
    number(after).map(|number| number - earlier)
}

/// Whether all comparisons of a line hold; what adds up is counted from the mark on.
pub fn all_hold(line: &Statement, checks: &[Check], now: &Moment, mark: &Remembered) -> bool {
    let holds = |check: &Check| {
        let subjects = subjects(line, check, &now.world);
        !subjects.is_empty()
            && subjects.iter().all(|subject| {
                let found = match subject.found(check, now) {
                    Found::Number(number) if adds_up(check) => {
                        Found::Number(number - mark.number(check, subject).unwrap_or(0))
                    }
                    found => found,
                };
                agrees(check.operator, &found, &check.value)
            })
    };
    !checks.is_empty() && checks.iter().all(holds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::measure::MEASURES;
    use crate::session::prediction::SPANS;

    #[test]
    fn the_spans_that_can_be_foretold_are_those_of_the_table() {
        let is_span = |unit| matches!(unit, MeasureUnit::Span | MeasureUnit::Quantile);
        let spans = MEASURES.iter().filter(|measure| is_span(measure.unit)).map(|measure| measure.name);
        assert_eq!(spans.collect::<Vec<_>>(), SPANS);
    }
}
