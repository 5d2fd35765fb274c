//! Stalled handlers: a stall that somebody asked for begins with the next record, unless the handler has one.

use super::super::Cluster;
use super::super::journal::EntryId;
use super::Lasted;
use super::present::is_over;
use crate::cluster::fact::Fact;
use crate::kafka::consumer::application::Activity;
use crate::kafka::consumer::config::Listener;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::ids::*;
use crate::kafka::offset_causes::CommitOrigin;
use crate::sim::time::SimTime;

impl Cluster {
    /// When a stall began that was asked for; `None` if the handler has not come to a record since, or had not when it
    /// was let go on.
    pub fn stall_began(&self, asked: EntryId) -> Option<SimTime> {
        let entry = self.entry(asked)?;
        let Fact::Consumer(client, ConsumerFact::HandlerStalled { at_work, .. }) = &entry.fact else {
            return None;
        };
        if *at_work {
            return Some(entry.time);
        }
        use ConsumerFact::*;
        let later = || self.past.journal.iter_from(asked.place() + 1);
        let goes_on = |said: &ConsumerFact| {
            matches!(said, HandlerResumed { .. } | HandlerStalled { at_work: true, .. })
        };
        let end = later().find(|entry| {
            entry.fact.of_consumer(client).is_some_and(goes_on) || is_over(&entry.fact, client)
        });
        let first = |wanted: fn(&ConsumerFact) -> bool| {
            let mut before = later().take_while(|entry| end.is_none_or(|end| entry.id < end.id));
            let found = before.find(|entry| entry.fact.of_consumer(client).is_some_and(wanted));
            found.map(|found| found.time)
        };
        if let Some(came) = first(|said| matches!(said, PollReturned { records } if !records.is_empty())) {
            return Some(came);
        }
        let Some(end) = end else {
            let process = self.nodes.consumer(client)?;
            let Activity::Blocked { since, .. } = process.consumer.application().activity() else {
                return None;
            };
            return Some(*since);
        };
        // A commit in the middle of a batch may have ended since, with the next record behind it.
        let committed = first(|said| {
            matches!(said, CommitSucceeded { origin: CommitOrigin::Sync, .. } | ExceptionThrown { .. })
        });
        let was_at_work = matches!(
            end.fact.of_consumer(client),
            Some(HandlerResumed { at_work: true } | HandlerStalled { at_work: true, .. })
        );
        was_at_work.then_some(committed.unwrap_or(end.time))
    }

    /// The command that stalled the handler, if it did and nothing undid it.
    pub fn stalled(&self, before: EntryId, client: &ClientName) -> Option<EntryId> {
        let found = self.last_said_since_start(before, client, |said| {
            matches!(said, ConsumerFact::HandlerStalled { .. } | ConsumerFact::HandlerResumed { .. })
        })?;
        let until = self.entry(before).map_or(self.now, |entry| entry.time);
        self.stall_began(found.id).is_some_and(|began| began <= until).then_some(found.id)
    }

    /// Whether a stall kept an application from calling poll between two instants: it had begun and was not over. Where
    /// workers stall, poll goes on, unless a listener waits for them.
    pub(super) fn stall_keeps_from_poll(&self, asked: EntryId, from: SimTime, until: SimTime) -> bool {
        let Some(Fact::Consumer(client, ConsumerFact::HandlerStalled { .. })) =
            self.entry(asked).map(|entry| &entry.fact)
        else {
            return false;
        };
        let config = self.settings_before(asked, client);
        let goes_on = config.is_none_or(|config| {
            config.behaviour.workers > 0 && config.behaviour.listener != Listener::Drain
        });
        let over = matches!(self.lasted(asked), Lasted::Until(end) if end <= from);
        !goes_on && !over && self.stall_began(asked).is_some_and(|began| began < until)
    }
}
