//! What is inserted into a sentence: how each kind of value is told in a language.

use super::{ToldEntry, at, list};
use crate::kafka::api::{ApiKey, Assignment, ErrorCode};
use crate::kafka::assignor::server::ServerAssignorName;
use crate::kafka::broker::retention::{Deletion, Retention};
use crate::kafka::consumer::calls::{Call, SeekTo};
use crate::kafka::consumer::close_options::GroupMembershipOperation;
use crate::kafka::exception::Exception;
use crate::kafka::group_state::{ConsumerGroupState, GroupState};
use crate::kafka::ids::*;
use crate::kafka::offset_causes::*;
use crate::kafka::producer::Rate;
use crate::kafka::property::{BY_DURATION, iso_duration};
use crate::kafka::rebalance_causes::*;
use crate::session::language::journal::{JournalPhrase, JournalWord};
use crate::session::language::units::duration;
use crate::sim::time::{SimDuration, SimTime};

/// A value that a sentence tells.
pub(super) trait ToldPart {
    fn told(&self, by: &ToldEntry) -> String;
}

/// The same in every language.
macro_rules! as_it_is {
    ($($kind:ty)*) => {
        $(impl ToldPart for $kind {
            fn told(&self, _: &ToldEntry) -> String {
                self.to_string()
            }
        })*
    };
}
as_it_is!(str String i32 u32 u64 TopicName TopicPartition ClientName GroupId InstanceId ProtocolName Generation);
as_it_is!(ErrorCode SimTime);

/// What Kafka has a name for.
macro_rules! by_name {
    ($($kind:ty)*) => {
        $(impl ToldPart for $kind {
            fn told(&self, _: &ToldEntry) -> String {
                self.name().to_owned()
            }
        })*
    };
}
by_name!(ApiKey GroupState ConsumerGroupState ServerAssignorName Callback Exception);

impl<T: ToldPart> ToldPart for Option<T> {
    fn told(&self, by: &ToldEntry) -> String {
        self.as_ref().map(|some| some.told(by)).unwrap_or_default()
    }
}

impl ToldPart for BrokerId {
    fn told(&self, _: &ToldEntry) -> String {
        self.0.to_string()
    }
}

/// A member by its consumer's name.
impl ToldPart for MemberId {
    fn told(&self, by: &ToldEntry) -> String {
        match self.is_empty() {
            true => by.lang.word(JournalWord::Nobody).to_owned(),
            false => by.names.member(self).to_owned(),
        }
    }
}

impl ToldPart for [TopicPartition] {
    fn told(&self, by: &ToldEntry) -> String {
        list(by.lang, self)
    }
}

impl ToldPart for [(TopicPartition, Offset)] {
    fn told(&self, by: &ToldEntry) -> String {
        at(by.lang, self)
    }
}

impl ToldPart for [TopicName] {
    fn told(&self, _: &ToldEntry) -> String {
        self.iter().map(TopicName::as_str).collect::<Vec<_>>().join(", ")
    }
}

impl ToldPart for SimDuration {
    fn told(&self, by: &ToldEntry) -> String {
        duration(by.lang, *self)
    }
}

impl ToldPart for Rate {
    fn told(&self, by: &ToldEntry) -> String {
        by.lang.say(JournalPhrase::Rate(&self.a_second()))
    }
}

impl ToldPart for Retention {
    fn told(&self, by: &ToldEntry) -> String {
        let time = self.time.map(|time| format!("retention.ms={}", time.as_millis()));
        let bytes = self.bytes.map(|bytes| format!("retention.bytes={bytes}"));
        let limits: Vec<String> = time.into_iter().chain(bytes).collect();
        limits.join(by.lang.word(JournalWord::And))
    }
}

impl ToldPart for Deletion {
    fn told(&self, by: &ToldEntry) -> String {
        let why = match self {
            Deletion::Asked => by.lang.word(JournalWord::AsAsked),
            Deletion::TooOld => "retention.ms",
            Deletion::TooMany => "retention.bytes",
        };
        why.to_owned()
    }
}

impl ToldPart for GroupMembershipOperation {
    fn told(&self, by: &ToldEntry) -> String {
        super::close_option(by.lang, *self).to_owned()
    }
}

impl ToldPart for RemovalReason {
    fn told(&self, by: &ToldEntry) -> String {
        by.lang.removal(*self).to_owned()
    }
}

impl ToldPart for RebalanceReason {
    fn told(&self, by: &ToldEntry) -> String {
        super::rebalance(by.lang, by.names, self)
    }
}

