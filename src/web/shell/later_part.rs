//! How a page comes by what is not in the first module: the app fetches it after the first picture, and asks again if
//! it does not come. A figure that nobody touches does without: it fetches its part once somebody plays it, or it has
//! something to open or to say that is not in the first module.

use crate::scene::crowd::is_crowd;
use crate::session::language::notice::Notice;
use crate::web::mount::options::View;
use crate::web::shell::app::{App, Msg};
use crate::web::{later, touched};
use gloo_timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use yew::Context;

/// If what is fetched does not come, it is asked for again after this time, in milliseconds.
const ASKED_AGAIN: u32 = 4_000;

/// What has been asked for already: what comes after the first module, and what a figure compares with.
#[derive(Default)]
pub struct AskedFor {
    pub later: bool,
    pub compared: bool,
}

impl App {
    /// Whether the page is more than a stage with its transport and caption.
    fn is_more_than_a_stage(&self) -> bool {
        self.view == View::App || self.drawings.has_sequence() || self.compared_with.is_some()
    }

    /// Whether all that the page is made of is here.
    pub(super) fn is_whole(&self) -> bool {
        if self.is_more_than_a_stage() { later::here().is_some() } else { touched::here().is_some() }
    }

    /// Fetches what the page still needs.
    pub(super) fn fetch_rest(&self, ctx: &Context<App>) {
        let link = ctx.link().clone();
        let all = self.is_more_than_a_stage();
        spawn_local(async move {
            let came = if all { later::arrive().await } else { touched::arrive().await };
            link.send_message(Msg::LaterCame(came.is_ok()));
        });
    }

    /// Fetches it, if it has not been asked for and there is a need.
    pub(super) fn fetch_if_needed(&mut self, ctx: &Context<App>) {
        if !self.asked_for.later && self.needs_later() {
            self.asked_for.later = true;
            self.fetch_rest(ctx);
        }
    }

    fn needs_later(&self) -> bool {
        let page = self.page.borrow();
        let crowded = || page.seen.groups.iter().any(|group| is_crowd(&page.seen, group));
        let wanted = !self.waiting.is_empty() || page.problem.is_some() || page.awaits_link;
        self.is_more_than_a_stage() || wanted || page.playback.playing() || page.asking() || crowded()
    }

    /// If it did not come, it is asked for again.
    pub(super) fn later_came(&mut self, ctx: &Context<App>, came: bool) {
        if came {
            self.asking_again = None;
            return;
        }
        if self.asking_again.is_none() {
            self.page.borrow_mut().say(Notice::PartMissing, None);
            self.told.missing(&self.root);
        }
        let link = ctx.link().clone();
        self.asking_again = Some(Timeout::new(ASKED_AGAIN, move || link.send_message(Msg::FetchLater)));
    }
}
