//! A checked document, as what `OpenAPI` 3.0 calls its parts: each is read where it stands, and nothing is copied.
//!
//! That every part has the form that it must have, [`check`](crate::document::check) has seen to; what has none reads as if it were not
//! there.

mod operation;
mod schema;

use serde_json::{Map, Value};

pub(crate) use self::operation::{
    Encoding, MediaType, Operation, Parameter, QueryStyle, RequestBody, Response, shared_parameters,
};
pub(crate) use self::schema::{AdditionalProperties, Discriminator, Schema, SchemaKind, SchemaRef};
use crate::document::tree::LONGEST_CHAIN;

/// A document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Document<'d>(&'d Value);

/// A part of a document that may stand among its components instead.
pub(crate) trait Component<'d>: Copy {
    /// Where it stands among them.
    const SECTION: &'static str;

    fn new(value: &'d Value) -> Self;
}

/// A part, or where it stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum ReferenceOr<'d, T> {
    Reference(&'d str),
    Item(T),
}

/// The parts of a list.
pub(crate) type Parts<'d, T> =
    std::iter::Map<std::slice::Iter<'d, Value>, fn(&'d Value) -> ReferenceOr<'d, T>>;

impl<'d> Document<'d> {
    pub(crate) fn new(document: &'d Value) -> Self {
        Self(document)
    }

    pub(crate) fn extension(self, key: &str) -> Option<&'d Value> {
        self.0.get(key)
    }

    /// The tags that have a name, with what is said of them.
    pub(crate) fn tags(self) -> impl Iterator<Item = (&'d str, Option<&'d str>)> {
        let tags = items(self.0.get("tags")).iter();
        tags.filter_map(|tag| Some((text(tag, "name")?, text(tag, "description"))))
    }

    /// The paths that are written out.
    pub(crate) fn paths(self) -> impl Iterator<Item = (&'d str, &'d Value)> {
        let paths = members(self.0.get("paths"));
        paths.filter(|(path, item)| path.starts_with('/') && item.get("$ref").is_none())
    }

    /// A component by its name.
    pub(crate) fn component<T: Component<'d>>(self, name: &str) -> Option<ReferenceOr<'d, T>> {
        let components = self.0.get("components")?;
        let component = components.get(T::SECTION)?.get(name)?;
        Some(ReferenceOr::new(component))
    }

    /// What stands at the end of references.
    pub(crate) fn resolve<T: Component<'d>>(self, start: ReferenceOr<'d, T>) -> Option<T> {
        let mut at = start;
        // A chain longer than this is a cycle.
        for _ in 0..=LONGEST_CHAIN {
            match at {
                ReferenceOr::Item(found) => return Some(found),
                ReferenceOr::Reference(reference) => {
                    let name = reference.strip_prefix("#/components/")?;
                    let name = name.strip_prefix(T::SECTION)?.strip_prefix('/')?;
                    at = self.component(name)?;
                }
            }
        }
        None
    }
}

impl<'d, T: Component<'d>> ReferenceOr<'d, T> {
    pub(crate) fn new(value: &'d Value) -> Self {
        match text(value, "$ref") {
            Some(reference) => Self::Reference(reference),
            None => Self::Item(T::new(value)),
        }
    }

    /// What stands here itself.
    pub(crate) fn item(self) -> Option<T> {
        match self {
            Self::Item(item) => Some(item),
            Self::Reference(_) => None,
        }
    }
}

fn parts<'d, T: Component<'d>>(list: Option<&'d Value>) -> Parts<'d, T> {
    items(list).iter().map(ReferenceOr::new)
}

fn items(list: Option<&Value>) -> &[Value] {
    let items = list.and_then(Value::as_array);
    items.map(Vec::as_slice).unwrap_or_default()
}

fn members(object: Option<&Value>) -> impl Iterator<Item = (&str, &Value)> + Clone {
    let members = object.and_then(Value::as_object).into_iter();
    let members = members.flat_map(Map::iter);
    members.map(|(key, value)| (key.as_str(), value))
}

fn text<'d>(parent: &'d Value, key: &str) -> Option<&'d str> {
    parent.get(key).and_then(Value::as_str)
}

/// Any value; null says nothing.
fn said<'d>(parent: &'d Value, key: &str) -> Option<&'d Value> {
    parent.get(key).filter(|value| !value.is_null())
}

fn flag(parent: &Value, key: &str) -> bool {
    parent.get(key) == Some(&Value::Bool(true))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn references_are_followed_to_their_end() {
        let document = json!({"components": {"responses": {
            "a": {"$ref": "#/components/responses/b"},
            "b": {"content": {"text/plain": {}}},
            "circle": {"$ref": "#/components/responses/circle"},
        }}});
        let document = Document::new(&document);
        let resolve = |name: &str| document.resolve(document.component::<Response<'_>>(name)?);
        let found = resolve("a").expect("it ends at `b`");
        assert!(found.content().get("text/plain").is_some());
        assert!(resolve("circle").is_none());
        assert!(resolve("nothing").is_none());
    }

    #[test]
    fn only_what_is_a_path_and_written_out_is_one() {
        let document = json!({"paths": {"/a": {}, "x-a": {}, "/b": {"$ref": "#/paths/~1a"}}});
        let paths = Document::new(&document).paths();
        assert_eq!(paths.map(|(path, _)| path).collect::<Vec<_>>(), ["/a"]);
    }
}
