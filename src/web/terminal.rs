//! The terminal in the dock: what Kafka's own tool prints of a group at the present instant, and what the clients have
//! written to their logs up to it, both in their own words. A row leads to its lane or its consumer.

pub mod imported;
pub mod log_tail;
pub mod paste_output;

use crate::kafka::ids::{ClientName, GroupId};
use crate::scene::Selection;
use crate::scene::lane::lane_id;
use crate::session::language::desk::{DeskLabel, DeskPhrase};
use crate::session::language::label::Label;
use crate::session::terminal::{DescribeView, RowSubject, describe, describe_command, rows_about};
use crate::sim::time::SimTime;
use crate::web::action::{Action, Verb};
use crate::web::browser::wall_millis;
use crate::web::lang::Lang;
use crate::web::markup::{class_if, markup};
use crate::web::mount::root::Root;
use crate::web::part::{Context, Piece, part};
use crate::web::shared::Shared;
use crate::web::shell::desk::DeskAction;
use crate::web::shell::dock::PageShare;
use crate::web::shell::page::Page;
use crate::web::terminal::log_tail::{ClientLog, LogChips, LogTail, LoggedClient, LoggedLines};
use web_sys::{Element, HtmlSelectElement};
use yew::prelude::*;

/// While time runs, it is written anew this often at most, in milliseconds.
const WRITTEN_EVERY: f64 = 250.0;
/// Of a table no more rows are shown; the copy has them all.
const MOST_ROWS: usize = 400;

/// What the terminal is written for.
#[derive(Clone, Copy, PartialEq)]
pub struct TerminalStamp {
    pub edition: u64,
    pub now: SimTime,
    pub selection: Option<Selection>,
    pub playing: bool,
    pub lang: Lang,
}

/// What the terminal is given.
#[derive(PartialEq)]
pub struct TerminalProps {
    pub page: PageShare,
    pub root: Root,
    pub stamp: TerminalStamp,
    /// Whether words are still to follow the instant.
    pub waits: bool,
    pub dispatch: Callback<Action>,
}

/// The terminal.
pub struct TerminalPane {
    view: DescribeView,
    /// The group that was chosen here; otherwise that of what is chosen on the page.
    group: Option<GroupId>,
    groups: Vec<GroupId>,
    printed: Printed,
    log: LogTail,
    /// Of which client alone the log is listed.
    client: Option<ClientName>,
    clients: Shared<Vec<LoggedClient>>,
    lines: Shared<LoggedLines>,
    written_at: f64,
    /// The lane or card that a row lights up.
    lit: Option<Element>,
}

/// What the tool prints.
#[derive(Default)]
struct Printed {
    group: Option<GroupId>,
    /// Whether it is not the first group: lanes of others have its name in theirs.
    qualified: bool,
    command: String,
    lines: Vec<String>,
    /// What the last of them are about.
    about: Vec<RowSubject>,
}

/// What happens in it.
pub enum TerminalMsg {
    View(DescribeView),
    Group(GroupId),
    Client(Option<ClientName>),
    Earlier,
    /// The pointer is on a row, or on none.
    Light(Option<usize>),
    Choose(usize),
    Copy,
}

impl Piece for TerminalPane {
    type Message = TerminalMsg;
    type Properties = TerminalProps;

    fn create(ctx: &Context<Self>) -> Self {
        let mut pane = TerminalPane {
            view: DescribeView::Offsets,
            group: None,
            groups: Vec::new(),
            printed: Printed::default(),
            log: LogTail::default(),
            client: None,
            clients: Shared::new(Vec::new()),
            lines: Shared::new(LoggedLines::default()),
            written_at: 0.0,
            lit: None,
        };
        pane.write(ctx);
        pane
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &TerminalProps) -> bool {
        let TerminalProps { stamp, waits, .. } = ctx.props();
        let same = TerminalStamp { now: stamp.now, ..old.stamp } == *stamp;
        let early = stamp.playing && wall_millis() - self.written_at < WRITTEN_EVERY;
        if *waits || (same && early) {
            return false;
        }
        self.write(ctx);
        true
    }

