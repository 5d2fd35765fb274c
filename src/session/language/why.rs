//! What an answer to "why" says, as data: each claim is a clause of some kind with names, numbers and times in it.
//!
//! A clause has a template in each language (`en::why`, `ko::why`) and parts, which fill its slots. A part may be a
//! clause itself, such as the time at which a session ends. Two clauses are alike if only their numbers differ.

pub mod commit;
pub mod event;
pub mod foreseen;
pub mod member;
pub mod notice;
pub mod part;
pub mod rebalance;
pub mod reconciling;
pub mod record;
pub mod share;
pub mod state;
pub mod waiting;

use crate::cluster::journal::EntryId;
use crate::kafka::consumer::calls::Call;
use crate::kafka::ids::*;
use crate::kafka::rebalance_causes::RebalanceReason;
use crate::session::language::template::{Slots, fill};
use crate::session::language::{Lang, en, ko};
use crate::session::why::Relation;
use crate::sim::time::SimDuration;
use commit::CommitClaim;
use event::Event;
use member::MembershipClaim;
use notice::Prospect;
use part::{Filling, Parts, clauses, parts_of};
use reconciling::EpochClaim;
use record::RecordClaim;
use share::ShareClaim;
use state::State;
use std::borrow::Cow;
use std::rc::Rc;
use waiting::Waiting;

/// Something that an answer says, in one sentence. A clone shares it.
#[derive(Clone, Debug)]
pub enum Claim {
    /// What the journal tells of an entry.
    Fact(EntryId),
    /// What began a rebalance, as the group's coordinator says it.
    Began(RebalanceReason),
    Event(Rc<Event>),
    Membership(Rc<MembershipClaim>),
    State(Rc<State>),
    Notice(Rc<Prospect>),
    Waiting(Rc<Waiting>),
    Commit(Rc<CommitClaim>),
    Record(Rc<RecordClaim>),
    Share(Rc<ShareClaim>),
    Epoch(Rc<EpochClaim>),
    /// How often the steps before it came again.
    SameAgain(usize),
    /// How many steps are not told.
    AndSoOn(usize),
}

impl Claim {
    /// What it says of a state, if it says that.
    pub fn state(&self) -> Option<&State> {
        match self {
            Claim::State(state) => Some(state),
            _ => None,
        }
    }

    /// What it says of a commit, if it says that.
    pub fn commit(&self) -> Option<&CommitClaim> {
        match self {
            Claim::Commit(claim) => Some(claim),
            _ => None,
        }
    }
}

/// For tests: two claims are equal if all their parts are.
#[cfg(test)]
impl PartialEq for Claim {
    fn eq(&self, other: &Claim) -> bool {
        format!("{self:?}") == format!("{other:?}")
    }
}

/// A claim or a part of one.
pub trait Clause {
    /// Its template in `lang`.
    fn template(&self, lang: Lang) -> &'static str;
    /// Puts down what fills the slots of the template.
    fn tell<'p, 'a>(&'a self, parts: &'p mut Parts<'a>) -> &'p mut Parts<'a>;
}

/// The most partitions that are named of those that moved.
const NAMED: usize = 5;

/// Who tells of entries, and of what else the journal has words for.
pub trait EntryTeller {
    /// What happened.
    fn fact(&self, lang: Lang, entry: EntryId) -> String;
    /// What began a rebalance.
    fn began(&self, lang: Lang, reason: &RebalanceReason) -> String;
    /// A method that an application calls.
    fn call(&self, lang: Lang, call: &Call) -> String;
}

/// Nobody: for clauses that tell of no entry.
impl EntryTeller for () {
    fn fact(&self, _: Lang, _: EntryId) -> String {
        String::new()
    }

    fn began(&self, _: Lang, _: &RebalanceReason) -> String {
        String::new()
    }

