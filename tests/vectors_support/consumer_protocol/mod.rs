//! The suite `consumer-protocol`: scripts of requests to a group whose members speak the protocol of consumer groups
//! (KIP-848), the classic one, or both. Every answer and every change of the group is compared with Kafka's.

mod play;
mod requests;
mod script;
mod shown;

use crate::suite::{Failure, unreadable};
use play::play;
use script::Script;
use serde_json::Value;

/// Plays the script on one line.
pub fn check(line: &str) -> Result<(), Failure> {
    let script = serde_json::from_str::<Script>(line).map_err(|error| unreadable(&error))?;
    let ours = play(&script).map_err(|error| Failure::Malformed(format!("{}: {error}", script.id)))?;
    compare(&script, &ours).map_err(Failure::Differs)
}

/// The first line in which Kafka and we differ.
fn compare(script: &Script, ours: &[Value]) -> Result<(), String> {
    let longest = script.expect.len().max(ours.len());
    for line in 0..longest {
        let (kafka, mine) = (script.expect.get(line), ours.get(line));
        if kafka.map(shown::as_owed) != mine.map(shown::as_owed) {
            let show = |value: Option<&Value>| value.map_or("(nothing)".to_string(), Value::to_string);
            let what = script.what.as_deref().map(|what| format!(" ({what})")).unwrap_or_default();
            return Err(format!(
                "{}{what}, line {line} of {longest}\n  Kafka: {}\n  ours:  {}",
                script.id,
                show(kafka),
                show(mine)
            ));
        }
    }
    Ok(())
}
