//! Who is called what, who subscribes to what, and by which assignor: so chosen that, where it can be, each member gets
//! what it had.
//!
//! The simulated members have ids that sort as the real ones do. A sticky assignor also looks at what a member had
//! before, which no output tells: it is tried as if the group began.
//!
//! Of a consumer group (KIP-848) nothing is tried: its broker assigns anew with each member that joins.

use super::remark::{ImportRemark, ToldProtocol};
use super::{ImportedGroup, ImportedMember, ImportedProtocol};
use crate::kafka::api::Subscription;
use crate::kafka::assignor::server::ServerAssignorName;
use crate::kafka::assignor::{AssignorMember, AssignorName, assign_as_listed};
use crate::kafka::ids::{InstanceId, MemberId, TopicName, TopicPartition};
use crate::sim::sorted::{SortedMap, SortedSet, sort, sort_by_key};

/// No more assignments are tried for larger groups than this: members times partitions.
const MOST_TRIED: usize = 400_000;
/// A client id that is longer is no name for a process on a page.
const LONGEST_NAME: usize = 24;

/// Who assigns in the session that is made of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlannedAssignor {
    /// The leader of a classic group.
    Client(AssignorName),
    /// The broker of a consumer group; `None`: by its default assignor.
    Server(Option<ServerAssignorName>),
}

/// What was decided.
pub(super) struct ImportPlan {
    pub assignor: PlannedAssignor,
    /// The name of each member's process.
    pub names: Vec<String>,
    /// The `client.id` that each member is to have; `None`: it follows from the name.
    pub clients: Vec<Option<String>>,
    /// `group.instance.id` of each static member.
    pub instances: Vec<Option<String>>,
    /// The topics of the group, ascending.
    pub read: Vec<TopicName>,
    /// The topics of each member; `None`: all of the group's.
    pub topics: Option<Vec<Vec<TopicName>>>,
    /// Of a consumer group: whether each member speaks the classic protocol still.
    pub classic: Vec<bool>,
}

impl ImportPlan {
    /// Whether members of both protocols are in the group.
    pub fn is_mixed(&self) -> bool {
        self.classic.contains(&true)
    }
}

/// Decides for a group whose topics have so many partitions.
pub(super) fn plan(
    group: &ImportedGroup,
    counts: &SortedMap<TopicName, u32>,
    remarks: &mut Vec<ImportRemark>,
) -> ImportPlan {
    let instances = instances(group, remarks);
    let owned: SortedSet<TopicName> =
        group.partitions.iter().filter(|of| of.owner.is_some()).map(|of| of.topic).collect();
    let read: Vec<TopicName> = match owned.is_empty() {
        true => counts.keys().copied().collect(),
        false => owned.iter().copied().collect(),
    };
    if group.protocol == ImportedProtocol::Consumer {
        return planned_for_broker(group, instances, read, remarks);
    }
    let told = group.assignor.as_deref();
    let known = told.and_then(AssignorName::from_name_or_class);
    let candidates: Vec<AssignorName> = match (known, told) {
        (Some(known), _) => vec![known],
        (None, _) => AssignorName::ALL.to_vec(),
    };
    let trial = |naming: &Naming| {
        let trial = AssignorTrial { group, counts, ids: &naming.ids, instances: &instances, read: &read };
        trial.best(&candidates)
    };
    let mut naming = naming(group);
    let mut best = trial(&naming);
    if best.as_ref().is_some_and(|(.., differences)| !differences.is_empty()) {
        // Brokers, and sticky assignors, do not go by the order of ids: that of the first partitions may do better.
        let other = numbered(&by_first_partition(group));
        let found = trial(&other);
        let count = |tried: &Option<Tried>| tried.as_ref().map_or(0, |(.., differences)| differences.len());
        if count(&found) < count(&best) {
            (naming, best) = (other, found);
        }
    }
    naming.tell(group, remarks);
    let Naming { names, clients, .. } = naming;
    let classic = vec![false; names.len()];
    let Some((assignor, topics, differences)) = best else {
        let assignor = PlannedAssignor::Client(candidates[0]);
        return ImportPlan { assignor, names, clients, instances, read, topics: None, classic };
    };
    let of = group.partitions.iter().filter(|of| of.owner.is_some()).count();
    match (told, known) {
        (Some(told), None) => {
            let told = told.to_owned();
            remarks.push(ImportRemark::AssignorReplaced { told, used: assignor.name() });
        }
        (None, _) if of == 0 => {}
        (None, _) if differences.is_empty() => remarks.push(ImportRemark::AssignorFound(assignor.name())),
        (None, _) => remarks.push(ImportRemark::AssignorAssumed(assignor.name())),
        (Some(_), Some(_)) => {}
    }
    if topics.is_some() {
        remarks.push(ImportRemark::OwnTopics);
    }
    if let Some((first, had, gets)) = differences.first() {
        let name = |place: &Option<usize>| place.map_or("-".to_owned(), |place| names[place].clone());
        let (had, gets, count) = (name(&Some(*had)), name(gets), differences.len());
        remarks.push(ImportRemark::AssignmentDiffers { count, of, first: *first, had, gets });
    }
    let assignor = PlannedAssignor::Client(assignor);
    ImportPlan { assignor, names, clients, instances, read, topics, classic }
}

