//! "My work": the sessions that this browser keeps, to be opened again or removed.

use crate::session::language::label::{Label, ShareLabel};
use crate::web::action::{Action, Verb};
use crate::web::icons::{Icon, icon};
use crate::web::lang::Lang;
use crate::web::markup::markup;
use crate::web::memory::kept::KeptWork;
use crate::web::mount::root::Instance;
use crate::web::part::Part;
use yew::prelude::*;

/// The list, in a dialog.
#[derive(PartialEq)]
pub struct WorkList {
    pub instance: Instance,
    pub dialog: NodeRef,
    pub works: Vec<KeptWork>,
    pub lang: Lang,
    pub dispatch: Callback<Action>,
}

impl Part for WorkList {
    fn view(&self) -> Html {
        let WorkList { instance, dialog, works, lang, dispatch } = self;
        let title = instance.id("work-title");
        let shut = dispatch.reform(|_: MouseEvent| Action::Do(Verb::MyWork));
        let open_file = dispatch.reform(|_: MouseEvent| Action::Do(Verb::Open));
        markup! {
            <dialog class="sheet-dialog works" ref={dialog.clone()} aria-labelledby={title.clone()}
                data-testid="work-list">
                <header>
                    <h2 id={title}>{ lang.action(Verb::MyWork) }</h2>
                    <button type="button" class="quiet" aria-label={lang.label(Label::Close)} onclick={shut}>
                        { icon(Icon::Close) }
                    </button>
                </header>
                <p class="note">{ lang.share_label(ShareLabel::KeptHere) }</p>
                <p hidden={!works.is_empty()}>{ lang.share_label(ShareLabel::NothingYet) }</p>
                <ul>{ for works.iter().map(|work| view_work(work, *lang, dispatch)) }</ul>
                <button type="button" data-testid="work-open-file" onclick={open_file}>
                    { lang.share_label(ShareLabel::OpenFile) }
                </button>
            </dialog>
        }
    }
}

fn view_work(work: &KeptWork, lang: Lang, dispatch: &Callback<Action>) -> Html {
    let (fragment, name) = (work.fragment.clone(), work.name.clone());
    let open = dispatch.reform(move |_: MouseEvent| Action::OpenWork(fragment.clone()));
    let remove = dispatch.reform(move |_: MouseEvent| Action::RemoveWork(name.clone()));
    let when =
        js_sys::Date::new(&(work.at as f64).into()).to_locale_string(lang.tag(), &js_sys::Object::new());
    let removal = format!("{}: {}", lang.share_label(ShareLabel::Remove), work.title);
    markup! {
        <li key={work.name.clone()}>
            <button type="button" class="work" onclick={open}>
                <strong>{ &work.title }</strong>
                <span>{ String::from(when) }</span>
            </button>
            <button type="button" class="quiet" aria-label={removal} onclick={remove}>
                { icon(Icon::Close) }
            </button>
        </li>
    }
}
