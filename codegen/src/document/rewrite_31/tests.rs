//! What is rewritten, keyword by keyword.

use super::*;

fn rewritten(mut schema: Value) -> Value {
    rewrite_schema(&mut schema, &mut Vec::new());
    schema
}

fn noted(mut schema: Value) -> String {
    let mut notes = Vec::new();
    rewrite_schema(&mut schema, &mut notes);
    notes.join("; ")
}

#[test]
fn null_is_nullable() {
    let text = json!({"type": "string", "nullable": true});
    assert_eq!(rewritten(json!({"type": ["string", "null"]})), text);
    assert_eq!(
        rewritten(json!({"type": "null"})),
        json!({"nullable": true})
    );
    let one = json!({"oneOf": [{"$ref": "#/a"}, {"type": "null"}]});
    let expected = json!({"allOf": [{"$ref": "#/a"}], "nullable": true});
    assert_eq!(rewritten(one), expected);
    let two = json!({"anyOf": [{"type": "string"}, {"const": null}, {"type": "integer"}]});
    let expected = json!({"anyOf": [{"type": "string"}, {"type": "integer"}], "nullable": true});
    assert_eq!(rewritten(two), expected);
}

#[test]
fn several_types_are_alternatives() {
    let schema = json!({
        "type": ["string", "integer", "null"],
        "description": "d",
        "enum": ["a", 1, null],
        "maxLength": 3,
    });
    let expected = json!({
        "description": "d",
        "nullable": true,
        "anyOf": [
            {"type": "string", "enum": ["a"], "maxLength": 3},
            {"type": "integer", "enum": [1]},
        ],
    });
    assert_eq!(rewritten(schema), expected);
    let number = json!({"type": ["integer", "number"]});
    assert_eq!(rewritten(number), json!({"type": "number"}));
    let any = json!({"type": ["string", "number", "boolean", "array", "object"], "items": {}});
    assert_eq!(rewritten(any), json!({}));
}

#[test]
fn constants_are_enums_of_one() {
    let of = |value: Value| rewritten(json!({ "const": value }));
    assert_eq!(of(json!("a")), json!({"type": "string", "enum": ["a"]}));
    assert_eq!(of(json!(1)), json!({"type": "integer", "enum": [1]}));
    assert_eq!(of(json!(null)), json!({"nullable": true}));
    assert_eq!(of(json!({})), json!({"type": "object"}));
}

#[test]
fn limits_are_flags() {
    let schema = json!({"exclusiveMinimum": 3, "minimum": 1, "exclusiveMaximum": 9, "maximum": 5});
    let expected = json!({"minimum": 3, "maximum": 5, "exclusiveMinimum": true});
    assert_eq!(rewritten(schema), expected);
    let old = json!({"minimum": 3, "exclusiveMinimum": true});
    assert_eq!(rewritten(old.clone()), old);
}

#[test]
fn what_texts_hold_is_a_format() {
    let bytes = json!({"type": "string", "contentMediaType": "application/octet-stream"});
    assert_eq!(
        rewritten(bytes),
        json!({"type": "string", "format": "binary"})
    );
    let image =
        json!({"type": "string", "contentMediaType": "image/png", "contentEncoding": "base64"});
    assert_eq!(
        rewritten(image),
        json!({"type": "string", "format": "byte"})
    );
    assert_eq!(
        rewritten(json!({"examples": [1, 2]})),
        json!({"example": 1})
    );
}

#[test]
fn what_stands_beside_a_reference_counts() {
    let text = json!({"$ref": "#/a", "description": "d"});
    let expected = json!({"allOf": [{"$ref": "#/a"}], "description": "d"});
    assert_eq!(rewritten(text), expected);
    let more = json!({"$ref": "#/a", "required": ["b"]});
    let expected = json!({"allOf": [{"$ref": "#/a"}, {"required": ["b"]}]});
    assert_eq!(rewritten(more), expected);
    let alone = json!({"$ref": "#/a"});
    assert_eq!(rewritten(alone.clone()), alone);
}

#[test]
fn what_3_0_cannot_say_is_read_loosely_and_said() {
    assert_eq!(rewritten(json!(true)), json!({}));
    assert!(noted(json!(false)).contains("no value fits"));
    assert!(noted(json!({"if": {}})).contains("`if` is not supported"));
    let tuple = json!({"type": "array", "prefixItems": [{"type": "string"}], "items": false});
    assert_eq!(rewritten(tuple), json!({"type": "array", "items": {}}));
    let map = json!({"type": "object", "patternProperties": {"^a": {"type": "string"}}});
    let expected = json!({"type": "object", "additionalProperties": {"type": "string"}});
    assert_eq!(rewritten(map), expected);
}

#[test]
fn the_root_says_3_0() {
    let mut document = json!({
        "openapi": "3.1.0",
        "info": {"title": "t", "summary": "s", "version": "1"},
        "webhooks": {"a": {}},
        "components": {"schemas": {"A": {"properties": {"b": {"type": ["string", "null"]}}}}},
    });
    let mut report = Report::new();
    rewrite(&mut document, &Origins::default(), &mut report);
    let expected = json!({
        "openapi": "3.0.3",
        "info": {"title": "t", "version": "1"},
        "components": {"schemas": {"A": {"properties": {"b": {"type": "string", "nullable": true}}}}},
        "paths": {},
    });
    assert_eq!(document, expected);
    assert_eq!(report.problems().len(), 1);
}
