//! The left panel: what can be done to the topics, the group and its consumers, and the consumers' settings.

use crate::kafka::assignor::AssignorName;
use crate::kafka::ids::{ClientName, GroupId, TopicName};
use crate::scene::Selection;
use crate::session::language::label::Label;
use crate::session::language::phrase::Phrase;
use crate::session::offers::Target;
use crate::sim::sorted::{sort, sort_by_key};
use crate::web::action::{Action, Verb};
use crate::web::browser::{nothing_has_the_focus, when};
use crate::web::icons::{Icon, icon};
use crate::web::lang::Lang;
use crate::web::later;
use crate::web::markup::{class_if, markup};
use crate::web::panel::command_form::DeedsProps;
use crate::web::panel::paste::PasteProps;
use crate::web::panel::refused::RefusedProps;
use crate::web::panel::settings::{SettingsProps, view_restarts_ahead};
use crate::web::panel::{ConsumerPanel, GroupPanel, Panel, TopicPanel};
use crate::web::part::{Context, Part, Piece, part};
use crate::web::shared::Shared;
use crate::web::shell::page::{Place, Refusal};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// What the panel is given.
#[derive(PartialEq)]
pub struct ControlsProps {
    pub panel: Shared<Panel>,
    pub chosen: Option<ClientName>,
    pub refusal: Option<Refusal>,
    /// Whether all modules are here.
    pub whole: bool,
    pub lang: Lang,
    pub dispatch: Callback<Action>,
}

/// Lines of a group's consumers at first, and as many more whenever more are asked for: each has buttons of its own,
/// and the lines of hundreds would be most of the page.
const LINES: usize = 24;

/// The panel.
pub struct Controls {
    /// The consumer whose further buttons are shown.
    more: Option<ClientName>,
    /// The consumers with whose lines somebody did something: these do not go.
    touched: Vec<ClientName>,
    /// What is looked for in the names of a group's consumers.
    sought: Option<(GroupId, String)>,
    /// How many lines of a group there are at most.
    lines: usize,
    /// The consumer one of whose buttons was pressed by keyboard, and its row: the button may go with what it did,
    /// and the focus must not go with it.
    keyed: Option<ClientName>,
    keyed_row: NodeRef,
}

/// What happens in the panel.
pub enum ControlsMsg {
    /// The further buttons of a consumer are wanted, or no longer.
    More(ClientName),
    /// One of a consumer's buttons was pressed; whether by keyboard.
    Pressed(ClientName, bool),
    /// The consumers of a group are wanted that have this in their names.
    Seek(GroupId, String),
    /// More lines are wanted.
    Lengthen,
}

impl Piece for Controls {
    type Message = ControlsMsg;
    type Properties = ControlsProps;

    fn create(_: &Context<Self>) -> Self {
        Controls {
            more: None,
            touched: Vec::new(),
            sought: None,
            lines: LINES,
            keyed: None,
            keyed_row: NodeRef::default(),
        }
    }

    fn update(&mut self, _: &Context<Self>, msg: ControlsMsg) -> bool {
        if let ControlsMsg::More(name) | ControlsMsg::Pressed(name, _) = msg
            && !self.touched.contains(&name)
        {
            self.touched.push(name);
        }
        match msg {
            ControlsMsg::More(name) if self.more.as_ref() == Some(&name) => self.more = None,
            ControlsMsg::More(name) => self.more = Some(name),
            ControlsMsg::Pressed(name, by_key) => {
                if by_key {
                    self.keyed = Some(name);
                }
            }
            ControlsMsg::Seek(group, text) => {
                self.sought = Some((group, text)).filter(|(_, text)| !text.is_empty());
            }
            ControlsMsg::Lengthen => self.lines += LINES,
        }
        true
    }

