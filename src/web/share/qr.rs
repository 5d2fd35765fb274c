//! A link as a QR code, drawn as one path.

use crate::session::language::label::ShareLabel;
use crate::web::lang::Lang;
use crate::web::markup::markup;
use crate::web::part::{Context, Piece};
use qrcodegen::{QrCode as Code, QrCodeEcc};
use std::fmt::Write;
use yew::prelude::*;

/// A code of more modules than this cannot be read from the back of a room, nor by most phones from a screen.
const MOST_MODULES: i32 = 101;
/// The white frame that a code needs around it, in modules.
const QUIET: i32 = 4;

/// What the code is given.
#[derive(PartialEq)]
pub struct QrProps {
    pub text: String,
    pub lang: Lang,
}

/// The code; the text is encoded anew only when it changes.
pub struct QrCode {
    drawn: Option<(i32, String)>,
}

/// Whether there is a code for so long a text.
pub fn fits(text: &str) -> bool {
    Code::encode_text(text, QrCodeEcc::Low).is_ok_and(|code| code.size() <= MOST_MODULES)
}

/// Size in modules, and the dark ones as a path.
fn drawn(text: &str) -> Option<(i32, String)> {
    let code = Code::encode_text(text, QrCodeEcc::Low).ok()?;
    if code.size() > MOST_MODULES {
        return None;
    }
    let mut path = String::new();
    for y in 0..code.size() {
        for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
            // A string takes everything.
            let _ = write!(path, "M{x} {y}h1v1h-1z");
        }
    }
    Some((code.size(), path))
}

impl Piece for QrCode {
    type Message = ();
    type Properties = QrProps;

    fn create(ctx: &Context<Self>) -> Self {
        QrCode { drawn: drawn(&ctx.props().text) }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &QrProps) -> bool {
        if old.text != ctx.props().text {
            self.drawn = drawn(&ctx.props().text);
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let lang = ctx.props().lang;
        let code = self.drawn.as_ref().map(|(size, path)| {
            let all = size + 2 * QUIET;
            markup! {
                <svg viewBox={format!("{0} {0} {all} {all}", -QUIET)} role="img" data-testid="qr"
                    aria-label={lang.share_label(ShareLabel::QrCode)}>
                    <rect class="qr-ground" x={(-QUIET).to_string()} y={(-QUIET).to_string()}
                        width={all.to_string()} height={all.to_string()} />
                    <path class="qr-modules" d={path.clone()} />
                </svg>
            }
        });
        let none =
            self.drawn.is_none().then(|| markup! { <p>{ lang.share_label(ShareLabel::NoQrCode) }</p> });
        markup! {
            <div class="qr">
                <div>{ for code }</div>
                <div>{ for none }</div>
            </div>
        }
    }
}
