//! What differs between releases: each rule as a script that is played under two sets, and what differs. One of the two
//! sets is always a release; the other one is the same without the rule.
//!
//! There are no recorded answers for what came after October 2024. The stories follow the issues and KIPs that the
//! rules name.

use super::*;
use crate::kafka::group_state::GroupState;

const RECORDED: ConsumerGroupRules = ConsumerGroupRules::RECORDED;
const KAFKA_4_0: ConsumerGroupRules = ConsumerGroupRules::KAFKA_4_0;
const KAFKA_4_4: ConsumerGroupRules = ConsumerGroupRules::KAFKA_4_4;

#[test]
fn sets_are_found_by_their_names() {
    for (name, rules) in ConsumerGroupRules::ALL {
        assert_eq!((ConsumerGroupRules::by_name(name), rules.name()), (Some(rules), Some(name)));
    }
    assert_eq!(ConsumerGroupRules::by_name("3.9"), None);
    assert_eq!(ConsumerGroupRules { targets_wait: true, ..RECORDED }.name(), None);
}

/// c1 has to give partitions up for c2, which leaves before c1 acknowledges. What c1 has then, and a heartbeat later.
fn target_comes_back(rules: ConsumerGroupRules) -> (Vec<u32>, Vec<u32>) {
    let mut story = ModernStory::new(4, rules);
    story.beat("c1");
    story.beat("c2");
    story.beat("c1");
    story.leave("c2");
    story.beat("c1");
    let then = story.has("c1");
    story.beat("c1");
    (then, story.has("c1"))
}

#[test]
fn what_one_gave_up_oneself_comes_back_a_heartbeat_late_until_it_was_mended() {
    let before = ConsumerGroupRules { own_revocation_counts_as_held: true, ..KAFKA_4_4 };
    for rules in [RECORDED, KAFKA_4_0, before] {
        assert_eq!(target_comes_back(rules), (vec![0, 1], vec![0, 1, 2, 3]));
    }
    assert_eq!(target_comes_back(KAFKA_4_4), (vec![0, 1, 2, 3], vec![0, 1, 2, 3]));
}

/// What a member is answered that lost its memory and joins again with its old id.
fn joins_again(rules: ConsumerGroupRules) -> ErrorCode {
    let mut story = ModernStory::new(2, rules);
    for _ in 0..3 {
        story.beat("c1");
        story.beat("c2");
    }
    story.clients.get_mut("c1").unwrap().forget();
    story.beat("c1")
}

#[test]
fn a_known_member_joins_again_only_where_that_is_allowed() {
    let before = ConsumerGroupRules { known_member_may_join_again: false, ..KAFKA_4_4 };
    for rules in [RECORDED, KAFKA_4_0, before] {
        assert_eq!(joins_again(rules), ErrorCode::FencedMemberEpoch);
    }
    assert_eq!(joins_again(KAFKA_4_4), ErrorCode::None);
}

/// What the first member of the new protocol is answered while a classic one waits in its very first join.
fn upgrade_during_first_join(rules: ConsumerGroupRules) -> ErrorCode {
    let mut story = ModernStory::new(2, rules);
    story.story.enter("old");
    story.story.pass(3000);
    story.story.sync("old");
    story.story.enter("other");
    let answer = story.beat("c1");
    let refused = story.story.answers.values().any(|answer| answer.error() == ErrorCode::RebalanceInProgress);
    assert!(refused, "the classic member is sent to join again");
    answer
}

#[test]
fn a_classic_member_without_an_assignment_is_in_the_way_of_an_upgrade_until_it_was_mended() {
    assert_eq!(upgrade_during_first_join(RECORDED), ErrorCode::GroupIdNotFound);
    assert_eq!(upgrade_during_first_join(KAFKA_4_0), ErrorCode::None);
    assert_eq!(upgrade_during_first_join(KAFKA_4_4), ErrorCode::None);
}

/// What is answered to one that joins and wants no topic yet.
fn joins_without_a_topic(rules: ConsumerGroupRules) -> ErrorCode {
    ModernStory::new(2, rules).wants("c1", &[], None)
}

