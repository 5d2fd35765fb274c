//! Sessions as a whole: opened, moved through, changed, saved, opened again.

use super::*;
use proptest::prelude::*;

const SCRIPT: &str = r#"title en="A \"first\" look" ko="첫 걸음"
seed 4
cluster brokers=1 latency=2ms group.initial.rebalance.delay.ms=500
topic orders partitions=4
group billing commit=sync strategy=range session.timeout.ms=6000 heartbeat.interval.ms=2000
consumers c1 c2 group=billing
producer p1 topic=orders rate=40/s
say en="Two consumers." ko="컨슈머 둘."
run for=3s
ask en="What now?" ko="이제?"
option en="This" ko="이것" right=yes
option en="That" ko="저것"
mark before
consumers c3 group=billing processing_time=20ms max.poll.records=10
run for=2s
kill c2
expect produced>0 since=before
answer en="See." ko="보라."
run for=4.000250s
"#;

fn open(text: &str) -> Session {
    Session::open("first", text.as_bytes()).unwrap_or_else(|errors| panic!("{errors:#?}\n{text}"))
}

fn at(micros: u64) -> SimTime {
    SimTime::from_micros(micros)
}

fn kill(name: &str) -> Command {
    Command::KillProcess { client: ClientName::from(name) }
}

#[test]
fn an_opened_session_stands_at_its_beginning_and_knows_its_end() {
    let session = open(SCRIPT);
    assert_eq!(
        (session.now(), session.script_end(), session.furthest()),
        (at(0), at(9_000_250), at(9_000_250))
    );
    assert_eq!((session.title(Lang::En), session.title(Lang::Ko)), ("A \"first\" look", "첫 걸음"));
    let times: Vec<u64> = session.captions().iter().map(|caption| caption.at.as_millis()).collect();
    assert_eq!(times, [0, 3_000, 5_000]);
    assert!(session.expectations().iter().all(|expectation| expectation.passed));
    assert_eq!(session.commands().len(), 6);
}

#[test]
fn one_language_is_enough_for_a_file_of_ones_own() {
    let session = open(
        "title en=\"Mine\"
say en=\"Look.\"
ask en=\"How many?\"
\
         option en=\"2\" right=yes
option en=\"3\"
run for=1s
",
    );
    assert_eq!((session.title(Lang::En), session.title(Lang::Ko)), ("Mine", "Mine"));
    assert!(session.captions().iter().all(|caption| caption.ko == caption.en));
    let mut session = session;
    session.seek(at(1_000_000));
    let saved = session.to_script();
    assert!(saved.contains("say en=Look.\n") && !saved.contains("ko="), "{saved}");
    same_after_reopening(&session);
}

#[test]
fn a_long_way_is_gone_in_slices_and_leads_to_the_same_place() {
    let (mut whole, mut slices) = (open(SCRIPT), open(SCRIPT));
    assert_eq!(whole.seek(at(60_000_000)), Reach::Reached);
    let mut calls = 0;
    while slices.seek_towards(at(60_000_000), 1_000) == Reach::More {
        assert!(slices.now() <= at(60_000_000));
        calls += 1;
    }
    assert!(calls > 5, "{calls}");
    assert_eq!(slices.report(), whole.report());
    assert_eq!(slices.furthest(), at(60_000_000));
}

#[test]
fn a_script_in_which_too_much_happens_is_given_up_with_a_sentence() {
    let scenario =
        Scenario::read(b"topic t partitions=1\nproducer p1 topic=t rate=1000/s\nrun for=1439min\nrun for=1s")
            .unwrap();
    let mut run = Interpreter::new(&scenario.setup, Level::Nothing, SimTime::MAX).unwrap();
    run.most_steps = 10_000;
    run.run(&scenario.statements);
    let errors: Vec<String> = run.errors.iter().map(ToString::to_string).collect();
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(
        errors[0].starts_with("line 3, column 1: So much happens here that the run would never end"),
        "{errors:?}"
    );
    let given_up = run.timeline.now();
    assert_eq!(run.run_on(SimTime::MAX), Reach::Reached);
    assert_eq!(run.timeline.now(), given_up);
}

#[test]
fn what_a_known_scenario_expects_is_not_looked_at() {
    let text = b"topic t partitions=1\nexpect nonsense=1\nrun for=1s";
    assert_eq!(Scenario::read(text).unwrap_err().len(), 1);
    assert_eq!(Scenario::read_known(text).unwrap().statements.len(), 3);
}

