//! Changing the group protocol online (KIP-848): the group's consumers are restarted one after the other, each with the
//! other `group.protocol` and without what does not go with it. Meanwhile the group has members of both protocols.

use crate::kafka::assignor::AssignorName;
use crate::kafka::consumer::config::{ConsumerConfig, GroupProtocol};
use crate::kafka::ids::{ClientName, GroupId};
use crate::kafka::property::{GoesWith, PROPERTIES, Property, STRATEGY, Scope, property};
use crate::session::Session;
use crate::session::bench::{Edits, edited};
use crate::session::language::notice::Complaint;
use crate::session::rollout::{Restart, RestartOrder};
use std::sync::Arc;

const PROTOCOL: &str = "group.protocol";

impl Session {
    /// Restarts these consumers of a group one after the other, so that they speak the protocol of consumer groups; or,
    /// with an assignor, the classic one again: all at once if one of them speaks that with other assignors.
    ///
    /// # Errors
    /// Why it would not come to its end; nothing changed then.
    pub fn migrate(
        &mut self,
        group: &GroupId,
        clients: &[ClientName],
        back_to: Option<AssignorName>,
    ) -> Result<(), Complaint> {
        let edits = match back_to {
            None => to_consumer(),
            Some(assignor) => to_classic(&self.defaults_of(group), assignor),
        };
        let world = self.cluster();
        // What a restart ahead was to put in force is not lost.
        let configs = clients.iter().filter_map(|client| Some((*client, self.config_to_be(client)?)));
        let restarts: Result<Vec<Restart>, Complaint> = configs
            .map(|(client, config)| {
                let config = edited(&config, &edits).map_err(Complaint::of_misfits)?;
                Ok((client, Arc::new(config)))
            })
            .collect();
        // Classic members let nobody in who shares no assignor with them.
        let shuts_out = |assignor: AssignorName| {
            let mut specs = clients.iter().filter_map(|client| world.consumer_spec(client));
            specs.any(|spec| is_classic(&spec.config) && !spec.config.strategy.contains(&assignor))
        };
        let order = match back_to.is_some_and(shuts_out) {
            true => RestartOrder::OnceEmpty,
            false => RestartOrder::Rolling,
        };
        self.restart(&restarts?, order)
    }

    /// Those of these consumers that do not run with the protocol of consumer groups yet; or, with an assignor, with
    /// the classic one and that. A migration that was stopped goes on with them. Empty if one is under way that will
    /// restart all of them anyway.
    pub fn to_migrate(&self, clients: &[ClientName], back_to: Option<AssignorName>) -> Vec<ClientName> {
        let has_it = |client: &ClientName| {
            let spec = self.cluster().consumer_spec(client).filter(|_| !self.goes_down(client));
            spec.is_some_and(|spec| speaks(&spec.config, back_to))
        };
        let gets_it =
            |client: &ClientName| self.config_to_be(client).is_some_and(|config| speaks(&config, back_to));
        let others: Vec<ClientName> = clients.iter().copied().filter(|client| !has_it(client)).collect();
        if others.iter().all(gets_it) { Vec::new() } else { others }
    }

    /// What the group's line sets.
    fn defaults_of(&self, group: &GroupId) -> ConsumerConfig {
        self.scenario.groups.get(group).map(|defaults| defaults.config.clone()).unwrap_or_default()
    }
}

/// Whether a consumer speaks the protocol of consumer groups; or, with an assignor, the classic one with that alone.
fn speaks(config: &ConsumerConfig, assignor: Option<AssignorName>) -> bool {
    let is_classic = is_classic(config);
    assignor.map_or(!is_classic, |assignor| is_classic && config.strategy == [assignor])
}

fn is_classic(config: &ConsumerConfig) -> bool {
    config.group_protocol == GroupProtocol::Classic
}

/// The protocol of consumer groups, and nothing that goes with the classic one only.
pub(super) fn to_consumer() -> Edits {
    let classic = PROPERTIES.iter().filter(|known| matches!(known.goes_with, GoesWith::Classic { .. }));
    let cleared = of_clients(classic).map(|known| (known.name, known.default.to_owned()));
    cleared.chain([(PROTOCOL, "consumer".to_owned())]).collect()
}

