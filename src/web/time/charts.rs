//! The charts below the rows of the time axis: their curves, drawn by plotters, and their present values.
//!
//! The style sheet colours the curves, so light and dark need no second drawing. A chart is drawn when its numbers
//! change, not when time moves: the cursor is the time axis'.

use crate::cluster::observation::{GroupView, LaneView, Sample};
use crate::kafka::ids::GroupId;
use crate::scene::mark::Area;
use crate::scene::series::{self, Quantity, Series};
use crate::scene::text;
use crate::scene::time_axis::{AxisDrawing, ChartFrame};
use crate::session::language::phrase::Phrase;
use crate::sim::time::SimTime;
use crate::web::lang::Lang;
use crate::web::markup::markup;
use crate::web::part::Part;
use crate::web::shared::Shared;
use crate::web::stage::parts::{num, translate};
use crate::web::time::curves::{Curves, CurvesBackend, Unsupported};
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;
use yew::prelude::*;

/// plotters counts in whole numbers: so many to a pixel.
const FINE: f64 = 8.0;
/// One over that.
const SCALE: &str = ".125";

/// A chart, ready to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawnChart {
    pub quantity: Quantity,
    pub area: Area,
    pub curves: Curves,
    /// What its upper edge stands for, in words.
    pub most: String,
}

/// The charts of a group on this axis.
pub fn charts(axis: &AxisDrawing, samples: &[Sample], group: &GroupId, lang: Lang) -> Vec<DrawnChart> {
    let chart = |frame: &ChartFrame| {
        let series = series::series(frame.quantity, samples, group, &axis.scale, &frame.area);
        let mut curves = Curves::default();
        // Fails only for a shape that the backend does not draw; these two it draws.
        let _ = plot(&series, &frame.area, &mut curves);
        let most = series::told(frame.quantity, Some(series.max), lang);
        DrawnChart { quantity: frame.quantity, area: frame.area, curves, most }
    };
    axis.charts.iter().map(chart).collect()
}

fn plot(series: &Series, area: &Area, curves: &mut Curves) -> Result<(), DrawingAreaErrorKind<Unsupported>> {
    let (width, height) = ((area.width * FINE) as i32, (area.height * FINE) as i32);
    let scales: Cartesian2d<RangedCoordf64, RangedCoordf64> =
        Cartesian2d::new(0.0..area.width, 0.0..area.height, (0..width, 0..height));
    let backend = CurvesBackend { curves, size: (width as u32, height as u32) };
    let area_of_plot = backend.into_drawing_area().apply_coord_spec(scales);
    let (first, last) = (series.points.first(), series.points.last());
    let ground = [last, first].into_iter().flatten().map(|(x, _)| (*x, area.height));
    let outline: Vec<(f64, f64)> = series.points.iter().copied().chain(ground).collect();
    area_of_plot.draw(&Polygon::new(outline, BLACK))?;
    area_of_plot.draw(&PathElement::new(series.points.clone(), BLACK))?;
    Ok(())
}

/// The curves, each on its ground line.
pub fn view_charts(charts: &[DrawnChart]) -> Html {
    let chart = |chart: &DrawnChart| {
        let Area { x, y, width, height } = chart.area;
        let scaled = AttrValue::from(format!("translate({} {}) scale({SCALE})", num(x), num(y)));
        markup! {
            <g key={chart.quantity.word()} class={["chart", chart.quantity.word()]}>
                <line class="ground" x1={num(x)} x2={num(x + width)} y1={num(y + height)} y2={num(y + height)} />
                <g transform={scaled}>
                    { for chart.curves.areas.iter().map(|area| markup! { <polygon points={area.clone()} /> }) }
                    { for chart.curves.lines.iter().map(|line| markup! {
                        <polyline points={line.clone()} fill="none" />
                    }) }
                </g>
            </g>
        }
    };
    markup! { <g>{ for charts.iter().map(chart) }</g> }
}

