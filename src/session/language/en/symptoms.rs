//! What is said of symptoms and their causes.

use crate::session::language::symptom::{CauseName, SymptomName};

#[rustfmt::skip]
pub fn symptom(name: SymptomName) -> &'static str {
    match name {
        SymptomName::CommitFailed => "My commit failed",
        SymptomName::CameTwice => "My records came twice",
        SymptomName::NobodyReads => "Nobody reads some partitions",
        SymptomName::LagOfOne => "The lag is always 1",
        SymptomName::RecordsMissing => "Records are missing",
        SymptomName::RebalanceAtDeploy => "A rebalance on every deploy",
        SymptomName::KeepsRebalancing => "It rebalances all day",
        SymptomName::OneIdles => "One consumer does nothing, or hardly anything",
        SymptomName::StartsOver => "My offsets are gone: it starts from the beginning",
        SymptomName::NewTopicUnread => "The new topic, or the new partition, is not read",
        SymptomName::HeartbeatsFine => "Heartbeats are fine, and still it was kicked out",
        SymptomName::UnknownMember => "The broker does not know my consumer",
        SymptomName::FencedInstance => "One of two instances stops at once",
        SymptomName::ProtocolsDiffer => "A consumer cannot join after an upgrade",
        SymptomName::StuckAtOffset => "A consumer is stuck at one offset",
        SymptomName::NoOffset => "A consumer stops at its first poll",
        SymptomName::ResetRefused => "Resetting offsets is refused",
        SymptomName::StandsForSeconds => "Everything stands still for seconds",
        SymptomName::OffsetGoesBack => "The committed offset goes back",
        SymptomName::TwoThreadsUse => "My consumer throws when another thread calls it",
        SymptomName::CoordinatorLost => "The group coordinator is gone",
        SymptomName::ArrivesLate => "Records arrive late although nothing is busy",
        SymptomName::CrossesZones => "Reading causes traffic between zones",
        SymptomName::StaleEpoch => "A commit is refused: STALE_MEMBER_EPOCH",
        SymptomName::InstanceUnreleased => "A static member is refused after a crash",
        SymptomName::SettingsConflict => "A consumer with group.protocol=consumer does not start",
    }
}

#[rustfmt::skip]
pub fn meaning(name: SymptomName) -> &'static str {
    match name {
        SymptomName::CommitFailed => {
            "The coordinator takes a commit only from a member of the present generation. This consumer was none any \
             more."
        }
        SymptomName::CameTwice => {
            "Somebody had processed them, and their offset was not committed when the partition changed hands."
        }
        SymptomName::NobodyReads => {
            "A partition belongs to one member of the group. If that one does not read, nobody does."
        }
        SymptomName::LagOfOne => {
            "Lag is the log's end less the committed offset, and that is the next offset to read."
        }
        SymptomName::RecordsMissing => {
            "A committed offset says that everything below it is done. Nobody looks below it again."
        }
        SymptomName::RebalanceAtDeploy => "For the group, a member that goes and one that comes are two changes.",
        SymptomName::KeepsRebalancing => {
            "Each rebalance has a reason, and the client's log names it where it asks to join again."
        }
        SymptomName::OneIdles => "Partitions are dealt out, not records: a partition has one reader in a group.",
        SymptomName::StartsOver => "The group has no valid offset for the partition, or it was set back.",
        SymptomName::NewTopicUnread => {
            "Clients learn of topics and partitions when they refresh their metadata, not when they are made."
        }
        SymptomName::HeartbeatsFine => {
            "A thread of its own sends the heartbeats. That the application gets on is watched by another clock."
        }
        SymptomName::UnknownMember => "It was removed from the group, or it never was a member.",
        SymptomName::FencedInstance => "A group.instance.id belongs to one process at a time: the newest.",
        SymptomName::ProtocolsDiffer => "All members of a group need one assignor in common.",
        SymptomName::StuckAtOffset => "Its position stays before a record that it cannot get past.",
        SymptomName::NoOffset => {
            "Nothing is committed for the partition, and the consumer is told not to choose a place itself."
        }
        SymptomName::ResetRefused => "While a group has members, only they may set its offsets.",
        SymptomName::StandsForSeconds => "A rebalance lasts until the last member has joined again.",
        SymptomName::OffsetGoesBack => {
            "The broker does not compare: the last commit wins, even if it is the lower one."
        }
        SymptomName::TwoThreadsUse => "A KafkaConsumer has no lock, only a check that one thread uses it at a time.",
        SymptomName::CoordinatorLost => {
            "Its broker is gone or being restarted. Another takes over with all that the group knows."
        }
        SymptomName::ArrivesLate => "The broker may hold an answer back until it is worth sending.",
        SymptomName::CrossesZones => {
            "Consumers read from the leader, wherever it is, unless they are told otherwise."
        }
        SymptomName::StaleEpoch => "A commit names the epoch of its sender, and the broker knows a newer one.",
        SymptomName::InstanceUnreleased => {
            "In the new protocol the name of a static member is free only once the broker counts it as gone."
        }
        SymptomName::SettingsConflict => {
            "In the new protocol the broker decides what three settings of the client used to."
        }
    }
}

