//! Lines of a program in Java that sets properties: they are told as such and not read.

use super::keys::meaning;
use crate::session::lexer::Span;
use std::borrow::Cow;

/// The lines of Java with the known key that each names, and the text with empty lines in their place.
pub fn apart(text: &str) -> (Vec<(String, Span)>, Cow<'_, str>) {
    if !text.lines().any(is_code) {
        return (Vec::new(), Cow::Borrowed(text));
    }
    let mut code = Vec::new();
    let mut rest = String::with_capacity(text.len());
    for (line, number) in text.lines().zip(1..) {
        if is_code(line) {
            let column =
                line.chars().take_while(|c| c.is_whitespace()).zip(2..).last().map_or(1, |(_, next)| next);
            code.push((key(line), Span { line: number, column }));
        } else {
            rest.push_str(line);
        }
        rest.push('\n');
    }
    (code, Cow::Owned(rest))
}

/// `props.put("a", "b");`, `props.setProperty(...)`, `Properties props = new Properties();`, `import java.util.Map;`.
fn is_code(line: &str) -> bool {
    let line = line.trim();
    let imports = line.starts_with("import ") && line.ends_with(';');
    imports || makes_properties(line) || arguments(line).is_some()
}

fn makes_properties(line: &str) -> bool {
    let made = line.split_once("= new ").map(|(_, made)| made.trim_start());
    made.is_some_and(|made| {
        ["Properties(", "HashMap<", "HashMap(", "KafkaConsumer<"].iter().any(|class| made.starts_with(class))
    })
}

/// What stands behind the bracket of a call that sets a property.
fn arguments(line: &str) -> Option<&str> {
    let (called, arguments) = line.split_once('(')?;
    let called = called.trim();
    let (object, method) = called.rsplit_once('.').unwrap_or(("", called));
    let name = object.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '$'));
    let sets = matches!(method.trim(), "put" | "putIfAbsent" | "setProperty");
    (name && sets).then_some(arguments.trim_start())
}

/// The known key that a call sets; empty if there is none.
fn key(line: &str) -> String {
    let first =
        arguments(line.trim()).map_or("", |arguments| arguments.split(',').next().unwrap_or_default());
    let written = first.trim().trim_matches('"');
    let key = written.rsplit_once("Config.").map_or(written, |(_, constant)| constant);
    if key.is_empty() || meaning(key).is_unknown() { String::new() } else { key.to_owned() }
}
