//! [`markup!`]: elements written as Yew's `html!` writes them, at a fraction of its code.
//!
//! `html!` writes out at each place how every attribute is turned, wrapped and stored, some hundred bytes of
//! WebAssembly for each. `markup!` makes one short call of each attribute, child and end. What comes of it is the same.
//!
//! It knows `<name attribute={value} other="literal" {shorthand}>`, `<name />`, `<> </>`, `{ child }` and
//! `{ for children }`; `key` and `ref` mean what they mean in `html!`, and `on...` takes a [`Callback`]. An attribute
//! that is `None` or `false` is left out; of a list of classes the empty ones are. A [`crate::web::part`] is a child.

use crate::scene::text::Num;
use std::borrow::Cow;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::Event;
use yew::virtual_dom::{
    AttributeOrProperty, Attributes, Key, Listener, ListenerKind, Listeners, VList, VNode, VTag, VText,
};
use yew::{AttrValue, Callback, Html, NodeRef};

/// What is written in it, as [`Html`].
macro_rules! markup {
    ($($written:tt)+) => {{
        let mut drawn = $crate::web::markup::Drawing::new();
        $crate::web::markup::inside!(drawn [] $($written)+);
        drawn.done()
    }};
}

/// Between the tags: a step for each tag and child. In brackets, the elements that are open.
macro_rules! inside {
    ($drawn:ident []) => {};
    ($drawn:ident [(list) $(($outer:ident))*] </> $($rest:tt)*) => {
        $drawn.close();
        $crate::web::markup::inside!($drawn [$(($outer))*] $($rest)*);
    };
    ($drawn:ident [($open:ident) $(($outer:ident))*] </$name:ident> $($rest:tt)*) => {
        const _: () = $crate::web::markup::must_match(stringify!($open), stringify!($name));
        $drawn.close();
        $crate::web::markup::inside!($drawn [$(($outer))*] $($rest)*);
    };
    ($drawn:ident [$($outer:tt)*] <> $($rest:tt)*) => {
        $drawn.open(&[]);
        $crate::web::markup::inside!($drawn [(list) $($outer)*] $($rest)*);
    };
    ($drawn:ident [$($outer:tt)*] <$name:ident $($rest:tt)*) => {
        $crate::web::markup::tag!($drawn $name [] {} [$($outer)*] $($rest)*);
    };
    ($drawn:ident [$($outer:tt)*] { for $($children:tt)* } $($rest:tt)*) => {
        $drawn.children($($children)*);
        $crate::web::markup::inside!($drawn [$($outer)*] $($rest)*);
    };
    ($drawn:ident [$($outer:tt)*] { $($child:tt)* } $($rest:tt)*) => {
        $drawn.child($($child)*);
        $crate::web::markup::inside!($drawn [$($outer)*] $($rest)*);
    };
}

/// Inside of a tag: a step for each attribute. In brackets, the names so far; in braces, what sets the values.
macro_rules! tag {
    ($drawn:ident $tag:ident [$($names:expr,)*] {$($set:tt)*} [$($outer:tt)*] /> $($rest:tt)*) => {
        $drawn.open(&[stringify!($tag), $($names),*]);
        $($set)*
        $drawn.close();
        $crate::web::markup::inside!($drawn [$($outer)*] $($rest)*);
    };
    ($drawn:ident $tag:ident [$($names:expr,)*] {$($set:tt)*} [$($outer:tt)*] > $($rest:tt)*) => {
        $drawn.open(&[stringify!($tag), $($names),*]);
        $($set)*
        $crate::web::markup::inside!($drawn [($tag) $($outer)*] $($rest)*);
    };
    ($drawn:ident $tag:ident $names:tt {$($set:tt)*} $outer:tt key={$($key:tt)*} $($rest:tt)*) => {
        $crate::web::markup::tag!(
            $drawn $tag $names {$($set)* $drawn.key(($($key)*).into());} $outer $($rest)*
        );
    };
    ($drawn:ident $tag:ident $names:tt {$($set:tt)*} $outer:tt key=$key:literal $($rest:tt)*) => {
        $crate::web::markup::tag!($drawn $tag $names {$($set)* $drawn.key($key.into());} $outer $($rest)*);
    };
    ($drawn:ident $tag:ident $names:tt {$($set:tt)*} $outer:tt ref={$($node:tt)*} $($rest:tt)*) => {
        $crate::web::markup::tag!(
            $drawn $tag $names {$($set)* $drawn.node_ref($($node)*);} $outer $($rest)*
        );
    };
    ($drawn:ident $tag:ident [$($names:tt)*] {$($set:tt)*} $outer:tt {$name:ident} $($rest:tt)*) => {
        $crate::web::markup::tag!(
            $drawn $tag [$($names)* stringify!($name),] {$($set)* $drawn.set($name);} $outer $($rest)*
        );
    };
    ($drawn:ident $tag:ident [$($names:tt)*] {$($set:tt)*} $outer:tt
        $name:ident $(- $more:ident)* = {$($value:tt)*} $($rest:tt)*) => {
        $crate::web::markup::tag!(
            $drawn $tag [$($names)* concat!(stringify!($name) $(, "-", stringify!($more))*),]
            {$($set)* $drawn.set($($value)*);} $outer $($rest)*
        );
    };
    ($drawn:ident $tag:ident [$($names:tt)*] {$($set:tt)*} $outer:tt
        $name:ident $(- $more:ident)* = $value:literal $($rest:tt)*) => {
        $crate::web::markup::tag!(
            $drawn $tag [$($names)* concat!(stringify!($name) $(, "-", stringify!($more))*),]
            {$($set)* $drawn.set($value);} $outer $($rest)*
        );
    };
}

