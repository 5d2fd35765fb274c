//! What an answer to "why" says: rebalances, commits, records, shares.

use crate::cluster::Hindered;
use crate::cluster::waits::{WaitFor, WaitLimit};
use crate::kafka::consumer::subscription::MatchedBy;
use crate::kafka::offset_causes::CommitFate;
use crate::session::language::why::commit::{AtMost, CommitClaim, Fate, Got, Later, Meaning};
use crate::session::language::why::rebalance::{LedTo, ListedRebalance, SoManyMoved};
use crate::session::language::why::record::{Asks, By, RecordClaim};
use crate::session::language::why::share::{DealtBy, Divided, More, ShareClaim, Went, WentTo};
use crate::session::language::why::waiting::{
    Awaited, Hindering, Late, Limited, Moved, Silenced, Silent, Waiting, When, WithId,
};

pub fn awaited(awaited: &Awaited) -> &'static str {
    match awaited {
        Awaited::Member(_) => "{0}",
        Awaited::Leader(_) => "the leader {0}",
        Awaited::ItsLeader => "its leader",
    }
}

pub fn limited(limited: &Limited) -> &'static str {
    match limited.0 {
        None => "",
        Some((_, WaitLimit::InitialDelay(_))) => " until {0} s (group.initial.rebalance.delay.ms is {1})",
        Some((_, WaitLimit::SessionTimeout(_))) => " until its session.timeout.ms ({1}) ends at {0} s",
        Some((_, WaitLimit::PollInterval(_))) => " at most until max.poll.interval.ms ({1}) ends at {0} s",
    }
}

pub fn silent(silent: &Silent) -> &'static str {
    match silent.1 {
        None if silent.2.is_some() => "{0} {1},",
        None => "{0}",
        Some(Silenced::Killed(_)) if silent.2.is_some() => "{0}, {2}, and which was killed at {1} s,",
        Some(Silenced::Frozen(_)) if silent.2.is_some() => "{0}, {2}, and which was frozen at {1} s,",
        Some(Silenced::CutOff(_)) if silent.2.is_some() => "{0}, {2}, and which was cut off at {1} s,",
        Some(Silenced::Closed(_)) if silent.2.is_some() => "{0}, {2}, and which closed at {1} s,",
        Some(Silenced::Killed(_)) => "{0}, killed at {1} s,",
        Some(Silenced::Frozen(_)) => "{0}, frozen at {1} s,",
        Some(Silenced::CutOff(_)) => "{0}, cut off at {1} s,",
        Some(Silenced::Closed(_)) => "{0}, closed at {1} s,",
    }
}

pub fn when(when: &When) -> &'static str {
    match when {
        When::At(_) => "at {0} s",
        When::FromTo(..) => "from {0} s to {1} s ({2})",
    }
}

pub fn moved(moved: &Moved) -> &'static str {
    match moved.0.len() {
        0 => "",
        _ => "; {0} partition{0:s} moved ({1})",
    }
}

