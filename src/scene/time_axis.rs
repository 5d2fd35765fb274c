//! Who reads what, when: rows of ownership over time, rebalances as bands, marks, and the present.

use crate::cluster::observation::{Mark, MarkKind, OwnershipSpan, RebalanceSpan};
use crate::kafka::ids::*;
use crate::scene::labels::{self, Wish};
use crate::scene::mark::{Area, Hue, Text, TextTone, within};
use crate::scene::text::{self, Num};
use crate::session::language::Lang;
use crate::session::language::label::StageLabel;
use crate::session::language::stage::StagePhrase;
use crate::session::language::units::tick;
use crate::sim::sorted::SortedMap;
use crate::sim::time::SimTime;
use std::fmt::Write;
use std::rc::Rc;

/// What a time axis is computed from.
pub struct TimeInput<'a> {
    pub lang: Lang,
    /// The group whose readers are shown, if there are others.
    pub group: Option<&'a str>,
    pub now: SimTime,
    /// The visible range; [`nice_end`] proposes an end.
    pub from: SimTime,
    pub to: SimTime,
    /// Each partition with its readers, in the order of the lanes.
    pub rows: &'a [(TopicPartition, Vec<OwnershipSpan>)],
    pub rebalances: &'a [RebalanceSpan],
    pub marks: &'a [Mark],
    /// All consumers in the order of the observation: this decides their colours.
    pub consumers: &'a [ClientName],
    pub width: f64,
    pub height: f64,
}

/// The time axis, ready to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeAxis {
    pub now: SimTime,
    pub now_x: f64,
    /// The scrubber's line.
    pub scrub_y: f64,
    /// All that does not follow the scrubber: the same from one frame to the next, as long as nothing happens.
    pub drawing: Rc<AxisDrawing>,
}

/// What stands still while time passes.
#[derive(Clone, Debug, PartialEq)]
pub struct AxisDrawing {
    pub width: f64,
    pub height: f64,
    pub from: SimTime,
    pub to: SimTime,
    /// Where the rows are.
    pub plot: Area,
    pub ticks: Vec<(f64, Text)>,
    /// Rebalances, one path.
    pub bands: String,
    pub names: Vec<Text>,
    /// All bars of one colour, one path each.
    pub bars: Vec<(Hue, String)>,
    /// One path over the spans in which no consumer reads.
    pub nobody: String,
    /// Names in bars, generations and marks above.
    pub labels: Vec<Text>,
    /// Vertical strokes of deaths, one path.
    pub deaths: String,
    /// Commits by colour.
    pub commits: Vec<(Option<Hue>, String)>,
    /// The axis in a sentence.
    pub title: String,
}

impl AxisDrawing {
    /// Where `time` is, kept within the plot.
    pub fn x_of(&self, time: SimTime) -> f64 {
        scale(&self.plot, (self.from, self.to), time)
    }

    /// The time at `x`, kept within the range.
    pub fn time_at(&self, x: f64) -> SimTime {
        let share = within((x - self.plot.x) / self.plot.width.max(1.0), 0.0, 1.0);
        let span = (self.to - self.from).as_micros() as f64;
        SimTime::from_micros(self.from.as_micros() + (span * share).round() as u64)
    }
}

/// An end for the range that shows `farthest` and moves rarely: 20 s, 30 s, 1 min, 2 min, 5 min, ...
pub fn nice_end(farthest: SimTime) -> SimTime {
    let secs = farthest.as_millis().div_ceil(1000);
    let steps = [20, 30, 60, 120, 180, 300, 600, 900, 1200, 1800, 2700, 3600];
    let end = steps.into_iter().find(|step| secs <= *step).unwrap_or(secs.div_ceil(3600) * 3600);
    SimTime::from_millis(end * 1000)
}

fn scale(plot: &Area, range: (SimTime, SimTime), time: SimTime) -> f64 {
    let whole = (range.1 - range.0).as_micros().max(1) as f64;
    let share = within(time.since(range.0).as_micros() as f64 / whole, 0.0, 1.0);
    plot.x + plot.width * share
}

