//! The running totals above their charts.

use crate::cluster::observation::Totals;
use crate::session::language::label::Label;
use crate::web::lang::Lang;
use crate::web::markup::markup;
use crate::web::part::Part;
use yew::prelude::*;

/// Lag, duplicates, gaps.
#[derive(PartialEq)]
pub struct TotalsRow {
    pub totals: Totals,
    pub lang: Lang,
}

impl Part for TotalsRow {
    fn view(&self) -> Html {
        let Totals { lag, duplicates, gaps, .. } = self.totals;
        let lang = self.lang;
        let total = |id, name, meaning, value| total(id, lang.label(name), lang.label(meaning), value);
        markup! {
            <dl class="totals">
                { total("total-lag", Label::Lag, Label::LagMeaning, lag) }
                { total("total-duplicates", Label::Duplicates, Label::DuplicatesMeaning, duplicates) }
                { total("total-gaps", Label::Gaps, Label::GapsMeaning, gaps) }
            </dl>
        }
    }
}

fn total(id: &'static str, name: &'static str, meaning: &'static str, value: u64) -> Html {
    let text = value.to_string();
    markup! {
        <div class={id} title={meaning}>
            <dt>{ name }</dt>
            <dd data-testid={id} data-value={text.clone()}>{ text.clone() }</dd>
        </div>
    }
}
