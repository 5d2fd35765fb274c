//! The parts that the page is made of. A [`Part`] has no state of its own and is drawn anew only when what it is made
//! of changed; a [`Piece`] has a state as well, and gets messages.
//!
//! They are what Yew's components would be. But Yew compiles a component's whole life anew for each type of
//! component; so there is one component, which does not know what it draws. Where nobody can do anything to what is
//! drawn, it does without that component, too: see [`standing_still`].

use std::any::Any;
use std::cell::Cell;
use std::rc::Rc;
use yew::html::Scope;
use yew::prelude::{Callback, Component, Html, Properties, html};
use yew::virtual_dom::Key;

/// What a part is made of, and how it is drawn.
pub trait Part: PartialEq + 'static {
    fn view(&self) -> Html;
}

/// The part, drawn anew only when it is another one than before.
pub fn part<P: Part>(part: P) -> Html {
    drawn(Rc::new(part), None)
}

/// The same, for a list.
pub fn keyed_part(key: impl Into<Key>, part: impl Part) -> Html {
    drawn(Rc::new(part), Some(key.into()))
}

/// A part with a state. Its methods are those of Yew's components.
pub trait Piece: Sized + 'static {
    type Message: 'static;
    type Properties: PartialEq + 'static;

    fn create(ctx: &Context<Self>) -> Self;

    fn view(&self, ctx: &Context<Self>) -> Html;

    fn update(&mut self, _: &Context<Self>, _: Self::Message) -> bool {
        true
    }

    fn changed(&mut self, _: &Context<Self>, _: &Self::Properties) -> bool {
        true
    }

    fn rendered(&mut self, _: &Context<Self>) {}
}

/// The piece that has these properties.
pub fn piece<P: Piece>(props: P::Properties) -> Html {
    drawn(Rc::new(WithProperties::<P>(props)), None)
}

/// The same, for a list.
pub fn keyed_piece<P: Piece>(key: impl Into<Key>, props: P::Properties) -> Html {
    drawn(Rc::new(WithProperties::<P>(props)), Some(key.into()))
}

/// What a piece is given, and where its messages go.
pub struct Context<P: Piece> {
    given: Rc<WithProperties<P>>,
    /// None while it stands still.
    scope: Option<Scope<DrawnPiece>>,
}

impl<P: Piece> Context<P> {
    pub fn props(&self) -> &P::Properties {
        &self.given.0
    }

    /// Where the piece's messages go.
    pub fn link(&self) -> PieceLink<P> {
        PieceLink { scope: self.scope.clone(), message: |message| Box::new(message) }
    }
}

/// Takes messages for a piece.
pub struct PieceLink<P: Piece> {
    scope: Option<Scope<DrawnPiece>>,
    message: fn(P::Message) -> Box<dyn Any>,
}

impl<P: Piece> PieceLink<P> {
    pub fn send_message(&self, message: P::Message) {
        if let Some(scope) = &self.scope {
            scope.send_message((self.message)(message));
        }
    }

    /// Sends what `of` makes of an event.
    pub fn callback<E>(&self, of: impl Fn(E) -> P::Message + 'static) -> Callback<E> {
        self.batch_callback(move |event| Some(of(event)))
    }

    /// Sends what `of` makes of an event, if it makes anything of it.
    pub fn batch_callback<E>(&self, of: impl Fn(E) -> Option<P::Message> + 'static) -> Callback<E> {
        let (scope, message) = (self.scope.clone(), self.message);
        Callback::from(move |event| {
            if let Some((scope, made)) = scope.as_ref().zip(of(event)) {
                scope.send_message(message(made));
            }
        })
    }
}

thread_local! {
    static STILL: Cell<bool> = const { Cell::new(false) };
}

/// What `draw` draws, with everything that is in its parts and pieces: elements and text, no component. Nothing of it
/// hears an event.
pub fn standing_still(draw: impl FnOnce() -> Html) -> Html {
    STILL.set(true);
    let drawn = draw();
    STILL.set(false);
    drawn
}

