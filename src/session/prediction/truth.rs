//! What really happened between a question and its answer, read from the run itself.

use super::{PartitionFate, Prediction, PredictionKind};
use crate::cluster::Cluster;
use crate::cluster::observation::{FlawKind, GroupView, LaneView, Observation};
use crate::kafka::ids::{ClientName, GroupId, Offset, TopicPartition};
use crate::session::Session;
use crate::session::caption::Caption;
use crate::session::prediction::numbers::{CountBetween, number_between};
use crate::session::question::answer_of;
use crate::sim::sorted::{SortedMap, SortedSet};

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Truth {
    /// The records of each partition to which it happened, as stretches: the first, and one past the last.
    Records(SortedMap<TopicPartition, Vec<(Offset, Offset)>>),
    Partitions(SortedSet<TopicPartition>),
    /// `None`: nobody has it.
    Owners(SortedMap<TopicPartition, Option<ClientName>>),
    /// A count, or a span of time in microseconds. `None`: there is no such number.
    Number(Option<i128>),
}

/// More records than these are not looked at one by one.
const MOST_RECORDS: usize = 1_000_000;

impl Session {
    /// What happened between the question that is the caption of this place and its answer, in the script's own run.
    /// `None` without a prediction, or without an answer.
    pub fn truth(&self, place: usize) -> Option<Truth> {
        self.truth_by(place, Some(number_between))
    }

    /// The same; a number needs what counts it, and without it there is none.
    pub fn truth_by(&self, place: usize, count: Option<CountBetween>) -> Option<Truth> {
        let prediction = self.captions.get(place)?.prediction()?;
        let (before, after) = self.around(place)?;
        match prediction.kind {
            PredictionKind::Number => Some(Truth::Number(count?(prediction, &before, &after))),
            kind => Some(prediction.truth(kind, (&before, &before.observe(0)), (&after, &after.observe(0)))),
        }
    }

    /// Who can be the owner of a partition when the question that is the caption of this place is answered: those of
    /// the prediction's groups that live then, or while it is asked.
    pub fn possible_owners(&self, place: usize) -> Vec<ClientName> {
        let prediction = self.captions.get(place).and_then(Caption::prediction);
        let Some((prediction, (before, after))) = prediction.zip(self.around(place)) else {
            return Vec::new();
        };
        let mut names = Vec::new();
        for world in [before.observe(0), after.observe(0)] {
            let groups: Vec<GroupId> = prediction.groups(&world).map(|group| group.id).collect();
            let alive =
                world.consumers.iter().filter(|it| it.process.is_alive() && groups.contains(&it.group));
            for consumer in alive {
                if !names.contains(&consumer.name) {
                    names.push(consumer.name);
                }
            }
        }
        names
    }

    /// The world when the question that is the caption of this place is asked, and when it is answered.
    fn around(&self, place: usize) -> Option<(Cluster, Cluster)> {
        let answer = answer_of(&self.captions, place)?;
        let mut run = self.script_run();
        run.seek(self.captions[place].at);
        let before = run.present().clone();
        run.seek(self.captions[answer].at);
        Some((before, run.present().clone()))
    }
}

impl Prediction {
    fn truth(
        &self,
        kind: PredictionKind,
        before: (&Cluster, &Observation),
        after: (&Cluster, &Observation),
    ) -> Truth {
        match kind {
            PredictionKind::Records(flaw) => {
                let of = |partition: &TopicPartition| {
                    let group = self.group_of(partition, after.1);
                    let flaws = |group: GroupId| new_flaws(flaw, before.0, after.0, (&group, partition));
                    (*partition, group.map_or(Vec::new(), flaws))
                };
                Truth::Records(self.partitions.iter().map(of).collect())
            }
            PredictionKind::Partitions(fate) => {
                let lanes = self.groups(after.1).flat_map(|group| {
                    let happened =
                        |lane: &&LaneView| fate.befell(lane_of(before.1, group.id, lane.partition), lane);
                    group.lanes.iter().filter(happened).map(|lane| lane.partition)
                });
                Truth::Partitions(lanes.collect())
            }
            PredictionKind::Owner => {
                let owner = |partition: &TopicPartition| {
                    let group = self.group_of(partition, after.1);
                    let lane = group.and_then(|group| lane_of(after.1, group, *partition));
                    (*partition, lane.and_then(|lane| lane.owner))
                };
                Truth::Owners(self.partitions.iter().map(owner).collect())
            }
            // Counted by who can.
            PredictionKind::Number => Truth::Number(None),
        }
    }

    /// The groups that the line is about.
    fn groups<'a>(&'a self, world: &'a Observation) -> impl Iterator<Item = &'a GroupView> {
        let named = self.group();
        world.groups.iter().filter(move |group| named.is_none_or(|name| name == group.id.as_str()))
    }

    fn group_of(&self, partition: &TopicPartition, world: &Observation) -> Option<GroupId> {
        let reads = |group: &&GroupView| group.lanes.iter().any(|lane| lane.partition == *partition);
        self.groups(world).find(reads).map(|group| group.id)
    }
}

impl PartitionFate {
    fn befell(self, before: Option<&LaneView>, after: &LaneView) -> bool {
        match self {
            PartitionFate::Moved => before.is_some_and(|lane| lane.owner != after.owner),
            PartitionFate::Unowned => before.is_none_or(|lane| after.unowned > lane.unowned),
        }
    }
}

fn lane_of(world: &Observation, group: GroupId, partition: TopicPartition) -> Option<&LaneView> {
    let group = world.groups.iter().find(|view| view.id == group)?;
    group.lanes.iter().find(|lane| lane.partition == partition)
}

/// The records that are flawed now and were not, or that were processed once more.
fn new_flaws(
    flaw: FlawKind,
    before: &Cluster,
    after: &Cluster,
    lane: (&GroupId, &TopicPartition),
) -> Vec<(Offset, Offset)> {
    let (group, partition) = lane;
    let mut found: Vec<(Offset, Offset)> = Vec::new();
    let mut add = |offset: Offset| match found.last_mut() {
        Some(last) if last.1 == offset => last.1 = offset + 1,
        _ => found.push((offset, offset + 1)),
    };
    match flaw {
        FlawKind::Duplicate => {
            let ledger = |cluster: &Cluster| cluster.ledger().partition(group, partition).cloned();
            let (before, after) = (ledger(before).unwrap_or_default(), ledger(after).unwrap_or_default());
            let again = |offset: &Offset| after.truth(*offset).times > before.truth(*offset).times;
            after.repeated_before(Offset::MAX).map(|(offset, _)| offset).filter(again).for_each(add);
        }
        FlawKind::Gap => {
            let was = before.lost(group, partition);
            let known = |offset: &Offset| was.iter().any(|(from, to)| (*from..*to).contains(offset));
            let lost = after.lost(group, partition).into_iter().flat_map(|(from, to)| from..to);
            lost.take(MOST_RECORDS).filter(|offset| !known(offset)).for_each(&mut add);
        }
    }
    found
}
