//! What can be done to a thing, for menus: taken from the rules of a script's lines, so that whatever a script can do,
//! a visitor can. A filled-in offer becomes a line of the script, and the line is what is carried out
//! ([`crate::session::Session::act_line`]): menus, scripts and tests go through the same door.

use crate::cluster::command::Command;
use crate::session::cast::Cast;
use crate::session::grammar::{self, RULES, Rule, Subject};
use crate::session::lexer::{ScriptError, Span, quote};
use crate::session::mistake::LineMistake;
use crate::session::script::parse;
use crate::session::values::Takes;
use crate::session::words::Argument;

/// What a menu belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A consumer, and the partitions it has.
    Consumer { name: String, partitions: Vec<String> },
    /// A topic, its partitions, and the producers that write to it.
    Topic { name: String, partitions: Vec<String>, producers: Vec<String> },
    /// A group.
    Group { name: String },
    /// The whole: what can be added to it.
    World,
}

impl Target {
    /// What the lines of its menu are about.
    fn subject(&self) -> Subject {
        match self {
            Target::Consumer { .. } => Subject::Client,
            Target::Topic { .. } => Subject::Topic,
            Target::Group { .. } => Subject::Group,
            Target::World => Subject::World,
        }
    }
}

/// A line that makes sense for a target, with what is left to fill in.
#[derive(Clone, Debug)]
pub struct Offer {
    pub word: &'static Rule,
    pub fields: Vec<Field>,
}

impl PartialEq for Offer {
    fn eq(&self, other: &Self) -> bool {
        self.word.keyword == other.word.keyword && self.fields == other.fields
    }
}

/// Something to fill in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    pub name: &'static str,
    pub required: bool,
    /// What is written already; for what the target itself answers, the field is not shown.
    pub value: String,
    pub fixed: bool,
    /// Empty: anything may be typed.
    pub choices: Vec<String>,
    /// What it looks like: `6s`, `N`.
    pub shape: String,
    /// Written as `key=value`, as a plain word, or as it is.
    pub form: Form,
}

/// How a field is written into the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Plain,
    KeyValue,
    /// Several words of its own: Kafka's properties.
    Raw,
}

/// The name of the field for Kafka's properties.
pub const PROPERTIES_FIELD: &str = "properties";

/// Everything that can be done to `target`, in the order of the table.
pub fn offers(target: &Target) -> Vec<Offer> {
    RULES.iter().filter_map(|rule| offer(rule, target)).collect()
}

/// The names that the table gives to places where a thing of one kind stands.
fn stands_for(argument: &Argument, target: &Target) -> Option<String> {
    match (argument.name, target) {
        ("NAMES" | "CONSUMER", Target::Consumer { name, .. })
        | ("TOPIC", Target::Topic { name, .. })
        | ("GROUP", Target::Group { name }) => Some(name.clone()),
        _ => None,
    }
}

fn choices(argument: &Argument, target: &Target) -> Vec<String> {
    match (argument.name, argument.takes, target) {
        (_, Takes::Word(words), _) => words.iter().map(|word| (*word).to_owned()).collect(),
        ("TOPIC-NUMBER" | "PARTITION" | "PARTITIONS", _, Target::Consumer { partitions, .. })
        | ("TOPIC-NUMBER" | "PARTITION" | "PARTITIONS", _, Target::Topic { partitions, .. }) => {
            partitions.clone()
        }
        ("PRODUCER", _, Target::Topic { producers, .. }) => producers.clone(),
        _ => Vec::new(),
    }
}

fn offer(rule: &'static Rule, target: &Target) -> Option<Offer> {
    if rule.subject != target.subject() {
        return None;
    }
    let field = |argument: &'static Argument, form: Form| {
        let own = stands_for(argument, target);
        let choices = choices(argument, target);
        let only = if choices.len() == 1 && argument.required { choices[0].clone() } else { String::new() };
        Field {
            name: argument.name,
            required: argument.required,
            fixed: own.is_some(),
            value: own.unwrap_or(only),
            choices,
            shape: argument.takes.shape(),
            form,
        }
    };
    let plain = rule.positional.iter().map(|argument| field(argument, Form::Plain));
    let pairs = rule.arguments.iter().map(|argument| field(argument, Form::KeyValue));
    let properties = rule.properties.map(|_| Field {
        name: PROPERTIES_FIELD,
        required: false,
        value: String::new(),
        fixed: false,
        choices: Vec::new(),
        shape: "max.poll.records=50 ...".to_owned(),
        form: Form::Raw,
    });
    Some(Offer { word: rule, fields: plain.chain(pairs).chain(properties).collect() })
}

