//! What the key of a pasted setting means: a property that is simulated, a name that has no effect and why, or nothing
//! that is known.

use super::channels::{of_channel, without_profile};
use super::foreign::{FAMILIES, FOREIGN, Origin, SPRING, Stands, Unit};
use super::remark::{KeyRemark, Remark, TakenRemark};
use crate::kafka::known_keys::{KNOWN_KEYS, PRODUCER_KEYS, of_a_producer, unsimulated};
use crate::kafka::property::{PROPERTIES, Property, Scope, property};
use crate::session::lexer::is_letter_or_digit;
use crate::sim::sorted::SortedMap;
use std::sync::LazyLock;

/// What a key means.
#[derive(Clone, Debug)]
pub struct KeyMeaning {
    pub what: What,
    /// Where two keys mean the same, the higher one counts: Spring puts its maps of properties over its own names.
    pub rank: u8,
    /// Whose spelling it is, if it is not the Java client's own.
    pub origin: Option<Origin>,
    /// What is to be said of the spelling.
    pub note: Option<Remark>,
    /// The channel or binding whose consumer alone is meant.
    pub part: Option<String>,
}

/// What a key stands for.
#[derive(Clone, Debug)]
pub enum What {
    Simulated(&'static Property, Unit),
    /// The reason, and whether the value may be a secret.
    WithoutEffect(Remark, bool),
    /// The group's name, which is no property here.
    GroupId,
    Unknown,
}

impl KeyMeaning {
    pub fn of(what: What) -> KeyMeaning {
        KeyMeaning { what, rank: 2, origin: None, note: None, part: None }
    }

    fn unknown() -> KeyMeaning {
        KeyMeaning::of(What::Unknown)
    }

    pub fn is_unknown(&self) -> bool {
        matches!(self.what, What::Unknown)
    }

