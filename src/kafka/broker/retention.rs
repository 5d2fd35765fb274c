//! Deleting old records (`UnifiedLog.deleteOldSegments`, `ReplicaManager.deleteRecords`): the log start offset moves
//! forward, and what lies before it is gone, read or not.
//!
//! `log.initial.task.delay.ms` after the start, and every `log.retention.check.interval.ms` from then on, records
//! older than the topic's `retention.ms` go, and as many as the log is larger than `retention.bytes`.
//!
//! Not modelled: segments. Kafka deletes whole segments only; here every record is deleted as if it were one.

use super::{BrokerTimer, Brokers};
use crate::kafka::broker::fact::BrokerFact;
use crate::kafka::effects::Effects;
use crate::kafka::ids::*;
use crate::kafka::log::PartitionLog;
use crate::sim::time::{SimDuration, SimTime};

/// Why records were deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deletion {
    /// Somebody asked for it (DeleteRecords).
    Asked,
    /// `retention.ms`.
    TooOld,
    /// `retention.bytes`.
    TooMany,
}

/// What of a topic is deleted by itself; nothing by default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Retention {
    /// `retention.ms`: older records go.
    pub time: Option<SimDuration>,
    /// `retention.bytes` of each partition: while the rest is no smaller, the oldest go.
    pub bytes: Option<u64>,
}

impl Retention {
    /// Whether nothing is deleted by itself.
    pub fn is_unlimited(self) -> bool {
        self == Retention::default()
    }

    /// How far the log start would move, and because of what.
    fn new_start(self, log: &PartitionLog, now: SimTime) -> (Offset, Deletion) {
        let mut bytes = log.bytes();
        let (mut by_size, mut by_time) = (log.start(), log.start());
        while let Some(record) = log.record(by_size)
            && self.bytes.is_some_and(|most| bytes >= most + u64::from(record.size))
        {
            bytes -= u64::from(record.size);
            by_size += 1;
        }
        while let Some(record) = log.record(by_time)
            && self.time.is_some_and(|most| now.since(record.timestamp) > most)
        {
            by_time += 1;
        }
        if by_time >= by_size { (by_time, Deletion::TooOld) } else { (by_size, Deletion::TooMany) }
    }
}

impl Brokers {
    /// From now on the topic's records are kept so long.
    pub fn set_retention(
        &mut self,
        topic: &TopicName,
        retention: Retention,
        now: SimTime,
        fx: &mut Effects<BrokerTimer>,
    ) {
        if let Some(place) = self.index.get(topic) {
            self.topics[*place].retention = retention;
            self.arm_retention(now, fx);
        }
    }

    /// Deletes the records of a partition before an offset that is in its log.
    pub fn delete_records(
        &mut self,
        partition: &TopicPartition,
        before: Offset,
        fx: &mut Effects<BrokerTimer>,
    ) {
        if let Some(log) = self.log_mut(partition) {
            delete(log, *partition, before, Deletion::Asked, fx);
        }
    }

    pub(super) fn delete_what_is_due(&mut self, now: SimTime, fx: &mut Effects<BrokerTimer>) {
        for topic in &mut self.topics {
            for (number, log) in topic.partitions.iter_mut().enumerate() {
                let (start, why) = topic.retention.new_start(log, now);
                delete(log, TopicPartition::new(topic.name, number as u32), start, why, fx);
            }
        }
        self.arm_retention(now, fx);
    }

    /// Sets the timer for the next of the regular checks, if there is anything to check.
    fn arm_retention(&self, now: SimTime, fx: &mut Effects<BrokerTimer>) {
        if self.topics.iter().all(|topic| topic.retention.is_unlimited()) {
            return fx.cancel_timer(BrokerTimer::Retention);
        }
        let first = SimTime::ZERO + self.config.initial_task_delay;
        let interval = self.config.retention_check_interval.as_micros().max(1);
        let next = if now < first {
            first
        } else {
            let passed = now.since(first).as_micros() / interval;
            first + SimDuration::from_micros((passed + 1) * interval)
        };
        fx.set_timer(BrokerTimer::Retention, next);
    }
}

fn delete(
    log: &mut PartitionLog,
    partition: TopicPartition,
    before: Offset,
    why: Deletion,
    fx: &mut Effects<BrokerTimer>,
) {
    let from = log.start();
    if log.delete_before(before) {
        fx.note(BrokerFact::RecordsDeleted { partition, from, to: log.start(), why });
    }
}

#[cfg(test)]
mod tests {
    use super::super::BrokerConfig;
    use super::*;
    use crate::kafka::log::Record;

    fn start_after(retention: Retention, millis: u64) -> Offset {
        let mut brokers = Brokers::new(1, BrokerConfig::default());
        let topic = TopicName::from("orders");
        brokers.set_partitions(&topic, 1);
        let partition = TopicPartition::new(topic, 0);
        for number in 0..10u64 {
            let timestamp = SimTime::from_millis(1000 * number);
            brokers.log_mut(&partition).unwrap().append(Record { timestamp, size: 100 });
        }
        let mut fx = Effects::new();
        brokers.set_retention(&topic, retention, SimTime::ZERO, &mut fx);
        brokers.on_timer(BrokerTimer::Retention, SimTime::from_millis(millis), &mut fx);
        brokers.log(&partition).unwrap().start()
    }

    #[test]
    fn records_older_than_retention_ms_go() {
        let retention = Retention { time: Some(SimDuration::from_secs(5)), bytes: None };
        assert_eq!(start_after(retention, 5_000), 0, "exactly as old is not older");
        assert_eq!(start_after(retention, 7_500), 3);
        assert_eq!(start_after(retention, 60_000), 10);
    }

    #[test]
    fn as_much_as_retention_bytes_is_kept() {
        let keep = |bytes| Retention { time: None, bytes: Some(bytes) };
        assert_eq!(start_after(keep(300), 0), 7);
        assert_eq!(start_after(keep(350), 0), 6, "another one less would be too little");
        assert_eq!(start_after(keep(5_000), 0), 0);
    }
}
