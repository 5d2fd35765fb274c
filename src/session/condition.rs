//! What `run until=` waits for, and why it is not there yet.

// A match names all that there is: the compiler asks where a new fact belongs.
#![deny(clippy::wildcard_enum_match_arm)]

use crate::cluster::Cluster;
use crate::cluster::fact::Fact;
use crate::cluster::journal::Journal;
use crate::cluster::observation::{AppThread, ConsumerView, GroupView, LaneView, ProcessState};
use crate::kafka::api::ApiKey;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::group_state::{ConsumerGroupState, GroupState};
use crate::kafka::ids::{Generation, GroupId, MemberId, TopicName};
use crate::session::mistake::Unmet;
use crate::sim::sorted::{SortedMap, SortedSet};

/// Something to wait for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WaitCondition {
    /// Every running consumer is a member of the current generation and has its assignment; no consumer that does not
    /// run is still a member; no subscribed partition is without a reader.
    Stable { group: Option<String> },
    /// A commit is accepted, from now on.
    Committed { group: Option<String>, consumer: Option<String> },
    /// The group has no members.
    Empty { group: Option<String> },
    /// A join or sync phase is under way; of a consumer group (KIP-848): some member is not where it shall be.
    Rebalancing { group: Option<String> },
    /// No partition of the group has a running reader.
    Unowned { group: Option<String> },
}

/// What the journal says that the world itself does not.
#[derive(Clone, Debug, Default)]
pub struct Watch {
    read: usize,
    /// The assignment each member was given last, as the entry that says so.
    assigned: SortedMap<(GroupId, MemberId), usize>,
    /// Commits accepted since the wait began, as their entries.
    commits: Vec<usize>,
}

impl Watch {
    /// Reads what happened so far; commits up to here do not count.
    pub fn begin(&mut self, journal: &Journal) {
        self.read_on(journal);
        self.commits.clear();
    }

    /// Reads what is new; whether anything in it could make a condition hold that did not before.
    pub fn read_on(&mut self, journal: &Journal) -> bool {
        let mut news = false;
        for (index, entry) in (self.read..).zip(journal.iter_from(self.read)) {
            if let Fact::Group(group, said) = &entry.fact {
                let given = entry.fact.assignments().iter();
                self.assigned.extend(given.map(|(member, _)| ((*group, *member), index)));
                if let GroupFact::OffsetCommitted { .. } = said {
                    self.commits.push(index);
                }
            }
            news |= !beside_the_point(&entry.fact);
        }
        self.read = journal.len();
        news
    }

    /// Why the condition does not hold, or nothing if it does. The commits read so far are used up.
    pub fn missing(&mut self, condition: &WaitCondition, cluster: &Cluster) -> Option<Unmet> {
        let of = |group: &Option<String>| {
            let mut views = cluster.observe_memberships();
            views.retain(|view| group.as_ref().is_none_or(|id| id == view.id.as_str()));
            views
        };
        match condition {
            WaitCondition::Stable { group } => self.unsettled(cluster, group.as_deref()),
            WaitCondition::Committed { group, consumer } => {
                self.no_commit(cluster, group.as_deref(), consumer.as_deref())
            }
            WaitCondition::Empty { group } => {
                let views = of(group);
                let busy = views.iter().find(|view| view.state != GroupState::Empty);
                match busy {
                    Some(view) => Some(Unmet::GroupIs(view.id, view.state)),
                    None => views.is_empty().then_some(Unmet::NoGroup),
                }
            }
            WaitCondition::Rebalancing { group } => {
                let moves =
                    |state| matches!(state, GroupState::PreparingRebalance | GroupState::CompletingRebalance);
                let reconciles = |view: &GroupView| {
                    let state = view.epochs.map(|epochs| epochs.state);
                    matches!(state, Some(ConsumerGroupState::Assigning | ConsumerGroupState::Reconciling))
                };
                let found = of(group).iter().any(|view| moves(view.state) || reconciles(view));
                (!found).then_some(Unmet::NothingRebalances)
            }
            WaitCondition::Unowned { group } => read(cluster, group.as_deref()),
        }
    }

    fn no_commit(&mut self, cluster: &Cluster, group: Option<&str>, consumer: Option<&str>) -> Option<Unmet> {
        let found = self.commits.drain(..).any(|index| {
            let Some(Fact::Group(of, GroupFact::OffsetCommitted { member, .. })) =
                cluster.journal().get(index).map(|entry| &entry.fact)
            else {
                return false;
            };
            let by = || cluster.client_of_member(member);
            group.is_none_or(|group| group == of.as_str())
                && consumer.is_none_or(|name| by().is_some_and(|by| by.as_str() == name))
        });
        (!found).then_some(Unmet::NoCommit)
    }

