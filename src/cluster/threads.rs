//! What a process's two threads did lately: when the application thread was busy with what, and when heartbeats and
//! commits were sent.
//!
//! Written down by the world whenever a consumer has handled something: no time passes while it does. Kept for at
//! least 6 s, and never more than [`MOST`] stretches: short ones at an even pace become one that counts them. Read by
//! the stage only; nothing in the simulation depends on it.

use crate::kafka::consumer::application::Activity;
use crate::sim::time::{SimDuration, SimTime};

/// What an application thread can be seen doing. Between its stretches it is in poll.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doing {
    /// In the handler.
    Processing,
    /// In a blocking commit, or it sent a commit without waiting for the answer.
    Committing,
    /// In a method of the rebalance listener.
    Callback,
    /// Blocked in the handler.
    Blocked,
    /// Subscribed to nothing: it does not poll.
    Idle,
    /// Nothing: the process stands still or is gone.
    Absent,
}

impl Doing {
    /// What this activity is; `None` is poll.
    pub fn of(activity: &Activity) -> Option<Doing> {
        match activity {
            Activity::Handler { .. } => Some(Doing::Processing),
            Activity::CommitSync(_) => Some(Doing::Committing),
            Activity::InCallback(_) => Some(Doing::Callback),
            Activity::Blocked { .. } => Some(Doing::Blocked),
            Activity::Unsubscribed => Some(Doing::Idle),
            Activity::Closed | Activity::Failed(_) => Some(Doing::Absent),
            Activity::BeforePoll
            | Activity::Poll
            | Activity::AfterBatch
            | Activity::Pausing
            | Activity::OffsetsForTimes(_)
            | Activity::AwaitingWorkers { .. }
            | Activity::Closing(_) => None,
        }
    }
}

/// The same thing, done once, or several times at an even pace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    pub doing: Doing,
    /// When it was done first.
    pub from: SimTime,
    /// How long each took.
    pub span: SimDuration,
    /// So many microseconds later it was done last: never more than [`FARTHEST_JOINED`].
    pub apart: u32,
    /// How often.
    pub times: u16,
}

impl Stretch {
    /// The same thing, done once.
    pub const fn once(doing: Doing, from: SimTime, span: SimDuration) -> Self {
        Stretch { doing, from, span, apart: 0, times: 1 }
    }

    /// When it was done last began.
    pub fn last(&self) -> SimTime {
        self.from + SimDuration::from_micros(u64::from(self.apart))
    }

    /// When it is over.
    pub fn to(&self) -> SimTime {
        self.last() + self.span
    }

    /// Whether `later` may be counted with it: both are short and about as long, and close to each other.
    fn takes(&self, later: &Stretch) -> bool {
        let (short, long) = (self.span.min(later.span), self.span.max(later.span));
        let alike = long <= short * 4 + SimDuration::from_millis(10) && long <= LONGEST_JOINED;
        alike
            && later.last().since(self.from) <= FARTHEST_JOINED
            && self.times.checked_add(later.times).is_some()
    }

    fn join(&mut self, later: &Stretch) {
        let (mine, theirs) = (u64::from(self.times), u64::from(later.times));
        let sum = self.span.as_micros() * mine + later.span.as_micros() * theirs;
        self.span = SimDuration::from_micros(sum / (mine + theirs));
        self.apart = later.last().since(self.from).as_micros() as u32;
        self.times += later.times;
    }
}

/// How far back the tracks go, and how far those of a member of a consumer group, whose heartbeats lie farther apart.
const WINDOWS: (SimDuration, SimDuration) = (SimDuration::from_secs(5), SimDuration::from_secs(15));
/// How much longer than that a stretch is kept after its end at least, unless there are too many.
const SPARE: SimDuration = SimDuration::from_secs(1);

/// Stretches and heartbeats kept at the most.
pub const MOST: usize = 64;
/// Stretches that are too old are forgotten whenever their number is a multiple of this.
const ROOM: usize = 16;

const LONGEST_JOINED: SimDuration = SimDuration::from_millis(200);
/// So close to each other they are counted together at once: on the stage that is four pixels.
const JOINED_AT_ONCE: SimDuration = SimDuration::from_millis(120);
/// From the first that a stretch counts to the last.
const FARTHEST_JOINED: SimDuration = SimDuration::from_millis(500);

