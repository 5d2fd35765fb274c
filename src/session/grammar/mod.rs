//! Every line of a script has one [`Rule`]: what follows its keyword, what it is checked for, which commands it means,
//! how such a command is written back, and one line of help. The parser, the suggestions for unknown words, the menus
//! ([`crate::session::offers`]), saved sessions and the reference in `docs/sessions.md` all come from the rules.
//!
//! The rules stand in one file per subject. This file lists them, in the order of the reference.

use crate::cluster::command::Command;
use crate::kafka::consumer::calls::Call;
use crate::kafka::ids::ClientName;
use crate::kafka::offset_causes::CommitFault;
use crate::kafka::property::{Property, Scope};
use crate::session::cast::Cast;
use crate::session::interpret::Interpreter;
use crate::session::lexer::{ScriptError, Span};
use crate::session::scenario::{Reader, Scenario};
use crate::session::script::Statement;
use crate::session::values::Takes;
use crate::session::words::Argument;

/// How a command of one kind is written: what follows the keyword on its line, with a space in front of each word.
macro_rules! written {
    ($kind:pat => $rest:expr) => {
        |command, _| match command {
            $kind => Some($rest),
            _ => None,
        }
    };
}

/// The rule of a line that gives the same command to each consumer that it names, and takes nothing else: or, with
/// `for span`, how long it lasts.
macro_rules! each_consumer {
    ($keyword:ident, $name:literal => $command:ident, $help:literal) => {
        Rule {
            positional: NAMES,
            repeats: true,
            help: $help,
            check: consumers_exist,
            ..command(
                Keyword::$keyword,
                $name,
                Subject::Client,
                |_, line| each(line, &|client| Command::$command { client }),
                written!(Command::$command { client } => format!(" {client}")),
            )
        }
    };
    ($keyword:ident, $name:literal => $command:ident for span, $help:literal) => {
        Rule {
            positional: NAMES,
            repeats: true,
            arguments: &[FOR],
            help: $help,
            check: consumers_exist,
            ..command(
                Keyword::$keyword,
                $name,
                Subject::Client,
                |_, line| {
                    let span = line.span_of("for");
                    each(line, &|client| Command::$command { client, span })
                },
                written!(Command::$command { client, span } => format!(" {client}{}", lasting(*span))),
            )
        }
    };
}

mod admin;
mod calls;
mod check;
mod client;
mod group;
mod lesson;
mod story;
mod time;
mod topic;

#[cfg(test)]
mod tests;

pub(in crate::session) use calls::subscription;

/// Declares the keywords and lists their rules in the same order.
macro_rules! rules {
    ($($keyword:ident => $rule:path,)*) => {
        /// The first word of a line.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Keyword {
            $($keyword,)*
        }

        /// Every rule, in the order of the reference.
        pub static RULES: &[&Rule] = &[$(&$rule,)*];
    };
}

rules! {
    Title => story::TITLE,
    Seed => story::SEED,
    Cluster => story::CLUSTER,
    Topic => topic::TOPIC,
    Group => group::GROUP,
    Consumers => client::CONSUMERS,
    Producer => topic::PRODUCER,
    Rate => topic::RATE,
    Kill => client::KILL,
    Close => client::CLOSE,
    CloseNow => client::CLOSE_NOW,
    Wakeup => calls::WAKEUP,
    SecondThread => calls::SECOND_THREAD,
    Restart => client::RESTART,
    Stall => client::STALL,
    Resume => client::RESUME,
    Freeze => client::FREEZE,
    Thaw => client::THAW,
    Cut => client::CUT,
    Restore => client::RESTORE,
    AddPartitions => topic::ADD_PARTITIONS,
    DeleteTopic => topic::DELETE_TOPIC,
    Retention => topic::RETENTION,
    DeleteRecords => topic::DELETE_RECORDS,
    Poison => topic::POISON,
    Burst => topic::BURST,
    Processing => client::PROCESSING,
    Bounce => group::BOUNCE,
    Subscribe => calls::SUBSCRIBE,
    Unsubscribe => calls::UNSUBSCRIBE,
    Seek => calls::SEEK,
    PausePartitions => calls::PAUSE_PARTITIONS,
    ResumePartitions => calls::RESUME_PARTITIONS,
    Commit => calls::COMMIT,
    ResetOffsets => admin::RESET_OFFSETS,
    DeleteGroup => admin::DELETE_GROUP,
    DeleteOffsets => admin::DELETE_OFFSETS,
    Failover => group::FAILOVER,
    LoseCommit => group::LOSE_COMMIT,
    FailCommit => group::FAIL_COMMIT,
    RemoveMember => admin::REMOVE_MEMBER,
    Run => time::RUN,
    Mark => time::MARK,
    Expect => check::EXPECT,
    Say => story::SAY,
    Ask => story::ASK,
    Option => story::OPTION,
    Predict => lesson::PREDICT,
    Answer => story::ANSWER,
    Task => lesson::TASK,
    Learned => lesson::LEARNED,
    Show => check::SHOW,
    Lag => check::LAG,
    Why => check::WHY,
    Tell => check::TELL,
}

