//! The cards of a narrow stage: who it is, and what is wrong.

use crate::scene::card::{CardScene, Condition};
use crate::scene::deck::CardFrame;
use crate::scene::mark::{Text, TextTone};
use crate::scene::text;
use crate::session::language::label::StageLabel;

/// Cards that are narrower, in units, stand on a narrow stage.
const NARROW: f64 = 100.0;

/// Whether a card with this frame is one of a narrow stage.
pub fn is_small(frame: &CardFrame) -> bool {
    frame.area.width < NARROW * frame.unit
}

/// Badge above the name, or above what is wrong. On a line there is room for a name, or for a sign.
pub fn draw(scene: &mut CardScene) {
    let width = scene.area.width;
    let well = scene.condition == Condition::Running && !scene.cut_off;
    let tone = scene.hue().map_or(TextTone::Ink, TextTone::Hue);
    if scene.style.is_line() {
        (scene.crown, scene.symbol) = ((31.0, 18.0), (39.0, 13.0));
        if well && !scene.leader {
            let name = text::fit(scene.client.as_str(), 12.0, width - 30.0);
            scene.texts.push(Text::new(27.0, 17.5, 12.0, tone, name).bold());
        }
        return;
    }
    (scene.crown, scene.symbol) = ((width - 17.0, 16.0), (9.0, 11.0));
    let words = match well {
        true => scene.client.as_str(),
        false if scene.cut_off => scene.lang.stage_label(StageLabel::CutOff),
        false => scene.lang.stage_label(scene.condition.label()),
    };
    let tone = match well {
        true => tone,
        false if scene.cut_off => TextTone::Gap,
        false => scene.condition.tone(),
    };
    let sizes = [12.5, 11.0];
    let size = if text::width(words, sizes[0]) <= width - 6.0 { sizes[0] } else { sizes[1] };
    let words = text::fit(words, size, width - 4.0);
    scene.texts.push(Text::new(width / 2.0, 46.0, size, tone, words).middle().bold());
}
