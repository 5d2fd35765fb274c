//! What only some sessions need: consumer groups on the broker (KIP-848), and patterns of topics. In the browser this
//! code comes in a module that is fetched after the first picture, or before a session that needs it is opened; the
//! functions are called through this table, so that the first module does not hold them. Everywhere else they are here.

use crate::kafka::coordinator::ConsumerGroupHandlers;
use std::sync::Arc;

/// Tells whether a topic's name matches a pattern.
pub type NameMatcher = Arc<dyn Fn(&str) -> bool + Send + Sync>;

/// The functions.
pub struct OnDemand {
    pub(in crate::kafka) consumer_groups: ConsumerGroupHandlers,
    /// Reads a regular expression; or what is wrong with it.
    pub(in crate::kafka) matcher: fn(&str) -> Result<NameMatcher, String>,
}

const ALL: OnDemand = OnDemand { consumer_groups: ConsumerGroupHandlers::ALL, matcher };

fn matcher(pattern: &str) -> Result<NameMatcher, String> {
    let regex = regex_lite::Regex::new(pattern).map_err(|error| error.to_string())?;
    Ok(Arc::new(move |name: &str| regex.is_match(name)))
}

/// Whether a session with this text needs it from its beginning on.
pub fn is_needed_by(text: &str) -> bool {
    ["group.protocol", "pattern="].iter().any(|word| text.contains(word))
}

/// The functions, where nothing is fetched later.
#[cfg(not(target_arch = "wasm32"))]
pub fn here() -> Option<&'static OnDemand> {
    Some(&ALL)
}

#[cfg(target_arch = "wasm32")]
thread_local! {
    static HERE: std::cell::Cell<Option<&'static OnDemand>> = const { std::cell::Cell::new(None) };
}

/// The functions, if they have come.
#[cfg(target_arch = "wasm32")]
pub fn here() -> Option<&'static OnDemand> {
    HERE.get()
}

/// They have come. Only what is fetched later calls this.
pub fn bring() {
    #[cfg(target_arch = "wasm32")]
    HERE.set(Some(&ALL));
}
