//! The deploy calculator.

use crate::session::language::en::properties::property;
use crate::session::language::what_if::WhatIfText;
use crate::session::what_if::{DeployColumn, DeployField, VerdictSentence, WayStep, WhatIfMistake};

/// The row that changes nothing.
pub const AS_IS: &str = "as it is";
/// In place of a time after which the group recovered.
pub const NEVER: &str = "never";

/// A median, and where most numbers lie.
pub const RANGE: &str = "{0} ({1} to {2})";

/// In place of the number 0: behind `instead of`, or before a noun.
pub const fn none(instead: bool) -> &'static str {
    if instead { "none" } else { "no" }
}

pub fn text(text: &WhatIfText) -> &'static str {
    match text {
        WhatIfText::Trial { .. } => "One deploy: {0}, seed {1}",
        WhatIfText::Legend(_) => {
            "{0} simulated deploy{0:s} a row. Median, and in brackets from where to where 90 of 100 lie. Counted from \
             the first stop until the group reads as before; unowned_ms adds up the times of all partitions; \
             recovery_ms is counted from the last restart. A * marks the least."
        }
        WhatIfText::Moved => {
            "A seed moves the latency of each request, the moment of each restart within its gap, how long each \
             consumer is down, and the phases of heartbeats, batches and commits."
        }
        WhatIfText::TheDeploy(_) => "The deploy: {0}.",
        WhatIfText::Assumed(_) => "Assumed, since nobody said otherwise: {0}.",
        WhatIfText::OfSettings => "Settings of the file that have no effect here, and remarks on others:",
        WhatIfText::Progress { .. } => "{0} of {1} deploys simulated",
        WhatIfText::Wrong { .. } => "{0}: {1}",
    }
}

pub const fn field(field: DeployField) -> &'static str {
    match field {
        DeployField::Consumers => "{0} consumer{0:s}",
        DeployField::Partitions => "{0} partition{0:s}",
        DeployField::Rate => "{0} record{0:s} a second",
        DeployField::Work => "{0} of work a record",
        DeployField::Commit => "commits by {0}",
        DeployField::Gap => "a restart every {0}",
        DeployField::Down => "down for {0} to {1}",
        DeployField::Stop => "stopped by {0}",
    }
}

pub const fn step(step: WayStep) -> &'static str {
    match step {
        WayStep::Dynamic => "dynamic members",
        WayStep::Static => "static members",
        WayStep::Eager => "eager rebalancing",
        WayStep::Cooperative => "cooperative rebalancing",
        WayStep::Consumer => "the new protocol",
        WayStep::CommitOnRevoke => "a commit in onPartitionsRevoked",
    }
}

pub const fn change(column: DeployColumn) -> &'static str {
    match column {
        DeployColumn::Rebalances => "{0} rebalance{0:s} instead of {1}",
        DeployColumn::Unowned => "{0} without a reader instead of {1}",
        DeployColumn::Duplicates => "{0} record{0:s} twice instead of {1}",
        DeployColumn::Gaps => "{0} record{0:s} lost instead of {1}",
        DeployColumn::Recovery => "recovered after {0} instead of {1}",
    }
}