pub fn waiting(waiting: &Waiting) -> &'static str {
    match waiting {
        Waiting::Now { what, former, since, sync, .. } => now(what, *former, since.is_some(), *sync),
        Waiting::AndMore(_) => " (and for {0} more)",
        Waiting::GoesOnAt(_) => "; it goes on at {0} s, before that",
        Waiting::ReachedAgainAt(_) => "; it reaches them again at {0} s, before that",
        Waiting::HeldUp { .. } => "for {0} {1}",
        Waiting::Newcomers { .. } => {
            "{0} waited until {1} s for more members to join (group.initial.rebalance.delay.ms)"
        }
        Waiting::Session { timeout: None, .. } => {
            "{0} waited for {1} until its session.timeout.ms ended at {2} s"
        }
        Waiting::Session { timeout: Some(_), .. } => {
            "{0} waited for {1} until its session.timeout.ms ({3}) ended at {2} s"
        }
        Waiting::Absent { .. } => "{0} waited for {1} until max.poll.interval.ms ended at {2} s",
        Waiting::Leave { left: true, late: Some(_), .. } => "{0} waited for {1}, {3}, until it left at {2} s",
        Waiting::Leave { left: true, .. } => "{0} waited for {1} until it left at {2} s",
        Waiting::Leave { left: false, .. } => "{0} waited for {1} until it was removed at {2} s",
        Waiting::Assignment { .. } => "{0} waited until {2} s for the SyncGroup of {1}",
        Waiting::MemberId { became: WithId::Joined, .. } => {
            "{0} waited for {1}, which asked for a member id and had to join again with it, until it did so at {2} s"
        }
        Waiting::MemberId { became: WithId::Left, .. } => {
            "{0} waited for {1}, which asked for a member id and had to join again with it, but left at {2} s instead"
        }
        Waiting::MemberId { became: WithId::Never, .. } => {
            "{0} waited for {1}, which asked for a member id and had to join again with it, but had not done so when \
             session.timeout.ms ended at {2} s"
        }
        Waiting::Last { late: Late::Unknown, .. } => "{0} waited for {1}, which rejoined last, until {2} s",
        Waiting::Last { late: Late::Heartbeat, .. } => {
            "{0} waited for {1}, which learnt of the rebalance with the answer to its heartbeat at {2} s \
             (heartbeat.interval.ms)"
        }
        Waiting::Last { late: Late::Coordinator, .. } => {
            "{0} waited for {1}, which had to look for its coordinator first, and rejoined only at {2} s"
        }
        Waiting::Last { late: Late::Hindered(late), .. } if late.of_its_own() => {
            "{0} waited for {1}, {3}, and which rejoined only at {2} s"
        }
        Waiting::Last { late: Late::Hindered(_), .. } => {
            "{0} waited for {1}, {3}, and rejoined only at {2} s"
        }
        Waiting::Last { late: Late::Poll, .. } => {
            "{0} waited for {1}, which called poll, and so rejoined, only at {2} s"
        }
        Waiting::IsRebalancing { since: None, .. } => "{0} is rebalancing",
        Waiting::IsRebalancing { since: Some(_), .. } => "{0} is rebalancing since {1} s",
        Waiting::Rebalanced { .. } => "{0} rebalanced into generation {1} {2}{3}",
    }
}

/// What hindered a member, inside a sentence about it.
pub const fn hindering(hindering: &Hindering) -> &'static str {
    match hindering.0 {
        Hindered::Frozen => "which was frozen from {0} s to {1} s",
        Hindered::CutOff => "which was cut off from the brokers from {0} s to {1} s",
        Hindered::Stalled => "whose handler was stalled from {0} s to {1} s",
        Hindered::CommitSync => "which was in commitSync from {0} s to {1} s",
        Hindered::CommitBeforeJoin => "which was committing from {0} s to {1} s before it joined again",
        Hindered::BehindCommit => {
            "whose requests waited from {0} s to {1} s behind an OffsetCommit that had no answer"
        }
        Hindered::AtWork => "which was at work on the records of its last poll from {0} s to {1} s",
        Hindered::CommitInClose => "which was committing in close() from {0} s to {1} s",
    }
}

/// What a group waits for now: `timed` if it is known since when, `sync` if for SyncGroup.
fn now(what: &WaitFor, former: bool, timed: bool, sync: bool) -> &'static str {
    match what {
        WaitFor::Newcomers => "{0} waits for more members to join{2}",
        WaitFor::MemberId => "{0} waits for {1}, which was given a member id and has not joined with it,{2}",
        WaitFor::Gone(_) if !former => "{0} waits for {1}, {3},{2}",
        WaitFor::Gone(_) | WaitFor::Former => "{0} waits for {1},{2}",
        WaitFor::Frozen if timed => "{0} waits for {1}, frozen since {3} s,{2}",
        WaitFor::Frozen => "{0} waits for {1}, frozen,{2}",
        WaitFor::CutOff if timed => "{0} waits for {1}, cut off from the brokers since {3} s,{2}",
        WaitFor::CutOff => "{0} waits for {1}, cut off from the brokers,{2}",
        WaitFor::Poll { .. } if sync => {
            "{0} waits for {1}, which has not sent SyncGroup and not called poll since {3} s,{2}"
        }
        WaitFor::Poll { .. } => "{0} waits for {1}, which has not called poll since {3} s,{2}",
        WaitFor::Heartbeat { .. } => {
            "{0} waits for {1}, which learns of the rebalance with the answer to its next heartbeat at {3} s \
             (heartbeat.interval.ms is {4})"
        }
        WaitFor::Coordinator => "{0} waits for {1}, which looks for its coordinator,{2}",
        WaitFor::Commit => "{0} waits for {1}, which commits before it joins,{2}",
        WaitFor::HeartbeatSent => "{0} waits for {1}, whose Heartbeat has no answer yet,{2}",
        WaitFor::BehindCommit { .. } => {
            "{0} waits for {1}, whose {4} is answered only after the OffsetCommit that {0} holds until {3} s,{2}"
        }
        WaitFor::OnItsWay => "{0} waits for {1}, whose {3} is on its way,{2}",
    }
}

