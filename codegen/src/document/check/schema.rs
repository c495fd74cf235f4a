//! Schemas come in, their problems go into the report.

use serde_json::{Map, Value};

use super::Checker;
use super::reference::Resolved;
use crate::document::pointer;

const TYPES: [&str; 6] = ["string", "number", "integer", "boolean", "array", "object"];
const COMPOSITIONS: [&str; 4] = ["allOf", "oneOf", "anyOf", "not"];

/// What the value of a keyword must be.
#[derive(Clone, Copy, PartialEq)]
enum Form {
    Text,
    Flag,
    Count,
    Number,
    /// Looked at by a function of its own.
    Other,
}

const ANY: &[&str] = &TYPES;
const NUMERIC: &[&str] = &["number", "integer"];
const SCALAR: &[&str] = &["string", "number", "integer"];

/// Keywords of `OpenAPI` 3.0 schemas, the form of their values, and the types they belong to.
///
/// openapiv3 takes a schema with a keyword of another type for one that it does not know.
const KEYWORDS: &[(&str, Form, &[&str])] = &[
    ("type", Form::Other, ANY),
    ("title", Form::Text, ANY),
    ("description", Form::Text, ANY),
    ("nullable", Form::Flag, ANY),
    ("readOnly", Form::Flag, ANY),
    ("writeOnly", Form::Flag, ANY),
    ("deprecated", Form::Flag, ANY),
    ("default", Form::Other, ANY),
    ("example", Form::Other, ANY),
    ("externalDocs", Form::Other, ANY),
    ("xml", Form::Other, ANY),
    ("format", Form::Text, SCALAR),
    ("enum", Form::Other, SCALAR),
    ("pattern", Form::Text, &["string"]),
    ("minLength", Form::Count, &["string"]),
    ("maxLength", Form::Count, &["string"]),
    ("minimum", Form::Number, NUMERIC),
    ("maximum", Form::Number, NUMERIC),
    ("multipleOf", Form::Number, NUMERIC),
    ("exclusiveMinimum", Form::Flag, NUMERIC),
    ("exclusiveMaximum", Form::Flag, NUMERIC),
    ("items", Form::Other, &["array"]),
    ("minItems", Form::Count, &["array"]),
    ("maxItems", Form::Count, &["array"]),
    ("uniqueItems", Form::Flag, &["array"]),
    ("properties", Form::Other, &["object"]),
    ("required", Form::Other, &["object"]),
    ("additionalProperties", Form::Other, &["object"]),
    ("minProperties", Form::Count, &["object"]),
    ("maxProperties", Form::Count, &["object"]),
];

/// Keywords that make no sense without a type.
const NEED_TYPE: [&str; 6] = [
    "properties",
    "additionalProperties",
    "required",
    "items",
    "enum",
    "format",
];

impl<'a> Checker<'a> {
    pub(super) fn schema(&mut self, schema: &'a Value, at: &str) {
        let Some(Resolved::Here(members)) = self.resolve(schema, "schemas", at) else {
            return;
        };
        let kind = self.kind(members, at);
        for (key, value) in members {
            self.keyword(key, value, kind, &pointer::join(at, key));
        }
        self.enumeration(members, kind, at);
        self.required(members, at);
        self.children(schema, members, kind, at);
    }

