//! The requests between the members of a group and their coordinator as the text of a sequence diagram. What is in it
//! is the same in each notation: Mermaid's and PlantUML's.

use crate::cluster::Cluster;
use crate::kafka::ids::{ClientName, GroupId, TopicPartition};
use crate::session::sequence::{SequenceEvent, SequenceLine, lines};
use crate::sim::time::SimDuration;

/// The coordinator's name in the text.
const COORDINATOR: &str = "g";

/// How the diagram is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiagramNotation {
    Mermaid,
    PlantUml,
}

/// What an arrow stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DiagramArrow {
    Request,
    Response,
    /// A response with an error.
    Refusal,
}

impl DiagramNotation {
    const fn start(self) -> &'static str {
        match self {
            DiagramNotation::Mermaid => "sequenceDiagram\n",
            DiagramNotation::PlantUml => "@startuml\n",
        }
    }

    const fn end(self) -> &'static str {
        match self {
            DiagramNotation::Mermaid => "",
            DiagramNotation::PlantUml => "@enduml\n",
        }
    }

    fn participant(self, name: &str, shown: &str) -> String {
        let shown = self.escaped(shown);
        match self {
            DiagramNotation::Mermaid => format!("    participant {name} as {shown}\n"),
            DiagramNotation::PlantUml => format!("participant \"{shown}\" as {name}\n"),
        }
    }

    fn arrow(self, from: &str, arrow: DiagramArrow, to: &str, words: &str) -> String {
        let words = self.escaped(words);
        let drawn = match (self, arrow) {
            (DiagramNotation::Mermaid, DiagramArrow::Request) => "->>",
            (DiagramNotation::Mermaid, DiagramArrow::Response) => "-->>",
            (DiagramNotation::Mermaid, DiagramArrow::Refusal) => "--x",
            (DiagramNotation::PlantUml, DiagramArrow::Request) => "->",
            (DiagramNotation::PlantUml, DiagramArrow::Response) => "-->",
            (DiagramNotation::PlantUml, DiagramArrow::Refusal) => "-->x",
        };
        match self {
            DiagramNotation::Mermaid => format!("    {from}{drawn}{to}: {words}\n"),
            DiagramNotation::PlantUml => format!("{from} {drawn} {to} : {words}\n"),
        }
    }

    fn note(self, over: &[&str], words: &str) -> String {
        let words = self.escaped(words);
        match self {
            DiagramNotation::Mermaid => format!("    Note over {}: {words}\n", over.join(",")),
            DiagramNotation::PlantUml => format!("note over {} : {words}\n", over.join(", ")),
        }
    }

    /// Without the characters that mean something in the notation, or end a line.
    fn escaped(self, text: &str) -> String {
        let mut plain = String::with_capacity(text.len());
        let mut before = ' ';
        for c in text.trim().chars() {
            match (self, c) {
                (_, '\n' | '\r') => plain.push(' '),
                (DiagramNotation::Mermaid, '#' | ';' | ':') => plain += &format!("#{};", u32::from(c)),
                (DiagramNotation::Mermaid, c) => plain.push(c),
                // Two of them draw a line through, or below, what is between them and the next two.
                (DiagramNotation::PlantUml, '-' | '_') if before != c => plain.push(c),
                (DiagramNotation::PlantUml, ' ' | '.' | ',' | '(' | ')') => plain.push(c),
                (DiagramNotation::PlantUml, c) if c.is_alphanumeric() => plain.push(c),
                (DiagramNotation::PlantUml, c) => plain += &format!("<U+{:04X}>", u32::from(c)),
            }
            before = c;
        }
        plain
    }
}

/// The newest requests of a group, and what they led to.
pub fn sequence(world: &Cluster, group: &GroupId, notation: DiagramNotation) -> String {
    let observation = world.observe(0);
    let consumers = observation.consumers.iter().filter(|consumer| consumer.group == *group);
    let names: Vec<ClientName> = consumers.map(|consumer| consumer.name).collect();
    let mut text = String::from(notation.start());
    for (place, name) in names.iter().enumerate() {
        text += &notation.participant(&format!("c{place}"), name.as_str());
    }
    text += &notation.participant(COORDINATOR, &format!("coordinator of {group}"));
    for line in &lines(world.journal(), world.now(), group, &names) {
        match line {
            SequenceLine::Quiet { lasted, counted } => {
                text += &quiet(notation, &names, *lasted, counted);
            }
            SequenceLine::Event { time, client, event, .. } => {
                let from = client.and_then(|client| names.iter().position(|name| *name == client));
                let from = from.map_or(COORDINATOR.to_owned(), |place| format!("c{place}"));
                text += &step(notation, &from, &format!("{time} s"), event);
            }
        }
    }
    text + notation.end()
}

