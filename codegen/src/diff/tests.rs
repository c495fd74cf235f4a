mod alternatives;
mod values;
mod wire;

use serde_json::{Value, json};

use super::*;

fn compare(old: &Value, new: &Value) -> Difference {
    let none = Ok(Surface::default());
    super::compare(old, new, (&none, &none))
}

/// A document with one operation that sends and receives `Thing`.
fn document(schemas: &Value) -> Value {
    let content = json!({"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}});
    json!({
        "openapi": "3.0.3",
        "info": {"title": "Things", "version": "1"},
        "paths": {"/v1/things/{id}": {"post": {
            "operationId": "UpdateThing",
            "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
            "requestBody": {"content": content},
            "responses": {"200": {"description": "", "content": content}},
        }}},
        "components": {"schemas": schemas},
    })
}

fn thing(properties: &Value) -> Value {
    document(&json!({"Thing": {"type": "object", "properties": properties}}))
}

fn differences(old: &Value, new: &Value) -> Vec<String> {
    let difference = compare(old, new);
    let word = |verdict: Option<Verdict>| verdict.map_or("-", |verdict| verdict.impact.word());
    difference
        .changes
        .iter()
        .map(|change| {
            format!(
                "{}: {} ({}, {})",
                change.place,
                change.what,
                word(change.sending),
                word(change.receiving)
            )
        })
        .collect()
}

#[test]
fn the_same_is_no_difference() {
    let document = thing(&json!({"a": {"type": "string"}}));
    let difference = compare(&document, &document);
    assert!(difference.changes.is_empty() && difference.texts.is_empty());
    assert_eq!(difference.verdict(), None);
}

#[test]
fn names_of_components_and_of_path_parameters_do_not_count() {
    let old = document(&json!({
        "Thing": {"type": "object", "properties": {"a": {"$ref": "#/components/schemas/A1"}}},
        "A1": {"type": "string"},
    }));
    let new = document(&json!({
        "Thing": {"type": "object", "properties": {"a": {"$ref": "#/components/schemas/A2"}}},
        "A2": {"type": "string"},
    }));
    let new: Value = serde_json::from_str(
        &new.to_string()
            .replace("{id}", "{key}")
            .replace("\"id\"", "\"key\""),
    )
    .expect("still JSON");
    assert_eq!(differences(&old, &new), Vec::<String>::new());
}

#[test]
fn one_change_of_a_type_that_is_sent_and_received_means_two_things() {
    let old = thing(&json!({"a": {"type": "string", "enum": ["x", "y"]}}));
    let new = thing(&json!({"a": {"type": "string", "enum": ["x"]}}));
    assert_eq!(
        differences(&old, &new),
        ["POST /v1/things/{id} › body › a: enum values are gone: `y` (breaking, compatible)"]
    );
}

#[test]
fn schemas_that_contain_themselves_are_compared_to_the_end() {
    let of = |kind: &str| {
        thing(&json!({
            "self": {"$ref": "#/components/schemas/Thing"},
            "list": {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}},
            "a": {"type": kind},
        }))
    };
    assert_eq!(
        differences(&of("string"), &of("integer")),
        [
            "POST /v1/things/{id} › body › a: the type was `string` and is `integer` (breaking, compatible)"
        ]
    );
}

#[test]
fn a_method_that_gave_way_to_another_is_probably_there() {
    let old = thing(&json!({}));
    let new: Value = serde_json::from_str(
        &old.to_string()
            .replace("\"post\"", "\"get\"")
            .replace("UpdateThing", "GetThing"),
    )
    .expect("still JSON");
    let difference = compare(&old, &new);
    let hints: Vec<&str> = difference
        .changes
        .iter()
        .filter_map(|change| change.hint.as_deref())
        .collect();
    assert_eq!(hints.len(), 1);
    assert!(
        hints[0].contains("same path, other method only (GET)"),
        "{hints:?}"
    );
}

#[test]
fn texts_are_counted_and_break_nothing() {
    let old = thing(&json!({"a": {"type": "string", "title": "one"}}));
    let new = thing(&json!({"a": {"type": "string", "title": "two"}}));
    let difference = compare(&old, &new);
    assert_eq!(difference.texts.len(), 1);
    assert_eq!(difference.verdict(), Some(Impact::Documentation));
}

#[test]
fn documents_of_any_shape_are_compared() {
    for odd in [
        json!(null),
        json!([]),
        json!({"paths": []}),
        json!({"paths": {"/a": {"get": 1}}}),
    ] {
        let _ = compare(&odd, &thing(&json!({})));
        let _ = compare(&thing(&json!({})), &odd);
        assert!(Surface::of(&odd, "").is_err());
    }
}

#[test]
fn how_a_schema_is_cut_into_parts_does_not_count() {
    let fields = json!({"a": {"type": "string"}, "b": {"type": "integer"}});
    let whole =
        document(&json!({"Thing": {"type": "object", "required": ["a"], "properties": fields}}));
    let cut = document(&json!({
        "Thing": {
            "allOf": [{"$ref": "#/components/schemas/Part"}, {"required": ["a"]}],
            "properties": {"b": {"allOf": [{"$ref": "#/components/schemas/Number"}]}},
        },
        "Part": {"type": "object", "properties": {"a": {"type": "string"}}},
        "Number": {"type": "integer"},
    }));
    assert_eq!(differences(&whole, &cut), Vec::<String>::new());
    assert_eq!(differences(&cut, &whole), Vec::<String>::new());
    let fewer = document(
        &json!({"Thing": {"allOf": [{"$ref": "#/components/schemas/Part"}]}, "Part": {"type": "object", "properties": {"a": {"type": "string"}}}}),
    );
    assert_eq!(
        differences(&cut, &fewer),
        [
            "POST /v1/things/{id} › body › b: is gone (breaking, breaking)",
            "POST /v1/things/{id} › body › a: `a` is no longer required (compatible, compatible)",
        ]
    );
}
