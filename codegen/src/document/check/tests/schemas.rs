//! Types, keywords, references, enums, compositions.

use super::*;

#[test]
fn types_are_known() {
    assert_eq!(
        schema(json!({"type": "strng"})),
        ["E /type: the type \"strng\" is not known"]
    );
    assert_eq!(
        schema(json!({"type": ["string", "null"]})),
        ["E /type: the type [\"string\",\"null\"] is not known"]
    );
    assert_eq!(schema(json!(1)), ["E : `S` is not an object"]);
    assert_eq!(schema(json!({"title": "any value"})), Vec::<String>::new());
    assert_eq!(
        schema(json!({"properties": {}})),
        ["W : a schema with `properties` and without `type`; it is taken as `object`"]
    );
}

#[test]
fn arrays_have_items() {
    assert_eq!(
        schema(json!({"type": "array"})),
        ["W : an array without `items`; they are taken as any value"]
    );
    assert_eq!(
        schema(json!({"type": "array", "items": []})),
        ["E /items: `items` is not an object"]
    );
    assert_eq!(
        schema(json!({"type": "array", "items": {"type": "x"}})),
        ["E /items/type: the type \"x\" is not known"]
    );
}

#[test]
fn references_lead_to_components_of_their_kind() {
    let reference = |text: &str| schema(json!({"type": "array", "items": {"$ref": text}}));
    assert_eq!(
        reference("#/components/schemas/No"),
        ["E /items/$ref: `#/components/schemas/No` does not exist"]
    );
    assert_eq!(
        reference("other.yaml#/S"),
        ["E /items/$ref: `other.yaml#/S` is not in this document"]
    );
    for wrong in [
        "#/components/responses/R",
        "#/components/schemas/",
        "#/components/schemas/S/items",
        "#S",
    ] {
        assert_eq!(
            reference(wrong),
            [format!(
                "E /items/$ref: `{wrong}` is not a reference to one of the schemas"
            )]
        );
    }
    assert_eq!(
        schema(json!({"type": "array", "items": {"$ref": 1}})),
        ["E /items/$ref: `$ref` is not a text"]
    );
}

#[test]
fn references_end_somewhere() {
    let lines = schema(json!({"$ref": "#/components/schemas/S"}));
    assert_eq!(
        lines,
        ["E /$ref: `#/components/schemas/S` leads back to itself through references only"]
    );
}

/// A hundred references in a row; the last one leads to another of them, or to a type.
fn chain(last: &str) -> Vec<String> {
    let mut schemas = json!({"S": {"type": "string"}});
    for index in 0..100 {
        let next = if index == 99 {
            last.to_owned()
        } else {
            format!("C{}", index + 1)
        };
        schemas[format!("C{index}")] = json!({"$ref": format!("#/components/schemas/{next}")});
    }
    with("/components/schemas", schemas)
}

#[test]
fn a_chain_of_references_that_is_too_long_is_one_problem() {
    let too_long = |schema: &str, next: &str| {
        format!(
            "E /components/schemas/{schema}/$ref: `#/components/schemas/{next}` is a reference to a reference, and so on"
        )
    };
    assert_eq!(chain("S"), [too_long("C67", "C68")]);
    assert_eq!(chain("C0"), [too_long("C0", "C1")]);
    let circle = |schema: &str| {
        format!(
            "E /components/schemas/{schema}/$ref: `#/components/schemas/C99` leads back to itself through references only"
        )
    };
    assert_eq!(chain("C99"), [circle("C98"), circle("C99")]);
}

#[test]
fn keys_beside_a_reference_are_a_doubt() {
    let lines = schema(
        json!({"type": "array", "items": {"$ref": "#/components/schemas/S", "type": "string"}}),
    );
    assert_eq!(
        lines,
        ["W /items: `type` stands beside `$ref`, where OpenAPI 3.0 ignores it; it is ignored"]
    );
}

