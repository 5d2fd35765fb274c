//! What the trials mean, as sentences: what the deploy costs as it is, what each other way gains and what it costs, and
//! what is to be known besides. `session::language` says them.

use crate::kafka::consumer::config::{CommitMode, GroupProtocol, Listener};
use crate::kafka::producer::Rate;
use crate::session::what_if::deploy::{Deploy, DeployField, StopBy};
use crate::session::what_if::plan;
use crate::session::what_if::study::{Study, StudyRow};
use crate::session::what_if::summary::{DeployColumn, RowSummary, Spread};
use crate::session::what_if::way::{Way, WayStep};
use crate::sim::sorted::sort_by_key;
use crate::sim::time::SimDuration;

/// A number that is another one in another row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColumnChange {
    pub column: DeployColumn,
    /// The medians of the deploy as it is and of the other row; `None` where most groups did not recover.
    pub from: Option<u64>,
    pub to: Option<u64>,
}

/// See the head of this file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VerdictSentence {
    /// The records take as many consumers' whole time as there are, or more.
    CannotKeepUp {
        rate: Rate,
        work: SimDuration,
        /// How many consumers that is work for, in tenths of one.
        tenths: u64,
        readers: u32,
    },
    /// Records that come twice.
    Twice(Spread),
    /// Records that are lost.
    Lost(Spread),
    /// In none of so many runs a record comes twice or is lost.
    AllOnce(usize),
    NoRebalance,
    Rebalances(Spread),
    /// Every partition has a reader all the time.
    AllRead,
    /// The times of so many partitions, added up.
    Unowned {
        all: Spread,
        partitions: u32,
    },
    Recovered(Spread),
    /// In some of the runs the group did not recover in time.
    NotRecovered {
        runs: usize,
        of: usize,
        patience: SimDuration,
    },
    /// Another way: what is better, and what is worse.
    Row {
        way: Way,
        better: Vec<ColumnChange>,
        worse: Vec<ColumnChange>,
    },
    /// A way that is the very same deploy as another.
    SameAs {
        way: Way,
        other: Way,
    },
    /// All other ways cost the same.
    NothingHelps,
    /// Closing and rebalancing commit by themselves what was processed.
    AutoCommits,
    /// How the application commits is a guess.
    CommitIsAssumed,
    /// The listener commits already.
    ListenerCommits,
    /// What moves in a cooperative rebalance has no reader until the next one, for which members are asked by the
    /// answer to their heartbeat.
    MovedWaits(SimDuration),
    /// In the protocol of consumer groups (KIP-848) nobody waits for everybody; what moves waits for heartbeats, this
    /// far apart.
    MovesByHeartbeats(SimDuration),
    /// A killed static member of a consumer group is refused when it comes back before its session ends, and is not
    /// started once more.
    TwinIsRefused,
    /// A killed member is waited for until its session ends, which this setting says.
    KilledIsAwaited {
        session: SimDuration,
        setting: &'static str,
    },
    /// A static member is down for longer than its session.
    SessionIsShorter {
        setting: &'static str,
        session: SimDuration,
        down: SimDuration,
    },
}

/// The sentences, in three parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeployVerdict {
    /// What one deploy costs as it is.
    pub cost: Vec<VerdictSentence>,
    /// A sentence for each other way; the one with the fewest lost and repeated records first.
    pub rows: Vec<VerdictSentence>,
    /// Why it is so.
    pub notes: Vec<VerdictSentence>,
}

impl DeployVerdict {
    /// Of all trials that were simulated so far; nothing without any.
    pub fn of(study: &Study) -> DeployVerdict {
        let trials = study.outcomes(0).len();
        if trials == 0 {
            return DeployVerdict::default();
        }
        let as_is = study.summary(0);
        DeployVerdict {
            cost: cost(&study.deploy, &as_is, trials),
            rows: rows(study, &as_is),
            notes: notes(study, &as_is),
        }
    }

    /// All sentences in order.
    pub fn sentences(&self) -> impl Iterator<Item = &VerdictSentence> {
        self.cost.iter().chain(&self.rows).chain(&self.notes)
    }
}

fn cost(deploy: &Deploy, summary: &RowSummary, trials: usize) -> Vec<VerdictSentence> {
    let of = |column| *summary.spread(column);
    let some = |spread: &Spread| spread.high != Some(0);
    let (twice, lost) = (of(DeployColumn::Duplicates), of(DeployColumn::Gaps));
    let mut said = Vec::new();
    if !deploy.keeps_up() {
        let (rate, work) = (deploy.rate, deploy.config.behaviour.processing_time);
        let (tenths, readers) = (deploy.tenths_needed(), deploy.readers());
        said.push(VerdictSentence::CannotKeepUp { rate, work, tenths, readers });
    }
    said.extend(some(&lost).then_some(VerdictSentence::Lost(lost)));
    said.extend(some(&twice).then_some(VerdictSentence::Twice(twice)));
    if !some(&lost) && !some(&twice) {
        said.push(VerdictSentence::AllOnce(trials));
    }
    let (rebalances, unowned) = (of(DeployColumn::Rebalances), of(DeployColumn::Unowned));
    said.push(if some(&rebalances) {
        VerdictSentence::Rebalances(rebalances)
    } else {
        VerdictSentence::NoRebalance
    });
    let partitions = deploy.partitions;
    said.push(match some(&unowned) {
        true => VerdictSentence::Unowned { all: unowned, partitions },
        false => VerdictSentence::AllRead,
    });
    let recovery = of(DeployColumn::Recovery);
    said.extend(recovery.median.map(|_| VerdictSentence::Recovered(recovery)));
    if summary.unrecovered > 0 {
        let (runs, patience) = (summary.unrecovered, plan::patience(deploy));
        said.push(VerdictSentence::NotRecovered { runs, of: trials, patience });
    }
    said
}

