//! At each moment of each scenario that a room is told of: nothing is small, nothing is cut, nothing lies on another.

use super::*;
use crate::kafka::ids::ClientName;
use crate::scene::mark::TextTone;
use crate::scene::presenter::lane::RoomLane;
use crate::session::Session;
use crate::session::caption::CaptionKind;
use crate::session::prediction::truth::Truth;
use crate::session::prediction::verdict::GuessVerdict;
use crate::session::prediction::{Guess, Prediction, PredictionKind};
use crate::sim::time::SimTime;
use std::path::Path;

struct Written {
    text: String,
    size: f64,
    area: Area,
}

fn of_text(text: &Text) -> Written {
    let (x, end) = text.extent();
    let (y, height) = (text.y - 0.76 * text.size, 0.98 * text.size);
    Written { text: text.text.clone(), size: text.size, area: Area { x, y, width: end - x, height } }
}

/// Everything that is written in the picture.
fn written(scene: &RoomScene) -> Vec<Written> {
    let mut out = Vec::new();
    for section in &scene.sections {
        out.extend(section.head.texts.iter().map(of_text));
        out.extend(section.lanes.iter().flat_map(|lane| &lane.texts).map(of_text));
        out.extend(section.cards.iter().flat_map(|card| &card.texts).map(of_text));
        let clocks = section.cards.iter().filter_map(|card| card.clock.as_ref());
        out.extend(clocks.flat_map(|clock| &clock.texts).map(of_text));
        out.extend(section.folded.iter().map(of_text));
    }
    let caption = &scene.caption;
    for line in caption.lines.iter().chain(caption.choices.iter().flat_map(|choice| &choice.lines)) {
        let (y, height) = (line.y - 0.76 * line.size, 0.98 * line.size);
        let area = Area { x: line.x, y, width: line.width(), height };
        out.push(Written { text: line.text(), size: line.size, area });
    }
    let (x, y) = caption.counter_at();
    out.push(of_text(&Text::new(x, y, SMALL, TextTone::Muted, caption.counter.as_str()).end()));
    out.extend(caption.corner().map(|area| Written { text: "button".to_owned(), size: SMALL, area }));
    out
}

fn overlap(a: &Area, b: &Area) -> bool {
    let slack = 0.5;
    a.x + slack < b.right() && b.x + slack < a.right() && a.y + slack < b.bottom() && b.y + slack < a.bottom()
}

fn check(place: &str, scene: &RoomScene) {
    let all = written(scene);
    let frame = Area { x: 0.0, y: 0.0, width: WIDTH, height: HEIGHT };
    for (n, one) in all.iter().enumerate() {
        assert!(one.size >= SMALL, "{place}: {:?} is {} high", one.text, one.size);
        assert!(!one.text.trim_end().ends_with('…'), "{place}: {:?} is cut", one.text);
        assert!(frame.holds(&one.area), "{place}: {:?} leaves the picture: {:?}", one.text, one.area);
        for other in &all[..n] {
            assert!(!overlap(&one.area, &other.area), "{place}: {:?} lies on {:?}", one.text, other.text);
        }
    }
    let foot = scene.caption.area.y;
    for section in &scene.sections {
        let lanes = section.lanes.iter().map(|lane| lane.area);
        let cards = section.cards.iter().map(|card| card.area);
        for area in lanes.chain(cards) {
            assert!(area.bottom() <= foot + 0.5, "{place}: {area:?} is below {foot}");
        }
    }
}

fn sessions() -> Vec<(String, Session)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("static/scenarios");
    let files = std::fs::read_dir(folder).expect("the folder of scenarios");
    let mut paths: Vec<_> = files.map(|file| file.expect("a file").path()).collect();
    paths.sort();
    let open = |path: &std::path::PathBuf| {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let text = std::fs::read(path).expect("a scenario");
        let session = Session::open_known(&name, &text).expect("a scenario that is right");
        (name, session)
    };
    paths.iter().map(open).collect()
}

/// The picture when so many captions are told.
fn pictured(session: &mut Session, lang: Lang, told: usize, said: &[(usize, usize)]) -> RoomScene {
    let at = told.checked_sub(1).map_or(SimTime::ZERO, |last| session.captions()[last].at);
    session.seek(at);
    let observation = session.cluster().observe(WINDOW);
    let story =
        RoomStory { title: session.title(lang), captions: session.captions(), told, gone_on: false, said };
    presenter(&RoomInput { lang, observation: &observation, story, standing: None, ringed: None })
}

