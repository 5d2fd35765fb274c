//! What the coordinator of a consumer group (KIP-848) has of each partition beside who may read it: who is to have it,
//! and who was told to give it up.

use crate::kafka::coordinator::Group;
use crate::kafka::ids::*;
use crate::kafka::topic_metadata::TopicIdPartition;
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
        // Sorted once: a thousand members have a thousand partitions, too.
        let (mut target, mut revoking) = (Vec::new(), Vec::new());
        for member in group.members() {
            let id = member.member_id;
            let of_member = |one: &TopicIdPartition| (TopicPartition::new(one.topic, one.partition), id);
            target.extend(group.target(&id).iter().map(of_member));
            revoking.extend(member.revoking.iter().map(of_member));
        }
        Promises { target: target.into_iter().collect(), revoking: revoking.into_iter().collect() }
    }
}
