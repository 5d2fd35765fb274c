//! Keys that come more than once: each is told once, with how often it comes and the first lines.

use super::reasons::{lines_en, lines_ko};
use super::{Candidate, Reader, Refused};
use crate::kafka::property::PropertyError;
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
    /// So many are told by their numbers.
    const TOLD: usize = 3;

    fn add(&mut self, line: u32) {
        self.count += 1;
        if self.first.len() < Self::TOLD {
            self.first.push(line);
        }
    }
}

impl Reader {
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
    let (en, ko) = match (candidate.parted, candidate.ranked) {
        (true, _) => (
            "each channel has a consumer of its own; start one for each. Here the last one counts",
            "채널마다 컨슈머가 따로 있습니다. 여기에서는 마지막 값이 유효합니다",
        ),
        (_, true) => (
            "a consumer's own properties go before what is said of all clients",
            "컨슈머에 더 가까운 설정이 유효합니다",
        ),
        _ => ("the last one counts, as in Java", "Java에서처럼 마지막 값이 유효합니다"),
    };
    let times = match others.count {
        1 => "twice".to_owned(),
        more => format!("{} times", more + 1),
    };
    let why = PropertyError::new(
        format!("{name} comes {times}, in {} too: {en}.", lines_en(&others.first, others.count)),
        format!("{name} 설정이 {}에도 있습니다. {ko}.", lines_ko(&others.first, others.count)),
    );
    Refused { span: candidate.span, why }
}

fn note_of_key(key: &str, second: Span, lines: &Lines) -> Refused {
    let (first, count) = (lines.first[0], lines.count);
    let why = if count == 2 {
        PropertyError::new(
            format!(
                "`{key}` comes a second time; the first is in line {first}. The last one counts, as in Java."
            ),
            format!(
                "`{key}` 설정이 다시 나옵니다. 처음 나온 곳은 {first}번째 줄입니다. Java에서처럼 마지막 값이 유효합니다."
            ),
        )
    } else {
        PropertyError::new(
            format!(
                "`{key}` comes {count} times, in {}. The last one counts, as in Java.",
                lines_en(&lines.first, count)
            ),
            format!(
                "`{key}` 설정이 {count}번 나옵니다({}). Java에서처럼 마지막 값이 유효합니다.",
                lines_ko(&lines.first, count)
            ),
        )
    };
    Refused { span: second, why }
}
