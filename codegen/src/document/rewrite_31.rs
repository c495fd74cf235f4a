//! A document of `OpenAPI` 3.1 comes in, one of 3.0 that means the same goes out; what 3.0 has no words for is named in the report.

use serde_json::{Map, Value, json};

use super::keywords::{self, COMPOSITIONS, TYPES};
use super::walk;
use crate::report::{Origins, Report};

#[cfg(test)]
mod tests;

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
    rewrite_schemas(document, origins, report);
}

/// Rewrites the schemas of a document, or of parts of one: those of `AsyncAPI` have the keywords of 3.1, too.
pub(crate) fn rewrite_schemas(document: &mut Value, origins: &Origins, report: &mut Report) {
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
    let Some(mut types) = listed_types(schema) else {
        return;
    };
    schema.shift_remove("type");
    let count = types.len();
    types.retain(|kind| kind != "null");
    if types.len() < count {
        schema.insert("nullable".to_owned(), true.into());
    }
    let has = |kind: &str| types.iter().any(|other| other == kind);
    let is_any = KINDS.iter().all(|kind| has(kind));
    if has("number") {
        types.retain(|kind| kind != "integer");
    }
    let is_composed = COMPOSITIONS.iter().any(|key| schema.contains_key(*key));
    match types.as_slice() {
        [] => {}
        [only] => {
            schema.insert("type".to_owned(), only.as_str().into());
        }
        _ if is_any => without_own_keywords(schema),
        types if is_composed => {
            let types = types.join(", ");
            notes.push(format!(
                "`type` is one of {types} beside other alternatives; these count"
            ));
        }
        types => {
            let alternatives = types.iter().map(|kind| alternative(schema, kind)).collect();
            without_own_keywords(schema);
            schema.shift_remove("enum");
            schema.insert("anyOf".to_owned(), alternatives);
        }
    }
}

/// Kinds of JSON; whoever lists them all means any value.
const KINDS: [&str; 5] = ["string", "number", "boolean", "array", "object"];

/// The types of a schema, where they are not just one of 3.0.
fn listed_types(schema: &Schema) -> Option<Vec<String>> {
    match schema.get("type")? {
        Value::String(kind) if kind == "null" => Some(vec![kind.clone()]),
        Value::Array(types) => types
            .iter()
            .map(|kind| kind.as_str().map(str::to_owned))
            .collect(),
        _ => None,
    }
}

/// Removes keywords that belong to one type or another.
fn without_own_keywords(schema: &mut Schema) {
    schema.retain(|key, _| keywords::find(key).is_none_or(|known| known.types == TYPES));
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
