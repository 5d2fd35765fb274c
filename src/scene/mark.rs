//! The small parts every drawing is made of: words, colours, boxes.

use crate::scene::text;

/// Which of the eight consumer colours, 1 to 8.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hue(pub u8);

impl Hue {
    /// The colour of the `index`th consumer; the ninth begins again with the first.
    pub fn of(index: usize) -> Hue {
        Hue((index % 8) as u8 + 1)
    }
}

/// What a text's colour says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextTone {
    Ink,
    Muted,
    Hue(Hue),
    Good,
    Duplicate,
    /// Lost, dead, refused.
    Gap,
    /// At stake, waited for.
    Stake,
    Accent,
    /// On a filled shape.
    OnFill,
}

/// Which end of a text its `x` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

/// A line of text.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    pub x: f64,
    /// Of the baseline.
    pub y: f64,
    pub size: f64,
    pub anchor: Anchor,
    pub tone: TextTone,
    pub bold: bool,
    pub text: String,
}

impl Text {
    /// Text beginning at `x`.
    pub fn new(x: f64, y: f64, size: f64, tone: TextTone, text: impl Into<String>) -> Text {
        Text { x, y, size, anchor: Anchor::Start, tone, bold: false, text: text.into() }
    }

    /// The same, centered on its `x`.
    pub fn middle(mut self) -> Text {
        self.anchor = Anchor::Middle;
        self
    }

    /// The same, ending at its `x`.
    pub fn end(mut self) -> Text {
        self.anchor = Anchor::End;
        self
    }

    /// The same, heavier.
    pub fn bold(mut self) -> Text {
        self.bold = true;
        self
    }

    /// Its left and right edge.
    pub fn extent(&self) -> (f64, f64) {
        let width = text::width(&self.text, self.size);
        match self.anchor {
            Anchor::Start => (self.x, self.x + width),
            Anchor::Middle => (self.x - width / 2.0, self.x + width / 2.0),
            Anchor::End => (self.x - width, self.x),
        }
    }
}

/// A rectangle.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Area {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

impl Area {
    /// Its right edge.
    pub fn right(&self) -> f64 {
        self.x + self.width
    }

    /// Its lower edge.
    pub fn bottom(&self) -> f64 {
        self.y + self.height
    }

    /// Whether `other` lies within it.
    pub fn holds(&self, other: &Area) -> bool {
        let slack = 0.05;
        other.x >= self.x - slack
            && other.y >= self.y - slack
            && other.right() <= self.right() + slack
            && other.bottom() <= self.bottom() + slack
    }
}

/// `value`, but at least `least` and at most `most`. `f64::clamp` does the same and, for its panic, brings the
/// formatting of floating-point numbers into the page.
pub fn within(value: f64, least: f64, most: f64) -> f64 {
    match value {
        _ if value < least => least,
        _ if value > most => most,
        _ => value,
    }
}
