//! Keys that come more than once: each is told once, with how often it comes and the first lines.

use super::remark::{Preferred, TextRemark};
use super::{Candidate, Refused, TextReader};
use crate::session::lexer::Span;

/// Where a key that has no effect stands.
#[derive(Clone, Debug)]
pub(super) struct Places {
    /// Where it stands the second time: there it is told.
    second: Option<Span>,
    lines: Lines,
}

/// Some lines of a text: the first ones, and how many there are.
#[derive(Clone, Debug, Default)]
pub(super) struct Lines {
    pub first: Vec<u32>,
    pub count: usize,
}

impl Lines {
    /// The most that are told by their numbers.
    const TOLD: usize = 3;

    fn add(&mut self, line: u32) {
        self.count += 1;
        if self.first.len() < Self::TOLD {
            self.first.push(line);
        }
    }
}

impl TextReader {
    /// Of two settings of one property the last counts, as in Java.
    pub(super) fn candidate(&mut self, mut new: Candidate) {
        let name = new.property.name;
        let before = self.candidates.iter().position(|known| known.property.name == name);
        let Some(before) = before else { return self.candidates.push(new) };
        let old = &mut self.candidates[before];
        let parted = new.part.is_some() && old.part.is_some() && new.part != old.part;
        if new.rank < old.rank {
            old.others.add(new.span.line);
            (old.ranked, old.parted) = (true, old.parted || parted);
            return;
        }
        let old = self.candidates.remove(before);
        new.others = old.others;
        new.others.add(old.span.line);
        (new.ranked, new.parted) = (old.ranked, old.parted || parted);
        self.candidates.push(new);
    }

    /// A key that has no effect stands here; whether it stood somewhere before.
    pub(super) fn comes_again(&mut self, key: &str, span: Span) -> bool {
        let places = self.seen.entry(key.to_owned()).or_insert_with(Places::none);
        places.lines.add(span.line);
        let again = places.lines.count > 1;
        if places.lines.count == 2 {
            places.second = Some(span);
        }
        again
    }

    /// All lines were read: keys that came more than once are told.
    pub(super) fn note_of_repeats(&mut self) {
        let settings = self.candidates.iter().filter(|candidate| candidate.others.count > 0);
        let mut notes: Vec<Refused> = settings.map(note_of_setting).collect();
        for (key, places) in &self.seen {
            if let Some(second) = places.second {
                notes.push(note_of_key(key, second, &places.lines));
            }
        }
        self.pasted.notes.append(&mut notes);
    }
}

impl Places {
    fn none() -> Places {
        Places { second: None, lines: Lines::default() }
    }
}

fn note_of_setting(candidate: &Candidate) -> Refused {
    let (name, others) = (candidate.property.name, &candidate.others);
    let preferred = match (candidate.parted, candidate.ranked) {
        (true, _) => Preferred::OfItsChannel,
        (_, true) => Preferred::Closer,
        _ => Preferred::Last,
    };
    let (first, count) = (others.first.to_vec(), others.count);
    Refused { span: candidate.span, why: TextRemark::SetAgain { name, first, count, preferred }.into() }
}

fn note_of_key(key: &str, second: Span, lines: &Lines) -> Refused {
    let (key, count) = (key.to_owned(), lines.count);
    let why = match count {
        2 => TextRemark::SecondTime { key, first: lines.first[0] },
        _ => TextRemark::ManyTimes { key, first: lines.first.to_vec(), count },
    };
    Refused { span: second, why: why.into() }
}
