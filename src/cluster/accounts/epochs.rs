//! What a consumer group (KIP-848) has of its past beside ownership: when its epochs began and why, and which
//! partitions were being given up when.

use crate::cluster::observation::{EpochBegan, RevocationSpan};
use crate::kafka::api::Assignment;
use crate::kafka::ids::*;
use crate::sim::shared_log::SharedLog;
use crate::sim::time::SimTime;

/// Epochs and revocations of one group.
#[derive(Clone, Debug, Default)]
pub(super) struct EpochAccount {
    began: SharedLog<EpochBegan>,
    over: SharedLog<RevocationSpan>,
    lasting: Vec<RevocationSpan>,
}

impl EpochAccount {
    pub fn began(&self) -> Vec<EpochBegan> {
        self.began.iter().copied().collect()
    }

    /// Those that are over, then those that last.
    pub fn revocations(&self) -> Vec<RevocationSpan> {
        self.over.iter().chain(&self.lasting).copied().collect()
    }

    pub fn begins(&mut self, began: EpochBegan) {
        self.began.push(began);
    }

    /// A member was told to give these up.
    pub fn asked(&mut self, member: MemberId, partitions: &Assignment, now: SimTime) {
        let span = |partition: &TopicPartition| RevocationSpan {
            partition: *partition,
            member,
            from: now,
            to: None,
        };
        self.lasting.extend(partitions.iter().map(span));
    }

    /// It has given up all that it was told to, or is gone.
    pub fn settled(&mut self, member: MemberId, now: SimTime) {
        let (over, lasting) = self.lasting.iter().partition(|span| span.member == member);
        self.lasting = lasting;
        let over: Vec<RevocationSpan> = over;
        over.into_iter().for_each(|span| self.over.push(RevocationSpan { to: Some(now), ..span }));
    }
}
