//! What will happen by itself: what the timers that are set now will do if nobody interferes.
//!
//! Not foreseen: what hangs on more than a timer, such as when a batch will be done, and what only follows from
//! something foreseen.

use super::whom::Whom;
use super::{Cluster, TimerKey};
use crate::cluster::nodes::ConsumerId;
use crate::cluster::observation::{
    AppThread, ConsumerMemberState, ConsumerView, Direction, Envelope, MemberState, ProcessState,
};
use crate::kafka::consumer::ConsumerTimer;
use crate::kafka::consumer::config::{ConsumerConfig, GroupProtocol};
use crate::kafka::consumer::requests::Purpose;
use crate::kafka::coordinator::{ConsumerGroup, ConsumerGroupMember, Group, Member, SessionSetting};
use crate::kafka::group_state::GroupState;
use crate::kafka::ids::*;
use crate::sim::sorted::{SortedSet, sort_by_key};
use crate::sim::time::{SimDuration, SimTime};

/// How an instant that is foreseen bounds what happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// It happens then.
    Then,
    /// It happens then, unless what it waits for comes before.
    AtLatest,
    /// It happens at the first occasion from then on.
    NotBefore,
}

/// Something that will happen by itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Foreseen {
    pub at: SimTime,
    pub bound: Bound,
    pub event: ForeseenEvent,
}

/// The property of a consumer that says how often it sends heartbeats; in a consumer group the broker says so.
pub const OF_CONSUMER: &str = "heartbeat.interval.ms";

/// What will happen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ForeseenEvent {
    /// A frozen process goes on.
    Thaws {
        client: ClientName,
    },
    /// A stalled handler goes on.
    Resumes {
        client: ClientName,
    },
    /// A consumer that was cut off reaches its brokers again.
    Reaches {
        client: ClientName,
    },
    /// A process that was asked to close is killed.
    IsKilled {
        client: ClientName,
        grace: SimDuration,
    },
    SendsHeartbeat {
        client: ClientName,
        every: SimDuration,
        /// Which property says so.
        by: &'static str,
    },
    CommitsByItself {
        client: ClientName,
        every: SimDuration,
        /// It does so whenever its background thread wakes, and not in poll.
        in_background: bool,
    },
    /// A dynamic member leaves its group for want of a poll. A static one keeps its place: a classic one only stops its
    /// heartbeats, one of a consumer group says that it goes for its successor.
    MissesPoll {
        client: ClientName,
        group: GroupId,
        interval: SimDuration,
        is_static: bool,
        by_heartbeat: bool,
    },
    AsksForTopics {
        client: ClientName,
        age: SimDuration,
    },
    /// The record in a handler, or in a worker's hands, is processed.
    Processes {
        client: ClientName,
        partition: TopicPartition,
        offset: Offset,
    },
    /// A silent member's session ends; whether that begins a rebalance.
    SessionEnds {
        whom: Whom,
        group: GroupId,
        timeout: SimDuration,
        /// Which property says so.
        by: SessionSetting,
        rebalances: bool,
    },
    /// A member of a consumer group does not say in time that it has given up what it was told to.
    MissesRevocation {
        whom: Whom,
        group: GroupId,
        timeout: SimDuration,
    },
    /// A silent member does not do in time what a rebalance asks of it.
    MissesRebalance {
        whom: Whom,
        group: GroupId,
        timeout: SimDuration,
    },
    /// An id that nobody will join with is taken back.
    IdExpires {
        whom: Whom,
        group: GroupId,
    },
    /// The initial delay of a group is over, unless somebody has joined meanwhile.
    DelayEnds {
        group: GroupId,
    },
    /// Somebody has joined: the initial delay begins again.
    DelayExtends {
        group: GroupId,
    },
    /// The group goes on without the members that have not joined again.
    JoinsEnd {
        group: GroupId,
        timeout: SimDuration,
    },
    /// The group gives up the members that have not sent SyncGroup.
    SyncsEnd {
        group: GroupId,
        timeout: SimDuration,
    },
    /// Another broker coordinates the group.
    TakenOver {
        group: GroupId,
    },
}