#[test]
fn a_run_goes_on_for_as_long_as_time_moves() {
    let scenario = Scenario::read(b"topic t partitions=1\nproducer p1 topic=t rate=100000/s\n").unwrap();
    let mut run = Interpreter::new(&scenario.setup, Level::Nothing, SimTime::MAX).unwrap();
    run.run(&scenario.statements);
    let until = at(60_000_000);
    let mut slices = 1;
    while run.run_on(until) == Reach::More {
        slices += 1;
    }
    assert!(slices > 1 && run.errors.is_empty());
    assert_eq!(run.timeline.now(), until);
}

#[test]
fn what_was_done_is_saved_and_opened_again() {
    let mut session = open(SCRIPT);
    session.seek(at(9_000_250));
    same_after_reopening(&session);
    session.seek(at(2_999_999));
    same_after_reopening(&session);
    session.seek(at(3_000_000));
    session.act(kill("c1")).unwrap();
    session.seek(at(4_123_456));
    let spec = session.new_consumer(&GroupId::from("billing"));
    assert_eq!(spec.name.as_str(), "c4", "c3 was started at 3 s as well");
    session.act(Command::StartConsumer(spec)).unwrap();
    session.seek(at(12_000_001));
    same_after_reopening(&session);
}

/// What followed a question is kept with it: saved while it stands, it can be answered when it is opened again.
#[test]
fn a_session_saved_at_a_question_keeps_what_followed_up_to_its_answer() {
    let mut session = open(SCRIPT);
    session.seek(at(3_000_000));
    assert!(session.is_asked());
    let saved = open(&session.to_script());
    assert_eq!(saved.captions(), session.captions(), "the question and its answer");
    assert_eq!(saved.script_end(), at(5_000_000));
    assert_eq!(saved.commands(), session.commands(), "c3 joined, and c2 was killed");
    session.seek(at(5_000_000));
    let mut saved = saved;
    saved.seek(at(5_000_000));
    assert_eq!(saved.cluster().observe(1000), session.cluster().observe(1000));
    same_after_reopening(&session);
    // A question without an answer is kept with what happened up to the next caption, or to the end.
    let mut plain = open(&SCRIPT.replace("answer en=", "say en="));
    plain.seek(at(3_000_000));
    assert_eq!(open(&plain.to_script()).script_end(), at(5_000_000));
    let mut last = open(&SCRIPT.replace("answer en=\"See.\" ko=\"보라.\"\n", ""));
    last.seek(at(3_000_000));
    assert_eq!(open(&last.to_script()).script_end(), last.script_end());
    // A visitor who has left the script there keeps what was done.
    session.seek(at(3_000_000));
    session.act(kill("c1")).unwrap();
    same_after_reopening(&session);
}

fn same_after_reopening(session: &Session) {
    let text = session.to_script();
    let mut again = open(&text);
    assert_eq!(again.script_end(), session.now(), "{text}");
    again.seek(session.now());
    let done = &session.commands()[..session.timeline.applied()];
    assert_eq!(again.commands(), done, "{text}");
    assert_eq!(again.cluster().observe(1000), session.cluster().observe(1000));
    let entries = |session: &Session| session.cluster().journal().iter_from(0).cloned().collect::<Vec<_>>();
    assert_eq!(entries(&again), entries(session));
    assert_eq!(again.to_script(), text);
}

#[test]
fn acting_before_the_end_sets_the_rest_of_the_script_aside_until_undo() {
    let mut session = open(SCRIPT);
    session.seek(at(3_500_000));
    session.act(kill("c1")).unwrap();
    assert_eq!((session.captions().len(), session.commands().len()), (2, 6));
    assert_eq!((session.script_end(), session.furthest()), (at(3_500_000), at(3_500_000)));
    session.seek(at(8_000_000));
    assert!(session.can_undo() && session.undo());
    assert_eq!((session.now(), session.captions().len(), session.commands().len()), (at(8_000_000), 3, 6));
    assert_eq!(session.script_end(), at(9_000_250));
    assert!(session.redo() && !session.can_redo());
    assert_eq!(session.captions().len(), 2);
}

/// It is no command of the timeline: nothing is undone with it, and nothing of it is saved.
#[test]
fn a_refusal_that_was_expected_changes_nothing() {
    let text = format!("{SCRIPT}reset-offsets billing to=earliest refused=yes\nrun for=1s\n");
    let (plain, mut session) = (open(&format!("{SCRIPT}run for=1s\n")), open(&text));
    assert_eq!(session.commands(), plain.commands());
    assert_eq!(session.expectations().len(), plain.expectations().len() + 1);
    let refusal = session.expectations().last().unwrap();
    assert!(refusal.passed && refusal.sentence.starts_with("As expected, `reset-offsets` was refused: "));
    session.seek(session.script_end());
    same_after_reopening(&session);
    assert!(!session.to_script().contains("reset-offsets"));
    session.act(kill("c1")).unwrap();
    assert!(session.undo());
    same_after_reopening(&session);
}

