//! The way back from the terminal: what `kafka-consumer-groups.sh --describe` printed of a real group becomes a session
//! with the same topics, partitions, members, assignor and lags.
//!
//! [`read`] takes any text in which the tool's tables stand (Kafka 0.8 to 4.x, with or without `--members --verbose`
//! and `--state`, of one group or of several) and says what was found; [`session`] writes a script. What cannot be
//! known, is simplified or is left out is a remark. Nothing is guessed where a line cannot be read: it is a mistake
//! with its place.
//!
//! Reading order: `lines` (what a line is), `header` (which columns), `cells` (a row under its header), `gather` (rows
//! become groups), `plan` (who reads what), `scale` (offsets and lags), `writing` (the script).

mod cells;
mod gather;
mod header;
mod lines;
pub mod mistake;
mod plan;
mod recognised;
pub mod remark;
mod scale;
mod writing;

use crate::kafka::ids::TopicName;
use crate::session::lexer::{LARGEST_FILE, Span};
use gather::Gathered;
use mistake::{ImportError, ImportMistake};
pub use plan::PlannedAssignor;
pub use recognised::is_described;
use remark::{ImportRemark, PlacedRemark};

/// After so many mistakes the rest is not looked at.
const MOST_MISTAKES: usize = 100;

/// What was found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// In the order in which the text names them; at least one has a topic.
    pub groups: Vec<ImportedGroup>,
    /// What is to be said of the text itself, by line.
    pub remarks: Vec<PlacedRemark>,
}

/// Which protocol the members of a real group speak, as far as its columns tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ImportedProtocol {
    /// Nothing tells.
    #[default]
    Unknown,
    /// `group.protocol=classic`: there are columns for epochs, and no epochs in them.
    Classic,
    /// `group.protocol=consumer` (KIP-848): epochs, or one of its states.
    Consumer,
}

/// Where a real group stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportedState {
    Empty,
    /// `PreparingRebalance`, `CompletingRebalance`, `Assigning`, `Reconciling`.
    Rebalancing,
    Stable,
    Dead,
}

/// A real group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportedGroup {
    /// `group.id`; `None` if nothing names it.
    pub name: Option<String>,
    /// `None` if nothing tells.
    pub state: Option<ImportedState>,
    pub protocol: ImportedProtocol,
    /// ASSIGNMENT-STRATEGY, as it is printed.
    pub assignor: Option<String>,
    /// #MEMBERS.
    pub member_count: Option<u64>,
    /// Ascending by topic and number.
    pub partitions: Vec<ImportedPartition>,
    /// Static ones first by instance id, then by member id: the order in which assignors take them.
    pub members: Vec<ImportedMember>,
}

/// A partition of a real topic, as the group reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedPartition {
    pub topic: TopicName,
    pub partition: u32,
    /// CURRENT-OFFSET.
    pub committed: Option<u64>,
    /// LOG-END-OFFSET.
    pub end: Option<u64>,
    /// LAG; negative where the committed offset lies beyond the log's end.
    pub lag: Option<i64>,
    /// The place of its owner among the members.
    pub owner: Option<usize>,
}

/// A member of a real group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportedMember {
    /// CONSUMER-ID; where only OWNER stands, that.
    pub id: String,
    pub client: Option<String>,
    pub host: Option<String>,
    /// GROUP-INSTANCE-ID.
    pub instance: Option<String>,
    /// UPGRADED: whether a member of a consumer group speaks its protocol; `None` if nothing tells.
    pub upgraded: Option<bool>,
}

/// What a text does not say, and how much is to be simulated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportChoice {
    /// Which group; `None`: the first one with members, else the first one with a topic.
    pub group: Option<String>,
    /// Records a second that are written to each topic once the group has settled.
    pub rate: u32,
    /// How many records are in all logs at the most when the group starts; larger lags are divided.
    pub most_records: u64,
}

impl Default for ImportChoice {
    fn default() -> Self {
        ImportChoice { group: None, rate: 10, most_records: 60_000 }
    }
}

/// A session made of a real group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedSession {
    /// The lines of a script that `Session::open` takes.
    pub script: String,
    /// What differs from the real group, and what had to be assumed.
    pub remarks: Vec<ImportRemark>,
    /// Who assigns in the script.
    pub assignor: PlannedAssignor,
    /// The name of each member's process, in the order of [`ImportedGroup::members`].
    pub names: Vec<String>,
}

/// Reads what the tool printed. Bytes that begin with a byte order mark of UTF-16 are read as that, since a shell may
/// have written them.
///
/// # Errors
/// What cannot be read, each with its place, in the order of the places.
pub fn read(bytes: &[u8]) -> Result<Imported, Vec<ImportError>> {
    let whole = |mistake| vec![ImportError { span: Span { line: 1, column: 1 }, mistake }];
    if bytes.len() > LARGEST_FILE {
        return Err(whole(ImportMistake::TooLarge(bytes.len())));
    }
    let text = lines::text_of(bytes).map_err(|error| vec![error])?;
    let mut gathered = Gathered::default();
    for line in lines::lines(&text) {
        gathered.line(&line);
        if gathered.mistakes.len() >= MOST_MISTAKES {
            break;
        }
    }
    gathered.finish()
}

/// The bytes as text, as [`read`] reads them.
pub fn pasted_text(bytes: &[u8]) -> Option<String> {
    lines::text_of(bytes).ok()
}

/// The group of that choice: its place among those found.
pub fn chosen(imported: &Imported, choice: &ImportChoice) -> usize {
    let groups = &imported.groups;
    let named = groups.iter().position(|group| choice.group.is_some() && group.name == choice.group);
    let with = |wanted: fn(&ImportedGroup) -> bool| groups.iter().position(wanted);
    let read = with(|group| !group.members.is_empty() && !group.partitions.is_empty());
    named.or(read).or_else(|| with(|group| !group.partitions.is_empty())).unwrap_or(0)
}

/// Writes the session: the records of each log, the committed offsets, then the members. When it has settled, each
/// partition has its lag, and records are written again.
pub fn session(imported: &Imported, choice: &ImportChoice) -> ImportedSession {
    writing::write(imported, chosen(imported, choice), choice)
}
