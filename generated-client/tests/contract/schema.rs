//! Schemas of the document -> JSON Schema, and what a validator says about a value.

use jsonschema::Validator;
use serde_json::{Map, Value, json};

use crate::document::Document;

/// What JSON Schema and OpenAPI 3.0 both say, and in the same way. Formats are not among it: many of the document's are Thrift's.
const SHARED: [&str; 17] = [
    "$ref",
    "type",
    "enum",
    "required",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "pattern",
    "uniqueItems",
    "multipleOf",
    "minProperties",
    "maxProperties",
    "title",
    "default",
];

/// Everything that is wrong with a value, one line each, with its place below `at`.
pub(crate) fn problems(
    document: &Document,
    schema: &Value,
    value: &Value,
    at: &str,
) -> Vec<String> {
    let validator = validator(document, schema);
    let errors = validator.iter_errors(value);
    errors
        .map(|error| format!("{at}{}: {error}", error.instance_path()))
        .collect()
}

fn validator(document: &Document, schema: &Value) -> Validator {
    let mut root = convert(schema);
    // References keep the place at which they stand in the document.
    let mut components = Map::new();
    take_along(document, schema, &mut components);
    root["components"] = json!({ "schemas": components });
    jsonschema::draft202012::new(&root).expect("the document's schemas are schemas")
}

/// Converts every component that a schema refers to, however far.
fn take_along(document: &Document, value: &Value, components: &mut Map<String, Value>) {
    match value {
        Value::Object(members) => {
            let reference = members.get("$ref").and_then(Value::as_str);
            let name =
                reference.and_then(|reference| reference.strip_prefix("#/components/schemas/"));
            if let Some(name) = name.filter(|name| !components.contains_key(*name)) {
                let schema = &document.root["components"]["schemas"][name];
                components.insert(name.to_owned(), convert(schema));
                take_along(document, schema, components);
            }
            members
                .values()
                .for_each(|member| take_along(document, member, components));
        }
        Value::Array(items) => items
            .iter()
            .for_each(|item| take_along(document, item, components)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A schema of OpenAPI 3.0 as JSON Schema. What is not declared is not allowed, unless the schema says otherwise.
fn convert(schema: &Value) -> Value {
    let Some(members) = schema.as_object() else {
        return schema.clone();
    };
    let mut converted = Map::new();
    for (key, member) in members {
        let member = match key.as_str() {
            "properties" => Value::Object(each(member)),
            "items" | "additionalProperties" | "not" => convert(member),
            "allOf" | "oneOf" | "anyOf" => member
                .as_array()
                .into_iter()
                .flatten()
                .map(convert)
                .collect(),
            key if SHARED.contains(&key) => member.clone(),
            _ => continue,
        };
        converted.insert(key.clone(), member);
    }
    if members.contains_key("properties") && !members.contains_key("additionalProperties") {
        converted.insert("additionalProperties".to_owned(), json!(false));
    }
    if schema["nullable"] == true {
        converted.insert("type".to_owned(), json!([schema["type"], "null"]));
    }
    // An integer that is written as text.
    if schema["type"] == "string" && (schema["format"] == "i64" || schema["format"] == "i32") {
        converted.insert("pattern".to_owned(), json!("^-?[0-9]+$"));
    }
    Value::Object(converted)
}

fn each(properties: &Value) -> Map<String, Value> {
    let properties = properties.as_object().expect("an object");
    properties
        .iter()
        .map(|(name, schema)| (name.clone(), convert(schema)))
        .collect()
}

/// A text of a path, query, header or form as a value of the type that is declared for it; itself, if it is none.
pub(crate) fn read(document: &Document, schema: &Value, text: &str) -> Value {
    let (schema, _) = document.resolve(schema);
    let read: Option<Value> = match schema["type"].as_str() {
        Some("integer" | "number" | "boolean" | "object") => serde_json::from_str(text).ok(),
        Some("array") => Some(
            text.split(',')
                .map(|item| read(document, &schema["items"], item))
                .collect(),
        ),
        _ => None,
    };
    read.unwrap_or_else(|| text.into())
}

#[test]
fn what_is_not_declared_is_not_allowed() {
    let schemas = json!({"Inner": {"type": "object", "properties": {"n": {"type": "integer", "format": "int"}}, "required": ["n"]}});
    let document = Document {
        root: json!({"components": {"schemas": schemas}}),
    };
    let schema = json!({"type": "object", "properties": {
        "inner": {"$ref": "#/components/schemas/Inner"},
        "map": {"type": "object", "additionalProperties": {"type": "string"}},
        "id": {"type": "string", "format": "i64"},
    }});
    let found = |value: Value| problems(&document, &schema, &value, "body").len();
    assert_eq!(
        found(json!({"inner": {"n": 1}, "map": {"k": "v"}, "id": "42"})),
        0
    );
    for wrong in [
        json!({"other": 1}),
        json!({"inner": {}}),
        json!({"inner": {"n": "1"}}),
        json!({"inner": {"n": 1, "m": 2}}),
        json!({"map": {"k": 1}}),
        json!({"id": 42}),
        json!({"id": "x"}),
    ] {
        assert_eq!(found(wrong.clone()), 1, "{wrong}");
    }
}
