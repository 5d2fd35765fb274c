//! The lines on the time axis of what is still to come by itself.

use crate::cluster::observation::{ConsumerView, ProcessState};
use crate::scene::time_axis::Deadline;
use crate::session::language::axis::AxisText;
use crate::session::language::epoch::EpochText;
use crate::sim::sorted::sort_by_key;
use crate::web::lang::Lang;
use crate::web::shell::page::Page;

/// So many are drawn.
const MOST_DEADLINES: usize = 4;

/// Whether nothing is heard of it, and nothing will be unless somebody helps.
fn is_silent(consumer: &ConsumerView) -> bool {
    let runs =
        matches!(consumer.process, ProcessState::Running | ProcessState::Stalled | ProcessState::Closing);
    consumer.cut_off || !runs
}

/// When members are removed that are not heard of any more, and when a join phase ends at the latest.
pub fn deadlines(page: &Page, lang: Lang) -> Vec<Deadline> {
    let mut found = Vec::new();
    for group in &page.seen.groups {
        for member in &group.members {
            let (Some(at), Some(client)) = (member.session_deadline, member.client) else { continue };
            let consumer = page.seen.consumers.iter().find(|consumer| consumer.name == client);
            let silent = member.former.is_some() || consumer.is_some_and(is_silent);
            if silent {
                let words = lang.say(AxisText::SessionEnds { client: client.as_str(), at });
                found.push(Deadline { time: at, words });
            }
        }
        for member in &group.members {
            let way = member.on_its_way.as_ref().filter(|way| !way.revoking.is_empty());
            let (Some(by), Some(client)) = (way.and_then(|way| way.revocation_deadline), member.client)
            else {
                continue;
            };
            let words = lang.say(EpochText::MustAcknowledge { name: client.as_str(), by });
            found.push(Deadline { time: by, words });
        }
        if let Some(at) = group.phase_deadline {
            found.push(Deadline { time: at, words: lang.say(AxisText::JoinEnds(at)) });
        }
    }
    sort_by_key(&mut found, |deadline| deadline.time);
    found.truncate(MOST_DEADLINES);
    found
}