pub fn got(got: &Got) -> &'static str {
    match got {
        Got::Nothing => "",
        Got::Exception(_) | Got::Error(_) => " with {0}",
        Got::ExceptionFor(..) => " with {0} ({1})",
    }
}

pub fn fate(fate: &Fate) -> &'static str {
    match (fate.fate, fate.one) {
        (CommitFate::Unknown, true) => "nobody knows what became of it",
        (CommitFate::Unknown, false) => "nobody knows what became of them",
        (CommitFate::NotReceived, true) => "the coordinator had not received it",
        (CommitFate::NotReceived, false) => "the coordinator had not received them",
        (CommitFate::Stored, true) => "the coordinator had stored it",
        (CommitFate::Stored, false) => "the coordinator had stored them",
        (CommitFate::Refused, true) => "the coordinator had refused it",
        (CommitFate::Refused, false) => "the coordinator had refused them",
        (CommitFate::NotStored, true) => "the coordinator did not store it",
        (CommitFate::NotStored, false) => "the coordinator did not store them",
    }
}

pub fn later(later: &Later) -> &'static str {
    match later {
        Later::Nothing => "",
        Later::Stored { one: true } => " then, and stored it afterwards",
        Later::Stored { one: false } => " then, and stored the last of them afterwards",
    }
}

pub fn meaning(meaning: &Meaning) -> &'static str {
    match meaning {
        Meaning::Plain => "",
        Meaning::TimeoutAnswered => {
            ": default.api.timeout.ms was over; the last try was answered so by the broker"
        }
        Meaning::MembersAlone { since, members, .. } => members_alone(since.is_some(), !members.is_empty()),
        Meaning::NoLongerMember { .. } => ": {1} no longer had {0} as a member",
        Meaning::LaterGeneration(_) => ": {0} was in a later generation",
        Meaning::EpochHadRisen { .. } => {
            ": {1} had {0} in epoch {2} by then, and the commit named an earlier one"
        }
        Meaning::PlaceGivenUp { .. } => ": {0} had given up its place in {1} (epoch -2)",
        Meaning::Rebalancing(_) => ": {0} was rebalancing",
        Meaning::OtherInstance => ": another had its group.instance.id",
        Meaning::NotStored => ": answered so by the broker, and not stored",
        Meaning::Loading => ": answered so by the broker, which was loading the group",
        Meaning::BetweenJoinAndSync => ": between JoinGroup and SyncGroup a member commits nothing",
        Meaning::KnewThatNoMember { .. } => ": {0} knew that it was no member of {1}",
        Meaning::TimeoutOver => ": default.api.timeout.ms was over",
        Meaning::NoCoordinator => ": it found no coordinator",
        Meaning::NoGroupId => ": it has no group.id",
        Meaning::Disconnected { fate: Fate { one: true, .. }, timeout: false, .. } => {
            ": the connection was closed before the answer came, and {0} never saw it; {1}{2}"
        }
        Meaning::Disconnected { fate: Fate { one: false, .. }, timeout: false, .. } => {
            ": the connection was closed before the answers came, and {0} never saw them; {1}{2}"
        }
        Meaning::Disconnected { fate: Fate { one: true, .. }, timeout: true, .. } => {
            ": the connection was closed before the answer came, and {0} never saw it; {1}{2}; then \
             default.api.timeout.ms was over"
        }
        Meaning::Disconnected { fate: Fate { one: false, .. }, timeout: true, .. } => {
            ": the connection was closed before the answers came, and {0} never saw them; {1}{2}; then \
             default.api.timeout.ms was over"
        }
    }
}

