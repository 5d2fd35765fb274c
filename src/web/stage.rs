//! The stage: what it shows is a pure function of the newest scene.
//!
//! That scene comes with the page, or past it through a [`SceneFeed`] while nothing else of the page changes. Every
//! part is a component of its own that gets an `Rc` and is drawn anew only when what it shows changed.
//! Everything conditional stands inside an element of its own, every list is keyed and has its own group
//! (a bug in Yew 0.23 panics otherwise).

pub mod card;
pub mod coordinator;
pub mod crowd;
pub mod envelope;
pub mod foretold;
pub mod lane;
pub mod legend;
pub mod parts;

use crate::kafka::ids::GroupId;
use crate::scene::card::CardScene;
use crate::scene::crowd::CrowdScene;
use crate::scene::foretold::ForetoldScene;
use crate::scene::halves::Verdict;
use crate::scene::lane::LaneScene;
use crate::scene::summary::TwinRow;
use crate::scene::{GroupScene, Scene, Selection};
use crate::session::language::label::StageLabel;
use crate::session::language::stage::table_heads;
use crate::sim::sorted::SortedMap;
use crate::web::action::Action;
use crate::web::lang::Lang;
use crate::web::markup::markup;
use crate::web::mount::root::Instance;
use crate::web::part::{Context, Part, Piece, keyed_piece, part, piece};
use crate::web::shared::Drawn;
use crate::web::stage::card::{Card, CardProps, FoldedCards};
use crate::web::stage::coordinator::{Coordinator, CoordinatorProps};
use crate::web::stage::crowd::CrowdProps;
use crate::web::stage::envelope::{Envelopes, Ribbons};
use crate::web::stage::foretold::ForetoldProps;
use crate::web::stage::lane::{Lane, LaneProps};
use crate::web::stage::legend::{Legend, LegendProps};
use crate::web::stage::parts::{num, rect, scaled, text, texts};
use crate::web::touched;
use std::cell::RefCell;
use std::rc::Rc;
use yew::prelude::{Callback, Html};

/// What the stage is given with the page.
pub struct StageProps {
    /// Which page it stands in.
    pub instance: Instance,
    pub scene: Rc<Scene>,
    /// A number that only this scene has: scenes with the same number are not compared.
    pub number: u64,
    /// Where scenes come from while nothing else of the page changes.
    pub feed: SceneFeed,
    pub lang: Lang,
    /// Called when something is chosen; without it nothing takes the focus.
    pub on_select: Option<Callback<Selection>>,
    /// Where goes what is foretold on it.
    pub dispatch: Option<Callback<Action>>,
}

impl PartialEq for StageProps {
    fn eq(&self, other: &Self) -> bool {
        let of = |props: &Self| (props.instance, props.number, props.lang);
        of(self) == of(other) && self.on_select == other.on_select
    }
}

/// Brings scenes to a stage, past the page that it stands in; and to the lanes of a group alone.
#[derive(Clone, Default)]
pub struct SceneFeed(Rc<RefCell<Listeners>>);

#[derive(Default)]
struct Listeners {
    stage: Option<Callback<Rc<Scene>>>,
    lanes: SortedMap<GroupId, Callback<Rc<Scene>>>,
}

impl SceneFeed {
    /// Brings the scene after `before`: to the lanes, if nothing else differs. Whether there is a stage.
    pub fn send(&self, scene: &Rc<Scene>, before: &Scene) -> bool {
        let listeners = self.0.borrow();
        let alone = |group: &GroupScene| listeners.lanes.get(&group.id).cloned();
        let of_lanes: Option<Vec<_>> = match scene.differs_only_in_lanes(before) {
            true => scene.groups.iter().map(alone).collect(),
            false => None,
        };
        let listening = of_lanes.or_else(|| Some(vec![listeners.stage.clone()?]));
        drop(listeners);
        listening.is_some_and(|listening| {
            listening.iter().for_each(|listener| listener.emit(Rc::clone(scene)));
            true
        })
    }
}

/// The whole drawing and its table twin.
pub struct Stage {
    scene: Rc<Scene>,
}

impl Piece for Stage {
    type Message = Rc<Scene>;
    type Properties = StageProps;

    fn create(ctx: &Context<Self>) -> Self {
        ctx.props().feed.0.borrow_mut().stage = Some(ctx.link().callback(|scene| scene));
        Stage { scene: Rc::clone(&ctx.props().scene) }
    }

    fn update(&mut self, _: &Context<Self>, scene: Rc<Scene>) -> bool {
        self.scene = scene;
        true
    }

