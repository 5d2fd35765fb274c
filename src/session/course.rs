//! The course: all scenarios that come with the program, as lessons in chapters, in the order in which a reader of the
//! usual introduction to consumers meets their subjects. Titles and lengths are taken out of the files while the
//! program is compiled.

pub mod progress;
mod taken;

use crate::session::language::Lang;
use taken::{copy, lines_of, quoted_in_title};

/// What a chapter is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChapterSubject {
    Groups,
    Rebalances,
    StaticMembers,
    PollLoop,
    Settings,
    Commits,
    Listeners,
    Seeking,
    Leaving,
    Standalone,
    /// KIP-848.
    NewProtocol,
}

/// A chapter of the course.
#[derive(Debug, PartialEq, Eq)]
pub struct Chapter {
    pub subject: ChapterSubject,
    pub lessons: &'static [Lesson],
}

/// One scenario as a lesson.
#[derive(Debug, PartialEq, Eq)]
pub struct Lesson {
    /// Its name, and that of its file without `.session`.
    pub id: &'static str,
    en: &'static str,
    ko: &'static str,
    /// How many lines it says, its answers included, and how many questions it asks.
    pub says: u16,
    pub asks: u16,
}

/// Reading a line that is told, and watching what it is about, takes so many seconds; so many take a question and what
/// follows it.
const SECONDS_SAID: u16 = 20;
const SECONDS_ASKED: u16 = 40;

impl Lesson {
    /// The title that the script gives itself.
    pub const fn title(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en,
            Lang::Ko => self.ko,
        }
    }

    /// The lines of its story: what is said, asked and answered.
    pub const fn lines(&self) -> u16 {
        self.says + self.asks
    }

    /// About how many minutes it takes, from what it tells and asks.
    pub const fn minutes(&self) -> u16 {
        (self.says * SECONDS_SAID + self.asks * SECONDS_ASKED).div_ceil(60)
    }
}

macro_rules! title {
    ($id:literal, $mark:literal) => {{
        const TEXT: &str = include_str!(concat!("../../static/scenarios/", $id, ".session"));
        const SPAN: (usize, usize) = quoted_in_title(TEXT.as_bytes(), $mark.as_bytes());
        const TITLE: [u8; SPAN.1 - SPAN.0] = copy(TEXT.as_bytes(), SPAN.0);
        match std::str::from_utf8(&TITLE) {
            Ok(title) => title,
            Err(_) => $id,
        }
    }};
}

macro_rules! count {
    ($id:literal, $($word:literal)+) => {{
        const TEXT: &str = include_str!(concat!("../../static/scenarios/", $id, ".session"));
        const COUNT: u16 = 0 $(+ lines_of(TEXT.as_bytes(), $word.as_bytes()))+;
        COUNT
    }};
}

macro_rules! chapters {
    ($($subject:ident: [$($id:literal),* $(,)?]),* $(,)?) => {
        /// Every file in `static/scenarios`, in the order in which it is best read.
        pub const CHAPTERS: &[Chapter] = &[$(Chapter {
            subject: ChapterSubject::$subject,
            lessons: &[$(
                Lesson {
                    id: $id,
                    en: title!($id, " en=\""),
                    ko: title!($id, " ko=\""),
                    says: count!($id, "say" "answer"),
                    asks: count!($id, "ask"),
                }
            ),*],
        }),*];
    };
}

chapters![
    Groups: ["scale-out", "two-groups", "first-join", "range-skew", "book-examples"],
    Rebalances: [
        "join-eager", "join-cooperative", "slow-member", "session-timeout", "sticky-leave", "two-bounce",
        "add-partitions", "regex-topic",
    ],
    StaticMembers: ["static-restart", "static-gone", "fenced-twin", "rolling-deploy"],
    PollLoop: ["slow-handler", "zombie", "poison-pill", "two-threads", "workers-auto-commit"],
    Settings: ["poll-size", "fetch-tuning", "rack-aware", "reset-none", "coordinator-down"],
    Commits: [
        "crash-after-auto-commit", "off-by-one", "commit-sync", "commit-async", "async-retry", "async-then-sync",
        "commit-every-n", "commit-first",
    ],
    Listeners: ["commit-on-revoke", "external-offsets"],
    Seeking: ["replay", "reset-offsets", "retention-overtakes", "expired-offsets"],
    Leaving: ["clean-close"],
    Standalone: ["standalone"],
    NewProtocol: [
        "new-first-join", "new-join", "new-assignment-interval", "new-slow-revoke", "three-protocols",
        "new-rebalance-timeout", "new-crash", "new-deploy", "new-static-restart", "new-static-crash",
        "new-partitions", "new-poll-interval", "stale-epoch", "migrate-online",
    ],
];

