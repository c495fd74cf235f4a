//! The order in which a method takes its arguments.

use crate::ir::{Argument, Place};

/// The order in which a method takes its arguments: path segments as they stand in the path, then query and headers,
/// then the body; among themselves in the order of the document.
pub(crate) fn sort(arguments: &mut [Argument], path: &str) {
    arguments.sort_by_key(|argument| match argument.place {
        Place::Path => (
            0,
            path.find(&format!("{{{}}}", argument.wire))
                .unwrap_or_default(),
        ),
        Place::Query | Place::Header | Place::Cookie => (1, 0),
        Place::Body | Place::WholeBody => (2, 0),
    });
}