/// A note over all that a pause had in it.
fn quiet(
    notation: DiagramNotation,
    names: &[ClientName],
    lasted: SimDuration,
    counted: &[(&str, u32)],
) -> String {
    let over: &[&str] = if names.is_empty() { &[COORDINATOR] } else { &["c0", COORDINATOR] };
    let counted: Vec<String> = counted.iter().map(|(name, times)| format!("{name} x{times}")).collect();
    notation.note(over, &format!("{lasted} {}", counted.join(", ")))
}

/// A line of the diagram, if the event has one.
fn step(notation: DiagramNotation, from: &str, time: &str, event: &SequenceEvent) -> String {
    let note = |words: &str| notation.note(&[from], &format!("{time} {words}"));
    match event {
        SequenceEvent::Request(api) => {
            notation.arrow(from, DiagramArrow::Request, COORDINATOR, &format!("{time} {}", api.name()))
        }
        SequenceEvent::Response(api, error) if error.is_none() => {
            notation.arrow(COORDINATOR, DiagramArrow::Response, from, &format!("{time} {}", api.name()))
        }
        SequenceEvent::Response(api, error) => {
            let words = format!("{time} {} {}", api.name(), error.name());
            notation.arrow(COORDINATOR, DiagramArrow::Refusal, from, &words)
        }
        SequenceEvent::NoResponse(api) => note(&format!("{} timed out", api.name())),
        SequenceEvent::Started => note("started"),
        SequenceEvent::Killed => note("killed"),
        SequenceEvent::Frozen => note("frozen"),
        SequenceEvent::CutOff => note("cut off"),
        SequenceEvent::GoesOn => note("goes on"),
        SequenceEvent::Closes => note("close()"),
        SequenceEvent::Calls(callback, partitions) => {
            note(&format!("{}({})", callback.name(), list(partitions)))
        }
        SequenceEvent::Owns(partitions) => note(&format!("owns {}", list(partitions))),
        SequenceEvent::Throws(exception) => note(exception.name()),
        SequenceEvent::State(state) => note(state.name()),
        SequenceEvent::Removed(member) => note(&format!("removed {member}")),
        SequenceEvent::Routine(_) | SequenceEvent::Nothing => String::new(),
    }
}

fn list(partitions: &[TopicPartition]) -> String {
    let names: Vec<String> = partitions.iter().map(ToString::to_string).collect();
    if names.is_empty() { "nothing".to_owned() } else { names.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Session;

    /// A member joins a group and closes again.
    const SHORT: &[u8] = b"topic orders partitions=1\ngroup billing\nconsumers c1 group=billing\n\
        run for=4s\nclose c1\nrun for=1s\n";

    fn at_the_end_of(script: &[u8]) -> Session {
        let mut session = Session::open("test", script).expect("a script that is right");
        let end = session.script_end();
        session.seek(end);
        session
    }

    /// PlantUML needs Java and is not run in any test: its notation is held by this text.
    #[test]
    fn a_short_run_in_the_notation_of_plantuml() {
        let session = at_the_end_of(SHORT);
        let text = sequence(session.cluster(), &"billing".into(), DiagramNotation::PlantUml);
        let golden = include_str!("golden.puml");
        assert!(text == golden, "{text}");
    }

    #[test]
    fn both_notations_have_the_same_lines() {
        let session = at_the_end_of(SHORT);
        let lines = |notation| {
            let text = sequence(session.cluster(), &"billing".into(), notation);
            text.lines().count() - notation.start().lines().count() - notation.end().lines().count()
        };
        let count = lines(DiagramNotation::Mermaid);
        assert!(count > 10, "{count}");
        assert_eq!(count, lines(DiagramNotation::PlantUml));
    }

    #[test]
    fn the_diagram_of_a_group_that_does_not_exist_has_its_coordinator_alone() {
        let session = Session::open("test", b"topic orders partitions=1\n").expect("a script that is right");
        let text = |notation| sequence(session.cluster(), &"no-one".into(), notation);
        assert_eq!(
            text(DiagramNotation::PlantUml),
            "@startuml\nparticipant \"coordinator of no-one\" as g\n@enduml\n"
        );
        assert_eq!(
            text(DiagramNotation::Mermaid),
            "sequenceDiagram\n    participant g as coordinator of no-one\n"
        );
    }

    #[test]
    fn what_means_something_in_a_notation_is_escaped() {
        assert_eq!(DiagramNotation::Mermaid.escaped("a;b #1: c\n"), "a#59;b #35;1#58; c");
        let escaped = |text| DiagramNotation::PlantUml.escaped(text);
        assert_eq!(
            escaped("orders-2, __consumer_offsets-0 (x2)"),
            "orders-2, _<U+005F>consumer_offsets-0 (x2)"
        );
        assert_eq!(escaped("a--b//c**d"), "a-<U+002D>b<U+002F><U+002F>c<U+002A><U+002A>d");
        assert_eq!(
            escaped("\"<b>\\n~%n$x'\n"),
            "<U+0022><U+003C>b<U+003E><U+005C>n<U+007E><U+0025>n<U+0024>x<U+0027>"
        );
        assert_eq!(escaped("주문"), "주문");
    }
}