    fn update(&mut self, ctx: &Context<Self>, msg: TerminalMsg) -> bool {
        match msg {
            TerminalMsg::View(view) => self.view = view,
            TerminalMsg::Group(group) => self.group = Some(group),
            TerminalMsg::Client(client) => self.client = client,
            TerminalMsg::Earlier => self.log.list_more(),
            TerminalMsg::Light(row) => {
                self.light(ctx, row);
                return false;
            }
            TerminalMsg::Choose(row) => {
                if let Some(selection) = self.selection(row) {
                    ctx.props().dispatch.emit(Action::Select(Some(selection)));
                }
                return false;
            }
            TerminalMsg::Copy => {
                ctx.props().dispatch.emit(Action::Copy(self.text()));
                return false;
            }
        }
        self.write(ctx);
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let TerminalProps { root, stamp, dispatch, .. } = ctx.props();
        let lang = stamp.lang;
        let instance = root.instance();
        markup! {
            <div class="terminal" role="tabpanel" id={instance.id("terminal-panel")}
                aria-labelledby={instance.id("terminal-tab")} data-testid="terminal"
                data-time-us={stamp.now.as_micros().to_string()}>
                { self.view_bar(ctx) }
                { self.view_output(ctx) }
                { part(ClientLog {
                    lines: self.lines.clone(),
                    clients: self.clients.clone(),
                    lang,
                    earlier: ctx.link().callback(|_: MouseEvent| TerminalMsg::Earlier),
                }) }
                <div class="terminal-foot">
                    <button type="button" class="quiet" data-testid="paste-output"
                        onclick={dispatch.reform(|_: MouseEvent| Action::Desk(DeskAction::Ask))}>
                        { lang.desk_label(DeskLabel::PasteOutput) }{ " …" }
                    </button>
                </div>
            </div>
        }
    }
}

impl TerminalPane {
    /// Writes all of it for the present instant.
    fn write(&mut self, ctx: &Context<Self>) {
        let TerminalProps { page, stamp, .. } = ctx.props();
        // Nobody has it while the page is drawn.
        let Ok(page) = page.0.try_borrow() else { return };
        self.written_at = wall_millis();
        self.print(&page);
        if self
            .client
            .is_some_and(|client| page.seen.consumers.iter().all(|consumer| consumer.name != client))
        {
            self.client = None;
        }
        let clients = LoggedClient::all(&page, self.client);
        if *self.clients != clients {
            self.clients = Shared::new(clients);
        }
        let lines = self.log.lines(&page, stamp.edition, self.client);
        if *self.lines != lines {
            self.lines = Shared::new(lines);
        }
    }

    fn print(&mut self, page: &Page) {
        let cluster = page.session.cluster();
        self.groups = cluster.coordinator().groups().map(|(id, _)| *id).collect();
        let is_there = |group: &GroupId| self.groups.contains(group);
        let group = self.group.filter(is_there).or(page.group().filter(is_there));
        let group = group.or(self.groups.first().copied());
        let first = page.seen.groups.first().map(|group| group.id);
        let verbose = self.view == DescribeView::Members;
        self.printed = match group {
            None => Printed::default(),
            Some(group) => Printed {
                group: Some(group),
                qualified: first != Some(group),
                command: describe_command(&group, self.view, verbose),
                lines: describe(cluster, &group, self.view, verbose),
                about: rows_about(cluster, &group, self.view),
            },
        };
    }

    /// What is chosen with a row.
    fn selection(&self, row: usize) -> Option<Selection> {
        let group = self.printed.group?;
        Some(match *self.printed.about.get(row)? {
            RowSubject::Partition(partition) => Selection::Lane(group, partition),
            RowSubject::Member(client) => Selection::Consumer(client),
            RowSubject::Group => Selection::Coordinator(group),
        })
    }

    /// Whether what is chosen on the page is what a row is about.
    fn is_chosen(&self, row: usize, chosen: Option<Selection>) -> bool {
        let chosen = match chosen {
            Some(Selection::Record(group, partition, _)) => Some(Selection::Lane(group, partition)),
            Some(Selection::Envelope { client, .. }) => Some(Selection::Consumer(client)),
            other => other,
        };
        chosen.is_some() && self.selection(row) == chosen
    }

    /// Lights up what a row is about, and nothing else. The stage does not know of it: it is drawn as before.
    fn light(&mut self, ctx: &Context<Self>, row: Option<usize>) {
        if let Some(lit) = self.lit.take() {
            let _ = lit.remove_attribute("data-lit");
        }
        let Some(subject) = row.and_then(|row| self.printed.about.get(row)) else { return };
        let (qualifier, group) = (self.printed.group.filter(|_| self.printed.qualified), self.printed.group);
        let id = match (subject, group) {
            (RowSubject::Partition(partition), _) => lane_id(qualifier.as_ref(), partition),
            (RowSubject::Member(client), _) => format!("consumer-{client}"),
            (RowSubject::Group, Some(group)) => format!("coordinator-{group}"),
            (RowSubject::Group, None) => return,
        };
        let container = ctx.props().root.container();
        self.lit = container.query_selector(&format!(".stage [data-testid={id:?}]")).ok().flatten();
        if let Some(lit) = &self.lit {
            let _ = lit.set_attribute("data-lit", "");
        }
    }