/// A group with members takes commits from them alone: whether it is known since when it has any, and who they are.
const fn members_alone(since: bool, now: bool) -> &'static str {
    match (now, since) {
        (false, false) => {
            ": {0} had members; a group with members takes commits from them alone, and {1} is none"
        }
        (false, true) => {
            ": {0} had members since {3} s; a group with members takes commits from them alone, and {1} is none"
        }
        (true, false) => {
            ": {0} has had members, now {2}; a group with members takes commits from them alone, and {1} is none"
        }
        (true, true) => {
            ": {0} has had members since {3} s, now {2}; a group with members takes commits from them alone, and {1} \
             is none"
        }
    }
}

pub fn at_most(most: &AtMost) -> &'static str {
    match most {
        AtMost::ApiTimeout(..) => "default.api.timeout.ms ({0}) ends at {1} s",
        AtMost::PollInterval(..) => "max.poll.interval.ms ({0}) ends at {1} s",
        AtMost::CloseTimeout(_) => "the timeout of close() ends at {0} s",
        AtMost::Killed(..) => "it is killed at {1} s, {0} after it was asked to close (grace)",
    }
}

pub fn commit(claim: &CommitClaim) -> &'static str {
    match claim {
        CommitClaim::SoManyFailed(_) => "; {0} of its commits failed",
        CommitClaim::InCommitSync { in_listener: false, .. } => {
            "{0} has been in commitSync since {1} s, at most until {2}"
        }
        CommitClaim::InCommitSync { in_listener: true, .. } => {
            "{0} has been in the commitSync of its listener since {1} s, at most until {2}"
        }
        CommitClaim::InClose { leaves: true, .. } => {
            "{0} has been in close() since {2} s, and commits before it leaves {1}, at most until {3}"
        }
        CommitClaim::InClose { leaves: false, .. } => {
            "{0} has been in close() since {2} s, and commits before it ends, at most until {3}"
        }
        CommitClaim::BeforeJoin { reads: true, .. } => {
            "{0} has been committing since {2} s, before it joins {1} again, at most until {3}"
        }
        CommitClaim::BeforeJoin { reads: false, .. } => {
            "{0} has been committing since {2} s, before it joins {1} again, at most until {3}; it reads nothing \
             meanwhile"
        }
        CommitClaim::NobodyToAsk { .. } => {
            "{0} owns {1} and reads nothing of that: since {2} s it has had nobody to ask for the committed offset"
        }
        CommitClaim::NeverRead { .. } => {
            "{0} owns {1} and does not read that: onPartitionsAssigned threw when it was called with it"
        }
        CommitClaim::NoOffsetsYet { .. } => {
            "{0} owns {1} and reads nothing of that yet: since {2} s it has had no answer where to begin"
        }
        CommitClaim::Failed { times: 1, auto: false, .. } => "{1} commit of {0} failed{2}, at {3} s{4}",
        CommitClaim::Failed { times: 1, auto: true, .. } => {
            "{1} automatic commit of {0} failed{2}, at {3} s{4}"
        }
        CommitClaim::Failed { auto: false, .. } => "{1} commits of {0} failed{2}, the last at {3} s{4}",
        CommitClaim::Failed { auto: true, .. } => {
            "{1} automatic commits of {0} failed{2}, the last at {3} s{4}"
        }
        CommitClaim::NotStored(_) => "{0} did not store that commit",
        CommitClaim::NoneCommitted { .. } => "{0} had no committed offset of {1}",
        CommitClaim::NotYetCommitted { tried: false, .. } => {
            "{0} read {1} from {2} s to {3} s and committed nothing meanwhile ({4})"
        }
        CommitClaim::NotYetCommitted { tried: true, .. } => {
            "{0} read {1} from {2} s to {3} s, and no commit of it was stored by then ({4})"
        }
        CommitClaim::NoAnswer { timeout: None, .. } => {
            "{0} had no answer to its {1}, and closed the connection"
        }
        CommitClaim::NoAnswer { timeout: Some(_), .. } => {
            "{0} had no answer to its {1} for {2} (request.timeout.ms), and closed the connection"
        }
        CommitClaim::AnsweredWith { .. } => "{0}'s {1} was answered with {2}, and {0} closed the connection",
        CommitClaim::OtherAnsweredWith { .. } => {
            "another commit of {0} was answered with {1}, and {0} closed the connection"
        }
        CommitClaim::NoHeartbeatAnswer { .. } => {
            "{0} had no answer to a heartbeat for {1} (session.timeout.ms), and closed the connection"
        }
        CommitClaim::FromMembersAlone { .. } => "{0}, as {1} has members and takes commits from them alone",
    }
}