#[test]
fn a_refused_act_changes_nothing() {
    let mut session = open(SCRIPT);
    session.seek(at(1_000_000));
    let fewer = Command::AddPartitions { topic: TopicName::from("orders"), partitions: 2 };
    let refused = session.act(fewer).unwrap_err();
    assert!(Lang::En.say(refused).contains("Kafka cannot"));
    assert!(!session.can_undo() && session.commands().len() == 6);
}

#[test]
fn refusals_of_the_world_name_their_line() {
    let known = errors("topic t partitions=4\nadd-partitions t total=3\nrun to=2s\nrun to=1s\n");
    assert_eq!(known.len(), 2);
    assert!(known[0].contains("line 2, column 1: t has 4 partitions and Kafka cannot"), "{known:?}");
    assert!(known[1].starts_with("line 4, column 5: It is 2.000 s already"), "{known:?}");
    let found = errors(
        "topic t partitions=4\ngroup g\nconsumers c group=g\nthaw c\nrun until=stable\nrun to=1us\n\
         delete-topic t\nadd-partitions t total=5\n",
    );
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(found[0].contains("line 4, column 6: c is not frozen."), "{found:?}");
    assert!(found[1].starts_with("line 6, column 5: It is 3."), "{found:?}");
    assert!(found[2].starts_with("line 8, column 1: There is no topic `t`"), "{found:?}");
}

/// What a session that cannot be opened is wrong in.
fn errors(text: &str) -> Vec<String> {
    Session::open("x", text.as_bytes()).err().unwrap().iter().map(ToString::to_string).collect()
}

/// Lines that are nearly right, so that the checks behind the first one are reached too.
fn mutated() -> impl Strategy<Value = String> {
    let lines: Vec<&'static str> = SCRIPT.lines().collect();
    let noise =
        prop_oneof!["[a-z=<>! \"#.0-9,:/-]{0,6}", "\\PC{0,4}", Just("=99999999999999999999".to_owned())];
    prop::collection::vec((0..lines.len(), any::<prop::sample::Index>(), noise), 0..8).prop_map(
        move |changes| {
            let mut text: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
            for (line, place, noise) in changes {
                let places: Vec<usize> = text[line].char_indices().map(|(place, _)| place).collect();
                if !places.is_empty() {
                    text[line].insert_str(places[place.index(places.len())], &noise);
                }
            }
            text.join("\n")
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = Scenario::read(&bytes);
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "(\\PC|\n|\"|=){0,200}") {
        let _ = Scenario::read(text.as_bytes());
    }

    #[test]
    fn no_slip_in_a_script_makes_it_panic(text in mutated()) {
        if let Err(errors) = Scenario::read(text.as_bytes()) {
            prop_assert!(!errors.is_empty() && errors.is_sorted_by_key(|error| error.span));
            let last = text.split('\n').count() as u32;
            prop_assert!(errors.iter().all(|error| (1..=last).contains(&error.span.line)));
        }
    }
}

#[test]
fn a_line_of_the_script_can_be_done_at_the_cursor() {
    let mut session = open(SCRIPT);
    session.seek(at(4_000_000));
    session.act_line("kill c2").unwrap();
    session.act_line("consumers c4 group=billing max.poll.records=7").unwrap();
    let (_, last) = session.commands().last().unwrap();
    let Command::StartConsumer(spec) = last else { panic!("{last:?}") };
    assert_eq!(
        (spec.config.max_poll_records, spec.config.enable_auto_commit),
        (7, false),
        "the group's line counts"
    );
    assert!(session.to_script().contains(" max.poll.records=7\n"));
    let done = session.commands().len();
    for (line, error) in [
        ("kil c1", "line 1, column 1: `kil` is not a verb. Did you mean `kill`?"),
        (
            "run for=3s",
            "line 1, column 1: This line does nothing to the world; it belongs into a session file.",
        ),
        ("", "line 1, column 1: One line is expected here, with one verb: `kill c1`, for instance."),
    ] {
        assert_eq!(session.act_line(line).unwrap_err().to_string(), error);
    }
    assert!(session.act_line("kill c2").unwrap_err().message(Lang::En).contains("c2"), "the world refuses");
    assert!(session.act_line("kill c1 c2").is_err(), "and then nothing of the line is done");
    assert_eq!(session.commands().len(), done);
}
