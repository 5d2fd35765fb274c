//! How members came into groups and left them, and what members are called.

use super::clause;
use super::notice::ProcessEnd;
use crate::cluster::whom::{FormerMember, Whom};
use crate::kafka::coordinator::SessionSetting;
use crate::kafka::ids::*;
use crate::sim::time::SimDuration;

/// A member as people call it: its consumer's name; if that has another member now, which one is meant.
#[derive(Clone, Copy, Debug)]
pub enum Who {
    /// The consumer; a member whose consumer is not known is called by its id.
    Client(ClientName),
    /// A process that was there before under the same name, and how it ended.
    Earlier(ClientName, Option<ProcessEnd>),
    /// The same process, which has joined again since with another id.
    EarlierMembership(ClientName),
}

clause!(Who, who, |who, parts| match who {
    Who::Client(client) | Who::EarlierMembership(client) => parts.name(client),
    Who::Earlier(client, None) => parts.name(client),
    Who::Earlier(client, Some(end)) => parts.name(client).clause(end),
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
            Some(FormerMember::Process(end)) => Who::Earlier(client, ProcessEnd::of(*end)),
            Some(FormerMember::Membership) => Who::EarlierMembership(client),
        }
    }
}

/// What happened to a membership.
#[derive(Clone, Debug)]
pub enum MembershipClaim {
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
        /// Which property says how long.
        by: SessionSetting,
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
    /// What a consumer asked of its group was refused, and it gave up.
    Refused {
        client: ClientName,
        error: String,
    },
    /// A consumer was not let into its group; `taken`: another member has its group.instance.id.
    NotLetIn {
        client: ClientName,
        error: String,
        taken: bool,
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

clause!(MembershipClaim, membership, |clause, parts| {
    use MembershipClaim::*;
    match clause {
        Joined { who, group } | Left { who, group } | Removed { who, group } => parts.clause(who).name(group),
        JoinedAsStatic { who, group, instance } => parts.clause(who).name(group).name(instance),
        CameBack { client, group, instance } => parts.name(client).name(group).name(instance),
        TookOver { client, group, instance, earlier, generation } => {
            parts.name(client).name(group).name(instance).generation(*generation).aside(earlier)
        }
        SameInstance { client, instance } => parts.name(client).name(instance),
        NoHeartbeat { who, session, by } => {
            parts.clause(who).name(by.key()).number_if(session.map(SimDuration::as_millis))
        }
        NotRejoined { who, within } => parts.clause(who).number_if(within.map(SimDuration::as_millis)),
        NoSync(who) | FirstJoinExpired(who) => parts.clause(who),
        GroupFull(group) => parts.name(group),
        GaveUpAll(client) | NotTaken { client, .. } => parts.name(client),
        GaveUpAllBut { client, owned } => parts.name(client).partitions(owned),
        Assigned(generation) => parts.generation(*generation),
        LearntOfLoss { client, error } | Refused { client, error } | NotLetIn { client, error, .. } => {
            parts.name(client).name(error)
        }
        HadToRejoin { client, reason } => parts.name(client).name(reason),
    }
});
