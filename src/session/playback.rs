//! Play, pause and speed: how much virtual time passes in a span of real time.
//!
//! Whole numbers only: speed in hundredths, spans in microseconds, what is left over is carried on. So the
//! same frames always lead to the same instant.

use crate::sim::time::SimDuration;

/// A frame longer than this was a hidden tab or a sleeping machine, and is cut.
pub const LONGEST_FRAME: SimDuration = SimDuration::from_millis(250);

/// The transport's state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Playback {
    playing: bool,
    /// 100 is real time.
    speed: u32,
    /// Hundredths of a microsecond that no frame has shown yet.
    carried: u64,
}

impl Default for Playback {
    fn default() -> Self {
        Playback { playing: false, speed: Self::REAL_TIME, carried: 0 }
    }
}

impl Playback {
    /// One second a second.
    pub const REAL_TIME: u32 = 100;
    /// A tenth of real time.
    pub const SLOWEST: u32 = 10;
    /// A hundred times real time.
    pub const FASTEST: u32 = 10_000;

    /// Whether time passes.
    pub fn playing(&self) -> bool {
        self.playing
    }

    /// Lets time pass.
    pub fn play(&mut self) {
        self.playing = true;
    }

    /// Stops time.
    pub fn pause(&mut self) {
        self.playing = false;
        self.carried = 0;
    }

    /// The speed in hundredths of real time.
    pub fn speed(&self) -> u32 {
        self.speed
    }

    /// Sets the speed in hundredths of real time, within what the page offers.
    pub fn set_speed(&mut self, hundredths: u32) {
        self.speed = hundredths.clamp(Self::SLOWEST, Self::FASTEST);
    }

    /// How much virtual time passes while `real` passes.
    pub fn advance(&mut self, real: SimDuration) -> SimDuration {
        if !self.playing {
            return SimDuration::ZERO;
        }
        let real = real.min(LONGEST_FRAME);
        let hundredths = real.as_micros() * u64::from(self.speed) + self.carried;
        self.carried = hundredths % 100;
        SimDuration::from_micros(hundredths / 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_lost_between_frames() {
        let mut playback = Playback::default();
        playback.set_speed(33);
        assert_eq!(playback.advance(SimDuration::from_secs(1)), SimDuration::ZERO);
        playback.play();
        let total: u64 =
            (0..300).map(|_| playback.advance(SimDuration::from_micros(16_667)).as_micros()).sum();
        assert_eq!(total, 300 * 16_667 * 33 / 100);
    }

    #[test]
    fn a_hidden_tab_does_not_jump() {
        let mut playback = Playback::default();
        playback.play();
        playback.set_speed(1_000_000);
        assert_eq!(playback.speed(), Playback::FASTEST);
        assert_eq!(playback.advance(SimDuration::from_secs(3600)), SimDuration::from_secs(25));
    }
}