/// The classic protocol with this assignor, and nothing that goes with the other one only.
pub(super) fn to_classic_with(assignor: &str) -> Edits {
    let modern = PROPERTIES.iter().filter(|known| known.goes_with == GoesWith::Consumer);
    let cleared = of_clients(modern).map(|known| (known.name, known.default.to_owned()));
    cleared.chain([(PROTOCOL, "classic".to_owned()), (STRATEGY, assignor.to_owned())]).collect()
}

fn of_clients(
    properties: impl Iterator<Item = &'static Property>,
) -> impl Iterator<Item = &'static Property> {
    properties.filter(|known| known.scope() == Scope::Consumer)
}

/// The classic protocol with one assignor, and with what the group's line sets of it.
fn to_classic(defaults: &ConsumerConfig, assignor: AssignorName) -> Edits {
    let cleared = PROPERTIES.iter().filter(|known| known.goes_with == GoesWith::Consumer);
    let goes_with_it =
        |name: &str| property(name).is_some_and(|known| matches!(known.goes_with, GoesWith::Classic { .. }));
    let kept = defaults.explicit.iter().filter(|(name, _)| goes_with_it(name) && *name != STRATEGY);
    let cleared = cleared.map(|known| (known.name, String::new()));
    let own = [(PROTOCOL, "classic".to_owned()), (STRATEGY, assignor.name().to_owned())];
    cleared.filter(|(name, _)| *name != PROTOCOL).chain(kept.cloned()).chain(own).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::observation::GroupView;
    use crate::sim::time::{SimDuration, SimTime};

    const GROUP: &str = "topic orders partitions=6\n\
        group billing strategy=range session.timeout.ms=10000 heartbeat.interval.ms=3000\n\
        consumers c1 c2 c3 group=billing\nproducer p1 topic=orders rate=40/s\nrun for=10s\n";

    /// The group, Stable.
    fn after_the_script() -> (Session, GroupId, [ClientName; 3]) {
        let mut session = Session::open("three", GROUP.as_bytes()).expect("a script");
        session.seek(session.script_end());
        (session, GroupId::from("billing"), ["c1", "c2", "c3"].map(ClientName::from))
    }

    fn after(session: &mut Session, seconds: u64) -> GroupView {
        session.seek(session.now() + SimDuration::from_secs(seconds));
        session.cluster().observe(0).groups.remove(0)
    }

    #[test]
    fn a_group_changes_its_protocol_member_by_member_and_back() {
        let (mut session, group, clients) = after_the_script();
        session.migrate(&group, &clients, None).expect("it becomes stable");
        let seen = after(&mut session, 120);
        let speaks_new = |seen: &GroupView| {
            seen.members.iter().all(|member| member.on_its_way.as_ref().is_some_and(|way| !way.classic))
        };
        assert!(seen.epochs.is_some() && seen.members.len() == 3 && speaks_new(&seen), "{seen:?}");
        assert_eq!(session.new_consumer(&group).config.group_protocol.name(), "consumer");
        assert!(session.to_migrate(&clients, None).is_empty());
        session.migrate(&group, &clients, Some(AssignorName::CooperativeSticky)).expect("it becomes stable");
        let seen = after(&mut session, 240);
        assert!(seen.epochs.is_none() && seen.members.len() == 3, "{seen:?}");
        assert_eq!(seen.protocol.map(|name| name.to_string()).as_deref(), Some("cooperative-sticky"));
        let spec = session.cluster().consumer_spec(&clients[0]).expect("c1 was started");
        assert_eq!(spec.config.session_timeout, SimDuration::from_secs(10));
    }

    #[test]
    fn a_migration_that_was_stopped_goes_on_with_the_others() {
        let (mut session, group, clients) = after_the_script();
        session.migrate(&group, &clients[..1], None).expect("it becomes stable");
        after(&mut session, 60);
        assert_eq!(session.to_migrate(&clients, None), clients[1..]);
        assert_eq!(session.to_migrate(&clients, Some(AssignorName::Range)), clients[..1]);
        assert_eq!(session.to_migrate(&clients, Some(AssignorName::CooperativeSticky)), clients);
    }

    #[test]
    fn asking_twice_for_the_same_protocol_stops_nothing() {
        let (mut session, group, clients) = after_the_script();
        session.migrate(&group, &clients, None).expect("it becomes stable");
        assert!(session.to_migrate(&clients, None).is_empty(), "all are about to be restarted");
        after(&mut session, 1);
        assert_eq!(session.restarts_ahead(), clients[1..], "c1 came first");
        assert!(session.to_migrate(&clients, None).is_empty(), "the others are still ahead");
        assert_eq!(
            session.to_migrate(&clients, Some(AssignorName::Range)),
            clients[..1],
            "c1 can be brought back"
        );
    }

    #[test]
    fn before_a_migration_another_one_can_begin() {
        let (mut session, group, clients) = after_the_script();
        let begun = session.now();
        session.migrate(&group, &clients, None).expect("it becomes stable");
        after(&mut session, 60);
        session.migrate(&group, &clients, Some(AssignorName::Range)).expect("it becomes stable");
        session.seek(SimTime::from_millis(3_000));
        assert!(session.restarts_ahead().is_empty(), "before the visitor acted nothing lies ahead of his");
        assert_eq!(session.to_migrate(&clients, None), clients);
        session.seek(begun);
        assert_eq!(session.restarts_ahead(), clients, "of this migration, and not of the way back");
        session.seek(begun + SimDuration::from_secs(59));
        assert!(session.restarts_ahead().is_empty(), "this migration is over, and the way back is not begun");
        assert_eq!(session.to_migrate(&clients, Some(AssignorName::Range)), clients);
    }

    #[test]
    fn who_is_closing_for_another_restart_is_started_again_with_the_rest() {
        let (mut session, group, clients) = after_the_script();
        session.migrate(&group, &clients, None).expect("it becomes stable");
        while session.restarts_ahead().len() > 1 || !session.goes_down(&clients[2]) {
            session.seek(session.now() + SimDuration::from_millis(1));
        }
        let others = session.to_migrate(&clients, Some(AssignorName::Range));
        assert_eq!(others, clients, "c3 has not been started with the other protocol, but it closes");
        session.migrate(&group, &others, Some(AssignorName::Range)).expect("it becomes stable");
        assert_eq!(after(&mut session, 120).members.len(), 3);
    }

    #[test]
    fn whenever_another_assignor_is_asked_for_nobody_is_shut_out() {
        let (mut session, group, clients) = after_the_script();
        session.migrate(&group, &clients, None).expect("it becomes stable");
        let begun = session.now();
        for millis in [0, 50, 250, 1_000, 2_040, 5_000] {
            session.seek(begun + SimDuration::from_millis(millis));
            let others = session.to_migrate(&clients, Some(AssignorName::CooperativeSticky));
            session.migrate(&group, &others, Some(AssignorName::CooperativeSticky)).expect("they start");
            let seen = after(&mut session, 120);
            assert_eq!(seen.members.len(), 3, "asked for {millis} ms after the migration began");
            assert_eq!(seen.protocol.map(|name| name.to_string()).as_deref(), Some("cooperative-sticky"));
            session.undo();
        }
    }

    #[test]
    fn what_a_restart_was_to_put_in_force_is_not_lost_in_a_migration() {
        let (mut session, group, clients) = after_the_script();
        let config = |session: &Session, n: usize| {
            session.cluster().consumer_spec(&clients[n]).map(|spec| spec.config.clone())
        };
        let with_seven = edited(
            &config(&session, 0).expect("c1 was started"),
            &[("max.poll.records", "7".to_owned())].into(),
        );
        let with_seven = Arc::new(with_seven.expect("a number"));
        let restarts: Vec<Restart> = clients.map(|client| (client, with_seven.clone())).to_vec();
        session.restart(&restarts, RestartOrder::Rolling).expect("it becomes stable");
        assert_eq!(session.to_migrate(&clients, None), clients, "that one has another purpose");
        session.migrate(&group, &clients, None).expect("it becomes stable");
        after(&mut session, 120);
        assert_eq!(config(&session, 2).map(|config| config.max_poll_records), Some(7));
        assert!(session.to_migrate(&clients, None).is_empty());
    }

    #[test]
    fn from_the_middle_of_a_migration_a_group_comes_to_another_assignor() {
        let (mut session, group, clients) = after_the_script();
        session.migrate(&group, &clients[..1], None).expect("it becomes stable");
        session.migrate(&group, &clients, Some(AssignorName::CooperativeSticky)).expect("they start");
        let seen = after(&mut session, 120);
        assert!(seen.epochs.is_none() && seen.members.len() == 3, "nobody was refused: {seen:?}");
        assert_eq!(seen.protocol.map(|name| name.to_string()).as_deref(), Some("cooperative-sticky"));
    }
}
