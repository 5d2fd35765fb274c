//! Long chains told short: what goes round in circles is told once, and how often it came again; the beginning, which
//! is what was asked for, always stays.

use super::Link;

/// A chain that is no longer than this is told as it is.
const LONGEST: usize = 12;
/// A circle has no more steps than this.
const LARGEST_CIRCLE: usize = 8;
/// Of a chain that is too long all the same, so many steps stay at its end.
const KEPT_AT_THE_END: usize = 4;

/// What stands for links that are left out begins with this.
pub const LEFT_OUT: &str = "... ";

/// The chain as it is told.
pub(super) fn folded(links: Vec<Link>) -> Vec<Link> {
    if links.len() <= LONGEST {
        return links;
    }
    shortened(without_circles(&links))
}

fn without_circles(links: &[Link]) -> Vec<Link> {
    let kinds: Vec<String> = links.iter().map(|link| kind(&link.sentence)).collect();
    let mut told = Vec::new();
    let mut place = 0;
    while place < links.len() {
        let rest = &kinds[place..];
        let circle = (1..=LARGEST_CIRCLE.min(rest.len())).map(|size| (size, again(rest, size)));
        // Once more is told; what comes again and again is not.
        let Some((size, times)) = circle.into_iter().find(|(_, times)| *times > 1) else {
            told.push(links[place].clone());
            place += 1;
            continue;
        };
        told.extend_from_slice(&links[place..place + size]);
        told.push(left_out(&links[place + size], format!("the same again {times} times")));
        place += size * (times + 1);
    }
    told
}

fn shortened(mut links: Vec<Link>) -> Vec<Link> {
    if links.len() > LONGEST {
        let (from, to) = (LONGEST - KEPT_AT_THE_END - 1, links.len() - KEPT_AT_THE_END);
        let said = format!("and so on, {} steps back", to - from);
        let beginning = left_out(&links[from], said);
        links.splice(from..to, [beginning]);
    }
    links
}

fn left_out(first: &Link, said: String) -> Link {
    Link { sentence: format!("{LEFT_OUT}{said}"), also: false, ..first.clone() }
}

/// How often the first `size` come again right after themselves.
fn again(kinds: &[String], size: usize) -> usize {
    kinds.chunks_exact(size).skip(1).take_while(|chunk| **chunk == kinds[..size]).count()
}

/// A sentence without its numbers and times, but for those in names.
fn kind(sentence: &str) -> String {
    let number = |word: &str| word.chars().all(|c| c.is_ascii_digit() || c == '.');
    sentence.split(' ').filter(|word| !number(word)).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::journal::EntryId;
    use crate::sim::time::SimTime;

    fn links(sentences: &[String]) -> Vec<Link> {
        let link = |(place, sentence): (usize, &String)| Link {
            entry: EntryId(1000 - place as u64),
            time: SimTime::ZERO,
            sentence: sentence.clone(),
            also: false,
            setting: false,
        };
        sentences.iter().enumerate().map(link).collect()
    }

    fn told(sentences: &[String]) -> Vec<String> {
        folded(links(sentences)).into_iter().map(|link| link.sentence).collect()
    }

    #[test]
    fn a_circle_is_told_once_and_the_beginning_stays() {
        let mut sentences = vec!["c1 joined billing".to_owned()];
        for round in 0..7 {
            sentences.push(format!("c1 had not called poll for {} ms", 8000 + round));
            sentences.push(format!("generation {} was assigned", 9 - round));
        }
        sentences.push("c1 was started".to_owned());
        assert_eq!(
            told(&sentences),
            [
                "c1 joined billing",
                "c1 had not called poll for 8000 ms",
                "generation 9 was assigned",
                "... the same again 6 times",
                "c1 was started"
            ]
        );
    }

    #[test]
    fn a_long_chain_without_circles_keeps_both_ends() {
        let letter = |number: u8| char::from(b'a' + number).to_string();
        let sentences: Vec<String> = (0..20).map(letter).collect();
        let told = told(&sentences);
        assert_eq!(
            (told.len(), &*told[6], &*told[7], &*told[11]),
            (12, "g", "... and so on, 9 steps back", "t")
        );
    }

    #[test]
    fn a_short_chain_is_told_as_it_is() {
        let sentences = vec!["the same".to_owned(); 12];
        assert_eq!(told(&sentences), sentences);
    }
}
