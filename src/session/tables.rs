//! The tables a transcript can show: groups, members, lanes, consumers, causes, totals.

use crate::cluster::Cluster;
use crate::cluster::cause::{DuplicateCause, GapCause};
use crate::cluster::observation::{ConsumerView, GroupView, LaneView, MemberView, Observation};
use crate::cluster::whom::FormerMember;
use crate::kafka::ids::ClientName;
use crate::session::language::Lang;
use crate::session::language::why::notice::End;
use crate::session::language::why::{span, text};
use crate::session::names::Names;
use crate::session::report::state_word;
use crate::session::transcript::{count, list};
use crate::session::why::told_rebalances;
use crate::sim::sorted::SortedMap;
use crate::sim::time::SimTime;

/// How many steps a lane's bar has before its end.
const STEPS: u64 = 10;

/// The table of that name, for one group or for all, one line each.
pub fn table(name: &str, world: &Observation, group: Option<&str>) -> Vec<String> {
    let groups = world.groups.iter().filter(|view| group.is_none_or(|group| group == view.id.as_str()));
    match name {
        "group" => groups.map(group_line).collect(),
        "members" => groups.flat_map(|view| member_lines(view, world.time)).collect(),
        "lanes" => groups.flat_map(|view| lane_lines(view, world)).collect(),
        "consumers" => consumer_lines(world, group),
        "causes" => groups.flat_map(cause_lines).collect(),
        "totals" => vec![totals_line(world)],
        _ => Vec::new(),
    }
}

/// `billing: Stable, generation 4, leader c1, 3 members`
fn group_line(group: &GroupView) -> String {
    if let Some(since) = group.coordinator_lost {
        return format!("{}: no coordinator since {since} s", group.id);
    }
    let leader = group.leader.as_ref().map(|leader| format!(", leader {leader}")).unwrap_or_default();
    let protocol = group.protocol.as_ref().map(|name| format!(", protocol {name}")).unwrap_or_default();
    let members = count(group.members.len() as u64, "member");
    let (id, state, generation) = (&group.id, group.state.name(), group.generation);
    format!("{id}: {state}, generation {generation}{leader}{protocol}, {members}")
}

/// What tells a member from the one its name stands for now: `c1 (earlier, killed at 3.040 s)`.
fn former(member: &MemberView) -> String {
    match member.former {
        None => String::new(),
        Some(FormerMember::Membership) => " (earlier)".to_owned(),
        Some(FormerMember::Process(end)) => match End::of(end).map(|end| text(&end, Lang::En, &())) {
            Some(end) => format!(" (earlier, {end})"),
            None => " (earlier)".to_owned(),
        },
    }
}

/// All rebalances of a group, or of all groups: why each began, how long it took, what held it up, what it moved.
pub fn rebalances(cluster: &Cluster, names: &Names, group: Option<&str>) -> Vec<String> {
    let mut rows = Vec::new();
    for id in cluster.group_ids().into_iter().filter(|id| group.is_none_or(|group| group == id.as_str())) {
        for told in told_rebalances(cluster, names, Lang::En, &id) {
            let generation =
                told.generation.map_or("no generation".to_owned(), |number| format!("generation {number}"));
            let ended = told.ended.map_or("now".to_owned(), |ended| format!("{ended} s"));
            let moved =
                format!("{}{}", told.moved(Lang::En), if told.cut_short { ", cut short" } else { "" });
            rows.push([
                id.to_string(),
                generation,
                format!("{} s to {ended}", told.began),
                span(Lang::En, told.took),
                told.reason,
                told.held_up.unwrap_or_default(),
                moved,
            ]);
        }
    }
    aligned(&rows)
}

