//! Small charts of lag, duplicates and gaps, drawn by plotters.
//!
//! The style sheet colours the curves, so light and dark need no second drawing. A chart is drawn when its numbers
//! change, not when time moves: the cursor is a line of ours.

use crate::cluster::observation::Sample;
use crate::scene::mark::within;
use crate::scene::series::{self, Series};
use crate::scene::text::Num;
use crate::session::language::label::Label;
use crate::session::language::phrase::Phrase;
use crate::sim::time::SimTime;
use crate::web::lang::Lang;
use crate::web::markup::markup;
use crate::web::part::{Context, Piece, piece};
use crate::web::stage::parts::num;
use crate::web::time::curves::{Curves, CurvesBackend, Unsupported};
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;
use std::rc::Rc;
use yew::prelude::*;

const WIDTH: u32 = 216;
const HEIGHT: u32 = 160;

/// What the charts are given.
#[derive(PartialEq)]
pub struct ChartsProps {
    /// Ascending in time.
    pub samples: Rc<Vec<Sample>>,
    pub now: SimTime,
    pub lang: Lang,
    /// Put each chart's name and present value above it.
    pub headings: bool,
}

/// Three charts side by side.
pub struct Charts {
    lag: Rc<Series>,
    duplicates: Rc<Series>,
    gaps: Rc<Series>,
}

impl Piece for Charts {
    type Message = ();
    type Properties = ChartsProps;

    fn create(ctx: &Context<Self>) -> Self {
        let set = series::series(&ctx.props().samples);
        Charts { lag: Rc::new(set.lag), duplicates: Rc::new(set.duplicates), gaps: Rc::new(set.gaps) }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &ChartsProps) -> bool {
        if ctx.props().samples != old.samples {
            let set = series::series(&ctx.props().samples);
            for (mine, new) in
                [(&mut self.lag, set.lag), (&mut self.duplicates, set.duplicates), (&mut self.gaps, set.gaps)]
            {
                if **mine != new {
                    *mine = Rc::new(new);
                }
            }
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let ChartsProps { samples, now, lang, headings } = ctx.props();
        let value = series::at(samples, *now).copied();
        let chart = |class: &'static str, label: Label, series: &Rc<Series>, value: Option<u64>| {
            let name = lang.label(label);
            let seconds = now.as_micros() as f64 / 1e6;
            markup! {
                <div key={class} class={["chart", class]}>
                    <p hidden={!headings}>
                        <span>{ name }</span><b>{ value.map_or("—".to_string(), |value| value.to_string()) }</b>
                    </p>
                    { piece::<Chart>(ChartProps { name, lang: *lang, series: series.clone(), cursor: seconds, value }) }
                </div>
            }
        };
        markup! {
            <div class="charts">
                { chart("lag", Label::Lag, &self.lag, value.map(|sample| sample.lag)) }
                { chart("duplicates", Label::Duplicates, &self.duplicates, value.map(|sample| sample.duplicates)) }
                { chart("gaps", Label::Gaps, &self.gaps, value.map(|sample| sample.gaps)) }
            </div>
        }
    }
}

#[derive(PartialEq)]
struct ChartProps {
    name: &'static str,
    lang: Lang,
    series: Rc<Series>,
    /// Now, in seconds.
    cursor: f64,
    value: Option<u64>,
}

/// One chart.
struct Chart {
    curves: Curves,
}

impl Piece for Chart {
    type Message = ();
    type Properties = ChartProps;

    fn create(ctx: &Context<Self>) -> Self {
        Chart { curves: curves(&ctx.props().series) }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &ChartProps) -> bool {
        if ctx.props().series != old.series {
            self.curves = curves(&ctx.props().series);
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let ChartProps { name, lang, series, cursor, value } = ctx.props();
        let x = within(cursor / series.end.max(0.001), 0.0, 1.0) * 100.0;
        let (seconds, most) = (&Num(series.end).to_string(), &Num(series.max).to_string());
        let label = lang.say(match *value {
            Some(now) => Phrase::ChartNow { name, seconds, now, most },
            None => Phrase::Chart { name, seconds, most },
        });
        markup! {
            <div class="plot" role="img" aria-label={label}>
                <svg preserveAspectRatio="none" aria-hidden="true" viewBox={format!("0 0 {WIDTH} {HEIGHT}")}>
                    { for self.curves.areas.iter().map(|area| markup! { <polygon points={area.clone()} /> }) }
                    { for self.curves.lines.iter().map(|line| markup! {
                        <polyline points={line.clone()} fill="none" />
                    }) }
                </svg>
                <div class="cursor" style={format!("transform:translateX({}%)", num(x))}></div>
                <span class="top">{ Num(series.max).to_string() }</span>
            </div>
        }
    }
}

/// The curve and the area under it, without axes: the frame and the numbers are the page's.
fn curves(series: &Series) -> Curves {
    let mut curves = Curves::default();
    // Fails only for a shape that the backend does not draw; these two it draws.
    let _ = plot(series, &mut curves);
    curves
}

fn plot(series: &Series, curves: &mut Curves) -> Result<(), DrawingAreaErrorKind<Unsupported>> {
    // The plot stretches with its frame; the stroke does not (`vector-effect` in the style sheet).
    let (width, height) = (WIDTH as i32, HEIGHT as i32);
    let scales: Cartesian2d<RangedCoordf64, RangedCoordf64> =
        Cartesian2d::new(0.0..series.end.max(1.0), 0.0..series.max.max(1.0), (0..width, height - 1..0));
    let area = CurvesBackend { curves, size: (WIDTH, HEIGHT) }.into_drawing_area().apply_coord_spec(scales);
    let (first, last) = (series.points.first(), series.points.last());
    let ground = [last, first].into_iter().flatten().map(|(x, _)| (*x, 0.0));
    let outline: Vec<(f64, f64)> = series.points.iter().copied().chain(ground).collect();
    area.draw(&Polygon::new(outline, BLACK))?;
    area.draw(&PathElement::new(series.points.clone(), BLACK))?;
    Ok(())
}
