//! Who offers which assignors, for the sentence about a member that shares none with its group.

use super::Telling;
use crate::kafka::ids::{MemberId, ProtocolName};
use crate::session::language::journal::{JournalPhrase, JournalWord};
use std::sync::Arc;

pub(super) fn list(protocols: &[ProtocolName]) -> String {
    protocols.iter().map(ProtocolName::as_str).collect::<Vec<_>>().join(", ")
}

/// `c1 and c2 offer range; c3 offers sticky`
pub(super) fn offers(by: &Telling, members: &[(MemberId, Arc<[ProtocolName]>)]) -> String {
    let mut kinds: Vec<(&[ProtocolName], Vec<&str>)> = Vec::new();
    for (member, protocols) in members {
        match kinds.iter_mut().find(|(known, _)| known == &&protocols[..]) {
            Some((_, who)) => who.push(by.names.member(member)),
            None => kinds.push((protocols, vec![by.names.member(member)])),
        }
    }
    let told = kinds.iter().map(|(protocols, members)| {
        let who = members.join(by.lang.word(JournalWord::And));
        let (many, assignors) = (members.len() > 1, list(protocols));
        by.lang.say(JournalPhrase::Offer { who: &who, many, assignors: &assignors })
    });
    told.collect::<Vec<_>>().join("; ")
}
