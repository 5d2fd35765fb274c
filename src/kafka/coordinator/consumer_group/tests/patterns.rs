//! Subscriptions by pattern, under the rules of Kafka 4.0 and later.
//!
//! No answers of Kafka are recorded for them: the vectors are of a version that refuses a pattern. These stories
//! follow KIP-848, KAFKA-17593, KAFKA-18961 and KAFKA-19720.

use super::*;

const KAFKA_4_4: ConsumerGroupRules = ConsumerGroupRules::KAFKA_4_4;

fn story(topics: &[(&str, u32)]) -> ModernStory {
    let mut story = ModernStory::new(1, KAFKA_4_4);
    story.set_topics(topics);
    story
}

fn resolved(story: &ModernStory, pattern: &str) -> Vec<String> {
    story.group().stored.patterns[pattern].topics.iter().map(TopicName::to_string).collect()
}

#[test]
fn a_pattern_is_refused_before_4_0() {
    let answer = |rules| ModernStory::new(1, rules).wants("c1", &[], Some("orders"));
    assert_eq!(answer(ConsumerGroupRules::RECORDED), ErrorCode::InvalidRequest);
    assert_eq!(answer(ConsumerGroupRules::KAFKA_4_0), ErrorCode::None);
    assert_eq!(answer(KAFKA_4_4), ErrorCode::None);
}

#[test]
fn a_new_pattern_is_resolved_after_the_answer_and_its_topics_come_with_the_next_one() {
    for (rules, joined_at) in [(ConsumerGroupRules::KAFKA_4_0, 1), (KAFKA_4_4, 1)] {
        let mut story = ModernStory::new(1, rules);
        story.set_topics(&[("orders", 2), ("orders-eu", 1), ("reorders", 1)]);
        story.wants("c1", &[], Some("orders.*"));
        assert_eq!((story.holds("c1"), story.clients["c1"].epoch), (String::new(), joined_at));
        assert_eq!(resolved(&story, "orders.*"), ["orders", "orders-eu"], "whole names have to match");
        assert_eq!(story.epochs(), (2, 1), "an epoch has begun with it");
        story.beat("c1");
        assert_eq!(story.holds("c1"), "orders-0 orders-1 orders-eu-0");
        assert_eq!(story.epochs(), (2, 2));
    }
}

#[test]
fn what_is_no_pattern_is_refused_and_changes_nothing() {
    let mut story = story(&[("orders", 1)]);
    story.beat("c1");
    let before = story.group().stored.clone();
    for pattern in ["orders(", "[z-a]", "*", "a)(b"] {
        assert_eq!(story.wants("c2", &[], Some(pattern)), ErrorCode::InvalidRegularExpression);
    }
    assert_eq!(story.group().stored, before);
    let message = |error: ErrorCode| error.name();
    assert_eq!(message(ErrorCode::InvalidRegularExpression), "INVALID_REGULAR_EXPRESSION");
}

#[test]
fn a_pattern_that_somebody_has_already_counts_at_once() {
    let mut story = story(&[("orders", 2)]);
    story.wants("c1", &[], Some("ord.*"));
    story.beat("c1");
    let (epoch, _) = story.epochs();
    story.wants("c2", &[], Some("ord.*"));
    assert_eq!(story.epochs(), (epoch + 1, epoch + 1));
    story.beat("c1");
    story.beat("c1");
    story.beat("c2");
    assert_eq!((story.holds("c1").as_str(), story.holds("c2").as_str()), ("orders-0", "orders-1"));
}

#[test]
fn a_new_topic_is_found_by_any_heartbeat_but_not_within_ten_seconds_of_the_last_time() {
    let mut story = story(&[("orders", 1)]);
    story.wants("c1", &[], Some("ord.*"));
    story.beat("c1");
    story.story.pass(5_000);
    story.set_topics(&[("orders", 1), ("orders-eu", 1), ("parcels", 1)]);
    let (epoch, _) = story.epochs();
    story.beat("c1");
    story.story.pass(5_000);
    story.beat("c1");
    assert_eq!(story.epochs().0, epoch, "ten seconds are not over");
    story.story.pass(1);
    story.beat("c1");
    assert_eq!((story.epochs().0, story.holds("c1").as_str()), (epoch + 1, "orders-0"));
    story.beat("c1");
    assert_eq!(story.holds("c1"), "orders-0 orders-eu-0");
}

#[test]
fn a_second_pattern_waits_for_the_ten_seconds_too() {
    let mut story = story(&[("orders", 1), ("parcels", 1)]);
    story.wants("c1", &[], Some("ord.*"));
    story.beat("c1");
    story.wants("c2", &[], Some("par.*"));
    story.beat("c2");
    assert_eq!(story.holds("c2"), "");
    story.story.pass(10_001);
    story.beat("c1");
    story.beat("c2");
    assert_eq!((story.holds("c1").as_str(), story.holds("c2").as_str()), ("orders-0", "parcels-0"));
}

#[test]
fn more_partitions_need_no_resolving() {
    let mut story = story(&[("orders", 1)]);
    story.wants("c1", &[], Some("ord.*"));
    story.beat("c1");
    story.set_topics(&[("orders", 2)]);
    story.beat("c1");
    assert_eq!(story.holds("c1"), "orders-0 orders-1");
}

