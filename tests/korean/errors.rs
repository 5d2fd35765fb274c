//! Everything that can be wrong with a script is provoked, and told in English and in Korean.

use super::english::english;
use super::kinds;
use super::pasted;
use super::refusals;
use groupscope::session::Lang;
use groupscope::session::interpret::Interpreter;
use groupscope::session::lexer::{LARGEST_FILE, ScriptError, Span};
use groupscope::session::scenario::Scenario;
use groupscope::session::transcript::Level;
use groupscope::session::why::Question;
use groupscope::sim::time::SimTime;
use std::collections::BTreeSet;

/// Files in which something is wrong with single lines.
const LINES: &[&str] = &[
    "say \"x\"\nkill =c2\nsay en=\"a\"b\nsay en=\"a\\b\"\nsay en=\"open",
    "topc orders\ntopic t x partitions=1\nkill a a\nrun for<6s\nconsumers c group=g topics=a,a",
    "topic t partitions=1 partitions=2\ngroup g group.max.size=3\ncluster max.poll.records=1",
    "group g isolation.level=x\nproducer p topic=t rate=1/s linger.ms=9\nproducer p topic=t rate=1/s acks=all",
    "group g sesion=1\ngroup g sesion.x=1\ngroup g session.timout.ms=1\nkill c1 foo=1\nkill",
    "group g strategy=range partition.assignment.strategy=sticky",
    "show grup\nshow everything\ntopic t partitions=0\nseed 99999999999999999999\nseed x\ntopic t partitions=x",
    "seek c1 to=foo\nseek c1 to=9999999999999999\ncommit c1 offsets=x\ncommit c1 offsets=t-0:1,t-0:2",
    "kill ..\nkill a/b\nrun for=6\nrun for=25000min\nrun for=x",
    "producer p topic=t rate=100001/s\nproducer p topic=t rate=x\nproducer p topic=t rate=1/s keys=x",
    "consumers c group=g pattern=//\nconsumers c group=g pattern=(",
    "group g max.poll.records=0\ngroup g strategy=x\ngroup g strategy=range,range\ngroup g enable.auto.commit=x",
    "group g auto.offset.reset=by_duration:-PT1H",
    "group g auto.offset.reset=x\ngroup g auto.offset.reset=by_duration:x\ngroup g group.instance.id=a/b",
    "group g heartbeat.interval.ms=6000 session.timeout.ms=6000",
    "cluster kafka=recorded\ntopic t partitions=1\ngroup g group.protocol=consumer subscription_pattern=t\n\
     consumers c group=g",
    "topic t partitions=1\ngroup g\nconsumers c group=g subscription_pattern=t",
];

/// What is there in the worlds below.
const WORLD: &str = "\
topic orders partitions=2
group billing
consumers c1 c2 group=billing
producer p1 topic=orders rate=10/s
";

/// Lines that are wrong after these.
const AFTER: &[&str] = &[
    "delete-topic order\nconsumers c9 group=billing topics=payments\ntopic orders partitions=1\nlag biling",
    "group billing\nconsumers c1 group=billing\nkill c9\nrate p9 1/s\nkill p1\nrate c1 1/s",
    "pause-partitions c1 orders-9\nexpect lag=0 since=m\nmark a\nmark a\nadd-partitions orders total=2",
    "seed 3\nsubscribe c1\ngroup h topics=orders pattern=x\nconsumers c3 group=billing topics=orders assign=orders-0",
    "consumers c3\nrun\nrun for=1s within=2s\nrun for=1s consumer=c1\noption en=a",
    "ask en=a",
    "predict owner partition=orders-0\nask en=a\npredict owner\npredict records x",
    "ask en=a\npredict owner partition=orders-0\nask en=b\npredict owner partition=orders-0",
    "seek c1 to=3 to_time=4s\nseek c1",
    "expect\nexpect lag=0 consumer=c1 group=billing\nexpect lagg=0\nexpect state=Stable consumer=c1 partition=orders-0",
    "expect state=Stable partition=orders-0\nexpect owner=c1\nexpect elapsed=1s\nexpect duplicates=0 consumer=c1",
    "mark m\nexpect latency_p50=1s since=m group=billing\nexpect state<Stable group=billing",
    "expect state=Stabel group=billing\nexpect state=x group=billing\nexpect owner=c9 partition=orders-0",
    "run for=2s\nrun to=1s",
    "run for=1440min\nrun for=1s",
    "topic or.ders partitions=1\ntopic or_ders partitions=1",
    "cluster consumer.session.timeout.ms=45000\ntopic t partitions=1",
    "cluster group.consumer.session.timeout.ms=1000\ntopic t partitions=1",
    "topic t partitions=1\ngroup g group.protocol=consumer consumer.assignment.interval.ms=16000\nconsumers c group=g",
    "topic t partitions=1\ngroup g group.protocol=consumer session.timeout.ms=9000\nconsumers c group=g",
    "topic t partitions=1\ngroup g group.remote.assignor=range\nconsumers c group=g",
];

