//! Questions about groups: their last rebalance, the one under way, or why there is none.

use super::{Asked, Relation, Step};
use crate::cluster::Cluster;
use crate::cluster::fact::Fact;
use crate::cluster::observation::GroupView;
use crate::cluster::rebalances::Rebalance;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::group_state::GroupState;
use crate::kafka::ids::*;
use crate::kafka::rebalance_causes::RebalanceReason;
use crate::session::language::Lang;
use crate::session::language::why::rebalance::{LedTo, ListedRebalance, SoManyMoved};
use crate::session::language::why::state::State;
use crate::session::language::why::waiting::{Moved, Waiting, When};
use crate::session::language::why::{Claim, text};
use crate::session::mistake::WhyMistake;
use crate::session::names::Names;
use crate::sim::time::{SimDuration, SimTime};
use std::borrow::Cow;
use std::sync::Arc;

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

impl ToldRebalance {
    /// `generation 2: c1 joined; 28.980 s, g waited for c2 ...; 1 moved (t-0)`: in the language of its reasons.
    pub fn line(&self, lang: Lang) -> String {
        let led_to = match (self.generation, self.ended) {
            (Some(generation), _) => LedTo::Generation(generation),
            (None, None) => LedTo::NotYet,
            (None, Some(_)) => LedTo::Nothing,
        };
        let listed = ListedRebalance {
            led_to,
            reason: &self.reason,
            took: self.took,
            held_up: self.held_up.as_deref(),
            moved: SoManyMoved(&self.moved),
            cut_short: self.cut_short,
        };
        text(&listed, lang, &())
    }

    /// `2 moved (t-0, t-1)`.
    pub fn moved(&self, lang: Lang) -> String {
        text(&SoManyMoved(&self.moved), lang, &())
    }
}

/// All rebalances of a group in words, oldest first.
pub fn told_rebalances(cluster: &Cluster, names: &Names, lang: Lang, group: &GroupId) -> Vec<ToldRebalance> {
    let asked = Asked { cluster, world: cluster.observe(0), names, about: None };
    let now = cluster.now();
    let tell = |rebalance: Rebalance| ToldRebalance {
        generation: rebalance.generation.map(|generation| generation.0),
        began: rebalance.began,
        ended: rebalance.ended,
        took: rebalance.took(now),
        reason: text(&asked.what_began(&rebalance), lang, &asked),
        held_up: asked.holds_up(group, &rebalance).map(|step| asked.sentence(lang, &step)),
        members: rebalance.members,
        moved: rebalance.moved.clone(),
        cut_short: rebalance.cut_short,
    };
    cluster.rebalance_list(group).into_iter().map(tell).collect()
}

