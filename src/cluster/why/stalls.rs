//! Stalled handlers: a stall that somebody asked for begins with the next record, unless the handler has one.

use super::super::Cluster;
use super::super::journal::EntryId;
use super::Lasted;
use crate::cluster::fact::{Fact, WorldFact};
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
        // A commit in the middle of a batch may have ended since, with the next record behind it.
        let mut committed = None;
        for later in self.past.journal.iter_from(asked.place() + 1) {
            let time = later.time;
            match &later.fact {
                Fact::Consumer(of, ConsumerFact::PollReturned { records })
                    if of == client && !records.is_empty() =>
                {
                    return Some(time);
                }
                Fact::Consumer(
                    of,
                    ConsumerFact::CommitSucceeded { origin: CommitOrigin::Sync, .. }
                    | ConsumerFact::ExceptionThrown { .. },
                ) if of == client => {
                    committed.get_or_insert(time);
                }
                Fact::Consumer(
                    of,
                    ConsumerFact::HandlerResumed { at_work }
                    | ConsumerFact::HandlerStalled { at_work: at_work @ true, .. },
                ) if of == client => return at_work.then_some(committed.unwrap_or(time)),
                Fact::World(
                    WorldFact::ProcessKilled { client: of, .. }
                    | WorldFact::ProcessStarted { client: of, .. },
                )
                | Fact::Consumer(of, ConsumerFact::ProcessClosed)
                    if of == client =>
                {
                    return None;
                }
                _ => {}
            }
        }
        match self.nodes.consumer(client)?.consumer.application().activity() {
            Activity::Blocked { since, .. } => Some(*since),
            _ => None,
        }
    }

    /// The command that stalled the handler, if it did and nothing undid it.
    pub fn stalled(&self, before: EntryId, client: &ClientName) -> Option<EntryId> {
        let found = self.last_before(before, |fact| match fact {
            Fact::Consumer(of, ConsumerFact::HandlerStalled { .. } | ConsumerFact::HandlerResumed { .. })
            | Fact::World(WorldFact::ProcessStarted { client: of, .. }) => of == client,
            _ => false,
        })?;
        let until = self.entry(before).map_or(self.now, |entry| entry.time);
        self.stall_began(found).is_some_and(|began| began <= until).then_some(found)
    }

    /// Whether a stall kept an application from calling poll between two instants: it had begun and was not over. Where
    /// workers stall, poll goes on, unless a listener waits for them.
    pub(super) fn stall_keeps_from_poll(&self, asked: EntryId, from: SimTime, until: SimTime) -> bool {
        let client = self.entry(asked).and_then(|entry| match &entry.fact {
            Fact::Consumer(client, ConsumerFact::HandlerStalled { .. }) => Some(client),
            _ => None,
        });
        let config = client.and_then(|client| self.settings_before(asked, client));
        let goes_on = config.is_none_or(|config| {
            config.behaviour.workers > 0 && config.behaviour.listener != Listener::Drain
        });
        let over = matches!(self.lasted(asked), Lasted::Until(end) if end <= from);
        !goes_on && !over && self.stall_began(asked).is_some_and(|began| began < until)
    }
}
