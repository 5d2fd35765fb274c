//! From the value of a pasted setting to the value of Kafka's property: words of other clients, Spring's durations and
//! sizes, placeholders, names of classes; and what must not be repeated of it.

use super::foreign::{FOREIGN, Origin, Unit};
use super::keys::{letters, suggests_a_secret};
use super::remark::{KeyRemark, Remark, TakenRemark, ValueRemark};
use crate::kafka::assignor::AssignorName;
use crate::kafka::known_keys::KNOWN_KEYS;
use crate::kafka::property::{Kind, PROPERTIES, Property, PropertyError};
use crate::session::lexer::is_letter_or_digit;
use crate::session::nearest::nearest;

/// What a value comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Translated {
    /// The value as Kafka takes it, and what is to be said of it.
    Value(String, Option<Remark>),
    LeftOut(Remark),
    Wrong(Remark),
}

use Translated::{LeftOut, Value, Wrong};

/// The longest value that an error repeats.
const LONGEST_ECHO: usize = 40;
/// Of a longer placeholder no default is looked for.
const LONGEST_PLACEHOLDER: usize = 200;
const CONSUMER: &str = "org.apache.kafka.clients.consumer.";

/// Whether an error may repeat a value: it is a word, and no secret is in it.
pub fn may_be_repeated(value: &str) -> bool {
    let fits = |c: char| is_letter_or_digit(c) || matches!(c, '.' | '_' | '-' | '+' | '!');
    value.chars().count() <= LONGEST_ECHO && value.trim().chars().all(fits) && !suggests_a_secret(value)
}

/// What a property's value comes to; `origin` says whose names the text uses.
pub fn translate(property: &'static Property, text: &str, unit: Unit, origin: Option<Origin>) -> Translated {
    if let Some(inside) = lost_line_break(text) {
        return Wrong(ValueRemark::LineBreak { name: property.name, inside }.into());
    }
    let text = match placeholder(text) {
        Placeholder::None => text.to_owned(),
        Placeholder::Default(default) => {
            let note = TakenRemark::PlaceholderDefault(property.name).into();
            return match translate(property, &default, unit, origin) {
                Value(value, None) => Value(value, Some(note)),
                other => other,
            };
        }
        Placeholder::Open => return LeftOut(KeyRemark::Placeholder.into()),
    };
    match (property.kind, property.name, unit) {
        (Kind::Assignors, ..) => assignors(&text, origin),
        (_, "auto.offset.reset", _) => offset_reset(&text),
        (_, name, Unit::Duration) => {
            in_unit(&text, duration(&text), |text| ValueRemark::NoDuration { name, text })
        }
        (_, name, Unit::Size) => in_unit(&text, size(&text), |text| ValueRemark::NoSize { name, text }),
        _ if text.contains(|c: char| c.is_control() && !c.is_whitespace()) => {
            Wrong(ValueRemark::ControlCharacter(property.name).into())
        }
        (Kind::Text, ..) if may_hold_more(&text) => LeftOut(KeyRemark::MayHoldMore.into()),
        _ => Value(text, None),
    }
}

/// Whether another setting may stand in a value that takes any text.
fn may_hold_more(text: &str) -> bool {
    text.trim().contains(|c: char| matches!(c, '=' | ':') || c.is_whitespace())
}

/// The property's own refusal, without what must not be repeated.
pub fn refusal(property: &Property, text: &str, why: PropertyError) -> Remark {
    if may_be_repeated(text) {
        return why.into();
    }
    let (name, length) = (property.name, text.chars().count());
    ValueRemark::Unfit { name, length }.into()
}

/// What shows that the next line was pasted onto the end of this value: a key that is known, or that there is another.
fn lost_line_break(text: &str) -> Option<Option<&'static str>> {
    let consumers = PROPERTIES.iter().map(|property| property.name);
    let known = consumers.chain(KNOWN_KEYS.iter().map(|(key, _)| *key));
    let names = known.chain(FOREIGN.iter().map(|(name, ..)| *name)).filter(|name| name.contains('.'));
    let mut found = names.filter(|name| {
        text.match_indices(name)
            .any(|(place, _)| text[place + name.len()..].trim_start().starts_with(['=', ':']))
    });
    if let Some(name) = found.next() {
        return Some(Some(name));
    }
    let assigns =
        text.contains('=') && suggests_a_secret(text.rsplit_once('=').map_or("", |(before, _)| before));
    assigns.then_some(None)
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
    let variable = text.strip_prefix('$').is_some_and(|rest| rest.starts_with(|c: char| may_begin_a_name(c)));
    let framed = |open: char, close: char| text.len() > 2 && text.starts_with(open) && text.ends_with(close);
    let open =
        marks.iter().any(|mark| text.contains(mark)) || variable || framed('<', '>') || framed('@', '@');
    if open { Placeholder::Open } else { Placeholder::None }
}

