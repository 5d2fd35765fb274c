//! Ribbons from lanes to cards, and what travels between cards and coordinator.

use crate::scene::Selection;
use crate::scene::motion::{EnvelopeKind, EnvelopeMark, WirePath};
use crate::scene::ribbon::{Ribbon, RibbonKind};
use crate::scene::text::Num;
use crate::web::markup::{class_if, markup};
use crate::web::part::Part;
use crate::web::stage::card::rack;
use crate::web::stage::parts::*;
use std::rc::Rc;
use yew::prelude::*;

/// Who reads what.
#[derive(PartialEq)]
pub struct Ribbons {
    pub ribbons: Rc<Vec<Ribbon>>,
}

impl Part for Ribbons {
    fn view(&self) -> Html {
        markup! { <g aria-hidden="true">{ for self.ribbons.iter().map(ribbon) }</g> }
    }
}

fn ribbon(ribbon: &Ribbon) -> Html {
    let kind = match ribbon.kind {
        RibbonKind::Reading => "reading",
        RibbonKind::Dead => "dead",
        RibbonKind::Revoking => "revoking",
        RibbonKind::Waiting => "waiting",
    };
    let thread = (ribbon.kind == RibbonKind::Revoking)
        .then(|| markup! { <path class="ribbon thread" d={ribbon.d.clone()} /> });
    let notches = ribbon.notches.clone().map(|d| markup! { <path class="notch" d={d} /> });
    let cross = ribbon.cross.map(|(x, y)| {
        let d = format!("M{} {}l8 8m0 -8l-8 8", Num(x - 4.0), Num(y - 4.0));
        markup! { <g class="ribbon-cross"><circle cx={num(x)} cy={num(y)} r="8" /><path d={d} /></g> }
    });
    let class = ["ribbon", kind];
    markup! {
        <g key={ribbon.key.clone()} class={hue_class(ribbon.hue)}>
            <g>{ for thread }</g>
            <path class={class} d={ribbon.d.clone()} />
            <g>{ for notches }</g>
            <g>{ for ribbon.rack.iter().map(rack) }</g>
            <g>{ for cross }</g>
        </g>
    }
}

/// The wires, and requests and answers on them.
#[derive(PartialEq)]
pub struct Envelopes {
    pub wires: Vec<WirePath>,
    pub envelopes: Vec<EnvelopeMark>,
    pub on_select: Option<Callback<Selection>>,
}

impl Part for Envelopes {
    fn view(&self) -> Html {
        let Envelopes { wires, envelopes, on_select } = self;
        let wire = |wire: &WirePath| {
            markup! {
                <g key={wire.key.clone()} class={["wire", class_if(wire.broken, "broken")]}>
                    <path d={wire.d.clone()} />
                    <path class="heads" d={wire.heads.clone()} />
                </g>
            }
        };
        markup! {
            <g>
                <g aria-hidden="true">{ for wires.iter().map(wire) }</g>
                <g>{ for envelopes.iter().map(|mark| envelope(mark, on_select)) }</g>
            </g>
        }
    }
}

/// What a click chooses: the message while it is on its way, later the consumer.
fn envelope(mark: &EnvelopeMark, on_select: &Option<Callback<Selection>>) -> Html {
    let area = mark.area;
    let selection = match mark.number {
        Some(number) => Selection::Envelope { client: mark.client, number, direction: mark.direction },
        None => Selection::Consumer(mark.client),
    };
    let listener = on_select.clone().map(|callback| {
        Callback::from(move |event: MouseEvent| {
            event.stop_propagation();
            callback.emit(selection);
        })
    });
    let kind = match mark.kind {
        EnvelopeKind::UnderWay => "under-way",
        EnvelopeKind::Answered => "answered",
        EnvelopeKind::Missing => "missing",
    };
    let class = ["envelope", kind, hue_class(mark.hue), class_if(mark.refused, "refused")];
    let round = num(if mark.lines.len() > 1 { 9.0 } else { area.height / 2.0 });
    markup! {
        <g key={mark.key.clone()} class={class} transform={translate(area.x, area.y)}
            data-client={mark.client.to_string()} data-request={mark.label.clone()} onclick={listener}>
            <title>{ &mark.title }</title>
            <rect width={num(area.width)} height={num(area.height)} rx={round} />
            { texts(&mark.lines) }
            { texts(&mark.notes) }
        </g>
    }
}
