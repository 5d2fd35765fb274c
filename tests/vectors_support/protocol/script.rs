//! The format of a coordinator script: one JSON object a line.

use groupscope::kafka::coordinator::CoordinatorConfig;
use groupscope::sim::time::SimDuration;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// No script is about later instants or longer spans, in milliseconds: thirty years.
const LATEST: u64 = 1_000_000_000_000;

/// A script and what Kafka answered to it. What is not known here is a slip of the pen, and no reason to be silent.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Script {
    pub id: String,
    #[serde(default)]
    pub what: Option<String>,
    /// Broker properties that differ from the defaults.
    #[serde(default)]
    pub config: BTreeMap<String, u64>,
    pub ops: Vec<Op>,
    /// The millisecond at which the play ends.
    pub until: u64,
    pub expect: Vec<Value>,
}

/// What an operation asks for.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Join,
    Sync,
    Heartbeat,
    Commit,
    Leave,
    Fetch,
    DeleteGroup,
}

/// One operation; which fields matter depends on its kind.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Op {
    pub at: u64,
    pub op: Kind,
    #[serde(default)]
    pub who: String,
    #[serde(default)]
    pub group: Option<String>,
    /// `none`, `bogus`, a label such as `A#1`; missing = the client's own last id.
    #[serde(default)]
    pub id: Option<String>,
    #[serde(default)]
    pub instance: Option<String>,
    #[serde(default)]
    pub protocols: Vec<String>,
    #[serde(default = "default_topics")]
    pub topics: Vec<String>,
    #[serde(default)]
    pub meta: String,
    #[serde(default = "default_timeout")]
    pub session: u64,
    #[serde(default = "default_timeout")]
    pub rebalance: u64,
    #[serde(default = "default_version")]
    pub v: i16,
    #[serde(default, rename = "type")]
    pub protocol_type: Option<String>,
    #[serde(default, rename = "gen")]
    pub generation: Option<GenerationSpec>,
    #[serde(default)]
    pub assign: bool,
    #[serde(default)]
    pub omit: Vec<String>,
    #[serde(default)]
    pub protocol: Option<String>,
    #[serde(default = "default_offset")]
    pub offset: u64,
    #[serde(default = "default_topic")]
    pub topic: String,
    #[serde(default)]
    pub partition: u32,
    #[serde(default)]
    pub metadata: String,
    /// An administrator's removal: who is to go.
    #[serde(default)]
    pub instances: Option<Vec<String>>,
}

impl Script {
    /// Whether the script can be played at all: its times follow each other and come to an end, and everybody has a
    /// name.
    ///
    /// # Errors
    /// A sentence about the first thing that makes no sense.
    pub fn check(&self) -> Result<(), String> {
        let mut before = 0;
        for (number, op) in self.ops.iter().enumerate() {
            for (name, time) in [("at", op.at), ("session", op.session), ("rebalance", op.rebalance)] {
                in_bounds(&format!("op {number}: {name}"), time)?;
            }
            if op.at < before {
                return Err(format!("op {number} is at {}, and the one before it at {before}", op.at));
            }
            if op.needs_client() && op.who.is_empty() {
                return Err(format!("op {number} says not who it comes from; add \"who\""));
            }
            before = op.at;
        }
        in_bounds("until", self.until)?;
        self.config.iter().try_for_each(|(name, value)| in_bounds(name, *value))
    }
}

impl Op {
    /// An administrator is no client of the group.
    fn needs_client(&self) -> bool {
        self.op != Kind::DeleteGroup && self.instances.is_none()
    }
}

fn in_bounds(what: &str, millis: u64) -> Result<(), String> {
    if millis <= LATEST {
        return Ok(());
    }
    Err(format!("{what} is {millis}, and {LATEST} is the most"))
}

/// A generation: a number, or `"+1"`, relative to the client's own.
#[derive(Deserialize)]
#[serde(untagged)]
pub enum GenerationSpec {
    Number(i32),
    Relative(String),
}

impl GenerationSpec {
    /// The generation meant by a client whose own is `own`.
    pub fn resolve(&self, own: i32) -> Result<i32, String> {
        match self {
            GenerationSpec::Number(number) => Ok(*number),
            GenerationSpec::Relative(text) => {
                text.parse::<i32>().map(|by| own + by).map_err(|_| format!("generation {text:?}"))
            }
        }
    }
}

fn default_topics() -> Vec<String> {
    vec!["t".to_string()]
}

fn default_topic() -> String {
    "t".to_string()
}

fn default_timeout() -> u64 {
    10_000
}

fn default_version() -> i16 {
    9
}

fn default_offset() -> u64 {
    1
}

/// The broker's settings under their Kafka names.
pub fn coordinator_config(properties: &BTreeMap<String, u64>) -> Result<CoordinatorConfig, String> {
    let mut config = CoordinatorConfig::default();
    for (name, value) in properties {
        let millis = SimDuration::from_millis(*value);
        let number = || u32::try_from(*value).map_err(|_| format!("{name}={value} is too large"));
        match name.as_str() {
            "group.initial.rebalance.delay.ms" => config.initial_rebalance_delay = millis,
            "group.min.session.timeout.ms" => config.min_session_timeout = millis,
            "group.max.session.timeout.ms" => config.max_session_timeout = millis,
            "group.max.size" => config.group_max_size = number()?,
            "offsets.retention.minutes" => config.offsets_retention = SimDuration::from_secs(60 * *value),
            "offsets.retention.check.interval.ms" if *value == 0 => {
                return Err(format!("{name} must be 1 or more"));
            }
            "offsets.retention.check.interval.ms" => config.offsets_retention_check_interval = millis,
            "offset.metadata.max.bytes" => config.offset_metadata_max_bytes = number()?,
            _ => return Err(format!("unknown property {name}")),
        }
    }
    Ok(config)
}