    fn noted(mut self, note: impl FnOnce(&'static str) -> TakenRemark) -> KeyMeaning {
        if let What::Simulated(property, _) = self.what {
            self.note = Some(note(property.name).into());
        }
        self
    }

    pub fn ranked(mut self, rank: u8) -> KeyMeaning {
        self.rank = rank;
        self
    }
}

/// No known key is longer.
const LONGEST_KEY: usize = 200;

/// What a key means, however it is spelt.
pub fn meaning(key: &str) -> KeyMeaning {
    let key = without_quotes(without_profile(key.trim()));
    let fits = |c: char| c.is_ascii_alphanumeric() || "._-[]".contains(c);
    if key.len() > LONGEST_KEY || !key.chars().all(fits) {
        return KeyMeaning::unknown();
    }
    let key = without_brackets(&key);
    let exact = kafkas(&key);
    if !exact.is_unknown() {
        return exact;
    }
    if let Some(rest) = key.strip_prefix("spring.kafka.") {
        return spring(&key, rest);
    }
    if let Some(found) = of_channel(&key) {
        return found;
    }
    if let Some(inner) = key.strip_prefix("default.topic.config.") {
        // librdkafka's place for what Kafka's consumer has no other place for.
        return KeyMeaning { origin: Some(Origin::Librdkafka), ..meaning(inner) };
    }
    let found = foreign(&key);
    if !found.is_unknown() {
        return found;
    }
    // A variable of the environment, or the name of a constant in Java.
    if key.contains('_') && !key.contains(|c: char| c.is_ascii_lowercase()) {
        let dotted = key.to_ascii_lowercase().replace('_', ".");
        let dotted = dotted.strip_suffix(".config").unwrap_or(&dotted);
        let found = meaning(dotted);
        if !found.is_unknown() {
            return found.noted(|name| TakenRemark::ReadAs { key: key.to_owned(), name });
        }
    }
    let found = below_a_prefix(&key);
    if !found.is_unknown() {
        return found;
    }
    let found = family(&key);
    if !found.is_unknown() {
        return found;
    }
    // `ssl_cafile`, as Python writes it.
    let found = if key.contains('.') { KeyMeaning::unknown() } else { family(&key.replace('_', ".")) };
    if found.is_unknown() { constant_of_java(&key) } else { found }
}

/// `mp.messaging.incoming."orders.in".topic`: names with dots in them stand in quotes there.
fn without_quotes(key: &str) -> String {
    if key.starts_with("mp.messaging.") { key.replace('"', "") } else { key.to_owned() }
}

/// `properties[session.timeout.ms]` and `servers[0]` of Spring, as it reads them.
fn without_brackets(key: &str) -> String {
    let opened = key.trim().replace(".[", ".").replace('[', ".");
    let bare = opened.replace(']', "");
    let bare = bare.strip_prefix('.').unwrap_or(&bare);
    let end = bare.trim_end_matches(|c: char| c.is_ascii_digit());
    end.strip_suffix('.').unwrap_or(bare).to_owned()
}

/// The names of Kafka 4, as Kafka spells them.
pub fn kafkas(key: &str) -> KeyMeaning {
    match property(key).map(|found| (found, found.scope())) {
        Some((found, Scope::Consumer)) => return KeyMeaning::of(What::Simulated(found, Unit::Plain)),
        Some((_, Scope::Broker)) => {
            return KeyMeaning::of(What::WithoutEffect(KeyRemark::OfBrokers.into(), false));
        }
        // `consumer.session.timeout.ms` in an application's file is its consumer's session.timeout.ms.
        Some((_, Scope::Group)) | None => {}
    }
    if key == "group.id" {
        return KeyMeaning::of(What::GroupId);
    }
    if let Some(reason) = unsimulated(key) {
        let secret = reason == crate::kafka::known_keys::Unsimulated::Security;
        return KeyMeaning::of(What::WithoutEffect(reason.into(), secret));
    }
    match of_a_producer(key) {
        Some(_) => {
            let why = KeyRemark::OfProducer(key.to_owned());
            KeyMeaning::of(What::WithoutEffect(why.into(), false))
        }
        None => KeyMeaning::unknown(),
    }
}

/// Letters and digits alone: `auto-offset-reset`, `auto_offset_reset` and `autoOffsetReset` are one.
pub fn letters(name: &str) -> String {
    name.chars().filter(|c| is_letter_or_digit(*c)).map(|c| c.to_ascii_lowercase()).collect()
}

/// The names of Kafka and of its other clients, by their letters.
static BY_LETTERS: LazyLock<SortedMap<String, &'static str>> = LazyLock::new(|| {
    let ours = PROPERTIES.iter().filter(|property| property.scope() == Scope::Consumer);
    let names = ours.map(|property| property.name).chain(KNOWN_KEYS.iter().map(|(key, _)| *key));
    let names = names.chain(PRODUCER_KEYS.iter().map(|(key, _)| *key));
    let foreign = FOREIGN.iter().map(|(name, ..)| *name);
    // Kafka's own come last, so that they win.
    foreign.chain(names).map(|name| (letters(name), name)).collect()
});

/// Names of other clients, and Kafka's names in another spelling.
fn foreign(key: &str) -> KeyMeaning {
    let exact = FOREIGN.iter().map(|(name, ..)| *name).find(|name| *name == key);
    let Some(name) = exact.or_else(|| BY_LETTERS.get(&letters(key)).copied()) else {
        return KeyMeaning::unknown();
    };
    // Many clients write `clientId`, but a text of many dots is not `client.id`.
    if name.matches('.').count() < key.matches('.').count() {
        return KeyMeaning::unknown();
    }
    let known = kafkas(name);
    if !known.is_unknown() {
        let python = key.contains('_') && !key.contains(|c: char| c.is_ascii_uppercase());
        let origin = python.then_some(Origin::Python);
        return KeyMeaning { origin, ..known }
            .noted(|name| TakenRemark::ReadAs { key: key.to_owned(), name });
    }
    let Some((_, origin, stands)) = FOREIGN.iter().find(|(known, ..)| *known == name) else {
        return KeyMeaning::unknown();
    };
    let what = match stands {
        Stands::For(target) => match property(target) {
            Some(target) => What::Simulated(target, Unit::Plain),
            None => What::Unknown,
        },
        Stands::Nothing(why) => What::WithoutEffect((*why).into(), false),
    };
    let meaning = KeyMeaning { origin: Some(*origin), ..KeyMeaning::of(what) };
    meaning.noted(|name| TakenRemark::NameOf { key: key.to_owned(), whose: *origin, name })
}

