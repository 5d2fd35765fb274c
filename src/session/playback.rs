//! STUB, to be dropped at the merge: the pace of playback.

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
    /// The virtual microseconds that `micros` of wall time are worth.
    pub fn advance(&mut self, micros: u64) -> u64 {
        if self.playing { micros * u64::from(self.speed) / 100 } else { 0 }
    }
}
