//! The rules as a whole: each stands where its keyword says, and every command finds its way back into a line.

use super::*;
use crate::kafka::assignor::AssignorName;
use crate::session::script::parse;
use crate::sim::sorted::SortedSet;

/// The scenario of nothing but these lines.
fn scenario(text: &str) -> Scenario {
    Scenario::read(text.as_bytes()).unwrap()
}

/// The only command of a line.
fn command_of(cast: &Cast, text: &str) -> Command {
    let statements = parse(text.as_bytes()).unwrap();
    let commands = commands(cast, &statements[0]).unwrap();
    assert_eq!(commands.len(), 1, "{text}");
    commands[0].0.clone()
}

#[test]
fn each_keyword_has_a_rule_of_its_own() {
    for (place, rule) in RULES.iter().enumerate() {
        assert_eq!(rule.keyword as usize, place, "{}", rule.name);
        assert!(!rule.help.is_empty(), "{} has no help", rule.name);
        assert!(std::ptr::eq(find(rule.name).unwrap(), *rule), "two lines begin with {}", rule.name);
        assert_eq!(rule.does_something(), rule.subject != Subject::Session, "{}", rule.name);
    }
}

/// Lines as a saved session has them: at least one of every rule whose line is a command.
const LINES: &[&str] = &[
    "topic orders partitions=4",
    "consumers c1 group=billing topics=orders",
    "consumers c1 group=billing pattern=orders-.* commit=sync processing_time=5ms",
    "consumers c1 group=billing assign=orders-0,orders-1",
    "consumers c1 assign=orders-0",
    "producer p1 topic=orders rate=40/s size=100 keys=round-robin",
    "producer p1 topic=orders rate=40/s size=9 keys=uniform:8 metadata.max.age.ms=5000",
    "rate p1 0/s",
    "kill c1",
    "close c1",
    "close c1 leave=no",
    "close c1 leave=yes grace=30s",
    "close c1 leave=remain",
    "close c1 grace=500ms",
    "close-now c1",
    "wakeup c1",
    "second-thread c1",
    "restart c1",
    "stall c1",
    "stall c1 for=6s",
    "resume c1",
    "freeze c1",
    "freeze c1 for=6s",
    "thaw c1",
    "cut c1",
    "cut c1 broker=2 for=6s",
    "restore c1",
    "add-partitions orders total=8",
    "delete-topic orders",
    "retention orders",
    "retention orders retention.ms=7 retention.bytes=100",
    "delete-records orders-0 before=5",
    "poison orders-eu-0",
    "poison orders-0 offset=0",
    "burst p1 records=12",
    "processing c1 20ms",
    "bounce billing strategy=range,cooperative-sticky",
    "subscribe c1 topics=orders,clicks",
    "subscribe c1 pattern=\"a b\"",
    "subscribe c1 subscription_pattern=orders-.*",
    "unsubscribe c1",
    "seek c1 to=beginning",
    "seek c1 orders-0 orders-1 to=end",
    "seek c1 orders-0 to=120",
    "seek c1 to_time=12.480s",
    "pause-partitions c1 orders-eu-0",
    "resume-partitions c1",
    "commit c1",
    "commit c1 offsets=orders-0:5,orders-1:500",
    "reset-offsets billing to=earliest",
    "reset-offsets billing to=latest",
    "reset-offsets billing to=7 topics=orders partitions=clicks-1",
    "reset-offsets billing to=7 start=yes",
    "reset-offsets billing to_time=1.000s",
    "delete-group billing",
    "delete-offsets billing orders",
    "failover billing for=2s",
    "lose-commit billing count=3",
    "fail-commit billing count=0 after=1s",
    "remove-member billing i1",
];

#[test]
fn what_is_written_is_read_back() {
    let (scenario, cast) = (scenario(""), Cast::default());
    let mut written = SortedSet::new();
    for text in LINES {
        let command = command_of(&cast, text);
        assert_eq!(line(&command, &Background { scenario: &scenario, cast: &cast }), *text);
        written.insert(rule_of(&command).name);
    }
    let acting: SortedSet<_> =
        RULES.iter().filter(|rule| rule.does_something()).map(|rule| rule.name).collect();
    assert_eq!(written, acting);
}

#[test]
fn a_restart_says_what_it_changes_of_what_was_learnt() {
    let (scenario, mut cast) = (scenario(""), Cast::default());
    let start = command_of(&cast, "consumers c1 group=billing topics=orders session.timeout.ms=9000");
    learn(&mut cast, &start);
    for text in ["restart c1 processing_time=7ms", "restart c1 inherit=yes", "restart c1 inherit=no"] {
        let command = command_of(&cast, text);
        assert_eq!(line(&command, &Background { scenario: &scenario, cast: &cast }), *text);
    }
    for text in ["restart c1 poll_timeout=7ms", "processing c1 9ms", "bounce billing strategy=sticky"] {
        let command = command_of(&cast, text);
        learn(&mut cast, &command);
    }
    let known = cast.settings(&ClientName::from("c1")).unwrap();
    assert_eq!(
        (known.behaviour.poll_timeout.to_string(), known.behaviour.processing_time.to_string()),
        ("7ms".into(), "9ms".into())
    );
    assert_eq!(known.strategy, [AssignorName::Sticky]);
}
