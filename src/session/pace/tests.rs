//! Auto pace: bounds, smoothness, reading, patience.

use super::*;

const FRAME: SimDuration = SimDuration::from_micros(16_667);

const fn quiet(ahead: Option<SimDuration>) -> Outlook {
    Outlook { bustle: Bustle::Quiet, ahead }
}

/// Frames of the same outlook for so long; the rates.
fn rates(pacer: &mut Pacer, outlook: &Outlook, millis: u64) -> Vec<u64> {
    let frames = SimDuration::from_millis(millis).as_micros() / FRAME.as_micros();
    (0..frames).map(|_| pacer.pace(outlook, FRAME)).collect()
}

#[test]
fn the_rate_rises_little_by_little_and_keeps_its_bounds() {
    let mut pacer = Pacer::default();
    let rates = rates(&mut pacer, &quiet(None), 3_000);
    assert!(rates.windows(2).all(|pair| pair[1] <= pair[0] * 6 / 5 + 1), "{rates:?}");
    assert_eq!(rates.last(), Some(&FASTEST));
    let exchange = Outlook { bustle: Bustle::Exchanging, ahead: None };
    assert_eq!(pacer.pace(&exchange, FRAME), EXCHANGE.at_first, "what nobody foresaw is slow at once");
}

#[test]
fn a_quiet_stretch_of_45_seconds_takes_about_three_and_brakes_smoothly() {
    let mut pacer = Pacer::default();
    let whole = SimDuration::from_secs(45);
    let (mut passed, mut frames, mut before) = (SimDuration::ZERO, 0_u64, pacer.rate());
    while passed < whole {
        let rate = pacer.pace(&quiet(Some(whole.saturating_sub(passed))), FRAME);
        assert!(rate * 5 >= before * 4, "from {before} to {rate}");
        passed += SimDuration::from_micros(FRAME.as_micros() * rate / REAL_TIME);
        (frames, before) = (frames + 1, rate);
    }
    let real = frames * FRAME.as_micros() / 1000;
    assert!((2_300..=3_600).contains(&real), "{real} ms");
    assert!(before < REAL_TIME, "it is slow when the moment comes, not {before}");
}

#[test]
fn a_caption_is_read_at_no_more_than_real_time() {
    let mut pacer = Pacer::default();
    pacer.read(&"c".repeat(80));
    let while_read = rates(&mut pacer, &quiet(None), 3_950);
    assert!(while_read.iter().all(|rate| *rate <= REAL_TIME));
    assert_eq!(while_read.last(), Some(&REAL_TIME));
    assert_eq!(rates(&mut pacer, &quiet(None), 1_500).last(), Some(&FASTEST));
    pacer.read(&"c".repeat(5_000));
    assert_eq!(pacer.reading, LONGEST_READING);
}

#[test]
fn what_is_told_stands_before_the_rate_rises() {
    let mut pacer = Pacer::default();
    rates(&mut pacer, &quiet(None), 3_000);
    pacer.met();
    assert!(rates(&mut pacer, &quiet(None), 480).iter().all(|rate| *rate <= TOLD.at_first));
    assert_eq!(rates(&mut pacer, &quiet(None), 2_000).last(), Some(&FASTEST));
}

#[test]
fn what_goes_on_for_long_is_no_longer_a_reason_to_be_slow() {
    for (bustle, at_first, in_the_end) in
        [(Bustle::Exchanging, EXCHANGE.at_first, REAL_TIME), (Bustle::Rebalancing, REAL_TIME, FASTEST)]
    {
        let mut pacer = Pacer { rate: FASTEST, ..Pacer::default() };
        let rates = rates(&mut pacer, &Outlook { bustle, ahead: None }, 8_000);
        assert_eq!((rates[0], rates[80]), (at_first, at_first), "{bustle:?}");
        assert_eq!(rates.last(), Some(&in_the_end), "{bustle:?}");
    }
    let mut pacer = Pacer::default();
    rates(&mut pacer, &Outlook { bustle: Bustle::Exchanging, ahead: None }, 8_000);
    pacer.afresh();
    assert_eq!(
        pacer.pace(&Outlook { bustle: Bustle::Exchanging, ahead: None }, FRAME),
        EXCHANGE.at_first,
        "a deed is new"
    );
}
