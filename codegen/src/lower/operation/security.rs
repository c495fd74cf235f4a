//! What a call has to be signed with.

use crate::ir::{Conventions, Security};
use crate::lower::schemes;
use crate::openapi::Operation;

/// What the operation says, else what the document says of all.
pub(crate) fn needed(conventions: &Conventions, operation: Operation<'_>) -> Security {
    match operation.security() {
        Some(sets) => Some(
            sets.map(|names| schemes::indices(&conventions.schemes, names))
                .collect(),
        ),
        None => conventions.security.clone(),
    }
}
