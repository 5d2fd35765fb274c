//! The transport in the header: play, pause, steps from line to line, pace, and the time.

use crate::session::language::label::Label;
use crate::session::language::units::clock;
use crate::session::playback::Pace;
use crate::session::steps::Stride;
use crate::sim::time::SimTime;
use crate::web::action::{Action, Verb};
use crate::web::browser::when;
use crate::web::icons::{Icon, icon};
use crate::web::lang::Lang;
use crate::web::markup::markup;
use crate::web::part::{Context, Part, Piece};
use crate::web::shell::page::SPEEDS;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlSelectElement};
use yew::prelude::*;

/// What the transport is given.
#[derive(PartialEq)]
pub struct TransportProps {
    pub playing: bool,
    pub pace: Pace,
    /// What a step goes to.
    pub stride: Stride,
    pub lang: Lang,
    pub dispatch: Callback<Action>,
}

/// The buttons and the speed.
pub struct Transport {
    play: NodeRef,
    pause: NodeRef,
}

impl Piece for Transport {
    type Message = ();
    type Properties = TransportProps;

    fn create(_: &Context<Self>) -> Self {
        Transport { play: NodeRef::default(), pause: NodeRef::default() }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let TransportProps { playing, stride, lang, dispatch, .. } = ctx.props();
        let (lang, step) = (*lang, Verb::onward(*stride));
        markup! {
            <>
                { icon_button(Verb::Rewind, Icon::Rewind, lang.label(Label::BackToBeginning), lang, dispatch) }
                { icon_button(Verb::StepBack, Icon::StepBack, lang.action(Verb::StepBack), lang, dispatch) }
                <button type="button" class="primary" data-testid="play" title={Verb::Play.hint(lang)} hidden={*playing}
                    ref={self.play.clone()} onclick={self.toggle(Verb::Play, &self.pause, dispatch)}>
                    { icon(Icon::Play) }<span>{ lang.action(Verb::Play) }</span>
                </button>
                <button type="button" class="primary" data-testid="pause" title={Verb::Pause.hint(lang)}
                    hidden={!*playing} ref={self.pause.clone()}
                    onclick={self.toggle(Verb::Pause, &self.play, dispatch)}>
                    { icon(Icon::Pause) }<span>{ lang.action(Verb::Pause) }</span>
                </button>
                <button type="button" class="step" data-testid="step" title={step.hint(lang)}
                    aria-label={lang.action(step)} onclick={on(step, dispatch)}>
                    <span>{ lang.action(step) }</span>{ icon(Icon::Step) }
                </button>
                { view_speed(ctx.props()) }
            </>
        }
    }
}

impl Transport {
    /// Play and pause are two buttons in one place: a visitor who pressed one by keyboard keeps the focus there.
    fn toggle(&self, verb: Verb, other: &NodeRef, dispatch: &Callback<Action>) -> Callback<MouseEvent> {
        let (dispatch, other) = (dispatch.clone(), other.clone());
        Callback::from(move |event: MouseEvent| {
            dispatch.emit(Action::Do(verb));
            if event.detail() == 0
                && let Some(element) = other.cast::<HtmlElement>()
            {
                // Shown at once, because what is hidden cannot take the focus.
                element.set_hidden(false);
                let _ = element.focus();
            }
        })
    }
}

fn on(verb: Verb, dispatch: &Callback<Action>) -> Callback<MouseEvent> {
    dispatch.reform(move |_| Action::Do(verb))
}

/// A button that shows only a picture.
pub fn icon_button(
    verb: Verb,
    picture: Icon,
    name: &'static str,
    lang: Lang,
    dispatch: &Callback<Action>,
) -> Html {
    markup! {
        <button type="button" class="square" data-testid={verb.row().id} title={verb.hint(lang)} aria-label={name}
            onclick={on(verb, dispatch)}>
            { icon(picture) }
        </button>
    }
}

fn view_speed(props: &TransportProps) -> Html {
    let onchange = when(&props.dispatch, |event: Event| {
        let select = event.target_dyn_into::<HtmlSelectElement>()?;
        let place = usize::try_from(select.selected_index()).ok()?;
        // Auto pace comes first.
        let fixed = || SPEEDS.get(place - 1).map(|speed| Pace::Fixed(*speed));
        Some(Action::SetPace(if place == 0 { Pace::Auto } else { fixed()? }))
    });
    let lang = props.lang;
    markup! {
        <select class="speed" data-testid="speed" aria-label={lang.label(Label::Speed)}
            title={lang.label(Label::SpeedKeys)} {onchange}>
            <option key="auto" value="auto" selected={props.pace == Pace::Auto}>{ lang.label(Label::AutoPace) }</option>
            { for SPEEDS.iter().map(|speed| {
                let number = speed_number(*speed);
                markup! {
                    <option key={*speed} value={number.clone()} selected={props.pace == Pace::Fixed(*speed)}>
                        { format!("{number}×") }
                    </option>
                }
            }) }
        </select>
    }
}

/// A speed as it is written: `0.25`.
pub fn speed_number(hundredths: u32) -> String {
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The other steps and the loop, behind a button.
#[derive(PartialEq)]
pub struct TimeMenu {
    pub lang: Lang,
    pub dispatch: Callback<Action>,
}

impl Part for TimeMenu {
    fn view(&self) -> Html {
        let TimeMenu { lang, dispatch } = self;
        let lang = *lang;
        let name = lang.label(Label::MoreSteps);
        markup! {
            <details class="time-menu" onkeydown={Callback::from(shut_by_escape)}>
                <summary data-testid="time-menu" title={name} aria-label={name}>{ icon(Icon::More) }</summary>
                <div>
                    { for Verb::OF_TIME.into_iter().map(|verb| markup! {
                        <button key={verb.row().id} type="button" data-testid={verb.row().id}
                            title={lang.action_help(verb)} onclick={on(verb, dispatch)}>
                            <span>{ lang.action(verb) }</span><kbd>{ verb.row().key }</kbd>
                        </button>
                    }) }
                </div>
            </details>
        }
    }
}

/// Escape shuts the menu, and does nothing else then.
fn shut_by_escape(event: KeyboardEvent) {
    let details =
        event.target_dyn_into::<Element>().and_then(|target| target.closest("details").ok().flatten());
    if event.key() == "Escape"
        && let Some(details) = details.filter(|details| details.has_attribute("open"))
    {
        event.prevent_default();
        event.stop_propagation();
        // What cannot be removed or focused has left the page.
        let _ = details.remove_attribute("open");
        if let Some(summary) = details.query_selector("summary").ok().flatten()
            && let Ok(summary) = summary.dyn_into::<HtmlElement>()
        {
            let _ = summary.focus();
        }
    }
}

/// The time; a component of its own, because it is all of the header that changes with every frame.
#[derive(PartialEq)]
pub struct Clock {
    pub now: SimTime,
    pub lang: Lang,
}

impl Part for Clock {
    fn view(&self) -> Html {
        let Clock { now, lang } = *self;
        markup! {
            <span class="reading" role="timer" aria-live="off" aria-label={lang.label(Label::SimulatedTime)}
                data-testid="time" data-time-us={now.as_micros().to_string()}>
                <span class="digits">{ clock(now) }</span>
            </span>
        }
    }
}

#[cfg(test)]
mod tests {
    use super::speed_number;

    #[test]
    fn speeds_are_written_without_needless_digits() {
        let written: Vec<_> = super::SPEEDS.iter().map(|speed| speed_number(*speed)).collect();
        assert_eq!(written, ["0.1", "0.25", "0.5", "1", "2", "5", "10", "20", "50", "100"]);
    }
}
