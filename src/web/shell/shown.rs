//! What the panels were given last, so that each is given something new only when its own data changed.

use crate::cluster::observation::Observation;
use crate::session::caption::{Caption, CaptionKind};
use crate::session::telling::is_announced;
use crate::session::why::Question;
use crate::sim::sorted::sort_by_key;
use crate::web::browser::wall_millis;
use crate::web::lang::Lang;
use crate::web::later;
use crate::web::panel::{self, Panel};
use crate::web::shared::Shared;
use crate::web::shell::lesson::HeardOfLesson;
use crate::web::shell::notice::Toast;
use crate::web::shell::page::Page;
use crate::web::shell::turns::Extent;
use crate::web::story::journal_list::{Listed, OfferedNames, Tail};
use crate::web::story::text_of;
use crate::web::story::why_panel::{Asking, ShownAnswer};
use crate::web::touched;
use std::rc::Rc;
use yew::AttrValue;

/// While time runs the journal is listed anew this often at most, in milliseconds.
const JOURNAL_EVERY: f64 = 100.0;
/// And something is read out this often at most.
const SPEAK_EVERY: f64 = 900.0;
/// As many entries are looked at for it.
const LOOKED_AT: usize = 5_000;
/// As much is read out at once: the newest, in the order in which it happened, and no backlog.
const SPOKEN_AT_ONCE: usize = 6;

/// See the head of this file.
pub struct Shown {
    pub edition: u64,
    pub title: AttrValue,
    pub captions: Shared<Vec<Caption>>,
    /// How many captions have been reached.
    pub reached: usize,
    pub panel: Shared<Panel>,
    pub lines: Shared<Listed>,
    /// The consumers and partitions that the journal can be asked for.
    pub names: Shared<OfferedNames>,
    /// Why what is asked about is as it is.
    pub answer: Shared<Option<ShownAnswer>>,
    asked: Option<(Question, Asking)>,
    /// What a screen reader says; whether answers are left out of it, which wait to be asked for.
    pub spoken: AttrValue,
    pub keeps_answers: bool,
    lang: Lang,
    panel_of: Rc<Observation>,
    notice: Option<Toast>,
    tail: Tail,
    listed_at: f64,
    spoken_at: f64,
    /// Up to which entry, and up to which caption, everything was read out or is too old for it.
    heard: usize,
    heard_captions: usize,
    heard_lesson: HeardOfLesson,
    fresh: u64,
}

impl Shown {
    /// Everything, for the first time.
    pub fn new(page: &Page, lang: Lang) -> Self {
        Shown {
            edition: page.edition,
            title: AttrValue::from(page.session.title(lang).to_owned()),
            captions: Shared::new(page.session.captions().to_vec()),
            reached: 0,
            panel: Shared::new(panel::panel(&page.session, &page.seen, page.edition)),
            lines: Shared::new(Listed::default()),
            names: Shared::new(OfferedNames::of(&page.seen)),
            answer: Shared::new(None),
            asked: None,
            spoken: AttrValue::default(),
            keeps_answers: false,
            lang,
            panel_of: Rc::clone(&page.seen),
            notice: None,
            tail: Tail::default(),
            listed_at: 0.0,
            spoken_at: 0.0,
            heard: 0,
            heard_captions: 0,
            heard_lesson: HeardOfLesson::default(),
            fresh: page.fresh,
        }
    }

    /// The same, and answers that wait to be asked for are not read out.
    pub fn keeping(self, keeps_answers: bool) -> Self {
        Shown { keeps_answers, ..self }
    }

    /// Renews what has changed; whether the notice is another one. In haste nothing is listed, answered or read out.
    pub fn refresh(&mut self, page: &Page, lang: Lang, extent: Extent) -> bool {
        let another = self.edition != page.edition;
        if another || self.lang != lang {
            self.title = AttrValue::from(page.session.title(lang).to_owned());
            if *self.captions != *page.session.captions() {
                self.captions = Shared::new(page.session.captions().to_vec());
            }
        }
        let now = page.session.now();
        self.reached = self.captions.partition_point(|caption| caption.at <= now);
        if another || !panel::unchanged(&self.panel_of, &page.seen) {
            self.panel = Shared::new(panel::panel(&page.session, &page.seen, page.edition));
            self.panel_of = Rc::clone(&page.seen);
        }
        let translated = self.lang != lang;
        (self.edition, self.lang) = (page.edition, lang);
        if another || translated || extent != Extent::InHaste {
            self.refresh_journal(page, translated);
            self.speak(page);
        }
        if self.notice == page.notice {
            return false;
        }
        self.notice.clone_from(&page.notice);
        true
    }

