//! What is wrong with a script: what is inserted into the sentences.

use crate::kafka::ids::{LARGEST_OFFSET, TopicName};
use crate::kafka::known_keys::of_a_producer;
use crate::session::language::template::{Sentence, Slots, list, number, slots};
use crate::session::language::units::duration;
use crate::session::language::{Lang, en, ko};
use crate::session::lexer::{LARGEST_FILE, ScriptError};
use crate::session::measure::Whose;
use crate::session::mistake::{
    Countable, ExpectMistake, LineMistake, Mistake, ScenarioMistake, SettingMistake, TextMistake, Unmet,
    ValueMistake, WhyMistake,
};
use crate::session::nearest::Hint;
use crate::session::scenario::SHORTEST_LATENCY;
use crate::session::values::LARGEST_RATE;
use std::borrow::Cow;

/// Of sentences that have a table in each language.
macro_rules! template {
    ($name:ident) => {
        fn template(&self, lang: Lang) -> &'static str {
            match lang {
                Lang::En => en::mistakes::$name(self),
                Lang::Ko => ko::mistakes::$name(self),
            }
        }
    };
}

/// An error of a script with its place.
pub struct Placed<'a>(pub &'a ScriptError);

impl Sentence for Placed<'_> {
    template!(placed);

    fn slots(&self, lang: Lang) -> Slots<'_> {
        let ScriptError { span, .. } = self.0;
        slots([number(span.line.into()), number(span.column.into()), self.0.message(lang).into()])
    }
}

impl Sentence for Mistake {
    template!(mistake);

    fn slots(&self, lang: Lang) -> Slots<'_> {
        match self {
            Mistake::Text(wrong) => text(wrong),
            Mistake::Line(wrong) => line(wrong, lang),
            Mistake::Value { what, text, wrong } => value(what, text, wrong, lang),
            Mistake::Name { name, hint, .. } => slots([name.into(), said(hint, lang)]),
            Mistake::Scenario(wrong) => scenario(wrong, lang),
            Mistake::Expect(wrong) => expect(wrong, lang),
            Mistake::Endless(now) => slots([now.to_string().into()]),
            Mistake::NotReached { word, patience, unmet } => {
                slots([word.into(), duration(lang, *patience).into(), lang.say(unmet).into()])
            }
            Mistake::Command(error) => error.slots(lang),
            Mistake::Property(error) => error.slots(lang),
            Mistake::Why(wrong) => why(wrong, lang),
        }
    }
}

impl Sentence for Hint {
    template!(hint);

    fn slots(&self, _: Lang) -> Slots<'_> {
        match self {
            Hint::None | Hint::Documented => slots([]),
            Hint::Nearest(best) => slots([best.into()]),
            Hint::Known { names, more } => slots([list(names), number(*more as u64)]),
        }
    }
}

/// What became of an expectation.
#[derive(Clone, Copy, Debug)]
pub enum Outcome<'a> {
    AsExpected(&'a str),
    Otherwise {
        what: &'a str,
        found: &'a str,
    },
    /// A command was refused, as its line says that it would be.
    Refused {
        verb: &'a str,
        why: &'a str,
    },
    CarriedOut(&'a str),
    /// In front of these: the line.
    Line {
        line: u32,
        sentence: &'a str,
    },
    /// Behind a comparison: of whom.
    For(&'a str),
    ForIn {
        name: &'a str,
        group: &'a str,
    },
    /// Behind that: since which mark.
    Since(&'a str),
}

impl Sentence for Outcome<'_> {
    template!(outcome);

    fn slots(&self, _: Lang) -> Slots<'_> {
        use Outcome::*;
        match *self {
            AsExpected(words) | CarriedOut(words) | For(words) | Since(words) => slots([words.into()]),
            Otherwise { what, found } => slots([what.into(), found.into()]),
            Refused { verb, why } => slots([verb.into(), why.into()]),
            Line { line, sentence } => slots([number(line.into()), sentence.into()]),
            ForIn { name, group } => slots([name.into(), group.into()]),
        }
    }
}

fn said(hint: &Hint, lang: Lang) -> Cow<'static, str> {
    lang.say(hint).into()
}

