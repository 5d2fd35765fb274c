//! What is to be said of a pasted output of the tool.

use crate::session::import::mistake::{ImportMistake, Wanted};
use crate::session::import::remark::{ImportRemark, ToldProtocol};

#[rustfmt::skip]
pub fn mistake(mistake: &ImportMistake) -> &'static str {
    match mistake {
        ImportMistake::TooLarge(_) =>
            "The text has {0} bytes; {1} are read at the most. Paste the tables of one group.",
        ImportMistake::NotText => "This is not a text: it is neither UTF-8 nor UTF-16 with a byte order mark.",
        ImportMistake::NoTable =>
            "No table of kafka-consumer-groups.sh is in this text. Paste what `--describe --group NAME` prints, with \
             the line that begins with GROUP or TOPIC.",
        ImportMistake::NoTopic =>
            "No topic is in this text, so there is nothing to read. Paste what `--describe --group NAME` prints as \
             well.",
        ImportMistake::NoColumn { instead: Some(_), .. } =>
            "This header has no column {0}; `{1}` may be meant for it. Write it as the tool prints it.",
        ImportMistake::NoColumn { .. } =>
            "This header has no column {0}. Paste the whole header as the tool prints it.",
        ImportMistake::BrokenHeader =>
            "This line continues the header above it: the terminal broke the lines. Make it wider, or write the output \
             to a file, and paste it again.",
        ImportMistake::ShortRow { .. } =>
            "This row has {0} of {1} columns; it ends before {2}. If the terminal broke the line, make it wider or \
             write the output to a file, and paste it again.",
        ImportMistake::LongRow { .. } =>
            "This row has {0} values for {1} columns. Paste it under the header that it was printed under.",
        ImportMistake::Value { .. } => "{0} is {2}, and `{1}` stands there. Paste the row as the tool prints it.",
        ImportMistake::NoGroup(_) =>
            "The tool says that the group `{0}` does not exist. Look for its name with `--list`, and paste what \
             `--describe` prints of it.",
        ImportMistake::ToolFailed(_) =>
            "The tool failed, and printed nothing of a group: `{0}`. Paste what it prints when it succeeds.",
        ImportMistake::PartitionTooHigh { .. } =>
            "`{0}` has a partition {1}; a topic in a session has at most {2} partitions, counted from 0. Leave out the \
             rows of higher ones.",
        ImportMistake::TooManyPartitions(_) =>
            "The topics of this group have {0} partitions; a session has at most {1}. Leave some topics out.",
        ImportMistake::TooManyMembers(_) =>
            "This group has {0} members; a session has at most {1}. Leave some of their rows out.",
        ImportMistake::TopicsCollide { .. } =>
            "No cluster can have both topics `{0}` and `{1}`, since `.` and `_` are one in the names of metrics. \
             Paste the names as they are printed.",
    }
}

/// What belongs under a column.
pub fn wanted(what: Wanted) -> &'static str {
    match what {
        Wanted::Number => "a whole number or `-`",
        Wanted::Topic => "the name of a topic or `-`",
        Wanted::Host => "an address such as `/10.0.0.1`, or `-`",
        Wanted::Assignment => "a list such as `orders:0,1;payments:2` or `orders(0,1), payments(2)`, or `-`",
        Wanted::Coordinator => "a broker such as `broker-0:9092 (0)`",
        Wanted::State => "the state of a group, such as Stable or Empty",
        Wanted::Word => "a name",
    }
}

