//! Whatever is asked why: the answer ends in what somebody did or in what went wrong, and never in the producer.

use groupscope::cluster::ledger::PartitionLedger;
use groupscope::cluster::{Cluster, EntryId};
use groupscope::kafka::fact::{Deletion, Fact};
use groupscope::kafka::ids::Offset;
use groupscope::session::names::Names;
use groupscope::session::why::{LEFT_OUT, Link, Question, answer, lines};

/// Answers that begin nowhere, about all groups, consumers and partitions, and a record of each reason why records of a
/// partition came twice or not at all.
pub fn unfounded(cluster: &Cluster) -> Vec<String> {
    let names = Names::of(cluster.journal());
    let asked = questions(cluster).into_iter().filter_map(|question| {
        // A group that has not rebalanced yet is asked in vain.
        let links = answer(cluster, &names, &question).ok()?;
        let wrong = wrong(cluster, &links)?;
        Some(format!(
            "why {} {:?}: {wrong}\n  {}",
            question.subject,
            question.offset,
            lines(&links).join("\n  ")
        ))
    });
    asked.collect()
}

fn questions(cluster: &Cluster) -> Vec<Question> {
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
    offsets
}

/// What is wrong with an answer.
fn wrong(cluster: &Cluster, links: &[Link]) -> Option<String> {
    if let [only] = links {
        // What somebody did is told as it is; of what is so at this instant there has to be a reason.
        let told = only.entry != EntryId(0) && begins(cluster, only.entry);
        if !told {
            return Some("there is no reason".to_owned());
        }
        return None;
    }
    let mut ends: Vec<&Link> = links.windows(2).filter(|pair| pair[1].also).map(|pair| &pair[0]).collect();
    ends.extend(links.last());
    let unfounded =
        ends.into_iter().find(|link| !begins(cluster, link.entry) || link.sentence.starts_with(LEFT_OUT));
    unfounded.map(|link| {
        let entry = cluster.entry(link.entry);
        format!("`{}` is no beginning: {:?}", link.sentence, entry.map(|entry| (entry.cause, &entry.fact)))
    })
}

/// Whether an entry is what somebody did, or an accident.
fn begins(cluster: &Cluster, entry: EntryId) -> bool {
    let Some(entry) = cluster.entry(entry) else { return false };
    match &entry.fact {
        Fact::ProcessStarted { client, .. } => cluster.consumer_spec(client).is_some(),
        Fact::RecordsDeleted { why, .. } => *why == Deletion::Asked,
        Fact::TopicCreated { .. }
        | Fact::PartitionsAdded { .. }
        | Fact::TopicDeleted { .. }
        | Fact::RetentionChanged { .. }
        | Fact::RecordPoisoned { .. }
        | Fact::ProcessKilled { .. }
        | Fact::ProcessFrozen { .. }
        | Fact::ProcessingTimeChanged { .. }
        | Fact::HandlerStalled { .. }
        | Fact::CloseRequested { .. }
        | Fact::CloseRequestedWith { .. }
        | Fact::ClosedInMidBatch { .. }
        | Fact::WokenUp { .. }
        | Fact::SecondThread { .. }
        | Fact::CallRequested { .. }
        | Fact::SubscriptionChanged { .. }
        | Fact::CommitsDisturbed { .. }
        | Fact::CoordinatorLost { .. }
        | Fact::LinkCut { .. }
        | Fact::MemberRemovalAsked { .. }
        | Fact::OffsetsReset { .. }
        | Fact::DeletionAsked { .. }
        | Fact::GroupBounced { .. } => true,
        _ => false,
    }
}
