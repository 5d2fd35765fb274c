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
use groupscope::session::why::{ForetoldLine, Question};
use groupscope::session::{Lang, Session};
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
            let early = foreseen.bound == Bound::AtLatest;
            let sent = sent(client, ApiKey::Heartbeat).or(sent(client, ApiKey::ConsumerGroupHeartbeat));
            at == sent || early && sent.is_some() || gives_up(meanwhile, client).is_some()
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
                Bound::NotBefore => misses_poll_soon(foreseen.at, meanwhile, client),
                Bound::AtLatest => {
                    missed == at || meanwhile.view(client).next_poll_due.is_none_or(|due| Some(due) > at)
                }
            }
        }
        Processes { client, partition, offset } => {
            let view = meanwhile.view(client);
            let in_hand = view.workers.iter().any(|it| (it.partition, it.offset) == (*partition, *offset));
            !in_hand
                && !matches!(view.thread, AppThread::Processing { partition: p, offset: o, .. }
                    if (p, o) == (*partition, *offset))
        }
        _ => has_come_to_group(foreseen, meanwhile),
    }
}

/// Whether a member of a consumer group has left, though it calls poll too late, when its background thread has woken
/// next: five seconds later, if nothing wakes it before.
fn misses_poll_soon(at: SimTime, meanwhile: &Meanwhile, client: &ClientName) -> bool {
    let due = meanwhile.view(client).next_poll_due;
    if gives_up(meanwhile, client).is_some_and(|gone| gone < at) || due.is_some_and(|due| due > at) {
        return true;
    }
    let mut later = meanwhile.world.clone();
    later.advance_to(at + SimDuration::from_secs(5));
    let meanwhile = Meanwhile { since: meanwhile.since, at: later.now(), world: &later };
    let exceeded = |fact: &ConsumerFact| matches!(fact, ConsumerFact::PollIntervalExceeded { .. });
    meanwhile.consumer(client, exceeded).is_some_and(|missed| missed >= at)
}

