//! The picture for a room, written down as SVG.

use crate::scene::cells::CellPath;
use crate::scene::mark::{Anchor, Area, Text, TextTone};
use crate::scene::presenter::card::{RoomCard, RoomClock};
use crate::scene::presenter::head::RoomHead;
use crate::scene::presenter::lane::{RoomLane, RoomRibbon};
use crate::scene::presenter::prose::{ProseLine, ProseSpan};
use crate::scene::presenter::telling::{RoomCaption, RoomChoice, RoomMark};
use crate::scene::presenter::{HEIGHT, RoomScene, SMALL, WIDTH};
use crate::scene::ribbon::RibbonKind;
use crate::scene::text::Num;
use crate::session::language::present::PresentLabel;
use crate::web::lang::Lang;
use crate::web::markup::{class_if, markup};
use crate::web::mount::root::Instance;
use crate::web::present::keys::RoomKey;
use crate::web::stage::lane::cell_path;
use crate::web::stage::parts::{badge, crown, hue_class, num, rect, text, texts, tone_class};
use yew::prelude::*;

/// All of it.
pub fn picture(instance: Instance, lang: Lang, scene: &RoomScene, press: &Callback<RoomKey>) -> Html {
    // What is hidden behind this page hides its hatching, too: the picture has its own.
    let instance = instance.beside();
    let sections = scene.sections.iter().enumerate().map(|(key, section)| {
        let lanes = section.lanes.iter().map(|lane| view_lane(instance, lane));
        let cards = section.cards.iter().map(|card| view_card(lang, card));
        let ribbons = section.lanes.iter().flat_map(|lane| &lane.ribbons);
        markup! {
            <g key={key} class="room-section" data-testid={format!("room-{}", section.group)}>
                { view_head(&section.head) }
                <g>{ for ribbons.enumerate().map(view_ribbon) }</g>
                <g>{ for lanes }</g>
                <g>{ for cards }</g>
                { texts(&section.folded) }
            </g>
        }
    });
    let ring = scene
        .ring
        .map(|area| markup! { <g class="room-ring" data-testid="ring">{ rect("", area, 12.0) }</g> });
    markup! {
        <svg viewBox={format!("0 0 {} {}", Num(WIDTH), Num(HEIGHT))} role="group"
            aria-label={lang.present_label(PresentLabel::Screen)}>
            <defs>
                <pattern id={instance.id("gs-hatch")} width="10" height="10" patternUnits="userSpaceOnUse"
                    patternTransform="rotate(45)">
                    <rect class="hatch-ground" width="10" height="10" />
                    <rect class="hatch-line" width="4" height="10" />
                </pattern>
            </defs>
            <g>{ for sections }</g>
            <g>{ for ring }</g>
            { view_caption(lang, &scene.caption, press) }
        </svg>
    }
}

fn view_head(head: &RoomHead) -> Html {
    let ground = head.framed.then(|| rect("room-ground", head.area, 12.0));
    let pill = head.pill.map(|(area, tone)| {
        markup! { <g class={["room-pill", tone_class(tone)]}>{ rect("", area, 25.0) }</g> }
    });
    markup! { <g class="room-head"><g>{ for ground }</g><g>{ for pill }</g>{ texts(&head.texts) }</g> }
}

fn view_lane(instance: Instance, lane: &RoomLane) -> Html {
    let cell = |path: &CellPath| {
        cell_path(instance, (path.look, path.hue), AttrValue::from(path.d.clone()), Some(lane.hue))
    };
    let path = |class: [&'static str; 2], d: &Option<String>| {
        let drawn = d.clone().map(|d| markup! { <path {class} {d} /> });
        markup! { <g>{ for drawn }</g> }
    };
    let chip = lane.is_chip.then(|| rect("room-chip", lane.area, 10.0));
    let class = [
        "room-lane",
        hue_class(lane.hue),
        class_if(lane.unread, "unread-lane"),
        class_if(lane.is_chip, "chip"),
    ];
    markup! {
        <g key={lane.partition.to_string()} class={class} data-testid={format!("room-lane-{}", lane.partition)}>
            <g>{ for chip }</g>
            <g>{ for lane.cells.iter().map(cell) }</g>
            { path(["bracket", ""], &lane.bracket) }
            <g>{ for lane.alarm.map(|area| rect("alarm", area, 8.0)) }</g>
            { path(["marker", "committed"], &lane.committed) }
            { path(["marker", "position"], &lane.position) }
            { badge(lane.badge.as_ref()) }
            { texts(&lane.texts) }
        </g>
    }
}

