//! A session file that was read: its title, the world it begins with, and its lines in order.
//!
//! Everything that can be known without running is checked here: names that do not exist, things created
//! twice, settings that contradict each other, questions without a right answer.

use crate::kafka::consumer::config::ConsumerConfig;
use crate::kafka::ids::{GroupId, TopicName};
use crate::session::lexer::{ScriptError, Span};
use crate::session::nearest::hint;
use crate::session::script::{Statement, parse};
use crate::session::settings::{GroupDefaults, configure};
use crate::session::values::Given;
use crate::session::words::Verb;
use crate::sim::time::SimDuration;
use std::collections::{BTreeMap, BTreeSet};

mod expectations;
mod partitions;

/// Without any latency a request and its answer would follow each other for ever in one instant.
const SHORTEST_LATENCY: SimDuration = SimDuration::from_micros(100);

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
    /// The rack of each broker; empty if nobody said.
    pub racks: Vec<String>,
    pub latency: SimDuration,
    pub jitter: SimDuration,
    /// Broker properties that are set, with their text.
    pub properties: Vec<(&'static str, String)>,
}

impl Default for Setup {
    fn default() -> Self {
        Setup {
            seed: 1,
            brokers: 1,
            racks: Vec::new(),
            latency: SimDuration::from_millis(5),
            jitter: SimDuration::ZERO,
            properties: Vec::new(),
        }
    }
}

/// A checked session file.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// Empty if the file has none.
    pub title: Texts,
    pub setup: Setup,
    pub groups: BTreeMap<GroupId, GroupDefaults>,
    /// The lines that act, in order.
    pub statements: Vec<Statement>,
}

