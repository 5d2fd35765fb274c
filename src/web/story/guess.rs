//! What is foretold at a question, below it: the fields that do by keyboard and touch what the stage does with the
//! pointer; and when it has happened, what was said beside what happened.

use crate::kafka::ids::{ClientName, Offset, TopicPartition};
use crate::session::foretelling::{ForetellDeed, Foretelling};
use crate::session::language::lesson::{LessonLabel, LessonPhrase};
use crate::session::prediction::verdict::GuessVerdict;
use crate::session::prediction::{Guess, PredictionKind};
use crate::sim::sorted::{SortedMap, SortedSet};
use crate::web::action::Action;
use crate::web::browser::when;
use crate::web::lang::Lang;
use crate::web::markup::{class_if, markup};
use crate::web::part::Part;
use crate::web::shared::Shared;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// The fields of a prediction that is still open.
#[derive(PartialEq)]
pub struct GuessForm {
    pub standing: Shared<Foretelling>,
    /// The partitions that can be named.
    pub partitions: Vec<TopicPartition>,
    /// Where each of them stands: a stretch begins there.
    pub ends: Vec<(Offset, Offset)>,
    /// Whether an answer can be chosen as well.
    pub beside_options: bool,
    /// Whether the answer is only told to who asks for it.
    pub waits: bool,
    pub lang: Lang,
    pub dispatch: Callback<Action>,
}

impl Part for GuessForm {
    fn view(&self) -> Html {
        let GuessForm { standing, lang, dispatch, .. } = self;
        let (fields, help) = match (&standing.prediction.kind, &standing.guess) {
            (PredictionKind::Records(_), Some(Guess::Records(marks))) => {
                (self.view_records(marks), Some(LessonLabel::MarkRecords))
            }
            (PredictionKind::Partitions(_), Some(Guess::Partitions(named))) => {
                (self.view_partitions(named), Some(LessonLabel::ChooseLanes))
            }
            (PredictionKind::Owner, Some(Guess::Owners(owners))) => {
                (self.view_owners(owners), Some(LessonLabel::ChooseOwners))
            }
            _ => (self.view_number(), None),
        };
        let button = |testid: &'static str, label: LessonLabel, deed: ForetellDeed, disabled: bool| {
            let onclick = dispatch.reform(move |_: MouseEvent| Action::Foretell(deed.clone()));
            let class = class_if(label == LessonLabel::GiveAnswer, "primary");
            markup! {
                <button type="button" class={[class]} data-testid={testid} {disabled} {onclick}>
                    { lang.lesson_label(label) }
                </button>
            }
        };
        let give = ForetellDeed::Give { goes_on: !self.waits };
        // Where answers wait, another button shows them.
        let show = (!self.waits).then(|| button("show-me", LessonLabel::ShowMe, ForetellDeed::Show, false));
        let form = markup! {
            <div class="guess" data-testid="guess">
                <div class="guess-fields">{ fields }</div>
                <p class="guess-help">{ for help.map(|help| lang.lesson_label(help)) }</p>
                <div class="guess-buttons">
                    { button("give-answer", LessonLabel::GiveAnswer, give, standing.guess.is_none()) }
                    { button("clear-guess", LessonLabel::Clear, ForetellDeed::Clear, false) }
                    { for show }
                </div>
            </div>
        };
        if !self.beside_options {
            return form;
        }
        let numbered = standing.prediction.kind == PredictionKind::Number;
        let summary = if numbered { LessonLabel::OrNumber } else { LessonLabel::OrMark };
        // Unfolded by who marks something on the stage.
        let open = standing.is_begun();
        markup! {
            <details class="guess-more" data-testid="guess-more" {open}>
                <summary>{ lang.lesson_label(summary) }</summary>
                { form }
            </details>
        }
    }
}

impl GuessForm {
    /// The first and the last marked record of each partition.
    fn view_records(&self, marks: &SortedMap<TopicPartition, (Offset, Offset)>) -> Html {
        let lang = self.lang;
        let row = |(at, partition): (usize, &TopicPartition)| {
            // Of a stretch of which only the first record is typed the last is left open.
            let begun = marks.get(partition).copied();
            let mark = begun.filter(|(from, to)| from < to);
            let (low, high) = self.ends.get(at).copied().unwrap_or((0, 0));
            let (from, to) = begun.unwrap_or((low, 0));
            let (name, partition) = (partition.to_string(), *partition);
            let field =
                |end: LessonLabel,
                 value: Option<Offset>,
                 deed: fn(TopicPartition, (Offset, Offset), Offset) -> ForetellDeed| {
                    // Only when it is typed to its end: half a number is another one.
                    let onchange = when(&self.dispatch, move |event: Event| {
                        let typed = event.target_dyn_into::<HtmlInputElement>()?.value();
                        if typed.is_empty() {
                            return Some(Action::Foretell(ForetellDeed::Unmark(partition)));
                        }
                        Some(Action::Foretell(deed(partition, (from, to), typed.parse().ok()?)))
                    });
                    markup! {
                        <input type="number" inputmode="numeric" min="0" max={high.saturating_add(10_000).to_string()}
                            data-testid={format!("{}-{name}", if end == LessonLabel::First { "first" } else { "last" })}
                            aria-label={lang.say(LessonPhrase::EndOf { partition: &name, end })}
                            placeholder={lang.lesson_label(end)}
                            value={value.map_or(String::new(), |value| value.to_string())} {onchange} />
                    }
                };
            let first = field(LessonLabel::First, begun.map(|mark| mark.0), |partition, (_, to), typed| {
                ForetellDeed::Mark(partition, typed, to)
            });
            let last =
                field(LessonLabel::Last, mark.map(|mark| mark.1 - 1), |partition, (from, _), typed| {
                    ForetellDeed::Mark(partition, from.min(typed), typed.saturating_add(1))
                });
            let count = lang.say(LessonPhrase::Records(mark.map_or(0, |(from, to)| to - from)));
            markup! {
                <div key={name.clone()} class="guess-row" role="group" aria-label={name.clone()}>
                    <code>{ name.clone() }</code>{ first }<span aria-hidden="true">{ "…" }</span>{ last }
                    <output data-testid={format!("marked-{name}")}>{ count }</output>
                </div>
            }
        };
        markup! { <>{ for self.standing.prediction.partitions.iter().enumerate().map(row) }</> }
    }

