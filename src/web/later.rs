//! What the first picture does without: a module of its own, fetched once the first picture stands.

use crate::cluster::command_error::CommandError;
use crate::cluster::observation::Sample;
use crate::kafka::ids::GroupId;
use crate::scene::Selection;
use crate::scene::sequence::{SequenceInput, SequenceScene, sequence};
use crate::scene::time_axis::AxisDrawing;
use crate::session::Session;
use crate::web::lang::Lang;
use crate::session::lexer::ScriptError;
use crate::web::panel::refused::{RefusedNote, RefusedProps};
use crate::web::panel::command_form::{CommandForm, DeedsProps};
use crate::web::panel::paste::{Paste, PasteProps};
use crate::web::part::{part, piece};
use crate::web::shell::help::Help;
use crate::web::shell::notice::{ProblemPanel, ProblemProps};
use crate::web::story::sequence::SequenceDiagram;
use crate::web::story::why_panel::{self, ShownAnswer, WhyPanel};
use crate::web::time::charts::{self, DrawnChart};
use std::cell::Cell;
use wasm_split_helpers::{SplitLoaderError, wasm_split};
use yew::Html;

pub struct Later {
    pub answer: fn(&Session, Lang, Option<&Selection>) -> Option<ShownAnswer>,
    pub why_panel: fn(WhyPanel) -> Html,
    pub paste: fn(PasteProps) -> Html,
    pub command_form: fn(DeedsProps) -> Html,
    pub help: fn(Help) -> Html,
    pub problem: fn(ProblemProps) -> Html,
    pub sequence: fn(&SequenceInput) -> SequenceScene,
    pub sequence_diagram: fn(SequenceDiagram) -> Html,
    pub charts: fn(&AxisDrawing, &[Sample], &GroupId, Lang) -> Vec<DrawnChart>,
    pub open: fn(&str, &[u8]) -> Result<Session, Vec<ScriptError>>,
    pub refused: fn(RefusedProps) -> Html,
    pub message: fn(&ScriptError, Lang) -> String,
    pub refusal: fn(&CommandError, Lang) -> String,
    pub report: fn(&Session) -> String,
}

thread_local! {
    static HERE: Cell<Option<&'static Later>> = const { Cell::new(None) };
}

#[wasm_split(later, fallible)]
fn module() -> Result<&'static Later, SplitLoaderError> {
    Ok(&Later {
        answer: why_panel::answer,
        why_panel: part::<WhyPanel>,
        paste: piece::<Paste>,
        command_form: piece::<CommandForm>,
        help: part::<Help>,
        problem: piece::<ProblemPanel>,
        sequence,
        sequence_diagram: part::<SequenceDiagram>,
        charts: charts::charts,
        open: Session::open,
        refused: piece::<RefusedNote>,
        message: |error, lang| error.message(lang),
        refusal: |error, lang| lang.say(error),
        report: |session| session.report().to_json(),
    })
}

/// The second module, if it is here.
pub fn here() -> Option<&'static Later> {
    HERE.get()
}

/// Fetches it.
///
/// # Errors
/// It did not come; it may be asked for again.
pub async fn arrive() -> Result<(), SplitLoaderError> {
    HERE.set(Some(module().await?));
    Ok(())
}
