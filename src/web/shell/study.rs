//! What the app does for who learns with it: the course with its progress, the symptom finder, the stage in words, keys
//! of a single character, and one visitor after the other.

use crate::scene::Selection;
use crate::session::caption::CaptionKind;
use crate::session::course::progress::CourseProgress;
use crate::session::course::{after, before};
use crate::session::language::notice::Notice;
use crate::sim::time::SimTime;
use crate::web::action::{Action, Verb};
use crate::web::browser::bring_into_view;
use crate::web::course::CoursePlace;
use crate::web::course::countdown::Countdown;
use crate::web::course::described_panel::DescribedPanel;
use crate::web::course::ways_in::WaysIn;
use crate::web::lang::LANG;
use crate::web::later::{self, LaterModule};
use crate::web::markup::markup;
use crate::web::memory::jotted::Jotter;
use crate::web::mount::options::View;
use crate::web::shared::Shared;
use crate::web::shell::app::App;
use crate::web::shell::focus::FocusKeeper;
use crate::web::shell::kiosk::KioskClock;
use crate::web::shell::page::Page;
use crate::web::shell::scenario_picker::DEFAULT;
use crate::web::shell::workplace::Workplace;
use crate::web::symptoms::SymptomProps;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::Html;

/// Under this name it is remembered whether keys of a single character are switched off.
const LETTER_KEYS: &str = "letter-keys";
const SWITCHED_OFF: &str = "off";

/// Where a lesson is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LessonMoment {
    Start,
    /// At this line of its story, counted from one.
    Line(u16),
    /// When its question was answered.
    Answer,
}

/// What is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StudyAction {
    /// Open a lesson at a moment, and ask this consumer or partition why it is as it is; `""` for none.
    Open { lesson: &'static str, moment: LessonMoment, look: &'static str },
    /// Forget how far one has come.
    Forget,
    /// Put the stage in words away.
    CloseDescription,
    /// Nobody touches the page: the next visitor begins in so many seconds; 0: somebody does.
    Quiet(u32),
    /// The next visitor begins.
    BeginAfresh,
}

/// What the app holds of it.
#[derive(Default)]
pub struct Studying {
    /// `None` until it was read.
    pub progress: Option<Shared<CourseProgress>>,
    /// Whether the browser kept the last of it.
    pub is_kept: bool,
    /// The stage in words, once they were asked for.
    pub described: Option<Shared<Vec<String>>>,
    /// In so many seconds the next visitor begins; 0: nobody counts.
    pub left: u32,
    /// Whether many visitors use the page, and what watches them.
    is_kiosk: bool,
    kiosk: Option<KioskClock>,
    /// Whether somebody let time go on, or answered something: what plays by itself when the page opens follows nobody.
    acted: bool,
    /// Time went on since the progress was noted, by playing or by a step.
    pub moved: bool,
    /// The edition in which the script's end lay ahead then.
    ahead: Option<u64>,
    noted: Option<(&'static str, u16)>,
    /// The lesson that is being opened, its moment, and whom to ask.
    awaited: Option<(&'static str, LessonMoment, &'static str)>,
    /// The field for own settings is to have the focus once it is there.
    wants_field: bool,
    /// Looks after what has the focus.
    focus: Option<FocusKeeper>,
}

impl Studying {
    /// Of a page that many visitors use, or one.
    pub fn new(is_kiosk: bool) -> Studying {
        Studying { is_kiosk, is_kept: true, ..Studying::default() }
    }
}

impl App {
    /// Does what belongs to the page's places, or to this; gives back what does not.
    pub(super) fn work_or_study(&mut self, action: Action) -> Option<Action> {
        self.work(action).and_then(|action| self.study(action))
    }

