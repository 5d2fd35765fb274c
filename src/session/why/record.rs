//! Questions about single records: why one was processed twice, or not at all.

use super::{Asked, Step};
use crate::cluster::cause::GapCause;
use crate::cluster::fact::Fact;
use crate::cluster::journal::EntryId;
use crate::cluster::ledger::PartitionLedger;
use crate::cluster::ledger::history::{DeliveryReason, Reading, ReadingId};
use crate::cluster::observation::{GroupView, LaneView};
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::ids::*;
use crate::session::language::why::record::{By, RecordClaim};
use crate::session::mistake::WhyMistake;

impl Asked<'_> {
    /// What became of one record, and why.
    pub(super) fn record(
        &self,
        group: &GroupView,
        lane: &LaneView,
        offset: Offset,
    ) -> Result<Vec<Step>, WhyMistake> {
        let partition = &lane.partition;
        if offset >= lane.log_end {
            return Err(WhyMistake::NotWritten { partition: *partition, offset, next: lane.log_end });
        }
        let its = || *partition;
        let poll = self.last_poll(&group.id, partition, offset);
        let Some(ledger) = self.cluster.ledger().partition(&group.id, partition) else {
            return Ok(self.unprocessed(group, lane, offset));
        };
        Ok(match ledger.reason(offset) {
            Some(DeliveryReason::Duplicate { cause, entry, former, later }) => {
                let who = |id: &Option<ReadingId>| {
                    id.and_then(|id| ledger.history().reading(id)).map(|reading| self.reader(reading))
                };
                let by = match (who(former), who(later)) {
                    (Some(former), Some(later)) if former == later => By::Twice(later),
                    (Some(former), Some(later)) => By::AndAgain(former, later),
                    _ => By::Unknown,
                };
                let claim = RecordClaim::ProcessedAgain { offset, partition: its(), by, cause: *cause };
                let start = later.max(former).and_then(|id| ledger.history().reading(id));
                let mut links = self.told(claim, poll, self.both(start.map(|reading| reading.began), *entry));
                links.extend(self.beside(&links, self.failed_before(ledger, *former, *later)));
                links
            }
            Some(DeliveryReason::Gap { cause, entry }) => {
                let held = self.is_held(group, offset, partition);
                let claim = match held {
                    true => RecordClaim::PassedOverInHand { offset, partition: its(), cause: *cause },
                    false => RecordClaim::PassedOver { offset, partition: its(), cause: *cause },
                };
                let dropped = poll.filter(|_| !held).and_then(|poll| self.dropped(ledger, poll));
                let past = |reading: &&Reading| reading.began > *entry && reading.from > offset;
                let expired = *cause == GapCause::OffsetsExpired;
                let skipped = ledger.history().readings().find(past).filter(|_| expired);
                let beside = dropped.or(skipped.map(|reading| reading.began)).unwrap_or(*entry);
                let mut links = self.told(claim, poll.or(Some(*entry)), self.both(Some(*entry), beside));
                if *cause == GapCause::ResetLatest {
                    links.extend(self.beside(&links, self.nothing_committed(group, partition, *entry)));
                }
                links
            }
            Some(DeliveryReason::AtStart { entry }) => self.before_start(group, partition, offset, *entry),
            None if ledger.truth(offset).times == 0 => self.unprocessed(group, lane, offset),
            None => self.undisturbed(partition, ledger, offset, poll),
        })
    }

    fn undisturbed(
        &self,
        partition: &TopicPartition,
        ledger: &PartitionLedger,
        offset: Offset,
        poll: Option<EntryId>,
    ) -> Vec<Step> {
        let by = ledger.truth(offset).by.and_then(|by| self.world.consumers.get(usize::from(by)));
        let by = by.map(|consumer| consumer.name);
        let claim = RecordClaim::ProcessedOnce { offset, partition: *partition, by };
        self.told(claim, poll, Vec::new())
    }

    /// Commits that failed of what the earlier reading of a record had done, whenever its consumer heard of that: those
    /// that it had sent before the later reading began. What it sends when the record is read again comes too late.
    fn failed_before(
        &self,
        ledger: &PartitionLedger,
        former: Option<ReadingId>,
        later: Option<ReadingId>,
    ) -> Vec<Step> {
        let reading = |id: Option<ReadingId>| id.and_then(|id| ledger.history().reading(id));
        let Some(earlier) = reading(former.min(later)) else { return Vec::new() };
        let again = reading(former.max(later)).map_or(self.end(), |again| again.began);
        let next = |again: &&Reading| again.reader == earlier.reader && again.began > earlier.began;
        let until = ledger.history().readings().find(next).map_or(self.end(), |next| next.began);
        let reader = self.world.consumers.get(usize::from(earlier.reader));
        let failures = |name: &ClientName| self.failures_sent(name, earlier.began, until, again.min(until)).1;
        reader.map(|reader| failures(&reader.name)).unwrap_or_default()
    }

    /// Why a record was not processed yet: nobody reads it, it is in hand, paused, or its turn has not come.
    fn unprocessed(&self, group: &GroupView, lane: &LaneView, offset: Offset) -> Vec<Step> {
        let claim = RecordClaim::NotYet { offset, partition: lane.partition };
        let owner = lane.owner.as_ref().filter(|_| lane.owner_running && !lane.paused);
        let Some(owner) = owner else { return self.told(claim, None, self.partition(group, lane)) };
        let kept = self.cluster.keeps_from_poll(owner);
        let (state, entry) = if self.is_held(group, offset, &lane.partition) {
            (RecordClaim::InHand(*owner), kept)
        } else if let Some(thrown) = self.poisoned(owner, &lane.partition, offset) {
            (RecordClaim::Stuck(*owner), Some(thrown))
        } else {
            (RecordClaim::NotComeToIt { client: *owner, position: lane.position }, kept)
        };
        let mut chain = self.all_of(entry);
        if chain.is_empty() && matches!(state, RecordClaim::NotComeToIt { .. }) {
            chain = self.why_not_read(&lane.partition, owner);
        }
        self.told(claim, entry, self.at(state, entry, chain))
    }

    /// What a consumer is stuck at, before an offset, since it cannot be deserialized.
    fn poisoned(&self, owner: &ClientName, partition: &TopicPartition, offset: Offset) -> Option<EntryId> {
        use ConsumerFact::*;
        let found = self.cluster.last_said_since_start(self.end(), owner, |said| {
            matches!(said, DeserializationFailed { .. } | RecordSkipped { .. } | PollReturned { .. })
        })?;
        let stuck = matches!(
            found.fact.of_consumer(owner),
            Some(DeserializationFailed { partition: of, offset: at }) if of == partition && *at <= offset
        );
        stuck.then_some(found.id)
    }

    /// What one entry tells, and beside it what another one does. Where both come from the same, the second tells its
    /// own part and the beginning.
    fn both(&self, one: Option<EntryId>, other: EntryId) -> Vec<Step> {
        let mut links = one.map(|entry| self.chain(entry)).unwrap_or_default();
        let known = |step: &Step| links.iter().any(|told| self.say_the_same(told, step));
        let (told, mut beside): (Vec<Step>, Vec<Step>) = self.chain(other).into_iter().partition(known);
        let last = beside.last().map(|link| link.entry);
        if let (Some(last), Some(beginning)) = (last, told.last())
            && beginning.entry < last
        {
            beside.push(beginning.clone());
        }
        if let Some(first) = beside.first_mut() {
            first.stand_beside(!links.is_empty());
        }
        links.append(&mut beside);
        links
    }

    pub(super) fn reader(&self, reading: &Reading) -> ClientName {
        let consumer = self.world.consumers.get(usize::from(reading.reader));
        consumer.map(|consumer| consumer.name).unwrap_or_default()
    }

    /// The poll that returned a record last.
    fn last_poll(&self, group: &GroupId, partition: &TopicPartition, offset: Offset) -> Option<EntryId> {
        let has = |(of, from, to): &(TopicPartition, Offset, Offset)| {
            of == partition && (*from..*to).contains(&offset)
        };
        let poll = self.newest(|fact| {
            matches!(fact, Fact::Consumer(client, ConsumerFact::PollReturned { records })
                if records.iter().any(has) && self.cluster.group_of(client) == Some(group))
        });
        poll.filter(|poll| self.is_present(*poll, partition))
    }

    /// Whether a poll returned records of the topic that has the name now, and not of an earlier one.
    fn is_present(&self, poll: EntryId, partition: &TopicPartition) -> bool {
        self.cluster.entry(poll).is_some_and(|entry| {
            matches!(&entry.fact, Fact::Consumer(client, ConsumerFact::PollReturned { .. })
                if self.cluster.polled_present(poll, client, &partition.topic))
        })
    }

    /// How the reading ended in which a poll returned a record that was dropped.
    fn dropped(&self, ledger: &PartitionLedger, poll: EntryId) -> Option<EntryId> {
        let Fact::Consumer(client, ConsumerFact::PollReturned { .. }) = &self.cluster.entry(poll)?.fact
        else {
            return None;
        };
        let reading = ledger
            .history()
            .readings()
            .rev()
            .find(|reading| reading.began < poll && self.reader(reading) == *client)?;
        reading.end.map(|(_, entry)| entry)
    }

    fn is_held(&self, group: &GroupView, offset: Offset, partition: &TopicPartition) -> bool {
        self.cluster.holds(&group.id, partition, offset)
    }
}
