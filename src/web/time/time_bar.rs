//! Who reads what, when: the drawing of a time axis, and the scrubber on it.

use crate::scene::mark::Hue;
use crate::scene::time_axis::{AxisDrawing, TimeAxis};
use crate::session::language::label::Label;
use crate::session::language::units::seconds;
use crate::sim::time::{SimDuration, SimTime};
use crate::web::lang::Lang;
use crate::web::markup::{class_if, markup};
use crate::web::part::{Context, Part, Piece, part};
use crate::web::stage::parts::*;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use yew::prelude::*;

/// What the time bar is given.
#[derive(PartialEq)]
pub struct TimeBarProps {
    pub axis: Rc<TimeAxis>,
    pub lang: Lang,
    /// Called while the scrubber is dragged and for every key on it.
    pub on_seek: Callback<SimTime>,
}

/// Dragging the scrubber.
pub enum TimeBarMsg {
    Down(PointerEvent),
    Move(PointerEvent),
    Up,
    Key(KeyboardEvent),
}

/// The time axis with its scrubber.
pub struct TimeBar {
    /// Covers exactly the range, so that its edges say where the pointer is in time.
    hit: NodeRef,
    handle: NodeRef,
    dragging: bool,
}

impl Piece for TimeBar {
    type Message = TimeBarMsg;
    type Properties = TimeBarProps;

    fn create(_: &Context<Self>) -> Self {
        TimeBar { hit: NodeRef::default(), handle: NodeRef::default(), dragging: false }
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
                self.seek_to(ctx, &event);
            }
            TimeBarMsg::Down(_) => {}
            TimeBarMsg::Move(event) if self.dragging => self.seek_to(ctx, &event),
            TimeBarMsg::Move(_) => {}
            TimeBarMsg::Up => self.dragging = false,
            TimeBarMsg::Key(event) => key(ctx.props(), &event),
        }
        was != self.dragging
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let drawing = &ctx.props().axis.drawing;
        let (width, height) = (num(drawing.width), num(drawing.height));
        markup! {
            <svg class={["timebar", class_if(self.dragging, "dragging")]} role="group"
                aria-label={drawing.title.clone()} viewBox={format!("0 0 {width} {height}")}
                width={width} height={height}>
                <g>{ part(Still { drawing: drawing.clone() }) }</g>
                { self.scrubber(ctx) }
            </svg>
        }
    }
}

/// All but the scrubber: drawn anew only when something happened.
#[derive(PartialEq)]
struct Still {
    drawing: Rc<AxisDrawing>,
}

impl Part for Still {
    fn view(&self) -> Html {
        let drawing = &self.drawing;
        markup! {
            <g>
                <g>{ grid(drawing) }</g>
                <g>{ rows(drawing) }</g>
                <g>{ texts(&drawing.labels) }</g>
            </g>
        }
    }
}

impl TimeBar {
    fn seek_to(&self, ctx: &Context<Self>, event: &PointerEvent) {
        let Some(hit) = self.hit.cast::<web_sys::Element>() else { return };
        let area = hit.get_bounding_client_rect();
        let axis = &ctx.props().axis.drawing;
        let share = (f64::from(event.client_x()) - area.left()) / area.width().max(1.0);
        ctx.props().on_seek.emit(axis.time_at(axis.plot.x + share * axis.plot.width));
    }

    fn scrubber(&self, ctx: &Context<Self>) -> Html {
        let axis = &ctx.props().axis;
        let (drawing, link, lang) = (&axis.drawing, ctx.link(), ctx.props().lang);
        let (plot, y, x) = (drawing.plot, axis.scrub_y, axis.now_x);
        let top = plot.y - 8.0;
        let up = link.callback(|_: PointerEvent| TimeBarMsg::Up);
        markup! {
            <g ref={self.handle.clone()} class="scrub" data-testid="scrub" role="slider" tabindex="0"
                aria-label={lang.label(Label::Time)} aria-valuemin={drawing.from.as_millis().to_string()}
                aria-valuemax={drawing.to.as_millis().to_string()} aria-valuenow={axis.now.as_millis().to_string()}
                aria-valuetext={seconds(lang, axis.now)}
                onpointerdown={link.callback(TimeBarMsg::Down)} onpointermove={link.callback(TimeBarMsg::Move)}
                onpointerup={up.clone()} onpointercancel={up}
                onkeydown={link.callback(TimeBarMsg::Key)}>
                <rect class="future" x={num(x)} y={num(plot.y)} width={num((plot.right() - x).max(0.0))}
                    height={num(plot.height)} />
                <line class="track" x1={num(plot.x)} x2={num(plot.right())} y1={num(y)} y2={num(y)} />
                <line class="past" x1={num(plot.x)} x2={num(x)} y1={num(y)} y2={num(y)} />
                <line class="now" x1={num(x)} x2={num(x)} y1={num(top)} y2={num(y)} />
                <circle class="handle" cx={num(x)} cy={num(y)} r="6" />
                <circle class="ring" cx={num(x)} cy={num(y)} r="10" />
                <rect ref={self.hit.clone()} class="hit" x={num(plot.x)} y={num(plot.y)} width={num(plot.width)}
                    height={num(drawing.height - plot.y)} />
            </g>
        }
    }
}

/// Arrows move by about a two-hundredth of the range, page keys by ten times that.
fn key(props: &TimeBarProps, event: &KeyboardEvent) {
    let (now, from, to) = (props.axis.now, props.axis.drawing.from, props.axis.drawing.to);
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
            <g>{ for axis.ticks.iter().enumerate().map(line) }</g>
            <g>{ for axis.ticks.iter().enumerate().map(|(key, (_, label))| text(key, label)) }</g>
        </>
    }
}

fn rows(axis: &AxisDrawing) -> Html {
    let bars = |(hue, d): &(Hue, String)| {
        markup! { <path key={hue.0} class={["bar", hue_class(Some(*hue))]} d={d.clone()} /> }
    };
    let commits = |(key, (hue, d)): (usize, &(Option<Hue>, String))| {
        markup! { <path key={key} class={["commit", hue_class(*hue)]} d={d.clone()} /> }
    };
    markup! {
        <>
            <g>{ texts(&axis.names) }</g>
            <g>{ for axis.bars.iter().map(bars) }</g>
            <path class="nobody" d={axis.nobody.clone()} />
            <path class="death" d={axis.deaths.clone()} />
            <g>{ for axis.commits.iter().enumerate().map(commits) }</g>
        </>
    }
}
