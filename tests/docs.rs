//! The reference in `docs/sessions.md` is what the code says. `REWRITE=1` writes it anew.

use groupscope::session::{measure, words};
use std::path::PathBuf;

/// The text with what stands between `<!-- name -->` and `<!-- end -->` replaced.
fn with_section(text: &str, name: &str, content: &str) -> String {
    let open = format!("<!-- {name} -->\n");
    let start = text.find(&open).unwrap_or_else(|| panic!("no section {name}")) + open.len();
    let end = start + text[start..].find("<!-- end -->").unwrap_or_else(|| panic!("{name} does not end"));
    format!("{}{content}{}", &text[..start], &text[end..])
}

#[test]
fn the_reference_of_sessions_is_what_the_code_says() {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/sessions.md");
    let text = std::fs::read_to_string(&file).unwrap();
    let current = with_section(&text, "verbs", &words::reference());
    let current = with_section(&current, "measures", &measure::reference());
    if std::env::var_os("REWRITE").is_some() {
        std::fs::write(&file, &current).unwrap();
    } else {
        assert!(
            text == current,
            "docs/sessions.md is out of date; REWRITE=1 cargo test --test docs renews it."
        );
    }
}
