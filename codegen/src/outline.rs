//! The corrected document comes in; what it says of replies goes out, at the same places, as a file of the client.
//!
//! The client compares replies with it (feature `observe`), so its pointers are those by which the document is corrected.

use std::collections::{BTreeSet, VecDeque};
use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use crate::file::File;
use crate::{document, pointer, render};

/// What says the shape of a value.
const SCHEMA: [&str; 10] = [
    "$ref",
    "additionalProperties",
    "enum",
    "format",
    "items",
    "nullable",
    "properties",
    "required",
    "type",
    "x-aliases",
];

/// What a schema is composed of.
const COMPOSED: [&str; 3] = ["allOf", "anyOf", "oneOf"];

/// What an event of a stream is known by.
const EVENT: [&str; 4] = ["event", "aliases", "marks", "schema"];

/// How long a value may be that stands on one line.
const LINE: usize = 100;

/// The file with the outline of a document as it is lowered.
pub(crate) fn file(prepared: &Value) -> render::Rendered {
    let path = "outline.rs".to_owned();
    let file = File {
        path: path.clone(),
        docs: "What the document says of replies, as JSON.".to_owned(),
        items: Vec::new(),
    };
    let mut text = String::new();
    write(&of(prepared), 0, &mut text);
    let text = in_ascii(&text);
    let constant = format!("pub(crate) const OUTLINE: &str = r##\"{text}\"##;\n");
    let file = render::file(file).map(|head| format!("{head}\n{constant}"));
    (path, file)
}

/// What a corrected document says of replies.
#[must_use]
pub fn outline(corrected: &Value) -> Value {
    of(&document::prepared(corrected))
}

fn of(document: &Value) -> Value {
    let mut outline = Map::new();
    if let Some(envelope) = document.get("x-envelope") {
        outline.insert("x-envelope".to_owned(), envelope.clone());
    }
    let paths = members(document.get("paths")).filter_map(|(path, item)| {
        let operations =
            members(Some(item)).filter_map(|(method, one)| Some((method.clone(), operation(one)?)));
        let operations: Map<String, Value> = operations.collect();
        (!operations.is_empty()).then(|| (path.clone(), operations.into()))
    });
    let paths: Map<String, Value> = paths.collect();
    let schemas = reached(document, paths.values());
    outline.insert("paths".to_owned(), paths.into());
    outline.insert("components".to_owned(), json!({ "schemas": schemas }));
    outline.into()
}

/// What the successful replies of an operation hold, unless that is no JSON.
fn operation(operation: &Value) -> Option<Value> {
    let id = operation.get("operationId")?;
    let responses = members(operation.get("responses")).filter_map(|(status, response)| {
        let is_success = status.starts_with('2') || status == "default";
        let content = members(response.get("content")).filter_map(|(name, one)| {
            let is_read = name.contains("json") || name.starts_with("text/event-stream");
            (is_read || name == "*/*").then(|| (name.clone(), media(one)))
        });
        let content: Map<String, Value> = content.collect();
        let is_told = is_success && !content.is_empty();
        is_told.then(|| (status.clone(), json!({ "content": content })))
    });
    let responses: Map<String, Value> = responses.collect();
    if responses.is_empty() {
        return None;
    }
    let mut kept = Map::new();
    kept.insert("operationId".to_owned(), id.clone());
    if let Some(places) = operation.get("x-payload-aliases") {
        kept.insert("x-payload-aliases".to_owned(), places.clone());
    }
    kept.insert("responses".to_owned(), responses.into());
    Some(kept.into())
}

fn media(media: &Value) -> Value {
    let mut kept = Map::new();
    match media.get("x-events").and_then(Value::as_array) {
        Some(events) => {
            let events = events.iter().map(event).collect::<Vec<_>>();
            kept.insert("x-events".to_owned(), events.into());
        }
        None => kept.extend(
            media
                .get("schema")
                .map(|one| ("schema".to_owned(), schema(one))),
        ),
    }
    kept.into()
}

fn event(event: &Value) -> Value {
    let kept = members(Some(event)).filter(|(key, _)| EVENT.contains(&key.as_str()));
    let kept = kept.map(|(key, value)| match key.as_str() {
        "schema" => (key.clone(), schema(value)),
        _ => (key.clone(), value.clone()),
    });
    Value::Object(kept.collect())
}

/// A schema without what is only said of it.
fn schema(value: &Value) -> Value {
    let kept = members(Some(value)).filter_map(|(key, value)| {
        let kept = match key.as_str() {
            "properties" => {
                let fields = members(Some(value));
                Value::Object(
                    fields
                        .map(|(name, one)| (name.clone(), schema(one)))
                        .collect(),
                )
            }
            "items" | "additionalProperties" => match value {
                Value::Object(_) => schema(value),
                other => other.clone(),
            },
            key if COMPOSED.contains(&key) => value
                .as_array()?
                .iter()
                .map(schema)
                .collect::<Vec<_>>()
                .into(),
            key if SCHEMA.contains(&key) => value.clone(),
            _ => return None,
        };
        Some((key.clone(), kept))
    });
    Value::Object(kept.collect())
}

