//! Why something was refused: a sentence beside what was tried, scrolled to where it is seen.

use crate::session::language::notice::Complaint;
use crate::web::browser::bring_into_view;
use crate::web::lang::Lang;
use crate::web::markup::markup;
use crate::web::part::{Context, Piece};
use web_sys::Element;
use yew::prelude::*;

/// What is said.
#[derive(PartialEq)]
pub struct RefusedProps {
    pub said: Complaint,
    pub lang: Lang,
}

/// The sentence.
pub struct RefusedNote {
    node: NodeRef,
}

impl Piece for RefusedNote {
    type Message = ();
    type Properties = RefusedProps;

    fn create(_: &Context<Self>) -> Self {
        RefusedNote { node: NodeRef::default() }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &RefusedProps) -> bool {
        ctx.props() != old
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let RefusedProps { said, lang } = ctx.props();
        markup! {
            <p class="refusal" data-testid="refusal" lang={lang.tag()} ref={self.node.clone()}>
                { lang.say(said.clone()) }
            </p>
        }
    }

    fn rendered(&mut self, _: &Context<Self>) {
        if let Some(sentence) = self.node.cast::<Element>() {
            bring_into_view(&sentence);
        }
    }
}
