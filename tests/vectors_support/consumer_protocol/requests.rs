//! The requests of the classic protocol, and those for offsets, that the operations of a script stand for.

use super::script::{Op, Partitions};
use groupscope::kafka::api::*;
use groupscope::kafka::ids::*;
use groupscope::sim::time::SimDuration;
use std::sync::Arc;

/// Partitions by the names of their topics.
pub fn plain(partitions: &Partitions) -> Vec<TopicPartition> {
    let one = |(topic, numbers): (&String, &Vec<u32>)| {
        let topic = TopicName::from(topic.as_str());
        numbers.iter().map(move |number| TopicPartition::new(topic, *number)).collect::<Vec<_>>()
    };
    partitions.iter().flat_map(one).collect()
}

/// `t1-0`.
pub fn partition(text: &str) -> Result<TopicPartition, String> {
    let parsed = text
        .rsplit_once('-')
        .and_then(|(topic, number)| Some(TopicPartition::new(TopicName::from(topic), number.parse().ok()?)));
    parsed.ok_or_else(|| format!("{text:?} is no partition"))
}

/// `"t1-0": 5`.
pub fn offset((text, offset): (&String, &u64)) -> Result<OffsetToCommit, String> {
    let partition = partition(text)?;
    Ok(OffsetToCommit { partition, offset: *offset, leader_epoch: None, metadata: Arc::from("") })
}

/// JoinGroup.
pub fn join_request(op: &Op, group_id: GroupId, member_id: MemberId) -> JoinGroupRequest {
    let user_data =
        if op.meta.is_empty() { UserData::None } else { UserData::Opaque(Arc::from(op.meta.as_str())) };
    let metadata = Subscription {
        topics: op.topics.iter().flatten().map(|topic| TopicName::from(topic.as_str())).collect(),
        owned_partitions: op.owned.as_ref().map(plain).unwrap_or_default(),
        generation: op.generation.filter(|generation| *generation >= 0).map(Generation),
        rack: None,
        user_data,
    };
    let protocols = op.protocols.iter().map(|name| JoinGroupProtocol {
        name: ProtocolName::from(name.as_str()),
        metadata: metadata.clone(),
    });
    JoinGroupRequest {
        group_id,
        member_id,
        group_instance_id: op.instance.as_deref().map(InstanceId::from),
        client_id: ClientId::from(op.who.as_str()),
        session_timeout: SimDuration::from_millis(op.session.unwrap_or(45_000)),
        rebalance_timeout: SimDuration::from_millis(op.rebalance.unwrap_or(60_000)),
        protocol_type: Arc::from(op.protocol_type.as_deref().unwrap_or("consumer")),
        protocols: protocols.collect(),
        version: op.v.unwrap_or(9),
        reason: Arc::from(""),
    }
}
