//! "Do …": everything a script can do to a thing, chosen from a list and filled in. What is composed here is a line of
//! the script, shown before it is carried out, so that a visitor who clicks learns the words of a session file on the
//! way.

use crate::session::language::label::Label;
use crate::session::language::phrase::Phrase;
use crate::session::offers::{Field, Form, Offer, Target, offers};
use crate::web::action::Action;
use crate::web::lang::Lang;
use crate::web::markup::{class_if, markup};
use crate::web::panel::settings::broken_at_dots;
use crate::web::part::{Context, Piece};
use crate::web::shell::page::Place;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// What the list is given.
#[derive(PartialEq)]
pub struct DeedsProps {
    pub target: Target,
    /// Where a refusal is to be shown.
    pub place: Place,
    /// What tells this list from others: `c1`, `orders`, ...
    pub id: String,
    /// What stands where nothing is chosen yet.
    pub label: String,
    pub lang: Lang,
    pub dispatch: Callback<Action>,
}

/// The list and the fields of what was chosen from it.
pub struct CommandForm {
    offers: Vec<Offer>,
    chosen: Option<usize>,
    values: Vec<String>,
    /// Changes with each choice, so that the fields are new ones.
    round: usize,
}

/// What happens in it.
pub enum DeedsMsg {
    Choose(Option<usize>),
    Fill(usize, String),
    Do,
}

impl Piece for CommandForm {
    type Message = DeedsMsg;
    type Properties = DeedsProps;

    fn create(ctx: &Context<Self>) -> Self {
        CommandForm { offers: offers(&ctx.props().target), chosen: None, values: Vec::new(), round: 0 }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &DeedsProps) -> bool {
        if ctx.props().target != old.target {
            // What is being filled in stays; only what can be chosen from is renewed.
            self.offers = offers(&ctx.props().target);
            if self.chosen.is_some_and(|chosen| self.fields(chosen) != self.values.len()) {
                self.choose(None);
            }
        }
        true
    }

    fn update(&mut self, ctx: &Context<Self>, msg: DeedsMsg) -> bool {
        match msg {
            DeedsMsg::Choose(chosen) => self.choose(chosen),
            DeedsMsg::Fill(place, text) => {
                if let Some(value) = self.values.get_mut(place) {
                    *value = text;
                }
            }
            DeedsMsg::Do => {
                if let Some(line) = self.line() {
                    ctx.props().dispatch.emit(Action::Line(ctx.props().place.clone(), line));
                }
            }
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let DeedsProps { id, label, lang, .. } = ctx.props();
        let onchange = ctx.link().batch_callback(|event: Event| {
            let place = event.target_dyn_into::<HtmlSelectElement>()?.selected_index();
            // The first line of the list is its label.
            Some(DeedsMsg::Choose(usize::try_from(place - 1).ok()))
        });
        let option = |(n, offer): (usize, &Offer)| {
            markup! {
                <option key={n} value={offer.word.name} title={lang.word_help(offer.word)}
                    selected={self.chosen == Some(n)}>
                    { offer.word.name }
                </option>
            }
        };
        let form =
            self.chosen.and_then(|chosen| self.offers.get(chosen)).map(|offer| self.view_form(ctx, offer));
        markup! {
            <div class="command-form">
                <select class="wide" data-testid={format!("do-{id}")} aria-label={label.clone()} {onchange}>
                    <option key="none" value="" selected={self.chosen.is_none()}>{ label }</option>
                    { for self.offers.iter().enumerate().map(option) }
                </select>
                <div>{ for form }</div>
            </div>
        }
    }
}

impl CommandForm {
    fn fields(&self, chosen: usize) -> usize {
        self.offers.get(chosen).map_or(0, |offer| offer.fields.len())
    }

    fn choose(&mut self, chosen: Option<usize>) {
        self.round += 1;
        let offer = chosen.and_then(|chosen| self.offers.get(chosen));
        self.values = offer
            .map_or_else(Vec::new, |offer| offer.fields.iter().map(|field| field.value.clone()).collect());
        self.chosen = chosen.filter(|_| !self.values.is_empty());
    }

    fn line(&self) -> Option<String> {
        let offer = self.offers.get(self.chosen?)?;
        Some(offer.line(&self.values))
    }

    fn view_form(&self, ctx: &Context<Self>, offer: &Offer) -> Html {
        let lang = ctx.props().lang;
        let missing = offer.missing(&self.values);
        let button = match missing {
            Some(field) => lang.say(Phrase::Needed(field.name)),
            None => lang.label(Label::DoIt).to_owned(),
        };
        let onsubmit = ctx.link().callback(|event: SubmitEvent| {
            event.prevent_default();
            DeedsMsg::Do
        });
        let shown =
            |(place, field): (usize, &Field)| (!field.fixed).then(|| self.view_field(ctx, place, field));
        let id = &ctx.props().id;
        markup! {
            <form key={self.round} class="deed" autocomplete="off" {onsubmit}>
                <p class="about">{ lang.word_help(offer.word) }</p>
                <div class="fields">{ for offer.fields.iter().enumerate().filter_map(shown) }</div>
                <code class="line" data-testid={format!("line-{id}")}>{ offer.line(&self.values) }</code>
                <button type="submit" class="wide" data-testid={format!("go-{id}")} disabled={missing.is_some()}>
                    { button }
                </button>
            </form>
        }
    }

    fn view_field(&self, ctx: &Context<Self>, place: usize, field: &Field) -> Html {
        let value = self.values.get(place).cloned().unwrap_or_default();
        let name = format!("field-{}-{}", ctx.props().id, field.name);
        let input = if field.choices.is_empty() {
            let oninput = ctx.link().batch_callback(move |event: InputEvent| {
                Some(DeedsMsg::Fill(place, event.target_dyn_into::<HtmlInputElement>()?.value()))
            });
            markup! {
                <input type="text" {value} placeholder={field.shape.clone()} data-testid={name} spellcheck="false"
                    maxlength="400" {oninput} />
            }
        } else {
            let onchange = ctx.link().batch_callback(move |event: Event| {
                Some(DeedsMsg::Fill(place, event.target_dyn_into::<HtmlSelectElement>()?.value()))
            });
            let option = |choice: &String| {
                let chosen = *choice == value;
                markup! { <option key={choice.clone()} value={choice.clone()} selected={chosen}>{ choice }</option> }
            };
            markup! {
                <select data-testid={name} {onchange}>
                    <option key="" value="" selected={value.is_empty()}>{ "—" }</option>
                    { for field.choices.iter().map(option) }
                </select>
            }
        };
        let wide = class_if(field.form == Form::Raw, "wide");
        markup! {
            <label key={field.name} class={["field", wide, class_if(field.required, "required")]}>
                <span>{ broken_at_dots(&field.name.to_ascii_lowercase()) }</span>
                { input }
            </label>
        }
    }
}
