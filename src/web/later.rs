//! What the first picture does without. It is compiled into a module of its own, which the page fetches once the first
//! picture stands: what only the functions listed here reach is not in the first module (see hooks/split.sh).
//!
//! The rest of the page asks [`here`] and goes without for as long as the module has not come. What a visitor asks for
//! meanwhile waits in the app.

use crate::cluster::journal::Journal;
use crate::cluster::observation::{Observation, Sample};
use crate::kafka::assignor::AssignorName;
use crate::kafka::ids::{ClientName, GroupId};
use crate::scene::picture::fragment_in;
use crate::scene::sequence::{SequenceInput, SequenceScene, sequence};
use crate::scene::time_axis::AxisDrawing;
use crate::session::Session;
use crate::session::compare::pairs::ComparePlan;
use crate::session::course::progress::CourseProgress;
use crate::session::describe::described;
use crate::session::language::notice::Complaint;
use crate::session::lexer::ScriptError;
use crate::session::prediction::numbers::{CountBetween, number_between};
use crate::session::sequence::{SequenceLine, lines};
use crate::session::why::Question;
use crate::sim::time::SimTime;
use crate::web::action::{Action, Verb};
use crate::web::compare::chooser::{ChooserProps, PairChooser};
use crate::web::compare::strip::DifferenceStrip;
use crate::web::compare::{CompareNow, ComparePanel, MadeBeside, SideHead, beside, compare_now};
use crate::web::course::CoursePlace;
use crate::web::course::countdown::Countdown;
use crate::web::course::described_panel::DescribedPanel;
use crate::web::course::ways_in::WaysIn;
use crate::web::deploy::{DeployPlace, DeployProps};
use crate::web::editor::{EditorProps, TextEditor};
use crate::web::lang::Lang;
use crate::web::memory::kept::KeptWork;
use crate::web::memory::lessons::FollowedLesson;
use crate::web::memory::{WorkMemory, lessons, remember, visitor};
use crate::web::mount::root::Root;
use crate::web::mount::storage::Storage;
use crate::web::panel::command_form::{CommandForm, DeedsProps};
use crate::web::panel::paste::{Paste, PasteProps};
use crate::web::panel::refused::{RefusedNote, RefusedProps};
use crate::web::panel::settings::{SettingsList, SettingsProps};
use crate::web::part::{part, piece};
use crate::web::present::code::CodeLink;
use crate::web::present::{Presenter, PresenterProps};
use crate::web::share::work_list::WorkList;
use crate::web::share::{ShareDialog, ShareProps, Sheet, album, picture};
use crate::web::shared::Shared;
use crate::web::shell::configure::Configuration;
use crate::web::shell::desk::{self, DeskAction};
use crate::web::shell::help::Help;
use crate::web::shell::kiosk::KioskClock;
use crate::web::shell::page::Page;
use crate::web::shell::sharing;
use crate::web::story::journal_list::{JournalList, Listed, Tail};
use crate::web::story::sequence::SequenceDiagram;
use crate::web::story::why_panel::{self, Asking, ShownAnswer, WhyPanel};
use crate::web::symptoms::{SymptomFinder, SymptomProps};
use crate::web::terminal::imported::ImportedPanel;
use crate::web::terminal::paste_output::{PasteOutput, PasteOutputProps};
use crate::web::terminal::{TerminalPane, TerminalProps};
use crate::web::time::charts::{self, DrawnChart};
use crate::web::touched;
use std::cell::Cell;
use wasm_split_helpers::{SplitLoaderError, wasm_split};
use web_sys::{Blob, Document, Element};
use yew::{Callback, Html};

/// Answers a question about the world of a session.
pub type WhyAnswering = fn(&Session, Lang, Option<&(Question, Asking)>) -> Option<ShownAnswer>;

/// Opens a file.
pub type OpenWhole = fn(&str, &[u8]) -> Result<Session, Vec<ScriptError>>;

