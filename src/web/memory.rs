//! What a page remembers of a visitor's work: in the address, so that it can be sent to somebody and comes back after a
//! reload, and in the browser's storage, so that it is found again. Only groupscope's own page, which has the document
//! to itself, remembers work.
//!
//! The address is replaced, not added to: the browser's "back" leaves the page. It is written [`WRITTEN_AFTER`]
//! milliseconds after the last change, and at once when the page is hidden or left.

pub mod address;
pub mod jotted;
pub mod kept;
pub mod lessons;
pub mod visitor;

use crate::session::language::notice::{Complaint, Notice};
use crate::session::link::{LONGEST_LINK, LinkMistake, Rest, SessionLink, sum_of};
use crate::sim::time::SimTime;
use crate::web::action::Verb;
use crate::web::memory::kept::{Keeping, Kept};
use crate::web::mount::root::Root;
use crate::web::mount::storage::Storage;
use crate::web::shared::Shared;
use crate::web::shell::notice::Problem;
use crate::web::shell::page::Page;
use crate::web::shell::scenario_picker::{scenario, scenarios};
use std::rc::Rc;

/// So many milliseconds after a change the work is written down.
pub const WRITTEN_AFTER: u32 = 300;

/// No instant is gone to in more pieces than these: on a page nothing else moves meanwhile.
const MOST_SEEKS: usize = 40;

/// What of a page its address depends on. While time runs, only what is done changes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AddressMark {
    edition: u64,
    scenario: Option<&'static str>,
    at: Option<SimTime>,
}

impl AddressMark {
    /// That of the page as it is; `None` while something is being opened.
    pub fn of(page: &Page) -> Option<AddressMark> {
        let at = (!page.playback.playing()).then(|| page.session.now());
        let opening = page.coming.is_some() || page.awaits_link || page.arriving.is_some();
        (!opening).then_some(AddressMark { edition: page.edition, scenario: page.scenario, at })
    }
}

/// The fragment with which the page opens: that of the address, or work that is too long for one and was open in this
/// tab before it was reloaded.
pub fn opening(storage: &Storage) -> String {
    let fragment = address::read();
    if !fragment.is_empty() {
        return fragment;
    }
    let reloaded = Kept::default().of_tab(storage).map(|work| work.fragment);
    reloaded.filter(|fragment| fragment.len() > LONGEST_LINK).unwrap_or_default()
}

/// The scenario that a fragment names, as far as that can be seen without reading the rest.
/// `""` stands for a session that is in the link itself.
pub fn scenario_named_in(fragment: &str) -> Option<&'static str> {
    let name = fragment.split(['@', '~', '%']).next().unwrap_or_default();
    match name {
        "" => (!fragment.is_empty()).then_some(""),
        _ => scenario(name).map(|file| file.id),
    }
}

/// What was written down last.
#[derive(Default)]
pub struct WorkMemory {
    /// Of the state that was looked at last.
    mark: Option<AddressMark>,
    /// The fragment that was written, or read, last.
    fragment: String,
    kept: Kept,
    /// How many sessions had been opened when it was written.
    opened: u64,
    /// Whether the session that the link opens is the one that this tab had before it was reloaded.
    goes_on: bool,
    /// Whether anything changed since the page was opened.
    has_changed: bool,
    /// Whether it was said already that the session is too long for a link, or that nothing can be kept.
    said: bool,
}

impl WorkMemory {
    /// That of a page that opens with this fragment. A tab that was reloaded goes on with its entry.
    pub fn new(root: &Root, fragment: &str) -> WorkMemory {
        let mut kept = Kept::default();
        let reloaded = root.has_the_document().then(|| kept.of_tab(root.storage())).flatten();
        let goes_on = reloaded.is_some_and(|work| work.fragment == fragment);
        let kept = if goes_on { kept } else { Kept::default() };
        WorkMemory { fragment: fragment.to_owned(), kept, goes_on, ..WorkMemory::default() }
    }

    /// Whether something changed since this was asked last. The first state is no change, nor is what a link leads to:
    /// the address is right then, even if not all of it could be read.
    pub fn has_news(&mut self, page: &Page) -> bool {
        let Some(mark) = AddressMark::of(page) else { return false };
        let before = self.mark.replace(mark);
        if before.is_none() && std::mem::take(&mut self.goes_on) {
            self.opened = page.opened;
        }
        let changed = before.is_some_and(|before| before != mark);
        self.has_changed |= changed;
        changed
    }

    /// Whether the page may stand otherwise than the address says: once it has changed at all.
    pub fn may_be_behind(&self, page: &Page) -> bool {
        self.has_changed && AddressMark::of(page).is_some()
    }

    /// The page goes to what a link says.
    pub fn follow(&mut self, fragment: &str) {
        self.fragment = fragment.to_owned();
        (self.mark, self.has_changed) = (None, false);
    }

