//! What is to be said of pasted settings.

use crate::session::language::en::properties::property;
use crate::session::properties_text::foreign::Origin;
use crate::session::properties_text::remark::{
    KeyRemark, Preferred, Remark, TakenRemark, TextRemark, ValueRemark,
};

pub fn remark(remark: &Remark) -> &'static str {
    match remark {
        Remark::Property(error) => property(error),
        Remark::Key(remark) => key(remark),
        Remark::Taken(remark) => taken(remark),
        Remark::Text(remark) => text(remark),
        Remark::Value(remark) => value(remark),
    }
}

#[rustfmt::skip]
fn key(remark: &KeyRemark) -> &'static str {
    match remark {
        KeyRemark::Unsimulated(_) | KeyRemark::OfProducer(_) | KeyRemark::Ignored(_) => "{0}",
        KeyRemark::OfBrokers => "It is a setting of the brokers, not of a consumer: it goes on the cluster line.",
        KeyRemark::NoSuchKey(Some(_)) => "Kafka's consumer has no such key. Did you mean `{0}`?",
        KeyRemark::NoSuchKey(None) =>
            "Kafka's consumer has no such key: it is the application's own, or misspelt.",
        KeyRemark::NotRepeated { nearest: Some(_), .. } =>
            "Kafka's consumer has no such key; what stands here is neither repeated nor kept. Did you mean `{0}`?",
        KeyRemark::NotRepeated { goes_on: true, .. } =>
            "Kafka's consumer has no such key; what stands here is neither repeated nor kept. A value of several \
             lines has a backslash at the end of each of them but the last.",
        KeyRemark::NotRepeated { .. } =>
            "Kafka's consumer has no such key; what stands here is neither repeated nor kept.",
        KeyRemark::JavaCode =>
            "Java code is not read. Write the setting as key=value, such as max.poll.records=50.",
        KeyRemark::Code =>
            "Calls of a program are not read. Write the setting as key=value, such as max.poll.records=50.",
        KeyRemark::NoValue => "It has no value; Kafka's default holds.",
        KeyRemark::Computed => "Its value is computed by a program; write the value to have it simulated.",
        KeyRemark::Placeholder =>
            "Its value is a placeholder, which is filled in elsewhere; write the value to have it simulated.",
        KeyRemark::MayHoldMore =>
            "Its value has `=`, `:` or white space in it: a line break may be missing, and what follows may be a \
             secret. The value is neither repeated nor kept; without such characters it is simulated.",
        KeyRemark::OwnAssignor =>
            "It names an assignor of the application's own, which is not simulated; Kafka's default holds.",
    }
}

#[rustfmt::skip]
fn taken(remark: &TakenRemark) -> &'static str {
    match remark {
        TakenRemark::ReadAs { .. } => "`{0}` is read as {1}.",
        TakenRemark::NameOf { .. } => "`{0}` is {1} name of {2}, and taken for it.",
        TakenRemark::SpringReads { .. } =>
            "Spring itself reads {1} below spring.kafka.consumer.properties; `{0}` is taken for it.",
        TakenRemark::NamesOf(_) =>
            "Names here are {0}. What is simulated is the Java client: where nothing is set its defaults hold, and \
             those of other clients differ.",
        TakenRemark::OffsetWord { zookeeper: true, .. } =>
            "auto.offset.reset={0} is the obsolete ZooKeeper consumer's and librdkafka's word for {1}, and taken for \
             it; Java refuses it.",
        TakenRemark::OffsetWord { .. } =>
            "auto.offset.reset={0} is librdkafka's word for {1}, and taken for it; Java refuses it.",
        TakenRemark::PlaceholderDefault(_) => "The placeholder's default is taken for {0}.",
        TakenRemark::InWords(_) =>
            "partition.assignment.strategy is written in words, which Java does not take: there it is {0}.",
    }
}

/// Whose names these are.
pub fn whose(origin: Origin) -> &'static str {
    origin.whose().unwrap_or("another")
}

