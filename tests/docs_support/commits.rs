//! The table of `docs/commits.md`: every way to commit, through everything that can happen, each cell from a run. What
//! the page says of the runs is asserted of each.

use groupscope::cluster::Cluster;
use groupscope::cluster::cause::{CauseCounts, DuplicateCause, GapCause};
use groupscope::cluster::fact::{Fact, WorldFact};
use groupscope::kafka::consumer::config::CommitMode;
use groupscope::kafka::consumer::fact::ConsumerFact;
use groupscope::session::Session;
use groupscope::sim::time::SimTime;

/// Something that happens to the consumer.
struct Event {
    name: &'static str,
    strategy: &'static str,
    script: &'static str,
    /// What does the same to a consumer whose workers do the processing.
    of_workers: &'static str,
    /// Records that are written when it happens, so that there is something to read while it lasts.
    more: u64,
}

const JOIN: &str = "consumers c2 group=billing\n";
const JOIN_AND_MORE: &str = "burst p1 records=60\nconsumers c2 group=billing\n";
const BLOCKED_CALL: &str = "cut c1 broker=0 for=20s\nseek c1 orders-0 to_time=0s\n";
const EVENTS: [Event; 6] = [
    same("close", "range", "close c1\nrun for=10s\nrestart c1\n"),
    same("close-now", "range", "close-now c1\nrun for=10s\nrestart c1\n"),
    same("kill", "range", "kill c1\nrestart c1\n"),
    same("rebalance", "range", JOIN),
    Event { more: 60, ..same("rebalance (cooperative)", "cooperative-sticky", JOIN_AND_MORE) },
    Event { of_workers: BLOCKED_CALL, ..same("eviction", "range", "stall c1 for=20s\n") },
];

const fn same(name: &'static str, strategy: &'static str, script: &'static str) -> Event {
    Event { name, strategy, script, of_workers: script, more: 0 }
}

/// One row of the table.
struct Row {
    word: &'static str,
    mode: CommitMode,
    workers: bool,
}

impl Row {
    /// The run until something happens.
    fn set_up(&self, strategy: &str) -> String {
        let mode = self.word;
        let every = if mode.starts_with("every") { " commit_every=7" } else { "" };
        let workers = if self.workers { " workers=4 order=free spike=3s spike_every=10" } else { "" };
        format!(
            "cluster brokers=2 group.initial.rebalance.delay.ms=0\ntopic orders partitions=2\n\
             group billing strategy={strategy} commit={mode} auto.offset.reset=earliest processing_time=100ms \
             max.poll.records=10 fetch.min.bytes=1000 max.poll.interval.ms=8000 session.timeout.ms=10000 \
             default.api.timeout.ms=20000 auto.commit.interval.ms=1000{every}{workers}\n\
             consumers c1 group=billing\nproducer p1 topic=orders rate=0/s\n\
             run until=stable\nburst p1 records=20\nrun for=9s\nburst p1 records=40\nrun for=2.55s\n"
        )
    }

    /// What is committed of the first twenty records, ten a partition.
    fn committed(&self) -> Option<u64> {
        match self.mode {
            CommitMode::EXTERNAL | CommitMode::NEVER => None,
            CommitMode::SYNC_EVERY | CommitMode::ASYNC_EVERY => Some(14),
            CommitMode::OFF_BY_ONE => Some(18),
            _ => Some(20),
        }
    }

