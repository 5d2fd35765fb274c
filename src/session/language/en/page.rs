//! The fixed texts of the page.

use crate::session::bench::SettingTheme;
use crate::session::language::label::{ColumnLabel, Label, SettingLabel};

#[rustfmt::skip]
pub fn label(label: Label) -> &'static str {
    match label {
        Label::LinkNotWhole => "A part of the link could not be read. What could be read is open.",
        Label::PageTitle => "groupscope: watch a Kafka consumer group",
        Label::Places => "Places",
        Label::Bench => "Bench",
        Label::SessionAndPage => "Session and page",
        Label::ColoursOfSystem => "Colours: as the system has them",
        Label::ColoursLight => "Colours: light",
        Label::ColoursDark => "Colours: dark",
        Label::Scenario => "Scenario",
        Label::Stage => "Stage",
        Label::StoryAndJournal => "Story and journal",
        Label::TimelineAndTotals => "Timeline and totals",
        Label::Failed => "groupscope failed, and this page has stopped. Reload it to go on.",
        Label::FailedAdvice => "The text below is what you had open. Save it as a .session file to continue, and add \
            it to a report.",
        Label::Keys => "Keys",
        Label::Close => "Close",
        Label::ChooseByNumber => "Answer the question that is asked; else choose the consumer on which keys act.",
        Label::WhatIsWrong => "What is wrong with the file",
        Label::CloseMessage => "Close this message",
        Label::Copy => "copy",
        Label::Copied => "copied",
        Label::DropHere => "Drop a .session file to open it",
        Label::DropReturns => "What you have open now can be brought back.",
        Label::Time => "Time",
        Label::BackToBeginning => "Back to the beginning",
        Label::Speed => "Speed",
        Label::SpeedKeys => "Speed (+ and -). Auto pace is slow while something happens, and fast while nothing does.",
        Label::AutoPace => "auto pace",
        Label::MoreSteps => "More steps, and the loop",
        Label::SimulatedTime => "Simulated time",
        Label::Undo => "Undo",
        Label::Redo => "Redo",
        Label::More => "More",
        Label::AddSomething => "Add something …",
        Label::RebalanceProtocol => "Rebalance protocol",
        Label::Assignor => "Assignor",
        Label::BetweenLists => " and ",
        Label::Partitions => "partitions",
        Label::RecordsPerSecond => "records/s",
        Label::NobodyWrites => "Nobody writes to this topic",
        Label::ChooseThis => "Choose this consumer: keys then act on it",
        Label::FindConsumer => "Find a consumer",
        Label::DoIt => "do it",
        Label::PasteProperties => "Paste your consumer.properties",
        Label::Understood => "What was understood",
        Label::Resume => "resume",
        Label::Thaw => "thaw",
        Label::Mend => "mend",
        Label::Story => "Story",
        Label::ShowAnswer => "Show the answer",
        Label::NothingTold => "Add, stall or kill a consumer on the left, and watch its offsets.",
        Label::ScriptIsOver => "The script is over. Press play, and the world runs on.",
        Label::NothingCanBreak => "Nothing here can break:",
        Label::WhatHappened => "What happened",
        Label::GoToInstant => "Go to this instant",
        Label::GoToBeginning => "Go to its beginning",
        Label::Why => "Why",
        Label::CloseAnswer => "Close the answer",
        Label::Rebalances => "Its rebalances, newest first",
    }
}

pub const fn column(label: ColumnLabel) -> &'static str {
    match label {
        ColumnLabel::LinesOf => "Lines of",
        ColumnLabel::LinesOfStory => "story",
        ColumnLabel::LinesOfCommits => "commits",
        ColumnLabel::LinesOfRequests => "requests",
        ColumnLabel::LinesNaming => "only …",
        ColumnLabel::LinesOfOne => "Only lines that name this consumer or partition",
        ColumnLabel::ChooseOnStage => "others: choose on the stage",
        ColumnLabel::ConsumersHere => "Consumers",
        ColumnLabel::PartitionsHere => "Partitions",
        ColumnLabel::IfNobodyInterferes => "And then, if nobody interferes",
    }
}

#[rustfmt::skip]
pub fn setting_label(label: SettingLabel) -> &'static str {
    match label {
        SettingLabel::SettingsOfWhom => "Settings of",
        SettingLabel::FindSetting => "Find a setting",
        SettingLabel::NothingFound => "No setting has this in its name or meaning.",
        SettingLabel::KafkaDefaults => "Kafka defaults",
        SettingLabel::ClassroomTimes => "classroom times",
        SettingLabel::ResetAll => "Reset all",
        SettingLabel::NotAllTheSame => "not all the same",
        SettingLabel::NotKafkas => "Not a setting of Kafka's.",
        SettingLabel::Span => "a time, such as 200us, 5ms, 6s or 2min",
        SettingLabel::Name => "a name",
        SettingLabel::NoValue => "none",
        SettingLabel::TakesRestart => "A consumer reads its settings when it starts: this takes a restart.",
        SettingLabel::TakesNothing => "This takes no restart.",
        SettingLabel::TakesTheStart => "Brokers have their settings from the start of the run.",
        SettingLabel::AllAtOnce => "all at once",
        SettingLabel::AllAtOnceHelp => "All close, and start again when all have closed.",
        SettingLabel::Rolling => "rolling",
        SettingLabel::RollingHelp => "One after the other; the next one when the group is stable.",
        SettingLabel::FromTheStart => "from the start",
        SettingLabel::FromTheStartHelp => "The same run again with these settings; this one can be brought back.",
        SettingLabel::FromNowOn => "from now on",
        SettingLabel::Discard => "discard",
    }
}

pub fn theme(theme: SettingTheme) -> &'static str {
    match theme {
        SettingTheme::Committing => "Committing",
        SettingTheme::Membership => "Membership",
        SettingTheme::Processing => "Processing",
        SettingTheme::Fetching => "Fetching",
        SettingTheme::Asking => "Requests and metadata",
        SettingTheme::Identity => "Name and place",
        SettingTheme::Brokers => "Brokers",
    }
}

/// What one of our own settings means.
#[rustfmt::skip]
pub fn knob(name: &str) -> &'static str {
    match name {
        "commit" => "How the application commits.",
        "commit_every" => "With commit=every: after how many records it commits.",
        "listener" => "What the application does in onPartitionsRevoked.",
        "listener_throws" => "Which of the listener's methods throw: none, one always, or onPartitionsAssigned once.",
        "callback_time" => "How long each rebalance callback takes.",
        "processing_time" => "How long the handler takes for one record.",
        "poll_timeout" => "How long a poll waits for records at the most.",
        "spike" => "How long the handler takes for one record out of spike_every; 0us: as long as for any other.",
        "spike_every" => "In a partition every so-many-th record takes as long as spike says.",
        "workers" => "How many threads process what poll returns; 0: the thread that polls.",
        "queue" => "How many records may wait for a worker before all partitions are paused.",
        "order" => "Which record a free worker takes: the next of a partition, or any.",
        "on_poison" => "What the application does with a record that cannot be deserialized.",
        "rack" => "Where the process stands, if that is not client.rack.",
        _ => "",
    }
}
