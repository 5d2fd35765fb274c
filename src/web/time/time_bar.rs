//! Who reads what, when: the drawing of a time axis, and the scrubber on it.

use crate::kafka::ids::GroupId;
use crate::scene::mark::Hue;
use crate::scene::time_axis::{AxisDrawing, SECTION_HEAD, TimeAxis};
use crate::scene::time_scale::TimeScale;
use crate::session::language::axis::AxisLabel;
use crate::session::language::label::Label;
use crate::session::language::units::seconds;
use crate::sim::time::{SimDuration, SimTime};
use crate::web::lang::Lang;
use crate::web::markup::{class_if, markup};
use crate::web::part::{Context, Part, Piece, part};
use crate::web::shared::Shared;
use crate::web::stage::parts::*;
use crate::web::time::charts::{DrawnChart, PresentValues, view_charts, view_whose};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use yew::prelude::*;

/// What the time bar is given.
#[derive(PartialEq)]
pub struct TimeBarProps {
    pub axis: Rc<TimeAxis>,
    pub charts: Shared<Vec<DrawnChart>>,
    pub values: PresentValues,
    /// Whose charts they are.
    pub group: Option<GroupId>,
    pub lang: Lang,
    /// Whether there are other groups.
    pub several: bool,
    /// The whole range that there is to see.
    pub whole: (SimTime, SimTime),
    /// Whether all charts are shown, and whether the sequence diagram is.
    pub tall: bool,
    pub sequence: bool,
    /// Called while the scrubber is dragged and for every key on it.
    pub on_seek: Callback<SimTime>,
    /// Called when another part of the range is to be seen, or more charts.
    pub on_view: Callback<AxisView>,
}

/// What the axis shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum AxisView {
    /// This part of the range; `None` for the whole.
    Range(Option<(SimTime, SimTime)>),
    /// All charts, or the chief ones.
    Tall(bool),
    /// The sequence diagram, or the journal.
    Sequence(bool),
}

/// No shorter range is shown.
const SHORTEST: SimDuration = SimDuration::from_millis(500);

/// Dragging the scrubber.
pub enum TimeBarMsg {
    Wheel(WheelEvent),
    Down(PointerEvent),
    Move(PointerEvent),
    Up,
    Key(KeyboardEvent),
    /// The range becomes so many times as long, around the present.
    Zoom(f64),
    Show(AxisView),
}

/// The time axis with its scrubber.
pub struct TimeBar {
    /// Covers exactly the range, so that its edges say where the pointer is in time.
    hit: NodeRef,
    handle: NodeRef,
    dragging: bool,
    /// The scale that the pointer went down on: as long as it drags, a place means the same time.
    held: Option<Rc<TimeScale>>,
    on_wheel: Callback<WheelEvent>,
    on_down: Callback<PointerEvent>,
    on_move: Callback<PointerEvent>,
    on_up: Callback<PointerEvent>,
    on_key: Callback<KeyboardEvent>,
    on_press: Callback<TimeBarMsg>,
}

impl Piece for TimeBar {
    type Message = TimeBarMsg;
    type Properties = TimeBarProps;

