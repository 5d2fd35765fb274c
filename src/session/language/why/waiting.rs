//! Rebalances: whom a group waits for, or waited for, until when, and what came of it.

use super::member::Who;
use super::notice::End;
use super::{Claim, Clause, Part, clause};
use crate::cluster::Hindered;
use crate::cluster::waits::{Limit, WaitFor};
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

clause!(Awaited, awaited, |awaited| match awaited {
    Awaited::Member(who) | Awaited::Leader(who) => vec![Part::Clause(who)],
    Awaited::ItsLeader => Vec::new(),
});

/// By when a wait is over.
#[derive(Clone, Copy, Debug)]
pub struct Limited(pub Option<(SimTime, Limit)>);

clause!(Limited, limited, |limited| match limited.0 {
    None => Vec::new(),
    Some((at, Limit::InitialDelay(span) | Limit::SessionTimeout(span) | Limit::PollInterval(span))) =>
        vec![Part::Time(at), Part::Span(span)],
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

clause!(Silent, silent, |silent| match silent {
    Silent(who, None, before) => {
        let before = before.as_ref().map(|before| Part::Clause(before));
        std::iter::once(Part::Aside(who)).chain(before).collect()
    }
    Silent(
        who,
        Some(Silenced::Killed(at) | Silenced::Frozen(at) | Silenced::CutOff(at) | Silenced::Closed(at)),
        before,
    ) => {
        let before = before.as_ref().map(|before| Part::Clause(before));
        [Part::Aside(who), Part::Time(*at)].into_iter().chain(before).collect()
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

clause!(Hindering, hindering, |hindering| vec![Part::Time(hindering.1), Part::Time(hindering.2)]);

/// When a rebalance was.
#[derive(Clone, Copy, Debug)]
pub enum When {
    At(SimTime),
    FromTo(SimTime, SimTime, SimDuration),
}

clause!(When, when, |when| match when {
    When::At(at) => vec![Part::Time(*at)],
    When::FromTo(from, to, took) => vec![Part::Time(*from), Part::Time(*to), Part::Span(*took)],
});

/// Which partitions moved, behind a sentence.
#[derive(Clone, Debug)]
pub struct Moved(pub Vec<TopicPartition>);

clause!(Moved, moved, |moved| vec![Part::Number(moved.0.len() as u64), Part::Few(&moved.0)]);

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
    /// And for so many more; behind a sentence.
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

clause!(Waiting, waiting, |waiting| {
    use Waiting::*;
    match waiting {
        Now { group, who, what, since, limit, sync, .. } => {
            now(group, who.as_ref(), what, *since, limit, *sync)
        }
        AndMore(more) => vec![Part::Number(*more as u64)],
        GoesOnAt(at) | ReachedAgainAt(at) => vec![Part::Time(*at)],
        HeldUp { took, what } => vec![Part::Span(*took), Part::Clause(&**what)],
        Newcomers { group, until } => vec![Part::Name(group.as_str()), Part::Time(*until)],
        Session { group, who, timeout, until } => {
            let parts = [Part::Name(group.as_str()), Part::Clause(who), Part::Time(*until)];
            parts.into_iter().chain(timeout.map(Part::Span)).collect()
        }
        Absent { group, absent, until } => {
            let absent = absent.iter().map(|who| who as &dyn Clause).collect();
            vec![Part::Name(group.as_str()), Part::List(absent), Part::Time(*until)]
        }
        Leave { group, who, until, late: Some(late), .. } => {
            let (group, late) = (Part::Name(group.as_str()), Part::Clause(late));
            vec![group, Part::Clause(who), Part::Time(*until), late]
        }
        Leave { group, who, until, .. } => {
            vec![Part::Name(group.as_str()), Part::Aside(who), Part::Time(*until)]
        }
        Assignment { group, leader, until } => {
            vec![Part::Name(group.as_str()), Part::Clause(leader), Part::Time(*until)]
        }
        Last { group, who, late: Late::Hindered(late), at } => {
            let (group, late) = (Part::Name(group.as_str()), Part::Clause(late));
            vec![group, Part::Clause(who), Part::Time(*at), late]
        }
        MemberId { group, who, until: at, .. } | Last { group, who, at, .. } => {
            vec![Part::Name(group.as_str()), Part::Clause(who), Part::Time(*at)]
        }
        IsRebalancing { group, since } => {
            std::iter::once(Part::Name(group.as_str())).chain(since.map(Part::Time)).collect()
        }
        Rebalanced { group, generation, when, moved } => {
            let (when, moved) = (Part::Clause(when), Part::Clause(moved));
            vec![Part::Name(group.as_str()), Part::Generation(*generation), when, moved]
        }
    }
});

/// The parts of a wait: the group, who, the limit, and what else its kind has.
fn now<'a>(
    group: &'a GroupId,
    who: Option<&'a Awaited>,
    what: &'a WaitFor,
    since: Option<SimTime>,
    limit: &'a Limited,
    sync: bool,
) -> Vec<Part<'a>> {
    let who = who.map_or(Part::Name(""), |who| Part::Clause(who));
    let mut parts = vec![Part::Name(group.as_str()), who, Part::Clause(limit)];
    match what {
        WaitFor::Newcomers
        | WaitFor::MemberId
        | WaitFor::Former
        | WaitFor::Coordinator
        | WaitFor::Commit
        | WaitFor::HeartbeatSent => {}
        WaitFor::Gone(state) => parts.extend(End::of(*state).map(Part::End)),
        WaitFor::Frozen | WaitFor::CutOff => parts.extend(since.map(Part::Time)),
        WaitFor::Poll { since } => parts.push(Part::Time(*since)),
        WaitFor::Heartbeat { at, every } => parts.extend([Part::Time(*at), Part::Span(*every)]),
        WaitFor::OnItsWay => parts.push(Part::Name(asked(true, sync))),
        WaitFor::BehindCommit { joins, until } => {
            parts.extend([Part::Time(*until), Part::Name(asked(*joins, sync))]);
        }
    }
    parts
}

/// What a member has asked, or is to ask, its coordinator.
const fn asked(joins: bool, sync: bool) -> &'static str {
    match (joins, sync) {
        (true, true) => "SyncGroup",
        (true, false) => "JoinGroup",
        (false, _) => "Heartbeat",
    }
}
