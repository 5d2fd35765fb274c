//! How the app comes by the second module: it is fetched after the first picture, and asked for again if it does not
//! come. A figure that nobody touches does without: it is fetched once somebody plays it, or it has something to open
//! or to say that is not in the first module.

use crate::scene::crowd::is_crowd;
use crate::session::language::notice::Notice;
use crate::web::later;
use crate::web::mount::options::View;
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
    /// Fetches it, if it has not been asked for and there is a need.
    pub(super) fn fetch_if_needed(&mut self, ctx: &Context<App>) {
        if !self.asked_for_later && self.needs_later() {
            self.asked_for_later = true;
            fetch(ctx);
        }
    }

    fn needs_later(&self) -> bool {
        let page = self.page.borrow();
        let own = self.drawings.has_sequence() || self.compared_with.is_some();
        let crowded = || page.seen.groups.iter().any(|group| is_crowd(&page.seen, group));
        let wanted = !self.waiting.is_empty() || page.problem.is_some() || page.awaits_link;
        self.view == View::App || wanted || page.playback.playing() || page.asking() || own || crowded()
    }

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
