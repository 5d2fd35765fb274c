//! Ready-made pairs of runs: two ways of doing the same thing, of which the open session is one, or becomes one.

use crate::kafka::property::AUTO_COMMIT;
use crate::session::Session;
use crate::session::bench::{Edits, of_consumers};
use crate::session::language::notice::Complaint;
use crate::session::properties_text::{LeftOut, Pasted, Refused, read};
use crate::session::variation::Variation;
use std::rc::Rc;

/// What teachers and engineers compare most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadyPair {
    EagerCooperative,
    EagerConsumer,
    CooperativeConsumer,
    RangeSticky,
    DynamicStatic,
    KillClose,
    AutoSync,
    CommitOnRevoke,
    MaxPollRecords,
    KafkasDefaults,
}

impl ReadyPair {
    /// All of them.
    pub const ALL: [ReadyPair; 10] = [
        ReadyPair::EagerCooperative,
        ReadyPair::EagerConsumer,
        ReadyPair::CooperativeConsumer,
        ReadyPair::RangeSticky,
        ReadyPair::DynamicStatic,
        ReadyPair::KillClose,
        ReadyPair::AutoSync,
        ReadyPair::CommitOnRevoke,
        ReadyPair::MaxPollRecords,
        ReadyPair::KafkasDefaults,
    ];

    /// Its name for scripts and tests.
    pub const fn id(self) -> &'static str {
        match self {
            ReadyPair::EagerCooperative => "eager-cooperative",
            ReadyPair::EagerConsumer => "eager-consumer",
            ReadyPair::CooperativeConsumer => "cooperative-consumer",
            ReadyPair::RangeSticky => "range-sticky",
            ReadyPair::DynamicStatic => "dynamic-static",
            ReadyPair::KillClose => "kill-close",
            ReadyPair::AutoSync => "auto-sync",
            ReadyPair::CommitOnRevoke => "commit-on-revoke",
            ReadyPair::MaxPollRecords => "max-poll-records",
            ReadyPair::KafkasDefaults => "kafkas-defaults",
        }
    }

    /// What its two sides do; `None` for the session as it is.
    pub fn plan(self) -> ComparePlan {
        let with = |settings: &[(&'static str, &str)]| {
            Variation::Settings(settings.iter().map(|(name, text)| (*name, (*text).to_owned())).collect())
        };
        let (a, b) = match self {
            ReadyPair::EagerCooperative => {
                (Variation::classic("range"), Variation::classic("cooperative-sticky"))
            }
            ReadyPair::EagerConsumer => (Variation::classic("range"), Variation::consumer()),
            ReadyPair::CooperativeConsumer => {
                (Variation::classic("cooperative-sticky"), Variation::consumer())
            }
            ReadyPair::RangeSticky => (Variation::classic("range"), Variation::classic("sticky")),
            ReadyPair::DynamicStatic => (Variation::Dynamic, Variation::Static),
            ReadyPair::KillClose => (Variation::Killed, Variation::Closed),
            ReadyPair::AutoSync => (
                with(&[(AUTO_COMMIT, "true"), ("commit", "auto")]),
                with(&[(AUTO_COMMIT, "false"), ("commit", "sync")]),
            ),
            ReadyPair::CommitOnRevoke => (with(&[("listener", "none")]), with(&[("listener", "commit")])),
            ReadyPair::MaxPollRecords => {
                (with(&[("max.poll.records", "500")]), with(&[("max.poll.records", "50")]))
            }
            ReadyPair::KafkasDefaults => {
                return ComparePlan {
                    pair: Some(self),
                    a: None,
                    b: Beside::Varied(Variation::KafkasDefaults),
                };
            }
        };
        ComparePlan { pair: Some(self), a: Some(a), b: Beside::Varied(b) }
    }
}

/// Where the second run comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum Beside {
    /// The open session with something done otherwise.
    Varied(Variation),
    /// A session text of its own; what the visitor does is done in it as well.
    Text { name: String, text: Rc<str> },
}

/// What is compared.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparePlan {
    /// The pair, if it is a ready-made one.
    pub pair: Option<ReadyPair>,
    /// How the first run is to be; `None` for the session as it is.
    pub a: Option<Variation>,
    pub b: Beside,
}

/// The two runs of a plan.
pub struct BesideRuns {
    /// The first, if it is another one than the open session.
    pub a: Option<Session>,
    pub b: Session,
    /// Whether the open session does what the plan has for the second: the sides have changed places.
    pub turned: bool,
}

/// The plan of two texts, and what of each was left out.
pub type PlanOfTexts = (ComparePlan, [Vec<LeftOut>; 2]);

impl ComparePlan {
    /// The session as it is, beside itself with these settings for all consumers.
    pub fn with(edits: Edits) -> ComparePlan {
        ComparePlan { pair: None, a: None, b: Beside::Varied(Variation::Settings(edits)) }
    }

    /// Two texts of settings, as `consumer.properties` has them, for all consumers of the session; and of each what was
    /// left out.
    ///
    /// # Errors
    /// What is wrong with the lines of the first, or of the second.
    pub fn of_texts(a: &str, b: &str) -> Result<PlanOfTexts, [Vec<Refused>; 2]> {
        let (a, b) = (read(a), read(b));
        let wrong = [refused(&a), refused(&b)];
        if wrong.iter().any(|wrong| !wrong.is_empty()) {
            return Err(wrong);
        }
        let edits = |pasted: &Pasted| {
            let known = |name: &str| of_consumers().find(|known| *known == name);
            let settings = pasted.settings.iter();
            settings.filter_map(|setting| Some((known(setting.name)?, setting.text.clone()))).collect()
        };
        let (first, second) = (Variation::Settings(edits(&a)), Variation::Settings(edits(&b)));
        let plan = ComparePlan { pair: None, a: Some(first), b: Beside::Varied(second) };
        Ok((plan, [a.left_out, b.left_out]))
    }

    /// The two runs, made from the open session.
    ///
    /// # Errors
    /// Why one of them cannot be: a setting that does not fit, a command that it refuses.
    pub fn runs(&self, open: &Session) -> Result<BesideRuns, Complaint> {
        let b = match &self.b {
            Beside::Varied(variation) => variation,
            Beside::Text { name, text } => {
                let first = |errors: Vec<_>| errors.into_iter().next().map(Complaint::from);
                let mut b = Session::open(name, text.as_bytes())
                    .map_err(|errors| first(errors).unwrap_or(Complaint::Unreadable))?;
                b.repeat(&open.deeds()).map_err(|refused| refused.why)?;
                b.seek(open.now());
                return Ok(BesideRuns { a: None, b, turned: false });
            }
        };
        match &self.a {
            Some(a) if !open.does(a) && open.does(b) => {
                Ok(BesideRuns { a: None, b: open.varied(a)?, turned: true })
            }
            Some(a) if !open.does(a) => {
                Ok(BesideRuns { a: Some(open.varied(a)?), b: open.varied(b)?, turned: false })
            }
            _ => Ok(BesideRuns { a: None, b: open.varied(b)?, turned: false }),
        }
    }
}

/// All that is wrong with a pasted text.
fn refused(pasted: &Pasted) -> Vec<Refused> {
    if pasted.errors.is_empty() { pasted.errors_of_values() } else { pasted.errors.clone() }
}
