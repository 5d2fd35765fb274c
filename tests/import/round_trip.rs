//! What the simulated tool prints is read back: the same topics, partitions, members, assignor and lags.

use super::{holds, runs, session};
use groupscope::cluster::Cluster;
use groupscope::kafka::coordinator::{ConsumerGroupMember, Group, Member};
use groupscope::kafka::group_state::{ConsumerGroupState, GroupState};
use groupscope::kafka::ids::{ClientId, GroupId, InstanceId, MemberId, TopicPartition};
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

/// A member, as the coordinator of a group of either kind has it.
struct KnownMember {
    id: MemberId,
    client: ClientId,
    instance: Option<InstanceId>,
    owned: Vec<TopicPartition>,
}

fn members(group: &Group) -> Vec<KnownMember> {
    let classic = |member: &Member| KnownMember {
        id: *member.member_id(),
        client: *member.client_id(),
        instance: member.group_instance_id().copied(),
        owned: member.assignment().map(|owned| owned.to_vec()).unwrap_or_default(),
    };
    let modern = |member: &ConsumerGroupMember| KnownMember {
        id: member.member_id,
        client: member.client_id,
        instance: member.instance_id,
        owned: member.assigned.iter().map(|one| TopicPartition::new(one.topic, one.partition)).collect(),
    };
    match group {
        Group::Classic(group) => group.members().map(classic).collect(),
        Group::Consumer(group) => group.members().map(modern).collect(),
    }
}

fn state(group: &Group) -> ImportedState {
    match group {
        Group::Classic(group) => match group.state() {
            GroupState::Empty => ImportedState::Empty,
            GroupState::Stable => ImportedState::Stable,
            _ => ImportedState::Rebalancing,
        },
        Group::Consumer(group) => match group.state() {
            ConsumerGroupState::Empty => ImportedState::Empty,
            ConsumerGroupState::Stable => ImportedState::Stable,
            _ => ImportedState::Rebalancing,
        },
    }
}

/// What is printed as the assignor: the leader's of a Stable classic group, the broker's of a consumer group.
fn is_assignor(told: Option<&str>, group: &Group, cluster: &Cluster) -> bool {
    match group {
        Group::Classic(_) => {
            let stable = state(group) == ImportedState::Stable;
            told == group.protocol_name().filter(|_| stable).map(|name| name.as_str())
        }
        Group::Consumer(group) => told == Some(group.assignor(cluster.coordinator().config()).name()),
    }
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
                let members = members(found);
                let owners: BTreeMap<TopicPartition, MemberId> = members
                    .iter()
                    .flat_map(|one| one.owned.iter().map(|partition| (*partition, one.id)))
                    .collect();
                if found.offsets().is_empty() && owners.is_empty() {
                    continue;
                }
                groups += 1;
                let imported = imported.unwrap_or_else(|errors| panic!("{name}: {errors:?}\n{text}"));
                let group = &imported.groups[0];
                assert_eq!(imported.groups.len(), 1, "{name}\n{text}");
                assert_eq!(group.name.as_deref(), Some(id.as_str()), "{name}");
                assert_eq!(group.member_count, Some(members.len() as u64), "{name}");
                assert_eq!(group.state, Some(state(found)), "{name}");
                assert!(
                    is_assignor(group.assignor.as_deref(), found, cluster),
                    "{name}: {:?}",
                    group.assignor
                );
                // Members: those of the coordinator, with all that it knows of them.
                assert_eq!(group.members.len(), members.len(), "{name}\n{text}");
                for member in &group.members {
                    let known = members.iter().find(|known| known.id.as_str() == member.id);
                    let known = known.unwrap_or_else(|| panic!("{name}: {}", member.id));
                    assert_eq!(member.client.as_deref(), Some(known.client.as_str()), "{name}");
                    let instance = known.instance.as_ref().map(|id| id.as_str());
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
