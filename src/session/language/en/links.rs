//! What is wrong with a link.

use crate::session::link::LinkMistake;

pub fn mistake(mistake: &LinkMistake) -> &'static str {
    match mistake {
        LinkMistake::TooLong { .. } => {
            "The link has {0} characters; at most {1} are read. Send the session as a file instead."
        }
        LinkMistake::NoScenario { meant: None, .. } => "The link names a scenario `{0}`, which there is not.",
        LinkMistake::NoScenario { meant: Some(_), .. } => {
            "The link names a scenario `{0}`, which there is not. Did you mean `{1}`?"
        }
        LinkMistake::NoInstant(_) => {
            "The link goes to `{0}`, which is no instant: behind @ stands one like 12.4s, at most 24 hours."
        }
        LinkMistake::Foreign { .. } => {
            "Character {1} behind ~ of the link is `{0}`, which is in no link. What was done in the session could not \
             be read. Copy the link again."
        }
        LinkMistake::Newer { .. } => {
            "The link was made by a newer groupscope (format {0}; this page reads formats up to {1}). What was done in \
             the session could not be read. Reload the page, or open the link where it was made."
        }
        LinkMistake::CutOff { .. } => {
            "The link is cut off: {0} of its {1} bytes are there. What was done in the session could not be read. \
             Copy the whole link."
        }
        LinkMistake::Changed => {
            "The link was changed on its way: its checksum is wrong. What was done in the session could not be read. \
             Copy the link again."
        }
        LinkMistake::Empty => "The link has neither a scenario nor a session in it.",
    }
}

pub const NOT_REPEATED: &str = "Change {0} of {1} in the link could not be made again: `{2}` at {3}. {4} The changes \
                                before it were made, those after it were not.";
