//! Tests of the scene as a whole.

mod epochs;
mod stage;

use crate::cluster::observation::*;
use crate::cluster::whom::FormerMember;
use crate::kafka::api::{ApiKey, ErrorCode};
use crate::kafka::ids::ClientName;
use crate::scene::card::Condition;
use crate::scene::cells::CellLook;
use crate::scene::crowd::{CrowdScene, CrowdStyle};
use crate::scene::deck::CardStyle;
use crate::scene::fixture::*;
use crate::scene::foretold::right_edge;
use crate::scene::mark::{Area, Text, TextTone};
use crate::scene::ribbon::RibbonKind;
use crate::scene::{Scene, SceneInput, Selection, scene};
use crate::session::language::Lang;
use crate::sim::time::SimTime;
use proptest::prelude::*;

fn draw(observation: &Observation, width: f64) -> Scene {
    draw_in(Lang::En, observation, width)
}

fn draw_in(lang: Lang, observation: &Observation, width: f64) -> Scene {
    scene(&input(lang, observation, width))
}

/// What is drawn, in the height that a stage mostly has.
fn input(lang: Lang, observation: &Observation, width: f64) -> SceneInput<'_> {
    SceneInput {
        lang,
        observation,
        width,
        height: 632.0,
        selection: None,
        words: true,
        crowd: Some(crate::scene::crowd::crowd),
        focus: &[],
        standing: None,
    }
}

#[test]
fn a_scene_is_a_function_of_its_input() {
    assert_eq!(draw(&drawing(), 896.0), draw(&drawing(), 896.0));
}

#[test]
fn a_dead_owners_ribbon_is_dashed_and_an_unowned_lane_has_none() {
    let kinds = |world: &Observation| -> Vec<RibbonKind> {
        draw(world, 896.0).groups[0].ribbons.iter().map(|ribbon| ribbon.kind).collect()
    };
    let (reading, dead) = (RibbonKind::Reading, RibbonKind::Dead);
    assert_eq!(kinds(&drawing()), [reading, reading, reading, reading, dead, dead]);
    assert!(kinds(&rebalance()).is_empty());
    let waits = kinds(&troubles());
    assert_eq!(waits.iter().filter(|kind| **kind == RibbonKind::Waiting).count(), 1);
}

#[test]
fn during_on_partitions_revoked_eager_ribbons_fade_and_cooperative_ones_stay() {
    let mut world = drawing();
    let callback = crate::kafka::rebalance_causes::Callback::OnPartitionsRevoked;
    world.consumers[0].thread = AppThread::Callback { callback, since: ago(10) };
    assert_eq!(draw(&world, 896.0).groups[0].ribbons[0].kind, RibbonKind::Reading);
    world.consumers[0].strategy = vec!["range"];
    assert_eq!(draw(&world, 896.0).groups[0].ribbons[0].kind, RibbonKind::Revoking);
}

#[test]
fn cells_of_one_look_and_hand_are_one_path() {
    let mut world = drawing();
    let lane = &mut world.groups[0].lanes[0];
    paint(lane, 122, 124, CellState::Gap);
    paint(lane, 128, 131, CellState::Gap);
    let scene = draw(&world, 896.0);
    let cells = &scene.groups[0].lanes[0].cells;
    let gaps: Vec<_> = cells.iter().filter(|path| path.look == CellLook::Gap).collect();
    assert_eq!(gaps.len(), 1);
    assert_eq!(gaps[0].d.matches('M').count(), 5);
    let told = scene.groups[0].lanes[0].told(123);
    assert!(
        told.starts_with("#123: below the committed offset, but never processed (gap)\norders-0: "),
        "{told}"
    );
    assert!(cells.len() <= 9);
}