/// Decides for a consumer group.
fn planned_for_broker(
    group: &ImportedGroup,
    instances: Vec<Option<String>>,
    read: Vec<TopicName>,
    remarks: &mut Vec<ImportRemark>,
) -> ImportPlan {
    // The order of ids does not matter to the broker; who comes first gets the first partitions.
    let naming = Some(naming(group)).filter(|naming| !naming.renamed);
    let naming = naming.unwrap_or_else(|| numbered(&by_first_partition(group)));
    naming.tell(group, remarks);
    let told = group.assignor.as_deref();
    let known = told.and_then(ServerAssignorName::from_name);
    if let (Some(told), None) = (told, known) {
        let used = ServerAssignorName::Uniform.name();
        remarks.push(ImportRemark::AssignorReplaced { told: told.to_owned(), used });
    }
    if own_topics(group, &read).is_some() {
        remarks.push(ImportRemark::AllTopics);
    }
    let Naming { names, clients, .. } = naming;
    let assignor = PlannedAssignor::Server(known);
    let classic = are_classic(group);
    ImportPlan { assignor, names, clients, instances, read, topics: None, classic }
}

/// Which members of a consumer group speak the classic protocol still. Some member does not: else it would be a classic
/// group.
fn are_classic(group: &ImportedGroup) -> Vec<bool> {
    let classic: Vec<bool> = group.members.iter().map(|member| member.upgraded == Some(false)).collect();
    match classic.contains(&false) {
        true => classic,
        false => vec![false; classic.len()],
    }
}

/// The topics of which each member has a partition; all of them for a member without any. `None` if that is the same
/// for all.
fn own_topics(group: &ImportedGroup, read: &[TopicName]) -> Option<Vec<Vec<TopicName>>> {
    let mut own = vec![SortedSet::new(); group.members.len()];
    for of in &group.partitions {
        if let Some(owner) = of.owner {
            own[owner].insert(of.topic);
        }
    }
    let topics: Vec<Vec<TopicName>> = own
        .into_iter()
        .map(|own| if own.is_empty() { read.to_vec() } else { own.iter().copied().collect() })
        .collect();
    topics.iter().any(|topics| topics != read).then_some(topics)
}

/// What differs: the partition, who had it, who gets it.
type Differences = Vec<(TopicPartition, usize, Option<usize>)>;
/// An assignor, the topics of each member if they are not the same, and what differs then.
type Tried = (AssignorName, Option<Vec<Vec<TopicName>>>, Differences);

struct AssignorTrial<'a> {
    group: &'a ImportedGroup,
    counts: &'a SortedMap<TopicName, u32>,
    /// How the ids of the simulated members begin.
    ids: &'a [String],
    instances: &'a [Option<String>],
    read: &'a [TopicName],
}

