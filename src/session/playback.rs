//! Play, pause, pace and the loop: how much virtual time passes in a span of real time, and where it halts.
//!
//! Whole numbers only: rates in ten-thousandths, spans in microseconds, what is left over is carried on. So the
//! same frames always lead to the same instant.

use crate::cluster::observation::Observation;
use crate::session::Session;
use crate::session::pace::{Bustle, Outlook, Pacer, REAL_TIME, is_moment};
use crate::session::steps::Landing;
use crate::session::telling::{Level, telling};
use crate::sim::time::{SimDuration, SimTime};

/// A frame longer than this was a hidden tab or a sleeping machine, and is cut.
pub const LONGEST_FRAME: SimDuration = SimDuration::from_millis(250);

/// How fast time passes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pace {
    /// As what happens asks for.
    #[default]
    Auto,
    /// In hundredths of real time.
    Fixed(u32),
}

impl Pace {
    /// One second a second, in hundredths.
    pub const REAL_TIME: u32 = 100;
    /// A tenth of real time.
    pub const SLOWEST: u32 = 10;
    /// A hundred times real time.
    pub const FASTEST: u32 = 10_000;
}

/// A stretch that is played again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loop {
    pub from: SimTime,
    /// Where it goes back to its start; `None` until that is set.
    pub to: Option<SimTime>,
}

impl Loop {
    /// The loop that begins here; it ends where the former one did, if that is later.
    pub fn starting(here: SimTime, former: Option<Loop>) -> Loop {
        let to = former.and_then(|former| former.to);
        Loop { from: here, to: to.filter(|to| *to > here) }
    }

    /// The loop that ends here; it begins where the former one did, if that is earlier, else at the very beginning.
    /// There is none that ends where time begins.
    pub fn ending(here: SimTime, former: Option<Loop>) -> Option<Loop> {
        let from = former.map_or(SimTime::ZERO, |former| former.from);
        let from = if from < here { from } else { SimTime::ZERO };
        (here > from).then_some(Loop { from, to: Some(here) })
    }
}

/// The part of a run that a figure shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ShownStretch {
    pub from: SimTime,
    /// `None`: to the script's end.
    pub to: Option<SimTime>,
    /// Whether it is played again and again.
    pub looped: bool,
}

/// Why playback halts by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Halt {
    /// At a question.
    Question,
    /// At the answer to a question at which something was said.
    Answer,
    /// At the script's end.
    End,
}

/// The transport's state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Playback {
    playing: bool,
    pace: Pace,
    pacer: Pacer,
    /// Ten-thousandths of a microsecond that no frame has shown yet.
    carried: u64,
    /// What is played again and again.
    pub looped: Option<Loop>,
    /// Where it halts though the script goes on.
    ends: Option<SimTime>,
    /// Whether it has halted at a question with which the script begins.
    asked_first: bool,
    /// Where what was said is answered, so that it can be read.
    answered: Option<SimTime>,
}

impl Playback {
    /// Shows this part of a run whose script ends there.
    pub fn show(&mut self, stretch: ShownStretch, script_end: SimTime) {
        let to = stretch.to.unwrap_or(script_end);
        let looped = stretch.looped && to > stretch.from;
        self.looped = looped.then_some(Loop { from: stretch.from, to: Some(to) });
        self.ends = stretch.to.filter(|_| !looped);
    }

    /// Lets it halt at this answer.
    pub fn halt_at_answer(&mut self, answered: Option<SimTime>) {
        self.answered = answered;
    }

    /// Where it halts by itself, in a run whose script ends there.
    pub fn end(&self, script_end: SimTime) -> SimTime {
        self.ends.unwrap_or(script_end)
    }

    /// The end of the part that is shown, if it is shown once.
    pub fn ends(&self) -> Option<SimTime> {
        self.ends
    }

    /// Whether time passes.
    pub fn playing(&self) -> bool {
        self.playing
    }

    /// Lets time pass.
    pub fn play(&mut self) {
        if !self.playing {
            self.pacer.begin();
        }
        self.playing = true;
    }

    /// Stops time.
    pub fn pause(&mut self) {
        self.playing = false;
        self.carried = 0;
    }

    /// How fast time passes.
    pub fn pace(&self) -> Pace {
        self.pace
    }

    /// How fast time passes now, in ten-thousandths of real time.
    pub fn rate(&self) -> u64 {
        match self.pace {
            Pace::Fixed(speed) => u64::from(speed) * REAL_TIME / u64::from(Pace::REAL_TIME),
            Pace::Auto => self.pacer.rate(),
        }
    }