#[test]
fn enums_fit_their_type() {
    assert_eq!(
        schema(json!({"type": "string", "enum": []})),
        ["W /enum: `enum` is empty; any value is taken"]
    );
    assert_eq!(
        schema(json!({"type": "string", "enum": ["a", 1]})),
        ["W /enum/1: `enum` of `string` has the value 1; it is left out"]
    );
    assert_eq!(
        schema(json!({"type": "integer", "enum": [1, 2, 1]})),
        ["W /enum/2: `enum` has the value 1 twice; once counts"]
    );
    assert_eq!(
        schema(json!({"type": "integer", "enum": [1.5]})),
        ["W /enum/0: `enum` of `integer` has the value 1.5; it is left out"]
    );
    assert_eq!(
        schema(json!({"type": "boolean", "enum": [true, null]})),
        Vec::<String>::new()
    );
    assert_eq!(
        schema(json!({"type": "object", "enum": [true]})),
        ["W /enum: `enum` does not belong to the type `object`; it is ignored"]
    );
    assert_eq!(
        schema(json!({"enum": ["a", 1]})),
        ["W : a schema with `enum` and without `type`; it is taken as any value"]
    );
}

#[test]
fn keywords_belong_to_their_type_and_have_their_form() {
    assert_eq!(
        schema(json!({"type": "string", "minimum": 1})),
        ["W /minimum: `minimum` does not belong to the type `string`; it is ignored"]
    );
    // Limits are not checked, so it does not matter what they are.
    assert_eq!(
        schema(json!({"type": "integer", "minimum": 1.5})),
        Vec::<String>::new()
    );
    assert_eq!(
        schema(json!({"type": "string", "items": {"type": "strng"}})),
        ["W /items: `items` does not belong to the type `string`; it is ignored"]
    );
    assert_eq!(
        schema(json!({"type": "string", "title": 1})),
        ["E /title: `title` is 1"]
    );
    assert_eq!(
        schema(json!({"type": "object", "required": "a"})),
        ["E /required: `required` is \"a\""]
    );
    assert_eq!(
        schema(json!({"type": "object", "required": [1]})),
        ["E /required: `required` is [1]"]
    );
    assert_eq!(
        schema(json!({"type": "object", "additionalProperties": 1})),
        ["E /additionalProperties: `additionalProperties` is 1"]
    );
    let lines = schema(json!({"type": "object", "propertes": {}}));
    assert_eq!(
        lines,
        ["W /propertes: `propertes` is not a keyword of an OpenAPI 3.0 schema; it is ignored"]
    );
}

#[test]
fn compositions_are_lists_of_schemas() {
    for key in ["allOf", "oneOf", "anyOf"] {
        assert_eq!(
            schema(json!({key: []})),
            [format!("E /{key}: `{key}` is empty")]
        );
        assert_eq!(
            schema(json!({key: {}})),
            [format!("E /{key}: `{key}` is not a list")]
        );
        assert_eq!(
            schema(json!({key: [{"type": "string"}, {"type": "x"}]})),
            [format!("E /{key}/1/type: the type \"x\" is not known")]
        );
    }
    assert_eq!(
        schema(json!({"not": {}})),
        ["W /not: `not` is not supported; the values that it excludes are taken as well"]
    );
}

#[test]
fn discriminators_name_a_property() {
    let discriminator = |value: Value| {
        schema(json!({"oneOf": [{"$ref": "#/components/schemas/S"}], "discriminator": value}))
    };
    let mapping = json!({"propertyName": "type", "mapping": {"a": "A"}});
    assert_eq!(discriminator(mapping), Vec::<String>::new());
    assert_eq!(
        discriminator(json!("type")),
        ["E /discriminator: `discriminator` is \"type\""]
    );
    assert_eq!(
        discriminator(json!({"propertyName": "type", "mapping": {"a": 1}})).len(),
        1
    );
}
