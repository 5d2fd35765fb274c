//! What a client did, in one form for the recording and for the simulation.

use std::collections::BTreeMap;

/// Something a client did, or was made to do.
#[derive(Clone, Debug, Default)]
pub struct Event {
    /// Milliseconds.
    pub at: f64,
    /// `JOIN_GROUP`, `onPartitionsAssigned`, `start`, ...
    pub what: String,
    /// What was asked, told and answered, by name.
    pub told: BTreeMap<String, String>,
}

/// What each client did, in its order.
pub type Clients = BTreeMap<String, Vec<Event>>;

impl Event {
    /// An event of which nothing is told yet.
    pub fn new(at: f64, what: &str) -> Event {
        Event { at, what: what.to_owned(), told: BTreeMap::new() }
    }

    /// Tells more of it.
    pub fn tell(&mut self, name: &str, value: impl Into<String>) {
        self.told.insert(name.to_owned(), value.into());
    }

    /// With one thing told of it.
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Event {
        self.tell(name, value);
        self
    }

    /// A heartbeat or commit that was accepted: how many of them there are is up to the clock.
    pub fn plain(&self) -> bool {
        let periodic = matches!(self.what.as_str(), "HEARTBEAT" | "OFFSET_COMMIT");
        periodic && self.told.get("error").is_some_and(|error| error == "NONE")
    }
}

/// Member ids by whose they are: `a#1` is the first that client `a` was given.
#[derive(Default)]
pub struct Ids {
    labels: BTreeMap<String, String>,
    given: BTreeMap<String, u32>,
}

impl Ids {
    /// `client` was answered with this id.
    pub fn learn(&mut self, client: &str, id: &str) {
        if id.is_empty() || self.labels.contains_key(id) {
            return;
        }
        let number = self.given.entry(client.to_owned()).or_default();
        *number += 1;
        self.labels.insert(id.to_owned(), format!("{client}#{number}"));
    }

    /// The text with every id replaced by its label.
    pub fn label(&self, text: &str) -> String {
        let replace = |text: String, (id, label): (&String, &String)| text.replace(id.as_str(), label);
        self.labels.iter().fold(text.to_owned(), replace)
    }

    /// Several ids, in one order.
    pub fn labels<'a>(&self, ids: impl Iterator<Item = &'a str>) -> String {
        sorted(ids.map(|id| self.label(id)))
    }
}

/// The words in one order, so that lists compare as sets.
pub fn sorted(words: impl Iterator<Item = String>) -> String {
    let mut words: Vec<String> = words.filter(|word| !word.is_empty()).collect();
    words.sort();
    words.join(" ")
}
