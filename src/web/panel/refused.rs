//! Why something was refused: a sentence beside what was tried, scrolled to where it is seen.

use crate::web::browser::bring_into_view;
use web_sys::Element;
use yew::prelude::*;

/// What is said.
#[derive(PartialEq, Properties)]
pub struct RefusedProps {
    pub sentence: String,
}

/// The sentence.
pub struct Refused {
    node: NodeRef,
}

impl Component for Refused {
    type Message = ();
    type Properties = RefusedProps;

    fn create(_: &Context<Self>) -> Self {
        Refused { node: NodeRef::default() }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &RefusedProps) -> bool {
        ctx.props() != old
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        html! {
            <p class="refusal" data-testid="refusal" ref={self.node.clone()}>{ &ctx.props().sentence }</p>
        }
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        if let Some(sentence) = self.node.cast::<Element>() {
            bring_into_view(&sentence);
        }
    }
}