#[test]
fn in_every_scenario_everything_can_be_read_from_the_last_row() {
    let all = sessions();
    assert!(all.len() >= 43);
    for (name, mut session) in all {
        for told in 0..=session.captions().len() {
            for lang in Lang::ALL {
                let scene = pictured(&mut session, lang, told, &[]);
                check(&format!("{name}, {told} captions, {lang:?}"), &scene);
            }
        }
        let end = session.script_end();
        session.seek(end);
        let observation = session.cluster().observe(WINDOW);
        let told = session.captions().len();
        let story = RoomStory { title: "", captions: session.captions(), told, gone_on: false, said: &[] };
        let input =
            RoomInput { lang: Lang::En, observation: &observation, story, standing: None, ringed: None };
        check(&format!("{name}, its end"), &presenter(&input));
    }
}

#[test]
fn every_lane_of_a_lesson_is_in_the_picture_when_its_question_is_asked() {
    for (name, mut session) in sessions() {
        let asks: Vec<usize> =
            (0..session.captions().len()).filter(|at| session.captions()[*at].asks()).collect();
        for ask in asks {
            let scene = pictured(&mut session, Lang::En, ask + 1, &[]);
            assert!(scene.caption.open, "{name}");
            let shown: usize = scene.sections.iter().map(|section| section.lanes.len()).sum();
            let lanes: usize =
                session.cluster().observe(1).groups.iter().map(|group| group.lanes.len()).sum();
            assert_eq!(shown, lanes, "{name}, question {ask}");
        }
    }
}

fn crash() -> Session {
    sessions().into_iter().find(|(name, _)| name == "crash-after-auto-commit").expect("the scenario").1
}

fn words(scene: &RoomScene) -> String {
    written(scene).into_iter().map(|one| one.text + "\n").collect()
}

#[test]
fn an_open_question_shows_nothing_that_counts_its_answer_and_going_on_shows_it() {
    let mut session = crash();
    let ask = session.captions().iter().position(|caption| caption.asks()).expect("a question");
    let open = pictured(&mut session, Lang::En, ask + 1, &[(ask, 0)]);
    assert!(!words(&open).contains("at stake"), "{}", words(&open));
    let drawn = |scene: &RoomScene| scene.sections[0].lanes.iter().any(|lane| lane.bracket.is_some());
    assert!(!drawn(&open));
    let marks: Vec<_> = open.caption.choices.iter().map(|choice| choice.mark).collect();
    use telling::RoomMark::*;
    assert_eq!(marks, [Said, Open, Open]);
    let before = pictured(&mut session, Lang::En, ask, &[]);
    assert!(words(&before).contains("at stake") && drawn(&before), "{}", words(&before));
    let answer = session.captions().iter().position(|caption| caption.kind == CaptionKind::Answer);
    let seen = pictured(&mut session, Lang::En, answer.expect("an answer") + 1, &[(ask, 0)]);
    let marks: Vec<_> = seen.caption.choices.iter().map(|choice| (choice.number, choice.mark)).collect();
    assert_eq!(marks, [(1, Wrong), (2, Right)]);
    assert!(words(&seen).contains("came twice"), "{}", words(&seen));
}

#[test]
fn the_ring_stays_with_its_record_and_the_pointer_finds_what_it_shows() {
    let mut session = crash();
    session.seek(SimTime::from_millis(9_000));
    let observation = session.cluster().observe(WINDOW);
    let story = RoomStory { title: "t", captions: &[], told: 0, gone_on: false, said: &[] };
    let input = RoomInput { lang: Lang::En, observation: &observation, story, standing: None, ringed: None };
    let scene = presenter(&input);
    for thing in scene.things() {
        let ring = presenter(&RoomInput { ringed: Some(thing), ..input }).ring.expect("a ring");
        let (x, y) = (ring.x + 16.0, ring.y + ring.height / 2.0);
        assert_eq!(scene.at(x, y), Some(thing));
    }
    let lane = scene.things()[1];
    let newest = scene.beside(&lane, true).expect("a record");
    let before = scene.beside(&newest, false).expect("the one before it");
    let ring = presenter(&RoomInput { ringed: Some(before), ..input }).ring.expect("a ring");
    assert_eq!(scene.at(ring.x + 8.0, ring.y + 12.0), Some(before));
    assert!(scene.beside(&newest, true).is_none());
}