/// The rule of the line that a command is written as. There is no wildcard: a new command does not compile without one.
fn rule_of(command: &Command) -> &'static Rule {
    match command {
        Command::CreateTopic { .. } => &topic::TOPIC,
        Command::AddPartitions { .. } => &topic::ADD_PARTITIONS,
        Command::DeleteTopic { .. } => &topic::DELETE_TOPIC,
        Command::SetRetention { .. } => &topic::RETENTION,
        Command::DeleteRecords { .. } => &topic::DELETE_RECORDS,
        Command::PoisonRecord { .. } => &topic::POISON,
        Command::StartProducer(_) => &topic::PRODUCER,
        Command::SetRate { .. } => &topic::RATE,
        Command::Burst { .. } => &topic::BURST,
        Command::StartConsumer(_) => &client::CONSUMERS,
        Command::KillProcess { .. } => &client::KILL,
        Command::CloseConsumer { .. }
        | Command::CloseWithoutLeaving { .. }
        | Command::CloseWithOptions { .. } => &client::CLOSE,
        Command::CloseInMidBatch { .. } => &client::CLOSE_NOW,
        Command::RestartProcess { .. } => &client::RESTART,
        Command::FreezeProcess { .. } => &client::FREEZE,
        Command::ThawProcess { .. } => &client::THAW,
        Command::StallHandler { .. } => &client::STALL,
        Command::ResumeHandler { .. } => &client::RESUME,
        Command::CutLink { .. } => &client::CUT,
        Command::RestoreLink { .. } => &client::RESTORE,
        Command::SetProcessingTime { .. } => &client::PROCESSING,
        Command::Wakeup { .. } => &calls::WAKEUP,
        Command::SecondThread { .. } => &calls::SECOND_THREAD,
        Command::Subscribe { .. } => &calls::SUBSCRIBE,
        Command::Call { call: Call::Seek { .. }, .. } => &calls::SEEK,
        Command::Call { call: Call::Pause { .. }, .. } => &calls::PAUSE_PARTITIONS,
        Command::Call { call: Call::Resume { .. }, .. } => &calls::RESUME_PARTITIONS,
        Command::Call { call: Call::Unsubscribe, .. } => &calls::UNSUBSCRIBE,
        Command::Call { call: Call::Commit { .. }, .. } => &calls::COMMIT,
        Command::ResetOffsets { .. } => &admin::RESET_OFFSETS,
        Command::DeleteGroup { .. } => &admin::DELETE_GROUP,
        Command::DeleteOffsets { .. } => &admin::DELETE_OFFSETS,
        Command::RemoveMember { .. } => &admin::REMOVE_MEMBER,
        Command::FailOver { .. } => &group::FAILOVER,
        Command::DisturbCommits { fault: CommitFault::Lost, .. } => &group::LOSE_COMMIT,
        Command::DisturbCommits { fault: CommitFault::Loading { .. }, .. } => &group::FAIL_COMMIT,
        Command::BounceGroup { .. } => &group::BOUNCE,
    }
}

/// What a line is about, and so whose menu offers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A consumer that is there.
    Client,
    /// A topic that is there, one of its partitions, or a producer that writes to it.
    Topic,
    /// A group.
    Group,
    /// The world: the line adds something to it.
    World,
    /// The session itself: the line does nothing to the world.
    Session,
}

/// The commands of a line, each with its place; or what is wrong with the line.
pub(in crate::session) type Parsed = Result<Vec<(Command, Span)>, ScriptError>;
pub(in crate::session) type Parse = fn(&Cast, &Statement) -> Parsed;
/// Nothing for a command that belongs to another rule.
pub(in crate::session) type Write = fn(&Command, &Background) -> Option<String>;
/// What the reader of a scenario does about a line before anything runs.
pub(in crate::session) type LineCheck = fn(&mut Reader, &Statement);

/// What a written line leaves unsaid: a group's defaults, and what each consumer had before.
#[derive(Clone, Copy)]
pub(in crate::session) struct Background<'a> {
    pub scenario: &'a Scenario,
    pub cast: &'a Cast,
}

/// What a line does when its turn comes.
#[derive(Clone, Copy)]
pub(in crate::session) enum Does {
    /// Something to the world: its commands, and their way back into a line.
    Commands { parse: Parse, write: Write },
    /// Something in the session: it describes, asks, checks or lets time pass.
    Script(fn(&mut Interpreter, &Statement)),
}

