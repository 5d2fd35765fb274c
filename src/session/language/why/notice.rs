//! When a group will notice that nothing is heard of a member any more, and for whom it keeps a partition until then.

use super::member::Who;
use super::{Part, clause, place};
use crate::cluster::observation::ProcessState;
use crate::kafka::exception::Exception;
use crate::kafka::ids::*;
use crate::sim::time::{SimDuration, SimTime};

/// How a process ended.
#[derive(Clone, Copy, Debug)]
pub enum End {
    Killed(SimTime),
    Closed(SimTime),
    Failed(SimTime, Exception),
}

impl End {
    /// The end of a process, if it has come to one.
    pub fn of(state: ProcessState) -> Option<End> {
        Some(match state {
            ProcessState::Killed { since } => End::Killed(since),
            ProcessState::Closed { since } => End::Closed(since),
            ProcessState::Failed { exception, since } => End::Failed(since, exception),
            _ => return None,
        })
    }
}

clause!(End, end, |end| match end {
    End::Killed(since) | End::Closed(since) => vec![Part::Time(*since)],
    End::Failed(since, exception) => vec![Part::Time(*since), Part::Name(exception.name())],
});

/// What ends the patience of a group with a silent member, and when.
#[derive(Clone, Copy, Debug)]
pub enum Patience {
    PollInterval(SimDuration, SimTime),
    Session(SimDuration, SimTime),
}

clause!(Patience, patience, |patience| match patience {
    Patience::PollInterval(span, at) | Patience::Session(span, at) => {
        vec![Part::Span(*span), Part::Time(*at)]
    }
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

clause!(Until, until, |until| match until {
    Until::Ends(ends) | Until::ItIsStarted(ends) | Until::ItPolls(ends) => vec![Part::Clause(ends)],
    Until::IsStarted(client, ends) | Until::Joins(client, ends) => {
        vec![Part::Clause(ends), Part::Name(client.as_str())]
    }
});

/// See the head of this file. The first ones go on with a sentence, the others are sentences.
#[derive(Clone, Debug)]
pub enum Notice {
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
    /// It knows that it is to join again, and its group does not: it sent no LeaveGroup.
    KeptForStatic {
        partition: TopicPartition,
        client: ClientName,
        group: GroupId,
        until: Until,
    },
    /// The same of the member.
    RemainsStatic {
        client: ClientName,
        group: GroupId,
        until: Until,
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
    },
    Remains {
        partition: TopicPartition,
        client: ClientName,
        failed: bool,
        group: GroupId,
        until: Until,
    },
}

clause!(Notice, notice, |notice| {
    use Notice::*;
    match notice {
        KeepsMembership { group, until } => vec![Part::Name(group.as_str()), Part::Clause(until)],
        ReachesAgain { at, ends, .. } | GoesOn { at, ends } => vec![Part::Time(*at), Part::Clause(ends)],
        IsKilled { at, grace } => vec![Part::Time(*at), Part::Span(*grace)],
        HasDeleted { partitions } => vec![Part::Partitions(partitions)],
        IsToStall => Vec::new(),
        NoHeartbeats { client } | NoCommits { client } => vec![Part::Name(client.as_str())],
        CountsAgain { group, at, ends } => {
            vec![Part::Name(group.as_str()), Part::Time(*at), Part::Clause(ends)]
        }
        ReadsFrom { unread, until } => {
            std::iter::once(Part::Partitions(unread)).chain(until.map(Part::Time)).collect()
        }
        Notices { group, ends } | NoticesUnlessStarted { group, ends } => {
            vec![Part::Name(group.as_str()), Part::Clause(ends)]
        }
        KeptFor { partition, group, who, until } => {
            vec![place(partition), Part::Name(group.as_str()), Part::Aside(who), Part::Clause(until)]
        }
        KeptForStatic { partition, client, group, until } => {
            let client = Part::Name(client.as_str());
            vec![place(partition), client, Part::Name(group.as_str()), Part::Clause(until)]
        }
        RemainsStatic { client, group, until } => {
            vec![Part::Name(client.as_str()), Part::Name(group.as_str()), Part::Clause(until)]
        }
        IsClosing { partition, client } => vec![place(partition), Part::Name(client.as_str())],
        IsLeaving { partition, client, group, .. } => {
            vec![place(partition), Part::Name(client.as_str()), Part::Name(group.as_str())]
        }
        Remains { partition, client, group, until, .. } => {
            let client = Part::Name(client.as_str());
            vec![place(partition), client, Part::Name(group.as_str()), Part::Clause(until)]
        }
    }
});