    fn call(&self, _: Lang, _: &Call) -> String {
        String::new()
    }
}

/// What stands before a step: in a line of text, and on the page.
pub const fn because(lang: Lang, relation: Relation) -> [&'static str; 2] {
    match (relation, lang) {
        (Relation::Head | Relation::LeftOut, _) => ["", ""],
        (Relation::Because, Lang::En) => en::why::BECAUSE,
        (Relation::Because, Lang::Ko) => ko::why::BECAUSE,
        (Relation::And, Lang::En) => en::why::AND_BECAUSE,
        (Relation::And, Lang::Ko) => ko::why::AND_BECAUSE,
    }
}

/// A clause as text.
pub fn text(clause: &dyn Clause, lang: Lang, journal: &dyn EntryTeller) -> String {
    let parts = parts_of(clause);
    let mut slots = Slots::default();
    for (slot, part) in slots.iter_mut().zip(&parts) {
        *slot = part.text(lang, journal);
    }
    fill(clause.template(lang), &slots)
}

impl Filling<'_> {
    fn text(&self, lang: Lang, journal: &dyn EntryTeller) -> Cow<'_, str> {
        Cow::Owned(match self {
            Filling::Name(name) => return Cow::Borrowed(name),
            Filling::Names(names) => return Cow::Borrowed(names),
            Filling::Place(partition) => partition.to_string(),
            Filling::Number(number) => number.to_string(),
            Filling::Generation(generation) => generation.to_string(),
            Filling::Time(time) => time.to_string(),
            Filling::Span(time) => span(lang, *time),
            Filling::Given(time) if lang == Lang::En => time.to_string(),
            Filling::Given(time) => span(lang, *time),
            Filling::Partitions(partitions) => listed(lang, partitions.iter().map(ToString::to_string)),
            Filling::Few(partitions) => few(lang, partitions),
            Filling::Offsets(offsets) => {
                listed(lang, offsets.iter().map(|(place, at)| offset(lang, place, *at)))
            }
            Filling::Topics(topics) => joined(lang, topics),
            Filling::Clause(clause) => text(*clause, lang, journal),
            Filling::End(end) => text(end, lang, journal),
            Filling::Aside(who) => {
                let comma = if lang == Lang::En && who.is_aside() { "," } else { "" };
                text(*who, lang, journal) + comma
            }
            Filling::List(clauses) => {
                let told: Vec<String> = clauses.iter().map(|clause| text(*clause, lang, journal)).collect();
                told.join(", ")
            }
            Filling::Fact(entry) => journal.fact(lang, *entry),
            Filling::Began(reason) => journal.began(lang, reason),
            Filling::Call(call) => journal.call(lang, call),
        })
    }
}

/// What a clause is apart from its numbers and times: the templates, and the names in their slots. `fact` adds what an
/// entry is.
pub fn kind(clause: &dyn Clause, fact: &dyn Fn(EntryId) -> String) -> Vec<String> {
    let mut kind = vec![clause.template(Lang::En).to_owned()];
    for part in parts_of(clause) {
        match part {
            Filling::Name(name) => kind.push(name.to_owned()),
            Filling::Names(names) => kind.push(names),
            Filling::Place(partition) => kind.push(partition.to_string()),
            Filling::Partitions(partitions) | Filling::Few(partitions) => {
                kind.extend(partitions.iter().map(ToString::to_string));
            }
            Filling::Offsets(offsets) => kind.extend(offsets.iter().map(|(place, _)| place.to_string())),
            Filling::Topics(topics) => kind.extend(topics.iter().map(ToString::to_string)),
            Filling::Clause(inner) => kind.extend(self::kind(inner, fact)),
            Filling::End(end) => kind.extend(self::kind(&end, fact)),
            Filling::Aside(who) => kind.extend(self::kind(who, fact)),
            Filling::List(inner) => kind.extend(inner.into_iter().flat_map(|inner| self::kind(inner, fact))),
            Filling::Fact(entry) => kind.push(fact(entry)),
            Filling::Began(reason) => kind.push(began(reason)),
            Filling::Call(call) => kind.extend(call.partitions().into_iter().map(ToString::to_string)),
            Filling::Number(_)
            | Filling::Generation(_)
            | Filling::Time(_)
            | Filling::Span(_)
            | Filling::Given(_) => {}
        }
    }
    kind
}

/// Whose change began a rebalance.
fn began(reason: &RebalanceReason) -> String {
    match reason {
        RebalanceReason::MemberJoined { member }
        | RebalanceReason::MemberChanged { member }
        | RebalanceReason::LeaderRejoined { member }
        | RebalanceReason::StaticMemberReplaced { member }
        | RebalanceReason::MemberRemoved { member, .. } => member.to_string(),
        RebalanceReason::GroupTooLarge => String::new(),
    }
}

/// `30 s`, `250 ms`, `2.812 s`; `30초`, `250 ms`, `2.812초`.
pub fn span(lang: Lang, span: SimDuration) -> String {
    let micros = span.as_micros();
    let second = lang.choose(" s", "초");
    match micros {
        0 => format!("0{second}"),
        _ if !micros.is_multiple_of(1000) && micros < 1000 => format!("{micros} us"),
        _ if micros < 1_000_000 => format!("{} ms", micros / 1000),
        _ if micros.is_multiple_of(1_000_000) => format!("{}{second}", micros / 1_000_000),
        _ => format!("{}.{:03}{second}", micros / 1_000_000, micros / 1000 % 1000),
    }
}

