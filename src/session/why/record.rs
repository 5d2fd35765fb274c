//! Questions about single records: why one was processed twice, or not at all.

use super::{Asked, Link};
use crate::cluster::cause::GapCause;
use crate::cluster::journal::EntryId;
use crate::cluster::ledger::PartitionLedger;
use crate::cluster::ledger::history::{Reading, ReadingId, Reason};
use crate::cluster::observation::{GroupView, LaneView};
use crate::kafka::fact::Fact;
use crate::kafka::ids::*;

impl Asked<'_> {
    /// What became of one record, and why.
    pub(super) fn record(
        &self,
        group: &GroupView,
        lane: &LaneView,
        offset: Offset,
    ) -> Result<Vec<Link>, String> {
        let partition = &lane.partition;
        if offset >= lane.log_end {
            return Err(format!(
                "{partition} has no record {offset} yet; the next to be written is {}.",
                lane.log_end
            ));
        }
        let what = format!("record {offset} of {partition}");
        let poll = self.last_poll(&group.id, partition, offset);
        let Some(ledger) = self.cluster.ledger().partition(&group.id, partition) else {
            return Ok(self.unprocessed(&what, group, lane, offset));
        };
        Ok(match ledger.reason(offset) {
            Some(Reason::Duplicate { cause, entry, former, later }) => {
                let who = |id: &Option<ReadingId>| {
                    id.and_then(|id| ledger.history().reading(id)).map(|reading| self.reader(reading))
                };
                let by = match (who(former), who(later)) {
                    (Some(former), Some(later)) if former == later => format!(" by {later} twice"),
                    (Some(former), Some(later)) => format!(" by {former}, and again by {later}"),
                    _ => " more than once".to_owned(),
                };
                let sentence = format!("{what} was processed{by} ({})", cause.key());
                let start = later.max(former).and_then(|id| ledger.history().reading(id));
                let mut links =
                    self.told(sentence, poll, self.both(start.map(|reading| reading.began), *entry));
                links.extend(self.beside(&links, self.failed_before(ledger, *former, *later)));
                links
            }
            Some(Reason::Gap { cause, entry }) => {
                let held = self.is_held(group, offset, partition);
                let state =
                    if held { "is not processed yet, though passed over" } else { "was not processed" };
                let sentence = format!("{what} {state} ({})", cause.key());
                let dropped = poll.filter(|_| !held).and_then(|poll| self.dropped(ledger, poll));
                let past = |reading: &&Reading| reading.began > *entry && reading.from > offset;
                let skipped = match cause {
                    GapCause::OffsetsExpired => ledger.history().readings().find(past),
                    _ => None,
                };
                let beside = dropped.or(skipped.map(|reading| reading.began)).unwrap_or(*entry);
                self.told(sentence, poll.or(Some(*entry)), self.both(Some(*entry), beside))
            }
            Some(Reason::AtStart { entry }) => {
                let because = self.reasons(*entry);
                let sentence = format!(
                    "{what} was not read: it was written before {} started, and auto.offset.reset=latest begins \
                     after it",
                    group.id
                );
                self.told(sentence, Some(*entry), because)
            }
            None if ledger.truth(offset).times == 0 => self.unprocessed(&what, group, lane, offset),
            None => self.undisturbed(&what, ledger, offset, poll),
        })
    }

    fn undisturbed(
        &self,
        what: &str,
        ledger: &PartitionLedger,
        offset: Offset,
        poll: Option<EntryId>,
    ) -> Vec<Link> {
        let by = ledger.truth(offset).by.and_then(|by| self.world.consumers.get(by as usize));
        let sentence = match by {
            Some(consumer) => format!("{what} was processed once, by {}", consumer.name),
            None => format!("{what} was processed once"),
        };
        self.told(sentence, poll, Vec::new())
    }

    /// Commits that failed of what the earlier reading of a record had done, whenever its consumer heard of that.
    fn failed_before(
        &self,
        ledger: &PartitionLedger,
        former: Option<ReadingId>,
        later: Option<ReadingId>,
    ) -> Vec<Link> {
        let reading = |id: Option<ReadingId>| id.and_then(|id| ledger.history().reading(id));
        let Some(earlier) = reading(former.min(later)) else { return Vec::new() };
        let next = |again: &&Reading| again.reader == earlier.reader && again.began > earlier.began;
        let until = ledger.history().readings().find(next).map_or(self.end(), |next| next.began);
        let reader = self.world.consumers.get(earlier.reader as usize);
        reader.map(|reader| self.failures(&reader.name, earlier.began, until).1).unwrap_or_default()
    }

    /// Why a record was not processed yet: nobody reads it, it is in hand, paused, or its turn has not come.
    fn unprocessed(&self, what: &str, group: &GroupView, lane: &LaneView, offset: Offset) -> Vec<Link> {
        let sentence = format!("{what} was not processed yet");
        let owner = lane.owner.as_ref().filter(|_| lane.owner_running && !lane.paused);
        let Some(owner) = owner else { return self.told(sentence, None, self.partition(group, lane)) };
        let kept = self.cluster.keeps_from_poll(owner);
        let (state, entry) = if self.is_held(group, offset, &lane.partition) {
            (format!("{owner} has it in hand"), kept)
        } else if let Some(thrown) = self.poisoned(owner, &lane.partition, offset) {
            (format!("{owner} cannot get past a record before it"), Some(thrown))
        } else {
            let stands = lane.position.map_or(String::new(), |position| format!(": it stands at {position}"));
            (format!("{owner} has not come to it{stands}"), kept)
        };
        let because = self.at(state, entry, self.all_of(entry));
        self.told(sentence, entry, because)
    }

    /// What a consumer is stuck at, before an offset, since it cannot be deserialized.
    fn poisoned(&self, owner: &ClientName, partition: &TopicPartition, offset: Offset) -> Option<EntryId> {
        let found = self.newest(|fact| match fact {
            Fact::DeserializationFailed { client, .. }
            | Fact::RecordSkipped { client, .. }
            | Fact::PollReturned { client, .. }
            | Fact::ProcessStarted { client, .. } => client == owner,
            _ => false,
        })?;
        match &self.cluster.entry(found)?.fact {
            Fact::DeserializationFailed { partition: of, offset: at, .. }
                if of == partition && *at <= offset =>
            {
                Some(found)
            }
            _ => None,
        }
    }

    /// What one entry tells, and beside it what another one does. Where both come from the same, the second tells its
    /// own part and the beginning.
    fn both(&self, one: Option<EntryId>, other: EntryId) -> Vec<Link> {
        let mut links = one.map(|entry| self.chain(entry)).unwrap_or_default();
        let known = |link: &Link| links.iter().any(|told| told.sentence == link.sentence);
        let (told, mut beside): (Vec<Link>, Vec<Link>) = self.chain(other).into_iter().partition(known);
        let last = beside.last().map(|link| link.entry);
        if let (Some(last), Some(beginning)) = (last, told.last())
            && beginning.entry < last
        {
            beside.push(beginning.clone());
        }
        if let Some(first) = beside.first_mut() {
            first.also = !links.is_empty();
        }
        links.append(&mut beside);
        links
    }

    fn reader(&self, reading: &Reading) -> String {
        let consumer = self.world.consumers.get(reading.reader as usize);
        consumer.map(|consumer| consumer.name.to_string()).unwrap_or_default()
    }

    /// The poll that returned a record last.
    fn last_poll(&self, group: &GroupId, partition: &TopicPartition, offset: Offset) -> Option<EntryId> {
        let of_group =
            |client: &ClientName| self.cluster.consumer_spec(client).is_some_and(|spec| spec.group == *group);
        self.cluster
            .last_before(EntryId(self.cluster.journal().len() as u64), |fact| match fact {
                Fact::PollReturned { client, records } => {
                    let has = |(of, from, to): &(TopicPartition, Offset, Offset)| {
                        of == partition && (*from..*to).contains(&offset)
                    };
                    records.iter().any(has) && of_group(client)
                }
                _ => false,
            })
            .filter(|poll| self.is_present(*poll, partition))
    }

    /// Whether a poll returned records of the topic that has the name now, and not of an earlier one.
    fn is_present(&self, poll: EntryId, partition: &TopicPartition) -> bool {
        match self.cluster.entry(poll).map(|entry| &entry.fact) {
            Some(Fact::PollReturned { client, .. }) => {
                self.cluster.polled_present(poll, client, &partition.topic)
            }
            _ => false,
        }
    }

    /// How the reading ended in which a poll returned a record that was dropped.
    fn dropped(&self, ledger: &PartitionLedger, poll: EntryId) -> Option<EntryId> {
        let Fact::PollReturned { client, .. } = &self.cluster.entry(poll)?.fact else { return None };
        let reading = ledger
            .history()
            .readings()
            .rev()
            .find(|reading| reading.began < poll && self.reader(reading) == client.as_str())?;
        reading.end.map(|(_, entry)| entry)
    }

    fn is_held(&self, group: &GroupView, offset: Offset, partition: &TopicPartition) -> bool {
        self.cluster.holds(&group.id, partition, offset)
    }
}
