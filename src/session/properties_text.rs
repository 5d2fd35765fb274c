//! Pasted settings: from what an engineer has to settings of a consumer here, and to a plain word about everything that
//! is none.
//!
//! Understood are `consumer.properties` as Java's `Properties.load` reads it, the properties and YAML of Spring and
//! Quarkus, the names of librdkafka, kafka-python, KafkaJS and of the consumer that used ZooKeeper, JSON, and
//! dictionaries and calls in Python, JavaScript, Go, Ruby, PHP and C#. What is known is taken, what is not is listed
//! with a reason; only a value that does not fit is refused. Values of keys that have no effect here are neither
//! looked at nor kept.
//!
//! Not modelled: the defaults of other clients. A note says that what is simulated is the Java client.

mod channels;
mod code;
mod entry;
pub mod foreign;
mod format;
pub mod ignored;
mod keys;
mod lines;
mod literal;
pub mod remark;
mod repeats;
pub(in crate::session) mod translate;
mod yaml;

use crate::kafka::consumer::config::ConsumerConfig;
use crate::kafka::known_keys::KNOWN_KEYS;
use crate::kafka::property::{Kind, PROPERTIES, Property, Scope};
use crate::kafka::release::Release;
use crate::session::Lang;
use crate::session::language::mistake::Outcome;
use crate::session::language::phrase::Phrase;
pub use crate::session::lexer::LARGEST_FILE;
use crate::session::lexer::{Span, quote};
use crate::session::nearest::nearest;
use crate::sim::sorted::{SortedMap, sort_by_key};
use channels::{setting_of, without_profile};
use entry::{FoundEntry, FoundValue};
use foreign::{Origin, Unit};
use format::{Format, says_something};
use keys::{KeyMeaning, What, meaning, suggests_a_secret};
use remark::{KeyRemark, Remark, TakenRemark, TextRemark};
use repeats::{Lines, Places};
use std::fmt;
use translate::{Translated, refusal, translate};

/// No key of Kafka's is nearly as long.
const LONGEST_KEY: usize = 100;
/// The longest part of a key, between two dots, that is repeated: what is longer may be a part of a secret.
const LONGEST_PART: usize = 30;
/// For no more unknown keys is a similar one looked for.
const MOST_HINTS: usize = 200;
/// No more lines than this are listed.
const MOST_LISTED: usize = 1_000;

/// What was understood of a pasted text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pasted {
    /// Settings that are simulated, in the order of the text; each property once.
    pub settings: Vec<Setting>,
    /// What changes nothing here, or is not known, with the reason. The values are gone.
    pub left_out: Vec<LeftOut>,
    /// What is to be known of the settings that were taken.
    pub notes: Vec<Refused>,
    /// What was refused: values that do not fit.
    pub errors: Vec<Refused>,
    /// The group that the text names.
    pub group: Option<String>,
}

/// What was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Empty if it may be a part of a secret.
    pub key: String,
    pub span: Span,
    pub why: Remark,
}

/// What is wrong with a line of a pasted text, or to be known of it, in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    pub span: Span,
    pub why: Remark,
}

impl Refused {
    fn new(span: Span, why: impl Into<Remark>) -> Self {
        Refused { span, why: why.into() }
    }

    /// The line and what is wrong with it.
    pub fn sentence(&self, lang: Lang) -> String {
        sentence(self.span, &self.why, lang)
    }
}

impl LeftOut {
    /// The line, and why it has no effect.
    pub fn sentence(&self, lang: Lang) -> String {
        sentence(self.span, &self.why, lang)
    }
}

fn sentence(span: Span, why: &Remark, lang: Lang) -> String {
    lang.say(Outcome::Line { line: span.line, sentence: &lang.say(why) })
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.span.line, self.span.column, Lang::En.say(&self.why))
    }
}