fn member_lines(group: &GroupView, now: SimTime) -> Vec<String> {
    let rows = group.members.iter().map(|member| {
        let session = match (member.awaited, member.session_deadline) {
            (true, Some(deadline)) => format!("awaited; session ends in {}", deadline.since(now)),
            (true, None) => "awaited".to_owned(),
            (false, Some(deadline)) => format!("session ends in {}", deadline.since(now)),
            (false, None) => "answer pending".to_owned(),
        };
        let client = member.client.as_ref().map_or("-", ClientName::as_str);
        [format!("{client}{}", former(member)), member.member_id.to_string(), session]
    });
    aligned(&rows.collect::<Vec<_>>())
}

/// `orders-2  |=====C.....|   60   c2 (killed)`
fn lane_lines(group: &GroupView, world: &Observation) -> Vec<String> {
    let width = group.lanes.iter().map(|lane| lane.partition.to_string().len()).max().unwrap_or(0);
    let consumers: SortedMap<&ClientName, &ConsumerView> =
        world.consumers.iter().rev().map(|consumer| (&consumer.name, consumer)).collect();
    let lines = group.lanes.iter().map(|lane| {
        let lag = lane.lag.map_or_else(|| "-".to_owned(), |lag| lag.to_string());
        let name = lane.partition.to_string();
        format!("{name:<width$}  |{}| {lag:>4}   {}", bar(lane), reader(lane, &consumers))
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

fn reader(lane: &LaneView, consumers: &SortedMap<&ClientName, &ConsumerView>) -> String {
    let Some(owner) = &lane.owner else {
        let next = lane.assigned_to.as_ref().map(|next| format!(", assigned to {next}")).unwrap_or_default();
        return format!("nobody{next}");
    };
    let state = consumers.get(owner).map(|consumer| state_word(consumer));
    match state {
        Some(word @ ("killed" | "closed" | "frozen" | "stalled" | "failed")) => format!("{owner} ({word})"),
        _ => owner.to_string(),
    }
}

fn consumer_lines(world: &Observation, group: Option<&str>) -> Vec<String> {
    let consumers =
        world.consumers.iter().filter(|consumer| group.is_none_or(|group| group == consumer.group.as_str()));
    let rows = consumers.map(|consumer| {
        let role = if consumer.leader { " (leader)" } else { "" };
        [
            format!("{}{role}", consumer.name),
            format!("{} {}", consumer.group, state_word(consumer)),
            match consumer.standalone {
                true => "no generation".to_owned(),
                false => format!("generation {}", consumer.generation),
            },
            list(&consumer.owned),
        ]
    });
    aligned(&rows.collect::<Vec<_>>())
}

/// `orders-2  30 duplicates  killed-before-commit`
fn cause_lines(group: &GroupView) -> Vec<String> {
    let rows = group.lanes.iter().flat_map(|lane| {
        let duplicates = DuplicateCause::ALL
            .iter()
            .map(|cause| (lane.causes.duplicates(*cause), "duplicate", cause.key()));
        let gaps = GapCause::ALL.iter().map(|cause| (lane.causes.gaps(*cause), "gap", cause.key()));
        let some = duplicates.chain(gaps).filter(|(number, _, _)| *number > 0);
        some.map(|(number, what, key)| [lane.partition.to_string(), count(number, what), key.to_owned()])
    });
    aligned(&rows.collect::<Vec<_>>())
}

fn totals_line(world: &Observation) -> String {
    let totals = &world.totals;
    let skipped = match totals.skipped_at_start {
        0 => String::new(),
        some => format!(", skipped at start {some}"),
    };
    format!(
        "produced {}, processed {}, lag {}, duplicates {}, gaps {}, at risk {}{skipped}",
        totals.produced, totals.processed, totals.lag, totals.duplicates, totals.gaps, totals.at_risk
    )
}

/// Columns of equal width, two spaces apart.
fn aligned<const N: usize>(rows: &[[String; N]]) -> Vec<String> {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..N).map(width).collect();
    let line = |row: &[String; N]| {
        let cells: Vec<String> =
            row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        cells.join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect()
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
