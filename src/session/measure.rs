//! What `expect` can ask about: the measures of the report and a few that are only of use in a check, each
//! read from an observation.

use crate::cluster::cause::{CauseCounts, DuplicateCause, GapCause};
use crate::cluster::observation::{ConsumerView, Effort, GroupView, LaneView, Observation, ProcessState};
use crate::kafka::assignor::AssignorName;
use crate::kafka::exception::Exception;
use crate::kafka::group_state::{ConsumerGroupState, GroupState};
use crate::session::nearest::{Hint, meant};
use crate::session::report::{STATE_WORDS, state_word};
use crate::session::tally;
use crate::sim::sorted::sort_by;
use crate::sim::time::SimDuration;

/// What a measure is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeasureUnit {
    /// A number.
    Count,
    /// A span of time.
    Span,
    /// A span of time that has no difference to an earlier one.
    Quantile,
    /// A word, such as a name or a state.
    Word,
    /// Several numbers.
    Counts,
}

/// Whose a measure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Of everything.
    Totals,
    Group,
    Partition,
    Consumer,
}

/// Something that can be expected.
#[derive(Clone, Copy, Debug)]
pub struct Measure {
    pub name: &'static str,
    pub unit: MeasureUnit,
    pub of: &'static [Whose],
    pub help: &'static str,
    /// What it is the sum of, each to be asked for as `NAME.PART`.
    pub parts: &'static [&'static str],
}

const fn measure(name: &'static str, unit: MeasureUnit, of: &'static [Whose], help: &'static str) -> Measure {
    Measure { name, unit, of, help, parts: &[] }
}

impl Measure {
    const fn by(mut self, parts: &'static [&'static str]) -> Measure {
        self.parts = parts;
        self
    }

    /// Whether it is read from what happened, not from what is the case.
    pub fn is_counted(&self) -> bool {
        COUNTED.iter().any(|measure| measure.name == self.name)
    }
}

use MeasureUnit::{Count, Counts, Quantile, Span, Word};
use Whose::{Consumer, Group, Partition, Totals};
const ALL: &[Whose] = &[Totals, Group, Partition];
const OF_CLIENTS: &[Whose] = &[Totals, Group, Consumer];

/// Every measure, in the order of the reference.
#[rustfmt::skip]
pub const MEASURES: &[Measure] = &[
    measure("produced", Count, &[Totals], "records in all logs, ever"),
    measure("processed", Count, ALL, "completed processings, repeated ones included"),
    measure("duplicates", Count, ALL, "completed processings of records that had been processed before"),
    measure("gaps", Count, ALL, "records below the committed offset that nobody processed and nobody holds"),
    measure("at_risk", Count, ALL, "records below the committed offset, not processed, still held by a live consumer"),
    measure("skipped_at_start", Count, ALL, "before where the group started (`latest`, `reset-offsets start=yes`)"),
    measure("at_stake", Count, &[Group, Partition], "processed records that no commit covers yet"),
    measure("lag", Count, ALL, "log end less committed offset"),
    measure("rebalances", Count, &[Totals, Group], "completed join phases; of a consumer group, targets computed"),
    measure("unowned", Span, ALL, "time in which no running process had the partition"),
    measure("unowned_ms", Count, ALL, "the same in whole milliseconds of each partition"),
    measure("state", Word, &[Group, Consumer], "the group's state, or the member's as the report spells it"),
    measure("generation", Count, &[Group, Consumer], "the group's generation, or the one the consumer believes in"),
    measure("leader", Word, &[Group], "the leading consumer"),
    measure("protocol", Word, &[Group], "the assignor in use"),
    measure("members", Count, &[Group], "members as the coordinator counts them"),
    measure("counts", Counts, &[Group], "partitions of each consumer that still runs, by name: 2,2"),
    measure("owner", Word, &[Partition], "the consumer that has the partition"),
    measure("committed", Count, &[Partition], "the committed offset"),
    measure("position", Count, &[Partition], "the owner's position"),
    measure("log_start", Count, &[Partition], "the first offset that is still there"),
    measure("log_end", Count, &[Partition], "the next offset to be written"),
    measure("assigned", Count, &[Consumer], "how many partitions the consumer has"),
    measure("paused", Span, &[Consumer], "time between losing partitions and having an assignment again"),
    measure("paused_ms", Count, &[Consumer], "the same in milliseconds"),
    measure("fetches", Count, &[Totals, Group, Consumer], "Fetch requests sent"),
    measure("latency_p50", Quantile, &[Group], "half of the records were processed no later after they were produced"),
    measure("latency_p99", Quantile, &[Group], "99 of 100 were; both to within an eighth"),
    measure("latency_max", Quantile, &[Group], "all were"),
    measure("wasted", Span, &[Totals, Group], "processing time of records that had been processed before"),
    measure("zombie_work", Span, &[Totals, Group], "processing time of expelled members, until they hear of it"),
    measure("rebalancing", Span, &[Totals, Group], "time between leaving Stable and being Stable again"),
    measure("moved", Count, &[Totals, Group], "partitions given to another consumer than had them before"),
    measure("same_rack_bytes", Count, &[Totals, Group], "bytes fetched from brokers in the consumers' own racks"),
    measure("cross_rack_bytes", Count, &[Totals, Group], "bytes fetched from brokers in other racks"),
    measure("elapsed", Span, &[Totals], "time since the mark"),
];

