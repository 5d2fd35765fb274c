//! What the column at the right is asked: what is explained, and which lines of the journal are listed.

use crate::kafka::ids::{ClientName, GroupId};
use crate::scene::Selection;
use crate::session::journal_filter::JournalFilter;
use crate::session::why::Question;
use crate::web::action::Action;
use crate::web::shell::page::Page;
use crate::web::story::why_panel::{self, Asking};

/// The most lines of the journal that are listed, and as many more whenever more are asked for.
pub const LISTED: usize = 60;
pub const LISTED_MORE: usize = 240;
impl Page {
    /// The chosen consumer.
    pub fn chosen(&self) -> Option<&ClientName> {
        match &self.selection {
            Some(Selection::Consumer(name)) => Some(name),
            _ => None,
        }
    }

    /// The group that is meant when none is named: that of what is chosen, else the first.
    pub fn group(&self) -> Option<GroupId> {
        let of = |name: &ClientName| self.consumer(name).map(|consumer| consumer.group);
        let chosen = self.selection.as_ref().and_then(|selection| match selection {
            Selection::Coordinator(group) | Selection::Lane(group, _) | Selection::Record(group, ..) => {
                Some(*group)
            }
            Selection::Consumer(client) | Selection::Envelope { client, .. } => of(client),
        });
        chosen.or_else(|| self.seen.groups.first().map(|group| group.id))
    }

    /// A digit answers the question that is asked, if that has such an option; else it chooses a consumer.
    pub(super) fn press_digit(&mut self, n: usize) {
        let asked = self.session.standing_question().filter(|_| self.session.is_asked());
        let asked = asked.filter(|it| n < self.session.captions()[it.place].options().len());
        if let Some(it) = asked {
            self.choose(it.place, Some(n));
            self.apply(Action::GoOn);
        } else {
            let nth = self.seen.consumers.get(n).map(|consumer| Selection::Consumer(consumer.name));
            self.select(nth);
        }
    }

    /// Lists other lines of the journal.
    pub(super) fn list(&mut self, filter: JournalFilter) {
        (self.filter, self.listed) = (filter, LISTED);
    }

    /// Chooses something, or nothing: then what is explained unasked is closed as well. Where the journal is that of
    /// one consumer or partition, it becomes that of the chosen one.
    pub(super) fn select(&mut self, selection: Option<Selection>) {
        match &selection {
            None => self.unasked = self.session.matter().map(|matter| matter.since),
            Some(chosen) => {
                let name = name_of(chosen).filter(|_| self.filter.name().is_some());
                if let Some(name) = name {
                    self.list(JournalFilter::Naming(name));
                }
            }
        }
        self.selection = selection;
    }

    /// What is explained: what is chosen, or else, unasked, what the moment is about.
    pub fn asked(&self) -> Option<(Question, Asking)> {
        match &self.selection {
            Some(chosen) => Some((why_panel::question(chosen)?, Asking::Chosen)),
            None => {
                let matter = self.session.matter()?;
                (self.unasked != Some(matter.since)).then_some((matter.question, Asking::Unasked))
            }
        }
    }
}

/// The consumer or partition that is chosen, as the journal names it.
fn name_of(chosen: &Selection) -> Option<String> {
    match chosen {
        Selection::Consumer(client) | Selection::Envelope { client, .. } => Some(client.to_string()),
        Selection::Lane(_, partition) | Selection::Record(_, partition, _) => Some(partition.to_string()),
        Selection::Coordinator(_) => None,
    }
}