/// A keyword, what may follow it, and what the line means.
#[derive(Clone, Copy)]
pub struct Rule {
    pub keyword: Keyword,
    /// As it is written.
    pub name: &'static str,
    pub subject: Subject,
    /// Plain words after the keyword, in order. All but the last are required.
    pub positional: &'static [Argument],
    /// The last positional may be given several times.
    pub repeats: bool,
    /// The `key=value` arguments.
    pub arguments: &'static [Argument],
    /// Kafka properties of this scope may be set on the line.
    pub properties: Option<Scope>,
    /// One line of help.
    pub help: &'static str,
    /// What it adds to the size of the session, which is bounded.
    pub(in crate::session) adds: LineCheck,
    /// What can be known to be wrong without running.
    pub(in crate::session) check: LineCheck,
    pub(in crate::session) does: Does,
    /// What a command that was carried out changes for later lines.
    pub(in crate::session) learn: fn(&mut Cast, &Command),
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// The frame of a rule whose line is a command.
const fn command(keyword: Keyword, name: &'static str, subject: Subject, parse: Parse, write: Write) -> Rule {
    Rule { subject, does: Does::Commands { parse, write }, ..script(keyword, name, |_, _| {}) }
}

/// The frame of a rule whose line does nothing to the world.
const fn script(keyword: Keyword, name: &'static str, run: fn(&mut Interpreter, &Statement)) -> Rule {
    Rule {
        keyword,
        name,
        subject: Subject::Session,
        positional: &[],
        repeats: false,
        arguments: &[],
        properties: None,
        help: "",
        adds: |_, _| {},
        check: |_, _| {},
        does: Does::Script(run),
        learn: |_, _| {},
    }
}

/// A line that is one command.
fn one(line: &Statement, command: Command) -> Parsed {
    Ok(vec![(command, line.span)])
}

/// A line that is one command for each client that it names.
fn each(line: &Statement, command: &dyn Fn(ClientName) -> Command) -> Parsed {
    Ok(line.names().map(|(name, span)| (command(ClientName::from(name)), span)).collect())
}

/// ` name=a,b`, or nothing without any.
fn listed(name: &str, words: impl Iterator<Item = String>) -> String {
    let words: Vec<String> = words.collect();
    if words.is_empty() { String::new() } else { format!(" {name}={}", words.join(",")) }
}

/// The rule of the keyword that is written so.
pub fn find(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}

/// The commands of a line; none for a line that does nothing to the world.
///
/// # Errors
/// Settings that contradict each other, no place to go to or two, something that is no partition.
pub(in crate::session) fn commands(cast: &Cast, line: &Statement) -> Parsed {
    match line.keyword.rule().does {
        Does::Commands { parse, .. } => parse(cast, line),
        Does::Script(_) => Ok(Vec::new()),
    }
}

/// A command as a line of a script.
pub(in crate::session) fn line(command: &Command, background: &Background) -> String {
    let rule = rule_of(command);
    let rest = match rule.does {
        Does::Commands { write, .. } => write(command, background),
        Does::Script(_) => None,
    };
    format!("{}{}", rule.name, rest.unwrap_or_default())
}

/// Remembers what a command that was carried out changed.
pub(in crate::session) fn learn(cast: &mut Cast, command: &Command) {
    (rule_of(command).learn)(cast, command);
}

impl Keyword {
    pub fn rule(self) -> &'static Rule {
        RULES[self as usize]
    }

    /// As it is written.
    pub fn name(self) -> &'static str {
        self.rule().name
    }

    /// Whether measures are compared on its line.
    pub fn compares(self) -> bool {
        matches!(self, Keyword::Expect | Keyword::Task)
    }
}

impl Rule {
    /// Whether this property may be set on the line. What is set for one group is set where the group is named.
    pub fn takes_property(&self, property: &Property) -> bool {
        let scope = property.scope();
        Some(scope) == self.properties || (scope == Scope::Group && self.keyword == Keyword::Group)
    }

    /// Whether its line does something to the world: lines that describe, ask, check or let time pass do not.
    pub fn does_something(&self) -> bool {
        matches!(self.does, Does::Commands { .. })
    }

    /// Whether the world may refuse its commands: they are done to what is there already, and make nothing new.
    pub fn can_be_refused(&self) -> bool {
        self.does_something() && self.subject != Subject::World
    }

    /// The keyword with all that may follow it, as the reference writes it.
    pub fn usage(&self) -> String {
        let mut text = self.name.to_owned();
        for (place, argument) in self.positional.iter().enumerate() {
            let last = place + 1 == self.positional.len();
            let more = if self.repeats && last { "..." } else { "" };
            match argument.takes {
                Takes::Word(words) => text += &format!(" {}{more}", words.join("|")),
                _ if argument.required => text += &format!(" {}{more}", argument.name),
                _ => text += &format!(" [{}{more}]", argument.name),
            }
        }
        for argument in self.arguments {
            let pair = format!("{}={}", argument.name, argument.takes.shape());
            text += &if argument.required { format!(" {pair}") } else { format!(" [{pair}]") };
        }
        match self.properties {
            Some(Scope::Consumer) if self.keyword == Keyword::Group => {
                text += " [consumer properties] [group properties]";
            }
            Some(Scope::Consumer) => text += " [consumer properties]",
            Some(Scope::Broker) => text += " [broker properties]",
            Some(Scope::Group) => text += " [group properties]",
            None if self.keyword.compares() => text += " MEASURE=VALUE...",
            None => {}
        }
        text
    }
}

/// The reference of all lines as a Markdown table.
pub fn reference() -> String {
    let mut text = String::from("| line | what it does |\n|---|---|\n");
    for rule in RULES {
        let help = rule.help.replace('|', "\\|");
        text += &format!("| `{}` | {help} |\n", rule.usage().replace('|', "\\|"));
    }
    text
}
