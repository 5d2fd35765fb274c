//! What is foretold happens: in a copy of the world in which nobody interferes, at the instant that was foreseen.
//! Every scenario and every story of `tests/sessions/` is asked again and again on its way.

#[path = "docs_support/runs.rs"]
mod runs;

use groupscope::cluster::fact::{Fact, WorldFact};
use groupscope::cluster::foreseen::{Bound, Foreseen, ForeseenEvent};
use groupscope::cluster::observation::{AppThread, ConsumerView, ProcessState};
use groupscope::cluster::{Cluster, Entry};
use groupscope::kafka::api::ApiKey;
use groupscope::kafka::consumer::fact::ConsumerFact;
use groupscope::kafka::coordinator::fact::GroupFact;
use groupscope::kafka::ids::{ClientName, GroupId};
use groupscope::kafka::offset_causes::CommitOrigin;
use groupscope::kafka::rebalance_causes::RemovalReason;
use groupscope::session::Session;
use groupscope::sim::time::{SimDuration, SimTime};
use std::collections::BTreeMap;

/// So many instants of a story are asked about.
const ASKED: u64 = 24;
/// What is further ahead is not waited for.
const HORIZON: SimDuration = SimDuration::from_secs(65);

fn scripts() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (folder, ending) in [("static/scenarios", "session"), ("tests/sessions", "txt")] {
        for file in runs::files(folder, ending) {
            let text = std::fs::read_to_string(&file).unwrap();
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            found.push((name, runs_alone(&text)));
        }
    }
    found
}

/// The script of a story without what it is expected to tell.
fn runs_alone(text: &str) -> String {
    let mut lines = Vec::new();
    let mut told = false;
    for line in text.lines() {
        told = if line == "----" { true } else { told && !line.is_empty() };
        if !told {
            lines.push(line);
        }
    }
    lines.join("\n")
}

fn everything_foreseen(world: &Cluster) -> Vec<Foreseen> {
    let seen = world.observe(0);
    let of_consumers = seen.consumers.iter().flat_map(|view| world.foreseen_of(view));
    let of_groups = seen.groups.iter().flat_map(|group| world.foreseen_of_group(&group.id));
    let refreshes = seen.consumers.iter().filter_map(|view| world.foreseen_refresh(&view.name));
    let mut all: Vec<Foreseen> = of_consumers.chain(of_groups).chain(refreshes).collect();
    all.retain(|foreseen| foreseen.at > world.now() && foreseen.at <= world.now() + HORIZON);
    all.sort_by_key(|foreseen| foreseen.at);
    all
}

/// What happened after an instant, up to another and at it.
struct Meanwhile<'a> {
    since: SimTime,
    at: SimTime,
    world: &'a Cluster,
}

impl Meanwhile<'_> {
    fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.world.journal().iter().filter(|entry| entry.time > self.since && entry.time <= self.at)
    }

    fn consumer(&self, client: &ClientName, wanted: impl Fn(&ConsumerFact) -> bool) -> Option<SimTime> {
        let said = |entry: &&Entry| entry.fact.of_consumer(client).is_some_and(&wanted);
        self.entries().find(said).map(|entry| entry.time)
    }

    fn group(&self, group: &GroupId, wanted: impl Fn(&GroupFact) -> bool) -> Option<SimTime> {
        let said =
            |entry: &&Entry| matches!(&entry.fact, Fact::Group(id, fact) if id == group && wanted(fact));
        self.entries().filter(said).last().map(|entry| entry.time)
    }

    fn done(&self, wanted: impl Fn(&WorldFact) -> bool) -> Option<SimTime> {
        let is_it = |entry: &&Entry| matches!(&entry.fact, Fact::World(fact) if wanted(fact));
        self.entries().find(is_it).map(|entry| entry.time)
    }

    fn view(&self, client: &ClientName) -> ConsumerView {
        self.world.observe_consumers().into_iter().find(|view| view.name == *client).unwrap()
    }
}

