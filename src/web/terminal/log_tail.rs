//! The end of the clients' logs: the newest lines up to the present instant, of all clients or of one.

use crate::cluster::fact::Fact;
use crate::cluster::observation::{ConsumerView, ProcessState};
use crate::kafka::ids::ClientName;
use crate::scene::mark::Hue;
use crate::session::client_log::{LogLevel, LogLine, client_log, clock};
use crate::session::language::desk::{DeskLabel, DeskPhrase};
use crate::session::language::phrase::Phrase;
use crate::web::lang::Lang;
use crate::web::markup::{class_if, markup};
use crate::web::part::{Part, keyed_part};
use crate::web::shared::Shared;
use crate::web::shell::page::Page;
use std::collections::VecDeque;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// The most lines that are listed, and as many more whenever more are asked for.
const LISTED: usize = 60;
const LISTED_MORE: usize = 240;
/// So many clients have a chip of their own.
const CHIPS: usize = 6;

/// The lines that were listed last, which are the same as long as time only goes on.
#[derive(Default)]
pub struct LogTail {
    lines: VecDeque<(usize, Shared<ShownLine>)>,
    /// Of which edition, and of which client.
    of: (u64, Option<ClientName>),
    /// The entries of the journal that were looked at: from the first of them to before the last.
    from: usize,
    to: usize,
    more: usize,
}

/// A line and the colour of who wrote it.
#[derive(Debug, PartialEq, Eq)]
pub struct ShownLine {
    line: LogLine,
    hue: u8,
}

impl ShownLine {
    /// As the client writes it.
    pub fn text(&self) -> String {
        self.line.to_string()
    }
}

/// What is listed.
#[derive(Default, PartialEq)]
pub struct LoggedLines {
    /// In the order in which they were written.
    pub lines: Vec<Shared<ShownLine>>,
    /// The entry of the journal that each comes of, and which of its lines it is.
    keys: Vec<(usize, usize)>,
    /// Whether there may be earlier ones.
    earlier: bool,
}

impl LogTail {
    /// Lists more, from earlier.
    pub fn list_more(&mut self) {
        self.more += LISTED_MORE;
    }

    /// The newest lines.
    pub fn lines(&mut self, page: &Page, edition: u64, client: Option<ClientName>) -> LoggedLines {
        let cluster = page.session.cluster();
        let journal = cluster.journal();
        let length = journal.len();
        if self.of != (edition, client) {
            self.lines.clear();
            (self.of, self.from, self.to) = ((edition, client), length, length);
            self.more = 0;
        }
        // It was gone back.
        while self.lines.back().is_some_and(|(place, _)| *place >= length) {
            self.lines.pop_back();
        }
        (self.from, self.to) = (self.from.min(length), self.to.min(length));
        let listed = LISTED + self.more;
        let hue = |client: ClientName| {
            let place = page.seen.consumers.iter().position(|consumer| consumer.name == client);
            place.map_or(0, |place| Hue::of(place).0)
        };
        let of_entry = |place: usize| {
            let entry = journal.get(place).filter(|entry| match &entry.fact {
                Fact::Consumer(speaker, _) => client.is_none_or(|client| client == *speaker),
                Fact::World(_) | Fact::Group(..) | Fact::Broker(..) => false,
            });
            let lines = entry.map(|entry| client_log(cluster, entry)).unwrap_or_default();
            lines.into_iter().map(move |line| {
                let hue = hue(line.client);
                (place, Shared::new(ShownLine { line, hue }))
            })
        };
        // What is new; of much, only the end.
        let mut place = length;
        let mut new = VecDeque::new();
        while place > self.to && new.len() < listed {
            place -= 1;
            of_entry(place).rev().for_each(|line| new.push_front(line));
        }
        if place > self.to {
            self.lines.clear();
            self.from = place;
        }
        self.lines.append(&mut new);
        self.to = length;
        self.forget(4 * listed);
        while self.from > 0 && self.lines.len() < listed {
            self.from -= 1;
            of_entry(self.from).rev().for_each(|line| self.lines.push_front(line));
        }
        self.shown(listed)
    }

