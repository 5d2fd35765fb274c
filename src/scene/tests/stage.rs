//! Cards, paths, slots and ribbons, as the scene puts them together.

use super::draw;
use crate::cluster::observation::*;
use crate::cluster::whom::FormerMember;
use crate::kafka::api::{ApiKey, ErrorCode};
use crate::kafka::group_state::GroupState;
use crate::scene::deck::CardStyle;
use crate::scene::fixture::*;
use crate::scene::motion::{EnvelopeKind, EnvelopeMark};
use crate::scene::{Scene, SceneInput, scene};
use crate::session::language::Lang;
use crate::sim::time::SimDuration;

fn marks_of<'a>(scene: &'a Scene, client: &str) -> Vec<&'a EnvelopeMark> {
    scene.groups[0].envelopes.iter().filter(|mark| mark.client.as_str() == client).collect()
}

#[test]
fn an_envelope_is_half_way_at_half_time_between_card_and_coordinator() {
    let x = |done: f64, direction| {
        let mut world = drawing();
        world.envelopes = vec![envelope("c2", ApiKey::Heartbeat, direction, ErrorCode::None, done)];
        let scene = draw(&world, 1096.0);
        let area = marks_of(&scene, "c2")[0].area;
        area.x + area.width / 2.0
    };
    let (card, coordinator) = (x(0.0, Direction::ToBroker), x(1.0, Direction::ToBroker));
    assert!(card < coordinator);
    assert!((x(0.5, Direction::ToBroker) - (card + coordinator) / 2.0).abs() < 1e-6);
    assert!((x(0.25, Direction::ToClient) - x(0.75, Direction::ToBroker)).abs() < 1e-6);
}

#[test]
fn envelopes_keep_to_their_path() {
    for world in [drawing(), rebalance(), troubles(), crowd(30, 13)] {
        for width in [760.0, 1096.0, 2560.0] {
            let scene = draw(&world, width);
            let group = &scene.groups[0];
            let cards = group.cards.iter().map(|card| card.area.right()).fold(0.0, f64::max);
            let slots =
                group.coordinator.members.iter().map(|member| member.area.x + group.coordinator.area.x);
            let arm = slots.fold(scene.width, f64::min);
            for mark in &group.envelopes {
                assert!(mark.area.x >= cards && mark.area.right() <= arm, "{:?}", mark.area);
                for note in &mark.notes {
                    let (left, right) = note.extent();
                    assert!(mark.area.x + left >= cards && mark.area.x + right <= arm, "{note:?}");
                }
            }
        }
    }
}

#[test]
fn the_last_answer_stays_with_its_age_until_the_next_request() {
    let mut world = drawing();
    world.envelopes.clear();
    let scene = draw(&world, 1096.0);
    let marks = marks_of(&scene, "c1");
    assert_eq!(marks.len(), 1);
    assert_eq!((marks[0].kind, marks[0].refused), (EnvelopeKind::Answered, false));
    assert_eq!(marks[0].notes[0].text, "✓ 1.8 s ago");
    world.envelopes = vec![envelope("c1", ApiKey::OffsetCommit, Direction::ToBroker, ErrorCode::None, 0.1)];
    let scene = draw(&world, 1096.0);
    let kinds: Vec<_> = marks_of(&scene, "c1").iter().map(|mark| mark.kind).collect();
    assert_eq!(kinds, [EnvelopeKind::UnderWay]);
}

#[test]
fn a_refusal_is_named_and_an_ordinary_join_has_none() {
    let mut world = drawing();
    world.envelopes.clear();
    let mut answer = |api, error| {
        world.consumers[0].last_answer = Some(AnswerView { api, error, at: ago(100) });
        let scene = draw(&world, 1096.0);
        let mark = marks_of(&scene, "c1")[0].clone();
        let words: String = mark.lines.iter().map(|line| line.text.clone()).collect();
        (mark.refused, words)
    };
    let told = |refused, words: &str| (refused, words.to_string());
    let rebalancing = ErrorCode::RebalanceInProgress;
    assert_eq!(answer(ApiKey::JoinGroup, ErrorCode::MemberIdRequired), told(false, "JoinGroup"));
    assert_eq!(answer(ApiKey::Heartbeat, rebalancing), told(false, "REBALANCE_IN_PROGRESS"));
    assert_eq!(answer(ApiKey::OffsetCommit, rebalancing), told(true, "REBALANCE_IN_PROGRESS"));
    assert_eq!(answer(ApiKey::Heartbeat, ErrorCode::UnknownMemberId), told(true, "UNKNOWN_MEMBER_ID"));
}

