//! Rebalances: whom a group waits for, or waited for, until when, and what came of it.

use super::member::Who;
use super::notice::ProcessEnd;
use super::{Claim, Parts, clause, clauses};
use crate::cluster::Hindered;
use crate::cluster::waits::{WaitFor, WaitLimit};
use crate::kafka::ids::*;
use crate::sim::time::{SimDuration, SimTime};

/// A member, and whether it is waited for as the leader.
#[derive(Clone, Copy, Debug)]
pub enum Awaited {
    Member(Who),
    Leader(Who),
    /// A leader that is not known.
    ItsLeader,
}

clause!(Awaited, awaited, |awaited, parts| match awaited {
    Awaited::Member(who) | Awaited::Leader(who) => parts.clause(who),
    Awaited::ItsLeader => parts,
});

/// By when a wait is over.
#[derive(Clone, Copy, Debug)]
pub struct Limited(pub Option<(SimTime, WaitLimit)>);

clause!(Limited, limited, |limited, parts| match limited.0 {
    None => parts,
    Some((
        at,
        WaitLimit::InitialDelay(span) | WaitLimit::SessionTimeout(span) | WaitLimit::PollInterval(span),
    )) => parts.time(at).span(span),
});

/// How a member was silenced, and when.
#[derive(Clone, Copy, Debug)]
pub enum Silenced {
    Killed(SimTime),
    Frozen(SimTime),
    CutOff(SimTime),
    Closed(SimTime),
}

/// A member and what silenced it, if that is known; and what had hindered it before.
#[derive(Clone, Copy, Debug)]
pub struct Silent(pub Who, pub Option<Silenced>, pub Option<Hindering>);

clause!(Silent, silent, |silent, parts| match silent {
    Silent(who, None, before) => {
        parts.aside(who).clause_if(before.as_ref())
    }
    Silent(
        who,
        Some(Silenced::Killed(at) | Silenced::Frozen(at) | Silenced::CutOff(at) | Silenced::Closed(at)),
        before,
    ) => {
        parts.aside(who).time(*at).clause_if(before.as_ref())
    }
});

/// What became of a member that was to join with the id it had been given.
#[derive(Clone, Copy, Debug)]
pub enum WithId {
    Joined,
    Left,
    Never,
}

/// What the last member to rejoin was at.
#[derive(Clone, Copy, Debug)]
pub enum Late {
    Unknown,
    Heartbeat,
    Coordinator,
    Poll,
    Hindered(Hindering),
}

/// A member was hindered, from then to then.
#[derive(Clone, Copy, Debug)]
pub struct Hindering(pub Hindered, pub SimTime, pub SimTime);

impl Hindering {
    /// It was its handler or its requests that stood still, and not the member.
    pub fn of_its_own(self) -> bool {
        matches!(self.0, Hindered::Stalled | Hindered::BehindCommit)
    }
}

clause!(Hindering, hindering, |hindering, parts| parts.time(hindering.1).time(hindering.2));

/// When a rebalance was.
#[derive(Clone, Copy, Debug)]
pub enum When {
    At(SimTime),
    FromTo(SimTime, SimTime, SimDuration),
}

clause!(When, when, |when, parts| match when {
    When::At(at) => parts.time(*at),
    When::FromTo(from, to, took) => parts.time(*from).time(*to).span(*took),
});

/// Which partitions moved, behind a sentence.
#[derive(Clone, Debug)]
pub struct Moved(pub Vec<TopicPartition>);

clause!(Moved, moved, |moved, parts| parts.number(moved.0.len() as u64).few(&moved.0));

