//! Java's `String.hashCode` and the order in which a `HashMap` visits string keys.
//!
//! Both reach Kafka's behaviour: the first decides the partition of `__consumer_offsets`, the second the winner
//! of an equal vote for an assignor.

/// `String.hashCode`: base 31 over UTF-16 units, wrapping.
pub(super) fn string_hash(text: &str) -> i32 {
    text.encode_utf16().fold(0, |hash: i32, unit| hash.wrapping_mul(31).wrapping_add(i32::from(unit)))
}

/// The bucket in which a `HashMap` that holds `keys` keys puts `key`; buckets are visited in ascending order.
pub(super) fn hash_map_bucket(key: &str, keys: usize) -> u32 {
    let hash = string_hash(key) as u32;
    (hash ^ (hash >> 16)) & (capacity(keys) - 1)
}

/// Sixteen buckets, doubled whenever more than three quarters would be taken.
fn capacity(keys: usize) -> u32 {
    let mut capacity = 16;
    while keys > capacity / 4 * 3 {
        capacity *= 2;
    }
    capacity as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_javas() {
        assert_eq!(string_hash(""), 0);
        assert_eq!(string_hash("billing"), -109829509);
        assert_eq!(string_hash("group"), 98629247);
    }

    #[test]
    fn the_assignors_order_in_a_small_map() {
        let bucket = |name| hash_map_bucket(name, 2);
        assert_eq!(bucket("sticky"), 8);
        assert_eq!(bucket("range"), 9);
        assert_eq!(bucket("roundrobin"), 10);
        assert_eq!(bucket("cooperative-sticky"), 15);
    }
}