/// The questions with a prediction, by their places.
fn predictions(session: &Session) -> Vec<(usize, Prediction)> {
    let prediction = |(place, caption): (usize, &crate::session::caption::Caption)| match &caption.kind {
        CaptionKind::Ask { prediction: Some(prediction), .. } => Some((place, (**prediction).clone())),
        CaptionKind::Ask { .. } | CaptionKind::Say | CaptionKind::Answer => None,
    };
    session.captions().iter().enumerate().filter_map(prediction).collect()
}

/// The picture at a question, when the room has said this; or at its answer, with what happened.
fn foretold_at(
    session: &mut Session,
    (lang, ringed): (Lang, Option<Selection>),
    (place, prediction): &(usize, Prediction),
    (guess, seen): (&Guess, Option<(&Truth, GuessVerdict)>),
) -> RoomScene {
    let captions = session.captions().to_vec();
    let answer = captions[*place..].iter().position(|caption| caption.kind == CaptionKind::Answer);
    let last = place + if seen.is_some() { answer.expect("an answer") } else { 0 };
    session.seek(captions[last].at);
    let observation = session.cluster().observe(WINDOW);
    let consumers: Vec<ClientName> = observation.consumers.iter().map(|consumer| consumer.name).collect();
    let standing = Some(RoomStanding {
        place: *place,
        prediction,
        guess,
        open: seen.is_none(),
        seen,
        consumers: &consumers,
        focus: &[],
    });
    let story = RoomStory { title: "t", captions: &captions, told: last + 1, gone_on: false, said: &[] };
    presenter(&RoomInput { lang, observation: &observation, story, standing, ringed })
}

fn nothing(prediction: &Prediction) -> Guess {
    match prediction.kind {
        PredictionKind::Records(_) => Guess::Records(Default::default()),
        PredictionKind::Owner => Guess::Owners(Default::default()),
        PredictionKind::Partitions(_) | PredictionKind::Number => Guess::Partitions(Default::default()),
    }
}

#[test]
fn what_is_to_be_foretold_stands_out_and_what_happened_is_drawn_once_it_is_told() {
    let mut told = 0;
    for (name, mut session) in sessions() {
        for question in predictions(&session) {
            let (place, prediction) = &question;
            let truth = session.truth(*place).unwrap_or_else(|| panic!("{name}: no truth"));
            let guess = nothing(prediction);
            for lang in Lang::ALL {
                let open = foretold_at(&mut session, (lang, None), &question, (&guess, None));
                check(&format!("{name}, question {place}, {lang:?}"), &open);
                let over = open.foretold.expect("a prediction");
                let named = |lane: &&crate::scene::foretold::ForetoldLane| {
                    lane.concerned && prediction.partitions.contains(&lane.partition)
                };
                // Where records are asked about, they are marked in lanes that show them.
                let is_records = matches!(prediction.kind, PredictionKind::Records(_));
                let about =
                    |it: &&RoomSection| prediction.group().is_none_or(|name| name == it.group.as_str());
                let lanes = open.sections.iter().filter(about).flat_map(|section| &section.lanes);
                let shown = |lane: &&RoomLane| {
                    prediction.partitions.contains(&lane.partition) && (!is_records || lane.window.is_some())
                };
                assert!(over.lanes.iter().filter(named).count() >= lanes.filter(shown).count(), "{name}");
                assert!(over.lanes.iter().all(|lane| lane.happened.is_empty() && !lane.seen), "{name}");
            }
            for lang in Lang::ALL {
                let seen = Some((&truth, GuessVerdict::Open));
                let seen = foretold_at(&mut session, (lang, None), &question, (&guess, seen));
                check(&format!("{name}, answer to {place}, {lang:?}"), &seen);
                let line = lang.truth(prediction, &truth).remove(0);
                let spoken = seen.caption.spoken.replace('\u{a0}', " ");
                assert!(spoken.contains(&line), "{name}: {spoken}");
                let over = seen.foretold.expect("what happened");
                assert!(!over.open);
                let lane = |partition| over.lanes.iter().find(|lane| lane.partition == partition);
                match &truth {
                    Truth::Records(found) => {
                        for (partition, stretches) in found.iter() {
                            let Some(lane) = lane(*partition) else {
                                let chips = |it: &RoomLane| it.partition != *partition || it.window.is_none();
                                let of = |it: &&RoomSection| {
                                    prediction.group().is_none_or(|name| name == it.group.as_str())
                                };
                                let mut lanes = seen.sections.iter().filter(of).flat_map(|it| &it.lanes);
                                assert!(lanes.all(chips), "{name}");
                                continue;
                            };
                            assert_eq!(lane.happened.len(), stretches.len(), "{name}: {partition}");
                            // As far back as records are looked at, each wide enough to be seen.
                            let first = lane.window.first;
                            let looked_at = |(from, to): &(u64, u64)| to.saturating_sub(first.max(*from));
                            let records: u64 = stretches.iter().map(looked_at).sum();
                            let wide: f64 = lane.happened.iter().map(|area| area.width).sum();
                            let least = (4.0 * records as f64).min(0.8 * lane.cells.width);
                            assert!(wide >= least, "{name}: {wide} for {records}");
                        }
                    }
                    Truth::Partitions(named) => {
                        for lane in &over.lanes {
                            assert_eq!(lane.seen, named.contains(&lane.partition), "{name}");
                        }
                    }
                    Truth::Owners(_) | Truth::Number(_) => {}
                }
                told += 1;
            }
        }
    }
    assert!(told >= 40, "{told}");
}

