//! Times and spans as a person reads them.

use crate::session::language::Lang;
use crate::sim::time::{SimDuration, SimTime};

/// An instant as the transport shows it: `01:05.250`. The same in every language.
pub fn clock(time: SimTime) -> String {
    let millis = time.as_millis();
    format!("{:02}:{:02}.{:03}", millis / 60_000, millis / 1000 % 60, millis % 1000)
}

/// Seconds with three decimals, minutes in front where there are any: `12.480`, `1:05.250`. The same in every language.
pub fn short(time: SimTime) -> String {
    let millis = time.as_millis();
    match millis / 60_000 {
        0 => format!("{:02}.{:03}", millis / 1000, millis % 1000),
        minutes => format!("{minutes}:{:02}.{:03}", millis / 1000 % 60, millis % 1000),
    }
}

/// The names of hour, minute and second behind a number.
const fn names(lang: Lang) -> [&'static str; 3] {
    match lang {
        Lang::En => [" h", " min", " s"],
        Lang::Ko => ["시간", "분", "초"],
    }
}

/// A span as a person says it: `0.4 s`, `12 s`, `4 min 59 s`, `1 h 2 min`; `0.4초`, `4분 59초`.
pub fn span(lang: Lang, span: SimDuration) -> String {
    let millis = span.as_millis();
    let secs = millis / 1000;
    let [hour, minute, second] = names(lang);
    match secs {
        0..10 => format!("{secs}.{}{second}", millis % 1000 / 100),
        10..60 => format!("{secs}{second}"),
        60..3600 if secs.is_multiple_of(60) => format!("{}{minute}", secs / 60),
        60..3600 => format!("{}{minute} {}{second}", secs / 60, secs % 60),
        _ => format!("{}{hour} {}{minute}", secs / 3600, secs % 3600 / 60),
    }
}

/// A span where its tenths and its seconds beside minutes do not matter: `6 s`, `2.5 s`, `12 s`, `5 min`; `5분`.
pub fn coarse(lang: Lang, time: SimDuration) -> String {
    let millis = time.as_millis();
    match millis {
        0..10_000 if millis.is_multiple_of(1000) => format!("{}{}", millis / 1000, names(lang)[2]),
        60_000..3_570_000 => format!("{}{}", (millis + 30_000) / 60_000, names(lang)[1]),
        _ => span(lang, time),
    }
}

/// So many bytes, the same in every language: `812 B`, `12 kB`, `3.4 MB`.
pub fn bytes(count: u64) -> String {
    match count {
        0..1_000 => format!("{count} B"),
        1_000..10_000 => format!("{}.{} kB", count / 1_000, count % 1_000 / 100),
        10_000..1_000_000 => format!("{} kB", count / 1_000),
        1_000_000..10_000_000 => format!("{}.{} MB", count / 1_000_000, count % 1_000_000 / 100_000),
        _ => format!("{} MB", count / 1_000_000),
    }
}

/// A span as a setting of Kafka's has it: `6s`, `250ms`; `6초`, `250 ms`.
pub fn duration(lang: Lang, span: SimDuration) -> String {
    let told = span.to_string();
    match lang {
        Lang::En => told,
        Lang::Ko => match told.find(|c: char| !c.is_ascii_digit()).map(|at| told.split_at(at)) {
            Some((number, "s")) => format!("{number}초"),
            Some((number, unit)) => format!("{number} {unit}"),
            None => told,
        },
    }
}

/// A span with hundredths, where two are compared: `3.05 s`, `0 s`; `3.05초`.
pub fn hundredths(lang: Lang, span: SimDuration) -> String {
    let hundredths = span.as_millis() / 10;
    let number = match hundredths {
        0 => "0".to_owned(),
        10_000.. => (hundredths / 100).to_string(),
        _ => format!("{}.{:02}", hundredths / 100, hundredths % 100),
    };
    [number.as_str(), if lang == Lang::En { " s" } else { "초" }].concat()
}

/// A place on a time axis: `4 s`, `0.5 s`, `1:30`.
pub fn tick(lang: Lang, micros: u64) -> String {
    let (secs, tenths) = (micros / 1_000_000, micros % 1_000_000 / 100_000);
    let [.., second] = names(lang);
    match (secs, tenths) {
        (0..60, 0) => format!("{secs}{second}"),
        (_, 0) => format!("{}:{:02}", secs / 60, secs % 60),
        _ => format!("{secs}.{tenths}{second}"),
    }
}

/// An instant in seconds, as a screen reader is told it.
pub fn seconds(lang: Lang, time: SimTime) -> String {
    let [.., second] = names(lang);
    format!("{time}{second}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_shows_minutes_seconds_and_milliseconds() {
        assert_eq!(clock(SimTime::from_millis(12_480)), "00:12.480");
        assert_eq!(clock(SimTime::from_millis(3_725_007)), "62:05.007");
        assert_eq!(short(SimTime::from_millis(65_250)), "1:05.250");
    }

    #[test]
    fn spans_are_spelled_for_people() {
        let told = |lang| {
            [0, 449, 12_400, 299_999, 300_000, 3_720_000].map(|ms| span(lang, SimDuration::from_millis(ms)))
        };
        assert_eq!(told(Lang::En), ["0.0 s", "0.4 s", "12 s", "4 min 59 s", "5 min", "1 h 2 min"]);
        assert_eq!(told(Lang::Ko), ["0.0초", "0.4초", "12초", "4분 59초", "5분", "1시간 2분"]);
    }

    #[test]
    fn coarse_spans_have_one_unit() {
        let told =
            |lang| [400, 6_000, 12_400, 89_000, 299_999].map(|ms| coarse(lang, SimDuration::from_millis(ms)));
        assert_eq!(told(Lang::En), ["0.4 s", "6 s", "12 s", "1 min", "5 min"]);
        assert_eq!(told(Lang::Ko), ["0.4초", "6초", "12초", "1분", "5분"]);
        assert_eq!([812, 1_250, 12_345, 3_460_000].map(bytes), ["812 B", "1.2 kB", "12 kB", "3.4 MB"]);
    }

    #[test]
    fn ticks_are_short() {
        let told = |lang| [4_000_000, 500_000, 90_000_000].map(|micros| tick(lang, micros));
        assert_eq!(told(Lang::En), ["4 s", "0.5 s", "1:30"]);
        assert_eq!(told(Lang::Ko), ["4초", "0.5초", "1:30"]);
    }
}
