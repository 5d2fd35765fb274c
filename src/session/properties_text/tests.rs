//! What pasted texts come to, and what is never repeated of them.

use super::*;
use crate::kafka::property::Kind;
use crate::session::lexer::quote;
use proptest::prelude::*;

fn messages(pasted: &Pasted) -> Vec<String> {
    pasted.errors.iter().map(ToString::to_string).collect()
}

fn left_out(pasted: &Pasted) -> Vec<String> {
    pasted.left_out.iter().map(|left| left.sentence(Lang::En)).collect()
}

#[test]
fn what_java_reads_is_read() {
    let text = "# a comment\n! another\n\n  session.timeout.ms = 6000\nheartbeat.interval.ms:2000\n\
                max.poll.records 10\npartition.assignment.strategy=org.apache.kafka.clients.consumer.\\\n\
                \x20   CooperativeStickyAssignor\nclient.id=a\\u0062\\!c\\\\\nauto.offset.reset\\=x=y\n";
    let pasted = read(text);
    let settings: Vec<_> = pasted.settings.iter().map(|s| (s.name, s.text.as_str())).collect();
    assert_eq!(
        settings,
        [
            ("session.timeout.ms", "6000"),
            ("heartbeat.interval.ms", "2000"),
            ("max.poll.records", "10"),
            ("partition.assignment.strategy", "cooperative-sticky"),
            ("client.id", "ab!c\\"),
        ]
    );
    assert_eq!(
        left_out(&pasted),
        [
            "line 10: Kafka's consumer has no such key; what stands here is neither repeated nor kept. Did you mean \
             `auto.offset.reset`?"
        ]
    );
    assert_eq!(messages(&pasted), [""; 0]);
}

#[test]
fn every_key_is_accounted_for_and_only_values_are_refused() {
    let text = "bootstrap.servers=b:9092\nsasl.jaas.config=user required password=\"s3cret\";\n\
                check.crcs=true\nsession.timout.ms=9000\nsession.timeout.ms=many\n\
                session.timeout.ms=9001\ngroup.max.size=3\nmax.poll.records=many\nheartbeat.interval.ms=9001\n\
                group.id=billing\nretention=1\nlinger.ms=5\n";
    let pasted = read(text);
    let keys: Vec<_> = pasted.left_out.iter().map(|left| left.key.as_str()).collect();
    let known =
        ["bootstrap.servers", "sasl.jaas.config", "check.crcs", "session.timout.ms", "group.max.size"];
    assert_eq!(keys, [&known[..], &["group.id", "", "linger.ms"]].concat());
    assert!(!format!("{pasted:?}").contains("s3cret"));
    assert!(left_out(&pasted)[3].ends_with("Did you mean `session.timeout.ms`?"));
    assert_eq!(pasted.group.as_deref(), Some("billing"));
    assert_eq!(
        pasted.notes[0].to_string(),
        "line 6, column 1: session.timeout.ms comes twice, in line 5 too: the last one counts, as in Java."
    );
    let errors: Vec<String> = pasted.errors_of_values().iter().map(ToString::to_string).collect();
    assert_eq!(
        errors,
        [
            "line 8, column 1: max.poll.records takes a whole number from 1 to 2147483647, and `many` is not a whole \
             number.",
            "line 9, column 1: heartbeat.interval.ms (9001) must be lower than session.timeout.ms (9001), usually a \
             third of it.",
        ],
        "all at once, and of two values only the one that counts is looked at"
    );
    assert!(pasted.listing(true)[0].starts_with("group billing session.timeout.ms=9001 "));
}

#[test]
fn a_contradiction_is_not_told_of_a_value_that_was_refused() {
    let errors = read("session.timeout.ms=many\nheartbeat.interval.ms=46000").errors_of_values();
    assert_eq!(errors.len(), 1, "{errors:?}");
    let errors = read("max.poll.records=5\nheartbeat.interval.ms=45000").errors_of_values();
    assert_eq!(errors[0].span.line, 2);
    assert!(Lang::En.say(&errors[0].why).contains("must be lower than session.timeout.ms (45000)"));
    let errors = read(&"x".repeat(10 << 20)).errors_of_values();
    assert_eq!(errors.len(), 1, "a text of 10 MB is refused as a whole");
}

