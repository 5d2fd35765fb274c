//! Tests of the lanes: what they show, and that nothing lies on something else.

use super::*;
use crate::cluster::observation::{CellState, FlawKind, FlawRun};
use crate::scene::cells::{BEFORE_POSITION, CellLook, at_stake};
use crate::scene::fixture::{lane, paint, world};
use crate::scene::{Scene, SceneInput, StandingLanes, scene};
use proptest::prelude::*;

/// A stage of the mock's size with this lane above five others.
fn drawn(lane_view: LaneView) -> Rc<LaneScene> {
    let mut lanes: Vec<LaneView> = (0..6).map(|n| lane(n, 0, 127, 127, 127, 121)).collect();
    lanes[0] = lane_view;
    Rc::clone(&drawn_at(lanes, (1096.0, 646.0)).groups[0].lanes[0])
}

fn drawn_at(lanes: Vec<LaneView>, (width, height): (f64, f64)) -> Scene {
    scene(&SceneInput {
        lang: Lang::En,
        observation: &world(lanes, 3),
        width,
        height,
        selection: None,
        words: true,
        crowd: Some(crate::scene::crowd::crowd),
        focus: &[],
        standing: None,
    })
}

fn text<'a>(lane: &'a LaneScene, words: &str) -> Option<&'a Text> {
    lane.texts.iter().find(|text| text.text == words)
}

fn counts(lane: &LaneScene) -> Vec<(&str, Offset)> {
    let counts = lane.past.iter().flat_map(|past| &past.counts);
    counts.map(|count| (count.text.text.as_str(), count.newest)).collect()
}

#[test]
fn labels_stand_beside_their_markers() {
    let lane = drawn(lane(0, 0, 127, 127, 127, 121));
    let at = |offset| lane.window.at(offset) - 1.0;
    assert_eq!((lane.window.first, lane.window.pitch), (70, 8.0));
    assert_eq!(text(&lane, "position 127").map(|text| text.extent().1), Some(at(127) - 9.0));
    assert_eq!(text(&lane, "committed 121").map(|text| text.extent().1), Some(at(121) - 9.0));
    assert_eq!(text(&lane, "6 at stake").map(|text| text.x), Some(at(121) + 9.0));
    assert_eq!(counts(&lane), [("‹ 70 earlier", 69)]);
    assert!(lane.bracket.is_some() && lane.alarm.is_none());
}

#[test]
fn what_a_dead_reader_leaves_is_framed_in_red_and_said() {
    let mut dead = lane(0, 1, 127, 100, 100, 80);
    dead.owner_running = false;
    let lane = drawn(dead);
    let again = text(&lane, "20 would be processed again").map(|text| text.tone);
    assert_eq!(again, Some(TextTone::Gap));
    assert!(lane.bracket.is_none() && lane.alarm.is_some() && text(&lane, "20 at stake").is_none());
    assert!(text(&lane, "27 unread").is_some() && text(&lane, "nobody").is_some());
    assert_eq!(lane.badge.map(|badge| (badge.identity.number, badge.ended)), Some((2, true)));
}

#[test]
fn a_position_that_lags_far_behind_stays_in_the_window_and_the_rest_is_counted() {
    let lane = drawn(lane(0, 0, 1700, 190, 189, 100));
    assert_eq!(lane.window.first, 190 - BEFORE_POSITION);
    assert_eq!(lane.window.hidden, 1700 - lane.window.end);
    assert!(text(&lane, &format!("{} unread ›", lane.window.hidden)).is_some());
    let past = lane.past.as_ref().map(|past| past.end);
    // The committed offset is before the cells: its marker is at the zigzag, its number beside it.
    assert!(past.is_some_and(|x| x < lane.window.x && x > lane.window.x - 8.0));
    assert_eq!(text(&lane, "committed 100").map(|text| text.extent().1), past.map(|x| x - 9.0));
    assert_eq!(text(&lane, "89 at stake").map(|text| text.x), past.map(|x| x + 9.0));
}

#[test]
fn what_is_at_stake_stays_in_the_window_while_the_log_grows() {
    for log_end in [100, 130, 160, 400, 1700] {
        let mut dead = lane(0, 1, log_end, 100, 100, 70);
        dead.owner_running = false;
        let lane = drawn(dead);
        assert!(lane.window.first <= 70 && lane.window.shows(100), "{log_end}: {:?}", lane.window);
        assert!(text(&lane, "30 would be processed again").is_some(), "{log_end}");
        let (from, to) = (lane.window.at(70), lane.window.at(100));
        let box_of_it = format!("M{} ", Num(from - 3.0));
        assert!(lane.alarm.as_ref().is_some_and(|d| d.starts_with(&box_of_it)), "{:?} {to}", lane.alarm);
    }
}

