//! When the app writes a visitor's work down: soon after a change, and at once when the page is hidden or left. And the
//! other way: an address that changes is a link that is opened.

use crate::web::action::Action;
use crate::web::browser::{DomListener, window};
use crate::web::later;
use crate::web::memory::{WRITTEN_AFTER, WorkMemory, address};
use crate::web::mount::root::Root;
use crate::web::shell::app::{App, Msg};
use crate::web::shell::page::Page;
use crate::web::shell::turns::Extent;
use gloo_timers::callback::Timeout;
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::EventTarget;
use yew::prelude::*;

/// Lets the app write the work down in a moment, unless it changes again.
pub fn soon(ctx: &Context<App>) -> Timeout {
    let link = ctx.link().clone();
    Timeout::new(WRITTEN_AFTER, move || link.send_message(Msg::Remember))
}

impl App {
    /// Writes the work down, when what does so has come. Whether there is something to say about it.
    pub(super) fn remember(&mut self, ctx: &Context<App>) -> bool {
        let Some(later) = later::here() else {
            self.remembering = Some(soon(ctx));
            return false;
        };
        self.remembering = None;
        let mut page = self.page.borrow_mut();
        let before = page.notice.clone();
        (later.remember)(&mut self.memory.borrow_mut(), &mut page, &self.root);
        let said = page.notice != before;
        drop(page);
        said && self.settle(ctx, Extent::Whole)
    }
}

impl App {
    /// What was done a moment ago is written down before another session is opened.
    pub(super) fn remember_at_once(&mut self) {
        if let (Some(_), Some(later)) = (self.remembering.take(), later::here()) {
            (later.remember)(&mut self.memory.borrow_mut(), &mut self.page.borrow_mut(), &self.root);
        }
    }
}

/// The page is hidden or left: what was done is written down at once. Another address is a link that is opened.
pub fn listen_for_leaving(
    root: &Root,
    page: &Rc<RefCell<Page>>,
    memory: &Rc<RefCell<WorkMemory>>,
    dispatch: &Callback<Action>,
) -> [Option<DomListener>; 3] {
    let Some(window) = window().filter(|_| root.has_the_document()) else { return [None, None, None] };
    let leaving = |target: EventTarget, kind| {
        let (root, page, memory) = (root.clone(), Rc::clone(page), Rc::clone(memory));
        DomListener::on(target, kind, move |_| {
            if let (Ok(mut page), Ok(mut memory)) = (page.try_borrow_mut(), memory.try_borrow_mut())
                && memory.may_be_behind(&page)
                && let Some(later) = later::here()
            {
                (later.remember)(&mut memory, &mut page, &root);
            }
        })
    };
    let (memory_of_address, to) = (Rc::clone(memory), dispatch.clone());
    let moved = DomListener::on(window.clone().into(), "hashchange", move |_| {
        let fragment = address::read();
        let is_news = memory_of_address.try_borrow().is_ok_and(|memory| memory.fragment() != fragment);
        if is_news && !fragment.is_empty() {
            to.emit(Action::OpenLink(fragment));
        }
    });
    let document: EventTarget = root.document().clone().into();
    [leaving(window.into(), "pagehide"), leaving(document, "visibilitychange"), moved]
}
