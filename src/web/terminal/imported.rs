//! What was assumed for a session that was made of pasted output: it stays below the stage until it is closed.

use crate::session::import::remark::PlacedRemark;
use crate::session::language::desk::{DeskLabel, DeskPhrase};
use crate::session::language::label::Label;
use crate::web::action::Action;
use crate::web::icons::{Icon, icon};
use crate::web::lang::Lang;
use crate::web::markup::markup;
use crate::web::part::Part;
use crate::web::shared::Shared;
use crate::web::shell::desk::{DeskAction, ImportedNote};
use yew::prelude::*;

/// See the head of this file.
#[derive(PartialEq)]
pub struct ImportedPanel {
    pub note: Shared<ImportedNote>,
    pub lang: Lang,
    pub dispatch: Callback<Action>,
}

impl Part for ImportedPanel {
    fn view(&self) -> Html {
        let ImportedPanel { note, lang, dispatch } = self;
        let ImportedNote { group, partitions, members, .. } = &**note;
        let title = lang.say(DeskPhrase::MadeOf { group, partitions: *partitions, members: *members });
        let close = dispatch.reform(|_: MouseEvent| Action::Desk(DeskAction::CloseNote));
        markup! {
            <section class="imported" role="status" data-testid="imported" aria-label={title.clone()}>
                <header>
                    <strong>{ title }</strong>
                    <button type="button" class="quiet" data-testid="close-imported"
                        aria-label={lang.label(Label::CloseMessage)} onclick={close}>
                        { icon(Icon::Close) }
                    </button>
                </header>
                { for self.view_others() }
                <h3>{ lang.desk_label(DeskLabel::WasAssumed) }</h3>
                <ul tabindex="0" aria-label={lang.desk_label(DeskLabel::WasAssumed)}>
                    { for view_remarks(note, *lang) }
                    <li key="nothing-leaves">{ lang.desk_label(DeskLabel::NothingLeaves) }</li>
                </ul>
            </section>
        }
    }
}

impl ImportedPanel {
    /// The other groups in the same output, each to be opened.
    fn view_others(&self) -> Option<Html> {
        let ImportedPanel { note, lang, dispatch } = self;
        if note.others.is_empty() {
            return None;
        }
        let other = |name: &String| {
            let (text, group) = (note.text.clone(), name.clone());
            let onclick = dispatch.reform(move |_: MouseEvent| {
                Action::Desk(DeskAction::Import { text: text.clone(), group: Some(group.clone()) })
            });
            let id = format!("import-{name}");
            markup! { <button key={name.as_str()} type="button" data-testid={id} {onclick}>{ name }</button> }
        };
        Some(markup! {
            <p class="chips">
                <span class="word">{ lang.desk_label(DeskLabel::OtherGroups) }</span>
                { for note.others.iter().map(other) }
            </p>
        })
    }
}

fn view_remarks(note: &ImportedNote, lang: Lang) -> Vec<Html> {
    let placed = |(place, of): (usize, &PlacedRemark)| {
        let line = (of.line > 0).then(|| lang.say(DeskPhrase::Line(of.line)));
        let line = line.map(|line| markup! { <><code>{ line }</code>{ " " }</> });
        markup! { <li key={format!("line-{place}")}>{ for line }{ lang.say(&of.remark) }</li> }
    };
    let whole = note.remarks.iter().enumerate();
    let whole =
        whole.map(|(place, remark)| markup! { <li key={format!("whole-{place}")}>{ lang.say(remark) }</li> });
    note.placed.iter().enumerate().map(placed).chain(whole).collect()
}
