//! A turn: one request or one timer being handled.
//!
//! It carries what every step of the handling needs (the instant, the settings) and where the steps put what
//! they decide (facts, answers, timers, records), so that a group's methods take one argument and not five.

use super::CoordinatorTimer;
use super::config::{CoordinatorConfig, GroupConfig};
use super::log::{OffsetsLog, OffsetsRecord};
use super::member_ids::MemberIds;
use super::once_deleted::OnceDeleted;
use crate::kafka::api::{Response, TopicMetadata};
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::effects::Effects;
use crate::kafka::ids::GroupId;
use crate::kafka::ids::{ClientId, Correlation, InstanceId, MemberId};
use crate::sim::sorted::SortedMap;
use crate::sim::time::SimTime;

/// One request or timer being handled.
pub(super) struct Turn<'a> {
    /// The instant of the whole turn.
    pub now: SimTime,
    /// The broker's settings.
    pub config: &'a CoordinatorConfig,
    /// What is set for single groups.
    pub group_configs: &'a SortedMap<GroupId, GroupConfig>,
    /// The topics there are.
    pub topics: &'a TopicMetadata,
    /// Makes member ids.
    pub ids: &'a mut MemberIds,
    /// Topics that are gone, or others now.
    pub once_deleted: &'a OnceDeleted,
    /// The `__consumer_offsets` records.
    pub log: &'a mut OffsetsLog,
    /// What the world is asked for.
    pub effects: &'a mut Effects<CoordinatorTimer>,
}

impl Turn<'_> {
    /// Answers a request.
    pub fn respond(&mut self, to: Correlation, response: Response) {
        self.effects.respond(to, response);
    }

    /// A new member id: after the instance for a static member, after the client for a dynamic one.
    pub fn new_member_id(&mut self, client: &ClientId, instance: Option<&InstanceId>) -> MemberId {
        let id = self.ids.next(client, instance);
        self.log.id_block = self.ids.block();
        id
    }

    /// Writes down that something happened to a group.
    pub fn note(&mut self, group: GroupId, fact: GroupFact) {
        self.effects.note((group, fact));
    }

    /// Appends a record to `__consumer_offsets`. Appending takes no time and never fails here.
    pub fn append(&mut self, record: OffsetsRecord) {
        self.log.append(self.now, record);
    }
}