#[test]
fn who_joins_has_to_name_a_topic_until_it_was_mended() {
    assert_eq!(joins_without_a_topic(RECORDED), ErrorCode::InvalidRequest);
    assert_eq!(joins_without_a_topic(KAFKA_4_0), ErrorCode::None);
    let mut story = ModernStory::new(2, KAFKA_4_4);
    story.beat("c1");
    let before = story.epochs();
    assert_eq!(story.wants("c2", &[], None), ErrorCode::None);
    assert_eq!((story.epochs(), story.has("c2")), (before, vec![]), "nobody is disturbed");
    story.wants("c2", &["orders"], None);
    assert_eq!(story.epochs().0, before.0 + 1);
}

/// c1 ceases to subscribe to a topic while its next target has to wait. What it has then, its state, and what it has
/// when it has acknowledged.
fn unsubscribes_before_the_next_target(rules: ConsumerGroupRules) -> (String, Reconciliation, String) {
    let mut story = ModernStory::with_interval(1, rules, 1000);
    story.set_topics(&[("orders", 1), ("parcels", 1)]);
    story.wants("c1", &["orders", "parcels"], None);
    assert_eq!(story.holds("c1"), "orders-0 parcels-0");
    story.story.pass(100);
    story.wants("c1", &["orders"], None);
    let (then, state) = (story.holds("c1"), story.member("c1").state);
    story.beat("c1");
    (then, state, story.holds("c1"))
}

#[test]
fn a_member_gives_up_at_once_what_it_does_not_subscribe_to_since_it_was_mended() {
    let before = ConsumerGroupRules { assignment_follows_subscription: false, ..KAFKA_4_4 };
    let (both, one) = ("orders-0 parcels-0".to_owned(), "orders-0".to_owned());
    let stays = (both.clone(), Reconciliation::Stable, both);
    assert_eq!(unsubscribes_before_the_next_target(before), stays);
    let gives_up = (one.clone(), Reconciliation::UnrevokedPartitions, one);
    assert_eq!(unsubscribes_before_the_next_target(KAFKA_4_4), gives_up);
}

#[test]
fn a_target_older_than_the_subscription_gives_only_what_is_subscribed_to() {
    let mut story = ModernStory::with_interval(2, KAFKA_4_4, 1000);
    story.set_topics(&[("orders", 2), ("parcels", 2)]);
    story.wants("c1", &["orders", "parcels"], None);
    story.story.pass(1000);
    // The target gives c2 a partition of each; c1 still holds them.
    story.wants("c2", &["orders", "parcels"], None);
    assert_eq!(story.member("c2").state, Reconciliation::UnreleasedPartitions);
    story.beat("c1");
    story.beat("c1");
    story.story.pass(100);
    story.wants("c2", &["parcels"], None);
    assert_eq!(story.holds("c2"), "parcels-0 parcels-1");
    assert_eq!(story.group().state(), ConsumerGroupState::Assigning, "the next target has to wait");
}

/// c1 acknowledges, and has to give more up at once: its epochs before and after.
fn acknowledges_and_gives_more_up(rules: ConsumerGroupRules) -> Epoch {
    let mut story = ModernStory::new(6, rules);
    for who in ["c1", "c2", "c1", "c3"] {
        story.beat(who);
    }
    assert_eq!(story.has("c1"), [0, 1, 2]);
    let before = story.member("c1").epoch;
    story.beat("c1");
    assert_eq!(
        (story.has("c1"), story.member("c1").state),
        (vec![0, 1], Reconciliation::UnrevokedPartitions)
    );
    story.member("c1").epoch - before
}

#[test]
fn who_acknowledges_and_gives_more_up_comes_an_epoch_further_until_it_was_mended() {
    let before = ConsumerGroupRules { acknowledgement_raises_epoch: true, ..KAFKA_4_4 };
    for rules in [RECORDED, KAFKA_4_0, before] {
        assert_eq!(acknowledges_and_gives_more_up(rules), 1);
    }
    assert_eq!(acknowledges_and_gives_more_up(KAFKA_4_4), 0);
}

