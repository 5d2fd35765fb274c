//! The form at the left: the settings as text, and a field for each number that they do not say.

use crate::session::Lang;
use crate::session::language::deploy::{DeployLabel, DeployPhrase};
use crate::session::lexer::LARGEST_FILE;
use crate::session::properties_text::{LeftOut, Refused};
use crate::session::what_if::{DeployInput, InputError};
use crate::web::deploy::{DeployMsg, DeployPlace};
use crate::web::markup::{class_if, markup};
use crate::web::part::Context;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

/// No more sentences of a kind are told.
const MOST_TOLD: usize = 40;

impl DeployPlace {
    pub(super) fn view_form(&self, ctx: &Context<Self>) -> Html {
        let lang = ctx.props().lang;
        let errors = self.errors(lang);
        let is_wrong = self.wrong && !(errors.is_empty() && self.form.understood.wrong(lang).is_empty());
        let onsubmit = ctx.link().callback(|event: Event| {
            event.prevent_default();
            DeployMsg::Compute
        });
        let field = |input: DeployInput| self.view_field(ctx, input, &errors);
        let asked = |input: &DeployInput| *input != DeployInput::CommitEvery || self.form.counts_records();
        let of_application = DeployInput::OF_APPLICATION.into_iter().filter(asked);
        let general = errors.iter().filter(|error| error.input.is_none());
        let refused = self.refused.iter().map(|mistake| lang.say(mistake));
        let told = general.map(|error| error.sentence.clone()).chain(refused);
        let compute = if self.study.is_some() { DeployLabel::ComputeAgain } else { DeployLabel::Compute };
        // Nothing that was typed is replaced unasked.
        let take = (ctx.props().text != self.taken).then(|| {
            let onclick = ctx.link().callback(|_: MouseEvent| DeployMsg::TakeSession);
            let words = lang.deploy_label(DeployLabel::TakeSession);
            markup! { <button type="button" data-testid="deploy-take" {onclick}>{ words }</button> }
        });
        let wrong = is_wrong.then(|| lang.deploy_label(DeployLabel::WrongInput).to_owned());
        let error = |text: String| markup! { <p class="wrong">{ text }</p> };
        markup! {
            <form class="deploy-form" {onsubmit} aria-label={lang.deploy_label(DeployLabel::Settings)}>
                <div>{ for take }</div>
                { self.view_text(ctx) }
                <h2>{ lang.deploy_label(DeployLabel::Application) }</h2>
                <div>{ for of_application.map(field) }</div>
                <h2>{ lang.deploy_label(DeployLabel::TheDeploy) }</h2>
                <div>{ for DeployInput::OF_DEPLOY.into_iter().map(field) }</div>
                <div class="compute">
                    <div role="alert" data-testid="deploy-wrong">{ for told.chain(wrong).map(error) }</div>
                    <button type="submit" class="primary" data-testid="deploy-compute">
                        { lang.deploy_label(compute) }<kbd>{ "⏎" }</kbd>
                    </button>
                    { self.view_progress(ctx) }
                </div>
            </form>
        }
    }

    /// The text, and what was understood of it.
    fn view_text(&self, ctx: &Context<Self>) -> Html {
        let (lang, link) = (ctx.props().lang, ctx.link());
        let oninput = link.batch_callback(|event: InputEvent| {
            let field = event.target()?.dyn_into::<HtmlTextAreaElement>().ok()?;
            Some(DeployMsg::Text(field.value()))
        });
        let onpaste = link.batch_callback(|event: Event| {
            let event = event.dyn_into::<ClipboardEvent>().ok()?;
            let text = event.clipboard_data()?.get_data("text").ok()?;
            // A browser would be busy for minutes with so many lines in a field.
            (text.len() > LARGEST_FILE).then(|| {
                event.prevent_default();
                DeployMsg::Text(text)
            })
        });
        let (wrong, understood) = (self.form.understood.wrong(lang), &self.form.understood);
        let used = match understood.session {
            Some(group) => lang.say(DeployPhrase::OfSession { group, used: understood.used }),
            None => lang.say(DeployPhrase::Used(understood.used)),
        };
        let error = |text: &String| markup! { <li>{ text }</li> };
        let id = self.id(ctx, "text");
        markup! {
            <div class="settings-text">
                <h2><label for={id.clone()}>{ lang.deploy_label(DeployLabel::Settings) }</label></h2>
                <textarea {id} ref={self.field.clone()} rows="6" spellcheck="false" autocomplete="off" wrap="off"
                    data-testid="deploy-text" {oninput} {onpaste}
                    aria-invalid={(!wrong.is_empty()).then_some("true")}
                    placeholder={lang.deploy_label(DeployLabel::Paste)} />
                <ul class="wrong" role="alert" data-testid="deploy-text-wrong">
                    { for wrong.iter().take(MOST_TOLD).map(error) }
                </ul>
                <p class="used" data-testid="deploy-used" hidden={!wrong.is_empty()}>{ used }</p>
                { view_left_out(&understood.left_out, lang) }
                { view_notes(&understood.notes, lang) }
            </div>
        }
    }