/// All lessons, in the order of the course.
pub fn lessons() -> impl DoubleEndedIterator<Item = &'static Lesson> {
    CHAPTERS.iter().flat_map(|chapter| chapter.lessons)
}

/// The lesson of this name.
pub fn lesson(id: &str) -> Option<&'static Lesson> {
    lessons().find(|lesson| lesson.id == id)
}

/// The lesson that is best read after the one of this name.
pub fn after(id: &str) -> Option<&'static Lesson> {
    lessons().skip_while(|lesson| lesson.id != id).nth(1)
}

/// The lesson before the one of this name.
pub fn before(id: &str) -> Option<&'static Lesson> {
    lessons().rev().skip_while(|lesson| lesson.id != id).nth(1)
}

/// Where the lesson of this name stands: its chapter and its place in it, both counted from one.
pub fn place(id: &str) -> Option<(usize, usize)> {
    CHAPTERS.iter().enumerate().find_map(|(chapter, of)| {
        let lesson = of.lessons.iter().position(|lesson| lesson.id == id)?;
        Some((chapter + 1, lesson + 1))
    })
}

/// That place as it is written before a lesson's title: `6.1`; empty for what is no lesson.
pub fn number(id: &str) -> String {
    place(id).map_or_else(String::new, |(chapter, lesson)| format!("{chapter}.{lesson}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Session;
    use std::fs;

    fn file(id: &str) -> String {
        fs::read_to_string(format!("static/scenarios/{id}.session")).expect(id)
    }

    #[test]
    fn every_scenario_is_one_lesson() {
        let folder = fs::read_dir("static/scenarios").expect("the scenarios");
        let mut files: Vec<String> = folder
            .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"))
            .filter_map(|name| name.strip_suffix(".session").map(str::to_owned))
            .collect();
        let mut listed: Vec<&str> = lessons().map(|lesson| lesson.id).collect();
        files.sort();
        listed.sort_unstable();
        assert_eq!(listed, files);
    }

    #[test]
    fn next_and_previous_lead_through_all_of_them() {
        let ids: Vec<&str> = lessons().map(|lesson| lesson.id).collect();
        for pair in ids.windows(2) {
            assert_eq!(after(pair[0]).map(|lesson| lesson.id), Some(pair[1]));
            assert_eq!(before(pair[1]).map(|lesson| lesson.id), Some(pair[0]));
        }
        assert_eq!(before(ids[0]), None);
        assert_eq!(after(ids[ids.len() - 1]), None);
        assert_eq!((after("no-such"), before("no-such"), number("no-such")), (None, None, String::new()));
    }

    #[test]
    fn a_lesson_is_numbered_by_its_chapter_and_its_place_there() {
        assert_eq!(number("scale-out"), "1.1");
        assert_eq!(number("crash-after-auto-commit"), "6.1");
        assert_eq!(number("standalone"), "10.1");
    }

    #[test]
    fn titles_and_lengths_are_those_of_the_files() {
        for lesson in lessons() {
            let text = file(lesson.id);
            let title = format!("title en=\"{}\" ko=\"{}\"", lesson.title(Lang::En), lesson.title(Lang::Ko));
            assert!(text.lines().any(|line| line == title), "{title}");
            let session = Session::open(lesson.id, text.as_bytes()).expect(lesson.id);
            let captions = session.captions();
            let asked = captions.iter().filter(|caption| caption.asks()).count();
            assert_eq!(usize::from(lesson.asks), asked, "{}", lesson.id);
            assert_eq!(usize::from(lesson.lines()), captions.len(), "{}", lesson.id);
        }
    }

    #[test]
    fn the_time_a_lesson_takes_follows_from_what_it_tells_and_asks() {
        let lesson = lesson("crash-after-auto-commit").expect("it is there");
        assert_eq!((lesson.says, lesson.asks), (5, 1));
        assert_eq!(lesson.minutes(), 3);
        assert!(lessons().all(|lesson| (1..=8).contains(&lesson.minutes())));
    }
}
