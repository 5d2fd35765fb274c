//! A lane in words: for the pointer, and for those who do not see it.

use super::LaneScene;
use crate::cluster::observation::{LaneView, Observation};
use crate::kafka::ids::Offset;
use crate::scene::card::Condition;
use crate::scene::cells;
use crate::scene::lane::hue_of;
use crate::scene::mark::TextTone;
use crate::session::language::Lang;
use crate::session::language::label::StageLabel;
use crate::session::language::stage::LaneText;

impl LaneScene {
    /// What became of the record at `offset`, in words, and the lane in a sentence: the text under the pointer.
    pub fn told(&self, offset: Offset) -> String {
        let run = self.runs.iter().find(|run| (run.from..run.to).contains(&offset));
        let Some(run) = run else { return self.title.clone() };
        let by = run.by.and_then(|by| self.readers.get(usize::from(by)));
        format!("{}\n{}", cells::told(self.lang, offset, run.state, by), self.title)
    }

    /// The lane's name and reader, for those who do not see it; its numbers are in the table beside the drawing.
    pub fn spoken(&self) -> String {
        let partition = &self.partition.to_string();
        self.lang.say(match self.owner() {
            (Some(owner), true) => LaneText::SpokenRead { partition, owner: owner.as_str() },
            (Some(owner), false) => LaneText::SpokenHeld { partition, owner: owner.as_str() },
            (None, _) => LaneText::SpokenUnread(partition),
        })
    }
}

/// Who reads, in a few letters, and in which tone if somebody has it.
pub(super) fn reader(lang: Lang, observation: &Observation, lane: &LaneView) -> (Option<TextTone>, String) {
    match (&lane.owner, &lane.assigned_to) {
        (Some(owner), _) if lane.owner_running => {
            let tone = hue_of(observation, owner).map_or(TextTone::Ink, TextTone::Hue);
            (Some(tone), owner.to_string())
        }
        (Some(owner), _) => (Some(TextTone::Gap), format!("{owner} ✕")),
        (None, Some(next)) => (Some(TextTone::Stake), format!("→ {next}")),
        (None, None) => (None, lang.stage_label(StageLabel::Nobody).to_string()),
    }
}

/// The lane in a sentence.
pub(super) fn sentence(lang: Lang, observation: &Observation, lane: &LaneView) -> String {
    let reader = lang.say(match (&lane.owner, &lane.assigned_to) {
        (Some(owner), _) if lane.owner_running => LaneText::ReadBy(owner.as_str()),
        (Some(owner), _) => {
            let consumer = observation.consumers.iter().find(|consumer| consumer.name == *owner);
            match consumer.map(|consumer| Condition::of(consumer).label()) {
                Some(label) => {
                    LaneText::OwnerDoesNotRead { owner: owner.as_str(), state: lang.stage_label(label) }
                }
                None => LaneText::OwnerDoesNotRun(owner.as_str()),
            }
        }
        (None, Some(next)) => LaneText::AssignedTo(next.as_str()),
        (None, None) => LaneText::ReadByNobody,
    });
    let none = || lang.stage_label(StageLabel::NoOffset).to_string();
    let offset = |n: Option<u64>| n.map_or_else(none, |n| n.to_string());
    let offsets = [&offset(lane.committed), &offset(lane.position), &lane.log_end.to_string()];
    let offsets = offsets.map(String::as_str);
    let mut out =
        lang.say(LaneText::Told { partition: &lane.partition.to_string(), reader: &reader, offsets });
    let mut add = |words: &str| {
        out.push_str("; ");
        out.push_str(words);
    };
    if lane.paused {
        add(lang.stage_label(StageLabel::PausedByReader));
    }
    if lane.stake() > 0 {
        add(&lang.say(LaneText::AtStake(lane.stake())));
    }
    if lane.at_risk > 0 {
        add(&lang.say(LaneText::AtRisk(&lane.at_risk.to_string())));
    }
    if lane.duplicates > 0 {
        add(&lang.say(LaneText::Duplicates(&lane.duplicates.to_string())));
    }
    if lane.gaps > 0 {
        add(&lang.say(LaneText::Lost(lane.gaps)));
    }
    out
}
