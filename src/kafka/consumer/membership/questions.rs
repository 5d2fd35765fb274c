//! What is asked of a membership and changes nothing, by the protocol of its group: most of it by the world.

use super::{ConsumerMemberState, Heartbeat, MemberState, Membership, MembershipRequest};
use crate::kafka::consumer::Consumer;
use crate::kafka::consumer::config::GroupProtocol;
use crate::kafka::consumer::requests::Purpose;
use crate::kafka::exception::Exception;
use crate::kafka::ids::*;
use crate::kafka::release::ClientRules;
use crate::sim::sorted::SortedMap;
use crate::sim::time::{SimDuration, SimTime};

impl Membership {
    /// Whether it has, or seeks, a place in its group.
    pub fn is_underway(&self) -> bool {
        match self.protocol {
            GroupProtocol::Classic => self.classic.state != MemberState::Unjoined,
            GroupProtocol::Consumer => !self.consumer.state.is_outside(),
        }
    }

    /// Whether it has asked for a place in the next generation, and does not know that generation yet.
    pub fn awaits_generation(&self) -> bool {
        match self.protocol {
            GroupProtocol::Classic => self.classic.state == MemberState::PreparingRebalance,
            GroupProtocol::Consumer => self.consumer.state == ConsumerMemberState::Joining,
        }
    }

    /// Where the member stands.
    pub fn state(&self) -> MemberState {
        match self.protocol {
            GroupProtocol::Classic => self.classic.state,
            GroupProtocol::Consumer => MemberState::OfConsumerGroup(self.consumer.state),
        }
    }

    /// The generation it believes in.
    pub fn generation(&self) -> Generation {
        match self.protocol {
            GroupProtocol::Classic => self.classic.generation,
            GroupProtocol::Consumer => self.consumer.generation(),
        }
    }

    /// Its member id; empty while it has none.
    pub fn member_id(&self) -> &MemberId {
        match self.protocol {
            GroupProtocol::Classic => &self.classic.member_id,
            GroupProtocol::Consumer => &self.consumer.member_id,
        }
    }

    /// Whether it believes it leads the group.
    pub fn leading(&self) -> bool {
        match self.protocol {
            GroupProtocol::Classic => self.classic.leading,
            GroupProtocol::Consumer => false,
        }
    }

    /// What the thread knows that sends heartbeats.
    pub fn heartbeat(&self) -> &Heartbeat {
        match self.protocol {
            GroupProtocol::Classic => &self.classic.heartbeat,
            GroupProtocol::Consumer => &self.consumer.heartbeat,
        }
    }

    /// When poll was last called.
    pub fn last_poll(&self) -> Option<SimTime> {
        self.last_poll
    }

    /// Whether a rebalance waits for the automatic commit before it.
    pub fn commits_first(&self) -> bool {
        self.commits_until().is_some()
    }

    /// Until when at most it commits before a rebalance goes on, if it does that now.
    pub fn commits_until(&self) -> Option<SimTime> {
        match self.protocol {
            GroupProtocol::Classic => self.classic.commits_until(),
            GroupProtocol::Consumer => self.consumer.commits_before_revocation_until(),
        }
    }

    /// Whether the group assigns the partitions, and not one of its members (KIP-848).
    pub fn is_of_consumer_group(&self) -> bool {
        self.protocol == GroupProtocol::Consumer
    }

    /// Whether commits that wait for the coordinator go on waiting when it was not found.
    pub(in crate::kafka::consumer) fn commits_outlast_lookups(&self) -> bool {
        self.background_owns_network()
    }

    /// Whether a background thread does all that goes over the network: it reads answers at once, looks for the
    /// coordinator by itself, and keeps its connection when the coordinator is another one.
    pub(in crate::kafka::consumer) fn background_owns_network(&self) -> bool {
        self.protocol == GroupProtocol::Consumer
    }

    /// What the next poll throws, since the membership cannot go on.
    pub(in crate::kafka::consumer) fn fatal(&self) -> Option<Exception> {
        self.fatal
    }

    /// Whether close has no use for a last commit: one was fenced before, and close throws that.
    pub(in crate::kafka::consumer) fn closes_without_commit(&self) -> bool {
        match self.protocol {
            GroupProtocol::Classic => self.classic.commit_fenced,
            GroupProtocol::Consumer => false,
        }
    }