/// The time axis of this instant.
pub fn time_axis(input: &TimeInput) -> TimeAxis {
    let names = input.rows.iter().map(|(partition, _)| text::width(&partition.to_string(), 10.5));
    let name_width = within(names.fold(0.0, f64::max), 40.0, within(input.width * 0.22, 40.0, 120.0));
    let left = 16.0 + name_width + 10.0;
    let bottom = input.height - 54.0;
    let plot = Area {
        x: left,
        y: 34.0,
        width: (input.width - left - 24.0).max(60.0),
        height: (bottom - 34.0).max(20.0),
    };
    let mut axis = AxisDrawing {
        width: input.width,
        height: input.height,
        from: input.from,
        to: input.to,
        plot,
        ticks: Vec::new(),
        bands: String::new(),
        names: Vec::new(),
        bars: Vec::new(),
        nobody: String::new(),
        labels: Vec::new(),
        deaths: String::new(),
        commits: Vec::new(),
        title: input.lang.say(StagePhrase::WhoReads(input.rows.len())),
    };
    let of = input.group.map_or(String::new(), |group| format!(" · {group}"));
    let heading = format!("{}{of}", input.lang.stage_label(StageLabel::WhoReads));
    axis.labels.push(Text::new(
        16.0,
        14.0,
        10.5,
        TextTone::Muted,
        text::fit(&heading, 10.5, input.width - 32.0),
    ));
    ticks(&mut axis, input.lang);
    rows(&mut axis, input, name_width);
    let mut above = bands(&mut axis, input);
    above.extend(marks(&mut axis, input));
    head_line(&mut axis, above);
    let now_x = axis.x_of(input.now);
    TimeAxis { now: input.now, now_x, scrub_y: input.height - 18.0, drawing: Rc::new(axis) }
}

fn ticks(axis: &mut AxisDrawing, lang: Lang) {
    let span = (axis.to - axis.from).as_micros() as f64 / 1e6;
    let wanted = within(axis.plot.width / 64.0, 2.0, 12.0);
    let steps = [0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0, 3600.0];
    let step = steps.into_iter().find(|step| span / step <= wanted).unwrap_or(7200.0);
    let step = (step * 1e6) as u64;
    let mut at = axis.from.as_micros().div_ceil(step) * step;
    while at <= axis.to.as_micros() {
        let x = axis.x_of(SimTime::from_micros(at));
        let y = axis.plot.bottom() + 18.0;
        axis.ticks.push((x, Text::new(x, y, 10.5, TextTone::Muted, tick(lang, at)).middle()));
        at += step;
    }
}

fn rows(axis: &mut AxisDrawing, input: &TimeInput, name_width: f64) {
    let pitch = (axis.plot.height / input.rows.len().max(1) as f64).min(26.0);
    let height = (pitch * 0.7).max(1.5);
    // Where the names have no room beside each other, some stand for the rest.
    let every = (9.6 / pitch).ceil().max(1.0) as usize;
    let mut bars: SortedMap<Hue, String> = SortedMap::new();
    for (i, (partition, spans)) in input.rows.iter().enumerate() {
        let y = axis.plot.y + 4.0f64.min(pitch * 0.2) + i as f64 * pitch;
        if i % every == 0 {
            let size = if pitch < 12.5 { 9.5 } else { 10.5 };
            let name = text::fit_partition(partition, size, name_width);
            axis.names.push(
                Text::new(axis.plot.x - 10.0, y + height / 2.0 + 3.6, size, TextTone::Muted, name).end(),
            );
        }
        for span in spans {
            let (from, to) = (axis.x_of(span.from), axis.x_of(span.to.unwrap_or(input.now).min(axis.to)));
            if span.from >= axis.to || to - from < 0.2 {
                continue;
            }
            let hue = span.owner.as_ref().and_then(|owner| input.consumers.iter().position(|c| c == owner));
            let words = match (&span.owner, hue) {
                (Some(owner), Some(index)) => {
                    bar(bars.entry(Hue::of(index)).or_default(), (from, to), y, height);
                    (TextTone::OnFill, owner.to_string())
                }
                _ => {
                    outline(&mut axis.nobody, (from, to), y, height);
                    (TextTone::Gap, input.lang.stage_label(StageLabel::Nobody).to_string())
                }
            };
            if height >= 11.0 && text::width(&words.1, 9.5) + 10.0 <= to - from {
                axis.labels.push(Text::new(from + 5.0, y + height / 2.0 + 3.4, 9.5, words.0, words.1));
            }
        }
    }
    axis.bars = bars.into_iter().collect();
}

fn bar(d: &mut String, x: (f64, f64), y: f64, height: f64) {
    let r = (height / 4.0).min(3.0).min((x.1 - x.0) / 2.0);
    let (w, h) = (Num(x.1 - x.0 - 2.0 * r), Num(height - 2.0 * r));
    let r = Num(r);
    let _ = write!(d, "M{} {}h{w}q{r} 0 {r} {r}v{h}q0 {r} -{r} {r}", Num(x.0 + r.0), Num(y));
    let _ = write!(d, "h-{w}q-{r} 0 -{r} -{r}v-{h}q0 -{r} {r} -{r}z");
}

