//! The stage as it is drawn once, outside of any page: a tree of elements.

use crate::scene::layout::window_for;
use crate::scene::picture::{Content, Element};
use crate::scene::{Scene, SceneInput, crowd, scene};
use crate::session::{Reach, Session};
use crate::sim::time::SimTime;
use crate::web::lang::Lang;
use crate::web::mount::root::Instance;
use crate::web::part::{piece, standing_still};
use crate::web::stage::{SceneFeed, Stage, StageProps};
use std::rc::Rc;
use yew::Html;

/// What is to be seen of a session at an instant, on a stage of this width and height in CSS pixels; with no height, as
/// high as the stage likes. Its cursor is there then.
pub fn scene_at(session: &mut Session, at: SimTime, (width, height): (u16, u16), lang: Lang) -> Rc<Scene> {
    while session.seek(at) == Reach::More {}
    let observation = session.shown(window_for(i32::from(width)));
    Rc::new(scene(&SceneInput {
        lang,
        observation: &observation,
        width: f64::from(width),
        height: f64::from(height),
        selection: None,
        words: true,
        crowd: Some(crowd::crowd),
        focus: &[],
        standing: None,
    }))
}

/// The stage's sheets, one over the other, with the classes by which the style sheets know their elements.
pub fn sheets(scene: &Rc<Scene>, lang: Lang) -> Vec<Content> {
    let props = StageProps {
        instance: Instance::default(),
        scene: Rc::clone(scene),
        number: 0,
        feed: SceneFeed::default(),
        lang,
        on_select: None,
        dispatch: None,
    };
    #[cfg(not(target_arch = "wasm32"))]
    crate::web::later::bring();
    let stage = standing_still(|| piece::<Stage>(props));
    let mut sheets = Vec::new();
    collect_sheets(contents(&stage), &mut sheets);
    sheets
}

fn collect_sheets(contents: Vec<Content>, sheets: &mut Vec<Content>) {
    for content in contents {
        match content {
            Content::Element(element) if element.attribute("class") == Some("sheet") => {
                sheets.push(Content::Element(element));
            }
            Content::Element(element) => collect_sheets(element.children, sheets),
            Content::Text(_) => {}
        }
    }
}

/// What a drawing that stands still consists of.
fn contents(drawn: &Html) -> Vec<Content> {
    match drawn {
        Html::VTag(tag) => {
            let attributes = tag.attributes.iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
            vec![Content::Element(Element {
                name: tag.tag().to_owned(),
                attributes: attributes.collect(),
                children: tag.children().map(contents).unwrap_or_default(),
            })]
        }
        Html::VText(text) if text.text.is_empty() => Vec::new(),
        Html::VText(text) => vec![Content::Text(text.text.to_string())],
        Html::VList(list) => list.iter().flat_map(contents).collect(),
        // Nothing else is in it.
        _ => Vec::new(),
    }
}
