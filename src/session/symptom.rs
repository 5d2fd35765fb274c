//! The symptom finder: what people see and say, what it can come from, and the scenario that shows it. A symptom is
//! found by words in any language, and by a line of a log.
//!
//! What is said of symptoms and causes is in [`crate::session::language::symptom`].

pub mod search;

use crate::session::language::symptom::{CauseName, SymptomName};

/// What somebody sees.
#[derive(Debug, PartialEq, Eq)]
pub struct Symptom {
    pub name: SymptomName,
    /// What a log, or Kafka's tool, shows of it.
    pub log: &'static str,
    /// A text with one of these in it is about this symptom: names of errors, and phrases of the client's log.
    pub marks: &'static [&'static str],
    /// What it can come from, the likeliest first.
    pub causes: &'static [CauseName],
}

/// Where a cause can be seen, and what mends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CauseView {
    /// The scenario that shows it: at the moment of its answer.
    pub lesson: &'static str,
    /// The consumer or partition to be asked why it is as it is; empty where the answer says it all.
    pub look: &'static str,
    /// Kafka's properties that decide about it.
    pub keys: &'static [&'static str],
    /// What of the program or of the command line does, as it is written there; empty for nothing.
    pub code: &'static str,
}

const fn view(
    lesson: &'static str,
    look: &'static str,
    keys: &'static [&'static str],
    code: &'static str,
) -> CauseView {
    CauseView { lesson, look, keys, code }
}

impl CauseName {
    /// Where it can be seen, and what mends it.
    pub const fn view(self) -> CauseView {
        use CauseName::*;
        match self {
            DiedBeforeCommit => {
                view("crash-after-auto-commit", "orders-2", &["auto.commit.interval.ms"], "close()")
            }
            BatchWasLarge => view("poll-size", "", &["max.poll.records"], ""),
            NoCommitOnRevoke => view("commit-on-revoke", "orders-3", &[], "onPartitionsRevoked"),
            SlowHandler => view("slow-handler", "c1", &["max.poll.records", "max.poll.interval.ms"], ""),
            ZombieWakes => view("zombie", "c2", &["session.timeout.ms"], "onPartitionsLost"),
            OffsetsExpired => view("expired-offsets", "", &["offsets.retention.minutes"], ""),
            AsyncRetried => view("async-retry", "", &[], "OffsetCommitCallback"),
            SessionRunsOut => {
                view("session-timeout", "", &["session.timeout.ms", "heartbeat.interval.ms"], "close()")
            }
            StaticMemberGone => view("static-gone", "", &["session.timeout.ms", "group.instance.id"], ""),
            NobodyTakesOver => view("standalone", "", &[], "subscribe()"),
            StandaloneInGroup => view("standalone", "", &["group.id"], "assign()"),
            OffsetOfRecord => view("off-by-one", "", &[], "record.offset() + 1"),
            CommitsFirst => view("commit-first", "", &[], "commitSync()"),
            WorkersBehind => view("workers-auto-commit", "", &["enable.auto.commit"], ""),
            LatestSkips => view("add-partitions", "", &["auto.offset.reset"], ""),
            RetentionPassed => view("retention-overtakes", "c1", &["auto.offset.reset"], "retention.ms"),
            EachRestartCounts => {
                view("rolling-deploy", "", &["group.instance.id", "partition.assignment.strategy"], "")
            }
            EagerTakesAll => view("join-eager", "", &["partition.assignment.strategy"], ""),
            MemberHoldsUp => {
                view("slow-member", "", &["max.poll.records", "partition.assignment.strategy"], "")
            }
            FirstJoinWaits => view("first-join", "", &["group.initial.rebalance.delay.ms"], ""),
            MoreThanPartitions => view("scale-out", "c5", &[], "kafka-topics.sh --alter --partitions"),
            RangeIsUneven => view("range-skew", "", &["partition.assignment.strategy"], ""),
            AnotherGroup => view("two-groups", "a1", &["group.id", "auto.offset.reset"], ""),
            PatternWaits => view("regex-topic", "", &["metadata.max.age.ms"], ""),
            TwinStarted => view("fenced-twin", "c2", &["group.instance.id"], ""),
            NoCommonAssignor => view("two-bounce", "c2", &["partition.assignment.strategy"], ""),
            PoisonRecord => view("poison-pill", "orders-0", &[], "seek()"),
            NoPolicy => view("reset-none", "n1", &["auto.offset.reset"], ""),
            GroupHasMembers => view("reset-offsets", "", &[], "kafka-consumer-groups.sh --reset-offsets"),
            SeekWasCommitted => view("replay", "c1", &[], "seek()"),
            FetchWaits => view("fetch-tuning", "", &["fetch.min.bytes", "fetch.max.wait.ms"], ""),
            TwoThreads => view("two-threads", "c1", &[], "wakeup()"),
            CoordinatorMoved => view("coordinator-down", "", &["session.timeout.ms"], ""),
            RackUnknown => view("rack-aware", "", &["client.rack", "replica.selector.class"], ""),
            EpochRose => view("stale-epoch", "c1", &[], "commitSync()"),
            CrashedStaticMember => {
                view("new-static-crash", "", &["group.consumer.session.timeout.ms"], "close()")
            }
            HeartbeatsHandOver => view("new-deploy", "", &["group.consumer.heartbeat.interval.ms"], ""),
            ClassicSettings => view(
                "migrate-online",
                "",
                &[
                    "group.consumer.session.timeout.ms",
                    "group.consumer.heartbeat.interval.ms",
                    "group.remote.assignor",
                ],
                "",
            ),
        }
    }
}