/// A simulated setting of a pasted text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Kafka's name.
    pub name: &'static str,
    /// The value in Kafka's words.
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
                errors.push(Refused::new(setting.span, why));
            }
        }
        let rules = Release::default().client_rules();
        if let Err(why) = config.validate().and_then(|()| config.validate_protocol(&rules)) {
            let named = |name: &&str| self.settings.iter().find(|setting| setting.name == *name);
            let culprit = why.names().iter().find_map(named);
            // If a value was refused, it is unknown whether the settings contradict each other.
            let open =
                errors.iter().any(|error| error.why.names().iter().any(|name| why.names().contains(name)));
            let span = culprit.map_or(Span::default(), |setting| setting.span);
            errors.extend((!open).then(|| Refused::new(span, why)));
        }
        sort_by_key(&mut errors, |error| error.span);
        if errors.is_empty() { Ok(config) } else { Err(errors) }
    }

    /// All values that do not fit, each by itself or together.
    pub fn errors_of_values(&self) -> Vec<Refused> {
        self.apply(&ConsumerConfig::default()).err().unwrap_or_default()
    }

    /// The settings as they stand on a line of a session, each with a space in front.
    pub fn words(&self) -> String {
        self.settings
            .iter()
            .map(|setting| format!(" {}={}", setting.name, quote(setting.text.trim())))
            .collect()
    }

    /// A line of a session that sets them for a group, if all values fit, and as comments below it what is to be known
    /// of them, what was left out, and why; in English.
    pub fn listing(&self, with_line: bool) -> Vec<String> {
        self.listing_in(Lang::En, with_line)
    }

    /// The same in this language.
    pub fn listing_in(&self, lang: Lang, with_line: bool) -> Vec<String> {
        let line = || format!("group {}{}", self.group.as_deref().unwrap_or("g"), self.words());
        let mut listing = Vec::from_iter(with_line.then(line));
        let notes = self.notes.iter().map(|note| lang.say(Phrase::Note(&note.sentence(lang))));
        let left_out = self.left_out.iter().map(|left| {
            let key = if left.key.is_empty() { String::new() } else { format!(" `{}`", left.key) };
            lang.say(Phrase::LeftOut { line: left.span.line, key: &key, why: &lang.say(&left.why) })
        });
        let more = (self.notes.len() + self.left_out.len()).saturating_sub(MOST_LISTED);
        let more = (more > 0).then(|| lang.say(Phrase::MoreErrors(more)));
        listing.extend(notes.chain(left_out).take(MOST_LISTED).chain(more).map(|text| format!("# {text}")));
        listing
    }
}

/// Reads a file with settings.
pub fn read_bytes(bytes: &[u8]) -> Pasted {
    match std::str::from_utf8(bytes) {
        Ok(text) => read(text.strip_prefix('\u{feff}').unwrap_or(text)),
        // Java reads properties as Latin-1; only what no setting here can contain is different.
        Err(_) => read(&String::from_utf8_lossy(bytes)),
    }
}

/// Reads a pasted text. Nothing in it is lost silently: each key ends up in one of the lists.
pub fn read(text: &str) -> Pasted {
    let mut reader = TextReader::default();
    if text.len() > LARGEST_FILE {
        let why = TextRemark::TooLarge(text.len());
        reader.pasted.errors.push(Refused::new(Span { line: 1, column: 1 }, why));
        return reader.pasted;
    }
    let (code, rest) = code::apart(text);
    reader.pasted.left_out.extend(code);
    let format = Format::of(&rest);
    reader.format = Some(format);
    for entry in format.entries(&rest) {
        reader.entry(entry);
    }
    reader.note_of_nothing(text);
    reader.finish()
}

/// A setting that counts unless a later one says otherwise.
struct Candidate {
    property: &'static Property,
    unit: Unit,
    rank: u8,
    given: FoundValue,
    span: Span,
    note: Option<Remark>,
    continued: Option<u32>,
    /// The channel or binding whose consumer alone is meant.
    part: Option<String>,
    /// The lines of the settings that it was preferred to; whether because of their ranks, and whether one of them is
    /// another channel's.
    others: Lines,
    ranked: bool,
    parted: bool,
}

/// What was read so far.
#[derive(Default)]
struct TextReader {
    pasted: Pasted,
    format: Option<Format>,
    candidates: Vec<Candidate>,
    /// Where each key that has no effect stands.
    seen: SortedMap<String, Places>,
    /// How often each client's names were used.
    origins: SortedMap<&'static str, (Origin, u32)>,
    /// The last key that is known is about a secret: the lines after it may be the rest of a key or a certificate that
    /// was pasted without backslashes.
    after_secret: bool,
    /// The value before this line ends as if it went on.
    unfinished: bool,
    hints: usize,
}

