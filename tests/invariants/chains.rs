//! Every answer to `why` ends in a command or in a fault, and never in the producer.

use groupscope::cluster::fact::{Fact, WorldFact};
use groupscope::cluster::ledger::PartitionLedger;
use groupscope::cluster::{Cause, Cluster, EntryId};
use groupscope::kafka::consumer::fact::ConsumerFact;
use groupscope::kafka::ids::{ClientName, Offset};
use groupscope::session::language::why::Claim;
use groupscope::session::language::why::commit::CommitClaim;
use groupscope::session::language::why::event::Event;
use groupscope::session::language::why::state::State;
use groupscope::session::names::Names;
use groupscope::session::why::{Question, Relation, Step, standing_beside};
use groupscope::sim::time::SimTime;

/// Answers that begin nowhere, about all groups, consumers and partitions, and a record of each reason why records of a
/// partition came twice or not at all.
pub fn unfounded(cluster: &Cluster) -> Vec<String> {
    let names = Names::of(cluster.journal());
    let asked = questions(cluster).into_iter().filter_map(|question| {
        // A group that has not rebalanced yet is asked in vain.
        let steps = standing_beside(cluster, &names, &question).ok()?;
        let wrong = wrong(cluster, &steps)?;
        Some(format!(
            "why {} {:?}: {wrong}\n  {}",
            question.subject,
            question.offset,
            steps.iter().map(|step| format!("{:?}", step.claim)).collect::<Vec<_>>().join("\n  ")
        ))
    });
    asked.collect()
}

/// All that can be asked about groups, consumers, partitions, and some of their records.
pub fn questions(cluster: &Cluster) -> Vec<Question> {
    let world = cluster.observe(0);
    let question = |subject: String, offset, group| Question { subject, offset, group };
    let consumers = world.consumers.iter().map(|consumer| question(consumer.name.to_string(), None, None));
    let mut list: Vec<Question> = consumers.collect();
    for group in &world.groups {
        list.push(question(group.id.to_string(), None, None));
        for lane in &group.lanes {
            let (partition, id) = (lane.partition.to_string(), Some(group.id.to_string()));
            list.push(question(partition.clone(), None, id.clone()));
            let ledger = cluster.ledger().partition(&group.id, &lane.partition);
            let offsets = ledger.map(|ledger| one_of_each(ledger, lane.log_end)).unwrap_or_default();
            list.extend(
                offsets.into_iter().map(|offset| question(partition.clone(), Some(offset), id.clone())),
            );
        }
    }
    list
}

/// One record for each reason.
fn one_of_each(ledger: &PartitionLedger, log_end: Offset) -> Vec<Offset> {
    let mut known = Vec::new();
    let mut offsets = Vec::new();
    for offset in 0..log_end {
        if let Some(reason) = ledger.reason(offset)
            && !known.contains(reason)
        {
            known.push(*reason);
            offsets.push(offset);
        }
    }
    // One that is not processed yet, if there is any.
    let open = |offset: &Offset| ledger.truth(*offset).times == 0 && ledger.reason(*offset).is_none();
    offsets.extend((0..log_end).rev().find(open));
    offsets
}

/// What is wrong with an answer.
fn wrong(cluster: &Cluster, steps: &[Step]) -> Option<String> {
    if steps.is_empty() {
        return Some("there is no answer".to_owned());
    }
    let mut ends: Vec<&Step> =
        steps.windows(2).filter(|pair| pair[1].relation == Relation::And).map(|pair| &pair[0]).collect();
    ends.extend(steps.last());
    let unfounded = ends.into_iter().find(|step| {
        let founded = step.setting || begins(cluster, step.entry);
        !founded || step.relation == Relation::LeftOut
    });
    let unfounded = unfounded.map(|step| {
        let entry = cluster.entry(step.entry);
        format!("{:?} is no beginning: {:?}", step.claim, entry.map(|entry| (entry.cause(), &entry.fact)))
    });
    unfounded.or_else(|| too_late(cluster, steps))
}

/// A step that is told as the reason of one which had happened before. What is so now may have any reason, but for a
/// commit that waits: of that a coordinator which went later is none before it has answered so.
fn too_late(cluster: &Cluster, steps: &[Step]) -> Option<String> {
    let pairs = steps.iter().zip(steps.iter().skip(1));
    let mut later = pairs.filter(|(of, step)| {
        let after = |time: SimTime| happened(step).is_some_and(|at| at > time);
        let wrong = match of.claim.commit() {
            Some(CommitClaim::InCommitSync { client, since, .. }) => {
                after(*since) && is_untried(cluster, client, step)
            }
            _ => happened(of).is_some_and(after),
        };
        step.relation == Relation::Because && wrong
    });
    let (of, step) = later.next()?;
    Some(format!("{:?} of {} is later than {:?} of {}", step.claim, step.time, of.claim, of.time))
}

/// When a step happened; for what a client learnt, when it learnt it. `None` for what holds now.
fn happened(step: &Step) -> Option<SimTime> {
    match &step.claim {
        Claim::Event(event) => match **event {
            Event::Learnt { at, .. } => Some(at),
            _ => Some(step.time),
        },
        Claim::State(state) => match **state {
            State::NoCoordinator { since, .. } => Some(since),
            _ => None,
        },
        Claim::Fact(_) | Claim::Began(_) | Claim::Membership(_) => Some(step.time),
        _ => None,
    }
}

/// Whether a step says that the coordinator was lost, and no commit of the client has failed since.
fn is_untried(cluster: &Cluster, client: &ClientName, step: &Step) -> bool {
    let lost = matches!(
        cluster.entry(step.entry).map(|entry| &entry.fact),
        Some(Fact::World(WorldFact::CoordinatorLost { .. }))
    );
    let mut later = cluster.journal().iter_from(step.entry.place());
    lost && !later.any(|entry| {
        matches!(&entry.fact, Fact::Consumer(of, ConsumerFact::CommitFailed { .. } | ConsumerFact::CoordinatorUnknown)
            if of == client)
    })
}

/// Whether an entry is what somebody did to a group, or an accident: it comes of a command, not about a producer.
fn begins(cluster: &Cluster, entry: EntryId) -> bool {
    let Some(entry) = cluster.entry(entry) else { return false };
    let of_producer = match &entry.fact {
        Fact::World(WorldFact::ProcessStarted { client, .. }) => cluster.consumer_spec(client).is_none(),
        Fact::World(WorldFact::RateChanged { .. } | WorldFact::BurstAsked { .. }) => true,
        _ => false,
    };
    matches!(entry.cause(), Cause::Command) && !of_producer
}
