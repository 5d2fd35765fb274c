//! Which lines of the journal somebody wants to read.

use crate::cluster::fact::{Fact, WorldFact};
use crate::cluster::journal::Entry;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::coordinator::fact::GroupFact;
use crate::session::Session;
use crate::session::telling::{Level, telling};

/// See the head of this file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum JournalFilter {
    /// What people did, what groups went through, what was lost.
    #[default]
    Story,
    /// What was committed, and what was not.
    Commits,
    /// Requests and answers.
    Requests,
    /// What names this consumer or partition, in any detail; not every request.
    Naming(String),
}

impl JournalFilter {
    /// Those without a name.
    pub const PLAIN: [JournalFilter; 3] =
        [JournalFilter::Story, JournalFilter::Commits, JournalFilter::Requests];

    /// The name that it asks for.
    pub fn name(&self) -> Option<&str> {
        match self {
            JournalFilter::Naming(name) => Some(name),
            JournalFilter::Story | JournalFilter::Commits | JournalFilter::Requests => None,
        }
    }

    /// Whether an entry has a line among those.
    pub fn shows(&self, session: &Session, entry: &Entry) -> bool {
        let fact = &entry.fact;
        match self {
            JournalFilter::Story => telling(fact).level <= Level::Story,
            JournalFilter::Commits => is_of_commits(fact),
            JournalFilter::Requests => matches!(
                fact,
                Fact::Consumer(
                    _,
                    ConsumerFact::RequestSent { .. }
                        | ConsumerFact::ResponseReceived { .. }
                        | ConsumerFact::RequestTimedOut { .. }
                )
            ),
            // A sentence names all that it is about.
            JournalFilter::Naming(name) => {
                telling(fact).level <= Level::Detail
                    && !is_told_by_its_client(fact)
                    && names(&session.sentence(entry), name)
            }
        }
    }
}

/// Whether it is that the coordinator stored a member's commit: the member says so a moment later.
fn is_told_by_its_client(fact: &Fact) -> bool {
    matches!(fact, Fact::Group(_, GroupFact::OffsetCommitted { member, .. }) if !member.is_empty())
}

fn is_of_commits(fact: &Fact) -> bool {
    let of_commits = matches!(
        fact,
        Fact::Consumer(
            _,
            ConsumerFact::CommitSucceeded { .. }
                | ConsumerFact::CommitFailed { .. }
                | ConsumerFact::CommitCallback { .. }
        ) | Fact::Group(
            _,
            GroupFact::OffsetCommitted { .. }
                | GroupFact::OffsetCommitRefused { .. }
                | GroupFact::OffsetCommitLost { .. }
                | GroupFact::OffsetsExpired { .. }
                | GroupFact::OffsetsDeleted { .. }
        ) | Fact::World(WorldFact::CommitsDisturbed { .. } | WorldFact::OffsetsReset { .. })
    );
    of_commits && !is_told_by_its_client(fact)
}

/// Whether a sentence has this name as a whole word.
fn names(sentence: &str, name: &str) -> bool {
    let goes_on = |rest: &str| {
        let mut rest = rest.chars();
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        match rest.next() {
            // A full stop ends a sentence, or stands within a name.
            Some('.') => rest.next().is_some_and(is_part),
            next => next.is_some_and(is_part),
        }
    };
    let begins = |before: &str| {
        let last = before.chars().next_back();
        !last.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
    };
    sentence
        .match_indices(name)
        .any(|(at, _)| begins(&sentence[..at]) && !goes_on(&sentence[at + name.len()..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::time::SimTime;

    #[test]
    fn a_name_is_a_whole_word() {
        assert!(names("c1 committed orders-1 at 70, orders-10 at 3 (auto)", "orders-1"));
        assert!(names("billing lost c1.", "c1") && names("c1가 kill 되었습니다", "c1"));
        for other in ["orders-1", "c1", "1"] {
            assert!(!names("c12 committed orders-10, an.c1 and c1.x", other), "{other}");
        }
    }

    #[test]
    fn each_filter_shows_its_own_lines_and_a_name_those_that_name_it() {
        let text = include_str!("../../static/scenarios/crash-after-auto-commit.session");
        let mut session =
            Session::open("crash", text.as_bytes()).unwrap_or_else(|errors| panic!("{errors:#?}"));
        session.seek(SimTime::from_millis(18_000));
        let lines = |filter: JournalFilter| -> Vec<String> {
            let entries = session.cluster().journal().iter();
            entries
                .filter(|entry| filter.shows(&session, entry))
                .map(|entry| session.sentence(entry))
                .collect()
        };
        let story = lines(JournalFilter::Story);
        assert!(story.iter().any(|line| line.starts_with("c2 killed")), "{story:#?}");
        assert!(!story.iter().any(|line| line.contains(" committed orders-")), "{story:#?}");
        let commits = lines(JournalFilter::Commits);
        assert!(
            !commits.is_empty() && commits.iter().all(|line| line.contains(" committed orders-")),
            "{commits:#?}"
        );
        let requests = lines(JournalFilter::Requests);
        assert!(requests.iter().any(|line| line.contains("JoinGroup")), "{requests:#?}");
        let of_c2 = lines(JournalFilter::Naming("c2".to_owned()));
        assert!(of_c2.iter().all(|line| names(line, "c2")) && of_c2.len() > 10, "{of_c2:#?}");
        assert!(
            of_c2.iter().any(|line| line.contains("removed")),
            "what its group does with it, too: {of_c2:#?}"
        );
        let of_partition = lines(JournalFilter::Naming("orders-2".to_owned()));
        assert!(of_partition.iter().any(|line| line.contains("c1 reads orders-2 from")), "{of_partition:#?}");
    }
}
