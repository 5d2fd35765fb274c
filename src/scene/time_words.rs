//! The words on the time axis: generations, what happened to processes, what is still to come. None overlaps another,
//! and none vanishes: generations without room for a label each share one, and a mark without room keeps its sign.

use crate::cluster::observation::{Mark, MarkKind};
use crate::kafka::ids::*;
use crate::kafka::rebalance_causes::EpochReason;
use crate::scene::labels::{self, Wish};
use crate::scene::mark::{Hue, Text, TextTone};
use crate::scene::text::{self, Num};
use crate::scene::time_axis::{AxisDrawing, AxisSection, TimeInput, grown};
use crate::session::language::axis::AxisText;
use crate::session::language::epoch::EpochText;
use crate::session::language::label::StageLabel;
use crate::session::language::stage::StagePhrase;
use crate::sim::sorted::{SortedMap, sort_by_key};
use crate::sim::time::SimTime;
use std::fmt::Write;

const SIZE: f64 = 11.0;

/// A stretch of one generation, or of several that share a label.
struct Reign {
    from: f64,
    to: f64,
    first: Generation,
    last: Generation,
    /// Of a consumer group: that they are epochs, and what raised the first of them, if it is told.
    epoch: Option<Option<(EpochReason, ClientName)>>,
    ends_in_epoch: bool,
    /// They are not counted on: the group changed its protocol among them, or began anew.
    is_broken: bool,
}

impl Reign {
    /// Takes in the one that follows.
    fn join(&mut self, next: &Reign) {
        let counts_on = self.ends_in_epoch == next.epoch.is_some() && self.last < next.first;
        self.is_broken |= next.is_broken || !counts_on;
        (self.to, self.last, self.ends_in_epoch) = (next.to, next.last, next.ends_in_epoch);
    }

    fn is_shared(&self) -> bool {
        self.is_broken || self.first != self.last
    }

    /// The longest words that find room, or the shortest.
    fn words(&self, input: &TimeInput) -> String {
        let (first, last) = (self.first.0, self.last.0);
        if self.is_broken {
            let ends = [(first, self.epoch.is_some()), (last, self.ends_in_epoch)];
            return ends.map(|(number, is_epoch)| number_words(input, number, is_epoch)).join(" … ");
        }
        let Some(raised) = self.epoch else { return self.of_generations(input) };
        if first != last {
            return input.lang.say(EpochText::EpochsFromTo { first, last });
        }
        let name = raised.as_ref().map_or("", |(_, client)| client.as_str());
        let told = raised.map(|(reason, _)| input.lang.say(EpochText::began(first, reason, name)));
        let fits = |words: &String| text::width(words, SIZE) + 8.0 <= self.to - self.from;
        told.filter(fits).unwrap_or_else(|| number_words(input, first, true))
    }

    fn of_generations(&self, input: &TimeInput) -> String {
        match self.first == self.last {
            true => number_words(input, self.first.0, false),
            false => input.lang.say(AxisText::Generations { first: self.first, last: self.last }),
        }
    }

    fn has_room(&self, input: &TimeInput) -> bool {
        text::width(&self.words(input), SIZE) + 8.0 <= self.to - self.from
    }
}

fn number_words(input: &TimeInput, number: i32, is_epoch: bool) -> String {
    match is_epoch {
        true => input.lang.say(EpochText::InEpoch(number)),
        false => input.lang.say(StagePhrase::GenerationMark(number)),
    }
}

/// When a generation, or an epoch of a consumer group, began.
type AxisStart = (SimTime, Generation, Option<Option<(EpochReason, ClientName)>>);

fn starts(section: &AxisSection) -> Vec<AxisStart> {
    let generations =
        section.rebalances.iter().filter_map(|span| Some((span.ended?, span.generation?, None)));
    let epochs = section.epochs.iter().map(|(began, client)| {
        // What topics do needs no name.
        let told = client.or_else(|| began.reason.member().is_none().then(ClientName::default));
        (began.at, Generation(began.epoch), Some(told.map(|client| (began.reason, client))))
    });
    let mut starts: Vec<AxisStart> = generations.chain(epochs).collect();
    sort_by_key(&mut starts, |(at, generation, _)| (*at, *generation));
    starts
}

