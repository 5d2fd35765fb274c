//! The parts of a clause, which fill the slots of its template.

use super::{Clause, member, notice};
use crate::cluster::journal::EntryId;
use crate::kafka::consumer::calls::Call;
use crate::kafka::ids::*;
use crate::kafka::rebalance_causes::RebalanceReason;
use crate::sim::time::{SimDuration, SimTime};
use std::borrow::Borrow;

/// What fills a slot.
pub(super) enum Filling<'a> {
    /// A name, or a word of Kafka or of a script: the same in every language.
    Name(&'a str),
    /// The same, put together.
    Names(String),
    Place(&'a TopicPartition),
    Number(u64),
    Generation(Generation),
    /// An instant in seconds, without the unit.
    Time(SimTime),
    /// A span and its unit.
    Span(SimDuration),
    /// A span that a script gave.
    Given(SimDuration),
    /// All of these partitions.
    Partitions(&'a [TopicPartition]),
    /// The first of these partitions, and how many there are besides.
    Few(&'a [TopicPartition]),
    Offsets(&'a [(TopicPartition, Offset)]),
    Topics(&'a [TopicName]),
    Clause(&'a dyn Clause),
    End(notice::ProcessEnd),
    /// An aside that ends with a comma where the language has one, inside a sentence.
    Aside(&'a member::Who),
    /// Clauses, one after the other.
    List(Vec<&'a dyn Clause>),
    Fact(EntryId),
    Began(&'a RebalanceReason),
    Call(&'a Call),
}

/// What fills the slots of a template, in order.
#[derive(Default)]
pub struct Parts<'a>(Vec<Filling<'a>>);

/// Writes the methods that put one part down. None of them is inlined: they are called hundreds of times.
macro_rules! parts {
    ($($name:ident($type:ty) $part:ident),* $(,)?) => {
        impl<'a> Parts<'a> {
            $(#[inline(never)]
            pub(super) fn $name(&mut self, part: $type) -> &mut Self {
                self.0.push(Filling::$part(part));
                self
            })*
        }
    };
}

parts!(
    text(&'a str) Name,
    names(String) Names,
    place(&'a TopicPartition) Place,
    number(u64) Number,
    generation(Generation) Generation,
    time(SimTime) Time,
    span(SimDuration) Span,
    given(SimDuration) Given,
    partitions(&'a [TopicPartition]) Partitions,
    few(&'a [TopicPartition]) Few,
    offsets(&'a [(TopicPartition, Offset)]) Offsets,
    topics(&'a [TopicName]) Topics,
    clause(&'a dyn Clause) Clause,
    end(notice::ProcessEnd) End,
    aside(&'a member::Who) Aside,
    list(Vec<&'a dyn Clause>) List,
    fact(EntryId) Fact,
    began(&'a RebalanceReason) Began,
    call(&'a Call) Call,
);

impl<'a> Parts<'a> {
    pub(super) fn name(&mut self, name: &'a (impl Borrow<str> + ?Sized)) -> &mut Self {
        self.text(name.borrow())
    }

    pub(super) fn name_if(&mut self, name: Option<&'a (impl Borrow<str> + ?Sized)>) -> &mut Self {
        match name {
            Some(name) => self.name(name),
            None => self,
        }
    }

    pub(super) fn number_if(&mut self, number: Option<u64>) -> &mut Self {
        match number {
            Some(number) => self.number(number),
            None => self,
        }
    }

    pub(super) fn time_if(&mut self, time: Option<SimTime>) -> &mut Self {
        match time {
            Some(time) => self.time(time),
            None => self,
        }
    }

    pub(super) fn span_if(&mut self, span: Option<SimDuration>) -> &mut Self {
        match span {
            Some(span) => self.span(span),
            None => self,
        }
    }

    pub(super) fn clause_if(&mut self, clause: Option<&'a impl Clause>) -> &mut Self {
        match clause {
            Some(clause) => self.clause(clause),
            None => self,
        }
    }

    /// A clause, or an empty slot.
    pub(super) fn clause_or_none(&mut self, clause: Option<&'a impl Clause>) -> &mut Self {
        match clause {
            Some(clause) => self.clause(clause),
            None => self.text(""),
        }
    }
}

/// What a clause is filled with.
pub(super) fn parts_of(clause: &dyn Clause) -> Vec<Filling<'_>> {
    let mut parts = Parts::default();
    clause.tell(&mut parts);
    parts.0
}

/// These, as clauses.
pub(super) fn clauses<C: Clause>(clauses: &[C]) -> Vec<&dyn Clause> {
    clauses.iter().map(|clause| clause as &dyn Clause).collect()
}
