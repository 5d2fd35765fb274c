//! The fixed texts of the page.

use crate::session::language::label::{ColumnLabel, Label, ScenarioSubject};

#[rustfmt::skip]
pub fn label(label: Label) -> &'static str {
    match label {
        Label::PageTitle => "groupscope: watch a Kafka consumer group",
        Label::Controls => "Controls",
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
        Label::ChooseByNumber => "Choose a consumer; the keys for one consumer act on it.",
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
        Label::ConsumerSettings => "Consumer settings",
        Label::DoIt => "do it",
        Label::PasteProperties => "Paste your consumer.properties",
        Label::NoValue => "none",
        Label::ProcessingTimeMeaning => "How long the handler takes for one record. Not a setting of Kafka's.",
        Label::CommitMeaning => "How the application commits. Not a setting of Kafka's.",
        Label::KnobMeaning => "What the application does. Not a setting of Kafka's.",
        Label::Resume => "resume",
        Label::Thaw => "thaw",
        Label::Mend => "mend",
        Label::Story => "Story",
        Label::NothingTold => "Add, stall or kill a consumer on the left, and watch its offsets.",
        Label::ScriptIsOver => "The script is over. The world runs on.",
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

pub fn subject(subject: ScenarioSubject) -> &'static str {
    match subject {
        ScenarioSubject::Groups => "Groups and assignors",
        ScenarioSubject::Rebalancing => "Rebalancing",
        ScenarioSubject::Failures => "Failures",
        ScenarioSubject::Committing => "Committing",
        ScenarioSubject::Positions => "Positions and resets",
        ScenarioSubject::Tuning => "Fetching and tuning",
    }
}