#[test]
fn a_key_that_is_pasted_without_backslashes_is_not_repeated() {
    let text = "ssl.keystore.key=-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BA\nabc.def0123\nabc.def0123\n\
                sesion.timeout.ms=1\n-----END PRIVATE KEY-----\nclient.id=c\nabc.def\nSecret: x\n";
    let pasted = read(text);
    let told = left_out(&pasted);
    let shown = format!("{pasted:?}");
    for secret in ["BEGIN", "MIIE", "def0123", "END", "Secret"] {
        assert!(!shown.contains(secret), "{secret}: {shown}");
    }
    assert_eq!(told.len(), 8, "{told:?}");
    assert!(told[1].ends_with("a backslash at the end of each of them but the last."), "{}", told[1]);
    assert!(told[4].ends_with("Did you mean `session.timeout.ms`?"), "{}", told[4]);
    assert_eq!(pasted.left_out[6].key, "abc.def", "another setting came between");
    assert!(told[7].ends_with("neither repeated nor kept."), "nothing goes on here: {}", told[7]);
}

#[test]
fn a_malformed_escape_is_refused_where_it_stands() {
    let pasted = read("client.id=c\nssl.truststore.location=C:\\users\\k\nmax.poll.records=5");
    assert_eq!(pasted.errors.len(), 1);
    assert_eq!(pasted.errors[0].span, Span { line: 2, column: 27 });
    assert!(pasted.errors[0].sentence(Lang::En).starts_with("line 2: `\\u` stands before four"));
    assert!(pasted.errors[0].sentence(Lang::Ko).starts_with("2번째 줄: `\\u` 뒤에는"));
    assert_eq!(pasted.settings.len(), 2);
}

#[test]
fn a_secret_in_another_keys_value_is_not_repeated() {
    for text in [
        "max.poll.records=500sasl.jaas.config=org.x.Module required username=\"u\" password=\"s3cret\";",
        "max.poll.records=500 s3cret",
        "client.id=c1ssl.key.password=s3cret",
        "partition.assignment.strategy=Bearer s3cret",
        "auto.offset.reset=s3cret and more",
        "group.protocol=s3cret and more",
        "spring.kafka.consumer.fetch-max-wait=s3cret token",
        "enable.auto.commit=password=s3cret",
    ] {
        let pasted = read(text);
        assert_eq!(pasted.errors_of_values().len(), 1, "{text}: {pasted:?}");
        let shown = format!("{:?} {:?} {:?}", pasted.errors, pasted.left_out, pasted.listing(true));
        assert!(!shown.contains("s3cret"), "{shown}");
    }
}

#[test]
fn a_free_text_that_may_hold_another_setting_is_left_out_and_not_repeated() {
    for value in [
        "appbasic.auth.user.info=u:s3cr3t",
        "x basic.auth.user.info=u:s3cr3t",
        "r1 token: s3cr3t",
        "appmy.own=s3cr3t",
        "app u:s3cr3t",
        "app s3cr3t",
        "u:s3cr3t",
        "${HOST:app s3cr3t}",
    ] {
        for key in ["client.id", "client.rack", "group.instance.id", "clientId", "spring.kafka.client-id"] {
            let pasted = read(&format!("{key}={value}\nmax.poll.records=5\n"));
            assert_eq!(pasted.words(), " max.poll.records=5", "{key}={value}");
            let told = pasted.errors.len() + pasted.left_out.len();
            assert_eq!(told, 1, "{key}={value}: {pasted:?}");
            assert!(!format!("{pasted:?} {:?}", pasted.listing(true)).contains("s3cr3t"), "{pasted:?}");
        }
    }
    assert_eq!(read("client.id=a-1 \nclient.rack=eu/a").words(), " client.id=a-1 client.rack=eu/a");
    assert_eq!(read("client.id=${HOST:app}").words(), " client.id=app");
}

#[test]
fn a_backslash_that_continues_a_value_is_told_with_its_line() {
    for (text, line) in [
        ("max.poll.records=10\\\nsession.timeout.ms=9000\n", 1),
        ("# c\nmax.poll.records=10\\\n  my.own : s3cr3t\n", 2),
        ("max.poll.records=1\\\n0\\\nsession.timeout.ms 9000\n", 2),
        ("client.id=app\\\r\nbasic.auth.user.info=u:s3cr3t", 1),
    ] {
        let pasted = read(text);
        let told = [left_out(&pasted), messages(&pasted)].concat();
        let backslash = format!("The backslash at the end of line {line} continues the value of ");
        assert!(told.len() == 1 && told[0].contains(&backslash), "{text}: {told:?}");
        assert!(
            told[0].contains(&format!(" in line {}.", line + 1)) && !told[0].contains("break"),
            "{told:?}"
        );
        assert!(!format!("{pasted:?}").contains("s3cr3t"), "{pasted:?}");
    }
    assert_eq!(read("max.poll.records=1\\\n0\n").words(), " max.poll.records=10");
}

