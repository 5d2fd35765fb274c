//! The present state of the stage in sentences: groups, who reads what, who is dead or frozen, lags, and what is asked.
//! For people who cannot see the stage, or not well, and ask for it.

use crate::cluster::observation::{ConsumerView, GroupView, LaneView, Observation, ProcessState};
use crate::kafka::ids::{ClientName, TopicPartition};
use crate::session::Session;
use crate::session::caption::Caption;
use crate::session::language::Lang;
use crate::session::language::described::DescribedText;
use crate::session::language::epoch::EpochText;
use crate::session::language::units::clock;
use crate::session::question::QuestionAnswer;
use crate::session::reconciling;

/// So many consumers of a group are told one by one, and the lags of so many partitions.
const MOST_CONSUMERS: usize = 12;
const MOST_LAGS: usize = 24;

/// The sentences, in the order in which one would look.
pub fn described(seen: &Observation, session: &Session, lang: Lang) -> Vec<String> {
    let mut told = vec![lang.say(DescribedText::At(&clock(seen.time)))];
    for group in &seen.groups {
        tell_group(&mut told, seen, group, lang);
    }
    let totals = &seen.totals;
    told.push(lang.say(DescribedText::Cost { duplicates: totals.duplicates, gaps: totals.gaps }));
    let asked = session.standing_question().filter(|it| !matches!(it.answer, QuestionAnswer::At(_)));
    if let Some(it) = asked {
        tell_question(&mut told, &session.captions()[it.place], lang);
    }
    told
}

fn tell_group(told: &mut Vec<String>, seen: &Observation, group: &GroupView, lang: Lang) {
    let name = group.id.as_str();
    told.push(match (group.coordinator_lost, &group.epochs) {
        (Some(_), _) => lang.say(DescribedText::NoCoordinator(name)),
        (None, Some(epochs)) => {
            let status = lang.say(EpochText::BrokerComputes(epochs.assignor.name()));
            let told = lang.say(EpochText::GroupTold {
                group: name,
                state: epochs.state.name(),
                epochs: (epochs.group_epoch, epochs.assignment_epoch),
                members: group.members.len(),
                status: &status,
            });
            format!("{told}.")
        }
        (None, None) => lang.say(DescribedText::Group {
            group: name,
            state: group.state.name(),
            generation: group.generation.0,
            members: group.members.len(),
        }),
    });
    let consumers: Vec<&ConsumerView> =
        seen.consumers.iter().filter(|consumer| consumer.group == group.id).collect();
    for consumer in consumers.iter().take(MOST_CONSUMERS) {
        tell_consumer(told, consumer, group, lang);
    }
    for member in group.members.iter().take(MOST_CONSUMERS) {
        if let Some(pattern) = member.on_its_way.as_ref().and_then(|way| way.pattern.as_deref()) {
            told.push(
                lang.say(DescribedText::SubscribesByPattern { name: reconciling::name_of(member), pattern }),
            );
        }
        told.extend(reconciling::told(lang, group, member).into_iter().map(|told| format!("{told}.")));
    }
    if let more @ 1.. = consumers.len().saturating_sub(MOST_CONSUMERS) {
        told.push(lang.say(DescribedText::MoreConsumers(more)));
    }
    let unread: Vec<&LaneView> =
        group.lanes.iter().filter(|lane| lane.owner.is_none() || !lane.owner_running).collect();
    if !unread.is_empty() {
        let lanes = names(unread.into_iter().map(|lane| &lane.partition));
        told.push(lang.say(DescribedText::NobodyReads(&lanes)));
    }
    tell_lags(told, group, lang);
}