    /// The type of a schema, when it has one that is known.
    fn kind(&mut self, schema: &'a Map<String, Value>, at: &str) -> Option<&'a str> {
        let Some(kind) = schema.get("type") else {
            if let Some(key) = NEED_TYPE.into_iter().find(|key| schema.contains_key(*key)) {
                let found =
                    format!("a schema with `{key}` and without `type`; it is taken as any value");
                self.warning(at, found).fix("add the type in an overlay");
            }
            return None;
        };
        let known = kind.as_str().filter(|kind| TYPES.contains(kind));
        if known.is_none() {
            let problem = self.error(
                &pointer::join(at, "type"),
                format!("the type {kind} is not known"),
            );
            problem.expected(format!("one of {}", TYPES.join(", ")));
        }
        known
    }

    fn keyword(&mut self, key: &str, value: &Value, kind: Option<&str>, at: &str) {
        if COMPOSITIONS.contains(&key) {
            let problem = self.error(at, format!("`{key}` is not supported"));
            problem
                .expected("a schema with one `type`")
                .fix("replace it with an object schema in an overlay");
            return;
        }
        let Some((_, form, kinds)) = KEYWORDS.iter().find(|(known, ..)| *known == key) else {
            if !key.starts_with("x-") && key != "discriminator" {
                self.warning(
                    at,
                    format!("`{key}` is not a keyword of an OpenAPI 3.0 schema; it is ignored"),
                );
            }
            return;
        };
        if let Some(kind) = kind
            && !kinds.contains(&kind)
        {
            let problem = self.error(at, format!("`{key}` does not belong to the type `{kind}`"));
            problem
                .expected(format!("`{key}` only with {}", kinds.join(", ")))
                .fix("remove it in an overlay");
            return;
        }
        if let Some(expected) = form.misfit(value, kind) {
            self.error(at, format!("`{key}` is {}", shown(value)))
                .expected(expected);
        }
    }

    fn enumeration(&mut self, schema: &'a Map<String, Value>, kind: Option<&str>, at: &str) {
        let Some(values) = schema.get("enum") else {
            return;
        };
        let at = pointer::join(at, "enum");
        let Some(values) = values.as_array().filter(|values| !values.is_empty()) else {
            self.error(&at, format!("`enum` is {}", shown(values)))
                .expected("a list with at least one value");
            return;
        };
        let nullable = schema.get("nullable") == Some(&Value::Bool(true));
        let fits = |value: &Value| match kind {
            _ if value.is_null() && nullable => true,
            Some("string") => value.is_string(),
            Some("integer") => value.is_i64(),
            Some("number") => value.is_number(),
            _ => true,
        };
        for (index, value) in values.iter().enumerate() {
            let at = pointer::join(&at, &index.to_string());
            if values[..index].contains(value) {
                self.error(&at, format!("`enum` has the value {} twice", shown(value)));
            }
            if !fits(value) {
                let problem = self.error(
                    &at,
                    format!(
                        "`enum` of `{}` has the value {}",
                        kind.unwrap_or_default(),
                        shown(value)
                    ),
                );
                problem.expected("values of the type of the schema");
            }
        }
    }

    fn required(&mut self, schema: &'a Map<String, Value>, at: &str) {
        let Some(required) = schema.get("required") else {
            return;
        };
        let at = pointer::join(at, "required");
        let Some(names) = required
            .as_array()
            .filter(|names| names.iter().all(Value::is_string))
        else {
            self.error(&at, format!("`required` is {}", shown(required)))
                .expected("a list of property names");
            return;
        };
        for (index, name) in names.iter().enumerate() {
            if names[..index].contains(name) {
                let found = format!("`required` names {} twice; once counts", shown(name));
                self.warning(&pointer::join(&at, &index.to_string()), found);
            }
        }
    }

    fn children(
        &mut self,
        schema: &'a Value,
        members: &'a Map<String, Value>,
        kind: Option<&str>,
        at: &str,
    ) {
        for (_, property, at) in self.members(schema, "properties", at) {
            self.schema(property, &at);
        }
        match members.get("items") {
            Some(items) => self.schema(items, &pointer::join(at, "items")),
            None if kind == Some("array") => {
                self.error(at, "an array without `items`")
                    .expected("the schema of its items");
            }
            None => {}
        }
        match members.get("additionalProperties") {
            None | Some(Value::Bool(_)) => {}
            Some(values @ Value::Object(_)) => {
                self.schema(values, &pointer::join(at, "additionalProperties"));
            }
            Some(other) => {
                let at = pointer::join(at, "additionalProperties");
                self.error(&at, format!("`additionalProperties` is {}", shown(other)))
                    .expected("a schema, true or false");
            }
        }
    }

    /// Members that are texts, if they are there.
    pub(super) fn texts(&mut self, object: &'a Map<String, Value>, keys: &[&str], at: &str) {
        for key in keys {
            if let Some(value) = object.get(*key).filter(|value| !value.is_string()) {
                self.error(
                    &pointer::join(at, key),
                    format!("`{key}` is {}", shown(value)),
                )
                .expected("a text");
            }
        }
    }

    /// A member that is true or false, if it is there.
    pub(super) fn flag(&mut self, object: &'a Map<String, Value>, key: &str, at: &str) {
        if let Some(value) = object.get(key).filter(|value| !value.is_boolean()) {
            self.error(
                &pointer::join(at, key),
                format!("`{key}` is {}", shown(value)),
            )
            .expected("true or false");
        }
    }
}

impl Form {
    /// What is expected, when a value does not have the form.
    fn misfit(self, value: &Value, kind: Option<&str>) -> Option<&'static str> {
        let (fits, expected) = match self {
            Self::Text => (value.is_string(), "a text"),
            Self::Flag => (value.is_boolean(), "true or false"),
            Self::Count => (value.is_u64(), "a whole number from 0"),
            Self::Number if kind == Some("integer") => (value.is_i64(), "a whole number"),
            Self::Number => (value.is_number(), "a number"),
            Self::Other => (true, ""),
        };
        (!fits).then_some(expected)
    }
}

fn shown(value: &Value) -> String {
    const LONGEST: usize = 60;
    let text = value.to_string();
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
