//! Why a consumer has nothing, or more than others: what there is to divide, and who got it.

use super::{Clause, Part, clause};
use crate::kafka::ids::*;

/// What of a topic there is to divide, and among how many.
#[derive(Clone, Copy, Debug)]
pub struct Divided {
    pub topic: TopicName,
    pub partitions: u64,
    pub members: u64,
}

clause!(Divided, divided, |divided| vec![
    Part::Name(divided.topic.as_str()),
    Part::Number(divided.partitions),
    Part::Number(divided.members),
]);

/// So many more.
#[derive(Clone, Copy, Debug)]
pub enum More {
    Topics(u64),
    Partitions(u64),
}

clause!(More, more, |more| match more {
    More::Topics(number) | More::Partitions(number) => vec![Part::Number(*number)],
});

/// A member's topics, of which each has too few partitions.
#[derive(Clone, Debug)]
pub struct TooFew {
    pub told: Vec<Divided>,
    pub more: Option<More>,
}

impl TooFew {
    fn list(&self) -> Part<'_> {
        let told = self.told.iter().map(|divided| divided as &dyn Clause);
        Part::List(told.chain(self.more.as_ref().map(|more| more as &dyn Clause)).collect())
    }
}

/// Who got a partition.
#[derive(Clone, Copy, Debug)]
pub struct WentTo(pub TopicPartition, pub ClientName);

clause!(WentTo, went_to, |went| vec![Part::Names(went.0.to_string()), Part::Name(went.1.as_str())]);

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

clause!(Went, went, |went| {
    let told = Part::List(went.told.iter().map(|went| went as &dyn Clause).collect());
    let more = went.more.as_ref().map_or(Part::Name(""), |more| Part::Clause(more));
    let assignor = match &went.how {
        DealtBy::NobodysOnly(assignor) => Part::Name(assignor),
        DealtBy::RoundRobin | DealtBy::Plain => Part::Name(""),
    };
    vec![told, more, assignor]
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
    /// Its pattern matches no topic that it knows.
    KnowsNoTopic {
        client: ClientName,
        pattern: String,
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

clause!(ShareClaim, share, |claim| {
    use ShareClaim::*;
    match claim {
        Withheld { client, partitions, owners } => {
            let owners: Vec<&str> = owners.iter().map(ClientName::as_str).collect();
            vec![Part::Name(client.as_str()), Part::Few(partitions), Part::Names(owners.join(", "))]
        }
        KnowsNoTopic { client, pattern } => vec![Part::Name(client.as_str()), Part::Name(pattern)],
        UnknownToLeader { client, leader, partitions, generation } => vec![
            Part::Name(client.as_str()),
            Part::Name(leader.as_str()),
            Part::Few(partitions),
            Part::Generation(*generation),
        ],
        NoTopics(client) => vec![Part::Name(client.as_str())],
        MoreMembers { client, group, members, partitions } => {
            let (members, partitions) = (Part::Number(*members), Part::Number(*partitions));
            vec![Part::Name(client.as_str()), Part::Name(group.as_str()), members, partitions]
        }
        IdleByRange { client, topics } => vec![Part::Name(client.as_str()), topics.list()],
        OnlyTopic { client, divided, went } => vec![
            Part::Name(client.as_str()),
            Part::Name(divided.topic.as_str()),
            Part::Number(divided.partitions),
            Part::Number(divided.members),
            Part::Clause(went),
        ],
        OfItsTopics { client, topics, went } => {
            vec![Part::Name(client.as_str()), topics.list(), Part::Clause(went)]
        }
        NoTopicMatched(pattern) => vec![Part::Name(pattern)],
        NeverCreated(topics) => vec![Part::Topics(topics)],
        Topics { client, own, all, mine, other, theirs } => vec![
            Part::Name(client.as_str()),
            Part::Number(*own),
            Part::Number(*all),
            Part::Name(mine),
            Part::Name(other.as_str()),
            Part::Name(theirs),
        ],
        Range { client, own, all } => {
            vec![Part::Name(client.as_str()), Part::Number(*own), Part::Number(*all)]
        }
    }
});
