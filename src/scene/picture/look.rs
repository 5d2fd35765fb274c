//! What an element of a picture is drawn with, as attributes: which properties count, and how their values are written.

use crate::scene::picture::{Element, hex_colour};

/// A property of CSS that makes up the look of a drawing.
pub struct Look {
    pub name: &'static str,
    /// What it is where nothing sets it; that need not be written. Empty: always written.
    pub initial: &'static str,
    /// Whether what is inside has it from what is around.
    pub inherited: bool,
    /// Whether only texts show it.
    of_texts: bool,
    /// Whether a group shows it as well.
    of_groups: bool,
}

const fn look(name: &'static str, initial: &'static str) -> Look {
    Look { name, initial, inherited: true, of_texts: false, of_groups: false }
}

const fn of_texts(name: &'static str, initial: &'static str) -> Look {
    Look { of_texts: true, ..look(name, initial) }
}

/// All of them.
pub const LOOKS: [Look; 17] = [
    look("fill", "#000000"),
    look("fill-opacity", "1"),
    look("stroke", "none"),
    look("stroke-width", "1"),
    look("stroke-opacity", "1"),
    look("stroke-dasharray", "none"),
    look("stroke-linecap", "butt"),
    look("stroke-linejoin", "miter"),
    Look { inherited: false, of_groups: true, ..look("opacity", "1") },
    of_texts("font-family", ""),
    of_texts("font-size", ""),
    of_texts("font-weight", "400"),
    of_texts("font-style", "normal"),
    of_texts("text-anchor", "start"),
    of_texts("dominant-baseline", "auto"),
    look("paint-order", "normal"),
    Look { of_groups: true, ..look("visibility", "visible") },
];

/// What only the page needs of an element's attributes.
const OF_PAGE: [&str; 6] = ["class", "tabindex", "role", "style", "id", "data-n"];

/// Whether an attribute is left out of pictures. Patterns are referred to by their id.
pub fn is_of_page(element: &str, attribute: &str) -> bool {
    let prefixed = ["data-", "aria-"].iter().any(|prefix| attribute.starts_with(prefix));
    prefixed || (OF_PAGE.contains(&attribute) && !(element == "pattern" && attribute == "id"))
}

/// Gives an element its look, of the computed values that `value` knows; the attributes of the page are taken away.
pub fn dress(element: &mut Element, value: impl Fn(&'static str) -> String) {
    let name = element.name.clone();
    element.attributes.retain(|(attribute, _)| !is_of_page(&name, attribute));
    let is_text = matches!(name.as_str(), "text" | "tspan");
    let is_drawn = !matches!(name.as_str(), "g" | "svg" | "defs" | "title" | "pattern");
    let shown = |look: &&Look| (is_drawn && (is_text || !look.of_texts)) || look.of_groups;
    for look in LOOKS.iter().filter(shown) {
        let value = written(&value(look.name));
        element.attributes.retain(|(attribute, _)| attribute != look.name);
        if !value.is_empty() && value != look.initial {
            element.attributes.push((look.name.to_owned(), value));
        }
    }
    let own = |name: &str| element.attribute(name).is_some_and(|value| value == "none");
    // Without a line, how lines are drawn does not matter.
    let has_stroke = element.attribute("stroke").is_some();
    let (no_fill, no_stroke) = (own("fill"), !has_stroke);
    element
        .attributes
        .retain(|(name, _)| !(no_stroke && name.starts_with("stroke-") || no_fill && name == "fill-opacity"));
}

/// A computed value, as an attribute of a picture says it: colours as `#rrggbb`, lengths as numbers.
pub fn written(value: &str) -> String {
    let value = value.replace('"', "'").replace("url('", "url(").replace("')", ")");
    if let Some(colour) = colour(&value) {
        return colour;
    }
    if !value.contains("px") {
        let value = if value.starts_with('.') { format!("0{value}") } else { value };
        let words = value.split(',').map(str::trim);
        return if value.contains('(') { value } else { words.collect::<Vec<_>>().join(", ") };
    }
    let words = value.split([' ', ',']).filter(|word| !word.is_empty());
    let plain = words.map(|word| word.strip_suffix("px").unwrap_or(word));
    plain.collect::<Vec<_>>().join(" ")
}

/// `rgb(...)`, `color(srgb ...)`, `#rrggbb`, `#rgb` and `transparent`.
fn colour(value: &str) -> Option<String> {
    if value == "transparent" || value == "rgba(0, 0, 0, 0)" {
        return Some("none".to_owned());
    }
    let parts = |inside: &str, whole: u64| -> Option<[u8; 3]> {
        let part = |text: &str| Some((millionths(text)? * 255 / whole + 500_000) / 1_000_000);
        let parts = inside.split([' ', ',']).filter(|part| !part.is_empty()).map(part);
        let parts: [u64; 3] = parts.collect::<Option<Vec<u64>>>()?.try_into().ok()?;
        Some(parts.map(|part| part.min(255) as u8))
    };
    let inside = |before: &str| value.strip_prefix(before)?.strip_suffix(')');
    if let Some(inside) = inside("rgb(") {
        return parts(inside, 255).map(hex_colour);
    }
    if let Some(inside) = inside("color(srgb ") {
        return parts(inside, 1).map(hex_colour);
    }
    let digits = value.strip_prefix('#')?;
    match digits.len() {
        3 => Some(digits.chars().fold("#".to_owned(), |hex, digit| hex + &digit.to_string().repeat(2))),
        _ => Some(value.to_lowercase()),
    }
}

/// A number with at most six decimals, in millionths: floats would be dear in the page.
fn millionths(text: &str) -> Option<u64> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let whole: u64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let decimals: u64 = format!("{:0<6}", decimals.get(..6).unwrap_or(decimals)).parse().ok()?;
    Some(whole.min(1_000) * 1_000_000 + decimals)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_as_any_program_for_pictures_reads_them() {
        for (computed, attribute) in [
            ("rgb(36, 97, 201)", "#2461c9"),
            ("color(srgb 0.9 0.5 0)", "#e68000"),
            ("#abc", "#aabbcc"),
            ("rgba(0, 0, 0, 0)", "none"),
            ("transparent", "none"),
            ("1.5px", "1.5"),
            ("2px, 1.5px", "2 1.5"),
            ("url(\"#gs-hatch\")", "url(#gs-hatch)"),
            ("\"JetBrains Mono\",monospace", "'JetBrains Mono', monospace"),
            (".45", "0.45"),
        ] {
            assert_eq!(written(computed), attribute, "{computed}");
        }
    }

    #[test]
    fn what_the_page_needs_is_gone_and_what_is_as_usual_is_not_written() {
        let mut path = Element::new(
            "path",
            [("class", "cell".to_owned()), ("d", "M0 0".to_owned()), ("data-k", "1".to_owned())],
        );
        dress(&mut path, |name| match name {
            "fill" => "rgb(255, 0, 0)".to_owned(),
            "stroke" => "none".to_owned(),
            "stroke-width" => "3px".to_owned(),
            "visibility" => "visible".to_owned(),
            "font-size" => "12px".to_owned(),
            _ => String::new(),
        });
        assert_eq!(path, Element::new("path", [("d", "M0 0".to_owned()), ("fill", "#ff0000".to_owned())]));
    }
}