/// What is counted as it happens, in the order of the reference.
#[rustfmt::skip]
pub const COUNTED: &[Measure] = &[
    measure("refused", Count, &[Totals, Group], "commits that the coordinator refused").by(tally::COMMIT_ERRORS),
    measure("lost_commits", Count, &[Totals, Group], "commits that were lost on their way into the log"),
    measure("failed_commits", Count, OF_CLIENTS, "commits that failed, as their sender was told")
        .by(tally::COMMIT_ERRORS),
    measure("thrown", Count, OF_CLIENTS, "exceptions thrown at the application").by(&EXCEPTIONS),
    measure("exception", Word, &[Consumer], "the exception that was thrown at the application last"),
    measure("sent", Count, OF_CLIENTS, "requests sent, all but Fetch (`fetches`)").by(tally::REQUESTS),
    measure("called", Count, OF_CLIENTS, "calls of the listener's methods").by(tally::METHODS),
    measure("poll_timeouts", Count, OF_CLIENTS, "times that poll was not called within max.poll.interval.ms"),
];

/// Every exception by its name.
static EXCEPTIONS: [&str; Exception::ALL.len()] = {
    let mut list = [""; Exception::ALL.len()];
    let mut place = 0;
    while place < list.len() {
        list[place] = Exception::ALL[place].name();
        place += 1;
    }
    list
};

/// The duplicates of each cause, in the order of the reference.
pub const DUPLICATES: [Measure; DuplicateCause::COUNT] = {
    let mut list = [measure("", Count, ALL, ""); DuplicateCause::COUNT];
    let mut place = 0;
    while place < list.len() {
        let cause = DuplicateCause::ALL[place];
        list[place] = measure(cause.measure(), Count, ALL, cause.meaning());
        place += 1;
    }
    list
};

/// The gaps of each cause, in the order of the reference.
pub const GAPS: [Measure; GapCause::COUNT] = {
    let mut list = [measure("", Count, ALL, ""); GapCause::COUNT];
    let mut place = 0;
    while place < list.len() {
        let cause = GapCause::ALL[place];
        list[place] = measure(cause.measure(), Count, ALL, cause.meaning());
        place += 1;
    }
    list
};

fn all() -> impl Iterator<Item = &'static Measure> {
    static BY_CAUSE: ([Measure; DuplicateCause::COUNT], [Measure; GapCause::COUNT]) = (DUPLICATES, GAPS);
    MEASURES.iter().chain(COUNTED).chain(&BY_CAUSE.0).chain(&BY_CAUSE.1)
}

/// The measure of that name, or the one that it is a part of.
pub fn find(name: &str) -> Option<&'static Measure> {
    let whole = |measure: &&Measure| {
        name.split_once('.').is_some_and(|(of, part)| of == measure.name && measure.parts.contains(&part))
    };
    all().find(|measure| measure.name == name).or_else(|| all().find(whole))
}

/// What a name that is no measure may have been meant to be.
pub fn suggestion(name: &str) -> Hint {
    let by = name.split_once('.').and_then(|(of, _)| all().find(|measure| measure.name == of));
    let with = |prefix: &'static str| move |part: &&str| format!("{prefix}.{part}");
    let parts: Vec<String> = match by {
        Some(measure) if !measure.parts.is_empty() => measure.parts.iter().map(with(measure.name)).collect(),
        Some(measure) => {
            let causes = all().map(|known| known.name.to_owned());
            causes.filter(|known| known.starts_with(&format!("{}.", measure.name))).collect()
        }
        None => Vec::new(),
    };
    if parts.is_empty() {
        return meant(name, MEASURES.iter().chain(COUNTED).map(|measure| measure.name));
    }
    meant(name, parts.iter().map(String::as_str))
}

