//! The ledger's sums against recounts.

use super::*;
use crate::cluster::cause::GapCause;
use crate::cluster::nodes::ConsumerId;
use proptest::prelude::*;

const ENTRY: EntryId = EntryId::at(7);
/// Too far to count one by one.
const FAR: Offset = 1 << 60;
const FIRST: GapCause = GapCause::CommittedFirst;

#[test]
fn a_commit_ahead_of_processing_passes_records_over_until_they_are_processed() {
    let mut ledger = PartitionLedger::default();
    ledger.processed(0, ConsumerId(0), 1, ENTRY);
    ledger.commit(Some(3), FIRST, ENTRY);
    assert_eq!(ledger.counts().passed_over, 2);
    ledger.processed(1, ConsumerId(0), 1, ENTRY);
    assert_eq!(ledger.counts().passed_over, 1, "a gap heals if it is processed later");
}

#[test]
fn a_commit_that_goes_back_puts_what_was_processed_at_stake_again() {
    let mut ledger = PartitionLedger::default();
    let again = (0..10).filter(|offset| ledger.processed(*offset, ConsumerId(0), 1, ENTRY)).count();
    assert_eq!(again, 0);
    ledger.commit(Some(10), FIRST, ENTRY);
    assert_eq!(ledger.counts().uncommitted, 0);
    ledger.commit(Some(4), FIRST, ENTRY);
    assert_eq!(ledger.counts().uncommitted, 6);
}

proptest! {
    /// The sums against a count over all offsets, of which those from 700 on are counted as one, since they are never
    /// processed.
    #[test]
    fn the_sums_equal_a_recount(ops in proptest::collection::vec((0u8..6, 0u64..600, 0u64..600), 1..40)) {
        let mut ledger = PartitionLedger::default();
        let mut farthest = 700;
        for (kind, a, b) in ops {
            match kind {
                0 => {
                        let before = ledger.counts().duplicates;
                        let offsets = a.min(b)..a.max(b);
                        let again = offsets.filter(|offset| ledger.processed(*offset, ConsumerId(1), 1, ENTRY)).count();
                        prop_assert_eq!(ledger.counts().duplicates, before + again as u64);
                    }
                1 => ledger.commit(Some(a), FIRST, ENTRY),
                2 => ledger.commit(Some(FAR + a), FIRST, ENTRY),
                3 => {
                    ledger.skip(a, FAR + b, GapCause::SeekForward, ENTRY);
                    farthest = farthest.max(FAR + b);
                }
                4 => ledger.begin_after(a.min(b), a.max(b), ENTRY),
                _ => ledger.skip(a.min(b), a.max(b), GapCause::SeekForward, ENTRY),
            }
        }
        let truths: Vec<_> = (0..700).map(|offset| (offset, ledger.truth(offset))).collect();
        let committed = ledger.committed().unwrap_or(0);
        let counts = ledger.counts();
        let repeats = |times: u16| u64::from(times.saturating_sub(1));
        prop_assert_eq!(counts.processed, truths.iter().map(|(_, t)| u64::from(t.times)).sum::<u64>());
        prop_assert_eq!(counts.duplicates, truths.iter().map(|(_, t)| repeats(t.times)).sum::<u64>());
        let passed_over = truths.iter().filter(|(_, t)| t.passed && t.times == 0).count() as u64;
        let at_start = truths.iter().filter(|(_, t)| t.at_start && t.times == 0).count() as u64;
        prop_assert_eq!(counts.at_start, at_start);
        prop_assert_eq!(counts.passed_over, passed_over + at_start + committed.max(farthest) - 700);
        let from = |offset| ledger.passed_over_from(offset).map(|(_, count)| count).sum::<u64>();
        prop_assert_eq!((from(0), from(700)), (counts.passed_over - at_start, committed.max(farthest) - 700));
        let uncommitted = truths.iter().filter(|(o, t)| *o >= committed && t.times > 0).count() as u64;
        prop_assert_eq!(counts.uncommitted, uncommitted);
        prop_assert_eq!(ledger.causes().sums(), (counts.duplicates, counts.passed_over - at_start));
        for end in [0, 1, 300, 512, 700] {
            let before = || truths.iter().filter(|(offset, _)| *offset < end);
            let repeated = before().filter(|(_, t)| t.times > 1).map(|(o, t)| (*o, repeats(t.times)));
            prop_assert_eq!(ledger.repeated_before(end).collect::<Vec<_>>(), repeated.collect::<Vec<_>>());
            let lost: Vec<Offset> = ledger.lost_before(end).flat_map(|(from, to)| from..to).collect();
            let passed = before().filter(|(_, t)| t.passed && t.times == 0).map(|(offset, _)| *offset);
            prop_assert_eq!(lost, passed.collect::<Vec<_>>());
        }
        ledger.delivered(counts.processed + 7);
        ledger.dropped(4);
        prop_assert_eq!(ledger.audit(3, 0), Vec::<String>::new());
    }
}

#[test]
fn what_was_written_before_the_start_is_no_gap_until_it_is_processed() {
    let mut ledger = PartitionLedger::default();
    ledger.begin_after(0, FAR, ENTRY);
    ledger.commit(Some(FAR + 5), FIRST, ENTRY);
    let counts = ledger.counts();
    assert_eq!((counts.passed_over, counts.at_start, counts.ahead), (FAR + 5, FAR, 0));
    assert_eq!(ledger.causes().sums(), (0, 5));
    assert_eq!(ledger.reason(3), Some(&history::DeliveryReason::AtStart { entry: ENTRY }));
    ledger.processed(3, ConsumerId(0), 1, ENTRY);
    ledger.commit(Some(2), FIRST, ENTRY);
    let counts = ledger.counts();
    assert_eq!((counts.passed_over, counts.at_start, counts.ahead), (FAR - 1, FAR - 1, FAR - 3));
}

#[test]
fn what_a_reader_skipped_ahead_of_the_end_is_withdrawn_when_it_reads_no_more() {
    use crate::kafka::offset_causes::PositionSource::Seek;
    let mut ledger = PartitionLedger::default();
    let ahead = |ledger: &mut PartitionLedger, reader: u16, from, to| {
        let reader = ConsumerId(reader);
        ledger.skip(from, to, GapCause::SeekForward, ENTRY);
        let mut reading = Reading::new(reader, to, Seek, ENTRY);
        reading.skipped_from = Some(from);
        ledger.history_mut().begin(reading);
    };
    ahead(&mut ledger, 1, 20, 80);
    ahead(&mut ledger, 2, 20, 50);
    assert_eq!(ledger.counts().passed_over, 60);
    // The log ends at 30; what the other still skips stays skipped.
    ledger.withdraw_skip(ConsumerId(1), 0, 30);
    ledger.history_mut().end(ConsumerId(1), history::Ending::Killed, ENTRY);
    assert_eq!(ledger.counts().passed_over, 30);
    ledger.withdraw_skip(ConsumerId(2), 0, 30);
    ledger.history_mut().end(ConsumerId(2), history::Ending::Killed, ENTRY);
    assert_eq!(ledger.counts().passed_over, 10, "what was written is skipped for good");
    ledger.goes_on(ConsumerId(1));
    assert_eq!(ledger.counts().passed_over, 60);
}