pub(crate) use {inside, markup, tag};

/// A closing tag has the name of its opening tag, or the program does not compile.
pub const fn must_match(open: &str, close: &str) {
    let (open, close) = (open.as_bytes(), close.as_bytes());
    let mut same = open.len() == close.len();
    let mut place = 0;
    while same && place < open.len() {
        same = open[place] == close[place];
        place += 1;
    }
    assert!(same);
}

/// What is drawn so far: the elements that are open, the innermost last.
pub struct Drawing {
    open: Vec<OpenElement>,
}

/// An element whose end has not come yet; without a name, a list.
#[derive(Default)]
struct OpenElement {
    /// The element's name, then those of its attributes.
    names: &'static [&'static str],
    values: Vec<Option<AttributeOrProperty>>,
    listeners: Vec<Option<Rc<dyn Listener>>>,
    node_ref: NodeRef,
    key: Option<Key>,
    children: Vec<VNode>,
    /// Whether the children are a list even if there is but one.
    listed: bool,
}

impl Drawing {
    /// Nothing.
    #[inline(never)]
    pub fn new() -> Self {
        Drawing { open: vec![OpenElement::default()] }
    }

    /// Opens an element of this name with attributes of these names, whose values then follow; a list without a name.
    #[inline(never)]
    pub fn open(&mut self, names: &'static [&'static str]) {
        let values = Vec::with_capacity(names.len().saturating_sub(1));
        self.open.push(OpenElement { names, values, listed: names.is_empty(), ..OpenElement::default() });
    }

    /// Sets the next attribute.
    #[inline(always)]
    pub fn set(&mut self, value: impl AttributeValue) {
        value.set(self);
    }

    /// Sets the element's key.
    #[inline(never)]
    pub fn key(&mut self, key: Key) {
        self.innermost().key = Some(key);
    }

    /// Sets the reference to the element.
    #[inline(never)]
    pub fn node_ref(&mut self, node_ref: NodeRef) {
        self.innermost().node_ref = node_ref;
    }

    /// Adds a child.
    #[inline(always)]
    pub fn child(&mut self, child: impl Child) {
        child.add(self);
    }

    /// Adds children.
    #[inline(always)]
    pub fn children<C: Child>(&mut self, children: impl IntoIterator<Item = C>) {
        self.innermost().listed = true;
        for child in children {
            child.add(self);
        }
    }

    /// Closes the innermost element.
    #[inline(never)]
    pub fn close(&mut self) {
        if let Some(element) = self.open.pop() {
            self.node(element.close());
        }
    }

    /// What was drawn.
    #[inline(never)]
    pub fn done(mut self) -> Html {
        self.open.pop().map(|all| content(all.children, all.listed)).unwrap_or_default()
    }

    /// There is always one, be it the list around everything.
    #[inline(never)]
    fn innermost(&mut self) -> &mut OpenElement {
        if self.open.is_empty() {
            self.open.push(OpenElement::default());
        }
        let last = self.open.len() - 1;
        &mut self.open[last]
    }

    #[inline(never)]
    fn node(&mut self, node: VNode) {
        self.innermost().children.push(node);
    }

    #[inline(never)]
    fn value(&mut self, value: Option<AttrValue>) {
        self.innermost().values.push(value.map(AttributeOrProperty::Attribute));
    }

    #[inline(never)]
    fn word(&mut self, word: &'static str) {
        self.value(Some(AttrValue::Static(word)));
    }

    /// Whether the next attribute is there at all, as of `hidden`.
    #[inline(never)]
    fn flag(&mut self, yes: bool) {
        let name = self.innermost().next_name();
        self.value(yes.then_some(AttrValue::Static(name)));
    }

    /// The next attribute is no attribute, but what is to be done at an event.
    #[inline(never)]
    fn listener(&mut self, listener: impl FnOnce(&'static str) -> Rc<dyn Listener>) {
        let open = self.innermost();
        let listener = listener(open.next_name());
        open.listeners.push(Some(listener));
        open.values.push(None);
    }

    #[inline(never)]
    fn classes(&mut self, classes: &[&'static str]) {
        let mut some = classes.iter().copied().filter(|class| !class.is_empty());
        let value = match (some.next(), some.next()) {
            (only, None) => only.map(AttrValue::Static),
            _ => {
                let some: Vec<&str> = classes.iter().copied().filter(|class| !class.is_empty()).collect();
                Some(AttrValue::from(some.join(" ")))
            }
        };
        self.value(value);
    }
}

impl OpenElement {
    fn next_name(&self) -> &'static str {
        self.names.get(self.values.len() + 1).copied().unwrap_or_default()
    }

    fn close(self) -> VNode {
        let OpenElement { names, mut values, listeners, node_ref, key, children, listed } = self;
        let Some((name, keys)) = names.split_first() else {
            return VNode::from(VList::with_children(children, key));
        };
        // The value of a field is a property: Yew sets it again when the field holds another one.
        let typed =
            matches!(*name, "input" | "textarea").then(|| keys.iter().position(|key| *key == "value"));
        let typed = typed.flatten().and_then(|place| values[place].take()).and_then(|value| match value {
            AttributeOrProperty::Attribute(value) => Some(value),
            _ => None,
        });
        let attributes = Attributes::Dynamic { keys, values: values.into() };
        let listeners = match listeners.is_empty() {
            true => Listeners::None,
            false => Listeners::Pending(listeners.into()),
        };
        let tag = match *name {
            "input" => VTag::__new_input(typed, None, node_ref, key, attributes, listeners),
            "textarea" => VTag::__new_textarea(typed, None, node_ref, key, attributes, listeners),
            _ => {
                let children = content(children, listed);
                VTag::__new_other(AttrValue::Static(name), node_ref, key, attributes, listeners, children)
            }
        };
        VNode::from(tag)
    }
}

