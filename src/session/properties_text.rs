//! Pasted `consumer.properties` text: from what an engineer has to settings of a consumer here, and to a plain word
//! about every key that is none.
//!
//! Reads what Java's `Properties.load` reads: comments (`#`, `!`), keys ended by `=`, `:` or a space, lines continued
//! by a backslash, escapes. Unlike Java it reports a key that comes twice instead of letting the last one win.
//! Values of keys that have no effect here are neither looked at nor kept.

use crate::kafka::consumer::config::ConsumerConfig;
use crate::kafka::known_keys::{KNOWN_KEYS, Unsimulated, unsimulated};
use crate::kafka::property::{PROPERTIES, Scope, property};
use crate::session::lexer::{LARGEST_FILE, ScriptError, Span};
use crate::session::nearest;
use std::collections::BTreeMap;
use std::iter::Peekable;
use std::str::Chars;

/// What was understood of a pasted text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pasted {
    /// Settings that are simulated, in the order of the text.
    pub settings: Vec<Setting>,
    /// Kafka's keys that change nothing here, with the reason. Their values are gone.
    pub without_effect: Vec<(String, Unsimulated)>,
    /// What was refused: unknown keys, keys that come twice, values that do not fit.
    pub errors: Vec<ScriptError>,
}

/// A simulated setting of a pasted text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Kafka's name.
    pub name: &'static str,
    /// The value as it was written, without escapes.
    pub text: String,
    pub span: Span,
}

impl Pasted {
    /// `base` with the settings.
    ///
    /// # Errors
    /// All that was refused, and what no single property can know: then nothing is set.
    pub fn apply(&self, base: &ConsumerConfig) -> Result<ConsumerConfig, Vec<ScriptError>> {
        let mut config = base.clone();
        let mut errors = self.errors.clone();
        for setting in &self.settings {
            if let Err(error) = config.set(setting.name, &setting.text) {
                errors.push(ScriptError::new(setting.span, error.0));
            }
        }
        if errors.is_empty()
            && let Err(error) = config.validate()
        {
            let culprit = self.settings.iter().find(|setting| error.0.contains(setting.name));
            errors.push(ScriptError::new(culprit.map_or(Span::default(), |setting| setting.span), error.0));
        }
        errors.sort();
        if errors.is_empty() { Ok(config) } else { Err(errors) }
    }
}

/// Reads a pasted text. Nothing in it is lost silently: each key ends up in one of the three lists.
pub fn read(text: &str) -> Pasted {
    let mut pasted = Pasted::default();
    if text.len() > LARGEST_FILE {
        pasted.errors.push(ScriptError::new(
            Span { line: 1, column: 1 },
            format!(
                "The text has {} bytes; a consumer.properties has {LARGEST_FILE} at the most.",
                text.len()
            ),
        ));
        return pasted;
    }
    let mut seen: BTreeMap<String, Span> = BTreeMap::new();
    for Line { key, value, span } in lines(text) {
        if let Some(first) = seen.get(&key) {
            let message =
                format!("`{key}` comes a second time; the first is in line {}. Keep one.", first.line);
            pasted.errors.push(ScriptError::new(span, message));
            continue;
        }
        seen.insert(key.clone(), span);
        pasted.take(&key, value, span);
    }
    pasted
}

impl Pasted {
    fn take(&mut self, key: &str, value: String, span: Span) {
        if let Some(known) = property(key).filter(|property| property.scope == Scope::Consumer) {
            match known.parse(&value) {
                Ok(_) => self.settings.push(Setting { name: known.name, text: value, span }),
                Err(error) => self.errors.push(ScriptError::new(span, error.0)),
            }
        } else if key == "group.protocol" && value.trim() == "classic" {
            self.without_effect.push((key.to_owned(), Unsimulated::Group));
        } else if let Some(why) = unsimulated(key) {
            self.without_effect.push((key.to_owned(), why));
        } else {
            self.errors.push(ScriptError::new(span, unknown(key)));
        }
    }
}

