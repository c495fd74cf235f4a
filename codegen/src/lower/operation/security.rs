//! What a call has to be signed with.

use openapiv3::{Operation, SecurityRequirement};

use crate::ir::{Conventions, Security};

/// What the operation says, else what the document says of all.
pub(crate) fn needed(conventions: &Conventions, operation: &Operation) -> Security {
    let set = |requirement: &SecurityRequirement| {
        let names = requirement.keys().map(String::as_str);
        crate::lower::schemes::indices(&conventions.schemes, names)
    };
    match &operation.security {
        Some(sets) => Some(sets.iter().map(set).collect()),
        None => conventions.security.clone(),
    }
}
