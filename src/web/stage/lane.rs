//! A lane: a handful of nodes, however many records it shows.

use crate::kafka::ids::Offset;
use crate::scene::Selection;
use crate::scene::cells::{CellLook, CellPath};
use crate::scene::lane::{LaneScene, MarkerKind, PastCount, PastStrip};
use crate::scene::layout::LaneStyle;
use crate::scene::mark::{Area, Hue};
use crate::sim::sorted::SortedSet;
use crate::web::markup::{class_if, markup};
use crate::web::part::{Context, Piece};
use crate::web::shared::Drawn;
use crate::web::stage::parts::*;
use yew::prelude::*;

/// What a lane is given.
#[derive(PartialEq)]
pub struct LaneProps {
    pub instance: Instance,
    pub scene: Drawn<LaneScene>,
    pub on_select: Option<Callback<Selection>>,
}

/// One partition as one group reads it.
pub struct Lane {
    /// The rectangle over the cells; a place on it is turned into an offset.
    hit: NodeRef,
    /// The record under the pointer: only then its sentence is written, which is another one in every frame.
    pointed_at: Option<Offset>,
    /// The paths that are in the drawing. One that has nothing to show stays, empty: a look that comes and goes with
    /// every record is then a matter of one attribute.
    drawn: SortedSet<PathName>,
    select: Choosable,
    /// How the counts of what lies before the cells are pressed.
    past: [Choosable; 2],
    on_click: Callback<MouseEvent>,
    on_over: Callback<PointerEvent>,
    on_gone: Callback<PointerEvent>,
}

type PathName = (CellLook, Option<Hue>);

/// What happens over the cells, and before them.
pub enum LaneMsg {
    /// A count was pressed.
    Past(usize),
    Over(MouseEvent),
    Gone,
    Clicked(MouseEvent),
}

/// More paths than this are not kept.
const MOST_DRAWN: usize = 12;

impl Piece for Lane {
    type Message = LaneMsg;
    type Properties = LaneProps;

    fn create(ctx: &Context<Self>) -> Self {
        let props = ctx.props();
        let drawn = props.scene.cells.iter().map(name_of).collect();
        let link = ctx.link();
        Lane {
            hit: NodeRef::default(),
            pointed_at: None,
            drawn,
            select: choose(props),
            past: [0, 1].map(|at| count_choice(ctx, at)),
            on_click: link.callback(LaneMsg::Clicked),
            on_over: link.callback(|event: PointerEvent| LaneMsg::Over(event.into())),
            on_gone: link.callback(|_| LaneMsg::Gone),
        }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &LaneProps) -> bool {
        let props = ctx.props();
        if self.drawn.len() > MOST_DRAWN {
            self.drawn.clear();
        }
        self.drawn.extend(props.scene.cells.iter().map(name_of));
        let same = props.on_select == old.on_select && props.scene.test_id == old.scene.test_id;
        if !same {
            self.select = choose(props);
            self.past = [0, 1].map(|at| count_choice(ctx, at));
        }
        true
    }

