//! Two faces of one program: the page in a browser, the command line everywhere else.

/// In the browser: mount the page.
#[cfg(all(feature = "web", target_arch = "wasm32"))]
fn main() {
    groupscope::web::main();
}

/// The command line.
#[cfg(not(all(feature = "web", target_arch = "wasm32")))]
fn main() {}
