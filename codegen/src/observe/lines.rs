//! The text of a file with reports in, its lines out, or every place where it is none.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Map, Value};

use crate::report::clipped;

/// The longest text in a line, in bytes: names and pointers are far shorter.
const LONGEST: usize = 1024;

/// A difference between replies and the document, and how often it was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The operation's id in the document.
    pub operation: String,
    /// The call, `GET /v1/datasets`.
    pub call: String,
    /// The event of a stream that it was seen in.
    pub event: Option<String>,
    /// Where it stands in the reply.
    pub at: String,
    /// The schema that says otherwise, as a pointer into the corrected document.
    pub schema: String,
    /// What is different.
    pub kind: Kind,
    /// The JSON type that was seen.
    pub seen: String,
    /// An unknown value of an enum.
    pub value: Option<String>,
    /// How often it was seen.
    pub count: u64,
}

/// What is different.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A field that the document does not have.
    UnknownField,
    /// A value of an enum that the document does not have.
    UnknownValue,
    /// A number where the document says text.
    NumberForText,
    /// Text where the document says a number.
    TextForNumber,
    /// Any other JSON type than the document says.
    OtherType,
    /// Null for a value that the document requires.
    NullForRequired,
    /// Nothing for a value that the document requires.
    NothingForRequired,
    /// An event that the document does not have.
    UnknownEvent,
    /// A reply without the envelope that the document states.
    NoEnvelope,
}

impl Kind {
    const ALL: [Self; 9] = [
        Self::UnknownField,
        Self::UnknownValue,
        Self::NumberForText,
        Self::TextForNumber,
        Self::OtherType,
        Self::NullForRequired,
        Self::NothingForRequired,
        Self::UnknownEvent,
        Self::NoEnvelope,
    ];

    /// The kind as the reports of clients name it: by its words, joined by underscores.
    fn named(name: &str) -> Option<Self> {
        let is_it = |kind: &Self| kind.words().split(' ').eq(name.split('_'));
        Self::ALL.into_iter().find(is_it)
    }

    /// The kind in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::UnknownField => "unknown field",
            Self::UnknownValue => "unknown value",
            Self::NumberForText => "number for text",
            Self::TextForNumber => "text for number",
            Self::OtherType => "other type",
            Self::NullForRequired => "null for required",
            Self::NothingForRequired => "nothing for required",
            Self::UnknownEvent => "unknown event",
            Self::NoEnvelope => "no envelope",
        }
    }
}

/// A line that is no report.
#[derive(Debug, PartialEq, Eq)]
pub struct Misread {
    /// The file.
    pub file: String,
    /// Its line, from 1.
    pub line: usize,
    /// What is wrong.
    pub what: String,
}

impl fmt::Display for Misread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.what)
    }
}

/// Reads the reports in a file.
///
/// # Errors
///
/// Every line that is none.
pub fn read(file: &str, content: &[u8]) -> Result<Vec<Line>, Vec<Misread>> {
    let (mut lines, mut misread) = (Vec::new(), Vec::new());
    for (index, bytes) in content.split(|byte| *byte == b'\n').enumerate() {
        if bytes.trim_ascii().is_empty() {
            continue;
        }
        match line(bytes) {
            Ok(line) => lines.push(line),
            Err(what) => misread.push(Misread {
                file: file.to_owned(),
                line: index + 1,
                what,
            }),
        }
    }
    if misread.is_empty() {
        Ok(lines)
    } else {
        Err(misread)
    }
}

fn line(bytes: &[u8]) -> Result<Line, String> {
    let line = parsed(bytes).map_err(|problem| {
        // It may quote what stands there.
        let problem = problem.chars().filter(|c| !c.is_control()).take(200);
        format!("this is no report: {}", problem.collect::<String>())
    })?;
    let texts = [
        ("operation", Some(&line.operation)),
        ("call", Some(&line.call)),
        ("event", line.event.as_ref()),
        ("at", Some(&line.at)),
        ("schema", Some(&line.schema)),
        ("seen", Some(&line.seen)),
        ("value", line.value.as_ref()),
    ];
    for (key, text) in texts {
        let text = text.map_or("", String::as_str);
        if text.len() > LONGEST {
            return Err(format!("`{key}` is longer than {LONGEST} bytes"));
        }
        if text.contains(char::is_control) {
            return Err(format!("`{key}` holds control characters"));
        }
    }
    for (key, pointer) in [("at", &line.at), ("schema", &line.schema)] {
        if !pointer.is_empty() && !pointer.starts_with('/') {
            return Err(format!("`{key}` is no JSON pointer"));
        }
    }
    Ok(line)
}

/// The line as it stands there. Keys that are not known are those of newer clients.
fn parsed(bytes: &[u8]) -> Result<Line, String> {
    let line: Value = serde_json::from_slice(bytes).map_err(|problem| problem.to_string())?;
    let line = line.as_object().ok_or("it is no JSON object")?;
    Ok(Line {
        operation: text(line, "operation")?,
        call: text(line, "call")?,
        event: optional_text(line, "event")?,
        at: text(line, "at")?,
        schema: text(line, "schema")?,
        kind: member(line, "kind", "the kind of a difference", |kind| {
            kind.as_str().and_then(Kind::named)
        })?,
        seen: text(line, "seen")?,
        value: optional_text(line, "value")?,
        count: member(line, "count", "a number of times", Value::as_u64)?,
    })
}

fn text(line: &Map<String, Value>, key: &str) -> Result<String, String> {
    member(line, key, "a text", |text| text.as_str().map(str::to_owned))
}

fn optional_text(line: &Map<String, Value>, key: &str) -> Result<Option<String>, String> {
    match line.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(_) => text(line, key).map(Some),
    }
}

fn member<T>(
    line: &Map<String, Value>,
    key: &str,
    expected: &str,
    read: impl Fn(&Value) -> Option<T>,
) -> Result<T, String> {
    let value = line.get(key).ok_or_else(|| format!("it has no `{key}`"))?;
    read(value).ok_or_else(|| format!("`{key}` is {}, and not {expected}", clipped(value)))
}

/// The same of several reports becomes one, with the sum of their counts; in the order of operations and places.
pub(super) fn merged(lines: Vec<Line>) -> Vec<Line> {
    let mut merged: BTreeMap<_, Line> = BTreeMap::new();
    for line in lines {
        let key = (
            line.operation.clone(),
            line.event.clone(),
            line.at.clone(),
            line.kind,
            line.seen.clone(),
            line.value.clone(),
            line.schema.clone(),
        );
        match merged.get_mut(&key) {
            Some(known) => known.count = known.count.saturating_add(line.count),
            None => {
                merged.insert(key, line);
            }
        }
    }
    merged.into_values().collect()
}
