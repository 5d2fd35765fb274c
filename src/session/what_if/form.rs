//! The form of the deploy calculator: a text with settings, and fields that say more than the text, or otherwise. What
//! was typed stays as it is, right or wrong.

use crate::kafka::consumer::config::{CommitMode, CommitWhen, ConsumerConfig, Listener};
use crate::session::Lang;
use crate::session::language::mistake::Outcome;
use crate::session::lexer::ScriptError;
use crate::session::mistake::Mistake;
use crate::session::properties_text::{LeftOut, Refused, read};
use crate::session::scenario::Scenario;
use crate::session::values;
use crate::session::what_if::deploy::{
    Deploy, DeployField, MOST_CONSUMERS, MOST_PARTITIONS, StopBy, split_range,
};
use crate::session::what_if::mistake::WhatIfMistake;
use crate::session::what_if::reading::{is_session, leave_to_deploy, of_properties, of_session};
use crate::sim::time::SimDuration;

/// The most seeds that are asked of a browser, and how many are simulated if nobody says otherwise.
pub const MOST_SEEDS_IN_FORM: u32 = 1_000;
const USUAL_SEEDS: u32 = 200;

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeployInput {
    Consumers,
    Partitions,
    Rate,
    Work,
    Commit,
    /// After how many records it commits; of the modes that do so.
    CommitEvery,
    Revoked,
    Gap,
    Down,
    Stop,
    Seeds,
}

impl DeployInput {
    /// What the application is, in the order of the form.
    pub const OF_APPLICATION: [DeployInput; 7] = [
        DeployInput::Consumers,
        DeployInput::Partitions,
        DeployInput::Rate,
        DeployInput::Work,
        DeployInput::Commit,
        DeployInput::CommitEvery,
        DeployInput::Revoked,
    ];
    /// How it is deployed.
    pub const OF_DEPLOY: [DeployInput; 4] =
        [DeployInput::Gap, DeployInput::Down, DeployInput::Stop, DeployInput::Seeds];

    /// Its name for tests, and where there is an option of the command line, that of the option.
    pub const fn id(self) -> &'static str {
        match self {
            DeployInput::Consumers => "consumers",
            DeployInput::Partitions => "partitions",
            DeployInput::Rate => "rate",
            DeployInput::Work => "work",
            DeployInput::Commit => "commit",
            DeployInput::CommitEvery => "commit-every",
            DeployInput::Revoked => "revoked",
            DeployInput::Gap => "gap",
            DeployInput::Down => "down",
            DeployInput::Stop => "stop",
            DeployInput::Seeds => "seeds",
        }
    }

    /// What of a deploy it says.
    const fn field(self) -> Option<DeployField> {
        match self {
            DeployInput::Consumers => Some(DeployField::Consumers),
            DeployInput::Partitions => Some(DeployField::Partitions),
            DeployInput::Rate => Some(DeployField::Rate),
            DeployInput::Work => Some(DeployField::Work),
            DeployInput::Commit | DeployInput::CommitEvery => Some(DeployField::Commit),
            DeployInput::Gap => Some(DeployField::Gap),
            DeployInput::Down => Some(DeployField::Down),
            DeployInput::Stop => Some(DeployField::Stop),
            DeployInput::Revoked | DeployInput::Seeds => None,
        }
    }
}

/// What is wrong, beside which field; of the form as a whole without one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputError {
    pub input: Option<DeployInput>,
    pub sentence: String,
}

/// What was understood of the text.
#[derive(Clone, Debug, Default)]
pub struct SettingsText {
    /// The name of the group if it is a session.
    pub session: Option<&'static str>,
    /// How many settings are used.
    pub used: usize,
    /// What has no effect, and what is to be known of the rest.
    pub left_out: Vec<LeftOut>,
    pub notes: Vec<Refused>,
    refused: Vec<Refused>,
    errors: Vec<ScriptError>,
    mistake: Option<WhatIfMistake>,
}

impl SettingsText {
    /// What is wrong with it, each with its line.
    pub fn wrong(&self, lang: Lang) -> Vec<String> {
        let refused = self.refused.iter().map(|refused| refused.sentence(lang));
        let line = |error: &ScriptError| {
            lang.say(Outcome::Line { line: error.span.line, sentence: &error.message(lang) })
        };
        let errors = self.errors.iter().map(line);
        refused.chain(errors).chain(self.mistake.iter().map(|mistake| lang.say(mistake))).collect()
    }

