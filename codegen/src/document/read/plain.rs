//! A text of plain YAML comes in, its value goes out; `None` for anything that takes more to read or to explain.
//!
//! `serde_yaml` takes five times as long for the same value. It decides wherever this reader does not.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle};
use serde_json::Value;
use serde_json::map::{Entry, Map};

use crate::pointer;
use crate::report::DEEPEST;

/// The value of a text without tags, merge keys and second keys, all of whose keys are texts.
pub(super) fn value(text: &str) -> Option<Value> {
    // The two readers differ in tabs before a key, and in a last line that does not end.
    if text.contains('\t') || !text.ends_with('\n') {
        return None;
    }
    let mut reading = Reading::new(text);
    for event in Parser::new_from_str(text) {
        let (event, span) = event.ok()?;
        match event {
            Event::Scalar(text, style, 0, None) if reading.awaits_key() => {
                if span.start.line() != span.end.line() {
                    return None;
                }
                reading.key(text.into_owned(), style)?;
            }
            Event::Scalar(text, style, anchor, None) if !reading.awaits_key() => {
                reading.add(anchor, scalar(text.into_owned(), style)?)?;
            }
            Event::SequenceStart(anchor, None) => reading.open(anchor, Open::List(Vec::new()))?,
            Event::MappingStart(anchor, None) => {
                reading.open(anchor, Open::Object(Map::new(), Awaits::Key))?;
            }
            Event::SequenceEnd | Event::MappingEnd => reading.close()?,
            Event::Alias(anchor) => reading.repeat(anchor)?,
            Event::Scalar(..) | Event::SequenceStart(..) | Event::MappingStart(..) => return None,
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
struct Reading {
    root: Option<Value>,
    /// Each with its anchor, which is 0 where there is none.
    open: Vec<(usize, Open)>,
    /// What aliases stand for, by the numbers of their anchors.
    anchored: HashMap<usize, Value>,
    /// How many more bytes aliases may bring: what makes much of a short text is for the other reader.
    left: usize,
}

/// An object or a list whose end has not come.
enum Open {
    Object(Map<String, Value>, Awaits),
    List(Vec<Value>),
}

/// What an object goes on with: its last member is null until its value comes.
enum Awaits {
    Key,
    Value,
}

impl Reading {
    fn new(text: &str) -> Self {
        Self {
            root: None,
            open: Vec::new(),
            anchored: HashMap::new(),
            left: text.len(),
        }
    }

    fn awaits_key(&self) -> bool {
        matches!(self.open.last(), Some((_, Open::Object(_, Awaits::Key))))
    }

    fn key(&mut self, text: String, style: ScalarStyle) -> Option<()> {
        let has_place = self.length() + text.len() < pointer::LONGEST;
        let Some((_, Open::Object(members, awaits))) = self.open.last_mut() else {
            return None;
        };
        if !has_place || !is_key(&text, style) {
            return None;
        }
        let Entry::Vacant(member) = members.entry(text) else {
            return None;
        };
        member.insert(Value::Null);
        *awaits = Awaits::Value;
        Some(())
    }

    /// How long the pointer to what is read now is, at most.
    fn length(&self) -> usize {
        let steps = self.open.iter().map(|(_, open)| match open {
            Open::Object(members, Awaits::Value) => {
                let key = members.keys().next_back();
                key.map_or(0, |key| key.len() + 1)
            }
            Open::Object(_, Awaits::Key) => 0,
            Open::List(_) => INDEX,
        });
        steps.sum()
    }

    fn open(&mut self, anchor: usize, open: Open) -> Option<()> {
        let has_place = !self.awaits_key() && self.open.len() < DEEPEST / 2;
        has_place.then(|| self.open.push((anchor, open)))
    }

    fn close(&mut self) -> Option<()> {
        let (anchor, open) = self.open.pop()?;
        let value = match open {
            Open::Object(members, Awaits::Key) => members.into(),
            Open::Object(_, Awaits::Value) => return None,
            Open::List(items) => items.into(),
        };
        self.add(anchor, value)
    }

    /// What an alias stands for; below many keys, it may hold pointers that are too long.
    fn repeat(&mut self, anchor: usize) -> Option<()> {
        let value = self.anchored.get(&anchor)?.clone();
        let size = size(&value);
        self.left = self.left.checked_sub(size)?;
        let has_place = !self.awaits_key() && self.length() + size < pointer::LONGEST;
        has_place.then_some(())?;
        self.add(0, value)
    }

    /// Takes a value to its place.
    fn add(&mut self, anchor: usize, value: Value) -> Option<()> {
        if anchor > 0 {
            self.anchored.insert(anchor, value.clone());
        }
        match self.open.last_mut() {
            Some((_, Open::Object(_, Awaits::Key))) => return None,
            Some((_, Open::Object(members, awaits))) => {
                *members.values_mut().next_back()? = value;
                *awaits = Awaits::Key;
            }
            Some((_, Open::List(items))) => items.push(value),
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

/// How many bytes a value takes as text, and at least how long the pointers in it are.
fn size(value: &Value) -> usize {
    INDEX
        + match value {
            Value::Object(members) => members.iter().map(|(key, one)| key.len() + size(one)).sum(),
            Value::Array(items) => items.iter().map(size).sum(),
            Value::String(text) => text.len(),
            Value::Null | Value::Bool(_) | Value::Number(_) => 0,
        }
}

/// Whether a key is a text, or a status, which many tools write without quotes.
fn is_key(text: &str, style: ScalarStyle) -> bool {
    if style != ScalarStyle::Plain {
        return text != "<<";
    }
    match word(text) {
        Word::Text => text != "<<",
        Word::Number => {
            (text.len() == 3 && matches!(text.parse(), Ok(100..600)))
                || matches!(number(text), Some(Value::String(_)))
        }
        Word::Value(_) | Word::Unclear => false,
    }
}

/// What a scalar means: quoted, it is text.
fn scalar(text: String, style: ScalarStyle) -> Option<Value> {
    if style != ScalarStyle::Plain {
        return Some(text.into());
    }
    match word(&text) {
        Word::Text => Some(text.into()),
        Word::Number => number(&text),
        Word::Value(value) => Some(value),
        Word::Unclear => None,
    }
}

/// What a scalar without quotes looks like.
enum Word {
    Text,
    /// A number, perhaps.
    Number,
    Value(Value),
    Unclear,
}

fn word(text: &str) -> Word {
    // Between brackets, nothing and these are read by one and refused by the other.
    if text.is_empty() || text.starts_with([':', '?', '|', '>']) {
        return Word::Unclear;
    }
    match text {
        "~" | "null" | "Null" | "NULL" => Word::Value(Value::Null),
        "true" | "True" | "TRUE" => Word::Value(true.into()),
        "false" | "False" | "FALSE" => Word::Value(false.into()),
        _ if text.starts_with(|first: char| first.is_ascii_digit() || "+-.".contains(first)) => {
            Word::Number
        }
        _ => Word::Text,
    }
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
    fn aliases_are_followed_where_they_bring_little() {
        let text = "a: &x {k: [1]}\nb: [*x, &x 2, *x]\n";
        let read = json!({"a": {"k": [1]}, "b": [{"k": [1]}, 2, 2]});
        assert_eq!(
            value(&format!("{text}c: {}\n", "c".repeat(200))),
            Some(json!({
                "a": read["a"], "b": read["b"], "c": "c".repeat(200),
            }))
        );
        let much = format!("a: &x {}\nb: [*x, *x, *x]\n", "a".repeat(100));
        assert_eq!(value(&much), None);
    }

    #[test]
    fn what_has_to_be_explained_is_left_to_the_other_reader() {
        let odd = [
            "a: 1\na: 2",
            "&x a: 1",
            "a: &x b\n*x : 1",
            "a: &x [*x]",
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
