//! The one table of a script's verbs: what follows each, and one line of help. From it come the parser, the
//! suggestions for unknown words, and the reference in `docs/sessions.md`.

use crate::kafka::consumer::config::{CommitMode, Listener, WorkerOrder};
use crate::kafka::property::Scope;
use crate::session::values::Takes;

/// The first word of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verb {
    Title,
    Seed,
    Cluster,
    Topic,
    Group,
    Consumers,
    Producer,
    Rate,
    Kill,
    Close,
    Restart,
    Stall,
    Resume,
    Freeze,
    Thaw,
    Cut,
    Restore,
    AddPartitions,
    DeleteTopic,
    Retention,
    DeleteRecords,
    Poison,
    Burst,
    Processing,
    Bounce,
    Subscribe,
    CloseNow,
    Wakeup,
    SecondThread,
    Seek,
    PausePartitions,
    ResumePartitions,
    Unsubscribe,
    Commit,
    ResetOffsets,
    DeleteGroup,
    DeleteOffsets,
    LoseCommit,
    FailCommit,
    Failover,
    RemoveMember,
    Run,
    Mark,
    Expect,
    Say,
    Ask,
    Option,
    Answer,
    Show,
    Lag,
    Why,
    Tell,
}

/// Something that follows a verb: a plain word (positional) or `key=value`.
#[derive(Clone, Copy, Debug)]
pub struct Argument {
    pub name: &'static str,
    pub takes: Takes,
    pub required: bool,
}

/// A verb and what may follow it.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    pub verb: Verb,
    /// As it is written.
    pub name: &'static str,
    /// Plain words after the verb, in order. All but the last are required.
    pub positional: &'static [Argument],
    /// The last positional may be given several times.
    pub repeats: bool,
    /// The `key=value` arguments.
    pub arguments: &'static [Argument],
    /// Kafka properties of this scope may be set on the line.
    pub properties: Option<Scope>,
    /// One line of help.
    pub help: &'static str,
}

const fn must(name: &'static str, takes: Takes) -> Argument {
    Argument { name, takes, required: true }
}

const fn may(name: &'static str, takes: Takes) -> Argument {
    Argument { name, takes, required: false }
}

const fn word(
    verb: Verb,
    name: &'static str,
    positional: &'static [Argument],
    arguments: &'static [Argument],
    help: &'static str,
) -> Word {
    Word { verb, name, positional, repeats: false, arguments, properties: None, help }
}

impl Verb {
    /// As it is written.
    pub fn name(self) -> &'static str {
        WORDS.iter().find(|word| word.verb == self).map_or("", |word| word.name)
    }

    /// Whether it does something to the world: lines that describe, ask, check or let time pass do not.
    pub fn does_something(self) -> bool {
        !matches!(
            self,
            Verb::Title
                | Verb::Seed
                | Verb::Cluster
                | Verb::Group
                | Verb::Run
                | Verb::Mark
                | Verb::Expect
                | Verb::Say
                | Verb::Ask
                | Verb::Option
                | Verb::Answer
                | Verb::Show
                | Verb::Lag
                | Verb::Why
                | Verb::Tell
        )
    }

    /// Whether the world may refuse it: it is done to what is there already, and makes nothing new.
    pub fn can_be_refused(self) -> bool {
        self.does_something() && !matches!(self, Verb::Topic | Verb::Consumers | Verb::Producer)
    }
}

impl Word {
    const fn repeating(mut self) -> Word {
        self.repeats = true;
        self
    }

    const fn with(mut self, scope: Scope) -> Word {
        self.properties = Some(scope);
        self
    }
}

/// The one Kafka property a producer has here: how late it may learn of new partitions.
pub const PRODUCERS_METADATA: &str = "metadata.max.age.ms";
/// What `show` can print.
pub const TABLES: &[&str] = &["group", "members", "lanes", "consumers", "causes", "totals", "rebalances"];
/// What `until=` can wait for.
pub const CONDITIONS: &[&str] = &["stable", "committed", "empty", "rebalancing", "unowned"];
/// How much of what happens a transcript tells.
pub const LEVELS: &[&str] = &["nothing", "story", "detail", "wire"];

