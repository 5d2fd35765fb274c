//! The texts of the deploy calculator: what is inserted into its sentences.

use crate::kafka::consumer::config::{CommitWhen, GroupProtocol};
use crate::kafka::property::assignors_text;
use crate::session::language::template::{Sentence, Slots, number, slots};
use crate::session::language::units::span;
use crate::session::language::{Lang, en, ko};
use crate::session::scenario::Texts;
use crate::session::what_if::{
    ColumnChange, Deploy, DeployColumn, DeployField, Spread, VerdictSentence, Way, WayStep, WhatIfMistake,
};
use crate::sim::time::SimDuration;

/// Of sentences that have a table in each language.
macro_rules! template {
    ($name:ident) => {
        fn template(&self, lang: Lang) -> &'static str {
            match lang {
                Lang::En => en::what_if::$name(self),
                Lang::Ko => ko::what_if::$name(self),
            }
        }
    };
}

/// What stands around the numbers.
#[derive(Clone, Copy, Debug)]
pub enum WhatIfText<'a> {
    /// The title of a trial.
    Trial {
        way: &'a str,
        seed: u64,
    },
    /// What the numbers are, for a number of trials a row.
    Legend(u32),
    /// What a seed moves.
    Moved,
    /// The settings of the deploy, as a list.
    TheDeploy(&'a str),
    /// What was assumed, as a list.
    Assumed(&'a str),
    /// Above what is to be said of the settings of a file.
    OfSettings,
    Progress {
        done: usize,
        all: usize,
    },
    /// What is wrong with an option, or with the file.
    Wrong {
        what: &'a str,
        why: &'a str,
    },
}

impl Sentence for WhatIfText<'_> {
    template!(text);

    fn slots(&self, _: Lang) -> Slots<'_> {
        use WhatIfText::*;
        match *self {
            Trial { way, seed } => slots([way.into(), number(seed)]),
            Legend(seeds) => slots([number(seeds.into())]),
            Moved | OfSettings => slots([]),
            TheDeploy(words) | Assumed(words) => slots([words.into()]),
            Progress { done, all } => slots([number(done as u64), number(all as u64)]),
            Wrong { what, why } => slots([what.into(), why.into()]),
        }
    }
}

/// The title of a trial, in both languages.
pub fn trial_title(way: &Way, seed: u64) -> Texts {
    let title = |lang: Lang| lang.say(WhatIfText::Trial { way: &lang.way(way), seed });
    Texts { en: title(Lang::En), ko: title(Lang::Ko) }
}

/// A field of a deploy with its value.
struct FieldOf<'a>(&'a Deploy, DeployField);

impl Sentence for FieldOf<'_> {
    fn template(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => en::what_if::field(self.1),
            Lang::Ko => ko::what_if::field(self.1),
        }
    }

    fn slots(&self, lang: Lang) -> Slots<'_> {
        let (deploy, behaviour) = (self.0, &self.0.config.behaviour);
        match self.1 {
            DeployField::Consumers => slots([number(deploy.consumers.into())]),
            DeployField::Partitions => slots([number(deploy.partitions.into())]),
            DeployField::Rate => slots([deploy.rate.a_second().into()]),
            DeployField::Work => slots([behaviour.processing_time.to_string().into()]),
            DeployField::Commit if behaviour.commit.when == CommitWhen::AfterSome => {
                slots([format!("{}:{}", behaviour.commit.word, behaviour.commit_every).into()])
            }
            DeployField::Commit => slots([behaviour.commit.word.into()]),
            DeployField::Gap => slots([span(lang, deploy.gap).into()]),
            DeployField::Down => {
                slots([span(lang, deploy.down_least).into(), span(lang, deploy.down_most).into()])
            }
            DeployField::Stop => slots([deploy.stop.word().into()]),
        }
    }
}

impl Lang {
    /// What a row is called in a sentence.
    pub fn way(self, way: &Way) -> String {
        let step = |step: &WayStep| match self {
            Lang::En => en::what_if::step(*step),
            Lang::Ko => ko::what_if::step(*step),
        };
        let steps: Vec<&str> = way.steps().iter().map(step).collect();
        let as_is = match self {
            Lang::En => en::what_if::AS_IS,
            Lang::Ko => ko::what_if::AS_IS,
        };
        if steps.is_empty() { as_is.to_owned() } else { steps.join(" + ") }
    }

    /// The same, with the settings that make it so.
    fn way_and_setting(self, way: &Way) -> String {
        let settings = way.steps().iter().filter_map(|step| step.setting());
        let settings: Vec<&str> = settings.collect();
        match settings.is_empty() {
            true => self.way(way),
            false => format!("{} ({})", self.way(way), settings.join(", ")),
        }
    }

    /// The settings of a deploy that make a difference, as a list.
    pub fn deploy(self, deploy: &Deploy) -> String {
        let members = self.way(&Way::of(if deploy.is_static { WayStep::Static } else { WayStep::Dynamic }));
        let config = &deploy.config;
        let rebalances = match config.group_protocol {
            GroupProtocol::Classic => assignors_text(&config.strategy).replace(' ', ""),
            GroupProtocol::Consumer => "group.protocol=consumer".to_owned(),
        };
        let fields = DeployField::ALL.into_iter().map(|field| self.say(FieldOf(deploy, field)));
        let all: Vec<String> = fields.chain([members, rebalances]).collect();
        all.join(", ")
    }

