//! Writes what was done as a session file: the world's setup, then each command at its exact time.

use crate::cluster::command::Command;
use crate::kafka::consumer::config::ConsumerConfig;
use crate::kafka::ids::{GroupId, TopicName};
use crate::kafka::release::Release;
use crate::session::caption::{Caption, CaptionKind};
use crate::session::cast::Cast;
use crate::session::grammar::{self, Background, subscription};
use crate::session::lexer::quote;
use crate::session::scenario::{Scenario, Setup, Texts};
use crate::session::settings::{GroupDefaults, words};
use crate::sim::sorted::SortedSet;
use crate::sim::time::SimTime;

/// The script that leads to the same state at `now`: commands and captions in order of time.
pub fn script<'a>(
    scenario: &'a Scenario,
    commands: &[(SimTime, Command)],
    captions: &'a [Caption],
    now: SimTime,
) -> String {
    let mut writer = Writer { scenario, text: String::new(), time: SimTime::ZERO, ..Writer::new(scenario) };
    writer.setup(&scenario.title, &scenario.setup);
    let mut captions = captions.iter().filter(|caption| caption.at <= now).peekable();
    for (at, command) in commands {
        while let Some(caption) = captions.next_if(|caption| caption.at < *at) {
            writer.caption(caption);
        }
        writer.run_to(*at);
        writer.command(command);
    }
    captions.for_each(|caption| writer.caption(caption));
    for group in scenario.groups.keys() {
        writer.group(group);
    }
    writer.run_to(now);
    writer.text
}

struct Writer<'a> {
    scenario: &'a Scenario,
    text: String,
    time: SimTime,
    topics: SortedSet<TopicName>,
    groups: SortedSet<GroupId>,
    cast: Cast,
}

impl<'a> Writer<'a> {
    fn new(scenario: &'a Scenario) -> Writer<'a> {
        Writer {
            scenario,
            text: String::new(),
            time: SimTime::ZERO,
            topics: SortedSet::new(),
            groups: SortedSet::new(),
            cast: Cast::default(),
        }
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn setup(&mut self, title: &Texts, setup: &Setup) {
        if *title != Texts::default() {
            self.line(&format!("title {}", texts(&title.en, &title.ko)));
        }
        self.line(&format!("seed {}", setup.seed));
        let (brokers, latency, jitter) = (setup.brokers, setup.latency(), setup.jitter);
        let mut line = format!("cluster brokers={brokers} latency={latency} jitter={jitter}");
        if !setup.racks.is_empty() {
            line += &format!(" racks={}", setup.racks.join(","));
        }
        if setup.release != Release::default() {
            line += &format!(" kafka={}", setup.release.name());
        }
        for (name, value) in &setup.properties {
            line += &format!(" {name}={}", quote(value));
        }
        self.line(&line);
    }

    fn run_to(&mut self, time: SimTime) {
        if time > self.time {
            self.line(&format!("run to={time}s"));
            self.time = time;
        }
    }

    fn caption(&mut self, caption: &Caption) {
        self.run_to(caption.at);
        let said = texts(&caption.en, &caption.ko);
        match &caption.kind {
            CaptionKind::Say => self.line(&format!("say {said}")),
            CaptionKind::Answer => self.line(&format!("answer {said}")),
            CaptionKind::Ask { options, prediction } => {
                self.line(&format!("ask {said}"));
                if let Some(prediction) = prediction {
                    self.line(&prediction.to_line());
                }
                for option in options {
                    let right = if option.right { " right=yes" } else { "" };
                    self.line(&format!("option {}{right}", texts(&option.en, &option.ko)));
                }
            }
        }
    }

    /// Writes a group's line before its first use.
    fn group(&mut self, id: &GroupId) {
        if id.is_none() || !self.groups.insert(*id) {
            return;
        }
        let nothing = GroupDefaults::default();
        let defaults = self.scenario.groups.get(id).unwrap_or(&nothing);
        let mut line = format!("group {id}");
        // A topic that was never created (its line lay ahead) cannot be named.
        if let Some(topics) =
            defaults.topics.as_ref().filter(|list| self.topics.is_superset(&list.iter().cloned().collect()))
        {
            line += &subscription(topics, None);
        }
        if let Some(pattern) = &defaults.pattern {
            line += &subscription(&[], Some(pattern));
        }
        line += &words(&ConsumerConfig::default(), &defaults.config, false);
        for (_, name, value) in self.scenario.setup.of_groups.iter().filter(|(group, ..)| group == id) {
            line += &format!(" {name}={}", quote(value));
        }
        self.line(&line);
    }

    fn command(&mut self, command: &Command) {
        if let Some(group) = command.group() {
            self.group(group);
        }
        if let Command::CreateTopic { topic, .. } = command {
            self.topics.insert(*topic);
        }
        let line = grammar::line(command, &Background { scenario: self.scenario, cast: &self.cast });
        self.line(&line);
        grammar::learn(&mut self.cast, command);
    }
}

impl Texts {
    /// As a line has them; a text that is the same in both languages is written once.
    pub(in crate::session) fn written(&self) -> String {
        texts(&self.en, &self.ko)
    }
}

fn texts(en: &str, ko: &str) -> String {
    match en == ko {
        true => format!("en={}", quote(en)),
        false => format!("en={} ko={}", quote(en), quote(ko)),
    }
}