#[test]
fn more_than_24_partitions_are_a_crowd_and_more_than_6_consumers_chips() {
    let many = draw(&crowd(30, 8), 896.0);
    let group = &many.groups[0];
    assert!(group.lanes.is_empty() && group.cards.is_empty() && group.ribbons.is_empty());
    assert_eq!(group.crowd.as_ref().map(|crowd| crowd.style), Some(CrowdStyle::Bars));
    let scene = draw(&crowd(24, 8), 896.0);
    assert!(scene.groups[0].crowd.is_none() && scene.groups[0].lanes.len() == 24);
    assert!(scene.groups[0].cards.iter().all(|card| card.style == CardStyle::Chip));
    let scene = draw(&crowd(24, 13), 896.0);
    assert!(scene.groups[0].cards.iter().all(|card| card.style == CardStyle::Line));
}

#[test]
fn every_condition_has_its_own_word() {
    let scene = draw(&troubles(), 896.0);
    let of = |name: &str| {
        let cards = &scene.groups[0].cards;
        cards.iter().find(|card| card.client.as_str() == name).map(|card| (card.condition, card.state))
    };
    assert_eq!(of("c2"), Some((Condition::Killed, "killed")));
    assert_eq!(of("c3"), Some((Condition::Frozen, "frozen")));
    assert_eq!(of("c4"), Some((Condition::Stalled, "stalled")));
    assert_eq!(of("c5"), Some((Condition::Zombie, "Stable")));
    assert_eq!(of("c6"), Some((Condition::Failed, "failed")));
    assert_eq!(of("c7"), Some((Condition::Closed, "closed")));
}

#[test]
fn the_coordinator_says_whom_it_waits_for() {
    let scene = draw(&rebalance(), 896.0);
    let texts = &scene.groups[0].coordinator.texts;
    let waiting = texts.iter().find(|text| text.text.starts_with("waiting"));
    let words = "waiting for c2 (still processing, 3.2 s) · at most 14 s more";
    assert_eq!(waiting.map(|text| text.text.as_str()), Some(words));
}

#[test]
fn a_member_whose_process_is_gone_is_told_from_the_one_that_runs() {
    let mut world = rebalance();
    let since = SimTime::from_millis(world.time.as_millis() - 3_000);
    let killed = ProcessState::Killed { since };
    let awaited = world.groups[0].members.iter_mut().find(|member| member.awaited).unwrap();
    awaited.former = Some(FormerMember::Process(killed));
    let scene = draw(&world, 896.0);
    let coordinator = &scene.groups[0].coordinator;
    let waiting = coordinator.texts.iter().find(|text| text.text.starts_with("waiting"));
    let words = "waiting for the earlier c2 (killed 3.0 s ago) · at most 14 s more";
    assert_eq!(waiting.map(|text| text.text.as_str()), Some(words));
    assert!(coordinator.members.iter().any(|clock| clock.title.starts_with("c2 (earlier) (")));
}

#[test]
fn lanes_of_the_second_group_carry_its_name() {
    let mut world = drawing();
    let mut second = world.groups[0].clone();
    second.id = "audit".into();
    world.groups.push(second);
    let scene = draw(&world, 896.0);
    assert_eq!(scene.groups[0].lanes[0].test_id, "lane-orders-0");
    assert_eq!(scene.groups[1].lanes[0].test_id, "lane-audit-orders-0");
    assert!(scene.groups[1].coordinator.area.y > scene.groups[0].lanes[5].y);
}

#[test]
fn an_empty_world_says_so() {
    let mut world = drawing();
    world.groups.clear();
    world.consumers.clear();
    let scene = draw(&world, 896.0);
    assert!(scene.empty.is_some() && scene.groups.is_empty());
}

#[test]
fn consumers_of_a_group_that_nobody_joined_yet_are_shown() {
    let mut world = drawing();
    world.groups.clear();
    let scene = draw(&world, 896.0);
    assert_eq!(scene.groups.len(), 1);
    assert_eq!(scene.groups[0].cards.len(), 3);
    assert_eq!(scene.groups[0].coordinator.state, "Empty");
}