    fn id(&self, ctx: &Context<Self>, name: &str) -> String {
        format!("{}-{name}", ctx.props().instance.id("deploy"))
    }

    fn view_field(&self, ctx: &Context<Self>, input: DeployInput, errors: &[InputError]) -> Html {
        let lang = ctx.props().lang;
        let id = self.id(ctx, input.id());
        let meant = format!("{id}-meant");
        let wrong =
            errors.iter().find(|error| error.input == Some(input)).map(|error| error.sentence.clone());
        let choices = self.form.choices(input);
        let field = match choices.is_empty() {
            true => self.view_input(ctx, input, &id, &meant, wrong.is_some()),
            false => self.view_select(ctx, input, &id, &meant, &choices),
        };
        let assumed = self.form.is_assumed(input).then(|| {
            markup! { <em>{ lang.deploy_label(DeployLabel::Assumed) }{ ": " }</em> }
        });
        let test = format!("deploy-wrong-{}", input.id());
        markup! {
            <div key={input as usize} class={["deploy-field", class_if(wrong.is_some(), "is-wrong")]}>
                <label for={id}>{ lang.input(input) }</label>
                { field }
                <small id={meant}>{ for assumed }{ lang.input_meaning(input) }</small>
                <div role="alert" data-testid={test}>{ for wrong }</div>
            </div>
        }
    }

    fn view_input(
        &self,
        ctx: &Context<Self>,
        input: DeployInput,
        id: &str,
        meant: &str,
        is_wrong: bool,
    ) -> Html {
        let oninput = ctx.link().batch_callback(move |event: InputEvent| {
            let field = event.target()?.dyn_into::<HtmlInputElement>().ok()?;
            Some(DeployMsg::Typed(input, field.value()))
        });
        markup! {
            <input id={id.to_owned()} type="text" autocomplete="off" spellcheck="false" {oninput}
                value={self.form.value(input)} aria-describedby={meant.to_owned()}
                aria-invalid={is_wrong.then_some("true")} data-testid={format!("deploy-{}", input.id())} />
        }
    }

    fn view_select(
        &self,
        ctx: &Context<Self>,
        input: DeployInput,
        id: &str,
        meant: &str,
        words: &[&'static str],
    ) -> Html {
        let (lang, chosen) = (ctx.props().lang, self.form.value(input));
        let onchange = ctx.link().batch_callback(move |event: Event| {
            let field = event.target()?.dyn_into::<HtmlSelectElement>().ok()?;
            Some(DeployMsg::Typed(input, field.value()))
        });
        let option = |word: &&'static str| {
            markup! {
                <option key={*word} value={*word} selected={chosen == *word}>{ choice(lang, input, word) }</option>
            }
        };
        markup! {
            <select id={id.to_owned()} {onchange} aria-describedby={meant.to_owned()}
                data-testid={format!("deploy-{}", input.id())}>
                { for words.iter().map(option) }
            </select>
        }
    }
}

/// What a word of a session is called in the form.
fn choice(lang: Lang, input: DeployInput, word: &'static str) -> &'static str {
    match (input, word) {
        (DeployInput::Stop, "close") => "close()",
        (DeployInput::Stop, "kill") => "kill -9",
        (DeployInput::Revoked, "none") => lang.deploy_label(DeployLabel::RevokedNothing),
        (DeployInput::Revoked, "commit") => lang.deploy_label(DeployLabel::RevokedCommits),
        (DeployInput::Revoked, "save") => lang.deploy_label(DeployLabel::RevokedSaves),
        (DeployInput::Revoked, "drain") => lang.deploy_label(DeployLabel::RevokedDrains),
        _ => word,
    }
}

fn view_left_out(left_out: &[LeftOut], lang: Lang) -> Html {
    let one = |left: &LeftOut| markup! { <li><code>{ &left.key }</code>{ " " }{ left.sentence(lang) }</li> };
    markup! {
        <details class="told-of" hidden={left_out.is_empty()} data-testid="deploy-left-out">
            <summary>{ lang.say(DeployPhrase::NoEffect(left_out.len())) }</summary>
            <ul>{ for left_out.iter().take(MOST_TOLD).map(one) }</ul>
        </details>
    }
}

fn view_notes(notes: &[Refused], lang: Lang) -> Html {
    let one = |note: &Refused| markup! { <li>{ note.sentence(lang) }</li> };
    markup! {
        <details class="told-of" hidden={notes.is_empty()}>
            <summary>{ lang.say(DeployPhrase::Noted(notes.len())) }</summary>
            <ul>{ for notes.iter().take(MOST_TOLD).map(one) }</ul>
        </details>
    }
}
