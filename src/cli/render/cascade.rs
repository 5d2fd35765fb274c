//! The style sheets of the stage, worked out for a tree of elements as a browser does: which rules are for which
//! element, which of them wins, what is handed down, and what a `var()` stands for.
//!
//! It knows what static/tokens.css and static/stage.css use: no nested rules, `light-dark()` and `color-mix(in srgb)`.

use groupscope::scene::picture::look::{LOOKS, dress};
use groupscope::scene::picture::{Content, Element, hex_colour};
use scraper::{Html, Selector};
use std::collections::BTreeMap;

const TOKENS: &str = include_str!("../../../static/tokens.css");
const STAGE: &str = include_str!("../../../static/stage.css");
/// Tells the elements apart while it is found out which rules are for them.
const NUMBER: &str = "data-n";

/// The sheets of one theme.
pub struct Cascade {
    tokens: Values,
    rules: Vec<StyleRule>,
}

/// Values by their property's name.
type Values = BTreeMap<String, String>;
/// Weighs a selector: how many classes, how many elements it names.
type Weight = (u32, u32);

struct StyleRule {
    selector: Selector,
    weight: Weight,
    declarations: Vec<(String, String)>,
}

impl Cascade {
    /// In the dark, or in the light.
    pub fn new(dark: bool) -> Self {
        let mut tokens = Values::new();
        for (_, body) in blocks(TOKENS).iter().filter(|(selectors, _)| selectors.contains(":host")) {
            tokens.extend(declarations(body).map(|(name, value)| (name, of_theme(&value, dark))));
        }
        let mut rules = Vec::new();
        for (selectors, body) in blocks(STAGE) {
            let declared: Vec<_> =
                declarations(&body).map(|(name, value)| (name, of_theme(&value, dark))).collect();
            for selector in split(&selectors, ',') {
                // What only a page has, such as the focus, is no selector here.
                let Ok(parsed) = Selector::parse(selector) else { continue };
                rules.push(StyleRule {
                    selector: parsed,
                    weight: weight(selector),
                    declarations: declared.clone(),
                });
            }
        }
        // One that comes later wins among equals: the order is kept.
        rules.sort_by_key(|rule| rule.weight);
        Cascade { tokens, rules }
    }

    /// The colour behind everything.
    pub fn ground(&self) -> String {
        self.tokens.get("--bg").cloned().unwrap_or_default()
    }

    /// The sheets of a stage with their looks as attributes; what would not be seen is left out.
    pub fn dress(&self, sheets: Vec<Content>) -> Vec<Content> {
        let mut stage = Element::new("div", [("class", "stage".to_owned())]);
        stage.children = sheets;
        number(&mut stage, &mut 0);
        let mut markup = String::new();
        stage.write(&mut markup);
        let document = Html::parse_fragment(&markup);
        let mut own: BTreeMap<String, Values> = BTreeMap::new();
        for rule in &self.rules {
            for element in document.select(&rule.selector) {
                let number = element.value().attr(NUMBER).unwrap_or_default();
                own.entry(number.to_owned()).or_default().extend(rule.declarations.iter().cloned());
            }
        }
        self.element(stage, &self.tokens, &own).map(|stage| stage.children).unwrap_or_default()
    }

    /// An element with what it has from around; `None` if nothing is to be seen of it.
    fn element(
        &self,
        mut element: Element,
        around: &Values,
        own: &BTreeMap<String, Values>,
    ) -> Option<Element> {
        let none = Values::new();
        let own_values = element.attribute(NUMBER).and_then(|number| own.get(number)).unwrap_or(&none);
        let computed = computed(&element, own_values, around);
        if computed.get("display").is_some_and(|display| display == "none") {
            return None;
        }
        let children = std::mem::take(&mut element.children).into_iter().filter_map(|child| match child {
            Content::Element(child) => self.element(child, &computed, own).map(Content::Element),
            text => Some(text),
        });
        element.children = children.collect();
        dress(&mut element, |name| computed.get(name).cloned().unwrap_or_default());
        (!element.is_nothing()).then_some(element)
    }
}