    fn rendered(&mut self, _: &Context<Self>) {
        if self.keyed.is_some()
            && nothing_has_the_focus()
            && let Some(row) = self.keyed_row.cast::<Element>()
            && let Ok(Some(button)) = row.query_selector(".does button")
            && let Ok(button) = button.dyn_into::<HtmlElement>()
        {
            let _ = button.focus();
            self.keyed = None;
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let (panel, lang) = (&ctx.props().panel, ctx.props().lang);
        let add = lang.label(Label::AddSomething).to_owned();
        markup! {
            <div class="controls-inner">
                <div>
                    { for panel.groups.iter().enumerate().map(|(n, group)| self.view_protocol(ctx, group, n == 0)) }
                </div>
                <div>{ for panel.topics.iter().map(|topic| view_topic(ctx, topic)) }</div>
                <div>
                    { for panel.groups.iter().enumerate().map(|(n, group)| self.view_group(ctx, group, n == 0)) }
                </div>
                <section aria-label={lang.label(Label::More)}>
                    <h2>{ lang.label(Label::More) }</h2>
                    { command_form(ctx, Target::World, Place::World, "world", add) }
                    { view_refusal(ctx, &Place::World) }
                </section>
                { for view_settings(ctx) }
            </div>
        }
    }
}

impl Controls {
    fn view_protocol(&self, ctx: &Context<Self>, group: &GroupPanel, first: bool) -> Html {
        let lang = ctx.props().lang;
        let side = |verb: Verb, assignor: Option<AssignorName>, pressed: bool| {
            let act = match assignor {
                Some(assignor) if !group.has_new => Action::UseAssignor(group.id, assignor),
                back_to => Action::Migrate(group.id, back_to),
            };
            // What they speak already is no reason to restart them.
            let onclick = (!pressed).then(|| ctx.props().dispatch.reform(move |_: MouseEvent| act.clone()));
            let id = format!("protocol-{}{}", verb.row().id, suffix(group, first));
            markup! {
                <button type="button" aria-pressed={pressed.to_string()} data-testid={id} title={verb.hint(lang)}
                    {onclick}>
                    { lang.action(verb) }
                </button>
            }
        };
        let alone = ctx.props().panel.groups.len() == 1;
        let heading = match alone {
            true => lang.label(Label::RebalanceProtocol).to_owned(),
            false => lang.say(Phrase::ProtocolOf(group.id.as_str())),
        };
        let settings = ctx.props().panel.settings.iter().find(|settings| settings.id == group.id);
        let ahead = settings.and_then(|settings| {
            view_restarts_ahead(lang, settings, format!("protocol-restarts{}", suffix(group, first)))
        });
        markup! {
            <section key={group.id.to_string()} aria-label={heading.clone()}>
                <h2>{ heading }</h2>
                <div class="segments" role="group">
                    { side(Verb::Eager, Some(AssignorName::Range), group.cooperative == Some(false)) }
                    { side(Verb::Cooperative, Some(AssignorName::CooperativeSticky), group.cooperative == Some(true)) }
                    { side(Verb::ConsumerProtocol, None, group.is_new) }
                </div>
                <div role="status">{ for ahead }</div>
                { view_assignor(ctx, group, first) }
                { view_refusal(ctx, &Place::Protocol(group.id)) }
            </section>
        }
    }

    fn view_group(&self, ctx: &Context<Self>, group: &GroupPanel, first: bool) -> Html {
        let (lang, id) = (ctx.props().lang, group.id.as_str());
        let heading = lang.say(Phrase::GroupOf { group: id, consumers: group.consumers.len() });
        let dispatch = &ctx.props().dispatch;
        let add = dispatch.reform(|_: MouseEvent| Action::Do(Verb::AddConsumer));
        let target = Target::Group { name: id.to_owned() };
        let paste = PasteProps { group: group.id, name: group.next, lang, dispatch: dispatch.clone() };
        let sought = self.sought.as_ref().filter(|(of, _)| *of == group.id);
        let sought = sought.map_or("", |(_, text)| text.as_str());
        let (listed, more) = self.listed(ctx, group, sought);
        markup! {
            <section key={group.id.to_string()} aria-label={heading.clone()}>
                <h2>{ heading }</h2>
                <div>{ for (group.consumers.len() > LINES).then(|| view_find(ctx, group.id, sought)) }</div>
                <ul class="consumers">
                    { for listed.into_iter().map(|consumer| self.view_consumer(ctx, consumer)) }
                </ul>
                <div>{ for (more > 0).then(|| view_lengthen(ctx, group.id, more)) }</div>
                <div>
                    <button type="button" class="wide" data-testid={format!("add-consumer{}", suffix(group, first))}
                        title={Verb::AddConsumer.hint(lang)} onclick={add}>
                        { lang.action(Verb::AddConsumer) }
                    </button>
                    { command_form(ctx, target, Place::Group(group.id), id, lang.say(Phrase::DoTo(id))) }
                    <details class="paste" data-testid={format!("paste-{id}")}>
                        <summary>{ lang.label(Label::PasteProperties) }</summary>
                        { for later::here().map(|later| (later.paste)(paste)) }
                    </details>
                </div>
                { view_refusal(ctx, &Place::Group(group.id)) }
            </section>
        }
    }

