//! What the document says of codes of failures.

use super::kind::ErrorKind;
use crate::generated::conventions::CODES;

/// What is known of a code.
// A document decides whether there is any.
#[allow(dead_code)]
#[derive(Debug)]
pub(crate) struct KnownCode {
    pub(crate) code: i64,
    /// The kind of failure, where the status does not say it.
    pub(crate) kind: Option<ErrorKind>,
    /// Whether another token may help.
    pub(crate) renew: bool,
    /// Whether the same call may succeed a little later.
    pub(crate) passes: bool,
    /// What to do about it, in words that continue the error's sentence.
    pub(crate) hint: Option<&'static str>,
}

pub(crate) fn find(code: i64) -> Option<&'static KnownCode> {
    CODES.iter().find(|known| known.code == code)
}

pub(crate) fn kind(code: i64) -> Option<ErrorKind> {
    find(code)?.kind
}