#[test]
fn a_heartbeat_that_is_due_and_does_not_come_is_missing() {
    let mut world = drawing();
    world.envelopes.clear();
    let scene = draw(&world, 1096.0);
    let marks = marks_of(&scene, "c3");
    assert_eq!(marks[0].kind, EnvelopeKind::Missing);
    // Heard 3.9 s before 12.480; heartbeats are due every 2 s.
    assert_eq!(marks[0].notes[0].text, "due 10.580");
    let clock = |scene: &Scene, at: usize| scene.groups[0].coordinator.members[at].clone();
    let silent = clock(&scene, 2);
    assert!(silent.silent && !clock(&scene, 0).silent);
    let words: Vec<&str> = silent.texts.iter().map(|text| text.text.as_str()).collect();
    assert!(words.ends_with(&["heard 3.9 s ago", "believed alive", "until 14.580"]), "{words:?}");
    // The next heartbeat is on its way: late is not missing.
    world.envelopes = vec![envelope("c3", ApiKey::Heartbeat, Direction::ToBroker, ErrorCode::None, 0.5)];
    let scene = draw(&world, 1096.0);
    assert!(!clock(&scene, 2).silent);
    assert!(marks_of(&scene, "c3").iter().all(|mark| mark.kind == EnvelopeKind::UnderWay));
}

#[test]
fn slots_stand_in_the_order_of_the_cards_and_earlier_members_keep_theirs() {
    let mut world = drawing();
    world.groups[0].members.swap(0, 1);
    let mut earlier = member("c1", 900);
    earlier.former = Some(FormerMember::Process(ProcessState::Killed { since: ago(5000) }));
    world.groups[0].members.insert(0, earlier);
    let scene = draw(&world, 1096.0);
    let members = &scene.groups[0].coordinator.members;
    let told: Vec<(String, String)> =
        members.iter().map(|slot| (slot.texts[0].text.clone(), slot.texts[1].text.clone())).collect();
    let pair = |name: &str, role: &str| (name.to_string(), role.to_string());
    assert_eq!(told[0], pair("c1", "leader"));
    assert_eq!((told[2].clone(), told[3].clone()), (pair("c2", "member"), pair("c3", "member")));
    assert_eq!(told[1].0, "c1");
    assert!(members[1].badge.is_some_and(|badge| badge.ended), "an earlier process has an empty badge");
    for pair in members.windows(2) {
        assert!(pair[0].area.bottom() <= pair[1].area.y + 0.01);
    }
}

#[test]
fn who_has_joined_has_a_tick_and_no_clock() {
    let scene = draw(&rebalance(), 1096.0);
    let members = &scene.groups[0].coordinator.members;
    assert!(members[0].tick.is_some() && members[0].left.is_none());
    assert!(members[1].tick.is_none() && members[1].left.is_some() && members[1].awaited);
}

#[test]
fn a_group_that_nobody_has_joined_is_empty_and_one_without_a_coordinator_is_in_no_state() {
    let mut world = drawing();
    world.groups[0].state = GroupState::Dead;
    world.groups[0].members.clear();
    let lit = |world: &Observation| -> Vec<String> {
        let scene = draw(world, 1096.0);
        let states = &scene.groups[0].coordinator.states;
        states.iter().filter(|pill| pill.lit).map(|pill| pill.name.clone()).collect()
    };
    assert_eq!(lit(&world), ["Empty"]);
    let texts = draw(&world, 1096.0).groups[0].coordinator.texts.clone();
    assert!(texts.iter().all(|text| !text.text.contains("Dead")));
    world.groups[0].coordinator_lost = Some(ago(2100));
    assert!(lit(&world).is_empty());
    let texts = draw(&world, 1096.0).groups[0].coordinator.texts.clone();
    assert!(texts.iter().any(|text| text.text == "no coordinator for 2.1 s"));
}

#[test]
fn what_is_long_gone_shares_a_line() {
    let mut world = crowd(6, 4);
    for at in [2, 3] {
        let since = NOW.before(SimDuration::from_secs(at as u64 * 4));
        world.consumers[at].process = ProcessState::Killed { since };
        world.consumers[at].owned.clear();
    }
    for lane in &mut world.groups[0].lanes {
        lane.owner = Some("c1".into());
    }
    world.groups[0].members.truncate(2);
    let scene = draw(&world, 1096.0);
    assert_eq!(scene.groups[0].cards[3].style, CardStyle::Gone);
    assert!(scene.groups[0].folded.is_none());
    world.time = NOW + SimDuration::from_secs(40);
    let scene = draw(&world, 1096.0);
    assert_eq!(scene.groups[0].cards.len(), 2);
    let folded = scene.groups[0].folded.clone().unwrap();
    assert_eq!(folded.text.text, "2 gone");
    assert_eq!(folded.gone.iter().map(|(name, ..)| name.as_str()).collect::<Vec<_>>(), ["c3", "c4"]);
}

