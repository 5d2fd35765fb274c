//! Who of a group has a card of its own, who shares a line with others that are long gone, and which members the
//! coordinator has for each.

use crate::cluster::observation::{ConsumerView, GroupView, MemberView, Observation};
use crate::kafka::ids::ClientName;
use crate::scene::Selection;
use crate::scene::card::{self, CardContext, CardScene};
use crate::scene::deck::{DeckPlace, DeckRow};
use crate::scene::mark::{Area, Text, TextTone};
use crate::session::language::stage::StagePhrase;
use std::rc::Rc;

/// Several processes that are long gone, as one line.
#[derive(Clone, Debug, PartialEq)]
pub struct Folded {
    pub area: Area,
    pub text: Text,
    /// Their names, states and sentences.
    pub gone: Vec<(ClientName, &'static str, String)>,
    /// One of them is chosen.
    pub selected: bool,
}

/// Who has a card, who shares a line, and which members stand beside them.
pub struct Crew<'a> {
    /// Each consumer with the members that the coordinator has for it: as it is now, then earlier ones.
    pub cards: Vec<(&'a ConsumerView, Vec<&'a MemberView>)>,
    long_gone: Vec<&'a ConsumerView>,
    /// Members of consumers without a card, or of none that is known.
    others: Vec<&'a MemberView>,
    gone: Vec<bool>,
}

impl<'a> Crew<'a> {
    /// Of this group.
    pub fn of(observation: &'a Observation, group: &'a GroupView) -> Crew<'a> {
        let all = || observation.consumers.iter().filter(|consumer| consumer.group == group.id);
        let has_slot =
            |consumer: &ConsumerView| group.members.iter().any(|m| m.client == Some(consumer.name));
        let long_gone: Vec<&ConsumerView> =
            all().filter(|c| card::is_long_gone(observation, c) && !has_slot(c)).collect();
        // A single one keeps its line: it would be no shorter.
        let long_gone = if long_gone.len() > 1 { long_gone } else { Vec::new() };
        let mut crew = Crew { cards: Vec::new(), long_gone, others: Vec::new(), gone: Vec::new() };
        for consumer in all() {
            if crew.long_gone.iter().any(|gone| gone.name == consumer.name) {
                continue;
            }
            let mine = group.members.iter().filter(|member| member.client == Some(consumer.name));
            let (now, earlier): (Vec<_>, Vec<_>) = mine.partition(|member| member.former.is_none());
            crew.cards.push((consumer, now.into_iter().chain(earlier).collect()));
            crew.gone.push(card::is_gone(observation, consumer));
        }
        let carded =
            |member: &MemberView| crew.cards.iter().any(|(consumer, _)| Some(consumer.name) == member.client);
        crew.others = group.members.iter().filter(|member| !carded(member)).collect();
        crew
    }

    /// A row for each card, then one for the folded, then one for the others.
    pub fn rows(&self) -> Vec<DeckRow> {
        let cards = self.cards.iter().zip(&self.gone);
        let mut rows: Vec<DeckRow> =
            cards.map(|((_, members), gone)| DeckRow { gone: *gone, slots: members.len() }).collect();
        if !self.long_gone.is_empty() {
            rows.push(DeckRow { gone: true, slots: 0 });
        }
        if !self.others.is_empty() {
            rows.push(DeckRow { gone: true, slots: self.others.len() });
        }
        rows
    }

    /// Each member with its place in the arm, in the order of the cards.
    pub fn slots(&self, places: &[DeckPlace]) -> Vec<(&'a MemberView, Area)> {
        let mine = self
            .cards
            .iter()
            .zip(places)
            .flat_map(|((_, members), place)| members.iter().copied().zip(place.slots.iter().copied()));
        let rest = places.last().map_or(&[][..], |place| &place.slots);
        mine.chain(self.others.iter().copied().zip(rest.iter().copied())).collect()
    }

    /// The cards, each in its place.
    pub fn drawn(
        &self,
        context: &CardContext,
        places: &[DeckPlace],
        selection: Option<Selection>,
    ) -> Vec<Rc<CardScene>> {
        let drawn = self.cards.iter().zip(places).map(|((consumer, _), place)| {
            let mut card = card::card(context, consumer, place.card);
            card.selected = selection == Some(Selection::Consumer(consumer.name));
            Rc::new(card)
        });
        drawn.collect()
    }

    /// The line for those that are long gone.
    pub fn folded(
        &self,
        context: &CardContext,
        places: &[DeckPlace],
        selection: Option<Selection>,
    ) -> Option<Rc<Folded>> {
        if self.long_gone.is_empty() {
            return None;
        }
        let frame = places.get(self.cards.len())?.card;
        let tell = |consumer: &&ConsumerView| {
            let card = card::card(context, consumer, frame);
            (consumer.name, card.state, card.title)
        };
        let gone: Vec<_> = self.long_gone.iter().map(tell).collect();
        let selected = gone.iter().any(|(client, ..)| selection == Some(Selection::Consumer(*client)));
        let words = context.lang.say(StagePhrase::FoldedGone(gone.len()));
        let (x, y, size) = (14.0 * frame.unit, 17.5 * frame.unit, 12.0 * frame.unit);
        Some(Rc::new(Folded {
            area: frame.area,
            text: Text::new(x, y, size, TextTone::Muted, words),
            gone,
            selected,
        }))
    }
}