fn unknown(key: &str) -> String {
    if property(key).is_some() {
        return format!(
            "`{key}` is a setting of the brokers, not of a consumer: it goes on the cluster line."
        );
    }
    let simulated = PROPERTIES.iter().filter(|property| property.scope == Scope::Consumer);
    let known = simulated.map(|property| property.name).chain(KNOWN_KEYS.iter().map(|(key, _)| *key));
    match nearest::nearest(key, known) {
        Some(best) => format!("Kafka's consumer has no `{key}`. Did you mean `{best}`?"),
        None => format!("Kafka's consumer has no `{key}`. Remove the line, or look for the right name."),
    }
}

struct Line {
    key: String,
    value: String,
    span: Span,
}

/// The logical lines: continued ones joined, comments and empty ones left out.
fn lines(text: &str) -> Vec<Line> {
    let mut found = Vec::new();
    let mut natural = text.lines().enumerate();
    while let Some((number, line)) = natural.next() {
        let start = line.trim_start_matches([' ', '\t', '\u{c}']);
        if start.is_empty() || start.starts_with(['#', '!']) {
            continue;
        }
        let column = line.chars().count() - start.chars().count() + 1;
        let span = Span { line: number as u32 + 1, column: column as u32 };
        let mut whole = start.to_owned();
        while continues(&whole) {
            whole.pop();
            let Some((_, more)) = natural.next() else { break };
            whole += more.trim_start_matches([' ', '\t', '\u{c}']);
        }
        let (key, value) = key_and_value(&whole);
        found.push(Line { key, value, span });
    }
    found
}

/// Whether a line ends in a backslash that is not itself escaped.
fn continues(line: &str) -> bool {
    line.chars().rev().take_while(|c| *c == '\\').count() % 2 == 1
}

fn key_and_value(line: &str) -> (String, String) {
    let mut chars = line.chars().peekable();
    let key = unescaped(&mut chars, |c| matches!(c, '=' | ':' | ' ' | '\t' | '\u{c}'));
    let space =
        |chars: &mut Peekable<Chars>| while chars.next_if(|c| matches!(c, ' ' | '\t' | '\u{c}')).is_some() {};
    space(&mut chars);
    if chars.next_if(|c| matches!(c, '=' | ':')).is_some() {
        space(&mut chars);
    }
    (key, unescaped(&mut chars, |_| false))
}

