//! What is wrong with a script.

use crate::session::language::en::properties::property;
use crate::session::language::en::refusals::refusal;
use crate::session::language::mistake::{Outcome, Placed};
use crate::session::mistake::{
    Countable, ExpectMistake, LineMistake, Mistake, NameMistake, ScenarioMistake, SettingMistake,
    TextMistake, Unmet, ValueMistake, WhyMistake,
};
use crate::session::nearest::Hint;

pub fn placed(_: &Placed) -> &'static str {
    "line {0}, column {1}: {2}"
}

#[rustfmt::skip]
pub fn mistake(mistake: &Mistake) -> &'static str {
    match mistake {
        Mistake::Text(wrong) => text(wrong),
        Mistake::Line(wrong) => line(wrong),
        Mistake::Value { wrong, .. } => value(wrong),
        Mistake::Name { wrong, .. } => name(*wrong),
        Mistake::Scenario(wrong) => scenario(wrong),
        Mistake::Expect(wrong) => expect(wrong),
        Mistake::Endless(_) =>
            "So much happens here that the run would never end (it has come to {0}). Look for an interval, a timeout \
             or a latency of nearly zero, or a rate that is too high; or end the run earlier.",
        Mistake::NotReached { .. } => "`until={0}` was not reached within {1}: {2}.",
        Mistake::Command(error) => refusal(error),
        Mistake::Property(error) => property(error),
        Mistake::Why(wrong) => why(wrong),
    }
}

fn why(wrong: &WhyMistake) -> &'static str {
    match wrong {
        WhyMistake::SeveralLines => "Ask one question, on one line.",
        WhyMistake::OffsetWithoutPartition(_) => {
            "`offset` belongs to a partition, such as orders-2, and `{0}` is none."
        }
        WhyMistake::SeveralGroups { .. } => {
            "`{0}` is a partition of several groups ({1}); say which with group=."
        }
        WhyMistake::Unknown { .. } => "There is no consumer, partition or group `{0}`.{1}",
        WhyMistake::NotWritten { .. } => "{0} has no record {1} yet; the next to be written is {2}.",
        WhyMistake::NeverRebalanced(_) => "{0} has not rebalanced yet.",
    }
}

pub fn hint(hint: &Hint) -> &'static str {
    match hint {
        Hint::None => "",
        Hint::Nearest(_) => " Did you mean `{0}`?",
        Hint::Known { more: 0, .. } => " Known are: {0}.",
        Hint::Known { .. } => " Known are: {0}, and {1} more.",
        Hint::Documented => " docs/sessions.md lists the properties.",
    }
}

#[rustfmt::skip]
fn text(mistake: &TextMistake) -> &'static str {
    match mistake {
        TextMistake::TooLarge(_) =>
            "The file has {0} bytes, and a session may have {1} at the most. Is it a session file?",
        TextMistake::NotText { .. } =>
            "This is not a text file: byte {0} ({1}) belongs to no UTF-8 text. A session is plain text; open a \
             .session file.",
        TextMistake::QuoteWithoutKey => "A quoted text needs a key in front of it, such as en=\"...\".",
        TextMistake::OperatorWithoutKey(_) => "`{0}` needs a key in front of it.",
        TextMistake::AfterQuote => "A closing quote ends the value; put a space after it, or \\\" inside.",
        TextMistake::Backslash => "Inside quotes a backslash stands before \" or another backslash only.",
        TextMistake::OpenQuote => "This quote is never closed; end the text with \" on the same line.",
    }
}

