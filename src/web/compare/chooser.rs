//! What is compared: ready-made pairs, one setting otherwise, two texts of settings.

use crate::session::bench::of_consumers;
use crate::session::compare::CompareSide;
use crate::session::compare::pairs::{ComparePlan, ReadyPair};
use crate::session::language::compare::{CompareLabel, CompareText};
use crate::session::language::notice::Complaint;
use crate::session::properties_text::{LeftOut, Refused};
use crate::web::action::{Action, Verb};
use crate::web::lang::Lang;
use crate::web::markup::markup;
use crate::web::mount::root::Instance;
use crate::web::part::{Context, Piece};
use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

/// What the bar above the stages is given.
#[derive(PartialEq)]
pub struct ChooserProps {
    pub instance: Instance,
    pub plan: ComparePlan,
    /// Why there is no second run.
    pub problem: Option<Complaint>,
    pub lang: Lang,
    pub dispatch: Callback<Action>,
}

/// The bar.
#[derive(Default)]
pub struct PairChooser {
    /// Whether one setting, or two texts, are being written.
    open: Option<OwnPair>,
    key: NodeRef,
    value: NodeRef,
    texts: [NodeRef; 2],
    /// What stood in the texts before another pair was chosen.
    kept: [String; 2],
    /// What is wrong with what was written, or has no effect.
    wrong: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum OwnPair {
    Setting,
    Texts,
}

/// What happens in it.
pub enum ChooserMsg {
    Pair(String),
    Compare,
}

impl Piece for PairChooser {
    type Message = ChooserMsg;
    type Properties = ChooserProps;

    fn create(_: &Context<Self>) -> Self {
        PairChooser::default()
    }

    fn update(&mut self, ctx: &Context<Self>, msg: ChooserMsg) -> bool {
        self.wrong.clear();
        match msg {
            ChooserMsg::Pair(word) => {
                for (node, kept) in self.texts.iter().zip(&mut self.kept) {
                    if let Some(field) = node.cast::<HtmlTextAreaElement>() {
                        *kept = field.value();
                    }
                }
                self.open = match word.as_str() {
                    SETTING => Some(OwnPair::Setting),
                    TEXTS => Some(OwnPair::Texts),
                    _ => None,
                };
                if let Some(pair) = ReadyPair::ALL.into_iter().find(|pair| pair.id() == word) {
                    ctx.props().dispatch.emit(Action::ComparePlanned(pair.plan()));
                }
            }
            ChooserMsg::Compare => match self.written(ctx.props().lang) {
                Ok((plan, without_effect)) => {
                    self.wrong = without_effect;
                    ctx.props().dispatch.emit(Action::ComparePlanned(plan));
                }
                Err(wrong) => self.wrong = wrong,
            },
        }
        true
    }

    fn rendered(&mut self, _: &Context<Self>) {
        for (node, kept) in self.texts.iter().zip(&mut self.kept) {
            if let Some(field) = node.cast::<HtmlTextAreaElement>().filter(|_| !kept.is_empty()) {
                field.set_value(&std::mem::take(kept));
            }
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let ChooserProps { problem, lang, dispatch, .. } = ctx.props();
        let leave = dispatch.reform(|_: MouseEvent| Action::Do(Verb::Compare));
        let said = problem.as_ref().map(|why| lang.say(CompareText::NotPossible(&lang.say(why.clone()))));
        let wrong = said.into_iter().chain(self.wrong.iter().cloned());
        markup! {
            <div class="chooser" data-testid="chooser">
                <div class="pair">
                    { self.view_pairs(ctx) }
                    <span class="note">{ lang.compare_label(CompareLabel::SameCommands) }</span>
                    <button type="button" class="quiet" data-testid="compare-leave" onclick={leave}>
                        { lang.compare_label(CompareLabel::Leave) }
                    </button>
                </div>
                <div>{ for self.view_form(ctx) }</div>
                <div role="alert" data-testid="compare-wrong">
                    { for wrong.enumerate().map(|(key, line)| markup! { <p key={key} class="refused">{ line }</p> }) }
                </div>
            </div>
        }
    }
}

const SETTING: &str = "setting";
const TEXTS: &str = "texts";

impl PairChooser {
    fn view_pairs(&self, ctx: &Context<Self>) -> Html {
        let ChooserProps { plan, lang, .. } = ctx.props();
        let chosen = match (self.open, plan.pair) {
            (Some(OwnPair::Setting), _) => SETTING,
            (Some(OwnPair::Texts), _) => TEXTS,
            (None, Some(pair)) => pair.id(),
            (None, None) => "",
        };
        let option = |id: &'static str, words: String| {
            markup! { <option key={id} value={id} selected={id == chosen}>{ words }</option> }
        };
        let pairs = ReadyPair::ALL.into_iter().map(|pair| {
            let (a, b) = (lang.side_of(pair, CompareSide::A), lang.side_of(pair, CompareSide::B));
            option(pair.id(), [a, " | ", b].concat())
        });
        let own = [(SETTING, CompareLabel::SomethingElse), (TEXTS, CompareLabel::TwoTexts)]
            .map(|(id, label)| option(id, [lang.compare_label(label), " …"].concat()));
        let onchange = ctx.link().batch_callback(|event: Event| {
            Some(ChooserMsg::Pair(event.target_dyn_into::<HtmlSelectElement>()?.value()))
        });
        markup! {
            <select aria-label={lang.compare_label(CompareLabel::Pair)} data-testid="compare-pair" {onchange}>
                <option value="" hidden=true selected={chosen.is_empty()}>
                    { lang.compare_label(CompareLabel::Pair) }
                </option>
                { for pairs.chain(own) }
            </select>
        }
    }