/// The functions of the module.
pub struct LaterModule {
    pub refused: fn(RefusedProps) -> Html,
    /// Why what is chosen is as it is.
    pub answer: WhyAnswering,
    pub why_panel: fn(WhyPanel) -> Html,
    /// The lines of the journal, if they are other ones than before.
    pub journal: fn(&mut Tail, &Page, Lang) -> Option<Shared<Listed>>,
    pub journal_list: fn(JournalList) -> Html,
    pub sequence_lines: for<'a> fn(&'a Journal, SimTime, &GroupId, &[ClientName]) -> Vec<SequenceLine<'a>>,
    pub sequence: fn(&SequenceInput) -> SequenceScene,
    pub sequence_diagram: fn(SequenceDiagram) -> Html,
    pub charts: fn(&AxisDrawing, &[Sample], &GroupId, Lang) -> Vec<DrawnChart>,
    /// What numbers and tasks need of the table of measures.
    pub number: CountBetween,
    pub keep_tasks: fn(&mut Page),
    /// Opens a file of the visitor's, with all that it asks and expects.
    pub open: OpenWhole,
    /// The numbers of this instant, as JSON.
    pub report: fn(&Session) -> String,
    pub command_form: fn(DeedsProps) -> Html,
    pub configure: fn(&mut Page, Configuration),
    pub migrate: fn(&mut Page, GroupId, Option<AssignorName>),
    pub settings: fn(SettingsProps) -> Html,
    pub paste: fn(PasteProps) -> Html,
    pub help: fn(Help) -> Html,
    /// Writes the work down, in the address and in the browser's storage.
    pub remember: fn(&mut WorkMemory, &mut Page, &Root),
    /// Two runs side by side.
    pub beside: fn(&ComparePlan, &mut Page, Lang) -> Result<MadeBeside, Complaint>,
    pub compare_now: fn(&Page, &Page) -> CompareNow,
    pub pair_chooser: fn(ChooserProps) -> Html,
    pub side_head: fn(SideHead) -> Html,
    pub compare_panel: fn(ComparePanel) -> Html,
    pub difference_strip: fn(DifferenceStrip) -> Html,
    /// The terminal; output of Kafka's tool that is pasted, and what became of it; the text editor.
    pub desk: fn(&mut Page, DeskAction) -> bool,
    pub take_in: fn(&mut Page, &str, &[u8]) -> bool,
    pub terminal: fn(TerminalProps) -> Html,
    pub paste_output: fn(PasteOutputProps) -> Html,
    pub imported: fn(ImportedPanel) -> Html,
    pub editor: fn(EditorProps) -> Html,
    /// What is shared, saved, and found again.
    pub sheet: fn(&Page, Lang) -> Sheet,
    pub share: fn(ShareProps) -> Html,
    pub works: fn(&Storage) -> Vec<KeptWork>,
    pub work_list: fn(WorkList) -> Html,
    /// The page for a room, and where its code leads.
    pub presenter: fn(PresenterProps) -> Html,
    pub code: fn(&Page) -> CodeLink,
    pub deploy: fn(DeployProps) -> Html,
    pub export: fn(&Page, Verb, Lang) -> String,
    pub picture: fn(&Element, &Page, Lang) -> Option<String>,
    pub album: fn(&Element, &Page, (Verb, Lang), Callback<Action>),
    pub png: fn(&Document, String, Callback<Option<Blob>>),
    /// The link in a picture that this page made.
    pub link_in_picture: fn(&[u8]) -> Option<String>,
    /// The course, and how far one has come in it.
    pub course: fn(CoursePlace) -> Html,
    pub progress: fn(&Storage) -> CourseProgress,
    pub follow_lesson: fn(&Storage, CourseProgress, FollowedLesson) -> (CourseProgress, bool),
    pub forget_progress: fn(&Storage),
    pub symptoms: fn(SymptomProps) -> Html,
    pub ways_in: fn(WaysIn) -> Html,
    /// The stage in words.
    pub describe: fn(&Observation, &Session, Lang) -> Vec<String>,
    pub described: fn(DescribedPanel) -> Html,
    /// One visitor after the other.
    pub kiosk: fn(Callback<Action>) -> KioskClock,
    pub countdown: fn(Countdown) -> Html,
    pub forget_visitor: fn(&Root),
}

thread_local! {
    /// One for all pages of a document.
    static HERE: Cell<Option<&'static LaterModule>> = const { Cell::new(None) };
}

/// The module, if it has come.
pub fn here() -> Option<&'static LaterModule> {
    HERE.get()
}

/// Fetches it, and the module for a figure that is touched, if they are not here.
///
/// # Errors
/// One of them did not come. It can be asked for again.
pub async fn arrive() -> Result<(), SplitLoaderError> {
    touched::arrive().await?;
    HERE.set(Some(module().await?));
    Ok(())
}

/// Where the program is cut.
#[wasm_split(later, fallible)]
fn module() -> Result<&'static LaterModule, SplitLoaderError> {
    Ok(whole())
}

/// The module is here at once, where the program is not cut.
#[cfg(not(target_arch = "wasm32"))]
pub fn bring() {
    touched::bring();
    HERE.set(Some(whole()));
}

const fn whole() -> &'static LaterModule {
    &LaterModule {
        refused: piece::<RefusedNote>,
        answer: why_panel::answer,
        why_panel: part::<WhyPanel>,
        journal: Tail::refresh,
        journal_list: part::<JournalList>,
        sequence_lines: lines,
        sequence,
        sequence_diagram: part::<SequenceDiagram>,
        charts: charts::charts,
        number: number_between,
        keep_tasks: Page::keep_tasks,
        open: Session::open,
        report: |session| session.report().to_json(),
        command_form: piece::<CommandForm>,
        configure: Page::configure,
        migrate: Page::migrate,
        settings: piece::<SettingsList>,
        paste: piece::<Paste>,
        help: part::<Help>,
        remember,
        beside,
        compare_now,
        pair_chooser: piece::<PairChooser>,
        side_head: part::<SideHead>,
        compare_panel: part::<ComparePanel>,
        difference_strip: part::<DifferenceStrip>,
        desk: desk::act,
        take_in: desk::take_in,
        terminal: piece::<TerminalPane>,
        paste_output: piece::<PasteOutput>,
        imported: part::<ImportedPanel>,
        editor: piece::<TextEditor>,
        sheet: Sheet::of,
        share: piece::<ShareDialog>,
        works: sharing::works,
        work_list: part::<WorkList>,
        presenter: piece::<Presenter>,
        code: |page| CodeLink::of(&page.link()),
        deploy: piece::<DeployPlace>,
        export: sharing::exported,
        picture: |place, page, lang| picture::svg(place, page.session.title(lang), &page.link().fragment()),
        album: album::draw,
        png: |document, svg, done| picture::png(document, svg, move |blob| done.emit(blob)),
        link_in_picture: fragment_in,
        course: part::<CoursePlace>,
        progress: lessons::progress,
        follow_lesson: lessons::follow,
        forget_progress: lessons::forget,
        symptoms: piece::<SymptomFinder>,
        ways_in: part::<WaysIn>,
        describe: described,
        described: part::<DescribedPanel>,
        kiosk: KioskClock::start,
        countdown: part::<Countdown>,
        forget_visitor: visitor::forget,
    }
}
