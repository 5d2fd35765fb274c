//! How long one assignment takes for a large group: 50 topics of 200 partitions, 1,000 members.
//!
//! `cargo bench --no-default-features --bench assignors` prints, for each assignor, the median and the
//! fastest of many calls in milliseconds: the first assignment, and the one after the middle member left while
//! all others still own what they had. `uneven`: member m subscribes to topic t where (7m + 3t) mod 5 < 3. Behind an
//! assignor of the broker stands how many times as long as `range` of the client its fastest calls take; more than
//! twice is too slow.

use groupscope::kafka::api::Subscription;
use groupscope::kafka::assignor::server::{ServerAssignorName, assign_on_server};
use groupscope::kafka::assignor::{AssignorMember, AssignorName, assign, user_data};
use groupscope::kafka::ids::{Generation, MemberId, TopicName, TopicPartition};
use groupscope::sim::sorted::SortedMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

const TOPICS: usize = 50;
const PARTITIONS: u32 = 200;
const MEMBERS: usize = 1_000;

fn main() {
    println!("{:<28}{:>12}{:>12}{:>12}{:>12}", "milliseconds", "first", "(fastest)", "leave", "(fastest)");
    for (uneven, suffix) in [(false, ""), (true, " uneven")] {
        let mut range = None;
        for assignor in AssignorName::ALL {
            let first = group(uneven);
            let leave = after_middle_left(assignor, &first);
            let measure = |members: &[AssignorMember]| time(|topics| assign(assignor, topics, members));
            let row = (measure(&first), measure(&leave));
            range = range.or((assignor == AssignorName::Range).then_some(row));
            println!("{}", text_of(&format!("{assignor}{suffix}"), row));
        }
        for assignor in ServerAssignorName::ALL {
            let first = group(uneven);
            let leave = after_middle_left_on_server(assignor, &first);
            let measure =
                |members: &[AssignorMember]| time(|topics| assign_on_server(assignor, topics, members));
            let row = (measure(&first), measure(&leave));
            let times =
                range.map(|range: Row| (row.0.1 / range.0.1, row.1.1 / range.1.1)).unwrap_or_default();
            let text = text_of(&format!("{assignor} (server){suffix}"), row);
            println!("{text}   {:.2} and {:.2} times range", times.0, times.1);
        }
    }
}

/// The first assignment and the one after a member left: median and fastest.
type Row = ((f64, f64), (f64, f64));

fn text_of(name: &str, (first, leave): Row) -> String {
    format!("{name:<28}{:>12.3}{:>12.3}{:>12.3}{:>12.3}", first.0, first.1, leave.0, leave.1)
}

fn topics() -> SortedMap<TopicName, u32> {
    (0..TOPICS).map(|topic| (TopicName::from(format!("topic-{topic:02}")), PARTITIONS)).collect()
}

fn group(uneven: bool) -> Vec<AssignorMember> {
    let subscribed = |m: usize, t: usize| !uneven || (7 * m + 3 * t) % 5 < 3;
    let member = |m: usize| {
        // Names of their own for every member, as if each had come in a message of its own.
        let topics = topics().into_keys().enumerate().filter(|(t, _)| subscribed(m, *t));
        let subscription =
            Subscription { topics: topics.map(|topic| topic.1).collect(), ..Default::default() };
        let member_id = MemberId::from(format!("consumer-{m:04}"));
        AssignorMember { member_id, group_instance_id: None, subscription }
    };
    (0..MEMBERS).map(member).collect()
}

fn after_middle_left(assignor: AssignorName, members: &[AssignorMember]) -> Vec<AssignorMember> {
    let mut owned = assign(assignor, &topics(), members);
    let mut rest = members.to_vec();
    rest.remove(MEMBERS / 2);
    for member in &mut rest {
        let partitions = owned.remove(&member.member_id).unwrap_or_default();
        let generation = Some(Generation(1));
        member.subscription.generation = generation;
        member.subscription.user_data = user_data(assignor, &partitions, generation);
        if assignor.supports_cooperative() {
            member.subscription.owned_partitions = partitions;
        }
    }
    rest
}

/// The coordinator looks at targets, whatever the assignor.
fn after_middle_left_on_server(
    assignor: ServerAssignorName,
    members: &[AssignorMember],
) -> Vec<AssignorMember> {
    let mut targets = assign_on_server(assignor, &topics(), members);
    let mut rest = members.to_vec();
    rest.remove(MEMBERS / 2);
    for member in &mut rest {
        member.subscription.owned_partitions = targets.remove(&member.member_id).unwrap_or_default();
    }
    rest
}

/// Median and fastest call, in milliseconds.
fn time(deal: impl Fn(&SortedMap<TopicName, u32>) -> SortedMap<MemberId, Vec<TopicPartition>>) -> (f64, f64) {
    let topics = topics();
    let begin = Instant::now();
    let mut times: Vec<Duration> = Vec::new();
    while times.len() < 11 || (times.len() < 201 && begin.elapsed() < Duration::from_secs(1)) {
        let start = Instant::now();
        let assignment = deal(black_box(&topics));
        times.push(start.elapsed());
        drop(black_box(assignment));
    }
    times.sort();
    (times[times.len() / 2].as_secs_f64() * 1e3, times[0].as_secs_f64() * 1e3)
}
