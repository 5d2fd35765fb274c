//! What an author can say about a page before it is mounted, and which of it can be changed afterwards.

use crate::session::nearest::nearest;
use crate::session::playback::{Pace, ShownStretch};
use crate::session::steps::Stride;
use crate::session::values;
use crate::sim::time::SimTime;
use crate::web::action::Action;
use crate::web::lang::{self, Lang};
use crate::web::memory::{address, opening, scenario_named_in};
use crate::web::mount::storage::Storage;
use crate::web::shell::page::SPEEDS;
use crate::web::shell::scenario_picker::{DEFAULT, scenario, scenarios};
use crate::web::shell::theme::Theme;
use crate::web::time::transport::speed_number;
use wasm_bindgen::{JsCast, JsValue};

/// The names of everything that can be said.
const NAMES: [&str; 22] = [
    "scenario",
    "scenarios",
    "text",
    "name",
    "height",
    "state",
    "lang",
    "theme",
    "controls",
    "view",
    "speed",
    "from",
    "to",
    "loop",
    "step",
    "reveal",
    "compare",
    "play",
    "shadow",
    "styles",
    "storage",
    "listener",
];
/// Where the scenarios are, seen from the document of groupscope's own page.
const FOLDER: &str = "scenarios/";
/// Everything groupscope's own page remembers is called so, and then something.
const OWN_PREFIX: &str = "groupscope.";
/// The same where many visitors use it.
const KIOSK_PREFIX: &str = "groupscope-kiosk.";

/// Something that can be said of a page at any time, with its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attribute {
    /// Which of the scenarios that come with the program is open.
    Scenario(&'static str),
    Lang(Lang),
    Theme(Theme),
    /// Whether the panel of controls is shown.
    Controls(bool),
    /// What a figure is to take, in CSS pixels.
    Height(u16),
}

/// How much of groupscope a page is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// All of it.
    #[default]
    App,
    /// Stage, transport and caption.
    Figure,
    /// Stage and caption.
    Bare,
}

impl View {
    /// The height of the stage that leaves the rest of a figure of this height its room: transport, caption, question.
    /// 0 where nothing is said of it.
    pub fn offered(self, height: u16) -> i32 {
        let around = if self == View::Bare { FIGURE_STORY } else { FIGURE_BAR + FIGURE_STORY };
        if height > 0 { (i32::from(height) - around).max(1) } else { 0 }
    }
}

/// The words of `view`: how much of groupscope there is, and what stands in the middle of a figure.
const VIEWS: [&str; 5] = ["app", "figure", "bare", "stage", "sequence"];
/// The words of `step`, each with what a step goes to.
const STEPS: [&str; 5] = ["line", "entry", "request", "rebalance", "caption"];
const STRIDES: [Stride; 5] =
    [Stride::Line, Stride::Entry, Stride::Request, Stride::Rebalance, Stride::Caption];
const REVEALS: [&str; 2] = ["auto", "manual"];

/// The heights of a figure's transport and of its story, in CSS pixels: static/figure.css has them as well.
const FIGURE_BAR: i32 = 50;
const FIGURE_STORY: i32 = 150;

