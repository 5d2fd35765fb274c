//! The kinds of request (`org.apache.kafka.common.protocol.ApiKeys`), one row for each, and
//! of which kind each request and answer is.

use super::{Request, Response};

/// The kinds of request (Kafka's `ApiKeys`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ApiKey {
    FindCoordinator,
    Metadata,
    JoinGroup,
    SyncGroup,
    Heartbeat,
    LeaveGroup,
    OffsetCommit,
    OffsetFetch,
    ListOffsets,
    OffsetsForLeaderEpoch,
    Fetch,
    Produce,
}

/// Where a client sends a kind of request, and so on which of its connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SentTo {
    /// The coordinator of the group.
    Coordinator,
    /// Any broker, or the leader of a partition.
    Broker,
}

/// What the journal tells of a kind of request. What is not told is not drawn on its way either.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Journalled {
    /// Nothing: there are too many of them, and each says too little.
    No,
    /// That it was sent and answered.
    Exchange,
    /// What was asked and answered as well.
    Contents,
}

/// All that is known of a kind of request.
struct ApiRow {
    name: &'static str,
    sent_to: SentTo,
    journalled: Journalled,
    /// Whether its answer can change who is a member, or what anybody is assigned.
    moves_members: bool,
}

const fn row(name: &'static str, sent_to: SentTo, journalled: Journalled) -> ApiRow {
    ApiRow { name, sent_to, journalled, moves_members: false }
}

const fn of_membership(name: &'static str, journalled: Journalled) -> ApiRow {
    ApiRow { name, sent_to: SentTo::Coordinator, journalled, moves_members: true }
}

impl ApiKey {
    /// All kinds.
    const ALL: [ApiKey; 12] = {
        use ApiKey::*;
        [
            FindCoordinator,
            Metadata,
            JoinGroup,
            SyncGroup,
            Heartbeat,
            LeaveGroup,
            OffsetCommit,
            OffsetFetch,
            ListOffsets,
            OffsetsForLeaderEpoch,
            Fetch,
            Produce,
        ]
    };

    /// The names of those that the journal tells one by one.
    pub const TOLD: [&'static str; 9] = {
        let mut told = [""; 9];
        let (mut place, mut found) = (0, 0);
        while place < Self::ALL.len() {
            if !matches!(Self::ALL[place].journalled(), Journalled::No) {
                told[found] = Self::ALL[place].name();
                found += 1;
            }
            place += 1;
        }
        // One more or less of them does not compile.
        assert!(found == told.len());
        told
    };

    /// The table of all kinds: a new kind is one more row.
    const fn row(self) -> ApiRow {
        use Journalled::*;
        use SentTo::*;
        match self {
            ApiKey::FindCoordinator => row("FindCoordinator", Broker, Contents),
            ApiKey::Metadata => row("Metadata", Broker, No),
            ApiKey::JoinGroup => of_membership("JoinGroup", Contents),
            ApiKey::SyncGroup => of_membership("SyncGroup", Contents),
            ApiKey::Heartbeat => row("Heartbeat", Coordinator, Exchange),
            ApiKey::LeaveGroup => of_membership("LeaveGroup", Contents),
            ApiKey::OffsetCommit => row("OffsetCommit", Coordinator, Exchange),
            ApiKey::OffsetFetch => row("OffsetFetch", Coordinator, Contents),
            ApiKey::ListOffsets => row("ListOffsets", Broker, Exchange),
            ApiKey::OffsetsForLeaderEpoch => row("OffsetsForLeaderEpoch", Broker, Exchange),
            ApiKey::Fetch => row("Fetch", Broker, No),
            ApiKey::Produce => row("Produce", Broker, No),
        }
    }

    /// Kafka's spelling, such as `JoinGroup`.
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// Where it is sent.
    pub const fn sent_to(self) -> SentTo {
        self.row().sent_to
    }

    /// Whether its answer can change who is a member, or what anybody is assigned.
    pub const fn moves_members(self) -> bool {
        self.row().moves_members
    }

    /// What the journal tells of it.
    pub const fn journalled(self) -> Journalled {
        self.row().journalled
    }
}

impl Request {
    /// Which kind of request this is.
    pub const fn api_key(&self) -> ApiKey {
        match self {
            Request::FindCoordinator { .. } => ApiKey::FindCoordinator,
            Request::Metadata => ApiKey::Metadata,
            Request::JoinGroup(_) => ApiKey::JoinGroup,
            Request::SyncGroup(_) => ApiKey::SyncGroup,
            Request::Heartbeat(_) => ApiKey::Heartbeat,
            Request::LeaveGroup(_) => ApiKey::LeaveGroup,
            Request::OffsetCommit(_) => ApiKey::OffsetCommit,
            Request::OffsetFetch(_) => ApiKey::OffsetFetch,
            Request::ListOffsets(_) => ApiKey::ListOffsets,
            Request::OffsetsForLeaderEpoch(_) => ApiKey::OffsetsForLeaderEpoch,
            Request::Fetch(_) => ApiKey::Fetch,
            Request::Produce(_) => ApiKey::Produce,
        }
    }
}

impl Response {
    /// Which kind of request this answers.
    pub const fn api_key(&self) -> ApiKey {
        match self {
            Response::FindCoordinator { .. } => ApiKey::FindCoordinator,
            Response::Metadata { .. } => ApiKey::Metadata,
            Response::Produce { .. } => ApiKey::Produce,
            Response::JoinGroup(_) => ApiKey::JoinGroup,
            Response::SyncGroup(_) => ApiKey::SyncGroup,
            Response::Heartbeat { .. } => ApiKey::Heartbeat,
            Response::LeaveGroup(_) => ApiKey::LeaveGroup,
            Response::OffsetCommit(_) => ApiKey::OffsetCommit,
            Response::OffsetFetch(_) => ApiKey::OffsetFetch,
            Response::ListOffsets(_) => ApiKey::ListOffsets,
            Response::OffsetsForLeaderEpoch(_) => ApiKey::OffsetsForLeaderEpoch,
            Response::Fetch(_) => ApiKey::Fetch,
        }
    }
}
