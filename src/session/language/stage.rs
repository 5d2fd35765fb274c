//! The sentences of the drawings: the stage, its lanes, the time axis.

use crate::kafka::ids::Offset;
use crate::session::language::template::{Sentence, Slots, number, slots};
use crate::session::language::units::{seconds, span};
use crate::session::language::{Lang, en, ko};
use crate::sim::time::{SimDuration, SimTime};

/// The heads of the columns of the stage's table twin.
pub const fn table_heads(lang: Lang) -> &'static [&'static str; 10] {
    match lang {
        Lang::En => &en::stage::TABLE_HEADS,
        Lang::Ko => &ko::stage::TABLE_HEADS,
    }
}

/// What the numbers of a lane are that has no room for labels: committed, position, lag.
pub const fn column_heads(lang: Lang) -> [&'static str; 3] {
    match lang {
        Lang::En => en::stage::COLUMN_HEADS,
        Lang::Ko => ko::stage::COLUMN_HEADS,
    }
}

/// What cells and the application thread's track show: seven of a lane, four of a card, and what stands before those.
pub const fn legend(lang: Lang) -> &'static [&'static str; 12] {
    match lang {
        Lang::En => &en::stage::LEGEND,
        Lang::Ko => &ko::stage::LEGEND,
    }
}

/// What bars and cells of a crowd show: the five looks of bars, then the lag in a cell and a cell that nobody reads.
pub const fn crowd_legend(lang: Lang) -> &'static [&'static str; 7] {
    match lang {
        Lang::En => &en::stage::CROWD_LEGEND,
        Lang::Ko => &ko::stage::CROWD_LEGEND,
    }
}

