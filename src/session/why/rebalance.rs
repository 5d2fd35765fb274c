//! Questions about groups: their last rebalance, the one under way, or why there is none.

use super::waiting::span;
use super::{Asked, Link};
use crate::cluster::Cluster;
use crate::cluster::observation::GroupView;
use crate::cluster::rebalances::Rebalance;
use crate::kafka::fact::{Fact, GroupState, RebalanceReason};
use crate::kafka::ids::*;
use crate::session::language::Lang;
use crate::session::language::journal::Noun;
use crate::session::names::Names;
use crate::session::transcript::{self, count};
use crate::sim::time::{SimDuration, SimTime};
use std::fmt;
use std::sync::Arc;

/// So many partitions that moved are named.
const NAMED: usize = 5;

/// A rebalance in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldRebalance {
    pub generation: Option<i32>,
    pub began: SimTime,
    /// `None` while it lasts.
    pub ended: Option<SimTime>,
    pub took: SimDuration,
    pub reason: String,
    /// What held it up, if anything did.
    pub held_up: Option<String>,
    pub members: u32,
    /// Partitions that another consumer has now than had them before.
    pub moved: Arc<Vec<TopicPartition>>,
    pub cut_short: bool,
}

impl fmt::Display for ToldRebalance {
    /// `generation 2: c1 joined; 28.980 s, g waited for c2 ...; 1 moved (t-0)`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.generation {
            Some(generation) => write!(f, "generation {generation}: ")?,
            None if self.ended.is_none() => f.write_str("now: ")?,
            None => f.write_str("no generation: ")?,
        }
        write!(f, "{}; {}", self.reason, span(self.took))?;
        if let Some(held_up) = &self.held_up {
            write!(f, ", {held_up}")?;
        }
        write!(f, "; {}", self.moved())?;
        f.write_str(if self.cut_short { "; cut short" } else { "" })
    }
}

impl ToldRebalance {
    /// `2 moved (t-0, t-1)`.
    pub fn moved(&self) -> String {
        match self.moved.len() {
            0 => "0 moved".to_owned(),
            some => format!("{some} moved ({})", few(&self.moved)),
        }
    }
}

/// All rebalances of a group in words, oldest first.
pub fn told_rebalances(cluster: &Cluster, names: &Names, group: &GroupId) -> Vec<ToldRebalance> {
    let asked = Asked { cluster, world: cluster.observe(0), names, about: None };
    let now = cluster.now();
    let tell = |rebalance: Rebalance| ToldRebalance {
        generation: rebalance.generation.map(|generation| generation.0),
        began: rebalance.began,
        ended: rebalance.ended,
        took: rebalance.took(now),
        reason: asked.began(&rebalance),
        held_up: asked.holds_up(group, &rebalance),
        members: rebalance.members,
        moved: rebalance.moved.clone(),
        cut_short: rebalance.cut_short,
    };
    cluster.rebalance_list(group).into_iter().map(tell).collect()
}

/// What began a rebalance, with the names of members that have not heard yet that they are members, too.
fn reason(cluster: &Cluster, names: &Names, reason: &RebalanceReason) -> String {
    let told = transcript::rebalance(Lang::En, names, reason);
    let (RebalanceReason::MemberJoined { member }
    | RebalanceReason::MemberChanged { member }
    | RebalanceReason::LeaderRejoined { member }
    | RebalanceReason::StaticMemberReplaced { member }
    | RebalanceReason::MemberRemoved { member, .. }) = reason
    else {
        return told;
    };
    match cluster.client_of_member(member) {
        Some(client) => told.replace(member.as_str(), client.as_str()),
        None => told,
    }
}

/// The first names of a list, and how many there are besides.
fn few(partitions: &[TopicPartition]) -> String {
    match partitions.len().checked_sub(NAMED) {
        Some(rest @ 1..) => format!("{} and {rest} more", transcript::list(Lang::En, &partitions[..NAMED])),
        _ => transcript::list(Lang::En, partitions),
    }
}

