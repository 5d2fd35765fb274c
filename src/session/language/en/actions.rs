//! What stands on buttons, and what they do.

use crate::session::language::action::Verb;

pub fn label(verb: Verb) -> &'static str {
    match verb {
        Verb::Play => "play",
        Verb::Pause => "pause",
        Verb::Step => "next line",
        Verb::StepBack => "previous line",
        Verb::NextEntry => "next entry",
        Verb::PreviousEntry => "previous entry",
        Verb::NextRebalance => "next rebalance",
        Verb::PreviousRebalance => "previous rebalance",
        Verb::NextRequest => "next request",
        Verb::PreviousRequest => "previous request",
        Verb::NextCaption => "next caption",
        Verb::PreviousCaption => "previous caption",
        Verb::LoopFrom => "loop from here",
        Verb::LoopTo => "loop to here",
        Verb::NoLoop => "no loop",
        Verb::Rewind => "back to the start",
        Verb::Restart => "restart",
        Verb::BackToScript => "back to the script",
        Verb::Faster => "faster",
        Verb::Slower => "slower",
        Verb::Undo => "undo",
        Verb::Redo => "redo",
        Verb::AddConsumer => "+ add consumer",
        Verb::Stall => "stall",
        Verb::Close | Verb::Dismiss => "close",
        Verb::Kill => "kill",
        Verb::Freeze => "freeze",
        Verb::Cut => "cut off",
        Verb::Eager => "eager",
        Verb::Cooperative => "cooperative",
        Verb::ConsumerProtocol => "consumer (KIP-848)",
        Verb::AddPartition => "+ add",
        Verb::Open => "open",
        Verb::Save => "save",
        Verb::SaveReport => "report",
        Verb::Share => "share",
        Verb::MyWork => "My work",
        Verb::Present => "Present",
        Verb::Compare => "Compare",
        Verb::Deploy => "Deploy",
        Verb::Terminal => "Terminal",
        Verb::EditText => "Text",
        Verb::SaveSvg => "SVG",
        Verb::SavePng => "PNG",
        Verb::SaveMoving => "Animated SVG",
        Verb::SaveStoryboard => "Storyboard",
        Verb::Handout => "Handout",
        Verb::SaveSequence => "Mermaid",
        Verb::SavePlantUml => "PlantUML",
        Verb::SaveNumbers => "CSV",
        Verb::SaveJournal => "Journal",
        Verb::BringBack => "bring it back",
        Verb::Theme => "theme",
        Verb::Language => "한/EN",
        Verb::Controls => "bench",
        Verb::Course => "Course",
        Verb::Symptoms => "Symptoms",
        Verb::NextLesson => "next lesson",
        Verb::PreviousLesson => "previous lesson",
        Verb::NextVisitor => "next visitor",
        Verb::Describe => "in words",
        Verb::LetterKeys => "keys of a single character",
        Verb::OwnSettings => "own settings",
        Verb::Help => "?",
    }
}

const COOPERATIVE: &str =
    "Close all consumers and start them with [cooperative-sticky]: only what moves stops.";
const CONSUMER_PROTOCOL: &str =
    "Restart the consumers one after the other with group.protocol=consumer: an online migration.";

