//! Commits: what a consumer waits for that commits, and how commits failed.

use super::{Claim, Part, clause, place};
use crate::kafka::api::{ApiKey, ErrorCode};
use crate::kafka::exception::Exception;
use crate::kafka::ids::*;
use crate::kafka::offset_causes::CommitFate;
use crate::sim::time::{SimDuration, SimTime};

/// What a failed commit got, behind a sentence.
#[derive(Clone, Copy, Debug)]
pub enum Got {
    Nothing,
    Exception(Exception),
    Error(ErrorCode),
    ExceptionFor(Exception, ErrorCode),
}

clause!(Got, got, |got| match got {
    Got::Nothing => Vec::new(),
    Got::Exception(exception) => vec![Part::Name(exception.name())],
    Got::Error(error) => vec![Part::Names(error.to_string())],
    Got::ExceptionFor(exception, error) => {
        vec![Part::Name(exception.name()), Part::Names(error.to_string())]
    }
});

/// What the coordinator had done with a commit, or with several.
#[derive(Clone, Copy, Debug)]
pub struct Fate {
    pub fate: CommitFate,
    pub one: bool,
}

clause!(Fate, fate, |_fate| Vec::new());

/// What followed on a closed connection.
#[derive(Clone, Copy, Debug)]
pub enum Later {
    Nothing,
    /// The coordinator received it, or the last of them, afterwards, and stored it.
    Stored {
        one: bool,
    },
}

clause!(Later, later, |_later| Vec::new());

/// What an error says of a member, or what became of its commit.
#[derive(Clone, Debug)]
pub enum Meaning {
    /// Nothing is to be said.
    Plain,
    TimeoutAnswered,
    /// A group with members takes commits from them alone: since when it has had any, and who they are.
    MembersAlone {
        client: ClientName,
        group: GroupId,
        since: Option<SimTime>,
        members: String,
    },
    NoLongerMember {
        client: ClientName,
        group: GroupId,
    },
    LaterGeneration(GroupId),
    Rebalancing(GroupId),
    OtherInstance,
    NotStored,
    Loading,
    BetweenJoinAndSync,
    KnewThatNoMember {
        client: ClientName,
        group: GroupId,
    },
    TimeoutOver,
    NoCoordinator,
    NoGroupId,
    /// The connection was closed before the answer; `timeout`: then `default.api.timeout.ms` was over.
    Disconnected {
        client: ClientName,
        fate: Fate,
        later: Later,
        timeout: bool,
    },
}

clause!(Meaning, meaning, |meaning| {
    use Meaning::*;
    match meaning {
        Plain | TimeoutAnswered | OtherInstance | NotStored | Loading | BetweenJoinAndSync | TimeoutOver
        | NoCoordinator | NoGroupId => Vec::new(),
        MembersAlone { client, group, since, members } => {
            let parts = [Part::Name(group.as_str()), Part::Name(client.as_str()), Part::Name(members)];
            parts.into_iter().chain(since.map(Part::Time)).collect()
        }
        NoLongerMember { client, group } | KnewThatNoMember { client, group } => {
            vec![Part::Name(client.as_str()), Part::Name(group.as_str())]
        }
        LaterGeneration(group) | Rebalancing(group) => vec![Part::Name(group.as_str())],
        Disconnected { client, fate, later, .. } => {
            vec![Part::Name(client.as_str()), Part::Clause(fate), Part::Clause(later)]
        }
    }
});

/// What ends a wait for a commit at the latest, and when.
#[derive(Clone, Copy, Debug)]
pub enum AtMost {
    ApiTimeout(SimDuration, SimTime),
    PollInterval(SimDuration, SimTime),
    CloseTimeout(SimTime),
    /// The process is killed so long after it was asked to close.
    Killed(SimDuration, SimTime),
}

impl AtMost {
    /// When it ends the wait.
    pub fn at(self) -> SimTime {
        match self {
            AtMost::ApiTimeout(_, at)
            | AtMost::PollInterval(_, at)
            | AtMost::CloseTimeout(at)
            | AtMost::Killed(_, at) => at,
        }
    }
}

clause!(AtMost, at_most, |most| match most {
    AtMost::ApiTimeout(span, at) | AtMost::PollInterval(span, at) | AtMost::Killed(span, at) => {
        vec![Part::Span(*span), Part::Time(*at)]
    }
    AtMost::CloseTimeout(at) => vec![Part::Time(*at)],
});

