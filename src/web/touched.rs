//! What a figure needs once it is touched, beside what is in the first module: how to open a file, the words of what
//! happened and of what is wrong, links, and groups of very many members. It is a module of its own (see
//! hooks/split.sh), so that a figure never fetches what only the app needs. The app fetches both.

use crate::cluster::command_error::CommandError;
use crate::cluster::journal::Entry;
use crate::kafka::on_demand;
use crate::scene::crowd::crowd;
use crate::scene::foretold::ForetoldScene;
use crate::scene::{CrowdLayout, Scene};
use crate::session::Session;
use crate::session::foretelling::{ForetellDeed, Foretelling};
use crate::session::lexer::ScriptError;
use crate::web::lang::Lang;
use crate::web::mount::transcript_of;
use crate::web::part::{part, piece};
use crate::web::shell::foretelling;
use crate::web::shell::lesson::{HeardOfLesson, news_of_lesson};
use crate::web::shell::notice::{Problem, ProblemPanel, ProblemProps};
use crate::web::shell::page::Page;
use crate::web::stage::crowd::{Crowd, CrowdProps};
use crate::web::stage::foretold::{ForetoldLayer, ForetoldProps};
use crate::web::story::end_card::EndCard;
use crate::web::story::guess::{GuessForm, VerdictBoxes};
use std::cell::Cell;
use wasm_split_helpers::{SplitLoaderError, wasm_split};
use yew::Html;

/// The functions of the module.
pub struct TouchedModule {
    /// Opens a file of the visitor's. What it expects and prints is left alone.
    pub open: fn(&str, &[u8]) -> Result<Session, Vec<ScriptError>>,
    /// What is wrong with a line, and why a command was refused, in words.
    pub message: fn(&ScriptError, Lang) -> String,
    pub refusal: fn(&CommandError, Lang) -> String,
    pub problem: fn(ProblemProps) -> Html,
    /// What is wrong with something that could not be opened, in words.
    pub problem_text: fn(&Problem, Lang) -> String,
    /// What happened, in one sentence.
    pub sentence: fn(&Session, Lang, &Entry) -> String,
    pub transcript: fn(&Page) -> String,
    /// Groups of very many partitions or consumers.
    pub crowd: CrowdLayout,
    pub crowd_view: fn(CrowdProps) -> Html,
    /// Opens what a link leads to; goes to its moment when it is open.
    pub open_link: fn(&mut Page, &str),
    pub arrive: fn(&mut Page),
    /// The token of a link to this state.
    pub link: fn(&Page) -> String,
    /// What is foretold, on the stage and below its question, and what became of it; what there is to try.
    pub keep_lesson: fn(&mut Page),
    pub foretell: fn(&mut Page, &ForetellDeed) -> bool,
    pub foretold: fn(&Scene, &Foretelling, Lang) -> ForetoldScene,
    pub foretold_view: fn(ForetoldProps) -> Html,
    pub guess_form: fn(GuessForm) -> Html,
    pub verdict: fn(VerdictBoxes) -> Html,
    pub end_card: fn(EndCard) -> Html,
    /// What only some sessions need comes with it.
    pub bring_on_demand: fn(),
    /// What there is to be read out of a lesson since the last time.
    pub news_of_lesson: fn(&Page, &mut HeardOfLesson, Lang) -> Vec<String>,
}

thread_local! {
    /// One for all pages of a document.
    static HERE: Cell<Option<&'static TouchedModule>> = const { Cell::new(None) };
}

/// The module, if it has come.
pub fn here() -> Option<&'static TouchedModule> {
    HERE.get()
}

/// Fetches it, if it is not here.
///
/// # Errors
/// It did not come. It can be asked for again.
pub async fn arrive() -> Result<(), SplitLoaderError> {
    let module = module().await?;
    (module.bring_on_demand)();
    HERE.set(Some(module));
    Ok(())
}

/// Where the program is cut.
#[wasm_split(touched, fallible)]
fn module() -> Result<&'static TouchedModule, SplitLoaderError> {
    Ok(whole())
}

/// The module is here at once, where the program is not cut.
#[cfg(not(target_arch = "wasm32"))]
pub fn bring() {
    HERE.set(Some(whole()));
}

const fn whole() -> &'static TouchedModule {
    &TouchedModule {
        open: Session::open_to_show,
        message: |error, lang| error.message(lang),
        refusal: |error, lang| lang.say(error),
        problem: piece::<ProblemPanel>,
        problem_text: Problem::text,
        sentence: Session::sentence_in,
        transcript: transcript_of,
        crowd,
        crowd_view: piece::<Crowd>,
        open_link: Page::open_link,
        arrive: Page::arrive,
        link: |page| page.link().fragment(),
        keep_lesson: Page::keep_lesson,
        foretell: Page::foretell,
        foretold: foretelling::foretold_on,
        foretold_view: piece::<ForetoldLayer>,
        guess_form: part::<GuessForm>,
        verdict: part::<VerdictBoxes>,
        end_card: part::<EndCard>,
        bring_on_demand: on_demand::bring,
        news_of_lesson,
    }
}
