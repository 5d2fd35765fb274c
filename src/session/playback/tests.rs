//! Playback of whole sessions: pace, questions, loops.

use super::*;
use crate::cluster::command::Command;
use crate::kafka::ids::ClientName;

const FRAME: SimDuration = SimDuration::from_micros(16_667);
const QUIET: Outlook = Outlook { bustle: Bustle::Quiet, ahead: None };

fn playing(pace: Pace) -> Playback {
    let mut playback = Playback::default();
    playback.set_pace(pace);
    playback.play();
    playback
}

fn open(text: &str) -> Session {
    Session::open("plays", text.as_bytes()).unwrap_or_else(|errors| panic!("{errors:#?}"))
}

const CRASH: &str = include_str!("../../../static/scenarios/crash-after-auto-commit.session");
const ASKS: &str = "topic t partitions=1\nproducer p1 topic=t rate=10/s\nrun for=2s\nask en=\"Now?\"\n\
                    option en=\"Yes\" right=yes\noption en=\"No\"\nrun for=2s\n";

/// Plays until `over` says so of the session or it halts; the real time in milliseconds, and why it halted.
fn plays(
    session: &mut Session,
    playback: &mut Playback,
    over: impl Fn(&Session) -> bool,
) -> (u64, Option<Halt>) {
    plays_in_frames_of(FRAME, session, playback, over)
}

fn plays_in_frames_of(
    frame: SimDuration,
    session: &mut Session,
    playback: &mut Playback,
    over: impl Fn(&Session) -> bool,
) -> (u64, Option<Halt>) {
    for frames in 1..20_000 {
        let seen = session.cluster().observe(1);
        let halt = session.frame(playback, frame, &seen);
        if halt.is_some() || over(session) {
            return (frames * frame.as_micros() / 1000, halt);
        }
    }
    panic!("it is {:?} and not over", session.now());
}

fn is_stable(session: &Session) -> bool {
    session.cluster().observe_memberships().iter().all(|group| group.state.name() == "Stable")
}

#[test]
fn nothing_is_lost_between_frames() {
    let mut playback = Playback::default();
    playback.set_pace(Pace::Fixed(33));
    assert_eq!(playback.advance(SimDuration::from_secs(1), &QUIET), SimDuration::ZERO);
    playback.play();
    let total: u64 = (0..300).map(|_| playback.advance(FRAME, &QUIET).as_micros()).sum();
    assert_eq!(total, 300 * 16_667 * 33 / 100);
}

#[test]
fn a_hidden_tab_does_not_jump() {
    let mut playback = playing(Pace::Fixed(1_000_000));
    assert_eq!(playback.pace(), Pace::Fixed(Pace::FASTEST));
    assert_eq!(playback.advance(SimDuration::from_secs(3600), &QUIET), SimDuration::from_secs(25));
}

#[test]
fn playback_waits_at_a_question_at_any_speed_and_halts_at_the_end() {
    for pace in [Pace::Auto, Pace::Fixed(100), Pace::Fixed(Pace::FASTEST)] {
        let (mut session, mut playback) = (open(ASKS), playing(pace));
        let (_, halt) = plays(&mut session, &mut playback, |_| false);
        assert_eq!((halt, session.now()), (Some(Halt::Question), SimTime::from_millis(2_000)), "{pace:?}");
        assert!(session.is_asked() && !playback.playing());
        playback.play();
        let (_, halt) = plays(&mut session, &mut playback, |_| false);
        assert_eq!((halt, session.now()), (Some(Halt::End), session.script_end()), "{pace:?}");
        playback.play();
        plays(&mut session, &mut playback, |session| session.now() > session.script_end());
    }
}

