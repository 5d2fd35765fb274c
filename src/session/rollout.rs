//! Settings put in force: restarts of consumers, all at once or one after the other, and the same run again from its
//! start. What a rolling restart waits for is simulated ahead of the cursor; its commands, each at its exact time, then
//! lie ahead like those of a script, as one act.

use crate::cluster::Cluster;
use crate::cluster::command::Command;
use crate::kafka::consumer::config::ConsumerConfig;
use crate::kafka::ids::{ClientName, GroupId};
use crate::session::bench::{Edits, Misfit, edited, edited_setup};
use crate::session::condition::{WaitCondition, Watch};
use crate::session::language::notice::Complaint;
use crate::session::lexer::{ScriptError, Span};
use crate::session::mistake::{Mistake, Unmet};
use crate::session::names::Names;
use crate::session::scenario::{Scenario, Setup};
use crate::session::{Session, writing};
use crate::sim::time::{SimDuration, SimTime};
use crate::sim::timeline::Timeline;
use std::sync::Arc;

/// In which order consumers are restarted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RestartOrder {
    /// All close; when all have closed, all start.
    AllAtOnce,
    /// The same, but if nobody of their group runs any more then, not before the coordinator has no member left: one
    /// that it was not told of would let nobody in with other assignors.
    OnceEmpty,
    /// The next one closes when the group is stable with the one before.
    Rolling,
}

/// A consumer and what it is to start with.
pub type Restart = (ClientName, Arc<ConsumerConfig>);

/// No longer than this is waited for a consumer to close, or for its group to be stable.
const PATIENCE: SimDuration = SimDuration::from_secs(600);
/// No more than this happens in a restart that is simulated ahead: on a page nothing else moves meanwhile.
const MOST_STEPS: u64 = 4_000_000;

impl Session {
    /// Restarts consumers with these settings, from the cursor on: those that run are closed before, as in a deploy.
    ///
    /// # Errors
    /// Why it would not come to its end; nothing changed then.
    pub fn restart(&mut self, restarts: &[Restart], order: RestartOrder) -> Result<(), Complaint> {
        let mut trial = Trial { ahead: self.timeline.blank_ahead(), left: MOST_STEPS };
        let batch = match order {
            RestartOrder::AllAtOnce | RestartOrder::OnceEmpty => restarts.len().max(1),
            RestartOrder::Rolling => 1,
        };
        for (done, batch) in restarts.chunks(batch).enumerate() {
            if let Some((next, _)) = batch.first().filter(|_| done > 0) {
                trial.wait_until_stable(next)?;
            }
            trial.close(batch)?;
            if order == RestartOrder::OnceEmpty {
                trial.wait_until_empty(&batch[0].0)?;
            }
            for (client, config) in batch {
                trial.act(Command::RestartProcess { client: *client, config: Some(config.clone()) })?;
            }
        }
        self.carry_out(&trial);
        Ok(())
    }

    /// Gives several commands in one act.
    ///
    /// # Errors
    /// Why one of them is refused; nothing changed then.
    pub fn act_together(&mut self, commands: Vec<Command>) -> Result<(), Complaint> {
        let mut trial = Trial { ahead: self.timeline.blank_ahead(), left: MOST_STEPS };
        commands.into_iter().try_for_each(|command| trial.act(command))?;
        self.carry_out(&trial);
        Ok(())
    }

    fn carry_out(&mut self, trial: &Trial) {
        let planned = trial.ahead.commands()[self.timeline.applied()..].to_vec();
        self.timeline.act_ahead(&planned);
        self.names = Names::of(self.timeline.present().journal());
    }

    /// The consumers whose restart lies ahead of the cursor because a visitor wanted it before, in order.
    pub fn restarts_ahead(&self) -> Vec<ClientName> {
        let restarted = |(_, command): &(SimTime, Command)| match command {
            Command::RestartProcess { client, .. } => Some(*client),
            _ => None,
        };
        self.timeline.planned().iter().filter_map(restarted).collect()
    }

    /// Whether a consumer is to be started again after it closed, which it does already or has done.
    pub(super) fn goes_down(&self, client: &ClientName) -> bool {
        let closes = |(_, command): &(SimTime, Command)| match command {
            Command::CloseConsumer { client: one } => one == client,
            _ => false,
        };
        self.restarts_ahead().contains(client) && !self.timeline.planned().iter().any(closes)
    }

    /// What a consumer is to run with in the end: the settings of its restart that lies ahead, or those that it has.
    pub(super) fn config_to_be(&self, client: &ClientName) -> Option<Arc<ConsumerConfig>> {
        let restarted = |(_, command): &(SimTime, Command)| match command {
            Command::RestartProcess { client: one, config } if one == client => config.clone(),
            _ => None,
        };
        let has = || Some(self.cluster().consumer_spec(client)?.config.clone());
        self.timeline.planned().iter().rev().find_map(restarted).or_else(has)
    }

