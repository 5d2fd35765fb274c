//! The script: topics with their records, the committed offsets, the group with its members; then time passes until the
//! group has settled, and producers begin to write.

use super::plan::{ImportPlan, PlannedAssignor, legal_name, of_group, plan};
use super::remark::ImportRemark;
use super::scale::{Scaled, scale};
use super::{ImportChoice, Imported, ImportedGroup, ImportedSession};
use crate::kafka::ids::{TopicName, TopicPartition};
use crate::sim::sorted::SortedMap;

/// So many records are written at once; then time passes until they have arrived.
const PORTION: u64 = 2_000;

/// Writes the session of the group in that place.
pub(super) fn write(imported: &Imported, place: usize, choice: &ImportChoice) -> ImportedSession {
    let mut remarks = Vec::new();
    let group = &imported.groups[place];
    let id = group_id(group, &mut remarks);
    let others = imported.groups.iter().enumerate().filter(|(other, _)| *other != place);
    let others: Vec<String> = others.filter_map(|(_, other)| other.name.clone()).collect();
    if !others.is_empty() {
        remarks.push(ImportRemark::OneOfSeveral { taken: id.clone(), others });
    }
    of_group(group, &mut remarks);
    let counts = counts(group, &mut remarks);
    let plan = plan(group, &counts, &mut remarks);
    let scaled = scale(group, &counts, choice.most_records, &mut remarks);
    remarks.push(ImportRemark::SettingsUnknown { rate: choice.rate });
    let script = script(&id, &counts, &plan, &scaled, choice);
    ImportedSession { script, remarks, assignor: plan.assignor, names: plan.names }
}

fn group_id(group: &ImportedGroup, remarks: &mut Vec<ImportRemark>) -> String {
    let Some(from) = &group.name else {
        let name = "group".to_owned();
        remarks.push(ImportRemark::GroupNamed(name.clone()));
        return name;
    };
    let to = legal_name(from);
    if to != *from {
        remarks.push(ImportRemark::GroupRenamed { from: from.clone(), to: to.clone() });
    }
    to
}

/// How many partitions each topic has: up to the highest number that is known.
fn counts(group: &ImportedGroup, remarks: &mut Vec<ImportRemark>) -> SortedMap<TopicName, u32> {
    let mut counts: SortedMap<TopicName, (u32, usize)> = SortedMap::new();
    for of in &group.partitions {
        let (total, shown) = counts.entry(of.topic).or_default();
        *total = (*total).max(of.partition + 1);
        *shown += 1;
    }
    for (topic, (total, shown)) in counts.iter().filter(|(_, (total, shown))| *total as usize != *shown) {
        let (topic, shown, total) = (topic.to_string(), *shown, *total);
        remarks.push(ImportRemark::PartitionsAssumed { topic, shown, total });
    }
    counts.into_iter().map(|(topic, (total, _))| (topic, total)).collect()
}

fn script(
    id: &str,
    counts: &SortedMap<TopicName, u32>,
    plan: &ImportPlan,
    scaled: &Scaled,
    choice: &ImportChoice,
) -> String {
    let mut lines = Vec::new();
    lines.push("seed 1".to_owned());
    for (number, (topic, count)) in counts.iter().enumerate() {
        lines.push(format!("topic {topic} partitions={count}"));
        lines.push(format!("producer p{} topic={topic} rate=0/s", number + 1));
    }
    records(counts, scaled, &mut lines);
    let all =
        if plan.read.len() == counts.len() { String::new() } else { format!(" topics={}", list(&plan.read)) };
    let assigned = match plan.assignor {
        PlannedAssignor::Client(assignor) => format!("strategy={assignor}"),
        PlannedAssignor::Server(_) => {
            format!("group.protocol=consumer{}", remote_assignor(plan, !plan.is_mixed()))
        }
    };
    lines.push(format!("group {id} {assigned}{all}"));
    lines.push("run for=1s".to_owned());
    let mut by_offset: SortedMap<u64, Vec<TopicPartition>> = SortedMap::new();
    for (partition, offset) in &scaled.committed {
        by_offset.entry(*offset).or_default().push(*partition);
    }
    for (offset, partitions) in by_offset {
        lines.push(format!("reset-offsets {id} to={offset} partitions={} start=yes", list(&partitions)));
    }
    consumers(id, plan, &mut lines);
    if !plan.names.is_empty() {
        lines.push(format!("run until=stable group={id}"));
    }
    for (number, topic) in counts.keys().enumerate() {
        if plan.read.contains(topic) {
            lines.push(format!("rate p{} {}/s", number + 1, choice.rate));
        }
    }
    lines.push(String::new());
    lines.join("\n")
}

/// The records, in portions: what is under way at once costs the square of its number.
fn records(counts: &SortedMap<TopicName, u32>, scaled: &Scaled, lines: &mut Vec<String>) {
    let mut room = PORTION;
    for (number, (topic, count)) in counts.iter().enumerate() {
        let mut left = scaled.lengths.get(topic).copied().unwrap_or(0) * u64::from(*count);
        while left > 0 {
            let burst = left.min(room);
            lines.push(format!("burst p{} records={burst}", number + 1));
            (left, room) = (left - burst, room - burst);
            if room == 0 {
                lines.push("run for=20ms".to_owned());
                room = PORTION;
            }
        }
    }
}

/// The assignor of the broker, where it is to be named. A classic consumer would not start with it.
fn remote_assignor(plan: &ImportPlan, named: bool) -> String {
    match plan.assignor {
        PlannedAssignor::Server(Some(assignor)) if named => {
            format!(" group.remote.assignor={}", assignor.name())
        }
        PlannedAssignor::Server(_) | PlannedAssignor::Client(_) => String::new(),
    }
}

/// Members that differ in nothing but their names are started by one line.
fn consumers(id: &str, plan: &ImportPlan, lines: &mut Vec<String>) {
    let rest = |place: usize| {
        let topics = plan.topics.as_ref().map(|topics| format!(" topics={}", list(&topics[place])));
        let instance = plan.instances[place].as_ref().map(|id| format!(" group.instance.id={id}"));
        let client = plan.clients[place].as_ref().map(|id| format!(" client.id={id}"));
        let protocol = match plan.classic[place] {
            true => " group.protocol=classic".to_owned(),
            false => remote_assignor(plan, plan.is_mixed()),
        };
        let parts = [topics, client, instance].map(Option::unwrap_or_default);
        format!(" group={id}{}{protocol}", parts.concat())
    };
    // A member of the new protocol cannot join a classic group that has no assignment yet: they come first.
    let protocols = [false, true].into_iter();
    let places = protocols
        .flat_map(|classic| (0..plan.names.len()).filter(move |place| plan.classic[*place] == classic));
    let mut started: Vec<(String, String)> = Vec::new();
    for place in places {
        let (name, rest) = (&plan.names[place], rest(place));
        match started.last_mut() {
            Some((names, last)) if *last == rest => {
                names.push(' ');
                names.push_str(name);
            }
            _ => started.push((name.clone(), rest)),
        }
    }
    lines.extend(started.into_iter().map(|(names, rest)| format!("consumers {names}{rest}")));
}

fn list<T: ToString>(names: &[T]) -> String {
    names.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}
