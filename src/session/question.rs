//! The question that stands: the one that was asked last, until its answer has been followed by something else.

use crate::cluster::observation::Observation;
use crate::session::Session;
use crate::session::caption::{Caption, CaptionKind};

/// What is known of a question's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuestionAnswer {
    /// It has been reached: this caption.
    At(usize),
    /// It will be seen.
    Later,
    /// Nothing is said afterwards.
    None,
}

/// A question that is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StandingQuestion {
    /// Its place among the captions.
    pub place: usize,
    pub answer: QuestionAnswer,
}

/// The place of the caption that answers the question at `place`.
pub fn answer_of(captions: &[Caption], place: usize) -> Option<usize> {
    let after = captions.get(place + 1..)?;
    let own = after.iter().take_while(|caption| !caption.asks());
    own.into_iter().position(|caption| caption.kind == CaptionKind::Answer).map(|at| place + 1 + at)
}

/// The question that stands when `reached` captions have been reached. It stands until its answer has been followed by
/// something else; without an answer, until the next caption.
pub fn standing_question(captions: &[Caption], reached: usize) -> Option<StandingQuestion> {
    let told = &captions[..reached];
    let place = told.iter().rposition(Caption::asks)?;
    let told_after = |place: usize| told[place + 1..].iter().any(|caption| caption.kind == CaptionKind::Say);
    let (answer, over) = match answer_of(captions, place) {
        Some(at) if at < reached => (QuestionAnswer::At(at), told_after(at)),
        Some(_) => (QuestionAnswer::Later, false),
        None => (QuestionAnswer::None, told_after(place)),
    };
    (!over).then_some(StandingQuestion { place, answer })
}

impl Session {
    /// How many captions have been reached.
    pub fn told(&self) -> usize {
        let now = self.now();
        self.captions().partition_point(|caption| caption.at <= now)
    }

    /// The question that stands at the cursor. Who has left the script before its answer will not see it.
    pub fn standing_question(&self) -> Option<StandingQuestion> {
        let is_left = self.departed().is_some_and(|departed| departed <= self.now());
        let is_answered = |it: &StandingQuestion| matches!(it.answer, QuestionAnswer::At(_));
        standing_question(self.captions(), self.told()).filter(|it| !is_left || is_answered(it))
    }

    /// The world at the cursor as it may be shown, with so many records of each lane.
    pub fn shown(&self, window: usize) -> Observation {
        let mut world = self.cluster().observe(window);
        if self.conceals() {
            let lanes = world.groups.iter_mut().flat_map(|group| &mut group.lanes);
            lanes.for_each(|lane| lane.at_stake = None);
        }
        world
    }

    /// Whether the cursor is at a question that waits for its answer: what counts the answer is not to be shown.
    pub fn conceals(&self) -> bool {
        self.is_asked()
            && self.standing_question().is_some_and(|it| !matches!(it.answer, QuestionAnswer::At(_)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::time::SimTime;

    fn captions(kinds: &str) -> Vec<Caption> {
        let kind = |letter| match letter {
            'q' => CaptionKind::Ask { options: Vec::new(), prediction: None },
            'a' => CaptionKind::Answer,
            _ => CaptionKind::Say,
        };
        let caption = |kind| Caption { at: SimTime::ZERO, kind, en: String::new(), ko: String::new() };
        kinds.chars().map(kind).map(caption).collect()
    }

    #[test]
    fn a_question_stands_until_its_answer_was_followed_by_something_else() {
        let captions = captions("sqssas");
        let standing: Vec<_> = (0..=6).map(|reached| standing_question(&captions, reached)).collect();
        let shown = |answer| Some(StandingQuestion { place: 1, answer });
        let open = shown(QuestionAnswer::Later);
        assert_eq!(standing, [None, None, open, open, open, shown(QuestionAnswer::At(4)), None]);
    }

    #[test]
    fn a_question_without_an_answer_stands_until_the_next_caption() {
        let captions = captions("qsq");
        let standing: Vec<_> = (1..=3).map(|reached| standing_question(&captions, reached)).collect();
        let shown = |place| Some(StandingQuestion { place, answer: QuestionAnswer::None });
        assert_eq!(standing, [shown(0), None, shown(2)]);
    }

    #[test]
    fn a_visitor_who_leaves_the_script_at_a_question_is_asked_no_more() {
        let text = include_str!("../../static/scenarios/crash-after-auto-commit.session");
        let mut session = Session::open("crash", text.as_bytes()).expect("it opens");
        let asked = session.captions().iter().find(|caption| caption.asks()).expect("it asks").at;
        session.seek(asked);
        assert!(session.standing_question().is_some() && session.conceals());
        let told = |session: &Session| session.shown(8).groups[0].lanes[2].at_stake;
        assert_eq!(told(&session), None, "it counts the answer");
        session.act_line("kill c1").expect("c1 runs");
        assert!(session.standing_question().is_none() && !session.conceals());
        assert_eq!(told(&session), Some(25));
        assert!(session.undo() && session.conceals());
    }
}
