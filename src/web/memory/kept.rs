//! Work that is kept in this browser: the last [`MOST`] sessions in which something was done. Each tab writes an entry
//! of its own, so that two tabs never overwrite each other's.

use crate::web::memory::jotted::tab;
use crate::web::mount::storage::{Storage, Stored};

/// So many are kept; of one more, the oldest goes.
pub const MOST: usize = 20;
/// Names of entries begin so; the rest is the entry's own.
const ENTRY: &str = "work.";
/// The name under which a tab remembers its entry, for as long as it is open.
const OF_TAB: &str = "groupscope.work";

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptWork {
    pub name: String,
    /// When it was kept, in milliseconds since 1970.
    pub at: u64,
    pub title: String,
    /// The fragment of its link, however long.
    pub fragment: String,
}

/// Whether it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeping {
    Kept,
    /// The browser lets the page keep nothing.
    Forbidden,
    Full,
}

/// The entry of this tab.
#[derive(Default)]
pub struct Kept {
    name: Option<String>,
    /// As it was written or read last: if it is another one now, another tab writes it.
    written: Option<String>,
}

impl Kept {
    /// Keeps a session.
    pub fn keep(&mut self, storage: &Storage, title: &str, fragment: &str) -> Keeping {
        let entry = format!("{}\n{}\n{fragment}", js_sys::Date::now() as u64, title.replace('\n', " "));
        let name = self.own_name(storage);
        match storage.put(&name, &entry) {
            Stored::Yes => {
                self.written = Some(entry);
                remember_in_tab(&name);
                drop_oldest(storage, &name);
                Keeping::Kept
            }
            Stored::Forbidden => Keeping::Forbidden,
            Stored::Full => Keeping::Full,
        }
    }

    /// A tab that was reloaded goes on with its entry. One that was duplicated finds that the other tab writes it, and
    /// begins another.
    fn own_name(&mut self, storage: &Storage) -> String {
        if let Some(name) = &self.name
            && (self.written.is_none() || storage.get(name) == self.written)
        {
            return name.clone();
        }
        let name =
            format!("{ENTRY}{:x}{:x}", js_sys::Date::now() as u64, (js_sys::Math::random() * 4e9) as u32);
        (self.name, self.written) = (Some(name.clone()), None);
        name
    }

    /// The work of this tab before it was reloaded.
    pub fn of_tab(&mut self, storage: &Storage) -> Option<KeptWork> {
        let name = tab()?.get_item(OF_TAB).ok().flatten()?;
        let entry = storage.get(&name)?;
        let work = read(&name, &entry)?;
        (self.name, self.written) = (Some(name), Some(entry));
        Some(work)
    }
}

/// All that is kept, the newest first.
pub fn all(storage: &Storage) -> Vec<KeptWork> {
    let names = storage.names().into_iter().filter(|name| name.starts_with(ENTRY));
    let mut works: Vec<KeptWork> =
        names.filter_map(|name| storage.get(&name).and_then(|entry| read(&name, &entry))).collect();
    works.sort_by_key(|work| std::cmp::Reverse(work.at));
    works
}

fn read(name: &str, entry: &str) -> Option<KeptWork> {
    let mut lines = entry.splitn(3, '\n');
    let (at, title, fragment) = (lines.next()?.parse().ok()?, lines.next()?, lines.next()?);
    Some(KeptWork { name: name.to_owned(), at, title: title.to_owned(), fragment: fragment.to_owned() })
}

fn drop_oldest(storage: &Storage, own: &str) {
    for work in all(storage).into_iter().filter(|work| work.name != own).skip(MOST - 1) {
        storage.set(&work.name, None);
    }
}

fn remember_in_tab(name: &str) {
    if let Some(tab) = tab() {
        // Without it, a reload begins a new entry; nothing is lost.
        let _ = tab.set_item(OF_TAB, name);
    }
}