    /// Asks again what is chosen: at once when something else is, else whenever the journal is listed anew.
    fn refresh_answer(&mut self, page: &Page, again: bool) {
        let asked = page.asked();
        let another = self.asked != asked;
        if another {
            self.asked = asked;
        }
        if another || (again && self.asked.is_some()) {
            let answer =
                later::here().and_then(|later| (later.answer)(&page.session, self.lang, self.asked.as_ref()));
            if *self.answer != answer {
                self.answer = Shared::new(answer);
            }
        }
    }

    fn refresh_journal(&mut self, page: &Page, translated: bool) {
        let (wall, playing) = (wall_millis(), page.playback.playing());
        let due = !playing || wall - self.listed_at >= JOURNAL_EVERY;
        self.refresh_answer(page, due || translated);
        if !due {
            return;
        }
        let names = OfferedNames::of(&page.seen);
        if *self.names != names {
            self.names = Shared::new(names);
        }
        let Some(later) = later::here() else { return };
        let Some(lines) = (later.journal)(&mut self.tail, page, self.lang) else { return };
        self.listed_at = wall;
        self.lines = lines;
        // A visitor who steps hears every step, and nothing of before.
        let now = page.session.now();
        if let Some(line) = self.lines.lines.first().filter(|line| !playing && line.time == now) {
            self.spoken = AttrValue::from(line.sentence.clone());
        }
    }

    /// Reads out the captions, questions, kills and rebalances that are new.
    fn speak(&mut self, page: &Page) {
        let journal = page.session.cluster().journal();
        let (end, reached) = (journal.len(), self.reached);
        if std::mem::replace(&mut self.fresh, page.fresh) != page.fresh {
            (self.heard, self.heard_captions) = (0, 0);
            self.heard_lesson = HeardOfLesson::default();
        }
        // It may have been gone back.
        (self.heard, self.heard_captions) = (self.heard.min(end), self.heard_captions.min(reached));
        let wall = wall_millis();
        if page.playback.playing() && wall - self.spoken_at < SPEAK_EVERY {
            return;
        }
        // Until there are words, nothing counts as heard.
        let Some(touched) = touched::here() else { return };
        let kept = |caption: &&Caption| self.keeps_answers && caption.kind == CaptionKind::Answer;
        let new_captions =
            self.captions[self.heard_captions..reached].iter().rev().filter(|caption| !kept(caption));
        let captions = new_captions
            .map(|caption| (caption.at, text_of(caption, self.lang).replace(['*', '`'], ""), false));
        let oldest = self.heard.max(end.saturating_sub(LOOKED_AT));
        let told = (oldest..end).rev().filter_map(|place| journal.get(place));
        let told = told.filter(|entry| is_announced(&entry.fact));
        let told = told.map(|entry| (entry.time, (touched.sentence)(&page.session, self.lang, entry), true));
        let now = page.session.now();
        let lesson = (touched.news_of_lesson)(page, &mut self.heard_lesson, self.lang);
        let lesson = lesson.into_iter().rev().map(|sentence| (now, sentence, true));
        let told = lesson.chain(told.take(SPOKEN_AT_ONCE));
        let mut new: Vec<_> = captions.take(SPOKEN_AT_ONCE).chain(told).collect();
        (self.heard, self.heard_captions) = (end, reached);
        if new.is_empty() {
            return;
        }
        // In the order in which it happened; of the same instant, the caption first: it says what it is about.
        new.reverse();
        sort_by_key(&mut new, |(time, _, said_by_entry)| (*time, *said_by_entry));
        let left_out = new.len().saturating_sub(SPOKEN_AT_ONCE);
        // A voice pauses at a full stop.
        let ended = |sentence: &str| match sentence.ends_with(['.', '?', '!']) {
            true => sentence.to_owned(),
            false => format!("{sentence}."),
        };
        let sentences: Vec<String> =
            new.iter().skip(left_out).map(|(_, sentence, _)| ended(sentence)).collect();
        self.spoken = AttrValue::from(sentences.join(" "));
        self.spoken_at = wall;
    }
}
