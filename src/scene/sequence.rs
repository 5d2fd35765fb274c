//! The sequence diagram of a group's requests: a line of life for each consumer and for the coordinator, time running
//! down, not to scale. The last line is the present.

use crate::cluster::journal::EntryId;
use crate::kafka::api::ErrorCode;
use crate::kafka::ids::*;
use crate::scene::mark::{Area, Hue, Text, TextTone, within};
use crate::scene::text::{self, Num};
use crate::session::language::Lang;
use crate::session::language::axis::{AxisText, SequenceWord};
use crate::session::language::units::{short, span};
use crate::session::sequence::{SequenceEvent, SequenceLine};
use crate::sim::time::SimTime;
use std::fmt::Write;

/// What a diagram is computed from.
pub struct SequenceInput<'a> {
    pub lang: Lang,
    pub lines: &'a [SequenceLine<'a>],
    /// The group's consumers, each with its colour.
    pub consumers: &'a [(ClientName, Hue)],
    pub now: SimTime,
    pub width: f64,
}

/// A diagram, ready to be drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SequenceScene {
    pub width: f64,
    pub height: f64,
    pub heads: Vec<SequenceHead>,
    pub steps: Vec<SequenceStep>,
    pub times: Vec<Text>,
    /// Pauses: the band's upper edge, and what is said in it.
    pub quiet: Vec<(f64, Text)>,
    /// Where the present is.
    pub now_y: f64,
}

/// The head of a line of life.
#[derive(Clone, Debug, PartialEq)]
pub struct SequenceHead {
    pub x: f64,
    pub width: f64,
    pub name: String,
    pub hue: Option<Hue>,
}

/// An arrow, or a box on a line of life.
#[derive(Clone, Debug, PartialEq)]
pub struct SequenceStep {
    pub entry: EntryId,
    pub time: SimTime,
    pub hue: Option<Hue>,
    /// An error, a death.
    pub bad: bool,
    /// The arrow and its head; empty for a box.
    pub arrow: String,
    pub head: String,
    /// The box; `None` for an arrow.
    pub frame: Option<Area>,
    pub label: Text,
    /// The whole step in a sentence.
    pub title: String,
}

const GUTTER: f64 = 62.0;
const ROW: f64 = 24.0;
const SIZE: f64 = 11.0;
/// How far an arrow falls on its way.
const FALL: f64 = 4.0;

/// The diagram of these lines.
pub fn sequence(input: &SequenceInput) -> SequenceScene {
    let places = LifePlaces::new(input);
    let mut scene =
        SequenceScene { width: input.width, heads: heads(input, &places), ..SequenceScene::default() };
    let mut y = 6.0;
    let mut told: Option<SimTime> = None;
    for line in input.lines {
        match line {
            SequenceLine::Quiet { lasted, counted } => {
                let counted: Vec<String> = counted.iter().map(|(name, n)| format!("{n} × {name}")).collect();
                let words =
                    [span(input.lang, *lasted)].into_iter().chain(counted).collect::<Vec<_>>().join(" · ");
                let words = text::fit(&format!("… {words}"), SIZE, input.width - GUTTER - 16.0);
                let x = (GUTTER + input.width) / 2.0;
                scene.quiet.push((y, Text::new(x, y + 13.5, SIZE, TextTone::Muted, words).middle()));
                told = None;
            }
            SequenceLine::Event { entry, time, client, event } => {
                if told != Some(*time) {
                    scene.times.push(Text::new(6.0, y + 15.0, SIZE, TextTone::Muted, short(*time)));
                    told = Some(*time);
                }
                let step = step(input, &places, (*entry, *time, *client), event, y);
                scene.steps.extend(step);
            }
        }
        y += ROW;
    }
    scene.now_y = y + 6.0;
    scene.height = y + 20.0;
    scene
}

/// Where the lines of life are.
struct LifePlaces {
    coordinator: f64,
    apart: f64,
}

impl LifePlaces {
    fn new(input: &SequenceInput) -> LifePlaces {
        let apart = (input.width - GUTTER) / (input.consumers.len() + 1) as f64;
        LifePlaces { coordinator: GUTTER + apart * (input.consumers.len() as f64 + 0.5), apart }
    }

    fn of(&self, input: &SequenceInput, client: Option<ClientName>) -> (f64, Option<Hue>) {
        let found = input.consumers.iter().position(|(name, _)| Some(*name) == client);
        match found {
            Some(index) => (GUTTER + self.apart * (index as f64 + 0.5), Some(input.consumers[index].1)),
            None => (self.coordinator, None),
        }
    }
}

fn heads(input: &SequenceInput, places: &LifePlaces) -> Vec<SequenceHead> {
    let width = within(places.apart - 8.0, 24.0, 110.0);
    let head = |x: f64, name: &str, hue: Option<Hue>| SequenceHead {
        x,
        width,
        name: text::fit(name, 12.0, width - 8.0),
        hue,
    };
    let consumers = input.consumers.iter().map(|(name, hue)| {
        let (x, _) = places.of(input, Some(*name));
        head(x, name.as_str(), Some(*hue))
    });
    let coordinator = head(places.coordinator, input.lang.sequence_word(SequenceWord::Coordinator), None);
    consumers.chain([coordinator]).collect()
}