    /// The fragment that stands in the address, as far as the page knows.
    pub fn fragment(&self) -> &str {
        &self.fragment
    }
}

/// Writes the work into the address and into the storage. Says where that is not possible.
pub fn remember(memory: &mut WorkMemory, page: &mut Page, root: &Root) {
    if std::mem::replace(&mut memory.opened, page.opened) != page.opened {
        memory.kept = Kept::default();
    }
    let link = page.link();
    let fragment = link.fragment();
    let fits = fragment.len() <= LONGEST_LINK;
    address::write(if fits { &fragment } else { "" });
    memory.fragment = if fits { fragment.clone() } else { String::new() };
    let is_work = page.session.can_undo() || page.session.can_redo() || link.scenario.is_empty();
    let keeping = match is_work {
        true => memory.kept.keep(root.storage(), page.session.title(root.lang()), &fragment),
        false => Keeping::Kept,
    };
    let complaint = match keeping {
        _ if !fits => Some(Notice::TooLongForLink(fragment.len(), LONGEST_LINK)),
        Keeping::Kept => None,
        Keeping::Forbidden => Some(Notice::NothingKept),
        Keeping::Full => Some(Notice::NoRoomToKeep),
    };
    if let Some(complaint) = complaint.filter(|_| !std::mem::replace(&mut memory.said, true)) {
        page.say(complaint, Some(Verb::Save));
    }
}

impl Page {
    /// Where it stands and what was done in it, to be sent to somebody.
    pub fn link(&self) -> SessionLink {
        let known = self.scenario.filter(|_| !self.session.is_rewritten());
        let (name, text, deeds) = (self.session.name(), self.session.text(), self.session.deeds());
        let file = known.is_none().then(|| (name.to_owned(), text.to_owned()));
        let scenario_sum = if known.is_some() && !deeds.all.is_empty() { sum_of(text) } else { 0 };
        SessionLink {
            scenario: known.unwrap_or_default().to_owned(),
            at: self.session.now(),
            rest: Rest { file, scenario_sum, deeds },
        }
    }

    /// Opens what a link leads to, as far as it can be read, and says what is wrong with it.
    pub fn open_link(&mut self, fragment: &str) {
        self.awaits_link = false;
        match SessionLink::read(fragment, scenarios().map(|file| file.id)) {
            Ok(link) => self.follow_link(link),
            Err(broken) => {
                if !broken.scenario.is_empty() {
                    let (scenario, at) = (broken.scenario, broken.at);
                    self.follow_link(SessionLink { scenario, at, rest: Rest::default() });
                } else if self.coming.is_some_and(str::is_empty) && !self.unopened {
                    self.open_default();
                }
                self.complain_of_link(broken.mistake);
            }
        }
    }

    fn complain_of_link(&mut self, mistake: LinkMistake) {
        let why = Complaint::Link(Rc::new(mistake));
        self.problem = Some(Shared::new(Problem::of_link(why)));
    }

    fn follow_link(&mut self, link: SessionLink) {
        if let Some((name, text)) = link.rest.file.clone() {
            self.arriving = Some(link);
            return self.open(&name, text.as_bytes(), None);
        }
        let Some(file) = scenario(&link.scenario) else { return };
        let is_fresh = self.coming.is_none() && !self.session.is_rewritten() && !self.session.can_undo();
        self.arriving = Some(link);
        if self.scenario == Some(file.id) && (is_fresh || self.coming == Some(file.id)) {
            if self.coming.is_none() {
                self.unopened = false;
                self.arrive();
            }
            return;
        }
        self.open_scenario(file.id);
    }

    /// What the link led to is open: does again what was done in it, and goes to its moment.
    pub fn arrive(&mut self) {
        let Some(link) = self.arriving.take() else { return };
        let Rest { scenario_sum, deeds, .. } = &link.rest;
        let changed = *scenario_sum != 0 && *scenario_sum != sum_of(self.session.text());
        let repeated = self.session.repeat(deeds);
        if link.at > SimTime::ZERO || !deeds.all.is_empty() {
            self.playback.pause();
        } else if self.autoplay {
            self.playback.play();
        }
        let at = self.begins_at.take().unwrap_or(link.at);
        self.go_to(at);
        if changed {
            self.say(Notice::ScenarioChanged, None);
        }
        if let Err(deed) = repeated {
            let why = Complaint::NotRepeated(Rc::new(deed));
            self.problem = Some(Shared::new(Problem::of_link(why)));
        }
    }

    /// Goes to an instant, however long that takes.
    pub(in crate::web) fn go_to(&mut self, time: SimTime) {
        for _ in 0..MOST_SEEKS {
            self.seek(time);
            if self.session.now() >= time {
                break;
            }
        }
    }
}