    /// The consumers of a group that have lines, in its order, and how many more have none: first the chosen one and
    /// those that somebody did something with, then those that are not just running, then the others.
    fn listed<'a>(
        &self,
        ctx: &Context<Self>,
        group: &'a GroupPanel,
        sought: &str,
    ) -> (Vec<&'a ConsumerPanel>, usize) {
        // Names are ASCII.
        let sought = sought.trim().to_ascii_lowercase();
        let fits = |name: &ClientName| name.as_str().to_ascii_lowercase().contains(&sought);
        let found: Vec<&ConsumerPanel> =
            group.consumers.iter().filter(|consumer| fits(&consumer.name)).collect();
        let kept = |consumer: &ConsumerPanel| {
            ctx.props().chosen == Some(consumer.name) || self.touched.contains(&consumer.name)
        };
        let rank = |consumer: &ConsumerPanel| match consumer.state_label() {
            _ if kept(consumer) => 0,
            Some(_) => 1,
            None => 2,
        };
        let mut order: Vec<usize> = (0..found.len()).collect();
        sort_by_key(&mut order, |place| (rank(found[*place]), *place));
        let always = found.iter().filter(|consumer| kept(consumer)).count();
        order.truncate(self.lines.max(always));
        sort(&mut order);
        let more = found.len() - order.len();
        (order.into_iter().map(|place| found[place]).collect(), more)
    }

    fn view_consumer(&self, ctx: &Context<Self>, consumer: &ConsumerPanel) -> Html {
        let lang = ctx.props().lang;
        let chosen = ctx.props().chosen.as_ref() == Some(&consumer.name);
        let open = self.more.as_ref() == Some(&consumer.name);
        let select = {
            let target = (!chosen).then_some(Selection::Consumer(consumer.name));
            ctx.props().dispatch.reform(move |_: MouseEvent| Action::Select(target))
        };
        let state = consumer.state_label().map_or("", |label| lang.stage_label(label));
        let is_more = |verb: &Verb| matches!(verb, Verb::Freeze | Verb::Cut);
        let (more, plain): (Vec<Verb>, Vec<Verb>) = consumer.offers.iter().partition(|verb| is_more(verb));
        let name = consumer.name;
        let what = lang.say(Phrase::DoTo(name.as_str()));
        let toggle = ctx.link().callback(move |_: MouseEvent| ControlsMsg::More(name));
        let row = if self.keyed.as_ref() == Some(&consumer.name) {
            self.keyed_row.clone()
        } else {
            NodeRef::default()
        };
        let verbs =
            |verbs: &[Verb]| -> Html { verbs.iter().map(|verb| view_verb(ctx, consumer, *verb)).collect() };
        // What was opened once keeps what was typed there.
        let further = self.touched.contains(&name).then(|| {
            markup! {
                <>
                    <div class="does">{ verbs(&more) }</div>
                    { command_form(ctx, consumer.target(), Place::Consumer(name), name.as_str(), what) }
                </>
            }
        });
        markup! {
            <li key={consumer.name.to_string()} class={[class_if(chosen, "chosen")]}>
                <div class="consumer" ref={row}>
                    <button type="button" class="who" aria-pressed={chosen.to_string()} onclick={select}
                        title={lang.label(Label::ChooseThis)}>
                        <i class={format!("swatch swatch-{}", consumer.colour)} aria-hidden="true"></i>
                        <span>
                            { consumer.name.as_str() }
                            <em title={consumer.ended_by()}>{ state }</em>
                        </span>
                    </button>
                    <div class="does">
                        { verbs(&plain) }
                        <button type="button" class="quiet more" aria-expanded={open.to_string()}
                            data-testid={format!("more-{}", consumer.name)}
                            aria-label={lang.say(Phrase::MoreFor(consumer.name.as_str()))} onclick={toggle}>
                            { icon(Icon::More) }
                        </button>
                    </div>
                </div>
                <div class="consumer-more" hidden={!open}>{ for further }</div>
                { view_refusal(ctx, &Place::Consumer(consumer.name)) }
            </li>
        }
    }
}

