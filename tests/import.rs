//! Outputs of `kafka-consumer-groups.sh` become sessions. Each file in `tests/import/` that ends in `.txt` is such an
//! output, beside it stands the session with the remarks, or the mistakes, in both languages. `REWRITE=1` writes what
//! is the case now; read the difference before you commit it.

#[path = "import/command_line.rs"]
mod command_line;
#[path = "support/effort.rs"]
mod effort;
#[path = "import/mutations.rs"]
mod mutations;
#[path = "import/round_trip.rs"]
mod round_trip;
#[path = "docs_support/runs.rs"]
mod runs;

use groupscope::cluster::Cluster;
use groupscope::kafka::assignor::AssignorName;
use groupscope::kafka::assignor::server::ServerAssignorName;
use groupscope::kafka::coordinator::{ConsumerGroupMember, Group, Member};
use groupscope::kafka::group_state::{ConsumerGroupState, GroupState};
use groupscope::kafka::ids::{GroupId, TopicPartition};
use groupscope::kafka::topic_metadata::TopicIdPartition;
use groupscope::session::import::mistake::ImportError;
use groupscope::session::import::remark::ImportRemark;
use groupscope::session::import::{
    ImportChoice, Imported, ImportedGroup, ImportedPartition, ImportedSession, PlannedAssignor, chosen, read,
    session,
};
use groupscope::session::{Lang, Session};
use std::path::PathBuf;

/// The fixtures, with what is in them.
fn fixtures() -> Vec<(PathBuf, Vec<u8>)> {
    let files = runs::files("tests/import", "txt").into_iter();
    files.map(|file| (file.clone(), std::fs::read(file).unwrap())).collect()
}

/// What is said of a text, in a language.
fn told(result: &Result<(Imported, ImportedSession), Vec<String>>, lang: Lang) -> Vec<String> {
    match result {
        Err(sentences) => sentences.clone(),
        Ok((imported, made)) => {
            let placed = imported.remarks.iter();
            let placed = placed.map(|placed| format!("{}: {}", placed.line, lang.say(&placed.remark)));
            placed.chain(made.remarks.iter().map(|remark| lang.say(remark))).collect()
        }
    }
}

fn outcome(bytes: &[u8], lang: Lang) -> Result<(Imported, ImportedSession), Vec<String>> {
    let imported = read(bytes).map_err(|errors| {
        let place = |error: &ImportError| {
            format!("{}:{}: {}", error.span.line, error.span.column, error.message(lang))
        };
        errors.iter().map(place).collect::<Vec<String>>()
    })?;
    let made = session(&imported, &ImportChoice::default());
    Ok((imported, made))
}

#[test]
fn each_output_becomes_the_session_beside_it() {
    let mut stale = Vec::new();
    let fixtures = fixtures();
    let good = fixtures.iter().filter(|(_, bytes)| read(bytes).is_ok()).count();
    assert!(good >= 14 && fixtures.len() - good >= 10, "{good} of {} are good", fixtures.len());
    for (file, bytes) in fixtures {
        let mut lines: Vec<String> = Vec::new();
        if let Ok((_, made)) = outcome(&bytes, Lang::En) {
            lines.extend(made.script.lines().map(str::to_owned));
        }
        for lang in Lang::ALL {
            lines.push(format!("---- {}", lang.tag()));
            let told = told(&outcome(&bytes, lang), lang);
            let korean = |sentence: &String| sentence.chars().any(|c| ('가'..='힣').contains(&c));
            assert!(told.iter().all(|sentence| korean(sentence) == (lang == Lang::Ko)), "{told:?}");
            lines.extend(told);
        }
        let (current, golden) = (lines.join("\n") + "\n", file.with_extension("out"));
        if std::env::var_os("REWRITE").is_some() {
            std::fs::write(&golden, &current).unwrap();
        } else if std::fs::read_to_string(&golden).ok().as_deref() != Some(&current) {
            stale.push(format!("{}:\n{current}", golden.display()));
        }
    }
    assert!(stale.is_empty(), "REWRITE=1 cargo test --test import renews them.\n{}", stale.join("\n"));
}

/// By what lags are divided.
fn divisor(made: &ImportedSession) -> u64 {
    let by = made.remarks.iter().find_map(|remark| match remark {
        ImportRemark::LagsDivided { by, .. } => Some(*by),
        _ => None,
    });
    by.unwrap_or(1)
}

/// A consumer group has as many members, and each partition that had an owner has one. Who that is, is the broker's
/// decision.
fn holds_as_consumer_group(
    name: &str,
    group: &ImportedGroup,
    made: &ImportedSession,
    (cluster, id): (&Cluster, &GroupId),
    assignor: Option<ServerAssignorName>,
) {
    let Some(Group::Consumer(simulated)) = cluster.coordinator().group(id) else {
        panic!("{name}: no consumer group")
    };
    assert_eq!(simulated.state(), ConsumerGroupState::Stable, "{name}");
    let members: Vec<_> = simulated.members().collect();
    assert_eq!(members.len(), group.members.len(), "{name}");
    // A consumer group has at least one member of the new protocol.
    let all_classic = group.members.iter().all(|member| member.upgraded == Some(false));
    for (told, client) in group.members.iter().zip(&made.names) {
        let is_it = |member: &&&ConsumerGroupMember| {
            cluster.client_of_member(&member.member_id).is_some_and(|name| name.as_str() == client)
        };
        let member = members.iter().find(is_it).unwrap_or_else(|| panic!("{name}: {client} is no member"));
        let classic = told.upgraded == Some(false) && !all_classic;
        assert_eq!(member.is_classic(), classic, "{name}: {client}");
    }
    let names_it = |member: &&ConsumerGroupMember| member.is_classic() || member.assignor == assignor;
    assert!(members.iter().all(names_it), "{name}");
    let given = |of: &ImportedPartition| {
        let is_it = |one: &TopicIdPartition| (one.topic, one.partition) == (of.topic, of.partition);
        members.iter().filter(|member| member.assigned.iter().any(is_it)).count()
    };
    for of in group.partitions.iter().filter(|of| of.owner.is_some()) {
        assert_eq!(given(of), 1, "{name}: {}-{}", of.topic, of.partition);
    }
}

