//! The rows of the time axis: a partition each, or, where there are too many, one for all that are read without a break
//! and one for each disturbance.

use crate::cluster::observation::OwnershipSpan;
use crate::kafka::ids::*;
use crate::scene::mark::Hue;
use crate::scene::text;
use crate::scene::time_axis::{AxisSection, TimeInput};
use crate::session::language::axis::AxisText;
use crate::session::language::label::StageLabel;
use crate::session::language::stage::StagePhrase;
use crate::sim::sorted::sort_by;
use crate::sim::time::SimTime;

/// A group with more partitions than this has its rows folded.
const MOST_ROWS: usize = 24;
/// So many disturbances have a row of their own, those of the most partitions first.
const MOST_DISTURBANCES: usize = 6;

/// A row of the axis.
#[derive(Clone, Debug, PartialEq)]
pub struct AxisRow {
    pub name: String,
    /// The partition it stands for, if it is one.
    partition: Option<TopicPartition>,
    pub spans: Vec<RowSpan>,
    /// When it was being revoked; of a partition in a consumer group.
    pub revoked: Vec<(SimTime, Option<SimTime>)>,
}

/// Who read for a time.
#[derive(Clone, Debug, PartialEq)]
pub struct RowSpan {
    pub from: SimTime,
    /// `None` while it lasts.
    pub to: Option<SimTime>,
    /// Its colour, if it is one reader; `None` for nobody.
    pub reader: Option<Option<Hue>>,
    pub words: String,
}

impl AxisRow {
    /// Its name within `room` pixels.
    pub fn fitted(&self, size: f64, room: f64) -> String {
        match &self.partition {
            Some(partition) => text::fit_partition(partition, size, room),
            None => text::fit(&self.name, size, room),
        }
    }
}

/// The rows of a group.
pub fn fold_rows(input: &TimeInput, section: &AxisSection) -> Vec<AxisRow> {
    match section.rows.len() > MOST_ROWS {
        true => folded(input, section),
        false => {
            section.rows.iter().map(|(partition, spans)| row(input, section, partition, spans)).collect()
        }
    }
}

fn row(
    input: &TimeInput,
    section: &AxisSection,
    partition: &TopicPartition,
    spans: &[OwnershipSpan],
) -> AxisRow {
    let spans = spans.iter().map(|span| row_span(input, span)).collect();
    let revoked = section.revocations.iter().filter(|span| span.partition == *partition);
    let revoked = revoked.map(|span| (span.from, span.to)).collect();
    AxisRow { name: partition.to_string(), partition: Some(*partition), spans, revoked }
}

fn row_span(input: &TimeInput, span: &OwnershipSpan) -> RowSpan {
    let index = span.owner.as_ref().and_then(|owner| input.consumers.iter().position(|c| c == owner));
    let words = match &span.owner {
        Some(owner) => owner.to_string(),
        None => input.lang.stage_label(StageLabel::Nobody).to_string(),
    };
    RowSpan { from: span.from, to: span.to, reader: index.map(|index| Some(Hue::of(index))), words }
}

/// Partitions that were without a reader at the same times, after the same reader.
struct Disturbance<'a> {
    spans: &'a [OwnershipSpan],
    partitions: usize,
}

fn is_disturbed(spans: &[OwnershipSpan]) -> bool {
    spans.iter().any(|span| span.owner.is_none())
}

fn folded(input: &TimeInput, section: &AxisSection) -> Vec<AxisRow> {
    let all = section.rows.len();
    let mut found: Vec<Disturbance> = Vec::new();
    for (_, spans) in section.rows.iter().filter(|(_, spans)| is_disturbed(spans)) {
        match found.iter_mut().find(|other| other.spans == spans.as_slice()) {
            Some(other) => other.partitions += 1,
            None => found.push(Disturbance { spans, partitions: 1 }),
        }
    }
    let disturbed: usize = found.iter().map(|disturbance| disturbance.partitions).sum();
    sort_by(&mut found, |a, b| b.partitions.cmp(&a.partitions));
    let began = section.rows.iter().filter_map(|(_, spans)| spans.first()).map(|span| span.from).min();
    let counted = |n: usize| input.lang.say::<StagePhrase>(StagePhrase::Partitions(n));
    // Partitions that nobody has read so far have no spans.
    let unread = section.rows.iter().filter(|(_, spans)| spans.is_empty()).count();
    let read = all - disturbed - unread;
    let undisturbed = began.filter(|_| read > 0).map(|from| AxisRow {
        name: counted(read),
        partition: None,
        revoked: Vec::new(),
        spans: vec![RowSpan {
            from,
            to: None,
            reader: Some(None),
            words: input.lang.say(AxisText::WithoutBreak { read, all }),
        }],
    });
    let unread = began.filter(|_| unread > 0).map(|from| AxisRow {
        name: counted(unread),
        partition: None,
        revoked: Vec::new(),
        spans: vec![RowSpan {
            from,
            to: None,
            reader: None,
            words: input.lang.stage_label(StageLabel::Nobody).to_owned(),
        }],
    });
    let rows = found.iter().take(MOST_DISTURBANCES).map(|disturbance| AxisRow {
        name: counted(disturbance.partitions),
        partition: None,
        revoked: Vec::new(),
        spans: disturbance.spans.iter().map(|span| row_span(input, span)).collect(),
    });
    undisturbed.into_iter().chain(unread).chain(rows).collect()
}
