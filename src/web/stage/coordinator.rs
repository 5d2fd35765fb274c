//! The coordinator's box.

use crate::scene::Selection;
use crate::scene::clock_fold::ClockFold;
use crate::scene::coordinator::{CoordinatorScene, StatePill};
use crate::scene::mark::{Area, Text, TextTone};
use crate::scene::slot::{EpochSlot, MemberClock};
use crate::scene::text::Num;
use crate::web::markup::{class_if, markup};
use crate::web::part::{Context, Piece, keyed_piece};
use crate::web::shared::Drawn;
use crate::web::stage::parts::*;
use std::rc::Rc;
use yew::prelude::*;

/// What the box is given.
#[derive(PartialEq)]
pub struct CoordinatorProps {
    pub scene: Drawn<CoordinatorScene>,
    pub on_select: Option<Callback<Selection>>,
}

/// States, generation, leader, session clocks.
pub struct Coordinator {
    select: Choosable,
}

impl Piece for Coordinator {
    type Message = ();
    type Properties = CoordinatorProps;

    fn create(ctx: &Context<Self>) -> Self {
        Coordinator { select: choose(ctx.props()) }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &CoordinatorProps) -> bool {
        if ctx.props().on_select != old.on_select || ctx.props().scene.group != old.scene.group {
            self.select = choose(ctx.props());
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let scene = &ctx.props().scene;
        let select = self.select.clone();
        let hue = scene.badge.map(|badge| badge.identity.hue);
        markup! {
            <g class={["coordinator", class_if(scene.selected, "selected")]}
                transform={translate(scene.area.x, scene.area.y)} data-testid={scene.test_id.clone()}
                data-state={scene.state} data-generation={scene.generation.to_string()}
                data-leader={name(&scene.leader)}
                tabindex={select.tabindex} role={select.role} aria-label={scene.title.clone()}
                onclick={select.onclick} onkeydown={select.onkeydown}>
                <path class="ground" d={scene.outline.clone()} />
                <path class="divider" d={scene.dividers.clone()} />
                <g>{ links(&scene.states) }</g>
                <g>{ for scene.states.iter().enumerate().map(pill) }</g>
                <g>{ texts(&scene.texts) }</g>
                { badge(scene.badge.as_ref()) }
                <g>{ crown(scene.lang, scene.crown, hue, scene.unit) }</g>
                <g>{ for scene.fold.iter().map(fold) }</g>
                <g>{ for scene.members.iter().enumerate().map(|(key, clock)| {
                    keyed_piece::<MemberArc>(key, MemberProps { clock: clock.clone() })
                }) }</g>
            </g>
        }
    }
}

fn choose(props: &CoordinatorProps) -> Choosable {
    choice(&props.on_select, Selection::Coordinator(props.scene.group))
}

/// How far a member of a consumer group has come.
fn epochs(slot: &Rc<EpochSlot>) -> Html {
    let one =
        |(area, reached): &(Area, bool)| rect(if *reached { "epoch" } else { "epoch-next" }, *area, 4.0);
    let pill = |(area, tone): &(Area, TextTone)| {
        markup! { <g class={["pill", tone_class(*tone)]}>{ rect("", *area, area.height / 2.0) }</g> }
    };
    let round = slot.bar.height / 2.0;
    markup! {
        <g class={hue_class(slot.hue)}>
            <g>{ for slot.pill.iter().map(pill) }</g>
            <g>{ for slot.boxes.iter().map(one) }</g>
            { rect("clock", slot.bar, round) }
            { rect("time-left", Area { width: slot.left, ..slot.bar }, round) }
        </g>
    }
}

/// How the clocks of a crowd are spread.
fn fold(fold: &ClockFold) -> Html {
    markup! {
        <g class="fold">
            <path class="axis" d={fold.axis.clone()} />
            <path class="healthy" d={fold.healthy.clone()} />
            <path class="silent" d={fold.silent.clone()} />
        </g>
    }
}

/// The strokes between the states.
fn links(states: &[StatePill]) -> Html {
    let link = |(key, pair): (usize, &[StatePill])| {
        let y = num(pair[0].area.y + pair[0].area.height / 2.0);
        let (from, to) = (num(pair[0].area.right()), num(pair[1].area.x));
        markup! { <line key={key} class="link" x1={from} x2={to} y1={y} y2={y} /> }
    };
    markup! { <g>{ for states.windows(2).enumerate().map(link) }</g> }
}

fn pill((key, pill): (usize, &StatePill)) -> Html {
    let area = pill.area;
    let class = ["state", tone_class(pill.tone), class_if(pill.lit, "lit")];
    let (x, y) = (area.x + area.width / 2.0, area.y + area.height / 2.0 + pill.size * 0.35);
    let tone = if pill.lit { TextTone::OnFill } else { TextTone::Muted };
    let label = Text::new(x, y, pill.size, tone, pill.name.clone()).middle();
    markup! {
        <g key={key} class={class}>
            <rect x={num(area.x)} y={num(area.y)} width={num(area.width)} height={num(area.height)}
                rx={num(area.height / 2.0)} />
            { text(0, &label) }
        </g>
    }
}

/// What a member's clock is given.
#[derive(PartialEq)]
struct MemberProps {
    clock: Rc<MemberClock>,
}

/// A member's clock; a component of its own, because each changes at its own time.
struct MemberArc {
    /// The pointer is on it: only then its sentence is written.
    pointed_at: bool,
    on_over: Callback<PointerEvent>,
    on_gone: Callback<PointerEvent>,
}

impl Piece for MemberArc {
    /// Whether the pointer is on it.
    type Message = bool;
    type Properties = MemberProps;

    fn create(ctx: &Context<Self>) -> Self {
        let link = ctx.link();
        MemberArc { pointed_at: false, on_over: link.callback(|_| true), on_gone: link.callback(|_| false) }
    }

    fn update(&mut self, _: &Context<Self>, over: bool) -> bool {
        std::mem::replace(&mut self.pointed_at, over) != over
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let member = &ctx.props().clock;
        let (area, bar) = (member.area, member.bar);
        let class = [
            "member",
            class_if(member.awaited, "awaited"),
            class_if(member.silent, "silent"),
            class_if(member.left.is_none(), "parked"),
        ];
        let title = if self.pointed_at { member.title.clone() } else { String::new() };
        let tick = member.tick.map(|(x, y)| {
            let [across, down, up] = [4.0, 4.0, -9.0].map(|size| Num(size * member.unit));
            let d = format!("M{} {}l{across} {down}l{} {up}", Num(x), Num(y), Num(8.0 * member.unit));
            markup! { <path class="tick" d={d} /> }
        });
        let round = bar.height / 2.0;
        markup! {
            <g class={class} onpointerenter={self.on_over.clone()} onpointerleave={self.on_gone.clone()}>
                <title>{ title }</title>
                { rect("box", area, 0.0) }
                <g>{ for member.epochs.iter().map(epochs) }</g>
                { badge(member.badge.as_ref()) }
                { rect("clock", bar, round) }
                { rect("left", Area { width: member.left.unwrap_or(0.0), ..bar }, round) }
                <g>{ for tick }</g>
                { texts(&member.texts) }
            </g>
        }
    }
}
