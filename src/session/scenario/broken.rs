//! Lines that could not be read: what they may have brought into being, so that no line after them is blamed for it.

use super::{AskBlock, Reader};
use crate::kafka::ids::GroupId;
use crate::session::grammar::Keyword;
use crate::session::script::Broken;
use crate::sim::sorted::SortedSet;

/// What is not known for sure, since a line that says more of it could not be read.
#[derive(Default)]
pub(super) struct Doubt {
    names: SortedSet<String>,
    /// What came into being under an unknown name, by the keyword that makes it.
    nameless: SortedSet<Keyword>,
    /// Groups whose settings are not known, or contradict each other, which was said.
    settings: SortedSet<GroupId>,
}

impl Doubt {
    /// Whether there may be a thing of this name that `maker` makes.
    pub fn covers(&self, name: &str, maker: Keyword) -> bool {
        self.nameless.contains(&maker) || self.names.contains(name)
    }

    /// Whether what is known of the thing of this name may not be all.
    pub fn is_about(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// Whether there may be an unknown topic.
    pub fn any_topic(&self) -> bool {
        self.nameless.contains(&Keyword::Topic) || !self.names.is_empty()
    }

    /// From here on the settings of the group are unknown.
    pub fn doubt_settings(&mut self, group: &str) {
        self.settings.insert(GroupId::from(group));
    }

    /// Whether the settings of the group are known.
    pub fn knows_settings(&self, group: &str) -> bool {
        !self.settings.contains(&GroupId::from(group)) && !self.names.contains(group)
    }

    fn names(&mut self, words: &[String], maker: Keyword) {
        self.names.extend(words.iter().cloned());
        if words.is_empty() {
            self.nameless.insert(maker);
        }
    }
}

impl Reader {
    /// Passes over a line that could not be read.
    pub(super) fn skip(&mut self, line: &Broken) {
        self.skip_in_question(line.keyword);
        let first = &line.words[..line.words.len().min(1)];
        match line.keyword {
            None => self.doubt.names.extend(line.words.iter().cloned()),
            Some(Keyword::Consumers) => self.doubt.names(&line.words, Keyword::Consumers),
            Some(
                keyword @ (Keyword::Topic
                | Keyword::AddPartitions
                | Keyword::Group
                | Keyword::Producer
                | Keyword::Mark),
            ) => {
                self.doubt.names(first, keyword);
            }
            Some(Keyword::Restart) => {
                for name in &line.words {
                    if let Some((_, config)) = self.clients.get_mut(name) {
                        *config = None;
                    }
                }
            }
            Some(keyword @ (Keyword::Title | Keyword::Seed | Keyword::Cluster)) => {
                self.once.insert(keyword);
            }
            Some(_) => {}
        }
        self.acted |= line.keyword.is_some_and(Reader::acts);
    }

    /// What is no verb may have been meant for `ask` or `option`.
    fn skip_in_question(&mut self, keyword: Option<Keyword>) {
        match (keyword, &mut self.question) {
            (None | Some(Keyword::Option | Keyword::Predict), Some(question)) => question.doubtful = true,
            (Some(Keyword::Option | Keyword::Predict), None) => {}
            (None, None) => self.question = Some(AskBlock::doubtful()),
            (Some(Keyword::Ask), _) => {
                self.close_question();
                self.question = Some(AskBlock::doubtful());
            }
            (Some(_), _) => self.close_question(),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::session::language::Lang;
    use crate::session::scenario::Scenario;

    /// All that is found wrong.
    fn errors(text: &str) -> Vec<String> {
        Scenario::read(text.as_bytes()).unwrap_err().iter().map(|error| error.message(Lang::En)).collect()
    }

    #[test]
    fn only_the_line_that_cannot_be_read_is_wrong() {
        for broken in [
            "topc orders partitions=4\nproducer p1 topic=orders rate=1/s",
            "topic partitions=4\nproducer p1 topic=orders rate=1/s",
            "topic orders partitions=0\nproducer p1 topic=orders rate=1/s\nexpect lag=0 partition=orders-7",
            "topic t partitions=1\ngroup g sesion=1\nconsumers c1 group=g heartbeat.interval.ms=50000\nlag g",
            "topic t partitions=1\ngroup g\nconsumers c1 c2 grup=g\nkill c2\nrestart c1",
            "topic t partitions=1\ngroup g\nconsumers c1,c2 group=g\nkill c2\nrestart c1",
            "topic t partitions=1\nadd-partitions t total=x\nadd-partitions t total=1\nexpect lag=0 partition=t-3",
            "topic t partitions=1\nproducer topic=t rate=1/s\nrate p1 2/s",
            "mark here now\nexpect lag=0 since=here",
            "ask en=\"Why?\" kr=x\noption en=a",
            "ask en=a\noption en=a right=yes\noption en=b wrong=no",
            "ask en=a\noptoin en=a right=yes\noption en=b",
            "saed 3\nseed 3",
        ] {
            let found = errors(broken);
            assert_eq!(found.len(), 1, "{broken}: {found:#?}");
        }
    }

    #[test]
    fn what_it_has_nothing_to_do_with_is_found() {
        let found = errors("topic orders partitions=4\nrun for=5\nkill c9\nproducer p topic=order rate=1/s");
        assert_eq!(found.len(), 3, "{found:#?}");
        assert_eq!(found[1], "There is no consumer `c9` here yet.");
    }
}