    /// All of it as text.
    fn text(&self) -> String {
        let Printed { command, lines, .. } = &self.printed;
        let log: Vec<String> = self.lines.lines.iter().map(|line| line.text()).collect();
        format!("$ {command}\n{}\n\n{}\n", lines.join("\n"), log.join("\n"))
    }

    fn view_bar(&self, ctx: &Context<Self>) -> Html {
        let lang = ctx.props().stamp.lang;
        let views = [
            (DescribeView::Offsets, "--describe", "describe-offsets"),
            (DescribeView::Members, "--members --verbose", "describe-members"),
            (DescribeView::State, "--state", "describe-state"),
        ];
        let chip = |(view, option, id): (DescribeView, &'static str, &'static str)| {
            let onclick = ctx.link().callback(move |_: MouseEvent| TerminalMsg::View(view));
            markup! {
                <button key={id} type="button" data-testid={id} aria-pressed={(self.view == view).to_string()}
                    {onclick}>
                    <code>{ option }</code>
                </button>
            }
        };
        let of_client = ctx.link().callback(TerminalMsg::Client);
        let copy = ctx.link().callback(|_: MouseEvent| TerminalMsg::Copy);
        markup! {
            <div class="terminal-bar">
                <div class="chips" role="group" aria-label={lang.desk_label(DeskLabel::Described)}>
                    { for views.into_iter().map(chip) }
                    { for self.view_groups(ctx) }
                </div>
                <div class="chips log-chips">
                    { part(LogChips { clients: self.clients.clone(), client: self.client, lang, of_client }) }
                    <button type="button" data-testid="copy-terminal" onclick={copy}>
                        { lang.label(Label::Copy) }
                    </button>
                    <kbd title={lang.action_help(Verb::Terminal)}>{ Verb::Terminal.row().key }</kbd>
                </div>
            </div>
        }
    }

    fn view_groups(&self, ctx: &Context<Self>) -> Option<Html> {
        if self.groups.len() < 2 {
            return None;
        }
        let groups = self.groups.clone();
        let onchange = ctx.link().batch_callback(move |event: Event| {
            let list = event.target_dyn_into::<HtmlSelectElement>()?;
            groups.get(usize::try_from(list.selected_index()).ok()?).copied().map(TerminalMsg::Group)
        });
        let option = |group: &GroupId| {
            let selected = self.printed.group == Some(*group);
            markup! { <option key={group.as_str()} {selected}>{ group.as_str() }</option> }
        };
        let label = ctx.props().stamp.lang.desk_label(DeskLabel::GroupToDescribe);
        Some(markup! {
            <select aria-label={label} data-testid="describe-group" {onchange}>
                { for self.groups.iter().map(option) }
            </select>
        })
    }

    fn view_output(&self, ctx: &Context<Self>) -> Html {
        let TerminalStamp { lang, selection, .. } = ctx.props().stamp;
        let Printed { group, command, lines, about, .. } = &self.printed;
        let head = lines.len().saturating_sub(about.len());
        let hidden = about.len().saturating_sub(MOST_ROWS);
        let row = |(row, line): (usize, &String)| {
            let onclick = ctx.link().callback(move |_: MouseEvent| TerminalMsg::Choose(row));
            let onpointerenter = ctx.link().callback(move |_: PointerEvent| TerminalMsg::Light(Some(row)));
            let chosen = self.is_chosen(row, selection);
            markup! {
                <button key={row} type="button" class={["row-line", class_if(chosen, "chosen")]}
                    aria-pressed={chosen.to_string()} {onclick} {onpointerenter}>{ line }{ "\n" }</button>
            }
        };
        let gone = ctx.link().callback(|_: PointerEvent| TerminalMsg::Light(None));
        let printed = group.is_some().then(|| {
            let before: String = lines.iter().take(head).map(|line| format!("{line}\n")).collect();
            markup! {
                <>
                    <p class="command"><b aria-hidden="true">{ "$" }</b>{ " " }<span>{ command }</span></p>
                    <pre data-testid="describe-output" onpointerleave={gone}>
                        <span>{ before }</span>
                        { for lines.iter().skip(head).take(MOST_ROWS).enumerate().map(row) }
                    </pre>
                </>
            }
        });
        let none = group.is_none().then(|| lang.desk_label(DeskLabel::NoGroupYet));
        let more = (hidden > 0).then(|| lang.say(DeskPhrase::MoreRows(hidden)));
        markup! {
            <section class="printed" tabindex="0" aria-label={lang.desk_label(DeskLabel::ToolOutput)}>
                { for printed }
                <p class="note">{ for none }{ for more }</p>
            </section>
        }
    }
}
