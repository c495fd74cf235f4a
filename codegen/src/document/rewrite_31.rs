//! A document of `OpenAPI` 3.1 comes in, one of 3.0 that means the same goes out; what 3.0 has no words for is named in the report.

use serde_json::{Map, Value, json};

use super::keywords::{self, COMPOSITIONS, TYPES};
use super::walk;
use crate::report::{Origins, Report};

type Schema = Map<String, Value>;

/// What 3.0 calls the version that the document has afterwards.
const VERSION: &str = "3.0.3";

/// Keywords of 3.1 that restrict values or belong to the dialect: what they refuse is taken as well.
const IGNORED: [&str; 15] = [
    "if",
    "then",
    "else",
    "dependentRequired",
    "dependentSchemas",
    "dependencies",
    "contains",
    "minContains",
    "maxContains",
    "propertyNames",
    "unevaluatedItems",
    "contentSchema",
    "$anchor",
    "$id",
    "$dynamicAnchor",
];

/// Keywords that mean nothing for the shape of a value, not even a restriction.
const SILENT: [&str; 3] = ["$schema", "$comment", "$vocabulary"];

/// Keywords that may stand beside a reference without making another type of it.
const ANNOTATIONS: [&str; 9] = [
    "title",
    "description",
    "default",
    "deprecated",
    "readOnly",
    "writeOnly",
    "nullable",
    "example",
    "externalDocs",
];

/// Whether a document is of 3.1.
pub(super) fn is_31(document: &Value) -> bool {
    let version = match document.get("openapi") {
        Some(Value::String(version)) => version.clone(),
        Some(Value::Number(version)) => version.to_string(),
        _ => return false,
    };
    version == "3.1" || version.starts_with("3.1.")
}

/// Rewrites a document of 3.1; any other stays as it is.
pub(super) fn rewrite(document: &mut Value, origins: &Origins, report: &mut Report) {
    if !is_31(document) {
        return;
    }
    root(document, origins, report);
    walk::located(document, &mut |schema, at| {
        let mut notes = Vec::new();
        rewrite_schema(schema, &mut notes);
        for note in notes {
            report.warning(origins.place(at), note);
        }
    });
}

/// What is said once for the whole document.
fn root(document: &mut Value, origins: &Origins, report: &mut Report) {
    let Value::Object(members) = document else {
        return;
    };
    members.insert("openapi".to_owned(), VERSION.into());
    members.entry("paths").or_insert_with(|| json!({}));
    members.shift_remove("jsonSchemaDialect");
    if members.shift_remove("webhooks").is_some() {
        let found = "`webhooks` are requests of the service to you; no code is made of them";
        report.warning(origins.place("/webhooks"), found);
    }
    if let Some(Value::Object(info)) = members.get_mut("info") {
        info.shift_remove("summary");
        if let Some(Value::Object(license)) = info.get_mut("license") {
            license.shift_remove("identifier");
        }
    }
}

fn rewrite_schema(schema: &mut Value, notes: &mut Vec<String>) {
    if let Value::Bool(any) = schema {
        if !*any {
            notes.push("a schema that no value fits; it is taken as any value".to_owned());
        }
        *schema = json!({});
    }
    let Value::Object(members) = schema else {
        return;
    };
    for key in SILENT {
        members.shift_remove(key);
    }
    let rules: [fn(&mut Schema, &mut Vec<String>); 10] = [
        ignored,
        constant,
        examples,
        content,
        exclusive,
        tuples,
        patterns,
        null_alternatives,
        several_types,
        beside_reference,
    ];
    for rule in rules {
        rule(members, notes);
    }
}

/// Restrictions that 3.0 cannot say.
fn ignored(schema: &mut Schema, notes: &mut Vec<String>) {
    for key in IGNORED {
        if schema.shift_remove(key).is_some() {
            let found =
                format!("`{key}` is not supported; the values that it excludes are taken as well");
            notes.push(found);
        }
    }
}

/// `const: x` -> `enum: [x]`; of what is no scalar, only the kind.
fn constant(schema: &mut Schema, notes: &mut Vec<String>) {
    let Some(value) = schema.shift_remove("const") else {
        return;
    };
    match kind_of(&value) {
        None => {
            schema.insert("nullable".to_owned(), true.into());
        }
        Some(kind) => {
            schema.entry("type").or_insert_with(|| kind.into());
            if ["array", "object"].contains(&kind) {
                notes.push(format!("`const` is an {kind}; any {kind} is taken"));
            } else {
                schema.insert("enum".to_owned(), json!([value]));
            }
        }
    }
}

