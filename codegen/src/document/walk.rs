//! A document comes in, every schema in it is handed to a function that may change it.
//!
//! Schemas are found by position, because a property may be called `format` or `schema`.

use serde_json::{Map, Value};

use crate::pointer;

/// What is done to each schema, which stands at a pointer: before the schemas inside it are looked for.
type Change<'c> = &'c mut dyn FnMut(&mut Value, &str);

/// Hands every schema of a document that is an object to a function.
pub(super) fn schemas(document: &mut Value, change: &mut dyn FnMut(&mut Map<String, Value>)) {
    located(document, &mut |schema, _| {
        if let Value::Object(members) = schema {
            change(members);
        }
    });
}

/// Hands every schema of a document to a function, whatever stands there, with its pointer.
pub(crate) fn located(document: &mut Value, change: Change<'_>) {
    let at = &mut String::new();
    if let Some(components) = document.get_mut("components") {
        below(at, "components", |at| {
            each(components, "schemas", at, change, schema);
            each(components, "parameters", at, change, carrier);
            each(components, "headers", at, change, carrier);
            each(components, "requestBodies", at, change, carrier);
            each(components, "responses", at, change, response);
        });
    }
    each(document, "paths", at, change, path_item);
}

/// What is done to a part of a document. Its pointer is the same again afterwards.
type Visit = fn(&mut Value, &mut String, Change<'_>);

/// Goes to a member or an item, and back.
fn below(at: &mut String, key: &str, visit: impl FnOnce(&mut String)) {
    let length = at.len();
    pointer::push(at, key);
    visit(at);
    at.truncate(length);
}

/// Visits a member, if it is there.
fn member(parent: &mut Value, key: &str, at: &mut String, change: Change<'_>, visit: Visit) {
    if let Some(member) = parent.get_mut(key) {
        below(at, key, |at| visit(member, at, change));
    }
}

/// Visits each part of a member.
fn each(parent: &mut Value, key: &str, at: &mut String, change: Change<'_>, visit: Visit) {
    if let Some(member) = parent.get_mut(key) {
        below(at, key, |at| parts(member, at, change, visit));
    }
}

/// Visits each member of an object or item of a list.
fn parts(value: &mut Value, at: &mut String, change: Change<'_>, visit: Visit) {
    match value {
        Value::Object(members) => {
            for (key, part) in members {
                below(at, key, |at| visit(part, at, change));
            }
        }
        Value::Array(items) => {
            for (index, part) in items.iter_mut().enumerate() {
                below(at, &index.to_string(), |at| visit(part, at, change));
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Operations, and among them `parameters`, `servers` and texts, which hold nothing that an operation holds.
fn path_item(item: &mut Value, at: &mut String, change: Change<'_>) {
    let Value::Object(members) = item else { return };
    for (key, member) in members {
        match key.as_str() {
            "parameters" => below(at, key, |at| parts(member, at, change, carrier)),
            _ if key.starts_with("x-") => {}
            _ => below(at, key, |at| operation(member, at, change)),
        }
    }
}

fn operation(operation: &mut Value, at: &mut String, change: Change<'_>) {
    each(operation, "parameters", at, change, carrier);
    member(operation, "requestBody", at, change, carrier);
    each(operation, "responses", at, change, response);
    each(operation, "x-events", at, change, carrier);
}

fn response(response: &mut Value, at: &mut String, change: Change<'_>) {
    each(response, "headers", at, change, carrier);
    carrier(response, at, change);
}

/// Anything that has a `schema`, a `content` with schemas, or events with schemas.
fn carrier(value: &mut Value, at: &mut String, change: Change<'_>) {
    member(value, "schema", at, change, schema);
    each(value, "content", at, change, carrier);
    each(value, "x-events", at, change, carrier);
}

fn schema(value: &mut Value, at: &mut String, change: Change<'_>) {
    change(value, at);
    let Value::Object(members) = value else {
        return;
    };
    for (key, member) in members {
        match key.as_str() {
            // Whether there may be other keys is no schema.
            "additionalProperties" if member.is_boolean() => {}
            "items" | "additionalProperties" | "not" => {
                below(at, key, |at| schema(member, at, change));
            }
            "properties" | "allOf" | "oneOf" | "anyOf" => {
                below(at, key, |at| parts(member, at, change, schema));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Marks every schema of a document.
    fn marked(mut document: Value) -> Value {
        schemas(&mut document, &mut |schema| {
            schema.insert("seen".to_owned(), json!(true));
        });
        document
    }

    fn marked_schema(schema: &Value) -> Value {
        let mut document = marked(json!({"components": {"schemas": {"S": schema}}}));
        document["components"]["schemas"]["S"].take()
    }

    #[test]
    fn properties_may_be_called_anything() {
        let properties = json!({
            "format": {"type": "boolean"},
            "properties": {"type": "object", "properties": {"items": {"type": "array"}}},
        });
        let expected = json!({
            "format": {"type": "boolean", "seen": true},
            "properties": {
                "type": "object",
                "properties": {"items": {"type": "array", "seen": true}},
                "seen": true,
            },
        });
        let schema = json!({"properties": properties, "example": {"items": {}}});
        let expected = json!({"properties": expected, "example": {"items": {}}, "seen": true});
        assert_eq!(marked_schema(&schema), expected);
    }

    #[test]
    fn schemas_in_schemas_are_reached() {
        for key in ["items", "additionalProperties", "not"] {
            assert_eq!(
                marked_schema(&json!({key: {}})),
                json!({key: {"seen": true}, "seen": true})
            );
        }
        for key in ["allOf", "oneOf", "anyOf"] {
            assert_eq!(
                marked_schema(&json!({key: [{}]})),
                json!({key: [{"seen": true}], "seen": true})
            );
        }
    }

    #[test]
    fn every_place_of_a_schema_is_reached() {
        let document = |schema: Value| {
            let content = json!({"application/json": {"schema": schema, "x-events": [{"event": "done", "schema": schema}]}});
            let parameters = json!([{"name": "format", "in": "query", "schema": schema}]);
            json!({
                "paths": {"/x": {
                    "parameters": parameters,
                    "post": {
                        "parameters": parameters,
                        "requestBody": {"content": content},
                        "responses": {"200": {"content": content, "headers": {"H": {"schema": schema}}}},
                    },
                }},
                "components": {
                    "schemas": {"format": schema},
                    "parameters": {"p": {"schema": schema}},
                    "requestBodies": {"b": {"content": content}},
                    "responses": {"r": {"content": content}},
                },
            })
        };
        assert_eq!(marked(document(json!({}))), document(json!({"seen": true})));
    }
}