    fn create(ctx: &Context<Self>) -> Self {
        let link = ctx.link();
        TimeBar {
            hit: NodeRef::default(),
            handle: NodeRef::default(),
            dragging: false,
            held: None,
            on_wheel: link.callback(TimeBarMsg::Wheel),
            on_down: link.callback(TimeBarMsg::Down),
            on_move: link.callback(TimeBarMsg::Move),
            on_up: link.callback(|_| TimeBarMsg::Up),
            on_key: link.callback(TimeBarMsg::Key),
            on_press: link.callback(|pressed| pressed),
        }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: TimeBarMsg) -> bool {
        let was = self.dragging;
        match msg {
            TimeBarMsg::Down(event) if event.button() == 0 => {
                event.prevent_default();
                if let Some(target) =
                    event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok())
                {
                    // Refused for a pointer that is gone by now; dragging then ends at the edge.
                    let _ = target.set_pointer_capture(event.pointer_id());
                }
                if let Some(handle) = self.handle.cast::<web_sys::SvgElement>() {
                    let _ = handle.focus();
                }
                self.dragging = true;
                self.held = Some(Rc::clone(&ctx.props().axis.drawing.scale));
                self.seek_to(ctx, &event);
            }
            TimeBarMsg::Down(_) => {}
            TimeBarMsg::Move(event) if self.dragging => self.seek_to(ctx, &event),
            TimeBarMsg::Move(_) => {}
            TimeBarMsg::Up => (self.dragging, self.held) = (false, None),
            TimeBarMsg::Wheel(event) => self.wheel(ctx, &event),
            TimeBarMsg::Key(event) => key(ctx.props(), &event),
            TimeBarMsg::Zoom(factor) => {
                let TimeBarProps { axis, whole, .. } = ctx.props();
                let range = (axis.drawing.scale.from, axis.drawing.scale.to);
                let view = AxisView::Range(zoomed(range, axis.now, factor, *whole));
                ctx.props().on_view.emit(view);
            }
            TimeBarMsg::Show(view) => ctx.props().on_view.emit(view),
        }
        was != self.dragging
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let drawing = &ctx.props().axis.drawing;
        let (width, height) = (num(drawing.width), num(drawing.height));
        markup! {
            <div class="axis-inner">
            { part(ZoomButtons {
                tall: ctx.props().tall,
                sequence: ctx.props().sequence,
                lang: ctx.props().lang,
                on_press: self.on_press.clone(),
            }) }
            <svg class={["timebar", class_if(self.dragging, "dragging")]} role="group" onwheel={self.on_wheel.clone()}
                data-group={name(&ctx.props().group)} aria-label={drawing.title.clone()}
                viewBox={format!("0 0 {width} {height}")}
                width={width} height={height}>
                <g>{ part(Still { drawing: drawing.clone(), charts: ctx.props().charts.clone() }) }</g>
                { self.scrubber(ctx) }
                { view_deadlines(&ctx.props().axis) }
                { view_whose(&ctx.props().charts, ctx.props().group.filter(|_| ctx.props().several)) }
                { part(ctx.props().values.clone()) }
            </svg>
            </div>
        }
    }
}

/// All but the scrubber: drawn anew when something happened or a span that still lasts has grown.
struct Still {
    drawing: Rc<AxisDrawing>,
    charts: Shared<Vec<DrawnChart>>,
}

impl PartialEq for Still {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.drawing, &other.drawing) && self.charts == other.charts
    }
}

/// What is still to come.
fn view_deadlines(axis: &TimeAxis) -> Html {
    markup! {
        <g class="to-come">
            <path d={axis.deadlines.clone()} />
            { texts(&axis.deadline_words) }
        </g>
    }
}

impl Part for Still {
    fn view(&self) -> Html {
        let drawing = &self.drawing;
        markup! {
            <g>
                <g>{ grid(drawing) }</g>
                <g>{ rows(drawing) }</g>
                { view_charts(&self.charts) }
                <g>{ texts(&drawing.labels) }</g>
            </g>
        }
    }
}

impl TimeBar {
    /// Up and down zooms around the pointer, left and right moves what is seen. A page that scrolls keeps its wheel.
    fn wheel(&mut self, ctx: &Context<Self>, event: &WheelEvent) {
        let Some(hit) = self.hit.cast::<web_sys::Element>() else { return };
        if hit.closest(".one-column").is_ok_and(|found| found.is_some()) {
            return;
        }
        let TimeBarProps { axis, whole, on_view, .. } = ctx.props();
        let (scale, area) = (&axis.drawing.scale, hit.get_bounding_client_rect());
        let (from, to) = (scale.from, scale.to);
        if event.delta_x().abs() > event.delta_y().abs() {
            let span = (to - from).as_micros() as f64;
            let by = SimDuration::from_micros((span * event.delta_x().abs() / area.width().max(1.0)) as u64);
            let moved = match event.delta_x() > 0.0 {
                true => (from + by, to + by),
                false => (from.before(by), to.before(by)),
            };
            let fits = moved.0 >= whole.0 && moved.1 <= whole.1;
            if fits && moved.1 - moved.0 == to - from {
                on_view.emit(AxisView::Range(Some(moved)));
            }
            return;
        }
        let share = (f64::from(event.client_x()) - area.left()) / area.width().max(1.0);
        let around = scale.time_at(axis.drawing.plot.x + share * axis.drawing.plot.width);
        let factor = if event.delta_y() > 0.0 { 1.25 } else { 0.8 };
        on_view.emit(AxisView::Range(zoomed((from, to), around, factor, *whole)));
    }