#[test]
fn digits_name_partitions_and_the_owner_of_the_ringed_one_or_of_the_first_without() {
    let by_name = |wanted: &str| sessions().into_iter().find(|(name, _)| name == wanted).expect("it").1;
    let names = |scene: &RoomScene| -> Vec<String> {
        scene.caption.choices.iter().map(|choice| choice.lines[0].text()).collect()
    };
    let mut session = by_name("join-cooperative");
    let question = predictions(&session).remove(0);
    let Guess::Partitions(mut named) = nothing(&question.1) else { panic!("partitions") };
    let open =
        foretold_at(&mut session, (Lang::En, None), &question, (&Guess::Partitions(named.clone()), None));
    assert_eq!(names(&open), ["p0", "p1", "p2", "p3", "p4", "p5"]);
    let telling::RoomChosen::Lane(second) = open.caption.choices[1].chosen else { panic!("a lane") };
    named.insert(second);
    let guess = Guess::Partitions(named);
    let said = foretold_at(&mut session, (Lang::En, None), &question, (&guess, None));
    assert_eq!(said.caption.choices[1].mark, telling::RoomMark::Said);
    let over = said.foretold.expect("a prediction");
    assert!(over.lanes.iter().all(|lane| lane.said == (lane.partition == second)));

    let mut session = by_name("book-examples");
    let question = predictions(&session).remove(0);
    let Guess::Owners(mut owners) = nothing(&question.1) else { panic!("owners") };
    let of = |scene: &RoomScene| match scene.caption.choices[0].chosen {
        telling::RoomChosen::Owner(partition, _) => partition.to_string(),
        other => panic!("{other:?}"),
    };
    let guess = Guess::Owners(owners.clone());
    let open = foretold_at(&mut session, (Lang::En, None), &question, (&guess, None));
    let consumers = names(&open);
    assert_eq!((of(&open).as_str(), consumers.len()), ("T1-0", 3), "two consumers, or nobody: {consumers:?}");
    assert!(open.caption.spoken.contains("Who has T1-0"), "{}", open.caption.spoken);
    let telling::RoomChosen::Owner(first, name) = open.caption.choices[1].chosen else { panic!("an owner") };
    owners.insert(first, name);
    let guess = Guess::Owners(owners);
    let next = foretold_at(&mut session, (Lang::En, None), &question, (&guess, None));
    assert_eq!(of(&next), "T1-1");
    assert!(next.foretold.expect("a prediction").lanes.iter().any(|lane| lane.said));
    let ringed = Some(Selection::Lane(open.sections[0].group, first));
    let back = foretold_at(&mut session, (Lang::En, ringed), &question, (&guess, None));
    assert_eq!(of(&back), "T1-0");
    assert_eq!(back.caption.choices[1].mark, telling::RoomMark::Said);
}
