//! Pasted `consumer.properties` text: from what an engineer has to settings of a consumer here, and to a plain word
//! about every key that is none.
//!
//! Reads what Java's `Properties.load` reads: comments (`#`, `!`), keys ended by `=`, `:` or a space, lines continued
//! by a backslash, escapes. Unlike Java it reports a key that comes twice instead of letting the last one win.
//! Values of keys that have no effect here are neither looked at nor kept.

mod lines;

use crate::kafka::consumer::config::ConsumerConfig;
use crate::kafka::known_keys::{KNOWN_KEYS, Unsimulated, unsimulated, unsimulated_as};
use crate::kafka::property::{PROPERTIES, PropertyError, Scope, property};
use crate::session::Lang;
use crate::session::lexer::{LARGEST_FILE, Span};
use crate::session::nearest::nearest;
use lines::{Line, lines};
use std::collections::BTreeMap;
use std::fmt;

/// No key of Kafka's is nearly as long.
const LONGEST_KEY: usize = 100;

/// What was understood of a pasted text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pasted {
    /// Settings that are simulated, in the order of the text.
    pub settings: Vec<Setting>,
    /// Kafka's keys that change nothing here, with the reason. Their values are gone.
    pub without_effect: Vec<(String, Unsimulated)>,
    /// What was refused: unknown keys, keys that come twice, values that do not fit.
    pub errors: Vec<Refused>,
}

/// What is wrong with a line of a pasted text, in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    pub span: Span,
    pub why: PropertyError,
}

impl Refused {
    fn new(span: Span, en: impl Into<String>, ko: impl Into<String>) -> Self {
        Refused { span, why: PropertyError::new(en, ko) }
    }

    /// The line and what is wrong with it.
    pub fn sentence(&self, lang: Lang) -> String {
        match lang {
            Lang::En => format!("line {}: {}", self.span.line, self.why.en),
            Lang::Ko => format!("{}번째 줄: {}", self.span.line, self.why.ko),
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.span.line, self.span.column, self.why)
    }
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
    pub fn apply(&self, base: &ConsumerConfig) -> Result<ConsumerConfig, Vec<Refused>> {
        let mut config = base.clone();
        let mut errors = self.errors.clone();
        for setting in &self.settings {
            if let Err(why) = config.set(setting.name, &setting.text) {
                errors.push(Refused { span: setting.span, why });
            }
        }
        if errors.is_empty()
            && let Err(why) = config.validate()
        {
            let culprit = self.settings.iter().find(|setting| why.en.contains(setting.name));
            let span = culprit.map_or(Span::default(), |setting| setting.span);
            errors.push(Refused { span, why });
        }
        errors.sort_by_key(|error| error.span);
        if errors.is_empty() { Ok(config) } else { Err(errors) }
    }
}

/// Reads a pasted text. Nothing in it is lost silently: each key ends up in one of the three lists.
pub fn read(text: &str) -> Pasted {
    let mut reader = Reader::default();
    if text.len() > LARGEST_FILE {
        let bytes = text.len();
        reader.pasted.errors.push(Refused::new(
            Span { line: 1, column: 1 },
            format!("The text has {bytes} bytes; a consumer.properties has {LARGEST_FILE} at the most."),
            format!("텍스트가 {bytes}바이트입니다. consumer.properties는 {LARGEST_FILE}바이트까지 읽습니다."),
        ));
        return reader.pasted;
    }
    for line in lines(text) {
        reader.line(line);
    }
    reader.pasted
}

/// What was read so far.
#[derive(Default)]
struct Reader {
    pasted: Pasted,
    seen: BTreeMap<String, Span>,
    /// The last key that Kafka has is about security: the lines after it may be the rest of a key or a certificate
    /// that was pasted without backslashes.
    after_secret: bool,
}

