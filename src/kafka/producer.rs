//! A producer: writes at a rate, keys its records, and learns of new partitions at its own metadata refresh.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Records a second, in thousandths, so that half a record a second needs no float.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Rate(pub u64);

impl Rate {
    /// `records` a second.
    pub const fn per_second(records: u64) -> Self {
        Rate(records * 1000)
    }
}

/// As a session script writes it: `40/s`, `0.5/s`.
impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / 1000, self.0 % 1000);
        if rest == 0 {
            write!(f, "{whole}/s")
        } else {
            let digits = format!("{rest:03}");
            write!(f, "{whole}.{}/s", digits.trim_end_matches('0'))
        }
    }
}
