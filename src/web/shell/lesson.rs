//! What a page holds of a lesson: what is foretold at the question that stands, what was said before, and which tasks
//! are done. What is done with it comes with a later module.

use crate::cluster::observation::{LaneView, Observation};
use crate::kafka::ids::{ClientName, Offset, TopicPartition};
use crate::scene::Selection;
use crate::scene::cells::Focus;
use crate::session::caption::CaptionKind;
use crate::session::prediction::truth::Truth;
use crate::session::prediction::verdict::GuessVerdict;
use crate::session::prediction::{Guess, Prediction, PredictionKind};
use crate::session::tasks::{LessonTask, TaskList};
use crate::sim::sorted::SortedMap;
use crate::sim::time::SimTime;
use crate::web::later;
use crate::web::shared::Shared;
use crate::web::shell::page::Page;
use crate::web::story::{Foretold, ToTry};

/// See the head of this file.
#[derive(Default)]
pub struct PageLesson {
    /// The prediction of the question that stands.
    pub standing: Option<Shared<Foretelling>>,
    /// When each task was ticked; nothing before the visitor has taken over.
    pub ticked: Shared<Vec<Option<SimTime>>>,
    /// How what was said compared with what happened, by question.
    pub verdicts: Shared<SortedMap<usize, GuessVerdict>>,
    said: SortedMap<usize, Guess>,
    truths: SortedMap<usize, Truth>,
    tasks: TaskList,
    /// The tasks, as the column lists them.
    listed: Shared<Vec<LessonTask>>,
    /// Of which session and which fresh start all this is.
    of: Option<(u64, u64)>,
}

/// A prediction while its question stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Foretelling {
    /// The question's place among the captions.
    pub place: usize,
    pub prediction: Prediction,
    /// What is marked, or was said; of a number nothing at first.
    pub guess: Option<Guess>,
    /// Whether the cursor is at the question: what the page shows must not give the answer away.
    pub asked: bool,
    /// Whether something can be said still.
    pub open: bool,
    /// Whether it was given as the answer.
    pub given: bool,
    /// What happened, once the answer is told; and how the two compare, if something was said.
    pub seen: Option<(Truth, GuessVerdict)>,
    /// Who can be the owner of a partition.
    pub consumers: Vec<ClientName>,
}

/// Records that stand before what is to be seen as a whole, and, while it is open, at least behind it.
const BEFORE_FOCUS: Offset = 4;
const LEAST_AHEAD: Offset = 12;

/// What a reader does to foretell something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ForetellDeed {
    /// Marks the records from the first up to, and without, the second.
    Mark(TopicPartition, Offset, Offset),
    /// Names a partition, or no longer.
    Toggle(TopicPartition),
    /// Names its owner.
    Owner(TopicPartition, Option<ClientName>),
    /// Names the next consumer as its owner.
    NextOwner(TopicPartition),
    Number(Option<i128>),
    Clear,
    /// Gives what is marked as the answer, and goes on, where the answer is not waited for.
    Give {
        goes_on: bool,
    },
    /// Goes on without.
    Show,
}

impl Foretelling {
    /// What is to be seen as a whole of the lanes in which records are marked: from the commit on, with room for those
    /// to come; once it has happened, what was marked and what happened.
    pub fn focus(&self, world: &Observation) -> Vec<Focus> {
        let Some(Guess::Records(marks)) = &self.guess else { return Vec::new() };
        let lanes = world.groups.iter().flat_map(|group| &group.lanes);
        let focus = |lane: &LaneView| {
            let mark = marks.get(&lane.partition).filter(|(from, to)| from < to);
            let marked = mark.map_or(Offset::MAX, |(from, _)| *from);
            let mark_end = mark.map_or(0, |(_, to)| *to);
            let (from, to) = match &self.seen {
                None if self.asked || self.given => {
                    let from = lane.committed.unwrap_or(lane.log_start).min(marked);
                    (from, lane.log_end + ((lane.log_end.saturating_sub(from)) / 2).max(LEAST_AHEAD))
                }
                // Who said nothing compares nothing: the lane is as ever.
                Some((Truth::Records(found), _)) if self.given => {
                    let found =
                        found.get(&lane.partition).and_then(|found| found.first()).map(|first| first.0);
                    (marked.min(found.unwrap_or(Offset::MAX)), lane.log_end)
                }
                None | Some(_) => return None,
            };
            let from = from.saturating_sub(BEFORE_FOCUS);
            (from < lane.log_end).then_some(Focus { partition: lane.partition, from, to: to.max(mark_end) })
        };
        lanes.filter(|lane| self.prediction.partitions.contains(&lane.partition)).filter_map(focus).collect()
    }

