//! The coordinator's box.

use crate::scene::Selection;
use crate::scene::coordinator::{CoordinatorScene, MemberClock, StatePill};
use crate::scene::mark::{Area, Text, Tone};
use crate::web::stage_parts::*;
use std::rc::Rc;
use yew::prelude::*;

/// What the box is given.
#[derive(PartialEq, Properties)]
pub struct CoordinatorProps {
    pub scene: Rc<CoordinatorScene>,
    pub on_select: Option<Callback<Selection>>,
}

/// States, generation, leader, session clocks.
pub struct Coordinator;

impl Component for Coordinator {
    type Message = ();
    type Properties = CoordinatorProps;

    fn create(_: &Context<Self>) -> Self {
        Coordinator
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let CoordinatorProps { scene, on_select } = ctx.props();
        let select = choice(on_select, Selection::Coordinator(scene.group.clone()));
        let crowned = scene.crown.map(|(x, y, _)| (x, y));
        let hue = scene.crown.and_then(|(.., hue)| hue);
        html! {
            <g class={classes!("coordinator", scene.selected.then_some("selected"))}
                transform={translate(scene.area.x, scene.area.y)} data-testid={scene.test_id.clone()}
                data-state={scene.state} data-generation={scene.generation.to_string()}
                data-leader={name(&scene.leader)}
                tabindex={select.tabindex} role={select.role} aria-label={scene.title.clone()}
                onclick={select.onclick} onkeydown={select.onkeydown}>
                <rect class="ground" width={num(scene.area.width)} height={num(scene.area.height)} rx="8" />
                <g>{ links(&scene.states) }</g>
                <g>{ for scene.states.iter().enumerate().map(pill) }</g>
                <g>{ texts(&scene.texts) }</g>
                <g>{ crown(crowned, hue) }</g>
                <g>{ for scene.members.iter().enumerate().map(member) }</g>
            </g>
        }
    }
}

/// The strokes between the states.
fn links(states: &[StatePill]) -> Html {
    let link = |(key, pair): (usize, &[StatePill])| {
        let y = num(pair[0].area.y + pair[0].area.height / 2.0);
        let (from, to) = (num(pair[0].area.right()), num(pair[1].area.x));
        html! { <line key={key} class="link" x1={from} x2={to} y1={y.clone()} y2={y} /> }
    };
    html! { <g>{ for states.windows(2).enumerate().map(link) }</g> }
}

fn pill((key, pill): (usize, &StatePill)) -> Html {
    let area = pill.area;
    let class = classes!("state", tone_class(pill.tone), pill.lit.then_some("lit"));
    let (x, y) = (area.x + area.width / 2.0, area.y + area.height / 2.0 + 3.6);
    let tone = if pill.lit { Tone::OnFill } else { Tone::Muted };
    let label = Text::new(x, y, pill.size, tone, pill.name.clone()).middle();
    html! {
        <g key={key} class={class}>
            <rect x={num(area.x)} y={num(area.y)} width={num(area.width)} height={num(area.height)}
                rx={num(area.height / 2.0)} />
            { text(0, &label) }
        </g>
    }
}

fn rect(class: &'static str, area: Area, round: f64) -> Html {
    html! {
        <rect class={class} x={num(area.x)} y={num(area.y)} width={num(area.width)} height={num(area.height)}
            rx={num(round)} />
    }
}

fn member((key, member): (usize, &MemberClock)) -> Html {
    let (area, bar) = (member.area, member.bar);
    let class = classes!(
        "member",
        hue_class(member.hue),
        member.awaited.then_some("awaited"),
        member.low.then_some("low"),
        member.left.is_none().then_some("parked"),
    );
    // In half pixels: a clock that runs for seconds does not have to be drawn anew in every frame.
    let left = (bar.width * member.left.unwrap_or(0.0) * 2.0).round() / 2.0;
    let middle = if area.height > 34.0 { 13.0 } else { area.height / 2.0 };
    html! {
        <g key={key} class={class}>
            <title>{ &member.title }</title>
            { rect("box", area, 6.0) }
            { rect("chip", Area { x: area.x + 10.0, y: area.y + middle - 5.0, width: 10.0, height: 10.0 }, 3.0) }
            { rect("clock", bar, 2.5) }
            { rect("left", Area { width: left, ..bar }, 2.5) }
            { texts(&member.texts) }
        </g>
    }
}
