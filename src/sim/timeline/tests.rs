//! The timeline against its definition, on a toy whose events breed events.

use super::*;
use proptest::prelude::*;

/// Events that breed events, some of them at the same instant, and remember the order in which they ran.
#[derive(Clone, Debug, Default, PartialEq)]
struct Toy {
    now: SimTime,
    queue: Vec<(SimTime, u64)>,
    sequence: u64,
    trace: u64,
    weight: usize,
}

impl Toy {
    fn push(&mut self, delay_ms: u64) {
        self.sequence += 1;
        self.queue.push((self.now + SimDuration::from_millis(delay_ms), self.sequence));
        self.queue.sort_unstable();
    }

    fn note(&mut self, what: u64) {
        let input = self.trace ^ what ^ self.now.as_micros().rotate_left(20);
        self.trace = input.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(31);
    }
}

impl Model for Toy {
    type Command = u64;
    type Error = ();

    fn now(&self) -> SimTime {
        self.now
    }

    fn apply(&mut self, command: &u64) -> Result<(), ()> {
        if *command == 7 && self.trace.is_multiple_of(2) {
            return Err(());
        }
        self.note(*command);
        self.push(0);
        self.push(command * 37);
        Ok(())
    }

    fn advance_to(&mut self, time: SimTime) {
        while self.step(time) {}
    }

    fn step(&mut self, limit: SimTime) -> bool {
        if self.queue.first().is_none_or(|(at, _)| *at > limit) {
            self.now = self.now.max(limit);
            return false;
        }
        let (at, number) = self.queue.remove(0);
        self.now = at;
        self.note(number);
        if self.trace.is_multiple_of(7) {
            self.push(0);
        }
        if self.queue.len() < 3 {
            self.push(self.trace % 1500);
        }
        true
    }

    fn weight(&self) -> usize {
        self.weight
    }
}

fn toy() -> Toy {
    let mut toy = Toy::default();
    toy.push(0);
    toy.push(450);
    toy
}

/// The definition: no snapshot, no shortcut.
fn straight(commands: &[(SimTime, u64)], time: SimTime) -> Toy {
    let mut toy = toy();
    for (at, command) in commands.iter().filter(|(at, _)| *at <= time) {
        toy.advance_to(*at);
        let _ = toy.apply(command);
        toy.advance_to(*at);
    }
    toy.advance_to(time);
    toy
}

fn at(millis: u64) -> SimTime {
    SimTime::from_millis(millis)
}

#[derive(Clone, Debug)]
enum Move {
    Seek(u64),
    /// Moves towards a time, by at most this number of steps.
    Towards(u64, u64),
    Step(u64),
    Act(u64),
    Undo,
    Redo,
}

