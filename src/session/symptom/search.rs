//! Finding a symptom: by words of what is said of it, in any language, or by a line of a log that somebody pasted.

use crate::session::language::Lang;
use crate::session::symptom::{SYMPTOMS, Symptom};

/// Those that a text is about, the order kept: all for no text. Names of errors and phrases of the log decide, where it
/// has any; else all of its words have to stand in what is said of a symptom.
pub fn find(text: &str) -> Vec<&'static Symptom> {
    let text = text.trim().to_lowercase();
    let marked: Vec<&Symptom> = SYMPTOMS.iter().filter(|symptom| has_mark(symptom, &text)).collect();
    if !marked.is_empty() {
        return marked;
    }
    let words: Vec<&str> = text.split(|c: char| !is_of_a_word(c)).filter(|word| !word.is_empty()).collect();
    let has_all = |symptom: &&Symptom| {
        let said = everything_said(symptom);
        words.iter().all(|word| said.contains(word))
    };
    SYMPTOMS.iter().filter(has_all).collect()
}

fn is_of_a_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '_' | '-')
}

fn has_mark(symptom: &Symptom, text: &str) -> bool {
    symptom.marks.iter().any(|mark| text.contains(&mark.to_lowercase()))
}

/// What is said of it, in small letters.
fn everything_said(symptom: &Symptom) -> String {
    let mut said = format!("{} {}", symptom.log, symptom.marks.join(" "));
    for lang in Lang::ALL {
        let mut add = |text: &str| said.extend([" ", text]);
        add(lang.symptom(symptom.name));
        add(lang.symptom_meaning(symptom.name));
        for cause in symptom.causes {
            add(lang.cause(*cause));
            add(lang.cause_sign(*cause));
            add(lang.cause_mend(*cause));
            add(cause.view().code);
            cause.view().keys.iter().copied().for_each(&mut add);
        }
    }
    said.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::language::symptom::SymptomName::{self, *};

    fn found(text: &str) -> Vec<SymptomName> {
        find(text).into_iter().map(|symptom| symptom.name).collect()
    }

    #[test]
    fn without_a_text_all_are_listed() {
        assert_eq!(found("  ").len(), SYMPTOMS.len());
        assert_eq!(found("no such thing at all"), []);
    }

    #[test]
    fn lines_of_real_logs_are_understood() {
        let lines = [
            (
                "[2026-03-01 10:15:02,113] ERROR org.apache.kafka.clients.consumer.CommitFailedException: Commit \
                 cannot be completed since the group has already rebalanced and assigned the partitions to another \
                 member. This means that the time between subsequent calls to poll() was longer than the configured \
                 max.poll.interval.ms",
                CommitFailed,
            ),
            (
                "WARN [Consumer clientId=c1, groupId=billing] consumer poll timeout has expired. This means the time \
                 between subsequent calls to poll() was longer than the configured max.poll.interval.ms",
                HeartbeatsFine,
            ),
            (
                "INFO [Consumer clientId=c2, groupId=billing] Resetting generation and member id due to encountered \
                 UNKNOWN_MEMBER_ID from HEARTBEAT response",
                UnknownMember,
            ),
            ("FencedInstanceIdException: The broker rejected this static consumer", FencedInstance),
            (
                "JoinGroup failed due to fatal error: The group member's supported protocols are incompatible with \
                 those of existing members",
                ProtocolsDiffer,
            ),
            (
                "org.apache.kafka.common.errors.RecordDeserializationException: Error deserializing VALUE for \
                 partition orders-0 at offset 50. If needed, please seek past the record to continue consumption.",
                StuckAtOffset,
            ),
            (
                "NoOffsetForPartitionException: Undefined offset with no reset policy for partitions: [orders-0]",
                NoOffset,
            ),
            (
                "Error: Assignments can only be reset if the group 'billing' is inactive, but the current state \
                 is Stable.",
                ResetRefused,
            ),
            (
                "java.util.ConcurrentModificationException: KafkaConsumer is not safe for multi-threaded access",
                TwoThreadsUse,
            ),
            ("Found no committed offset for partition orders-2", StartsOver),
            ("Attempt to heartbeat failed since group is rebalancing", KeepsRebalancing),
            (
                "Group coordinator broker1:9092 (id: 2147483646) is unavailable or invalid due to cause: coordinator \
              unavailable",
                CoordinatorLost,
            ),
        ];
        for (line, name) in lines {
            assert!(found(line).contains(&name), "{line}: {:?}", found(line));
        }
    }

    #[test]
    fn a_log_line_finds_what_it_is_about_and_little_else() {
        assert_eq!(found("Caused by: FENCED_INSTANCE_ID"), [FencedInstance]);
        assert_eq!(found("inconsistent_group_protocol"), [ProtocolsDiffer]);
    }

    #[test]
    fn words_find_it_in_both_languages() {
        assert!(found("twice").contains(&CameTwice));
        assert!(found("두 번").contains(&CameTwice));
        assert!(found("lag always 1").contains(&LagOfOne));
        assert!(found("랙 1").contains(&LagOfOne));
        assert!(found("처음부터").contains(&StartsOver));
        assert!(found("max.poll.interval.ms").contains(&HeartbeatsFine));
    }
}