#[test]
fn what_is_at_stake_is_said_when_its_beginning_is_out_of_sight() {
    for committed in [1900, 1950, 1960, 1990] {
        let lane = drawn(lane(0, 0, 2000, 2000, 2000, committed));
        let words = format!("{} at stake", 2000 - committed);
        assert!(text(&lane, &words).is_some(), "{words}");
    }
}

#[test]
fn what_was_processed_beyond_the_edge_is_not_called_unread() {
    // Nobody has it, so there is no position: the window stays with the commit.
    let mut left = lane(0, 1, 90, 90, 89, 10);
    (left.position, left.owner) = (None, None);
    let lane = drawn(left);
    assert!(lane.window.hidden > 0, "{:?}", lane.window);
    assert!(text(&lane, &format!("{} more ›", lane.window.hidden)).is_some());
}

#[test]
fn cells_keep_their_width_and_follow_the_log_one_by_one() {
    let windows: Vec<Window> =
        (100..400).map(|end| drawn(lane(0, 0, end, end, end, end - 5)).window).collect();
    for pair in windows.windows(2) {
        assert_eq!((pair[0].pitch, pair[0].x), (pair[1].pitch, pair[1].x));
        assert_eq!(pair[0].first + 1, pair[1].first);
    }
}

#[test]
fn flaws_of_the_past_keep_their_place_and_lead_to_the_newest() {
    let mut flawed = lane(0, 0, 600, 600, 600, 595);
    paint(&mut flawed, 450, 460, CellState::Duplicate { repeats: 2 });
    flawed.flaws = vec![
        FlawRun { kind: FlawKind::Duplicate, from: 70, to: 100, count: 30 },
        FlawRun { kind: FlawKind::Gap, from: 200, to: 201, count: 1 },
    ];
    let lane = drawn(flawed);
    assert_eq!(counts(&lane), [("‹ 50 duplicates", 459), ("‹ 1 lost", 200)]);
    let past = lane.past.as_ref();
    let marks = |look| {
        past.and_then(|past| past.cells.iter().find(|path| path.look == look).map(|path| path.d.clone()))
    };
    assert_eq!(marks(CellLook::DuplicateSafe).map(|d| d.matches('M').count()), Some(2));
    assert!(marks(CellLook::Gap).is_some_and(|d| d.contains("h2v")), "3 pixels, outline included");
    assert!(
        past.is_some_and(|past| (past.at(271, &lane.window) - past.area.x - 28.0).abs() < 0.2),
        "to scale"
    );
}

#[test]
fn a_gap_in_hand_or_in_sight_is_not_counted_as_past() {
    let mut flawed = lane(0, 0, 120, 120, 120, 115);
    paint(&mut flawed, 100, 104, CellState::Gap);
    let lane = drawn(flawed);
    assert_eq!(counts(&lane), [("‹ 63 earlier", 62)]);
    assert!(text(&lane, "4 lost (gap)").is_some());
}

#[test]
fn a_lane_that_nobody_has_read_yet_is_no_alarm() {
    let tones = |view: LaneView| {
        let lane = drawn(view);
        (text(&lane, "nobody").map(|text| text.tone), lane.badge)
    };
    let fresh = LaneView::untouched(TopicPartition::new("orders".into(), 0), 0, 0);
    assert_eq!(tones(fresh), (Some(TextTone::Muted), None));
    let mut left = lane(0, 0, 127, 100, 100, 80);
    (left.owner, left.owner_running, left.position) = (None, false, None);
    assert_eq!(tones(left), (Some(TextTone::Gap), None));
}

#[test]
fn one_lane_is_drawn_larger() {
    let scene = drawn_at(vec![lane(0, 0, 154, 154, 154, 150)], (1096.0, 646.0));
    let lane = &scene.groups[0].lanes[0];
    assert_eq!((lane.window.pitch, lane.frame.cell_height, lane.frame.rest), (16.0, 53.0, 20.0));
    assert!(lane.texts[0].size > 18.0 && text(lane, "orders-0").is_some());
}

