//! `x-repetition` of an operation -> what its documentation says of carrying it out twice.

use serde_json::Value;

use super::declared::DeclaredOperation;
use crate::lower::context::Context;

/// The sentence for it, if a second call does more than the first.
pub(super) fn sentence(
    context: &mut Context<'_>,
    operation: &DeclaredOperation<'_>,
) -> Option<String> {
    match operation.spec.extensions.get("x-repetition")? {
        Value::String(clause) => Some(format!("Carried out twice: {clause}.")),
        other => {
            context.error(
                &format!("{}/x-repetition", operation.pointer()),
                format!("`x-repetition: {other}` is no text"),
                "Write what a second call does, as a clause that follows \"Carried out twice: \".",
            );
            None
        }
    }
}