    /// Does what belongs to it; gives back what does not.
    fn study(&mut self, action: Action) -> Option<Action> {
        match action {
            Action::Do(Verb::Course) => self.go(Workplace::Course),
            Action::Do(Verb::Symptoms) => self.go(Workplace::Symptoms),
            Action::Do(verb @ (Verb::NextLesson | Verb::PreviousLesson)) => self.go_on_in_course(verb),
            Action::Do(Verb::NextVisitor) => self.next_visitor(),
            Action::Do(Verb::Describe) => self.describe(),
            Action::Do(Verb::LetterKeys) => {
                let on = !self.root.has_letter_keys();
                self.root.set_letter_keys(on);
                self.root.storage().set(LETTER_KEYS, (!on).then_some(SWITCHED_OFF));
            }
            Action::Do(Verb::OwnSettings) => self.show_own_settings(),
            Action::Do(Verb::Language) => {
                self.studying.described = None;
                self.root.storage().set(LANG, Some(self.lang.other().tag()));
                return Some(action);
            }
            Action::Do(Verb::Dismiss) if self.studying.described.is_some() => self.studying.described = None,
            Action::Do(Verb::Dismiss)
                if matches!(self.workplace, Workplace::Course | Workplace::Symptoms) =>
            {
                self.leave();
            }
            Action::Study(action) => self.do_study(action),
            action => {
                let steps =
                    matches!(action, Action::Do(verb) if verb.stride(self.page.borrow().stride).is_some());
                self.studying.moved |= steps;
                self.studying.acted |=
                    steps || matches!(action, Action::Do(Verb::Play) | Action::GoOn | Action::Foretell(_));
                return Some(action);
            }
        }
        None
    }

    fn do_study(&mut self, action: StudyAction) {
        match action {
            StudyAction::Open { lesson, moment, look } => self.open_lesson(lesson, moment, look),
            StudyAction::Forget => {
                if let Some(later) = later::here() {
                    (later.forget_progress)(self.root.storage());
                }
                self.studying.progress = Some(Shared::new(CourseProgress::default()));
                self.studying.noted = None;
            }
            StudyAction::CloseDescription => self.studying.described = None,
            StudyAction::Quiet(left) => self.studying.left = left,
            StudyAction::BeginAfresh => self.begin_afresh(),
        }
    }

    /// Opens a lesson. One that is open, and in which nothing was done, is only gone back to.
    fn open_lesson(&mut self, id: &'static str, moment: LessonMoment, look: &'static str) {
        let page = self.page.borrow();
        let is_open = page.scenario == Some(id) && page.coming.is_none() && !page.session.is_rewritten();
        let (is_untouched, line) = (!page.session.can_undo(), page.line_reached());
        drop(page);
        self.studying.awaited = (moment != LessonMoment::Start).then_some((id, moment, look));
        self.make_way(&Action::OpenScenario(id));
        match moment {
            // One goes on where one stands.
            LessonMoment::Line(wanted) if is_open && line >= wanted => self.studying.awaited = None,
            LessonMoment::Line(_) | LessonMoment::Answer if is_open && is_untouched => {}
            _ => self.page.borrow_mut().apply(Action::OpenScenario(id)),
        }
    }

    /// The lesson that was opened has come: goes to its moment.
    pub(super) fn arrive_in_lesson(&mut self) {
        let mut page = self.page.borrow_mut();
        if page.coming.is_none()
            && let Some((id, moment, look)) = self.studying.awaited.take()
            && page.scenario == Some(id)
        {
            page.go_to_moment(moment);
            if let Some(selection) = page.named(look) {
                page.apply(Action::Select(Some(selection)));
            }
        }
    }

    /// The lesson after the open one, or before it; where there is none, the list of all.
    fn go_on_in_course(&mut self, verb: Verb) {
        let page = self.page.borrow();
        let open = page.coming.or(page.scenario).unwrap_or_default();
        drop(page);
        let found = if verb == Verb::NextLesson { after(open) } else { before(open) };
        match found {
            Some(lesson) => self.open_lesson(lesson.id, LessonMoment::Start, ""),
            None if self.workplace == Workplace::Course => {}
            None => self.go(Workplace::Course),
        }
    }

