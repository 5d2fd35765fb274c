//! The sentence about a member that shares no assignor with its group: who offers which.

use crate::kafka::fact::Fact;
use crate::kafka::ids::{MemberId, ProtocolName};
use crate::session::names::Names;
use std::sync::Arc;

pub(super) fn sentence(names: &Names, fact: &Fact) -> Option<String> {
    let Fact::ProtocolsDiffer { group, client, offered, members } = fact else { return None };
    let (own, others) = (list(offered), offers(names, members));
    Some(format!("{group} shares no assignor with {client}: {client} offers {own}; {others}"))
}

fn list(protocols: &[ProtocolName]) -> String {
    protocols.iter().map(ProtocolName::as_str).collect::<Vec<_>>().join(", ")
}

/// `c1 and c2 offer range; c3 offers sticky`
fn offers(names: &Names, members: &[(MemberId, Arc<[ProtocolName]>)]) -> String {
    let mut kinds: Vec<(&[ProtocolName], Vec<&str>)> = Vec::new();
    for (member, protocols) in members {
        match kinds.iter_mut().find(|(known, _)| known == &&protocols[..]) {
            Some((_, who)) => who.push(names.member(member)),
            None => kinds.push((protocols, vec![names.member(member)])),
        }
    }
    let told = kinds.iter().map(|(protocols, who)| {
        let verb = if who.len() == 1 { "offers" } else { "offer" };
        format!("{} {verb} {}", who.join(" and "), list(protocols))
    });
    told.collect::<Vec<_>>().join("; ")
}
