//! The steps of a session as a document to print has them, each with a picture: its captions; where a session has none,
//! the instants at which its story tells something.

use crate::session::Session;
use crate::session::caption::{Caption, CaptionKind, Choice};
use crate::session::language::Lang;
use crate::session::telling::{Level, telling};
use crate::sim::time::SimTime;

/// A session without captions has so many steps at most.
const MOST_UNTOLD: usize = 24;

/// What a step is to its reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoardKind {
    Told,
    Asked,
    Answered,
}

/// A step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardStep {
    pub at: SimTime,
    pub kind: BoardKind,
    /// Captions may have `**strong**` words and `` `code` `` in them.
    pub text: String,
    /// What a question lets a reader choose from.
    pub choices: Vec<String>,
    /// Which of them are right, zero-based.
    pub right: Vec<usize>,
    /// The language of both: a caption without Korean is in English.
    pub lang: Lang,
}

impl Session {
    /// Where the cursor must be before the steps are listed: at the script's end, or where it is beyond that.
    pub fn board_end(&self) -> SimTime {
        self.now().max(self.script_end())
    }

    /// The steps up to the cursor, oldest first.
    pub fn board_steps(&self, lang: Lang) -> Vec<BoardStep> {
        let told: Vec<BoardStep> =
            self.captions().iter().map(|caption| BoardStep::of_caption(caption, lang)).collect();
        if told.is_empty() { self.untold_steps(lang) } else { told }
    }

    fn untold_steps(&self, lang: Lang) -> Vec<BoardStep> {
        let mut steps: Vec<BoardStep> = Vec::new();
        let journal = self.cluster().journal().iter();
        for entry in journal.filter(|entry| telling(&entry.fact).level <= Level::Story) {
            let sentence = self.sentence_in(lang, entry);
            let count = steps.len();
            match steps.last_mut().filter(|last| last.at == entry.time) {
                Some(last) => last.text = format!("{} {sentence}", last.text),
                None if count == MOST_UNTOLD => break,
                None => steps.push(BoardStep {
                    at: entry.time,
                    kind: BoardKind::Told,
                    text: sentence,
                    choices: Vec::new(),
                    right: Vec::new(),
                    lang,
                }),
            }
        }
        steps
    }
}

impl BoardStep {
    fn of_caption(caption: &Caption, lang: Lang) -> BoardStep {
        let said = |en: &str, ko: &str| lang.choose(en, if ko.is_empty() { en } else { ko }).to_owned();
        let options: &[Choice] = match &caption.kind {
            CaptionKind::Ask { options, .. } => options,
            CaptionKind::Say | CaptionKind::Answer => &[],
        };
        let kind = match caption.kind {
            CaptionKind::Say => BoardKind::Told,
            CaptionKind::Ask { .. } => BoardKind::Asked,
            CaptionKind::Answer => BoardKind::Answered,
        };
        let choices = options.iter().map(|one| said(&one.en, &one.ko)).collect();
        let right = (0..options.len()).filter(|n| options[*n].right).collect();
        let no_korean = caption.ko.is_empty() || caption.ko == caption.en;
        let lang = if no_korean { Lang::En } else { lang };
        BoardStep { at: caption.at, kind, text: said(&caption.en, &caption.ko), choices, right, lang }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(more: &str) -> Session {
        let script = format!(
            "topic orders partitions=2\ngroup billing\nconsumers c1 group=billing\n\
             producer p1 topic=orders rate=10/s\n{more}"
        );
        Session::open("test", script.as_bytes()).expect("a script that is right")
    }

    #[test]
    fn the_steps_are_the_captions_in_their_language() {
        let mut session = opened(
            "run for=1s\nsay en=\"One `c1`.\" ko=\"하나.\"\nrun for=2s\nsay en=\"Two.\" ko=\"둘.\"\nrun for=1s\n",
        );
        session.seek(session.board_end());
        let steps = session.board_steps(Lang::En);
        let told: Vec<_> = steps.iter().map(|step| (step.at.as_millis(), step.text.as_str())).collect();
        assert_eq!(told, [(1_000, "One `c1`."), (3_000, "Two.")]);
        assert_eq!(session.board_steps(Lang::Ko)[1].text, "둘.");
        assert_eq!(session.now(), SimTime::from_millis(4_000));
    }

    #[test]
    fn without_captions_the_steps_are_what_the_story_tells() {
        let mut session = opened("run for=5s\nkill c1\nrun for=1s\n");
        session.seek(session.board_end());
        let steps = session.board_steps(Lang::En);
        assert!(
            steps.iter().any(|step| step.text.contains("c1") && step.at.as_millis() == 5_000),
            "{steps:?}"
        );
        assert!(steps.len() <= MOST_UNTOLD && steps.is_sorted_by_key(|step| step.at), "{steps:?}");
    }
}
