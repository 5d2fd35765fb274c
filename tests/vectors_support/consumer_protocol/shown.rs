//! Groups, members and partitions as the scripts write them.

use groupscope::kafka::api::{TopicId, TopicIdPartition};
use groupscope::kafka::coordinator::{ClassicGroup, ConsumerGroupMember, PartitionSet};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// A line without what is not owed: who leads a classic group, and by which assignor, while it prepares a rebalance.
pub fn as_owed(line: &Value) -> Value {
    let mut line = line.clone();
    if let Some(group) = line.get_mut("group").and_then(Value::as_object_mut)
        && group.get("type") == Some(&json!("classic"))
    {
        group.remove("leader");
        if group.get("state") == Some(&json!("PreparingRebalance")) {
            group.remove("protocol");
        }
    }
    line
}

/// A topic that is created a second time is `t1~2`.
pub fn topic_label(name: &str, id: TopicId) -> String {
    if id == TopicId::default() { name.to_string() } else { format!("{name}~{}", id.0 + 1) }
}

/// Partitions by topic.
pub fn partitions(set: &PartitionSet) -> Value {
    let mut topics: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for TopicIdPartition { topic, id, partition } in set.iter() {
        topics.entry(topic_label(topic.as_str(), *id)).or_default().push(*partition);
    }
    json!(topics)
}

/// A member of a consumer group.
pub fn member(member: &ConsumerGroupMember, target: &PartitionSet) -> Value {
    let mut shown = Map::new();
    shown.insert("epoch".into(), json!(member.epoch));
    shown.insert("prev".into(), json!(member.previous_epoch));
    shown.insert("state".into(), json!(member.state.name()));
    shown.insert("assigned".into(), partitions(&member.assigned));
    if !member.revoking.is_empty() {
        shown.insert("revoking".into(), partitions(&member.revoking));
    }
    shown.insert("target".into(), partitions(target));
    if let Some(instance) = &member.instance_id {
        shown.insert("instance".into(), json!(instance.as_str()));
    }
    if member.is_classic() {
        shown.insert("classic".into(), json!(true));
    }
    Value::Object(shown)
}

/// A classic group; `label` names its members.
pub fn classic_group(
    group: &ClassicGroup,
    label: impl Fn(&groupscope::kafka::ids::MemberId) -> String,
) -> Value {
    let mut members: Vec<String> = group.members().map(|member| label(member.member_id())).collect();
    members.sort();
    json!({
        "type": "classic",
        "state": group.state().name(),
        "epoch": group.generation().0,
        "leader": group.leader().map(&label).unwrap_or_default(),
        "protocol": group.protocol_name().map(|name| name.as_str()).unwrap_or_default(),
        "members": members,
    })
}
