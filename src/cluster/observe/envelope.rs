//! The fields of requests and answers, in Kafka's words, for an envelope that is opened.

use crate::kafka::api::*;
use crate::kafka::ids::TopicName;

type Fields = Vec<(&'static str, String)>;

/// What a request says.
pub(super) fn request_fields(request: &Request) -> Fields {
    match request {
        Request::FindCoordinator { group_id } => vec![("key", group_id.to_string())],
        Request::JoinGroup(join) => vec![
            ("group_id", join.group_id.to_string()),
            ("member_id", join.member_id.to_string()),
            ("group_instance_id", optional(join.group_instance_id.as_ref())),
            ("session_timeout_ms", join.session_timeout.as_millis().to_string()),
            ("rebalance_timeout_ms", join.rebalance_timeout.as_millis().to_string()),
            ("protocols", list(join.protocols.iter().map(|protocol| &protocol.name))),
            ("reason", join.reason.to_string()),
        ],
        Request::SyncGroup(sync) => vec![
            ("group_id", sync.group_id.to_string()),
            ("generation_id", sync.generation.to_string()),
            ("member_id", sync.member_id.to_string()),
            ("protocol_name", optional(sync.protocol_name.as_ref())),
            ("assignments", sync.assignments.len().to_string()),
        ],
        Request::Heartbeat(heartbeat) => vec![
            ("group_id", heartbeat.group_id.to_string()),
            ("generation_id", heartbeat.generation.to_string()),
            ("member_id", heartbeat.member_id.to_string()),
        ],
        Request::LeaveGroup(leave) => vec![
            ("group_id", leave.group_id.to_string()),
            ("members", list(leave.members.iter().map(|member| &member.member_id))),
            ("reason", list(leave.members.iter().map(|member| &member.reason))),
        ],
        Request::ConsumerGroupHeartbeat(heartbeat) => group_heartbeat_fields(heartbeat),
        Request::OffsetCommit(commit) => vec![
            ("group_id", commit.group_id.to_string()),
            ("generation_id", commit.generation.to_string()),
            ("member_id", commit.member_id.to_string()),
            ("offsets", list(commit.offsets.iter().map(|c| format!("{}={}", c.partition, c.offset)))),
        ],
        Request::OffsetFetch(fetch) => vec![
            ("group_id", fetch.group_id.to_string()),
            ("partitions", fetch.partitions.as_ref().map_or("all".to_owned(), |asked| list(asked.iter()))),
        ],
        Request::ListOffsets(asked) => {
            vec![("partitions", list(asked.partitions.iter().map(|(partition, _)| partition)))]
        }
        Request::OffsetsForLeaderEpoch(asked) => vec![(
            "partitions",
            list(asked.partitions.iter().map(|(partition, epoch)| format!("{partition} epoch={epoch}"))),
        )],
        Request::Metadata | Request::Fetch(_) | Request::Produce(_) => Vec::new(),
    }
}

fn group_heartbeat_fields(heartbeat: &ConsumerGroupHeartbeatRequest) -> Fields {
    let timeout = heartbeat.rebalance_timeout.map(|span| span.as_millis());
    let mut fields = vec![
        ("group_id", heartbeat.group_id.to_string()),
        ("member_id", heartbeat.member_id.to_string()),
        ("member_epoch", heartbeat.member_epoch.to_string()),
        ("instance_id", optional(heartbeat.instance_id.as_ref())),
        ("rebalance_timeout_ms", optional(timeout.as_ref())),
        (
            "subscribed_topic_names",
            unless_unchanged(heartbeat.subscribed_topics.as_deref(), TopicName::to_string),
        ),
        ("topic_partitions", unless_unchanged(heartbeat.owned.as_deref(), TopicIdPartition::to_string)),
    ];
    // Hardly anybody subscribes so.
    if let Some(pattern) = &heartbeat.subscribed_topic_regex {
        fields.push(("subscribed_topic_regex", format!("\"{pattern}\"")));
    }
    fields
}

/// What an answer says.
pub(super) fn response_fields(response: &Response) -> Fields {
    let mut fields = vec![("error_code", response.error().to_string())];
    match response {
        Response::FindCoordinator { coordinator, .. } => {
            fields.push(("node_id", optional(coordinator.map(|broker| broker.0).as_ref())));
        }
        Response::JoinGroup(join) => fields.extend([
            ("generation_id", join.generation.to_string()),
            ("protocol_name", optional(join.protocol_name.as_ref())),
            ("leader", join.leader.to_string()),
            ("member_id", join.member_id.to_string()),
            ("skip_assignment", join.skip_assignment.to_string()),
            ("members", list(join.members.iter().map(|member| &member.member_id))),
        ]),
        Response::SyncGroup(sync) => {
            let assigned = sync.assignment.as_ref().map(|given| list(given.iter()));
            fields.push(("assignment", assigned.unwrap_or_else(|| "none".to_owned())));
        }
        Response::ConsumerGroupHeartbeat(heartbeat) => fields.extend([
            ("member_id", heartbeat.member_id.to_string()),
            ("member_epoch", heartbeat.member_epoch.to_string()),
            ("heartbeat_interval_ms", heartbeat.heartbeat_interval.as_millis().to_string()),
            (
                "assignment",
                heartbeat.assignment.as_ref().map_or("unchanged".to_owned(), |given| list(given.iter())),
            ),
        ]),
        Response::OffsetFetch(fetch) => {
            let offset = |FetchedOffset { partition, offset, .. }: &FetchedOffset| {
                format!("{partition}={}", offset.map_or("none".to_owned(), |next| next.to_string()))
            };
            fields.push(("offsets", list(fetch.offsets.iter().map(offset))));
        }
        Response::Metadata { .. }
        | Response::Produce { .. }
        | Response::Heartbeat { .. }
        | Response::LeaveGroup(_)
        | Response::OffsetCommit(_)
        | Response::ListOffsets(_)
        | Response::OffsetsForLeaderEpoch(_)
        | Response::Fetch(_) => {}
    }
    fields
}

/// A field that is left out while it is as it was told last.
fn unless_unchanged<T>(told: Option<&[T]>, text: impl Fn(&T) -> String) -> String {
    told.map_or("unchanged".to_owned(), |told| list(told.iter().map(text)))
}

fn optional<T: ToString>(value: Option<&T>) -> String {
    value.map_or("none".to_owned(), ToString::to_string)
}

fn list<T: ToString>(items: impl Iterator<Item = T>) -> String {
    items.map(|item| item.to_string()).collect::<Vec<_>>().join(", ")
}
