//! Who offers which assignors, for the sentence about a member that shares none with its group.

use super::ToldEntry;
use crate::kafka::ids::{ClientName, MemberId, ProtocolName};
use crate::session::language::journal::{JournalPhrase, JournalWord};
use crate::session::language::why::member::Who;
use crate::session::language::why::text;
use std::sync::Arc;

pub(super) fn list(protocols: &[ProtocolName]) -> String {
    protocols.iter().map(ProtocolName::as_str).collect::<Vec<_>>().join(", ")
}

/// `c1 and c2 offer range; c3 offers sticky`
pub(super) fn offers(by: &ToldEntry, members: &[(MemberId, Arc<[ProtocolName]>)]) -> String {
    let mut kinds: Vec<(&[ProtocolName], Vec<String>)> = Vec::new();
    for (member, protocols) in members {
        match kinds.iter_mut().find(|(known, _)| known == &&protocols[..]) {
            Some((_, who)) => who.push(named(by, member)),
            None => kinds.push((protocols, vec![named(by, member)])),
        }
    }
    let told = kinds.iter().map(|(protocols, members)| {
        let who = members.join(by.lang.word(JournalWord::And));
        let (many, assignors) = (members.len() > 1, list(protocols));
        by.lang.say(JournalPhrase::Offer { who: &who, many, assignors: &assignors })
    });
    told.collect::<Vec<_>>().join("; ")
}

/// A member's name: `the earlier c1` of one whose process had been started again by then.
fn named(by: &ToldEntry, member: &MemberId) -> String {
    let name = by.names.member(member);
    match by.names.is_earlier(member, by.entry.id) {
        true => text(&Who::Earlier(ClientName::from(name), None), by.lang, &()),
        false => name.to_owned(),
    }
}
