//! The settings: every one of Kafka's and of our own in a field, with what it means and what it is by default. What is
//! typed here is an edit until a visitor puts it in force; until then it stays, whatever happens elsewhere.

mod seen;

use crate::kafka::ids::{ClientName, GroupId};
use crate::kafka::property::property;
use crate::session::bench::{Edits, Misfit, Preset, SettingTheme, THEMES, choices, of_brokers, preset};
use crate::session::language::label::{ColumnLabel, SettingLabel};
use crate::session::language::phrase::Phrase;
use crate::session::rollout::RestartOrder;
use crate::web::action::Action;
use crate::web::lang::Lang;
use crate::web::markup::{class_if, markup};
use crate::web::panel::refused::{RefusedNote, RefusedProps};
use crate::web::panel::settings::seen::{OFFERED, Seen, subjects};
use crate::web::panel::{GroupSettings, Panel};
use crate::web::part::{Context, Piece, piece};
use crate::web::shared::Shared;
use crate::web::shell::configure::{Configuration, InForce, SettingsOf};
use crate::web::shell::page::{Place, Refusal};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// The one setting that a running consumer takes.
const TAKEN_AT_ONCE: &str = "processing_time";

/// Where the documentation of Kafka's properties is.
const DOCUMENTATION: &str = "kafka.apache.org";

/// What the list is given.
#[derive(PartialEq)]
pub struct SettingsProps {
    pub panel: Shared<Panel>,
    pub chosen: Option<ClientName>,
    pub refusal: Option<Refusal>,
    pub lang: Lang,
    pub dispatch: Callback<Action>,
}

/// The list.
pub struct SettingsList {
    group: Option<GroupId>,
    of: SettingsOf,
    /// What was typed and is not in force.
    edits: Edits,
    open: Vec<SettingTheme>,
    /// What is looked for.
    sought: String,
    /// The setting that is explained.
    explained: Option<&'static str>,
    /// The edits were given to the page, whose edition it was.
    sent: Option<u64>,
}

