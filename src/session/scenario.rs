//! A session file that was read: its title, the world it begins with, and its lines in order.
//!
//! Everything that can be known without running is checked here: names that do not exist, things created
//! twice, settings that contradict each other, questions without a right answer.

use crate::cluster::ClusterConfig;
use crate::kafka::consumer::config::ConsumerConfig;
use crate::kafka::consumer::subscription::{PatternRefusal, TopicPattern};
use crate::kafka::ids::{GroupId, TopicName};
use crate::kafka::property::PropertyError;
use crate::kafka::release::Release;
use crate::session::grammar::{Keyword, LineCheck};
use crate::session::lexer::{ScriptError, Span, in_order};
use crate::session::mistake::{Mistake, NameMistake, ScenarioMistake};
use crate::session::script::{self, ScriptLine, Statement};
use crate::session::settings::{GroupDefaults, check_protocol, configure, is_of_group};
use crate::session::values::Given;
use crate::sim::sorted::{SortedMap, SortedSet};
use crate::sim::time::{SimDuration, SimTime};
use std::sync::Arc;

mod broken;
mod expectations;
mod names;
mod partitions;
mod questions;
mod sizes;
mod time;

use broken::Doubt;
use questions::AskBlock;
use sizes::Sizes;

/// Without any latency a request and its answer would follow each other for ever in one instant.
pub const SHORTEST_LATENCY: SimDuration = SimDuration::from_micros(100);

/// A text in the languages of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    pub en: String,
    pub ko: String,
}

impl Texts {
    /// The texts of a line with `en=` and perhaps `ko=`; without that, the one text is for both languages.
    pub fn of(line: &Statement) -> Texts {
        let en = line.text("en").unwrap_or_default();
        Texts { en: en.to_owned(), ko: line.text("ko").unwrap_or(en).to_owned() }
    }
}

/// The world before its first instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setup {
    pub seed: u64,
    pub brokers: u8,
    /// The rack of each broker; empty if the script names none.
    pub racks: Vec<String>,
    /// From a client to a broker, and back the same; `None` if the script does not say.
    pub latency: Option<SimDuration>,
    pub jitter: SimDuration,
    /// Which Kafka it is.
    pub release: Release,
    /// Broker properties that are set, with their text.
    pub properties: Vec<(&'static str, String)>,
    /// The same for single groups.
    pub of_groups: Vec<(GroupId, &'static str, String)>,
}

impl Setup {
    /// From a client to a broker, and back the same: what the script says, else what goes with the release.
    pub fn latency(&self) -> SimDuration {
        self.latency.unwrap_or_else(|| self.release.latency())
    }

    /// The settings of the cluster that it describes.
    ///
    /// # Errors
    /// What does not fit together.
    pub fn cluster(&self) -> Result<ClusterConfig, PropertyError> {
        let Setup { seed, brokers, jitter, .. } = *self;
        let mut config =
            ClusterConfig { seed, brokers, latency: self.latency(), jitter, ..ClusterConfig::default() };
        config.set_release(self.release);
        config.broker.racks = self.racks.iter().map(|rack| Arc::from(rack.as_str())).collect();
        for (name, value) in &self.properties {
            config.set(name, value)?;
        }
        for (group, name, value) in &self.of_groups {
            config.set_of_group(*group, name, value)?;
        }
        config.validate()?;
        Ok(config)
    }
}

impl Default for Setup {
    fn default() -> Self {
        Setup {
            seed: 1,
            brokers: 1,
            racks: Vec::new(),
            latency: None,
            jitter: SimDuration::ZERO,
            release: Release::default(),
            properties: Vec::new(),
            of_groups: Vec::new(),
        }
    }
}

/// A checked session file.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// Empty if the file has none.
    pub title: Texts,
    pub setup: Setup,
    pub groups: SortedMap<GroupId, GroupDefaults>,
    /// The lines that act, in order.
    pub statements: Vec<Statement>,
}

impl Scenario {
    /// Reads and checks a file.
    ///
    /// # Errors
    /// Every error in it, in the order of their places.
    pub fn read(bytes: &[u8]) -> Result<Scenario, Vec<ScriptError>> {
        Scenario::read_by(
            Reader { expectations: Some(Reader::check_expectations), ..Reader::default() },
            bytes,
        )
    }

    /// The same for a file of which it is known that what it expects can be expected: that is not checked.
    ///
    /// # Errors
    /// As [`Scenario::read`] has them.
    pub fn read_known(bytes: &[u8]) -> Result<Scenario, Vec<ScriptError>> {
        Scenario::read_by(Reader::default(), bytes)
    }

