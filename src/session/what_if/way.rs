//! A way to do a deploy: what is changed of the group as it is.

use crate::kafka::assignor::AssignorName;
use crate::kafka::consumer::config::{CommitWhen, ConsumerConfig, GroupProtocol, Listener};
use crate::kafka::property::{GoesWith, property};
use crate::session::nearest::meant;
use crate::session::what_if::deploy::Deploy;
use crate::session::what_if::mistake::WhatIfMistake;

/// One change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WayStep {
    /// No consumer has a `group.instance.id`.
    Dynamic,
    /// Each consumer has a `group.instance.id` of its own.
    Static,
    /// `partition.assignment.strategy=range`, where the group is cooperative now, or speaks the other protocol.
    Eager,
    /// `partition.assignment.strategy=cooperative-sticky`, in the classic protocol.
    Cooperative,
    /// `group.protocol=consumer` (KIP-848).
    Consumer,
    /// The application commits what it has processed in `onPartitionsRevoked`; with workers it waits for them first.
    CommitOnRevoke,
}

impl WayStep {
    /// All, in the order in which they are told.
    pub const ALL: [WayStep; 6] = [
        WayStep::Dynamic,
        WayStep::Static,
        WayStep::Eager,
        WayStep::Cooperative,
        WayStep::Consumer,
        WayStep::CommitOnRevoke,
    ];

    /// The word on a command line.
    pub const fn word(self) -> &'static str {
        match self {
            WayStep::Dynamic => "dynamic",
            WayStep::Static => "static",
            WayStep::Eager => "eager",
            WayStep::Cooperative => "cooperative",
            WayStep::Consumer => "consumer",
            WayStep::CommitOnRevoke => "commit-on-revoke",
        }
    }

    /// The setting of Kafka's that makes it so.
    pub const fn setting(self) -> Option<&'static str> {
        match self {
            WayStep::Static => Some("group.instance.id"),
            WayStep::Eager => Some("RangeAssignor"),
            WayStep::Cooperative => Some("CooperativeStickyAssignor"),
            WayStep::Consumer => Some("group.protocol=consumer"),
            WayStep::Dynamic | WayStep::CommitOnRevoke => None,
        }
    }

    fn excludes(self, other: WayStep) -> bool {
        use WayStep::{Consumer, Cooperative, Dynamic, Eager, Static};
        let rebalances = |step| matches!(step, Eager | Cooperative | Consumer);
        let both_rebalance = self != other && rebalances(self) && rebalances(other);
        both_rebalance || matches!((self, other), (Dynamic, Static) | (Static, Dynamic))
    }
}

/// Changes that are made together; none of them is the deploy as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Way(Vec<WayStep>);

/// The word of the row that changes nothing.
const AS_IS: &str = "as-is";

impl Way {
    /// The deploy as it is.
    pub fn as_is() -> Way {
        Way::default()
    }

    /// A single change.
    pub fn of(step: WayStep) -> Way {
        Way(vec![step])
    }

    /// The same with another change, which must not exclude one of its own.
    pub(super) fn and(mut self, step: WayStep) -> Way {
        self.0.push(step);
        self
    }

    /// `as-is`, `static`, `static+cooperative`.
    ///
    /// # Errors
    /// It is no word of a row, or what it asks for excludes each other.
    pub fn from_word(text: &str) -> Result<Way, WhatIfMistake> {
        let mut asked = Vec::new();
        for word in text.split('+').filter(|word| *word != AS_IS) {
            let Some(step) = WayStep::ALL.into_iter().find(|step| step.word() == word) else {
                let known = WayStep::ALL.iter().map(|step| step.word()).chain([AS_IS]);
                return Err(WhatIfMistake::NoRow { word: word.to_owned(), hint: meant(word, known) });
            };
            if let Some(other) = asked.iter().find(|other| step.excludes(**other)) {
                return Err(WhatIfMistake::Contradiction(*other, step));
            }
            asked.push(step);
        }
        Ok(Way(WayStep::ALL.into_iter().filter(|step| asked.contains(step)).collect()))
    }

    /// As [`Way::from_word`] reads it.
    pub fn word(&self) -> String {
        let words: Vec<&str> = self.0.iter().map(|step| step.word()).collect();
        if words.is_empty() { AS_IS.to_owned() } else { words.join("+") }
    }

    /// Its changes.
    pub fn steps(&self) -> &[WayStep] {
        &self.0
    }

    /// Whether it has this change.
    pub fn has(&self, step: WayStep) -> bool {
        self.0.contains(&step)
    }

    /// The rows that are worth a look if nobody asks for others.
    pub fn usual(deploy: &Deploy) -> Vec<Way> {
        let membership = if deploy.is_static { WayStep::Dynamic } else { WayStep::Static };
        let rebalances = match deploy.config.group_protocol {
            GroupProtocol::Classic => [WayStep::Cooperative, WayStep::Consumer],
            GroupProtocol::Consumer => [WayStep::Eager, WayStep::Cooperative],
        };
        let asks = rebalances.into_iter().chain([membership, WayStep::CommitOnRevoke]).map(Way::of);
        let possible = asks.filter(|way| way.apply(deploy).is_ok());
        std::iter::once(Way::as_is()).chain(possible).collect()
    }