/// See the head of this file.
#[derive(Clone, Debug)]
pub enum Waiting {
    /// What a group waits for now: for SyncGroup if `sync`, or else for JoinGroup.
    Now {
        group: GroupId,
        who: Option<Awaited>,
        what: WaitFor,
        /// The member that is waited for is one of before.
        former: bool,
        since: Option<SimTime>,
        limit: Limited,
        sync: bool,
    },
    /// How many more it waits for; behind a sentence.
    AndMore(usize),
    /// When it is heard of again; behind a sentence, too.
    GoesOnAt(SimTime),
    ReachedAgainAt(SimTime),
    HeldUp {
        took: SimDuration,
        what: Box<Claim>,
    },
    Newcomers {
        group: GroupId,
        until: SimTime,
    },
    Session {
        group: GroupId,
        who: Silent,
        timeout: Option<SimDuration>,
        until: SimTime,
    },
    Absent {
        group: GroupId,
        absent: Vec<Who>,
        until: SimTime,
    },
    Leave {
        group: GroupId,
        who: Who,
        left: bool,
        until: SimTime,
        /// It was hindered before.
        late: Option<Hindering>,
    },
    Assignment {
        group: GroupId,
        leader: Awaited,
        until: SimTime,
    },
    MemberId {
        group: GroupId,
        who: Who,
        became: WithId,
        until: SimTime,
    },
    Last {
        group: GroupId,
        who: Who,
        late: Late,
        at: SimTime,
    },
    IsRebalancing {
        group: GroupId,
        since: Option<SimTime>,
    },
    Rebalanced {
        group: GroupId,
        generation: Generation,
        when: When,
        moved: Moved,
    },
}

clause!(Waiting, waiting, |waiting, parts| {
    use Waiting::*;
    match waiting {
        Now { group, who, what, since, limit, sync, .. } => {
            parts.name(group).clause_or_none(who.as_ref()).clause(limit);
            of_wait(what, *since, *sync, parts)
        }
        AndMore(more) => parts.number(*more as u64),
        GoesOnAt(at) | ReachedAgainAt(at) => parts.time(*at),
        HeldUp { took, what } => parts.span(*took).clause(&**what),
        Newcomers { group, until } => parts.name(group).time(*until),
        Session { group, who, timeout, until } => {
            parts.name(group).clause(who).time(*until).span_if(*timeout)
        }
        Absent { group, absent, until } => parts.name(group).list(clauses(absent)).time(*until),
        Leave { group, who, until, late: Some(late), .. } => {
            parts.name(group).clause(who).time(*until).clause(late)
        }
        Leave { group, who, until, .. } => parts.name(group).aside(who).time(*until),
        Assignment { group, leader, until } => parts.name(group).clause(leader).time(*until),
        Last { group, who, late: Late::Hindered(late), at } => {
            parts.name(group).clause(who).time(*at).clause(late)
        }
        MemberId { group, who, until: at, .. } | Last { group, who, at, .. } => {
            parts.name(group).clause(who).time(*at)
        }
        IsRebalancing { group, since } => parts.name(group).time_if(*since),
        Rebalanced { group, generation, when, moved } => {
            parts.name(group).generation(*generation).clause(when).clause(moved)
        }
    }
});

/// The parts that a kind of wait has besides the group, who, and the limit.
fn of_wait<'p, 'a>(
    what: &WaitFor,
    since: Option<SimTime>,
    sync: bool,
    parts: &'p mut Parts<'a>,
) -> &'p mut Parts<'a> {
    match what {
        WaitFor::Newcomers
        | WaitFor::MemberId
        | WaitFor::Former
        | WaitFor::Coordinator
        | WaitFor::Commit
        | WaitFor::HeartbeatSent => parts,
        WaitFor::Gone(state) => match ProcessEnd::of(*state) {
            Some(end) => parts.end(end),
            None => parts,
        },
        WaitFor::Frozen | WaitFor::CutOff => parts.time_if(since),
        WaitFor::Poll { since } => parts.time(*since),
        WaitFor::Heartbeat { at, every } => parts.time(*at).span(*every),
        WaitFor::OnItsWay => parts.name(asked(true, sync)),
        WaitFor::BehindCommit { joins, until } => parts.time(*until).name(asked(*joins, sync)),
    }
}

/// What a member has asked, or is to ask, its coordinator.
const fn asked(joins: bool, sync: bool) -> &'static str {
    match (joins, sync) {
        (true, true) => "SyncGroup",
        (true, false) => "JoinGroup",
        (false, _) => "Heartbeat",
    }
}
