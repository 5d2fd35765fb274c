//! Lessons: what a question has its reader foretell is judged by the run, and tasks tick themselves when it shows them.

use groupscope::cluster::command::Command;
use groupscope::kafka::ids::{ClientName, TopicName, TopicPartition};
use groupscope::session::prediction::truth::Truth;
use groupscope::session::prediction::verdict::{GuessVerdict, GuessedBy};
use groupscope::session::prediction::{Guess, Prediction};
use groupscope::session::tasks::TaskList;
use groupscope::session::{Lang, Session};
use groupscope::sim::time::{SimDuration, SimTime};

/// Two consumers, four partitions, ten records a second each; c2 commits every five seconds, and is killed three
/// seconds after a commit.
const CRASH: &str = "\
cluster group.initial.rebalance.delay.ms=1000
topic orders partitions=4
group billing strategy=range auto.offset.reset=earliest session.timeout.ms=6000 heartbeat.interval.ms=2000 \
auto.commit.interval.ms=5000 processing_time=1ms
consumers c1 c2 group=billing
producer p1 topic=orders rate=40/s keys=round-robin
run until=stable
run until=committed consumer=c2
run for=2.5s
";

const KILLED: &str =
    "run for=500ms\nkill c2\nrun until=rebalancing\nrun until=stable\nrun for=2s\nanswer en=\"So.\"\n";

fn partition(number: u32) -> TopicPartition {
    TopicPartition { topic: TopicName::from("orders"), partition: number }
}

fn opened(text: &str) -> Session {
    Session::open("test", text.as_bytes()).unwrap_or_else(|errors| panic!("{errors:?}"))
}

fn asking(predict: &str) -> Session {
    opened(&format!("{CRASH}ask en=\"What?\"\n{predict}\n{KILLED}"))
}

/// What the question at the end of `CRASH` comes to, with c2 killed.
fn truth(predict: &str) -> Truth {
    asking(predict).truth(0).expect("a prediction with an answer")
}

fn prediction(session: &Session) -> &Prediction {
    session.captions().iter().find_map(|caption| caption.prediction()).expect("a prediction")
}

#[test]
fn the_records_that_come_twice_are_those_after_the_commit() {
    let Truth::Records(found) = truth("predict records duplicates partition=orders-2,orders-0") else {
        panic!()
    };
    let [(from, to)] = found[&partition(2)][..] else { panic!("one stretch: {found:?}") };
    assert_eq!(to - from, 30, "3 s after the commit, 10 records a second");
    assert_eq!(found[&partition(0)], [], "c1 lives");
}

#[test]
fn the_partitions_of_the_dead_move_and_are_unowned() {
    let dead = [partition(2), partition(3)];
    let Truth::Partitions(moved) = truth("predict partitions moved") else { panic!() };
    assert_eq!(moved.into_iter().collect::<Vec<_>>(), dead);
    let Truth::Partitions(unowned) = truth("predict partitions unowned group=billing") else { panic!() };
    assert!(dead.iter().all(|partition| unowned.contains(partition)), "{unowned:?}");
}

#[test]
fn an_owner_is_the_consumer_that_has_the_partition_when_the_answer_is_told() {
    let Truth::Owners(owners) = truth("predict owner partition=orders-1,orders-3") else { panic!() };
    assert_eq!(owners.values().flatten().map(ClientName::as_str).collect::<Vec<_>>(), ["c1", "c1"]);
}

#[test]
fn what_counts_up_is_counted_from_the_question_and_what_stands_is_read_at_the_answer() {
    assert_eq!(truth("predict number rebalances"), Truth::Number(Some(1)));
    assert_eq!(truth("predict number duplicates partition=orders-2,orders-3"), Truth::Number(Some(60)));
    assert_eq!(truth("predict number members group=billing"), Truth::Number(Some(1)));
    let Truth::Number(Some(unowned)) = truth("predict number unowned partition=orders-2") else { panic!() };
    assert!(
        (4_000_000..=8_100_000).contains(&unowned),
        "in microseconds, up to the session timeout: {unowned}"
    );
}

#[test]
fn a_verdict_tells_by_how_much_it_differs() {
    let session = asking("predict records duplicates partition=orders-2");
    let truth = session.truth(0).expect("an answer");
    let Truth::Records(found) = &truth else { panic!() };
    let (from, to) = found[&partition(2)][0];
    let verdict = |from, to| {
        let guess = Guess::Records([(partition(2), (from, to))].into_iter().collect());
        GuessVerdict::of(prediction(&session), &guess, &truth)
    };
    assert_eq!(verdict(from, to), GuessVerdict::Same);
    assert_eq!(verdict(from, to - 5), GuessVerdict::More(GuessedBy::Records(5)));
    assert_eq!(verdict(from - 2, to + 5), GuessVerdict::Fewer(GuessedBy::Records(7)));
    assert_eq!(verdict(from + 1, to + 1), GuessVerdict::Elsewhere);
    assert_eq!(verdict(from, from), GuessVerdict::More(GuessedBy::Records(30)));
}

