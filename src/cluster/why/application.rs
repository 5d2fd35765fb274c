//! Why an application did what it did, or did not poll in time: what people asked of it, what its process was started
//! with, and what it was at.

use super::super::Cluster;
use super::super::journal::{Cause, Entry, EntryId};
use super::prepares;
use crate::kafka::api::ErrorCode;
use crate::kafka::exception::Exception;
use crate::kafka::fact::{CommitOrigin, Fact};
use crate::kafka::ids::*;
use crate::sim::time::SimTime;

impl Cluster {
    pub(super) fn led_to_application(&self, entry: &Entry) -> Option<EntryId> {
        let id = entry.id;
        match &entry.fact {
            Fact::PollIntervalExceeded { client, .. } => self.kept_from_poll(id, client),
            Fact::GraceExpired { client, in_hand, in_close, .. } => {
                self.kept_from_closing(entry, client, *in_hand, *in_close)
            }
            Fact::PollReturned { client, .. } => self.last_before(id, |fact| match fact {
                Fact::ProcessStarted { client: of, .. } | Fact::ProcessingTimeChanged { client: of, .. } => {
                    of == client
                }
                _ => false,
            }),
            Fact::CallbackStarted { client, .. } | Fact::ProtocolsDiffer { client, .. } => {
                self.start_of(id, client)
            }
            Fact::ExceptionThrown { client, exception }
            | Fact::CommitCallback { client, exception: Some(exception), .. } => {
                self.threw(entry, client, *exception)
            }
            Fact::ProcessClosed { client } => {
                self.last_before(id, |fact| ends(fact, client)).or_else(|| self.start_of(id, client))
            }
            Fact::SubscriptionChanged { client, .. } => self.led_to_subscription(entry, client),
            Fact::TopicsChanged { .. } => self.news_of(entry).first().copied(),
            Fact::Unsubscribed { .. } | Fact::DeserializationFailed { .. } => {
                self.last_before(id, |earlier| prepares(earlier, &entry.fact))
            }
            _ => None,
        }
    }

    /// When the process was started that is there before an entry.
    pub fn start_of(&self, before: EntryId, client: &ClientName) -> Option<EntryId> {
        self.last_before(
            before,
            |fact| matches!(fact, Fact::ProcessStarted { client: of, .. } if of == client),
        )
    }

    /// A pattern follows the topics there are.
    fn led_to_subscription(&self, entry: &Entry, client: &ClientName) -> Option<EntryId> {
        let Cause::Entry(handled) = entry.cause else { return None };
        if matches!(&self.entry(handled)?.fact, Fact::ProcessStarted { client: of, .. } if of == client) {
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
            (Exception::OffsetOutOfRange, Fact::OffsetOutOfRange { client: of, .. })
            | (Exception::ConcurrentModification, Fact::SecondThread { client: of })
            | (Exception::Wakeup, Fact::WokenUp { client: of })
            | (Exception::RecordDeserialization, Fact::DeserializationFailed { client: of, .. })
            | (Exception::InconsistentGroupProtocol, Fact::ProtocolsDiffer { client: of, .. })
            | (Exception::CommitFailed, Fact::PollIntervalExceeded { client: of, .. })
            | (
                Exception::FencedInstanceId | Exception::CommitFailed,
                Fact::MembershipLost { client: of, .. },
            )
            | (_, Fact::ProcessStarted { client: of, .. }) => of == client,
            (Exception::FencedInstanceId, Fact::StaticMemberReplaced { old, new, .. }) => {
                member(old) && !member(new)
            }
            (Exception::RebalanceInProgress, Fact::RebalanceStarted { group: of, .. }) => of == group,
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
            matches!(fact, Fact::ProcessFrozen { client: of } | Fact::ProcessThawed { client: of } if of == client)
        });
        let frozen = frozen.filter(|found| {
            matches!(self.entry(*found).map(|entry| &entry.fact), Some(Fact::ProcessFrozen { .. }))
        });
        let at = self.is_at(id, client);
        let unanswered = || {
            let asked = self.last_before(id, |fact| ends(fact, client))?;
            let held = self.holds_commit(id, client, asked)?;
            let lost = matches!(self.entry(held)?.fact, Fact::OffsetCommitLost { .. });
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
                Fact::CallbackFinished { client: of, .. } if of == client => returned = true,
                Fact::CallbackStarted { client: of, .. } if of == client && !returned => {
                    at.callback = at.callback.or(Some(entry.id));
                }
                Fact::CommitSucceeded { client: of, origin, .. } if of == client && blocks(*origin) => {
                    committed = true;
                }
                Fact::ExceptionThrown { client: of, .. } if of == client => committed = true,
                Fact::CommitFailed { client: of, origin, error, .. } if of == client && blocks(*origin) => {
                    committed |= !retriable(*error);
                }
                Fact::CommitStarted { client: of, origin, .. }
                    if of == client && blocks(*origin) && !committed =>
                {
                    committed = true;
                    at.blocker = self.holds_commit(before, client, entry.id);
                }
                Fact::PollReturned { client: of, .. } if of == client => {
                    at.poll = Some(entry.id);
                    break;
                }
                Fact::ProcessStarted { client: of, .. } if of == client => break,
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
            Fact::CoordinatorTookOver { group: of, .. } if of == group => {
                back = true;
                false
            }
            Fact::LinkRestored { client: of } if of == client => {
                mended = true;
                false
            }
            Fact::CoordinatorLost { group: of } => {
                of == group && !back && (entry.id < asked || self.was_refused_since(entry.id, before, client))
            }
            fact @ Fact::LinkCut { .. } => !mended && self.cuts_coordinator(fact, client),
            Fact::OffsetCommitLost { group: of, member, .. } => of == group && self.sent_by(member, client),
            _ => false,
        });
        held.map(|entry| entry.id)
    }

    /// The command that stalled the handler, if nothing undid it.
    pub(super) fn stalled(&self, before: EntryId, client: &ClientName) -> Option<EntryId> {
        let found = self.last_before(before, |fact| match fact {
            Fact::HandlerStalled { client: of, .. }
            | Fact::HandlerResumed { client: of, .. }
            | Fact::ProcessStarted { client: of, .. } => of == client,
            _ => false,
        })?;
        matches!(self.entry(found)?.fact, Fact::HandlerStalled { .. }).then_some(found)
    }

    /// What froze the process for most of the time since the last poll.
    fn stood_still(&self, before: EntryId, client: &ClientName, now: SimTime) -> Option<EntryId> {
        let Fact::PollIntervalExceeded { last_poll, .. } = &self.entry(before)?.fact else { return None };
        let mut until = now;
        for entry in self.backwards(before).take_while(|entry| entry.time >= *last_poll) {
            match &entry.fact {
                Fact::ProcessThawed { client: of } if of == client => until = entry.time,
                Fact::ProcessFrozen { client: of } if of == client => {
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
        Fact::CloseRequested { client: of, .. }
        | Fact::CloseRequestedWith { client: of, .. }
        | Fact::ClosedInMidBatch { client: of, .. }
        | Fact::WokenUp { client: of }
        | Fact::SecondThread { client: of } => of == client,
        Fact::ExceptionThrown { client: of, exception } => {
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