    /// The state of things before anything happens is what the page says.
    fn check(&self, strategy: &str) {
        let mut session = open(&self.set_up(strategy));
        session.seek(session.script_end());
        let bursts =
            entries(session.cluster(), |fact| matches!(fact, Fact::World(WorldFact::BurstAsked { .. })));
        let polls = entries(session.cluster(), |fact| match fact {
            Fact::Consumer(_, ConsumerFact::PollReturned { records, .. }) => {
                assert_eq!(records.iter().map(|(_, from, to)| to - from).sum::<u64>(), 10, "{}", self.word);
                true
            }
            _ => false,
        });
        let world = session.cluster().observe(0);
        let consumer = &world.consumers[0];
        if self.workers {
            assert_eq!(polls.len(), 6, "{}: the workers have been given everything", self.word);
            assert!(!consumer.workers.is_empty(), "{}: they are at work", self.word);
        } else {
            assert_eq!(polls.len(), 5, "{}: the third batch of the forty records is in hand", self.word);
            assert!(matches!(consumer.batch, Some((3..=6, 10))), "{}: {:?}", self.word, consumer.batch);
        }
        session.seek(bursts[1]);
        let world = session.cluster().observe(0);
        assert_eq!(world.totals.processed, 20, "{}", self.word);
        let committed = world.groups[0].lanes.iter().filter_map(|lane| lane.committed);
        assert_eq!(committed.reduce(|sum, more| sum + more), self.committed(), "{}", self.word);
    }

    fn cell(&self, event: &Event) -> String {
        let script = if self.workers { event.of_workers } else { event.script };
        let mut session = open(&format!("{}{script}run for=90s\n", self.set_up(event.strategy)));
        session.seek(session.script_end());
        let cluster = session.cluster();
        assert!(cluster.violations().is_empty(), "{:?}", cluster.violations());
        let evictions = entries(cluster, |fact| {
            matches!(fact, Fact::Consumer(_, ConsumerFact::PollIntervalExceeded { .. }))
        });
        assert_eq!(evictions.len(), usize::from(event.name == "eviction"), "{} {}", self.word, event.name);
        let world = cluster.observe(0);
        let all = 60 + event.more;
        assert_eq!(world.totals.produced, all);
        let lost: u64 = world.groups[0].lanes.iter().map(|lane| lane.gaps).sum();
        let done = world.totals.processed - world.totals.duplicates;
        assert_eq!(done + lost, all, "{} {}: each record was done, or never will be", self.word, event.name);
        cell(&world.totals.causes)
    }

    fn line(&self, name: &str, meaning: &str) -> String {
        self.check("range");
        self.check("cooperative-sticky");
        let cells: Vec<String> = EVENTS.iter().map(|event| self.cell(event)).collect();
        format!("| {name} | {} | {meaning} |\n", cells.join(" | "))
    }
}

fn open(text: &str) -> Session {
    match Session::open("commits", text.as_bytes()) {
        Ok(session) => session,
        Err(errors) => panic!("{errors:?}\n{text}"),
    }
}

/// When what is looked for happened.
fn entries(cluster: &Cluster, wanted: impl Fn(&Fact) -> bool) -> Vec<SimTime> {
    cluster.journal().iter().filter(|entry| wanted(&entry.fact)).map(|entry| entry.time).collect()
}

/// What came twice and what not at all, with causes.
fn cell(causes: &CauseCounts) -> String {
    let twice = DuplicateCause::ALL.iter().map(|cause| (causes.duplicates(*cause), "twice", cause.key()));
    let never = GapCause::ALL.iter().map(|cause| (causes.gaps(*cause), "never", cause.key()));
    let some = twice.chain(never).filter(|(number, _, _)| *number > 0);
    let parts: Vec<String> = some.map(|(number, how, key)| format!("{number} {how} ({key})")).collect();
    if parts.is_empty() { "-".to_owned() } else { parts.join(", ") }
}

/// The table as Markdown.
pub fn table() -> String {
    let names: Vec<&str> = EVENTS.iter().map(|event| event.name).collect();
    let mut text =
        format!("| `commit=` | {} | why |\n|---|{}---|\n", names.join(" | "), "---|".repeat(names.len()));
    for (word, mode, meaning) in CommitMode::WORDS {
        let row = Row { word, mode, workers: mode.needs_workers() };
        text += &row.line(&format!("`{word}`"), meaning);
        if mode == CommitMode::AUTO {
            let meaning = "the same with workers: the position is that of what was handed over, done or not";
            text += &Row { workers: true, ..row }.line("`auto`, workers", meaning);
        }
    }
    text
}
