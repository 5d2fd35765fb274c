//! Rows become groups: partitions with their offsets, members with what they own, and what the tool says in words.

use super::cells::{assignment, cells, number};
use super::header::{HeaderLine, PastedColumn, PastedHeader, PastedTable, header};
use super::lines::{PastedLine, ToolSays, group_of_command, is_command, is_noise, said};
use super::mistake::{ImportError, ImportMistake, Wanted};
use super::remark::{ImportRemark, PlacedRemark};
use super::{Imported, ImportedGroup, ImportedMember, ImportedPartition, ImportedProtocol, ImportedState};
use crate::cluster::{MAX_ALL_PARTITIONS, MAX_CONSUMERS, MAX_PARTITIONS};
use crate::kafka::ids::{TopicName, TopicPartition};
use crate::session::lexer::Span;
use crate::session::nearest::nearest;
use crate::sim::sorted::{SortedMap, sort_by_key};

/// So many lines are named that were ignored.
const MOST_NAMED: usize = 3;

/// A partition as rows tell it.
#[derive(Default)]
struct PartitionRow {
    committed: Option<u64>,
    end: Option<u64>,
    lag: Option<i64>,
    owner: Option<String>,
    /// It stands in a table of offsets, and not only in an assignment.
    told: bool,
}

/// A group as rows tell it.
#[derive(Default)]
struct GroupRows {
    found: ImportedGroup,
    partitions: SortedMap<TopicPartition, PartitionRow>,
    members: SortedMap<String, ImportedMember>,
}

/// What was found so far.
#[derive(Default)]
pub(super) struct Gathered {
    pub mistakes: Vec<ImportError>,
    remarks: Vec<PlacedRemark>,
    groups: Vec<GroupRows>,
    /// Whose the next table without a GROUP column is.
    current: Option<String>,
    header: Option<PastedHeader>,
    /// The header could not be read: its rows are passed over.
    broken: bool,
    /// The line before was a header, or began like one.
    below_header: bool,
    /// Where the first table begins, or the first sentence about a group.
    first: Option<Span>,
    tables: usize,
    ignored: Vec<u32>,
    failed: Option<(Span, ImportMistake)>,
}

impl Gathered {
    /// Takes the next line.
    pub fn line(&mut self, line: &PastedLine) {
        let text = line.text.as_str();
        if text.is_empty() {
            return;
        }
        let below = std::mem::take(&mut self.below_header);
        if let Some(found) = header(line, below) {
            return self.header_line(found, line, below);
        }
        if is_command(text) || text.starts_with("--") && group_of_command(text).is_some() {
            // A long command goes on in further lines.
            self.current = group_of_command(text);
            (self.header, self.broken) = (None, false);
            return;
        }
        if let Some((what, name)) = said(text) {
            return self.sentence(what, name, line);
        }
        let Some(header) = self.header.take() else {
            if !self.broken {
                self.ignored.push(line.number);
            }
            return;
        };
        let shift = line.indent as isize - header.indent as isize;
        match cells(&header, text, &line.tabbed, shift) {
            Ok(cells) => self.row(&header, &cells, line),
            Err(_) if is_noise(text) || !has_number(text) => self.ignored.push(line.number),
            Err(wrong) => {
                self.mistakes.push(ImportError { span: line.span(wrong.at), mistake: wrong.mistake })
            }
        }
        self.header = Some(header);
    }

    fn header_line(&mut self, found: HeaderLine, line: &PastedLine, below: bool) {
        self.first.get_or_insert(line.span(0));
        self.below_header = true;
        match found {
            HeaderLine::Whole(header) => {
                let unknown = header.columns.iter().filter(|column| column.column == PastedColumn::Other);
                let ignored = unknown.map(|column| PlacedRemark {
                    line: line.number,
                    remark: ImportRemark::ColumnIgnored(column.name.clone()),
                });
                self.remarks.extend(ignored);
                self.tables += 1;
                (self.header, self.broken) = (Some(header), false);
            }
            HeaderLine::Lacks(column, others) => {
                let instead = nearest(column, others.iter().map(String::as_str)).map(str::to_owned);
                let mistake = ImportMistake::NoColumn { column, instead };
                self.mistakes.push(ImportError { span: line.span(0), mistake });
                (self.header, self.broken) = (None, true);
            }
            HeaderLine::Rest if below => {
                // What was wrong with its beginning is that it is only a beginning.
                self.mistakes.retain(|wrong| wrong.span.line + 1 != line.number);
                let (span, mistake) = (line.span(0), ImportMistake::BrokenHeader);
                self.mistakes.push(ImportError { span, mistake });
                (self.header, self.broken) = (None, true);
            }
            HeaderLine::Rest => {
                self.below_header = false;
                self.ignored.push(line.number);
            }
        }
    }

