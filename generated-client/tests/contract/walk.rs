//! A value that was sent, beside its schema -> what is declared and absent, and what says that it belongs elsewhere.

use serde_json::{Map, Value};

use crate::document::Document;
use crate::names;
use crate::shape::{self, Shape};

/// What was found in a request.
#[derive(Default)]
pub(crate) struct Found {
    /// Values that are not those of their places.
    pub(crate) misplaced: Vec<String>,
    /// What is declared, and absent.
    pub(crate) absent: Vec<String>,
}

/// Looks at a value that stands at a place with this name.
pub(crate) fn look(
    document: &Document,
    at: &str,
    name: &str,
    declared: &Value,
    value: &Value,
) -> Found {
    let mut walk = Walk {
        document,
        around: Vec::new(),
        found: Found::default(),
    };
    walk.look(at, name, declared, value);
    walk.found
}

struct Walk<'d> {
    document: &'d Document,
    /// The references on the way.
    around: Vec<String>,
    found: Found,
}

impl Walk<'_> {
    fn look(&mut self, at: &str, name: &str, declared: &Value, value: &Value) {
        let document = self.document;
        let shape = shape::of(document, declared, value);
        let depth = self.around.len();
        let references = shape.references.iter().map(|one| (*one).to_owned());
        self.around.extend(references);
        match value {
            Value::Object(members) => self.object(at, name, &shape, members),
            Value::Array(items) => {
                let item = shape.member("items").unwrap_or(&Value::Null);
                for (index, value) in items.iter().enumerate() {
                    self.look(&format!("{at}/{index}"), name, item, value);
                }
            }
            Value::Null => {}
            Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                self.scalar(at, name, &shape, value);
            }
        }
        self.around.truncate(depth);
    }

    fn object(&mut self, at: &str, name: &str, shape: &Shape<'_>, members: &Map<String, Value>) {
        let further = shape.member("additionalProperties").unwrap_or(&Value::Null);
        let tag = shape.member("discriminator");
        let tag = tag.and_then(|tag| tag["propertyName"].as_str());
        for (key, value) in members {
            let at = format!("{at}/{key}");
            match shape.property(key) {
                _ if tag == Some(key) => {}
                Some(property) => self.look(&at, key, property, value),
                None => self.look(&at, name, further, value),
            }
        }
        if !shape.is_doubtful {
            self.absent_members(at, shape, members);
        }
    }

    fn scalar(&mut self, at: &str, name: &str, shape: &Shape<'_>, value: &Value) {
        let is_chosen = shape.member("enum").is_some() || shape.member("const").is_some();
        if is_chosen || shape.is_doubtful {
            return;
        }
        let expected = shape.parts.iter().find_map(|part| names::named(part, name));
        let is_integer = shape.parts.iter().any(|part| names::is_integer_text(part));
        if let Some(expected) = expected
            && expected != *value
            && !(is_integer && value == name)
        {
            self.found.misplaced.push(format!(
                "{at}: {value} belongs elsewhere; {expected} belongs here"
            ));
        }
    }

    /// What could stand in an object and does not, other than one more object of a type that is around it.
    fn absent_members(&mut self, at: &str, shape: &Shape<'_>, members: &Map<String, Value>) {
        for (key, property) in shape.properties() {
            let is_given = members.contains_key(&key);
            if !is_given && !self.is_around(&property, 0) && !self.is_read_only(&property) {
                self.found.absent.push(format!("{at}/{key}"));
            }
        }
    }

    /// What the service alone sets cannot be given.
    fn is_read_only(&self, property: &Value) -> bool {
        let shape = shape::always(self.document, property);
        shape.member("readOnly") == Some(&Value::Bool(true))
    }

    /// Whether a type that is around the object stands in the property, or in lists, maps or alternatives there.
    fn is_around(&self, property: &Value, depth: usize) -> bool {
        if depth > 8 {
            return false;
        }
        let (schema, reference) = self.document.resolve(property);
        let inner = ["items", "additionalProperties"].map(|key| schema.get(key));
        let inner = inner.into_iter().flatten().chain(shape::all_of(schema));
        let mut inner = inner.chain(shape::alternatives(schema));
        reference.is_some_and(|reference| self.around.iter().any(|one| one == reference))
            || inner.any(|inner| self.is_around(inner, depth + 1))
    }
}
