//! What is foretold, over the lanes: marked with the pointer while the question stands, and seen beside what happened.
//! By keyboard the same is done in the column (`story/guess`), so that nothing here takes the focus.

use crate::kafka::ids::Offset;
use crate::scene::foretold::{ForetoldLane, ForetoldScene};
use crate::scene::mark::Area;
use crate::session::foretelling::ForetellDeed;
use crate::session::prediction::PredictionKind;
use crate::web::action::Action;
use crate::web::lang::Lang;
use crate::web::markup::{class_if, markup};
use crate::web::part::{Context, Piece};
use crate::web::shared::Drawn;
use crate::web::stage::parts::{Instance, num, rect, texts};
use web_sys::Element;
use yew::prelude::*;

/// What it is given.
#[derive(PartialEq)]
pub struct ForetoldProps {
    pub instance: Instance,
    pub scene: Drawn<ForetoldScene>,
    pub lang: Lang,
    pub dispatch: Option<Callback<Action>>,
}

/// The layer. While a stretch is being marked it remembers where that began.
pub struct ForetoldLayer {
    drag: Option<Drag>,
}

#[derive(Clone, Copy)]
struct Drag {
    /// The lane's place.
    lane: usize,
    /// The end that stays where it is.
    fixed: Offset,
}

/// What happens to a lane.
pub enum ForetoldMsg {
    Down(usize, PointerEvent),
    Moved(usize, PointerEvent),
    Up,
    Clicked(usize),
}

impl Piece for ForetoldLayer {
    type Message = ForetoldMsg;
    type Properties = ForetoldProps;

    fn create(_: &Context<Self>) -> Self {
        ForetoldLayer { drag: None }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: ForetoldMsg) -> bool {
        let ForetoldProps { scene, dispatch, .. } = ctx.props();
        let deed = match msg {
            ForetoldMsg::Down(at, event) => scene.lanes.get(at).and_then(|lane| self.grasp(at, lane, &event)),
            ForetoldMsg::Moved(at, event) => {
                let lane = scene.lanes.get(at).filter(|_| self.drag.is_some_and(|drag| drag.lane == at));
                lane.zip(self.drag).map(|(lane, drag)| mark(lane, drag.fixed, offset_under(lane, &event)))
            }
            ForetoldMsg::Up => {
                self.drag = None;
                None
            }
            ForetoldMsg::Clicked(at) => scene.lanes.get(at).and_then(clicked),
        };
        if let (Some(deed), Some(dispatch)) = (deed, dispatch) {
            dispatch.emit(Action::Foretell(deed));
        }
        false
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let ForetoldScene { width, height, open, lanes } = &*ctx.props().scene;
        let (width, height) = (num(*width), num(*height));
        let lane = |(at, lane): (usize, &ForetoldLane)| self.view_lane(ctx, at, lane);
        markup! {
            <svg class={["sheet foretold", class_if(*open, "open")]} data-testid="foretold" aria-hidden="true"
                viewBox={format!("0 0 {width} {height}")} width={width} height={height}>
                <g>{ for lanes.iter().enumerate().map(lane) }</g>
            </svg>
        }
    }
}

impl ForetoldLayer {
    /// A stretch begins here, or an end of one that is there is taken hold of.
    fn grasp(&mut self, at: usize, lane: &ForetoldLane, event: &PointerEvent) -> Option<ForetellDeed> {
        if !matches!(lane.kind, PredictionKind::Records(_)) || !lane.concerned {
            return None;
        }
        event.prevent_default();
        if let Some(element) = event.target_dyn_into::<Element>() {
            let _ = element.set_pointer_capture(event.pointer_id());
        }
        let here = offset_under(lane, event);
        let x = lane.window.at(here);
        let near = |end: f64| (x - end).abs() <= (lane.window.pitch * 1.5).max(12.0);
        let other = lane.marked.as_ref().and_then(|area| match () {
            () if near(area.right()) => Some(lane.offset_at_x(area.x + 1.0)),
            () if near(area.x) => Some(lane.offset_at_x(area.right() - 1.0)),
            () => None,
        });
        let fixed = other.unwrap_or(here);
        self.drag = Some(Drag { lane: at, fixed });
        Some(mark(lane, fixed, here))
    }