impl Offer {
    /// The line with these values, one for each field; empty ones are left out.
    pub fn line(&self, values: &[String]) -> String {
        let mut line = self.word.name.to_owned();
        for (field, value) in self.fields.iter().zip(values) {
            let value = value.trim();
            match field.form {
                _ if value.is_empty() => {}
                Form::Plain | Form::Raw => line += &format!(" {value}"),
                Form::KeyValue => line += &format!(" {}={}", field.name, quote(value)),
            }
        }
        line
    }

    /// The first field that has to be filled in and is not.
    pub fn missing(&self, values: &[String]) -> Option<&Field> {
        let empty = |(field, value): &(&Field, &String)| field.required && value.trim().is_empty();
        self.fields.iter().zip(values).find(empty).map(|(field, _)| field)
    }
}

/// The commands of one line, typed or composed.
///
/// # Errors
/// What is wrong with it, and where.
pub(super) fn commands(cast: &Cast, text: &str) -> Result<Vec<(Command, Span)>, ScriptError> {
    let not_one = || ScriptError::new(Span { line: 1, column: 1 }, LineMistake::NotOneLine);
    let statements =
        parse(text.as_bytes()).map_err(|errors| errors.into_iter().next().unwrap_or_else(not_one))?;
    let [line] = statements.as_slice() else { return Err(not_one()) };
    if !line.keyword.rule().does_something() {
        return Err(ScriptError::new(line.span, LineMistake::DoesNothing));
    }
    grammar::commands(cast, line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn consumer() -> Target {
        Target::Consumer { name: "c1".to_owned(), partitions: vec!["orders-0".to_owned()] }
    }

    fn filled(offer: &Offer) -> Vec<String> {
        offer.fields.iter().map(|field| field.value.clone()).collect()
    }

    #[test]
    fn what_a_script_can_do_to_a_consumer_its_menu_offers() {
        let offers = offers(&consumer());
        let names: Vec<_> = offers.iter().map(|offer| offer.word.name).collect();
        for verb in ["kill", "close", "restart", "stall", "freeze", "cut", "subscribe", "processing"] {
            assert!(names.contains(&verb), "{verb} is not among {names:?}");
        }
        for verb in ["topic", "consumers", "run", "failover"] {
            assert!(!names.contains(&verb), "{verb} is among {names:?}");
        }
    }

    #[test]
    fn a_filled_in_offer_is_a_line_of_the_script() {
        let offers = offers(&consumer());
        let find = |name: &str| offers.iter().find(|offer| offer.word.name == name).unwrap();
        assert_eq!(find("kill").line(&filled(find("kill"))), "kill c1");
        let stall = find("stall");
        let mut values = filled(stall);
        values[stall.fields.iter().position(|field| field.name == "for").unwrap()] = " 6s ".to_owned();
        assert_eq!(stall.line(&values), "stall c1 for=6s");
        assert_eq!(
            find("processing").missing(&filled(find("processing"))).map(|field| field.name),
            Some("TIME")
        );
    }

    #[test]
    fn every_verb_that_does_something_is_offered_somewhere() {
        let topic = Target::Topic {
            name: "orders".to_owned(),
            partitions: vec!["orders-0".to_owned()],
            producers: vec!["p1".to_owned()],
        };
        let all = [consumer(), topic, Target::Group { name: "billing".to_owned() }, Target::World];
        let offered: Vec<&str> = all.iter().flat_map(offers).map(|offer| offer.word.name).collect();
        for rule in RULES.iter().filter(|rule| rule.does_something()) {
            assert!(offered.contains(&rule.name), "nothing offers `{}`", rule.name);
        }
    }
}
