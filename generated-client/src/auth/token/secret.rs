//! A text that nobody may read by accident: a token, a key, a client's secret.

use std::fmt;
use std::sync::Arc;

use zeroize::Zeroizing;

/// What stands in `Debug` where a secret is.
pub(crate) const HIDDEN: &str = "<redacted>";

/// Clones share the text, which is overwritten in memory with the last of them.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Secret(Arc<Zeroizing<String>>);

impl Secret {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(Arc::new(Zeroizing::new(text.into())))
    }

    /// The text, for the wire or for the caller whose secret it is.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(HIDDEN)
    }
}

/// What emitted code shows in place of a secret field.
#[allow(dead_code)] // a document decides whether it occurs
pub(crate) fn hidden() -> impl fmt::Debug {
    Secret::default()
}
