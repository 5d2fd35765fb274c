//! The references in `docs/sessions.md` and the README are what the code says. `REWRITE=1` writes them anew.

#[path = "docs_support/client_page.rs"]
mod client_page;
#[path = "docs_support/commits.rs"]
mod commits;
#[path = "docs_support/coverage.rs"]
mod coverage;
#[path = "docs_support/runs.rs"]
mod runs;

use groupscope::kafka::consumer::config::CommitMode;
use groupscope::kafka::known_keys::KNOWN_KEYS;
use groupscope::kafka::property::{GoesWith, PROPERTIES, Property, Scope, meaning};
use groupscope::session::{Lang, grammar, measure};
use std::path::PathBuf;

/// The text with what stands between `<!-- name -->` and `<!-- end -->` replaced.
fn with_section(text: &str, name: &str, content: &str) -> String {
    let open = format!("<!-- {name} -->\n");
    let start = text.find(&open).unwrap_or_else(|| panic!("no section {name}")) + open.len();
    let end = start + text[start..].find("<!-- end -->").unwrap_or_else(|| panic!("{name} does not end"));
    format!("{}{content}{}", &text[..start], &text[end..])
}

/// Compares a file's sections with what they should say, or writes them.
fn hold(name: &str, sections: &[(&str, String)]) {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name);
    let text = std::fs::read_to_string(&file).unwrap();
    let current =
        sections.iter().fold(text.clone(), |text, (section, content)| with_section(&text, section, content));
    if std::env::var_os("REWRITE").is_some() {
        std::fs::write(&file, &current).unwrap();
    } else {
        assert!(text == current, "{name} is out of date; REWRITE=1 cargo test --test docs renews it.");
    }
}

#[test]
fn the_reference_of_sessions_is_what_the_code_says() {
    let commits = CommitMode::reference();
    let sections =
        [("verbs", grammar::reference()), ("commits", commits), ("measures", measure::reference())];
    hold("docs/sessions.md", &sections);
}

#[test]
fn what_each_way_to_commit_costs_is_what_runs_show() {
    hold("docs/commits.md", &[("table", commits::table())]);
}

/// With which group protocol a property counts, and what takes its place with the other one.
fn protocol(property: &Property, korean: bool) -> String {
    match (property.goes_with, korean) {
        (GoesWith::Both, false) => "both".to_owned(),
        (GoesWith::Both, true) => "둘 다".to_owned(),
        (GoesWith::Consumer, _) => "`consumer`".to_owned(),
        (GoesWith::Classic { instead: "" }, _) => "`classic`".to_owned(),
        (GoesWith::Classic { instead }, false) => format!("`classic`; else `{instead}` of the broker"),
        (GoesWith::Classic { instead }, true) => format!("`classic`; `consumer`에서는 브로커의 `{instead}`"),
    }
}

#[test]
fn the_readmes_table_of_properties_is_the_codes() {
    let row = |property: &Property| {
        let default =
            if property.default.is_empty() { "none".to_owned() } else { format!("`{}`", property.default) };
        let whose = match property.scope() {
            Scope::Consumer => "consumer",
            Scope::Broker => "broker",
            Scope::Group => "group, on the broker",
        };
        let [meaning, _] = meaning(property.name).unwrap();
        let protocol = protocol(property, false);
        format!("| `{}` | {whose} | {default} | {protocol} | {meaning} |\n", property.name)
    };
    let head = "| property | whose | default | protocol | meaning |\n|---|---|---|---|---|\n";
    let table: String = PROPERTIES.iter().map(row).collect();
    hold("README.md", &[("properties", format!("{head}{table}"))]);
}

#[test]
fn the_page_about_properties_is_what_the_code_says() {
    let table = |scope: Scope, korean: bool| {
        let heads = if korean {
            ["설정", "값", "기본값", "프로토콜", "뜻"]
        } else {
            ["property", "takes", "default", "protocol", "meaning"]
        };
        let mut text = format!("| {} |\n|---|---|---|---|---|\n", heads.join(" | "));
        for property in PROPERTIES
            .iter()
            .filter(|property| (property.scope() == Scope::Consumer) == (scope == Scope::Consumer))
        {
            let none = if korean { "없음" } else { "none" };
            let default = match property.default {
                "" => none.to_owned(),
                default => format!("`{default}`"),
            };
            let meaning = meaning(property.name).unwrap()[usize::from(korean)];
            let range = if korean { Lang::Ko.range(property) } else { Lang::En.range(property) };
            let name = match property.link() {
                Some(link) => format!("[`{}`]({link})", property.name),
                None => format!("`{}`", property.name),
            };
            let protocol = protocol(property, korean);
            text += &format!("| {name} | {range} | {default} | {protocol} | {meaning} |\n");
        }
        text
    };
    let without: String = KNOWN_KEYS
        .iter()
        .map(|(key, why)| {
            format!(
                "| `{key}{}` | {} | {} |\n",
                if key.ends_with('.') { "*" } else { "" },
                Lang::En.unsimulated(*why),
                Lang::Ko.unsimulated(*why)
            )
        })
        .collect();
    let without = format!("| key | why | 이유 |\n|---|---|---|\n{without}");
    hold(
        "docs/properties.md",
        &[
            ("consumer", table(Scope::Consumer, false)),
            ("broker", table(Scope::Broker, false)),
            ("consumer-ko", table(Scope::Consumer, true)),
            ("broker-ko", table(Scope::Broker, true)),
            ("without-effect", without),
        ],
    );
}

#[test]
fn what_covers_the_notes_is_run() {
    coverage::check();
}

#[test]
fn whatever_real_clients_were_recorded_to_do_has_a_story() {
    client_page::check();
}
