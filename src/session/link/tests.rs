//! Links as they are written and read, and what is said of broken ones.

use super::*;
use crate::session::deeds::VisitorDeed;
use crate::session::language::Lang;
use crate::sim::time::SimDuration;

const SCENARIOS: [&str; 2] = ["zombie", "join-eager"];

fn read(fragment: &str) -> Result<SessionLink, BrokenLink> {
    SessionLink::read(fragment, SCENARIOS)
}

fn told(fragment: &str) -> String {
    Lang::En.say(&read(fragment).unwrap_err().mistake)
}

fn link() -> SessionLink {
    let deed = VisitorDeed { at: 5_000_000, lines: vec![(5_000_000, "kill c2".to_owned())] };
    SessionLink {
        scenario: "zombie".to_owned(),
        at: SimTime::ZERO + SimDuration::from_micros(12_400_001),
        rest: Rest { file: None, scenario_sum: 77, deeds: Deeds { all: vec![deed], undone: 0 } },
    }
}

#[test]
fn a_link_names_a_scenario_and_a_moment_and_what_was_done() {
    let plain = SessionLink { rest: Rest::default(), ..link() };
    assert_eq!(plain.fragment(), "zombie@12.400001s");
    assert_eq!(SessionLink { at: SimTime::ZERO, ..plain.clone() }.fragment(), "zombie");
    assert_eq!(read("#zombie@12.400001s"), Ok(plain.clone()));
    assert_eq!(read("zombie@12.400001"), Ok(plain.clone()));
    assert_eq!(read("zombie%4012.400001s"), Ok(plain));
    let fragment = link().fragment();
    assert!(fragment.starts_with("zombie@12.400001s~"), "{fragment}");
    assert_eq!(read(&fragment), Ok(link()));
    assert_eq!(read(&fragment.replace('@', "%40").replace('~', "%7E")), Ok(link()));
    assert_eq!(read(&format!("{fragment}).")), Ok(link()));
}

#[test]
fn a_text_of_ones_own_is_in_its_link() {
    let file = Some(("장애.session".to_owned(), "topic orders partitions=4\n".to_owned()));
    let own =
        SessionLink { scenario: String::new(), at: SimTime::ZERO, rest: Rest { file, ..Rest::default() } };
    assert_eq!(read(&own.fragment()), Ok(own));
}

/// The link, said to be of another format.
fn of_format(format: u8) -> String {
    let fragment = link().fragment();
    let (place, token) = fragment.split_once('~').unwrap();
    let mut bytes = Base64UrlUnpadded::decode_vec(token).unwrap();
    bytes[0] = format;
    format!("{place}~{}", Base64UrlUnpadded::encode_string(&bytes))
}

#[test]
fn what_is_wrong_is_said_and_the_rest_is_kept() {
    let fragment = link().fragment();
    for (broken, said) in [
        (fragment[..fragment.len() - 9].to_owned(), "cut off"),
        (fragment.clone() + "AAAA", "was changed"),
        (fragment.replacen('~', "~*", 1), "Character 1 behind ~ of the link is `*`"),
        (of_format(2), "newer groupscope (format 2; this page reads formats up to 1)"),
        (of_format(0), "was changed"),
    ] {
        let wrong = read(&broken).unwrap_err();
        assert!(told(&broken).contains(said), "{broken}: {}", told(&broken));
        assert_eq!((wrong.scenario, wrong.at), (link().scenario, link().at), "{broken}");
    }
    assert_eq!(
        told("zombi@3s"),
        "The link names a scenario `zombi`, which there is not. Did you mean `zombie`?"
    );
    assert!(told("zombie@noon").contains("`noon`, which is no instant"));
    assert_eq!(read("zombie@noon").unwrap_err().scenario, "zombie");
    assert!(told(&"z".repeat(LONGEST_READ + 1)).contains("at most 400000"));
    for nothing in ["", "#", "@12s", "~", "#~AQ"] {
        assert!(read(nothing).is_err(), "{nothing}");
    }
}

#[test]
fn no_change_of_a_single_character_goes_unnoticed() {
    let fragment = link().fragment();
    let from = fragment.find('~').unwrap() + 1;
    for place in from..fragment.len() {
        for other in ["A", "b", "0", "_"] {
            let mut changed = fragment.clone();
            changed.replace_range(place..=place, other);
            if changed != fragment {
                assert!(read(&changed).is_err(), "{changed}");
            }
        }
        assert!(read(&fragment[..place]).is_err(), "cut at {place}");
    }
}
