//! Who has a partition, what a consumer is doing, and what of its group keeps it from reading.

use super::clause;
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

clause!(Present, present, |present, parts| match present {
    Present::GivenTo { generation, next } => {
        parts.generation(*generation).name(next)
    }
    Present::Nobody(generation) => parts.generation(*generation),
    Present::Rebalancing(group) | Present::NoMembers(group) => parts.name(group),
});

clause!(State, state, |state, parts| {
    use State::*;
    match state {
        Owns { owner, partition } | OwnsReadsNothing { owner, partition } => {
            parts.name(owner).place(partition)
        }
        HasNoMember { owner, partition, group } | HasFromBefore { owner, partition, group } => {
            parts.name(owner).place(partition).name(group)
        }
        Present(present) => parts.clause(present),
        OwnsWithoutCoordinator { owner, partition, group, since } => {
            parts.name(owner).place(partition).name(group).time(*since)
        }
        OwnsStuck { owner, partition, offset } => parts.name(owner).place(partition).number(*offset),
        Stuck { client, partition, offset, read } => {
            parts.name(client).place(partition).number(*offset).partitions(read)
        }
        IsIn { client, method, since } => parts.name(client).name(method).time(*since),
        OwnsPaused { owner, partition, since } => parts.name(owner).place(partition).time(*since),
        OwnsCutOff { owner, partition, from } => parts.name(owner).place(partition).clause(from),
        OwnsStalled { owner, partition, since, until } => {
            parts.name(owner).place(partition).time(*since).time_if(*until)
        }
        OwnsNoMember { partition, owner, group } => parts.place(partition).name(owner).name(group),
        DoesNotRun { partition, owner: client } | ToHave { partition, next: client } => {
            parts.place(partition).name(client)
        }
        NobodyWithoutCoordinator { partition, group }
        | NobodyWhileRebalancing { partition, group }
        | NobodyWithoutMembers { partition, group } => parts.place(partition).name(group),
        AssignedToNobody(partition) => parts.place(partition),
        GaveIt { generation, owner } => parts.generation(*generation).name(owner),
        GaveUpAt { owner, generation, at } => parts.name(owner).generation(*generation).time(*at),
        HasClosed(client)
        | LooksForCoordinator(client)
        | ReadsNothing(client)
        | OwnsToo(client)
        | IsClosing { client, .. } => parts.name(client),
        EndedWith { client, exception } => parts.name(client).name(exception.name()),
        AssignedItself { client, owned } | Reads { client, owned } => parts.name(client).partitions(owned),
        HoldsOn { client, group, owned } | ReadsWithoutCoordinator { client, owned, group } => {
            parts.name(client).name(group).partitions(owned)
        }
        CutOffNoMember { client, group, from } => parts.name(client).name(group).clause(from),
        Zombie { client, group }
        | HasToo { client, group }
        | NoMember { client, group }
        | IsJoining { client, group } => parts.name(client).name(group),
        PausedAll { client, paused, since } => parts.name(client).partitions(paused).time(*since),
        PausedSome { client, read, paused, since } => {
            parts.name(client).partitions(paused).time(*since).partitions(read)
        }
        WorkersAreFull { client, owned, since, queued } => {
            parts.name(client).partitions(owned).time(*since).number(*queued)
        }
        NoCoordinator { group, since, until } => parts.name(group).time(*since).time_if(*until),
    }
});

clause!(CutFrom, cut_from, |from, parts| match from {
    CutFrom::Brokers => parts,
    CutFrom::Leader(broker) | CutFrom::Replica(broker) => parts.names(broker.0.to_string()),
    CutFrom::Coordinator(broker, group) => {
        parts.names(broker.0.to_string()).name(group)
    }
});
