//! Why an application did what it did, or did not poll in time: what people asked of it, what its process was started
//! with, and what it was at.

use super::super::Cluster;
use super::super::journal::{Cause, Entry, EntryId};
use super::prepares;
use crate::cluster::fact::{Fact, WorldFact};
use crate::kafka::api::ErrorCode;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::exception::Exception;
use crate::kafka::ids::*;
use crate::kafka::offset_causes::CommitOrigin;
use crate::sim::time::SimTime;

impl Cluster {
    pub(super) fn led_to_application(&self, entry: &Entry) -> Option<EntryId> {
        let id = entry.id;
        match &entry.fact {
            Fact::Consumer(client, ConsumerFact::PollIntervalExceeded { .. }) => {
                self.kept_from_poll(id, client)
            }
            Fact::World(WorldFact::GraceExpired { client, in_hand, in_close, .. }) => {
                self.kept_from_closing(entry, client, *in_hand, *in_close)
            }
            Fact::Consumer(client, ConsumerFact::PollReturned { .. }) => {
                self.last_before(id, |fact| match fact {
                    Fact::World(
                        WorldFact::ProcessStarted { client: of, .. }
                        | WorldFact::ProcessingTimeChanged { client: of, .. },
                    ) => of == client,
                    _ => false,
                })
            }
            Fact::Consumer(client, ConsumerFact::CallbackStarted { .. })
            | Fact::Group(_, GroupFact::ProtocolsDiffer { client, .. }) => self.start_of(id, client),
            Fact::Consumer(
                client,
                ConsumerFact::ExceptionThrown { exception }
                | ConsumerFact::CommitCallback { exception: Some(exception), .. },
            ) => self.threw(entry, client, *exception),
            Fact::Consumer(client, ConsumerFact::ProcessClosed) => {
                self.last_before(id, |fact| ends(fact, client)).or_else(|| self.start_of(id, client))
            }
            Fact::Consumer(client, ConsumerFact::SubscriptionChanged { .. }) => {
                self.led_to_subscription(entry, client)
            }
            Fact::Consumer(_, ConsumerFact::TopicsChanged { .. }) => self.news_of(entry).first().copied(),
            Fact::Consumer(_, ConsumerFact::Unsubscribed | ConsumerFact::DeserializationFailed { .. }) => {
                self.last_before(id, |earlier| prepares(earlier, &entry.fact))
            }
            _ => None,
        }
    }

    /// When the process was started that is there before an entry.
    pub fn start_of(&self, before: EntryId, client: &ClientName) -> Option<EntryId> {
        self.last_before(
            before,
            |fact| matches!(fact, Fact::World(WorldFact::ProcessStarted { client: of, .. }) if of == client),
        )
    }

    /// A pattern follows the topics there are.
    fn led_to_subscription(&self, entry: &Entry, client: &ClientName) -> Option<EntryId> {
        let Cause::Entry(handled) = entry.cause else { return None };
        if matches!(self.entry(handled)?.fact.of_process(client), Some(WorldFact::ProcessStarted { .. })) {
            return Some(handled);
        }
        self.consumer_spec(client).filter(|spec| spec.pattern.is_some())?;
        self.news_of(entry).first().copied().or_else(|| self.start_of(entry.id, client))
    }

