//! The corrected document comes in; what it says of replies goes out, at the same places, as a file of the client.
//!
//! The client compares replies with it (feature `observe`), so its pointers are those by which the document is corrected.

use std::collections::HashMap;
use std::fmt::Write as _;

use serde_json::Value;

use crate::file::File;
use crate::{pointer, render};

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

/// A part of the outline, which stands in the document as it is or in part.
enum Kept<'d> {
    Whole(&'d Value),
    Members(Members<'d>),
    Items(Vec<Kept<'d>>),
}

type Members<'d> = Vec<(&'d str, Kept<'d>)>;

/// The file with an outline.
pub(crate) fn file(outline: &str) -> render::Rendered {
    let path = "outline.rs".to_owned();
    let file = File {
        path: path.clone(),
        docs: "What the document says of replies, as JSON.".to_owned(),
        items: Vec::new(),
    };
    let constant = format!("pub(crate) const OUTLINE: &str = r##\"{outline}\"##;\n");
    let file = render::file(file).map(|head| format!("{head}\n{constant}"));
    (path, file)
}

/// The outline of a document as it is checked, as JSON that a raw string can hold.
pub(crate) fn text(prepared: &Value) -> String {
    let mut text = String::new();
    write(&of(prepared), 0, &mut text);
    in_ascii(&text)
}

fn of(document: &Value) -> Kept<'_> {
    let mut outline = Members::new();
    if let Some(envelope) = document.get("x-envelope") {
        outline.push(("x-envelope", Kept::Whole(envelope)));
    }
    let paths = members(document.get("paths")).filter_map(|(path, item)| {
        let operations =
            members(Some(item)).filter_map(|(method, one)| Some((method, operation(one)?)));
        let operations: Members<'_> = operations.collect();
        (!operations.is_empty()).then_some((path, Kept::Members(operations)))
    });
    let paths = Kept::Members(paths.collect());
    let schemas = Kept::Members(reached(document, &paths));
    outline.push(("paths", paths));
    outline.push(("components", Kept::Members(vec![("schemas", schemas)])));
    Kept::Members(outline)
}

/// What the successful replies of an operation hold, unless that is no JSON.
fn operation(operation: &Value) -> Option<Kept<'_>> {
    let id = operation.get("operationId")?;
    let responses = members(operation.get("responses")).filter_map(|(status, response)| {
        let is_success = status.starts_with('2') || status == "default";
        let content = members(response.get("content")).filter_map(|(name, one)| {
            let is_read = name.contains("json") || name.starts_with("text/event-stream");
            (is_read || name == "*/*").then(|| (name, media(one)))
        });
        let content: Members<'_> = content.collect();
        let is_told = is_success && !content.is_empty();
        is_told.then(|| {
            (
                status,
                Kept::Members(vec![("content", Kept::Members(content))]),
            )
        })
    });
    let responses: Members<'_> = responses.collect();
    if responses.is_empty() {
        return None;
    }
    let mut kept = vec![("operationId", Kept::Whole(id))];
    if let Some(places) = operation.get("x-payload-aliases") {
        kept.push(("x-payload-aliases", Kept::Whole(places)));
    }
    kept.push(("responses", Kept::Members(responses)));
    Some(Kept::Members(kept))
}

fn media(media: &Value) -> Kept<'_> {
    let kept = match media.get("x-events").and_then(Value::as_array) {
        Some(events) => Some(("x-events", Kept::Items(events.iter().map(event).collect()))),
        None => media.get("schema").map(|one| ("schema", schema(one))),
    };
    Kept::Members(kept.into_iter().collect())
}

fn event(event: &Value) -> Kept<'_> {
    let kept = members(Some(event)).filter(|(key, _)| EVENT.contains(key));
    let kept = kept.map(|(key, value)| match key {
        "schema" => (key, schema(value)),
        _ => (key, Kept::Whole(value)),
    });
    Kept::Members(kept.collect())
}

/// A schema without what is only said of it.
fn schema(value: &Value) -> Kept<'_> {
    let kept = members(Some(value)).filter_map(|(key, value)| {
        let kept = match key {
            "properties" => {
                let fields = members(Some(value));
                Kept::Members(fields.map(|(name, one)| (name, schema(one))).collect())
            }
            "items" | "additionalProperties" if value.is_object() => schema(value),
            key if COMPOSED.contains(&key) => {
                Kept::Items(value.as_array()?.iter().map(schema).collect())
            }
            key if SCHEMA.contains(&key) => Kept::Whole(value),
            _ => return None,
        };
        Some((key, kept))
    });
    Kept::Members(kept.collect())
}

