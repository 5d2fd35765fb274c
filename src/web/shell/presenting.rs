//! What the app does while the page is shown to a room; and on a phone in that room, which follows from caption to
//! caption as well.

use crate::scene::presenter::WINDOW;
use crate::session::caption::CaptionKind;
use crate::session::playback::ShownStretch;
use crate::sim::time::SimTime;
use crate::web::action::{Action, Verb};
use crate::web::later;
use crate::web::mount::options::View;
use crate::web::mount::root::Root;
use crate::web::present::PresenterProps;
use crate::web::present::code::CodeLink;
use crate::web::shared::Shared;
use crate::web::shell::app::App;
use crate::web::shell::help;
use crate::web::shell::page::Page;
use js_sys::Reflect;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::Html;

/// What is done before a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoomDeed {
    /// Time runs and halts there, or where the script ends.
    PlayTo(Option<SimTime>),
    /// The code is shown, or put away.
    Code(bool),
    Leave,
}

/// Whether the page is shown to a room.
#[derive(Default)]
pub struct Presenting {
    pub on: bool,
    /// Where the code leads that is shown.
    pub code: Option<Shared<CodeLink>>,
    /// What had the focus before.
    opener: Option<Element>,
}

/// What has the focus in a page.
pub(in crate::web) fn focused(root: &Root) -> Option<Element> {
    let around = root.container().get_root_node();
    let focused = Reflect::get(&around, &"activeElement".into()).ok()?.dyn_into::<Element>().ok()?;
    root.holds(&focused).then_some(focused)
}

impl App {
    /// Does what belongs to a room; gives back what does not.
    pub(super) fn present(&mut self, action: Action) -> Option<Action> {
        match action {
            Action::Do(Verb::Present) if self.sharing.presenting.on => self.leave_room(),
            Action::Do(Verb::Present) => {
                help::close(&self.sharing.share);
                self.leave();
                self.page.borrow_mut().playback.pause();
                // What is behind the page for a room loses the focus when that stands there.
                self.sharing.presenting.opener = focused(&self.root);
                self.sharing.presenting.on = true;
            }
            Action::Room(RoomDeed::Leave) => self.leave_room(),
            Action::Room(RoomDeed::PlayTo(to)) => self.play_to(to),
            Action::Room(RoomDeed::Code(shown)) => {
                let mut page = self.page.borrow_mut();
                page.playback.pause();
                let code = shown.then(later::here).flatten().map(|later| (later.code)(&page));
                self.sharing.presenting.code = code.map(Shared::new);
            }
            Action::Do(Verb::Play) if self.is_audience() => {
                let page = self.page.borrow();
                let now = page.session.now();
                let ahead = page.session.captions().iter().filter(|caption| caption.at > now);
                // An answer that is still to come is what is asked for; else the next caption is.
                let answer = ahead.clone().take_while(|caption| !caption.asks());
                let answer = answer.into_iter().find(|caption| caption.kind == CaptionKind::Answer);
                let next = answer.or(ahead.clone().next()).map(|caption| caption.at);
                drop(page);
                self.play_to(next);
            }
            action => return Some(action),
        }
        None
    }

    /// Whether this is a phone in the room.
    pub(super) fn is_audience(&self) -> bool {
        self.view == View::Figure && self.root.has_the_document()
    }

    fn play_to(&mut self, to: Option<SimTime>) {
        let mut page = self.page.borrow_mut();
        let (from, end) = (page.session.now(), page.session.script_end());
        // On its way to the end already: it jumps there.
        if to.is_none() && page.playback.playing() {
            page.playback.pause();
            return page.apply(Action::Visit(end));
        }
        page.playback.show(ShownStretch { from, to, looped: false }, end);
        page.apply(Action::Do(Verb::Play));
    }

    fn leave_room(&mut self) {
        if std::mem::take(&mut self.sharing.presenting).on {
            let mut page = self.page.borrow_mut();
            page.playback.pause();
            let (stretch, end) = (page.stretch, page.session.script_end());
            page.playback.show(stretch, end);
            // What was ringed was pointed at, and is not chosen for what a key does next.
            page.selection = None;
        }
    }

    /// The page for a room, over everything else.
    pub(super) fn view_presenter(&self, page: &Page) -> Option<Html> {
        let later = later::here().filter(|_| self.sharing.presenting.on)?;
        let session = &page.session;
        Some((later.presenter)(PresenterProps {
            root: self.root.clone(),
            opener: self.sharing.presenting.opener.clone(),
            seen: Rc::new(session.shown(WINDOW)),
            title: self.shown.title.clone(),
            captions: self.shown.captions.clone(),
            reached: session.captions().partition_point(|caption| caption.at <= session.now()),
            over: session.now() >= session.script_end(),
            playing: page.playback.playing(),
            ringed: page.selection,
            chosen: page.lesson.chosen.clone(),
            standing: page.lesson.standing.clone(),
            code: self.sharing.presenting.code.clone(),
            lang: self.lang,
            dispatch: self.dispatch.clone(),
        }))
    }
}
