//! English words in a Korean sentence.

/// Two Latin words one after the other. Kafka's names are one word each, or have a capital, a digit or a mark inside;
/// the reason that a client logs for joining again is quoted.
pub fn english(sentence: &str) -> Option<String> {
    let mut rest = String::new();
    for (place, piece) in sentence.split(['“', '”']).enumerate() {
        rest += if place % 2 == 0 { piece } else { " · " };
    }
    let words: Vec<&str> = rest.split(' ').collect();
    let found = words.windows(2).find(|pair| ends_plainly(pair[0]) && begins_plainly(pair[1]));
    found.map(|pair| pair.join(" "))
}

/// Ends in a Latin word that is not a part of a longer name.
fn ends_plainly(word: &str) -> bool {
    let rest = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let before = rest.strip_suffix(|c: char| c.is_ascii_uppercase()).unwrap_or(rest).chars().next_back();
    rest.len() < word.len() && before.is_none_or(|c| !c.is_alphanumeric() && !"._#/(-".contains(c))
}

/// Begins with one.
fn begins_plainly(word: &str) -> bool {
    let rest = word.trim_start_matches(|c: char| c.is_ascii_lowercase());
    let after = rest.chars().next();
    word.len() - rest.len() >= 2 && after.is_none_or(|c| !c.is_alphanumeric() && !"_(=".contains(c))
}
