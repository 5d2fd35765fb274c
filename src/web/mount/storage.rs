//! What a page may remember in the browser, behind a guard: in a sandboxed frame the very access to `localStorage`
//! throws. Then nothing is remembered, and nothing fails.

/// Whether a value was stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored {
    Yes,
    /// There is no storage for this page.
    Forbidden,
    /// There is no room for it.
    Full,
}

/// The part of the browser's storage that belongs to one page: keys that begin with its prefix.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Storage {
    /// `None`: this page remembers nothing.
    prefix: Option<String>,
}

impl Storage {
    /// Keys begin with `prefix`; without one, nothing is remembered.
    pub fn new(prefix: Option<String>) -> Self {
        Storage { prefix }
    }

    /// What was remembered under this name.
    pub fn get(&self, name: &str) -> Option<String> {
        area()?.get_item(&self.key(name)?).ok().flatten()
    }

    /// Remembers a value, or forgets it, as far as the browser allows.
    pub fn set(&self, name: &str, value: Option<&str>) {
        let (Some(key), Some(area)) = (self.key(name), area()) else { return };
        let _ = match value {
            Some(value) => area.set_item(&key, value),
            None => area.remove_item(&key),
        };
    }

    /// Remembers a value, and says whether the browser did.
    pub fn put(&self, name: &str, value: &str) -> Stored {
        let (Some(key), Some(area)) = (self.key(name), area()) else { return Stored::Forbidden };
        match area.set_item(&key, value) {
            Ok(()) => Stored::Yes,
            Err(_) => Stored::Full,
        }
    }

    /// The names under which something is remembered.
    pub fn names(&self) -> Vec<String> {
        let (Some(prefix), Some(area)) = (&self.prefix, area()) else { return Vec::new() };
        let keys = (0..area.length().unwrap_or(0)).filter_map(|place| area.key(place).ok().flatten());
        keys.filter_map(|key| key.strip_prefix(prefix.as_str()).map(str::to_owned)).collect()
    }

    fn key(&self, name: &str) -> Option<String> {
        self.prefix.as_ref().map(|prefix| format!("{prefix}{name}"))
    }
}

fn area() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

#[cfg(test)]
mod tests {
    use super::Storage;

    #[test]
    fn a_key_begins_with_the_prefix_and_without_one_there_is_none() {
        assert_eq!(Storage::new(Some("a.".into())).key("theme"), Some("a.theme".into()));
        assert_eq!(Storage::default().key("theme"), None);
    }
}
