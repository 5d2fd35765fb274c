//! What led to an epoch of a consumer group (KIP-848), and for how long a member was told to give something up.

use super::super::Cluster;
use crate::cluster::fact::WorldFact;
use crate::cluster::journal::EntryId;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::ids::*;
use crate::kafka::rebalance_causes::EpochReason;
use crate::sim::time::SimDuration;

impl Cluster {
    /// What raised the epoch of a group.
    pub(super) fn led_to_epoch(
        &self,
        before: EntryId,
        group: &GroupId,
        reason: &EpochReason,
    ) -> Option<EntryId> {
        match reason {
            EpochReason::MemberJoined { member } => self.last_of_group(
                before,
                group,
                |said| matches!(said, GroupFact::MemberAdded { member: added, .. } if added == member),
            ),
            EpochReason::MemberGone { member } => self.last_of_group(
                before,
                group,
                |said| matches!(said, GroupFact::MemberRemoved { member: gone, .. } if gone == member),
            ),
            EpochReason::TopicsChanged => self.last_before(before, |fact| {
                use WorldFact::{PartitionsAdded, TopicCreated, TopicDeleted};
                matches!(
                    fact.done(),
                    Some(PartitionsAdded { .. } | TopicCreated { .. } | TopicDeleted { .. })
                )
            }),
            EpochReason::SubscriptionChanged { .. } => None,
        }
    }

    /// How long a member had to give up what it was told to last.
    pub fn told_to_revoke(&self, before: EntryId, group: &GroupId, member: &MemberId) -> Option<SimDuration> {
        let told = self.last_of_group(
            before,
            group,
            |said| matches!(said, GroupFact::RevocationAsked { member: told, .. } if told == member),
        )?;
        let said = self.entry(told)?.fact.of_group(group)?;
        if let GroupFact::RevocationAsked { within, .. } = said { Some(*within) } else { None }
    }
}