impl Cluster {
    /// What is foreseen of a consumer, in order of time. `view` is what is seen of it now.
    pub fn foreseen_of(&self, view: &ConsumerView) -> Vec<Foreseen> {
        let Some(id) = self.nodes.consumer_id(&view.name) else { return Vec::new() };
        let mut found = self.ends_of_deeds(id);
        if matches!(view.process, ProcessState::Running | ProcessState::Stalled) {
            found.extend(self.clocks(id, view));
        }
        let is_its = |foreseen: &Foreseen| {
            matches!(
                foreseen.event,
                ForeseenEvent::SessionEnds { whom, .. }
                | ForeseenEvent::MissesRebalance { whom, .. }
                | ForeseenEvent::MissesRevocation { whom, .. }
                | ForeseenEvent::IdExpires { whom, .. }
                if whom.client == Some(view.name)
            )
        };
        found.extend(self.removals(&view.group).into_iter().filter(is_its));
        sort_by_key(&mut found, |foreseen| foreseen.at);
        found
    }

    /// What is foreseen of a group and its members' places in it, in order of time.
    pub fn foreseen_of_group(&self, id: &GroupId) -> Vec<Foreseen> {
        let mut found = self.removals(id);
        found.extend(self.phase_ends(id));
        if let Some(at) = self.wire.schedule.timer(&TimerKey::TakeOver(*id)) {
            found.push(then(at, ForeseenEvent::TakenOver { group: *id }));
        }
        sort_by_key(&mut found, |foreseen| foreseen.at);
        found
    }

    /// When a running consumer asks what topics there are.
    pub fn foreseen_refresh(&self, client: &ClientName) -> Option<Foreseen> {
        let process = self.nodes.consumer(client).filter(|process| process.running())?;
        if self.asks_for_metadata(client) {
            return None;
        }
        let age = process.consumer.config().metadata_max_age;
        let (at, event) =
            (self.asks_for_metadata_at(client)?, ForeseenEvent::AsksForTopics { client: *client, age });
        // Other things make it ask sooner: a join, a topic that it does not find.
        Some(Foreseen { at, bound: Bound::AtLatest, event })
    }

    /// The end of what was done to a process for a time.
    fn ends_of_deeds(&self, id: ConsumerId) -> Vec<Foreseen> {
        let process = &self.nodes[id];
        let client = process.spec.name;
        if !process.alive() {
            return Vec::new();
        }
        let mut found = Vec::new();
        let killed = self.grace_ends(&client);
        if let Some((at, grace)) = killed {
            let event = ForeseenEvent::IsKilled { client, grace };
            found.push(Foreseen { at, bound: Bound::AtLatest, event });
        }
        let timer = |key| self.wire.schedule.timer(&key);
        let resumes = timer(TimerKey::Consumer(id, ConsumerTimer::Resume)).filter(|_| !process.frozen());
        let ends = [
            (timer(TimerKey::Thaw(id)).filter(|_| process.frozen()), ForeseenEvent::Thaws { client }),
            (timer(TimerKey::Mend(id)).filter(|_| process.is_cut()), ForeseenEvent::Reaches { client }),
            (resumes, ForeseenEvent::Resumes { client }),
        ];
        let ends = ends.into_iter().filter_map(|(at, event)| Some(then(at?, event)));
        found.extend(ends.filter(|end| killed.is_none_or(|(at, _)| end.at < at)));
        found
    }

