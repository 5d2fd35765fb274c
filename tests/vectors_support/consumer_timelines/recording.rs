//! Reads a recording: one JSON object a line, a request with its answer or something that happened to a client.

use super::{Timeline, Timelines, sorted};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

type Line = Map<String, Value>;

/// What each recorded client did. An error names the line, from 1.
pub fn read(file: &str) -> Result<Timelines, (usize, String)> {
    let mut lines = Vec::new();
    for (number, line) in (1..).zip(file.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        let parsed = serde_json::from_str::<Line>(line)
            .map_err(|error| (number, format!("no JSON object: {error}")))?;
        let at = parsed.get("t").and_then(Value::as_f64);
        lines.push((number, at.ok_or((number, "there is no time `t`".to_owned()))?, parsed));
    }
    // A line was written when its request was answered; its place is where the request came in.
    lines.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut clients = Timelines::new();
    for (number, at, line) in &lines {
        let Some(client) = text_of(line, "client") else { continue };
        let timeline = clients.entry(client.to_owned()).or_default();
        happened(timeline, *at, line).map_err(|what| (*number, what))?;
    }
    Ok(clients)
}

fn text_of<'a>(line: &'a Line, name: &str) -> Option<&'a str> {
    line.get(name).and_then(Value::as_str)
}

fn text<'a>(line: &'a Line, name: &str) -> Result<&'a str, String> {
    text_of(line, name).ok_or(format!("there is no text `{name}`"))
}

fn number(line: &Line, name: &str) -> Result<String, String> {
    let number = line.get(name).and_then(Value::as_i64);
    number.map(|number| number.to_string()).ok_or(format!("there is no number `{name}`"))
}

fn happened(timeline: &mut Timeline, at: f64, line: &Line) -> Result<(), String> {
    match text_of(line, "api") {
        None => event(timeline, at, line),
        // When the coordinator is looked for is up to the clock.
        Some("FIND_COORDINATOR") => Ok(()),
        Some("CONSUMER_GROUP_HEARTBEAT") => heartbeat(timeline, at, line),
        Some("OFFSET_COMMIT") => {
            let partitions = text(line, "partitions")?.split(',').map(without_offset);
            timeline.commit(at, &number(line, "generation")?, &sorted(partitions));
            Ok(())
        }
        Some("OFFSET_FETCH") => {
            let partitions = text(line, "offsets")?.split(',').map(without_offset);
            timeline.fetched.push(sorted(partitions));
            Ok(())
        }
        Some(unknown) => Err(format!("`{unknown}` is no request of a member of a consumer group")),
    }
}

fn event(timeline: &mut Timeline, at: f64, line: &Line) -> Result<(), String> {
    let what = text(line, "event")?;
    let detail = text_of(line, "detail").unwrap_or_default();
    let partitions = || BTreeMap::from([("partitions".to_owned(), list(detail))]);
    match what {
        // They follow from the rest; what was cut off is the script's business.
        "state" | "cut off (nothing reaches the broker any more)" => {}
        "crash (no LeaveGroup)" => timeline.step(at, "crash", BTreeMap::new()),
        "start" | "close" | "closed" | "stall" => timeline.step(at, what, BTreeMap::new()),
        "onPartitionsAssigned" | "onPartitionsRevoked" | "onPartitionsLost" => {
            timeline.step(at, what, partitions());
        }
        unknown => return Err(format!("`{unknown}` is nothing that happens to a client")),
    }
    Ok(())
}

fn heartbeat(timeline: &mut Timeline, at: f64, line: &Line) -> Result<(), String> {
    let Some(error) = text_of(line, "error") else { return Ok(()) };
    let told = BTreeMap::from([
        ("epoch".to_owned(), number(line, "epoch")?),
        ("instance".to_owned(), text_of(line, "instance").unwrap_or("none").to_owned()),
        ("owned".to_owned(), numbered(text(line, "owned")?)),
        ("subscribed".to_owned(), subscribed(text(line, "subscribed")?)),
        ("error".to_owned(), error.to_owned()),
        ("newEpoch".to_owned(), number(line, "newEpoch")?),
        ("intervalMs".to_owned(), number(line, "intervalMs")?),
        ("assigned".to_owned(), numbered(text(line, "assigned")?)),
    ]);
    let unchanged = |name: &str| told[name] == "unchanged";
    let says_nothing = unchanged("owned") && unchanged("subscribed") && unchanged("assigned");
    if says_nothing && told["epoch"] == told["newEpoch"] && error == "NONE" {
        timeline.quiet += 1;
    } else {
        timeline.step(at, "heartbeat", told);
    }
    Ok(())
}

/// `null` is a list that was not sent.
fn subscribed(text: &str) -> String {
    if text == "null" { "unchanged".to_owned() } else { list(text) }
}

/// `[t-1, t-0]` as one text in one order.
fn list(text: &str) -> String {
    sorted(text.trim_matches(['[', ']']).split(", ").map(str::to_owned))
}

/// `t[0, 1];u[2]` as partitions in one order; `unchanged` as it is.
fn numbered(text: &str) -> String {
    if text == "unchanged" {
        return text.to_owned();
    }
    let topics = text.split(']').filter_map(|topic| topic.rsplit_once('['));
    let partitions = topics.flat_map(|(topic, numbers)| {
        let topic = topic.trim_start_matches([';', ',', ' ']).to_owned();
        numbers.split(", ").map(move |number| format!("{topic}-{number}")).collect::<Vec<_>>()
    });
    sorted(partitions)
}

/// `t-0@17` without the offset.
fn without_offset(word: &str) -> String {
    word.rsplit_once('@').map_or(word, |(name, _)| name).to_owned()
}
