//! What a schema declares, through references and the parts that it is made of.

use serde_json::{Map, Value};

use crate::document::Document;
use crate::schema;

/// Everything that is declared for one value: the schema itself, its parts, and of alternatives the one that fits.
pub(crate) struct Shape<'d> {
    pub(crate) parts: Vec<&'d Value>,
    /// The references on the way to the parts.
    pub(crate) references: Vec<&'d str>,
    /// Which alternative the value is cannot be said.
    pub(crate) is_doubtful: bool,
}

/// What is declared for this value.
pub(crate) fn of<'d>(document: &'d Document, declared: &'d Value, value: &Value) -> Shape<'d> {
    let mut shape = Shape {
        parts: Vec::new(),
        references: Vec::new(),
        is_doubtful: false,
    };
    shape.add(document, declared, Some(value));
    shape
}

/// What is declared for every value, whichever alternative it is.
pub(crate) fn always<'d>(document: &'d Document, declared: &'d Value) -> Shape<'d> {
    let mut shape = Shape {
        parts: Vec::new(),
        references: Vec::new(),
        is_doubtful: false,
    };
    shape.add(document, declared, None);
    shape
}

/// The alternatives of a schema.
pub(crate) fn alternatives(schema: &Value) -> impl Iterator<Item = &Value> {
    let lists = ["oneOf", "anyOf"].map(|key| schema.get(key).and_then(Value::as_array));
    lists.into_iter().flatten().flatten()
}

/// The parts of a schema, all of which hold.
pub(crate) fn all_of(schema: &Value) -> impl Iterator<Item = &Value> {
    schema["allOf"].as_array().into_iter().flatten()
}

/// Whether null is one of the values.
pub(crate) fn takes_null(document: &Document, declared: &Value) -> bool {
    may_be_null(document, declared, 0)
}

fn may_be_null(document: &Document, declared: &Value, depth: usize) -> bool {
    let (schema, _) = document.resolve(declared);
    let says_nothing = schema.as_object().is_some_and(Map::is_empty);
    let lists_null = schema["enum"].as_array();
    let lists_null = lists_null.is_some_and(|values| values.contains(&Value::Null));
    if depth > 8 || says_nothing || lists_null || schema["nullable"] == true {
        return depth <= 8;
    }
    let mut one = alternatives(schema);
    let mut all = all_of(schema).peekable();
    let is_possible = |part: &Value| may_be_null(document, part, depth + 1);
    match all.peek() {
        Some(_) => schema.get("properties").is_none() && all.all(is_possible),
        None => one.any(is_possible),
    }
}

impl<'d> Shape<'d> {
    fn add(&mut self, document: &'d Document, declared: &'d Value, value: Option<&Value>) {
        let (schema, reference) = document.resolve(declared);
        if reference.is_some_and(|reference| self.references.contains(&reference)) {
            return;
        }
        self.references.extend(reference);
        self.parts.push(schema);
        for part in all_of(schema) {
            self.add(document, part, value);
        }
        let Some(value) = value else { return };
        let fits = |one: &&Value| schema::problems(document, one, value, "").is_empty();
        let fitting: Vec<&Value> = alternatives(schema).filter(fits).collect();
        match fitting.as_slice() {
            [one] => self.add(document, one, Some(value)),
            [] => {}
            _ => self.is_doubtful = true,
        }
    }

    pub(crate) fn property(&self, name: &str) -> Option<&'d Value> {
        self.parts
            .iter()
            .find_map(|part| part["properties"].get(name))
    }

    pub(crate) fn properties(&self) -> Map<String, Value> {
        let maps = self.parts.iter();
        let maps = maps.filter_map(|part| part["properties"].as_object());
        maps.flatten()
            .map(|(name, property)| (name.clone(), property.clone()))
            .collect()
    }

    /// What one of the parts says under this key.
    pub(crate) fn member(&self, key: &str) -> Option<&'d Value> {
        self.parts.iter().find_map(|part| part.get(key))
    }

    pub(crate) fn is(&self, kind: &str) -> bool {
        self.member("type").is_some_and(|declared| {
            declared == kind
                || declared
                    .as_array()
                    .is_some_and(|all| all.contains(&kind.into()))
        })
    }

    pub(crate) fn is_object(&self) -> bool {
        let keys = ["properties", "additionalProperties"];
        self.is("object") || keys.iter().any(|key| self.member(key).is_some())
    }

    pub(crate) fn is_array(&self) -> bool {
        self.is("array") || self.member("items").is_some()
    }

    /// Whether values are contents of files.
    pub(crate) fn is_file(&self) -> bool {
        self.member("format")
            .is_some_and(|format| format == "binary")
    }
}
