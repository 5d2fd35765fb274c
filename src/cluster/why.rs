//! Why an entry is there: the journal read backwards, from what happened to the command or fault it began with.
//!
//! An entry's own cause is what was handled when it was written, a heartbeat or the answer to a fetch for instance.
//! Where that says nothing, what decided is known by its structure: an assignment is there because of its generation,
//! a generation because of the rebalance that led to it, a removal because of what silenced the member. Requests and
//! polls are passed over. Records that are written wake the fetches that wait for them, and are no reason for what is
//! done then: no answer goes through a producer.
//!
//! Not modelled: several reasons at once. A rebalance is because of what began it, though more may have joined in.

mod application;
mod commits;
mod epochs;
mod hindrance;
mod incidents;
mod membership;
mod offsets;
mod present;
mod stalls;
mod topics;

pub use commits::{CommitPlace, CommitWait};
pub use hindrance::{Hindered, Hindrance};
pub use present::{CutFrom, Lasted};

pub(in crate::cluster) use application::ends;

use super::Cluster;
use super::journal::{Cause, Entry, EntryId};
use crate::cluster::fact::{Fact, Object, WorldFact};
use crate::kafka::api::ErrorCode;
use crate::kafka::broker::fact::BrokerFact;
use crate::kafka::consumer::calls::Call;
use crate::kafka::consumer::config::ConsumerConfig;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::ids::*;
use crate::kafka::offset_causes::SentAgain;
use crate::kafka::rebalance_causes::{RebalanceReason, RemovalReason};
use application::ends_application;

/// What an entry is because of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reason {
    /// What is worth telling.
    pub entry: EntryId,
    /// What that led to at once: a commit that is not worth telling, say, and then the process's start tells why it
    /// commits as it does.
    pub of: EntryId,
}

impl Cluster {
    /// The nearest thing worth telling that led to an entry; nothing led to what a command did.
    pub fn because(&self, id: EntryId) -> Option<Reason> {
        let mut entry = self.entry(id)?;
        loop {
            let before = self.led_to(entry)?;
            if before >= entry.id {
                return None;
            }
            let of = entry;
            entry = self.entry(before)?;
            if tells(&entry.fact, &of.fact) {
                return Some(Reason { entry: entry.id, of: of.id });
            }
        }
    }

    /// The entry of that id.
    pub fn entry(&self, id: EntryId) -> Option<&Entry> {
        self.past.journal.get(id.place())
    }

    /// The newest entry before `before` that is wanted.
    pub fn last_before(&self, before: EntryId, wanted: impl Fn(&Fact) -> bool) -> Option<EntryId> {
        self.backwards(before).find(|entry| wanted(&entry.fact)).map(|entry| entry.id)
    }

    /// The newest of what a consumer says before an entry that is wanted.
    pub fn last_said(
        &self,
        before: EntryId,
        client: &ClientName,
        wanted: impl Fn(&ConsumerFact) -> bool,
    ) -> Option<EntryId> {
        self.last_before(before, |fact| fact.of_consumer(client).is_some_and(&wanted))
    }

    /// The same, if its process was not started again since.
    pub fn last_said_since_start(
        &self,
        before: EntryId,
        client: &ClientName,
        wanted: impl Fn(&ConsumerFact) -> bool,
    ) -> Option<&Entry> {
        self.said_since_start(before, client).find(|(_, said)| wanted(said)).map(|(entry, _)| entry)
    }

    /// All that a consumer says before an entry since its process was started, newest first.
    fn said_since_start(
        &self,
        before: EntryId,
        client: &ClientName,
    ) -> impl Iterator<Item = (&Entry, &ConsumerFact)> {
        let since = self.backwards(before).take_while(|entry| !entry.fact.starts(client));
        since.filter_map(|entry| Some((entry, entry.fact.of_consumer(client)?)))
    }

