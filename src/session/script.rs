//! Reads the text of a session into statements, with every error of the file at once.

use crate::kafka::assignor::AssignorName;
use crate::kafka::consumer::subscription::TopicPattern;
use crate::kafka::ids::{Offset, TopicPartition};
use crate::kafka::partitioner::KeyModel;
use crate::kafka::producer::Rate;
use crate::kafka::property::property;
use crate::session::grammar::{Keyword, RULES, Rule, find};
use crate::session::lexer::{Operator, ScriptError, Span, Token, TokenValue, decode, in_order, tokens};
use crate::session::mistake::LineMistake;
use crate::session::nearest::meant;
use crate::session::values::Given;
use crate::session::words::{Argument, REFUSED};
use crate::sim::sorted::SortedSet;
use crate::sim::time::{SimDuration, SimTime};

/// More errors than this are not worth reading; the file is something else.
pub const MOST_ERRORS: usize = 100;

/// Something given on a line, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    pub value: T,
    pub span: Span,
}

/// A Kafka property set on a line, already checked by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenProperty {
    pub name: &'static str,
    pub text: String,
    pub span: Span,
}

/// One comparison of an `expect` or `task` line, not yet understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    pub measure: String,
    pub operator: Operator,
    pub value: String,
    pub span: Span,
    pub value_span: Span,
}

/// One line that says something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    pub keyword: Keyword,
    pub span: Span,
    pub positional: Vec<Spanned<Given>>,
    pub arguments: Vec<(&'static str, Spanned<Given>)>,
    pub settings: Vec<GivenProperty>,
    /// Of `expect` and `task` only.
    pub comparisons: Vec<Comparison>,
}

/// What a line that could not be read may have been about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// `None`: it begins with a word that is no keyword.
    pub keyword: Option<Keyword>,
    /// The plain words behind the first one.
    pub words: Vec<String>,
}

/// A line that could be read, or one that could not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScriptLine {
    Read(Box<Statement>),
    Broken(Broken),
}

/// The lines of a file, and what is wrong with those that could not be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Script {
    pub lines: Vec<ScriptLine>,
    pub errors: Vec<ScriptError>,
}

/// Reads a whole file.
///
/// # Errors
/// Every error in it, in the order of their places.
pub fn parse(bytes: &[u8]) -> Result<Vec<Statement>, Vec<ScriptError>> {
    let Script { lines, errors } = read(bytes)?;
    if errors.is_empty() {
        let statements = lines.into_iter().filter_map(|line| match line {
            ScriptLine::Read(statement) => Some(*statement),
            ScriptLine::Broken(_) => None,
        });
        return Ok(statements.collect());
    }
    Err(in_order(errors))
}

/// Reads a whole file; a wrong line does not hide the errors of the others.
///
/// # Errors
/// If the file is no text, or has more than [`MOST_ERRORS`] errors.
pub fn read(bytes: &[u8]) -> Result<Script, Vec<ScriptError>> {
    let text = decode(bytes).map_err(|error| vec![error])?;
    let Script { mut lines, mut errors } = Script::default();
    for (index, line) in text.split('\n').enumerate() {
        let before = errors.len();
        let found = tokens(index as u32 + 1, line, &mut errors);
        // The meaning of a line without its end is unknown.
        let whole = errors.len() == before;
        let first = found.first().filter(|_| whole);
        let statement = first.and_then(|first| statement(first, &found[1..], &mut errors));
        match statement {
            Some(statement) => lines.push(ScriptLine::Read(Box::new(statement))),
            None if errors.len() > before => lines.push(ScriptLine::Broken(broken(&found, line))),
            None => {}
        }
        if errors.len() >= MOST_ERRORS {
            return Err(in_order(errors));
        }
    }
    Ok(Script { lines, errors })
}

fn broken(found: &[Token], line: &str) -> Broken {
    let keyword = found.first().and_then(|first| find(&first.text)).map(|rule| rule.keyword);
    let words = line.split_whitespace().skip(1).take_while(|word| !word.starts_with('#'));
    let plain = words.filter(|word| !word.contains(['=', '<', '>', '"']));
    let words = plain.flat_map(|word| word.split(',')).filter(|word| !word.is_empty());
    Broken { keyword, words: words.map(str::to_owned).collect() }
}