/// `orders-0, orders-1`, or `nothing`.
fn listed(lang: Lang, names: impl Iterator<Item = String>) -> String {
    let names: Vec<String> = names.collect();
    if names.is_empty() { lang.choose("nothing", "없음").to_owned() } else { names.join(", ") }
}

fn offset(lang: Lang, partition: &TopicPartition, offset: Offset) -> String {
    format!("{partition}{}{offset}", lang.choose(" at ", " 오프셋 "))
}

/// The first names of a list, and how many there are besides.
fn few(lang: Lang, partitions: &[TopicPartition]) -> String {
    let names = |partitions: &[TopicPartition]| listed(lang, partitions.iter().map(ToString::to_string));
    match partitions.len().checked_sub(NAMED) {
        Some(rest @ 1..) => {
            let (before, after) = (lang.choose(" and ", " 외 "), lang.choose(" more", "개"));
            format!("{}{before}{rest}{after}", names(&partitions[..NAMED]))
        }
        _ => names(partitions),
    }
}

/// `foo, bar and baz`; `foo, bar, baz`.
fn joined(lang: Lang, topics: &[TopicName]) -> String {
    let names: Vec<&str> = topics.iter().map(TopicName::as_str).collect();
    match names.split_last() {
        Some((last, before @ [_, ..])) if lang == Lang::En => format!("{} and {last}", before.join(", ")),
        _ => names.join(", "),
    }
}

impl Clause for Claim {
    fn template(&self, lang: Lang) -> &'static str {
        match self {
            Claim::Fact(_) | Claim::Began(_) => "{0}",
            Claim::Event(clause) => clause.template(lang),
            Claim::Membership(clause) => clause.template(lang),
            Claim::State(clause) => clause.template(lang),
            Claim::Notice(clause) => clause.template(lang),
            Claim::Waiting(clause) => clause.template(lang),
            Claim::Commit(clause) => clause.template(lang),
            Claim::Record(clause) => clause.template(lang),
            Claim::Share(clause) => clause.template(lang),
            Claim::Epoch(clause) => clause.template(lang),
            Claim::SameAgain(_) => lang.choose(en::why::SAME_AGAIN, ko::why::SAME_AGAIN),
            Claim::AndSoOn(_) => lang.choose(en::why::AND_SO_ON, ko::why::AND_SO_ON),
        }
    }

    fn tell<'p, 'a>(&'a self, parts: &'p mut Parts<'a>) -> &'p mut Parts<'a> {
        match self {
            Claim::Fact(entry) => parts.fact(*entry),
            Claim::Began(reason) => parts.began(reason),
            Claim::Event(clause) => clause.tell(parts),
            Claim::Membership(clause) => clause.tell(parts),
            Claim::State(clause) => clause.tell(parts),
            Claim::Notice(clause) => clause.tell(parts),
            Claim::Waiting(clause) => clause.tell(parts),
            Claim::Commit(clause) => clause.tell(parts),
            Claim::Record(clause) => clause.tell(parts),
            Claim::Share(clause) => clause.tell(parts),
            Claim::Epoch(clause) => clause.tell(parts),
            Claim::SameAgain(times) | Claim::AndSoOn(times) => parts.number(*times as u64),
        }
    }
}

/// Makes claims of what the files below say.
macro_rules! claims {
    ($($kind:ident($clause:ty)),*) => {
        $(impl From<$clause> for Claim {
            fn from(clause: $clause) -> Claim {
                Claim::$kind(Rc::new(clause))
            }
        })*
    };
}

claims!(
    Event(Event),
    Membership(MembershipClaim),
    State(State),
    Notice(Prospect),
    Waiting(Waiting),
    Commit(CommitClaim),
    Record(RecordClaim),
    Share(ShareClaim),
    Epoch(EpochClaim)
);

/// Writes the two methods of a clause: its templates are those of `en::why` and `ko::why` by that name.
macro_rules! clause {
    ($type:ty, $name:ident, |$clause:ident, $parts:ident| $told:expr) => {
        impl $crate::session::language::why::Clause for $type {
            fn template(&self, lang: $crate::session::language::Lang) -> &'static str {
                match lang {
                    $crate::session::language::Lang::En => $crate::session::language::en::why::$name(self),
                    $crate::session::language::Lang::Ko => $crate::session::language::ko::why::$name(self),
                }
            }

            fn tell<'p, 'a>(
                &'a self,
                $parts: &'p mut $crate::session::language::why::Parts<'a>,
            ) -> &'p mut $crate::session::language::why::Parts<'a> {
                let $clause = self;
                $told
            }
        }
    };
}
use clause;

