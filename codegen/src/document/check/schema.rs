//! Schemas come in, their problems go into the report.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::Checker;
use super::reference::Resolved;
use crate::document::keywords::{self, COMPOSITIONS, Form, TYPES};
use crate::pointer;
use crate::report::clipped;

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
        self.discriminator(members, at);
        self.children(schema, members, kind, at);
        self.compositions(schema, members, at);
    }

    /// The type of a schema, when it has one that is known.
    fn kind(&mut self, schema: &'a Map<String, Value>, at: &str) -> Option<&'a str> {
        let Some(kind) = schema.get("type") else {
            let inferred = keywords::inferred(schema);
            self.untyped(schema, inferred, at);
            return inferred.map(|(kind, _)| kind);
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

    /// A schema that says its type by other keywords, or leaves it open although others would need one.
    fn untyped(&mut self, schema: &Map<String, Value>, inferred: Option<(&str, &str)>, at: &str) {
        let (key, reading) = match inferred {
            Some((kind, key)) => (key, format!("`{kind}`")),
            None => match ["enum", "format"]
                .iter()
                .find(|key| schema.contains_key(**key))
            {
                Some(key) => (*key, "any value".to_owned()),
                None => return,
            },
        };
        let found = format!("a schema with `{key}` and without `type`; it is taken as {reading}");
        self.warning(at, found).fix("add the type in an overlay");
    }

    fn keyword(&mut self, key: &str, value: &Value, kind: Option<&str>, at: &str) {
        let Some(keyword) = keywords::find(key) else {
            if !key.starts_with("x-") {
                self.warning(
                    at,
                    format!("`{key}` is not a keyword of an OpenAPI 3.0 schema; it is ignored"),
                );
            }
            return;
        };
        if let Some(kind) = kind
            && !keyword.types.contains(&kind)
        {
            let found = format!("`{key}` does not belong to the type `{kind}`; it is ignored");
            let problem = self.warning(at, found);
            problem
                .expected(format!("`{key}` only with {}", keyword.types.join(", ")))
                .fix("remove it, or correct the type, in an overlay");
            return;
        }
        if key == "not" {
            let found = "`not` is not supported; the values that it excludes are taken as well";
            self.warning(at, found);
        }
        if let Some(expected) = misfit(keyword.form, value) {
            self.error(at, format!("`{key}` is {}", clipped(value)))
                .expected(expected);
        }
    }

    fn discriminator(&mut self, schema: &'a Map<String, Value>, at: &str) {
        let Some(discriminator) = schema.get("discriminator") else {
            return;
        };
        let at = pointer::join(at, "discriminator");
        let property = discriminator.get("propertyName");
        let mapping = match discriminator.get("mapping") {
            None => true,
            Some(Value::Object(mapping)) => mapping.values().all(Value::is_string),
            Some(_) => false,
        };
        if !property.is_some_and(Value::is_string) || !mapping {
            let found = format!("`discriminator` is {}", clipped(discriminator));
            self.error(&at, found).expected(
                "`propertyName`, the name of a property, and `mapping`, from its values to schemas",
            );
        }
    }

    /// Schemas that this one is made of.
    fn compositions(&mut self, schema: &'a Value, members: &'a Map<String, Value>, at: &str) {
        for key in COMPOSITIONS {
            let Some(value) = members.get(key) else {
                continue;
            };
            if value.as_array().is_some_and(Vec::is_empty) {
                self.error(&pointer::join(at, key), format!("`{key}` is empty"))
                    .expected("a list with at least one schema");
            }
            for (part, at) in self.items(schema, key, at) {
                self.schema(part, &at);
            }
        }
    }

    /// Enums are open, so a value that cannot be one of them is just left out.
    fn enumeration(&mut self, schema: &'a Map<String, Value>, kind: Option<&str>, at: &str) {
        let Some(values) = schema.get("enum") else {
            return;
        };
        // `keyword` has said so.
        if kind.is_some_and(|kind| ["array", "object"].contains(&kind)) {
            return;
        }
        let at = pointer::join(at, "enum");
        let Some(values) = values.as_array() else {
            self.error(&at, format!("`enum` is {}", clipped(values)))
                .expected("a list of values");
            return;
        };
        if values.is_empty() {
            self.warning(&at, "`enum` is empty; any value is taken");
        }
        let mut seen = HashSet::new();
        for (index, value) in values.iter().enumerate() {
            let at = pointer::join(&at, &index.to_string());
            if !seen.insert(value) {
                let found = format!("`enum` has the value {} twice; once counts", clipped(value));
                self.warning(&at, found);
            } else if !keywords::is_value(value, kind) {
                let kind = kind.unwrap_or_default();
                let found = format!(
                    "`enum` of `{kind}` has the value {}; it is left out",
                    clipped(value)
                );
                self.warning(&at, found)
                    .expected("values of the type of the schema");
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
            self.error(&at, format!("`required` is {}", clipped(required)))
                .expected("a list of property names");
            return;
        };
        let mut seen = HashSet::new();
        for (index, name) in names.iter().enumerate() {
            if !seen.insert(name) {
                let found = format!("`required` names {} twice; once counts", clipped(name));
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
        let belongs = |key: &str| {
            let types = keywords::find(key).map_or(&[][..], |keyword| keyword.types);
            kind.is_none_or(|kind| types.contains(&kind))
        };
        if belongs("properties") {
            for (_, property, at) in self.members(schema, "properties", at) {
                self.schema(property, &at);
            }
        }
        match members.get("items").filter(|_| belongs("items")) {
            Some(items) => self.schema(items, &pointer::join(at, "items")),
            None if kind == Some("array") => {
                self.warning(at, "an array without `items`; they are taken as any value")
                    .expected("the schema of its items");
            }
            None => {}
        }
        let values = members.get("additionalProperties");
        match values.filter(|_| belongs("additionalProperties")) {
            None | Some(Value::Bool(_)) => {}
            Some(values @ Value::Object(_)) => {
                self.schema(values, &pointer::join(at, "additionalProperties"));
            }
            Some(other) => {
                let at = pointer::join(at, "additionalProperties");
                self.error(&at, format!("`additionalProperties` is {}", clipped(other)))
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
                    format!("`{key}` is {}", clipped(value)),
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
                format!("`{key}` is {}", clipped(value)),
            )
            .expected("true or false");
        }
    }
}

/// What is expected, when a value does not have the form.
fn misfit(form: Form, value: &Value) -> Option<&'static str> {
    let (fits, expected) = match form {
        Form::Text => (value.is_string(), "a text"),
        Form::Flag => (value.is_boolean(), "true or false"),
        Form::Other => (true, ""),
    };
    (!fits).then_some(expected)
}
