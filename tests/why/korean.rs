//! Answers in Korean: only Kafka's words are English in them.

use crate::chains::questions;
use groupscope::cluster::Cluster;
use groupscope::session::Lang;
use groupscope::session::interpret::Interpreter;
use groupscope::session::language::why::Claim;
use groupscope::session::language::why::member::MembershipClaim;
use groupscope::session::names::Names;
use groupscope::session::scenario::Scenario;
use groupscope::session::transcript::Level;
use groupscope::session::why::{Question, answer, lines, standing_beside};
use groupscope::sim::time::SimTime;

/// Words that an English sentence has and that Kafka's names, properties and states do not consist of.
const ENGLISH: [&str; 24] = [
    "a", "and", "any", "at", "be", "because", "by", "for", "had", "has", "is", "it", "its", "not", "of",
    "that", "the", "them", "until", "was", "when", "which", "with", "yet",
];

/// Sentences of Korean answers that are not Korean, about all that there is.
pub fn not_korean(cluster: &Cluster) -> Vec<String> {
    let names = Names::of(cluster.journal());
    let mut wrong = Vec::new();
    for question in questions(cluster) {
        let steps = standing_beside(cluster, &names, &question).unwrap_or_default();
        let links = answer(cluster, &names, Lang::Ko, &question).unwrap_or_default();
        assert_eq!(steps.len(), links.len());
        let own = steps.iter().zip(&links).filter(|(step, _)| !is_quoted(&step.claim));
        let english = own.filter(|(_, link)| !is_korean(&link.sentence));
        wrong.extend(english.map(|(step, link)| format!("`{}` ({:?})", link.sentence, step.claim)));
    }
    wrong
}

/// Whether a claim quotes what Kafka writes, or a sentence of the journal, which has a test of its own: there the names
/// in it are known, and may be words.
fn is_quoted(claim: &Claim) -> bool {
    match claim {
        Claim::Fact(_) | Claim::Began(_) => true,
        Claim::Membership(membership) => matches!(**membership, MembershipClaim::HadToRejoin { .. }),
        _ => false,
    }
}

fn is_korean(sentence: &str) -> bool {
    let words = || sentence.split(|c: char| !c.is_alphanumeric() && !"-_.=".contains(c));
    // A name may be a word.
    let english = words().filter(|word| ENGLISH.contains(word)).count();
    let hangul = |c: char| ('가'..='힣').contains(&c);
    sentence.contains(hangul) && english == 0 && !sentence.contains(['{', '}'])
}

#[test]
fn an_english_sentence_is_found() {
    assert!(is_korean("c1이 orders-0을 읽습니다. 커밋 1개가 실패했습니다"));
    assert!(!is_korean("c1이 kill 되었습니다 and c2 was closed"));
    assert!(!is_korean("c1 reads orders-0"));
}

/// What is answered at the end of a script.
fn told(script: &str, question: &str) -> Vec<String> {
    let scenario = Scenario::read(script.as_bytes()).unwrap();
    let mut run = Interpreter::new(&scenario.setup, Level::Nothing, SimTime::MAX).unwrap();
    run.run(&scenario.statements);
    let links = run.why(Lang::Ko, &Question::read(question).unwrap()).unwrap();
    lines(Lang::Ko, &links)
}

const KILLED: &str = "topic orders partitions=2
group billing session.timeout.ms=10000
consumers c1 c2 group=billing
producer p1 topic=orders rate=10/s
run for=10s
kill c2
run for=2s
";

#[test]
fn a_killed_consumer_is_explained_in_korean() {
    assert_eq!(
        told(KILLED, "orders-1"),
        [
            "orders-1을 아무도 읽지 않습니다. c2가 갖고 있지만 실행 중이 아닙니다",
            "  이유: c2가 kill 되었습니다. billing은 session.timeout.ms(10초)가 끝나는 19.035초에 이를 알아챕니다",
        ]
    );
    let later = format!("{KILLED}run for=20s\n");
    assert_eq!(
        told(&later, "orders-1"),
        [
            "c1이 orders-1을 갖고 있습니다",
            "  이유: 세대 2에서 c1에 할당되었습니다",
            "  이유: c2가 billing에서 제거되었습니다",
            "  이유: c2가 10000 ms 동안 하트비트를 보내지 않았습니다(session.timeout.ms)",
            "  이유: c2가 kill 되었습니다",
        ]
    );
}

#[test]
fn a_rebalance_is_explained_in_korean() {
    let later = format!("{KILLED}run for=20s\n");
    assert_eq!(
        told(&later, "billing"),
        [
            "billing이 19.035초부터 21.065초까지(2.030초) 세대 2로 리밸런스했습니다. 파티션 1개가 옮겨 갔습니다(orders-1)",
            "  이유: c2가 billing에서 제거되었습니다",
            "  이유: c2가 10000 ms 동안 하트비트를 보내지 않았습니다(session.timeout.ms)",
            "  이유: c2가 kill 되었습니다",
            "  또 다른 이유: 2.020초 동안 billing이 c1을 기다렸습니다. c1은 하트비트의 응답으로 21.040초에야 리밸런스를 알게 \
             되었습니다(heartbeat.interval.ms)",
        ]
    );
}