#[test]
fn the_frame_of_a_question_ends_before_the_word_that_nobody_reads() {
    for width in [340.0, 700.0, 896.0, 1300.0] {
        let scene = draw(&rebalance(), width);
        let lanes = &scene.groups[0].lanes;
        let words = lanes.iter().flat_map(|lane| lane.texts.iter().map(move |text| (lane, text)));
        let nobody: Vec<_> = words.filter(|(_, text)| text.text == "nobody").collect();
        assert!(!nobody.is_empty(), "at {width}");
        for (lane, text) in nobody {
            let ((from, till), edge) = (text.extent(), right_edge(lane));
            assert!(edge < from || till < edge, "at {width}: {edge} in {from} to {till}");
        }
    }
}

#[test]
fn the_chosen_record_is_framed() {
    let world = drawing();
    let lane = &world.groups[0].lanes[2];
    let selection = Some(Selection::Record("billing".into(), lane.partition, 120));
    let scene = scene(&SceneInput {
        lang: Lang::En,
        observation: &world,
        width: 896.0,
        height: 632.0,
        selection,
        words: true,
        crowd: Some(crate::scene::crowd::crowd),
        focus: &[],
        standing: None,
    });
    let lane = &scene.groups[0].lanes[2];
    assert!(lane.selected);
    assert_eq!(lane.strokes.iter().filter(|(tone, _)| *tone == TextTone::Accent).count(), 1);
}

/// Nothing may stick out of the stage, and no text may lie on another text of its own part.
fn check(scene: &Scene) -> Result<(), TestCaseError> {
    let stage = Area { x: 0.0, y: 0.0, width: scene.width, height: scene.height };
    for group in &scene.groups {
        let box_ = group.coordinator.area;
        prop_assert!(stage.holds(&box_));
        let inside = Area { x: 0.0, y: 0.0, ..box_ };
        prop_assert!(group.coordinator.states.iter().all(|pill| inside.holds(&pill.area)));
        prop_assert!(group.coordinator.members.iter().all(|member| inside.holds(&member.area)));
        for member in group.coordinator.members.iter().filter(|member| member.left.is_some()) {
            for text in &member.texts {
                let (left, right) = text.extent();
                let beside = member.bar.right() <= left + 0.1 || right <= member.bar.x + 0.1;
                let above = text.y <= member.bar.y + 0.1 || text.y - text.size * 0.72 >= member.bar.bottom();
                prop_assert!(beside || above, "{:?} lies on its clock {:?}", text.text, member.bar);
            }
        }
        let mut texts = group.coordinator.texts.clone();
        texts.extend(group.coordinator.members.iter().flat_map(|member| member.texts.clone()));
        apart(&texts, box_.width)?;
        for lane in &group.lanes {
            prop_assert!(lane.y + lane.frame.height <= scene.height + 0.1);
            let mut texts = lane.texts.clone();
            texts.extend(lane.past.iter().flat_map(|past| &past.counts).map(|count| count.text.clone()));
            // Beside the cells stand the cards.
            let right = group.cards.iter().map(|card| card.area.x).fold(scene.width, f64::min);
            apart(&texts, if group.narrow { scene.width } else { right })?;
            let broken = lane.cells.iter().find(|path| path.d.contains("--"));
            prop_assert!(broken.is_none(), "a negative width in {broken:?}");
        }
        for card in &group.cards {
            prop_assert!(stage.holds(&card.area), "card {:?}", card.area);
            let mut texts = card.texts.clone();
            texts.extend(card.tracks.iter().flat_map(|tracks| tracks.texts.clone()));
            apart(&texts, card.area.width)?;
        }
        if let Some(crowd) = &group.crowd {
            check_crowd(crowd, &stage)?;
        }
        for mark in &group.envelopes {
            prop_assert!(stage.holds(&mark.area), "envelope {:?}", mark.area);
        }
        for (i, mark) in group.envelopes.iter().enumerate() {
            for other in &group.envelopes[..i] {
                let (a, b) = (mark.area, other.area);
                let beside = a.right() <= b.x || b.right() <= a.x;
                let above = a.bottom() <= b.y + 0.01 || b.bottom() <= a.y + 0.01;
                prop_assert!(beside || above, "envelopes {a:?} {b:?}");
            }
        }
    }
    Ok(())
}