    fn sentence(&mut self, what: ToolSays, name: String, line: &PastedLine) {
        let state = match what {
            ToolSays::NoMembers => ImportedState::Empty,
            ToolSays::Rebalancing => ImportedState::Rebalancing,
            ToolSays::NoGroup => {
                self.failed.get_or_insert((line.span(0), ImportMistake::NoGroup(name.clone())));
                let remark = ImportRemark::GroupMissing(name);
                return self.remarks.push(PlacedRemark { line: line.number, remark });
            }
            ToolSays::Failed => {
                let why = line.text.clone();
                self.failed.get_or_insert((line.span(0), ImportMistake::ToolFailed(why)));
                return self.ignored.push(line.number);
            }
        };
        self.first.get_or_insert(line.span(0));
        let name = Some(name).filter(|name| !name.is_empty()).or_else(|| self.current.clone());
        // What is said in the middle of a table without names is said of it.
        let nameless = self.header.as_ref().is_some_and(|header| !header.has(PastedColumn::Group));
        if let Some(group) = self.groups.iter_mut().find(|group| nameless && group.found.name.is_none()) {
            group.found.name = name.clone();
        }
        self.current = name;
        let group = self.group(None);
        group.found.state = Some(state);
    }

    /// The group of that name; without one, the one that is spoken of.
    fn group(&mut self, name: Option<&str>) -> &mut GroupRows {
        let name = name.map(str::to_owned).or_else(|| self.current.clone());
        let place = match self.groups.iter().position(|group| group.found.name == name) {
            Some(place) => place,
            None => {
                let found = ImportedGroup { name, ..ImportedGroup::default() };
                self.groups.push(GroupRows { found, ..GroupRows::default() });
                self.groups.len() - 1
            }
        };
        &mut self.groups[place]
    }

    fn row(&mut self, header: &PastedHeader, cells: &[String], line: &PastedLine) {
        let row = Row { header, cells, line };
        let result = match header.table {
            PastedTable::Offsets => self.offsets(&row),
            PastedTable::Members => self.member(&row),
            PastedTable::State => self.state(&row),
        };
        self.mistakes.extend(result.err());
    }

    fn offsets(&mut self, row: &Row) -> Result<(), ImportError> {
        let (committed, end) =
            (row.offset(PastedColumn::CurrentOffset)?, row.offset(PastedColumn::LogEndOffset)?);
        let lag = row.number(PastedColumn::Lag)?.and_then(|lag| i64::try_from(lag).ok());
        let partition = row.partition()?;
        let member = row.member();
        let group = self.group(row.text(PastedColumn::Group));
        let owner = member.as_ref().map(|member| member.id.clone());
        if let Some(member) = member {
            group.meet(member);
        }
        let Some(partition) = partition else { return Ok(()) };
        let known = group.partitions.entry(partition).or_default();
        let again = std::mem::replace(&mut known.told, true);
        let owner = owner.or(known.owner.take().filter(|_| !again));
        // Where one of the three is left out, the two others tell it.
        let between = committed.zip(end).map(|(committed, end)| i128::from(end) - i128::from(committed));
        let lag = between.and_then(|lag| i64::try_from(lag).ok()).or(lag);
        *known = PartitionRow { committed, end, lag, owner, told: true };
        if again {
            let remark = ImportRemark::PartitionAgain(partition);
            self.remarks.push(PlacedRemark { line: row.line.number, remark });
        }
        Ok(())
    }

    fn member(&mut self, row: &Row) -> Result<(), ImportError> {
        let owned = row.assignment()?;
        let epochs = row.epochs()?;
        let Some(member) = row.member() else { return Ok(()) };
        let group = self.group(row.text(PastedColumn::Group));
        let id = member.id.clone();
        group.meet(member);
        group.protocol(epochs);
        for partition in owned {
            let known = group.partitions.entry(partition).or_default();
            known.owner.get_or_insert(id.clone());
        }
        Ok(())
    }