    /// Keeps no more than so many lines, in whole entries.
    fn forget(&mut self, most: usize) {
        while self.lines.len() > most {
            let Some((oldest, _)) = self.lines.pop_front() else { return };
            while self.lines.front().is_some_and(|(place, _)| *place == oldest) {
                self.lines.pop_front();
            }
            self.from = oldest + 1;
        }
    }

    fn shown(&self, listed: usize) -> LoggedLines {
        let hidden = self.lines.len().saturating_sub(listed);
        let shown = self.lines.iter().skip(hidden);
        let mut keys: Vec<(usize, usize)> = Vec::new();
        for (place, _) in shown.clone() {
            let nth = keys.last().filter(|last| last.0 == *place).map_or(0, |last| last.1 + 1);
            keys.push((*place, nth));
        }
        let lines = shown.map(|(_, line)| line.clone()).collect();
        LoggedLines { lines, keys, earlier: hidden > 0 || self.from > 0 }
    }
}

/// A client whose log can be listed.
#[derive(Debug, PartialEq, Eq)]
pub struct LoggedClient {
    name: ClientName,
    hue: u8,
    /// If its process runs no more: since when, and whether it was killed.
    ended: Option<(String, bool)>,
    /// Whether it is of the log that is listed.
    listed: bool,
}

impl LoggedClient {
    /// All of them.
    pub fn all(page: &Page, chosen: Option<ClientName>) -> Vec<LoggedClient> {
        let ended = |consumer: &ConsumerView| match consumer.process {
            ProcessState::Killed { since } => Some((clock(since), true)),
            ProcessState::Failed { since, .. } => Some((clock(since), false)),
            ProcessState::Running
            | ProcessState::Stalled
            | ProcessState::Frozen
            | ProcessState::Closing
            | ProcessState::Closed { .. } => None,
        };
        let client = |(place, consumer): (usize, &ConsumerView)| LoggedClient {
            name: consumer.name,
            hue: Hue::of(place).0,
            ended: ended(consumer),
            listed: chosen.is_none_or(|chosen| chosen == consumer.name),
        };
        page.seen.consumers.iter().enumerate().map(client).collect()
    }
}

/// Whose log is listed.
#[derive(PartialEq)]
pub struct LogChips {
    pub clients: Shared<Vec<LoggedClient>>,
    pub client: Option<ClientName>,
    pub lang: Lang,
    pub of_client: Callback<Option<ClientName>>,
}

impl Part for LogChips {
    fn view(&self) -> Html {
        let LogChips { clients, client: chosen, lang, of_client } = self;
        let all = of_client.reform(|_: MouseEvent| None);
        let chip = |client: &LoggedClient| {
            let name = client.name;
            let onclick = of_client.reform(move |_: MouseEvent| Some(name));
            markup! {
                <button key={name.as_str()} type="button" data-testid={format!("log-of-{name}")}
                    aria-pressed={(*chosen == Some(name)).to_string()} {onclick}>
                    <i class={format!("swatch swatch-{}", client.hue)} aria-hidden="true"></i>{ name.as_str() }
                </button>
            }
        };
        markup! {
            <span class="chips" role="group" aria-label={lang.desk_label(DeskLabel::ClientsLog)}>
                <span class="word" aria-hidden="true">{ lang.desk_label(DeskLabel::LogOf) }</span>
                <button type="button" data-testid="log-of-all" aria-pressed={chosen.is_none().to_string()}
                    onclick={all}>
                    { lang.desk_label(DeskLabel::AllClients) }
                </button>
                { for clients.iter().take(CHIPS).map(chip) }
                { for self.view_others() }
            </span>
        }
    }
}

