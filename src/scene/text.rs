//! Text as the stage sets it: how wide it is, how it is cut short, how coordinates are spelled.
//!
//! SVG text neither wraps nor shrinks, so every text on the stage is measured here first. All of it
//! is set in a monospaced face; one advance width (a little more than that of the widest common face) does.

use crate::kafka::ids::TopicPartition;
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

    #[test]
    fn numbers_keep_one_decimal() {
        let text: Vec<String> =
            [0.0, 1.0, 1.25, 11.64, -0.5, -3.0, 0.04].iter().map(|&n| Num(n).to_string()).collect();
        assert_eq!(text, ["0", "1", "1.3", "11.6", "-0.5", "-3", "0"]);
    }
}
