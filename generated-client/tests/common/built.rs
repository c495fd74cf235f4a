//! Programs of this repository that a test runs, and builds before if they are not there.

use std::path::PathBuf;
use std::process::Command;

/// The folder of programs, with these in it (as `cargo build` is told of them).
///
/// They are built with the features that dependencies have where everything is tested, so that a run of all tests has them already.
/// Cargo counts those of dev-dependencies where an example is among what it builds.
pub(crate) fn folder_with(programs: &[&str]) -> PathBuf {
    let own = std::env::current_exe().expect("this program has a path");
    let profile = own.ancestors().nth(2);
    let profile = profile.expect("it stands in target/PROFILE/deps");
    let mut build = Command::new(env!("CARGO"));
    build
        .args(["build", "--quiet", "--workspace"])
        .args(programs);
    build.args(profile.ends_with("release").then_some("--release"));
    assert!(build.status().expect("cargo runs").success());
    profile.to_owned()
}
