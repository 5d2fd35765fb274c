//! Calls that an application is made to make (`Command::Call`): what can be known to be wrong at once is refused.

use super::Cluster;
use super::command_error::{ClientError, CommandError, Limit};
use crate::cluster::nodes::ConsumerId;
use crate::kafka::consumer::Consumer;
use crate::kafka::consumer::calls::{Call, SeekTo};
use crate::kafka::effects::Effects;
use crate::kafka::ids::*;

impl Cluster {
    /// The application of a running consumer makes this call as soon as it has its thread.
    pub(super) fn make_call(&mut self, id: ConsumerId, call: &Call) -> Result<(), CommandError> {
        let process = &self.nodes[id];
        check(&process.spec.name, &process.consumer, call)?;
        if let Call::Commit { offsets } = call {
            self.expect_commits(id, offsets);
        }
        let mut effects = Effects::new();
        let consumer = &mut self.nodes[id].consumer;
        consumer.call(call.clone(), self.now, &mut effects);
        self.carry_out_consumers(id, effects);
        Ok(())
    }

    /// The application names these offsets itself: they may lie beyond the log's end, or before or after its position.
    fn expect_commits(&mut self, id: ConsumerId, offsets: &[(TopicPartition, Offset)]) {
        let group = self.nodes[id].spec.group;
        for (partition, offset) in offsets {
            self.nodes[id].went_back.insert(*partition);
            self.name_offset(&group, partition, *offset);
        }
    }

    /// An application of this group names an offset itself: it may be committed, in the log or not.
    pub(super) fn name_offset(&mut self, group: &GroupId, partition: &TopicPartition, offset: Offset) {
        let named = self.past.named.entry((*group, *partition)).or_default();
        *named = (*named).max(offset);
    }
}

fn check(name: &ClientName, consumer: &Consumer, call: &Call) -> Result<(), CommandError> {
    let subscription = consumer.subscription();
    if consumer.application().closing() {
        return Err(ClientError::Closing.of(name));
    }
    if *call == Call::Unsubscribe {
        return match subscription.any() {
            true => Ok(()),
            false => Err(ClientError::SubscribesToNothing.of(name)),
        };
    }
    let named = match call {
        Call::Seek { to: SeekTo::Offset(offset), .. } => Some(*offset),
        Call::Commit { offsets } => offsets.iter().map(|(_, offset)| *offset).max(),
        Call::Seek { .. } | Call::Pause { .. } | Call::Resume { .. } | Call::Unsubscribe => None,
    };
    if let Some(offset) = named.filter(|offset| *offset > LARGEST_OFFSET) {
        return Err(CommandError::Limit(Limit::Offset(offset)));
    }
    let owned: Vec<TopicPartition> = subscription.owned().iter().cloned().collect();
    if owned.is_empty() {
        return Err(ClientError::OwnsNothing.of(name));
    }
    match call.partitions().into_iter().find(|partition| !subscription.owns(partition)) {
        None => Ok(()),
        Some(foreign) => Err(CommandError::DoesNotOwn { client: *name, partition: *foreign, owned }),
    }
}
