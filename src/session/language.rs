//! Every text that the page shows or speaks, in each of its languages.
//!
//! A fixed text is a value of an enum ([`Label`], [`StageLabel`], [`Verb`]); a sentence with names or numbers in it is
//! a value that holds them (`Phrase`, `Notice`, `Complaint`, `StagePhrase`, `LaneText`, `JournalPhrase`, or a `Fact`).
//! `en` and `ko` have an exhaustive match for each of them, so a text that is missing in one language does not compile.
//! What a sentence is made of is a template: a table of them costs a WebAssembly module little, and one loop fills them
//! all in.
//!
//! Kafka's names (properties, requests, errors, states, exceptions) and the words of a script are the same in every
//! language.

pub mod action;
pub mod axis;
pub mod compare;
pub mod course;
pub mod deploy;
pub mod described;
pub mod desk;
pub mod epoch;
pub mod import;
pub mod journal;
pub mod label;
pub mod lesson;
pub mod link;
pub mod mistake;
pub mod notice;
pub mod particle;
pub mod phrase;
pub mod picture;
pub mod present;
pub mod property;
pub mod refusal;
pub mod remark;
pub mod stage;
pub mod symptom;
pub mod table;
pub mod template;
pub mod units;
pub mod what_if;
pub mod why;

mod en;
mod ko;

use crate::kafka::property::meaning;
use crate::session::bench::SettingTheme;
use crate::session::course::ChapterSubject;
use crate::session::grammar::Rule;
use crate::session::language::action::Verb;
use crate::session::language::course::CourseLabel;
use crate::session::language::desk::DeskLabel;
use crate::session::language::label::{ColumnLabel, EmbedLabel, Label, SettingLabel, ShareLabel, StageLabel};
use crate::session::language::present::PresentLabel;
use crate::session::language::symptom::{CauseName, SymptomName};
use crate::session::language::template::{Sentence, fill};

/// A language of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// The reference.
    #[default]
    En,
    Ko,
}

impl Lang {
    /// All of them.
    pub const ALL: [Lang; 2] = [Lang::En, Lang::Ko];

