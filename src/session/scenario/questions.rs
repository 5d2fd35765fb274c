//! Checks of questions: what belongs below an `ask` line, and that what is foretold comes to its answer.

use super::{Keyword, Mistake, Reader};
use crate::session::lexer::{ScriptError, Span};
use crate::session::mistake::ScenarioMistake;
use crate::session::prediction::Prediction;
use crate::session::script::Statement;

/// An `ask` line and what stands below it.
pub(super) struct AskBlock {
    span: Span,
    options: u32,
    right: u32,
    predicts: bool,
    /// Something of it could not be read.
    pub(super) doubtful: bool,
}

impl AskBlock {
    pub(super) fn at(span: Span) -> AskBlock {
        AskBlock { span, options: 0, right: 0, predicts: false, doubtful: false }
    }

    pub(super) fn doubtful() -> AskBlock {
        AskBlock { doubtful: true, ..AskBlock::at(Span::default()) }
    }

    /// Whether there is a way to answer it, and one answer is right.
    fn can_be_answered(&self) -> bool {
        self.options >= 2 && self.right == 1 || self.predicts && self.options == 0
    }
}

impl Reader {
    pub(in crate::session) fn ask(&mut self, line: &Statement) {
        self.owes_no_answer();
        self.question = Some(AskBlock::at(line.span));
    }

    pub(in crate::session) fn option(&mut self, line: &Statement) {
        match &mut self.question {
            Some(question) => {
                question.options += 1;
                question.right += u32::from(line.text("right") == Some("yes"));
            }
            None => self.error(line.span, ScenarioMistake::LonelyOption),
        }
    }

    pub(in crate::session) fn predict(&mut self, line: &Statement) {
        let again = self.question.as_ref().is_some_and(|question| question.predicts);
        match &mut self.question {
            Some(_) if again => self.error(line.span, ScenarioMistake::PredictsTwice),
            Some(question) => {
                question.predicts = true;
                self.owed = (!question.doubtful).then_some(question.span);
            }
            None => self.error(line.span, ScenarioMistake::LonelyPrediction),
        }
        self.know_argument_group(line);
        self.partitions(line, "partition");
        self.errors.extend(Prediction::read(line).err());
        self.expect(line);
    }

    /// An answer: what was asked is answered with it.
    pub(in crate::session) fn answer(&mut self, _: &Statement) {
        self.owed = None;
    }

    /// There is one such sentence.
    pub(in crate::session) fn learned(&mut self, line: &Statement) {
        if !self.once.insert(Keyword::Learned) {
            self.error(line.span, ScenarioMistake::GivenTwice);
        }
    }

    /// What was to be foretold has come to its answer before the next question. A file may end before: what is saved
    /// while a question is open has no answer yet.
    pub(super) fn owes_no_answer(&mut self) {
        if let Some(span) = self.owed.take() {
            self.error(span, ScenarioMistake::NeverAnswered);
        }
    }

    pub(super) fn close_question(&mut self) {
        let closed = self.question.take().filter(|question| !question.doubtful);
        if let Some(question) = closed
            && !question.can_be_answered()
        {
            let AskBlock { span, options, right, .. } = question;
            self.errors
                .push(ScriptError::new(span, Mistake::from(ScenarioMistake::Question { options, right })));
        }
    }
}
