//! Whatever becomes of an output on its way into the page: it is read, or it is said where it is wrong; at once, and
//! without a panic.

use super::effort::Effort;
use super::{fixtures, holds, session};
use groupscope::session::Lang;
use groupscope::session::import::{ImportChoice, read};
use std::time::Duration;

/// Chance, from a seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % most.max(1)
    }
}

/// A text with one thing changed.
fn mutated(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    const BITS: [&[u8]; 14] = [
        b" ",
        b"\n",
        b"\t",
        b"-",
        b"/",
        b"0",
        b"9999999999999999999",
        b"GROUP",
        b"TOPIC PARTITION LAG",
        b"'",
        b",",
        b"\x1b[31m",
        b"\xff",
        b"(0,1)",
    ];
    let mut out = bytes.to_vec();
    let (from, to) = (dice.below(out.len() + 1), dice.below(out.len() + 1));
    let (from, to) = (from.min(to), from.max(to));
    match dice.below(7) {
        0 => drop(out.drain(from..to.min(from + 12))),
        1 => drop(out.splice(from..from, BITS[dice.below(BITS.len())].iter().copied())),
        2 => drop(out.splice(from..from, bytes[from..to].iter().copied())),
        3 => out.truncate(to),
        4 => {
            let mut lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
            let (one, other) = (dice.below(lines.len()), dice.below(lines.len()));
            lines.swap(one, other);
            out = lines.join(&b'\n');
        }
        5 => {
            let mut lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
            lines.remove(dice.below(lines.len()));
            out = lines.join(&b'\n');
        }
        _ => {
            if let Some(byte) = out.get_mut(from) {
                *byte = b"aZ0 -:/,\r"[dice.below(9)];
            }
        }
    }
    out
}

#[test]
fn a_mutated_output_is_read_or_its_mistake_is_located() {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let (mut good, mut bad) = (0, 0);
    for (file, bytes) in fixtures() {
        let name = file.display().to_string();
        for round in 0..250 {
            let mut text = bytes.clone();
            for _ in 0..=dice.below(4) {
                text = mutated(&text, &mut dice);
            }
            let begun = Effort::begin();
            let lines = text.iter().filter(|byte| **byte == b'\n').count()
                + text.iter().filter(|b| **b == b'\r').count();
            match read(&text) {
                Ok(imported) => {
                    good += 1;
                    let made = session(&imported, &ImportChoice::default());
                    assert!(begun.spent() < Duration::from_secs(5), "{name}: {:?}", begun.spent());
                    if round % 16 == 0 && text.len() < 4_000 {
                        holds(&format!("{name}, round {round}"), &imported, &made);
                    }
                }
                Err(errors) => {
                    bad += 1;
                    assert!(!errors.is_empty() && errors.len() <= 100, "{name}");
                    for error in &errors {
                        assert!(
                            error.span.line >= 1 && error.span.line as usize <= lines + 1,
                            "{name}: {error:?}"
                        );
                        assert!(error.span.column >= 1, "{name}: {error:?}");
                        assert!(Lang::ALL.iter().all(|lang| !error.message(*lang).contains(['{', '}'])));
                    }
                }
            }
        }
    }
    // Neither is rare.
    assert!(good > 1_000 && bad > 1_000, "{good} were read, {bad} were not");
}

#[test]
fn the_longest_lines_end_quickly() {
    let header = "GROUP TOPIC PARTITION CURRENT-OFFSET LOG-END-OFFSET LAG CONSUMER-ID HOST CLIENT-ID\n";
    let members = "GROUP CONSUMER-ID HOST CLIENT-ID #PARTITIONS ASSIGNMENT\n";
    for text in [
        format!("{header}{}", "x ".repeat(500_000)),
        format!("{header}{}", "- ".repeat(500_000)),
        format!("{header}{}", "g t 0 - - - c h\n".repeat(60_000)),
        format!("{header}{}", "a b c t 0 1 2 1 c d e /1.1.1.1 f g\n".repeat(25_000)),
        format!("{members}g c /1 c 1 t({})", "0,".repeat(400_000)),
        format!("{members}g c /1 c 1 {}", "t(0), ".repeat(160_000)),
        header.repeat(12_000),
        "GROUP ".repeat(170_000),
        "\u{1b}[".repeat(500_000),
        "> ".repeat(500_000),
        "|".repeat(1_000_000),
        "'consumer group ".repeat(60_000),
    ] {
        let begun = Effort::begin();
        let _ = read(text.as_bytes()).map(|imported| session(&imported, &ImportChoice::default()));
        let start = text.chars().take(60).collect::<String>();
        assert!(begun.spent() < Duration::from_secs(5), "{:?}: {start}", begun.spent());
    }
}
