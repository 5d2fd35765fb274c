//! Why nobody reads what is new: who does not know of it yet, and when it will.

use super::{About, Asked, Step};
use crate::cluster::fact::{Fact, WorldFact};
use crate::cluster::journal::{Cause, Entry, EntryId};
use crate::cluster::observation::{ConsumerView, GroupView, ProcessState};
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::ids::*;
use crate::session::language::why::event::Event;
use crate::session::language::why::record::{Asks, RecordClaim};

impl Asked<'_> {
    /// Why the group's assignment says nothing of a partition: somebody has to learn of it first, or nobody wants it.
    pub(super) fn unassigned(&self, group: &GroupView, partition: &TopicPartition) -> Option<Vec<Step>> {
        let topic = &partition.topic;
        let members: Vec<&ConsumerView> = self.members(group).collect();
        let wants =
            |consumer: &&&ConsumerView| self.cluster.subscribed_topics(&consumer.name).contains(topic);
        if !members.iter().any(|consumer| wants(&consumer)) {
            return Some(self.none_subscribes(group, partition));
        }
        if let Some(links) = self.moves(group, partition) {
            return Some(links);
        }
        // Before anybody subscribes to a topic knowingly, those have to learn of it whose pattern it matches; then the
        // leader has to, and of new partitions the leader alone.
        let matched = |consumer: &&ConsumerView| {
            wants(&consumer) && self.cluster.matched_topics(&consumer.name).contains(topic)
        };
        let told: Vec<&ConsumerView> = members.iter().copied().filter(matched).collect();
        if told.is_empty() {
            let by_broker = |consumer: &&&ConsumerView| {
                wants(consumer) && self.cluster.pattern_for_broker(&consumer.name).is_some()
            };
            if let Some(consumer) = members.iter().find(by_broker) {
                return self.not_found(group, partition, &consumer.name);
            }
            let next = members.iter().copied().filter(|consumer| wants(&consumer));
            // One that is over asks for nothing any more.
            let next = next.min_by_key(|consumer| {
                (is_over(consumer), self.cluster.asks_for_metadata_at(&consumer.name))
            })?;
            return self.unknown_to(next, partition);
        }
        let leader = self.consumer(group.leader.as_ref()?.as_str())?;
        let rejoins = |consumer: &&&ConsumerView| {
            self.cluster.wants_to_rejoin(&consumer.name)
                && self.cluster.is_known_to(&consumer.name, partition)
        };
        if let Some(knows) = std::iter::once(&leader).chain(&told).find(rejoins) {
            return Some(self.known_already(knows, partition));
        }
        if !self.cluster.is_known_to(&leader.name, partition) {
            return self.unknown_to(leader, partition);
        }
        if let Some(links) = self.nothing_begins(group, &leader.name, partition) {
            return Some(links);
        }
        // It knows of it since it made the newest assignment: its application has to call poll first.
        (self.led(group, partition) == Some(false)).then(|| self.known_already(leader, partition))
    }

    /// Who knows of a partition is to join again for it, when nothing keeps it from that any more.
    fn known_already(&self, knows: &ConsumerView, partition: &TopicPartition) -> Vec<Step> {
        let created = self.cluster.created(partition);
        let (partition, client) = (*partition, knows.name);
        let claim = RecordClaim::KnownAlready { partition, client, over: is_over(knows) };
        let mut links = self.at(claim, created, self.all_of(created));
        links.extend(self.beside(&links, self.keeps_from_joining(knows)));
        links
    }

    /// Who does not know of a partition yet, and when it asks.
    pub(super) fn unknown_to(
        &self,
        consumer: &ConsumerView,
        partition: &TopicPartition,
    ) -> Option<Vec<Step>> {
        let client = &consumer.name;
        let created = self.cluster.created(partition);
        let first = TopicPartition { topic: partition.topic, partition: 0 };
        let no_topic = !self.cluster.is_known_to(client, &first);
        let what = if no_topic { partition.topic.to_string() } else { partition.to_string() };
        // A topic in its list that is missing is asked for all the time.
        let spec = self.cluster.consumer_spec(client)?;
        let missing = no_topic && spec.pattern.is_none();
        let age = (!missing).then_some(spec.config.metadata_max_age);
        let silent = self.cluster.is_silent(client);
        let asks = match self.cluster.asks_for_metadata_at(client) {
            _ if silent => Asks::Silent,
            _ if self.cluster.asks_for_metadata(client) => Asks::UnderWay,
            at => Asks::At(at?, age),
        };
        let (partition, client) = (*partition, *client);
        let mut links =
            self.at(RecordClaim::NotKnown { partition, client, what, asks }, created, self.all_of(created));
        if silent {
            links.extend(self.beside(&links, self.keeps_from_joining(consumer)));
        }
        Some(links)
    }

    /// Of the assignment that gave the partition in question to somebody for the first time since there is that
    /// partition: who learnt of it, and what brought it. What else the group rebalanced for is no matter then.
    pub(super) fn news(&self, stored: EntryId) -> Option<Vec<Step>> {
        let Some(About::Partition(partition)) = &self.about else { return None };
        let Fact::Group(group, GroupFact::AssignmentStored { assignments, .. }) =
            &self.cluster.entry(stored)?.fact
        else {
            return None;
        };
        assignments.iter().find(|(_, given)| given.contains(partition))?;
        let created = self.cluster.created_before(stored, partition)?;
        let before = self.stored(group, stored, |_, given| given.contains(partition));
        if before > Some(created) || !self.was_wanted(group, partition, created) {
            return None;
        }
        let learnt = match self.learnt_of(group, partition, created, stored) {
            Some((news, true)) => return Some(news),
            Some((news, false)) => news,
            None => self.all_of(Some(created)),
        };
        // Nobody rejoined for it: it came with a rebalance that began for something else.
        let because = self.cluster.because(stored)?;
        let mut links = self.links(because.entry, Some(because.of));
        links.extend(self.beside(&links, learnt));
        Some(links)
    }

    /// What else a consumer learnt of with one piece of news; of a partition that is asked about its own is enough.
    pub(super) fn other_news(&self, learnt: EntryId, news: EntryId) -> Vec<Step> {
        let Some(learnt) =
            self.cluster.entry(learnt).filter(|_| !matches!(self.about, Some(About::Partition(_))))
        else {
            return Vec::new();
        };
        let all = self.cluster.news_of(learnt);
        let others = all.iter().filter(|other| **other != news && all.contains(&news));
        let told = others.flat_map(|other| self.all_of(Some(*other)).into_iter().take(1));
        told.map(|mut step| {
            step.stand_beside(true);
            step
        })
        .collect()
    }

    /// Whether a group had members, of which one subscribed to the topic, when a partition was created: to them it was
    /// new. Who was started later knew of it from the start.
    fn was_wanted(&self, group: &GroupId, partition: &TopicPartition, created: EntryId) -> bool {
        let had_members = self.stored(group, created, |_, _| true).is_some();
        let mut readers = self.world.consumers.iter().filter(|consumer| consumer.group == *group);
        had_members
            && readers.any(|consumer| {
                let spec = self.cluster.consumer_spec(&consumer.name);
                spec.is_some_and(|spec| spec.subscribes_to(&partition.topic))
                    && self.cluster.start_of(created, &consumer.name).is_some()
            })
    }

    /// Whether a consumer subscribes to something else because of what became of topics, and of no call.
    fn follows_topics(&self, changed: &Entry) -> bool {
        let because = self.cluster.because(changed.id).and_then(|because| self.cluster.entry(because.entry));
        because.is_some_and(|because| because.fact.done().is_some_and(WorldFact::changes_a_topic))
    }

    /// Who learnt of a partition before an entry, and what brought that; and whether the rebalance began for it.
    pub(super) fn learnt_of(
        &self,
        group: &GroupId,
        partition: &TopicPartition,
        created: EntryId,
        before: EntryId,
    ) -> Option<(Vec<Step>, bool)> {
        let topic = &partition.topic;
        let journal = self.cluster.journal().iter_from(created.place() + 1);
        let of_group = journal.take_while(|entry| entry.id < before).filter_map(|entry| {
            let Fact::Consumer(client, said) = &entry.fact else { return None };
            (self.cluster.group_of(client) == Some(group)).then_some((entry, client, said))
        });
        let learns = |(entry, _, said): &(&Entry, &ClientName, &ConsumerFact)| {
            matches!(said, ConsumerFact::TopicsChanged { topics, .. } if topics.contains(topic))
                || matches!(said, ConsumerFact::SubscriptionChanged { topics, .. } if topics.contains(topic))
                    && self.follows_topics(entry)
        };
        let learnt: Vec<_> = of_group.filter(learns).collect();
        // Somebody began the rebalance, or else was the first to know.
        let began = self.cluster.rebalance_of(before, group);
        let began = began.and_then(|began| self.cluster.because(began)).map(|because| because.entry);
        let began = began.and_then(|began| self.cluster.entry(began));
        let by_it = |(entry, client, _): &&(&Entry, &ClientName, &ConsumerFact)| {
            began.is_some_and(|began| {
                let rejoins =
                    matches!(began.fact.of_consumer(client), Some(ConsumerFact::RejoinNeeded { .. }));
                rejoins && began.id > entry.id
            })
        };
        let for_it = learnt.iter().find(by_it);
        let (news, client, said) = *for_it.or(learnt.first())?;
        let rejoined = self.cluster.last_said(
            before,
            client,
            |said| matches!(said, ConsumerFact::RejoinNeeded { cause } if cause.is_about_topics()),
        );
        let rejoined = rejoined.filter(|rejoined| *rejoined > news.id && for_it.is_some());
        let rejoined = rejoined.and_then(|entry| self.cluster.entry(entry));
        let created = self.cluster.entry(created)?;
        let subscribed = matches!(said, ConsumerFact::SubscriptionChanged { .. }).then_some(news);
        let mut links: Vec<Step> = Vec::new();
        for (entry, of) in [(rejoined, None), (subscribed, None), (Some(created), Some(news))] {
            let Some(entry) = entry else { continue };
            let claims = self.claims(entry, of).into_iter();
            links.extend(claims.filter_map(|claim| self.step(entry.id, claim)));
        }
        links.extend(self.reasons(created.id));
        Some((links, for_it.is_some()))
    }

    /// Why a new partition is in no assignment yet while the group rebalances, and whether it does so for it.
    pub(super) fn not_given_yet(
        &self,
        group: &GroupView,
        partition: &TopicPartition,
    ) -> Option<(Vec<Step>, bool)> {
        let created = self.cluster.created(partition)?;
        let before = self.stored(&group.id, self.end(), |_, given| given.contains(partition));
        if before > Some(created) || !self.was_wanted(&group.id, partition, created) {
            return None;
        }
        let learnt = self.learnt_of(&group.id, partition, created, self.end());
        Some(learnt.unwrap_or_else(|| (self.all_of(Some(created)), false)))
    }

    /// The members of a group, those included that are over and that it still counts.
    fn members<'a>(&'a self, group: &'a GroupView) -> impl Iterator<Item = &'a ConsumerView> {
        let known = group.members.iter().filter_map(|member| member.client.as_ref());
        known.filter_map(|client| self.consumer(client.as_str()))
    }

    /// When a consumer learnt what happened to the topics.
    pub(super) fn learnt(&self, entry: &Entry, of: &Entry) -> Option<Event> {
        if !entry.fact.done().is_some_and(WorldFact::changes_a_topic) {
            return None;
        }
        let Fact::Consumer(client, said) = &of.fact else { return None };
        let age = self.cluster.settings_before(of.id, client)?.metadata_max_age;
        // It asks sooner when it joins, for a topic that is missing, and where a broker tells it that a topic is gone
        // or another one.
        let asked = || match of.cause() {
            Cause::Entry(asked) => self.cluster.entry(asked),
            Cause::Start | Cause::Command => None,
        };
        let by_age = if let ConsumerFact::TopicsChanged { by_age, .. } = said {
            *by_age
        } else if let ConsumerFact::SubscriptionChanged { .. } = said {
            asked().is_some_and(|asked| asked.time + age <= of.time)
        } else {
            return None;
        };
        let age = Some(age).filter(|_| by_age);
        Some(Event::Learnt { client: *client, at: of.time, age })
    }
}

/// Whether a consumer's process is over.
pub(super) fn is_over(consumer: &ConsumerView) -> bool {
    matches!(
        consumer.process,
        ProcessState::Killed { .. } | ProcessState::Closed { .. } | ProcessState::Failed { .. }
    )
}
