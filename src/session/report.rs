//! The numbers of an instant as the public JSON object. Names, order and meaning of the fields are documented
//! in `docs/sessions.md` and do not change lightly; what does not exist is null.

use crate::cluster::Cluster;
use crate::cluster::cause::{CauseCounts, DuplicateCause, GapCause};
use crate::cluster::observation::{ConsumerView, GroupView, LaneView, MemberOnItsWay, ProcessState};
use crate::kafka::ids::{GroupId, TopicPartition};
use crate::session::language::Lang;
use crate::session::names::Names;
use crate::session::why::{AnswerLine, Relation, ToldRebalance, told_rebalances};
use crate::sim::sorted::SortedMap;
use crate::sim::time::SimTime;
use serde::{Deserialize, Serialize};

/// Everything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Virtual time in whole milliseconds.
    pub time_ms: u64,
    pub groups: Vec<GroupReport>,
    pub totals: TotalsReport,
}

/// A group, ascending by id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupReport {
    pub id: String,
    /// Kafka's spelling: `Empty`, `PreparingRebalance`, `CompletingRebalance`, `Stable`, `Dead`; of a consumer group
    /// (KIP-848) `Empty`, `Assigning`, `Reconciling`, `Stable`.
    pub state: String,
    pub generation: i32,
    /// Name of the leading consumer.
    pub leader: Option<String>,
    /// The selected assignor.
    pub protocol: Option<String>,
    /// Completed join phases.
    pub rebalances: u64,
    /// The sum of its partitions' as they are printed, each in whole milliseconds.
    pub unowned_ms: u64,
    pub members: Vec<MemberReport>,
    pub partitions: Vec<PartitionReport>,
    /// Each rebalance, oldest first.
    pub rebalance_history: Vec<RebalanceReport>,
    /// Of a consumer group (KIP-848): the epoch that its target was computed for. `generation` is its epoch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignment_epoch: Option<i32>,
    /// The broker's assignor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignor: Option<String>,
    /// Of a consumer group, which has no join phases: how often its target gave a partition to another member.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved: Option<u64>,
}

/// A rebalance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RebalanceReport {
    /// The generation it led to.
    pub generation: Option<i32>,
    pub began_ms: u64,
    /// `null` while it lasts.
    pub ended_ms: Option<u64>,
    pub took_ms: u64,
    pub reason: String,
    /// What held it up, as a sentence.
    pub held_up: Option<String>,
    pub members: u32,
    /// Partitions given to another consumer than had them before.
    pub moved: u32,
    /// Another one began, or the coordinator was lost, before it was over.
    pub cut_short: bool,
}

/// A consumer process of the group, in the order in which they were first started.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberReport {
    pub name: String,
    pub member_id: Option<String>,
    /// The client's member state as Kafka spells it (`Unjoined`, `PreparingRebalance`, `CompletingRebalance`,
    /// `Stable`), `standalone` where it assigned its partitions itself (`KafkaConsumer.assign`), or `killed`, `closed`,
    /// `frozen`, `stalled`, `failed` where the process does not run normally.
    pub state: String,
    /// The partitions in the client's assignment, as `topic-number`.
    pub assignment: Vec<String>,
    pub paused_ms: u64,
    /// Of a member of a consumer group (KIP-848), as the coordinator has it: its epoch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub epoch: Option<i32>,
    /// Its state there (`STABLE`, `UNREVOKED_PARTITIONS`, `UNRELEASED_PARTITIONS`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reconciliation: Option<String>,
    /// What it was told to give up and has not yet, as `topic-number`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gives_up: Vec<String>,
    /// When it is removed if it does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gives_up_by_ms: Option<u64>,
    /// What it is to have and has not been given, as `topic-number`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waits_for: Vec<String>,
    /// The pattern of topic names that it leaves to the coordinator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subscribed_topic_regex: Option<String>,
}

/// A partition as the group reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartitionReport {
    pub topic: String,
    pub partition: u32,
    /// The consumer in whose assignment it is, running or not.
    pub owner: Option<String>,
    pub log_start: u64,
    pub log_end: u64,
    /// The next offset to read after a restart.
    pub committed: Option<u64>,
    pub position: Option<u64>,
    pub lag: Option<u64>,
    pub processed: u64,
    pub duplicates: u64,
    pub gaps: u64,
    pub at_risk: u64,
    /// Written before the first assignment of the group, which began after it.
    pub skipped_at_start: u64,
    pub causes: CausesReport,
    pub unowned_ms: u64,
}

