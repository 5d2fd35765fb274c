//! "What happened": the last lines of the journal as sentences, newest first; a click goes there. Chips choose which:
//! the story, commits, requests, or what names one consumer or partition. What came before the first line is counted.

use crate::cluster::observation::{Observation, TopicView};
use crate::kafka::ids::TopicPartition;
use crate::session::Session;
use crate::session::journal_filter::JournalFilter;
use crate::session::language::label::{ColumnLabel, Label};
use crate::session::language::phrase::Phrase;
use crate::session::language::units::short;
use crate::session::telling::{Tone, telling};
use crate::sim::queue::Queue;
use crate::sim::time::SimTime;
use crate::web::action::Action;
use crate::web::browser::when;
use crate::web::lang::Lang;
use crate::web::markup::markup;
use crate::web::part::{Part, keyed_part};
use crate::web::shared::Shared;
use crate::web::shell::page::Page;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// Every so many entries it is remembered how many lines there were before.
const COUNTED: usize = 1_024;
/// The most consumers, and the most partitions, that are offered by name; others are chosen on the stage.
const OFFERED: usize = 24;

/// One entry as it is listed.
#[derive(Debug, PartialEq, Eq)]
pub struct Line {
    /// Its place in the journal.
    pub place: usize,
    pub time: SimTime,
    pub sentence: String,
    pub tone: Tone,
}

/// The lines that are listed.
#[derive(Default, PartialEq)]
pub struct Listed {
    /// Newest first.
    pub lines: Vec<Shared<Line>>,
    /// How many there are before the oldest of them.
    pub earlier: usize,
}

/// The lines, kept from one look to the next, so that only what is new becomes a sentence.
#[derive(Default)]
pub struct Tail {
    lines: Queue<Shared<Line>>,
    /// In which language, of which past, and which lines, how many.
    of: (Lang, u64, JournalFilter, usize),
    seen: usize,
    /// How many lines there are before each [`COUNTED`]th entry.
    counts: Vec<usize>,
}

impl Tail {
    /// The newest lines, if they are not those of the last call.
    pub fn refresh(&mut self, page: &Page, lang: Lang) -> Option<Shared<Listed>> {
        let session = &page.session;
        let journal = session.cluster().journal();
        let length = journal.len();
        let of = (lang, page.edition, page.filter.clone(), page.listed);
        let same = self.of == of;
        if same && self.seen == length {
            return None;
        }
        if (self.of.1, &self.of.2) != (of.1, &of.2) {
            self.counts.clear();
        }
        if !same || length < self.seen {
            self.lines.clear();
        }
        let (filter, listed) = (&page.filter, page.listed);
        let known = self.lines.front().map_or(0, |line| line.place + 1);
        let new = self.newest(session, filter, (known, length), listed).into_iter();
        let mut lines: Queue<Shared<Line>> = new
            .filter_map(|place| {
                let entry = journal.get(place)?;
                let (time, sentence) = (entry.time, session.sentence_in(lang, entry));
                Some(Shared::new(Line { place, time, sentence, tone: telling(&entry.fact).tone }))
            })
            .collect();
        lines.append(&mut self.lines);
        self.lines = lines;
        self.lines.truncate(listed);
        let first = self.lines.iter().last().map_or(length, |line| line.place);
        let earlier = self.lines_before(session, filter, first);
        (self.of, self.seen) = (of, length);
        Some(Shared::new(Listed { lines: self.lines.iter().cloned().collect(), earlier }))
    }

    /// The newest lines of a stretch of the journal, as places. Where it was counted that there are none, none is
    /// looked for: a quiet group may say nothing for ten thousand entries.
    fn newest(
        &mut self,
        session: &Session,
        filter: &JournalFilter,
        (from, to): (usize, usize),
        most: usize,
    ) -> Vec<usize> {
        self.lines_before(session, filter, to);
        let journal = session.cluster().journal();
        let shows = |place: &usize| journal.get(*place).is_some_and(|entry| filter.shows(session, entry));
        let (mut places, mut end) = (Vec::new(), to);
        while end > from && places.len() < most {
            let block = (end - 1) / COUNTED;
            let start = (block * COUNTED).max(from);
            if self.counts.get(block + 1).is_none_or(|after| *after > self.counts[block]) {
                places.extend((start..end).rev().filter(shows).take(most - places.len()));
            }
            end = start;
        }
        places
    }

    /// How many lines there are before an entry. The past of an edition stays as it is.
    fn lines_before(&mut self, session: &Session, filter: &JournalFilter, place: usize) -> usize {
        let journal = session.cluster().journal();
        let count = |from: usize, to: usize| {
            let entries = (from..to).filter_map(|place| journal.get(place));
            entries.filter(|entry| filter.shows(session, entry)).count()
        };
        let whole = place / COUNTED;
        let mut before = self.counts.last().copied().unwrap_or_default();
        while self.counts.len() <= whole {
            let from = self.counts.len().saturating_sub(1) * COUNTED;
            let to = self.counts.len() * COUNTED;
            before += count(from, to);
            self.counts.push(before);
        }
        self.counts[whole] + count(whole * COUNTED, place)
    }
}