#[test]
fn a_pattern_comes_on_top_of_names_and_an_empty_one_takes_it_back() {
    let mut story = story(&[("orders", 1), ("parcels", 1)]);
    story.wants("c1", &["parcels"], Some("ord.*"));
    story.beat("c1");
    assert_eq!(story.holds("c1"), "orders-0 parcels-0");
    story.wants("c1", &["parcels"], Some(""));
    assert_eq!(story.holds("c1"), "parcels-0");
    story.beat("c1");
    assert_eq!(story.member("c1").state, Reconciliation::Stable);
    assert!(story.group().stored.patterns.is_empty(), "nobody has the pattern any more");
}

#[test]
fn a_pattern_that_nobody_has_any_more_is_forgotten() {
    let mut story = story(&[("orders", 1)]);
    story.wants("c1", &[], Some("ord.*"));
    story.beat("c2");
    story.leave("c1");
    assert!(story.group().stored.patterns.is_empty());
}

/// A topic goes that a pattern matches; what the pattern is resolved to ten minutes later.
fn after_ten_minutes(rules: ConsumerGroupRules) -> Vec<String> {
    let mut story = ModernStory::new(1, rules);
    story.set_topics(&[("orders", 1), ("orders-eu", 1)]);
    story.wants("c1", &[], Some("ord.*"));
    story.beat("c1");
    story.set_topics(&[("orders", 1)]);
    for _ in 0..16 {
        story.story.pass(40_000);
        story.beat("c1");
    }
    assert_eq!(story.holds("c1"), "orders-0");
    resolved(&story, "ord.*")
}

#[test]
fn a_topic_that_is_gone_is_noticed_after_ten_minutes_since_4_1() {
    let before = ConsumerGroupRules { patterns_grow_old: false, ..KAFKA_4_4 };
    for rules in [ConsumerGroupRules::KAFKA_4_0, before] {
        assert_eq!(after_ten_minutes(rules), ["orders", "orders-eu"]);
    }
    assert_eq!(after_ten_minutes(KAFKA_4_4), ["orders"]);
}

#[test]
fn the_next_coordinator_knows_what_patterns_were_resolved_to() {
    let mut story = story(&[("orders", 2)]);
    story.wants("c1", &[], Some("ord.*"));
    story.beat("c1");
    let before = story.group().stored.clone();
    story.fail_over();
    assert_eq!(story.group().stored, before);
    story.beat("c1");
    assert_eq!(story.group().stored, before, "nothing has to be resolved anew");
}

#[test]
fn classic_members_stand_beside_one_with_a_pattern() {
    let mut story = story(&[("orders", 2)]);
    story.story.enter("old");
    story.story.pass(3000);
    story.story.sync("old");
    assert_eq!(story.wants("c1", &[], Some("ord.*")), ErrorCode::None);
    for _ in 0..4 {
        story.beat("c1");
        story.story.join("old");
        story.story.sync("old");
    }
    let assigned: usize = story.group().members().map(|member| member.assigned.len()).sum();
    assert_eq!((assigned, story.has("c1").len()), (2, 1));
    assert_eq!(story.group().state(), ConsumerGroupState::Stable);
}

#[test]
fn a_successor_keeps_the_pattern_of_its_predecessor() {
    let mut story = story(&[("orders", 2)]);
    let named = |mut request: ConsumerGroupHeartbeatRequest| {
        request.instance_id = Some(InstanceId::from("i1"));
        request
    };
    story.wants("c1", &[], Some("ord.*"));
    let join = named(Modern { topics: vec![], pattern: Some("ord.*"), ..Modern::default() }.request("c2"));
    let epoch = story.send(&join).member_epoch;
    for _ in 0..3 {
        story.beat("c1");
    }
    story.send(&named(bare("c2", epoch)));
    let leaves = named(bare("c2", LEAVE_GROUP_STATIC));
    story.send(&leaves);
    story.leave("c1");
    let before = story.epochs().0;
    let mut successor = join;
    successor.member_id = MemberId::from("c3");
    assert_eq!(story.send(&successor).error, ErrorCode::None);
    assert_eq!(story.epochs().0, before, "nothing is new");
    assert_eq!(resolved(&story, "ord.*"), ["orders"]);
}

/// c2 has three partitions of `orders` when c1 comes, which wants the same topic. What each of them has in the end.
fn joined_by(pattern: Option<&'static str>) -> (Vec<u32>, Vec<u32>) {
    let mut story = story(&[("orders", 3)]);
    story.beat("c2");
    story.wants("c1", if pattern.is_some() { &[] } else { &["orders"] }, pattern);
    for who in ["c1", "c2", "c2", "c1"] {
        story.beat(who);
    }
    (story.has("c1"), story.has("c2"))
}

#[test]
fn a_name_and_a_pattern_for_the_same_topic_count_as_different_subscriptions() {
    assert_eq!(joined_by(None), (vec![1, 2], vec![0]), "alike: the first member has the odd one");
    assert_eq!(joined_by(Some("orders")), (vec![2], vec![0, 1]), "different: no more moves than are needed");
}

#[test]
fn an_administrator_is_shown_the_pattern() {
    let mut story = story(&[("orders", 1)]);
    story.wants("c1", &[], Some("ord.*"));
    let shown = story.story.coordinator.describe_consumer_group(&GroupId::from(GROUP)).unwrap();
    let member = &shown.members[&MemberId::from("c1")];
    assert_eq!((member.topic_regex.as_deref(), member.topics.len()), (Some("ord.*"), 0));
}