impl ToldPart for CommitOrigin {
    fn told(&self, by: &ToldEntry) -> String {
        let origin = match self {
            CommitOrigin::Auto => by.lang.word(JournalWord::Automatic),
            CommitOrigin::Sync => "commitSync",
            CommitOrigin::Async => "commitAsync",
            CommitOrigin::Callback => by.lang.word(JournalWord::InRevoked),
            CommitOrigin::Admin => by.lang.word(JournalWord::Administrator),
        };
        origin.to_owned()
    }
}

/// What had become of a commit that was not answered.
impl ToldPart for CommitFailure {
    fn told(&self, by: &ToldEntry) -> String {
        match self {
            CommitFailure::Answered => String::new(),
            CommitFailure::Disconnected { fate, .. } => {
                super::became(by.lang, *fate, by.lang.word(JournalWord::TheCommit))
            }
        }
    }
}

impl ToldPart for ResetTo {
    fn told(&self, by: &ToldEntry) -> String {
        match self {
            ResetTo::Earliest => "earliest".to_owned(),
            ResetTo::Latest => "latest".to_owned(),
            ResetTo::Offset(offset) => offset.to_string(),
            ResetTo::Time(time) => by.lang.say(JournalPhrase::TheTime(&time.to_string())),
        }
    }
}

impl ToldPart for SeekTo {
    fn told(&self, by: &ToldEntry) -> String {
        match self {
            SeekTo::Offset(offset) => by.lang.say(JournalPhrase::To(*offset)),
            SeekTo::Beginning => by.lang.word(JournalWord::ToBeginning).to_owned(),
            SeekTo::End => by.lang.word(JournalWord::ToEnd).to_owned(),
            SeekTo::Time(time) => by.lang.say(JournalPhrase::ToTime(&time.to_string())),
        }
    }
}

impl ToldPart for Call {
    fn told(&self, by: &ToldEntry) -> String {
        super::call_text(by.lang, self)
    }
}

impl ToldPart for PositionSource {
    fn told(&self, by: &ToldEntry) -> String {
        let word = |word: JournalWord| by.lang.word(word).to_owned();
        match self {
            PositionSource::Committed => word(JournalWord::CommittedOffset),
            PositionSource::ResetEarliest => "auto.offset.reset=earliest".to_owned(),
            PositionSource::ResetLatest => "auto.offset.reset=latest".to_owned(),
            PositionSource::ResetByDuration(duration) => {
                format!("auto.offset.reset={BY_DURATION}{}", iso_duration::write(*duration))
            }
            PositionSource::EarlierTopic => word(JournalWord::EarlierTopic),
            PositionSource::Seek => "seek".to_owned(),
            PositionSource::GivenBack => word(JournalWord::BackToBatch),
            PositionSource::Store => word(JournalWord::OwnStore),
        }
    }
}

/// Whose a commit is.
pub(super) struct WhoseCommit<'a>(pub &'a MemberId);

impl ToldPart for WhoseCommit<'_> {
    fn told(&self, by: &ToldEntry) -> String {
        match self.0.is_empty() {
            true => by.lang.word(JournalWord::Outsider).to_owned(),
            false => by.names.member(self.0).to_owned(),
        }
    }
}

/// A phrase around a part, where there is one.
pub(super) fn around<T: ToldPart>(
    by: &ToldEntry,
    part: Option<&T>,
    phrase: for<'a> fn(&'a str) -> JournalPhrase<'a>,
) -> String {
    part.map(|part| by.lang.say(phrase(&part.told(by)))).unwrap_or_default()
}

/// The records that a poll returned.
pub(super) fn ranges(records: &[(TopicPartition, Offset, Offset)]) -> String {
    let range = |(partition, from, to): &(TopicPartition, Offset, Offset)| {
        format!("{partition} {from}..{}", to.saturating_sub(1))
    };
    records.iter().map(range).collect::<Vec<_>>().join(", ")
}

/// Which member got which partitions.
pub(super) fn shares(by: &ToldEntry, assignments: &[(MemberId, Assignment)]) -> String {
    let share = |(member, partitions): &(MemberId, Assignment)| {
        format!("{} {}", member.told(by), partitions.told(by))
    };
    assignments.iter().map(share).collect::<Vec<_>>().join("; ")
}

/// What an assignment changed: `(1 moved, 2 kept)`.
pub(super) fn changed(by: &ToldEntry) -> String {
    let Some(change) = by.names.change(by.entry.id) else { return String::new() };
    // That nothing moved is worth telling where something could have.
    let moved = (change.moved > 0 || change.kept > 0).then_some(JournalPhrase::Moved(change.moved));
    let kept = (change.kept > 0).then_some(JournalPhrase::Kept(change.kept));
    let new = (change.new > 0).then_some(JournalPhrase::New(change.new));
    let told: Vec<String> = [moved, kept, new].into_iter().flatten().map(|part| by.lang.say(part)).collect();
    by.lang.say(JournalPhrase::Change(&told.join(", ")))
}
