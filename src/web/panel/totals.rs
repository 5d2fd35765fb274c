//! The running totals above their charts.

use crate::cluster::observation::Totals;
use yew::prelude::*;

/// What the totals are given.
#[derive(PartialEq, Properties)]
pub struct TotalsProps {
    pub totals: Totals,
}

/// Lag, duplicates, gaps.
pub struct TotalsRow;

impl Component for TotalsRow {
    type Message = ();
    type Properties = TotalsProps;

    fn create(_: &Context<Self>) -> Self {
        TotalsRow
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let Totals { lag, duplicates, gaps, .. } = ctx.props().totals;
        html! {
            <dl class="totals">
                { total("total-lag", "lag", "Log end less committed offset, of all partitions.", lag) }
                { total("total-duplicates", "duplicates", "Processings of a record after its first.", duplicates) }
                { total("total-gaps", "gaps", "Records below the committed offset that nobody processed.", gaps) }
            </dl>
        }
    }
}

fn total(id: &'static str, name: &'static str, meaning: &'static str, value: u64) -> Html {
    let text = value.to_string();
    html! {
        <div class={id} title={meaning}>
            <dt>{ name }</dt>
            <dd data-testid={id} data-value={text.clone()}>{ text.clone() }</dd>
        </div>
    }
}