impl Asked<'_> {
    /// What began a rebalance. Where a member joined again by itself, its own reason says more than the broker's.
    fn what_began(&self, rebalance: &Rebalance) -> Claim {
        let rejoined =
            self.cluster.because(rebalance.entry).and_then(|because| self.cluster.entry(because.entry));
        let rejoined = rejoined
            .filter(|entry| matches!(entry.fact, Fact::Consumer(_, ConsumerFact::RejoinNeeded { .. })));
        let told = rejoined.and_then(|entry| self.told_of(entry).into_iter().next());
        told.unwrap_or(Claim::Began(rebalance.reason))
    }

    /// The names, and that of the member that began a rebalance, if that has not heard yet that it is one.
    pub(super) fn names_of(&self, reason: &RebalanceReason) -> Cow<'_, Names> {
        let (RebalanceReason::MemberJoined { member }
        | RebalanceReason::MemberChanged { member }
        | RebalanceReason::LeaderRejoined { member }
        | RebalanceReason::StaticMemberReplaced { member }
        | RebalanceReason::MemberRemoved { member, .. }) = reason
        else {
            return Cow::Borrowed(self.names);
        };
        let unknown = self.names.member(member) == member.as_str();
        match self.cluster.client_of_member(member).filter(|_| unknown) {
            Some(client) => Cow::Owned(self.names.with(member, client)),
            None => Cow::Borrowed(self.names),
        }
    }

    /// What held a rebalance up the longest; of the one that lasts, what holds it up now.
    fn holds_up(&self, group: &GroupId, rebalance: &Rebalance) -> Option<Step> {
        if rebalance.ended.is_none() {
            return self.waits(group, rebalance.joined.is_some()).into_iter().next();
        }
        let (claim, _, _) = self.waited(group, rebalance.longest_wait()?);
        Some(Step::new(rebalance.entry, rebalance.began, claim.into()))
    }

    /// A group's last rebalance: what began it, how long it took, who held it up, what moved.
    pub(super) fn rebalance(&self, group: &GroupView) -> Result<Vec<Step>, WhyMistake> {
        let id = &group.id;
        if let Some(links) = self.without_coordinator(id) {
            return Ok(links);
        }
        let list = self.cluster.rebalance_list(id);
        if matches!(group.state, GroupState::PreparingRebalance | GroupState::CompletingRebalance) {
            let since = list.last().map(|last| last.began);
            let claim = Waiting::IsRebalancing { group: *id, since };
            return Ok(self.told(claim, None, self.rebalancing(group, None)));
        }
        let last = list.iter().rev().find(|rebalance| rebalance.generation.is_some());
        // A consumer group that turned classic goes on with what its members have.
        let turned = self.newest_of(group, |said| matches!(said, GroupFact::GroupDowngraded { .. }));
        let turned = turned.filter(|turned| last.is_none_or(|last| last.entry < *turned));
        if let Some(turned) = turned {
            return Ok(self.chain(turned));
        }
        let last = last.ok_or(WhyMistake::NeverRebalanced(*id))?;
        let because = self.reasons(last.entry);
        let mut links = self.told(rebalanced(id, last, self.world.time), Some(last.entry), because);
        links.extend(self.beside(&links, self.held_up(id, last)));
        Ok(links)
    }

    /// What keeps a group from being Stable: whom it waits for, and what began the rebalance; of a new partition, what
    /// brought that.
    pub(super) fn rebalancing(&self, group: &GroupView, new: Option<&TopicPartition>) -> Vec<Step> {
        let sync = group.state == GroupState::CompletingRebalance;
        let mut links = self.waits(&group.id, sync);
        let mut because = self.last_rebalance(&group.id, self.end());
        match new.and_then(|new| self.not_given_yet(group, new)) {
            Some((news, true)) => because = news,
            Some((news, false)) => because.extend(self.beside(&because, news)),
            None => {}
        }
        if links.is_empty() {
            return because;
        }
        let beside = self.beside(&links, because);
        links.extend(beside);
        links
    }

    /// Reasons beside others: what is told already is left out, but for where each ends.
    pub(super) fn beside(&self, links: &[Step], beside: Vec<Step>) -> Vec<Step> {
        let mut reasons: Vec<Vec<Step>> = Vec::new();
        for link in beside {
            match reasons.last_mut() {
                Some(reason) if link.relation != Relation::And => reason.push(link),
                _ => reasons.push(vec![link]),
            }
        }
        let mut told: Vec<Step> = Vec::new();
        for mut reason in reasons {
            let end = reason.pop();
            let known = |step: &Step| links.iter().chain(&told).any(|known| self.say_the_same(known, step));
            reason.retain(|link| !known(link));
            let alone = reason.is_empty();
            reason.extend(end.filter(|end| !alone || !known(end)));
            if let Some(first) = reason.first_mut() {
                first.stand_beside(true);
            }
            told.append(&mut reason);
        }
        told
    }

    /// A group without a coordinator is what it was, and nobody knows.
    pub(super) fn without_coordinator(&self, id: &GroupId) -> Option<Vec<Step>> {
        let (lost, until) = self.cluster.without_coordinator(id)?;
        let since = self.cluster.entry(lost)?.time;
        let claim = State::NoCoordinator { group: *id, since, until };
        Some(self.told(claim, Some(lost), self.reasons(lost)))
    }
}

/// `billing rebalanced into generation 2 from 3.055 s to 33.050 s (29.995 s); 1 partition moved (orders-0)`.
fn rebalanced(id: &GroupId, rebalance: &Rebalance, now: SimTime) -> Waiting {
    let (began, took) = (rebalance.began, rebalance.took(now));
    let when = match took.is_zero() {
        true => When::At(began),
        false => When::FromTo(began, rebalance.ended.unwrap_or(now), took),
    };
    Waiting::Rebalanced {
        group: *id,
        generation: rebalance.generation.unwrap_or(Generation::NONE),
        when,
        moved: Moved(rebalance.moved.to_vec()),
    }
}
