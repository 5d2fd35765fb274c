//! A consumer group (KIP-848) on the stage.

use super::{check, draw, draw_in, input};
use crate::cluster::observation::*;
use crate::kafka::group_state::ConsumerGroupState;
use crate::scene::fixture::*;
use crate::scene::ribbon::RibbonKind;
use crate::scene::{Scene, SceneInput, scene};
use crate::session::language::Lang;
use proptest::test_runner::TestCaseError;
use std::collections::BTreeSet;

/// All that is said in the slot of a member.
fn said(scene: &Scene, place: usize) -> Vec<String> {
    let member = &scene.groups[0].coordinator.members[place];
    member.texts.iter().map(|text| text.text.clone()).collect()
}

#[test]
fn it_fits_every_width_and_however_little_height_there_is() -> Result<(), TestCaseError> {
    let worlds = [drawing(), troubles(), crowd(12, 8), crowd(1, 1), crowd(2, 5), crowd(30, 8), crowd(24, 24)];
    for (world, epoch) in worlds.into_iter().zip([3, 1, 12, 104, 9, 3, 1005]) {
        let world = reconciling(world, epoch);
        for width in [320.0, 360.0, 390.0, 640.0, 768.0, 896.0, 1000.0, 1180.0, 1600.0, 2560.0] {
            for lang in Lang::ALL {
                check(&draw_in(lang, &world, width))?;
                for height in [360.0, 616.0, 900.0] {
                    let observation = &world;
                    let (selection, words) = (None, true);
                    let crowd = Some(crate::scene::crowd::crowd as crate::scene::CrowdLayout);
                    let (focus, standing) = (&[][..], None);
                    check(&scene(&SceneInput {
                        lang,
                        observation,
                        width,
                        height,
                        selection,
                        words,
                        crowd,
                        focus,
                        standing,
                    }))?;
                }
            }
        }
    }
    Ok(())
}

#[test]
fn the_head_has_two_epochs_and_no_leader() {
    let drawn = draw(&reconciling(drawing(), 3), 1096.0);
    let head = &drawn.groups[0].coordinator;
    let states: Vec<_> = head.states.iter().map(|pill| (pill.name.as_str(), pill.lit)).collect();
    let chain = [("Empty", false), ("Assigning", false), ("Reconciling", true), ("Stable", false)];
    assert_eq!(states, chain);
    assert_eq!((head.state, head.badge, head.crown), ("Reconciling", None, None));
    let words: Vec<&str> = head.texts.iter().map(|text| text.text.as_str()).collect();
    for told in
        ["group", "assignment", "members on their way to epoch 3", "each learns only from its own heartbeat"]
    {
        assert!(words.contains(&told), "{told} in {words:?}");
    }
    assert!(words.iter().any(|words| words.starts_with("no leader: the broker assigns (uniform)")));
    assert!(!words.contains(&"generation"));
}

#[test]
fn a_low_head_leaves_out_what_it_has_no_room_for_and_cuts_nothing_off() {
    let mut world = reconciling(crowd(8, 3), 9);
    // Several groups share the height.
    let another = GroupView { id: "another".into(), ..world.groups[0].clone() };
    world.groups.push(another);
    let mut said = BTreeSet::new();
    for width in (680..1100).step_by(20).map(f64::from) {
        let input = SceneInput { height: 400.0, ..input(Lang::En, &world, width) };
        let drawn = scene(&input);
        let head = &drawn.groups[0].coordinator;
        let words = head.texts.iter().map(|text| text.text.clone());
        said.extend(words.filter(|words| words.contains("broker assigns") || words.contains("for ")));
    }
    assert!(said.iter().all(|words| !words.ends_with('…')), "{said:?}");
    assert!(said.iter().any(|words| words.starts_with("Reconciling for")), "{said:?}");
}

#[test]
fn a_slot_says_what_its_member_gives_up_or_waits_for() {
    let drawn = draw(&reconciling(drawing(), 3), 1096.0);
    for told in ["UNREVOKED_PARTITIONS", "1", "2", "3", "1 behind", "gives up", "orders-3", "4 min 49 s"] {
        assert!(said(&drawn, 1).iter().any(|words| words == told), "{told} in {:?}", said(&drawn, 1));
    }
    for told in ["UNRELEASED_PARTITIONS", "arrived", "waits for", "orders-3", "held by c2"] {
        assert!(said(&drawn, 2).iter().any(|words| words == told), "{told} in {:?}", said(&drawn, 2));
    }
    let slot =
        drawn.groups[0].coordinator.members[1].epochs.as_ref().expect("the member of a consumer group");
    assert_eq!(slot.boxes.iter().map(|(_, reached)| *reached).collect::<Vec<_>>(), [true, true, false]);
    assert!(slot.left > slot.bar.width * 0.9 && slot.left < slot.bar.width);
    let card = &drawn.groups[0].cards[1];
    assert!(card.strike.is_some() && card.texts.iter().any(|text| text.text == "to give up"));
}

