//! Ribbons and envelopes: what connects lanes, cards and coordinator.

use crate::scene::Selection;
use crate::scene::mark::{Text, TextTone};
use crate::scene::motion::{EnvelopeMark, Ribbon, RibbonKind};
use crate::web::markup::{class_if, markup};
use crate::web::part::Part;
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
        let ribbon = |ribbon: &Ribbon| {
            let kind = match ribbon.kind {
                RibbonKind::Reading => "reading",
                RibbonKind::Dead => "dead",
                RibbonKind::Revoking => "revoking",
                RibbonKind::Waiting => "waiting",
            };
            let class = ["ribbon", kind, hue_class(Some(ribbon.hue))];
            markup! { <path key={ribbon.key.clone()} class={class} d={ribbon.d.clone()} /> }
        };
        markup! { <g aria-hidden="true">{ for self.ribbons.iter().map(ribbon) }</g> }
    }
}

/// Requests and answers on their way.
#[derive(PartialEq)]
pub struct Envelopes {
    pub envelopes: Vec<EnvelopeMark>,
    pub on_select: Option<Callback<Selection>>,
}

impl Part for Envelopes {
    fn view(&self) -> Html {
        let Envelopes { envelopes, on_select } = self;
        let wire = |mark: &EnvelopeMark| {
            markup! { <path key={mark.key.clone()} class="wire" d={mark.wire.clone()} /> }
        };
        markup! {
            <g>
                <g>{ for envelopes.iter().map(wire) }</g>
                <g>{ for envelopes.iter().map(|mark| envelope(mark, on_select)) }</g>
            </g>
        }
    }
}

fn envelope(mark: &EnvelopeMark, on_select: &Option<Callback<Selection>>) -> Html {
    let area = mark.area;
    let listener = mark.number.and(on_select.clone()).map(|callback| {
        let selection = Selection::Envelope {
            client: mark.client,
            number: mark.number.unwrap_or_default(),
            direction: mark.direction,
        };
        Callback::from(move |event: MouseEvent| {
            event.stop_propagation();
            callback.emit(selection);
        })
    });
    let middle = area.width / 2.0;
    let tone = if mark.trace { TextTone::Ink } else { TextTone::OnFill };
    let label = Text::new(middle, 13.2, 10.0, tone, mark.label.clone()).middle();
    let error = mark.error.as_ref().map(|error| {
        let tone = if mark.trace { TextTone::Gap } else { TextTone::OnFill };
        text(1, &Text::new(middle, 25.0, 8.8, tone, error.clone()).middle().bold())
    });
    let class = [
        "envelope",
        hue_class(Some(mark.hue)),
        class_if(mark.trace, "trace"),
        class_if(mark.error.is_some(), "refused"),
    ];
    let round = num(if mark.error.is_some() { 8.0 } else { area.height / 2.0 });
    markup! {
        <g key={mark.key.clone()} class={class} transform={translate(area.x, area.y)}
            data-client={mark.client.to_string()} onclick={listener}>
            <title>{ &mark.title }</title>
            <rect width={num(area.width)} height={num(area.height)} rx={round} />
            { text(0, &label) }
            <g>{ for error }</g>
        </g>
    }
}
