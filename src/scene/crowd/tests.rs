//! What a crowd shows, that all of it finds room, and that every part can be pointed at.

use super::*;
use crate::cluster::observation::{FlawKind, FlawRun, Observation, ProcessState};
use crate::scene::cells::CellLook;
use crate::scene::fixture::{self, ago, member};
use crate::scene::{Scene, scene};
use proptest::prelude::*;

/// The stage of a window of 1440 by 900, with the controls open and folded.
const STAGES: [(f64, f64); 2] = [(806.0, 558.0), (1096.0, 616.0)];

fn drawn(observation: &Observation, (width, height): (f64, f64)) -> (Scene, Rc<CrowdScene>) {
    let input = SceneInput {
        lang: Lang::En,
        observation,
        width,
        height,
        selection: None,
        words: true,
        crowd: Some(crate::scene::crowd::crowd),
        focus: &[],
        standing: None,
    };
    let scene = scene(&input);
    let crowd = scene.groups[0].crowd.clone().expect("a crowd");
    (scene, crowd)
}

fn with_members(mut world: Observation) -> Observation {
    let names: Vec<ClientName> = world.consumers.iter().map(|consumer| consumer.name).collect();
    world.groups[0].members = names.iter().map(|name| member(name.as_str(), 5400)).collect();
    world
}

#[test]
fn two_hundred_partitions_are_bars_and_a_thousand_are_cells_on_one_screen() {
    for size in STAGES {
        for (partitions, consumers, style) in
            [(60, 6, CrowdStyle::Bars), (200, 20, CrowdStyle::Bars), (1000, 200, CrowdStyle::Grid)]
        {
            let (scene, crowd) = drawn(&with_members(fixture::crowd(partitions, consumers)), size);
            assert_eq!(crowd.style, style, "{partitions} on {size:?}");
            assert_eq!(scene.height, size.1, "{partitions} on {size:?}");
            let shown: usize = crowd.blocks.iter().map(|block| block.lanes.len()).sum();
            assert_eq!(shown, partitions as usize);
            let last = crowd.watch.items.iter().map(|item| item.area.bottom()).fold(0.0, f64::max);
            assert!(last <= size.1 - 30.0, "the list ends at {last}");
        }
    }
}

#[test]
fn a_bar_shows_what_is_committed_at_stake_unread_and_what_went_wrong() {
    let mut world = fixture::crowd(30, 3);
    let lane = &mut world.groups[0].lanes[0];
    lane.flaws = vec![
        FlawRun { kind: FlawKind::Duplicate, from: 20, to: 28, count: 8 },
        FlawRun { kind: FlawKind::Gap, from: 40, to: 41, count: 1 },
    ];
    (lane.duplicates, lane.gaps) = (8, 1);
    let (_, crowd) = drawn(&world, STAGES[1]);
    let looks: Vec<CellLook> = crowd.blocks[0].cells.iter().map(|path| path.look).collect();
    use CellLook::*;
    assert_eq!(looks, [Committed, Unread, Processed, Duplicate, Gap, GapStrike]);
    let words: Vec<&str> = crowd.blocks[0].lanes[0].texts.iter().map(|text| text.text.as_str()).collect();
    assert_eq!(words, ["orders-0", "1 lost"]);
}

#[test]
fn a_dead_consumers_block_is_framed_and_says_that_it_has_no_reader() {
    let mut world = fixture::crowd(60, 6);
    world.consumers[1].process = ProcessState::Killed { since: ago(2600) };
    for lane in world.groups[0].lanes.iter_mut().filter(|lane| lane.owner == Some("c2".into())) {
        lane.owner_running = false;
    }
    let (_, crowd) = drawn(&world, STAGES[1]);
    let alarms: Vec<&str> =
        crowd.blocks.iter().filter(|block| block.alarm).map(|block| block.test_id.as_str()).collect();
    assert_eq!(alarms, ["consumer-c2"]);
    let words = crowd.blocks[1].texts.iter().map(|text| text.text.as_str()).collect::<Vec<_>>().join(" ");
    assert!(words.contains("no reader"), "{words}");
    let first = &crowd.watch.items[0];
    assert_eq!(first.spoken, "orders-10 +9: no reader");
    assert_eq!(first.selection, Selection::Lane("billing".into(), TopicPartition::new("orders".into(), 10)));
}

#[test]
fn no_ribbon_runs_through_the_words_of_a_killed_reader_among_forty_partitions() {
    let mut world = fixture::crowd(40, 4);
    world.consumers[0].process = ProcessState::Killed { since: ago(1000) };
    for lane in world.groups[0].lanes.iter_mut().take(10) {
        lane.owner_running = false;
    }
    let (scene, crowd) = drawn(&world, STAGES[0]);
    assert!(scene.groups[0].ribbons.is_empty());
    let words = crowd.blocks[0].texts.iter().map(|text| text.text.as_str()).collect::<Vec<_>>().join(" ");
    assert!(words.starts_with("c1 "), "{words}");
}

#[test]
fn two_hundred_consumers_are_told_apart_by_name_and_none_by_colour_alone() {
    let (_, crowd) = drawn(&fixture::crowd(1000, 200), STAGES[1]);
    let names: SortedSet<String> = crowd.blocks.iter().map(|block| block.texts[0].text.clone()).collect();
    assert_eq!(names.len(), 200, "every name is written, whole");
    assert!(crowd.blocks.iter().flat_map(|block| &block.cells).all(|path| path.hue.is_none()));
}