fn rows(study: &Study, as_is: &RowSummary) -> Vec<VerdictSentence> {
    let mut told: Vec<([u64; 4], VerdictSentence)> = Vec::new();
    let mut same = Vec::new();
    for (place, row) in study.rows.iter().enumerate().skip(1) {
        if let Some(other) = row.same_as.and_then(|other| study.rows.get(other)) {
            same.push(VerdictSentence::SameAs { way: row.way.clone(), other: other.way.clone() });
        } else if !row.outcomes.is_empty() {
            let summary = study.summary(place);
            let number = |column| summary.spread(column).median.unwrap_or(u64::MAX);
            let rank =
                [DeployColumn::Gaps, DeployColumn::Duplicates, DeployColumn::Unowned, DeployColumn::Recovery];
            told.push((rank.map(number), change(row, as_is, &summary)));
        }
    }
    sort_by_key(&mut told, |(rank, _)| *rank);
    let helps = |said: &VerdictSentence| match said {
        VerdictSentence::Row { better, worse, .. } => !better.is_empty() || !worse.is_empty(),
        _ => false,
    };
    if told.len() > 1 && !told.iter().any(|(_, said)| helps(said)) {
        return std::iter::once(VerdictSentence::NothingHelps).chain(same).collect();
    }
    told.into_iter().map(|(_, said)| said).chain(same).collect()
}

/// What a row has better and worse than the deploy as it is.
fn change(row: &StudyRow, as_is: &RowSummary, summary: &RowSummary) -> VerdictSentence {
    let (mut better, mut worse) = (Vec::new(), Vec::new());
    // What matters most is told first.
    for column in [
        DeployColumn::Gaps,
        DeployColumn::Duplicates,
        DeployColumn::Rebalances,
        DeployColumn::Unowned,
        DeployColumn::Recovery,
    ] {
        let (from, to) = (as_is.spread(column), summary.spread(column));
        if to.differs(from, column.least_difference()) {
            let change = ColumnChange { column, from: from.median, to: to.median };
            let list = if to.is_below(from) { &mut better } else { &mut worse };
            list.push(change);
        }
    }
    VerdictSentence::Row { way: row.way.clone(), better, worse }
}

fn notes(study: &Study, as_is: &RowSummary) -> Vec<VerdictSentence> {
    let deploy = &study.deploy;
    let behaviour = &deploy.config.behaviour;
    let mut said = Vec::new();
    let all_once = as_is.spread(DeployColumn::Duplicates).high == Some(0);
    if deploy.stop == StopBy::Close && all_once && deploy.config.enable_auto_commit {
        said.extend((behaviour.commit == CommitMode::AUTO).then_some(VerdictSentence::AutoCommits));
    }
    if deploy.assumed.contains(&DeployField::Commit) {
        said.push(VerdictSentence::CommitIsAssumed);
    }
    if behaviour.listener != Listener::None {
        said.push(VerdictSentence::ListenerCommits);
    }
    if cooperative_takes_longer(study, as_is) {
        said.push(VerdictSentence::MovedWaits(deploy.config.heartbeat_interval));
    }
    let modern = |row: &&StudyRow| row.deploy.config.group_protocol == GroupProtocol::Consumer;
    if let Some(row) = study.rows.iter().find(modern) {
        said.push(VerdictSentence::MovesByHeartbeats(row.deploy.heartbeat_interval()));
    }
    if deploy.stop == StopBy::Kill && study.rows.iter().filter(modern).any(|row| row.deploy.is_static) {
        said.push(VerdictSentence::TwinIsRefused);
    }
    said.extend(sessions(study));
    said
}

/// What is to be said of the sessions of all rows, of each setting once.
fn sessions(study: &Study) -> Vec<VerdictSentence> {
    let (stop, down) = (study.deploy.stop, study.deploy.down_most);
    let mut found: Vec<(SimDuration, &'static str)> = Vec::new();
    for row in &study.rows {
        let session = row.deploy.session_timeout();
        if !found.contains(&session) {
            found.push(session);
        }
    }
    let mut said = Vec::new();
    for (session, setting) in found {
        let any = |is_static: bool| {
            let mut rows = study.rows.iter().filter(|row| row.deploy.session_timeout() == (session, setting));
            rows.any(|row| row.deploy.is_static == is_static)
        };
        if stop == StopBy::Kill && any(false) {
            said.push(VerdictSentence::KilledIsAwaited { session, setting });
        }
        if any(true) && down >= session {
            said.push(VerdictSentence::SessionIsShorter { setting, session, down });
        }
    }
    said
}

/// Whether a row that changes nothing but to cooperative rebalancing has its partitions without a reader for longer.
fn cooperative_takes_longer(study: &Study, as_is: &RowSummary) -> bool {
    if study.deploy.config.group_protocol == GroupProtocol::Consumer {
        return false;
    }
    let cooperative = Way::of(WayStep::Cooperative);
    // A row of which nothing is known yet says nothing.
    let place = study.rows.iter().position(|row| row.way == cooperative && !row.outcomes.is_empty());
    place.is_some_and(|place| {
        let (before, summary) = (as_is.spread(DeployColumn::Unowned), study.summary(place));
        let unowned = summary.spread(DeployColumn::Unowned);
        unowned.differs(before, DeployColumn::Unowned.least_difference()) && before.is_below(unowned)
    })
}
