//! "Why?" answered from the journal: a chain of steps, each because of the next, that ends in a command or a fault.
//! Every step stands for an entry; nothing is told that is not in the journal.
//!
//! A step says what it says as data, a [`Claim`]. What is told already, what goes round in circles and what is left out
//! is found in that data; the words of a language are put to it last.
//!
//! Not modelled: questions about the past. An answer is about the instant at which it is asked.

// A match names all that there is: the compiler asks where a new fact belongs.
#![deny(clippy::wildcard_enum_match_arm)]

mod chain;
mod commits;
mod coordinator;
mod folded;
mod foretold;
mod latest;
mod meanwhile;
mod news;
mod no_group;
mod notice;
mod paused;
mod reading;
mod rebalance;
mod reconciling;
mod record;
mod setting;
mod share;
mod state;
mod static_member;
mod target;
mod unsubscribed;
mod waiting;
mod withheld;
mod zombie;

pub use foretold::{ForetoldLine, foretold};
pub use rebalance::{ToldRebalance, told_rebalances};

use crate::cluster::Cluster;
use crate::cluster::journal::EntryId;
use crate::cluster::observation::{ConsumerView, GroupView, LaneView, Observation};
use crate::kafka::consumer::calls::Call;
use crate::kafka::ids::{ClientName, Offset, TopicPartition};
use crate::kafka::rebalance_causes::RebalanceReason;
use crate::session::language::Lang;
use crate::session::language::why::{Claim, Clause, EntryTeller, because, text};
use crate::session::lexer::ScriptError;
use crate::session::mistake::{Mistake, WhyMistake};
use crate::session::names::Names;
use crate::session::nearest::meant;
use crate::session::script::Statement;
use crate::session::transcript;
use crate::session::values::split_partition;
use crate::sim::time::SimTime;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// A consumer, a partition (`orders-2`) or a group.
    pub subject: String,
    /// One record of the partition.
    pub offset: Option<Offset>,
    /// Whose partition, where several groups read it.
    pub group: Option<String>,
}

/// How a step stands to the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// It is the answer itself, which the others are reasons for.
    Head,
    Because,
    /// It is a reason beside those before it, and not what they are because of.
    And,
    /// It stands for steps that are left out.
    LeftOut,
}

/// One step of an answer, as data.
#[derive(Clone, Debug)]
pub struct Step {
    /// The entry it tells of, where a page can jump to.
    pub entry: EntryId,
    pub time: SimTime,
    pub claim: Claim,
    /// What its sentence goes on with.
    pub more: Vec<Claim>,
    pub relation: Relation,
    /// It is only time that passes, as a setting has it: nothing else is behind it.
    pub setting: bool,
}

/// One step of an answer, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerLine {
    /// See [`Step`].
    pub entry: EntryId,
    pub time: SimTime,
    pub sentence: String,
    pub relation: Relation,
    pub setting: bool,
}

impl Question {
    /// What a `why` line asks.
    pub fn of(line: &Statement) -> Question {
        Question {
            subject: line.name().to_owned(),
            offset: line.number("offset"),
            group: line.text("group").map(str::to_owned),
        }
    }

    /// Reads a question as it follows the verb: `orders-2 offset=135 group=billing`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(text: &str) -> Result<Question, Mistake> {
        let statements = crate::session::script::parse(format!("why {text}").as_bytes());
        let first = |errors: Vec<ScriptError>| errors.into_iter().next().map(|error| error.mistake);
        let mut statements =
            statements.map_err(|errors| first(errors).unwrap_or_else(|| WhyMistake::SeveralLines.into()))?;
        match (statements.pop(), statements.is_empty()) {
            (Some(line), true) => Ok(Question::of(&line)),
            _ => Err(WhyMistake::SeveralLines.into()),
        }
    }
}

/// What an answer is read from.
struct Asked<'a> {
    cluster: &'a Cluster,
    world: Observation,
    names: &'a Names,
    about: Option<About>,
}

/// Whose share of an assignment a question is about.
enum About {
    Partition(TopicPartition),
    Consumer(ClientName),
}

/// The answer to a question about this instant, in words.
///
/// # Errors
/// Why there is none.
pub fn answer(
    cluster: &Cluster,
    names: &Names,
    lang: Lang,
    question: &Question,
) -> Result<Vec<AnswerLine>, WhyMistake> {
    let asked = Asked::of(cluster, names, question);
    let mut steps = asked.found(question)?;
    // The first reason is told as beside no other.
    if let Some(first) = steps.get_mut(1) {
        first.stand_beside(false);
    }
    let links = steps.iter().enumerate().map(|(place, step)| AnswerLine {
        entry: step.entry,
        time: step.time,
        sentence: asked.sentence(lang, step),
        relation: if place == 0 { Relation::Head } else { step.relation },
        setting: step.setting,
    });
    Ok(links.collect())
}

/// The same answer as data, in which the first reason may stand beside others, too: then nothing led to what its first
/// step says, and that has to be a beginning by itself.
///
/// # Errors
/// Why there is none.
pub fn standing_beside(
    cluster: &Cluster,
    names: &Names,
    question: &Question,
) -> Result<Vec<Step>, WhyMistake> {
    Asked::of(cluster, names, question).found(question)
}

/// An answer as the transcript prints it.
pub fn lines(lang: Lang, links: &[AnswerLine]) -> Vec<String> {
    let line = |link: &AnswerLine| match link.relation == Relation::Head {
        true => link.sentence.clone(),
        false => format!("  {}{}", because(lang, link.relation)[0], link.sentence),
    };
    links.iter().map(line).collect()
}