/// The words that a measure can be, where they are not names out of the script.
pub fn words(measure: &Measure, whose: Whose) -> Option<Vec<&'static str>> {
    let own = [ConsumerGroupState::Assigning, ConsumerGroupState::Reconciling].map(ConsumerGroupState::name);
    let states = || GroupState::ALL.iter().map(|state| state.name()).chain(own);
    Some(match (measure.name, whose) {
        ("state", Whose::Consumer) => STATE_WORDS.to_vec(),
        ("state", _) => states().collect(),
        ("protocol", _) => AssignorName::ALL.iter().map(|assignor| assignor.name()).collect(),
        ("exception", _) => EXCEPTIONS.to_vec(),
        _ => return None,
    })
}

/// A measure that counts one cause.
fn of_cause(name: &str, causes: &CauseCounts) -> Option<Found> {
    let duplicates = DuplicateCause::ALL.iter().find(|cause| cause.measure() == name);
    let gaps = GapCause::ALL.iter().find(|cause| cause.measure() == name);
    let count = duplicates.map(|cause| causes.duplicates(*cause)).or(gaps.map(|cause| causes.gaps(*cause)));
    count.map(Found::count)
}

/// What a measure turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A number, or a span of time in microseconds.
    Number(i128),
    Word(String),
    Counts(Vec<u64>),
    /// It does not exist: nothing committed, no owner, no leader.
    None,
}

impl Found {
    fn count(number: impl TryInto<i128>) -> Found {
        number.try_into().map_or(Found::None, Found::Number)
    }

    fn maybe(number: Option<u64>) -> Found {
        number.map_or(Found::None, Found::count)
    }

    fn word(word: Option<impl ToString>) -> Found {
        word.map_or(Found::None, |word| Found::Word(word.to_string()))
    }
}

/// A measure of everything together.
pub fn of_totals(name: &str, world: &Observation) -> Found {
    let totals = &world.totals;
    let sum = |part: fn(&GroupView) -> u64| Found::count(world.groups.iter().map(part).sum::<u64>());
    if let Some(found) = of_cause(name, &totals.causes) {
        return found;
    }
    match name {
        "produced" => Found::count(totals.produced),
        "processed" => Found::count(totals.processed),
        "duplicates" => Found::count(totals.duplicates),
        "gaps" => Found::count(totals.gaps),
        "at_risk" => Found::count(totals.at_risk),
        "skipped_at_start" => Found::count(totals.skipped_at_start),
        "lag" => Found::count(totals.lag),
        "rebalances" => sum(|group| group.rebalances),
        "unowned" => sum(|group| group.unowned.as_micros()),
        "unowned_ms" => sum(|group| group.lanes.iter().map(|lane| lane.unowned.as_millis()).sum()),
        "elapsed" => Found::count(world.time.as_micros()),
        _ => effort(name, &world.groups.iter().map(|group| group.effort).collect::<Vec<_>>()),
    }
}

/// A measure of one group.
pub fn of_group(name: &str, world: &Observation, group: &GroupView) -> Found {
    let sum = |part: fn(&LaneView) -> u64| Found::count(group.lanes.iter().map(part).sum::<u64>());
    // What became of records of deleted topics has become of them all the same.
    let all = |part: fn(&LaneView) -> u64, former: u64| {
        Found::count(group.lanes.iter().map(part).sum::<u64>() + former)
    };
    let mut causes = group.former.causes;
    group.lanes.iter().for_each(|lane| causes.add(&lane.causes));
    if let Some(found) = of_cause(name, &causes) {
        return found;
    }
    match name {
        "processed" => all(|lane| lane.processed, group.former.processed),
        "duplicates" => all(|lane| lane.duplicates, group.former.duplicates),
        "gaps" => all(|lane| lane.gaps, group.former.gaps),
        "at_risk" => all(|lane| lane.at_risk, group.former.at_risk),
        "skipped_at_start" => all(|lane| lane.skipped_at_start, group.former.skipped_at_start),
        "at_stake" => sum(LaneView::stake),
        "lag" => sum(|lane| lane.lag.unwrap_or(0)),
        "rebalances" => Found::count(group.rebalances),
        "unowned" => Found::count(group.unowned.as_micros()),
        "unowned_ms" => sum(|lane| lane.unowned.as_millis()),
        "state" => Found::Word(group.state_name().to_owned()),
        "generation" => Found::count(group.generation.0),
        "leader" => Found::word(group.leader.as_ref()),
        "protocol" => Found::word(group.protocol.as_ref()),
        "members" => Found::count(group.members.len() as u64),
        "counts" => Found::Counts(counts(world, group)),
        _ => effort(name, &[group.effort]),
    }
}

