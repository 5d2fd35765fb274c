//! The one ordered queue of everything that is going to happen.
//!
//! Events run in the order of their time; equal times run in the order in which they were scheduled. Timers
//! are keyed: arming one again replaces it, and it then counts as scheduled anew. A timer carries a value: what
//! it was armed for.

use crate::sim::sorted::SortedMap;
use crate::sim::time::SimTime;
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// What comes due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Due<E, K, V> {
    /// A single event.
    Event(E),
    /// The timer of that key, with the value it was armed with.
    Timer(K, V),
}

/// Events of type `E`, timers with keys of type `K` that carry a `V`.
#[derive(Clone, Debug)]
pub struct Schedule<E, K, V> {
    queue: BinaryHeap<Slot<E, K>>,
    /// Per timer: when it is due, and the slot in the queue that will look after it. One that went off keeps its place
    /// for a while: most are armed again at once.
    armed: SortedMap<K, Armed<V>>,
    /// How many of them have no slot.
    idle: usize,
    next_sequence: u64,
}

#[derive(Clone, Debug)]
struct Armed<V> {
    value: V,
    /// [`NEVER`] once it is disarmed.
    due: (SimTime, u64),
    /// The slot in the queue, [`NEVER`] if there is none. It may be earlier than `due`: when it comes up, the timer is
    /// queued again. That keeps one slot a timer however often it is disarmed and pushed back, the queue short and
    /// snapshots small.
    slot: (SimTime, u64),
}

#[derive(Clone, Debug)]
struct Slot<E, K> {
    at: (SimTime, u64),
    what: QueuedItem<E, K>,
}

#[derive(Clone, Debug)]
enum QueuedItem<E, K> {
    Event(E),
    Timer(K),
}

/// No time and no slot.
const NEVER: (SimTime, u64) = (SimTime::MAX, u64::MAX);
/// So many timers without a slot are always borne.
const MOST_IDLE: usize = 8;

impl<E, K: Ord + Clone, V: Copy> Default for Schedule<E, K, V> {
    fn default() -> Self {
        Schedule { queue: BinaryHeap::new(), armed: SortedMap::new(), idle: 0, next_sequence: 0 }
    }
}

impl<E, K: Ord + Clone, V: Copy> Schedule<E, K, V> {
    /// Nothing is going to happen.
    pub fn new() -> Self {
        Self::default()
    }

    /// Let `event` happen at `at`.
    pub fn schedule(&mut self, at: SimTime, event: E) {
        let at = (at, self.take_sequence());
        self.queue.push(Slot { at, what: QueuedItem::Event(event) });
    }

    /// Arm the timer `key` for `at`, in place of any earlier arming.
    pub fn set_timer(&mut self, key: K, at: SimTime, value: V) {
        let due = (at, self.take_sequence());
        match self.armed.get_mut(&key) {
            Some(armed) => {
                (armed.due, armed.value) = (due, value);
                if armed.slot <= due {
                    return;
                }
                self.idle -= usize::from(armed.slot == NEVER);
                armed.slot = due;
            }
            None => {
                self.armed.insert(key.clone(), Armed { value, due, slot: due });
            }
        }
        self.queue.push(Slot { at: due, what: QueuedItem::Timer(key) });
    }

    /// Disarm the timer `key`; nothing happens if it is not armed.
    pub fn cancel_timer(&mut self, key: &K) {
        if let Some(armed) = self.armed.get_mut(key) {
            armed.due = NEVER;
        }
    }

    /// When the timer `key` is due, if it is armed.
    pub fn timer(&self, key: &K) -> Option<SimTime> {
        self.armed.get(key).filter(|armed| armed.due != NEVER).map(|armed| armed.due.0)
    }

    /// Disarm every timer whose key is `doomed`.
    pub fn cancel_timers(&mut self, doomed: impl Fn(&K) -> bool) {
        self.armed.retain(|key, _| !doomed(key));
        self.idle = self.armed.values().filter(|armed| armed.slot == NEVER).count();
    }

    /// Take the next thing that is due at or before `limit`.
    pub fn pop(&mut self, limit: SimTime) -> Option<(SimTime, Due<E, K, V>)> {
        loop {
            if self.queue.peek()?.at.0 > limit {
                return None;
            }
            let Slot { at, what } = self.queue.pop()?;
            let key = match what {
                QueuedItem::Event(event) => return Some((at.0, Due::Event(event))),
                QueuedItem::Timer(key) => key,
            };
            let Some(armed) = self.armed.get_mut(&key) else { continue };
            if armed.slot != at {
                continue; // armed anew for an earlier time
            }
            if armed.due != at && armed.due != NEVER {
                armed.slot = armed.due;
                self.queue.push(Slot { at: armed.due, what: QueuedItem::Timer(key) });
                continue;
            }
            let (was_armed, value) = (armed.due == at, armed.value);
            (armed.due, armed.slot) = (NEVER, NEVER);
            self.idle += 1;
            self.forget_idle();
            if was_armed {
                return Some((at.0, Due::Timer(key, value)));
            }
        }
    }

