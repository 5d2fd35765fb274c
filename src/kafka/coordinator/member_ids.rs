//! Member ids: `c1-7d3f`, as Kafka's `ClassicGroup.generateMemberId` would call them with a shorter UUID.
//!
//! Unique without randomness: a running number is sent through a bijection of 16 bits, so that ids look and
//! sort like pieces of UUIDs, and no two are equal. When the numbers of one block are used up, and whenever a
//! coordinator takes over, a new block begins and is spelled out behind the first piece.
//!
//! Not modelled: the UUID's full length.

use crate::kafka::ids::{ClientId, InstanceId, MemberId};

/// How many ids a block has.
const BLOCK: u32 = 1 << 16;

/// Hands out member ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MemberIds {
    block: u32,
    used: u32,
}

impl MemberIds {
    /// Ids of the given block, from its first.
    pub fn in_block(block: u32) -> Self {
        MemberIds { block, used: 0 }
    }

    /// The block of the ids handed out last. A coordinator that takes over begins the next one.
    pub fn block(&self) -> u32 {
        self.block
    }

    /// A new id: after the instance for a static member, after the client for a dynamic one.
    pub fn next(&mut self, client: &ClientId, instance: Option<&InstanceId>) -> MemberId {
        let name = instance.map_or(client.as_str(), InstanceId::as_str);
        MemberId::from(format!("{name}-{}", self.next_unique()))
    }

    fn next_unique(&mut self) -> String {
        if self.used == BLOCK {
            *self = MemberIds::in_block(self.block + 1);
        }
        let piece = scramble(self.used as u16);
        self.used += 1;
        if self.block == 0 { format!("{piece:04x}") } else { format!("{piece:04x}-{:04x}", self.block) }
    }
}

/// A bijection: odd multipliers and shifts to the right are invertible on 16 bits.
fn scramble(number: u16) -> u16 {
    let mut bits = number.wrapping_mul(0x6255).wrapping_add(0x7d3f);
    bits ^= bits >> 7;
    bits = bits.wrapping_mul(0xa2c3);
    bits ^ (bits >> 9)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::sorted::SortedSet;

    #[test]
    fn no_id_is_handed_out_twice_not_even_past_a_block() {
        let mut ids = MemberIds::in_block(0);
        let client = ClientId::from("c1");
        let all: SortedSet<_> = (0..BLOCK + 100).map(|_| ids.next(&client, None)).collect();
        assert_eq!(all.len() as u32, BLOCK + 100);
        let mut successor = MemberIds::in_block(ids.block() + 1);
        assert!(!all.contains(&successor.next(&client, None)));
    }

    #[test]
    fn a_static_member_is_called_after_its_instance() {
        let mut ids = MemberIds::in_block(0);
        let id = ids.next(&ClientId::from("c1"), Some(&InstanceId::from("till-7")));
        assert!(id.as_str().starts_with("till-7-"), "{id}");
        assert_eq!(id.as_str().len(), "till-7-".len() + 4);
    }
}