    /// Its tag, for `lang=`.
    pub const fn tag(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Ko => "ko",
        }
    }

    /// The other one.
    pub const fn other(self) -> Lang {
        match self {
            Lang::En => Lang::Ko,
            Lang::Ko => Lang::En,
        }
    }

    /// A fixed text of the page.
    pub fn label(self, label: Label) -> &'static str {
        match self {
            Lang::En => en::page::label(label),
            Lang::Ko => ko::page::label(label),
        }
    }

    /// A fixed text of the column at the right.
    pub const fn column_label(self, label: ColumnLabel) -> &'static str {
        match self {
            Lang::En => en::page::column(label),
            Lang::Ko => ko::page::column(label),
        }
    }

    /// Texts where a figure for another page is made.
    pub const fn embed_label(self, label: EmbedLabel) -> &'static str {
        match self {
            Lang::En => en::embed::label(label),
            Lang::Ko => ko::embed::label(label),
        }
    }

    /// A fixed text where a session is shared or found again.
    pub const fn share_label(self, label: ShareLabel) -> &'static str {
        match self {
            Lang::En => en::share::label(label),
            Lang::Ko => ko::share::label(label),
        }
    }

    /// A fixed text of the picture for a room, of its code, or of the handout.
    pub const fn present_label(self, label: PresentLabel) -> &'static str {
        match self {
            Lang::En => en::present::label(label),
            Lang::Ko => ko::present::label(label),
        }
    }

    /// A fixed text of the terminal, of pasted output, or of the text editor.
    pub const fn desk_label(self, label: DeskLabel) -> &'static str {
        match self {
            Lang::En => en::desk::label(label),
            Lang::Ko => ko::desk::label(label),
        }
    }

    /// The title of a chapter of the course.
    pub fn chapter(self, subject: ChapterSubject) -> &'static str {
        match self {
            Lang::En => en::course::chapter(subject),
            Lang::Ko => ko::course::chapter(subject),
        }
    }

    /// A fixed text of the course, of the symptom finder, and of the ways into the page.
    pub fn course_label(self, label: CourseLabel) -> &'static str {
        match self {
            Lang::En => en::course::label(label),
            Lang::Ko => ko::course::label(label),
        }
    }

    /// A symptom in people's own words.
    pub fn symptom(self, name: SymptomName) -> &'static str {
        match self {
            Lang::En => en::symptoms::symptom(name),
            Lang::Ko => ko::symptoms::symptom(name),
        }
    }

    /// What is behind a symptom, whatever its cause.
    pub fn symptom_meaning(self, name: SymptomName) -> &'static str {
        match self {
            Lang::En => en::symptoms::meaning(name),
            Lang::Ko => ko::symptoms::meaning(name),
        }
    }

    /// What a symptom can come from, in a few words.
    pub fn cause(self, name: CauseName) -> &'static str {
        match self {
            Lang::En => en::symptoms::cause(name),
            Lang::Ko => ko::symptoms::cause(name),
        }
    }

    /// By what a cause is told from others.
    pub fn cause_sign(self, name: CauseName) -> &'static str {
        match self {
            Lang::En => en::symptoms::sign(name),
            Lang::Ko => ko::symptoms::sign(name),
        }
    }

    /// What mends it.
    pub fn cause_mend(self, name: CauseName) -> &'static str {
        match self {
            Lang::En => en::symptoms::mend(name),
            Lang::Ko => ko::symptoms::mend(name),
        }
    }

    /// A fixed text where settings are edited.
    pub fn setting_label(self, label: SettingLabel) -> &'static str {
        match self {
            Lang::En => en::page::setting_label(label),
            Lang::Ko => ko::page::setting_label(label),
        }
    }

    /// The heading of settings of one kind.
    pub fn theme(self, theme: SettingTheme) -> &'static str {
        match self {
            Lang::En => en::page::theme(theme),
            Lang::Ko => ko::page::theme(theme),
        }
    }

    /// What a setting means, in a sentence.
    pub fn setting(self, name: &str) -> &'static str {
        match (meaning(name), self) {
            (Some([en, ko]), _) => self.choose(en, ko),
            (None, Lang::En) => en::page::knob(name),
            (None, Lang::Ko) => ko::page::knob(name),
        }
    }

    /// A fixed text of a drawing.
    pub fn stage_label(self, label: StageLabel) -> &'static str {
        match self {
            Lang::En => en::stage::label(label),
            Lang::Ko => ko::stage::label(label),
        }
    }

    /// What stands on the button of an action.
    pub fn action(self, verb: Verb) -> &'static str {
        match self {
            Lang::En => en::actions::label(verb),
            Lang::Ko => ko::actions::label(verb),
        }
    }

    /// What an action does, in a sentence.
    pub fn action_help(self, verb: Verb) -> &'static str {
        match self {
            Lang::En => en::actions::help(verb),
            Lang::Ko => ko::actions::help(verb),
        }
    }

    /// What a line of a script does, in a sentence.
    pub fn word_help(self, rule: &Rule) -> &'static str {
        match self {
            Lang::En => rule.help,
            Lang::Ko => ko::words::help(rule.keyword),
        }
    }

    /// A sentence with names or numbers in it.
    pub fn say<S: Sentence>(self, sentence: S) -> String {
        fill(sentence.template(self), &sentence.slots(self))
    }

    /// The one of two texts: for what comes in both languages from elsewhere.
    pub const fn choose<'a>(self, en: &'a str, ko: &'a str) -> &'a str {
        match self {
            Lang::En => en,
            Lang::Ko => ko,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::template::used;

    /// The arms of the matches in these files: enum and variant, and the text.
    fn arms(sources: &[&'static str]) -> Vec<(&'static str, &'static str)> {
        let mut arms = Vec::new();
        for source in sources {
            for (at, _) in source.match_indices(" =>") {
                let after_last = source[..at].rfind('"').map_or(0, |quote| quote + 1);
                let text = source[at..].split('"').nth(1).unwrap_or_default();
                let words = source[after_last..at].split(|c: char| !c.is_alphanumeric() && c != ':');
                arms.extend(words.filter(|word| word.contains("::")).map(|word| (word, text)));
            }
        }
        arms.retain(|(word, _)| !word.contains("crate") && !word.contains("session"));
        arms
    }

    macro_rules! arms_of {
        ($lang:literal) => {
            arms(&[
                include_str!(concat!("language/", $lang, "/actions.rs")),
                include_str!(concat!("language/", $lang, "/compare.rs")),
                include_str!(concat!("language/", $lang, "/course.rs")),
                include_str!(concat!("language/", $lang, "/described.rs")),
                include_str!(concat!("language/", $lang, "/deploy.rs")),
                include_str!(concat!("language/", $lang, "/desk.rs")),
                include_str!(concat!("language/", $lang, "/embed.rs")),
                include_str!(concat!("language/", $lang, "/ignored.rs")),
                include_str!(concat!("language/", $lang, "/import.rs")),
                include_str!(concat!("language/", $lang, "/journal.rs")),
                include_str!(concat!("language/", $lang, "/links.rs")),
                include_str!(concat!("language/", $lang, "/mistakes.rs")),
                include_str!(concat!("language/", $lang, "/page.rs")),
                include_str!(concat!("language/", $lang, "/phrases.rs")),
                include_str!(concat!("language/", $lang, "/picture.rs")),
                include_str!(concat!("language/", $lang, "/present.rs")),
                include_str!(concat!("language/", $lang, "/properties.rs")),
                include_str!(concat!("language/", $lang, "/refusals.rs")),
                include_str!(concat!("language/", $lang, "/remarks.rs")),
                include_str!(concat!("language/", $lang, "/sentences.rs")),
                include_str!(concat!("language/", $lang, "/share.rs")),
                include_str!(concat!("language/", $lang, "/stage.rs")),
                include_str!(concat!("language/", $lang, "/symptoms.rs")),
                include_str!(concat!("language/", $lang, "/what_if.rs")),
                include_str!(concat!("language/", $lang, "/why.rs")),
                include_str!(concat!("language/", $lang, "/why/causes.rs")),
            ])
        };
    }

    #[test]
    fn a_sentence_has_the_same_parts_in_every_language() {
        let (en, ko) = (arms_of!("en"), arms_of!("ko"));
        assert!(en.len() > 200, "{} arms were found", en.len());
        for (variant, text) in &en {
            // Verbs have an arm for the label and one for the help.
            let others: Vec<_> = ko.iter().filter(|(other, _)| other == variant).collect();
            assert!(!others.is_empty(), "{variant}");
            assert!(
                others.iter().any(|(_, other)| used(other) == used(text)),
                "{variant}: {text} {others:?}"
            );
        }
    }

    #[test]
    fn korean_is_korean() {
        // What Kafka and the shell call so, other clients, and what is only put together.
        let clients = ["librdkafka", "kafka-python", "KafkaJS"];
        let names = [
            "kill",
            "eager",
            "cooperative",
            "consumer (KIP-848)",
            "?",
            "SVG",
            "PNG",
            "CSV",
            "Mermaid",
            "HTML",
            "iframe",
            "CSP",
        ];
        let names = [&names[..], &["Markdown", "English", "PlantUML"]].concat();
        for (variant, text) in arms_of!("ko") {
            let hangul = text.chars().any(|c| ('가'..='힣').contains(&c));
            let words = text.split(['{', '}']).step_by(2).any(|piece| piece.chars().any(char::is_alphabetic));
            assert!(
                hangul || !words || names.contains(&text) || clients.contains(&text),
                "{variant}: {text}"
            );
        }
    }
}
