//! `expect` lines: what was expected, what was found, and whether they agree.

mod lessons;

pub use lessons::{all_hold, check_number, difference};

use crate::cluster::observation::{LaneView, Observation};
use crate::session::grammar::Keyword;
use crate::session::language::Lang;
use crate::session::language::mistake::Outcome;
use crate::session::lexer::{Operator, ScriptError, Span};
use crate::session::measure::{
    Found, Measure, MeasureUnit, Whose, find, of_consumer, of_group, of_partition, of_totals, suggestion,
    words,
};
use crate::session::mistake::{ExpectMistake, Mistake};
use crate::session::nearest::meant;
use crate::session::script::{Comparison, Statement};
use crate::session::tally::{Moment, Of};
use crate::session::values;
use crate::session::words::LARGEST_MEASURE;
use crate::sim::sorted::{MapEntry, SortedMap};
use crate::sim::time::{SimDuration, SimTime};

/// One comparison, understood.
#[derive(Clone, Debug)]
pub struct Check {
    measure: &'static Measure,
    /// The measure's own, or that of a part of it.
    name: String,
    operator: Operator,
    value: Found,
    /// As written.
    text: String,
    span: Span,
}

/// What became of one comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expectation {
    /// When it was checked.
    pub at: SimTime,
    pub span: Span,
    pub passed: bool,
    /// `duplicates=30 for orders-2 since killed`, and, if it failed, what was found instead.
    pub sentence: String,
}

