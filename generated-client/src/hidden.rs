//! What stands in `Debug` where a secret is.

use std::fmt;

/// Shown in place of a secret.
#[derive(Clone, Copy)]
pub(crate) struct Hidden;

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<redacted>")
    }
}
