//! How long it takes to go anywhere in an hour of a busy group, and what the hour takes in memory: 12 partitions,
//! 8 consumers, 200 records a second, as in `benches/frames.mjs`. Prints; asserts nothing.
//!
//! `cargo bench --no-default-features --bench seek`

use groupscope::cluster::Cluster;
use groupscope::cluster::observation::Observation;
use groupscope::kafka::ids::GroupId;
use groupscope::scene::{SceneInput, scene};
use groupscope::session::Session;
use groupscope::session::language::Lang;
use groupscope::sim::time::SimTime;
use std::hint::black_box;
use std::time::{Duration, Instant};

const HOUR: &str = "\
title en=\"Many\" ko=\"많음\"
cluster group.initial.rebalance.delay.ms=1000
topic orders partitions=12
group billing strategy=range auto.offset.reset=earliest session.timeout.ms=6000 heartbeat.interval.ms=2000
consumers c1 c2 c3 c4 c5 c6 c7 c8 group=billing processing_time=1ms
producer p1 topic=orders rate=200/s keys=round-robin
run for=3600s
";
const SEEKS: usize = 400;
const CLONES: u64 = 200;
/// Records of a lane that are looked at for a stage of 1096 pixels.
const WINDOW: usize = 274;

fn main() {
    let begun = Instant::now();
    let mut session = Session::open("hour", HOUR.as_bytes()).expect("a script without mistakes");
    println!("an hour of 12 x 8 at 200 records/s: opened in {:.2?}", begun.elapsed());
    println!("  {} MB resident", resident() >> 10);
    weigh(&mut session);
    let mut spent = [const { Vec::new() }; 5];
    let mut place = 1u64;
    for _ in 0..SEEKS {
        // The same places every time.
        place = place * 48_271 % 2_147_483_647;
        let [sought, observed, drawn, axis, whole] = &mut spent;
        let start = Instant::now();
        timed(sought, || session.seek(SimTime::from_micros(place * 3_600_000_000 / 2_147_483_647)));
        let seen = timed(observed, || session.cluster().observe(WINDOW));
        timed(drawn, || black_box(draw(&seen)));
        timed(axis, || black_box(past(&session, &seen)));
        whole.push(start.elapsed());
    }
    let [sought, observed, drawn, axis, whole] = spent.map(told);
    println!("  a seek, median, p99 and most: {whole}");
    println!(
        "    simulate {sought}\n    observe {observed}\n    lay out {drawn}\n    what the time axis is made of {axis}"
    );
    println!("  {} MB resident", resident() >> 10);
}

/// What a snapshot holds for itself at the end of the hour, and what the simulation takes it for.
fn weigh(session: &mut Session) {
    session.seek(SimTime::from_millis(3_600_000));
    let mut cluster = session.cluster().clone();
    let before = resident();
    let kept: Vec<Cluster> = (1..=CLONES)
        .map(|second| {
            cluster.advance_to(SimTime::from_millis(3_600_000 + 2_000 * second));
            cluster.clone()
        })
        .collect();
    let each = resident().saturating_sub(before) / CLONES;
    println!(
        "  {} journal entries, {} marks; a snapshot and its two seconds take {each} kB, it counts {} kB",
        cluster.journal().len(),
        cluster.marks().len(),
        cluster.weight() >> 10
    );
    drop(kept);
}

fn timed<T>(times: &mut Vec<Duration>, work: impl FnOnce() -> T) -> T {
    let begun = Instant::now();
    let made = work();
    times.push(begun.elapsed());
    made
}

fn draw(seen: &Observation) -> f64 {
    let (lang, width, height) = (Lang::En, 1096.0, 632.0);
    scene(&SceneInput {
        lang,
        observation: seen,
        width,
        height,
        selection: None,
        words: true,
        crowd: Some(groupscope::scene::crowd::crowd),
        focus: &[],
        standing: None,
    })
    .height
}

/// What the page asks of the whole past for its time axis and charts.
fn past(session: &Session, seen: &Observation) -> usize {
    let (cluster, group) = (session.cluster(), GroupId::from("billing"));
    let lanes = seen.groups.iter().flat_map(|group| &group.lanes);
    let spans: usize = lanes.map(|lane| cluster.ownership(&group, &lane.partition).len()).sum();
    spans + cluster.rebalances(&group).len() + cluster.marks().len() + cluster.samples().len()
}

fn told(mut times: Vec<Duration>) -> String {
    times.sort();
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)];
    format!("{:.2?} {:.2?} {:.2?}", at(50), at(99), at(100))
}

/// The process's resident memory in kB, where the system tells.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}