/// c1 gives partitions 2 and 3 up; the answer to its acknowledgement is on its way when it commits under its old
/// epoch, for 0 and for 2. The same of c2 for 2, under the epoch in which it waited for it.
fn commits_under_an_old_epoch(rules: ConsumerGroupRules) -> [ErrorCode; 3] {
    let mut story = ModernStory::new(4, rules);
    for who in ["c1", "c2", "c1"] {
        story.beat(who);
    }
    let (old, waited) = (story.member("c1").epoch, story.member("c2").epoch);
    assert_eq!(story.commit("c1", old, 2), ErrorCode::None, "it may commit what it is to give up");
    story.beat("c1");
    assert!(story.member("c1").epoch > old);
    story.beat("c2");
    story.beat("c3");
    story.beat("c2");
    story.beat("c2");
    assert!(story.member("c2").epoch > waited && story.has("c2").contains(&2));
    [story.commit("c1", old, 0), story.commit("c1", old, 2), story.commit("c2", waited - 1, 2)]
}

#[test]
fn a_commit_may_name_the_epoch_since_which_the_partition_is_its_own_since_4_3() {
    use ErrorCode::{None, StaleMemberEpoch as Stale};
    let before = ConsumerGroupRules { commits_by_assignment_epoch: false, ..KAFKA_4_4 };
    for rules in [RECORDED, KAFKA_4_0, before] {
        assert_eq!(commits_under_an_old_epoch(rules), [Stale, Stale, Stale]);
    }
    assert_eq!(commits_under_an_old_epoch(KAFKA_4_4), [None, Stale, Stale]);
}

#[test]
fn an_epoch_to_come_commits_nothing() {
    let mut story = ModernStory::new(1, KAFKA_4_4);
    story.beat("c1");
    let epoch = story.member("c1").epoch;
    assert_eq!(story.commit("c1", epoch + 1, 0), ErrorCode::StaleMemberEpoch);
    assert_eq!(story.commit("c1", epoch, 0), ErrorCode::None);
}

/// Partitions that c1 has after its heartbeats: c2 joins 100 ms after it, and c1 is heard from 100, 800 and 900 ms
/// later.
fn joins_soon_after_another(mut story: ModernStory) -> [usize; 3] {
    story.beat("c1");
    assert_eq!(story.has("c1"), [0, 1, 2, 3], "the first target does not wait");
    story.story.pass(100);
    story.beat("c2");
    [100, 700, 100].map(|millis| {
        story.story.pass(millis);
        story.beat("c1");
        story.has("c1").len()
    })
}

#[test]
fn a_new_target_waits_for_the_assignment_interval_since_4_3() {
    let before = ConsumerGroupRules { targets_wait: false, ..KAFKA_4_4 };
    for rules in [RECORDED, KAFKA_4_0, before] {
        assert_eq!(joins_soon_after_another(ModernStory::with_interval(4, rules, 1000)), [2, 2, 2]);
    }
    assert_eq!(joins_soon_after_another(ModernStory::with_interval(4, KAFKA_4_4, 1000)), [4, 4, 2]);
    assert_eq!(joins_soon_after_another(ModernStory::with_interval(4, KAFKA_4_4, 0)), [2, 2, 2]);
    assert_eq!(joins_soon_after_another(ModernStory::with_interval(4, KAFKA_4_4, 900)), [4, 2, 2]);
}

#[test]
fn a_group_may_have_an_assignment_interval_of_its_own() {
    let mut story = ModernStory::with_interval(4, KAFKA_4_4, 1000);
    let config = GroupConfig { assignment_interval: Some(SimDuration::ZERO), ..GroupConfig::default() };
    story.story.coordinator.set_group_config(&GroupId::from(GROUP), config);
    assert_eq!(joins_soon_after_another(story), [2, 2, 2]);
}

#[test]
fn who_waits_for_a_target_is_in_the_epoch_of_the_last_one() {
    let mut story = ModernStory::with_interval(4, KAFKA_4_4, 1000);
    story.beat("c1");
    story.story.pass(100);
    story.beat("c2");
    assert_eq!((story.epochs(), story.clients["c2"].epoch), ((3, 2), 2));
    assert_eq!(story.group().state(), ConsumerGroupState::Assigning);
    let broker = story.story.coordinator.config().consumer;
    let waits_until = story.group().target_waits_until(&broker, &GroupConfig::default());
    assert_eq!(waits_until, Some(SimTime::from_millis(1000)));
    story.fail_over();
    story.story.pass(800);
    story.beat("c2");
    assert_eq!(story.epochs(), (3, 2), "the next coordinator knows when the last target was computed");
    story.story.pass(100);
    story.beat("c2");
    assert_eq!((story.epochs(), story.clients["c2"].epoch), ((3, 3), 3));
}