    fn update(&mut self, ctx: &Context<Self>, msg: LaneMsg) -> bool {
        let LaneProps { scene, on_select, .. } = ctx.props();
        let pointed_at = match msg {
            LaneMsg::Over(event) => self.offset_under(scene, &event),
            LaneMsg::Gone => None,
            LaneMsg::Past(at) => {
                let count = scene.past.as_ref().and_then(|past| past.counts.get(at));
                if let (Some(callback), Some(count)) = (on_select, count) {
                    callback.emit(Selection::Record(scene.group, scene.partition, count.newest));
                }
                return false;
            }
            LaneMsg::Clicked(event) => {
                if let (Some(callback), Some(offset)) = (on_select, self.offset_under(scene, &event)) {
                    event.stop_propagation();
                    callback.emit(Selection::Record(scene.group, scene.partition, offset));
                }
                return false;
            }
        };
        std::mem::replace(&mut self.pointed_at, pointed_at) != pointed_at
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let scene = &ctx.props().scene;
        let (values, select) = (&scene.values, self.select.clone());
        let class = ["lane", hue_class(scene.hue), class_if(scene.selected, "selected")];
        // What is pressed stands beside what is pressed, not in it.
        markup! {
            <g transform={translate(0.0, scene.y)}>
            <g class={class} data-testid={scene.test_id.clone()}
                data-owner={name(&values.owner)} data-owner-running={flag(values.owner_running)}
                data-assigned-to={name(&values.assigned_to)}
                data-committed={value(values.committed)} data-position={value(values.position)}
                data-log-end={value(Some(values.log_end))} data-lag={value(values.lag)}
                data-at-stake={value(values.at_stake)} data-at-risk={value(Some(values.at_risk))}
                data-duplicates={value(Some(values.duplicates))} data-gaps={value(Some(values.gaps))}
                data-paused={flag(values.paused)}
                tabindex={select.tabindex} role={select.role} aria-label={scene.spoken()}
                onclick={select.onclick} onkeydown={select.onkeydown}>
                { ring(scene) }
                <g>{ for scene.past.iter().map(|past| strip(ctx.props().instance, past, scene.hue)) }</g>
                { texts(&scene.texts) }
                { base(scene) }
                <g>{ self.cells(ctx.props().instance, scene) }</g>
                { marks(scene) }
                { self.hit_area(scene) }
            </g>
            <g>{ for self.counts(scene) }</g>
            </g>
        }
    }
}

fn choose(props: &LaneProps) -> Choosable {
    let scene = &props.scene;
    choice(&props.on_select, Selection::Lane(scene.group, scene.partition))
}

/// A count leads to the newest of what it counts, which is another record all the time.
fn count_choice(ctx: &Context<Lane>, at: usize) -> Choosable {
    if ctx.props().on_select.is_none() {
        return Choosable { onclick: None, onkeydown: None, tabindex: None, role: None };
    }
    let onclick = ctx.link().callback(move |event: MouseEvent| {
        event.stop_propagation();
        LaneMsg::Past(at)
    });
    let onkeydown = ctx.link().batch_callback(move |event: KeyboardEvent| {
        let pressed = matches!(event.key().as_str(), "Enter" | " ");
        pressed.then(|| {
            event.prevent_default();
            event.stop_propagation();
            LaneMsg::Past(at)
        })
    });
    Choosable {
        onclick: Some(onclick),
        onkeydown: Some(onkeydown),
        tabindex: Some("0"),
        role: Some("button"),
    }
}

fn name_of(path: &CellPath) -> PathName {
    (path.look, path.hue)
}

impl Lane {
    /// The paths, those without cells included.
    fn cells(&self, instance: Instance, scene: &LaneScene) -> Html {
        let mut shown = scene.cells.iter().peekable();
        let path = |name: &PathName| {
            let path = shown.next_if(|path| name_of(path) == *name);
            let d = path.map_or(AttrValue::Static(""), |path| AttrValue::from(path.d.clone()));
            cell_path(instance, *name, d, Some(scene.hue))
        };
        markup! { <>{ for self.drawn.iter().map(path) }</> }
    }

    /// How many lie before the cells: each leads to the newest of them.
    fn counts(&self, scene: &LaneScene) -> Vec<Html> {
        let draw = |(count, choice): (&PastCount, &Choosable)| {
            let Choosable { onclick, onkeydown, tabindex, role } = choice.clone();
            let Area { x, y, width, height } = count.area;
            let class = ["past-count", class_if(count.flaw.is_some(), "flawed")];
            markup! {
                <g key={count.test_id.clone()} class={class} data-testid={count.test_id.clone()}
                    data-newest={value(Some(count.newest))} {tabindex} {role} aria-label={count.spoken.clone()}
                    {onclick} {onkeydown}>
                    <rect class="ring" x={num(x)} y={num(y)} width={num(width)} height={num(height)} rx="4" />
                    { text(0, &count.text) }
                </g>
            }
        };
        scene.past.iter().flat_map(|past| past.counts.iter().zip(&self.past)).map(draw).collect()
    }