#[rustfmt::skip]
pub fn cause(name: CauseName) -> &'static str {
    match name {
        CauseName::DiedBeforeCommit => "A consumer died before it had committed",
        CauseName::BatchWasLarge => "It died late in a large batch",
        CauseName::NoCommitOnRevoke => "A rebalance took the partition away",
        CauseName::SlowHandler => "A batch takes longer than a poll may be away",
        CauseName::ZombieWakes => "A frozen consumer woke up and went on",
        CauseName::OffsetsExpired => "The group was empty for too long",
        CauseName::AsyncRetried => "An old commitAsync was sent again",
        CauseName::SessionRunsOut => "A consumer died, and its session still runs",
        CauseName::StaticMemberGone => "A static member was closed and does not come back",
        CauseName::NobodyTakesOver => "A consumer without a group died",
        CauseName::StandaloneInGroup => "A consumer that uses assign() has the id of a group with members",
        CauseName::OffsetOfRecord => "The application commits the offset of the last record",
        CauseName::CommitsFirst => "It commits before it processes",
        CauseName::WorkersBehind => "Other threads process what poll has returned",
        CauseName::LatestSkips => "latest skips what was written before the first look",
        CauseName::RetentionPassed => "Records were deleted before they were read",
        CauseName::EachRestartCounts => "Each restart is a leave and a join",
        CauseName::EagerTakesAll => "An eager assignor takes everything from everybody",
        CauseName::MemberHoldsUp => "One slow member holds up the others",
        CauseName::FirstJoinWaits => "A new group waits for more members",
        CauseName::MoreThanPartitions => "There are more consumers than partitions",
        CauseName::RangeIsUneven => "range gives the first consumer more of each topic",
        CauseName::AnotherGroup => "It reads under another group.id",
        CauseName::PatternWaits => "The metadata is old",
        CauseName::TwinStarted => "A second process has the same group.instance.id",
        CauseName::NoCommonAssignor => "The new consumer has no assignor in common with the old ones",
        CauseName::PoisonRecord => "A record cannot be deserialized",
        CauseName::NoPolicy => "auto.offset.reset is none",
        CauseName::GroupHasMembers => "The group is running",
        CauseName::SeekWasCommitted => "The application called seek, and then committed",
        CauseName::FetchWaits => "The broker waits for more bytes",
        CauseName::TwoThreads => "Two threads use one consumer",
        CauseName::CoordinatorMoved => "The coordinator's broker is down",
        CauseName::RackUnknown => "The consumer does not say where it stands",
        CauseName::EpochRose => "The epoch rose while the commit was under way",
        CauseName::CrashedStaticMember => "The one before it died without a word",
        CauseName::HeartbeatsHandOver => "What moves waits for its new owner's heartbeat (group.protocol=consumer)",
        CauseName::ClassicSettings => "Settings of the classic protocol are still there",
    }
}

