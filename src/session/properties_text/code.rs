//! Lines of a program that sets properties by calls, in Java or another language: they are told as such and not read.

use super::LeftOut;
use super::keys::meaning;
use super::remark::KeyRemark;
use crate::session::lexer::{Span, is_letter_or_digit};
use std::borrow::Cow;

/// The lines of a program with the known key that each names, and the text with empty lines in their place.
pub fn apart(text: &str) -> (Vec<LeftOut>, Cow<'_, str>) {
    if !text.lines().any(is_code) {
        return (Vec::new(), Cow::Borrowed(text));
    }
    let mut code = Vec::new();
    let mut rest = String::with_capacity(text.len());
    for (line, number) in text.lines().zip(1..) {
        if is_code(line) {
            let column =
                line.chars().take_while(|c| c.is_whitespace()).zip(2..).last().map_or(1, |(_, next)| next);
            let why = if of_another_language(line) { KeyRemark::Code } else { KeyRemark::JavaCode };
            code.push(LeftOut { key: key(line), span: Span { line: number, column }, why: why.into() });
        } else {
            rest.push_str(line);
        }
        rest.push('\n');
    }
    (code, Cow::Owned(rest))
}

/// `props.put("a", "b");`, `props.setProperty(...)`, `Properties props = new Properties();`, `import java.util.Map;`;
/// and `.set("a", "b")`, `$conf->set('a', 'b');`, `rd_kafka_conf_set(conf, "a", "b", ...)`.
fn is_code(line: &str) -> bool {
    let line = line.trim();
    let imports = line.starts_with("import ") && line.ends_with(';');
    imports || makes_properties(line) || arguments(line).is_some() || of_another_language(line)
}

/// A call of librdkafka's `set`, or of what is built on it.
fn of_another_language(line: &str) -> bool {
    set_arguments(line.trim()).is_some()
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
    let name = object.chars().all(|c| is_letter_or_digit(c) || matches!(c, '_' | '.' | '$'));
    let sets = matches!(method.trim(), "put" | "putIfAbsent" | "setProperty");
    (name && sets).then_some(arguments.trim_start())
}

/// From the key on, what stands in the brackets of `.set("key", ...)`, `->set(...)` or `rd_kafka_conf_set(conf, ...)`.
fn set_arguments(line: &str) -> Option<&str> {
    let calls = [".set(", "->set(", "rd_kafka_conf_set(", "rd_kafka_topic_conf_set("];
    let (place, call) = calls.iter().find_map(|call| Some((line.find(call)?, call)))?;
    let before = &line[..place];
    let arguments = line[place + call.len()..].trim_start();
    // The key of a setting has its sign before the call: then it is a value of a text.
    let is_value = before.split_once(['=', ':']).is_some_and(|(key, _)| !meaning(key.trim()).is_unknown());
    let arguments = match call.starts_with("rd_") {
        true => arguments.split_once(',')?.1.trim_start(),
        false => arguments,
    };
    (!is_value && arguments.starts_with(['"', '\''])).then_some(arguments)
}

/// The known key that a call sets; empty if there is none.
fn key(line: &str) -> String {
    let line = line.trim();
    let found = arguments(line).or_else(|| set_arguments(line));
    let first = found.map_or("", |arguments| arguments.split(',').next().unwrap_or_default());
    let written = first.trim().trim_matches(['"', '\'']);
    let key = written.rsplit_once("Config.").map_or(written, |(_, constant)| constant);
    if key.is_empty() || meaning(key).is_unknown() { String::new() } else { key.to_owned() }
}