fn outline(d: &mut String, x: (f64, f64), y: f64, height: f64) {
    let width = (x.1 - x.0 - 1.0).max(0.5);
    let _ = write!(
        d,
        "M{} {}h{}v{}h-{}z",
        Num(x.0 + 0.5),
        Num(y + 0.5),
        Num(width),
        Num(height - 1.0),
        Num(width)
    );
}

/// A word that wants to stand above the rows.
struct Above {
    x: f64,
    tone: TextTone,
    rank: u8,
    /// What stands before the names, for a word to which more names may be added.
    sign: &'static str,
    words: String,
}

fn bands(axis: &mut AxisDrawing, input: &TimeInput) -> Vec<Above> {
    let mut above = Vec::new();
    for span in input.rebalances {
        let ended = span.ended.unwrap_or(input.now);
        if span.started >= axis.to || ended < axis.from {
            continue;
        }
        let (from, to) = (axis.x_of(span.started), axis.x_of(ended));
        let width = (to - from).max(2.0);
        let (y, height) = (axis.plot.y, axis.plot.height);
        let _ =
            write!(axis.bands, "M{} {}h{}v{}h-{}z", Num(from), Num(y), Num(width), Num(height), Num(width));
        if let Some(generation) = span.generation {
            let words = input.lang.say(StagePhrase::GenerationMark(generation.0));
            above.push(Above { x: to, tone: TextTone::Muted, rank: 1, sign: "", words });
        }
    }
    above
}

fn marks(axis: &mut AxisDrawing, input: &TimeInput) -> Vec<Above> {
    let mut above = Vec::new();
    let mut commits: SortedMap<Option<Hue>, (f64, String)> = SortedMap::new();
    let (top, bottom) = (axis.plot.y, axis.plot.bottom());
    for mark in input.marks {
        if mark.time < axis.from || mark.time > axis.to {
            continue;
        }
        let x = axis.x_of(mark.time);
        let index = mark.client.as_ref().and_then(|client| input.consumers.iter().position(|c| c == client));
        let hue = index.map(Hue::of);
        let name = mark.client.as_ref().map_or("", |client| client.as_str());
        let said = |phrase: StagePhrase| input.lang.say(phrase);
        let (tone, rank, sign, words) = match mark.kind {
            MarkKind::Commit => {
                // So close together that they would merge, one stands for its neighbours.
                let (last, d) = commits.entry(hue).or_insert((f64::MIN, String::new()));
                if x - *last >= 6.0 {
                    let _ = write!(d, "M{} {}l-3 5.5h6z", Num(x), Num(bottom + 1.0));
                    *last = x;
                }
                continue;
            }
            MarkKind::Started => (hue.map_or(TextTone::Ink, TextTone::Hue), 2, "+ ", format!("+ {name}")),
            MarkKind::Closed => (TextTone::Muted, 3, "− ", format!("− {name}")),
            MarkKind::Killed => (TextTone::Gap, 5, "✕ ", format!("✕ {name}")),
            MarkKind::Failed => (TextTone::Gap, 5, "! ", format!("! {name}")),
            MarkKind::Frozen => (TextTone::Stake, 4, "", said(StagePhrase::FrozenMark(name))),
            MarkKind::Stalled => (TextTone::Stake, 4, "", said(StagePhrase::StalledMark(name))),
            MarkKind::PartitionsAdded => {
                (TextTone::Accent, 4, "", input.lang.stage_label(StageLabel::PartitionsAdded).to_string())
            }
        };
        if matches!(mark.kind, MarkKind::Killed | MarkKind::Failed) {
            let _ = write!(axis.deaths, "M{} {}V{}", Num(x), Num(top - 3.0), Num(bottom));
        }
        // What happens to several at once is one word: `+ c1 c2 c3`.
        match above.iter_mut().find(|word: &&mut Above| word.rank == rank && (x - word.x).abs() < 3.0) {
            Some(word) if word.sign == sign && !sign.is_empty() && !name.is_empty() => {
                word.words = format!("{} {name}", word.words);
                word.tone = if tone == TextTone::Gap { tone } else { TextTone::Ink };
            }
            _ => above.push(Above { x, tone, rank, sign, words }),
        }
    }
    axis.commits = commits.into_iter().map(|(hue, (_, d))| (hue, d)).collect();
    above
}