    fn read_by(mut reader: Reader, bytes: &[u8]) -> Result<Scenario, Vec<ScriptError>> {
        let script = script::read(bytes)?;
        reader.errors = script.errors;
        let mut statements = Vec::new();
        for line in script.lines {
            if reader.has_seen_enough() {
                break;
            }
            match line {
                ScriptLine::Read(statement) => {
                    reader.measure(&statement);
                    if reader.has_seen_enough() {
                        break;
                    }
                    reader.check(&statement);
                    statements.push(*statement);
                }
                ScriptLine::Broken(line) => reader.skip(&line),
            }
        }
        if !reader.has_seen_enough() {
            reader.close_question();
            reader.know_awaited_topics();
        }
        if !reader.errors.is_empty() {
            return Err(in_order(reader.errors));
        }
        statements.retain(|line| !matches!(line.keyword, Keyword::Title | Keyword::Seed | Keyword::Cluster));
        Ok(Scenario { title: reader.title, setup: reader.setup, groups: reader.groups, statements })
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ClientKind {
    Consumer,
    Producer,
}

/// What the lines so far have brought into being.
#[derive(Default)]
pub(super) struct Reader {
    title: Texts,
    setup: Setup,
    once: SortedSet<Keyword>,
    acted: bool,
    topics: SortedMap<TopicName, u64>,
    /// Topics that are subscribed to, and where that stands.
    awaited: Vec<(TopicName, Span)>,
    /// Topics among them that are gone again.
    deleted: SortedSet<TopicName>,
    groups: SortedMap<GroupId, GroupDefaults>,
    /// With the settings each would start again with; `None` if they are unknown.
    clients: SortedMap<String, (ClientKind, Option<ConsumerConfig>)>,
    marks: SortedSet<String>,
    /// The open question.
    question: Option<AskBlock>,
    /// The question before it, if it has a prediction and no answer yet.
    owed: Option<Span>,
    doubt: Doubt,
    /// It is this time at least.
    earliest: SimTime,
    sizes: Sizes,
    /// What checks an `expect` line, if they are checked.
    expectations: Option<LineCheck>,
    errors: Vec<ScriptError>,
}

impl Reader {
    fn error(&mut self, span: Span, mistake: impl Into<Mistake>) {
        self.errors.push(ScriptError::new(span, mistake));
    }

    fn check(&mut self, line: &Statement) {
        if !matches!(line.keyword, Keyword::Option | Keyword::Predict) {
            self.close_question();
        }
        (line.keyword.rule().check)(self, line);
        self.acted |= Reader::acts(line.keyword);
    }

    /// Whether the world must be set up before such a line.
    fn acts(keyword: Keyword) -> bool {
        !matches!(keyword, Keyword::Title | Keyword::Seed | Keyword::Cluster | Keyword::Say)
    }

    pub(super) fn begin(&mut self, line: &Statement) {
        if !self.once.insert(line.keyword) {
            self.error(line.span, ScenarioMistake::GivenTwice);
        }
        if line.keyword == Keyword::Title {
            self.title = Texts::of(line);
            return;
        }
        if self.acted {
            self.error(line.span, ScenarioMistake::TooLate);
        }
        if let Some(Given::Number(seed)) = line.at(0) {
            self.setup.seed = *seed;
        }
        self.setup.brokers = line.number("brokers").map_or(self.setup.brokers, |number| number as u8);
        self.setup.racks = line.list("racks").map(<[String]>::to_vec).unwrap_or_default();
        let racks = self.setup.racks.len();
        if racks > 0 && racks != usize::from(self.setup.brokers) {
            let brokers = self.setup.brokers;
            self.error(line.place("racks"), ScenarioMistake::Racks { racks, brokers });
        }
        self.setup.latency = line.span_of("latency").or(self.setup.latency);
        if self.setup.latency.is_some_and(|latency| latency < SHORTEST_LATENCY) {
            self.error(line.place("latency"), ScenarioMistake::Latency);
        }
        self.setup.jitter = line.span_of("jitter").unwrap_or(self.setup.jitter);
        let release = line.text("kafka").and_then(Release::from_name);
        self.setup.release = release.unwrap_or(self.setup.release);
        let properties = line.settings.iter().map(|setting| (setting.name, setting.text.clone()));
        self.setup.properties.extend(properties);
        let racks_fit = racks == 0 || racks == usize::from(self.setup.brokers);
        if let Some(error) = self.setup.cluster().err().filter(|_| racks_fit) {
            self.error(line.span, error);
        }
    }

    /// A consumer that runs is to read something else.
    pub(super) fn subscribe(&mut self, line: &Statement) {
        self.clients(line, ClientKind::Consumer, usize::MAX);
        self.subscription(line);
        self.one_subscription(line);
        if line.list("topics").is_none() && line.pattern().is_none() {
            self.error(line.span, ScenarioMistake::SubscribesToNothing);
        }
    }

    /// A consumer subscribes to a list or to a pattern.
    fn one_subscription(&mut self, line: &Statement) {
        let arguments = ["topics", "pattern", "subscription_pattern"];
        let given: Vec<&str> = arguments.into_iter().filter(|name| line.argument(name).is_some()).collect();
        if let [_, .., last] = given[..] {
            self.error(line.place(last), ScenarioMistake::TopicsAndPattern);
        }
    }

    /// What a consumer is to subscribe to with these settings: not every client takes a pattern for the broker.
    fn takes_pattern(&mut self, pattern: Option<&TopicPattern>, config: &ConsumerConfig, line: &Statement) {
        let place = line.place("subscription_pattern");
        let rules = self.setup.release.client_rules();
        match pattern.and_then(|pattern| pattern.refused_by(config.group_protocol, &rules)) {
            Some(PatternRefusal::NeedsConsumerProtocol) => {
                self.error(place, ScenarioMistake::PatternNeedsConsumerProtocol);
            }
            Some(PatternRefusal::NeedsKafka40) => self.error(place, ScenarioMistake::PatternNeedsKafka40),
            None => {}
        }
    }

    pub(super) fn group(&mut self, line: &Statement) {
        self.one_subscription(line);
        let (topics, pattern) = (self.subscription(line), line.pattern().cloned());
        let mut defaults = GroupDefaults { topics, pattern, ..GroupDefaults::default() };
        let of_group = line.settings.iter().filter(|setting| is_of_group(setting.name));
        let of_group =
            of_group.map(|setting| (GroupId::from(line.name()), setting.name, setting.text.clone()));
        let before = self.setup.of_groups.len();
        self.setup.of_groups.extend(of_group);
        if self.setup.of_groups.len() > before
            && let Err(error) = self.setup.cluster()
        {
            self.error(line.span, error);
        }
        if let Err(error) = configure(&mut defaults.config, line) {
            self.errors.push(error);
            self.doubt.doubt_settings(line.name());
        }
        if self.groups.insert(GroupId::from(line.name()), defaults).is_some() {
            self.error(line.span, NameMistake::GroupTwice.of(line.name()));
        }
    }

    pub(super) fn consumers(&mut self, line: &Statement) {
        self.know_argument_group(line);
        self.subscription(line);
        self.one_subscription(line);
        self.partitions(line, "assign");
        let assigns = line.list("assign").is_some();
        if assigns && (line.list("topics").is_some() || line.pattern().is_some()) {
            self.error(line.place("assign"), ScenarioMistake::SubscribesAndAssigns);
        }
        if !assigns && line.text("group").is_none() {
            self.error(line.span, ScenarioMistake::NoGroup);
        }
        let group = line.text("group").unwrap_or_default();
        let inherit = line.text("inherit") != Some("no");
        let defaults = self.groups.get(group).filter(|_| inherit);
        let inherits = !assigns && line.list("topics").is_none();
        let inherited = defaults.and_then(|defaults| defaults.pattern.clone()).filter(|_| inherits);
        let pattern = line.pattern().cloned().or(inherited);
        let topicless = line.pattern().is_none()
            && defaults.is_none_or(|defaults| defaults.topics.is_none() && defaults.pattern.is_none());
        let base = defaults.map(|defaults| defaults.config.clone()).unwrap_or_default();
        let known = !inherit || line.text("group").is_none() || self.knows_settings(group);
        let nothing_to_read = self.topics.is_empty() && !self.doubt.any_topic();
        if !assigns && line.list("topics").is_none() && topicless && nothing_to_read {
            self.error(line.span, ScenarioMistake::NoTopics);
        }
        let config = self.configured(Some(base).filter(|_| known), line);
        if let Some(config) = &config {
            self.takes_pattern(pattern.as_ref(), config, line);
        }
        for (name, span) in line.names() {
            self.add_client(name, span, ClientKind::Consumer, config.clone());
        }
    }

    fn knows_settings(&self, group: &str) -> bool {
        self.groups.contains_key(group) && self.doubt.knows_settings(group)
    }

    /// The settings that a line makes of these. What contradicts itself is said once, not of all that inherit it.
    fn configured(&mut self, base: Option<ConsumerConfig>, line: &Statement) -> Option<ConsumerConfig> {
        let mut config = base?;
        let checked = configure(&mut config, line);
        match checked.and_then(|()| check_protocol(&config, self.setup.release, line)) {
            Ok(()) => Some(config),
            Err(error) => {
                self.errors.push(error);
                None
            }
        }
    }

    pub(super) fn producer(&mut self, line: &Statement) {
        self.know_topic(line.text("topic").unwrap_or_default(), line.place("topic"));
        self.add_client(line.name(), line.span, ClientKind::Producer, None);
    }

    pub(super) fn restart(&mut self, line: &Statement) {
        self.clients(line, ClientKind::Consumer, usize::MAX);
        for (name, _) in line.names() {
            let Some((_, config)) = self.clients.get(name) else { continue };
            let inherit = line.text("inherit") != Some("no");
            let base = if inherit { config.clone() } else { Some(ConsumerConfig::default()) };
            let config = self.configured(base, line);
            self.clients.insert(name.to_owned(), (ClientKind::Consumer, config));
        }
    }

    pub(super) fn run(&mut self, line: &Statement) {
        let given = ["for", "to", "until"].map(|name| line.arguments.iter().any(|(key, _)| *key == name));
        if given.iter().filter(|given| **given).count() != 1 {
            self.error(line.span, ScenarioMistake::NoEnd);
        } else {
            self.pass(line);
        }
        let condition = line.text("until");
        for (argument, works) in [
            ("group", condition.is_some()),
            ("within", condition.is_some()),
            ("consumer", condition == Some("committed")),
        ] {
            if line.arguments.iter().any(|(key, _)| *key == argument) && !works {
                let partner = if argument == "consumer" { "until=committed" } else { "until=" };
                self.error(line.place(argument), ScenarioMistake::Alone { argument, partner });
            }
        }
        self.know_argument_group(line);
        if let Some(name) = line.text("consumer") {
            self.know_client(name, line.place("consumer"), ClientKind::Consumer);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errors(text: &str) -> Vec<String> {
        Scenario::read(text.as_bytes()).unwrap_err().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn names_that_do_not_exist_are_found_before_anything_runs() {
        let head = "topic orders partitions=4\ngroup billing\nconsumers c1 c2 group=billing\n";
        assert_eq!(
            errors(&format!(
                "{head}kill c3\nclose c22\nlag biling\nexpect lag=0 partition=orders-4 since=m\n"
            )),
            [
                "line 4, column 6: There is no consumer `c3` here yet. Did you mean `c1`?",
                "line 5, column 7: There is no consumer `c22` here yet. Did you mean `c2`?",
                "line 6, column 1: There is no group `biling` here yet; name it with `group biling`. \
                 Did you mean `billing`?",
                "line 7, column 14: There is no partition `orders-4` here yet; write TOPIC-NUMBER, counted from 0.",
                "line 7, column 33: There is no mark `m` yet.",
            ]
        );
    }

    #[test]
    fn contradictions_are_found_before_anything_runs() {
        let text = "topic t partitions=1\nseed 3\ngroup g\nconsumers c group=g heartbeat.interval.ms=45000\n\
                    run for=1s to=2s\nrun for=1s group=g\nask en=\"a\" ko=\"b\"\noption en=\"x\" ko=\"y\"\n";
        let found = errors(text);
        assert_eq!(found.len(), 5, "{found:#?}");
        assert!(found[0].starts_with("line 2, column 1: The world must be set up before"));
        assert!(found[1].contains("column 21: heartbeat.interval.ms (45000) must be lower"));
        assert!(found[2].starts_with("line 5, column 1: `run` needs one of"));
        assert!(found[4].starts_with("line 7, column 1: A question needs at least two options"));
    }

    #[test]
    fn the_setup_is_read() {
        let text = "title en=\"A\" ko=\"B\"\nseed 9\ncluster brokers=1 latency=2ms group.max.size=4\n";
        let scenario = Scenario::read(text.as_bytes()).unwrap();
        assert_eq!((scenario.setup.seed, scenario.setup.brokers), (9, 1));
        assert_eq!(scenario.setup.properties, [("group.max.size", "4".to_owned())]);
        assert_eq!((scenario.title.ko.as_str(), scenario.statements.len()), ("B", 0));
    }
}