    /// The newest of what the coordinator says of a group before an entry that is wanted.
    pub fn last_of_group(
        &self,
        before: EntryId,
        group: &GroupId,
        wanted: impl Fn(&GroupFact) -> bool,
    ) -> Option<EntryId> {
        self.last_before(before, |fact| fact.of_group(group).is_some_and(&wanted))
    }

    /// The entries before that one, newest first.
    fn backwards(&self, before: EntryId) -> impl Iterator<Item = &Entry> {
        (0..before.place()).rev().filter_map(|index| self.past.journal.get(index))
    }

    /// What was handled when something was written that has this cause, what had been handled then, and so on.
    fn handled_for(&self, cause: Cause) -> impl Iterator<Item = &Entry> {
        let handled = |cause: Cause| match cause {
            Cause::Entry(before) => self.entry(before),
            Cause::Start | Cause::Command => None,
        };
        std::iter::successors(handled(cause), move |entry| handled(entry.cause()))
    }

    /// Whatever decided about an entry; where its structure does not say, what was handled when it was written.
    fn led_to(&self, entry: &Entry) -> Option<EntryId> {
        let known = match &entry.fact {
            Fact::World(done) => self.led_to_deed(entry, done),
            Fact::Consumer(client, said) => self.led_to_said(entry, client, said),
            Fact::Group(group, said) => self.led_to_said_of_group(entry, group, said),
            Fact::Broker(_, BrokerFact::RecordsDeleted { partition, why, .. }) => {
                self.led_to_deletion(entry, partition, *why)
            }
        };
        known.or_else(|| self.handled(entry))
    }

    fn led_to_deed(&self, entry: &Entry, done: &WorldFact) -> Option<EntryId> {
        use WorldFact::*;
        match done {
            ProcessStarted { client, .. } => self.began_again(entry, client),
            GraceExpired { client, in_hand, in_close, .. } => {
                self.kept_from_closing(entry, client, *in_hand, *in_close)
            }
            CoordinatorTookOver { group, .. } => self.coordinator_lost_before(entry.id, group),
            TopicCreated { .. }
            | PartitionsAdded { .. }
            | TopicDeleted { .. }
            | RetentionChanged { .. }
            | RecordPoisoned { .. }
            | BurstAsked { .. }
            | ProcessKilled { .. }
            | ProcessFrozen { .. }
            | ProcessThawed { .. }
            | CloseRequested { .. }
            | CloseRequestedWith { .. }
            | ClosedInMidBatch { .. }
            | CommitsDisturbed { .. }
            | CoordinatorLost { .. }
            | MemberRemovalAsked { .. }
            | OffsetsReset { .. }
            | DeletionAsked { .. }
            | LinkCut { .. }
            | LinkRestored { .. }
            | RateChanged { .. }
            | ProcessingTimeChanged { .. }
            | GroupBounced { .. } => None,
        }
    }

