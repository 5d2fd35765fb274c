//! From the value of a pasted setting to the value of Kafka's property: words of other clients, Spring's durations and
//! sizes, placeholders, names of classes; and what must not be repeated of it.

use super::foreign::{FOREIGN, Origin, Unit};
use super::keys::{letters, said, suggests_a_secret};
use crate::kafka::assignor::AssignorName;
use crate::kafka::known_keys::KNOWN_KEYS;
use crate::kafka::property::{Kind, PROPERTIES, Property, PropertyError};
use crate::session::nearest::nearest;

/// What a value comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Translated {
    /// The value as Kafka takes it, and what is to be said of it.
    Value(String, Option<String>),
    LeftOut(PropertyError),
    Wrong(PropertyError),
}

use Translated::{LeftOut, Value, Wrong};

/// The longest value that an error repeats.
const LONGEST_ECHO: usize = 40;
/// Of a longer placeholder no default is looked for.
const LONGEST_PLACEHOLDER: usize = 200;
const CONSUMER: &str = "org.apache.kafka.clients.consumer.";

/// Whether an error may repeat a value: it is a word, and no secret is in it.
pub fn may_be_repeated(value: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '!');
    value.chars().count() <= LONGEST_ECHO && value.trim().chars().all(fits) && !suggests_a_secret(value)
}

/// What a property's value comes to; `origin` says whose names the text uses.
pub fn translate(property: &'static Property, text: &str, unit: Unit, origin: Option<Origin>) -> Translated {
    if let Some(lost) = lost_line_break(text) {
        return Wrong(said(format!(
            "A line break is missing in the value of {}: {lost} What stands there is not repeated.",
            property.name
        )));
    }
    let text = match placeholder(text) {
        Placeholder::None => text.to_owned(),
        Placeholder::Default(default) => {
            let note = format!("The placeholder's default is taken for {}.", property.name);
            return match translate(property, &default, unit, origin) {
                Value(value, None) => Value(value, Some(note)),
                other => other,
            };
        }
        Placeholder::Open => {
            return LeftOut(said(
                "Its value is a placeholder, which is filled in elsewhere; write the value to have it simulated.",
            ));
        }
    };
    match (property.kind, property.name, unit) {
        (Kind::Assignors, ..) => assignors(&text, origin),
        (_, "auto.offset.reset", _) => offset_reset(&text),
        (_, _, Unit::Duration) => {
            in_unit(property, &text, duration(&text), "a duration such as 5s, 500ms or PT5S")
        }
        (_, _, Unit::Size) => in_unit(property, &text, size(&text), "a size such as 1MB, 512KB or 1024"),
        _ if text.contains(|c: char| c.is_control() && !c.is_whitespace()) => {
            Wrong(said(format!("The value of {} has a control character in it; remove it.", property.name)))
        }
        (Kind::Text, ..) if may_hold_more(&text) => LeftOut(said(
            "Its value has `=`, `:` or white space in it: a line break may be missing, and what follows may be a \
             secret. The value is neither repeated nor kept; without such characters it is simulated.",
        )),
        _ => Value(text, None),
    }
}

/// Whether another setting may stand in a value that takes any text.
fn may_hold_more(text: &str) -> bool {
    text.trim().contains(|c: char| matches!(c, '=' | ':') || c.is_whitespace())
}

/// The property's own refusal, without what must not be repeated.
pub fn refusal(property: &Property, text: &str, why: PropertyError) -> PropertyError {
    if may_be_repeated(text) {
        return why;
    }
    let (name, length) = (property.name, text.chars().count());
    PropertyError::new(
        format!(
            "{name} takes {}; what stands there ({length} characters, not repeated here) does not fit.",
            property.range()
        ),
        format!(
            "{name} 값은 {}이어야 합니다. 적힌 값({length}자, 표시하지 않음)은 맞지 않습니다.",
            property.range_ko()
        ),
    )
}

