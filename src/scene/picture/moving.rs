//! Pictures of a stretch of a run as one that moves: SVG that plays by itself, without a script, and stands still where
//! less motion is wanted.
//!
//! What does not change is written once. What does is written as often as it looks different, each time with the part
//! of the stretch during which it is seen; style rules show and hide it.

use crate::scene::picture::{Content, Element, NAMES, Picture};
use crate::sim::sorted::SortedSet;
use crate::sim::time::{SimDuration, SimTime};
use std::fmt::Write;

/// The pictures, each shown for `each`, again and again; nothing if there is none. The last one is what is seen where
/// it stands still.
pub fn moving(frames: &[Picture], each: SimDuration) -> Option<String> {
    let last = frames.last()?;
    let height = |frame: &&Picture| frame.height.parse::<f64>().unwrap_or_default();
    let tallest = frames.iter().max_by(|a, b| height(a).total_cmp(&height(b)))?;
    let mut turns = Turns { count: frames.len(), shown: SortedSet::default() };
    let sheets: Vec<&[Content]> = frames.iter().map(|frame| frame.sheets.as_slice()).collect();
    let drawn = turns.lists(&sheets);
    let whole = Picture { height: tallest.height.clone(), sheets: Vec::new(), ..last.clone() };
    Some(whole.document(&turns.style(each), &drawn))
}

/// Who is seen when.
struct Turns {
    /// How many frames there are.
    count: usize,
    /// First frame, and the one after the last.
    shown: SortedSet<(usize, usize)>,
}

/// The class of everything that is seen for a time only.
fn turn_class() -> String {
    format!("{NAMES}turn")
}

impl Turns {
    /// The same list in each frame.
    fn lists(&mut self, frames: &[&[Content]]) -> Vec<Content> {
        let length = frames[0].len();
        if frames.iter().any(|list| list.len() != length) {
            return self.variants(frames);
        }
        let merged = (0..length).flat_map(|place| {
            let contents: Vec<&Content> = frames.iter().map(|list| &list[place]).collect();
            self.one(&contents)
        });
        merged.collect()
    }

    /// The same place in each frame.
    fn one(&mut self, frames: &[&Content]) -> Vec<Content> {
        let first = frames[0];
        if frames.iter().all(|content| *content == first) {
            return vec![first.clone()];
        }
        let same_element = |content: &&Content| match (first, content) {
            (Content::Element(a), Content::Element(b)) => {
                (&a.name, &a.attributes) == (&b.name, &b.attributes)
            }
            _ => false,
        };
        match first {
            // In a text there is no place for a group.
            Content::Element(element) if element.name != "text" && frames.iter().all(same_element) => {
                let lists: Vec<&[Content]> = frames.iter().map(|content| children_of(content)).collect();
                let children = self.lists(&lists);
                vec![Content::Element(Element { children, ..element.clone() })]
            }
            _ => {
                let lists: Vec<&[Content]> =
                    frames.iter().map(|content| std::slice::from_ref(*content)).collect();
                self.variants(&lists)
            }
        }
    }

    /// What is not alike, once for each run of frames in which it is.
    fn variants(&mut self, frames: &[&[Content]]) -> Vec<Content> {
        let mut drawn = Vec::new();
        let mut from = 0;
        for to in 1..=frames.len() {
            if to < frames.len() && frames[to] == frames[from] {
                continue;
            }
            if !frames[from].is_empty() {
                self.shown.insert((from, to));
                let class = format!("{0} {0}-{from}-{to}", turn_class());
                let mut group = Element::new("g", [("class", class)]);
                if to < frames.len() {
                    group.attributes.push(("visibility".to_owned(), "hidden".to_owned()));
                }
                group.children = frames[from].to_vec();
                drawn.push(Content::Element(group));
            }
            from = to;
        }
        drawn
    }

