//! Who has a partition, what a consumer is doing, and what of its group keeps it from reading.

use super::{Part, clause, place};
use crate::cluster::CutFrom;
use crate::kafka::exception::Exception;
use crate::kafka::ids::*;
use crate::sim::time::SimTime;

/// See the head of this file.
#[derive(Clone, Debug)]
pub enum State {
    Owns {
        owner: ClientName,
        partition: TopicPartition,
    },
    /// In its own eyes, which its group does not share.
    HasNoMember {
        owner: ClientName,
        partition: TopicPartition,
        group: GroupId,
    },
    /// It has learnt that it lost its place, and holds on all the same.
    HasFromBefore {
        owner: ClientName,
        partition: TopicPartition,
        group: GroupId,
    },
    /// Behind such a sentence.
    Present(Present),
    /// Behind a sentence, too: a second standalone consumer, or a zombie.
    OwnsToo(ClientName),
    HasToo {
        client: ClientName,
        group: GroupId,
    },
    /// It goes on without a coordinator.
    OwnsWithoutCoordinator {
        owner: ClientName,
        partition: TopicPartition,
        group: GroupId,
        since: SimTime,
    },
    OwnsPaused {
        owner: ClientName,
        partition: TopicPartition,
        since: SimTime,
    },
    OwnsCutOff {
        owner: ClientName,
        partition: TopicPartition,
        from: CutFrom,
    },
    OwnsStalled {
        owner: ClientName,
        partition: TopicPartition,
        since: SimTime,
        until: Option<SimTime>,
    },
    OwnsReadsNothing {
        owner: ClientName,
        partition: TopicPartition,
    },
    /// It cannot deserialize a record, and tries again and again.
    OwnsStuck {
        owner: ClientName,
        partition: TopicPartition,
        offset: Offset,
    },
    /// It has learnt that it is no member, and its application has not.
    OwnsNoMember {
        partition: TopicPartition,
        owner: ClientName,
        group: GroupId,
    },
    DoesNotRun {
        partition: TopicPartition,
        owner: ClientName,
    },
    ToHave {
        partition: TopicPartition,
        next: ClientName,
    },
    NobodyWithoutCoordinator {
        partition: TopicPartition,
        group: GroupId,
    },
    NobodyWhileRebalancing {
        partition: TopicPartition,
        group: GroupId,
    },
    NobodyWithoutMembers {
        partition: TopicPartition,
        group: GroupId,
    },
    AssignedToNobody(TopicPartition),
    GaveIt {
        generation: Generation,
        owner: ClientName,
    },
    GaveUpAt {
        owner: ClientName,
        generation: Generation,
        at: SimTime,
    },
    HasClosed(ClientName),
    EndedWith {
        client: ClientName,
        exception: Exception,
    },
    AssignedItself {
        client: ClientName,
        owned: Vec<TopicPartition>,
    },
    /// It has learnt that it is no member and holds on all the same.
    HoldsOn {
        client: ClientName,
        group: GroupId,
        owned: Vec<TopicPartition>,
    },
    Zombie {
        client: ClientName,
        group: GroupId,
    },
    CutOffNoMember {
        client: ClientName,
        group: GroupId,
        from: CutFrom,
    },
    NoMember {
        client: ClientName,
        group: GroupId,
    },
    LooksForCoordinator(ClientName),
    /// It was asked to close and is not in close() yet, or is in it.
    IsClosing {
        client: ClientName,
        in_close: bool,
    },
    IsJoining {
        client: ClientName,
        group: GroupId,
    },
    Reads {
        client: ClientName,
        owned: Vec<TopicPartition>,
    },
    ReadsNothing(ClientName),
    /// Where it cannot get on, and what it reads besides.
    Stuck {
        client: ClientName,
        partition: TopicPartition,
        offset: Offset,
        read: Vec<TopicPartition>,
    },
    /// Its application is in that method, and does not call poll.
    IsIn {
        client: ClientName,
        method: String,
        since: SimTime,
    },
    ReadsWithoutCoordinator {
        client: ClientName,
        owned: Vec<TopicPartition>,
        group: GroupId,
    },
    PausedAll {
        client: ClientName,
        paused: Vec<TopicPartition>,
        since: SimTime,
    },
    PausedSome {
        client: ClientName,
        read: Vec<TopicPartition>,
        paused: Vec<TopicPartition>,
        since: SimTime,
    },
    WorkersAreFull {
        client: ClientName,
        owned: Vec<TopicPartition>,
        since: SimTime,
        queued: u64,
    },
    NoCoordinator {
        group: GroupId,
        since: SimTime,
        until: Option<SimTime>,
    },
}

/// Who has a partition in the eyes of its group, while somebody else holds on to it.
#[derive(Clone, Copy, Debug)]
pub enum Present {
    GivenTo { generation: Generation, next: ClientName },
    Nobody(Generation),
    Rebalancing(GroupId),
    NoMembers(GroupId),
}