/// What happens in it.
pub enum SettingsMsg {
    /// Somebody else's settings are wanted, by their place in the list.
    Of(usize),
    Type(&'static str, String),
    Explain(&'static str),
    Fold(SettingTheme),
    Seek(String),
    Take(Preset),
    Discard,
    PutInForce(InForce),
}

impl Piece for SettingsList {
    type Message = SettingsMsg;
    type Properties = SettingsProps;

    fn create(_: &Context<Self>) -> Self {
        SettingsList {
            group: None,
            of: SettingsOf::All,
            edits: Edits::new(),
            open: vec![SettingTheme::Committing, SettingTheme::Membership],
            sought: String::new(),
            explained: None,
            sent: None,
        }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &SettingsProps) -> bool {
        let props = ctx.props();
        if self.sent.take_if(|edition| *edition != props.panel.edition).is_some() {
            self.edits.clear();
        }
        if props.chosen != old.chosen
            && let Some(name) = props.chosen
            && let Some(group) = props.panel.settings.iter().find(|group| group.has(&name))
        {
            (self.group, self.of) = (Some(group.id), SettingsOf::One(name));
        }
        true
    }

    fn update(&mut self, ctx: &Context<Self>, msg: SettingsMsg) -> bool {
        match msg {
            SettingsMsg::Of(place) => {
                if let Some((group, of)) = subjects(&ctx.props().panel, self.of).get(place) {
                    (self.group, self.of) = (Some(group.id), *of);
                }
            }
            SettingsMsg::Type(name, text) => self.edit(name, text),
            SettingsMsg::Explain(name) => {
                return self.explained.replace(name) != Some(name);
            }
            SettingsMsg::Fold(theme) => match self.open.iter().position(|open| *open == theme) {
                Some(place) => drop(self.open.remove(place)),
                None => self.open.push(theme),
            },
            SettingsMsg::Seek(text) => self.sought = text,
            SettingsMsg::Take(set) => {
                let seen = self.seen(ctx);
                for (name, text) in seen.configs.iter().flat_map(|config| preset(set, config)) {
                    self.edit(name, text);
                }
                if set == Preset::Everything {
                    for (name, default) in seen.set_on_brokers() {
                        self.edit(name, default);
                    }
                }
            }
            SettingsMsg::Discard => self.edits.clear(),
            SettingsMsg::PutInForce(how) => self.put_in_force(ctx, how),
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let seen = self.seen(ctx);
        let Some(group) = seen.group else { return Html::default() };
        let lang = seen.lang;
        let misfits = seen.misfits();
        let heading = lang.say(Phrase::SettingsOf(group.id.as_str()));
        let themes =
            THEMES.into_iter().map(|(theme, names)| self.view_theme(ctx, &seen, &misfits, theme, names));
        let found = THEMES.into_iter().any(|(_, names)| names.iter().any(|name| self.finds(lang, name)));
        markup! {
            <section class="settings" aria-label={heading.clone()} data-testid="settings">
                <h2>{ heading }</h2>
                { view_head(ctx, self, &seen) }
                <div>{ for themes }</div>
                <p class="nothing" hidden={found}>{ lang.setting_label(SettingLabel::NothingFound) }</p>
                { view_bar(ctx, &seen, &misfits) }
            </section>
        }
    }
}

impl SettingsList {
    fn seen<'a>(&self, ctx: &'a Context<Self>) -> Seen<'a> {
        let SettingsProps { panel, lang, .. } = ctx.props();
        Seen::of(panel, self.group.as_ref(), self.of, &self.edits, *lang)
    }

    fn edit(&mut self, name: &'static str, text: String) {
        self.edits.retain(|(edited, _)| *edited != name);
        self.edits.push((name, text));
    }

    fn put_in_force(&mut self, ctx: &Context<Self>, how: InForce) {
        let seen = self.seen(ctx);
        if let Some(group) = seen.group.filter(|_| !seen.edits.is_empty() && seen.misfits().is_empty()) {
            self.sent = Some(seen.panel.edition);
            let (group, of, edits) = (group.id, seen.of, seen.edits);
            ctx.props().dispatch.emit(Action::Configure(Configuration { group, of, edits, how }));
        }
    }

    /// Whether the setting has in its name or its meaning what is looked for.
    fn finds(&self, lang: Lang, name: &str) -> bool {
        let sought = self.sought.trim().to_lowercase();
        name.contains(&sought) || lang.setting(name).to_lowercase().contains(&sought)
    }

    fn view_theme(
        &self,
        ctx: &Context<Self>,
        seen: &Seen,
        misfits: &[Misfit],
        theme: SettingTheme,
        names: &'static [&'static str],
    ) -> Html {
        let lang = seen.lang;
        let found: Vec<&'static str> = names.iter().copied().filter(|name| self.finds(lang, name)).collect();
        // What was found is shown, and so is what does not fit.
        let wrong = misfits.iter().any(|misfit| names.contains(&misfit.name));
        let open = self.open.contains(&theme) || !self.sought.trim().is_empty() || wrong;
        let differ = names.iter().filter(|name| seen.differs(name)).count();
        let differ = (differ > 0).then(|| markup! { <em>{ lang.say(Phrase::Differ(differ)) }</em> });
        let onclick = ctx.link().callback(move |_: MouseEvent| SettingsMsg::Fold(theme));
        let rows = found.iter().filter(|_| open).map(|name| {
            let misfit = misfits.iter().find(|misfit| misfit.name == *name);
            self.view_setting(ctx, seen, name, misfit)
        });
        markup! {
            <div key={format!("{theme:?}")} hidden={found.is_empty()}>
                <h3>
                    <button type="button" aria-expanded={open.to_string()} data-testid={format!("theme-{theme:?}")}
                        {onclick}>
                        <span>{ lang.theme(theme) }</span><span>{ for differ }</span>
                    </button>
                </h3>
                <div>{ for rows }</div>
            </div>
        }
    }

