//! Why a consumer has nothing, or more than others: what the assignor does with these members and these topics.

use super::{Asked, Step};
use crate::cluster::fact::{Fact, WorldFact};
use crate::cluster::observation::{ConsumerView, GroupView, MemberView};
use crate::kafka::api::Assignment;
use crate::kafka::ids::*;
use crate::session::language::why::share::{DealtBy, Divided, More, ShareClaim, TooFew, Went, WentTo};
use crate::sim::sorted::{SortedSet, sort_by_key};

/// The most partitions, or topics, that are told one by one.
const TOLD: usize = 3;

/// A member's share of the newest assignment.
struct Share {
    client: ClientName,
    topics: SortedSet<TopicName>,
    partitions: Assignment,
}

/// Each partition that was given to somebody, in order, with who has it.
fn given(shares: &[Share]) -> impl Iterator<Item = (&TopicPartition, &Share)> {
    let mut all: Vec<(&TopicPartition, &Share)> = shares
        .iter()
        .flat_map(|share| share.partitions.iter().map(move |partition| (partition, share)))
        .collect();
    sort_by_key(&mut all, |(partition, _)| *partition);
    all.into_iter()
}

impl Asked<'_> {
    fn shares(&self, group: &GroupView) -> Vec<Share> {
        if group.epochs.is_some() {
            return self.targets(group);
        }
        let stored = self.stored(&group.id, self.end(), |_, _| true);
        let assignments = stored.map(|stored| self.cluster.assignments(stored)).unwrap_or_default();
        let share = |(member, partitions): &(MemberId, Assignment)| {
            let client = self.cluster.client_of_member(member)?;
            let topics = self.cluster.matched_topics(&client).into_iter().collect();
            Some(Share { client, topics, partitions: partitions.clone() })
        };
        assignments.iter().filter_map(share).collect()
    }

    /// The same of a consumer group: what its members are to have.
    fn targets(&self, group: &GroupView) -> Vec<Share> {
        let share = |member: &MemberView| {
            let (client, way) = (member.client?, member.on_its_way.as_ref()?);
            let topics = self.cluster.matched_topics(&client).into_iter().collect();
            Some(Share { client, topics, partitions: way.target.iter().copied().collect() })
        };
        group.members.iter().filter_map(share).collect()
    }

    /// What a member has to share with whom, of each topic that it subscribes to.
    fn divided(&self, topics: &[TopicName], shares: &[Share]) -> Vec<Divided> {
        let divided = |topic: &TopicName| Divided {
            topic: *topic,
            partitions: given(shares).filter(|(partition, _)| partition.topic == *topic).count() as u64,
            members: shares.iter().filter(|share| share.topics.contains(topic)).count() as u64,
        };
        topics.iter().map(divided).collect()
    }

    /// Why a member has nothing.
    pub(super) fn idle(&self, group: &GroupView, consumer: &ConsumerView) -> ShareClaim {
        let (id, name) = (&group.id, &consumer.name);
        let topics = self.cluster.matched_topics(name);
        let spec = self.cluster.consumer_spec(name);
        if let (true, Some(pattern)) = (topics.is_empty(), spec.and_then(|spec| spec.pattern.as_ref())) {
            let (client, matched_by) = (*name, pattern.matched_by());
            return ShareClaim::KnowsNoTopic { client, pattern: pattern.as_str().to_owned(), matched_by };
        }
        let shares = self.shares(group);
        let mut divided = self.divided(&topics, &shares);
        let all: u64 = divided.iter().map(|divided| divided.partitions).sum();
        let members = shares.len() as u64;
        let its: SortedSet<TopicName> = topics.iter().cloned().collect();
        let client = *name;
        let differ = shares.iter().any(|share| share.topics != its);
        if !differ && (1..members).contains(&all) {
            return ShareClaim::MoreMembers { client, group: *id, members, partitions: all };
        }
        if let Some(claim) = self.unknown_to_leader(group, name, &topics) {
            return claim;
        }
        if !differ && all < members {
            return ShareClaim::MoreMembers { client, group: *id, members, partitions: all };
        }
        let protocol = assignor_of(group);
        if protocol == "range" {
            return ShareClaim::IdleByRange { client, topics: too_few(divided) };
        }
        let went = self.went_to(protocol, &topics, &shares);
        match divided.pop().filter(|_| divided.is_empty()) {
            Some(divided) => ShareClaim::OnlyTopic { client, divided, went },
            None => ShareClaim::OfItsTopics { client, topics: too_few(self.divided(&topics, &shares)), went },
        }
    }

    /// What the leader did not know of these topics when it made the newest assignment.
    fn unknown_to_leader(
        &self,
        group: &GroupView,
        client: &ClientName,
        topics: &[TopicName],
    ) -> Option<ShareClaim> {
        let unknown = |partition: &&TopicPartition| self.led(group, partition) != Some(true);
        let left = self.left_over(group, topics);
        let partitions: Vec<TopicPartition> = left.iter().filter(unknown).cloned().collect();
        let leader = group.leader.filter(|_| !partitions.is_empty())?;
        let (client, generation) = (*client, group.generation);
        Some(ShareClaim::UnknownToLeader { client, leader, partitions, generation })
    }

    /// Who has what a member could have had, and how the assignor came to that.
    fn went_to(&self, protocol: &str, topics: &[TopicName], shares: &[Share]) -> Went {
        let its = || given(shares).filter(|(partition, _)| topics.contains(&partition.topic));
        let alone = its().all(|(_, share)| share.partitions.len() == 1);
        let told = its().take(TOLD).map(|(partition, share)| WentTo(*partition, share.client));
        let told: Vec<WentTo> = told.collect();
        let more = (its().count() - told.len()) as u64;
        let how = match protocol {
            "roundrobin" => DealtBy::RoundRobin,
            _ if alone => DealtBy::NobodysOnly(protocol.to_owned()),
            _ => DealtBy::Plain,
        };
        Went { how, told, more: (more > 0).then_some(More::Partitions(more)) }
    }

    /// Partitions of these topics that are in nobody's assignment, and not since they are moving.
    pub(super) fn left_over(&self, group: &GroupView, topics: &[TopicName]) -> Vec<TopicPartition> {
        let shares = self.shares(group);
        let withheld = self.withheld(group);
        let is_left = |wanted: &&TopicPartition| {
            topics.contains(&wanted.topic)
                && !withheld.contains(wanted)
                && !given(&shares).any(|(partition, _)| partition == *wanted)
        };
        group.lanes.iter().map(|lane| &lane.partition).filter(is_left).cloned().collect()
    }

    /// Why a member has nothing to subscribe to: its topics were deleted, or never were.
    pub(super) fn without_topics(&self, consumer: &ConsumerView) -> Vec<Step> {
        let name = &consumer.name;
        let Some(spec) = self.cluster.consumer_spec(name) else { return Vec::new() };
        let mut deleted: Vec<&TopicName> = Vec::new();
        let mut because: Vec<Step> = Vec::new();
        for entry in self.cluster.journal().iter().rev() {
            let Fact::World(WorldFact::TopicDeleted { topic }) = &entry.fact else { continue };
            if spec.subscribes_to(topic) && !deleted.contains(&topic) && deleted.len() < TOLD {
                deleted.push(topic);
                let mut chain = self.chain(entry.id);
                chain[0].stand_beside(!because.is_empty());
                because.append(&mut chain);
            }
        }
        let its = spec.topics.iter().filter(|topic| !deleted.contains(topic));
        let never: Vec<TopicName> = its.cloned().collect();
        let start = self.cluster.start_of(self.end(), name);
        let never = match &spec.pattern {
            Some(pattern) if deleted.is_empty() => {
                Some(ShareClaim::NoTopicMatched(pattern.as_str().to_owned()))
            }
            None if deleted.len() < TOLD && !never.is_empty() => Some(ShareClaim::NeverCreated(never)),
            _ => None,
        };
        if let (Some(never), Some(start)) = (never, start) {
            let mut link = self.at(never, Some(start), self.all_of(Some(start)));
            link[0].stand_beside(!because.is_empty());
            because.append(&mut link);
        }
        let entry = because.first().map(|link| link.entry);
        self.told(ShareClaim::NoTopics(*name), entry, because)
    }

    /// Why a member has more than others, or less, where that is no matter of one partition.
    pub(super) fn uneven(&self, group: &GroupView, consumer: &ConsumerView) -> Option<ShareClaim> {
        let shares = self.shares(group);
        let sizes = || shares.iter().map(|share| share.partitions.len());
        let (least, most) = (sizes().min()?, sizes().max()?);
        let own = consumer.owned.len();
        if most - least < 2 || own != least && own != most {
            return None;
        }
        let name = &consumer.name;
        let (client, own, all) = (*name, own as u64, sizes().sum::<usize>() as u64);
        let mine = &shares.iter().find(|share| share.client == *name)?.topics;
        if let Some(other) = shares.iter().find(|share| share.topics != *mine) {
            let list = |topics: &SortedSet<TopicName>| {
                topics.iter().map(TopicName::as_str).collect::<Vec<_>>().join(", ")
            };
            let (mine, theirs, other) = (list(mine), list(&other.topics), other.client);
            return Some(ShareClaim::Topics { client, own, all, mine, other, theirs });
        }
        (assignor_of(group) == "range").then_some(ShareClaim::Range { client, own, all })
    }
}

/// The assignor that dealt out: of a classic group the protocol in use, of a consumer group the broker's.
fn assignor_of(group: &GroupView) -> &str {
    let classic = || group.protocol.as_ref().map_or("", ProtocolName::as_str);
    group.epochs.map_or_else(classic, |epochs| epochs.assignor.name())
}

/// The first of a member's topics, and how many there are besides.
fn too_few(mut topics: Vec<Divided>) -> TooFew {
    let more = topics.len().saturating_sub(TOLD) as u64;
    topics.truncate(TOLD);
    TooFew { told: topics, more: (more > 0).then_some(More::Topics(more)) }
}
