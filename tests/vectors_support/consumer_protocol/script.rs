//! The format of a script of this suite: one JSON object a line.

use groupscope::kafka::assignor::server::ServerAssignorName;
use groupscope::kafka::coordinator::{CoordinatorConfig, MigrationPolicy};
use groupscope::sim::time::SimDuration;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// Partitions by topic.
pub type Partitions = BTreeMap<String, Vec<u32>>;

/// A script and what Kafka answered to it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Script {
    pub id: String,
    #[serde(default)]
    pub what: Option<String>,
    /// Broker properties that differ from the defaults, as texts or numbers.
    #[serde(default)]
    pub config: BTreeMap<String, Value>,
    /// Topics at the beginning, with their numbers of partitions.
    #[serde(default)]
    pub topics: BTreeMap<String, u32>,
    pub ops: Vec<Op>,
    /// The millisecond at which the play ends.
    pub until: u64,
    pub expect: Vec<Value>,
}

/// What an operation asks for.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Hb,
    Commit,
    Fetch,
    Topics,
    Config,
    Failover,
    Describe,
    DescribeClassic,
    List,
    DeleteGroup,
    Join,
    Sync,
    Heartbeat,
    Leave,
}

/// One operation; which fields matter depends on its kind.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Op {
    pub at: u64,
    pub op: Kind,
    #[serde(default)]
    pub who: String,
    /// A label, `bogus`, or empty; missing in a heartbeat: the process's own letter.
    pub id: Option<String>,
    #[serde(default)]
    pub group: Option<String>,
    pub instance: Option<String>,
    pub rack: Option<String>,
    pub regex: Option<String>,
    pub assignor: Option<String>,
    #[serde(default)]
    pub epoch: Option<i32>,
    pub rebalance: Option<u64>,
    pub session: Option<u64>,
    pub topics: Option<Vec<String>>,
    pub owned: Option<Partitions>,
    pub v: Option<i16>,
    #[serde(default)]
    pub offsets: BTreeMap<String, u64>,
    /// Of a fetch: `t1-0`, ...
    pub partitions: Option<Vec<String>>,
    #[serde(default)]
    pub admin: bool,
    /// Topics with their partitions, or properties of the group.
    #[serde(default)]
    pub set: BTreeMap<String, Value>,
    #[serde(default)]
    pub states: Vec<String>,
    #[serde(default)]
    pub types: Vec<String>,
    #[serde(default)]
    pub protocols: Vec<String>,
    #[serde(default)]
    pub meta: String,
    #[serde(default, rename = "gen")]
    pub generation: Option<i32>,
    #[serde(default, rename = "type")]
    pub protocol_type: Option<String>,
    #[serde(default)]
    pub assign: BTreeMap<String, Partitions>,
    pub protocol: Option<String>,
    pub instances: Option<Vec<String>>,
}

/// The broker's settings under their Kafka names.
pub fn coordinator_config(properties: &BTreeMap<String, Value>) -> Result<CoordinatorConfig, String> {
    let mut config = CoordinatorConfig::default();
    for (name, value) in properties {
        let value = &value.as_str().map_or_else(|| value.to_string(), str::to_string);
        let number = || value.parse::<u64>().map_err(|_| format!("{name}={value} is no number"));
        let millis = || number().map(SimDuration::from_millis);
        let consumer = &mut config.consumer;
        match name.as_str() {
            "group.initial.rebalance.delay.ms" => config.initial_rebalance_delay = millis()?,
            "group.consumer.session.timeout.ms" => consumer.session_timeout = millis()?,
            "group.consumer.heartbeat.interval.ms" => consumer.heartbeat_interval = millis()?,
            "group.consumer.max.size" => consumer.max_size = number()? as u32,
            "group.consumer.assignors" => consumer.assignors = assignors(value)?,
            "group.consumer.migration.policy" => {
                let named = MigrationPolicy::ALL.into_iter().find(|policy| policy.name() == value);
                consumer.migration_policy = named.ok_or_else(|| format!("{name}={value}"))?;
            }
            _ => return Err(format!("unknown property {name}")),
        }
    }
    Ok(config)
}

fn assignors(classes: &str) -> Result<&'static [ServerAssignorName], String> {
    let named: Option<Vec<_>> = classes.split(',').map(ServerAssignorName::from_class).collect();
    named.map(|list| &*list.leak()).ok_or_else(|| format!("unknown assignor in {classes}"))
}
