//! Compares the core with what Apache Kafka itself answers: every case of every file in the folder that
//! `GROUPSCOPE_VECTORS` names (else `tests/vectors`), suite by suite.
//!
//! Arguments work as with the standard harness: a word selects the suites whose names contain it (`--exact`:
//! equal it), `--skip` leaves suites out, `--list` lists them; other options change nothing.

#[path = "vectors_support/assignors.rs"]
mod assignors;
#[path = "vectors_support/consumer_protocol/mod.rs"]
mod consumer_protocol;
#[path = "vectors_support/consumer_timelines/mod.rs"]
mod consumer_timelines;
#[path = "vectors_support/protocol/mod.rs"]
mod protocol;
#[path = "vectors_support/suite.rs"]
mod suite;
#[path = "vectors_support/timelines/mod.rs"]
mod timelines;

use std::path::PathBuf;
use std::process::ExitCode;
use suite::{Arguments, Cases, Suite};

/// A suite is a sub-folder of the vectors and the function that plays one of its lines or files.
const SUITES: [Suite; 6] = [
    Suite { name: "assignors", cases: Cases::Lines(assignors::check) },
    Suite { name: "consumer-assignors", cases: Cases::Lines(assignors::check_on_server) },
    Suite { name: "protocol", cases: Cases::Lines(protocol::check) },
    Suite { name: "consumer-protocol", cases: Cases::Lines(consumer_protocol::check) },
    Suite { name: "timelines", cases: Cases::Files(timelines::check) },
    Suite { name: "consumer-timelines", cases: Cases::Files(consumer_timelines::check) },
];

fn main() -> ExitCode {
    let arguments = Arguments::parse(std::env::args().skip(1));
    let (selected, left_out): (Vec<&Suite>, Vec<&Suite>) =
        SUITES.iter().partition(|suite| arguments.selects(suite.name));
    if arguments.list {
        selected.iter().for_each(|suite| println!("{}: test", suite.name));
        return ExitCode::SUCCESS;
    }
    let default = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let folder = std::env::var_os("GROUPSCOPE_VECTORS").map_or_else(default, PathBuf::from);
    println!("\nvectors in {}", folder.display());
    let passed = selected.iter().filter(|suite| suite.run(&folder)).count();
    let failed = selected.len() - passed;
    println!(
        "\ntest result: {}. {passed} passed; {failed} failed; 0 ignored; 0 measured; {} filtered out\n",
        if failed == 0 { "ok" } else { "FAILED" },
        left_out.len()
    );
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