    fn view_setting(
        &self,
        ctx: &Context<Self>,
        seen: &Seen,
        name: &'static str,
        misfit: Option<&Misfit>,
    ) -> Html {
        let lang = seen.lang;
        let (now, default, differs) = (seen.value(name), seen.default(name), seen.differs(name));
        let edit = seen.edit(name);
        let typed = self.edits.iter().find(|(edited, _)| *edited == name).map(|(_, text)| text.clone());
        let explained = self.explained == Some(name);
        let said_default =
            if default.is_empty() { lang.setting_label(SettingLabel::NoValue) } else { &default };
        let mark = differs.then(|| lang.say(Phrase::DiffersFrom(said_default)));
        let text = typed.or_else(|| now.clone()).unwrap_or_default();
        let reset = {
            let default = default.clone();
            ctx.link().callback(move |_: MouseEvent| SettingsMsg::Type(name, default.clone()))
        };
        let was = edit.map(|_| {
            let now = now.as_deref().unwrap_or(lang.setting_label(SettingLabel::NotAllTheSame));
            let was = lang.say(Phrase::Was(if now.is_empty() {
                lang.setting_label(SettingLabel::NoValue)
            } else {
                now
            }));
            markup! { <em>{ was }</em> }
        });
        let wrong = misfit.map(|misfit| {
            let said = misfit.why.message(lang);
            markup! { <p class="refusal" data-testid={format!("wrong-{name}")}>{ said }</p> }
        });
        let reset_it = lang.say(Phrase::Reset { name, default: said_default });
        let class = [
            "setting",
            class_if(differs, "differs"),
            class_if(edit.is_some(), "edited"),
            class_if(explained, "explained"),
        ];
        let focus = ctx.link().callback(move |_: FocusEvent| SettingsMsg::Explain(name));
        let field = view_field(ctx, name, text, default.clone(), now.is_none(), misfit.is_some());
        markup! {
            <div key={name} {class} data-testid={format!("row-{name}")} data-default={default.clone()}>
                <label onfocusin={focus} title={explanation(lang, name, said_default)}>
                    <span>{ broken_at_dots(name) }<span class="unseen">{ for mark }</span></span>
                    { field }
                </label>
                <button type="button" class="quiet reset" hidden={!differs} data-testid={format!("reset-{name}")}
                    aria-label={reset_it.clone()} title={reset_it} onclick={reset}>{ "↺" }</button>
                <div class="was">{ for was }</div>
                <div role="alert">{ for wrong }</div>
                <div class="meant" hidden={!explained}>
                    { for explained.then(|| view_about(lang, name, said_default)) }
                </div>
            </div>
        }
    }
}

fn view_field(
    ctx: &Context<SettingsList>,
    name: &'static str,
    value: String,
    default: String,
    various: bool,
    wrong: bool,
) -> Html {
    let lang = ctx.props().lang;
    let testid = format!("setting-{name}");
    let words = choices(name);
    if words.is_empty() {
        let oninput = ctx.link().batch_callback(move |event: InputEvent| {
            Some(SettingsMsg::Type(name, event.target_dyn_into::<HtmlInputElement>()?.value()))
        });
        let placeholder =
            if various { lang.setting_label(SettingLabel::NotAllTheSame).to_owned() } else { default };
        return markup! {
            <input type="text" {value} {placeholder} maxlength="400" spellcheck="false" autocomplete="off"
                data-testid={testid} aria-invalid={wrong.to_string()} {oninput} />
        };
    }
    let onchange = ctx.link().batch_callback(move |event: Event| {
        Some(SettingsMsg::Type(name, event.target_dyn_into::<HtmlSelectElement>()?.value()))
    });
    let none = (various && value.is_empty()).then(|| {
        let said = lang.setting_label(SettingLabel::NotAllTheSame);
        markup! { <option key="various" value="" selected=true>{ said }</option> }
    });
    let option = |word: &'static str| {
        let said = if word.is_empty() { lang.setting_label(SettingLabel::NoValue) } else { word };
        let selected = none.is_none() && word == value;
        markup! { <option key={word} value={word} {selected}>{ said }</option> }
    };
    let options: Vec<Html> = words.into_iter().map(option).collect();
    markup! {
        <select data-testid={testid} aria-invalid={wrong.to_string()} {onchange}>{ for none }{ for options }</select>
    }
}

