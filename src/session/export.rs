//! What of a session can be taken elsewhere as text: numbers and journal as comma-separated values (RFC 4180), and the
//! requests between the members of a group and their coordinator as a sequence diagram.

pub mod diagram;

use crate::cluster::Cluster;
use crate::cluster::journal::{Cause, Entry};
use crate::session::report::{PartitionReport, Report};

/// The columns of [`numbers`].
pub const NUMBERS: &str = "time_ms,group,topic,partition,owner,log_start,log_end,committed,position,lag,processed,\
                           duplicates,gaps,at_risk,skipped_at_start,unowned_ms";
/// The columns of [`journal`].
pub const JOURNAL: &str = "time_us,number,cause,sentence";

/// The numbers of an instant: a line for each partition as each group reads it. Their sums are the report's totals.
/// What does not exist is empty.
pub fn numbers(report: &Report) -> String {
    let mut text = format!("{NUMBERS}\n");
    for group in &report.groups {
        for partition in &group.partitions {
            let fields = fields(partition);
            let line: Vec<String> = [report.time_ms.to_string(), group.id.clone(), partition.topic.clone()]
                .into_iter()
                .chain(fields)
                .map(|field| quoted(&field))
                .collect();
            text += &line.join(",");
            text.push('\n');
        }
    }
    text
}

fn fields(partition: &PartitionReport) -> [String; 13] {
    let known = |number: Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
    [
        partition.partition.to_string(),
        partition.owner.clone().unwrap_or_default(),
        partition.log_start.to_string(),
        partition.log_end.to_string(),
        known(partition.committed),
        known(partition.position),
        known(partition.lag),
        partition.processed.to_string(),
        partition.duplicates.to_string(),
        partition.gaps.to_string(),
        partition.at_risk.to_string(),
        partition.skipped_at_start.to_string(),
        partition.unowned_ms.to_string(),
    ]
}

/// Everything that happened up to the cursor: when, its number, the number of what it happened because of (empty for
/// what somebody did), and the sentence.
pub fn journal(world: &Cluster, say: impl Fn(&Entry) -> String) -> String {
    let mut text = format!("{JOURNAL}\n");
    for entry in world.journal().iter() {
        let cause = match entry.cause() {
            Cause::Entry(cause) => (cause.place() + 1).to_string(),
            Cause::Start | Cause::Command => String::new(),
        };
        let sentence = quoted(&say(entry));
        text += &format!("{},{},{cause},{sentence}\n", entry.time.as_micros(), entry.id.place() + 1);
    }
    text
}

/// A field as it is, or in quotes where commas, quotes or line breaks are in it.
fn quoted(field: &str) -> String {
    match field.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", field.replace('"', "\"\"")),
        false => field.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Session;
    use crate::session::export::diagram::{DiagramNotation, sequence};
    use crate::sim::time::SimTime;

    const SCRIPT: &[u8] = b"topic orders partitions=3\n\
        group billing auto.offset.reset=earliest session.timeout.ms=6000 heartbeat.interval.ms=2000\n\
        consumers c1 c2 group=billing\nproducer p1 topic=orders rate=40/s\nrun for=8s\nkill c2\nrun for=12s\n";

    fn session() -> Session {
        let mut session = Session::open("test", SCRIPT).expect("a script that is right");
        session.seek(SimTime::from_millis(20_000));
        session
    }

    #[test]
    fn the_sums_of_the_columns_are_the_totals_of_the_report() {
        let report = session().report();
        let text = numbers(&report);
        let head: Vec<&str> = NUMBERS.split(',').collect();
        let sum = |column: &str| {
            let place = head.iter().position(|name| *name == column).expect("a column");
            let field = |line: &str| line.split(',').nth(place).and_then(|field| field.parse::<u64>().ok());
            text.lines().skip(1).filter_map(field).sum::<u64>()
        };
        assert_eq!(text.lines().count(), 1 + 3);
        assert_eq!(sum("processed"), report.totals.processed);
        assert_eq!(sum("duplicates"), report.totals.duplicates);
        assert_eq!(sum("gaps"), report.totals.gaps);
        assert_eq!(sum("lag"), report.totals.lag);
        assert_eq!(sum("at_risk"), report.totals.at_risk);
        assert!(report.totals.processed > 0 && report.totals.duplicates > 0, "{report:?}");
    }

    #[test]
    fn a_line_of_the_journal_is_a_line_of_the_file() {
        let session = session();
        let text = journal(session.cluster(), |entry| session.sentence(entry));
        assert_eq!(text.lines().count(), 1 + session.cluster().journal().len());
        assert_eq!(quoted("a \"b\", c"), "\"a \"\"b\"\", c\"");
    }

    #[test]
    fn a_sequence_for_mermaid_names_requests_answers_and_what_they_led_to() {
        let session = session();
        let text = sequence(session.cluster(), &"billing".into(), DiagramNotation::Mermaid);
        assert!(text.starts_with("sequenceDiagram\n    participant c0 as c1\n"), "{text}");
        assert!(text.contains("as coordinator of billing\n"), "{text}");
        for line in ["->>g: ", "g-->>c0: ", "SyncGroup", "Stable", "killed", "removed "] {
            assert!(text.contains(line), "{line} is not in {text}");
        }
    }
}