/// What stands below `spring.kafka.`.
fn spring(key: &str, rest: &str) -> KeyMeaning {
    let maps = [("consumer.properties.", 3), ("properties.", 0)];
    for (prefix, rank) in maps {
        if let Some(inner) = rest.strip_prefix(prefix) {
            return meaning(inner).ranked(rank);
        }
    }
    let (inner, rank) = match rest.strip_prefix("consumer.") {
        Some(inner) => (inner, 2),
        None if letters(rest) == "clientid" => (rest, 0),
        None => return family(&format!("spring.kafka.{}", kebab(rest))),
    };
    let own = SPRING.iter().find(|(name, ..)| letters(name) == letters(inner));
    if let Some((_, target, unit)) = own {
        let known = kafkas(target).ranked(rank);
        return match known.what {
            What::Simulated(property, _) => KeyMeaning { what: What::Simulated(property, *unit), ..known },
            _ => known,
        };
    }
    let found = meaning(inner).ranked(rank);
    if matches!(found.what, What::Simulated(..)) {
        return found.noted(|name| TakenRemark::SpringReads { key: key.to_owned(), name });
    }
    found
}

/// Spring's spelling of a name: `ackMode` and `ack_mode` are `ack-mode`.
pub fn kebab(name: &str) -> String {
    let mut text = String::new();
    for c in name.chars() {
        match c {
            '_' => text.push('-'),
            _ if c.is_ascii_uppercase() => {
                text.push('-');
                text.push(c.to_ascii_lowercase());
            }
            _ => text.push(c),
        }
    }
    text
}

/// `kafka.consumer.session.timeout.ms`, `consumer.override.max.poll.records`: what is above the name says that it is
/// about a consumer.
fn below_a_prefix(key: &str) -> KeyMeaning {
    let foreign_parts = ["producer", "admin", "streams", "broker", "listener", "template"];
    for (place, _) in key.match_indices('.') {
        let (above, name) = (&key[..place].to_ascii_lowercase(), &key[place + 1..]);
        let fits = above.contains("kafka") || above.contains("consumer");
        if !fits || foreign_parts.iter().any(|part| above.contains(part)) {
            continue;
        }
        let exact = kafkas(name);
        let found = if exact.is_unknown() { foreign(name) } else { exact };
        if !found.is_unknown() {
            return found.ranked(1).noted(|name| TakenRemark::ReadAs { key: key.to_owned(), name });
        }
    }
    KeyMeaning::unknown()
}

pub fn family(key: &str) -> KeyMeaning {
    // A registry is one and a password is one, however deep the key is nested.
    let fits = |prefix: &str| key.starts_with(prefix) || !prefix.starts_with("spring.") && inner(key, prefix);
    let found = FAMILIES.iter().filter(|(prefix, ..)| fits(prefix)).max_by_key(|(prefix, ..)| prefix.len());
    match found {
        Some((_, origin, why)) => {
            let what = What::WithoutEffect((*why).into(), why.keeps_a_secret());
            KeyMeaning { origin: Some(*origin), ..KeyMeaning::of(what) }
        }
        None => KeyMeaning::unknown(),
    }
}

/// Whether the family's name stands within the key, below `kafka` or `consumer`.
fn inner(key: &str, prefix: &str) -> bool {
    let above = |place: usize| ["kafka", "consumer"].iter().any(|word| key[..place].contains(word));
    key.match_indices(prefix).any(|(place, _)| key[..place].ends_with('.') && above(place))
}

/// `ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG`.
fn constant_of_java(key: &str) -> KeyMeaning {
    match key.rsplit_once('.') {
        Some((class, constant))
            if class.ends_with("Config") && !constant.contains(|c: char| c.is_ascii_lowercase()) =>
        {
            meaning(constant)
        }
        _ => KeyMeaning::unknown(),
    }
}

