//! The known word nearest to one that is not known.

/// The most similar of `known`, if any is similar enough to be what was meant.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    let (distance, best) = known
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&lower, &candidate.to_lowercase()), candidate))
        .min_by_key(|(distance, _)| *distance)?;
    // Words of two letters may differ in one; long property names in a third of their letters.
    (distance <= (best.chars().count() / 3).max(1)).then_some(best)
}

/// ` Did you mean `x`?`, or a list of what there is when nothing is similar.
pub fn hint<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    match nearest(word, known.iter().copied()) {
        Some(best) => format!(" Did you mean `{best}`?"),
        None if known.is_empty() => String::new(),
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