#[rustfmt::skip]
pub fn sign(name: CauseName) -> &'static str {
    match name {
        CauseName::DiedBeforeCommit => {
            "Its log just stops. It is removed a session timeout later; the next owner starts at the last commit."
        }
        CauseName::BatchWasLarge => "As many come again as one poll returned: up to max.poll.records.",
        CauseName::NoCommitOnRevoke => "“Revoke previously assigned partitions” is logged, and no commit just before.",
        CauseName::SlowHandler => {
            "“consumer poll timeout has expired”, then CommitFailedException, then the same batch again."
        }
        CauseName::ZombieWakes => {
            "Two clients log the same offsets. The one that slept gets UNKNOWN_MEMBER_ID and onPartitionsLost."
        }
        CauseName::OffsetsExpired => "“Found no committed offset”, after the group had no member for days.",
        CauseName::AsyncRetried => "The callback of a commitAsync sends old offsets again, after a newer commit.",
        CauseName::SessionRunsOut => {
            "kafka-consumer-groups still shows its CONSUMER-ID. It ends a session timeout after its last heartbeat."
        }
        CauseName::StaticMemberGone => "It has a GROUP-INSTANCE-ID. A static member does not leave when it is closed.",
        CauseName::NobodyTakesOver => "The group has offsets and no members: the consumer used assign().",
        CauseName::StandaloneInGroup => {
            "Its log has no JoinGroup, and each of its commits is refused while the group has members."
        }
        CauseName::OffsetOfRecord => {
            "The lag is 1 at rest, and one record of each partition comes again after each restart."
        }
        CauseName::CommitsFirst => {
            "After a crash, the rest of a batch is in no result, and the lag is that of a healthy group."
        }
        CauseName::WorkersBehind => "With auto-commit, what waits for a worker counts as done at the next poll.",
        CauseName::LatestSkips => {
            "The first records of a new partition, or of a new group, are missing. No error is logged."
        }
        CauseName::RetentionPassed => {
            "“Fetch position … is out of range”, and the lag in time was longer than the retention."
        }
        CauseName::EachRestartCounts => "About two rebalances for each instance that is restarted.",
        CauseName::EagerTakesAll => "At each rebalance every consumer logs that all its partitions are revoked.",
        CauseName::MemberHoldsUp => {
            "The others have joined again and wait, until the slow one has finished its batch and polls."
        }
        CauseName::FirstJoinWaits => {
            "Only when an empty group starts: three seconds, and three more for each that comes meanwhile."
        }
        CauseName::MoreThanPartitions => "As many consumers are idle as there are more of them than partitions.",
        CauseName::RangeIsUneven => {
            "The group reads several topics, and it is always the same consumers that have more."
        }
        CauseName::AnotherGroup => "A new or misspelt group.id: the offsets of the old group are still there.",
        CauseName::PatternWaits => "It is read after some minutes: metadata.max.age.ms, 5 minutes by default.",
        CauseName::TwinStarted => "Two pods, or an old and a new one, have the same id: the older one ends.",
        CauseName::NoCommonAssignor => "It was upgraded from range to cooperative-sticky in one step.",
        CauseName::PoisonRecord => {
            "Each poll throws at the same offset. The group sees a healthy member, and only the lag grows."
        }
        CauseName::NoPolicy => "The exception names the partitions: the group has no offset for them.",
        CauseName::GroupHasMembers => "The tool says that the state is Stable.",
        CauseName::SeekWasCommitted => "The program has a seek, and the next commit names the place it led to.",
        CauseName::FetchWaits => "Few records, each up to fetch.max.wait.ms late, and few fetch requests.",
        CauseName::TwoThreads => "The exception comes out of poll, commit or close, each called by another thread.",
        CauseName::CoordinatorMoved => "Processing goes on and commits fail for some seconds. There is no rebalance.",
        CauseName::RackUnknown => "client.rack is not set, or the brokers have no replica.selector.class.",
        CauseName::EpochRose => "It happens near a rebalance, once, and the next commit is stored.",
        CauseName::CrashedStaticMember => "Each restart fails in the same way until the session has ended.",
        CauseName::HeartbeatsHandOver => "For about one heartbeat interval (5 s) after a member has left or joined.",
        CauseName::ClassicSettings => {
            "The message names session.timeout.ms, heartbeat.interval.ms or partition.assignment.strategy."
        }
    }
}

