//! The consumer client (`KafkaConsumer` with `ConsumerCoordinator`): two threads and what they share.
//!
//! - The **application thread** (`application`) calls poll, processes what it returned, commits, polls again.
//!   Joining, callbacks and blocking commits happen on it, inside poll and close.
//! - The **heartbeat thread** (`membership/classic/heartbeat`) tells the coordinator that the member lives, whatever
//!   the application does, and notices when poll was not called for `max.poll.interval.ms`. With
//!   `group.protocol=consumer` the **background thread** (`membership/consumer`) does that, and all else that goes over
//!   the network.
//!
//! Answers are handled by the thread that reads the network next (`network_client`). What depends on the protocol of
//! the group stands behind `membership`.
//!
//! Not modelled: transactions, interceptors, metrics, fetch sessions.

pub mod application;
pub mod asks;
pub mod batch;
pub mod behaviour;
pub mod calls;
pub mod close_options;
mod closing;
mod commit_async;
pub mod commit_mode;
mod commit_sync;
mod commits;
pub mod committer;
mod completions;
pub mod config;
pub mod fact;
pub mod fetcher;
mod handler;
pub mod listener;
mod lookup;
pub mod membership;
mod metadata;
mod network_client;
mod offsets_for_times;
mod poison;
mod poll;
mod positions;
pub mod requests;
pub mod retries;
mod standalone;
pub mod subscription;
pub mod topic_ids;
pub mod workers;

use crate::kafka::api::TopicMetadata;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::effects::{Effects, Ticket};
use crate::kafka::exception::Exception;
use crate::kafka::ids::*;
use crate::sim::time::SimTime;
use application::{Activity, Application};
use config::ConsumerConfig;
use fetcher::Fetcher;
use lookup::Lookup;
use membership::{Membership, MembershipClock};
use requests::Requests;
use retries::Retries;
use std::sync::Arc;
use subscription::{SubscriptionState, TopicPattern};

/// What a consumer waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ConsumerTimer {
    /// The next heartbeat is due (heartbeat thread).
    Heartbeat,
    /// The heartbeat thread looks at the network.
    HeartbeatThread,
    /// `max.poll.interval.ms` since the last poll (heartbeat thread).
    PollInterval,
    /// `session.timeout.ms` since the last heartbeat answer (heartbeat thread).
    Session,
    /// The record, callback or pause in hand is over (application thread).
    Work,
    /// This worker's record is done.
    Worker(u16),
    /// The timeout given to poll is over.
    PollEnds,
    /// The automatic commit is due; looked at inside poll only.
    AutoCommit,
    /// The automatic commit before a join has been waited for long enough; looked at inside poll only.
    JoinPrepare,
    /// Joining or looking for the coordinator may be tried again.
    Backoff,
    /// A lost Fetch, OffsetFetch or ListOffsets may be sent again.
    Retry,
    /// A request without an answer may have run into `request.timeout.ms`.
    Requests,
    /// `metadata.max.age.ms` is over.
    Metadata,
    /// close() has taken as long as it may.
    Close,
    /// A stalled handler goes on.
    Resume,
    /// Poll looks for callbacks and positions again (consumer groups).
    PollRound,
}

/// A consumer process: what the application, the client library and its threads know.
#[derive(Clone, Debug)]
pub struct Consumer {
    pub(crate) group: GroupId,
    pub(crate) client_id: ClientId,
    pub(crate) config: Arc<ConsumerConfig>,
    pub(crate) app: Application,
    pub(crate) membership: Membership,
    pub(crate) lookup: Lookup,
    pub(crate) subscription: SubscriptionState,
    pub(crate) fetcher: Fetcher,
    pub(crate) requests: Requests,
    pub(crate) retries: Retries,
    /// What this client last learnt of the cluster's topics.
    pub(crate) metadata: Option<TopicMetadata>,
    by_age: metadata::ByAge,
    /// When the next automatic commit is due.
    pub(crate) next_auto_commit: SimTime,
    /// Brokers in the cluster; partition p is led by broker p mod n.
    pub(crate) brokers: u8,
    /// How many things were put off with a ticket.
    pub(crate) tickets: u64,
}

/// The effects of a consumer.
pub type Fx = Effects<ConsumerTimer>;

