//! Every setting is on the bench once; edits lead to what a line of a script would.

use super::*;
use crate::kafka::property::PROPERTIES;
use crate::session::language::Lang;
use crate::session::settings::knobs;

fn edit(name: &'static str, text: &str) -> (&'static str, String) {
    (name, text.to_owned())
}

fn names(misfits: Vec<Misfit>) -> Vec<&'static str> {
    misfits.into_iter().map(|misfit| misfit.name).collect()
}

#[test]
fn every_setting_there_is_stands_on_the_bench_once() {
    let mut bench: Vec<&str> = THEMES.into_iter().flat_map(|(_, names)| names.iter().copied()).collect();
    let mut all: Vec<&str> = PROPERTIES.iter().map(|property| property.name).chain(knobs()).collect();
    bench.sort_unstable();
    all.sort_unstable();
    assert_eq!(bench, all);
}

#[test]
fn every_setting_is_explained_in_both_languages() {
    for name in THEMES.into_iter().flat_map(|(_, names)| names.iter().copied()) {
        let [en, ko] = Lang::ALL.map(|lang| [lang.setting(name).to_owned(), lang.range_of(name)]);
        assert!(en[0].ends_with('.') && ko[0].ends_with('.') && en[0] != ko[0], "{name}");
        assert!(!en[1].is_empty() && !ko[1].is_empty(), "{name}");
    }
}

#[test]
fn a_default_is_a_value_that_changes_nothing() {
    let config = ConsumerConfig::default();
    for name in of_consumers() {
        assert!(same(name, &value_of(&config, name), &default_of(name)), "{name}");
        assert_eq!(edited(&config, &vec![(name, default_of(name))]).as_ref(), Ok(&config), "{name}");
    }
}

#[test]
fn an_edit_is_set_and_its_default_takes_it_back() {
    let mut before = ConsumerConfig::default();
    before.set("client.id", "a b").unwrap();
    before.set("session.timeout.ms", "9000").unwrap();
    let edits = vec![edit("session.timeout.ms", " 6000 "), edit("processing_time", "5ms"), edit("rack", "a")];
    let after = edited(&before, &edits).unwrap();
    assert_eq!(value_of(&after, "session.timeout.ms"), "6000");
    assert_eq!(
        (value_of(&after, "processing_time").as_str(), value_of(&after, "rack").as_str()),
        ("5ms", "a")
    );
    assert_eq!(value_of(&after, "client.id"), "a b");
    assert_eq!(edited(&after, &preset(Preset::Everything, &after)), Ok(ConsumerConfig::default()));
}

#[test]
fn auto_commit_follows_the_commit_mode_unless_it_is_set() {
    let sync = edited(&ConsumerConfig::default(), &vec![edit("commit", "sync")]).unwrap();
    assert_eq!(value_of(&sync, AUTO_COMMIT), "false");
    assert!(!sync.is_explicit(AUTO_COMMIT));
    let both = edited(&sync, &vec![edit(AUTO_COMMIT, "true")]).unwrap();
    assert!(both.enable_auto_commit && both.is_explicit(AUTO_COMMIT));
    let auto = edited(&both, &vec![edit("commit", "auto"), edit(AUTO_COMMIT, "true")]).unwrap();
    assert_eq!(auto, ConsumerConfig::default());
}

#[test]
fn what_does_not_fit_is_said_of_its_setting() {
    let config = ConsumerConfig::default();
    let wrong = vec![
        edit("session.timeout.ms", "soon"),
        edit("max.poll.records", "0"),
        edit("processing_time", "5"),
        edit("workers", "65"),
        edit("commit", "often"),
        edit("client.id", "anything at all"),
    ];
    let misfits = edited(&config, &wrong).unwrap_err();
    for misfit in &misfits {
        assert!(misfit.why.message(Lang::En).contains(misfit.name), "{}", misfit.why.message(Lang::En));
        assert_ne!(misfit.why.message(Lang::En), misfit.why.message(Lang::Ko));
    }
    assert_eq!(
        names(misfits),
        ["session.timeout.ms", "max.poll.records", "processing_time", "workers", "commit"]
    );
    // Two that fit by themselves and not together: at the one that was edited.
    let together = edited(&config, &vec![edit("session.timeout.ms", "3000")]).unwrap_err();
    assert_eq!(names(together), ["session.timeout.ms"]);
    let brokers = vec![edit("group.max.size", "0"), edit("group.min.session.timeout.ms", "")];
    let misfits = edited_setup(&Setup::default(), &GroupId::from("g"), &brokers).unwrap_err();
    assert_eq!(names(misfits), ["group.max.size"]);
}

#[test]
fn a_group_has_its_own_settings_or_those_of_all_groups() {
    let (all, own_name) = ("group.consumer.assignment.interval.ms", "consumer.assignment.interval.ms");
    let [paced, prompt] = ["paced", "prompt"].map(GroupId::from);
    let setup = Setup { of_groups: vec![(prompt, own_name, "0".to_owned())], ..Setup::default() };
    let value = |setup: &Setup, group: &GroupId| value_on_brokers(setup, Some(group), own_name);
    assert_eq!([value(&setup, &paced), value(&setup, &prompt)], ["1000", "0"]);
    assert_eq!(default_on_brokers(&setup, own_name), "1000");
    let for_all = edited_setup(&setup, &paced, &vec![edit(all, "500")]).unwrap();
    assert_eq!([value(&for_all, &paced), value(&for_all, &prompt)], ["500", "0"]);
    let own = edited_setup(&setup, &paced, &vec![edit(own_name, "700")]).unwrap();
    assert_eq!([value(&own, &paced), value(&own, &prompt)], ["700", "0"]);
    // What all groups have is nothing of its own, and neither is an empty field.
    for back in ["1000", ""] {
        let back = edited_setup(&setup, &prompt, &vec![edit(own_name, back)]).unwrap();
        assert_eq!((back.of_groups.as_slice(), value(&back, &prompt).as_str()), ([].as_slice(), "1000"));
    }
}

#[test]
fn what_the_bounds_of_consumer_groups_do_not_allow_is_refused_where_it_was_typed() {
    let (setup, group) = (Setup::default(), GroupId::from("g"));
    let refused = |name: &'static str, text: &str| {
        let mut misfits = edited_setup(&setup, &group, &vec![edit(name, text)]).unwrap_err();
        (misfits[0].name, misfits.remove(0).why.message(Lang::En))
    };
    for name in ["consumer.assignment.interval.ms", "group.consumer.assignment.interval.ms"] {
        let (at, said) = refused(name, "15001");
        assert_eq!(at, name);
        assert!(said.contains(&format!("{name} (15001) must be from 0 to 15000")), "{said}");
        assert!(edited_setup(&setup, &group, &vec![edit(name, "15000")]).is_ok());
    }
    assert_eq!(refused("consumer.session.timeout.ms", "6000").0, "consumer.session.timeout.ms");
    assert_eq!(refused("group.min.session.timeout.ms", "1800001").0, "group.min.session.timeout.ms");
}

#[test]
fn presets_change_what_differs_and_leave_names_alone() {
    let mut config = ConsumerConfig::default();
    config.set("session.timeout.ms", "6000").unwrap();
    config.set("group.instance.id", "one").unwrap();
    let times = preset(Preset::ClassroomTimes, &config);
    assert!(times.iter().all(|(name, _)| *name != "session.timeout.ms"), "it is so already");
    assert_eq!(value_of(&edited(&config, &times).unwrap(), "heartbeat.interval.ms"), "2000");
    assert_eq!(preset(Preset::KafkaDefaults, &config), [edit("session.timeout.ms", "45000")]);
}
