//! The headers of a reply, as users see them.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use reqwest::header::{AsHeaderName, HeaderMap};

/// The headers of a reply. Clones are cheap.
#[derive(Clone)]
pub struct Headers(Arc<HeaderMap>);

impl Headers {
    pub(crate) fn new(headers: HeaderMap) -> Self {
        Self(Arc::new(headers))
    }

    pub(crate) fn map(&self) -> &HeaderMap {
        &self.0
    }

    /// A header as text. Other characters than ASCII are rare there, and no reason to fail.
    pub(crate) fn text(&self, name: impl AsHeaderName) -> Option<Cow<'_, str>> {
        let value = self.0.get(name)?;
        Some(String::from_utf8_lossy(value.as_bytes()))
    }

    /// The first header of this name, in any case; `None` if there is none, or its value is not text.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.to_str().ok()
    }

    /// All headers, names in lower case, values as they came.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let pairs = self.0.iter();
        pairs.map(|(name, value)| (name.as_str(), value.as_bytes()))
    }
}

/// Names only: values may be secrets, such as cookies.
impl fmt::Debug for Headers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.keys()).finish()
    }
}