impl AssignorTrial<'_> {
    /// The assignor that gives the most members what they had; `None` without members.
    fn best(&self, candidates: &[AssignorName]) -> Option<Tried> {
        if self.group.members.is_empty() {
            return None;
        }
        let own = own_topics(self.group, self.read);
        let size = self.group.members.len() * self.group.partitions.len();
        let small = size <= MOST_TRIED;
        let mut best: Option<Tried> = None;
        let own = own.filter(|_| small).map(Some);
        for topics in std::iter::once(None).chain(own) {
            for assignor in candidates.iter().take(if small { 4 } else { 1 }) {
                let differences = self.differences(*assignor, topics.as_deref());
                let better = best.as_ref().is_none_or(|(.., least)| differences.len() < least.len());
                if better {
                    best = Some((*assignor, topics.clone(), differences));
                }
            }
        }
        best
    }

    fn differences(&self, assignor: AssignorName, topics: Option<&[Vec<TopicName>]>) -> Differences {
        let member = |(place, id): (usize, &String)| AssignorMember {
            member_id: MemberId::from(format!("{}-", self.instances[place].as_ref().unwrap_or(id))),
            group_instance_id: self.instances[place].as_deref().map(InstanceId::from),
            subscription: Subscription {
                topics: topics.map_or(self.read, |topics| &topics[place]).to_vec(),
                ..Subscription::default()
            },
        };
        let members: Vec<AssignorMember> = self.ids.iter().enumerate().map(member).collect();
        let result = assign_as_listed(assignor, self.counts, &members);
        let mut owners: SortedMap<TopicPartition, usize> = SortedMap::new();
        for (place, member) in members.iter().enumerate() {
            let own = result.get(&member.member_id).into_iter().flatten();
            owners.extend(own.map(|partition| (*partition, place)));
        }
        let differs = |of: &super::ImportedPartition| {
            let partition = TopicPartition::new(of.topic, of.partition);
            let (had, gets) = (of.owner?, owners.get(&partition).copied());
            (gets != Some(had)).then_some((partition, had, gets))
        };
        self.group.partitions.iter().filter_map(differs).collect()
    }
}

/// What processes are called.
struct Naming {
    names: Vec<String>,
    /// How the ids of dynamic members begin: with their `client.id`.
    ids: Vec<String>,
    clients: Vec<Option<String>>,
    renamed: bool,
}

impl Naming {
    /// Says who is who, if processes are called otherwise than their clients.
    fn tell(&self, group: &ImportedGroup, remarks: &mut Vec<ImportRemark>) {
        if self.renamed {
            remarks.push(ImportRemark::Renamed(who_is_who(&self.names, &group.members)));
        }
    }
}

/// What stands before the name of a process in its `client.id`, where it has none of its own.
const CLIENT: &str = "consumer-";

/// Processes are called as the clients are, if that tells them apart and sorts as the member ids do; else c1, c2, ...
fn naming(group: &ImportedGroup) -> Naming {
    let members = &group.members;
    let clients: Option<Vec<&str>> = members.iter().map(|member| member.client.as_deref()).collect();
    let Some(clients) = clients.filter(|clients| are_names(clients, members)) else {
        return numbered(&(0..members.len()).collect::<Vec<_>>());
    };
    let name = |client: &&str| client.strip_prefix(CLIENT).unwrap_or(client).to_owned();
    let own = |client: &&str| (!client.starts_with(CLIENT)).then(|| (*client).to_owned());
    Naming {
        names: clients.iter().map(name).collect(),
        ids: clients.iter().map(|client| (*client).to_owned()).collect(),
        clients: clients.iter().map(own).collect(),
        renamed: false,
    }
}

/// c1, c2, ... for the members of these places, in this order.
fn numbered(order: &[usize]) -> Naming {
    let digits = order.len().to_string().len();
    let mut names = vec![String::new(); order.len()];
    for (number, place) in order.iter().enumerate() {
        names[*place] = format!("c{:0digits$}", number + 1);
    }
    let ids = names.iter().map(|name| format!("{CLIENT}{name}")).collect();
    Naming { ids, clients: vec![None; order.len()], renamed: !order.is_empty(), names }
}

