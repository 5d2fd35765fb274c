//! A consumer's card.

use crate::scene::Selection;
use crate::scene::card::{CardScene, Condition, RackTag};
use crate::scene::crew::Folded;
use crate::scene::deck::CardStyle;
use crate::scene::track::{TrackLook, TrackScene};
use crate::session::language::label::StageLabel;
use crate::web::markup::{class_if, markup};
use crate::web::part::{Context, Part, Piece, part};
use crate::web::shared::Drawn;
use crate::web::stage::parts::*;
use std::rc::Rc;
use yew::prelude::*;

/// What a card is given.
#[derive(PartialEq)]
pub struct CardProps {
    pub instance: Instance,
    pub scene: Drawn<CardScene>,
    pub on_select: Option<Callback<Selection>>,
}

/// One consumer process.
pub struct Card {
    /// The pointer or the focus is on the card: only then the sentence about it is written, which is another one
    /// every tenth of a second.
    attended: bool,
    select: Choosable,
    on_near: Callback<PointerEvent>,
    on_far: Callback<PointerEvent>,
    on_focus: Callback<FocusEvent>,
    on_blur: Callback<FocusEvent>,
}

impl Piece for Card {
    /// Whether the pointer or the focus is on the card.
    type Message = bool;
    type Properties = CardProps;

    fn create(ctx: &Context<Self>) -> Self {
        let link = ctx.link();
        Card {
            attended: false,
            select: choose(ctx.props()),
            on_near: link.callback(|_| true),
            on_far: link.callback(|_| false),
            on_focus: link.callback(|_| true),
            on_blur: link.callback(|_| false),
        }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &CardProps) -> bool {
        if ctx.props().on_select != old.on_select || ctx.props().scene.client != old.scene.client {
            self.select = choose(ctx.props());
        }
        true
    }

    fn update(&mut self, _: &Context<Self>, attended: bool) -> bool {
        std::mem::replace(&mut self.attended, attended) != attended
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let scene = &ctx.props().scene;
        let select = self.select.clone();
        let zombie = scene.condition == Condition::Zombie;
        let owned: Vec<String> = scene.owned.iter().map(ToString::to_string).collect();
        let class = [
            "card",
            scene.condition.word(),
            hue_class(scene.hue()),
            class_if(scene.fenced, "fenced"),
            class_if(scene.cut_off, "cut-off"),
            class_if(scene.style == CardStyle::Gone, "gone"),
            class_if(scene.selected, "selected"),
        ];
        let title = if self.attended { scene.title.clone() } else { String::new() };
        markup! {
            <g class={class} transform={translate(scene.area.x, scene.area.y)} data-testid={scene.test_id.clone()}
                data-state={scene.state} data-zombie={flag(zombie)} data-cut-off={flag(scene.cut_off)}
                data-leader={flag(scene.leader)} data-partitions={owned.join(",")}
                tabindex={select.tabindex} role={select.role}
                aria-label={format!("{}: {}", scene.client, scene.state_label)}
                onclick={select.onclick} onkeydown={select.onkeydown} onfocus={self.on_focus.clone()}
                onblur={self.on_blur.clone()} onpointerenter={self.on_near.clone()}
                onpointerleave={self.on_far.clone()}>
                <title>{ title }</title>
                { body(scene) }
                <g>{ for scene.tracks.iter().map(|tracks| {
                    part(CardTracks { instance: ctx.props().instance, scene: Drawn::of(tracks) })
                }) }</g>
                { texts(&scene.texts) }
                <g>{ for scene.strike.iter().map(|d| markup! { <path class="strike" d={d.clone()} /> }) }</g>
                { badge(scene.badge.as_ref()) }
                { crown(scene.lang, scene.leader.then_some(scene.crown), scene.hue(), scene.unit) }
                <g>{ for symbol(scene) }</g>
                <g>{ for scene.rack.iter().map(rack) }</g>
            </g>
        }
    }
}

fn choose(props: &CardProps) -> Choosable {
    choice(&props.on_select, Selection::Consumer(props.scene.client))
}

fn body(scene: &CardScene) -> Html {
    let (width, height) = (num(scene.area.width), num(scene.area.height));
    markup! {
        <>
            <rect class="ground" width={width} height={height} rx="8" />
            <path class="bar" d={bar(scene.area.height)} />
            <rect class="edge" width={width} height={height} rx="8" />
        </>
    }
}

/// The coloured left edge.
fn bar(height: f64) -> String {
    let (lower, end) = (crate::scene::text::Num(height - 8.0), crate::scene::text::Num(height - 0.2));
    format!("M5 .8A8 8 0 0 0 0 8V{lower}A8 8 0 0 0 5 {end}z")
}

