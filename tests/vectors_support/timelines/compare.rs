//! Compares what recorded and simulated clients did.

use super::event::{Clients, Event};
use super::leads;
use super::replay::Replay;

/// A fifth.
const TOLERANCE: f64 = 0.2;

/// The heartbeats and commits before an event, and the event; none after the last.
type Stretch<'a> = (Vec<&'a Event>, Option<&'a Event>);

/// The first difference.
pub fn compare(mut recorded: Clients, mut replay: Replay) -> Result<(), String> {
    let names = |clients: &Clients| clients.keys().cloned().collect::<Vec<_>>().join(", ");
    if recorded.keys().ne(replay.clients.keys()) {
        let (recorded, ours) = (names(&recorded), names(&replay.clients));
        return Err(format!("recorded are {recorded}, the script starts {ours}"));
    }
    let leads = (leads::take(&mut recorded)?, leads::take(&mut replay.clients)?);
    for (name, events) in &recorded {
        let heartbeat = replay.heartbeat.get(name).copied().unwrap_or_default();
        client(events, &replay.clients[name], heartbeat).map_err(|what| format!("client {name}, {what}"))?;
    }
    leads::compare(&leads.0, &leads.1)
}

fn client(recorded: &[Event], ours: &[Event], heartbeat: f64) -> Result<(), String> {
    let (theirs, mine) = (stretches(recorded), stretches(ours));
    let mut before: Option<(&Event, &Event)> = None;
    for index in 0..theirs.len().max(mine.len()) {
        let nothing = (Vec::new(), None);
        let (plain, event) = theirs.get(index).unwrap_or(&nothing);
        let (our_plain, our_event) = mine.get(index).unwrap_or(&nothing);
        let place = match before {
            Some((event, ours)) => {
                format!("after {} at {:.0} (ours at {:.0})", event.what, event.at, ours.at)
            }
            None => "at first".to_owned(),
        };
        let at = |what: String| format!("{place}: {what}");
        let differs =
            || at(format!("Kafka: {}\n  ours:  {}", shown(plain, *event), shown(our_plain, *our_event)));
        match (event, our_event) {
            (None, None) => {}
            (Some(event), Some(ours)) if event.what == ours.what => same(event, ours).map_err(at)?,
            _ => return Err(differs()),
        }
        runs(plain, our_plain).map_err(|what| format!("{}\n  {what}", differs()))?;
        let (Some(event), Some(ours)) = (event, our_event) else { continue };
        if let Some((last, our_last)) = before {
            interval(event.at - last.at, ours.at - our_last.at, heartbeat)
                .map_err(|what| at(format!("{what} until {}", event.what)))?;
        }
        before = Some((event, ours));
    }
    Ok(())
}

fn stretches(events: &[Event]) -> Vec<Stretch<'_>> {
    let mut list = Vec::new();
    let mut plain = Vec::new();
    for event in events {
        if event.plain() {
            plain.push(event);
        } else {
            list.push((std::mem::take(&mut plain), Some(event)));
        }
    }
    list.push((plain, None));
    list
}

/// Everything that is told of an event.
fn same(event: &Event, ours: &Event) -> Result<(), String> {
    let names = event.told.keys().chain(ours.told.keys());
    for name in names {
        let value =
            |event: &Event| event.told.get(name).map_or("(nothing)".to_owned(), |text| format!("{text:?}"));
        if event.told.get(name) != ours.told.get(name) {
            return Err(format!(
                "{} {name}\n  Kafka: {}\n  ours:  {}",
                event.what,
                value(event),
                value(ours)
            ));
        }
    }
    Ok(())
}

/// Heartbeats and commits that went well: the same kinds in the same order of appearance, as many but for one, with
/// the same contents, in the same rhythm.
fn runs(recorded: &[&Event], ours: &[&Event]) -> Result<(), String> {
    if kinds(recorded) != kinds(ours) {
        return Err("not the same kinds in the same order".to_owned());
    }
    for kind in kinds(recorded) {
        let of =
            |events: &[&Event]| events.iter().filter(|event| event.what == kind).copied().cloned().collect();
        let (theirs, mine): (Vec<Event>, Vec<Event>) = (of(recorded), of(ours));
        if theirs.len().abs_diff(mine.len()) > 1 {
            return Err(format!("{} and {} {kind}", theirs.len(), mine.len()));
        }
        theirs.iter().zip(&mine).try_for_each(|(event, ours)| same(event, ours))?;
        let gap = |events: &[Event], index: usize| events[index + 1].at - events[index].at;
        for index in 0..theirs.len().min(mine.len()).saturating_sub(1) {
            interval(gap(&theirs, index), gap(&mine, index), 0.0)?;
        }
    }
    Ok(())
}

fn kinds<'a>(events: &[&'a Event]) -> Vec<&'a str> {
    let mut kinds: Vec<&str> = Vec::new();
    for event in events {
        if !kinds.contains(&event.what.as_str()) {
            kinds.push(&event.what);
        }
    }
    kinds
}

fn interval(recorded: f64, ours: f64, least: f64) -> Result<(), String> {
    match (ours - recorded).abs() <= (recorded * TOLERANCE).max(least) {
        true => Ok(()),
        false => Err(format!("Kafka: {recorded:.1} ms\n  ours:  {ours:.1} ms")),
    }
}

fn shown(plain: &[&Event], event: Option<&Event>) -> String {
    let words = plain.iter().copied().chain(event).map(|event| match event.told.get("error") {
        Some(error) => format!("{} {error} at {:.0}", event.what, event.at),
        None => format!("{} at {:.0}", event.what, event.at),
    });
    let words: Vec<String> = words.collect();
    if words.is_empty() { "nothing more".to_owned() } else { words.join(", ") }
}
