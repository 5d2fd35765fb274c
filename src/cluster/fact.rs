//! What happened, in the past tense: the raw material of the journal. Each machine says its own facts; the world wraps
//! them with who said them, and adds what people and accidents do.
//!
//! Single records (appended, delivered, processed) are not facts; they live in the delivery ledger.

use crate::kafka::api::Assignment;
use crate::kafka::broker::fact::BrokerFact;
use crate::kafka::broker::retention::Retention;
use crate::kafka::consumer::close_options::GroupMembershipOperation;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::group_state::GroupState;
use crate::kafka::ids::*;
use crate::kafka::offset_causes::{CommitFault, ResetTo};
use crate::kafka::producer::Rate;
use crate::sim::time::SimDuration;
use std::sync::Arc;

/// Something that happened, by who says it.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact {
    /// What people do, or accidents.
    World(WorldFact),
    /// What a consumer does or learns.
    Consumer(ClientName, ConsumerFact),
    /// What the coordinator does about a group.
    Group(GroupId, GroupFact),
    /// What a broker does about its partitions.
    Broker(BrokerId, BrokerFact),
}

impl Fact {
    /// What this consumer says; `None` if it is not said by it.
    pub fn of_consumer(&self, name: &ClientName) -> Option<&ConsumerFact> {
        match self {
            Fact::Consumer(of, fact) if of == name => Some(fact),
            Fact::Consumer(..) | Fact::World(_) | Fact::Group(..) | Fact::Broker(..) => None,
        }
    }

    /// What the coordinator says of this group; `None` if it is not said of it.
    pub fn of_group(&self, id: &GroupId) -> Option<&GroupFact> {
        match self {
            Fact::Group(of, fact) if of == id => Some(fact),
            Fact::Group(..) | Fact::World(_) | Fact::Consumer(..) | Fact::Broker(..) => None,
        }
    }

    /// What people or accidents do; `None` if it is something else.
    pub fn done(&self) -> Option<&WorldFact> {
        match self {
            Fact::World(done) => Some(done),
            Fact::Consumer(..) | Fact::Group(..) | Fact::Broker(..) => None,
        }
    }

    /// What people or accidents do to the process of this name; `None` if it is nothing of that.
    pub fn of_process(&self, name: &ClientName) -> Option<&WorldFact> {
        self.done().filter(|done| done.object() == Object::Process(*name))
    }

    /// What people or accidents do to this group; `None` if it is nothing of that.
    pub fn done_to_group(&self, id: &GroupId) -> Option<&WorldFact> {
        self.done().filter(|done| done.object() == Object::Group(*id))
    }

    /// What people do to this topic; `None` if it is nothing of that.
    pub fn of_topic(&self, name: &TopicName) -> Option<&WorldFact> {
        self.done().filter(|done| done.object() == Object::Topic(*name))
    }

    /// Whether the process of this name is started.
    pub fn starts(&self, name: &ClientName) -> bool {
        matches!(self.of_process(name), Some(WorldFact::ProcessStarted { .. }))
    }

    /// Whether a topic of this name is created, grows, or is deleted.
    pub fn changes_topic(&self, name: &TopicName) -> bool {
        self.of_topic(name).is_some_and(WorldFact::changes_a_topic)
    }

    /// How many partitions a topic has since it was created or grew by this; `None` if it did not.
    pub fn partitions_of(&self, topic: &TopicName) -> Option<u32> {
        let (WorldFact::TopicCreated { partitions, .. } | WorldFact::PartitionsAdded { partitions, .. }) =
            self.of_topic(topic)?
        else {
            return None;
        };
        Some(*partitions)
    }

    /// The member that a group has since then.
    pub fn admitted(&self) -> Option<&MemberId> {
        let Fact::Group(
            _,
            GroupFact::MemberAdded { member, .. } | GroupFact::StaticMemberReplaced { new: member, .. },
        ) = self
        else {
            return None;
        };
        Some(member)
    }

    /// The member that a group has no longer, or without which its generation begins.
    pub fn left_out(&self) -> Option<&MemberId> {
        let Fact::Group(
            _,
            GroupFact::MemberRemoved { member, .. } | GroupFact::StaticMemberAbsent { member },
        ) = self
        else {
            return None;
        };
        Some(member)
    }

    /// What an assignment gives to the members of its group; nothing, if it is none.
    pub fn assignments(&self) -> &[(MemberId, Assignment)] {
        match self {
            Fact::Group(_, GroupFact::AssignmentStored { assignments, .. }) => assignments,
            Fact::Group(..) | Fact::World(_) | Fact::Consumer(..) | Fact::Broker(..) => &[],
        }
    }
}

/// To what something is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Object {
    Process(ClientName),
    Group(GroupId),
    Topic(TopicName),
}