impl TextReader {
    fn entry(&mut self, entry: FoundEntry) {
        let KeyMeaning { what, rank, origin, note, part } = meaning(&entry.key);
        let unfinished =
            std::mem::replace(&mut self.unfinished, entry.value.text().trim_end().ends_with(','));
        if let Some(place) = entry.malformed {
            self.pasted.errors.push(Refused::new(place, TextRemark::MalformedEscape));
            return;
        }
        let span = entry.span;
        let secret = matches!(what, What::WithoutEffect(_, true)) || suggests_a_secret(&entry.key);
        if !matches!(what, What::Unknown) {
            self.after_secret = secret && self.format == Some(Format::Properties);
        }
        let origin = origin.or_else(|| self.origin_of_words(&what, &entry.value));
        if let Some((whose, origin)) = origin.and_then(|origin| Some((origin.whose()?, origin))) {
            self.origins.entry(whose).or_insert((origin, 0)).1 += 1;
        }
        if !matches!(what, What::Simulated(..)) {
            self.note_of_swallowed(&entry);
        }
        match what {
            What::Simulated(property, unit) => {
                let FoundEntry { value: given, continued, .. } = entry;
                let (others, ranked, parted) = Default::default();
                self.candidate(Candidate {
                    property,
                    unit,
                    rank,
                    given,
                    span,
                    note,
                    continued,
                    part,
                    others,
                    ranked,
                    parted,
                });
            }
            What::WithoutEffect(why, _) => self.leave_out(entry.key, span, why),
            What::GroupId => self.group(entry),
            What::Unknown => self.unknown(&entry, unfinished),
        }
    }

    /// Java takes classes of assignors; in a dictionary of a program, words are librdkafka's.
    fn origin_of_words(&self, what: &What, value: &FoundValue) -> Option<Origin> {
        let What::Simulated(property, _) = what else { return None };
        let words = property.kind == Kind::Assignors && !value.text().contains('.');
        (words && self.format == Some(Format::Literal)).then_some(Origin::Librdkafka)
    }

    /// What a backslash made a part of a value that is not looked at is no setting any more.
    fn note_of_swallowed(&mut self, entry: &FoundEntry) {
        let Some((key, span)) = entry.swallowed.first() else { return };
        let known = !meaning(&entry.key).is_unknown() || self.may_be_repeated(entry);
        let inside = if known { entry.key.clone() } else { String::new() };
        let (key, more) = (key.clone(), entry.swallowed.len() - 1);
        let why = TextRemark::Swallowed { inside, key, line: span.line, more };
        self.pasted.notes.push(Refused::new(*span, why));
    }

    fn leave_out(&mut self, key: String, span: Span, why: impl Into<Remark>) {
        let fits = |c: char| c.is_ascii_alphanumeric() || "._-[]%\"".contains(c);
        let key = if key.len() <= LONGEST_KEY && key.chars().all(fits) { key } else { String::new() };
        if !key.is_empty() && self.comes_again(&key, span) {
            return;
        }
        self.pasted.left_out.push(LeftOut { key, span, why: why.into() });
    }

    fn group(&mut self, entry: FoundEntry) {
        let legal = |text: &&str| crate::kafka::ids::TopicName::is_legal(text);
        self.pasted.group =
            Some(entry.value.text().trim()).filter(legal).map(str::to_owned).or(self.pasted.group.take());
        self.leave_out(entry.key, entry.span, crate::kafka::known_keys::Unsimulated::Group);
    }

    /// An unknown key is the application's own, or misspelt; or it is no key at all.
    fn unknown(&mut self, entry: &FoundEntry, unfinished: bool) {
        let FoundEntry { key, span, .. } = entry;
        self.hints += 1;
        let nearest = if self.hints <= MOST_HINTS { nearest_key(key) } else { None };
        // What base64 has at its end is no sign between a key and its value.
        let separated = entry.separated && !matches!(entry.value.text().trim(), "" | "=");
        if (self.after_secret && !separated) || !self.may_be_repeated(entry) {
            let goes_on = unfinished || self.after_secret;
            let goes_on = goes_on && !entry.separated;
            return self.leave_out(String::new(), *span, KeyRemark::NotRepeated { nearest, goes_on });
        }
        self.leave_out(key.clone(), *span, KeyRemark::NoSuchKey(nearest));
    }

    /// Whether it is written as keys are: a part of a secret is never repeated.
    fn may_be_repeated(&self, entry: &FoundEntry) -> bool {
        let key = without_profile(&entry.key);
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        let parts = key.split(['.', '_', '-']).all(|part| part.len() <= LONGEST_PART);
        let one_case = !key.contains(|c: char| c.is_ascii_uppercase())
            || !key.contains(|c: char| c.is_ascii_lowercase());
        let nested = key.contains(['.', '_', '-']);
        let written = match self.format {
            Some(Format::Properties) | None => nested && (one_case || entry.separated),
            Some(Format::Yaml | Format::Literal) => entry.separated,
        };
        key.len() <= LONGEST_KEY && !key.is_empty() && key.chars().all(fits) && parts && written
    }

