//! Which calls need credentials.

use openapiv3::{OpenAPI, Operation, SecurityRequirement};

use super::declared;
use crate::lower::context::Context;

/// Whether the document says anything about credentials.
pub(crate) fn is_stated(document: &OpenAPI) -> bool {
    let mut operations = declared::real(document).into_iter();
    document.security.is_some() || operations.any(|operation| operation.spec.security.is_some())
}

/// Whether the document says that an operation needs none: by `security: []`, by `{}` among the alternatives, or by saying it of
/// others only.
pub(crate) fn is_public(context: &Context<'_>, operation: &Operation) -> bool {
    let whole = context.document.security.as_ref();
    match operation.security.as_ref().or(whole) {
        Some(any) => any.is_empty() || any.iter().any(SecurityRequirement::is_empty),
        None => context.says_credentials,
    }
}
