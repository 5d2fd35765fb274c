//! Whom a rebalance waits for, for what, and until when at most: as of now.

use super::observation::ProcessState;
use super::observe::process_state;
use super::process::ConsumerProcess;
use super::whom::{FormerMember, Whom};
use super::{Cluster, TimerKey};
use crate::cluster::nodes::ConsumerId;
use crate::kafka::consumer::ConsumerTimer;
use crate::kafka::consumer::requests::Purpose;
use crate::kafka::coordinator::{Group, Member};
use crate::kafka::group_state::GroupState;
use crate::kafka::ids::*;
use crate::sim::time::{SimDuration, SimTime};

/// A wait of a group that rebalances.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wait {
    /// `None`: for members that may still come.
    pub whom: Option<Whom>,
    pub what: WaitFor,
    /// When it is over at the latest, and by what.
    pub limit: Option<(SimTime, WaitLimit)>,
}

/// What a member has not done yet, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitFor {
    /// More members may come.
    Newcomers,
    /// It was given a member id and has not joined with it.
    MemberId,
    /// Its process is over, and the group does not know.
    Gone(ProcessState),
    /// The same process has joined again since, with another id.
    Former,
    /// Both threads stand still.
    Frozen,
    /// It does not reach its coordinator.
    CutOff,
    /// Its application has not called poll since.
    Poll { since: SimTime },
    /// It learns of the rebalance from the answer to its next heartbeat, which it reads at this time.
    Heartbeat { at: SimTime, every: SimDuration },
    /// Its heartbeat is sent and not answered.
    HeartbeatSent,
    /// The coordinator holds a commit of it until then, and answers what comes after that later: its JoinGroup or
    /// SyncGroup if that is sent, or else its heartbeat.
    BehindCommit { joins: bool, until: SimTime },
    /// It looks for its coordinator.
    Coordinator,
    /// It commits before it joins.
    Commit,
    /// Its JoinGroup, or SyncGroup, is on its way.
    OnItsWay,
}

/// What ends a wait at the latest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitLimit {
    InitialDelay(SimDuration),
    SessionTimeout(SimDuration),
    /// Its own `max.poll.interval.ms`, or the largest in the group.
    PollInterval(SimDuration),
}

impl Cluster {
    /// Whom a group waits for now; empty if it does not rebalance.
    pub fn waits(&self, id: &GroupId) -> Vec<Wait> {
        let Some(group) = self.nodes.coordinator.group(id) else { return Vec::new() };
        let Group::Classic(classic) = group else { return Vec::new() };
        match group.state() {
            GroupState::PreparingRebalance if classic.in_initial_delay() => {
                let delay = self.nodes.coordinator.config().initial_rebalance_delay;
                let limit = group.phase_deadline().map(|at| (at, WaitLimit::InitialDelay(delay)));
                vec![Wait { whom: None, what: WaitFor::Newcomers, limit }]
            }
            GroupState::PreparingRebalance => {
                let phase = end_of_phase(group);
                let members = group.waiting_for().map(|member| self.wait_for(member, phase));
                members
                    .chain(classic.pending_members().map(|(id, until)| self.wait_for_id(id, until)))
                    .collect()
            }
            // The leader's answers all.
            GroupState::CompletingRebalance => {
                let leader = group.waiting_for().find(|member| Some(member.member_id()) == group.leader());
                leader.map(|leader| self.wait_for(leader, end_of_phase(group))).into_iter().collect()
            }
            GroupState::Empty | GroupState::Stable | GroupState::Dead => Vec::new(),
        }
    }

    fn wait_for_id(&self, id: &MemberId, until: SimTime) -> Wait {
        let whom = self.whom(id);
        let session = self.process_of(id).map(|process| process.spec.config.session_timeout);
        let limit = session.map(|session| (until, WaitLimit::SessionTimeout(session)));
        let end = self.process_of(id).filter(|process| !process.alive()).map(process_state);
        let what = match (whom.former, end) {
            (Some(FormerMember::Process(end)), _) | (None, Some(end)) => WaitFor::Gone(end),
            _ => WaitFor::MemberId,
        };
        Wait { whom: Some(whom), what, limit }
    }