    fn led_to_said(&self, entry: &Entry, client: &ClientName, said: &ConsumerFact) -> Option<EntryId> {
        use ConsumerFact::*;
        let id = entry.id;
        match said {
            RejoinNeeded { cause } => self.led_to_rejoin(entry, client, cause),
            AssignmentChanged { owned } => self.took_away(id, client, owned),
            MembershipLost { error: ErrorCode::UnreleasedInstanceId } => self.holds_instance(id, client),
            MembershipLost { error: ErrorCode::InvalidRegularExpression } => {
                self.changed_subscription(id, client).or_else(|| self.start_of(id, client))
            }
            MembershipLost { .. } => self.ended_membership(id, client),
            PositionSet { partition, source, .. } => self.set_position(entry, client, partition, *source),
            OffsetOutOfRange { partition, offset } => self.left_log(id, client, partition, *offset),
            TopicIdChanged { topic, .. } => self.topic_created(id, topic),
            RecordSkipped { partition, offset } | DeserializationFailed { partition, offset } => {
                self.poisoned(id, partition, *offset)
            }
            CommitStarted { origin, offsets } => self.made_commit(entry, client, *origin, offsets),
            CommitFailed { error, failure, .. } => self.failed_commit(entry, client, *error, *failure),
            RequestTimedOut { number, .. } => {
                self.kept_from_answers(entry, client).or_else(|| self.request(id, client, *number))
            }
            CoordinatorUnknown => self.kept_from_answers(entry, client),
            PollIntervalExceeded { .. } => self.kept_from_poll(id, client),
            PollReturned { .. } => self.processing_time_set(id, client),
            CallbackStarted { .. } | CallbackFinished { threw: true, .. } => self.start_of(id, client),
            ExceptionThrown { exception } | CommitCallback { exception: Some(exception), .. } => {
                self.threw(entry, client, *exception)
            }
            ProcessClosed => {
                self.last_before(id, |fact| ends(fact, client)).or_else(|| self.start_of(id, client))
            }
            // It does not follow the topics: the coordinator does.
            SubscriptionChanged { pattern: Some(_), .. } => None,
            SubscriptionChanged { pattern: None, .. } => self.led_to_subscription(entry, client),
            TopicsChanged { .. } => self.news_of(entry).first().copied(),
            Unsubscribed => {
                self.last_said(id, client, |said| matches!(said, CallRequested { call: Call::Unsubscribe }))
            }
            CommitCallback { exception: None, .. }
            | HandlerStalled { .. }
            | HandlerResumed { .. }
            | WokenUp
            | SecondThread
            | CallRequested { .. }
            | RequestSent { .. }
            | ResponseReceived { .. }
            | JoinedGroup { .. }
            | AssignmentComputed { .. }
            | MemberStateChanged { .. }
            | EpochReached { .. }
            | CallbackFinished { threw: false, .. }
            | Sought { .. }
            | PausedByCall { .. }
            | PauseForgotten { .. }
            | ResumedByCall { .. }
            | CommitSucceeded { .. }
            | PartitionsPaused { .. }
            | PartitionsResumed { .. } => None,
        }
    }

    fn led_to_said_of_group(&self, entry: &Entry, group: &GroupId, said: &GroupFact) -> Option<EntryId> {
        use GroupFact::*;
        let id = entry.id;
        match said {
            RebalanceStarted { reason } => self.began_rebalance(id, group, reason),
            GenerationStarted { .. } => self.rebalance_of(id, group),
            AssignmentStored { generation, .. } => self.last_of_group(
                id,
                group,
                |said| matches!(said, GenerationStarted { generation: begun, .. } if begun == generation),
            ),
            MemberAdded { member, .. } | StaticMemberReplaced { new: member, .. } => {
                self.led_to_joining(id, &self.client_of_member(member)?)
            }
            MemberRemoved { member, reason } => self.led_to_removal(id, member, *reason),
            StaticMemberAbsent { member } => self.led_to_removal(id, member, RemovalReason::DidNotRejoin),
            ProtocolsDiffer { client, .. } => self.start_of(id, client),
            OffsetCommitLost { .. } => self.disturbed_by(id),
            OffsetsExpired { partitions } => self.let_expire(id, group, partitions),
            GroupEpochRaised { reason, .. } => self.led_to_epoch(id, group, reason),
            TargetComputed { epoch, .. } => self.last_of_group(
                id,
                group,
                |said| matches!(said, GroupEpochRaised { epoch: raised, .. } if raised == epoch),
            ),
            RevocationAsked { member, .. } | MemberAdvanced { member, .. } => {
                let target = self.last_of_group(id, group, |said| matches!(said, TargetComputed { .. }));
                target.or_else(|| self.added(id, group, member))
            }
            RevocationAcknowledged { member, .. } => self.last_of_group(
                id,
                group,
                |said| matches!(said, RevocationAsked { member: told, .. } if told == member),
            ),
            GroupDowngraded { .. } => self.last_of_group(id, group, |said| {
                matches!(said, MemberRemoved { .. } | StaticMemberReplaced { .. })
            }),
            GroupStateChanged { .. }
            | MemberIdHandedOut { .. }
            | PendingMemberExpired { .. }
            | PendingMemberRemoved { .. }
            | JoinPhaseExtended { .. }
            | LeaderElected { .. }
            | OffsetCommitted { .. }
            | OffsetCommitRefused { .. }
            | OffsetsDeleted { .. }
            | ConsumerGroupBegan
            | GroupUpgraded { .. }
            | ConsumerGroupStateChanged { .. }
            | StaticMemberAway { .. }
            | HeartbeatRefused { .. }
            | GroupDeleted => None,
        }
    }