/// Runs that end in errors.
const RUNS: &[&str] = &[
    "topic t partitions=1\nrun until=empty within=1s",
    "topic t partitions=1\ngroup g\nconsumers a group=g\nconsumers b group=g\nrun until=stable\nwhy nothing\n\
     why t-1 offset=3\nwhy t-0 offset=9\nwhy a offset=1\nwhy g",
    "topic t partitions=1\ngroup g\nconsumers a group=g assign=t-0\nproducer p topic=t rate=1/s\nrun for=10s\nwhy g",
    "topic t partitions=1\ngroup g\ngroup h\nconsumers a group=g\nconsumers b group=h\nrun until=stable\n\
     expect owner=a partition=t-0\nexpect members=1\nwhy t-0",
    "topic t partitions=1\ntopic t2 partitions=1\nmark here\nrun for=1s\nkill-nobody",
];

/// Runs in that world, each of which waits in vain.
const WAITS: &[&str] = &[
    "run until=stable within=1ms",
    "run until=stable\nrun until=empty within=3s",
    "run until=stable\nrun until=rebalancing within=1s",
    "run until=committed within=1ms",
    "run until=stable\nkill c1 c2\nrun until=stable within=1s",
    "run until=stable\nkill c1\nrun until=stable within=1s",
    "run until=stable\nconsumers c3 group=billing\nrun until=stable within=1ms",
    "topic more partitions=1\nrun until=stable\nsubscribe c1 topics=more\nrun until=stable within=1us",
    "run until=stable\nadd-partitions orders total=5\nrun until=stable within=1ms",
    "run until=stable\nrun until=unowned within=1s",
    "group modern topics=orders group.protocol=consumer\nconsumers m1 group=modern\nrun until=stable group=modern\n\
     consumers m2 group=modern\nrun until=stable group=modern within=1s",
];

const SLOW_CALLBACK: &str = "\
topic orders partitions=4
group billing strategy=cooperative-sticky callback_time=2s
consumers c1 group=billing
run until=stable
consumers c2 group=billing
run for=4s
run until=stable within=1us
";

fn wrong_with(file: &[u8]) -> Vec<ScriptError> {
    Scenario::read(file).err().unwrap_or_default()
}

fn wrong_in_run(script: &str, most_steps: u64) -> Vec<ScriptError> {
    let scenario = match Scenario::read(script.as_bytes()) {
        Ok(scenario) => scenario,
        Err(errors) => return errors,
    };
    let mut run = Interpreter::new(&scenario.setup, Level::Nothing, SimTime::MAX).unwrap();
    run.most_steps = most_steps;
    run.run(&scenario.statements);
    run.errors
}

/// Everything but what the world refuses.
fn provoked() -> Vec<ScriptError> {
    let mut errors = wrong_with(&vec![b'a'; LARGEST_FILE + 1]);
    errors.extend(wrong_with(b"kill \0"));
    errors.extend(LINES.iter().flat_map(|text| wrong_with(text.as_bytes())));
    let many: String = (0..1001).map(|number| format!(" m{number}")).collect();
    let alone = ["seed 1\nseed 2", "cluster racks=a,b\ncluster latency=0s", "group g\nconsumers c group=g"];
    errors.extend(alone.iter().flat_map(|text| wrong_with(text.as_bytes())));
    let crowd = format!("topic t partitions=1\ngroup g\nconsumers{many} group=g");
    errors.extend(wrong_with(crowd.as_bytes()));
    errors.extend(AFTER.iter().flat_map(|text| wrong_with(format!("{WORLD}{text}").as_bytes())));
    errors.extend(RUNS.iter().flat_map(|text| wrong_in_run(text, 1_000_000)));
    errors.extend(WAITS.iter().flat_map(|text| wrong_in_run(&format!("{WORLD}{text}"), 1_000_000)));
    errors.extend(wrong_in_run(SLOW_CALLBACK, 1_000_000));
    errors.extend(wrong_in_run(&format!("{WORLD}run for=100s"), 1_000));
    errors
}