#[rustfmt::skip]
pub fn mend(name: CauseName) -> &'static str {
    match name {
        CauseName::DiedBeforeCommit => "Commit more often, close on SIGTERM, and make the work repeatable.",
        CauseName::BatchWasLarge => "Smaller batches: at most one of them comes again.",
        CauseName::NoCommitOnRevoke => "Call commitSync in onPartitionsRevoked.",
        CauseName::SlowHandler => "Fewer records for each poll, or more time between two polls.",
        CauseName::ZombieWakes => {
            "A session longer than the longest pause; stop the work in onPartitionsLost; make it repeatable."
        }
        CauseName::OffsetsExpired => "On the brokers: longer than the longest time that the group stands still.",
        CauseName::AsyncRetried => "Number the commits, and send again only the newest.",
        CauseName::SessionRunsOut => "A shorter session is noticed sooner; a clean close is noticed at once.",
        CauseName::StaticMemberGone => {
            "Start it again with the same id, remove the member by hand, or shorten the session."
        }
        CauseName::NobodyTakesOver => "Subscribe, so that a group takes care of it; or watch the process yourself.",
        CauseName::StandaloneInGroup => "Give it a group.id of its own.",
        CauseName::OffsetOfRecord => "Commit the offset of the next record.",
        CauseName::CommitsFirst => "Commit after the work.",
        CauseName::WorkersBehind => "Switch it off, and commit up to the first record that is not done.",
        CauseName::LatestSkips => "earliest for all topics that may grow.",
        CauseName::RetentionPassed => {
            "Keep records for longer than the group may be behind. Here auto.offset.reset decides where it goes on."
        }
        CauseName::EachRestartCounts => {
            "Static members that are back within the session; or cooperative, so that only what moves stops."
        }
        CauseName::EagerTakesAll => "cooperative-sticky: what does not move is read all the time.",
        CauseName::MemberHoldsUp => "Smaller batches; with cooperative-sticky the others go on meanwhile.",
        CauseName::FirstJoinWaits => "On the brokers, for tests: 0.",
        CauseName::MoreThanPartitions => "More partitions, or fewer consumers.",
        CauseName::RangeIsUneven => "roundrobin or cooperative-sticky: they deal out all topics together.",
        CauseName::AnotherGroup => "Use the old id again, or set the offsets of the new one before it starts.",
        CauseName::PatternWaits => "Refresh more often; with earliest nothing is lost until then.",
        CauseName::TwinStarted => "One id for each instance, such as the ordinal of a StatefulSet.",
        CauseName::NoCommonAssignor => {
            "Two rounds of restarts: first both assignors in the list, then only the new one."
        }
        CauseName::PoisonRecord => {
            "Catch the exception and seek past the record, or let the deserializer return what was wrong."
        }
        CauseName::NoPolicy => "Set the offsets before the start, or choose earliest or latest.",
        CauseName::GroupHasMembers => "Close all consumers, reset, and start them again.",
        CauseName::SeekWasCommitted => "A seek is meant to do this; committing after it makes it last.",
        CauseName::FetchWaits => "1, the default, answers as soon as there is something.",
        CauseName::TwoThreads => "One consumer for each thread. Only wakeup may be called from another.",
        CauseName::CoordinatorMoved => {
            "Nothing: commits are sent again. While there is no coordinator, no session runs out."
        }
        CauseName::RackUnknown => "Name the rack of each consumer, and the selector on the brokers.",
        CauseName::EpochRose => "Nothing: catch it and go on. From Kafka 4.3 on the broker accepts such a commit.",
        CauseName::CrashedStaticMember => {
            "Wait for the session to end before starting it again, or close it in an orderly way."
        }
        CauseName::HeartbeatsHandOver => {
            "Start each member again as soon as it has closed: if no other heartbeat comes between, nothing moves."
        }
        CauseName::ClassicSettings => "Remove them, and set what the broker has in their place.",
    }
}
