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
        } else if at.starts_with("/components/") {
            self.chain(reference, pointer, place);
        }
    }

    /// Reports a reference that leads to no value through references only. Of a chain that is too long that is said once, where it
    /// begins to be.
    fn chain(&mut self, reference: &str, pointer: &str, place: &str) {
        match self.end_of_chain(pointer) {
            End::Value => {}
            End::Itself => {
                self.unending = Some(Unending::Reported);
                let found = format!("`{reference}` leads back to itself through references only");
                self.error(place, found);
            }
            End::ValueTooFar => {
                self.unending = Some(Unending::Reported);
                self.chain_too_long(reference, place);
            }
            End::Unknown => {
                self.unending.get_or_insert_with(|| Unending::Seen {
                    reference: reference.to_owned(),
                    place: place.to_owned(),
                });
            }
        }
    }

    fn chain_too_long(&mut self, reference: &str, place: &str) {
        let found = format!("`{reference}` is a reference to a reference, and so on");
        self.error(place, found)
            .expected(format!("at most {LONGEST_CHAIN} in a row"))
            .fix("refer to the last of them");
    }

    /// Reports a circle that is longer than chains are followed: none of its references is known to lead back to itself.
    pub(super) fn endless_chains(&mut self) {
        if let Some(Unending::Seen { reference, place }) = self.unending.take() {
            self.chain_too_long(&reference, &place);
        }
    }

    fn end_of_chain(&self, start: &str) -> End {
        let mut at = start;
        for _ in 0..LONGEST_CHAIN {
            match self.next_reference(at) {
                None => return End::Value,
                Some(next) if next == start => return End::Itself,
                Some(next) => at = next,
            }
        }
        if self.next_reference(at).is_none() {
            End::ValueTooFar
        } else {
            End::Unknown
        }
    }

    fn next_reference(&self, at: &str) -> Option<&'a str> {
        let value = self.document.pointer(at)?;
        value.get("$ref")?.as_str()?.strip_prefix('#')
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

/// Where references lead that are followed.
enum End {
    Value,
    Itself,
    /// One more than is followed.
    ValueTooFar,
    /// Further than is followed, or into a circle.
    Unknown,
}

/// References in a row that were not followed to their end.
pub(super) enum Unending {
    /// The first of them.
    Seen { reference: String, place: String },
    /// Where they end or turn back, it is reported.
    Reported,
}

/// What stands where a component or a reference to one may stand.
pub(super) enum Resolved<'a> {
    Here(&'a Map<String, Value>),
    Reference,
}
