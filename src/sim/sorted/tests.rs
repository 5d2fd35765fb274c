//! Whatever is done to them, they hold what the standard library's trees hold.

use super::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Debug)]
enum MapChange {
    Insert(u8, u16),
    Remove(u8),
    Add(u8),
    Retain(u8),
    SplitOff(u8),
    PopFirst,
    Extend(Vec<(u8, u16)>),
}

fn steps() -> impl Strategy<Value = Vec<MapChange>> {
    let step = prop_oneof![
        4 => (any::<u8>(), any::<u16>()).prop_map(|(key, value)| MapChange::Insert(key, value)),
        2 => any::<u8>().prop_map(MapChange::Remove),
        2 => any::<u8>().prop_map(MapChange::Add),
        1 => any::<u8>().prop_map(MapChange::Retain),
        1 => any::<u8>().prop_map(MapChange::SplitOff),
        1 => Just(MapChange::PopFirst),
        1 => proptest::collection::vec(any::<(u8, u16)>(), 0..9).prop_map(MapChange::Extend),
    ];
    proptest::collection::vec(step, 0..60)
}

proptest! {
    #[test]
    fn a_sorted_map_is_a_tree_map(steps in steps(), from in any::<u8>(), to in any::<u8>()) {
        let (mut ours, mut model) = (SortedMap::new(), BTreeMap::new());
        for step in steps {
            match step {
                MapChange::Insert(key, value) => prop_assert_eq!(ours.insert(key, value), model.insert(key, value)),
                MapChange::Remove(key) => prop_assert_eq!(ours.remove(&key), model.remove(&key)),
                MapChange::Add(key) => {
                    let (a, b) = (ours.entry(key).or_default(), model.entry(key).or_default());
                    *a = u16::wrapping_add(*a, 1);
                    *b = u16::wrapping_add(*b, 1);
                }
                MapChange::Retain(key) => {
                    ours.retain(|found, _| *found != key && found % 5 != 0);
                    model.retain(|found, _| *found != key && found % 5 != 0);
                }
                MapChange::SplitOff(key) => {
                    let (a, b) = (ours.split_off(&key), model.split_off(&key));
                    prop_assert!(a.iter().eq(b.iter()));
                }
                MapChange::PopFirst => prop_assert_eq!(ours.pop_first(), model.pop_first()),
                MapChange::Extend(pairs) => {
                    ours.extend(pairs.clone());
                    model.extend(pairs);
                }
            }
            prop_assert!(ours.iter().eq(model.iter()));
            prop_assert_eq!(ours.get(&from), model.get(&from));
            prop_assert_eq!(ours.last_key_value(), model.last_key_value());
        }
        let (from, to) = (from.min(to), from.max(to));
        prop_assert!(ours.range(from..to).eq(model.range(from..to)));
        prop_assert!(ours.range(..=to).rev().eq(model.range(..=to).rev()));
        prop_assert!(ours.range(from..).eq(model.range(from..)));
    }

    #[test]
    fn collecting_keeps_the_last_value(pairs in proptest::collection::vec(any::<(u8, u16)>(), 0..90)) {
        let ours: SortedMap<_, _> = pairs.iter().copied().collect();
        let model: BTreeMap<_, _> = pairs.iter().copied().collect();
        prop_assert!(ours.iter().eq(model.iter()));
        let (ours, model): (SortedSet<_>, BTreeSet<_>) = (pairs.iter().collect(), pairs.iter().collect());
        prop_assert!(ours.iter().eq(model.iter()));
    }

    #[test]
    fn sorting_is_stable(mut pairs in proptest::collection::vec((0..9_u8, any::<u16>()), 0..200)) {
        let mut model = pairs.clone();
        sort_by_key(&mut pairs, |pair| pair.0);
        model.sort_by_key(|pair| pair.0);
        prop_assert_eq!(pairs, model);
    }
}
