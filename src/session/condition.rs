//! What `run until=` waits for, and why it is not there yet.

use crate::cluster::Cluster;
use crate::cluster::journal::Journal;
use crate::cluster::observation::{
    ConsumerView, GroupView, LaneView, MemberState, Observation, ProcessState,
};
use crate::kafka::fact::{Fact, GroupState};
use crate::kafka::ids::{GroupId, MemberId, TopicName};
use std::collections::{BTreeMap, BTreeSet};

/// Something to wait for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Everybody who runs is a member in the current generation and has what it was given; nobody who does not
    /// run is still a member; no subscribed partition is without a reader.
    Stable { group: Option<String> },
    /// A commit is accepted, from now on.
    Committed { group: Option<String>, consumer: Option<String> },
    /// The group has no members.
    Empty { group: Option<String> },
    /// A join or sync phase is under way.
    Rebalancing { group: Option<String> },
    /// No partition of the group has a running reader.
    Unowned { group: Option<String> },
}

/// What the journal says that an observation does not.
#[derive(Clone, Debug, Default)]
pub struct Watch {
    read: usize,
    /// The assignment each member was given last.
    assigned: BTreeMap<(GroupId, MemberId), usize>,
    /// Where the wait began.
    since: usize,
}

impl Watch {
    /// Commits up to here do not count.
    pub fn begin(&mut self, journal: &Journal) {
        self.since = journal.len();
    }

    /// Reads what is new; whether anything was.
    pub fn read_on(&mut self, journal: &Journal) -> bool {
        let before = self.read;
        for (index, entry) in journal.iter_from(before).enumerate() {
            if let Fact::AssignmentStored { group, assignments, .. } = &entry.fact {
                for (member, _) in assignments.iter() {
                    self.assigned.insert((group.clone(), member.clone()), before + index);
                }
            }
        }
        self.read = journal.len();
        self.read > before
    }

    /// Why the condition does not hold, or nothing if it does.
    pub fn missing(&self, condition: &Condition, cluster: &Cluster) -> Option<String> {
        if let Condition::Committed { group, consumer } = condition {
            return self.no_commit(cluster, group.as_deref(), consumer.as_deref());
        }
        let world = cluster.observe(0);
        let of = |group: &Option<String>| {
            let views = world.groups.iter();
            views.filter(|view| group.as_ref().is_none_or(|id| id == view.id.as_str())).collect::<Vec<_>>()
        };
        match condition {
            Condition::Stable { group } => self.unsettled(&world, cluster, group.as_deref()),
            Condition::Empty { group } => {
                let views = of(group);
                let busy = views.iter().find(|view| view.state != GroupState::Empty);
                match busy {
                    Some(view) => Some(format!("{} is {}", view.id, view.state.name())),
                    None => views.is_empty().then(no_group),
                }
            }
            Condition::Rebalancing { group } => {
                let moves =
                    |state| matches!(state, GroupState::PreparingRebalance | GroupState::CompletingRebalance);
                let found = of(group).iter().any(|view| moves(view.state));
                (!found).then(|| "no group rebalances".to_owned())
            }
            Condition::Unowned { group } => {
                let lanes: Vec<&LaneView> = of(group).iter().flat_map(|view| &view.lanes).collect();
                match lanes.iter().find(|lane| lane.owner_running) {
                    Some(lane) => Some(format!("{} has a reader", lane.partition)),
                    None => lanes.is_empty().then(no_group),
                }
            }
            Condition::Committed { .. } => None,
        }
    }

    fn no_commit(&self, cluster: &Cluster, group: Option<&str>, consumer: Option<&str>) -> Option<String> {
        let mut commits = cluster.journal().iter_from(self.since).filter_map(|entry| match &entry.fact {
            Fact::OffsetCommitted { group, member, .. } => Some((group, member)),
            _ => None,
        });
        let member = |name: &str| {
            let world = cluster.observe(0);
            world.consumers.into_iter().find(|view| view.name.as_str() == name).map(|view| view.member_id)
        };
        let wanted = consumer.map(member);
        let found = commits.any(|(of, by)| {
            group.is_none_or(|group| group == of.as_str())
                && wanted.as_ref().is_none_or(|wanted| wanted.as_ref() == Some(by))
        });
        (!found).then(|| "no commit was accepted".to_owned())
    }

    fn unsettled(&self, world: &Observation, cluster: &Cluster, group: Option<&str>) -> Option<String> {
        let running = world.consumers.iter().filter(|consumer| runs(consumer));
        let ids: BTreeSet<&GroupId> = running.map(|consumer| &consumer.group).collect();
        let mut wanted =
            ids.into_iter().filter(|id| group.is_none_or(|group| group == id.as_str())).peekable();
        if wanted.peek().is_none() {
            return Some("no consumer of it runs".to_owned());
        }
        wanted.find_map(|id| match world.groups.iter().find(|view| view.id == *id) {
            None => Some(format!("{id} has no members yet")),
            Some(view) if view.state != GroupState::Stable => Some(format!("{id} is {}", view.state.name())),
            Some(view) => {
                let consumers = || world.consumers.iter().filter(|consumer| consumer.group == *id);
                consumers()
                    .find_map(|consumer| self.unsettled_consumer(view, consumer, cluster))
                    .or_else(|| unread_lane(view, consumers(), cluster))
            }
        })
    }

    fn unsettled_consumer(
        &self,
        group: &GroupView,
        consumer: &ConsumerView,
        cluster: &Cluster,
    ) -> Option<String> {
        let name = &consumer.name;
        let member = group.members.iter().any(|member| member.member_id == consumer.member_id);
        if !runs(consumer) {
            return member.then(|| format!("{name} does not run and is still a member"));
        }
        let current = consumer.generation == group.generation && consumer.member_state == MemberState::Stable;
        if !member || !current || consumer.zombie || consumer.process == ProcessState::Closing {
            return Some(format!("{name} is not settled in generation {}", group.generation));
        }
        if cluster.wants_to_rejoin(name) {
            return Some(format!("{name} has to join again"));
        }
        let index = self.assigned.get(&(group.id.clone(), consumer.member_id.clone()))?;
        let Fact::AssignmentStored { assignments, .. } = &cluster.journal().get(*index)?.fact else {
            return None;
        };
        let (_, given) = assignments.iter().find(|(member, _)| *member == consumer.member_id)?;
        (given[..] != consumer.owned[..]).then(|| format!("{name} does not have what it was assigned yet"))
    }
}

fn no_group() -> String {
    "there is no group yet".to_owned()
}

fn runs(consumer: &ConsumerView) -> bool {
    matches!(consumer.process, ProcessState::Running | ProcessState::Stalled | ProcessState::Closing)
}

fn unread_lane<'a>(
    group: &GroupView,
    consumers: impl Iterator<Item = &'a ConsumerView>,
    cluster: &Cluster,
) -> Option<String> {
    let topics: BTreeSet<TopicName> = consumers
        .filter(|consumer| runs(consumer))
        .flat_map(|consumer| cluster.subscribed_topics(&consumer.name))
        .collect();
    let unread = |lane: &&LaneView| {
        topics.contains(&lane.partition.topic) && (lane.owner.is_none() || !lane.owner_running)
    };
    group.lanes.iter().find(unread).map(|lane| format!("nobody reads {}", lane.partition))
}