#[rustfmt::skip]
fn line(mistake: &LineMistake) -> &'static str {
    match mistake {
        LineMistake::UnknownVerb { .. } => "`{0}` is not a verb.{1}",
        LineMistake::NoPlace { .. } => "`{0}` has no place here; write `{1}`.",
        LineMistake::NamedTwice(_) => "`{0}` is named twice; once is enough.",
        LineMistake::NotEqual { .. } => "`{0}{1}` must be `{0}=` here.",
        LineMistake::ListedTwice { .. } => "{0} names `{1}` twice; once is enough.",
        LineMistake::SetTwice(_) => "`{0}` is set twice on this line; keep one.",
        LineMistake::NoSetting { keyword, key } => setting(&SettingMistake::of(*keyword, key)),
        LineMistake::Missing { .. } => "`{0}` needs {1} here; write `{2}`.",
        LineMistake::StrategyTwice =>
            "`strategy` is short for partition.assignment.strategy; set one of them.",
        LineMistake::NoPartition(_) => "`{0}` is no partition; write TOPIC-NUMBER, as orders-0.",
        LineMistake::NoPartitionFirst(_) => "`{0}` is no partition; write TOPIC-NUMBER, counted from 0.",
        LineMistake::TwoDestinations => "`to` and `to_time` are two places to go to; keep one.",
        LineMistake::NoDestination =>
            "This line needs a place to go to: to= (an offset or one of its words) or to_time=12s.",
        LineMistake::NotOneLine => "One line is expected here, with one verb: `kill c1`, for instance.",
        LineMistake::DoesNothing => "This line does nothing to the world; it belongs into a session file.",
    }
}

#[rustfmt::skip]
fn setting(mistake: &SettingMistake) -> &'static str {
    match mistake {
        SettingMistake::BrokerProperty(_) => "`{0}` is a broker property; set it on the `cluster` line.",
        SettingMistake::GroupProperty(_) =>
            "`{0}` is set for a whole group, on the brokers; set it on the `group` line.",
        SettingMistake::ConsumerProperty(_) =>
            "`{0}` is a consumer property; set it on a `group`, `consumers` or `restart` line.",
        SettingMistake::NoEffect { .. } => "`{0}` is Kafka's and has no effect here; leave it out. {1}",
        SettingMistake::OfProducer(_) => "`{0}` has no effect here; leave it out. {1}",
        SettingMistake::UnknownKey { .. } => "`{0}` does not know `{1}`.{2}",
    }
}

#[rustfmt::skip]
fn value(mistake: &ValueMistake) -> &'static str {
    match mistake {
        ValueMistake::NotAmong { .. } => "{0} is one of {2}, not `{1}`.{3}",
        ValueMistake::OutOfRange { max: Some(_), .. } => "{0} takes a whole number from {2} to {3}, not {1}.",
        ValueMistake::OutOfRange { max: None, .. } => "{0} takes a whole number from {2} on, not {1}.",
        ValueMistake::NoNumber { max: Some(_), .. } =>
            "{0} takes a whole number from {2} to {3}, and `{1}` is none.",
        ValueMistake::NoNumber { max: None, .. } => "{0} takes a whole number from {2} on, and `{1}` is none.",
        ValueMistake::NoOffset { .. } => "{0} takes an offset or one of {2}, not `{1}`.{3}",
        ValueMistake::OffsetTooFar => "{0} takes an offset of {2} at the most, not {1}.",
        ValueMistake::NoOffsets => "{0} takes partitions with offsets such as orders-0:120, not `{1}`.",
        ValueMistake::PartitionTwice => "{0} names {1} twice; once is enough.",
        ValueMistake::OnlyDots =>
            "{0} takes a name of up to {2} ASCII letters, digits, `.`, `_` and `-`; `{1}` alone is none.",
        ValueMistake::NoName =>
            "{0} takes a name of up to {2} ASCII letters, digits, `.`, `_` and `-`, not `{1}`.",
        ValueMistake::NoUnit => "{0} needs a unit: write {1}s, {1}ms, {1}us or {1}min.",
        ValueMistake::TooLong => "{0} is 24 hours of virtual time at the most, not {1}.",
        ValueMistake::NoSpan => "{0} takes a time such as 6s, 250ms or 12.480s, not `{1}`.",
        ValueMistake::TooFast => "{0} is {2} records a second at the most, not {1}.",
        ValueMistake::NoRate =>
            "{0} takes records a second such as 40/s or 0.5/s (three decimals at the most), not `{1}`.",
        ValueMistake::NoKeyModel(_) => "`{1}` is no key model.{2}",
        ValueMistake::PatternSize => "{0} takes a pattern such as orders-.* of up to 1000 characters.",
        ValueMistake::NoPattern(_) => "{0} takes a regular expression, and `{1}` is none: {2}.",
    }
}

