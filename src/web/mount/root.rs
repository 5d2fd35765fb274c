//! The root of one mounted page: the element it lives in, and everything that is its own and nobody else's: where it
//! listens for keys, which ids it gives, where its theme stands, what it remembers.
//!
//! Two pages can live in one document, with a shadow root each or without. So nothing in the page asks the document
//! for something of the page; it asks its root.

use crate::session::language::Lang;
use crate::session::language::label::Label;
use crate::web::mount::options::Options;
use crate::web::mount::storage::Storage;
use crate::web::mount::styles::Styles;
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Document, Element, Event, EventTarget, HtmlElement, ShadowRoot, ShadowRootInit, ShadowRootMode,
};
use yew::AttrValue;

/// The class of the element that holds a page.
const PAGE: &str = "groupscope-page";
/// Up to these widths, in CSS pixels, the page is laid out as the class says.
const LAYOUTS: [(&str, i32); 3] = [("one-column", ONE_COLUMN), ("tight", TIGHT), ("close", 1320)];
const ONE_COLUMN: i32 = 900;
const TIGHT: i32 = 1240;

thread_local! {
    /// The pages that are mounted.
    static LIVE: RefCell<Vec<Weak<Inner>>> = const { RefCell::new(Vec::new()) };
    static MOUNTED: Cell<u32> = const { Cell::new(0) };
}

/// Tells the ids of one page from those of another in the same document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Instance(u32);

impl Instance {
    /// The id that the page's element of this name has.
    pub fn id(self, name: &'static str) -> AttrValue {
        match self.0 {
            0 => AttrValue::Static(name),
            n => AttrValue::from(format!("{name}-{n}")),
        }
    }

    /// Tells the ids of what stands beside the page's own, in the same page.
    pub const fn beside(self) -> Instance {
        Instance(u32::MAX - self.0)
    }

    /// A reference to that element, for a paint in SVG.
    pub fn url(self, name: &'static str) -> AttrValue {
        AttrValue::from(format!("url(#{})", self.id(name)))
    }
}

/// See the head of this file.
#[derive(Clone)]
pub struct Root(Rc<Inner>);

struct Inner {
    document: Document,
    /// What holds the page and nothing else.
    container: HtmlElement,
    instance: Instance,
    whole_document: bool,
    storage: Storage,
    lang: Cell<Lang>,
    /// Whether keys of a single character do anything.
    letter_keys: Cell<bool>,
    /// How wide the page is, once it is known.
    width: Cell<Option<i32>>,
    styles: RefCell<Styles>,
    /// The session's text, as it was when it last changed.
    session: RefCell<String>,
    /// Who wants to hear what happens.
    listener: RefCell<Option<js_sys::Function>>,
}