fn statement(first: &Token, rest: &[Token], errors: &mut Vec<ScriptError>) -> Option<Statement> {
    let Some(rule) = find(&first.text).filter(|_| first.value.is_none()) else {
        let known = RULES.iter().map(|rule| rule.name);
        let (word, hint) = (first.text.clone(), meant(&first.text, known));
        errors.push(ScriptError::new(first.span, LineMistake::UnknownVerb { word, hint }));
        return None;
    };
    let mut statement = Statement {
        keyword: rule.keyword,
        span: first.span,
        positional: Vec::new(),
        arguments: Vec::new(),
        settings: Vec::new(),
        comparisons: Vec::new(),
    };
    let before = errors.len();
    let mut named = SortedSet::new();
    for token in rest {
        if errors.len() >= MOST_ERRORS {
            break;
        }
        let added = match &token.value {
            None => add_positional(&mut statement, rule, token, &mut named),
            Some(value) => add_pair(&mut statement, rule, token, value),
        };
        errors.extend(added.err());
    }
    if errors.len() == before {
        errors.extend(missing(&statement, rule));
    }
    (errors.len() == before).then_some(statement)
}

/// `named`: what the line names so far.
fn add_positional<'a>(
    statement: &mut Statement,
    rule: &Rule,
    token: &'a Token,
    named: &mut SortedSet<&'a str>,
) -> Result<(), ScriptError> {
    let count = statement.positional.len();
    let argument = match rule.positional.get(count) {
        Some(argument) => argument,
        None => match rule.positional.last() {
            Some(last) if rule.repeats => last,
            _ => {
                let mistake = LineMistake::NoPlace { word: token.text.clone(), keyword: rule.keyword };
                return Err(ScriptError::new(token.span, mistake));
            }
        },
    };
    let what = format!("`{}`", rule.name);
    let value =
        argument.takes.read(&what, &token.text).map_err(|mistake| ScriptError::new(token.span, mistake))?;
    if !named.insert(&token.text) {
        return Err(ScriptError::new(token.span, LineMistake::NamedTwice(token.text.clone())));
    }
    statement.positional.push(Spanned { value, span: token.span });
    Ok(())
}

fn add_pair(
    statement: &mut Statement,
    rule: &Rule,
    token: &Token,
    value: &TokenValue,
) -> Result<(), ScriptError> {
    let key = token.text.as_str();
    let refused = (key == REFUSED.name && rule.can_be_refused()).then_some(&REFUSED);
    let argument = rule.arguments.iter().find(|argument| argument.name == key).or(refused);
    if argument.is_none() && statement.keyword.compares() {
        statement.comparisons.push(Comparison {
            measure: key.to_owned(),
            operator: value.operator,
            value: value.text.clone(),
            span: token.span,
            value_span: value.span,
        });
        return Ok(());
    }
    if value.operator != Operator::Equal {
        let mistake = LineMistake::NotEqual { key: key.to_owned(), operator: value.operator };
        return Err(ScriptError::new(token.span, mistake));
    }
    match argument {
        Some(argument) => add_argument(statement, argument, token, value),
        None => add_setting(statement, rule, token, value),
    }
}

fn add_argument(
    statement: &mut Statement,
    argument: &'static Argument,
    token: &Token,
    value: &TokenValue,
) -> Result<(), ScriptError> {
    if statement.arguments.iter().any(|(name, _)| *name == argument.name) {
        return Err(twice(token));
    }
    let given = argument
        .takes
        .read(argument.name, &value.text)
        .map_err(|mistake| ScriptError::new(value.span, mistake))?;
    if let Some(name) = named_twice(argument.name, &given) {
        let mistake = LineMistake::ListedTwice { argument: argument.name, name: name.to_owned() };
        return Err(ScriptError::new(value.span, mistake));
    }
    statement.arguments.push((argument.name, Spanned { value: given, span: token.span }));
    Ok(())
}

