//! The sequence diagram of requests: a scene, written down as SVG. A click on a step goes to its time.

use crate::scene::mark::Hue;
use crate::scene::sequence::{SequenceHead, SequenceScene, SequenceStep};
use crate::session::language::axis::SequenceWord;
use crate::sim::time::SimTime;
use crate::web::lang::Lang;
use crate::web::markup::{class_if, markup};
use crate::web::part::Part;
use crate::web::stage::parts::{hue_class, num, text, texts};
use std::rc::Rc;
use yew::prelude::*;

/// The diagram.
#[derive(PartialEq)]
pub struct SequenceDiagram {
    pub scene: Rc<SequenceScene>,
    pub lang: Lang,
    pub on_seek: Callback<SimTime>,
}

impl Part for SequenceDiagram {
    fn view(&self) -> Html {
        let SequenceDiagram { scene, lang, on_seek } = self;
        let title = lang.sequence_word(SequenceWord::Title);
        let (width, height) = (num(scene.width), num(scene.height));
        let now = num(scene.now_y);
        markup! {
            <div class="sequence" data-testid="sequence" tabindex="0" role="group" aria-label={title}>
                <div>
                <p hidden={!scene.steps.is_empty()}>{ lang.sequence_word(SequenceWord::Empty) }</p>
                <svg class="heads" aria-hidden="true" viewBox={format!("0 0 {width} 36")} width={width} height="36">
                    { for scene.heads.iter().map(head) }
                </svg>
                <svg hidden={scene.steps.is_empty()} viewBox={format!("0 0 {width} {height}")} width={width}
                    height={height}>
                    <g>{ for scene.heads.iter().map(|head| life(head, scene.height)) }</g>
                    <g>{ for scene.quiet.iter().map(|(y, _)| markup! {
                        <rect class="quiet" x="58" y={num(*y)} width={num(scene.width - 60.0)} height="20" />
                    }) }</g>
                    { texts(&scene.times) }
                    <g>{ for scene.quiet.iter().enumerate().map(|(key, (_, words))| text(key, words)) }</g>
                    <g>{ for scene.steps.iter().map(|step| view_step(step, on_seek)) }</g>
                    <line class="now" x1="0" x2={width} y1={now} y2={now} />
                </svg>
                </div>
            </div>
        }
    }
}

fn life(head: &SequenceHead, height: f64) -> Html {
    let x = num(head.x);
    markup! { <line class={["life", hue_class(head.hue)]} x1={x} x2={x} y1="0" y2={num(height)} /> }
}

fn head(head: &SequenceHead) -> Html {
    let SequenceHead { x, width, name, hue } = head;
    markup! {
        <g class={["head-of-life", hue_class(*hue)]}>
            <rect x={num(x - width / 2.0)} y="6" width={num(*width)} height="26" rx="6" />
            <text x={num(*x)} y="23" font-size="12" text-anchor="middle">{ name.clone() }</text>
        </g>
    }
}

fn view_step(step: &SequenceStep, on_seek: &Callback<SimTime>) -> Html {
    let time = step.time;
    let onclick = on_seek.reform(move |_: MouseEvent| time);
    let frame = step.frame.map(|area| {
        markup! { <rect x={num(area.x)} y={num(area.y)} width={num(area.width)} height={num(area.height)} rx="4" /> }
    });
    let hue: Option<Hue> = step.hue;
    let by_key = on_seek.clone();
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if matches!(event.key().as_str(), "Enter" | " ") {
            event.prevent_default();
            event.stop_propagation();
            by_key.emit(time);
        }
    });
    markup! {
        <g key={step.entry.place() as u64} class={["seq-step", hue_class(hue), class_if(step.bad, "bad")]}
            role="button" tabindex="0" aria-label={step.title.clone()} {onclick} {onkeydown}>
            <title>{ step.title.clone() }</title>
            <path class="arrow" d={step.arrow.clone()} />
            <path class="arrow-head" d={step.head.clone()} />
            { for frame }
            { text(0, &step.label) }
        </g>
    }
}