/// The first group has the plain names; a further one says which it is.
fn suffix(group: &GroupPanel, first: bool) -> String {
    if first { String::new() } else { format!("-{}", group.id) }
}

fn command_form(ctx: &Context<Controls>, target: Target, place: Place, id: &str, label: String) -> Html {
    let ControlsProps { lang, dispatch, .. } = ctx.props();
    let Some(later) = later::here() else {
        return markup! {
            <div class="command-form">
                <select class="wide" disabled={true}><option>{ label }</option></select>
                <div></div>
            </div>
        };
    };
    (later.command_form)(DeedsProps {
        target,
        place,
        id: id.to_owned(),
        label,
        lang: *lang,
        dispatch: dispatch.clone(),
    })
}

/// Where the consumers of a large group are looked for by name.
fn view_find(ctx: &Context<Controls>, group: GroupId, sought: &str) -> Html {
    let find = ctx.props().lang.label(Label::FindConsumer);
    let oninput = ctx.link().batch_callback(move |event: InputEvent| {
        Some(ControlsMsg::Seek(group, event.target_dyn_into::<HtmlInputElement>()?.value()))
    });
    markup! {
        <input type="search" class="find" value={sought.to_owned()} placeholder={find} aria-label={find}
            maxlength="100" autocomplete="off" data-testid={format!("find-consumer-{group}")} {oninput} />
    }
}

/// The button below the last line of a group.
fn view_lengthen(ctx: &Context<Controls>, group: GroupId, more: usize) -> Html {
    let onclick = ctx.link().callback(|_: MouseEvent| ControlsMsg::Lengthen);
    markup! {
        <button type="button" class="wide quiet" data-testid={format!("more-consumers-{group}")}
            data-consumers={more.to_string()} {onclick}>
            { ctx.props().lang.say(Phrase::MoreConsumers(more)) }
        </button>
    }
}

fn view_verb(ctx: &Context<Controls>, consumer: &ConsumerPanel, verb: Verb) -> Html {
    let row = verb.row();
    let lang = ctx.props().lang;
    let label = verb.label_for(lang, consumer.process, consumer.cut_off);
    let spoken = lang.say(Phrase::Act { action: label, name: consumer.name.as_str() });
    let act = Action::To(verb, consumer.name);
    let (dispatch, pressed, name) = (ctx.props().dispatch.clone(), ctx.link(), consumer.name);
    let onclick = Callback::from(move |event: MouseEvent| {
        pressed.send_message(ControlsMsg::Pressed(name, event.detail() == 0));
        dispatch.emit(act.clone());
    });
    markup! {
        <button key={row.id} type="button" class={[class_if(verb == Verb::Kill, "danger")]}
            data-testid={format!("{}-{}", row.id, consumer.name)} aria-label={spoken}
            title={verb.hint(lang)} {onclick}>
            { label }
        </button>
    }
}

