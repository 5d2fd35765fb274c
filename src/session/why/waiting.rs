//! Whom a rebalance waits for, or waited for: sentences, and what led to that.

use super::{Asked, Step};
use crate::cluster::fact::{Fact, WorldFact};
use crate::cluster::journal::EntryId;
use crate::cluster::observation::ProcessState;
use crate::cluster::rebalances::{Rebalance, Waited, WaitedFor};
use crate::cluster::waits::{Wait, WaitFor};
use crate::cluster::whom::Whom;
use crate::cluster::{Hindered, Hindrance};
use crate::kafka::api::ApiKey;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::ids::*;
use crate::kafka::rebalance_causes::RemovalReason;
use crate::session::language::why::Claim;
use crate::session::language::why::member::Who;
use crate::session::language::why::waiting::{
    Awaited, Hindering, Late, Limited, Silenced, Silent, Waiting, WithId,
};
use crate::sim::time::{SimDuration, SimTime};

/// A wait that is shorter than this is not worth a word.
pub(super) const SHORTEST: SimDuration = SimDuration::from_millis(100);
/// The most of those a group waits for that are told one by one.
const TOLD: usize = 3;

/// What a group waits for; `since` when, if that is known.
fn now(group: &GroupId, wait: &Wait, since: Option<SimTime>, sync: bool) -> Waiting {
    let who = wait.whom.as_ref().map(|whom| match sync {
        true => Awaited::Leader(Who::from(whom)),
        false => Awaited::Member(Who::from(whom)),
    });
    let former = wait.whom.as_ref().is_some_and(|whom| whom.former.is_some());
    let (group, limit) = (*group, Limited(wait.limit));
    Waiting::Now { group, who, what: wait.what, former, since, limit, sync }
}