fn text(wrong: &TextMistake) -> Slots<'_> {
    match wrong {
        TextMistake::TooLarge(bytes) => slots([number(*bytes as u64), number(LARGEST_FILE as u64)]),
        TextMistake::NotText { place, code } => {
            slots([number(*place as u64), format!("0x{code:02X}").into()])
        }
        TextMistake::OperatorWithoutKey(operator) => slots([operator.sign().into()]),
        TextMistake::QuoteWithoutKey
        | TextMistake::AfterQuote
        | TextMistake::Backslash
        | TextMistake::OpenQuote => slots([]),
    }
}

fn line(wrong: &LineMistake, lang: Lang) -> Slots<'_> {
    use LineMistake::*;
    match wrong {
        UnknownVerb { word, hint } => slots([word.into(), said(hint, lang)]),
        NoPlace { word, keyword } => slots([word.into(), keyword.rule().usage().into()]),
        NotEqual { key, operator } => slots([key.into(), operator.sign().into()]),
        ListedTwice { argument, name } => slots([(*argument).into(), name.into()]),
        NamedTwice(word) | SetTwice(word) | NoPartition(word) | NoPartitionFirst(word) => {
            slots([word.into()])
        }
        NoSetting { keyword, key } => setting(SettingMistake::of(*keyword, key), lang),
        Missing { keyword, what } => {
            slots([keyword.name().into(), what.into(), keyword.rule().usage().into()])
        }
        StrategyTwice | TwoDestinations | NoDestination | NotOneLine | DoesNothing => slots([]),
    }
}

fn setting(wrong: SettingMistake, lang: Lang) -> Slots<'static> {
    use SettingMistake::*;
    match wrong {
        BrokerProperty(key) | ConsumerProperty(key) | GroupProperty(key) => slots([key.into()]),
        NoEffect { key, why } => slots([key.into(), lang.unsimulated(why).into()]),
        OfProducer(key) => {
            let (en, ko) = of_a_producer(&key).unwrap_or_default();
            let why = if lang == Lang::En { en } else { ko };
            slots([key.into(), why.into()])
        }
        UnknownKey { keyword, key, hint } => slots([keyword.name().into(), key.into(), said(&hint, lang)]),
    }
}

fn value<'a>(what: &'a str, text: &'a str, wrong: &ValueMistake, lang: Lang) -> Slots<'a> {
    let [mut second, mut third] = [Cow::default(), Cow::default()];
    match wrong {
        ValueMistake::NotAmong { words, hint } | ValueMistake::NoOffset { words, hint } => {
            (second, third) = (list(words), said(hint, lang));
        }
        ValueMistake::OutOfRange { min, max } | ValueMistake::NoNumber { min, max } => {
            (second, third) = (number(*min), number(max.unwrap_or_default()));
        }
        ValueMistake::OffsetTooFar => second = number(LARGEST_OFFSET),
        ValueMistake::OnlyDots | ValueMistake::NoName => second = number(TopicName::LONGEST as u64),
        ValueMistake::TooFast => second = number(LARGEST_RATE),
        ValueMistake::NoKeyModel(hint) => second = said(hint, lang),
        ValueMistake::NoPattern(error) => second = error.clone().into(),
        ValueMistake::NoOffsets
        | ValueMistake::PartitionTwice
        | ValueMistake::NoUnit
        | ValueMistake::TooLong
        | ValueMistake::NoSpan
        | ValueMistake::NoRate
        | ValueMistake::PatternSize => {}
    }
    slots([what.into(), text.into(), second, third])
}