/// Whether it has come as it was foreseen; `now` is the world at that instant.
fn has_come(foreseen: &Foreseen, meanwhile: &Meanwhile) -> bool {
    use ForeseenEvent::*;
    let at = Some(foreseen.at);
    let sent = |client: &ClientName, wanted: ApiKey| {
        let sends =
            |fact: &ConsumerFact| matches!(fact, ConsumerFact::RequestSent { api, .. } if *api == wanted);
        meanwhile.consumer(client, sends)
    };
    match &foreseen.event {
        Thaws { client } => {
            at == meanwhile
                .done(|fact| matches!(fact, WorldFact::ProcessThawed { client: it } if it == client))
        }
        Reaches { client } => {
            at == meanwhile
                .done(|fact| matches!(fact, WorldFact::LinkRestored { client: it, .. } if it == client))
        }
        Resumes { client } => {
            at == meanwhile.consumer(client, |fact| matches!(fact, ConsumerFact::HandlerResumed { .. }))
        }
        IsKilled { client, .. } => matches!(
            meanwhile.view(client).process,
            ProcessState::Killed { .. } | ProcessState::Closed { .. } | ProcessState::Failed { .. }
        ),
        SendsHeartbeat { client, .. } => {
            at == sent(client, ApiKey::Heartbeat) || gives_up(meanwhile, client).is_some()
        }
        AsksForTopics { client, .. } => {
            let next = meanwhile.world.asks_for_metadata_at(client);
            next.is_some_and(|next| next > foreseen.at) || joins(meanwhile, client)
        }
        CommitsByItself { client, .. } => {
            let by_poll = |fact: &ConsumerFact| {
                matches!(fact, ConsumerFact::CommitStarted { origin: CommitOrigin::Auto, .. })
            };
            meanwhile
                .consumer(client, by_poll)
                .is_none_or(|began| Some(began) >= at || joins(meanwhile, client))
        }
        MissesPoll { client, .. } => {
            let missed = |fact: &ConsumerFact| matches!(fact, ConsumerFact::PollIntervalExceeded { .. });
            let missed = meanwhile.consumer(client, missed);
            match foreseen.bound {
                Bound::Then => missed == at,
                _ => missed == at || meanwhile.view(client).next_poll_due.is_none_or(|due| Some(due) > at),
            }
        }
        Processes { client, partition, offset } => {
            let view = meanwhile.view(client);
            let in_hand = view.workers.iter().any(|it| (it.partition, it.offset) == (*partition, *offset));
            !in_hand
                && !matches!(view.thread, AppThread::Processing { partition: p, offset: o, .. }
                    if (p, o) == (*partition, *offset))
        }
        SessionEnds { whom, group, rebalances, .. } => {
            let ended = meanwhile.group(
                group,
                |fact| matches!(fact, GroupFact::MemberRemoved { member, .. } if *member == whom.member),
            );
            let begun = meanwhile.group(group, |fact| matches!(fact, GroupFact::RebalanceStarted { .. }));
            match foreseen.bound {
                Bound::Then => ended == at && (!rebalances || begun.is_some()),
                _ => ended.is_some(),
            }
        }
        MissesRebalance { whom, group, .. } => {
            let late = [RemovalReason::DidNotRejoin, RemovalReason::DidNotSync];
            at == meanwhile.group(group, |fact| {
                matches!(fact, GroupFact::MemberRemoved { member, reason }
                    if *member == whom.member && late.contains(reason))
            })
        }
        IdExpires { whom, group } => {
            at == meanwhile.group(
                group,
                |fact| matches!(fact, GroupFact::PendingMemberExpired { member } if *member == whom.member),
            )
        }
        DelayEnds { group } => {
            at == meanwhile.group(group, |fact| {
                matches!(fact, GroupFact::GenerationStarted { .. } | GroupFact::JoinPhaseExtended { .. })
            })
        }
        DelayExtends { group } => {
            at == meanwhile.group(group, |fact| matches!(fact, GroupFact::JoinPhaseExtended { .. }))
        }
        JoinsEnd { group, .. } => {
            let ended = meanwhile.group(group, |fact| {
                matches!(fact, GroupFact::GenerationStarted { .. } | GroupFact::JoinPhaseExtended { .. })
            });
            ended.is_some()
        }
        SyncsEnd { group, .. } => {
            meanwhile.group(group, |fact| matches!(fact, GroupFact::GroupStateChanged { .. })).is_some()
        }
        TakenOver { group } => {
            at == meanwhile
                .done(|fact| matches!(fact, WorldFact::CoordinatorTookOver { group: it, .. } if it == group))
        }
    }
}

/// Whether a consumer gave partitions up, or closed: it commits then, too.
fn joins(meanwhile: &Meanwhile, client: &ClientName) -> bool {
    let process = meanwhile.view(client).process;
    matches!(process, ProcessState::Closing | ProcessState::Closed { .. })
        || gives_up(meanwhile, client).is_some()
}

/// When a consumer gave up its place in its group, or had to join again.
fn gives_up(meanwhile: &Meanwhile, client: &ClientName) -> Option<SimTime> {
    meanwhile.consumer(client, |fact| {
        matches!(
            fact,
            ConsumerFact::RejoinNeeded { .. }
                | ConsumerFact::MembershipLost { .. }
                | ConsumerFact::PollIntervalExceeded { .. }
                | ConsumerFact::CoordinatorUnknown
                | ConsumerFact::Unsubscribed
                | ConsumerFact::ProcessClosed
        )
    })
}

/// The name of an event, for counting.
fn kind(foreseen: &Foreseen) -> String {
    let told = format!("{:?}", foreseen.event);
    let name: String = told.chars().take_while(|c| c.is_alphabetic()).collect();
    format!("{name} {:?}", foreseen.bound)
}

#[test]
fn what_is_foreseen_happens_then_if_nobody_interferes() {
    let mut missed = Vec::new();
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for (name, text) in scripts() {
        let Ok(mut session) = Session::open(&name, text.as_bytes()) else { continue };
        let end = session.script_end().as_micros();
        for part in 0..ASKED {
            // Odd numbers, so that it is not always between two beats.
            session.seek(SimTime::from_micros(end * part / ASKED + part * 1_237));
            let since = session.now();
            let mut world = session.cluster().clone();
            for foreseen in everything_foreseen(&world) {
                world.advance_to(foreseen.at);
                let meanwhile = Meanwhile { since, at: foreseen.at, world: &world };
                *kinds.entry(kind(&foreseen)).or_default() += 1;
                if !has_come(&foreseen, &meanwhile) {
                    missed.push(format!("{name} at {since}: {foreseen:?}"));
                }
            }
        }
    }
    assert!(missed.is_empty(), "{} foreseen and not come:\n{}", missed.len(), missed.join("\n"));
    assert_eq!(kinds.len(), 19, "each kind has been foreseen: {kinds:#?}");
}