fn view_ribbon((key, ribbon): (usize, &RoomRibbon)) -> Html {
    let kind = match ribbon.kind {
        RibbonKind::Reading => "",
        RibbonKind::Dead => "dead",
        RibbonKind::Revoking => "revoking",
        RibbonKind::Waiting => "waiting",
    };
    let cross = ribbon.cross.map(|(x, y)| {
        let d = format!("M{} {}l22 22m0 -22l-22 22", Num(x - 11.0), Num(y - 11.0));
        markup! { <g class="ribbon-cross"><circle cx={num(x)} cy={num(y)} r="22" /><path {d} /></g> }
    });
    markup! {
        <g key={key}>
            <path class={["ribbon", kind, hue_class(ribbon.hue)]} d={ribbon.d.clone()} />
            <g>{ for cross }</g>
        </g>
    }
}

fn view_card(lang: Lang, card: &RoomCard) -> Html {
    let hue = Some(card.hue);
    let class = [
        "card",
        card.condition.word(),
        hue_class(hue),
        class_if(card.cut_off && !card.condition.ended(), "cut-off"),
    ];
    let bar = Area { width: 12.0, ..card.area };
    let clock = card.clock.as_ref().map(|clock| view_clock(card, clock));
    markup! {
        <g key={card.client.to_string()} class={class} data-testid={format!("room-card-{}", card.client)}
            data-condition={card.condition.word()}>
            { rect("ground", card.area, 12.0) }
            { rect("bar", bar, 5.0) }
            { rect("edge", card.area, 12.0) }
            { badge(Some(&card.badge)) }
            { crown(lang, card.crown, hue, 3.0) }
            { texts(&card.texts) }
            <g>{ for clock }</g>
        </g>
    }
}

fn view_clock(card: &RoomCard, clock: &RoomClock) -> Html {
    let ground = clock.boxed.then(|| rect("room-ground", clock.area, 12.0));
    let path = clock.boxed.then(|| {
        let y = Num(card.area.y + card.area.height / 2.0);
        let (from, to) = (Num(card.area.right() + 6.0), Num(clock.area.x - 8.0));
        let head = if clock.silent { "" } else { "m-14 -11l14 11l-14 11" };
        markup! { <path class="room-wire" d={format!("M{from} {y}H{to}{head}")} /> }
    });
    let bar = clock.bar.map(|area| {
        let left = Area { width: area.width * clock.left, ..area };
        markup! { <g>{ rect("clock", area, 8.0) }{ rect("left", left, 8.0) }</g> }
    });
    markup! {
        <g class={["room-clock", class_if(clock.silent, "silent")]}>
            <g>{ for path }</g>
            <g>{ for ground }</g>
            <g>{ for bar }</g>
            { texts(&clock.texts) }
        </g>
    }
}

fn view_line((key, line): (usize, &ProseLine)) -> Html {
    let span = |(key, span): (usize, &ProseSpan)| {
        let class = [class_if(span.strong, "strong"), class_if(span.code, "code")];
        markup! { <tspan key={key} class={class}>{ &span.text }</tspan> }
    };
    markup! {
        <text key={key} class="prose" x={num(line.x)} y={num(line.y)} font-size={num(line.size)}>
            { for line.spans.iter().enumerate().map(span) }
        </text>
    }
}

fn lines(lines: &[ProseLine]) -> Html {
    markup! { <g>{ for lines.iter().enumerate().map(view_line) }</g> }
}

/// Presses something of the picture, with the pointer or with a key; the pointer rings nothing then.
struct Pressed {
    onclick: Callback<MouseEvent>,
    onkeydown: Callback<KeyboardEvent>,
}

fn pressed(press: &Callback<RoomKey>, key: RoomKey) -> Pressed {
    let (by_pointer, by_key) = (press.clone(), press.clone());
    Pressed {
        onclick: Callback::from(move |event: MouseEvent| {
            event.stop_propagation();
            // The focus goes back to the picture: the space bar goes on and does not press this again.
            if let Some(element) = event.target_dyn_into::<web_sys::SvgElement>() {
                let button = element.closest("[role=button]").ok().flatten();
                if let Some(button) = button.and_then(|button| wasm_bindgen::JsCast::dyn_into(button).ok()) {
                    let button: web_sys::SvgElement = button;
                    let _ = button.blur();
                }
            }
            by_pointer.emit(key);
        }),
        onkeydown: Callback::from(move |event: KeyboardEvent| {
            if matches!(event.key().as_str(), "Enter" | " ") {
                event.prevent_default();
                event.stop_propagation();
                by_key.emit(key);
            }
        }),
    }
}

