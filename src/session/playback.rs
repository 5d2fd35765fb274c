//! STUB, to be dropped at the merge: the pace of playback.

use crate::sim::time::SimDuration;

/// A frame longer than this was a hidden tab or a sleeping machine, and is cut.
pub const LONGEST_FRAME: SimDuration = SimDuration::from_millis(250);

/// Whether time runs, and how fast.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Playback {
    playing: bool,
    speed: u32,
}

impl Default for Playback {
    fn default() -> Self {
        Playback { playing: false, speed: 100 }
    }
}

impl Playback {
    pub fn play(&mut self) {
        self.playing = true;
    }
    pub fn pause(&mut self) {
        self.playing = false;
    }
    pub fn playing(&self) -> bool {
        self.playing
    }
    /// In hundredths.
    pub fn speed(&self) -> u32 {
        self.speed
    }
    pub fn set_speed(&mut self, hundredths: u32) {
        self.speed = hundredths;
    }
    pub fn advance(&mut self, real: SimDuration) -> SimDuration {
        let micros = if self.playing { real.as_micros() * u64::from(self.speed) / 100 } else { 0 };
        SimDuration::from_micros(micros)
    }
}
