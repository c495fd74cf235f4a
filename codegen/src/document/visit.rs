//! A document comes in, every schema in it goes out, each at its own place: nothing is reached through references.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::keywords::COMPOSITIONS;
use crate::pointer;

/// A schema, or a parameter, and where it stands.
pub(crate) struct Located<'a> {
    pub(crate) pointer: String,
    pub(crate) value: &'a Map<String, Value>,
}

/// What a document holds, by kind.
#[derive(Default)]
pub(crate) struct Visit<'a> {
    pub(crate) schemas: Vec<Located<'a>>,
    pub(crate) parameters: Vec<Located<'a>>,
}

impl<'a> Visit<'a> {
    pub(crate) fn of(document: &'a Value) -> Self {
        let mut visit = Self::default();
        if let Some(components) = document.get("components") {
            let at = "/components";
            visit.each(components, "schemas", at, Self::schema);
            visit.each(components, "parameters", at, Self::parameter);
            visit.each(components, "requestBodies", at, Self::carrier);
            visit.each(components, "responses", at, Self::carrier);
        }
        visit.each(document, "paths", "", Self::item);
        visit
    }

    /// Calls a function for each member of an object, or item of a list, below an object.
    fn each(
        &mut self,
        parent: &'a Value,
        key: &str,
        at: &str,
        visit: fn(&mut Self, &'a Value, &str),
    ) {
        let at = pointer::join(at, key);
        match parent.get(key) {
            Some(Value::Object(members)) => {
                for (key, member) in members {
                    visit(self, member, &pointer::join(&at, key));
                }
            }
            Some(Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    visit(self, item, &pointer::join(&at, &index.to_string()));
                }
            }
            Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) | None => {}
        }
    }

    fn item(&mut self, item: &'a Value, at: &str) {
        self.each(item, "parameters", at, Self::parameter);
        for (key, operation) in item.as_object().into_iter().flatten() {
            let at = pointer::join(at, key);
            self.each(operation, "parameters", &at, Self::parameter);
            if let Some(body) = operation.get("requestBody") {
                self.carrier(body, &pointer::join(&at, "requestBody"));
            }
            self.each(operation, "responses", &at, Self::carrier);
        }
    }

    fn parameter(&mut self, parameter: &'a Value, at: &str) {
        if let Some(value) = parameter.as_object() {
            let pointer = at.to_owned();
            self.parameters.push(Located { pointer, value });
        }
        self.carrier(parameter, at);
    }

    /// Anything with a `schema`, a `content` with schemas, or events with schemas.
    fn carrier(&mut self, value: &'a Value, at: &str) {
        if let Some(schema) = value.get("schema") {
            self.schema(schema, &pointer::join(at, "schema"));
        }
        self.each(value, "content", at, Self::carrier);
        self.each(value, "x-events", at, Self::carrier);
    }

    fn schema(&mut self, schema: &'a Value, at: &str) {
        let Some(value) = schema.as_object() else {
            return;
        };
        if value.contains_key("$ref") {
            return;
        }
        let pointer = at.to_owned();
        self.schemas.push(Located { pointer, value });
        for key in ["items", "additionalProperties", "not"] {
            if let Some(inner) = value.get(key) {
                self.schema(inner, &pointer::join(at, key));
            }
        }
        for key in ["properties", "allOf", "oneOf", "anyOf"] {
            self.each(schema, key, at, Self::schema);
        }
    }
}

/// Whether the fields of a schema may be declared elsewhere: it is a part of another, or is made of parts.
pub(crate) fn is_in_parts(pointer: &str, schema: &Map<String, Value>) -> bool {
    let parent = pointer.rsplit('/').nth(1);
    parent.is_some_and(|parent| COMPOSITIONS.contains(&parent))
        || COMPOSITIONS.iter().any(|key| schema.contains_key(*key))
}

/// Every component that the operations of a document reach, by pointer.
pub(crate) fn reached(document: &Value) -> BTreeSet<String> {
    fn references(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(members) => {
                let target = members.get("$ref").and_then(Value::as_str);
                let target = target.and_then(|target| target.strip_prefix('#'));
                found.extend(target.map(str::to_owned));
                found.extend(mapped(value));
                members
                    .values()
                    .for_each(|member| references(member, found));
            }
            Value::Array(items) => items.iter().for_each(|item| references(item, found)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let mut waiting = Vec::new();
    if let Some(paths) = document.get("paths") {
        references(paths, &mut waiting);
    }
    let mut reached = BTreeSet::new();
    while let Some(target) = waiting.pop() {
        if reached.contains(&target) {
            continue;
        }
        if let Some(value) = document.pointer(&target) {
            references(value, &mut waiting);
        }
        reached.insert(target);
    }
    reached
}

/// The components that a discriminator leads to: its mapping has references or the mere names of schemas.
fn mapped(schema: &Value) -> impl Iterator<Item = String> {
    let mapping = schema.pointer("/discriminator/mapping");
    let mapping = mapping.and_then(Value::as_object).into_iter();
    let targets = mapping.flat_map(|mapping| mapping.values().filter_map(Value::as_str));
    targets.map(|target| match target.strip_prefix('#') {
        Some(target) => target.to_owned(),
        None => pointer::join("/components/schemas", target),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_only_a_discriminator_maps_to_is_reached() {
        let document = json!({
            "paths": {"/pets": {"get": {"responses": {"200": {"$ref": "#/components/schemas/Pet"}}}}},
            "components": {"schemas": {
                "Pet": {"discriminator": {"propertyName": "kind", "mapping": {
                    "cat": "#/components/schemas/Cat",
                    "fish": "Fish",
                }}},
                "Cat": {"type": "object"},
                "Dog": {"type": "object"},
                "Fish": {"$ref": "#/components/schemas/Scales"},
                "Scales": {"type": "object"},
            }},
        });
        let reached: Vec<String> = reached(&document).into_iter().collect();
        let names = ["Cat", "Fish", "Pet", "Scales"];
        assert_eq!(
            reached,
            names.map(|name| format!("/components/schemas/{name}"))
        );
    }
}
