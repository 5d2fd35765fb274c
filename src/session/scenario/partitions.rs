//! Checks of the lines that name partitions: calls of an application, what an administrator does to offsets, `assign`.

use super::Reader;
use crate::session::calls;
use crate::session::lexer::{ScriptError, Span};
use crate::session::script::Statement;
use crate::session::values::split_partition;
use crate::session::words::Verb;

impl Reader {
    /// All of these partitions exist.
    pub(super) fn partitions(&mut self, line: &Statement, argument: &str) {
        for name in line.list(argument).unwrap_or_default() {
            self.know_partition(name, line.place(argument));
        }
    }

    pub(super) fn know_partition(&mut self, name: &str, span: Span) {
        let known = split_partition(name).is_some_and(|partition| {
            let partitions = self.topics.get(partition.topic.as_str());
            partitions.is_some_and(|count| u64::from(partition.partition) < *count)
        });
        if !known {
            let message =
                format!("There is no partition `{name}` here yet; write TOPIC-NUMBER, counted from 0.");
            self.error(span, message);
        }
    }

    /// What an application or an administrator is to do: the partitions it names exist, and it has one place to go to.
    pub(super) fn call(&mut self, line: &Statement) {
        if matches!(line.verb, Verb::Seek | Verb::PausePartitions | Verb::ResumePartitions) {
            for (name, span) in line.names().skip(1) {
                self.know_partition(name, span);
            }
        }
        for (partition, _) in line.offsets("offsets").unwrap_or_default() {
            self.know_partition(&partition.to_string(), line.place("offsets"));
        }
        self.partitions(line, "partitions");
        let wrong = calls::command(line).err();
        let said = |error: &ScriptError| self.errors.iter().any(|known| known.span == error.span);
        if let Some(error) = wrong.filter(|error| !said(error)) {
            self.errors.push(error);
        }
    }
}
