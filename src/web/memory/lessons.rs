//! How far a visitor has come in the course, as the browser keeps it.

use crate::session::course::progress::CourseProgress;
use crate::web::mount::storage::{Storage, Stored};

/// Under this name.
const NAME: &str = "course";

/// A lesson, the line that was reached of it, and whether it came to its end.
pub type FollowedLesson = (&'static str, u16, bool);

/// What is kept.
pub fn progress(storage: &Storage) -> CourseProgress {
    storage.get(NAME).map(|text| CourseProgress::read(&text)).unwrap_or_default()
}

/// A lesson is followed up to this line, or to its end. What another tab wrote meanwhile stays. The progress as it is
/// then, and whether it is kept.
pub fn follow(
    storage: &Storage,
    before: CourseProgress,
    (id, line, over): FollowedLesson,
) -> (CourseProgress, bool) {
    let mut progress = storage.get(NAME).map_or(before, |text| CourseProgress::read(&text));
    progress.follow(id, line, over);
    let is_kept = storage.put(NAME, &progress.written()) == Stored::Yes;
    (progress, is_kept)
}

/// Forgets all of it.
pub fn forget(storage: &Storage) {
    storage.set(NAME, None);
}
