//! How far a visitor has come in the course, as the browser keeps it.

use crate::session::course::progress::Progress;
use crate::web::mount::storage::{Storage, Stored};

/// Under this name.
const NAME: &str = "course";

/// What is kept.
pub fn progress(storage: &Storage) -> Progress {
    storage.get(NAME).map(|text| Progress::read(&text)).unwrap_or_default()
}

/// A lesson is followed up to this line, or to its end. What another tab wrote meanwhile stays. The progress as it is
/// then, and whether it is kept.
pub fn follow(
    storage: &Storage,
    before: Progress,
    (id, line, over): (&'static str, u16, bool),
) -> (Progress, bool) {
    let mut progress = storage.get(NAME).map_or(before, |text| Progress::read(&text));
    progress.follow(id, line, over);
    let is_kept = storage.put(NAME, &progress.written()) == Stored::Yes;
    (progress, is_kept)
}

/// Forgets all of it.
pub fn forget(storage: &Storage) {
    storage.set(NAME, None);
}