/// Opens the session, lets it settle, and compares it with the text that it is made of.
fn holds(name: &str, imported: &Imported, made: &ImportedSession) {
    let group = &imported.groups[chosen(imported, &ImportChoice::default())];
    let mut open = Session::open(name, made.script.as_bytes())
        .unwrap_or_else(|errors| panic!("{name}: {}\n{}", errors[0], made.script));
    open.seek(open.script_end());
    let cluster = open.cluster();
    let id = made.script.lines().find_map(|line| line.strip_prefix("group ")?.split(' ').next()).unwrap();
    let id = GroupId::from(id);
    let simulated = cluster.coordinator().group(&id);
    if let (PlannedAssignor::Server(assignor), false) = (made.assignor, group.members.is_empty()) {
        return holds_as_consumer_group(name, group, made, (cluster, &id), assignor);
    }
    let count = simulated.map_or(0, |group| group.members().len());
    assert_eq!(count, group.members.len(), "{name}");
    if let Some(simulated) = simulated.filter(|_| count > 0) {
        assert_eq!(simulated.state(), GroupState::Stable, "{name}");
        let protocol =
            simulated.protocol_name().and_then(|name| AssignorName::from_name_or_class(name.as_str()));
        assert_eq!(protocol.map(PlannedAssignor::Client), Some(made.assignor), "{name}");
    }
    let owner = |partition: &TopicPartition| {
        let mut members = simulated?.members();
        let has = |member: &Member| member.assignment().is_some_and(|owned| owned.contains(partition));
        cluster.whom(members.find(|member| has(member))?.member_id()).client
    };
    let differs = made.remarks.iter().find_map(|remark| match remark {
        ImportRemark::AssignmentDiffers { count, .. } => Some(*count),
        _ => None,
    });
    let mut others = 0;
    for of in &group.partitions {
        let partition = TopicPartition::new(of.topic, of.partition);
        let log = cluster.brokers().log(&partition).unwrap_or_else(|| panic!("{name}: {partition}"));
        let committed = cluster.coordinator().committed(&id, &partition);
        assert_eq!(committed.is_some(), of.committed.is_some(), "{name}: {partition}");
        if let (Some(committed), Some(lag)) = (committed, of.lag) {
            let lag = u64::try_from(lag).unwrap_or(0).div_ceil(divisor(made));
            assert_eq!(log.end() - committed, lag, "{name}: {partition}");
        }
        let gets = owner(&partition).map(|client| client.to_string());
        others += usize::from(of.owner.is_some_and(|had| Some(&made.names[had]) != gets.as_ref()));
    }
    assert_eq!(others, differs.unwrap_or(0), "{name}: partitions with another owner\n{}", made.script);
}

#[test]
fn a_session_has_the_lags_and_owners_of_the_text() {
    for (file, bytes) in fixtures() {
        if let Ok((imported, made)) = outcome(&bytes, Lang::En) {
            holds(&file.display().to_string(), &imported, &made);
        }
    }
}

#[test]
fn each_group_of_several_can_be_chosen() {
    let bytes = std::fs::read("tests/import/all-groups.txt").unwrap();
    let imported = read(&bytes).unwrap();
    for group in ["alpha", "beta", "gamma"] {
        let choice = ImportChoice { group: Some(group.to_owned()), ..ImportChoice::default() };
        let made = session(&imported, &choice);
        assert!(made.script.contains(&format!("group {group} ")), "{}", made.script);
        assert!(Session::open(group, made.script.as_bytes()).is_ok());
    }
}

#[test]
fn what_a_shell_wrote_in_utf_16_is_read() {
    let bytes = std::fs::read("tests/import/kafka-4-offsets.txt").unwrap();
    let text = String::from_utf8(bytes.clone()).unwrap();
    let units: Vec<u16> = text.replace('\n', "\r\n").encode_utf16().collect();
    let little = [vec![0xff, 0xfe], units.iter().flat_map(|unit| unit.to_le_bytes()).collect()].concat();
    let big = [vec![0xfe, 0xff], units.iter().flat_map(|unit| unit.to_be_bytes()).collect()].concat();
    let expected = read(&bytes).unwrap().groups;
    for wide in [little, big, [&[0xef, 0xbb, 0xbf], bytes.as_slice()].concat()] {
        assert_eq!(read(&wide).unwrap().groups, expected);
    }
}

#[test]
fn a_text_that_is_too_large_is_refused_at_once() {
    let row = "billing orders 0 100 130 30 app-1-3f9a /10.0.0.1 app-1\n";
    let errors = read(row.repeat(30_000).as_bytes()).unwrap_err();
    assert!(errors[0].message(Lang::En).contains("bytes"), "{}", errors[0].message(Lang::En));
}
