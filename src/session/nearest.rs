//! The known word nearest to one that is not known.

/// No word that is longer is looked for: the longest that Kafka has are shorter.
const LONGEST_WORD: usize = 64;
/// No more words are compared than this: a file may have brought thousands into being.
const MOST_CANDIDATES: usize = 1_000;
/// No more words are listed than this.
const MOST_LISTED: usize = 60;

/// The most similar of `known`, if any is similar enough to be what was meant. ASCII case makes no difference.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    if length > LONGEST_WORD {
        return None;
    }
    let lower = word.to_ascii_lowercase();
    let close_enough = |candidate: &'a str| {
        // Words of two letters may differ in one; long property names in a third of their letters.
        let letters = candidate.chars().count();
        let most = (letters / 3).max(1);
        // No word is nearer than their lengths differ; most words need not be compared for that.
        if letters.abs_diff(length) > most {
            return None;
        }
        let distance = strsim::osa_distance(&lower, &candidate.to_ascii_lowercase());
        (distance <= most).then_some((distance, candidate))
    };
    let near = known.into_iter().take(MOST_CANDIDATES).filter_map(close_enough);
    near.min_by_key(|(distance, _)| *distance).map(|(_, best)| best)
}

/// What a word that is not known may have been meant to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hint {
    /// There is nothing to say.
    None,
    /// This word is similar.
    Nearest(String),
    /// Nothing is similar. Some of the known words, and the number of the others.
    Known { names: Vec<String>, more: usize },
    /// There are too many to list them; the reference has them.
    Documented,
}

/// The word that is similar, if there is one.
pub fn similar<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Hint {
    nearest(word, known).map_or(Hint::None, |best| Hint::Nearest(best.to_owned()))
}

/// The word that is similar, or a list of what there is when nothing is.
pub fn meant<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Hint {
    let known: Vec<&str> = known.into_iter().collect();
    match similar(word, known.iter().copied()) {
        Hint::None if known.is_empty() => Hint::None,
        Hint::None => {
            let more = known.len().saturating_sub(MOST_LISTED);
            let names = known.into_iter().take(MOST_LISTED).map(str::to_owned).collect();
            Hint::Known { names, more }
        }
        found => found,
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
        let known = ["kill".to_owned(), "close".to_owned()].into();
        assert_eq!(meant("explode", ["kill", "close"]), Hint::Known { names: known, more: 0 });
    }
}