    /// When a member joined last: before there is a target, that is what gives it an epoch.
    fn added(&self, before: EntryId, group: &GroupId, member: &MemberId) -> Option<EntryId> {
        let is_it = |said: &GroupFact| matches!(said, GroupFact::MemberAdded { member: added, .. } if added == member);
        self.last_of_group(before, group, is_it)
    }

    /// A process that nobody started was started again by a bounce.
    fn began_again(&self, start: &Entry, client: &ClientName) -> Option<EntryId> {
        let (Cause::Entry(_), Some(spec)) = (start.cause(), self.consumer_spec(client)) else { return None };
        self.last_before(start.id, |fact| {
            matches!(fact.done_to_group(&spec.group), Some(WorldFact::GroupBounced { .. }))
        })
    }

    /// The settings of the process that was there before an entry, as it was started.
    pub fn settings_before(&self, before: EntryId, client: &ClientName) -> Option<&ConsumerConfig> {
        let start = self.start_of(before, client)?;
        let found = self.past.started.iter().rev().find(|(entry, _)| *entry == start);
        found.map(|(_, config)| &**config)
    }

    /// What was handled when an entry was written, if that may have decided.
    fn handled(&self, entry: &Entry) -> Option<EntryId> {
        let handled = self.handled_for(entry.cause()).next()?;
        let by_producer = match handled.fact.done().map(WorldFact::object) {
            Some(Object::Process(process)) => self.consumer_spec(&process).is_none(),
            Some(Object::Group(_) | Object::Topic(_)) | None => false,
        };
        (!by_producer).then_some(handled.id)
    }
}

/// Whether a fact is a step worth telling on the way from a consequence to its beginning; `of` is what it led to at
/// once.
fn tells(fact: &Fact, of: &Fact) -> bool {
    match fact {
        Fact::World(done) => tells_deed(done),
        Fact::Consumer(_, said) => tells_said(said, of),
        Fact::Group(_, said) => tells_said_of_group(said, of),
        Fact::Broker(_, BrokerFact::RecordsDeleted { .. }) => true,
    }
}

fn tells_deed(done: &WorldFact) -> bool {
    use WorldFact::*;
    match done {
        TopicCreated { .. }
        | PartitionsAdded { .. }
        | TopicDeleted { .. }
        | RetentionChanged { .. }
        | RecordPoisoned { .. }
        | ProcessStarted { .. }
        | ProcessKilled { .. }
        | ProcessFrozen { .. }
        | CloseRequested { .. }
        | CloseRequestedWith { .. }
        | GraceExpired { .. }
        | ClosedInMidBatch { .. }
        | CommitsDisturbed { .. }
        | CoordinatorLost { .. }
        | CoordinatorTookOver { .. }
        | MemberRemovalAsked { .. }
        | OffsetsReset { .. }
        | DeletionAsked { .. }
        | LinkCut { .. }
        | ProcessingTimeChanged { .. }
        | GroupBounced { .. } => true,
        BurstAsked { .. } | RateChanged { .. } | ProcessThawed { .. } | LinkRestored { .. } => false,
    }
}