/// The same of what will happen to a group and to its members' places.
fn has_come_to_group(foreseen: &Foreseen, meanwhile: &Meanwhile) -> bool {
    use ForeseenEvent::*;
    let at = Some(foreseen.at);
    match &foreseen.event {
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
        MissesRevocation { whom, group, .. } => {
            let settled = meanwhile.group(
                group,
                |fact| matches!(fact, GroupFact::RevocationAcknowledged { member, .. } if *member == whom.member),
            );
            let removed = meanwhile.group(
                group,
                |fact| matches!(fact, GroupFact::MemberRemoved { member, .. } if *member == whom.member),
            );
            match foreseen.bound {
                Bound::Then => removed == at,
                _ => settled.is_some() || removed.is_some(),
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
        other => panic!("{other:?} is nothing of a group's"),
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
    assert_eq!(kinds.len(), 22, "each kind has been foreseen: {kinds:#?}");
}

/// What is foretold of a question at an instant of a story: a line each, the instant first.
fn foretold(session: &mut Session, millis: u64, asked: &str, lang: Lang) -> Vec<String> {
    session.seek(SimTime::from_millis(millis));
    let question = Question::read(asked).unwrap_or_else(|error| panic!("{error:?}"));
    let lines = session.foretold(lang, &question).unwrap_or_else(|error| panic!("{error:?}"));
    let line = |line: ForetoldLine| format!("{} {}{}", line.time, line.bound.words(lang), line.sentence);
    lines.into_iter().map(line).collect()
}

fn story(text: &str) -> Session {
    Session::open("story", text.as_bytes()).unwrap_or_else(|errors| panic!("{errors:#?}\n{text}"))
}

const GROUP: &str = "cluster group.initial.rebalance.delay.ms=1000\ntopic orders partitions=4\n\
    group billing commit=sync strategy=range auto.offset.reset=earliest session.timeout.ms=6000 \
    heartbeat.interval.ms=2000 max.poll.interval.ms=8000 metadata.max.age.ms=15000\n\
    consumers c1 c2 group=billing\nproducer p1 topic=orders rate=40/s\n";

#[test]
fn of_a_crash_it_is_foretold_when_the_dead_are_removed_and_that_a_rebalance_follows() {
    let mut session = story(&format!("{GROUP}run to=10s\nkill c2\nrun for=1s\n"));
    for asked in ["c2", "orders-2 group=billing", "billing"] {
        let told = foretold(&mut session, 11_000, asked, Lang::En);
        assert_eq!(
            told,
            [
                "15.991 c2 will be removed from billing (session.timeout.ms is 6 s), and billing will rebalance"
            ],
            "{asked}"
        );
    }
    let told = foretold(&mut session, 11_000, "c2", Lang::Ko);
    assert_eq!(
        told,
        ["15.991 c2가 billing에서 제거되고(session.timeout.ms는 6초) billing이 리밸런스할 것입니다"]
    );
}

#[test]
fn of_a_consumer_group_it_is_foretold_when_the_dead_and_those_who_keep_what_they_are_to_give_up_are_removed()
{
    let group = "cluster group.consumer.assignment.interval.ms=0\ntopic orders partitions=6\n\
        group billing group.protocol=consumer commit=sync auto.offset.reset=earliest max.poll.interval.ms=20000\n\
        consumers c1 c2 group=billing\nproducer p1 topic=orders rate=40/s\n";
    let mut session = story(&format!("{group}run to=10s\nkill c2\nrun for=1s\n"));
    let told = foretold(&mut session, 11_000, "c2", Lang::En);
    let end = "c2 will be removed from billing (group.consumer.session.timeout.ms is 45 s)";
    assert!(told.iter().any(|line| line.ends_with(end)), "{told:#?}");
    let told = foretold(&mut session, 11_000, "c2", Lang::Ko);
    let end = "c2가 billing에서 제거될 것입니다(group.consumer.session.timeout.ms는 45초)";
    assert!(told.iter().any(|line| line.ends_with(end)), "{told:#?}");

    let mut session =
        story(&format!("{group}run to=10s\nstall c1 for=15s\nconsumers c3 group=billing\nrun for=8s\n"));
    let told = foretold(&mut session, 18_000, "c1", Lang::En);
    let end = "at the latest: c1 will be removed from billing, unless it says before that it has given up what it was \
               told to (max.poll.interval.ms is 20 s)";
    assert!(told.iter().any(|line| line.ends_with(end)), "{told:#?}");
}

#[test]
fn of_a_member_of_a_consumer_group_it_is_foretold_when_it_sends_a_heartbeat_and_from_when_on_it_leaves() {
    let group = "topic orders partitions=6\n\
        group billing group.protocol=consumer commit=sync auto.offset.reset=earliest max.poll.interval.ms=20000\n\
        consumers c1 group=billing\nproducer p1 topic=orders rate=40/s\n";
    let mut session = story(&format!("{group}run to=10s\nstall c1 for=60s\nrun for=2s\n"));
    let told = foretold(&mut session, 12_000, "c1", Lang::En);
    let beat = "c1 will send its next heartbeat (group.consumer.heartbeat.interval.ms is 5 s)";
    assert!(told.iter().any(|line| line.starts_with("16.") && line.ends_with(beat)), "{told:#?}");
    let late = "or later: c1 will leave billing, unless it calls poll before (max.poll.interval.ms is 20 s)";
    assert!(told.iter().any(|line| line.starts_with("29.") && line.ends_with(late)), "{told:#?}");
    let told = foretold(&mut session, 12_000, "c1", Lang::Ko);
    let beat = "c1이 다음 하트비트를 보낼 것입니다(group.consumer.heartbeat.interval.ms는 5초)";
    assert!(told.iter().any(|line| line.ends_with(beat)), "{told:#?}");
}

#[test]
fn of_a_slow_handler_it_is_foretold_when_it_goes_on_and_when_its_member_leaves() {
    let mut session = story(&format!("{GROUP}run to=10s\nstall c2 for=20s\nrun for=1s\n"));
    let told = foretold(&mut session, 11_000, "orders-3", Lang::En);
    let patience = "c2 will leave billing, unless it calls poll before (max.poll.interval.ms is 8 s)";
    assert!(told[0].starts_with("18.") && told[0].ends_with(patience), "{told:#?}");
    assert_eq!(told[1], "30.000 c2's handler will go on");
}

#[test]
fn of_a_join_it_is_foretold_until_when_it_waits_and_for_whom() {
    let mut session =
        story(&format!("{GROUP}run to=10s\nstall c2\nconsumers c3 group=billing\nrun for=4s\n"));
    let told = foretold(&mut session, 13_000, "billing", Lang::En);
    let end = "at the latest: billing will go on without the members that have not joined again \
               (max.poll.interval.ms is 8 s)";
    assert!(told.iter().any(|line| line.ends_with(end)), "{told:#?}");
    assert!(told.iter().any(|line| line.contains("c2 will leave billing, unless it calls poll before")));
    let delay = foretold(&mut session, 500, "c1", Lang::En);
    assert!(
        delay[0].ends_with(
            "begin a generation, unless somebody else joins before (group.initial.rebalance.delay.ms)"
        ) || delay[0].contains("will wait on for newcomers"),
        "{delay:#?}"
    );
}

/// Why nobody reads it is that the leader has not looked since, and not an assignment from before it existed.
#[test]
fn nobody_reads_an_added_partition_until_the_leader_asks_for_the_topics_again() {
    let mut session = story(&format!("{GROUP}run to=10s\nadd-partitions orders total=5\nrun for=1s\n"));
    session.seek(SimTime::from_millis(11_000));
    let question = Question::read("orders-4").unwrap();
    let why = session.why(Lang::En, &question).unwrap();
    assert!(why[0].sentence.starts_with("nobody reads orders-4: c1 does not know orders-4 yet"), "{why:#?}");
    assert!(
        why.iter().all(|line| line.time >= SimTime::from_millis(10_000)),
        "nothing is told of before: {why:#?}"
    );
    let told = foretold(&mut session, 11_000, "orders-4", Lang::En);
    assert_eq!(
        told,
        [concat!(
            "15.020 at the latest: c1 will ask what partitions there are (metadata.max.age.ms is 15 s), ",
            "and learn of new ones"
        )]
    );
    let mut world = session.cluster().clone();
    world.advance_to(SimTime::from_millis(20_000));
    let seen = world.observe(0);
    assert!(seen.groups[0].lanes[4].owner.is_some(), "then somebody reads it");
}

/// In a consumer group a static member says that it goes for its successor. Who commits by itself, and when, follows
/// from the release.
#[test]
fn of_a_static_member_of_a_consumer_group_it_is_foretold_that_its_place_is_kept() {
    let group = |kafka: &str| {
        format!(
            "cluster kafka={kafka}\ntopic orders partitions=2\n\
             group billing group.protocol=consumer commit=auto auto.offset.reset=earliest\n\
             consumers c1 group=billing group.instance.id=one max.poll.interval.ms=20000\n\
             producer p1 topic=orders rate=40/s\n\
             run to=10s\nstall c1 for=60s\nrun for=2s\n"
        )
    };
    let mut session = story(&group("4.4"));
    let told = foretold(&mut session, 12_000, "c1", Lang::En);
    let late = "or later: c1 will go with epoch -2, and billing will keep its place until its session ends, unless it \
                calls poll before (max.poll.interval.ms is 20 s)";
    assert!(told.iter().any(|line| line.ends_with(late)), "{told:#?}");
    let told = foretold(&mut session, 12_000, "c1", Lang::Ko);
    let late = "c1이 그 전에 poll을 호출하지 않으면 에포크 -2로 나가고, billing은 세션이 끝날 때까지 그 자리를 남겨 둘 \
                것입니다(max.poll.interval.ms는 20초)";
    assert!(told.iter().any(|line| line.ends_with(late)), "{told:#?}");
    let told = foretold(&mut session, 8_000, "c1", Lang::En);
    let commits = "c1 will commit with its next poll (auto.commit.interval.ms is 5 s)";
    assert!(told.iter().any(|line| line.ends_with(commits)), "{told:#?}");
    let mut session = story(&group("4.0"));
    let told = foretold(&mut session, 8_000, "c1", Lang::En);
    let commits = "c1 will commit when its background thread wakes (auto.commit.interval.ms is 5 s)";
    assert!(told.iter().any(|line| line.ends_with(commits)), "{told:#?}");
    let told = foretold(&mut session, 8_000, "c1", Lang::Ko);
    let commits = "c1이 백그라운드 스레드가 깨어날 때 커밋할 것입니다(auto.commit.interval.ms는 5초)";
    assert!(told.iter().any(|line| line.ends_with(commits)), "{told:#?}");
}
