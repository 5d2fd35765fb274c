//! The tables a transcript can show: groups, members, lanes, consumers, causes, totals.

use crate::cluster::Cluster;
use crate::cluster::cause::{DuplicateCause, GapCause};
use crate::cluster::observation::{ConsumerView, GroupView, LaneView, MemberView, Observation, ProcessState};
use crate::cluster::whom::FormerMember;
use crate::kafka::ids::ClientName;
use crate::session::language::Lang;
use crate::session::language::epoch::EpochText;
use crate::session::language::journal::{JournalPhrase, Noun};
use crate::session::language::label::StageLabel;
use crate::session::language::table::TableText;
use crate::session::language::units::duration;
use crate::session::language::why::notice::ProcessEnd;
use crate::session::language::why::{span, text};
use crate::session::names::Names;
use crate::session::reconciling;
use crate::session::report::state_word;
use crate::session::transcript::{count, list};
use crate::session::why::told_rebalances;
use crate::sim::sorted::SortedMap;
use crate::sim::time::{SimDuration, SimTime};

/// How many steps a lane's bar has before its end.
const STEPS: u64 = 10;

/// The table of that name, for one group or for all, one line each.
pub fn table(lang: Lang, name: &str, world: &Observation, group: Option<&str>) -> Vec<String> {
    let groups = world.groups.iter().filter(|view| group.is_none_or(|group| group == view.id.as_str()));
    match name {
        "group" => groups.map(|view| group_line(lang, view)).collect(),
        "members" => groups.flat_map(|view| member_lines(lang, view, world.time)).collect(),
        "lanes" => groups.flat_map(|view| lane_lines(lang, view, world)).collect(),
        "consumers" => consumer_lines(lang, world, group),
        "causes" => groups.flat_map(|view| cause_lines(lang, view)).collect(),
        "totals" => vec![totals_line(lang, world)],
        _ => Vec::new(),
    }
}

/// `billing: Stable, generation 4, leader c1, 3 members`
fn group_line(lang: Lang, view: &GroupView) -> String {
    let group = view.id.as_str();
    if let Some(since) = view.coordinator_lost {
        return lang.say(TableText::NoCoordinator { group, since: &since.to_string() });
    }
    let members = count(lang, view.members.len() as u64, Noun::Member);
    if let Some(epochs) = &view.epochs {
        return lang.say(EpochText::GroupRow {
            group,
            state: epochs.state.name(),
            epochs: (epochs.group_epoch, epochs.assignment_epoch),
            assignor: epochs.assignor.name(),
            members: &members,
        });
    }
    let leader = view.leader.as_ref().map(|leader| lang.say(JournalPhrase::Leader(leader.as_str())));
    let protocol = view.protocol.as_ref().map(|name| lang.say(JournalPhrase::Protocol(name.as_str())));
    let led = leader.unwrap_or_default() + &protocol.unwrap_or_default();
    let (state, generation) = (view.state_name(), view.generation.0);
    lang.say(TableText::Group { group, state, generation, led: &led, members: &members })
}

/// What tells a member from the one its name stands for now: `c1 (earlier, killed at 3.040 s)`.
fn former(lang: Lang, member: &MemberView) -> String {
    match member.former {
        None => String::new(),
        Some(FormerMember::Membership) => lang.say(TableText::Earlier),
        Some(FormerMember::Process(end)) => match ProcessEnd::of(end).map(|end| text(&end, lang, &())) {
            Some(end) => lang.say(TableText::EarlierProcess(&end)),
            None => lang.say(TableText::Earlier),
        },
    }
}

/// All rebalances of a group, or of all groups: why each began, how long it took, what held it up, what it moved.
pub fn rebalances(lang: Lang, cluster: &Cluster, names: &Names, group: Option<&str>) -> Vec<String> {
    let mut rows = Vec::new();
    for id in cluster.group_ids().into_iter().filter(|id| group.is_none_or(|group| group == id.as_str())) {
        for told in told_rebalances(cluster, names, lang, &id) {
            let generation = told.generation.map_or(TableText::NoGeneration, TableText::Generation);
            let (from, to) = (
                whole_millis(told.began).to_string(),
                told.ended.map(|ended| whole_millis(ended).to_string()),
            );
            let to = to.map_or(lang.say(TableText::Now), |to| lang.say(TableText::At(&to)));
            let moved = told.moved(lang);
            let moved = if told.cut_short { lang.say(TableText::CutShort(&moved)) } else { moved };
            rows.push([
                id.to_string(),
                lang.say(generation),
                lang.say(TableText::Span { from: &from, to: &to }),
                span(lang, told.took),
                told.reason,
                told.held_up.unwrap_or_default(),
                moved,
            ]);
        }
    }
    aligned(&rows)
}

