//! The files that the test suites run, listed in one way: what the documents name must be among them.

use std::path::{Path, PathBuf};

/// All files with this ending in a folder of the package and those below it, in order.
pub fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = below(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder));
    found.retain(|file| file.extension().is_some_and(|found| found == ending));
    found.sort();
    found
}

fn below(folder: &Path) -> Vec<PathBuf> {
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths.flat_map(|path| if path.is_dir() { below(&path) } else { vec![path] }).collect()
}
