//! The stage in words: for screen readers, and for whoever cannot see the drawing.

use crate::cluster::observation::{LaneView, Observation};
use crate::scene::coordinator;
use crate::scene::text;

/// A lane as a row of the table twin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TwinRow {
    pub group: String,
    pub partition: String,
    pub reader: String,
    pub committed: String,
    pub position: String,
    pub log_end: String,
    pub lag: String,
    pub at_stake: String,
    pub duplicates: String,
    pub gaps: String,
}

/// The heads of the table twin's columns, in the order of [`TwinRow::cells`].
pub const TWIN_HEADS: [&str; 10] = [
    "group",
    "partition",
    "reader",
    "committed",
    "position",
    "log end",
    "lag",
    "at stake",
    "duplicates",
    "gaps",
];

impl TwinRow {
    /// The row's cells.
    pub fn cells(&self) -> [&str; 10] {
        [
            &self.group,
            &self.partition,
            &self.reader,
            &self.committed,
            &self.position,
            &self.log_end,
            &self.lag,
            &self.at_stake,
            &self.duplicates,
            &self.gaps,
        ]
    }
}

/// The rows of the table twin.
pub fn twin(observation: &Observation) -> Vec<TwinRow> {
    let number = |n: Option<u64>| n.map_or("—".to_string(), |n| n.to_string());
    let row = |group: &str, lane: &LaneView| TwinRow {
        group: group.to_string(),
        partition: lane.partition.to_string(),
        reader: match &lane.owner {
            Some(owner) if lane.owner_running => owner.to_string(),
            Some(owner) => format!("nobody ({owner} does not run)"),
            None => "nobody".to_string(),
        },
        committed: number(lane.committed),
        position: number(lane.position),
        log_end: lane.log_end.to_string(),
        lag: number(lane.lag),
        at_stake: lane.at_stake.to_string(),
        duplicates: lane.duplicates.to_string(),
        gaps: lane.gaps.to_string(),
    };
    let groups = observation.groups.iter();
    groups.flat_map(|group| group.lanes.iter().map(move |lane| row(group.id.as_str(), lane))).collect()
}

/// One sentence for each group.
pub fn announcements(observation: &Observation) -> Vec<String> {
    let sentence = |group| {
        let (_, status) = coordinator::status(observation, group);
        format!("Group {}, generation {}: {status}.", group.id, group.generation)
    };
    observation.groups.iter().map(sentence).collect()
}

/// The whole stage.
pub fn summary(observation: &Observation) -> String {
    let mut out = String::from("Consumer groups reading partitions.");
    for group in &observation.groups {
        let unread = group.lanes.iter().filter(|lane| lane.owner.is_none() || !lane.owner_running).count();
        out.push_str(&format!(
            " Group {}: {}, generation {}, {}; {}, {unread} of them read by nobody.",
            group.id,
            group.state.name(),
            group.generation,
            text::count(group.members.len() as u64, "member", "members"),
            text::count(group.lanes.len() as u64, "partition", "partitions"),
        ));
    }
    let totals = &observation.totals;
    out.push_str(&format!(
        " Lag {}, {}, {}.",
        totals.lag,
        text::count(totals.duplicates, "duplicate", "duplicates"),
        text::count(totals.gaps, "gap", "gaps")
    ));
    out
}
