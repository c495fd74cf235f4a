//! The keywords of `OpenAPI` 3.0 schemas: which types they belong to, and what form their values have.

use serde_json::{Map, Value};

/// The types of `OpenAPI` 3.0.
pub(super) const TYPES: [&str; 6] = ["string", "number", "integer", "boolean", "array", "object"];

/// Keywords that make a schema of several.
pub(super) const COMPOSITIONS: [&str; 3] = ["allOf", "oneOf", "anyOf"];

/// What the value of a keyword must be.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Form {
    Text,
    Flag,
    /// Looked at by a function of its own, or restricts or illustrates values: no code is made from that, whatever it says.
    Other,
}

/// A keyword, the form of its value, and the types it belongs to.
pub(super) struct Keyword {
    name: &'static str,
    pub(super) form: Form,
    pub(super) types: &'static [&'static str],
}

const fn keyword(name: &'static str, form: Form, types: &'static [&'static str]) -> Keyword {
    Keyword { name, form, types }
}

const ANY: &[&str] = &TYPES;
const NUMERIC: &[&str] = &["number", "integer"];
const SCALAR: &[&str] = &["string", "number", "integer"];
const LISTED: &[&str] = &["string", "number", "integer", "boolean"];

const KEYWORDS: &[Keyword] = &[
    keyword("type", Form::Other, ANY),
    keyword("title", Form::Text, ANY),
    keyword("description", Form::Text, ANY),
    keyword("nullable", Form::Flag, ANY),
    keyword("readOnly", Form::Flag, ANY),
    keyword("writeOnly", Form::Flag, ANY),
    keyword("deprecated", Form::Flag, ANY),
    keyword("default", Form::Other, ANY),
    keyword("discriminator", Form::Other, ANY),
    keyword("allOf", Form::Other, ANY),
    keyword("oneOf", Form::Other, ANY),
    keyword("anyOf", Form::Other, ANY),
    keyword("not", Form::Other, ANY),
    keyword("example", Form::Other, ANY),
    keyword("externalDocs", Form::Other, ANY),
    keyword("xml", Form::Other, ANY),
    keyword("format", Form::Text, SCALAR),
    keyword("enum", Form::Other, LISTED),
    keyword("pattern", Form::Other, &["string"]),
    keyword("minLength", Form::Other, &["string"]),
    keyword("maxLength", Form::Other, &["string"]),
    keyword("minimum", Form::Other, NUMERIC),
    keyword("maximum", Form::Other, NUMERIC),
    keyword("multipleOf", Form::Other, NUMERIC),
    keyword("exclusiveMinimum", Form::Other, NUMERIC),
    keyword("exclusiveMaximum", Form::Other, NUMERIC),
    keyword("items", Form::Other, &["array"]),
    keyword("minItems", Form::Other, &["array"]),
    keyword("maxItems", Form::Other, &["array"]),
    keyword("uniqueItems", Form::Other, &["array"]),
    keyword("properties", Form::Other, &["object"]),
    keyword("required", Form::Other, &["object"]),
    keyword("additionalProperties", Form::Other, &["object"]),
    keyword("minProperties", Form::Other, &["object"]),
    keyword("maxProperties", Form::Other, &["object"]),
];

/// A keyword by its name.
pub(super) fn find(name: &str) -> Option<&'static Keyword> {
    KEYWORDS.iter().find(|keyword| keyword.name == name)
}

/// Whether a value can be one of an enum's. Nothing is lost with null, which reads as no value whether it is listed or not.
pub(crate) fn is_value(value: &Value, kind: Option<&str>) -> bool {
    match kind {
        _ if value.is_null() => true,
        Some("string") => value.is_string(),
        Some("integer") => value.is_i64(),
        Some("number") => value.is_number(),
        Some("boolean") => value.is_boolean(),
        _ => true,
    }
}

/// The type of a schema that does not say it, and the keyword that gives it away.
pub(crate) fn inferred(schema: &Map<String, Value>) -> Option<(&'static str, &'static str)> {
    if schema.contains_key("type") {
        return None;
    }
    let has = |name: &&&str| schema.contains_key(**name);
    let objects = ["properties", "additionalProperties"];
    if let Some(keyword) = objects.iter().find(has) {
        return Some(("object", keyword));
    }
    if schema.contains_key("items") {
        return Some(("array", "items"));
    }
    let values = schema.get("enum").and_then(Value::as_array)?;
    let all = |fits: fn(&Value) -> bool| !values.is_empty() && values.iter().all(fits);
    if all(Value::is_string) {
        Some(("string", "enum"))
    } else if all(Value::is_i64) {
        Some(("integer", "enum"))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn keywords_give_the_type_away() {
        let of = |schema: Value| {
            let schema = schema.as_object().expect("an object").clone();
            inferred(&schema).map(|(kind, _)| kind)
        };
        assert_eq!(of(json!({"properties": {}})), Some("object"));
        assert_eq!(of(json!({"items": {}})), Some("array"));
        assert_eq!(of(json!({"enum": ["a"]})), Some("string"));
        assert_eq!(of(json!({"enum": [1, 2]})), Some("integer"));
        assert_eq!(of(json!({"enum": ["a", 2]})), None);
        assert_eq!(of(json!({"type": "array", "properties": {}})), None);
        assert_eq!(of(json!({"title": "anything"})), None);
    }
}
