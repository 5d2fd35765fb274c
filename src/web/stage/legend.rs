//! A line under the lanes that says what their cells and the cards' tracks mean. It can be hidden, and that is
//! remembered. Where all stands in one column it is hidden until somebody wants it.

use crate::kafka::coordinator::Reconciliation;
use crate::scene::cells::CellLook;
use crate::scene::crowd::CrowdStyle;
use crate::session::language::epoch::EpochText;
use crate::session::language::label::StageLabel;
use crate::session::language::stage::{StagePhrase, crowd_legend, legend};
use crate::web::lang::Lang;
use crate::web::markup::{class_if, markup};
use crate::web::mount::root::{Instance, Root};
use crate::web::part::{Context, Piece};
use yew::prelude::*;

/// What it is remembered as, and the words for it.
const KEY: &str = "legend";
const HIDDEN: &str = "hidden";
const SHOWN: &str = "shown";

/// What the legend is given.
#[derive(PartialEq)]
pub struct LegendProps {
    pub instance: Instance,
    pub lang: Lang,
    /// A crowd's bars or cells, and how many records a whole one is.
    pub crowd: Option<(CrowdStyle, u64)>,
    /// Partitions move one by one: how far they are is to be seen at their ribbons, and at the states of members.
    pub ribbons: bool,
}

/// The line.
pub struct Legend {
    hidden: bool,
    on_toggle: Callback<MouseEvent>,
}

/// A sample of a cell: its look and shape, and what stands inside of it.
type CellSample = (CellLook, &'static str, Option<(CellLook, &'static str)>);

/// The looks of its first seven words, and the shapes within a box of 7 by 16: those of a cell, smaller.
const CELLS: [CellSample; 7] = [
    (CellLook::Committed, "M0 10h7v6h-7z", None),
    (CellLook::Processed, "M0 0h7v16h-7z", None),
    (CellLook::Processing, WHOLE, Some((CellLook::ProcessingFill, "M0 8h7v8h-7z"))),
    (CellLook::Fetched, WHOLE, Some((CellLook::FetchedDot, "M2.5 7h2v2h-2z"))),
    (CellLook::Unread, WHOLE, None),
    (CellLook::Duplicate, WHOLE, None),
    (CellLook::Gap, WHOLE, Some((CellLook::GapStrike, "M1 12L6 4"))),
];
const WHOLE: &str = "M.5 .5h6v15h-6z";

/// The classes of a card's track, and their shapes in the same box.
const TRACK: [(&str, &str); 4] = [
    ("poll", "M0 12h14v4h-14z"),
    ("processing", "M0 1h5v15h-5z"),
    ("commit", "M.7 1h5v14h-5z"),
    ("callback", "M.7 1h11v14h-11zM.7 8L7 1M3 15L11.7 5"),
];

impl Piece for Legend {
    type Message = ();
    type Properties = LegendProps;

    fn create(ctx: &Context<Self>) -> Self {
        let root = root(ctx.props().instance);
        let hidden =
            root.is_some_and(|root| root.storage().get(KEY).map_or(root.one_column(), |word| word == HIDDEN));
        Legend { hidden, on_toggle: ctx.link().callback(|_| ()) }
    }