    /// The record at the pointer's place.
    fn offset_under(&self, scene: &LaneScene, event: &MouseEvent) -> Option<Offset> {
        let area = self.hit.cast::<web_sys::Element>()?.get_bounding_client_rect();
        let (window, (from, to)) = (scene.window, scene.base);
        let share = (f64::from(event.client_x()) - area.left()) / area.width().max(1.0);
        let place = (from + share * (to - from) - window.x) / window.pitch;
        let shown = 0.0..(window.end - window.first) as f64;
        shown.contains(&place).then(|| window.first + place as u64)
    }

    fn hit_area(&self, scene: &LaneScene) -> Html {
        let told = self.pointed_at.map_or(String::new(), |offset| scene.told(offset));
        // All along the lane, so that it need not follow the cells.
        let (from, to) = scene.base;
        markup! {
            <rect ref={self.hit.clone()} class="hit" x={num(from)} y={num(scene.frame.cell_y - 2.0)}
                width={num((to - from).max(0.0))} height={num(scene.frame.cell_height + 4.0)}
                onclick={self.on_click.clone()} onpointermove={self.on_over.clone()}
                onpointerleave={self.on_gone.clone()}>
                <title>{ told }</title>
            </rect>
        }
    }
}

/// Shown while the lane has the focus or is chosen. It takes the mouse wherever nothing else of the lane does.
fn ring(scene: &LaneScene) -> Html {
    markup! {
        <rect class="ring" x="6" y="1" width={num(scene.base.1)} height={num(scene.frame.height - 2.0)} rx="6" />
    }
}

/// The line on which a bar lies.
fn base(scene: &LaneScene) -> Html {
    let bar = scene.frame.style == LaneStyle::Bar;
    let line = bar.then(|| {
        let y = num(scene.frame.cell_bottom());
        markup! { <line class="base" x1={num(scene.base.0)} x2={num(scene.base.1)} y1={y} y2={y} /> }
    });
    markup! { <g>{ for line }</g> }
}

/// What lies left of the cells.
fn strip(instance: Instance, past: &PastStrip, hue: Option<Hue>) -> Html {
    let cell =
        |cell: &CellPath| cell_path(instance, name_of(cell), AttrValue::from(cell.d.clone()), Some(hue));
    markup! {
        <g>
            <g>{ for past.cells.iter().map(cell) }</g>
            <path class="zigzag" d={past.zigzag.clone()} />
        </g>
    }
}

/// The path of cells of one look and hand.
///
/// In a lane of the same colour the path has none of its own: a colour is dear to look up, and the path changes often.
pub fn cell_path(
    instance: Instance,
    (look, hue): PathName,
    d: AttrValue,
    around: Option<Option<Hue>>,
) -> Html {
    // Written as an attribute: in a style sheet the reference would be looked up in the sheet by some browsers.
    let hatched = matches!(look, CellLook::Duplicate | CellLook::DuplicateSafe);
    let fill = hatched.then(|| instance.url("gs-hatch"));
    let own = if around == Some(hue) { "" } else { hue_class(hue) };
    let class = ["cell", look.class(), own];
    let key = look as usize * 16 + hue.map_or(0, |hue| usize::from(hue.0));
    // Without a title of its own: the rectangle for clicks lies above it, and would keep the pointer from it.
    markup! { <path key={key} class={class} d={d} fill={fill} /> }
}

fn marks(scene: &LaneScene) -> Html {
    let marker = |marker: &crate::scene::lane::Marker| {
        let class = match marker.kind {
            MarkerKind::Position => "position",
            MarkerKind::Committed => "committed",
        };
        markup! { <path key={class} class={["marker", class]} d={marker.d.clone()} /> }
    };
    let stroke = |(key, (tone, d)): (usize, &(crate::scene::mark::TextTone, String))| {
        markup! { <path key={key} class={["stroke", tone_class(*tone)]} d={d.clone()} /> }
    };
    markup! {
        <>
            <g>{ for scene.bracket.iter().map(|d| markup! { <path class="bracket" d={d.clone()} /> }) }</g>
            <g>{ for scene.alarm.iter().map(|d| markup! { <path class="alarm" d={d.clone()} /> }) }</g>
            <g>{ for scene.markers.iter().map(marker) }</g>
            { badge(scene.badge.as_ref()) }
            <g>{ for scene.strokes.iter().enumerate().map(stroke) }</g>
        </>
    }
}
