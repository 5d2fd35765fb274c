//! What a visitor typed into the editor and the deploy form: it outlives a reload, in this tab.

use crate::web::browser::window;
use crate::web::mount::root::Root;

/// Where a field's text is kept. The default keeps nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Jotter {
    key: Option<String>,
}

impl Jotter {
    /// That of a page's field of this name. A page that remembers no work keeps nothing here either.
    pub fn of(root: &Root, name: &str) -> Jotter {
        Jotter { key: root.has_the_document().then(|| format!("groupscope.{name}")) }
    }

    /// Keeps what stands in the field, or forgets it. Without storage, or without room in it, it is not kept.
    pub fn keep(&self, text: Option<&str>) {
        let (Some(key), Some(tab)) = (&self.key, tab()) else { return };
        let is_kept = text.is_some_and(|text| tab.set_item(key, text).is_ok());
        if !is_kept {
            // What was kept before is not what stands there now.
            let _ = tab.remove_item(key);
        }
    }

    /// What was kept.
    pub fn kept(&self) -> Option<String> {
        tab()?.get_item(self.key.as_ref()?).ok().flatten()
    }
}

/// The storage of this tab alone.
pub(super) fn tab() -> Option<web_sys::Storage> {
    window()?.session_storage().ok().flatten()
}
