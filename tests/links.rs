//! Links of every format that was ever published can be read for ever. A file of `tests/links/` holds links as they
//! were written once; what they lead to stands here.

use groupscope::session::deeds::{Deeds, VisitorDeed};
use groupscope::session::link::{FORMAT, Rest, SessionLink};
use groupscope::sim::time::SimTime;

const FORMAT_1: &str = include_str!("links/format-1.txt");

/// What the links of the first format lead to, in their order.
fn of_format_1() -> Vec<SessionLink> {
    let at = SimTime::from_micros;
    let moment = SessionLink { scenario: "zombie".to_owned(), at: at(12_400_000), rest: Rest::default() };
    let deed = |at, lines: &[(u64, &str)]| VisitorDeed {
        at,
        lines: lines.iter().map(|(at, line)| (*at, (*line).to_owned())).collect(),
    };
    let all = vec![
        deed(4_000_000, &[(4_000_000, "kill c2")]),
        deed(6_500_000, &[(6_500_000, "consumers c4 group=billing topics=orders max.poll.records=50")]),
        deed(7_000_000, &[(7_000_000, "close c1"), (7_210_000, "restart c1")]),
    ];
    let done = SessionLink {
        scenario: "crash-after-auto-commit".to_owned(),
        at: at(9_250_000),
        rest: Rest { file: None, scenario_sum: 0x1234_5678, deeds: Deeds { all, undone: 1 } },
    };
    let text = "title en=\"Mine\" ko=\"내 것\"\ntopic orders partitions=4\nrun for=3s\n";
    let file = Some(("mine.session".to_owned(), text.to_owned()));
    let own = SessionLink { scenario: String::new(), at: at(1), rest: Rest { file, ..Rest::default() } };
    vec![moment, done, own]
}

#[test]
fn links_of_the_first_format_lead_where_they_led() {
    let read: Vec<_> =
        FORMAT_1.lines().map(|link| SessionLink::read(link, ["zombie", "crash-after-auto-commit"])).collect();
    assert_eq!(read, of_format_1().into_iter().map(Ok).collect::<Vec<_>>());
}

#[test]
fn links_are_written_as_they_were_as_long_as_their_format_is_this() {
    assert_eq!(
        FORMAT, 1,
        "keep the links of the last format in a file of its own, and write those of this one"
    );
    let written: Vec<String> = of_format_1().iter().map(SessionLink::fragment).collect();
    assert_eq!(written, FORMAT_1.lines().collect::<Vec<_>>());
}
