//! What `groupscope what-if` prints: sentences and a table, CSV, or JSON. Names and order of the columns and of the
//! fields are public; `docs/what-if.md` has them.

use groupscope::session::Lang;
use groupscope::session::language::what_if::{WhatIfText, grouped};
use groupscope::session::what_if::{
    Deploy, DeployColumn, DeployOutcome, DeployVerdict, RECOVERY_STEP, RowSummary, Spread, Study,
};
use serde::Serialize;

/// No number: the group did not recover in time.
const NO_NUMBER: &str = "-";

/// Sentences, then a table, then what was simulated.
pub fn table(study: &Study, remarks: &[String], lang: Lang) -> String {
    let verdict = DeployVerdict::of(study);
    let part = |sentences: &[_]| sentences.iter().map(|said| lang.say(said)).collect::<Vec<String>>();
    let mut lines = vec![part(&verdict.cost).join(" "), String::new()];
    lines.extend(part(&verdict.rows));
    lines.extend((!verdict.rows.is_empty()).then(String::new));
    lines.extend(part(&verdict.notes));
    lines.extend((!verdict.notes.is_empty()).then(String::new));
    lines.extend(rows(study));
    lines.extend([
        String::new(),
        lang.say(WhatIfText::Legend(study.seeds)),
        lang.say(WhatIfText::Moved),
        String::new(),
    ]);
    lines.push(lang.say(WhatIfText::TheDeploy(&lang.deploy(&study.deploy))));
    lines.extend(lang.assumed(&study.deploy));
    if !remarks.is_empty() {
        lines.extend([String::new(), lang.say(WhatIfText::OfSettings)]);
        lines.extend(remarks.iter().cloned());
    }
    lines.join("\n")
}

/// A line for each row under a line of heads, in columns.
fn rows(study: &Study) -> Vec<String> {
    let summaries: Vec<RowSummary> = (0..study.rows.len()).map(|row| study.summary(row)).collect();
    let heads = std::iter::once("row").chain(DeployColumn::ALL.map(DeployColumn::name));
    let mut cells: Vec<Vec<String>> = vec![heads.map(str::to_owned).collect()];
    for (row, summary) in study.rows.iter().zip(&summaries) {
        let cell = |column: DeployColumn| {
            let star = if summary.is_least(column, &summaries) { " *" } else { "" };
            format!("{}{star}", told(summary.spread(column)))
        };
        cells.push(std::iter::once(row.way.word()).chain(DeployColumn::ALL.map(cell)).collect());
    }
    let width = |column: usize| cells.iter().map(|row| row[column].len()).max().unwrap_or_default();
    let widths: Vec<usize> = (0..=DeployColumn::ALL.len()).map(width).collect();
    let line = |row: &Vec<String>| {
        let padded = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
        padded.collect::<Vec<String>>().join("  ").trim_end().to_owned()
    };
    cells.iter().map(line).collect()
}

fn told(spread: &Spread) -> String {
    let number = |number: Option<u64>| number.map_or_else(|| NO_NUMBER.to_owned(), grouped);
    match spread.is_sharp() {
        true => number(spread.median),
        false => format!("{} ({}-{})", number(spread.median), number(spread.low), number(spread.high)),
    }
}

#[derive(Serialize)]
struct StudyReport {
    deploy: DeployReport,
    seeds: u32,
    /// Each number of a recovery is a multiple of this, but for when the last restart was.
    recovery_step_ms: u64,
    rows: Vec<StudyRowReport>,
    verdict: Vec<String>,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct DeployReport {
    group: &'static str,
    topic: &'static str,
    consumers: u32,
    partitions: u32,
    rate: String,
    work_us: u64,
    commit: &'static str,
    commit_every: u32,
    listener: &'static str,
    r#static: bool,
    protocol: &'static str,
    strategy: Vec<&'static str>,
    session_timeout_ms: u64,
    gap_ms: u64,
    down_ms: [u64; 2],
    stop: &'static str,
    assumed: Vec<&'static str>,
}

#[derive(Serialize)]
struct StudyRowReport {
    row: String,
    same_as: Option<String>,
    summary: SummaryReport,
    unrecovered: usize,
    deploys: Vec<TrialReport>,
}

#[derive(Serialize)]
struct SummaryReport {
    rebalances: SpreadReport,
    unowned_ms: SpreadReport,
    duplicates: SpreadReport,
    gaps: SpreadReport,
    recovery_ms: SpreadReport,
}

#[derive(Serialize)]
struct SpreadReport {
    p5: Option<u64>,
    median: Option<u64>,
    p95: Option<u64>,
}

#[derive(Serialize)]
struct TrialReport {
    seed: u64,
    rebalances: u64,
    unowned_ms: u64,
    duplicates: u64,
    gaps: u64,
    recovery_ms: Option<u64>,
}

/// One object on one line.
pub fn json(study: &Study, remarks: &[String], lang: Lang) -> String {
    let row = |place: usize| {
        let row = &study.rows[place];
        let summary = study.summary(place);
        StudyRowReport {
            row: row.way.word(),
            same_as: row.same_as.map(|other| study.rows[other].way.word()),
            summary: SummaryReport::of(&summary),
            unrecovered: summary.unrecovered,
            deploys: (1..).zip(study.outcomes(place)).map(TrialReport::of).collect(),
        }
    };
    let report = StudyReport {
        deploy: DeployReport::of(&study.deploy),
        seeds: study.seeds,
        recovery_step_ms: RECOVERY_STEP.as_millis(),
        rows: (0..study.rows.len()).map(row).collect(),
        verdict: DeployVerdict::of(study).sentences().map(|said| lang.say(said)).collect(),
        notes: remarks.to_vec(),
    };
    // Nothing in it can fail to be written.
    serde_json::to_string(&report).unwrap_or_default()
}

impl DeployReport {
    fn of(deploy: &Deploy) -> DeployReport {
        let behaviour = &deploy.config.behaviour;
        DeployReport {
            group: deploy.group.as_str(),
            topic: deploy.topic.as_str(),
            consumers: deploy.consumers,
            partitions: deploy.partitions,
            rate: deploy.rate.to_string(),
            work_us: behaviour.processing_time.as_micros(),
            commit: behaviour.commit.word,
            commit_every: behaviour.commit_every,
            listener: behaviour.listener.word(),
            r#static: deploy.is_static,
            protocol: deploy.config.group_protocol.name(),
            strategy: deploy.strategy(),
            session_timeout_ms: deploy.session_timeout().0.as_millis(),
            gap_ms: deploy.gap.as_millis(),
            down_ms: [deploy.down_least.as_millis(), deploy.down_most.as_millis()],
            stop: deploy.stop.word(),
            assumed: deploy.assumed.iter().map(|field| field.option()).collect(),
        }
    }
}

impl SummaryReport {
    fn of(summary: &RowSummary) -> SummaryReport {
        let of = |column| {
            let Spread { low, median, high } = *summary.spread(column);
            SpreadReport { p5: low, median, p95: high }
        };
        SummaryReport {
            rebalances: of(DeployColumn::Rebalances),
            unowned_ms: of(DeployColumn::Unowned),
            duplicates: of(DeployColumn::Duplicates),
            gaps: of(DeployColumn::Gaps),
            recovery_ms: of(DeployColumn::Recovery),
        }
    }
}

impl TrialReport {
    fn of((seed, outcome): (u64, &DeployOutcome)) -> TrialReport {
        let DeployOutcome { rebalances, unowned_ms, duplicates, gaps, recovery_ms } = *outcome;
        TrialReport { seed, rebalances, unowned_ms, duplicates, gaps, recovery_ms }
    }
}
