//! In which of the usual ways a text of settings is written, and what stands in it.

use super::entry::FoundEntry;
use super::{lines, literal, yaml};
use crate::session::lexer::is_letter_or_digit;

/// How settings are written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// As `Properties.load` reads it.
    Properties,
    Yaml,
    /// JSON, or a dictionary or a call in Python or JavaScript.
    Literal,
}

impl Format {
    /// The most likely one.
    pub fn of(text: &str) -> Format {
        let said: Vec<&str> = text.lines().filter(|line| says_something(line)).collect();
        let first = said.first().map_or("", |line| line.trim());
        if first.starts_with(['{', '[']) && !first.starts_with("{{") && !is_section(first) {
            return Format::Literal;
        }
        if first == "---" || opens_nesting(&said) || is_flat_yaml(&said) {
            return Format::Yaml;
        }
        if said.iter().any(|line| opens_literal(line)) || is_inside_of_literal(&said) {
            return Format::Literal;
        }
        Format::Properties
    }

    /// The settings that stand in the text.
    pub fn entries(self, text: &str) -> Vec<FoundEntry> {
        match self {
            Format::Properties => lines::lines(text),
            Format::Yaml => yaml::entries(text),
            Format::Literal => literal::entries(text),
        }
    }
}

/// Whether a line is neither blank nor a comment.
pub fn says_something(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && !line.starts_with(['#', '!']) && !line.starts_with("//")
}

/// The heading of a part of an INI file.
fn is_section(line: &str) -> bool {
    let inner = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    inner.is_some_and(|inner| {
        !inner.is_empty() && inner.chars().all(|c| is_letter_or_digit(c) || " ._-".contains(c))
    })
}

fn is_key(text: &str) -> bool {
    let text = text.trim().trim_matches(['"', '\'']);
    !text.is_empty() && text.chars().all(|c| is_letter_or_digit(c) || "._-/[]".contains(c))
}

/// Whether a key of YAML has others, or a list, below it.
fn opens_nesting(said: &[&str]) -> bool {
    let indent = |line: &str| line.len() - line.trim_start().len();
    said.windows(2).any(|pair| {
        let without_comment = pair[0].split(" #").next().unwrap_or_default().trim_end();
        let key = without_comment.trim_start().trim_start_matches("- ").strip_suffix(':');
        let is_list = pair[1].trim_start().starts_with("- ");
        key.is_some_and(is_key) && (indent(pair[1]) > indent(pair[0]) || is_list)
    })
}

/// Whether all lines are `key: value`, and quotes or lists show that this is no properties text.
fn is_flat_yaml(said: &[&str]) -> bool {
    let value = |line: &str| {
        let (key, value) = line.split_once(": ")?;
        is_key(key).then(|| value.trim().to_owned())
    };
    let values: Option<Vec<String>> = said.iter().map(|line| value(line)).collect();
    let quoted = |value: &String| value.starts_with(['"', '\'', '[']);
    let ends = |value: &String| value.ends_with(',');
    values.is_some_and(|values| values.iter().any(quoted) && !values.iter().any(ends))
}

/// `conf = {`, `KafkaConsumer(`, `kafka.consumer({`.
fn opens_literal(line: &str) -> bool {
    let line = line.trim();
    if line.ends_with(['{', '(']) || line.ends_with("([") || line.ends_with("= [") {
        let before = line.trim_end_matches(['{', '(', '[']).trim_end();
        return !before.ends_with('$')
            && before.chars().all(|c| is_letter_or_digit(c) || " ._=:,(&$".contains(c));
    }
    let value = line.split_once('=').map_or("", |(_, value)| value.trim());
    let name =
        |text: &str| !text.is_empty() && text.chars().all(|c| is_letter_or_digit(c) || "._ ".contains(c));
    let called = value.split_once('(').is_some_and(|(function, rest)| name(function) && rest.ends_with(')'));
    called || (value.starts_with("{\"") || value.starts_with("{'")) && value.ends_with('}')
}

/// Whether the lines are what stands between the brackets of a dictionary or a call.
fn is_inside_of_literal(said: &[&str]) -> bool {
    let ends = said.iter().filter(|line| line.trim().ends_with(',') && line.contains(['=', ':'])).count();
    ends >= 1 && ends + 1 >= said.len() && said.iter().all(|line| line.contains(['=', ':']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_as_what_it_is() {
        for (text, format) in [
            ("a.b=1\n# {\nc: 2", Format::Properties),
            ("session.timeout.ms: 6000\nheartbeat.interval.ms: 2000", Format::Properties),
            (
                "sasl.jaas.config=a.b.Module required \\\n  user=\"x\" \\\n  password=\"y\";",
                Format::Properties,
            ),
            ("[consumer]\nclient.id=c", Format::Properties),
            ("client.id=${POD_NAME}\ngroup.id={{ group }}", Format::Properties),
            ("a=b,\n c,\n d\ne=f", Format::Properties),
            ("# c\nspring:\n  kafka:\n    consumer:\n      group-id: g", Format::Yaml),
            ("session.timeout.ms: \"6000\"", Format::Yaml),
            ("---\na: 1", Format::Yaml),
            ("topics:\n- a\n- b", Format::Yaml),
            ("{\"a\": 1}", Format::Literal),
            ("# my consumer\nconf = {'a': 1,\n 'b': 2}", Format::Literal),
            ("consumer = KafkaConsumer(\n  'topic',\n  group_id='g')", Format::Literal),
            ("c = KafkaConsumer('t', group_id='g')", Format::Literal),
            ("\"session.timeout.ms\": 6000,\n\"group.id\": \"g\"", Format::Literal),
            ("session_timeout_ms=6000,\ngroup_id='g',", Format::Literal),
            ("const c = kafka.consumer({\n  groupId: 'g' })", Format::Literal),
        ] {
            assert_eq!(Format::of(text), format, "{text}");
        }
    }
}
