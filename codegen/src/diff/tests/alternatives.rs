//! One of several types.

use serde_json::{Value, json};

use super::*;

#[test]
fn alternatives_are_compared_with_those_that_look_like_them() {
    let circle = |radius: &str| json!({"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string", "enum": ["circle"]}, "r": {"type": radius}}});
    let square =
        json!({"type": "object", "required": ["side"], "properties": {"side": {"type": "number"}}});
    let of = |alternatives: Value| document(&json!({"Thing": {"oneOf": alternatives}}));
    let old = of(json!([circle("number"), {"type": "string"}]));
    // The order does not count, and alternatives of alternatives are alternatives.
    let same = of(json!([{"anyOf": [{"type": "string"}]}, circle("number")]));
    assert_eq!(differences(&old, &same), Vec::<String>::new());
    let new = of(json!([square, circle("boolean"), {"nullable": true}]));
    let place = "POST /v1/things/{id} › body";
    assert_eq!(
        differences(&old, &new),
        [
            format!(
                "{place} › (`object` with kind: circle) › r: the type was `number` and is `boolean` (breaking, breaking)"
            ),
            format!("{place}: may no longer be `string` (breaking, compatible)"),
            format!("{place}: may be null now (compatible, compatible)"),
            format!("{place}: may be `object` with side now (compatible, compatible)"),
        ]
    );
}

#[test]
fn one_type_and_several_are_different() {
    let old = thing(&json!({"a": {"type": "string"}}));
    let new = thing(&json!({"a": {"oneOf": [{"type": "string"}, {"type": "boolean"}]}}));
    assert_eq!(
        differences(&old, &new),
        [
            "POST /v1/things/{id} › body › a: the type was `string` and is `one of several` (breaking, breaking)"
        ]
    );
}

#[test]
fn what_tells_alternatives_apart_is_part_of_the_wire() {
    let of = |discriminator: Value| {
        document(&json!({
            "Thing": {
                "oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
                "discriminator": discriminator,
            },
            "Cat": {"type": "object", "properties": {"kind": {"type": "string"}, "lives": {"type": "integer"}}},
            "Dog": {"type": "object", "properties": {"kind": {"type": "string"}, "barks": {"type": "boolean"}}},
        }))
    };
    let mapped = |cat: &str, dog: &str| {
        let target = |name: &str| format!("#/components/schemas/{name}");
        of(json!({"propertyName": "kind", "mapping": {cat: target("Cat"), dog: "Dog"}}))
    };
    let old = mapped("cat", "dog");
    let place = "POST /v1/things/{id} › body";
    assert_eq!(differences(&old, &old), Vec::<String>::new());
    assert_eq!(
        differences(&old, &mapped("kitty", "dog")),
        [
            format!(
                "{place}: `kitty` at `kind` is new, for `object` with kind, lives (compatible, breaking)"
            ),
            format!("{place}: `cat` at `kind` is gone (breaking, compatible)"),
        ]
    );
    assert_eq!(
        differences(&old, &mapped("dog", "cat")),
        [
            format!(
                "{place}: `cat` at `kind` means `object` with kind, barks now (breaking, breaking)"
            ),
            format!(
                "{place}: `dog` at `kind` means `object` with kind, lives now (breaking, breaking)"
            ),
        ]
    );
    // Without a mapping, the names are the values.
    let named = of(json!({"propertyName": "kind"}));
    assert_eq!(
        differences(&named, &mapped("Cat", "Dog")),
        Vec::<String>::new()
    );
    assert_eq!(
        differences(&named, &of(json!({"propertyName": "type"}))),
        [format!(
            "{place}: `type` tells the alternatives apart now, and `kind` did (breaking, breaking)"
        )]
    );
    assert_eq!(
        differences(&old, &of(json!({}))),
        [format!(
            "{place}: `kind` no longer tells the alternatives apart (breaking, breaking)"
        )]
    );
}