fn content(mut children: Vec<VNode>, listed: bool) -> VNode {
    match children.pop() {
        None => VNode::default(),
        Some(only) if children.is_empty() && !listed => only,
        Some(last) => {
            children.push(last);
            VNode::from(VList::with_children(children, None))
        }
    }
}

/// A class that is there only sometimes.
pub const fn class_if(yes: bool, class: &'static str) -> &'static str {
    if yes { class } else { "" }
}

/// What an attribute can be.
pub trait AttributeValue {
    /// Puts this down as the value of the next attribute.
    fn set(self, drawn: &mut Drawing);
}

impl AttributeValue for &'static str {
    fn set(self, drawn: &mut Drawing) {
        drawn.word(self);
    }
}

impl AttributeValue for String {
    fn set(self, drawn: &mut Drawing) {
        drawn.value(Some(AttrValue::from(self)));
    }
}

impl AttributeValue for AttrValue {
    fn set(self, drawn: &mut Drawing) {
        drawn.value(Some(self));
    }
}

impl AttributeValue for Num {
    #[inline(never)]
    fn set(self, drawn: &mut Drawing) {
        drawn.value(Some(AttrValue::from(self.to_string())));
    }
}

impl AttributeValue for bool {
    fn set(self, drawn: &mut Drawing) {
        drawn.flag(self);
    }
}

/// Classes.
impl<const N: usize> AttributeValue for [&'static str; N] {
    fn set(self, drawn: &mut Drawing) {
        drawn.classes(&self);
    }
}

impl<V: AttributeValue> AttributeValue for Option<V> {
    fn set(self, drawn: &mut Drawing) {
        match self {
            Some(value) => value.set(drawn),
            None => drawn.value(None),
        }
    }
}

impl<E: JsCast + 'static> AttributeValue for Callback<E> {
    fn set(self, drawn: &mut Drawing) {
        drawn.listener(|name| Rc::new(Heard { name, callback: self }));
    }
}

/// What can stand in an element.
pub trait Child {
    /// Puts this down as the next child.
    fn add(self, drawn: &mut Drawing);
}

impl Child for Html {
    fn add(self, drawn: &mut Drawing) {
        drawn.node(self);
    }
}

impl Child for AttrValue {
    #[inline(never)]
    fn add(self, drawn: &mut Drawing) {
        drawn.node(VText::new(self).into());
    }
}

impl Child for String {
    #[inline(never)]
    fn add(self, drawn: &mut Drawing) {
        AttrValue::from(self).add(drawn);
    }
}

impl Child for &str {
    #[inline(never)]
    fn add(self, drawn: &mut Drawing) {
        AttrValue::Rc(self.into()).add(drawn);
    }
}

impl Child for &String {
    fn add(self, drawn: &mut Drawing) {
        self.as_str().add(drawn);
    }
}

impl Child for &AttrValue {
    fn add(self, drawn: &mut Drawing) {
        self.clone().add(drawn);
    }
}

impl Child for u32 {
    fn add(self, drawn: &mut Drawing) {
        u64::from(self).add(drawn);
    }
}

impl Child for u64 {
    #[inline(never)]
    fn add(self, drawn: &mut Drawing) {
        self.to_string().add(drawn);
    }
}

/// A callback for the events of a kind.
struct Heard<E> {
    /// The attribute's: `on`, and the kind.
    name: &'static str,
    callback: Callback<E>,
}

impl<E: JsCast + 'static> Listener for Heard<E> {
    fn kind(&self) -> ListenerKind {
        ListenerKind::other(Cow::Borrowed(self.name.strip_prefix("on").unwrap_or(self.name)))
    }

    fn handle(&self, event: Event) {
        self.callback.emit(event.unchecked_into());
    }

    fn passive(&self) -> bool {
        false
    }
}