fn tell_consumer(told: &mut Vec<String>, consumer: &ConsumerView, group: &GroupView, lang: Lang) {
    let name = consumer.name.as_str();
    let lanes = names(consumer.owned.iter());
    let lanes = lanes.as_str();
    told.push(match consumer.process {
        ProcessState::Running if lanes.is_empty() => lang.say(DescribedText::Idle(name)),
        ProcessState::Running => lang.say(DescribedText::Reads { name, lanes }),
        ProcessState::Stalled => lang.say(DescribedText::Stalled { name, lanes }),
        ProcessState::Frozen => lang.say(DescribedText::Frozen { name, lanes }),
        ProcessState::Killed { .. } => match still_of(&consumer.name, group) {
            lanes if lanes.is_empty() => lang.say(DescribedText::DeadWithNothing(name)),
            lanes => lang.say(DescribedText::Dead { name, lanes: &lanes }),
        },
        ProcessState::Closing => lang.say(DescribedText::Closing(name)),
        ProcessState::Closed { .. } => lang.say(DescribedText::Closed(name)),
        ProcessState::Failed { exception, .. } => {
            lang.say(DescribedText::Failed { name, exception: exception.name() })
        }
    });
    if consumer.cut_off {
        told.push(lang.say(DescribedText::CutOff(name)));
    }
    if consumer.zombie {
        told.push(lang.say(DescribedText::Zombie(name)));
    }
}

/// The partitions of which a dead process is still the owner.
fn still_of(name: &ClientName, group: &GroupView) -> String {
    let own = group.lanes.iter().filter(|lane| lane.owner.as_ref() == Some(name));
    names(own.map(|lane| &lane.partition))
}

fn tell_lags(told: &mut Vec<String>, group: &GroupView, lang: Lang) {
    if group.lanes.len() > MOST_LAGS {
        let sum = group.lanes.iter().filter_map(|lane| lane.lag).sum();
        return told.push(lang.say(DescribedText::TotalLag(sum)));
    }
    let lag = |lane: &LaneView| Some([lane.partition.to_string(), lane.lag?.to_string()].join(" "));
    let lags: Vec<String> = group.lanes.iter().filter_map(lag).collect();
    if !lags.is_empty() {
        told.push(lang.say(DescribedText::Lags(&lags.join(", "))));
    }
}

fn tell_question(told: &mut Vec<String>, caption: &Caption, lang: Lang) {
    let plain = |en: &str, ko: &str| {
        let text = if ko.is_empty() { en } else { lang.choose(en, ko) };
        text.replace(['*', '`'], "")
    };
    told.push(lang.say(DescribedText::Asked(&plain(&caption.en, &caption.ko))));
    for (place, choice) in caption.options().iter().enumerate() {
        let option = plain(&choice.en, &choice.ko);
        told.push(lang.say(DescribedText::Option { number: place + 1, option: &option }));
    }
}

fn names<'a>(partitions: impl Iterator<Item = &'a TopicPartition>) -> String {
    partitions.map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Reach;
    use crate::sim::time::SimTime;

    fn at(millis: u64, lang: Lang) -> Vec<String> {
        let text = include_str!("../../static/scenarios/crash-after-auto-commit.session");
        let mut session = Session::open("crash-after-auto-commit", text.as_bytes()).expect("it opens");
        let time = SimTime::from_millis(millis);
        while session.seek(time) == Reach::More {}
        described(&session.cluster().observe(8), &session, lang)
    }

    #[test]
    fn it_tells_who_reads_who_is_dead_and_what_is_asked() {
        let told = at(12_000, Lang::En);
        assert_eq!(told[0], "It is 00:12.000.");
        assert_eq!(told[1], "Group billing: Stable, generation 1, 3 members.");
        assert!(told.contains(&"c1 reads orders-0, orders-1.".to_owned()), "{told:?}");
        assert!(
            told.contains(&"c2 is dead. Nobody else has got orders-2, orders-3 yet.".to_owned()),
            "{told:?}"
        );
        assert!(told.contains(&"Nobody reads orders-2, orders-3.".to_owned()), "{told:?}");
        assert!(told.iter().any(|line| line.starts_with("Lag: orders-0 ")), "{told:?}");
        assert!(told.iter().any(|line| line.starts_with("Asked: In half a second c2")), "{told:?}");
        assert!(told.contains(&"2: 30: what was processed since the commit.".to_owned()), "{told:?}");
    }

    #[test]
    fn a_question_that_was_answered_is_asked_no_more() {
        assert!(!at(60_000, Lang::En).iter().any(|line| line.starts_with("Asked:")));
    }

    #[test]
    fn it_tells_the_same_in_korean() {
        let (en, ko) = (at(12_000, Lang::En), at(12_000, Lang::Ko));
        assert_eq!(en.len(), ko.len());
        assert!(ko.contains(&"c1은 orders-0, orders-1을 읽습니다.".to_owned()), "{ko:?}");
    }
}