#[test]
fn who_speaks_the_classic_protocol_in_such_a_group_says_so_at_every_width() {
    let mut world = reconciling(crowd(8, 4), 3);
    // One that is away for its successor has no card of its own state; this one reads.
    world.consumers[3].thread = AppThread::Poll;
    for width in [390.0, 640.0, 768.0, 1000.0, 1180.0, 1600.0] {
        for lang in Lang::ALL {
            let drawn = draw_in(lang, &world, width);
            let told = |place: usize| {
                let card = drawn.groups[0].cards[place].texts.iter().any(|text| text.text == "classic");
                card || said(&drawn, place).iter().any(|words| words == "classic")
            };
            let who: Vec<usize> = (0..4).filter(|place| told(*place)).collect();
            assert_eq!(who, [3], "{width} {lang:?}");
        }
    }
}

#[test]
fn one_partition_is_revoked_and_the_others_are_read_on() {
    let drawn = draw(&reconciling(drawing(), 3), 1096.0);
    let kinds = |client: &str| -> Vec<RibbonKind> {
        let of_one = |key: &&crate::scene::ribbon::Ribbon| key.key.ends_with(&format!("-{client}"));
        drawn.groups[0].ribbons.iter().filter(of_one).map(|ribbon| ribbon.kind).collect()
    };
    assert_eq!(kinds("c1"), [RibbonKind::Reading, RibbonKind::Reading]);
    assert_eq!(kinds("c2"), [RibbonKind::Reading, RibbonKind::Revoking]);
    assert!(kinds("c3").contains(&RibbonKind::Waiting));
}

#[test]
fn a_holder_that_has_not_heard_of_it_is_named_with_the_time_of_its_heartbeat() {
    let mut world = reconciling(drawing(), 3);
    let way = world.groups[0].members[1].on_its_way.as_mut().expect("c2 is on its way");
    way.assigned.append(&mut way.revoking);
    way.revocation_deadline = None;
    world.consumers[1].heartbeat_due = Some(world.time + crate::sim::time::SimDuration::from_millis(900));
    let drawn = draw(&world, 1096.0);
    assert!(said(&drawn, 2).contains(&"held by c2, told in 0.9 s".to_owned()), "{:?}", said(&drawn, 2));
}

#[test]
fn the_last_answer_is_a_heartbeat_with_its_epoch() {
    let drawn = draw(&reconciling(drawing(), 3), 1096.0);
    let mark = drawn.groups[0].envelopes.iter().find(|mark| mark.client.as_str() == "c2").expect("an answer");
    let words = |texts: &[crate::scene::mark::Text]| -> Vec<String> {
        texts.iter().map(|text| text.text.clone()).collect()
    };
    assert_eq!(words(&mark.lines), ["Heartbeat"]);
    assert_eq!(words(&mark.notes), ["✓ 0.4 s ago", "epoch 4"]);
    assert_eq!(mark.label, "ConsumerGroupHeartbeat");
}

#[test]
fn the_group_is_told_in_sentences() {
    let world = reconciling(drawing(), 3);
    let drawn = draw(&world, 1096.0);
    let title = &drawn.groups[0].coordinator.title;
    assert!(
        title.starts_with("Group billing: Reconciling, group epoch 3, assignment epoch 3, 3 members;"),
        "{title}"
    );
    let slot = &drawn.groups[0].coordinator.members[1].title;
    assert!(
        slot.contains("c2: epoch 2, UNREVOKED_PARTITIONS\nc2 has to give up orders-3, or is removed at"),
        "{slot}"
    );
    assert_eq!(world.groups[0].epochs.map(|epochs| epochs.state), Some(ConsumerGroupState::Reconciling));
    assert!(!world.groups[0].is_at_target());
    assert!(drawing().groups[0].members.iter().all(|member: &MemberView| member.on_its_way.is_none()));
}
