//! One visitor after the other: what a browser holds of the last one is deleted before the next one begins.

use crate::web::lang::LANG;
use crate::web::memory::address;
use crate::web::memory::jotted::tab;
use crate::web::mount::root::Root;
use crate::web::present::code::REACH;

/// What stays is no work of anybody's: how the page looks, its language, and under which address others reach it.
const STAYS: [&str; 3] = ["theme", LANG, REACH];
/// All that a tab keeps is called so, and then something.
const OF_TAB: &str = "groupscope.";

/// Forgets all that was done, typed and chosen: progress, kept work, drafts, filters, what is folded. Then the document
/// is opened afresh, so that nothing is left of it in the page either.
pub fn forget(root: &Root) {
    for name in root.storage().names().into_iter().filter(|name| !STAYS.contains(&name.as_str())) {
        root.storage().set(&name, None);
    }
    if let Some(tab) = tab() {
        let places = (0..tab.length().unwrap_or(0)).filter_map(|place| tab.key(place).ok().flatten());
        let names: Vec<String> = places.filter(|name| name.starts_with(OF_TAB)).collect();
        for name in names {
            // What cannot be removed was not kept.
            let _ = tab.remove_item(&name);
        }
    }
    address::begin_afresh();
}
