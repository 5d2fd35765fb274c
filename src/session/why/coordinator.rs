//! Partitions of a group whose coordinator is gone, or was gone: who has one all the same, and what another coordinator
//! found when it had read `__consumer_offsets`.

use super::{Asked, Step};
use crate::cluster::fact::Fact;
use crate::cluster::observation::{ConsumerView, GroupView, LaneView};
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::coordinator::SessionSetting;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::group_state::GroupState;
use crate::kafka::ids::*;
use crate::session::language::why::Claim;
use crate::session::language::why::notice::{Patience, Prospect};
use crate::session::language::why::state::State;
use crate::sim::time::{SimDuration, SimTime};

impl Asked<'_> {
    /// What is told of a partition, and beside it what became, or will become, of it without a coordinator.
    pub(super) fn with_coordinator(
        &self,
        group: &GroupView,
        lane: &LaneView,
        mut links: Vec<Step>,
    ) -> Vec<Step> {
        let beside = match (self.without_coordinator(&group.id), &lane.owner) {
            (Some(_), None) => self.gave_up(&group.id, &lane.partition).unwrap_or_default(),
            (Some(away), Some(owner)) => {
                self.reads_on(lane, &group.id, &mut links);
                if links.len() == 1 {
                    let given = self.given(&group.id, owner, &lane.partition);
                    let reasons = given.as_ref().map(|given| self.reasons(given.entry));
                    links.extend(given.into_iter().chain(reasons.unwrap_or_default()));
                }
                let is_told = |step: &Step| {
                    away.first().is_some_and(|away| self.are_the_same(&away.claim, &step.claim))
                };
                if links.iter().any(is_told) {
                    return links;
                }
                let notice = self.consumer(owner.as_str()).and_then(|owner| self.until_taken_over(owner));
                with_notice(away, notice)
            }
            (None, Some(owner)) => self.taken_over(&group.id, owner, lane).unwrap_or_default(),
            (None, None) => Vec::new(),
        };
        links.extend(self.beside(&links, beside));
        links
    }

    /// What is told of a member that reads, and beside it that its group has no coordinator.
    pub(super) fn without_its_coordinator(&self, consumer: &ConsumerView, mut links: Vec<Step>) -> Vec<Step> {
        if let Some(away) = self.without_coordinator(&consumer.group) {
            let beside = with_notice(away, self.until_taken_over(consumer));
            links.extend(self.beside(&links, beside));
        }
        links
    }

    /// An owner that nothing keeps from reading goes on without a coordinator.
    fn reads_on(&self, lane: &LaneView, group: &GroupId, links: &mut [Step]) {
        let Some(head) = links.first_mut() else { return };
        let Some(State::Owns { owner, partition }) = head.claim.state() else { return };
        if let Some(since) = self.owned_since(owner, partition).filter(|_| lane.owner_running) {
            let (owner, partition, group) = (*owner, *partition, *group);
            head.claim = State::OwnsWithoutCoordinator { owner, partition, group, since }.into();
        }
    }

    /// Since when a consumer has had a partition.
    fn owned_since(&self, owner: &ClientName, partition: &TopicPartition) -> Option<SimTime> {
        let has = |said: &ConsumerFact, wanted: bool| {
            let ConsumerFact::AssignmentChanged { owned } = said else { return false };
            owned.contains(partition) == wanted
        };
        let lacking = self.cluster.last_said_since_start(self.end(), owner, |said| has(said, false));
        // A standalone consumer has had it from its start on.
        let start = || self.cluster.entry(self.cluster.start_of(self.end(), owner)?);
        let lacking = lacking.or_else(start)?;
        let mut later = self.cluster.journal().iter_from(lacking.id.place() + 1);
        let found = later.find(|entry| entry.fact.of_consumer(owner).is_some_and(|said| has(said, true)));
        Some(found.unwrap_or(lacking).time)
    }

    /// What a consumer has to do without until another coordinator has taken over.
    fn until_taken_over(&self, consumer: &ConsumerView) -> Option<Prospect> {
        let client = consumer.name;
        if consumer.standalone {
            return Some(Prospect::NoCommits { client });
        }
        if !self.cluster.is_silent(&consumer.name) {
            return Some(Prospect::NoHeartbeats { client });
        }
        None
    }

    /// A silent member of which the next coordinator reads, when it takes over at that time.
    pub(super) fn counts_again(&self, consumer: &ConsumerView, at: SimTime) -> Option<Prospect> {
        let session = self.session_in_log(consumer).filter(|_| self.cluster.is_silent(&consumer.name))?;
        let ends = Patience::Session(session, at + session, SessionSetting::Client);
        Some(Prospect::CountsAgain { group: consumer.group, at, ends })
    }

    /// The `session.timeout.ms` of a consumer of a classic group whose membership the log of `__consumer_offsets` has:
    /// the new coordinator waits for that long.
    fn session_in_log(&self, consumer: &ConsumerView) -> Option<SimDuration> {
        let stored = self.cluster.last_of_group(self.end(), &consumer.group, |said| {
            matches!(
                said,
                GroupFact::AssignmentStored { .. }
                    | GroupFact::GroupStateChanged { to: GroupState::Empty, .. }
            )
        })?;
        let its = |member: &MemberId| {
            let whom = self.cluster.whom(member);
            whom.former.is_none() && whom.client.as_ref() == Some(&consumer.name)
        };
        let (member, _) = self.cluster.assignments(stored).iter().find(|(member, _)| its(member))?;
        let (session, _) = self.timeouts(self.end(), member)?;
        Some(session)
    }

    /// Who gave up a partition that the newest assignment gave to it, and why.
    fn gave_up(&self, group: &GroupId, partition: &TopicPartition) -> Option<Vec<Step>> {
        let stored = self.stored(group, self.end(), |_, partitions| partitions.contains(partition))?;
        let Fact::Group(_, GroupFact::AssignmentStored { generation, .. }) =
            &self.cluster.entry(stored)?.fact
        else {
            return None;
        };
        let owner = self.cluster.client_of_member(self.cluster.given_to(stored, partition)?)?;
        let gave_up = self.cluster.last_said(
            self.end(),
            &owner,
            |said| matches!(said, ConsumerFact::AssignmentChanged { owned } if !owned.contains(partition)),
        );
        let gave_up = gave_up.filter(|gave_up| *gave_up > stored)?;
        let at = self.cluster.entry(gave_up)?.time;
        let step = self.step(gave_up, State::GaveUpAt { owner, generation: *generation, at })?;
        Some(std::iter::once(step).chain(self.reasons(gave_up)).collect())
    }

    /// The coordinator that read who has a partition, if it has assigned nothing itself.
    fn taken_over(&self, group: &GroupId, owner: &ClientName, lane: &LaneView) -> Option<Vec<Step>> {
        if !lane.owner_running || self.consumer(owner.as_str())?.outside_its_group() {
            return None;
        }
        let taken = self.cluster.taken_over(self.end(), group)?;
        (Some(taken) > self.cluster.assignment_of(self.end(), group)).then(|| self.chain(taken))
    }
}

/// A group without a coordinator, and behind it what that means for somebody.
fn with_notice(mut away: Vec<Step>, notice: Option<Prospect>) -> Vec<Step> {
    if let Some(head) = away.first_mut() {
        head.more.extend(notice.map(Claim::from));
    }
    away
}