    fn state(&mut self, row: &Row) -> Result<(), ImportError> {
        let epochs = row.epochs()?;
        let count = row.number(PastedColumn::MemberCount)?.and_then(|count| u64::try_from(count).ok());
        let state = row.text(PastedColumn::State).unwrap_or_default().to_ascii_lowercase();
        let assignor = row.text(PastedColumn::Strategy).map(str::to_owned);
        let kind = row.text(PastedColumn::GroupType).map(str::to_ascii_lowercase);
        let group = self.group(row.text(PastedColumn::Group));
        group.protocol(epochs);
        let found = &mut group.found;
        found.state = match state.as_str() {
            "empty" => Some(ImportedState::Empty),
            "stable" => Some(ImportedState::Stable),
            "dead" => Some(ImportedState::Dead),
            "unknown" | "" => found.state,
            _ => Some(ImportedState::Rebalancing),
        };
        if matches!(state.as_str(), "assigning" | "reconciling") || kind.as_deref() == Some("consumer") {
            found.protocol = ImportedProtocol::Consumer;
        }
        // Only brokers have this assignor.
        if assignor.as_deref() == Some("uniform") {
            found.protocol = ImportedProtocol::Consumer;
        }
        found.assignor = assignor.or(found.assignor.take());
        found.member_count = count.or(found.member_count);
        Ok(())
    }

    /// All that was found, or what is wrong.
    pub fn finish(mut self) -> Result<Imported, Vec<ImportError>> {
        let start = Span { line: 1, column: 1 };
        let whole = |(span, mistake)| vec![ImportError { span, mistake }];
        if !self.mistakes.is_empty() {
            sort_by_key(&mut self.mistakes, |error| error.span);
            return Err(self.mistakes);
        }
        if self.tables == 0 && self.failed.is_some() {
            return Err(self.failed.map(whole).unwrap_or_default());
        }
        let Some(first) = self.first else {
            return Err(whole((start, ImportMistake::NoTable)));
        };
        let groups: Vec<ImportedGroup> = self.groups.into_iter().map(GroupRows::finish).collect();
        if groups.iter().all(|group| group.partitions.is_empty()) {
            return Err(self.failed.map_or_else(|| whole((first, ImportMistake::NoTopic)), whole));
        }
        if let Some(mistake) = groups.iter().find_map(too_much) {
            return Err(whole((first, mistake)));
        }
        let mut remarks = self.remarks;
        if !self.ignored.is_empty() {
            let (count, line) = (self.ignored.len(), self.ignored[0]);
            let first = self.ignored.into_iter().take(MOST_NAMED).collect();
            let remark = ImportRemark::LinesIgnored { first, count };
            remarks.insert(0, PlacedRemark { line, remark });
        }
        Ok(Imported { groups, remarks })
    }
}

impl GroupRows {
    /// One more row names this member. What it tells is added to what is known.
    fn meet(&mut self, member: ImportedMember) {
        let known = self.members.entry(member.id.clone()).or_default();
        known.id = member.id;
        known.client = member.client.or(known.client.take());
        known.host = member.host.or(known.host.take());
        known.instance = member.instance.or(known.instance.take());
        known.upgraded = member.upgraded.or(known.upgraded);
    }

    fn protocol(&mut self, epochs: Option<bool>) {
        match (epochs, self.found.protocol) {
            (Some(true), _) => self.found.protocol = ImportedProtocol::Consumer,
            (Some(false), ImportedProtocol::Unknown) => self.found.protocol = ImportedProtocol::Classic,
            (Some(false) | None, _) => {}
        }
    }

    fn finish(self) -> ImportedGroup {
        let mut members: Vec<ImportedMember> = self.members.into_values().collect();
        sort_by_key(&mut members, |member| {
            (member.instance.is_none(), member.instance.clone(), member.id.clone())
        });
        let places: SortedMap<&str, usize> =
            members.iter().enumerate().map(|(place, member)| (member.id.as_str(), place)).collect();
        let partition = |(of, row): (TopicPartition, PartitionRow)| ImportedPartition {
            topic: of.topic,
            partition: of.partition,
            committed: row.committed,
            end: row.end,
            lag: row.lag,
            owner: row.owner.and_then(|owner| places.get(owner.as_str()).copied()),
        };
        let partitions = self.partitions.into_iter().map(partition).collect();
        ImportedGroup { partitions, members, ..self.found }
    }
}

/// What no session can hold.
fn too_much(group: &ImportedGroup) -> Option<ImportMistake> {
    let mut highest: SortedMap<TopicName, u32> = SortedMap::new();
    for partition in &group.partitions {
        let known = highest.entry(partition.topic).or_default();
        *known = (*known).max(partition.partition + 1);
    }
    let all: usize = highest.values().map(|count| *count as usize).sum();
    if all > MAX_ALL_PARTITIONS {
        return Some(ImportMistake::TooManyPartitions(all));
    }
    if group.members.len() > MAX_CONSUMERS {
        return Some(ImportMistake::TooManyMembers(group.members.len()));
    }
    let mut in_metrics: SortedMap<String, TopicName> = SortedMap::new();
    highest.keys().find_map(|topic| {
        let other = in_metrics.insert(topic.as_str().replace('.', "_"), *topic)?;
        let (topic, other) = (topic.to_string(), other.to_string());
        Some(ImportMistake::TopicsCollide { topic, other })
    })
}

