//! Values from the document: its examples, where they are values of their types, else values made for the purpose.
//!
//! Every property is filled, and with something other than zero, empty or false: what is never read would read like that.

use serde_json::{Map, Value, json};

use crate::document::Document;
use crate::shape::{all_of, alternatives, takes_null};
use crate::{names, schema};

/// A value of a schema that stands at a place with this name; `None` for what would stand within itself.
///
/// Of alternatives it is the one with the index `turn`, counted around.
pub(crate) fn make(document: &Document, schema: &Value, name: &str, turn: usize) -> Option<Value> {
    Maker {
        document,
        turn,
        around: Vec::new(),
    }
    .value(schema, name, None)
}

struct Maker<'d> {
    document: &'d Document,
    turn: usize,
    /// The references on the way to the value that is being made.
    around: Vec<&'d str>,
}

impl<'d> Maker<'d> {
    /// The first example that is a value of the type, or one that is made.
    fn value(&mut self, declared: &'d Value, name: &str, example: Option<&Value>) -> Option<Value> {
        let (schema, reference) = self.document.resolve(declared);
        if reference.is_some_and(|reference| self.around.contains(&reference)) {
            return None;
        }
        self.around.extend(reference);
        let value = if is_composed(schema) {
            self.composed(schema, name)
        } else {
            self.plain(declared, schema, name, example)
        };
        if reference.is_some() {
            self.around.pop();
        }
        value
    }

    fn plain(
        &mut self,
        declared: &'d Value,
        schema: &'d Value,
        name: &str,
        example: Option<&Value>,
    ) -> Option<Value> {
        let own =
            [declared, schema].map(|schema| schema.get("x-coze-example").or(schema.get("example")));
        let mut examples = example.into_iter().chain(own.into_iter().flatten());
        let value = examples.find_map(|example| self.coerce(schema, name, example));
        value.or_else(|| self.synthesise(schema, name))
    }

    /// A value of all parts, and of one of the alternatives.
    fn composed(&mut self, schema: &'d Value, name: &str) -> Option<Value> {
        let one = self.alternative(schema, name);
        if one.is_none() && alternatives(schema).next().is_some() {
            return None;
        }
        let mut values: Vec<Value> = one.into_iter().collect();
        for part in all_of(schema) {
            values.extend(self.value(part, name, None));
        }
        if schema.get("properties").is_some() {
            values.push(self.object(schema, name, &Map::new()));
        }
        let mut made = Map::new();
        for value in &values {
            let members = value.as_object().into_iter().flatten();
            for (key, value) in members {
                made.entry(key).or_insert_with(|| value.clone());
            }
        }
        if made.is_empty() {
            return values.into_iter().next();
        }
        Some(Value::Object(made))
    }

    /// The alternative whose turn it is, with its tag; the next one that can be made, if that one cannot.
    fn alternative(&mut self, schema: &'d Value, name: &str) -> Option<Value> {
        let all: Vec<&Value> = alternatives(schema).collect();
        let start = self.turn.checked_rem(all.len())?;
        let (skipped, first) = all.split_at(start);
        for one in first.iter().chain(skipped) {
            let Some(mut value) = self.value(one, name, None) else {
                continue;
            };
            let tag = schema["discriminator"]["propertyName"].as_str();
            if let (Some(tag), Some(members)) = (tag, value.as_object_mut())
                && let Some(tags) = schema::tags(schema, one)
                && !members
                    .get(tag)
                    .is_some_and(|own| tags.iter().any(|tag| own == tag))
            {
                members.insert(tag.to_owned(), json!(tags[0]));
            }
            return Some(value);
        }
        None
    }

    /// The example as a value of the schema, unless it is none, or says nothing: zero, empty, false.
    fn coerce(&mut self, schema: &'d Value, name: &str, example: &Value) -> Option<Value> {
        let text = example.as_str().map(str::trim);
        let parsed = || {
            text.and_then(|text| serde_json::from_str(text).ok())
                .unwrap_or_else(|| example.clone())
        };
        let value = match kind(schema) {
            "boolean" => json!(parsed().as_bool()?),
            "integer" => json!(whole(&parsed())?),
            "number" => json!(parsed().as_f64()?),
            "string" => json!(string(schema, example)?),
            "array" => self.list(schema, name, parsed().as_array()?),
            "object" => self.object(schema, name, parsed().as_object()?),
            _ => example.clone(),
        };
        let is_allowed = schema["enum"]
            .as_array()
            .is_none_or(|values| values.contains(&value));
        (is_allowed && !is_empty(&value)).then_some(value)
    }

    fn synthesise(&mut self, schema: &'d Value, name: &str) -> Option<Value> {
        if let Some(values) = schema["enum"].as_array() {
            let useful = values.iter().find(|value| !is_empty(value));
            let first = values.iter().find(|value| !value.is_null());
            return useful.or(first).cloned();
        }
        if let Some(only) = schema.get("const") {
            return Some(only.clone());
        }
        match kind(schema) {
            "boolean" => Some(json!(true)),
            "array" => {
                let items = &schema["items"];
                let null = takes_null(self.document, items).then_some(Value::Null);
                let item = self.value(items, name, None);
                Some(item.into_iter().chain(null).collect())
            }
            "object" => Some(self.object(schema, name, &Map::new())),
            _ => Some(names::named(schema, name).unwrap_or_else(|| json!(name))),
        }
    }

