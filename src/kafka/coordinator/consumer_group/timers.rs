//! The timers of members (Kafka 4.0: `scheduleConsumerGroupSessionTimeout`, `scheduleConsumerGroupRebalanceTimeout`,
//! `scheduleConsumerGroupJoinTimeoutIfAbsent`, `scheduleConsumerGroupSyncTimeout`). Each of them removes the member.

use super::member::{ConsumerGroupMember, Reconciliation};
use super::{ConsumerGroup, Continuation};
use crate::kafka::api::Epoch;
use crate::kafka::coordinator::CoordinatorTimer;
use crate::kafka::coordinator::SessionSetting;
use crate::kafka::coordinator::turn::Turn;
use crate::kafka::ids::MemberId;
use crate::kafka::rebalance_causes::RemovalReason;
use crate::sim::time::{SimDuration, SimTime};

/// What a member is given time for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::kafka::coordinator) enum MemberTimer {
    /// To be heard from.
    Session,
    /// To give up what it was told to.
    Revocation,
    /// To join again; only members that speak the classic protocol.
    Rejoin,
    /// To fetch its assignment after it joined; only members that speak the classic protocol.
    Sync,
}

/// When each of a member's timers ends, if it runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct MemberTimers {
    session: Option<SimTime>,
    /// With the epoch at which the member was told.
    revocation: Option<(SimTime, Epoch)>,
    rejoin: Option<SimTime>,
    sync: Option<SimTime>,
}

impl ConsumerGroup {
    fn key(&self, timer: MemberTimer, member: &MemberId) -> CoordinatorTimer {
        let (group, member) = (self.id, *member);
        match timer {
            MemberTimer::Session => CoordinatorTimer::Session { group, member },
            MemberTimer::Revocation => CoordinatorTimer::Revocation { group, member },
            MemberTimer::Rejoin => CoordinatorTimer::Rejoin { group, member },
            MemberTimer::Sync => CoordinatorTimer::MemberSync { group, member },
        }
    }

    fn timers_of(&mut self, member: &MemberId) -> &mut MemberTimers {
        self.timers.entry(*member).or_default()
    }

    /// When a member is removed if it is not heard from.
    pub fn session_deadline(&self, member: &MemberId) -> Option<SimTime> {
        self.timers.get(member)?.session
    }

    /// When a member is removed if it does not give up what it was told to.
    pub fn revocation_deadline(&self, member: &MemberId) -> Option<SimTime> {
        Some(self.timers.get(member)?.revocation?.0)
    }

    /// When a member that speaks the classic protocol is removed if it does not join again, or fetch its assignment.
    pub fn rejoin_deadline(&self, member: &MemberId) -> Option<SimTime> {
        let timers = self.timers.get(member)?;
        timers.rejoin.into_iter().chain(timers.sync).min()
    }

    pub(super) fn restart_session(&mut self, member: &MemberId, timeout: SimDuration, turn: &mut Turn) {
        let at = turn.now + timeout;
        self.timers_of(member).session = Some(at);
        turn.effects.set_timer(self.key(MemberTimer::Session, member), at);
    }

    pub(super) fn start_rebalance_timer(&mut self, member: &ConsumerGroupMember, turn: &mut Turn) {
        let at = turn.now + member.rebalance_timeout;
        self.timers_of(&member.member_id).revocation = Some((at, member.epoch));
        turn.effects.set_timer(self.key(MemberTimer::Revocation, &member.member_id), at);
    }

    pub(super) fn cancel_rebalance_timer(&mut self, member: &MemberId, turn: &mut Turn) {
        if self.timers_of(member).revocation.take().is_some() {
            turn.effects.cancel_timer(self.key(MemberTimer::Revocation, member));
        }
    }

    /// Gives a member time to join again, if it is not running already.
    pub(super) fn expect_rejoin(&mut self, member: &ConsumerGroupMember, turn: &mut Turn) {
        let at = turn.now + member.rebalance_timeout;
        let timers = self.timers_of(&member.member_id);
        if timers.rejoin.is_none() {
            timers.rejoin = Some(at);
            turn.effects.set_timer(self.key(MemberTimer::Rejoin, &member.member_id), at);
        }
    }

