//! A crowd: blocks of bars or cells, the loupe, and what is to be looked at. One listener for all of it turns a place
//! into a choice; a tab stop leads into it, and arrow keys go from bar to bar, or from block to block.

use crate::scene::Selection;
use crate::scene::cells::CellPath;
use crate::scene::crowd::{
    CrowdBlock, CrowdLane, CrowdMove, CrowdPlace, CrowdScene, CrowdStyle, LoupeRow, LoupeScene, WatchItem,
    WatchList,
};
use crate::scene::lane::LaneValues;
use crate::scene::mark::Area;
use crate::web::markup::{class_if, markup};
use crate::web::part::{Context, Part, Piece, keyed_part, part};
use crate::web::shared::Drawn;
use crate::web::stage::lane::cell_path;
use crate::web::stage::parts::*;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

/// What a crowd is given.
#[derive(PartialEq)]
pub struct CrowdProps {
    pub instance: Instance,
    pub scene: Drawn<CrowdScene>,
    pub on_select: Option<Callback<Selection>>,
}

/// The partitions and consumers of a group.
pub struct Crowd {
    /// Below all blocks; a place on it is turned into one of the stage.
    ground: NodeRef,
    /// The block under the pointer.
    pointed_at: Option<usize>,
    /// Where the tab stop is.
    stop: Option<CrowdPlace>,
    /// The focus has to follow the tab stop.
    follow: bool,
    on_click: Callback<MouseEvent>,
    on_over: Callback<PointerEvent>,
    on_gone: Callback<PointerEvent>,
    on_key: Callback<KeyboardEvent>,
}

/// What happens over it.
pub enum CrowdMsg {
    Clicked(MouseEvent),
    Over(MouseEvent),
    Gone,
    /// From where, and where to.
    Move(CrowdPlace, CrowdMove),
    Choose(CrowdPlace),
}

impl Piece for Crowd {
    type Message = CrowdMsg;
    type Properties = CrowdProps;