    /// What an exception was thrown for.
    fn threw(&self, thrown: &Entry, client: &ClientName, exception: Exception) -> Option<EntryId> {
        let before = thrown.id;
        if let Some(failed) = self.failure_behind(thrown) {
            return Some(failed.id);
        }
        let group = self.group_of(client)?;
        if matches!(exception, Exception::Timeout | Exception::RetriableCommitFailed) {
            return self.kept_from_coordinator(before, client).or_else(|| self.start_of(before, client));
        }
        let member = |id: &MemberId| self.client_of_member(id).as_ref() == Some(client);
        let found = self.last_before(before, |fact| match (exception, fact) {
            (Exception::OffsetOutOfRange, Fact::Consumer(of, ConsumerFact::OffsetOutOfRange { .. }))
            | (Exception::ConcurrentModification, Fact::Consumer(of, ConsumerFact::SecondThread))
            | (Exception::Wakeup, Fact::Consumer(of, ConsumerFact::WokenUp))
            | (
                Exception::RecordDeserialization,
                Fact::Consumer(of, ConsumerFact::DeserializationFailed { .. }),
            )
            | (
                Exception::InconsistentGroupProtocol,
                Fact::Group(_, GroupFact::ProtocolsDiffer { client: of, .. }),
            )
            | (Exception::CommitFailed, Fact::Consumer(of, ConsumerFact::PollIntervalExceeded { .. }))
            | (
                Exception::FencedInstanceId | Exception::CommitFailed,
                Fact::Consumer(of, ConsumerFact::MembershipLost { .. }),
            )
            | (_, Fact::World(WorldFact::ProcessStarted { client: of, .. })) => of == client,
            (
                Exception::FencedInstanceId,
                Fact::Group(_, GroupFact::StaticMemberReplaced { old, new, .. }),
            ) => member(old) && !member(new),
            (Exception::RebalanceInProgress, Fact::Group(of, GroupFact::RebalanceStarted { .. })) => {
                of == group
            }
            _ => false,
        });
        found.or_else(|| self.start_of(before, client))
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
    fn kept_from_closing(
        &self,
        expired: &Entry,
        client: &ClientName,
        in_hand: u64,
        in_close: bool,
    ) -> Option<EntryId> {
        let id = expired.id;
        let frozen = self.last_before(id, |fact| {
            let done = fact.of_process(client);
            matches!(done, Some(WorldFact::ProcessFrozen { .. } | WorldFact::ProcessThawed { .. }))
        });
        let frozen = frozen.filter(|found| {
            matches!(
                self.entry(*found).map(|entry| &entry.fact),
                Some(Fact::World(WorldFact::ProcessFrozen { .. }))
            )
        });
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
        frozen.or(kept).or(match expired.cause {
            Cause::Entry(asked) => Some(asked),
            _ => None,
        })
    }

    /// What an application is in the middle of.
    pub(super) fn is_at(&self, before: EntryId, client: &ClientName) -> At {
        let mut at = At::default();
        // Whether the callback has returned, and whether what the last blocking commit waits for is known.
        let (mut returned, mut committed) = (false, false);
        for entry in self.backwards(before) {
            match &entry.fact {
                Fact::Consumer(of, ConsumerFact::CallbackFinished { .. }) if of == client => returned = true,
                Fact::Consumer(of, ConsumerFact::CallbackStarted { .. }) if of == client && !returned => {
                    at.callback = at.callback.or(Some(entry.id));
                }
                Fact::Consumer(of, ConsumerFact::CommitSucceeded { origin, .. })
                    if of == client && blocks(*origin) =>
                {
                    committed = true;
                }
                Fact::Consumer(of, ConsumerFact::ExceptionThrown { .. }) if of == client => committed = true,
                Fact::Consumer(of, ConsumerFact::CommitFailed { origin, error, .. })
                    if of == client && blocks(*origin) =>
                {
                    committed |= !retriable(*error);
                }
                Fact::Consumer(of, ConsumerFact::CommitStarted { origin, .. })
                    if of == client && blocks(*origin) && !committed =>
                {
                    committed = true;
                    at.blocker = self.holds_commit(before, client, entry.id);
                }
                Fact::Consumer(of, ConsumerFact::PollReturned { .. }) if of == client => {
                    at.poll = Some(entry.id);
                    break;
                }
                Fact::World(WorldFact::ProcessStarted { client: of, .. }) if of == client => break,
                _ => {}
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
        let group = &self.consumer_spec(client)?.group;
        let (mut back, mut mended) = (false, false);
        let held = self.backwards(before).find(|entry| match &entry.fact {
            Fact::World(WorldFact::CoordinatorTookOver { group: of, .. }) if of == group => {
                back = true;
                false
            }
            Fact::World(WorldFact::LinkRestored { client: of }) if of == client => {
                mended = true;
                false
            }
            Fact::World(WorldFact::CoordinatorLost { group: of }) => {
                of == group && !back && (entry.id < asked || self.was_refused_since(entry.id, before, client))
            }
            fact @ Fact::World(WorldFact::LinkCut { .. }) => !mended && self.cuts_coordinator(fact, client),
            Fact::Group(of, GroupFact::OffsetCommitLost { member, .. }) => {
                of == group && self.sent_by(member, client)
            }
            _ => false,
        });
        held.map(|entry| entry.id)
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
            match &entry.fact {
                Fact::World(WorldFact::ProcessThawed { client: of }) if of == client => until = entry.time,
                Fact::World(WorldFact::ProcessFrozen { client: of }) if of == client => {
                    let frozen = until.since(entry.time);
                    return (frozen + frozen >= now.since(*last_poll)).then_some(entry.id);
                }
                _ => {}
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

/// Whether the application waits for such a commit.
fn blocks(origin: CommitOrigin) -> bool {
    matches!(origin, CommitOrigin::Sync | CommitOrigin::Callback)
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
pub(super) fn ends(fact: &Fact, client: &ClientName) -> bool {
    match fact {
        Fact::World(
            WorldFact::CloseRequested { client: of, .. }
            | WorldFact::CloseRequestedWith { client: of, .. }
            | WorldFact::ClosedInMidBatch { client: of, .. },
        )
        | Fact::Consumer(of, ConsumerFact::WokenUp | ConsumerFact::SecondThread) => of == client,
        Fact::Consumer(of, ConsumerFact::ExceptionThrown { exception }) => {
            let goes_on = matches!(
                exception,
                Exception::CommitFailed
                    | Exception::RebalanceInProgress
                    | Exception::Timeout
                    | Exception::RetriableCommitFailed
                    | Exception::Wakeup
                    | Exception::IllegalState
            );
            of == client && !goes_on
        }
        _ => false,
    }
}