#[cfg(test)]
mod tests {
    use super::event::Event;
    use super::member::{MembershipClaim, Who};
    use super::notice::ProcessEnd;
    use super::waiting::{Silenced, Silent, Waiting};
    use super::*;
    use crate::sim::time::SimTime;

    fn both(claim: impl Into<Claim>) -> [String; 2] {
        let claim = claim.into();
        [Lang::En, Lang::Ko].map(|lang| text(&claim, lang, &()))
    }

    fn not_polled(client: &str, millis: u64) -> Claim {
        let silent = SimDuration::from_millis(millis);
        Event::NotPolled { client: ClientName::from(client), silent }.into()
    }

    #[test]
    fn a_claim_has_words_in_both_languages() {
        let group = GroupId::from("billing");
        let who = Who::Earlier(ClientName::from("c1"), Some(ProcessEnd::Killed(SimTime::from_millis(3040))));
        assert_eq!(
            both(MembershipClaim::Left { who, group }),
            [
                "the earlier c1, killed at 3.040 s left billing",
                "3.040초에 kill 된 이전 c1이 billing에서 나갔습니다"
            ]
        );
        let silent = Silent(
            Who::Client(ClientName::from("c2")),
            Some(Silenced::Frozen(SimTime::from_millis(1500))),
            None,
        );
        let timeout = Some(SimDuration::from_millis(10_000));
        let until = SimTime::from_millis(11_500);
        assert_eq!(
            both(Waiting::Session { group, who: silent, timeout, until }),
            [
                "billing waited for c2, frozen at 1.500 s, until its session.timeout.ms (10 s) ended at 11.500 s",
                "billing이 1.500초에 얼어붙은 c2를 session.timeout.ms(10초)가 끝난 11.500초까지 기다렸습니다",
            ]
        );
        assert_eq!(
            both(Claim::SameAgain(6)),
            ["... the same again 6 times", "... 같은 일이 6번 더 있었습니다"]
        );
    }

    #[test]
    fn an_aside_is_closed_inside_a_sentence() {
        let who = Who::Earlier(ClientName::from("c1"), Some(ProcessEnd::Closed(SimTime::from_millis(3040))));
        let left = Waiting::Leave {
            group: GroupId::from("g"),
            who,
            left: true,
            until: SimTime::from_millis(9000),
            late: None,
        };
        assert_eq!(both(left)[0], "g waited for the earlier c1, closed at 3.040 s, until it left at 9.000 s");
    }

    #[test]
    fn claims_are_alike_if_only_their_numbers_differ() {
        let kind_of = |claim: &Claim| kind(claim, &|entry| (entry.place() % 2).to_string());
        assert_eq!(kind_of(&not_polled("c1", 8000)), kind_of(&not_polled("c1", 8001)));
        assert_ne!(kind_of(&not_polled("c1", 8000)), kind_of(&not_polled("c2", 8000)));
        let started = Claim::from(Event::Started(ClientName::from("c1")));
        assert_ne!(kind_of(&started), kind_of(&not_polled("c1", 8000)));
        assert_eq!(kind_of(&Claim::Fact(EntryId::at(1))), kind_of(&Claim::Fact(EntryId::at(3))));
        assert_ne!(kind_of(&Claim::Fact(EntryId::at(1))), kind_of(&Claim::Fact(EntryId::at(2))));
    }

    #[test]
    fn spans_and_lists_are_spelled_for_people() {
        let told = |lang| [0, 250, 2812, 30_000].map(|ms| span(lang, SimDuration::from_millis(ms)));
        assert_eq!(told(Lang::En), ["0 s", "250 ms", "2.812 s", "30 s"]);
        assert_eq!(told(Lang::Ko), ["0초", "250 ms", "2.812초", "30초"]);
        let partition = |number| TopicPartition { topic: TopicName::from("t"), partition: number };
        let partitions: Vec<TopicPartition> = (0..7).map(partition).collect();
        assert_eq!(few(Lang::En, &partitions), "t-0, t-1, t-2, t-3, t-4 and 2 more");
        assert_eq!(few(Lang::Ko, &partitions), "t-0, t-1, t-2, t-3, t-4 외 2개");
        let topics = ["a", "b", "c"].map(TopicName::from);
        assert_eq!(joined(Lang::En, &topics), "a, b and c");
        assert_eq!(joined(Lang::Ko, &topics), "a, b, c");
    }
}
