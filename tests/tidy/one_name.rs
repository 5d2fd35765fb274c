//! One name, one thing: no two types under src/ have the same name, wherever they stand.

use super::source::rust;
use std::collections::BTreeMap;

#[test]
fn no_two_types_share_a_name() {
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for source in rust("src/") {
        for (name, at) in source.types() {
            places.entry(name.to_owned()).or_default().push(source.at(at));
        }
    }
    let shared = places.into_iter().filter(|(_, at)| at.len() > 1);
    super::hold(
        "A type's name is said of one thing alone: give the other the word that tells them apart.",
        shared.map(|(name, at)| format!("{name}: {}", at.join(", "))),
    );
}
