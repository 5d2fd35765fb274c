//! What stands below the stage: one caption, or a question with what the room can choose from.

use crate::kafka::ids::{ClientName, TopicPartition};
use crate::scene::mark::Area;
use crate::scene::presenter::prose::{LINE, ProseLine, first_sentence, lines};
use crate::scene::presenter::{EDGE, HEIGHT, RoomInput, SMALL, WIDTH};
use crate::session::caption::{Caption, CaptionKind, Choice};
use crate::session::language::Lang;

/// The sizes of a first sentence that fits into a line, and of everything else.
pub const HEAD: f64 = 50.0;
pub const BODY: f64 = 42.0;
/// What the buttons in the corner take at the right.
pub const CORNER: f64 = 176.0;
/// The height of the corner: no caption is lower.
const LEAST: f64 = 204.0;
/// Above and below the lines.
const AROUND: f64 = 22.0;

/// What of the captions is told, and what the room said.
#[derive(Clone, Copy)]
pub struct RoomStory<'a> {
    /// Stands there until something is told.
    pub title: &'a str,
    pub captions: &'a [Caption],
    /// How many of them have been told.
    pub told: usize,
    /// Whether somebody has gone on from the last of them: a question is then no longer open.
    pub gone_on: bool,
    /// For each question, by its place among the captions, what the room said.
    pub said: &'a [(usize, usize)],
}

/// Whether a choice is right, once that may be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoomMark {
    /// The question is open.
    Open,
    /// The room says this one.
    Said,
    Right,
    Wrong,
}

/// What a choice says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoomChosen {
    /// This option of the question.
    Option(usize),
    /// It happens to this partition.
    Lane(TopicPartition),
    /// This consumer has the partition.
    /// `None`: nobody.
    Owner(TopicPartition, Option<ClientName>),
}

/// One of the choices.
#[derive(Clone, Debug, PartialEq)]
pub struct RoomChoice {
    pub chosen: RoomChosen,
    /// From 1: the key that chooses it.
    pub number: usize,
    pub mark: RoomMark,
    pub area: Area,
    pub lines: Vec<ProseLine>,
}

/// Everything below the stage.
#[derive(Clone, Debug, PartialEq)]
pub struct RoomCaption {
    pub area: Area,
    pub lines: Vec<ProseLine>,
    pub choices: Vec<RoomChoice>,
    /// The place of the question among the captions that the choices are of.
    pub question: Option<usize>,
    /// Whether its answer has not been seen.
    pub open: bool,
    /// `3 / 7`.
    pub counter: String,
    /// The same as a person hears it.
    pub spoken: String,
}

/// The text in a language; English stands in where there is no Korean.
fn said<'a>(en: &'a str, ko: &'a str, lang: Lang) -> &'a str {
    lang.choose(en, if ko.is_empty() { en } else { ko })
}

/// Whether what was told last is a question, and nobody has gone on to see its answer.
pub fn is_open(story: &RoomStory) -> bool {
    let last = story.told.checked_sub(1).and_then(|last| story.captions.get(last));
    !story.gone_on && last.is_some_and(Caption::asks)
}

/// The caption of this instant, at the foot of the picture.
pub fn caption(input: &RoomInput) -> RoomCaption {
    let RoomInput { lang, story, .. } = *input;
    let told = &story.captions[..story.told.min(story.captions.len())];
    let last = told.last();
    let text = last.map_or(story.title, |last| said(&last.en, &last.ko, lang));
    let question = match last.map(|last| &last.kind) {
        Some(CaptionKind::Ask { .. }) => Some(told.len() - 1),
        Some(CaptionKind::Answer) => told.iter().rposition(Caption::asks),
        Some(CaptionKind::Say) | None => None,
    };
    let options: &[Choice] = match question.map(|place| &story.captions[place].kind) {
        Some(CaptionKind::Ask { options, .. }) => options,
        _ => &[],
    };
    let is_answer = last.is_some_and(|last| last.kind == CaptionKind::Answer);
    let pick = story.said.iter().find(|(at, _)| Some(*at) == question).map(|(_, pick)| *pick);
    let standing = input.standing.filter(|standing| question == Some(standing.place));
    let open = is_open(&story);
    let mut draft = CaptionDraft {
        lang,
        y: AROUND,
        room: WIDTH - EDGE - CORNER - EDGE - 20.0,
        lines: Vec::new(),
        choices: Vec::new(),
    };
    let mut spoken = text.replace("**", "").replace('`', "");
    if is_answer {
        // What was right comes first, then what happened, and then why.
        for (n, option) in options.iter().enumerate() {
            match (option.right, pick == Some(n)) {
                (true, _) => draft.choice(n, option, RoomMark::Right),
                (false, true) => draft.choice(n, option, RoomMark::Wrong),
                (false, false) => {}
            }
        }
        if let Some(line) = standing.and_then(|standing| standing.told(lang)) {
            draft.text(&line, false);
            spoken = format!("{} {spoken}", line.replace("**", ""));
        }
        draft.text(text, false);
    } else {
        draft.text(text, !options.is_empty() || question.is_none());
        for (n, option) in options.iter().enumerate() {
            draft.choice(n, option, if pick == Some(n) { RoomMark::Said } else { RoomMark::Open });
        }
        let asks = standing.filter(|standing| open && standing.open && options.is_empty());
        if let Some(standing) = asks {
            if let Some(help) = standing.help(lang, input.ringed) {
                draft.text(&help, false);
                spoken = format!("{spoken} {help}");
            }
            draft.names(standing.choices(input));
        }
    }
    let height = (draft.y + AROUND).max(LEAST);
    let area = Area { x: 0.0, y: HEIGHT - height, width: WIDTH, height };
    let (says, step) = (story.captions.len(), told.len());
    let mut out = RoomCaption {
        area,
        lines: draft.lines,
        choices: draft.choices,
        question,
        open,
        counter: if says == 0 { String::new() } else { format!("{step} / {says}") },
        spoken,
    };
    out.lower(area.y);
    out
}

