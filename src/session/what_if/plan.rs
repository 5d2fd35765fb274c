//! When what happens in a trial: the moments that a seed moves, and the times that are the same in all.

use crate::kafka::consumer::config::ConsumerConfig;
use crate::session::what_if::deploy::{Deploy, GRACE, StopBy};
use crate::sim::random::Random;
use crate::sim::sorted::sort;
use crate::sim::time::{SimDuration, SimTime};

/// No longer than this is waited until the group is stable for the first time.
pub const PATIENCE_OF_START: SimDuration = SimDuration::from_secs(600);
/// How long before the first stop the group is looked at, to know how it is without a deploy.
pub const LOOK_BEFORE: SimDuration = SimDuration::from_secs(10);
/// The group reads for at least this before the first stop.
const SHORTEST_WARM_UP: SimDuration = SimDuration::from_secs(12);
const LONGEST_WARM_UP: SimDuration = SimDuration::from_secs(120);
/// The producer starts no later than this after the group is stable.
const LATEST_PRODUCER: SimDuration = SimDuration::from_secs(1);
/// The group has this long to recover, and two sessions more.
const PATIENCE: SimDuration = SimDuration::from_secs(120);

/// The moments of one trial.
#[derive(Clone, Debug)]
pub struct Moments {
    /// When each consumer is started for the first time, ascending.
    pub starts: Vec<SimTime>,
    /// How long after the group is stable the producer starts.
    pub producer: SimDuration,
    /// How long the group reads before the first gap begins.
    pub warm_up: SimDuration,
    /// When each consumer is stopped, counted from the beginning of the first gap.
    pub stops: Vec<SimDuration>,
    /// How long each is down.
    pub downs: Vec<SimDuration>,
}

impl Moments {
    /// Those of this seed. They do not depend on the row: the same seed has the same moments in all of them.
    pub fn of(deploy: &Deploy, seed: u64) -> Moments {
        let chance = Random::new(seed).fork("what-if");
        let draw = |name: &str, number: u32, below: SimDuration| {
            let micros = chance.fork(&format!("{name}-{number}")).below(below.as_micros().saturating_add(1));
            SimDuration::from_micros(micros)
        };
        let numbers = || 0..deploy.consumers;
        let start = |number| SimTime::ZERO + draw("start", number, deploy.config.heartbeat_interval);
        let half = SimDuration::from_micros(deploy.gap.as_micros() / 2);
        let stop = |number| deploy.gap * u64::from(number) + draw("stop", number, half);
        let mut starts: Vec<SimTime> = numbers().map(start).collect();
        sort(&mut starts);
        let spread = deploy.down_most.saturating_sub(deploy.down_least);
        Moments {
            starts,
            producer: draw("producer", 0, LATEST_PRODUCER),
            warm_up: warm_up(&deploy.config),
            stops: numbers().map(stop).collect(),
            downs: numbers().map(|number| deploy.down_least + draw("down", number, spread)).collect(),
        }
    }
}

/// Two automatic commits have been made when it is over.
fn warm_up(config: &ConsumerConfig) -> SimDuration {
    let commits = if config.enable_auto_commit { config.auto_commit_interval * 2 } else { SimDuration::ZERO };
    (commits + SimDuration::from_secs(2)).clamp(SHORTEST_WARM_UP, LONGEST_WARM_UP)
}

/// How long the group has to recover after the last restart, until it is given up.
pub fn patience(deploy: &Deploy) -> SimDuration {
    PATIENCE + deploy.session_timeout().0 * 2
}

/// The longest that a trial can take.
pub fn longest(deploy: &Deploy) -> SimDuration {
    deploy.config.heartbeat_interval + PATIENCE_OF_START + longest_reading(deploy)
}

/// The longest that records are written in a trial.
pub fn longest_reading(deploy: &Deploy) -> SimDuration {
    let stopping = match deploy.stop {
        StopBy::Close => GRACE,
        StopBy::Kill => SimDuration::ZERO,
    };
    // A consumer that is late is waited for.
    let each = deploy.gap.max(stopping + deploy.down_most);
    let last = deploy.gap + stopping + deploy.down_most;
    LATEST_PRODUCER + warm_up(&deploy.config) + each * u64::from(deploy.consumers) + last + patience(deploy)
}