/// The places of the members in the order of the first partition that each has.
fn by_first_partition(group: &ImportedGroup) -> Vec<usize> {
    let first = |place: usize| group.partitions.iter().position(|of| of.owner == Some(place));
    let firsts: Vec<Option<usize>> = (0..group.members.len()).map(first).collect();
    let mut order: Vec<usize> = (0..group.members.len()).collect();
    sort_by_key(&mut order, |place| (firsts[*place].is_none(), firsts[*place]));
    order
}

/// What each process was in the real group, in the order of their names.
fn who_is_who(names: &[String], members: &[ImportedMember]) -> Vec<String> {
    let one = |(name, member): (&String, &ImportedMember)| {
        let host = member.host.as_deref().unwrap_or_default();
        format!("{name} = {} {host}", member.id).trim_end().to_owned()
    };
    let mut all: Vec<String> = names.iter().zip(members).map(one).collect();
    all.sort_by_key(|entry| (entry.find(' '), entry.clone()));
    all
}

fn are_names(clients: &[&str], members: &[ImportedMember]) -> bool {
    // `p1` and the like are the producers'.
    let producer = |name: &str| {
        name.strip_prefix('p')
            .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|c| c.is_ascii_digit()))
    };
    let fits = |client: &&str| {
        let name = client.strip_prefix(CLIENT).unwrap_or(client);
        TopicName::is_legal(name) && name.len() <= LONGEST_NAME && !producer(name)
    };
    // Some with `consumer-` before them and some without could be called the same.
    let alike = clients.windows(2).all(|pair| pair[0].starts_with(CLIENT) == pair[1].starts_with(CLIENT));
    let mut sorted = clients.to_vec();
    sort(&mut sorted);
    let apart = sorted.windows(2).all(|pair| !pair[1].starts_with(pair[0]));
    let dynamic = clients.iter().zip(members).filter(|(_, member)| member.instance.is_none());
    clients.iter().all(fits) && alike && apart && dynamic.map(|(name, _)| name).is_sorted()
}

fn instances(group: &ImportedGroup, remarks: &mut Vec<ImportRemark>) -> Vec<Option<String>> {
    let mut taken = SortedSet::new();
    let mut legal = |member: &ImportedMember| {
        let from = member.instance.clone()?;
        let mut to = legal_name(&from);
        while !taken.insert(to.clone()) {
            to.push('_');
        }
        if to != from {
            remarks.push(ImportRemark::InstanceRenamed { from, to: to.clone() });
        }
        Some(to)
    };
    group.members.iter().map(&mut legal).collect()
}

/// The name with `_` for each character that a script cannot have in one.
pub(super) fn legal_name(name: &str) -> String {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    let mut legal: String = name.chars().take(240).map(|c| if fits(c) { c } else { '_' }).collect();
    if legal.is_empty() || matches!(legal.as_str(), "." | "..") {
        legal.push('_');
    }
    legal
}

/// What is to be said of the group as a whole.
pub(super) fn of_group(group: &ImportedGroup, remarks: &mut Vec<ImportRemark>) {
    if group.protocol == ImportedProtocol::Consumer {
        let classic = are_classic(group).into_iter().filter(|classic| *classic).count();
        let told = group.members.iter().any(|member| member.upgraded == Some(false));
        remarks.push(ImportRemark::ProtocolTold(match (classic, told) {
            (0, false) => ToldProtocol::Consumer,
            (0, true) => ToldProtocol::NoneUpgraded,
            (classic, _) => ToldProtocol::Mixed(classic),
        }));
    }
    if group.state == Some(super::ImportedState::Rebalancing) {
        remarks.push(ImportRemark::WasRebalancing);
    }
    if group.members.is_empty() {
        remarks.push(ImportRemark::NoMembers);
    } else if group.partitions.iter().all(|of| of.owner.is_none()) {
        remarks.push(ImportRemark::OwnersUnknown);
    }
    let named = group.members.len();
    if let Some(counted) = group.member_count.filter(|counted| *counted > named as u64) {
        remarks.push(ImportRemark::MembersMissing { counted, named });
    }
}
