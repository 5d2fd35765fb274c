//! `--describe` and `--describe --offsets` (`collectGroupsOffsets`, `printOffsets`): a row for each partition that a
//! member has, members with more partitions first; then one for each other partition with a committed offset.

use super::columns::{DescribeTable, UNKNOWN};
use super::described::{host, members};
use crate::cluster::Cluster;
use crate::kafka::coordinator::Group;
use crate::kafka::ids::TopicPartition;
use crate::sim::sorted::{SortedSet, sort_by_key};
use std::cmp::Reverse;

/// What stands in the last three columns.
pub(super) type RowReader = [String; 3];

/// The table, with the empty line before it; nothing for a group without a row.
pub(super) fn table(cluster: &Cluster, group: &Group, verbose: bool) -> Vec<String> {
    let epoch = verbose.then_some(("LEADER-EPOCH", 15));
    let columns = [("GROUP", 15), ("TOPIC", 15), ("PARTITION", 10)].into_iter().chain(epoch);
    let offsets = [("CURRENT-OFFSET", 15), ("LOG-END-OFFSET", 15), ("LAG", 15)];
    let readers = [("CONSUMER-ID", 15), ("HOST", 15), ("CLIENT-ID", 0)];
    let mut table = DescribeTable::new(columns.chain(offsets).chain(readers));
    for (partition, reader) in rows(cluster, group) {
        table.push(row(cluster, group, partition, reader, verbose).into_iter());
    }
    if table.is_empty() {
        return Vec::new();
    }
    table.fitted(|_, name| matches!(name, "GROUP" | "TOPIC" | "CONSUMER-ID" | "HOST"))
}

/// The rows: each partition, and who reads it.
pub(super) fn rows(cluster: &Cluster, group: &Group) -> Vec<(TopicPartition, RowReader)> {
    let mut members = members(group);
    members.retain(|member| !member.assigned.is_empty());
    sort_by_key(&mut members, |member| Reverse(member.assigned.len()));
    let mut rows = Vec::new();
    let mut taken = SortedSet::new();
    for member in members {
        let reader = [member.member_id.to_string(), host(cluster, &member), member.client_id.to_string()];
        for partition in member.assigned {
            taken.insert(partition);
            rows.push((partition, reader.clone()));
        }
    }
    let others = group.offsets().keys().filter(|partition| !taken.contains(*partition));
    rows.extend(others.map(|partition| (*partition, [UNKNOWN; 3].map(str::to_owned))));
    rows
}

fn row(
    cluster: &Cluster,
    group: &Group,
    partition: TopicPartition,
    [consumer, host, client]: RowReader,
    verbose: bool,
) -> Vec<String> {
    let committed = group.offsets().get(&partition);
    let end = cluster.brokers().log(&partition).map(|log| log.end());
    let lag = committed.zip(end).map(|(committed, end)| i128::from(end) - i128::from(committed.offset));
    let mut cells =
        vec![group.id().to_string(), partition.topic.to_string(), partition.partition.to_string()];
    if verbose {
        cells.push(known(committed.and_then(|committed| committed.leader_epoch)));
    }
    cells.extend([known(committed.map(|committed| committed.offset)), known(end), known(lag)]);
    cells.extend([consumer, host, client]);
    cells
}

fn known(value: Option<impl ToString>) -> String {
    value.map_or_else(|| UNKNOWN.to_owned(), |value| value.to_string())
}
