//! How members came into groups and left them, and what members are called.

use super::notice::End;
use super::{Part, clause};
use crate::cluster::whom::{FormerMember, Whom};
use crate::kafka::ids::*;
use crate::sim::time::SimDuration;

/// A member as people call it: its consumer's name; if that has another member now, which one is meant.
#[derive(Clone, Copy, Debug)]
pub enum Who {
    /// The consumer; a member whose consumer is not known is called by its id.
    Client(ClientName),
    /// A process that was there before under the same name, and how it ended.
    Earlier(ClientName, Option<End>),
    /// The same process, which has joined again since with another id.
    EarlierMembership(ClientName),
}

clause!(Who, who, |who| match who {
    Who::Client(client) | Who::EarlierMembership(client) => vec![Part::Name(client.as_str())],
    Who::Earlier(client, None) => vec![Part::Name(client.as_str())],
    Who::Earlier(client, Some(end)) => vec![Part::Name(client.as_str()), Part::Clause(end)],
});

impl Who {
    /// Whether an aside follows the name: English closes it with a comma.
    pub fn is_aside(&self) -> bool {
        matches!(self, Who::Earlier(_, Some(_)))
    }
}

impl From<&Whom> for Who {
    fn from(whom: &Whom) -> Who {
        let client = whom.client.unwrap_or_else(|| ClientName::from(whom.member.as_str()));
        match &whom.former {
            None => Who::Client(client),
            Some(FormerMember::Process(end)) => Who::Earlier(client, End::of(*end)),
            Some(FormerMember::Membership) => Who::EarlierMembership(client),
        }
    }
}

/// What happened to a membership.
#[derive(Clone, Debug)]
pub enum Membership {
    Joined {
        who: Who,
        group: GroupId,
    },
    JoinedAsStatic {
        who: Who,
        group: GroupId,
        instance: InstanceId,
    },
    CameBack {
        client: ClientName,
        group: GroupId,
        instance: InstanceId,
    },
    /// It came back in place of an earlier process, and has what that one had from a generation.
    TookOver {
        client: ClientName,
        group: GroupId,
        instance: InstanceId,
        earlier: Who,
        generation: Generation,
    },
    SameInstance {
        client: ClientName,
        instance: InstanceId,
    },
    Left {
        who: Who,
        group: GroupId,
    },
    Removed {
        who: Who,
        group: GroupId,
    },
    /// The session's time, where it is known.
    NoHeartbeat {
        who: Who,
        session: Option<SimDuration>,
    },
    NotRejoined {
        who: Who,
        within: Option<SimDuration>,
    },
    NoSync(Who),
    GroupFull(GroupId),
    FirstJoinExpired(Who),
    GaveUpAll(ClientName),
    GaveUpAllBut {
        client: ClientName,
        owned: Vec<TopicPartition>,
    },
    Assigned(Generation),
    /// A consumer learnt by this error that it is no member.
    LearntOfLoss {
        client: ClientName,
        error: String,
    },
    /// The reason is the one that travels in JoinGroup.
    HadToRejoin {
        client: ClientName,
        reason: String,
    },
    /// The leader's assignment names a topic that the member has left; `again`: so did the one before.
    NotTaken {
        client: ClientName,
        again: bool,
    },
}

clause!(Membership, membership, |clause| {
    use Membership::*;
    let millis = |span: &SimDuration| Part::Number(span.as_millis());
    match clause {
        Joined { who, group } | Left { who, group } | Removed { who, group } => {
            vec![Part::Clause(who), Part::Name(group.as_str())]
        }
        JoinedAsStatic { who, group, instance } => {
            vec![Part::Clause(who), Part::Name(group.as_str()), Part::Name(instance.as_str())]
        }
        CameBack { client, group, instance } => {
            vec![Part::Name(client.as_str()), Part::Name(group.as_str()), Part::Name(instance.as_str())]
        }
        TookOver { client, group, instance, earlier, generation } => {
            let (group, instance) = (Part::Name(group.as_str()), Part::Name(instance.as_str()));
            let generation = Part::Generation(*generation);
            vec![Part::Name(client.as_str()), group, instance, generation, Part::Aside(earlier)]
        }
        SameInstance { client, instance } => vec![Part::Name(client.as_str()), Part::Name(instance.as_str())],
        NoHeartbeat { who, session: span } | NotRejoined { who, within: span } => {
            std::iter::once(Part::Clause(who)).chain(span.as_ref().map(millis)).collect()
        }
        NoSync(who) | FirstJoinExpired(who) => vec![Part::Clause(who)],
        GroupFull(group) => vec![Part::Name(group.as_str())],
        GaveUpAll(client) | NotTaken { client, .. } => vec![Part::Name(client.as_str())],
        GaveUpAllBut { client, owned } => vec![Part::Name(client.as_str()), Part::Partitions(owned)],
        Assigned(generation) => vec![Part::Generation(*generation)],
        LearntOfLoss { client, error } => vec![Part::Name(client.as_str()), Part::Name(error)],
        HadToRejoin { client, reason } => vec![Part::Name(client.as_str()), Part::Name(reason)],
    }
});