/// The components that some values refer to, and those that these refer to, in the order of the document.
fn reached<'v>(document: &Value, from: impl Iterator<Item = &'v Value>) -> Map<String, Value> {
    let all = document.pointer("/components/schemas");
    let mut seen = BTreeSet::new();
    let mut waiting: VecDeque<Value> = from.cloned().collect();
    while let Some(value) = waiting.pop_front() {
        for name in references(&value) {
            let component = all.and_then(|all| all.get(&name));
            if let (true, Some(component)) = (seen.insert(name), component) {
                waiting.push_back(schema(component));
            }
        }
    }
    let kept = members(all).filter(|(name, _)| seen.contains(*name));
    kept.map(|(name, one)| (name.clone(), schema(one)))
        .collect()
}

/// The components that a value refers to.
fn references(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut waiting = vec![value];
    while let Some(value) = waiting.pop() {
        match value {
            Value::Object(members) => {
                let reference = members.get("$ref").and_then(Value::as_str);
                let name = reference.and_then(pointer::component_name);
                found.extend(name.map(pointer::unescape));
                waiting.extend(members.values());
            }
            Value::Array(items) => waiting.extend(items),
            _ => {}
        }
    }
    found
}

fn members(value: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    value.and_then(Value::as_object).into_iter().flatten()
}

/// Writes JSON with a line for each thing that can change by itself.
fn write(value: &Value, depth: usize, text: &mut String) {
    if let Some(flat) = flat(value) {
        return text.push_str(&flat);
    }
    let inner = format!("\n{}", "  ".repeat(depth + 1));
    let mut separator = "";
    let mut begin_row = |text: &mut String| {
        text.push_str(separator);
        text.push_str(&inner);
        separator = ",";
    };
    let end = match value {
        Value::Object(members) => {
            text.push('{');
            for (key, value) in members {
                begin_row(text);
                let _ = write!(text, "{}: ", Value::String(key.clone()));
                write(value, depth + 1, text);
            }
            '}'
        }
        Value::Array(items) => {
            text.push('[');
            for item in items {
                begin_row(text);
                write(item, depth + 1, text);
            }
            ']'
        }
        scalar => return text.push_str(&scalar.to_string()),
    };
    text.push_str(&inner[..inner.len() - 2]);
    text.push(end);
}

/// A value on one line, if that is not too long; no more of it is written than that takes.
fn flat(value: &Value) -> Option<String> {
    let mut line = [0; LINE];
    let mut left = line.as_mut_slice();
    serde_json::to_writer(&mut left, value).ok()?;
    let length = LINE - left.len();
    String::from_utf8(line[..length].to_vec()).ok()
}

/// The same JSON without what a raw string of Rust cannot hold: its own end, and marks of direction.
fn in_ascii(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for character in json.chars() {
        let is_second = character == '#' && text.ends_with('#');
        if character.is_ascii() && !is_second {
            text.push(character);
        } else {
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                let _ = write!(text, "\\u{unit:04x}");
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outline_has_what_replies_need_where_it_stood() {
        let document = json!({
            "openapi": "3.0.0",
            "paths": {"/a": {"get": {
                "operationId": "A",
                "summary": "Text.",
                "responses": {
                    "200": {"description": "Text.", "content": {"application/json": {
                        "example": 1,
                        "schema": {"$ref": "#/components/schemas/Used"},
                    }}},
                    "400": {"content": {"application/json": {"schema": {"type": "string"}}}},
                },
            }}},
            "components": {"schemas": {
                "Unused": {"type": "object"},
                "Used": {"type": "object", "properties": {
                    "title": {"type": "string", "title": "Text."},
                    "next": {"allOf": [{"$ref": "#/components/schemas/Used"}]},
                }},
            }},
        });
        assert_eq!(
            outline(&document),
            json!({
                "paths": {"/a": {"get": {"operationId": "A", "responses": {"200": {"content": {
                    "application/json": {"schema": {"$ref": "#/components/schemas/Used"}},
                }}}}}},
                "components": {"schemas": {"Used": {"type": "object", "properties": {
                    "title": {"type": "string"},
                    "next": {"allOf": [{"$ref": "#/components/schemas/Used"}]},
                }}}},
            })
        );
    }

    #[test]
    fn what_can_change_by_itself_has_its_line() {
        let mut text = String::new();
        let value = json!({"a": "x".repeat(60), "b": ["y".repeat(60), 2]});
        write(&value, 0, &mut text);
        assert_eq!(text.lines().count(), 4, "{text}");
        assert_eq!(
            serde_json::from_str::<Value>(&text).ok(),
            Some(json!({"a": "x".repeat(60), "b": ["y".repeat(60), 2]}))
        );
    }

    #[test]
    fn any_text_can_stand_in_the_file() {
        let value = json!({"\"##": "名 \u{202e} 😀", "$ref": "#/a"});
        let text = in_ascii(&value.to_string());
        assert!(text.is_ascii() && !text.contains("##"), "{text}");
        assert_eq!(serde_json::from_str::<Value>(&text).ok(), Some(value));
    }
}
