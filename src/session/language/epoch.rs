//! What the stage says of a consumer group (KIP-848): its epochs, and how far each member has come.

use crate::kafka::api::Epoch;
use crate::kafka::rebalance_causes::EpochReason;
use crate::session::language::template::{Sentence, Slots, number, slots};
use crate::session::language::units::{seconds, short, span};
use crate::session::language::{Lang, en, ko};
use crate::sim::time::{SimDuration, SimTime};

/// A text of the coordinator of a consumer group, of a member's slot, or of a card of its.
#[derive(Clone, Copy, Debug)]
pub enum EpochText<'a> {
    // The coordinator's head.
    GroupEpoch,
    AssignmentEpoch,
    /// An assignor of the broker's.
    BrokerComputes(&'static str),
    OnTheWayTo(Epoch),
    AllAt(Epoch),
    NobodyYet,
    LearnsAlone,
    /// Two lines: what is called Heartbeat below.
    WholeName,
    // A slot.
    Epoch,
    /// As a note below an answer, or where there is no room for boxes.
    InEpoch(Epoch),
    Arrived,
    Behind(u64),
    Assigned,
    GivesUp,
    OrRemoved(SimTime),
    WaitsFor,
    HeldBy(&'a str),
    /// The holder has not been told yet; how long until its heartbeat.
    HeldUntold {
        by: &'a str,
        until: SimDuration,
    },
    /// Nobody holds it; how long until the member's own heartbeat.
    Free(SimDuration),
    NextHeartbeat(SimDuration),
    /// The same where there is no room: below the epochs that it is on its way between.
    NextHeartbeatShort(SimDuration),
    Session,
    AwayForSuccessor,
    SpeaksClassic,
    // A card.
    ToGiveUp,
    RevokesInPoll,
    // The legend.
    Ribbons,
    RibbonReads,
    RibbonWaits,
    RibbonRevoked,
    /// A state of members that are not as they are to be, with what it means.
    StateUnrevoked,
    StateUnreleased,
    // The time axis.
    EpochJoins {
        epoch: Epoch,
        name: &'a str,
    },
    EpochGone {
        epoch: Epoch,
        name: &'a str,
    },
    EpochSubscribes {
        epoch: Epoch,
        name: &'a str,
    },
    EpochTopics(Epoch),
    /// Neighbours that share a label.
    EpochsFromTo {
        first: Epoch,
        last: Epoch,
    },
    RevokedSince(SimTime),
    MustAcknowledge {
        name: &'a str,
        by: SimTime,
    },
    // In sentences.
    MemberAt {
        name: &'a str,
        epoch: Epoch,
        state: &'static str,
    },
    MemberGivesUp {
        name: &'a str,
        partitions: &'a str,
        by: SimTime,
    },
    MemberWaits {
        name: &'a str,
        partitions: &'a str,
        holders: &'a str,
    },
    MemberWaitsForHeartbeat {
        name: &'a str,
        partitions: &'a str,
    },
    /// A row of a table; how many members in words.
    GroupRow {
        group: &'a str,
        state: &'static str,
        epochs: (Epoch, Epoch),
        assignor: &'static str,
        members: &'a str,
    },
    GroupTold {
        group: &'a str,
        state: &'static str,
        epochs: (Epoch, Epoch),
        members: usize,
        status: &'a str,
    },
}

impl<'a> EpochText<'a> {
    /// That an epoch began, because of that process if because of any.
    pub fn began(epoch: Epoch, reason: EpochReason, name: &'a str) -> Self {
        match reason {
            EpochReason::MemberJoined { .. } => EpochText::EpochJoins { epoch, name },
            EpochReason::SubscriptionChanged { .. } => EpochText::EpochSubscribes { epoch, name },
            EpochReason::TopicsChanged => EpochText::EpochTopics(epoch),
            EpochReason::MemberGone { .. } => EpochText::EpochGone { epoch, name },
        }
    }
}

impl Sentence for EpochText<'_> {
    fn template(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => en::epochs::text(self),
            Lang::Ko => ko::epochs::text(self),
        }
    }

    fn slots(&self, lang: Lang) -> Slots<'_> {
        use EpochText::*;
        let told = |epoch: i32| epoch.to_string().into();
        match *self {
            GroupEpoch | AssignmentEpoch | NobodyYet | LearnsAlone | WholeName | Epoch | Arrived
            | Assigned | GivesUp | WaitsFor | Session | AwayForSuccessor | SpeaksClassic | ToGiveUp
            | RevokesInPoll | Ribbons | RibbonReads | RibbonWaits | RibbonRevoked | StateUnrevoked
            | StateUnreleased => slots([]),
            BrokerComputes(words) => slots([words.into()]),
            HeldBy(words) => slots([words.into()]),
            EpochJoins { epoch, name } | EpochGone { epoch, name } | EpochSubscribes { epoch, name } => {
                slots([told(epoch), name.into()])
            }
            EpochTopics(epoch) => slots([told(epoch)]),
            EpochsFromTo { first, last } => slots([told(first), told(last)]),
            RevokedSince(at) => slots([short(at).into()]),
            MustAcknowledge { name, by } => slots([name.into(), short(by).into()]),
            OnTheWayTo(epoch) | AllAt(epoch) | InEpoch(epoch) => slots([told(epoch)]),
            Behind(n) => slots([number(n)]),
            OrRemoved(at) => slots([short(at).into()]),
            HeldUntold { by, until } => slots([by.into(), span(lang, until).into()]),
            Free(until) | NextHeartbeat(until) | NextHeartbeatShort(until) => {
                slots([span(lang, until).into()])
            }
            MemberAt { name, epoch, state } => slots([name.into(), told(epoch), state.into()]),
            MemberGivesUp { name, partitions, by } => {
                slots([name.into(), partitions.into(), seconds(lang, by).into()])
            }
            MemberWaits { name, partitions, holders } => {
                slots([name.into(), partitions.into(), holders.into()])
            }
            MemberWaitsForHeartbeat { name, partitions } => slots([name.into(), partitions.into()]),
            GroupRow { group, state, epochs, assignor, members } => slots([
                group.into(),
                state.into(),
                told(epochs.0),
                told(epochs.1),
                assignor.into(),
                members.into(),
            ]),
            GroupTold { group, state, epochs, members, status } => slots([
                group.into(),
                state.into(),
                told(epochs.0),
                told(epochs.1),
                number(members as u64),
                status.into(),
            ]),
        }
    }
}