    fn process_of(&self, member: &MemberId) -> Option<&ConsumerProcess> {
        Some(&self.nodes[self.owner_of_member(member)?])
    }

    /// The wait for a member, in a phase that ends at the latest then.
    fn wait_for(&self, member: &Member, phase: Option<(SimTime, WaitLimit)>) -> Wait {
        let whom = self.whom(member.member_id());
        let what = match (whom.former, self.owner_of_member(member.member_id())) {
            (Some(FormerMember::Process(end)), _) => WaitFor::Gone(end),
            (Some(FormerMember::Membership), _) => WaitFor::Former,
            (None, Some(id)) => self.hindrance(id),
            (None, None) => WaitFor::OnItsWay,
        };
        let silent = matches!(what, WaitFor::Gone(_) | WaitFor::Former | WaitFor::Frozen | WaitFor::CutOff);
        let own = match silent {
            true => {
                member.session_deadline().map(|at| (at, WaitLimit::SessionTimeout(member.session_timeout())))
            }
            false => self.own_limit(member.member_id()),
        };
        let limit = phase.into_iter().chain(own).min_by_key(|(at, _)| *at);
        Wait { whom: Some(whom), what, limit }
    }

    /// When a member that lives gives its place up by itself.
    fn own_limit(&self, member: &MemberId) -> Option<(SimTime, WaitLimit)> {
        let process = self.process_of(member)?;
        let membership = process.consumer.membership();
        let last = membership.last_poll().filter(|_| membership.heartbeat().enabled)?;
        let interval = process.consumer.config().max_poll_interval;
        Some((last + interval, WaitLimit::PollInterval(interval)))
    }

    /// Why a process has not joined, or synchronised, yet.
    fn hindrance(&self, id: ConsumerId) -> WaitFor {
        let process = &self.nodes[id];
        let consumer = &process.consumer;
        let membership = consumer.membership();
        if !process.alive() {
            return WaitFor::Gone(process_state(process));
        }
        if process.frozen() {
            return WaitFor::Frozen;
        }
        if process.cuts(self.nodes.brokers.coordinator(&process.spec.group)) {
            return WaitFor::CutOff;
        }
        if !consumer.in_poll() {
            return WaitFor::Poll { since: membership.last_poll().unwrap_or(self.now) };
        }
        if consumer.coordinator().is_none() {
            return WaitFor::Coordinator;
        }
        let joins = consumer.asks(Purpose::joins);
        if let Some(until) = self.answers_from(&process.spec.name)
            && (joins || !membership.commits_first())
        {
            return WaitFor::BehindCommit { joins, until };
        }
        if joins {
            return WaitFor::OnItsWay;
        }
        if membership.commits_first() {
            return WaitFor::Commit;
        }
        if membership.heartbeat().in_flight && !consumer.rejoining() {
            return WaitFor::HeartbeatSent;
        }
        let heartbeat = self.wire.schedule.timer(&TimerKey::Consumer(id, ConsumerTimer::Heartbeat));
        match heartbeat.filter(|_| !consumer.rejoining()) {
            Some(at) => {
                let (read, every) =
                    (at + self.wire.network.round_trip(), consumer.config().heartbeat_interval);
                WaitFor::Heartbeat { at: read, every }
            }
            None => WaitFor::OnItsWay,
        }
    }
}

/// When the group's phase ends at the latest, and by which interval: it is the largest of all members, so it is
/// computed once for all of them.
fn end_of_phase(group: &Group) -> Option<(SimTime, WaitLimit)> {
    let longest = || group.members().map(Member::rebalance_timeout).max().unwrap_or(SimDuration::ZERO);
    group.phase_deadline().map(|at| (at, WaitLimit::PollInterval(longest())))
}