impl LogChips {
    /// Those without a chip.
    fn view_others(&self) -> Option<Html> {
        let LogChips { clients, client: chosen, lang, of_client } = self;
        let others: Vec<ClientName> = clients.iter().skip(CHIPS).map(|client| client.name).collect();
        if others.is_empty() {
            return None;
        }
        let option = |name: &ClientName| {
            let selected = *chosen == Some(*name);
            markup! { <option key={name.as_str()} {selected}>{ name.as_str() }</option> }
        };
        let options: Vec<Html> = others.iter().map(option).collect();
        let is_one = chosen.is_some_and(|chosen| others.contains(&chosen));
        let onchange = of_client.reform(move |event: Event| {
            let list = event.target_dyn_into::<HtmlSelectElement>()?;
            others.get(usize::try_from(list.selected_index()).ok()?.checked_sub(1)?).copied()
        });
        let label = lang.desk_label(DeskLabel::OtherClients);
        Some(markup! {
            <select class={class_if(is_one, "pressed")} aria-label={label} {onchange}>
                <option selected={!is_one}>{ label }</option>
                { for options }
            </select>
        })
    }
}

/// The lines.
#[derive(PartialEq)]
pub struct ClientLog {
    pub lines: Shared<LoggedLines>,
    pub clients: Shared<Vec<LoggedClient>>,
    pub lang: Lang,
    pub earlier: Callback<MouseEvent>,
}

impl Part for ClientLog {
    fn view(&self) -> Html {
        let ClientLog { lines, clients, lang, earlier } = self;
        let empty = lines.lines.is_empty().then(|| lang.desk_label(DeskLabel::NothingLogged));
        let before = lines.earlier.then(|| {
            markup! {
                <button type="button" class="quiet earlier" data-testid="log-earlier" onclick={earlier.clone()}>
                    { lang.say(Phrase::EarlierLines(LISTED_MORE)) }
                </button>
            }
        });
        let line = |(line, key): (&Shared<ShownLine>, &(usize, usize))| {
            keyed_part(format!("{}-{}", key.0, key.1), LogRow { line: line.clone() })
        };
        let end = |client: &LoggedClient| {
            let (at, killed) = client.ended.as_ref().filter(|_| client.listed)?;
            let how = if *killed { DeskLabel::KilledThere } else { DeskLabel::FailedThere };
            let words = lang.say(DeskPhrase::LogEnds { client: client.name.as_str(), at, how });
            Some(markup! {
                <p class={format!("ended ink-{}", client.hue)} key={client.name.as_str()}>{ "✕ " }{ words }</p>
            })
        };
        markup! {
            <section class="client-log" tabindex="0" aria-label={lang.desk_label(DeskLabel::ClientsLog)}>
                <div>
                    <p class="note">{ for before }{ for empty }</p>
                    <pre data-testid="client-log">
                        { for lines.lines.iter().zip(&lines.keys).map(line) }
                    </pre>
                    <div>{ for clients.iter().filter_map(end) }</div>
                </div>
            </section>
        }
    }
}

/// One line.
#[derive(PartialEq)]
struct LogRow {
    line: Shared<ShownLine>,
}

impl Part for LogRow {
    fn view(&self) -> Html {
        let ShownLine { line, hue } = &*self.line;
        let level = match line.level {
            LogLevel::Info => ["level", ""],
            LogLevel::Warn => ["level", "warn"],
            LogLevel::Error => ["level", "error"],
        };
        let (before, client, after) = marked(&line.prefix, line.client.as_str());
        markup! {
            <span class="log-line" data-client={line.client.as_str()}>
                <span class="stamp">{ "[" }{ clock(line.time) }{ "] " }</span>
                <span class={level}>{ line.level.name() }{ " " }</span>
                <span class="stamp">{ before }<b class={format!("ink-{hue}")}>{ client }</b>{ after }</span>
                <span>{ &line.message }</span>
                <span class="class">{ " (" }{ &line.class }{ ")\n" }</span>
            </span>
        }
    }
}

/// What a line says of who wrote it, with the name apart.
fn marked<'a>(prefix: &'a str, client: &str) -> (&'a str, &'a str, &'a str) {
    let named = prefix.split_once("clientId=").map_or(0, |(before, _)| before.len() + "clientId=".len());
    match prefix[named..].find(client) {
        Some(at) if !client.is_empty() => {
            let start = named + at;
            let end = start + client.len();
            (&prefix[..start], &prefix[start..end], &prefix[end..])
        }
        _ => (prefix, "", ""),
    }
}