/// Blocks and what stands beside them lie on the stage, and no text on another one.
fn check_crowd(crowd: &CrowdScene, stage: &Area) -> Result<(), TestCaseError> {
    for block in &crowd.blocks {
        prop_assert!(stage.holds(&block.area), "block {:?} of {:?}", block.area, stage);
        let inside = Area { x: 0.0, y: 0.0, ..block.area };
        prop_assert!(block.lanes.iter().all(|lane| lane.area.x + lane.area.width <= inside.width + 2.0));
        let mut texts = block.texts.clone();
        texts.extend(block.lanes.iter().flat_map(|lane| lane.texts.clone()));
        apart(&texts, block.area.width)?;
    }
    let mut texts = crowd.watch.texts.clone();
    texts.extend(crowd.watch.items.iter().flat_map(|item| item.texts.clone()));
    prop_assert!(crowd.watch.items.iter().all(|item| stage.holds(&item.area)));
    apart(&texts, stage.width)?;
    for block in 0..crowd.blocks.len() {
        let Some(loupe) = crowd.loupe(block) else { continue };
        prop_assert!(loupe.rows.iter().all(|row| loupe.area.holds(&row.area)));
        let mut texts = loupe.texts.clone();
        texts.extend(loupe.rows.iter().flat_map(|row| row.texts.clone()));
        apart(&texts, stage.width)?;
    }
    Ok(())
}

fn apart(texts: &[Text], width: f64) -> Result<(), TestCaseError> {
    for (i, text) in texts.iter().enumerate() {
        let (left, right) = text.extent();
        prop_assert!(
            left >= -0.1 && right <= width + 0.1,
            "{} sticks out: {left}..{right} of {width}",
            text.text
        );
        for other in &texts[..i] {
            let (from, to) = other.extent();
            let beside = right <= from + 0.1 || to <= left + 0.1;
            let above = (text.y - other.y).abs() >= text.size.min(other.size) * 0.9;
            prop_assert!(beside || above, "{:?} lies on {:?}", text.text, other.text);
        }
    }
    Ok(())
}

#[test]
fn the_fixtures_fit_every_width() -> Result<(), TestCaseError> {
    let mut new_member = drawing();
    new_member.groups[0].members[1].session_deadline = Some(ahead(299_000));
    for world in [
        new_member,
        drawing(),
        rebalance(),
        troubles(),
        crowd(12, 8),
        crowd(1, 1),
        crowd(30, 8),
        crowd(2, 5),
        crowd(120, 3),
        crowd(900, 70),
    ] {
        for width in [320.0, 360.0, 390.0, 699.0, 700.0, 768.0, 896.0, 1180.0, 1600.0] {
            check(&draw(&world, width))?;
            check(&draw_in(Lang::Ko, &world, width))?;
        }
    }
    Ok(())
}

#[test]
fn a_paused_lane_says_so_beside_what_is_before_its_cells() -> Result<(), TestCaseError> {
    for lanes in [1, 2, 3, 6] {
        let mut world = crowd(lanes, 2);
        world.groups[0].lanes.iter_mut().for_each(|lane| lane.paused = true);
        for width in (700..1500).step_by(9) {
            check(&draw(&world, f64::from(width)))?;
            check(&draw_in(Lang::Ko, &world, f64::from(width)))?;
        }
    }
    Ok(())
}