/// What shows that the next line was pasted onto the end of this value.
fn lost_line_break(text: &str) -> Option<String> {
    let consumers = PROPERTIES.iter().map(|property| property.name);
    let known = consumers.chain(KNOWN_KEYS.iter().map(|(key, _)| *key));
    let names = known.chain(FOREIGN.iter().map(|(name, ..)| *name)).filter(|name| name.contains('.'));
    let mut found = names.filter(|name| {
        text.match_indices(name)
            .any(|(place, _)| text[place + name.len()..].trim_start().starts_with(['=', ':']))
    });
    if let Some(name) = found.next() {
        return Some(format!("`{name}` stands in the middle of it."));
    }
    let assigns =
        text.contains('=') && suggests_a_secret(text.rsplit_once('=').map_or("", |(before, _)| before));
    assigns.then(|| "another setting stands in the middle of it.".to_owned())
}

enum Placeholder {
    None,
    /// All of the value is a placeholder that says what holds without it.
    Default(String),
    Open,
}

fn placeholder(text: &str) -> Placeholder {
    let text = text.trim();
    if text.len() < LONGEST_PLACEHOLDER
        && let Some(inner) = text.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'))
        && let Some((_, default)) = inner.split_once(':')
        && (!inner.contains('}') || default.contains("${"))
    {
        // A shell writes `${NAME:-default}`.
        return Placeholder::Default(default.strip_prefix('-').unwrap_or(default).to_owned());
    }
    let marks = ["${", "#{", "{{", "%(", "$(", "<%", "%{"];
    let variable =
        text.strip_prefix('$').is_some_and(|rest| rest.starts_with(|c: char| c.is_alphabetic() || c == '_'));
    let framed = |open: char, close: char| text.len() > 2 && text.starts_with(open) && text.ends_with(close);
    let open =
        marks.iter().any(|mark| text.contains(mark)) || variable || framed('<', '>') || framed('@', '@');
    if open { Placeholder::Open } else { Placeholder::None }
}

/// Words that other clients have for where to begin.
fn offset_reset(text: &str) -> Translated {
    let (whose, word) = match text.trim().to_ascii_lowercase().as_str() {
        "smallest" => ("the obsolete ZooKeeper consumer's and librdkafka's", "earliest"),
        "largest" => ("the obsolete ZooKeeper consumer's and librdkafka's", "latest"),
        "beginning" => ("librdkafka's", "earliest"),
        "end" => ("librdkafka's", "latest"),
        "error" => ("librdkafka's", "none"),
        _ => return Value(text.to_owned(), None),
    };
    let written = text.trim();
    Value(
        word.to_owned(),
        Some(format!(
            "auto.offset.reset={written} is {whose} word for {word}, and taken for it; Java refuses it."
        )),
    )
}

/// A list of assignors: Java takes names of classes, other clients take words.
fn assignors(text: &str, origin: Option<Origin>) -> Translated {
    let name = "partition.assignment.strategy";
    let inner = text.trim().trim_start_matches('[').trim_end_matches(']');
    let (mut names, mut noted) = (Vec::new(), false);
    for word in
        inner.split(',').map(|word| word.trim().trim_matches(['"', '\''])).filter(|word| !word.is_empty())
    {
        let class = word.strip_prefix("class ").unwrap_or(word);
        let simple = class.replace("PartitionAssignor", "Assignor");
        // An enumeration of .NET has `CooperativeSticky`.
        let spelt = |assignor: &&AssignorName| letters(assignor.name()) == letters(&simple);
        let known = AssignorName::from_name_or_class(&simple)
            .or_else(|| AssignorName::ALL.iter().find(spelt).copied().filter(|_| origin.is_some()));
        match known {
            Some(assignor) if class.starts_with(CONSUMER) => names.push(assignor),
            Some(assignor) if origin.is_some_and(|origin| origin.whose().is_some()) => {
                noted = true;
                names.push(assignor);
            }
            Some(assignor) => {
                let right = class_of(assignor);
                return Wrong(said(format!(
                    "{name} takes names of classes, and Java finds no class `{class}`; write {right}."
                )));
            }
            None if class.contains('.') && !class.starts_with(CONSUMER) && may_be_a_class(class) => {
                return LeftOut(said(
                    "It names an assignor of the application's own, which is not simulated; Kafka's default holds.",
                ));
            }
            None => return Wrong(unknown_assignor(class)),
        }
    }
    if names.is_empty() {
        return Wrong(said(format!(
            "{name} needs at least one assignor, such as {}.",
            class_of(AssignorName::Range)
        )));
    }
    let list: Vec<&str> = names.iter().map(|assignor| assignor.name()).collect();
    let note = format!("{name} is written in words, which Java does not take: there it is {}.", {
        let classes: Vec<String> = names.iter().map(|assignor| class_of(*assignor)).collect();
        classes.join(",")
    });
    Value(list.join(","), noted.then_some(note))
}

