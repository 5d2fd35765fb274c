//! Members of which nothing is heard any more, and which their group still counts on: when it will notice.

use super::state::{has_joined, is_of_membership};
use super::{Asked, Step};
use crate::cluster::CutFrom;
use crate::cluster::fact::{Fact, WorldFact};
use crate::cluster::journal::{Entry, EntryId};
use crate::cluster::observation::{AppThread, ConsumerView, Direction, GroupView, MemberView, ProcessState};
use crate::cluster::waits::WaitLimit;
use crate::cluster::whom::Whom;
use crate::kafka::api::{LEAVE_GROUP, LEAVE_GROUP_STATIC, Request};
use crate::kafka::consumer::close_options::GroupMembershipOperation;
use crate::kafka::consumer::config::GroupProtocol;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::ids::*;
use crate::kafka::rebalance_causes::RemovalReason;
use crate::session::language::why::commit::CommitClaim;
use crate::session::language::why::event::Event;
use crate::session::language::why::member::Who;
use crate::session::language::why::notice::{Patience, Prospect, Until};
use crate::session::language::why::state::State;
use crate::sim::time::SimTime;

/// The request with which a process left.
struct LastWord {
    sent: EntryId,
    number: u64,
    /// Its group keeps its place for its successor.
    for_successor: bool,
}