    fn describe(&mut self) {
        let page = self.page.borrow();
        let tell = |later: &LaterModule| (later.describe)(&page.seen, &page.session, self.lang);
        self.studying.described = later::here().map(|later| Shared::new(tell(later)));
    }

    fn show_own_settings(&mut self) {
        self.leave();
        if self.root.one_column() {
            self.drawer = true;
        } else {
            self.folded = false;
        }
        self.studying.wants_field = true;
    }

    /// What was to be done once the page is drawn.
    pub(super) fn focus_what_was_asked_for(&mut self) {
        if std::mem::take(&mut self.studying.wants_field) {
            open_field(self.root.container());
        }
        let page = self.root.container();
        self.studying.focus.get_or_insert_with(|| FocusKeeper::of(page)).keep(page);
    }

    /// Says first what will be gone. Where many visitors use the page, they know.
    fn next_visitor(&mut self) {
        if !self.root.has_the_document() {
            return;
        }
        let mut page = self.page.borrow_mut();
        let was_said = page.notice.as_ref().is_some_and(|notice| notice.said == Notice::NextVisitor);
        if was_said || self.studying.is_kiosk {
            drop(page);
            return self.begin_afresh();
        }
        page.say(Notice::NextVisitor, Some(Verb::NextVisitor));
        drop(page);
        // A place in front of the stage would cover it.
        if matches!(self.workplace, Workplace::Course | Workplace::Symptoms) {
            self.leave();
        }
    }

    fn begin_afresh(&mut self) {
        let Some(later) = later::here() else { return };
        self.page.borrow_mut().playback.pause();
        self.remembering = None;
        // What was done is not written down once more when the document is left.
        self.memory.borrow_mut().follow("");
        (later.forget_visitor)(&self.root);
    }

    /// Reads what is remembered, once there is something to read it; then notes how far the open lesson was followed. A
    /// lesson is done when its script comes to its end by playing or by steps, and nobody has left it.
    pub(super) fn note_progress(&mut self) {
        let Some(later) = later::here().filter(|_| self.view == View::App) else { return };
        if self.studying.progress.is_none() {
            self.studying.progress = Some(Shared::new((later.progress)(self.root.storage())));
            let is_off = self.root.storage().get(LETTER_KEYS).is_some_and(|word| word == SWITCHED_OFF);
            self.root.set_letter_keys(!is_off);
            if self.studying.is_kiosk {
                self.studying.kiosk = Some((later.kiosk)(self.dispatch.clone()));
            }
        }
        let page = self.page.borrow();
        let (now, end) = (page.session.now(), page.session.script_end());
        let over = end > SimTime::ZERO && now >= end;
        let was_ahead = self.studying.ahead == Some(page.edition);
        self.studying.ahead = (!over).then_some(page.edition);
        let is_followed = self.studying.acted || page.opened > 0;
        let is_the_lessons = is_followed && !page.session.is_rewritten() && page.session.departed().is_none();
        let moved = std::mem::take(&mut self.studying.moved);
        let Some(id) = page.scenario.filter(|_| moved && is_the_lessons && self.comparison.is_none()) else {
            return;
        };
        let (line, is_done) = (page.line_reached(), over && was_ahead);
        if line == 0 || (!is_done && self.studying.noted == Some((id, line))) {
            return;
        }
        self.studying.noted = Some((id, line));
        let before = self.studying.progress.as_deref().cloned().unwrap_or_default();
        let (progress, is_kept) = (later.follow_lesson)(self.root.storage(), before, (id, line, is_done));
        (self.studying.progress, self.studying.is_kept) = (Some(Shared::new(progress)), is_kept);
    }
}

/// Opens the first field for pasted settings, and puts the focus in it.
fn open_field(page: &HtmlElement) {
    let found = |at: &Element, selector| at.query_selector(selector).ok().flatten();
    let Some(paste) = found(page, "details.paste") else { return };
    // Refused only for names that are no attributes.
    let _ = paste.set_attribute("open", "");
    if let Some(field) = found(&paste, "textarea").and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
        bring_into_view(&field);
        let _ = field.focus();
    }
}

