//! The words for states and times, each once: on the stage, in the panels, in lists and notices the same thing is
//! called the same.

use crate::cluster::observation::ProcessState;
use crate::scene::card::Condition;
use crate::sim::time::{SimDuration, SimTime};

/// A process whose network is cut.
pub const CUT_OFF: &str = "cut off";

/// What is wrong with a consumer, in a word.
pub const fn condition(condition: Condition) -> &'static str {
    match condition {
        Condition::Running => "running",
        Condition::Stalled => "stalled",
        Condition::Frozen => "frozen",
        Condition::Killed => "killed",
        Condition::Closing => "closing",
        Condition::Closed => "closed",
        Condition::Failed => "failed",
        Condition::Zombie => "zombie",
    }
}

/// How a process is, in a word.
pub const fn process(state: ProcessState) -> &'static str {
    condition(Condition::of_process(state))
}

/// The same; of what was ended from outside also how long ago: `killed 12 s ago`.
pub fn process_since(state: ProcessState, now: SimTime) -> String {
    match state {
        ProcessState::Killed { since } | ProcessState::Closed { since } => {
            format!("{} {}", process(state), ago(now - since))
        }
        _ => process(state).to_owned(),
    }
}

/// `0.4 s ago`.
pub fn ago(d: SimDuration) -> String {
    format!("{} ago", span(d))
}

/// A span as a person says it: `0.4 s`, `12 s`, `4 min 59 s`, `1 h 2 min`.
pub fn span(d: SimDuration) -> String {
    let millis = d.as_millis();
    let secs = millis / 1000;
    match secs {
        0..10 => format!("{}.{} s", secs, millis % 1000 / 100),
        10..60 => format!("{secs} s"),
        60..3600 if secs.is_multiple_of(60) => format!("{} min", secs / 60),
        60..3600 => format!("{} min {} s", secs / 60, secs % 60),
        _ => format!("{} h {} min", secs / 3600, secs % 3600 / 60),
    }
}

/// An instant as the transport shows it, always as long: `01:05.250`.
pub fn clock(time: SimTime) -> String {
    let millis = time.as_millis();
    format!("{:02}:{:02}.{:03}", millis / 60_000, millis / 1000 % 60, millis % 1000)
}

/// An instant in a list, with minutes only where there are any: `12.480`, `1:05.250`.
pub fn stamp(time: SimTime) -> String {
    let millis = time.as_millis();
    match millis / 60_000 {
        0 => format!("{:02}.{:03}", millis / 1000, millis % 1000),
        minutes => format!("{minutes}:{:02}.{:03}", millis / 1000 % 60, millis % 1000),
    }
}

/// An instant on the time axis: `4 s`, `0.5 s`, `1:30`.
pub fn tick(time: SimTime) -> String {
    let (secs, tenths) = (time.as_micros() / 1_000_000, time.as_micros() % 1_000_000 / 100_000);
    match (secs, tenths) {
        (0..60, 0) => format!("{secs} s"),
        (_, 0) => format!("{}:{:02}", secs / 60, secs % 60),
        _ => format!("{secs}.{tenths} s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_spelled_for_people() {
        let ms = |n| span(SimDuration::from_millis(n));
        assert_eq!(
            [ms(0), ms(449), ms(12_400), ms(299_999), ms(300_000), ms(3_720_000)],
            ["0.0 s", "0.4 s", "12 s", "4 min 59 s", "5 min", "1 h 2 min"]
        );
    }

    #[test]
    fn an_instant_is_written_as_its_place_needs_it() {
        let written = |ms| {
            let time = SimTime::from_millis(ms);
            [clock(time), stamp(time), tick(time)]
        };
        assert_eq!(written(500), ["00:00.500", "00.500", "0.5 s"]);
        assert_eq!(written(12_480), ["00:12.480", "12.480", "12.4 s"]);
        assert_eq!(written(90_000), ["01:30.000", "1:30.000", "1:30"]);
        assert_eq!(written(3_725_007), ["62:05.007", "62:05.007", "62:05"]);
    }

    #[test]
    fn what_ended_is_told_with_when() {
        let (since, now) = (SimTime::from_millis(1_000), SimTime::from_millis(13_400));
        assert_eq!(process_since(ProcessState::Killed { since }, now), "killed 12 s ago");
        assert_eq!(process_since(ProcessState::Frozen, now), "frozen");
    }
}
