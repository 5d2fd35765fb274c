//! How large a session may be: beyond that it is refused in one sentence, and nothing else of it is looked at.

use super::Reader;
use crate::cluster::{MAX_ALL_PARTITIONS, MAX_CONSUMERS, MAX_PRODUCERS};
use crate::session::mistake::{Countable, ScenarioMistake};
use crate::session::script::{MOST_ERRORS, Statement};
use crate::session::words::REFUSED;

/// The most lines that may say something.
pub const MOST_STATEMENTS: u64 = 100_000;

/// What the lines so far come to.
#[derive(Default)]
pub(super) struct Sizes {
    statements: u64,
    consumers: u64,
    producers: u64,
    /// Of all topics, those included that are gone again.
    pub(super) partitions: u64,
    exceeded: bool,
}

impl Reader {
    /// Whether the list of errors is full, or the session is too large.
    pub(super) fn has_seen_enough(&self) -> bool {
        self.sizes.exceeded || self.errors.len() >= MOST_ERRORS
    }

    /// Adds what a line brings into being.
    pub(super) fn measure(&mut self, line: &Statement) {
        self.sizes.statements += 1;
        self.bound(Countable::Statements, self.sizes.statements, MOST_STATEMENTS, line);
        // The world refuses what is too much by itself.
        if line.text(REFUSED.name) == Some("yes") {
            return;
        }
        (line.keyword.rule().adds)(self, line);
    }

    pub(in crate::session) fn adds_consumers(&mut self, line: &Statement) {
        self.sizes.consumers += line.names().count() as u64;
        self.bound(Countable::Consumers, self.sizes.consumers, MAX_CONSUMERS as u64, line);
    }

    pub(in crate::session) fn adds_producer(&mut self, line: &Statement) {
        self.sizes.producers += 1;
        self.bound(Countable::Producers, self.sizes.producers, MAX_PRODUCERS as u64, line);
    }

    pub(in crate::session) fn adds_topic(&mut self, line: &Statement) {
        self.sizes.partitions += line.number("partitions").unwrap_or(1);
        self.bound(Countable::Partitions, self.sizes.partitions, MAX_ALL_PARTITIONS as u64, line);
    }

    pub(in crate::session) fn adds_partitions(&mut self, line: &Statement) {
        let present = self.topics.get(line.name()).copied().unwrap_or_default();
        self.sizes.partitions += line.number("total").unwrap_or(0).saturating_sub(present);
        self.bound(Countable::Partitions, self.sizes.partitions, MAX_ALL_PARTITIONS as u64, line);
    }

    fn bound(&mut self, what: Countable, count: u64, most: u64, line: &Statement) {
        if count > most && !self.sizes.exceeded {
            self.error(line.span, ScenarioMistake::TooMany { what, count, most });
            self.sizes.exceeded = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::language::Lang;
    use crate::session::scenario::Scenario;
    use std::fmt::Write;

    fn refusal(text: &str) -> String {
        let errors = Scenario::read(text.as_bytes()).unwrap_err();
        assert_eq!(errors.len(), 1, "{errors:#?}");
        errors[0].to_string()
    }

    #[test]
    fn what_is_too_large_is_refused_in_one_sentence() {
        let topics = |count: u64| {
            (0..count).fold(String::new(), |mut text, number| {
                let _ = writeln!(text, "topic t{number} partitions=1000");
                text
            })
        };
        let consumers = |count: u64| {
            let names: Vec<String> = (0..count).map(|number| format!("c{number}")).collect();
            format!("{}group g\nconsumers {} group=g\n", topics(1), names.join(" "))
        };
        assert!(Scenario::read(topics(10).as_bytes()).is_ok());
        assert!(
            refusal(&topics(20))
                .starts_with("line 11, column 1: With this line the session has 11000 partitions")
        );
        assert!(
            refusal(&format!("{}topic more partitions=1\nadd-partitions more total=2", topics(10)))
                .contains("10001")
        );
        assert!(Scenario::read(consumers(1_000).as_bytes()).is_ok());
        assert!(refusal(&consumers(1_001)).contains("the session has 1001 consumers, and 1000 are the most"));
        let lines = |count: usize| "tell story\n".repeat(count);
        assert!(Scenario::read(lines(95_000).as_bytes()).is_ok());
        assert!(
            refusal(&"lag g\n".repeat(100_001).replacen("lag g", "group g", 1)).contains("100001 statements")
        );
    }

    #[test]
    fn errors_end_where_nobody_would_read_on() {
        let unknown: Vec<String> = (0..50_000).map(|number| format!("c{number}")).collect();
        for text in [
            format!("topic t partitions=1\nkill {}", unknown.join(" ")),
            format!("topic t partitions=1\ngroup g\nconsumers c group=g\nkill {}", "c ".repeat(500_000)),
            "kill c\n".repeat(50_000),
        ] {
            let errors = Scenario::read(text.as_bytes()).unwrap_err();
            assert_eq!(errors.len(), MOST_ERRORS);
            assert!(errors.iter().all(|error| error.message(Lang::En).len() < 2_100));
        }
        let errors = Scenario::read(format!("kill {}", "x".repeat(1_000_000)).as_bytes()).unwrap_err();
        assert!(errors[0].message(Lang::En).len() < 2_100, "a name of a megabyte is not repeated");
    }
}