pub fn by(by: &By) -> &'static str {
    match by {
        By::Unknown => " more than once",
        By::Twice(_) => " by {0} twice",
        By::AndAgain(..) => " by {0}, and again by {1}",
    }
}

pub fn asks(asks: &Asks) -> &'static str {
    match asks {
        Asks::At(_, None) => "; it asks for metadata again at {0} s",
        Asks::At(_, Some(_)) => "; it asks for metadata again at {0} s (metadata.max.age.ms is {1})",
        Asks::UnderWay => "; it has asked for metadata, and the answer is still to come",
        Asks::Silent => "",
    }
}

pub fn record(claim: &RecordClaim) -> &'static str {
    match claim {
        RecordClaim::ProcessedAgain { .. } => "record {0} of {1} was processed{2} ({3})",
        RecordClaim::PassedOver { .. } => "record {0} of {1} was not processed ({2})",
        RecordClaim::PassedOverInHand { .. } => {
            "record {0} of {1} is not processed yet, though passed over ({2})"
        }
        RecordClaim::BeforeStart { .. } => {
            "record {0} of {1} was not read: it was written before {2} started, and auto.offset.reset=latest begins \
             after it"
        }
        RecordClaim::NotOfGroup { .. } => {
            "record {0} of {1} was not {2}'s to read: an administrator had the group start after it"
        }
        RecordClaim::BeforeAssignment { .. } => {
            "record {0} of {1} was not read: it was written after {2} was started at {3} s, but before the first \
             assignment of {4} at {5} s, and auto.offset.reset=latest begins after it"
        }
        RecordClaim::BeforeReading { .. } => {
            "record {0} of {1} was not read: it was written at {2} s, before {3} began to read {1} at {4} s, and \
             auto.offset.reset=latest begins after it"
        }
        RecordClaim::ProcessedOnce { by: None, .. } => "record {0} of {1} was processed once",
        RecordClaim::ProcessedOnce { by: Some(_), .. } => "record {0} of {1} was processed once, by {2}",
        RecordClaim::NotYet { .. } => "record {0} of {1} was not processed yet",
        RecordClaim::InHand(_) => "{0} has it in hand",
        RecordClaim::Stuck(_) => "{0} cannot get past a record before it",
        RecordClaim::NotComeToIt { position: None, .. } => "{0} has not come to it",
        RecordClaim::NotComeToIt { position: Some(_), .. } => "{0} has not come to it: it stands at {1}",
        RecordClaim::NoneSubscribes { .. } => "nobody reads {0}: no member of {1} subscribes to {2}",
        RecordClaim::KnownAlready { over: true, .. } => {
            "nobody reads {0} yet: {1} knew of it and was to join again for it"
        }
        RecordClaim::KnownAlready { over: false, .. } => {
            "nobody reads {0} yet: {1} knows of it and is to join again for it"
        }
        RecordClaim::NothingBegins { .. } => {
            "nobody reads {0}: generation {3} was assigned without it, and its leader {1} knows it already, so nothing \
             begins a rebalance; {0} waits for the next one of {2}"
        }
        RecordClaim::NotKnown { .. } => "nobody reads {0}: {1} does not know {2} yet{3}",
        RecordClaim::Moves(_) => {
            "nobody reads {0} yet: it is moving, and the next round of the rebalance gives it away"
        }
        RecordClaim::NobodySubscribes { group: None, .. } => {
            "nobody reads {0}: no consumer subscribes to {1}"
        }
        RecordClaim::NobodySubscribes { group: Some(_), .. } => {
            "nobody of {2} reads {0}: no consumer of {2} subscribes to {1}"
        }
        RecordClaim::TopicDeletedAt { .. } => "{0} was deleted at {1} s",
    }
}

