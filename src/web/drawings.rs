//! Where the drawings are plugged into the page: the stage, the time axis, the charts.

use crate::sim::time::SimTime;
use crate::web::action::Action;
use crate::web::browser::when;
use crate::web::page::Page;
use yew::prelude::*;

/// Records of a lane that fit into a stage `width` pixels wide.
pub fn window_for(width: i32) -> usize {
    (width.max(0) as usize / 11).clamp(24, 240)
}

/// The stage, for an area of `width` by `height` pixels.
pub fn stage(page: &Page, (width, height): (i32, i32), dispatch: &Callback<Action>) -> Html {
    let _ = (page, dispatch);
    html! { <svg data-testid="stage" viewBox={format!("0 0 {width} {height}")} aria-label="Stage"></svg> }
}

/// Who read what, when, with the scrubber.
pub fn time_bar(page: &Page, dispatch: &Callback<Action>) -> Html {
    let on_input = when(dispatch, |event: InputEvent| {
        let input = event.target_dyn_into::<web_sys::HtmlInputElement>()?;
        Some(Action::Seek(SimTime::from_millis(input.value().parse().ok()?)))
    });
    let end = page.session.script_end().max(page.session.furthest());
    html! {
        <input type="range" data-testid="scrub" aria-label="Time" min="0" max={end.as_millis().to_string()}
            value={page.session.now().as_millis().to_string()} oninput={on_input} />
    }
}

/// Lag, duplicates and gaps over time.
pub fn charts(page: &Page) -> Html {
    let _ = page;
    html! { <div class="charts-empty"></div> }
}
