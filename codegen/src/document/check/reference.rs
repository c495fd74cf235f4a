//! References come in; out goes what they point at, and a problem for each that points nowhere.

use serde_json::{Map, Value};

use super::Checker;
use crate::document::tree::LONGEST_CHAIN;
use crate::pointer;

/// Text beside a reference is lost, but harms nobody.
const PROSE: [&str; 2] = ["description", "summary"];

impl<'a> Checker<'a> {
    /// Whether a value is a reference; if so, it is checked to name a component of the kind that belongs there.
    fn is_reference(&mut self, object: &'a Map<String, Value>, kind: &str, at: &str) -> bool {
        let Some(reference) = object.get("$ref") else {
            return false;
        };
        let place = pointer::join(at, "$ref");
        match reference.as_str() {
            None => {
                self.error(&place, "`$ref` is not a text")
                    .expected(format!("#/components/{kind}/<name>"));
            }
            Some(reference) => self.reference(reference, kind, at, &place),
        }
        let others: Vec<_> = object
            .keys()
            .filter(|key| *key != "$ref" && !PROSE.contains(&key.as_str()))
            .collect();
        if let Some(first) = others.first() {
            let found = format!(
                "`{first}` stands beside `$ref`, where OpenAPI 3.0 ignores it; it is ignored"
            );
            self.warning(at, found)
                .fix("remove `$ref` with an action of its own if the other keys are meant");
        }
        true
    }

    /// The value itself, or what it refers to; checked where it stands.
    pub(super) fn resolve(
        &mut self,
        value: &'a Value,
        kind: &str,
        at: &str,
    ) -> Option<Resolved<'a>> {
        let object = self.object(value, at)?;
        if self.is_reference(object, kind, at) {
            return Some(Resolved::Reference);
        }
        Some(Resolved::Here(object))
    }

    fn reference(&mut self, reference: &str, kind: &str, at: &str, place: &str) {
        let expected = format!("#/components/{kind}/<name>");
        let Some(pointer) = reference.strip_prefix('#') else {
            let found = format!("`{reference}` is not in this document");
            self.error(place, found).expected(expected);
            return;
        };
        let prefix = format!("/components/{kind}/");
        let named = pointer
            .strip_prefix(&prefix)
            .is_some_and(|name| !name.is_empty() && !name.contains('/'));
        if !named {
            self.error(
                place,
                format!("`{reference}` is not a reference to one of the {kind}"),
            )
            .expected(expected);
        } else if self.document.pointer(pointer).is_none() {
            let name = pointer.strip_prefix(&prefix).unwrap_or_default();
            let problem = self.error(place, format!("`{reference}` does not exist"));
            problem
                .expected(format!("one of the {kind} of the document"))
                .fix(format!(
                    "correct the name, or add `{}` with an action in an overlay",
                    pointer::unescape(name)
                ));
        } else if at.starts_with("/components/") && self.is_circular(pointer) {
            self.error(
                place,
                format!("`{reference}` leads back to itself through references only"),
            );
        }
    }

    /// Whether following references from here never arrives at a value, or only after more steps than are followed.
    fn is_circular(&self, start: &str) -> bool {
        let mut at = start;
        for _ in 0..LONGEST_CHAIN {
            let value = self.document.pointer(at);
            let next = value.and_then(|value| value.get("$ref")?.as_str()?.strip_prefix('#'));
            match next {
                Some(next) => at = next,
                None => return false,
            }
        }
        true
    }

    /// What a value is after all references; `None` when they are broken, which is reported elsewhere.
    pub(super) fn follow(&self, value: &'a Value) -> Option<&'a Value> {
        let mut value = value;
        for _ in 0..=LONGEST_CHAIN {
            let Some(reference) = value.get("$ref") else {
                return Some(value);
            };
            value = self
                .document
                .pointer(reference.as_str()?.strip_prefix('#')?)?;
        }
        None
    }
}

/// What stands where a component or a reference to one may stand.
pub(super) enum Resolved<'a> {
    Here(&'a Map<String, Value>),
    Reference,
}