impl Page {
    /// How many lines of the story were reached.
    fn line_reached(&self) -> u16 {
        let now = self.session.now();
        self.session.captions().partition_point(|caption| caption.at <= now) as u16
    }

    /// Goes to a moment of the open lesson: to a line, to go on from there, or to the answer, to look at it.
    fn go_to_moment(&mut self, moment: LessonMoment) {
        let captions = self.session.captions();
        let at = match moment {
            LessonMoment::Start => None,
            LessonMoment::Line(line) => captions.get(usize::from(line).saturating_sub(1)).map(|line| line.at),
            LessonMoment::Answer => {
                let answer = captions.iter().find(|caption| caption.kind == CaptionKind::Answer);
                answer.map(|answer| answer.at)
            }
        };
        if moment == LessonMoment::Answer {
            self.playback.pause();
        }
        if let Some(at) = at {
            self.go_to(at);
        }
    }

    /// What can be chosen under the name of a consumer or of a partition.
    fn named(&self, name: &str) -> Option<Selection> {
        let consumer = self.seen.consumers.iter().find(|consumer| consumer.name.as_str() == name);
        let lanes = self.seen.groups.iter().flat_map(|group| group.lanes.iter().map(|lane| (group.id, lane)));
        let mut lanes = lanes.filter(|(_, lane)| lane.partition.to_string() == name);
        consumer
            .map(|consumer| Selection::Consumer(consumer.name))
            .or_else(|| lanes.next().map(|(group, lane)| Selection::Lane(group, lane.partition)))
    }
}

impl App {
    pub(super) fn course_place(&self) -> CoursePlace {
        CoursePlace {
            progress: self
                .studying
                .progress
                .clone()
                .unwrap_or_else(|| Shared::new(CourseProgress::default())),
            is_kept: self.studying.is_kept,
            lang: self.lang,
            dispatch: self.dispatch.clone(),
        }
    }

    pub(super) fn symptom_finder(&self) -> SymptomProps {
        SymptomProps {
            lang: self.lang,
            jotter: Jotter::of(&self.root, "symptom"),
            one_column: self.root.one_column(),
            dispatch: self.dispatch.clone(),
        }
    }

    /// Whether the first deeds are named with their keys: until something was done, and where these keys do something.
    pub(super) fn has_hints(&self, page: &Page) -> bool {
        !page.session.can_undo() && self.root.has_letter_keys()
    }

    /// The ways in, at the first session of groupscope's own page, until something is done in it.
    pub(super) fn view_ways_in(&self, page: &Page) -> Option<Html> {
        let is_start = self.root.has_the_document() && page.opened == 0 && page.scenario == Some(DEFAULT);
        let later = later::here().filter(|_| is_start && !page.session.can_undo())?;
        Some((later.ways_in)(WaysIn { lang: self.lang, dispatch: self.dispatch.clone() }))
    }

    /// What is said to who asks for it, and what is counted when nobody is there any more.
    pub(super) fn view_said_on_request(&self) -> Html {
        let described = self.studying.described.as_ref().zip(later::here()).map(|(sentences, later)| {
            (later.described)(DescribedPanel {
                sentences: sentences.clone(),
                lang: self.lang,
                dispatch: self.dispatch.clone(),
            })
        });
        let seconds = self.studying.left;
        let counted = later::here().filter(|_| seconds > 0);
        let counted = counted.map(|later| (later.countdown)(Countdown { seconds, lang: self.lang }));
        markup! {
            <>
                <div role="status">{ for described }</div>
                <div role="status">{ for counted }</div>
            </>
        }
    }
}
