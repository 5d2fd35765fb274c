//! What the stage says of a consumer group.

use crate::session::language::epoch::EpochText;

pub fn text(text: &EpochText) -> &'static str {
    match text {
        EpochText::GroupEpoch => "group epoch",
        EpochText::AssignmentEpoch => "assignment epoch",
        EpochText::BrokerComputes(_) => "no leader: the broker assigns ({0})",
        EpochText::OnTheWayTo(_) => "members on their way to epoch {0}",
        EpochText::AllAt(_) => "all members at epoch {0}",
        EpochText::NobodyYet => "no members",
        EpochText::LearnsAlone => "each learns only from its own heartbeat",
        EpochText::WholeName => "ConsumerGroup-\nHeartbeat",
        EpochText::Epoch => "epoch",
        EpochText::InEpoch(_) => "epoch {0}",
        EpochText::Arrived => "arrived",
        EpochText::Behind(_) => "{0} behind",
        EpochText::Assigned => "assigned",
        EpochText::GivesUp => "gives up",
        EpochText::OrRemoved(_) => "or removed {0}",
        EpochText::WaitsFor => "waits for",
        EpochText::HeldBy(_) => "held by {0}",
        EpochText::HeldUntold { .. } => "held by {0}, told in {1}",
        EpochText::Free(_) => "free, comes in {0}",
        EpochText::NextHeartbeat(_) => "hears of it in {0}",
        EpochText::NextHeartbeatShort(_) => "hb in {0}",
        EpochText::Session => "session",
        EpochText::AwayForSuccessor => "left for its successor",
        EpochText::SpeaksClassic => "classic",
        EpochText::ToGiveUp => "to give up",
        EpochText::RevokesInPoll => "onPartitionsRevoked waits",
        EpochText::Ribbons => "Ribbons:",
        EpochText::RibbonReads => "reads",
        EpochText::RibbonWaits => "is to have it",
        EpochText::RibbonRevoked => "being revoked",
        EpochText::StateUnrevoked => "UNREVOKED gives up",
        EpochText::StateUnreleased => "UNRELEASED waits",
        EpochText::EpochJoins { .. } => "epoch {0}: {1} joins",
        EpochText::EpochGone { .. } => "epoch {0}: {1} is gone",
        EpochText::EpochSubscribes { .. } => "epoch {0}: {1} subscribes",
        EpochText::EpochTopics(_) => "epoch {0}: topics changed",
        EpochText::EpochsFromTo { .. } => "epoch {0} to {1}",
        EpochText::RevokedSince(_) => "being revoked since {0}",
        EpochText::MustAcknowledge { .. } => "{0} gives up or is removed {1}",
        EpochText::MemberAt { .. } => "{0}: epoch {1}, {2}",
        EpochText::MemberGivesUp { .. } => "{0} has to give up {1}, or is removed at {2}",
        EpochText::MemberWaits { .. } => "{0} waits for {1}, held by {2}",
        EpochText::MemberWaitsForHeartbeat { .. } => "{0} is to have {1}, which nobody holds",
        EpochText::GroupRow { .. } => "{0}: {1}, group epoch {2}, assignment epoch {3}, {4}, {5}",
        EpochText::GroupTold { .. } => {
            "Group {0}: {1}, group epoch {2}, assignment epoch {3}, {4} member{4:s}; {5}"
        }
    }
}