/// What counts for an element, of its attributes, its own rules and what is around it.
fn computed(element: &Element, own: &Values, around: &Values) -> Values {
    let inherited = |name: &str| match LOOKS.iter().find(|look| look.name == name) {
        Some(look) => look.inherited,
        None => name.starts_with("--"),
    };
    let mut computed: Values = around
        .iter()
        .filter(|(name, _)| inherited(name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    for look in &LOOKS {
        if let Some(value) = element.attribute(look.name) {
            computed.insert(look.name.to_owned(), value.to_owned());
        }
    }
    // A variable of the element's own may be used in another one of its own.
    for (name, value) in own {
        computed.insert(name.clone(), substituted(value, own, around, 0));
    }
    computed
}

/// As deep as variables may lead to one another.
const DEEPEST: u32 = 8;

fn substituted(value: &str, own: &Values, around: &Values, depth: u32) -> String {
    let mut value = value.to_owned();
    while let Some(start) = value.find("var(--") {
        let Some(length) = value[start..].find(')') else { break };
        let name = &value[start + 4..start + length];
        let known = match own.get(name) {
            Some(own_value) if depth < DEEPEST => substituted(own_value, own, around, depth + 1),
            _ => around.get(name).cloned().unwrap_or_default(),
        };
        value.replace_range(start..=start + length, &known);
    }
    mixed(&value).unwrap_or(value)
}

/// `color-mix(in srgb, A p%, B)` as a colour.
fn mixed(value: &str) -> Option<String> {
    let inside = value.strip_prefix("color-mix(in srgb,")?.strip_suffix(')')?;
    let (first, second) = inside.split_once(',')?;
    let (first, percent) = first.trim().split_once(' ')?;
    let share: f64 = percent.trim().strip_suffix('%')?.parse::<f64>().ok()? / 100.0;
    let (first, second) = (parts(first)?, parts(second.trim())?);
    let mix = |at: usize| {
        let part = (f64::from(first[at]) * share + f64::from(second[at]) * (1.0 - share)) / 255.0;
        // Browsers tell a mixed colour with six decimals.
        ((part * 1e6).round() / 1e6 * 255.0).round() as u8
    };
    Some(hex_colour([mix(0), mix(1), mix(2)]))
}

fn parts(colour: &str) -> Option<[u8; 3]> {
    let digits = colour.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    Some([part(0)?, part(2)?, part(4)?])
}

/// Gives every element a number, in the order of the document.
fn number(element: &mut Element, next: &mut usize) {
    element.attributes.push((NUMBER.to_owned(), next.to_string()));
    *next += 1;
    for child in &mut element.children {
        if let Content::Element(child) = child {
            number(child, next);
        }
    }
}

/// Selectors and bodies of the rules of a style sheet. What is for print or another medium is left out.
fn blocks(css: &str) -> Vec<(String, String)> {
    let mut text = String::new();
    let mut rest = css;
    while let Some((before, behind)) = rest.split_once("/*") {
        text += before;
        rest = behind.split_once("*/").map_or("", |(_, behind)| behind);
    }
    text += rest;
    let mut blocks = Vec::new();
    let (mut from, mut open, mut depth) = (0, 0, 0);
    for (at, letter) in text.char_indices() {
        match letter {
            '{' => {
                if depth == 0 {
                    open = at;
                }
                depth += 1;
            }
            '}' => {
                depth -= 1;
                if depth == 0 {
                    let selectors = text[from..open].trim();
                    if !selectors.starts_with('@') {
                        blocks.push((selectors.to_owned(), text[open + 1..at].to_owned()));
                    }
                    from = at + 1;
                }
            }
            _ => {}
        }
    }
    blocks
}

fn declarations(body: &str) -> impl Iterator<Item = (String, String)> {
    let pairs = split(body, ';').into_iter().filter_map(|declaration| declaration.split_once(':'));
    pairs.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
}

/// Splits at a letter that does not stand in brackets.
fn split(text: &str, at: char) -> Vec<&str> {
    let mut depth = 0;
    let parts = text.split(|letter: char| {
        depth += i32::from(letter == '(') - i32::from(letter == ')');
        letter == at && depth == 0
    });
    parts.map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// Of `light-dark(a, b)` the one that counts.
fn of_theme(value: &str, dark: bool) -> String {
    let inside = value.strip_prefix("light-dark(").and_then(|inside| inside.strip_suffix(')'));
    match inside.and_then(|inside| inside.split_once(',')) {
        Some((light, of_dark)) => (if dark { of_dark } else { light }).trim().to_owned(),
        None => value.to_owned(),
    }
}

/// How much a selector weighs.
fn weight(selector: &str) -> Weight {
    let mut weight = (0, 0);
    let mut rest = selector;
    let mut between = true;
    while let Some(letter) = rest.chars().next() {
        let word = |text: &str| {
            text.find(|c: char| !c.is_alphanumeric() && c != '-' && c != '_').unwrap_or(text.len())
        };
        let behind = &rest[letter.len_utf8()..];
        match letter {
            '.' => weight.0 += 1,
            '[' => weight.0 += 1,
            ':' => {
                let name = &behind[..word(behind)];
                let arguments = &behind[name.len()..];
                let length = if arguments.starts_with('(') { closing(arguments) } else { 0 };
                let heaviest = split(arguments.get(1..length.max(1)).unwrap_or_default(), ',')
                    .into_iter()
                    .map(self::weight)
                    .max();
                let added = match name {
                    "where" => (0, 0),
                    "is" | "not" => heaviest.unwrap_or_default(),
                    _ => (1, 0),
                };
                weight = (weight.0 + added.0, weight.1 + added.1);
                rest = &arguments[(length + 1).min(arguments.len()) * usize::from(length > 0)..];
                between = false;
                continue;
            }
            _ if letter.is_alphabetic() && between => weight.1 += 1,
            _ => {}
        }
        between = matches!(letter, ' ' | '>' | '+' | '~');
        rest =
            if letter.is_alphanumeric() || matches!(letter, '.') { &behind[word(behind)..] } else { behind };
    }
    weight
}

/// Where the bracket that `text` begins with is closed.
fn closing(text: &str) -> usize {
    let mut depth = 0;
    let end = text.find(|letter: char| {
        depth += i32::from(letter == '(') - i32::from(letter == ')');
        depth == 0
    });
    end.unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selectors_weigh_what_they_weigh_in_a_browser() {
        for (selector, expected) in [
            (".cell.gap", (2, 0)),
            (".member .left", (2, 0)),
            (".state rect", (1, 1)),
            (".lane > .ring", (2, 0)),
            (":where(.cell:not(.duplicate))", (0, 0)),
            (":is(.chart, .value).at-stake", (2, 0)),
            (".crowd .block > :not(.around)", (3, 0)),
            (".watch-item text:first-child", (2, 1)),
            (".stage [tabindex]", (2, 0)),
        ] {
            assert_eq!(weight(selector), expected, "{selector}");
        }
    }

    #[test]
    fn a_class_decides_over_what_is_around_and_a_variable_over_both_themes() {
        let path = Element::new("path", [("class", "cell processed".to_owned()), ("d", "M0 0h4".to_owned())]);
        let lane = Element {
            children: vec![Content::Element(path)],
            ..Element::new("g", [("class", "lane k1".to_owned())])
        };
        let fill = |dark: bool| {
            let dressed = Cascade::new(dark).dress(vec![Content::Element(lane.clone())]);
            let mut written = String::new();
            dressed.iter().for_each(|content| content.write(&mut written));
            written
        };
        assert_eq!(fill(false), "<g><path d=\"M0 0h4\" fill=\"#2161c9\"/></g>");
        assert_eq!(fill(true), "<g><path d=\"M0 0h4\" fill=\"#82aaeb\"/></g>");
    }

    #[test]
    fn colours_are_mixed() {
        assert_eq!(mixed("color-mix(in srgb, #ff0000 50%, #0000ff)"), Some("#800080".to_owned()));
        assert_eq!(mixed("#ff0000"), None);
    }
}
