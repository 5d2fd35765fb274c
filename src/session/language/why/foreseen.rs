//! What will happen by itself, in words. The instant stands before a sentence, and how sure it is.

use super::clause;
use crate::cluster::foreseen::{Bound, ForeseenEvent};
use crate::cluster::whom::Whom;
use crate::session::language::{Lang, en, ko};

impl Bound {
    /// What stands between the instant and the sentence.
    pub const fn words(self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => en::why::bound(self),
            Lang::Ko => ko::why::bound(self),
        }
    }
}

// A member, without how its process ended.
clause!(Whom, whom, |whom, parts| parts.text(match &whom.client {
    Some(client) => client.as_str(),
    None => whom.member.as_str(),
}));

clause!(ForeseenEvent, foreseen, |event, parts| {
    use ForeseenEvent::*;
    match event {
        Thaws { client } | Resumes { client } | Reaches { client } => parts.name(client),
        IsKilled { client, grace: span }
        | CommitsByItself { client, every: span, .. }
        | AsksForTopics { client, age: span } => parts.name(client).span(*span),
        SendsHeartbeat { client, every, by } => parts.name(client).span(*every).text(by),
        MissesPoll { client, group, interval, .. } => parts.name(client).name(group).span(*interval),
        Processes { client, partition, offset } => parts.name(client).place(partition).number(*offset),
        SessionEnds { whom, group, timeout, by, .. } => {
            parts.clause(whom).name(group).span(*timeout).name(by.key())
        }
        MissesRebalance { whom, group, timeout } | MissesRevocation { whom, group, timeout } => {
            parts.clause(whom).name(group).span(*timeout)
        }
        IdExpires { whom, group } => parts.clause(whom).name(group),
        DelayEnds { group } | DelayExtends { group } | TakenOver { group } => parts.name(group),
        JoinsEnd { group, timeout } | SyncsEnd { group, timeout } => parts.name(group).span(*timeout),
    }
});
