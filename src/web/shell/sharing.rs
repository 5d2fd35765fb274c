//! What the app does when something is to be sent, saved or found again.

use crate::session::export::diagram::{DiagramNotation, sequence};
use crate::session::language::Lang;
use crate::session::language::notice::Notice;
use crate::session::link::LONGEST_LINK;
use crate::session::{Session, export};
use crate::web::action::{Action, Verb};
use crate::web::later;
use crate::web::memory::address;
use crate::web::memory::kept::{self, KeptWork};
use crate::web::mount::storage::Storage;
use crate::web::share::{self, Sheet};
use crate::web::shell::app::App;
use crate::web::shell::files::{self, Downloads};
use crate::web::shell::help;
use crate::web::shell::page::Page;
use crate::web::shell::presenting::Presenting;
use wasm_bindgen::JsValue;
use web_sys::{Blob, Document};
use yew::prelude::*;

/// The dialogs of sharing, and what they show.
#[derive(Default)]
pub struct Sharing {
    pub share: NodeRef,
    pub works: NodeRef,
    pub sheet: Sheet,
    pub kept: Vec<KeptWork>,
    /// Whether a file with many pictures is being drawn: one at a time.
    pub draws: bool,
    /// The page for a room.
    pub presenting: Presenting,
    /// Whether the help was ever opened.
    pub helped: bool,
}

impl App {
    /// Does what belongs to sharing; gives back what does not.
    pub(super) fn share(&mut self, action: Action) -> Option<Action> {
        self.sharing.helped |= action == Action::Do(Verb::Help);
        match action {
            Action::Do(Verb::Share) => {
                self.page.borrow_mut().playback.pause();
                self.sharing.sheet = later::here()
                    .map(|later| (later.sheet)(&self.page.borrow(), self.lang))
                    .unwrap_or_default();
                help::toggle(&self.sharing.share);
            }
            Action::Do(Verb::MyWork) => {
                self.list_work();
                help::toggle(&self.sharing.works);
            }
            Action::OpenWork(fragment) => {
                help::close(&self.sharing.works);
                address::write(if fragment.len() <= LONGEST_LINK { &fragment } else { "" });
                self.follow_link(fragment);
            }
            Action::OpenLink(fragment) => self.follow_link(fragment),
            Action::RemoveWork(name) => {
                self.root.storage().set(&name, None);
                self.list_work();
            }
            Action::Copy(text) => {
                let dispatch = self.dispatch.clone();
                share::copy(text, move |copied| {
                    dispatch.emit(Action::Say(if copied { Notice::Copied } else { Notice::NotCopied }));
                });
            }
            Action::Say(notice) => self.page.borrow_mut().say(notice, None),
            Action::Do(Verb::SaveNumbers) => self.export(Verb::SaveNumbers, ".csv", "text/csv"),
            Action::Do(Verb::SaveJournal) => self.export(Verb::SaveJournal, "-journal.csv", "text/csv"),
            Action::Do(Verb::SaveSequence) => self.export(Verb::SaveSequence, ".mmd", "text/plain"),
            Action::Do(Verb::SavePlantUml) => self.export(Verb::SavePlantUml, ".puml", "text/plain"),
            Action::Do(verb @ (Verb::SaveMoving | Verb::SaveStoryboard | Verb::Handout)) => {
                self.draw_album(verb)
            }
            Action::Do(Verb::SaveSvg) => match self.picture() {
                Some(text) => self.save(".svg", "image/svg+xml", &text),
                None => self.not_saved(self.named(".svg")),
            },
            Action::Do(Verb::SavePng) => {
                let (picture, dispatch) = (self.picture(), self.dispatch.clone());
                let name = self.named(".png");
                match (picture, later::here()) {
                    (Some(picture), Some(later)) => {
                        (later.png)(
                            self.root.document(),
                            picture,
                            dispatch.reform(move |png| Action::Drawn(name.clone(), png)),
                        );
                    }
                    _ => self.not_saved(self.named(".png")),
                }
            }
            Action::Drawn(name, blob) => {
                // A single picture may have been drawn meanwhile.
                self.sharing.draws &= name.ends_with(".png");
                match blob {
                    Some(blob) => self.save_blob(name, &blob),
                    None => self.not_saved(name),
                }
            }
            action => return Some(action),
        }
        None
    }

    /// Draws one album at a time.
    fn draw_album(&mut self, verb: Verb) {
        if let Some(later) = later::here().filter(|_| !self.sharing.draws) {
            self.sharing.draws = true;
            self.page.borrow_mut().say(Notice::Drawing, None);
            let page = self.page.borrow();
            (later.album)(self.root.container(), &page, (verb, self.lang), self.dispatch.clone());
        }
    }

    fn list_work(&mut self) {
        self.sharing.kept = later::here().map(|later| (later.works)(self.root.storage())).unwrap_or_default();
    }

    fn follow_link(&mut self, fragment: String) {
        self.memory.borrow_mut().follow(&fragment);
        // What was done a moment ago was written into the address once more.
        if self.root.has_the_document() && fragment.len() <= LONGEST_LINK {
            address::write(&fragment);
        }
        self.page.borrow_mut().apply(Action::OpenLink(fragment));
    }

    fn export(&mut self, what: Verb, ending: &str, kind: &str) {
        let text = later::here().map(|later| (later.export)(&self.page.borrow(), what, self.lang));
        self.save(ending, kind, &text.unwrap_or_default());
    }

    fn picture(&self) -> Option<String> {
        (later::here()?.picture)(self.root.container(), &self.page.borrow(), self.lang)
    }

    pub(super) fn save(&mut self, ending: &str, kind: &str, text: &str) {
        let name = self.named(ending);
        self.offer(name, |downloads, document, name| downloads.offer(document, name, kind, text));
    }

    pub(super) fn save_blob(&mut self, name: String, blob: &Blob) {
        self.offer(name, |downloads, document, name| downloads.offer_blob(document, name, blob));
    }

    /// What a file of the open session is called.
    fn named(&self, ending: &str) -> String {
        format!("{}{ending}", files::stem(self.page.borrow().session.name()))
    }

    fn offer(
        &mut self,
        name: String,
        offer: impl FnOnce(&mut Downloads, &Document, &str) -> Result<(), JsValue>,
    ) {
        let mut page = self.page.borrow_mut();
        let said = match offer(&mut self.downloads, self.root.document(), &name) {
            Ok(()) => Notice::Saved(name),
            Err(_) => Notice::NotSaved(name),
        };
        page.say(said, None);
    }

    fn not_saved(&mut self, name: String) {
        self.page.borrow_mut().say(Notice::NotSaved(name), None);
    }
}

/// The text of an export that is named by its verb.
pub fn exported(page: &Page, what: Verb, lang: Lang) -> String {
    let Page { session, .. } = page;
    match what {
        Verb::SaveNumbers => export::numbers(&session.report()),
        Verb::SaveJournal => journal_of(session, lang),
        _ => {
            let notation = match what {
                Verb::SavePlantUml => DiagramNotation::PlantUml,
                _ => DiagramNotation::Mermaid,
            };
            sequence(session.cluster(), &page.group().unwrap_or_else(|| "".into()), notation)
        }
    }
}

fn journal_of(session: &Session, lang: Lang) -> String {
    export::journal(session.cluster(), |entry| session.sentence_in(lang, entry))
}

/// What this browser keeps.
pub fn works(storage: &Storage) -> Vec<KeptWork> {
    kept::all(storage)
}
