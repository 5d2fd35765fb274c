//! Commits that fail (`ConsumerCoordinator.OffsetCommitResponseHandler`; in a consumer group `CommitRequestManager`).

use super::errors::{commit_exception, is_retriable, message};
use super::{COORDINATOR, LogLevel, LogWriter, consumer_group};
use crate::kafka::api::{ApiKey, ErrorCode};
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::ids::{Offset, TopicPartition};
use crate::kafka::offset_causes::CommitOrigin;

type Offsets = std::sync::Arc<[(TopicPartition, Offset)]>;

/// The request of this number was answered with an error.
pub(super) fn refused(log: &mut LogWriter, number: u64, error: ErrorCode) {
    if log.seen.is_of_consumer_group() {
        return consumer_group::commit_refused(log, number, error);
    }
    let text = message(error);
    if let Some((partition, offset)) =
        committed(log, Some(number)).and_then(|offsets| offsets.first().copied())
    {
        let level = if is_retriable(error) { LogLevel::Warn } else { LogLevel::Error };
        let what = format!("Offset commit failed on partition {partition} at offset {offset}: {text}");
        log.line(level, COORDINATOR, what);
    }
    let generation = log.seen.when_sent(number).generation();
    if matches!(error, ErrorCode::UnknownMemberId | ErrorCode::IllegalGeneration) {
        log.info(COORDINATOR, format!("OffsetCommit failed with {generation}: {text}"));
    } else if error == ErrorCode::FencedInstanceId {
        let instance = log.seen.instance();
        let what =
            format!("OffsetCommit failed with {generation} due to group instance id {instance} fenced");
        log.info(COORDINATOR, what);
    }
}

/// A commit ended in an exception. The client speaks of its own commits only; the application hears of the others.
pub(super) fn failed(log: &mut LogWriter, origin: CommitOrigin, error: ErrorCode) {
    if origin != CommitOrigin::Auto {
        return;
    }
    let offset = |(partition, offset): &(TopicPartition, Offset)| {
        format!("{partition}=OffsetAndMetadata{{offset={offset}, leaderEpoch=0, metadata=''}}")
    };
    let offsets: Vec<String> = committed(log, None).iter().flat_map(|all| all.iter().map(offset)).collect();
    if log.seen.is_of_consumer_group() {
        let what = format!("Auto-commit of offsets {{{}}} failed", offsets.join(", "));
        return log.line(LogLevel::Warn, consumer_group::COMMITS, what);
    }
    let Some(why) = commit_exception(error) else { return };
    let how = if log.seen.closes() { "Synchronous" } else { "Asynchronous" };
    let what = format!("{how} auto-commit of offsets {{{}}} failed: {why}", offsets.join(", "));
    log.line(LogLevel::Warn, COORDINATOR, what);
}

/// What was committed by the request of this number; without one, by that which was answered last.
fn committed(log: &LogWriter, number: Option<u64>) -> Option<Offsets> {
    let mut before = log.seen.before();
    let answered = |(_, fact): (_, &ConsumerFact)| {
        let ConsumerFact::ResponseReceived { api: ApiKey::OffsetCommit, number, .. } = fact else {
            return None;
        };
        Some(*number)
    };
    let number = number.or_else(|| before.by_ref().find_map(answered))?;
    before.find(|(_, fact)| {
        matches!(fact, ConsumerFact::RequestSent { api: ApiKey::OffsetCommit, number: sent, .. } if *sent == number)
    })?;
    // It was noted just before its request.
    before.find_map(|(_, fact)| {
        let ConsumerFact::CommitStarted { offsets, .. } = fact else { return None };
        Some(offsets.clone())
    })
}