/// Sums over all groups.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TotalsReport {
    pub produced: u64,
    pub processed: u64,
    pub lag: u64,
    pub duplicates: u64,
    pub gaps: u64,
    pub at_risk: u64,
    /// Written before the first assignment of the group, which began after it.
    pub skipped_at_start: u64,
    pub causes: CausesReport,
}

/// The duplicates and gaps by the keys of their causes; those that there are none of are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CausesReport {
    pub duplicates: SortedMap<String, u64>,
    pub gaps: SortedMap<String, u64>,
}

/// An answered question, with the sentence of each link, because of the next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerReport {
    /// As it was asked.
    pub question: String,
    pub answer: Vec<LinkReport>,
}

/// One sentence of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkReport {
    /// When that happened, in whole milliseconds.
    pub time_ms: u64,
    pub sentence: String,
    /// It is a reason beside the chain before it.
    pub also: bool,
}

/// The report with answers, where questions were asked.
#[derive(Serialize)]
struct Answered<'a> {
    #[serde(flatten)]
    report: &'a Report,
    why: &'a [AnswerReport],
}

/// Every word for the state of a consumer.
pub const STATE_WORDS: &[&str] = &[
    "Unjoined",
    "PreparingRebalance",
    "CompletingRebalance",
    "Stable",
    "Unsubscribed",
    "Joining",
    "Reconciling",
    "Acknowledging",
    "Fenced",
    "PrepareLeaving",
    "Leaving",
    "Stale",
    "Fatal",
    "standalone",
    "stalled",
    "frozen",
    "killed",
    "closed",
    "failed",
];

/// The state of a consumer in one word.
pub fn state_word(consumer: &ConsumerView) -> &'static str {
    match consumer.process {
        ProcessState::Running if consumer.standalone => "standalone",
        // A closing process still finishes, commits and leaves as its member state says.
        ProcessState::Running | ProcessState::Closing => consumer.member_state.name(),
        ProcessState::Stalled => "stalled",
        ProcessState::Frozen => "frozen",
        ProcessState::Killed { .. } => "killed",
        ProcessState::Closed { .. } => "closed",
        ProcessState::Failed { .. } => "failed",
    }
}

impl Report {
    /// The report of the present instant.
    pub fn of(cluster: &Cluster) -> Report {
        let world = &cluster.observe(0);
        let names = Names::of(cluster.journal());
        let group = |group: &GroupView| GroupReport {
            rebalance_history: RebalanceReport::all(cluster, &names, &group.id),
            ..GroupReport::of(group, &world.consumers)
        };
        let totals = &world.totals;
        Report {
            time_ms: world.time.as_millis(),
            groups: world.groups.iter().map(group).collect(),
            totals: TotalsReport {
                produced: totals.produced,
                processed: totals.processed,
                lag: totals.lag,
                duplicates: totals.duplicates,
                gaps: totals.gaps,
                at_risk: totals.at_risk,
                skipped_at_start: totals.skipped_at_start,
                causes: CausesReport::of(&totals.causes),
            },
        }
    }

