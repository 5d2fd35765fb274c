//! The dock below the stage: its tabs, and what the page gives to the terminal, to the dialog for pasted output, and to
//! the text editor.

use crate::session::language::desk::DeskLabel;
use crate::web::action::{Action, Verb};
use crate::web::editor::EditorProps;
use crate::web::lang::Lang;
use crate::web::later;
use crate::web::markup::markup;
use crate::web::mount::root::Instance;
use crate::web::part::{Part, part};
use crate::web::shell::app::App;
use crate::web::shell::page::Page;
use crate::web::shell::workplace::Workplace;
use crate::web::terminal::imported::ImportedPanel;
use crate::web::terminal::paste_output::PasteOutputProps;
use crate::web::terminal::{TerminalProps, TerminalStamp};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

/// The page, for parts that read of it what they need. Two are equal when they are of the same page.
#[derive(Clone)]
pub struct PageShare(pub Rc<RefCell<Page>>);

impl PartialEq for PageShare {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// The tabs.
#[derive(PartialEq)]
struct DockTabs {
    instance: Instance,
    terminal: bool,
    lang: Lang,
    dispatch: Callback<Action>,
}

impl Part for DockTabs {
    fn view(&self) -> Html {
        let DockTabs { instance, terminal, lang, dispatch } = self;
        let tab = |id: &'static str, panel: &'static str, name: &'static str, chosen: bool| {
            let onclick = (!chosen).then(|| dispatch.reform(|_: MouseEvent| Action::Do(Verb::Terminal)));
            markup! {
                <button type="button" role="tab" id={instance.id(id)} data-testid={id} title={(!chosen).then(|| {
                    Verb::Terminal.hint(*lang) })} aria-selected={chosen.to_string()}
                    aria-controls={chosen.then(|| instance.id(panel))} tabindex={if chosen { "0" } else { "-1" }}
                    {onclick}>
                    { name }
                </button>
            }
        };
        let turn = dispatch.clone();
        let onkeydown = Callback::from(move |event: KeyboardEvent| {
            let Some(from) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
                return;
            };
            let to = match event.key().as_str() {
                "ArrowLeft" | "ArrowUp" => from.previous_element_sibling(),
                "ArrowRight" | "ArrowDown" => from.next_element_sibling(),
                _ => return,
            };
            event.prevent_default();
            if let Some(to) = to.and_then(|to| to.dyn_into::<HtmlElement>().ok()) {
                let _ = to.focus();
                turn.emit(Action::Do(Verb::Terminal));
            }
        });
        markup! {
            <div class="dock-tabs" role="tablist" aria-label={lang.desk_label(DeskLabel::Tabs)} {onkeydown}>
                { tab("axis-tab", "axis-panel", lang.desk_label(DeskLabel::Timeline), !*terminal) }
                { tab("terminal-tab", "terminal-panel", lang.action(Verb::Terminal), *terminal) }
            </div>
        }
    }
}

impl App {
    /// Shows the terminal in the place of the time axis, or the other way round.
    pub(super) fn toggle_terminal(&mut self) {
        // Where neither is to be seen, it is shown.
        let covered = self.workplace != Workplace::Stage;
        if covered {
            self.leave();
        }
        let mut page = self.page.borrow_mut();
        page.desk.terminal = covered || !page.desk.terminal;
    }

    pub(super) fn view_dock_tabs(&self, page: &Page) -> Html {
        part(DockTabs {
            instance: self.root.instance(),
            terminal: page.desk.terminal,
            lang: self.lang,
            dispatch: self.dispatch.clone(),
        })
    }

    pub(super) fn view_terminal(&self, page: &Page) -> Option<Html> {
        let later = later::here().filter(|_| page.desk.terminal && self.comparison.is_none())?;
        Some((later.terminal)(TerminalProps {
            page: PageShare(Rc::clone(&self.page)),
            root: self.root.clone(),
            stamp: TerminalStamp {
                edition: page.edition,
                now: page.session.now(),
                selection: page.selection,
                playing: page.playback.playing(),
                lang: self.lang,
            },
            waits: self.behind,
            dispatch: self.dispatch.clone(),
        }))
    }

    /// What was assumed for a session that was made of pasted output.
    pub(super) fn view_imported(&self, page: &Page) -> Option<Html> {
        let note = page.desk.imported.clone()?;
        Some((later::here()?.imported)(ImportedPanel {
            note,
            lang: self.lang,
            dispatch: self.dispatch.clone(),
        }))
    }

    pub(super) fn view_paste_output(&self, page: &Page) -> Option<Html> {
        Some((later::here()?.paste_output)(PasteOutputProps {
            instance: self.root.instance(),
            given: page.desk.pasting.clone(),
            lang: self.lang,
            dispatch: self.dispatch.clone(),
        }))
    }

    pub(super) fn editor_props(&self, page: &Page) -> EditorProps {
        EditorProps {
            page: PageShare(Rc::clone(&self.page)),
            draft: Rc::clone(&page.desk.draft),
            edition: page.edition,
            lang: self.lang,
            dispatch: self.dispatch.clone(),
        }
    }
}
