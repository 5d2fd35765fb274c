//! What is to be said of pasted settings: what is inserted into the sentences.

use crate::kafka::assignor::AssignorName;
use crate::kafka::known_keys::of_a_producer;
use crate::kafka::property::property;
use crate::session::language::template::{Sentence, Slots, number, slots};
use crate::session::language::{Lang, en, ko};
use crate::session::properties_text::LARGEST_FILE;
use crate::session::properties_text::foreign::Origin;
use crate::session::properties_text::ignored::Ignored;
use crate::session::properties_text::remark::{
    KeyRemark, Preferred, Remark, TakenRemark, TextRemark, ValueRemark,
};
use crate::session::properties_text::translate::{all_classes, class_of};

impl Sentence for Remark {
    fn template(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => en::remarks::remark(self),
            Lang::Ko => ko::remarks::remark(self),
        }
    }

    fn slots(&self, lang: Lang) -> Slots<'_> {
        match self {
            Remark::Property(error) => error.slots(lang),
            Remark::Key(remark) => key(remark, lang),
            Remark::Taken(remark) => taken(remark, lang),
            Remark::Text(remark) => text(remark, lang),
            Remark::Value(remark) => value(remark, lang),
        }
    }
}

fn key(remark: &KeyRemark, lang: Lang) -> Slots<'_> {
    use KeyRemark::*;
    match remark {
        Unsimulated(why) => slots([lang.unsimulated(*why).into()]),
        OfProducer(key) => {
            let (en, ko) = of_a_producer(key).unwrap_or_default();
            slots([if lang == Lang::En { en } else { ko }.into()])
        }
        Ignored(why) => slots([ignored(lang, *why).into()]),
        NoSuchKey(nearest) | NotRepeated { nearest, .. } => slots([nearest.unwrap_or_default().into()]),
        OfBrokers | JavaCode | Code | NoValue | Computed | Placeholder | MayHoldMore | OwnAssignor => {
            slots([])
        }
    }
}

fn taken(remark: &TakenRemark, lang: Lang) -> Slots<'_> {
    use TakenRemark::*;
    match remark {
        ReadAs { key, name } | SpringReads { key, name } => slots([key.into(), (*name).into()]),
        NameOf { key, whose: of, name } => slots([key.into(), whose(lang, *of).into(), (*name).into()]),
        NamesOf(origin) => slots([whose(lang, *origin).into()]),
        OffsetWord { written, word, .. } => slots([written.into(), (*word).into()]),
        PlaceholderDefault(name) => slots([(*name).into()]),
        InWords(classes) => slots([classes.into()]),
    }
}

fn text(remark: &TextRemark, lang: Lang) -> Slots<'_> {
    use TextRemark::*;
    match remark {
        TooLarge(bytes) => slots([number(*bytes as u64), number(LARGEST_FILE as u64)]),
        NothingUnderstood | NothingCommits | MalformedEscape => slots([]),
        Continued { name, line } => {
            slots([(*name).into(), number((*line).into()), number(u64::from(*line) + 1)])
        }
        Swallowed { inside, key, line, more } => {
            let line = u64::from(*line);
            slots([inside.into(), key.into(), number(line - 1), number(line), number(*more as u64)])
        }
        SetAgain { name, first, count, preferred: why } => slots([
            (*name).into(),
            lines(lang, first, *count).into(),
            preferred(lang, *why).into(),
            number(*count as u64 + 1),
        ]),
        SecondTime { key, first } => slots([key.into(), number((*first).into())]),
        ManyTimes { key, first, count } => {
            slots([key.into(), number(*count as u64), lines(lang, first, *count).into()])
        }
    }
}

fn value(remark: &ValueRemark, lang: Lang) -> Slots<'_> {
    use ValueRemark::*;
    match remark {
        LineBreak { name, inside } => slots([(*name).into(), inside.unwrap_or_default().into()]),
        ControlCharacter(name) => slots([(*name).into()]),
        Unfit { name, length } => {
            let range = property(name).map(|property| lang.range(property));
            slots([(*name).into(), range.unwrap_or_default().into(), number(*length as u64)])
        }
        NoClass { class, right } => slots([class.into(), right.into()]),
        UnknownAssignor { class, nearest } => {
            let right = nearest.map_or_else(all_classes, class_of);
            slots([class.as_deref().unwrap_or_default().into(), right.into()])
        }
        NeedsAssignor => slots([class_of(AssignorName::Range).into()]),
        NoDuration { name, text } | NoSize { name, text } => {
            slots([(*name).into(), text.as_deref().unwrap_or_default().into()])
        }
    }
}

fn ignored(lang: Lang, why: Ignored) -> &'static str {
    match lang {
        Lang::En => en::ignored::ignored(why),
        Lang::Ko => ko::ignored::ignored(why),
    }
}

fn preferred(lang: Lang, why: Preferred) -> &'static str {
    match lang {
        Lang::En => en::remarks::preferred(why),
        Lang::Ko => ko::remarks::preferred(why),
    }
}

fn whose(lang: Lang, origin: Origin) -> &'static str {
    match lang {
        Lang::En => en::remarks::whose(origin),
        Lang::Ko => ko::remarks::whose(origin),
    }
}

/// `line 3`, `lines 3 and 5`, `lines 3, 5, 7 and 40 more`; `3, 5번째 줄`, `3, 5, 7번째 줄 외 40곳`.
fn lines(lang: Lang, first: &[u32], count: usize) -> String {
    let numbers: Vec<String> = first.iter().map(ToString::to_string).collect();
    let more = count.saturating_sub(first.len());
    match (lang, numbers.split_last()) {
        (Lang::Ko, _) if more == 0 => format!("{}번째 줄", numbers.join(", ")),
        (Lang::Ko, _) => format!("{}번째 줄 외 {more}곳", numbers.join(", ")),
        (Lang::En, Some((last, []))) if more == 0 => format!("line {last}"),
        (Lang::En, Some((last, others))) if more == 0 => format!("lines {} and {last}", others.join(", ")),
        (Lang::En, _) => format!("lines {} and {more} more", numbers.join(", ")),
    }
}
