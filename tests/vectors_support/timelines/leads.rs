//! Who led which generation, and what its leader was told and decided: compared for the group, not for a client,
//! because where a leader has gone Kafka takes any other member (the first of a hash map over random ids).

use super::event::{Clients, Event};
use std::collections::BTreeMap;

/// A generation as its leader saw it.
#[derive(Clone, Debug, Default)]
pub struct Lead {
    at: f64,
    generation: String,
    leader: String,
    members: String,
    /// Empty where the leader had nothing to assign.
    assignments: BTreeMap<String, String>,
}

/// Takes everything that concerns leaders out of the events. An error: followers were told another leader.
pub fn take(clients: &mut Clients) -> Result<Vec<Lead>, String> {
    let mut leads = Vec::new();
    let mut followers = Vec::new();
    for event in clients.values_mut().flatten().filter(|event| event.what == "JOIN_GROUP") {
        let mut take = |name: &str| event.told.remove(name).unwrap_or_default();
        let (leader, members) = (take("leader"), take("members"));
        let generation = event.told.get("generation").cloned().unwrap_or_default();
        let lead = Lead { at: event.at, generation, leader, members, ..Lead::default() };
        match event.told.get("assignedId") {
            _ if lead.leader.is_empty() => {}
            Some(own) if *own == lead.leader => leads.push(lead),
            _ => followers.push(lead),
        }
    }
    leads.sort_by(|a: &Lead, b: &Lead| a.at.total_cmp(&b.at));
    let leads_this = |lead: &&mut Lead, event: &Event| {
        event.told.get("member") == Some(&lead.leader)
            && event.told.get("generation") == Some(&lead.generation)
    };
    for event in clients.values_mut().flatten().filter(|event| event.what == "SYNC_GROUP") {
        let names: Vec<String> =
            event.told.keys().filter(|name| name.starts_with("assignment of ")).cloned().collect();
        let parts: BTreeMap<String, String> =
            names.into_iter().filter_map(|name| event.told.remove_entry(&name)).collect();
        match leads.iter_mut().find(|lead| leads_this(lead, event)) {
            Some(lead) => lead.assignments.extend(parts),
            None if parts.is_empty() => {}
            None => return Err(format!("{:?}, a follower, sent an assignment", event.told.get("member"))),
        }
    }
    for follower in followers {
        let led = |lead: &&Lead| lead.generation == follower.generation && lead.leader == follower.leader;
        if leads.iter().find(led).is_none_or(|_| !follower.members.is_empty()) {
            return Err(format!("generation {} was told to follow {}", follower.generation, follower.leader));
        }
    }
    Ok(leads)
}

/// The first difference. The leader may be another one if the one before it had gone, and stays another one then.
pub fn compare(recorded: &[Lead], ours: &[Lead]) -> Result<(), String> {
    let mut before: Option<(&Lead, &Lead)> = None;
    for (lead, our) in recorded.iter().zip(ours) {
        let any = before.is_some_and(|(last, our_last)| {
            let stayed = lead.members.split(' ').any(|member| member == last.leader);
            !stayed || last.leader != our_last.leader
        });
        let shown = |lead: &Lead| {
            let Lead { generation, leader, members, assignments, .. } = lead;
            format!("generation {generation}, leader {leader} of {members}: {assignments:?}")
        };
        let equal = lead.generation == our.generation
            && lead.members == our.members
            && lead.assignments == our.assignments
            && (lead.leader == our.leader || any);
        if !equal {
            return Err(format!("as leaders saw it\n  Kafka: {}\n  ours:  {}", shown(lead), shown(our)));
        }
        before = Some((lead, our));
    }
    match recorded.len() == ours.len() {
        true => Ok(()),
        false => Err(format!("Kafka had {} leaders' joins, we had {}", recorded.len(), ours.len())),
    }
}
