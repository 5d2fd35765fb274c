//! Consumers that assign partitions to themselves: what they need to be started.

use super::Cluster;
use super::command::ConsumerSpec;
use super::command_error::{ClientError, CommandError};

impl Cluster {
    /// A consumer subscribes to topics or to a pattern, or it assigns itself partitions: one of the three
    /// (`SubscriptionState.setSubscriptionType`). Only the last goes without a group.
    pub(super) fn check_spec(&self, spec: &ConsumerSpec) -> Result<(), CommandError> {
        let chosen = [!spec.topics.is_empty(), spec.pattern.is_some(), !spec.assigned.is_empty()];
        match chosen.iter().filter(|chosen| **chosen).count() {
            1 => {}
            0 => return Err(ClientError::ReadsNothing.of(&spec.name)),
            _ => return Err(ClientError::ReadsInSeveralWays.of(&spec.name)),
        }
        if spec.assigned.is_empty() {
            return match spec.group.is_none() {
                true => Err(ClientError::SubscribesWithoutGroup.of(&spec.name)),
                false => Ok(()),
            };
        }
        if let Some(missing) =
            spec.assigned.iter().find(|partition| self.nodes.brokers.log(partition).is_none())
        {
            let partition = *missing;
            return Err(CommandError::NothingToAssign { client: spec.name, partition });
        }
        if spec.config.stores_itself() {
            return Err(ClientError::StoreIsNeverRead.of(&spec.name));
        }
        if spec.group.is_none() && spec.config.enable_auto_commit {
            return Err(ClientError::CommitsWithoutGroup.of(&spec.name));
        }
        Ok(())
    }
}