struct CaptionDraft {
    lang: Lang,
    y: f64,
    room: f64,
    lines: Vec<ProseLine>,
    choices: Vec<RoomChoice>,
}

/// What a number and the room around it take of a choice.
const NUMBER: f64 = 76.0;
/// No more can be chosen by a digit.
const DIGITS: usize = 9;

impl CaptionDraft {
    /// A text; its first sentence is larger if it fits into a line and may be.
    fn text(&mut self, text: &str, headed: bool) {
        let x = EDGE + 20.0;
        let (head, rest) = match first_sentence(text) {
            Some((head, rest)) if headed => (head, rest),
            _ if headed && self.fits(text) => (text, ""),
            _ => ("", text),
        };
        let head = if self.fits(head) { head } else { "" };
        let rest = if head.is_empty() { text } else { rest };
        let head = lines(head, (x, self.y), HEAD, self.room, true);
        self.y += head.len() as f64 * HEAD * LINE;
        let body = lines(rest, (x, self.y), BODY, self.room, false);
        self.y += body.len() as f64 * BODY * LINE;
        self.lines.extend(head.into_iter().chain(body));
    }

    fn fits(&self, text: &str) -> bool {
        lines(text, (0.0, 0.0), HEAD, self.room, true).len() <= 1
    }

    fn choice(&mut self, n: usize, option: &Choice, mark: RoomMark) {
        let text = said(&option.en, &option.ko, self.lang);
        let x = EDGE + 20.0 + NUMBER;
        self.y += 8.0;
        let lines = lines(text, (x, self.y), BODY, self.room - 96.0, mark == RoomMark::Right);
        let height = lines.len().max(1) as f64 * BODY * LINE;
        let area = Area { x: EDGE + 10.0, y: self.y, width: self.room, height };
        self.y += height;
        let chosen = RoomChosen::Option(n);
        self.choices.push(RoomChoice { chosen, number: n + 1, mark, area, lines });
    }

    /// Names that can be chosen, one beside the other.
    fn names(&mut self, names: Vec<(RoomChosen, String, bool)>) {
        let (left, high) = (EDGE + 10.0, BODY * LINE);
        let mut x = left;
        self.y += 8.0;
        for (n, (chosen, name, is_said)) in names.into_iter().take(DIGITS).enumerate() {
            let place = |x: f64, y: f64| lines(&name, (x + 10.0 + NUMBER, y), BODY, self.room, false);
            let width = place(x, 0.0).iter().map(ProseLine::width).fold(0.0, f64::max) + NUMBER + 24.0;
            if x > left && x + width > left + self.room {
                (x, self.y) = (left, self.y + high + 8.0);
            }
            let area = Area { x, y: self.y, width, height: high };
            let mark = if is_said { RoomMark::Said } else { RoomMark::Open };
            let lines = place(x, self.y);
            self.choices.push(RoomChoice { chosen, number: n + 1, mark, area, lines });
            x += width + 16.0;
        }
        if x > left {
            self.y += high;
        }
    }
}

impl RoomCaption {
    /// Everything further down.
    fn lower(&mut self, by: f64) {
        self.lines.iter_mut().for_each(|line| line.y += by);
        for choice in &mut self.choices {
            choice.area.y += by;
            choice.lines.iter_mut().for_each(|line| line.y += by);
        }
    }

    /// Where the buttons stand: back, next, the code, leave.
    pub fn corner(&self) -> [Area; 4] {
        let (x, y, side) = (WIDTH - EDGE - 148.0, self.area.y + 16.0, 64.0);
        let at = |n: usize| Area {
            x: x + (n % 2) as f64 * 76.0,
            y: y + (n / 2) as f64 * 68.0,
            width: 72.0,
            height: side,
        };
        [at(0), at(1), at(2), at(3)]
    }

    /// Right end and baseline of the counter, below the buttons.
    pub fn counter_at(&self) -> (f64, f64) {
        (WIDTH - EDGE, self.area.y + 16.0 + 2.0 * 68.0 + SMALL)
    }
}
