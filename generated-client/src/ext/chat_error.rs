// part coze

//! A chat's failure as an error like others.
// Extends: ChatError

use std::fmt;

use crate::types::ChatError;

impl fmt::Display for ChatError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the chat failed: code {}: {}", self.code, self.msg)
    }
}

impl std::error::Error for ChatError {}