#[test]
fn a_setting_that_a_backslash_made_a_part_of_another_value_is_told() {
    for (text, inside, swallowed, line) in [
        (
            "ssl.truststore.location=/a\\\nsession.timeout.ms=9000\n",
            "ssl.truststore.location",
            "session.timeout.ms",
            2,
        ),
        ("group.id=billing\\\n  client.rack : eu\n", "group.id", "client.rack", 2),
        ("my.own=x\\\r\nmax.poll.records=5\r\n", "my.own", "max.poll.records", 2),
        ("linger.ms=5\\\n1\\\nbootstrap.servers=b:9092", "linger.ms", "bootstrap.servers", 3),
        ("acks=all\\\nspring.kafka.consumer.group-id=g", "acks", "spring.kafka.consumer.group-id", 2),
    ] {
        let notes: Vec<String> = read(text).notes.iter().map(|note| note.sentence(Lang::En)).collect();
        let before = line - 1;
        let start = format!(
            "line {line}: The backslash at the end of line {before} makes line {line} a part of the value of {inside}, \
             so `{swallowed}` there is not read."
        );
        assert!(notes.len() == 1 && notes[0].starts_with(&start), "{text}: {notes:?}");
    }
    for text in [
        "bootstrap.servers=a:9092,\\\n  b:9092",
        "sasl.jaas.config=x.Y required \\\n  username=\"u\" \\\n  password=\"s3cret\";",
        "sasl.jaas.config=x.Y required \\\n  clientId=\"u\" \\\n  oauth.client.id=\"u\";",
        "interceptor.classes=a.B,\\\n  c.D",
    ] {
        assert_eq!(read(text).notes, [], "{text}");
    }
    let many = format!("acks=all{}", "\\\nfetch.min.bytes=1".repeat(5_000));
    let pasted = read(&many);
    assert_eq!(pasted.notes.len(), 1, "once");
    assert!(
        Lang::En.say(&pasted.notes[0].why).ends_with("The same holds for 4999 more below it."),
        "{}",
        pasted.notes[0]
    );
    let secret = read("S3cretS3cret=x\\\nmax.poll.records=5");
    assert!(!format!("{secret:?}").contains("S3cret"), "{secret:?}");
}

#[test]
fn a_key_that_comes_again_and_again_is_told_once() {
    let told = |text: &str| read(text).notes.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(
        told(&"fetch.min.bytes=1\n".repeat(20_000)),
        [
            "line 20000, column 1: fetch.min.bytes comes 20000 times, in lines 1, 2, 3 and 19996 more too: the last \
             one counts, as in Java."
        ]
    );
    assert_eq!(
        told(&"bootstrap.servers=b:9092\nmy.own=1\n".repeat(20_000)),
        [
            "line 3, column 1: `bootstrap.servers` comes 20000 times, in lines 1, 3, 5 and 19997 more. The last one \
             counts, as in Java.",
            "line 4, column 1: `my.own` comes 20000 times, in lines 2, 4, 6 and 19997 more. The last one counts, as in \
             Java.",
        ]
    );
    assert_eq!(
        told("fetch.min.bytes=1\nfetch.min.bytes=2\nfetch.min.bytes=3"),
        [
            "line 3, column 1: fetch.min.bytes comes 3 times, in lines 1 and 2 too: the last one counts, as in Java."
        ]
    );
    let refused = read(&"group.protocol=neither\n".repeat(20_000)).errors;
    assert_eq!(refused.len(), 1, "the last one counts");
    assert_eq!(refused[0].span.line, 20_000);
    let nested = read(&format!("{{{}}}", "'fetch.min.bytes': 7, 'acks': 1,\n".repeat(1_000)));
    assert_eq!((nested.words().as_str(), nested.notes.len()), (" fetch.min.bytes=7", 2));
}

