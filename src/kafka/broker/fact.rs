//! What a broker does about its partitions, in the past tense.

use crate::kafka::broker::retention::Deletion;
use crate::kafka::ids::*;

/// Something that a broker did.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum BrokerFact {
    /// The log start offset moved forward.
    RecordsDeleted { partition: TopicPartition, from: Offset, to: Offset, why: Deletion },
}
