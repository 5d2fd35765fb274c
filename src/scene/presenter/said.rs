//! What a room foretells: over the lanes of its picture, in the language of the page's stage, and in the caption.

use crate::cluster::observation::LaneView;
use crate::kafka::ids::{ClientName, GroupId, Offset, TopicPartition};
use crate::scene::Selection;
use crate::scene::cells::{Focus, Window};
use crate::scene::foretold::{ForetoldInput, ForetoldLane, ForetoldPlace, ForetoldScene, foretold_lane};
use crate::scene::mark::Area;
use crate::scene::presenter::lane::{RoomLane, names};
use crate::scene::presenter::telling::RoomChosen;
use crate::scene::presenter::{HEIGHT, RoomInput, RoomSection, SMALL, WIDTH};
use crate::session::language::Lang;
use crate::session::language::lesson::{LessonLabel, LessonPhrase, Summed};
use crate::session::language::present::PresentLabel;
use crate::session::prediction::truth::Truth;
use crate::session::prediction::verdict::GuessVerdict;
use crate::session::prediction::{Guess, Prediction, PredictionKind};

/// So many records are seen at both ends of what happened.
const AROUND: Offset = 4;

/// The prediction of the question that stands.
#[derive(Clone, Copy)]
pub struct RoomStanding<'a> {
    /// The question's place among the captions.
    pub place: usize,
    pub prediction: &'a Prediction,
    /// What the room says so far.
    pub guess: &'a Guess,
    /// Whether something can be said still.
    pub open: bool,
    /// What happened, once the answer is told, and how the two compare.
    pub seen: Option<(&'a Truth, GuessVerdict)>,
    /// Who can be the owner of a partition.
    pub consumers: &'a [ClientName],
    /// What is to be seen as a whole of the lanes while it is asked.
    pub focus: &'a [Focus],
}