#[test]
fn groups_that_share_a_low_stage_fit_in_it() -> Result<(), TestCaseError> {
    for (groups, partitions) in [(2, 6), (2, 12), (3, 4), (3, 9), (3, 12)] {
        let mut world = crowd(partitions, 4);
        for n in 1..groups {
            let mut more = crowd(partitions, 4);
            let group = &mut more.groups[0];
            group.id = format!("group-{n}").as_str().into();
            let renamed =
                |name: &ClientName| ClientName::from(format!("{}{name}", ["a", "b"][n - 1]).as_str());
            group.leader = group.leader.as_ref().map(renamed);
            group.lanes.iter_mut().for_each(|lane| lane.owner = lane.owner.as_ref().map(renamed));
            group.members.iter_mut().for_each(|member| member.client = member.client.as_ref().map(renamed));
            for mut consumer in more.consumers {
                (consumer.name, consumer.group) = (renamed(&consumer.name), more.groups[0].id);
                world.consumers.push(consumer);
            }
            world.groups.push(more.groups.remove(0));
        }
        for (lang, width, height) in
            [(Lang::En, 808.0, 558.0), (Lang::Ko, 808.0, 558.0), (Lang::En, 1096.0, 616.0)]
        {
            let input = SceneInput {
                lang,
                observation: &world,
                width,
                height,
                selection: None,
                words: true,
                crowd: Some(crate::scene::crowd::crowd),
                focus: &[],
                standing: None,
            };
            let scene = scene(&input);
            assert_eq!(scene.height, height, "{groups} groups of {partitions} partitions: it scrolls");
            assert!(scene.groups.iter().all(|group| group.cards.len() == 4));
            for group in &scene.groups {
                let head = group.coordinator.area.y + group.coordinator.head;
                let lane = &group.lanes[0];
                let above = |text: &Text| lane.y + text.y - text.size * 0.8 < head;
                assert!(!lane.texts.iter().any(above), "a word of the first lane lies on the head");
            }
            check(&scene)?;
        }
    }
    Ok(())
}

prop_compose! {
    fn any_lane(index: u32, consumers: u16)(
        committed in 0..3000u64,
        parts in (0..70u64, 0..12u64, 0..400u64),
        by in 0..consumers,
        flaws in (0..60u64, 1..9u64, 0..4u8),
        who in 0..5u8,
    ) -> LaneView {
        let (stake, held, unread) = parts;
        let processed = committed + stake;
        let position = processed + held;
        let mut lane = lane(index, by, position + unread, position, processed, committed);
        let from = committed.saturating_sub(flaws.0);
        let state = [CellState::Gap, CellState::AtRisk, CellState::Duplicate { repeats: 2 }, CellState::Deleted];
        paint(&mut lane, from, (from + flaws.1).min(committed), state[usize::from(flaws.2)]);
        lane.duplicates = flaws.1 * 40;
        lane.gaps = flaws.1 * 7;
        lane.paused = flaws.2 == 1;
        match who {
            0 => lane.owner_running = false,
            1 => { lane.owner = None; lane.position = None; }
            2 => { lane.owner = None; lane.assigned_to = Some("c1".into()); }
            _ => {}
        }
        lane
    }
}

fn any_world() -> impl Strategy<Value = Observation> {
    (1..9u16, 0..40u32).prop_flat_map(|(consumers, lanes)| {
        let lanes: Vec<_> = (0..lanes).map(|index| any_lane(index, consumers)).collect();
        let envelopes = prop::collection::vec((0..consumers, 0..4usize, any::<bool>(), 0.0..1.0f64), 0..7);
        (lanes, envelopes).prop_map(move |(lanes, envelopes)| {
            let mut world = world(lanes, usize::from(consumers));
            for (n, (client, api, up, done)) in envelopes.into_iter().enumerate() {
                let api =
                    [ApiKey::Heartbeat, ApiKey::OffsetCommit, ApiKey::FindCoordinator, ApiKey::JoinGroup]
                        [api];
                let direction = if up { Direction::ToBroker } else { Direction::ToClient };
                let error = if up { ErrorCode::None } else { ErrorCode::RebalanceInProgress };
                let mut mark = envelope(&format!("c{}", client + 1), api, direction, error, done);
                mark.number = n as u64;
                world.envelopes.push(mark);
            }
            world
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn nothing_leaves_the_stage_and_no_label_lies_on_another(world in any_world(), width in 320.0..1500.0f64) {
        check(&draw(&world, width))?;
        check(&draw_in(Lang::Ko, &world, width))?;
    }
}