    /// The same run again with other settings from its start, its cursor where this one's is. `whose` are the consumers
    /// meant: one of the group's, or all and the group's line. The captions stay behind: they tell of another run.
    ///
    /// # Errors
    /// The first thing that goes wrong in it.
    pub fn from_the_start(
        &self,
        group: &GroupId,
        whose: Option<&ClientName>,
        edits: &Edits,
    ) -> Result<Session, Complaint> {
        let mut scenario = self.scenario.clone();
        scenario.setup = edited_setup(&scenario.setup, group, edits).map_err(Complaint::of_misfits)?;
        let change = |config: &ConsumerConfig| edited(config, edits).map_err(Complaint::of_misfits);
        if whose.is_none() {
            let defaults = scenario.groups.entry(*group).or_default();
            defaults.config = change(&defaults.config)?;
        }
        let mut commands = self.commands().to_vec();
        let meant = |client: &ClientName| {
            let spec = self.cluster().consumer_spec(client);
            whose.is_none_or(|name| name == client) && spec.is_none_or(|spec| spec.group == *group)
        };
        for (_, command) in &mut commands {
            match command {
                Command::StartConsumer(spec) if spec.group == *group && meant(&spec.name) => {
                    spec.config = Arc::new(change(&spec.config)?);
                }
                Command::RestartProcess { client, config: Some(config) } if meant(client) => {
                    *config = Arc::new(change(config)?);
                }
                _ => {}
            }
        }
        self.run_again(&scenario, &commands)
    }

    /// The same run again with every command changed as `change` does.
    ///
    /// # Errors
    /// What `change` says, or the first thing that goes wrong in the run.
    pub(super) fn rewritten(
        &self,
        change: &mut dyn FnMut(&mut Command) -> Result<(), Complaint>,
    ) -> Result<Session, Complaint> {
        let mut commands = self.commands().to_vec();
        commands.iter_mut().try_for_each(|(_, command)| change(command))?;
        self.run_again(&self.scenario, &commands)
    }

    /// A run of these commands, each at its time, as far as this one was seen.
    fn run_again(&self, scenario: &Scenario, commands: &[(SimTime, Command)]) -> Result<Session, Complaint> {
        let end = self.furthest().max(self.script_end);
        let text = writing::script(scenario, commands, &[], end);
        let first = |errors: Vec<ScriptError>| errors.into_iter().next().map(Complaint::from);
        let opened = Session::open(&self.name, text.as_bytes());
        let mut session = opened.map_err(|errors| first(errors).unwrap_or(Complaint::Unreadable))?;
        session.is_rewritten = true;
        session.seek(self.now());
        Ok(session)
    }

    /// The world before its first instant, with what is set on the brokers.
    pub fn setup(&self) -> &Setup {
        &self.scenario.setup
    }
}

fn complaint(why: Mistake) -> Complaint {
    ScriptError::new(Span { line: 1, column: 1 }, why).into()
}

impl Complaint {
    /// The first of the values that do not fit.
    pub fn of_misfits(misfits: Vec<Misfit>) -> Complaint {
        misfits.into_iter().next().map_or(Complaint::Unreadable, |misfit| complaint(misfit.why))
    }
}

/// What is done, and what would come of it.
struct Trial {
    ahead: Timeline<Cluster>,
    /// How much may still happen in it.
    left: u64,
}

impl Trial {
    fn act(&mut self, command: Command) -> Result<(), Complaint> {
        self.ahead.append(command).map_err(Complaint::from)
    }

    fn runs(&self, client: &ClientName) -> bool {
        self.ahead.present().is_alive(client)
    }

    /// Closes those that run, and waits until they have closed.
    fn close(&mut self, batch: &[Restart]) -> Result<(), Complaint> {
        for (client, _) in batch {
            if self.runs(client) {
                self.act(Command::CloseConsumer { client: *client })?;
            }
        }
        for (client, _) in batch {
            let client = *client;
            let closed = |trial: &mut Trial| if trial.runs(&client) { Some(()) } else { None };
            self.wait(closed, |()| Complaint::NotClosed { client, patience: PATIENCE })?;
        }
        Ok(())
    }

    fn group_of(&self, client: &ClientName) -> Option<String> {
        self.ahead.present().consumer_spec(client).map(|spec| spec.group.as_str().to_owned())
    }

    /// Waits until the group that `one` is in has no member, if none of its consumers runs.
    fn wait_until_empty(&mut self, one: &ClientName) -> Result<(), Complaint> {
        let group = self.group_of(one);
        let stable = WaitCondition::Stable { group: group.clone() };
        let unmet = |trial: &Trial, condition| Watch::default().missing(condition, trial.ahead.present());
        if unmet(self, &stable) != Some(Unmet::NobodyRuns) {
            return Ok(());
        }
        let empty = WaitCondition::Empty { group };
        self.wait(|trial| unmet(trial, &empty), |unmet| Complaint::NotStable { patience: PATIENCE, unmet })
    }

    /// Waits until the group that `next` is in is stable, so that this one can go.
    fn wait_until_stable(&mut self, next: &ClientName) -> Result<(), Complaint> {
        let condition = WaitCondition::Stable { group: self.group_of(next) };
        let mut watch = Watch::default();
        let mut missing = None;
        let mut begun = false;
        let stable = move |trial: &mut Trial| {
            let world = trial.ahead.present();
            if watch.read_on(world.journal()) || !begun {
                missing = watch.missing(&condition, world);
                begun = true;
            }
            // Where nobody subscribes there is nothing to wait for.
            missing.filter(|unmet| *unmet != Unmet::NobodyRuns)
        };
        self.wait(stable, |unmet| Complaint::NotStable { patience: PATIENCE, unmet })
    }

    /// Lets time pass until nothing is missing any more.
    fn wait<U>(
        &mut self,
        mut missing: impl FnMut(&mut Trial) -> Option<U>,
        too_long: impl FnOnce(U) -> Complaint,
    ) -> Result<(), Complaint> {
        let limit = self.ahead.now() + PATIENCE;
        while let Some(unmet) = missing(self) {
            let Some(left) = self.left.checked_sub(1) else {
                return Err(complaint(Mistake::Endless(self.ahead.now())));
            };
            self.left = left;
            if !self.ahead.step(limit) {
                return Err(too_long(unmet));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
