//! What the time axis holds to.

use super::*;
use crate::cluster::observation::MarkKind;
use crate::kafka::rebalance_causes::EpochReason;
use proptest::prelude::*;

fn at(millis: u64) -> SimTime {
    SimTime::from_millis(millis)
}

fn reads(from: u64, to: Option<u64>, owner: Option<&str>) -> OwnershipSpan {
    OwnershipSpan { from: at(from), to: to.map(at), owner: owner.map(Into::into) }
}

fn orders(partition: u32) -> TopicPartition {
    TopicPartition::new("orders".into(), partition)
}

fn band(generation: i32, started: u64, ended: u64) -> RebalanceSpan {
    RebalanceSpan {
        started: at(started),
        ended: Some(at(ended)),
        generation: Some(Generation(generation)),
        reason: None,
        members: 2,
        moved: 0,
    }
}

fn section(rebalances: &[RebalanceSpan]) -> AxisSection {
    let rows = vec![
        (orders(0), vec![reads(3000, None, Some("c1"))]),
        (orders(1), vec![reads(3000, Some(10_000), Some("c2")), reads(10_000, None, None)]),
    ];
    AxisSection { rows, rebalances: rebalances.to_vec(), ..AxisSection::default() }
}

fn drawn(
    section: AxisSection,
    marks: &[Mark],
    deadlines: &[Deadline],
    size: (f64, f64),
    to: u64,
) -> TimeAxis {
    time_axis(&TimeInput {
        lang: Lang::En,
        now: at(12_480),
        from: at(0),
        to: at(to),
        sections: &[section],
        marks,
        told: &[(at(2000), false), (at(9000), true)],
        busy: &[],
        deadlines,
        repeated: None,
        consumers: &["c1".into(), "c2".into()],
        charts: &Quantity::CHIEF,
        width: size.0,
        height: size.1,
    })
}

fn axis(marks: &[Mark], rebalances: &[RebalanceSpan], width: f64) -> Rc<AxisDrawing> {
    drawn(section(rebalances), marks, &[], (width, 236.0), 20_000).drawing
}

/// Texts that share a line do not touch.
fn apart(texts: &[Text]) -> bool {
    texts.iter().enumerate().all(|(i, a)| {
        let (left, right) = a.extent();
        let others = texts[..i].iter().filter(|b| (b.y - a.y).abs() < 1.0).map(Text::extent);
        others.into_iter().all(|other| right <= other.0 + 0.01 || left >= other.1 - 0.01)
    })
}

#[test]
fn an_axis_that_has_no_room_yet_is_no_failure() {
    for width in [0.0, 1.0, 60.0, 180.0] {
        assert!(axis(&[], &[], width).plot.width > 0.0);
    }
}

#[test]
fn bars_of_one_colour_are_one_path_and_nobody_is_drawn_apart() {
    let axis = axis(&[], &[], 1000.0);
    assert_eq!(axis.bars.iter().map(|(hue, _)| *hue).collect::<Vec<_>>(), [Some(Hue(1)), Some(Hue(2))]);
    assert_eq!(axis.nobody.matches('M').count(), 1);
    assert!(axis.labels.iter().any(|label| label.text == "nobody"));
}

#[test]
fn what_happens_to_several_at_once_is_one_word() {
    let mark = |name: &str| Mark { time: at(5000), kind: MarkKind::Started, client: Some(name.into()) };
    let axis = axis(&[mark("c1"), mark("c2")], &[], 1000.0);
    assert!(axis.labels.iter().any(|label| label.text == "+ c1 c2"));
}

