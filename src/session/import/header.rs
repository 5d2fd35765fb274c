//! The header of a table: which of the tool's columns it has, where they begin, and what separates them.
//!
//! Mirrors what `ConsumerGroupCommand` printed from Kafka 0.8 to 4.x; the columns of `ConsumerOffsetChecker` and of
//! `rpk group describe` are known as well.

use super::lines::PastedLine;

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PastedColumn {
    Group,
    Topic,
    Partition,
    CurrentOffset,
    LogEndOffset,
    Lag,
    ConsumerId,
    Host,
    ClientId,
    /// `client_/host`, before consumers had ids.
    Owner,
    InstanceId,
    PartitionCount,
    Assignment,
    TargetAssignment,
    /// CURRENT-EPOCH, TARGET-EPOCH, GROUP-EPOCH and the like: numbers only where the members speak KIP-848.
    Epoch,
    /// LEADER-EPOCH, LOG-START-OFFSET: numbers that say nothing about the group.
    OtherNumber,
    Upgraded,
    Coordinator,
    Strategy,
    State,
    GroupType,
    MemberCount,
    /// An unknown one.
    Other,
}

impl PastedColumn {
    /// The column of that name.
    fn of(name: &str) -> Option<PastedColumn> {
        use PastedColumn::*;
        let upper = name.to_ascii_uppercase();
        Some(match upper.as_str() {
            "GROUP" => Group,
            "TOPIC" => Topic,
            "PARTITION" | "PID" => Partition,
            "CURRENT-OFFSET" | "OFFSET" => CurrentOffset,
            "LOG-END-OFFSET" | "LOGSIZE" => LogEndOffset,
            "LAG" => Lag,
            "CONSUMER-ID" | "MEMBER-ID" => ConsumerId,
            "HOST" => Host,
            "CLIENT-ID" => ClientId,
            "OWNER" => Owner,
            "GROUP-INSTANCE-ID" | "INSTANCE-ID" => InstanceId,
            "#PARTITIONS" => PartitionCount,
            "ASSIGNMENT" | "CURRENT-ASSIGNMENT" => Assignment,
            "TARGET-ASSIGNMENT" => TargetAssignment,
            "CURRENT-EPOCH" | "TARGET-EPOCH" | "GROUP-EPOCH" | "TARGET-ASSIGNMENT-EPOCH" | "MEMBER-EPOCH" => {
                Epoch
            }
            "LEADER-EPOCH" | "LOG-START-OFFSET" => OtherNumber,
            "UPGRADE" | "UPGRADED" => Upgraded,
            "COORDINATOR" => Coordinator,
            "ASSIGNMENT-STRATEGY" => Strategy,
            "STATE" => State,
            "TYPE" => GroupType,
            "#MEMBERS" => MemberCount,
            _ => return None,
        })
    }
}

/// What a table tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PastedTable {
    Offsets,
    Members,
    State,
}

/// What stands between two columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Separator {
    Spaces,
    Tabs,
    /// As in Kafka 0.8.
    Commas,
}

/// A column and where its name begins, in characters from 0.
#[derive(Clone, Debug)]
pub(super) struct HeaderColumn {
    pub column: PastedColumn,
    pub name: String,
    pub start: usize,
}

/// A header.
#[derive(Clone, Debug)]
pub(super) struct PastedHeader {
    pub table: PastedTable,
    pub columns: Vec<HeaderColumn>,
    pub separator: Separator,
    /// By how much the line was moved to the left, against the lines below it.
    pub indent: usize,
}

impl PastedHeader {
    /// Whether it has such a column.
    pub fn has(&self, column: PastedColumn) -> bool {
        self.columns.iter().any(|known| known.column == column)
    }
}

