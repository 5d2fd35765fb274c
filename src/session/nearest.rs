//! The known word nearest to one that is not known.

/// No word that is longer is looked for: the longest that Kafka has are shorter.
const LONGEST_WORD: usize = 64;
/// No more words are compared than this: a file may have brought thousands into being.
const MOST_CANDIDATES: usize = 1_000;
/// No more words are listed than this.
const MOST_LISTED: usize = 60;

/// The most similar of `known`, if any is similar enough to be what was meant.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    if length > LONGEST_WORD {
        return None;
    }
    let lower = word.to_lowercase();
    let close_enough = |candidate: &'a str| {
        // Words of two letters may differ in one; long property names in a third of their letters.
        let letters = candidate.chars().count();
        let most = (letters / 3).max(1);
        // No word is nearer than their lengths differ; most words need not be compared for that.
        if letters.abs_diff(length) > most {
            return None;
        }
        let distance = strsim::osa_distance(&lower, &candidate.to_lowercase());
        (distance <= most).then_some((distance, candidate))
    };
    let near = known.into_iter().take(MOST_CANDIDATES).filter_map(close_enough);
    near.min_by_key(|(distance, _)| *distance).map(|(_, best)| best)
}

/// ` Did you mean `x`?`, or a list of what there is when nothing is similar.
pub fn hint<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    match nearest(word, known.iter().copied()) {
        Some(best) => format!(" Did you mean `{best}`?"),
        None if known.is_empty() => String::new(),
        None if known.len() > MOST_LISTED => {
            let (listed, more) = (known[..MOST_LISTED].join(", "), known.len() - MOST_LISTED);
            format!(" Known are: {listed}, and {more} more.")
        }
        None => format!(" Known are: {}.", known.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_is_recognised() {
        assert_eq!(nearest("kil", ["kill", "close"]), Some("kill"));
        assert_eq!(
            nearest("session.timout.ms", ["session.timeout.ms", "fetch.max.bytes"]),
            Some("session.timeout.ms")
        );
        assert_eq!(nearest("explode", ["kill", "close"]), None);
        assert_eq!(hint("explode", ["kill", "close"]), " Known are: kill, close.");
    }
}