/// Whether a word of it is a number, or stands for one that is not known.
fn has_number(text: &str) -> bool {
    text.split_whitespace().any(|word| word == "-" || number(word).is_some())
}

/// A row under its header.
struct Row<'a> {
    header: &'a PastedHeader,
    cells: &'a [String],
    line: &'a PastedLine,
}

impl<'a> Row<'a> {
    fn all(&self, column: PastedColumn) -> impl Iterator<Item = &'a str> {
        let cells = self.header.columns.iter().zip(self.cells);
        cells.filter(move |(known, _)| known.column == column).map(|(_, cell)| cell.as_str())
    }

    /// What stands there; `None` where there is no such column, or nothing is known.
    fn text(&self, column: PastedColumn) -> Option<&'a str> {
        self.all(column).next().filter(|cell| !matches!(*cell, "" | "-" | "none" | "unknown"))
    }

    fn wrong(&self, column: PastedColumn, wanted: Wanted) -> ImportError {
        let named = self.header.columns.iter().find(|known| known.column == column);
        let name = named.map(|known| known.name.clone()).unwrap_or_default();
        let text = self.all(column).next().unwrap_or_default().to_owned();
        let before = self.line.text.find(&text).unwrap_or(0);
        let at = self.line.text[..before].chars().count();
        let mistake = ImportMistake::Value { column: name, text, wanted };
        ImportError { span: self.line.span(at), mistake }
    }

    fn number(&self, column: PastedColumn) -> Result<Option<i128>, ImportError> {
        let Some(cell) = self.text(column) else { return Ok(None) };
        // No number of Kafka's has more bits.
        let fits = |number: &i128| i64::try_from(*number).is_ok();
        number(cell).filter(fits).map(Some).ok_or_else(|| self.wrong(column, Wanted::Number))
    }

    /// An offset; -1 is Kafka's word for none.
    fn offset(&self, column: PastedColumn) -> Result<Option<u64>, ImportError> {
        Ok(self.number(column)?.and_then(|offset| u64::try_from(offset).ok()))
    }

    fn partition(&self) -> Result<Option<TopicPartition>, ImportError> {
        let topic = self.text(PastedColumn::Topic);
        let number = self.number(PastedColumn::Partition)?;
        let Some((topic, number)) = topic.zip(number) else { return Ok(None) };
        let number =
            u64::try_from(number).map_err(|_| self.wrong(PastedColumn::Partition, Wanted::Number))?;
        self.place(topic, number, PastedColumn::Partition).map(Some)
    }

    fn place(&self, topic: &str, number: u64, column: PastedColumn) -> Result<TopicPartition, ImportError> {
        let fitting = u32::try_from(number).ok().filter(|number| *number < MAX_PARTITIONS);
        let Some(partition) = fitting else {
            let span = self.wrong(column, Wanted::Number).span;
            let mistake = ImportMistake::PartitionTooHigh { topic: topic.to_owned(), number };
            return Err(ImportError { span, mistake });
        };
        Ok(TopicPartition::new(TopicName::from(topic), partition))
    }

    fn member(&self) -> Option<ImportedMember> {
        let text = |column| self.text(column).map(str::to_owned);
        if let Some(id) = text(PastedColumn::ConsumerId) {
            let (client, host) = (text(PastedColumn::ClientId), text(PastedColumn::Host));
            let upgraded = self.text(PastedColumn::Upgraded).map(|cell| cell == "true");
            let instance = text(PastedColumn::InstanceId);
            return Some(ImportedMember { id, client, host, instance, upgraded });
        }
        let id = text(PastedColumn::Owner)?;
        let (client, host) = match id.split_once("_/") {
            Some((client, host)) => (client.to_owned(), Some(format!("/{host}"))),
            None => (id.clone(), None),
        };
        Some(ImportedMember { id, client: Some(client), host, instance: None, upgraded: None })
    }

    fn assignment(&self) -> Result<Vec<TopicPartition>, ImportError> {
        let column = PastedColumn::Assignment;
        let Some(cell) = self.text(column) else { return Ok(Vec::new()) };
        let owned = assignment(cell).ok_or_else(|| self.wrong(column, Wanted::Assignment))?;
        owned.iter().map(|(topic, number)| self.place(topic, *number, column)).collect()
    }

    /// Whether there are epochs; `None` without columns for them.
    fn epochs(&self) -> Result<Option<bool>, ImportError> {
        if !self.header.has(PastedColumn::Epoch) {
            return Ok(None);
        }
        Ok(Some(self.all(PastedColumn::Epoch).any(|cell| number(cell).is_some())))
    }
}
