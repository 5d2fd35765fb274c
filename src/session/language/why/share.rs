//! Why a consumer has nothing, or more than others: what there is to divide, and who got it.

use super::{Clause, clause, clauses};
use crate::kafka::consumer::subscription::MatchedBy;
use crate::kafka::ids::*;

/// What of a topic there is to divide, and among how many.
#[derive(Clone, Copy, Debug)]
pub struct Divided {
    pub topic: TopicName,
    pub partitions: u64,
    pub members: u64,
}

clause!(Divided, divided, |divided, parts| parts
    .name(&divided.topic)
    .number(divided.partitions)
    .number(divided.members));

/// How many more there are.
#[derive(Clone, Copy, Debug)]
pub enum More {
    Topics(u64),
    Partitions(u64),
}

clause!(More, more, |more, parts| match more {
    More::Topics(number) | More::Partitions(number) => parts.number(*number),
});

/// A member's topics, of which each has too few partitions.
#[derive(Clone, Debug)]
pub struct TooFew {
    pub told: Vec<Divided>,
    pub more: Option<More>,
}

impl TooFew {
    fn list(&self) -> Vec<&dyn Clause> {
        let mut list = clauses(&self.told);
        list.extend(self.more.as_ref().map(|more| more as &dyn Clause));
        list
    }
}

/// Who got a partition.
#[derive(Clone, Copy, Debug)]
pub struct WentTo(pub TopicPartition, pub ClientName);

clause!(WentTo, went_to, |went, parts| parts.names(went.0.to_string()).name(&went.1));

/// How the assignor came to what it did, behind a sentence.
#[derive(Clone, Debug)]
pub enum DealtBy {
    RoundRobin,
    /// Nobody has more than one, and this assignor takes nobody's only one.
    NobodysOnly(String),
    Plain,
}

/// Who has what a member could have had.
#[derive(Clone, Debug)]
pub struct Went {
    pub how: DealtBy,
    pub told: Vec<WentTo>,
    pub more: Option<More>,
}

clause!(Went, went, |went, parts| {
    let assignor = match &went.how {
        DealtBy::NobodysOnly(assignor) => assignor,
        DealtBy::RoundRobin | DealtBy::Plain => "",
    };
    parts.list(clauses(&went.told)).clause_or_none(went.more.as_ref()).name(assignor)
});

/// See the head of this file.
#[derive(Clone, Debug)]
pub enum ShareClaim {
    /// What is moving, and who has not given it up yet.
    Withheld {
        client: ClientName,
        partitions: Vec<TopicPartition>,
        owners: Vec<ClientName>,
    },
    /// Its pattern matches no topic that it, or the broker that is to find the topics, knows.
    KnowsNoTopic {
        client: ClientName,
        pattern: String,
        matched_by: MatchedBy,
    },
    /// What the leader did not know when it made the newest assignment.
    UnknownToLeader {
        client: ClientName,
        leader: ClientName,
        partitions: Vec<TopicPartition>,
        generation: Generation,
    },
    MoreMembers {
        client: ClientName,
        group: GroupId,
        members: u64,
        partitions: u64,
    },
    IdleByRange {
        client: ClientName,
        topics: TooFew,
    },
    OnlyTopic {
        client: ClientName,
        divided: Divided,
        went: Went,
    },
    OfItsTopics {
        client: ClientName,
        topics: TooFew,
        went: Went,
    },
    NoTopics(ClientName),
    NoTopicMatched(String),
    NeverCreated(Vec<TopicName>),
    Topics {
        client: ClientName,
        own: u64,
        all: u64,
        mine: String,
        other: ClientName,
        theirs: String,
    },
    Range {
        client: ClientName,
        own: u64,
        all: u64,
    },
}

clause!(ShareClaim, share, |claim, parts| {
    use ShareClaim::*;
    match claim {
        Withheld { client, partitions, owners } => {
            let owners: Vec<&str> = owners.iter().map(ClientName::as_str).collect();
            parts.name(client).few(partitions).names(owners.join(", "))
        }
        KnowsNoTopic { client, pattern, .. } => parts.name(client).name(pattern),
        UnknownToLeader { client, leader, partitions, generation } => {
            parts.name(client).name(leader).few(partitions).generation(*generation)
        }
        NoTopics(client) => parts.name(client),
        MoreMembers { client, group, members, partitions } => {
            parts.name(client).name(group).number(*members).number(*partitions)
        }
        IdleByRange { client, topics } => parts.name(client).list(topics.list()),
        OnlyTopic { client, divided, went } => parts
            .name(client)
            .name(&divided.topic)
            .number(divided.partitions)
            .number(divided.members)
            .clause(went),
        OfItsTopics { client, topics, went } => parts.name(client).list(topics.list()).clause(went),
        NoTopicMatched(pattern) => parts.name(pattern),
        NeverCreated(topics) => parts.topics(topics),
        Topics { client, own, all, mine, other, theirs } => {
            parts.name(client).number(*own).number(*all).name(mine).name(other).name(theirs)
        }
        Range { client, own, all } => parts.name(client).number(*own).number(*all),
    }
});
