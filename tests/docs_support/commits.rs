//! The table of `docs/commits.md`: every way to commit, through everything that can happen, each cell from a run.

use groupscope::cluster::cause::{CauseCounts, DuplicateCause, GapCause};
use groupscope::kafka::consumer::config::CommitMode;
use groupscope::session::Session;

const EVENTS: [(&str, &str); 5] = [
    ("close", "close c1\nrun for=10s\nrestart c1\n"),
    ("close-now", "close-now c1\nrun for=10s\nrestart c1\n"),
    ("kill", "kill c1\nrestart c1\n"),
    ("rebalance", "consumers c2 group=billing\n"),
    ("eviction", "stall c1 for=20s\n"),
];

fn script(mode: &str, workers: bool, event: &str) -> String {
    let every = if mode.starts_with("every") { " commit_every=7" } else { "" };
    let workers = if workers { " workers=4 order=free spike=2s spike_every=10" } else { "" };
    format!(
        "cluster group.initial.rebalance.delay.ms=0\ntopic orders partitions=2\n\
         group billing strategy=range commit={mode} auto.offset.reset=earliest processing_time=100ms \
         max.poll.records=10 max.poll.interval.ms=8000 session.timeout.ms=10000 auto.commit.interval.ms=1000\
         {every}{workers}\nconsumers c1 group=billing\nproducer p1 topic=orders rate=0/s\n\
         run until=stable\nburst p1 records=20\nrun for=9s\nburst p1 records=40\nrun for=2.55s\n{event}run for=90s\n"
    )
}

/// What came twice and what not at all, with causes.
fn cell(causes: &CauseCounts) -> String {
    let twice = DuplicateCause::ALL.iter().map(|cause| (causes.duplicates(*cause), "twice", cause.key()));
    let never = GapCause::ALL.iter().map(|cause| (causes.gaps(*cause), "never", cause.key()));
    let some = twice.chain(never).filter(|(number, _, _)| *number > 0);
    let parts: Vec<String> = some.map(|(number, how, key)| format!("{number} {how} ({key})")).collect();
    if parts.is_empty() { "-".to_owned() } else { parts.join(", ") }
}

fn row(mode: &str, workers: bool, name: &str, meaning: &str) -> String {
    let cells = EVENTS.iter().map(|(_, event)| {
        let text = script(mode, workers, event);
        let mut session = match Session::open(mode, text.as_bytes()) {
            Ok(session) => session,
            Err(errors) => panic!("{errors:?}\n{text}"),
        };
        session.seek(session.script_end());
        assert!(session.cluster().violations().is_empty(), "{:?}", session.cluster().violations());
        cell(&session.cluster().totals().causes)
    });
    let cells: Vec<String> = cells.collect();
    format!("| {name} | {} | {meaning} |\n", cells.join(" | "))
}

/// The table as Markdown.
pub fn table() -> String {
    let names: Vec<&str> = EVENTS.iter().map(|(name, _)| *name).collect();
    let mut text =
        format!("| `commit=` | {} | why |\n|---|{}---|\n", names.join(" | "), "---|".repeat(names.len()));
    for (word, mode, meaning) in CommitMode::WORDS {
        text += &row(word, mode.needs_workers(), &format!("`{word}`"), meaning);
        if mode == CommitMode::Auto {
            let meaning = "the same with workers: the position is that of what was handed over, done or not";
            text += &row(word, true, "`auto`, workers", meaning);
        }
    }
    text
}