#[rustfmt::skip]
fn name(mistake: NameMistake) -> &'static str {
    match mistake {
        NameMistake::NoTopic => "There is no topic `{0}` here yet.{1}",
        NameMistake::NoTopicInFile => "There is no topic `{0}` in this file.{1}",
        NameMistake::TopicExists => "There is a topic `{0}` already; to enlarge it: add-partitions {0} total=N.",
        NameMistake::NoGroup => "There is no group `{0}` here yet; name it with `group {0}`.{1}",
        NameMistake::GroupTwice => "The group `{0}` has its line already; keep one of them.",
        NameMistake::Taken => "The name `{0}` is taken; `restart {0}` starts it again, or choose another.",
        NameMistake::NoConsumer => "There is no consumer `{0}` here yet.{1}",
        NameMistake::NoProducer => "There is no producer `{0}` here yet.{1}",
        NameMistake::NotConsumer => "`{0}` is not a consumer.",
        NameMistake::NotProducer => "`{0}` is not a producer.",
        NameMistake::NoPartition => "There is no partition `{0}` here yet; write TOPIC-NUMBER, counted from 0.",
        NameMistake::NoMark => "There is no mark `{0}` yet.{1}",
        NameMistake::MarkExists => "There is a mark `{0}` already; choose another name.",
    }
}

#[rustfmt::skip]
fn scenario(mistake: &ScenarioMistake) -> &'static str {
    match mistake {
        ScenarioMistake::GivenTwice => "This line can be given only once; keep one of them.",
        ScenarioMistake::TooLate =>
            "The world must be set up before anything is created in it; move this line to the top.",
        ScenarioMistake::Racks { .. } => "racks names {0} racks, and brokers is {1}; name one rack for each.",
        ScenarioMistake::Latency => "latency is {0} at least: without any, requests go round in no time.",
        ScenarioMistake::SubscribesToNothing =>
            "`subscribe` needs topics=a,b, pattern=orders-.* or subscription_pattern=orders-.*.",
        ScenarioMistake::TopicsAndPattern => "Kafka takes a list of topics or a pattern, not both; keep one.",
        ScenarioMistake::PatternNeedsConsumerProtocol =>
            "A SubscriptionPattern is for group.protocol=consumer; with the classic protocol the Java consumer throws \
             UnsupportedOperationException. Set group.protocol=consumer, or write pattern=..., which the consumer \
             resolves itself.",
        ScenarioMistake::PatternNeedsKafka40 =>
            "Consumers of the recorded Kafka (October 2024) cannot subscribe to a SubscriptionPattern; write \
             pattern=..., or run kafka=4.0 or later.",
        ScenarioMistake::SubscribesAndAssigns =>
            "A consumer subscribes, or it assigns itself partitions; keep one.",
        ScenarioMistake::NoGroup =>
            "`consumers` needs group=NAME here; only with assign=orders-0,... there may be none.",
        ScenarioMistake::NoTopics =>
            "There is no topic to read yet; create one with `topic NAME partitions=N`.",
        ScenarioMistake::NoEnd => "`run` needs one of for=6s, to=12.480s and until=stable.",
        ScenarioMistake::Alone { .. } => "`{0}=` says nothing without `{1}`.",
        ScenarioMistake::LonelyOption => "An option belongs directly below its `ask` line.",
        ScenarioMistake::LonelyPrediction => "A `predict` line belongs below its `ask` line.",
        ScenarioMistake::PredictsTwice => "One `predict` line belongs to a question; ask for the rest in another.",
        ScenarioMistake::NeverAnswered =>
            "What this question has foretold is judged at its `answer` line; write one before the next question.",
        ScenarioMistake::PredictsOtherwise { .. } => "`predict {0}` takes one of {1}.",
        ScenarioMistake::PredictsOfNothing { .. } => "`predict {0}` needs partition=TOPIC-NUMBER.",
        ScenarioMistake::Question { .. } =>
            "A question needs at least two options and one with right=yes, or a `predict` line; this one has {0} \
             options, {1} of them right.",
        ScenarioMistake::TooMany { .. } =>
            "With this line the session has {0} {1}, and {2} are the most; make it smaller.",
        ScenarioMistake::TooLong => "A session lasts 24 hours of virtual time at the most; end it earlier.",
        ScenarioMistake::GoesBack(_) => "It is {0} s already; time does not go back. Write a later instant.",
    }
}