#[test]
fn low_lanes_have_their_numbers_in_columns_under_one_head() {
    let lanes = (0..12).map(|n| lane(n, 0, 127, 127, 125, 121)).collect();
    let scene = drawn_at(lanes, (1096.0, 646.0));
    let lanes = &scene.groups[0].lanes;
    assert!(lanes.iter().all(|lane| lane.frame.style == LaneStyle::Tight));
    assert!(lanes.iter().all(|lane| ["121", "127", "6"].iter().all(|words| text(lane, words).is_some())));
    let heads = |lane: &LaneScene| {
        ["committed", "position", "lag"].iter().filter(|head| text(lane, head).is_some()).count()
    };
    assert_eq!((heads(&lanes[0]), heads(&lanes[1])), (3, 0));
    assert_eq!(scene.height, 646.0, "nothing is to be scrolled");
}

/// Black on white has 21, a colour on itself 1.
fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let light = |colour: [f64; 3]| {
        let linear = colour.map(|part| match part / 255.0 {
            part if part <= 0.04045 => part / 12.92,
            part => ((part + 0.055) / 1.055).powf(2.4),
        });
        0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    };
    let (a, b) = (light(a), light(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// A token's two colours: light, dark.
fn token(name: &str) -> [[f64; 3]; 2] {
    let sheet = include_str!("../../../static/tokens.css");
    let start = format!("--{name}:light-dark(");
    let (_, rest) = sheet.split_once(&start).unwrap_or_else(|| panic!("no token {name}"));
    let (pair, _) = rest.split_once(')').unwrap();
    let mut colours = pair.split(", ").map(|colour| {
        let part = |at: usize| f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap());
        [part(1), part(3), part(5)]
    });
    [colours.next().unwrap(), colours.next().unwrap()]
}

#[test]
fn every_state_of_a_cell_stands_out_from_the_ground_in_both_themes() {
    let hues = (1..=8).flat_map(|n| [format!("c{n}"), format!("d{n}")]);
    let others = ["edge", "dup", "gap", "stake", "faint"].map(str::to_string);
    for name in hues.chain(others) {
        for ground in ["bg", "panel"] {
            for (colour, ground) in token(&name).into_iter().zip(token(ground)) {
                let found = contrast(colour, ground);
                assert!(found >= 3.0, "{name} has a contrast of {found:.2} on {ground:?}");
            }
        }
    }
    for name in ["muted", "ink", "dup", "gap", "stake", "c1", "c5", "c8"] {
        for (colour, ground) in token(name).into_iter().zip(token("bg")) {
            assert!(contrast(colour, ground) >= 4.5, "{name}, as text");
        }
    }
}

prop_compose! {
    fn any_lane()(
        committed in 0..20_000u64,
        parts in (0..200u64, 0..12u64, 0..3000u64),
        window in 96..320u64,
        who in 0..4u8,
        flaws in prop::collection::vec((0..20_000u64, 1..50u64, any::<bool>()), 0..6),
    ) -> (LaneView, u64) {
        let (stake, held, unread) = parts;
        let position = committed + stake + held;
        let mut lane = lane(0, 0, position + unread, position, committed + stake, committed);
        lane.owner_running = who > 0;
        if who == 3 {
            (lane.owner, lane.owner_running, lane.position) = (None, false, None);
        }
        let mut at = 0;
        for (from, length, gap) in flaws {
            let from = at + from;
            at = from + length;
            let kind = if gap { FlawKind::Gap } else { FlawKind::Duplicate };
            if at <= lane.cells_from {
                lane.flaws.push(FlawRun { kind, from, to: at, count: length });
            }
        }
        (lane, window)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn the_window_holds_the_position_with_eight_cells_at_its_left(
        (lane, _) in any_lane(),
        width in 160.0..1100.0f64,
        lanes in 1..24usize,
    ) {
        let pitch = layout::pitch(lanes, 1.0);
        let room = (width / pitch) as u64;
        prop_assume!(room <= 100);
        let window = Window::choose(&lane, 10.0, width, pitch);
        prop_assert!(window.end - window.first <= room && window.right() <= 10.0 + width + 1e-6);
        prop_assert_eq!(window.hidden, lane.log_end - window.end);
        // Where the reader is dead and more is at stake than there is room for, its beginning counts.
        let reach = |(from, to): (Offset, Offset)| to.max(lane.position.unwrap_or(to)) - from;
        let overfull = !lane.owner_running && at_stake(&lane).map(reach).is_some_and(|reach| reach >= room);
        if let Some(position) = lane.position.filter(|_| !overfull) {
            prop_assert!(window.shows(position));
            let before = BEFORE_POSITION.min(room / 2).min(position);
            prop_assert!(position - window.first >= before, "{window:?} {position}");
        }
        prop_assert!(window.end - window.first == room.min(lane.log_end), "as many as there is room for");
    }

    #[test]
    fn what_is_looked_at_holds_whatever_the_window_shows((lane, window) in any_lane(), room in 1..48u64) {
        let stretch = lane.stretch(window);
        prop_assert!(stretch.end - stretch.start <= window && stretch.end <= lane.log_end);
        let all = LaneView { cells_from: 0, ..lane.clone() };
        let whole = CellRun { from: 0, to: lane.log_end, state: CellState::Unread, by: None };
        let shown = Window::choose(&LaneView { cells: vec![whole], ..all }, 0.0, room as f64 * 8.0, 8.0);
        prop_assert!(stretch.start <= shown.first && shown.end <= stretch.end, "{shown:?} {stretch:?}");
    }

    #[test]
    fn nothing_leaves_the_lanes_columns_and_no_label_lies_on_another(
        lanes in prop::collection::vec(any_lane(), 1..16),
        width in 700.0..2600.0f64,
        height in 400.0..1400.0f64,
    ) {
        let mut lanes: Vec<LaneView> = lanes.into_iter().map(|(lane, _)| lane).collect();
        for (lane, number) in lanes.iter_mut().zip(0..) {
            lane.partition.partition = number;
        }
        let scene = drawn_at(lanes, (width, height));
        let group = &scene.groups[0];
        let card = group.cards[0].area.x;
        for lane in &group.lanes {
            let past = lane.past.iter();
            let texts = lane.texts.iter().chain(past.clone().flat_map(|past| &past.counts).map(|count| &count.text));
            let texts: Vec<&Text> = texts.filter(|text| !text.text.is_empty()).collect();
            for (n, text) in texts.iter().enumerate() {
                let (left, right) = text.extent();
                prop_assert!(left >= 13.9 && right <= card, "{:?}", text);
                for other in &texts[..n] {
                    let (from, to) = other.extent();
                    let high = (text.y - other.y).abs() >= text.size.min(other.size) * 0.9;
                    prop_assert!(high || right <= from + 0.1 || to <= left + 0.1, "{text:?} {other:?}");
                }
            }
            prop_assert!(lane.window.right() <= lane.base.1 + 1e-6 && lane.base.1 + 9.0 <= card);
            for past in past {
                prop_assert!(past.area.right() < lane.base.0 && past.end < lane.base.0);
            }
        }
    }
}

#[test]
fn a_lane_whose_turn_it_is_not_stands_unless_another_consumer_reads_it() {
    let view = |position, owner: &str| {
        let mut view = lane(0, 0, position + 20, position, position, position);
        view.owner = Some(owner.into());
        view
    };
    let before = drawn_at(vec![view(100, "c1"), lane(1, 1, 127, 127, 127, 121)], (1096.0, 646.0));
    let now = |owner: &str, is_drawn: &dyn Fn(usize, usize) -> bool| {
        let lanes = vec![view(110, owner), lane(1, 1, 137, 137, 137, 121)];
        let scene = scene(&SceneInput {
            lang: Lang::En,
            observation: &world(lanes, 3),
            width: 1096.0,
            height: 646.0,
            selection: None,
            words: false,
            crowd: None,
            focus: &[],
            standing: Some(StandingLanes { scene: &before, is_drawn }),
        });
        [0, 1].map(|at| Rc::ptr_eq(&scene.groups[0].lanes[at], &before.groups[0].lanes[at]))
    };
    let mut fed = before.clone();
    assert!(fed.differs_only_in_lanes(&before));
    fed.groups[0].lanes.swap(0, 1);
    assert!(fed.differs_only_in_lanes(&before), "lanes may differ");
    fed.groups[0].cards[0] = Rc::new((*before.groups[0].cards[0]).clone());
    assert!(!fed.differs_only_in_lanes(&before), "a card may not");
    assert_eq!(now("c1", &|_, _| false), [true, true], "nobody's turn");
    assert_eq!(now("c1", &|at, _| at == 1), [true, false], "the second lane's turn");
    assert_eq!(now("c2", &|_, _| false), [false, true], "another reader is drawn at once");
}