/// The generations of a group, on the line at `y`.
pub fn generations(axis: &mut AxisDrawing, input: &TimeInput, section: &AxisSection, y: f64) {
    let starts = starts(section);
    let mut reigns: Vec<Reign> = Vec::new();
    for (i, (begins, generation, epoch)) in starts.iter().enumerate() {
        let ends = starts.get(i + 1).map_or(axis.scale.to, |(next, ..)| *next);
        if ends <= axis.scale.from || *begins >= axis.scale.to {
            continue;
        }
        let (from, to) = (axis.x_of(*begins), axis.x_of(ends));
        let (first, last, ends_in_epoch) = (*generation, *generation, epoch.is_some());
        let reign = Reign { from, to, first, last, epoch: *epoch, ends_in_epoch, is_broken: false };
        match reigns.last_mut() {
            Some(last) if !last.has_room(input) => last.join(&reign),
            _ => reigns.push(reign),
        }
    }
    // The last ones have no room either: they join those before them.
    while reigns.len() > 1 && reigns.last().is_some_and(|last| !last.has_room(input)) {
        if let (Some(last), Some(before)) = (reigns.pop(), reigns.last_mut()) {
            before.join(&last);
        }
    }
    for reign in reigns {
        let words = reign.words(input);
        let x = reign.from.min(axis.width - 6.0 - text::width(&words, SIZE)) + 3.0;
        if reign.is_shared() {
            // The last one has lasted until now; its words may stand beyond.
            let to = reign.to.min(grown(axis.x_of(input.now), true));
            let (from, to) = (Num(reign.from), Num((to - 1.0).max(reign.from)));
            let _ = write!(axis.brackets, "M{from} {}v3H{to}v-3", Num(y + 2.0));
        }
        axis.labels.push(Text::new(x, y, SIZE, TextTone::Muted, words));
    }
}

/// A word that wants to stand above the rows.
struct Above {
    x: f64,
    tone: TextTone,
    rank: u8,
    /// What stands before the names, for a word to which more names may be added.
    sign: &'static str,
    words: String,
}

/// What happened to processes: words on the head line, strokes through the rows of the dead, commits below.
pub fn marks(axis: &mut AxisDrawing, input: &TimeInput) {
    let mut above: Vec<Above> = Vec::new();
    let mut commits: SortedMap<Option<Hue>, (SimTime, String)> = SortedMap::new();
    let (top, rows_end) = (axis.plot.y, commits_y(axis));
    for mark in input.marks.iter().filter(|mark| axis.scale.from <= mark.time && mark.time <= axis.scale.to) {
        let index = mark.client.as_ref().and_then(|client| input.consumers.iter().position(|c| c == client));
        let hue = index.map(Hue::of);
        if mark.is_routine() {
            // So close together that they would merge, one stands for its neighbours.
            let (next, d) = commits.entry(hue).or_insert((SimTime::ZERO, String::new()));
            if mark.time >= *next {
                let x = axis.x_of(mark.time);
                let _ = write!(d, "M{} {}l-3 5.5h6z", Num(x), Num(rows_end));
                *next = axis.scale.time_at(x + 6.0);
            }
            continue;
        }
        let x = axis.x_of(mark.time);
        if matches!(mark.kind, MarkKind::Killed | MarkKind::Failed) {
            let _ = write!(axis.deaths, "M{} {}V{}", Num(x), Num(top - 2.0), Num(axis.plot.bottom()));
        }
        add(&mut above, said(input, mark, hue, x));
    }
    axis.commits = commits.into_iter().map(|(hue, (_, d))| (hue, d)).collect();
    head_line(axis, above);
}

/// Where commits stand: under the rows, above the charts.
fn commits_y(axis: &AxisDrawing) -> f64 {
    axis.charts.first().map_or(axis.plot.bottom(), |chart| chart.area.y - 3.0) - 9.0
}

