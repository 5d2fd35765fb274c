//! Text as the stage sets it: how wide it is, how it is cut short, how coordinates are spelled.
//!
//! SVG text neither wraps nor shrinks, so every text on the stage is measured here first. All of it
//! is set in a monospaced face; one advance width (a little more than that of the widest common face) does.

use crate::kafka::ids::{TopicName, TopicPartition};
use crate::sim::sorted::SortedSet;
use std::fmt;

/// Advance of one character, in units of the font size: DejaVu Sans Mono has 0.602, the others less.
const ADVANCE: f64 = 0.605;

/// How wide `text` is at `size` pixels; Hangul, kana and ideographs take two columns.
pub fn width(text: &str, size: f64) -> f64 {
    columns(text) as f64 * ADVANCE * size
}

fn columns(text: &str) -> usize {
    text.chars().map(column).sum()
}

fn column(c: char) -> usize {
    match c as u32 {
        0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xff01..=0xff60 => 2,
        _ => 1,
    }
}

/// `text`, or as much of it as fits into `max` pixels and an ellipsis; empty if not even that fits.
pub fn fit(text: &str, size: f64, max: f64) -> String {
    let room = (max / (ADVANCE * size)).floor().max(0.0) as usize;
    if columns(text) <= room {
        return text.to_string();
    }
    let mut out = String::new();
    let mut used = 1;
    if room == 0 {
        return out;
    }
    for c in text.chars() {
        used += column(c);
        if used > room {
            break;
        }
        out.push(c);
    }
    out.push('…');
    out
}

/// A partition's name within `max` pixels: the topic is cut, the number stays.
pub fn fit_partition(partition: &TopicPartition, size: f64, max: f64) -> String {
    let number = format!("-{}", partition.partition);
    let topic = fit(partition.topic.as_str(), size, max - width(&number, size));
    format!("{topic}{number}")
}

/// What of each of these topics is written before a partition's number, in so many columns: all of it, if every name
/// fits. Else a start that all of them share becomes an ellipsis, and what is too long even so loses its beginning. The
/// end is never cut, and names that differ look different.
pub fn short_topics(topics: &[TopicName], room: usize) -> Vec<String> {
    let names: Vec<&str> = topics.iter().map(|topic| topic.as_str()).collect();
    let fits = |name: &String| columns(name) <= room;
    let whole: Vec<String> = names.iter().map(ToString::to_string).collect();
    if whole.iter().all(fits) {
        return whole;
    }
    let shared = shared_start(&names);
    let without: Vec<String> = match shared {
        0 => whole,
        _ => names.iter().map(|name| format!("…{}", &name[shared..])).collect(),
    };
    if without.iter().all(fits) {
        return without;
    }
    let longest = names.iter().map(|name| columns(name)).max().unwrap_or(0);
    // So much of the beginning is kept that no two look the same.
    let cut = |kept: usize| -> Vec<String> {
        let one = |name: &&str| {
            let letters = name.chars().count();
            if columns(name) <= room {
                return name.to_string();
            }
            let end: String =
                name.chars().skip(letters.saturating_sub(room.saturating_sub(kept + 1))).collect();
            let start: String = name.chars().take(kept).collect();
            format!("{start}…{end}")
        };
        names.iter().map(one).collect()
    };
    let differ = |names: &Vec<String>| names.iter().collect::<SortedSet<_>>().len() == names.len();
    (0..longest.min(room)).map(cut).find(differ).unwrap_or(without)
}

/// How many bytes all of these begin with, up to the end of a word; none of a single name.
fn shared_start(names: &[&str]) -> usize {
    let [first, others @ ..] = names else { return 0 };
    if others.is_empty() {
        return 0;
    }
    let mut shared = 0;
    for (at, c) in first.char_indices() {
        let end = at + c.len_utf8();
        if others.iter().any(|other| !other.starts_with(&first[..end])) {
            break;
        }
        if matches!(c, '-' | '.' | '_') {
            shared = end;
        }
    }
    shared
}

/// A coordinate as it is written into attributes and paths: tenths of a pixel, no trailing zero.
///
/// Written with integers: the general float formatter is slow and large, and a frame writes thousands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Num(pub f64);

impl fmt::Display for Num {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = (self.0 * 10.0).round() as i64;
        if tenths < 0 {
            f.write_str("-")?;
        }
        let tenths = tenths.unsigned_abs();
        match tenths % 10 {
            0 => write!(f, "{}", tenths / 10),
            rest => write!(f, "{}.{rest}", tenths / 10),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_fits_is_left_alone_and_other_text_is_cut() {
        assert_eq!(fit("orders", 10.0, 100.0), "orders");
        assert_eq!(fit("consumer-c1-7f2a", 10.0, 61.0), "consumer-…");
        assert_eq!(fit("주문주문주문", 10.0, 43.0), "주문주…");
        assert_eq!(fit("orders", 10.0, 2.0), "");
        assert!(width(&fit("a-very-long-member-id", 10.5, 70.0), 10.5) <= 70.0);
    }

    #[test]
    fn a_long_topic_keeps_its_partition_number() {
        let partition = TopicPartition::new("payments-settled-eu".into(), 12);
        assert_eq!(fit_partition(&partition, 10.0, 61.0), "paymen…-12");
    }

    fn short(names: &[&str], room: usize) -> Vec<String> {
        let topics: Vec<TopicName> = names.iter().map(|name| (*name).into()).collect();
        short_topics(&topics, room)
    }

    #[test]
    fn names_that_fit_are_whole_and_a_shared_start_becomes_an_ellipsis() {
        assert_eq!(short(&["orders-eu", "orders-us"], 9), ["orders-eu", "orders-us"]);
        assert_eq!(short(&["orders-eu", "orders-us"], 8), ["…eu", "…us"]);
        assert_eq!(short(&["orders-europe", "orders-eurasia"], 9), ["…europe", "…eurasia"]);
    }

    #[test]
    fn the_end_is_never_cut_and_names_that_differ_look_different() {
        assert_eq!(short(&["payments-settled-eu"], 10), ["…ettled-eu"]);
        assert_eq!(short(&["a-very-long-name", "b-very-long-name"], 8), ["a…g-name", "b…g-name"]);
        assert_eq!(short(&["a", "payments-settled-eu"], 10), ["a", "…ettled-eu"]);
    }

    #[test]
    fn numbers_keep_one_decimal() {
        let text: Vec<String> =
            [0.0, 1.0, 1.25, 11.64, -0.5, -3.0, 0.04].iter().map(|&n| Num(n).to_string()).collect();
        assert_eq!(text, ["0", "1", "1.3", "11.6", "-0.5", "-3", "0"]);
    }
}