#[rustfmt::skip]
pub fn remark(remark: &ImportRemark) -> &'static str {
    match remark {
        ImportRemark::LinesIgnored { count, first } if *count == first.len() =>
            "Ignored, since no table has them: {0} line{0:s} ({1}).",
        ImportRemark::LinesIgnored { .. } => "Ignored, since no table has them: {0} lines ({1} and {2} more).",
        ImportRemark::ColumnIgnored(_) => "The column {0} is not known, and is left out.",
        ImportRemark::PartitionAgain(_) => "{0} stands here a second time. What stands here counts.",
        ImportRemark::GroupMissing(_) => "The tool says that the group `{0}` does not exist. It is left out.",
        ImportRemark::OneOfSeveral { .. } => "The text has several groups. This is {0}; left out: {1}.",
        ImportRemark::GroupNamed(_) => "The text does not name the group. Here it is called {0}.",
        ImportRemark::GroupRenamed { .. } =>
            "The group `{0}` is called {1} here: names in a session have no such characters.",
        ImportRemark::InstanceRenamed { .. } =>
            "The group.instance.id `{0}` is {1} here: names in a session have no such characters.",
        ImportRemark::ProtocolTold(protocol) => told_protocol(protocol),
        ImportRemark::WasRebalancing =>
            "The group was rebalancing. Who had which partition is what the coordinator still knew, and may be out of \
             date.",
        ImportRemark::NoMembers => "No member is in the text. The session has the topics and offsets; add consumers.",
        ImportRemark::MembersMissing { .. } =>
            "The tool counts {0} members, and the text names {1}: it shows those with partitions only. \
             `--describe --members --verbose` shows all.",
        ImportRemark::OwnersUnknown =>
            "Who has which partition is not in the text. The assignor decides it here. `--describe`, or \
             `--members --verbose`, tells it.",
        ImportRemark::AssignorFound(_) =>
            "The assignor is not in the text (`--state` tells it). {0} gives each member exactly what it had.",
        ImportRemark::AssignorAssumed(_) =>
            "The assignor is not in the text (`--state` tells it). None gives each member what it had; {0} comes \
             closest.",
        ImportRemark::AssignorReplaced { .. } => "The assignor `{0}` is not simulated; {1} is used instead.",
        ImportRemark::OwnTopics =>
            "Who subscribes to what is not in the text. Each member subscribes to the topics of which it had a \
             partition.",
        ImportRemark::AllTopics =>
            "Who subscribes to what is not in the text. Not all members had partitions of the same topics, but here \
             each subscribes to all of them.",
        ImportRemark::AssignmentDiffers { .. } =>
            "{0} of {1} partitions have another owner here than in the text: {2} had {3} and has {4}. The assignor \
             starts without the group's history.",
        ImportRemark::Renamed(_) =>
            "Members are called c1 and so on here: their client ids do not tell them apart, do not sort as they \
             should, or are no names for a process. Who is who: {0}.",
        ImportRemark::PartitionsAssumed { .. } =>
            "The text shows {1} of the partitions of {0}; here it has {2}, up to the highest number that is shown.",
        ImportRemark::OffsetsShifted { .. } =>
            "All partitions of a topic end at the same offset here, so that offsets differ from the real ones: {0} \
             ends at {2}, not at {1}. What is kept is the distance to the end.",
        ImportRemark::LagsDivided { .. } =>
            "All lags are divided by {0} and rounded up, so that few enough records are simulated: {1} has a lag of \
             {3} instead of {2}.",
        ImportRemark::BeyondEnd { .. } =>
            "{0} committed offset{0:s} beyond the end of the log, such as that of {1}: here the end is committed.",
        ImportRemark::DoneBefore =>
            "What lies below a committed offset was processed before this output was printed: here it counts as \
             skipped at the start, neither as processed nor as lost.",
        ImportRemark::NotCommitted { .. } =>
            "{0} partition{0:s} without a committed offset, such as {1}: auto.offset.reset decides where reading \
             begins (latest here).",
        ImportRemark::LagUnknown { .. } =>
            "{0} partition{0:s} whose end is not known, such as {1}: the lag is 0 here.",
        ImportRemark::SettingsUnknown { .. } =>
            "The tool tells no settings: max.poll.records and all others have Kafka's defaults. A record takes 1 ms, \
             and offsets are committed automatically. From the end of the script on, {0} records a second are written \
             to each topic. Change what you know.",
    }
}

#[rustfmt::skip]
fn told_protocol(protocol: &ToldProtocol) -> &'static str {
    match protocol {
        ToldProtocol::Consumer =>
            "The members use the new protocol (group.protocol=consumer, KIP-848). The broker assigns as they join, one \
             after the other: a partition may go to another member than the one that had it.",
        ToldProtocol::Mixed(_) =>
            "Members that still use the classic protocol (UPGRADED is false): {0}. The others use the new one \
             (group.protocol=consumer, KIP-848). The broker assigns as they join, one after the other: a partition may \
             go to another member than the one that had it.",
        ToldProtocol::NoneUpgraded =>
            "UPGRADED is false for all members, but a group without any of the new protocol (KIP-848) would be a \
             classic one. Here all use group.protocol=consumer, and the broker assigns as they join, one after the \
             other.",
    }
}
