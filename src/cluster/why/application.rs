//! Why an application did what it did, or did not poll in time: what people asked of it, what its process was started
//! with, and what it was at.

use super::super::Cluster;
use super::super::journal::{Cause, Entry, EntryId};
use super::commits::Parted;
use super::incidents::{AppStep, Incident};
use crate::cluster::fact::{Fact, WorldFact};
use crate::kafka::api::ErrorCode;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::exception::Exception;
use crate::kafka::ids::*;
use crate::sim::time::SimTime;

impl Cluster {
    /// When the process was started that is there before an entry.
    pub fn start_of(&self, before: EntryId, client: &ClientName) -> Option<EntryId> {
        self.last_before(before, |fact| fact.starts(client))
    }

    /// When it was set how long an application takes for a record: by a command, or with the start of its process.
    pub(super) fn processing_time_set(&self, before: EntryId, client: &ClientName) -> Option<EntryId> {
        self.last_before(before, |fact| {
            let done = fact.of_process(client);
            matches!(done, Some(WorldFact::ProcessStarted { .. } | WorldFact::ProcessingTimeChanged { .. }))
        })
    }

    /// A pattern follows the topics there are.
    pub(super) fn led_to_subscription(&self, entry: &Entry, client: &ClientName) -> Option<EntryId> {
        let Cause::Entry(handled) = entry.cause() else { return None };
        if self.entry(handled)?.fact.starts(client) {
            return Some(handled);
        }
        self.consumer_spec(client).filter(|spec| spec.pattern.is_some())?;
        self.news_of(entry).first().copied().or_else(|| self.start_of(entry.id, client))
    }

    /// What an exception was thrown for.
    pub(super) fn threw(&self, thrown: &Entry, client: &ClientName, exception: Exception) -> Option<EntryId> {
        let before = thrown.id;
        if let Some(failed) = self.failure_behind(thrown) {
            return Some(failed.id);
        }
        let group = self.group_of(client)?;
        let start = self.start_of(before, client);
        let said = |wanted: fn(&ConsumerFact) -> bool| self.last_said(before, client, wanted);
        use ConsumerFact as Said;
        let found = match exception {
            Exception::Timeout | Exception::RetriableCommitFailed => {
                return self.kept_from_coordinator(before, client).or(start);
            }
            Exception::OffsetOutOfRange => said(|said| matches!(said, Said::OffsetOutOfRange { .. })),
            Exception::ConcurrentModification => said(|said| matches!(said, Said::SecondThread)),
            Exception::Wakeup => said(|said| matches!(said, Said::WokenUp)),
            Exception::RecordDeserialization => {
                said(|said| matches!(said, Said::DeserializationFailed { .. }))
            }
            Exception::CommitFailed | Exception::StaleMemberEpoch => {
                said(|said| matches!(said, Said::PollIntervalExceeded { .. } | Said::MembershipLost { .. }))
            }
            Exception::UnreleasedInstanceId
            | Exception::UnsupportedAssignor
            | Exception::InvalidRequest
            | Exception::InvalidRegularExpression
            | Exception::GroupIdNotFound => said(|said| matches!(said, Said::MembershipLost { .. })),
            Exception::FencedInstanceId => {
                let lost = said(|said| matches!(said, Said::MembershipLost { .. }));
                lost.max(self.last_before(before, |fact| self.is_replaced_by_another(fact, client)))
            }
            Exception::RebalanceInProgress => self.rebalance_of(before, group),
            Exception::InconsistentGroupProtocol => self.last_before(before, |fact| {
                matches!(fact, Fact::Group(_, GroupFact::ProtocolsDiffer { client: of, .. }) if of == client)
            }),
            Exception::NoOffsetForPartition
            | Exception::InvalidSessionTimeout
            | Exception::GroupMaxSizeReached
            | Exception::IllegalState
            | Exception::InvalidGroupId => None,
            Exception::Kafka => said(|said| matches!(said, Said::CallbackFinished { threw: true, .. })),
        };
        found.max(start)
    }

    /// What kept the application from calling poll: a commit that blocks, a method of its listener, a stalled handler,
    /// a process that stood still, or else the records of the last poll.
    pub(super) fn kept_from_poll(&self, before: EntryId, client: &ClientName) -> Option<EntryId> {
        let now = self.entry(before)?.time;
        let at = self.is_at(before, client);
        at.blocker
            .or(at.callback)
            .or_else(|| self.stalled(before, client))
            .or_else(|| self.stood_still(before, client, now))
            .or(at.poll)
    }

    /// What kept a process from closing in time: it stood still, its coordinator does not answer, its listener or its
    /// handler is at work. Where nothing of that is known, it is told that it was asked to.
    pub(super) fn kept_from_closing(
        &self,
        expired: &Entry,
        client: &ClientName,
        in_hand: u64,
        in_close: bool,
    ) -> Option<EntryId> {
        let id = expired.id;
        let is = |fact: &Fact, what: Incident| self.incident(fact, client) == Some(what);
        let stood = |fact: &Fact| is(fact, Incident::Frozen) || is(fact, Incident::Thawed);
        let stood = self.backwards(id).find(|entry| stood(&entry.fact));
        let frozen = stood.filter(|entry| is(&entry.fact, Incident::Frozen)).map(|entry| entry.id);
        let at = self.is_at(id, client);
        let unanswered = || {
            let asked = self.last_before(id, |fact| ends(fact, client))?;
            let held = self.holds_commit(id, client, asked)?;
            let lost = matches!(self.entry(held)?.fact, Fact::Group(_, GroupFact::OffsetCommitLost { .. }));
            (!lost || held > asked).then_some(held)
        };
        let busy = || {
            let handled = || self.stalled(id, client).or(at.poll).filter(|_| in_hand > 0);
            at.blocker.or(at.callback).or_else(handled)
        };
        let kept = if in_close { at.callback.or_else(unanswered) } else { busy() };
        let asked = || self.handled_for(expired.cause()).next().map(|asked| asked.id);
        frozen.or(kept).or_else(asked)
    }

