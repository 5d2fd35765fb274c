//! The list of a consumer's settings; under the pointer or the focus each says what it means and what Kafka's
//! default is.

use crate::session::language::label::Label;
use crate::session::language::phrase::Phrase;
use crate::web::lang::Lang;
use crate::web::markup::{class_if, markup};
use crate::web::panel::SettingLine;
use crate::web::part::{Context, Piece};
use yew::prelude::*;

/// What the list is given.
#[derive(PartialEq)]
pub struct SettingsProps {
    pub settings: Vec<SettingLine>,
    pub lang: Lang,
}

/// The list.
pub struct SettingsList {
    /// The setting that is explained.
    explained: Option<usize>,
}

impl Piece for SettingsList {
    type Message = Option<usize>;
    type Properties = SettingsProps;

    fn create(_: &Context<Self>) -> Self {
        SettingsList { explained: None }
    }

    fn update(&mut self, _: &Context<Self>, explained: Option<usize>) -> bool {
        std::mem::replace(&mut self.explained, explained) != explained
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let settings = &ctx.props().settings;
        let off = ctx.link().callback(|_: MouseEvent| None);
        let explained = self.explained.and_then(|place| settings.get(place));
        markup! {
            <div class="settings" onmouseleave={off}>
                <dl>{ for settings.iter().enumerate().map(|(place, setting)| view_setting(ctx, place, setting)) }</dl>
                <div class="meaning" hidden={explained.is_none()} aria-hidden="true">
                    { for explained.map(|setting| view_meaning(setting, ctx.props().lang)) }
                </div>
            </div>
        }
    }
}

fn view_setting(ctx: &Context<SettingsList>, place: usize, setting: &SettingLine) -> Html {
    let enter = ctx.link().callback(move |_: MouseEvent| Some(place));
    let focus = ctx.link().callback(move |_: FocusEvent| Some(place));
    let blur = ctx.link().callback(|_: FocusEvent| None);
    let lang = ctx.props().lang;
    markup! {
        <div key={setting.name} class={["row", class_if(setting.changed(), "changed")]}
            onmouseenter={enter} onfocusin={focus} onfocusout={blur}>
            <dt>{ setting.name }</dt>
            <dd tabindex="0" data-testid={format!("setting-{}", setting.name)}>
                { &setting.value }
                <span class="unseen">{ format!(". {}", explanation(setting, lang)) }</span>
            </dd>
        </div>
    }
}

fn view_meaning(setting: &SettingLine, lang: Lang) -> Html {
    let link = setting.link.clone().map(|href| {
        markup! { <a {href} target="_blank" rel="noreferrer" tabindex="-1">{ "kafka.apache.org" }</a> }
    });
    markup! {
        <p><b>{ setting.name }</b>{ " " }{ explanation(setting, lang) }{ " " }<span>{ for link }</span></p>
    }
}

fn explanation(setting: &SettingLine, lang: Lang) -> String {
    let meaning = lang.choose(setting.meaning, setting.meaning_ko);
    let Some(default) = setting.default else { return meaning.to_owned() };
    let default = if default.is_empty() { lang.label(Label::NoValue) } else { default };
    lang.say(Phrase::Setting { meaning, range: lang.choose(&setting.range, &setting.range_ko), default })
}
