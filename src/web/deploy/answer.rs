//! The answer at the right: the verdict in sentences, the table, the chosen run, and what else is to be known.

use crate::session::language::deploy::{DeployLabel, DeployPhrase};
use crate::session::language::what_if::WhatIfText;
use crate::session::what_if::{DeployVerdict, Study, VerdictSentence, Way};
use crate::web::action::Action;
use crate::web::deploy::chosen::row_name;
use crate::web::deploy::{DeployMsg, DeployPlace};
use crate::web::markup::markup;
use crate::web::part::Context;
use yew::prelude::*;

/// Whether a sentence is the answer itself, and not what belongs to it.
fn is_answer(said: &VerdictSentence) -> bool {
    matches!(
        said,
        VerdictSentence::CannotKeepUp { .. }
            | VerdictSentence::Twice(_)
            | VerdictSentence::Lost(_)
            | VerdictSentence::AllOnce(_)
    )
}

impl DeployPlace {
    pub(super) fn view_answer(&self, ctx: &Context<Self>) -> Html {
        let lang = ctx.props().lang;
        let verdict = self.study.as_ref().map(DeployVerdict::of).unwrap_or_default();
        let name = lang.deploy_label(DeployLabel::Place);
        let below = self.study.as_ref().map(|study| self.view_below(ctx, study, &verdict));
        let table = self.study.as_ref().map(|study| self.view_table(ctx, study));
        markup! {
            <section class="deploy-answer" aria-label={name}>
                { self.view_verdict(ctx, &verdict) }
                { for table }
                { self.view_chosen(ctx) }
                { for below }
            </section>
        }
    }

    fn view_verdict(&self, ctx: &Context<Self>, verdict: &DeployVerdict) -> Html {
        let lang = ctx.props().lang;
        let say = |said: &VerdictSentence| lang.say(said);
        let (answer, rest): (Vec<_>, Vec<_>) = verdict.cost.iter().partition(|said| is_answer(said));
        let joined =
            |all: &[&VerdictSentence]| all.iter().map(|said| say(said)).collect::<Vec<_>>().join(" ");
        let headline = match answer.is_empty() {
            true => lang.deploy_label(DeployLabel::NothingYet).to_owned(),
            false => joined(&answer),
        };
        let best = verdict.rows.first().map(say);
        // A reader is told when all is there, and not with each number on the way.
        let heard = match self.state() {
            "done" | "stopped" => [headline.clone(), best.clone().unwrap_or_default()].join(" "),
            _ => String::new(),
        };
        let best = best.map(|text| markup! { <p class="best">{ text }</p> });
        let stale = self.changed && self.study.is_some();
        markup! {
            <div class="verdict">
                <h2 data-testid="deploy-verdict">{ headline }</h2>
                <div>{ for best }</div>
                <p class="rest">{ joined(&rest) }</p>
                <p class="stale" hidden={!stale}>{ lang.deploy_label(DeployLabel::Changed) }</p>
                <p class="unseen" role="status">{ heard }</p>
            </div>
        }
    }

    fn view_below(&self, ctx: &Context<Self>, study: &Study, verdict: &DeployVerdict) -> Html {
        let lang = ctx.props().lang;
        let said = verdict.rows.iter().skip(1).chain(&verdict.notes);
        let one = |said: &VerdictSentence| markup! { <li>{ lang.say(said) }</li> };
        markup! {
            <div class="below-table">
                <p class="reading-plots">
                    <span>{ lang.deploy_label(DeployLabel::Plots) }</span>{ " " }
                    <span class="keys">
                        <kbd>{ "↑" }</kbd><kbd>{ "↓" }</kbd>{ lang.deploy_label(DeployLabel::Row) }
                        <kbd>{ "←" }</kbd><kbd>{ "→" }</kbd>{ lang.deploy_label(DeployLabel::Dot) }
                    </span>
                </p>
                <p class="moved">{ lang.say(WhatIfText::Moved) }</p>
                { self.view_offers(ctx, study) }
                <h2>{ lang.deploy_label(DeployLabel::Why) }</h2>
                <ul class="reasons">{ for said.map(one) }</ul>
                { self.view_numbers(ctx, study) }
            </div>
        }
    }

    /// The ways that are no row yet.
    fn view_offers(&self, ctx: &Context<Self>, study: &Study) -> Html {
        let lang = ctx.props().lang;
        let offers = study.offers();
        let one = |way: &Way| {
            let (text, id) = (row_name(lang, way), format!("deploy-add-{}", way.word()));
            let way = way.clone();
            let onclick = ctx.link().callback(move |_: MouseEvent| DeployMsg::Add(way.clone()));
            markup! { <button key={id.clone()} type="button" data-testid={id} {onclick}>{ text }</button> }
        };
        markup! {
            <div class="offers" hidden={offers.is_empty()}>
                <span>{ lang.deploy_label(DeployLabel::AddRow) }</span>
                { for offers.iter().map(one) }
            </div>
        }
    }

    /// Every number, as text.
    fn view_numbers(&self, ctx: &Context<Self>, study: &Study) -> Html {
        let (lang, listed) = (ctx.props().lang, self.listed);
        let toggle = ctx.link().callback(move |_: MouseEvent| DeployMsg::List(!listed));
        let inside = listed.then(|| {
            let csv = study.csv();
            let text = csv.clone();
            let copy = ctx.props().dispatch.reform(move |_: MouseEvent| Action::Copy(text.clone()));
            markup! {
                <>
                    <button type="button" data-testid="deploy-copy" onclick={copy}>
                        { lang.deploy_label(DeployLabel::CopyNumbers) }
                    </button>
                    <pre tabindex="0" data-testid="deploy-csv" aria-label={lang.deploy_label(DeployLabel::Numbers)}>
                        { csv }
                    </pre>
                </>
            }
        });
        markup! {
            <div class="numbers">
                <button type="button" aria-expanded={listed.to_string()} data-testid="deploy-numbers"
                    onclick={toggle}>{ lang.deploy_label(DeployLabel::Numbers) }</button>
                { for inside }
            </div>
        }
    }

    /// How far it is, and what stops it.
    pub(super) fn view_progress(&self, ctx: &Context<Self>) -> Html {
        let (lang, link) = (ctx.props().lang, ctx.link());
        let Some(study) = &self.study else { return Html::default() };
        let (done, all) = (study.done(), study.trials());
        if done == all {
            return Html::default();
        }
        let cancel = link.callback(|_: MouseEvent| DeployMsg::Cancel);
        let go_on = link.callback(|_: MouseEvent| DeployMsg::GoOn);
        markup! {
            <span class="progress">
                <span>{ lang.say(DeployPhrase::Done { done, all }) }</span>
                <button type="button" class="link" data-testid="deploy-cancel" hidden={!self.running}
                    onclick={cancel}>{ lang.deploy_label(DeployLabel::Cancel) }</button>
                <button type="button" class="link" data-testid="deploy-go-on" hidden={self.running}
                    onclick={go_on}>{ lang.deploy_label(DeployLabel::GoOn) }</button>
            </span>
        }
    }
}
