//! How far somebody has come in the course: which lessons are done, and up to which line others were followed. It is
//! kept as a text of one line for each lesson.

use crate::session::course::{Lesson, after, lesson, lessons};

/// How far a lesson was followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LessonState {
    /// Not at all.
    Open,
    /// Up to this line of its story, counted from one.
    Begun(u16),
    /// To its script's end.
    Done,
}

/// See the head of this file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CourseProgress {
    /// The lessons that were begun, the one that was followed last at the end.
    followed: Vec<(&'static str, LessonState)>,
}

const DONE: &str = "done";

impl CourseProgress {
    /// Reads what [`CourseProgress::written`] wrote. Lessons that there are no more are left out.
    pub fn read(text: &str) -> CourseProgress {
        let followed = text.lines().filter_map(|line| {
            let (id, state) = line.split_once(' ')?;
            let state = match state {
                DONE => LessonState::Done,
                line => LessonState::Begun(line.parse().ok()?),
            };
            Some((lesson(id)?.id, state))
        });
        CourseProgress { followed: followed.collect() }
    }

    /// As a text.
    pub fn written(&self) -> String {
        let line = |(id, state): &(&str, LessonState)| match state {
            LessonState::Begun(line) => [id, " ", &line.to_string(), "\n"].concat(),
            LessonState::Open | LessonState::Done => [id, " ", DONE, "\n"].concat(),
        };
        self.followed.iter().map(line).collect()
    }

    /// Whether nothing was followed yet.
    pub fn is_empty(&self) -> bool {
        self.followed.is_empty()
    }

    /// How far this lesson was followed.
    pub fn of(&self, id: &str) -> LessonState {
        self.followed.iter().find(|(name, _)| *name == id).map_or(LessonState::Open, |(_, state)| *state)
    }

    /// How many lessons of these are done.
    pub fn done<'a>(&self, of: impl Iterator<Item = &'a Lesson>) -> usize {
        of.filter(|lesson| self.of(lesson.id) == LessonState::Done).count()
    }

    /// A lesson is followed up to this line, or to its end. A visitor who goes back in it has still come so far.
    pub fn follow(&mut self, id: &'static str, line: u16, over: bool) {
        let state = match self.of(id) {
            LessonState::Done => LessonState::Done,
            _ if over => LessonState::Done,
            LessonState::Begun(before) => LessonState::Begun(before.max(line)),
            LessonState::Open => LessonState::Begun(line),
        };
        self.followed.retain(|(name, _)| *name != id);
        self.followed.push((id, state));
    }

    /// Where one goes on: in the lesson that was left before its end, else in the next one that is not done.
    pub fn goes_on(&self) -> Option<(&'static Lesson, u16)> {
        let open = |lesson: &&'static Lesson| self.of(lesson.id) != LessonState::Done;
        let latest = self.followed.last().map(|(id, _)| *id);
        let found = match latest {
            Some(id) => {
                let onward = std::iter::successors(lesson(id), |lesson| after(lesson.id));
                onward.into_iter().find(open).or_else(|| lessons().find(open))
            }
            None => lessons().next(),
        }?;
        match self.of(found.id) {
            LessonState::Begun(line) => Some((found, line)),
            LessonState::Open | LessonState::Done => Some((found, 0)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ahead(progress: &CourseProgress) -> Option<(&'static str, u16)> {
        progress.goes_on().map(|(lesson, line)| (lesson.id, line))
    }

    #[test]
    fn it_is_read_as_it_was_written() {
        let mut progress = CourseProgress::default();
        progress.follow("scale-out", 3, true);
        progress.follow("zombie", 2, false);
        assert_eq!(progress.written(), "scale-out done\nzombie 2\n");
        assert_eq!(CourseProgress::read(&progress.written()), progress);
        let strange = CourseProgress::read("no-such done\nzombie many\nzombie\n\nscale-out 1\n");
        assert_eq!(strange.written(), "scale-out 1\n");
    }

    #[test]
    fn a_lesson_that_is_done_stays_done_and_one_that_is_begun_keeps_its_line() {
        let mut progress = CourseProgress::default();
        progress.follow("zombie", 3, false);
        progress.follow("zombie", 1, false);
        assert_eq!(progress.of("zombie"), LessonState::Begun(3));
        progress.follow("zombie", 4, true);
        progress.follow("zombie", 1, false);
        assert_eq!(progress.of("zombie"), LessonState::Done);
        assert_eq!(progress.of("scale-out"), LessonState::Open);
    }

    #[test]
    fn one_goes_on_where_one_was_else_with_the_next_lesson() {
        let mut progress = CourseProgress::default();
        assert_eq!(ahead(&progress), Some(("scale-out", 0)));
        progress.follow("zombie", 2, false);
        assert_eq!(ahead(&progress), Some(("zombie", 2)));
        progress.follow("zombie", 6, true);
        assert_eq!(ahead(&progress), Some(("poison-pill", 0)));
        progress.follow("migrate-online", 1, true);
        assert_eq!(
            ahead(&progress),
            Some(("scale-out", 0)),
            "the last lesson leads to the first that is open"
        );
        for lesson in lessons() {
            progress.follow(lesson.id, 1, true);
        }
        assert_eq!(ahead(&progress), None);
        assert_eq!(progress.done(lessons()), lessons().count());
    }
}