impl RoomStanding<'_> {
    /// The partition of which a digit names the owner: the ringed one, else the first of which nothing is said, or
    /// the last one.
    fn asked(&self, ringed: Option<Selection>) -> Option<TopicPartition> {
        let named = &self.prediction.partitions;
        let pointed = match ringed {
            Some(Selection::Lane(_, partition) | Selection::Record(_, partition, _)) => Some(partition),
            _ => None,
        };
        let Guess::Owners(owners) = self.guess else { return None };
        let unsaid = named.iter().find(|partition| !owners.contains_key(*partition));
        pointed.filter(|partition| named.contains(partition)).or(unsaid.or(named.last()).copied())
    }

    /// What is to be seen as a whole of the lanes; once it has happened, that, with what was said, and little around
    /// it: what has come since is counted.
    pub fn in_sight(&self) -> Vec<Focus> {
        let Some((Truth::Records(found), _)) = self.seen else { return self.focus.to_vec() };
        let group = self.prediction.group().map(GroupId::from);
        let focus = |(partition, found): (&TopicPartition, &Vec<(Offset, Offset)>)| {
            let said = match self.guess {
                Guess::Records(marks) => marks.get(partition).filter(|(from, to)| from < to),
                _ => None,
            };
            let (first, last) = (found.first()?, found.last()?);
            let from = said.map_or(first.0, |said| said.0.min(first.0)).saturating_sub(AROUND);
            let to = said.map_or(last.1, |said| said.1.max(last.1)) + AROUND;
            Some(Focus { group, partition: *partition, from, to })
        };
        found.iter().filter_map(focus).collect()
    }

    /// What the digits choose while nothing else can be chosen, by name, and whether it is chosen.
    pub fn choices(&self, input: &RoomInput) -> Vec<(RoomChosen, String, bool)> {
        match (self.prediction.kind, self.guess) {
            (PredictionKind::Owner, Guess::Owners(owners)) => {
                let Some(partition) = self.asked(input.ringed) else { return Vec::new() };
                let said = owners.get(&partition);
                let choice = |owner: Option<ClientName>| {
                    let nobody = || input.lang.lesson_label(LessonLabel::Nobody).to_owned();
                    let name = owner.map_or_else(nobody, |name| name.to_string());
                    (RoomChosen::Owner(partition, owner), name, said == Some(&owner))
                };
                self.consumers.iter().copied().map(Some).chain([None]).map(choice).collect()
            }
            (PredictionKind::Partitions(_), Guess::Partitions(named)) => {
                let groups = input.observation.groups.iter();
                let about = groups
                    .filter(|group| self.prediction.group().is_none_or(|name| name == group.id.as_str()));
                let lanes = about.flat_map(|group| group.lanes.iter().zip(names(&group.lanes)));
                let choice = |(lane, name): (&LaneView, String)| {
                    (RoomChosen::Lane(lane.partition), name, named.contains(&lane.partition))
                };
                lanes.map(choice).collect()
            }
            _ => Vec::new(),
        }
    }

    /// What stands beside the question: of what something is said, or how.
    pub fn help(&self, lang: Lang, ringed: Option<Selection>) -> Option<String> {
        match self.prediction.kind {
            PredictionKind::Records(_) if self.guess.is_begun() => {
                let said = self.summed(lang.guess(self.prediction, self.guess));
                Some(format!("◇ {}: {said}", lang.lesson_label(LessonLabel::YouSaid)))
            }
            PredictionKind::Records(_) => Some(lang.present_label(PresentLabel::MarkRecords).to_owned()),
            PredictionKind::Owner => {
                let partition = self.asked(ringed)?.to_string();
                Some(lang.say(LessonPhrase::OwnerOf(&partition)))
            }
            PredictionKind::Partitions(_) | PredictionKind::Number => None,
        }
    }

    /// What happened, in a line; before it, how that differs from what was said.
    pub fn told(&self, lang: Lang) -> Option<String> {
        let (truth, verdict) = self.seen?;
        let happened = self.summed(lang.truth(self.prediction, truth));
        let compared = match verdict {
            GuessVerdict::Open => String::new(),
            verdict => format!("**{}.** ", lang.say(LessonPhrase::Verdict(verdict))),
        };
        Some(format!("{compared}▨ {}: {happened}", lang.lesson_label(LessonLabel::WhatHappened)))
    }

    /// In one line: how many records, and which; else one thing beside the other. Nothing is broken within.
    fn summed(&self, said: Summed) -> String {
        let line = match (self.prediction.kind, &said[..]) {
            (PredictionKind::Records(_), [count, places]) => format!("{count} ({places})"),
            _ => said.join(", "),
        };
        ["…", "→"]
            .iter()
            .fold(line, |line, sign| line.replace(&format!(" {sign} "), &format!("\u{a0}{sign}\u{a0}")))
    }

    /// Over the lanes: what is asked, what is said, and what happened.
    pub fn over(&self, lang: Lang, sections: &[RoomSection]) -> ForetoldScene {
        let Prediction { kind, partitions, .. } = self.prediction;
        // A number of a whole group is asked of no lane.
        let open = self.open && (*kind != PredictionKind::Number || !partitions.is_empty());
        let input = ForetoldInput {
            lang,
            prediction: self.prediction,
            guess: self.guess,
            open,
            truth: self.seen.map(|(truth, _)| truth),
        };
        let about = sections
            .iter()
            .filter(|section| self.prediction.group().is_none_or(|name| name == section.group.as_str()));
        let lane = |section: &RoomSection, lane: &RoomLane| -> Option<ForetoldLane> {
            // Records are marked where records are seen.
            let has_cells = lane.window.is_some() || !matches!(kind, PredictionKind::Records(_));
            let (cells, area) = (lane.track, lane.area);
            let nothing = Window { first: 0, end: 0, x: cells.x, pitch: 1.0, hidden: 0, hidden_unread: 0 };
            let place = ForetoldPlace {
                group: section.group,
                partition: lane.partition,
                area: Area { y: area.y + 3.0, height: area.height - 6.0, ..area },
                cells,
                window: lane.window.unwrap_or(nothing),
                has_future: !lane.is_chip,
                size: SMALL,
                off: 1.4,
            };
            has_cells.then(|| foretold_lane(&place, &input))
        };
        let lanes = about
            .flat_map(|section| section.lanes.iter().filter_map(move |one| lane(section, one)))
            .collect();
        ForetoldScene { width: WIDTH, height: HEIGHT, open, lanes }
    }
}