/// How a page is mounted.
#[derive(Clone, Debug)]
pub struct Options {
    pub scenario: &'static str,
    /// The address of the folder with the scenarios' files; relative addresses begin at the document.
    pub scenarios: String,
    /// `None`: the visitor's.
    pub lang: Option<Lang>,
    /// `None`: the one that is remembered, else `auto`.
    pub theme: Option<Theme>,
    pub controls: bool,
    pub view: View,
    /// Whether a figure shows the sequence diagram of requests in the place of the stage.
    pub sequence: bool,
    /// A session's text and what it is called, in the place of a scenario.
    pub text: Option<String>,
    pub name: String,
    /// What a figure is to take, in CSS pixels; 0: as much as it likes.
    pub height: u16,
    /// The stretch that is shown, and whether it is played again and again.
    pub stretch: ShownStretch,
    pub pace: Pace,
    /// What a step goes to.
    pub stride: Stride,
    /// Whether the answer of a question is only told to who asks for it.
    pub waits_to_reveal: bool,
    /// The scenario that a figure shows beside the other one.
    pub compare: Option<&'static str>,
    /// Called with what happens: a word and an object (see `mount::told`).
    pub listener: Option<js_sys::Function>,
    /// Whether what is opened begins to play by itself.
    pub play: bool,
    /// Whether the page gets an open shadow root of its own in the element.
    pub shadow: bool,
    /// Addresses of style sheets, or constructed sheets. Empty: those of groupscope's own page.
    pub styles: Vec<JsValue>,
    /// What the names begin with under which the page remembers things; `None`: it remembers nothing.
    pub storage: Option<String>,
    /// Whether the page has the whole document to itself: its keys, its theme.
    pub whole_document: bool,
    /// The fragment of a link to be opened; empty without one.
    pub link: String,
    /// Whether many visitors use it one after the other: each begins afresh.
    pub kiosk: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            scenario: DEFAULT,
            scenarios: FOLDER.to_owned(),
            lang: None,
            theme: None,
            controls: true,
            view: View::App,
            sequence: false,
            text: None,
            name: String::new(),
            height: 0,
            stretch: ShownStretch::default(),
            pace: Pace::Auto,
            stride: Stride::Line,
            waits_to_reveal: false,
            compare: None,
            listener: None,
            play: false,
            shadow: false,
            styles: Vec::new(),
            storage: None,
            whole_document: false,
            link: String::new(),
            kiosk: false,
        }
    }
}

impl Options {
    /// Those of groupscope's own page. Which theme it begins with, index.html has found out before the first paint.
    pub fn of_document() -> Self {
        let root = web_sys::window().and_then(|window| window.document()?.document_element());
        let shown = root.and_then(|root| root.get_attribute("data-theme"));
        let asked = |name: &str| address::parameter(name);
        let kiosk = asked("kiosk").is_some_and(|word| word != "no");
        let prefix = if kiosk { KIOSK_PREFIX } else { OWN_PREFIX };
        let link = opening(&Storage::new(Some(prefix.to_owned())));
        // A phone in a room: the link's question, and the answer only when it is asked for.
        let audience = asked("audience").is_some_and(|word| word != "no");
        Options {
            view: if audience { View::Figure } else { View::App },
            waits_to_reveal: audience,
            scenario: scenario_named_in(&link).unwrap_or(DEFAULT),
            link,
            lang: asked("lang").and_then(|tag| lang::of_tag(&tag)),
            kiosk,
            theme: Some(shown.and_then(|word| Theme::of_word(&word)).unwrap_or_default()),
            play: !audience,
            // What one visitor after the other leaves behind is deleted: it is nobody's own.
            storage: Some(prefix.to_owned()),
            whole_document: true,
            ..Options::default()
        }
    }

    /// Those in an object; `undefined` and `null` stand for an empty one.
    ///
    /// # Errors
    /// A sentence about the first name or value that is not known.
    pub fn read(object: &JsValue) -> Result<Self, String> {
        let mut options = Options::default();
        if object.is_undefined() || object.is_null() {
            return Ok(options);
        }
        let object = object.dyn_ref::<js_sys::Object>().ok_or("The options of a page are an object.")?;
        for entry in js_sys::Object::entries(object) {
            let entry: js_sys::Array = entry.unchecked_into();
            let name = entry.get(0).as_string().unwrap_or_default();
            options.put(&name, &entry.get(1))?;
        }
        options.agree()?;
        let ShownStretch { from, to, .. } = options.stretch;
        match to.filter(|to| *to <= from) {
            Some(to) => Err(format!("`to` ({to} s) has to be after `from` ({from} s).")),
            None => Ok(options),
        }
    }

    /// Whether what is said goes together.
    fn agree(&self) -> Result<(), String> {
        let of_figures = [
            ("compare", self.compare.is_some()),
            ("view=sequence", self.sequence),
            ("reveal=manual", self.waits_to_reveal),
        ];
        let said = of_figures.iter().find(|(_, said)| *said && self.view == View::App);
        match said {
            Some((name, _)) => {
                Err(format!("`{name}` is for a figure; the app (`controls=all`) has its own."))
            }
            None if self.compare.is_some() && self.sequence => {
                Err("`compare` shows two stages: it does not go with `view=sequence`.".to_owned())
            }
            None => Ok(()),
        }
    }

