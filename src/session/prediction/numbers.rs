//! How many, or how long, between a question and its answer. It needs the table of measures, which figures do without.

use super::Prediction;
use crate::cluster::Cluster;
use crate::session::expect;
use crate::session::tally::{Moment, Tally};
use std::sync::Arc;

/// What counts a number between two instants of one run.
pub type CountBetween = fn(&Prediction, &Cluster, &Cluster) -> Option<i128>;

/// The number of a prediction, between the world of its question and that of its answer.
pub fn number_between(prediction: &Prediction, before: &Cluster, after: &Cluster) -> Option<i128> {
    expect::difference(&prediction.line, prediction.measure(), &moment(before), &moment(after))
}

/// The world of this instant, and what was counted up to it.
pub(in crate::session) fn moment(cluster: &Cluster) -> Moment {
    let mut tally = Tally::default();
    tally.read_on(cluster.journal());
    Moment { world: cluster.observe(0), tally: Arc::new(tally) }
}