impl PartialEq for Root {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Root {
    /// Makes a place for a page at the end of `element`, or at the end of its shadow root.
    ///
    /// # Errors
    /// A sentence about why there cannot be a page.
    pub fn grow(element: &Element, options: &Options) -> Result<Self, String> {
        let document = element.owner_document().ok_or("The element belongs to no document.")?;
        let refused = || "The browser did not let a page into this element.".to_owned();
        let container = document.create_element("div").map_err(|_| refused())?;
        let container: HtmlElement = container.dyn_into().map_err(|_| refused())?;
        if options.shadow {
            let shadow = match element.shadow_root() {
                Some(shadow) => shadow,
                None => element.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open)).map_err(|_| {
                    format!("A <{}> can have no shadow root.", element.tag_name().to_ascii_lowercase())
                })?,
            };
            shadow.append_child(&container).map_err(|_| refused())?;
        } else {
            element.append_child(&container).map_err(|_| refused())?;
        }
        container.set_class_name(PAGE);
        if !options.whole_document {
            let _ = container.class_list().add_1("embedded");
            // What is clicked in the page and takes no focus of its own leaves it here, so that keys stay in the page.
            let _ = container.set_attribute("tabindex", "-1");
        }
        let styles =
            Styles::add(&document, &container, &options.styles).inspect_err(|_| container.remove())?;
        let instance = Instance(if options.whole_document { 0 } else { next_number() });
        let root = Root(Rc::new(Inner {
            document,
            container,
            instance,
            whole_document: options.whole_document,
            storage: Storage::new(options.storage.clone()),
            lang: Cell::default(),
            letter_keys: Cell::new(true),
            width: Cell::new(None),
            styles: RefCell::new(styles),
            session: RefCell::default(),
            listener: RefCell::new(options.listener.clone()),
        }));
        root.measure();
        LIVE.with_borrow_mut(|live| {
            live.retain(|other| other.strong_count() > 0);
            live.push(Rc::downgrade(&root.0));
        });
        Ok(root)
    }

    /// Tells the author of the document what happened. What the listener throws is its own affair.
    pub fn tell(&self, kind: &str, detail: &JsValue) {
        let listener = self.0.listener.borrow().clone();
        if let Some(listener) = listener {
            let _ = listener.call2(&JsValue::NULL, &JsValue::from_str(kind), detail);
        }
    }

    /// Whether somebody listens.
    pub fn has_listener(&self) -> bool {
        self.0.listener.borrow().is_some()
    }

    /// Takes the page and its styles out of the document.
    pub fn uproot(&self) {
        self.0.container.remove();
        self.0.listener.take();
        self.0.styles.borrow_mut().remove();
        LIVE.with_borrow_mut(|live| live.retain(|other| !std::ptr::eq(other.as_ptr(), Rc::as_ptr(&self.0))));
    }

    /// All that are mounted. For the moment after a panic too, when anything may still be in use.
    pub fn live() -> Vec<Root> {
        let live = LIVE.try_with(|live| match live.try_borrow() {
            Ok(live) => live.iter().filter_map(Weak::upgrade).map(Root).collect(),
            Err(_) => Vec::new(),
        });
        live.unwrap_or_default()
    }

    /// What holds the page.
    pub fn container(&self) -> &HtmlElement {
        &self.0.container
    }

    /// The document around it.
    pub fn document(&self) -> &Document {
        &self.0.document
    }

    /// Which page it is, for ids.
    pub fn instance(&self) -> Instance {
        self.0.instance
    }

    /// What it may remember.
    pub fn storage(&self) -> &Storage {
        &self.0.storage
    }

    /// Whether it has the document to itself.
    pub fn has_the_document(&self) -> bool {
        self.0.whole_document
    }

    /// The element whose `data-theme` gives the page its colours.
    pub fn themed(&self) -> Element {
        let whole = self.0.whole_document.then(|| self.0.document.document_element()).flatten();
        whole.unwrap_or_else(|| self.0.container.clone().into())
    }

    /// The page's language from now on. It stands where the page's theme does; the title is the document's own.
    pub fn speak(&self, lang: Lang) {
        self.0.lang.set(lang);
        // Refused only for names that are no attributes.
        let _ = self.themed().set_attribute("lang", lang.tag());
        if self.0.whole_document {
            self.0.document.set_title(lang.label(Label::PageTitle));
        }
    }

    /// The page's language.
    pub fn lang(&self) -> Lang {
        self.0.lang.get()
    }

    /// The `color-scheme` that reaches the page from outside.
    pub fn color_scheme_around(&self) -> Option<String> {
        if self.0.whole_document {
            return Some("light dark".to_owned());
        }
        let parent = self.0.container.parent_node()?;
        let around = match parent.dyn_into::<ShadowRoot>() {
            Ok(shadow) => shadow.host(),
            Err(parent) => parent.dyn_into().ok()?,
        };
        let style = web_sys::window()?.get_computed_style(&around).ok()??;
        style.get_property_value("color-scheme").ok()
    }

    /// Where it listens for keys: groupscope's own page hears all, an embedded one those inside of it.
    pub fn listens_at(&self) -> EventTarget {
        let window = self.0.whole_document.then(web_sys::window).flatten();
        window.map_or_else(|| self.0.container.clone().into(), Into::into)
    }

    /// Whether an event that is heard there is for this page: not if it comes out of another page.
    pub fn is_meant(&self, event: &Event) -> bool {
        let elements =
            event.composed_path().into_iter().filter_map(|target| target.dyn_into::<Element>().ok());
        let page = elements.into_iter().find(|element| element.class_list().contains(PAGE));
        page.map_or(self.0.whole_document, |page| page == *self.0.container)
    }

    /// Whether `target` is inside of the page.
    pub fn holds(&self, target: &EventTarget) -> bool {
        self.0.container.contains(target.dyn_ref())
    }

    /// Takes the focus from something that does not need it any more. An embedded page keeps it, or it would hear no
    /// keys any more.
    pub fn let_go(&self, of: &HtmlElement) {
        if self.0.whole_document {
            let _ = of.blur();
        } else {
            let options = web_sys::FocusOptions::new();
            options.set_prevent_scroll(true);
            let _ = self.0.container.focus_with_options(&options);
        }
    }

    /// Finds out how wide the page is, and has the style sheet know.
    pub fn measure(&self) {
        let window = self.0.whole_document.then(web_sys::window).flatten();
        let window = window.and_then(|window| window.inner_width().ok()?.as_f64());
        let width = window.map_or_else(|| self.0.container.client_width(), |width| width as i32);
        // In what is not shown nothing is laid out.
        if width > 0 {
            for (class, widest) in LAYOUTS {
                let _ = self.0.container.class_list().toggle_with_force(class, width <= widest);
            }
            self.0.width.set(Some(width));
        }
    }

    /// Whether the page stands in one column.
    pub fn one_column(&self) -> bool {
        self.0.width.get().is_some_and(|width| width <= ONE_COLUMN)
    }

    /// Whether it has no room for the bench beside the stage, or only at the stage's cost.
    pub fn tight(&self) -> bool {
        self.0.width.get().is_some_and(|width| width <= TIGHT)
    }

    /// Whether keys of a single character do anything.
    pub fn has_letter_keys(&self) -> bool {
        self.0.letter_keys.get()
    }

    /// Switches them on or off.
    pub fn set_letter_keys(&self, on: bool) {
        self.0.letter_keys.set(on);
    }

    /// Keeps the session's text, for the case that the program fails.
    pub fn keep_session(&self, text: String) {
        *self.0.session.borrow_mut() = text;
    }

    /// The text that was kept.
    pub fn kept_session(&self) -> String {
        self.0.session.try_borrow().map(|text| text.clone()).unwrap_or_default()
    }
}

fn next_number() -> u32 {
    MOUNTED.with(|mounted| {
        mounted.set(mounted.get() + 1);
        mounted.get()
    })
}

#[cfg(test)]
mod tests {
    use super::Instance;

    #[test]
    fn only_embedded_pages_number_their_ids() {
        assert_eq!(Instance::default().id("controls"), "controls");
        assert_eq!(Instance(2).id("controls"), "controls-2");
        assert_eq!(Instance(2).url("gs-hatch"), "url(#gs-hatch-2)");
    }
}
