//! `groupscope render FILE`: the stage at an instant, or in a stretch, as an SVG document, or at each step of the story
//! as a document to print; for documentation that is built without a browser. The page's own parts draw it.

use crate::cli::bytes_of;
use crate::cli::output::{complain, print, say};
use crate::cli::render::cascade::Cascade;
use clap::{Args, ValueEnum};
use groupscope::scene::picture::Picture;
use groupscope::scene::picture::moving::moving;
use groupscope::scene::picture::storyboard::{BOARD_WIDTH, PAPER, storyboard};
use groupscope::scene::text::Num;
use groupscope::session::frames::frames;
use groupscope::session::language::Lang;
use groupscope::session::link::{Rest, SessionLink};
use groupscope::session::{Reach, Session};
use groupscope::sim::time::{SimDuration, SimTime};
use groupscope::web::still;
use std::path::{Path, PathBuf};

mod cascade;

/// What is asked for.
#[derive(Args)]
pub struct Render {
    /// The .session file.
    file: PathBuf,
    /// The instant that is drawn (12.480s; without a unit: seconds); without it, the script's end.
    #[arg(long, value_name = "T", value_parser = super::instant)]
    at: Option<SimTime>,
    /// A stretch instead, as a picture that moves: its beginning.
    #[arg(long, value_name = "T", value_parser = super::instant, conflicts_with = "at", requires = "to")]
    from: Option<SimTime>,
    /// Its end.
    #[arg(long, value_name = "T", value_parser = super::instant, requires = "from")]
    to: Option<SimTime>,
    /// Instead, a page to print: HTML with the stage at each caption, in light colours.
    #[arg(long, conflicts_with_all = ["at", "from", "width", "height", "theme"])]
    storyboard: bool,
    /// How much of the simulated time passes from one picture of a stretch to the next.
    #[arg(long, value_name = "T", value_parser = step, default_value = "200ms", requires = "from")]
    every: SimTime,
    /// How fast a stretch plays: 2 is twice as fast as the simulated time.
    #[arg(long, default_value = "1", value_parser = speed, requires = "from")]
    speed: f64,
    /// The file to write; without it, it is printed.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[arg(long, default_value = "light")]
    theme: PictureTheme,
    /// In CSS pixels. The stage is laid out for this width.
    #[arg(long, default_value = "960", value_parser = clap::value_parser!(u16).range(320..=4000))]
    width: u16,
    /// The height to fill, in CSS pixels; the picture is higher if the stage is. 0: as high as the stage likes.
    #[arg(long, default_value = "0", value_parser = clap::value_parser!(u16).range(0..=4000))]
    height: u16,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum PictureTheme {
    Light,
    Dark,
}

fn step(text: &str) -> Result<SimTime, String> {
    let step = super::instant(text)?;
    if step < SimTime::from_millis(1) { Err("a millisecond is the least".to_owned()) } else { Ok(step) }
}

fn speed(text: &str) -> Result<f64, String> {
    let speed = text.parse().ok().filter(|speed| (0.1..=100.0).contains(speed));
    speed.ok_or_else(|| "a speed is a number from 0.1 to 100".to_owned())
}

/// Draws it. A file or a stretch that is wrong gets a sentence instead.
pub fn run(asked: &Render, lang: Lang) -> bool {
    let Some(bytes) = bytes_of(&asked.file) else { return false };
    let name = asked.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut session = match Session::open(&name, &bytes) {
        Ok(session) => session,
        Err(errors) => {
            complain(&asked.file, &errors, lang);
            return false;
        }
    };
    let drawing = StageDrawing {
        asked,
        lang,
        cascade: Cascade::new(asked.theme == PictureTheme::Dark),
        name,
        bytes: &bytes,
    };
    match drawing.document(&mut session) {
        Ok(text) => write(asked.output.as_deref(), &text),
        Err(sentence) => {
            say(&format!("{}: {sentence}", asked.file.display()));
            false
        }
    }
}

fn write(output: Option<&Path>, text: &str) -> bool {
    let Some(path) = output else { return print(text.trim_end()) };
    let written = std::fs::write(path, text);
    written.map_err(|error| say(&format!("{}: cannot be written: {error}", path.display()))).is_ok()
}

struct StageDrawing<'a> {
    asked: &'a Render,
    lang: Lang,
    cascade: Cascade,
    name: String,
    bytes: &'a [u8],
}

impl StageDrawing<'_> {
    fn document(&self, session: &mut Session) -> Result<String, String> {
        if self.asked.storyboard {
            let end = session.board_end();
            while session.seek(end) == Reach::More {}
            let steps = session.board_steps(self.lang).into_iter().map(|step| {
                let picture = self.picture(session, step.at);
                (step, Picture { ground: PAPER.to_owned(), ..picture })
            });
            let steps: Vec<_> = steps.collect();
            return Ok(storyboard(session.title(self.lang), self.lang, &steps));
        }
        let Some((from, to)) = self.asked.from.zip(self.asked.to) else {
            let at = self.asked.at.unwrap_or(session.script_end());
            return Ok(self.picture(session, at).to_svg());
        };
        let every = SimDuration::from_micros(self.asked.every.as_micros());
        let instants = frames(from, to, every).map_err(|mistake| self.lang.say(&mistake))?;
        let pictures: Vec<Picture> = instants.into_iter().map(|at| self.picture(session, at)).collect();
        let each = SimDuration::from_micros((every.as_micros() as f64 / self.asked.speed) as u64);
        Ok(moving(&pictures, each).unwrap_or_default())
    }

    fn picture(&self, session: &mut Session, at: SimTime) -> Picture {
        let size =
            if self.asked.storyboard { (BOARD_WIDTH, 0) } else { (self.asked.width, self.asked.height) };
        let scene = still::scene_at(session, at, size, self.lang);
        let text = String::from_utf8_lossy(self.bytes).into_owned();
        let rest = Rest { file: Some((self.name.clone(), text)), ..Rest::default() };
        Picture {
            width: Num(scene.width).to_string(),
            height: Num(scene.height).to_string(),
            title: session.title(self.lang).to_owned(),
            fragment: SessionLink { at, rest, ..SessionLink::default() }.fragment(),
            ground: self.cascade.ground(),
            sheets: self.cascade.dress(still::sheets(&scene, self.lang)),
        }
    }
}
