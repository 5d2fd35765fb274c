//! STUB, to be dropped at the merge.

use crate::sim::time::SimTime;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub en: String,
    pub ko: String,
    pub right: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaptionKind {
    Say,
    Ask { options: Vec<Choice> },
    Answer,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caption {
    pub at: SimTime,
    pub kind: CaptionKind,
    pub en: String,
    pub ko: String,
}
