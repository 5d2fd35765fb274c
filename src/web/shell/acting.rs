//! What a visitor does to the world: every command goes through here, and what was set aside or refused is said.

use crate::cluster::command::Command;
use crate::kafka::assignor::AssignorName;
use crate::kafka::ids::{ClientName, GroupId, TopicName};
use crate::session::Session;
use crate::session::language::notice::{Complaint, Notice};
use crate::session::lexer::ScriptError;
use crate::web::action::{Action, Verb};
use crate::web::panel::has_new_protocol;
use crate::web::shell::page::{Page, Place, Refusal};

impl Page {
    /// Hands a command to the session; a refusal is shown at this place. Whether it was carried out.
    pub(super) fn act(&mut self, place: Place, command: Command) -> bool {
        let done = self.acted(|session| session.act(command));
        self.refuse(place, done.map_err(Complaint::from))
    }

    /// Does what a line of the script says.
    ///
    /// # Errors
    /// What is wrong with the line, or why it was refused; nothing changed.
    pub fn act_line(&mut self, line: &str) -> Result<(), ScriptError> {
        self.acted(|session| session.act_line(line))
    }

    /// Shows at this place why something was not done; whether it was done.
    pub(super) fn refuse(&mut self, place: Place, done: Result<(), Complaint>) -> bool {
        let refused = done.err();
        let was_done = refused.is_none();
        if let Some(said) = refused {
            self.refusal = Some(Refusal { place, said });
        }
        was_done
    }

    /// Changes the session, and says if that set a future aside.
    pub(super) fn acted<E>(&mut self, act: impl FnOnce(&mut Session) -> Result<(), E>) -> Result<(), E> {
        let now = self.session.now();
        let (end, seen_up_to) = (self.session.script_end(), self.session.furthest());
        let mut unfinished = self.session.restarts_ahead();
        act(&mut self.session)?;
        unfinished.retain(|client| !self.session.restarts_ahead().contains(client));
        self.playback.did_something();
        // In a run of one's own there is no answer.
        self.playback.halt_at_answer(None);
        self.look_anew();
        self.notice = None;
        if !unfinished.is_empty() {
            let names: Vec<&str> = unfinished.iter().map(|client| client.as_str()).collect();
            self.say(Notice::RestartsSetAside(names.join(", ")), Some(Verb::Undo));
        } else if now < end {
            self.say(Notice::LeftScript(now), Some(Verb::Undo));
        } else if now < seen_up_to {
            self.say(Notice::FutureSetAside(now), Some(Verb::Undo));
        }
        Ok(())
    }

    pub(super) fn act_on(&mut self, verb: Verb, client: &ClientName) {
        let Some(consumer) = self.consumer(client) else { return };
        match verb.command(consumer) {
            Some(command) => {
                self.act(Place::Consumer(*client), command);
            }
            None => {
                let said = Complaint::NotNow { client: *client, verb };
                self.refusal = Some(Refusal { place: Place::Consumer(*client), said });
            }
        }
    }

    pub(super) fn add_partition(&mut self, topic: &TopicName) {
        if let Some(view) = self.seen.topics.iter().find(|view| &view.name == topic) {
            let command = Command::AddPartitions { topic: *topic, partitions: view.partitions + 1 };
            self.act(Place::Topic(*topic), command);
        }
    }

    /// To the classic protocol with this assignor, or to that of consumer groups.
    pub(super) fn bounce(&mut self, assignor: Option<AssignorName>) {
        let Some(group) = self.group() else { return };
        let has_new = has_new_protocol(&self.seen.consumers, &group);
        self.apply(match assignor {
            Some(assignor) if !has_new => Action::UseAssignor(group, assignor),
            back_to => Action::Migrate(group, back_to),
        });
    }

    /// One more consumer as the group's others are, under the first free name.
    pub(super) fn add_consumer(&mut self) {
        let group = self.group().unwrap_or_else(|| GroupId::from("billing"));
        let spec = self.session.new_consumer(&group);
        self.act(Place::Group(group), Command::StartConsumer(spec));
    }
}