#[test]
fn playback_waits_at_a_question_with_which_the_script_begins_and_again_after_a_rewind() {
    let asks = "topic orders partitions=1\ngroup billing\nask en=\"?\"\noption en=\"Yes\" right=yes\noption en=\"No\"\n\
                consumers c1 group=billing\nrun for=2s\nanswer en=\"!\"\n";
    let (mut session, mut playback) = (open(asks), playing(Pace::Fixed(100)));
    for _ in 0..2 {
        let (_, halt) = plays(&mut session, &mut playback, |_| false);
        assert_eq!((halt, session.now(), playback.playing()), (Some(Halt::Question), SimTime::ZERO, false));
        playback.play();
        let (_, halt) = plays(&mut session, &mut playback, |_| false);
        assert_eq!((halt, session.now()), (Some(Halt::End), session.script_end()));
        session.seek(SimTime::ZERO);
        playback.play();
    }
}

#[test]
fn playback_halts_at_the_answer_to_what_was_said_once() {
    let asks = "topic t partitions=1\ngroup billing\nrun for=1s\nask en=\"?\"\noption en=\"Yes\" right=yes\n\
                option en=\"No\"\nrun for=1s\nanswer en=\"!\"\nrun for=10ms\nsay en=\".\"\nrun for=1s\n";
    for pace in [Pace::Auto, Pace::Fixed(100)] {
        let (mut session, mut playback) = (open(asks), playing(pace));
        let (_, halt) = plays(&mut session, &mut playback, |_| false);
        assert_eq!(halt, Some(Halt::Question));
        playback.halt_at_answer(Some(SimTime::from_millis(2_000)));
        playback.play();
        let (_, halt) = plays(&mut session, &mut playback, |_| false);
        assert_eq!((halt, session.now()), (Some(Halt::Answer), SimTime::from_millis(2_000)), "{pace:?}");
        playback.play();
        let (_, halt) = plays(&mut session, &mut playback, |_| false);
        assert_eq!((halt, session.now()), (Some(Halt::End), session.script_end()), "{pace:?}");
    }
}

#[test]
fn a_stretch_is_played_again_and_again() {
    for pace in [Pace::Auto, Pace::Fixed(1_000)] {
        let (mut session, mut playback) = (open(ASKS), playing(pace));
        let (from, to) = (SimTime::from_millis(2_500), SimTime::from_millis(4_000));
        playback.looped = Loop::ending(to, Some(Loop::starting(from, None)));
        session.seek(SimTime::from_millis(2_200));
        for round in 0..3 {
            let (_, halt) = plays(&mut session, &mut playback, |session| session.now() == to);
            assert_eq!(
                (halt, session.now()),
                (None, to),
                "round {round}: the end of the loop is no end of the script"
            );
            let seen = session.cluster().observe(1);
            session.frame(&mut playback, FRAME, &seen);
            assert_eq!(session.now(), from);
        }
    }
}

#[test]
fn the_ends_of_a_loop_are_set_at_the_cursor() {
    let at = SimTime::from_millis;
    let begun = Loop::starting(at(5), None);
    assert_eq!(begun, Loop { from: at(5), to: None });
    assert_eq!(Loop::ending(at(9), Some(begun)), Some(Loop { from: at(5), to: Some(at(9)) }));
    assert_eq!(
        Loop::ending(at(3), Some(begun)),
        Some(Loop { from: at(0), to: Some(at(3)) }),
        "its start is later"
    );
    assert_eq!(Loop::ending(at(0), None), None);
    let whole = Loop { from: at(5), to: Some(at(9)) };
    assert_eq!(Loop::starting(at(7), Some(whole)), Loop { from: at(7), to: Some(at(9)) });
    assert_eq!(Loop::starting(at(9), Some(whole)), Loop { from: at(9), to: None });
}

#[test]
fn a_loop_without_an_end_does_not_turn_back() {
    let (mut session, mut playback) = (open(ASKS), playing(Pace::Fixed(1_000)));
    playback.looped = Some(Loop::starting(SimTime::ZERO, None));
    let (_, halt) = plays(&mut session, &mut playback, |_| false);
    assert_eq!(halt, Some(Halt::Question));
}

#[test]
fn a_first_join_takes_two_seconds_to_see_and_no_more_than_five() {
    let mut session = open(CRASH);
    let (real, _) = plays(&mut session, &mut playing(Pace::Auto), is_stable);
    println!("from the beginning to the first Stable: {real} ms");
    assert!((2_000..=4_500).contains(&real), "{real} ms");
}

