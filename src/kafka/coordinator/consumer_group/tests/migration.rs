//! A coordinator that goes while a group changes its kind.

use super::*;
use crate::kafka::group_state::GroupState;

/// A classic member and another one that leaves: the group has turned classic.
fn downgraded() -> ModernStory {
    let mut story = ModernStory::new(2, ConsumerGroupRules::KAFKA_4_4);
    story.beat("c1");
    story.story.enter("old");
    story.leave("c1");
    story
}

#[test]
fn a_group_that_turns_classic_since_a_member_went_rebalances() {
    let mut story = downgraded().story;
    assert_eq!(story.state(), GroupState::PreparingRebalance);
    let heartbeat = story.heartbeat("old");
    assert_eq!(story.error(heartbeat), Some(ErrorCode::RebalanceInProgress));
}

#[test]
fn the_next_coordinator_does_not_know_that_it_was_to_rebalance() {
    // The log has the classic group as it is written when it begins: Stable, and without the member that went. What
    // that member had is nobody's until something else makes the group rebalance.
    let mut story = downgraded();
    story.fail_over();
    let mut story = story.story;
    assert_eq!(story.state(), GroupState::Stable);
    let heartbeat = story.heartbeat("old");
    assert_eq!(story.error(heartbeat), Some(ErrorCode::None));
}
