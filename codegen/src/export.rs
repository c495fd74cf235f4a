//! The corrected document comes in, one that every OpenAPI tool understands goes out.
//!
//! Thrift's formats become those of OpenAPI, and what other tools stumble over goes: operations that are none, schemas
//! that nothing uses, required fields that no object has, and, unless asked for, the extensions that are ours alone. The vendor's
//! examples become standard ones, so that any mock server plays the API.

mod examples;

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::document::tree::{METHODS, is_pseudo};
use crate::extension::OURS;
use crate::pointer;

/// What the events of channels are merged into the document with.
const MERGED: [&str; 2] = ["x-bytes", "x-channel"];

/// Thrift's formats and what OpenAPI calls them.
const FORMATS: [(&str, &str); 4] = [
    ("i64", "int64"),
    ("i32", "int32"),
    ("i16", "int32"),
    ("byte", "int32"),
];

/// Makes the document an ordinary one; with `extensions`, ours stay in it.
#[must_use]
pub fn export(document: &Value, extensions: bool) -> Value {
    let mut document = document.clone();
    examples::add(&mut document);
    leave_out_operations(&mut document, extensions);
    if !extensions {
        leave_out_extensions(&mut document);
    }
    for at in schemas(&document) {
        if let Some(Value::Object(schema)) = document.pointer_mut(&at) {
            standard_format(schema);
            if !crate::document::visit::is_in_parts(&at, schema) {
                known_required(schema);
            }
        }
    }
    leave_out_unused(&mut document);
    document
}

/// What is no call to anybody else stays only where what says so stays: forms, and connections over which events go.
fn leave_out_operations(document: &mut Value, extensions: bool) {
    let Some(Value::Object(paths)) = document.get_mut("paths") else {
        return;
    };
    for item in paths.values_mut().filter_map(Value::as_object_mut) {
        item.retain(|method, operation| {
            let has = |key: &str| operation.get(key).is_some();
            let is_call = !is_pseudo(has) && !has("x-channel");
            let stays = is_call || extensions && (has("x-form") || has("x-channel"));
            !METHODS.contains(&method.as_str()) || stays
        });
    }
    // What is left may be a path without operations, or with what they would share.
    paths.retain(|_, item| METHODS.iter().any(|method| item.get(method).is_some()));
}

/// A stream without its events is a text to everybody else.
fn leave_out_extensions(value: &mut Value) {
    match value {
        Value::Object(members) => {
            let events = members.contains_key("x-events");
            let is_ours = |key: &str| OURS.contains(&key) || MERGED.contains(&key);
            members.retain(|key, _| !is_ours(key));
            if events && !members.contains_key("schema") {
                members.insert("schema".to_owned(), json!({"type": "string"}));
            }
            members.values_mut().for_each(leave_out_extensions);
        }
        Value::Array(items) => items.iter_mut().for_each(leave_out_extensions),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The pointers of all schemas.
fn schemas(document: &Value) -> Vec<String> {
    let walk = crate::document::visit::Visit::of(document);
    walk.schemas
        .into_iter()
        .map(|schema| schema.pointer)
        .collect()
}

fn standard_format(schema: &mut Map<String, Value>) {
    // Of texts, `byte` says that they are base64, as OpenAPI has it.
    if schema.get("type").and_then(Value::as_str) == Some("string")
        && schema.get("format").and_then(Value::as_str) == Some("byte")
    {
        return;
    }
    if let Some(Value::String(format)) = schema.get_mut("format")
        && let Some((_, standard)) = FORMATS.iter().find(|(thrift, _)| thrift == format)
    {
        (*standard).clone_into(format);
    }
}

/// A list of required fields has to have one, and each of them has to be there.
fn known_required(schema: &mut Map<String, Value>) {
    let properties = schema.get("properties").and_then(Value::as_object);
    let known: BTreeSet<String> = properties
        .into_iter()
        .flat_map(|properties| properties.keys().cloned())
        .collect();
    if let Some(Value::Array(names)) = schema.get_mut("required") {
        names.retain(|name| name.as_str().is_some_and(|name| known.contains(name)));
        if names.is_empty() {
            schema.shift_remove("required");
        }
    }
}

fn leave_out_unused(document: &mut Value) {
    let used = crate::document::visit::reached(document);
    if let Some(Value::Object(schemas)) = document.pointer_mut("/components/schemas") {
        schemas.retain(|name, _| used.contains(&pointer::join("/components/schemas", name)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_foreign_goes_and_what_is_used_stays() {
        let document = json!({
            "paths": {
                "/a": {"post": {
                    "x-paging": {"by": "number"},
                    "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}},
                    "responses": {"200": {"content": {"text/event-stream": {"x-events": [{"event": "done", "end": true}]}}}},
                }},
                "/sdk": {"post": {"x-coze-websdk-code-sample": "…", "responses": {}}},
            },
            "components": {"schemas": {
                "A": {"type": "object", "required": ["ghost"], "properties": {"n": {"type": "integer", "format": "i64"}}},
                "B": {"type": "string"},
            }},
        });
        let exported = export(&document, false);
        let at = |pointer: &str| exported.pointer(pointer).cloned();
        assert_eq!(at("/paths/~1sdk"), None);
        assert_eq!(at("/paths/~1a/post/x-paging"), None);
        assert_eq!(
            at("/paths/~1a/post/responses/200/content/text~1event-stream"),
            Some(json!({"schema": {"type": "string"}}))
        );
        assert_eq!(
            at("/components/schemas"),
            Some(
                json!({"A": {"type": "object", "properties": {"n": {"type": "integer", "format": "int64"}}}})
            )
        );
        let extended = export(&document, true);
        assert!(extended.pointer("/paths/~1a/post/x-paging").is_some());
    }

    #[test]
    fn a_byte_is_an_integer_and_a_text_in_base64_stays_one() {
        let mut schemas = [
            json!({"type": "integer", "format": "byte"}),
            json!({"type": "string", "format": "byte"}),
        ];
        for schema in schemas.iter_mut().filter_map(Value::as_object_mut) {
            standard_format(schema);
        }
        assert_eq!(schemas[0]["format"], "int32");
        assert_eq!(schemas[1]["format"], "byte");
    }

    #[test]
    fn parts_may_require_what_others_declare() {
        let thing = json!({"allOf": [
            {"type": "object", "properties": {"a": {"type": "string"}}},
            {"required": ["a"]},
        ]});
        let reply = json!({"content": {"application/json": {"schema": thing}}});
        let document = json!({"paths": {"/a": {"get": {"responses": {"200": reply}}}}});
        assert_eq!(export(&document, false), document);
    }

    #[test]
    fn anything_can_be_exported() {
        for odd in [
            json!(null),
            json!({"paths": [1]}),
            json!({"components": {"schemas": {"a": 1}}}),
        ] {
            let _ = export(&odd, false);
        }
    }
}