#[test]
fn the_list_names_sessions_first_then_what_nobody_reads_lags_duplicates_and_gaps() {
    let mut world = with_members(fixture::crowd(100, 10));
    world.groups[0].members[7] = member("c8", 1400);
    let lanes = &mut world.groups[0].lanes;
    (lanes[3].owner, lanes[3].position) = (None, None);
    lanes[40].lag = Some(900);
    lanes[50].duplicates = 12;
    lanes[51].duplicates = 30;
    lanes[60].gaps = 2;
    let (_, crowd) = drawn(&world, STAGES[1]);
    let told: Vec<&str> = crowd.watch.items.iter().map(|item| item.spoken.as_str()).collect();
    assert_eq!(
        told,
        [
            "c8: session: 1.4 s",
            "orders-3: no reader",
            "orders-40: lag 900",
            "orders-51: 30 dup",
            "orders-50: 12 dup",
            "orders-60: 2 lost"
        ]
    );
    assert_eq!(crowd.watch.items[0].selection, Selection::Consumer("c8".into()));
}

#[test]
fn the_clocks_of_a_crowd_are_counted_and_the_silent_ones_stand_by_name() {
    let mut world = with_members(fixture::crowd(1000, 200));
    for (at, left) in [(4, 1400), (90, 3400), (140, 1500)] {
        world.groups[0].members[at] = member(&format!("c{}", at + 1), left);
    }
    for size in STAGES {
        let (scene, _) = drawn(&world, size);
        let coordinator = &scene.groups[0].coordinator;
        let words: Vec<&str> = coordinator.texts.iter().map(|text| text.text.as_str()).collect();
        for said in ["200 session clocks", "197 healthy", "5.4 s to 5.4 s"] {
            assert!(words.contains(&said), "{words:?}");
        }
        let named: Vec<&str> = coordinator.members.iter().map(|clock| clock.texts[0].text.as_str()).collect();
        assert_eq!(named, ["c5", "c141", "c91"], "those that are removed first come first");
        assert!(coordinator.fold.as_ref().is_some_and(|fold| !fold.silent.is_empty()));
    }
}

#[test]
fn cells_of_a_grid_rise_with_the_lag_and_the_loupe_names_them() {
    let mut world = fixture::crowd(1000, 200);
    world.groups[0].lanes[7].lag = Some(90);
    let (_, crowd) = drawn(&world, STAGES[1]);
    let block = &crowd.blocks[1];
    assert_eq!(block.lanes.len(), 5);
    let filled = block.cells.iter().find(|path| path.look == CellLook::Processed).expect("a lag");
    assert_eq!(filled.d.matches('M').count(), 5);
    let loupe = crowd.loupe(1).expect("a loupe");
    assert_eq!(loupe.rows.len(), 5);
    assert!(loupe.rows[2].texts.iter().any(|text| text.text == "lag 90"));
    assert_eq!(loupe.rows[2].test_id, "lane-orders-7");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn every_partition_can_be_pointed_at_and_blocks_do_not_overlap(
        owners in prop::collection::vec(0..40usize, 25..400),
        size in prop::sample::select(&[(390.0, 0.0), (806.0, 558.0), (1096.0, 616.0), (2200.0, 1100.0)]),
    ) {
        let mut world = fixture::crowd(owners.len() as u32, 40);
        for (lane, owner) in world.groups[0].lanes.iter_mut().zip(&owners) {
            lane.owner = (*owner > 0).then(|| format!("c{owner}").as_str().into());
        }
        let (_, crowd) = drawn(&world, size);
        let mut seen = SortedSet::new();
        for (at, block) in crowd.blocks.iter().enumerate() {
            for (n, lane) in block.lanes.iter().enumerate() {
                prop_assert!(seen.insert(lane.partition));
                let (x, y) = (block.area.x + lane.area.x + 1.0, block.area.y + lane.area.y + 1.0);
                prop_assert_eq!(crowd.at(x, y), Some(CrowdPlace { block: at, lane: Some(n) }));
            }
            for other in &crowd.blocks[..at] {
                let (a, b) = (block.area, other.area);
                let beside = a.right() <= b.x + 0.1 || b.right() <= a.x + 0.1;
                prop_assert!(beside || a.y >= b.bottom() - 0.1 || b.y >= a.bottom() - 0.1);
            }
        }
        prop_assert_eq!(seen.len(), owners.len());
    }

    #[test]
    fn arrow_keys_reach_every_bar_and_stop_at_the_ends(owners in prop::collection::vec(1..6usize, 25..90)) {
        let mut world = fixture::crowd(owners.len() as u32, 6);
        for (lane, owner) in world.groups[0].lanes.iter_mut().zip(&owners) {
            lane.owner = Some(format!("c{owner}").as_str().into());
        }
        let (_, crowd) = drawn(&world, STAGES[1]);
        let mut place = crowd.first().expect("a bar");
        for _ in 1..owners.len() {
            let next = crowd.moved(place, CrowdMove::After);
            prop_assert_ne!(next, place);
            prop_assert_eq!(crowd.moved(next, CrowdMove::Before), place);
            place = next;
        }
        prop_assert_eq!(crowd.moved(place, CrowdMove::After), place);
        prop_assert_eq!(crowd.moved(crowd.first().expect("a bar"), CrowdMove::Last), place);
        let below = crowd.moved(crowd.first().expect("a bar"), CrowdMove::Below);
        prop_assert_eq!(crowd.moved(below, CrowdMove::Above), crowd.first().expect("a bar"));
    }
}
