//! `cargo xtask`, for what the client is held against.
//!
//! The generator is no dependency of the crate, so that whoever runs an example does not build it.

#[path = "built.rs"]
mod built;

use std::process::Command;

/// What `cargo xtask` says to these words.
pub(crate) fn xtask(words: &[&str]) -> String {
    let folder = built::folder_with(&["--bin", "xtask", "--example", "tour"]);
    let mut command = Command::new(folder.join("xtask"));
    command.args(words).current_dir(env!("CARGO_MANIFEST_DIR"));
    let output = command.output().expect("it was built");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    String::from_utf8(output.stdout).expect("it is text")
}