/// The consumers and partitions that there are, as far as they are offered.
#[derive(Debug, PartialEq, Eq)]
pub struct OfferedNames {
    consumers: Vec<String>,
    partitions: Vec<String>,
    /// Whether there are more.
    more: bool,
}

impl OfferedNames {
    /// Those of a world.
    pub fn of(seen: &Observation) -> OfferedNames {
        let consumers = seen.consumers.iter().take(OFFERED).map(|consumer| consumer.name.to_string());
        let numbered = |topic: &TopicView| {
            let name = topic.name;
            (0..topic.partitions).map(move |number| TopicPartition::new(name, number).to_string())
        };
        let partitions = seen.topics.iter().flat_map(numbered).take(OFFERED).collect();
        let all: u32 = seen.topics.iter().map(|topic| topic.partitions).sum();
        let more = seen.consumers.len().max(all as usize) > OFFERED;
        OfferedNames { consumers: consumers.collect(), partitions, more }
    }
}

/// The list, and the chips above it.
#[derive(PartialEq)]
pub struct JournalList {
    pub lines: Shared<Listed>,
    pub filter: JournalFilter,
    pub names: Shared<OfferedNames>,
    pub lang: Lang,
    pub dispatch: Callback<Action>,
}

impl Part for JournalList {
    fn view(&self) -> Html {
        let JournalList { lines, lang, dispatch, .. } = self;
        let heading = lang.label(Label::WhatHappened);
        let more = dispatch.reform(|_: MouseEvent| Action::ListMore);
        let earlier = (lines.earlier > 0).then(|| {
            markup! {
                <button type="button" class="earlier" data-testid="earlier" data-lines={lines.earlier.to_string()}
                    onclick={more}>
                    { lang.say(Phrase::EarlierLines(lines.earlier)) }
                </button>
            }
        });
        markup! {
            <section class="journal" aria-label={heading}>
                <h2>{ heading }</h2>
                { self.view_chips() }
                <div class="lines">
                    <ol data-testid="journal">
                        { for lines.lines.iter().map(|line| {
                            let part = JournalLine { line: line.clone(), lang: *lang, dispatch: dispatch.clone() };
                            keyed_part(line.place, part)
                        }) }
                    </ol>
                    <div>{ for earlier }</div>
                </div>
            </section>
        }
    }
}

impl JournalList {
    /// One of them is pressed, always.
    fn view_chips(&self) -> Html {
        let JournalList { filter, lang, dispatch, .. } = self;
        let chip = |(one, (label, testid)): (JournalFilter, (ColumnLabel, &'static str))| {
            let pressed = (one == *filter).to_string();
            let onclick = dispatch.reform(move |_: MouseEvent| Action::Filter(one.clone()));
            markup! {
                <button key={testid} type="button" data-testid={testid} aria-pressed={pressed} {onclick}>
                    { lang.column_label(label) }
                </button>
            }
        };
        let labels = [
            (ColumnLabel::LinesOfStory, "lines-story"),
            (ColumnLabel::LinesOfCommits, "lines-commits"),
            (ColumnLabel::LinesOfRequests, "lines-requests"),
        ];
        markup! {
            <div class="chips" role="group" aria-label={lang.column_label(ColumnLabel::LinesOf)}>
                { for JournalFilter::PLAIN.into_iter().zip(labels).map(chip) }
                { self.view_choice() }
            </div>
        }
    }

    /// The chip that is a list: one consumer or partition.
    fn view_choice(&self) -> Html {
        let JournalList { filter, names, lang, dispatch, .. } = self;
        let onchange = when(dispatch, |event: Event| {
            let list = event.target_dyn_into::<HtmlSelectElement>()?;
            let name = list.value();
            Some(Action::Filter(if name.is_empty() {
                JournalFilter::Story
            } else {
                JournalFilter::Naming(name)
            }))
        });
        let chosen = filter.name();
        let option = |name: &String| {
            markup! {
                <option key={name.clone()} value={name.clone()} selected={chosen == Some(name.as_str())}>
                    { name }
                </option>
            }
        };
        let group = |label: ColumnLabel, names: &[String]| {
            markup! {
                <optgroup key={label as usize} label={lang.column_label(label)}>
                    { for names.iter().map(option) }
                </optgroup>
            }
        };
        let offered = |name: &str| names.consumers.iter().chain(&names.partitions).any(|one| one == name);
        // One that was chosen on the stage.
        let other = chosen.filter(|name| !offered(name)).map(|name| option(&name.to_owned()));
        let more = names.more.then(|| {
            let others = lang.column_label(ColumnLabel::ChooseOnStage);
            markup! { <option key="more" value="" disabled={true}>{ others }</option> }
        });
        let class = chosen.map(|_| "pressed");
        markup! {
            <select data-testid="lines-of" {class} aria-label={lang.column_label(ColumnLabel::LinesOfOne)} {onchange}>
                <option key="" value="" selected={chosen.is_none()}>
                    { lang.column_label(ColumnLabel::LinesNaming) }
                </option>
                { for other }
                { group(ColumnLabel::ConsumersHere, &names.consumers) }
                { group(ColumnLabel::PartitionsHere, &names.partitions) }
                { for more }
            </select>
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
