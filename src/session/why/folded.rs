//! Long chains told short: what goes round in circles is told once, and how often it came again; the beginning, which
//! is what was asked for, always stays.

use super::{Asked, Relation, Step};
use crate::cluster::fact::{Fact, WorldFact};
use crate::cluster::journal::EntryId;
use crate::kafka::broker::fact::BrokerFact;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::ids::{ClientName, GroupId};
use crate::session::language::why::{Claim, kind};
use std::mem::discriminant;

/// A chain that is no longer than this is told as it is.
const LONGEST: usize = 12;
/// A circle has no more steps than this.
const LARGEST_CIRCLE: usize = 8;
/// How many steps stay at the end of a chain that is too long all the same.
const KEPT_AT_THE_END: usize = 4;

impl Asked<'_> {
    /// The chain as it is told.
    pub(super) fn folded(&self, steps: Vec<Step>) -> Vec<Step> {
        folded(steps, &|entry| self.kind_of(entry))
    }

    /// What an entry is apart from its numbers, if the journal tells of it: the fact and whom it is about.
    fn kind_of(&self, entry: EntryId) -> String {
        self.cluster.entry(entry).map_or_else(String::new, |entry| kind_of(&entry.fact))
    }
}

fn kind_of(fact: &Fact) -> String {
    let what = match fact {
        Fact::World(done) => format!("{:?}", discriminant(done)),
        Fact::Consumer(_, said) => format!("{:?}", discriminant(said)),
        Fact::Group(_, said) => format!("{:?}", discriminant(said)),
        Fact::Broker(_, said) => format!("{:?}", discriminant(said)),
    };
    format!("{:?} {what} {}", discriminant(fact), about(fact))
}

/// Whom or what a fact is about that the journal tells of in a chain; nothing of what is never told by itself.
fn about(fact: &Fact) -> String {
    match fact {
        Fact::World(done) => about_deed(done),
        Fact::Consumer(client, said) => about_said(client, said),
        Fact::Group(group, said) => about_said_of_group(group, said),
        Fact::Broker(_, BrokerFact::RecordsDeleted { partition, .. }) => partition.to_string(),
    }
}

fn about_deed(done: &WorldFact) -> String {
    use WorldFact::*;
    match done {
        RetentionChanged { topic, .. } => topic.to_string(),
        ProcessingTimeChanged { client, .. } => client.to_string(),
        OffsetsReset { group, .. }
        | DeletionAsked { group, .. }
        | CommitsDisturbed { group, .. }
        | CoordinatorLost { group }
        | CoordinatorTookOver { group, .. }
        | GroupBounced { group, .. } => group.to_string(),
        TopicCreated { .. }
        | PartitionsAdded { .. }
        | TopicDeleted { .. }
        | RecordPoisoned { .. }
        | BurstAsked { .. }
        | ProcessStarted { .. }
        | ProcessKilled { .. }
        | ProcessFrozen { .. }
        | ProcessThawed { .. }
        | CloseRequested { .. }
        | CloseRequestedWith { .. }
        | GraceExpired { .. }
        | ClosedInMidBatch { .. }
        | MemberRemovalAsked { .. }
        | LinkCut { .. }
        | LinkRestored { .. }
        | RateChanged { .. } => String::new(),
    }
}