    /// What was assumed of a deploy, each with the option that says otherwise; nothing if all was said.
    pub fn assumed(self, deploy: &Deploy) -> Option<String> {
        let told =
            |field: &DeployField| format!("{} (--{})", self.say(FieldOf(deploy, *field)), field.option());
        let all: Vec<String> = deploy.assumed.iter().map(told).collect();
        (!all.is_empty()).then(|| self.say(WhatIfText::Assumed(&all.join(", "))))
    }
}

/// A number with a comma between thousands.
pub fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Milliseconds as a person says them, rounded to the last digit that is said.
pub fn rounded(lang: Lang, count: u64) -> String {
    let step = if count < 9_950 { 100 } else { 1_000 };
    span(lang, SimDuration::from_millis((count + step / 2) / step * step))
}

/// A median, and from where to where most runs lie.
fn spread(lang: Lang, spread: &Spread, say: impl Fn(u64) -> String) -> String {
    let told = |number: Option<u64>| number.map_or_else(|| lang.never().to_owned(), &say);
    let (low, median, high) = (told(spread.low), told(spread.median), told(spread.high));
    match low == high {
        true => median,
        false => lang.say(Bracket([median, low, high])),
    }
}

struct Bracket([String; 3]);

impl Sentence for Bracket {
    fn template(&self, lang: Lang) -> &'static str {
        lang.choose(en::what_if::RANGE, ko::what_if::RANGE)
    }

    fn slots(&self, _: Lang) -> Slots<'_> {
        let [median, low, high] = &self.0;
        slots([median.into(), low.into(), high.into()])
    }
}

impl Lang {
    fn never(self) -> &'static str {
        match self {
            Lang::En => en::what_if::NEVER,
            Lang::Ko => ko::what_if::NEVER,
        }
    }
}

impl Sentence for ColumnChange {
    fn template(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => en::what_if::change(self.column),
            Lang::Ko => ko::what_if::change(self.column),
        }
    }

    fn slots(&self, lang: Lang) -> Slots<'_> {
        let none = |instead: bool| match lang {
            Lang::En => en::what_if::none(instead).to_owned(),
            Lang::Ko => ko::what_if::NONE.to_owned(),
        };
        let told = |count: Option<u64>, instead: bool| match (count, self.column) {
            (None, _) => lang.never().to_owned(),
            (Some(0), DeployColumn::Rebalances | DeployColumn::Duplicates | DeployColumn::Gaps) => {
                none(instead)
            }
            (Some(count), DeployColumn::Unowned | DeployColumn::Recovery) => rounded(lang, count),
            (Some(count), _) => grouped(count),
        };
        slots([told(self.to, false).into(), told(self.from, true).into()])
    }
}

impl Sentence for VerdictSentence {
    template!(verdict);

    fn slots(&self, lang: Lang) -> Slots<'_> {
        use VerdictSentence::*;
        let changes = |list: &[ColumnChange]| {
            let all: Vec<String> = list.iter().map(|change| lang.say(change)).collect();
            all.join(", ")
        };
        match self {
            CannotKeepUp { rate, work, tenths, readers } => {
                let needed = format!("{}.{}", grouped(tenths / 10), tenths % 10);
                let readers = number((*readers).into());
                slots([rate.a_second().into(), work.to_string().into(), needed.into(), readers])
            }
            Twice(of) | Lost(of) | Rebalances(of) => slots([spread(lang, of, grouped).into()]),
            Recovered(of) => slots([spread(lang, of, |count| rounded(lang, count)).into()]),
            Unowned { all, partitions } => {
                let each = all.median.unwrap_or(0) / u64::from(*partitions).max(1);
                let all = spread(lang, all, |count| rounded(lang, count));
                slots([all.into(), number((*partitions).into()), rounded(lang, each).into()])
            }
            AllOnce(runs) => slots([number(*runs as u64)]),
            CommitIsAssumed | NoRebalance | AllRead | NothingHelps | AutoCommits | ListenerCommits
            | TwinIsRefused => slots([]),
            NotRecovered { runs, of, patience } => {
                slots([number(*runs as u64), number(*of as u64), span(lang, *patience).into()])
            }
            Row { way, better, worse } => {
                slots([lang.way_and_setting(way).into(), changes(better).into(), changes(worse).into()])
            }
            SameAs { way, other } => slots([way.word().into(), other.word().into()]),
            MovesByHeartbeats(interval) | MovedWaits(interval) => slots([span(lang, *interval).into()]),
            KilledIsAwaited { session, setting } => slots([span(lang, *session).into(), (*setting).into()]),
            SessionIsShorter { setting, session, down } => {
                slots([span(lang, *session).into(), span(lang, *down).into(), (*setting).into()])
            }
        }
    }
}

impl Sentence for WhatIfMistake {
    template!(mistake);

    fn slots(&self, lang: Lang) -> Slots<'_> {
        use WhatIfMistake::*;
        match self {
            NoGroup | NoMembers | DownBackwards | NoRecords => slots([]),
            OutOfRange { field, least, most } => {
                slots([field.option().into(), grouped(*least).into(), grouped(*most).into()])
            }
            Span { field, least, most } => {
                slots([field.option().into(), least.to_string().into(), most.to_string().into()])
            }
            Seeds { most } => slots([grouped(*most).into()]),
            TooLong { longest, most } => slots([span(lang, *longest).into(), span(lang, *most).into()]),
            TooMuch { records, most } => slots([grouped(*records).into(), grouped(*most).into()]),
            NoRow { word, hint } => slots([word.into(), lang.say(hint).into()]),
            Contradiction(one, other) => slots([one.word().into(), other.word().into()]),
            NothingToCommit(mode) => slots([mode.word.into()]),
            Property(error) => error.slots(lang),
        }
    }
}
