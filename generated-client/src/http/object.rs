//! Arguments that are objects of which the document says nothing.

use std::collections::BTreeMap;
use std::fmt;

use serde::ser::Error as _;
use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::json::markers;
use crate::json::reader::Reader;
use crate::json::write::{Unwritable, write};

/// The text of an object, or why there is none; an error when the call is sent, because setting an argument cannot fail.
#[derive(Clone)]
pub(crate) struct OpenObject(Result<String, Unwritable>);

#[allow(dead_code)] // a document decides whether it occurs
impl OpenObject {
    /// The object that a value becomes: a map, a struct, `json!({..})`, or an array of keys and values.
    pub(crate) fn of(value: &impl Serialize) -> Self {
        let mut text = Vec::new();
        let written = write(&mut text, value);
        Self(written.and_then(|()| object(text)))
    }
}

impl From<Value> for OpenObject {
    #[inline]
    fn from(value: Value) -> Self {
        Self::of(&value)
    }
}

#[inline]
fn object(text: Vec<u8>) -> Result<String, Unwritable> {
    let kind = match text.first() {
        Some(b'{') => return String::from_utf8(text).map_err(Unwritable::custom),
        Some(b'[') => match entries(&text) {
            Some(entries) => return Ok(entries),
            None => "a list",
        },
        Some(b'"') => "a text",
        Some(b'n') => "null",
        Some(b't' | b'f') => "a truth value",
        Some(_) | None => "a number",
    };
    Err(Unwritable::new(format!(
        "it must be an object, and is {kind}"
    )))
}

/// The object of these pairs, `[["a", 1]]`; of two with one key, the last counts.
#[inline]
fn entries(text: &[u8]) -> Option<String> {
    let mut entries: BTreeMap<String, String> = BTreeMap::new();
    let mut are_pairs = true;
    let text = std::str::from_utf8(text).ok()?;
    let read = Reader::new(text).list(&mut |reader| {
        let mut pair = Vec::new();
        reader.list(&mut |reader| {
            pair.push(reader.raw()?.to_owned());
            Ok(())
        })?;
        match <[String; 2]>::try_from(pair) {
            Ok([key, value]) if key.starts_with('"') => {
                entries.insert(key, value);
            }
            _ => are_pairs = false,
        }
        Ok(())
    });
    let entries = entries.iter().map(|(key, value)| format!("{key}:{value}"));
    let entries: Vec<String> = entries.collect();
    (read.is_ok() && are_pairs).then(|| format!("{{{}}}", entries.join(",")))
}

impl Serialize for OpenObject {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Ok(text) => serializer.serialize_newtype_struct(markers::JSON, text),
            Err(unwritable) => Err(S::Error::custom(unwritable)),
        }
    }
}

impl fmt::Debug for OpenObject {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Ok(text) => f.write_str(text),
            Err(unwritable) => write!(f, "no object: {unwritable}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use serde_json::json;

    use super::*;

    fn text(value: &impl Serialize) -> String {
        match OpenObject::of(value).0 {
            Ok(text) => text,
            Err(unwritable) => unwritable.to_string(),
        }
    }

    #[test]
    fn whatever_becomes_an_object_is_one() {
        assert_eq!(text(&json!({"a": [1, null]})), r#"{"a":[1,null]}"#);
        assert_eq!(
            text(&HashMap::from([("a", u128::MAX)])),
            format!("{{\"a\":{}}}", u128::MAX)
        );
        assert_eq!(text(&serde_json::Map::new()), "{}");
        assert_eq!(text(&[("b", 1), ("a", 2), ("b", 3)]), r#"{"a":2,"b":3}"#);
        assert_eq!(
            text(&vec![("a \"b\"", json!([{"c": "]"}]))]),
            r#"{"a \"b\"":[{"c":"]"}]}"#
        );
        assert_eq!(text(&Vec::<(String, Value)>::new()), "{}");
    }

    #[test]
    fn whatever_does_not_is_told_apart() {
        for (value, kind) in [
            (json!("{}"), "a text"),
            (json!(null), "null"),
            (json!(true), "a truth value"),
            (json!(1.5), "a number"),
            (json!([1]), "a list"),
            (json!([["a"]]), "a list"),
            (json!([[1, "a"]]), "a list"),
            (json!([["a", 1, 2]]), "a list"),
        ] {
            assert_eq!(text(&value), format!("it must be an object, and is {kind}"));
        }
        assert_eq!(
            text(&[("a", [f64::NAN])]),
            "`[0][1][0]`: NaN is no number of JSON"
        );
    }
}
