//! A session as the fragment of an address: `#zombie@12.4s~TOKEN`. First stands the scenario that comes with the
//! program, then the moment, then what else it takes: what the visitor did, and for a session that is no such scenario
//! its whole text. What is not needed is left out: `#zombie` is a scenario, `#zombie@12.4s` a moment of it.
//!
//! A token is base64url of: the number of its format, the length of what follows, that (postcard), and a checksum
//! (CRC-32). So a token that was cut off, changed, or made by a later version is told apart. Tokens of every format
//! that was ever published can be read for ever: `tests/links/`.

use crate::session::deeds::Deeds;
use crate::session::nearest::nearest;
use crate::session::values;
use crate::sim::time::SimTime;
use base64ct::{Base64UrlUnpadded, Encoding};
use crc::{CRC_32_ISO_HDLC, Crc, NoTable};
use serde::{Deserialize, Serialize};

/// The format in which tokens are written.
pub const FORMAT: u8 = 1;
/// What a link may have to be put into an address, in characters; a longer session is given as a file.
pub const LONGEST_LINK: usize = 8_000;
/// What is read at all, in characters.
pub const LONGEST_READ: usize = 400_000;

const CHECKSUM: Crc<u32, NoTable> = Crc::<u32, NoTable>::new(&CRC_32_ISO_HDLC);

/// A session as it can be sent to somebody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SessionLink {
    /// The scenario that comes with the program; empty for a text of its own.
    pub scenario: String,
    /// Where the cursor is.
    pub at: SimTime,
    pub rest: Rest,
}

/// What a token holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rest {
    /// Name and text of a session that is no scenario of the program's.
    pub file: Option<(String, String)>,
    /// The checksum of the scenario's text when the link was made; 0 if nothing was done in it.
    pub scenario_sum: u32,
    pub deeds: Deeds,
}

/// What is wrong with a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkMistake {
    /// So many characters, and so many are read.
    TooLong { has: usize, most: usize },
    /// There is no such scenario; one is called nearly so.
    NoScenario { name: String, meant: Option<String> },
    /// What stands behind `@` is no instant.
    NoInstant(String),
    /// A character that is in no token, and which of its characters it is, from 1.
    Foreign { character: char, place: usize },
    /// Its format is one of a later version.
    Newer { format: u8 },
    /// It has so many bytes of so many.
    CutOff { has: usize, of: usize },
    /// A character of it was changed.
    Changed,
    /// There is nothing in it to open.
    Empty,
}

/// A link of which a part is wrong, and what of it could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokenLink {
    pub mistake: LinkMistake,
    /// As far as these are right.
    pub scenario: String,
    pub at: SimTime,
}

/// What stands for a text in [`Rest::scenario_sum`].
pub fn sum_of(text: &str) -> u32 {
    CHECKSUM.checksum(text.as_bytes())
}

impl SessionLink {
    /// The fragment, without `#`. Empty for the beginning of a session without a name in which nothing was done.
    pub fn fragment(&self) -> String {
        let mut text = self.scenario.clone();
        if self.at > SimTime::ZERO {
            text += &format!("@{}", instant_text(self.at));
        }
        if self.rest != Rest::default() {
            text += &format!("~{}", token(&self.rest));
        }
        text
    }

    /// Reads a fragment, with `#` or without; of `scenarios` are the names of those that there are.
    ///
    /// # Errors
    /// What is wrong, and what could be read in spite of it.
    pub fn read<'a>(
        fragment: &str,
        scenarios: impl IntoIterator<Item = &'a str>,
    ) -> Result<SessionLink, BrokenLink> {
        let broken =
            |mistake, read: SessionLink| Err(BrokenLink { mistake, scenario: read.scenario, at: read.at });
        let has = fragment.len();
        if has > LONGEST_READ {
            return broken(LinkMistake::TooLong { has, most: LONGEST_READ }, SessionLink::default());
        }
        let text = unescaped(fragment.trim().trim_start_matches('#'));
        let (place, token) = text.split_once('~').map_or((text.as_str(), None), |(a, b)| (a, Some(b)));
        let (name, at) = place.split_once('@').map_or((place, None), |(a, b)| (a, Some(b)));
        let mut link = SessionLink::default();
        let mut mistake = None;
        if !name.is_empty() {
            let known: Vec<&str> = scenarios.into_iter().collect();
            match known.contains(&name) {
                true => name.clone_into(&mut link.scenario),
                false => {
                    let meant = nearest(name, known).map(str::to_owned);
                    return broken(LinkMistake::NoScenario { name: name.to_owned(), meant }, link);
                }
            }
        }
        match at.map(instant) {
            Some(Some(at)) => link.at = at,
            Some(None) => mistake = Some(LinkMistake::NoInstant(at.unwrap_or_default().to_owned())),
            None => {}
        }
        match token.map(rest_of) {
            Some(Ok(rest)) => link.rest = rest,
            Some(Err(wrong)) => mistake = Some(wrong),
            None => {}
        }
        if link.scenario.is_empty() && link.rest.file.is_none() {
            mistake = mistake.or(Some(LinkMistake::Empty));
        }
        match mistake {
            Some(mistake) => broken(mistake, link),
            None => Ok(link),
        }
    }
}