    /// What an application is in the middle of.
    pub(super) fn is_at(&self, before: EntryId, client: &ClientName) -> At {
        let mut at = At::default();
        let found = self.entry(before);
        let now = found.map_or(self.now, |entry| entry.time);
        let exceeded = found.is_some_and(|entry| {
            matches!(entry.fact, Fact::Consumer(_, ConsumerFact::PollIntervalExceeded { .. }))
        });
        // Whether the callback has returned, and whether what the last blocking commit waits for is known.
        let (mut returned, mut committed) = (false, false);
        for (entry, said) in self.said_since_start(before, client) {
            let Some(step) = AppStep::of(said) else { continue };
            match step {
                // One that returns at that instant is what it was in until then.
                AppStep::CallbackFinished => returned = entry.time < now,
                AppStep::CallbackStarted if !returned => at.callback = at.callback.or(Some(entry.id)),
                AppStep::CommitSucceeded(origin) if origin.blocks() => committed = true,
                AppStep::Threw(_) => committed = true,
                AppStep::CommitFailed(origin, error) if origin.blocks() => committed |= !retriable(error),
                AppStep::CommitStarted(origin) if origin.blocks() && !committed => {
                    committed = true;
                    at.blocker = self.holds_commit(before, client, entry.id);
                }
                // A poll that returns at the instant at which it is noticed was called too late.
                AppStep::Polled if exceeded && entry.time == now => {}
                AppStep::Polled => {
                    at.poll = Some(entry.id);
                    break;
                }
                AppStep::CallbackStarted
                | AppStep::CommitSucceeded(_)
                | AppStep::CommitFailed(..)
                | AppStep::CommitStarted(_)
                | AppStep::Stalled
                | AppStep::Resumed
                | AppStep::RejoinNeeded
                | AppStep::Joins => {}
            }
        }
        at
    }

    /// Why a commit is not answered that was asked for, or sent again, at `asked`: the coordinator holds it; else what
    /// came between it and the coordinator, before or, if it has met that, later.
    fn holds_commit(&self, before: EntryId, client: &ClientName, asked: EntryId) -> Option<EntryId> {
        if let Some(held) = self.held_commit(before, client) {
            return Some(held);
        }
        let lasts = |lost: EntryId| lost < asked || self.was_refused_since(lost, before, client);
        self.parted(before, client)
            .find(|(entry, parted)| match parted {
                Parted::CutOff { over } => !over,
                Parted::CoordinatorLost { over } => !over && lasts(entry.id),
                Parted::BehindCommit { .. } => true,
            })
            .map(|(entry, _)| entry.id)
    }

    /// What froze the process for most of the time since the last poll.
    fn stood_still(&self, before: EntryId, client: &ClientName, now: SimTime) -> Option<EntryId> {
        let Fact::Consumer(_, ConsumerFact::PollIntervalExceeded { last_poll, .. }) =
            &self.entry(before)?.fact
        else {
            return None;
        };
        let mut until = now;
        for entry in self.backwards(before).take_while(|entry| entry.time >= *last_poll) {
            let incident = self.incident(&entry.fact, client);
            if incident == Some(Incident::Thawed) {
                until = entry.time;
            }
            if incident == Some(Incident::Frozen) {
                let frozen = until.since(entry.time);
                return (frozen + frozen >= now.since(*last_poll)).then_some(entry.id);
            }
        }
        None
    }
}

/// What an application is in the middle of.
#[derive(Default)]
pub(super) struct At {
    /// What holds the `commitSync` that it waits for.
    pub(super) blocker: Option<EntryId>,
    /// The method of its listener.
    pub(super) callback: Option<EntryId>,
    /// The poll that returned what it has in hand.
    pub(super) poll: Option<EntryId>,
}

/// Whether `commitSync` tries again after it.
fn retriable(error: ErrorCode) -> bool {
    matches!(
        error,
        ErrorCode::CoordinatorNotAvailable
            | ErrorCode::NotCoordinator
            | ErrorCode::CoordinatorLoadInProgress
            | ErrorCode::UnknownTopicOrPartition
    )
}

/// Whether a client comes to its end by it: asked to, or with an exception that no application goes on after.
pub(in crate::cluster) fn ends(fact: &Fact, client: &ClientName) -> bool {
    use WorldFact::*;
    let asked = matches!(
        fact.of_process(client),
        Some(CloseRequested { .. } | CloseRequestedWith { .. } | ClosedInMidBatch { .. })
    );
    asked
        || fact.of_consumer(client).is_some_and(|said| {
            matches!(said, ConsumerFact::WokenUp | ConsumerFact::SecondThread)
                || matches!(said, ConsumerFact::ExceptionThrown { exception } if ends_application(*exception))
        })
}

/// Whether no application goes on after an exception.
pub(super) fn ends_application(exception: Exception) -> bool {
    !matches!(
        exception,
        Exception::CommitFailed
            | Exception::RebalanceInProgress
            | Exception::Timeout
            | Exception::RetriableCommitFailed
            | Exception::Wakeup
            | Exception::IllegalState
            | Exception::Kafka
    )
}