/// The present value of a quantity, at the right end of its chart.
#[derive(Clone, Debug, PartialEq)]
pub struct PresentValue {
    pub quantity: Quantity,
    pub value: Option<u64>,
}

/// The present values for a group: what can be seen now as it is now, rates as they were sampled last.
pub fn present(group: Option<&GroupView>, samples: &[Sample], now: SimTime) -> Vec<PresentValue> {
    let sum = |value: fn(&LaneView) -> u64| group.map(|group| group.lanes.iter().map(value).sum::<u64>());
    let value = |quantity: Quantity| match quantity {
        Quantity::Lag => {
            let lags = || group.into_iter().flat_map(|group| &group.lanes).filter_map(|lane| lane.lag);
            lags().next().is_some().then(|| lags().sum())
        }
        Quantity::AtStake => group.and_then(|group| group.lanes.iter().map(|lane| lane.at_stake).sum()),
        Quantity::Duplicates => {
            sum(|lane| lane.duplicates).zip(group).map(|(n, of)| n + of.former.duplicates)
        }
        Quantity::Gaps => sum(|lane| lane.gaps).zip(group).map(|(n, of)| n + of.former.gaps),
        Quantity::Unowned => sum(|lane| u64::from(lane.owner.is_none() || !lane.owner_running)),
        Quantity::Throughput | Quantity::Latency => {
            group.and_then(|group| series::at(quantity, samples, &group.id, now))
        }
    };
    Quantity::ALL.into_iter().map(|quantity| PresentValue { quantity, value: value(quantity) }).collect()
}

/// The group's name above the present values, where there are others.
pub fn view_whose(charts: &[DrawnChart], group: Option<GroupId>) -> Html {
    let place = charts.first().map(|chart| (chart.area.right() + 8.0, chart.area.y - 6.0));
    let name = place.zip(group).map(|((x, y), group)| {
        let words = text::fit(group.as_str(), 11.0, 80.0);
        markup! { <text class="t-muted" x={num(x)} y={num(y)} font-size="11">{ words }</text> }
    });
    markup! { <g>{ for name }</g> }
}

/// The present values beside the charts: as of an instant, and drawn anew when there are those of another.
#[derive(Clone, PartialEq)]
pub struct PresentValues {
    pub charts: Shared<Vec<DrawnChart>>,
    pub values: Vec<PresentValue>,
    pub at: SimTime,
    pub lang: Lang,
}

impl Part for PresentValues {
    fn view(&self) -> Html {
        view_values(self)
    }
}

fn view_values(of: &PresentValues) -> Html {
    let PresentValues { charts, values, lang, .. } = of;
    let (lang, seconds) = (*lang, of.at.as_micros() as f64 / 1e6);
    let of = |chart: &DrawnChart| {
        let present = values.iter().find(|present| present.quantity == chart.quantity);
        let value = present.and_then(|present| present.value);
        let name = chart.quantity.name(lang);
        let told = series::told(chart.quantity, value, lang);
        let (seconds, most) = (&num(seconds).to_string(), &chart.most);
        let label = lang.say(match value {
            Some(_) => Phrase::ChartNow { name, seconds, now: &told, most },
            None => Phrase::Chart { name, seconds, most },
        });
        let id = format!("total-{}", chart.quantity.word());
        let raw = value.map_or(AttrValue::Static(""), |value| AttrValue::from(value.to_string()));
        let roomy = chart.area.height >= 26.0;
        markup! {
            <g key={chart.quantity.word()} class={["value", chart.quantity.word()]} role="img" aria-label={label}
                transform={translate(chart.area.right() + 8.0, chart.area.y)}>
                <title>{ chart.quantity.meaning(lang) }</title>
                <text class="most" y="11" font-size="11" hidden={!roomy}>{ &chart.most }</text>
                <text class="present" y={num(chart.area.height)} data-testid={id} data-value={raw}
                    font-size="14">{ told }</text>
            </g>
        }
    };
    markup! { <g>{ for charts.iter().map(of) }</g> }
}