/// Up to the first unescaped character that ends it.
fn unescaped(chars: &mut Peekable<Chars>, ends: fn(char) -> bool) -> String {
    let mut out = String::new();
    while let Some(c) = chars.next_if(|c| !ends(*c)) {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('t') => out.push('\t'),
            Some('n') => out.push('\n'),
            Some('r') => out.push('\r'),
            Some('f') => out.push('\u{c}'),
            Some('u') => {
                let digits: String = (0..4).map_while(|_| chars.next_if(char::is_ascii_hexdigit)).collect();
                let code = u32::from_str_radix(&digits, 16).ok().filter(|_| digits.len() == 4);
                out.push(code.and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            Some(other) => out.push(other),
            None => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kafka::property::Kind;
    use proptest::prelude::*;

    fn messages(pasted: &Pasted) -> Vec<String> {
        pasted.errors.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_java_reads_is_read() {
        let text = "# a comment\n! another\n\n  session.timeout.ms = 6000\nheartbeat.interval.ms:2000\n\
                    max.poll.records 10\npartition.assignment.strategy=org.apache.kafka.clients.consumer.\\\n\
                    \x20   CooperativeStickyAssignor\nclient.id=a\\u0062\\=c\\\\\nauto.offset.reset\\=x=y\n";
        let pasted = read(text);
        let settings: Vec<_> = pasted.settings.iter().map(|s| (s.name, s.text.as_str())).collect();
        let strategy = "org.apache.kafka.clients.consumer.CooperativeStickyAssignor";
        assert_eq!(
            settings,
            [
                ("session.timeout.ms", "6000"),
                ("heartbeat.interval.ms", "2000"),
                ("max.poll.records", "10"),
                ("partition.assignment.strategy", strategy),
                ("client.id", "ab=c\\"),
            ]
        );
        assert_eq!(
            messages(&pasted),
            [
                "line 10, column 1: Kafka's consumer has no `auto.offset.reset=x`. Did you mean `auto.offset.reset`?"
            ]
        );
    }

    #[test]
    fn every_key_is_accounted_for_and_secrets_are_not_kept() {
        let text = "bootstrap.servers=b:9092\nsasl.jaas.config=user required password=\"s3cret\";\n\
                    group.protocol=consumer\nsession.timout.ms=9000\nsession.timeout.ms=9000\n\
                    session.timeout.ms=9001\ngroup.max.size=3\nmax.poll.records=many\n";
        let pasted = read(text);
        let keys: Vec<_> = pasted.without_effect.iter().map(|(key, why)| (key.as_str(), *why)).collect();
        assert_eq!(
            keys,
            [
                ("bootstrap.servers", Unsimulated::Connection),
                ("sasl.jaas.config", Unsimulated::Security),
                ("group.protocol", Unsimulated::NewProtocol),
            ]
        );
        assert!(!format!("{pasted:?}").contains("s3cret"));
        assert_eq!(
            messages(&pasted),
            [
                "line 4, column 1: Kafka's consumer has no `session.timout.ms`. Did you mean `session.timeout.ms`?",
                "line 6, column 1: `session.timeout.ms` comes a second time; the first is in line 5. Keep one.",
                "line 7, column 1: `group.max.size` is a setting of the brokers, not of a consumer: it goes on the \
                 cluster line.",
                "line 8, column 1: max.poll.records takes a whole number from 1 to 2147483647, and `many` is not a \
                 whole number.",
            ]
        );
    }

    #[test]
    fn what_contradicts_itself_is_refused_in_its_place() {
        let errors = read("max.poll.records=5\nheartbeat.interval.ms=45000")
            .apply(&ConsumerConfig::default())
            .unwrap_err();
        assert_eq!(errors[0].span.line, 2);
        assert!(errors[0].message.contains("must be lower than session.timeout.ms (45000)"));
        let errors = read(&"x".repeat(10 << 20)).apply(&ConsumerConfig::default()).unwrap_err();
        assert_eq!(errors.len(), 1, "a text of 10 MB is refused as a whole");
    }

    /// The same mistake in a pasted text and on a line of a script: both name the place and the property.
    fn refused(name: &str, value: &str, scope: Scope) -> String {
        let line = match scope {
            Scope::Consumer => format!("group g {name}={}", crate::session::lexer::quote(value)),
            Scope::Broker => format!("cluster {name}={}", crate::session::lexer::quote(value)),
        };
        let in_script = match crate::session::script::parse(line.as_bytes()) {
            Err(errors) => errors[0].clone(),
            Ok(_) => panic!("`{line}` is taken"),
        };
        assert_eq!(in_script.span.line, 1);
        assert!(in_script.span.column > 5, "{in_script}");
        if scope == Scope::Consumer {
            let text = format!("# mine\n{name} = {value}\n");
            let pasted = read(&text).apply(&ConsumerConfig::default()).unwrap_err();
            assert_eq!(pasted[0].span.line, 2, "{}", pasted[0]);
        }
        in_script.message
    }

    #[test]
    fn each_property_refuses_what_does_not_fit_it() {
        for property in PROPERTIES {
            let wrong: &[&str] = match property.kind {
                Kind::Millis { min: 0, .. } => &["soon", "1.5", "-1", "2147483648", "10s"],
                Kind::Millis { .. } | Kind::Minutes { .. } => &["soon", "1.5", "0", "2147483648", "10s"],
                Kind::Int { min, .. } => match min {
                    -1 => &["many", "0x10", "-2", "2147483648"],
                    0 => &["many", "0x10", "-1", "2147483648"],
                    _ => &["many", "0x10", "0", "2147483648"],
                },
                Kind::Bool => &["yes", "1", "TRUE!"],
                Kind::OneOf(_) => &["middle", "latest earliest"],
                Kind::Assignors => &["uniform", "range,range", "com.example.Mine"],
                Kind::Text => &[],
            };
            for value in wrong {
                let message = refused(property.name, value, property.scope);
                assert!(message.starts_with(property.name), "{} = {value}: {message}", property.name);
            }
            let (start, end) = property.name.split_at(property.name.len() - 1);
            let misspelt = format!("{start}x{end}");
            let message = refused(&misspelt, property.default, property.scope);
            assert!(message.contains(&format!("`{}`", property.name)), "{misspelt}: {message}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "[ -~\n\\\\=:#!\u{80}-\u{ff}]{0,200}") {
            let _ = read(&text).apply(&ConsumerConfig::default());
        }
    }
}