#[test]
fn what_the_first_caption_names_is_to_be_seen_within_five_seconds() {
    // The page begins with this scenario, and its first caption names three consumers that read six partitions.
    let read = |session: &Session| {
        let seen = session.cluster().observe(1);
        let lanes: Vec<_> = seen.groups.iter().flat_map(|group| &group.lanes).collect();
        lanes.len() == 6 && lanes.iter().all(|lane| lane.owner_running)
    };
    for millis in [8, 17, 33, 100, 250] {
        let mut session = open(CRASH);
        assert!(session.captions()[0].en.starts_with("Three consumers read six partitions."));
        let frame = SimDuration::from_millis(millis);
        let (real, halt) = plays_in_frames_of(frame, &mut session, &mut playing(Pace::Auto), read);
        println!("in frames of {millis} ms, six partitions have a reader after {real} ms");
        assert!(halt.is_none() && real <= 5_000, "{real} ms in frames of {millis} ms");
    }
}

#[test]
fn a_join_into_a_running_group_takes_about_two_seconds_at_the_least() {
    let text = "topic t partitions=4\ngroup g heartbeat.interval.ms=50 session.timeout.ms=6000\n\
                consumers c1 c2 group=g\nrun for=10s\nconsumers c3 group=g\nrun for=20s\n";
    let (mut session, mut playback) = (open(text), playing(Pace::Auto));
    session.seek(SimTime::from_millis(10_000));
    let generation = |session: &Session| session.cluster().observe_memberships()[0].generation;
    let before = generation(&session);
    let (real, _) =
        plays(&mut session, &mut playback, |session| generation(session) > before && is_stable(session));
    println!("a join into a running group: {real} ms");
    assert!((1_800..=6_000).contains(&real), "{real} ms up to {:?}", session.now());
}

#[test]
fn kafkas_defaults_do_not_make_anybody_wait() {
    // 45 seconds of silence until the session of the killed consumer expires.
    let text = "topic t partitions=4\ngroup g\nconsumers c1 c2 group=g\nproducer p1 topic=t rate=20/s\nrun for=60s\n";
    let (mut session, mut playback) = (open(text), playing(Pace::Auto));
    session.seek(SimTime::from_millis(20_000));
    session.act(Command::KillProcess { client: ClientName::from("c2") }).unwrap();
    playback.did_something();
    let killed = session.now();
    let (real, _) = plays(&mut session, &mut playback, |session| !is_stable(session));
    let silent = (session.now() - killed).as_millis();
    assert!((40_000..=46_000).contains(&silent), "{silent} ms");
    println!("45 s of silence: {real} ms");
    assert!((2_500..=5_000).contains(&real), "{real} ms for {silent} ms that nobody could foresee");
}

#[test]
fn what_begins_within_a_fast_frame_is_not_over_before_it_is_seen() {
    let text = "topic t partitions=4\ngroup g\nconsumers c1 c2 group=g\nrun for=200s\n";
    let (mut session, mut playback) = (open(text), playing(Pace::Auto));
    session.seek(SimTime::from_millis(30_000));
    session.act(Command::KillProcess { client: ClientName::from("c2") }).unwrap();
    plays(&mut session, &mut playback, |session| !is_stable(session));
    let journal = session.cluster().journal();
    let last = journal.get(journal.len() - 1).map(|entry| entry.time);
    assert_eq!(last, Some(session.now()), "the frame ends where the rebalance begins");
}

#[test]
fn a_script_that_is_known_is_played_smoothly() {
    let (mut session, mut playback) = (open(CRASH), playing(Pace::Auto));
    let mut before = playback.pacer.rate();
    while session.now() < SimTime::from_millis(9_000) {
        let seen = session.cluster().observe(1);
        if session.frame(&mut playback, FRAME, &seen).is_some() {
            break;
        }
        let rate = playback.pacer.rate();
        assert!(rate <= before * 6 / 5 + 1, "from {before} to {rate} at {:?}", session.now());
        before = rate;
    }
}