/// The name that a list has twice. Two brokers may stand in one rack.
fn named_twice<'a>(argument: &str, given: &'a Given) -> Option<&'a str> {
    let Given::Names(list) = given else { return None };
    let mut named = SortedSet::new();
    let mut again = list.iter().filter(|name| argument != "racks" && !named.insert(*name));
    again.next().map(String::as_str)
}

fn add_setting(
    statement: &mut Statement,
    rule: &Rule,
    token: &Token,
    value: &TokenValue,
) -> Result<(), ScriptError> {
    let key = token.text.as_str();
    let Some(found) = property(key).filter(|property| rule.takes_property(property)) else {
        let mistake = LineMistake::NoSetting { keyword: rule.keyword, key: key.to_owned() };
        return Err(ScriptError::new(token.span, mistake));
    };
    if statement.settings.iter().any(|setting| setting.name == found.name) {
        return Err(twice(token));
    }
    found.parse(&value.text).map_err(|error| ScriptError::new(value.span, error))?;
    statement.settings.push(GivenProperty { name: found.name, text: value.text.clone(), span: token.span });
    Ok(())
}

fn twice(token: &Token) -> ScriptError {
    ScriptError::new(token.span, LineMistake::SetTwice(token.text.clone()))
}

fn missing(statement: &Statement, rule: &Rule) -> Option<ScriptError> {
    let place = statement.positional.len();
    let positional = rule.positional.get(place).filter(|argument| argument.required);
    let argument = rule.arguments.iter().find(|argument| {
        argument.required && !statement.arguments.iter().any(|(name, _)| *name == argument.name)
    });
    let what = match (positional, argument) {
        (Some(positional), _) => positional.name.to_owned(),
        (None, Some(argument)) => format!("{}=", argument.name),
        (None, None) => return None,
    };
    Some(ScriptError::new(statement.span, LineMistake::Missing { keyword: rule.keyword, what }))
}

/// The value of an argument, if it is there and of that kind.
macro_rules! given {
    ($line:expr, $name:expr, $kind:ident) => {
        match $line.argument($name) {
            Some(Given::$kind(value)) => Some(value),
            _ => None,
        }
    };
}

impl Statement {
    /// What is given for an argument.
    pub fn argument(&self, name: &str) -> Option<&Given> {
        self.arguments.iter().find(|(key, _)| *key == name).map(|(_, placed)| &placed.value)
    }

    /// Where the argument stands; the statement's own place if it is not there.
    pub fn place(&self, name: &str) -> Span {
        self.arguments.iter().find(|(key, _)| *key == name).map_or(self.span, |(_, placed)| placed.span)
    }

    /// The first plain word after the verb.
    pub fn name(&self) -> &str {
        match self.positional.first().map(|placed| &placed.value) {
            Some(Given::Text(text)) => text,
            _ => "",
        }
    }

    /// All plain words after the verb, with their places.
    pub fn names(&self) -> impl Iterator<Item = (&str, Span)> {
        self.positional.iter().filter_map(|placed| match &placed.value {
            Given::Text(text) => Some((text.as_str(), placed.span)),
            _ => None,
        })
    }

    /// The positional value at `place`.
    pub fn at(&self, place: usize) -> Option<&Given> {
        self.positional.get(place).map(|placed| &placed.value)
    }

