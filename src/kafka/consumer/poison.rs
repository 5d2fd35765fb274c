//! What the application does when poll throws instead of returning records: a record that cannot be deserialized
//! (a *poison pill*), a position outside the log, what the rebalance listener threw.
//!
//! poll throws RecordDeserializationException at the same record again and again, and returns nothing that came
//! after it, of any partition in the buffer, until the application seeks past it.
//!
//! Not modelled: corrupt batches (whose checksum is wrong), a dead letter topic.

use super::application::Activity;
use super::config::{OnPoison, SHORTEST_INTERVAL};
use super::fetcher::Thrown;
use super::{Consumer, ConsumerTimer, Fx};
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::exception::Exception;
use crate::kafka::ids::*;
use crate::kafka::offset_causes::PositionSource;
use crate::sim::time::SimTime;

impl Consumer {
    /// poll threw; the application reacts as it is written.
    pub(super) fn poll_threw(&mut self, thrown: Thrown, now: SimTime, fx: &mut Fx) {
        let (partition, offset) = match thrown {
            Thrown::OutOfRange => return self.fail(Exception::OffsetOutOfRange, now, fx),
            Thrown::Poison(partition, offset) => (partition, offset),
        };
        let place = partition;
        fx.note(ConsumerFact::DeserializationFailed { partition: place, offset });
        match self.config.behaviour.on_poison {
            OnPoison::Fail => self.fail(Exception::RecordDeserialization, now, fx),
            OnPoison::Skip => self.skip_record(partition, offset, now, fx),
            OnPoison::Retry => self.pause_before_polling(now, fx),
        }
    }

    /// The application has caught what poll threw, and polls again `poll_timeout` later.
    pub(super) fn pause_before_polling(&mut self, now: SimTime, fx: &mut Fx) {
        self.leave_poll(fx);
        self.polled(now, fx);
        self.app.enter(Activity::Pausing);
        let pause = self.config.behaviour.poll_timeout.max(SHORTEST_INTERVAL);
        fx.set_timer(ConsumerTimer::Work, now + pause);
    }

    /// `seek(partition, offset + 1)`, and poll again. What is buffered of the partition no longer fits its position
    /// and will be fetched anew.
    fn skip_record(&mut self, partition: TopicPartition, offset: Offset, now: SimTime, fx: &mut Fx) {
        self.leave_poll(fx);
        self.polled(now, fx);
        if let Some(state) = self.subscription.get_mut(&partition) {
            state.seek(offset + 1);
        }
        let next = offset + 1;
        fx.note(ConsumerFact::RecordSkipped { partition, offset });
        fx.note(ConsumerFact::PositionSet { partition, offset: next, source: PositionSource::Seek });
        self.app.enter(Activity::BeforePoll);
    }
}