/// What an event looks like: an arrow to the coordinator (true) or from it, or a box; its words; whether it is bad.
fn look(lang: Lang, event: &SequenceEvent) -> Option<(Option<bool>, String, bool)> {
    let word = |word: SequenceWord| lang.sequence_word(word).to_owned();
    let listed = |partitions: &[TopicPartition]| {
        let names: Vec<String> = partitions.iter().map(ToString::to_string).collect();
        names.join(" ")
    };
    Some(match event {
        SequenceEvent::Request(api) => (Some(true), api.name().to_owned(), false),
        SequenceEvent::Response(api, error) if error.is_none() => {
            (Some(false), format!("{} ✓", api.name()), false)
        }
        SequenceEvent::Response(_, error @ ErrorCode::MemberIdRequired) => {
            (Some(false), error.name().to_owned(), false)
        }
        SequenceEvent::Response(_, error) => (Some(false), format!("✕ {}", error.name()), true),
        SequenceEvent::NoResponse(api) => (None, lang.say(AxisText::NoResponse(api.name())), true),
        SequenceEvent::Started => (None, word(SequenceWord::Started), false),
        SequenceEvent::Killed => (None, word(SequenceWord::Killed), true),
        SequenceEvent::Frozen => (None, word(SequenceWord::Frozen), true),
        SequenceEvent::CutOff => (None, word(SequenceWord::CutOff), true),
        SequenceEvent::GoesOn => (None, word(SequenceWord::GoesOn), false),
        SequenceEvent::Closes => (None, word(SequenceWord::Closes), false),
        SequenceEvent::Calls(callback, partitions) => {
            (None, format!("{}({})", callback.name(), listed(partitions)), false)
        }
        SequenceEvent::Owns([]) => (None, word(SequenceWord::OwnsNothing), false),
        SequenceEvent::Owns(partitions) => (None, lang.say(AxisText::Owns(&listed(partitions))), false),
        SequenceEvent::Throws(exception) => (None, exception.name().to_owned(), true),
        SequenceEvent::State(state) => (None, state.name().to_owned(), false),
        SequenceEvent::Removed(member) => (None, lang.say(AxisText::Removed(member.as_str())), true),
        SequenceEvent::Routine(_) | SequenceEvent::Nothing => return None,
    })
}

fn step(
    input: &SequenceInput,
    places: &LifePlaces,
    (entry, time, client): (EntryId, SimTime, Option<ClientName>),
    event: &SequenceEvent,
    y: f64,
) -> Option<SequenceStep> {
    let (arrow, words, bad) = look(input.lang, event)?;
    let (x, hue) = places.of(input, client);
    let tone = match hue {
        _ if bad => TextTone::Gap,
        Some(hue) => TextTone::Hue(hue),
        None => TextTone::Ink,
    };
    let whose = client.map_or(String::new(), |client| format!(" {client}"));
    let title = format!("{}{whose}: {words}", short(time));
    let mut step = SequenceStep {
        entry,
        time,
        hue,
        bad,
        arrow: String::new(),
        head: String::new(),
        frame: None,
        label: Text::new(x, y + 14.5, SIZE, tone, ""),
        title,
    };
    match arrow {
        Some(asks) => {
            let (from, to) = if asks { (x, places.coordinator) } else { (places.coordinator, x) };
            let sign = if to > from { 1.0 } else { -1.0 };
            let (from, to) = (from + 3.0 * sign, to - 3.0 * sign);
            let (start, end) = (y + 16.0, y + 16.0 + FALL);
            let _ = write!(step.arrow, "M{} {}L{} {}", Num(from), Num(start), Num(to), Num(end));
            let _ = write!(step.head, "M{} {}l{} -4v8z", Num(to), Num(end), Num(-8.0 * sign));
            // Where lines of life are close to each other, the words reach beyond them.
            let words = text::fit(&words, SIZE, input.width - GUTTER - 4.0);
            let half = text::width(&words, SIZE) / 2.0;
            let middle =
                within((from + to) / 2.0, GUTTER + half, (input.width - 4.0 - half).max(GUTTER + half));
            step.label = Text::new(middle, y + 11.0, SIZE, tone, words).middle();
        }
        None => {
            let room = input.width - GUTTER - 4.0;
            let words = text::fit(&words, SIZE, room - 12.0);
            let width = text::width(&words, SIZE) + 12.0;
            let left = within(x - width / 2.0, GUTTER, (input.width - 4.0 - width).max(GUTTER));
            step.frame = Some(Area { x: left, y: y + 2.0, width, height: 19.0 });
            step.label = Text::new(left + width / 2.0, y + 15.5, SIZE, tone, words).middle();
        }
    }
    Some(step)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Session;
    use crate::session::sequence::lines;

    #[test]
    fn a_rebalance_stands_within_the_picture_and_each_step_below_the_one_before() {
        let script = "topic orders partitions=4\ngroup billing strategy=range\n\
            consumers c1 c2 group=billing\nrun for=9s\nkill c2\nrun for=60s\n";
        let mut session = Session::open("test", script.as_bytes()).expect("a script that is right");
        session.seek(SimTime::from_millis(65_000));
        let names: [ClientName; 2] = ["c1".into(), "c2".into()];
        let lines = lines(session.cluster().journal(), session.now(), &"billing".into(), &names);
        let consumers = [(names[0], Hue::of(0)), (names[1], Hue::of(1))];
        for width in [300.0, 560.0] {
            for lang in Lang::ALL {
                let input =
                    SequenceInput { lang, lines: &lines, consumers: &consumers, now: session.now(), width };
                let scene = sequence(&input);
                assert_eq!(scene.heads.len(), 3);
                assert!(scene.steps.windows(2).all(|pair| pair[0].label.y <= pair[1].label.y));
                for step in &scene.steps {
                    let (left, right) = step.label.extent();
                    assert!(left >= 0.0 && right <= width, "{}: {left} to {right}", step.title);
                    assert!(step.label.y < scene.now_y);
                    let cut = step.label.text.ends_with('…');
                    assert!(!cut || step.frame.is_some(), "no request is cut: {}", step.label.text);
                }
                assert!(scene.steps.iter().any(|step| step.bad), "c2 was killed");
            }
        }
    }
}
