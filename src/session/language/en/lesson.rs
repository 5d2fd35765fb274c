//! Predictions, tasks and the end of a lesson, in English.

use crate::session::language::lesson::{LessonLabel, LessonPhrase};
use crate::session::prediction::verdict::{GuessVerdict, GuessedBy};

#[rustfmt::skip]
pub const fn label(label: LessonLabel) -> &'static str {
    match label {
        LessonLabel::OrMark => "Or show it on the stage",
        LessonLabel::OrNumber => "Or say a number",
        LessonLabel::GiveAnswer => "That is my answer",
        LessonLabel::Clear => "clear",
        LessonLabel::ShowMe => "I do not know: show me",
        LessonLabel::First => "first",
        LessonLabel::Last => "last",
        LessonLabel::MarkRecords => {
            "Drag over the lane, also to the right of it for records still to come; or type the two ends."
        },
        LessonLabel::ChooseLanes => "Click the lanes, or choose here.",
        LessonLabel::ChooseOwners => "Click a lane until it names its consumer, or choose here.",
        LessonLabel::NotChosen => "not said",
        LessonLabel::YourNumber => "Your answer",
        LessonLabel::InSeconds => "seconds",
        LessonLabel::YouSaid => "you said",
        LessonLabel::WhatHappened => "what happened",
        LessonLabel::NoneOfThem => "none",
        LessonLabel::NoAnswer => "nothing",
        LessonLabel::Nobody => "nobody",
        LessonLabel::TryIt => "Try it: the run is yours",
        LessonLabel::Stays => "What stays",
        LessonLabel::YouSaidAll => "What you said",
        LessonLabel::Otherwise => "Another answer was right",
        LessonLabel::TaskDone => "done",
        LessonLabel::TaskOpen => "open",
    }
}

pub const fn phrase(phrase: &LessonPhrase) -> &'static str {
    match phrase {
        LessonPhrase::Records(_) => "{0} record{0:s}",
        LessonPhrase::SaidOnLane { .. } => "you said {0}: {1} … {2}",
        LessonPhrase::EndOf { .. } => "{0}: {1}",
        LessonPhrase::OwnerOf(_) => "Who has {0}",
        LessonPhrase::TickedAt(_) => "ticked at {0}",
        LessonPhrase::TasksDone { .. } => "{0} of {1} done",
        LessonPhrase::Verdict(verdict) => match verdict {
            GuessVerdict::Same => "As you said",
            GuessVerdict::More(GuessedBy::Records(_)) => "{0} more than you marked",
            GuessVerdict::Fewer(GuessedBy::Records(_)) => "{0} fewer than you marked",
            GuessVerdict::More(GuessedBy::Count(_)) => "{0} more than you said",
            GuessVerdict::Fewer(GuessedBy::Count(_)) => "{0} fewer than you said",
            GuessVerdict::More(GuessedBy::Span(_)) => "{0} longer than you said",
            GuessVerdict::Fewer(GuessedBy::Span(_)) => "{0} shorter than you said",
            GuessVerdict::Elsewhere => "As many as you marked, but others",
            GuessVerdict::Partly { .. } => "{0} of {1} as you said",
            GuessVerdict::Open => "What happened",
        },
    }
}
