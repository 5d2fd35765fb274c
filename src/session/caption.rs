//! What a scenario says to its reader, and when.

use crate::session::prediction::Prediction;
use crate::session::scenario::Texts;
use crate::sim::time::SimTime;

/// One answer to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub en: String,
    pub ko: String,
    pub right: bool,
}

/// What kind of caption.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaptionKind {
    /// Says something.
    Say,
    /// Asks before the decisive moment. The page pauses here; what happens next is the answer.
    Ask {
        options: Vec<Choice>,
        /// What is to be foretold, if it is answered on the stage.
        prediction: Option<Box<Prediction>>,
    },
    /// Shown when the answer has been seen: why it is so.
    Answer,
}

/// A caption.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caption {
    pub at: SimTime,
    pub kind: CaptionKind,
    pub en: String,
    pub ko: String,
}

impl Caption {
    /// A caption from here on.
    pub fn new(at: SimTime, kind: CaptionKind, texts: Texts) -> Caption {
        Caption { at, kind, en: texts.en, ko: texts.ko }
    }

    /// Whether it asks something.
    pub fn asks(&self) -> bool {
        matches!(self.kind, CaptionKind::Ask { .. })
    }

    /// What it has its reader foretell.
    pub fn prediction(&self) -> Option<&Prediction> {
        match &self.kind {
            CaptionKind::Ask { prediction, .. } => prediction.as_deref(),
            CaptionKind::Say | CaptionKind::Answer => None,
        }
    }

    /// What it has its reader choose from.
    pub fn options(&self) -> &[Choice] {
        match &self.kind {
            CaptionKind::Ask { options, .. } => options,
            CaptionKind::Say | CaptionKind::Answer => &[],
        }
    }
}
