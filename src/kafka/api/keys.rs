//! The kinds of request (`org.apache.kafka.common.protocol.ApiKeys`), one row for each, and
//! of which kind each request and answer is.

use super::{Request, Response};

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
    /// Whether its answer can change who is a member, or what a member is assigned.
    moves_members: bool,
}

/// Declares the kinds of request, one row each: the name, where a client sends it, what the journal tells, `members`
/// if its answer can change who is a member. What lists the kinds, or tells them apart, follows from the rows.
macro_rules! api_keys {
    ($($key:ident => $sent_to:ident, $journalled:ident $(, $moves:ident)?;)*) => {
        /// The kinds of request (Kafka's `ApiKeys`).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ApiKey {
            $($key,)*
        }

        impl ApiKey {
            /// All kinds.
            const ALL: &[ApiKey] = &[$(ApiKey::$key,)*];

            const fn row(self) -> ApiRow {
                match self {
                    $(ApiKey::$key => ApiRow {
                        name: stringify!($key),
                        sent_to: SentTo::$sent_to,
                        journalled: Journalled::$journalled,
                        moves_members: !stringify!($($moves)?).is_empty(),
                    },)*
                }
            }
        }

        impl Request {
            /// Which kind of request this is.
            pub const fn api_key(&self) -> ApiKey {
                match self {
                    $(Request::$key { .. } => ApiKey::$key,)*
                }
            }
        }

        impl Response {
            /// Which kind of request this answers.
            pub const fn api_key(&self) -> ApiKey {
                match self {
                    $(Response::$key { .. } => ApiKey::$key,)*
                }
            }
        }
    };
}

api_keys! {
    FindCoordinator => Broker, Contents;
    Metadata => Broker, No;
    JoinGroup => Coordinator, Contents, members;
    SyncGroup => Coordinator, Contents, members;
    Heartbeat => Coordinator, Exchange;
    LeaveGroup => Coordinator, Contents, members;
    ConsumerGroupHeartbeat => Coordinator, Contents, members;
    OffsetCommit => Coordinator, Exchange;
    OffsetFetch => Coordinator, Contents;
    ListOffsets => Broker, Exchange;
    OffsetsForLeaderEpoch => Broker, Exchange;
    Fetch => Broker, No;
    Produce => Broker, No;
}

impl ApiKey {
    /// The names of those that the journal tells one by one.
    pub const TOLD: [&'static str; 10] = {
        let mut told = [""; 10];
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

    /// Kafka's spelling, such as `JoinGroup`.
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// Where it is sent.
    pub const fn sent_to(self) -> SentTo {
        self.row().sent_to
    }

    /// Whether its answer can change who is a member, or what a member is assigned.
    pub const fn moves_members(self) -> bool {
        self.row().moves_members
    }

    /// What the journal tells of it.
    pub const fn journalled(self) -> Journalled {
        self.row().journalled
    }
}
