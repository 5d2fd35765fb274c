//! Consumers that assign partitions to themselves: what they need to be started.

use super::Cluster;
use super::command::ConsumerSpec;
use super::command_error::{ClientError, CommandError};
use crate::kafka::consumer::subscription::{PatternRefusal, TopicPattern};

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
                false => self.check_pattern(spec, spec.pattern.as_ref()),
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

    /// Not every consumer may leave a pattern to the broker.
    pub(super) fn check_pattern(
        &self,
        spec: &ConsumerSpec,
        pattern: Option<&TopicPattern>,
    ) -> Result<(), CommandError> {
        let (protocol, rules) = (spec.config.group_protocol, self.config.release.client_rules());
        let error = match pattern.and_then(|pattern| pattern.refused_by(protocol, &rules)) {
            None => return Ok(()),
            Some(PatternRefusal::NeedsConsumerProtocol) => ClientError::PatternNeedsConsumerProtocol,
            Some(PatternRefusal::NeedsKafka40) => ClientError::PatternNeedsKafka40,
        };
        Err(error.of(&spec.name))
    }
}
