//! "Why?" answered from the journal: a chain of sentences, each because of the next, that ends in a command or a
//! fault. Every sentence stands for an entry; nothing is told that is not in the journal.
//!
//! Not modelled: questions about the past. An answer is about the instant at which it is asked.

mod chain;
mod commits;
mod folded;
mod news;
mod no_group;
mod notice;
mod rebalance;
mod record;
mod setting;
mod share;
mod state;
mod waiting;

pub use folded::LEFT_OUT;
pub use rebalance::{ToldRebalance, told_rebalances};
pub(in crate::session) use waiting::{ended, span};

use crate::cluster::Cluster;
use crate::cluster::journal::EntryId;
use crate::cluster::observation::{ConsumerView, GroupView, LaneView, Observation};
use crate::kafka::ids::{Offset, TopicPartition};
use crate::session::names::Names;
use crate::session::nearest::hint;
use crate::session::script::Statement;
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

/// One sentence of an answer, because of the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The entry it tells of, where a page can jump to.
    pub entry: EntryId,
    pub time: SimTime,
    pub sentence: String,
    /// It is a reason beside those before it, and not what they are because of.
    pub also: bool,
    /// It is only time that passes, as a setting has it: nothing else is behind it.
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
    pub fn read(text: &str) -> Result<Question, String> {
        let statements = crate::session::script::parse(format!("why {text}").as_bytes());
        let mut statements = statements.map_err(|errors| match errors.first() {
            Some(error) => error.message.clone(),
            None => "It says nothing.".to_owned(),
        })?;
        match (statements.pop(), statements.is_empty()) {
            (Some(line), true) => Ok(Question::of(&line)),
            _ => Err("One question is one line.".to_owned()),
        }
    }
}

/// What an answer is read from.
struct Asked<'a> {
    cluster: &'a Cluster,
    world: Observation,
    names: &'a Names,
    /// The partition that is asked about, if the question is about one.
    about: Option<TopicPartition>,
}

/// The answer to a question about this instant.
///
/// # Errors
/// A sentence, if the question names nothing that there is.
pub fn answer(cluster: &Cluster, names: &Names, question: &Question) -> Result<Vec<Link>, String> {
    let mut links = standing_beside(cluster, names, question)?;
    // The first reason is told as beside no other.
    if let Some(first) = links.get_mut(1) {
        first.also = false;
    }
    Ok(links)
}

/// The same answer, in which the first reason may stand beside others, too: then nothing led to what its first sentence
/// tells, and that has to be a beginning by itself.
///
/// # Errors
/// A sentence, if the question names nothing that there is.
pub fn standing_beside(cluster: &Cluster, names: &Names, question: &Question) -> Result<Vec<Link>, String> {
    let about = split_partition(&question.subject);
    Asked { cluster, world: cluster.observe(0), names, about }.found(question)
}

/// An answer as the transcript prints it.
pub fn lines(links: &[Link]) -> Vec<String> {
    let line = |(place, link): (usize, &Link)| match place {
        0 => link.sentence.clone(),
        _ if link.sentence.starts_with(LEFT_OUT) => format!("  {}", link.sentence),
        _ if link.also => format!("  and because {}", link.sentence),
        _ => format!("  because {}", link.sentence),
    };
    links.iter().enumerate().map(line).collect()
}

impl<'a> Asked<'a> {
    fn found(&self, question: &Question) -> Result<Vec<Link>, String> {
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
            return Err(format!(
                "`offset` belongs to a partition, such as orders-2, and `{subject}` is none."
            ));
        }
        if let Some(consumer) = self.consumer(subject) {
            return Ok(self.state_and_commits(consumer));
        }
        match self.world.groups.iter().find(|group| group.id.as_str() == subject) {
            Some(group) => self.rebalance(group),
            None => Err(self.unknown(subject)),
        }
    }

    fn consumer(&self, name: &str) -> Option<&ConsumerView> {
        self.world.consumers.iter().find(|consumer| consumer.name.as_str() == name)
    }

    /// The lane a question is about, if it is about one.
    fn lane(&self, question: &Question) -> Result<Option<(&GroupView, &LaneView)>, String> {
        let wanted = question.group.as_deref();
        let groups = self.world.groups.iter().filter(|group| wanted.is_none_or(|id| group.id.as_str() == id));
        let lanes = groups.flat_map(|group| group.lanes.iter().map(move |lane| (group, lane)));
        let found: Vec<_> =
            lanes.filter(|(_, lane)| lane.partition.to_string() == question.subject).collect();
        match found.as_slice() {
            [] => Ok(None),
            [only] => Ok(Some(*only)),
            several => {
                let ids: Vec<&str> = several.iter().map(|(group, _)| group.id.as_str()).collect();
                let (subject, ids) = (&question.subject, ids.join(", "));
                Err(format!("`{subject}` is a partition of several groups ({ids}); say which with group=."))
            }
        }
    }

    fn unknown(&self, subject: &str) -> String {
        let consumers = self.world.consumers.iter().map(|consumer| consumer.name.to_string());
        let lanes = self.world.groups.iter().flat_map(|group| &group.lanes);
        let groups = self.world.groups.iter().map(|group| group.id.to_string());
        let mut known: Vec<String> =
            consumers.chain(lanes.map(|lane| lane.partition.to_string())).chain(groups).collect();
        known.dedup();
        let hint = hint(subject, known.iter().map(String::as_str));
        format!("There is no consumer, partition or group `{subject}`.{hint}")
    }

    /// A sentence that tells of an entry.
    fn link(&self, entry: EntryId, sentence: String) -> Option<Link> {
        let time = self.cluster.entry(entry)?.time;
        Some(Link { entry, time, sentence, also: false, setting: false })
    }

    /// A sentence about this instant, made so by an entry, and what led to that.
    fn told(&self, sentence: String, entry: Option<EntryId>, because: Vec<Link>) -> Vec<Link> {
        let first = entry.or(because.first().map(|link| link.entry)).unwrap_or(EntryId(0));
        let time = self.cluster.entry(first).map_or(self.world.time, |entry| entry.time);
        let first = Link { entry: first, time, sentence, also: false, setting: false };
        std::iter::once(first).chain(because).collect()
    }
}
