//! A text of plain YAML comes in, its value goes out; `None` for anything that takes more to read or to explain.
//!
//! `serde_yaml` takes five times as long for the same value. It decides wherever this reader does not.

use saphyr_parser::{Event, Parser, ScalarStyle};
use serde_json::{Map, Value};

use crate::pointer;
use crate::report::DEEPEST;

/// The value of a text without anchors, tags, merge keys and second keys, all of whose keys are texts.
pub(super) fn value(text: &str) -> Option<Value> {
    // The two readers differ in tabs before a key, and in a last line that does not end.
    if text.contains('\t') || !text.ends_with('\n') {
        return None;
    }
    let mut reading = Reading::default();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.ok()?;
        match event {
            Event::Scalar(text, style, 0, None) if reading.awaits_key() => {
                if span.start.line() != span.end.line() {
                    return None;
                }
                reading.key(text.into_owned(), style)?;
            }
            Event::Scalar(text, style, 0, None) => {
                reading.add(scalar(text.into_owned(), style)?)?;
            }
            Event::SequenceStart(0, None) => reading.open(Open::List(Vec::new()))?,
            Event::MappingStart(0, None) => reading.open(Open::Object(Map::new(), None))?,
            Event::SequenceEnd | Event::MappingEnd => reading.close()?,
            Event::Scalar(..)
            | Event::SequenceStart(..)
            | Event::MappingStart(..)
            | Event::Alias(_) => return None,
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => {}
        }
    }
    reading.root
}

/// What the longest index adds to a pointer.
const INDEX: usize = 21;

/// What has been read of a text.
#[derive(Default)]
struct Reading {
    root: Option<Value>,
    open: Vec<Open>,
}

/// An object or a list whose end has not come.
enum Open {
    /// Its members, and the key whose value comes next.
    Object(Map<String, Value>, Option<String>),
    List(Vec<Value>),
}

impl Reading {
    fn awaits_key(&self) -> bool {
        matches!(self.open.last(), Some(Open::Object(_, None)))
    }

    fn key(&mut self, text: String, style: ScalarStyle) -> Option<()> {
        let has_place = self.length() + text.len() < pointer::LONGEST;
        let Some(Open::Object(members, key)) = self.open.last_mut() else {
            return None;
        };
        let is_status = |text: &str| matches!(text.parse(), Ok(100..600));
        let is_text = match scalar(text.clone(), style)? {
            Value::String(_) => text != "<<",
            Value::Number(_) => is_status(&text),
            _ => false,
        };
        let is_plain = is_text && has_place && !members.contains_key(&text);
        is_plain.then(|| *key = Some(text))
    }

    /// How long the pointer to what is read now is, at most.
    fn length(&self) -> usize {
        let steps = self.open.iter().map(|open| match open {
            Open::Object(_, Some(key)) => key.len() + 1,
            Open::Object(_, None) => 0,
            Open::List(_) => INDEX,
        });
        steps.sum()
    }

    fn open(&mut self, open: Open) -> Option<()> {
        let has_place = !self.awaits_key() && self.open.len() < DEEPEST / 2;
        has_place.then(|| self.open.push(open))
    }

    fn close(&mut self) -> Option<()> {
        let value = match self.open.pop()? {
            Open::Object(members, None) => members.into(),
            Open::Object(_, Some(_)) => return None,
            Open::List(items) => items.into(),
        };
        self.add(value)
    }

    /// Takes a value to its place.
    fn add(&mut self, value: Value) -> Option<()> {
        match self.open.last_mut() {
            Some(Open::Object(members, key)) => {
                members.insert(key.take()?, value);
            }
            Some(Open::List(items)) => items.push(value),
            // Behind the root another document begins.
            None => {
                let is_first = self.root.is_none();
                self.root = Some(value);
                return is_first.then_some(());
            }
        }
        Some(())
    }
}

/// What a scalar means: quoted, it is text.
fn scalar(text: String, style: ScalarStyle) -> Option<Value> {
    if style != ScalarStyle::Plain {
        return Some(text.into());
    }
    // Between brackets, nothing and these are read by one and refused by the other.
    if text.is_empty() || text.starts_with([':', '?', '|', '>']) {
        return None;
    }
    Some(match text.as_str() {
        "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => true.into(),
        "false" | "False" | "FALSE" => false.into(),
        _ if text.starts_with(|first: char| first.is_ascii_digit() || "+-.".contains(first)) => {
            return number(&text);
        }
        _ => text.into(),
    })
}

/// What begins like a number may be one, in one of many ways.
fn number(text: &str) -> Option<Value> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    if digits && !text.starts_with('0') && text.len() < 19 {
        return Some(text.parse::<u64>().ok()?.into());
    }
    match serde_yaml::from_str(text) {
        Ok(value @ (Value::Number(_) | Value::String(_))) => Some(value),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::value;

    #[test]
    fn plain_texts_are_read() {
        let text = "a: 1\n200: [x, -2, 0.5, 012, 2024-01-01, ~]\n'b': {c: 'null', d: true}\ne: |\n  1\n  2\n";
        let read = json!({
            "a": 1,
            "200": ["x", -2, 0.5, "012", "2024-01-01", null],
            "b": {"c": "null", "d": true},
            "e": "1\n2\n",
        });
        assert_eq!(value(text), Some(read));
    }

    #[test]
    fn what_has_to_be_explained_is_left_to_the_other_reader() {
        let odd = [
            "a: 1\na: 2",
            "a: &x 1\nb: *x",
            "a: !b c",
            "<<: {a: 1}",
            "1: a",
            "null: a",
            "[a]: b",
            "{a: 1",
            "a: .nan",
            "a: 1\n---\nb: 1",
            "{a\nb: 1}",
            "{a: |b}",
            "{a:, b: 1}",
            " \ta: 1",
            "",
        ];
        for text in odd {
            assert_eq!(value(&format!("{text}\n")), None, "{text}");
        }
    }
}
