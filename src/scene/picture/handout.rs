//! A session as pages to write on: its pictures with their captions, at each question room for a prediction, and what
//! gives the answers on pages of their own at the end.

use crate::scene::picture::storyboard::{POLICY, marked};
use crate::scene::picture::{Picture, escaped};
use crate::session::language::Lang;
use crate::session::language::present::{PresentLabel, PresentPhrase};
use crate::session::language::units::clock;
use crate::session::storyboard::{BoardKind, BoardStep};
use std::fmt::Write;

const STYLE: &str = "\
@page{size:A4;margin:14mm}\
body{max-width:182mm;margin:8mm auto;color:#181b20;background:#fff;\
font:11pt/1.45 'Inter','Noto Sans KR',system-ui,sans-serif;word-break:keep-all;overflow-wrap:anywhere}\
h1{margin:0 0 6mm;font-size:18pt;line-height:1.2}\
h2{margin:0 0 5mm;font-size:14pt}\
.step{display:grid;grid-template-columns:98mm minmax(0,1fr);gap:6mm;margin:0 0 6mm;\
break-inside:avoid;align-items:start}\
.step svg{display:block;width:100%;height:auto;border:.3mm solid #d9dde3;border-radius:1mm}\
.asked{grid-template-columns:minmax(0,1fr);padding:5mm;border:.5mm solid #181b20;border-radius:2mm}\
.asked svg{max-width:128mm;margin:0 auto}\
.asked .said{font-weight:600}\
p{margin:0 0 2mm}\
time{display:block;margin-bottom:1mm;color:#565f6b;font-size:9pt;font-variant-numeric:tabular-nums}\
ol{margin:2mm 0 0;padding:0;list-style:none}\
li{display:flex;gap:3mm;margin:0 0 2mm;line-height:6mm}\
li::before{content:'';flex:none;box-sizing:border-box;width:5mm;height:5mm;margin-top:.5mm;border:.4mm solid #181b20}\
.room{margin-top:4mm;color:#565f6b;font-size:9pt}\
.lines{box-sizing:border-box;height:22mm;border-bottom:.4mm solid #7f8894}\
.lines::before{content:'';display:block;height:10.6mm;border-bottom:.4mm solid #7f8894}\
.answers{break-before:page}\
.part{break-before:page}\
.answers li::before{content:none}\
code{font-family:'JetBrains Mono',ui-monospace,monospace;font-size:.92em}\
@media screen and (max-width:640px){body{margin:4mm}.step{grid-template-columns:minmax(0,1fr)}}\
@media print{body{margin:0;print-color-adjust:exact;-webkit-print-color-adjust:exact}}";

/// The document. What is told between a question and its answer gives the answer away: it stands with it.
pub fn handout(title: &str, lang: Lang, steps: &[(BoardStep, Picture)]) -> String {
    let title = escaped(title);
    let mut html = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n",
        lang.tag()
    );
    let mut answers = String::new();
    let mut questions = 0;
    // Whether the last question is unanswered.
    let mut open: Option<&BoardStep> = None;
    let mut follows_question = false;
    for (n, (step, picture)) in steps.iter().enumerate() {
        let answered_later = steps[n + 1..].iter().map(|(step, _)| step.kind);
        let answered_later = answered_later.take_while(|kind| *kind != BoardKind::Asked);
        let has_answer = answered_later.into_iter().any(|kind| kind == BoardKind::Answered);
        let aside = step.kind == BoardKind::Answered
            || (step.kind == BoardKind::Told && open.is_some() && has_answer);
        if step.kind == BoardKind::Asked {
            questions += 1;
            open = Some(step);
            answers += &format!(
                "<h2>{}</h2>\n<p{}>{}</p>\n{}",
                lang.say(PresentPhrase::AnswerTo(questions)),
                tag(step, lang),
                marked(&step.text),
                right(step, lang)
            );
        }
        let part = if follows_question && !aside { " part" } else { "" };
        let written = view(step, picture, lang, (n + 1, questions, part));
        match aside {
            true => answers += &written,
            false => {
                html += &written;
                follows_question = step.kind == BoardKind::Asked;
            }
        }
        if step.kind == BoardKind::Answered {
            open = None;
        }
    }
    html += "</main>\n";
    if !answers.is_empty() {
        // Nothing can go wrong in writing to a string.
        let head = lang.present_label(PresentLabel::Answers);
        let _ = write!(html, "<section class=\"answers\">\n<h1>{title} · {head}</h1>\n{answers}</section>\n");
    }
    html + "</body>\n</html>\n"
}