/// What people do, or accidents.
#[derive(Clone, Debug, PartialEq)]
pub enum WorldFact {
    TopicCreated {
        topic: TopicName,
        partitions: u32,
    },
    PartitionsAdded {
        topic: TopicName,
        partitions: u32,
    },
    TopicDeleted {
        topic: TopicName,
    },
    RetentionChanged {
        topic: TopicName,
        retention: Box<Retention>,
    },
    /// The record that will be written at this offset cannot be deserialized.
    RecordPoisoned {
        partition: TopicPartition,
        offset: Offset,
    },
    /// Records are written at once.
    BurstAsked {
        producer: ClientName,
        records: u32,
    },
    ProcessStarted {
        client: ClientName,
        incarnation: u32,
    },
    ProcessKilled {
        client: ClientName,
        processed_uncommitted: u64,
    },
    ProcessFrozen {
        client: ClientName,
    },
    ProcessThawed {
        client: ClientName,
    },
    CloseRequested {
        client: ClientName,
        /// Whether it will send LeaveGroup, if it is a dynamic member.
        leave: bool,
    },
    /// It was asked to close with options of its own, or within a time.
    CloseRequestedWith {
        client: ClientName,
        operation: GroupMembershipOperation,
        /// After this long it is killed.
        grace: Option<SimDuration>,
    },
    /// It still existed when that time was over, and is killed.
    GraceExpired {
        client: ClientName,
        grace: SimDuration,
        /// Records that poll had returned and that were not done.
        in_hand: u64,
        /// It had called close(), and waited for that to return.
        in_close: bool,
    },
    /// It was asked to close with records in hand that it gives up.
    ClosedInMidBatch {
        client: ClientName,
        given_up: u64,
    },
    /// The next commits to this group will go wrong.
    CommitsDisturbed {
        group: GroupId,
        count: u32,
        fault: CommitFault,
    },
    /// The broker that coordinates the group is gone, and no other takes its place yet.
    CoordinatorLost {
        group: GroupId,
    },
    /// Another broker has read the group from its partition of `__consumer_offsets`.
    CoordinatorTookOver {
        group: GroupId,
        state: GroupState,
        generation: Generation,
        members: u32,
    },
    /// An administrator removes a static member.
    MemberRemovalAsked {
        group: GroupId,
        instance: InstanceId,
    },
    /// An administrator sets the offsets of a group without members.
    OffsetsReset {
        group: GroupId,
        to: ResetTo,
        offsets: Arc<[(TopicPartition, Offset)]>,
        /// The group starts there: what that passes over was never its to read.
        start: bool,
    },
    /// An administrator deletes a group, or only its offsets of a topic.
    DeletionAsked {
        group: GroupId,
        topic: Option<TopicName>,
    },
    LinkCut {
        client: ClientName,
        /// `None`: from all.
        broker: Option<BrokerId>,
    },
    LinkRestored {
        client: ClientName,
    },
    RateChanged {
        producer: ClientName,
        rate: Rate,
    },
    ProcessingTimeChanged {
        client: ClientName,
        time: SimDuration,
    },
    /// All consumers of the group close, to start again with this strategy.
    GroupBounced {
        group: GroupId,
        strategy: Arc<str>,
    },
}

impl WorldFact {
    /// To what it is done.
    pub fn object(&self) -> Object {
        use WorldFact::*;
        match self {
            ProcessStarted { client, .. }
            | ProcessKilled { client, .. }
            | ProcessFrozen { client }
            | ProcessThawed { client }
            | CloseRequested { client, .. }
            | CloseRequestedWith { client, .. }
            | GraceExpired { client, .. }
            | ClosedInMidBatch { client, .. }
            | LinkCut { client, .. }
            | LinkRestored { client }
            | ProcessingTimeChanged { client, .. } => Object::Process(*client),
            BurstAsked { producer, .. } | RateChanged { producer, .. } => Object::Process(*producer),
            TopicCreated { topic, .. }
            | PartitionsAdded { topic, .. }
            | TopicDeleted { topic }
            | RetentionChanged { topic, .. } => Object::Topic(*topic),
            RecordPoisoned { partition, .. } => Object::Topic(partition.topic),
            CommitsDisturbed { group, .. }
            | CoordinatorLost { group }
            | CoordinatorTookOver { group, .. }
            | MemberRemovalAsked { group, .. }
            | OffsetsReset { group, .. }
            | DeletionAsked { group, .. }
            | GroupBounced { group, .. } => Object::Group(*group),
        }
    }

    /// Whether a topic is created, grows, or is deleted.
    pub fn changes_a_topic(&self) -> bool {
        use WorldFact::*;
        matches!(self, TopicCreated { .. } | PartitionsAdded { .. } | TopicDeleted { .. })
    }
}