    fn style(&self, each: SimDuration) -> String {
        let prefix = turn_class();
        let total = SimTime::from_micros(each.as_micros() * self.count as u64);
        let mut style = format!("<style>.{prefix}{{animation:{total}s step-end infinite}}");
        for (from, to) in &self.shown {
            // In ten-thousandths of a percent.
            let percent = |frame: usize| {
                let part = frame * 1_000_000 / self.count;
                format!("{}.{:04}%", part / 10_000, part % 10_000)
            };
            let name = format!("{prefix}-{from}-{to}");
            // Nothing can go wrong in writing to a string.
            let _ = write!(style, ".{name}{{animation-name:{name}}}@keyframes {name}{{");
            if *from > 0 {
                style.push_str("0%{visibility:hidden}");
            }
            let _ = write!(style, "{}{{visibility:visible}}", percent(*from));
            if *to < self.count {
                let _ = write!(style, "{}{{visibility:hidden}}", percent(*to));
            }
            style.push('}');
        }
        let _ =
            write!(style, "@media (prefers-reduced-motion:reduce){{.{prefix}{{animation:none}}}}</style>");
        style
    }
}

fn children_of(content: &Content) -> &[Content] {
    match content {
        Content::Element(element) => &element.children,
        Content::Text(_) => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn circle(x: u32) -> Content {
        Content::Element(Element::new("circle", [("cx", x.to_string())]))
    }

    fn group(children: Vec<Content>) -> Content {
        Content::Element(Element { children, ..Element::new("g", []) })
    }

    fn frame(sheets: Vec<Content>) -> Picture {
        Picture {
            width: "4".to_owned(),
            height: "4".to_owned(),
            title: "t".to_owned(),
            fragment: "zombie".to_owned(),
            ground: "#fff".to_owned(),
            sheets,
        }
    }

    const EACH: SimDuration = SimDuration::from_millis(100);

    #[test]
    fn what_stands_still_is_written_once_and_what_moves_once_for_each_place() {
        let frames: Vec<Picture> =
            [1, 1, 2, 3].into_iter().map(|x| frame(vec![group(vec![circle(9), circle(x)])])).collect();
        let svg = moving(&frames, EACH).unwrap();
        assert_eq!(svg.matches("cx=\"9\"").count(), 1);
        for x in ["cx=\"1\"", "cx=\"2\"", "cx=\"3\""] {
            assert_eq!(svg.matches(x).count(), 1, "{x} in {svg}");
        }
        assert!(svg.contains("animation:0.400s step-end infinite"), "{svg}");
        assert!(
            svg.contains("{0%{visibility:hidden}50.0000%{visibility:visible}75.0000%{visibility:hidden}}"),
            "{svg}"
        );
        // Still, the last frame is seen and nothing else.
        assert_eq!(svg.matches("visibility=\"hidden\"").count(), 2, "{svg}");
    }

    #[test]
    fn what_comes_and_goes_is_there_for_its_time_only() {
        let frames =
            [frame(vec![group(vec![])]), frame(vec![group(vec![circle(1)])]), frame(vec![group(vec![])])];
        let svg = moving(&frames, EACH).unwrap();
        assert_eq!(svg.matches("cx=\"1\"").count(), 1, "{svg}");
        assert_eq!(svg.matches("visibility=\"hidden\"").count(), 1, "{svg}");
    }

    #[test]
    fn the_tallest_picture_has_room() {
        let frames: Vec<Picture> = ["4", "12.5", "8"]
            .into_iter()
            .map(|height| Picture { height: height.to_owned(), ..frame(vec![circle(1)]) })
            .collect();
        assert!(moving(&frames, EACH).unwrap().contains("viewBox=\"0 0 4 12.5\""));
    }

    #[test]
    fn a_stretch_without_motion_needs_no_rule_and_one_without_frames_is_no_picture() {
        let svg = moving(&[frame(vec![circle(1)]), frame(vec![circle(1)])], EACH).unwrap();
        assert!(!svg.contains("keyframes"), "{svg}");
        assert_eq!(moving(&[], EACH), None);
    }
}
