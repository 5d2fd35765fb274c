//! How a session becomes the open one: a scenario, a file, or what a link leads to.

use crate::session::Session;
use crate::session::journal_filter::JournalFilter;
use crate::session::language::notice::{Complaint, Notice};
use crate::sim::time::SimTime;
use crate::web::action::{Action, Verb};
use crate::web::memory::jotted::Jotter;
use crate::web::mount::options::{Options, View};
use crate::web::mount::root::Root;
use crate::web::shared::Shared;
use crate::web::shell::notice::Problem;
use crate::web::shell::page::{Page, ShelvedSession};
use crate::web::shell::scenario_picker::{DEFAULT, DEFAULT_TEXT};
use crate::web::{later, touched};

/// Under this name it is remembered which lines of the journal are listed.
pub const JOURNAL: &str = "journal";

/// How a page begins: it plays, or waits for what a link leads to, and lists what was listed the last time,
/// and has what was being typed before the tab was reloaded.
pub fn begin(page: &mut Page, root: &Root, options: &Options, reduced_motion: bool) {
    page.autoplay = options.play && !reduced_motion;
    page.halts_at_answers = options.view == View::App;
    (page.stretch, page.stride) = (options.stretch, options.stride);
    page.begins_at = Some(options.stretch.from).filter(|from| *from > SimTime::ZERO);
    page.unopened = options.view != View::App && (page.coming.is_some() || !options.opens().is_empty());
    page.playback.set_pace(options.pace);
    page.awaits_link = !options.link.is_empty();
    if page.coming.is_none() {
        page.show_stretch();
    }
    if page.autoplay && !page.awaits_link {
        page.playback.play();
    } else if options.play && reduced_motion {
        page.say(Notice::NothingPlays, Some(Verb::Step));
    }
    let listed = root.storage().get(JOURNAL).and_then(|place| place.parse::<usize>().ok());
    page.filter = listed.and_then(|place| JournalFilter::PLAIN.get(place)).cloned().unwrap_or_default();
    page.desk.draft.borrow_mut().keep_in(Jotter::of(root, "draft"));
}

impl Page {
    pub(in crate::web) fn open_default(&mut self) {
        self.open(DEFAULT, DEFAULT_TEXT.as_bytes(), Some(DEFAULT));
    }

    pub(in crate::web) fn open_scenario(&mut self, id: &'static str) {
        match id {
            DEFAULT => self.open_default(),
            _ => self.coming = Some(id),
        }
    }

    /// A scenario that something else was opened after does not matter any more.
    pub(super) fn scenario_came(&mut self, id: &'static str, text: Result<String, Complaint>) {
        if self.coming == Some(id) {
            self.coming = None;
            match text {
                Ok(text) => self.open(id, text.as_bytes(), Some(id)),
                Err(why) => {
                    self.arriving = None;
                    self.problem = Some(Shared::new(Problem::whole(id, why)));
                }
            }
        }
    }

    pub(in crate::web) fn open(&mut self, name: &str, bytes: &[u8], scenario: Option<&'static str>) {
        let nothing_yet = self.coming.take().is_some_and(str::is_empty);
        let opened = match (later::here(), touched::here()) {
            (Some(later), _) => (later.open)(name, bytes),
            (None, Some(touched)) => (touched.open)(name, bytes),
            (None, None) => Session::open_known(name, bytes),
        };
        match opened {
            Ok(session) => {
                self.selection = None;
                let old = self.take_up(session, scenario);
                self.show_stretch();
                if self.autoplay && !self.awaits_link && self.arriving.is_none() {
                    self.playback.play();
                }
                if old.1.can_undo() {
                    self.say(Notice::SessionSetAside(old.1.name().to_owned()), Some(Verb::BringBack));
                    self.shelf = Some(old);
                }
                self.look_anew();
                if let Some(touched) = touched::here().filter(|_| self.arriving.is_some()) {
                    (touched.arrive)(self);
                }
            }
            Err(errors) => {
                // What a link was to do in it is over.
                self.arriving = None;
                if nothing_yet && !self.unopened {
                    self.open_default();
                }
                self.problem = Some(Shared::new(Problem::in_script(name, bytes, errors)));
            }
        }
    }

    /// Goes on with the same run under other settings; the one that was can be brought back.
    pub(super) fn run_anew(&mut self, session: Session) {
        self.shelf = Some(self.take_up(session, self.scenario));
        self.look_anew();
        self.say(Notice::RunAnew, Some(Verb::BringBack));
    }

    /// Goes to a session of the visitor's own text; the one that was can be brought back.
    pub(super) fn run_text(&mut self, session: Session) {
        self.selection = None;
        self.shelf = Some(self.take_up(session, None));
        self.look_anew();
        self.say(Notice::TextRun, Some(Verb::BringBack));
    }

    pub(super) fn bring_back(&mut self) {
        if let Some((scenario, session)) = self.shelf.take() {
            let old = self.take_up(session, scenario);
            self.shelf = old.1.can_undo().then_some(old);
            // It is to be found as it was left.
            self.playback.pause();
            self.look_anew();
        }
    }

    /// Goes to where a figure's stretch begins. What a link leads to has a place of its own.
    fn show_stretch(&mut self) {
        let stretch = self.stretch;
        self.playback.show(stretch, self.session.script_end());
        if stretch.from > SimTime::ZERO && self.arriving.is_none() {
            self.begins_at = None;
            self.seek(stretch.from);
        }
    }

    /// At the end of a figure's stretch, playing begins at its beginning.
    pub(super) fn begin_stretch_again(&mut self) {
        let is_over = self.playback.ends().is_some_and(|end| self.session.now() >= end);
        if is_over && !self.playback.playing() {
            self.seek(self.stretch.from);
        }
    }

    /// Opens what is in a file: a picture that this page made, output of Kafka's tool, or a session.
    pub(super) fn open_bytes(&mut self, name: &str, bytes: &[u8]) {
        self.arriving = None;
        match later::here().and_then(|later| (later.link_in_picture)(bytes)) {
            Some(link) => self.apply(Action::OpenLink(link)),
            None if later::here().is_some_and(|later| (later.take_in)(self, name, bytes)) => {}
            None => self.open(name, bytes, None),
        }
    }

    /// Makes this session the open one, and returns the one that was.
    pub(super) fn take_up(&mut self, session: Session, scenario: Option<&'static str>) -> ShelvedSession {
        let old = std::mem::replace(&mut self.session, session);
        let old_scenario = std::mem::replace(&mut self.scenario, scenario);
        (self.problem, self.notice, self.unasked, self.playback.looped) = (None, None, None, None);
        self.unopened = false;
        self.desk.imported = None;
        if self.filter.name().is_some() {
            self.list(JournalFilter::default());
        }
        self.playback.did_something();
        self.fresh += 1;
        self.opened += 1;
        (old_scenario, old)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_whose_session_is_wrong_leaves_the_page_with_the_first_scenario_and_says_what_is_wrong() {
        let mut page = Page::start("").expect("an empty page");
        page.open("sent", b"topic orders partitions=many\n", None);
        assert_eq!(page.scenario, Some(DEFAULT));
        assert!(page.problem.is_some());
        assert_eq!(page.coming, None);
    }
}