fn about_said(client: &ClientName, said: &ConsumerFact) -> String {
    use ConsumerFact::*;
    match said {
        OffsetOutOfRange { partition, .. } => format!("{client} {partition}"),
        SubscriptionChanged { topics, pattern } => format!("{client} {topics:?} {pattern:?}"),
        SecondThread | CommitCallback { .. } | CommitFailed { .. } | ExceptionThrown { .. } => {
            client.to_string()
        }
        HandlerStalled { .. }
        | HandlerResumed { .. }
        | ProcessClosed
        | WokenUp
        | CallRequested { .. }
        | RequestSent { .. }
        | ResponseReceived { .. }
        | RequestTimedOut { .. }
        | Unsubscribed
        | TopicIdChanged { .. }
        | TopicsChanged { .. }
        | RejoinNeeded { .. }
        | JoinedGroup { .. }
        | AssignmentComputed { .. }
        | MemberStateChanged { .. }
        | EpochReached { .. }
        | CallbackStarted { .. }
        | CallbackFinished { .. }
        | AssignmentChanged { .. }
        | PositionSet { .. }
        | Sought { .. }
        | PausedByCall { .. }
        | PauseForgotten { .. }
        | ResumedByCall { .. }
        | PollReturned { .. }
        | CommitStarted { .. }
        | CommitSucceeded { .. }
        | PartitionsPaused { .. }
        | PartitionsResumed { .. }
        | DeserializationFailed { .. }
        | RecordSkipped { .. }
        | CoordinatorUnknown
        | MembershipLost { .. }
        | PollIntervalExceeded { .. } => String::new(),
    }
}

fn about_said_of_group(group: &GroupId, said: &GroupFact) -> String {
    use GroupFact::*;
    match said {
        OffsetCommitted { .. } | RebalanceStarted { .. } => group.to_string(),
        ProtocolsDiffer { client, .. } => client.to_string(),
        StaticMemberAbsent { member } | StaticMemberReplaced { new: member, .. } => member.to_string(),
        GroupStateChanged { .. }
        | MemberIdHandedOut { .. }
        | PendingMemberExpired { .. }
        | PendingMemberRemoved { .. }
        | MemberAdded { .. }
        | MemberRemoved { .. }
        | JoinPhaseExtended { .. }
        | GenerationStarted { .. }
        | LeaderElected { .. }
        | AssignmentStored { .. }
        | OffsetCommitRefused { .. }
        | OffsetCommitLost { .. }
        | OffsetsExpired { .. }
        | OffsetsDeleted { .. }
        | ConsumerGroupBegan
        | GroupUpgraded { .. }
        | GroupDowngraded { .. }
        | ConsumerGroupStateChanged { .. }
        | GroupEpochRaised { .. }
        | TargetComputed { .. }
        | RevocationAsked { .. }
        | RevocationAcknowledged { .. }
        | MemberAdvanced { .. }
        | StaticMemberAway { .. }
        | HeartbeatRefused { .. }
        | GroupDeleted => String::new(),
    }
}

fn folded(steps: Vec<Step>, fact: &dyn Fn(EntryId) -> String) -> Vec<Step> {
    if steps.len() <= LONGEST {
        return steps;
    }
    shortened(without_circles(&steps, fact))
}

fn without_circles(steps: &[Step], fact: &dyn Fn(EntryId) -> String) -> Vec<Step> {
    let kinds: Vec<Vec<String>> = steps.iter().map(|step| kind(&step.claim, fact)).collect();
    let mut told = Vec::new();
    let mut place = 0;
    while place < steps.len() {
        let rest = &kinds[place..];
        let circle = (1..=LARGEST_CIRCLE.min(rest.len())).map(|size| (size, again(rest, size)));
        // Once more is told; what comes again and again is not.
        let Some((size, times)) = circle.into_iter().find(|(_, times)| *times > 1) else {
            told.push(steps[place].clone());
            place += 1;
            continue;
        };
        told.extend_from_slice(&steps[place..place + size]);
        told.push(left_out(&steps[place + size], Claim::SameAgain(times)));
        place += size * (times + 1);
    }
    told
}

fn shortened(mut steps: Vec<Step>) -> Vec<Step> {
    if steps.len() > LONGEST {
        let (from, to) = (LONGEST - KEPT_AT_THE_END - 1, steps.len() - KEPT_AT_THE_END);
        let beginning = left_out(&steps[from], Claim::AndSoOn(to - from));
        steps.splice(from..to, [beginning]);
    }
    steps
}

fn left_out(first: &Step, claim: Claim) -> Step {
    Step { claim, more: Vec::new(), relation: Relation::LeftOut, ..first.clone() }
}

