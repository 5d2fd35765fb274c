//! The texts of the picture for a room, of its code for phones, and of the handout.

use crate::session::language::present::{PresentLabel, PresentPhrase};

pub const fn label(label: PresentLabel) -> &'static str {
    match label {
        PresentLabel::Reads => "reading",
        PresentLabel::Idle => "idle",
        PresentLabel::Works => "processing",
        PresentLabel::Commits => "committing",
        PresentLabel::LooksUp => "looking up",
        PresentLabel::Joins => "joining",
        PresentLabel::GivesUp => "giving up",
        PresentLabel::TakesOver => "taking over",
        PresentLabel::LostAll => "lost all",
        PresentLabel::Member => "member",
        PresentLabel::StillMember => "still member",
        PresentLabel::NotMember => "no member",
        PresentLabel::Awaited => "awaited",
        PresentLabel::Screen => "For a room",
        PresentLabel::Back => "Back to the last caption",
        PresentLabel::Next => "On to the next caption",
        PresentLabel::Code => "Code for phones",
        PresentLabel::Leave => "Leave",
        PresentLabel::Choices => "What the room says",
        PresentLabel::Black => "A black screen, until the next key.",
        PresentLabel::MarkRecords => {
            "Drag over the lane, or press Enter at the first record and at the last."
        }
        PresentLabel::Wrong => "Wrong:",
        PresentLabel::Holds => "On to the next caption; while time runs, it stands still.",
        PresentLabel::Rings => "Rings the next lane, card or coordinator, or the one before.",
        PresentLabel::RingsRecord => "Rings the next record of the ringed lane, or the one before.",
        PresentLabel::Marks => "What is ringed is the room's prediction.",
        PresentLabel::CodeHead => "On your phone",
        PresentLabel::CodeHelp => {
            "The code opens this very moment. What is answered there stays on the phone: no server learns of it."
        }
        PresentLabel::Reach => "At which address can others reach this page?",
        PresentLabel::ReachHelp => {
            "This page runs from a file or from this machine, where no phone can find it. Enter the address of a \
             copy that others can open; it is kept in this browser."
        }
        PresentLabel::ReachField => "Address",
        PresentLabel::UseReach => "Make the code",
        PresentLabel::ChangeReach => "Another address",
        PresentLabel::Short => {
            "The whole session is too long for a code. This one opens the scenario at this instant, without what \
             was done in it."
        }
        PresentLabel::TooLong => {
            "This session is no scenario of the page's and too long for a code. Save it as a file and send that."
        }
        PresentLabel::NoAddress => {
            "There is no address yet. Enter one such as https://example.org/groupscope/."
        }
        PresentLabel::NoScheme => {
            "An address that a phone opens begins with http:// or https://. Write that in front."
        }
        PresentLabel::NoHost => {
            "Behind http:// or https:// the name of a machine is missing, or has a letter that no name has. Write it \
             as in https://example.org/."
        }
        PresentLabel::OnlyHere => {
            "That address means the machine on which it is opened: a phone would look for the page on itself. Enter \
             the name or number of this machine in your network."
        }
        PresentLabel::Audience => "From the room",
        PresentLabel::Prediction => "My prediction",
        PresentLabel::Why => "because",
        PresentLabel::Answers => "Answers",
        PresentLabel::RightIs => "Right:",
    }
}

pub const fn phrase(phrase: &PresentPhrase) -> &'static str {
    match phrase {
        PresentPhrase::AtStake(_) => "{0} at stake",
        PresentPhrase::Again(_) => "{0} would come twice",
        PresentPhrase::Twice(_) => "{0} came twice",
        PresentPhrase::Lost(_) => "{0} lost",
        PresentPhrase::Position(_) => "position {0}",
        PresentPhrase::Committed(_) => "committed {0}",
        PresentPhrase::More(_) => "and {0} more",
        PresentPhrase::Generation(_) => "generation {0}",
        PresentPhrase::WaitsFor(_) => "waits for {0}",
        PresentPhrase::WaitsForMany(_) => "waits for {0} members",
        PresentPhrase::Question(_) => "Question {0}",
        PresentPhrase::AnswerTo(_) => "To question {0}",
    }
}