/// Sets the words above the rows; what cannot stand near its place is left out.
fn head_line(axis: &mut AxisDrawing, above: Vec<Above>) {
    let wish = |word: &Above| Wish { center: word.x, width: text::width(&word.words, 10.0), rank: word.rank };
    let wishes: Vec<Wish> = above.iter().map(wish).collect();
    let places = labels::place(&wishes, axis.plot.x, axis.width - 4.0, 8.0);
    for ((word, wish), place) in above.into_iter().zip(&wishes).zip(places) {
        if let Some(left) = place
            && (left + wish.width / 2.0 - word.x).abs() < 40.0
        {
            axis.labels.push(Text::new(left, axis.plot.y - 6.0, 10.0, word.tone, word.words));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: u64) -> SimTime {
        SimTime::from_millis(millis)
    }

    fn span(from: u64, to: Option<u64>, owner: Option<&str>) -> OwnershipSpan {
        OwnershipSpan { from: at(from), to: to.map(at), owner: owner.map(Into::into) }
    }

    fn axis(marks: &[Mark], rebalances: &[RebalanceSpan], width: f64) -> Rc<AxisDrawing> {
        let orders = |partition| TopicPartition::new("orders".into(), partition);
        let rows = [
            (orders(0), vec![span(3000, None, Some("c1"))]),
            (orders(1), vec![span(3000, Some(10_000), Some("c2")), span(10_000, None, None)]),
        ];
        time_axis(&TimeInput {
            lang: Lang::En,
            group: None,
            now: at(12_480),
            from: at(0),
            to: at(20_000),
            rows: &rows,
            rebalances,
            marks,
            consumers: &["c1".into(), "c2".into()],
            width,
            height: 216.0,
        })
        .drawing
    }

    #[test]
    fn an_axis_that_has_no_room_yet_is_no_failure() {
        for width in [0.0, 1.0, 60.0, 180.0] {
            assert!(axis(&[], &[], width).plot.width > 0.0);
        }
    }

    #[test]
    fn a_place_on_the_axis_and_its_time_are_the_same_thing() {
        let axis = axis(&[], &[], 1000.0);
        for millis in [0, 1, 5000, 12_480, 20_000] {
            assert_eq!(axis.time_at(axis.x_of(at(millis))), at(millis));
        }
        assert_eq!(axis.time_at(-50.0), at(0));
        assert_eq!(axis.time_at(5000.0), at(20_000));
    }

    #[test]
    fn bars_of_one_colour_are_one_path_and_nobody_is_drawn_apart() {
        let axis = axis(&[], &[], 1000.0);
        assert_eq!(axis.bars.iter().map(|(hue, _)| hue.0).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(axis.nobody.matches('M').count(), 1);
        assert!(axis.labels.iter().any(|label| label.text == "nobody"));
    }

    #[test]
    fn words_above_the_rows_never_overlap_and_deaths_stay_when_there_is_no_room() {
        let kinds = [MarkKind::Killed, MarkKind::Started, MarkKind::Closed];
        let mark =
            |i: u64| Mark { time: at(i * 300), kind: kinds[i as usize % 3], client: Some("c2".into()) };
        let marks: Vec<Mark> = (0..60).map(mark).collect();
        let band = |i: u64| RebalanceSpan {
            started: at(i * 500),
            ended: Some(at(i * 500 + 100)),
            generation: Some(Generation(i as i32)),
            reason: None,
            members: 2,
            moved: 0,
        };
        let bands: Vec<RebalanceSpan> = (0..30).map(band).collect();
        for width in [360.0, 700.0, 1100.0] {
            let axis = axis(&marks, &bands, width);
            let line = axis.plot.y - 6.0;
            let mut words: Vec<(f64, f64)> =
                axis.labels.iter().filter(|label| label.y == line).map(Text::extent).collect();
            words.sort_by(|a, b| a.0.total_cmp(&b.0));
            assert!(words.windows(2).all(|pair| pair[0].1 <= pair[1].0));
            assert!(words.iter().all(|word| word.1 <= width));
            assert!(axis.labels.iter().any(|label| label.text.starts_with('✕')));
        }
    }

    #[test]
    fn what_happens_to_several_at_once_is_one_word() {
        let mark = |name: &str| Mark { time: at(5000), kind: MarkKind::Started, client: Some(name.into()) };
        let axis = axis(&[mark("c1"), mark("c2")], &[], 1000.0);
        assert!(axis.labels.iter().any(|label| label.text == "+ c1 c2"));
    }

    #[test]
    fn the_end_of_the_range_is_round_and_not_before_the_present() {
        let ends = [0, 20_000, 20_001, 59_000, 3_600_000, 3_600_001].map(|millis| nice_end(at(millis)));
        assert_eq!(ends, [20, 20, 30, 60, 3600, 7200].map(|secs| at(secs * 1000)));
    }
}
