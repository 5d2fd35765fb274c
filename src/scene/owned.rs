//! What a consumer owns, in as much room as there is; never cut where it matters.

use crate::kafka::ids::TopicPartition;
use crate::scene::text;
use crate::session::language::Lang;
use crate::session::language::label::StageLabel;
use crate::session::language::stage::StagePhrase;

/// `orders-0 1 2`. With several topics a start that all of them share is left out; if that is still too long, how many
/// of each topic; then how many.
pub fn owned(lang: Lang, owned: &[TopicPartition], size: f64, room: f64) -> String {
    if owned.is_empty() {
        return text::fit(lang.stage_label(StageLabel::NoPartitions), size, room);
    }
    let topics = topics(owned);
    let shared = shared_start(&topics.iter().map(|topic| topic.name).collect::<Vec<_>>());
    let short = |name: &str| match shared {
        0 => name.to_string(),
        _ => format!("…{}", &name[shared..]),
    };
    let numbered = |topic: &OwnedTopic, name: &str| {
        let rest: String = topic.numbers[1..].iter().map(|number| format!(" {number}")).collect();
        format!("{name}-{}{rest}", topic.numbers[0])
    };
    let counted = |topic: &OwnedTopic| {
        let count = topic.numbers.len();
        lang.say(StagePhrase::OfTopic { count, topic: &short(topic.name) })
    };
    let all = |tell: &dyn Fn(&OwnedTopic) -> String, mark: &str| {
        topics.iter().map(tell).collect::<Vec<_>>().join(mark)
    };
    let ways = [
        all(&|topic| numbered(topic, topic.name), "  "),
        all(&|topic| numbered(topic, &short(topic.name)), "  "),
        all(&counted, ", "),
        lang.say(StagePhrase::Partitions(owned.len())),
    ];
    let fits = ways.iter().find(|words| text::width(words, size) <= room);
    fits.cloned().unwrap_or_else(|| text::fit(&ways[3], size, room))
}

/// `orders-0 1 4 5  payments-2`.
pub fn by_topic(owned: &[TopicPartition]) -> String {
    let told = topics(owned).into_iter().map(|topic| {
        let rest: String = topic.numbers[1..].iter().map(|number| format!(" {number}")).collect();
        format!("{}-{}{rest}", topic.name, topic.numbers[0])
    });
    told.collect::<Vec<_>>().join("  ")
}

/// What is owned of one topic; at least one partition.
struct OwnedTopic<'a> {
    name: &'a str,
    numbers: Vec<u32>,
}

fn topics(owned: &[TopicPartition]) -> Vec<OwnedTopic<'_>> {
    let mut topics: Vec<OwnedTopic> = Vec::new();
    for partition in owned {
        match topics.last_mut().filter(|topic| topic.name == partition.topic.as_str()) {
            Some(topic) => topic.numbers.push(partition.partition),
            None => {
                topics.push(OwnedTopic { name: partition.topic.as_str(), numbers: vec![partition.partition] })
            }
        }
    }
    topics
}

/// How many bytes at their start these names share, up to the last mark that parts words; 0 for a single name.
fn shared_start(names: &[&str]) -> usize {
    let [first, rest @ ..] = names else { return 0 };
    if rest.is_empty() {
        return 0;
    }
    let same = |other: &&str| first.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    let shared = rest.iter().map(same).min().unwrap_or(0);
    if !first.is_ascii() {
        return 0;
    }
    first[..shared].rfind(['-', '.', '_']).map_or(0, |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(names: &[(&str, u32)], room: f64) -> String {
        let partitions: Vec<TopicPartition> =
            names.iter().map(|(topic, number)| TopicPartition::new((*topic).into(), *number)).collect();
        owned(Lang::En, &partitions, 10.0, room)
    }

    #[test]
    fn a_topic_is_written_once() {
        assert_eq!(told(&[("orders", 0), ("orders", 1), ("orders", 2)], 176.0), "orders-0 1 2");
        assert_eq!(told(&[], 176.0), "no partitions");
    }

    #[test]
    fn a_start_that_all_topics_share_is_left_out_where_room_is_short() {
        let regional = [("orders-eu", 0), ("orders-eu", 1), ("orders-us", 0)];
        assert_eq!(told(&regional, 176.0), "orders-eu-0 1  orders-us-0");
        assert_eq!(told(&regional, 120.0), "…eu-0 1  …us-0");
    }

    #[test]
    fn what_is_too_long_is_counted_and_never_cut() {
        let skewed = [("orders", 0), ("orders", 3), ("orders", 6), ("payments", 2), ("payments", 5)];
        assert_eq!(told(&skewed, 176.0), "orders-0 3 6  payments-2 5");
        let many: Vec<(&str, u32)> = (0..30).map(|n| ("orders", n)).chain([("payments", 0)]).collect();
        assert_eq!(told(&many, 176.0), "30 of orders, 1 of payments");
        assert_eq!(told(&many, 90.0), "31 partitions");
    }
}