/// What is wrong with a sentence, if anything is.
fn fault(en: &str, ko: &str) -> Option<String> {
    let hangul = |text: &str| text.chars().any(|c| ('가'..='힣').contains(&c));
    // Names, lines to write, and what was given stand in backticks.
    let bare: String = ko.split('`').step_by(2).collect::<Vec<_>>().join("·");
    let ends = |text: &str| text.ends_with(['.', '?']) || text.ends_with("PT0.5S") || text.ends_with("PT1H");
    let wrong = !hangul(ko)
        || hangul(en)
        || english(&bare.replace("c1 c2 c3", "")).is_some()
        || [en, ko].iter().any(|text| !ends(text) || text.contains("  "));
    wrong.then(|| format!("{en}\n    {ko}"))
}

fn fault_of(error: &ScriptError) -> Option<String> {
    let (en, ko) = (error.message(Lang::En), error.message(Lang::Ko));
    fault(&en, &ko)
}

#[test]
fn whatever_can_be_wrong_is_told_in_both_languages() {
    let mut errors = provoked();
    let several = Question::read("c1\nwhy c2").expect_err("two questions");
    errors.push(ScriptError::new(Span { line: 1, column: 1 }, several));
    let mut faults = Vec::new();
    for refusal in refusals::provoked() {
        match refusal {
            Ok(error) => errors.push(error),
            Err(otherwise) => faults.push(otherwise),
        }
    }
    faults.extend(errors.iter().filter_map(fault_of));
    let remarks = pasted::provoked();
    faults.extend(remarks.iter().filter_map(|remark| fault(&Lang::En.say(remark), &Lang::Ko.say(remark))));
    faults.sort();
    faults.dedup();
    let found = errors.iter().flat_map(|error| kinds::of(&error.mistake));
    let found: BTreeSet<&str> = found.chain(pasted::kinds_of(&remarks)).collect();
    let missing: Vec<&&str> = kinds::ALL.iter().filter(|kind| !found.contains(**kind)).collect();
    assert!(faults.is_empty() && missing.is_empty(), "{}\nnothing provokes {missing:?}", faults.join("\n"));
}

#[test]
fn errors_are_told_in_korean() {
    let told = |text: &str| -> Vec<String> {
        let errors = wrong_with(format!("{WORLD}{text}").as_bytes());
        errors.iter().map(|error| error.message(Lang::Ko)).collect()
    };
    assert_eq!(told("kill c9"), ["컨슈머 `c9`는 여기에 아직 없습니다. `c1`인가요?"]);
    assert_eq!(told("kil c1"), ["`kil`은 명령이 아닙니다. `kill`인가요?"]);
    assert_eq!(
        told("run for=6\ntopic t partitions=0"),
        [
            "for 값에는 단위가 필요합니다. 6s, 6ms, 6us, 6min처럼 쓰세요.",
            "partitions 값은 1에서 1000 사이의 정수여야 합니다(지금 값: 0)."
        ]
    );
    let errors = wrong_in_run(&format!("{WORLD}run until=stable\nkill c1\nkill c1\n"), 1_000_000);
    assert_eq!(errors[0].message(Lang::Ko), "c1은 실행 중이 아니므로 kill 할 것이 없습니다.");
}

const EXPECTED: &str = "\
run until=stable
kill c1
kill c1
mark killed
expect duplicates=3 partition=orders-0 since=killed
kill c1 refused=yes
close c2 refused=yes
run until=empty within=1s
";

#[test]
fn what_was_expected_is_told_in_korean() {
    let scenario = Scenario::read(format!("{WORLD}{EXPECTED}").as_bytes()).unwrap();
    let mut run = Interpreter::new(&scenario.setup, Level::Nothing, SimTime::MAX).unwrap();
    run.lang = Lang::Ko;
    run.run(&scenario.statements);
    assert_eq!(
        run.take_output(),
        [
            "7번째 줄 6번째 글자: c1은 실행 중이 아니므로 kill 할 것이 없습니다.",
            "9번째 줄: 예상은 duplicates=3 (orders-0) (killed 이후)인데 실제 값은 0입니다.",
            "11번째 줄: `close`가 거절될 것으로 예상했지만 실행되었습니다.",
            "12번째 줄 5번째 글자: 1초 안에 `until=empty`에 이르지 못했습니다: billing이 PreparingRebalance 상태입니다.",
        ]
    );
    let refused = "예상대로 `kill`이 거절되었습니다: c1은 실행 중이 아니므로 kill 할 것이 없습니다.";
    assert!(run.expectations.iter().any(|expectation| expectation.sentence == refused));
}