#[rustfmt::skip]
pub fn help(verb: Verb) -> &'static str {
    match verb {
        Verb::Play => "Let time run.",
        Verb::Pause => "Hold time still.",
        Verb::Step => "Go to the next line that is told: an entry of the story, a caption or a question.",
        Verb::StepBack => "Go back to the last line that was told.",
        Verb::NextEntry => "Go to the next entry of the journal, whatever it is.",
        Verb::PreviousEntry => "Go back to the last entry of the journal.",
        Verb::NextRebalance => "Go to the next start or end of a rebalance.",
        Verb::PreviousRebalance => "Go back to the last start or end of a rebalance.",
        Verb::NextRequest => "Go to where the next request is sent or answered.",
        Verb::PreviousRequest => "Go back to where the last request was sent or answered.",
        Verb::NextCaption => "Go to the next caption or question.",
        Verb::PreviousCaption => "Go back to the last caption or question.",
        Verb::LoopFrom => "Play a stretch again and again: it begins here.",
        Verb::LoopTo => "The stretch that is played again and again ends here.",
        Verb::NoLoop => "Play on and do not go back.",
        Verb::BackToScript => "Take back all you did; the script goes on as it is written.",
        Verb::Rewind => "Go back to the beginning; what you did stays.",
        Verb::Faster => "Let time run faster.",
        Verb::Slower => "Let time run slower.",
        Verb::Undo => "Take back what you did last; the future you left returns.",
        Verb::Redo => "Do again what you took back.",
        Verb::AddConsumer => "Start one more consumer like the last.",
        Verb::Stall => "Block the handler: heartbeats go on, poll is not called. Again: let it go on.",
        Verb::Close => "Finish the batch in hand, commit, and leave the group.",
        Verb::Kill => "kill -9: the process stops for good, without a word.",
        Verb::Restart => "Start a dead consumer again.",
        Verb::Freeze => "Stop both threads, as a long GC pause does. Again: let them run on.",
        Verb::Cut => "Cut the network to the brokers. Again: mend it.",
        Verb::Eager => {
            "Close all consumers and start them with [range]: a rebalance takes everything from everybody."
        }
        Verb::Cooperative => COOPERATIVE,
        Verb::ConsumerProtocol => CONSUMER_PROTOCOL,
        Verb::AddPartition => "Give the topic one more partition.",
        Verb::Open => "Open a .session file; dropping one on the page does the same.",
        Verb::Save => "Save the script together with what you did, as a .session file.",
        Verb::SaveReport => "Save all numbers of this instant as JSON.",
        Verb::Share => "Shows the link to this session and everything that can be saved of it.",
        Verb::MyWork => "Lists the sessions that this browser keeps.",
        Verb::Present => "Shows a room the stage and one caption, large; a clicker goes on.",
        Verb::Compare => "Shows the same run twice, with one thing done otherwise.",
        Verb::Deploy => "Computes what a rolling deploy costs with these settings.",
        Verb::Terminal => "Shows what Kafka's own tool and the clients' logs say now.",
        Verb::EditText => "Shows the session as text, to be changed.",
        Verb::SaveSvg => {
            "Saves the stage as an SVG picture. Dropped on the page, it opens the session again."
        }
        Verb::SavePng => "Saves the stage as a PNG picture.",
        Verb::SaveMoving => {
            "Saves the stage as an SVG picture that moves: the loop, or the last 10 seconds if there is none."
        }
        Verb::SaveStoryboard => "Saves a page to print, with a picture of the stage for each caption.",
        Verb::Handout => "Saves sheets to print, with room for predictions and the answers at the end.",
        Verb::SaveSequence => "Saves the newest requests as a sequence diagram for Mermaid.",
        Verb::SavePlantUml => "Saves the newest requests as a sequence diagram for PlantUML.",
        Verb::SaveNumbers => "Saves the numbers of this instant as comma-separated values.",
        Verb::SaveJournal => "Saves everything that happened as comma-separated values.",
        Verb::BringBack => "Return to the session that was open before.",
        Verb::Theme => "Light, dark, or as the system has it.",
        Verb::Language => "The page in Korean or in English.",
        Verb::Controls => "Show or hide the bench, where things are changed.",
        Verb::Help => "Show this list.",
        Verb::Dismiss => "Put away messages, this list, and the choice of a consumer.",
        Verb::Course | Verb::Symptoms | Verb::NextLesson | Verb::PreviousLesson | Verb::NextVisitor
        | Verb::Describe | Verb::LetterKeys | Verb::OwnSettings => help_of_learning(verb),
    }
}

/// The same for what is done in the course, and by visitors one after the other.
fn help_of_learning(verb: Verb) -> &'static str {
    match verb {
        Verb::Course => "Shows all lessons, and how far you have come.",
        Verb::Symptoms => {
            "Finds what you see: what it comes from, the lesson that shows it, and what mends it."
        }
        Verb::NextLesson => "Opens the next lesson of the course.",
        Verb::PreviousLesson => "Opens the lesson before this one.",
        Verb::NextVisitor => {
            "Begins afresh for the next visitor: all that was done and kept here is deleted."
        }
        Verb::Describe => "Says what is on the stage now, in sentences.",
        Verb::LetterKeys => "Switches all keys of a single character on or off.",
        Verb::OwnSettings => "Opens the field for your own consumer.properties.",
        _ => "",
    }
}
