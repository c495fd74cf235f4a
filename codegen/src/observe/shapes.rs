//! Types as clients tell them and pointers -> schemas and `JSONPath`s as overlays have them.

use serde_json::{Value, json};

use crate::pointer;

/// The schema of a type as clients tell it.
pub(super) fn schema_of(seen: &str) -> Value {
    match seen {
        "integer" => json!({"type": "integer", "format": "i64"}),
        "object" => json!({"type": "object"}),
        "string" | "number" | "boolean" => json!({ "type": seen }),
        "array" | "array of several" | "array of array" => json!({"type": "array", "items": {}}),
        other => match other.strip_prefix("array of ") {
            Some(item) => json!({"type": "array", "items": schema_of(item)}),
            None => json!({}),
        },
    }
}

/// What a reference leads to.
pub(super) fn resolved<'v>(document: &'v Value, schema: &'v Value) -> &'v Value {
    const MOST: usize = 32;
    let mut here = schema;
    for _ in 0..MOST {
        let reference = here.get("$ref").and_then(Value::as_str);
        let target = reference.and_then(|at| document.pointer(at.strip_prefix('#')?));
        let Some(target) = target else {
            return here;
        };
        here = target;
    }
    here
}

/// The `JSONPath` of a pointer into a document.
pub(super) fn path(document: &Value, at: &str) -> String {
    let (mut path, mut here) = ("$".to_owned(), document);
    for step in at.split('/').skip(1).map(pointer::unescape) {
        let item = here
            .as_array()
            .and_then(|items| items.get(step.parse::<usize>().ok()?));
        let begins_well = step.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        let is_plain = begins_well && step.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        let quoted = || step.replace('\\', "\\\\").replace('\'', "\\'");
        let step_in_path = match item {
            Some(_) => format!("[{step}]"),
            None if is_plain => format!(".{step}"),
            None => format!("['{}']", quoted()),
        };
        path.push_str(&step_in_path);
        here = item.or(here.get(&step)).unwrap_or(&Value::Null);
    }
    path
}

/// Whether a schema is one of a type as clients tell it; a schema without a type is one of all.
pub(super) fn declares(schema: &Value, seen: &str) -> bool {
    let kind = schema.get("type").and_then(Value::as_str);
    let kind = kind.or(schema.get("properties").map(|_| "object"));
    let seen = if seen.starts_with("array") {
        "array"
    } else {
        seen
    };
    kind.is_none_or(|kind| kind == seen || (kind == "number" && seen == "integer"))
}