#[rustfmt::skip]
fn text(remark: &TextRemark) -> &'static str {
    match remark {
        TextRemark::TooLarge(_) => "The text has {0} bytes; a consumer.properties has {1} at the most.",
        TextRemark::NothingUnderstood =>
            "Nothing in this text was understood as settings. Write one in each line, such as max.poll.records=50.",
        TextRemark::NothingCommits =>
            "With enable.auto.commit=false the application commits, and settings do not say how: add commit=sync, or \
             what else it does; otherwise nothing is ever committed here.",
        TextRemark::MalformedEscape =>
            "`\\u` stands before four hexadecimal digits, or Java refuses the whole text; a backslash is written \
             `\\\\`.",
        TextRemark::Continued { .. } =>
            "The backslash at the end of line {1} continues the value of {0} in line {2}. Remove the backslash if \
             line {2} is a setting of its own. What stands there is not repeated.",
        TextRemark::Swallowed { inside, more, .. } => swallowed(inside.is_empty(), *more > 0),
        TextRemark::SetAgain { count: 1, .. } => "{0} comes twice, in {1} too: {2}.",
        TextRemark::SetAgain { .. } => "{0} comes {3} times, in {1} too: {2}.",
        TextRemark::SecondTime { .. } =>
            "`{0}` comes a second time; the first is in line {1}. The last one counts, as in Java.",
        TextRemark::ManyTimes { .. } => "`{0}` comes {1} times, in {2}. The last one counts, as in Java.",
    }
}

/// `nameless`: the value that the setting is a part of must not be named.
#[rustfmt::skip]
fn swallowed(nameless: bool, more: bool) -> &'static str {
    match (nameless, more) {
        (true, false) =>
            "The backslash at the end of line {2} makes line {3} a part of the value before it, so `{1}` there is not \
             read. Remove the backslash if it is a setting of its own.",
        (true, true) =>
            "The backslash at the end of line {2} makes line {3} a part of the value before it, so `{1}` there is not \
             read. Remove the backslash if it is a setting of its own. The same holds for {4} more below it.",
        (false, false) =>
            "The backslash at the end of line {2} makes line {3} a part of the value of {0}, so `{1}` there is not \
             read. Remove the backslash if it is a setting of its own.",
        (false, true) =>
            "The backslash at the end of line {2} makes line {3} a part of the value of {0}, so `{1}` there is not \
             read. Remove the backslash if it is a setting of its own. The same holds for {4} more below it.",
    }
}

pub fn preferred(why: Preferred) -> &'static str {
    match why {
        Preferred::OfItsChannel => {
            "each channel has a consumer of its own; start one for each. Here the last one counts"
        }
        Preferred::Closer => "a consumer's own properties go before what is said of all clients",
        Preferred::Last => "the last one counts, as in Java",
    }
}

#[rustfmt::skip]
fn value(remark: &ValueRemark) -> &'static str {
    match remark {
        ValueRemark::LineBreak { inside: Some(_), .. } =>
            "A line break is missing in the value of {0}: `{1}` stands in the middle of it. What stands there is not \
             repeated.",
        ValueRemark::LineBreak { .. } =>
            "A line break is missing in the value of {0}: another setting stands in the middle of it. What stands \
             there is not repeated.",
        ValueRemark::ControlCharacter(_) => "The value of {0} has a control character in it; remove it.",
        ValueRemark::Unfit { .. } =>
            "{0} takes {1}; what stands there ({2} characters, not repeated here) does not fit.",
        ValueRemark::NoClass { .. } =>
            "partition.assignment.strategy takes names of classes, and Java finds no class `{0}`; write {1}.",
        ValueRemark::UnknownAssignor { class: Some(_), nearest: Some(_) } =>
            "partition.assignment.strategy takes names of classes, and Java finds no class `{0}`. Did you mean {1}?",
        ValueRemark::UnknownAssignor { class: Some(_), nearest: None } =>
            "partition.assignment.strategy takes names of classes, and Java finds no class `{0}`. Kafka's are {1}.",
        ValueRemark::UnknownAssignor { class: None, nearest: Some(_) } =>
            "partition.assignment.strategy takes names of classes, and Java finds no class of that name. Did you mean \
             {1}?",
        ValueRemark::UnknownAssignor { class: None, nearest: None } =>
            "partition.assignment.strategy takes names of classes, and Java finds no class of that name. Kafka's are \
             {1}.",
        ValueRemark::NeedsAssignor =>
            "partition.assignment.strategy needs at least one assignor, such as {0}.",
        ValueRemark::NoDuration { text: Some(_), .. } =>
            "Spring takes a duration such as 5s, 500ms or PT5S for {0}, not `{1}`.",
        ValueRemark::NoDuration { .. } =>
            "Spring takes a duration such as 5s, 500ms or PT5S for {0}; what stands there is neither.",
        ValueRemark::NoSize { text: Some(_), .. } =>
            "Spring takes a size such as 1MB, 512KB or 1024 for {0}, not `{1}`.",
        ValueRemark::NoSize { .. } =>
            "Spring takes a size such as 1MB, 512KB or 1024 for {0}; what stands there is neither.",
    }
}
