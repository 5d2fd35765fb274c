//! Settings that a visitor edited, put in force as the visitor wants it, and rates that one typed: commands of the
//! session like any other.

use crate::cluster::command::Command;
use crate::kafka::assignor::AssignorName;
use crate::kafka::ids::{ClientName, GroupId, TopicName};
use crate::kafka::producer::Rate;
use crate::session::bench::{Edits, edited};
use crate::session::language::notice::Complaint;
use crate::session::rollout::{Restart, RestartOrder};
use crate::web::shell::page::{Page, Place, Refusal};
use std::sync::Arc;

/// The highest rate that can be typed, in records a second.
const HIGHEST_RATE: u64 = 100_000;

/// Whose settings are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingsOf {
    /// All consumers of the group: those that run, or if none does, those that did.
    All,
    One(ClientName),
    /// The consumer that would be added next.
    Next,
}

/// How settings come into force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InForce {
    /// The whole run again.
    FromTheStart,
    /// With a restart.
    Restarted(RestartOrder),
    /// Without one.
    FromNowOn,
    /// With the consumer's start.
    Started,
}

/// Settings to be put in force.
#[derive(Clone, Debug, PartialEq)]
pub struct Configuration {
    pub group: GroupId,
    pub of: SettingsOf,
    pub edits: Edits,
    pub how: InForce,
}

impl Page {
    /// Puts settings in force, or says why that is not done.
    pub fn configure(&mut self, wanted: Configuration) {
        let done = self.put_in_force(&wanted);
        self.refuse(Place::Settings(wanted.group), done);
    }

    /// Restarts the group's consumers in the other group protocol, or says why that is not done.
    pub fn migrate(&mut self, group: GroupId, back_to: Option<AssignorName>) {
        let (world, ahead) = (self.session.cluster(), self.session.restarts_ahead());
        let clients =
            self.seen.consumers.iter().filter(|consumer| consumer.group == group).map(|one| one.name);
        let goes_on = |client: &ClientName| world.is_alive(client) || ahead.contains(client);
        let clients: Vec<ClientName> = clients.filter(goes_on).collect();
        let others = self.session.to_migrate(&clients, back_to);
        if others.is_empty() {
            self.refusal = None;
            return;
        }
        let done = self.acted(|session| session.migrate(&group, &others, back_to));
        self.refuse(Place::Protocol(group), done);
    }

    fn put_in_force(&mut self, wanted: &Configuration) -> Result<(), Complaint> {
        let Configuration { group, of, edits, how } = wanted;
        match how {
            InForce::FromTheStart => {
                let one = if let SettingsOf::One(name) = of { Some(name) } else { None };
                let session = self.session.from_the_start(group, one, edits)?;
                self.run_anew(session);
                Ok(())
            }
            InForce::Restarted(order) => {
                let restarts = self.restarts(wanted)?;
                self.acted(|session| session.restart(&restarts, *order))
            }
            InForce::FromNowOn => {
                let now = |(client, config): Restart| {
                    let processing_time = config.behaviour.processing_time;
                    Command::SetProcessingTime { client, processing_time }
                };
                let commands = self.restarts(wanted)?.into_iter().map(now).collect();
                self.acted(|session| session.act_together(commands))
            }
            InForce::Started => {
                let mut spec = self.session.new_consumer(group);
                spec.config = Arc::new(edited(&spec.config, edits).map_err(Complaint::of_misfits)?);
                self.acted(|session| session.act(Command::StartConsumer(spec)).map_err(Complaint::from))
            }
        }
    }

    /// The consumers that are meant, with their settings as edited.
    fn restarts(&self, wanted: &Configuration) -> Result<Vec<Restart>, Complaint> {
        let world = self.session.cluster();
        let names = self.seen.consumers.iter().filter(|consumer| consumer.group == wanted.group);
        let mut names: Vec<ClientName> = names.map(|consumer| consumer.name).collect();
        match wanted.of {
            SettingsOf::One(one) => names.retain(|name| *name == one),
            SettingsOf::All if names.iter().any(|name| world.is_alive(name)) => {
                names.retain(|name| world.is_alive(name));
            }
            SettingsOf::All | SettingsOf::Next => {}
        }
        let specs = names.iter().filter_map(|name| world.consumer_spec(name));
        let restart = |spec: &crate::cluster::command::ConsumerSpec| {
            let config = edited(&spec.config, &wanted.edits).map_err(Complaint::of_misfits)?;
            Ok((spec.name, Arc::new(config)))
        };
        specs.map(restart).collect()
    }

    /// The typed rate, shared equally by the topic's producers.
    pub(super) fn set_rate(&mut self, topic: &TopicName, text: &str) {
        let place = Place::Topic(*topic);
        let producers = match self.seen.topics.iter().find(|view| &view.name == topic) {
            Some(view) if !view.producers.is_empty() => view.producers.clone(),
            _ => return,
        };
        let Some(rate) = parse_rate(text) else {
            let said = Complaint::NoRate { typed: text.to_owned(), highest: HIGHEST_RATE };
            self.refusal = Some(Refusal { place, said });
            return;
        };
        let (each, rest) = (rate.0 / producers.len() as u64, rate.0 % producers.len() as u64);
        for (n, producer) in producers.into_iter().enumerate() {
            let share = Rate(each + if n == 0 { rest } else { 0 });
            if !self.act(place.clone(), Command::SetRate { producer, rate: share }) {
                return;
            }
        }
    }
}

/// Records a second, with at most three decimals.
fn parse_rate(text: &str) -> Option<Rate> {
    let (whole, decimals) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || decimals.len() > 3 || !digits(whole) || !digits(decimals) {
        return None;
    }
    let thousandths: u64 = format!("{decimals:0<3}").parse().ok()?;
    let rate = whole.parse::<u64>().ok()?.checked_mul(1000)?.checked_add(thousandths)?;
    (rate <= HIGHEST_RATE * 1000).then_some(Rate(rate))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_read_to_the_thousandth_and_nothing_else_is() {
        assert_eq!(parse_rate("24"), Some(Rate(24_000)));
        assert_eq!(parse_rate(" 0.5 "), Some(Rate(500)));
        for wrong in ["", "-1", "1.2345", "1e3", "many", "100001", "99999999999999999999"] {
            assert_eq!(parse_rate(wrong), None, "{wrong}");
        }
    }
}
