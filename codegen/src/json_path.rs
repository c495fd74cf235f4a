//! A `JSONPath` as a text comes in, JSON pointers to what it selects in a document go out: RFC 9535, all of it but one thing.
//!
//! A pattern that stands in the path and cannot be read is an error, where the standard lets it match nothing. Of regular expressions
//! (RFC 9485), Unicode's categories (`\p{L}`) cannot be read: their tables would take longer to build than all of this.

mod compare;
mod filter;
mod parse;
mod pattern;
mod select;
mod slice;
mod syntax;

use serde_json::Value;

use select::{Scope, Walk};
use syntax::Segment;

/// A path that was read.
pub(crate) struct JsonPath {
    segments: Vec<Segment>,
    /// The queries in its filters that begin at the root: they find the same wherever the filter is asked. Those that stand in the
    /// filter of another one come before it.
    from_root: Vec<Vec<Segment>>,
}

/// Why a text is not a path.
#[derive(Debug, PartialEq)]
pub(crate) struct Error {
    /// What there is, and in which column.
    pub(crate) found: String,
    /// What could be there.
    pub(crate) expected: String,
}

impl JsonPath {
    /// Reads a path.
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        parse::path(text)
    }

    /// The pointers of all nodes that it selects, each once, in the order in which they are found.
    pub(crate) fn pointers(&self, document: &Value) -> Vec<String> {
        let mut from_root = Vec::with_capacity(self.from_root.len());
        for segments in &self.from_root {
            let scope = Scope {
                here: document,
                from_root: &from_root,
            };
            let found = Walk::all(segments, scope).values();
            from_root.push(found);
        }
        let scope = Scope {
            here: document,
            from_root: &from_root,
        };
        Walk::distinct(&self.segments, scope).pointers()
    }
}

#[cfg(test)]
mod tests;
