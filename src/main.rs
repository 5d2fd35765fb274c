//! Two faces: in the browser the app is mounted, natively this is the command line.

#[cfg(not(target_arch = "wasm32"))]
mod cli;

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    cli::main()
}

#[cfg(all(feature = "web", target_arch = "wasm32"))]
fn main() {
    groupscope::web::main();
}

// Without the page there is nothing to mount.
#[cfg(all(not(feature = "web"), target_arch = "wasm32"))]
fn main() {}
