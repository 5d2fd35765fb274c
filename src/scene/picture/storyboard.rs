//! Pictures with texts as one document to print: HTML in two columns on A4, without a script, in which nothing is
//! fetched.

use crate::scene::picture::{Picture, escaped};
use crate::session::language::Lang;
use crate::session::language::units::clock;
use crate::session::storyboard::BoardStep;
use std::fmt::Write;

/// How wide the stage of each picture is laid out, in CSS pixels. It is printed at about two thirds of that.
pub const BOARD_WIDTH: u16 = 520;
/// What is behind each picture: paper.
pub const PAPER: &str = "#ffffff";

/// Nothing is loaded and nothing runs, even if a text should contain something that does.
pub(super) const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";
const STYLE: &str = "\
@page{size:A4;margin:12mm}\
body{max-width:186mm;margin:8mm auto;color:#181b20;background:#fff;\
font:10pt/1.45 'Inter','Noto Sans KR',system-ui,sans-serif;word-break:keep-all;overflow-wrap:anywhere}\
h1{margin:0 0 6mm;font-size:17pt;line-height:1.2}\
main{display:grid;grid-template-columns:1fr 1fr;gap:6mm;align-items:start}\
figure{margin:0;break-inside:avoid}\
svg{display:block;width:100%;height:auto;border:.3mm solid #d9dde3;border-radius:1mm}\
figcaption{margin-top:1.5mm}\
time{margin-right:1mm;color:#565f6b;font-variant-numeric:tabular-nums}\
ol{margin:1mm 0 0;padding-left:6mm}\
code{font-family:'JetBrains Mono',ui-monospace,monospace;font-size:.92em}\
@media screen and (max-width:640px){body{margin:4mm}main{grid-template-columns:1fr}}\
@media print{body{margin:0}}";

/// The document: the title, then each step with its picture.
pub fn storyboard(title: &str, lang: Lang, steps: &[(BoardStep, Picture)]) -> String {
    let title = escaped(title);
    let mut html = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n<main>\n",
        lang.tag()
    );
    for (place, (step, picture)) in steps.iter().enumerate() {
        // Nothing can go wrong in writing to a string.
        let _ = write!(
            html,
            "<figure>\n{}<figcaption{}><time>{} · {}</time> {}",
            picture.to_svg(),
            if step.lang == lang { String::new() } else { format!(" lang=\"{}\"", step.lang.tag()) },
            place + 1,
            clock(step.at),
            marked(&step.text)
        );
        if !step.choices.is_empty() {
            let choices: String =
                step.choices.iter().map(|choice| format!("<li>{}</li>", marked(choice))).collect();
            let _ = write!(html, "<ol type=\"A\">{choices}</ol>");
        }
        html += "</figcaption>\n</figure>\n";
    }
    html + "</main>\n</body>\n</html>\n"
}

/// A text with its `**strong**` words and `` `code` ``.
pub(super) fn marked(text: &str) -> String {
    within(&escaped(text), "**", "b", |text| within(text, "`", "code", str::to_owned))
}

/// Every second part of what a mark divides, in an element.
fn within(text: &str, mark: &str, element: &str, inside: impl Fn(&str) -> String) -> String {
    let parts = text.split(mark).enumerate().map(|(place, part)| match place % 2 {
        0 => inside(part),
        _ => format!("<{element}>{}</{element}>", inside(part)),
    });
    parts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::storyboard::BoardKind;
    use crate::sim::time::SimTime;

    #[test]
    fn each_step_has_its_picture_its_time_and_its_text() {
        let picture = || Picture {
            width: "4".to_owned(),
            height: "4".to_owned(),
            title: "t".to_owned(),
            fragment: "zombie".to_owned(),
            ground: PAPER.to_owned(),
            sheets: Vec::new(),
        };
        let step = |millis, text: &str, choices: &[&str]| {
            let choices = choices.iter().map(|choice| (*choice).to_owned()).collect();
            (
                BoardStep {
                    at: SimTime::from_millis(millis),
                    kind: BoardKind::Told,
                    text: text.to_owned(),
                    choices,
                    right: Vec::new(),
                    lang: Lang::Ko,
                },
                picture(),
            )
        };
        let steps = [step(1_500, "a **b `c`** <script>", &[]), step(61_000, "Which?", &["one", "`two`"])];
        let html = storyboard("A & B", Lang::Ko, &steps);
        for part in [
            "<html lang=\"ko\">",
            "<title>A &amp; B</title>",
            "<h1>A &amp; B</h1>",
            "<time>1 · 00:01.500</time> a <b>b <code>c</code></b> &lt;script&gt;</figcaption>",
            "<time>2 · 01:01.000</time> Which?<ol type=\"A\"><li>one</li><li><code>two</code></li></ol>",
        ] {
            assert!(html.contains(part), "{part} is not in {html}");
        }
        assert_eq!(html.matches("<svg").count(), 2);
        assert!(!html.contains("<script"), "{html}");
    }
}
