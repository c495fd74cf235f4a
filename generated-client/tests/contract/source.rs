//! Where the document comes from: `cargo xtask spec export`, which applies the overlays of this repository.
//!
//! The generator is no dependency of the crate, so that whoever runs an example does not build it.

use std::process::Command;

use serde_json::Value;

/// The corrected document.
pub(crate) fn document() -> Value {
    let mut export = Command::new(env!("CARGO"));
    export
        .args(["run", "--quiet", "--package", "xtask", "--"])
        .args(["spec", "export", "--extensions", "--format", "json"])
        .current_dir(env!("CARGO_MANIFEST_DIR"));
    let output = export.output().expect("cargo runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    serde_json::from_slice(&output.stdout).expect("the export is JSON")
}