    fn create(ctx: &Context<Self>) -> Self {
        let link = ctx.link();
        let on_key = link.batch_callback(|event: KeyboardEvent| {
            // On what stands beside the blocks the arrows mean nothing.
            let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok())?;
            let from =
                place_named(&target.closest("[data-stop]").ok().flatten()?.get_attribute("data-stop")?)?;
            let by = match event.key().as_str() {
                "ArrowLeft" => Some(CrowdMove::Before),
                "ArrowRight" => Some(CrowdMove::After),
                "ArrowUp" => Some(CrowdMove::Above),
                "ArrowDown" => Some(CrowdMove::Below),
                "Home" => Some(CrowdMove::First),
                "End" => Some(CrowdMove::Last),
                "Enter" | " " => None,
                _ => return None,
            };
            let message = by.map_or(CrowdMsg::Choose(from), |by| CrowdMsg::Move(from, by));
            event.prevent_default();
            event.stop_propagation();
            Some(message)
        });
        Crowd {
            ground: NodeRef::default(),
            pointed_at: None,
            stop: None,
            follow: false,
            on_click: link.callback(CrowdMsg::Clicked),
            on_over: link.callback(|event: PointerEvent| CrowdMsg::Over(event.into())),
            on_gone: link.callback(|_| CrowdMsg::Gone),
            on_key,
        }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: CrowdMsg) -> bool {
        let CrowdProps { scene, on_select, .. } = ctx.props();
        let select = |place: Option<CrowdPlace>| {
            if let (Some(callback), Some(chosen)) =
                (on_select, place.and_then(|place| scene.selection(place)))
            {
                callback.emit(chosen);
            }
        };
        match msg {
            CrowdMsg::Over(event) => {
                let block = self.place_under(scene, &event).map(|place| place.block);
                // In a gap between two blocks the last one stays.
                let block = block.or(self.pointed_at);
                std::mem::replace(&mut self.pointed_at, block) != block && scene.loupe.is_some()
            }
            CrowdMsg::Gone => self.pointed_at.take().is_some() && scene.loupe.is_some(),
            CrowdMsg::Clicked(event) => {
                let place = self.place_under(scene, &event);
                if place.is_some() {
                    event.stop_propagation();
                }
                select(place);
                let stop = place.map(|place| match scene.style {
                    CrowdStyle::Grid => CrowdPlace { lane: None, ..place },
                    CrowdStyle::Bars => place,
                });
                let stop = stop.filter(|stop| stop.lane.is_some() == (scene.style == CrowdStyle::Bars));
                stop.is_some() && std::mem::replace(&mut self.stop, stop) != stop
            }
            CrowdMsg::Move(from, by) => {
                (self.stop, self.follow) = (Some(scene.moved(from, by)), true);
                true
            }
            CrowdMsg::Choose(place) => {
                select(Some(place));
                self.stop.replace(place) != Some(place)
            }
        }
    }

    fn rendered(&mut self, _: &Context<Self>) {
        if !std::mem::take(&mut self.follow) {
            return;
        }
        let ground = self.ground.cast::<web_sys::Element>();
        let root = ground.and_then(|ground| ground.parent_element());
        let stop = root.and_then(|root| root.query_selector("[data-stop][tabindex='0']").ok().flatten());
        if let Some(stop) = stop.and_then(|stop| stop.dyn_into::<web_sys::SvgElement>().ok()) {
            let _ = stop.unchecked_ref::<HtmlElement>().focus();
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let CrowdProps { instance, scene, on_select } = ctx.props();
        let stop = self.stop(scene).filter(|_| on_select.is_some());
        let block = |(at, block): (usize, &Rc<CrowdBlock>)| {
            let stop = stop.filter(|stop| stop.block == at).map(|stop| stop.lane);
            let view = BlockView {
                instance: *instance,
                at,
                scene: Drawn::of(block),
                style: scene.style,
                choosable: on_select.is_some(),
                stop,
            };
            keyed_part(block.test_id.clone(), view)
        };
        let style = match scene.style {
            CrowdStyle::Bars => "bars",
            CrowdStyle::Grid => "grid",
        };
        let shown = self.pointed_at.or(stop.filter(|_| self.stop.is_some()).map(|stop| stop.block));
        let loupe = scene.loupe(shown.unwrap_or_else(|| scene.looked_at()));
        let around = scene.area;
        let ground = Area {
            x: around.x - 5.0,
            y: around.y - 4.0,
            width: around.width + 10.0,
            height: around.height + 8.0,
        };
        markup! {
            <g class={["crowd", style]} data-testid={format!("crowd-{}", scene.group)} data-style={style}
                onclick={self.on_click.clone()} onkeydown={self.on_key.clone()}
                onpointermove={self.on_over.clone()} onpointerleave={self.on_gone.clone()}>
                <rect ref={self.ground.clone()} class="hit" x={num(ground.x)} y={num(ground.y)}
                    width={num(ground.width)} height={num(ground.height)} />
                <g>{ for scene.blocks.iter().enumerate().map(block) }</g>
                <g>{ for loupe.map(|loupe| {
                    part(Loupe { scene: loupe, group: scene.group, on_select: on_select.clone() })
                }) }</g>
                { part(WatchView { list: Rc::clone(&scene.watch), on_select: on_select.clone() }) }
            </g>
        }
    }
}

/// The place that an element names as its own: the block's number, and after a point the partition's.
fn place_named(name: &str) -> Option<CrowdPlace> {
    let (block, lane) = name.split_once('.').map_or((name, None), |(block, lane)| (block, Some(lane)));
    let lane = match lane {
        Some(lane) => Some(lane.parse().ok()?),
        None => None,
    };
    Some(CrowdPlace { block: block.parse().ok()?, lane })
}

impl Crowd {
    fn stop(&self, scene: &CrowdScene) -> Option<CrowdPlace> {
        let there = |stop: &CrowdPlace| {
            let block = scene.blocks.get(stop.block);
            block.is_some_and(|block| stop.lane.is_none_or(|lane| lane < block.lanes.len()))
        };
        self.stop.filter(there).or_else(|| scene.first())
    }

