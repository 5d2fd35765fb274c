//! What an administrator does to a group: kafka-consumer-groups.sh and the Admin client.

use super::calls::{Destination, destination, partitions};
use super::group::group_exists;
use super::{Keyword, Rule, Subject, command, listed, one};
use crate::cluster::command::Command;
use crate::kafka::ids::{GroupId, InstanceId, TopicName};
use crate::kafka::offset_causes::ResetTo;
use crate::session::script::Statement;
use crate::session::values::Takes;
use crate::session::words::{GROUP, TO_TIME, TOPICS, may, must};

pub static RESET_OFFSETS: Rule = Rule {
    positional: &[GROUP],
    arguments: &[
        may("to", Takes::Place(&["earliest", "latest"])),
        TO_TIME,
        TOPICS,
        may("partitions", Takes::Names),
        may("start", Takes::Word(&["yes", "no"])),
    ],
    help: "An administrator resets the offsets of a group without members: of these topics and partitions, else of all \
           that have one. An offset outside the log becomes the nearest in it. `start=yes`: the group starts there, \
           and what it passes over counts as skipped at its start, not as a gap.",
    check: |reader, line| {
        reader.know_group(line.name(), line.span);
        reader.topics(line);
        reader.call(line);
    },
    ..command(
        Keyword::ResetOffsets,
        "reset-offsets",
        Subject::Group,
        |_, line| {
            let to = match destination(line)? {
                Destination::First => ResetTo::Earliest,
                Destination::Last => ResetTo::Latest,
                Destination::Offset(offset) => ResetTo::Offset(offset),
                Destination::Time(time) => ResetTo::Time(time),
            };
            let topics = line.list("topics").unwrap_or_default();
            let topics = topics.iter().map(|topic| TopicName::from(topic.as_str())).collect();
            let (group, partitions) = (GroupId::from(line.name()), partitions(line, "partitions")?);
            let start = line.text("start") == Some("yes");
            one(line, Command::ResetOffsets { group, topics, partitions, to, start })
        },
        written!(Command::ResetOffsets { group, topics, partitions, to, start } => {
            let to = match to {
                ResetTo::Earliest => "to=earliest".to_owned(),
                ResetTo::Latest => "to=latest".to_owned(),
                ResetTo::Offset(offset) => format!("to={offset}"),
                ResetTo::Time(time) => format!("to_time={time}s"),
            };
            let topics = listed("topics", topics.iter().map(ToString::to_string));
            let partitions = listed("partitions", partitions.iter().map(ToString::to_string));
            let start = if *start { " start=yes" } else { "" };
            format!(" {group} {to}{topics}{partitions}{start}")
        }),
    )
};

pub static DELETE_GROUP: Rule = Rule {
    positional: &[GROUP],
    help: "An administrator deletes a group without members, and its offsets.",
    check: group_exists,
    ..command(
        Keyword::DeleteGroup,
        "delete-group",
        Subject::Group,
        |_, line| one(line, Command::DeleteGroup { group: GroupId::from(line.name()) }),
        written!(Command::DeleteGroup { group } => format!(" {group}")),
    )
};

pub static DELETE_OFFSETS: Rule = Rule {
    positional: &[GROUP, must("TOPIC", Takes::Name)],
    help: "An administrator deletes a group's offsets of a topic that no member subscribes to.",
    check: |reader, line| {
        reader.know_group(line.name(), line.span);
        if let Some((topic, span)) = line.names().nth(1) {
            reader.know_topic(topic, span);
        }
    },
    ..command(
        Keyword::DeleteOffsets,
        "delete-offsets",
        Subject::Group,
        |_, line| {
            let (group, topic) = (GroupId::from(line.name()), TopicName::from(second(line)));
            one(line, Command::DeleteOffsets { group, topic })
        },
        written!(Command::DeleteOffsets { group, topic } => format!(" {group} {topic}")),
    )
};

pub static REMOVE_MEMBER: Rule = Rule {
    positional: &[GROUP, must("INSTANCE", Takes::Name)],
    help: "An administrator removes the static member of this group.instance.id.",
    check: group_exists,
    ..command(
        Keyword::RemoveMember,
        "remove-member",
        Subject::Group,
        |_, line| {
            let (group, instance) = (GroupId::from(line.name()), InstanceId::from(second(line)));
            one(line, Command::RemoveMember { group, instance })
        },
        written!(Command::RemoveMember { group, instance } => format!(" {group} {instance}")),
    )
};

/// The second plain word after the keyword.
fn second(line: &Statement) -> &str {
    line.names().nth(1).map_or("", |(name, _)| name)
}
