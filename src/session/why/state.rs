//! Questions about consumers, partitions and groups as they are now.

use super::{Asked, Step};
use crate::cluster::CutFrom;
use crate::cluster::fact::{Fact, WorldFact};
use crate::cluster::journal::{Entry, EntryId};
use crate::cluster::observation::{AppThread, ConsumerView, GroupView, LaneView, ProcessState};
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::group_state::GroupState;
use crate::kafka::ids::*;
use crate::session::language::why::Claim;
use crate::session::language::why::notice::Prospect;
use crate::session::language::why::state::State;

impl Asked<'_> {
    /// Who has a partition, or why nobody reads it.
    pub(super) fn partition(&self, group: &GroupView, lane: &LaneView) -> Vec<Step> {
        let links = self.moving(group, lane).unwrap_or_else(|| self.owner_or_nobody(group, lane));
        let links = self.with_coordinator(group, lane, links);
        self.with_other_owners(group, lane, links)
    }

    fn owner_or_nobody(&self, group: &GroupView, lane: &LaneView) -> Vec<Step> {
        let partition = &lane.partition;
        let Some(owner) = &lane.owner else { return self.unread(group, lane) };
        let owns = || State::Owns { owner: *owner, partition: *partition };
        let given = self.given(&group.id, owner, partition);
        let consumer = self.consumer(owner.as_str());
        let alone = consumer.filter(|consumer| consumer.standalone);
        if let Some(alone) = alone.filter(|_| lane.owner_running && !lane.paused) {
            let idle = || self.at_rest(group, lane, alone).or_else(|| self.full(alone, lane));
            let idle = if self.cluster.cut_off(&alone.name).is_none() { idle() } else { None };
            return idle.unwrap_or_else(|| self.told(owns(), None, self.has_alone(alone)));
        }
        if let Some(zombie) = consumer.filter(|it| it.zombie && lane.owner_running) {
            return self.owned_by_zombie(group, lane, zombie);
        }
        if let Some(paused) =
            self.paused_since(owner, partition).filter(|_| lane.owner_running && lane.paused)
        {
            let since = self.cluster.entry(paused).map_or(self.world.time, |entry| entry.time);
            let claim = State::OwnsPaused { owner: *owner, partition: *partition, since };
            return self.told(claim, Some(paused), self.reasons(paused));
        }
        let cut = self.cluster.cut_off_from(owner, partition).filter(|_| lane.owner_running);
        if let Some(((from, cut), consumer)) = cut.zip(consumer) {
            let because = match consumer.process == ProcessState::Frozen {
                true => self.state(consumer),
                false => self.cut_off_there(consumer, &from, cut),
            };
            let claim = State::OwnsCutOff { owner: *owner, partition: *partition, from };
            return self.told(claim, None, because);
        }
        if let Some(links) =
            consumer.filter(|_| lane.owner_running).and_then(|it| self.at_rest(group, lane, it))
        {
            return links;
        }
        if let Some(links) = consumer.filter(|_| lane.owner_running).and_then(|it| self.full(it, lane)) {
            return links;
        }
        if lane.owner_running || consumer.is_none() {
            return self.told(owns(), given.as_ref().map(|step| step.entry), {
                let chain = given.as_ref().map(|step| self.reasons(step.entry)).unwrap_or_default();
                given.into_iter().chain(chain).collect()
            });
        }
        let state = consumer.map(|consumer| self.state(consumer)).unwrap_or_default();
        let claim = State::DoesNotRun { partition: *partition, owner: *owner };
        self.told(claim, None, state)
    }

    /// Why an owner that runs reads nothing of a partition: it is no member any more, or its handler is stalled.
    fn at_rest(&self, group: &GroupView, lane: &LaneView, owner: &ConsumerView) -> Option<Vec<Step>> {
        let (client, partition) = (owner.name, lane.partition);
        let lost = self.lost_place(&client).filter(|_| owner.outside_its_group());
        if let Some((group, until, goes)) = self.remains_static(owner) {
            let claim = Prospect::KeptForStatic { partition, client, group, until, goes };
            return Some(self.told(claim, None, self.all_of(lost)));
        }
        if lost.is_some() {
            let claim = State::OwnsNoMember { partition, owner: client, group: owner.group };
            return Some(self.with_present_owner(group, lane, self.told(claim, None, self.all_of(lost))));
        }
        if !matches!(owner.thread, AppThread::Blocked { .. }) {
            return self.reads_nothing(&lane.partition, owner);
        }
        let stalled = self.cluster.stalled(self.end(), &client)?;
        let since = self.cluster.stall_began(stalled)?;
        let until = self.cluster.lasted(stalled).will_end();
        let claim = State::OwnsStalled { owner: client, partition, since, until };
        Some(self.told(claim, Some(stalled), self.reasons(stalled)))
    }

    fn unread(&self, group: &GroupView, lane: &LaneView) -> Vec<Step> {
        let (id, partition) = (&group.id, &lane.partition);
        let both = || (*partition, *id);
        if let Some(next) = &lane.assigned_to {
            let unwanted = || self.unwanted(group, next, std::slice::from_ref(partition));
            if let Some(links) = self.kept_for(group, partition).or_else(unwanted) {
                return links;
            }
            let given = self.given(id, next, partition);
            let chain = given.as_ref().map(|step| self.reasons(step.entry)).unwrap_or_default();
            let because = given.into_iter().chain(chain).collect();
            let claim = State::ToHave { partition: *partition, next: *next };
            return self.told(claim, None, because);
        }
        let end = self.end();
        if let Some(away) = self.without_coordinator(id) {
            let (partition, group) = both();
            return self.told(State::NobodyWithoutCoordinator { partition, group }, None, away);
        }
        let rebalancing =
            matches!(group.state, GroupState::PreparingRebalance | GroupState::CompletingRebalance);
        if rebalancing {
            let because = self.rebalancing(group, Some(partition));
            let (partition, group) = both();
            return self.told(State::NobodyWhileRebalancing { partition, group }, None, because);
        }
        if group.members.is_empty() {
            let last =
                self.cluster.last_of_group(end, id, |said| matches!(said, GroupFact::MemberRemoved { .. }));
            // It never had any: the consumer that is to read tells why it does not.
            let reader = || self.world.consumers.iter().find(|consumer| consumer.group == *id);
            let because = match last {
                Some(entry) => self.chain(entry),
                None => reader().map(|consumer| self.state(consumer)).unwrap_or_default(),
            };
            let (partition, group) = both();
            return self.told(State::NobodyWithoutMembers { partition, group }, None, because);
        }
        if let Some(links) = self.unassigned(group, partition).or_else(|| self.not_dealt_out(group, lane)) {
            return links;
        }
        let stored = self.stored(id, end, |_, _| true);
        let because = stored.map(|entry| self.chain(entry)).unwrap_or_default();
        self.told(State::AssignedToNobody(*partition), stored, because)
    }

    /// The assignment that gave a partition to a consumer which has had it since: the first of those that gave it to
    /// him again and again without an interruption.
    pub(super) fn given(
        &self,
        group: &GroupId,
        owner: &ClientName,
        partition: &TopicPartition,
    ) -> Option<Step> {
        let holds = |member: &MemberId, partitions: &[TopicPartition]| {
            partitions.contains(partition) && self.cluster.belongs_to(member, owner)
        };
        let replaced = self.took_over(group, owner);
        let newest = self.stored(group, self.end(), holds);
        let advanced = self.advanced(group, owner, Some(partition));
        if let Some(advanced) = advanced.filter(|advanced| Some(*advanced) > newest) {
            return match replaced.filter(|replaced| *replaced > advanced) {
                Some(replaced) => self.chain(replaced).into_iter().next(),
                None => self.step(advanced, Claim::Fact(advanced)),
            };
        }
        // The newest may be another: a member that is being replaced, or that lost its place, has it from before.
        let mut first = newest;
        while let Some(later) = first
            && let Some(earlier) = self.stored(group, later, |_, _| true)
            && self.stored(group, later, holds) == Some(earlier)
            && !self.cluster.lost_between(earlier, later, owner, partition)
            && !self.changed_protocol_between(group, earlier, later)
        {
            first = Some(earlier);
        }
        if let Some(replaced) = replaced.filter(|replaced| Some(*replaced) > first) {
            return self.chain(replaced).into_iter().next();
        }
        let entry = first?;
        let Fact::Group(_, GroupFact::AssignmentStored { generation, .. }) = &self.cluster.entry(entry)?.fact
        else {
            return None;
        };
        self.step(entry, State::GaveIt { generation: *generation, owner: *owner })
    }

    /// Whether a group was a consumer group at some time between two assignments of its leaders.
    fn changed_protocol_between(&self, group: &GroupId, earlier: EntryId, later: EntryId) -> bool {
        let down = self
            .cluster
            .last_of_group(later, group, |said| matches!(said, GroupFact::GroupDowngraded { .. }));
        down > Some(earlier)
    }

    /// The newest assignment before `end` with a member for which `holds` is true; an empty one has none.
    pub(super) fn stored(
        &self,
        group: &GroupId,
        end: EntryId,
        holds: impl Fn(&MemberId, &[TopicPartition]) -> bool,
    ) -> Option<EntryId> {
        self.cluster.last_of_group(end, group, |said| {
            matches!(said, GroupFact::AssignmentStored { assignments, .. }
                if assignments.iter().any(|(member, partitions)| holds(member, partitions)))
        })
    }

    /// What a consumer is doing, and why, and what became of its commits.
    pub(super) fn state_and_commits(&self, consumer: &ConsumerView) -> Vec<Step> {
        let mut links = self.state(consumer);
        if let Some(head) = links.first_mut()
            && let Some(notice) = self.grace(consumer, head)
        {
            head.more.push(notice.into());
        }
        if let Some(head) = links.first_mut().filter(|_| self.is_to_stall(consumer)) {
            head.more.push(Prospect::IsToStall.into());
        }
        match consumer.process {
            ProcessState::Killed { .. } | ProcessState::Closed { .. } => links,
            ProcessState::Running
            | ProcessState::Stalled
            | ProcessState::Frozen
            | ProcessState::Closing
            | ProcessState::Failed { .. } => self.with_failures(consumer, links),
        }
    }

    /// Whether a stall waits for the handler's next record.
    fn is_to_stall(&self, consumer: &ConsumerView) -> bool {
        consumer.process == ProcessState::Stalled
            && self.cluster.stalled(self.end(), &consumer.name).is_none()
    }

    /// What a consumer is doing, and why.
    pub(super) fn state(&self, consumer: &ConsumerView) -> Vec<Step> {
        let name = &consumer.name;
        let waits = self.waits_for_commit(consumer);
        let done =
            |wanted: fn(&WorldFact) -> bool| self.newest(|fact| fact.of_process(name).is_some_and(wanted));
        match consumer.process {
            ProcessState::Killed { .. } => {
                let killed = done(|done| matches!(done, WorldFact::ProcessKilled { .. }));
                self.unnoticed(consumer, self.all_of(killed))
            }
            ProcessState::Closed { .. } => {
                let links = self.ended(State::HasClosed(*name), name);
                self.unnoticed(consumer, links)
            }
            ProcessState::Failed { exception, .. } => {
                let thrown = self.cluster.what_ended(name);
                let mut because = thrown.map(|thrown| self.reasons(thrown)).unwrap_or_default();
                let over = thrown.map(|thrown| self.over_that_count(thrown)).unwrap_or_default();
                because.extend(self.beside(&because, over));
                let claim = State::EndedWith { client: *name, exception };
                let links = self.told(claim, thrown, because);
                self.unnoticed(consumer, links)
            }
            _ if consumer.zombie => self.zombie(consumer),
            ProcessState::Frozen => {
                let frozen = done(|done| matches!(done, WorldFact::ProcessFrozen { .. }));
                self.unnoticed(consumer, self.all_of(frozen))
            }
            _ if let Some((from, cut)) = self.cluster.cut_off(name) => self.cut_off(consumer, &from, cut),
            ProcessState::Stalled
                if (consumer.in_current_assignment() || consumer.standalone)
                    && let Some(stalled) = self.cluster.stalled(self.end(), name) =>
            {
                self.chain(stalled)
            }
            _ if waits.is_some() => waits.unwrap_or_default(),
            _ if self.cluster.is_in_close(name) => self.closing(consumer),
            _ if let Some(links) = self.in_call(consumer) => links,
            ProcessState::Closing => self.closing(consumer),
            _ if consumer.standalone => self.alone(consumer),
            _ if consumer.thread == AppThread::Unsubscribed => {
                let left = self
                    .cluster
                    .last_said(self.end(), name, |said| matches!(said, ConsumerFact::Unsubscribed));
                let mut links = self.all_of(left);
                if let Some((group, until, _)) = self.remains_static(consumer)
                    && let Some(head) = links.first_mut()
                {
                    head.more.push(Prospect::KeepsMembership { group, until }.into());
                }
                links
            }
            ProcessState::Running | ProcessState::Stalled => self.membership(consumer),
        }
    }

    /// What a consumer does that is cut off: it may have lost its place since.
    fn cut_off(&self, consumer: &ConsumerView, from: &CutFrom, cut: EntryId) -> Vec<Step> {
        let name = &consumer.name;
        let cut = self.all_of(Some(cut));
        let Some(lost) = self.lost_place(name) else {
            return match from {
                CutFrom::Leader(_) | CutFrom::Replica(_) => self.unread_meanwhile(consumer, cut),
                CutFrom::Brokers | CutFrom::Coordinator(..) => self.unnoticed(consumer, cut),
            };
        };
        let client = *name;
        let remains = self.remains_static(consumer);
        let says_until = remains.is_some();
        let claim = match remains {
            Some((group, until, goes)) => Claim::from(Prospect::RemainsStatic { client, group, until, goes }),
            None => State::CutOffNoMember { client, group: consumer.group, from: *from }.into(),
        };
        let mut links = self.told(claim, Some(lost), self.all_of(Some(lost)));
        links.extend(self.beside(&links, cut));
        if says_until { links } else { self.unnoticed(consumer, links) }
    }

    /// A cut from a broker that a consumer reads from, and beside it the one from its coordinator.
    fn cut_off_there(&self, consumer: &ConsumerView, from: &CutFrom, cut: EntryId) -> Vec<Step> {
        let coordinator = self.cluster.cut_off_from_coordinator(&consumer.name);
        let both = coordinator.as_ref().filter(|(_, other)| *other == cut);
        let mut links = self.cut_off(consumer, both.map_or(from, |(from, _)| from), cut);
        if let Some((from, other)) = coordinator.as_ref().filter(|(_, other)| *other != cut) {
            let beside = self.cut_off(consumer, from, *other);
            links.extend(self.beside(&links, beside));
        }
        links
    }

    /// When a consumer last joined, or learnt that it has no place in its group; else when it was started.
    fn last_of_membership(&self, name: &ClientName) -> Option<EntryId> {
        let last = self.last_word_of_membership(name).map(|last| last.id);
        last.or_else(|| self.cluster.start_of(self.end(), name))
    }

    fn last_word_of_membership(&self, name: &ClientName) -> Option<&Entry> {
        self.cluster.last_said_since_start(self.end(), name, is_of_membership)
    }

    /// How a consumer learnt that it has no place in its group, if it has not been given another since.
    fn lost_place(&self, name: &ClientName) -> Option<EntryId> {
        let last = self.last_word_of_membership(name)?;
        let said = last.fact.of_consumer(name)?;
        let exceeded = matches!(said, ConsumerFact::PollIntervalExceeded { .. });
        let removed = if exceeded { self.removed_since(last.id, name) } else { None };
        removed.or(Some(last.id)).filter(|_| !has_joined(said))
    }

    pub(super) fn newest(&self, wanted: impl Fn(&Fact) -> bool) -> Option<EntryId> {
        self.cluster.last_before(self.end(), wanted)
    }

    /// After everything that happened.
    pub(super) fn end(&self) -> EntryId {
        EntryId::at(self.cluster.journal().len())
    }

    pub(super) fn all_of(&self, entry: Option<EntryId>) -> Vec<Step> {
        entry.map(|entry| self.chain(entry)).unwrap_or_default()
    }

    fn ended(&self, claim: State, name: &ClientName) -> Vec<Step> {
        let closed =
            self.cluster.last_said(self.end(), name, |said| matches!(said, ConsumerFact::ProcessClosed));
        let stays = closed.and_then(|closed| self.step(closed, self.stays(closed, name)?));
        let asked = self.cluster.what_ended(name);
        // A listener that throws keeps a member of a consumer group from saying that it leaves.
        let threw = self.cluster.threw_in_listener(self.end(), name);
        let threw = threw.filter(|threw| stays.is_some() && Some(*threw) > asked);
        let mut because: Vec<Step> = stays.into_iter().chain(self.all_of(threw)).collect();
        match threw {
            Some(_) => because.extend(self.beside(&because, self.all_of(asked))),
            None => because.extend(self.all_of(asked)),
        }
        self.told(claim, closed, because)
    }

    fn membership(&self, consumer: &ConsumerView) -> Vec<Step> {
        let (name, group) = (&consumer.name, &consumer.group);
        let both = || (*name, consumer.group);
        let Some(group) = self.world.groups.iter().find(|view| view.id == *group) else { return Vec::new() };
        let outside = consumer.outside_its_group();
        if !outside && let Some(links) = self.on_its_way(group, consumer) {
            return links;
        }
        if consumer.in_current_assignment() {
            return self.share(group, consumer);
        }
        let lost = self.lost_place(name).filter(|_| outside);
        if let Some(lost) = lost {
            let (client, group) = both();
            let claim = match self.remains_static(consumer) {
                Some((group, until, goes)) => {
                    Claim::from(Prospect::RemainsStatic { client, group, until, goes })
                }
                None => State::NoMember { client, group }.into(),
            };
            return self.told(claim, Some(lost), self.all_of(Some(lost)));
        }
        if let Some(away) = self.without_coordinator(&group.id) {
            return self.told(State::LooksForCoordinator(*name), None, away);
        }
        let rebalances =
            matches!(group.state, GroupState::PreparingRebalance | GroupState::CompletingRebalance);
        let mut because = if rebalances { self.rebalancing(group, None) } else { Vec::new() };
        if because.is_empty() {
            let came = self.last_of_membership(name);
            because = self.all_of(came);
        }
        let (client, group) = both();
        self.told(State::IsJoining { client, group }, None, because)
    }

    /// What a member reads, or why it has nothing.
    fn share(&self, group: &GroupView, consumer: &ConsumerView) -> Vec<Step> {
        let name = &consumer.name;
        let stored = self.stored(&group.id, self.end(), |_, _| true);
        let advanced = self.advanced(&group.id, name, None);
        let replaced = self.took_over(&group.id, name);
        let advanced =
            advanced.filter(|advanced| !self.came_with_place(&group.id, name, *advanced, replaced));
        let stored = stored.max(advanced);
        let replaced = replaced.filter(|replaced| Some(*replaced) > stored);
        let because = self.all_of(replaced.or(stored));
        if consumer.owned.is_empty() {
            return self.has_nothing(group, consumer, because);
        }
        if let Some(links) = self.paused(group, consumer) {
            return links;
        }
        if let Some(links) = self.stuck_somewhere(consumer) {
            return self.without_its_coordinator(consumer, links);
        }
        let (owned, deleted) = self.present_and_deleted(group, consumer);
        let client = *name;
        let claim = match self.cluster.without_coordinator(&group.id) {
            _ if owned.is_empty() => State::ReadsNothing(client),
            Some(_) => State::ReadsWithoutCoordinator { client, owned, group: group.id },
            None => State::Reads { client, owned },
        };
        let mut links = self.told(claim, None, because);
        if let Some(uneven) = self.uneven(group, consumer)
            && let Some(step) = stored.and_then(|stored| self.step(stored, uneven))
        {
            links.insert(1, step);
        }
        self.with_deleted(deleted, &mut links);
        self.without_its_coordinator(consumer, links)
    }

    /// Why a member has nothing; beside that, why nobody has what it could have.
    fn has_nothing(&self, group: &GroupView, consumer: &ConsumerView, because: Vec<Step>) -> Vec<Step> {
        if self.cluster.subscribed_topics(&consumer.name).is_empty() {
            return self.without_topics(consumer);
        }
        let yet = self.has_nothing_yet(group, consumer, &because);
        let mut links = yet.unwrap_or_else(|| self.told(self.idle(group, consumer), None, because));
        let left = self.left_over(group, &self.cluster.subscribed_topics(&consumer.name));
        let left = left.first().and_then(|partition| self.unassigned(group, partition)).unwrap_or_default();
        links.extend(self.beside(&links, left));
        links
    }

    pub(super) fn last_rebalance(&self, id: &GroupId, end: EntryId) -> Vec<Step> {
        let began = self.cluster.rebalance_of(end, id);
        began.map(|entry| self.reasons(entry)).unwrap_or_default()
    }
}

/// Whether a consumer says that it joined its group, or that it has no place in it.
pub(super) fn is_of_membership(said: &ConsumerFact) -> bool {
    let lost =
        matches!(said, ConsumerFact::MembershipLost { .. } | ConsumerFact::PollIntervalExceeded { .. });
    lost || has_joined(said)
}

/// Whether a consumer says that it joined its group.
pub(super) fn has_joined(said: &ConsumerFact) -> bool {
    matches!(said, ConsumerFact::JoinedGroup { .. } | ConsumerFact::EpochReached { .. })
}