    /// The deploy with the changes.
    ///
    /// # Errors
    /// Why they do not go together with the deploy.
    pub fn apply(&self, deploy: &Deploy) -> Result<Deploy, WhatIfMistake> {
        let mut changed = deploy.clone();
        for step in &self.0 {
            let config = &mut changed.config;
            let is_classic = config.group_protocol == GroupProtocol::Classic;
            match step {
                WayStep::Dynamic => changed.is_static = false,
                WayStep::Static => changed.is_static = true,
                WayStep::Eager if !is_classic || config.cooperative() => {
                    speak(config, GroupProtocol::Classic)?;
                    config.set_strategy(&[AssignorName::Range]);
                }
                WayStep::Cooperative if !is_classic || !config.cooperative() => {
                    speak(config, GroupProtocol::Classic)?;
                    config.set_strategy(&[AssignorName::CooperativeSticky]);
                }
                WayStep::Consumer if is_classic => speak(config, GroupProtocol::Consumer)?,
                WayStep::Eager | WayStep::Cooperative | WayStep::Consumer => {}
                WayStep::CommitOnRevoke => {
                    let behaviour = &mut config.behaviour;
                    if matches!(behaviour.commit.when, CommitWhen::Elsewhere | CommitWhen::Never) {
                        return Err(WhatIfMistake::NothingToCommit(behaviour.commit));
                    }
                    if behaviour.listener == Listener::None {
                        let workers = behaviour.workers > 0;
                        behaviour.listener = if workers { Listener::Drain } else { Listener::Commit };
                    }
                }
            }
        }
        changed.config.validate()?;
        Ok(changed)
    }
}

/// Has a consumer speak this protocol. What counts with the other one only is no longer set; where moments are drawn
/// from it, as from the heartbeat interval, they stay those of the other rows.
fn speak(config: &mut ConsumerConfig, protocol: GroupProtocol) -> Result<(), WhatIfMistake> {
    if config.group_protocol == protocol {
        return Ok(());
    }
    let goes = |name: &str| match property(name).map(|known| known.goes_with) {
        Some(GoesWith::Classic { .. }) => protocol == GroupProtocol::Classic,
        Some(GoesWith::Consumer) => protocol == GroupProtocol::Consumer,
        Some(GoesWith::Both) | None => true,
    };
    config.explicit.retain(|(name, _)| goes(name));
    if protocol == GroupProtocol::Classic {
        config.remote_assignor = None;
    }
    Ok(config.set("group.protocol", protocol.name())?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::time::SimDuration;

    #[test]
    fn a_row_is_read_back_as_it_is_written() {
        for word in
            ["as-is", "static", "dynamic+cooperative", "static+eager+commit-on-revoke", "static+consumer"]
        {
            assert_eq!(Way::from_word(word).map(|way| way.word()), Ok(word.to_owned()));
        }
        assert_eq!(
            Way::from_word("cooperative+static").map(|way| way.word()),
            Ok("static+cooperative".to_owned())
        );
        assert!(Way::from_word("").is_err() && Way::from_word("static+").is_err());
        let both = Way::from_word("eager+cooperative");
        assert_eq!(both, Err(WhatIfMistake::Contradiction(WayStep::Eager, WayStep::Cooperative)));
        let both = Way::from_word("cooperative+consumer");
        assert_eq!(both, Err(WhatIfMistake::Contradiction(WayStep::Cooperative, WayStep::Consumer)));
    }

    #[test]
    fn a_row_that_changes_nothing_is_the_same_deploy() {
        let deploy = Deploy::default();
        let same = |word: &str| Way::from_word(word).unwrap().apply(&deploy).unwrap().bare() == deploy.bare();
        assert!(same("as-is") && same("dynamic") && same("eager") && same("dynamic+eager"));
        assert!(!same("static") && !same("cooperative") && !same("commit-on-revoke") && !same("consumer"));
    }

    #[test]
    fn a_protocol_leaves_out_what_goes_with_the_other_one() {
        let mut classic = Deploy::default();
        for (name, text) in [("session.timeout.ms", "9000"), ("max.poll.records", "50")] {
            classic.config.set(name, text).unwrap();
        }
        let changed = |deploy: &Deploy, word: &str| Way::from_word(word).unwrap().apply(deploy).unwrap();
        let set = |deploy: &Deploy| deploy.config.explicit.iter().map(|(name, _)| *name).collect::<Vec<_>>();
        let modern = changed(&classic, "consumer");
        assert_eq!(set(&modern), ["max.poll.records", "group.protocol"]);
        assert_eq!(modern.check(), Ok(()));
        assert_eq!(
            modern.session_timeout(),
            (SimDuration::from_secs(45), "group.consumer.session.timeout.ms")
        );
        assert_eq!(classic.session_timeout(), (SimDuration::from_secs(9), "session.timeout.ms"));
        assert_eq!(changed(&modern, "consumer").bare(), modern.bare());
        let mut voted = modern.clone();
        voted.config.set("group.remote.assignor", "range").unwrap();
        assert_eq!(changed(&voted, "cooperative").check(), Ok(()));
        let usual = |deploy: &Deploy| Way::usual(deploy).iter().map(Way::word).collect::<Vec<_>>();
        assert_eq!(usual(&classic), ["as-is", "cooperative", "consumer", "static", "commit-on-revoke"]);
        assert_eq!(usual(&modern), ["as-is", "eager", "cooperative", "static", "commit-on-revoke"]);
    }
}
