//! Where many visitors use a page one after the other (`?kiosk` in the address): when nobody has touched it for a
//! while, the next one begins afresh. The last seconds are counted down.

use crate::scene::mark::within;
use crate::web::action::Action;
use crate::web::browser::{DomListener, wall_millis, window};
use crate::web::shell::study::StudyAction;
use crate::web::time::frame_clock::FrameClock;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::MouseEvent;
use yew::Callback;

/// After so many milliseconds without any input, and so many seconds of them are counted.
const QUIET: f64 = 90_000.0;
const COUNTED: f64 = 10.0;
/// What counts as input, wherever it is.
const INPUTS: [&str; 7] =
    ["keydown", "pointerdown", "pointermove", "touchstart", "touchmove", "wheel", "input"];

/// Watches a page; ends when it is dropped.
pub struct KioskClock {
    _inputs: Vec<DomListener>,
    _frames: FrameClock,
}

impl KioskClock {
    /// Begins to watch. It tells how many seconds are left, and when they are over.
    pub fn start(dispatch: Callback<Action>) -> KioskClock {
        let heard = Rc::new(Cell::new(wall_millis()));
        let inputs = INPUTS.into_iter().filter_map(|kind| listen(kind, Rc::clone(&heard))).collect();
        let (told, over) = (Cell::new(0), Cell::new(false));
        let frames = FrameClock::start(Callback::from(move |_| {
            let left = QUIET - (wall_millis() - heard.get());
            let seconds = within((left / 1_000.0).ceil(), 0.0, COUNTED + 1.0) as u32;
            let seconds = if f64::from(seconds) > COUNTED { 0 } else { seconds };
            if left <= 0.0 && !over.replace(true) {
                dispatch.emit(Action::Study(StudyAction::BeginAfresh));
            } else if told.replace(seconds) != seconds {
                dispatch.emit(Action::Study(StudyAction::Quiet(seconds)));
            }
        }));
        KioskClock { _inputs: inputs, _frames: frames }
    }
}

fn listen(kind: &'static str, heard: Rc<Cell<f64>>) -> Option<DomListener> {
    let last = Cell::new((0, 0));
    // Before a room, too, where the page hears no key.
    DomListener::first(window()?.into(), kind, move |event| {
        // What moves below a pointer that rests makes it move as well, for the browser.
        let moved = event.dyn_ref::<MouseEvent>().filter(|_| kind == "pointermove").is_none_or(|event| {
            let place = (event.screen_x(), event.screen_y());
            last.replace(place) != place
        });
        if moved {
            heard.set(wall_millis());
        }
    })
}
