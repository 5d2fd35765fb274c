//! When a group will notice that nothing is heard of a member any more, and for whom it keeps a partition until then.

use super::clause;
use super::member::Who;
use crate::cluster::observation::ProcessState;
use crate::kafka::coordinator::SessionSetting;
use crate::kafka::exception::Exception;
use crate::kafka::ids::*;
use crate::sim::time::{SimDuration, SimTime};

/// How a process ended.
#[derive(Clone, Copy, Debug)]
pub enum ProcessEnd {
    Killed(SimTime),
    Closed(SimTime),
    Failed(SimTime, Exception),
}

impl ProcessEnd {
    /// The end of a process, if it has come to one.
    pub fn of(state: ProcessState) -> Option<ProcessEnd> {
        Some(match state {
            ProcessState::Killed { since } => ProcessEnd::Killed(since),
            ProcessState::Closed { since } => ProcessEnd::Closed(since),
            ProcessState::Failed { exception, since } => ProcessEnd::Failed(since, exception),
            _ => return None,
        })
    }
}

clause!(ProcessEnd, end, |end, parts| match end {
    ProcessEnd::Killed(since) | ProcessEnd::Closed(since) => parts.time(*since),
    ProcessEnd::Failed(since, exception) => parts.time(*since).name(exception.name()),
});

/// What ends the patience of a group with a silent member, and when.
#[derive(Clone, Copy, Debug)]
pub enum Patience {
    PollInterval(SimDuration, SimTime),
    Session(SimDuration, SimTime, SessionSetting),
}

clause!(Patience, patience, |patience, parts| match patience {
    Patience::PollInterval(span, at) => parts.span(*span).time(*at),
    Patience::Session(span, at, by) => parts.span(*span).time(*at).name(by.key()),
});

/// Until when a membership remains.
#[derive(Clone, Copy, Debug)]
pub enum Until {
    Ends(Patience),
    /// Or until the consumer that is spoken of is started again.
    ItIsStarted(Patience),
    /// Or until this consumer is started again.
    IsStarted(ClientName, Patience),
    /// Or until the consumer that is spoken of calls poll again.
    ItPolls(Patience),
    /// Or until this consumer joins under the same instance id.
    Joins(ClientName, Patience),
}

clause!(Until, until, |until, parts| match until {
    Until::Ends(ends) | Until::ItIsStarted(ends) | Until::ItPolls(ends) => parts.clause(ends),
    Until::IsStarted(client, ends) | Until::Joins(client, ends) => {
        parts.clause(ends).name(client)
    }
});

/// How a static member went that sends no heartbeats any more, so that its group still counts it.
#[derive(Clone, Copy, Debug)]
pub enum StaticExit {
    /// In the classic protocol.
    WithoutLeaveGroup,
    /// Its last heartbeat, with epoch -2, keeps its place.
    ForSuccessor,
    /// A consumer group has not heard that it went, and lets nobody take its place.
    Unheard,
}

/// See the head of this file. The first ones go on with a sentence, the others are sentences.
#[derive(Clone, Debug)]
pub enum Prospect {
    KeepsMembership {
        group: GroupId,
        until: Until,
    },
    /// All brokers, or the one from which it was cut off.
    ReachesAgain {
        all: bool,
        at: SimTime,
        ends: Patience,
    },
    /// What it reads from the broker from which it is cut off, and when it reaches that again.
    ReadsFrom {
        unread: Vec<TopicPartition>,
        until: Option<SimTime>,
    },
    /// Without a coordinator it goes on, but nobody hears of it.
    NoHeartbeats {
        client: ClientName,
    },
    NoCommits {
        client: ClientName,
    },
    /// The next coordinator finds a member in the log that is gone.
    CountsAgain {
        group: GroupId,
        at: SimTime,
        ends: Patience,
    },
    GoesOn {
        at: SimTime,
        ends: Patience,
    },
    /// It was asked to close, and is killed so long after that if it has not.
    IsKilled {
        at: SimTime,
        grace: SimDuration,
    },
    /// What it has of topics that were deleted.
    HasDeleted {
        partitions: Vec<TopicPartition>,
    },
    /// A stall was asked for, and waits for a record.
    IsToStall,
    Notices {
        group: GroupId,
        ends: Patience,
    },
    NoticesUnlessStarted {
        group: GroupId,
        ends: Patience,
    },
    KeptFor {
        partition: TopicPartition,
        group: GroupId,
        who: Who,
        until: Until,
    },
    /// It knows that it is to join again, and its group still counts it.
    KeptForStatic {
        partition: TopicPartition,
        client: ClientName,
        group: GroupId,
        until: Until,
        goes: StaticExit,
    },
    /// The same of the member.
    RemainsStatic {
        client: ClientName,
        group: GroupId,
        until: Until,
        goes: StaticExit,
    },
    IsClosing {
        partition: TopicPartition,
        client: ClientName,
    },
    IsLeaving {
        partition: TopicPartition,
        client: ClientName,
        failed: bool,
        group: GroupId,
        /// It says so in a heartbeat, and not with LeaveGroup.
        by_heartbeat: bool,
    },
    Remains {
        partition: TopicPartition,
        client: ClientName,
        failed: bool,
        group: GroupId,
        until: Until,
    },
}

clause!(Prospect, notice, |notice, parts| {
    use Prospect::*;
    match notice {
        KeepsMembership { group, until } => parts.name(group).clause(until),
        ReachesAgain { at, ends, .. } | GoesOn { at, ends } => parts.time(*at).clause(ends),
        IsKilled { at, grace } => parts.time(*at).span(*grace),
        HasDeleted { partitions } => parts.partitions(partitions),
        IsToStall => parts,
        NoHeartbeats { client } | NoCommits { client } => parts.name(client),
        CountsAgain { group, at, ends } => parts.name(group).time(*at).clause(ends),
        ReadsFrom { unread, until } => parts.partitions(unread).time_if(*until),
        Notices { group, ends } | NoticesUnlessStarted { group, ends } => parts.name(group).clause(ends),
        KeptFor { partition, group, who, until } => {
            parts.place(partition).name(group).aside(who).clause(until)
        }
        KeptForStatic { partition, client, group, until, .. } => {
            parts.place(partition).name(client).name(group).clause(until)
        }
        RemainsStatic { client, group, until, .. } => parts.name(client).name(group).clause(until),
        IsClosing { partition, client } => parts.place(partition).name(client),
        IsLeaving { partition, client, group, .. } => parts.place(partition).name(client).name(group),
        Remains { partition, client, group, until, .. } => {
            parts.place(partition).name(client).name(group).clause(until)
        }
    }
});
