//! Whom a rebalance waits for, or waited for: sentences, and what led to that.

use super::{Asked, Link};
use crate::cluster::journal::EntryId;
use crate::cluster::observation::ProcessState;
use crate::cluster::rebalances::{Rebalance, Waited, WaitedFor};
use crate::cluster::waits::{Limit, Wait, WaitFor};
use crate::cluster::whom::{FormerMember, Whom};
use crate::kafka::api::ApiKey;
use crate::kafka::fact::{Fact, RemovalReason};
use crate::kafka::ids::*;
use crate::sim::time::{SimDuration, SimTime};

/// A wait that is shorter than this is not worth a word.
pub(super) const SHORTEST: SimDuration = SimDuration::from_millis(100);
/// So many of those a group waits for are told one by one.
const TOLD: usize = 3;

/// `30 s`, `250 ms`, `2.812 s`.
pub(in crate::session) fn span(span: SimDuration) -> String {
    let micros = span.as_micros();
    match micros {
        0 => "0 s".to_owned(),
        _ if !micros.is_multiple_of(1000) && micros < 1000 => format!("{micros} us"),
        _ if micros < 1_000_000 => format!("{} ms", micros / 1000),
        _ if micros.is_multiple_of(1_000_000) => format!("{} s", micros / 1_000_000),
        _ => format!("{}.{:03} s", micros / 1_000_000, micros / 1000 % 1000),
    }
}

/// A member as people call it: its consumer's name; if that has another member now, which one is meant.
pub(in crate::session) fn name(whom: &Whom) -> String {
    let client = whom.client.as_ref().map_or_else(|| whom.member.to_string(), ToString::to_string);
    match &whom.former {
        None => client,
        Some(FormerMember::Process(end)) => match ended(*end) {
            Some(end) => format!("the earlier {client}, {end},"),
            None => format!("the earlier {client}"),
        },
        Some(FormerMember::Membership) => format!("{client}'s earlier membership"),
    }
}

/// `killed at 3.040 s`.
pub(in crate::session) fn ended(state: ProcessState) -> Option<String> {
    Some(match state {
        ProcessState::Killed { since } => format!("killed at {since} s"),
        ProcessState::Closed { since } => format!("closed at {since} s"),
        ProcessState::Failed { exception, since } => format!("ended at {since} s with {}", exception.name()),
        _ => return None,
    })
}

fn limit(limit: Option<(SimTime, Limit)>) -> String {
    let Some((at, limit)) = limit else { return String::new() };
    match limit {
        Limit::InitialDelay(delay) => {
            format!(" until {at} s (group.initial.rebalance.delay.ms is {})", span(delay))
        }
        Limit::SessionTimeout(timeout) => {
            format!(" until its session.timeout.ms ({}) ends at {at} s", span(timeout))
        }
        Limit::PollInterval(interval) => {
            format!(" at most until max.poll.interval.ms ({}) ends at {at} s", span(interval))
        }
    }
}