/// Understands the comparisons of an `expect` line.
///
/// # Errors
/// An error for each that has no meaning.
pub fn compile(line: &Statement) -> Result<Vec<Check>, Vec<ScriptError>> {
    let mut errors = Vec::new();
    let mut checks = Vec::new();
    if line.comparisons.is_empty() {
        errors.push(ScriptError::new(line.span, ExpectMistake::Nothing(line.keyword)));
    }
    let filters =
        line.arguments.iter().filter(|(name, _)| matches!(*name, "group" | "partition" | "consumer")).count();
    if filters > 1 && !(line.list("partition").is_some() && line.text("group").is_some()) {
        errors.push(ScriptError::new(line.span, ExpectMistake::SeveralFilters));
    }
    for comparison in &line.comparisons {
        match check(line, comparison) {
            Ok(check) => checks.push(check),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() { Ok(checks) } else { Err(errors) }
}

fn check(line: &Statement, comparison: &Comparison) -> Result<Check, ScriptError> {
    let name = comparison.measure.as_str();
    let Some(measure) = find(name) else {
        let mistake = ExpectMistake::NoMeasure { name: name.to_owned(), hint: suggestion(name) };
        return Err(ScriptError::new(comparison.span, mistake));
    };
    let whose = if line.list("partition").is_some() {
        Whose::Partition
    } else if line.list("consumer").is_some() {
        Whose::Consumer
    } else if line.text("group").is_some() {
        Whose::Group
    } else {
        Whose::Totals
    };
    // Without a filter a group's measure means that of the only group.
    let only_group = whose == Whose::Totals && measure.of.contains(&Whose::Group);
    if !measure.of.contains(&whose) && !only_group {
        let mistake = ExpectMistake::WrongFilter { name: name.to_owned(), of: measure.of, given: whose };
        return Err(ScriptError::new(comparison.span, mistake));
    }
    if name == "elapsed" && line.text("since").is_none() {
        return Err(ScriptError::new(comparison.span, ExpectMistake::ElapsedSinceWhen));
    }
    let value = value(measure, whose, line.text("since").is_some(), comparison)?;
    let ordered = !matches!(comparison.operator, Operator::Equal | Operator::NotEqual);
    if ordered && !matches!(value, Found::Number(_)) || line.text("since").is_some() && is_word(measure) {
        let mistake = match measure.unit {
            MeasureUnit::Quantile => ExpectMistake::NoDifference(name.to_owned()),
            _ => ExpectMistake::NotANumber(name.to_owned()),
        };
        return Err(ScriptError::new(comparison.span, mistake));
    }
    let text = format!("{name}{}{}", comparison.operator.sign(), comparison.value);
    let (name, operator, span) = (name.to_owned(), comparison.operator, comparison.span);
    Ok(Check { measure, name, operator, value, text, span })
}

fn is_word(measure: &Measure) -> bool {
    matches!(measure.unit, MeasureUnit::Word | MeasureUnit::Counts | MeasureUnit::Quantile)
}

fn value(
    measure: &Measure,
    whose: Whose,
    difference: bool,
    comparison: &Comparison,
) -> Result<Found, ScriptError> {
    let text = comparison.value.as_str();
    let count = |text: &str| values::number(measure.name, text, 0, LARGEST_MEASURE);
    let read = match measure.unit {
        _ if text == "none" => Ok(Found::None),
        // Only a difference can be less than nothing.
        MeasureUnit::Count => match text.strip_prefix('-').filter(|_| difference) {
            Some(less) => count(less).map(|number| Found::Number(-i128::from(number))),
            None => count(text).map(|number| Found::Number(i128::from(number))),
        },
        MeasureUnit::Span | MeasureUnit::Quantile => {
            values::span(measure.name, text).map(|span| Found::Number(i128::from(span.as_micros())))
        }
        MeasureUnit::Word => word(measure, whose, text).map(Found::Word),
        MeasureUnit::Counts => text.split(',').map(count).collect::<Result<_, _>>().map(Found::Counts),
    };
    read.map_err(|mistake| ScriptError::new(comparison.value_span, mistake))
}

/// A word that the measure can be; names out of the script are checked where they are known.
fn word(measure: &Measure, whose: Whose, text: &str) -> Result<String, Mistake> {
    match words(measure, whose) {
        Some(known) if !known.contains(&text) => {
            let (measure, word, hint) = (measure.name, text.to_owned(), meant(text, known));
            Err(ExpectMistake::Never { measure, word, hint }.into())
        }
        _ => Ok(text.to_owned()),
    }
}

/// What a line leaves open in a world with several groups: whose partitions, or which group.
pub fn ambiguous(line: &Statement, checks: &[Check], world: &Observation) -> Vec<ScriptError> {
    if line.text("group").is_some() || line.list("consumer").is_some() {
        return Vec::new();
    }
    if let Some(names) = line.list("partition") {
        let reading = |name: &String| -> Vec<String> {
            let partition = values::split_partition(name);
            let reads = |lane: &LaneView| Some(&lane.partition) == partition.as_ref();
            let groups = world.groups.iter().filter(|group| group.lanes.iter().any(reads));
            groups.map(|group| group.id.to_string()).collect()
        };
        let open = names.iter().map(|name| (name, reading(name))).find(|(_, groups)| groups.len() > 1);
        let error = open.map(|(name, groups)| {
            let mistake = ExpectMistake::PartitionOfSeveral { name: name.clone(), groups };
            ScriptError::new(line.place("partition"), mistake)
        });
        return error.into_iter().collect();
    }
    if world.groups.len() < 2 {
        return Vec::new();
    }
    let which = |check: &Check| {
        let groups = world.groups.iter().map(|group| group.id.to_string()).collect();
        ScriptError::new(check.span, ExpectMistake::MeasureOfSeveral { name: check.name.clone(), groups })
    };
    let of_a_group = checks.iter().filter(|check| !check.measure.of.contains(&Whose::Totals));
    of_a_group.map(which).collect()
}

/// Compares the world at this instant with what the line expects.
pub fn evaluate(
    lang: Lang,
    line: &Statement,
    checks: &[Check],
    now: &Moment,
    mark: Option<&Remembered>,
) -> Vec<Expectation> {
    let mut list = Vec::new();
    for check in checks {
        for subject in subjects(line, check, &now.world) {
            let mut found = subject.found(check, now);
            if let (Some(mark), Found::Number(number)) = (mark, &mut found)
                && let Some(earlier) = mark.number(check, &subject)
            {
                *number -= earlier;
            }
            list.push(outcome(lang, line, check, &subject, &found, now.world.time));
        }
    }
    list
}

/// The lines that ask for a difference to a mark, by the mark's name.
pub fn asked_of_marks(lines: &[Statement]) -> SortedMap<&str, Vec<&Statement>> {
    let mut asked: SortedMap<&str, Vec<&Statement>> = SortedMap::new();
    for line in lines.iter().filter(|line| line.keyword == Keyword::Expect) {
        if let Some(mark) = line.text("since") {
            asked.entry(mark).or_default().push(line);
        }
    }
    asked
}

/// What a mark keeps: the numbers that are asked of it, by measure and subject.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Remembered {
    numbers: SortedMap<(String, String), i128>,
}

impl Remembered {
    /// The numbers of this instant that the lines ask for.
    pub fn of(lines: &[&Statement], moment: &Moment) -> Remembered {
        let mut remembered = Remembered::default();
        for line in lines {
            for check in compile(line).unwrap_or_default() {
                let mut subjects = subjects(line, &check, &moment.world);
                if matches!(subjects[..], [CheckSubject::Totals]) {
                    // Later there may be a group, and only one, that the line is about.
                    subjects.extend(
                        moment.world.groups.iter().map(|group| CheckSubject::Group(group.id.as_str())),
                    );
                }
                for subject in subjects {
                    remembered.keep(&check, &subject, moment);
                }
            }
        }
        remembered
    }

    fn keep(&mut self, check: &Check, subject: &CheckSubject<'_>, moment: &Moment) {
        let place = (check.name.clone(), subject.key());
        if let MapEntry::Vacant(free) = self.numbers.entry(place)
            && let Found::Number(number) = subject.found(check, moment)
        {
            free.insert(number);
        }
    }

    fn number(&self, check: &Check, subject: &CheckSubject<'_>) -> Option<i128> {
        self.numbers.get(&(check.name.clone(), subject.key())).copied()
    }
}

/// Whom one comparison is about.
enum CheckSubject<'a> {
    Totals,
    Group(&'a str),
    Partition { group: Option<&'a str>, name: &'a str },
    Consumer(&'a str),
}

fn subjects<'a>(line: &'a Statement, check: &Check, world: &'a Observation) -> Vec<CheckSubject<'a>> {
    let group = line.text("group");
    if let Some(names) = line.list("partition") {
        return names.iter().map(|name| CheckSubject::Partition { group, name }).collect();
    }
    if let Some(names) = line.list("consumer") {
        return names.iter().map(|name| CheckSubject::Consumer(name)).collect();
    }
    match (group, world.groups.as_slice()) {
        (Some(group), _) => vec![CheckSubject::Group(group)],
        (None, [only]) if !check.measure.of.contains(&Whose::Totals) => {
            vec![CheckSubject::Group(only.id.as_str())]
        }
        _ => vec![CheckSubject::Totals],
    }
}

impl CheckSubject<'_> {
    /// What tells it apart from all others.
    fn key(&self) -> String {
        let kind = match self {
            CheckSubject::Totals => "totals",
            CheckSubject::Group(_) => "group",
            CheckSubject::Partition { .. } => "partition",
            CheckSubject::Consumer(_) => "consumer",
        };
        format!("{kind}{}", self.words(Lang::En))
    }

    fn found(&self, check: &Check, moment: &Moment) -> Found {
        if check.measure.is_counted() {
            return self.counted(check, moment);
        }
        let (measure, world) = (check.name.as_str(), &moment.world);
        let partition = match self {
            CheckSubject::Partition { name, .. } => values::split_partition(name),
            _ => None,
        };
        let found = match self {
            CheckSubject::Totals => Some(of_totals(measure, world)),
            CheckSubject::Group(name) => world
                .groups
                .iter()
                .find(|group| group.id.as_str() == *name)
                .map(|group| of_group(measure, world, group)),
            CheckSubject::Partition { group, .. } => world
                .groups
                .iter()
                .filter(|view| group.is_none_or(|group| group == view.id.as_str()))
                .flat_map(|view| &view.lanes)
                .find(|lane| Some(&lane.partition) == partition.as_ref())
                .map(|lane| of_partition(measure, lane)),
            CheckSubject::Consumer(name) => world
                .consumers
                .iter()
                .find(|consumer| consumer.name.as_str() == *name)
                .map(|consumer| of_consumer(measure, consumer)),
        };
        found.unwrap_or(Found::None)
    }

    /// What is read from what happened.
    fn counted(&self, check: &Check, moment: &Moment) -> Found {
        let of = match self {
            CheckSubject::Totals => Of::Everything,
            CheckSubject::Group(name) => Of::Group(name),
            CheckSubject::Consumer(name) => Of::Consumer(name),
            CheckSubject::Partition { .. } => return Found::None,
        };
        match (check.measure.unit, of) {
            (MeasureUnit::Word, Of::Consumer(name)) => {
                moment.tally.exception(name).map_or(Found::None, |word| Found::Word(word.to_owned()))
            }
            _ => Found::Number(i128::from(moment.tally.count(&check.name, of, &moment.world))),
        }
    }

    fn words(&self, lang: Lang) -> String {
        match self {
            CheckSubject::Totals => String::new(),
            CheckSubject::Group(name) | CheckSubject::Consumer(name) => lang.say(Outcome::For(name)),
            CheckSubject::Partition { group: Some(group), name } => lang.say(Outcome::ForIn { name, group }),
            CheckSubject::Partition { group: None, name } => lang.say(Outcome::For(name)),
        }
    }
}

fn outcome(
    lang: Lang,
    line: &Statement,
    check: &Check,
    subject: &CheckSubject<'_>,
    found: &Found,
    at: SimTime,
) -> Expectation {
    let passed = agrees(check.operator, found, &check.value);
    let since = line.text("since").map(|mark| lang.say(Outcome::Since(mark))).unwrap_or_default();
    let what = format!("{}{}{since}", check.text, subject.words(lang));
    let sentence = match passed {
        true => lang.say(Outcome::AsExpected(&what)),
        false => lang.say(Outcome::Otherwise { what: &what, found: &spelled(check.measure, found) }),
    };
    Expectation { at, span: check.span, passed, sentence }
}

fn agrees(operator: Operator, found: &Found, value: &Found) -> bool {
    match (operator, found, value) {
        (Operator::Equal, found, value) => found == value,
        (Operator::NotEqual, found, value) => found != value,
        (Operator::Less, Found::Number(found), Found::Number(value)) => found < value,
        (Operator::LessOrEqual, Found::Number(found), Found::Number(value)) => found <= value,
        (Operator::Greater, Found::Number(found), Found::Number(value)) => found > value,
        (Operator::GreaterOrEqual, Found::Number(found), Found::Number(value)) => found >= value,
        _ => false,
    }
}

fn spelled(measure: &Measure, found: &Found) -> String {
    match found {
        Found::Number(number) if matches!(measure.unit, MeasureUnit::Span | MeasureUnit::Quantile) => {
            let magnitude = u64::try_from(number.unsigned_abs()).unwrap_or(u64::MAX);
            let sign = if *number < 0 { "-" } else { "" };
            format!("{sign}{}", SimDuration::from_micros(magnitude))
        }
        Found::Number(number) => number.to_string(),
        Found::Word(word) => word.clone(),
        Found::Counts(list) => list.iter().map(u64::to_string).collect::<Vec<_>>().join(","),
        Found::None => "none".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::observation::Totals;
    use crate::session::script::parse;
    use crate::session::tally::Tally;
    use std::sync::Arc;

    fn moment(millis: u64, duplicates: u64) -> Moment {
        let totals = Totals { duplicates, ..Totals::default() };
        let (topics, groups, consumers, envelopes) = (vec![], vec![], vec![], vec![]);
        let time = SimTime::from_millis(millis);
        let world = Observation { time, topics, groups, consumers, envelopes, totals };
        Moment { world, tally: Arc::new(Tally::default()) }
    }

    fn sentences(text: &str) -> Vec<String> {
        let line = parse(text.as_bytes()).unwrap().remove(0);
        match compile(&line) {
            Ok(checks) => {
                let mark = Remembered::of(&[&line], &moment(1_000, 2));
                let list = evaluate(Lang::En, &line, &checks, &moment(5_000, 12), Some(&mark));
                list.into_iter().map(|expectation| expectation.sentence).collect()
            }
            Err(errors) => errors.iter().map(ToString::to_string).collect(),
        }
    }

    #[test]
    fn what_was_expected_is_compared_with_what_was_found() {
        assert_eq!(
            sentences("expect duplicates=10 duplicates<10 elapsed=4s elapsed>4s since=m"),
            [
                "As expected: duplicates=10 since m.",
                "Expected duplicates<10 since m, but found 10.",
                "As expected: elapsed=4s since m.",
                "Expected elapsed>4s since m, but found 4s.",
            ]
        );
        assert_eq!(
            sentences("expect duplicates>=-3 duplicates<-2 since=m"),
            ["As expected: duplicates>=-3 since m.", "Expected duplicates<-2 since m, but found 10."]
        );
        assert_eq!(
            sentences("expect owner=c1 committed=none partition=orders-0"),
            ["Expected owner=c1 for orders-0, but found none.", "As expected: committed=none for orders-0."]
        );
    }

    #[test]
    fn what_has_no_meaning_is_refused_in_its_place() {
        assert_eq!(
            sentences("expect dupes=1 owner=c1 lag=x state<Stable elapsed=1s"),
            [
                "line 1, column 8: `dupes` is not a measure. Known are: produced, processed, duplicates, gaps, \
                 at_risk, skipped_at_start, at_stake, lag, rebalances, unowned, unowned_ms, state, \
                 generation, leader, protocol, members, counts, owner, committed, position, \
                 log_start, log_end, assigned, paused, paused_ms, fetches, latency_p50, latency_p99, \
                 latency_max, wasted, zombie_work, rebalancing, moved, same_rack_bytes, \
                 cross_rack_bytes, elapsed, refused, lost_commits, failed_commits, thrown, exception, \
                 sent, called, poll_timeouts.",
                "line 1, column 16: `owner` needs partition=TOPIC-NUMBER, not nothing.",
                "line 1, column 29: lag takes a whole number from 0 to 1000000000000000000, and `x` is none.",
                "line 1, column 31: `state` is not a number; it can be equal (=) or not (!=), and has no difference.",
                "line 1, column 44: `elapsed` needs since=MARK.",
            ]
        );
        assert_eq!(
            sentences("expect")[0],
            "line 1, column 1: `expect` needs a measure, such as duplicates=0 or lag<=5."
        );
    }

    #[test]
    fn a_word_that_a_measure_never_is_is_no_word() {
        assert_eq!(
            sentences("expect state!=Stabel protocol!=rnage group=g"),
            [
                "line 1, column 15: state is never `Stabel`. Did you mean `Stable`?",
                "line 1, column 32: protocol is never `rnage`. Did you mean `range`?",
            ]
        );
        assert_eq!(
            sentences(
                "expect state=Kiled exception=CommitFailedExcepton thrown.CommitFaildException=1 consumer=c"
            ),
            [
                "line 1, column 14: state is never `Kiled`. Did you mean `killed`?",
                "line 1, column 30: exception is never `CommitFailedExcepton`. Did you mean `CommitFailedException`?",
                "line 1, column 51: `thrown.CommitFaildException` is not a measure. Did you mean \
                 `thrown.CommitFailedException`?",
            ]
        );
    }
}