#[test]
fn words_of_assignors_are_taken_where_a_program_says_them() {
    for text in [
        "c = Consumer({'partition.assignment.strategy': 'cooperative-sticky'})",
        "{\"partition.assignment.strategy\": \"cooperative-sticky\"}",
        "kafka.NewConsumer(&kafka.ConfigMap{\n\"partition.assignment.strategy\": \"cooperative-sticky\",\n})",
        "$c = [\n'partition.assignment.strategy' => 'cooperative-sticky',\n];",
        "var c = new ConsumerConfig\n{\nPartitionAssignmentStrategy = \
         PartitionAssignmentStrategy.CooperativeSticky\n};",
    ] {
        let pasted = read(text);
        assert_eq!(pasted.words(), " partition.assignment.strategy=cooperative-sticky", "{text}: {pasted:?}");
        let notes: Vec<String> = pasted.notes.iter().map(|note| Lang::En.say(&note.why)).collect();
        assert!(notes.iter().any(|note| note.contains("CooperativeStickyAssignor")), "{notes:?}");
    }
    for text in ["{'partition.assignment.strategy': 'unknown'}", "partition.assignment.strategy=roundrobin"] {
        assert_eq!(read(text).errors_of_values().len(), 1, "{text}");
    }
}

#[test]
fn two_channels_are_two_consumers() {
    let pasted = read(
        "mp.messaging.incoming.a.max.poll.records=1\nmp.messaging.incoming.b.max.poll.records=2\n\
         mp.messaging.connector.smallrye-kafka.max.poll.records=3\n",
    );
    assert_eq!(pasted.words(), " max.poll.records=2");
    assert_eq!(
        pasted.notes[0].to_string(),
        "line 2, column 1: max.poll.records comes 3 times, in lines 1 and 3 too: each channel has a consumer of its \
         own; start one for each. Here the last one counts."
    );
    let misspelt = read("mp.messaging.incoming.a.max.pol.records=1");
    assert!(left_out(&misspelt)[0].ends_with("Did you mean `max.poll.records`?"), "{misspelt:?}");
}

#[test]
fn a_text_without_settings_is_told_to_be_none() {
    let notes = |text: &str| read(text).notes.iter().map(ToString::to_string).collect::<Vec<_>>();
    for text in ["{".repeat(100_000).as_str(), "[]", "hello, how are you?", "---", "x", "\"a\", \"b\""] {
        let told = notes(text);
        assert!(told.len() == 1 && told[0].contains("Nothing in this text was understood"), "{told:?}");
    }
    for text in
        ["", " \n\n", "# a comment\n", "max.poll.records=5", "group.id=g", "my.own=1", "max.poll.records=x"]
    {
        assert_eq!(notes(text), [""; 0], "{text}");
    }
}

#[test]
fn java_code_is_told_as_such() {
    let text = "Properties props = new Properties();\n  props.put(\"max.poll.records\", \"50\");\n\
                props.setProperty(ConsumerConfig.CLIENT_ID_CONFIG, \"s3cr3t\");\nput(MINE, \"s3cr3t\");\n\
                session.timeout.ms=9000\n";
    let pasted = read(text);
    let keys: Vec<_> = pasted.left_out.iter().map(|left| left.key.as_str()).collect();
    assert_eq!(keys, ["", "max.poll.records", "CLIENT_ID_CONFIG", ""]);
    let told = left_out(&pasted);
    assert!(told.iter().all(|told| told.contains("Java code is not read")), "{told:?}");
    assert_eq!(pasted.left_out[1].span, Span { line: 2, column: 3 });
    assert_eq!((pasted.words().as_str(), pasted.settings[0].span.line), (" session.timeout.ms=9000", 5));
    assert!(!format!("{pasted:?}").contains("s3cr3t"), "{pasted:?}");
}

#[test]
fn springs_properties_go_before_its_own_names_and_both_before_those_of_all_clients() {
    let pasted = read(
        "spring.kafka.consumer.properties.max.poll.records=1\nspring.kafka.consumer.max-poll-records=2\n\
         spring.kafka.consumer.client-id=a\nspring.kafka.client-id=b\n",
    );
    assert_eq!(pasted.words(), " max.poll.records=1 client.id=a");
    assert_eq!(pasted.notes.len(), 2);
}

