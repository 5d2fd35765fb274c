//! The stage in words: for screen readers, and for readers who cannot see the drawing.

use crate::cluster::observation::{LaneView, Observation};
use crate::scene::crowd::is_crowd;
use crate::session::language::Lang;
use crate::session::language::label::StageLabel;
use crate::session::language::stage::{LaneText, StagePhrase};
use crate::sim::sorted::SortedMap;

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

impl TwinRow {
    /// The row's cells, in the order of [`crate::session::language::stage::table_heads`].
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
pub fn twin(lang: Lang, observation: &Observation) -> Vec<TwinRow> {
    let number = |n: Option<u64>| n.map_or("—".to_string(), |n| n.to_string());
    let row = |group: &str, lane: &LaneView| TwinRow {
        group: group.to_string(),
        partition: lane.partition.to_string(),
        reader: reader(lang, lane),
        committed: number(lane.committed),
        position: number(lane.position),
        log_end: lane.log_end.to_string(),
        lag: number(lane.lag),
        at_stake: number(lane.at_stake),
        duplicates: lane.duplicates.to_string(),
        gaps: lane.gaps.to_string(),
    };
    let groups = observation.groups.iter().filter(|group| !is_crowd(observation, group));
    groups.flat_map(|group| group.lanes.iter().map(move |lane| row(group.id.as_str(), lane))).collect()
}

/// The table twin of the crowds: each consumer, and its partitions with their lags. A row for each partition would be
/// more than a page can hold.
pub fn crowd_twin(lang: Lang, observation: &Observation) -> Vec<(String, String)> {
    let told = |lane: &LaneView| {
        let lag = lane.lag.map(|lag| lang.say(LaneText::Lag(lag)));
        let twice = (lane.duplicates > 0).then(|| lang.say(LaneText::DuplicatesShort(lane.duplicates)));
        let lost = (lane.gaps > 0).then(|| lang.say(LaneText::Lost(lane.gaps)));
        let parts = [Some(lane.partition.to_string()), lag, twice, lost];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    let mut rows = Vec::new();
    for group in observation.groups.iter().filter(|group| is_crowd(observation, group)) {
        let mut of: SortedMap<String, Vec<String>> = SortedMap::new();
        for lane in &group.lanes {
            of.entry(reader(lang, lane)).or_default().push(told(lane));
        }
        let several = observation.groups.len() > 1;
        let named = |reader: String| if several { format!("{}/{reader}", group.id) } else { reader };
        rows.extend(of.into_iter().map(|(reader, lanes)| (named(reader), lanes.join(", "))));
    }
    rows
}

/// Who reads a lane, in the table.
fn reader(lang: Lang, lane: &LaneView) -> String {
    match &lane.owner {
        Some(owner) if lane.owner_running => owner.to_string(),
        Some(owner) => lang.say(LaneText::NobodyInTable(owner.as_str())),
        None => lang.stage_label(StageLabel::Nobody).to_string(),
    }
}

/// The whole stage.
pub fn summary(lang: Lang, observation: &Observation) -> String {
    let mut out = String::from(lang.stage_label(StageLabel::Summary));
    for group in &observation.groups {
        let unread = group.lanes.iter().filter(|lane| lane.owner.is_none() || !lane.owner_running).count();
        out.push_str(&lang.say(StagePhrase::SummaryOfGroup {
            group: group.id.as_str(),
            state: group.state.name(),
            generation: group.generation.0,
            members: group.members.len(),
            lanes: (group.lanes.len(), unread),
        }));
    }
    let totals = &observation.totals;
    out.push_str(&lang.say(StagePhrase::SummaryOfTotals {
        lag: totals.lag,
        duplicates: totals.duplicates,
        gaps: totals.gaps,
    }));
    out
}