#[test]
fn generations_without_room_share_a_label_and_none_vanishes() {
    let dense = |n: i32| band(n, n as u64 * 300, n as u64 * 300 + 50);
    let mut rebalances: Vec<RebalanceSpan> = (1..=9).map(dense).collect();
    rebalances.push(band(10, 12_000, 12_100));
    for width in [320.0, 700.0, 1100.0] {
        let axis = axis(&[], &rebalances, width);
        let said: Vec<&str> =
            axis.labels.iter().filter_map(|label| label.text.strip_prefix("gen ")).collect();
        let ends: Vec<(i32, i32)> = said
            .iter()
            .map(|words| words.split_once(" to ").unwrap_or((words, words)))
            .map(|(first, last)| (first.parse().unwrap(), last.parse().unwrap()))
            .collect();
        // Each begins after the one before, and together they name all ten.
        assert_eq!((ends[0].0, ends.last().map(|end| end.1)), (1, Some(10)), "{said:?}");
        assert!(ends.windows(2).all(|pair| pair[0].1 + 1 == pair[1].0), "{said:?}");
        assert_eq!(axis.brackets.is_empty(), ends.iter().all(|(first, last)| first == last));
    }
}

#[test]
fn what_is_still_to_come_is_worded_and_stays_on_the_axis() {
    let words = "c2's session ends 16.035".to_owned();
    let deadline = Deadline { time: at(16_035), words };
    let past = Deadline { time: at(5000), words: "over".to_owned() };
    for width in [320.0, 1000.0] {
        let axis = drawn(section(&[]), &[], &[past.clone(), deadline.clone()], (width, 236.0), 20_000);
        assert_eq!(axis.deadlines.matches('M').count(), 1);
        assert_eq!(axis.deadline_words.len(), 1);
        assert!(axis.deadline_words[0].extent().1 <= width);
    }
}

#[test]
fn rows_and_charts_share_the_axis_and_stand_apart() {
    for (width, height) in [(1096.0, 236.0), (700.0, 236.0), (320.0, 300.0)] {
        let axis = drawn(section(&[]), &[], &[], (width, height), 20_000).drawing;
        let charts = &axis.charts;
        assert_eq!(charts.len(), Quantity::CHIEF.len());
        assert!(
            charts.iter().all(|chart| chart.area.x == axis.plot.x && chart.area.width == axis.plot.width)
        );
        assert!(charts.windows(2).all(|pair| pair[0].area.bottom() <= pair[1].area.y));
        assert!(charts.iter().all(|chart| chart.area.height >= 14.0));
        assert!(apart(&axis.names), "{:?}", axis.names);
    }
}

#[test]
fn a_thousand_partitions_fold_into_a_row_for_all_and_one_for_each_disturbance() {
    let whole = (0..990).map(|n| (orders(n), vec![reads(2000, None, Some("c1"))]));
    let broken = vec![reads(2000, Some(9000), Some("c2")), reads(9000, None, None)];
    let rows = whole.chain((990..1000).map(|n| (orders(n), broken.clone()))).collect();
    let section = AxisSection { rows, ..AxisSection::default() };
    let axis = drawn(section, &[], &[], (1096.0, 236.0), 20_000).drawing;
    let names: Vec<&str> = axis.names.iter().map(|name| name.text.as_str()).collect();
    assert_eq!(&names[4..], ["990 partitions", "10 partitions"]);
    assert!(axis.labels.iter().any(|label| label.text == "990 of 1000, read without a break"));
    assert!(axis.bars.iter().any(|(hue, _)| hue.is_none()));
}

#[test]
fn a_long_quiet_stretch_is_folded_and_says_how_long_it_is() {
    let mark = |millis| Mark { time: at(millis), kind: MarkKind::Killed, client: Some("c2".into()) };
    let axis = drawn(section(&[]), &[mark(3000), mark(90_000)], &[], (1000.0, 236.0), 100_000).drawing;
    assert!(!axis.folds.is_empty());
    assert!(axis.labels.iter().any(|label| label.text.contains("min")), "{:?}", axis.labels);
}

