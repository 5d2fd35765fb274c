//! The terminal: what `kafka-consumer-groups.sh --describe` prints of a group at an instant (Kafka 4.1:
//! `ConsumerGroupCommand`), in the tool's own columns and sentences, which are the same in every language.
//!
//! What the tool prints rests on three answers: the coordinator's DescribeGroups, or ConsumerGroupDescribe of a
//! consumer group (state, members, and what each was assigned last: `described`), the group's committed offsets, and
//! the ends of the logs. LAG is by the committed offset, wherever the consumer reads.
//!
//! Not modelled: the time that the tool's own requests take; the stack trace below an error; the order in which the
//! coordinator's hash map lists members (here: as they joined); the call's own numbers in the error after a timeout.

mod about;
mod columns;
mod described;
mod members;
mod offsets;

use crate::cluster::Cluster;
use crate::kafka::coordinator::Group;
use crate::kafka::group_state::GroupState;
use crate::kafka::ids::{BrokerId, GroupId};
pub use about::{RowSubject, rows_about};
use columns::{DescribeTable, UNKNOWN};

/// What to run where a real cluster is, to bring its group here: the address and the group are to be filled in.
pub const COMMANDS_TO_PASTE: &str =
    "kafka-consumer-groups.sh --bootstrap-server HOST:9092 --describe --group GROUP
kafka-consumer-groups.sh --bootstrap-server HOST:9092 --describe --group GROUP --members --verbose
kafka-consumer-groups.sh --bootstrap-server HOST:9092 --describe --group GROUP --state";

/// The port of every broker.
const PORT: u16 = 9092;

/// What of a group is described.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DescribeView {
    /// Without an option, or `--offsets`: a row for each partition.
    Offsets,
    /// `--members`: a row for each member.
    Members,
    /// `--state`: one row.
    State,
}

impl DescribeView {
    /// All of them.
    pub const ALL: [DescribeView; 3] = [DescribeView::Offsets, DescribeView::Members, DescribeView::State];

    /// The tool's option for it; empty where none is needed.
    pub const fn option(self) -> &'static str {
        match self {
            DescribeView::Offsets => "",
            DescribeView::Members => " --members",
            DescribeView::State => " --state",
        }
    }
}

/// The command that prints what [`describe`] gives.
pub fn describe_command(group: &GroupId, view: DescribeView, verbose: bool) -> String {
    let verbose = if verbose { " --verbose" } else { "" };
    let broker = host_of_broker(BrokerId(0));
    format!(
        "kafka-consumer-groups.sh --bootstrap-server {broker} --describe --group {group}{}{verbose}",
        view.option()
    )
}

/// What the tool prints of a group, line by line, spaces at the ends of lines included. Its standard error is there as
/// well, in the order in which a terminal would show both.
pub fn describe(cluster: &Cluster, group: &GroupId, view: DescribeView, verbose: bool) -> Vec<String> {
    if cluster.coordinator_is_away(group) {
        return failed("org.apache.kafka.common.errors.TimeoutException");
    }
    let Some(found) = told_of(cluster, group) else {
        let exception = "org.apache.kafka.common.errors.GroupIdNotFoundException";
        return failed(&format!("{exception}: Group {group} not found."));
    };
    let mut lines = sentence(found);
    match view {
        DescribeView::Offsets => lines.extend(offsets::table(cluster, found, verbose)),
        DescribeView::Members => lines.extend(members::table(cluster, found, verbose)),
        DescribeView::State => lines.extend(state(cluster, found, verbose)),
    }
    lines
}

/// The group, if its coordinator answers and knows it.
fn told_of<'a>(cluster: &'a Cluster, group: &GroupId) -> Option<&'a Group> {
    if cluster.coordinator_is_away(group) {
        return None;
    }
    cluster.coordinator().group(group).filter(|group| group.state() != GroupState::Dead)
}

/// Host and port of a broker.
pub fn host_of_broker(broker: BrokerId) -> String {
    format!("broker-{}:{PORT}", broker.0)
}

/// The tool ends with an error.
fn failed(why: &str) -> Vec<String> {
    vec![String::new(), format!("Error: Executing consumer group command failed due to {why}")]
}

/// What the tool says before the table (`shouldPrintMemberState`).
fn sentence(group: &Group) -> Vec<String> {
    let id = group.id();
    let sentence = if group.state() == GroupState::Empty {
        format!("Consumer group '{id}' has no active members.")
    } else if described::is_rebalancing(group) {
        format!("Warning: Consumer group '{id}' is rebalancing.")
    } else {
        return Vec::new();
    };
    vec![String::new(), sentence]
}

/// `--state` (`printStates`).
fn state(cluster: &Cluster, group: &Group, verbose: bool) -> Vec<String> {
    let broker = cluster.brokers().coordinator(group.id());
    let mut cells = vec![
        ("GROUP", 15, group.id().to_string()),
        ("COORDINATOR (ID)", 25, format!("{}  ({})", host_of_broker(broker), broker.0)),
        ("ASSIGNMENT-STRATEGY", 20, described::assignor(cluster, group)),
        ("STATE", 20, described::state_name(group).to_owned()),
    ];
    if verbose {
        // A classic group has no epochs.
        let (epoch, target) = match group {
            Group::Classic(_) => (UNKNOWN.to_owned(), UNKNOWN.to_owned()),
            Group::Consumer(group) => (group.group_epoch().to_string(), group.assignment_epoch().to_string()),
        };
        cells.push(("GROUP-EPOCH", 15, epoch));
        cells.push(("TARGET-ASSIGNMENT-EPOCH", 25, target));
    }
    cells.push(("#MEMBERS", 0, group.member_count().to_string()));
    let mut table = DescribeTable::new(cells.iter().map(|(name, width, _)| (*name, *width)));
    table.push(cells.into_iter().map(|(_, _, cell)| cell));
    table.fitted(|place, _| place < 2)
}