    fn is_right(&self) -> bool {
        self.refused.is_empty() && self.errors.is_empty() && self.mistake.is_none()
    }
}

/// See the head of this file.
#[derive(Clone, Debug, Default)]
pub struct DeployForm {
    text: String,
    /// What was understood of the text.
    pub understood: SettingsText,
    /// What the text says; while it is wrong, what it said before, and that text.
    of_text: Deploy,
    right_text: String,
    typed: Vec<(DeployInput, String)>,
}

impl DeployForm {
    /// With this text.
    pub fn of(text: String) -> DeployForm {
        let mut form = DeployForm::default();
        form.set_text(text);
        form
    }

    /// The text, as it was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Takes another text. What was typed into the fields stays.
    pub fn set_text(&mut self, text: String) {
        let (understood, deploy) = understand(&text);
        if let Some(deploy) = deploy {
            (self.of_text, self.right_text) = (deploy, text.clone());
        }
        self.text = text;
        self.understood = understood;
    }

    /// Notes what was typed into a field.
    pub fn type_in(&mut self, input: DeployInput, text: String) {
        self.typed.retain(|(typed, _)| *typed != input);
        self.typed.push((input, text));
    }

    /// All that was typed, as [`DeployForm::read_back`] reads it: a line for each field, an empty line, the text;
    /// behind a zero character what the text was when it was right last, if it is wrong.
    pub fn written(&self) -> String {
        let lines =
            self.typed.iter().map(|(input, text)| format!("{}={}\n", input.id(), text.replace('\n', " ")));
        let right = if self.understood.is_right() { "" } else { &self.right_text };
        let zero = if self.understood.is_right() { "" } else { "\0" };
        format!("{}\n{}{zero}{right}", lines.collect::<String>(), self.text.replace('\0', " "))
    }

    /// The form in which that was typed. What is no line of a field is passed over.
    pub fn read_back(written: &str) -> DeployForm {
        let (lines, text) = match written.strip_prefix('\n') {
            Some(text) => ("", text),
            None => written.split_once("\n\n").unwrap_or((written, "")),
        };
        let (text, right) = text.split_once('\0').unwrap_or((text, ""));
        let mut form = DeployForm::of(right.to_owned());
        form.set_text(text.to_owned());
        for (id, typed) in lines.lines().filter_map(|line| line.split_once('=')) {
            let all = DeployInput::OF_APPLICATION.into_iter().chain(DeployInput::OF_DEPLOY);
            if let Some(input) = all.into_iter().find(|input| input.id() == id) {
                form.type_in(input, typed.to_owned());
            }
        }
        form
    }

    /// What stands in a field.
    pub fn value(&self, input: DeployInput) -> String {
        let typed = self.typed.iter().find(|(typed, _)| *typed == input);
        typed.map_or_else(|| shown(&self.of_text, input), |(_, text)| text.clone())
    }

    /// Whether neither the text nor a visitor has said what stands in a field.
    pub fn is_assumed(&self, input: DeployInput) -> bool {
        let typed = self.typed.iter().any(|(typed, _)| *typed == input);
        !typed && input.field().is_some_and(|field| self.of_text.assumed.contains(&field))
    }

    /// Whether the application commits after a number of records.
    pub fn counts_records(&self) -> bool {
        let mode = CommitMode::from_word(&self.value(DeployInput::Commit));
        mode.is_some_and(|mode| mode.when == CommitWhen::AfterSome)
    }