impl Reader {
    fn line(&mut self, line: Line) {
        let Line { key, value, span, malformed } = line;
        let known = property(&key).is_some() || unsimulated(&key).is_some();
        if known {
            self.after_secret = unsimulated(&key) == Some(Unsimulated::Security);
        }
        if let Some(place) = malformed {
            self.pasted.errors.push(malformed_escape(place));
            return;
        }
        if !known && (self.after_secret || !looks_like_a_key(&key)) {
            self.pasted.errors.push(no_key(span, &key));
            return;
        }
        if let Some(first) = self.seen.get(&key) {
            let line = first.line;
            self.pasted.errors.push(Refused::new(
                span,
                format!("`{key}` comes a second time; the first is in line {line}. Keep one."),
                format!("`{key}` 설정이 다시 나옵니다. 처음 나온 곳은 {line}번째 줄입니다. 하나만 남기세요."),
            ));
            return;
        }
        self.seen.insert(key.clone(), span);
        self.pasted.take(&key, value, span);
    }
}

impl Pasted {
    fn take(&mut self, key: &str, value: String, span: Span) {
        if let Some(known) = property(key).filter(|property| property.scope == Scope::Consumer) {
            match known.parse(&value) {
                Ok(_) => self.settings.push(Setting { name: known.name, text: value, span }),
                Err(why) => self.errors.push(Refused { span, why }),
            }
        } else if let Some(why) = unsimulated_as(key, &value) {
            self.without_effect.push((key.to_owned(), why));
        } else {
            self.errors.push(unknown(span, key));
        }
    }
}

/// Whether it is written as Kafka writes its keys; nothing else is ever repeated.
fn looks_like_a_key(key: &str) -> bool {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '_' | '-');
    key.len() <= LONGEST_KEY && key.contains('.') && key.chars().all(fits)
}

/// The key of Kafka's consumer that may have been meant.
fn nearest_key(key: &str) -> Option<&'static str> {
    let simulated = PROPERTIES.iter().filter(|property| property.scope == Scope::Consumer);
    let known = simulated.map(|property| property.name).chain(KNOWN_KEYS.iter().map(|(key, _)| *key));
    (key.len() <= LONGEST_KEY).then(|| nearest(key, known)).flatten()
}

fn malformed_escape(span: Span) -> Refused {
    Refused::new(
        span,
        "`\\u` stands before four hexadecimal digits, or Java refuses the whole text; a backslash is written `\\\\`.",
        "`\\u` 뒤에는 16진수 네 자리가 와야 합니다. 아니면 Java가 텍스트 전체를 거부합니다. 역슬래시는 `\\\\`로 씁니다.",
    )
}

/// A line that is no setting: what it says may be a part of a secret.
fn no_key(span: Span, key: &str) -> Refused {
    let (hint_en, hint_ko) = match nearest_key(key) {
        Some(best) => (format!("Did you mean `{best}`?"), format!("혹시 `{best}`인가요?")),
        None => (
            "A value of several lines has a backslash at the end of each of them but the last.".to_owned(),
            "여러 줄에 걸친 값은 마지막 줄을 뺀 모든 줄이 역슬래시로 끝나야 합니다.".to_owned(),
        ),
    };
    Refused::new(
        span,
        format!("Kafka's consumer has no such key; what stands here is neither repeated nor kept. {hint_en}"),
        format!("Kafka 컨슈머에 없는 설정입니다. 적힌 내용은 표시하지도 저장하지도 않습니다. {hint_ko}"),
    )
}

