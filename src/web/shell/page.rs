//! What the page holds that a browser has no part in: the open session, its playback, what is chosen, and what
//! there is to say about it. Every change comes in through [`Page::apply`] or [`Page::frame`].

use crate::cluster::command::Command;
use crate::cluster::observation::{ConsumerView, Observation};
use crate::kafka::assignor::AssignorName;
use crate::kafka::ids::{ClientName, GroupId, TopicName};
use crate::scene::Selection;
use crate::session::journal_filter::JournalFilter;
use crate::session::language::notice::{Complaint, Notice};
use crate::session::lexer::ScriptError;
use crate::session::link::SessionLink;
use crate::session::playback::{Halt, Loop, Pace, Playback, ShownStretch};
use crate::session::steps::{Landing, Stride};
use crate::session::{Reach, Session};
use crate::sim::time::{SimDuration, SimTime};
use crate::web::action::{Action, Verb};
use crate::web::later;
use crate::web::shared::Shared;
use crate::web::shell::asked::{LISTED, LISTED_MORE};
use crate::web::shell::desk::Desk;
use crate::web::shell::lesson::PageLesson;
use crate::web::shell::notice::{Problem, Toast, fault_in_words};
use crate::web::shell::scenario_picker::{DEFAULT, DEFAULT_TEXT};
use crate::web::touched;
use std::rc::Rc;

/// The speeds offered, in hundredths.
pub const SPEEDS: [u32; 10] = [10, 25, 50, 100, 200, 500, 1000, 2000, 5000, 10_000];

/// Why a command was refused, to be shown beside the control that asked for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Beside what.
    pub place: Place,
    /// The sentence.
    pub said: Complaint,
}

/// A part of the left panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Where a group's assignor is chosen.
    Protocol(GroupId),
    Group(GroupId),
    Topic(TopicName),
    Consumer(ClientName),
    /// Where its settings are edited.
    Settings(GroupId),
    /// Below everything else: what adds to the whole.
    World,
}

