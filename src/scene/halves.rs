//! Two groups side by side, in halves with the same rows, and a sentence above each: how its partitions fare.

use crate::cluster::observation::GroupView;
use crate::scene::lane::was_read;
use crate::scene::layout::Columns;
use crate::scene::mark::{Area, Text, TextTone, within};
use crate::scene::{GroupScene, SECTION_GAP, SceneInput, SectionPlace, room, section, text};
use crate::session::language::Lang;
use crate::session::language::label::StageLabel;
use crate::session::language::stage::StagePhrase;
use crate::session::language::units::span;
use std::borrow::Cow;

/// On a narrower stage groups stand one below the other.
const LEAST_WIDTH: f64 = 1300.0;

/// Whether so many groups stand side by side on a stage of this width.
pub fn beside(groups: usize, width: f64) -> bool {
    groups == 2 && width >= LEAST_WIDTH
}

/// How a group's partitions fare, in a sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    pub area: Area,
    /// All have a reader, some have none, or none has had one yet.
    pub good: Option<bool>,
    /// Middle of the tick or cross.
    pub sign: (f64, f64),
    pub unit: f64,
    pub texts: Vec<Text>,
}

/// Both groups, and where they end, with a gap.
pub(super) fn halves(
    input: &SceneInput,
    groups: &[Cow<'_, GroupView>],
    width: f64,
) -> (Vec<GroupScene>, f64) {
    let half = width / 2.0;
    let names = groups.iter().flat_map(|group| &group.lanes);
    let longest = names.map(|lane| text::width(&lane.partition.to_string(), 12.5)).fold(0.0, f64::max);
    let mut end: f64 = 0.0;
    let mut out = Vec::with_capacity(groups.len());
    for (i, group) in groups.iter().enumerate() {
        let columns = columns(half * i as f64, half, input.height, longest);
        let place = SectionPlace {
            columns,
            top: 14.0,
            height: room(input, 1, SECTION_GAP),
            qualified: i > 0,
            verdict: true,
        };
        let (section, bottom) = section(input, group, &place);
        out.push(section);
        end = end.max(bottom);
    }
    (out, end + SECTION_GAP)
}

fn columns(x: f64, width: f64, height: f64, name: f64) -> Columns {
    let unit = within((width / 690.0).min(height / 616.0), 1.0, 2.2);
    Columns::close((x, width), unit, within(name, 64.0, 110.0))
}

/// How the partitions of `group` fare, as a line from `y` on.
pub(super) fn verdict(lang: Lang, group: &GroupView, columns: &Columns, y: f64) -> Verdict {
    let unit = columns.unit;
    let all = group.lanes.len();
    let unread = group.lanes.iter().filter(|lane| lane.owner.is_none() || !lane.owner_running).count();
    let begun = group.rebalances > 0 || group.lanes.iter().any(was_read);
    let (good, words) = match unread {
        _ if !begun => (None, lang.stage_label(StageLabel::NobodyReadsYet).to_string()),
        0 => (Some(true), lang.say(StagePhrase::AllRead(all))),
        unread => (Some(false), lang.say(StagePhrase::Unread { unread, all })),
    };
    let area = Area { x: columns.left, y, width: columns.right - columns.left, height: 32.0 * unit };
    let tone = match good {
        Some(true) => TextTone::Good,
        Some(false) => TextTone::Gap,
        None => TextTone::Muted,
    };
    let longest = group.lanes.iter().map(|lane| lane.unowned).max().unwrap_or_default();
    let baseline = y + 21.5 * unit;
    let left = area.x + if good.is_some() { 34.0 } else { 14.0 } * unit;
    let unowned = lang.say(StagePhrase::UnownedFor(&span(lang, longest)));
    let note = Text::new(area.right() - 12.0 * unit, baseline, 12.0 * unit, TextTone::Ink, unowned).end();
    let room = note.extent().0 - left - 10.0 * unit;
    let words = text::fit(&words, 15.0 * unit, room);
    let sentence = Text::new(left, baseline, 15.0 * unit, tone, words).bold();
    Verdict { area, good, sign: (area.x + 18.0 * unit, y + 16.0 * unit), unit, texts: vec![sentence, note] }
}