    /// The words of a field that takes one of a few; nothing for the others.
    pub fn choices(&self, input: DeployInput) -> Vec<&'static str> {
        // Those that go with the settings.
        let fits = |change: &dyn Fn(&mut Deploy)| {
            let mut deploy = self.of_text.clone();
            change(&mut deploy);
            deploy.config.validate().is_ok()
        };
        let chosen = self.value(input);
        match input {
            DeployInput::Commit => {
                let modes = CommitMode::ALL.into_iter();
                let fit = modes.filter(|mode| mode.word == chosen || fits(&|deploy| deploy.commit_by(*mode)));
                fit.map(|mode| mode.word).collect()
            }
            DeployInput::Revoked => {
                let set = |listener| move |deploy: &mut Deploy| deploy.config.behaviour.listener = listener;
                let words = Listener::NAMES.into_iter();
                words
                    .filter(|word| {
                        *word == chosen || Listener::from_word(word).is_some_and(|one| fits(&set(one)))
                    })
                    .collect()
            }
            DeployInput::Stop => StopBy::ALL.map(StopBy::word).to_vec(),
            _ => Vec::new(),
        }
    }

    /// The deploy and the number of seeds that are asked for.
    ///
    /// # Errors
    /// What is wrong in the fields, said in `lang`; nothing if only the text is wrong.
    pub fn read(&self, lang: Lang) -> Result<(Deploy, u32), Vec<InputError>> {
        let (mut deploy, mut errors) = (self.of_text.clone(), Vec::new());
        let mut seeds = USUAL_SEEDS;
        // How often it commits goes with how it commits.
        for input in DeployInput::OF_APPLICATION.into_iter().chain(DeployInput::OF_DEPLOY) {
            let Some((_, text)) = self.typed.iter().find(|(typed, _)| *typed == input) else { continue };
            if input == DeployInput::CommitEvery && !self.counts_records() {
                continue;
            }
            if let Err(mistake) = set(&mut deploy, &mut seeds, input, text, lang.input(input)) {
                errors.push(InputError { input: Some(input), sentence: lang.say(mistake) });
            }
        }
        if errors.is_empty()
            && let Err(mistake) = deploy.check()
        {
            errors.push(InputError { input: culprit(&mistake), sentence: lang.say(mistake) });
        }
        if errors.is_empty() && self.understood.is_right() { Ok((deploy, seeds)) } else { Err(errors) }
    }
}

/// Reads a text as the command line reads a file.
fn understand(text: &str) -> (SettingsText, Option<Deploy>) {
    let mut understood = SettingsText::default();
    let counted = |config: &ConsumerConfig| config.explicit.len();
    if is_session(text) {
        let scenario = match Scenario::read(text.as_bytes()) {
            Ok(scenario) => scenario,
            Err(errors) => return (SettingsText { errors, ..understood }, None),
        };
        return match of_session(&scenario) {
            Ok(deploy) => {
                understood.session = Some(deploy.group.as_str());
                understood.used = counted(&deploy.config) + usize::from(deploy.is_static);
                (understood, Some(deploy))
            }
            Err(mistake) => (SettingsText { mistake: Some(mistake), ..understood }, None),
        };
    }
    let mut pasted = read(text);
    match of_properties(&pasted) {
        Ok(deploy) => {
            leave_to_deploy(&mut pasted);
            understood.used = pasted.settings.len() + usize::from(pasted.group.is_some());
            (understood.left_out, understood.notes) = (pasted.left_out, pasted.notes);
            (understood, Some(deploy))
        }
        Err(refused) => (SettingsText { refused, ..understood }, None),
    }
}

fn set(
    deploy: &mut Deploy,
    seeds: &mut u32,
    input: DeployInput,
    text: &str,
    name: &str,
) -> Result<(), Mistake> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let number = |most: u32| {
        let digits = plain.replace(',', "");
        values::number(name, &digits, 1, most.into()).map(|number| u32::try_from(number).unwrap_or(most))
    };
    let behaviour = &mut deploy.config.behaviour;
    match input {
        DeployInput::Consumers => deploy.consumers = number(MOST_CONSUMERS)?,
        DeployInput::Partitions => deploy.partitions = number(MOST_PARTITIONS)?,
        DeployInput::Rate => {
            let digits = plain.strip_suffix("/s").unwrap_or(&plain).replace(',', "");
            deploy.rate = values::rate(name, &format!("{digits}/s"))?;
        }
        DeployInput::Work => behaviour.processing_time = values::span(name, &plain)?,
        DeployInput::Commit => {
            CommitMode::from_word(&plain).into_iter().for_each(|mode| deploy.commit_by(mode))
        }
        DeployInput::CommitEvery => behaviour.commit_every = number(1_000_000)?,
        DeployInput::Revoked => {
            Listener::from_word(&plain).into_iter().for_each(|listener| behaviour.listener = listener);
        }
        DeployInput::Gap => deploy.gap = values::span(name, &plain)?,
        DeployInput::Down => (deploy.down_least, deploy.down_most) = range(name, &plain)?,
        DeployInput::Stop => {
            let stop = StopBy::ALL.into_iter().find(|stop| stop.word() == plain);
            deploy.stop = stop.unwrap_or(deploy.stop);
        }
        DeployInput::Seeds => *seeds = number(MOST_SEEDS_IN_FORM)?,
    }
    input.field().into_iter().for_each(|field| deploy.is_given(field));
    Ok(())
}

