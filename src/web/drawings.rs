//! Where the drawings are plugged into the page: the stage, the time axis, the charts.

use crate::cluster::observation::Sample;
use crate::scene::time_axis::{TimeInput, nice_end, time_axis};
use crate::scene::{SceneInput, Selection, scene};
use crate::sim::time::SimTime;
use crate::web::action::Action;
use crate::web::charts::Charts;
use crate::web::page::Page;
use crate::web::stage::Stage;
use crate::web::time_bar::TimeBar;
use std::rc::Rc;
use yew::prelude::*;

/// Records of a lane that fit into a stage `width` pixels wide.
pub fn window_for(width: i32) -> usize {
    (width.max(0) as usize / 11).clamp(24, 240)
}

/// The stage, for an area of `width` by `height` pixels.
pub fn stage(page: &Page, (width, height): (i32, i32), dispatch: &Callback<Action>) -> Html {
    let input = SceneInput {
        observation: &page.seen,
        width: f64::from(width.max(320)),
        height: f64::from(height.max(200)),
        selection: page.chosen.clone().map(Selection::Consumer),
    };
    let on_select = dispatch.reform(|selection| match selection {
        Selection::Consumer(client) => Action::Select(Some(client)),
        _ => Action::Select(None),
    });
    html! { <Stage scene={Rc::new(scene(&input))} {on_select} /> }
}

/// Who read what, when, with the scrubber.
pub fn time_bar(page: &Page, (width, height): (i32, i32), dispatch: &Callback<Action>) -> Html {
    let cluster = page.session.cluster();
    let groups = page.seen.groups.iter();
    let rows: Vec<_> = groups
        .flat_map(|group| group.lanes.iter().map(|lane| (&group.id, &lane.partition)))
        .map(|(group, partition)| (partition.clone(), cluster.ownership(group, partition)))
        .collect();
    let rebalances: Vec<_> =
        page.seen.groups.iter().flat_map(|group| cluster.rebalances(&group.id)).collect();
    let marks: Vec<_> = cluster.marks().cloned().collect();
    let consumers: Vec<_> = page.seen.consumers.iter().map(|consumer| consumer.name.clone()).collect();
    let axis = time_axis(&TimeInput {
        now: page.session.now(),
        from: SimTime::ZERO,
        to: nice_end(page.session.script_end().max(page.session.furthest())),
        rows: &rows,
        rebalances: &rebalances,
        marks: &marks,
        consumers: &consumers,
        width: f64::from(width.max(300)),
        height: f64::from(height.max(120)),
    });
    html! { <TimeBar axis={Rc::new(axis)} on_seek={dispatch.reform(Action::Seek)} /> }
}

/// Lag, duplicates and gaps over time.
pub fn charts(page: &Page) -> Html {
    let samples: Rc<Vec<Sample>> = Rc::new(page.session.cluster().samples().copied().collect());
    html! { <Charts {samples} now={page.session.now()} headings={false} /> }
}