/// The tracks of the two threads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ThreadTracks {
    /// What is over, in the order in which it began.
    stretches: Vec<Stretch>,
    /// What it does now, and since when.
    present: Option<(Doing, SimTime)>,
    /// When heartbeats were sent, in order.
    heartbeats: Vec<SimTime>,
    /// When the process started.
    pub started: SimTime,
    /// Since when a cut keeps it from brokers.
    pub cut: Option<SimTime>,
    /// They are those of a member of a consumer group.
    is_long: bool,
}

impl ThreadTracks {
    /// The tracks of a process that starts now, cut off or not.
    pub(crate) fn new(started: SimTime, cut: bool) -> Self {
        ThreadTracks { started, cut: cut.then_some(started), ..Self::default() }
    }

    /// The same of a member of a consumer group.
    pub(crate) fn long(self) -> Self {
        ThreadTracks { is_long: true, ..self }
    }

    /// How far back they go.
    pub fn window(&self) -> SimDuration {
        if self.is_long { WINDOWS.1 } else { WINDOWS.0 }
    }

    fn kept(&self) -> SimDuration {
        self.window() + SPARE
    }

    /// What the application thread does now, and since when; `None` for poll.
    pub fn present(&self) -> Option<(Doing, SimTime)> {
        self.present
    }

    /// What it did in the `window` before `now`, in the order in which it began, what it does now included.
    pub fn stretches(&self, now: SimTime, window: SimDuration) -> impl Iterator<Item = Stretch> {
        let since = now.before(window);
        let over = self.stretches.iter().filter(move |stretch| stretch.to() >= since).copied();
        let present = self.present.map(|(doing, from)| Stretch::once(doing, from, now.since(from)));
        over.chain(present)
    }

    /// When heartbeats were sent in the `window` before `now`.
    pub fn heartbeats(&self, now: SimTime, window: SimDuration) -> impl Iterator<Item = SimTime> {
        let since = now.before(window);
        self.heartbeats.iter().copied().filter(move |sent| *sent >= since)
    }

    /// Whether this would be news.
    pub(super) fn is_news(&self, doing: Option<Doing>) -> bool {
        self.present.map(|(doing, _)| doing) != doing
    }

    /// From now on the thread does this.
    pub(crate) fn turn(&mut self, doing: Option<Doing>, now: SimTime) {
        if !self.is_news(doing) {
            return;
        }
        let next = doing.map(|doing| (doing, now));
        if let Some((doing, from)) = std::mem::replace(&mut self.present, next)
            && from < now
        {
            self.add(Stretch::once(doing, from, now - from));
        }
    }

    /// A heartbeat was sent.
    pub(crate) fn heartbeat(&mut self, now: SimTime) {
        let since = now.before(self.kept());
        let old = self.heartbeats.partition_point(|sent| *sent < since);
        let old = old.max((self.heartbeats.len() + 1).saturating_sub(MOST));
        self.heartbeats.drain(..old);
        self.heartbeats.push(now);
    }

    /// A commit was sent. One for which the thread waits is a stretch of its own.
    pub(crate) fn commit(&mut self, now: SimTime) {
        if !matches!(self.present, Some((Doing::Committing, _))) {
            self.add(Stretch::once(Doing::Committing, now, SimDuration::ZERO));
        }
    }

    fn add(&mut self, stretch: Stretch) {
        if let Some(before) = self.stretches.last_mut()
            && before.doing == stretch.doing
            && stretch.last().since(before.from) <= JOINED_AT_ONCE
            && before.takes(&stretch)
        {
            return before.join(&stretch);
        }
        if self.stretches.len().is_multiple_of(ROOM) {
            self.make_room(stretch.to());
        }
        if self.stretches.len() == self.stretches.capacity() {
            // A vector of its own accord would have room for twice as many, in each snapshot.
            self.stretches.reserve_exact(ROOM - self.stretches.len() % ROOM);
        }
        self.stretches.push(stretch);
    }

    /// For one that is over at `now`. It depends on nothing but the stretches: an instant is the same however it was
    /// gone to.
    fn make_room(&mut self, now: SimTime) {
        let since = now.before(self.kept());
        self.stretches.retain(|stretch| stretch.to() >= since);
        if self.stretches.len() >= MOST * 3 / 4 {
            self.join_pairs();
        }
        let spare = (self.stretches.len() + 1).saturating_sub(MOST);
        self.stretches.drain(..spare);
    }

