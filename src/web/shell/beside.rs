//! Two runs side by side, in the app: what the second one is made of, and how it follows the first.
//!
//! The second run is a function of the first: whenever something is done in the first, it is made anew from it and from
//! the plan. So commands, undo and redo go to both, at the same times.

use crate::session::compare::pairs::{Beside, ComparePlan, ReadyPair};
use crate::session::language::notice::Complaint;
use crate::session::{Reach, Session};
use crate::sim::time::SimTime;
use crate::web::compare::{CompareNow, CompareResult, MadeBeside};
use crate::web::lang::Lang;
use crate::web::later;
use crate::web::shared::Shared;
use crate::web::shell::drawings::{Drawings, Size};
use crate::web::shell::page::Page;
use crate::web::shell::turns::Extent;

/// What is compared, and what has come of it.
pub struct Comparison {
    pub plan: ComparePlan,
    /// Why there is no second run.
    pub problem: Option<Complaint>,
    pub second: Option<SecondRun>,
    /// Of which state of the first run it is, in which language.
    made_of: Option<(u64, Lang)>,
}

/// The second run.
pub struct SecondRun {
    pub page: Page,
    pub drawings: Drawings,
    pub result: Shared<CompareResult>,
    pub now: Shared<CompareNow>,
}

impl Default for Comparison {
    fn default() -> Self {
        Comparison::of(ReadyPair::EagerCooperative.plan())
    }
}

impl Comparison {
    pub fn of(plan: ComparePlan) -> Comparison {
        Comparison { plan, problem: None, second: None, made_of: None }
    }

    /// Two session texts, of which the first is the open session.
    pub fn beside_text(name: String, text: &str) -> Comparison {
        Comparison::of(ComparePlan { pair: None, a: None, b: Beside::Text { name, text: text.into() } })
    }

    /// Brings the second run to where the first one is; makes it anew, if the first became another one. Whether it was.
    pub fn follow(&mut self, first: &mut Page, lang: Lang, sizes: (Size, Size)) -> bool {
        let Some(later) = later::here() else { return false };
        let renewed = self.made_of != Some((first.edition, lang));
        if renewed {
            match (later.beside)(&self.plan, first, lang) {
                Ok(MadeBeside { session, result, now }) => {
                    let page = Page::beside(session, first);
                    let mut drawings = Drawings::new(&page, lang, sizes.0, sizes.1);
                    drawings.reduce(true);
                    let (result, now) = (Shared::new(result), Shared::new(now));
                    self.second = Some(SecondRun { page, drawings, result, now });
                    self.problem = None;
                }
                Err(why) => (self.second, self.problem) = (None, Some(why)),
            }
            // It may have become another one itself.
            self.made_of = Some((first.edition, lang));
        }
        if let Some(second) = &mut self.second {
            second.page.keep_beside(first);
        }
        renewed
    }

    /// A frame of both stages; whether that is all there is to draw.
    pub fn pass(&mut self, lang: Lang, stage: Size) -> bool {
        self.second.as_mut().is_none_or(|second| second.drawings.pass(&second.page, lang, stage))
    }

    /// Brings the drawings up to this instant.
    pub fn refresh(&mut self, first: &Page, lang: Lang, sizes: (Size, Size), extent: Extent) {
        let Some(second) = &mut self.second else { return };
        second.drawings.refresh(&second.page, lang, sizes, extent);
        if let Some(later) = later::here().filter(|_| extent == Extent::Whole || second.drawings.has_news()) {
            second.now = Shared::new((later.compare_now)(first, &second.page));
        }
    }

    /// The next instant, or the one before, at which the runs begin to differ otherwise.
    pub fn neighbour(&self, now: SimTime, onward: bool) -> Option<SimTime> {
        let changes = &self.second.as_ref()?.result.changes;
        match onward {
            true => changes.iter().find(|time| **time > now).copied(),
            false => changes.iter().rev().find(|time| **time < now).copied(),
        }
    }
}

impl Page {
    /// The page of a run that stands beside that of `first`.
    fn beside(session: Session, first: &Page) -> Page {
        let mut page = Page::of(session);
        page.edition = first.edition;
        page
    }

    /// Goes where `first` is, and looks at what is looked at there.
    fn keep_beside(&mut self, first: &Page) {
        let now = first.session.now();
        let stands = self.session.now() == now && self.is_looked_at(first);
        if !stands {
            while self.session.seek(now) == Reach::More {}
        }
        self.playback.clone_from(&first.playback);
        self.selection = first.selection;
        self.fresh = first.fresh;
        if !stands {
            self.look_as(first);
        }
    }
}