    /// What is done first, once all of the page is there: a text or a link is opened.
    pub fn opens(&self) -> Vec<Action> {
        match (&self.text, self.link.as_str()) {
            (Some(text), _) => {
                vec![Action::OpenBytes { name: self.name.clone(), bytes: text.clone().into() }]
            }
            (None, "") => Vec::new(),
            (None, link) => vec![Action::OpenLink(link.to_owned())],
        }
    }

    /// Which scenario the page starts with: none while something else is to be opened.
    pub fn starts_with(&self) -> &'static str {
        let named = scenario_named_in(&self.link).unwrap_or(self.scenario);
        if self.text.is_some() { "" } else { named }
    }

    fn put(&mut self, name: &str, value: &JsValue) -> Result<(), String> {
        match name {
            _ if value.is_undefined() => {}
            "play" => self.play = flag(name, &word(name, value)?)?,
            "shadow" => self.shadow = flag(name, &word(name, value)?)?,
            "scenarios" => {
                self.scenarios = word(name, value)?;
                if !self.scenarios.ends_with('/') {
                    self.scenarios.push('/');
                }
            }
            "text" => self.text = Some(word(name, value)?),
            "name" => self.name = word(name, value)?,
            "state" => {
                let state = word(name, value)?;
                // A share link is taken as well.
                self.link = state.rsplit('#').next().unwrap_or_default().to_owned();
            }
            "view" => {
                for view in word(name, value)?.split_ascii_whitespace() {
                    match place_of(name, view, &VIEWS)? {
                        0 => self.view = View::App,
                        1 => self.view = View::Figure,
                        2 => self.view = View::Bare,
                        drawing => self.sequence = VIEWS[drawing] == "sequence",
                    }
                }
            }
            "speed" => self.pace = pace(&word(name, value)?)?,
            "from" => self.stretch.from = instant(name, &word(name, value)?)?,
            "to" => self.stretch.to = Some(instant(name, &word(name, value)?)?),
            "loop" => self.stretch.looped = flag(name, &word(name, value)?)?,
            "step" => self.stride = STRIDES[place_of(name, &word(name, value)?, &STEPS)?],
            "reveal" => self.waits_to_reveal = place_of(name, &word(name, value)?, &REVEALS)? == 1,
            "compare" => {
                if let Attribute::Scenario(id) = Attribute::read("scenario", &word(name, value)?)? {
                    self.compare = Some(id);
                }
            }
            "storage" => self.storage = Some(word(name, value)?),
            "listener" => {
                let listener = value.dyn_ref::<js_sys::Function>().cloned();
                self.listener = Some(listener.ok_or("`listener` is a function.")?);
            }
            "styles" => {
                let styles = js_sys::Array::is_array(value).then(|| js_sys::Array::from(value).to_vec());
                self.styles = styles.ok_or("`styles` is a list of addresses or of style sheets.")?;
            }
            _ => match Attribute::read(name, &word(name, value)?)? {
                Attribute::Scenario(id) => self.scenario = id,
                Attribute::Lang(lang) => self.lang = Some(lang),
                Attribute::Theme(theme) => self.theme = Some(theme),
                Attribute::Controls(shown) => self.controls = shown,
                Attribute::Height(height) => self.height = height,
            },
        }
        Ok(())
    }
}

impl Attribute {
    /// The attribute of this name with this value.
    ///
    /// # Errors
    /// A sentence: there is no such attribute, or it has no such value.
    pub fn read(name: &str, value: &str) -> Result<Self, String> {
        match name {
            "scenario" => match scenario(value) {
                Some(file) => Ok(Attribute::Scenario(file.id)),
                None => Err(format!(
                    "There is no scenario `{value}`.{}",
                    meant(value, scenarios().map(|file| file.id))
                )),
            },
            "lang" => lang::of_tag(value)
                .map(Attribute::Lang)
                .ok_or_else(|| format!("`lang` is en or ko, not `{value}`.")),
            "theme" => Theme::of_word(value)
                .map(Attribute::Theme)
                .ok_or_else(|| format!("`theme` is auto, light or dark, not `{value}`.")),
            "controls" => flag(name, value).map(Attribute::Controls),
            // Parts of pixels do not matter.
            "height" => match value.split('.').next().and_then(|pixels| pixels.parse().ok()) {
                Some(height) => Ok(Attribute::Height(height)),
                None => Err(format!("`height` is a number of pixels, not `{value}`.")),
            },
            _ if NAMES.contains(&name) => Err(format!("`{name}` is said when the page is mounted.")),
            _ => Err(format!("A page has no option `{name}`.{}", meant(name, NAMES))),
        }
    }
}

