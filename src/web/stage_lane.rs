//! A lane: a handful of nodes, however many records it shows.

use crate::scene::Selection;
use crate::scene::cells::{CellLook, CellPath};
use crate::scene::lane::{LaneScene, MarkerKind};
use crate::scene::layout::LaneStyle;
use crate::web::stage_parts::*;
use std::rc::Rc;
use yew::prelude::*;

/// What a lane is given.
#[derive(PartialEq, Properties)]
pub struct LaneProps {
    pub scene: Rc<LaneScene>,
    pub on_select: Option<Callback<Selection>>,
}

/// One partition as one group reads it.
pub struct Lane {
    /// The rectangle over the cells; a click on it is turned into an offset.
    hit: NodeRef,
    /// The pointer is over the cells: only then the sentence about the lane is written, which is another one in
    /// every frame.
    pointed_at: bool,
}

impl Component for Lane {
    /// Whether the pointer is over the cells.
    type Message = bool;
    type Properties = LaneProps;

    fn create(_: &Context<Self>) -> Self {
        Lane { hit: NodeRef::default(), pointed_at: false }
    }

    fn update(&mut self, _: &Context<Self>, over: bool) -> bool {
        std::mem::replace(&mut self.pointed_at, over) != over
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let LaneProps { scene, on_select } = ctx.props();
        let values = &scene.values;
        let select = choice(on_select, Selection::Lane(scene.group.clone(), scene.partition.clone()));
        let class = classes!("lane", hue_class(scene.hue), scene.selected.then_some("selected"));
        html! {
            <g class={class} transform={translate(0.0, scene.y)} data-testid={scene.test_id.clone()}
                data-owner={name(&values.owner)} data-owner-running={values.owner_running.to_string()}
                data-assigned-to={name(&values.assigned_to)}
                data-committed={value(values.committed)} data-position={value(values.position)}
                data-log-end={value(Some(values.log_end))} data-lag={value(values.lag)}
                data-at-stake={value(Some(values.at_stake))} data-at-risk={value(Some(values.at_risk))}
                data-duplicates={value(Some(values.duplicates))} data-gaps={value(Some(values.gaps))}
                tabindex={select.tabindex} role={select.role} aria-label={spoken(scene)}
                onclick={select.onclick} onkeydown={select.onkeydown}>
                { ring(scene) }
                <g>{ texts(&scene.texts) }</g>
                <g>{ base(scene) }</g>
                <g>{ for scene.cells.iter().map(cells) }</g>
                <g>{ marks(scene) }</g>
                { self.hit_area(ctx, scene, on_select) }
            </g>
        }
    }
}

impl Lane {
    fn hit_area(
        &self,
        ctx: &Context<Self>,
        scene: &LaneScene,
        on_select: &Option<Callback<Selection>>,
    ) -> Html {
        let title = if self.pointed_at { scene.title.clone() } else { String::new() };
        let window = scene.window;
        let width = ((window.end - window.first) as f64 * window.pitch).max(0.0);
        let onclick = on_select.clone().map(|callback| {
            let (hit, group, partition) = (self.hit.clone(), scene.group.clone(), scene.partition.clone());
            Callback::from(move |event: MouseEvent| {
                let Some(element) = hit.cast::<web_sys::Element>() else { return };
                let area = element.get_bounding_client_rect();
                let share = (f64::from(event.client_x()) - area.left()) / area.width().max(1.0);
                let count = (window.end - window.first) as f64;
                let offset = window.first + (share * count).clamp(0.0, (count - 1.0).max(0.0)) as u64;
                event.stop_propagation();
                callback.emit(Selection::Record(group.clone(), partition.clone(), offset));
            })
        });
        html! {
            <rect ref={self.hit.clone()} class="hit" x={num(window.x)} y={num(scene.frame.cell_y - 2.0)}
                width={num(width)} height={num(scene.frame.cell_height + 4.0)} onclick={onclick}
                onpointerenter={ctx.link().callback(|_| true)} onpointerleave={ctx.link().callback(|_| false)}>
                <title>{ title }</title>
            </rect>
        }
    }
}

/// The lane's name for those who do not see it; its numbers are in the table beside the drawing.
fn spoken(scene: &LaneScene) -> String {
    match &scene.values.owner {
        Some(owner) if scene.values.owner_running => format!("{}, read by {owner}", scene.partition),
        Some(owner) => format!("{}, held by {owner}, who does not run", scene.partition),
        None => format!("{}, read by nobody", scene.partition),
    }
}

/// Shown while the lane has the focus or is chosen.
fn ring(scene: &LaneScene) -> Html {
    html! {
        <rect class="ring" x="4" y="1" width={num(scene.base.1)} height={num(scene.frame.height - 2.0)} rx="6" />
    }
}

fn base(scene: &LaneScene) -> Html {
    let y =
        num(if scene.frame.style == LaneStyle::Bar { scene.frame.middle() } else { scene.frame.base_y() });
    html! { <line class="base" x1={num(scene.base.0)} x2={num(scene.base.1)} y1={y.clone()} y2={y} /> }
}

fn cells(path: &CellPath) -> Html {
    // Written as an attribute: in a style sheet the reference would be looked up in the sheet by some browsers.
    let fill = (path.look == CellLook::Duplicate).then_some("url(#gs-hatch)");
    let class = classes!("cell", path.look.class(), hue_class(path.hue));
    let key = format!("{} {}", path.look.class(), path.hue.map_or(0, |hue| hue.0));
    // Without a title of its own: the rectangle for clicks lies above it, and would keep the pointer from it.
    html! { <path key={key} class={class} d={path.d.clone()} fill={fill} /> }
}

fn marks(scene: &LaneScene) -> Html {
    let marker = |marker: &crate::scene::lane::Marker| {
        let class = match marker.kind {
            MarkerKind::Position => "position",
            MarkerKind::Committed => "committed",
        };
        html! { <path key={class} class={classes!("marker", class)} d={marker.d.clone()} /> }
    };
    let stroke = |(key, (tone, d)): (usize, &(crate::scene::mark::Tone, String))| {
        html! { <path key={key} class={classes!("stroke", tone_class(*tone))} d={d.clone()} /> }
    };
    html! {
        <>
            <g>{ for scene.bracket.iter().map(|d| html! { <path class="bracket" d={d.clone()} /> }) }</g>
            <g>{ for scene.markers.iter().map(marker) }</g>
            <g>{ for scene.strokes.iter().enumerate().map(stroke) }</g>
        </>
    }
}