    /// Those without a slot go when they are more than an eighth of all.
    fn forget_idle(&mut self) {
        if self.idle > MOST_IDLE.max(self.armed.len() / 8) {
            self.armed.retain(|_, armed| armed.slot != NEVER);
            self.idle = 0;
        }
    }

    fn take_sequence(&mut self) -> u64 {
        self.next_sequence += 1;
        self.next_sequence
    }
}

impl<E, K> PartialEq for Slot<E, K> {
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at
    }
}

impl<E, K> Eq for Slot<E, K> {}

impl<E, K> PartialOrd for Slot<E, K> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<E, K> Ord for Slot<E, K> {
    /// Reversed, because the standard heap gives its greatest element first.
    fn cmp(&self, other: &Self) -> Ordering {
        other.at.cmp(&self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(millis: u64) -> SimTime {
        SimTime::from_millis(millis)
    }

    fn drain(schedule: &mut Schedule<&'static str, &'static str, ()>) -> Vec<(u64, &'static str)> {
        std::iter::from_fn(|| schedule.pop(SimTime::MAX))
            .map(|(time, due)| match due {
                Due::Event(name) | Due::Timer(name, ()) => (time.as_millis(), name),
            })
            .collect()
    }

    #[test]
    fn equal_times_run_in_the_order_they_were_scheduled() {
        let mut schedule = Schedule::new();
        schedule.schedule(at(5), "first");
        schedule.set_timer("second", at(5), ());
        schedule.schedule(at(5), "third");
        schedule.schedule(at(1), "early");
        assert_eq!(drain(&mut schedule), [(1, "early"), (5, "first"), (5, "second"), (5, "third")]);
    }

    #[test]
    fn arming_a_timer_again_replaces_it_and_puts_it_last_among_equals() {
        let mut schedule = Schedule::new();
        schedule.set_timer("session c1", at(5), ());
        schedule.set_timer("session c2", at(5), ());
        schedule.set_timer("session c1", at(5), ());
        assert_eq!(drain(&mut schedule), [(5, "session c2"), (5, "session c1")]);
    }

    #[test]
    fn a_timer_can_be_brought_forward_pushed_back_and_disarmed() {
        let mut schedule: Schedule<&str, &str, ()> = Schedule::new();
        schedule.set_timer("a", at(50), ());
        schedule.set_timer("a", at(5), ());
        schedule.set_timer("b", at(1), ());
        schedule.set_timer("b", at(7), ());
        schedule.set_timer("c", at(2), ());
        schedule.cancel_timer(&"c");
        assert_eq!(schedule.timer(&"b"), Some(at(7)));
        assert_eq!(drain(&mut schedule), [(5, "a"), (7, "b")]);
    }

    #[test]
    fn nothing_past_the_limit_is_taken() {
        let mut schedule: Schedule<&str, &str, ()> = Schedule::new();
        schedule.schedule(at(5), "later");
        assert_eq!(schedule.pop(at(4)), None);
        assert_eq!(schedule.pop(at(5)), Some((at(5), Due::Event("later"))));
    }

    proptest! {
        /// Against the plainest possible model: a list that is searched for its smallest element.
        #[test]
        fn keyed_timers_fire_as_in_a_plain_list(ops in proptest::collection::vec((0u8..4, 0u64..20), 1..60)) {
            let mut schedule: Schedule<u8, u8, u8> = Schedule::new();
            let mut model: Vec<(u64, u64, u8)> = Vec::new();
            for (sequence, (key, time)) in ops.into_iter().enumerate() {
                model.retain(|(_, _, armed)| *armed != key);
                if time == 0 {
                    schedule.cancel_timer(&key);
                } else {
                    schedule.set_timer(key, at(time), sequence as u8);
                    model.push((time, sequence as u64, key));
                }
            }
            model.sort_unstable();
            let fired: Vec<_> = std::iter::from_fn(|| schedule.pop(SimTime::MAX)).collect();
            let expected: Vec<_> =
                model.into_iter().map(|(time, value, key)| (at(time), Due::Timer(key, value as u8))).collect();
            prop_assert_eq!(fired, expected);
        }
    }
}
