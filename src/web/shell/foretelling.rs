//! The scene of the page's stage, and over it what is foretold.

use crate::scene::foretold::{ForetoldInput, ForetoldScene, focus, foretold};
use crate::scene::{Scene, SceneInput, StandingLanes, scene};
use crate::session::foretelling::Foretelling;
use crate::session::prediction::{Guess, PredictionKind};
use crate::web::lang::Lang;
use crate::web::shell::drawings::Size;
use crate::web::shell::page::Page;
use crate::web::touched;
use std::rc::Rc;

/// The scene of this instant, with its words or without, and with what may stay as it was.
pub(super) fn scene_of(
    page: &Page,
    lang: Lang,
    (width, height): Size,
    (words, standing): (bool, Option<StandingLanes>),
) -> Scene {
    let (width, height) = (f64::from(width), f64::from(height));
    let foretelling = page.lesson.standing.as_deref();
    let world = &*page.seen;
    let focus = foretelling.map_or(Vec::new(), |foretelling| focus(foretelling, world));
    let mut scene = scene(&SceneInput {
        lang,
        observation: world,
        width,
        height,
        selection: page.selection,
        words,
        crowd: touched::here().map(|touched| touched.crowd),
        focus: &focus,
        standing,
    });
    let drawn = foretelling.zip(touched::here());
    scene.foretold =
        drawn.map(|(foretelling, touched)| Rc::new((touched.foretold)(&scene, foretelling, lang)));
    scene
}

/// What is foretold, over a scene.
pub fn foretold_on(scene: &Scene, foretelling: &Foretelling, lang: Lang) -> ForetoldScene {
    let nothing = Guess::Partitions(Default::default());
    let prediction = &foretelling.prediction;
    foretold(
        scene,
        &ForetoldInput {
            lang,
            prediction,
            guess: foretelling.guess.as_ref().unwrap_or(&nothing),
            open: foretelling.open && prediction.kind != PredictionKind::Number,
            truth: foretelling.seen.as_ref().map(|(truth, _)| truth),
        },
    )
}
