//! Members of which nothing is heard any more, and which their group still counts on: when it will notice.

use super::{Asked, Step};
use crate::cluster::Lasted;
use crate::cluster::journal::{Entry, EntryId};
use crate::cluster::observation::{AppThread, ConsumerView, GroupView, MemberView, ProcessState};
use crate::cluster::waits::Limit;
use crate::cluster::whom::Whom;
use crate::kafka::api::ApiKey;
use crate::kafka::consumer::close_options::GroupMembershipOperation;
use crate::kafka::fact::Fact;
use crate::kafka::ids::*;
use crate::session::language::why::Claim;
use crate::session::language::why::commit::CommitClaim;
use crate::session::language::why::event::Event;
use crate::session::language::why::member::Who;
use crate::session::language::why::notice::{Notice, Patience, Until};
use crate::session::language::why::state::State;
use crate::sim::time::SimTime;

impl Asked<'_> {
    /// What silenced a consumer; its first sentence goes on with when the group will notice.
    pub(super) fn unnoticed(&self, consumer: &ConsumerView, mut links: Vec<Step>) -> Vec<Step> {
        if let Some(notice) = self.notice(consumer)
            && let Some(head) = links.first_mut()
        {
            head.more.push(notice.into());
        }
        links
    }

    fn notice(&self, consumer: &ConsumerView) -> Option<Notice> {
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
            let until = match consumer.group_instance_id {
                Some(_) => Until::ItIsStarted(ends),
                None => Until::Ends(ends),
            };
            return Some(Notice::KeepsMembership { group: id.clone(), until });
        }
        let group = id.clone();
        Some(match self.goes_on(who) {
            Some(back) if back < at && consumer.cut_off => Notice::ReachesAgain { at: back, ends },
            Some(back) if back < at => Notice::GoesOn { at: back, ends },
            _ if matches!(consumer.process, ProcessState::Killed { .. })
                && consumer.group_instance_id.is_some() =>
            {
                Notice::NoticesUnlessStarted { group, ends }
            }
            _ => Notice::Notices { group, ends },
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

    /// When a group gives a member up that stays silent, and by what.
    fn silence_ends(&self, group: &GroupView, member: &MemberView) -> Option<(SimTime, Patience)> {
        let waits = self.cluster.waits(&group.id);
        let its = |whom: &Whom| whom.member == member.member_id;
        let limit = waits.iter().find(|wait| wait.whom.as_ref().is_some_and(its)).and_then(|wait| wait.limit);
        if let Some((at, Limit::PollInterval(interval))) = limit {
            return Some((at, Patience::PollInterval(interval, at)));
        }
        let at = member.session_deadline?;
        Some((at, Patience::Session(member.session_timeout, at)))
    }

    /// When what keeps a process silent will be over by itself.
    fn goes_on(&self, who: &ClientName) -> Option<SimTime> {
        let silenced = self.newest(|fact| match fact {
            Fact::ProcessFrozen { client } | Fact::LinkCut { client, .. } => client == who,
            Fact::ProcessKilled { client, .. } => client == who,
            _ => false,
        })?;
        match self.cluster.lasted(silenced) {
            Lasted::WillEnd(at) => {
                let killed = self.cluster.grace_ends(who);
                Some(at).filter(|at| killed.is_none_or(|(killed, _)| *at < killed))
            }
            _ => None,
        }
    }

    /// What a consumer that is asked to close is doing, what keeps it from that, and what asked for it.
    pub(super) fn closing(&self, consumer: &ConsumerView) -> Vec<Step> {
        let client = &consumer.name;
        let in_close = self.cluster.is_in_close(client);
        let busy = match consumer.thread {
            AppThread::Close | AppThread::Poll | AppThread::PollJoining | AppThread::Unsubscribed => None,
            _ => self.cluster.keeps_from_poll(client),
        };
        let claim = State::IsClosing { client: client.clone(), in_close };
        let asked = self.cluster.what_ended(client);
        let mut links = self.told(claim, None, self.all_of(busy));
        let mut asked = self.all_of(asked);
        if let Some(first) = asked.first_mut() {
            first.stand_beside(busy.is_some());
        }
        links.append(&mut asked);
        links
    }

    /// When a process is killed that was asked to close, unless its answer says so already, or its wait is over
    /// before that.
    pub(super) fn grace(&self, consumer: &ConsumerView, head: &Step) -> Option<Notice> {
        let told = matches!(
            head.claim,
            Claim::Commit(
                CommitClaim::InCommitSync { .. }
                    | CommitClaim::InClose { .. }
                    | CommitClaim::BeforeJoin { .. }
            )
        );
        let (at, grace) = self.cluster.grace_ends(&consumer.name).filter(|_| !told)?;
        Some(Notice::IsKilled { at, grace })
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
    pub(super) fn closed(&self, entry: &Entry, who: &ClientName) -> Event {
        let settings = self.cluster.settings_before(entry.id, who);
        let asked = self.cluster.because(entry.id).and_then(|asked| self.cluster.entry(asked.entry));
        let remain = GroupMembershipOperation::RemainInGroup;
        let by_itself = !asked.is_some_and(
            |asked| matches!(asked.fact, Fact::CloseRequestedWith { operation, .. } if operation == remain),
        );
        let client = who.clone();
        match settings.and_then(|settings| settings.group_instance_id.clone()) {
            _ if self.left(entry.id, who) => Event::Closed(client),
            Some(instance) if by_itself => Event::ClosedAsStatic { client, instance },
            None if by_itself => Event::Closed(client),
            _ => Event::ClosedWithoutLeaving(client),
        }
    }

    /// Why nobody reads a partition that was given to a member which is over, or is no longer what its consumer is.
    pub(super) fn kept_for(&self, group: &GroupView, partition: &TopicPartition) -> Option<Vec<Step>> {
        let given = self.cluster.assigned_member(&group.id, partition)?;
        let member = group.members.iter().find(|member| member.member_id == *given)?;
        let whom = self.cluster.whom(given);
        let (_, ends) = self.silence_ends(group, member)?;
        let both = || (partition.clone(), group.id.clone());
        if whom.former.is_some() {
            let silenced = self.cluster.what_silenced(self.end(), given);
            let client = whom.client.as_ref().and_then(|client| self.consumer(client.as_str()));
            let until = match client.filter(|client| client.group_instance_id.is_some()) {
                Some(client) => Until::Joins(client.name.clone(), ends),
                None => Until::Ends(ends),
            };
            let (partition, group) = both();
            let claim = Notice::KeptFor { partition, group, who: Who::from(&whom), until };
            return Some(self.at(claim, silenced, self.all_of(silenced)));
        }
        let consumer = self.consumer(whom.client.as_ref()?.as_str())?;
        let closing = consumer.thread == AppThread::Close;
        let who = &consumer.name;
        let failed = match consumer.process {
            _ if closing => {
                let because = self.all_of(self.cluster.what_ended(who));
                let claim = Notice::IsClosing { partition: partition.clone(), client: who.clone() };
                return Some(self.told(claim, None, because));
            }
            ProcessState::Closed { .. } => false,
            ProcessState::Failed { .. } => true,
            _ => return None,
        };
        let ((partition, group), client) = (both(), who.clone());
        if self.leaves(who) {
            let claim = Notice::IsLeaving { partition, client, failed, group };
            return Some(self.told(claim, None, self.all_of(self.cluster.what_ended(who))));
        }
        let until = match consumer.group_instance_id {
            Some(_) => Until::IsStarted(who.clone(), ends),
            None => Until::Ends(ends),
        };
        let claim = Notice::Remains { partition, client, failed, group, until };
        let closed = self.newest(|fact| matches!(fact, Fact::ProcessClosed { client } if client == who));
        let because = self.all_of(closed.or(self.cluster.what_ended(who)));
        Some(self.told(claim, None, because))
    }
}
