//! A document comes in; what holds more of something than any document that people use, and would cost time and memory out of all
//! proportion, goes into the report.

use serde_json::Value;

use super::Checker;
use crate::pointer;

/// How many members a list or an object under a key may have, where it is not an example.
const MOST: [(&str, usize); 9] = [
    ("allOf", 1000),
    ("anyOf", 1000),
    ("enum", 10_000),
    ("oneOf", 1000),
    ("parameters", 1000),
    ("properties", 5000),
    ("schemas", 20_000),
    ("security", 100),
    ("securitySchemes", 100),
];

/// Paths of a document.
const MOST_PATHS: usize = 20_000;

/// Bytes of a text.
const LONGEST_TEXT: usize = 1 << 20;

/// Keys of values that nothing is made of but text.
const VALUES: [&str; 3] = ["default", "example", "examples"];

impl<'a> Checker<'a> {
    /// Reports everything in the document of which there is too much.
    pub(super) fn limits(&mut self) {
        let document = self.document;
        self.limits_of(document, &mut String::new());
        let paths = document.get("paths").and_then(Value::as_object);
        if let Some(paths) = paths.filter(|paths| paths.len() > MOST_PATHS) {
            self.too_many("/paths", "paths", paths.len(), MOST_PATHS);
        }
    }

    /// `at` is the pointer of the value, and so again in the end.
    fn limits_of(&mut self, value: &'a Value, at: &mut String) {
        let length = at.len();
        match value {
            Value::Object(members) => {
                for (key, member) in members {
                    if VALUES.contains(&key.as_str()) || key.starts_with("x-") {
                        continue;
                    }
                    pointer::push(at, key);
                    self.count(key, member, at);
                    self.limits_of(member, at);
                    at.truncate(length);
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    at.push('/');
                    at.push_str(&index.to_string());
                    self.limits_of(item, at);
                    at.truncate(length);
                }
            }
            Value::String(text) if text.len() > LONGEST_TEXT => {
                let found = format!(
                    "a text of {} bytes; at most {LONGEST_TEXT} are taken",
                    text.len()
                );
                self.error(at, found).fix("shorten it in an overlay");
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn count(&mut self, key: &str, member: &Value, at: &str) {
        let count = match member {
            Value::Array(items) => items.len(),
            // Components are more than an operation has.
            Value::Object(_) if key == "parameters" => return,
            Value::Object(members) => members.len(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return,
        };
        let limit = MOST.iter().find(|(limited, _)| *limited == key);
        if let Some((_, most)) = limit.filter(|(_, most)| count > *most) {
            self.too_many(at, key, count, *most);
        }
    }

    fn too_many(&mut self, at: &str, key: &str, count: usize, most: usize) {
        self.error(at, format!("`{key}` has {count} members"))
            .expected(format!("at most {most}"))
            .fix("leave some out in an overlay");
    }
}
