//! Where an answer goes on: what will happen by itself to what a question is about, as far as timers that are set now
//! say so.

use super::{Asked, Question};
use crate::cluster::Cluster;
use crate::cluster::foreseen::{Bound, Foreseen, ForeseenEvent};
use crate::cluster::observation::{ConsumerView, GroupView, LaneView};
use crate::cluster::waits::WaitFor;
use crate::kafka::ids::*;
use crate::session::language::Lang;
use crate::session::language::why::text;
use crate::session::mistake::WhyMistake;
use crate::session::names::Names;
use crate::sim::sorted::sort_by_key;
use crate::sim::time::{SimDuration, SimTime};

/// A record that is done sooner is foretold only where that record is asked about.
const WORTH_A_LINE: SimDuration = SimDuration::from_secs(1);
/// The most that is foretold: the soonest.
const FORETOLD: usize = 6;

/// Something that will happen by itself, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForetoldLine {
    pub time: SimTime,
    pub bound: Bound,
    pub sentence: String,
}

/// What will happen by itself to what a question is about, the soonest first.
///
/// # Errors
/// Why there is no answer.
pub fn foretold(
    cluster: &Cluster,
    names: &Names,
    lang: Lang,
    question: &Question,
) -> Result<Vec<ForetoldLine>, WhyMistake> {
    let foreseen = Asked::of(cluster, names, question).ahead(question)?.into_iter();
    let line = |foreseen: Foreseen| ForetoldLine {
        time: foreseen.at,
        bound: foreseen.bound,
        sentence: text(&foreseen.event, lang, &()),
    };
    Ok(foreseen.map(line).collect())
}

impl Asked<'_> {
    fn ahead(&self, question: &Question) -> Result<Vec<Foreseen>, WhyMistake> {
        let mut found = if let Some((group, lane)) = self.lane(question)? {
            self.ahead_of_lane(group, lane, question.offset)
        } else if let Some(consumer) = self.consumer(&question.subject) {
            let mut found = self.cluster.foreseen_of(consumer);
            found.extend(self.ahead_of_rebalance(&consumer.group));
            found
        } else {
            let id = GroupId::from(question.subject.as_str());
            let mut found = self.cluster.foreseen_of_group(&id);
            found.extend(self.waited_for(&id));
            found
        };
        let now = self.world.time;
        let passing = |foreseen: &Foreseen| {
            // Where a record is done in no time, the next one follows before anybody has read that.
            let processes = matches!(foreseen.event, ForeseenEvent::Processes { .. });
            processes && question.offset.is_none() && foreseen.at < now + WORTH_A_LINE
        };
        found.retain(|foreseen| foreseen.at > now && !passing(foreseen));
        sort_by_key(&mut found, |foreseen| foreseen.at);
        found.dedup();
        found.truncate(FORETOLD);
        Ok(found)
    }

    /// What will happen to a partition: through its reader, its group, or the leader that does not know it yet.
    fn ahead_of_lane(&self, group: &GroupView, lane: &LaneView, record: Option<Offset>) -> Vec<Foreseen> {
        let mut found = self.ahead_of_rebalance(&group.id);
        let readers = lane.owner.into_iter().chain(lane.assigned_to);
        for consumer in readers.filter_map(|name| self.consumer(name.as_str())) {
            let of_reader = self.cluster.foreseen_of(consumer).into_iter();
            found.extend(of_reader.filter(|foreseen| concerns(&foreseen.event, &lane.partition, record)));
        }
        let unread = lane.owner.is_none() && lane.assigned_to.is_none();
        if let Some(leader) = group.leader.filter(|_| unread)
            && !self.cluster.is_known_to(&leader, &lane.partition)
        {
            found.extend(self.cluster.foreseen_refresh(&leader));
        }
        found
    }

    /// What will happen to a group, if that concerns all its members.
    fn ahead_of_rebalance(&self, group: &GroupId) -> Vec<Foreseen> {
        use ForeseenEvent::*;
        let of_group = self.cluster.foreseen_of_group(group).into_iter();
        let of_all = |foreseen: &Foreseen| {
            matches!(
                foreseen.event,
                DelayEnds { .. } | DelayExtends { .. } | JoinsEnd { .. } | SyncsEnd { .. } | TakenOver { .. }
            )
        };
        of_group.filter(of_all).collect()
    }

    /// What will happen to those a group waits for.
    fn waited_for(&self, group: &GroupId) -> Vec<Foreseen> {
        let mut found = Vec::new();
        for wait in self.cluster.waits(group) {
            let client = wait.whom.filter(|whom| whom.former.is_none()).and_then(|whom| whom.client);
            let view = client.and_then(|client| self.consumer(client.as_str()));
            let learns = matches!(wait.what, WaitFor::Heartbeat { .. });
            let matters = |foreseen: &Foreseen| {
                let heartbeat = matches!(foreseen.event, ForeseenEvent::SendsHeartbeat { .. });
                if heartbeat { learns } else { !is_routine(&foreseen.event) }
            };
            let of_member = |view: &ConsumerView| self.cluster.foreseen_of(view).into_iter();
            found.extend(view.map(of_member).into_iter().flatten().filter(matters));
        }
        found
    }
}

/// What a running consumer does all the time.
fn is_routine(event: &ForeseenEvent) -> bool {
    matches!(
        event,
        ForeseenEvent::SendsHeartbeat { .. }
            | ForeseenEvent::CommitsByItself { .. }
            | ForeseenEvent::Processes { .. }
    )
}

/// Whether what will happen to a reader concerns a partition, or a record of it.
fn concerns(event: &ForeseenEvent, partition: &TopicPartition, record: Option<Offset>) -> bool {
    if let ForeseenEvent::Processes { partition: its, offset, .. } = event {
        return its == partition && record.is_none_or(|record| record == *offset);
    }
    !matches!(event, ForeseenEvent::SendsHeartbeat { .. })
}
