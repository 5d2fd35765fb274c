//! `groupscope what-if FILE`: what a rolling deploy costs, as it is and done in other ways. All cores simulate.

use crate::cli::output::{complain, complain_of, print, say};
use crate::cli::{SIGN_OF_LIFE, bytes_of};
use clap::{Args, ValueEnum};
use groupscope::kafka::consumer::config::CommitMode;
use groupscope::session::Lang;
use groupscope::session::language::what_if::WhatIfText;
use groupscope::session::lexer::Span;
use groupscope::session::properties_text::{Pasted, read_bytes};
use groupscope::session::scenario::Scenario;
use groupscope::session::values;
use groupscope::session::what_if::{
    Deploy, DeployField, DeployOutcome, DeployTrial, StopBy, Study, Way, WhatIfMistake, is_session,
    leave_to_deploy, of_properties, of_session, split_range,
};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Instant;

mod report;

use report::{json, table};

/// What the command takes.
#[derive(Args)]
pub struct WhatIf {
    /// A .session file, of which the first group is deployed, or a consumer's settings (see `groupscope properties`).
    file: PathBuf,
    /// How many deploys are simulated in each row: with the seeds 1 to N.
    #[arg(long, value_name = "N", default_value_t = 200)]
    seeds: u32,
    /// How many consumers the group has, which are restarted one after another.
    #[arg(long, value_name = "N")]
    consumers: Option<u32>,
    /// How many partitions the topic has.
    #[arg(long, value_name = "N")]
    partitions: Option<u32>,
    /// Records a second, of all partitions together: 240/s or 240.
    #[arg(long, value_name = "R")]
    rate: Option<String>,
    /// How long a consumer works on one record: 8ms.
    #[arg(long, value_name = "T")]
    work: Option<String>,
    /// How the application commits: a word of `commit=` in a session (docs/commits.md), or every:N.
    #[arg(long, value_name = "MODE")]
    commit: Option<String>,
    /// From one restart to the next: 24s.
    #[arg(long, value_name = "T")]
    gap: Option<String>,
    /// How long a consumer is down, from the end of its process to the start of the new one: 4s, or 3.5s-4.5s.
    #[arg(long, value_name = "T[-T]")]
    down: Option<String>,
    /// How a consumer is stopped: asked to close (and killed after 30 s), or killed.
    #[arg(long)]
    stop: Option<StopWord>,
    /// The other ways, with commas between: dynamic, static, eager, cooperative, consumer, commit-on-revoke;
    /// static+cooperative does both. The deploy as it is always comes first.
    #[arg(long, value_name = "ROWS", value_delimiter = ',')]
    rows: Vec<String>,
    /// What to print: sentences and a table, a line for each simulated deploy, or one JSON object.
    #[arg(long, default_value = "text")]
    format: StudyFormat,
}

#[derive(Clone, Copy, ValueEnum)]
enum StopWord {
    Close,
    Kill,
}

#[derive(Clone, Copy, ValueEnum)]
enum StudyFormat {
    Text,
    Csv,
    Json,
}

/// What was read from the file.
struct Source {
    deploy: Deploy,
    /// What of it has no effect here, and what is to be known of it.
    remarks: Vec<String>,
}

/// Reads, simulates, prints; whether all of it could be done.
pub fn run(asked: &WhatIf, lang: Lang) -> bool {
    let Some(Source { mut deploy, remarks }) = read(&asked.file, lang) else { return false };
    let study = set(&mut deploy, asked, lang).and_then(|()| {
        let ways = ways(asked, &deploy).map_err(|mistake| lang.say(mistake))?;
        Study::new(&deploy, &ways, asked.seeds).map_err(|mistake| lang.say(mistake))
    });
    let mut study = match study {
        Ok(study) => study,
        Err(sentence) => {
            say(&sentence);
            return false;
        }
    };
    simulate(&mut study, lang);
    let text = match asked.format {
        StudyFormat::Text => table(&study, &remarks, lang),
        StudyFormat::Csv => {
            remarks.iter().for_each(|remark| say(remark));
            study.csv()
        }
        StudyFormat::Json => json(&study, &remarks, lang),
    };
    print(&text)
}

fn read(file: &Path, lang: Lang) -> Option<Source> {
    let bytes = bytes_of(file)?;
    if is_session(&String::from_utf8_lossy(&bytes)) {
        let scenario = Scenario::read(&bytes).map_err(|errors| complain(file, &errors, lang)).ok()?;
        let read =
            of_session(&scenario).map_err(|mistake| say(&wrong(&file.display().to_string(), mistake, lang)));
        return Some(Source { deploy: read.ok()?, remarks: Vec::new() });
    }
    let mut pasted = read_bytes(&bytes);
    match of_properties(&pasted) {
        Ok(deploy) => {
            leave_to_deploy(&mut pasted);
            Some(Source { deploy, remarks: remarks(&pasted, lang) })
        }
        Err(errors) => {
            let place = |span: Span| Span { line: span.line.max(1), column: span.column.max(1) };
            complain_of(file, errors.iter().map(|error| (place(error.span), lang.say(&error.why))), lang);
            None
        }
    }
}