fn may_be_a_class(word: &str) -> bool {
    word.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '$'))
}

/// The name of the class, in full.
fn class_of(assignor: AssignorName) -> String {
    let class = match assignor {
        AssignorName::Range => "RangeAssignor",
        AssignorName::RoundRobin => "RoundRobinAssignor",
        AssignorName::Sticky => "StickyAssignor",
        AssignorName::CooperativeSticky => "CooperativeStickyAssignor",
    };
    format!("{CONSUMER}{class}")
}

fn unknown_assignor(word: &str) -> PropertyError {
    let classes = AssignorName::ALL.map(class_of);
    let simple = word.strip_prefix(CONSUMER).unwrap_or(word);
    let names = classes.iter().map(|class| &class[CONSUMER.len()..]);
    let hint = match nearest(simple, names.chain(AssignorName::ALL.iter().map(|assignor| assignor.name()))) {
        Some(best) => {
            let assignor = AssignorName::from_name_or_class(best).unwrap_or(AssignorName::Range);
            format!("Did you mean {}?", class_of(assignor))
        }
        None => format!("Kafka's are {}.", classes.join(", ")),
    };
    let short = may_be_repeated(simple) && may_be_a_class(&simple.replace('-', ""));
    let shown = if short { format!("no class `{word}`") } else { "no class of that name".to_owned() };
    said(format!("partition.assignment.strategy takes names of classes, and Java finds {shown}. {hint}"))
}

fn in_unit(property: &Property, text: &str, number: Option<u64>, takes: &str) -> Translated {
    match number {
        Some(number) => Value(number.to_string(), None),
        None if may_be_repeated(text) => {
            Wrong(said(format!("Spring takes {takes} for {}, not `{}`.", property.name, text.trim())))
        }
        None => {
            Wrong(said(format!("Spring takes {takes} for {}; what stands there is neither.", property.name)))
        }
    }
}

/// Milliseconds of `500`, `500ms`, `5s`, `2m`, `PT5S`, `PT1M30S`.
fn duration(text: &str) -> Option<u64> {
    let text = text.trim().to_ascii_lowercase();
    let Some(iso) = text.strip_prefix("pt") else {
        return timed(
            &text,
            &[
                ("ms", 1),
                ("us", 0),
                ("s", 1_000),
                ("m", 60_000),
                ("h", 3_600_000),
                ("d", 86_400_000),
                ("", 1),
            ],
        );
    };
    let mut rest = iso;
    let mut total = 0_u64;
    while !rest.is_empty() {
        let end = rest.find(|c: char| c.is_ascii_alphabetic())?;
        let part = timed(&rest[..=end], &[("s", 1_000), ("m", 60_000), ("h", 3_600_000)])?;
        total = total.checked_add(part)?;
        rest = &rest[end + 1..];
    }
    (!iso.is_empty()).then_some(total)
}

/// Bytes of `1024`, `512KB`, `1MB`.
fn size(text: &str) -> Option<u64> {
    let text = text.trim().to_ascii_lowercase();
    timed(&text, &[("kb", 1 << 10), ("mb", 1 << 20), ("gb", 1 << 30), ("b", 1), ("", 1)])
}