/// Words that other clients have for where to begin.
fn offset_reset(text: &str) -> Translated {
    let (zookeeper, word) = match text.trim().to_ascii_lowercase().as_str() {
        "smallest" => (true, "earliest"),
        "largest" => (true, "latest"),
        "beginning" => (false, "earliest"),
        "end" => (false, "latest"),
        "error" => (false, "none"),
        _ => return Value(text.to_owned(), None),
    };
    let written = text.trim().to_owned();
    Value(word.to_owned(), Some(TakenRemark::OffsetWord { written, zookeeper, word }.into()))
}

/// A list of assignors: Java takes names of classes, other clients take words.
fn assignors(text: &str, origin: Option<Origin>) -> Translated {
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
                let (class, right) = (class.to_owned(), class_of(assignor));
                return Wrong(ValueRemark::NoClass { class, right }.into());
            }
            None if class.contains('.') && !class.starts_with(CONSUMER) && may_be_a_class(class) => {
                return LeftOut(KeyRemark::OwnAssignor.into());
            }
            None => return Wrong(unknown_assignor(class)),
        }
    }
    if names.is_empty() {
        return Wrong(ValueRemark::NeedsAssignor.into());
    }
    let list: Vec<&str> = names.iter().map(|assignor| assignor.name()).collect();
    let note = || {
        let classes: Vec<String> = names.iter().map(|assignor| class_of(*assignor)).collect();
        TakenRemark::InWords(classes.join(",")).into()
    };
    Value(list.join(","), noted.then(note))
}

fn may_begin_a_name(c: char) -> bool {
    c == '_' || is_letter_or_digit(c) && !c.is_ascii_digit()
}

fn may_be_a_class(word: &str) -> bool {
    word.chars().all(|c| is_letter_or_digit(c) || matches!(c, '.' | '_' | '$'))
}

/// The name of the class, in full.
pub fn class_of(assignor: AssignorName) -> String {
    let class = match assignor {
        AssignorName::Range => "RangeAssignor",
        AssignorName::RoundRobin => "RoundRobinAssignor",
        AssignorName::Sticky => "StickyAssignor",
        AssignorName::CooperativeSticky => "CooperativeStickyAssignor",
    };
    format!("{CONSUMER}{class}")
}

/// The names of all classes.
pub fn all_classes() -> String {
    AssignorName::ALL.map(class_of).join(", ")
}

fn unknown_assignor(word: &str) -> Remark {
    let classes = AssignorName::ALL.map(class_of);
    let simple = word.strip_prefix(CONSUMER).unwrap_or(word);
    let names = classes.iter().map(|class| &class[CONSUMER.len()..]);
    let best = nearest(simple, names.chain(AssignorName::ALL.iter().map(|assignor| assignor.name())));
    let nearest = best.map(|best| AssignorName::from_name_or_class(best).unwrap_or(AssignorName::Range));
    let short = may_be_repeated(simple) && may_be_a_class(&simple.replace('-', ""));
    ValueRemark::UnknownAssignor { class: short.then(|| word.to_owned()), nearest }.into()
}

fn in_unit(text: &str, number: Option<u64>, wrong: impl FnOnce(Option<String>) -> ValueRemark) -> Translated {
    match number {
        Some(number) => Value(number.to_string(), None),
        None => Wrong(wrong(may_be_repeated(text).then(|| text.trim().to_owned())).into()),
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
    use crate::session::language::Lang;

    fn told(name: &str, text: &str, unit: Unit, origin: Option<Origin>) -> String {
        match translate(property(name).unwrap(), text, unit, origin) {
            Value(value, None) => value,
            Value(value, Some(_)) => format!("{value} (noted)"),
            LeftOut(_) => "left out".to_owned(),
            Wrong(why) => Lang::En.say(why),
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
        assert!(Lang::ALL.iter().all(|lang| !lang.say(&why).contains("s3cret")), "{why:?}");
    }
}
