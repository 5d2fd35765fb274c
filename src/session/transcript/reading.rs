//! Sentences about where a consumer reads and what poll returns to it.

use super::{count, waits};
use crate::kafka::fact::{Fact, PositionSource};
use crate::kafka::property::{BY_DURATION, iso_duration};

pub(super) fn sentence(fact: &Fact) -> Option<String> {
    Some(match fact {
        Fact::PositionSet { client, partition, offset, source } => {
            let from = match source {
                PositionSource::Committed => "the committed offset",
                PositionSource::ResetEarliest => "auto.offset.reset=earliest",
                PositionSource::ResetLatest => "auto.offset.reset=latest",
                PositionSource::ResetByDuration(duration) => {
                    &format!("auto.offset.reset={BY_DURATION}{}", iso_duration::write(*duration))
                }
                PositionSource::EarlierTopic => "its position in the earlier topic",
                PositionSource::Seek => "seek",
                PositionSource::GivenBack => "seek back to the batch it could not commit",
                PositionSource::Store => "seek to what its own store says",
            };
            format!("{client} reads {partition} from {offset} on ({from})")
        }
        Fact::PollReturned { client, records } => {
            let total: u64 = records.iter().map(|(_, from, to)| to.saturating_sub(*from)).sum();
            let ranges: Vec<String> = records
                .iter()
                .map(|(partition, from, to)| format!("{partition} {from}..{}", to.saturating_sub(1)))
                .collect();
            format!("{client} poll returned {}: {}", count(total, "record"), ranges.join(", "))
        }
        Fact::PartitionsPaused { client, queued } => {
            format!("{client} pauses all partitions: {} for its workers", waits(*queued))
        }
        Fact::PartitionsResumed { client, queued } => {
            format!("{client} resumes all partitions: {} for its workers", waits(*queued))
        }
        Fact::OffsetOutOfRange { client, partition, offset } => {
            format!("{client} asked for {partition} from {offset} on: OFFSET_OUT_OF_RANGE")
        }
        Fact::DeserializationFailed { client, partition, offset } => {
            format!("{client} got a RecordDeserializationException at {offset} of {partition}")
        }
        Fact::RecordSkipped { client, partition, offset } => {
            format!("{client} gives up the record at {offset} of {partition} and seeks past it")
        }
        _ => return None,
    })
}
