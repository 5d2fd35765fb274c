//! Parts of the page that have no state of their own: each is drawn anew only when what it is made of changed.
//!
//! They are what components without state would be. But Yew compiles a component's whole life anew for each type of
//! component, some 3 KB each in WebAssembly; so there is one component, which does not know what it draws.

use std::any::Any;
use std::rc::Rc;
use yew::prelude::*;
use yew::virtual_dom::Key;

/// What a part is made of, and how it is drawn.
pub trait Part: PartialEq + 'static {
    fn view(&self) -> Html;
}

/// The part, drawn anew only when it is another one than before.
pub fn part(part: impl Part) -> Html {
    drawn(Rc::new(part), None)
}

/// The same, for a list.
pub fn keyed_part(key: impl Into<Key>, part: impl Part) -> Html {
    drawn(Rc::new(part), Some(key.into()))
}

fn drawn(part: Rc<dyn Erased>, key: Option<Key>) -> Html {
    match key {
        Some(key) => html! { <Drawn {key} {part} /> },
        None => html! { <Drawn {part} /> },
    }
}

trait Erased {
    fn draw(&self) -> Html;
    fn same(&self, other: &dyn Erased) -> bool;
    fn as_any(&self) -> &dyn Any;
}

impl<P: Part> Erased for P {
    fn draw(&self) -> Html {
        self.view()
    }

    fn same(&self, other: &dyn Erased) -> bool {
        other.as_any().downcast_ref::<P>().is_some_and(|other| self == other)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

#[derive(Properties)]
struct DrawnProps {
    part: Rc<dyn Erased>,
}

impl PartialEq for DrawnProps {
    fn eq(&self, other: &Self) -> bool {
        self.part.same(&*other.part)
    }
}

struct Drawn;

impl Component for Drawn {
    type Message = ();
    type Properties = DrawnProps;

    fn create(_: &Context<Self>) -> Self {
        Drawn
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        ctx.props().part.draw()
    }
}
