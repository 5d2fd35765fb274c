//! How the app comes by the second module: it is fetched after the first picture, and asked for again if it does not come.

use crate::session::language::notice::Notice;
use crate::web::later;
use crate::web::shell::app::{App, Msg};
use gloo_timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use yew::Context;

/// If the second module does not come, it is asked for again after this time, in milliseconds.
const ASKED_AGAIN: u32 = 4_000;

/// Fetches it.
pub fn fetch(ctx: &Context<App>) {
    let link = ctx.link().clone();
    spawn_local(async move {
        let came = later::arrive().await.is_ok();
        link.send_message(Msg::LaterCame(came));
    });
}

impl App {
    /// If the second module did not come, it is asked for again.
    pub(super) fn later_came(&mut self, ctx: &Context<App>, came: bool) {
        if came {
            self.asking_again = None;
            return;
        }
        if self.asking_again.is_none() {
            self.page.borrow_mut().say(Notice::PartMissing, None);
        }
        let link = ctx.link().clone();
        self.asking_again = Some(Timeout::new(ASKED_AGAIN, move || link.send_message(Msg::FetchLater)));
    }
}
