//! Who is told how replies differ from the crate's types.

use super::ClientBuilder;
use crate::observe::Observer;

impl ClientBuilder {
    /// Sets an observer, which is told where replies and events differ from what the crate's types say, without their content.
    ///
    /// None if not set. It costs a second reading of each reply. See the module [`observe`](crate::observe).
    pub fn observe(mut self, observer: impl Into<Observer>) -> Self {
        self.observing.observer = Some(observer.into());
        self
    }
}