/// A whole number and one of these units.
fn timed(text: &str, units: &[(&str, u64)]) -> Option<u64> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, unit) = text.split_at(end);
    let (_, factor) = units.iter().find(|(known, factor)| *known == unit && *factor > 0)?;
    digits.parse::<u64>().ok()?.checked_mul(*factor)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kafka::property::property;

    fn told(name: &str, text: &str, unit: Unit, origin: Option<Origin>) -> String {
        match translate(property(name).unwrap(), text, unit, origin) {
            Value(value, None) => value,
            Value(value, Some(_)) => format!("{value} (noted)"),
            LeftOut(_) => "left out".to_owned(),
            Wrong(why) => why.en,
        }
    }

    #[test]
    fn values_are_put_into_kafkas_words() {
        let plain = |name, text| told(name, text, Unit::Plain, None);
        assert_eq!(plain("auto.offset.reset", "smallest"), "earliest (noted)");
        assert_eq!(plain("auto.offset.reset", "error"), "none (noted)");
        assert_eq!(plain("auto.offset.reset", "earliest"), "earliest");
        assert_eq!(plain("client.id", "orders-${POD_NAME}"), "left out");
        assert_eq!(plain("max.poll.records", "${MAX:50}"), "50 (noted)");
        assert_eq!(plain("max.poll.records", "${A:${B:50}}"), "50 (noted)");
        assert_eq!(plain("max.poll.records", "{{ .Values.max }}"), "left out");
        assert_eq!(
            told("fetch.max.wait.ms", "PT1M0.5S", Unit::Duration, None).split(' ').next(),
            Some("Spring")
        );
        assert_eq!(told("fetch.max.wait.ms", "PT1M5S", Unit::Duration, None), "65000");
        assert_eq!(told("fetch.max.wait.ms", "250", Unit::Duration, None), "250");
        assert_eq!(told("fetch.min.bytes", "1KB", Unit::Size, None), "1024");
    }

    #[test]
    fn java_takes_names_of_classes_and_others_take_words() {
        let name = "partition.assignment.strategy";
        let java = |text| told(name, text, Unit::Plain, None);
        assert_eq!(
            java(
                "org.apache.kafka.clients.consumer.RangeAssignor, \
                 org.apache.kafka.clients.consumer.CooperativeStickyAssignor"
            ),
            "range,cooperative-sticky"
        );
        assert!(java("roundrobin").ends_with("write org.apache.kafka.clients.consumer.RoundRobinAssignor."));
        assert!(java("StickyAssignor").ends_with("write org.apache.kafka.clients.consumer.StickyAssignor."));
        assert!(
            java("org.apache.kafka.clients.consumer.StickyAsignor").ends_with("consumer.StickyAssignor?")
        );
        assert_eq!(java("com.example.Mine"), "left out");
        assert!(java("Bearer eyJhbGciOiJIUzI1NiJ9").contains("no class of that name"));
        assert_eq!(
            told(name, "range,roundrobin", Unit::Plain, Some(Origin::Librdkafka)),
            "range,roundrobin (noted)"
        );
        assert_eq!(
            told(name, "RoundRobinPartitionAssignor", Unit::Plain, Some(Origin::Python)),
            "roundrobin (noted)"
        );
    }

    #[test]
    fn a_lost_line_break_is_found_and_what_follows_it_is_not_repeated() {
        for text in ["500sasl.jaas.config=x required password=\"s3cret\";", "c1 db.password=s3cret"] {
            let told = told("client.id", text, Unit::Plain, None);
            assert!(told.contains("line break") && !told.contains("s3cret"), "{told}");
        }
        let why = property("max.poll.records").unwrap().parse("a b s3cret").unwrap_err();
        let why = refusal(property("max.poll.records").unwrap(), "a b s3cret", why);
        assert!(!why.en.contains("s3cret") && !why.ko.contains("s3cret"), "{why}");
    }
}
