//! A checked document comes in; out goes what code is made from, in the forms that openapiv3 has types for.
//!
//! openapiv3 takes a schema with a keyword of another type, or with a limit that is no number, for one that it does not know.

use std::collections::{BTreeSet, HashSet};

use serde_json::{Map, Value};

use super::check::operation_id_by_rule;
use super::keywords::{self, Form};
use super::tree::METHODS;
use super::walk;
use crate::pointer;

/// What components hold besides schemas, parameters, bodies and replies.
const COMPONENTS: [&str; 5] = [
    "callbacks",
    "examples",
    "headers",
    "links",
    "securitySchemes",
];

/// What operations hold besides what is sent and what comes back.
const OPERATION: [&str; 4] = ["callbacks", "externalDocs", "servers", "tags"];

/// What replies, parameters and media types hold besides their schemas and what the server for tests plays.
const CARRIER: [&str; 3] = ["examples", "headers", "links"];

/// What says how a field of a form is written.
const ENCODING: [&str; 3] = ["contentType", "explode", "style"];

/// Removes everything that no code is made from, and says the types of schemas that leave it to their keywords.
pub(super) fn strip_unused(document: &mut Value) {
    walk::schemas(document, &mut schema);
    if let Some(root) = document.as_object_mut() {
        security(root);
        for key in ["servers", "externalDocs"] {
            root.shift_remove(key);
        }
        tags(root);
    }
    if let Some(Value::Object(components)) = document.get_mut("components") {
        components.retain(|key, _| !COMPONENTS.contains(&key.as_str()));
        for key in ["parameters", "requestBodies", "responses"] {
            each_of(components, key, carrier);
        }
    }
    let mut seen = BTreeSet::new();
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    for (path, item) in paths.into_iter().flatten() {
        let Value::Object(item) = item else { continue };
        item.shift_remove("servers");
        each_of(item, "parameters", carrier);
        for (key, member) in item {
            if METHODS.contains(&key.as_str()) {
                let at = pointer::join_all("", &["paths", path, key]);
                own_id(&at, member, &mut seen);
                operation(member);
            }
        }
    }
}

/// Keeps of tags what resources are explained with.
fn tags(root: &mut Map<String, Value>) {
    let Some(Value::Array(tags)) = root.get_mut("tags") else {
        root.shift_remove("tags");
        return;
    };
    tags.retain(|tag| tag["name"].is_string());
    for tag in tags.iter_mut().filter_map(Value::as_object_mut) {
        tag.retain(|key, value| {
            matches!(key.as_str(), "name" | "description") && value.is_string()
        });
    }
}

/// Gives an operation an id by rule where it has none, or that of an operation before it; `check` has said so.
fn own_id(at: &str, operation: &mut Value, seen: &mut BTreeSet<String>) {
    let Value::Object(members) = operation else {
        return;
    };
    let id = members.get("operationId").and_then(Value::as_str);
    if id.is_none_or(|id| seen.contains(id)) {
        members.insert("operationId".to_owned(), operation_id_by_rule(at).into());
    }
    let id = members.get("operationId").and_then(Value::as_str);
    seen.extend(id.map(str::to_owned));
}

fn operation(operation: &mut Value) {
    let Value::Object(members) = operation else {
        return;
    };
    members.retain(|key, _| !OPERATION.contains(&key.as_str()));
    security(members);
    members
        .entry("responses")
        .or_insert_with(|| Map::new().into());
    each_of(members, "parameters", carrier);
    if let Some(body) = members.get_mut("requestBody") {
        carrier(body);
    }
    each_of(members, "responses", carrier);
}

/// Only whether credentials are required matters here, not their scopes.
fn security(owner: &mut Map<String, Value>) {
    let Some(Value::Array(requirements)) = owner.get_mut("security") else {
        owner.shift_remove("security");
        return;
    };
    requirements.retain(Value::is_object);
    let schemes = requirements.iter_mut().filter_map(Value::as_object_mut);
    for scopes in schemes.flat_map(|schemes| schemes.values_mut()) {
        *scopes = Value::Array(Vec::new());
    }
}

fn carrier(value: &mut Value) {
    let Value::Object(members) = value else {
        return;
    };
    members.retain(|key, _| !CARRIER.contains(&key.as_str()));
    each_of(members, "content", carrier);
    each_of(members, "encoding", encoding);
}

