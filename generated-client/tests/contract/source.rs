//! Where the document comes from: `cargo xtask spec export`, which applies the overlays of this repository.

#[path = "../common/xtask.rs"]
mod xtask;

use serde_json::Value;

/// The corrected document.
pub(crate) fn document() -> Value {
    let said = xtask::xtask(&["spec", "export", "--extensions", "--format", "json"]);
    serde_json::from_str(&said).expect("the export is JSON")
}