    /// All lines were read: what counts is looked at.
    fn finish(mut self) -> Pasted {
        let origin = self.origin();
        self.note_of_repeats();
        for candidate in std::mem::take(&mut self.candidates) {
            self.take(candidate, origin);
        }
        self.note_of_client(origin);
        self.note_of_commits();
        sort_by_key(&mut self.pasted.left_out, |left| left.span);
        sort_by_key(&mut self.pasted.notes, |note| note.span);
        sort_by_key(&mut self.pasted.settings, |setting| setting.span);
        self.pasted
    }

    /// Whose names the text uses, if not the Java client's.
    fn origin(&self) -> Option<Origin> {
        let used = |wanted: Origin| {
            self.origins.values().find(|(origin, _)| *origin == wanted).map_or(0, |(_, count)| *count)
        };
        let order = [
            (Origin::ZooKeeper, 1),
            (Origin::JavaScript, 2),
            (Origin::Librdkafka, 1),
            (Origin::Both, 1),
            (Origin::Python, if self.format == Some(Format::Literal) { 1 } else { 2 }),
        ];
        order.iter().find(|(origin, least)| used(*origin) >= *least).map(|(origin, _)| *origin)
    }

    fn take(&mut self, candidate: Candidate, origin: Option<Origin>) {
        let Candidate { property, unit, given, span, note, continued: line, .. } = candidate;
        let name = property.name.to_owned();
        let text = match given {
            FoundValue::Text(text) => text,
            FoundValue::Nothing => {
                return self.leave_out(name, span, KeyRemark::NoValue);
            }
            FoundValue::Computed => {
                return self.leave_out(name, span, KeyRemark::Computed);
            }
        };
        let or_continued =
            |why: Remark| line.map_or(why, |line| TextRemark::Continued { name: property.name, line }.into());
        match translate(property, &text, unit, origin) {
            Translated::LeftOut(why) => self.leave_out(name, span, or_continued(why)),
            Translated::Wrong(why) => self.pasted.errors.push(Refused { span, why: or_continued(why) }),
            Translated::Value(value, more) => match property.parse(&value) {
                Ok(_) => {
                    let notes = note.into_iter().chain(more).map(|why| Refused { span, why });
                    self.pasted.notes.extend(notes);
                    self.pasted.settings.push(Setting { name: property.name, text: value, span });
                }
                Err(why) => {
                    let why = or_continued(refusal(property, &value, why));
                    self.pasted.errors.push(Refused { span, why });
                }
            },
        }
    }

    /// A text that says something, and no setting among it.
    fn note_of_nothing(&mut self, text: &str) {
        let Pasted { left_out, errors, group, .. } = &self.pasted;
        let named = left_out.iter().any(|left| !left.key.is_empty());
        let nothing = self.candidates.is_empty() && !named && errors.is_empty() && group.is_none();
        if nothing && text.lines().any(says_something) {
            let span = Span { line: 1, column: 1 };
            self.pasted.notes.push(Refused::new(span, TextRemark::NothingUnderstood));
        }
    }

    fn note_of_client(&mut self, origin: Option<Origin>) {
        if let Some(origin) = origin.filter(|origin| origin.whose().is_some()) {
            let why = TakenRemark::NamesOf(origin);
            self.pasted.notes.push(Refused::new(Span { line: 1, column: 1 }, why));
        }
    }

    /// How an application commits stands in its code.
    fn note_of_commits(&mut self) {
        let off = self.pasted.settings.iter().find(|setting| {
            setting.name == "enable.auto.commit" && setting.text.trim().eq_ignore_ascii_case("false")
        });
        if let Some(setting) = off {
            self.pasted.notes.push(Refused::new(setting.span, TextRemark::NothingCommits));
        }
    }
}

/// The key of Kafka's consumer that may have been meant.
fn nearest_key(key: &str) -> Option<&'static str> {
    let key = setting_of(key);
    let simulated = PROPERTIES.iter().filter(|property| property.scope() == Scope::Consumer);
    let known = simulated.map(|property| property.name).chain(KNOWN_KEYS.iter().map(|(key, _)| *key));
    (key.len() <= LONGEST_KEY).then(|| nearest(key, known)).flatten()
}

#[cfg(test)]
mod tests;