/// Which of the known words it is, zero-based.
fn place_of(name: &str, word: &str, known: &[&str]) -> Result<usize, String> {
    known.iter().position(|known| *known == word).ok_or_else(|| {
        let (last, others) = known.split_last().map_or(("", known), |(last, others)| (*last, others));
        format!("`{name}` is {} or {last}, not `{word}`.", others.join(", "))
    })
}

fn meant<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest(word, known).map(|known| format!(" Did you mean `{known}`?")).unwrap_or_default()
}

/// A value as an attribute of an element would have it.
fn word(name: &str, value: &JsValue) -> Result<String, String> {
    let flag = value.as_bool().map(|flag| flag.to_string());
    flag.or_else(|| value.as_string()).ok_or_else(|| format!("`{name}` is a word, or true or false."))
}

/// An instant of virtual time: `9.5s`, or seconds without a unit.
fn instant(name: &str, text: &str) -> Result<SimTime, String> {
    let unit = if text.ends_with(|last: char| last.is_ascii_digit()) { "s" } else { "" };
    let span = values::span(name, &format!("{}{unit}", text.trim()));
    span.map(|span| SimTime::ZERO + span)
        .map_err(|_| format!("`{name}` is an instant such as 9.5s, not `{text}`."))
}

/// `auto`, or one of the speeds of the page: `0.25`, `1x`.
fn pace(text: &str) -> Result<Pace, String> {
    if text == "auto" {
        return Ok(Pace::Auto);
    }
    let found = SPEEDS.iter().find(|speed| speed_number(**speed) == text.trim_end_matches('x'));
    found.map(|speed| Pace::Fixed(*speed)).ok_or_else(|| {
        let known: Vec<String> = SPEEDS.iter().map(|speed| speed_number(*speed)).collect();
        format!("`speed` is auto or one of {}, not `{text}`.", known.join(", "))
    })
}

/// An attribute without a value stands for yes, as in HTML.
fn flag(name: &str, value: &str) -> Result<bool, String> {
    match value {
        "" | "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(format!("`{name}` is true or false, not `{value}`.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attribute_is_read_from_its_words() {
        assert_eq!(Attribute::read("theme", "dark"), Ok(Attribute::Theme(Theme::Dark)));
        assert_eq!(Attribute::read("lang", "ko"), Ok(Attribute::Lang(Lang::Ko)));
        assert_eq!(Attribute::read("controls", "false"), Ok(Attribute::Controls(false)));
        assert_eq!(Attribute::read("scenario", DEFAULT), Ok(Attribute::Scenario(DEFAULT)));
    }

    #[test]
    fn a_word_that_is_not_known_is_answered_with_those_that_are() {
        assert_eq!(place_of("step", "rebalance", &STEPS), Ok(3));
        let wrong = "`step` is line, entry, request, rebalance or caption, not `line by line`.";
        assert_eq!(place_of("step", "line by line", &STEPS), Err(wrong.to_owned()));
        assert_eq!(place_of("reveal", "", &REVEALS), Err("`reveal` is auto or manual, not ``.".to_owned()));
    }

    #[test]
    fn what_is_not_known_is_answered_with_what_may_have_been_meant() {
        let wrong = |name, value| Attribute::read(name, value).unwrap_err();
        assert_eq!(wrong("them", "dark"), "A page has no option `them`. Did you mean `theme`?");
        assert_eq!(wrong("scenario", "zombies"), "There is no scenario `zombies`. Did you mean `zombie`?");
        assert_eq!(wrong("theme", "green"), "`theme` is auto, light or dark, not `green`.");
        assert_eq!(wrong("shadow", "true"), "`shadow` is said when the page is mounted.");
    }
}
