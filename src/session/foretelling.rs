//! A prediction while its question stands: what its reader has marked so far, gives as the answer, and sees come true
//! or not.

use crate::kafka::ids::{ClientName, Offset, TopicPartition};
use crate::session::prediction::truth::Truth;
use crate::session::prediction::verdict::GuessVerdict;
use crate::session::prediction::{Guess, Prediction, PredictionKind};
use crate::sim::sorted::SortedMap;

/// See the head of this file.
#[derive(Clone, Debug, PartialEq)]
pub struct Foretelling {
    /// The question's place among the captions.
    pub place: usize,
    pub prediction: Prediction,
    /// What is marked, or was said; of a number nothing at first.
    pub guess: Option<Guess>,
    /// Whether the cursor is at the question: what is shown must not give the answer away.
    pub asked: bool,
    /// Whether something can be said still.
    pub open: bool,
    /// Whether it was given as the answer.
    pub given: bool,
    /// What happened, once the answer is told; and how the two compare, if something was said.
    pub seen: Option<(Truth, GuessVerdict)>,
    /// Who can be the owner of a partition.
    pub consumers: Vec<ClientName>,
    /// How often everything was taken back: what is typed in a field begins anew with it.
    pub cleared: u32,
}

/// What a reader does to foretell something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ForetellDeed {
    /// Marks the records from the first up to, and without, the second.
    Mark(TopicPartition, Offset, Offset),
    /// Marks none of its records any more.
    Unmark(TopicPartition),
    /// Names a partition, or no longer.
    Toggle(TopicPartition),
    /// Names its owner, or that nobody will have it; the same again takes it back.
    Owner(TopicPartition, Option<ClientName>),
    /// Names the next one of those who can be its owner; after the last one nobody, then it is open again.
    NextOwner(TopicPartition),
    Number(Option<i128>),
    Clear,
    /// Gives what is marked as the answer, and goes on, where the answer is not waited for.
    Give {
        goes_on: bool,
    },
    /// Goes on without.
    Show,
}

impl Foretelling {
    /// What nobody has marked yet.
    pub fn nothing(prediction: &Prediction) -> Option<Guess> {
        match prediction.kind {
            PredictionKind::Records(_) => Some(Guess::Records(SortedMap::new())),
            PredictionKind::Partitions(_) => Some(Guess::Partitions(Default::default())),
            PredictionKind::Owner => Some(Guess::Owners(SortedMap::new())),
            PredictionKind::Number => None,
        }
    }

    /// Whether anything is marked.
    pub fn is_begun(&self) -> bool {
        self.guess.as_ref().is_some_and(Guess::is_begun)
    }

    /// Changes what is marked.
    pub fn change(&mut self, deed: &ForetellDeed) {
        let next = match deed {
            ForetellDeed::NextOwner(partition) => Some((*partition, self.next_owner(partition))),
            ForetellDeed::Owner(partition, owner) => {
                let again = self.owner(partition) == Some(*owner);
                Some((*partition, (!again).then_some(*owner)))
            }
            _ => None,
        };
        match (&mut self.guess, deed) {
            (Some(Guess::Records(marks)), ForetellDeed::Mark(partition, from, to)) => {
                marks.insert(*partition, (*from, (*to).max(*from)));
            }
            (Some(Guess::Records(marks)), ForetellDeed::Unmark(partition)) => drop(marks.remove(partition)),
            (Some(Guess::Partitions(named)), ForetellDeed::Toggle(partition)) => {
                let _ = named.remove(partition) || named.insert(*partition);
            }
            (Some(Guess::Owners(owners)), _) if next.is_some() => match next {
                Some((partition, Some(owner))) => drop(owners.insert(partition, owner)),
                Some((partition, None)) => drop(owners.remove(&partition)),
                None => {}
            },
            (guess, ForetellDeed::Number(number)) => *guess = number.map(Guess::Number),
            (guess, ForetellDeed::Clear) => {
                *guess = Foretelling::nothing(&self.prediction);
                self.cleared += 1;
            }
            _ => {}
        }
    }

    /// Who was named; `None` where nothing was said.
    fn owner(&self, partition: &TopicPartition) -> Option<Option<ClientName>> {
        match &self.guess {
            Some(Guess::Owners(owners)) => owners.get(partition).copied(),
            _ => None,
        }
    }

    fn next_owner(&self, partition: &TopicPartition) -> Option<Option<ClientName>> {
        let choices = || self.consumers.iter().copied().map(Some).chain([None]);
        match self.owner(partition) {
            None => choices().next(),
            Some(now) => choices().skip_while(|choice| *choice != now).nth(1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Session;

    fn foretelling(predict: &str, consumers: &[&str]) -> Foretelling {
        let text = format!(
            "topic orders partitions=2\ngroup billing\nconsumers c1 c2 group=billing\nask en=\"?\"\n{predict}\n\
             run for=1s\nanswer en=\"!\"\n"
        );
        let session = Session::open("test", text.as_bytes()).expect("it opens");
        let prediction = session.captions()[0].prediction().expect("it predicts").clone();
        Foretelling {
            place: 0,
            guess: Foretelling::nothing(&prediction),
            prediction,
            asked: true,
            open: true,
            given: false,
            seen: None,
            consumers: consumers.iter().map(|name| ClientName::from(*name)).collect(),
            cleared: 0,
        }
    }

    #[test]
    fn a_lane_that_is_clicked_names_one_after_the_other_then_nobody_then_is_open_again() {
        let mut of = foretelling("predict owner partition=orders-0", &["c1", "c2"]);
        let orders = of.prediction.partitions[0];
        let named: Vec<_> = (0..4)
            .map(|_| {
                of.change(&ForetellDeed::NextOwner(orders));
                of.owner(&orders).map(|owner| owner.map(|name| name.to_string()))
            })
            .collect();
        assert_eq!(named, [Some(Some("c1".to_owned())), Some(Some("c2".to_owned())), Some(None), None]);
        assert!(!of.is_begun());
    }

    #[test]
    fn an_owner_that_is_named_again_is_taken_back() {
        let mut of = foretelling("predict owner partition=orders-0", &["c1"]);
        let orders = of.prediction.partitions[0];
        of.change(&ForetellDeed::Owner(orders, None));
        assert!(of.is_begun(), "nobody is an answer");
        of.change(&ForetellDeed::Owner(orders, None));
        assert!(!of.is_begun());
    }

    #[test]
    fn records_are_unmarked_and_everything_is_cleared() {
        let mut of = foretelling("predict records duplicates partition=orders-0,orders-1", &[]);
        let [first, second] = of.prediction.partitions[..] else { panic!("two") };
        of.change(&ForetellDeed::Mark(first, 3, 7));
        of.change(&ForetellDeed::Mark(second, 1, 2));
        of.change(&ForetellDeed::Unmark(first));
        assert_eq!(of.guess, Some(Guess::Records([(second, (1, 2))].into_iter().collect())));
        of.change(&ForetellDeed::Clear);
        assert_eq!((of.is_begun(), of.cleared), (false, 1));
    }
}
