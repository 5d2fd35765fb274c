//! What a moment is about: what the question names that was asked last, or what a visitor did last. This is explained
//! before anybody asks.

use crate::cluster::Cluster;
use crate::cluster::observation::{ConsumerView, ProcessState};
use crate::kafka::ids::{GroupId, TopicPartition};
use crate::session::Session;
use crate::session::cast::Cast;
use crate::session::grammar::{self, Background};
use crate::session::why::Question;
use crate::sim::time::SimTime;

/// See the head of this file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matter {
    /// When it was asked, or done.
    pub since: SimTime,
    /// Whether it was done by a visitor.
    pub own: bool,
    pub question: Question,
}

impl Session {
    /// What this moment is about. While a question waits for its answer nothing is: that would give it away.
    pub fn matter(&self) -> Option<Matter> {
        let now = self.now();
        let own = self.timeline.departed().is_some_and(|departed| departed <= now);
        let (since, text) = match own {
            true => {
                let (at, command) = self.commands()[..self.timeline.applied()].last()?;
                let cast = Cast::default();
                (*at, grammar::line(command, &Background { scenario: &self.scenario, cast: &cast }))
            }
            false if self.is_asked() => return None,
            false => {
                let asked = self.captions().iter().rfind(|caption| caption.at < now && caption.asks())?;
                (asked.at, asked.en.clone())
            }
        };
        let named = named_in(self.cluster(), &text)?;
        Some(Matter { since, own, question: what_became(self.cluster(), named, since) })
    }
}

/// What a text names that can be asked about: rather a partition than a consumer, rather that than a group. The first
/// group, if it names nothing.
fn named_in(cluster: &Cluster, text: &str) -> Option<Question> {
    let words = || {
        let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')));
        words.map(|word| word.trim_matches('.')).filter(|word| !word.is_empty())
    };
    let groups = cluster.group_ids();
    let named = || groups.iter().find(|group| words().any(|word| word == group.as_str()));
    let consumer = |word: &&str| cluster.consumer_names().any(|name| name.as_str() == *word);
    let partition = |word: &&str| {
        let topics = cluster.brokers().topics().iter();
        let numbered = word.rsplit_once('-').and_then(|(topic, number)| Some((topic, number.parse().ok()?)));
        let is_one = |(topic, number): (&str, usize)| {
            topics.clone().any(|known| known.name.as_str() == topic && number < known.partitions.len())
        };
        numbered.is_some_and(is_one)
    };
    let group = named().or(groups.first());
    let ask = |subject: &str, group: Option<&GroupId>| Question {
        subject: subject.to_owned(),
        offset: None,
        group: group.map(GroupId::to_string),
    };
    words()
        .find(partition)
        .map(|partition| ask(partition, group))
        .or_else(|| words().find(consumer).map(|consumer| ask(consumer, None)))
        .or_else(|| group.map(|group| ask(group.as_str(), None)))
}

/// Of a consumer that is gone, the first partition that it had then: what is to be explained is what became of that.
fn what_became(cluster: &Cluster, named: Question, since: SimTime) -> Question {
    use ProcessState::{Closed, Failed, Killed};
    let gone = |view: &ConsumerView| {
        let over = matches!(view.process, Killed { .. } | Closed { .. } | Failed { .. });
        over && view.owned.is_empty() && view.name.as_str() == named.subject
    };
    let Some(view) = cluster.observe_consumers().into_iter().find(gone) else { return named };
    let had = |partition: &TopicPartition| {
        cluster.ownership(&view.group, partition).iter().any(|span| {
            span.owner == Some(view.name) && span.from <= since && span.to.is_none_or(|to| to >= since)
        })
    };
    let topics = cluster.brokers().topics().iter();
    let mut partitions = topics.flat_map(|topic| {
        (0..topic.partitions.len()).map(|number| TopicPartition::new(topic.name, number as u32))
    });
    match partitions.find(had) {
        Some(partition) => {
            Question { subject: partition.to_string(), offset: None, group: Some(view.group.to_string()) }
        }
        None => named,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::command::Command;
    use crate::kafka::ids::ClientName;

    const SCRIPT: &str = "topic orders partitions=4\ngroup billing\nconsumers c1 c2 group=billing\n\
        run for=5s\nask en=\"c2 is killed. Who reads orders-3?\" ko=\"?\"\noption en=\"c1\" ko=\"c1\" right=yes\n\
        option en=\"c2\" ko=\"c2\"\nkill c2\nrun for=5s\nanswer en=\"c1.\" ko=\"c1.\"\nrun for=5s\n";

    fn session() -> Session {
        Session::open("matter", SCRIPT.as_bytes()).unwrap_or_else(|errors| panic!("{errors:#?}"))
    }

    fn subject(session: &Session) -> Option<String> {
        session.matter().map(|matter| matter.question.subject)
    }

    #[test]
    fn a_moment_is_about_what_the_last_question_names_but_not_before_it_is_answered() {
        let mut session = session();
        for (millis, about) in
            [(4_000, None), (5_000, None), (5_001, Some("orders-3")), (15_000, Some("orders-3"))]
        {
            session.seek(SimTime::from_millis(millis));
            assert_eq!(subject(&session).as_deref(), about, "{millis}");
        }
        let asked = session.matter().unwrap();
        assert!(session.why(crate::session::Lang::En, &asked.question).is_ok());
    }

    #[test]
    fn what_a_visitor_does_is_what_the_moment_is_about() {
        let mut session = session();
        session.seek(SimTime::from_millis(6_000));
        session.act(Command::KillProcess { client: ClientName::from("c1") }).unwrap();
        let matter = session.matter().unwrap();
        assert_eq!((matter.question.subject.as_str(), matter.own), ("c1", true));
        session
            .act(Command::FailOver {
                group: GroupId::from("billing"),
                span: crate::sim::time::SimDuration::from_secs(1),
            })
            .unwrap();
        assert_eq!(subject(&session).as_deref(), Some("billing"));
        session.back_to_script();
        assert_eq!(subject(&session).as_deref(), Some("orders-3"));
    }

    #[test]
    fn of_a_consumer_that_is_gone_the_moment_is_about_what_it_had() {
        let text = SCRIPT.replace("Who reads orders-3?", "And then?").replace("run for=5s", "run for=60s");
        let mut session =
            Session::open("matter", text.as_bytes()).unwrap_or_else(|errors| panic!("{errors:#?}"));
        session.seek(SimTime::from_millis(60_000));
        let had = session.cluster().observe(0).consumers[1].owned.first().map(ToString::to_string);
        session.seek(SimTime::from_millis(61_000));
        assert_eq!(subject(&session).as_deref(), Some("c2"), "its group still counts on it");
        session.seek(session.script_end());
        assert_eq!(subject(&session), had);
    }

    #[test]
    fn a_name_is_a_whole_word_and_a_text_without_one_is_about_the_group() {
        let mut session = session();
        session.seek(SimTime::from_millis(1_000));
        let named = |text: &str| named_in(session.cluster(), text).map(|question| question.subject);
        assert_eq!(named("What of c22, and c2's records?").as_deref(), Some("c2"));
        assert_eq!(named("orders-4 and orders-0.").as_deref(), Some("orders-0"), "there is no orders-4");
        assert_eq!(named("Who gets what?").as_deref(), Some("billing"));
    }
}