fn member_lines(lang: Lang, group: &GroupView, now: SimTime) -> Vec<String> {
    let member_row = |member: &MemberView| {
        let left = member.session_deadline.map(|deadline| deadline.since(now).as_millis());
        let left = left.map(|millis| duration(lang, SimDuration::from_millis(millis)));
        let session = match (member.awaited && member.on_its_way.is_none(), &left) {
            (true, Some(left)) => TableText::AwaitedFor(left),
            (true, None) => TableText::Awaited,
            (false, Some(left)) => TableText::SessionEnds(left),
            (false, None) => TableText::AnswerPending,
        };
        let client = member.client.as_ref().map_or("-", ClientName::as_str);
        [format!("{client}{}", former(lang, member)), member.member_id.to_string(), lang.say(session)]
    };
    if group.epochs.is_none() {
        return aligned(&group.members.iter().map(member_row).collect::<Vec<_>>());
    }
    let on_its_way = |member: &MemberView| {
        let [client, id, session] = member_row(member);
        [client, id, session, reconciling::told(lang, group, member).join("; ")]
    };
    aligned(&group.members.iter().map(on_its_way).collect::<Vec<_>>())
}

/// `orders-2  |=====C.....|   60   c2 (killed)`
fn lane_lines(lang: Lang, group: &GroupView, world: &Observation) -> Vec<String> {
    let width = group.lanes.iter().map(|lane| lane.partition.to_string().len()).max().unwrap_or(0);
    let consumers: SortedMap<&ClientName, &ConsumerView> =
        world.consumers.iter().rev().map(|consumer| (&consumer.name, consumer)).collect();
    let lines = group.lanes.iter().map(|lane| {
        let lag = lane.lag.map_or_else(|| "-".to_owned(), |lag| lag.to_string());
        let name = lane.partition.to_string();
        let (bar, readers) = (bar(lane), reader(lang, lane, &consumers) + &other_owners(group, lane, world));
        format!("{name:<width$}  |{bar}| {lag:>4}   {readers}")
    });
    lines.collect()
}

/// The end of the log in as many records a step as the lag fills half of: `=` committed, `C` the committed
/// offset, `-` returned by poll since, `.` not yet.
fn bar(lane: &LaneView) -> String {
    let behind = lane.log_end - lane.committed.or(lane.position).unwrap_or(lane.log_start).min(lane.log_end);
    let step = (2 * behind).div_ceil(STEPS).max(1);
    // Offsets from the end, so that a bar longer than the log does not go below zero.
    let character = |place: u64| {
        let from_end = (STEPS - place) * step;
        let Some(from) = lane.log_end.checked_sub(from_end) else { return ' ' };
        if lane.log_start == lane.log_end && lane.committed.is_none() {
            return ' ';
        }
        let to = from + step;
        let here = |offset: Option<u64>| offset.is_some_and(|offset| (from..to).contains(&offset));
        if here(lane.committed) {
            'C'
        } else if from < lane.log_start {
            ' '
        } else if lane.committed.is_some_and(|committed| from < committed) {
            '='
        } else if lane.position.is_some_and(|position| from < position) {
            '-'
        } else {
            '.'
        }
    };
    (0..=STEPS).map(character).collect()
}

fn reader(lang: Lang, lane: &LaneView, consumers: &SortedMap<&ClientName, &ConsumerView>) -> String {
    let Some(owner) = &lane.owner else {
        let next = lane.assigned_to.as_ref();
        return lang.say(next.map_or(TableText::Nobody, |next| TableText::AssignedTo(next.as_str())));
    };
    match consumers.get(owner).and_then(|consumer| end_of(consumer)) {
        Some(label) => format!("{owner} ({})", lang.stage_label(label)),
        None if consumers.get(owner).is_some_and(|consumer| consumer.zombie) => {
            format!("{owner} ({})", lang.stage_label(StageLabel::Zombie))
        }
        None => owner.to_string(),
    }
}

/// Other standalone consumers that assigned themselves the same partition.
fn other_owners(group: &GroupView, lane: &LaneView, world: &Observation) -> String {
    let others = world.consumers.iter().filter(|other| {
        let runs = end_of(other).is_none() && other.standalone && other.group == group.id;
        let has = runs && other.owned.contains(&lane.partition);
        has && lane.owner.as_ref().is_some_and(|owner| *owner != other.name)
    });
    others.map(|other| format!(", {}", other.name)).collect()
}

