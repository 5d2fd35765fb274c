//! Who has which partitions, and what a block says of its consumer, whether bars or cells stand in it.

use super::{CrowdBlock, CrowdConsumer, CrowdContext, CrowdLane, is_left_alone, open};
use crate::cluster::observation::{ConsumerView, LaneView};
use crate::kafka::ids::ClientName;
use crate::scene::Selection;
use crate::scene::card::{self, Condition};
use crate::scene::identity::{Badge, Identity};
use crate::scene::lane::{lane_id, values};
use crate::scene::mark::{Area, Hue, Text, TextTone};
use crate::scene::text;
use crate::session::language::label::StageLabel;
use crate::session::language::stage::{LaneText, StagePhrase};
use crate::sim::sorted::SortedMap;
use std::rc::Rc;

/// A consumer, or nobody, with the partitions it has.
pub struct CrowdShare<'a> {
    /// With its place among all consumers.
    pub consumer: Option<(usize, &'a ConsumerView)>,
    pub lanes: Vec<&'a LaneView>,
}

/// What nobody has, then the consumers in the order in which they were started; not those that are gone.
pub fn shares<'a>(context: &CrowdContext<'a>) -> Vec<CrowdShare<'a>> {
    let mut of: SortedMap<ClientName, Vec<&'a LaneView>> = SortedMap::new();
    let mut unowned = Vec::new();
    for lane in &context.group.lanes {
        match lane.owner.or(lane.assigned_to) {
            Some(owner) => of.entry(owner).or_default().push(lane),
            None => unowned.push(lane),
        }
    }
    let mut shares = Vec::new();
    for (index, consumer) in context.input.observation.consumers.iter().enumerate() {
        if consumer.group != context.group.id {
            continue;
        }
        let lanes = of.remove(&consumer.name).unwrap_or_default();
        if !lanes.is_empty() || !Condition::of(consumer).ended() {
            shares.push(CrowdShare { consumer: Some((index, consumer)), lanes });
        }
    }
    // Of owners that are none of its consumers.
    unowned.extend(of.into_iter().flat_map(|(_, lanes)| lanes));
    if !unowned.is_empty() {
        shares.insert(0, CrowdShare { consumer: None, lanes: unowned });
    }
    shares
}

impl CrowdShare<'_> {
    /// Whether nobody reads these, though somebody did.
    pub fn alarm(&self) -> bool {
        self.lanes.iter().any(|lane| is_left_alone(lane))
    }

    pub fn hue(&self) -> Option<Hue> {
        self.consumer.map(|(index, _)| Hue::of(index))
    }

    /// What is not committed of all of them.
    pub fn open(&self) -> u64 {
        self.lanes.iter().map(|lane| open(lane)).sum()
    }
}

/// A block without what stands in it.
pub fn block(context: &CrowdContext, share: &CrowdShare, area: Area) -> CrowdBlock {
    let (lang, group, unit) = (context.input.lang, context.group, context.unit);
    let consumer = share.consumer.map(|(_, consumer)| {
        let condition = Condition::of(consumer);
        CrowdConsumer {
            name: consumer.name,
            condition,
            cut_off: consumer.cut_off,
            leader: group.leader == Some(consumer.name),
            state: card::state(consumer, condition),
            state_label: card::state_label(lang, consumer, condition),
            owned: consumer.owned.clone(),
        }
    });
    let nobody = lang.stage_label(StageLabel::Nobody);
    let (name, state) = match &consumer {
        Some(consumer) => (consumer.name.as_str(), consumer.state_label),
        None => (nobody, lang.stage_label(StageLabel::NobodyReads)),
    };
    let said = [
        format!("{name}: {state}"),
        lang.say(StagePhrase::Partitions(share.lanes.len())),
        lang.say(LaneText::Lag(share.open())),
    ];
    let selected = consumer
        .as_ref()
        .is_some_and(|consumer| context.input.selection == Some(Selection::Consumer(consumer.name)));
    CrowdBlock {
        test_id: consumer.as_ref().map_or(format!("nobody-{}", group.id), |c| format!("consumer-{}", c.name)),
        lang,
        area,
        badge: None,
        crown: None,
        texts: Vec::new(),
        alarm: share.alarm(),
        unit,
        cells: Vec::new(),
        outline: Rc::from(""),
        lanes: Vec::new(),
        ring: None,
        spoken: said.join(", "),
        selected,
        consumer,
    }
}

/// Who it is at the left end of a line, and what is to be said at its right end.
pub fn head(context: &CrowdContext, block: &mut CrowdBlock, share: &CrowdShare, width: f64) {
    let (lang, u) = (context.input.lang, context.unit);
    let baseline = 12.0 * u;
    let mut x = 0.0;
    if let Some((index, consumer)) = share.consumer {
        let identity = Identity::of(context.input.observation, &consumer.name);
        let ended = block.consumer.as_ref().is_some_and(|consumer| consumer.condition.ended());
        block.badge =
            identity.map(|identity| Badge { identity, x: 7.5 * u, y: 7.5 * u, radius: 7.0 * u, ended });
        x = 19.0 * u;
        let tone = TextTone::Hue(Hue::of(index));
        let name = text::fit(consumer.name.as_str(), 12.0 * u, width * 0.5 - x);
        let name = Text::new(x, baseline, 12.0 * u, tone, name).bold();
        x = name.extent().1;
        block.texts.push(name);
        if block.consumer.as_ref().is_some_and(|consumer| consumer.leader) {
            block.crown = Some((x + 5.0 * u, baseline));
            x += 20.0 * u;
        }
    }
    let size = 11.0 * u;
    let open = share.open();
    let lag = lang.say(LaneText::Lag(open));
    let state = block.consumer.as_ref().filter(|consumer| !consumer.condition.runs() || consumer.cut_off);
    let state = state.map(|consumer| match consumer.condition.runs() {
        true => lang.stage_label(StageLabel::CutOff),
        false => consumer.state_label,
    });
    let nobody = share.consumer.is_none() || block.alarm;
    let reads = nobody.then(|| lang.stage_label(StageLabel::NobodyReads));
    let ways = [
        [state, reads, Some(lag.as_str())],
        [None, reads, Some(lag.as_str())],
        [state, None, None],
        [None, None, Some(lag.as_str())],
    ];
    let ways = ways.map(|parts| parts.into_iter().flatten().collect::<Vec<_>>().join(" · "));
    let room = width - x - 8.0 * u;
    let words = ways.iter().find(|words| !words.is_empty() && text::width(words, size) <= room);
    let tone = if block.alarm { TextTone::Gap } else { TextTone::Muted };
    if let Some(words) = words {
        let mut words = Text::new(width, baseline, size, tone, words.clone()).end();
        words.bold = block.alarm;
        block.texts.push(words);
    }
}

/// A partition of a block, without words.
pub fn lane(context: &CrowdContext, view: &LaneView, area: Area, named: bool) -> CrowdLane {
    let id = context.group.id;
    let selected = match context.input.selection {
        Some(Selection::Lane(group, partition) | Selection::Record(group, partition, _)) => {
            group == id && partition == view.partition
        }
        _ => false,
    };
    let test_id = match named {
        true => lane_id(context.qualified.then_some(&id), &view.partition),
        false => String::new(),
    };
    CrowdLane { test_id, partition: view.partition, area, texts: Vec::new(), values: values(view), selected }
}