    /// A consumer that assigns partitions to itself joins no group.
    pub(in crate::kafka::consumer) fn stay_outside(&mut self) {
        match self.protocol {
            GroupProtocol::Classic => self.classic.rejoin_needed = false,
            GroupProtocol::Consumer => {}
        }
    }

    /// The consumer joins when it subscribes next.
    pub(in crate::kafka::consumer) fn must_join(&mut self) {
        match self.protocol {
            GroupProtocol::Classic => self.classic.rejoin_needed = true,
            GroupProtocol::Consumer => {}
        }
    }

    /// As leader: the topics that members of the group subscribe to.
    pub(in crate::kafka::consumer) fn led_topics(&self) -> impl Iterator<Item = &TopicName> {
        let leads = match self.protocol {
            GroupProtocol::Classic => self.classic.leading,
            GroupProtocol::Consumer => false,
        };
        self.classic.snapshot.iter().filter(move |_| leads).flat_map(SortedMap::keys)
    }

    /// Of the leader: whether it knew of a partition, and that a member subscribes to its topic, when it led last.
    pub fn led(&self, partition: &TopicPartition) -> Option<bool> {
        match self.protocol {
            GroupProtocol::Classic => {
                let partitions = self.classic.snapshot.as_ref()?.get(&partition.topic).copied().flatten();
                Some(partitions.is_some_and(|partitions| partition.partition < partitions))
            }
            GroupProtocol::Consumer => None,
        }
    }

    /// The membership of a client with this protocol.
    pub(in crate::kafka::consumer) fn of(protocol: GroupProtocol) -> Self {
        Membership { protocol, ..Membership::default() }
    }
}

impl Consumer {
    /// Its membership, as it sees it.
    pub fn membership(&self) -> &Membership {
        &self.membership
    }

    /// Whether it has told the coordinator that it leaves, and the answer is not read yet.
    pub fn leaving(&self) -> bool {
        self.requests.under_way(|purpose| match purpose {
            Purpose::Membership(MembershipRequest::Leave) => true,
            Purpose::Membership(MembershipRequest::ConsumerHeartbeat { epoch }) => *epoch < 0,
            _ => false,
        })
    }

    /// Whether a join is needed or under way, as far as the client knows or will find out in its next poll.
    pub fn rejoining(&self) -> bool {
        match self.membership.protocol {
            GroupProtocol::Classic => self.join_pending(),
            GroupProtocol::Consumer => {
                self.membership.consumer.state == ConsumerMemberState::Joining
                    || (self.membership.consumer.state.is_outside() && !self.app.closing())
            }
        }
    }

    /// How often it sends heartbeats; nothing is known of that before a broker has told it.
    pub fn heartbeat_interval(&self) -> SimDuration {
        match self.membership.protocol {
            GroupProtocol::Classic => self.config.heartbeat_interval,
            GroupProtocol::Consumer => self.told_interval().unwrap_or(self.config.heartbeat_interval),
        }
    }

    /// When its next heartbeat is due; nothing while it sends none.
    pub fn next_heartbeat_due(&self) -> Option<SimTime> {
        match self.membership.protocol {
            GroupProtocol::Classic => self.membership.classic.heartbeat.next_due(),
            GroupProtocol::Consumer => self.membership.consumer.next_beat(),
        }
    }

    /// It is a client of this release.
    pub fn of_release(mut self, rules: ClientRules) -> Self {
        self.membership.consumer.rules = rules;
        self
    }

    /// It has made up this id for itself, where its release does that.
    pub fn with_own_id(mut self, number: u64) -> Self {
        if self.membership.consumer.rules.brings_member_id {
            self.membership.consumer.member_id = own_member_id(&self.client_id, number);
        }
        self
    }

    /// Whether it owns what was assigned to a membership that it has lost. It may even send JoinGroup with it: what a
    /// join has to give up is decided before the callback, in which the membership can be lost.
    pub fn holds_over(&self) -> bool {
        let lost = match self.membership.protocol {
            GroupProtocol::Classic => self.membership.classic.lost_since_assigned,
            GroupProtocol::Consumer => self.membership.consumer.epoch <= 0,
        };
        lost && !self.subscription.is_empty()
    }
}

/// The member id that a client makes up for itself, from a number that chance brings.
pub fn own_member_id(client: &ClientId, number: u64) -> MemberId {
    MemberId::from(format!("{client}-{number:08x}"))
}
