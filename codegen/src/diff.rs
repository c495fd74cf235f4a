//! Two corrected documents come in, what changed for the wire and for users of the crate goes out.
//!
//! Requests and replies are compared as trees, operation by operation, through references: how a component is called, and
//! which schemas share one, is never looked at. A change that many operations have is one change.

mod access;
mod alternatives;
mod compare;
mod encodings;
mod integers;
mod meanings;
mod media;
mod operations;
mod renames;
mod render;
mod schemas;
mod texts;

use std::collections::BTreeMap;

use serde_json::Value;

pub use self::renames::Renames;
pub use self::render::{Format, render};

pub use crate::impact::Impact;
use crate::surface::{self, Surface, SurfaceDifference};

/// Which way a value travels, seen from the crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// In requests.
    Sending,
    /// In replies and events.
    Receiving,
    /// In replies that are failures: the crate reads them all alike.
    Failing,
}

/// What a change means in one direction, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// How bad it is.
    pub impact: Impact,
    /// The reason.
    pub why: &'static str,
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Where it was met first: `POST /v3/chat › body › messages[] › role`.
    pub place: String,
    /// What is different.
    pub what: String,
    /// What it probably means.
    pub hint: Option<String>,
    /// The operations that it touches, that of the place first.
    pub operations: Vec<String>,
    /// What it means for requests, where it is part of one.
    pub sending: Option<Verdict>,
    /// What it means for replies, where it is part of one.
    pub receiving: Option<Verdict>,
}

impl Change {
    /// The worse of both directions.
    #[must_use]
    pub fn impact(&self) -> Impact {
        let verdicts = self.sending.into_iter().chain(self.receiving);
        verdicts
            .map(|verdict| verdict.impact)
            .max()
            .unwrap_or(Impact::Documentation)
    }
}

/// Everything that is different.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The worst first, then in the order of the new document.
    pub changes: Vec<Change>,
    /// Texts and examples that read differently: where they stand, and which of them.
    pub texts: BTreeMap<String, Vec<String>>,
    /// What changed in the public items of the crate, or why that is unknown.
    pub surface: Result<SurfaceDifference, String>,
}

impl Difference {
    /// What the wire alone says; `None` when it is the same.
    #[must_use]
    pub fn wire(&self) -> Option<Impact> {
        let texts = (!self.texts.is_empty()).then_some(Impact::Documentation);
        self.changes.iter().map(Change::impact).max().max(texts)
    }

    /// The worse of what the wire and the public items of the crate say; `None` when nothing is different.
    #[must_use]
    pub fn verdict(&self) -> Option<Impact> {
        let surface = self.surface.as_ref().ok();
        self.wire()
            .max(surface.and_then(SurfaceDifference::verdict))
    }
}

/// Compares two documents, each as its overlays left it, and the public items that become of them.
#[must_use]
pub fn compare(
    old: &Value,
    new: &Value,
    surfaces: (&Result<Surface, String>, &Result<Surface, String>),
) -> Difference {
    let (mut changes, texts) = operations::compare(old, new);
    changes.sort_by_key(|change| std::cmp::Reverse(change.impact()));
    Difference {
        changes,
        texts,
        surface: match surfaces {
            (Ok(old), Ok(new)) => Ok(surface::compare(old, new)),
            (Err(why), _) => Err(format!(
                "nothing can be generated from the old document: {why}"
            )),
            (_, Err(why)) => Err(format!(
                "nothing can be generated from the new document: {why}"
            )),
        },
    }
}

#[cfg(test)]
mod tests;