/// What reading cost these groups together; times from produce to processed only of one.
fn effort(name: &str, groups: &[Effort]) -> Found {
    let sum = |part: fn(&Effort) -> u64| Found::count(groups.iter().map(part).sum::<u64>());
    let span = |part: fn(&Effort) -> Option<SimDuration>| match groups {
        [only] => Found::maybe(part(only).map(SimDuration::as_micros)),
        _ => Found::None,
    };
    match name {
        "fetches" => sum(|effort| effort.fetches),
        "moved" => sum(|effort| effort.moved),
        "wasted" => sum(|effort| effort.wasted.as_micros()),
        "zombie_work" => sum(|effort| effort.zombie_work.as_micros()),
        "rebalancing" => sum(|effort| effort.rebalancing.as_micros()),
        "same_rack_bytes" => sum(|effort| effort.same_rack_bytes),
        "cross_rack_bytes" => sum(|effort| effort.cross_rack_bytes),
        "latency_p50" => span(|effort| effort.latency_p50),
        "latency_p99" => span(|effort| effort.latency_p99),
        "latency_max" => span(|effort| effort.latency_max),
        _ => Found::None,
    }
}

fn counts(world: &Observation, group: &GroupView) -> Vec<u64> {
    let runs = |process| {
        !matches!(
            process,
            ProcessState::Killed { .. } | ProcessState::Closed { .. } | ProcessState::Failed { .. }
        )
    };
    let mut consumers: Vec<&ConsumerView> = world
        .consumers
        .iter()
        .filter(|consumer| consumer.group == group.id && runs(consumer.process))
        .collect();
    sort_by(&mut consumers, |a, b| a.name.cmp(&b.name));
    consumers.iter().map(|consumer| consumer.owned.len() as u64).collect()
}

/// A measure of one partition as one group reads it.
pub fn of_partition(name: &str, lane: &LaneView) -> Found {
    match name {
        "processed" => Found::count(lane.processed),
        "duplicates" => Found::count(lane.duplicates),
        "gaps" => Found::count(lane.gaps),
        "at_risk" => Found::count(lane.at_risk),
        "skipped_at_start" => Found::count(lane.skipped_at_start),
        "at_stake" => Found::count(lane.stake()),
        "lag" => Found::maybe(lane.lag),
        "unowned" => Found::count(lane.unowned.as_micros()),
        "unowned_ms" => Found::count(lane.unowned.as_millis()),
        "owner" => Found::word(lane.owner.as_ref()),
        "committed" => Found::maybe(lane.committed),
        "position" => Found::maybe(lane.position),
        "log_start" => Found::count(lane.log_start),
        "log_end" => Found::count(lane.log_end),
        _ => of_cause(name, &lane.causes).unwrap_or(Found::None),
    }
}

/// A measure of one consumer.
pub fn of_consumer(name: &str, consumer: &ConsumerView) -> Found {
    match name {
        "state" => Found::Word(state_word(consumer).to_owned()),
        "generation" => Found::count(consumer.generation.0),
        "assigned" => Found::count(consumer.owned.len() as u64),
        "fetches" => Found::count(consumer.fetches),
        "paused" => Found::count(consumer.paused.as_micros()),
        "paused_ms" => Found::count(consumer.paused.as_millis()),
        _ => Found::None,
    }
}

/// The reference of all measures as a Markdown table.
pub fn reference() -> String {
    let mut text = String::from("| measure | of | what it is |\n|---|---|---|\n");
    for measure in all() {
        let whose = |whose: &Whose| match whose {
            Whose::Totals => "everything",
            Whose::Group => "a group",
            Whose::Partition => "a partition",
            Whose::Consumer => "a consumer",
        };
        let of: Vec<_> = measure.of.iter().map(whose).collect();
        let parts = match measure.parts {
            [] => String::new(),
            parts => format!("; `{}.` and one of {}", measure.name, parts.join(", ")),
        };
        text += &format!("| `{}` | {} | {}{parts} |\n", measure.name, of.join(", "), measure.help);
    }
    text
}
