//! Checks of the lines that name something: a line above brought it into being, or it is unknown whether one did.

use super::{ClientKind, Reader};
use crate::kafka::consumer::config::ConsumerConfig;
use crate::kafka::ids::{GroupId, TopicName};
use crate::session::grammar::Keyword;
use crate::session::lexer::Span;
use crate::session::mistake::NameMistake;
use crate::session::nearest::meant;
use crate::session::script::Statement;

impl Reader {
    /// There is a topic of this name.
    pub(in crate::session) fn know_topic(&mut self, topic: &str, span: Span) {
        if !self.topics.contains_key(topic) && !self.doubt.covers(topic, Keyword::Topic) {
            let hint = meant(topic, self.topics.keys().map(TopicName::as_str));
            self.error(span, NameMistake::NoTopic.with(topic, hint));
        }
    }

    /// The topics that a line lists, all of which exist.
    pub(in crate::session) fn topics(&mut self, line: &Statement) -> Option<Vec<TopicName>> {
        let list = line.list("topics")?;
        for topic in list {
            if self.has_seen_enough() {
                break;
            }
            self.know_topic(topic, line.place("topics"));
        }
        Some(list.iter().map(|topic| TopicName::from(topic.as_str())).collect())
    }

    /// The topics that a line subscribes to. They may be created further down: Kafka's client goes on without a topic
    /// that is not there and asks for it again.
    pub(super) fn subscription(&mut self, line: &Statement) -> Option<Vec<TopicName>> {
        let topics: Vec<TopicName> =
            line.list("topics")?.iter().map(|topic| TopicName::from(topic.as_str())).collect();
        let place = line.place("topics");
        self.awaited.extend(topics.iter().map(|topic| (*topic, place)));
        Some(topics)
    }

    /// At the end of the file: each topic that is subscribed to is created somewhere in it.
    pub(super) fn know_awaited_topics(&mut self) {
        for (topic, span) in std::mem::take(&mut self.awaited) {
            if !self.topics.contains_key(&topic) && !self.doubt.covers(topic.as_str(), Keyword::Topic) {
                let hint = meant(topic.as_str(), self.topics.keys().map(TopicName::as_str));
                self.error(span, NameMistake::NoTopicInFile.with(topic.as_str(), hint));
            }
        }
    }

    /// There is a group of this name.
    pub(in crate::session) fn know_group(&mut self, group: &str, span: Span) {
        if !self.groups.contains_key(group) && !self.doubt.covers(group, Keyword::Group) {
            let hint = meant(group, self.groups.keys().map(GroupId::as_str));
            self.error(span, NameMistake::NoGroup.with(group, hint));
        }
    }

    /// The group that a line names, if it names one, exists.
    pub(in crate::session) fn know_argument_group(&mut self, line: &Statement) {
        if let Some(group) = line.text("group") {
            self.know_group(group, line.place("group"));
        }
    }

    /// A client of this name begins. Without settings: they are unknown.
    pub(super) fn add_client(
        &mut self,
        name: &str,
        span: Span,
        kind: ClientKind,
        config: Option<ConsumerConfig>,
    ) {
        if self.clients.contains_key(name) {
            self.error(span, NameMistake::Taken.of(name));
        }
        self.clients.insert(name.to_owned(), (kind, config));
    }

    /// The first `count` plain words name clients of this kind.
    pub(in crate::session) fn clients(&mut self, line: &Statement, kind: ClientKind, count: usize) {
        for (name, span) in line.names().take(count) {
            if self.has_seen_enough() {
                return;
            }
            self.know_client(name, span, kind);
        }
    }

    /// There is a client of this name and kind.
    pub(super) fn know_client(&mut self, name: &str, span: Span, kind: ClientKind) {
        let (maker, missing, other) = match kind {
            ClientKind::Consumer => (Keyword::Consumers, NameMistake::NoConsumer, NameMistake::NotConsumer),
            ClientKind::Producer => (Keyword::Producer, NameMistake::NoProducer, NameMistake::NotProducer),
        };
        match self.clients.get(name) {
            Some((found, _)) if kind == *found => {}
            _ if self.doubt.covers(name, maker) => {}
            Some(_) => self.error(span, other.of(name)),
            None => {
                let known = self.clients.iter().filter(|(_, (found, _))| kind == *found);
                let hint = meant(name, known.map(|(name, _)| name.as_str()));
                self.error(span, missing.with(name, hint));
            }
        }
    }

    /// A mark is set.
    pub(in crate::session) fn add_mark(&mut self, line: &Statement) {
        if !self.marks.insert(line.name().to_owned()) {
            self.error(line.span, NameMistake::MarkExists.of(line.name()));
        }
    }

    /// There is a mark of this name.
    pub(super) fn know_mark(&mut self, mark: &str, span: Span) {
        if !self.marks.contains(mark) && !self.doubt.covers(mark, Keyword::Mark) {
            let hint = meant(mark, self.marks.iter().map(String::as_str));
            self.error(span, NameMistake::NoMark.with(mark, hint));
        }
    }
}
