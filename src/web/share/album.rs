//! Files with many pictures of the stage: of a stretch, as one that moves; of each step of the story, as a document to
//! print. The pictures are those that `groupscope render` draws.
//!
//! They are drawn one at a time from a copy of the session, and between two of them the page goes on.

use crate::scene::picture::handout::handout;
use crate::scene::picture::moving::moving;
use crate::scene::picture::storyboard::{BOARD_WIDTH, PAPER, storyboard};
use crate::scene::picture::{Content, Picture};
use crate::scene::text::Num;
use crate::session::frames::PictureStretch;
use crate::session::link::SessionLink;
use crate::session::playback::Loop;
use crate::session::storyboard::BoardStep;
use crate::session::{Reach, Session};
use crate::sim::time::SimTime;
use crate::web::action::{Action, Verb};
use crate::web::browser::window;
use crate::web::lang::Lang;
use crate::web::share::picture::{blob, dressed, ground_below};
use crate::web::shell::files;
use crate::web::shell::page::Page;
use crate::web::still;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, Element, Window};
use yew::Callback;

/// Between two breaths no more than this happens.
const STEPS_AT_ONCE: u64 = 20_000;
/// How wide a stage is that nobody knows the width of.
const WIDTH: u16 = 960;

/// Draws the pictures and hands the file over, or that there is none.
pub fn draw(place: &Element, page: &Page, (what, lang): (Verb, Lang), dispatch: Callback<Action>) {
    let Some(window) = window() else { return };
    let stem = files::stem(page.session.name()).to_owned();
    let mut album = Album {
        place: place.clone(),
        window,
        session: page.session.clone(),
        link: page.link(),
        lang,
        width: width_of(place).unwrap_or(WIDTH),
        is_paper: what != Verb::SaveMoving,
    };
    let looped = page.playback.looped;
    spawn_local(async move {
        let drawn = match what {
            Verb::SaveStoryboard => ("-storyboard.html", album.document(storyboard).await),
            Verb::Handout => ("-handout.html", album.document(handout).await),
            _ => ("-animated.svg", album.moving(looped).await),
        };
        dispatch.emit(Action::Drawn(format!("{stem}{}", drawn.0), drawn.1));
    });
}

/// Writes a document of steps with their pictures, with a title, in a language.
type WriteSteps = fn(&str, Lang, &[(BoardStep, Picture)]) -> String;

/// How wide the stage of the page is.
fn width_of(place: &Element) -> Option<u16> {
    let sheet = place.query_selector("[data-testid=stage] svg.sheet").ok()??;
    sheet.get_attribute("width")?.parse().ok()
}

struct Album {
    /// The element that holds the page.
    place: Element,
    window: Window,
    session: Session,
    link: SessionLink,
    lang: Lang,
    width: u16,
    /// Whether the pictures are in light colours, on white.
    is_paper: bool,
}

impl Album {
    async fn moving(&mut self, looped: Option<Loop>) -> Option<Blob> {
        let stretch = PictureStretch::at(self.session.now(), looped);
        let mut pictures = Vec::new();
        for at in stretch.instants().ok()? {
            pictures.push(self.picture(at).await?);
        }
        blob(&moving(&pictures, stretch.every)?, "image/svg+xml").ok()
    }

    async fn document(&mut self, write: WriteSteps) -> Option<Blob> {
        self.width = BOARD_WIDTH;
        let end = self.session.board_end();
        while self.session.seek_towards(end, STEPS_AT_ONCE) == Reach::More {
            self.breathe().await?;
        }
        let mut steps = Vec::new();
        for step in self.session.board_steps(self.lang) {
            let picture = self.picture(step.at).await?;
            steps.push((step, picture));
        }
        blob(&write(self.session.title(self.lang), self.lang, &steps), "text/html").ok()
    }

    async fn picture(&mut self, at: SimTime) -> Option<Picture> {
        self.breathe().await?;
        let scene = still::scene_at(&mut self.session, at, (self.width, 0), self.lang);
        let (ground, sheets) = self.dress(&still::sheets(&scene, self.lang))?;
        Some(Picture {
            width: Num(scene.width).to_string(),
            height: Num(scene.height).to_string(),
            title: self.session.title(self.lang).to_owned(),
            fragment: SessionLink { at, ..self.link.clone() }.fragment(),
            ground,
            sheets,
        })
    }

    /// Lets the browser do what else there is to do.
    async fn breathe(&self) -> Option<()> {
        let promise = js_sys::Promise::new(&mut |resolve, _| {
            // Where it is refused, the promise is never kept, and there is no file.
            let _ = self.window.set_timeout_with_callback(&resolve);
        });
        JsFuture::from(promise).await.ok().map(|_| ())
    }

    /// The sheets with their looks, and the colour behind them. For a moment they stand in the page; it is over before
    /// the browser draws anything.
    fn dress(&self, sheets: &[Content]) -> Option<(String, Vec<Content>)> {
        let stage = self.place.owner_document()?.create_element("div").ok()?;
        stage.set_class_name("stage");
        if self.is_paper {
            stage.set_attribute("data-theme", "light").ok()?;
        }
        let mut markup = String::new();
        sheets.iter().for_each(|sheet| sheet.write(&mut markup));
        stage.set_inner_html(&markup);
        self.place.append_child(&stage).ok()?;
        let ground = ground_below(&self.window, &stage);
        let children = stage.child_nodes();
        let sheets = (0..children.length()).filter_map(|place| children.item(place)?.dyn_into().ok());
        let sheets = sheets.filter_map(|sheet| dressed(&self.window, &sheet)).collect();
        stage.remove();
        Some((if self.is_paper { PAPER.to_owned() } else { ground? }, sheets))
    }
}