/// See the head of this file.
#[derive(Clone, Debug)]
pub enum CommitClaim {
    /// So many commits failed; behind a sentence.
    SoManyFailed(u64),
    InCommitSync {
        client: ClientName,
        in_listener: bool,
        since: SimTime,
        most: AtMost,
    },
    InClose {
        client: ClientName,
        group: GroupId,
        /// It leaves the group then.
        leaves: bool,
        since: SimTime,
        most: AtMost,
    },
    BeforeJoin {
        client: ClientName,
        group: GroupId,
        since: SimTime,
        most: AtMost,
        reads: bool,
    },
    NobodyToAsk {
        client: ClientName,
        partitions: Vec<TopicPartition>,
        since: SimTime,
    },
    /// It has asked, and has no answer yet.
    NoOffsetsYet {
        client: ClientName,
        partitions: Vec<TopicPartition>,
        since: SimTime,
    },
    Failed {
        client: ClientName,
        times: u64,
        auto: bool,
        got: Got,
        last: SimTime,
        meaning: Meaning,
    },
    NotStored(GroupId),
    NoneCommitted {
        group: GroupId,
        partition: TopicPartition,
    },
    /// Nothing was committed while somebody read; `tried`: a commit was on its way when that ended.
    NotYetCommitted {
        client: ClientName,
        partition: TopicPartition,
        from: SimTime,
        to: SimTime,
        settings: String,
        tried: bool,
    },
    NoAnswer {
        client: ClientName,
        api: ApiKey,
        timeout: Option<SimDuration>,
    },
    AnsweredWith {
        client: ClientName,
        api: ApiKey,
        error: ErrorCode,
    },
    /// Another commit than the one that failed was answered so.
    OtherAnsweredWith {
        client: ClientName,
        error: ErrorCode,
    },
    NoHeartbeatAnswer {
        client: ClientName,
        timeout: SimDuration,
    },
    /// What the journal says of a commit that a group refused, since it takes commits from its members alone.
    FromMembersAlone {
        refused: Box<Claim>,
        group: GroupId,
    },
}

clause!(CommitClaim, commit, |claim| {
    use CommitClaim::*;
    match claim {
        SoManyFailed(times) => vec![Part::Number(*times)],
        InCommitSync { client, since, most, .. } => {
            vec![Part::Name(client.as_str()), Part::Time(*since), Part::Clause(most)]
        }
        InClose { client, group, since, most, .. } | BeforeJoin { client, group, since, most, .. } => {
            let (since, most) = (Part::Time(*since), Part::Clause(most));
            vec![Part::Name(client.as_str()), Part::Name(group.as_str()), since, most]
        }
        NobodyToAsk { client, partitions, since } | NoOffsetsYet { client, partitions, since } => {
            vec![Part::Name(client.as_str()), Part::Partitions(partitions), Part::Time(*since)]
        }
        Failed { client, times, got, last, meaning, .. } => {
            let (got, last, meaning) = (Part::Clause(got), Part::Time(*last), Part::Clause(meaning));
            vec![Part::Name(client.as_str()), Part::Number(*times), got, last, meaning]
        }
        NotStored(group) => vec![Part::Name(group.as_str())],
        NoneCommitted { group, partition } => vec![Part::Name(group.as_str()), place(partition)],
        NotYetCommitted { client, partition, from, to, settings, .. } => {
            let (from, to) = (Part::Time(*from), Part::Time(*to));
            vec![Part::Name(client.as_str()), place(partition), from, to, Part::Name(settings)]
        }
        NoAnswer { client, api, timeout } => {
            let parts = [Part::Name(client.as_str()), Part::Name(api.name())];
            parts.into_iter().chain(timeout.map(Part::Span)).collect()
        }
        AnsweredWith { client, api, error } => {
            vec![Part::Name(client.as_str()), Part::Name(api.name()), Part::Names(error.to_string())]
        }
        OtherAnsweredWith { client, error } => {
            vec![Part::Name(client.as_str()), Part::Names(error.to_string())]
        }
        NoHeartbeatAnswer { client, timeout } => vec![Part::Name(client.as_str()), Part::Span(*timeout)],
        FromMembersAlone { refused, group } => vec![Part::Clause(&**refused), Part::Name(group.as_str())],
    }
});
