//! How every kind of field is read: what counts as nothing, as empty, and as a value.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::reader::{Reader, Scalar};
use super::record::read_entry;
use crate::Result;

/// What stood where a value was looked for.
///
/// An empty value never replaces another one: of two spellings of a key, the last that holds something wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// Null, or `""` where that is no value of the type.
    Nothing,
    /// The type's empty value: `""`, `0`, `false`, `[]`, `{}`.
    Empty,
    /// Anything else.
    Value,
}

impl Found {
    /// What a list or map is whose items were all dropped.
    fn without_items(self) -> Self {
        match self {
            Self::Nothing => Self::Nothing,
            Self::Empty | Self::Value => Self::Empty,
        }
    }
}

/// A type that can be read. It starts at its default, which stays where the reply says nothing.
pub(crate) trait Decode {
    /// Reads the next value into `self`, and says what it was.
    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<Found>;
}

/// Reads a whole text.
pub(crate) fn from_json<T: Decode + Default>(text: &[u8]) -> Result<T> {
    let mut value = T::default();
    Reader::read_all(text, &mut value)?;
    Ok(value)
}

/// serde's way to a type of ours, through the same tolerant reader.
///
/// By way of text, because that is what the reader reads; speed matters for replies, which do not come this way.
pub(crate) fn deserialize<'de, T: Decode + Default, D: Deserializer<'de>>(
    deserializer: D,
) -> std::result::Result<T, D::Error> {
    let value = Value::deserialize(deserializer)?;
    from_json(value.to_string().as_bytes()).map_err(serde::de::Error::custom)
}

impl Decode for String {
    /// Numbers and truth values are kept as they are written; an object or array as its JSON text, because the service sends some
    /// values either way (`data` of a workflow run is text that holds JSON).
    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<Found> {
        if reader.is_composite()? {
            *self = String::from_utf8_lossy(reader.raw()?).into_owned();
            return Ok(Found::Value);
        }
        reader.scalar("a text", &mut |scalar| {
            let text = match scalar {
                Scalar::Text("") => return Some(Found::Empty),
                Scalar::Text(text) | Scalar::Number(text) => text,
                Scalar::Bool(true) => "true",
                Scalar::Bool(false) => "false",
            };
            text.clone_into(self);
            Some(Found::Value)
        })
    }
}

impl Decode for i64 {
    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<Found> {
        reader.scalar("an integer", &mut |scalar| match scalar {
            Scalar::Number(text) => store(self, integer(text)?),
            Scalar::Text(text) if text.trim().is_empty() => Some(Found::Nothing),
            Scalar::Text(text) => store(self, integer(text.trim())?),
            Scalar::Bool(_) => None,
        })
    }
}

impl Decode for f64 {
    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<Found> {
        reader.scalar("a number", &mut |scalar| match scalar {
            Scalar::Number(text) => store(self, text.parse().ok()?),
            Scalar::Text(text) if text.trim().is_empty() => Some(Found::Nothing),
            Scalar::Text(text) => store(self, text.trim().parse().ok()?),
            Scalar::Bool(_) => None,
        })
    }
}

impl Decode for bool {
    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<Found> {
        reader.scalar("true or false", &mut |scalar| match scalar {
            Scalar::Bool(value) => store(self, value),
            Scalar::Text(text) if text.trim().is_empty() => Some(Found::Nothing),
            Scalar::Text(text) | Scalar::Number(text) => store(self, truth(text.trim())?),
        })
    }
}

/// An integer, also in the notation of a float as long as it is one: `1.7e9`.
pub(crate) fn integer(text: &str) -> Option<i64> {
    if let Ok(value) = text.parse() {
        return Some(value);
    }
    let float: f64 = text.parse().ok()?;
    // Between these bounds the conversion is exact.
    #[allow(clippy::cast_possible_truncation)]
    (float.fract() == 0.0 && float.abs() < 9_007_199_254_740_992.0).then_some(float as i64)
}

fn truth(text: &str) -> Option<bool> {
    match text {
        "true" | "True" | "1" => Some(true),
        "false" | "False" | "0" => Some(false),
        _ => None,
    }
}

/// Stores a value unless it is the empty one, which must not replace another.
#[allow(clippy::unnecessary_wraps)] // the type of the closures around it
fn store<T: Default + PartialEq>(slot: &mut T, value: T) -> Option<Found> {
    if value == T::default() {
        return Some(Found::Empty);
    }
    *slot = value;
    Some(Found::Value)
}

impl Decode for Value {
    /// Any JSON, as it is.
    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<Found> {
        if reader.null()? {
            return Ok(Found::Nothing);
        }
        let text = reader.raw()?;
        *self = serde_json::from_slice(text).map_err(|e| {
            reader
                .unusable(text, "this JSON cannot be kept")
                .with_source(e)
        })?;
        Ok(Found::Value)
    }
}

impl<T: Decode + Default> Decode for Option<T> {
    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<Found> {
        let mut value = T::default();
        let found = value.decode(reader)?;
        match found {
            Found::Nothing => {}
            Found::Empty => {
                self.get_or_insert(value);
            }
            Found::Value => *self = Some(value),
        }
        Ok(found)
    }
}

impl<T: Decode> Decode for Box<T> {
    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<Found> {
        T::decode(self, reader)
    }
}

impl<T: Decode + Default> Decode for Vec<T> {
    /// Items that are null, or nothing in another way, are dropped.
    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<Found> {
        let mut items = Self::new();
        let found = reader.list(&mut |reader| {
            let mut item = T::default();
            if item.decode(reader)? != Found::Nothing {
                items.push(item);
            }
            Ok(())
        })?;
        if items.is_empty() {
            return Ok(found.without_items());
        }
        *self = items;
        Ok(found)
    }
}

impl<T: Decode + Default> Decode for BTreeMap<String, T> {
    /// Entries that are null, or nothing in another way, are dropped.
    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<Found> {
        let mut entries = Self::new();
        let found = reader.map(&mut |reader, key| read_entry(&mut entries, key, reader))?;
        if entries.is_empty() {
            return Ok(found.without_items());
        }
        *self = entries;
        Ok(found)
    }
}

impl Decode for () {
    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<Found> {
        reader.skip()?;
        Ok(Found::Value)
    }
}