    fn update(&mut self, ctx: &Context<Self>, (): ()) -> bool {
        self.hidden = !self.hidden;
        if let Some(root) = root(ctx.props().instance) {
            root.storage().set(KEY, Some(if self.hidden { HIDDEN } else { SHOWN }));
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let LegendProps { instance, lang, crowd, ribbons } = ctx.props();
        let name = lang.stage_label(StageLabel::Legend);
        let does = if self.hidden { name } else { lang.stage_label(StageLabel::HideLegend) };
        let list = (!self.hidden).then(|| match crowd {
            Some(crowd) => of_crowd(*instance, *lang, *crowd),
            None => list(*instance, *lang, *ribbons),
        });
        let label = if self.hidden { name.to_owned() } else { format!("{name}: {does}") };
        markup! {
            <div class={["legend", class_if(*ribbons, "two")]} data-testid="legend">
                <div class="words">{ for list }</div>
                <button type="button" data-testid="toggle-legend" aria-expanded={(!self.hidden).to_string()}
                    aria-label={label} onclick={self.on_toggle.clone()}>{ does }</button>
            </div>
        }
    }
}

fn root(instance: Instance) -> Option<Root> {
    Root::live().into_iter().find(|root| root.instance() == instance)
}

fn list(instance: Instance, lang: Lang, ribbons: bool) -> Html {
    let words = legend(lang);
    let sample = |class: [&'static str; 2], d: &'static str, fill: Option<AttrValue>| {
        markup! { <path class={class} d={d} fill={fill} /> }
    };
    let cell = |(key, (look, d, inside)): (usize, &CellSample)| {
        let fill = (*look == CellLook::Duplicate).then(|| instance.url("gs-hatch"));
        let inside = inside.map(|(look, d)| sample(["cell", look.class()], d, None));
        markup! {
            <li key={key}>
                <svg class="k1" width="7" height="16" aria-hidden="true">
                    { sample(["cell", look.class()], d, fill) }<g>{ for inside }</g>
                </svg>
                { words[key] }
            </li>
        }
    };
    let track = |(key, (class, d)): (usize, &(&'static str, &'static str))| {
        markup! {
            <li key={key + CELLS.len() + 1}>
                <svg class="k6" width={if key % 3 == 0 { "14" } else { "7" }} height="16" aria-hidden="true">
                    { sample(["track", class], d, None) }
                </svg>
                { words[key + CELLS.len() + 1] }
            </li>
        }
    };
    let name = markup! { <li key="name" class="name">{ lang.stage_label(StageLabel::Legend) }</li> };
    let ribbons = ribbons.then(|| [of_ribbons(lang), of_members(lang)]).into_iter().flatten();
    let cells = [name].into_iter().chain(CELLS.iter().enumerate().map(cell)).chain(ribbons);
    // Together or not at all: one look of four explains nothing.
    let tracks = markup! {
        <li key="app" class="app">
            <span>{ words[CELLS.len()] }</span>
            <ul>{ for TRACK.iter().enumerate().map(track) }</ul>
        </li>
    };
    markup! {
        <ul aria-label={lang.stage_label(StageLabel::Legend)}>{ for cells.chain([tracks]) }</ul>
    }
}

/// The kinds of ribbon, with their classes: who reads, who is to read, and what is being taken away.
fn of_ribbons(lang: Lang) -> Html {
    let [name, reads, waits, revoked] =
        [EpochText::Ribbons, EpochText::RibbonReads, EpochText::RibbonWaits, EpochText::RibbonRevoked]
            .map(|text| lang.say(text));
    let item = |(key, (class, words)): (usize, (&'static str, String))| {
        markup! {
            <li key={key}>
                <svg class="k2" width="28" height="16" aria-hidden="true">
                    <path class={["ribbon", class]} d="M2 8H28" />
                </svg>
                { words }
            </li>
        }
    };
    let items = [("", reads), ("waiting", waits), ("revoking", revoked)];
    markup! {
        <li key="ribbons" class="app">
            <span>{ name }</span>
            <ul>{ for items.into_iter().enumerate().map(item) }</ul>
        </li>
    }
}

/// The states of members of a consumer group that have something to give up or wait for something.
fn of_members(lang: Lang) -> Html {
    let states = [
        (Reconciliation::UnrevokedPartitions, EpochText::StateUnrevoked),
        (Reconciliation::UnreleasedPartitions, EpochText::StateUnreleased),
    ];
    let item = |(state, words): (Reconciliation, EpochText)| {
        markup! { <li key={state.name()} title={state.name()}>{ lang.say(words) }</li> }
    };
    markup! {
        <li key="members" class="app">
            <ul>{ for states.map(item) }</ul>
        </li>
    }
}

/// The looks of a crowd's bars, which [`crowd_legend`] names, within a box of 14 by 16.
const BARS: [(CellLook, &str); 5] = [
    (CellLook::Committed, "M0 10h14v3h-14z"),
    (CellLook::Processed, "M0 4h14v9h-14z"),
    (CellLook::Unread, "M.5 4.5h13v8h-13z"),
    (CellLook::Duplicate, "M.5 4.5h13v8h-13z"),
    (CellLook::Gap, "M.5 4.5h13v8h-13z"),
];
/// The looks of its cells, with the place of their names.
const GRID: [(CellLook, &str, usize); 4] = [
    (CellLook::Processed, "M0 9h9v7h-9z", 5),
    (CellLook::Unread, "M.5 .5h8v15h-8z", 6),
    (CellLook::Duplicate, "M.5 .5h8v8h-8z", 3),
    (CellLook::Gap, "M.5 .5h8v15h-8z", 4),
];

fn of_crowd(instance: Instance, lang: Lang, (style, full): (CrowdStyle, u64)) -> Html {
    let words = crowd_legend(lang);
    let item = |(look, d, word): (CellLook, &'static str, usize)| {
        let fill = (look == CellLook::Duplicate).then(|| instance.url("gs-hatch"));
        let alarm = class_if(word == 6, "unread-all");
        markup! {
            <li key={word}>
                <svg class={["k1", "block", alarm]} width="14" height="16" aria-hidden="true">
                    <path class={["cell", look.class()]} d={d} fill={fill} />
                </svg>
                { words[word] }
            </li>
        }
    };
    let (name, items): (String, Vec<Html>) = match style {
        CrowdStyle::Bars => {
            let bars = BARS.iter().enumerate().map(|(word, (look, d))| item((*look, d, word)));
            (lang.stage_label(StageLabel::OneBarEach).to_owned(), bars.collect())
        }
        CrowdStyle::Grid => {
            let (each, full) = (lang.stage_label(StageLabel::OneCellEach), lang.say(StagePhrase::Full(full)));
            (format!("{each} ({full})"), GRID.into_iter().map(item).collect())
        }
    };
    let style = class_if(style == CrowdStyle::Grid, "grid");
    markup! {
        <ul class={["crowd", style]} aria-label={lang.stage_label(StageLabel::Legend)}>
            <li class="name">{ name }</li>
            { for items }
        </ul>
    }
}
