//! What the rows of a table are about, so that a page can lead from a row to the thing itself.

use super::{DescribeView, members, offsets};
use crate::cluster::Cluster;
use crate::kafka::ids::{ClientName, GroupId, TopicPartition};

/// The thing that a row tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowSubject {
    Partition(TopicPartition),
    /// A member, by its process.
    Member(ClientName),
    /// The group itself, or a member whose process is not known.
    Group,
}

/// What each row is about that [`super::describe`] prints of a group, in their order. Rows are the last of its lines.
pub fn rows_about(cluster: &Cluster, group: &GroupId, view: DescribeView) -> Vec<RowSubject> {
    let Some(found) = super::told_of(cluster, group) else { return Vec::new() };
    match view {
        DescribeView::Offsets => {
            let rows = offsets::rows(cluster, found).into_iter();
            rows.map(|(partition, _)| RowSubject::Partition(partition)).collect()
        }
        DescribeView::Members => members::processes(cluster, found)
            .map(|process| process.map_or(RowSubject::Group, RowSubject::Member))
            .collect(),
        DescribeView::State => vec![RowSubject::Group],
    }
}
