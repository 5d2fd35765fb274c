//! The sentences of the journal: a template for each fact, and the words and phrases that are inserted into them.

use crate::cluster::fact::Fact;
use crate::kafka::ids::Offset;
use crate::kafka::offset_causes::CommitFate;
use crate::kafka::rebalance_causes::{RebalanceReason, RemovalReason};
use crate::session::language::template::{Sentence, Slots, number, slots};
use crate::session::language::{Lang, en, ko};

/// A match over facts as a table, by who says them: a line for each fact, or for each way in which it is told. A fact
/// without a line does not compile, and neither does a line for all the others.
macro_rules! each_fact {
    (
        $(#[$doc:meta])*
        $sight:vis $name:ident: $what:ty {
            World { $($world:pat $(if $world_if:expr)? => $of_world:expr,)* }
            Consumer { $($consumer:pat $(if $consumer_if:expr)? => $of_consumer:expr,)* }
            Group { $($group:pat $(if $group_if:expr)? => $of_group:expr,)* }
            Broker { $($broker:pat $(if $broker_if:expr)? => $of_broker:expr,)* }
        }
    ) => {
        $(#[$doc])*
        #[deny(clippy::wildcard_enum_match_arm, clippy::match_wildcard_for_single_variants)]
        $sight fn $name(fact: &$crate::cluster::fact::Fact) -> $what {
            use $crate::cluster::fact::{Fact, WorldFact::*};
            use $crate::kafka::broker::fact::BrokerFact::*;
            use $crate::kafka::consumer::fact::ConsumerFact::*;
            use $crate::kafka::coordinator::fact::GroupFact::*;
            match fact {
                Fact::World(fact) => match fact { $($world $(if $world_if)? => $of_world,)* },
                Fact::Consumer(_, fact) => match fact { $($consumer $(if $consumer_if)? => $of_consumer,)* },
                Fact::Group(_, fact) => match fact { $($group $(if $group_if)? => $of_group,)* },
                Fact::Broker(_, fact) => match fact { $($broker $(if $broker_if)? => $of_broker,)* },
            }
        }
    };
}
pub(in crate::session) use each_fact;

/// The sentence of a fact, to be filled in with what `session::transcript` inserts.
pub fn template(lang: Lang, fact: &Fact) -> &'static str {
    match lang {
        Lang::En => en::journal::template(fact),
        Lang::Ko => ko::journal::template(fact),
    }
}

/// A word or two that a sentence may hold. What Kafka has a name for is none of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JournalWord {
    /// A list without anything in it.
    Nothing,
    /// A member without an id.
    Nobody,
    /// Who commits and is no member.
    Outsider,
    /// What could not be committed.
    TheCommit,
    /// Between the last two of a list.
    And,
    AllItOwns,
    // Why records were deleted.
    AsAsked,
    // What made a consumer commit.
    Automatic,
    InRevoked,
    Administrator,
    // From where a position was taken, and where a seek goes.
    CommittedOffset,
    EarlierTopic,
    BackToBatch,
    OwnStore,
    ToBeginning,
    ToEnd,
    // What a consumer that closes does about its group.
    ToLeave,
    ToRemain,
}

impl Lang {
    /// A word of a sentence of the journal.
    pub fn word(self, word: JournalWord) -> &'static str {
        match self {
            Lang::En => en::phrases::word(word),
            Lang::Ko => ko::phrases::word(word),
        }
    }

    /// Why a member is no longer in its group.
    pub fn removal(self, reason: RemovalReason) -> &'static str {
        match self {
            Lang::En => en::phrases::removal(reason),
            Lang::Ko => ko::phrases::removal(reason),
        }
    }
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noun {
    Record,
    Partition,
    Member,
    Commit,
    AutomaticCommit,
    Duplicate,
    Gap,
}

/// A part of a sentence with something in it.
#[derive(Clone, Copy, Debug)]
pub enum JournalPhrase<'a> {
    Count(Noun, u64),
    /// How many records wait.
    Waits(u64),
    At {
        partition: &'a str,
        offset: Offset,
    },
    Protocol(&'a str),
    Leader(&'a str),
    /// How many records a second.
    Rate(&'a str),
    /// What an assignment changed.
    Change(&'a str),
    Moved(u64),
    Kept(u64),
    New(u64),
    /// Members that offer the same assignors.
    Offer {
        who: &'a str,
        many: bool,
        assignors: &'a str,
    },
    /// After which time a commit is answered.
    After(&'a str),
    /// In which time a process is to close.
    Within(&'a str),
    // A seek: from which offset, and where to.
    From(Offset),
    To(Offset),
    ToTime(&'a str),
    /// `offsetsForTimes`, and what follows it.
    ThenSeek(&'a str),
    /// An instant that an administrator resets offsets to.
    TheTime(&'a str),
    /// What the coordinator had done with a commit, or with several.
    Became(CommitFate, &'a str),
    /// What began a rebalance: the member, and why it was removed if it was.
    Began {
        reason: &'a RebalanceReason,
        member: &'a str,
        removal: &'a str,
    },
}

impl Sentence for JournalPhrase<'_> {
    fn template(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => en::phrases::phrase(self),
            Lang::Ko => ko::phrases::phrase(self),
        }
    }

    fn slots(&self, _: Lang) -> Slots<'_> {
        use JournalPhrase::*;
        match *self {
            Count(_, n) | Waits(n) | From(n) | To(n) | Moved(n) | Kept(n) | New(n) => slots([number(n)]),
            At { partition, offset } => slots([partition.into(), number(offset)]),
            Rate(words)
            | Protocol(words)
            | Leader(words)
            | Change(words)
            | After(words)
            | Within(words)
            | ToTime(words)
            | ThenSeek(words)
            | TheTime(words)
            | Became(_, words) => slots([words.into()]),
            Offer { who, many: _, assignors } => slots([who.into(), assignors.into()]),
            Began { reason: _, member, removal } => slots([member.into(), removal.into()]),
        }
    }
}
