//! What the page holds of the terminal, of pasted output of Kafka's tool, and of the text that is being edited, and
//! what becomes of it.

use crate::session::Session;
use crate::session::import::remark::{ImportRemark, PlacedRemark};
use crate::session::import::{self, ImportChoice, Imported};
use crate::session::lexer::ScriptError;
use crate::web::memory::jotted::Jotter;
use crate::web::shared::Shared;
use crate::web::shell::page::Page;
use std::cell::RefCell;
use std::rc::Rc;

/// See the head of this file.
#[derive(Default)]
pub struct Desk {
    /// Whether the terminal stands in the place of the time axis.
    pub terminal: bool,
    /// The dialog for pasted output was asked for, with this text in it.
    pub pasting: Option<Shared<String>>,
    /// What is to be known of the session that was made of pasted output.
    pub imported: Option<Shared<ImportedNote>>,
    /// What is typed in the text editor. It outlives the editor.
    pub draft: Rc<RefCell<Draft>>,
}

/// What is done at it.
#[derive(Clone, Debug, PartialEq)]
pub enum DeskAction {
    /// Ask for pasted output.
    Ask,
    /// Something was pasted outside of all fields.
    Pasted(String),
    /// Open this output as a session: of this group, or of the one that suggests itself.
    Import { text: String, group: Option<String> },
    /// What is to be known of it was read.
    CloseNote,
    /// Run the text of the editor: from the start, or up to the present instant.
    Run { text: String, to_now: bool },
}

/// What was assumed for a session that was made of pasted output.
#[derive(Debug, PartialEq, Eq)]
pub struct ImportedNote {
    /// The output, for its other groups.
    pub text: String,
    pub group: String,
    pub others: Vec<String>,
    pub partitions: usize,
    pub members: usize,
    /// What is to be said of its lines, then of the whole.
    pub placed: Vec<PlacedRemark>,
    pub remarks: Vec<ImportRemark>,
}

/// A text that is being edited.
#[derive(Debug, Default)]
pub struct Draft {
    pub text: String,
    /// What of it is the session's: all of it, unless something was typed since; and of which edition.
    pub base: String,
    pub edition: Option<u64>,
    /// Whether it is the visitor's own. Then no other text takes its place unasked.
    pub own: bool,
    /// Where the caret was.
    pub caret: u32,
    /// Why it could not be run.
    pub errors: Vec<ScriptError>,
    /// Whether these came of running it.
    pub ran: bool,
    /// Where it is kept while it is the visitor's own.
    jotter: Jotter,
}

impl Draft {
    /// Something was typed.
    pub fn type_in(&mut self, text: String) {
        self.jotter.keep(Some(&text));
        (self.text, self.own, self.ran) = (text, true, false);
    }

    /// Begins anew with this text.
    pub fn begin(&mut self, text: String, edition: u64) {
        self.jotter.keep(None);
        let jotter = std::mem::take(&mut self.jotter);
        *self = Draft { base: text.clone(), text, edition: Some(edition), jotter, ..Draft::default() };
    }

    /// The session has this text. One of the visitor's own, which was kept, is looked at beside it.
    pub fn meet(&mut self, text: String, edition: u64) {
        match self.own {
            true => (self.base, self.edition) = (text, Some(edition)),
            false => self.begin(text, edition),
        }
    }

    /// Keeps the text there from now on, and takes up the one that is kept there.
    pub fn keep_in(&mut self, jotter: Jotter) {
        if let Some(text) = jotter.kept() {
            (self.text, self.own) = (text, true);
        }
        self.jotter = jotter;
    }

    /// The session is what this text says.
    fn was_run(&mut self, text: String, edition: u64) {
        self.jotter.keep(self.own.then_some(&*text));
        (self.edition, self.errors, self.ran) = (Some(edition), Vec::new(), false);
        (self.base, self.text) = (text.clone(), text);
    }
}

/// The text of the open session: as it was opened, or, once something was done, as it would be saved.
pub fn text_of(session: &Session) -> String {
    if session.can_undo() { session.to_script() } else { session.text().to_owned() }
}

/// Does what is done at the desk. Whether another session is to be seen.
pub fn act(page: &mut Page, action: DeskAction) -> bool {
    match action {
        DeskAction::Ask => {
            page.playback.pause();
            page.desk.pasting = Some(Shared::new(String::new()));
        }
        DeskAction::Pasted(text) => return take_in(page, "", text.as_bytes()),
        DeskAction::Import { text, group } => return import_group(page, "", text, group),
        DeskAction::CloseNote => page.desk.imported = None,
        DeskAction::Run { text, to_now } => return run(page, text, to_now),
    }
    false
}

/// Opens a text as output of the tool, if it is that. If it cannot be read, it is shown with its mistakes.
pub fn take_in(page: &mut Page, name: &str, bytes: &[u8]) -> bool {
    if !import::is_described(bytes) {
        return false;
    }
    import_group(page, name, import::pasted_text(bytes).unwrap_or_default(), None);
    true
}

fn import_group(page: &mut Page, name: &str, text: String, group: Option<String>) -> bool {
    let Ok(imported) = import::read(text.as_bytes()) else {
        page.desk.pasting = Some(Shared::new(text));
        return false;
    };
    let choice = ImportChoice { group, ..ImportChoice::default() };
    let made = import::session(&imported, &choice);
    let note = note_of(imported, made.remarks, &choice, text);
    let name = if name.is_empty() { &note.group } else { name }.to_owned();
    page.open(&name, made.script.as_bytes(), None);
    // Where it stands as the real group does: the records are there, and the group has settled.
    page.seek(page.session.script_end());
    page.desk.imported = Some(Shared::new(note));
    true
}

fn note_of(
    imported: Imported,
    remarks: Vec<ImportRemark>,
    choice: &ImportChoice,
    text: String,
) -> ImportedNote {
    let place = import::chosen(&imported, choice);
    let name = |group: &import::ImportedGroup| group.name.clone().unwrap_or_default();
    let readable = |group: &&import::ImportedGroup| !group.partitions.is_empty() && group.name.is_some();
    let taken = &imported.groups[place];
    let others = imported.groups.iter().filter(readable).map(name).filter(|other| *other != name(taken));
    ImportedNote {
        text,
        group: name(taken),
        others: others.collect(),
        partitions: taken.partitions.len(),
        members: taken.members.len(),
        placed: imported.remarks.clone(),
        remarks,
    }
}

/// Runs the text of the editor. The session that was open can be brought back; one that does not run changes nothing.
fn run(page: &mut Page, text: String, to_now: bool) -> bool {
    let (now, name) = (page.session.now(), page.session.name().to_owned());
    match Session::open(&name, text.as_bytes()) {
        Ok(session) => {
            page.run_text(session);
            if to_now {
                page.playback.pause();
                page.seek(now);
            } else if page.autoplay {
                page.playback.play();
            }
            page.desk.draft.borrow_mut().was_run(text, page.edition);
            true
        }
        Err(errors) => {
            let mut draft = page.desk.draft.borrow_mut();
            (draft.text, draft.errors, draft.ran) = (text, errors, true);
            false
        }
    }
}