#[test]
fn two_groups_share_a_wide_stage_and_each_says_how_it_fares() {
    let mut world = crowd(6, 4);
    let mut second = world.groups[0].clone();
    second.id = "cooperative".into();
    for consumer in &mut world.consumers[2..] {
        consumer.group = second.id;
    }
    for lane in &mut second.lanes[..3] {
        lane.owner = None;
    }
    world.groups.push(second);
    let scene = draw(&world, 1380.0);
    let (first, second) = (&scene.groups[0], &scene.groups[1]);
    assert_eq!(first.coordinator.area.y, second.coordinator.area.y);
    assert_eq!(first.lanes[5].y, second.lanes[5].y);
    assert!(first.coordinator.area.right() <= second.coordinator.area.x);
    let told = |group: &crate::scene::GroupScene| {
        group.verdict.clone().map(|verdict| (verdict.good, verdict.texts[0].text.clone()))
    };
    assert_eq!(told(first), Some((Some(true), "all 6 have a reader".to_string())));
    assert_eq!(told(second), Some((Some(false), "3 of 6 have no reader".to_string())));
    let narrow = draw(&world, 1290.0);
    assert!(narrow.groups[1].coordinator.area.y > narrow.groups[0].lanes[5].y);
    assert!(narrow.groups[0].verdict.is_none());
}

#[test]
fn a_ribbon_across_racks_is_notched_and_a_silent_owners_has_a_cross() {
    let mut world = drawing();
    world.consumers[0].rack = Some("a".into());
    world.groups[0].lanes[0].rack = Some("a".into());
    world.groups[0].lanes[1].rack = Some("b".into());
    world.groups[0].effort.cross_rack_bytes = 12_345;
    let scene = draw(&world, 1096.0);
    let notched: Vec<bool> = scene.groups[0].ribbons.iter().map(|ribbon| ribbon.notches.is_some()).collect();
    assert_eq!(notched, [false, true, false, false, false, false]);
    let crossed: Vec<bool> = scene.groups[0].ribbons.iter().map(|ribbon| ribbon.cross.is_some()).collect();
    assert_eq!(crossed, [false, false, false, false, true, true]);
    assert_eq!(scene.groups[0].cards[0].rack.clone().map(|tag| tag.text.text), Some("a".to_string()));
    let texts = &scene.groups[0].coordinator.texts;
    assert!(texts.iter().any(|text| text.text.ends_with("12 kB across racks")));
}

#[test]
fn a_fifth_card_stays_clear_of_the_edges_of_the_stage() {
    for (width, height) in [(806.0, 558.0), (1096.0, 616.0), (1576.0, 760.0)] {
        let world = crowd(6, 5);
        let scene = scene(&SceneInput {
            lang: Lang::En,
            observation: &world,
            width,
            height,
            selection: None,
            words: true,
            crowd: Some(crate::scene::crowd::crowd),
            focus: &[],
            standing: None,
        });
        let cards = &scene.groups[0].cards;
        assert_eq!(cards.len(), 5);
        for card in cards {
            assert!(
                card.area.bottom() <= scene.height - 30.0 && card.area.right() < width,
                "{:?}",
                card.area
            );
        }
    }
}

#[test]
fn a_low_lane_has_a_count_of_each_kind_side_by_side() {
    use crate::cluster::observation::{FlawKind, FlawRun};
    let mut world = crowd(11, 4);
    for lane in &mut world.groups[0].lanes {
        lane.log_end += 4000;
        lane.position = Some(lane.log_end - 10);
        lane.committed = Some(lane.log_end - 20);
        lane.cells_from = lane.log_end;
        lane.cells.clear();
        lane.flaws = vec![
            FlawRun { kind: FlawKind::Duplicate, from: 20, to: 28, count: 8 },
            FlawRun { kind: FlawKind::Gap, from: 40, to: 41, count: 1 },
        ];
    }
    let input = SceneInput {
        lang: Lang::En,
        observation: &world,
        width: 1096.0,
        height: 616.0,
        selection: None,
        words: true,
        crowd: Some(crate::scene::crowd::crowd),
        focus: &[],
        standing: None,
    };
    let scene = scene(&input);
    let lane = &scene.groups[0].lanes[0];
    assert_eq!(lane.frame.style, crate::scene::layout::LaneStyle::Tight);
    let counts = &lane.past.as_ref().expect("a past").counts;
    assert_eq!(counts.len(), 2);
    assert!(counts[0].area.right() <= counts[1].area.x + 0.01 && counts[1].area.width > 20.0);
}