fn unknown(span: Span, key: &str) -> Refused {
    if property(key).is_some() {
        return Refused::new(
            span,
            format!("`{key}` is a setting of the brokers, not of a consumer: it goes on the cluster line."),
            format!("`{key}`: 컨슈머가 아니라 브로커의 설정입니다. cluster 줄에 씁니다."),
        );
    }
    let (hint_en, hint_ko) = match nearest_key(key) {
        Some(best) => (format!("Did you mean `{best}`?"), format!("혹시 `{best}`인가요?")),
        None => (
            "Remove the line, or look for the right name.".to_owned(),
            "줄을 지우거나 맞는 이름을 찾아보세요.".to_owned(),
        ),
    };
    Refused::new(
        span,
        format!("Kafka's consumer has no `{key}`. {hint_en}"),
        format!("Kafka 컨슈머에는 `{key}` 설정이 없습니다. {hint_ko}"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kafka::consumer::config::OffsetReset;
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
                "line 10, column 1: Kafka's consumer has no such key; what stands here is neither repeated nor kept. \
                 Did you mean `auto.offset.reset`?"
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
    fn a_key_that_is_pasted_without_backslashes_is_not_repeated() {
        let text = "ssl.keystore.key=-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BA\nabc.def0123\nabc.def0123\n\
                    sesion.timeout.ms=1\n-----END PRIVATE KEY-----\nclient.id=c\nabc.def\nSecret: x\n";
        let pasted = read(text);
        let told = messages(&pasted);
        let shown = format!("{pasted:?}");
        for secret in ["BEGIN", "MIIE", "def0123", "sesion", "END", "Secret"] {
            assert!(!shown.contains(secret), "{secret}: {shown}");
        }
        assert_eq!(told.len(), 7, "{told:?}");
        assert!(told[0].starts_with("line 2, column 1: Kafka's consumer has no such key;"), "{}", told[0]);
        assert!(told[3].ends_with("Did you mean `session.timeout.ms`?"), "{}", told[3]);
        assert!(told[5].contains("has no `abc.def`"), "another setting came between: {}", told[5]);
    }

    #[test]
    fn a_malformed_escape_is_refused_where_it_stands() {
        let pasted = read("client.id=c\nssl.truststore.location=C:\\users\\k\nmax.poll.records=5");
        assert_eq!(pasted.errors.len(), 1);
        assert_eq!(pasted.errors[0].span, Span { line: 2, column: 27 });
        assert!(pasted.errors[0].sentence(Lang::En).starts_with("line 2: `\\u` stands before four"));
        assert!(pasted.errors[0].sentence(Lang::Ko).starts_with("2번째 줄: `\\u` 뒤에는"));
        assert_eq!(pasted.settings.len(), 2);
    }

    #[test]
    fn what_contradicts_itself_is_refused_in_its_place() {
        let errors = read("max.poll.records=5\nheartbeat.interval.ms=45000")
            .apply(&ConsumerConfig::default())
            .unwrap_err();
        assert_eq!(errors[0].span.line, 2);
        assert!(errors[0].why.en.contains("must be lower than session.timeout.ms (45000)"));
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
        const LONG: u64 = i64::MAX as u64;
        let long = "a".repeat(250);
        for property in PROPERTIES {
            let wrong: &[&str] = match property.kind {
                Kind::Millis { min: 0, max } if max == LONG => {
                    &["soon", "1.5", "-1", "9223372036854775808", "10s"]
                }
                Kind::Millis { max, .. } if max == LONG => {
                    &["soon", "1.5", "0", "9223372036854775808", "10s"]
                }
                Kind::Millis { min: 0, .. } => &["soon", "1.5", "-1", "2147483648", "10s"],
                Kind::Millis { .. } | Kind::Minutes { .. } => &["soon", "1.5", "0", "2147483648", "10s"],
                Kind::Int { min, .. } => match min {
                    -1 => &["many", "0x10", "-2", "2147483648"],
                    0 => &["many", "0x10", "-1", "2147483648"],
                    _ => &["many", "0x10", "0", "2147483648"],
                },
                Kind::Bool => &["yes", "1", "TRUE!"],
                Kind::OneOf(_) => &["middle", "latest earliest"],
                Kind::OffsetReset(_) => &[
                    "middle",
                    "latest earliest",
                    "by_duration",
                    "by_duration:",
                    "by_duration:1h",
                    "by_duration:-PT1H",
                ],
                Kind::Assignors => &["uniform", "range,range", "com.example.Mine"],
                Kind::InstanceId => &["", ".", "..", "a b", "a/b", "\u{e9}", &long],
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

    #[test]
    fn a_reset_by_duration_is_read_as_it_is_pasted() {
        for text in ["auto.offset.reset=by_duration:PT1H", "auto.offset.reset: by_duration\\:PT1H"] {
            let config = read(text).apply(&ConsumerConfig::default()).unwrap();
            let hour = crate::sim::time::SimDuration::from_secs(3600);
            assert_eq!(config.auto_offset_reset, OffsetReset::ByDuration(hour), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "[ -~\n\\\\=:#!\u{80}-\u{ff}]{0,200}") {
            let _ = read(&text).apply(&ConsumerConfig::default());
        }
    }
}
