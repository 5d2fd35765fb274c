//! "What happened": the last entries of the journal as sentences, newest first; a click goes there. Requests,
//! answers without an error and polls are left out: the stage shows them, and here they would drown the rest. So is
//! that the coordinator stored a commit: its client says so a moment later.

use crate::cluster::fact::Fact;
use crate::kafka::coordinator::fact::GroupFact;
use crate::session::Session;
use crate::session::language::label::Label;
use crate::session::language::units::short;
use crate::session::telling::{Level, Tone, telling};
use crate::sim::queue::Queue;
use crate::sim::time::SimTime;
use crate::web::action::Action;
use crate::web::lang::Lang;
use crate::web::markup::markup;
use crate::web::part::{Part, keyed_part};
use crate::web::shared::Shared;
use yew::prelude::*;

/// The most entries that are listed.
const LISTED: usize = 60;
/// The most entries that are looked at for them: most of a journal are requests and polls, which are not listed.
const SEARCHED: usize = 5_000;

/// One entry as it is listed.
#[derive(Debug, PartialEq, Eq)]
pub struct Line {
    /// Its place in the journal.
    pub place: usize,
    pub time: SimTime,
    pub sentence: String,
    pub tone: Tone,
}

/// The lines, kept from one look to the next, so that only what is new becomes a sentence.
#[derive(Default)]
pub struct Tail {
    lines: Queue<Shared<Line>>,
    lang: Lang,
    edition: u64,
    seen: usize,
}

impl Tail {
    /// The newest lines, newest first, if they are not those of the last call. `edition` says whether the past may
    /// have become another one since.
    pub fn refresh(
        &mut self,
        session: &Session,
        edition: u64,
        lang: Lang,
    ) -> Option<Shared<Vec<Shared<Line>>>> {
        let journal = session.cluster().journal();
        let length = journal.len();
        let same = (self.edition, self.lang) == (edition, lang);
        if same && self.seen == length {
            return None;
        }
        if !same || length < self.seen {
            self.lines.clear();
        }
        let known = self.lines.front().map_or(0, |line| line.place + 1);
        let oldest = known.max(length.saturating_sub(SEARCHED));
        let new = (oldest..length).rev().filter_map(|place| Some((place, journal.get(place)?)));
        let told = new.filter(|(_, entry)| is_listed(&entry.fact)).take(LISTED);
        let mut lines: Queue<Shared<Line>> = told
            .map(|(place, entry)| {
                let (time, sentence) = (entry.time, session.sentence_in(lang, entry));
                Shared::new(Line { place, time, sentence, tone: telling(&entry.fact).tone })
            })
            .collect();
        lines.append(&mut self.lines);
        self.lines = lines;
        self.lines.truncate(LISTED);
        (self.edition, self.lang, self.seen) = (edition, lang, length);
        Some(Shared::new(self.lines.iter().cloned().collect()))
    }
}

fn is_listed(fact: &Fact) -> bool {
    let by_a_member =
        matches!(fact, Fact::Group(_, GroupFact::OffsetCommitted { member, .. }) if !member.is_empty());
    telling(fact).level <= Level::Detail && !by_a_member
}

/// The list.
#[derive(PartialEq)]
pub struct JournalList {
    pub lines: Shared<Vec<Shared<Line>>>,
    pub lang: Lang,
    pub dispatch: Callback<Action>,
}

impl Part for JournalList {
    fn view(&self) -> Html {
        let JournalList { lines, lang, dispatch } = self;
        let heading = lang.label(Label::WhatHappened);
        markup! {
            <section class="journal" aria-label={heading}>
                <h2>{ heading }</h2>
                <ol data-testid="journal">
                    { for lines.iter().map(|line| {
                        let part = JournalLine { line: line.clone(), lang: *lang, dispatch: dispatch.clone() };
                        keyed_part(line.place, part)
                    }) }
                </ol>
            </section>
        }
    }
}

/// One line; a component of its own, so that it is made once and then left alone.
#[derive(PartialEq)]
struct JournalLine {
    line: Shared<Line>,
    lang: Lang,
    dispatch: Callback<Action>,
}

impl Part for JournalLine {
    fn view(&self) -> Html {
        let (line, lang) = (&self.line, self.lang);
        let time = line.time;
        let go = self.dispatch.reform(move |_: MouseEvent| Action::Visit(time));
        let (subject, rest) = line.sentence.split_once(' ').unwrap_or((&line.sentence, ""));
        let tone = match line.tone {
            Tone::Plain => None,
            Tone::Good => Some("good"),
            Tone::Bad => Some("bad"),
        };
        markup! {
            <li>
                <button type="button" class={tone} onclick={go} title={lang.label(Label::GoToInstant)}>
                    <time>{ short(time) }</time>{ " " }<span><b>{ subject }</b>{ " " }{ rest }</span>
                </button>
            </li>
        }
    }
}