    /// Where one's own is written.
    fn view_form(&self, ctx: &Context<Self>) -> Option<Html> {
        let ChooserProps { lang, .. } = ctx.props();
        let label = |label: CompareLabel| lang.compare_label(label);
        let fields = match self.open? {
            OwnPair::Setting => self.view_setting(ctx),
            OwnPair::Texts => {
                let area = |(node, name, id): (&NodeRef, CompareLabel, &'static str)| {
                    markup! {
                        <label key={id}>
                            <span>{ label(name) }</span>
                            <textarea ref={node.clone()} rows="5" spellcheck="false" data-testid={id}></textarea>
                        </label>
                    }
                };
                let areas = [
                    (&self.texts[0], CompareLabel::FirstText, "compare-text-a"),
                    (&self.texts[1], CompareLabel::SecondText, "compare-text-b"),
                ];
                markup! { <div class="texts">{ for areas.into_iter().map(area) }</div> }
            }
        };
        let onsubmit = ctx.link().callback(|event: SubmitEvent| {
            event.prevent_default();
            ChooserMsg::Compare
        });
        Some(markup! {
            <form class="own-pair" {onsubmit}>
                { fields }
                <button type="submit" class="primary" data-testid="compare-own">
                    { label(CompareLabel::Compare) }
                </button>
            </form>
        })
    }

    fn view_setting(&self, ctx: &Context<Self>) -> Html {
        let ChooserProps { instance, lang, .. } = ctx.props();
        let known = instance.id("compare-settings");
        let label = |label: CompareLabel| lang.compare_label(label);
        markup! {
            <div class="texts">
                <label>
                    <span>{ label(CompareLabel::Setting) }</span>
                    <input ref={self.key.clone()} list={known.clone()} autocomplete="off" data-testid="compare-key" />
                </label>
                <label>
                    <span>{ label(CompareLabel::Value) }</span>
                    <input ref={self.value.clone()} autocomplete="off" data-testid="compare-value" />
                </label>
                <datalist id={known}>
                    { for of_consumers().map(|name| markup! { <option key={name} value={name} /> }) }
                </datalist>
            </div>
        }
    }

    /// The plan that was written, and what of it has no effect.
    fn written(&self, lang: Lang) -> Result<(ComparePlan, Vec<String>), Vec<String>> {
        let input =
            |node: &NodeRef| node.cast::<HtmlInputElement>().map(|field| field.value()).unwrap_or_default();
        let text = |node: &NodeRef| {
            node.cast::<HtmlTextAreaElement>().map(|field| field.value()).unwrap_or_default()
        };
        if self.open == Some(OwnPair::Texts) {
            let said = |side: &'static str, sentence: String| [side, ", ", &sentence].concat();
            let all = |[a, b]: [Vec<String>; 2]| {
                let a = a.into_iter().map(|sentence| said("A", sentence));
                a.chain(b.into_iter().map(|sentence| said("B", sentence))).collect::<Vec<_>>()
            };
            let refused = |list: Vec<Refused>| list.iter().map(|refused| refused.sentence(lang)).collect();
            let left_out = |list: Vec<LeftOut>| list.iter().map(|left| left.sentence(lang)).collect();
            return match ComparePlan::of_texts(&text(&self.texts[0]), &text(&self.texts[1])) {
                Ok((plan, left)) => Ok((plan, all(left.map(left_out)))),
                Err(wrong) => Err(all(wrong.map(refused))),
            };
        }
        let key = input(&self.key);
        let known = of_consumers().find(|name| *name == key.trim());
        let name = known.ok_or_else(|| vec![lang.compare_label(CompareLabel::NoSuchSetting).to_owned()])?;
        Ok((ComparePlan::with(vec![(name, input(&self.value).trim().to_owned())]), Vec::new()))
    }
}
