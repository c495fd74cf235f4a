//! A document comes in, every schema in it is handed to a function that may change it.
//!
//! Schemas are found by position, because a property may be called `format` or `schema`.

use serde_json::{Map, Value};

/// What is done to each schema: before the schemas inside it are looked for.
type Change<'c> = &'c mut dyn FnMut(&mut Map<String, Value>);

/// Hands every schema of a document to a function.
pub(super) fn schemas(document: &mut Value, change: Change<'_>) {
    if let Some(components) = document.get_mut("components") {
        each(components, "schemas", change, schema);
        each(components, "parameters", change, carrier);
        each(components, "headers", change, carrier);
        each(components, "requestBodies", change, carrier);
        each(components, "responses", change, response);
    }
    each(document, "paths", change, path_item);
}

/// Visits each part of a member.
fn each(parent: &mut Value, key: &str, change: Change<'_>, visit: fn(&mut Value, Change<'_>)) {
    if let Some(member) = parent.get_mut(key) {
        parts(member, change, visit);
    }
}

/// Visits each member of an object or item of a list.
fn parts(value: &mut Value, change: Change<'_>, visit: fn(&mut Value, Change<'_>)) {
    match value {
        Value::Object(members) => members.values_mut().for_each(|part| visit(part, change)),
        Value::Array(items) => items.iter_mut().for_each(|part| visit(part, change)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Operations, and among them `parameters`, `servers` and texts, which hold nothing that an operation holds.
fn path_item(item: &mut Value, change: Change<'_>) {
    let Value::Object(members) = item else { return };
    for (key, member) in members {
        match key.as_str() {
            "parameters" => parts(member, change, carrier),
            _ if key.starts_with("x-") => {}
            _ => operation(member, change),
        }
    }
}

fn operation(operation: &mut Value, change: Change<'_>) {
    each(operation, "parameters", change, carrier);
    if let Some(body) = operation.get_mut("requestBody") {
        carrier(body, change);
    }
    each(operation, "responses", change, response);
    each(operation, "x-events", change, carrier);
}

fn response(response: &mut Value, change: Change<'_>) {
    each(response, "headers", change, carrier);
    carrier(response, change);
}

/// Anything that has a `schema`, a `content` with schemas, or events with schemas.
fn carrier(value: &mut Value, change: Change<'_>) {
    if let Some(inner) = value.get_mut("schema") {
        schema(inner, change);
    }
    each(value, "content", change, carrier);
    each(value, "x-events", change, carrier);
}

fn schema(value: &mut Value, change: Change<'_>) {
    let Value::Object(members) = value else {
        return;
    };
    change(members);
    for (key, member) in members {
        match key.as_str() {
            "items" | "additionalProperties" | "not" => schema(member, change),
            "properties" | "allOf" | "oneOf" | "anyOf" => parts(member, change, schema),
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
