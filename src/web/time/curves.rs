//! The backend through which plotters draws on the page: it keeps each curve and area as the points of an SVG shape.
//!
//! plotters' own SVG backend writes colours and opacities into the drawing, where a theme cannot reach them, and
//! brings the formatting of floating-point numbers with it, which weighs more in WebAssembly than the rest of the
//! chart. No chart here has text, circles, rectangles or single pixels: they are refused.

use plotters_backend::{BackendColor, BackendCoord, BackendStyle, DrawingBackend, DrawingErrorKind};
use std::fmt;
use yew::prelude::*;

/// What plotters has drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Curves {
    /// Filled: the points of a polygon.
    pub areas: Vec<AttrValue>,
    /// Stroked: the points of a polyline.
    pub lines: Vec<AttrValue>,
}

/// Lets plotters draw into `curves`, on an area of `size` pixels.
pub struct CurvesBackend<'a> {
    pub curves: &'a mut Curves,
    pub size: (u32, u32),
}

/// A shape that no chart here has.
#[derive(Debug)]
pub struct Unsupported;

impl fmt::Display for Unsupported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl std::error::Error for Unsupported {}

type DrawResult = Result<(), DrawingErrorKind<Unsupported>>;

const UNSUPPORTED: DrawResult = Err(DrawingErrorKind::DrawingError(Unsupported));

fn points(path: impl IntoIterator<Item = BackendCoord>) -> AttrValue {
    let mut points = String::new();
    for (x, y) in path {
        points.push_str(&x.to_string());
        points.push(',');
        points.push_str(&y.to_string());
        points.push(' ');
    }
    AttrValue::from(points)
}

impl DrawingBackend for CurvesBackend<'_> {
    type ErrorType = Unsupported;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> DrawResult {
        Ok(())
    }

    fn present(&mut self) -> DrawResult {
        Ok(())
    }

    fn draw_pixel(&mut self, _: BackendCoord, _: BackendColor) -> DrawResult {
        UNSUPPORTED
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        _: &S,
    ) -> DrawResult {
        self.curves.lines.push(points(path));
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        _: &S,
    ) -> DrawResult {
        self.curves.areas.push(points(path));
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> DrawResult {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(&mut self, _: BackendCoord, _: BackendCoord, _: &S, _: bool) -> DrawResult {
        UNSUPPORTED
    }

    fn draw_circle<S: BackendStyle>(&mut self, _: BackendCoord, _: u32, _: &S, _: bool) -> DrawResult {
        UNSUPPORTED
    }
}
