//! A document comes in, the same document without the formats that mean nothing goes out.
//!
//! The vendor's document is made from Thrift, whose kinds of types appear as `format`: `bool`, `list`, `map`, `int`. openapiv3
//! takes a boolean, array or object that has a `format` for a schema that it does not know.

use serde_json::{Map, Value};

/// Formats that only repeat the type.
const FOREIGN: [&str; 4] = ["bool", "list", "map", "int"];

/// Types that no format says anything about.
const WITHOUT_FORMAT: [&str; 3] = ["boolean", "array", "object"];

/// Removes formats that mean nothing wherever a schema stands; by position, because a property may be called `format`.
pub fn plain(document: &mut Value) {
    if let Some(components) = document.get_mut("components") {
        each(components, "schemas", schema);
        each(components, "parameters", carrier);
        each(components, "headers", carrier);
        each(components, "requestBodies", carrier);
        each(components, "responses", response);
    }
    each(document, "paths", path_item);
}

/// Calls a function for each part of a member.
fn each(parent: &mut Value, key: &str, visit: fn(&mut Value)) {
    if let Some(member) = parent.get_mut(key) {
        parts(member, visit);
    }
}

/// Calls a function for each member of an object or item of a list.
fn parts(value: &mut Value, visit: fn(&mut Value)) {
    match value {
        Value::Object(members) => members.values_mut().for_each(visit),
        Value::Array(items) => items.iter_mut().for_each(visit),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Operations, and among them `parameters`, `servers` and texts, which hold nothing that an operation holds.
fn path_item(item: &mut Value) {
    let Value::Object(members) = item else { return };
    for (key, member) in members {
        match key.as_str() {
            "parameters" => parts(member, carrier),
            _ if key.starts_with("x-") => {}
            _ => operation(member),
        }
    }
}

fn operation(operation: &mut Value) {
    each(operation, "parameters", carrier);
    operation
        .get_mut("requestBody")
        .into_iter()
        .for_each(carrier);
    each(operation, "responses", response);
    each(operation, "x-events", carrier);
}

fn response(response: &mut Value) {
    each(response, "headers", carrier);
    carrier(response);
}

/// Anything that has a `schema`, a `content` with schemas, or events with schemas.
fn carrier(value: &mut Value) {
    value.get_mut("schema").into_iter().for_each(schema);
    each(value, "content", carrier);
    each(value, "x-events", carrier);
}

fn schema(value: &mut Value) {
    let Value::Object(members) = value else {
        return;
    };
    if has_foreign_format(members) {
        members.shift_remove("format");
    }
    for (key, member) in members {
        match key.as_str() {
            "items" | "additionalProperties" | "not" => schema(member),
            "properties" | "allOf" | "oneOf" | "anyOf" => parts(member, schema),
            _ => {}
        }
    }
}

fn has_foreign_format(schema: &Map<String, Value>) -> bool {
    let text = |key: &str| schema.get(key).and_then(Value::as_str);
    let Some(format) = text("format") else {
        return false;
    };
    FOREIGN.contains(&format) || text("type").is_some_and(|kind| WITHOUT_FORMAT.contains(&kind))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn plain_schema(mut schema: Value) -> Value {
        super::schema(&mut schema);
        schema
    }

    #[test]
    fn thrift_formats_go_and_real_ones_stay() {
        for format in FOREIGN {
            assert_eq!(
                plain_schema(json!({"type": "string", "format": format})),
                json!({"type": "string"})
            );
        }
        for format in ["i64", "i32", "double", "binary", "json"] {
            let schema = json!({"type": "string", "format": format});
            assert_eq!(plain_schema(schema.clone()), schema);
        }
        assert_eq!(
            plain_schema(json!({"type": "boolean", "format": "i32"})),
            json!({"type": "boolean"})
        );
    }

    #[test]
    fn properties_may_be_called_anything() {
        let properties = json!({
            "format": {"type": "boolean", "format": "bool"},
            "properties": {"type": "object", "properties": {"items": {"type": "array", "format": "list"}}},
            "items": {"type": "string", "format": "i64"},
        });
        let expected = json!({
            "format": {"type": "boolean"},
            "properties": {"type": "object", "properties": {"items": {"type": "array"}}},
            "items": {"type": "string", "format": "i64"},
        });
        let schema =
            json!({"type": "object", "properties": properties, "example": {"format": "map"}});
        let expected =
            json!({"type": "object", "properties": expected, "example": {"format": "map"}});
        assert_eq!(plain_schema(schema), expected);
    }

    #[test]
    fn schemas_in_schemas_are_reached() {
        for key in ["items", "additionalProperties", "not"] {
            let with = |schema: Value| json!({"type": "object", key: schema});
            assert_eq!(
                plain_schema(with(json!({"format": "map"}))),
                with(json!({}))
            );
        }
        for key in ["allOf", "oneOf", "anyOf"] {
            assert_eq!(
                plain_schema(json!({key: [{"format": "int"}]})),
                json!({key: [{}]})
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
        let mut found = document(json!({"type": "object", "format": "map"}));
        plain(&mut found);
        assert_eq!(found, document(json!({"type": "object"})));
    }
}
