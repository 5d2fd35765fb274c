//! The chain of an answer: from an entry to the command or fault it began with, in sentences.

use super::folded::folded;
use super::{Asked, Link};
use crate::cluster::Lasted;
use crate::cluster::journal::{Entry, EntryId};
use crate::kafka::api::{ApiKey, Request};
use crate::kafka::fact::{Fact, RemovalReason};
use crate::kafka::ids::*;
use crate::session::language::Lang;
use crate::session::language::journal::Noun;
use crate::session::transcript;
use crate::sim::time::SimDuration;

/// How a client begins to say that it does not take what it was assigned.
const NOT_TAKEN: &str = "received assignment does not match";

impl Asked<'_> {
    /// An entry, and because of what it is there, down to the beginning.
    pub(super) fn chain(&self, from: EntryId) -> Vec<Link> {
        folded(self.links(from, None))
    }

    /// What led to an entry, without the entry itself.
    pub(super) fn reasons(&self, of: EntryId) -> Vec<Link> {
        if let Some(news) = self.news(of) {
            return folded(news);
        }
        match self.cluster.because(of) {
            Some(reason) => folded(self.links(reason.entry, Some(reason.of))),
            None => Vec::new(),
        }
    }

    /// Every step from an entry, which led to `of`, down to the beginning.
    pub(super) fn links(&self, from: EntryId, of: Option<EntryId>) -> Vec<Link> {
        let mut links: Vec<Link> = Vec::new();
        let mut next = Some((from, of));
        while let Some((id, of)) = next
            && let Some(entry) = self.cluster.entry(id)
        {
            for sentence in self.sentences(entry, of.and_then(|of| self.cluster.entry(of))) {
                if links.last().is_none_or(|last| last.sentence != sentence) {
                    links.push(Link {
                        entry: entry.id,
                        time: entry.time,
                        sentence,
                        also: false,
                        setting: false,
                    });
                }
            }
            if let Some(news) = self.news(id) {
                links.extend(news);
                break;
            }
            next = self.cluster.because(id).map(|reason| (reason.entry, Some(reason.of)));
        }
        links
    }

    /// What an entry says as a reason for something else; `of` is the entry it led to at once.
    pub(super) fn sentences(&self, entry: &Entry, of: Option<&Entry>) -> Vec<String> {
        let beside = of.and_then(|of| {
            self.setting(entry, of).or_else(|| waiting(entry, of)).or_else(|| self.learnt(entry, of))
        });
        beside.into_iter().chain(self.told_of(entry)).collect()
    }

    pub(super) fn told_of(&self, entry: &Entry) -> Vec<String> {
        let sentence = match &entry.fact {
            Fact::MemberRemoved { group, member, reason } => {
                return self.removal(entry, group, member, *reason);
            }
            Fact::TopicCreated { .. } | Fact::PartitionsAdded { .. } | Fact::TopicIdChanged { .. } => {
                self.of_topic(entry)
            }
            Fact::RecordPoisoned { partition, offset } => {
                format!("the record at {offset} of {partition} cannot be deserialized")
            }
            Fact::MemberAdded { .. } | Fact::StaticMemberReplaced { .. } => self.came(entry),
            Fact::TopicDeleted { topic } => format!("topic {topic} was deleted, with all its records"),
            Fact::WokenUp { client } => {
                format!("{client} was woken up: its next poll or commitSync throws a WakeupException")
            }
            Fact::CallRequested { client, call } => {
                format!("{client}'s application was told to call {}", transcript::call_text(Lang::En, call))
            }
            Fact::ProcessKilled { client, .. } => format!("{client} was killed"),
            Fact::ProcessClosed { client } => self.closed(entry, client),
            Fact::ProcessFrozen { client } => format!("{client} was frozen"),
            Fact::ProcessStarted { client, incarnation: 1 } => format!("{client} was started"),
            Fact::ProcessStarted { client, .. } => format!("{client} was started again"),
            Fact::LinkCut { client, broker: Some(broker) } => {
                format!("{client} was cut off from broker {}", broker.0)
            }
            Fact::LinkCut { client, broker: None } => format!("{client} was cut off from the brokers"),
            Fact::HandlerStalled { client, .. } => self.stalled(entry, client),
            Fact::CloseRequested { client, .. } => format!("{client} was asked to close"),
            Fact::CloseRequestedWith { client, operation, .. } => {
                format!("{client} was asked to close{}", transcript::close_option(Lang::En, *operation))
            }
            Fact::GraceExpired { .. } => self.not_closed(entry),
            Fact::ClosedInMidBatch { client, .. } => {
                format!("{client} was closed in the middle of a batch")
            }
            Fact::MemberRemovalAsked { group, instance } => {
                format!("an administrator removed the static member {instance} from {group}")
            }
            Fact::PollIntervalExceeded { .. } | Fact::PollReturned { .. } | Fact::CallbackStarted { .. } => {
                at_work(entry)
            }
            Fact::RequestTimedOut { .. }
            | Fact::ResponseReceived { .. }
            | Fact::CoordinatorUnknown { .. }
            | Fact::CommitFailed { .. }
            | Fact::OffsetCommitLost { .. } => self.of_commit(entry),
            Fact::AssignmentChanged { client, owned } if owned.is_empty() => {
                format!("{client} gave up what it had")
            }
            Fact::AssignmentChanged { client, owned } => {
                format!("{client} gave up all but {}", transcript::list(Lang::En, owned))
            }
            Fact::AssignmentStored { generation, .. } => format!("generation {generation} was assigned"),
            Fact::MembershipLost { client, error } => {
                format!("{client} had learnt that it was no longer a member ({error})")
            }
            Fact::RejoinNeeded { client, reason } if reason.starts_with(NOT_TAKEN) => {
                self.not_taken(entry.id, client)
            }
            Fact::RejoinNeeded { client, reason } => format!("{client} had to rejoin: {reason}"),
            _ => transcript::sentence(Lang::En, self.names, entry),
        };
        vec![sentence]
    }

    /// Since when a handler was stalled, and until when.
    fn stalled(&self, entry: &Entry, client: &ClientName) -> String {
        let (stalled, since) = (format!("{client}'s handler was stalled"), entry.time);
        match self.cluster.lasted(entry.id) {
            Lasted::Until(until) => format!("{stalled} from {since} s to {until} s"),
            Lasted::WillEnd(until) => format!("{stalled} at {since} s, until {until} s"),
            Lasted::Open => format!("{stalled} at {since} s and has not gone on since"),
        }
    }

    /// How a process did not close in the time it had for that.
    fn not_closed(&self, entry: &Entry) -> String {
        match &entry.fact {
            Fact::GraceExpired { client, grace, in_close: true, .. } => {
                format!("{client} was still in close() {grace} after it was asked to close")
            }
            Fact::GraceExpired { client, grace, in_hand, .. } => {
                let records = transcript::count(Lang::En, *in_hand, Noun::Record);
                let in_hand = if *in_hand > 0 { format!(", with {records} in hand") } else { String::new() };
                format!("{client} had not closed {grace} after it was asked to{in_hand}")
            }
            _ => transcript::sentence(Lang::En, self.names, entry),
        }
    }

    /// What became of a topic.
    fn of_topic(&self, entry: &Entry) -> String {
        match &entry.fact {
            Fact::TopicCreated { topic, partitions } if self.cluster.created_again(entry.id, topic) => {
                let partitions = transcript::count(Lang::En, u64::from(*partitions), Noun::Partition);
                format!("{topic} was deleted and created again, with {partitions}")
            }
            Fact::TopicCreated { topic, partitions } => {
                format!(
                    "{topic} was created with {}",
                    transcript::count(Lang::En, u64::from(*partitions), Noun::Partition)
                )
            }
            Fact::TopicIdChanged { client, topic, kept } => {
                let kept = transcript::at(Lang::En, kept);
                format!("{client} kept its position when {topic} was created again: {kept}")
            }
            Fact::PartitionsAdded { topic, partitions } => {
                format!("{topic} was given more partitions: it has {partitions}")
            }
            _ => transcript::sentence(Lang::En, self.names, entry),
        }
    }

    /// How a member came into its group.
    fn came(&self, entry: &Entry) -> String {
        match &entry.fact {
            Fact::MemberAdded { group, member, instance } => {
                let who = self.cluster.client_of_member(member);
                let who = who.map_or_else(|| self.names.member(member).to_owned(), |who| who.to_string());
                match instance {
                    None => format!("{who} joined {group}"),
                    Some(instance) => format!("{who} joined {group} as static member {instance}"),
                }
            }
            Fact::StaticMemberReplaced { group, instance, old, new } => {
                let who = |member: &MemberId| self.cluster.client_of_member(member);
                match (who(new), who(old)) {
                    (Some(new), Some(old)) if new == old => {
                        format!("{new} came back to {group} with its group.instance.id {instance}")
                    }
                    (Some(new), _) => format!("{new} started with the same group.instance.id {instance}"),
                    _ => transcript::sentence(Lang::En, self.names, entry),
                }
            }
            _ => transcript::sentence(Lang::En, self.names, entry),
        }
    }

    /// A member did not take what the leader gave it. Since its subscription changed that can happen once because the
    /// leader had not heard of it; after that it is the sticky assignor.
    fn not_taken(&self, before: EntryId, client: &ClientName) -> String {
        let last = self.cluster.last_before(before, |fact| match fact {
            Fact::SubscriptionChanged { client: of, .. } => of == client,
            Fact::RejoinNeeded { client: of, reason } => of == client && reason.starts_with(NOT_TAKEN),
            _ => false,
        });
        let again = last.and_then(|last| self.cluster.entry(last));
        let again = again.is_some_and(|entry| matches!(entry.fact, Fact::RejoinNeeded { .. }));
        let ever = if again { ", as Kafka's sticky assignor does again and again" } else { "" };
        format!(
            "{client} had to rejoin: the leader's assignment gives it a partition of a topic to which it no longer \
             subscribes{ever}"
        )
    }

    fn removal(
        &self,
        entry: &Entry,
        group: &GroupId,
        member: &MemberId,
        reason: RemovalReason,
    ) -> Vec<String> {
        let who = self.who(entry.id, member);
        let removed = format!("{who} was removed from {group}");
        let timeouts = self.timeouts(entry.id, member);
        let session =
            timeouts.map_or(String::new(), |(session, _)| format!(" for {} ms", session.as_millis()));
        match reason {
            RemovalReason::Left => vec![format!("{who} left {group}")],
            RemovalReason::SessionExpired => {
                vec![removed, format!("{who} sent no heartbeat{session} (session.timeout.ms)")]
            }
            RemovalReason::DidNotRejoin => {
                let waited = timeouts.map_or(String::new(), |(_, rebalance)| {
                    format!(" within {} ms (max.poll.interval.ms)", rebalance.as_millis())
                });
                vec![removed, format!("{who} had not rejoined{waited}")]
            }
            RemovalReason::DidNotSync => vec![removed, format!("{who} sent no SyncGroup in time")],
            RemovalReason::GroupFull => vec![removed, format!("{group} was full (group.max.size)")],
            RemovalReason::NewMemberJoinExpired => {
                vec![removed, format!("the first join of {who} had waited for five minutes")]
            }
            RemovalReason::RemovedByAdmin | RemovalReason::Replaced => vec![removed],
        }
    }

    /// The consumer's name at an entry; of a member whose process had been started again by then, the earlier one.
    fn who(&self, before: EntryId, member: &MemberId) -> String {
        let Some(client) = self.cluster.client_of_member(member) else {
            return self.names.member(member).to_owned();
        };
        match self.added(before, member).zip(self.cluster.start_of(before, &client)) {
            Some((added, started)) if started > added => format!("the earlier {client}"),
            _ => client.to_string(),
        }
    }

    /// Where a member came into its group.
    fn added(&self, before: EntryId, member: &MemberId) -> Option<EntryId> {
        self.cluster.last_before(before, |fact| match fact {
            Fact::MemberAdded { member: of, .. } | Fact::StaticMemberReplaced { new: of, .. } => of == member,
            _ => false,
        })
    }

    /// `session.timeout.ms` and `max.poll.interval.ms` as the member's last JoinGroup had them.
    pub(in crate::session) fn timeouts(
        &self,
        before: EntryId,
        member: &MemberId,
    ) -> Option<(SimDuration, SimDuration)> {
        let client = self.cluster.client_of_member(member)?;
        let sent = |before: EntryId, wanted: &dyn Fn(&MemberId) -> bool| {
            self.cluster.last_before(before, |fact| match fact {
                Fact::RequestSent { client: of, api: ApiKey::JoinGroup, request: Some(request), .. } => {
                    *of == client && matches!(&**request, Request::JoinGroup(join) if wanted(&join.member_id))
                }
                _ => false,
            })
        };
        // A static member joins without an id, and is given one.
        let first = || sent(self.added(before, member)?, &|_| true);
        let joining = sent(before, &|id| id == member).or_else(first)?;
        match &self.cluster.entry(joining)?.fact {
            Fact::RequestSent { request: Some(request), .. } => match &**request {
                Request::JoinGroup(join) => Some((join.session_timeout, join.rebalance_timeout)),
                _ => None,
            },
            _ => None,
        }
    }
}

/// What an application was in that could not poll because of this.
fn waiting(entry: &Entry, of: &Entry) -> Option<String> {
    let Fact::PollIntervalExceeded { client, .. } = &of.fact else { return None };
    let commit = matches!(
        entry.fact,
        Fact::CoordinatorLost { .. } | Fact::LinkCut { .. } | Fact::OffsetCommitLost { .. }
    );
    commit.then(|| format!("{client} was still in commitSync"))
}

/// What kept an application from polling.
fn at_work(entry: &Entry) -> String {
    match &entry.fact {
        Fact::PollIntervalExceeded { client, last_poll } => {
            let silent = entry.time.since(*last_poll).as_millis();
            format!("{client} had not called poll for {silent} ms (max.poll.interval.ms)")
        }
        Fact::PollReturned { client, records } => {
            let records = records.iter().map(|(_, from, to)| to - from).sum();
            format!("{client} was still at work on {}", transcript::count(Lang::En, records, Noun::Record))
        }
        Fact::CallbackStarted { client, callback, .. } => {
            format!("{client} was still in {}", callback.name())
        }
        _ => String::new(),
    }
}