/// What a group waits for, as a sentence.
pub(in crate::session) fn sentence(
    group: &GroupId,
    wait: &Wait,
    since: Option<SimTime>,
    sync: bool,
) -> String {
    let who = match &wait.whom {
        Some(whom) if sync => format!("the leader {}", name(whom)),
        Some(whom) => name(whom),
        None => String::new(),
    };
    let who = who.trim_end_matches(',');
    let until = limit(wait.limit);
    let request = if sync { "SyncGroup" } else { "JoinGroup" };
    let at = |what: &str| match since {
        Some(since) => format!("{who}, {what} since {since} s,"),
        None => format!("{who}, {what},"),
    };
    match wait.what {
        WaitFor::Newcomers => format!("{group} waits for more members to join{until}"),
        WaitFor::MemberId => {
            format!("{group} waits for {who}, which was given a member id and has not joined with it,{until}")
        }
        WaitFor::Gone(state) => match wait.whom.as_ref().and_then(|whom| whom.former.as_ref()) {
            None => format!("{group} waits for {who}, {},{until}", ended(state).unwrap_or_default()),
            Some(_) => format!("{group} waits for {who},{until}"),
        },
        WaitFor::Former => format!("{group} waits for {who},{until}"),
        WaitFor::Frozen => format!("{group} waits for {}{until}", at("frozen")),
        WaitFor::CutOff => format!("{group} waits for {}{until}", at("cut off from the brokers")),
        WaitFor::Poll { since } if sync => {
            format!(
                "{group} waits for {who}, which has not sent SyncGroup and not called poll since {since} s,{until}"
            )
        }
        WaitFor::Poll { since } => {
            format!("{group} waits for {who}, which has not called poll since {since} s,{until}")
        }
        WaitFor::Heartbeat { at, every } => format!(
            "{group} waits for {who}, which learns of the rebalance with the answer to its next heartbeat at {at} s \
             (heartbeat.interval.ms is {})",
            span(every)
        ),
        WaitFor::Coordinator => format!("{group} waits for {who}, which looks for its coordinator,{until}"),
        WaitFor::Commit => format!("{group} waits for {who}, which commits before it joins,{until}"),
        WaitFor::OnItsWay => format!("{group} waits for {who}, whose {request} is on its way,{until}"),
    }
}