impl Asked<'_> {
    /// What began a rebalance. Where a member joined again by itself, its own reason says more than the broker's.
    fn began(&self, rebalance: &Rebalance) -> String {
        let rejoined =
            self.cluster.because(rebalance.entry).and_then(|because| self.cluster.entry(because.entry));
        let rejoined = rejoined.filter(|entry| matches!(entry.fact, Fact::RejoinNeeded { .. }));
        let told = rejoined.and_then(|entry| self.told_of(entry).into_iter().next());
        told.unwrap_or_else(|| reason(self.cluster, self.names, &rebalance.reason))
    }

    /// What held a rebalance up the longest; of the one that lasts, what holds it up now.
    fn holds_up(&self, group: &GroupId, rebalance: &Rebalance) -> Option<String> {
        if rebalance.ended.is_none() {
            return self
                .waits(group, rebalance.joined.is_some())
                .into_iter()
                .next()
                .map(|link| link.sentence);
        }
        rebalance.longest_wait().map(|wait| self.waited(group, wait).0)
    }

    /// A group's last rebalance: what began it, how long it took, who held it up, what moved.
    pub(super) fn rebalance(&self, group: &GroupView) -> Result<Vec<Link>, String> {
        let id = &group.id;
        if let Some(links) = self.without_coordinator(id) {
            return Ok(links);
        }
        let list = self.cluster.rebalance_list(id);
        if matches!(group.state, GroupState::PreparingRebalance | GroupState::CompletingRebalance) {
            let since = list.last().map_or(String::new(), |last| format!(" since {} s", last.began));
            return Ok(self.told(format!("{id} is rebalancing{since}"), None, self.rebalancing(group, None)));
        }
        let Some(last) = list.iter().rev().find(|rebalance| rebalance.generation.is_some()) else {
            return Err(format!("{id} has not rebalanced yet."));
        };
        let because = self.reasons(last.entry);
        let mut links = self.told(told(id, last, self.world.time), Some(last.entry), because);
        links.extend(self.beside(&links, self.held_up(id, last)));
        Ok(links)
    }

    /// What keeps a group from being Stable: whom it waits for, and what began the rebalance; of a new partition, what
    /// brought that.
    pub(super) fn rebalancing(&self, group: &GroupView, new: Option<&TopicPartition>) -> Vec<Link> {
        let sync = group.state == GroupState::CompletingRebalance;
        let mut links = self.waits(&group.id, sync);
        let mut because = self.last_rebalance(&group.id, self.end());
        if let Some(news) = new.and_then(|new| self.not_given_yet(group, new)) {
            // Other news of topics is no reason for this one.
            let began = self
                .cluster
                .rebalance_of(self.end(), &group.id)
                .and_then(|began| self.cluster.because(began));
            let began = began.and_then(|began| self.cluster.entry(began.entry)).map(|entry| &entry.fact);
            match began {
                Some(Fact::RejoinNeeded { reason, .. }) if reason.ends_with("has changed") => because = news,
                _ => because.extend(self.beside(&because, news)),
            }
        }
        if links.is_empty() {
            return because;
        }
        let beside = self.beside(&links, because);
        links.extend(beside);
        links
    }

    /// Reasons beside others: what is told already is left out, but for where each ends.
    pub(super) fn beside(&self, links: &[Link], beside: Vec<Link>) -> Vec<Link> {
        let mut reasons: Vec<Vec<Link>> = Vec::new();
        for link in beside {
            match reasons.last_mut() {
                Some(reason) if !link.also => reason.push(link),
                _ => reasons.push(vec![link]),
            }
        }
        let mut told: Vec<Link> = Vec::new();
        for mut reason in reasons {
            let end = reason.pop();
            let known = |link: &Link| links.iter().chain(&told).any(|known| known.sentence == link.sentence);
            reason.retain(|link| !known(link));
            let alone = reason.is_empty();
            reason.extend(end.filter(|end| !alone || !known(end)));
            if let Some(first) = reason.first_mut() {
                first.also = true;
            }
            told.append(&mut reason);
        }
        told
    }

    /// A group without a coordinator is what it was, and nobody knows.
    pub(super) fn without_coordinator(&self, id: &GroupId) -> Option<Vec<Link>> {
        let (lost, until) = self.cluster.without_coordinator(id)?;
        let since = self.cluster.entry(lost)?.time;
        let until = until.map_or(String::new(), |until| format!(" at {until} s"));
        let sentence = format!(
            "{id} has no coordinator since {since} s, until another has read __consumer_offsets{until}"
        );
        Some(self.told(sentence, Some(lost), self.reasons(lost)))
    }
}

/// `billing rebalanced into generation 2 from 3.055 s to 33.050 s (29.995 s); 1 partition moved (orders-0)`.
fn told(id: &GroupId, rebalance: &Rebalance, now: SimTime) -> String {
    let generation = rebalance.generation.unwrap_or(Generation::NONE);
    let (began, ended) = (rebalance.began, rebalance.ended.unwrap_or(now));
    let took = rebalance.took(now);
    let when = match took.is_zero() {
        true => format!("at {began} s"),
        false => format!("from {began} s to {ended} s ({})", span(took)),
    };
    let moved = match rebalance.moved.len() {
        0 => String::new(),
        some => {
            format!("; {} moved ({})", count(Lang::En, some as u64, Noun::Partition), few(&rebalance.moved))
        }
    };
    format!("{id} rebalanced into generation {generation} {when}{moved}")
}