/// What a classic member is answered to its heartbeat after a modern one went, and after another was heard from.
fn classic_heartbeats(rules: ConsumerGroupRules) -> [ErrorCode; 2] {
    let mut story = ModernStory::new(3, rules);
    story.story.enter("old");
    story.story.pass(3000);
    story.story.sync("old");
    for _ in 0..4 {
        for who in ["c1", "c2"] {
            story.beat(who);
        }
        story.story.join("old");
        story.story.sync("old");
    }
    assert_eq!(story.group().state(), ConsumerGroupState::Stable);
    story.leave("c2");
    let then = story.story.heartbeat("old");
    story.beat("c1");
    let after = story.story.heartbeat("old");
    [then, after].map(|ticket| story.story.error(ticket).unwrap())
}

#[test]
fn a_classic_member_joins_again_when_there_is_a_target_since_4_3() {
    use ErrorCode::{None, RebalanceInProgress as Rejoin};
    let before = ConsumerGroupRules { classic_members_wait_for_target: false, ..KAFKA_4_4 };
    for rules in [RECORDED, KAFKA_4_0, before] {
        assert_eq!(classic_heartbeats(rules), [Rejoin, Rejoin]);
    }
    assert_eq!(classic_heartbeats(KAFKA_4_4), [None, Rejoin]);
}

/// Two static members, the second of which speaks the classic protocol; so does the first one's successor, which comes
/// while a target has to wait. The state of the classic group that begins.
fn downgrades(interval: u64) -> GroupState {
    let mut story = ModernStory::with_interval(2, KAFKA_4_4, interval);
    let mut join = Modern::default().request("c1");
    join.instance_id = Some(InstanceId::from("i1"));
    story.send(&join);
    story.story.pass(100);
    story.story.enter_static("second", "i2");
    let answer = story.story.enter_static("first", "i1");
    assert_eq!(story.story.error(answer), Some(ErrorCode::None));
    story.story.state()
}

#[test]
fn a_group_that_turns_classic_while_a_target_waits_rebalances() {
    assert_eq!(downgrades(0), GroupState::Stable);
    assert_eq!(downgrades(1000), GroupState::PreparingRebalance);
}

/// The epoch of who joins first.
fn first_epoch(rules: ConsumerGroupRules) -> Epoch {
    let mut story = ModernStory::new(1, rules);
    story.beat("c1");
    story.clients["c1"].epoch
}

#[test]
fn the_first_target_is_that_of_epoch_two_since_4_3() {
    assert_eq!([RECORDED, KAFKA_4_0, KAFKA_4_4].map(first_epoch), [1, 1, 2]);
}

/// The last member goes, another one comes 100 ms later: the epochs in between, and what the newcomer has.
fn last_member_goes(rules: ConsumerGroupRules) -> ((Epoch, Epoch), usize) {
    let mut story = ModernStory::with_interval(2, rules, 1000);
    story.beat("c1");
    story.leave("c1");
    let epochs = story.epochs();
    story.story.pass(100);
    story.beat("c2");
    (epochs, story.has("c2").len())
}

#[test]
fn the_assignment_epoch_of_an_emptied_group_lags_behind_until_it_was_mended() {
    let before = ConsumerGroupRules { emptied_group_catches_up: false, ..KAFKA_4_4 };
    assert_eq!(last_member_goes(RECORDED), ((2, 1), 2));
    assert_eq!(last_member_goes(KAFKA_4_0), ((2, 1), 2));
    assert_eq!(
        last_member_goes(before),
        ((3, 2), 0),
        "the newcomer waits for the interval of a target of nobody"
    );
    assert_eq!(last_member_goes(KAFKA_4_4), ((3, 3), 2));
}
