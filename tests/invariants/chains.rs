//! Whatever is asked why: the answer ends in what somebody did or in what went wrong, and never in the producer.

use groupscope::cluster::ledger::PartitionLedger;
use groupscope::cluster::{Cause, Cluster, EntryId};
use groupscope::kafka::fact::Fact;
use groupscope::kafka::ids::Offset;
use groupscope::session::names::Names;
use groupscope::session::why::{Question, Relation, Step, standing_beside};

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
    unfounded.map(|step| {
        let entry = cluster.entry(step.entry);
        format!("{:?} is no beginning: {:?}", step.claim, entry.map(|entry| (entry.cause, &entry.fact)))
    })
}

/// Whether an entry is what somebody did to a group, or an accident: it comes of a command, not about a producer.
fn begins(cluster: &Cluster, entry: EntryId) -> bool {
    let Some(entry) = cluster.entry(entry) else { return false };
    let of_producer = match &entry.fact {
        Fact::ProcessStarted { client, .. } => cluster.consumer_spec(client).is_none(),
        Fact::RateChanged { .. } | Fact::BurstAsked { .. } => true,
        _ => false,
    };
    matches!(entry.cause, Cause::Command(_)) && !of_producer
}