    fn seek_to(&self, ctx: &Context<Self>, event: &PointerEvent) {
        let Some(hit) = self.hit.cast::<web_sys::Element>() else { return };
        let area = hit.get_bounding_client_rect();
        let axis = &ctx.props().axis.drawing;
        let share = (f64::from(event.client_x()) - area.left()) / area.width().max(1.0);
        let scale = self.held.as_ref().unwrap_or(&axis.scale);
        ctx.props().on_seek.emit(scale.time_at(axis.plot.x + share * axis.plot.width));
    }

    fn scrubber(&self, ctx: &Context<Self>) -> Html {
        let axis = &ctx.props().axis;
        let (drawing, lang) = (&axis.drawing, ctx.props().lang);
        let (plot, y, x) = (drawing.plot, axis.scrub_y, axis.now_x);
        let top = plot.y - 8.0;
        // Points, and ends of lines, change without a look at the style sheets; positions and sizes do not.
        let [left, right, upper, lower] =
            [x, plot.right().max(x), plot.y + SECTION_HEAD, plot.bottom()].map(num);
        let future = format!("{left} {upper} {right} {upper} {right} {lower} {left} {lower}");
        markup! {
            <g ref={self.handle.clone()} class="scrub" data-testid="scrub" role="slider" tabindex="0"
                aria-label={lang.label(Label::Time)} aria-valuemin={drawing.scale.from.as_millis().to_string()}
                aria-valuemax={drawing.scale.to.as_millis().to_string()}
                aria-valuenow={axis.now.as_millis().to_string()} aria-valuetext={seconds(lang, axis.now)}
                onpointerdown={self.on_down.clone()} onpointermove={self.on_move.clone()}
                onpointerup={self.on_up.clone()} onpointercancel={self.on_up.clone()}
                onkeydown={self.on_key.clone()}>
                <polygon class="future" points={future} />
                <line class="track" x1={num(plot.x)} x2={num(plot.right())} y1={num(y)} y2={num(y)} />
                <line class="past" x1={num(plot.x)} x2={num(x)} y1={num(y)} y2={num(y)} />
                { for drawing.repeated.map(|(from, width)| markup! {
                    <rect class="repeated" x={num(from)} y={num(y - 5.0)} width={num(width)} height="10" />
                }) }
                <path class="told-at" d={drawing.told.clone()} />
                <path class="asked-at" d={drawing.asked.clone()} />
                { for [("ring", y), ("gap", y), ("now", top), ("handle", y)].map(|(class, from)| markup! {
                    <line {class} x1={num(x)} x2={num(x)} y1={num(from)} y2={num(y)} />
                }) }
                <rect ref={self.hit.clone()} class="hit" x={num(plot.x)} y={num(plot.y)} width={num(plot.width)}
                    height={num(drawing.height - plot.y)} />
            </g>
        }
    }
}

/// The range that is `factor` times as long, with `around` in its place; `None` for the whole.
fn zoomed(
    (from, to): (SimTime, SimTime),
    around: SimTime,
    factor: f64,
    whole: (SimTime, SimTime),
) -> Option<(SimTime, SimTime)> {
    let times = |span: SimDuration| SimDuration::from_micros((span.as_micros() as f64 * factor) as u64);
    let around = around.max(from).min(to);
    let span = times(to - from).max(SHORTEST);
    let latest = whole.1.before(span).max(whole.0);
    let start = around.before(times(around - from).min(span)).max(whole.0).min(latest);
    let end = (start + span).min(whole.1);
    (end - start < whole.1 - whole.0).then_some((start, end))
}

/// Zooms, and shows more charts.
#[derive(PartialEq)]
struct ZoomButtons {
    tall: bool,
    sequence: bool,
    lang: Lang,
    on_press: Callback<TimeBarMsg>,
}