/// What is said of a consumer, of the coordinator, of what is on its way, of the time axis.
#[derive(Clone, Copy, Debug)]
pub enum StagePhrase<'a> {
    KilledAgo(SimDuration),
    ClosedAgo(SimDuration),
    /// How long it has been dead.
    KilledFor(SimDuration),
    Ago(&'a str),
    BlockedFor(SimDuration),
    /// Until when poll has to be called again, roughly.
    NextIn(&'a str),
    PollDueIn(SimDuration),
    AutoCommitIn(SimDuration),
    Uncommitted(u64),
    /// How far the records of the last poll are done.
    BatchDone {
        done: u32,
        all: u32,
    },
    /// What all of them have.
    Each(&'a str),
    FromTo {
        from: &'a str,
        to: &'a str,
    },
    HeardAgo(SimDuration),
    Until(&'a str),
    DueAt(&'a str),
    CoordinatorLost(SimDuration),
    Unread {
        unread: usize,
        all: usize,
    },
    AllRead(usize),
    UnownedFor(&'a str),
    AcrossRacks(&'a str),
    /// How many partitions of a topic.
    OfTopic {
        count: usize,
        topic: &'a str,
    },
    FoldedGone(usize),
    /// How many more there are than are shown.
    AndMore(usize),
    /// How much is left of a session of which nothing is heard.
    SessionEndsIn(&'a str),
    ClocksFolded(usize),
    HealthyClocks(usize),
    /// The lag of a full cell.
    Full(u64),
    Processing(Offset),
    /// How many workers have a record in hand while the consumer polls.
    AtWork(usize),
    Partitions(usize),
    AppThreadDoes(&'a str),
    Owns(&'a str),
    Broker {
        broker: i32,
        group: &'a str,
    },
    OfNobody(&'a str),
    Rebalances(u64),
    StateFor {
        state: &'static str,
        span: SimDuration,
    },
    RebalancingFor(SimDuration),
    WaitingFor(&'a str),
    AtMost(SimDuration),
    TheEarlier(&'a str),
    Earlier(&'a str),
    StillProcessing(SimDuration),
    HandlerBlocked(SimDuration),
    InCall {
        call: &'static str,
        span: SimDuration,
    },
    Session {
        name: &'a str,
        member: &'a str,
        left: &'a str,
    },
    Group {
        group: &'a str,
        state: &'static str,
        generation: i32,
        members: usize,
        status: &'a str,
    },
    SummaryOfGroup {
        group: &'a str,
        state: &'static str,
        generation: i32,
        members: usize,
        lanes: (usize, usize),
    },
    SummaryOfTotals {
        lag: u64,
        duplicates: u64,
        gaps: u64,
    },
    WhoReads(usize),
    GenerationMark(i32),
    FrozenMark(&'a str),
    StalledMark(&'a str),
    Request {
        api: &'static str,
        broker: i32,
    },
    Response {
        api: &'static str,
        broker: i32,
    },
    Answer {
        api: &'static str,
        outcome: &'static str,
        at: SimTime,
    },
}

impl Sentence for StagePhrase<'_> {
    fn template(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => en::stage::phrase(self),
            Lang::Ko => ko::stage::phrase(self),
        }
    }

    fn slots(&self, lang: Lang) -> Slots<'_> {
        use StagePhrase::*;
        let told = |n: usize| number(n as u64);
        let generation = |n: i32| n.to_string().into();
        match *self {
            KilledAgo(time)
            | ClosedAgo(time)
            | KilledFor(time)
            | PollDueIn(time)
            | AutoCommitIn(time)
            | HeardAgo(time)
            | CoordinatorLost(time)
            | BlockedFor(time)
            | RebalancingFor(time)
            | AtMost(time)
            | StillProcessing(time)
            | HandlerBlocked(time) => slots([span(lang, time).into()]),
            Processing(offset) => slots([number(offset)]),
            AtWork(n) | Partitions(n) | WhoReads(n) | AllRead(n) | FoldedGone(n) | AndMore(n)
            | ClocksFolded(n) | HealthyClocks(n) => slots([told(n)]),
            Rebalances(n) | Uncommitted(n) | Full(n) => slots([number(n)]),
            BatchDone { done, all } => slots([number(done.into()), number(all.into())]),
            Unread { unread, all } => slots([told(unread), told(all)]),
            OfTopic { count, topic } => slots([told(count), topic.into()]),
            FromTo { from, to } => slots([from.into(), to.into()]),
            GenerationMark(n) => slots([generation(n)]),
            AppThreadDoes(words) | Owns(words) | OfNobody(words) | WaitingFor(words) | TheEarlier(words)
            | Earlier(words) | Ago(words) | NextIn(words) | Each(words) | Until(words) | DueAt(words)
            | UnownedFor(words) | SessionEndsIn(words) | AcrossRacks(words) | FrozenMark(words)
            | StalledMark(words) => slots([words.into()]),
            Broker { broker, group } => slots([generation(broker), group.into()]),
            StateFor { state: words, span: time } | InCall { call: words, span: time } => {
                slots([words.into(), span(lang, time).into()])
            }
            Session { name, member, left } => slots([name.into(), member.into(), left.into()]),
            Group { group, state, generation: n, members, status } => {
                slots([group.into(), state.into(), generation(n), told(members), status.into()])
            }
            SummaryOfGroup { group, state, generation: n, members, lanes: (all, unread) } => {
                slots([group.into(), state.into(), generation(n), told(members), told(all), told(unread)])
            }
            SummaryOfTotals { lag, duplicates, gaps } => {
                slots([number(lag), number(duplicates), number(gaps)])
            }
            Request { api, broker } | Response { api, broker } => slots([api.into(), generation(broker)]),
            Answer { api, outcome, at } => slots([api.into(), outcome.into(), seconds(lang, at).into()]),
        }
    }
}

/// What is said of a lane and of the records in it. `by` is what [`LaneText::By`] gave, or empty.
#[derive(Clone, Copy, Debug)]
pub enum LaneText<'a> {
    Lag(u64),
    Position(Offset),
    Committed(Offset),
    AtStake(u64),
    /// How many records are beyond the right edge.
    Beyond(u64),
    /// The same, if none of them was read.
    UnreadBeyond(u64),
    /// What a dead reader leaves unread.
    LeftUnread(u64),
    /// How many are before the left edge.
    Earlier(u64),
    /// What its next reader begins with.
    Again(u64),
    Duplicates(&'a str),
    DuplicatesShort(u64),
    Gaps(&'a str),
    Lost(u64),
    AtRisk(&'a str),
    ReadBy(&'a str),
    ReadByNobody,
    OwnerDoesNotRead {
        owner: &'a str,
        state: &'static str,
    },
    OwnerDoesNotRun(&'a str),
    AssignedTo(&'a str),
    Told {
        partition: &'a str,
        reader: &'a str,
        offsets: [&'a str; 3],
    },
    SpokenRead {
        partition: &'a str,
        owner: &'a str,
    },
    SpokenHeld {
        partition: &'a str,
        owner: &'a str,
    },
    SpokenUnread(&'a str),
    NobodyInTable(&'a str),
    By(&'a str),
    Unread(Offset),
    Fetched {
        offset: Offset,
        by: &'a str,
    },
    InHand {
        offset: Offset,
        by: &'a str,
    },
    Processed {
        offset: Offset,
        by: &'a str,
    },
    ProcessedAndCommitted {
        offset: Offset,
        by: &'a str,
    },
    Repeated {
        offset: Offset,
        by: &'a str,
        times: u32,
    },
    Gap(Offset),
    Risked {
        offset: Offset,
        by: &'a str,
    },
    BeforeStart(Offset),
    Deleted(Offset),
}

impl Sentence for LaneText<'_> {
    fn template(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => en::stage::lane(self),
            Lang::Ko => ko::stage::lane(self),
        }
    }

    fn slots(&self, _: Lang) -> Slots<'_> {
        use LaneText::*;
        match *self {
            ReadByNobody => slots([]),
            Lag(n) | DuplicatesShort(n) | Position(n) | Committed(n) | AtStake(n) | Beyond(n)
            | UnreadBeyond(n) | LeftUnread(n) | Earlier(n) | Again(n) | Lost(n) | Unread(n) | Gap(n)
            | BeforeStart(n) | Deleted(n) => slots([number(n)]),
            Duplicates(words)
            | Gaps(words)
            | AtRisk(words)
            | ReadBy(words)
            | OwnerDoesNotRun(words)
            | AssignedTo(words)
            | SpokenUnread(words)
            | NobodyInTable(words)
            | By(words) => slots([words.into()]),
            OwnerDoesNotRead { owner, state } => slots([owner.into(), state.into()]),
            Told { partition, reader, offsets: [committed, position, end] } => {
                slots([partition.into(), reader.into(), committed.into(), position.into(), end.into()])
            }
            SpokenRead { partition, owner } | SpokenHeld { partition, owner } => {
                slots([partition.into(), owner.into()])
            }
            Fetched { offset, by }
            | InHand { offset, by }
            | Processed { offset, by }
            | ProcessedAndCommitted { offset, by }
            | Risked { offset, by } => slots([number(offset), by.into()]),
            Repeated { offset, by, times } => slots([number(offset), by.into(), number(times.into())]),
        }
    }
}