/// A rack's name in a frame.
pub fn rack(tag: &RackTag) -> Html {
    markup! { <g class="rack">{ rect("tag", tag.area, 3.0) }{ text(0, &tag.text) }</g> }
}

/// The two tracks.
#[derive(PartialEq)]
struct CardTracks {
    instance: Instance,
    scene: Drawn<TrackScene>,
}

impl Part for CardTracks {
    fn view(&self) -> Html {
        let path = |(look, d): &(TrackLook, String)| {
            let fill = look.hatched().then(|| self.instance.url("gs-frost"));
            markup! { <path key={look.class()} class={look.class()} fill={fill} d={d.clone()} /> }
        };
        markup! {
            <g class="tracks" aria-hidden="true">
                <g>{ for self.scene.paths.iter().map(path) }</g>
                { texts(&self.scene.texts) }
            </g>
        }
    }
}

/// One line for the processes that are long gone. What can be read off their cards can be read off its parts.
/// Choosing it chooses the one that was started last.
#[derive(PartialEq)]
pub struct FoldedCards {
    pub folded: Rc<Folded>,
    pub on_select: Option<Callback<Selection>>,
}

impl Part for FoldedCards {
    fn view(&self) -> Html {
        let Folded { area, text: words, gone, selected } = &*self.folded;
        let titles: Vec<&str> = gone.iter().map(|(.., title)| title.as_str()).collect();
        let hook = |(client, state, _): &(crate::kafka::ids::ClientName, &'static str, String)| {
            markup! {
                <g key={client.to_string()} data-testid={format!("consumer-{client}")} data-state={*state}
                    data-zombie="false" data-cut-off="false" data-leader="false" data-partitions="" />
            }
        };
        let (width, height) = (num(area.width), num(area.height));
        let last = gone.last().map(|(client, ..)| Selection::Consumer(*client));
        let select = last.map(|last| choice(&self.on_select, last));
        let (onclick, onkeydown) =
            select.clone().map_or((None, None), |select| (select.onclick, select.onkeydown));
        let names: Vec<&str> = gone.iter().map(|(client, ..)| client.as_str()).collect();
        let label = format!("{}: {}", words.text, names.join(", "));
        markup! {
            <g class={["card gone folded", class_if(*selected, "selected")]}
                transform={translate(area.x, area.y)} data-testid="gone"
                tabindex={select.as_ref().and_then(|select| select.tabindex)}
                role={select.as_ref().and_then(|select| select.role)} aria-label={label} {onclick} {onkeydown}>
                <title>{ titles.join("\n") }</title>
                <rect class="ground" width={width} height={height} rx="8" />
                <rect class="edge" width={width} height={height} rx="8" />
                { text(0, words) }
                <g>{ for gone.iter().map(hook) }</g>
            </g>
        }
    }
}

/// A sign for each condition that is not normal, so that colour is not needed to tell them apart.
fn symbol(scene: &CardScene) -> Option<Html> {
    let (class, d) = match scene.condition {
        _ if scene.cut_off => ("t-gap", "M-5 0h3M2 0h3M0 -5v3M0 2v3"),
        Condition::Running => return None,
        Condition::Killed => ("t-gap", "M-4 -4L4 4M4 -4L-4 4"),
        Condition::Failed => ("t-gap", "M0 -4.5L5 4H-5zM0 -1v2M0 2.6v.3"),
        Condition::Frozen => ("t-gap", "M0 -5V5M-4.3 -2.5L4.3 2.5M4.3 -2.5L-4.3 2.5"),
        Condition::Stalled => ("t-stake", "M-2.2 -4V4M2.2 -4V4"),
        Condition::Closing => ("t-muted", "M-4.5 0H4M1 -3.2L4.2 0L1 3.2"),
        Condition::Closed => ("t-muted", "M-3.6 -3.6h7.2v7.2h-7.2z"),
        Condition::Zombie => {
            ("t-stake", "M-4 4V-.5a4 4 0 0 1 8 0V4l-2 -1.6l-2 1.6l-2 -1.6zM-1.4 -1v.4M1.4 -1v.4")
        }
    };
    let (x, y) = scene.symbol;
    let title = scene.cut_off.then(|| scene.lang.stage_label(StageLabel::CutOffFromBrokers));
    Some(markup! {
        <path class={["symbol", class]} transform={scaled(x, y, scene.unit)} d={d}>
            <title>{ title.unwrap_or("") }</title>
        </path>
    })
}