pub fn countable(what: Countable) -> &'static str {
    match what {
        Countable::Statements => "statements",
        Countable::Consumers => "consumers",
        Countable::Producers => "producers",
        Countable::Partitions => "partitions",
    }
}

#[rustfmt::skip]
fn expect(mistake: &ExpectMistake) -> &'static str {
    match mistake {
        ExpectMistake::Nothing(_) => "`{0}` needs a measure, such as duplicates=0 or lag<=5.",
        ExpectMistake::SeveralFilters =>
            "One line expects something of a group, of partitions or of consumers; split it.",
        ExpectMistake::NoMeasure { .. } => "`{0}` is not a measure.{1}",
        ExpectMistake::WrongFilter { .. } => "`{0}` needs {1}, not {2}.",
        ExpectMistake::ElapsedSinceWhen => "`elapsed` needs since=MARK.",
        ExpectMistake::NoDifference(_) => "`{0}` is of all records so far; it has no difference.",
        ExpectMistake::NotANumber(_) =>
            "`{0}` is not a number; it can be equal (=) or not (!=), and has no difference.",
        ExpectMistake::Never { .. } => "{0} is never `{1}`.{2}",
        ExpectMistake::PartitionOfSeveral { .. } =>
            "`{0}` is a partition of several groups ({1}); say which with group=.",
        ExpectMistake::MeasureOfSeveral { .. } =>
            "`{0}` is a measure of several groups ({1}); say which with group=.",
    }
}

/// Of everything: as it is wanted, and as it is given.
pub const NO_FILTER: [&str; 2] = ["no filter", "nothing"];

pub fn unmet(unmet: &Unmet) -> &'static str {
    match unmet {
        Unmet::NoGroup => "there is no group yet",
        Unmet::GroupIs(..) | Unmet::ConsumerGroupIs(..) => "{0} is {1}",
        Unmet::NothingRebalances => "no group rebalances",
        Unmet::NoCommit => "no commit was accepted",
        Unmet::NobodyRuns => "no consumer of it runs",
        Unmet::StillMember(_) => "{0} does not run and is still a member",
        Unmet::NotSettled(..) => "{0} is not settled in generation {1}",
        Unmet::HasToJoin(_) => "{0} has to join again",
        Unmet::NotAssigned(_) => "{0} does not have what it was assigned yet",
        Unmet::Unread(_) => "nobody reads {0}",
        Unmet::Read(_) => "{0} has a reader",
    }
}

pub fn outcome(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::AsExpected(_) => "As expected: {0}.",
        Outcome::Otherwise { .. } => "Expected {0}, but found {1}.",
        Outcome::Refused { .. } => "As expected, `{0}` was refused: {1}",
        Outcome::CarriedOut(_) => "Expected `{0}` to be refused, but it was carried out.",
        Outcome::Line { .. } => "line {0}: {1}",
        Outcome::For(_) => " for {0}",
        Outcome::ForIn { .. } => " for {0} in {1}",
        Outcome::Since(_) => " since {0}",
    }
}
