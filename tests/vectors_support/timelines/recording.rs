//! Reads a recording: one JSON object a line, a request with its answer or something that happened to a client.

use super::event::{Clients, Event, Ids, sorted};
use serde_json::{Map, Value};

type Line = Map<String, Value>;

/// What each recorded client did. An error names the line, from 1.
pub fn read(file: &str) -> Result<Clients, (usize, String)> {
    let mut lines = Vec::new();
    for (number, line) in (1..).zip(file.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        let parsed = serde_json::from_str::<Line>(line)
            .map_err(|error| (number, error.to_string().replace(" at line 1 column ", ", column ")))?;
        let at = parsed.get("t").and_then(Value::as_f64);
        lines.push((number, at.ok_or((number, "there is no time `t`".to_owned()))?, parsed));
    }
    // A line was written when its request was answered; its place is where the request came in.
    lines.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut ids = Ids::default();
    for (_, _, line) in &lines {
        if let (Some(client), Some(id)) = (text_of(line, "client"), text_of(line, "assignedId")) {
            ids.learn(client, id);
        }
    }
    let mut clients = Clients::new();
    for (number, at, line) in &lines {
        let Some(client) = text_of(line, "client") else {
            // What happened to a topic is the script's business.
            text(line, "event").map_err(|what| (*number, what))?;
            continue;
        };
        let event = event(*at, line, &ids).map_err(|what| (*number, what))?;
        clients.entry(client.to_owned()).or_default().push(event);
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

fn event(at: f64, line: &Line, ids: &Ids) -> Result<Event, String> {
    let Some(api) = text_of(line, "api") else { return happening(at, line) };
    let mut event = Event::new(at, api);
    match api {
        "FIND_COORDINATOR" => return Ok(event),
        "JOIN_GROUP" => join(&mut event, line, ids)?,
        "SYNC_GROUP" => sync(&mut event, line, ids)?,
        "HEARTBEAT" => member(&mut event, line, ids)?,
        "OFFSET_COMMIT" => {
            member(&mut event, line, ids)?;
            let partitions = text(line, "partitions")?.split(',').map(partition).collect::<Vec<_>>();
            event.tell("partitions", sorted(partitions.into_iter().map(|(name, _)| name)));
        }
        "OFFSET_FETCH" => {
            let found = |(name, offset): (String, String)| match offset.as_str() {
                "-1" => format!("{name}@none"),
                _ => format!("{name}@some"),
            };
            let offsets = text_of(line, "offsets").unwrap_or_default();
            event.tell("offsets", sorted(offsets.split(',').map(|word| found(partition(word)))));
        }
        "LEAVE_GROUP" => {
            event.tell("members", ids.label(text(line, "members")?));
            event.tell("memberErrors", text(line, "memberErrors")?);
        }
        unknown => return Err(format!("`{unknown}` is no request of a group member")),
    }
    event.tell("error", text_of(line, "error").unwrap_or("unanswered"));
    Ok(event)
}

fn member(event: &mut Event, line: &Line, ids: &Ids) -> Result<(), String> {
    event.tell("member", ids.label(text(line, "member")?));
    event.tell("generation", number(line, "generation")?);
    Ok(())
}

fn join(event: &mut Event, line: &Line, ids: &Ids) -> Result<(), String> {
    event.tell("member", ids.label(text(line, "member")?));
    event.tell("instance", text_of(line, "instance").unwrap_or("none"));
    event.tell("reason", ids.label(text(line, "reason")?));
    for name in ["sessionMs", "rebalanceMs", "subscriptionGeneration"] {
        event.tell(name, number(line, name)?);
    }
    let protocols = text(line, "protocols")?;
    event.tell("protocols", protocols);
    for name in protocols.split(',').map(|protocol| format!("owned:{protocol}")) {
        event.tell(&name, list(text(line, &name)?));
    }
    if text_of(line, "error").is_some() {
        event.tell("assignedId", ids.label(text(line, "assignedId")?));
        event.tell("generation", number(line, "generation")?);
        event.tell("protocol", text(line, "protocol")?);
        event.tell("leader", ids.label(text(line, "leader")?));
        event.tell("members", ids.labels(text(line, "members")?.split(',')));
        let skip = line.get("skipAssignment").and_then(Value::as_bool).unwrap_or_default();
        event.tell("skipAssignment", skip.to_string());
    }
    Ok(())
}

fn sync(event: &mut Event, line: &Line, ids: &Ids) -> Result<(), String> {
    member(event, line, ids)?;
    let parts = line.get("assignments").and_then(Value::as_object).ok_or("there are no `assignments`")?;
    for (id, partitions) in parts {
        let partitions = partitions.as_str().ok_or("an assignment is no text")?;
        event.tell(&format!("assignment of {}", ids.label(id)), list(partitions));
    }
    if let Some(assigned) = text_of(line, "assigned") {
        event.tell("assigned", list(assigned));
    }
    Ok(())
}

fn happening(at: f64, line: &Line) -> Result<Event, String> {
    let what = text(line, "event")?;
    let detail = text_of(line, "detail").unwrap_or_default();
    Ok(match what {
        "start" => Event::new(at, what).with("topics", list(detail)),
        "crash (no LeaveGroup)" => Event::new(at, "crash"),
        "close" | "closed" | "stall" => Event::new(at, what),
        "pollException" => {
            let class = detail.split(':').next().unwrap_or_default();
            let name = class.rsplit('.').next().unwrap_or_default();
            Event::new(at, what).with("exception", name)
        }
        "onPartitionsAssigned" | "onPartitionsRevoked" | "onPartitionsLost" => {
            Event::new(at, what).with("partitions", list(detail))
        }
        unknown => return Err(format!("`{unknown}` is nothing that happens to a client")),
    })
}

/// `[t-1, t-0]` as one text in one order.
fn list(text: &str) -> String {
    sorted(text.trim_matches(['[', ']']).split(", ").map(str::to_owned))
}

/// `t-0@17` as partition and offset.
fn partition(word: &str) -> (String, String) {
    let (name, offset) = word.rsplit_once('@').unwrap_or((word, ""));
    (name.to_owned(), offset.to_owned())
}