    /// What lies under the pointer.
    fn place_under(&self, scene: &CrowdScene, event: &MouseEvent) -> Option<CrowdPlace> {
        let seen = self.ground.cast::<web_sys::Element>()?.get_bounding_client_rect();
        let scale = (scene.area.width + 10.0) / seen.width().max(1.0);
        let x = scene.area.x - 5.0 + (f64::from(event.client_x()) - seen.left()) * scale;
        let y = scene.area.y - 4.0 + (f64::from(event.client_y()) - seen.top()) * scale;
        scene.at(x, y)
    }
}

/// The keys of a block's lines begin here: below are those of its cells.
const LINES: usize = 1 << 16;

/// A block; drawn anew only when something in it changed.
#[derive(PartialEq)]
struct BlockView {
    instance: Instance,
    /// Its place among the blocks.
    at: usize,
    scene: Drawn<CrowdBlock>,
    style: CrowdStyle,
    choosable: bool,
    /// The tab stop is on this block, or on this partition of it.
    stop: Option<Option<usize>>,
}

impl Part for BlockView {
    fn view(&self) -> Html {
        let BlockView { instance, scene, style, .. } = self;
        let class = ["block", class_if(scene.alarm, "unread-all"), class_if(scene.selected, "selected")];
        let cell = |cell: &CellPath| {
            cell_path(*instance, (cell.look, cell.hue), AttrValue::from(cell.d.clone()), None)
        };
        let hue = scene.badge.map(|badge| badge.identity.hue);
        let (width, height) = (scene.area.width, scene.area.height);
        let around = Area { x: -5.0, y: -3.0, width: width + 10.0, height: height + 6.0 };
        let lines = |first: usize| scene.texts.iter().enumerate().map(move |(n, line)| text(first + n, line));
        let outline = (!scene.outline.is_empty())
            .then(|| markup! { <path key="outline" class="cell unread" d={scene.outline.to_string()} /> });
        let ring = scene.ring.map(|ring| {
            markup! { <rect key="ring" class="ring" x={num(ring.x)} y={num(ring.y)} width={num(ring.width)}
            height={num(ring.height)} rx="3" /> }
        });
        let cells = outline.into_iter().chain(scene.cells.iter().map(cell)).chain(ring);
        let children: Vec<Html> = match style {
            CrowdStyle::Bars => vec![
                rect("around", around, 5.0),
                markup! { <g>{ for lines(0) }</g> },
                badge(scene.badge.as_ref()),
                markup! { <g>{ crown(scene.lang, scene.crown, hue, scene.unit) }</g> },
                markup! { <g>{ for cells }</g> },
                markup! { <g>{ for scene.lanes.iter().enumerate().flat_map(|lane| self.lane(lane)) }</g> },
            ],
            // Two hundred of these are drawn: nothing in it is there for order alone.
            CrowdStyle::Grid => {
                let Area { x, y, width, height } = around;
                let around = markup! {
                    <rect key="around" class="around" x={num(x)} y={num(y)} width={num(width)}
                        height={num(height)} rx="5" />
                };
                std::iter::once(around).chain(lines(LINES)).chain(cells).collect()
            }
        };
        let consumer = scene.consumer.as_ref();
        let stop = (*style == CrowdStyle::Grid && self.choosable)
            .then(|| if self.stop.is_some() { "0" } else { "-1" });
        // The first block of a consumer stands for it.
        let owned: Option<Vec<String>> = consumer.map(|c| c.owned.iter().map(ToString::to_string).collect());
        markup! {
            <g class={class} transform={translate(scene.area.x, scene.area.y)} data-testid={scene.test_id.clone()}
                data-state={consumer.map(|consumer| consumer.state)}
                data-zombie={consumer.map(|c| flag(c.condition == crate::scene::card::Condition::Zombie))}
                data-cut-off={consumer.map(|consumer| flag(consumer.cut_off))}
                data-leader={consumer.map(|consumer| flag(consumer.leader))}
                data-partitions={owned.map(|owned| owned.join(","))}
                data-stop={stop.map(|_| self.at.to_string())} tabindex={stop} role={stop.map(|_| "button")}
                aria-label={stop.map(|_| scene.spoken.clone())}>
                { for children }
            </g>
        }
    }
}

