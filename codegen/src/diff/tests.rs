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

#[test]
fn failures_are_read_alike_whatever_they_are_declared_as() {
    let with = |status: &str, schema: Value| {
        let mut document = thing(&json!({}));
        let replies = &mut document["paths"]["/v1/things/{id}"]["post"]["responses"];
        let content = json!({"application/json": {"schema": schema}});
        replies[status] = json!({"description": "", "content": content});
        document
    };
    let (object, text) = (json!({"type": "object"}), json!({"type": "string"}));
    let place = "POST /v1/things/{id} › reply";
    for status in ["404", "default"] {
        assert_eq!(
            differences(&with(status, object.clone()), &with(status, text.clone())),
            [format!(
                "{place} {status}: the type was `object` and is `string` (-, compatible)"
            )]
        );
        assert_eq!(
            differences(&with(status, object.clone()), &thing(&json!({}))),
            [format!("{place} {status}: is gone (-, compatible)")]
        );
    }
    assert_eq!(
        differences(&with("201", object), &with("201", text)),
        [format!(
            "{place} 201: the type was `object` and is `string` (-, breaking)"
        )]
    );
}

#[test]
fn other_keys_beside_fields_are_one_more_field() {
    let of = |rest: Value| {
        document(&json!({"Thing": {
            "type": "object",
            "properties": {"a": {"type": "string"}},
            "additionalProperties": rest,
        }}))
    };
    let place = "POST /v1/things/{id} › body";
    assert_eq!(
        differences(&of(json!(true)), &of(json!({"type": "integer"}))),
        [format!(
            "{place}: `additionalProperties` has changed (compatible, compatible)"
        )]
    );
}

#[test]
fn where_calls_go_and_what_lets_them_in_is_part_of_the_wire() {
    let with = |servers: Value, security: Value| {
        let mut document = thing(&json!({}));
        document["paths"]["/v1/things"] = document["paths"]["/v1/things/{id}"].clone();
        document["servers"] = servers;
        document["security"] = security;
        document["components"]["securitySchemes"] = json!({
            "token": {"type": "http", "scheme": "bearer"},
            "again": {"type": "http", "scheme": "bearer"},
            "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
        });
        document
    };
    let one = json!([{"url": "https://a.example"}]);
    let token = json!([{"token": []}]);
    let old = with(one.clone(), token.clone());
    assert_eq!(
        differences(&old, &with(one.clone(), json!([{"again": []}]))),
        Vec::<String>::new()
    );
    let place = "POST /v1/things/{id}";
    let moved = with(json!([{"url": "https://b.example"}]), token);
    assert_eq!(
        differences(&old, &moved),
        [
            format!("{place}: the server `https://a.example` is gone (breaking, -)"),
            format!("{place}: the server `https://b.example` is new (compatible, -)"),
        ]
    );
    assert_eq!(compare(&old, &moved).changes[0].operations.len(), 2);
    assert_eq!(
        differences(&old, &with(one.clone(), json!([{"key": []}]))),
        [format!(
            "{place}: the credentials were `http bearer` and are `apiKey header X-Key` (breaking, -)"
        )]
    );
    assert_eq!(
        differences(&old, &with(one, json!([]))),
        [format!(
            "{place}: the credentials were `http bearer` and are none (compatible, -)"
        )]
    );
}

#[test]
fn what_openapi_says_of_lists_need_not_be_said() {
    let with = |extra: Value| {
        let mut document = thing(&json!({}));
        let mut parameter = json!({"name": "ids", "in": "query", "schema": {"type": "array"}});
        for (key, value) in extra.as_object().expect("an object") {
            parameter[key] = value.clone();
        }
        let parameters = &mut document["paths"]["/v1/things/{id}"]["post"]["parameters"];
        parameters.as_array_mut().expect("a list").push(parameter);
        document
    };
    let silent = with(json!({}));
    let said = with(json!({"style": "form", "explode": true}));
    assert_eq!(differences(&silent, &said), Vec::<String>::new());
    assert_eq!(
        differences(&silent, &with(json!({"explode": false}))),
        ["POST /v1/things/{id} › query parameter `ids`: `explode` has changed (breaking, -)"]
    );
}