    /// What nobody has marked yet.
    fn nothing(prediction: &Prediction) -> Option<Guess> {
        match prediction.kind {
            PredictionKind::Records(_) => Some(Guess::Records(SortedMap::new())),
            PredictionKind::Partitions(_) => Some(Guess::Partitions(Default::default())),
            PredictionKind::Owner => Some(Guess::Owners(SortedMap::new())),
            PredictionKind::Number => None,
        }
    }

    fn next_owner(&self, partition: &TopicPartition) -> Option<ClientName> {
        let Some(Guess::Owners(owners)) = &self.guess else { return None };
        match owners.get(partition) {
            None => self.consumers.first().copied(),
            Some(now) => {
                let at = self.consumers.iter().position(|name| name == now)?;
                self.consumers.get(at + 1).copied()
            }
        }
    }

    /// What is done to what is ringed. Of records first one is marked, and then all from there to another one.
    pub fn mark(&self, ringed: &Selection) -> Option<ForetellDeed> {
        let (partition, offset) = match *ringed {
            Selection::Lane(_, partition) => (partition, None),
            Selection::Record(_, partition, offset) => (partition, Some(offset)),
            _ => return None,
        };
        let concerned = self.prediction.partitions.contains(&partition);
        match (&self.guess, offset) {
            (Some(Guess::Records(marks)), Some(here)) if concerned => {
                let (from, to) = match marks.get(&partition) {
                    Some((from, to)) if from + 1 == *to && *from == here => (here, here),
                    Some((from, to)) if from + 1 == *to => (here.min(*from), here.max(*from) + 1),
                    _ => (here, here + 1),
                };
                Some(ForetellDeed::Mark(partition, from, to))
            }
            (Some(Guess::Partitions(_)), _) => Some(ForetellDeed::Toggle(partition)),
            (Some(Guess::Owners(_)), _) if concerned => Some(ForetellDeed::NextOwner(partition)),
            _ => None,
        }
    }

    fn change(&mut self, deed: &ForetellDeed) {
        if let ForetellDeed::Number(number) = deed {
            self.guess = number.map(Guess::Number);
            return;
        }
        let next = match deed {
            ForetellDeed::NextOwner(partition) => self.next_owner(partition),
            _ => None,
        };
        match (&mut self.guess, deed) {
            (Some(Guess::Records(marks)), ForetellDeed::Mark(partition, from, to)) => {
                marks.insert(*partition, (*from, (*to).max(*from)));
            }
            (Some(Guess::Partitions(named)), ForetellDeed::Toggle(partition)) => {
                let _ = named.remove(partition) || named.insert(*partition);
            }
            (Some(Guess::Owners(owners)), ForetellDeed::Owner(partition, owner)) => {
                set(owners, partition, *owner)
            }
            (Some(Guess::Owners(owners)), ForetellDeed::NextOwner(partition)) => set(owners, partition, next),
            (_, ForetellDeed::Clear) => self.guess = Foretelling::nothing(&self.prediction),
            _ => {}
        }
    }
}

fn set(
    owners: &mut SortedMap<TopicPartition, ClientName>,
    partition: &TopicPartition,
    owner: Option<ClientName>,
) {
    match owner {
        Some(owner) => drop(owners.insert(*partition, owner)),
        None => drop(owners.remove(partition)),
    }
}

impl Page {
    /// Does something to what is foretold. Whether playback is to go on.
    pub(in crate::web) fn foretell(&mut self, deed: &ForetellDeed) -> bool {
        let Some(standing) = &self.lesson.standing else { return false };
        let mut changed = (**standing).clone();
        match deed {
            _ if !changed.open => return false,
            ForetellDeed::Show => return true,
            ForetellDeed::Give { goes_on } => {
                if let Some(guess) = &changed.guess {
                    self.lesson.said.insert(changed.place, guess.clone());
                }
                self.keep_lesson();
                return changed.guess.is_some() && *goes_on;
            }
            deed => changed.change(deed),
        }
        self.lesson.standing = Some(Shared::new(changed));
        self.look();
        false
    }