/// `3.5s-4.5s`; also with another dash, and with one unit for both.
fn range(name: &str, text: &str) -> Result<(SimDuration, SimDuration), Mistake> {
    let text = text.replace(['\u{2013}', '~'], "-");
    let text = match text.split_once('-') {
        Some((least, most)) if least.ends_with(|c: char| c.is_ascii_digit()) => {
            let unit = most.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
            format!("{least}{unit}-{most}")
        }
        _ => text,
    };
    split_range(name, &text)
}

/// The field in which a mistake was made.
fn culprit(mistake: &WhatIfMistake) -> Option<DeployInput> {
    let of = |field: DeployField| {
        let mut all = DeployInput::OF_APPLICATION.into_iter().chain(DeployInput::OF_DEPLOY);
        all.find(|input| input.field() == Some(field))
    };
    match mistake {
        WhatIfMistake::OutOfRange { field, .. } | WhatIfMistake::Span { field, .. } => of(*field),
        WhatIfMistake::DownBackwards => Some(DeployInput::Down),
        WhatIfMistake::NoRecords => Some(DeployInput::Rate),
        WhatIfMistake::Seeds { .. } => Some(DeployInput::Seeds),
        WhatIfMistake::NoGroup
        | WhatIfMistake::NoMembers
        | WhatIfMistake::TooLong { .. }
        | WhatIfMistake::TooMuch { .. }
        | WhatIfMistake::NoRow { .. }
        | WhatIfMistake::Contradiction(..)
        | WhatIfMistake::NothingToCommit(_)
        | WhatIfMistake::Property(_) => None,
    }
}

/// What a field shows of a deploy, in a form that it takes.
fn shown(deploy: &Deploy, input: DeployInput) -> String {
    let behaviour = &deploy.config.behaviour;
    match input {
        DeployInput::Consumers => deploy.consumers.to_string(),
        DeployInput::Partitions => deploy.partitions.to_string(),
        DeployInput::Rate => deploy.rate.a_second(),
        DeployInput::Work => span(behaviour.processing_time),
        DeployInput::Commit => behaviour.commit.word.to_owned(),
        DeployInput::CommitEvery => behaviour.commit_every.to_string(),
        DeployInput::Revoked => behaviour.listener.word().to_owned(),
        DeployInput::Gap => span(deploy.gap),
        DeployInput::Down if deploy.down_least == deploy.down_most => span(deploy.down_least),
        DeployInput::Down => format!("{}-{}", span(deploy.down_least), span(deploy.down_most)),
        DeployInput::Stop => deploy.stop.word().to_owned(),
        DeployInput::Seeds => USUAL_SEEDS.to_string(),
    }
}

