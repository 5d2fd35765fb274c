//! Chance: one seeded generator, forked by name.
//!
//! A fork depends only on the seed and the fork's name, never on how much another stream has drawn. Adding a
//! consumer therefore does not change the producer's keys.

use rand_core::{RngCore, SeedableRng};
use rand_pcg::Pcg32;

/// A stream of chance that follows from a seed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Random {
    seed: u64,
    stream: Pcg32,
}

impl Random {
    /// The root stream of a run.
    pub fn new(seed: u64) -> Self {
        Random { seed, stream: Pcg32::seed_from_u64(seed) }
    }

    /// An independent stream for `name`: the same seed and name always give the same stream.
    pub fn fork(&self, name: &str) -> Random {
        // FNV-1a: small, fixed for ever, and good enough to tell names apart.
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for byte in self.seed.to_le_bytes().into_iter().chain(name.bytes()) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        Random::new(hash)
    }

    /// A number from 0 to `bound - 1`, each equally likely; 0 if `bound` is 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        // 64 random bits scaled down: the bias is below 2^-32 for every bound this simulator uses.
        ((u128::from(self.stream.next_u64()) * u128::from(bound)) >> 64) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fork_does_not_depend_on_what_was_drawn_before() {
        let quiet = Random::new(7);
        let mut busy = Random::new(7);
        for _ in 0..100 {
            busy.below(10);
        }
        assert_eq!(quiet.fork("p1"), busy.fork("p1"));
        assert_ne!(quiet.fork("p1"), quiet.fork("p2"));
        assert_ne!(quiet.fork("p1"), Random::new(8).fork("p1"));
    }

    #[test]
    fn draws_stay_below_their_bound_and_reach_every_value() {
        let mut random = Random::new(1);
        let mut seen = [false; 6];
        for _ in 0..1000 {
            seen[random.below(6) as usize] = true;
        }
        assert_eq!(seen, [true; 6]);
        assert_eq!(random.below(0), 0);
    }
}