    /// What the clocks of a running consumer will do.
    fn clocks(&self, id: ConsumerId, view: &ConsumerView) -> Vec<Foreseen> {
        let process = &self.nodes[id];
        let consumer = &process.consumer;
        let (client, config) = (view.name, consumer.config());
        let timer = |timer| self.wire.schedule.timer(&TimerKey::Consumer(id, timer));
        let mut found = Vec::new();
        found.extend(self.next_heartbeat(id, view));
        let watches = consumer.membership().heartbeat().enabled && consumer.coordinator().is_some();
        let is_late_at = match config.group_protocol {
            GroupProtocol::Classic => timer(ConsumerTimer::PollInterval),
            // Who leaves is not watched any more.
            GroupProtocol::Consumer => view.next_poll_due.filter(|_| !is_leaving(view)),
        };
        if let Some(at) = is_late_at.filter(|_| watches) {
            found.extend(self.missed_poll(id, view, at));
        }
        // Before a join it commits in any case, and a commit that is refused is sent again soon.
        let committing = consumer.asks(|purpose| matches!(purpose, Purpose::Commit(_)));
        let commits = !consumer.rejoining() && !consumer.membership().commits_first() && !committing;
        if let Some(at) = view.next_auto_commit.filter(|at| commits && *at > self.now) {
            let in_background = self.commits_in_background(config, view.standalone);
            let every = config.auto_commit_interval;
            let event = ForeseenEvent::CommitsByItself { client, every, in_background };
            found.push(Foreseen { at, bound: Bound::NotBefore, event });
        }
        let record =
            |partition, offset, ends| then(ends, ForeseenEvent::Processes { client, partition, offset });
        if let AppThread::Processing { partition, offset, ends, .. } = view.thread {
            found.push(record(partition, offset, ends));
        }
        found.extend(view.workers.iter().map(|worker| record(worker.partition, worker.offset, worker.ends)));
        found
    }

    /// Whether a consumer with these settings commits by itself when its background thread wakes.
    fn commits_in_background(&self, config: &ConsumerConfig, standalone: bool) -> bool {
        let only_in_poll = standalone || self.config.release.client_rules().auto_commit_in_poll_only;
        config.group_protocol == GroupProtocol::Consumer && !only_in_poll
    }

    /// When a running member sends its next heartbeat, if nothing else is to be said before.
    fn next_heartbeat(&self, id: ConsumerId, view: &ConsumerView) -> Option<Foreseen> {
        let (client, consumer) = (view.name, &self.nodes[id].consumer);
        let heartbeat = consumer.membership().heartbeat();
        if !heartbeat.enabled
            || heartbeat.in_flight
            || consumer.coordinator().is_none()
            || consumer.rejoining()
        {
            return None;
        }
        let (at, bound, by) = match consumer.config().group_protocol {
            GroupProtocol::Classic => {
                let timer = TimerKey::Consumer(id, ConsumerTimer::Heartbeat);
                (self.wire.schedule.timer(&timer)?, Bound::Then, OF_CONSUMER)
            }
            GroupProtocol::Consumer => {
                let at = view.heartbeat_due.filter(|_| !is_leaving(view))?;
                // What it was told to give up, or was given, it acknowledges at once.
                let bound = if view.in_current_assignment() { Bound::Then } else { Bound::AtLatest };
                (at, bound, self.nodes.coordinator.heartbeat_setting_of(&view.group))
            }
        };
        let event = ForeseenEvent::SendsHeartbeat { client, every: view.heartbeat_interval, by };
        Some(Foreseen { at, bound, event })
    }

    /// What will become of a member that has to call poll by `at`: surely nothing good if it is blocked until then.
    fn missed_poll(&self, id: ConsumerId, view: &ConsumerView, at: SimTime) -> Option<Foreseen> {
        let consumer = &self.nodes[id].consumer;
        let busy_until = match view.thread {
            AppThread::Poll | AppThread::PollJoining | AppThread::None | AppThread::Unsubscribed => {
                return None;
            }
            AppThread::Blocked { .. } => {
                let resumes = self.wire.schedule.timer(&TimerKey::Consumer(id, ConsumerTimer::Resume));
                resumes.unwrap_or(SimTime::MAX)
            }
            AppThread::Processing { ends, .. } => ends,
            AppThread::CommitSync { .. }
            | AppThread::OffsetsForTimes { .. }
            | AppThread::Callback { .. }
            | AppThread::Close => self.now,
        };
        let event = ForeseenEvent::MissesPoll {
            client: view.name,
            group: view.group,
            interval: consumer.config().max_poll_interval,
            is_static: view.group_instance_id.is_some(),
            by_heartbeat: consumer.config().group_protocol == GroupProtocol::Consumer,
        };
        // A rebalance that begins, or the loss of the coordinator, may take the clock away.
        let sure = busy_until > at && !self.may_lose_its_place(view, at);
        let bound = match consumer.config().group_protocol {
            // The background thread looks whenever it wakes.
            GroupProtocol::Consumer => Bound::NotBefore,
            GroupProtocol::Classic if sure => Bound::Then,
            GroupProtocol::Classic => Bound::AtLatest,
        };
        Some(Foreseen { at, bound, event })
    }

