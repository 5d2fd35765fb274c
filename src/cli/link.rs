//! `groupscope link FILE`: a session file as the fragment of a link, as the page writes it when the file is opened.

use crate::cli::bytes_of;
use crate::cli::output::{complain, print, say};
use groupscope::session::language::Lang;
use groupscope::session::link::{LONGEST_LINK, LinkMistake, Rest, SessionLink};
use groupscope::session::scenario::Scenario;
use groupscope::sim::time::SimTime;
use std::path::Path;

/// Prints it. A file that is wrong, or too long for an address, gets a sentence instead.
pub fn run(file: &Path, at: SimTime, lang: Lang) -> bool {
    let Some(bytes) = bytes_of(file) else { return false };
    if let Err(errors) = Scenario::read(&bytes) {
        complain(file, &errors, lang);
        return false;
    }
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let link = SessionLink {
        at,
        rest: Rest { file: Some((name, text)), ..Rest::default() },
        ..SessionLink::default()
    };
    let fragment = link.fragment();
    if fragment.len() > LONGEST_LINK {
        let too_long = LinkMistake::TooLong { has: fragment.len(), most: LONGEST_LINK };
        say(&format!("{}: {}", file.display(), lang.say(&too_long)));
        return false;
    }
    print(&fragment)
}
