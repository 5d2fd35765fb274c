//! Checks of the lines that name partitions: calls of an application, what an administrator does to offsets, `assign`.

use super::Reader;
use crate::cluster::{MAX_ALL_PARTITIONS, collision, not_more};
use crate::kafka::ids::TopicName;
use crate::session::cast::Cast;
use crate::session::grammar::{self, Keyword};
use crate::session::lexer::{ScriptError, Span};
use crate::session::mistake::NameMistake;
use crate::session::script::{MOST_ERRORS, Statement};
use crate::session::values::split_partition;
use crate::session::words::REFUSED;

impl Reader {
    /// A topic is created.
    pub(in crate::session) fn topic(&mut self, line: &Statement) {
        let partitions = line.number("partitions").unwrap_or(1);
        let name = TopicName::from(line.name());
        let present = self.topics.keys().filter(|topic| name.collides_with(topic));
        let present = present.filter(|topic| !self.deleted.contains(*topic));
        if let Some(collides) = collision(&name, present) {
            let span = line.names().next().map_or(line.span, |(_, span)| span);
            self.error(span, collides);
        }
        // One that was deleted may be created again.
        let again = self.deleted.remove(&name);
        if self.topics.insert(name, partitions).is_some() && !again {
            self.error(line.span, NameMistake::TopicExists.of(line.name()));
        }
    }

    /// A topic is deleted.
    pub(in crate::session) fn delete_topic(&mut self, line: &Statement) {
        self.know_topic(line.name(), line.span);
        self.deleted.insert(TopicName::from(line.name()));
    }

    /// A topic gets more partitions, not fewer, unless the line is there to show that this is refused.
    pub(in crate::session) fn add_partitions(&mut self, line: &Statement) {
        let topic = line.name();
        self.know_topic(topic, line.span);
        let (Some(present), Some(total)) = (self.topics.get_mut(topic), line.number("total")) else { return };
        if line.text(REFUSED.name) == Some("yes") {
            return;
        }
        if total > *present {
            *present = total;
        } else if !self.doubt.is_about(topic) && !self.deleted.contains(topic) {
            let mistake = not_more(&TopicName::from(topic), *present, total);
            self.error(line.span, mistake);
        }
    }

    /// All of these partitions exist.
    pub(super) fn partitions(&mut self, line: &Statement, argument: &str) {
        for name in line.list(argument).unwrap_or_default() {
            if self.has_seen_enough() {
                return;
            }
            self.know_partition(name, line.place(argument));
        }
    }

    pub(in crate::session) fn know_partition(&mut self, name: &str, span: Span) {
        let known = split_partition(name).is_some_and(|partition| {
            let topic = partition.topic.as_str();
            match self.topics.get(topic) {
                Some(count) => u64::from(partition.partition) < *count || self.doubt.is_about(topic),
                None => self.doubt.covers(topic, Keyword::Topic),
            }
        });
        if !known {
            self.error(span, NameMistake::NoPartition.of(name));
        }
    }

    /// The partitions behind the first plain word exist.
    pub(in crate::session) fn named_partitions(&mut self, line: &Statement) {
        for (name, span) in line.names().skip(1).take(MOST_ERRORS + MAX_ALL_PARTITIONS) {
            self.know_partition(name, span);
        }
    }

    /// What an application or an administrator is to do: the partitions it names exist, and it has one place to go to.
    pub(in crate::session) fn call(&mut self, line: &Statement) {
        for (partition, _) in line.offsets("offsets").unwrap_or_default() {
            if self.has_seen_enough() {
                return;
            }
            self.know_partition(&partition.to_string(), line.place("offsets"));
        }
        self.partitions(line, "partitions");
        let wrong = grammar::commands(&Cast::default(), line).err();
        let said = |error: &ScriptError| self.errors.iter().any(|known| known.span == error.span);
        if let Some(error) = wrong.filter(|error| !said(error)) {
            self.errors.push(error);
        }
    }
}
