//! What the model does for one frame at 60 frames a second: to simulate on, to observe, to lay out the stage.
//! The browser's part (drawing, and all of this in WebAssembly) is in `benches/frames.mjs`. Prints; asserts nothing.
//!
//! `cargo bench --no-default-features --bench frames`

use groupscope::scene::{SceneInput, scene};
use groupscope::session::Session;
use groupscope::session::language::Lang;
use groupscope::sim::time::{SimDuration, SimTime};
use std::hint::black_box;
use std::time::{Duration, Instant};

/// As in `benches/frames.mjs`: partitions, consumers, records a second.
const WORLDS: [(usize, usize, usize); 4] =
    [(12, 8, 200), (24, 8, 240), (200, 20, 1_000), (1_000, 200, 1_000)];
const FRAMES: usize = 300;
/// Records of a lane that are looked at for a stage of 1096 pixels.
const WINDOW: usize = 274;

fn script(partitions: usize, consumers: usize, rate: usize) -> String {
    let names: Vec<String> = (1..=consumers).map(|number| format!("c{number}")).collect();
    [
        "title en=\"Many\" ko=\"많음\"".to_owned(),
        format!("topic orders partitions={partitions}"),
        "group billing auto.offset.reset=earliest session.timeout.ms=6000 heartbeat.interval.ms=2000"
            .to_owned(),
        format!("consumers {} group=billing processing_time=1ms", names.join(" ")),
        format!("producer p1 topic=orders rate={rate}/s keys=round-robin"),
        "run for=30s\n".to_owned(),
    ]
    .join("\n")
}

fn main() {
    for (partitions, consumers, rate) in WORLDS {
        let begun = Instant::now();
        let text = script(partitions, consumers, rate);
        let mut session = Session::open("many", text.as_bytes()).expect("a script without mistakes");
        let opened = begun.elapsed();
        session.seek(SimTime::from_millis(20_000));
        let mut spent = [const { Vec::new() }; 3];
        for _ in 0..FRAMES {
            let begun = Instant::now();
            session.seek(session.now() + SimDuration::from_micros(16_667));
            spent[0].push(begun.elapsed());
            let begun = Instant::now();
            let seen = session.cluster().observe(WINDOW);
            spent[1].push(begun.elapsed());
            let begun = Instant::now();
            let input = SceneInput {
                lang: Lang::En,
                observation: &seen,
                width: 1096.0,
                height: 632.0,
                selection: None,
                words: true,
                crowd: Some(groupscope::scene::crowd::crowd),
                focus: &[],
                standing: None,
            };
            black_box(scene(&input));
            spent[2].push(begun.elapsed());
        }
        let [simulated, observed, laid_out] = spent.map(told);
        println!(
            "{partitions} partitions, {consumers} consumers: opened in {opened:.0?}; a frame, median and p95:"
        );
        println!("  simulate {simulated}, observe {observed}, lay out {laid_out}");
    }
}

fn told(mut times: Vec<Duration>) -> String {
    times.sort();
    let at = |share: usize| times[times.len() * share / 100];
    format!("{:.2?} {:.2?}", at(50), at(95))
}