/// Whose settings, what is looked for, and sets of values.
fn view_head(ctx: &Context<SettingsList>, list: &SettingsList, seen: &Seen) -> Html {
    let lang = seen.lang;
    let onchange = ctx.link().batch_callback(|event: Event| {
        let place = event.target_dyn_into::<HtmlSelectElement>()?.selected_index();
        usize::try_from(place).ok().map(SettingsMsg::Of)
    });
    let option = |(place, (group, of)): (usize, (&GroupSettings, SettingsOf))| {
        let said = match of {
            SettingsOf::All => lang.say(Phrase::AllOf(group.id.as_str())),
            SettingsOf::One(name) => name.to_string(),
            SettingsOf::Next => lang.say(Phrase::ToBeAdded(group.next.name.as_str())),
        };
        let selected = seen.group.is_some_and(|shown| shown.id == group.id) && of == seen.of;
        markup! { <option key={place} value={said.clone()} {selected}>{ said }</option> }
    };
    let oninput = ctx.link().batch_callback(|event: InputEvent| {
        Some(SettingsMsg::Seek(event.target_dyn_into::<HtmlInputElement>()?.value()))
    });
    let take = |set: Preset, id: &'static str, label: SettingLabel| {
        let onclick = ctx.link().callback(move |_: MouseEvent| SettingsMsg::Take(set));
        markup! { <button type="button" data-testid={id} {onclick}>{ lang.setting_label(label) }</button> }
    };
    let others = seen.panel.settings.iter().any(|group| group.consumers.len() > OFFERED).then(|| {
        let others = lang.column_label(ColumnLabel::ChooseOnStage);
        markup! { <option key="others" value="" disabled={true}>{ others }</option> }
    });
    let whom = lang.setting_label(SettingLabel::SettingsOfWhom);
    let find = lang.setting_label(SettingLabel::FindSetting);
    markup! {
        <div class="settings-head">
            <select class="wide" data-testid="settings-of" aria-label={whom} {onchange}>
                { for subjects(seen.panel, seen.of).into_iter().enumerate().map(option) }
                { for others }
            </select>
            <div class="presets">
                { take(Preset::KafkaDefaults, "preset-defaults", SettingLabel::KafkaDefaults) }
                { take(Preset::ClassroomTimes, "preset-classroom", SettingLabel::ClassroomTimes) }
                { take(Preset::Everything, "reset-all", SettingLabel::ResetAll) }
            </div>
            <input type="search" class="wide" value={list.sought.clone()} placeholder={find} aria-label={find}
                maxlength="100" autocomplete="off" data-testid="find-setting" {oninput} />
        </div>
    }
}

/// Who of a group is still to be restarted, if somebody is.
pub fn view_restarts_ahead(lang: Lang, group: &GroupSettings, id: String) -> Option<Html> {
    let names: Vec<&str> = group.restarts_ahead.iter().map(ClientName::as_str).collect();
    (!names.is_empty()).then(|| {
        markup! { <p data-testid={id}>{ lang.say(Phrase::RestartsAhead(&names.join(", "))) }</p> }
    })
}

/// What is not in force, and how it can be: always in view.
fn view_bar(ctx: &Context<SettingsList>, seen: &Seen, misfits: &[Misfit]) -> Html {
    let SettingsProps { refusal, lang, .. } = ctx.props();
    let Some(group) = seen.group else { return Html::default() };
    let ahead = view_restarts_ahead(*lang, group, "restarts-ahead".to_owned());
    let refusal = refusal.as_ref().filter(|refusal| refusal.place == Place::Settings(group.id));
    let refusal =
        refusal.map(|refusal| piece::<RefusedNote>(RefusedProps { said: refusal.said.clone(), lang: *lang }));
    let offer = (!seen.edits.is_empty()).then(|| view_offer(ctx, seen, misfits));
    let class = ["in-force", class_if(ahead.is_some() || offer.is_some() || refusal.is_some(), "something")];
    markup! {
        <div {class}>
            <div role="status">{ for ahead }</div>
            <div role="alert">{ for refusal }</div>
            <div>{ for offer }</div>
        </div>
    }
}

