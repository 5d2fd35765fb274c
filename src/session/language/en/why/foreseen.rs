//! What will happen by itself.

use crate::cluster::foreseen::{Bound, ForeseenEvent, OF_CONSUMER};
use crate::cluster::whom::{FormerMember, Whom};

/// Before the sentence, behind the instant.
pub const fn bound(bound: Bound) -> &'static str {
    match bound {
        Bound::Then => "",
        Bound::AtLatest => "at the latest: ",
        Bound::NotBefore => "or later: ",
    }
}

pub fn whom(whom: &Whom) -> &'static str {
    match whom.former {
        None => "{0}",
        Some(FormerMember::Process(_)) => "the earlier {0}",
        Some(FormerMember::Membership) => "{0}'s earlier membership",
    }
}

pub fn foreseen(event: &ForeseenEvent) -> &'static str {
    use ForeseenEvent::*;
    match event {
        Thaws { .. } => "{0} will run again",
        Resumes { .. } => "{0}'s handler will go on",
        Reaches { .. } => "{0} will reach the brokers again",
        IsKilled { .. } => "{0} will be killed, unless it has closed by then (grace is {1})",
        SendsHeartbeat { by: OF_CONSUMER, .. } => {
            "{0} will send its next heartbeat, unless it has to join again before (heartbeat.interval.ms is {1})"
        }
        SendsHeartbeat { .. } => "{0} will send its next heartbeat ({2} is {1})",
        CommitsByItself { in_background: false, .. } => {
            "{0} will commit with its next poll (auto.commit.interval.ms is {1})"
        }
        CommitsByItself { .. } => {
            "{0} will commit when its background thread wakes (auto.commit.interval.ms is {1})"
        }
        MissesPoll { is_static: false, .. } => {
            "{0} will leave {1}, unless it calls poll before (max.poll.interval.ms is {2})"
        }
        MissesPoll { by_heartbeat: true, .. } => {
            "{0} will go with epoch -2, and {1} will keep its place until its session ends, unless it calls poll \
             before (max.poll.interval.ms is {2})"
        }
        MissesPoll { .. } => {
            "{0} will stop its heartbeats to {1}, unless it calls poll before (max.poll.interval.ms is {2})"
        }
        AsksForTopics { .. } => {
            "{0} will ask what partitions there are (metadata.max.age.ms is {1}), and learn of new ones"
        }
        Processes { .. } => "{0} will have processed record {2} of {1}",
        SessionEnds { rebalances: true, .. } => {
            "{0} will be removed from {1} ({3} is {2}), and {1} will rebalance"
        }
        SessionEnds { .. } => "{0} will be removed from {1} ({3} is {2})",
        MissesRevocation { .. } => {
            "{0} will be removed from {1}, unless it says before that it has given up what it was told to \
             (max.poll.interval.ms is {2})"
        }
        MissesRebalance { .. } => {
            "{0} will be removed from {1}, which will wait for it no longer (max.poll.interval.ms is {2})"
        }
        IdExpires { .. } => "{1} will take back the member id of {0}, which never joined with it",
        DelayEnds { .. } => {
            "{0} will begin a generation, unless somebody else joins before (group.initial.rebalance.delay.ms)"
        }
        DelayExtends { .. } => {
            "{0} will wait on for newcomers, as there has been one (group.initial.rebalance.delay.ms)"
        }
        JoinsEnd { .. } => {
            "{0} will go on without the members that have not joined again (max.poll.interval.ms is {1})"
        }
        SyncsEnd { .. } => {
            "{0} will give up the members that have sent no SyncGroup (max.poll.interval.ms is {1})"
        }
        TakenOver { .. } => "another broker will have read __consumer_offsets and be the coordinator of {0}",
    }
}