/// The same mistake in a pasted text and on a line of a script: both name the place and the property.
fn refused(name: &str, value: &str, scope: Scope) -> String {
    let line = match scope {
        Scope::Consumer => format!("group g {name}={}", quote(value)),
        Scope::Broker => format!("cluster {name}={}", quote(value)),
        Scope::Group => format!("group g {name}={}", quote(value)),
    };
    let in_script = match crate::session::script::parse(line.as_bytes()) {
        Err(errors) => errors[0].clone(),
        Ok(_) => panic!("`{line}` is taken"),
    };
    assert_eq!(in_script.span.line, 1);
    assert!(in_script.span.column > 5, "{in_script}");
    if scope == Scope::Consumer {
        let text = format!("# mine\n{name} = {value}\n");
        let pasted = read(&text);
        let places = pasted.errors_of_values().iter().map(|error| error.span).collect::<Vec<_>>();
        let left = pasted.left_out.iter().map(|left| left.span).collect::<Vec<_>>();
        assert_eq!([places, left].concat()[0].line, 2, "{pasted:?}");
    }
    in_script.message(Lang::En)
}

#[test]
fn each_property_refuses_what_does_not_fit_it() {
    const LONG: u64 = i64::MAX as u64;
    let long = "a".repeat(250);
    for property in PROPERTIES {
        let wrong: &[&str] = match property.kind {
            Kind::Millis { min: 0, max } if max == LONG => {
                &["soon", "1.5", "-1", "9223372036854775808", "10s"]
            }
            Kind::Millis { max, .. } if max == LONG => &["soon", "1.5", "0", "9223372036854775808", "10s"],
            Kind::Millis { min: 0, .. } => &["soon", "1.5", "-1", "2147483648", "10s"],
            Kind::Millis { .. } | Kind::Minutes { .. } => &["soon", "1.5", "0", "2147483648", "10s"],
            Kind::Int { min, .. } => match min {
                -1 => &["many", "0x10", "-2", "2147483648"],
                0 => &["many", "0x10", "-1", "2147483648"],
                _ => &["many", "0x10", "0", "2147483648"],
            },
            Kind::Bool => &["yes", "1", "TRUE!"],
            Kind::OneOf(_) | Kind::Protocol(_) => &["middle", "latest earliest"],
            Kind::OffsetReset(_) => &[
                "middle",
                "latest earliest",
                "by_duration",
                "by_duration:",
                "by_duration:1h",
                "by_duration:-PT1H",
            ],
            Kind::Assignors => &["uniform", "range,range", "com.example.Mine"],
            Kind::InstanceId => &["", ".", "..", "a b", "a/b", "\u{e9}", &long],
            Kind::Text => &[],
        };
        for value in wrong {
            let message = refused(property.name, value, property.scope());
            assert!(message.starts_with(property.name), "{} = {value}: {message}", property.name);
        }
        let (start, end) = property.name.split_at(property.name.len() - 1);
        let misspelt = format!("{start}x{end}");
        let message = refused(&misspelt, property.default, property.scope());
        assert!(message.contains(&format!("`{}`", property.name)), "{misspelt}: {message}");
    }
}

/// What stands in settings, whole lines and parts of them.
fn text() -> impl Strategy<Value = String> {
    let lines = [
        "session.timeout.ms=6000\n",
        "client.id: \"a b\"\n",
        "max.poll.records 5\n",
        "spring:\n  kafka:\n",
        "    consumer:\n",
        "      - x\n",
        "{\"a\": [1, {",
        "}])",
        "consumer = KafkaConsumer(",
        "session_timeout_ms=5 * 60,\n",
        "'",
        "|\n",
        "${A:",
        "# c\n",
        "partition.assignment.strategy=",
        "org.apache.kafka.clients.consumer.StickyAssignor,",
    ];
    let part = prop_oneof![
        proptest::sample::select(lines.to_vec()).prop_map(str::to_owned),
        "[ -~\n\\\\=:#!\u{80}-\u{ff}]{0,20}"
    ];
    proptest::collection::vec(part, 0..20).prop_map(|parts| parts.concat())
}

#[test]
fn a_reset_by_duration_is_read_as_it_is_pasted() {
    for text in ["auto.offset.reset=by_duration:PT1H", "auto.offset.reset: by_duration\\:PT1H"] {
        let config = read(text).apply(&ConsumerConfig::default()).unwrap();
        let hour = crate::sim::time::SimDuration::from_secs(3600);
        let expected = crate::kafka::consumer::config::OffsetReset::ByDuration(hour);
        assert_eq!(config.auto_offset_reset, expected, "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_any_text_comes_to_is_a_session(text in text()) {
        let pasted = read(&text);
        let good = pasted.errors_of_values().is_empty();
        let session = pasted.listing(good).join("\n");
        let read_back = crate::session::scenario::Scenario::read(session.as_bytes());
        prop_assert!(read_back.is_ok(), "{session}: {read_back:?}");
    }
}
