//! `--describe --members` (`collectGroupsMembers`, `printMembers`): a row for each member. GROUP-INSTANCE-ID is there
//! as soon as one member is static; it is empty for the others. The tool prints the header for a group without
//! members, too.

use super::columns::{DescribeTable, UNKNOWN};
use super::host;
use crate::cluster::Cluster;
use crate::kafka::coordinator::Group;
use crate::kafka::ids::{ClientName, TopicName, TopicPartition};
use crate::sim::sorted::{SortedMap, sort};

/// The table, with the empty line before it.
pub(super) fn table(cluster: &Cluster, group: &Group, verbose: bool) -> Vec<String> {
    let instance = group.members().any(|member| member.is_static()).then_some(("GROUP-INSTANCE-ID", 17));
    let columns = [("GROUP", 15), ("CONSUMER-ID", 15)].into_iter().chain(instance);
    let columns = columns.chain([("HOST", 15), ("CLIENT-ID", 15), ("#PARTITIONS", 15)]);
    // Without --verbose the line ends in the space that stands before the next column.
    let rest: &[(&str, usize)] = match verbose {
        false => &[("", 0)],
        true => &[
            ("CURRENT-EPOCH", 15),
            ("CURRENT-ASSIGNMENT", 20),
            ("TARGET-EPOCH", 15),
            ("TARGET-ASSIGNMENT", 20),
        ],
    };
    let mut table = DescribeTable::new(columns.chain(rest.iter().copied()));
    for member in group.members() {
        let owned: &[TopicPartition] = member.assignment().map_or(&[], |assignment| assignment);
        let mut cells = vec![group.id().to_string(), member.member_id().to_string()];
        if instance.is_some() {
            cells.push(member.group_instance_id().map(ToString::to_string).unwrap_or_default());
        }
        cells.extend([host(cluster, member), member.client_id().to_string(), owned.len().to_string()]);
        // Epochs and targets are those of the other protocol.
        let unknown = || UNKNOWN.to_owned();
        cells.extend(match verbose {
            false => vec![String::new()],
            true => vec![unknown(), assignment(owned), unknown(), unknown()],
        });
        table.push(cells.into_iter());
    }
    table.fitted(|_, name| name != "#PARTITIONS" && !name.ends_with("-EPOCH"))
}

/// Each member's process, in the order of the rows.
pub(super) fn processes<'a>(
    cluster: &'a Cluster,
    group: &'a Group,
) -> impl Iterator<Item = Option<ClientName>> + 'a {
    group.members().map(|member| cluster.whom(member.member_id()).client)
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
