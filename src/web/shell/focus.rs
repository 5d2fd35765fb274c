//! The focus is not lost: where what had it is gone, or can be used no more, what stood beside it has it, or else the
//! card with the story.

use crate::web::browser::{DomListener, nothing_has_the_focus, origin, window};
use gloo_timers::callback::Timeout;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusOptions, HtmlElement};

/// What can have the focus.
const ABLE: [&str; 6] =
    ["button:enabled", "input:enabled", "select:enabled", "textarea:enabled", "a[href]", "summary"];

/// See the head of this file.
pub struct FocusKeeper {
    /// What had the focus last, and what it stands in, from inside to outside.
    last: Rc<RefCell<Vec<Element>>>,
    _listeners: [Option<DomListener>; 2],
    /// What looks once everything is drawn that is drawn anew with it.
    look: RefCell<Option<Timeout>>,
}

impl FocusKeeper {
    /// Of a page. What lets the focus go while it is there and can be used is not to have it again.
    pub fn of(page: &HtmlElement) -> FocusKeeper {
        let last: Rc<RefCell<Vec<Element>>> = Rc::default();
        let (seen, left, outermost) = (Rc::clone(&last), Rc::clone(&last), Element::from(page.clone()));
        let focused = DomListener::on(page.clone().into(), "focusin", move |event| {
            let inside = |element: &Element| *element != outermost;
            let chain = std::iter::successors(origin(&event).filter(inside), |element| {
                element.parent_element().filter(inside)
            });
            *seen.borrow_mut() = chain.collect();
        });
        let let_go = DomListener::on(page.clone().into(), "focusout", move |event| {
            if origin(&event).is_some_and(|from| is_there(&from) && !is_disabled(&from)) {
                left.borrow_mut().clear();
            }
        });
        FocusKeeper { last, _listeners: [focused, let_go], look: RefCell::default() }
    }

    /// Looks after it once something is drawn anew.
    pub fn keep(&self, page: &HtmlElement) {
        if !self.last.borrow().is_empty() {
            let (last, page) = (Rc::clone(&self.last), page.clone());
            *self.look.borrow_mut() = Some(Timeout::new(0, move || give_back(&last, &page)));
        }
    }
}

/// Gives the focus to what is nearest to where it was lost.
fn give_back(last: &RefCell<Vec<Element>>, page: &HtmlElement) {
    let lost = |chain: &[Element]| chain.first().is_some_and(|last| !is_there(last) || is_disabled(last));
    let is_here =
        || window().and_then(|window| window.document()).is_some_and(|it| it.has_focus() == Ok(true));
    if !lost(&last.borrow()) || !nothing_has_the_focus() || !is_here() {
        return;
    }
    let chain = std::mem::take(&mut *last.borrow_mut());
    let story = page.query_selector("[data-testid=story]").ok().flatten();
    // What stands around the story, too, is too far away; in the story its card has the focus, not its first button.
    let is_far = |element: &Element| story.as_ref().is_some_and(|story| element.contains(Some(story)));
    let is_told = story.as_ref().is_some_and(|story| chain.contains(story));
    let around = chain.iter().skip(1).filter(|element| is_there(element)).take_while(|it| !is_far(it));
    let mut beside = around.filter_map(|element| element.query_selector(&ABLE.join(",")).ok().flatten());
    let next = if is_told { story.clone() } else { beside.find(is_there).or_else(|| story.clone()) };
    if let Some(next) = next.and_then(|next| next.dyn_into::<HtmlElement>().ok()) {
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        // Only what has left the page refuses.
        let _ = next.focus_with_options(&options);
    }
}

fn is_disabled(element: &Element) -> bool {
    // The selector is one.
    element.matches(":disabled").unwrap_or(false)
}

/// Whether it is in the document and takes room there.
fn is_there(element: &Element) -> bool {
    element.is_connected() && element.get_bounding_client_rect().width() > 0.0
}