    pub(super) fn cancel_rejoin(&mut self, member: &MemberId, turn: &mut Turn) {
        if self.timers_of(member).rejoin.take().is_some() {
            turn.effects.cancel_timer(self.key(MemberTimer::Rejoin, member));
        }
    }

    pub(super) fn expect_sync(&mut self, member: &ConsumerGroupMember, turn: &mut Turn) {
        let at = turn.now + member.rebalance_timeout;
        self.timers_of(&member.member_id).sync = Some(at);
        turn.effects.set_timer(self.key(MemberTimer::Sync, &member.member_id), at);
    }

    pub(super) fn cancel_sync(&mut self, member: &MemberId, turn: &mut Turn) {
        if self.timers_of(member).sync.take().is_some() {
            turn.effects.cancel_timer(self.key(MemberTimer::Sync, member));
        }
    }

    pub(super) fn cancel_timers(&mut self, member: &MemberId, turn: &mut Turn) {
        let Some(timers) = self.timers.remove(member) else { return };
        let running = [
            (MemberTimer::Session, timers.session.is_some()),
            (MemberTimer::Revocation, timers.revocation.is_some()),
            (MemberTimer::Rejoin, timers.rejoin.is_some()),
            (MemberTimer::Sync, timers.sync.is_some()),
        ];
        for (timer, _) in running.into_iter().filter(|(_, runs)| *runs) {
            turn.effects.cancel_timer(self.key(timer, member));
        }
    }

    pub(in crate::kafka::coordinator) fn cancel_all_timers(&mut self, turn: &mut Turn) {
        for member in self.timers.keys().copied().collect::<Vec<_>>() {
            self.cancel_timers(&member, turn);
        }
    }

    /// A member's timer fired. One that was set again or cancelled meanwhile does nothing.
    pub(in crate::kafka::coordinator) fn timer_fired(
        &mut self,
        timer: MemberTimer,
        member: &MemberId,
        turn: &mut Turn,
    ) -> Continuation {
        let epoch = self.member(member).map(|member| member.epoch);
        let is_classic = self.member(member).is_some_and(|member| member.classic.is_some());
        let setting = if is_classic { SessionSetting::Client } else { self.times(turn).session_setting() };
        let Some(timers) = self.timers.get_mut(member) else { return Continuation::Stays };
        let is_due = |at: &mut SimTime| *at <= turn.now;
        let (due, reason) = match timer {
            MemberTimer::Session => {
                (timers.session.take_if(is_due).is_some(), RemovalReason::SessionExpired(setting))
            }
            MemberTimer::Revocation => {
                let told_at = timers.revocation.take_if(|(at, _)| is_due(at)).map(|(_, epoch)| epoch);
                // Who left for its successor meanwhile has nothing to give up any more.
                (told_at.is_some() && told_at == epoch, RemovalReason::DidNotRevoke)
            }
            MemberTimer::Rejoin => (timers.rejoin.take_if(is_due).is_some(), RemovalReason::DidNotRejoin),
            MemberTimer::Sync => (timers.sync.take_if(is_due).is_some(), RemovalReason::DidNotSync),
        };
        match due && epoch.is_some() {
            true => self.fence(member, reason, turn),
            false => Continuation::Stays,
        }
    }

    /// A coordinator has taken over: every session starts anew, and so does the time to give something up.
    pub(in crate::kafka::coordinator) fn resume(&mut self, turn: &mut Turn) {
        let timeout = self.times(turn).session_timeout(&turn.config.consumer);
        for member in self.members().cloned().collect::<Vec<_>>() {
            self.restart_session(&member.member_id, timeout, turn);
            if member.state == Reconciliation::UnrevokedPartitions {
                self.start_rebalance_timer(&member, turn);
            }
        }
    }

    /// The coordinator gives the group up.
    pub(in crate::kafka::coordinator) fn give_up(&mut self, turn: &mut Turn) {
        self.cancel_all_timers(turn);
    }
}