fn view_assignor(ctx: &Context<Controls>, group: &GroupPanel, first: bool) -> Html {
    if group.has_new {
        return Html::default();
    }
    let id = group.id;
    let onchange = when(&ctx.props().dispatch, move |event: Event| {
        let name = event.target_dyn_into::<HtmlSelectElement>()?.value();
        Some(Action::UseAssignor(id, AssignorName::from_name(&name)?))
    });
    let lang = ctx.props().lang;
    let strategies = group.strategies.join(lang.label(Label::BetweenLists));
    let own = group.assignor.is_none().then(|| {
        markup! { <option key="" value="" selected=true>{ strategies.clone() }</option> }
    });
    markup! {
        <div class="assignor">
            <h2>{ lang.label(Label::Assignor) }</h2>
            <select data-testid={format!("assignor{}", suffix(group, first))} {onchange}
                aria-label={lang.say(Phrase::AssignorOf(group.id.as_str()))} title={strategies}>
                { for own }
                { for AssignorName::ALL.into_iter().map(|one| markup! {
                    <option key={one.name()} value={one.name()} selected={group.assignor == Some(one)}>
                        { one.name() }
                    </option>
                }) }
            </select>
        </div>
    }
}

fn view_topic(ctx: &Context<Controls>, topic: &TopicPanel) -> Html {
    let name = topic.name;
    let add = ctx.props().dispatch.reform(move |_: MouseEvent| Action::AddPartition(name));
    let (lang, id) = (ctx.props().lang, topic.name.as_str());
    let heading = lang.say(Phrase::Topic(id));
    markup! {
        <section key={topic.name.to_string()} aria-label={heading.clone()}>
            <h2>{ heading }</h2>
            <div class="row">
                <span>{ lang.label(Label::Partitions) }</span>
                <b>{ topic.partitions }</b>
                <button type="button" class="quiet" data-testid={format!("add-partition-{}", topic.name)}
                    aria-label={lang.say(Phrase::AddPartitionTo(id))} title={Verb::AddPartition.hint(lang)}
                    onclick={add}>
                    { lang.action(Verb::AddPartition) }
                </button>
            </div>
            <div>
                { part(RateField {
                    topic: topic.name,
                    rate: topic.rate.clone(),
                    producers: topic.producers.clone(),
                    lang,
                    dispatch: ctx.props().dispatch.clone(),
                }) }
                { command_form(ctx, topic.target(), Place::Topic(topic.name), id, lang.say(Phrase::DoTo(id))) }
            </div>
            { view_refusal(ctx, &Place::Topic(topic.name)) }
        </section>
    }
}

/// A component of its own, so that nothing that happens elsewhere overwrites what is being typed.
#[derive(PartialEq)]
struct RateField {
    topic: TopicName,
    rate: String,
    producers: Vec<ClientName>,
    lang: Lang,
    dispatch: Callback<Action>,
}

impl Part for RateField {
    fn view(&self) -> Html {
        let RateField { topic, rate, producers, lang, dispatch } = self;
        let onchange = {
            let topic = *topic;
            when(dispatch, move |event: Event| {
                let text = event.target_dyn_into::<HtmlInputElement>()?.value();
                Some(Action::SetRate(topic, text))
            })
        };
        let names = producers.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(", ");
        let title = match producers.len() {
            0 => lang.label(Label::NobodyWrites).to_owned(),
            1 => lang.say(Phrase::WrittenBy(&names)),
            _ => lang.say(Phrase::SharedBy(&names)),
        };
        markup! {
            <label class="row" {title}>
                <span>{ lang.label(Label::RecordsPerSecond) }</span>
                <input type="text" inputmode="decimal" size="6" maxlength="10" autocomplete="off" value={rate.clone()}
                    disabled={producers.is_empty()} data-testid={format!("rate-{topic}")} {onchange} />
            </label>
        }
    }
}

fn view_settings(ctx: &Context<Controls>) -> Option<Html> {
    let ControlsProps { panel, chosen, refusal, lang, dispatch, .. } = ctx.props();
    Some((later::here()?.settings)(SettingsProps {
        panel: panel.clone(),
        chosen: *chosen,
        refusal: refusal.clone(),
        lang: *lang,
        dispatch: dispatch.clone(),
    }))
}

fn view_refusal(ctx: &Context<Controls>, place: &Place) -> Html {
    let lang = ctx.props().lang;
    let refusal = ctx.props().refusal.as_ref().filter(|refusal| &refusal.place == place);
    let sentence = refusal.and_then(|refusal| {
        Some((later::here()?.refused)(RefusedProps { said: refusal.said.clone(), lang }))
    });
    markup! { <div role="alert">{ for sentence }</div> }
}
