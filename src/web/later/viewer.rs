//! What of the second module a figure needs that is all there is: the program of groupscope.inline.js. It has no places
//! but the stage, and what belongs to others does nothing.

use super::LaterModule;
use crate::scene::crowd::crowd;
use crate::scene::picture::fragment_in;
use crate::scene::sequence::SequenceScene;
use crate::session::Session;
use crate::session::language::notice::Complaint;
use crate::web::compare::CompareNow;
use crate::web::mount::transcript_of;
use crate::web::part::piece;
use crate::web::share::Sheet;
use crate::web::shell::notice::{Problem, ProblemPanel};
use crate::web::shell::page::Page;
use crate::web::stage::crowd::Crowd;
use yew::Html;

pub fn whole() -> &'static LaterModule {
    &LaterModule {
        open: Session::open,
        message: |error, lang| error.message(lang),
        refusal: |error, lang| lang.say(error),
        refused: |_| Html::default(),
        problem: piece::<ProblemPanel>,
        answer: |_, _, _| None,
        why_panel: |_| Html::default(),
        journal: |_, _, _| None,
        journal_list: |_| Html::default(),
        sentence: Session::sentence_in,
        transcript: transcript_of,
        crowd,
        crowd_view: piece::<Crowd>,
        sequence_lines: |_, _, _, _| Vec::new(),
        sequence: |_| SequenceScene::default(),
        sequence_diagram: |_| Html::default(),
        charts: |_, _, _, _| Vec::new(),
        command_form: |_| Html::default(),
        configure: |_, _| {},
        settings: |_| Html::default(),
        paste: |_| Html::default(),
        help: |_| Html::default(),
        report: |session| session.report().to_json(),
        open_link: Page::open_link,
        arrive: Page::arrive,
        link: |page| page.link().fragment(),
        problem_text: Problem::text,
        remember: |_, _, _| {},
        beside: |_, _, _| Err(Complaint::NotFetched(String::new())),
        compare_now: |_, _| CompareNow { rows: Vec::new(), spans: Vec::new() },
        pair_chooser: |_| Html::default(),
        side_head: |_| Html::default(),
        compare_panel: |_| Html::default(),
        difference_strip: |_| Html::default(),
        desk: |_, _| false,
        take_in: |_, _, _| false,
        terminal: |_| Html::default(),
        paste_output: |_| Html::default(),
        imported: |_| Html::default(),
        editor: |_| Html::default(),
        sheet: |_, _| Sheet::default(),
        share: |_| Html::default(),
        works: |_| Vec::new(),
        work_list: |_| Html::default(),
        deploy: |_| Html::default(),
        export: |_, _, _| String::new(),
        picture: |_, _, _| None,
        png: |_, _, done| done.emit(None),
        link_in_picture: fragment_in,
    }
}
