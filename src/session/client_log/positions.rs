//! Positions (`SubscriptionState`, `ConsumerUtils.refreshCommittedOffsets`, `FetchCollector`).

use super::seen::optional;
use super::{JavaClass, LogWriter, SUBSCRIPTION, node};
use crate::kafka::api::{LeaderEpoch, Response};
use crate::kafka::consumer::calls::SeekTo;
use crate::kafka::consumer::config::OffsetReset;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::ids::{Offset, TopicPartition};
use crate::kafka::offset_causes::PositionSource;

const UTILS: JavaClass = JavaClass("org.apache.kafka.clients.consumer.internals.ConsumerUtils");
const COLLECTOR: JavaClass = JavaClass("org.apache.kafka.clients.consumer.internals.FetchCollector");

/// Where a partition is read from, from now on.
pub(super) fn set(log: &mut LogWriter, partition: &TopicPartition, offset: Offset, source: PositionSource) {
    match source {
        PositionSource::Committed => {
            let epoch = committed_epoch(log, partition);
            let position = position(log, partition, offset, epoch);
            let what = format!("Setting offset for partition {partition} to the committed offset {position}");
            // This class does not say for whom it works.
            log.nameless(UTILS, what);
        }
        PositionSource::ResetEarliest | PositionSource::ResetLatest | PositionSource::ResetByDuration(_) => {
            reset(log, partition, offset);
        }
        PositionSource::Seek if asked_for_reset(log, partition) => reset(log, partition, offset),
        PositionSource::Seek | PositionSource::Store | PositionSource::GivenBack => {
            log.info(log.consumer(), format!("Seeking to offset {offset} for partition {partition}"));
        }
        PositionSource::EarlierTopic => {}
    }
}

fn reset(log: &mut LogWriter, partition: &TopicPartition, offset: Offset) {
    let position = position(log, partition, offset, None);
    log.info(SUBSCRIPTION, format!("Resetting offset for partition {partition} to position {position}."));
}

/// Whether the last seek of the partition was one to its beginning or end, which is a reset.
fn asked_for_reset(log: &LogWriter, partition: &TopicPartition) -> bool {
    let last = log.seen.before().find_map(|(_, fact)| {
        let ConsumerFact::Sought { partition: of, to, .. } = fact else { return None };
        (of == partition).then_some(**to)
    });
    matches!(last, Some(SeekTo::Beginning | SeekTo::End))
}

/// `seekToBeginning` and `seekToEnd`; a seek to an offset is logged where the position is set.
pub(super) fn sought(log: &mut LogWriter, partition: &TopicPartition, to: &SeekTo) {
    let strategy = match to {
        SeekTo::Beginning => "earliest",
        SeekTo::End => "latest",
        SeekTo::Offset(_) | SeekTo::Time(_) => return,
    };
    let strategy = format!("AutoOffsetResetStrategy{{type={strategy}}}");
    log.info(SUBSCRIPTION, format!("Seeking to {strategy} offset of partition {partition}"));
}

/// A fetch was answered OFFSET_OUT_OF_RANGE.
pub(super) fn out_of_range(log: &mut LogWriter, partition: &TopicPartition, offset: Offset) {
    let position = position(log, partition, offset, fetched_epoch(log, partition));
    let none = log.seen.config().is_some_and(|config| config.auto_offset_reset == OffsetReset::None);
    let then = match none {
        true => "raising error to the application since no reset policy is configured",
        false => "resetting offset",
    };
    log.info(
        COLLECTOR,
        format!("Fetch position {position} is out of range for partition {partition}, {then}"),
    );
}

/// `FetchPosition.toString`.
fn position(
    log: &LogWriter,
    partition: &TopicPartition,
    offset: Offset,
    epoch: Option<LeaderEpoch>,
) -> String {
    let brokers = log.seen.cluster.brokers();
    let leader = brokers.leader(partition.partition);
    let leader = node(leader.0.into(), leader, brokers.rack(leader));
    format!(
        "FetchPosition{{offset={offset}, offsetEpoch={}, currentLeader=LeaderAndEpoch{{leader=Optional[{leader}], \
         epoch=0}}}}",
        optional(epoch)
    )
}

/// The epoch that was committed with the partition's offset.
fn committed_epoch(log: &LogWriter, partition: &TopicPartition) -> Option<LeaderEpoch> {
    log.seen
        .answers()
        .find_map(|answer| {
            let Response::OffsetFetch(answer) = answer else { return None };
            answer.offsets.iter().find(|found| found.partition == *partition)
        })?
        .leader_epoch
}

/// The epoch of the record before the position: known if it was read, or committed with it.
fn fetched_epoch(log: &LogWriter, partition: &TopicPartition) -> Option<LeaderEpoch> {
    for (_, fact) in log.seen.before() {
        if let ConsumerFact::PollReturned { records } = fact
            && records.iter().any(|(of, ..)| of == partition)
        {
            // All that is here was written under the first leader.
            return Some(0);
        }
        if let ConsumerFact::PositionSet { partition: of, source, .. } = fact
            && of == partition
        {
            let committed = *source == PositionSource::Committed;
            return committed.then(|| committed_epoch(log, partition)).flatten();
        }
    }
    None
}