    fn view_lane(&self, ctx: &Context<Self>, at: usize, lane: &ForetoldLane) -> Html {
        let link = ctx.link();
        let open = ctx.props().scene.open && lane.concerned;
        let hit = (open && lane.kind != PredictionKind::Number).then(|| {
            let records = matches!(lane.kind, PredictionKind::Records(_));
            let Area { x, y, width, height } = if records { lane.cells } else { lane.area };
            let (y, height) = if records { (y - 10.0, height + 20.0) } else { (y, height) };
            markup! {
                <rect class="mark-here" x={num(x)} y={num(y)} width={num(width)} height={num(height)}
                    data-testid={format!("mark-{}", lane.partition)}
                    data-first={lane.window.first.to_string()} data-pitch={num(lane.window.pitch)}
                    data-from={num(lane.window.x)}
                    onpointerdown={link.callback(move |event| ForetoldMsg::Down(at, event))}
                    onpointermove={link.callback(move |event| ForetoldMsg::Moved(at, event))}
                    onpointerup={link.callback(|_: PointerEvent| ForetoldMsg::Up)}
                    onpointercancel={link.callback(|_: PointerEvent| ForetoldMsg::Up)}
                    onclick={link.callback(move |_: MouseEvent| ForetoldMsg::Clicked(at))} />
            }
        });
        let handle = |(key, area): (usize, &Area)| {
            markup! { <g key={key} class="handle">{ rect("grip", *area, area.width / 2.0) }</g> }
        };
        let happened =
            |(key, area): (usize, &Area)| markup! { <g key={key}>{ rect("happened", *area, 2.0) }</g> };
        let class = [
            "foretold-lane",
            class_if(lane.concerned && open, "asked"),
            class_if(!lane.concerned, "aside"),
            class_if(lane.said, "said"),
            class_if(lane.seen, "seen"),
        ];
        markup! {
            <g key={format!("{} {}", lane.group, lane.partition)} class={class}
                data-partition={lane.partition.to_string()}>
                { rect("whole", lane.area, 8.0) }
                <path class="to-come" d={lane.future.clone()} />
                <g>{ for lane.happened.iter().enumerate().map(happened) }</g>
                <g>{ for lane.marked.iter().map(|area| rect("marked", *area, 4.0)) }</g>
                { texts(&lane.texts) }
                <g>{ for hit }</g>
                <g>{ for lane.handles.iter().enumerate().map(handle) }</g>
            </g>
        }
    }
}

/// The stretch from one record to another, whichever comes first; both belong to it.
fn mark(lane: &ForetoldLane, one: Offset, other: Offset) -> ForetellDeed {
    ForetellDeed::Mark(lane.partition, one.min(other), one.max(other) + 1)
}

fn clicked(lane: &ForetoldLane) -> Option<ForetellDeed> {
    match lane.kind {
        PredictionKind::Partitions(_) => Some(ForetellDeed::Toggle(lane.partition)),
        PredictionKind::Owner if lane.concerned => Some(ForetellDeed::NextOwner(lane.partition)),
        PredictionKind::Owner | PredictionKind::Records(_) | PredictionKind::Number => None,
    }
}

/// The record at the pointer's place.
fn offset_under(lane: &ForetoldLane, event: &PointerEvent) -> Offset {
    let Some(element) = event.target_dyn_into::<Element>() else { return lane.window.first };
    let area = element.get_bounding_client_rect();
    lane.offset_at((f64::from(event.client_x()) - area.left()) / area.width().max(1.0))
}