/// The type of a value; null has none in 3.0.
fn kind_of(value: &Value) -> Option<&'static str> {
    match value {
        Value::Null => None,
        Value::Bool(_) => Some("boolean"),
        Value::Number(number) if number.is_i64() || number.is_u64() => Some("integer"),
        Value::Number(_) => Some("number"),
        Value::String(_) => Some("string"),
        Value::Array(_) => Some("array"),
        Value::Object(_) => Some("object"),
    }
}

/// `examples: [a, b]` -> `example: a`
fn examples(schema: &mut Schema, _: &mut Vec<String>) {
    if let Some(Value::Array(values)) = schema.get("examples") {
        let first = values.first().cloned();
        schema.shift_remove("examples");
        if let Some(first) = first {
            schema.entry("example").or_insert(first);
        }
    }
}

/// `contentEncoding: base64` -> `format: byte`; bytes that are not encoded -> `format: binary`.
fn content(schema: &mut Schema, _: &mut Vec<String>) {
    let encoding = schema.shift_remove("contentEncoding");
    let media = schema.shift_remove("contentMediaType");
    let format = match (encoding.as_ref().and_then(Value::as_str), media) {
        (Some("base64" | "base64url"), _) => "byte",
        (None, Some(Value::String(media))) if media == "application/octet-stream" => "binary",
        _ => return,
    };
    schema.entry("type").or_insert_with(|| "string".into());
    schema.entry("format").or_insert_with(|| format.into());
}

/// `exclusiveMinimum: 3` -> `minimum: 3, exclusiveMinimum: true`, unless `minimum` says more.
fn exclusive(schema: &mut Schema, _: &mut Vec<String>) {
    let limits = [
        ("exclusiveMinimum", "minimum", 1.0),
        ("exclusiveMaximum", "maximum", -1.0),
    ];
    for (exclusive, inclusive, sign) in limits {
        let number = |key: &str| schema.get(key).and_then(Value::as_f64);
        let Some(limit) = number(exclusive) else {
            continue;
        };
        let says_more = number(inclusive).is_some_and(|other| sign * other > sign * limit);
        let limit = schema.shift_remove(exclusive);
        if let Some(limit) = limit.filter(|_| !says_more) {
            schema.insert(inclusive.to_owned(), limit);
            schema.insert(exclusive.to_owned(), true.into());
        }
    }
}

/// Items by their places -> any items.
fn tuples(schema: &mut Schema, notes: &mut Vec<String>) {
    if schema.shift_remove("prefixItems").is_some() {
        schema.insert("items".to_owned(), json!({}));
        notes.push("`prefixItems` is not supported; the items are taken as any value".to_owned());
    }
}

/// Values under keys that fit a pattern -> values under any key.
fn patterns(schema: &mut Schema, notes: &mut Vec<String>) {
    if let Some(patterns) = schema.shift_remove("patternProperties") {
        let mut values = patterns.as_object().into_iter().flat_map(Map::values);
        let values = match (values.next(), values.next()) {
            (Some(only), None) => only.clone(),
            _ => json!(true),
        };
        let others = schema.get("additionalProperties");
        if others.is_none_or(Value::is_boolean) {
            schema.insert("additionalProperties".to_owned(), values);
        }
        notes.push("`patternProperties` are taken as the values of any key".to_owned());
    }
    // What is refused is taken as well, as everywhere else.
    if let Some(values @ Value::Object(_)) = schema.shift_remove("unevaluatedProperties") {
        schema.entry("additionalProperties").or_insert(values);
    }
}

/// Null among the alternatives -> `nullable`.
fn null_alternatives(schema: &mut Schema, _: &mut Vec<String>) {
    for key in ["oneOf", "anyOf"] {
        let Some(Value::Array(alternatives)) = schema.get_mut(key) else {
            continue;
        };
        let count = alternatives.len();
        alternatives.retain(|one| !is_null(one));
        if alternatives.len() == count {
            continue;
        }
        let left = std::mem::take(alternatives);
        schema.shift_remove(key);
        match left.len() {
            0 => {}
            1 if !schema.contains_key("allOf") => {
                schema.insert("allOf".to_owned(), left.into());
            }
            _ => {
                schema.insert(key.to_owned(), left.into());
            }
        }
        schema.insert("nullable".to_owned(), true.into());
    }
}