/// The instant of `12.4s`, `2m` or `12.4`.
pub fn instant(text: &str) -> Option<SimTime> {
    let with_unit =
        if text.ends_with(|c: char| c.is_ascii_digit()) { format!("{text}s") } else { text.to_owned() };
    let span = values::span("@", &with_unit).ok()?;
    Some(SimTime::from_micros(span.as_micros()))
}

/// An instant as it stands in links and attributes: `9.5s`.
pub fn instant_text(time: SimTime) -> String {
    // With a dot: there are always decimals.
    format!("{}s", time.to_string().trim_end_matches('0').trim_end_matches('.'))
}

/// `%40` and its like, which some programs make of characters of an address.
fn unescaped(text: &str) -> String {
    let mut pieces = text.split('%');
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let code = piece.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match code.filter(u8::is_ascii_graphic) {
            Some(code) => {
                plain.push(char::from(code));
                plain += &piece[2..];
            }
            None => {
                plain.push('%');
                plain += piece;
            }
        }
    }
    plain
}

fn token(rest: &Rest) -> String {
    // Texts and numbers can always be written.
    let content = postcard::to_allocvec(rest).unwrap_or_default();
    let mut bytes = vec![FORMAT];
    bytes.extend((content.len() as u32).to_le_bytes());
    bytes.extend(&content);
    bytes.extend(CHECKSUM.checksum(&bytes).to_le_bytes());
    Base64UrlUnpadded::encode_string(&bytes)
}

/// Format and length stand before what a token holds, the checksum behind it.
const BEFORE: usize = 1 + 4;
const BEHIND: usize = 4;

fn rest_of(token: &str) -> Result<Rest, LinkMistake> {
    // Programs that show a link take what follows it for a part of it.
    let token = token.trim_end_matches(['.', ',', ')', '>', ']', '"', '\'', '=']);
    let foreign = |(_, c): &(usize, char)| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    if let Some((place, character)) = token.chars().enumerate().find(foreign) {
        return Err(LinkMistake::Foreign { character, place: place + 1 });
    }
    let full = |has: usize| LinkMistake::CutOff { has, of: BEFORE + BEHIND };
    // A last character alone is no byte; the bits that a cut leaves over are dropped.
    let whole = &token[..token.len() - usize::from(token.len() % 4 == 1)];
    let bytes = decoded(whole).ok_or(LinkMistake::Changed)?;
    let Some((format, behind)) = bytes.split_first() else { return Err(full(0)) };
    if *format != FORMAT {
        let format = *format;
        return Err(if format > FORMAT { LinkMistake::Newer { format } } else { LinkMistake::Changed });
    }
    let Some((length, _)) = behind.split_first_chunk::<4>() else { return Err(full(bytes.len())) };
    let of = BEFORE.saturating_add(u32::from_le_bytes(*length) as usize).saturating_add(BEHIND);
    if bytes.len() < of {
        return Err(LinkMistake::CutOff { has: bytes.len(), of });
    }
    let (content, sum) = bytes.split_at(of - BEHIND);
    if bytes.len() > of || sum != CHECKSUM.checksum(content).to_le_bytes() || whole.len() != token.len() {
        return Err(LinkMistake::Changed);
    }
    postcard::from_bytes(&content[BEFORE..]).map_err(|_| LinkMistake::Changed)
}

/// The bytes of base64url, and of a token that was cut within a byte those before the cut.
fn decoded(text: &str) -> Option<Vec<u8>> {
    Base64UrlUnpadded::decode_vec(text).ok().or_else(|| {
        let cut = text.len() - text.len() % 4;
        Base64UrlUnpadded::decode_vec(&text[..cut]).ok()
    })
}

#[cfg(test)]
mod tests;