    fn changed(&mut self, ctx: &Context<Self>, _: &StageProps) -> bool {
        self.scene = Rc::clone(&ctx.props().scene);
        let is_shown = |id: &GroupId| self.scene.groups.iter().any(|group| group.id == *id);
        ctx.props().feed.0.borrow_mut().lanes.retain(|id, _| is_shown(id));
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let StageProps { instance, lang, on_select, feed, .. } = ctx.props();
        let scene = &self.scene;
        let crowd = scene.groups.iter().find_map(|group| group.crowd.as_ref());
        let crowd = crowd.map(|crowd| (crowd.style, crowd.full));
        // An image has no focusable parts; a stage that can be operated is a group.
        let role = if on_select.is_some() { "group" } else { "img" };
        let ground = markup! {
            <>
                <g>{ patterns(*instance) }</g>
                <g>{ for scene.empty.iter().enumerate().map(|(key, line)| text(key, line)) }</g>
            </>
        };
        let has_epochs =
            |group: &GroupScene| group.coordinator.members.iter().any(|member| member.epochs.is_some());
        let ribbons = scene.groups.iter().any(has_epochs);
        markup! {
            <div class="stage-drawing">
                <div class="stage" data-testid="stage" role={role} aria-label={scene.summary.clone()}>
                    { sheet(scene, ground) }
                    <div class="sections">
                        { for scene.groups.iter().map(|group| section(*instance, (scene, group), feed, on_select)) }
                    </div>
                    <div class="foretold-room">
                        { for scene.foretold.as_ref().map(|drawn| foretold(drawn, ctx.props())) }
                    </div>
                </div>
                { piece::<Legend>(LegendProps { instance: *instance, lang: *lang, crowd, ribbons }) }
                { part(Twin { rows: scene.twin.clone(), crowd: scene.crowd_twin.clone(), lang: *lang }) }
            </div>
        }
    }
}

/// What is foretold, over everything else.
fn foretold(drawn: &Rc<ForetoldScene>, props: &StageProps) -> Html {
    let (scene, dispatch) = (Drawn::of(drawn), props.dispatch.clone());
    let props = ForetoldProps { instance: props.instance, scene, lang: props.lang, dispatch };
    touched::here().map(|touched| (touched.foretold_view)(props)).unwrap_or_default()
}

/// A part of the drawing that lies over the others: a browser paints a whole `svg` when anything in it changes.
fn sheet(scene: &Scene, drawn: Html) -> Html {
    let (width, height) = (num(scene.width), num(scene.height));
    markup! {
        <svg class="sheet" viewBox={format!("0 0 {width} {height}")} width={width} height={height}>{ drawn }</svg>
    }
}

fn section(
    instance: Instance,
    (scene, group): (&Rc<Scene>, &GroupScene),
    feed: &SceneFeed,
    on_select: &Option<Callback<Selection>>,
) -> Html {
    let coordinator = CoordinatorProps { scene: Drawn::of(&group.coordinator), on_select: on_select.clone() };
    let lanes = LanesProps {
        instance,
        scene: Rc::clone(scene),
        group: group.id,
        feed: feed.clone(),
        on_select: on_select.clone(),
    };
    let cards =
        Cards { instance, cards: group.cards.iter().map(Drawn::of).collect(), on_select: on_select.clone() };
    let folded = |folded: &Rc<crate::scene::crew::Folded>| {
        part(FoldedCards { folded: folded.clone(), on_select: on_select.clone() })
    };
    let crowd = |crowd: &Rc<CrowdScene>| {
        let props = CrowdProps { instance, scene: Drawn::of(crowd), on_select: on_select.clone() };
        touched::here().map(|touched| (touched.crowd_view)(props)).unwrap_or_default()
    };
    let envelopes = Envelopes {
        wires: group.wires.clone(),
        envelopes: group.envelopes.clone(),
        on_select: on_select.clone(),
    };
    let behind = markup! {
        <>
            <g>{ part(Ribbons { ribbons: group.ribbons.clone() }) }</g>
            <g>{ piece::<Coordinator>(coordinator) }</g>
        </>
    };
    let before = markup! {
        <>
            <g>{ part(cards) }</g>
            <g>{ for group.folded.iter().map(folded) }</g>
            <g>{ part(envelopes) }</g>
            <g>{ for group.verdict.iter().map(verdict) }</g>
            <g>{ for group.crowd.iter().map(crowd) }</g>
        </>
    };
    // The lanes alone change in nearly every frame.
    let lanes = markup! { <g>{ piece::<Lanes>(lanes) }</g> };
    markup! {
        <div key={group.id.to_string()} class="section">
            { sheet(scene, behind) }
            { sheet(scene, lanes) }
            { sheet(scene, before) }
        </div>
    }
}

struct LanesProps {
    instance: Instance,
    scene: Rc<Scene>,
    group: GroupId,
    feed: SceneFeed,
    on_select: Option<Callback<Selection>>,
}

impl PartialEq for LanesProps {
    /// Not by what the scene shows: others may have been fed since it was given.
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.scene, &other.scene)
            && (self.instance, self.group) == (other.instance, other.group)
            && self.on_select == other.on_select
    }
}

/// The lanes of a group.
struct Lanes {
    scene: Rc<Scene>,
}

