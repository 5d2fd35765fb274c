//! `groupscope describe FILE`: what Kafka's own tool prints of a group, and the clients' log.

use crate::cli::output::{print, say};
use crate::cli::{execute, judge, read, run_on};
use groupscope::cluster::Cluster;
use groupscope::kafka::ids::GroupId;
use groupscope::session::Lang;
use groupscope::session::client_log::client_log;
use groupscope::session::terminal::{DescribeView, describe};
use groupscope::session::transcript::Level;
use groupscope::sim::time::SimTime;
use std::path::Path;

/// What the options ask for.
pub fn view(members: bool, state: bool) -> DescribeView {
    match (members, state) {
        (true, _) => DescribeView::Members,
        (false, true) => DescribeView::State,
        (false, false) => DescribeView::Offsets,
    }
}

/// Runs a file and prints what the tool prints of a group, or of all of them, at that instant.
pub fn run(
    file: &Path,
    group: Option<&str>,
    (view, verbose): (DescribeView, bool),
    at: Option<SimTime>,
    lang: Lang,
) -> bool {
    let Some(scenario) = read(file, lang) else { return false };
    let Some(mut interpreter) = execute(file, &scenario, (Level::Nothing, lang), at.unwrap_or(SimTime::MAX))
    else {
        return false;
    };
    if let Some(at) = at {
        run_on(&mut interpreter, at);
    }
    let cluster = interpreter.timeline.present();
    let groups: Vec<GroupId> = match group {
        Some(group) => vec![GroupId::from(group)],
        None => cluster.coordinator().groups().map(|(id, _)| *id).collect(),
    };
    if groups.is_empty() {
        say(lang.choose(
            "There is no group at this instant. Choose a later one with --at.",
            "이 시점에는 그룹이 없습니다. --at으로 더 늦은 시점을 고르세요.",
        ));
    }
    let lines: Vec<String> =
        groups.iter().flat_map(|group| describe(cluster, group, view, verbose)).collect();
    let printed = lines.is_empty() || print(&lines.join("\n"));
    judge(file, &mut interpreter) && printed && !groups.is_empty()
}

/// What all clients have written to their logs.
pub fn log(cluster: &Cluster) -> Vec<String> {
    cluster
        .journal()
        .iter()
        .flat_map(|entry| client_log(cluster, entry))
        .map(|line| line.to_string())
        .collect()
}