    /// Brings what the page holds of the lesson up to the cursor.
    pub(in crate::web) fn keep_lesson(&mut self) {
        let of = Some((self.opened, self.fresh));
        if self.lesson.of != of {
            let listed = Shared::new(self.session.tasks().to_vec());
            self.lesson = PageLesson { of, listed, ..PageLesson::default() };
        }
        let standing = self.standing_prediction();
        let lesson = &mut self.lesson;
        if lesson.standing.as_deref() != standing.as_ref() {
            lesson.standing = standing.map(Shared::new);
        }
        if let Some(later) = later::here().filter(|_| !self.session.tasks().is_empty()) {
            (later.keep_tasks)(self);
        }
    }

    /// Ticks what is done of the tasks.
    pub(in crate::web) fn keep_tasks(&mut self) {
        self.lesson.tasks.look(&self.session);
        let ticked = self.lesson.tasks.ticked();
        if *self.lesson.ticked != ticked {
            self.lesson.ticked = Shared::new(ticked);
        }
    }

    fn standing_prediction(&mut self) -> Option<Foretelling> {
        let now = self.session.now();
        if self.session.departed().is_some_and(|departed| departed <= now) {
            return None;
        }
        let (place, prediction) = self.session.standing_prediction(now)?;
        let captions = self.session.captions();
        let told = captions.partition_point(|caption| caption.at <= now);
        let after = &captions[place + 1..told];
        let answered = after.iter().position(|caption| caption.kind == CaptionKind::Answer);
        if answered.is_some_and(|at| after[at..].iter().any(|caption| caption.kind == CaptionKind::Say)) {
            return None;
        }
        let prediction = prediction.clone();
        let before = self.lesson.standing.as_ref().filter(|standing| standing.place == place);
        let said = self.lesson.said.get(&place).cloned();
        let given = said.is_some();
        let marked =
            || before.map_or_else(|| Foretelling::nothing(&prediction), |before| before.guess.clone());
        let guess = said.or_else(marked);
        let seen = answered.and_then(|_| {
            if !self.lesson.truths.contains_key(&place) {
                self.lesson
                    .truths
                    .insert(place, self.session.truth_by(place, later::here().map(|later| later.number))?);
            }
            let truth = self.lesson.truths.get(&place)?.clone();
            let verdict = guess.as_ref().filter(|_| given);
            let verdict =
                verdict.map_or(GuessVerdict::Open, |guess| GuessVerdict::of(&prediction, guess, &truth));
            if given && self.lesson.verdicts.get(&place) != Some(&verdict) {
                let mut verdicts = (*self.lesson.verdicts).clone();
                verdicts.insert(place, verdict);
                self.lesson.verdicts = Shared::new(verdicts);
            }
            Some((truth, verdict))
        });
        let consumers = self.seen.consumers.iter().map(|consumer| consumer.name).collect();
        let asked = self.session.is_asked();
        Some(Foretelling { place, prediction, guess, asked, open: asked && !given, given, seen, consumers })
    }

    /// What is foretold, for the column.
    pub(super) fn foretold(&self) -> Option<Foretold> {
        let standing = self.lesson.standing.clone()?;
        let group = standing.prediction.group();
        let groups = self.seen.groups.iter().filter(|view| group.is_none_or(|name| name == view.id.as_str()));
        let lanes: Vec<&LaneView> = groups.flat_map(|group| &group.lanes).collect();
        let end = |partition: &TopicPartition| {
            let lane = lanes.iter().find(|lane| lane.partition == *partition);
            lane.map_or((0, 0), |lane| (lane.position.unwrap_or(lane.log_end), lane.log_end))
        };
        let ends = standing.prediction.partitions.iter().map(end).collect();
        let partitions = lanes.iter().map(|lane| lane.partition).collect();
        Some(Foretold { standing, partitions, ends })
    }

    /// What there is to try; `None` before the visitor has taken over.
    pub(super) fn to_try(&self) -> Option<ToTry> {
        let (tasks, ticked) = (self.lesson.listed.clone(), self.lesson.ticked.clone());
        (!ticked.is_empty()).then_some(ToTry { tasks, ticked })
    }

    /// The world as it may be shown: while something is to be foretold, without what gives it away.
    pub(in crate::web) fn shown_world(&self) -> std::borrow::Cow<'_, Observation> {
        match &self.lesson.standing {
            Some(standing) if standing.asked => {
                let mut world = (*self.seen).clone();
                world.groups.iter_mut().flat_map(|group| &mut group.lanes).for_each(|lane| lane.at_stake = 0);
                std::borrow::Cow::Owned(world)
            }
            _ => std::borrow::Cow::Borrowed(&self.seen),
        }
    }
}
