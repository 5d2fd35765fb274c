//! A row under its header: which words belong to which column.
//!
//! The tool prints a row in the header's columns, so a row is first cut where they begin. Where that gives a column
//! what cannot be in it (the text lost its spaces, or a value is wider than its column), the words are dealt out in
//! order: a number to each column of numbers, and to the names what is left between them.

use super::header::{PastedColumn, PastedHeader, Separator, words};
use super::mistake::{ImportMistake, Wanted};
use crate::kafka::ids::TopicName;

/// No name has more words than this.
const MOST_WORDS: usize = 8;
/// The price of what cannot be.
const NEVER: u32 = u32::MAX;

/// A row: what stands under each column of its header, in the header's order; empty where nothing does.
pub(super) type Cells = Vec<String>;

/// What is wrong with a row, and with which of its characters, from 0.
pub(super) struct RowMistake {
    pub at: usize,
    pub mistake: ImportMistake,
}

/// Deals a line out. `tabbed` is the same line with its tabs; `shift` is how much further to the right it begins than
/// its header does.
pub(super) fn cells(
    header: &PastedHeader,
    text: &str,
    tabbed: &str,
    shift: isize,
) -> Result<Cells, RowMistake> {
    let cut = match header.separator {
        Separator::Tabs => separated(header, tabbed, '\t'),
        Separator::Commas => separated(header, text, ','),
        Separator::Spaces => aligned(header, text, shift),
    };
    if let Some(cut) = cut {
        return Ok(cut);
    }
    let plain = words_of(text);
    let one_each: Cells = plain.iter().map(|(word, _)| word.clone()).collect();
    if all_fit(header, &one_each) {
        return Ok(one_each);
    }
    // Before Kafka 1.1 nothing stood between a long CONSUMER-ID and its HOST.
    let apart = plain.iter().flat_map(|(word, at)| match host_inside(word) {
        Some(host) => {
            let at_host = at + word[..host].chars().count();
            vec![(word[..host].to_owned(), *at), (word[host..].to_owned(), at_host)]
        }
        None => vec![(word.clone(), *at)],
    });
    let apart: Vec<(String, usize)> = apart.collect();
    let dealt = deal(header, &plain);
    let apart = match header.has(PastedColumn::Host) && apart.len() > plain.len() {
        true => deal(header, &apart),
        false => None,
    };
    let cheaper = |(price, _): &(u32, Cells)| dealt.as_ref().is_none_or(|(other, _)| price < other);
    match apart.filter(cheaper).or_else(|| dealt.clone()) {
        Some((_, cells)) => Ok(cells),
        None => Err(why_not(header, text, &plain, shift)),
    }
}

/// Words, those of an assignment (`orders(0,1), payments(2)`) in one.
fn words_of(text: &str) -> Vec<(String, usize)> {
    let mut joined: Vec<(String, usize)> = Vec::new();
    for (word, at) in words(text) {
        match joined.last_mut() {
            Some((last, _)) if last.ends_with(',') => {
                last.push(' ');
                last.push_str(&word);
            }
            _ => joined.push((word, at)),
        }
    }
    joined
}

fn host_inside(word: &str) -> Option<usize> {
    let at = word.match_indices('/').map(|(at, _)| at).find(|at| *at > 0)?;
    word[at + 1..].starts_with(|c: char| c.is_ascii_digit()).then_some(at)
}

fn all_fit(header: &PastedHeader, cells: &[String]) -> bool {
    let fit = header.columns.iter().zip(cells).all(|(column, cell)| price(column.column, cell) < NEVER);
    fit && cells.len() == header.columns.len()
}

fn separated(header: &PastedHeader, text: &str, separator: char) -> Option<Cells> {
    let cells: Cells = text.split(separator).map(|cell| cell.trim().to_owned()).collect();
    all_fit(header, &cells).then_some(cells)
}

/// Cut where the header's columns begin, if all fits.
fn aligned(header: &PastedHeader, text: &str, shift: isize) -> Option<Cells> {
    cut(header, text, shift)
        .map(|cut| cut.into_iter().map(|(cell, _)| cell).collect())
        .filter(|cells: &Cells| all_fit(header, cells))
}

