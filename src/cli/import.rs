//! `groupscope import FILE`: what `kafka-consumer-groups.sh --describe` printed of a real group, as a session.

use crate::cli::bytes_of;
use crate::cli::output::{complain_of, print, say};
use groupscope::session::Lang;
use groupscope::session::import::remark::PlacedRemark;
use groupscope::session::import::{ImportChoice, read, session};
use std::io::Read;
use std::path::Path;

/// Prints the session; what is to be known of it goes to standard error. Whether the text could be read.
pub fn run(file: &Path, group: Option<String>, lang: Lang) -> bool {
    let Some(bytes) = input(file) else { return false };
    let imported = match read(&bytes) {
        Ok(imported) => imported,
        Err(errors) => {
            complain_of(file, errors.iter().map(|error| (error.span, error.message(lang))), lang);
            return false;
        }
    };
    let named = |name: &String| imported.groups.iter().any(|found| found.name.as_ref() == Some(name));
    if let Some(name) = group.as_ref().filter(|name| !named(name)) {
        let names = imported.groups.iter().filter_map(|found| found.name.as_deref());
        let names = names.collect::<Vec<_>>().join(", ");
        say(&match lang {
            Lang::En => format!("--group {name}: The text has no such group. It has: {names}."),
            Lang::Ko => format!("--group {name}: 텍스트에 그런 그룹이 없습니다. 있는 그룹: {names}."),
        });
        return false;
    }
    let made = session(&imported, &ImportChoice { group, ..ImportChoice::default() });
    let printed = print(&made.script);
    for PlacedRemark { line, remark } in &imported.remarks {
        note(lang, &format!("{}:{line}: ", file.display()), &lang.say(remark));
    }
    made.remarks.iter().for_each(|remark| note(lang, "", &lang.say(remark)));
    printed
}

fn note(lang: Lang, place: &str, sentence: &str) {
    say(&format!("{place}{}: {sentence}", lang.choose("note", "참고")));
}

fn input(file: &Path) -> Option<Vec<u8>> {
    if file != Path::new("-") {
        return bytes_of(file);
    }
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().read_to_end(&mut bytes);
    read.map_err(|error| say(&format!("Standard input cannot be read: {error}"))).ok()?;
    Some(bytes)
}
