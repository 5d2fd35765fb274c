//! What a process is to its group: a member, a zombie, or neither. It follows from what the coordinator and the client
//! know at this instant, and from nothing that was noted before: a member that was removed is one again when a
//! coordinator takes over whose log still has it.

use super::process::ConsumerProcess;
use super::{Cluster, TimerKey};
use crate::kafka::consumer::ConsumerTimer;
use crate::kafka::coordinator::Group;
use crate::kafka::ids::GroupId;

impl Cluster {
    /// A group as its coordinator knows it; while it has none, as the next one will find it in the log.
    fn group_on_record(&self, id: &GroupId) -> Option<&Group> {
        self.nodes.coordinator.group(id).or_else(|| self.nodes.written.get(id).map(|group| &**group))
    }

    /// Whether a process owns partitions as a member that it is no longer, and does not act on that: the group went on
    /// without it and it has not learnt it, or it joins again and has not given up what it had before. Of its commits
    /// none is accepted.
    pub(super) fn is_zombie(&self, process: &ConsumerProcess) -> bool {
        let consumer = &process.consumer;
        let membership = consumer.membership();
        if !process.alive() || consumer.standalone() {
            return false;
        }
        if membership.is_underway() && consumer.holds_over() {
            return true;
        }
        membership.generation().exists() && !process.consumer.leaving() && !self.is_counted_in(process)
    }

    /// Whether the group counts on a process as the member it believes to be. One that has sent JoinGroup waits for
    /// the generation it will be in.
    fn is_counted_in(&self, process: &ConsumerProcess) -> bool {
        let membership = process.consumer.membership();
        let Some(group) = self.group_on_record(&process.spec.group) else { return false };
        let on_time = match group {
            Group::Classic(group) => {
                membership.awaits_generation() || group.generation() <= membership.generation()
            }
            // Whatever its epoch, it has what it was given until it is removed.
            Group::Consumer(_) => true,
        };
        on_time && group.has_member(membership.member_id())
    }

    /// It counts as a member of its group: it is not removed, and does not know of a lost place.
    pub(super) fn is_member(&self, process: &ConsumerProcess) -> bool {
        process.consumer.membership().generation().exists() && !self.is_zombie(process)
    }

    /// Whether it is a member of the generation in which the group is.
    pub(super) fn is_of_present_generation(&self, process: &ConsumerProcess) -> bool {
        let generation = process.consumer.membership().generation();
        let group = self.nodes.coordinator.group(&process.spec.group);
        let present = |group: &Group| match group {
            Group::Classic(group) => group.generation() == generation,
            Group::Consumer(_) => true,
        };
        group.is_some_and(present) && self.is_member(process)
    }

    /// Whether it joins again after the group was in a generation without it, as a static member can that did not join
    /// in time and has sent nothing since that could be answered with ILLEGAL_GENERATION. Until its join is done it
    /// owns what a cooperative assignor gave to others meanwhile; so it does in Kafka.
    pub(super) fn missed_a_generation(&self, process: &ConsumerProcess) -> bool {
        let consumer = &process.consumer;
        let group = self.nodes.coordinator.group(&process.spec.group);
        let claim = group.and_then(|group| {
            let claimed = group.member(consumer.membership().member_id())?.subscription()?.generation?;
            Some(claimed.0 + 1 < group.generation().0)
        });
        consumer.rejoining() && claim == Some(true)
    }

    /// A timer is about to fire; if it ends a consumer's work, this work may have been in vain.
    pub(super) fn look_at_work(&mut self, key: &TimerKey) {
        if let TimerKey::Consumer(id, ConsumerTimer::Work | ConsumerTimer::Worker(_)) = key {
            let process = &self.nodes[*id];
            let in_vain = self.works_in_vain(process);
            if process.worked_in_vain != in_vain {
                self.nodes[*id].worked_in_vain = in_vain;
            }
        }
    }

    /// Whether it works for nothing: it is no member any more, and its application has not been told, whatever the
    /// heartbeat thread has heard.
    pub(super) fn works_in_vain(&self, process: &ConsumerProcess) -> bool {
        let consumer = &process.consumer;
        let lost = !consumer.membership().generation().exists() && consumer.holds_over();
        process.alive()
            && !process.told_of_loss
            && !consumer.standalone()
            && (lost || self.is_zombie(process))
    }
}
