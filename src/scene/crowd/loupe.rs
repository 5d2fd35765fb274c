//! The partitions of one block of a grid, larger: with their names, their numbers, and a bar each.

use super::{CrowdBlock, CrowdLane, CrowdScene, nice};
use crate::kafka::ids::TopicPartition;
use crate::scene::lane::{LaneValues, lane_id};
use crate::scene::mark::{Area, Text, TextTone};
use crate::scene::text;
use crate::session::language::label::StageLabel;
use crate::session::language::stage::{LaneText, StagePhrase};

/// What is under the loupe.
#[derive(Clone, Debug, PartialEq)]
pub struct LoupeScene {
    pub area: Area,
    pub unit: f64,
    pub texts: Vec<Text>,
    pub rows: Vec<LoupeRow>,
}

/// A partition under the loupe.
#[derive(Clone, Debug, PartialEq)]
pub struct LoupeRow {
    pub test_id: String,
    pub partition: TopicPartition,
    pub area: Area,
    pub texts: Vec<Text>,
    /// What is committed, at stake, and unread: neighbours on one line.
    pub bars: [Area; 3],
    pub values: LaneValues,
    pub spoken: String,
    pub selected: bool,
}

impl CrowdScene {
    /// The block that the loupe shows while nothing is pointed at: that of what is chosen, or one that nobody reads.
    pub fn looked_at(&self) -> usize {
        let chosen = |block: &CrowdBlock| block.selected || block.ring.is_some();
        let found = self.blocks.iter().position(|block| chosen(block));
        found.or_else(|| self.blocks.iter().position(|block| block.alarm)).unwrap_or(0)
    }

    /// This block under the loupe.
    pub fn loupe(&self, block: usize) -> Option<LoupeScene> {
        let (area, block) = (self.loupe?, self.blocks.get(block)?);
        let (lang, u) = (self.lang, self.unit);
        let (left, right) = (area.x + 10.0 * u, area.right() - 10.0 * u);
        let (name, state) = match &block.consumer {
            Some(consumer) => (consumer.name.as_str(), consumer.state_label),
            None => (lang.stage_label(StageLabel::Nobody), ""),
        };
        let y = area.y + 19.0 * u;
        let tone = if block.alarm { TextTone::Gap } else { TextTone::Good };
        let state = Text::new(right, y, 12.0 * u, tone, text::fit(state, 12.0 * u, 110.0 * u)).end();
        let room = state.extent().0 - left - 8.0 * u;
        let name = Text::new(left, y, 13.0 * u, TextTone::Ink, text::fit(name, 13.0 * u, room)).bold();
        let mut loupe = LoupeScene { area, unit: u, texts: vec![name, state], rows: Vec::new() };
        let top = area.y + 30.0 * u;
        let room = ((area.bottom() - top) / (ROW * u)).floor().max(1.0) as usize;
        let all = block.lanes.len();
        let shown = if all <= room { all } else { room.saturating_sub(1) };
        // What is chosen is among them, and then the largest lags.
        let mut order: Vec<&CrowdLane> = block.lanes.iter().collect();
        if shown < all {
            let urgent = |lane: &&CrowdLane| (!lane.selected, std::cmp::Reverse(lane.values.lag));
            crate::sim::sorted::sort_by_key(&mut order, urgent);
        }
        let most = order.iter().map(|lane| length(&lane.values)).max().unwrap_or(0);
        for (at, lane) in order.into_iter().take(shown).enumerate() {
            let row = Area { y: top + at as f64 * ROW * u, height: ROW * u, ..area };
            loupe.rows.push(self.row(lane, row, nice(most).max(20)));
        }
        if shown < all {
            let y = top + shown as f64 * ROW * u + 14.0 * u;
            let words = lang.say(StagePhrase::AndMore(all - shown));
            loupe.texts.push(Text::new(left, y, 11.0 * u, TextTone::Muted, words));
        }
        Some(loupe)
    }

    fn row(&self, lane: &CrowdLane, area: Area, full: u64) -> LoupeRow {
        let (lang, u, values) = (self.lang, self.unit, lane.values);
        let (left, right) = (area.x + 10.0 * u, area.right() - 10.0 * u);
        let said = match (values.gaps, values.duplicates, values.lag) {
            (0, 0, Some(lag)) => lang.say(LaneText::Lag(lag)),
            (0, 0, None) => lang.stage_label(StageLabel::NoCommit).to_owned(),
            (0, duplicates, _) => lang.say(LaneText::DuplicatesShort(duplicates)),
            (gaps, ..) => lang.say(LaneText::Lost(gaps)),
        };
        let tone = match (values.gaps, values.duplicates) {
            (0, 0) => TextTone::Muted,
            (0, _) => TextTone::Duplicate,
            _ => TextTone::Gap,
        };
        let y = area.y + 12.0 * u;
        let said = Text::new(right, y, 11.0 * u, tone, said).end();
        let room = said.extent().0 - left - 6.0 * u;
        let name = text::fit_partition(&lane.partition, 11.5 * u, room);
        let name = Text::new(left, y, 11.5 * u, TextTone::Ink, name).bold();
        // The log's end is at the right, as in a bar.
        let scale = (right - left) / full as f64;
        let unread = length(&values).saturating_sub(values.at_stake.unwrap_or(0));
        let (top, height) = (area.y + 16.5 * u, 6.0 * u);
        let unread_x = right - (unread as f64 * scale).min(right - left);
        let stake_x = (unread_x - values.at_stake.unwrap_or(0) as f64 * scale).max(left);
        let bar = |from: f64, to: f64| Area { x: from, y: top, width: (to - from).max(0.0), height };
        let committed = Area { y: top + height * 0.6, height: height * 0.4, ..bar(left, stake_x) };
        let reader = match (&values.owner, values.owner_running) {
            (Some(owner), true) => lang
                .say(LaneText::SpokenRead { partition: &lane.partition.to_string(), owner: owner.as_str() }),
            _ => lang.say(LaneText::SpokenUnread(&lane.partition.to_string())),
        };
        LoupeRow {
            test_id: lane_id(self.qualified.then_some(&self.group), &lane.partition),
            partition: lane.partition,
            area,
            spoken: format!("{reader}, {}", said.text),
            texts: vec![name, said],
            bars: [committed, bar(stake_x, unread_x), bar(unread_x, right)],
            values,
            selected: lane.selected,
        }
    }
}

/// The height of a row, in units.
const ROW: f64 = 26.0;

/// What is not committed of a lane.
fn length(values: &LaneValues) -> u64 {
    values.lag.unwrap_or(values.log_end)
}
