//! The same run with one thing done otherwise: other settings, static members, consumers that end in another way. The
//! seed and the commands are the same, each at the same time.

use crate::cluster::command::{Command, ConsumerSpec};
use crate::kafka::consumer::config::ConsumerConfig;
use crate::kafka::ids::{ClientName, GroupId};
use crate::session::Session;
use crate::session::bench::{Edits, default_of, of_brokers, of_consumers, same, value_of};
use crate::session::language::notice::Complaint;
use crate::session::migration::{to_classic_with, to_consumer};
use crate::sim::sorted::SortedMap;
use std::sync::Arc;

/// What is done otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Variation {
    /// All consumers, and the groups' lines, with these settings.
    Settings(Edits),
    /// Every setting of the consumers' as Kafka has it by default; what the application does stays.
    KafkasDefaults,
    /// Each consumer has a `group.instance.id` of its own, where it has none.
    Static,
    /// No consumer has one.
    Dynamic,
    /// Consumers that were killed are closed instead.
    Closed,
    /// Consumers that were closed are killed instead.
    Killed,
}

/// The property that makes a member static.
const INSTANCE: &str = "group.instance.id";

impl Variation {
    /// The classic protocol with this assignor.
    pub fn classic(assignor: &str) -> Variation {
        Variation::Settings(to_classic_with(assignor))
    }

    /// The protocol of consumer groups (KIP-848).
    pub fn consumer() -> Variation {
        Variation::Settings(to_consumer())
    }

    /// The word for it on the command line, or `key=value`.
    ///
    /// # Errors
    /// The word again, if it is neither.
    pub fn from_word(word: &str) -> Result<Variation, String> {
        Ok(match word {
            "eager" => Variation::classic("range"),
            "cooperative" => Variation::classic("cooperative-sticky"),
            "consumer" => Variation::consumer(),
            "static" => Variation::Static,
            "dynamic" => Variation::Dynamic,
            "close" => Variation::Closed,
            "kill" => Variation::Killed,
            "defaults" => Variation::KafkasDefaults,
            "commit-on-revoke" => Variation::Settings(vec![("listener", "commit".to_owned())]),
            _ => {
                let (key, value) = word.split_once('=').ok_or_else(|| word.to_owned())?;
                let known = of_consumers().find(|name| *name == key).ok_or_else(|| word.to_owned())?;
                Variation::Settings(vec![(known, value.to_owned())])
            }
        })
    }
}

impl Session {
    /// The same run from its start with one thing done otherwise; its cursor is where this one's is. The captions stay
    /// behind: they tell of this run.
    ///
    /// # Errors
    /// The first thing that goes wrong in it: a setting that does not fit, a command that the other run refuses.
    pub fn varied(&self, variation: &Variation) -> Result<Session, Complaint> {
        let edits = match variation {
            Variation::Settings(edits) => edits.clone(),
            Variation::KafkasDefaults => self.defaults_of_kafka(),
            Variation::Static => return self.rewritten(&mut |command| each_static(command)),
            Variation::Dynamic => {
                return self.rewritten(&mut |command| with_instance(command, &|_, _| String::new()));
            }
            Variation::Closed => {
                return self.rewritten(&mut |command| {
                    if let Command::KillProcess { client } = command {
                        *command = Command::CloseConsumer { client: *client };
                    }
                    Ok(())
                });
            }
            Variation::Killed => {
                return self.rewritten(&mut |command| {
                    if let Command::CloseConsumer { client } = command {
                        *command = Command::KillProcess { client: *client };
                    }
                    Ok(())
                });
            }
        };
        let mut groups: SortedMap<GroupId, ()> = SortedMap::new();
        for (_, command) in self.commands() {
            if let Command::StartConsumer(spec) = command {
                groups.insert(spec.group, ());
            }
        }
        let mut session = self.rewritten(&mut |_| Ok(()))?;
        for group in groups.keys() {
            session = session.from_the_start(group, None, &edits)?;
        }
        Ok(session)
    }

    /// Whether it does so already: the run would be the same.
    pub fn does(&self, variation: &Variation) -> bool {
        let each = |is_so: &dyn Fn(&ConsumerConfig) -> bool| {
            self.commands().iter().all(|(_, command)| match command {
                Command::StartConsumer(spec) => is_so(&spec.config),
                Command::RestartProcess { config: Some(config), .. } => is_so(config),
                _ => true,
            })
        };
        let is_static = |config: &ConsumerConfig| !value_of(config, INSTANCE).is_empty();
        match variation {
            Variation::Settings(edits) => each(&|config| {
                edits
                    .iter()
                    .all(|(name, text)| !of_brokers(name) && same(name, text, &value_of(config, name)))
            }),
            Variation::KafkasDefaults => self.defaults_of_kafka().is_empty(),
            Variation::Static => each(&is_static),
            Variation::Dynamic => each(&|config| !is_static(config)),
            Variation::Closed => !self.has_command(|command| matches!(command, Command::KillProcess { .. })),
            Variation::Killed => {
                !self.has_command(|command| matches!(command, Command::CloseConsumer { .. }))
            }
        }
    }

    fn has_command(&self, is_it: impl Fn(&Command) -> bool) -> bool {
        self.commands().iter().any(|(_, command)| is_it(command))
    }

    /// An edit for each of Kafka's settings that differs in some consumer.
    fn defaults_of_kafka(&self) -> Edits {
        let specs = self.commands().iter().filter_map(|(_, command)| match command {
            Command::StartConsumer(spec) => Some(spec),
            _ => None,
        });
        let specs: Vec<&ConsumerSpec> = specs.collect();
        let differs = |name: &&'static str| {
            crate::kafka::property::property(name).is_some()
                && *name != INSTANCE
                && !of_brokers(name)
                && specs.iter().any(|spec| value_of(&spec.config, name) != default_of(name))
        };
        of_consumers().filter(differs).map(|name| (name, default_of(name))).collect()
    }
}

/// Gives each consumer an instance id after its own name, where it has none.
fn each_static(command: &mut Command) -> Result<(), Complaint> {
    with_instance(command, &|name, config| match value_of(config, INSTANCE) {
        own if own.is_empty() || own == default_of(INSTANCE) => format!("{name}-static"),
        own => own,
    })
}

/// Sets the instance id of a consumer that starts, or starts again with other settings; an empty one takes it away.
fn with_instance(
    command: &mut Command,
    of: &dyn Fn(&ClientName, &ConsumerConfig) -> String,
) -> Result<(), Complaint> {
    let (name, config) = match command {
        Command::StartConsumer(spec) => (spec.name, &mut spec.config),
        Command::RestartProcess { client, config: Some(config) } => (*client, config),
        _ => return Ok(()),
    };
    let edits: Edits = vec![(INSTANCE, of(&name, config))];
    let edited = crate::session::bench::edited(config, &edits).map_err(Complaint::of_misfits)?;
    *config = Arc::new(edited);
    Ok(())
}