/// What a line is, if it is a header or a part of one.
pub(super) enum HeaderLine {
    Whole(PastedHeader),
    /// It begins like a header, and this column is not in it. The names that it has instead are given.
    Lacks(&'static str, Vec<String>),
    /// Only the end of one.
    Rest,
}

/// Whether a line is a header, and which. `below` a header another one begins anew, or it is the rest of that.
pub(super) fn header(line: &PastedLine, below: bool) -> Option<HeaderLine> {
    let (columns, separator) = columns(line);
    let known = columns.iter().filter(|column| column.column != PastedColumn::Other).count();
    // A name of one's own in a header is in capitals, as all others are.
    let capital = |name: &str| name.chars().all(|c| c.is_ascii_uppercase() || matches!(c, '-' | '#' | '_'));
    let others = columns.iter().filter(|column| column.column == PastedColumn::Other);
    let unknown: Vec<String> = others.clone().map(|column| column.name.clone()).collect();
    if known < 2 || !others.clone().all(|column| capital(&column.name)) || unknown.len() > known {
        return None;
    }
    let has = |column: PastedColumn| columns.iter().any(|known| known.column == column);
    let first = columns.first().map(|column| column.column);
    use PastedColumn::*;
    let table = if has(Topic) || has(Partition) || has(CurrentOffset) || has(LogEndOffset) || has(Lag) {
        let lacks =
            [(Topic, "TOPIC"), (Partition, "PARTITION")].into_iter().find(|(column, _)| !has(*column));
        match lacks {
            Some(_) if below || !matches!(first, Some(Group | Topic | Other)) => {
                return Some(HeaderLine::Rest);
            }
            Some((_, name)) => return Some(HeaderLine::Lacks(name, unknown)),
            None => PastedTable::Offsets,
        }
    } else if has(Coordinator) || has(MemberCount) || has(Strategy) || has(Group) && has(State) {
        match has(State) {
            true => PastedTable::State,
            false if matches!(first, Some(Group | Coordinator)) => {
                return Some(HeaderLine::Lacks("STATE", unknown));
            }
            false => return Some(HeaderLine::Rest),
        }
    } else if has(ConsumerId) && (has(PartitionCount) || has(Assignment)) {
        PastedTable::Members
    } else if has(Group) && has(ConsumerId) {
        return Some(HeaderLine::Lacks("#PARTITIONS", unknown));
    } else {
        return Some(HeaderLine::Rest);
    };
    Some(HeaderLine::Whole(PastedHeader { table, columns, separator, indent: line.indent }))
}

fn columns(line: &PastedLine) -> (Vec<HeaderColumn>, Separator) {
    let commas =
        line.text.split(',').filter(|name| PastedColumn::of(&name.trim().replace(' ', "-")).is_some());
    if commas.count() >= 4 {
        let named = line.text.split(',').map(|name| name.trim().replace(' ', "-"));
        return (named.map(|name| column(name, 0)).collect(), Separator::Commas);
    }
    let mut columns: Vec<HeaderColumn> = Vec::new();
    for (name, start) in words(&line.text) {
        // `COORDINATOR (ID)` is one column.
        let id =
            name == "(ID)" && columns.last().is_some_and(|last| last.column == PastedColumn::Coordinator);
        if !id {
            columns.push(column(name, start));
        }
    }
    let tabs = line.tabbed.split('\t').filter(|name| !name.trim().is_empty()).count();
    let separator = if tabs == columns.len() && tabs > 1 { Separator::Tabs } else { Separator::Spaces };
    (columns, separator)
}

fn column(name: String, start: usize) -> HeaderColumn {
    let known = if name == "(ID)" { None } else { PastedColumn::of(&name) };
    HeaderColumn { column: known.unwrap_or(PastedColumn::Other), name, start }
}

/// The words of a line and where they begin, in characters from 0.
pub(super) fn words(text: &str) -> Vec<(String, usize)> {
    let mut words: Vec<(String, usize)> = Vec::new();
    let mut inside = false;
    for (at, c) in text.chars().enumerate() {
        if c.is_whitespace() {
            inside = false;
            continue;
        }
        if !inside {
            words.push((String::new(), at));
        }
        inside = true;
        if let Some((word, _)) = words.last_mut() {
            word.push(c);
        }
    }
    words
}
