//! The two tracks on a card: what the application thread did in the last seconds, and when heartbeats were sent.
//! The right edge is now.

use crate::cluster::observation::ConsumerView;
use crate::cluster::threads::{Doing, Stretch};
use crate::scene::card::{Condition, fenced};
use crate::scene::mark::{Area, Text, TextTone};
use crate::scene::text::Num;
use crate::session::language::Lang;
use crate::session::language::label::StageLabel;
use crate::session::language::units::tick;
use crate::sim::sorted::SortedMap;
use crate::sim::time::{SimDuration, SimTime};
use std::fmt::Write;

/// The height of the application's track, and of a heartbeat.
const APP: f64 = 13.0;
const BEAT: f64 = 10.0;
/// Both tracks together.
pub const HEIGHT: f64 = APP + 7.0 + BEAT;

/// What a path of the tracks shows, in the order in which they lie upon each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TrackLook {
    /// The lines on which both stand.
    Base,
    /// In poll: low.
    Poll,
    /// Processing: full height.
    Processing,
    /// In the rebalance listener: hatched.
    Callback,
    /// Blocked in the handler: solid.
    Blocked,
    /// The dashed core of that.
    Core,
    /// A commit: open.
    Commit,
    /// A heartbeat sent.
    Beat,
    /// The process stands still or is gone: hatched emptiness.
    Lost,
    /// Where that began.
    Cross,
    /// The cut, or the moment in which it learnt that it is no member.
    Fence,
    /// The right edge.
    Now,
}

impl TrackLook {
    /// As its CSS class has it.
    pub const fn class(self) -> &'static str {
        match self {
            TrackLook::Base => "base",
            TrackLook::Poll => "poll",
            TrackLook::Processing => "processing",
            TrackLook::Callback => "callback",
            TrackLook::Blocked => "blocked",
            TrackLook::Core => "core",
            TrackLook::Commit => "commit",
            TrackLook::Beat => "beat",
            TrackLook::Lost => "lost",
            TrackLook::Cross => "cross",
            TrackLook::Fence => "fence",
            TrackLook::Now => "now",
        }
    }

    /// Whether it is filled with the page's hatching.
    pub const fn hatched(self) -> bool {
        matches!(self, TrackLook::Callback | TrackLook::Lost)
    }
}

/// The tracks of one consumer. Coordinates count from the card's upper left corner.
#[derive(Clone, Debug, PartialEq)]
pub struct TrackScene {
    pub paths: Vec<(TrackLook, String)>,
    pub texts: Vec<Text>,
}

/// A track's paths while they are drawn.
struct Tracks {
    area: Area,
    unit: f64,
    now: SimTime,
    window: SimDuration,
    paths: SortedMap<TrackLook, String>,
}

/// The tracks of `consumer` within `area`; `axis` adds the names of both ends below.
pub fn tracks(
    lang: Lang,
    consumer: &ConsumerView,
    now: SimTime,
    (area, unit): (Area, f64),
    axis: bool,
) -> TrackScene {
    // Half a pixel at a time: most frames then show what the one before showed.
    let window = consumer.tracks.window();
    let step = (window.as_micros() as f64 / (2.0 * area.width.max(1.0))).max(1.0) as u64;
    let now = SimTime::from_micros(now.as_micros().div_ceil(step) * step);
    let mut drawing = Tracks { area, unit, now, window, paths: SortedMap::new() };
    drawing.frame();
    drawing.application(consumer);
    drawing.heartbeats(consumer);
    drawing.ends(consumer);
    let (left, size) = (area.x - 6.0 * unit, 11.0 * unit);
    let name = |label, y| Text::new(left, y, size, TextTone::Muted, lang.stage_label(label)).end();
    let mut texts = vec![
        name(StageLabel::AppThreadShort, area.y + (APP - 2.5) * unit),
        name(StageLabel::HeartbeatShort, area.y + HEIGHT * unit),
    ];
    if axis {
        let y = area.y + (HEIGHT + 14.0) * unit;
        let back = format!("−{}", tick(lang, window.as_micros()));
        texts.push(Text::new(area.x, y, size, TextTone::Muted, back));
        let here = lang.stage_label(StageLabel::Now);
        texts.push(Text::new(area.right(), y, size, TextTone::Accent, here).end());
    }
    TrackScene { paths: drawing.paths.into_iter().filter(|(_, d)| !d.is_empty()).collect(), texts }
}

