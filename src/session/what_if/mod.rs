//! The deploy calculator: what a rolling deploy of a consumer group costs, as it is and done in other ways.
//!
//! A [`Deploy`] is plain data, read from a session or from pasted settings. A [`Way`] changes it: a row of the result.
//! A [`DeployTrial`] simulates one deploy with one seed; it leaves a session text behind that shows the same. A
//! [`Study`] has the trials of all rows and seeds, and [`DeployVerdict`] says in sentences what they mean.
//!
//! A seed moves: the jitter of every request, the moment at which each consumer starts (and so the phases of
//! heartbeats), the producer's start (and so the phase of batches), each restart's moment within its gap, and how long
//! each consumer is down. Everything else is the same in all trials of a row, and a seed is the same in all rows.
//!
//! Not modelled: a deploy that starts the new process before the old one is gone (surge), new settings in the new
//! version, and what a deployment controller checks between two restarts. It restarts the next consumer when its moment
//! has come, but never before the last one has been started again; a process that ended by itself it leaves alone.

mod deploy;
mod form;
mod mistake;
mod plan;
mod reading;
mod study;
mod summary;
mod trial;
mod verdict;
mod way;

pub use deploy::{
    Deploy, DeployField, MOST_CONSUMERS, MOST_PARTITIONS, MOST_RECORDS, MOST_SEEDS, StopBy, split_range,
};
pub use form::{DeployForm, DeployInput, InputError, MOST_SEEDS_IN_FORM, SettingsText};
pub use mistake::WhatIfMistake;
pub use reading::{is_session, leave_to_deploy, of_properties, of_session};
pub use study::{Study, StudyRow};
pub use summary::{DeployColumn, RowSummary, Spread};
pub use trial::{DeployOutcome, DeployTrial, RECOVERY_STEP, opening, script};
pub use verdict::{ColumnChange, DeployVerdict, VerdictSentence};
pub use way::{Way, WayStep};
