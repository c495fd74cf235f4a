mod media;
mod operations;
mod schemas;

use serde_json::json;

use super::*;
use crate::report::{Severity, Source};

/// A document that nothing is wrong with.
fn good() -> Value {
    json!({
        "openapi": "3.0.3",
        "info": {"title": "t", "version": "1"},
        "paths": {"/a/{id}": {"post": {
            "operationId": "A",
            "parameters": [
                {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}},
                {"name": "Agw-Js-Conv", "in": "header", "schema": {}},
            ],
            "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/S"}}}},
            "responses": {"200": {"description": "", "content": {
                "application/json": {"schema": {"type": "object"}},
                "text/event-stream": {"x-events": [{"event": "done"}]},
            }}, "404": {"description": "", "content": {"text/html": {}}}},
        }}},
        "components": {"schemas": {"S": {"type": "object", "properties": {
            "type": {"type": "string", "enum": ["a", "b"]},
            "self": {"$ref": "#/components/schemas/S"},
            "list": {"type": "array", "items": {"type": "integer", "format": "i64", "minimum": 0}},
            "map": {"type": "object", "additionalProperties": {"type": "number"}},
        }}}},
    })
}

fn found(document: &Value) -> Vec<String> {
    let mut report = Report::new();
    check(document, &Origins::default(), &mut report);
    let severity = |problem: &Problem| {
        if problem.severity == Severity::Error {
            'E'
        } else {
            'W'
        }
    };
    report
        .problems()
        .iter()
        .map(|problem| {
            format!(
                "{} {}: {}",
                severity(problem),
                problem.place.pointer,
                problem.found
            )
        })
        .collect()
}

/// The problems after one value of the good document was replaced, or added.
fn with(pointer: &str, value: Value) -> Vec<String> {
    let mut document = good();
    let (parent, key) = pointer::split_last(pointer).expect("a place below the root");
    match document
        .pointer_mut(parent)
        .expect("a place of the good document")
    {
        Value::Object(members) => drop(members.insert(key, value)),
        Value::Array(items) => items.push(value),
        other => panic!("{other}"),
    }
    found(&document)
}

fn schema(schema: Value) -> Vec<String> {
    let found = with("/components/schemas/S", schema);
    found
        .iter()
        .map(|line| line.replacen("/components/schemas/S", "", 1))
        .collect()
}

const POST: &str = "/paths/~1a~1{id}/post";

fn operation(key: &str, value: Value) -> Vec<String> {
    with(&format!("{POST}/{key}"), value)
        .iter()
        .map(|line| line.replacen(POST, "", 1))
        .collect()
}

#[test]
fn nothing_is_wrong_with_a_good_document() {
    assert_eq!(found(&good()), Vec::<String>::new());
}

#[test]
fn the_head_is_checked() {
    assert_eq!(
        with("/info", json!({"title": "t"})),
        ["E /info: `info` has no `version`"]
    );
    assert_eq!(
        with("/paths", json!([])),
        ["E /paths: `paths` is not an object"]
    );
    assert_eq!(found(&json!({})).len(), 2);
}

#[test]
fn texts_and_lists_are_what_they_are() {
    assert_eq!(
        operation("summary", json!(1)),
        ["E /summary: `summary` is 1"]
    );
    assert_eq!(
        operation("requestBody", json!({"content": {}, "description": 1})),
        ["E /requestBody/description: `description` is 1"]
    );
    assert_eq!(
        with("/servers", json!({})),
        ["E /servers: `servers` is not a list"]
    );
}

#[test]
fn every_problem_is_found_and_those_of_overlays_point_there() {
    let mut document = good();
    let update = json!({"T": {"type": "strng"}, "U": {"type": "array"}});
    let actions = json!([{"target": "$.components.schemas", "update": update}]);
    let overlay =
        json!({"overlay": "1.0.0", "info": {"title": "t", "version": "1"}, "actions": actions});
    let mut report = Report::new();
    let mut origins = crate::report::Origins::default();
    crate::overlay::apply(&mut document, &[overlay], &mut origins, &mut report);
    check(&document, &origins, &mut report);
    let places: Vec<_> = report
        .problems()
        .iter()
        .map(|problem| problem.place.clone())
        .collect();
    let place = |pointer: &str| Place::new(Source::Overlay(0), pointer);
    assert_eq!(
        places,
        [
            place("/actions/0/update/T/type"),
            place("/actions/0/update/U")
        ]
    );
}