impl Tracks {
    fn path(&mut self, look: TrackLook) -> &mut String {
        self.paths.entry(look).or_default()
    }

    /// Where an instant is.
    fn x(&self, at: SimTime) -> f64 {
        let back = self.now.since(at).as_micros() as f64 / self.window.as_micros() as f64;
        self.area.right() - self.area.width * back.min(1.0)
    }

    fn rect(&mut self, look: TrackLook, (from, to): (f64, f64), (top, bottom): (f64, f64)) {
        if to > from {
            let (x, width, y) = (Num(from), Num(to - from), Num(self.area.y + top * self.unit));
            let height = Num((bottom - top) * self.unit);
            let _ = write!(self.path(look), "M{x} {y}h{width}v{height}H{x}z");
        }
    }

    fn frame(&mut self) {
        let (x, right, y) = (Num(self.area.x), Num(self.area.right()), self.area.y);
        let (app, beat) = (Num(y + (APP + 0.5) * self.unit), Num(y + (HEIGHT + 0.5) * self.unit));
        let _ = write!(self.path(TrackLook::Base), "M{x} {app}H{right}M{x} {beat}H{right}");
        let (top, bottom) = (Num(y - 2.0 * self.unit), Num(y + (HEIGHT + 2.0) * self.unit));
        let _ = write!(self.path(TrackLook::Now), "M{right} {top}V{bottom}");
    }

    fn application(&mut self, consumer: &ConsumerView) {
        let stretches: Vec<Stretch> = consumer.tracks.stretches(self.now, self.window).collect();
        let from = consumer.tracks.started.max(self.now.before(self.window));
        self.poll(from, &stretches);
        self.records(&stretches);
        self.commits(&stretches);
        for stretch in &stretches {
            let (from, to) = (self.x(stretch.from), self.x(stretch.to().min(self.now)));
            match stretch.doing {
                Doing::Processing | Doing::Committing | Doing::Idle | Doing::Absent => {}
                Doing::Callback => {
                    let least = 3.0 * self.unit;
                    self.rect(TrackLook::Callback, (from.min(to - least), to), (0.6, APP - 0.6));
                }
                Doing::Blocked => {
                    self.rect(TrackLook::Blocked, (from, to), (0.6, APP - 0.6));
                    let (x, y, to) = (Num(from), Num(self.area.y + APP / 2.0 * self.unit), Num(to));
                    let _ = write!(self.path(TrackLook::Core), "M{x} {y}H{to}");
                }
            }
        }
    }

    /// In poll it is where it does nothing else and is there.
    fn poll(&mut self, from: SimTime, stretches: &[Stretch]) {
        let mut since = Some(from);
        for stretch in stretches {
            if !matches!(stretch.doing, Doing::Processing | Doing::Committing) {
                if let Some(since) = since.filter(|since| *since < stretch.from) {
                    self.rect(TrackLook::Poll, (self.x(since), self.x(stretch.from)), (APP - 4.0, APP));
                }
                since = Some(stretch.to().max(from));
            }
        }
        if let Some(since) = since.filter(|since| *since < self.now) {
            self.rect(TrackLook::Poll, (self.x(since), self.area.right()), (APP - 4.0, APP));
        }
    }