    /// Whether a member's place in its group may be gone before `at`.
    fn may_lose_its_place(&self, view: &ConsumerView, at: SimTime) -> bool {
        let group = self.nodes.coordinator.group(&view.group);
        let member = group.and_then(|group| group.member(&view.member_id));
        let phase = group.and_then(Group::phase_deadline).is_some_and(|phase| phase <= at);
        member.is_none() || phase || self.is_silent(&view.name)
    }

    // --- groups

    /// When silent members lose their places.
    fn removals(&self, id: &GroupId) -> Vec<Foreseen> {
        let Some(group) = self.nodes.coordinator.group(id).filter(|_| !self.nodes.away.contains(id)) else {
            return Vec::new();
        };
        if let Group::Consumer(group) = group {
            return group.members().filter_map(|member| self.removal_of_new(group, member)).collect();
        }
        let awaited: SortedSet<MemberId> = group.waiting_for().map(|member| *member.member_id()).collect();
        let silent = group.members().filter_map(|member| {
            let whom = self.whom(member.member_id());
            self.stays_silent(&whom).then_some((member, whom))
        });
        let mut found: Vec<Foreseen> =
            silent.filter_map(|(member, whom)| self.removal(group, member, whom, &awaited)).collect();
        sort_by_key(&mut found, |foreseen| foreseen.at);
        for foreseen in found.iter_mut().skip(1) {
            if let ForeseenEvent::SessionEnds { rebalances, .. } = &mut foreseen.event {
                *rebalances = false;
            }
        }
        let Group::Classic(classic) = group else { return found };
        let unused = classic.pending_members().filter_map(|(member, until)| {
            let whom = self.whom(member);
            self.stays_silent(&whom).then(|| then(until, ForeseenEvent::IdExpires { whom, group: *id }))
        });
        found.extend(unused);
        found
    }

    fn removal(
        &self,
        group: &Group,
        member: &Member,
        whom: Whom,
        awaited: &SortedSet<MemberId>,
    ) -> Option<Foreseen> {
        let id = *group.id();
        let session = member.session_deadline()?;
        let phase = group.phase_deadline().filter(|_| awaited.contains(member.member_id()));
        if let Some(phase) = phase.filter(|phase| *phase <= session) {
            // A static member keeps its place when the others go on without it, and its session begins anew.
            let stays = member.is_static() && group.state() == GroupState::PreparingRebalance;
            let timeout = longest_timeout(group);
            return (!stays)
                .then(|| then(phase, ForeseenEvent::MissesRebalance { whom, group: id, timeout }));
        }
        let rebalances = matches!(group.state(), GroupState::Stable | GroupState::CompletingRebalance)
            && group.members().count() > 1;
        let timeout = member.session_timeout();
        let event =
            ForeseenEvent::SessionEnds { whom, group: id, timeout, by: SessionSetting::Client, rebalances };
        // A rebalance that begins meanwhile may be over sooner than the session: then a dynamic member is gone, and the
        // session of a static one begins anew.
        let sure = session <= self.now + longest_timeout(group);
        let bound = if sure { Bound::Then } else { Bound::AtLatest };
        (sure || !member.is_static()).then_some(Foreseen { at: session, bound, event })
    }

