//! Compares what recorded and simulated clients did.

use super::{Step, Timeline, Timelines};

/// A fifth.
const TOLERANCE: f64 = 0.2;
/// The heartbeat interval of all recordings, in milliseconds.
const HEARTBEAT: f64 = 5_000.0;

/// The first difference.
pub fn compare(recorded: &Timelines, ours: &Timelines) -> Result<(), String> {
    let names = |clients: &Timelines| clients.keys().cloned().collect::<Vec<_>>().join(", ");
    if recorded.keys().ne(ours.keys()) {
        return Err(format!("recorded are {}, the script starts {}", names(recorded), names(ours)));
    }
    for (name, timeline) in recorded {
        client(timeline, &ours[name]).map_err(|what| format!("client {name}, {what}"))?;
    }
    Ok(())
}

fn client(recorded: &Timeline, ours: &Timeline) -> Result<(), String> {
    let mut before: Option<(&Step, &Step)> = None;
    for place in 0..recorded.steps.len().max(ours.steps.len()) {
        let (theirs, mine) = (recorded.steps.get(place), ours.steps.get(place));
        let after = before.map_or("at first".to_owned(), |(step, our)| {
            format!("after {} at {:.0} (ours at {:.0})", step.what, step.at, our.at)
        });
        let (Some(theirs), Some(mine)) = (theirs, mine) else {
            return Err(format!("{after}:\n  Kafka: {}\n  ours:  {}", shown(theirs), shown(mine)));
        };
        if (&theirs.what, &theirs.told) != (&mine.what, &mine.told) {
            return Err(format!(
                "{after}:\n  Kafka: {}\n  ours:  {}",
                shown(Some(theirs)),
                shown(Some(mine))
            ));
        }
        if theirs.quiet.abs_diff(mine.quiet) > 1 {
            return Err(format!("{after}: {} and {} quiet heartbeats", theirs.quiet, mine.quiet));
        }
        if let Some((last, our_last)) = before {
            let (span, our_span) = (theirs.at - last.at, mine.at - our_last.at);
            if (span - our_span).abs() > (span * TOLERANCE).max(HEARTBEAT) {
                return Err(format!("{after}: {span:.0} and {our_span:.0} ms until {}", theirs.what));
            }
        }
        before = Some((theirs, mine));
    }
    equal("commits", &recorded.commits, &ours.commits)?;
    equal("asks for committed offsets of", &recorded.fetched, &ours.fetched)
}

fn equal(what: &str, recorded: &[String], ours: &[String]) -> Result<(), String> {
    match recorded == ours {
        true => Ok(()),
        false => Err(format!("{what}\n  Kafka: {}\n  ours:  {}", recorded.join("; "), ours.join("; "))),
    }
}

fn shown(step: Option<&Step>) -> String {
    step.map_or("nothing more".to_owned(), |step| format!("{} at {:.0}: {:?}", step.what, step.at, step.told))
}