clause!(Present, present, |present| match present {
    Present::GivenTo { generation, next } => {
        vec![Part::Generation(*generation), Part::Name(next.as_str())]
    }
    Present::Nobody(generation) => vec![Part::Generation(*generation)],
    Present::Rebalancing(group) | Present::NoMembers(group) => vec![Part::Name(group.as_str())],
});

clause!(State, state, |state| {
    use State::*;
    match state {
        Owns { owner, partition } | OwnsReadsNothing { owner, partition } => {
            vec![Part::Name(owner.as_str()), place(partition)]
        }
        HasNoMember { owner, partition, group } | HasFromBefore { owner, partition, group } => {
            vec![Part::Name(owner.as_str()), place(partition), Part::Name(group.as_str())]
        }
        Present(present) => vec![Part::Clause(present)],
        OwnsWithoutCoordinator { owner, partition, group, since } => {
            let group = Part::Name(group.as_str());
            vec![Part::Name(owner.as_str()), place(partition), group, Part::Time(*since)]
        }
        OwnsStuck { owner, partition, offset } => {
            vec![Part::Name(owner.as_str()), place(partition), Part::Number(*offset)]
        }
        Stuck { client, partition, offset, read } => {
            let (offset, read) = (Part::Number(*offset), Part::Partitions(read));
            vec![Part::Name(client.as_str()), place(partition), offset, read]
        }
        IsIn { client, method, since } => {
            vec![Part::Name(client.as_str()), Part::Name(method), Part::Time(*since)]
        }
        OwnsPaused { owner, partition, since } => {
            vec![Part::Name(owner.as_str()), place(partition), Part::Time(*since)]
        }
        OwnsCutOff { owner, partition, from } => {
            vec![Part::Name(owner.as_str()), place(partition), Part::Clause(from)]
        }
        OwnsStalled { owner, partition, since, until } => {
            let parts = [Part::Name(owner.as_str()), place(partition), Part::Time(*since)];
            parts.into_iter().chain(until.map(Part::Time)).collect()
        }
        OwnsNoMember { partition, owner, group } => {
            vec![place(partition), Part::Name(owner.as_str()), Part::Name(group.as_str())]
        }
        DoesNotRun { partition, owner: client } | ToHave { partition, next: client } => {
            vec![place(partition), Part::Name(client.as_str())]
        }
        NobodyWithoutCoordinator { partition, group }
        | NobodyWhileRebalancing { partition, group }
        | NobodyWithoutMembers { partition, group } => vec![place(partition), Part::Name(group.as_str())],
        AssignedToNobody(partition) => vec![place(partition)],
        GaveIt { generation, owner } => {
            vec![Part::Generation(*generation), Part::Name(owner.as_str())]
        }
        GaveUpAt { owner, generation, at } => {
            vec![Part::Name(owner.as_str()), Part::Generation(*generation), Part::Time(*at)]
        }
        HasClosed(client)
        | LooksForCoordinator(client)
        | ReadsNothing(client)
        | OwnsToo(client)
        | IsClosing { client, .. } => {
            vec![Part::Name(client.as_str())]
        }
        EndedWith { client, exception } => vec![Part::Name(client.as_str()), Part::Name(exception.name())],
        AssignedItself { client, owned } | Reads { client, owned } => {
            vec![Part::Name(client.as_str()), Part::Partitions(owned)]
        }
        HoldsOn { client, group, owned } | ReadsWithoutCoordinator { client, owned, group } => {
            vec![Part::Name(client.as_str()), Part::Name(group.as_str()), Part::Partitions(owned)]
        }
        CutOffNoMember { client, group, from } => {
            vec![Part::Name(client.as_str()), Part::Name(group.as_str()), Part::Clause(from)]
        }
        Zombie { client, group }
        | HasToo { client, group }
        | NoMember { client, group }
        | IsJoining { client, group } => {
            vec![Part::Name(client.as_str()), Part::Name(group.as_str())]
        }
        PausedAll { client, paused, since } => {
            vec![Part::Name(client.as_str()), Part::Partitions(paused), Part::Time(*since)]
        }
        PausedSome { client, read, paused, since } => {
            let (read, paused) = (Part::Partitions(read), Part::Partitions(paused));
            vec![Part::Name(client.as_str()), paused, Part::Time(*since), read]
        }
        WorkersAreFull { client, owned, since, queued } => {
            let queued = Part::Number(*queued);
            vec![Part::Name(client.as_str()), Part::Partitions(owned), Part::Time(*since), queued]
        }
        NoCoordinator { group, since, until } => {
            let parts = [Part::Name(group.as_str()), Part::Time(*since)];
            parts.into_iter().chain(until.map(Part::Time)).collect()
        }
    }
});

clause!(CutFrom, cut_from, |from| match from {
    CutFrom::Brokers => Vec::new(),
    CutFrom::Leader(broker) | CutFrom::Replica(broker) => vec![Part::Names(broker.0.to_string())],
    CutFrom::Coordinator(broker, group) => {
        vec![Part::Names(broker.0.to_string()), Part::Name(group.as_str())]
    }
});
