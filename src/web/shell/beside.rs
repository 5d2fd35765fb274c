//! Two runs side by side, in the app: what the second one is made of, and how it follows the first.
//!
//! The second run is a function of the first: whenever something is done in the first, it is made anew from it and from
//! the plan. So commands, undo and redo go to both, at the same times.

use crate::scene::time_axis::happenings;
use crate::session::compare::pairs::{Beside, ComparePlan, ReadyPair};
use crate::session::language::notice::{Complaint, Notice};
use crate::session::{Reach, Session};
use crate::sim::time::SimTime;
use crate::web::action::Verb;
use crate::web::compare::{CompareNow, CompareResult, MadeBeside};
use crate::web::lang::Lang;
use crate::web::later;
use crate::web::shared::Shared;
use crate::web::shell::drawings::{Drawings, Size};
use crate::web::shell::page::{Page, ShelvedSession};
use crate::web::shell::turns::Extent;

/// What is compared, and what has come of it.
pub struct ComparedRuns {
    pub plan: ComparePlan,
    /// Why there is no second run.
    pub problem: Option<Complaint>,
    pub second: Option<SecondRun>,
    /// How the second run is made anew, once it was made.
    again: Option<AgainPlan>,
    /// Of which state of the first run it is, in which language.
    made_of: Option<(u64, Lang)>,
    /// The visitor's own session, while the plan has its first run otherwise. It comes back.
    own: Option<ShelvedSession>,
}

/// How the second run is made anew from the first.
struct AgainPlan {
    plan: ComparePlan,
    /// Whether the first run is the one that the visitor's plan has as its second.
    turned: bool,
}

/// The second run.
pub struct SecondRun {
    pub page: Page,
    pub drawings: Drawings,
    pub result: Shared<CompareResult>,
    pub now: Shared<CompareNow>,
}

/// What two time axes below each other share, so that an instant has one place.
#[derive(Default)]
pub struct SharedAxis {
    /// When something happened in the other run.
    pub busy: Vec<SimTime>,
    /// They reach so far at least.
    pub end: SimTime,
}

impl SharedAxis {
    /// For the axis beside that of this page.
    pub fn beside(page: &Page) -> SharedAxis {
        let cluster = page.session.cluster();
        let rebalances = page.group().map(|group| cluster.rebalances(&group)).unwrap_or_default();
        SharedAxis {
            busy: happenings(cluster.marks().iter(), rebalances.iter()).collect(),
            end: page.session.script_end().max(page.session.furthest()),
        }
    }
}

impl Default for ComparedRuns {
    fn default() -> Self {
        ComparedRuns::of(ReadyPair::EagerCooperative.plan())
    }
}

impl ComparedRuns {
    pub fn of(plan: ComparePlan) -> ComparedRuns {
        ComparedRuns { plan, problem: None, second: None, again: None, made_of: None, own: None }
    }

    /// Two session texts, of which the first is the open session.
    pub fn beside_text(name: String, text: &str) -> ComparedRuns {
        ComparedRuns::of(ComparePlan { pair: None, a: None, b: Beside::Text { name, text: text.into() } })
    }

    /// Whether the first run is one that was only tried: nothing was done in it.
    pub fn is_tried(&self, first: &Page) -> bool {
        self.own.is_some() && !first.session.can_undo()
    }

    /// Whether the first run is the one that the plan has as its second.
    pub fn turned(&self) -> bool {
        self.again.as_ref().is_some_and(|again| again.turned)
    }

    /// Brings the visitor's own session back. What was done in the other one meanwhile can be brought back in turn.
    pub fn restore(&mut self, first: &mut Page) {
        if let Some((scenario, session)) = self.own.take() {
            first.return_to(scenario, session);
        }
    }

    /// Brings the second run to where the first one is; makes it anew, if the first became another one. Whether it was.
    pub fn follow(&mut self, first: &mut Page, lang: Lang, sizes: (Size, Size)) -> bool {
        let Some(later) = later::here() else { return false };
        let renewed = self.made_of != Some((first.edition, lang));
        if renewed {
            match (later.beside)(self.again.as_ref().map_or(&self.plan, |again| &again.plan), first, lang) {
                Ok(made) => self.take(made, first, lang, sizes),
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

    fn take(&mut self, made: MadeBeside, first: &Page, lang: Lang, sizes: (Size, Size)) {
        let MadeBeside { session, mut result, now, own } = made;
        let again = self.again.get_or_insert_with(|| AgainPlan::of(&self.plan, result.turned));
        result.turned = again.turned;
        self.own = own.or(self.own.take());
        let page = Page::beside(session, first);
        let mut drawings = Drawings::new(&page, lang, sizes.0, sizes.1);
        drawings.reduce(true);
        if let Some(before) = &self.second {
            drawings.look_at(before.drawings.looked_at());
        }
        let (result, now) = (Shared::new(result), Shared::new(now));
        self.second = Some(SecondRun { page, drawings, result, now });
        self.problem = None;
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

impl AgainPlan {
    /// From now on the first run is as it is, whatever becomes of it.
    fn of(plan: &ComparePlan, turned: bool) -> AgainPlan {
        let b = match &plan.a {
            Some(a) if turned => Beside::Varied(a.clone()),
            _ => plan.b.clone(),
        };
        AgainPlan { plan: ComparePlan { pair: None, a: None, b }, turned }
    }
}

impl Page {
    /// Makes another session the open one for a while.
    pub(in crate::web) fn set_aside(&mut self, session: Session) -> ShelvedSession {
        let scenario = self.scenario;
        let own = self.take_up(session, scenario);
        self.look_anew();
        own
    }

    /// Makes the session that was set aside the open one again.
    fn return_to(&mut self, scenario: Option<&'static str>, session: Session) {
        let tried = self.take_up(session, scenario);
        self.playback.pause();
        self.look_anew();
        if tried.1.can_undo() {
            self.say(Notice::SessionSetAside(tried.1.name().to_owned()), Some(Verb::BringBack));
            self.shelf = Some(tried);
        }
    }

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