impl Asked<'_> {
    /// Whom a group waits for now, each with what led to that.
    pub(super) fn waits(&self, group: &GroupId, sync: bool) -> Vec<Link> {
        let waits = self.cluster.waits(group);
        let mut links: Vec<Link> = Vec::new();
        for wait in waits.iter().take(TOLD) {
            let (entry, chain) = self.behind(wait);
            let since = entry.and_then(|entry| self.cluster.entry(entry)).map(|entry| entry.time);
            let sentence = sentence(group, wait, since, sync);
            let mut told = self.at(sentence, entry, chain);
            told[0].also = !links.is_empty();
            links.append(&mut told);
        }
        if let Some(last) = links.first_mut().filter(|_| waits.len() > TOLD) {
            last.sentence += &format!(" (and for {} more)", waits.len() - 1);
        }
        links
    }

    /// A sentence with what led to it; time alone, if nothing did.
    pub(super) fn at(&self, sentence: String, entry: Option<EntryId>, chain: Vec<Link>) -> Vec<Link> {
        let setting = chain.is_empty();
        let mut links = self.told(sentence, entry, chain);
        links[0].setting = setting;
        links
    }

    /// What led to a wait.
    fn behind(&self, wait: &Wait) -> (Option<EntryId>, Vec<Link>) {
        let Some(whom) = &wait.whom else { return (None, Vec::new()) };
        let client = whom.client.as_ref();
        let entry = match wait.what {
            WaitFor::Gone(_) | WaitFor::Former | WaitFor::Frozen | WaitFor::CutOff => {
                self.cluster.what_silenced(self.end(), &whom.member)
            }
            WaitFor::Poll { .. } => client.and_then(|client| self.cluster.keeps_from_poll(client)),
            WaitFor::Coordinator => self.newest(|fact| match fact {
                Fact::CoordinatorLost { .. } | Fact::CoordinatorTookOver { .. } => true,
                Fact::LinkCut { client: of, .. } => Some(of) == client,
                _ => false,
            }),
            WaitFor::Commit => self.newest(|fact| match fact {
                Fact::CommitStarted { client: of, .. } | Fact::CommitFailed { client: of, .. } => {
                    Some(of) == client
                }
                _ => false,
            }),
            WaitFor::Newcomers | WaitFor::MemberId | WaitFor::Heartbeat { .. } | WaitFor::OnItsWay => None,
        };
        (entry, self.all_of(entry))
    }

    /// What held a rebalance up the longest, if that is worth telling, with what led to it.
    pub(super) fn held_up(&self, group: &GroupId, rebalance: &Rebalance) -> Vec<Link> {
        let long = |wait: &&Waited| wait.until.since(wait.from) >= SHORTEST;
        let Some(wait) = rebalance.longest_wait().filter(long) else { return Vec::new() };
        let took = span(wait.until.since(wait.from));
        let (sentence, entry) = self.waited(group, wait);
        let entry = entry.filter(|entry| *entry != rebalance.entry);
        let chain = self.all_of(entry);
        let mut links = self.at(format!("for {took} {sentence}"), entry.or(Some(rebalance.entry)), chain);
        links[0].also = true;
        links
    }

    /// What a group waited for, as a sentence, and what led to that.
    pub(in crate::session) fn waited(&self, group: &GroupId, wait: &Waited) -> (String, Option<EntryId>) {
        let until = wait.until;
        match &wait.what {
            WaitedFor::Newcomers => {
                let sentence = format!(
                    "{group} waited until {until} s for more members to join (group.initial.rebalance.delay.ms)"
                );
                (sentence, None)
            }
            WaitedFor::Rejoin(whom) => self.rejoined_last(group, wait, whom),
            WaitedFor::MemberId(whom) => (self.waited_for_id(group, whom, until), None),
            WaitedFor::Session(whom) => {
                let removed = self.removal_of(&whom.member);
                let timeouts = removed.and_then(|removed| self.timeouts(removed, &whom.member));
                let timeout = timeouts.map_or(String::new(), |(session, _)| format!(" ({})", span(session)));
                let silenced = removed.and_then(|removed| self.cluster.what_silenced(removed, &whom.member));
                let who = self.silent(whom, silenced);
                let sentence = format!(
                    "{group} waited for {who} until its session.timeout.ms{timeout} ended at {until} s"
                );
                (sentence, silenced)
            }
            WaitedFor::Absent(absent) => {
                let names: Vec<String> =
                    absent.iter().map(|whom| name(whom).trim_end_matches(',').to_owned()).collect();
                let first = absent.first().map(|whom| &whom.member);
                let removed = first.and_then(|member| self.removal_of(member));
                let behind =
                    removed.and_then(|removed| self.cluster.because(removed)).map(|reason| reason.entry);
                let who = names.join(", ");
                let sentence =
                    format!("{group} waited for {who} until max.poll.interval.ms ended at {until} s");
                (sentence, behind)
            }
            WaitedFor::Leave(whom) => {
                let removed = self.removal_of(&whom.member);
                let behind =
                    removed.and_then(|removed| self.cluster.because(removed)).map(|reason| reason.entry);
                let fact = removed.and_then(|removed| self.cluster.entry(removed)).map(|entry| &entry.fact);
                let left = matches!(fact, Some(Fact::MemberRemoved { reason: RemovalReason::Left, .. }));
                let end = if left { "it left" } else { "it was removed" };
                (format!("{group} waited for {} until {end} at {until} s", name(whom)), behind)
            }
            WaitedFor::Assignment(leader) => {
                let leader = leader.as_ref();
                let who = leader.map(|whom| format!("the leader {}", name(whom)));
                let who = who.unwrap_or_else(|| "its leader".to_owned());
                let behind = leader.and_then(|whom| {
                    let last = self.before_instant(until);
                    self.cluster.kept_from_poll_until(last, wait.from, whom.client.as_ref()?)
                });
                (
                    format!(
                        "{group} waited until {until} s for the SyncGroup of {}",
                        who.trim_end_matches(',')
                    ),
                    behind,
                )
            }
        }
    }

    /// A member that had asked for a member id, and what became of that.
    fn waited_for_id(&self, group: &GroupId, whom: &Whom, until: SimTime) -> String {
        let end = self.before_instant(until);
        let last = self.cluster.last_before(end, |fact| match fact {
            Fact::PendingMemberExpired { member, .. }
            | Fact::PendingMemberRemoved { member, .. }
            | Fact::MemberAdded { member, .. } => *member == whom.member,
            _ => false,
        });
        let who = name(whom);
        let who = who.trim_end_matches(',');
        let asked =
            format!("{group} waited for {who}, which asked for a member id and had to join again with it");
        match last.and_then(|last| self.cluster.entry(last)).map(|entry| &entry.fact) {
            Some(Fact::PendingMemberExpired { .. }) => {
                format!("{asked}, but had not done so when session.timeout.ms ended at {until} s")
            }
            Some(Fact::PendingMemberRemoved { .. }) => format!("{asked}, but left at {until} s instead"),
            _ => format!("{asked}, until it did so at {until} s"),
        }
    }

    /// A member that was silent, and what silenced it.
    fn silent(&self, whom: &Whom, silenced: Option<EntryId>) -> String {
        let who = name(whom);
        if whom.former.is_some() {
            return who;
        }
        let Some(entry) = silenced.and_then(|entry| self.cluster.entry(entry)) else { return who };
        let how = match entry.fact {
            Fact::ProcessKilled { .. } => "killed",
            Fact::ProcessFrozen { .. } => "frozen",
            Fact::LinkCut { .. } => "cut off",
            Fact::ProcessClosed { .. } => "closed",
            _ => return who,
        };
        format!("{who}, {how} at {} s,", entry.time)
    }

    /// The entry that tells how a member lost its place.
    fn removal_of(&self, member: &MemberId) -> Option<EntryId> {
        self.newest(|fact| match fact {
            Fact::MemberRemoved { member: of, .. } | Fact::StaticMemberAbsent { member: of, .. } => {
                of == member
            }
            _ => false,
        })
    }

    /// After all that happened until that instant.
    fn before_instant(&self, time: SimTime) -> EntryId {
        EntryId(self.cluster.journal().first_after(time) as u64)
    }

    /// The last member to rejoin learnt of the rebalance late, or came to its next poll late.
    fn rejoined_last(&self, group: &GroupId, wait: &Waited, whom: &Whom) -> (String, Option<EntryId>) {
        let who = name(whom);
        let plain = format!("{group} waited for {who}, which rejoined last, until {} s", wait.until);
        let Some(client) = &whom.client else { return (plain, None) };
        let end = self.before_instant(wait.until);
        let sent = self.cluster.last_before(end, |fact| {
            matches!(fact, Fact::RequestSent { client: of, api: ApiKey::JoinGroup, .. } if of == client)
        });
        let Some(sent) = sent.and_then(|sent| self.cluster.entry(sent)) else { return (plain, None) };
        let learnt = self.cluster.last_before(
            sent.id,
            |fact| matches!(fact, Fact::RejoinNeeded { client: of, .. } if of == client),
        );
        let learnt =
            learnt.and_then(|learnt| self.cluster.entry(learnt)).filter(|learnt| learnt.time > wait.from);
        match learnt {
            Some(learnt) if learnt.time.since(wait.from) >= sent.time.since(learnt.time) => {
                let at = learnt.time;
                let sentence = format!(
                    "{group} waited for {who}, which learnt of the rebalance with the answer to its heartbeat at {at} \
                     s (heartbeat.interval.ms)"
                );
                (sentence, None)
            }
            _ if self.looked_for_coordinator(client, wait.from, sent.id) => {
                let sentence = format!(
                    "{group} waited for {who}, which had to look for its coordinator first, and rejoined only at {} s",
                    sent.time
                );
                (sentence, None)
            }
            _ => {
                let sentence = format!(
                    "{group} waited for {who}, which called poll, and so rejoined, only at {} s",
                    sent.time
                );
                (sentence, self.cluster.kept_from_poll_until(sent.id, wait.from, client))
            }
        }
    }

    /// Whether a consumer gave its coordinator up in that time.
    fn looked_for_coordinator(&self, client: &ClientName, from: SimTime, before: EntryId) -> bool {
        let unknown = self.cluster.last_before(
            before,
            |fact| matches!(fact, Fact::CoordinatorUnknown { client: of } if of == client),
        );
        unknown.and_then(|unknown| self.cluster.entry(unknown)).is_some_and(|unknown| unknown.time >= from)
    }
}
