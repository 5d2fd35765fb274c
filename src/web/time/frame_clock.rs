//! The only clock of the page: animation frames, asked for only while time runs.
//!
//! A hidden tab gets no frames, and the first one after it lasts no longer than [`LONGEST_FRAME`].

use crate::session::playback::LONGEST_FRAME;
use crate::sim::time::SimDuration;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use yew::Callback;

/// Runs while it lives; dropping it cancels the frame it asked for.
pub struct FrameClock {
    shared: Rc<FrameLoop>,
}

type Tick = Closure<dyn FnMut(f64)>;

struct FrameLoop {
    tick: RefCell<Option<Tick>>,
    request: Cell<Option<i32>>,
    last: Cell<Option<f64>>,
}

impl FrameClock {
    /// Starts; `on_frame` is given the wall time since the last frame.
    pub fn start(on_frame: Callback<SimDuration>) -> Self {
        let shared =
            Rc::new(FrameLoop { tick: RefCell::new(None), request: Cell::new(None), last: Cell::new(None) });
        let weak = Rc::downgrade(&shared);
        let tick = Closure::new(move |timestamp: f64| {
            let Some(shared) = weak.upgrade() else { return };
            // Ask first: what `on_frame` sets off may end this clock, and then takes the request back.
            shared.ask();
            let millis = shared.last.replace(Some(timestamp)).map_or(0.0, |last| (timestamp - last).max(0.0));
            on_frame.emit(SimDuration::from_micros((millis * 1000.0) as u64).min(LONGEST_FRAME));
        });
        *shared.tick.borrow_mut() = Some(tick);
        shared.ask();
        FrameClock { shared }
    }
}

impl FrameLoop {
    fn ask(&self) {
        let tick = self.tick.borrow();
        if let (Some(tick), Some(window)) = (tick.as_ref(), web_sys::window()) {
            self.request.set(window.request_animation_frame(tick.as_ref().unchecked_ref()).ok());
        }
    }
}

impl Drop for FrameClock {
    fn drop(&mut self) {
        if let (Some(id), Some(window)) = (self.shared.request.take(), web_sys::window()) {
            let _ = window.cancel_animation_frame(id);
        }
    }
}