/// Whether null is all that a schema takes.
fn is_null(schema: &Value) -> bool {
    let is = |key: &str, expected: Value| schema.get(key) == Some(&expected);
    is("type", json!("null"))
        || is("type", json!(["null"]))
        || is("enum", json!([null]))
        || schema.get("const").is_some_and(Value::is_null)
}

/// `type: [string, 'null']` -> `type: string, nullable: true`; of several types, each is an alternative.
fn several_types(schema: &mut Schema, notes: &mut Vec<String>) {
    let mut types: Vec<String> = match schema.get("type") {
        Some(Value::String(kind)) if kind == "null" => vec![kind.clone()],
        Some(Value::Array(types)) if types.iter().all(Value::is_string) => {
            let types = types.iter().filter_map(Value::as_str);
            types.map(str::to_owned).collect()
        }
        _ => return,
    };
    schema.shift_remove("type");
    let count = types.len();
    types.retain(|kind| kind != "null");
    if types.len() < count {
        schema.insert("nullable".to_owned(), true.into());
    }
    if types.iter().any(|kind| kind == "number") {
        types.retain(|kind| kind != "integer");
    }
    let is_any = ["string", "number", "boolean", "array", "object"]
        .iter()
        .all(|kind| types.iter().any(|other| other == kind));
    let is_composed = COMPOSITIONS.iter().any(|key| schema.contains_key(*key));
    match types.as_slice() {
        [] => {}
        [only] => {
            schema.insert("type".to_owned(), only.as_str().into());
        }
        _ if is_any => {
            schema.retain(|key, _| keywords::find(key).is_none_or(|known| known.types == TYPES));
        }
        _ if is_composed => {
            let found = format!(
                "`type` is one of {} beside other alternatives; these count",
                types.join(", ")
            );
            notes.push(found);
        }
        _ => {
            let alternatives = types.iter().map(|kind| alternative(schema, kind)).collect();
            schema.retain(|key, _| keywords::find(key).is_none_or(|known| known.types == TYPES));
            schema.shift_remove("enum");
            schema.insert("anyOf".to_owned(), alternatives);
        }
    }
}

/// What a schema says of one of its types.
fn alternative(schema: &Schema, kind: &str) -> Value {
    let belongs = |key: &str| {
        keywords::find(key).is_some_and(|known| known.types != TYPES && known.types.contains(&kind))
    };
    let mut own: Schema = schema
        .iter()
        .filter(|(key, _)| belongs(key))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    if let Some(Value::Array(values)) = own.get_mut("enum") {
        values.retain(|value| !value.is_null() && keywords::is_value(value, Some(kind)));
        if values.is_empty() {
            own.shift_remove("enum");
        }
    }
    own.shift_insert(0, "type".to_owned(), kind.into());
    own.into()
}

/// `$ref` beside other keywords -> `allOf` of the reference and what restricts it, with the texts beside it.
fn beside_reference(schema: &mut Schema, _: &mut Vec<String>) {
    if schema.len() < 2 {
        return;
    }
    let Some(reference) = schema.shift_remove("$ref") else {
        return;
    };
    let is_annotation = |key: &str| ANNOTATIONS.contains(&key) || key.starts_with("x-");
    let (annotations, rest): (Schema, Schema) = std::mem::take(schema)
        .into_iter()
        .partition(|(key, _)| is_annotation(key));
    let mut parts = vec![json!({ "$ref": reference })];
    if !rest.is_empty() {
        parts.push(rest.into());
    }
    schema.insert("allOf".to_owned(), parts.into());
    schema.extend(annotations);
}

#[cfg(test)]
mod tests {
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
        let expected =
            json!({"anyOf": [{"type": "string"}, {"type": "integer"}], "nullable": true});
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
        let schema =
            json!({"exclusiveMinimum": 3, "minimum": 1, "exclusiveMaximum": 9, "maximum": 5});
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
}