impl Piece for Lanes {
    type Message = Rc<Scene>;
    type Properties = LanesProps;

    fn create(ctx: &Context<Self>) -> Self {
        let LanesProps { feed, group, scene, .. } = ctx.props();
        feed.0.borrow_mut().lanes.insert(*group, ctx.link().callback(|scene| scene));
        Lanes { scene: Rc::clone(scene) }
    }

    fn update(&mut self, _: &Context<Self>, scene: Rc<Scene>) -> bool {
        self.scene = scene;
        true
    }

    fn changed(&mut self, ctx: &Context<Self>, _: &LanesProps) -> bool {
        self.scene = Rc::clone(&ctx.props().scene);
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let LanesProps { instance, group, on_select, .. } = ctx.props();
        let lane = |lane: &Rc<LaneScene>| {
            let props =
                LaneProps { instance: *instance, scene: Drawn::of(lane), on_select: on_select.clone() };
            keyed_piece::<Lane>(lane.test_id.clone(), props)
        };
        let group = self.scene.groups.iter().find(|shown| shown.id == *group);
        markup! { <>{ for group.into_iter().flat_map(|group| &group.lanes).map(lane) }</> }
    }
}

/// The cards of a group.
#[derive(PartialEq)]
struct Cards {
    instance: Instance,
    cards: Vec<Drawn<CardScene>>,
    on_select: Option<Callback<Selection>>,
}

impl Part for Cards {
    fn view(&self) -> Html {
        let card = |scene: &Drawn<CardScene>| {
            let props = CardProps {
                instance: self.instance,
                scene: scene.clone(),
                on_select: self.on_select.clone(),
            };
            keyed_piece::<Card>(scene.test_id.clone(), props)
        };
        markup! { <>{ for self.cards.iter().map(card) }</> }
    }
}

/// How a group's partitions fare, with a tick or a cross.
fn verdict(verdict: &Verdict) -> Html {
    let (class, d) = match verdict.good {
        Some(true) => ("good", "M-6 0l4 5l8 -10"),
        Some(false) => ("bad", "M-5 -5l10 10m0 -10l-10 10"),
        None => ("none", ""),
    };
    let (x, y) = verdict.sign;
    markup! {
        <g class={["verdict", class]}>
            { rect("ground", verdict.area, 6.0) }
            <path transform={scaled(x, y, verdict.unit)} d={d} />
            { texts(&verdict.texts) }
        </g>
    }
}

/// Hatching for duplicates, lines for frozen cards.
fn patterns(instance: Instance) -> Html {
    markup! {
        <defs>
            <pattern id={instance.id("gs-hatch")} width="5" height="5" patternUnits="userSpaceOnUse"
                patternTransform="rotate(45)">
                <rect class="hatch-ground" width="5" height="5" />
                <rect class="hatch-line" width="2" height="5" />
            </pattern>
            <pattern id={instance.id("gs-frost")} width="7" height="7" patternUnits="userSpaceOnUse"
                patternTransform="rotate(-45)">
                <rect class="frost-line" width="1.6" height="7" />
            </pattern>
        </defs>
    }
}

/// The lanes as a table, for those who do not see the drawing.
#[derive(PartialEq)]
struct Twin {
    rows: Rc<Vec<TwinRow>>,
    /// Readers in a crowd, with their partitions.
    crowd: Rc<Vec<(String, String)>>,
    lang: Lang,
}

impl Part for Twin {
    fn view(&self) -> Html {
        let lang = self.lang;
        let head = |name: &&'static str| markup! { <th key={*name} scope="col">{ *name }</th> };
        let cell = |(key, words): (usize, &str)| match key {
            1 => markup! { <th key={key} scope="row">{ words }</th> },
            _ => markup! { <td key={key}>{ words }</td> },
        };
        let row = |row: &TwinRow| {
            let key = format!("{} {}", row.group, row.partition);
            markup! { <tr key={key}>{ for row.cells().into_iter().enumerate().map(cell) }</tr> }
        };
        // One element for each reader: there are hundreds.
        let of_crowd = |(reader, lanes): &(String, String)| {
            markup! { <li key={reader.clone()}>{ reader }{ ": " }{ lanes }</li> }
        };
        let crowd = (!self.crowd.is_empty()).then(|| {
            let caption = lang.stage_label(StageLabel::TableCaption);
            markup! { <ul aria-label={caption}>{ for self.crowd.iter().map(of_crowd) }</ul> }
        });
        let table = (!self.rows.is_empty() || crowd.is_none()).then(|| {
            markup! {
                <table>
                    <caption>{ lang.stage_label(StageLabel::TableCaption) }</caption>
                    <thead><tr>{ for table_heads(lang).iter().map(head) }</tr></thead>
                    <tbody>{ for self.rows.iter().map(row) }</tbody>
                </table>
            }
        });
        markup! { <div class="stage-twin"><div>{ for table }</div><div>{ for crowd }</div></div> }
    }
}