fn deeds() -> impl Strategy<Value = Vec<Move>> {
    // Whole half seconds half of the time, so that commands, events and snapshots meet at one instant.
    let time = prop_oneof![(0..60_u64).prop_map(|half| half * 500), 0..30_000_u64];
    prop::collection::vec(
        prop_oneof![
            4 => time.clone().prop_map(Move::Seek),
            2 => (time, 1..20_u64).prop_map(|(time, most)| Move::Towards(time, most)),
            1 => (0..3_000_u64).prop_map(Move::Step),
            3 => (0..9_u64).prop_map(Move::Act),
            1 => Just(Move::Undo),
            1 => Just(Move::Redo),
        ],
        1..40,
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_was_done_a_seek_equals_the_straight_run(deeds in deeds(), target in 0..40_000_u64) {
        let mut timeline = Timeline::new(toy());
        for deed in deeds {
            match deed {
                Move::Seek(time) => timeline.seek(at(time)),
                Move::Towards(time, most) => {
                    while timeline.seek_towards(at(time), most) == Reach::More {}
                    prop_assert_eq!(timeline.now(), at(time));
                }
                Move::Step(span) => {
                    let limit = timeline.now() + SimDuration::from_millis(span);
                    timeline.step(limit);
                    timeline.seek(timeline.now());
                }
                Move::Act(command) => drop(timeline.act(command)),
                Move::Undo => drop(timeline.undo()),
                Move::Redo => drop(timeline.redo()),
            }
            prop_assert!(timeline.commands().is_sorted_by_key(|(at, _)| *at));
            prop_assert_eq!(timeline.present(), &straight(timeline.commands(), timeline.now()));
        }
        timeline.seek(at(target));
        prop_assert_eq!(timeline.present(), &straight(timeline.commands(), at(target)));
    }
}

#[test]
fn an_act_in_the_past_sets_the_future_aside_and_undo_brings_it_back() {
    let mut timeline = Timeline::new(toy());
    timeline.append(1).unwrap();
    timeline.seek(at(5_000));
    timeline.append(2).unwrap();
    timeline.seek(at(10_000));
    let before = timeline.present().clone();
    timeline.seek(at(3_000));
    timeline.act(3).unwrap();
    assert_eq!(timeline.commands(), [(at(0), 1), (at(3_000), 3)]);
    assert_eq!((timeline.departed(), timeline.furthest()), (Some(at(3_000)), at(3_000)));
    timeline.seek(at(10_000));
    assert_ne!(timeline.present(), &before);
    assert!(timeline.undo() && !timeline.can_undo());
    assert_eq!(timeline.present(), &before);
    assert_eq!(timeline.departed(), None);
    assert!(timeline.redo() && !timeline.can_redo());
    assert_eq!(timeline.commands(), [(at(0), 1), (at(3_000), 3)]);
}

/// A model that accepts a command once, and after that no copy of it does.
#[derive(Clone, Debug, Default)]
struct Fickle {
    now: SimTime,
    done: Vec<u64>,
    accepted: std::rc::Rc<std::cell::RefCell<Vec<u64>>>,
}

impl Model for Fickle {
    type Command = u64;
    type Error = String;

    fn now(&self) -> SimTime {
        self.now
    }

    fn apply(&mut self, command: &u64) -> Result<(), String> {
        let mut accepted = self.accepted.borrow_mut();
        if accepted.contains(command) && *command == 2 {
            return Err(format!("{command} again"));
        }
        accepted.push(*command);
        self.done.push(*command);
        Ok(())
    }

    fn advance_to(&mut self, time: SimTime) {
        self.now = self.now.max(time);
    }

    fn step(&mut self, limit: SimTime) -> bool {
        self.advance_to(limit);
        false
    }

    fn weight(&self) -> usize {
        1
    }
}

#[test]
fn what_is_refused_when_it_is_repeated_was_not_done_and_is_told() {
    let mut timeline = Timeline::new(Fickle::default());
    for (time, command) in [(1_500, 1), (2_500, 2), (3_500, 3)] {
        timeline.seek(at(time));
        timeline.append(command).unwrap();
    }
    timeline.seek(at(6_000));
    assert!(timeline.refusals().is_empty());
    timeline.seek(at(2_000));
    timeline.seek(at(6_000));
    assert_eq!(timeline.refusals().len(), 0, "a snapshot had it behind it");
    timeline.seek(at(2_000));
    timeline.seek(at(2_600));
    assert_eq!(timeline.refusals(), [(at(2_500), "2 again".to_owned())]);
    assert_eq!((timeline.commands(), timeline.applied()), (&[(at(1_500), 1), (at(3_500), 3)][..], 1));
    timeline.seek(at(6_000));
    assert_eq!((&timeline.present().done[..], timeline.applied()), (&[1, 3][..], 2));
}

#[test]
fn a_bounded_seek_stops_on_the_way_and_says_so() {
    let mut timeline = Timeline::new(toy());
    assert_eq!(timeline.seek_towards(at(3_000_000), 5), Reach::More);
    assert!(timeline.now() < at(3_000_000));
    assert_eq!(timeline.furthest(), timeline.now());
    // A run that turns round on the way, even within an instant, reaches the same state as a straight run.
    timeline.seek(at(400));
    assert_eq!(timeline.present(), &straight(&[], at(400)));
    assert_eq!(timeline.seek_towards(at(3_000_000), u64::MAX), Reach::Reached);
    assert_eq!(timeline.present(), &straight(&[], at(3_000_000)));
}

#[test]
fn the_number_of_snapshots_is_bounded() {
    let mut timeline = Timeline::new(toy());
    timeline.seek(at(3_000_000));
    assert!(timeline.snapshots.len() <= MOST_SNAPSHOTS);
    assert_eq!(timeline.spacing, SimDuration::from_secs(2));
    timeline.seek(at(1_234_567));
    assert_eq!(timeline.present(), &straight(&[], at(1_234_567)));
}

#[test]
fn heavy_snapshots_are_fewer() {
    let of_weight = |weight: usize| {
        let mut timeline = Timeline::new(Toy { weight, ..toy() });
        timeline.seek(at(1_000_000));
        timeline.snapshots.len()
    };
    assert_eq!(of_weight(0), 1001);
    assert!((126..=251).contains(&of_weight(HEAVIEST / 251)), "{}", of_weight(HEAVIEST / 251));
    assert!((FEWEST_SNAPSHOTS / 2..=FEWEST_SNAPSHOTS).contains(&of_weight(HEAVIEST)));
}
