//! The journal and the errors in Korean: everything that happens in any scenario or session, and all that can be wrong,
//! is told without an English sentence.

#[path = "korean/english.rs"]
mod english;
#[path = "korean/errors.rs"]
mod errors;
#[path = "korean/kinds.rs"]
mod kinds;
#[path = "korean/pasted.rs"]
mod pasted;
#[path = "korean/refusals.rs"]
mod refusals;
#[path = "docs_support/runs.rs"]
mod runs;

use english::english;
use groupscope::cluster::fact::{Fact, WorldFact};
use groupscope::cluster::journal::Entry;
use groupscope::session::Lang;
use groupscope::session::interpret::Interpreter;
use groupscope::session::names::Names;
use groupscope::session::scenario::Scenario;
use groupscope::session::transcript::{Level, sentence};
use groupscope::sim::time::SimTime;
use std::collections::BTreeSet;

/// The script of a file with sessions: what stands between `----` and an empty line is not a part of it.
fn script(text: &str) -> String {
    let mut told = false;
    let lines = text.lines().map(|line| {
        told = if told { !line.is_empty() } else { line == "----" };
        if told { "" } else { line }
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn run(text: &str, lang: Lang) -> Option<Interpreter> {
    let scenario = Scenario::read(text.as_bytes()).ok()?;
    let mut run = Interpreter::new(&scenario.setup, Level::Story, SimTime::MAX).unwrap();
    run.lang = lang;
    run.run(&scenario.statements);
    Some(run)
}

/// All that can be run, by its file.
fn runs() -> Vec<(String, Interpreter)> {
    let scenarios = runs::files("static/scenarios", "session").into_iter();
    let files = scenarios.chain(runs::files("tests/sessions", "txt"));
    let run = |file: std::path::PathBuf| {
        let text = std::fs::read_to_string(&file).unwrap();
        Some((file.display().to_string(), run(&script(&text), Lang::Ko)?))
    };
    files.filter_map(run).collect()
}

/// The name of a fact's variant.
fn kind(fact: &Fact) -> String {
    let told = match fact {
        Fact::World(fact) => format!("{fact:?}"),
        Fact::Consumer(_, fact) => format!("{fact:?}"),
        Fact::Group(_, fact) => format!("{fact:?}"),
        Fact::Broker(_, fact) => format!("{fact:?}"),
    };
    told.split([' ', '{']).next().unwrap_or_default().to_owned()
}

/// What the partitions of a topic are called before their number.
fn topic(fact: &Fact) -> Option<String> {
    match fact {
        Fact::World(WorldFact::TopicCreated { topic, .. }) => Some(format!("{topic}-")),
        _ => None,
    }
}

/// Of these every part is Kafka's or a name.
const THE_SAME: [&str; 6] = [
    "GroupStateChanged",
    "ConsumerGroupStateChanged",
    "MemberStateChanged",
    "ResponseReceived",
    "CallbackStarted",
    "PollReturned",
];

#[test]
fn the_check_finds_an_english_sentence() {
    assert_eq!(english("c2 owns nothing").as_deref(), Some("owns nothing"));
    assert_eq!(english("Topic deleted: orders").as_deref(), Some("Topic deleted:"));
    assert_eq!(english("c1 onPartitionsAssigned 반환됨"), None);
    assert_eq!(english("c1이 auto in the end으로").as_deref(), Some("auto in"));
    assert_eq!(english("c1이 다시 합류해야 함: “group is already rebalancing”"), None);
    assert_eq!(english("orders-2 Stable: kill 됨, seek(orders-0, 3)"), None);
    assert_eq!(english("멤버 id consumer-c1을 받음").as_deref(), Some("id consumer-c1을"));
}

#[test]
fn whatever_happens_is_told_in_korean() {
    let (mut faults, mut kinds) = (Vec::new(), BTreeSet::new());
    for (file, run) in runs() {
        let journal = run.timeline.present().journal();
        let names = Names::of(journal);
        let topics: Vec<String> = journal.iter().filter_map(|entry| topic(&entry.fact)).collect();
        let told = |lang: Lang, entry: &Entry| sentence(lang, &names, entry);
        for entry in journal.iter() {
            let (korean, kind) = (told(Lang::Ko, entry), kind(&entry.fact));
            let hangul = korean.chars().any(|c| ('가'..='힣').contains(&c));
            let nameless = topics.iter().fold(korean.clone(), |told, topic| told.replace(topic, "#"));
            if english(&nameless).is_some() || korean.contains(['{', '}']) {
                faults.push(format!("{file}: {korean}"));
            }
            if !hangul && (!THE_SAME.contains(&kind.as_str()) || korean != told(Lang::En, entry)) {
                faults.push(format!("{file}: no Korean in {korean}"));
            }
            kinds.insert(kind);
        }
    }
    faults.sort();
    faults.dedup();
    assert!(faults.is_empty(), "{}", faults[..faults.len().min(40)].join("\n"));
    // Nearly all that there are.
    assert!(kinds.len() > 75, "{} kinds of facts happened: {kinds:?}", kinds.len());
}

const CRASH: &str = "\
seed 1
cluster group.initial.rebalance.delay.ms=1000
topic orders partitions=2
group billing strategy=range commit=sync auto.offset.reset=earliest session.timeout.ms=6000 heartbeat.interval.ms=2000
consumers c1 c2 group=billing
producer p1 topic=orders rate=10/s
run until=stable
run for=3s
kill c2
seek c1 to=3
tell detail
run for=100ms
tell story
run until=rebalancing
run for=3s
stall c1
close c1 grace=10s
run for=3s
show group consumers lanes causes totals
";

const TOLD: &str = "
    0.000  토픽 orders가 파티션 2개로 생성되었습니다
    0.000  c1이 시작되었습니다
    0.000  c2가 시작되었습니다
    0.000  p1이 시작되었습니다
    0.015  billing이 생성되었습니다: Empty
    0.025  c1이 billing에 합류했습니다
    0.025  billing이 리밸런스를 시작했습니다: c1이 합류했습니다
    0.025  billing: Empty -> PreparingRebalance
    0.025  c2가 billing에 합류했습니다
    2.025  billing: 멤버 2개, 프로토콜 range, 리더 c1로 세대 1이 시작되었습니다
    2.025  billing: PreparingRebalance -> CompletingRebalance
    2.035  billing의 파티션이 할당되었습니다: c1 orders-0; c2 orders-1 (신규 2개)
    2.035  billing: CompletingRebalance -> Stable
    2.040  c1이 orders-0을 가지고 있습니다
    2.040  c2가 orders-1을 가지고 있습니다
    5.040  c2가 kill 되었습니다
    5.040  c1이 다음 poll 전에 seek(가진 것 전부, 3)을 부릅니다
    5.116  billing이 c1의 커밋을 저장했습니다: orders-0 오프셋 26
    5.121  c1이 커밋했습니다(commitSync): orders-0 오프셋 26
    5.121  c1이 orders-0을 26에서 3으로 seek 합니다
    5.121  c1이 orders-0을 3부터 읽습니다(seek)
   11.016  c2가 billing에서 제거되었습니다(session.timeout.ms 동안 하트비트가 없음)
   11.016  billing이 리밸런스를 시작했습니다: c2가 제거되었습니다(session.timeout.ms 동안 하트비트가 없음)
   11.016  billing: Stable -> PreparingRebalance
   12.040  c1이 가진 파티션이 없습니다
   12.045  billing: 멤버 1개, 프로토콜 range, 리더 c1로 세대 2가 시작되었습니다
   12.045  billing: PreparingRebalance -> CompletingRebalance
   12.055  billing의 파티션이 할당되었습니다: c1 orders-0, orders-1 (이동 1개, 유지 1개)
   12.055  billing: CompletingRebalance -> Stable
   12.060  c1이 orders-0, orders-1을 가지고 있습니다
   14.016  c1이 다음 레코드를 처리할 때 핸들러 안에서 막힙니다
   14.016  c1에 10초 안에 닫으라고 요청했습니다
   14.021  c1이 가진 파티션이 없습니다
   14.026  c1이 billing에서 제거되었습니다(스스로 떠남)
   14.026  billing이 리밸런스를 시작했습니다: c1이 제거되었습니다(스스로 떠남)
   14.026  billing: Stable -> PreparingRebalance
   14.026  billing: 멤버 0개로 세대 3이 시작되었습니다
   14.026  billing: PreparingRebalance -> Empty
   14.031  c1이 닫혔습니다
billing: Empty, 세대 3, 멤버 0개
c1  billing 닫힘     세대 -1  없음
c2  billing kill 됨  세대 1   없음
orders-0  |=====C.....|   15   없음
orders-1  |=====C.....|   15   없음
orders-0  중복 23개  seek-back
기록 170, 처리 163, 랙 30, 중복 23, 갭 0, 위험 0
";

#[test]
fn a_crash_is_told_in_korean() {
    let output = run(CRASH, Lang::Ko).unwrap().take_output();
    assert_eq!(output.join("\n"), TOLD.trim_matches('\n'));
}
