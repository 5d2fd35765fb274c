//! Sentences as templates: what is inserted where, which plural, which particle.
//!
//! `{0}` inserts the first slot. `{0:s}` is an English plural's `s` unless the first slot is `1`. `{0:가}` inserts the
//! first slot and the particle of that pair that its last sound asks for: `c1이`, `orders-2가`. {0:`가} does the same
//! with the slot in backticks.

use crate::session::language::Lang;
use crate::session::language::particle::Particle;
use std::borrow::Cow;

/// More parts than these no sentence has.
pub const SLOTS: usize = 6;

/// The parts to insert; those that a sentence does not have are empty.
pub type Slots<'a> = [Cow<'a, str>; SLOTS];

/// A sentence with names or numbers in it.
pub trait Sentence {
    /// Its template in `lang`.
    fn template(&self, lang: Lang) -> &'static str;
    /// What is inserted.
    fn slots(&self, lang: Lang) -> Slots<'_>;
}

impl<S: Sentence> Sentence for &S {
    fn template(&self, lang: Lang) -> &'static str {
        (**self).template(lang)
    }

    fn slots(&self, lang: Lang) -> Slots<'_> {
        (**self).slots(lang)
    }
}

/// These parts and no more.
pub fn slots<'a, const N: usize>(parts: [Cow<'a, str>; N]) -> Slots<'a> {
    let mut slots = Slots::default();
    for (slot, part) in slots.iter_mut().zip(parts) {
        *slot = part;
    }
    slots
}

/// A number as a part.
pub fn number<'a>(number: u64) -> Cow<'a, str> {
    Cow::Owned(number.to_string())
}

/// Names as one part.
pub fn list<'a, T: ToString>(names: &[T]) -> Cow<'a, str> {
    Cow::Owned(names.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
}

/// The template with its slots filled in.
pub fn fill(template: &str, slots: &Slots) -> String {
    let mut out = String::with_capacity(template.len() + 24);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (mark, after) = after.split_once('}').unwrap_or((after, ""));
        let (place, how) = mark.split_once(':').unwrap_or((mark, ""));
        let slot = place.parse().ok().and_then(|place: usize| slots.get(place)).map_or("", |slot| slot);
        match how {
            "s" => out.push_str(if slot == "1" { "" } else { "s" }),
            _ => {
                let (quote, particle) = how.strip_prefix('`').map_or(("", how), |particle| ("`", particle));
                out.extend([quote, slot, quote]);
                out.push_str(Particle::named(particle).map_or("", |particle| particle.after(slot)));
            }
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The slots that a template uses, each once, in order: the same in every language.
#[cfg(test)]
pub fn used(template: &str) -> Vec<usize> {
    let marks = template.split('{').skip(1).filter_map(|mark| mark.split(['}', ':']).next()?.parse().ok());
    let mut used: Vec<usize> = marks.collect();
    used.sort();
    used.dedup();
    used
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_takes_names_plurals_and_particles() {
        let one = slots(["c1".into(), number(1)]);
        let two = slots(["orders-2".into(), number(2)]);
        assert_eq!(fill("{0}: {1} consumer{1:s}", &one), "c1: 1 consumer");
        assert_eq!(fill("{0}: {1} consumer{1:s}", &two), "orders-2: 2 consumers");
        assert_eq!(fill("{0:가} {1}개", &one), "c1이 1개");
        assert_eq!(fill("{0:가} {1:를} 읽음", &two), "orders-2가 2를 읽음");
        assert_eq!(fill("{0:`가} {1:`를} 읽음", &two), "`orders-2`가 `2`를 읽음");
        assert_eq!(fill("no slot", &one), "no slot");
    }

    #[test]
    fn a_slot_may_hold_what_looks_like_a_mark() {
        assert_eq!(fill("{0} | {1}", &slots(["{1}".into(), "}{".into()])), "{1} | }{");
    }
}