/// Of the request with which a process leaves, LeaveGroup or a heartbeat that says so: whether it keeps its place.
fn is_for_successor(said: &ConsumerFact) -> Option<bool> {
    let ConsumerFact::RequestSent { request: Some(request), .. } = said else { return None };
    if let Request::ConsumerGroupHeartbeat(beat) = &**request {
        let keeps = beat.member_epoch == LEAVE_GROUP_STATIC;
        return (keeps || beat.member_epoch == LEAVE_GROUP).then_some(keeps);
    }
    matches!(&**request, Request::LeaveGroup(_)).then_some(false)
}

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

    /// A cut from a broker that a consumer reads from; its sentence goes on with what it does not read until when.
    pub(super) fn unread_meanwhile(&self, consumer: &ConsumerView, mut links: Vec<Step>) -> Vec<Step> {
        let Some(head) = links.first_mut() else { return links };
        let is_unread = |partition: &&TopicPartition| {
            let cut = self.cluster.cut_off_from(&consumer.name, partition);
            cut.is_some_and(|(from, cut)| cut == head.entry && !matches!(from, CutFrom::Coordinator(..)))
        };
        let unread = consumer.owned.iter().filter(is_unread).cloned().collect();
        let until = self.cluster.lasted(head.entry).will_end();
        head.more.push(Prospect::ReadsFrom { unread, until }.into());
        links
    }

    fn notice(&self, consumer: &ConsumerView) -> Option<Prospect> {
        let (id, who) = (&consumer.group, &consumer.name);
        if let Some((_, at)) = self.cluster.without_coordinator(id) {
            return self.counts_again(consumer, at?);
        }
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
                Some(_) if self.is_let_in(member) => Until::ItIsStarted(ends),
                Some(_) | None => Until::Ends(ends),
            };
            return Some(Prospect::KeepsMembership { group: *id, until });
        }
        let group = *id;
        let cut = self.cluster.cut_off_from_coordinator(who);
        let goes_on =
            self.goes_on(consumer).filter(|_| !matches!(consumer.process, ProcessState::Killed { .. }));
        Some(match (goes_on, cut) {
            (Some(back), Some((from, _))) if back < at && consumer.process != ProcessState::Frozen => {
                Prospect::ReachesAgain { all: from == CutFrom::Brokers, at: back, ends }
            }
            (Some(back), _) if back < at => Prospect::GoesOn { at: back, ends },
            _ if matches!(consumer.process, ProcessState::Killed { .. })
                && consumer.group_instance_id.is_some()
                && self.is_let_in(member) =>
            {
                Prospect::NoticesUnlessStarted { group, ends }
            }
            _ => Prospect::Notices { group, ends },
        })
    }

    /// The member of a group that a consumer still is.
    pub(super) fn counted(&self, consumer: &ConsumerView) -> Option<(&GroupView, &MemberView)> {
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
        if let Some((at, WaitLimit::PollInterval(interval))) = limit {
            return Some((at, Patience::PollInterval(interval, at)));
        }
        let at = member.session_deadline?;
        let by = self.cluster.coordinator().session_setting_of(&group.id, &member.member_id);
        Some((at, Patience::Session(member.session_timeout, at, by)))
    }

    /// When what keeps a process silent will be over by itself: it is frozen, cut off from its coordinator, or both.
    pub(super) fn goes_on(&self, consumer: &ConsumerView) -> Option<SimTime> {
        let who = &consumer.name;
        let cut = self.cluster.cut_off_from_coordinator(who).map(|(_, cut)| cut);
        let frozen = self
            .newest(|fact| matches!(fact, Fact::World(WorldFact::ProcessFrozen { client }) if client == who))
            .filter(|_| consumer.process == ProcessState::Frozen);
        let ends = |begun: EntryId| self.cluster.lasted(begun).will_end();
        let ends: Option<Vec<SimTime>> = cut.into_iter().chain(frozen).map(ends).collect();
        let killed = self.cluster.grace_ends(who);
        let goes_on = |at: &SimTime| killed.is_none_or(|(killed, _)| *at < killed);
        ends?.into_iter().max().filter(goes_on)
    }

    /// Members that were over already and still counted when a join was refused since no assignor is known to all: what
    /// ended each, and when its group notices.
    pub(super) fn over_that_count(&self, thrown: EntryId) -> Vec<Step> {
        let refused = self.cluster.because(thrown).and_then(|because| self.cluster.entry(because.entry));
        let Some(Fact::Group(_, GroupFact::ProtocolsDiffer { members, .. })) =
            refused.map(|refused| &refused.fact)
        else {
            return Vec::new();
        };
        let at = self.cluster.entry(thrown).map_or(SimTime::ZERO, |thrown| thrown.time);
        let over = |consumer: &&ConsumerView| {
            matches!(
                consumer.process,
                ProcessState::Killed { since } | ProcessState::Closed { since } | ProcessState::Failed { since, .. }
                if since < at
            )
        };
        let known = members.iter().filter_map(|(member, _)| self.cluster.client_of_member(member));
        let known = known.filter_map(|client| self.consumer(client.as_str())).filter(over);
        let mut links: Vec<Step> = Vec::new();
        for consumer in known {
            let mut told = self.state(consumer);
            told.iter_mut().take(1).for_each(|first| first.stand_beside(true));
            links.append(&mut told);
        }
        links
    }

    /// What a consumer that is asked to close is doing, what keeps it from that, and what asked for it.
    pub(super) fn closing(&self, consumer: &ConsumerView) -> Vec<Step> {
        let client = &consumer.name;
        let in_close = self.cluster.is_in_close(client);
        let busy = match consumer.thread {
            AppThread::Close | AppThread::Poll | AppThread::PollJoining | AppThread::Unsubscribed => None,
            AppThread::None
            | AppThread::Processing { .. }
            | AppThread::Blocked { .. }
            | AppThread::CommitSync { .. }
            | AppThread::OffsetsForTimes { .. }
            | AppThread::Callback { .. } => self.cluster.keeps_from_poll(client),
        };
        let claim = State::IsClosing { client: *client, in_close };
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
    pub(super) fn grace(&self, consumer: &ConsumerView, head: &Step) -> Option<Prospect> {
        let told = matches!(
            head.claim.commit(),
            Some(
                CommitClaim::InCommitSync { .. }
                    | CommitClaim::InClose { .. }
                    | CommitClaim::BeforeJoin { .. }
            )
        );
        let (at, grace) = self.cluster.grace_ends(&consumer.name).filter(|_| !told)?;
        Some(Prospect::IsKilled { at, grace })
    }

    /// The request with which a process had left before an entry, if it has not been let in since.
    fn leave(&self, before: EntryId, who: &ClientName) -> Option<LastWord> {
        use ConsumerFact::*;
        let last = self.cluster.last_said_since_start(before, who, |said| {
            matches!(said, JoinedGroup { .. } | EpochReached { .. }) || is_for_successor(said).is_some()
        })?;
        let said = last.fact.of_consumer(who)?;
        let for_successor = is_for_successor(said)?;
        let RequestSent { number, .. } = said else { return None };
        Some(LastWord { sent: last.id, number: *number, for_successor })
    }

    /// Whether the group of a process that has left does not hear of that: what says so is lost, or was never sent.
    pub(super) fn left_unheard(&self, who: &ClientName) -> bool {
        self.leave(self.end(), who).is_none_or(|word| self.is_lost(&word, who))
    }

    /// Whether the coordinator has not been reached by the request with which a process left, and will not be.
    fn is_lost(&self, word: &LastWord, who: &ClientName) -> bool {
        use GroupFact::*;
        let is_its = |member: &MemberId| self.cluster.belongs_to(member, who);
        let left = self.newest(|fact| {
            let Fact::Group(_, said) = fact else { return false };
            match word.for_successor {
                true => matches!(said, StaticMemberAway { member } if is_its(member)),
                false => matches!(said, MemberRemoved { member, .. } | PendingMemberRemoved { member, .. }
                    if is_its(member)),
            }
        });
        let left = left.filter(|left| *left > word.sent).and_then(|left| self.cluster.entry(left));
        let by_it = left.is_some_and(|left| {
            !matches!(left.fact, Fact::Group(_, MemberRemoved { reason, .. }) if reason != RemovalReason::Left)
        });
        !by_it && !self.arrives(word, who)
    }

    /// Whether the request with which a process leaves is on its way, and will reach the coordinator.
    fn arrives(&self, word: &LastWord, who: &ClientName) -> bool {
        self.world.envelopes.iter().any(|envelope| {
            let comes = envelope.direction == Direction::ToBroker && !envelope.held();
            envelope.client == *who && envelope.number == word.number && comes
        })
    }

    /// Whether a request is on its way that takes a process out of its group.
    fn leaves(&self, who: &ClientName) -> bool {
        let word = self.leave(self.end(), who);
        word.is_some_and(|word| !word.for_successor && self.arrives(&word, who))
    }

    /// Whether a static member that is started again is let in though its group still counts it. A consumer group does
    /// so only if it has gone for its successor, or speaks the classic protocol.
    pub(super) fn is_let_in(&self, member: &MemberView) -> bool {
        let Some(way) = &member.on_its_way else { return true };
        let goes = |who: &ClientName| {
            let word = self.leave(self.end(), who);
            word.is_some_and(|word| word.for_successor && self.arrives(&word, who))
        };
        way.classic || way.epoch == LEAVE_GROUP_STATIC || member.client.as_ref().is_some_and(goes)
    }

    /// How a process closed: as a member that stays, if it did not leave.
    pub(super) fn closed(&self, entry: &Entry, who: &ClientName) -> Event {
        let settings = self.cluster.settings_before(entry.id, who);
        let asked = self.cluster.because(entry.id).and_then(|asked| self.cluster.entry(asked.entry));
        let asked = asked.and_then(|asked| asked.fact.done());
        let operation = if let Some(WorldFact::CloseRequestedWith { operation, .. }) = asked {
            *operation
        } else if let Some(WorldFact::CloseRequested { leave: false, .. }) = asked {
            GroupMembershipOperation::RemainInGroup
        } else {
            GroupMembershipOperation::Default
        };
        let client = *who;
        let modern = settings.is_some_and(|settings| settings.group_protocol == GroupProtocol::Consumer);
        let instance = settings.and_then(|settings| settings.group_instance_id);
        if let Some(word) = self.leave(entry.id, who) {
            let for_successor = word.for_successor;
            return match (self.is_lost(&word, who), instance) {
                (true, _) if modern => Event::LastHeartbeatLost { client, for_successor },
                (true, _) => Event::LeaveGroupLost(client),
                (false, Some(instance)) if for_successor => Event::ClosedForSuccessor { client, instance },
                (false, _) => Event::Closed(client),
            };
        }
        let was_member = self.was_member(entry.id, who);
        match (instance, operation) {
            (_, GroupMembershipOperation::RemainInGroup) if modern => Event::ClosedWithoutSaying(client),
            _ if modern && was_member => Event::ClosedWithoutSaying(client),
            _ if modern => Event::Closed(client),
            (_, GroupMembershipOperation::RemainInGroup) => Event::ClosedWithoutLeaving(client),
            (Some(instance), GroupMembershipOperation::Default) => Event::ClosedAsStatic { client, instance },
            _ if was_member => Event::ClosedWithoutCoordinator(client),
            _ => Event::Closed(client),
        }
    }

    /// Why a process that closed is a member still, where the call that closed it does not say so.
    pub(super) fn stays(&self, closed: EntryId, who: &ClientName) -> Option<Event> {
        let event = self.closed(self.cluster.entry(closed)?, who);
        let told = matches!(
            event,
            Event::ClosedAsStatic { .. }
                | Event::ClosedForSuccessor { .. }
                | Event::ClosedWithoutCoordinator(_)
                | Event::ClosedWithoutSaying(_)
                | Event::LeaveGroupLost(_)
                | Event::LastHeartbeatLost { .. }
        );
        told.then_some(event)
    }

    /// What is told of a process that closed beside the call that closed it.
    pub(super) fn stayed(&self, of: &Entry) -> Option<Event> {
        let Fact::Consumer(client, ConsumerFact::ProcessClosed) = &of.fact else { return None };
        self.stays(of.id, client)
    }

    /// Whether a process was a member of its group before an entry, as far as it knew.
    fn was_member(&self, before: EntryId, who: &ClientName) -> bool {
        let ends = |said: &ConsumerFact| is_of_membership(said) || matches!(said, ConsumerFact::Unsubscribed);
        let last = self.cluster.last_said_since_start(before, who, ends);
        last.and_then(|last| last.fact.of_consumer(who)).is_some_and(has_joined)
    }

    /// Why nobody reads a partition that was given to a member which is over, or is no longer what its consumer is.
    pub(super) fn kept_for(&self, group: &GroupView, partition: &TopicPartition) -> Option<Vec<Step>> {
        let given = self.cluster.assigned_member(&group.id, partition)?;
        let member = group.members.iter().find(|member| member.member_id == *given)?;
        let whom = self.cluster.whom(given);
        let (_, ends) = self.silence_ends(group, member)?;
        let both = || (*partition, group.id);
        if whom.former.is_some() {
            let silenced = self.cluster.what_silenced(self.end(), given);
            let client = whom.client.as_ref().and_then(|client| self.consumer(client.as_str()));
            let until = match client.filter(|client| client.group_instance_id.is_some()) {
                Some(client) if self.is_let_in(member) => Until::Joins(client.name, ends),
                Some(_) | None => Until::Ends(ends),
            };
            let (partition, group) = both();
            let claim = Prospect::KeptFor { partition, group, who: Who::from(&whom), until };
            return Some(self.at(claim, silenced, self.all_of(silenced)));
        }
        let consumer = self.consumer(whom.client.as_ref()?.as_str())?;
        let closing = consumer.thread == AppThread::Close;
        let who = &consumer.name;
        let failed = match consumer.process {
            _ if closing => {
                let because = self.all_of(self.cluster.what_ended(who));
                let claim = Prospect::IsClosing { partition: *partition, client: *who };
                return Some(self.told(claim, None, because));
            }
            ProcessState::Closed { .. } => false,
            ProcessState::Failed { .. } => true,
            ProcessState::Running
            | ProcessState::Stalled
            | ProcessState::Frozen
            | ProcessState::Killed { .. }
            | ProcessState::Closing => {
                let (group, until, goes) = self.remains_static(consumer)?;
                let because = self.state(consumer).into_iter().map(|mut step| {
                    step.more.clear();
                    step
                });
                let (partition, client) = (*partition, *who);
                let claim = Prospect::KeptForStatic { partition, client, group, until, goes };
                return Some(self.told(claim, None, because.collect()));
            }
        };
        let ((partition, group), client) = (both(), *who);
        if self.leaves(who) {
            let by_heartbeat = member.on_its_way.as_ref().is_some_and(|way| !way.classic);
            let claim = Prospect::IsLeaving { partition, client, failed, group, by_heartbeat };
            return Some(self.told(claim, None, self.all_of(self.cluster.what_ended(who))));
        }
        let until = match consumer.group_instance_id {
            Some(_) if self.is_let_in(member) => Until::IsStarted(*who, ends),
            Some(_) | None => Until::Ends(ends),
        };
        let claim = Prospect::Remains { partition, client, failed, group, until };
        let closed =
            self.cluster.last_said(self.end(), who, |said| matches!(said, ConsumerFact::ProcessClosed));
        let because = self.all_of(closed.or(self.cluster.what_ended(who)));
        Some(self.told(claim, None, because))
    }
}