/// A pool of more would only be slow to draw.
const MOST_WORKERS: u64 = 64;
const MANY: u64 = 1_000_000_000;
const NAME: Argument = must("NAME", Takes::Name);
const GROUP: Argument = must("GROUP", Takes::Name);
const TEXTS: &[Argument] = &[must("en", Takes::Text), may("ko", Takes::Text)];

const TOPICS: Argument = may("topics", Takes::Names);
const CONSUMER: Argument = must("CONSUMER", Takes::Name);
const PARTITIONS: Argument = may("PARTITIONS", Takes::Name);
const TO_TIME: Argument = may("to_time", Takes::Instant);
const PATTERN: Argument = may("pattern", Takes::Pattern);
const COMMIT: Argument = may("commit", Takes::Word(&CommitMode::NAMES));
const COMMIT_EVERY: Argument = may("commit_every", Takes::Number { min: 1, max: 1_000_000 });
const LISTENER: Argument = may("listener", Takes::Word(&Listener::NAMES));
const WORKERS: Argument = may("workers", Takes::Number { min: 0, max: MOST_WORKERS });
const QUEUE: Argument = may("queue", Takes::Number { min: 1, max: 1_000_000 });
const ORDER: Argument = may("order", Takes::Word(&WorkerOrder::NAMES));
const SPIKE: Argument = may("spike", Takes::Span);
const SPIKE_EVERY: Argument = may("spike_every", Takes::Number { min: 1, max: 1_000_000 });
const PROCESSING: Argument = may("processing_time", Takes::Span);
const POLL: Argument = may("poll_timeout", Takes::Span);
const CALLBACK: Argument = may("callback_time", Takes::Span);
const ON_POISON: Argument = may("on_poison", Takes::Word(&["retry", "skip", "fail"]));
const RACK: Argument = may("rack", Takes::Name);
const RETENTION_MS: Argument = may("retention.ms", Takes::Number { min: 0, max: MANY });
const RETENTION_BYTES: Argument = may("retention.bytes", Takes::Number { min: 0, max: MANY });
/// On a line whose command the world is expected to refuse; the reference says so once for all of them.
pub static REFUSED: Argument = may("refused", Takes::Word(&["yes", "no"]));

const INHERIT: Argument = may("inherit", Takes::Word(&["yes", "no"]));
const STRATEGY: Argument = may("strategy", Takes::Assignors);