#[test]
fn a_prediction_is_kept_when_a_session_is_saved() {
    let mut session = opened(&format!(
        "{CRASH}ask en=\"What?\"\npredict records duplicates partition=orders-2\n{KILLED}\
         task en=\"Again\" duplicates>=1 group=billing\nlearned en=\"So it is.\"\n"
    ));
    session.seek(session.script_end());
    let saved = session.to_script();
    assert!(saved.contains("\npredict records duplicates partition=orders-2\n"), "{saved}");
    let again = opened(&saved);
    assert_eq!((again.tasks().len(), again.learned()), (1, session.learned()));
    assert_eq!(again.truth(0), session.truth(0));
}

#[test]
fn a_task_ticks_when_the_visitors_own_run_shows_it() {
    let mut session = opened(&format!(
        "{CRASH}task en=\"Twice\" duplicates>=1 group=billing\ntask en=\"Idle\" assigned=0 consumer=c5\n\
         task en=\"There already\" members=2 group=billing\n"
    ));
    let mut tasks = TaskList::default();
    session.seek(SimTime::from_millis(500));
    tasks.look(&session);
    assert_eq!(tasks.ticked(), [], "the script is not over");
    let end = session.script_end();
    session.seek(end);
    tasks.look(&session);
    assert_eq!(tasks.ticked(), [None, None, None], "what is so already is no deed");
    session.act(Command::KillProcess { client: ClientName::from("c2") }).expect("c2 runs");
    let mut now = end;
    while now < end + SimDuration::from_secs(12) {
        now += SimDuration::from_millis(100);
        session.seek(now);
        tasks.look(&session);
    }
    let ticked = tasks.ticked()[0].expect("c1 has processed again what c2 had not committed");
    assert!(ticked > end + SimDuration::from_secs(3), "not before the session expired: {ticked}");
    session.seek(end);
    tasks.look(&session);
    assert_eq!(tasks.ticked()[0], None, "before it happened it is open again");
    session.seek(now);
    tasks.look(&session);
    assert!(tasks.ticked()[0].is_some());
    session.undo();
    tasks.look(&session);
    assert_eq!(tasks.ticked()[0], None, "what is taken back has not been done");
}

#[test]
fn what_is_wrong_with_a_lesson_is_said_in_its_place() {
    let errors = |lines: &str| -> Vec<String> {
        let text = format!("topic orders partitions=2\ngroup billing\nconsumers c1 group=billing\n{lines}");
        Session::open("test", text.as_bytes())
            .err()
            .unwrap_or_default()
            .iter()
            .map(|e| e.message(Lang::En))
            .collect()
    };
    let question = "ask en=\"What?\"\n";
    let answer = "run for=1s\nanswer en=\"So.\"\n";
    for (lines, said) in [
        ("predict owner partition=orders-0\n".to_owned(), "A `predict` line belongs below its `ask` line."),
        (
            format!(
                "{question}predict owner partition=orders-0\nrun for=1s\n{question}predict partitions moved\n{answer}"
            ),
            "What this question has foretold is judged at its `answer` line; write one before the next question.",
        ),
        (
            format!("{question}predict owner partition=orders-0\npredict partitions moved\n{answer}"),
            "One `predict` line belongs to a question; ask for the rest in another.",
        ),
        (
            format!("{question}predict records lag partition=orders-0\n{answer}"),
            "`predict records` takes one of duplicates, gaps.",
        ),
        (format!("{question}predict owner\n{answer}"), "`predict owner` needs partition=TOPIC-NUMBER."),
        (
            format!("{question}predict records gaps partition=orders-7\n{answer}"),
            "There is no partition `orders-7` here yet; write TOPIC-NUMBER, counted from 0.",
        ),
        (
            format!("{question}predict number rebalance\n{answer}"),
            "`rebalance` is not a measure. Did you mean `rebalances`?",
        ),
        (
            format!("{question}predict number owner partition=orders-0\n{answer}"),
            "`owner` is not a number; it can be equal (=) or not (!=), and has no difference.",
        ),
        ("task en=\"Nothing\"\n".to_owned(), "`task` needs a measure, such as duplicates=0 or lag<=5."),
        (
            "learned en=\"One.\"\nlearned en=\"Two.\"\n".to_owned(),
            "This line can be given only once; keep one of them.",
        ),
    ] {
        assert_eq!(errors(&lines), [said], "{lines}");
    }
}
