//! What stands below the stage: one caption, or a question with what the room can choose from.

use crate::scene::mark::Area;
use crate::scene::presenter::prose::{LINE, ProseLine, first_sentence, lines};
use crate::scene::presenter::{EDGE, HEIGHT, SMALL, WIDTH};
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

/// One of the choices.
#[derive(Clone, Debug, PartialEq)]
pub struct RoomChoice {
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
pub fn caption(lang: Lang, story: &RoomStory) -> RoomCaption {
    let told = &story.captions[..story.told.min(story.captions.len())];
    let last = told.last();
    let text = last.map_or(story.title, |last| said(&last.en, &last.ko, lang));
    let question = match last.map(|last| &last.kind) {
        Some(CaptionKind::Ask { .. }) => Some(told.len() - 1),
        Some(CaptionKind::Answer) => told.iter().rposition(Caption::asks),
        Some(CaptionKind::Say) | None => None,
    };
    let is_answer = last.is_some_and(|last| last.kind == CaptionKind::Answer);
    let mut draft = CaptionDraft { lang, y: AROUND, room: WIDTH - EDGE - CORNER - EDGE - 20.0 };
    let pick =
        question.and_then(|place| story.said.iter().find(|(at, _)| *at == place)).map(|(_, pick)| *pick);
    let options: &[Choice] = match question.map(|place| &story.captions[place].kind) {
        Some(CaptionKind::Ask { options, .. }) => options,
        _ => &[],
    };
    let mut choices = Vec::new();
    let mut body = Vec::new();
    match is_answer {
        // What was right comes first, and then why.
        true => {
            for (n, option) in options.iter().enumerate() {
                let mark = match (option.right, pick == Some(n)) {
                    (true, _) => RoomMark::Right,
                    (false, true) => RoomMark::Wrong,
                    (false, false) => continue,
                };
                choices.push(draft.choice(n, option, mark));
            }
            body = draft.text(text, false);
        }
        false => {
            body.extend(draft.text(text, !options.is_empty() || question.is_none()));
            for (n, option) in options.iter().enumerate() {
                let mark = if pick == Some(n) { RoomMark::Said } else { RoomMark::Open };
                choices.push(draft.choice(n, option, mark));
            }
        }
    }
    let height = (draft.y + AROUND).max(LEAST);
    let area = Area { x: 0.0, y: HEIGHT - height, width: WIDTH, height };
    let (says, step) = (story.captions.len(), told.len());
    let mut spoken = text.replace("**", "").replace('`', "");
    for choice in &choices {
        spoken +=
            &format!(" {}: {}", choice.number, choice.lines.iter().map(ProseLine::text).collect::<String>());
    }
    let mut out = RoomCaption {
        area,
        lines: body,
        choices,
        question,
        open: is_open(story),
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
}

impl CaptionDraft {
    /// A text; its first sentence is larger if it fits into a line and may be.
    fn text(&mut self, text: &str, headed: bool) -> Vec<ProseLine> {
        let x = EDGE + 20.0;
        let (head, rest) = match first_sentence(text) {
            Some((head, rest)) if headed => (head, rest),
            _ if headed && self.fits(text) => (text, ""),
            _ => ("", text),
        };
        let head = if self.fits(head) { head } else { "" };
        let rest = if head.is_empty() { text } else { rest };
        let mut out = lines(head, (x, self.y), HEAD, self.room, true);
        self.y += out.len() as f64 * HEAD * LINE;
        let body = lines(rest, (x, self.y), BODY, self.room, false);
        self.y += body.len() as f64 * BODY * LINE;
        out.extend(body);
        out
    }

    fn fits(&self, text: &str) -> bool {
        lines(text, (0.0, 0.0), HEAD, self.room, true).len() <= 1
    }

    fn choice(&mut self, n: usize, option: &Choice, mark: RoomMark) -> RoomChoice {
        let text = said(&option.en, &option.ko, self.lang);
        let x = EDGE + 20.0 + 76.0;
        self.y += 8.0;
        let lines = lines(text, (x, self.y), BODY, self.room - 96.0, mark == RoomMark::Right);
        let height = lines.len().max(1) as f64 * BODY * LINE;
        let area = Area { x: EDGE + 10.0, y: self.y, width: self.room, height };
        self.y += height;
        RoomChoice { number: n + 1, mark, area, lines }
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
