//! Texts of the course, of the symptom finder, of the ways into the page, and of what a visitor leaves behind.

use crate::session::course::ChapterSubject;
use crate::session::language::course::{CourseLabel, CourseText};

pub fn chapter(subject: ChapterSubject) -> &'static str {
    match subject {
        ChapterSubject::Groups => "Groups and partitions",
        ChapterSubject::Rebalances => "Rebalances",
        ChapterSubject::StaticMembers => "Static membership",
        ChapterSubject::PollLoop => "Poll loop and threads",
        ChapterSubject::Settings => "Settings",
        ChapterSubject::Commits => "Offsets and commits",
        ChapterSubject::Listeners => "Listeners and own stores",
        ChapterSubject::Seeking => "Seeking and resetting",
        ChapterSubject::Leaving => "Leaving",
        ChapterSubject::Standalone => "Standalone consumers",
        ChapterSubject::NewProtocol => "The new protocol (KIP-848)",
    }
}

#[rustfmt::skip]
pub fn label(label: CourseLabel) -> &'static str {
    match label {
        CourseLabel::Done => "done",
        CourseLabel::Begun => "begun",
        CourseLabel::NotYet => "not yet",
        CourseLabel::KeptHere => "Progress is kept in this browser only.",
        CourseLabel::KeepsNothing => "This browser keeps nothing: progress lasts until the page is closed.",
        CourseLabel::Forget => "Forget progress",
        CourseLabel::ForgetWarns => "That cannot be undone.",
        CourseLabel::AllDone => "All lessons are done.",
        CourseLabel::BeginCourse => "Begin the course",
        CourseLabel::WaysIn => "Where to go from here",
        CourseLabel::TheCourse => "The course",
        CourseLabel::FindSymptom => "Find a symptom",
        CourseLabel::OwnSettings => "Bring your own settings",
        CourseLabel::FirstDeed => "Or do something here: kill c2, and see who takes over.",
        CourseLabel::WhatDoYouSee => "What do you see? A word, or a line of your log",
        CourseLabel::SearchHint => "Find a symptom by a word or by a line of a log",
        CourseLabel::NothingFound => "No symptom has this. Try one word of it, or the name of the error.",
        CourseLabel::HowToTell => "How to tell",
        CourseLabel::WhatMends => "What mends it",
        CourseLabel::SeeIt => "See it happen",
        CourseLabel::TryOwn => "None of them? Run it with your own settings, and ask the stage why.",
        CourseLabel::LetterKeys => "Keys of a single character",
        CourseLabel::LettersAreOff => "They are switched off. The others go on to work.",
        CourseLabel::Description => "The stage in words",
        CourseLabel::CloseDescription => "Close the description",
        CourseLabel::AnyInputKeeps => "A touch or any key keeps what is here.",
    }
}

pub fn text(text: &CourseText) -> &'static str {
    match text {
        CourseText::DoneOf { .. } => "{0} of {1} lesson{1:s}",
        CourseText::GoOn(_) => "Go on: {0}",
        CourseText::GoOnAt { .. } => "Go on: {0}, line {1}",
        CourseText::LineOf { .. } => "line {0} of {1}",
        CourseText::Minutes(_) => "{0} min",
        CourseText::Chapters { .. } => "{0} chapters · {1} lessons",
        CourseText::Symptoms(_) => "{0} symptom{0:s}",
        CourseText::CausesOf(_) => "{0} cause{0:s}",
        CourseText::NextIn(_) => "In {0} s this page begins afresh for the next visitor.",
    }
}