pub const fn divided(_: &Divided) -> &'static str {
    "{0} has {1} partition{1:s} for {2} member{2:s}"
}

pub const fn went_to(_: &WentTo) -> &'static str {
    "{0} went to {1}"
}

pub fn more(more: &More) -> &'static str {
    match more {
        More::Topics(1) => "{0} other topic has too few, too",
        More::Topics(_) => "{0} other topics have too few, too",
        More::Partitions(_) => " and {0} more to others",
    }
}

pub fn went(went: &Went) -> &'static str {
    match went.how {
        _ if went.told.is_empty() => "",
        DealtBy::RoundRobin => {
            "; roundrobin gives each to the next member that subscribes to its topic: {0}{1}"
        }
        DealtBy::NobodysOnly(_) => "; {0}{1}, and {2} takes nobody's only partition",
        DealtBy::Plain => "; {0}{1}",
    }
}

pub fn share(claim: &ShareClaim) -> &'static str {
    match claim {
        ShareClaim::Withheld { owners, .. } => match owners.len() {
            0 => {
                "{0} has nothing yet: what is moving ({1}) has been given up, and the next round of the rebalance \
                 gives it away"
            }
            1 => "{0} has nothing yet: what is moving ({1}) is withheld until its owner {2} has given it up",
            _ => {
                "{0} has nothing yet: what is moving ({1}) is withheld until its owners {2} have given it up"
            }
        },
        ShareClaim::KnowsNoTopic { matched_by: MatchedBy::Broker, .. } => {
            "{0} has nothing yet: the coordinator has found no topic that matches {1}"
        }
        ShareClaim::KnowsNoTopic { .. } => "{0} has nothing yet: it knows no topic that matches {1}",
        ShareClaim::UnknownToLeader { .. } => {
            "{0} has nothing yet: the leader {1} did not know {2} when it assigned generation {3}"
        }
        ShareClaim::MoreMembers { .. } => "{0} is idle: {1} has {2} member{2:s} and {3} partition{3:s}",
        ShareClaim::IdleByRange { .. } => {
            "{0} is idle: range divides each topic by itself: {1}, and {0} comes after those that got one"
        }
        ShareClaim::OnlyTopic { .. } => {
            "{0} is idle: it subscribes only to {1}, with {2} partition{2:s} for {3} member{3:s}{4}"
        }
        ShareClaim::OfItsTopics { .. } => "{0} is idle: of the topics to which it subscribes, {1}{2}",
        ShareClaim::NoTopics(_) => "{0} is idle: none of the topics it subscribes to exists",
        ShareClaim::NoTopicMatched(_) => "there was never a topic that matches {0}",
        ShareClaim::NeverCreated(topics) if topics.len() == 1 => "{0} was never created",
        ShareClaim::NeverCreated(_) => "{0} were never created",
        ShareClaim::Topics { .. } => {
            "{0} has {1} of {2} partition{2:s}: it subscribes to {3}, and {4} to {5}"
        }
        ShareClaim::Range { .. } => {
            "{0} has {1} of {2} partition{2:s}: range divides each topic by itself, and what is left over of each goes \
             to the members that come first"
        }
    }
}

pub fn led_to(led_to: &LedTo) -> &'static str {
    match led_to {
        LedTo::Generation(_) => "generation {0}: ",
        LedTo::NotYet => "now: ",
        LedTo::Nothing => "no generation: ",
    }
}

pub fn so_many_moved(moved: &SoManyMoved) -> &'static str {
    match moved.0.len() {
        0 => "{0} moved",
        _ => "{0} moved ({1})",
    }
}

pub fn listed_rebalance(listed: &ListedRebalance) -> &'static str {
    match (listed.held_up, listed.cut_short) {
        (None, false) => "{0}{1}; {2}; {3}",
        (None, true) => "{0}{1}; {2}; {3}; cut short",
        (Some(_), false) => "{0}{1}; {2}, {4}; {3}",
        (Some(_), true) => "{0}{1}; {2}, {4}; {3}; cut short",
    }
}
