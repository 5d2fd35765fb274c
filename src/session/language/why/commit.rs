//! Commits: what a consumer waits for that commits, and how commits failed.

use super::{Claim, clause};
use crate::kafka::api::{ApiKey, Epoch, ErrorCode};
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

clause!(Got, got, |got, parts| match got {
    Got::Nothing => parts,
    Got::Exception(exception) => parts.name(exception.name()),
    Got::Error(error) => parts.names(error.to_string()),
    Got::ExceptionFor(exception, error) => {
        parts.name(exception.name()).names(error.to_string())
    }
});

/// What the coordinator had done with a commit, or with several.
#[derive(Clone, Copy, Debug)]
pub struct Fate {
    pub fate: CommitFate,
    pub one: bool,
}

clause!(Fate, fate, |_fate, parts| parts);

/// What followed on a closed connection.
#[derive(Clone, Copy, Debug)]
pub enum Later {
    Nothing,
    /// The coordinator received it, or the last of them, afterwards, and stored it.
    Stored {
        one: bool,
    },
}

clause!(Later, later, |_later, parts| parts);

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
    /// The coordinator had the member in this epoch, and the commit named an earlier one.
    EpochHadRisen {
        client: ClientName,
        group: GroupId,
        epoch: Epoch,
    },
    /// A static member had said that it goes, for its successor.
    PlaceGivenUp {
        client: ClientName,
        group: GroupId,
    },
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

clause!(Meaning, meaning, |meaning, parts| {
    use Meaning::*;
    match meaning {
        Plain | TimeoutAnswered | OtherInstance | NotStored | Loading | BetweenJoinAndSync | TimeoutOver
        | NoCoordinator | NoGroupId => parts,
        MembersAlone { client, group, since, members } => {
            parts.name(group).name(client).name(members).time_if(*since)
        }
        NoLongerMember { client, group }
        | KnewThatNoMember { client, group }
        | PlaceGivenUp { client, group } => parts.name(client).name(group),
        LaterGeneration(group) | Rebalancing(group) => parts.name(group),
        EpochHadRisen { client, group, epoch } => {
            parts.name(client).name(group).number(epoch.unsigned_abs().into())
        }
        Disconnected { client, fate, later, .. } => parts.name(client).clause(fate).clause(later),
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

clause!(AtMost, at_most, |most, parts| match most {
    AtMost::ApiTimeout(span, at) | AtMost::PollInterval(span, at) | AtMost::Killed(span, at) => {
        parts.span(*span).time(*at)
    }
    AtMost::CloseTimeout(at) => parts.time(*at),
});

/// See the head of this file.
#[derive(Clone, Debug)]
pub enum CommitClaim {
    /// How many commits failed; behind a sentence.
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
    /// onPartitionsAssigned threw when it was called with them.
    NeverRead {
        client: ClientName,
        partitions: Vec<TopicPartition>,
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

clause!(CommitClaim, commit, |claim, parts| {
    use CommitClaim::*;
    match claim {
        SoManyFailed(times) => parts.number(*times),
        InCommitSync { client, since, most, .. } => parts.name(client).time(*since).clause(most),
        InClose { client, group, since, most, .. } | BeforeJoin { client, group, since, most, .. } => {
            parts.name(client).name(group).time(*since).clause(most)
        }
        NobodyToAsk { client, partitions, since } | NoOffsetsYet { client, partitions, since } => {
            parts.name(client).partitions(partitions).time(*since)
        }
        NeverRead { client, partitions } => parts.name(client).partitions(partitions),
        Failed { client, times, got, last, meaning, .. } => {
            parts.name(client).number(*times).clause(got).time(*last).clause(meaning)
        }
        NotStored(group) => parts.name(group),
        NoneCommitted { group, partition } => parts.name(group).place(partition),
        NotYetCommitted { client, partition, from, to, settings, .. } => {
            parts.name(client).place(partition).time(*from).time(*to).name(settings)
        }
        NoAnswer { client, api, timeout } => parts.name(client).name(api.name()).span_if(*timeout),
        AnsweredWith { client, api, error } => parts.name(client).name(api.name()).names(error.to_string()),
        OtherAnsweredWith { client, error } => parts.name(client).names(error.to_string()),
        NoHeartbeatAnswer { client, timeout } => parts.name(client).span(*timeout),
        FromMembersAlone { refused, group } => parts.clause(&**refused).name(group),
    }
});