/// Cut where the header's columns begin, each cell with its place; `None` if a word would be cut in two.
fn cut(header: &PastedHeader, text: &str, shift: isize) -> Option<Vec<(String, usize)>> {
    let chars: Vec<char> = text.chars().collect();
    let place = |start: usize| (start as isize - shift).clamp(0, chars.len() as isize) as usize;
    let starts: Vec<usize> = header.columns.iter().map(|column| place(column.start)).collect();
    let mut cells = Vec::with_capacity(starts.len());
    for (index, start) in starts.iter().enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(chars.len()).max(*start);
        let whole = *start == 0 || chars.get(start - 1).is_none_or(|before| before.is_whitespace());
        if !whole {
            return None;
        }
        let cell: String = chars[*start..end].iter().collect();
        cells.push((cell.split_whitespace().collect::<Vec<_>>().join(" "), *start));
    }
    Some(cells)
}

/// What it costs to take `cell` for what stands under the column: nothing for what is surely right.
fn price(column: PastedColumn, cell: &str) -> u32 {
    use PastedColumn::*;
    let word = !cell.contains(' ');
    let words = cell.split(' ').count() as u32;
    let when = |fits: bool| if fits { 0 } else { NEVER };
    let dash = matches!(cell, "-" | "unknown" | "none");
    match column {
        Partition | CurrentOffset | LogEndOffset | Lag | PartitionCount | Epoch | OtherNumber
        | MemberCount => when(dash || number(cell).is_some()),
        Topic => when(cell == "-" || TopicName::is_legal(cell)),
        Host if cell.is_empty() || !word => NEVER,
        Host => u32::from(!(dash || cell.starts_with('/'))),
        Assignment | TargetAssignment if cell.is_empty() => 3,
        Assignment | TargetAssignment => when(dash || assignment(cell).is_some()),
        Coordinator => when(dash || word && cell.contains(':') || words == 2 && cell.ends_with(')')),
        State => when(state_known(cell)),
        Upgraded => when(dash || matches!(cell, "true" | "false")),
        GroupType | Other => {
            if cell.is_empty() {
                2
            } else {
                when(word)
            }
        }
        // A dynamic member has none, and a group that rebalances no assignor.
        InstanceId | Strategy => {
            if cell.is_empty() {
                1
            } else {
                when(word)
            }
        }
        ClientId if cell.is_empty() => 4,
        Group | ConsumerId | Owner if cell.is_empty() => NEVER,
        Group | ConsumerId | ClientId if has_host(cell) => NEVER,
        // It may hold its HOST as well.
        ConsumerId if host_inside(cell).is_some() => 6 + words * 2,
        Group | ConsumerId | Owner | ClientId => (words - 1) * 2,
    }
}

/// Whether one of the words is an address: it belongs under HOST.
fn has_host(cell: &str) -> bool {
    let digit = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit());
    cell.split(' ').any(|word| word.strip_prefix('/').is_some_and(digit))
}

fn state_known(cell: &str) -> bool {
    const KNOWN: [&str; 9] = [
        "Empty",
        "Stable",
        "Dead",
        "PreparingRebalance",
        "CompletingRebalance",
        "AwaitingSync",
        "Assigning",
        "Reconciling",
        "Unknown",
    ];
    KNOWN.iter().any(|known| known.eq_ignore_ascii_case(cell))
}

/// A number as the tool prints it, or as a spreadsheet does, with a sign if it has one.
pub(super) fn number(cell: &str) -> Option<i128> {
    let (sign, digits) = cell.strip_prefix('-').map_or((1, cell), |digits| (-1, digits));
    let grouped = digits.contains(',') && digits.split(',').skip(1).all(|three| three.len() == 3);
    let digits = if grouped { digits.replace(',', "") } else { digits.to_owned() };
    let good = !digits.is_empty() && digits.len() <= 30 && digits.bytes().all(|byte| byte.is_ascii_digit());
    good.then(|| digits.parse::<i128>().ok()).flatten().map(|number| sign * number)
}

/// The partitions of `orders:0,1;payments:2`, of `orders(0,1), payments(2)`, or of `-`.
pub(super) fn assignment(cell: &str) -> Option<Vec<(String, u64)>> {
    let cell = cell.trim();
    if matches!(cell, "-" | "") {
        return Some(Vec::new());
    }
    let mut owned = Vec::new();
    let bracketed = cell.ends_with(')');
    let separator = if bracketed { ')' } else { ';' };
    for part in
        cell.split(separator).map(|part| part.trim_matches([',', ' '])).filter(|part| !part.is_empty())
    {
        let (topic, numbers) = if bracketed { part.split_once('(')? } else { part.rsplit_once(':')? };
        let topic = topic.trim();
        if !TopicName::is_legal(topic) {
            return None;
        }
        for one in numbers.split(',').map(str::trim).filter(|one| !one.is_empty()) {
            let number = u64::try_from(number(one)?).ok()?;
            owned.push((topic.to_owned(), number));
        }
    }
    Some(owned)
}

