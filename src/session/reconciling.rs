//! How far a member of a consumer group (KIP-848) has come, in sentences.

use crate::cluster::observation::{GroupView, MemberView};
use crate::session::language::Lang;
use crate::session::language::epoch::EpochText;

/// Its epoch and state, what it has to give up, what it waits for and who keeps that; nothing of a classic member.
pub fn told(lang: Lang, group: &GroupView, member: &MemberView) -> Vec<String> {
    let Some(way) = &member.on_its_way else { return Vec::new() };
    let name = name_of(member);
    let mut told = vec![lang.say(EpochText::MemberAt { name, epoch: way.epoch, state: way.state.name() })];
    if let Some(by) = way.revocation_deadline.filter(|_| !way.revoking.is_empty()) {
        let partitions = &listed(&way.revoking);
        told.push(lang.say(EpochText::MemberGivesUp { name, partitions, by }));
    }
    let (mut held, mut holders, mut free) = (Vec::new(), Vec::new(), Vec::new());
    for one in group.withheld(way) {
        match one.holder {
            None => free.push(one.partition),
            Some(holder) => {
                held.push(one.partition);
                if !holders.contains(&name_of(holder)) {
                    holders.push(name_of(holder));
                }
            }
        }
    }
    if !held.is_empty() {
        let (partitions, holders) = (&listed(&held), &holders.join(", "));
        told.push(lang.say(EpochText::MemberWaits { name, partitions, holders }));
    }
    if !free.is_empty() {
        let partitions = &listed(&free);
        told.push(lang.say(EpochText::MemberWaitsForHeartbeat { name, partitions }));
    }
    told
}

/// The process, or else its member id.
pub fn name_of(member: &MemberView) -> &str {
    member.client.as_ref().map_or(member.member_id.as_str(), |client| client.as_str())
}

fn listed<T: ToString>(partitions: &[T]) -> String {
    partitions.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