impl Consumer {
    /// A consumer of this name that has not started, subscribed to `topics`, or to `pattern` if there is one.
    pub fn new(
        name: &ClientName,
        group: GroupId,
        topics: Vec<TopicName>,
        pattern: Option<TopicPattern>,
        config: Arc<ConsumerConfig>,
        brokers: u8,
    ) -> Self {
        Consumer {
            group,
            client_id: config.client_id_of(name),
            app: Application::default(),
            membership: Membership::of(config.group_protocol),
            config,
            lookup: Lookup::default(),
            subscription: SubscriptionState::new(topics, pattern),
            fetcher: Fetcher::default(),
            requests: Requests::default(),
            retries: Retries::default(),
            metadata: None,
            by_age: metadata::ByAge::default(),
            next_auto_commit: SimTime::ZERO,
            brokers: brokers.max(1),
            tickets: 0,
        }
    }

    /// The process starts: the application subscribes, or assigns, and polls for the first time.
    pub fn start(&mut self, now: SimTime, fx: &mut Fx) {
        self.next_auto_commit = now + self.config.auto_commit_interval;
        self.assign_by_hand(fx);
        self.ask_metadata(now, fx);
        self.run(now, fx);
    }

    /// A timer has fired.
    pub fn on_timer(&mut self, timer: ConsumerTimer, now: SimTime, fx: &mut Fx) {
        if self.ended() {
            return;
        }
        match timer {
            ConsumerTimer::Heartbeat => self.membership_clock(MembershipClock::Heartbeat, now, fx),
            ConsumerTimer::HeartbeatThread => self.membership_clock(MembershipClock::Look, now, fx),
            ConsumerTimer::PollInterval => self.membership_clock(MembershipClock::PollInterval, now, fx),
            ConsumerTimer::Session => self.membership_clock(MembershipClock::Session, now, fx),
            ConsumerTimer::Work => self.work_done(now, fx),
            ConsumerTimer::Worker(worker) => self.worker_done(worker, now, fx),
            ConsumerTimer::PollEnds => self.app.poll_timed_out = true,
            ConsumerTimer::AutoCommit | ConsumerTimer::JoinPrepare | ConsumerTimer::PollRound => {}
            ConsumerTimer::Backoff => self.backoff_over(now),
            ConsumerTimer::Retry => self.retry_due(now, fx),
            ConsumerTimer::Requests => self.requests_may_be_late(now, fx),
            ConsumerTimer::Metadata => self.metadata_due(now, fx),
            ConsumerTimer::Close => self.close_timed_out(),
            ConsumerTimer::Resume => self.resume(now, fx),
        }
        self.run(now, fx);
    }

    /// Something is put off: what led to it is kept with this ticket.
    pub(super) fn remember(&mut self, fx: &mut Fx) -> Ticket {
        self.tickets += 1;
        fx.remember(Ticket(self.tickets));
        Ticket(self.tickets)
    }

    fn note_subscription(&self, fx: &mut Fx) {
        let topics = self.subscription.topics.iter().cloned().collect();
        let pattern = self.subscription.pattern_for_broker().map(|pattern| pattern.as_str().into());
        fx.note(ConsumerFact::SubscriptionChanged { topics, pattern });
    }

    /// Whether the process has come to its end (closed or failed).
    pub fn ended(&self) -> bool {
        matches!(self.app.activity(), Activity::Closed | Activity::Failed(_))
    }

    /// The exception that ended it, if one did.
    pub fn failure(&self) -> Option<Exception> {
        match self.app.activity() {
            Activity::Failed(exception) => Some(*exception),
            _ => None,
        }
    }

    /// Its settings.
    pub fn config(&self) -> &Arc<ConsumerConfig> {
        &self.config
    }

    /// Its group.
    pub fn group(&self) -> &GroupId {
        &self.group
    }

    /// The topics it subscribes to.
    pub fn topics(&self) -> &[TopicName] {
        &self.subscription.topics
    }

    /// Its application thread.
    pub fn application(&self) -> &Application {
        &self.app
    }

    /// Whether the application has called poll and is inside it, or about to call it.
    pub fn in_poll(&self) -> bool {
        self.app.free()
    }

    /// Whether a request of that kind is under way.
    pub fn asks(&self, wanted: impl Fn(&requests::Purpose) -> bool) -> bool {
        self.requests.under_way(wanted)
    }

    /// What it last learnt of the cluster's topics.
    pub fn known_topics(&self) -> Option<&TopicMetadata> {
        self.metadata.as_ref()
    }

    /// Its partitions and positions.
    pub fn subscription(&self) -> &SubscriptionState {
        &self.subscription
    }

    /// Its fetch buffer.
    pub fn fetcher(&self) -> &Fetcher {
        &self.fetcher
    }

    /// The broker that leads a partition.
    pub(crate) fn leader_of(&self, partition: &TopicPartition) -> BrokerId {
        BrokerId((partition.partition % u32::from(self.brokers)) as u8)
    }
}