impl EntryTeller for Asked<'_> {
    fn fact(&self, lang: Lang, entry: EntryId) -> String {
        let entry = self.cluster.entry(entry);
        entry.map_or_else(String::new, |entry| transcript::sentence(lang, self.names, entry))
    }

    fn began(&self, lang: Lang, reason: &RebalanceReason) -> String {
        transcript::rebalance(lang, &self.names_of(reason), reason)
    }

    fn call(&self, lang: Lang, call: &Call) -> String {
        transcript::call_text(lang, call)
    }
}

impl<'a> Asked<'a> {
    fn of(cluster: &'a Cluster, names: &'a Names, question: &Question) -> Asked<'a> {
        let subject = ClientName::from(question.subject.as_str());
        let about = match cluster.consumer_spec(&subject) {
            Some(_) => Some(About::Consumer(subject)),
            None => split_partition(&question.subject).map(About::Partition),
        };
        Asked { cluster, world: cluster.observe(0), names, about }
    }

    fn found(&self, question: &Question) -> Result<Vec<Step>, WhyMistake> {
        let subject = question.subject.as_str();
        if let Some((group, lane)) = self.lane(question)? {
            return match question.offset {
                Some(offset) => self.record(group, lane, offset),
                None => Ok(self.partition(group, lane)),
            };
        }
        if let Some(links) = self.of_no_group(question) {
            return Ok(links);
        }
        if question.offset.is_some() {
            return Err(WhyMistake::OffsetWithoutPartition(subject.to_owned()));
        }
        if let Some(consumer) = self.consumer(subject) {
            return Ok(self.state_and_commits(consumer));
        }
        match self.world.groups.iter().find(|group| group.id.as_str() == subject) {
            Some(group) => match self.last_epoch(group) {
                Some(links) => Ok(links),
                None => self.rebalance(group),
            },
            None => Err(self.unknown(subject)),
        }
    }

    fn consumer(&self, name: &str) -> Option<&ConsumerView> {
        self.world.consumers.iter().find(|consumer| consumer.name.as_str() == name)
    }

    /// The lane a question is about, if it is about one.
    fn lane(&self, question: &Question) -> Result<Option<(&GroupView, &LaneView)>, WhyMistake> {
        let wanted = question.group.as_deref();
        let groups = self.world.groups.iter().filter(|group| wanted.is_none_or(|id| group.id.as_str() == id));
        let lanes = groups.flat_map(|group| group.lanes.iter().map(move |lane| (group, lane)));
        let found: Vec<_> =
            lanes.filter(|(_, lane)| lane.partition.to_string() == question.subject).collect();
        match found.as_slice() {
            [] => Ok(None),
            [only] => Ok(Some(*only)),
            several => {
                let groups = several.iter().map(|(group, _)| group.id.to_string()).collect();
                Err(WhyMistake::SeveralGroups { partition: question.subject.clone(), groups })
            }
        }
    }

    fn unknown(&self, subject: &str) -> WhyMistake {
        let consumers = self.world.consumers.iter().map(|consumer| consumer.name.to_string());
        let lanes = self.world.groups.iter().flat_map(|group| &group.lanes);
        let groups = self.world.groups.iter().map(|group| group.id.to_string());
        let mut known: Vec<String> =
            consumers.chain(lanes.map(|lane| lane.partition.to_string())).chain(groups).collect();
        known.dedup();
        let hint = meant(subject, known.iter().map(String::as_str));
        WhyMistake::Unknown { subject: subject.to_owned(), hint }
    }

    /// A step that tells of an entry.
    fn step(&self, entry: EntryId, claim: impl Into<Claim>) -> Option<Step> {
        let time = self.cluster.entry(entry)?.time;
        Some(Step::new(entry, time, claim.into()))
    }

    /// Something about this instant, made so by an entry, and what led to that.
    fn told(&self, claim: impl Into<Claim>, entry: Option<EntryId>, because: Vec<Step>) -> Vec<Step> {
        let next = because.first();
        let first = entry.or(next.map(|step| step.entry)).unwrap_or(EntryId::FIRST);
        // A claim about the present that nothing led to is true now, and not since the world began.
        let since = entry.and_then(|entry| self.cluster.entry(entry)).map(|entry| entry.time);
        let time = since.or(next.map(|step| step.time)).unwrap_or(self.world.time);
        std::iter::once(Step::new(first, time, claim.into())).chain(because).collect()
    }

    /// What a step says, in words.
    fn sentence(&self, lang: Lang, step: &Step) -> String {
        let mut sentence = text(&step.claim, lang, self);
        for more in &step.more {
            sentence += &text(more, lang, self);
        }
        sentence
    }

    /// Whether two steps say the same.
    fn say_the_same(&self, one: &Step, other: &Step) -> bool {
        let all_the_same = |one: &[Claim], other: &[Claim]| {
            one.len() == other.len()
                && one.iter().zip(other).all(|(one, other)| self.are_the_same(one, other))
        };
        self.are_the_same(&one.claim, &other.claim) && all_the_same(&one.more, &other.more)
    }

    /// Whether two claims are the same in English: what their words leave out makes no difference.
    fn are_the_same(&self, one: &Claim, other: &Claim) -> bool {
        one.template(Lang::En) == other.template(Lang::En)
            && text(one, Lang::En, self) == text(other, Lang::En, self)
    }
}

impl Step {
    fn new(entry: EntryId, time: SimTime, claim: Claim) -> Step {
        Step { entry, time, claim, more: Vec::new(), relation: Relation::Because, setting: false }
    }

    /// Makes it a reason beside those before it, or one that follows from them.
    fn stand_beside(&mut self, beside: bool) {
        if self.relation != Relation::LeftOut {
            self.relation = if beside { Relation::And } else { Relation::Because };
        }
    }
}