/// What says little by itself is worth telling as the reason of something: a poll or a callback if it kept the
/// application from the next poll, a wish to rejoin if it began a rebalance, what closed a connection if a commit
/// failed by that.
fn tells_said(said: &ConsumerFact, of: &Fact) -> bool {
    use ConsumerFact::*;
    match said {
        ExceptionThrown { exception } => ends_application(*exception),
        HandlerStalled { .. }
        | WokenUp
        | SecondThread
        | CallRequested { .. }
        | SubscriptionChanged { .. }
        | Unsubscribed
        | TopicIdChanged { .. }
        | CommitFailed { .. }
        | CommitCallback { sent_again: SentAgain::Yes, .. }
        | OffsetOutOfRange { .. }
        | CallbackFinished { threw: true, .. }
        | MembershipLost { .. }
        | PollIntervalExceeded { .. } => true,
        PollReturned { .. } | CallbackStarted { .. } => {
            of.left_out().is_some()
                || matches!(
                    of,
                    Fact::Consumer(_, PollIntervalExceeded { .. })
                        | Fact::World(WorldFact::GraceExpired { .. })
                )
        }
        RejoinNeeded { .. } => matches!(of, Fact::Group(_, GroupFact::RebalanceStarted { .. })),
        RequestTimedOut { .. } | ResponseReceived { .. } | CoordinatorUnknown => {
            matches!(of, Fact::Consumer(_, CommitFailed { .. }))
        }
        CommitCallback { .. }
        | HandlerResumed { .. }
        | ProcessClosed
        | RequestSent { .. }
        | TopicsChanged { .. }
        | JoinedGroup { .. }
        | AssignmentComputed { .. }
        | MemberStateChanged { .. }
        | EpochReached { .. }
        | CallbackFinished { threw: false, .. }
        | AssignmentChanged { .. }
        | PositionSet { .. }
        | Sought { .. }
        | PausedByCall { .. }
        | PauseForgotten { .. }
        | ResumedByCall { .. }
        | CommitStarted { .. }
        | CommitSucceeded { .. }
        | PartitionsPaused { .. }
        | PartitionsResumed { .. }
        | DeserializationFailed { .. }
        | RecordSkipped { .. } => false,
    }
}

/// The same of a commit if it led out of the log.
fn tells_said_of_group(said: &GroupFact, of: &Fact) -> bool {
    use GroupFact::*;
    match said {
        // The epoch says who joined.
        MemberAdded { .. } => !matches!(of, Fact::Group(_, GroupEpochRaised { .. })),
        MemberRemoved { .. }
        | GroupEpochRaised { .. }
        | RevocationAsked { .. }
        | StaticMemberReplaced { .. }
        | StaticMemberAbsent { .. }
        | ProtocolsDiffer { .. }
        | AssignmentStored { .. }
        | OffsetCommitLost { .. } => true,
        RebalanceStarted { reason } => *reason == RebalanceReason::GroupTooLarge,
        MemberAdvanced { .. } => matches!(of, Fact::Consumer(_, ConsumerFact::CommitFailed { .. })),
        OffsetCommitted { .. } => matches!(
            of,
            Fact::Consumer(_, ConsumerFact::OffsetOutOfRange { .. }) | Fact::Group(_, OffsetsExpired { .. })
        ),
        GroupStateChanged { .. }
        | MemberIdHandedOut { .. }
        | PendingMemberExpired { .. }
        | PendingMemberRemoved { .. }
        | JoinPhaseExtended { .. }
        | GenerationStarted { .. }
        | LeaderElected { .. }
        | OffsetCommitRefused { .. }
        | OffsetsExpired { .. }
        | OffsetsDeleted { .. }
        | ConsumerGroupBegan
        | GroupUpgraded { .. }
        | GroupDowngraded { .. }
        | ConsumerGroupStateChanged { .. }
        | TargetComputed { .. }
        | RevocationAcknowledged { .. }
        | StaticMemberAway { .. }
        | HeartbeatRefused { .. }
        | GroupDeleted => false,
    }
}