fn said(input: &TimeInput, mark: &Mark, hue: Option<Hue>, x: f64) -> Above {
    let name = mark.client.as_ref().map_or("", |client| client.as_str());
    let phrase = |phrase: StagePhrase| input.lang.say(phrase);
    let (tone, rank, sign, words) = match mark.kind {
        MarkKind::Commit => (TextTone::Muted, 0, "", String::new()),
        MarkKind::Started => (hue.map_or(TextTone::Ink, TextTone::Hue), 2, "+ ", format!("+ {name}")),
        MarkKind::Closed => (TextTone::Muted, 3, "− ", format!("− {name}")),
        MarkKind::Killed => (TextTone::Gap, 5, "✕ ", format!("✕ {name}")),
        MarkKind::Failed => (TextTone::Gap, 5, "! ", format!("! {name}")),
        MarkKind::Frozen => (TextTone::Stake, 4, "", phrase(StagePhrase::FrozenMark(name))),
        MarkKind::Stalled => (TextTone::Stake, 4, "", phrase(StagePhrase::StalledMark(name))),
        MarkKind::PartitionsAdded => {
            (TextTone::Accent, 4, "", input.lang.stage_label(StageLabel::PartitionsAdded).to_string())
        }
    };
    Above { x, tone, rank, sign, words }
}

/// What happens to several at once is one word: `+ c1 c2 c3`.
fn add(above: &mut Vec<Above>, new: Above) {
    let near = above.iter_mut().find(|word| word.rank == new.rank && (new.x - word.x).abs() < 3.0);
    match near {
        Some(word) if word.sign == new.sign && !new.sign.is_empty() && new.words.len() > new.sign.len() => {
            word.words = format!("{} {}", word.words, &new.words[new.sign.len()..]);
            word.tone = if new.tone == TextTone::Gap { new.tone } else { TextTone::Ink };
        }
        _ => above.push(new),
    }
}

/// Sets the words above the rows; of what cannot stand near its place a stroke stays.
fn head_line(axis: &mut AxisDrawing, above: Vec<Above>) {
    let wish = |word: &Above| Wish { center: word.x, width: text::width(&word.words, SIZE), rank: word.rank };
    let wishes: Vec<Wish> = above.iter().map(wish).collect();
    let places = labels::place(&wishes, axis.plot.x, axis.width - 4.0, 8.0);
    for ((word, wish), place) in above.into_iter().zip(&wishes).zip(places) {
        match place {
            Some(left) if (left + wish.width / 2.0 - word.x).abs() < 40.0 => {
                axis.labels.push(Text::new(left, axis.plot.y - 5.0, SIZE, word.tone, word.words));
            }
            _ => {
                let _ = write!(axis.brackets, "M{} {}v4", Num(word.x), Num(axis.plot.y - 2.0));
            }
        }
    }
}

/// What is still to come: dashed lines through the rows, and what they say, each on a line of its own.
pub fn deadlines(axis: &AxisDrawing, input: &TimeInput) -> (String, Vec<Text>) {
    let (mut d, mut words) = (String::new(), Vec::new());
    let (top, bottom) = (axis.plot.y, axis.plot.bottom());
    for (i, deadline) in input.deadlines.iter().enumerate() {
        let x = axis.x_of(deadline.time);
        if deadline.time <= input.now || deadline.time > axis.scale.to {
            continue;
        }
        let _ = write!(d, "M{} {}V{}", Num(x), Num(top), Num(bottom));
        let width = text::width(&deadline.words, SIZE);
        let y = top + 28.0 + i as f64 * 15.0;
        // Right of its line, or left of it where there is no room, but never over the names of the rows.
        let fits = x + 6.0 + width <= axis.width - 4.0;
        let left = if fits { x + 6.0 } else { (x - 6.0 - width).max(axis.plot.x + 2.0) };
        if y < bottom {
            words.push(Text::new(left, y, SIZE, TextTone::Gap, deadline.words.clone()));
        }
    }
    (d, words)
}
