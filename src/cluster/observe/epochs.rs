//! What the coordinator of a consumer group (KIP-848) has of each partition beside who may read it: who is to have it,
//! and who was told to give it up.

use crate::kafka::coordinator::Group;
use crate::kafka::ids::*;
use crate::sim::sorted::SortedMap;

/// Who should have, and who has to give up, which partition; nothing of a classic group.
#[derive(Default)]
pub(super) struct Promises {
    pub target: SortedMap<TopicPartition, MemberId>,
    pub revoking: SortedMap<TopicPartition, MemberId>,
}

impl Promises {
    /// Of a group.
    pub fn of(group: Option<&Group>) -> Promises {
        let group = match group {
            Some(Group::Consumer(group)) => group,
            Some(Group::Classic(_)) | None => return Promises::default(),
        };
        let mut promises = Promises::default();
        for member in group.members() {
            for one in group.target(&member.member_id).iter() {
                promises.target.insert(TopicPartition::new(one.topic, one.partition), member.member_id);
            }
            for one in member.revoking.iter() {
                promises.revoking.insert(TopicPartition::new(one.topic, one.partition), member.member_id);
            }
        }
        promises
    }
}
