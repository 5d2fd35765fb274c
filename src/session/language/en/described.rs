//! The stage in sentences.

use crate::session::language::described::DescribedText;

pub fn text(text: &DescribedText) -> &'static str {
    match text {
        DescribedText::At(_) => "It is {0}.",
        DescribedText::Group { .. } => "Group {0}: {1}, generation {2}, {3} member{3:s}.",
        DescribedText::NoCoordinator(_) => "Group {0} has no coordinator at the moment.",
        DescribedText::Reads { .. } => "{0} reads {1}.",
        DescribedText::SubscribesByPattern { .. } => {
            "{0} subscribes to what the coordinator finds to match {1}."
        }
        DescribedText::Idle(_) => "{0} has no partitions.",
        DescribedText::Dead { .. } => "{0} is dead. Nobody else has got {1} yet.",
        DescribedText::DeadWithNothing(_) => "{0} is dead.",
        DescribedText::Frozen { .. } => "{0} is frozen. It has {1}.",
        DescribedText::Stalled { .. } => "{0} is stalled in its handler. It has {1}.",
        DescribedText::Closing(_) => "{0} is closing.",
        DescribedText::Closed(_) => "{0} is closed.",
        DescribedText::Failed { .. } => "{0} has ended with {1}.",
        DescribedText::CutOff(_) => "{0} is cut off from the brokers.",
        DescribedText::Zombie(_) => "{0} is no member any more, and does not know it.",
        DescribedText::MoreConsumers(_) => "And {0} more consumer{0:s}.",
        DescribedText::NobodyReads(_) => "Nobody reads {0}.",
        DescribedText::Lags(_) => "Lag: {0}.",
        DescribedText::TotalLag(_) => "The lag of all partitions together is {0}.",
        DescribedText::Cost { .. } => "Processed twice so far: {0}. Lost: {1}.",
        DescribedText::Asked(_) => "Asked: {0}",
        DescribedText::Option { .. } => "{0}: {1}.",
    }
}