/// Relation often the first `size` come again right after themselves.
fn again(kinds: &[Vec<String>], size: usize) -> usize {
    kinds.chunks_exact(size).skip(1).take_while(|chunk| **chunk == kinds[..size]).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kafka::ids::Generation;
    use crate::session::language::why::event::Event;
    use crate::session::language::why::member::{MembershipClaim, Who};
    use crate::sim::time::{SimDuration, SimTime};

    fn steps(claims: &[Claim]) -> Vec<Step> {
        let step = |(place, claim): (usize, &Claim)| {
            Step::new(EntryId::at(1000 - place), SimTime::ZERO, claim.clone())
        };
        claims.iter().enumerate().map(step).collect()
    }

    fn told(claims: &[Claim]) -> Vec<Claim> {
        let kind_of = |entry: EntryId| (entry.place() % 2).to_string();
        folded(steps(claims), &kind_of).into_iter().map(|step| step.claim).collect()
    }

    fn not_polled(client: &str, millis: u64) -> Claim {
        let silent = SimDuration::from_millis(millis);
        Event::NotPolled { client: ClientName::from(client), silent }.into()
    }

    fn joined() -> Claim {
        let who = Who::Client(ClientName::from("c1"));
        MembershipClaim::Joined { who, group: GroupId::from("billing") }.into()
    }

    #[test]
    fn a_circle_is_told_once_and_the_beginning_stays() {
        let assigned = |generation| Claim::from(MembershipClaim::Assigned(Generation(generation)));
        let started = Claim::from(Event::Started(ClientName::from("c1")));
        let mut claims = vec![joined()];
        for round in 0..7 {
            claims.push(not_polled("c1", 8000 + round));
            claims.push(assigned(9 - round as i32));
        }
        claims.push(started.clone());
        assert_eq!(
            told(&claims),
            [joined(), not_polled("c1", 8000), assigned(9), Claim::SameAgain(6), started]
        );
    }

    #[test]
    fn what_is_about_others_is_no_circle() {
        let of = |n: u64| not_polled(&format!("c{}", n % 7), 8000 + n);
        let claims: Vec<Claim> = (0..14).map(of).collect();
        assert_eq!(told(&claims)[7..9], [Claim::AndSoOn(3), of(10)], "once more is no circle");
        let claims: Vec<Claim> = (0..21).map(of).collect();
        assert_eq!(told(&claims)[7..], [Claim::SameAgain(2)]);
    }

    #[test]
    fn what_is_done_to_one_group_is_of_several_kinds() {
        let lost = |group: &str| Fact::World(WorldFact::CoordinatorLost { group: GroupId::from(group) });
        let group = GroupId::from("billing");
        let deleted = Fact::World(WorldFact::DeletionAsked { group, topic: None });
        assert_eq!(kind_of(&lost("billing")), kind_of(&lost("billing")));
        assert_ne!(kind_of(&lost("billing")), kind_of(&lost("audit")));
        assert_ne!(kind_of(&lost("billing")), kind_of(&deleted));
    }

    #[test]
    fn facts_of_one_kind_are_alike_whatever_entries_they_are_in() {
        let claims: Vec<Claim> = (0..16).map(|n| Claim::Fact(EntryId::at(n))).collect();
        assert_eq!(told(&claims), [claims[0].clone(), claims[1].clone(), Claim::SameAgain(7)]);
    }

    #[test]
    fn a_long_chain_without_circles_keeps_both_ends() {
        let name = |n: u8| Claim::from(Event::Killed(ClientName::from(&*char::from(b'a' + n).to_string())));
        let claims: Vec<Claim> = (0..20).map(name).collect();
        let told = told(&claims);
        assert_eq!(told.len(), 12);
        assert_eq!(told[6..8], [name(6), Claim::AndSoOn(9)]);
        assert_eq!(told[11], name(19));
    }

    #[test]
    fn a_short_chain_is_told_as_it_is() {
        let claims = vec![joined(); 12];
        assert_eq!(told(&claims), claims);
    }
}
