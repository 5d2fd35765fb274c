//! Consumers that assign partitions to themselves: what they need to be started.

use super::Cluster;
use super::command::{CommandError, ConsumerSpec};

impl Cluster {
    /// A consumer subscribes to topics or to a pattern, or it assigns itself partitions: one of the three
    /// (`SubscriptionState.setSubscriptionType`). Only the last goes without a group.
    pub(super) fn check_spec(&self, spec: &ConsumerSpec) -> Result<(), CommandError> {
        let name = &spec.name;
        let refuse = |sentence: String| Err(CommandError(sentence));
        let chosen = [!spec.topics.is_empty(), spec.pattern.is_some(), !spec.assigned.is_empty()];
        match chosen.iter().filter(|chosen| **chosen).count() {
            1 => {}
            0 => {
                return refuse(format!(
                    "{name} would read nothing; name topics, a pattern, or partitions to assign."
                ));
            }
            _ => {
                return refuse(format!(
                    "{name} can subscribe to topics or to a pattern or assign partitions: one of them."
                ));
            }
        }
        if spec.assigned.is_empty() {
            return match spec.group.is_none() {
                true => refuse(format!("{name} subscribes, so it needs a group.")),
                false => Ok(()),
            };
        }
        if let Some(missing) =
            spec.assigned.iter().find(|partition| self.nodes.brokers.log(partition).is_none())
        {
            return refuse(format!("There is no partition `{missing}` that {name} could assign to itself."));
        }
        if spec.config.stores_itself() {
            return refuse(format!(
                "{name} would read its store in onPartitionsAssigned, which is never called after assign(); \
                 choose another way to commit."
            ));
        }
        if spec.group.is_none() && spec.config.enable_auto_commit {
            return refuse(format!(
                "{name} has no group to commit for: enable.auto.commit=true needs a group.id."
            ));
        }
        Ok(())
    }
}
