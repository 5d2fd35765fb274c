//! `--describe --members` (`collectGroupsMembers`, `printMembers`): a row for each member. GROUP-INSTANCE-ID is there
//! as soon as one member is static; it is empty for the others. The tool prints the header for a group without
//! members, too.

use super::columns::{DescribeTable, UNKNOWN};
use super::described::{MemberDescription, host, members, process};
use crate::cluster::Cluster;
use crate::kafka::api::Epoch;
use crate::kafka::coordinator::Group;
use crate::kafka::ids::{ClientName, TopicName, TopicPartition};
use crate::sim::sorted::{SortedMap, sort};

/// What is told of a member with `--verbose`.
const VERBOSE: [(&str, usize); 5] = [
    ("CURRENT-EPOCH", 15),
    ("CURRENT-ASSIGNMENT", 20),
    ("TARGET-EPOCH", 15),
    ("TARGET-ASSIGNMENT", 20),
    // Only of a consumer group that has members of both protocols.
    ("UPGRADED", 0),
];

/// The table, with the empty line before it.
pub(super) fn table(cluster: &Cluster, group: &Group, verbose: bool) -> Vec<String> {
    let members = members(group);
    let instance = members.iter().any(|one| one.instance_id.is_some()).then_some(("GROUP-INSTANCE-ID", 17));
    let columns = [("GROUP", 15), ("CONSUMER-ID", 15)].into_iter().chain(instance);
    let columns = columns.chain([("HOST", 15), ("CLIENT-ID", 15), ("#PARTITIONS", 15)]);
    let upgraded = |one: &MemberDescription| one.of_consumer_group.as_ref().map(|epochs| epochs.upgraded);
    let migrates = [true, false].iter().all(|kind| members.iter().any(|one| upgraded(one) == Some(*kind)));
    // Without --verbose the line ends in the space that stands before the next column.
    let rest: &[(&str, usize)] = match (verbose, migrates) {
        (false, _) => &[("", 0)],
        (true, false) => &VERBOSE[..4],
        (true, true) => &VERBOSE,
    };
    let mut table = DescribeTable::new(columns.chain(rest.iter().copied()));
    for member in &members {
        let mut cells = vec![group.id().to_string(), member.member_id.to_string()];
        if instance.is_some() {
            cells.push(member.instance_id.map(|id| id.to_string()).unwrap_or_default());
        }
        let partitions = member.assigned.len().to_string();
        cells.extend([host(cluster, member), member.client_id.to_string(), partitions]);
        match verbose {
            false => cells.push(String::new()),
            true => cells.extend(verbosely(member).into_iter().take(rest.len())),
        }
        table.push(cells.into_iter());
    }
    table.fitted(|_, name| name != "#PARTITIONS" && !name.ends_with("-EPOCH"))
}

/// The cells of `VERBOSE`. A classic group has no epochs and no targets.
fn verbosely(member: &MemberDescription) -> [String; 5] {
    let known = member.of_consumer_group.as_ref();
    let epoch = |epoch: Option<Epoch>| epoch.map_or(UNKNOWN.to_owned(), |epoch| epoch.to_string());
    [
        epoch(known.map(|epochs| epochs.current)),
        assignment(&member.assigned),
        epoch(known.map(|epochs| epochs.target)),
        assignment(known.map_or(&[], |epochs| &epochs.target_assignment)),
        known.map_or(UNKNOWN.to_owned(), |epochs| epochs.upgraded.to_string()),
    ]
}

/// Each member's process, in the order of the rows.
pub(super) fn processes(cluster: &Cluster, group: &Group) -> impl Iterator<Item = Option<ClientName>> {
    members(group).into_iter().map(|member| process(cluster, &member))
}

/// `orders:0,1;payments:2` (`getAssignmentString`).
fn assignment(owned: &[TopicPartition]) -> String {
    let mut topics: SortedMap<TopicName, Vec<u32>> = SortedMap::new();
    for partition in owned {
        topics.entry(partition.topic).or_default().push(partition.partition);
    }
    let of_topic = |(topic, mut numbers): (TopicName, Vec<u32>)| {
        sort(&mut numbers);
        let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
        format!("{topic}:{}", numbers.join(","))
    };
    let topics: Vec<String> = topics.into_iter().map(of_topic).collect();
    if topics.is_empty() { UNKNOWN.to_owned() } else { topics.join(";") }
}