pub fn verdict(sentence: &VerdictSentence) -> &'static str {
    match sentence {
        VerdictSentence::CannotKeepUp { .. } => {
            "The consumers cannot keep up: {0} records a second at {1} each are work for {2} consumers, and {3} read. \
             The lag grows with or without a deploy."
        }
        VerdictSentence::Twice(_) => "One deploy makes {0} record{0:s} come twice.",
        VerdictSentence::Lost(_) => {
            "One deploy loses {0} record{0:s}: committed, or skipped at a start without a commit, and never processed."
        }
        VerdictSentence::AllOnce(_) => {
            "No record is lost, and none comes twice, in {0} simulated deploy{0:s}."
        }
        VerdictSentence::NoRebalance => "It takes no rebalance.",
        VerdictSentence::Rebalances(_) => "It takes {0} rebalance{0:s}.",
        VerdictSentence::AllRead => "Every partition has a reader all the time.",
        VerdictSentence::Unowned { .. } => {
            "Each partition is without a reader for about {2}: {0}, the times of all {1} added up."
        }
        VerdictSentence::Recovered(_) => "{0} after the last restart the group reads as before.",
        VerdictSentence::NotRecovered { .. } => {
            "In {0} of {1} runs the group did not read as before within {2} after the last restart."
        }
        VerdictSentence::Row { better, worse, .. } => match (better.is_empty(), worse.is_empty()) {
            (false, false) => "With {0}: {1}. The price: {2}.",
            (false, true) => "With {0}: {1}. Nothing that is counted here gets worse.",
            (true, false) => "With {0} nothing gets better: {2}.",
            (true, true) => "With {0} it costs the same.",
        },
        VerdictSentence::SameAs { .. } => "The rows `{0}` and `{1}` are the same deploy, simulated once.",
        VerdictSentence::NothingHelps => "All other ways that were simulated cost the same.",
        VerdictSentence::AutoCommits => {
            "Why nothing comes twice: with enable.auto.commit, close and every rebalance commit what was processed \
             before they give partitions up. A kill would not."
        }
        VerdictSentence::CommitIsAssumed => {
            "How the application commits stands in no settings: a commitSync after every poll is assumed. Say how it \
             does, for the records that come twice depend on it."
        }
        VerdictSentence::ListenerCommits => "onPartitionsRevoked commits already.",
        VerdictSentence::MovedWaits(_) => {
            "Why cooperative rebalancing has more time without a reader: a partition that moves is given up in one \
             rebalance and assigned in the next, of which the other members hear with their next heartbeat \
             (heartbeat.interval.ms, {0}). What does not move is read all the while; with eager rebalancing everything \
             stops, but for a shorter time."
        }
        VerdictSentence::MovesByHeartbeats(_) => {
            "With group.protocol=consumer nobody waits for everybody else; what is counted are the targets that the \
             broker computed. A partition that moves is without a reader between two heartbeats, that of the member \
             which gives it up and that of the one which gets it; each sends one every {0}."
        }
        VerdictSentence::TwinIsRefused => {
            "With group.protocol=consumer a killed static member that is back before its session ends is refused \
             (UNRELEASED_INSTANCE_ID): its process ends, and here nobody starts it once more."
        }
        VerdictSentence::KilledIsAwaited { .. } => {
            "A killed dynamic member does not say that it leaves: the group waits for it until its {1} \
             ({0}) is over, even if the consumer is back sooner."
        }
        VerdictSentence::SessionIsShorter { .. } => {
            "A static member's place is kept for {2} ({0}). One may be down for {1} here: then it is \
             missed like any other."
        }
    }
}

pub fn mistake(mistake: &WhatIfMistake) -> &'static str {
    match mistake {
        WhatIfMistake::NoGroup => {
            "The session has no consumers: start some in a group (`consumers c1 c2 group=billing`)."
        }
        WhatIfMistake::NoMembers => {
            "The consumers of the session assign themselves their partitions (`assign=`), so they have no rebalances. \
             Let them subscribe."
        }
        WhatIfMistake::OutOfRange { .. } => "{0} takes a number from {1} to {2}.",
        WhatIfMistake::Span { .. } => "{0} takes a time from {1} to {2}.",
        WhatIfMistake::DownBackwards => {
            "The shortest time down is longer than the longest: write the shorter one first (3s-5s)."
        }
        WhatIfMistake::NoRecords => "Nothing is written: give a rate above 0.",
        WhatIfMistake::Seeds { .. } => "seeds takes a number from 1 to {0}.",
        WhatIfMistake::TooLong { .. } => {
            "One deploy may take {0} here, and {1} are the most. Make the gap or the time down shorter, or restart \
             fewer consumers."
        }
        WhatIfMistake::TooMuch { .. } => {
            "{0} records may be written during one deploy, and {1} are the most. A tenth of the rate with ten times \
             the work a record is as much work: rebalances, and times without a reader, come out alike."
        }
        WhatIfMistake::NoRow { .. } => "`{0}` is no row.{1}",
        WhatIfMistake::Contradiction(..) => "A row cannot be {0} and {1}: choose one of them.",
        WhatIfMistake::NothingToCommit(_) => {
            "A commit in onPartitionsRevoked has no place in an application that commits nothing to Kafka \
             (commit={0}): leave that row out."
        }
        WhatIfMistake::Property(error) => property(error),
    }
}