    /// Records in the handler. Many short ones are a tick for each place in which there is at least one; a place that
    /// was busy most of the time is filled.
    fn records(&mut self, stretches: &[Stretch]) {
        let place = self.place(2.2);
        let mut places: SortedMap<u64, (SimTime, u64)> = SortedMap::new();
        let since = self.now.before(self.window);
        for stretch in stretches.iter().filter(|stretch| stretch.doing == Doing::Processing) {
            if stretch.times == 1 && stretch.span.as_micros() >= place {
                let ends = (self.x(stretch.from), self.x(stretch.to().min(self.now)));
                self.rect(TrackLook::Processing, ends, (0.0, APP));
                continue;
            }
            for at in each(stretch).filter(|at| *at >= since) {
                let busy = places.entry(at.as_micros() / place).or_insert((at, 0));
                busy.1 += stretch.span.as_micros();
            }
        }
        for (number, (first, busy)) in places {
            let (x, end) = match busy * 5 >= place * 3 {
                true => {
                    let start = SimTime::from_micros(number * place);
                    (self.x(start), self.x(SimTime::from_micros((number + 1) * place).min(self.now)))
                }
                false => (self.x(first), self.x(first) + 1.5 * self.unit),
            };
            self.rect(TrackLook::Processing, (x, end.min(self.area.right())), (0.0, APP));
        }
    }

    /// Commits that lie close are one box for each place in which there is at least one: between them the records are
    /// seen.
    fn commits(&mut self, stretches: &[Stretch]) {
        let place = self.place(10.0);
        let since = self.now.before(self.window);
        let mut places: SortedMap<u64, Stretch> = SortedMap::new();
        for stretch in stretches.iter().filter(|stretch| stretch.doing == Doing::Committing) {
            for at in each(stretch).filter(|at| *at >= since) {
                places.entry(at.as_micros() / place).or_insert(Stretch { from: at, ..*stretch });
            }
        }
        for (_, first) in places {
            let from = self.x(first.from);
            let to = self.x((first.from + first.span).min(self.now)).max(from + 5.0 * self.unit);
            let over = (to - self.area.right()).max(0.0);
            self.rect(TrackLook::Commit, (from - over, to - over), (0.6, APP - 0.6));
        }
    }

    /// How long it takes to move by so many pixels of the plain stage.
    fn place(&self, pixels: f64) -> u64 {
        let micros = self.window.as_micros() as f64 * pixels * self.unit / self.area.width.max(1.0);
        micros.max(1.0) as u64
    }

    fn heartbeats(&mut self, consumer: &ConsumerView) {
        let (y, up) = (Num(self.area.y + (HEIGHT + 0.5) * self.unit), Num(-BEAT * self.unit));
        let sent: Vec<SimTime> = consumer.tracks.heartbeats(self.now, self.window).collect();
        for at in sent {
            let x = Num(self.x(at));
            let _ = write!(self.path(TrackLook::Beat), "M{x} {y}v{up}");
        }
    }

    /// Where it stopped, where it was cut off, where it learnt that it is no member.
    fn ends(&mut self, consumer: &ConsumerView) {
        let tracks = &consumer.tracks;
        let past: Vec<Stretch> = tracks.stretches(self.now, self.window).collect();
        for stretch in past.iter().filter(|stretch| stretch.doing == Doing::Absent) {
            let ends = (self.x(stretch.from), self.x(stretch.to().min(self.now)));
            self.rect(TrackLook::Lost, ends, (0.0, HEIGHT));
            let stopped =
                matches!(Condition::of(consumer), Condition::Killed | Condition::Frozen | Condition::Failed);
            if stopped && stretch.from >= self.now.before(self.window) {
                let (x, y, k) =
                    (Num(ends.0 - 4.0 * self.unit), Num(self.area.y + 3.0 * self.unit), self.unit);
                let (across, back) = (Num(8.0 * k), Num(-8.0 * k));
                let _ = write!(
                    self.path(TrackLook::Cross),
                    "M{x} {y}l{across} {across}m0 {back}l{back} {across}"
                );
            }
        }
        let told = consumer.last_answer.filter(|last| fenced(last.error)).map(|last| last.at);
        let since = self.now.before(self.window);
        for at in told.into_iter().chain(tracks.cut).filter(|at| *at >= since) {
            let x = Num(self.x(at));
            let (top, bottom) = (Num(self.area.y - self.unit), Num(self.area.y + (HEIGHT + 1.0) * self.unit));
            let _ = write!(self.path(TrackLook::Fence), "M{x} {top}V{bottom}");
        }
    }
}

