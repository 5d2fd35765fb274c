//! The suites `assignors` and `consumer-assignors`: one `assign()` a line, compared as sets of partitions for each
//! member.

use crate::suite::{Failure, unreadable};
use groupscope::kafka::api::Subscription;
use groupscope::kafka::assignor::server::{ServerAssignorName, assign_on_server};
use groupscope::kafka::assignor::{AssignorMember, AssignorName, assign, user_data};
use groupscope::kafka::ids::{Generation, InstanceId, MemberId, TopicName, TopicPartition};
use groupscope::sim::sorted::SortedMap;
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

/// A case. What is not known here is a slip of the pen, and no reason to be silent.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    id: String,
    #[serde(default)]
    event: String,
    /// The sequence of assignments that the case belongs to, its step in it, and how good the result is: for readers.
    #[serde(default, rename = "seq")]
    _sequence: IgnoredAny,
    #[serde(default, rename = "step")]
    _step: IgnoredAny,
    #[serde(default, rename = "metrics")]
    _metrics: IgnoredAny,
    assignor: String,
    topics: Vec<Topic>,
    members: Vec<Member>,
    expect: BTreeMap<MemberId, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Topic {
    name: TopicName,
    partitions: u32,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Member {
    id: MemberId,
    instance: Option<InstanceId>,
    topics: Vec<TopicName>,
    #[serde(default)]
    owned: BTreeMap<TopicName, Vec<u32>>,
    /// Missing: it was never assigned anything.
    generation: Option<Generation>,
    /// The generation in the subscription, where it differs from the one in the user data.
    protocol_generation: Option<Generation>,
}

/// Who gets which partitions.
type Answer = BTreeMap<MemberId, BTreeSet<TopicPartition>>;

/// Partitions as an assignor deals them out.
type Dealt = SortedMap<MemberId, Vec<TopicPartition>>;

/// Plays one case of an assignor that runs in a client.
pub fn check(line: &str) -> Result<(), Failure> {
    let case = read(line)?;
    let assignor = AssignorName::from_name(&case.assignor).ok_or_else(|| unknown_assignor(&case))?;
    compare(case, |topics, members| {
        let members: Vec<AssignorMember> =
            members.into_iter().map(|member| as_leader_sees(assignor, member)).collect();
        assign(assignor, topics, &members)
    })
}

/// Plays one case of an assignor that runs in the coordinator.
pub fn check_on_server(line: &str) -> Result<(), Failure> {
    let case = read(line)?;
    let assignor = match case.assignor.as_str() {
        "uniform" => ServerAssignorName::Uniform,
        "range848" => ServerAssignorName::Range,
        _ => return Err(unknown_assignor(&case)),
    };
    compare(case, |topics, members| {
        // A previous target is told as a cooperative member tells what it owns.
        let told = |member| as_leader_sees(AssignorName::CooperativeSticky, member);
        let members: Vec<AssignorMember> = members.into_iter().map(told).collect();
        assign_on_server(assignor, topics, &members)
    })
}

fn read(line: &str) -> Result<Case, Failure> {
    let case: Case = serde_json::from_str(line).map_err(|error| unreadable(&error))?;
    all_different("topic", case.topics.iter().map(|topic| &topic.name))?;
    all_different("member", case.members.iter().map(|member| &member.id))?;
    Ok(case)
}

fn unknown_assignor(case: &Case) -> Failure {
    Failure::Malformed(format!("unknown assignor {:?}", case.assignor))
}

/// Whether we deal as Kafka does.
fn compare(
    case: Case,
    deal: impl FnOnce(&SortedMap<TopicName, u32>, Vec<Member>) -> Dealt,
) -> Result<(), Failure> {
    let topics = case.topics.into_iter().map(|topic| (topic.name, topic.partitions)).collect();
    let kafka = expected(case.expect)?;
    let ours = deal(&topics, case.members);
    // Counted before they become sets: a partition given twice must not go unnoticed.
    let given: usize = ours.values().map(Vec::len).sum();
    let ours: Answer = ours.into_iter().map(|(id, list)| (id, list.into_iter().collect())).collect();
    let distinct: usize = ours.values().map(BTreeSet::len).sum();
    if ours == kafka && given == distinct {
        return Ok(());
    }
    Err(Failure::Differs(format!(
        "{} ({})\n  Kafka gives {}\n  we gave     {}",
        case.id,
        case.event,
        shown(&kafka),
        shown(&ours)
    )))
}

/// Nobody may be there twice: the second would silently take the first one's place.
fn all_different<T: Ord + Display>(what: &str, mut names: impl Iterator<Item = T>) -> Result<(), Failure> {
    let mut seen = BTreeSet::new();
    match names.find_map(|name| seen.replace(name)) {
        Some(twice) => Err(Failure::Malformed(format!("the {what} {twice} is named twice"))),
        None => Ok(()),
    }
}

fn as_leader_sees(assignor: AssignorName, member: Member) -> AssignorMember {
    let owned = member.owned.into_iter().flat_map(|(topic, numbers)| {
        numbers.into_iter().map(move |number| TopicPartition::new(topic, number))
    });
    let owned: Vec<TopicPartition> = owned.collect();
    let assigned_in = member.generation.filter(|generation| generation.exists());
    let told = member.protocol_generation.or(member.generation).filter(|generation| generation.exists());
    let subscription = Subscription {
        topics: member.topics,
        user_data: user_data(assignor, &owned, assigned_in),
        owned_partitions: if assignor.supports_cooperative() { owned } else { Vec::new() },
        generation: told,
        rack: None,
    };
    AssignorMember { member_id: member.id, group_instance_id: member.instance, subscription }
}

fn expected(lists: BTreeMap<MemberId, Vec<String>>) -> Result<Answer, Failure> {
    let partition = |text: String| {
        let parsed = text
            .rsplit_once('-')
            .and_then(|(topic, number)| Some(TopicPartition::new(topic.into(), number.parse().ok()?)));
        parsed.ok_or_else(|| Failure::Malformed(format!("{text:?} is no partition")))
    };
    let sets = lists.into_iter().map(|(member, list)| {
        let set: Result<BTreeSet<TopicPartition>, Failure> = list.into_iter().map(partition).collect();
        set.map(|set| (member, set))
    });
    sets.collect()
}

fn shown(answer: &Answer) -> String {
    let lines = answer.iter().map(|(member, partitions)| {
        let names: Vec<String> = partitions.iter().map(TopicPartition::to_string).collect();
        format!("{member}: [{}]", names.join(" "))
    });
    lines.collect::<Vec<_>>().join(", ")
}