fn view_choice(lang: Lang, choice: &RoomChoice, open: bool, press: &Callback<RoomKey>) -> Html {
    let (class, sign, judged) = match choice.mark {
        RoomMark::Open => ("open", None, None),
        RoomMark::Said => ("picked", None, None),
        RoomMark::Right => ("right", Some("✓"), Some(PresentLabel::RightIs)),
        RoomMark::Wrong => ("wrong", Some("✗"), Some(PresentLabel::Wrong)),
    };
    let Area { x, y, .. } = choice.area;
    let badge = Area { x: x + 10.0, y: y + 1.0, width: 52.0, height: 50.0 };
    let sign = sign.map_or_else(|| choice.number.to_string(), str::to_owned);
    let number = Text {
        anchor: Anchor::Middle,
        ..Text::new(badge.x + 26.0, badge.y + 38.0, SMALL, TextTone::Ink, sign).bold()
    };
    let Pressed { onclick, onkeydown } = pressed(press, RoomKey::Say(choice.number));
    let judged = judged.map(|judged| lang.present_label(judged));
    let words = judged.into_iter().map(str::to_owned).chain(choice.lines.iter().map(ProseLine::text));
    let said = words.collect::<Vec<_>>().join(" ");
    markup! {
        <g key={choice.number} class={["room-choice", class]} role={if open { "button" } else { "img" }}
            tabindex={open.then_some("0")} data-testid={format!("room-choice-{}", choice.number)} aria-label={said}
            aria-pressed={open.then(|| (choice.mark == RoomMark::Said).to_string())} {onclick} {onkeydown}>
            { rect("ground", choice.area, 10.0) }
            { rect("number", badge, 10.0) }
            { text(0, &number) }
            { lines(&choice.lines) }
        </g>
    }
}

/// Back, next, the code, leave, drawn on 24 by 24 units.
const SIGNS: [&str; 4] = [
    "M15 5l-7 7l7 7",
    "M9 5l7 7l-7 7",
    "M4 4h6v6h-6zM14 4h6v6h-6zM4 14h6v6h-6zM14 14h2v2h-2zM18 18h2v2h-2zM18 14h2v1h-2zM14 18h2v2h-2z",
    "M6 6l12 12M18 6l-12 12",
];

fn view_caption(lang: Lang, caption: &RoomCaption, press: &Callback<RoomKey>) -> Html {
    let buttons = [
        (RoomKey::Back, PresentLabel::Back, "room-back"),
        (RoomKey::Onward, PresentLabel::Next, "room-next"),
        (RoomKey::Code, PresentLabel::Code, "room-code"),
        (RoomKey::Leave, PresentLabel::Leave, "room-leave"),
    ];
    let button =
        |((place, sign), (key, label, id)): ((Area, &str), (RoomKey, PresentLabel, &'static str))| {
            let Pressed { onclick, onkeydown } = pressed(press, key);
            let at = format!("translate({} {})scale(2)", Num(place.x + 12.0), Num(place.y + 8.0));
            markup! {
                <g key={id} class="room-button" role="button" tabindex="0" data-testid={id}
                    aria-label={lang.present_label(label)} {onclick} {onkeydown}>
                    <title>{ lang.present_label(label) }</title>
                    { rect("ground", place, 10.0) }
                    <path class="sign" transform={at} d={sign.to_owned()} />
                </g>
            }
        };
    let (x, y) = caption.counter_at();
    let counter =
        Text { anchor: Anchor::End, ..Text::new(x, y, SMALL, TextTone::Muted, caption.counter.as_str()) };
    let strip = Area { width: 14.0, ..caption.area };
    markup! {
        <g class="room-caption" data-testid="room-caption">
            { rect("ground", caption.area, 0.0) }
            { rect("strip", strip, 0.0) }
            // It is read out where it is told, beside the picture.
            <g aria-hidden="true">{ lines(&caption.lines) }</g>
            <g role="group" aria-label={lang.present_label(PresentLabel::Choices)}>
                { for caption.choices.iter().map(|choice| view_choice(lang, choice, caption.open, press)) }
            </g>
            <g>{ for caption.corner().into_iter().zip(SIGNS).zip(buttons).map(button) }</g>
            { text(0, &counter) }
        </g>
    }
}
