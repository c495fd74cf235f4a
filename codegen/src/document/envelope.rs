//! The frame around replies that a document states.

use serde::Deserialize;
use serde_json::Value;

use crate::ir::Envelope;

/// `x-envelope`, as `spec/README.md` defines it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Declared {
    code: String,
    message: String,
    data: String,
    #[serde(default)]
    log_id: Vec<String>,
}

/// The frame, if there is one; or why it cannot be read.
pub(crate) fn read(document: &Value) -> Option<serde_json::Result<Envelope>> {
    let declared = document.get("x-envelope")?;
    let declared: serde_json::Result<Declared> = serde_json::from_value(declared.clone());
    Some(declared.map(|declared| Envelope {
        code: declared.code,
        message: declared.message,
        data: declared.data,
        log_id: declared.log_id,
    }))
}
