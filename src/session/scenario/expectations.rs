//! Checks of `expect` lines: whom they ask about, since when, and whether what they name can ever be the case.

use super::{ClientKind, Reader};
use crate::session::expect;
use crate::session::grammar::Keyword;
use crate::session::mistake::NameMistake;
use crate::session::nearest::meant;
use crate::session::prediction::{Prediction, PredictionKind};
use crate::session::script::Statement;

impl Reader {
    pub(in crate::session) fn expect(&mut self, line: &Statement) {
        if let Some(check) = self.expectations {
            check(self, line);
        }
    }

    pub(super) fn check_expectations(&mut self, line: &Statement) {
        if line.keyword == Keyword::Predict {
            return self.check_number(line);
        }
        self.know_argument_group(line);
        // What a visitor is to try may need a consumer that the visitor starts.
        let consumers = line.list("consumer").filter(|_| line.keyword != Keyword::Task);
        for name in consumers.unwrap_or_default() {
            self.know_client(name, line.place("consumer"), ClientKind::Consumer);
        }
        self.partitions(line, "partition");
        if let Some(mark) = line.text("since") {
            self.know_mark(mark, line.place("since"));
        }
        self.know_owners(line);
        self.errors.extend(expect::compile(line).err().unwrap_or_default());
    }

    /// A number that is to be foretold is a measure, and whom it is about exists.
    fn check_number(&mut self, line: &Statement) {
        for name in line.list("consumer").unwrap_or_default() {
            self.know_client(name, line.place("consumer"), ClientKind::Consumer);
        }
        if let Ok(prediction) = Prediction::read(line)
            && prediction.kind == PredictionKind::Number
        {
            self.errors.extend(expect::check_number(line, prediction.measure()).err());
        }
    }

    /// An owner and a leader are consumers, or the word `nobody`.
    fn know_owners(&mut self, line: &Statement) {
        for comparison in &line.comparisons {
            let (measure, name) = (comparison.measure.as_str(), comparison.value.as_str());
            if !matches!(measure, "owner" | "leader")
                || name == "none"
                || line.keyword == Keyword::Task
                || self.doubt.covers(name, Keyword::Consumers)
            {
                continue;
            }
            if matches!(self.clients.get(name), Some((ClientKind::Consumer, _))) || self.has_seen_enough() {
                continue;
            }
            let consumers = self.clients.iter().filter(|(_, (kind, _))| *kind == ClientKind::Consumer);
            let hint = meant(name, consumers.map(|(name, _)| name.as_str()));
            self.error(comparison.value_span, NameMistake::NoConsumer.with(name, hint));
        }
    }
}