fn scenario(wrong: &ScenarioMistake, lang: Lang) -> Slots<'static> {
    use ScenarioMistake::*;
    match *wrong {
        Racks { racks, brokers } => slots([number(racks as u64), number(brokers.into())]),
        Latency => slots([SHORTEST_LATENCY.to_string().into()]),
        Alone { argument, partner } => slots([argument.into(), partner.into()]),
        Question { options, right } => slots([number(options.into()), number(right.into())]),
        TooMany { what, count, most } => slots([number(count), countable(what, lang).into(), number(most)]),
        GoesBack(now) => slots([now.to_string().into()]),
        GivenTwice
        | TooLate
        | SubscribesToNothing
        | TopicsAndPattern
        | PatternNeedsConsumerProtocol
        | PatternNeedsKafka40
        | SubscribesAndAssigns
        | NoGroup
        | NoTopics
        | NoEnd
        | LonelyOption
        | LonelyPrediction
        | PredictsTwice
        | NeverAnswered
        | TooLong => slots([]),
        PredictsOtherwise { kind, words } => slots([(*kind).into(), list(words)]),
        PredictsOfNothing { kind } => slots([(*kind).into()]),
    }
}

fn countable(what: Countable, lang: Lang) -> &'static str {
    match lang {
        Lang::En => en::mistakes::countable(what),
        Lang::Ko => ko::mistakes::countable(what),
    }
}

fn why(wrong: &WhyMistake, lang: Lang) -> Slots<'_> {
    match wrong {
        WhyMistake::SeveralLines => slots([]),
        WhyMistake::OffsetWithoutPartition(subject) => slots([subject.into()]),
        WhyMistake::SeveralGroups { partition, groups } => slots([partition.into(), list(groups)]),
        WhyMistake::Unknown { subject, hint } => slots([subject.into(), said(hint, lang)]),
        WhyMistake::NotWritten { partition, offset, next } => {
            slots([partition.to_string().into(), number(*offset), number(*next)])
        }
        WhyMistake::NeverRebalanced(group) => slots([group.as_str().into()]),
    }
}

fn expect(wrong: &ExpectMistake, lang: Lang) -> Slots<'_> {
    use ExpectMistake::*;
    let no_filter = || match lang {
        Lang::En => en::mistakes::NO_FILTER,
        Lang::Ko => ko::mistakes::NO_FILTER,
    };
    // As it is wanted, and as it is given.
    let filter = |whose| match whose {
        Whose::Totals => no_filter(),
        Whose::Group => ["group=NAME"; 2],
        Whose::Partition => ["partition=TOPIC-NUMBER"; 2],
        Whose::Consumer => ["consumer=NAME"; 2],
    };
    match wrong {
        Nothing(keyword) => slots([keyword.name().into()]),
        SeveralFilters | ElapsedSinceWhen => slots([]),
        NoMeasure { name, hint } => slots([name.into(), said(hint, lang)]),
        WrongFilter { name, of, given } => {
            let or = lang.choose(" or ", " 또는 ");
            let of: Vec<&str> = of.iter().map(|whose| filter(*whose)[0]).collect();
            slots([name.into(), of.join(or).into(), filter(*given)[1].into()])
        }
        NoDifference(name) | NotANumber(name) => slots([name.into()]),
        Never { measure, word, hint } => slots([(*measure).into(), word.into(), said(hint, lang)]),
        PartitionOfSeveral { name, groups } | MeasureOfSeveral { name, groups } => {
            slots([name.into(), list(groups)])
        }
    }
}

impl Sentence for Unmet {
    template!(unmet);

    fn slots(&self, _: Lang) -> Slots<'_> {
        use Unmet::*;
        match self {
            NoGroup | NothingRebalances | NoCommit | NobodyRuns => slots([]),
            ConsumerGroupIs(group, state) => slots([group.as_str().into(), state.name().into()]),
            GroupIs(group, state) => slots([group.as_str().into(), state.name().into()]),
            StillMember(name) | HasToJoin(name) | NotAssigned(name) => slots([name.as_str().into()]),
            NotSettled(name, generation) => slots([name.as_str().into(), generation.to_string().into()]),
            Unread(partition) | Read(partition) => slots([partition.to_string().into()]),
        }
    }
}