/// Says what a field's encoding leaves to the defaults, which openapiv3 does not know: `explode` follows from the style, which is
/// `form` where only the other is said.
fn encoding(value: &mut Value) {
    let Value::Object(members) = value else {
        return;
    };
    members.retain(|key, _| ENCODING.contains(&key.as_str()));
    if members.contains_key("style") || members.contains_key("explode") {
        let style = members.entry("style").or_insert_with(|| "form".into());
        let explode = *style == "form";
        members.entry("explode").or_insert(explode.into());
    }
}

/// Calls a function for each member of an object or item of a list.
fn each_of(parent: &mut Map<String, Value>, key: &str, visit: fn(&mut Value)) {
    match parent.get_mut(key) {
        Some(Value::Object(members)) => members.values_mut().for_each(visit),
        Some(Value::Array(items)) => items.iter_mut().for_each(visit),
        _ => {}
    }
}

fn schema(schema: &mut Map<String, Value>) {
    if let Some((kind, _)) = keywords::inferred(schema) {
        schema.insert("type".to_owned(), kind.into());
    }
    let kind = schema.get("type").and_then(Value::as_str);
    let kind = kind.unwrap_or_default().to_owned();
    schema.retain(|key, _| match keywords::find(key) {
        Some(keyword) if kind.is_empty() => keyword.form != Form::Unused,
        Some(keyword) => keyword.form != Form::Unused && keyword.types.contains(&kind.as_str()),
        None => true,
    });
    if let Some(Value::Array(values)) = schema.get_mut("enum") {
        let kind = Some(kind.as_str()).filter(|kind| !kind.is_empty());
        let mut seen = HashSet::new();
        values.retain(|value| keywords::is_value(value, kind) && seen.insert(value.clone()));
        if values.is_empty() {
            schema.shift_remove("enum");
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn lean_schema(schema: &Value) -> Value {
        let mut document = json!({"components": {"schemas": {"S": schema}}});
        strip_unused(&mut document);
        document["components"]["schemas"]["S"].take()
    }

    #[test]
    fn schemas_keep_what_says_their_shape() {
        assert_eq!(
            lean_schema(&json!({"type": "string", "minimum": 1, "maxLength": 3, "items": {}})),
            json!({"type": "string"})
        );
        assert_eq!(
            lean_schema(&json!({"properties": {"a": {"xml": {}}}, "not": {}})),
            json!({"properties": {"a": {}}, "type": "object"})
        );
        assert_eq!(
            lean_schema(&json!({"type": "integer", "enum": [1, "", 1, null]})),
            json!({"type": "integer", "enum": [1, null]})
        );
        assert_eq!(
            lean_schema(&json!({"type": "string", "enum": [1]})),
            json!({"type": "string"})
        );
        let composed =
            json!({"type": "object", "allOf": [{"required": ["a"]}], "x-coze-order": ["a"]});
        assert_eq!(lean_schema(&composed), composed);
    }

    #[test]
    fn every_operation_has_an_id_of_its_own() {
        let mut document = json!({"paths": {
            "/a": {"get": {}, "post": {"operationId": "A"}},
            "/b": {"get": {"operationId": "A"}},
        }});
        strip_unused(&mut document);
        assert_eq!(
            document.pointer("/paths/~1a/get/responses"),
            Some(&json!({}))
        );
        let id = |pointer: &str| document.pointer(pointer).and_then(Value::as_str);
        assert_eq!(id("/paths/~1a/get/operationId"), Some("GET /a"));
        assert_eq!(id("/paths/~1a/post/operationId"), Some("A"));
        assert_eq!(id("/paths/~1b/get/operationId"), Some("GET /b"));
    }

    #[test]
    fn operations_keep_what_travels() {
        let mut document = json!({
            "servers": [],
            "paths": {"/a": {"servers": [], "get": {
                "callbacks": {"broken": 1},
                "operationId": "A",
                "parameters": [{"name": "p", "examples": {}}],
                "responses": {"200": {"description": "", "headers": {"broken": 1}}},
            }}},
            "components": {"links": {"broken": 1}},
        });
        strip_unused(&mut document);
        let expected = json!({
            "paths": {"/a": {"get": {
                "operationId": "A",
                "parameters": [{"name": "p"}],
                "responses": {"200": {"description": ""}},
            }}},
            "components": {},
        });
        assert_eq!(document, expected);
    }
}