/// Every verb, in the order of the reference.
#[rustfmt::skip]
pub const WORDS: &[Word] = &[
    word(Verb::Title, "title", &[], TEXTS, "Names the scenario."),
    word(Verb::Seed, "seed", &[must("N", Takes::Number { min: 0, max: u64::MAX })], &[],
        "Chooses the chance that jitter and keys follow from (1 if left out)."),
    word(Verb::Cluster, "cluster", &[],
        &[may("brokers", Takes::Number { min: 1, max: 5 }), may("racks", Takes::Names), may("latency", Takes::Span),
            may("jitter", Takes::Span)],
        "Sets the brokers (with `racks=a,b,c` a rack for each), the network and any broker property.")
        .with(Scope::Broker),
    word(Verb::Topic, "topic", &[NAME],
        &[must("partitions", Takes::Number { min: 1, max: 1_000 }), RETENTION_MS, RETENTION_BYTES],
        "Creates a topic; what `retention` says may follow at once. One that was deleted may be created again: it is \
         another topic, and begins at 0."),
    word(Verb::Group, "group", &[NAME],
        &[TOPICS, PATTERN, COMMIT, COMMIT_EVERY, LISTENER, CALLBACK, PROCESSING, SPIKE, SPIKE_EVERY, WORKERS, QUEUE,
            ORDER, POLL, ON_POISON, RACK, STRATEGY],
        "Names a group and the defaults of its consumers; `strategy` is short for partition.assignment.strategy, \
         `rack` is where they stand (if not in their client.rack), `on_poison` what they do with a record that \
         cannot be deserialized: poll again for ever, seek past it, or end.")
        .with(Scope::Consumer),
    word(Verb::Consumers, "consumers", &[must("NAMES", Takes::Name)],
        &[may("group", Takes::Name), TOPICS, PATTERN, may("assign", Takes::Names), COMMIT, COMMIT_EVERY,
            LISTENER, CALLBACK, PROCESSING, SPIKE,
            SPIKE_EVERY, WORKERS, QUEUE, ORDER, POLL, ON_POISON, RACK, STRATEGY, INHERIT],
        "Starts consumers now. Topics, if left out: the group's, else all topics so far; a pattern takes every topic \
         whose whole name matches, at its next metadata refresh. With `assign=orders-0,orders-1` it assigns itself \
         partitions instead and joins no group; then `group` may be left out, and nothing can be committed. \
         `inherit=no` leaves the group's defaults aside.").repeating().with(Scope::Consumer),
    word(Verb::Producer, "producer", &[NAME],
        &[must("topic", Takes::Name), must("rate", Takes::Rate),
            may("size", Takes::Number { min: 1, max: 10_000_000 }), may("keys", Takes::Keys),
            may(PRODUCERS_METADATA, Takes::Number { min: 0, max: i32::MAX as u64 })],
        "Starts a producer (size 100 bytes, keys=round-robin if left out)."),
    word(Verb::Rate, "rate", &[must("PRODUCER", Takes::Name), must("RATE", Takes::Rate)], &[],
        "Changes a producer's rate; 0/s pauses it."),
    word(Verb::Kill, "kill", &[must("NAMES", Takes::Name)], &[],
        "kill -9: both threads stop for good, without a word.").repeating(),
    word(Verb::Close, "close", &[must("NAMES", Takes::Name)],
        &[may("leave", Takes::Word(&["yes", "no", "remain"])), may("grace", Takes::Span)],
        "The consumer finishes the batch in hand and closes; a dynamic member leaves the group, a static one stays a \
         member. With `leave=yes` a static one leaves as well, with `leave=remain` none does (CloseOptions, KIP-1092); \
         with `leave=no` it goes at once, after a last automatic commit, and the group waits for its session to end. \
         With `grace=30s` it is killed (SIGKILL) if it has not closed by then.").repeating(),
    word(Verb::CloseNow, "close-now", &[must("NAMES", Takes::Name)], &[],
        "The consumer closes in the middle of its batch: the rest of it is given up, and so is what workers hold; \
         with auto-commit the position is committed all the same.").repeating(),
    word(Verb::Wakeup, "wakeup", &[must("NAMES", Takes::Name)], &[],
        "wakeup(): the next poll or commitSync throws WakeupException, and the application closes the consumer.")
        .repeating(),
    word(Verb::SecondThread, "second-thread", &[must("NAMES", Takes::Name)], &[],
        "A second thread calls the consumer: ConcurrentModificationException, and the application closes it.")
        .repeating(),
    word(Verb::Restart, "restart", &[must("NAMES", Takes::Name)],
        &[COMMIT, COMMIT_EVERY, LISTENER, CALLBACK, PROCESSING, SPIKE, SPIKE_EVERY, WORKERS, QUEUE, ORDER, POLL,
            ON_POISON, RACK, STRATEGY, INHERIT],
        "Starts a process again that was killed, closed or failed, with changed settings if any are given; \
         `inherit=no` starts from Kafka's defaults.")
        .repeating().with(Scope::Consumer),
    word(Verb::Stall, "stall", &[must("NAMES", Takes::Name)], &[may("for", Takes::Span)],
        "Blocks the application thread in its handler; heartbeats go on.").repeating(),
    word(Verb::Resume, "resume", &[must("NAMES", Takes::Name)], &[], "A stalled handler goes on.").repeating(),
    word(Verb::Freeze, "freeze", &[must("NAMES", Takes::Name)], &[may("for", Takes::Span)],
        "Both threads stand still (SIGSTOP, a long GC pause).").repeating(),
    word(Verb::Thaw, "thaw", &[must("NAMES", Takes::Name)], &[], "A frozen process runs on.").repeating(),
    word(Verb::Cut, "cut", &[must("NAMES", Takes::Name)],
        &[may("broker", Takes::Number { min: 0, max: 4 }), may("for", Takes::Span)],
        "Cuts the network between a process and all brokers, or one of them (counted from 0), both ways. What is \
         under way is held, as TCP does, and arrives when the cut is mended, unless request.timeout.ms ends the \
         connection before.")
        .repeating(),
    word(Verb::Restore, "restore", &[must("NAMES", Takes::Name)], &[], "Mends a cut network.").repeating(),
    word(Verb::AddPartitions, "add-partitions", &[must("TOPIC", Takes::Name)],
        &[must("total", Takes::Number { min: 1, max: 1_000 })],
        "Raises a topic's number of partitions to `total`; Kafka never lowers it."),
    word(Verb::DeleteTopic, "delete-topic", &[must("TOPIC", Takes::Name)], &[],
        "Deletes a topic with its records and the offsets committed for it; clients learn it from their metadata."),
    word(Verb::Retention, "retention", &[must("TOPIC", Takes::Name)], &[RETENTION_MS, RETENTION_BYTES],
        "Lets the brokers delete records that are too old or too many, at their next look \
         (log.retention.check.interval.ms); what is left out is unlimited."),
    word(Verb::DeleteRecords, "delete-records", &[must("TOPIC-NUMBER", Takes::Name)],
        &[must("before", Takes::Number { min: 1, max: MANY })],
        "Deletes the records of a partition before an offset."),
    word(Verb::Poison, "poison", &[must("TOPIC-NUMBER", Takes::Name)],
        &[may("offset", Takes::Number { min: 0, max: MANY })],
        "The record that will be written at this offset, or the next one, cannot be deserialized."),
    word(Verb::Burst, "burst", &[must("PRODUCER", Takes::Name)],
        &[must("records", Takes::Number { min: 1, max: 100_000 })],
        "Lets a producer write so many records at once, beside its rate."),
    word(Verb::Processing, "processing", &[must("CONSUMER", Takes::Name), must("TIME", Takes::Span)], &[],
        "Changes how long the handler takes for one record."),
    word(Verb::Bounce, "bounce", &[GROUP], &[must("strategy", Takes::Assignors)],
        "Closes all consumers of a group and starts them again with this strategy: static members at once if \
         they knew one of its assignors before, else when the sessions of all members have ended."),
    word(Verb::Subscribe, "subscribe", &[must("NAMES", Takes::Name)], &[TOPICS, PATTERN],
        "The application subscribes to other topics, or to a pattern, before its next poll.").repeating(),
    word(Verb::Unsubscribe, "unsubscribe", &[must("NAMES", Takes::Name)], &[],
        "unsubscribe(): the application gives everything up and leaves the group, without an automatic commit; it \
         polls no more until it subscribes again.").repeating(),
    word(Verb::Seek, "seek", &[CONSUMER, PARTITIONS], &[may("to", Takes::Place(&["beginning", "end"])), TO_TIME],
        "Before its next poll the application seeks these partitions (without any: all it owns) to an offset, to the \
         beginning, to the end, or to the first record at or after a time (offsetsForTimes; the end if there is none).")
        .repeating(),
    word(Verb::PausePartitions, "pause-partitions", &[CONSUMER, PARTITIONS], &[],
        "pause(): poll returns nothing of these partitions (without any: of all it owns); it goes on owning them.")
        .repeating(),
    word(Verb::ResumePartitions, "resume-partitions", &[CONSUMER, PARTITIONS], &[],
        "resume(): poll returns records of these partitions again.").repeating(),
    word(Verb::Commit, "commit", &[CONSUMER], &[may("offsets", Takes::Offsets)],
        "commitSync() before the next poll: the positions, or the offsets named, beyond the log's end or not."),
    word(Verb::ResetOffsets, "reset-offsets", &[GROUP],
        &[may("to", Takes::Place(&["earliest", "latest"])), TO_TIME, TOPICS, may("partitions", Takes::Names)],
        "An administrator resets the offsets of a group without members: of these topics and partitions, else of all \
         that have one. An offset outside the log becomes the nearest in it."),
    word(Verb::DeleteGroup, "delete-group", &[GROUP], &[],
        "An administrator deletes a group without members, and its offsets."),
    word(Verb::DeleteOffsets, "delete-offsets", &[GROUP, must("TOPIC", Takes::Name)], &[],
        "An administrator deletes a group's offsets of a topic that no member subscribes to."),
    word(Verb::Failover, "failover", &[GROUP], &[must("for", Takes::Span)],
        "The group's coordinator goes (NOT_COORDINATOR); after a while another has read the group from \
         `__consumer_offsets`."),
    word(Verb::LoseCommit, "lose-commit", &[GROUP], &[may("count", Takes::Number { min: 0, max: 1_000 })],
        "The group's next commit (or the next `count`) is not replicated: COORDINATOR_NOT_AVAILABLE after \
         offsets.commit.timeout.ms, and not stored. `count=0` takes back what is still to come."),
    word(Verb::FailCommit, "fail-commit", &[GROUP],
        &[may("count", Takes::Number { min: 0, max: 1_000 }), may("after", Takes::Span)],
        "The group's next commit (or the next `count`) meets a coordinator that is loading: \
         COORDINATOR_LOAD_IN_PROGRESS, after a while if one is given, and not stored."),
    word(Verb::RemoveMember, "remove-member", &[GROUP, must("INSTANCE", Takes::Name)], &[],
        "An administrator removes the static member of this group.instance.id."),
    word(Verb::Run, "run", &[],
        &[may("for", Takes::Span), may("to", Takes::Instant), may("until", Takes::Word(CONDITIONS)),
            may("group", Takes::Name), may("consumer", Takes::Name), may("within", Takes::Span),
            may("show", Takes::Word(TABLES))],
        "Lets time pass: for a while, to an instant, or until the end of the first instant at which something \
         holds (an error if it does not within 10min, or `within`)."),
    word(Verb::Mark, "mark", &[NAME], &[], "Remembers the numbers of this instant under a name."),
    word(Verb::Expect, "expect", &[],
        &[may("group", Takes::Name), may("partition", Takes::Names), may("consumer", Takes::Names),
            may("since", Takes::Name), may("vary", Takes::Word(&["yes", "no"]))],
        "Checks measures, written MEASURE=VALUE, or with != < <= > >=; `since` takes the difference to a mark; \
         `vary=no` says that it holds for this very timing only."),
    word(Verb::Say, "say", &[], TEXTS, "Shows a caption from here on."),
    word(Verb::Ask, "ask", &[], TEXTS, "Asks a question before the decisive moment; `option` lines follow."),
    word(Verb::Option, "option", &[],
        &[must("en", Takes::Text), may("ko", Takes::Text), may("right", Takes::Word(&["yes", "no"]))],
        "One answer to the question above; exactly one is right=yes."),
    word(Verb::Answer, "answer", &[], TEXTS,
        "Shows, when it has been seen, why the right answer to the last question is right."),
    word(Verb::Show, "show", &[must("TABLES", Takes::Word(TABLES))], &[may("group", Takes::Name)],
        "Prints tables into the transcript.").repeating(),
    word(Verb::Lag, "lag", &[GROUP], &[], "Prints a group's partitions, their lag and who reads them."),
    word(Verb::Why, "why", &[must("WHAT", Takes::Name)],
        &[may("offset", Takes::Number { min: 0, max: u64::MAX }), may("group", Takes::Name)],
        "Explains a consumer's state, who has a partition, what became of one of its records, or a group's last \
         rebalance: each sentence because of the next, down to the command or fault it began with."),
    word(Verb::Tell, "tell", &[must("LEVEL", Takes::Word(LEVELS))], &[],
        "From here on the transcript tells the story, every detail, or every request on the wire as well."),
];

// The largest number a measure is compared with; far above anything a run counts.
pub(crate) const LARGEST_MEASURE: u64 = MANY * MANY;

/// The verb of that name.
pub fn find(name: &str) -> Option<&'static Word> {
    WORDS.iter().find(|word| word.name == name)
}

impl Word {
    /// The verb with all that may follow it, as the reference writes it.
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
            Some(Scope::Consumer) => text += " [consumer properties]",
            Some(Scope::Broker) => text += " [broker properties]",
            None if self.verb == Verb::Expect => text += " MEASURE=VALUE...",
            None => {}
        }
        text
    }
}

/// The reference of all verbs as a Markdown table.
pub fn reference() -> String {
    let mut text = String::from("| line | what it does |\n|---|---|\n");
    for word in WORDS {
        text += &format!("| `{}` | {} |\n", word.usage().replace('|', "\\|"), word.help);
    }
    text
}