const fn symptom(
    name: SymptomName,
    log: &'static str,
    marks: &'static [&'static str],
    causes: &'static [CauseName],
) -> Symptom {
    Symptom { name, log, marks, causes }
}

/// All of them: those that are asked about most come first.
pub const SYMPTOMS: &[Symptom] = {
    use CauseName::*;
    use SymptomName::*;
    &[
        symptom(
            CommitFailed,
            "CommitFailedException: … the group has already rebalanced",
            &[
                "CommitFailedException",
                "already rebalanced",
                "not part of an active group",
                "Offset commit failed",
            ],
            &[SlowHandler, ZombieWakes, StandaloneInGroup],
        ),
        symptom(
            CameTwice,
            "key=42 offset=70 … key=42 offset=70",
            &[],
            &[
                DiedBeforeCommit,
                BatchWasLarge,
                NoCommitOnRevoke,
                SlowHandler,
                ZombieWakes,
                AsyncRetried,
                OffsetsExpired,
            ],
        ),
        symptom(
            NobodyReads,
            "orders-2  CURRENT-OFFSET 70  LAG 1204",
            &["removing member on heartbeat expiration", "has failed, removing it from the group"],
            &[
                SessionRunsOut,
                StaticMemberGone,
                NobodyTakesOver,
                PoisonRecord,
                EagerTakesAll,
                HeartbeatsHandOver,
            ],
        ),
        symptom(LagOfOne, "LAG 1", &[], &[OffsetOfRecord]),
        symptom(
            RecordsMissing,
            "offset=39 … offset=50",
            &[],
            &[CommitsFirst, WorkersBehind, LatestSkips, RetentionPassed],
        ),
        symptom(
            RebalanceAtDeploy,
            "Request joining group due to: …",
            &["Preparing to rebalance group", "Request joining group due to"],
            &[EachRestartCounts, EagerTakesAll],
        ),
        symptom(
            KeepsRebalancing,
            "Attempt to heartbeat failed since group is rebalancing",
            &[
                "heartbeat failed since group is rebalancing",
                "REBALANCE_IN_PROGRESS",
                "executing a rebalance",
            ],
            &[SlowHandler, SessionRunsOut, EachRestartCounts, PatternWaits],
        ),
        symptom(OneIdles, "#PARTITIONS 0", &[], &[MoreThanPartitions, RangeIsUneven]),
        symptom(
            StartsOver,
            "Resetting offset for partition orders-0 to position …",
            &[
                "Found no committed offset",
                "Resetting offset for partition",
                "OFFSET_OUT_OF_RANGE",
                "is out of range",
            ],
            &[OffsetsExpired, AnotherGroup, RetentionPassed, SeekWasCommitted],
        ),
        symptom(
            NewTopicUnread,
            "Subscribed to pattern: 'orders-.*'",
            &["Subscribed to pattern"],
            &[PatternWaits, LatestSkips],
        ),
        symptom(
            HeartbeatsFine,
            "consumer poll timeout has expired …",
            &["consumer poll timeout has expired", "subsequent calls to poll() was longer"],
            &[SlowHandler],
        ),
        symptom(
            UnknownMember,
            "UNKNOWN_MEMBER_ID",
            &[
                "UNKNOWN_MEMBER_ID",
                "UnknownMemberIdException",
                "not aware of this member",
                "ILLEGAL_GENERATION",
            ],
            &[ZombieWakes, StandaloneInGroup],
        ),
        symptom(
            FencedInstance,
            "FENCED_INSTANCE_ID",
            &[
                "FENCED_INSTANCE_ID",
                "FencedInstanceIdException",
                "fenced by another instance",
                "rejected this static",
            ],
            &[TwinStarted],
        ),
        symptom(
            ProtocolsDiffer,
            "INCONSISTENT_GROUP_PROTOCOL",
            &[
                "INCONSISTENT_GROUP_PROTOCOL",
                "InconsistentGroupProtocolException",
                "protocols are incompatible",
            ],
            &[NoCommonAssignor],
        ),
        symptom(
            StuckAtOffset,
            "RecordDeserializationException: … at offset 50",
            &["RecordDeserializationException", "SerializationException", "seek past the record"],
            &[PoisonRecord],
        ),
        symptom(
            NoOffset,
            "NoOffsetForPartitionException",
            &["NoOffsetForPartitionException", "Undefined offset with no reset policy"],
            &[NoPolicy, OffsetsExpired],
        ),
        symptom(
            ResetRefused,
            "Assignments can only be reset if the group … is inactive",
            &[
                "can only be reset if the group",
                "NON_EMPTY_GROUP",
                "GroupNotEmptyException",
                "group is not empty",
            ],
            &[GroupHasMembers],
        ),
        symptom(
            StandsForSeconds,
            "STATE PreparingRebalance",
            &["PreparingRebalance", "PREPARING_REBALANCE"],
            &[MemberHoldsUp, EagerTakesAll, FirstJoinWaits],
        ),
        symptom(
            OffsetGoesBack,
            "CURRENT-OFFSET 20 … CURRENT-OFFSET 10",
            &[],
            &[AsyncRetried, SeekWasCommitted],
        ),
        symptom(
            TwoThreadsUse,
            "ConcurrentModificationException",
            &["ConcurrentModificationException", "not safe for multi-threaded access"],
            &[TwoThreads],
        ),
        symptom(
            CoordinatorLost,
            "Group coordinator … is unavailable or invalid",
            &[
                "is unavailable or invalid",
                "NOT_COORDINATOR",
                "COORDINATOR_NOT_AVAILABLE",
                "not the correct coordinator",
            ],
            &[CoordinatorMoved],
        ),
        symptom(ArrivesLate, "fetch-latency-avg 500.0", &[], &[FetchWaits]),
        symptom(CrossesZones, "client.rack = ", &[], &[RackUnknown]),
        symptom(
            StaleEpoch,
            "STALE_MEMBER_EPOCH",
            &["STALE_MEMBER_EPOCH", "StaleMemberEpochException", "member epoch is stale"],
            &[EpochRose],
        ),
        symptom(
            InstanceUnreleased,
            "UNRELEASED_INSTANCE_ID",
            &["UNRELEASED_INSTANCE_ID", "UnreleasedInstanceIdException"],
            &[CrashedStaticMember],
        ),
        symptom(
            SettingsConflict,
            "ConfigException: … cannot be set when group.protocol=CONSUMER",
            &["cannot be set when group.protocol"],
            &[ClassicSettings],
        ),
    ]
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kafka::known_keys::unsimulated;
    use crate::kafka::property::property;
    use crate::session::caption::CaptionKind;
    use crate::session::course::lesson;
    use crate::session::{Reach, Session};
    use std::fs;

    fn causes() -> impl Iterator<Item = CauseName> {
        SYMPTOMS.iter().flat_map(|symptom| symptom.causes.iter().copied())
    }

    #[test]
    fn every_cause_is_shown_by_a_lesson_that_answers_something() {
        for cause in causes() {
            let id = cause.view().lesson;
            assert!(lesson(id).is_some(), "{cause:?}: no lesson {id}");
            let text = fs::read_to_string(format!("static/scenarios/{id}.session")).expect(id);
            let mut session = Session::open(id, text.as_bytes()).expect(id);
            let answer = session.captions().iter().find(|caption| caption.kind == CaptionKind::Answer);
            let at = answer.unwrap_or_else(|| panic!("{id} answers nothing")).at;
            while session.seek(at) == Reach::More {}
            let seen = session.cluster().observe(8);
            let consumers = seen.consumers.iter().map(|consumer| consumer.name.to_string());
            let lanes =
                seen.groups.iter().flat_map(|group| &group.lanes).map(|lane| lane.partition.to_string());
            let look = cause.view().look;
            assert!(
                look.is_empty() || consumers.chain(lanes).any(|name| name == look),
                "{cause:?}: no {look}"
            );
        }
    }

    #[test]
    fn every_key_is_one_of_kafkas() {
        for cause in causes() {
            for key in cause.view().keys {
                let is_known = property(key).is_some() || unsimulated(key).is_some();
                assert!(is_known, "{cause:?}: Kafka has no {key}");
            }
            let view = cause.view();
            assert!(!view.keys.is_empty() || !view.code.is_empty(), "{cause:?}: nothing mends it");
        }
    }

    #[test]
    fn every_symptom_has_a_name_of_its_own_and_a_cause() {
        for (place, symptom) in SYMPTOMS.iter().enumerate() {
            assert!(!symptom.causes.is_empty(), "{:?}", symptom.name);
            assert!(SYMPTOMS[..place].iter().all(|other| other.name != symptom.name), "{:?}", symptom.name);
        }
        assert!(SYMPTOMS.len() >= 14);
    }
}
