//! Members of which nothing is heard any more, and which their group still counts on: when it will notice.

use super::waiting::{name, span};
use super::{Asked, Link};
use crate::cluster::Lasted;
use crate::cluster::journal::{Entry, EntryId};
use crate::cluster::observation::{AppThread, ConsumerView, GroupView, MemberView, ProcessState};
use crate::cluster::waits::Limit;
use crate::cluster::whom::Whom;
use crate::kafka::api::ApiKey;
use crate::kafka::consumer::close_options::GroupMembershipOperation;
use crate::kafka::fact::Fact;
use crate::kafka::ids::*;
use crate::sim::time::SimTime;

impl Asked<'_> {
    /// What silenced a consumer; its first sentence goes on with when the group will notice.
    pub(super) fn unnoticed(&self, consumer: &ConsumerView, mut links: Vec<Link>) -> Vec<Link> {
        if let Some(notice) = self.notice(consumer)
            && let Some(head) = links.first_mut()
        {
            head.sentence += &format!("; {notice}");
        }
        links
    }

    fn notice(&self, consumer: &ConsumerView) -> Option<String> {
        let (id, who) = (&consumer.group, &consumer.name);
        let (group, member) = self.counted(consumer)?;
        if !self.cluster.is_silent(who) {
            return None;
        }
        let (at, ends) = self.silence_ends(group, member)?;
        let ended = matches!(consumer.process, ProcessState::Closed { .. } | ProcessState::Failed { .. });
        if ended {
            if self.leaves(who) {
                return None;
            }
            let again = match consumer.group_instance_id {
                Some(_) => format!("it is started again or {ends}"),
                None => ends,
            };
            return Some(format!("{id} keeps its membership until {again}"));
        }
        Some(match self.goes_on(who) {
            Some(back) if back < at && consumer.cut_off => {
                format!("it reaches them again at {back} s, before {ends}")
            }
            Some(back) if back < at => format!("it goes on at {back} s, before {ends}"),
            _ if matches!(consumer.process, ProcessState::Killed { .. })
                && consumer.group_instance_id.is_some() =>
            {
                format!("{id} notices that when {ends}, unless it is started again before")
            }
            _ => format!("{id} notices that when {ends}"),
        })
    }

    /// The member of a group that a consumer still is.
    fn counted(&self, consumer: &ConsumerView) -> Option<(&GroupView, &MemberView)> {
        let group = self.world.groups.iter().find(|group| group.id == consumer.group)?;
        let is_it =
            |member: &&MemberView| member.client.as_ref() == Some(&consumer.name) && member.former.is_none();
        let member = group.members.iter().find(is_it).filter(|_| group.coordinator_lost.is_none())?;
        Some((group, member))
    }

    /// When a group gives a member up that stays silent, as half a sentence.
    fn silence_ends(&self, group: &GroupView, member: &MemberView) -> Option<(SimTime, String)> {
        let waits = self.cluster.waits(&group.id);
        let its = |whom: &Whom| whom.member == member.member_id;
        let limit = waits.iter().find(|wait| wait.whom.as_ref().is_some_and(its)).and_then(|wait| wait.limit);
        if let Some((at, Limit::PollInterval(interval))) = limit {
            return Some((at, format!("max.poll.interval.ms ({}) ends at {at} s", span(interval))));
        }
        let at = member.session_deadline?;
        Some((at, format!("its session.timeout.ms ({}) ends at {at} s", span(member.session_timeout))))
    }

    /// When what keeps a process silent will be over by itself.
    fn goes_on(&self, who: &ClientName) -> Option<SimTime> {
        let silenced = self.newest(|fact| match fact {
            Fact::ProcessFrozen { client } | Fact::LinkCut { client, .. } => client == who,
            Fact::ProcessKilled { client, .. } => client == who,
            _ => false,
        })?;
        match self.cluster.lasted(silenced) {
            Lasted::WillEnd(at) => Some(at),
            _ => None,
        }
    }

    /// Whether a process had sent LeaveGroup before an entry.
    fn left(&self, before: EntryId, who: &ClientName) -> bool {
        let last = self.cluster.last_before(before, |fact| match fact {
            Fact::RequestSent { client, api: ApiKey::LeaveGroup, .. }
            | Fact::ProcessStarted { client, .. } => client == who,
            _ => false,
        });
        let last = last.and_then(|last| self.cluster.entry(last));
        last.is_some_and(|last| matches!(last.fact, Fact::RequestSent { .. }))
    }

    /// Whether the LeaveGroup of a process will reach the coordinator.
    fn leaves(&self, who: &ClientName) -> bool {
        self.world
            .envelopes
            .iter()
            .any(|envelope| envelope.client == *who && envelope.api == ApiKey::LeaveGroup && !envelope.held())
    }

    /// How a process closed: as a member that stays, if it sent no LeaveGroup.
    pub(super) fn closed(&self, entry: &Entry, who: &ClientName) -> String {
        let settings = self.cluster.settings_before(entry.id, who);
        let asked = self.cluster.because(entry.id).and_then(|asked| self.cluster.entry(asked.entry));
        let remain = GroupMembershipOperation::RemainInGroup;
        let by_itself = !asked.is_some_and(
            |asked| matches!(asked.fact, Fact::CloseRequestedWith { operation, .. } if operation == remain),
        );
        match settings.and_then(|settings| settings.group_instance_id.as_ref()) {
            _ if self.left(entry.id, who) => format!("{who} closed"),
            Some(instance) if by_itself => {
                format!(
                    "{who} closed and sent no LeaveGroup, as a static member (group.instance.id={instance})"
                )
            }
            None if by_itself => format!("{who} closed"),
            _ => format!("{who} closed and sent no LeaveGroup"),
        }
    }

    /// Why nobody reads a partition that was given to a member which is over, or is no longer what its consumer is.
    pub(super) fn kept_for(&self, group: &GroupView, partition: &TopicPartition) -> Option<Vec<Link>> {
        let given = self.cluster.assigned_member(&group.id, partition)?;
        let member = group.members.iter().find(|member| member.member_id == *given)?;
        let whom = self.cluster.whom(given);
        let (_, ends) = self.silence_ends(group, member)?;
        let (nobody, id) = (format!("nobody reads {partition}"), &group.id);
        if whom.former.is_some() {
            let silenced = self.cluster.what_silenced(self.end(), given);
            let client = whom.client.as_ref().and_then(|client| self.consumer(client.as_str()));
            let until = match client.filter(|client| client.group_instance_id.is_some()) {
                Some(client) => format!("{} joins with the same group.instance.id or {ends}", client.name),
                None => ends,
            };
            let sentence = format!("{nobody}: {id} keeps it for {} until {until}", name(&whom));
            return Some(self.at(sentence, silenced, self.all_of(silenced)));
        }
        let consumer = self.consumer(whom.client.as_ref()?.as_str())?;
        let closing = consumer.thread == AppThread::Close;
        let how = match consumer.process {
            _ if closing => {
                let because = self.all_of(self.cluster.what_ended(&consumer.name));
                return Some(self.told(format!("{nobody}: {} is closing", consumer.name), None, because));
            }
            ProcessState::Closed { .. } => "has closed",
            ProcessState::Failed { .. } => "has ended",
            _ => return None,
        };
        let who = &consumer.name;
        if self.leaves(who) {
            let sentence = format!("{nobody}: {who} {how}, and its LeaveGroup is on its way to {id}");
            return Some(self.told(sentence, None, self.all_of(self.cluster.what_ended(who))));
        }
        let until = match consumer.group_instance_id {
            Some(_) => format!("{who} is started again or {ends}"),
            None => ends,
        };
        let sentence = format!(
            "{nobody}: {who} {how}, and its membership remains: {id} keeps {partition} for it until {until}"
        );
        let closed = self.newest(|fact| matches!(fact, Fact::ProcessClosed { client } if client == who));
        let because = self.all_of(closed.or(self.cluster.what_ended(who)));
        Some(self.told(sentence, None, because))
    }
}