/// A session that was open, and the scenario it began as.
pub(in crate::web) type ShelvedSession = (Option<&'static str>, Session);

/// See the head of this file.
pub struct Page {
    pub session: Session,
    pub playback: Playback,
    /// The world as it is now.
    pub seen: Rc<Observation>,
    /// What is chosen, on the stage or in the left panel.
    pub selection: Option<Selection>,
    pub notice: Option<Toast>,
    pub problem: Option<Shared<Problem>>,
    pub refusal: Option<Refusal>,
    pub desk: Desk,
    pub lesson: PageLesson,
    /// The scenario that was opened; `None` for a file.
    pub scenario: Option<&'static str>,
    /// The scenario that was asked for and has not come yet.
    pub coming: Option<&'static str>,
    /// The link that leads to what is being opened.
    pub(in crate::web) arriving: Option<SessionLink>,
    /// The part of each run that is shown.
    pub(in crate::web) stretch: ShownStretch,
    /// What a step goes to.
    pub(in crate::web) stride: Stride,
    /// Where a figure begins, until it has begun.
    pub(in crate::web) begins_at: Option<SimTime>,
    /// Whether what a figure is to show could not be opened yet: nothing else is shown in its place.
    pub(in crate::web) unopened: bool,
    /// Whether a link is still to be read: nothing plays until then.
    pub(in crate::web) awaits_link: bool,
    /// Counts the sessions that were opened.
    pub opened: u64,
    /// Rises whenever the session became another one: opened, acted upon, undone.
    pub edition: u64,
    /// Rises whenever somebody begins afresh: at the start, or with another session. What was answered is forgotten.
    pub fresh: u64,
    /// Which lines of the journal are listed, and how many of them.
    pub filter: JournalFilter,
    pub listed: usize,
    /// Since when there was what was explained unasked, and closed.
    pub(super) unasked: Option<SimTime>,
    /// Whether playback waits at a question.
    asking: bool,
    /// Whether playback halts at the answer to what was said.
    pub halts_at_answers: bool,
    /// Whether what is opened begins to play by itself.
    pub autoplay: bool,
    /// The session that was open before, if something had been done in it.
    pub(super) shelf: Option<ShelvedSession>,
    /// How many records of each lane are looked at.
    window: usize,
}

impl Page {
    /// Opens one of the scenarios. If its text is no part of the program, it is asked for, and nothing is to be seen
    /// until it comes. `""` stands for a session that comes with a link.
    ///
    /// # Errors
    /// What is wrong with the scenario, which only happens in a broken build.
    pub fn start(id: &'static str) -> Result<Page, Vec<ScriptError>> {
        let coming = (id != DEFAULT).then_some(id);
        let text = if coming.is_none() { DEFAULT_TEXT } else { "" };
        let mut page = Page::of(Session::open_known(id, text.as_bytes())?);
        page.scenario = Some(id).filter(|id| !id.is_empty());
        page.coming = coming;
        Ok(page)
    }

    /// A page with this session.
    pub(super) fn of(session: Session) -> Page {
        let window = 64;
        let seen = Rc::new(session.shown(window));
        Page {
            session,
            playback: Playback::default(),
            seen,
            selection: None,
            notice: None,
            problem: None,
            refusal: None,
            desk: Desk::default(),
            lesson: PageLesson::default(),
            scenario: None,
            coming: None,
            arriving: None,
            stretch: ShownStretch::default(),
            stride: Stride::Line,
            begins_at: None,
            unopened: false,
            awaits_link: false,
            opened: 0,
            edition: 0,
            fresh: 0,
            filter: JournalFilter::default(),
            listed: LISTED,
            unasked: None,
            asking: false,
            halts_at_answers: false,
            autoplay: false,
            shelf: None,
            window,
        }
    }

    /// Whether so many records of each lane are looked at as there.
    pub(super) fn is_looked_at(&self, as_in: &Page) -> bool {
        self.window == as_in.window && self.seen.time == self.session.now()
    }

    /// Looks at the world, at so many records of each lane as there.
    pub(super) fn look_as(&mut self, as_in: &Page) {
        self.window = as_in.window;
        self.look();
    }

    /// Sets how many records of each lane are looked at.
    pub fn set_window(&mut self, window: usize) {
        if self.window != window {
            self.window = window;
            self.look();
        }
    }

    /// Whether playback waits for the answer to a question.
    pub fn asking(&self) -> bool {
        self.asking
    }

    /// Lets `wall` pass, at the playback's pace; see [`Session::frame`].
    pub fn frame(&mut self, wall: SimDuration) {
        let now = self.session.now();
        let halt = self.session.frame(&mut self.playback, wall, &self.seen);
        match halt {
            Some(Halt::Question) => {
                self.asking = true;
                self.say(Notice::Question, Some(Verb::Play));
            }
            Some(Halt::Answer) => self.say(Notice::Answer, Some(Verb::Play)),
            Some(Halt::End) | None => {}
        }
        if self.session.now() != now {
            self.look();
        }
    }

    /// Does what can be done without a browser.
    pub fn apply(&mut self, action: Action) {
        match action {
            Action::Do(verb) => self.apply_verb(verb),
            Action::To(verb, client) => self.act_on(verb, &client),
            Action::AddPartition(topic) => self.add_partition(&topic),
            Action::SetRate(topic, text) => self.set_rate(&topic, &text),
            Action::UseAssignor(group, assignor) => {
                let command = Command::BounceGroup { group, strategy: vec![assignor] };
                self.act(Place::Protocol(group), command);
            }
            Action::Migrate(group, back_to) => migrate(self, group, back_to),
            Action::Line(place, line) => {
                let done = self.act_line(&line);
                self.refuse(place, done.map_err(Complaint::from));
            }
            Action::Configure(wanted) => {
                if let Some(later) = later::here() {
                    (later.configure)(self, wanted);
                }
            }
            Action::SetPace(pace) => self.playback.set_pace(pace),
            Action::Seek(time) => self.seek(time),
            Action::Visit(time) => {
                self.playback.pause();
                self.seek(time);
            }
            Action::GoOn => {
                if self.asking {
                    self.apply_verb(Verb::Play);
                }
            }
            Action::Choose(question, option) => self.choose(question, option),
            Action::Foretell(deed) => {
                if touched::here().is_some_and(|touched| (touched.foretell)(self, &deed)) {
                    self.apply_verb(Verb::Play);
                }
            }
            Action::Filter(filter) => self.list(filter),
            Action::ListMore => self.listed += LISTED_MORE,
            Action::Select(selection) => self.select(selection),
            Action::SelectNth(n) => self.press_digit(n),
            Action::OpenScenario(id) => {
                self.arriving = None;
                self.open_scenario(id);
            }
            Action::OpenLink(fragment) => {
                if let Some(touched) = touched::here() {
                    (touched.open_link)(self, &fragment);
                }
            }
            Action::ScenarioCame(id, text) => self.scenario_came(id, text),
            Action::OpenBytes { name, bytes } => self.open_bytes(&name, &bytes),
            // The browser's part.
            Action::OpenWork(_)
            | Action::RemoveWork(_)
            | Action::ComparePlanned(_)
            | Action::CompareWhole(_)
            | Action::CompareTexts { .. }
            | Action::Copy(_)
            | Action::Say(_)
            | Action::Room(_)
            | Action::Desk(_)
            | Action::Study(_)
            | Action::Drawn(..) => {}
            Action::Unreadable { name, why } => self.problem = Some(Shared::new(Problem::whole(&name, why))),
        }
    }

    fn apply_verb(&mut self, verb: Verb) {
        if let Some((stride, onward)) = verb.stride(self.stride) {
            return self.step(stride, onward);
        }
        match verb {
            Verb::Play => {
                if std::mem::take(&mut self.asking) {
                    self.notice = None;
                    self.renew_lesson();
                }
                self.notice.take_if(|notice| notice.said == Notice::Answer);
                self.begin_stretch_again();
                self.playback.play();
            }
            Verb::Pause => self.playback.pause(),
            Verb::Rewind => {
                self.fresh += 1;
                self.unasked = None;
                self.seek(SimTime::ZERO);
            }
            Verb::LoopFrom | Verb::LoopTo | Verb::NoLoop => self.set_loop(verb),
            Verb::BackToScript => {
                let left = self.session.departed();
                self.session.back_to_script();
                // Where the visitor left it, the script goes on.
                if let Some(left) = left {
                    self.seek(left.min(self.session.now()));
                }
                self.notice = None;
                self.look_anew();
            }
            Verb::Faster => self.shift_speed(1),
            Verb::Slower => self.shift_speed(-1),
            Verb::Undo | Verb::Redo => self.travel(verb),
            Verb::AddConsumer => self.add_consumer(),
            Verb::Eager => self.bounce(Some(AssignorName::Range)),
            Verb::Cooperative => self.bounce(Some(AssignorName::CooperativeSticky)),
            Verb::ConsumerProtocol => self.bounce(None),
            Verb::AddPartition => {
                if let Some(topic) = self.seen.topics.first().map(|topic| topic.name) {
                    self.add_partition(&topic);
                }
            }
            Verb::BringBack => self.bring_back(),
            Verb::Dismiss => {
                (self.problem, self.notice, self.refusal) = (None, None, None);
                self.select(None);
            }
            _ if Verb::ON_CONSUMER.contains(&verb) => match self.chosen().cloned() {
                Some(client) => self.act_on(verb, &client),
                None => self.say(Notice::ChooseFirst, None),
            },
            // What is left is the browser's part: files, theme, language, help.
            _ => {}
        }
    }

    /// Says something that passes.
    pub fn say(&mut self, said: Notice, offer: Option<Verb>) {
        self.notice = Some(Toast { said, offer });
    }

    pub(super) fn look(&mut self) {
        self.seen = Rc::new(self.session.shown(self.window));
        self.renew_lesson();
        if let Some((at, what)) = self.session.fault() {
            let said = Notice::Bug { at, what: fault_in_words(&what) };
            self.say(said, Some(Verb::Save));
        }
    }

    /// What is foretold, and which tasks are done, comes with a later module.
    fn renew_lesson(&mut self) {
        if let Some(touched) = touched::here() {
            (touched.keep_lesson)(self);
        }
    }

    /// Looks again after the session became another one.
    pub(super) fn look_anew(&mut self) {
        self.edition += 1;
        self.asking = false;
        self.refusal = None;
        self.look();
    }

    pub(super) fn consumer(&self, name: &ClientName) -> Option<&ConsumerView> {
        self.seen.consumers.iter().find(|consumer| &consumer.name == name)
    }

    pub(in crate::web) fn seek(&mut self, time: SimTime) {
        let reach = self.session.seek(time);
        self.refusal = None;
        self.asking = false;
        self.notice.take_if(|notice| matches!(notice.said, Notice::Question | Notice::Answer));
        self.playback.halt_at_answer(None);
        self.look();
        if reach == Reach::More {
            self.say(Notice::TakesAWhile(self.session.now()), None);
        }
    }

    fn step(&mut self, stride: Stride, onward: bool) {
        self.playback.pause();
        let before = self.session.now();
        let landing = if onward { self.session.step(stride) } else { self.session.step_back(stride) };
        let now = self.session.now();
        self.refusal = None;
        self.asking = onward && now > before && self.session.is_asked();
        let of_steps = |said: &Notice| {
            matches!(said, Notice::Question | Notice::Answer | Notice::NoneAhead(..) | Notice::NoneBefore(..))
        };
        self.notice.take_if(|notice| of_steps(&notice.said));
        match landing {
            _ if self.asking => self.say(Notice::Question, Some(Verb::Play)),
            Landing::There => {}
            Landing::More => self.say(Notice::TakesAWhile(now), None),
            Landing::Nothing if onward => self.say(Notice::NoneAhead(stride, now), None),
            Landing::Nothing => self.say(Notice::NoneBefore(stride, now), None),
        }
        self.look();
    }

    fn set_loop(&mut self, verb: Verb) {
        let (here, former) = (self.session.now(), self.playback.looped);
        self.playback.looped = match verb {
            Verb::LoopFrom => Some(Loop::starting(here, former)),
            Verb::LoopTo => Loop::ending(here, former),
            _ => None,
        };
    }

    /// The neighbouring speed; those of auto pace are those of real time.
    fn shift_speed(&mut self, by: isize) {
        let now = match self.playback.pace() {
            Pace::Auto => Pace::REAL_TIME,
            Pace::Fixed(speed) => speed,
        };
        let place = SPEEDS.iter().position(|speed| *speed >= now).unwrap_or(SPEEDS.len() - 1);
        let place = place.saturating_add_signed(by).min(SPEEDS.len() - 1);
        self.playback.set_pace(Pace::Fixed(SPEEDS[place]));
    }

    fn travel(&mut self, verb: Verb) {
        let moved = if verb == Verb::Undo { self.session.undo() } else { self.session.redo() };
        if moved {
            self.notice = None;
            self.look_anew();
        } else {
            self.say(if verb == Verb::Undo { Notice::NothingToUndo } else { Notice::NothingToRedo }, None);
        }
    }
}

/// To the other group protocol, with what is fetched after the first picture.
fn migrate(page: &mut Page, group: GroupId, back_to: Option<AssignorName>) {
    if let Some(later) = later::here() {
        (later.migrate)(page, group, back_to);
    }
}