    fn view_partitions(&self, named: &SortedSet<TopicPartition>) -> Html {
        let choice = |partition: &TopicPartition| {
            let name = partition.to_string();
            let deed = ForetellDeed::Toggle(*partition);
            self.view_choice(format!("name-{name}"), name, named.contains(partition), deed)
        };
        markup! { <div class="choices">{ for self.partitions.iter().map(choice) }</div> }
    }

    fn view_owners(&self, owners: &SortedMap<TopicPartition, Option<ClientName>>) -> Html {
        let lang = self.lang;
        let row = |partition: &TopicPartition| {
            let (name, partition) = (partition.to_string(), *partition);
            let choice = |owner: Option<ClientName>| {
                let who =
                    owner.map_or(lang.lesson_label(LessonLabel::Nobody).to_owned(), |name| name.to_string());
                let deed = ForetellDeed::Owner(partition, owner);
                let word = owner.map_or("nobody".to_owned(), |name| name.to_string());
                self.view_choice(
                    format!("owner-{name}-{word}"),
                    who,
                    owners.get(&partition) == Some(&owner),
                    deed,
                )
            };
            let all = self.standing.consumers.iter().copied().map(Some).chain([None]);
            markup! {
                <div key={name.clone()} class="guess-row" role="group"
                    aria-label={lang.say(LessonPhrase::OwnerOf(&name))}>
                    <code>{ name.clone() }</code>
                    { for all.map(choice) }
                </div>
            }
        };
        markup! { <>{ for self.standing.prediction.partitions.iter().map(row) }</> }
    }

    fn view_choice(&self, test_id: String, name: String, chosen: bool, deed: ForetellDeed) -> Html {
        let onclick = self.dispatch.reform(move |_: MouseEvent| Action::Foretell(deed.clone()));
        markup! {
            <button key={test_id.clone()} type="button" class={["choice", class_if(chosen, "picked")]}
                data-testid={test_id.clone()} aria-pressed={chosen.to_string()} {onclick}>{ name }</button>
        }
    }

    fn view_number(&self) -> Html {
        let lang = self.lang;
        let span = self.standing.prediction.is_span();
        let oninput = when(&self.dispatch, move |event: InputEvent| {
            // Not a number is no answer. To read a number is the browser's.
            let typed = event.target_dyn_into::<HtmlInputElement>()?.value_as_number();
            let scaled = if span { typed * 1e6 } else { typed };
            let number = (scaled.is_finite() && scaled >= 0.0).then(|| scaled.round() as i128);
            Some(Action::Foretell(ForetellDeed::Number(number)))
        });
        let (has_guess, goes_on) = (self.standing.guess.is_some(), !self.waits);
        let onkeydown = when(&self.dispatch, move |event: KeyboardEvent| {
            let gives = event.key() == "Enter" && has_guess;
            gives.then_some(Action::Foretell(ForetellDeed::Give { goes_on }))
        });
        let unit = span.then(|| lang.lesson_label(LessonLabel::InSeconds));
        markup! {
            <div class="guess-row" key={self.standing.cleared}>
                <input type="number" inputmode="decimal" min="0" step={if span { "0.1" } else { "1" }}
                    data-testid="guess-number" aria-label={lang.lesson_label(LessonLabel::YourNumber)}
                    {oninput} {onkeydown} />
                <span>{ for unit }</span>
            </div>
        }
    }
}

/// What was said beside what happened.
#[derive(PartialEq)]
pub struct VerdictBoxes {
    pub standing: Shared<Foretelling>,
    pub lang: Lang,
}

impl Part for VerdictBoxes {
    fn view(&self) -> Html {
        let VerdictBoxes { standing, lang } = self;
        let prediction = &standing.prediction;
        let said =
            standing.guess.as_ref().filter(|_| standing.given).map(|guess| lang.guess(prediction, guess));
        let said = said.unwrap_or_else(|| vec![lang.lesson_label(LessonLabel::NoAnswer).to_owned()]);
        let seen = standing.seen.as_ref().map(|(truth, _)| lang.truth(prediction, truth));
        let verdict = standing.seen.as_ref().map_or(GuessVerdict::Open, |(_, verdict)| *verdict);
        let lines = |lines: &[String]| {
            let line = |(key, line): (usize, &String)| markup! { <span key={key}>{ line }</span> };
            markup! { <>{ for lines.iter().enumerate().map(line) }</> }
        };
        let happened = seen.map(|seen| {
            markup! {
                <div class="happened-box" data-testid="happened">
                    <b>{ "▨ " }{ lang.lesson_label(LessonLabel::WhatHappened) }</b>{ lines(&seen) }
                </div>
            }
        });
        markup! {
            <div class="verdict-boxes">
                <p class="verdict" data-testid="verdict" hidden={standing.seen.is_none()}>
                    { lang.say(LessonPhrase::Verdict(verdict)) }
                </p>
                <div class="two-boxes">
                    <div class="said-box" data-testid="you-said">
                        <b>{ "◇ " }{ lang.lesson_label(LessonLabel::YouSaid) }</b>{ lines(&said) }
                    </div>
                    { for happened }
                </div>
            </div>
        }
    }
}
