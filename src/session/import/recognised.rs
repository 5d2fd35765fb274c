//! Whether a text is an output of the tool at all, so that a page can open what is dropped on it without asking. In
//! doubt it is not: a session file is never taken for one.

use super::header::{HeaderLine, header, words};
use super::lines::{PastedLine, ToolSays, is_noise, lines, said, text_of};
use crate::session::grammar;
use crate::session::lexer::LARGEST_FILE;

/// A header has at least so many columns.
const FEWEST_COLUMNS: usize = 3;

/// Whether a table of the tool's stands in a text, or what it says where there is none.
pub fn is_described(bytes: &[u8]) -> bool {
    if bytes.len() > LARGEST_FILE {
        return false;
    }
    let Ok(text) = text_of(bytes) else { return false };
    // The words of the tool could stand in a session's own texts; what comes first tells.
    let mut first_words = None;
    for line in lines(&text).filter(|line| !line.text.is_empty()) {
        if is_header(&line) {
            return true;
        }
        let sentence = matches!(
            said(&line.text),
            Some((ToolSays::NoMembers | ToolSays::Rebalancing | ToolSays::NoGroup, _))
        );
        if !sentence && !is_noise(&line.text) && first_words.is_none() {
            first_words = Some(false);
        }
        if sentence && first_words.is_none() && !is_of_a_session(&line) {
            first_words = Some(true);
        }
    }
    first_words == Some(true)
}

fn is_header(line: &PastedLine) -> bool {
    if is_of_a_session(line) || line.text.starts_with('#') {
        return false;
    }
    match header(line, false) {
        Some(HeaderLine::Whole(_) | HeaderLine::Lacks(..)) => {
            line.text.contains(',') || words(&line.text).len() >= FEWEST_COLUMNS
        }
        Some(HeaderLine::Rest) | None => false,
    }
}

/// Whether a line begins as those of a session do.
fn is_of_a_session(line: &PastedLine) -> bool {
    line.text.split_whitespace().next().is_some_and(|word| grammar::find(word).is_some())
}

#[cfg(test)]
mod tests {
    use super::is_described;
    use std::fs;
    use std::path::{Path, PathBuf};

    fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries.filter(|path| path.extension().is_some_and(|found| found == ending)).collect()
    }

    #[test]
    fn every_output_is_recognised() {
        let without = ["broken-nothing.txt", "broken-not-text.txt", "broken-tool.txt"];
        for path in files("tests/import", "txt") {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let wanted = !without.contains(&name.as_str());
            assert_eq!(is_described(&fs::read(&path).unwrap()), wanted, "{name}");
        }
    }

    #[test]
    fn no_session_is_taken_for_one() {
        let sessions = [files("static/scenarios", "session"), files("tests/sessions", "txt")].concat();
        assert!(sessions.len() > 20, "{} were found", sessions.len());
        for path in sessions {
            assert!(!is_described(&fs::read(&path).unwrap()), "{}", path.display());
        }
        for text in [
            "",
            "topic topic partitions=4\ngroup state\n",
            "# GROUP TOPIC PARTITION CURRENT-OFFSET LOG-END-OFFSET LAG\ntopic orders partitions=1\n",
            "title en=\"Consumer group 'billing' has no active members.\"\n",
            "bootstrap.servers=HOST:9092\ngroup.id=billing\n",
            "group lag\nlag group\n",
        ] {
            assert!(!is_described(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn what_the_tool_says_without_a_table_is_recognised() {
        assert!(is_described(b"\nConsumer group 'billing' has no active members.\n"));
        let text =
            b"$ kafka-consumer-groups.sh --describe --group x\n\nError: Consumer group 'x' does not exist.\n";
        assert!(is_described(text));
    }
}
