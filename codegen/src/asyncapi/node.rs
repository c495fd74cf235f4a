//! Values of the `AsyncAPI` document, each with the place where it stands.

use serde_json::{Map, Value};

use crate::pointer;
use crate::report::{Place, Problem, Report, Source, clipped};

/// Steps of the longest chain of references; a longer one is a cycle.
const LONGEST_CHAIN: usize = 64;

/// A value and its place.
#[derive(Clone)]
pub(super) struct Node<'a> {
    pub(super) value: &'a Value,
    pub(super) pointer: String,
}

impl<'a> Node<'a> {
    pub(super) fn root(value: &'a Value) -> Self {
        Self {
            value,
            pointer: String::new(),
        }
    }

    pub(super) fn place(&self) -> Place {
        Place::new(Source::Realtime, &self.pointer)
    }

    /// A member of an object.
    pub(super) fn member(&self, key: &str) -> Option<Self> {
        Some(Self {
            value: self.value.get(key)?,
            pointer: pointer::join(&self.pointer, key),
        })
    }

    /// A member that is a text.
    pub(super) fn text(&self, key: &str) -> Option<&'a str> {
        self.value.get(key)?.as_str()
    }

    /// The members of an object.
    pub(super) fn members(&self) -> Vec<(&'a str, Self)> {
        let members = self.value.as_object().into_iter().flatten();
        let node = |(key, value): (&'a String, &'a Value)| {
            let pointer = pointer::join(&self.pointer, key);
            (key.as_str(), Self { value, pointer })
        };
        members.map(node).collect()
    }

    /// The items of a list.
    pub(super) fn items(&self) -> Vec<Self> {
        let items = self.value.as_array().into_iter().flatten().enumerate();
        let node = |(index, value): (usize, &'a Value)| Self {
            value,
            pointer: pointer::join(&self.pointer, &index.to_string()),
        };
        items.map(node).collect()
    }

    /// The members of a member; nothing where there is none, and the report says so where it is no object.
    pub(super) fn below(&self, key: &str, report: &mut Report) -> Vec<(&'a str, Self)> {
        let Some(member) = self.member(key) else {
            return Vec::new();
        };
        if !member.value.is_object() {
            let found = format!("{} is no object", clipped(member.value));
            error(report, &member, found);
        }
        member.members()
    }

    /// The items of a member; nothing where there is none, and the report says so where it is no list.
    pub(super) fn list(&self, key: &str, report: &mut Report) -> Vec<Self> {
        let Some(member) = self.member(key) else {
            return Vec::new();
        };
        if !member.value.is_array() {
            let found = format!("{} is no list", clipped(member.value));
            error(report, &member, found);
        }
        member.items()
    }

    /// What it refers to within the document, if it is a reference; itself otherwise.
    pub(super) fn resolved(&self, root: &Self, report: &mut Report) -> Option<Self> {
        let mut at = self.clone();
        for _ in 0..LONGEST_CHAIN {
            let Some(reference) = at.text("$ref") else {
                return Some(at);
            };
            let target = reference.strip_prefix('#');
            let target = target.and_then(|pointer| Some((root.value.pointer(pointer)?, pointer)));
            let Some((value, pointer)) = target else {
                let found = format!("`{reference}` refers to nothing in this document");
                error(report, &at, found);
                return None;
            };
            at = Self {
                value,
                pointer: pointer.to_owned(),
            };
        }
        error(report, self, "the reference leads back to itself");
        None
    }
}

/// Adds an error at a place of the document.
pub(super) fn error<'r>(
    report: &'r mut Report,
    at: &Node<'_>,
    found: impl Into<String>,
) -> &'r mut Problem {
    report.error(at.place(), found)
}

/// An object without the members that are null.
pub(super) fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let members = members.into_iter().filter(|(_, member)| !member.is_null());
            Value::Object(members.collect::<Map<_, _>>())
        }
        other => other,
    }
}
