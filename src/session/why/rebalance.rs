//! Questions about groups: their last rebalance, the one under way, or why there is none.

use super::waiting::span;
use super::{Asked, Link};
use crate::cluster::observation::GroupView;
use crate::cluster::rebalances::Rebalance;
use crate::kafka::fact::GroupState;
use crate::kafka::ids::*;
use crate::session::transcript::count;

impl Asked<'_> {
    /// A group's last rebalance: what began it, how long it took, who held it up, what moved.
    pub(super) fn rebalance(&self, group: &GroupView) -> Result<Vec<Link>, String> {
        let id = &group.id;
        if let Some(links) = self.without_coordinator(id) {
            return Ok(links);
        }
        let list = self.cluster.rebalance_list(id);
        if matches!(group.state, GroupState::PreparingRebalance | GroupState::CompletingRebalance) {
            let since = list.last().map_or(String::new(), |last| format!(" since {} s", last.began));
            return Ok(self.told(format!("{id} is rebalancing{since}"), None, self.rebalancing(group)));
        }
        let Some(last) = list.iter().rev().find(|rebalance| rebalance.generation.is_some()) else {
            return Err(format!("{id} has not rebalanced yet."));
        };
        let because = self.reasons(last.entry);
        let mut links = self.told(told(id, last, self.world.time), Some(last.entry), because);
        links.extend(self.beside(&links, self.held_up(id, last)));
        Ok(links)
    }

    /// What keeps a group from being Stable: whom it waits for, and what began the rebalance.
    pub(super) fn rebalancing(&self, group: &GroupView) -> Vec<Link> {
        let sync = group.state == GroupState::CompletingRebalance;
        let mut links = self.waits(&group.id, sync);
        let because = self.last_rebalance(&group.id, self.end());
        if links.is_empty() {
            return because;
        }
        let beside = self.beside(&links, because);
        links.extend(beside);
        links
    }

    /// A reason beside others: what they tell already is left out, but for its end.
    fn beside(&self, links: &[Link], mut beside: Vec<Link>) -> Vec<Link> {
        let known = |link: &Link| links.iter().any(|told| told.sentence == link.sentence);
        let end = beside.pop();
        beside.retain(|link| !known(link));
        let alone = beside.is_empty();
        beside.extend(end.filter(|end| !alone || !known(end)));
        if let Some(first) = beside.first_mut() {
            first.also = true;
        }
        beside
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

/// `billing rebalanced into generation 2 from 3.055 s to 33.050 s (29.995 s); 1 partition moved`.
fn told(id: &GroupId, rebalance: &Rebalance, now: crate::sim::time::SimTime) -> String {
    let generation = rebalance.generation.unwrap_or(Generation::NONE);
    let (began, ended) = (rebalance.began, rebalance.ended.unwrap_or(now));
    let took = span(rebalance.took(now));
    let moved = match rebalance.moved {
        0 => String::new(),
        some => format!("; {} moved", count(u64::from(some), "partition")),
    };
    format!("{id} rebalanced into generation {generation} from {began} s to {ended} s ({took}){moved}")
}
