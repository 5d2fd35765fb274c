//! What all parts of the drawing share: texts, classes, the crown, how something is chosen.

use crate::scene::Selection;
use crate::scene::identity::Badge;
use crate::scene::mark::{Anchor, Area, Hue, Text, TextTone};
use crate::scene::text::Num;
use crate::session::language::Lang;
use crate::session::language::label::StageLabel;
use crate::web::markup::{class_if, markup};
/// Which page a part stands in: it refers to that page's patterns.
pub use crate::web::mount::root::Instance;
use yew::prelude::*;

/// A coordinate as an attribute.
pub const fn num(x: f64) -> Num {
    Num(x)
}

/// Moves a group.
pub fn translate(x: f64, y: f64) -> AttrValue {
    AttrValue::from(format!("translate({} {})", Num(x), Num(y)))
}

/// The class that sets a consumer's colour for everything inside.
pub const fn hue_class(hue: Option<Hue>) -> &'static str {
    match hue {
        Some(Hue(1)) => "k1",
        Some(Hue(2)) => "k2",
        Some(Hue(3)) => "k3",
        Some(Hue(4)) => "k4",
        Some(Hue(5)) => "k5",
        Some(Hue(6)) => "k6",
        Some(Hue(7)) => "k7",
        Some(Hue(8)) => "k8",
        _ => "k0",
    }
}

/// The class of a tone, for text and strokes alike.
pub const fn tone_class(tone: TextTone) -> &'static str {
    match tone {
        TextTone::Ink => "t-ink",
        TextTone::Muted => "t-muted",
        TextTone::Hue(hue) => match hue {
            Hue(1) => "t-hue k1",
            Hue(2) => "t-hue k2",
            Hue(3) => "t-hue k3",
            Hue(4) => "t-hue k4",
            Hue(5) => "t-hue k5",
            Hue(6) => "t-hue k6",
            Hue(7) => "t-hue k7",
            _ => "t-hue k8",
        },
        TextTone::Good => "t-good",
        TextTone::Duplicate => "t-dup",
        TextTone::Gap => "t-gap",
        TextTone::Stake => "t-stake",
        TextTone::Accent => "t-accent",
        TextTone::OnFill => "t-on",
    }
}

/// A line of text.
pub fn text(key: usize, text: &Text) -> Html {
    let anchor = match text.anchor {
        Anchor::Start => "start",
        Anchor::Middle => "middle",
        Anchor::End => "end",
    };
    markup! {
        <text key={key} class={[tone_class(text.tone), class_if(text.bold, "bold")]}
            x={num(text.x)} y={num(text.y)} font-size={num(text.size)} text-anchor={anchor}>{ &text.text }</text>
    }
}

/// Several lines of text in a group of their own.
pub fn texts(texts: &[Text]) -> Html {
    markup! { <g>{ for texts.iter().enumerate().map(|(key, line)| text(key, line)) }</g> }
}

/// Who it is: outline, number, and a band for some; an empty group where that is unknown.
pub fn badge(badge: Option<&Badge>) -> Html {
    let drawn = badge.map(|badge| {
        let identity = badge.identity;
        let class =
            ["badge", identity.fill.class(), hue_class(Some(identity.hue)), class_if(badge.ended, "ended")];
        let band = badge.band().map(|band| rect("band", band, 2.0));
        markup! {
            <g class={class}><path d={badge.path()} /><g>{ for band }</g>{ text(0, &badge.text()) }</g>
        }
    });
    markup! { <g aria-hidden="true">{ for drawn }</g> }
}

/// A rectangle with round corners; one without room has no size.
pub fn rect(class: &'static str, area: Area, round: f64) -> Html {
    markup! {
        <rect class={class} x={num(area.x)} y={num(area.y)} width={num(area.width.max(0.0))}
            height={num(area.height.max(0.0))}
            rx={num(round)} />
    }
}

/// The leader's crown, its left end and baseline at `(x, y)`; an empty group where there is none.
pub fn crown(lang: Lang, at: Option<(f64, f64)>, hue: Option<Hue>, unit: f64) -> Html {
    let path = at.map(|(x, y)| {
        let title = lang.stage_label(StageLabel::IsLeader);
        let d = "M.5 0l-1 -8l3.4 3l3.1 -4.6l3.1 4.6l3.4 -3l-1 8z";
        markup! {
            <path class={["crown", hue_class(hue)]} transform={scaled(x, y, unit)} d={d}><title>{ title }</title></path>
        }
    });
    markup! { <g>{ for path }</g> }
}

/// Moves a sign, and enlarges it with the stage.
pub fn scaled(x: f64, y: f64, unit: f64) -> AttrValue {
    AttrValue::from(format!("translate({} {})scale({})", Num(x), Num(y), Num(unit)))
}

/// What makes a part choosable: its callbacks, tab stop and role. Nothing of it where there is no listener. Kept by the
/// part for as long as it stands for the same thing: a new callback in every frame is new work in every frame.
#[derive(Clone)]
pub struct Choosable {
    pub onclick: Option<Callback<MouseEvent>>,
    pub onkeydown: Option<Callback<KeyboardEvent>>,
    pub tabindex: Option<&'static str>,
    pub role: Option<&'static str>,
}

/// Choosing `selection` by a click, Enter or the space bar.
pub fn choice(on_select: &Option<Callback<Selection>>, selection: Selection) -> Choosable {
    let Some(callback) = on_select.clone() else {
        return Choosable { onclick: None, onkeydown: None, tabindex: None, role: None };
    };
    let by_key = (callback.clone(), selection);
    Choosable {
        onclick: Some(Callback::from(move |event: MouseEvent| {
            event.stop_propagation();
            callback.emit(selection);
        })),
        onkeydown: Some(Callback::from(move |event: KeyboardEvent| {
            if matches!(event.key().as_str(), "Enter" | " ") {
                event.prevent_default();
                event.stop_propagation();
                by_key.0.emit(by_key.1);
            }
        })),
        tabindex: Some("0"),
        role: Some("button"),
    }
}

/// A number as an attribute's value; empty where there is none.
pub fn value(number: Option<u64>) -> AttrValue {
    number.map_or(AttrValue::Static(""), |number| AttrValue::from(number.to_string()))
}

/// A name as an attribute's value; empty where there is none.
pub fn name<T: ToString>(name: &Option<T>) -> AttrValue {
    name.as_ref().map_or(AttrValue::Static(""), |name| AttrValue::from(name.to_string()))
}

/// Yes or no as an attribute's value.
pub const fn flag(yes: bool) -> &'static str {
    if yes { "true" } else { "false" }
}