/// The components that some part refers to, and those that these refer to, in the order of the document.
fn reached<'d>(document: &'d Value, from: &Kept<'_>) -> Members<'d> {
    let all = document.pointer("/components/schemas");
    let mut found = HashMap::new();
    let mut waiting = references(from);
    while let Some(name) = waiting.pop() {
        if let Some(component) = all.and_then(|all| all.get(&name))
            && !found.contains_key(&name)
        {
            let component = schema(component);
            waiting.extend(references(&component));
            found.insert(name, component);
        }
    }
    let kept = members(all).filter_map(|(name, _)| Some((name, found.remove(name)?)));
    kept.collect()
}

/// The components that a part refers to.
fn references(part: &Kept<'_>) -> Vec<String> {
    let mut found = Vec::new();
    match part {
        Kept::Whole(value) => found.extend(opened(value).iter().flat_map(references)),
        Kept::Members(members) => {
            for (key, one) in members {
                match one {
                    Kept::Whole(Value::String(text)) if *key == "$ref" => {
                        found.extend(pointer::component_name(text).map(pointer::unescape));
                    }
                    one => found.extend(references(one)),
                }
            }
        }
        Kept::Items(items) => found.extend(items.iter().flat_map(references)),
    }
    found
}

/// A value whose members or items are looked at one by one; `None` if it has none.
fn opened(value: &Value) -> Option<Kept<'_>> {
    match value {
        Value::Object(_) => {
            let all = members(Some(value)).map(|(key, one)| (key, Kept::Whole(one)));
            Some(Kept::Members(all.collect()))
        }
        Value::Array(items) => Some(Kept::Items(items.iter().map(Kept::Whole).collect())),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

fn members(value: Option<&Value>) -> impl Iterator<Item = (&str, &Value)> {
    let members = value.and_then(Value::as_object).into_iter().flatten();
    members.map(|(key, value)| (key.as_str(), value))
}

/// Writes JSON with a line for each thing that can change by itself.
fn write(part: &Kept<'_>, depth: usize, text: &mut String) {
    let mut line = String::new();
    if flat(part, &mut line).is_some() {
        return text.push_str(&line);
    }
    let inner = format!("\n{}", "  ".repeat(depth + 1));
    let mut separator = "";
    let mut begin_row = |text: &mut String| {
        text.push_str(separator);
        text.push_str(&inner);
        separator = ",";
    };
    let end = match part {
        Kept::Whole(value) => {
            return match opened(value) {
                Some(opened) => write(&opened, depth, text),
                None => scalar(value, text),
            };
        }
        Kept::Members(members) => {
            text.push('{');
            for (key, value) in members {
                begin_row(text);
                string(key, text);
                text.push_str(": ");
                write(value, depth + 1, text);
            }
            '}'
        }
        Kept::Items(items) => {
            text.push('[');
            for item in items {
                begin_row(text);
                write(item, depth + 1, text);
            }
            ']'
        }
    };
    text.push_str(&inner[..inner.len() - 2]);
    text.push(end);
}

/// Writes a part on one line; `None` if that is too long, and no more of it is written than that takes.
fn flat(part: &Kept<'_>, line: &mut String) -> Option<()> {
    match part {
        Kept::Whole(value) => match opened(value) {
            Some(opened) => flat(&opened, line)?,
            None => scalar(value, line),
        },
        Kept::Members(members) => {
            line.push('{');
            for (index, (key, one)) in members.iter().enumerate() {
                line.push_str(if index == 0 { "" } else { "," });
                string(key, line);
                line.push(':');
                flat(one, line)?;
            }
            line.push('}');
        }
        Kept::Items(items) => {
            line.push('[');
            for (index, one) in items.iter().enumerate() {
                line.push_str(if index == 0 { "" } else { "," });
                flat(one, line)?;
            }
            line.push(']');
        }
    }
    (line.len() <= LINE).then_some(())
}

fn scalar(value: &Value, line: &mut String) {
    match value {
        Value::String(text) => string(text, line),
        other => line.push_str(&other.to_string()),
    }
}

fn string(text: &str, line: &mut String) {
    let is_plain = |byte: u8| byte >= b' ' && byte != b'"' && byte != b'\\';
    if text.bytes().all(is_plain) {
        line.push('"');
        line.push_str(text);
        line.push('"');
    } else {
        line.push_str(&Value::from(text).to_string());
    }
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
    use serde_json::json;

    use super::*;
    use crate::document;

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
        let outline = text(&document::prepared(&document));
        assert_eq!(
            serde_json::from_str::<Value>(&outline).unwrap_or_default(),
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
        write(&Kept::Whole(&value), 0, &mut text);
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