impl BlockView {
    /// A bar's place, which stands for it, and its words: side by side, for two hundred of them are drawn.
    fn lane(&self, (at, lane): (usize, &CrowdLane)) -> Vec<Html> {
        let stop = self.choosable.then(|| if self.stop == Some(Some(at)) { "0" } else { "-1" });
        let spoken = lane.texts.iter().map(|text| text.text.as_str()).collect::<Vec<_>>().join(", ");
        let around = Area { x: -3.0, width: lane.area.width + 6.0, ..lane.area };
        let class = ["bar-lane", class_if(lane.selected, "selected")];
        let stops = (stop, stop.map(|_| format!("{}.{at}", self.at)), spoken);
        let mut drawn = vec![hook(at * 4, &lane.test_id, &lane.values, (class, around), stops)];
        drawn.extend(lane.texts.iter().take(3).enumerate().map(|(n, line)| text(at * 4 + n + 1, line)));
        drawn
    }
}

/// The place of a partition, with its numbers as attributes, as a lane has them.
fn hook(
    key: usize,
    test_id: &str,
    values: &LaneValues,
    (class, area): ([&'static str; 2], Area),
    (tabindex, stop, spoken): (Option<&'static str>, Option<String>, String),
) -> Html {
    markup! {
        <rect key={key} class={class} data-testid={test_id.to_owned()}
            data-owner={name(&values.owner)} data-owner-running={flag(values.owner_running)}
            data-assigned-to={name(&values.assigned_to)}
            data-committed={value(values.committed)} data-position={value(values.position)}
            data-log-end={value(Some(values.log_end))} data-lag={value(values.lag)}
            data-at-stake={value(values.at_stake)} data-at-risk={value(Some(values.at_risk))}
            data-duplicates={value(Some(values.duplicates))} data-gaps={value(Some(values.gaps))}
            data-paused={flag(values.paused)} data-stop={stop}
            tabindex={tabindex} role={tabindex.map(|_| "button")} aria-label={spoken}
            x={num(area.x)} y={num(area.y)} width={num(area.width)} height={num(area.height)} rx="2" />
    }
}

/// The partitions of one block, larger.
#[derive(PartialEq)]
struct Loupe {
    scene: LoupeScene,
    group: crate::kafka::ids::GroupId,
    on_select: Option<Callback<Selection>>,
}

impl Part for Loupe {
    fn view(&self) -> Html {
        let row = |row: &LoupeRow| {
            let chosen = Selection::Lane(self.group, row.partition);
            let select = choice(&self.on_select, chosen);
            let [committed, stake, unread] = row.bars;
            let class = ["loupe-lane", class_if(row.selected, "selected")];
            let stops = (select.tabindex, None, row.spoken.clone());
            markup! {
                <g key={row.test_id.clone()} onclick={select.onclick} onkeydown={select.onkeydown}>
                    { hook(0, &row.test_id, &row.values, (class, row.area), stops) }
                    { texts(&row.texts) }
                    { rect("committed", committed, 0.0) }
                    { rect("unread", unread, 0.0) }
                    { rect("processed", stake, 0.0) }
                </g>
            }
        };
        markup! {
            <g class="loupe" data-testid="loupe">
                { rect("panel", self.scene.area, 8.0) }
                { texts(&self.scene.texts) }
                <g>{ for self.scene.rows.iter().map(row) }</g>
            </g>
        }
    }
}

/// What is to be looked at.
#[derive(PartialEq)]
struct WatchView {
    list: Rc<WatchList>,
    on_select: Option<Callback<Selection>>,
}

impl Part for WatchView {
    fn view(&self) -> Html {
        let item = |item: &WatchItem| {
            let select = choice(&self.on_select, item.selection);
            markup! {
                <g key={item.test_id.clone()} class="watch-item" data-testid={item.test_id.clone()}
                    tabindex={select.tabindex} role={select.role} aria-label={item.spoken.clone()}
                    onclick={select.onclick} onkeydown={select.onkeydown}>
                    { rect("around", item.area, 4.0) }
                    { texts(&item.texts) }
                </g>
            }
        };
        markup! {
            <g class="watch" data-testid="to-look-at">
                { texts(&self.list.texts) }
                <g>{ for self.list.items.iter().map(item) }</g>
            </g>
        }
    }
}