/// `3.5s`, `24s`, `8ms`.
fn span(span: SimDuration) -> String {
    let tenths = span.as_micros() / 100_000;
    match tenths * 100_000 == span.as_micros() && tenths > 10 && !tenths.is_multiple_of(10) {
        true => format!("{}.{}s", tenths / 10, tenths % 10),
        false => span.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::what_if::{Way, opening};

    #[test]
    fn what_is_typed_stays_and_is_read() {
        let mut form = DeployForm::of("session.timeout.ms=10000\nsecurity.protocol=SSL".to_owned());
        assert_eq!((form.understood.used, form.understood.left_out.len()), (1, 1));
        assert_eq!(form.value(DeployInput::Down), "3.5s-4.5s");
        assert!(form.is_assumed(DeployInput::Down));
        for (input, text) in [
            (DeployInput::Consumers, "6"),
            (DeployInput::Rate, "1,200 /s"),
            (DeployInput::Down, "2 \u{2013} 3 s"),
            (DeployInput::Commit, "every"),
            (DeployInput::CommitEvery, "50"),
        ] {
            form.type_in(input, text.to_owned());
            assert_eq!(form.value(input), text);
        }
        let (deploy, seeds) = form.read(Lang::En).unwrap();
        assert_eq!((deploy.consumers, deploy.rate.a_second(), seeds), (6, "1200".to_owned(), 200));
        assert_eq!((deploy.down_least.as_millis(), deploy.down_most.as_millis()), (2_000, 3_000));
        assert_eq!(deploy.config.behaviour.commit_every, 50);
        form.type_in(DeployInput::Gap, "24".to_owned());
        form.type_in(DeployInput::Seeds, "5000".to_owned());
        let errors = form.read(Lang::En).unwrap_err();
        let inputs: Vec<_> = errors.iter().map(|error| error.input).collect();
        assert_eq!(inputs, [Some(DeployInput::Gap), Some(DeployInput::Seeds)]);
        assert_eq!(form.value(DeployInput::Gap), "24");
    }

    #[test]
    fn what_was_typed_is_read_back_as_it_was() {
        let typed = [
            (DeployInput::Gap, "soon"),
            (DeployInput::Rate, ""),
            (DeployInput::Commit, "every"),
            (DeployInput::Down, "3s = 5s"),
        ];
        for text in ["", "\n\nsession.timeout.ms=9000\n\n\nx", "topic orders partitions=3"] {
            for count in 0..=typed.len() {
                let mut form = DeployForm::of(text.to_owned());
                typed[..count].iter().for_each(|(input, text)| form.type_in(*input, (*text).to_owned()));
                let again = DeployForm::read_back(&form.written());
                assert_eq!((again.text(), &again.typed), (text, &form.typed));
            }
        }
        assert_eq!(DeployForm::read_back("x\ny=1").text(), "");
        // While the text is wrong, the fields have what it said before.
        let mut form =
            DeployForm::of("topic orders partitions=3\ngroup g\nconsumers c1 c2 group=g".to_owned());
        form.set_text("topic orders partitions=3\ngroup g\nconsumers c1 c2 gro".to_owned());
        let again = DeployForm::read_back(&form.written());
        assert_eq!((again.text(), again.value(DeployInput::Consumers)), (form.text(), "2".to_owned()));
        assert!(again.read(Lang::En).is_err());
    }

    #[test]
    fn a_wrong_text_says_its_lines_and_leaves_the_fields_alone() {
        let mut form =
            DeployForm::of("topic orders partitions=3\ngroup g\nconsumers c1 c2 group=g".to_owned());
        assert_eq!(form.understood.wrong(Lang::En), Vec::<String>::new());
        assert_eq!(
            (form.value(DeployInput::Consumers), form.understood.session),
            ("2".to_owned(), Some("g"))
        );
        form.set_text("topic orders partitions=3\ngroup g\nconsumer c1 c2 group=g".to_owned());
        assert_eq!(form.understood.wrong(Lang::En).len(), 1);
        assert!(form.read(Lang::En).is_err());
        assert_eq!(form.value(DeployInput::Consumers), "2");
        form.set_text("session.timeout.ms=abc".to_owned());
        assert!(form.understood.wrong(Lang::En)[0].contains("1"));
    }

    #[test]
    fn the_opening_of_each_scenario_is_the_same_deploy() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("static/scenarios");
        let mut compared = 0;
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            let scenario = Scenario::read(&std::fs::read(&path).unwrap()).unwrap();
            let Ok(deploy) = of_session(&scenario) else { continue };
            let form = DeployForm::of(opening(&deploy));
            let same = |deploy: &Deploy| {
                // A deploy as a text says how long a request takes, whether its scenario does or not.
                let latency = Some(deploy.setup.latency());
                let setup = crate::session::scenario::Setup { seed: 0, latency, ..deploy.setup.clone() };
                Deploy { setup, ..deploy.bare() }
            };
            assert_eq!(form.understood.wrong(Lang::En), Vec::<String>::new(), "{path:?}");
            assert_eq!(same(&form.of_text), same(&Way::as_is().apply(&deploy).unwrap()), "{path:?}");
            compared += 1;
        }
        assert!(compared > 20, "{compared}");
    }
}
