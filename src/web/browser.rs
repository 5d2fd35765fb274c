//! Small keepers for what the browser calls back: each ends with its owner.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{
    Element, Event, EventTarget, HtmlElement, ResizeObserver, ScrollIntoViewOptions, ScrollLogicalPosition,
    Window,
};
use yew::Callback;

/// The window, in a page; `None` elsewhere.
pub fn window() -> Option<Window> {
    web_sys::window()
}

/// Milliseconds that have passed since the page was opened.
pub fn wall_millis() -> f64 {
    window().and_then(|window| window.performance()).map_or(0.0, |performance| performance.now())
}

/// Passes on what `of` makes of an event, if it makes anything of it.
pub fn when<E, A: 'static>(to: &Callback<A>, of: impl Fn(E) -> Option<A> + 'static) -> Callback<E> {
    let to = to.clone();
    Callback::from(move |event| {
        if let Some(made) = of(event) {
            to.emit(made);
        }
    })
}

/// Whether what had the focus is gone, and the focus with it.
pub fn nothing_has_the_focus() -> bool {
    let active = window().and_then(|window| window.document()?.active_element());
    active.is_none_or(|active| active.tag_name() == "BODY")
}

/// Scrolls what scrolls so far that `element` is to be seen, and no further. What an embedded page is embedded in
/// stays where it is.
pub fn bring_into_view(element: &Element) {
    if element.closest(".groupscope-page.embedded").is_ok_and(|page| page.is_some()) {
        return bring_into_view_inside(element);
    }
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

fn bring_into_view_inside(element: &Element) {
    let mut frame = element.parent_element();
    while let Some(outer) = frame.filter(|outer| !outer.class_list().contains("groupscope-page")) {
        let (seen, inside) = (outer.get_bounding_client_rect(), element.get_bounding_client_rect());
        // Of what is not high enough for it, its beginning is to be seen.
        let above = (seen.top() - inside.top()).max(0.0);
        let below = (inside.bottom() - seen.bottom()).max(0.0).min((inside.top() - seen.top()).max(0.0));
        if outer.scroll_height() > outer.client_height() {
            outer.set_scroll_top(outer.scroll_top() + (below.ceil() - above.ceil()) as i32);
        }
        frame = outer.parent_element();
    }
}

/// Where an event began, even if that is in a shadow root inside of the one that hears it.
pub fn origin(event: &Event) -> Option<Element> {
    event.composed_path().get(0).dyn_into().ok()
}

/// An event listener that is removed when it is dropped.
pub struct DomListener {
    target: EventTarget,
    kind: &'static str,
    closure: Closure<dyn FnMut(Event)>,
    /// Whether it hears what happens inside of the target before that does.
    first: bool,
}

impl DomListener {
    /// Listens for `kind` at `target`.
    pub fn on(target: EventTarget, kind: &'static str, heard: impl FnMut(Event) + 'static) -> Option<Self> {
        DomListener::listen(target, kind, heard, false)
    }

    /// The same, before anything inside of `target` hears it.
    pub fn first(
        target: EventTarget,
        kind: &'static str,
        heard: impl FnMut(Event) + 'static,
    ) -> Option<Self> {
        DomListener::listen(target, kind, heard, true)
    }

    fn listen(
        target: EventTarget,
        kind: &'static str,
        heard: impl FnMut(Event) + 'static,
        first: bool,
    ) -> Option<Self> {
        let closure = Closure::new(heard);
        let callback = closure.as_ref().unchecked_ref();
        target.add_event_listener_with_callback_and_bool(kind, callback, first).ok()?;
        Some(DomListener { target, kind, closure, first })
    }
}

impl Drop for DomListener {
    fn drop(&mut self) {
        let callback = self.closure.as_ref().unchecked_ref();
        let _ = self.target.remove_event_listener_with_callback_and_bool(self.kind, callback, self.first);
    }
}

/// Watches an element's size.
pub struct SizeWatch {
    observer: ResizeObserver,
    _closure: Closure<dyn FnMut()>,
}

impl SizeWatch {
    /// Tells `on_size` the width and height of `element`'s inside, now and whenever they change.
    pub fn start(element: HtmlElement, on_size: Callback<(i32, i32)>) -> Option<Self> {
        let watched: Element = element.clone().into();
        let closure = Closure::new(move || {
            let size = (element.client_width(), element.client_height());
            // In what is not shown nothing is laid out.
            if size.0 > 0 || element.offset_parent().is_some() {
                on_size.emit(size);
            }
        });
        let observer = ResizeObserver::new(closure.as_ref().unchecked_ref()).ok()?;
        observer.observe(&watched);
        Some(SizeWatch { observer, _closure: closure })
    }
}

impl Drop for SizeWatch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Whether keys pressed in `target` are for it and not for the page.
pub fn takes_text(target: &Element) -> bool {
    matches!(target.tag_name().as_str(), "INPUT" | "SELECT" | "TEXTAREA")
        || target.closest("[contenteditable], dialog[open]").is_ok_and(|found| found.is_some())
}

/// Whether `target` is something that the space bar and Enter press.
pub fn is_pressed_by_keys(target: &Element) -> bool {
    target.closest("button, summary, a[href]").is_ok_and(|found| found.is_some())
}