    /// The cheap questions first: lanes are only looked at when everything else has settled.
    fn unsettled(&self, cluster: &Cluster, group: Option<&str>) -> Option<Unmet> {
        let (groups, all) = (cluster.observe_memberships(), cluster.observe_consumers());
        let running = all.iter().filter(|consumer| runs(consumer) && wants_membership(consumer));
        let ids: SortedSet<&GroupId> = running.map(|consumer| &consumer.group).collect();
        let mut wanted =
            ids.into_iter().filter(|id| group.is_none_or(|group| group == id.as_str())).peekable();
        if wanted.peek().is_none() {
            return Some(Unmet::NobodyRuns);
        }
        wanted.find_map(|id| match groups.iter().find(|view| view.id == *id) {
            None => Some(Unmet::NoGroup),
            Some(view) if view.state != GroupState::Stable => Some(Unmet::GroupIs(*id, view.state)),
            Some(GroupView { epochs: Some(epochs), .. }) if epochs.state != ConsumerGroupState::Stable => {
                Some(Unmet::ConsumerGroupIs(*id, epochs.state))
            }
            Some(view) => {
                let of_group = |consumer: &&ConsumerView| consumer.group == *id && wants_membership(consumer);
                let consumers = || all.iter().filter(of_group);
                consumers()
                    .find_map(|consumer| self.unsettled_consumer(view, consumer, cluster))
                    .or_else(|| unread_lane(id, consumers(), cluster))
            }
        })
    }

    fn unsettled_consumer(
        &self,
        group: &GroupView,
        consumer: &ConsumerView,
        cluster: &Cluster,
    ) -> Option<Unmet> {
        let name = &consumer.name;
        let member = group.members.iter().any(|member| member.member_id == consumer.member_id);
        if !runs(consumer) {
            return member.then_some(Unmet::StillMember(*name));
        }
        let given = group.members.iter().find(|member| member.member_id == consumer.member_id);
        let on_its_way = given.and_then(|member| member.on_its_way.as_ref());
        let generation = on_its_way.map_or(group.generation, |member| Generation(member.epoch));
        let current = consumer.generation == generation && consumer.in_current_assignment();
        if !member || !current || consumer.zombie || consumer.process == ProcessState::Closing {
            return Some(Unmet::NotSettled(*name, group.generation));
        }
        if cluster.wants_to_rejoin(name) {
            return Some(Unmet::HasToJoin(*name));
        }
        if let Some(member) = on_its_way {
            return (member.assigned != consumer.owned).then_some(Unmet::NotAssigned(*name));
        }
        let index = self.assigned.get(&(group.id, consumer.member_id))?;
        let (_, given) = cluster
            .journal()
            .get(*index)?
            .fact
            .assignments()
            .iter()
            .find(|(member, _)| *member == consumer.member_id)?;
        (given[..] != consumer.owned[..]).then_some(Unmet::NotAssigned(*name))
    }
}

fn runs(consumer: &ConsumerView) -> bool {
    matches!(consumer.process, ProcessState::Running | ProcessState::Stalled | ProcessState::Closing)
}

/// Whether it is, or will be, a member: neither standalone nor unsubscribed.
fn wants_membership(consumer: &ConsumerView) -> bool {
    !consumer.standalone && consumer.thread != AppThread::Unsubscribed
}

/// Whether an entry of this kind changes nothing that a condition looks at. There are many of these.
fn beside_the_point(fact: &Fact) -> bool {
    let Fact::Consumer(_, said) = fact else { return false };
    // With its coordinator a consumer begins.
    let begins = |api: ApiKey| api.moves_members() || api == ApiKey::FindCoordinator;
    matches!(said, ConsumerFact::ResponseReceived { api, .. } if !begins(*api))
        || matches!(
            said,
            ConsumerFact::RequestSent { .. }
                | ConsumerFact::PollReturned { .. }
                | ConsumerFact::PositionSet { .. }
                | ConsumerFact::CommitStarted { .. }
                | ConsumerFact::CommitSucceeded { .. }
        )
}

/// Why the group is not without readers.
fn read(cluster: &Cluster, group: Option<&str>) -> Option<Unmet> {
    let of = |id: &GroupId| group.is_none_or(|group| group == id.as_str());
    let readers = cluster.observe_consumers();
    let reads = |consumer: &&ConsumerView| of(&consumer.group) && runs(consumer);
    if let Some(partition) = readers.iter().filter(reads).find_map(|consumer| consumer.owned.first()) {
        return Some(Unmet::Read(*partition));
    }
    let world = cluster.observe(0);
    let nothing = world.groups.iter().filter(|view| of(&view.id)).all(|view| view.lanes.is_empty());
    nothing.then_some(Unmet::NoGroup)
}

fn unread_lane<'a>(
    group: &GroupId,
    consumers: impl Iterator<Item = &'a ConsumerView>,
    cluster: &Cluster,
) -> Option<Unmet> {
    let topics: SortedSet<TopicName> = consumers
        .filter(|consumer| runs(consumer))
        .flat_map(|consumer| cluster.subscribed_topics(&consumer.name))
        .collect();
    let unread = |lane: &&LaneView| {
        topics.contains(&lane.partition.topic) && (lane.owner.is_none() || !lane.owner_running)
    };
    let world = cluster.observe(0);
    let view = world.groups.iter().find(|view| view.id == *group)?;
    view.lanes.iter().find(unread).map(|lane| Unmet::Unread(lane.partition))
}
