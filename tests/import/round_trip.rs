//! What the simulated tool prints is read back: the same topics, partitions, members, assignor and lags.

use super::{holds, runs, session};
use groupscope::cluster::Cluster;
use groupscope::kafka::group_state::GroupState;
use groupscope::kafka::ids::{GroupId, MemberId, TopicPartition};
use groupscope::session::Session;
use groupscope::session::import::{ImportChoice, ImportedState, read};
use groupscope::session::terminal::{DescribeView, describe};
use std::collections::BTreeMap;

fn text(cluster: &Cluster, group: &GroupId, verbose: bool) -> String {
    let views = DescribeView::ALL
        .into_iter()
        .flat_map(|view| describe(cluster, group, view, verbose || view == DescribeView::Members));
    views.collect::<Vec<_>>().join("\n")
}

/// Who was given each partition.
fn owners(cluster: &Cluster, group: &GroupId) -> BTreeMap<TopicPartition, MemberId> {
    let members = cluster.coordinator().group(group).into_iter().flat_map(|group| group.members());
    let owned = members.flat_map(|member| {
        let owned = member.assignment().map(|owned| owned.to_vec()).unwrap_or_default();
        owned.into_iter().map(|partition| (partition, *member.member_id()))
    });
    owned.collect()
}

#[test]
fn what_the_tool_prints_of_a_scenario_is_read_back() {
    let mut groups = 0;
    for file in runs::files("static/scenarios", "session") {
        let name = file.display().to_string();
        let mut open = Session::open(&name, &std::fs::read(&file).unwrap()).unwrap();
        open.seek(open.script_end());
        let cluster = open.cluster();
        let ids: Vec<GroupId> = cluster.coordinator().groups().map(|(id, _)| *id).collect();
        for id in ids.iter().filter(|id| !id.is_none()) {
            for verbose in [false, true] {
                let text = text(cluster, id, verbose);
                let imported = read(text.as_bytes());
                let found = cluster.coordinator().group(id).unwrap();
                let owners = owners(cluster, id);
                if found.offsets().is_empty() && owners.is_empty() {
                    continue;
                }
                groups += 1;
                let imported = imported.unwrap_or_else(|errors| panic!("{name}: {errors:?}\n{text}"));
                let group = &imported.groups[0];
                assert_eq!(imported.groups.len(), 1, "{name}\n{text}");
                assert_eq!(group.name.as_deref(), Some(id.as_str()), "{name}");
                assert_eq!(group.member_count, Some(found.members().len() as u64), "{name}");
                let state = match found.state() {
                    GroupState::Empty => ImportedState::Empty,
                    GroupState::Stable => ImportedState::Stable,
                    _ => ImportedState::Rebalancing,
                };
                assert_eq!(group.state, Some(state), "{name}");
                let protocol = found.protocol_name().filter(|_| state == ImportedState::Stable);
                assert_eq!(group.assignor.as_deref(), protocol.map(|name| name.as_str()), "{name}");
                // Members: those of the coordinator, with all that it knows of them.
                assert_eq!(group.members.len(), found.members().len(), "{name}\n{text}");
                for member in &group.members {
                    let known = found.member(&MemberId::from(member.id.as_str()));
                    let known = known.unwrap_or_else(|| panic!("{name}: {}", member.id));
                    assert_eq!(member.client.as_deref(), Some(known.client_id().as_str()), "{name}");
                    let instance = known.group_instance_id().map(|id| id.as_str());
                    assert_eq!(member.instance.as_deref(), instance, "{name}");
                }
                // Partitions: those with an owner, and those with an offset.
                let mut all: Vec<TopicPartition> =
                    owners.keys().chain(found.offsets().keys()).copied().collect();
                all.sort();
                all.dedup();
                assert_eq!(group.partitions.len(), all.len(), "{name}\n{text}");
                for of in &group.partitions {
                    let partition = TopicPartition::new(of.topic, of.partition);
                    let end = cluster.brokers().log(&partition).map(|log| log.end());
                    let committed = found.committed(&partition);
                    assert_eq!((of.committed, of.end), (committed, end), "{name}: {partition}");
                    let lag = committed.zip(end).map(|(committed, end)| end as i64 - committed as i64);
                    assert_eq!(of.lag, lag, "{name}: {partition}");
                    let owner = of.owner.map(|place| group.members[place].id.clone());
                    assert_eq!(owner, owners.get(&partition).map(ToString::to_string), "{name}: {partition}");
                }
                holds(&name, &imported, &session(&imported, &ImportChoice::default()));
            }
        }
    }
    assert!(groups > 60, "{groups} groups");
}
