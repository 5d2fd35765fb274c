//! Texts of the course, of the symptom finder, of the ways into the page, and of what a visitor leaves behind.

use crate::session::language::template::{Sentence, Slots, number, slots};
use crate::session::language::{Lang, en, ko};

/// A fixed text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CourseLabel {
    /// What the marks before a lesson mean.
    Done,
    Begun,
    NotYet,
    KeptHere,
    KeepsNothing,
    Forget,
    ForgetWarns,
    AllDone,
    BeginCourse,
    /// The ways in, below the first caption.
    WaysIn,
    TheCourse,
    FindSymptom,
    OwnSettings,
    FirstDeed,
    /// The symptom finder.
    WhatDoYouSee,
    SearchHint,
    NothingFound,
    HowToTell,
    WhatMends,
    SeeIt,
    TryOwn,
    /// Keys.
    LetterKeys,
    LettersAreOff,
    /// The description of the stage.
    Description,
    CloseDescription,
    /// The next visitor.
    AnyInputKeeps,
}

/// A sentence.
#[derive(Clone, Copy, Debug)]
pub enum CourseText<'a> {
    /// How many lessons are done.
    DoneOf {
        done: usize,
        lessons: usize,
    },
    /// The button that goes on: with a lesson, or in it.
    GoOn(&'a str),
    GoOnAt {
        lesson: &'a str,
        line: u16,
    },
    /// How far a lesson that was begun was followed.
    LineOf {
        line: u16,
        lines: u16,
    },
    Minutes(u16),
    Chapters {
        chapters: usize,
        lessons: usize,
    },
    Symptoms(usize),
    CausesOf(usize),
    /// The next visitor begins in so many seconds.
    NextIn(u32),
}

impl Sentence for CourseText<'_> {
    fn template(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => en::course::text(self),
            Lang::Ko => ko::course::text(self),
        }
    }

    fn slots(&self, _: Lang) -> Slots<'_> {
        use CourseText::*;
        match *self {
            DoneOf { done, lessons } => slots([number(done as u64), number(lessons as u64)]),
            GoOn(lesson) => slots([lesson.into()]),
            GoOnAt { lesson, line } => slots([lesson.into(), number(line.into())]),
            LineOf { line, lines } => slots([number(line.into()), number(lines.into())]),
            Minutes(minutes) => slots([number(minutes.into())]),
            Chapters { chapters, lessons } => slots([number(chapters as u64), number(lessons as u64)]),
            Symptoms(n) | CausesOf(n) => slots([number(n as u64)]),
            NextIn(seconds) => slots([number(seconds.into())]),
        }
    }
}