    /// The public JSON object, on one line.
    pub fn to_json(&self) -> String {
        // Nothing in it can fail to be written: the keys of maps are texts, and there are no floats.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The same with the field `why`: the answers to what was asked.
    pub fn to_json_with(&self, why: &[AnswerReport]) -> String {
        serde_json::to_string(&Answered { report: self, why }).unwrap_or_default()
    }
}

impl CausesReport {
    fn of(causes: &CauseCounts) -> CausesReport {
        let duplicates = DuplicateCause::ALL.iter().map(|cause| (cause.key(), causes.duplicates(*cause)));
        let gaps = GapCause::ALL.iter().map(|cause| (cause.key(), causes.gaps(*cause)));
        let some = |(key, count): (&'static str, u64)| (count > 0).then(|| (key.to_owned(), count));
        CausesReport {
            duplicates: duplicates.filter_map(some).collect(),
            gaps: gaps.filter_map(some).collect(),
        }
    }
}

impl AnswerReport {
    /// The answer to a question, as it was asked.
    pub fn of(question: &str, links: &[AnswerLine]) -> AnswerReport {
        let link = |link: &AnswerLine| LinkReport {
            time_ms: link.time.as_millis(),
            sentence: link.sentence.clone(),
            also: link.relation == Relation::And,
        };
        AnswerReport { question: question.to_owned(), answer: links.iter().map(link).collect() }
    }
}

impl GroupReport {
    fn of(group: &GroupView, consumers: &[ConsumerView]) -> GroupReport {
        GroupReport {
            id: group.id.to_string(),
            state: group.state_name().to_owned(),
            generation: group.generation.0,
            leader: group.leader.as_ref().map(ToString::to_string),
            protocol: group.protocol.as_ref().map(ToString::to_string),
            rebalances: group.rebalances,
            unowned_ms: group.lanes.iter().map(|lane| lane.unowned.as_millis()).sum(),
            members: consumers
                .iter()
                .filter(|consumer| consumer.group == group.id)
                .map(|consumer| MemberReport::of(consumer, group.way_of(&consumer.name)))
                .collect(),
            partitions: group.lanes.iter().map(PartitionReport::of).collect(),
            rebalance_history: Vec::new(),
            assignment_epoch: group.epochs.map(|epochs| epochs.assignment_epoch),
            assignor: group.epochs.map(|epochs| epochs.assignor.name().to_owned()),
            moved: group.epochs.map(|_| group.effort.moved),
        }
    }
}

impl RebalanceReport {
    fn all(cluster: &Cluster, names: &Names, group: &GroupId) -> Vec<RebalanceReport> {
        let report = |told: ToldRebalance| RebalanceReport {
            generation: told.generation,
            began_ms: told.began.as_millis(),
            ended_ms: told.ended.map(SimTime::as_millis),
            took_ms: told.took.as_millis(),
            reason: told.reason,
            held_up: told.held_up,
            members: told.members,
            moved: told.moved.len() as u32,
            cut_short: told.cut_short,
        };
        told_rebalances(cluster, names, Lang::En, group).into_iter().map(report).collect()
    }
}

impl MemberReport {
    fn of(consumer: &ConsumerView, way: Option<&MemberOnItsWay>) -> MemberReport {
        let names = |partitions: &mut dyn Iterator<Item = &TopicPartition>| {
            partitions.map(ToString::to_string).collect::<Vec<_>>()
        };
        MemberReport {
            epoch: way.map(|way| way.epoch),
            reconciliation: way.map(|way| way.state.name().to_owned()),
            gives_up: way.map(|way| names(&mut way.revoking.iter())).unwrap_or_default(),
            gives_up_by_ms: way.and_then(|way| way.revocation_deadline).map(SimTime::as_millis),
            waits_for: way.map(|way| names(&mut way.waits_for())).unwrap_or_default(),
            subscribed_topic_regex: way.and_then(|way| way.pattern.as_deref()).map(str::to_owned),
            name: consumer.name.to_string(),
            member_id: (!consumer.member_id.is_empty()).then(|| consumer.member_id.to_string()),
            state: state_word(consumer).to_owned(),
            assignment: consumer.owned.iter().map(ToString::to_string).collect(),
            paused_ms: consumer.paused.as_millis(),
        }
    }
}

impl PartitionReport {
    fn of(lane: &LaneView) -> PartitionReport {
        PartitionReport {
            topic: lane.partition.topic.to_string(),
            partition: lane.partition.partition,
            owner: lane.owner.as_ref().map(ToString::to_string),
            log_start: lane.log_start,
            log_end: lane.log_end,
            committed: lane.committed,
            position: lane.position,
            lag: lane.lag,
            processed: lane.processed,
            duplicates: lane.duplicates,
            gaps: lane.gaps,
            at_risk: lane.at_risk,
            skipped_at_start: lane.skipped_at_start,
            causes: CausesReport::of(&lane.causes),
            unowned_ms: lane.unowned.as_millis(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_groups_unowned_time_is_the_sum_of_what_is_printed_of_its_partitions() {
        let text = "topic orders partitions=3\ngroup g session.timeout.ms=6000 heartbeat.interval.ms=2000\n\
                    consumers c1 group=g\nrun until=stable\nrun for=1.0005s\nkill c1\nrun for=7.0005s\n";
        let mut session = crate::session::Session::open("sums", text.as_bytes()).unwrap();
        session.seek(session.script_end());
        let group = session.report().groups.remove(0);
        let printed: Vec<u64> = group.partitions.iter().map(|partition| partition.unowned_ms).collect();
        assert_eq!(printed, [7_000; 3]);
        assert_eq!(group.unowned_ms, 21_000, "and not 21001");
        let exact: u64 = session.cluster().observe(0).groups[0].unowned.as_micros();
        assert_eq!(exact, 21_001_500);
    }

    fn example() -> Report {
        let duplicates = SortedMap::from([("killed-before-commit".to_owned(), 2)]);
        let causes = CausesReport { duplicates, gaps: SortedMap::new() };
        Report {
            time_ms: 12_480,
            groups: vec![GroupReport {
                id: "billing".to_owned(),
                state: "Stable".to_owned(),
                generation: 2,
                leader: None,
                protocol: Some("range".to_owned()),
                rebalances: 2,
                unowned_ms: 0,
                members: vec![MemberReport {
                    name: "c1".to_owned(),
                    member_id: None,
                    state: "killed".to_owned(),
                    assignment: vec!["orders-0".to_owned()],
                    paused_ms: 3,
                    epoch: None,
                    reconciliation: None,
                    gives_up: Vec::new(),
                    gives_up_by_ms: None,
                    waits_for: Vec::new(),
                    subscribed_topic_regex: None,
                }],
                partitions: vec![PartitionReport {
                    topic: "orders".to_owned(),
                    partition: 0,
                    owner: None,
                    log_start: 0,
                    log_end: 9,
                    committed: None,
                    position: Some(4),
                    lag: None,
                    processed: 4,
                    duplicates: 2,
                    gaps: 0,
                    at_risk: 0,
                    skipped_at_start: 3,
                    causes: causes.clone(),
                    unowned_ms: 7,
                }],
                assignment_epoch: None,
                assignor: None,
                moved: None,
                rebalance_history: vec![RebalanceReport {
                    generation: Some(1),
                    began_ms: 25,
                    ended_ms: None,
                    took_ms: 12_455,
                    reason: "c1 joined".to_owned(),
                    held_up: None,
                    members: 1,
                    moved: 0,
                    cut_short: false,
                }],
            }],
            totals: TotalsReport {
                produced: 9,
                processed: 4,
                lag: 0,
                duplicates: 2,
                gaps: 0,
                at_risk: 0,
                skipped_at_start: 3,
                causes,
            },
        }
    }

    /// The shape is public: a change of this test is a change for other people's programs.
    #[test]
    fn the_shape_of_the_json_is_fixed() {
        let report = example();
        let json = concat!(
            r#"{"time_ms":12480,"groups":[{"id":"billing","state":"Stable","generation":2,"leader":null,"#,
            r#""protocol":"range","rebalances":2,"unowned_ms":0,"members":[{"name":"c1","member_id":null,"#,
            r#""state":"killed","assignment":["orders-0"],"paused_ms":3}],"partitions":[{"topic":"orders","#,
            r#""partition":0,"owner":null,"log_start":0,"log_end":9,"committed":null,"position":4,"lag":null,"#,
            r#""processed":4,"duplicates":2,"gaps":0,"at_risk":0,"skipped_at_start":3,"#,
            r#""causes":{"duplicates":{"killed-before-commit":2},"gaps":{}},"unowned_ms":7}],"#,
            r#""rebalance_history":[{"generation":1,"began_ms":25,"ended_ms":null,"#,
            r#""took_ms":12455,"reason":"c1 joined","held_up":null,"members":1,"moved":0,"#,
            r#""cut_short":false}]}],"#,
            r#""totals":{"produced":9,"#,
            r#""processed":4,"lag":0,"duplicates":2,"gaps":0,"at_risk":0,"skipped_at_start":3,"#,
            r#""causes":{"duplicates":{"killed-before-commit":2},"gaps":{}}}}"#,
        );
        assert_eq!(report.to_json(), json);
        assert_eq!(serde_json::from_str::<Report>(json).unwrap(), report);
        let answer = vec![LinkReport { time_ms: 7, sentence: "c2 was killed".to_owned(), also: false }];
        let asked = report.to_json_with(&[AnswerReport { question: "c2".to_owned(), answer }]);
        let why =
            r#","why":[{"question":"c2","answer":[{"time_ms":7,"sentence":"c2 was killed","also":false}]}]}"#;
        assert_eq!(asked, format!("{}{why}", &json[..json.len() - 1]));
    }
}
