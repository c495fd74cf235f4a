//! An extension of the document comes in; what it says goes out, or everything that is wrong in it, each at its own place.
//!
//! How an extension is read stands beside the type that is made of it, a line for each member. What is read borrows from the document.

mod reader;
#[cfg(test)]
mod tests;

use serde_json::Value;

use crate::nearest;
use crate::pointer;
use crate::report::{Origins, Report};

pub(crate) use self::reader::{Members, Reader};

/// The vendor's extensions that count, as `spec/README.md` explains them.
pub(crate) const VENDORS: [&str; 6] = [
    "x-apihub-enum-names",
    "x-apihub-orders",
    "x-coze-doc-id",
    "x-coze-enum-names",
    "x-coze-order",
    "x-coze-websdk-code-sample",
];

/// Our own, which it explains as well.
pub(crate) const OURS: [&str; 17] = [
    "x-aliases",
    "x-availability",
    "x-default",
    "x-envelope",
    "x-error-codes",
    "x-events",
    "x-form",
    "x-lines",
    "x-pages",
    "x-paging",
    "x-payload",
    "x-payload-aliases",
    "x-region",
    "x-repetition",
    "x-search",
    "x-service",
    "x-when",
];

/// An extension as it stands in the document.
pub(crate) struct Extension<'a> {
    /// Such as `x-paging`.
    pub(crate) name: &'static str,
    pub(crate) value: &'a Value,
    /// JSON pointer to the value.
    pub(crate) pointer: String,
}

impl<'a> Extension<'a> {
    /// What stands under this name in the object that the pointer leads to, if anything does.
    pub(crate) fn of(value: Option<&'a Value>, owner: &str, name: &'static str) -> Option<Self> {
        Some(Self {
            name,
            value: value?,
            pointer: pointer::join(owner, name),
        })
    }

    /// What it says; or nothing, and the report has all that is wrong in it, with what to do.
    pub(crate) fn read<T>(
        &self,
        fix: &str,
        origins: &Origins,
        report: &mut Report,
        read: impl FnOnce(&mut Reader<'a>, &'a Value) -> Option<T>,
    ) -> Option<T> {
        let mut reader = Reader::of(self.name);
        let said = read(&mut reader, self.value);
        let faults = reader.faults();
        let is_whole = faults.is_empty();
        for fault in faults {
            let at = format!("{}{}", self.pointer, fault.below);
            let fix = nearest::asking(fault.meant, fix);
            let problem = report
                .concerning(&at)
                .error(origins.place(&at), fault.found);
            problem.fix(fix).expected = fault.expected;
        }
        said.filter(|_| is_whole)
    }
}
