//! How long the processor worked for a test. On a busy machine a test waits for others, which is no fault of what it
//! tests.

use std::time::{Duration, Instant};

/// What this thread asks of the processor from here on.
pub struct Effort {
    began: Instant,
    worked: Option<Duration>,
}

impl Effort {
    pub fn begin() -> Effort {
        Effort { began: Instant::now(), worked: worked() }
    }

    /// How long the processor worked for this thread since; where the system does not tell, how long it took.
    pub fn spent(&self) -> Duration {
        match (self.worked, worked()) {
            (Some(before), Some(now)) => now - before,
            _ => self.began.elapsed(),
        }
    }
}

/// How long the processor worked for this thread, as Linux counts it, in nanoseconds.
fn worked() -> Option<Duration> {
    let counts = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanos = counts.split_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(nanos))
}