/// Whether a key's name says that its value may be a secret, or a key or a certificate of many lines.
pub fn suggests_a_secret(key: &str) -> bool {
    let letters = letters(key);
    let words = [
        "password",
        "passwd",
        "passphrase",
        "secret",
        "token",
        "jaas",
        "credential",
        "private",
        "certificate",
        "apikey",
    ];
    words.iter().any(|word| letters.contains(word))
        || letters.ends_with("key")
        || letters.contains("keystore")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::language::Lang;

    /// The property that a key stands for, or how it is left out.
    fn told(key: &str) -> String {
        match meaning(key).what {
            What::Simulated(property, unit) => format!("{} {unit:?}", property.name),
            What::WithoutEffect(reason, _) => Lang::En.say(reason),
            What::GroupId => "the group".to_owned(),
            What::Unknown => "unknown".to_owned(),
        }
    }

    #[test]
    fn a_key_is_known_in_every_usual_spelling() {
        for (key, name) in [
            ("session.timeout.ms", "session.timeout.ms Plain"),
            ("session_timeout_ms", "session.timeout.ms Plain"),
            ("sessionTimeout", "session.timeout.ms Plain"),
            ("SESSION_TIMEOUT_MS_CONFIG", "session.timeout.ms Plain"),
            ("ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG", "session.timeout.ms Plain"),
            ("KAFKA_CONSUMER_SESSION_TIMEOUT_MS", "session.timeout.ms Plain"),
            ("consumer.override.session.timeout.ms", "session.timeout.ms Plain"),
            ("my.kafka.consumer.session.timeout.ms", "session.timeout.ms Plain"),
            ("consumer.session.timeout.ms", "session.timeout.ms Plain"),
            ("spring.kafka.consumer.auto-offset-reset", "auto.offset.reset Plain"),
            ("spring.kafka.consumer.autoOffsetReset", "auto.offset.reset Plain"),
            ("SPRING_KAFKA_CONSUMER_AUTO_OFFSET_RESET", "auto.offset.reset Plain"),
            ("spring.kafka.consumer.fetch-max-wait", "fetch.max.wait.ms Duration"),
            ("spring.kafka.consumer.properties.fetch.max.wait.ms", "fetch.max.wait.ms Plain"),
            ("spring.kafka.consumer.properties.[fetch.max.wait.ms]", "fetch.max.wait.ms Plain"),
            ("spring.kafka.consumer.properties[fetch.max.wait.ms]", "fetch.max.wait.ms Plain"),
            ("spring.kafka.consumer.session.timeout.ms", "session.timeout.ms Plain"),
            ("spring.kafka.properties.session.timeout.ms", "session.timeout.ms Plain"),
            ("fetch.wait.max.ms", "fetch.max.wait.ms Plain"),
            ("auto.commit.enable", "enable.auto.commit Plain"),
            ("autocommit.enable", "enable.auto.commit Plain"),
            ("fetch.message.max.bytes", "max.partition.fetch.bytes Plain"),
            ("spring.kafka.consumer.group-id", "the group"),
            ("group_id", "the group"),
            ("group.protocol", "group.protocol Plain"),
        ] {
            assert_eq!(told(key), name, "{key}");
        }
    }

    #[test]
    fn what_belongs_elsewhere_is_not_taken_for_the_consumers() {
        for key in [
            "app.retry.backoff.ms",
            "my.session.timeout.ms",
            "kafka.producer.client.id",
            "topic",
            "orders.topic.name",
        ] {
            assert_eq!(told(key), "unknown", "{key}");
        }
        for (key, part) in [
            ("linger.ms", "producer's setting (Kafka's default: 5)"),
            ("spring.kafka.producer.acks", "producer's"),
            ("spring.kafka.listener.ackMode", "commit=sync-record"),
            ("spring.kafka.bootstrap-servers[0]", "always being there"),
            ("group.max.size", "cluster line"),
            ("zookeeper.connect", "bootstrap.servers replaced it"),
            ("zookeeper.whatever", "obsolete"),
            ("schema.registry.url", "no content"),
            ("kafka.schema.registry.ssl.key.password", "identity"),
            ("ssl.ca.location", "not kept"),
            ("enable.auto.offset.store", "commit="),
            ("sasl_plain_password", "not kept"),
            ("queuedchunks.max", "obsolete"),
            ("share.acquire.mode", "Share groups"),
        ] {
            assert!(told(key).contains(part), "{key}: {}", told(key));
        }
    }

    #[test]
    fn names_of_secrets_are_known_as_such() {
        for key in ["sasl.jaas.config", "DB_PASSWORD", "app.clientSecret", "api.key", "ssl.keystore.location"]
        {
            assert!(suggests_a_secret(key), "{key}");
        }
        assert!(!suggests_a_secret("session.timeout.ms") && !suggests_a_secret("key.deserializer"));
    }
}
