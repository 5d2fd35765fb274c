//! ISO-8601 durations as `java.time.Duration.parse` reads them: `PT1H`, `P1DT12H`, `PT0.5S`, `-PT6H+3M`.
//!
//! Days, hours, minutes and seconds in this order, each with a sign of its own, in capitals or not. There are no weeks,
//! months or years.

use crate::sim::time::SimDuration;

/// Why a text is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoDuration {
    /// Java would not read it, or its seconds do not fit into a `long`.
    Unreadable,
    /// It is less than zero.
    Negative,
}

const NANOS_A_SECOND: i128 = 1_000_000_000;

/// Reads a duration that is not negative. What is finer than a microsecond is cut off.
///
/// # Errors
/// Why not.
pub fn read(text: &str) -> Result<SimDuration, NoDuration> {
    let nanos = nanos(&text.to_ascii_uppercase()).ok_or(NoDuration::Unreadable)?;
    let micros = u128::try_from(nanos).map_err(|_| NoDuration::Negative)? / 1000;
    Ok(SimDuration::from_micros(u64::try_from(micros).unwrap_or(u64::MAX)))
}

/// The same as `Duration.toString` writes it: `PT1H`, `PT0.5S`, `PT0S`.
pub fn write(duration: SimDuration) -> String {
    let micros = duration.as_micros();
    let (seconds, fraction) = (micros / 1_000_000, micros % 1_000_000);
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let mut text = "PT".to_owned();
    if hours > 0 {
        text += &format!("{hours}H");
    }
    if minutes > 0 {
        text += &format!("{minutes}M");
    }
    if fraction > 0 {
        text += format!("{seconds}.{fraction:06}").trim_end_matches('0');
        text.push('S');
    } else if seconds > 0 || micros == 0 {
        text += &format!("{seconds}S");
    }
    text
}

fn nanos(text: &str) -> Option<i128> {
    let (negated, text) = sign(text);
    let text = text.strip_prefix('P')?;
    let (date, time) = match text.split_once('T') {
        // Java does not accept a `T` at the end.
        Some((_, "")) => return None,
        Some((date, time)) => (date, time),
        None => (text, ""),
    };
    if date.is_empty() && time.is_empty() {
        return None;
    }
    let (days, rest) = part(date, 'D', 86_400)?;
    let (hours, time) = part(time, 'H', 3600)?;
    let (minutes, time) = part(time, 'M', 60)?;
    let (seconds, fraction) = last(time)?;
    if !rest.is_empty() {
        return None;
    }
    let whole = days.checked_add(hours.checked_add(minutes.checked_add(seconds)?)?)?;
    let nanos = i128::from(whole) * NANOS_A_SECOND + i128::from(fraction);
    Some(if negated { -nanos } else { nanos })
}

fn sign(text: &str) -> (bool, &str) {
    match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}

/// The number before `unit`, in seconds, if the text begins with one; and what follows.
fn part(text: &str, unit: char, seconds: i64) -> Option<(i64, &str)> {
    match text.split_once(unit) {
        None => Some((0, text)),
        Some((number, rest)) => Some((whole(number)?.checked_mul(seconds)?, rest)),
    }
}

/// Seconds and nanoseconds before an `S`, or nothing at all.
fn last(text: &str) -> Option<(i64, i64)> {
    if text.is_empty() {
        return Some((0, 0));
    }
    let number = text.strip_suffix('S')?;
    let (seconds, fraction) = number.split_once(['.', ',']).unwrap_or((number, ""));
    if fraction.len() > 9 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let nanos: i64 = format!("{fraction:0<9}").parse().ok()?;
    Some((whole(seconds)?, if seconds.starts_with('-') { -nanos } else { nanos }))
}

/// A whole number with or without a sign.
fn whole(text: &str) -> Option<i64> {
    let (_, digits) = sign(text);
    let sound = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| sound)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_java_reads_is_read() {
        let micros = [
            ("PT0S", 0),
            ("PT1H", 3_600_000_000),
            ("pt15m", 900_000_000),
            ("P2D", 172_800_000_000),
            ("+P1DT1H1M1.5S", 90_061_500_000),
            ("PT20,345S", 20_345_000),
            ("PT1.S", 1_000_000),
            ("PT0.0000019S", 1),
            ("PT6H-3M", 21_420_000_000),
            ("-PT-6H+3M", 21_420_000_000),
            ("-PT-0.5S", 500_000),
            ("P-1DT36H", 43_200_000_000),
            ("P0D", 0),
            ("-PT0S", 0),
            ("P106751991167300D", u64::MAX),
        ];
        for (text, micros) in micros {
            assert_eq!(read(text), Ok(SimDuration::from_micros(micros)), "{text}");
        }
    }

    #[test]
    fn what_java_refuses_is_refused() {
        for text in [
            "",
            "P",
            "PT",
            "P1",
            "1H",
            "PT1",
            "P1DT",
            "P1H",
            "PT1D",
            "PT.5S",
            "PT1.5M",
            "PT1M1H",
            "P1W",
            "P1M",
            "P1Y",
            "PT1S1S",
            "PT1H ",
            " PT1H",
            "PT--1S",
            "PT0.1234567890S",
            "PT1.-5S",
            "P1D1D",
            "PT1H2H",
            "P\u{b2}D",
            "P106751991167301D",
            "PT9223372036854775808S",
            "PTT1H",
            "P1DT1HT1M",
        ] {
            assert_eq!(read(text), Err(NoDuration::Unreadable), "{text}");
        }
        for text in ["-PT1H", "PT-1S", "PT-6H3M", "PT-0.1S", "-P1D"] {
            assert_eq!(read(text), Err(NoDuration::Negative), "{text}");
        }
    }

    #[test]
    fn it_is_written_as_java_writes_it() {
        for (micros, text) in [
            (0, "PT0S"),
            (500_000, "PT0.5S"),
            (60_000_000, "PT1M"),
            (86_400_000_000, "PT24H"),
            (3_661_000_001, "PT1H1M1.000001S"),
        ] {
            assert_eq!(write(SimDuration::from_micros(micros)), text);
        }
    }
}