/// When each of those that a stretch counts began, evenly spaced.
fn each(stretch: &Stretch) -> impl Iterator<Item = SimTime> + use<> {
    let Stretch { from, apart, times, .. } = *stretch;
    let gaps = u64::from(times.max(2)) - 1;
    let whole = u64::from(apart);
    (0..u64::from(times)).map(move |n| from + SimDuration::from_micros(whole * n / gaps))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::observation::{AnswerView, ProcessState};
    use crate::cluster::threads::ThreadTracks;
    use crate::kafka::api::{ApiKey, ErrorCode};
    use crate::scene::fixture::{NOW, ago, consumer};
    use std::sync::Arc;

    /// What is drawn of a consumer to which this happened.
    fn drawn(change: impl FnOnce(&mut ConsumerView, &mut ThreadTracks)) -> SortedMap<TrackLook, String> {
        let mut view = consumer("c1", "billing");
        let mut done = ThreadTracks::new(ago(20_000), false);
        change(&mut view, &mut done);
        view.tracks = Arc::new(done);
        let area = Area { x: 44.0, y: 38.0, width: 150.0, height: HEIGHT };
        tracks(Lang::En, &view, NOW, (area, 1.0), true).paths.into_iter().collect()
    }

    fn count(paths: &SortedMap<TrackLook, String>, look: TrackLook) -> usize {
        paths.get(&look).map_or(0, |d| d.matches('M').count())
    }

    #[test]
    fn records_are_full_ticks_on_a_low_ground_and_a_commit_is_open() {
        let paths = drawn(|_, done| {
            for at in [4000, 3000, 2000] {
                done.turn(Some(Doing::Processing), ago(at));
                done.turn(None, ago(at - 5));
            }
            done.commit(ago(1000));
            done.heartbeat(ago(2500));
            done.heartbeat(ago(500));
        });
        use TrackLook::*;
        let seen = [Poll, Processing, Commit, Beat, Blocked, Lost, Cross].map(|look| count(&paths, look));
        assert_eq!(seen, [1, 3, 1, 2, 0, 0, 0]);
    }

    #[test]
    fn who_is_blocked_is_solid_with_a_core_and_in_no_poll() {
        let paths = drawn(|_, done| done.turn(Some(Doing::Blocked), ago(2500)));
        assert_eq!((count(&paths, TrackLook::Blocked), count(&paths, TrackLook::Core)), (1, 1));
        assert_eq!(paths.get(&TrackLook::Poll).map(String::as_str), Some("M44 47h74.9v4H44z"));
    }

    #[test]
    fn after_a_kill_there_is_a_cross_and_emptiness() {
        let paths = drawn(|view, done| {
            view.process = ProcessState::Killed { since: ago(2500) };
            done.heartbeat(ago(3000));
            done.turn(Some(Doing::Absent), ago(2500));
        });
        assert_eq!((count(&paths, TrackLook::Lost), count(&paths, TrackLook::Beat)), (1, 1));
        assert!(paths.get(&TrackLook::Cross).is_some_and(|d| d.starts_with("M114.9 ")));
        assert_eq!(paths.get(&TrackLook::Poll).map(String::as_str), Some("M44 47h74.9v4H44z"));
    }

    #[test]
    fn a_cut_and_a_refused_membership_are_a_line_through_both() {
        let cut = drawn(|_, done| done.cut = Some(ago(1000)));
        assert_eq!(count(&cut, TrackLook::Fence), 1);
        let fenced = drawn(|view, _| {
            let error = ErrorCode::UnknownMemberId;
            view.last_answer = Some(AnswerView { api: ApiKey::Heartbeat, error, at: ago(300) });
        });
        assert_eq!(count(&fenced, TrackLook::Fence), 1);
        assert_eq!(count(&drawn(|_, _| {}), TrackLook::Fence), 0);
    }

    #[test]
    fn records_that_fill_their_time_are_solid_and_however_many_there_are_the_drawing_is_small() {
        let paths = drawn(|_, done| {
            for n in (1..1000).rev() {
                done.turn(Some(Doing::Processing), ago(n * 5));
                done.turn(None, ago(n * 5 - 1));
                done.commit(ago(n * 5 - 1));
            }
        });
        assert!((60..=80).contains(&count(&paths, TrackLook::Processing)));
        assert!((14..=17).contains(&count(&paths, TrackLook::Commit)));
    }
}