impl Asked<'_> {
    /// Whom a group waits for now, each with what led to that.
    pub(super) fn waits(&self, group: &GroupId, sync: bool) -> Vec<Step> {
        let waits = self.cluster.waits(group);
        let mut links: Vec<Step> = Vec::new();
        for wait in waits.iter().take(TOLD) {
            let (entry, chain) = self.behind(wait);
            let since = entry.and_then(|entry| self.cluster.entry(entry)).map(|entry| entry.time);
            let chain = self.in_commit(wait).unwrap_or(chain);
            let mut told = self.at(now(group, wait, since, sync), entry, chain);
            told[0].stand_beside(!links.is_empty());
            told[0].more.extend(self.ends_before(wait).map(Claim::from));
            links.append(&mut told);
        }
        if let Some(last) = links.first_mut().filter(|_| waits.len() > TOLD) {
            last.more.insert(0, Waiting::AndMore(waits.len() - 1).into());
        }
        links
    }

    /// When a silent member that a group waits for is heard of again, if that is before the wait is over.
    fn ends_before(&self, wait: &Wait) -> Option<Waiting> {
        let whom = wait.whom.as_ref().filter(|whom| whom.former.is_none())?;
        if !matches!(wait.what, WaitFor::Frozen | WaitFor::CutOff) {
            return None;
        }
        let consumer = self.consumer(whom.client.as_ref()?.as_str())?;
        let at = self.goes_on(consumer).filter(|at| wait.limit.is_none_or(|(limit, _)| *at < limit))?;
        Some(match consumer.process == ProcessState::Frozen {
            true => Waiting::GoesOnAt(at),
            false => Waiting::ReachedAgainAt(at),
        })
    }

    /// A claim with what led to it; time alone, if nothing did.
    pub(super) fn at(&self, claim: impl Into<Claim>, entry: Option<EntryId>, chain: Vec<Step>) -> Vec<Step> {
        let setting = chain.is_empty();
        let mut links = self.told(claim, entry, chain);
        links[0].setting = setting;
        links
    }

    /// What a member that has not called poll says of the commit that it waits for.
    fn in_commit(&self, wait: &Wait) -> Option<Vec<Step>> {
        let client = wait.whom.as_ref()?.client.as_ref()?;
        if !matches!(wait.what, WaitFor::Poll { .. }) || self.cluster.commit_wait(client).is_none() {
            return None;
        }
        let consumer = self.world.consumers.iter().find(|consumer| consumer.name == *client)?;
        self.waits_for_commit(consumer)
    }

    /// What led to a wait.
    fn behind(&self, wait: &Wait) -> (Option<EntryId>, Vec<Step>) {
        let Some(whom) = &wait.whom else { return (None, Vec::new()) };
        let client = whom.client.as_ref();
        let entry = match wait.what {
            WaitFor::Gone(_) | WaitFor::Former | WaitFor::Frozen | WaitFor::CutOff => {
                self.cluster.what_silenced(self.end(), &whom.member)
            }
            WaitFor::Poll { .. } => client.and_then(|client| self.cluster.keeps_from_poll(client)),
            WaitFor::Coordinator => client.and_then(|client| self.cluster.came_between(self.end(), client)),
            WaitFor::BehindCommit { .. } => client.and_then(|client| self.cluster.holds_commit_of(client)),
            WaitFor::Commit
                if let Some(kept) = client.and_then(|client| self.cluster.commit_wait(client)?.because) =>
            {
                Some(kept)
            }
            WaitFor::Commit => client.and_then(|client| {
                self.cluster.last_said(self.end(), client, |said| {
                    matches!(said, ConsumerFact::CommitStarted { .. } | ConsumerFact::CommitFailed { .. })
                })
            }),
            WaitFor::Newcomers
            | WaitFor::MemberId
            | WaitFor::Heartbeat { .. }
            | WaitFor::HeartbeatSent
            | WaitFor::OnItsWay => None,
        };
        (entry, self.all_of(entry))
    }

    /// What held a rebalance up the longest, if that is worth telling, with what led to it.
    pub(super) fn held_up(&self, group: &GroupId, rebalance: &Rebalance) -> Vec<Step> {
        let long = |wait: &&Waited| wait.until.since(wait.from) >= SHORTEST;
        let Some(wait) = rebalance.longest_wait().filter(long) else { return Vec::new() };
        let took = wait.until.since(wait.from);
        let (claim, entry, beside) = self.waited(group, wait);
        let entry = entry.filter(|entry| *entry != rebalance.entry);
        let mut chain = self.all_of(entry);
        let mut beside = self.all_of(beside);
        if let Some(first) = beside.first_mut() {
            first.stand_beside(true);
        }
        chain.extend(self.beside(&chain, beside));
        let held_up = Waiting::HeldUp { took, what: Box::new(claim.into()) };
        let mut links = self.at(held_up, entry.or(Some(rebalance.entry)), chain);
        links[0].stand_beside(true);
        links
    }

    /// What a group waited for, what led to that, and what else did.
    pub(super) fn waited(
        &self,
        group: &GroupId,
        wait: &Waited,
    ) -> (Waiting, Option<EntryId>, Option<EntryId>) {
        let (until, id) = (wait.until, *group);
        let (claim, behind) = match &wait.what {
            WaitedFor::Session(whom) => return self.session_ended(id, wait, whom),
            WaitedFor::Leave(whom) => return self.left_then(id, wait, whom),
            WaitedFor::Newcomers => (Waiting::Newcomers { group: id, until }, None),
            WaitedFor::Rejoin(whom) => self.rejoined_last(id, wait, whom),
            WaitedFor::MemberId(whom) => {
                let (who, became) = (Who::from(whom), self.with_id(whom, until));
                (Waiting::MemberId { group: id, who, became, until }, None)
            }
            WaitedFor::Absent(absent) => {
                let first = absent.first().map(|whom| &whom.member);
                let removed = first.and_then(|member| self.removal_of(member));
                let behind =
                    removed.and_then(|removed| self.cluster.because(removed)).map(|reason| reason.entry);
                let absent = absent.iter().map(Who::from).collect();
                (Waiting::Absent { group: id, absent, until }, behind)
            }
            WaitedFor::Assignment(leader) => {
                let leader = leader.as_ref();
                let behind = leader.and_then(|whom| {
                    let last = self.before_instant(until);
                    let client = whom.client.as_ref()?;
                    let hindered = self.cluster.hindered(last, wait.from, client);
                    let hindered = hindered.map(|hindered| hindered.entry);
                    hindered.or_else(|| self.cluster.kept_from_poll_until(last, wait.from, client))
                });
                let leader = leader.map_or(Awaited::ItsLeader, |whom| Awaited::Leader(Who::from(whom)));
                (Waiting::Assignment { group: id, leader, until }, behind)
            }
        };
        (claim, behind, None)
    }

    /// A group waited until a session ended: what silenced the member, and what had kept it from joining before.
    fn session_ended(
        &self,
        group: GroupId,
        wait: &Waited,
        whom: &Whom,
    ) -> (Waiting, Option<EntryId>, Option<EntryId>) {
        let removed = self.removal_of(&whom.member);
        let timeouts = removed.and_then(|removed| self.timeouts(removed, &whom.member));
        let timeout = timeouts.map(|(session, _)| session);
        let silenced = removed.and_then(|removed| self.cluster.what_silenced(removed, &whom.member));
        let before = silenced.and_then(|silenced| self.hindered_before(silenced, wait, whom));
        let who = self.silent(whom, silenced, before);
        let claim = Waiting::Session { group, who, timeout, until: wait.until };
        match before {
            Some(before) => (claim, Some(before.entry), silenced),
            None => (claim, silenced, None),
        }
    }

    /// What kept a member from joining, of the time that a group had waited for it when something silenced it.
    fn hindered_before(&self, silenced: EntryId, wait: &Waited, whom: &Whom) -> Option<Hindrance> {
        let client = whom.client.as_ref().filter(|_| whom.former.is_none() || Who::from(whom).is_aside())?;
        let at = self.cluster.entry(silenced)?.time;
        if at < wait.from + SHORTEST {
            return None;
        }
        let hindered = self.cluster.hindered_or_at_work(silenced, wait.from, client)?;
        // What silenced it may be told with that as its reason.
        let told = self.all_of(Some(silenced)).iter().any(|step| step.entry == hindered.entry);
        (!told).then_some(hindered)
    }

    /// A group waited until a member left, or was removed: why only then, and what for.
    fn left_then(
        &self,
        group: GroupId,
        wait: &Waited,
        whom: &Whom,
    ) -> (Waiting, Option<EntryId>, Option<EntryId>) {
        let removed = self.removal_of(&whom.member);
        let behind = removed.and_then(|removed| self.cluster.because(removed)).map(|reason| reason.entry);
        let fact = removed.and_then(|removed| self.cluster.entry(removed)).map(|entry| &entry.fact);
        let left = matches!(
            fact,
            Some(Fact::Group(_, GroupFact::MemberRemoved { reason: RemovalReason::Left, .. }))
        );
        let hindered = removed.filter(|_| left).and_then(|removed| self.left_late(removed, wait, whom));
        let late = hindered.map(|it| Hindering(it.kind, it.from, it.until));
        let claim = Waiting::Leave { group, who: Who::from(whom), left, until: wait.until, late };
        match hindered {
            Some(work) if work.kind == Hindered::AtWork => (claim, Some(work.entry), behind),
            Some(hindered) => (claim, Some(hindered.entry), None),
            None => (claim, behind, None),
        }
    }

    /// What became of a member that had asked for a member id.
    fn with_id(&self, whom: &Whom, until: SimTime) -> WithId {
        let end = self.before_instant(until);
        use GroupFact::*;
        let last = self.cluster.last_before(end, |fact| {
            let Fact::Group(_, said) = fact else { return false };
            matches!(
                said,
                PendingMemberExpired { member } | PendingMemberRemoved { member, .. } | MemberAdded { member, .. }
                if *member == whom.member
            )
        });
        let Some(Fact::Group(_, said)) =
            last.and_then(|last| self.cluster.entry(last)).map(|last| &last.fact)
        else {
            return WithId::Joined;
        };
        if matches!(said, PendingMemberExpired { .. }) {
            return WithId::Never;
        }
        if matches!(said, PendingMemberRemoved { .. }) { WithId::Left } else { WithId::Joined }
    }

    /// A member that was silent, and what silenced it.
    fn silent(&self, whom: &Whom, silenced: Option<EntryId>, before: Option<Hindrance>) -> Silent {
        let entry = silenced.and_then(|entry| self.cluster.entry(entry));
        let how = entry.filter(|_| whom.former.is_none()).and_then(|entry| match &entry.fact {
            Fact::World(done) => silenced_by(done, entry.time),
            Fact::Consumer(_, ConsumerFact::ProcessClosed) => Some(Silenced::Closed(entry.time)),
            Fact::Consumer(..) | Fact::Group(..) | Fact::Broker(..) => None,
        });
        Silent(Who::from(whom), how, before.map(|it| Hindering(it.kind, it.from, it.until)))
    }

    /// The entry that tells how a member lost its place.
    fn removal_of(&self, member: &MemberId) -> Option<EntryId> {
        self.newest(|fact| fact.left_out() == Some(member))
    }

    /// After all that happened until that instant.
    pub(super) fn before_instant(&self, time: SimTime) -> EntryId {
        EntryId::at(self.cluster.journal().first_after(time))
    }

    /// The last member to rejoin learnt of the rebalance late, or came to its next poll late.
    fn rejoined_last(&self, group: GroupId, wait: &Waited, whom: &Whom) -> (Waiting, Option<EntryId>) {
        let who = Who::from(whom);
        let end = self.before_instant(wait.until);
        let sent = whom.client.as_ref().and_then(|client| {
            let sent = self.cluster.last_before(end, |fact| {
                let said = fact.of_consumer(client);
                matches!(said, Some(ConsumerFact::RequestSent { api: ApiKey::JoinGroup, .. }))
            });
            sent.and_then(|sent| self.cluster.entry(sent)).map(|sent| (client, sent))
        });
        let Some((client, sent)) = sent else {
            return (Waiting::Last { group, who, late: Late::Unknown, at: wait.until }, None);
        };
        if let Some(hindered) = self.cluster.hindered(sent.id, wait.from, client) {
            let Hindrance { kind, entry, from, until } = hindered;
            let late = Late::Hindered(Hindering(kind, from, until));
            return (Waiting::Last { group, who, late, at: sent.time }, Some(entry));
        }
        let learnt = self.cluster.rejoin_needed(sent.id, client);
        let learnt =
            learnt.and_then(|learnt| self.cluster.entry(learnt)).filter(|learnt| learnt.time > wait.from);
        let (late, at, behind) = match learnt {
            Some(learnt) if learnt.time.since(wait.from) >= sent.time.since(learnt.time) => {
                (Late::Heartbeat, learnt.time, None)
            }
            _ if self.looked_for_coordinator(client, wait.from, sent.id) => {
                (Late::Coordinator, sent.time, None)
            }
            _ => (Late::Poll, sent.time, self.cluster.kept_from_poll_until(sent.id, wait.from, client)),
        };
        (Waiting::Last { group, who, late, at }, behind)
    }

    /// What hindered a member that was waited for until it left.
    fn left_late(&self, removed: EntryId, wait: &Waited, whom: &Whom) -> Option<Hindrance> {
        let client = whom.client.as_ref()?;
        let sent = self.cluster.last_before(removed, |fact| {
            let said = fact.of_consumer(client);
            matches!(said, Some(ConsumerFact::RequestSent { api: ApiKey::LeaveGroup, .. }))
        })?;
        self.cluster.hindered_or_at_work(sent, wait.from, client)
    }

    /// Whether a consumer gave its coordinator up in that time.
    fn looked_for_coordinator(&self, client: &ClientName, from: SimTime, before: EntryId) -> bool {
        let unknown =
            self.cluster.last_said(before, client, |said| matches!(said, ConsumerFact::CoordinatorUnknown));
        unknown.and_then(|unknown| self.cluster.entry(unknown)).is_some_and(|unknown| unknown.time >= from)
    }
}

/// How something that was done silenced a member.
fn silenced_by(done: &WorldFact, at: SimTime) -> Option<Silenced> {
    use WorldFact::*;
    match done {
        ProcessKilled { .. } => Some(Silenced::Killed(at)),
        ProcessFrozen { .. } => Some(Silenced::Frozen(at)),
        LinkCut { .. } => Some(Silenced::CutOff(at)),
        ProcessStarted { .. }
        | ProcessThawed { .. }
        | CloseRequested { .. }
        | CloseRequestedWith { .. }
        | GraceExpired { .. }
        | ClosedInMidBatch { .. }
        | LinkRestored { .. }
        | ProcessingTimeChanged { .. }
        | BurstAsked { .. }
        | RateChanged { .. }
        | TopicCreated { .. }
        | PartitionsAdded { .. }
        | TopicDeleted { .. }
        | RetentionChanged { .. }
        | RecordPoisoned { .. }
        | CommitsDisturbed { .. }
        | CoordinatorLost { .. }
        | CoordinatorTookOver { .. }
        | MemberRemovalAsked { .. }
        | OffsetsReset { .. }
        | DeletionAsked { .. }
        | GroupBounced { .. } => None,
    }
}
