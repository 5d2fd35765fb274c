//! A consumer that assigns partitions to itself (`KafkaConsumer.assign`): it joins no group, sends no heartbeats and is
//! told of no rebalance. With a `group.id` it may begin at what that group committed and commit for it, as long as the
//! group has no members; without one it can do neither.
//!
//! Not modelled: a standalone consumer that looks at metadata for new partitions and assigns itself those as well.

use super::{Consumer, Fx};
use crate::kafka::api::Assignment;
use crate::kafka::ids::TopicPartition;

impl Consumer {
    /// Makes it one that will assign itself these partitions when it starts, and subscribe to nothing.
    pub fn standing_alone(mut self, partitions: &[TopicPartition]) -> Self {
        self.subscription.manual = true;
        self.subscription.assign(partitions);
        self.membership.stay_outside();
        self
    }

    /// Whether the application assigned its partitions itself.
    pub fn standalone(&self) -> bool {
        self.subscription.manual
    }

    /// The application calls `assign`, if that is what it does.
    pub(super) fn assign_by_hand(&mut self, fx: &mut Fx) {
        if self.subscription.manual {
            let partitions: Assignment = self.subscription.owned();
            self.change_assignment(&partitions, fx);
        }
    }

    /// Without a group nothing was committed: `auto.offset.reset` decides.
    pub(super) fn begin_without_commits(&mut self, partitions: &[TopicPartition]) {
        for partition in partitions {
            if let Some(state) = self.subscription.get_mut(partition) {
                state.reset(None);
            }
        }
    }
}