    /// Of each thing done, the first and second stretch become one, the third and fourth, and so on.
    fn join_pairs(&mut self) {
        let mut waiting: [Option<usize>; 6] = [None; 6];
        let mut kept = 0;
        for at in 0..self.stretches.len() {
            let stretch = self.stretches[at];
            let first = &mut waiting[stretch.doing as usize];
            match first.take().filter(|first| self.stretches[*first].takes(&stretch)) {
                Some(first) => self.stretches[first].join(&stretch),
                None => {
                    *first = Some(kept);
                    self.stretches[kept] = stretch;
                    kept += 1;
                }
            }
        }
        self.stretches.truncate(kept);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WINDOW: SimDuration = SimDuration::from_secs(5);

    fn at(ms: u64) -> SimTime {
        SimTime::from_millis(ms)
    }

    #[test]
    fn what_is_done_is_a_stretch_and_what_goes_on_reaches_to_now() {
        let mut tracks = ThreadTracks::new(at(0), false);
        tracks.turn(Some(Doing::Processing), at(100));
        tracks.turn(None, at(130));
        tracks.commit(at(150));
        tracks.turn(Some(Doing::Blocked), at(200));
        tracks.turn(Some(Doing::Blocked), at(300));
        let seen: Vec<_> =
            tracks.stretches(at(1000), WINDOW).map(|s| (s.doing, s.from, s.to(), s.times)).collect();
        let expected = [
            (Doing::Processing, at(100), at(130), 1),
            (Doing::Committing, at(150), at(150), 1),
            (Doing::Blocked, at(200), at(1000), 1),
        ];
        assert_eq!(seen, expected);
        assert_eq!(tracks.present(), Some((Doing::Blocked, at(200))));
        assert_eq!(
            tracks.stretches(at(5400), WINDOW).count(),
            1,
            "what is older than the window is not shown"
        );
    }

    #[test]
    fn what_takes_no_time_leaves_no_stretch() {
        let mut tracks = ThreadTracks::default();
        tracks.turn(Some(Doing::Callback), at(10));
        tracks.turn(None, at(10));
        assert_eq!(tracks.stretches(at(10), WINDOW).count(), 0);
    }

    #[test]
    fn many_short_stretches_at_an_even_pace_are_counted_and_none_is_lost() {
        let mut tracks = ThreadTracks::default();
        for record in 0..2_000 {
            tracks.turn(Some(Doing::Processing), at(record * 10));
            tracks.turn(None, at(record * 10 + 4));
            if record % 100 == 99 {
                tracks.commit(at(record * 10 + 5));
            }
            assert!(tracks.stretches.len() <= MOST);
        }
        let now = at(20_000);
        let of = |doing| tracks.stretches(now, WINDOW).filter(move |stretch| stretch.doing == doing);
        let records: u64 = of(Doing::Processing).map(|stretch| u64::from(stretch.times)).sum();
        assert!((500..=580).contains(&records), "{records} records in 5 s");
        assert!(of(Doing::Processing).all(|stretch| stretch.span == SimDuration::from_millis(4)));
        assert!(of(Doing::Committing).map(|stretch| u64::from(stretch.times)).sum::<u64>() >= 5);
    }

    #[test]
    fn stretches_that_differ_much_are_never_counted_together() {
        let mut tracks = ThreadTracks::default();
        for round in 0..400 {
            let start = round * 110;
            let takes = if round % 2 == 0 { 1 } else { 90 };
            tracks.turn(Some(Doing::Processing), at(start));
            tracks.turn(None, at(start + takes));
        }
        assert!(tracks.stretches.len() <= MOST);
        assert!(tracks.stretches.iter().all(|stretch| stretch.times == 1));
    }

    #[test]
    fn heartbeats_are_kept_for_a_while_and_not_without_end() {
        let mut tracks = ThreadTracks::default();
        (0..1_000).for_each(|n| tracks.heartbeat(at(n * 3)));
        assert_eq!(tracks.heartbeats.len(), MOST);
        tracks.heartbeat(at(60_000));
        assert_eq!(tracks.heartbeats(at(60_100), WINDOW).collect::<Vec<_>>(), [at(60_000)]);
    }
}