    fn list(&mut self, schema: &'d Value, name: &str, examples: &[Value]) -> Value {
        let items = examples
            .iter()
            .filter_map(|example| self.value(&schema["items"], name, Some(example)));
        items.collect()
    }

    /// An object with every property, and one entry at least where it is a map.
    fn object(&mut self, schema: &'d Value, name: &str, examples: &Map<String, Value>) -> Value {
        let mut made = Map::new();
        let properties = schema["properties"].as_object();
        for (key, property) in properties.into_iter().flatten() {
            if let Some(value) = self.value(property, key, examples.get(key)) {
                made.insert(key.clone(), value);
            }
        }
        let further = &schema["additionalProperties"];
        if further.is_object() {
            let is_other = |key: &String| properties.is_none_or(|own| !own.contains_key(key));
            for (key, example) in examples.iter().filter(|(key, _)| is_other(key)) {
                let value = self.value(further, name, Some(example));
                made.extend(value.map(|value| (key.clone(), value)));
            }
            if made.is_empty() {
                let value = self.value(further, name, None);
                made.extend(value.map(|value| (name.to_owned(), value)));
                if takes_null(self.document, further) {
                    made.insert(format!("no {name}"), Value::Null);
                }
            }
        } else if properties.is_none() {
            made.extend(examples.clone());
            if made.is_empty() {
                made.insert(name.to_owned(), json!(name));
            }
        }
        Value::Object(made)
    }
}

fn is_composed(schema: &Value) -> bool {
    all_of(schema).chain(alternatives(schema)).next().is_some()
}

/// The type of a schema, also of one that does not say it, or that says `null` beside it.
fn kind(schema: &Value) -> &str {
    let declared = schema["type"].as_str();
    let listed = schema["type"].as_array().into_iter().flatten();
    let mut listed = listed
        .filter_map(Value::as_str)
        .filter(|kind| *kind != "null");
    let implied = || {
        ["properties", "additionalProperties"]
            .iter()
            .any(|key| schema.get(key).is_some())
            .then_some("object")
            .or(schema.get("items").map(|_| "array"))
    };
    declared
        .or_else(|| listed.next())
        .or_else(implied)
        .unwrap_or_default()
}

/// `1.7e9` is a whole number, too.
fn whole(value: &Value) -> Option<i64> {
    let float = || {
        value
            .as_f64()
            .filter(|float| float.fract() == 0.0 && float.abs() < 9e15)
    };
    // In these bounds nothing is lost.
    #[allow(clippy::cast_possible_truncation)]
    value.as_i64().or_else(|| float().map(|float| float as i64))
}

/// A text; an example that is none, as its JSON.
fn string(schema: &Value, example: &Value) -> Option<String> {
    let text = example
        .as_str()
        .map_or_else(|| example.to_string(), str::to_owned);
    (!names::is_integer_text(schema) || text.parse::<i64>().is_ok()).then_some(text)
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(flag) => !flag,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
    }
}

#[test]
fn examples_come_first_where_they_are_values() {
    let schema = json!({"type": "object", "properties": {
        "flag": {"type": "boolean", "x-coze-example": "true"},
        "no": {"type": "boolean", "x-coze-example": "false"},
        "at": {"type": "integer", "x-coze-example": 1.7e9},
        "count": {"type": "integer", "x-coze-example": "\\"},
        "list": {"type": "array", "items": {"type": "string"}, "x-coze-example": "[\"a\", \"\"]"},
        "prose": {"type": "array", "items": {"type": "integer"}, "x-coze-example": "see below"},
        "inner": {"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "string"}}, "x-coze-example": "{\"a\": \"5\", \"c\": 1}"},
        "map": {"type": "object", "additionalProperties": {"type": "integer"}, "x-coze-example": "-"},
        "kind": {"type": "string", "enum": ["", "x", "y"], "x-coze-example": "z"},
        "id": {"type": "string", "format": "i64", "x-coze-example": "73****"},
        "again": {"$ref": "#/components/schemas/S"},
    }});
    let document = Document {
        root: json!({"components": {"schemas": {"S": schema}}}),
    };
    let whole = json!({"$ref": "#/components/schemas/S"});
    let expected = json!({
        "flag": true, "no": true, "at": 1_700_000_000, "count": 5, "list": ["a", "list"], "prose": [5],
        "inner": {"a": 5, "b": "b"}, "map": {"map": 3}, "kind": "x", "id": "2",
    });
    assert_eq!(make(&document, &whole, "reply", 0), Some(expected));
}

#[test]
fn alternatives_take_turns() {
    let document = Document {
        root: json!({"components": {"schemas": {"A": {"properties": {"kind": {"type": "string"}}}}}}),
    };
    let schema = json!({
        "oneOf": [{"$ref": "#/components/schemas/A"}, {"type": "integer"}, {"enum": [null]}],
        "discriminator": {"propertyName": "kind"},
    });
    let made = |turn| make(&document, &schema, "x", turn);
    assert_eq!(made(0), Some(json!({"kind": "A"})));
    assert_eq!(made(1), Some(json!(1)));
    assert_eq!(made(2), made(0));
}
