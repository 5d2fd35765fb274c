//! What a visitor can do to the page, by name: buttons, keys and help are written for these.

/// What can be done, without saying to whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    Play,
    Pause,
    Step,
    StepBack,
    Rewind,
    Faster,
    Slower,
    Undo,
    Redo,
    AddConsumer,
    Stall,
    Close,
    Kill,
    Restart,
    Freeze,
    Cut,
    Eager,
    Cooperative,
    AddPartition,
    Open,
    Save,
    SaveReport,
    BringBack,
    Theme,
    Language,
    Controls,
    Help,
    Dismiss,
}