fn view_offer(ctx: &Context<SettingsList>, seen: &Seen, misfits: &[Misfit]) -> Html {
    let lang = seen.lang;
    let of_brokers = seen.edits.iter().any(|(name, _)| of_brokers(name));
    let at_once = seen.edits.iter().all(|(name, _)| *name == TAKEN_AT_ONCE);
    let why = match seen.of {
        _ if of_brokers => SettingLabel::TakesTheStart,
        SettingsOf::Next => SettingLabel::TakesNothing,
        _ if at_once => SettingLabel::TakesNothing,
        SettingsOf::All | SettingsOf::One(_) => SettingLabel::TakesRestart,
    };
    let button = |how: InForce, id: &'static str, said: String, help: &'static str| {
        let onclick = ctx.link().callback(move |_: MouseEvent| SettingsMsg::PutInForce(how));
        let class = [class_if(how == InForce::FromTheStart, "last")];
        markup! {
            <button type="button" {class} data-testid={id} title={help} disabled={!misfits.is_empty()} {onclick}>
                { said }
            </button>
        }
    };
    let label = |label: SettingLabel| lang.setting_label(label).to_owned();
    let restart = |order: RestartOrder, id: &'static str, said: String, help: SettingLabel| {
        button(InForce::Restarted(order), id, said, lang.setting_label(help))
    };
    let mut ways = match seen.of {
        _ if of_brokers => Vec::new(),
        SettingsOf::Next => {
            let name = seen.group.map(|group| group.next.name).unwrap_or_default();
            vec![button(InForce::Started, "apply-next", lang.say(Phrase::StartWith(name.as_str())), "")]
        }
        _ if at_once => vec![button(InForce::FromNowOn, "apply-now", label(SettingLabel::FromNowOn), "")],
        SettingsOf::One(name) => {
            let said = lang.say(Phrase::Restart(name.as_str()));
            vec![restart(RestartOrder::Rolling, "apply-restart", said, SettingLabel::TakesRestart)]
        }
        SettingsOf::All => vec![
            restart(
                RestartOrder::AllAtOnce,
                "apply-at-once",
                label(SettingLabel::AllAtOnce),
                SettingLabel::AllAtOnceHelp,
            ),
            restart(
                RestartOrder::Rolling,
                "apply-rolling",
                label(SettingLabel::Rolling),
                SettingLabel::RollingHelp,
            ),
        ],
    };
    if of_brokers || seen.of != SettingsOf::Next {
        let help = lang.setting_label(SettingLabel::FromTheStartHelp);
        ways.push(button(InForce::FromTheStart, "apply-start", label(SettingLabel::FromTheStart), help));
    }
    let discard = ctx.link().callback(|_: MouseEvent| SettingsMsg::Discard);
    let said = match misfits.len() {
        0 => lang.say(Phrase::NotInForce(seen.edits.len())),
        wrong => lang.say(Phrase::DoNotFit(wrong)),
    };
    markup! {
        <div class="offer" data-testid="offer">
            <p><b>{ said }</b>{ " " }{ lang.setting_label(why) }</p>
            <div class="ways">
                { for ways }
                <button type="button" class="quiet" data-testid="discard" onclick={discard}>
                    { lang.setting_label(SettingLabel::Discard) }
                </button>
            </div>
        </div>
    }
}

/// What a setting means, which its label says to a screen reader as well, and where Kafka's documentation tells more.
fn view_about(lang: Lang, name: &'static str, default: &str) -> Html {
    let link = property(name).and_then(|property| property.link()).map(|href| {
        let label = format!("{DOCUMENTATION}: {name}");
        markup! {
            <a {href} target="_blank" rel="noreferrer" aria-label={label} data-testid={format!("docs-{name}")}>
                { DOCUMENTATION }
            </a>
        }
    });
    markup! {
        <p><span aria-hidden="true">{ explanation(lang, name, default) }{ " " }</span><span>{ for link }</span></p>
    }
}

fn explanation(lang: Lang, name: &str, default: &str) -> String {
    let range = lang.range_of(name);
    let about = lang.say(Phrase::Setting { meaning: lang.setting(name), range: &range, default });
    match property(name) {
        Some(_) => about,
        None => [&about, " ", lang.setting_label(SettingLabel::NotKafkas)].concat(),
    }
}

/// A name that goes to a new line after its dots only.
pub fn broken_at_dots(name: &str) -> Html {
    let part = |part: &str| markup! { <>{ part }{ for part.ends_with('.').then(|| markup! { <wbr /> }) }</> };
    markup! { <span class="dotted">{ for name.split_inclusive('.').map(part) }</span> }
}