fn remarks(pasted: &Pasted, lang: Lang) -> Vec<String> {
    pasted.listing_in(lang, false)
}

fn wrong(what: &str, mistake: WhatIfMistake, lang: Lang) -> String {
    lang.say(WhatIfText::Wrong { what, why: &lang.say(mistake) })
}

/// Sets what the options say.
fn set(deploy: &mut Deploy, asked: &WhatIf, lang: Lang) -> Result<(), String> {
    let span = |name: &str, text: &str| values::span(name, text).map_err(|mistake| lang.say(mistake));
    let mut given = Vec::new();
    if let Some(consumers) = asked.consumers {
        deploy.consumers = consumers;
        given.push(DeployField::Consumers);
    }
    if let Some(partitions) = asked.partitions {
        deploy.partitions = partitions;
        given.push(DeployField::Partitions);
    }
    if let Some(rate) = &asked.rate {
        let rate = if rate.ends_with("/s") { rate.clone() } else { format!("{rate}/s") };
        deploy.rate = values::rate("--rate", &rate).map_err(|mistake| lang.say(mistake))?;
        given.push(DeployField::Rate);
    }
    if let Some(work) = &asked.work {
        deploy.config.behaviour.processing_time = span("--work", work)?;
        given.push(DeployField::Work);
    }
    if let Some(mode) = &asked.commit {
        commit(deploy, mode, lang)?;
        given.push(DeployField::Commit);
    }
    if let Some(gap) = &asked.gap {
        deploy.gap = span("--gap", gap)?;
        given.push(DeployField::Gap);
    }
    if let Some(down) = &asked.down {
        (deploy.down_least, deploy.down_most) =
            split_range("--down", down).map_err(|mistake| lang.say(mistake))?;
        given.push(DeployField::Down);
    }
    if let Some(stop) = asked.stop {
        deploy.stop = match stop {
            StopWord::Close => StopBy::Close,
            StopWord::Kill => StopBy::Kill,
        };
        given.push(DeployField::Stop);
    }
    given.into_iter().for_each(|field| deploy.is_given(field));
    Ok(())
}

fn commit(deploy: &mut Deploy, text: &str, lang: Lang) -> Result<(), String> {
    let (word, every) = text.split_once(':').map_or((text, None), |(word, every)| (word, Some(every)));
    let taken = values::Takes::Word(&CommitMode::NAMES).read("--commit", word);
    taken.map_err(|mistake| lang.say(mistake))?;
    if let Some(every) = every {
        let every = values::number("--commit", every, 1, 1_000_000).map_err(|mistake| lang.say(mistake))?;
        deploy.config.behaviour.commit_every = u32::try_from(every).unwrap_or(u32::MAX);
    }
    CommitMode::from_word(word).into_iter().for_each(|mode| deploy.commit_by(mode));
    Ok(())
}

fn ways(asked: &WhatIf, deploy: &Deploy) -> Result<Vec<Way>, WhatIfMistake> {
    if asked.rows.is_empty() {
        return Ok(Way::usual(deploy));
    }
    asked.rows.iter().map(|word| Way::from_word(word.trim())).collect()
}

/// Simulates all trials on all cores. Which one is simulated where makes no difference to any.
fn simulate(study: &mut Study, lang: Lang) {
    let (rows, seeds) = (&study.rows, u64::from(study.seeds));
    let own = (0..rows.len()).filter(|row| rows[*row].same_as.is_none());
    let tasks: Vec<(usize, u64)> = own.flat_map(|row| (1..=seeds).map(move |seed| (row, seed))).collect();
    let cores = std::thread::available_parallelism().map_or(1, usize::from).min(tasks.len());
    let next = AtomicUsize::new(0);
    let (send, receive) = mpsc::channel::<(usize, DeployOutcome)>();
    let found = std::thread::scope(|scope| {
        for _ in 0..cores {
            let (send, next, tasks) = (send.clone(), &next, &tasks);
            scope.spawn(move || {
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let Some((row, seed)) = tasks.get(place) else { return };
                    let mut trial = DeployTrial::new(&rows[*row].deploy, &rows[*row].way, *seed);
                    // It ends after some time: see `DeployTrial`.
                    let outcome = trial.advance(u64::MAX).unwrap_or_default();
                    let _ = send.send((place, outcome));
                }
            });
        }
        drop(send);
        collect(&receive, tasks.len(), lang)
    });
    for ((row, _), outcome) in tasks.iter().zip(found) {
        study.rows[*row].outcomes.push(outcome);
    }
}

/// Takes the outcomes as they come, and says from time to time how many there are.
fn collect(receive: &Receiver<(usize, DeployOutcome)>, all: usize, lang: Lang) -> Vec<DeployOutcome> {
    let (mut found, mut done, mut said) = (vec![DeployOutcome::default(); all], 0, Instant::now());
    loop {
        match receive.recv_timeout(SIGN_OF_LIFE) {
            Ok((place, outcome)) => {
                found[place] = outcome;
                done += 1;
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return found,
        }
        if said.elapsed() >= SIGN_OF_LIFE && done < all {
            said = Instant::now();
            say(&lang.say(WhatIfText::Progress { done, all }));
        }
    }
}
