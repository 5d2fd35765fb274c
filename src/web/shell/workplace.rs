//! What stands in the place of the stage: two runs side by side, the deploy calculator, or the session's text.

use crate::web::action::{Action, Verb};
use crate::web::later;
use crate::web::markup::markup;
use crate::web::shell::app::App;
use crate::web::shell::page::Page;
use yew::prelude::*;

/// Which of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Workplace {
    /// The stage itself.
    #[default]
    Stage,
    Compare,
    Deploy,
    Text,
}

impl Workplace {
    /// The page's class for it.
    pub const fn class(self) -> &'static str {
        match self {
            Workplace::Stage => "",
            Workplace::Compare => "comparing",
            Workplace::Deploy | Workplace::Text => "at-work",
        }
    }
}

impl App {
    /// Does what belongs to these places; gives back what does not.
    pub(super) fn work(&mut self, action: Action) -> Option<Action> {
        match action {
            Action::Do(Verb::Compare) => self.go(Workplace::Compare),
            Action::Do(Verb::Deploy) => self.go(Workplace::Deploy),
            Action::Do(Verb::EditText) => self.go(Workplace::Text),
            Action::Do(Verb::Terminal) => self.toggle_terminal(),
            Action::Desk(action) => {
                let opens =
                    later::here().is_some_and(|later| (later.desk)(&mut self.page.borrow_mut(), action));
                if opens {
                    self.workplace = Workplace::Stage;
                }
            }
            action => {
                // Another session is to be seen on the stage.
                let opens = matches!(
                    action,
                    Action::OpenBytes { .. }
                        | Action::OpenScenario(_)
                        | Action::OpenLink(_)
                        | Action::OpenWork(_)
                );
                if opens {
                    self.workplace = Workplace::Stage;
                }
                return Some(action);
            }
        }
        None
    }

    /// Goes to this place; from there, back to the stage.
    fn go(&mut self, place: Workplace) {
        self.workplace = if self.workplace == place { Workplace::Stage } else { place };
        self.page.borrow_mut().playback.pause();
    }

    /// The place that covers the stage.
    pub(super) fn view_workplace(&self, page: &Page) -> Html {
        let inside: Option<Html> = later::here().and_then(|later| match self.workplace {
            Workplace::Stage | Workplace::Compare => None,
            Workplace::Deploy => None,
            Workplace::Text => Some((later.editor)(self.editor_props(page))),
        });
        let hidden = inside.is_none();
        markup! { <div class="workplace" {hidden}>{ for inside }</div> }
    }
}