    /// A text, name or word argument.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.argument(name).and_then(Given::text)
    }

    /// A list of names.
    pub fn list(&self, name: &str) -> Option<&[String]> {
        given!(self, name, Names).map(Vec::as_slice)
    }

    /// A number.
    pub fn number(&self, name: &str) -> Option<u64> {
        self.argument(name).and_then(Given::number)
    }

    /// A span of time.
    pub fn span_of(&self, name: &str) -> Option<SimDuration> {
        self.argument(name).and_then(Given::span)
    }

    /// An instant.
    pub fn instant(&self, name: &str) -> Option<SimTime> {
        given!(self, name, Instant).copied()
    }

    /// A rate.
    pub fn rate(&self, name: &str) -> Option<Rate> {
        given!(self, name, Rate).copied()
    }

    /// A key model.
    pub fn keys(&self, name: &str) -> Option<KeyModel> {
        given!(self, name, Keys).copied()
    }

    /// A pattern of topic names, resolved by the consumer or by its coordinator.
    pub fn pattern(&self) -> Option<&TopicPattern> {
        given!(self, "pattern", Pattern).or(given!(self, "subscription_pattern", Pattern))
    }

    /// Partitions with an offset each.
    pub fn offsets(&self, name: &str) -> Option<&[(TopicPartition, Offset)]> {
        given!(self, name, Offsets).map(Vec::as_slice)
    }

    /// A list of assignors.
    pub fn assignors(&self, name: &str) -> Option<&[AssignorName]> {
        given!(self, name, Assignors).map(Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errors(text: &str) -> Vec<String> {
        parse(text.as_bytes()).unwrap_err().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn all_errors_of_a_file_come_at_once_and_in_order() {
        let found =
            errors("topc orders partitions=4\ntopic orders partitions=0\nkill\nrun for=6 until=stabel\n");
        assert_eq!(
            found,
            [
                "line 1, column 1: `topc` is not a verb. Did you mean `topic`?",
                "line 2, column 25: partitions takes a whole number from 1 to 1000, not 0.",
                "line 3, column 1: `kill` needs NAMES here; write `kill NAMES...`.",
                "line 4, column 9: for needs a unit: write 6s, 6ms, 6us or 6min.",
                "line 4, column 17: until is one of stable, committed, empty, rebalancing, unowned, not `stabel`. \
                 Did you mean `stable`?",
            ]
        );
    }

    #[test]
    fn properties_are_checked_where_they_stand() {
        assert_eq!(
            errors("group g session.timout.ms=1\ngroup g max.poll.records=0\ngroup g group.max.size=3"),
            [
                "line 1, column 9: `group` does not know `session.timout.ms`. \
                 Did you mean `session.timeout.ms`?",
                "line 2, column 26: max.poll.records takes a whole number from 1 to 2147483647, not 0.",
                "line 3, column 9: `group.max.size` is a broker property; set it on the `cluster` line.",
            ]
        );
        assert_eq!(
            errors("topic t partitions=1 partitions=2\nrun for<6s\nkill a a\ntopic t x partitions=1"),
            [
                "line 1, column 22: `partitions` is set twice on this line; keep one.",
                "line 2, column 5: `for<` must be `for=` here.",
                "line 3, column 8: `a` is named twice; once is enough.",
                "line 4, column 9: `x` has no place here; write `topic NAME partitions=N [retention.ms=N] \
                 [retention.bytes=N]`.",
            ]
        );
    }

    #[test]
    fn what_kafka_has_and_this_has_not_is_told_with_its_reason() {
        assert_eq!(
            errors("group g check.crcs=no\ncluster security.protocol=SSL\nconsumers c isolation.level=x"),
            [
                "line 1, column 9: `check.crcs` is Kafka's and has no effect here; leave it out. Records \
                 here have a key, a time and a size, and no content.",
                "line 2, column 9: `security.protocol` is Kafka's and has no effect here; leave it out. Encryption \
                 and identity change nothing here; the value was not looked at and is not kept.",
                "line 3, column 13: `isolation.level` is Kafka's and has no effect here; leave it out. There are no \
                 transactions here: both isolation levels would read the same.",
            ]
        );
        assert!(parse(b"group g group.protocol=Classic").is_ok());
        assert!(errors("producer p topic=t rate=1/s linger.ms=9")[0].contains("(Kafka's default: 5)"));
    }

    #[test]
    fn a_good_line_gives_its_values() {
        let list = parse(b"# nothing\n\nproducer p1 topic=orders rate=0.5/s keys=uniform:8\n").unwrap();
        assert_eq!(list.len(), 1);
        assert_eq!((list[0].span.line, list[0].name(), list[0].text("topic")), (3, "p1", Some("orders")));
        assert_eq!(list[0].rate("rate"), Some(Rate(500)));
        assert_eq!(list[0].keys("keys"), Some(KeyModel::Uniform { keys: 8 }));
    }
}
