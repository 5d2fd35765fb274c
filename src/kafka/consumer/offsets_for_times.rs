//! `offsetsForTimes` (`OffsetFetcher.offsetsForTimes`): blocks the application thread until every leader has said which
//! record is the first at or after a time; the application then seeks there.

use super::application::{Activity, NextStep};
use super::calls::SeekTo;
use super::requests::Purpose;
use super::{Consumer, ConsumerTimer, Fx};
use crate::kafka::api::{Assignment, ListOffsetsRequest, ListOffsetsResponse, OffsetSpec, Request};
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::exception::Exception;
use crate::kafka::ids::*;
use crate::sim::sorted::SortedMap;
use crate::sim::time::SimTime;

/// A lookup under way.
#[derive(Clone, Debug, PartialEq)]
pub struct TimesLookup {
    /// When it was called.
    pub since: SimTime,
    /// When `default.api.timeout.ms` is over.
    deadline: SimTime,
    partitions: Assignment,
    time: SimTime,
    /// What the leaders answered: an offset, or none where no record is that late.
    found: SortedMap<TopicPartition, Option<Offset>>,
}

impl Consumer {
    /// The application calls it, to seek to what it returns.
    pub(super) fn offsets_for_times(
        &mut self,
        partitions: Assignment,
        time: SimTime,
        now: SimTime,
        fx: &mut Fx,
    ) {
        let deadline = now + self.config.default_api_timeout;
        let lookup = TimesLookup { since: now, deadline, partitions, time, found: SortedMap::new() };
        self.app.enter(Activity::OffsetsForTimes(lookup));
        self.ask_times(now, fx);
    }

    /// Asks the leaders of all partitions that are not answered for.
    fn ask_times(&mut self, now: SimTime, fx: &mut Fx) {
        let Activity::OffsetsForTimes(lookup) = self.app.activity() else { return };
        let spec = OffsetSpec::AtTime(lookup.time);
        let open = lookup.partitions.iter().filter(|partition| !lookup.found.contains_key(*partition));
        let open: Vec<TopicPartition> = open.cloned().collect();
        fx.set_timer(ConsumerTimer::Work, lookup.deadline);
        for broker in (0..self.brokers).map(BrokerId) {
            let led = open.iter().filter(|partition| self.leader_of(partition) == broker);
            let partitions: Vec<_> = led.map(|partition| (*partition, spec)).collect();
            if !partitions.is_empty() {
                let request = Request::ListOffsets(ListOffsetsRequest { partitions });
                self.send(broker, request, Purpose::OffsetsForTimes, now, fx);
            }
        }
    }

    /// A leader has answered.
    pub(super) fn times_answered(&mut self, answer: ListOffsetsResponse, now: SimTime, fx: &mut Fx) {
        let Some(lookup) = self.app.lookup_in_hand() else { return };
        let sound = answer.partitions.iter().all(|(_, error, _)| error.is_none());
        let found = answer.partitions.into_iter().filter(|(_, error, _)| error.is_none());
        lookup.found.extend(found.map(|(partition, _, offset)| (partition, offset)));
        if !sound {
            self.times_lost(now, fx);
        }
    }

    /// A leader did not answer, or not what was asked: it is asked again after a pause.
    pub(super) fn times_lost(&mut self, now: SimTime, fx: &mut Fx) {
        if let Activity::OffsetsForTimes(lookup) = self.app.activity() {
            fx.set_timer(ConsumerTimer::Work, lookup.deadline.min(now + self.config.retry_backoff));
        }
    }

    /// The pause is over, or the time is.
    pub(super) fn times_again(&mut self, now: SimTime, fx: &mut Fx) {
        let Activity::OffsetsForTimes(lookup) = self.app.activity() else { return };
        self.requests.forget(|purpose| *purpose == Purpose::OffsetsForTimes);
        if now < lookup.deadline {
            return self.ask_times(now, fx);
        }
        let exception = Exception::Timeout;
        fx.note(ConsumerFact::ExceptionThrown { exception });
        self.app.enter(Activity::BeforePoll);
    }

    /// The call returns, or throws, if it can by now.
    pub(super) fn times_step(&mut self, now: SimTime, fx: &mut Fx) -> NextStep {
        let Activity::OffsetsForTimes(lookup) = self.app.activity() else { return NextStep::Wait };
        let all = lookup.partitions.iter().all(|partition| lookup.found.contains_key(partition));
        if !all && !self.app.woken {
            return NextStep::Wait;
        }
        fx.cancel_timer(ConsumerTimer::Work);
        self.requests.forget(|purpose| *purpose == Purpose::OffsetsForTimes);
        if self.app.woken {
            self.shut_down(now, fx);
            return NextStep::GoOn;
        }
        let (found, told) = (lookup.found.clone(), SeekTo::Time(lookup.time));
        self.app.enter(Activity::BeforePoll);
        for (partition, offset) in found {
            self.seek_to(&partition, offset.map_or(SeekTo::End, SeekTo::Offset), told, fx);
        }
        NextStep::GoOn
    }
}