/// Deals the words out in order, at the lowest price; that comes first.
fn deal(header: &PastedHeader, words: &[(String, usize)]) -> Option<(u32, Cells)> {
    let columns = &header.columns;
    let (width, height) = (words.len() + 1, columns.len() + 1);
    if words.len() > columns.len() + MOST_WORDS {
        return None;
    }
    let mut prices = vec![NEVER; width * height];
    let mut taken = vec![0; width * height];
    prices[0] = 0;
    for (index, column) in columns.iter().enumerate() {
        for from in 0..width {
            let so_far = prices[index * width + from];
            if so_far == NEVER {
                continue;
            }
            for count in 0..=most_words(column.column).min(words.len() - from) {
                let cell = between(words, from, from + count);
                let price = price(column.column, &cell).saturating_add(so_far);
                let place = (index + 1) * width + from + count;
                if price < prices[place] {
                    (prices[place], taken[place]) = (price, count);
                }
            }
        }
    }
    let price = *prices.last().filter(|price| **price < NEVER)?;
    let mut cells = vec![String::new(); columns.len()];
    let mut end = words.len();
    for index in (0..columns.len()).rev() {
        let count = taken[(index + 1) * width + end];
        cells[index] = between(words, end - count, end);
        end -= count;
    }
    Some((price, cells))
}

/// How many words what stands under a column can have.
fn most_words(column: PastedColumn) -> usize {
    use PastedColumn::*;
    match column {
        Group | ConsumerId | ClientId | Owner => MOST_WORDS,
        Coordinator | Assignment | TargetAssignment => 2,
        Topic | Partition | CurrentOffset | LogEndOffset | Lag | Host | InstanceId | PartitionCount
        | Epoch | OtherNumber | Upgraded | Strategy | State | GroupType | MemberCount | Other => 1,
    }
}

fn between(words: &[(String, usize)], from: usize, to: usize) -> String {
    words[from..to].iter().map(|(word, _)| word.as_str()).collect::<Vec<_>>().join(" ")
}

/// What is wrong with a row that cannot be dealt out, and where: what does not fit its column, if each word has one;
/// else what does not fit where the header's columns begin; else that it is too short or too long.
fn why_not(header: &PastedHeader, text: &str, words: &[(String, usize)], shift: isize) -> RowMistake {
    let columns = &header.columns;
    let end = words.last().map_or(0, |(word, at)| at + word.chars().count());
    let short = |missing: usize| {
        let (found, missing) = (words.len(), columns[missing.min(columns.len() - 1)].name.clone());
        RowMistake { at: end, mistake: ImportMistake::ShortRow { found, columns: columns.len(), missing } }
    };
    let value = |index: usize, text: &str, at: usize| {
        let (column, wanted) = (columns[index].name.clone(), wanted(columns[index].column));
        RowMistake { at, mistake: ImportMistake::Value { column, text: text.to_owned(), wanted } }
    };
    let misfit = |cells: &[(String, usize)]| {
        let mut pairs = columns.iter().zip(cells).enumerate();
        pairs.find(|(_, (column, (cell, _)))| price(column.column, cell) == NEVER).map(|(index, _)| index)
    };
    if words.len() < columns.len() && misfit(words).is_none() {
        return short(words.len());
    }
    let cut = cut(header, text, shift).unwrap_or_default();
    for cells in [words, cut.as_slice()].into_iter().filter(|cells| cells.len() == columns.len()) {
        if let Some(index) = misfit(cells) {
            let (cell, at) = &cells[index];
            return if cell.is_empty() { short(index) } else { value(index, cell, *at) };
        }
    }
    match words.get(columns.len()) {
        Some((_, at)) => {
            let (found, columns) = (words.len(), columns.len());
            RowMistake { at: *at, mistake: ImportMistake::LongRow { found, columns } }
        }
        None => {
            let index = misfit(words).unwrap_or(0);
            words.get(index).map_or_else(|| short(index), |(word, at)| value(index, word, *at))
        }
    }
}

fn wanted(column: PastedColumn) -> Wanted {
    use PastedColumn::*;
    match column {
        Partition | CurrentOffset | LogEndOffset | Lag | PartitionCount | Epoch | OtherNumber
        | MemberCount => Wanted::Number,
        Topic => Wanted::Topic,
        Host => Wanted::Host,
        Assignment | TargetAssignment => Wanted::Assignment,
        Coordinator => Wanted::Coordinator,
        State => Wanted::State,
        Group | ConsumerId | ClientId | Owner | InstanceId | Upgraded | Strategy | GroupType | Other => {
            Wanted::Word
        }
    }
}
