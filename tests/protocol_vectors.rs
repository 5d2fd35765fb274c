//! Every coordinator script that was recorded from Kafka, played against ours.

mod vectors_support {
    pub mod protocol;
    mod protocol_play;
    mod protocol_script;
}

use std::path::PathBuf;

#[test]
fn the_coordinator_answers_as_kafka_does() {
    let folder = std::env::var_os("GROUPSCOPE_VECTORS").map_or("tests/vectors".into(), PathBuf::from);
    let report = vectors_support::protocol::run(&folder.join("protocol"));
    for failure in &report.failures {
        println!("{failure}");
    }
    println!("protocol: {} of {} cases equal", report.cases - report.failures.len(), report.cases);
    assert!(report.failures.is_empty(), "{} cases differ", report.failures.len());
}
