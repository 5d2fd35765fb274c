//! Assignors: pure functions from subscriptions to assignments (`ConsumerPartitionAssignor`).

/// The assignors that Kafka ships.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AssignorName {
    Range,
    RoundRobin,
    Sticky,
    CooperativeSticky,
}

impl AssignorName {
    /// All of them.
    pub const ALL: [AssignorName; 4] = [
        AssignorName::Range,
        AssignorName::RoundRobin,
        AssignorName::Sticky,
        AssignorName::CooperativeSticky,
    ];

    /// The name under which it travels in JoinGroup.
    pub const fn name(self) -> &'static str {
        match self {
            AssignorName::Range => "range",
            AssignorName::RoundRobin => "roundrobin",
            AssignorName::Sticky => "sticky",
            AssignorName::CooperativeSticky => "cooperative-sticky",
        }
    }

    /// The assignor of that name.
    pub fn from_name(name: &str) -> Option<AssignorName> {
        Self::ALL.into_iter().find(|assignor| assignor.name() == name)
    }

    /// Whether it supports the COOPERATIVE protocol.
    pub const fn supports_cooperative(self) -> bool {
        matches!(self, AssignorName::CooperativeSticky)
    }
}