    /// Sets how fast time passes, within what the page offers.
    pub fn set_pace(&mut self, pace: Pace) {
        self.pacer.begin();
        self.pace = match pace {
            Pace::Auto => Pace::Auto,
            Pace::Fixed(speed) => Pace::Fixed(speed.clamp(Pace::SLOWEST, Pace::FASTEST)),
        };
    }

    /// A visitor did something: auto pace gives time to see what follows.
    pub fn did_something(&mut self) {
        self.pacer.afresh();
    }

    /// How much virtual time passes while `real` passes.
    pub fn advance(&mut self, real: SimDuration, outlook: &Outlook) -> SimDuration {
        if !self.playing {
            return SimDuration::ZERO;
        }
        let real = real.min(LONGEST_FRAME);
        if self.pace == Pace::Auto {
            self.pacer.pace(outlook, real);
        }
        let all = real.as_micros() * self.rate() + self.carried;
        self.carried = all % REAL_TIME;
        SimDuration::from_micros(all / REAL_TIME)
    }
}

impl Session {
    /// What is under way, and how soon something is told. `seen` is the world at the cursor.
    pub fn outlook(&self, seen: &Observation) -> Outlook {
        let now = self.now();
        let moments = &self.moments;
        let next = moments.get(moments.partition_point(|moment| *moment <= now)).copied();
        let known = next.filter(|next| self.timeline.departed().is_none_or(|departed| *next <= departed));
        Outlook { bustle: Bustle::of(seen), ahead: known.map(|next| next - now) }
    }

    /// Lets so much real time pass. It waits at a question at any speed, halts at the script's end unless the visitor
    /// has left the script, and goes round in a loop. `seen` is the world at the cursor.
    pub fn frame(&mut self, playback: &mut Playback, wall: SimDuration, seen: &Observation) -> Option<Halt> {
        let now = self.now();
        let loop_end = playback.looped.and_then(|looped| Some((looped.from, looped.to?)));
        if let Some((from, _)) = loop_end.filter(|(_, to)| *to == now && playback.playing) {
            self.seek(from);
            return None;
        }
        let begins = now == SimTime::ZERO;
        if playback.playing && begins && self.is_asked() && !playback.asked_first {
            playback.asked_first = true;
            playback.pause();
            return Some(Halt::Question);
        }
        playback.asked_first &= begins;
        let mut target = now + playback.advance(wall, &self.outlook(seen));
        let mut halt = None;
        let end = playback.end(self.script_end());
        if now < end && target >= end && (!self.can_undo() || playback.ends.is_some()) {
            (target, halt) = (end, Some(Halt::End));
        }
        if let Some((_, to)) = loop_end.filter(|(_, to)| *to > now && *to <= target) {
            (target, halt) = (to, None);
        }
        let mut questions = self.captions().iter().filter(|caption| caption.asks());
        if let Some(question) = questions.find(|caption| caption.at > now && caption.at <= target) {
            (target, halt) = (question.at, Some(Halt::Question));
        }
        // A question that is asked when another is answered is waited for all the same.
        let asks = |at: SimTime| halt == Some(Halt::Question) && at == target;
        if let Some(answered) = playback.answered.filter(|at| *at > now && *at <= target && !asks(*at)) {
            (target, halt) = (answered, Some(Halt::Answer));
        }
        if target > now {
            self.play_towards(playback, target);
        }
        playback.answered.take_if(|at| *at <= self.now());
        let halt = halt.filter(|_| self.now() >= target);
        if halt.is_some() {
            playback.pause();
        }
        halt
    }

    /// In auto pace what happens first stops the frame, so that nothing is over before it can be seen.
    fn play_towards(&mut self, playback: &mut Playback, target: SimTime) {
        let now = self.now();
        if playback.pace != Pace::Auto {
            self.seek(target);
            return;
        }
        let new = |at: SimTime| at > now || now == SimTime::ZERO;
        let next = self.captions().iter().map(|caption| caption.at).find(|at| *at > now);
        let landing = self.run_until(next.map_or(target, |next| next.min(target)), is_moment);
        let reached = self.now();
        let journal = self.cluster().journal();
        let mut newest = journal.iter().rev().take_while(|entry| entry.time == reached);
        if landing == Landing::There && newest.any(|entry| telling(&entry.fact).level <= Level::Story) {
            playback.pacer.met();
        }
        let caption = self.captions().iter().rfind(|caption| new(caption.at) && caption.at <= reached);
        if let Some(caption) = caption {
            playback.pacer.met();
            playback.pacer.read(&caption.en);
        }
    }
}

#[cfg(test)]
mod tests;
