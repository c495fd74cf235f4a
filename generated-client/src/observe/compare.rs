//! A value and the schema that the document declares for it come in, the ways in which they differ go out.

use serde_json::{Map, Value};

use super::deviation::DeviationKind;
use super::outline::{Outline, Schema, join};
use super::seen;

/// A difference, in a reply or event that is known from the outside.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Difference {
    pub(super) at: String,
    pub(super) schema: String,
    pub(super) kind: DeviationKind,
    pub(super) seen: String,
    /// The value of an enum.
    pub(super) value: Option<String>,
}

/// A comparison under way.
pub(super) struct Comparison<'o> {
    outline: &'o Outline,
    /// Fields of the outermost object that need not be declared.
    frame: Vec<&'o str>,
    pub(super) found: Vec<Difference>,
}

impl<'o> Comparison<'o> {
    pub(super) fn new(outline: &'o Outline, frame: Vec<&'o str>) -> Self {
        Self {
            outline,
            frame,
            found: Vec::new(),
        }
    }

    /// Compares the value at a place with the schema at a pointer. Null stands for nothing.
    pub(super) fn value(&mut self, value: &Value, pointer: &str, at: &str) {
        let Some(schema) = self.outline.schema(pointer) else {
            return;
        };
        if value.is_null() {
            return;
        }
        let alternatives = schema.alternatives();
        if !alternatives.is_empty() {
            return self.best_of(&alternatives, value, at);
        }
        if let Some(kind) = other_type(&schema, value) {
            return self.push(at, &schema.used_at, kind, seen::type_of(value));
        }
        self.listed(&schema, value, at);
        match value {
            Value::Object(members) => self.object(members, schema, at),
            Value::Array(items) => {
                let pointer = join(&schema.at, "items");
                for item in items {
                    self.value(item, &pointer, &format!("{at}/*"));
                }
            }
            _ => {}
        }
    }

    /// Compares with the alternative from which the value differs least.
    fn best_of(&mut self, alternatives: &[String], value: &Value, at: &str) {
        let found = alternatives.iter().map(|pointer| {
            let mut alone = Comparison::new(self.outline, self.frame.clone());
            alone.value(value, pointer, at);
            alone.found
        });
        let least = found.min_by_key(Vec::len);
        self.found.extend(least.into_iter().flatten());
    }

    /// Whether an enum has the value. The empty text is none.
    fn listed(&mut self, schema: &Schema<'_>, value: &Value, at: &str) {
        let listed = schema.list("enum");
        let is_known = match value {
            Value::String(text) => {
                text.is_empty() || listed.contains(value) || schema.has_alias(text)
            }
            Value::Number(_) => listed.contains(value),
            _ => true,
        };
        if !listed.is_empty() && !is_known {
            self.found.push(Difference {
                at: at.to_owned(),
                schema: schema.at.clone(),
                kind: DeviationKind::UnknownValue,
                seen: seen::type_of(value),
                value: seen::value(value),
            });
        }
    }

    fn object(&mut self, members: &Map<String, Value>, schema: Schema<'o>, at: &str) {
        let owner = schema.used_at.clone();
        let parts = self.outline.parts(schema);
        if parts.iter().all(|part| part.object("properties").is_none()) {
            return self.map(members, &parts, at);
        }
        let is_open = parts.iter().any(|part| part.is("additionalProperties"));
        let is_known = |name: &str| parts.iter().any(|part| part.declared(name).is_some());
        // Of an object that has no field of the schema, the schema is the wrong one in this place, and right perhaps in others.
        let has_any = members.keys().any(|name| is_known(name));
        let mut with_fields = parts.iter();
        let first = with_fields.find(|part| has_any && part.object("properties").is_some());
        let owner = first.map_or(owner, |part| part.at.clone());
        for (name, value) in members {
            let declaring = parts
                .iter()
                .find_map(|part| Some((part, part.declared(name)?)));
            if let Some((part, declared)) = declaring {
                let pointer = join(&join(&part.at, "properties"), declared);
                self.value(value, &pointer, &join(at, declared));
            } else if !is_open && !self.is_frame(at, name) {
                let at = join(at, seen::name(name));
                self.push(
                    &at,
                    &owner,
                    DeviationKind::UnknownField,
                    seen::type_of(value),
                );
            }
        }
        for part in &parts {
            self.required(members, part, at);
        }
    }

    fn map(&mut self, members: &Map<String, Value>, parts: &[Schema<'_>], at: &str) {
        let value = parts
            .iter()
            .find(|part| part.object("additionalProperties").is_some());
        let Some(part) = value else {
            return;
        };
        let pointer = join(&part.at, "additionalProperties");
        for member in members.values() {
            self.value(member, &pointer, &format!("{at}/*"));
        }
    }

    fn required(&mut self, members: &Map<String, Value>, part: &Schema<'_>, at: &str) {
        let present = |name: &str| {
            let mut spellings = members.iter();
            let found = spellings.find(|(key, _)| *key == name || part.declared(key) == Some(name));
            found.map(|(_, value)| value)
        };
        let required = part.list("required").iter().filter_map(Value::as_str);
        for name in required {
            if self.is_frame(at, name) {
                continue;
            }
            let (kind, seen) = match present(name) {
                None => (DeviationKind::NothingForRequired, "nothing"),
                Some(Value::Null) if !self.is_nullable(part, name) => {
                    (DeviationKind::NullForRequired, "null")
                }
                Some(_) => continue,
            };
            self.found.push(Difference {
                at: join(at, name),
                schema: part.at.clone(),
                kind,
                seen: seen.to_owned(),
                value: None,
            });
        }
    }

    /// Whether a field belongs to the frame around replies.
    fn is_frame(&self, at: &str, name: &str) -> bool {
        at.is_empty() && self.frame.contains(&name)
    }

    fn is_nullable(&self, part: &Schema<'_>, name: &str) -> bool {
        let schema = self
            .outline
            .schema(&join(&join(&part.at, "properties"), name));
        schema.is_none_or(|schema| schema.is("nullable"))
    }

    fn push(&mut self, at: &str, schema: &str, kind: DeviationKind, seen: String) {
        self.found.push(Difference {
            at: at.to_owned(),
            schema: schema.to_owned(),
            kind,
            seen,
            value: None,
        });
    }
}

/// What is wrong with the type of a value, if something is.
fn other_type(schema: &Schema<'_>, value: &Value) -> Option<DeviationKind> {
    let fields = schema.object("properties").map(|_| "object");
    let declared = schema.text("type").or(fields)?;
    match (declared, value) {
        ("string", Value::Number(_)) => Some(DeviationKind::NumberForText),
        ("integer" | "number", Value::String(_)) => Some(DeviationKind::TextForNumber),
        ("integer", Value::Number(number)) if !number.is_f64() => None,
        ("string", Value::String(_))
        | ("number", Value::Number(_))
        | ("boolean", Value::Bool(_))
        | ("array", Value::Array(_))
        | ("object", Value::Object(_)) => None,
        _ => Some(DeviationKind::OtherType),
    }
}