impl Scenario {
    /// Reads and checks a file.
    ///
    /// # Errors
    /// Every error in it, in the order of their places.
    pub fn read(bytes: &[u8]) -> Result<Scenario, Vec<ScriptError>> {
        let statements = parse(bytes)?;
        let mut reader = Reader::default();
        for statement in &statements {
            reader.check(statement);
        }
        reader.close_question();
        if !reader.errors.is_empty() {
            reader.errors.sort();
            reader.errors.dedup();
            return Err(reader.errors);
        }
        let acts = |verb| !matches!(verb, Verb::Title | Verb::Seed | Verb::Cluster);
        let statements = statements.into_iter().filter(|statement| acts(statement.verb)).collect();
        Ok(Scenario { title: reader.title, setup: reader.setup, groups: reader.groups, statements })
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Client {
    Consumer,
    Producer,
}

/// What the lines so far have brought into being.
#[derive(Default)]
struct Reader {
    title: Texts,
    setup: Setup,
    once: BTreeSet<Verb>,
    acted: bool,
    topics: BTreeMap<String, u64>,
    groups: BTreeMap<GroupId, GroupDefaults>,
    clients: BTreeMap<String, (Client, ConsumerConfig)>,
    marks: BTreeSet<String>,
    /// The open question: where, how many options, how many right ones.
    question: Option<(Span, u32, u32)>,
    errors: Vec<ScriptError>,
}

impl Reader {
    fn error(&mut self, span: Span, message: impl Into<String>) {
        self.errors.push(ScriptError::new(span, message));
    }

    fn check(&mut self, line: &Statement) {
        if line.verb != Verb::Option {
            self.close_question();
        }
        match line.verb {
            Verb::Title | Verb::Seed | Verb::Cluster => self.begin(line),
            Verb::Topic => self.topic(line),
            Verb::Group => self.group(line),
            Verb::Consumers => self.consumers(line),
            Verb::Producer => self.producer(line),
            Verb::Rate | Verb::Burst => self.clients(line, Client::Producer, 1),
            Verb::Processing => self.clients(line, Client::Consumer, 1),
            Verb::Kill | Verb::Close | Verb::CloseNow | Verb::Wakeup | Verb::SecondThread => {
                self.clients(line, Client::Consumer, usize::MAX);
            }
            Verb::Unsubscribe => self.clients(line, Client::Consumer, usize::MAX),
            Verb::Seek | Verb::PausePartitions | Verb::ResumePartitions | Verb::Commit => {
                self.clients(line, Client::Consumer, 1);
                self.call(line);
            }
            Verb::ResetOffsets | Verb::DeleteGroup | Verb::DeleteOffsets => {
                self.know_group(line.name(), line.span);
                if let Some((topic, span)) = line.names().nth(1) {
                    self.know_topic(topic, span);
                }
                self.topics(line);
                self.call(line);
            }
            Verb::Freeze | Verb::Thaw | Verb::Stall | Verb::Resume | Verb::Cut | Verb::Restore => {
                self.clients(line, Client::Consumer, usize::MAX);
            }
            Verb::Restart => self.restart(line),
            Verb::AddPartitions => self.add_partitions(line),
            Verb::DeleteTopic | Verb::Retention => self.know_topic(line.name(), line.span),
            Verb::DeleteRecords | Verb::Poison => self.know_partition(line.name(), line.span),
            Verb::Bounce
            | Verb::Lag
            | Verb::Failover
            | Verb::RemoveMember
            | Verb::LoseCommit
            | Verb::FailCommit => {
                self.know_group(line.name(), line.span);
            }
            Verb::Subscribe => {
                self.clients(line, Client::Consumer, usize::MAX);
                self.topics(line);
                self.one_subscription(line);
                if line.list("topics").is_none() && line.pattern("pattern").is_none() {
                    self.error(line.span, "`subscribe` needs topics=a,b or pattern=orders-.*.");
                }
            }
            Verb::Run => self.run(line),
            Verb::Mark => {
                if !self.marks.insert(line.name().to_owned()) {
                    self.error(
                        line.span,
                        format!("There is a mark `{}` already; choose another name.", line.name()),
                    );
                }
            }
            Verb::Expect => self.expect(line),
            Verb::Ask => self.question = Some((line.span, 0, 0)),
            Verb::Option => self.option(line),
            Verb::Show | Verb::Why => self.know_argument_group(line),
            Verb::Say | Verb::Answer | Verb::Tell => {}
        }
        self.acted |= !matches!(line.verb, Verb::Title | Verb::Seed | Verb::Cluster | Verb::Say);
    }

    fn begin(&mut self, line: &Statement) {
        if !self.once.insert(line.verb) {
            self.error(line.span, "This line can be given only once; keep one of them.");
        }
        if line.verb == Verb::Title {
            self.title = Texts::of(line);
            return;
        }
        if self.acted {
            let message =
                "The world must be set up before anything is created in it; move this line to the top.";
            self.error(line.span, message);
        }
        if let Some(Given::Number(seed)) = line.at(0) {
            self.setup.seed = *seed;
        }
        self.setup.brokers = line.number("brokers").map_or(self.setup.brokers, |number| number as u8);
        self.setup.racks = line.list("racks").map(<[String]>::to_vec).unwrap_or_default();
        let racks = self.setup.racks.len();
        if racks > 0 && racks != usize::from(self.setup.brokers) {
            let brokers = self.setup.brokers;
            let message =
                format!("racks names {racks} racks, and brokers is {brokers}; name one rack for each.");
            self.error(line.place("racks"), message);
        }
        self.setup.latency = line.span_of("latency").unwrap_or(self.setup.latency);
        if self.setup.latency < SHORTEST_LATENCY {
            let message =
                format!("latency is {SHORTEST_LATENCY} at least: without any, requests go round in no time.");
            self.error(line.place("latency"), message);
        }
        self.setup.jitter = line.span_of("jitter").unwrap_or(self.setup.jitter);
        let properties = line.settings.iter().map(|setting| (setting.name, setting.text.clone()));
        self.setup.properties.extend(properties);
    }

    fn topic(&mut self, line: &Statement) {
        let partitions = line.number("partitions").unwrap_or(1);
        if self.topics.insert(line.name().to_owned(), partitions).is_some() {
            let message = format!(
                "There is a topic `{0}` already; to enlarge it: add-partitions {0} total=N.",
                line.name()
            );
            self.error(line.span, message);
        }
    }

    fn know_topic(&mut self, topic: &str, span: Span) {
        if !self.topics.contains_key(topic) {
            let hint = hint(topic, self.topics.keys().map(String::as_str));
            self.error(span, format!("There is no topic `{topic}` here yet.{hint}"));
        }
    }

    fn topics(&mut self, line: &Statement) -> Option<Vec<TopicName>> {
        let list = line.list("topics")?;
        for topic in list {
            self.know_topic(topic, line.place("topics"));
        }
        Some(list.iter().map(|topic| TopicName::from(topic.as_str())).collect())
    }

    /// A consumer subscribes to a list or to a pattern.
    fn one_subscription(&mut self, line: &Statement) {
        if line.list("topics").is_some() && line.pattern("pattern").is_some() {
            self.error(
                line.place("pattern"),
                "Kafka takes a list of topics or a pattern, not both; keep one.",
            );
        }
    }

    fn group(&mut self, line: &Statement) {
        self.one_subscription(line);
        let (topics, pattern) = (self.topics(line), line.pattern("pattern").cloned());
        let mut defaults = GroupDefaults { topics, pattern, ..GroupDefaults::default() };
        self.errors.extend(configure(&mut defaults.config, line).err());
        if self.groups.insert(GroupId::from(line.name()), defaults).is_some() {
            self.error(
                line.span,
                format!("The group `{}` has its line already; keep one of them.", line.name()),
            );
        }
    }

    fn know_group(&mut self, group: &str, span: Span) {
        if !self.groups.contains_key(group) {
            let hint = hint(group, self.groups.keys().map(GroupId::as_str));
            let message =
                format!("There is no group `{group}` here yet; name it with `group {group}`.{hint}");
            self.error(span, message);
        }
    }

    fn know_argument_group(&mut self, line: &Statement) {
        if let Some(group) = line.text("group") {
            self.know_group(group, line.place("group"));
        }
    }

    fn consumers(&mut self, line: &Statement) {
        self.know_argument_group(line);
        self.topics(line);
        self.one_subscription(line);
        self.partitions(line, "assign");
        let assigns = line.list("assign").is_some();
        if assigns && (line.list("topics").is_some() || line.pattern("pattern").is_some()) {
            let message = "A consumer subscribes, or it assigns itself partitions; keep one.";
            self.error(line.place("assign"), message);
        }
        if !assigns && line.text("group").is_none() {
            let message =
                "`consumers` needs group=NAME here; only with assign=orders-0,... there may be none.";
            self.error(line.span, message);
        }
        let inherit = line.text("inherit") != Some("no");
        let defaults = self.groups.get(line.text("group").unwrap_or_default()).filter(|_| inherit);
        let topicless = line.pattern("pattern").is_none()
            && defaults.is_none_or(|defaults| defaults.topics.is_none() && defaults.pattern.is_none());
        let mut config = defaults.map(|defaults| defaults.config.clone()).unwrap_or_default();
        if !assigns && line.list("topics").is_none() && topicless && self.topics.is_empty() {
            self.error(
                line.span,
                "There is no topic to read yet; create one with `topic NAME partitions=N`.",
            );
        }
        self.errors.extend(configure(&mut config, line).err());
        for (name, span) in line.names() {
            self.add_client(name, span, Client::Consumer, config.clone());
        }
    }

    fn producer(&mut self, line: &Statement) {
        self.know_topic(line.text("topic").unwrap_or_default(), line.place("topic"));
        self.add_client(line.name(), line.span, Client::Producer, ConsumerConfig::default());
    }

    fn add_client(&mut self, name: &str, span: Span, kind: Client, config: ConsumerConfig) {
        if self.clients.contains_key(name) {
            let message =
                format!("The name `{name}` is taken; `restart {name}` starts it again, or choose another.");
            self.error(span, message);
        }
        self.clients.insert(name.to_owned(), (kind, config));
    }

    /// The first `count` plain words name clients of this kind.
    fn clients(&mut self, line: &Statement, kind: Client, count: usize) {
        for (name, span) in line.names().take(count) {
            self.know_client(name, span, kind);
        }
    }

    fn know_client(&mut self, name: &str, span: Span, kind: Client) {
        let what = match kind {
            Client::Consumer => "consumer",
            Client::Producer => "producer",
        };
        match self.clients.get(name) {
            Some((found, _)) if kind == *found => {}
            Some(_) => self.error(span, format!("`{name}` is not a {what}.")),
            None => {
                let known = self.clients.iter().filter(|(_, (found, _))| kind == *found);
                let hint = hint(name, known.map(|(name, _)| name.as_str()));
                self.error(span, format!("There is no {what} `{name}` here yet.{hint}"));
            }
        }
    }

    fn restart(&mut self, line: &Statement) {
        self.clients(line, Client::Consumer, usize::MAX);
        for (name, _) in line.names() {
            let Some((_, config)) = self.clients.get_mut(name) else { continue };
            if line.text("inherit") == Some("no") {
                *config = ConsumerConfig::default();
            }
            let result = configure(config, line);
            self.errors.extend(result.err());
        }
    }

    fn add_partitions(&mut self, line: &Statement) {
        self.know_topic(line.name(), line.span);
        // Whether Kafka would do it is for the world to say; here only the largest partition is remembered.
        if let (Some(partitions), Some(total)) = (self.topics.get_mut(line.name()), line.number("total")) {
            *partitions = (*partitions).max(total);
        }
    }

    fn run(&mut self, line: &Statement) {
        let given = ["for", "to", "until"].map(|name| line.arguments.iter().any(|(key, _)| *key == name));
        if given.iter().filter(|given| **given).count() != 1 {
            self.error(line.span, "`run` needs one of for=6s, to=12.480s and until=stable.");
        }
        let condition = line.text("until");
        for (name, works) in [
            ("group", condition.is_some()),
            ("within", condition.is_some()),
            ("consumer", condition == Some("committed")),
        ] {
            if line.arguments.iter().any(|(key, _)| *key == name) && !works {
                let partner = if name == "consumer" { "until=committed" } else { "until=" };
                self.error(line.place(name), format!("`{name}=` says nothing without `{partner}`."));
            }
        }
        self.know_argument_group(line);
        if let Some(name) = line.text("consumer") {
            self.know_client(name, line.place("consumer"), Client::Consumer);
        }
    }

    fn option(&mut self, line: &Statement) {
        match &mut self.question {
            Some((_, options, right)) => {
                *options += 1;
                *right += u32::from(line.text("right") == Some("yes"));
            }
            None => self.error(line.span, "An option belongs directly below its `ask` line."),
        }
    }

    fn close_question(&mut self) {
        if let Some((span, options, right)) = self.question.take()
            && (options < 2 || right != 1)
        {
            let message = format!(
                "A question needs at least two options and one with right=yes; this one has {options}, {right} of \
                 them right."
            );
            self.error(span, message);
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