proptest! {
    #[test]
    fn words_never_overlap_and_deaths_are_never_silent(
        happened in prop::collection::vec((0u64..20_000, 0usize..3), 0..80),
        width in 300.0..1600.0f64,
    ) {
        let kinds = [MarkKind::Killed, MarkKind::Started, MarkKind::Closed];
        let mark = |&(time, kind): &(u64, usize)| Mark { time: at(time), kind: kinds[kind], client: Some("c2".into()) };
        let marks: Vec<Mark> = happened.iter().map(mark).collect();
        let axis = axis(&marks, &[], width);
        let head: Vec<Text> = axis.labels.iter().filter(|label| label.y == axis.plot.y - 5.0).cloned().collect();
        prop_assert!(apart(&head));
        prop_assert!(head.iter().all(|word| word.extent().1 <= width));
        let ticks: Vec<Text> = axis.ticks.iter().map(|(_, label)| label.clone()).collect();
        prop_assert!(apart(&ticks));
        let dead = marks.iter().filter(|mark| mark.kind == MarkKind::Killed).count();
        prop_assert_eq!(axis.deaths.matches('M').count(), dead);
    }
}

#[test]
fn epochs_stand_where_generations_do_and_a_revocation_lies_over_its_bar() {
    let joined = |epoch, at_ms, name: &str| {
        let member = MemberId::from(name);
        let reason = EpochReason::MemberJoined { member };
        (EpochBegan { at: at(at_ms), epoch, reason }, Some(ClientName::from(name)))
    };
    let (partition, member) = (orders(1), MemberId::from("c2"));
    let revocations = vec![RevocationSpan { partition, member, from: at(5000), to: Some(at(10_000)) }];
    let epochs = vec![joined(1, 1000, "c1"), joined(2, 1100, "c2"), joined(3, 5000, "c3")];
    let section = AxisSection { epochs, revocations, ..section(&[]) };
    let drawing = drawn(section, &[], &[], (1000.0, 236.0), 20_000).drawing;
    let words: Vec<&str> = drawing.labels.iter().map(|label| label.text.as_str()).collect();
    for told in ["epoch 1 to 2", "epoch 3: c3 joins", "being revoked since 05.000"] {
        assert!(words.contains(&told), "{told} in {words:?}");
    }
    assert_eq!(drawing.revoked.matches('M').count(), 1);
    assert!(apart(&drawing.labels));
    assert_eq!(axis(&[], &[], 1000.0).revoked, "");
}

#[test]
fn epochs_and_generations_that_share_a_label_are_told_in_the_order_of_time() {
    let gone = |epoch, at_ms| {
        let reason = EpochReason::MemberGone { member: MemberId::from("c1") };
        (EpochBegan { at: at(at_ms), epoch, reason }, Some(ClientName::from("c1")))
    };
    let told = |epochs: &[(i32, u64)], rebalances: &[RebalanceSpan]| {
        let epochs = epochs.iter().map(|(epoch, at_ms)| gone(*epoch, *at_ms)).collect();
        let drawing = drawn(AxisSection { epochs, ..section(rebalances) }, &[], &[], (1000.0, 236.0), 20_000);
        let labels = drawing.drawing.labels.iter().map(|label| label.text.clone());
        let numbers = labels.filter(|words| words.starts_with("epoch") || words.starts_with("gen"));
        (numbers.collect::<Vec<String>>(), drawing.drawing.brackets.clone(), drawing.now_x)
    };
    // The group began anew: no range, and nothing runs backwards.
    assert_eq!(told(&[(5, 9000), (4, 9100)], &[]).0, ["epoch 5 … epoch 4"]);
    assert_eq!(told(&[(5, 9000), (1, 9100), (6, 9200)], &[]).0, ["epoch 5 … epoch 6"]);
    // It changed its protocol.
    assert_eq!(told(&[(5, 9100)], &[band(4, 8900, 9000)]).0, ["gen 4 … epoch 5"]);
    assert_eq!(told(&[(5, 8900)], &[band(5, 8950, 9000)]).0, ["epoch 5 … gen 5"]);
    // The last one has lasted until now and no longer.
    let (words, bracket, now_x) = told(&[(4, 9000), (5, 9100)], &[]);
    assert_eq!(words, ["epoch 4 to 5"]);
    let end: f64 =
        bracket.split_once('H').and_then(|(_, rest)| rest.split('v').next()).unwrap().parse().unwrap();
    assert!(end <= now_x && end > now_x - 4.0, "{end} of {now_x}");
}
