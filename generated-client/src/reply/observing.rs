//! Who wants to know how replies differ from the document, if the feature `observe` is on and somebody does.

use crate::operation::Operation;

/// The client's observer; nothing without the feature.
#[derive(Clone, Debug, Default)]
pub(crate) struct Observing {
    #[cfg(feature = "observe")]
    pub(crate) observer: Option<crate::observe::Observer>,
}

#[cfg(feature = "observe")]
impl Observing {
    /// A reply has arrived that reports success.
    pub(crate) fn reply(&self, operation: &Operation, body: &[u8]) {
        if let Some(observer) = &self.observer {
            crate::observe::watch_reply(observer, operation, body);
        }
    }

    /// An event has arrived.
    pub(crate) fn event(&self, operation: &Operation, name: &str, data: &str) {
        if let Some(observer) = &self.observer {
            crate::observe::watch_event(observer, operation, name, data);
        }
    }
}

#[cfg(not(feature = "observe"))]
#[allow(clippy::unused_self)] // they use it with the feature
impl Observing {
    pub(crate) fn reply(&self, _: &Operation, _: &[u8]) {}

    pub(crate) fn event(&self, _: &Operation, _: &str, _: &str) {}
}