/// The language of a step that has another one than the document.
fn tag(step: &BoardStep, lang: Lang) -> String {
    if step.lang == lang { String::new() } else { format!(" lang=\"{}\"", step.lang.tag()) }
}

/// The right choices of a question.
fn right(step: &BoardStep, lang: Lang) -> String {
    let right = step.right.iter().filter_map(|n| step.choices.get(*n));
    let right: Vec<String> = right.map(|choice| marked(choice)).collect();
    match right.is_empty() {
        true => String::new(),
        false => {
            let word = lang.present_label(PresentLabel::RightIs);
            format!("<p{}><b>{word}</b> {}</p>\n", tag(step, lang), right.join(" / "))
        }
    }
}

fn view(
    step: &BoardStep,
    picture: &Picture,
    lang: Lang,
    (n, question, part): (usize, usize, &str),
) -> String {
    let asked = step.kind == BoardKind::Asked;
    let (class, head) = match asked {
        true => (" asked", format!("{} · {}", lang.say(PresentPhrase::Question(question)), clock(step.at))),
        false => ("", format!("{n} · {}", clock(step.at))),
    };
    let mut html = format!(
        "<article class=\"step{class}{part}\">\n{}<div>\n<time>{head}</time>\n<p class=\"said\"{}>{}</p>\n",
        picture.to_svg(),
        tag(step, lang),
        marked(&step.text)
    );
    if !step.choices.is_empty() {
        let choices = step.choices.iter().map(|choice| format!("<li>{}</li>", marked(choice)));
        let _ = writeln!(html, "<ol{}>{}</ol>", tag(step, lang), choices.collect::<String>());
    }
    if asked {
        let label = match step.choices.is_empty() {
            true => lang.present_label(PresentLabel::Prediction),
            false => lang.present_label(PresentLabel::Why),
        };
        let _ = writeln!(html, "<div class=\"room\">{label}<div class=\"lines\"></div></div>");
    }
    html + "</div>\n</article>\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::picture::storyboard::PAPER;
    use crate::sim::time::SimTime;

    fn step(millis: u64, kind: BoardKind, text: &str, choices: &[&str]) -> (BoardStep, Picture) {
        let step = BoardStep {
            at: SimTime::from_millis(millis),
            kind,
            text: text.to_owned(),
            choices: choices.iter().map(|choice| (*choice).to_owned()).collect(),
            right: if choices.is_empty() { Vec::new() } else { vec![1] },
            lang: Lang::En,
        };
        let picture = Picture {
            width: "4".to_owned(),
            height: "4".to_owned(),
            title: "t".to_owned(),
            fragment: "zombie".to_owned(),
            ground: PAPER.to_owned(),
            sheets: Vec::new(),
        };
        (step, picture)
    }

    #[test]
    fn what_gives_an_answer_away_stands_at_the_end_and_a_question_has_room() {
        use BoardKind::*;
        let steps = [
            step(1_000, Told, "First.", &[]),
            step(2_000, Asked, "Which?", &["one", "`two`"]),
            step(3_000, Told, "It happens.", &[]),
            step(4_000, Answered, "Two, because.", &[]),
            step(5_000, Told, "Last.", &[]),
            step(6_000, Asked, "How many?", &[]),
        ];
        let html = handout("A & B", Lang::En, &steps);
        let (sheet, answers) = html.split_once("<section class=\"answers\">").expect("answers");
        for part in ["<h1>A &amp; B</h1>", "First.", "Which?", "<li>one</li>", "Last.", "How many?"] {
            assert!(sheet.contains(part), "{part} is not in {sheet}");
        }
        for part in ["It happens.", "Two, because.", "<b>"] {
            assert!(!sheet.contains(part), "{part} is in {sheet}");
        }
        for part in ["To question 1", "<b>Right:</b> <code>two</code>", "It happens.", "Two, because."] {
            assert!(answers.contains(part), "{part} is not in {answers}");
        }
        assert!(!answers.contains("Last."));
        assert_eq!(sheet.matches("class=\"lines\"").count(), 2);
        assert_eq!(sheet.matches("class=\"step part\"").count(), 1, "what follows a question is overleaf");
    }
}