fn drawn(part: Rc<dyn Erased>, key: Option<Key>) -> Html {
    if STILL.get() {
        let piece = Rc::clone(&part).begin(None);
        return piece.map_or_else(|| part.draw(), |piece| piece.view());
    }
    match key {
        Some(key) => html! { <DrawnPiece {key} {part} /> },
        None => html! { <DrawnPiece {part} /> },
    }
}

/// A part, or what a piece is given.
trait Erased {
    fn same(&self, other: &dyn Erased) -> bool;

    fn as_any(&self) -> &dyn Any;

    /// A part's drawing.
    fn draw(&self) -> Html {
        Html::default()
    }

    /// The piece that is given this.
    fn begin(self: Rc<Self>, _: Option<&Scope<DrawnPiece>>) -> Option<Box<dyn Alive>> {
        None
    }

    fn into_any(self: Rc<Self>) -> Rc<dyn Any>;
}

impl<P: Part> Erased for P {
    fn same(&self, other: &dyn Erased) -> bool {
        other.as_any().downcast_ref::<P>().is_some_and(|other| self == other)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn draw(&self) -> Html {
        self.view()
    }

    fn into_any(self: Rc<Self>) -> Rc<dyn Any> {
        self
    }
}

struct WithProperties<P: Piece>(P::Properties);

impl<P: Piece> Erased for WithProperties<P> {
    fn same(&self, other: &dyn Erased) -> bool {
        other.as_any().downcast_ref::<Self>().is_some_and(|other| self.0 == other.0)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn begin(self: Rc<Self>, scope: Option<&Scope<DrawnPiece>>) -> Option<Box<dyn Alive>> {
        let ctx = Context { given: self, scope: scope.cloned() };
        Some(Box::new(Living { piece: P::create(&ctx), ctx }))
    }

    fn into_any(self: Rc<Self>) -> Rc<dyn Any> {
        self
    }
}

/// A piece in the page.
trait Alive {
    fn view(&self) -> Html;

    fn update(&mut self, message: Box<dyn Any>) -> bool;

    /// Whether it is to be drawn anew, now that it is given this; `None` where this is given to pieces of another kind.
    fn changed(&mut self, given: Rc<dyn Any>) -> Option<bool>;

    fn rendered(&mut self);
}

struct Living<P: Piece> {
    piece: P,
    ctx: Context<P>,
}

impl<P: Piece> Alive for Living<P> {
    fn view(&self) -> Html {
        self.piece.view(&self.ctx)
    }

    fn update(&mut self, message: Box<dyn Any>) -> bool {
        message.downcast().is_ok_and(|message| self.piece.update(&self.ctx, *message))
    }

    fn changed(&mut self, given: Rc<dyn Any>) -> Option<bool> {
        let old = std::mem::replace(&mut self.ctx.given, given.downcast().ok()?);
        Some(self.piece.changed(&self.ctx, &old.0))
    }

    fn rendered(&mut self) {
        self.piece.rendered(&self.ctx);
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

struct DrawnPiece {
    piece: Option<Box<dyn Alive>>,
}

impl Component for DrawnPiece {
    type Message = Box<dyn Any>;
    type Properties = DrawnProps;

    fn create(ctx: &yew::Context<Self>) -> Self {
        DrawnPiece { piece: Rc::clone(&ctx.props().part).begin(Some(ctx.link())) }
    }

    fn update(&mut self, _: &yew::Context<Self>, message: Box<dyn Any>) -> bool {
        self.piece.as_mut().is_some_and(|piece| piece.update(message))
    }

    fn changed(&mut self, ctx: &yew::Context<Self>, _: &DrawnProps) -> bool {
        let part = &ctx.props().part;
        let redraw = self.piece.as_mut().and_then(|piece| piece.changed(Rc::clone(part).into_any()));
        redraw.unwrap_or_else(|| {
            self.piece = Rc::clone(part).begin(Some(ctx.link()));
            true
        })
    }

    fn view(&self, ctx: &yew::Context<Self>) -> Html {
        match &self.piece {
            Some(piece) => piece.view(),
            None => ctx.props().part.draw(),
        }
    }

    fn rendered(&mut self, _: &yew::Context<Self>, _: bool) {
        if let Some(piece) = &mut self.piece {
            piece.rendered();
        }
    }
}