impl Part for ZoomButtons {
    fn view(&self) -> Html {
        let ZoomButtons { tall, sequence, lang, on_press } = self;
        let button = |id: &'static str,
                      sign: &'static str,
                      label: AxisLabel,
                      press: fn(bool) -> TimeBarMsg,
                      to: bool| {
            let name = lang.axis_label(label);
            let onclick = on_press.reform(move |_: MouseEvent| press(to));
            markup! {
                <button type="button" data-testid={id} title={name} aria-label={name} {onclick}>{ sign }</button>
            }
        };
        let diagram = if *sequence { AxisLabel::Journal } else { AxisLabel::Sequence };
        let charts = if *tall { AxisLabel::FewCharts } else { AxisLabel::AllCharts };
        let zoom = |inwards: bool| TimeBarMsg::Zoom(if inwards { 0.5 } else { 2.0 });
        let whole = |_: bool| TimeBarMsg::Show(AxisView::Range(None));
        let all = |tall: bool| TimeBarMsg::Show(AxisView::Tall(tall));
        let shown = |shown: bool| TimeBarMsg::Show(AxisView::Sequence(shown));
        markup! {
            <div class="zoom">
                { button("zoom-in", "+", AxisLabel::ZoomIn, zoom, true) }
                { button("zoom-out", "−", AxisLabel::ZoomOut, zoom, false) }
                { button("zoom-whole", "↔", AxisLabel::WholeRun, whole, true) }
                { button("all-charts", if *tall { "▾" } else { "▴" }, charts, all, !tall) }
                { button("show-sequence", if *sequence { "≡" } else { "⇄" }, diagram, shown, !sequence) }
            </div>
        }
    }
}

/// Arrows move by about a two-hundredth of the range, page keys by ten times that.
fn key(props: &TimeBarProps, event: &KeyboardEvent) {
    // Together with another key they are somebody else's.
    if event.ctrl_key() || event.meta_key() || event.alt_key() || event.shift_key() {
        return;
    }
    let scale = &props.axis.drawing.scale;
    let (now, from, to) = (props.axis.now, scale.from, scale.to);
    let span = (to - from).as_millis();
    let step = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 30_000];
    let step = step.into_iter().find(|step| span / step <= 200).unwrap_or(60_000);
    let (step, page) = (SimDuration::from_millis(step), SimDuration::from_millis(step * 10));
    let wanted = match event.key().as_str() {
        "ArrowLeft" | "ArrowDown" => now.before(step),
        "ArrowRight" | "ArrowUp" => now + step,
        "PageDown" => now.before(page),
        "PageUp" => now + page,
        "Home" => from,
        "End" => to,
        _ => return,
    };
    event.prevent_default();
    event.stop_propagation();
    props.on_seek.emit(wanted.clamp(from, to));
}

fn grid(axis: &AxisDrawing) -> Html {
    let (top, bottom) = (num(axis.plot.y - 2.0), num(axis.plot.bottom()));
    let line = |(key, (x, _)): (usize, &(f64, _))| {
        markup! { <line key={key} class="grid" x1={num(*x)} x2={num(*x)} y1={top} y2={bottom} /> }
    };
    markup! {
        <>
            <path class="band" d={axis.bands.clone()} />
            <path class="fold" d={axis.folds.clone()} />
            <g>{ for axis.ticks.iter().enumerate().map(line) }</g>
            <g>{ for axis.ticks.iter().enumerate().map(|(key, (_, label))| text(key, label)) }</g>
        </>
    }
}

fn rows(axis: &AxisDrawing) -> Html {
    let bars = |(hue, d): &(Option<Hue>, String)| {
        let key = hue.map_or(0, |hue| hue.0);
        // The colour stands on what does not change: it is dear to look up.
        markup! { <g key={key} class={["bar", hue_class(*hue)]}><path d={d.clone()} /></g> }
    };
    let commits = |(key, (hue, d)): (usize, &(Option<Hue>, String))| {
        markup! { <path key={key} class={["commit", hue_class(*hue)]} d={d.clone()} /> }
    };
    markup! {
        <>
            <g>{ texts(&axis.names) }</g>
            <g>{ for axis.bars.iter().map(bars) }</g>
            <path class="nobody" d={axis.nobody.clone()} />
            <path class="revoked" d={axis.revoked.clone()} />
            <path class="death" d={axis.deaths.clone()} />
            <path class="bracket" d={axis.brackets.clone()} />
            <g>{ for axis.commits.iter().enumerate().map(commits) }</g>
        </>
    }
}