/// What of a consumer keeps it from reading.
fn end_of(consumer: &ConsumerView) -> Option<StageLabel> {
    match consumer.process {
        ProcessState::Running | ProcessState::Closing => None,
        ProcessState::Stalled => Some(StageLabel::Stalled),
        ProcessState::Frozen => Some(StageLabel::Frozen),
        ProcessState::Killed { .. } => Some(StageLabel::Killed),
        ProcessState::Closed { .. } => Some(StageLabel::Closed),
        ProcessState::Failed { .. } => Some(StageLabel::Failed),
    }
}

/// A consumer's state: Kafka's, or what keeps it from having one.
fn state(lang: Lang, consumer: &ConsumerView) -> &'static str {
    let standalone = consumer.standalone.then_some(StageLabel::Standalone);
    end_of(consumer).or(standalone).map_or(state_word(consumer), |label| lang.stage_label(label))
}

fn consumer_lines(lang: Lang, world: &Observation, group: Option<&str>) -> Vec<String> {
    let consumers =
        world.consumers.iter().filter(|consumer| group.is_none_or(|group| group == consumer.group.as_str()));
    let rows = consumers.map(|consumer| {
        let generation = match consumer.standalone {
            true => TableText::NoGeneration,
            false => TableText::Generation(consumer.generation.0),
        };
        [
            match consumer.leader {
                true => lang.say(TableText::IsLeader(consumer.name.as_str())),
                false => consumer.name.to_string(),
            },
            format!("{} {}", consumer.group, state(lang, consumer)),
            lang.say(generation),
            list(lang, &consumer.owned),
        ]
    });
    aligned(&rows.collect::<Vec<_>>())
}

/// `orders-2  30 duplicates  killed-before-commit`
fn cause_lines(lang: Lang, group: &GroupView) -> Vec<String> {
    let rows = group.lanes.iter().flat_map(|lane| {
        let duplicates = DuplicateCause::ALL
            .iter()
            .map(|cause| (lane.causes.duplicates(*cause), Noun::Duplicate, cause.key()));
        let gaps = GapCause::ALL.iter().map(|cause| (lane.causes.gaps(*cause), Noun::Gap, cause.key()));
        let some = duplicates.chain(gaps).filter(|(number, _, _)| *number > 0);
        some.map(|(number, what, key)| {
            [lane.partition.to_string(), count(lang, number, what), key.to_owned()]
        })
    });
    aligned(&rows.collect::<Vec<_>>())
}

fn totals_line(lang: Lang, world: &Observation) -> String {
    let t = &world.totals;
    let totals = TableText::Totals([t.produced, t.processed, t.lag, t.duplicates, t.gaps, t.at_risk]);
    let skipped = match t.skipped_at_start {
        0 => String::new(),
        some => lang.say(TableText::SkippedAtStart(some)),
    };
    lang.say(totals) + &skipped
}

/// A time as a column has it, without the microseconds that jitter makes.
fn whole_millis(time: SimTime) -> SimTime {
    SimTime::from_millis(time.as_micros() / 1000)
}

/// Columns of equal width, two spaces apart.
fn aligned<const N: usize>(rows: &[[String; N]]) -> Vec<String> {
    let width = |column: usize| rows.iter().map(|row| columns(&row[column])).max().unwrap_or(0);
    let widths: Vec<usize> = (0..N).map(width).collect();
    let line = |row: &[String; N]| {
        let cells = row.iter().zip(&widths);
        let cells: Vec<String> =
            cells.map(|(cell, width)| format!("{cell}{}", " ".repeat(width - columns(cell)))).collect();
        cells.join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}

/// How many columns a text takes in a terminal, where Hangul is twice as wide as Latin.
fn columns(text: &str) -> usize {
    text.chars().map(|c| if ('가'..='힣').contains(&c) { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kafka::ids::{TopicName, TopicPartition};

    fn lane(log_start: u64, log_end: u64, committed: Option<u64>, position: Option<u64>) -> LaneView {
        LaneView {
            committed,
            stored: None,
            position,
            lag: committed.map(|committed| log_end - committed),
            ..LaneView::untouched(TopicPartition::new(TopicName::from("orders"), 2), log_start, log_end)
        }
    }

    #[test]
    fn a_bar_shows_where_the_commit_stands() {
        assert_eq!(bar(&lane(0, 120, Some(60), Some(60))), "=====C.....");
        assert_eq!(bar(&lane(0, 120, Some(60), Some(96))), "=====C--...");
        assert_eq!(bar(&lane(0, 120, Some(120), Some(120))), "==========C");
        assert_eq!(bar(&lane(0, 4, Some(4), Some(4))), "      ====C");
        assert_eq!(bar(&lane(0, 0, None, None)), "           ");
        assert_eq!(bar(&lane(0, 100, None, None)), "     ......");
        assert_eq!(bar(&lane(0, u64::from(u32::MAX), Some(0), None)), "     C.....");
    }
}