    /// When a member of a consumer group is removed: one that is silent by its session's end, or for not joining again
    /// in the classic protocol; one that has been told to give something up and does not, when its time for that is
    /// over.
    fn removal_of_new(&self, group: &ConsumerGroup, member: &ConsumerGroupMember) -> Option<Foreseen> {
        let (id, member_id) = (*group.id(), &member.member_id);
        let whom = self.whom(member_id);
        let silent = self.stays_silent(&whom);
        let session = group.session_deadline(member_id);
        let rejoin = group.rejoin_deadline(member_id);
        let is_first = |at: &SimTime| !silent || session.into_iter().chain(rejoin).all(|other| *at <= other);
        // Who has left for its successor has nothing to give up any more.
        let revokes = group.revocation_deadline(member_id).filter(|_| member.epoch > 0);
        if let Some(at) = revokes.filter(is_first) {
            let timeout = member.rebalance_timeout;
            let event = ForeseenEvent::MissesRevocation { whom, group: id, timeout };
            return Some(Foreseen { at, bound: if silent { Bound::Then } else { Bound::AtLatest }, event });
        }
        if let Some(at) = rejoin.filter(|at| silent && is_first(at)) {
            let timeout = member.rebalance_timeout;
            return Some(then(at, ForeseenEvent::MissesRebalance { whom, group: id, timeout }));
        }
        let coordinator = &self.nodes.coordinator;
        let timeout = match &member.classic {
            Some(classic) => classic.session_timeout,
            None => coordinator.session_timeout_of(&id),
        };
        let by = coordinator.session_setting_of(&id, member_id);
        let event = ForeseenEvent::SessionEnds { whom, group: id, timeout, by, rebalances: false };
        session.filter(|_| silent).map(|at| then(at, event))
    }

    /// Whether nothing will be heard of a member any more: it is silent, nothing ends that, and none of its requests is
    /// under way.
    fn stays_silent(&self, whom: &Whom) -> bool {
        let Some(client) = &whom.client else { return false };
        let Some(id) = self.nodes.consumer_id(client) else { return false };
        let silent = whom.former.is_some() || self.is_silent(client);
        silent && !self.will_be_heard(id, whom) && !self.is_heard_of(client)
    }

    /// Whether what silences a process ends by itself.
    fn will_be_heard(&self, id: ConsumerId, whom: &Whom) -> bool {
        let alive = whom.former.is_none() && self.nodes[id].alive();
        let timer = |key| self.wire.schedule.timer(&key).is_some();
        alive && (timer(TimerKey::Thaw(id)) || timer(TimerKey::Mend(id)))
    }

    /// Whether a request of a consumer is under way, or waits at a broker.
    fn is_heard_of(&self, client: &ClientName) -> bool {
        let comes = |envelope: Envelope| {
            envelope.client == *client && envelope.direction == Direction::ToBroker && !envelope.held()
        };
        self.holds_commit_of(client).is_some() || self.observe_envelopes().into_iter().any(comes)
    }

    /// When a phase of a group's rebalance ends.
    fn phase_ends(&self, id: &GroupId) -> Option<Foreseen> {
        let group = self.nodes.coordinator.group(id).filter(|_| !self.nodes.away.contains(id))?;
        let (Group::Classic(classic), at) = (group, group.phase_deadline()?) else { return None };
        let (group, timeout) = (*id, longest_timeout(group));
        let (bound, event) = match classic.state() {
            GroupState::PreparingRebalance if classic.extends_initial_delay() => {
                (Bound::Then, ForeseenEvent::DelayExtends { group })
            }
            GroupState::PreparingRebalance if classic.in_initial_delay() => {
                (Bound::Then, ForeseenEvent::DelayEnds { group })
            }
            GroupState::PreparingRebalance => (Bound::AtLatest, ForeseenEvent::JoinsEnd { group, timeout }),
            GroupState::CompletingRebalance => (Bound::AtLatest, ForeseenEvent::SyncsEnd { group, timeout }),
            GroupState::Empty | GroupState::Stable | GroupState::Dead => return None,
        };
        Some(Foreseen { at, bound, event })
    }
}

fn then(at: SimTime, event: ForeseenEvent) -> Foreseen {
    Foreseen { at, bound: Bound::Then, event }
}

/// How long a rebalance of this group may take.
fn longest_timeout(group: &Group) -> SimDuration {
    group.members().map(Member::rebalance_timeout).max().unwrap_or(SimDuration::ZERO)
}

/// Whether a member of a consumer group is about to say that it leaves.
fn is_leaving(view: &ConsumerView) -> bool {
    use ConsumerMemberState::{Leaving, PrepareLeaving};
    matches!(view.member_state, MemberState::OfConsumerGroup(PrepareLeaving | Leaving))
}
